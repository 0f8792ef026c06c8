//! What a sheet's XML holds, read event by event.
//!
//! Source: ECMA-376 Part 1, section 18.3 (worksheets). Rows and cells may leave out their references (`r`), then they
//! follow the one before; elements may carry any namespace prefix.

use std::collections::BTreeSet;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::XlsxError;
use super::package::{attribute, damaged};

/// Rows of a sheet.
pub(super) const ROWS: u32 = 1_048_576;
/// Columns of a sheet.
pub(super) const COLUMNS: u32 = 16_384;

/// What went wrong with a sheet.
#[derive(Debug)]
pub(super) enum SheetError {
    /// The XML could not be read.
    Damaged(String),
    /// The new columns don't fit.
    Full { used: u32 },
    /// The new sheet could not be written.
    Write(std::io::Error),
}

impl SheetError {
    /// The same error, told of a part.
    pub(super) fn in_part(self, part: &str) -> XlsxError {
        match self {
            Self::Damaged(why) => damaged(part, &why),
            Self::Full { used } => XlsxError::Full {
                what: "columns",
                used: u64::from(used),
                limit: u64::from(COLUMNS),
                remedy: "remove what stands far to the right, or ask for a fresh workbook",
            },
            Self::Write(error) => XlsxError::Pack(error.to_string()),
        }
    }
}

impl From<quick_xml::Error> for SheetError {
    fn from(error: quick_xml::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<std::io::Error> for SheetError {
    fn from(error: std::io::Error) -> Self {
        Self::Write(error)
    }
}

/// What a sheet holds already.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The first column, from 1, right of everything that is used.
    pub(super) first_free: u32,
    /// The rows that have an element.
    pub(super) rows: BTreeSet<u32>,
    /// The last used row.
    pub(super) last_row: u32,
    /// The style of the last heading, so that the new headings look like it.
    pub(super) header_style: Option<String>,
    /// The namespace prefix of the sheet's elements, with its colon.
    pub(super) prefix: String,
    /// Is there an element for the widths of columns?
    pub(super) has_widths: bool,
    /// Columns whose width is stated, but for hidden ones.
    pub(super) widths: Vec<(u32, u32)>,
}

/// The parts of a sheet. Elements called `row`, `col` or `f` stand elsewhere too (in the anchors of controls, in
/// extensions), where they mean something else.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Part {
    /// Before the sheet data: the used range, the widths.
    #[default]
    Head,
    /// In the sheet data: rows and cells.
    Data,
    /// After it: merged cells, filters, controls, extensions.
    Tail,
}

/// Where the reader stands.
#[derive(Default)]
pub(super) struct Cursor {
    pub(super) part: Part,
    pub(super) row: u32,
    pub(super) column: u32,
}

impl Cursor {
    /// Follow the start and the end of the sheet data.
    pub(super) fn follow(&mut self, event: &Event<'_>) {
        self.part = match event {
            Event::Start(element) if element.local_name().as_ref() == "sheetData" => Part::Data,
            Event::Empty(element) if element.local_name().as_ref() == "sheetData" => Part::Tail,
            Event::End(element) if element.local_name().as_ref() == "sheetData" => Part::Tail,
            _ => self.part,
        };
    }

    pub(super) fn enter_row(&mut self, element: &BytesStart<'_>) -> Result<u32, SheetError> {
        let stated = attribute(element, "r").map(|r| r.parse::<u32>());
        self.row = match stated {
            Some(Ok(row)) if (1..=ROWS).contains(&row) => row,
            Some(_) => return Err(SheetError::Damaged(format!("a row after row {} has no valid number", self.row))),
            None => self.row.saturating_add(1),
        };
        self.column = 0;
        Ok(self.row)
    }

    pub(super) fn enter_cell(&mut self, element: &BytesStart<'_>) -> Result<u32, SheetError> {
        self.column = match attribute(element, "r") {
            Some(reference) => column_of(&reference)
                .ok_or_else(|| SheetError::Damaged(format!("row {}: {reference:?} is no cell reference", self.row)))?,
            None => self.column.saturating_add(1),
        };
        Ok(self.column)
    }
}

/// Read a sheet once to learn what it holds; `wanted` columns must fit at the right.
pub(super) fn survey(read: impl BufRead, header_row: u32, wanted: usize) -> Result<Survey, SheetError> {
    let mut found = Survey::default();
    let (mut cursor, mut last_column) = (Cursor::default(), 0);
    // The style of the cell that the reader is in.
    let mut style = None;
    each_event(read, |event| {
        cursor.follow(&event);
        let (Event::Start(element) | Event::Empty(element)) = &event else { return Ok(()) };
        match (cursor.part, element.local_name().as_ref()) {
            (_, "sheetData") => {
                found.prefix = element.name().prefix().map(|p| format!("{}:", p.as_ref())).unwrap_or_default();
            }
            (Part::Data, "row") => {
                let row = cursor.enter_row(element)?;
                found.rows.insert(row);
            }
            (Part::Data, "c") => {
                cursor.enter_cell(element)?;
                style = attribute(element, "s");
            }
            // A value, a formula or an inline text: the cell is used. A cell with a style alone is not.
            (Part::Data, "v" | "f" | "is") => {
                last_column = last_column.max(cursor.column);
                found.last_row = found.last_row.max(cursor.row);
                if cursor.row == header_row {
                    found.header_style.clone_from(&style);
                }
            }
            (Part::Tail, "mergeCell" | "autoFilter") => {
                let reference = attribute(element, "ref").unwrap_or_default();
                let right = reference.rsplit_once(':').and_then(|(_, corner)| column_of(corner));
                last_column = last_column.max(right.unwrap_or(0));
            }
            (Part::Head, "cols") => found.has_widths = true,
            (Part::Head, "col") => found.widths.extend(span(element).filter(|_| !hidden(element))),
            _ => {}
        }
        Ok(())
    })?;
    if cursor.part != Part::Tail {
        return Err(SheetError::Damaged("it holds no sheet data".to_owned()));
    }
    found.first_free = last_column.saturating_add(1);
    let used = last_column.saturating_add(u32::try_from(wanted).unwrap_or(u32::MAX));
    if used > COLUMNS { Err(SheetError::Full { used }) } else { Ok(found) }
}

/// The columns that a `col` element speaks of.
pub(super) fn span(element: &BytesStart<'_>) -> Option<(u32, u32)> {
    let number = |name| attribute(element, name).and_then(|text| text.parse::<u32>().ok());
    number("min").zip(number("max"))
}

pub(super) fn hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "hidden").is_some_and(|hidden| hidden == "1" || hidden == "true")
}

/// Read every event of a sheet.
pub(super) fn each_event(
    read: impl BufRead,
    mut visit: impl FnMut(Event<'_>) -> Result<(), SheetError>,
) -> Result<(), SheetError> {
    let mut reader = Reader::from_reader(read);
    let (mut buffer, mut depth) = (Vec::new(), 0_u32);
    loop {
        let event = reader.read_event_into(&mut buffer)?;
        match &event {
            Event::Start(_) => depth = depth.saturating_add(1),
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof if depth > 0 => return Err(SheetError::Damaged("it ends in the middle".to_owned())),
            Event::Eof => return Ok(()),
            _ => {}
        }
        visit(event)?;
        buffer.clear();
    }
}

/// The column, from 1, of a cell reference such as `AB12` or `$AB$12`.
pub(super) fn column_of(reference: &str) -> Option<u32> {
    let letters = reference.trim_start_matches('$').chars().take_while(char::is_ascii_alphabetic);
    let mut column: u32 = 0;
    for letter in letters {
        let digit = u32::from(letter.to_ascii_uppercase()).checked_sub(u32::from('A'))?.checked_add(1)?;
        column = column.checked_mul(26)?.checked_add(digit)?;
    }
    (1..=COLUMNS).contains(&column).then_some(column)
}
