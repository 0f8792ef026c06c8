//! How many of the world's abbreviated legal forms are told, held against GLEIF's Entity Legal Forms code list.

use std::collections::BTreeMap;
use std::path::Path;

use tidewaiter_names::{LegalForm, Name};

/// Cells of a line of CSV; commas stand inside quotes.
fn cells(line: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => all.push(String::new()),
            _ => all.iter_mut().next_back().into_iter().for_each(|cell: &mut String| cell.push(c)),
        }
    }
    all
}

/// Is the form told, and taken off a name that it stands behind or before?
fn is_told(form: &str) -> bool {
    [format!("Quorvexin {form}"), format!("{form} Quorvexin")].iter().any(|text| {
        let name = Name::new(text);
        name.readings.iter().any(|reading| reading.legal_form != LegalForm::None && reading.tokens.len() == 1)
    })
}

#[test]
fn abbreviations_of_legal_forms_are_told() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/names/gleif_elf_codes_1.4.1.csv"));
    if std::env::var_os("CI").is_some() || !path.exists() {
        println!("skipped: the list of legal forms is not at hand");
        return;
    }
    let text = std::fs::read_to_string(path).unwrap();
    let mut told: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut missed: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for row in text.lines().skip(1).map(cells).filter(|row| row.len() > 12 && row[12] == "ACTV") {
        let asia = ["CN", "HK", "TW", "SG", "MY", "TH", "VN", "ID", "JP", "KR"].contains(&row[2].as_str());
        for form in row[9].split([';', ',']).chain(row[10].split([';', ','])).map(str::trim) {
            // One letter is no form by itself.
            if form.chars().filter(|c| c.is_alphabetic()).count() < 2 {
                continue;
            }
            let group = match (asia, form.chars().all(|c| u32::from(c) < 0x250)) {
                (true, _) => "East and Southeast Asia",
                (false, true) => "Latin letters",
                (false, false) => "other scripts",
            };
            let (good, all) = told.entry(group).or_default();
            *all += 1;
            if is_told(form) {
                *good += 1;
            } else {
                missed.entry(group).or_default().push(form.to_owned());
            }
        }
    }
    for (group, (good, all)) in &told {
        println!("{group}: {good} of {all}; missed: {}", missed.get(group).map_or(String::new(), |m| m.join(", ")));
    }
    let share = |group: &str| f64::from(told[group].0) / f64::from(told[group].1);
    // What is a person's name, a country or a word as well (`Yu`, `Sam`, `EU`, `SC`, `II`) is left in the name.
    assert!(share("East and Southeast Asia") >= 0.93);
    assert!(share("Latin letters") >= 0.92);
    assert!(share("other scripts") >= 0.96);
}
