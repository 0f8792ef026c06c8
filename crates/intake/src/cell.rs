//! A cell and a row as they come out of a file, before they mean anything.

use tidewaiter_model::Date;

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Cell {
    /// Nothing, or blanks only.
    #[default]
    Empty,
    /// Text, trimmed, not empty.
    Text(String),
    /// A number of a workbook or of JSON, as the shortest text that gives it back.
    Number(String),
    /// A cell that the workbook itself calls a date.
    Date(Date),
    /// A cell that has no value to read.
    Broken(Broken),
}

/// Why a cell has no value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Broken {
    /// A spreadsheet's error value, such as `#REF!`.
    Error(String),
    /// A formula that came as text.
    Formula(String),
    /// A formula of a workbook whose result was not saved.
    NoResult,
    /// A merged range over a cell that cannot be shared out: `F2:F4`.
    Merged(String),
    /// JSON of the wrong kind: `a list`.
    Shape(&'static str),
}

impl Cell {
    /// Text as a file gives it.
    pub(crate) fn from_text(text: &str) -> Self {
        let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}');
        if trimmed.is_empty() {
            return Self::Empty;
        }
        if trimmed.starts_with('#') && is_error_value(trimmed) {
            return Self::Broken(Broken::Error(trimmed.to_owned()));
        }
        if let Some(formula) = trimmed.strip_prefix('=') {
            // ="00123" is how spreadsheets are told to keep a text a text.
            return match formula.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
                Some(inner) if !inner.contains('"') => Self::from_quoted(inner),
                _ => Self::Broken(Broken::Formula(trimmed.to_owned())),
            };
        }
        Self::Text(trimmed.to_owned())
    }

    fn from_quoted(inner: &str) -> Self {
        let inner = inner.trim();
        if inner.is_empty() { Self::Empty } else { Self::Text(inner.to_owned()) }
    }

    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The text to look for headers in.
    pub(crate) fn as_header(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) => text,
            _ => "",
        }
    }
}

/// Is this an error value as spreadsheets write them?
pub(crate) fn is_error_value(text: &str) -> bool {
    const ERRORS: [&str; 14] = [
        "#REF!",
        "#N/A",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#UNKNOWN!",
        "#GETTING_DATA",
    ];
    ERRORS.iter().any(|error| text.eq_ignore_ascii_case(error)) || (text.len() >= 3 && text.bytes().all(|b| b == b'#'))
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Row {
    /// Its number as the officer sees it, from 1.
    pub number: u64,
    /// Its cells, from the first column.
    pub cells: Vec<Cell>,
    /// What is wrong with the row as a whole.
    pub problems: Vec<Problem>,
}

impl Row {
    pub(crate) fn is_blank(&self) -> bool {
        self.problems.is_empty() && self.cells.iter().all(Cell::is_empty)
    }
}

impl Problem {
    /// Do cells stand under wrong headers, or not at all, so that what is wrong with one follows from this?
    pub(crate) fn spoils_cells(&self) -> bool {
        matches!(self, Self::Ragged { .. } | Self::TooLong { .. } | Self::UnclosedQuote | Self::Json { .. })
    }
}

/// What may be wrong with a row as a whole.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Problem {
    /// Another number of cells than headers.
    Ragged {
        /// Cells in the row.
        found: usize,
        /// Headers.
        expected: usize,
    },
    /// A quotation mark that nothing closes.
    UnclosedQuote,
    /// The row is longer than allowed and its rest was left out.
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// More columns than allowed.
    TooManyColumns {
        /// The limit.
        limit: usize,
    },
    /// NUL bytes, left out.
    Nul,
    /// Bytes that are no text in the file's encoding.
    Undecodable {
        /// The encoding's name.
        encoding: &'static str,
    },
    /// Not a JSON object.
    Json {
        /// What the parser said.
        says: String,
    },
    /// Something in a JSON object that is not read.
    InJson {
        /// The fault's code.
        code: &'static str,
        /// What it is.
        says: String,
        /// What to do.
        remedy: &'static str,
    },
}

/// A column's letters as spreadsheets count: 0 is `A`, 26 is `AA`.
pub(crate) fn letters(index: usize) -> String {
    let mut rest = index;
    let mut letters = Vec::new();
    loop {
        let digit = u8::try_from(rest % 26).unwrap_or(0);
        letters.push(char::from(b'A'.saturating_add(digit)));
        match (rest / 26).checked_sub(1) {
            Some(next) => rest = next,
            None => break,
        }
    }
    letters.iter().rev().collect()
}

/// The opposite of [`letters`]; `None` for what is no column of a spreadsheet (`A` to `XFD`).
pub(crate) fn index_of_letters(text: &str) -> Option<usize> {
    if text.is_empty() || text.len() > 3 {
        return None;
    }
    let mut index = 0_usize;
    for byte in text.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a',
            _ => return None,
        };
        index = index * 26 + usize::from(digit) + 1;
    }
    index.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_as_in_a_spreadsheet() {
        for (index, text) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")] {
            assert_eq!(letters(index), text);
            assert_eq!(index_of_letters(text), Some(index));
        }
    }

    #[test]
    fn text_that_is_no_text() {
        assert_eq!(Cell::from_text(" \u{a0} "), Cell::Empty);
        assert_eq!(Cell::from_text("=\"0042\""), Cell::Text("0042".into()));
        assert_eq!(Cell::from_text("=A1"), Cell::Broken(Broken::Formula("=A1".into())));
        assert_eq!(Cell::from_text("#ref!"), Cell::Broken(Broken::Error("#ref!".into())));
        assert_eq!(Cell::from_text("#######"), Cell::Broken(Broken::Error("#######".into())));
        assert_eq!(Cell::from_text("#1 rack"), Cell::Text("#1 rack".into()));
    }
}
