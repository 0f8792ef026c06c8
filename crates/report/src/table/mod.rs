//! Text for a terminal, fitted to its width.

mod book;
mod classification;
mod comparison;
mod small;

use comfy_table::{Cell, ColumnConstraint, ContentArrangement, Row, Table, TableStyle, Width};
use comfy_table::{ContentLineStyle, LineStyle};

pub use book::book;
pub(crate) use book::evidence_words;
pub use classification::classification;
pub use comparison::comparison;
pub(crate) use comparison::differences;
pub use small::{explanation, hits, lists};

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
        if self.unicode { " · " } else { " - " }
    }

    fn arrow(&self) -> &'static str {
        if self.unicode { "→" } else { "->" }
    }
}

/// What may be done to a column's cells to make them fit.
enum Fit {
    /// Prose: broken anywhere.
    Text,
    /// Codes and numbers: broken between words only, while half the terminal holds the longest.
    Words,
    /// Names of rows: kept on one line while a quarter of the terminal holds the longest.
    Line,
}

/// One column of a table.
struct Column {
    heading: &'static str,
    fit: Fit,
}

impl Column {
    const fn text(heading: &'static str) -> Self {
        Self { heading, fit: Fit::Text }
    }

    const fn code(heading: &'static str) -> Self {
        Self { heading, fit: Fit::Words }
    }

    const fn name(heading: &'static str) -> Self {
        Self { heading, fit: Fit::Line }
    }

    /// The width below which the column must not shrink, for a terminal of so many columns.
    fn at_least<'a>(&self, cells: impl Iterator<Item = &'a Cell>, terminal: usize) -> usize {
        let width = |text: &str| textwrap::core::display_width(text);
        let lines = cells.map(Cell::content);
        let longest = |of: fn(&str) -> usize| lines.map(|cell| of(&cell)).max().unwrap_or(0).max(width(self.heading));
        match self.fit {
            Fit::Text => 0,
            Fit::Words => {
                let longest =
                    longest(|cell| cell.split_whitespace().map(textwrap::core::display_width).max().unwrap_or(0));
                if longest <= terminal / 2 { longest } else { 0 }
            }
            Fit::Line => longest(textwrap::core::display_width).min(terminal / 4),
        }
    }
}

/// Blanks between two columns.
const GAP: u16 = 2;

/// A table of cells under headings, as wide as the terminal at most.
fn grid(style: &Style, columns: &[Column], rows: Vec<Vec<Cell>>) -> String {
    let line = if style.unicode { '─' } else { '-' };
    let mut table = Table::new();
    table
        .load_style(
            TableStyle::new()
                .header_lines(ContentLineStyle::none())
                .header_separator(LineStyle::none().fill(line).junction(line))
                .content_lines(ContentLineStyle::none()),
        )
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(style.columns()).unwrap_or(u16::MAX))
        .force_no_tty();
    if style.colour {
        table.enforce_styling();
    }
    let narrowest: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| column.at_least(rows.iter().filter_map(|row| row.get(at)), style.columns()))
        .collect();
    table.set_header(columns.iter().map(|column| Tint::Strong.cell(column.heading)).collect::<Vec<_>>());
    table.add_rows(rows.into_iter().map(Row::from));
    for (column, narrowest) in table.column_iter_mut().zip(narrowest) {
        column.set_padding((0, GAP));
        if narrowest > 0 {
            let width = Width::Fixed(u16::try_from(narrowest).unwrap_or(u16::MAX).saturating_add(GAP));
            column.set_constraint(ColumnConstraint::LowerBoundary(width));
        }
    }
    let mut text = table.trim_fmt();
    text.push('\n');
    text
}

/// Prose, filled to the width, the first line after `first` and the others after as many blanks as `rest`.
fn fill(style: &Style, first: &str, rest: usize, prose: &str) -> String {
    let indent = " ".repeat(rest);
    let options = textwrap::Options::new(style.columns())
        .initial_indent(first)
        .subsequent_indent(&indent)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    let mut filled = textwrap::fill(&text::one_line(prose), options);
    filled.push('\n');
    filled
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
fn bullets<T: AsRef<str>>(style: &Style, heading: &str, items: impl IntoIterator<Item = T>) -> String {
    let mark = if style.unicode { "• " } else { "* " };
    let list: String = items.into_iter().map(|item| fill(style, mark, 2, item.as_ref())).collect();
    if list.is_empty() {
        return list;
    }
    format!("\n{}\n{list}", Tint::Strong.paint(heading, style.colour))
}

/// A verdict in capitals, as a cell.
fn verdict_cell(verdict: tidewaiter_model::Verdict) -> Cell {
    Tint::of(verdict).cell(&verdict.as_str().to_uppercase())
}

/// A verdict in capitals.
fn verdict_word(style: &Style, verdict: tidewaiter_model::Verdict) -> String {
    Tint::of(verdict).paint(&verdict.as_str().to_uppercase(), style.colour)
}

/// What the answer rests on, in one paragraph.
fn ground(style: &Style, ground: &tidewaiter_model::Ground) -> String {
    let dot = style.dot();
    let words = format!(
        "Law of {}{dot}rules {}{dot}snapshot {}{dot}{}",
        ground.as_of, ground.rules, ground.snapshot, ground.engine
    );
    fill(style, "", 0, &words)
}
