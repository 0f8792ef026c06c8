//! What does the officer's file say? CSV, Excel and JSON Lines to order lines, each fault named.
//!
//! [`open`] tells what a file is by its content, finds the headers, and gives a [`Book`]: an iterator of
//! [`tidewaiter_model::Line`]s. A cell that cannot be read becomes a [`Fault`] on its line, with row, column and what
//! to do; the line is kept and the others are read on. Nothing is guessed: a date such as 03/04/2025 is asked about.

mod book;
mod cell;
mod column;
mod consignments;
mod delimited;
mod doubles;
mod hidden;
mod html;
mod json;
mod layout;
mod line;
mod questionnaire;
mod sniff;
mod synonyms;
mod table;
mod template;
mod text;
mod value;
mod workbook;

use tidewaiter_model::Fault;

pub use book::{Book, Found, open, open_as};
pub use column::{Column, PartyField, column_names};
pub use consignments::{
    ConsignmentOptions, ConsignmentsRead, PartyJoins, consignment_columns, consignments_template_csv, join_parties,
    read_consignments,
};
pub use questionnaire::{
    AnswerRow, QuestionRow, QuestionnaireError, questionnaire, questionnaire_csv, read_questionnaire,
};
pub use table::Progress;
pub use template::{TemplateError, template, template_csv};

/// How a file is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Columns by header, as the user says it: (`ship-to`, `Delivery place`). A header may be named by its column's
    /// letters where no header has these words.
    pub map: Vec<(String, String)>,
    /// The sheet of a workbook; else the first with headers that are understood.
    pub sheet: Option<String>,
    /// How large things may be.
    pub limits: Limits,
}

/// How large things may be before they are refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in one row of text, and in one cell over several lines. 1 MiB.
    pub row_bytes: usize,
    /// Columns. 10,000.
    pub columns: usize,
    /// Bytes that a workbook unpacks to. 512 MiB.
    pub unpacked_bytes: u64,
    /// How many times its size a part of a workbook may unpack to. 200.
    pub ratio: u64,
    /// Bytes of a web page, which is read whole. 64 MiB.
    pub page_bytes: u64,
    /// Parts that unpack to fewer bytes may be as dense as they like. 10 MiB.
    pub dense_from: u64,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Self {
            row_bytes: 1024 * 1024,
            columns: 10_000,
            unpacked_bytes: 512 * MIB,
            ratio: 200,
            page_bytes: 64 * MIB,
            dense_from: 10 * MIB,
        }
    }
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with a delimiter between cells.
    Csv {
        /// Between cells.
        delimiter: char,
        /// The encoding's name in the WHATWG Encoding Standard, such as `UTF-8` or `gb18030`.
        encoding: &'static str,
    },
    /// An Excel workbook.
    Xlsx,
    /// The tables of a web page, which many systems export under the name `.xls`.
    Html,
    /// JSON Lines, or one JSON array.
    Json,
}

/// Codes of the faults of a file that only say how it was read.
const NOTES: [&str; 7] = [
    "column-not-read",
    "encoding-assumed",
    "header-by-neighbour",
    "hidden-rows",
    "merged-rows",
    "other-sheets",
    "rows-above-header",
];

/// Does a fault of the file as a whole only say how it was read, so that nothing is lost or in doubt?
#[must_use]
pub fn is_note(fault: &Fault) -> bool {
    NOTES.contains(&fault.code.as_str())
}
