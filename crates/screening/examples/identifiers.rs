//! How the numbers of a real list are read: `cargo run --release -p tidewaiter-screening --example identifiers -- OFAC.jsonl.gz`.
//!
//! For each kind of number that the list itself names (USCC, LEI, UEN …) it prints how many are read as that scheme,
//! and how many of those have right check digits. `SHOW=1` prints the others.
#![expect(clippy::print_stdout, reason = "a program that prints a table")]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, BufReader};

use serde_json::Value;
use tidewaiter_names::{Checked, Scheme, identify_in};

/// The list's own words for a number, its country, and the scheme that they mean.
const KINDS: [(&str, &str, Scheme); 19] = [
    ("Unified Social Credit Code (USCC)", "China", Scheme::Uscc),
    ("United Social Credit Code Certificate (USCCC)", "China", Scheme::Uscc),
    ("Organization Code", "China", Scheme::OrganisationCode),
    ("National ID No.", "China", Scheme::ChinaResident),
    ("Legal Entity Number", "", Scheme::Lei),
    ("Registration Number", "Singapore", Scheme::Uen),
    ("Tax ID No.", "Singapore", Scheme::Uen),
    ("Registration Number", "Malaysia", Scheme::SsmNew),
    ("C.R. No.", "Hong Kong", Scheme::HongKongCr),
    ("Company Number", "Hong Kong", Scheme::HongKongCr),
    ("Business Number", "Taiwan", Scheme::TaiwanUbn),
    ("Registration Number", "Thailand", Scheme::ThailandTax),
    ("National ID No.", "Thailand", Scheme::ThailandTax),
    ("Vessel Registration Identification", "", Scheme::Imo),
    ("Company Number", "United Kingdom", Scheme::UkCompany),
    ("Tax ID No.", "Russia", Scheme::RussiaInn),
    ("Registration Number", "Russia", Scheme::RussiaOgrn),
    ("C.I.N.", "India", Scheme::IndiaCin),
    ("Business Registration Number", "Korea, South", Scheme::KoreaBrn),
];

#[derive(Default)]
struct Tally {
    read: u32,
    right: u32,
    wrong: u32,
    all: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("give a list file")?;
    let show = std::env::var_os("SHOW").is_some();
    let lines = BufReader::new(flate2::read::GzDecoder::new(std::fs::File::open(file)?)).lines();
    let mut tallies: BTreeMap<(&str, &str), Tally> = BTreeMap::new();
    for line in lines {
        let record: Value = serde_json::from_str(&line?)?;
        for number in record.get("identificationNumbers").and_then(Value::as_array).into_iter().flatten() {
            let text = |key: &str| number.get(key).and_then(Value::as_str).unwrap_or_default();
            let known = KINDS.iter().find(|(kind, country, _)| *kind == text("type") && *country == text("country"));
            let Some(&(kind, country, scheme)) = known else { continue };
            let found = identify_in(text("number"), tidewaiter_model::place::country_named(text("country")));
            let tally = tallies.entry((kind, country)).or_default();
            tally.all += 1;
            let read = found.as_ref().is_some_and(|found| found.scheme == scheme);
            let checked = found.as_ref().map_or(Checked::Unknown, |found| found.checked);
            tally.read += u32::from(read);
            tally.right += u32::from(read && checked == Checked::Yes);
            tally.wrong += u32::from(read && checked == Checked::No);
            if show && (!read || checked == Checked::No) {
                println!("  {kind} {country}: {} is read as {found:?}", text("number"));
            }
        }
    }
    println!("| the list calls it | numbers | read so | check right | check wrong |\n|---|---|---|---|---|");
    for ((kind, country), tally) in &tallies {
        println!("| {country} {kind} | {} | {} | {} | {} |", tally.all, tally.read, tally.right, tally.wrong);
    }
    Ok(())
}
