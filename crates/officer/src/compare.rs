//! What changes for a line between two days' law.

use std::collections::BTreeSet;

use tidewaiter_model::{Change, Finding, LineAnswer, Severity};

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
    // A note decides nothing: that another text now stands behind it changes nothing for the line.
    let key = |f: &Finding| {
        let cite = if f.severity == Severity::Note { String::new() } else { f.cite.clone() };
        (f.code.clone(), f.severity, cite)
    };
    let was: BTreeSet<_> = before.findings.iter().map(key).collect();
    let is: BTreeSet<_> = after.findings.iter().map(key).collect();
    for (mark, only) in [("gone", was.difference(&is)), ("new", is.difference(&was))] {
        for (code, severity, cite) in only {
            because.push(if cite.is_empty() {
                format!("{mark}: {code} ({severity})")
            } else {
                format!("{mark}: {code} ({severity}; {cite})")
            });
        }
    }
    (!because.is_empty()).then_some(Change { before, after, because })
}

fn state(control: &str, paragraphs: &[String]) -> String {
    if paragraphs.is_empty() { control.to_owned() } else { format!("{control} ({})", paragraphs.join(", ")) }
}
