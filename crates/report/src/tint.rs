//! Colours of a terminal, as ANSI sequences.

use tidewaiter_model::{Truth, Verdict};

/// What a word is coloured for.
#[derive(Clone, Copy)]
pub(crate) enum Tint {
    /// Stops an order.
    Stop,
    /// Asks a question.
    Ask,
    /// Nothing found.
    Fine,
    /// A heading.
    Strong,
}

impl Tint {
    pub(crate) fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Hold => Self::Stop,
            Verdict::Review => Self::Ask,
            Verdict::Clear => Self::Fine,
        }
    }

    /// For a clause or a rule: what applies is strong, what is open asks.
    pub(crate) fn of_truth(truth: Truth) -> Option<Self> {
        match truth {
            Truth::Yes => Some(Self::Strong),
            Truth::Unknown => Some(Self::Ask),
            Truth::No => None,
        }
    }

    /// The text in this colour, or as it is.
    pub(crate) fn paint(self, text: &str, colour: bool) -> String {
        let code = match self {
            Self::Stop => "1;31",
            Self::Ask => "1;33",
            Self::Fine => "32",
            Self::Strong => "1",
        };
        if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// A table cell in this colour; the table paints it or not.
    pub(crate) fn cell(self, text: &str) -> comfy_table::Cell {
        use comfy_table::{Attribute, Cell, Color};
        match self {
            Self::Stop => Cell::new(text).fg(Color::DarkRed).add_attribute(Attribute::Bold),
            Self::Ask => Cell::new(text).fg(Color::DarkYellow).add_attribute(Attribute::Bold),
            Self::Fine => Cell::new(text).fg(Color::DarkGreen),
            Self::Strong => Cell::new(text).add_attribute(Attribute::Bold),
        }
    }
}
