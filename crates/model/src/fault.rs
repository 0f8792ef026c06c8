//! What was wrong with an input, where, and what to do about it.

use std::fmt;

use serde::Serialize;

/// Where in an input something stands. Rows and columns are counted as the officer sees them: from 1, the header row
/// included.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    /// The file's name as given.
    pub file: String,
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The column: the header's own words, or a letter where there is no header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

impl Position {
    /// A place in a file as a whole.
    #[must_use]
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    /// The same place, in this row.
    #[must_use]
    pub fn at_row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// The same place, in this column.
    #[must_use]
    pub fn in_column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet {sheet}")?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        Ok(())
    }
}

/// One thing wrong with an input: where, what, and the way out. A fault never swallows the rest of the input.
///
/// ```
/// use tidewaiter_model::{Fault, Position};
/// let fault = Fault::new(
///     "ambiguous-date",
///     Position::file("orders.csv").at_row(7).in_column("date"),
///     "03/04/2025 may be 3 April or 4 March",
///     "write 2025-04-03 or 2025-03-04",
/// );
/// assert_eq!(
///     fault.to_string(),
///     "orders.csv, row 7, column date: 03/04/2025 may be 3 April or 4 March; write 2025-04-03 or 2025-03-04"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Fault {
    /// A short stable name, such as `ambiguous-date`.
    pub code: String,
    /// Where it stands.
    pub position: Position,
    /// What is wrong, in plain words.
    pub says: String,
    /// What to do about it.
    pub remedy: String,
}

impl Fault {
    /// A fault from its parts.
    #[must_use]
    pub fn new(code: &str, position: Position, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { code: code.to_owned(), position, says: says.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.position, self.says, self.remedy)
    }
}
