//! Rows of an Excel workbook, read by a thread of their own.
//!
//! The thread keeps the workbook and hands rows over in batches, so that a sheet need not be held in memory whole; and
//! should the reading crate panic over a damaged file, the panic ends the thread and not the program.

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use calamine::{DataRef, Dimensions, Reader, SheetVisible, Xlsx, XlsxError};
use tidewaiter_model::{Date, Fault, Position};

use crate::Options;
use crate::cell::{Broken, Cell, Row, letters};
use crate::column::Columns;
use crate::hidden::hidden_rows;
use crate::layout::{HEADER_ROWS, Layout, find_header, read_header, score};
use crate::value::quoted;

const BATCH: usize = 256;
/// More merged ranges than this are no longer a table.
const MERGES: usize = 100_000;

/// What the thread found when it opened the workbook.
#[derive(Debug)]
pub(crate) struct Opened<C> {
    pub sheet: String,
    pub layout: Layout<C>,
    /// The last row that the sheet claims to have.
    pub rows: u64,
}

enum Message<C> {
    Opened(Box<Opened<C>>),
    Rows(Vec<Row>),
    Failed(Vec<Fault>),
}

/// Rows of a workbook.
pub(crate) struct SheetRows<C> {
    messages: Receiver<Message<C>>,
    batch: std::vec::IntoIter<Row>,
    /// The last row handed out.
    pub row: u64,
    place: Position,
    done: bool,
}

impl<C: Columns> SheetRows<C> {
    /// Open a workbook and choose its sheet.
    ///
    /// # Errors
    /// A damaged workbook, an unknown sheet, headers that are not understood.
    pub(crate) fn open(file: File, place: &Position, options: &Options) -> Result<(Self, Opened<C>), Vec<Fault>> {
        let (sender, messages) = sync_channel(4);
        let work = Worker { place: place.clone(), options: options.clone(), sender };
        let started = thread::Builder::new().name("workbook".to_owned()).spawn(move || work.run(file));
        if started.is_err() {
            return Err(vec![damaged(place, "no thread could be started to read it")]);
        }
        match messages.recv() {
            Ok(Message::Opened(opened)) => {
                let place = Position { sheet: Some(opened.sheet.clone()), ..place.clone() };
                Ok((Self { messages, batch: Vec::new().into_iter(), row: 0, place, done: false }, *opened))
            }
            Ok(Message::Failed(faults)) => Err(faults),
            Ok(Message::Rows(_)) | Err(_) => Err(vec![damaged(place, "it is damaged")]),
        }
    }

    /// The next row that has anything in it; then, once, what went wrong.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row>, Vec<Fault>> {
        loop {
            if let Some(row) = self.batch.next() {
                self.row = row.number;
                return Ok(Some(row));
            }
            if self.done {
                return Ok(None);
            }
            match self.messages.recv() {
                // An empty batch is the end.
                Ok(Message::Rows(rows)) if rows.is_empty() => self.done = true,
                Ok(Message::Rows(rows)) => self.batch = rows.into_iter(),
                Ok(Message::Opened(_)) => {}
                Ok(Message::Failed(faults)) => {
                    self.done = true;
                    return Err(faults);
                }
                Err(_) => {
                    self.done = true;
                    return Err(vec![damaged(&self.place, "it is damaged after the rows read so far")]);
                }
            }
        }
    }
}

pub(crate) fn damaged(place: &Position, says: &str) -> Fault {
    Fault::new(
        "workbook-damaged",
        place.clone(),
        format!("the workbook cannot be read: {says}"),
        "open it in a spreadsheet program and save it again, as .xlsx or CSV (UTF-8)",
    )
}

struct Worker<C> {
    place: Position,
    options: Options,
    sender: SyncSender<Message<C>>,
}

type Workbook = Xlsx<BufReader<File>>;

impl<C: Columns> Worker<C> {
    fn run(self, file: File) {
        if let Err(faults) = self.work(file) {
            // Nobody listens any more where the book was dropped.
            let _ = self.sender.send(Message::Failed(faults));
        }
    }

    fn fault(&self, error: &XlsxError) -> Vec<Fault> {
        vec![damaged(&self.place, &error.to_string())]
    }

    fn work(&self, mut file: File) -> Result<(), Vec<Fault>> {
        if file.seek(SeekFrom::Start(0)).is_err() {
            return Err(vec![damaged(&self.place, "the file cannot be read")]);
        }
        let copy = file.try_clone();
        let mut workbook: Workbook = Xlsx::new(BufReader::new(file)).map_err(|error| self.fault(&error))?;
        let (sheet, mut layout) = self.choose(&mut workbook)?;
        let place = Position { sheet: Some(sheet.clone()), ..self.place.clone() };
        if let Some((count, first)) = copy.ok().and_then(|mut copy| hidden_rows(&mut copy, &sheet)) {
            layout.notes.push(Fault::new(
                "hidden-rows",
                place.clone().at_row(first),
                format!("the sheet hides rows ({count}, this one first); they were read like the others"),
                format!("delete them if they say nothing about {}", C::THE),
            ));
        }
        let ranges = workbook.merge_cells_by_sheet_name(&sheet).map_err(|error| self.fault(&error))?;
        let mut merges = Merges::new(&ranges, &layout);
        layout.notes.extend(merges.note(&place));
        let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(|error| self.fault(&error))?;
        let rows = u64::from(cells.dimensions().end.0).saturating_add(1);
        let header_row = layout.header_row;
        if self.sender.send(Message::Opened(Box::new(Opened { sheet, layout, rows }))).is_err() {
            return Ok(());
        }
        let mut batch = Vec::with_capacity(BATCH);
        let mut listening = true;
        let columns = self.options.limits.columns;
        let result = each_row(&mut cells, columns, |mut row| {
            if row.number > header_row {
                merges.fill(&mut row);
                batch.push(row);
            }
            if batch.len() >= BATCH {
                listening =
                    self.sender.send(Message::Rows(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))).is_ok();
            }
            listening
        });
        if !listening {
            return Ok(());
        }
        // What was read before the damage is still answered.
        if !batch.is_empty() && self.sender.send(Message::Rows(batch)).is_err() {
            return Ok(());
        }
        result.map_err(|error| vec![damaged(&place, &error.to_string())])?;
        let _ = self.sender.send(Message::Rows(Vec::new()));
        Ok(())
    }

    /// The sheet asked for, or the first with headers that are understood.
    fn choose(&self, workbook: &mut Workbook) -> Result<(String, Layout<C>), Vec<Fault>> {
        let sheets: Vec<(String, bool)> = workbook
            .sheets_metadata()
            .iter()
            .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
            .collect();
        let names = || sheets.iter().map(|(name, _)| quoted(name)).collect::<Vec<_>>().join(", ");
        if let Some(wanted) = &self.options.sheet {
            let same = |name: &str| name.trim().to_lowercase() == wanted.trim().to_lowercase();
            let Some((name, _)) = sheets.iter().find(|(name, _)| same(name)) else {
                return Err(vec![Fault::new(
                    "unknown-sheet",
                    self.place.clone(),
                    format!("the workbook has no sheet {}", quoted(wanted)),
                    format!("its sheets are {}", names()),
                )]);
            };
            return self.read_sheet(workbook, name).1.map(|layout| (name.clone(), layout));
        }
        let mut chosen: Option<(String, Layout<C>)> = None;
        let mut others = Vec::new();
        let mut closest: (usize, Option<Vec<Fault>>) = (0, None);
        for (name, _) in sheets.iter().filter(|(_, visible)| *visible) {
            match self.read_sheet(workbook, name) {
                (_, Ok(layout)) if chosen.is_none() => chosen = Some((name.clone(), layout)),
                (_, Ok(_)) => others.push(quoted(name)),
                (points, Err(faults)) if points > closest.0 || closest.1.is_none() => closest = (points, Some(faults)),
                _ => {}
            }
        }
        let Some((name, mut layout)) = chosen else {
            return Err(closest.1.unwrap_or_else(|| {
                vec![Fault::new(
                    "no-header",
                    self.place.clone(),
                    "the workbook has no visible sheet",
                    format!("show the sheet that tells of {}", C::THE),
                )]
            }));
        };
        if !others.is_empty() {
            layout.notes.push(Fault::new(
                "other-sheets",
                Position { sheet: Some(name.clone()), ..self.place.clone() },
                format!("only this sheet was read; {} could be read as well", others.join(", ")),
                "name another with --sheet",
            ));
        }
        Ok((name, layout))
    }

    /// How many headers a sheet has, and its layout.
    fn read_sheet(&self, workbook: &mut Workbook, name: &str) -> (usize, Result<Layout<C>, Vec<Fault>>) {
        let place = Position { sheet: Some(name.to_owned()), ..self.place.clone() };
        let mut rows = Vec::new();
        let read = workbook.worksheet_cells_reader(name).and_then(|mut cells| {
            each_row(&mut cells, self.options.limits.columns, |row| {
                rows.push(row);
                rows.len() < HEADER_ROWS
            })
        });
        match read {
            // A sheet of charts holds no cells.
            Err(XlsxError::NotAWorksheet(_)) => {}
            Err(error) if rows.is_empty() => return (0, Err(vec![damaged(&place, &error.to_string())])),
            _ => {}
        }
        let map = &self.options.map;
        match find_header::<C>(&rows, map) {
            Some(header) => (score::<C>(header, map), read_header(header, map, &place)),
            None => (0, Err(vec![crate::table::no_header::<C>(&place, rows.first(), rows.is_empty())])),
        }
    }
}

/// Hand over each row that has any value, until told to stop.
fn each_row(
    cells: &mut calamine::XlsxCellReader<'_, BufReader<File>>,
    columns: usize,
    mut take: impl FnMut(Row) -> bool,
) -> Result<(), XlsxError> {
    let mut row = Row::default();
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        let number = u64::from(cell.pos.0).saturating_add(1);
        if number != row.number {
            let whole = std::mem::replace(&mut row, Row { number, ..Row::default() });
            if !whole.is_blank() && !take(whole) {
                return Ok(());
            }
        }
        let index = usize::try_from(cell.pos.1).unwrap_or(usize::MAX);
        if index >= columns {
            continue;
        }
        let value = value(&cell.value, cell.formula.is_some());
        if value.is_empty() {
            continue;
        }
        if row.cells.len() <= index {
            row.cells.resize(index.saturating_add(1), Cell::Empty);
        }
        if let Some(slot) = row.cells.get_mut(index) {
            *slot = value;
        }
    }
    if !row.is_blank() {
        take(row);
    }
    Ok(())
}

fn value(data: &DataRef<'_>, formula: bool) -> Cell {
    match data {
        DataRef::Empty if formula => Cell::Broken(Broken::NoResult),
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => Cell::Number(number_text(*number)),
        DataRef::Bool(value) => Cell::Text(if *value { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(when) if when.is_datetime() => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            let date =
                (|| Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok())();
            match date {
                Some(date) if date.year() >= 1980 => Cell::Date(date),
                _ => Cell::Number(number_text(when.as_f64())),
            }
        }
        DataRef::DateTime(when) => Cell::Number(number_text(when.as_f64())),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::from_text(text),
        DataRef::Error(error) => Cell::Broken(Broken::Error(error.to_string())),
    }
}

/// Text of a workbook. What begins with = there is a text, since formulas are stored apart.
fn text_cell(text: &str) -> Cell {
    match Cell::from_text(text) {
        Cell::Broken(Broken::Formula(text)) => Cell::Text(text),
        cell => cell,
    }
}

/// A number as a spreadsheet shows it: with fifteen digits, and no exponent.
fn number_text(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

/// Merged ranges over several rows: the value stands in the first and holds for all.
struct Merges {
    /// Column, first and last row (from 1), the range in letters, and whether its value can hold for each row.
    ranges: Vec<(usize, u64, u64, String, bool)>,
    next: usize,
    active: Vec<(usize, u64, Cell)>,
}

impl Merges {
    fn new<C: Columns>(ranges: &[Dimensions], layout: &Layout<C>) -> Self {
        let found = layout.found();
        let mut kept: Vec<(usize, u64, u64, String, bool)> = ranges
            .iter()
            .take(MERGES)
            .filter_map(|range| {
                let column = usize::try_from(range.start.1).ok()?;
                let last_column = usize::try_from(range.end.1).ok()?;
                let (first, last) = (u64::from(range.start.0) + 1, u64::from(range.end.0) + 1);
                let (meant, _, _) = found.iter().find(|(_, _, index)| *index == column)?;
                if first <= layout.header_row || last <= first {
                    return None;
                }
                let words = format!("{}{first}:{}{last}", letters(column), letters(last_column));
                Some((column, first, last, words, meant.is_shared()))
            })
            .collect();
        kept.sort_unstable_by_key(|(column, first, ..)| (*first, *column));
        Self { ranges: kept, next: 0, active: Vec::new() }
    }

    fn note(&self, place: &Position) -> Option<Fault> {
        const SHOWN: usize = 5;
        let shared: Vec<&str> =
            self.ranges.iter().filter(|range| range.4).map(|(_, _, _, words, _)| words.as_str()).collect();
        if shared.is_empty() {
            return None;
        }
        let mut words = shared.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
        if shared.len() > SHOWN {
            words = format!("{words} and {} more", shared.len().saturating_sub(SHOWN));
        }
        Some(Fault::new(
            "merged-rows",
            place.clone(),
            format!("cells are merged over several rows ({words}); their value was taken for each of these rows"),
            "nothing to do if that is meant; otherwise unmerge the cells",
        ))
    }

    /// Put the values of merged ranges into a row.
    fn fill(&mut self, row: &mut Row) {
        self.active.retain(|(_, last, _)| *last >= row.number);
        for (column, _, value) in self.active.iter().map(|(column, last, value)| (*column, *last, value)) {
            if row.cells.len() <= column {
                row.cells.resize(column.saturating_add(1), Cell::Empty);
            }
            if let Some(cell) = row.cells.get_mut(column)
                && cell.is_empty()
            {
                *cell = value.clone();
            }
        }
        while let Some((column, first, last, words, shared)) = self.ranges.get(self.next) {
            if *first > row.number {
                break;
            }
            self.next = self.next.saturating_add(1);
            let Some(cell) = row.cells.get_mut(*column) else { continue };
            if *first < row.number || cell.is_empty() {
                continue;
            }
            if !shared {
                *cell = Cell::Broken(Broken::Merged(words.clone()));
            }
            self.active.push((*column, *last, cell.clone()));
        }
    }
}
