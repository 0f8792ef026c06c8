//! Text for a terminal, fitted to its width.

mod book;
mod classification;
mod comparison;
mod good_guys;
pub(crate) mod grid;
mod history;
mod small;
mod whatif;

use comfy_table::Cell;
use tidewaiter_model::{Ground, Verdict};

pub use book::book;
pub(crate) use book::evidence_words;
pub use classification::classification;
pub use comparison::comparison;
pub use good_guys::{good_guys, rescreen};
pub use history::history;
pub(crate) use history::{control as history_control, exceptions as history_exceptions};
pub use small::{codes, coverage, explanation, hits, lists};
pub use whatif::whatif;

use grid::{Column, grid};

use crate::text;
use crate::tint::Tint;

/// How a terminal wants its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns of the terminal; less than 60 is treated as 60, more than 200 as 200.
    pub width: usize,
    /// Colour with ANSI sequences? The caller heeds `NO_COLOR`.
    pub colour: bool,
    /// Draw with characters beyond ASCII? Text of the order itself is printed as it is either way.
    pub unicode: bool,
}

impl Style {
    fn columns(&self) -> usize {
        self.width.clamp(60, 200)
    }

    /// A separator between short words of one line.
    fn dot(&self) -> &'static str {
        if self.unicode { "·" } else { "-" }
    }

    pub(crate) fn arrow(&self) -> &'static str {
        if self.unicode { "→" } else { "->" }
    }
}

/// Prose, filled to the width, the first line after `first` and the others after as many blanks as `rest`.
pub(crate) fn fill(style: &Style, first: &str, rest: usize, prose: &str) -> String {
    let indent = " ".repeat(rest);
    let options = textwrap::Options::new(style.columns())
        .initial_indent(first)
        .subsequent_indent(&indent)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    let filled = textwrap::fill(&text::one_line(prose), options);
    format!("{}\n", filled.trim_end())
}

/// A heading of several words, some in colour. One that needs more than a line goes without colour.
pub(crate) fn heading(style: &Style, indent: usize, words: &[(Option<Tint>, &str)]) -> String {
    let words: Vec<_> = words.iter().map(|(tint, word)| (tint, text::one_line(word))).collect();
    let plain: Vec<&str> = words.iter().map(|(_, word)| word.as_str()).filter(|word| !word.is_empty()).collect();
    let plain = plain.join(" ");
    let blanks = " ".repeat(indent);
    if textwrap::core::display_width(&plain).saturating_add(indent) > style.columns() {
        return fill(style, &blanks, indent.saturating_add(2), &plain);
    }
    let paint = |(tint, word): &(&Option<Tint>, String)| {
        tint.map_or_else(|| word.clone(), |tint| tint.paint(word, style.colour))
    };
    let painted: Vec<String> = words.iter().filter(|(_, word)| !word.is_empty()).map(paint).collect();
    format!("{blanks}{}\n", painted.join(" "))
}

/// A labelled paragraph, indented; nothing where there is nothing to say.
fn labelled(style: &Style, indent: usize, label: &str, prose: &str) -> String {
    if prose.trim().is_empty() {
        return String::new();
    }
    let first = format!("{}{label}: ", " ".repeat(indent));
    fill(style, &first, indent.saturating_add(2), prose)
}

/// A heading and a list under it; nothing where the list is empty.
pub(crate) fn bullets<T: AsRef<str>>(style: &Style, heading: &str, items: impl IntoIterator<Item = T>) -> String {
    let mark = if style.unicode { "• " } else { "* " };
    let list: String = items.into_iter().map(|item| fill(style, mark, 2, item.as_ref())).collect();
    if list.is_empty() {
        return list;
    }
    format!("\n{}\n{list}", Tint::Strong.paint(heading, style.colour))
}

/// A verdict in capitals, as a cell.
fn verdict_cell(verdict: Verdict) -> Cell {
    Tint::of(verdict).cell(&verdict.as_str().to_uppercase())
}

/// What the answer rests on, in one paragraph.
pub(crate) fn ground(style: &Style, ground: &Ground) -> String {
    let dot = style.dot();
    let words = format!(
        "Law of {} {dot} rules {} {dot} snapshot {} {dot} {}",
        ground.as_of, ground.rules, ground.snapshot, ground.engine
    );
    format!("{}{}", fill(style, "", 0, &words), fill(style, "What was and was not looked at: ", 2, &ground.coverage()))
}
