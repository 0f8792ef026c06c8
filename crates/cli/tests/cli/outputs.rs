//! What the officer sees.

use std::collections::BTreeSet;

use crate::desk::{DAY, Desk};
use serde_json::Value;

/// Without the last lines, where versions and snapshot ids stand, which change with every rule.
fn steady(text: &str) -> String {
    text.lines().filter(|line| !line.contains(" · rules ")).map(|line| format!("{line}\n")).collect()
}

fn check(desk: &Desk, columns: &str, args: &[&str]) -> String {
    let all = [&["check", desk.orders(), "--as-of", DAY][..], args].concat();
    let run = desk.done(desk.tidewaiter(&all).env("COLUMNS", columns));
    assert_eq!(run.code, 1, "{}", run.err);
    run.out
}

fn widest(text: &str) -> usize {
    text.lines().map(console::measure_text_width).max().unwrap_or_default()
}

#[test]
fn the_table_fits_the_terminal() {
    let desk = Desk::new();
    for columns in ["60", "80", "120", "160"] {
        let table = check(&desk, columns, &[]);
        assert!(widest(&table) <= columns.parse().unwrap(), "{columns}: {}", widest(&table));
        if ["80", "120"].contains(&columns) {
            insta::assert_snapshot!(format!("check_{columns}"), steady(&table));
        }
    }
}

#[test]
fn the_comparison_fits_too() {
    let desk = Desk::new();
    let args = ["check", "--compare", "2025-04-01", DAY, desk.orders()];
    let run = desk.done(desk.tidewaiter(&args).env("COLUMNS", "80"));
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(widest(&run.out) <= 80, "{}", run.out);
    insta::assert_snapshot!("compare_80", steady(&run.out));
}

#[test]
fn classify_fits_too() {
    let desk = Desk::new();
    let args = ["classify", "H20", "--as-of", "2025-04-01", "--versus", "2025-04-22", "--to", "CN"];
    let run = desk.done(desk.tidewaiter(&args).env("COLUMNS", "80"));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(widest(&run.out) <= 80, "{}", run.out);
    let text = run.out;
    assert!(text.contains("2368") && text.contains("4800") && text.contains("-2432"), "value, limit, margin: {text}");
    assert!(text.contains("2025-04-22") && text.contains("not required") && text.contains("required"), "{text}");
}

#[test]
fn screen_and_explain_and_law() {
    let desk = Desk::new();
    let (_, screened, _) = desk.run(&["screen", "Sophgo Technologies", "--limit", "2"]);
    insta::assert_snapshot!("screen", screened);
    let mut explained = String::new();
    for code in ["3A090.a.1", "rf-10", "listed-party"] {
        let (status, out, err) = desk.run(&["explain", code]);
        assert_eq!((status, err.as_str()), (0, ""));
        explained += &out;
        explained.push('\n');
    }
    insta::assert_snapshot!("explain", explained);
    for (code, near) in
        [("LICENSE-REQUIRED", "LICENCE-REQUIRED"), ("RF-99", "RF-0"), ("no such", "alone lists them all")]
    {
        let (status, out, err) = desk.run(&["explain", code]);
        assert_eq!((status, out.as_str()), (2, ""));
        assert!(err.contains(near), "{err}");
    }
    let (status, codes, _) = desk.run(&["explain"]);
    assert!(status == 0 && codes.contains("AFF50") && codes.contains("LISTED-PARTY") && codes.contains("RF-01"));
    let (status, coverage, _) = desk.run(&["law", "coverage"]);
    assert!(status == 0 && coverage.contains("Modelled") && coverage.contains("Not looked at"));
    let (status, changes, _) = desk.run(&["law", "changes", "2025-11-01", "2025-11-30"]);
    assert!(status == 0 && changes.contains("2025-11-10  AFF50: changes from in force to stayed"), "{changes}");
    let (status, none, said) = desk.run(&["law", "changes", "2025-11-02", "2025-11-03"]);
    assert_eq!((status, none.as_str()), (0, ""));
    assert!(said.contains("no rule begins, ends or changes"), "{said}");
}

#[test]
fn sarif_is_whole() {
    let desk = Desk::new();
    let log: Value = serde_json::from_str(&check(&desk, "100", &["--format", "sarif"])).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules: Vec<&str> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
    assert_eq!(rules.len(), rules.iter().collect::<BTreeSet<_>>().len(), "a rule stands twice");
    let results = run["results"].as_array().unwrap();
    for result in results {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[at], result["ruleId"]);
        assert!(result["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64().unwrap() >= 2);
        assert!(["note", "warning", "error"].contains(&result["level"].as_str().unwrap()));
    }
    let held = results.iter().find(|r| r["ruleId"] == "LISTED-PARTY").unwrap();
    let rule = &run["tool"]["driver"]["rules"][usize::try_from(held["ruleIndex"].as_u64().unwrap()).unwrap()];
    assert_eq!(held["level"], "error");
    let mut held = held.clone();
    held["ruleIndex"] = "[index]".into();
    held["partialFingerprints"] = "[fingerprints]".into();
    held["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "[file]".into();
    insta::assert_json_snapshot!("sarif_result", held);
    insta::assert_json_snapshot!("sarif_rule", rule);
}

/// Every element closed in its order, as XML has it, once the elements that HTML never closes are.
fn is_well_formed(page: &str) {
    let mut open: Vec<String> = Vec::new();
    let mut reader = quick_xml::Reader::from_str(page);
    reader.config_mut().check_end_names = false;
    loop {
        use quick_xml::events::Event;
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let name = tag.name();
                if !["meta", "input", "br", "hr", "col", "link"].contains(&name.as_ref()) {
                    open.push(name.as_ref().to_owned());
                }
            }
            Event::End(tag) => {
                assert_eq!(open.pop().as_deref(), Some(tag.name().as_ref()));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?} are not closed");
}

#[test]
fn html_is_one_page_that_fetches_nothing() {
    let desk = Desk::new();
    let comparison = ["check", "--compare", "2025-04-01", DAY, desk.orders(), "--format", "html"];
    for page in [check(&desk, "100", &["--format", "html"]), desk.run(&comparison).1] {
        is_well_formed(&page);
        assert!(page.starts_with("<!DOCTYPE html>") && page.contains("TW-1044"));
        for outside in ["<script", "<link", "<img", "<iframe", "src=", "@import", "url("] {
            assert!(!page.contains(outside), "the page holds {outside}");
        }
        assert!(page.contains("default-src 'none'") && page.contains("@media print"));
    }
}

#[test]
fn hostile_words_are_text_on_every_page() {
    let desk = Desk::new();
    let nasty = "<script>alert(1)</script>";
    desk.file(
        "orders.csv",
        format!("order,description,quantity,ship to,purchaser\n\x1b[31m1,Unheard {nasty},2,SG,=cmd|'/c calc'!A1\n"),
    );
    let answer = |format: &str| desk.run(&["check", "orders.csv", "--as-of", DAY, "--format", format]).1;
    let page = answer("html");
    is_well_formed(&page);
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"));
    for format in ["table", "html", "json", "jsonl", "sarif"] {
        assert!(!answer(format).contains('\x1b'), "{format} passes an escape on to the terminal");
    }
    let (_, _, said) = desk.run(&["check", "orders.csv", "--as-of", DAY, "--format", "jsonl"]);
    assert!(!said.contains('\x1b'), "{said:?}");
}
