//! Every JSON object holds what other programs may rely on.

use crate::desk::{DAY, Desk, example};
use serde_json::Value;

/// Fields that every top-level object has.
const COMMON: [&str; 5] = ["schema", "as_of", "snapshot", "engine", "rules"];

/// Run and read: one object, or one a line.
fn objects(desk: &Desk, args: &[&str], wanted_code: i32) -> Vec<Value> {
    let (code, out, err) = desk.run(args);
    assert_eq!(code, wanted_code, "{args:?}: {err}");
    let objects: Vec<Value> = if args.contains(&"jsonl") {
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    } else {
        vec![serde_json::from_str(&out).unwrap()]
    };
    assert!(!objects.is_empty());
    for object in &objects {
        for field in COMMON {
            assert!(object[field].as_str().is_some_and(|text| !text.is_empty()), "{args:?} lacks {field}");
        }
        no_null(object, "");
    }
    objects
}

/// Unknown is a word, never null.
fn no_null(value: &Value, path: &str) {
    match value {
        Value::Null => panic!("null at {path}"),
        Value::Object(fields) => fields.iter().for_each(|(key, v)| no_null(v, &format!("{path}.{key}"))),
        Value::Array(parts) => parts.iter().for_each(|v| no_null(v, &format!("{path}[]"))),
        _ => {}
    }
}

fn has(object: &Value, schema: &str, fields: &[&str]) {
    assert_eq!(object["schema"], schema);
    for field in fields {
        assert!(object.get(field).is_some(), "{schema} lacks {field}");
    }
}

fn one_of(value: &Value, words: &[&str]) {
    assert!(words.contains(&value.as_str().unwrap()), "{value} is none of {words:?}");
}

fn is_classification(object: &Value) {
    has(
        object,
        "tidewaiter/classification/1",
        &["input", "good", "control", "paragraphs", "eccn", "licence", "review", "exceptions", "clauses", "caveats"],
    );
    let good = &object["good"];
    assert!(good["resolved"].is_boolean() && good["why"].is_string() && good["accelerator"].is_string());
    assert!(good["count"].is_u64() || good["count"] == "unknown");
    one_of(&good["form"], &["ic", "card", "board", "system", "other"]);
    one_of(&object["control"], &["controlled", "not_controlled", "unknown"]);
    one_of(&object["licence"], &["required", "not_required", "unknown"]);
    for exception in object["exceptions"].as_array().unwrap() {
        one_of(&exception["met"], &["yes", "no", "unknown"]);
        assert!(exception["code"].is_string() && exception["why"].is_string());
    }
    let clauses = object["clauses"].as_array().unwrap();
    assert!(!clauses.is_empty());
    for clause in clauses {
        for field in ["id", "cite", "test", "value", "limit", "margin", "result"] {
            assert!(clause.get(field).is_some(), "a clause lacks {field}");
        }
        one_of(&clause["result"], &["yes", "no", "unknown"]);
    }
}

#[test]
fn classify() {
    let desk = Desk::new();
    let asked = ["classify", "H20", "--as-of", "2025-04-01", "--to", "CN", "--format", "json"];
    assert!(
        objects(&desk, &asked, 0)[0].get("other_day").is_none(),
        "another day is shown to programs only on request"
    );
    let h20 = &objects(&desk, &[&asked[..], &["--versus", "2025-04-20"]].concat(), 0)[0];
    is_classification(h20);
    assert_eq!(
        (&h20["as_of"], &h20["control"], &h20["licence"]),
        (&"2025-04-01".into(), &"not_controlled".into(), &"not_required".into())
    );
    // The same question on another day, beside it.
    assert_eq!(h20["other_day"]["licence"], "required");
    assert!(h20["other_day"]["clauses"].is_array());
    let system =
        &objects(&desk, &["classify", "8x HGX H200 141GB", "--as-of", DAY, "--to", "CN", "--format", "json"], 1)[0];
    is_classification(system);
    assert_eq!((&system["good"]["count"], &system["eccn"]), (&8.into(), &"4A090.a".into()));
    let unread = &objects(&desk, &["classify", "a crate of oranges", "--as-of", DAY, "--format", "json"], 1)[0];
    is_classification(unread);
    assert_eq!(unread["good"]["resolved"], false);
    for (field, of) in
        [("accelerator", &unread["good"]), ("count", &unread["good"]), ("control", unread), ("licence", unread)]
    {
        assert_eq!(of[field], "unknown", "{field}");
    }
}

#[test]
fn classify_from_a_file_in_input_order() {
    let desk = Desk::new();
    desk.file("items.txt", "\u{feff}H100 PCIe 80GB\r\n\r\n英伟达 L20 48GB\nno such thing 9000\n");
    let args = ["classify", "--from", "items.txt", "--to", "SG", "--as-of", DAY, "--format", "jsonl"];
    let answers = objects(&desk, &args, 1);
    answers.iter().for_each(is_classification);
    let inputs: Vec<&str> = answers.iter().map(|a| a["input"].as_str().unwrap()).collect();
    assert_eq!(inputs, ["H100 PCIe 80GB", "英伟达 L20 48GB", "no such thing 9000"]);
    // The same through standard input.
    let piped = desk
        .tidewaiter(&["classify", "--from", "-", "--to", "SG", "--as-of", DAY, "--format", "jsonl"])
        .pipe_stdin(desk.path().join("items.txt"))
        .unwrap()
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(piped.stdout).unwrap(), desk.run(&args).1);
    for (name, content) in [("none.txt", &b""[..]), ("gbk.txt", &[0xb6, 0xa9, 0xb5, 0xa5])] {
        desk.file(name, content);
        let (code, out, err) = desk.run(&["classify", "--from", name]);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.starts_with(&format!("error: {name}")), "{err}");
    }
}

fn is_line(line: &Value) {
    has(line, "tidewaiter/check/1", &["order", "line", "verdict", "findings", "not_checked"]);
    one_of(&line["verdict"], &["clear", "review", "hold"]);
    for finding in line["findings"].as_array().unwrap() {
        for field in ["code", "says", "cite", "settle"] {
            assert!(finding[field].is_string(), "a finding lacks {field}");
        }
        one_of(&finding["severity"], &["note", "review", "hold"]);
        for evidence in finding["evidence"].as_array().unwrap() {
            assert!(evidence["what"].is_string() && evidence["value"].is_string() && evidence["source"].is_string());
        }
    }
}

#[test]
fn check() {
    let desk = Desk::new();
    let book = example("orders.csv");
    let lines = objects(&desk, &["check", &book, "--as-of", DAY, "--format", "jsonl"], 1);
    lines.iter().for_each(is_line);
    let whole = &objects(&desk, &["check", &book, "--as-of", DAY, "--format", "json"], 1)[0];
    has(whole, "tidewaiter/book/1", &["file", "tally", "lists", "caveats", "orders", "lines", "faults"]);
    assert_eq!(whole["lines"].as_array().unwrap(), &lines);
    assert_eq!(whole["tally"]["lines"], lines.len());
    let mut line = lines[10].clone();
    for field in ["snapshot", "engine", "rules"] {
        line[field] = Value::from(format!("[{field}]"));
    }
    insta::assert_json_snapshot!("check_one_line", line);
}

#[test]
fn the_worst_line_is_the_verdict_of_the_order() {
    let desk = Desk::new();
    let whole = &objects(&desk, &["check", &example("orders.csv"), "--as-of", DAY, "--format", "json"], 1)[0];
    let weight = |verdict: &Value| ["clear", "review", "hold"].iter().position(|v| verdict == v).unwrap();
    for order in whole["orders"].as_array().unwrap() {
        let lines = whole["lines"].as_array().unwrap().iter().filter(|line| line["order"] == order["order"]);
        let worst = lines.map(|line| weight(&line["verdict"])).max().unwrap();
        assert_eq!(weight(&order["verdict"]), worst, "{order}");
    }
}

#[test]
fn comparison() {
    let desk = Desk::new();
    let book = example("orders.csv");
    let args = ["check", "--compare", "2025-04-01", DAY, &book, "--format"];
    let whole = &objects(&desk, &[&args[..], &["json"]].concat(), 1)[0];
    has(whole, "tidewaiter/comparison/1", &["before", "after", "tally_before", "tally_after", "changes", "faults"]);
    assert_eq!((&whole["before"]["as_of"], &whole["after"]["as_of"]), (&"2025-04-01".into(), &DAY.into()));
    let changes = whole["changes"].as_array().unwrap();
    let each = objects(&desk, &[&args[..], &["jsonl"]].concat(), 1);
    assert_eq!(each.len(), changes.len());
    for (change, line) in changes.iter().zip(&each) {
        has(line, "tidewaiter/change/1", &["before", "after", "because"]);
        assert_eq!((&change["before"], &change["after"]), (&line["before"], &line["after"]));
        is_line(&change["before"]);
        is_line(&change["after"]);
        assert!(!change["because"].as_array().unwrap().is_empty());
    }
    // A line on which only the text behind a note has changed is no change.
    assert!(changes.iter().all(|change| change["after"]["order"] != "TW-1003"));
}

#[test]
fn screen() {
    let desk = Desk::new();
    let answer = &objects(&desk, &["screen", "Sophgo Technologies", "--limit", "3", "--format", "json"], 1)[0];
    has(answer, "tidewaiter/screen/1", &["query", "hits"]);
    let hits = answer["hits"].as_array().unwrap();
    assert_eq!(hits.len(), 3);
    let mut before = 1.0;
    for hit in hits {
        for field in ["list", "entry", "name", "matched", "explain"] {
            assert!(hit[field].as_str().is_some_and(|text| !text.is_empty()), "a hit lacks {field}");
        }
        let score = hit["score"].as_f64().unwrap();
        assert!((0.0..=before).contains(&score) && hit["match"].is_boolean());
        before = score;
    }
    let none = &objects(&desk, &["screen", "Rheinlicht Labor", "--format", "json"], 0)[0];
    assert_eq!(none["hits"], Value::Array(Vec::new()));
    // A higher bar leaves fewer.
    let high = &objects(&desk, &["screen", "Sophgo Technologies", "--bar", "0.95", "--format", "json"], 1)[0];
    assert!(high["hits"].as_array().unwrap().iter().filter(|h| h["match"] == true).count() < 3, "{high}");
    // As OFAC's search compares; the ordinary hit says what that would be.
    assert!(high["hits"][0]["explain"].as_str().unwrap().contains("ofac: 1.00"), "{high}");
    let ofac = ["screen", "Sophgo Technologies", "--comparison", "ofac", "--bar", "0.95", "--format", "json"];
    let ofac = &objects(&desk, &ofac, 1)[0]["hits"][0];
    assert!(ofac["score"].as_f64().unwrap() >= 0.95 && ofac["match"] == true, "{ofac}");
    desk.file("names.txt", "Sophgo\n浪潮集团有限公司\nRheinlicht Labor\n");
    let each = objects(&desk, &["screen", "--from", "names.txt", "--format", "jsonl"], 1);
    let queries: Vec<&str> = each.iter().map(|a| a["query"].as_str().unwrap()).collect();
    assert_eq!(queries, ["Sophgo", "浪潮集团有限公司", "Rheinlicht Labor"]);
}

/// Invented parties, one of them an address, at invented houses of real streets.
const PARTIES: &str = "id,name,country,address,identifier\n\
a1,Address 01,HK,\"Unit 7, 9/F, Brindle Centre, 610 Nathan Road, Mong Kok, Kowloon\",\n\
a2,Zelmo Logistics Co. Ltd.,CN,,91350100M000100Y43\n";

#[test]
fn screen_by_address_and_number() {
    let desk = Desk::new();
    desk.file("house.csv", PARTIES);
    assert_eq!(desk.run(&["lists", "add", "house.csv"]).0, 0);
    let first = |args: &[&str], code| {
        let all = [&["screen"], args, &["--format", "json"]].concat();
        let hit = &objects(&desk, &all, code)[0]["hits"][0];
        (hit["entry"].as_str().unwrap_or_default().to_owned(), hit["strength"].as_str().unwrap_or_default().to_owned())
    };
    let listed = ("a1".to_owned(), "listed-address".to_owned());
    assert_eq!(first(&["--address", "香港旺角彌敦道610號9樓7室"], 1), listed);
    assert_eq!(
        first(&["Anybody Ltd", "--address", "Rm 7, 9th Floor, 610 Nathan Rd, Kowloon", "--country", "HK"], 1),
        listed
    );
    assert_eq!(first(&["--id", "9135 0100 M000 100Y43"], 1), ("a2".to_owned(), "identifier".to_owned()));
    assert_eq!(desk.run(&["screen", "--address", "612 Nathan Road, Kowloon"]).0, 0);
    let (code, _, says) = desk.run(&["screen"]);
    assert!(code == 2 && says.contains("<NAME>"), "{says}");
}

#[test]
fn screen_a_table_of_parties() {
    let desk = Desk::new();
    desk.file("house.csv", PARTIES);
    desk.run(&["lists", "add", "house.csv"]);
    desk.file(
        "parties.csv",
        "Country,Name,Address,Identifier,Type\n\
         HK,\"Merrow, Brindle & Co., Ltd.\",\"Unit 7, 9/F, 610 Nathan Road, Kowloon\",,company\n\
         Nowhereland,Zelmo Logistics,,,\n,,,,\n",
    );
    desk.file("parties.jsonl", "{\"name\": \"Nobody\", \"identifier\": \"91350100M000100Y43\"}\n{broken\n");
    let rows = objects(&desk, &["screen", "--from", "parties.csv", "--format", "jsonl"], 1);
    let entries: Vec<_> = rows.iter().map(|row| row["hits"][0]["entry"].as_str()).collect();
    assert_eq!(entries, [Some("a1"), Some("a2"), None]);
    assert_eq!(rows[0]["query"], "Merrow, Brindle & Co., Ltd.");
    assert!(rows[1]["fault"].as_str().unwrap().contains("row 3: `Nowhereland` is no country"), "{}", rows[1]);
    assert!(rows[2]["fault"].as_str().unwrap().contains("no name, address or identifier"), "{}", rows[2]);
    let rows = objects(&desk, &["screen", "--from", "parties.jsonl", "--format", "jsonl"], 1);
    assert_eq!(rows[0]["hits"][0]["strength"], "identifier");
    assert!(rows[1]["fault"].as_str().unwrap().contains("object 2: it cannot be read"), "{}", rows[1]);
    desk.file("other.csv", "a,b\n1,2\n");
    let (code, _, says) = desk.run(&["screen", "--from", "other.csv"]);
    assert!(code == 2 && says.contains("no column `name`"), "{says}");
}

#[test]
fn lists_show() {
    let desk = Desk::new();
    for format in ["json", "jsonl"] {
        let answer = &objects(&desk, &["lists", "show", "--format", format], 1)[0];
        has(answer, "tidewaiter/lists/1", &["lists"]);
        for list in answer["lists"].as_array().unwrap() {
            for field in ["id", "source", "date", "sha256", "alarm"] {
                assert!(list[field].is_string(), "a list lacks {field}");
            }
            assert!(list["entries"].is_u64());
        }
    }
}

#[test]
fn explain() {
    let desk = Desk::new();
    let all = &objects(&desk, &["explain", "--format", "json"], 0)[0];
    has(all, "tidewaiter/explanations/1", &["explanations"]);
    let each = objects(&desk, &["explain", "--format", "jsonl"], 0);
    assert_eq!(each.len(), all["explanations"].as_array().unwrap().len());
    for explanation in &each {
        has(explanation, "tidewaiter/explanation/1", &["code", "title", "what", "why", "cite", "settle"]);
    }
}

#[test]
fn every_code_of_an_answer_is_explained() {
    let desk = Desk::new();
    let known: Vec<Value> =
        objects(&desk, &["explain", "--format", "jsonl"], 0).into_iter().map(|e| e["code"].clone()).collect();
    for line in objects(&desk, &["check", &example("orders.csv"), "--as-of", DAY, "--format", "jsonl"], 1) {
        for finding in line["findings"].as_array().unwrap() {
            assert!(known.contains(&finding["code"]), "{} is not explained", finding["code"]);
        }
    }
}
