//! A file of any kind as rows under headers, opened.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use tidewaiter_model::{Fault, Position};

use crate::cell::Row;
use crate::column::Columns;
use crate::delimited::{self, Delimited, dialect};
use crate::json::JsonRows;
use crate::layout::{HEADER_ROWS, Layout, find_header, read_header, score};
use crate::sniff::{Bomb, Kind, kind, measure};
use crate::text::{Decoded, Encoded, Lines, detect};
use crate::value::quoted;
use crate::workbook::{SheetRows, damaged};
use crate::{Format, Limits, Options};

/// How far the reading has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of a text file, or rows of a workbook, read so far.
    pub done: u64,
    /// All of them, as far as the file says.
    pub total: u64,
}

/// Rows of a file, with the layout of its headers. CSV and JSON are read row by row, whatever their size; of a workbook
/// some rows are read ahead.
pub(crate) struct Table<C> {
    source: Source<C>,
    ahead: VecDeque<Row>,
    /// Where the columns stand.
    pub layout: Layout<C>,
    /// What the file is.
    pub format: Format,
    /// The sheet that is read, of a workbook.
    pub sheet: Option<String>,
    size: u64,
    /// The file, and the sheet.
    pub place: Position,
    /// What was found about the file as a whole.
    pub faults: Vec<Fault>,
    width: Option<usize>,
    ended: bool,
}

enum Source<C> {
    Csv(Box<Delimited>),
    Json(Box<JsonRows<C>>),
    Sheet(SheetRows<C>),
    /// All rows were read ahead.
    Page,
}

impl<C: Columns> Table<C> {
    /// Open a file under the name by which it is to be called.
    ///
    /// # Errors
    /// What keeps the file as a whole from being read; several where several are known at once.
    pub(crate) fn open(path: &Path, name: &str, options: &Options) -> Result<Self, Vec<Fault>> {
        let place = Position::file(name);
        let mut file = open_file(path, &place)?;
        let size = file.metadata().map_or(0, |metadata| metadata.len());
        let failed = |error: &io::Error| vec![unreadable(&place, error)];
        let opened = match kind(&mut file).map_err(|error| failed(&error))? {
            Kind::Empty => return Err(vec![empty::<C>(&place)]),
            Kind::Other(what, remedy) => {
                let says = format!("the file is {what}");
                return Err(vec![Fault::new("unsupported-file", place.clone(), says, remedy)]);
            }
            Kind::Workbook => return workbook(file, size, place, options),
            Kind::Page => page(file, size, place.clone(), options),
            Kind::Text => csv(file, size, place.clone(), options),
            json @ (Kind::JsonLines | Kind::JsonArray) => {
                json_rows(file, size, place.clone(), options, json == Kind::JsonArray)
            }
        };
        opened.map_err(|stop| match stop {
            Stop::Io(error) => failed(&error),
            Stop::Faults(faults) => faults,
        })
    }

    /// The next row; blank ones among them.
    pub(crate) fn next_row(&mut self) -> Option<Row> {
        if self.ended {
            return None;
        }
        if let Some(mut row) = self.ahead.pop_front() {
            self.check_width(&mut row);
            return Some(row);
        }
        let read = match &mut self.source {
            Source::Csv(rows) => rows.next_row().map_err(|error| vec![unreadable(&self.place, &error)]),
            Source::Json(rows) => rows.next_row().map_err(|error| vec![unreadable(&self.place, &error)]),
            Source::Sheet(rows) => rows.next_row(),
            Source::Page => Ok(None),
        };
        match read {
            Ok(Some(mut row)) => {
                self.check_width(&mut row);
                Some(row)
            }
            Ok(None) => {
                self.end();
                None
            }
            Err(faults) => {
                self.faults.extend(faults);
                self.end();
                None
            }
        }
    }

    fn end(&mut self) {
        self.ended = true;
        if let Source::Json(rows) = &self.source
            && !rows.unknown.is_empty()
        {
            let keys: Vec<String> = rows.unknown.iter().map(|key| quoted(key)).collect();
            self.faults.push(Fault::new(
                "column-not-read",
                self.place.clone(),
                format!("no column of {} is known by {}", C::OF, keys.join(", ")),
                format!("nothing to do if they say nothing about {}; otherwise --map column=key", C::THE),
            ));
        }
    }

    /// More or fewer cells than headers mean that cells may stand under the wrong one. Empty cells beyond are common.
    fn check_width(&self, row: &mut Row) {
        let Some(expected) = self.width else { return };
        while row.cells.len() > expected && row.cells.last().is_some_and(crate::cell::Cell::is_empty) {
            row.cells.pop();
        }
        let found = row.cells.len();
        // A row known to be broken has another number of cells for that reason.
        let told = row.problems.iter().any(crate::cell::Problem::spoils_cells);
        if found != expected && !row.is_blank() && !told {
            row.problems.push(crate::cell::Problem::Ragged { found, expected });
        }
    }

    /// How far the reading has come, for a progress bar.
    pub(crate) fn progress(&self) -> Progress {
        let done = match &self.source {
            Source::Csv(rows) => rows.lines.input.bytes,
            Source::Json(rows) => rows.lines.input.bytes,
            Source::Sheet(rows) => rows.row,
            Source::Page => self.size,
        };
        Progress { done, total: self.size }
    }
}

enum Stop {
    Io(io::Error),
    Faults(Vec<Fault>),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

pub(crate) fn open_file(path: &Path, place: &Position) -> Result<File, Vec<Fault>> {
    let not_a_file = |what: &str, remedy: &str| vec![Fault::new("not-a-file", place.clone(), what, remedy)];
    let metadata = std::fs::metadata(path).map_err(|error| vec![unreadable(place, &error)])?;
    if metadata.is_dir() {
        return Err(not_a_file("it is a folder", "name a file in it"));
    }
    if !metadata.is_file() {
        return Err(not_a_file("it is no regular file", "write its content to a file first, and name that"));
    }
    File::open(path).map_err(|error| vec![unreadable(place, &error)])
}

pub(crate) fn unreadable(place: &Position, error: &io::Error) -> Fault {
    let (code, says, remedy) = match error.kind() {
        io::ErrorKind::NotFound => {
            ("no-such-file", "there is no such file".to_owned(), "check the name and the folder")
        }
        io::ErrorKind::PermissionDenied => {
            ("no-permission", "you may not read the file".to_owned(), "ask for the right to read it, or copy it")
        }
        _ => {
            ("unreadable-file", format!("the file cannot be read: {error}"), "check the disk or network, and try again")
        }
    };
    Fault::new(code, place.clone(), says, remedy)
}

fn empty<C: Columns>(place: &Position) -> Fault {
    Fault::new("empty-file", place.clone(), "the file is empty", C::START)
}

/// No row has headers that are known.
pub(crate) fn no_header<C: Columns>(place: &Position, first: Option<&Row>, nothing: bool) -> Fault {
    let says = match first {
        Some(row) if !nothing => {
            let cells: Vec<String> = row
                .cells
                .iter()
                .map(crate::cell::Cell::as_header)
                .filter(|text| !text.is_empty())
                .take(12)
                .map(quoted)
                .collect();
            format!(
                "none of the first {HEADER_ROWS} rows has headers that are known; row {} reads {}",
                row.number,
                cells.join(", ")
            )
        }
        _ => "it has no rows".to_owned(),
    };
    Fault::new("no-header", place.clone(), says, C::NAMES)
}

fn workbook<C: Columns>(mut file: File, size: u64, place: Position, options: &Options) -> Result<Table<C>, Vec<Fault>> {
    match measure(&mut file, &options.limits) {
        Err(error) => return Err(vec![unreadable(&place, &error)]),
        Ok(Some(bomb)) => return Err(vec![refusal(&bomb, &place, &options.limits)]),
        Ok(None) => {}
    }
    let (rows, opened) = SheetRows::open(file, &place, options)?;
    let place = Position { sheet: Some(opened.sheet.clone()), ..place };
    let mut faults = opened.layout.notes.clone();
    above(&mut faults, &opened.layout, &place);
    Ok(Table {
        source: Source::Sheet(rows),
        ahead: VecDeque::new(),
        layout: opened.layout,
        format: Format::Xlsx,
        sheet: Some(opened.sheet),
        size: opened.rows.max(u64::from(size > 0)),
        place,
        faults,
        width: None,
        ended: false,
    })
}

pub(crate) fn refusal(bomb: &Bomb, place: &Position, limits: &Limits) -> Fault {
    let remedy = "if it is a true workbook, save it as CSV (UTF-8) and give that";
    match bomb {
        Bomb::TooLarge => {
            let limit = limits.unpacked_bytes / (1024 * 1024);
            Fault::new(
                "zip-bomb",
                place.clone(),
                format!("the workbook unpacks to more than {limit} MB; it was not opened"),
                remedy,
            )
        }
        Bomb::TooDense(part) => {
            let says = format!(
                "the part {} of the workbook unpacks to more than {} times its size; it was not opened",
                quoted(part),
                limits.ratio
            );
            Fault::new("zip-bomb", place.clone(), says, remedy)
        }
        Bomb::Damaged(part) => damaged(place, &format!("{part} cannot be unpacked")),
    }
}

/// Rows above the headers are told, since orders might stand there.
fn above<C: Columns>(faults: &mut Vec<Fault>, layout: &Layout<C>, place: &Position) {
    if layout.header_row > 1 {
        faults.push(Fault::new(
            "rows-above-header",
            place.clone(),
            format!("the headers stand in row {}; the rows above it were not read", layout.header_row),
            format!("nothing to do if they say nothing about {}", C::THE),
        ));
    }
}

fn assumed(faults: &mut Vec<Fault>, encoded: Encoded, place: &Position) {
    if encoded.assumed {
        faults.push(Fault::new(
            "encoding-assumed",
            place.clone(),
            format!("the file is not UTF-8; it was read as {}", encoded.encoding.name()),
            "if names look wrong, save it again as CSV (UTF-8)",
        ));
    }
}

fn csv<C: Columns>(mut file: File, size: u64, place: Position, options: &Options) -> Result<Table<C>, Stop> {
    let encoded = detect(&mut file)?;
    let head = {
        let mut bytes = Vec::new();
        let limit = u64::try_from(delimited::HEAD).unwrap_or(u64::MAX);
        Decoded::new(file.try_clone()?, encoded.encoding)?.take(limit).read_to_end(&mut bytes)?;
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let dialect = dialect(&head, |row| score::<C>(row, &options.map));
    let limits = &options.limits;
    let lines = Lines::new(Decoded::new(file, encoded.encoding)?, dialect.terminator, limits.row_bytes);
    let mut rows = Delimited::new(lines, dialect, limits.row_bytes, limits.columns);
    let mut ahead = Vec::new();
    while ahead.len() < HEADER_ROWS {
        match rows.next_row()? {
            Some(row) if row.is_blank() => {}
            Some(row) => ahead.push(row),
            None => break,
        }
    }
    let header = find_header::<C>(&ahead, &options.map)
        .ok_or_else(|| Stop::Faults(vec![no_header::<C>(&place, ahead.first(), ahead.is_empty())]))?;
    let layout = read_header(header, &options.map, &place).map_err(Stop::Faults)?;
    let mut faults = layout.notes.clone();
    above(&mut faults, &layout, &place);
    assumed(&mut faults, encoded, &place);
    ahead.retain(|row| row.number > layout.header_row);
    let width = Some(layout.width);
    Ok(Table {
        source: Source::Csv(Box::new(rows)),
        ahead: ahead.into(),
        layout,
        format: Format::Csv { delimiter: char::from(dialect.delimiter), encoding: encoded.encoding.name() },
        sheet: None,
        size,
        place,
        faults,
        width,
        ended: false,
    })
}

fn page<C: Columns>(mut file: File, size: u64, place: Position, options: &Options) -> Result<Table<C>, Stop> {
    if size > options.limits.page_bytes {
        return Err(Stop::Faults(vec![Fault::new(
            "page-too-large",
            place,
            format!(
                "the file is a web page (HTML), whatever its name, of more than {} MB",
                options.limits.page_bytes >> 20
            ),
            "open it in a spreadsheet program and save it as .xlsx or as CSV (UTF-8)",
        )]));
    }
    let encoded = detect(&mut file)?;
    let mut bytes = Vec::new();
    Decoded::new(file, encoded.encoding)?.read_to_end(&mut bytes)?;
    let rows = crate::html::rows(&String::from_utf8_lossy(&bytes), options.limits.columns);
    if rows.is_empty() {
        return Err(Stop::Faults(vec![Fault::new(
            "page-without-table",
            place,
            "the file is a web page (HTML), whatever its name, and holds no table",
            "open it in a browser, it may be an error page; ask for the table itself, as .xlsx or CSV",
        )]));
    }
    let header = find_header::<C>(&rows, &options.map)
        .ok_or_else(|| Stop::Faults(vec![no_header::<C>(&place, rows.first(), false)]))?;
    let layout = read_header(header, &options.map, &place).map_err(Stop::Faults)?;
    let mut faults = layout.notes.clone();
    above(&mut faults, &layout, &place);
    assumed(&mut faults, encoded, &place);
    let ahead = rows.iter().filter(|row| row.number > layout.header_row).cloned().collect();
    Ok(Table {
        source: Source::Page,
        ahead,
        layout,
        format: Format::Html,
        sheet: None,
        size,
        place,
        faults,
        width: None,
        ended: false,
    })
}

fn json_rows<C: Columns>(
    mut file: File,
    size: u64,
    place: Position,
    options: &Options,
    array: bool,
) -> Result<Table<C>, Stop> {
    let mut unknown = Vec::new();
    let mut map = Vec::new();
    for (column, header) in &options.map {
        match C::recognise(column) {
            Some((column, _)) => map.push((column, header.clone())),
            None => unknown.push(crate::layout::unknown_column::<C>(column, &place)),
        }
    }
    if !unknown.is_empty() {
        return Err(Stop::Faults(unknown));
    }
    let encoded = detect(&mut file)?;
    let mut faults = Vec::new();
    assumed(&mut faults, encoded, &place);
    let lines = Lines::new(Decoded::new(file, encoded.encoding)?, b'\n', options.limits.row_bytes);
    Ok(Table {
        source: Source::Json(Box::new(JsonRows::new(lines, array, options.limits.row_bytes, map))),
        ahead: VecDeque::new(),
        layout: Layout::of_names(),
        format: Format::Json,
        sheet: None,
        size,
        place,
        faults,
        width: None,
        ended: false,
    })
}
