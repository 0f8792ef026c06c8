//! A file of orders, opened.

use std::path::Path;

use tidewaiter_model::{Fault, Line};

use crate::cell::letters;
use crate::column::Column;
use crate::doubles::Doubles;
use crate::line::LineReader;
use crate::table::{Progress, Table};
use crate::{Format, Options};

/// A column that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which.
    pub column: Column,
    /// The header's own words; in JSON, the key.
    pub header: String,
    /// The column's letters in a spreadsheet, such as `AB`.
    pub letters: String,
}

/// A file of orders: an iterator of its lines, in the order of the file. CSV and JSON are read row by row, whatever
/// their size; of a workbook some rows are read ahead.
pub struct Book {
    table: Table<Column>,
    reader: LineReader,
    lines: u64,
    doubles: Doubles,
    told: bool,
}

/// Open a file of orders: CSV in any usual encoding, Excel (.xlsx), JSON Lines, or a
/// web page with a table; told by content and not by name.
///
/// # Errors
/// What keeps the file as a whole from being read; several where several are known at once.
///
/// # Examples
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("orders.csv");
/// std::fs::write(&path, "Order No.,Description,Qty,Ship-to\nSO-1,8x HGX H200 141GB,1,Singapore\n").unwrap();
/// let mut book = tidewaiter_intake::open(&path, &Default::default()).unwrap();
/// let line = book.next().unwrap();
/// assert_eq!((line.order.as_str(), line.quantity), ("SO-1", Some(1)));
/// assert!(book.next().is_none() && book.faults().is_empty());
/// ```
pub fn open(path: &Path, options: &Options) -> Result<Book, Vec<Fault>> {
    open_as(path, &path.display().to_string(), options)
}

/// As [`open`], with the name by which the file is to be called, such as `standard input` of a copy of it.
///
/// # Errors
/// As [`open`].
pub fn open_as(path: &Path, name: &str, options: &Options) -> Result<Book, Vec<Fault>> {
    let table = Table::open(path, name, options)?;
    let lettered = table.format == Format::Xlsx;
    let reader = LineReader::new(table.layout.clone(), table.place.clone(), lettered);
    Ok(Book { table, reader, lines: 0, doubles: Doubles::default(), told: false })
}

impl Iterator for Book {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        while let Some(row) = self.table.next_row() {
            if let Some(line) = self.reader.line(row) {
                self.lines = self.lines.saturating_add(1);
                let row = line.position.row.unwrap_or_default();
                self.doubles.see(&line.order, &line.line, row, &self.table.place);
                return Some(line);
            }
        }
        if self.lines == 0 && !std::mem::replace(&mut self.told, true) {
            self.table.faults.push(Fault::new(
                "no-orders",
                self.table.place.clone(),
                "the file has no order lines",
                "write one order line a row, below the headers",
            ));
        }
        None
    }
}

impl Book {
    /// Take what was found about the file as a whole so far: notes on how it was read, and what kept the rest of it
    /// from being read. Call it once more at the end of the file. See [`crate::is_note`].
    pub fn faults(&mut self) -> Vec<Fault> {
        let doubles = self.doubles.take(&self.table.place);
        self.table.faults.extend(doubles);
        std::mem::take(&mut self.table.faults)
    }

    /// What the file is.
    #[must_use]
    pub fn format(&self) -> Format {
        self.table.format
    }

    /// The columns found, in the order of the template. For JSON, all that there are.
    #[must_use]
    pub fn columns(&self) -> Vec<Found> {
        self.reader
            .layout()
            .found()
            .into_iter()
            .map(|(column, header, index)| Found { column, header: header.to_owned(), letters: letters(index) })
            .collect()
    }

    /// The sheet that is read, of a workbook.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.table.sheet.as_deref()
    }

    /// The row with the headers, from 1; 0 in JSON.
    #[must_use]
    pub fn header_row(&self) -> u64 {
        self.reader.layout().header_row
    }

    /// How far the reading has come, for a progress bar.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.table.progress()
    }
}
