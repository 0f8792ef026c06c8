//! Matches that a person has cleared, and what an update of the lists changes: the real binary, from decision to answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::desk::{DAY, Desk, book, row};
use serde_json::Value;

const HEADER: &str = "id,name,aliases,country,address,identifier\n";
const SEVENTEEN: &str = "17,Quillfeather Systems Ltd,QF Systems,CN,\"1 Nowhere Road, Shenzhen\",91350100M000100Y43\n";
const EIGHTEEN: &str = "18,Quillfeather Systems Holding,,CN,,\n";

/// Keep a list with these entries as `list-mine`.
fn keep(desk: &Desk, entries: &[&str]) {
    desk.file("mine.csv", format!("{HEADER}{}", entries.concat()));
    let (code, _, err) = desk.run(&["lists", "add", "mine.csv", "--allow-drop"]);
    assert_eq!(code, 0, "{err}");
}

const ADD: [&str; 11] = [
    "goodguy",
    "add",
    "Quillfeather Systems",
    "--country",
    "SG",
    "--entry",
    "list-mine/17",
    "--because",
    "founded by others, see the register",
    "--by",
    "A. Officer",
];

/// A desk with a list of two and the first match cleared; the clearing's id.
fn cleared() -> (Desk, String) {
    let desk = Desk::new();
    keep(&desk, &[SEVENTEEN, EIGHTEEN]);
    let (code, out, err) = desk.run(&ADD);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.contains("other matches of the party stay open: list-mine/18"), "{err}");
    let id = err.lines().find_map(|line| line.strip_prefix("gg-")).unwrap().split(':').next().unwrap().to_owned();
    (desk, format!("gg-{id}"))
}

const SCREEN: [&str; 4] = ["screen", "Quillfeather Systems", "--country", "SG"];

/// The hit of entry 17, and the exit code.
fn hit(desk: &Desk, args: &[&str]) -> (i32, Value) {
    let (code, out, err) = desk.run(&[args, &["--format", "jsonl"]].concat());
    let answer: Value = serde_json::from_str(&out).expect(&err);
    let hits = answer["hits"].as_array().unwrap();
    (code, hits.iter().find(|hit| hit["entry"] == "17").unwrap_or(&Value::Null).clone())
}

/// What opened the match again.
fn changes(desk: &Desk, args: &[&str]) -> Vec<String> {
    let (code, hit) = hit(desk, args);
    assert_eq!((code, &hit["match"]), (1, &Value::Bool(true)), "{hit}");
    assert!(hit.get("cleared").is_none(), "{hit}");
    hit["reopened"]["changes"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn is_cleared(desk: &Desk, args: &[&str], id: &str) {
    let (_, hit) = hit(desk, args);
    assert_eq!(hit["match"], Value::Bool(false), "{hit}");
    assert_eq!(hit["cleared"]["id"], id, "{hit}");
    assert_eq!(hit["cleared"]["by"], "A. Officer");
    assert_eq!(hit["cleared"]["because"], "founded by others, see the register");
}

#[test]
fn a_match_stays_cleared_until_something_changes() {
    let (desk, id) = cleared();
    is_cleared(&desk, &SCREEN, &id);
    assert_eq!(desk.run(&SCREEN).0, 1, "entry 18 is open");
    assert_eq!(desk.run(&["goodguy", "show"]).0, 0);
    assert_eq!(
        changes(&desk, &["screen", "Quillfeather Systems"]),
        ["the party's country, `SG` at the clearing, is not given now"]
    );
    assert_eq!(
        changes(&desk, &[&SCREEN[..], &["--address", "1 Nowhere Road, Shenzhen"]].concat()),
        ["the party's address is `1 Nowhere Road, Shenzhen` now and was not given at the clearing"]
    );
    assert_eq!(
        changes(&desk, &[&SCREEN[..], &["--id", "91350100M000100Y43"]].concat()),
        ["the party's register number is `91350100M000100Y43` now and was not given at the clearing"]
    );
    keep(&desk, &[&SEVENTEEN.replace("QF Systems", "QF Systems; Quill Labs"), EIGHTEEN]);
    assert_eq!(changes(&desk, &SCREEN), ["the list entry has a new alias `Quill Labs`"]);
    assert_eq!(desk.run(&["goodguy", "show"]).0, 1);
    // Decided anew, it is bound to what the entry is now.
    assert_eq!(desk.run(&ADD).0, 0);
    let (_, hit) = hit(&desk, &SCREEN);
    assert!(hit["cleared"]["id"].is_string() && hit["cleared"]["id"].as_str() != Some(&id), "{hit}");
}

#[test]
fn an_entry_that_goes_and_comes_back_is_what_it_was() {
    let (desk, id) = cleared();
    keep(&desk, &[EIGHTEEN]);
    assert_eq!(hit(&desk, &SCREEN).1, Value::Null);
    let (code, out, _) = desk.run(&["goodguy", "show"]);
    assert_eq!(code, 1);
    assert!(out.contains("gone: list-mine no longer has the entry, or is not loaded"), "{out}");
    keep(&desk, &[EIGHTEEN, &SEVENTEEN.replace("17,", "99,")]);
    let (_, out, _) = desk.run(&[&SCREEN[..], &["--format", "json"]].concat());
    assert!(out.contains("the list entry's id changed from `17` to `99`"), "{out}");
    keep(&desk, &[EIGHTEEN, SEVENTEEN]);
    is_cleared(&desk, &SCREEN, &id);
}

#[test]
fn a_clearing_taken_back_opens_the_match_and_stays_in_the_history() {
    let (desk, id) = cleared();
    let (code, _, err) = desk.run(&[
        "goodguy",
        "remove",
        &id.chars().take(9).collect::<String>(),
        "--because",
        "the register was misread",
        "--by",
        "B.",
    ]);
    assert_eq!(code, 0, "{err}");
    let (code, hit) = hit(&desk, &SCREEN);
    assert_eq!((code, &hit["match"]), (1, &Value::Bool(true)));
    assert!(hit.get("reopened").is_none());
    assert_eq!(desk.run(&["goodguy", "show"]), (0, "No match was cleared yet.\n".to_owned(), String::new()));
    let (_, out, _) = desk.run(&["goodguy", "show", "--history"]);
    assert!(out.contains(&id) && out.contains("the register was misread (B. on "), "{out}");
    let (code, _, err) = desk.run(&["goodguy", "remove", &id, "--because", "again"]);
    assert_eq!(code, 2);
    assert!(err.contains("names 0 good-guy entries that stand"), "{err}");
}

#[test]
fn a_check_notes_what_was_cleared_and_tells_what_opened_it() {
    let desk = Desk::new();
    let orders = book(&[row("SO-1", &[("purchaser", "Quillfeather Systems"), ("purchaser country", "SG")])]);
    desk.file("orders.csv", orders);
    keep(&desk, &[SEVENTEEN]);
    let answer = || {
        let (code, out, err) = desk.run(&["check", "orders.csv", "--as-of", DAY, "--format", "jsonl"]);
        let answer: Value = serde_json::from_str(&out).expect(&err);
        let findings = answer["findings"].as_array().unwrap();
        let of_lists = ["GOOD-GUY", "POSSIBLE-MATCH", "LISTED-PARTY", "LISTED-PARTY-OTHER"];
        let findings: Vec<(String, String, String)> = findings
            .iter()
            .filter(|f| of_lists.contains(&f["code"].as_str().unwrap()))
            .map(|f| ["code", "severity", "says"].map(|key| f[key].as_str().unwrap().to_owned()).into())
            .collect();
        (code, answer["verdict"].as_str().unwrap().to_owned(), answer["snapshot"].to_string(), findings)
    };
    let open = answer();
    assert_eq!((open.1.as_str(), open.3[0].0.as_str(), open.3[0].1.as_str()), ("review", "POSSIBLE-MATCH", "review"));
    assert_eq!(desk.run(&ADD).0, 0);
    let noted = answer();
    let [(code, severity, says)] = noted.3.as_slice() else { panic!("{:?}", noted.3) };
    assert_eq!((noted.0, noted.1.as_str(), code.as_str(), severity.as_str()), (0, "clear", "GOOD-GUY", "note"));
    assert!(says.contains("was cleared on") && says.contains("by A. Officer"), "{says}");
    assert_ne!(noted.2, open.2, "what was cleared is part of the snapshot");
    assert_eq!(answer(), noted);
    keep(&desk, &[&SEVENTEEN.replace("QF Systems", "Quill Labs")]);
    let again = answer();
    let [(code, severity, says)] = again.3.as_slice() else { panic!("{:?}", again.3) };
    assert_eq!((again.0, code.as_str(), severity.as_str()), (1, "POSSIBLE-MATCH", "review"));
    assert!(says.contains("is open again: the list entry has a new alias `Quill Labs`"), "{says}");
    let (code, out, _) = desk.run(&["explain", "GOOD-GUY"]);
    assert_eq!(code, 0);
    assert!(out.contains("A match was cleared before"), "{out}");
}

#[test]
fn an_entry_whose_last_day_has_passed_is_shown_and_is_no_match() {
    let desk = Desk::new();
    desk.file("mine.csv", "id,name,end\n17,Quillfeather Systems Ltd,2020-01-01\n");
    assert_eq!(desk.run(&["lists", "add", "mine.csv"]).0, 0);
    let (code, hit) = hit(&desk, &["screen", "Quillfeather Systems"]);
    assert_eq!((code, &hit["match"], &hit["ended"]), (0, &Value::Bool(false), &Value::from("2020-01-01")));
    let (_, out, _) = desk.run(&["screen", "Quillfeather Systems"]);
    assert!(out.contains("  ended  ") && out.contains("by the list its last day was 2020-01-01"), "{out}");
}

#[test]
fn what_is_exported_is_taken_in_elsewhere_whole_or_not_at_all() {
    let (desk, id) = cleared();
    let (code, exported, _) = desk.run(&["goodguy", "export"]);
    assert_eq!((code, exported.lines().count()), (0, 1));
    let other = Desk::new();
    keep(&other, &[SEVENTEEN]);
    other.file("cleared.jsonl", &exported);
    let (code, _, err) = other.run(&["goodguy", "import", "cleared.jsonl"]);
    assert_eq!((code, err.as_str()), (0, "1 taken, 0 stood already\n"));
    is_cleared(&other, &SCREEN, &id);
    assert_eq!(other.run(&["goodguy", "export"]).1, exported);
    let mut all = String::new();
    for (name, text) in [
        ("known", exported.clone()),
        ("changed", exported.replace("founded by others", "no reason")),
        ("no reason", exported.replace("founded by others, see the register", "").replace(&id, "")),
        ("no party", exported.replace("\"name\":\"Quillfeather Systems\",", "").replace(&id, "")),
        ("broken", format!("{exported}{{\n[]\n")),
        ("empty", String::new()),
    ] {
        other.file("in.jsonl", text);
        let (code, out, err) = other.run(&["goodguy", "import", "in.jsonl"]);
        assert_eq!(out, "");
        let _ = write!(all, "{name}: {code}\n{err}\n");
        assert_eq!(other.run(&["goodguy", "export"]).1, exported, "{name}");
    }
    insta::with_settings!({filters => vec![("gg-[0-9a-f]{12}", "[id]")]}, { insta::assert_snapshot!(all) });
}

#[test]
fn an_entry_that_is_not_there_is_answered_with_those_near_it() {
    let desk = Desk::new();
    keep(&desk, &[SEVENTEEN, EIGHTEEN]);
    let mut all = String::new();
    for args in [
        &["Quillfeather Systems", "--entry", "list-mine/71", "--because", "x"][..],
        &["Quillfeather Systems", "--entry", "mine/17", "--because", "x"],
        &["Quillfeather Systems", "--entry", "17", "--because", "x"],
        &["Quillfeather Systems", "--entry", "list-mine/17", "--because", " "],
        &["Quillfeather Systems", "--entry", "list-mine/17"],
        &["Quillfeather Systems", "--entry", "list-mine/17", "--because", "x", "--until", "2020-01-01"],
        &["--entry", "list-mine/17", "--because", "x"],
    ] {
        let (code, out, err) = desk.run(&[&["goodguy", "add"], args].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        let err = err.split("\n\nFor more").next().unwrap();
        let _ = write!(all, "$ goodguy add {}\n{err}\n\n", args.join(" "));
    }
    let filters = vec![(r"from \d{4}-\d\d-\d\d on", "from [today] on")];
    insta::with_settings!({filters => filters}, { insta::assert_snapshot!(all) });
    assert!(!desk.path().join("home/goodguys/log.jsonl").exists());
}

#[test]
fn answers_about_cleared_matches_read_well() {
    let (desk, id) = cleared();
    let mut all = String::new();
    let mut told = |args: &[&str]| {
        let (code, out, _) = desk.run(args);
        let _ = write!(all, "$ {} ({code})\n{out}\n", args.join(" "));
    };
    told(&SCREEN);
    told(&["goodguy", "show"]);
    keep(&desk, &[&SEVENTEEN.replace("QF Systems", "QF Systems; Quill Labs")]);
    told(&SCREEN);
    told(&["goodguy", "show"]);
    let filters = vec![(id.as_str(), "[id]"), (r"\d{4}-\d\d-\d\d", "[day]")];
    insta::with_settings!({filters => filters}, { insta::assert_snapshot!(all) });
}

#[test]
fn an_import_killed_at_any_moment_leaves_all_of_it_or_nothing() {
    let (desk, _) = cleared();
    let (_, one, _) = desk.run(&["goodguy", "export"]);
    let mut value: Value = serde_json::from_str(&one).unwrap();
    let mut many = String::new();
    for n in 0..400 {
        value["id"] = Value::from("");
        value["party"]["name"] = Value::from(format!("Quillfeather Systems {n}"));
        let _ = writeln!(many, "{value}");
    }
    desk.file("many.jsonl", many);
    let home = desk.path().join("home/goodguys");
    let (log, manifest) = (home.join("log.jsonl"), home.join("manifest.json"));
    let (old_log, old_manifest) = (std::fs::read(&log).unwrap(), std::fs::read(&manifest).unwrap());
    let start = || {
        std::process::Command::new(env!("CARGO_BIN_EXE_tidewaiter"))
            .current_dir(desk.path())
            .env("TIDEWAITER_HOME", desk.path().join("home"))
            .args(["-q", "goodguy", "import", "many.jsonl"])
            .spawn()
            .unwrap()
    };
    // How long a whole import takes here says when to end the others; what is asserted holds whenever they end.
    let clock = std::time::Instant::now();
    assert!(start().wait().unwrap().success());
    let whole = clock.elapsed();
    let mut killed = 0;
    for step in 0..24u32 {
        std::fs::write(&manifest, &old_manifest).unwrap();
        std::fs::write(&log, &old_log).unwrap();
        let mut child = start();
        std::thread::sleep(whole * step / 20);
        let _ = child.kill();
        killed += u32::from(!child.wait().unwrap().success());
        let (code, out, err) = desk.run(&["goodguy", "export"]);
        assert_eq!(code, 0, "{err}");
        assert!([1, 401].contains(&out.lines().count()), "{}", out.lines().count());
    }
    assert!(killed > 0, "the first is killed at once");
    assert_eq!(desk.run(&["goodguy", "import", "many.jsonl"]).0, 0);
    assert_eq!(desk.run(&["goodguy", "export"]).1.lines().count(), 401);
}

#[test]
fn a_rescreening_tells_what_is_new_changed_and_gone() {
    let (desk, id) = cleared();
    let parties = "name,country\nQuillfeather Systems,SG\nQuill Labs,\nBrackwater Optics,US\nBrackwater Optics,US\n";
    desk.file("parties.csv", parties);
    let orders = book(&[row("SO-1", &[("purchaser", "Quillfeather Systems"), ("purchaser country", "SG")])]);
    desk.file("orders.csv", orders);
    let (code, _, err) = desk.run(&["rescreen", "parties.csv"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("there is no snapshot of the lists before"), "{err}");
    keep(&desk, &[SEVENTEEN, EIGHTEEN, "19,Brackwater Optics Inc,,US,,\n"]);
    let mut all = String::new();
    let mut told = |args: &[&str]| {
        let (code, out, err) = desk.run(args);
        let _ = write!(all, "$ {} ({code})\n{out}\n", args.join(" "));
        assert!(code < 2, "{err}");
    };
    told(&["rescreen", "parties.csv"]);
    keep(&desk, &[&SEVENTEEN.replace("QF Systems", "QF Systems; Quill Labs"), "19,Brackwater Optics Inc,,US,,\n"]);
    told(&["rescreen", "parties.csv"]);
    told(&["rescreen", "orders.csv"]);
    told(&["rescreen", "orders.csv", "--before", "current"]);
    told(&["rescreen", "parties.csv", "--format", "jsonl"]);
    let filters = vec![
        (id.as_str(), "[id]"),
        (r"\d{4}-\d\d-\d\d", "[day]"),
        (r"\b[0-9a-f]{12}\b", "[snapshot]"),
        (r"\b[0-9a-f]{16}\b", "[snapshot]"),
    ];
    insta::with_settings!({filters => filters}, { insta::assert_snapshot!(all) });
}

/// Numbers that look drawn, the same in every run.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn name(&mut self) -> String {
        let words =
            ["Quillfeather", "Brackwater", "Kestrelmere", "Lanternfish", "Systems", "Photonics", "Optics", "Trading"];
        let ends = ["Ltd", "Inc", "GmbH", ""];
        let count = 1 + self.below(3);
        let mut name: Vec<&str> = (0..count).map(|_| words[usize::try_from(self.below(8)).unwrap()]).collect();
        name.push(ends[usize::try_from(self.below(4)).unwrap()]);
        name.join(" ").trim().to_owned()
    }

    /// Names of other words each, so that an entry is the same where its id is.
    fn names(&mut self) -> Vec<String> {
        let mut by_words = BTreeMap::new();
        for name in (0..12).map(|_| self.name()) {
            let mut words: Vec<&str> = name.split(' ').collect();
            words.sort_unstable();
            by_words.insert(words.join(" "), name.clone());
        }
        by_words.into_values().collect()
    }

    /// A list of most of these entries, with aliases and countries that differ from list to list.
    fn list(&mut self, names: &[String]) -> String {
        let mut text = HEADER.to_owned();
        for (id, name) in names.iter().enumerate() {
            if self.below(4) > 0 {
                let alias = if self.below(4) == 0 { self.name() } else { String::new() };
                let country = if self.below(4) == 0 { "SG" } else { "CN" };
                let _ = writeln!(text, "{id},{name},{alias},{country},,");
            }
        }
        text + "99,Nobody Else,,,,\n"
    }
}

/// By query, list and entry: the matches of a snapshot, as `screen` tells them.
fn matches(desk: &Desk, lists: &str) -> BTreeMap<(String, String, String), String> {
    let args = ["screen", "--from", "parties.txt", "--lists", lists, "--limit", "1000", "--format", "jsonl"];
    let (_, out, _) = desk.run(&args);
    let mut all = BTreeMap::new();
    for line in out.lines() {
        let answer: Value = serde_json::from_str(line).unwrap();
        for hit in answer["hits"].as_array().unwrap().iter().filter(|hit| hit["match"] == true) {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            all.insert((text(&answer["query"]), text(&hit["list"]), text(&hit["entry"])), hit["score"].to_string());
        }
    }
    all
}

/// The rows of a list file by id, as the oracle reads them.
fn rows(list: &str) -> BTreeMap<String, String> {
    list.lines().skip(1).map(|row| (row.split(',').next().unwrap().to_owned(), row.to_owned())).collect()
}

#[test]
fn a_rescreening_is_what_screening_everything_twice_shows() {
    let mut drawn = Drawn(7);
    let mut seen = BTreeSet::new();
    for _ in 0..12 {
        let desk = Desk::new();
        let entries = drawn.names();
        let (old, new) = (drawn.list(&entries), drawn.list(&entries));
        for (name, list) in [("mine.csv", &old), ("mine.csv", &new)] {
            desk.file(name, list);
            assert_eq!(desk.run(&["lists", "add", name, "--allow-drop"]).0, 0);
        }
        let names: BTreeSet<String> = (0..12).map(|_| drawn.name()).collect();
        desk.file("parties.txt", names.into_iter().collect::<Vec<_>>().join("\n"));
        let (_, history, _) = desk.run(&["lists", "history", "--format", "json"]);
        let history: Value = serde_json::from_str(&history).unwrap();
        let snapshots = history["snapshots"].as_array().unwrap();
        let [after, before] = [0, 1].map(|at| snapshots[at]["id"].as_str().unwrap().to_owned());
        let (was, is) = (matches(&desk, &before), matches(&desk, &after));
        let (old, new) = (rows(&old), rows(&new));
        let differs = |id: &String| old.get(id) != new.get(id);
        let mut expected = BTreeSet::new();
        for (key, score) in &is {
            match was.get(key) {
                None => expected.insert(("new", key.clone(), "none".to_owned(), score.clone())),
                Some(before) if differs(&key.2) => {
                    expected.insert(("changed", key.clone(), before.clone(), score.clone()))
                }
                Some(_) => false,
            };
        }
        for (key, score) in was.iter().filter(|(key, _)| !is.contains_key(key)) {
            expected.insert(("gone", key.clone(), score.clone(), "none".to_owned()));
        }
        let (code, out, err) = desk.run(&["rescreen", "parties.txt", "--format", "jsonl"]);
        let mut told = BTreeSet::new();
        for line in out.lines() {
            let view: Value = serde_json::from_str(line).expect(&err);
            let text = |key: &str| view[key].as_str().unwrap().to_owned();
            let score = |key: &str| view[key].as_f64().map_or_else(|| text(key), |_| view[key].to_string());
            let change = ["new", "changed", "gone"].into_iter().find(|change| *change == text("change")).unwrap();
            assert!(!view["changes"].as_array().unwrap().is_empty());
            told.insert((change, (text("query"), text("list"), text("entry")), score("score_before"), score("score")));
        }
        assert_eq!(told, expected);
        assert_eq!(code, i32::from(told.iter().any(|row| row.0 != "gone")));
        seen.extend(told.into_iter().map(|row| row.0));
    }
    assert_eq!(seen.len(), 3, "all three kinds have come up: {seen:?}");
}
