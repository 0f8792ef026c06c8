//! The same book with and without a scenario, for a terminal.

use comfy_table::Cell;
use tidewaiter_model::range::plain;
use tidewaiter_model::{Decimal, Effect, Exposure, MoveSum, Sum, WhatIf};

use super::book::{name, tally_words};
use super::comparison::{moved, told};
use super::{Column, Style, bullets, fill, grid, ground, heading, labelled};
use crate::text::{counted, one_line, words};
use crate::tint::Tint;

/// What the scenario supposes, which lines it changes and why, and how much hangs on them by destination.
#[must_use]
pub fn whatif(answer: &WhatIf, style: &Style) -> String {
    let scenario = &answer.scenario;
    let title = [(Some(Tint::Ask), "HYPOTHETICAL:"), (Some(Tint::Strong), scenario.name.as_str())];
    let mut out = heading(style, 0, &title);
    out.push_str(&fill(style, "", 0, &scenario.what));
    out.push_str(&labelled(style, 0, "Source", &scenario.source));
    out.push_str(&labelled(style, 0, "File", &format!("{}, sha256 {}", scenario.file, scenario.sha256)));
    out.push_str(&bullets(style, "What it does to the law", &scenario.operations));
    out.push('\n');
    let title = format!("{}: law of {} as it is {} with the scenario", answer.file, answer.law_of, style.arrow());
    out.push_str(&heading(style, 0, &[(Some(Tint::Strong), &title)]));
    out.push('\n');
    if answer.changes.is_empty() {
        out.push_str("No line's answer differs.\n");
    } else {
        out.push_str(&lines(&answer.changes, style));
    }
    for effect in &answer.changes {
        out.push('\n');
        out.push_str(&told(&effect.change, style));
    }
    if !answer.changes.is_empty() {
        out.push_str(&format!("\n{}\n", Tint::Strong.paint("What changes, by destination", style.colour)));
        out.push_str(&totals(answer, style));
    }
    out.push_str(&bullets(style, "Faults in the input", answer.faults.iter().map(ToString::to_string)));
    out.push('\n');
    let same = answer.tally_after.lines.saturating_sub(answer.total.sum.lines);
    out.push_str(&fill(style, "As it is: ", 2, &tally_words(answer.tally_before, "line")));
    out.push_str(&fill(style, "Hypothetically: ", 2, &tally_words(answer.tally_after, "line")));
    out.push_str(&fill(style, "", 0, &format!("{} changed, {same} the same", answer.total.sum.lines)));
    if !answer.left_open.is_empty() {
        let open: Vec<String> = answer.left_open.iter().map(|(to, lines)| format!("{to} {lines}")).collect();
        let words = format!(
            "Of these, left open by destination: {}. It is unknown either way whether they need a licence, and the scenario has a say in it; they are in no sum above.",
            open.join(", ")
        );
        out.push_str(&fill(style, "", 0, &words));
    }
    if answer.without_destination > 0 {
        let lines = counted(usize::try_from(answer.without_destination).unwrap_or(usize::MAX), "line");
        let words = format!(
            "The destination of {lines} cannot be read: what the scenario says of places could not be asked there, and they stand under `unknown` wherever they are counted."
        );
        out.push_str(&fill(style, "", 0, &words));
    }
    out.push_str(&ground(style, &answer.before));
    out.push_str(&ground(style, &answer.ground));
    out
}

fn lines(changes: &[Effect], style: &Style) -> String {
    let columns = [
        Column::name("Order / line"),
        Column::text("Good"),
        Column::text("To"),
        Column::code("Verdict"),
        Column::code("Chips"),
        Column::code("Value"),
        Column::code("TPP"),
    ];
    let rows = changes.iter().map(|Effect { change, exposure }| {
        let line = &change.after;
        let Exposure { accelerators, value, currency, tpp } = exposure;
        vec![
            Cell::new(name(line)),
            Cell::new(one_line(&line.good)),
            Cell::new(one_line(&line.destination)),
            Tint::of(line.verdict).cell(&moved(change.before.verdict, line.verdict, style)),
            Cell::new(accelerators.map_or_else(|| "unknown".to_owned(), |n| n.to_string())),
            Cell::new(value.map_or_else(|| "unknown".to_owned(), |value| money(value, currency))),
            Cell::new(tpp.to_string()),
        ]
    });
    grid(style, &columns, rows.collect())
}

fn totals(answer: &WhatIf, style: &Style) -> String {
    let columns = [
        Column::code("To"),
        Column::text("Licence"),
        Column::code("Verdict"),
        Column::code("Lines"),
        Column::code("Chips"),
        Column::code("Value"),
        Column::code("TPP"),
    ];
    let mut rows = Vec::new();
    for (to, total) in &answer.by_destination {
        for MoveSum { by, sum } in &total.moves {
            let licence = format!("{} {} {}", words(&by.licence_before), style.arrow(), words(&by.licence_after));
            let licence = if by.licence_before == by.licence_after { words(&by.licence_after) } else { licence };
            rows.push(row(to, &licence, &moved(by.verdict_before, by.verdict_after, style), sum));
        }
        if total.moves.len() > 1 {
            rows.push(row(to, "all", "", &total.sum));
        }
    }
    rows.push(row("all", "", "", &answer.total.sum));
    grid(style, &columns, rows)
}

fn row(to: &str, licence: &str, verdict: &str, sum: &Sum) -> Vec<Cell> {
    let value = sum.value.iter().map(|(currency, value)| money(*value, currency));
    vec![
        Cell::new(one_line(to)),
        Cell::new(licence),
        Cell::new(verdict),
        Cell::new(sum.lines),
        Cell::new(known([sum.accelerators.to_string()], sum, sum.lines_accelerators_unknown)),
        Cell::new(known(value, sum, sum.lines_value_unknown)),
        Cell::new(known([sum.tpp.to_string()], sum, sum.lines_tpp_unknown)),
    ]
}

/// `7152000 USD`.
fn money(value: Decimal, currency: &str) -> String {
    let currency = if currency.is_empty() || currency == "unknown" { "(no currency)" } else { currency };
    one_line(&format!("{} {currency}", plain(value)))
}

/// A sum over the lines where it is known, and how many there are where it is not.
fn known(words: impl IntoIterator<Item = String>, sum: &Sum, unknown: u64) -> String {
    let mut words: Vec<String> = if unknown < sum.lines { words.into_iter().collect() } else { Vec::new() };
    if unknown > 0 {
        words.push(format!("unknown: {}", counted(usize::try_from(unknown).unwrap_or(usize::MAX), "line")));
    }
    words.join("\n")
}
