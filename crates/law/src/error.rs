//! What is wrong with a rule pack, where, and what to do about it.

/// One fault in a rule pack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}:{column}: {says}")]
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

/// Everything wrong with a set of rule packs, sorted by place. The set is refused whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the rule packs are refused{}", .0.iter().map(|error| format!("\n{error}")).collect::<String>())]
pub struct PackErrors(pub Vec<PackError>);

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
