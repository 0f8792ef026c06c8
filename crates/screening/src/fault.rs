//! Why a list file was refused.

use std::fmt;

/// A list file that is refused whole: what is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ListFault {
    /// The file's name as given.
    pub file: String,
    /// The record or row, from 1, the header row included for tables.
    pub row: Option<u64>,
    /// The byte, from 0.
    pub offset: Option<u64>,
    /// What is wrong.
    pub says: String,
    /// What to do about it.
    pub remedy: String,
}

impl ListFault {
    pub(crate) fn new(file: &str, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { file: file.to_owned(), row: None, offset: None, says: says.into(), remedy: remedy.into() }
    }

    pub(crate) fn at_row(mut self, row: u64) -> Self {
        self.row = Some(row);
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
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(offset) = self.offset {
            write!(f, ", byte {offset}")?;
        }
        write!(f, ": {}; {}", self.says, self.remedy)
    }
}
