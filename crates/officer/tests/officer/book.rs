//! A labelled book of orders (`book.csv`): the verdict that an officer would want, and the finding that must be there.

use std::collections::BTreeMap;
use std::path::Path;

use tidewaiter_model::Verdict;
use tidewaiter_officer::AsOf;

use crate::properties::officer;

#[test]
fn the_labelled_book() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/officer/book.csv");
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let header = reader.headers().unwrap().clone();
    let labels: Vec<BTreeMap<String, String>> = reader
        .records()
        .map(|row| header.iter().zip(row.unwrap().iter()).map(|(h, cell)| (h.to_owned(), cell.to_owned())).collect())
        .collect();
    let lines: Vec<_> = tidewaiter_intake::open(&path, &tidewaiter_intake::Options::default()).unwrap().collect();
    assert_eq!(lines.len(), labels.len());
    assert!(lines.len() >= 139);
    let officer = officer(vec![tidewaiter_screening::builtin_excerpt().unwrap()])
        .on(AsOf::OrderDate(tidewaiter_model::Date::constant(2026, 9, 29)));
    let mut confusion: BTreeMap<(String, Verdict), usize> = BTreeMap::new();
    let mut failures = Vec::new();
    for (line, label) in lines.iter().zip(&labels) {
        let answer = officer.decide(line);
        let (wanted, finding) = (&label["Expected verdict"], &label["Expected finding"]);
        *confusion.entry((wanted.clone(), answer.verdict)).or_default() += 1;
        let found = finding.is_empty() || answer.findings.iter().any(|f| f.code == *finding);
        let right = answer.verdict.as_str() == wanted && found;
        if !right {
            let codes: Vec<&str> = answer.findings.iter().map(|f| f.code.as_str()).collect();
            failures.push(format!("{}: wanted {wanted} {finding}, found {} {codes:?}", line.order, answer.verdict));
        }
    }
    for ((wanted, found), count) in &confusion {
        println!("wanted {wanted:6} found {found:6} {count:3}");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
