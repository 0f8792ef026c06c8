//! Ids that occur twice on one list.

use std::collections::BTreeMap;

use crate::Entry;

/// Ids told in a note; the rest are counted.
const TOLD_MAX: usize = 5;

/// Fold what stands twice word for word, and give each further entry of an id `ID#2`, `ID#3` …, so that none is lost and
/// none is taken for another. Says what was done, in plain words.
pub(super) fn tell_apart(entries: &mut Vec<Entry>) -> Vec<String> {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    let mut folded = 0usize;
    for mut entry in std::mem::take(entries) {
        let Some(&at) = first.get(&entry.id) else {
            first.insert(entry.id.clone(), kept.len());
            kept.push(entry);
            continue;
        };
        if kept.get(at) == Some(&entry) {
            folded = folded.saturating_add(1);
            continue;
        }
        let times = times.entry(entry.id.clone()).or_insert(1);
        // The list may itself have an id of that form.
        let other = loop {
            *times = times.saturating_add(1);
            let other = format!("{}#{times}", entry.id);
            if !first.contains_key(&other) {
                break other;
            }
        };
        first.insert(other.clone(), kept.len());
        entry.id = other;
        kept.push(entry);
    }
    *entries = kept;
    let mut notes = Vec::new();
    if folded > 0 {
        notes.push(format!("entries that stand in it twice, word for word: {folded}; each is counted once"));
    }
    if !times.is_empty() {
        let told: Vec<&str> = times.keys().take(TOLD_MAX).map(String::as_str).collect();
        let more = if times.len() > TOLD_MAX { " and others" } else { "" };
        notes.push(format!(
            "ids that stand in it for more than one party: {} ({}{more}); the later parties are called ID#2, ID#3 and so on",
            times.len(),
            told.join(", ")
        ));
    }
    notes
}
