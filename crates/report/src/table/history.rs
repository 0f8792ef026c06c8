//! Answers over time, for a terminal.

use comfy_table::Cell;
use tidewaiter_model::Licence;

use super::{Column, Style, bullets, fill, grid, ground, labelled};
use crate::text::{self, one_line, words};
use crate::tint::Tint;
use crate::view::{HistoryView, StretchView};

/// The stretches at a glance, then each with its review, exceptions and what changed on its first day.
#[must_use]
pub fn history(view: &HistoryView<'_>, style: &Style) -> String {
    let way = if view.way.is_empty() { String::new() } else { format!(", {}", view.way) };
    let mut out = fill(style, "", 2, &format!("{}{way}", view.input));
    out.push_str(&fill(style, "  Read as: ", 4, &text::good(view.good)));
    out.push('\n');
    let columns = [
        Column::code("From"),
        Column::code("To"),
        Column::text("Control"),
        Column::code("Licence"),
        Column::text("Begins with"),
        Column::text("Leans on what is"),
    ];
    let rows = view.stretches.iter().map(|stretch| {
        vec![
            Cell::new(stretch.from.to_string()),
            Cell::new(stretch.to.to_string()),
            Cell::new(control(stretch)),
            tint(stretch.classification.licence).cell(&words(stretch.classification.licence.as_str())),
            Cell::new(since(stretch)),
            Cell::new(stretch.marks().join("; ")),
        ]
    });
    out.push_str(&grid(style, &columns, rows.collect()));
    for stretch in &view.stretches {
        out.push('\n');
        let days = format!("{} to {}", stretch.from, stretch.to);
        out.push_str(&format!("{}\n", Tint::Strong.paint(&days, style.colour)));
        for change in &stretch.changes {
            let mark = if style.unicode { "  • " } else { "  * " };
            let says = format!("{} {} [{}]", change.code, change.says, change.cite);
            out.push_str(&fill(style, mark, 4, &says));
        }
        out.push_str(&labelled(style, 2, "Review", &stretch.classification.review));
        out.push_str(&labelled(style, 2, "Exceptions", &exceptions(stretch)));
        out.push_str(&labelled(style, 2, "Rules", &rules(stretch)));
        for text in stretch.unverified {
            out.push_str(&fill(style, "  ! ", 4, text));
        }
    }
    out.push_str(&bullets(style, "To bear in mind at the end", view.caveats()));
    out.push_str(&bullets(style, "Missing at the end, and would change the answer", missing(view)));
    out.push('\n');
    out.push_str(&ground(style, view.ground));
    out
}

fn missing<'a>(view: &'a HistoryView<'_>) -> &'a [String] {
    view.stretches.last().map_or(&[], |s| &s.classification.missing)
}

/// `controlled (3A090.a.1)`.
pub(crate) fn control(stretch: &StretchView<'_>) -> String {
    let answer = stretch.classification;
    let control = words(answer.control.as_str());
    if answer.paragraphs.is_empty() { control } else { format!("{control} ({})", answer.paragraphs.join(", ")) }
}

/// The codes of what changed on the first day, so that two rows that look alike say what parts them.
fn since(stretch: &StretchView<'_>) -> String {
    let mut codes: Vec<String> = stretch.changes.iter().map(|change| one_line(&change.code)).collect();
    codes.dedup();
    codes.join(", ")
}

/// `NAC: no; ACA: unknown`.
pub(crate) fn exceptions(stretch: &StretchView<'_>) -> String {
    let each = stretch.classification.exceptions.iter().map(|e| format!("{}: {}", one_line(&e.code), e.met));
    each.collect::<Vec<_>>().join("; ")
}

/// The rules that speak, with what is not simply in force.
fn rules(stretch: &StretchView<'_>) -> String {
    let each = stretch.classification.applied.iter().map(|a| {
        let perhaps = if a.result.is_unknown() { "perhaps " } else { "" };
        let status = if a.status == "in force" { String::new() } else { format!(" ({})", a.status) };
        format!("{perhaps}{}{status}", one_line(&a.rule))
    });
    each.collect::<Vec<_>>().join(", ")
}

fn tint(licence: Licence) -> Tint {
    match licence {
        Licence::Required => Tint::Stop,
        Licence::Unknown => Tint::Ask,
        Licence::NotRequired => Tint::Fine,
    }
}
