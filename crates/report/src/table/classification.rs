//! One good classified, for a terminal.

use std::collections::{BTreeMap, BTreeSet};

use comfy_table::{Cell, CellAlignment};
use tidewaiter_model::{Applied, Classification, Clause, Condition, Control, Exception, Truth, Value};

use super::{Column, Style, bullets, fill, grid, ground, heading, labelled};
use crate::text::{self, one_line, words};
use crate::tint::Tint;
use crate::view::{ClassificationView, OtherDay};

/// Every clause tried with its arithmetic, then licence rules, exceptions, review, caveats and what is missing; then
/// the same question on the other day, where one was asked.
#[must_use]
pub fn classification(view: &ClassificationView<'_>, style: &Style) -> String {
    let strong = |words: &str| Tint::Strong.paint(words, style.colour);
    let mut out = fill(style, "", 2, &view.input);
    out.push_str(&fill(style, "  Read as: ", 4, &text::good(view.good)));
    if view.good.candidates.len() > 1 {
        out.push_str(&labelled(style, 2, "May be", &view.good.candidates.join(", ")));
    }
    out.push_str(&labelled(style, 2, "Why", &view.good.why));
    out.push_str(&labelled(style, 2, "To ask", &view.good.ask));
    out.push_str(&format!("\n{}\n", strong(&format!("Under the law of {}", view.ground.as_of))));
    out.push_str(&answer(view.classification, None, style));
    out.push_str(&ground(style, view.ground));
    if let Some(OtherDay { classification, ground: other }) = view.other_day {
        out.push_str(&format!("\n{}\n", strong(&format!("Under the law of {}", other.as_of))));
        out.push_str(&answer(classification, Some(view), style));
        out.push_str(&ground(style, other));
        let differs = differences(view.classification, classification, style.arrow());
        let heading = format!("From {} to {}", view.ground.as_of, other.as_of);
        let none = vec!["the answer is the same".to_owned()];
        out.push_str(&bullets(style, &heading, if differs.is_empty() { none } else { differs }));
    }
    out
}

/// What differs between two days' answers, in words.
fn differences(one: &Classification, other: &Classification, arrow: &str) -> Vec<String> {
    let heads = |answer: &Classification| {
        [
            ("control", words(answer.control.as_str())),
            ("paragraphs", answer.paragraphs.join(", ")),
            ("classification", answer.eccn.clone()),
            ("movement", answer.movement.clone()),
            ("subject to the EAR", answer.jurisdiction.subject.to_string()),
            ("licence", words(answer.licence.as_str())),
            ("review", answer.review.clone()),
        ]
    };
    // Rules and exceptions come and go with the law, so each side may lack one. Their clauses stand in the tables above.
    let parts = |answer: &Classification| -> BTreeMap<String, String> {
        let rules = answer.applied.iter().map(|r| (r.rule.clone(), format!("{} ({})", r.result, r.status)));
        let exceptions = answer.exceptions.iter().map(|e| (format!("exception {}", e.code), e.met.to_string()));
        rules.chain(exceptions).collect()
    };
    let or = |text: Option<&str>, none: &str| text.filter(|t| !t.is_empty()).unwrap_or(none).to_owned();
    let changed = |name: &str, was: &str, is: &str| (was != is).then(|| format!("{name}: {was} {arrow} {is}"));
    let (before, after) = (parts(one), parts(other));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let of =
        |parts: &BTreeMap<String, String>, name: &String| or(parts.get(name).map(String::as_str), "does not speak");
    let heads = heads(one)
        .into_iter()
        .zip(heads(other))
        .filter_map(|((name, was), (_, is))| changed(name, &or(Some(&was), "none"), &or(Some(&is), "none")));
    heads.chain(names.into_iter().filter_map(|name| changed(name, &of(&before, name), &of(&after, name)))).collect()
}

/// An answer; of one that stands below another day's, only the clauses that come out otherwise than on that day.
fn answer(answer: &Classification, below: Option<&ClassificationView<'_>>, style: &Style) -> String {
    let mut out = String::new();
    let paragraphs =
        if answer.paragraphs.is_empty() { String::new() } else { format!(" ({})", answer.paragraphs.join(", ")) };
    out.push_str(&labelled(style, 2, "Control", &format!("{}{paragraphs}", words(answer.control.as_str()))));
    out.push_str(&labelled(style, 2, "Classification", &answer.eccn));
    let why = |what: &str, why: &str| if why.is_empty() { what.to_owned() } else { format!("{what} – {why}") };
    out.push_str(&labelled(style, 2, "Movement", &why(&answer.movement, &answer.movement_why)));
    let subject = &answer.jurisdiction;
    out.push_str(&labelled(style, 2, "Subject to the EAR", &why(subject.subject.as_str(), &subject.why)));
    out.push_str(&labelled(style, 2, "Licence", &words(answer.licence.as_str())));
    out.push_str(&labelled(style, 2, "Review", &answer.review));
    if !answer.clauses.is_empty() {
        out.push_str(&format!("\n{}\n", Tint::Strong.paint("Clauses tried", style.colour)));
        // Where nothing is known of the good its clauses are open for one reason, which is said once.
        let open: BTreeSet<&str> = answer.clauses.iter().filter(|c| is_open(c)).map(of_rule).collect();
        let many =
            answer.control == Control::Unknown && answer.clauses.iter().filter(|c| is_open(c)).count() > OPEN_SHOWN;
        let of_use: Vec<&Clause> =
            answer.clauses.iter().filter(|clause| !many || !open.contains(of_rule(clause))).collect();
        let left = answer.clauses.len().saturating_sub(of_use.len());
        let above: BTreeMap<&str, &Clause> =
            below.iter().flat_map(|view| &view.classification.clauses).map(|c| (c.id.as_str(), c)).collect();
        let (same, shown): (Vec<&Clause>, Vec<&Clause>) =
            of_use.into_iter().partition(|clause| above.get(clause.id.as_str()) == Some(clause));
        if !shown.is_empty() {
            out.push_str(&clauses(&shown, style));
        }
        if let Some(view) = below.filter(|_| !same.is_empty()) {
            let words = format!("{} clauses come out as under the law of {}.", same.len(), view.ground.as_of);
            out.push_str(&fill(style, "  ", 2, &words));
        }
        if left > 0 {
            let words = format!(
                "{left} of {} clauses belong to rules that stay open, since what they ask of the good is not known; what is missing stands below, and --format json lists each.",
                answer.clauses.len()
            );
            out.push_str(&fill(style, "  ", 2, &words));
        }
    }
    out.push_str(&rules(&answer.applied, style));
    out.push_str(&exceptions(&answer.exceptions, style));
    out.push_str(&bullets(style, "To bear in mind", &answer.caveats));
    out.push_str(&bullets(style, "Missing, and would change the answer", &answer.missing));
    out.push('\n');
    out
}

/// Most clauses that are open for want of any value and still printed one by one.
const OPEN_SHOWN: usize = 12;

/// Is nothing known of what a clause asks, so that its row says nothing?
fn is_open(clause: &Clause) -> bool {
    clause.result.is_unknown() && clause.value.to_string() == Truth::Unknown.as_str()
}

/// The rule or label that a clause's id begins with.
fn of_rule(clause: &Clause) -> &str {
    clause.id.rsplit_once(" (").map_or(clause.id.as_str(), |(rule, _)| rule)
}

/// The test stands under its clause and citations are numbered under the table, so that all fits 80 columns.
fn clauses(clauses: &[&Clause], style: &Style) -> String {
    let columns = [
        Column::code("Clause and test"),
        Column::code("Value"),
        Column::code("Limit"),
        Column::code("Margin"),
        Column::code("Met"),
        Column::code("Cited"),
    ];
    let number =
        |value: &dyn std::fmt::Display| Cell::new(one_line(&value.to_string())).set_alignment(CellAlignment::Right);
    let mut cited: Vec<&str> = Vec::new();
    let rows = clauses
        .iter()
        .map(|clause| {
            let at = cited.iter().position(|known| *known == clause.cite).unwrap_or_else(|| {
                cited.push(&clause.cite);
                cited.len().saturating_sub(1)
            });
            let test = one_line(&clause.test);
            let id = one_line(&clause.id);
            vec![
                Cell::new(if test.is_empty() { id } else { format!("{id}\n  {test}") }),
                number(&clause.value),
                number(&clause.limit),
                number(&if matches!(clause.margin, Value::Number(_)) {
                    clause.margin.to_string()
                } else {
                    String::new()
                }),
                truth_cell(clause.result),
                Cell::new(format!("[{}]", at.saturating_add(1))),
            ]
        })
        .collect();
    let mut out = grid(style, &columns, rows);
    for (at, cite) in cited.iter().enumerate() {
        out.push_str(&fill(style, &format!("[{}] ", at.saturating_add(1)), 4, cite));
    }
    out
}

fn truth_cell(truth: Truth) -> Cell {
    match Tint::of_truth(truth) {
        Some(tint) => tint.cell(truth.as_str()),
        None => Cell::new(truth.as_str()),
    }
}

fn rules(applied: &[Applied], style: &Style) -> String {
    let mut out = String::new();
    if applied.is_empty() {
        return out;
    }
    out.push_str(&format!("\n{}\n", Tint::Strong.paint("Rules that speak to it", style.colour)));
    for rule in applied {
        let dot = style.dot();
        let of = format!("{dot} {} {} {dot} {} {dot} applies:", rule.regime, rule.kind, rule.status);
        let words = [
            (Some(Tint::Strong), rule.rule.as_str()),
            (None, &of),
            (Tint::of_truth(rule.result), rule.result.as_str()),
        ];
        out.push_str(&heading(style, 0, &words));
        out.push_str(&fill(style, "  ", 2, &rule.says));
        out.push_str(&labelled(style, 2, "Rule", &rule.cite));
        out.push_str(&labelled(style, 2, "To settle", &rule.settle));
        if !rule.checklist.is_empty() {
            out.push_str("  To be shown:\n");
            out.push_str(&checklist(&rule.checklist, style));
        }
    }
    out
}

/// `yes`, `no` or `unknown`, then the condition.
fn checklist(conditions: &[Condition], style: &Style) -> String {
    conditions.iter().map(|c| fill(style, &format!("  {:<8} ", c.met.as_str()), 11, &c.condition)).collect()
}

fn exceptions(exceptions: &[Exception], style: &Style) -> String {
    if exceptions.is_empty() {
        return String::new();
    }
    let columns = [Column::code("Code"), Column::code("Met"), Column::text("Why"), Column::text("Citation")];
    let rows = exceptions.iter().map(|exception| {
        vec![
            Cell::new(one_line(&exception.code)),
            truth_cell(exception.met),
            Cell::new(one_line(&exception.why)),
            Cell::new(one_line(&exception.cite)),
        ]
    });
    let heading = Tint::Strong.paint("Licence exceptions", style.colour);
    let mut out = format!("\n{heading}\n{}", grid(style, &columns, rows.collect()));
    for exception in exceptions.iter().filter(|e| !e.checklist.is_empty()) {
        out.push_str(&fill(style, "  ", 2, &format!("Conditions of {}:", exception.code)));
        out.push_str(&checklist(&exception.checklist, style));
    }
    out
}
