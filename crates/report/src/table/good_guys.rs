//! Good-guy entries, and what changed between two snapshots of the lists, for a terminal.

use super::{Style, fill, heading, labelled};
use crate::json::Rescreened;
use crate::tint::Tint;
use crate::view::{GoodGuyView, ReopenedView, RescreenView};

/// A clearing that holds no longer, as a sentence.
pub(super) fn open_again(name: &str, was: &ReopenedView) -> String {
    let ReopenedView { id, changes, by, on, because } = was;
    format!("{name}: {}. It was cleared by {by} on {on} ({id}): {because}", changes.join("; "))
}

/// The good-guy entries, each as a paragraph.
#[must_use]
pub fn good_guys(views: &[GoodGuyView], style: &Style) -> String {
    if views.is_empty() {
        return "No match was cleared yet.\n".to_owned();
    }
    let mut out = String::new();
    for view in views {
        let tint = if view.state == "cleared" || view.state == "removed" { None } else { Some(Tint::Stop) };
        let known = |text: &String| text != "unknown";
        let beside = [&view.country, &view.kind, &view.identifier, &view.date, &view.address];
        let beside: Vec<&str> = beside.into_iter().filter(|text| known(text)).map(String::as_str).collect();
        let name = if known(&view.name) { view.name.as_str() } else { "(no name)" };
        let beside = if beside.is_empty() { String::new() } else { format!("({})", beside.join("; ")) };
        out.push_str(&heading(
            style,
            0,
            &[(Some(Tint::Strong), &view.id), (tint, &view.state), (None, name), (None, &beside)],
        ));
        out.push_str(&labelled(style, 2, "is not", &format!("{} ({}/{})", view.entry_name, view.list, view.entry)));
        let until = if view.until == "none" { String::new() } else { format!(", until {}", view.until) };
        out.push_str(&labelled(style, 2, "because", &format!("{} ({} on {}{until})", view.because, view.by, view.on)));
        out.push_str(&labelled(style, 2, &view.state, &view.changes.join("; ")));
    }
    out
}

/// The matches that are new, changed or gone, party by party.
#[must_use]
pub fn rescreen(views: &[RescreenView], about: &Rescreened<'_>, style: &Style) -> String {
    let count = |change: &str| views.iter().filter(|view| view.change == change).count();
    let told = format!(
        "Lists {} after {}, matches of {}: {} new, {} changed, {} gone",
        about.after,
        about.before,
        if about.parties == 1 { "1 party".to_owned() } else { format!("{} parties", about.parties) },
        count("new"),
        count("changed"),
        count("gone")
    );
    let mut out = fill(style, "", 2, &told);
    let score = |score: Option<f64>| score.map_or_else(|| "none".to_owned(), |score| format!("{score:.2}"));
    for view in views {
        let tint = if view.is_match { Tint::Stop } else { Tint::Strong };
        out.push('\n');
        out.push_str(&heading(style, 0, &[(Some(tint), &view.change.to_uppercase()), (None, &view.query)]));
        let matched = if view.matched == view.name { String::new() } else { format!(" as {}", view.matched) };
        out.push_str(&labelled(style, 2, "entry", &format!("{}{matched} ({}/{})", view.name, view.list, view.entry)));
        out.push_str(&labelled(style, 2, "what changed", &view.changes.join("; ")));
        let scores = format!("{} before, {} now", score(view.score_before), score(view.score));
        out.push_str(&labelled(style, 2, "score", &scores));
        if let Some(cleared) = &view.cleared {
            let told = format!("{} ({}, {} on {})", cleared.because, cleared.id, cleared.by, cleared.on);
            out.push_str(&labelled(style, 2, "cleared", &told));
        }
        if let Some(was) = &view.reopened {
            out.push_str(&labelled(style, 2, "cleared before and open again", &open_again(&view.name, was)));
        }
        out.push_str(&labelled(style, 2, "stands in", &view.places.join(", ")));
    }
    out
}
