//! Questions with answers written from the rules' text (`questions.md`): goods catalogue and law together.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use tidewaiter_goods::Catalogue;
use tidewaiter_law::{Answers, Law, PartyFact, Question};
use tidewaiter_model::{Classification, Country, Headquarters, Role, Truth};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::builtin().unwrap());
pub static LAW: LazyLock<Law> = LazyLock::new(|| Law::builtin().unwrap());

type Row = BTreeMap<&'static str, &'static str>;

const COLUMNS: [&str; 26] = [
    "good",
    "day",
    "from",
    "to",
    "via",
    "hq",
    "user",
    "order",
    "notice",
    "control",
    "paragraphs",
    "eccn",
    "licence",
    "review",
    "movement",
    "NAC",
    "ACA",
    "applies",
    "perhaps",
    "silent",
    "caveat",
    "why",
    "rule",
    "status",
    "country",
    "group",
];

/// The rows of the tables of `questions.md`, by header.
fn rows() -> Vec<Row> {
    let cells = |line: &'static str| -> Vec<&'static str> {
        line.trim().trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect()
    };
    let (mut rows, mut header) = (Vec::new(), Vec::new());
    for line in include_str!("questions.md").lines() {
        if !line.starts_with('|') {
            header.clear();
        } else if header.is_empty() {
            header = cells(line);
            for name in &header {
                assert!(COLUMNS.contains(name) || *name == "member", "unknown column `{name}`");
            }
        } else if !line.starts_with("|-") {
            let row = cells(line);
            assert_eq!(row.len(), header.len(), "cells in `{line}`");
            rows.push(header.iter().copied().zip(row).collect());
        }
    }
    rows
}

fn get(row: &Row, column: &str) -> &'static str {
    row.get(column).copied().unwrap_or_default()
}

fn country(text: &str) -> Option<Country> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

fn ask(row: &Row) -> Classification {
    let to = country(get(row, "to"));
    let at = country(get(row, "user")).or(to);
    let end_user = |headquarters| PartyFact {
        role: Role::EndUser,
        name: "Examplar Compute".to_owned(),
        country: at,
        headquarters,
    };
    let parties: Vec<PartyFact> = match get(row, "hq") {
        "" => Vec::new(),
        "?" => vec![end_user(Headquarters::Unknown)],
        text => vec![end_user(Headquarters::Asserted(text.parse().unwrap()))],
    };
    let route: Vec<Country> = country(get(row, "via")).into_iter().collect();
    LAW.classify(&Question {
        good: &CATALOGUE.read(get(row, "good"), ""),
        as_of: get(row, "day").parse().unwrap(),
        from: country(get(row, "from")),
        to,
        route: &route,
        parties: &parties,
        purchase_order: match get(row, "order") {
            "yes" => Truth::Yes,
            "no" => Truth::No,
            _ => Truth::Unknown,
        },
        notice_days: get(row, "notice").parse().ok(),
        made_in: None,
        answers: Answers::none(),
    })
}

/// What differs between the answer wanted and the one given.
fn differences(row: &Row) -> String {
    let mut out = String::new();
    let c = ask(row);
    let exception = |code: &str| c.exceptions.iter().find(|e| e.code == code).map_or("not tried", |e| e.met.as_str());
    let exact = [
        ("control", c.control.as_str().to_owned()),
        ("paragraphs", if c.paragraphs.is_empty() { "none".to_owned() } else { c.paragraphs.join(" ") }),
        ("eccn", c.eccn.clone()),
        ("licence", c.licence.as_str().to_owned()),
        ("movement", c.movement.clone()),
        ("NAC", exception("NAC").to_owned()),
        ("ACA", exception("ACA").to_owned()),
    ];
    for (column, found) in exact {
        let wanted = get(row, column);
        if !wanted.is_empty() && wanted != found {
            let _ = write!(out, " {column}: wanted `{wanted}`, found `{found}`;");
        }
    }
    for (column, found) in [("review", c.review.clone()), ("caveat", c.caveats.join("; "))] {
        let wanted = get(row, column);
        if (wanted == "none" && !found.is_empty()) || (wanted != "none" && !found.contains(wanted)) {
            let _ = write!(out, " {column}: wanted `{wanted}` in `{found}`;");
        }
    }
    for (column, wanted) in [("applies", Truth::Yes), ("perhaps", Truth::Unknown), ("silent", Truth::No)] {
        for code in get(row, column).split_whitespace() {
            assert!(LAW.explain(code).is_some(), "no rule {code}");
            let found = c.applied.iter().find(|a| a.rule == code).map_or(Truth::No, |a| a.result);
            if found != wanted {
                let _ = write!(out, " {code}: wanted {wanted}, found {found};");
            }
        }
    }
    out
}

fn check(kind: &str, least: usize, difference: impl Fn(&Row) -> String) {
    let rows: Vec<Row> = rows().into_iter().filter(|row| row.contains_key(kind)).collect();
    assert!(rows.len() >= least, "only {} rows", rows.len());
    let mut failures = String::new();
    for row in &rows {
        let difference = difference(row);
        if !difference.is_empty() {
            let what =
                ["good", "rule", "country", "group", "day", "from", "to", "via", "hq", "user", "order", "notice"];
            let what: Vec<&str> = what.iter().map(|c| get(row, c)).filter(|t| !t.is_empty()).collect();
            let _ = writeln!(failures, "{}:{difference}", what.join(" "));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn questions_and_answers() {
    check("good", 150, differences);
}

#[test]
fn rules_stand_as_the_timeline_says() {
    check("rule", 40, |row| {
        let found = LAW
            .status(get(row, "rule"), get(row, "day").parse().unwrap())
            .map_or_else(|| "none".to_owned(), |s| s.as_str().to_owned());
        if found == get(row, "status") {
            String::new()
        } else {
            format!(" wanted {}, found {found}", get(row, "status"))
        }
    });
}

#[test]
fn countries_are_in_their_groups() {
    check("group", 20, |row| {
        let country = get(row, "country").parse().unwrap();
        let found = LAW.in_group(country, get(row, "group"), get(row, "day").parse().unwrap());
        if found.as_str() == get(row, "member") {
            String::new()
        } else {
            format!(" wanted {}, found {found}", get(row, "member"))
        }
    });
}
