//! Agreement with NVIDIA's own export classification list, where the file is at hand: goods and law together.
//!
//! The program reads part number and description alone; ECCN and TPP of the list only judge. What it reads otherwise
//! stands with its reason in `nvidia_parts_exceptions.csv`.
//! `cargo test -p tidewaiter-officer --test officer nvidia_parts -- --nocapture` prints the table.

use std::collections::BTreeMap;

use tidewaiter_goods::Catalogue;
use tidewaiter_law::{Answers, Law, Question};
use tidewaiter_model::{Control, Date, Resolution, Truth};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/goods/nvidia_parts.csv");
/// The list's state; the thresholds have been the same since 2023-11-17.
const DAY: Date = Date::constant(2026, 9, 29);

/// The class of 3A090 that the maker states. A family's `.z.1` holds what meets 3A090.a or 4A090.a, `.z.2` what meets
/// the .b paragraphs.
fn official(eccn: &str) -> &'static str {
    match eccn {
        _ if eccn.starts_with("3A090.a") || eccn.starts_with("4A090.a") || eccn.ends_with(".z.1") => "a",
        _ if eccn.starts_with("3A090.b") || eccn.starts_with("4A090.b") || eccn.ends_with(".z.2") => "b",
        _ if eccn.contains(".z") => "a",
        _ => "none",
    }
}

fn read(catalogue: &Catalogue, law: &Law, description: &str, part: &str) -> (&'static str, String) {
    let good = catalogue.read(description, part);
    let answer = law.classify(&Question {
        good: &good,
        as_of: DAY,
        from: None,
        to: None,
        route: &[],
        parties: &[],
        purchase_order: Truth::Unknown,
        notice_days: None,
        made_in: None,
        answers: Answers::none(),
    });
    let meets = |paragraph: &str| answer.paragraphs.iter().any(|p| p.starts_with(paragraph));
    let class = match answer.control {
        Control::NotControlled => "none",
        Control::Controlled if meets("3A090.a") => "a",
        Control::Controlled if meets("3A090.b") => "b",
        _ if good.resolution == Resolution::Unresolved => "unresolved",
        _ => "unknown",
    };
    (class, format!("{:?} {}", good.candidates, good.why))
}

/// Part numbers that are read otherwise than the list has them: what is read, and why.
fn exceptions() -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_reader(include_str!("nvidia_parts_exceptions.csv").as_bytes());
    let rows: Vec<(String, String, String)> = reader.deserialize().collect::<Result<_, _>>().unwrap();
    for (part, _, reason) in &rows {
        assert!(reason.len() > 20, "{part} needs a reason");
    }
    rows.into_iter().map(|(part, read, _)| (part, read)).collect()
}

#[test]
fn agrees_with_the_makers_own_list() {
    if std::env::var_os("CI").is_some() {
        println!("skipped: CI is set");
        return;
    }
    let Ok(text) = std::fs::read_to_string(FILE) else {
        println!("skipped: {FILE} is not there");
        return;
    };
    let (catalogue, law) = (Catalogue::builtin().unwrap(), Law::builtin().unwrap());
    let mut excepted = exceptions();
    let mut table: BTreeMap<(&str, &str, &str), u32> = BTreeMap::new();
    let (mut named, mut same) = (0_u32, 0_u32);
    let (mut dangerous, mut unexplained) = (Vec::new(), Vec::new());
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        let record = record.unwrap();
        let (part, description, eccn) = (&record[0], &record[1], &record[2]);
        let kind = if description == "Generic Part Number" { "generic" } else { "named" };
        let (wanted, (class, why)) = (official(eccn), read(&catalogue, &law, description, part));
        *table.entry((kind, wanted, class)).or_default() += 1;
        if kind == "named" {
            named += 1;
            same += u32::from(class == wanted);
        }
        if wanted != "none" && class == "none" {
            dangerous.push(format!("{part} {description} {eccn}: {why}"));
        }
        // A generic row may stay unresolved; it may not be read as another class.
        if class != wanted
            && (kind == "named" || class != "unresolved")
            && excepted.remove(part).as_deref() != Some(class)
        {
            unexplained.push(format!("{part} | {description} | {eccn} | {class} | {why}"));
        }
    }
    println!("{named} rows that name a product: {same} agree");
    for ((kind, wanted, class), rows) in &table {
        println!("{kind:8} the maker {wanted:5} read {class:10} {rows}");
    }
    assert!(dangerous.is_empty(), "controlled by the maker, answered as not controlled: {dangerous:#?}");
    assert!(unexplained.is_empty(), "no exception for: {unexplained:#?}");
    assert!(excepted.is_empty(), "exceptions that no longer occur: {excepted:?}");
    assert!(u64::from(same) * 100 >= u64::from(named) * 99, "{same} of {named} agree, fewer than 99 %");
}
