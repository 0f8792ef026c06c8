//! What may be wrong with a catalogue.

use thiserror::Error;

/// A fault in a catalogue's files: names file, row and column, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CatalogueError {
    /// A table is not among the files.
    #[error("{file}: missing; a catalogue needs this table")]
    MissingFile {
        /// The table's file name.
        file: &'static str,
    },
    /// A file's name is not that of a table.
    #[error(
        "{file}: not a catalogue table; expected sources.csv, makers.csv, words.csv, accelerators-*.csv, products.csv or part-numbers.csv"
    )]
    UnknownFile {
        /// The file's name.
        file: String,
    },
    /// The text is not CSV, or a column is missing.
    #[error("{file}, row {row}: {message}")]
    Csv {
        /// The file's name.
        file: String,
        /// Line of the file, counted from 1; 0 where not known.
        row: u64,
        /// What the CSV reader says.
        message: String,
    },
    /// A cell cannot be understood.
    #[error("{file}, row {row}, column {column}: {message}")]
    Cell {
        /// The file's name.
        file: String,
        /// Line of the file, counted from 1.
        row: u64,
        /// The column's header.
        column: &'static str,
        /// What is wrong and what to write instead.
        message: String,
    },
}
