//! The same book under two days' law, for a terminal.

use comfy_table::Cell;
use tidewaiter_model::{Change, Comparison, LineAnswer, Verdict};

use super::book::{name, tally_words};
use super::{Column, Style, bullets, fill, grid, ground, heading};
use crate::text::one_line;
use crate::tint::Tint;

/// `REVIEW → HOLD`.
pub(super) fn moved(before: Verdict, after: Verdict, style: &Style) -> String {
    format!("{} {} {}", before.as_str().to_uppercase(), style.arrow(), after.as_str().to_uppercase())
}

/// Only what changed: one row a line, then why.
#[must_use]
pub fn comparison(answer: &Comparison, style: &Style) -> String {
    let (before, after) = (answer.before.as_of, answer.after.as_of);
    let title = format!("{}: law of {before} {} law of {after}", one_line(&answer.file), style.arrow());
    let mut out = heading(style, 0, &[(Some(Tint::Strong), &title)]);
    out.push('\n');
    if answer.changes.is_empty() {
        out.push_str("No line's answer differs.\n");
    } else {
        let columns = [Column::name("Order / line"), Column::text("Good"), Column::text("To"), Column::code("Verdict")];
        let rows = answer.changes.iter().map(|change| {
            let line = &change.after;
            let verdict = moved(change.before.verdict, line.verdict, style);
            vec![
                Cell::new(name(line)),
                Cell::new(one_line(&line.good)),
                Cell::new(one_line(&line.destination)),
                Tint::of(line.verdict).cell(&verdict),
            ]
        });
        out.push_str(&grid(style, &columns, rows.collect()));
    }
    for change in &answer.changes {
        out.push('\n');
        out.push_str(&told(change, style));
    }
    out.push_str(&bullets(style, "Faults in the input", answer.faults.iter().map(ToString::to_string)));
    out.push('\n');
    let same = answer.tally_after.lines.saturating_sub(u64::try_from(answer.changes.len()).unwrap_or(u64::MAX));
    out.push_str(&fill(style, &format!("{before}: "), 2, &tally_words(answer.tally_before, "line")));
    out.push_str(&fill(style, &format!("{after}: "), 2, &tally_words(answer.tally_after, "line")));
    out.push_str(&fill(style, "", 0, &format!("{} changed, {same} the same", answer.changes.len())));
    out.push_str(&ground(style, &answer.before));
    out.push_str(&ground(style, &answer.after));
    out
}

pub(super) fn told(change: &Change, style: &Style) -> String {
    let (before, after) = (&change.before, &change.after);
    let verdict = |line: &LineAnswer| (Some(Tint::of(line.verdict)), line.verdict.as_str().to_uppercase());
    let words = [
        (Some(Tint::Strong), name(after)),
        (None, style.dot().to_owned()),
        verdict(before),
        (None, style.arrow().to_owned()),
        verdict(after),
        (None, format!("{} row {}", style.dot(), after.row)),
    ];
    let mut out = heading(style, 0, &words.each_ref().map(|(tint, word)| (*tint, word.as_str())));
    for because in &change.because {
        out.push_str(&fill(style, "  ", 2, because));
    }
    out
}
