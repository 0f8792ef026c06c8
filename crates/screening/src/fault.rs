//! Why a list file was refused.

use std::fmt;

/// A list file that is refused whole: what is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ListFault {
    /// The file's name as given.
    pub file: String,
    /// The record, row or line, from 1, the header row included for tables.
    pub row: Option<u64>,
    /// The column of the line that `row` counts, in characters from 1, for XML.
    pub column: Option<u64>,
    /// The byte, from 0.
    pub offset: Option<u64>,
    /// What is wrong.
    pub says: String,
    /// What to do about it.
    pub remedy: String,
}

impl ListFault {
    pub(crate) fn new(file: &str, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { file: file.to_owned(), row: None, column: None, offset: None, says: says.into(), remedy: remedy.into() }
    }

    pub(crate) fn at_row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    pub(crate) fn at_line(mut self, line: u64, column: u64) -> Self {
        self.row = Some(line);
        self.column = Some(column);
        self
    }

    pub(crate) fn at_offset(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }
}

impl fmt::Display for ListFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match (self.row, self.column) {
            (Some(line), Some(column)) => write!(f, ", line {line}, column {column}")?,
            (Some(row), None) => write!(f, ", row {row}")?,
            (None, _) => {}
        }
        if let Some(offset) = self.offset {
            write!(f, ", byte {offset}")?;
        }
        write!(f, ": {}; {}", self.says, self.remedy)
    }
}
