//! `tidewaiter law whatif`: what a proposed rule would change.

use crate::desk::{DAY, Desk, book, row};
use serde_json::Value;

/// Without the last lines, where versions and snapshot ids stand, which change with every rule.
fn steady(text: &str) -> String {
    let ground = text.find("\nLaw of ").map_or(text, |at| text.get(..=at).unwrap());
    ground.to_owned()
}

/// A shipped scenario, copied into the working folder.
fn shipped(desk: &Desk, name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios").join(name);
    desk.file(name, std::fs::read(path).unwrap());
    name.to_owned()
}

fn json(desk: &Desk, scenario: &str, more: &[&str]) -> Value {
    let args = [&["law", "whatif", scenario, "--format", "json"][..], more].concat();
    let (code, out, err) = desk.run(&args);
    assert!(code < 2, "{err}");
    serde_json::from_str(&out).unwrap()
}

/// A company owned by a listed one, in a book of one line, and who owns it.
fn owned(desk: &Desk) -> [&'static str; 3] {
    desk.file(
        "one.csv",
        book(&[row("1", &[("end user", "Rosenau Rechenzentrum GmbH"), ("purchaser", "Rosenau Rechenzentrum GmbH")])]),
    );
    desk.file(
        "owners.csv",
        "owner,owned,share,from,to,source\nSophgo Technologies Ltd.,Rosenau Rechenzentrum GmbH,60,,,register\n",
    );
    ["one.csv", "--stakes", "owners.csv"]
}

#[test]
fn licences_for_malaysia_and_thailand() {
    let desk = Desk::new();
    let scenario = shipped(&desk, "se-asia-2025-09.toml");
    for columns in ["80", "120"] {
        let args = ["law", "whatif", &scenario, desk.orders(), "--as-of", DAY];
        let run = desk.done(desk.tidewaiter(&args).env("COLUMNS", columns));
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(run.out.lines().all(|l| console::measure_text_width(l) <= columns.parse().unwrap()), "{}", run.out);
        assert!(run.out.starts_with("HYPOTHETICAL: "));
        insta::assert_snapshot!(format!("whatif_{columns}"), steady(&run.out));
    }
    // Nothing changes before the rule would begin.
    let before = json(&desk, &scenario, &[desk.orders(), "--as-of", "2025-08-31"]);
    assert_eq!(before["total"]["lines"], 0);
    let (_, table, _) = desk.run(&["law", "whatif", &scenario, desk.orders(), "--as-of", "2025-08-31"]);
    assert!(table.starts_with("HYPOTHETICAL: ") && table.contains("No line's answer differs."));
}

/// The sums are those of the lines, and the lines those of `check` on the same day.
#[test]
fn the_sums_are_those_of_the_lines() {
    let desk = Desk::new();
    let scenario = shipped(&desk, "se-asia-2025-09.toml");
    let answer = json(&desk, &scenario, &[desk.orders(), "--as-of", DAY]);
    let changes = answer["changes"].as_array().unwrap();
    assert!(!changes.is_empty());
    let mut lines = 0;
    for (to, total) in answer["by_destination"].as_object().unwrap() {
        assert!(["MY", "TH"].contains(&to.as_str()), "{to}");
        let here: Vec<&Value> = changes.iter().filter(|c| c["after"]["destination"] == to.as_str()).collect();
        assert_eq!(total["lines"], here.len());
        lines += here.len();
        let known = here.iter().filter_map(|c| c["exposure"]["accelerators"].as_u64());
        assert_eq!(total["accelerators"], known.clone().sum::<u64>());
        assert_eq!(total["lines_accelerators_unknown"], here.len() - known.count());
        let cents = |text: &str| text.replace('.', "").parse::<u64>().unwrap();
        let money: u64 = here.iter().filter_map(|c| c["exposure"]["value"].as_str()).map(cents).sum();
        assert_eq!(cents(total["value"]["USD"].as_str().unwrap()), money);
        for field in ["lines", "accelerators", "lines_accelerators_unknown", "lines_value_unknown"] {
            let moves = total["moves"].as_array().unwrap().iter();
            assert_eq!(total[field], moves.map(|m| m[field].as_u64().unwrap()).sum::<u64>(), "{field}");
        }
    }
    assert_eq!(answer["total"]["lines"], lines);
    // What newly needs a licence stands apart from what needed one before and has a reason more.
    let moves = answer["by_destination"]["MY"]["moves"].as_array().unwrap();
    let newly = moves.iter().find(|m| m["licence_before"] == "unknown" && m["licence_after"] == "required").unwrap();
    assert_eq!(newly["accelerators"], 192 + 320);
    assert!(moves.iter().any(|m| m["licence_before"] == "required" && m["accelerators"] == 216));
    // Malaysia: H200, B200 and GB200 with one figure each; the Ascend 910C with bounds.
    assert_eq!(answer["by_destination"]["MY"]["tpp"], "24028864..24053440");

    let (_, out, _) = desk.run(&["check", desk.orders(), "--as-of", DAY, "--format", "json"]);
    let check: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["tally_before"], check["tally"]);
    for change in changes {
        let row = &change["before"]["row"];
        let same = check["lines"].as_array().unwrap().iter().find(|l| &l["row"] == row).unwrap();
        assert_eq!(&change["before"], same);
        assert!(change["after"]["rules"].as_str().unwrap().contains("hypothetical"));
        assert_ne!(change["after"]["snapshot"], change["before"]["snapshot"]);
    }
    // The server of which nobody knows the chips may be reached too; open lines to elsewhere may not.
    assert_eq!(answer["left_open"], serde_json::json!({ "MY": 1 }));
}

#[test]
fn a_scenario_without_operations_changes_nothing() {
    let desk = Desk::new();
    desk.file("empty.toml", "title = \"Nothing\"\nwhat = \"Hypothetical: nothing.\"\nsource = \"none\"\n");
    desk.orders();
    for day in ["2022-09-01", "2023-01-01", "2024-06-01", "2025-02-01", "2025-10-15", DAY, "2026-11-23"] {
        let answer = json(&desk, "empty.toml", &["orders.csv", "--as-of", day]);
        assert_eq!(answer["changes"].as_array().unwrap().len(), 0, "{day}");
        assert_eq!(answer["tally_before"], answer["tally_after"], "{day}");
    }
}

/// The 50 % rule is decided by ownership, so a scenario on it shows with `--stakes`.
#[test]
fn the_affiliates_rule_resumed_and_extended() {
    let desk = Desk::new();
    let resumed = shipped(&desk, "affiliates-2026-11-10.toml");
    let extended = shipped(&desk, "affiliates-extended.toml");
    let [file, flag, owners] = owned(&desk);
    let moved = |scenario: &str, day: &str| {
        let answer = json(&desk, scenario, &[file, flag, owners, "--as-of", day]);
        let change = &answer["changes"][0];
        [&change["before"], &change["after"]].map(|side| {
            let findings = side["findings"].as_array().into_iter().flatten();
            let mut owned = findings.filter(|f| f["code"] == "OWNED-50");
            owned.next().map(|f| format!("{} {}", f["severity"], f["says"])).unwrap_or_default()
        })
    };
    let [before, after] = moved(&extended, "2026-11-23");
    assert!(before.starts_with("\"hold\"") && before.contains("scheduled, unconfirmed"), "{before}");
    assert!(after.starts_with("\"review\"") && after.contains("(stayed, hypothetically)"), "{after}");
    let [before, after] = moved(&resumed, "2026-11-23");
    assert!(before.starts_with("\"hold\"") && before.contains("scheduled, unconfirmed"), "{before}");
    assert!(after.starts_with("\"hold\"") && after.contains("in force, hypothetically"), "{after}");
    // On the last day of the stay, both are the law as it is.
    for scenario in [&resumed, &extended] {
        assert_eq!(moved(scenario, "2026-11-09"), ["", ""]);
    }
}

#[test]
fn what_is_unknown_is_counted_apart() {
    let desk = Desk::new();
    let scenario = shipped(&desk, "se-asia-2025-09.toml");
    let to_malaysia = |order: &str, quantity: &str| {
        row(
            order,
            &[
                ("description", "NVIDIA H100 SXM5 80GB"),
                ("quantity", quantity),
                ("ship to", "\"Johor Bahru, Malaysia\""),
                ("end user country", "MY"),
            ],
        )
    };
    desk.file("two.csv", book(&[to_malaysia("1", "8"), to_malaysia("2", "")]));
    let answer = json(&desk, &scenario, &["two.csv", "--as-of", DAY]);
    let total = &answer["by_destination"]["MY"];
    assert_eq!((&total["lines"], &total["accelerators"]), (&Value::from(2), &Value::from(8)));
    assert_eq!(total["lines_accelerators_unknown"], 1);
    assert_eq!(total["lines_tpp_unknown"], 1);
    assert_eq!(total["tpp"], 8 * 15_840);
    // The small book has no prices.
    assert_eq!((&total["lines_value_unknown"], &total["value"]), (&Value::from(2), &serde_json::json!({})));
    let (_, table, _) = desk.run(&["law", "whatif", &scenario, "two.csv", "--as-of", DAY]);
    assert!(table.contains("unknown: 2 lines"), "{table}");
}

/// A server of which nobody knows the chips stays open under a moved limit, and is told to be.
#[test]
fn a_moved_limit_may_reach_what_cannot_be_read() {
    let desk = Desk::new();
    desk.file(
        "limit.toml",
        "title = \"A\"\nwhat = \"Hypothetical.\"\nsource = \"none\"\n[[set_limit]]\nclause = \"3A090.a.1\"\nwas = \"tpp >= 4800\"\nnow = \"tpp >= 9000\"\nfrom = 2024-01-01\n",
    );
    let unread = [("description", "AI server 8 GPU"), ("ship to", "\"Hanoi, Vietnam\"")];
    desk.file("one.csv", book(&[row("1", &unread), row("2", &[])]));
    let answer = json(&desk, "limit.toml", &["one.csv", "--as-of", DAY]);
    assert_eq!(answer["total"]["lines"], 0);
    assert_eq!(answer["left_open"], serde_json::json!({ "VN": 1 }));
}

#[test]
fn json_says_that_it_is_hypothetical() {
    let desk = Desk::new();
    let scenario = shipped(&desk, "se-asia-2025-09.toml");
    let answer = json(&desk, &scenario, &[desk.orders(), "--as-of", DAY]);
    assert_eq!(answer["schema"], "tidewaiter/whatif/1");
    assert_eq!(answer["scenario"]["hypothetical"], true);
    assert_eq!(answer["scenario"]["name"], "Licences for Malaysia and Thailand from September 2025");
    assert_eq!(answer["scenario"]["sha256"].as_str().unwrap().len(), 64);
    assert!(answer["rules"].as_str().unwrap().contains("hypothetical"));
    let args = ["law", "whatif", &scenario, "orders.csv", "--as-of", DAY, "--format", "jsonl", "--quiet"];
    let (code, out, _) = desk.run(&args);
    assert_eq!(code, 1);
    assert_eq!(out.lines().count(), answer["changes"].as_array().unwrap().len());
    for line in out.lines() {
        assert!(!line.contains(":null"), "{line}");
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["schema"], "tidewaiter/whatif-change/1");
        assert_eq!(line["hypothetical"], true);
        assert_eq!(line["scenario_sha256"], answer["scenario"]["sha256"]);
        for field in ["as_of", "snapshot", "engine", "rules", "before", "after", "because", "exposure"] {
            assert!(line.get(field).is_some(), "{field}");
        }
    }
}

#[test]
fn a_faulty_scenario_is_refused_whole() {
    let desk = Desk::new();
    desk.file(
        "bad.toml",
        "title = \"x\"\nwhat = \"y\"\nsource = \"z\"\n[[suspend]]\nrule = \"NONE\"\nfrom = 2027-01-01\n",
    );
    let (code, out, err) = desk.run(&["law", "whatif", "bad.toml", desk.orders(), "-q"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("the scenario is refused") && err.contains("bad.toml:5:8: there is no rule `NONE`"), "{err}");
    let (code, _, err) = desk.run(&["law", "whatif", "missing.toml", "orders.csv"]);
    assert!(code == 2 && err.contains("missing.toml cannot be read"), "{err}");
    // What is read is not written over.
    let scenario = shipped(&desk, "se-asia-2025-09.toml");
    let (code, _, err) = desk.run(&["law", "whatif", &scenario, "orders.csv", "-o", &scenario]);
    assert!(code == 2 && err.contains("not written over"), "{err}");
}

/// Each line under its own day's law, with and without the scenario, and a line that goes nowhere readable is counted.
#[test]
fn each_order_may_be_asked_under_the_law_of_its_own_date() {
    let desk = Desk::new();
    desk.file(
        "scenario.toml",
        "title = \"No group for Viet Nam\"\nwhat = \"A test.\"\nsource = \"invented\"\n\n\
                                [[remove_from_group]]\ncountry = \"VN\"\ngroup = \"D:1\"\nfrom = 2026-09-01\n",
    );
    let vietnam = |order: &str, date: &str, to: &str| {
        let way = [("description", "H100 PCIe 80GB"), ("date", date), ("ship to", to), ("end user country", "VN")];
        row(order, &[&way[..], &[("end user headquarters", "VN"), ("end user address", "Hanoi")]].concat())
    };
    let away = [
        ("ship to", "Atlantis"),
        ("end user country", ""),
        ("end user address", "Atlantis"),
        ("description", "H100 PCIe 80GB"),
    ];
    desk.file(
        "book.csv",
        book(&[
            vietnam("OLD", "2026-08-31", "\"Hanoi, Vietnam\""),
            vietnam("NEW", "2026-09-01", "\"Hanoi, Vietnam\""),
            vietnam("UNDATED", "", "\"Hanoi, Vietnam\""),
            row("AWAY", &away),
        ]),
    );
    let own = json(&desk, "scenario.toml", &["book.csv", "--as-of", "order-date"]);
    let changed = |answer: &Value| -> Vec<(String, String)> {
        let changes = answer["changes"].as_array().unwrap().iter().map(|change| &change["after"]);
        changes.map(|c| (c["order"].as_str().unwrap().to_owned(), c["as_of"].as_str().unwrap().to_owned())).collect()
    };
    let orders: Vec<String> = changed(&own).into_iter().map(|(order, _)| order).collect();
    assert_eq!(orders, ["NEW", "UNDATED"], "{own:#}");
    assert_eq!(changed(&own)[0].1, "2026-09-01");
    assert!(own["law_of"].as_str().unwrap().starts_with("each line's own date, else "), "{}", own["law_of"]);
    assert_eq!(own["without_destination"], 1);
    let one = json(&desk, "scenario.toml", &["book.csv", "--as-of", "2026-10-01"]);
    assert_eq!((changed(&one).len(), &one["law_of"]), (3, &Value::from("2026-10-01")));
    let (_, table, _) = desk.run(&["law", "whatif", "scenario.toml", "book.csv", "--as-of", "order-date"]);
    assert!(table.contains("law of each line's own date, else "), "{table}");
    assert!(table.contains("The destination of 1 line cannot be read"), "{table}");
}
