//! Agreement with NVIDIA's own export classification list, where the file is at hand.
//!
//! The list's ECCN is never read by the program; here it judges what the program read. The class is worked out from the
//! figures by the thresholds of 3A090 as of 2023-11-17 and Note 2 (an own few lines, so that the room needs no law).
//! `cargo test -p tidewaiter-goods --test nvidia_parts -- --nocapture` prints the table.

use std::collections::BTreeMap;

use tidewaiter_goods::Catalogue;
use tidewaiter_model::{Accelerator, Decimal, Resolution, Truth};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/goods/nvidia_parts.csv");

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    A,
    B,
    No,
    Unknown,
}

fn class(spec: &Accelerator) -> Class {
    let tpp = spec.tpp.value;
    let density = tpp.over(&spec.die_area_mm2.value);
    let [low, mid, high, top] = [1600, 2400, 4800, 4800].map(Decimal::from);
    let (dense, dense_b1, dense_b2) = (Decimal::new(592, 2), Decimal::new(16, 1), Decimal::new(32, 1));
    let a = tpp.at_least(top).or(tpp.at_least(low).and(density.at_least(dense)));
    let b1 = tpp.at_least(mid).and(tpp.below(high)).and(density.at_least(dense_b1)).and(density.below(dense));
    let b2 = tpp.at_least(low).and(density.at_least(dense_b2)).and(density.below(dense));
    let covered = spec.datacenter.or(tpp.at_least(top));
    let (a, b) = (a.and(covered), b1.or(b2).and(covered));
    match (a, b) {
        (Truth::Yes, _) => Class::A,
        (Truth::No, Truth::Yes) => Class::B,
        (Truth::No, Truth::No) => Class::No,
        _ => Class::Unknown,
    }
}

fn official(eccn: &str, tpp: &str) -> Class {
    if eccn.starts_with("4A090.b") || eccn.starts_with("3A090.b") {
        Class::B
    } else if eccn.starts_with("4A090.a") || eccn.starts_with("3A090.a") || eccn.contains(".z") {
        Class::A
    } else if tpp.is_empty() {
        Class::No
    } else {
        Class::Unknown // a performance is stated, yet the class is another: an oddity of the list
    }
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
    let catalogue = Catalogue::builtin().expect("the built-in catalogue is valid");
    let mut table: BTreeMap<(bool, Class, String), u32> = BTreeMap::new();
    let mut dangerous = Vec::new();
    let mut differ = Vec::new();
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        let record = record.expect("CSV");
        let (part, description, eccn, tpp) = (&record[0], &record[1], &record[2], &record[4]);
        let named = description != "Generic Part Number";
        let good = catalogue.read(description, part);
        let official = official(eccn, tpp);
        let read = match (good.resolution, &good.spec) {
            (Resolution::Accelerator, Some(spec)) => format!("{:?}", class(spec)),
            (Resolution::NotAccelerator, _) => "No".to_owned(),
            _ => "unresolved".to_owned(),
        };
        if matches!(official, Class::A | Class::B) && read == "No" {
            dangerous.push(format!("{part} {description} {eccn}: {:?} {}", good.candidates, good.why));
        }
        if read != format!("{official:?}") {
            differ
                .push(format!("{part} | {description} | {eccn} {tpp} -> {read} {:?} | {}", good.candidates, good.why));
        }
        *table.entry((named, official, read)).or_default() += 1;
    }
    for ((named, official, read), rows) in &table {
        println!("{:8} official {official:?}: read {read}: {rows}", if *named { "named" } else { "generic" });
    }
    for line in &differ {
        println!("{line}");
    }
    assert!(dangerous.is_empty(), "controlled by the maker, read as not controlled: {dangerous:#?}");
}
