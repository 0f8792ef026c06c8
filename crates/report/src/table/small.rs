//! Explanations, lists and list matches, for a terminal.

use comfy_table::{Cell, CellAlignment};
use tidewaiter_model::Explanation;

use super::{Column, Style, bullets, fill, grid, ground, heading};
use crate::text::one_line;
use crate::tint::Tint;
use crate::view::{CoverageView, HitsView, ListRow};

/// A rule, flag or finding explained.
///
/// ```
/// use tidewaiter_model::Explanation;
/// use tidewaiter_report::{Style, table};
/// let rule = Explanation { code: "RF-10".into(), title: "Business does not fit".into(), ..Explanation::default() };
/// let style = Style { width: 80, colour: false, unicode: true };
/// assert_eq!(table::explanation(&rule, &style), "RF-10: Business does not fit\n");
/// ```
#[must_use]
pub fn explanation(rule: &Explanation, style: &Style) -> String {
    let title = one_line(&format!("{}: {}", rule.code, rule.title));
    let mut out = heading(style, 0, &[(Some(Tint::Strong), &title)]);
    if !rule.effective.is_empty() || !rule.status.is_empty() {
        let parts = [rule.effective.as_str(), rule.status.as_str()];
        let dated =
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(&format!(" {} ", style.dot()));
        out.push_str(&fill(style, "", 0, &dated));
    }
    for (label, prose) in [
        ("What it says", &rule.what),
        ("Why it is there", &rule.why),
        ("What it needs", &rule.needs),
        ("Example", &rule.example),
        ("What settles it", &rule.settle),
        ("Source", &rule.cite),
    ] {
        if !prose.trim().is_empty() {
            out.push_str(&format!("\n{}\n", Tint::Strong.paint(label, style.colour)));
            // Paragraphs of the rule's author stay paragraphs.
            for paragraph in prose.split("\n\n").filter(|p| !p.trim().is_empty()) {
                out.push_str(&fill(style, "  ", 2, paragraph));
            }
        }
    }
    out
}

/// Every code with its title and, where it is dated, how it stands.
#[must_use]
pub fn codes(rules: &[Explanation], style: &Style) -> String {
    let columns = [Column::name("Code"), Column::text("Title"), Column::text("Holds")];
    let rows = rules.iter().map(|rule| {
        let dated = [rule.effective.as_str(), rule.status.as_str()];
        let dated = dated.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        vec![Cell::new(one_line(&rule.code)), Cell::new(one_line(&rule.title)), Cell::new(one_line(&dated))]
    });
    grid(style, &columns, rows.collect())
}

/// The loaded lists, then what looks wrong with any of them.
#[must_use]
pub fn lists(rows: &[ListRow], style: &Style) -> String {
    if rows.is_empty() {
        return "No list is loaded.\n".to_owned();
    }
    let columns = [Column::text("List"), Column::code("Date"), Column::code("Entries"), Column::code("SHA-256")];
    let cells = rows.iter().map(|row| {
        vec![
            // Who keeps it stands under its id: beside the rest it would be a column of single syllables.
            Cell::new(format!("{}\n  {}", one_line(&row.id), one_line(&row.source))),
            Cell::new(row.date.map_or_else(|| "unknown".to_owned(), |date| date.to_string())),
            Cell::new(row.entries).set_alignment(CellAlignment::Right),
            // The first 12 digits tell two files apart by eye; JSON has them all.
            Cell::new(one_line(&row.sha256).chars().take(12).collect::<String>()),
        ]
    });
    let mut out = grid(style, &columns, cells.collect());
    // What is wrong with several lists, as of one old file, is said once.
    let mut alarms: Vec<(&str, Vec<&str>)> = Vec::new();
    for row in rows.iter().filter(|row| !row.alarm.is_empty()) {
        match alarms.iter_mut().find(|(alarm, _)| *alarm == row.alarm) {
            Some((_, ids)) => ids.push(&row.id),
            None => alarms.push((&row.alarm, vec![&row.id])),
        }
    }
    let alarms = alarms.into_iter().map(|(alarm, ids)| format!("{}: {alarm}", ids.join(", ")));
    out.push_str(&bullets(style, "To bear in mind", alarms));
    out
}

/// The list entries that a name was compared with, best first.
#[must_use]
pub fn hits(view: &HitsView, style: &Style) -> String {
    let matches = view.hits.iter().filter(|hit| hit.is_match).count();
    let counted = match matches {
        0 => "no match".to_owned(),
        1 => "1 match".to_owned(),
        n => format!("{n} matches"),
    };
    let heading = format!("{}: {counted} on the lists", view.query);
    let mut out = fill(style, "", 2, &heading);
    out.push_str(&bullets(style, "To bear in mind", view.notes.iter().cloned()));
    if view.hits.is_empty() {
        return out;
    }
    let columns = [
        Column::code("Score"),
        Column::code("Match"),
        Column::text("Name"),
        Column::text("Matched on"),
        Column::code("List"),
        Column::code("Entry"),
    ];
    let rows = view.hits.iter().map(|hit| {
        let word = match (&hit.cleared, hit.is_match) {
            (Some(_), _) => Cell::new("cleared"),
            (None, false) if hit.ended.is_some() => Cell::new("ended"),
            (None, true) => Tint::Stop.cell("yes"),
            (None, false) => Cell::new("no"),
        };
        vec![
            Cell::new(format!("{:.2}", hit.score)).set_alignment(CellAlignment::Right),
            word,
            Cell::new(one_line(&hit.name)),
            Cell::new(one_line(&hit.matched)),
            Cell::new(one_line(&hit.list)),
            Cell::new(one_line(&hit.entry)),
        ]
    });
    out.push('\n');
    out.push_str(&grid(style, &columns, rows.collect()));
    let why =
        view.hits.iter().filter(|hit| !hit.explain.is_empty()).map(|hit| format!("{}: {}", hit.name, hit.explain));
    out.push_str(&bullets(style, "How the scores came about", why));
    let reopened = view.hits.iter().filter_map(|hit| Some((&hit.name, hit.reopened.as_ref()?)));
    let reopened = reopened.map(|(name, was)| super::good_guys::open_again(name, was));
    out.push_str(&bullets(style, "Cleared before and open again", reopened));
    let ended = view.hits.iter().filter_map(|hit| Some((&hit.name, hit.ended?)));
    let ended = ended.map(|(name, last)| format!("{name}: by the list its last day was {last}"));
    out.push_str(&bullets(style, "No longer listed", ended));
    let cleared = view.hits.iter().filter_map(|hit| Some((&hit.name, hit.cleared.as_ref()?)));
    let cleared = cleared.map(|(name, is)| format!("{name}: {} ({}, {} on {})", is.because, is.id, is.by, is.on));
    out.push_str(&bullets(style, "Cleared", cleared));
    let means = if matches > 0 {
        "A match asks for a person's decision: compare what the list says of the entry with the party."
    } else if view.hits.iter().any(|hit| hit.cleared.is_some()) {
        "Nothing that was compared has changed since a person cleared it. No other hit reaches the bar."
    } else {
        "No hit reaches the bar. That is no clearance: the lists loaded are all that was looked at."
    };
    out.push('\n');
    out.push_str(&fill(style, "", 0, means));
    out
}

/// What the rules cover and what they do not, then the rules that stand on the day.
#[must_use]
pub fn coverage(view: &CoverageView<'_>, style: &Style) -> String {
    let mut out = String::new();
    for (title, parts) in
        [("Modelled", view.modelled), ("Only raised as a question", view.raised), ("Not looked at", view.not_looked_at)]
    {
        out.push_str(&bullets(style, title, parts));
    }
    let standing = view.rules_on_the_day.iter().map(|r| format!("{} ({}): {}", r.rule, r.status, r.title));
    out.push_str(&bullets(style, &format!("Rules of {}", view.ground.as_of), standing));
    out.push('\n');
    out.push_str(&ground(style, view.ground));
    out.trim_start_matches('\n').to_owned()
}
