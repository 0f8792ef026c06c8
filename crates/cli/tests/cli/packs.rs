//! Rule packs of one's own: `--rules`, `law install`, `law export`, a regime's folder alone.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::desk::{DAY, Desk};

/// A licence that no shipped rule asks: every H100 and its like to Germany.
const OWN: &str = "code = \"OWN-1\"\ntitle = \"A rule of one's own\"\nkind = \"licence\"\nregime = \"US\"\n\
                   what = \"w\"\nwhy = \"y\"\nexample = \"e\"\nsettle = \"s\"\n\n\
                   [[version]]\nfrom = 2024-01-01\nstatus = \"in force\"\ncite = \"0 FR 0\"\nsays = \"An own rule.\"\n\n\
                   [[version.clause]]\nall = [\"tpp >= 4800\", \"to == 'DE'\"]\n";

const H100: [&str; 9] = ["classify", "H100 PCIe 80GB", "--ship-from", "US", "--to", "DE", "--as-of", DAY, "--format"];

fn folder(desk: &Desk, name: &str, files: &[(&str, &str)]) {
    for (file, text) in files {
        let path = desk.path().join(name).join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn json(desk: &Desk, more: &[&str]) -> Value {
    let (status, out, err) = desk.run(&[&H100[..], &["json"], more].concat());
    assert!(status < 2, "{err}");
    serde_json::from_str(&out).unwrap()
}

fn rules_of(answer: &Value) -> Vec<&str> {
    answer["applied"].as_array().unwrap().iter().map(|a| a["rule"].as_str().unwrap()).collect()
}

#[test]
fn a_folder_is_laid_over_the_built_in_rules() {
    let desk = Desk::new();
    folder(&desk, "own", &[("de/OWN-1.toml", OWN)]);
    let (builtin, own) = (json(&desk, &[]), json(&desk, &["--rules", "own"]));
    assert!(!rules_of(&builtin).contains(&"OWN-1"));
    assert!(rules_of(&own).contains(&"OWN-1") && rules_of(&own).contains(&"EAR-734"), "{own:#}");
    assert_eq!(own["licence"], "required");
    assert_eq!(own["rules"], "2026.09.29, with own OWN-1.toml");
    assert_ne!(own["snapshot"], builtin["snapshot"], "the snapshot covers the rules used");

    // The same files elsewhere are the same rules.
    folder(&desk, "elsewhere/deep", &[("de/OWN-1.toml", OWN)]);
    assert_eq!(json(&desk, &["--rules", "elsewhere/deep"]), own);

    // A file with the name of a built-in one stands in its place.
    let amended = include_str!("../../../../rules/us/ACS23.toml").replacen("title = \"", "title = \"Own: ", 1);
    folder(&desk, "amended", &[("ACS23.toml", &amended)]);
    let (_, out, err) = desk.run(&["explain", "ACS23", "--rules", "amended"]);
    assert!(out.starts_with("ACS23: Own: "), "{out}{err}");

    for command in [
        &["law", "coverage"][..],
        &["law", "changes", "2023-12-31", "2024-01-01"],
        &["law", "history", "H100", "--to", "DE"],
        &["explain", "OWN-1"],
    ] {
        let (status, out, err) = desk.run(&[command, &["--rules", "own"]].concat());
        assert!(status == 0 && out.contains("OWN-1"), "{command:?}: {out}{err}");
    }
    let (_, out, _) = desk.run(&["check", desk.orders(), "--as-of", DAY, "--rules", "own", "--format", "jsonl"]);
    let lines = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let germany: Vec<Value> = lines.filter(|l| l["destination"] == "DE" && l["control"] == "controlled").collect();
    assert!(!germany.is_empty() && germany.iter().all(|line| line["licence"] == "required"), "{germany:#?}");
}

#[test]
fn what_is_exported_is_complete_and_changes_nothing() {
    let desk = Desk::new();
    let (status, _, err) = desk.run(&["law", "export", "all"]);
    assert_eq!(status, 0, "{err}");
    let (status, out, err) = desk.run(&["law", "check", "all"]);
    assert!(status == 0 && out.contains("read as a complete set"), "{out}{err}");
    assert_eq!(json(&desk, &["--rules", "all"]), json(&desk, &[]));

    // What is left out of a complete set does not answer.
    std::fs::remove_file(desk.path().join("all/us/GP10.toml")).unwrap();
    let without = json(&desk, &["--rules", "all"]);
    assert_eq!(without["rules"], "2026.09.29, an own set");
    assert_eq!(desk.run(&["explain", "GP10", "--rules", "all"]).0, 2);

    let (status, _, err) = desk.run(&["law", "export", "all"]);
    assert!(status == 2 && err.contains("all is not empty, so nothing was written"), "{err}");
}

#[test]
fn a_faulty_folder_is_refused_whole_everywhere() {
    let desk = Desk::new();
    folder(&desk, "own", &[("A.toml", OWN), ("B.toml", &OWN.replace("OWN-1", "OWN-2").replace("tpp", "speed"))]);
    let orders = desk.orders();
    for command in [
        &["check", orders][..],
        &["classify", "H100"],
        &["explain", "OWN-1"],
        &["law", "coverage"],
        &["law", "history", "H100"],
        &["screen", "Sophgo"],
    ] {
        let (status, out, err) = desk.run(&[command, &["--rules", "own"]].concat());
        assert_eq!((status, out.as_str()), (2, ""), "{command:?}");
        assert!(err.contains("own/B.toml:17:9: in `speed >= 4800`: unknown field `speed`"), "{err}");
    }
    // One file that is no TOML is one fault, and not one of each rule that refers to it.
    folder(&desk, "cut", &[("3A090.toml", "x = [")]);
    let (_, _, err) = desk.run(&["law", "check", "cut"]);
    assert_eq!(err.lines().filter(|line| line.contains(".toml:")).count(), 1, "{err}");
    assert!(err.contains("cut/3A090.toml:1:"), "{err}");
    let (status, _, err) = desk.run(&["classify", "H100", "--rules", "nowhere"]);
    assert!(status == 2 && err.contains("nowhere cannot be read"), "{err}");
}

#[test]
fn installed_rules_answer_until_others_are_installed_and_a_faulty_folder_changes_nothing() {
    let desk = Desk::new();
    let builtin = json(&desk, &[]);
    folder(&desk, "own", &[("de/OWN-1.toml", OWN)]);
    let (status, out, err) = desk.run(&["law", "install", "own"]);
    assert_eq!((status, out.as_str()), (0, ""), "{err}");
    assert!(err.contains("added: de/OWN-1.toml; they answer from now on"), "{err}");
    let check = ["check", desk.orders(), "--as-of", DAY, "--format", "json"];
    let (_, before, _) = desk.run(&check);
    assert_eq!(json(&desk, &[]), json(&desk, &["--rules", "own"]));
    assert_eq!(json(&desk, &[])["licence"], "required");

    // What is kept is a copy, and a faulty folder leaves it as it is.
    folder(&desk, "own", &[("de/OWN-1.toml", "x = [")]);
    let (status, _, err) = desk.run(&["law", "install", "own"]);
    assert!(status == 2 && err.contains("own is not installed; the rules used before stay in use"), "{err}");
    assert!(err.contains("own/de/OWN-1.toml:1:"), "{err}");
    assert_eq!(desk.run(&check).1, before, "the same bytes, the snapshot id among them");

    let (status, _, err) = desk.run(&["law", "install", "--builtin"]);
    assert_eq!(status, 0, "{err}");
    assert_eq!(json(&desk, &[]), builtin);
    for command in [&["law", "export", "new"][..], &["template", "new.xlsx"], &["lists", "add", "x"]] {
        let (status, _, err) = desk.run(&[command, &["--rules", "own"]].concat());
        assert!(status == 2 && err.contains("this command asks no rule"), "{command:?}: {err}");
    }
    assert_eq!(desk.run(&["law", "install"]).0, 2);
    assert_eq!(desk.run(&["law", "install", "--builtin", "own"]).0, 2);
}

#[test]
fn damaged_rules_are_never_replaced_by_the_built_in_ones() {
    let harm = |desk: &Desk, of: &dyn Fn(&Path)| {
        let kept = std::fs::read_dir(desk.path().join("home/rules")).unwrap().map(|entry| entry.unwrap().path());
        of(&kept.into_iter().find(|path| path.to_string_lossy().ends_with(".rules.json")).unwrap());
    };
    let harms: [&dyn Fn(&Path); 4] = [
        &|path| std::fs::write(path, "{}").unwrap(),
        &|path| std::fs::remove_file(path).unwrap(),
        &|path| std::fs::remove_file(path.with_file_name("manifest.json")).unwrap(),
        &|path| std::fs::write(path.with_file_name("manifest.json"), "{").unwrap(),
    ];
    for of in harms {
        let desk = Desk::new();
        folder(&desk, "own", &[("OWN-1.toml", OWN)]);
        assert_eq!(desk.run(&["law", "install", "own"]).0, 0);
        harm(&desk, of);
        for command in
            [&["check", desk.orders()][..], &["classify", "H100"], &["explain", "GP10"], &["law", "coverage"]]
        {
            let (status, out, err) = desk.run(command);
            assert_eq!((status, out.as_str()), (2, ""), "{command:?}");
            assert!(err.contains("the kept rule packs are damaged") && err.contains("law install --builtin"), "{err}");
        }
        // Whoever names the rules to use needs none that are kept.
        assert_eq!(json(&desk, &["--rules", "own"])["licence"], "required");
        assert_eq!(desk.run(&["law", "install", "own"]).0, 0);
        assert_eq!(json(&desk, &[])["licence"], "required");
    }
}

#[test]
fn the_folder_of_one_regime_is_checked_in_the_context_of_the_built_in_rules() {
    let desk = Desk::new();
    let own = include_str!("../../../../rules/my/MYPERMIT.toml");
    folder(&desk, "my", &[("MYPERMIT.toml", own)]);
    let (status, out, err) = desk.run(&["law", "check", "my"]);
    let wanted = "my: 1 file read in the context of the built-in rules 2026.09.29; in the place of: MYPERMIT.toml, no \
                  fault found\n";
    assert_eq!((status, out.as_str(), err.as_str()), (0, wanted, ""));
    folder(&desk, "my", &[("MYPERMIT.toml", &own.replace("3A090.b", "3A999.b"))]);
    let (status, _, err) = desk.run(&["law", "check", "my"]);
    assert!(status == 2 && err.contains("there is no rule or clause `3A999.b`"), "{err}");
    // A built-in rule that loses what it refers to is told as built in.
    folder(&desk, "us", &[("3A090.toml", &OWN.replace("OWN-1", "3A090"))]);
    let (status, _, err) = desk.run(&["law", "check", "us"]);
    assert!(status == 2 && err.contains("built-in/us/ACS23.toml:"), "{err}");
}

/// Whatever an answer names can be looked up, for every good of the example book on two ways and days.
#[test]
fn every_code_that_an_answer_names_is_explained() {
    let desk = Desk::new();
    let mut book = csv::Reader::from_path(crate::desk::example("orders.csv")).unwrap();
    let at = book.headers().unwrap().iter().position(|header| header == "Description").unwrap();
    let goods: BTreeSet<String> = book.records().map(|row| row.unwrap()[at].to_owned()).collect();
    desk.file("goods.txt", goods.into_iter().collect::<Vec<_>>().join("\n"));
    let mut codes: BTreeSet<String> = BTreeSet::new();
    for (from, to, hq, day) in
        [("US", "CN", "CN", "2026-10-31"), ("MY", "SG", "CN", "2025-06-01"), ("US", "AE", "AE", DAY)]
    {
        let way = ["--ship-from", from, "--to", to, "--party-hq", hq, "--as-of", day];
        let (_, out, err) = desk.run(&[&["classify", "--from", "goods.txt", "--format", "jsonl"][..], &way].concat());
        for line in out.lines() {
            let answer: Value = serde_json::from_str(line).unwrap();
            for (list, key) in [("applied", "rule"), ("exceptions", "code"), ("clauses", "id")] {
                codes.extend(
                    answer[list].as_array().unwrap().iter().map(|entry| entry[key].as_str().unwrap().to_owned()),
                );
            }
            codes.extend(
                answer["paragraphs"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .flat_map(|p| p.as_str().unwrap().split(" or ").map(str::to_owned).collect::<Vec<_>>()),
            );
        }
        assert!(!out.is_empty(), "{err}");
    }
    let (_, out, _) = desk.run(&["check", desk.orders(), "--as-of", DAY, "--format", "jsonl"]);
    for line in out.lines() {
        let answer: Value = serde_json::from_str(line).unwrap();
        codes.extend(answer["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap().to_owned()));
    }
    assert!(codes.len() > 100 && codes.iter().any(|code| code.contains(" (TPP)")), "{codes:?}");
    // One run lists them all; what stands behind a label in a clause's id is looked up by runs of its own.
    let (_, out, _) = desk.run(&["explain", "--format", "jsonl"]);
    let known: BTreeSet<String> = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["code"].as_str().unwrap().to_owned())
        .collect();
    let (figures, plain): (Vec<&String>, Vec<&String>) = codes.iter().partition(|code| code.contains(" ("));
    let label = |id: &str| id.rsplit_once(" (").map(|(label, _)| label.to_owned()).unwrap_or_default();
    let unknown = |code: &&&String| !known.contains(code.as_str()) && !known.contains(&label(code));
    let mut unexplained: Vec<&String> = plain.into_iter().chain(figures.iter().copied()).collect();
    unexplained.retain(|code| unknown(&code));
    assert!(unexplained.is_empty(), "{unexplained:?}");
    for code in figures.into_iter().take(5) {
        let (status, out, err) = desk.run(&["explain", code]);
        assert!(status == 0 && out.starts_with(&format!("{}:", label(code))), "{code}: {out}{err}");
    }
}

/// Each answer says where it is told what was not looked at, with the day and the rules, in every output.
#[test]
fn every_answer_points_to_the_coverage_of_its_day() {
    let desk = Desk::new();
    let orders = desk.orders();
    let pointer = format!("tidewaiter law coverage --as-of {DAY} (rules 2026.09.29)");
    for format in ["json", "jsonl", "sarif", "html"] {
        let (_, out, _) = desk.run(&["check", orders, "--as-of", DAY, "--format", format]);
        assert!(out.contains(&pointer), "{format}");
        if format == "jsonl" {
            assert!(out.lines().all(|line| line.contains(&pointer)));
        }
    }
    let run_on = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for command in [&["check", orders][..], &["classify", "H100"]] {
        let (_, out, _) = desk.run(&[command, &["--as-of", DAY]].concat());
        assert!(run_on(&out).contains(&pointer), "{out}");
    }
    desk.run(&["check", orders, "--as-of", DAY, "--format", "xlsx", "-o", "out.xlsx"]);
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(desk.path().join("out.xlsx")).unwrap();
    let about = calamine::Reader::worksheet_range(&mut workbook, "About").unwrap();
    assert!(about.rows().flatten().any(|cell| cell.to_string() == pointer));

    let (status, out, _) = desk.run(&["law", "coverage", "--as-of", "2023-01-01", "--format", "json"]);
    let coverage: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (status, &coverage["schema"], &coverage["as_of"]),
        (0, &"tidewaiter/coverage/1".into(), &"2023-01-01".into())
    );
    for part in ["modelled", "raised", "not_looked_at", "rules_on_the_day"] {
        assert!(!coverage[part].as_array().unwrap().is_empty(), "{part}");
    }
    let rules: Vec<&str> =
        coverage["rules_on_the_day"].as_array().unwrap().iter().map(|rule| rule["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"OCT22") && !rules.contains(&"ACS23"), "{rules:?}");
}

/// What contract and documents say: unknown is a word, and nothing that a program reads is null or an empty figure.
#[test]
fn no_clause_has_an_empty_figure() {
    let desk = Desk::new();
    for good in ["H100 PCIe 80GB", "H20", "no such thing 9000", "ConnectX-7"] {
        let (_, out, _) = desk.run(&["classify", good, "--to", "CN", "--as-of", DAY, "--format", "json"]);
        assert!(!out.contains("null"), "{good}");
        let answer: Value = serde_json::from_str(&out).unwrap();
        for clause in answer["clauses"].as_array().unwrap() {
            for figure in ["value", "limit", "margin"] {
                assert!(!matches!(clause[figure].as_str(), Some("")), "{good}: {figure} of {clause}");
                assert!(!clause[figure].is_null(), "{good}: {figure} of {clause}");
            }
        }
        assert_ne!(answer["review"], "", "{good}");
    }
}

/// Where nothing is known of the good, a table of a hundred open clauses says nothing; JSON keeps them all.
#[test]
fn of_an_unread_text_only_what_is_decided_is_tabled() {
    let desk = Desk::new();
    let args = ["classify", "no such thing 9000", "--to", "CN", "--as-of", DAY];
    let (_, json, _) = desk.run(&[&args[..], &["--format", "json"]].concat());
    let clauses = serde_json::from_str::<Value>(&json).unwrap()["clauses"].as_array().unwrap().len();
    let (_, table, _) = desk.run(&args);
    let told = table.split("Clauses tried").nth(1).unwrap().split("Rules that speak").next().unwrap();
    assert!(clauses > 80 && told.lines().count() < 50, "{told}");
    assert!(told.contains(&format!("of {clauses} clauses belong to rules that stay open")), "{told}");
    assert!(!told.contains("tpp >="), "{told}");
    // A chip that is known keeps every clause.
    let (_, table, _) = desk.run(&["classify", "H100 PCIe 80GB", "--to", "CN", "--as-of", DAY]);
    assert!(table.contains("3A090.a.1") && !table.contains("stay open"), "{table}");
}
