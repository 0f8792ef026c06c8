//! What is wrong with a rule pack, where, and what to do about it.

use std::fmt;

/// One fault in a rule pack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackError {
    /// The file as it was named to [`crate::Law::parse`].
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong and what to do about it.
    pub says: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.says)
    }
}

/// Everything wrong with a set of rule packs, sorted by place. The set is refused whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackErrors(pub Vec<PackError>);

impl fmt::Display for PackErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the rule packs are refused")?;
        self.0.iter().try_for_each(|error| write!(f, "\n{error}"))
    }
}

impl std::error::Error for PackErrors {}

/// A text with its name, from which places of faults are told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
}

impl Source<'_> {
    /// A fault at a byte offset.
    pub(crate) fn error(&self, offset: usize, says: impl Into<String>) -> PackError {
        let (line, column) = self.place(offset);
        PackError { file: self.file.to_owned(), line, column, says: says.into() }
    }

    /// Line and column of a byte offset, both from 1.
    pub(crate) fn place(&self, offset: usize) -> (usize, usize) {
        // A parser may count in characters; an offset within a character belongs to that character.
        let before = self.text.get(..self.text.floor_char_boundary(offset)).unwrap_or("");
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.rsplit('\n').next().unwrap_or("").chars().count().saturating_add(1);
        (line, column)
    }
}
