//! A CSV with a header: rows with their line, one fault for each that cannot be read.

use csv::StringRecord;
use tidewaiter_model::{Fault, Position};

pub(super) struct Table<'a> {
    pub file_name: &'a str,
    pub header: StringRecord,
    reader: csv::Reader<&'a [u8]>,
}

impl<'a> Table<'a> {
    pub(super) fn new(file_name: &'a str, text: &'a str) -> Self {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .delimiter(delimiter(text))
            .from_reader(text.as_bytes());
        let mut header = StringRecord::new();
        if !matches!(reader.read_record(&mut header), Ok(true)) {
            header = StringRecord::new();
        }
        Self { file_name, header, reader }
    }

    /// Where the first of these names stands in the header, whatever its case.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        self.header.iter().position(|cell| names.contains(&cell.to_lowercase().as_str()))
    }

    /// Where the names stand that a test of lower-case names takes, in their order.
    pub(super) fn columns(&self, is: impl Fn(&str) -> bool) -> Vec<usize> {
        (0..).zip(&self.header).filter(|(_, cell)| is(&cell.to_lowercase())).map(|(at, _)| at).collect()
    }

    /// Give every row that holds anything to `take`, with its line; what cannot be read becomes a fault.
    pub(super) fn rows(mut self, faults: &mut Vec<Fault>, mut take: impl FnMut(u64, &StringRecord, &mut Vec<Fault>)) {
        let mut record = StringRecord::new();
        loop {
            match self.reader.read_record(&mut record) {
                Ok(false) => return,
                Ok(true) => {
                    let row = record.position().map_or(0, csv::Position::line);
                    if record.iter().any(|cell| !cell.is_empty()) {
                        take(row, &record, faults);
                    }
                }
                Err(error) => {
                    let file = Position::file(self.file_name);
                    faults.push(Fault::new(
                        "unread-row",
                        error.position().map_or_else(|| file.clone(), |p| file.clone().at_row(p.line())),
                        format!("the row could not be read: {error}"),
                        "check its quotes and its encoding (UTF-8)",
                    ));
                    if error.is_io_error() {
                        return;
                    }
                }
            }
        }
    }
}

/// The separator that the first line holds most of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |c: char| header.matches(c).count();
    let (commas, semicolons, tabs) = (count(','), count(';'), count('\t'));
    if tabs > commas.max(semicolons) {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

/// The cell of a column; empty where there is none.
pub(super) fn cell(record: &StringRecord, column: Option<usize>) -> &str {
    column.and_then(|c| record.get(c)).unwrap_or_default()
}
