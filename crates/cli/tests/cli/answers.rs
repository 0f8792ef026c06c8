//! What a person tells beside an order, and why the regulations reach an item.

use serde_json::Value;

use crate::desk::{DAY, Desk};

const BOOK: &str = "\
order,description,quantity,made in,ship-from,ship-to,end user,end user country,end user headquarters
A,NVIDIA H200,8,Taiwan,\"Johor Bahru, Malaysia\",\"Shenzhen, China\",Examplar Compute,CN,CN
B,NVIDIA H200,8,Taiwan,US,\"Shenzhen, China\",Examplar Compute,CN,CN
C,NVIDIA T4,8,原产地?,US,China,Examplar Compute,CN,CN
D,NVIDIA H200,8,TW,MY,China,Sophgo Technologies Ltd.,CN,CN
";

fn lines(desk: &Desk, more: &[&str]) -> Vec<Value> {
    desk.file("orders.csv", BOOK);
    let args = [&["check", "orders.csv", "--as-of", DAY, "--format", "jsonl"][..], more].concat();
    let (_, out, _) = desk.run(&args);
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn finding<'a>(line: &'a Value, code: &str) -> Option<&'a Value> {
    line["findings"].as_array().unwrap().iter().find(|f| f["code"] == code)
}

fn evidence(finding: &Value, what: &str) -> (String, String) {
    let all = finding["evidence"].as_array().unwrap();
    let one = all.iter().find(|e| e["what"] == what).unwrap();
    (one["value"].as_str().unwrap().to_owned(), one["source"].as_str().unwrap().to_owned())
}

/// A Taiwan-made card from Johor to Shenzhen is a reexport under the product rule; the policy for exports is not for it.
#[test]
fn why_a_line_is_reached_stands_in_its_finding() {
    let desk = Desk::new();
    let lines = lines(&desk, &[]);
    let reexport = finding(&lines[0], "LICENCE-REQUIRED").unwrap();
    let (basis, why) = evidence(reexport, "subject to the EAR by");
    assert_eq!(basis, "734.9(h)");
    assert!(why.contains("wherever made (designer US"), "{why}");
    let (movement, why) = evidence(reexport, "movement");
    assert!(movement == "reexport" && why.contains("15 CFR 734.14"), "{movement} {why}");
    assert!(reexport["says"].as_str().unwrap().contains("resumption of denial"), "{reexport}");

    let export = finding(&lines[1], "LICENCE-REQUIRED").unwrap();
    assert_eq!(evidence(export, "subject to the EAR by").0, "734.3(a)(1), 734.9(h)");
    assert_eq!(evidence(export, "movement").0, "export");
    assert!(export["says"].as_str().unwrap().contains("Case-by-case"), "{export}");

    let unread = finding(&lines[2], "UNREADABLE-CELL").unwrap();
    assert!(unread["says"].as_str().unwrap().contains("made in"), "{unread}");
}

/// The list tells the footnote of a party; a person's answer does not talk it away.
#[test]
fn a_listed_partys_footnote_is_read_from_the_list() {
    let desk = Desk::new();
    desk.file("answers.toml", "[answers]\nentity-footnote-4 = false\n");
    for line in [&lines(&desk, &[])[3], &lines(&desk, &["--answers", "answers.toml"])[3]] {
        let (basis, why) = evidence(finding(line, "LICENCE-REQUIRED").unwrap(), "subject to the EAR by");
        assert_eq!(basis, "734.9(h), 734.9(e)");
        assert!(why.contains("734.9(e) footnote 4"), "{why}");
    }
}

/// An answer holds for every line of the book, and is part of the snapshot id.
#[test]
fn answers_hold_for_every_line() {
    let desk = Desk::new();
    let before = lines(&desk, &[]);
    assert!(finding(&before[2], "SC-744.23").is_some() && finding(&before[2], "LICENCE-REQUIRED").is_none());
    desk.file("answers.toml", "[answers]\nsupercomputer-china = true\ncbc26-v = false\n");
    let after = lines(&desk, &["--answers", "answers.toml"]);
    let told = finding(&after[2], "LICENCE-REQUIRED").unwrap();
    assert!(told["cite"].as_str().unwrap().contains("744.23(a)"), "{told}");
    let export = finding(&after[1], "LICENCE-REQUIRED").unwrap();
    assert!(export["says"].as_str().unwrap().contains("resumption of denial"), "a condition failed: {export}");
    assert_ne!(before[0]["snapshot"], after[0]["snapshot"]);
}

const SPEC: &str = include_str!("../../../../examples/chip.toml");

/// A chip that nothing subjects to the regulations needs no licence; without one of the answers it is as if it were.
#[test]
fn classify_answers_what_leans_on_them() {
    let desk = Desk::new();
    desk.file("chip.toml", SPEC.replace("designer_country = \"US\"", "designer_country = \"KR\""));
    let all = "[answers]\nmade-in = \"KR\"\nus-content-percent = 0\npasses-us = false\nus-direct-product = false\n\
               us-plant = false\n";
    desk.file("all.toml", all);
    desk.file("most.toml", all.replace("us-plant = false\n", ""));
    let ask = |answers: &str| -> Value {
        let way = ["--ship-from", "KR", "--to", "CN", "--as-of", DAY, "--format", "json", "--answers", answers];
        let (status, out, err) = desk.run(&[&["classify", "--spec", "chip.toml"][..], &way].concat());
        assert!(status < 2, "{err}");
        serde_json::from_str(&out).unwrap()
    };
    let (all, most) = (ask("all.toml"), ask("most.toml"));
    assert_eq!((&all["control"], &most["control"]), (&Value::from("controlled"), &Value::from("controlled")));
    assert_eq!((&all["jurisdiction"]["subject"], &all["licence"]), (&Value::from("no"), &Value::from("not_required")));
    assert_eq!(
        (&most["jurisdiction"]["subject"], &most["licence"]),
        (&Value::from("unknown"), &Value::from("required"))
    );
    assert!(most["jurisdiction"]["why"].as_str().unwrap().contains("[us-plant"), "{most}");
    assert!(all["caveats"].to_string().contains("leans on what was told"), "{all}");
    assert_ne!(all["snapshot"], most["snapshot"]);
}

#[test]
fn a_faulty_file_of_answers_is_refused_with_its_place() {
    let desk = Desk::new();
    desk.file("a.toml", "[answers]\nus-plnt = true\n");
    for command in [&["classify", "H100"][..], &["check", "orders.csv"]] {
        desk.orders();
        let (status, out, err) = desk.run(&[command, &["--answers", "a.toml"]].concat());
        assert_eq!((status, out.as_str()), (2, ""));
        assert!(err.contains("a.toml:2:1: no rule asks `us-plnt`; did you mean `us-plant`?"), "{err}");
    }
    let (status, _, err) = desk.run(&["classify", "H100", "--answers", "none.toml"]);
    assert!(status == 2 && err.contains("none.toml cannot be read"), "{err}");
}

#[test]
fn questions_are_listed() {
    let desk = Desk::new();
    let (status, out, err) = desk.run(&["law", "questions"]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.lines().any(|l| l.starts_with("us-plant ") && l.ends_with("[FDP-PRODUCT]")), "{out}");
    assert!(out.lines().any(|l| l.starts_with("made-in ") && l.contains("(a country code)")), "{out}");
    let (_, json, _) = desk.run(&["law", "questions", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["schema"], "tidewaiter/questions/1");
    assert_eq!(json["questions"].as_array().unwrap().len(), out.lines().count());
}
