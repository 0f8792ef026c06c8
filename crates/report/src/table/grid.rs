//! Tables of cells.

use comfy_table::{
    Cell, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Row, Table, TableStyle, Width,
};
use textwrap::core::display_width;

use super::Style;
use crate::tint::Tint;

/// What may be done to a column's cells to make them fit.
enum Fit {
    /// Prose: broken anywhere.
    Text,
    /// Codes and numbers: broken between words only.
    Words,
    /// Names of rows: kept on one line.
    Line,
}

/// One column of a table.
pub(crate) struct Column {
    heading: &'static str,
    fit: Fit,
}

impl Column {
    pub(crate) const fn text(heading: &'static str) -> Self {
        Self { heading, fit: Fit::Text }
    }

    pub(crate) const fn code(heading: &'static str) -> Self {
        Self { heading, fit: Fit::Words }
    }

    pub(crate) const fn name(heading: &'static str) -> Self {
        Self { heading, fit: Fit::Line }
    }

    /// The least and the greatest width that the column can use, on a terminal of so many columns.
    fn range<'a>(&self, cells: impl Iterator<Item = &'a Cell>, terminal: usize) -> (usize, usize) {
        let heading = display_width(self.heading);
        let (mut longest_word, mut longest_line) = (heading, heading);
        for cell in cells.map(Cell::content) {
            longest_line = cell.lines().map(display_width).fold(longest_line, usize::max);
            longest_word = cell.split_whitespace().map(display_width).fold(longest_word, usize::max);
        }
        let least = match self.fit {
            Fit::Text => longest_line.min(terminal / 8),
            Fit::Words => longest_word.min(terminal / 2),
            Fit::Line => longest_line.min(terminal / 4),
        };
        (least, longest_line)
    }
}

/// Blanks to the right of a column's text. The place of the vertical line, which is blank too, comes on top.
const PADDING: u16 = 1;
/// Blanks between two columns.
const GAP: usize = 2;

/// A table of cells under headings, as wide as the terminal at most.
pub(crate) fn grid(style: &Style, columns: &[Column], rows: Vec<Vec<Cell>>) -> String {
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
        table.enforce_styling().style_text_only();
    }
    let widths = widths(style, columns, &rows);
    table.set_header(columns.iter().map(|column| Tint::Strong.cell(column.heading)).collect::<Vec<_>>());
    table.add_rows(rows.into_iter().map(Row::from));
    let last = columns.len().saturating_sub(1);
    for (at, (column, width)) in table.column_iter_mut().zip(widths).enumerate() {
        let padding = if at == last { 0 } else { PADDING };
        column.set_padding((0, padding));
        let width = u16::try_from(width).unwrap_or(u16::MAX).saturating_add(padding);
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
    }
    let mut text = table.trim_fmt();
    text.push('\n');
    text
}

/// The widths of all columns: what each needs at least, then room for the narrowest that could use more. Where the least
/// widths don't fit the terminal together, the widest gives way first.
fn widths(style: &Style, columns: &[Column], rows: &[Vec<Cell>]) -> Vec<usize> {
    let ranges: Vec<(usize, usize)> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| column.range(rows.iter().filter_map(|row| row.get(at)), style.columns()))
        .collect();
    let mut widths: Vec<usize> = ranges.iter().map(|(least, _)| *least).collect();
    let room = style.columns().saturating_sub(GAP.saturating_mul(columns.len().saturating_sub(1)));
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > 1 => *widest = widest.saturating_sub(1),
            _ => break,
        }
    }
    while widths.iter().sum::<usize>() < room {
        let cramped = widths.iter_mut().zip(&ranges).filter(|(width, (_, most))| **width < *most);
        match cramped.min_by_key(|(width, _)| **width) {
            Some((narrowest, _)) => *narrowest = narrowest.saturating_add(1),
            None => break,
        }
    }
    widths
}
