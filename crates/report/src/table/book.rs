//! The answer to a book of orders, for a terminal.

use comfy_table::Cell;
use tidewaiter_model::{BookAnswer, Evidence, Finding, LineAnswer, Severity, Tally, Verdict};

use super::{Column, Style, bullets, fill, grid, ground, heading, labelled, verdict_cell};
use crate::text::{self, codes, counted, one_line};
use crate::tint::Tint;

/// One row a line, then what was found about every line held or to review, then what was not checked.
///
/// With `verbose`, clear lines and notes are told too, and every finding's evidence.
#[must_use]
pub fn book(answer: &BookAnswer, style: &Style, verbose: bool) -> String {
    let mut out = String::new();
    if !answer.lines.is_empty() {
        out.push_str(&overview(&answer.lines, style, verbose));
    }
    for line in answer.lines.iter().filter(|line| verbose || line.verdict != Verdict::Clear) {
        out.push('\n');
        out.push_str(&told(line, style, verbose));
    }
    out.push_str(&bullets(style, "Faults in the input", answer.faults.iter().map(ToString::to_string)));
    let lines = answer.lines.len();
    let not_checked = text::not_checked(&answer.lines).into_iter().map(|(statement, count)| {
        if count == lines { statement } else { format!("{statement} ({count} of {lines} lines)") }
    });
    out.push_str(&bullets(style, "Not checked", not_checked));
    out.push_str(&bullets(style, "Screened against", &answer.lists));
    out.push_str(&bullets(style, "To bear in mind", &answer.caveats));
    out.push('\n');
    out.push_str(&fill(style, "", 0, &tally(answer, style)));
    out.push_str(&ground(style, &answer.ground));
    out
}

fn overview(lines: &[LineAnswer], style: &Style, verbose: bool) -> String {
    let columns = [
        Column::name("Order / line"),
        Column::text("Good"),
        Column::text("To"),
        Column::code("Verdict"),
        Column::code("Findings"),
    ];
    let rows = lines.iter().map(|line| {
        vec![
            Cell::new(name(line)),
            Cell::new(one_line(&line.good)),
            Cell::new(one_line(&line.destination)),
            verdict_cell(line.verdict),
            Cell::new(codes(line, if verbose { Severity::Note } else { Severity::Review }).join(", ")),
        ]
    });
    grid(style, &columns, rows.collect())
}

/// `PO-1001 / 2`.
pub(super) fn name(line: &LineAnswer) -> String {
    format!("{} / {}", one_line(&line.order), one_line(&line.line))
}

/// One line's findings in plain words.
fn told(line: &LineAnswer, style: &Style, verbose: bool) -> String {
    let dot = style.dot();
    let verdict = line.verdict.as_str().to_uppercase();
    let row = format!("{dot} row {}", line.row);
    let words = [
        (Some(Tint::Strong), name(line)),
        (None, dot.to_owned()),
        (Some(Tint::of(line.verdict)), verdict),
        (None, row),
    ];
    let mut out = heading(style, 0, &words.each_ref().map(|(tint, word)| (*tint, word.as_str())));
    let control = if line.control == "unknown" { "control unknown".to_owned() } else { text::words(&line.control) };
    let paragraphs =
        if line.paragraphs.is_empty() { String::new() } else { format!(" ({})", line.paragraphs.join(", ")) };
    let licence = text::words(&line.licence);
    let goods = format!(
        "{} {} {} {dot} {control}{paragraphs} {dot} licence {licence}",
        line.good,
        style.arrow(),
        line.destination
    );
    out.push_str(&fill(style, "  ", 2, &goods));
    for finding in line.findings.iter().filter(|finding| verbose || finding.severity != Severity::Note) {
        out.push_str(&found(finding, style, verbose));
    }
    if verbose {
        out.push_str(&labelled(style, 2, "Not checked", &line.not_checked.join("; ")));
        let lacks = line.not_assessable.iter().map(|lack| format!("{}: {}", lack.flags.join(", "), lack.needs));
        out.push_str(&labelled(style, 2, "Red flags need", &lacks.collect::<Vec<_>>().join("; ")));
    }
    out
}

fn found(finding: &Finding, style: &Style, verbose: bool) -> String {
    let tint = match finding.severity {
        Severity::Hold => Tint::Stop,
        Severity::Review => Tint::Ask,
        Severity::Note => Tint::Strong,
    };
    let weight = format!("({})", finding.severity);
    let mut out = heading(style, 2, &[(Some(tint), &finding.code), (None, &weight)]);
    out.push_str(&fill(style, "    ", 4, &finding.says));
    if verbose {
        for evidence in &finding.evidence {
            out.push_str(&labelled(style, 4, "Evidence", &evidence_words(evidence)));
        }
    }
    out.push_str(&labelled(style, 4, "Rule", &finding.cite));
    out.push_str(&labelled(style, 4, "To settle", &finding.settle));
    out
}

/// `total processing performance: 2368 against 2400 (datasheet)`.
pub(crate) fn evidence_words(evidence: &Evidence) -> String {
    let mut words = evidence.what.clone();
    if !evidence.value.is_empty() {
        words = format!("{words}: {}", evidence.value);
    }
    if !evidence.limit.is_empty() {
        words = format!("{words} against {}", evidence.limit);
    }
    if !evidence.source.is_empty() {
        words = format!("{words} ({})", evidence.source);
    }
    one_line(&words)
}

/// `40 lines in 31 orders: 12 hold, 9 review, 19 clear`.
fn tally(answer: &BookAnswer, style: &Style) -> String {
    let mut orders = Tally::default();
    answer.orders.iter().for_each(|order| orders.count(order.verdict));
    let (lines, orders) = (tally_words(answer.tally, "line"), tally_words(orders, "order"));
    let mut words = format!("{}: {lines}; {orders}", answer.file);
    if !answer.faults.is_empty() {
        words = format!("{words} {} {} in the input", style.dot(), counted(answer.faults.len(), "fault"));
    }
    words
}

/// `40 lines (12 hold, 9 review, 19 clear)`.
pub(super) fn tally_words(tally: Tally, noun: &str) -> String {
    let things = counted(usize::try_from(tally.lines).unwrap_or(usize::MAX), noun);
    format!("{things} ({} hold, {} review, {} clear)", tally.hold, tally.review, tally.clear)
}
