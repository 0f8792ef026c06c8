//! The same book under two days' law, as a page.

use maud::{Markup, html};
use tidewaiter_model::{Change, Comparison, Tally};

use super::{chip, faults, foot, ground, page, told};
use crate::text::counted;

const COLUMNS: [&str; 6] = ["Order / line", "Good", "To", "Before", "After", "What differs, and why"];

/// Only the lines whose answer changed, each with both verdicts and the reasons.
#[must_use]
pub fn comparison(answer: &Comparison) -> String {
    let (before, after) = (answer.before.as_of, answer.after.as_of);
    let title = format!("{}: law of {before} and of {after}", answer.file);
    let body = html! {
        main {
            header {
                p.brand { "Tidewaiter" }
                h1 { "What changed for " (told(&answer.file)) }
                (ground(&answer.before))
                (ground(&answer.after))
            }
            table.tally {
                caption { "Lines by verdict on both days" }
                thead { tr { th scope="col" { "Law of" } @for name in ["Lines", "Hold", "Review", "Clear"] { th.number scope="col" { (name) } } } }
                tbody { (tally(&before.to_string(), answer.tally_before)) (tally(&after.to_string(), answer.tally_after)) }
            }
            (faults(&answer.faults))
            @if answer.changes.is_empty() {
                p { "No line's answer differs." }
            } @else {
                h2 { (counted(answer.changes.len(), "line")) " with another answer" }
                table.lines {
                    caption { "Lines whose answer differs between the two days" }
                    thead { tr { @for column in COLUMNS { th scope="col" { (column) } } } }
                    tbody { @for change in &answer.changes { (row(change)) } }
                }
            }
            (foot())
        }
    };
    page(&title, &body)
}

fn tally(day: &str, tally: Tally) -> Markup {
    html! {
        tr {
            th scope="row" { (day) }
            @for count in [tally.lines, tally.hold, tally.review, tally.clear] { td.number { (count) } }
        }
    }
}

fn row(change: &Change) -> Markup {
    let (before, after) = (&change.before, &change.after);
    html! {
        tr.line {
            th scope="row" { (told(&after.order)) " / " (told(&after.line)) br; span.count { "row " (after.row) } }
            td.good { (told(&after.good)) }
            td data-name="To" { (told(&after.destination)) }
            td data-name="Before" { (chip(before.verdict)) }
            td data-name="After" { (chip(after.verdict)) }
            td.why {
                @for because in &change.because { p { (told(because)) } }
            }
        }
    }
}
