//! The answer for a terminal: the interval first, then why.

use comfy_table::Cell;
use tidewaiter_model::trace::{Bound, Certificate, Route, TraceAnswer};
use tidewaiter_model::{Finding, Severity};

use super::words;
use super::words::{grouped, span};
use crate::table::grid::{Column, grid};
use crate::table::{Style, bullets, fill, ground as rests_on, heading};
use crate::text::{counted, one_line};
use crate::tint::Tint;

/// Routes, steps and other rows shown; all are in the JSON.
const SHOWN: usize = 10;
const STEPS: usize = 6;
/// Routes shown with what their steps rest on.
const EXPLAINED: usize = 4;

/// The interval in chips, money and performance; certificates, routes, and all that stands in doubt.
#[must_use]
pub fn table(answer: &TraceAnswer, style: &Style) -> String {
    let tint = if answer.at_most.amount.units == 0 { Tint::Strong } else { Tint::Ask };
    let mut out = heading(style, 0, &[(Some(Tint::Strong), &words::title(&answer.question))]);
    out.push_str(&heading(style, 0, &[(Some(tint), &words::interval(answer).to_uppercase())]));
    out.push('\n');
    let columns = [
        Column::name(""),
        Column::code("Chips"),
        Column::code("Value"),
        Column::code("TPP"),
        Column::code("With inflow missing"),
        Column::code("With stock allowed"),
    ];
    let rows = vec![bound("At least", &answer.at_least), bound("At most", &answer.at_most)];
    out.push_str(&grid(style, &columns, rows));
    out.push('\n');
    for sentence in words::meaning(answer) {
        out.push_str(&fill(style, "", 0, &sentence));
    }
    if let Some(points) = words::points(answer) {
        out.push_str(&fill(style, "Inside it: ", 2, &points));
    }
    out.push_str(&certificates(answer, style));
    out.push_str(&routes(answer, style));
    out.push_str(&shortages(answer, style));
    out.push_str(&narrowing(answer, style));
    out.push_str(&findings(&answer.findings, style));
    out.push_str(&joins(answer, style));
    out.push_str(&listed(style, "Left out", answer.left_out.iter().map(left_out).collect()));
    out.push_str(&bullets(style, "To bear in mind", &answer.notes));
    out.push_str(&listed(style, "In doubt", answer.faults.iter().map(ToString::to_string).collect()));
    out.push('\n');
    out.push_str(&rests_on(style, &answer.ground));
    out.push_str(&fill(
        style,
        "",
        0,
        "What the records allow, not what happened; it accuses nobody and clears nobody.",
    ));
    out
}

fn bound(name: &str, bound: &Bound) -> Vec<Cell> {
    [
        name.to_owned(),
        grouped(bound.amount.units),
        words::value(&bound.amount),
        words::tpp(&bound.amount),
        grouped(bound.whatever_is_missing),
        grouped(bound.allowing_unrecorded),
    ]
    .into_iter()
    .map(Cell::new)
    .collect()
}

/// A list of which only the first are shown.
fn listed(style: &Style, heading: &str, mut items: Vec<String>) -> String {
    let more = items.len().saturating_sub(SHOWN);
    items.truncate(SHOWN);
    if more > 0 {
        items.push(format!("and {} more, in --format json", grouped(u64::try_from(more).unwrap_or(u64::MAX))));
    }
    bullets(style, heading, items)
}

fn certificates(answer: &TraceAnswer, style: &Style) -> String {
    let mut out = String::new();
    for certificate in &answer.certificates {
        out.push('\n');
        let name = match certificate.bound.as_str() {
            "at_least" => "Why not less:",
            _ => "Why not more:",
        };
        out.push_str(&heading(style, 0, &[(Some(Tint::Strong), name), (None, &certificate.arithmetic)]));
        out.push_str(&terms(certificate, style));
    }
    out
}

fn terms(certificate: &Certificate, style: &Style) -> String {
    let shown = certificate.terms.iter().take(SHOWN);
    let wide =
        shown.clone().map(|term| grouped(term.units).len()).max().unwrap_or(0).max(grouped(certificate.sum).len());
    let mut out = String::new();
    for term in shown {
        let records = if term.records.is_empty() { String::new() } else { format!(" [{}]", some(&term.records)) };
        let first = format!("  {:>wide$}  ", grouped(term.units));
        out.push_str(&fill(style, &first, wide + 4, &format!("{}{records}", term.says)));
    }
    let hidden = certificate.terms.iter().skip(SHOWN);
    let (count, units) = hidden.fold((certificate.further_terms, certificate.further_units), |(count, units), term| {
        (count.saturating_add(1), units.saturating_add(term.units))
    });
    if count > 0 {
        let first = format!("  {:>wide$}  ", grouped(units));
        out.push_str(&fill(style, &first, wide + 4, &format!("in {}", counted(count, "smaller term"))));
    }
    out.push_str(&fill(style, &format!("  {:>wide$}  ", grouped(certificate.sum)), wide + 4, "in all"));
    out
}

/// The first few of many.
fn some(records: &[String]) -> String {
    let more = records.len().saturating_sub(3);
    let mut shown: Vec<String> = records.iter().take(3).map(|record| one_line(record)).collect();
    if more > 0 {
        shown.push(format!("and {more} more"));
    }
    shown.join("; ")
}

fn routes(answer: &TraceAnswer, style: &Style) -> String {
    if answer.routes.is_empty() {
        return format!("\n{}", fill(style, "", 0, "No route in the records leads there in time."));
    }
    let mut out = format!("\n{}", heading(style, 0, &[(Some(Tint::Strong), "Main routes")]));
    out.push_str(&fill(style, "  ", 2, "Chips on each where the fewest arrive, or where the most do."));
    for (at, route) in answer.routes.iter().take(SHOWN).enumerate() {
        out.push_str(&route_lines(answer, route, at < EXPLAINED, style));
    }
    if answer.routes.iter().skip(EXPLAINED).any(|route| !route.steps.is_empty()) {
        out.push_str(&fill(style, "  ", 2, "What the steps of the others rest on: --format json or html."));
    }
    let more = answer.routes.len().saturating_sub(SHOWN);
    if more > 0 {
        out.push_str(&fill(style, "  ", 2, &format!("and {more} more, in --format json")));
    }
    out
}

fn route_lines(answer: &TraceAnswer, route: &Route, explained: bool, style: &Style) -> String {
    let arrow = format!(" {} ", style.arrow());
    let stops: Vec<String> = words::stops(answer, route).into_iter().map(words::place).collect();
    let ground = if route.asserted { "" } else { "; rests on an inferred join" };
    let head = format!(
        "{}: {}  ({} to {}{ground})",
        words::either(route.at_least, route.at_most),
        stops.join(&arrow),
        route.departs,
        route.arrives
    );
    let mut out = fill(style, "  ", 4, &head);
    if !explained {
        return out;
    }
    for step in route.steps.iter().take(STEPS) {
        out.push_str(&fill(style, "      ", 8, step));
    }
    let more = route.steps.len().saturating_sub(STEPS);
    if more > 0 {
        out.push_str(&fill(style, "      ", 8, &format!("and {} more", counted(more, "step"))));
    }
    out
}

fn shortages(answer: &TraceAnswer, style: &Style) -> String {
    let said = answer.shortages.iter().map(|shortage| {
        let site = answer.sites.get(shortage.site).map_or_else(|| words::UNKNOWN.to_owned(), words::place);
        let record =
            if shortage.record.is_empty() { String::new() } else { format!(" [{}]", one_line(&shortage.record)) };
        format!("{site}: {} left on {} that no record brought in{record}", grouped(shortage.units), shortage.day)
    });
    listed(style, "Came in unrecorded, of unknown origin", said.collect())
}

fn narrowing(answer: &TraceAnswer, style: &Style) -> String {
    let said = answer.narrowing.iter().map(|narrowing| {
        let (all, none) = (narrowing.if_all, narrowing.if_none);
        format!("{}: {} if all, {} if none", one_line(&narrowing.find_out), span(all.0, all.1), span(none.0, none.1))
    });
    listed(style, "What would narrow it", said.collect())
}

fn findings(findings: &[Finding], style: &Style) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{}", heading(style, 0, &[(Some(Tint::Strong), "What does not add up")]));
    for finding in findings.iter().take(SHOWN) {
        let tint = if finding.severity == Severity::Note { Tint::Strong } else { Tint::Ask };
        out.push_str(&heading(
            style,
            2,
            &[(Some(tint), &finding.code), (None, finding.severity.as_str()), (None, &finding.says)],
        ));
        for fact in &finding.evidence {
            let value = if fact.value.is_empty() { String::new() } else { format!(": {}", fact.value) };
            let limit = if fact.limit.is_empty() { String::new() } else { format!(" (against {})", fact.limit) };
            out.push_str(&fill(style, "      ", 8, &format!("{}{value}{limit} [{}]", fact.what, fact.source)));
        }
        if !finding.settle.is_empty() {
            out.push_str(&fill(style, "      To settle: ", 8, &finding.settle));
        }
    }
    let more = findings.len().saturating_sub(SHOWN);
    if more > 0 {
        out.push_str(&fill(style, "  ", 2, &format!("and {more} more, in --format json")));
    }
    out
}

fn joins(answer: &TraceAnswer, style: &Style) -> String {
    // What is only inferred asks to be looked at.
    let (asserted, inferred): (Vec<_>, Vec<_>) = answer.joins.iter().partition(|join| join.asserted);
    let said = |joins: Vec<&tidewaiter_model::trace::Join>| {
        joins.iter().map(|j| format!("{} = {}: {}", one_line(&j.one), one_line(&j.other), one_line(&j.why))).collect()
    };
    format!(
        "{}{}",
        listed(style, "Taken for one site, inferred", said(inferred)),
        listed(style, "Taken for one site, asserted", said(asserted))
    )
}

/// Records left out, in a sentence; the page says the same.
pub(super) fn left_out(left: &tidewaiter_model::trace::LeftOut) -> String {
    let open = if left.may_widen { "they may widen the interval" } else { "they do not touch the interval" };
    let records = if left.records == 1 { "1 record".to_owned() } else { format!("{} records", grouped(left.records)) };
    format!("{records} with {} chips: {}; {open}", grouped(left.quantity), one_line(&left.why))
}
