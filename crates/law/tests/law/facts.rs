//! Against the published classes of fifty chips, where the table is at hand.

use std::fmt::Write as _;

use tidewaiter_model::{Origin, Range, Truth};

use crate::chips::{LAW, chip, number, question};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/goods/chip_facts.csv");

/// Chips on which the table and the rules differ, with the reason.
const EXCEPTIONS: [(&str, &str); 0] = [];

/// A table's class, as far as one answer can be held against it.
fn agrees(class: &str, control: &str, paragraphs: &[String]) -> bool {
    match class.split(' ').next().unwrap_or("") {
        "?" => control == "unknown",
        "no" => control == "not_controlled",
        "3A090" => control == "controlled",
        paragraph => paragraphs.iter().any(|p| p.strip_prefix("3A090.") == Some(paragraph)),
    }
}

#[test]
fn fifty_chips_are_classed_as_published() {
    if std::env::var_os("CI").is_some() {
        eprintln!("skipped: {TABLE} is not read in CI");
        return;
    }
    let Ok(text) = std::fs::read_to_string(TABLE) else {
        eprintln!("skipped: {TABLE} is not at hand");
        return;
    };
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name: &str| header.iter().position(|h| *h == name).unwrap();
    let (mut failures, mut chips) = (String::new(), 0);
    for line in lines {
        // The only quoted cell is the last.
        let cells: Vec<&str> = line.split(',').collect();
        let figure = |name: &str| number(cells[at(name)]);
        let datacenter = if cells[at("datacenter")] == "1" { Truth::Yes } else { Truth::No };
        let (tpp, die) = (figure("tpp"), figure("die_mm2"));
        let good = chip(tpp, die, figure("io_gbs"), figure("dram_gbs"), datacenter, Origin::Maker);
        chips += 1;
        for (day, column) in [("2023-06-01", "rule_2022"), ("2026-09-01", "rule_2023plus")] {
            let answer = LAW.classify(&question(&good, day, Some("CN")));
            let name = cells[0];
            let class = cells[at(column)];
            if !agrees(class, answer.control.as_str(), &answer.paragraphs)
                && !EXCEPTIONS.iter().any(|(chip, _)| *chip == name)
            {
                let found = answer.control.as_str();
                let _ = writeln!(failures, "{name} {day}: wanted {class}, found {found} {:?}", answer.paragraphs);
            }
        }
        let band = LAW.classify(&question(&good, "2026-09-01", Some("US")));
        let in_band = band.applied.iter().find(|a| a.rule == "S232").map_or(Truth::No, |a| a.result);
        let wanted = cells[at("s232_band")];
        if (wanted == "yes") != in_band.is_yes() && figure("dram_gbs") != Range::UNKNOWN {
            let _ = writeln!(failures, "{}: S232 wanted {wanted}, found {in_band}", cells[0]);
        }
    }
    assert!(chips > 40, "only {chips} chips were read");
    assert!(failures.is_empty(), "{failures}");
}
