//! What changes for a line between two days' law.

use std::collections::BTreeMap;

use tidewaiter_model::{Change, LineAnswer, Severity};

/// The change between two answers to the same line; `None` where neither control, paragraphs, licence nor any finding
/// but a note differs.
#[must_use]
pub fn compare(before: LineAnswer, after: LineAnswer) -> Option<Change> {
    let mut because = Vec::new();
    if before.control != after.control || before.paragraphs != after.paragraphs {
        let (was, is) = (state(&before), state(&after));
        because.push(format!("control: {was} → {is}"));
    }
    if before.licence != after.licence {
        let words = |symbol: &str| symbol.replace('_', " ");
        because.push(format!("licence: {} → {}", words(&before.licence), words(&after.licence)));
    }
    // Notes come and go with every rule on the books; what stops or asks about a line is what an officer compares.
    let weighty = |answer: &LineAnswer| -> BTreeMap<(String, Severity), String> {
        let findings = answer.findings.iter().filter(|f| f.severity > Severity::Note);
        findings.map(|f| ((f.code.clone(), f.severity), f.says.clone())).collect()
    };
    let (was, is) = (weighty(&before), weighty(&after));
    for (code, severity) in was.keys().filter(|key| !is.contains_key(*key)) {
        because.push(format!("gone: {code} ({severity})"));
    }
    for ((code, severity), says) in &is {
        match was.get(&(code.clone(), *severity)) {
            None => because.push(format!("new: {code} ({severity}): {says}")),
            Some(said) if said != says => because.push(format!("{code} ({severity}) now: {says}")),
            Some(_) => {}
        }
    }
    (!because.is_empty()).then_some(Change { before, after, because })
}

fn state(answer: &LineAnswer) -> String {
    let control = answer.control.replace('_', " ");
    if answer.paragraphs.is_empty() { control } else { format!("{control} ({})", answer.paragraphs.join(", ")) }
}
