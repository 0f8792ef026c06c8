//! What changes for a line between two days' law.

use std::collections::{BTreeMap, BTreeSet};

use tidewaiter_model::{Change, LineAnswer, Severity};

/// The change between two answers to the same line; `None` where neither verdict, control, licence, paragraphs nor
/// findings differ. Of a note only its presence counts.
#[must_use]
pub fn compare(before: LineAnswer, after: LineAnswer) -> Option<Change> {
    let mut because = Vec::new();
    if before.control != after.control || before.paragraphs != after.paragraphs {
        because.push(format!(
            "control: {} → {}",
            state(&before.control, &before.paragraphs),
            state(&after.control, &after.paragraphs)
        ));
    }
    if before.licence != after.licence {
        because.push(format!("licence: {} → {}", before.licence, after.licence));
    }
    let (was, is) = (citations(&before), citations(&after));
    for ((code, severity), cites) in &was {
        match is.get(&(*code, *severity)) {
            None => because.push(told("gone", code, *severity, cites)),
            // A note decides nothing: that another text now stands behind it changes nothing for the line.
            Some(now) if now != cites && *severity != Severity::Note => {
                because.push(format!("{code} ({severity}) rests on {}", moved(cites, now)));
            }
            Some(_) => {}
        }
    }
    for ((code, severity), cites) in is.iter().filter(|(key, _)| !was.contains_key(*key)) {
        because.push(told("new", code, *severity, cites));
    }
    (!because.is_empty()).then_some(Change { before, after, because })
}

/// The citations behind each finding, by code and severity.
fn citations(answer: &LineAnswer) -> BTreeMap<(&str, Severity), BTreeSet<&str>> {
    let mut all: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for finding in &answer.findings {
        let cites = finding.cite.split("; ").filter(|cite| !cite.is_empty());
        all.entry((finding.code.as_str(), finding.severity)).or_default().extend(cites);
    }
    all
}

fn told(mark: &str, code: &str, severity: Severity, cites: &BTreeSet<&str>) -> String {
    if cites.is_empty() {
        format!("{mark}: {code} ({severity})")
    } else {
        format!("{mark}: {code} ({severity}; {})", joined(cites.iter()))
    }
}

/// What a finding rests on besides, and no longer.
fn moved(was: &BTreeSet<&str>, now: &BTreeSet<&str>) -> String {
    let besides = joined(now.difference(was));
    let no_longer = joined(was.difference(now));
    match (besides.is_empty(), no_longer.is_empty()) {
        (false, true) => format!("{besides} besides"),
        (true, _) => format!("{no_longer} no longer"),
        (false, false) => format!("{besides} in the place of {no_longer}"),
    }
}

fn joined<'a>(cites: impl Iterator<Item = &'a &'a str>) -> String {
    cites.copied().collect::<Vec<_>>().join("; ")
}

fn state(control: &str, paragraphs: &[String]) -> String {
    if paragraphs.is_empty() { control.to_owned() } else { format!("{control} ({})", paragraphs.join(", ")) }
}
