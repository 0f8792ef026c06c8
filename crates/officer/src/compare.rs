//! What changes for a line between two days' law.

use std::collections::BTreeMap;

use tidewaiter_model::{Change, LineAnswer, Severity};

/// The change between two answers to the same line; `None` where neither control, paragraphs, licence nor any finding
/// but a note differs.
#[must_use]
pub fn compare(before: LineAnswer, after: LineAnswer) -> Option<Change> {
    let mut because = Vec::new();
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
    let differs = before.control != after.control
        || before.paragraphs != after.paragraphs
        || before.licence != after.licence
        || !because.is_empty();
    differs.then_some(Change { before, after, because })
}
