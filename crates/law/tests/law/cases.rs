//! Cases beside the rules: every Markdown file under `rules/` is read, its tables are run.
//!
//! A table with the column `chip` and no `day` names chips by their figures; a table with `chip` and `day` holds one
//! case a row. An empty cell is not given, or not looked at.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tidewaiter_law::{Answers, PartyFact, Question};
use tidewaiter_model::{
    Classification, Country, Fabrication, Figure, Form, Good, Headquarters, MemoryStack, Origin, Resolution, Truth,
};

use crate::chips::{LAW, chip, end_user, number};

type Row = BTreeMap<String, String>;

const COLUMNS: [&str; 46] = [
    "chip",
    "tpp",
    "die",
    "io",
    "dram",
    "datacenter",
    "density",
    "transistors",
    "node",
    "planar",
    "hbm",
    "maker",
    "designer",
    "form",
    "z",
    "origin",
    "day",
    "from",
    "to",
    "via",
    "hq",
    "user",
    "order",
    "notice",
    "made",
    "content",
    "answers",
    "subject",
    "basis",
    "reason",
    "control",
    "paragraphs",
    "eccn",
    "licence",
    "review",
    "movement",
    "applies",
    "perhaps",
    "silent",
    "NAC",
    "ACA",
    "HBM",
    "missing",
    "caveat",
    "source",
    "why",
];

/// The tables of a Markdown text, as rows by header.
fn rows(file: &Path, text: &str) -> Vec<Row> {
    let cells = |line: &str| -> Vec<String> {
        line.trim().trim_matches('|').split('|').map(|c| c.trim().trim_matches('`').to_owned()).collect()
    };
    let (mut rows, mut header) = (Vec::new(), Vec::new());
    for line in text.lines() {
        if !line.starts_with('|') {
            header.clear();
        } else if header.is_empty() {
            header = cells(line);
            for name in &header {
                assert!(COLUMNS.contains(&name.as_str()), "{}: unknown column `{name}`", file.display());
            }
        } else if !line.starts_with("|-") {
            let row = cells(line);
            assert_eq!(row.len(), header.len(), "{}: cells in `{line}`", file.display());
            rows.push(header.iter().cloned().zip(row).collect());
        }
    }
    rows
}

fn markdown(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            markdown(&path, files);
        } else if path.extension().is_some_and(|e| e == "md") {
            files.push(path);
        }
    }
}

fn get<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).map_or("", String::as_str)
}

fn truth(text: &str) -> Truth {
    match text {
        "yes" => Truth::Yes,
        "no" => Truth::No,
        _ => Truth::Unknown,
    }
}

fn good(row: &Row) -> Good {
    let origin = if get(row, "origin") == "third-party" { Origin::ThirdParty } else { Origin::Maker };
    let figure = |column| number(get(row, column));
    let datacenter = truth(get(row, "datacenter"));
    let mut good = chip(figure("tpp"), figure("die"), figure("io"), figure("dram"), datacenter, origin);
    let spec = Arc::make_mut(good.spec.as_mut().unwrap());
    let made = |column| Figure { value: figure(column), origin, source: String::new() };
    spec.fabrication = Fabrication {
        transistors_bn: made("transistors"),
        node_nm: made("node"),
        non_planar: !truth(get(row, "planar")),
        hbm: truth(get(row, "hbm")),
    };
    if !get(row, "maker").is_empty() {
        get(row, "maker").clone_into(&mut spec.maker);
    }
    if !get(row, "designer").is_empty() {
        spec.designer_country = get(row, "designer").parse().ok();
    }
    good.form = match get(row, "form") {
        "ic" => Form::Ic,
        "board" => Form::Board,
        "system" => Form::System,
        "other" => Form::Other,
        _ => Form::Card,
    };
    if row.contains_key("density") {
        // A stack of memory by itself; what the catalogue makes of it is tried in the goods room.
        let density = Figure { value: figure("density"), origin, source: String::new() };
        let stack = MemoryStack {
            id: "test".to_owned(),
            name: get(row, "chip").to_owned(),
            maker: get(row, "maker").to_owned(),
            designer_country: get(row, "designer").parse().ok(),
            bandwidth_gbs: Figure::unknown(),
            area_mm2: Figure::unknown(),
            density,
        };
        good.memory = Some(Arc::new(stack));
        good.spec = None;
        good.resolution = Resolution::Memory;
        good.form = Form::Ic;
    }
    get(row, "z").clone_into(&mut good.z_family);
    good
}

fn answer(row: &Row, good: &Good) -> Classification {
    let country = |column| -> Option<Country> {
        let text = get(row, column);
        (!text.is_empty()).then(|| text.parse().unwrap())
    };
    let parties: Vec<PartyFact> = match get(row, "hq") {
        "" => Vec::new(),
        "?" => vec![end_user(country("user"), Headquarters::Unknown)],
        text => match text.strip_prefix('~') {
            Some(likely) => vec![end_user(country("user"), Headquarters::Likely(likely.parse().unwrap()))],
            None => vec![end_user(country("user"), Headquarters::Asserted(text.parse().unwrap()))],
        },
    };
    let route: Vec<Country> = country("via").into_iter().collect();
    let mut answers = Answers::default().with_us_content(number(get(row, "content")));
    for (id, truth_of) in get(row, "answers").split_whitespace().filter_map(|told| told.split_once('=')) {
        assert!(LAW.questions().iter().any(|q| q.id == id), "no rule asks {id}");
        answers = answers.with(id, truth(truth_of));
    }
    LAW.classify(&Question {
        good,
        as_of: get(row, "day").parse().unwrap(),
        from: country("from"),
        to: country("to"),
        route: &route,
        parties: &parties,
        purchase_order: truth(get(row, "order")),
        notice_days: get(row, "notice").parse().ok(),
        made_in: country("made"),
        answers: &answers,
    })
}

/// What differs between a case and the answer.
fn differences(row: &Row, c: &Classification) -> String {
    let mut out = String::new();
    let exception = |code: &str| c.exceptions.iter().find(|e| e.code == code).map_or("not tried", |e| e.met.as_str());
    let exact = [
        ("control", c.control.as_str().to_owned()),
        ("paragraphs", if c.paragraphs.is_empty() { "none".to_owned() } else { c.paragraphs.join(" ") }),
        ("eccn", c.eccn.clone()),
        ("licence", c.licence.as_str().to_owned()),
        ("movement", c.movement.clone()),
        ("subject", c.jurisdiction.subject.to_string()),
        ("basis", c.jurisdiction.basis.join("; ")),
        ("NAC", exception("NAC").to_owned()),
        ("ACA", exception("ACA").to_owned()),
        ("HBM", exception("HBM-740.25").to_owned()),
    ];
    for (column, found) in exact {
        let wanted = get(row, column);
        if !wanted.is_empty() && wanted != found {
            let _ = write!(out, " {column}: wanted `{wanted}`, found `{found}`;");
        }
    }
    for (column, found) in [
        ("review", c.review.clone()),
        ("missing", c.missing.join("; ")),
        ("caveat", c.caveats.join("; ")),
        ("reason", format!("{} {}", c.jurisdiction.why, c.movement_why)),
    ] {
        let wanted = get(row, column);
        if (wanted == "none" && !found.is_empty()) || (wanted != "none" && !found.contains(wanted)) {
            let _ = write!(out, " {column}: wanted `{wanted}` in `{found}`;");
        }
    }
    let result = |code: &str| c.applied.iter().find(|a| a.rule == code).map_or(Truth::No, |a| a.result);
    for (column, wanted) in [("applies", Truth::Yes), ("perhaps", Truth::Unknown), ("silent", Truth::No)] {
        for code in get(row, column).split_whitespace() {
            assert!(LAW.explain(code).is_some(), "no rule {code}");
            if result(code) != wanted {
                let _ = write!(out, " {code}: wanted {wanted}, found {};", result(code));
            }
        }
    }
    out
}

#[test]
fn cases_beside_the_rules() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut files = Vec::new();
    markdown(&rules, &mut files);
    files.sort();
    let tables: Vec<(PathBuf, Vec<Row>)> = files
        .into_iter()
        .map(|file| {
            let text = std::fs::read_to_string(&file).unwrap();
            let rows = rows(&file, &text);
            (file, rows)
        })
        .collect();
    let named = tables.iter().flat_map(|(_, rows)| rows).filter(|row| !row.contains_key("day"));
    let chips: BTreeMap<&str, &Row> = named.map(|row| (get(row, "chip"), row)).collect();
    let (mut failures, mut run) = (String::new(), 0);
    for (file, rows) in &tables {
        for row in rows.iter().filter(|row| row.contains_key("day")) {
            let mut given = chips.get(get(row, "chip")).map(|r| (*r).clone()).unwrap_or_else(|| {
                assert!(
                    row.contains_key("tpp") || row.contains_key("density"),
                    "{}: no chip `{}`",
                    file.display(),
                    get(row, "chip")
                );
                Row::new()
            });
            given.extend(row.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k.clone(), v.clone())));
            run += 1;
            let c = answer(row, &good(&given));
            let differences = differences(row, &c);
            if !differences.is_empty() {
                let name = file.file_name().unwrap_or_default().display();
                let _ = writeln!(failures, "{name}: {} {}:{differences}", get(row, "chip"), get(row, "day"));
            }
        }
    }
    assert!(run > 80, "only {run} cases were found");
    assert!(failures.is_empty(), "{failures}");
}
