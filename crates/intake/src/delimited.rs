//! Rows of a CSV file, one by one.
//!
//! The `csv` crate is not used here for three reasons: rows must be counted as a spreadsheet shows them (a blank line
//! counts, a line break inside a cell does not), a quotation mark that nothing closes must not swallow the rows after
//! it, and a row or cell without end must not eat the memory. The tests take that crate as the measure.

use std::io;

use crate::cell::{Cell, Problem, Row};
use crate::layout::HEADER_ROWS;
use crate::text::{LineEnd, Lines};

/// How much of a file is looked at to tell its delimiter.
pub(crate) const HEAD: usize = 64 * 1024;

/// The delimiters looked for, the likeliest first.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// How a CSV file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub delimiter: u8,
    pub terminator: u8,
    /// Does the file begin with `sep=;`, a line that spreadsheets obey and don't show?
    pub names_delimiter: bool,
}

/// Tell the dialect from a file's beginning: the delimiter with which most headers are understood, else the one that
/// parts rows into most cells of equal number.
pub(crate) fn dialect(head: &str, score: impl Fn(&Row) -> usize) -> Dialect {
    let terminator = if head.contains('\n') || !head.contains('\r') { b'\n' } else { b'\r' };
    let first = head.trim_start_matches('\u{feff}').lines().next().unwrap_or_default().trim().trim_matches('"');
    if let Some([delimiter]) = first.strip_prefix("sep=").map(str::as_bytes)
        && delimiter.is_ascii_punctuation()
    {
        return Dialect { delimiter: *delimiter, terminator, names_delimiter: true };
    }
    let mut best = (DELIMITERS[0], (0_usize, 0_usize));
    for delimiter in DELIMITERS {
        let rows = head_rows(head, delimiter, terminator);
        let headers = rows.iter().map(&score).max().unwrap_or(0);
        let widest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let alike = rows.iter().filter(|row| row.cells.len() == widest && widest > 1).count();
        if (headers, alike) > best.1 {
            best = (delimiter, (headers, alike));
        }
    }
    Dialect { delimiter: best.0, terminator, names_delimiter: false }
}

fn head_rows(head: &str, delimiter: u8, terminator: u8) -> Vec<Row> {
    let mut splitter = Splitter::new(delimiter, 1000);
    head.split(char::from(terminator))
        .filter(|line| !line.trim().is_empty())
        .take(HEADER_ROWS)
        .map(|line| {
            splitter.feed(line.trim_end_matches(['\r', '\n']).as_bytes(), true);
            splitter.end_row()
        })
        .collect()
}

/// Rows of a CSV file.
pub(crate) struct Delimited {
    pub lines: Lines,
    splitter: Splitter,
    cell_bytes: usize,
    columns: usize,
    row_bytes: usize,
    number: u64,
    raw: Vec<u8>,
    skip_first: bool,
}

impl Delimited {
    pub(crate) fn new(lines: Lines, dialect: Dialect, row_bytes: usize, columns: usize) -> Self {
        Self {
            lines,
            splitter: Splitter::new(dialect.delimiter, columns),
            cell_bytes: row_bytes,
            columns,
            row_bytes,
            number: 0,
            raw: Vec::new(),
            skip_first: dialect.names_delimiter,
        }
    }

    /// The next row, a blank one included.
    ///
    /// # Errors
    /// Those of reading the file.
    pub(crate) fn next_row(&mut self) -> io::Result<Option<Row>> {
        if std::mem::take(&mut self.skip_first) {
            let mut declared = Vec::new();
            self.lines.next_into(&mut declared)?;
        }
        self.raw.clear();
        // Text that was given back is read line by line, so that no byte is read more than twice.
        let single_line = self.lines.is_given_back();
        let mut first_line = 0;
        let mut cut = false;
        loop {
            let from = self.raw.len();
            let end = self.lines.next_into(&mut self.raw)?;
            if end == LineEnd::Eof {
                if from == 0 {
                    return Ok(None);
                }
                self.recover(first_line);
                break;
            }
            if from == 0 {
                first_line = self.raw.len();
            }
            let line = self.raw.get(from..).unwrap_or_default();
            self.splitter.feed(line.strip_suffix(b"\n").unwrap_or(line), single_line);
            cut |= end == LineEnd::Cut;
            if cut && !self.splitter.is_open() {
                break;
            }
            if self.splitter.junk_after_lines || (self.splitter.is_open() && self.raw.len() > self.cell_bytes) {
                self.recover(first_line);
                break;
            }
            if !self.splitter.is_open() || single_line {
                break;
            }
            self.splitter.line_break();
        }
        self.number = self.number.saturating_add(1);
        let unclosed = self.splitter.unclosed;
        let mut row = self.splitter.end_row();
        row.number = self.number;
        self.note_problems(&mut row, unclosed, cut);
        Ok(Some(row))
    }

    /// A quotation mark that nothing closes: take the row up to the end of its line, and read the rest again.
    fn recover(&mut self, first_line: usize) {
        self.splitter.restart();
        let (line, rest) = self.raw.split_at_checked(first_line).unwrap_or((&self.raw, &[]));
        self.splitter.feed(line.strip_suffix(b"\n").unwrap_or(line), true);
        self.splitter.unclosed = true;
        let rest = rest.to_vec();
        self.raw.truncate(first_line);
        self.lines.give_back(&rest);
    }

    fn note_problems(&self, row: &mut Row, unclosed: bool, cut: bool) {
        if unclosed {
            row.problems.push(Problem::UnclosedQuote);
        }
        if cut {
            row.problems.push(Problem::TooLong { limit: self.row_bytes });
        }
        if row.cells.len() > self.columns {
            row.cells.truncate(self.columns);
            row.problems.push(Problem::TooManyColumns { limit: self.columns });
        }
        if self.raw.contains(&0) {
            row.problems.push(Problem::Nul);
        }
        if self.lines.input.broken && self.raw.windows(3).any(|bytes| bytes == "\u{fffd}".as_bytes()) {
            row.problems.push(Problem::Undecodable { encoding: self.lines.input.encoding() });
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// At the start of a cell.
    Start,
    /// In a cell without quotation marks, or behind the closing one.
    Plain,
    /// Between quotation marks.
    Quoted,
    /// Behind a quotation mark between quotation marks: it closes, or stands for itself if another follows.
    Closing,
}

/// Parts lines into cells (RFC 4180; a quotation mark inside a cell that does not begin with one stands for itself).
struct Splitter {
    delimiter: u8,
    columns: usize,
    state: State,
    cell: Vec<u8>,
    cells: Vec<Cell>,
    /// Does the cell hold a line break?
    over_lines: bool,
    /// Did text follow the closing mark of a cell with line breaks? Then the mark did not close it.
    junk_after_lines: bool,
    /// Did a cell stay open, its mark taken for a character?
    unclosed: bool,
}

impl Splitter {
    fn new(delimiter: u8, columns: usize) -> Self {
        Self {
            delimiter,
            columns,
            state: State::Start,
            cell: Vec::new(),
            cells: Vec::new(),
            over_lines: false,
            junk_after_lines: false,
            unclosed: false,
        }
    }

    fn restart(&mut self) {
        self.state = State::Start;
        self.cell.clear();
        self.cells.clear();
        self.over_lines = false;
        self.junk_after_lines = false;
        self.unclosed = false;
    }

    fn is_open(&self) -> bool {
        self.state == State::Quoted
    }

    /// Take in a line without its line break. With `single_line`, a quotation mark that is not closed on the line is
    /// a character like any other.
    fn feed(&mut self, line: &[u8], single_line: bool) {
        for (at, &byte) in line.iter().enumerate() {
            match self.state {
                State::Start | State::Plain if byte == self.delimiter => self.end_cell(),
                State::Start if byte == b'"' => {
                    let closes = !single_line || line.get(at + 1..).is_some_and(|rest| rest.contains(&b'"'));
                    if closes {
                        self.state = State::Quoted;
                    } else {
                        self.unclosed = true;
                        self.state = State::Plain;
                        self.cell.push(byte);
                    }
                }
                State::Start | State::Plain => {
                    self.state = State::Plain;
                    self.cell.push(byte);
                }
                State::Quoted if byte == b'"' => self.state = State::Closing,
                State::Quoted => self.cell.push(byte),
                State::Closing if byte == b'"' => {
                    self.state = State::Quoted;
                    self.cell.push(byte);
                }
                State::Closing if byte == self.delimiter => self.end_cell(),
                State::Closing => {
                    if self.over_lines && !byte.is_ascii_whitespace() {
                        self.junk_after_lines = true;
                        return;
                    }
                    self.state = State::Plain;
                    self.cell.push(byte);
                }
            }
        }
        self.unclosed |= single_line && self.is_open();
    }

    /// The line ended inside a cell.
    fn line_break(&mut self) {
        self.cell.push(b'\n');
        self.over_lines = true;
    }

    fn end_cell(&mut self) {
        self.state = State::Start;
        self.over_lines = false;
        // One more than allowed, so that too many can be told; the rest is let go.
        if self.cells.len() <= self.columns {
            self.cell.retain(|byte| *byte != 0);
            self.cells.push(Cell::from_text(&String::from_utf8_lossy(&self.cell)));
        }
        self.cell.clear();
    }

    fn end_row(&mut self) -> Row {
        self.end_cell();
        let row = Row { cells: std::mem::take(&mut self.cells), ..Row::default() };
        self.restart();
        row
    }
}
