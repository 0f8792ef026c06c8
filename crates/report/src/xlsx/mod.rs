//! Excel: a fresh workbook, or the officer's own with result columns.

mod book;
mod copy;
mod package;
mod sheet;
mod survey;

pub use book::book;
pub use copy::copy_with_results;

use tidewaiter_model::LineAnswer;

use crate::text::{clean, one_line};

/// The longest text of a cell, in UTF-16 code units (Excel specifications and limits, Microsoft).
const CELL_LIMIT: usize = 32_767;

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum XlsxError {
    /// The bytes are no workbook in the Office Open XML form.
    #[error("this is no .xlsx or .xlsm workbook ({why}); save it as .xlsx in Excel and try again")]
    NotAWorkbook {
        /// What is missing or wrong.
        why: String,
    },
    /// The workbook has no worksheet of that name.
    #[error("the workbook has no sheet {sheet:?}; it has: {}", known.join(", "))]
    NoSuchSheet {
        /// The name asked for.
        sheet: String,
        /// The worksheets there are.
        known: Vec<String>,
    },
    /// A part unpacks to more than a workbook of orders can need.
    #[error(
        "{part} unpacks to more than {limit} bytes or is packed far tighter than a sheet can be; give the orders as CSV"
    )]
    TooLarge {
        /// The part's name in the file.
        part: String,
        /// The most that is read, in bytes.
        limit: u64,
    },
    /// A part is no well-formed XML.
    #[error("{part} is damaged: {why}; open the workbook in Excel, let it repair the file, and save it anew")]
    Damaged {
        /// The part's name in the file.
        part: String,
        /// What the reader met.
        why: String,
    },
    /// There is no room for the result columns or rows.
    #[error("the sheet has no room for {what}: {used} used of {limit}; {remedy}")]
    Full {
        /// `columns` or `rows`.
        what: &'static str,
        /// How many would be used.
        used: u64,
        /// How many Excel has.
        limit: u64,
        /// What to do.
        remedy: &'static str,
    },
    /// The workbook could not be packed.
    #[error("the workbook could not be written: {0}")]
    Pack(String),
}

impl From<rust_xlsxwriter::XlsxError> for XlsxError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::Pack(error.to_string())
    }
}

/// Text that a cell can hold: control characters shown, and shortened, saying so, where it is longer than Excel allows.
fn cell_text(text: &str) -> String {
    const SHORTENED: &str = " … (shortened; see the JSON output)";
    let text = clean(text);
    if text.encode_utf16().count() <= CELL_LIMIT {
        return text;
    }
    let mut room = CELL_LIMIT.saturating_sub(SHORTENED.encode_utf16().count());
    let mut kept: String = text
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= room;
            room = room.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    kept.push_str(SHORTENED);
    kept
}

/// What was found about a line, in plain words, one sentence after the other.
fn why(line: &LineAnswer) -> String {
    line.findings.iter().map(|finding| one_line(&finding.says)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_shortened_and_says_so() {
        let fits = "订".repeat(CELL_LIMIT);
        assert_eq!(cell_text(&fits), fits);
        let shortened = cell_text(&"𠀀".repeat(CELL_LIMIT));
        assert!(shortened.encode_utf16().count() <= CELL_LIMIT);
        assert!(shortened.ends_with("(shortened; see the JSON output)"));
    }
}
