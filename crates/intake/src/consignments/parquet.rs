//! Consignments in Parquet, column by column, some thousand rows at a time.

use std::borrow::Cow;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::column::reader::ColumnReader;
use parquet::data_type::{ByteArray, FixedLenByteArray, Int96};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;
use tidewaiter_model::{Consignment, Decimal, Fault, Position};
use tidewaiter_tracing::date_of_day;

use super::columns::Field;
use super::row::{Raw, Raws, RowReader};
use super::{ConsignmentOptions, ConsignmentsRead};
use crate::cell::{Cell, Row};
use crate::column::Columns;
use crate::layout::{Layout, read_header};
use crate::line::says_nothing;
use crate::value::Unread;

/// Rows read at a time.
const BATCH: usize = 8192;

pub(crate) fn read(
    file: &File,
    place: &Position,
    options: &ConsignmentOptions,
    take: &mut impl FnMut(&Consignment<'_>),
) -> Result<ConsignmentsRead, Vec<Fault>> {
    // The reading crate is careful; should it panic over a damaged file all the same, that is the file's fault.
    catch_unwind(AssertUnwindSafe(|| read_file(file, place, options, take)))
        .unwrap_or_else(|_| Err(vec![damaged(place, "it is damaged")]))
}

fn damaged(place: &Position, says: &str) -> Fault {
    Fault::new(
        "parquet-damaged",
        place.clone(),
        format!("the Parquet file cannot be read: {says}"),
        "write it again, or write it out as CSV",
    )
}

fn read_file(
    file: &File,
    place: &Position,
    options: &ConsignmentOptions,
    take: &mut impl FnMut(&Consignment<'_>),
) -> Result<ConsignmentsRead, Vec<Fault>> {
    let failed = |error: &ParquetError| vec![damaged(place, &error.to_string())];
    let copy = file.try_clone().map_err(|error| vec![damaged(place, &error.to_string())])?;
    let reader = SerializedFileReader::new(copy).map_err(|error| failed(&error))?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let layout = layout(schema.columns().iter().map(AsRef::as_ref), options, place)?;
    let mut rows = RowReader::new(&layout, place.clone(), false, options.per_box);
    let mut number = 0_u64;
    let mut notes = layout.notes.clone();
    for group in 0..reader.num_row_groups() {
        let read = reader
            .get_row_group(group)
            .and_then(|group| read_group(group.as_ref(), &layout, &mut rows, &mut number, take));
        if let Err(error) = read {
            let after = format!("{error}; {number} rows before this were read");
            notes.push(damaged(place, &after));
            break;
        }
    }
    Ok(rows.finish(notes))
}

/// Where the columns stand: a list is known by the name of its column.
fn layout<'a>(
    columns: impl Iterator<Item = &'a ColumnDescriptor>,
    options: &ConsignmentOptions,
    place: &Position,
) -> Result<Layout<Field>, Vec<Fault>> {
    let cells = columns
        .map(|column| column.path().parts().first().map_or(Cell::Empty, |name| Cell::Text(name.clone())))
        .collect();
    let row = Row { cells, ..Row::default() };
    let without_row = |mut fault: Fault| {
        fault.position.row = None;
        fault
    };
    match read_header(&row, &options.table.map, place) {
        Ok(mut layout) => {
            layout.notes = std::mem::take(&mut layout.notes).into_iter().map(without_row).collect();
            Ok(layout)
        }
        Err(faults) => Err(faults.into_iter().map(without_row).collect()),
    }
}

fn read_group(
    group: &dyn RowGroupReader,
    layout: &Layout<Field>,
    rows: &mut RowReader,
    number: &mut u64,
    take: &mut impl FnMut(&Consignment<'_>),
) -> Result<(), ParquetError> {
    let mut columns = Vec::new();
    for (field, _, index) in layout.found() {
        let column = group.metadata().schema_descr().column(index);
        columns.push(Column::new(field, &column, group.get_column_reader(index)?));
    }
    let total = group.metadata().num_rows();
    let mut done = 0_i64;
    while done < total {
        let mut read = None;
        for column in &mut columns {
            let records = column.fill()?;
            if read.is_some_and(|before| before != records) {
                return Err(ParquetError::General("its columns are of different lengths".to_owned()));
            }
            read = Some(records);
        }
        let records = read.unwrap_or(0);
        if records == 0 {
            return Err(ParquetError::General("it ends before its last row".to_owned()));
        }
        let mut cursors = vec![Cursor::default(); columns.len()];
        for _ in 0..records {
            *number = number.saturating_add(1);
            let mut raws: Raws<'_> = Default::default();
            for (column, cursor) in columns.iter().zip(&mut cursors) {
                if let Some(slot) = raws.get_mut(column.slot) {
                    *slot = column.next(cursor);
                }
            }
            if let Some(consignment) = rows.consignment(*number, &raws) {
                take(&consignment);
            }
        }
        done = done.saturating_add(i64::try_from(records).unwrap_or(i64::MAX));
    }
    Ok(())
}

/// What a number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    Unsigned,
    Day,
    /// So many of it make a day.
    Time(i64),
    Decimal(u32),
}

impl Kind {
    fn of(column: &ColumnDescriptor) -> Self {
        const SECONDS: i64 = 86_400;
        let scale = || u32::try_from(column.type_scale()).unwrap_or(0);
        match column.logical_type_ref() {
            Some(LogicalType::Date) => return Self::Day,
            Some(LogicalType::Timestamp(time)) => {
                return Self::Time(match time.unit {
                    TimeUnit::MILLIS => SECONDS * 1_000,
                    TimeUnit::MICROS => SECONDS * 1_000_000,
                    TimeUnit::NANOS => SECONDS * 1_000_000_000,
                });
            }
            Some(LogicalType::Decimal(_)) => return Self::Decimal(scale()),
            _ => {}
        }
        match column.converted_type() {
            ConvertedType::DATE => Self::Day,
            ConvertedType::TIMESTAMP_MILLIS => Self::Time(SECONDS * 1_000),
            ConvertedType::TIMESTAMP_MICROS => Self::Time(SECONDS * 1_000_000),
            ConvertedType::DECIMAL => Self::Decimal(scale()),
            ConvertedType::UINT_32 | ConvertedType::UINT_64 => Self::Unsigned,
            _ => Self::Plain,
        }
    }
}

#[derive(Debug)]
enum Values {
    Bool(Vec<bool>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Int96(Vec<Int96>),
    Float(Vec<f32>),
    Double(Vec<f64>),
    Bytes(Vec<ByteArray>),
    Fixed(Vec<FixedLenByteArray>),
}

/// One column of a row group, and the rows of it that were read last.
struct Column {
    slot: usize,
    kind: Kind,
    reader: ColumnReader,
    values: Values,
    /// How deep each value is defined; empty where none may be missing.
    defined: Vec<i16>,
    most_defined: i16,
    /// Where rows begin in a list: at 0.
    repeated: Vec<i16>,
    is_list: bool,
}

/// How far a column's rows have been taken.
#[derive(Clone, Copy, Debug, Default)]
struct Cursor {
    level: usize,
    value: usize,
}

impl Column {
    fn new(field: Field, column: &ColumnDescriptor, reader: ColumnReader) -> Self {
        let values = match reader {
            ColumnReader::BoolColumnReader(_) => Values::Bool(Vec::new()),
            ColumnReader::Int32ColumnReader(_) => Values::Int32(Vec::new()),
            ColumnReader::Int64ColumnReader(_) => Values::Int64(Vec::new()),
            ColumnReader::Int96ColumnReader(_) => Values::Int96(Vec::new()),
            ColumnReader::FloatColumnReader(_) => Values::Float(Vec::new()),
            ColumnReader::DoubleColumnReader(_) => Values::Double(Vec::new()),
            ColumnReader::ByteArrayColumnReader(_) => Values::Bytes(Vec::new()),
            ColumnReader::FixedLenByteArrayColumnReader(_) => Values::Fixed(Vec::new()),
        };
        Self {
            slot: field.slot(),
            kind: Kind::of(column),
            reader,
            values,
            defined: Vec::new(),
            most_defined: column.max_def_level(),
            repeated: Vec::new(),
            is_list: column.max_rep_level() > 0,
        }
    }

    /// Read the next rows; how many.
    fn fill(&mut self) -> Result<usize, ParquetError> {
        self.defined.clear();
        self.repeated.clear();
        let levels = (&mut self.defined, &mut self.repeated);
        macro_rules! fill {
            ($reader:expr, $values:expr) => {{
                $values.clear();
                $reader.read_records(BATCH, Some(levels.0), Some(levels.1), $values)?
            }};
        }
        let (records, ..) = match (&mut self.reader, &mut self.values) {
            (ColumnReader::BoolColumnReader(reader), Values::Bool(values)) => fill!(reader, values),
            (ColumnReader::Int32ColumnReader(reader), Values::Int32(values)) => fill!(reader, values),
            (ColumnReader::Int64ColumnReader(reader), Values::Int64(values)) => fill!(reader, values),
            (ColumnReader::Int96ColumnReader(reader), Values::Int96(values)) => fill!(reader, values),
            (ColumnReader::FloatColumnReader(reader), Values::Float(values)) => fill!(reader, values),
            (ColumnReader::DoubleColumnReader(reader), Values::Double(values)) => fill!(reader, values),
            (ColumnReader::ByteArrayColumnReader(reader), Values::Bytes(values)) => fill!(reader, values),
            (ColumnReader::FixedLenByteArrayColumnReader(reader), Values::Fixed(values)) => fill!(reader, values),
            _ => return Err(ParquetError::General("a column is of another type than it says".to_owned())),
        };
        Ok(records)
    }

    /// The value of the next row.
    fn next(&self, cursor: &mut Cursor) -> Raw<'_> {
        if !self.is_list {
            return self.one(cursor).unwrap_or_default();
        }
        let mut texts: Vec<String> = Vec::new();
        loop {
            match self.one(cursor) {
                Some(Raw::Text(text)) => texts.push(text.into_owned()),
                Some(Raw::Whole(number)) => texts.push(number.to_string()),
                _ => {}
            }
            // A row of a list goes on until the next begins.
            if self.repeated.get(cursor.level).is_none_or(|level| *level == 0) {
                break;
            }
        }
        if texts.is_empty() { Raw::Empty } else { Raw::Text(Cow::Owned(texts.join(";"))) }
    }

    fn one(&self, cursor: &mut Cursor) -> Option<Raw<'_>> {
        let present = self.most_defined == 0 || self.defined.get(cursor.level) == Some(&self.most_defined);
        cursor.level = cursor.level.saturating_add(1);
        if !present {
            return None;
        }
        let at = cursor.value;
        cursor.value = at.saturating_add(1);
        Some(self.value(at))
    }

    fn value(&self, at: usize) -> Raw<'_> {
        let raw = match &self.values {
            Values::Bool(values) => {
                values.get(at).map(|value| Raw::Text(Cow::Borrowed(if *value { "true" } else { "false" })))
            }
            Values::Int32(values) => values.get(at).map(|value| self.whole(i64::from(*value))),
            Values::Int64(values) => values.get(at).map(|value| self.whole(*value)),
            Values::Int96(values) => values.get(at).map(|value| day(value.to_seconds().div_euclid(86_400))),
            Values::Float(values) => values.get(at).map(|value| number(value.to_string().parse().unwrap_or(f64::NAN))),
            Values::Double(values) => values.get(at).map(|value| number(*value)),
            Values::Bytes(values) => values.get(at).map(|value| self.bytes(value.data())),
            Values::Fixed(values) => values.get(at).map(|value| self.bytes(value.data())),
        };
        raw.unwrap_or_default()
    }

    fn whole(&self, value: i64) -> Raw<'static> {
        match self.kind {
            Kind::Plain => Raw::Whole(value),
            Kind::Unsigned => Raw::Number(Decimal::from(u64::from_ne_bytes(value.to_ne_bytes()))),
            Kind::Day => day(value),
            Kind::Time(a_day) => day(value.div_euclid(a_day)),
            Kind::Decimal(scale) => decimal(i128::from(value), scale),
        }
    }

    fn bytes<'a>(&self, bytes: &'a [u8]) -> Raw<'a> {
        if let Kind::Decimal(scale) = self.kind {
            // Big-endian, and negative where the first bit is set.
            let negative = bytes.first().is_some_and(|byte| *byte >= 0x80);
            if bytes.len() > 16 {
                return too_large();
            }
            let start: i128 = if negative { -1 } else { 0 };
            return decimal(bytes.iter().fold(start, |sum, byte| (sum << 8) | i128::from(*byte)), scale);
        }
        match std::str::from_utf8(bytes).map(str::trim) {
            Ok(text) if says_nothing(text) => Raw::Empty,
            Ok(text) => Raw::Text(Cow::Borrowed(text)),
            Err(_) => Raw::Text(Cow::Owned(String::from_utf8_lossy(bytes).into_owned())),
        }
    }
}

fn too_large() -> Raw<'static> {
    Raw::Broken(Box::new(Unread {
        code: "unread-number",
        says: "the number has more digits than can be read".to_owned(),
        remedy: "write it with fewer digits".to_owned(),
    }))
}

fn decimal(digits: i128, scale: u32) -> Raw<'static> {
    Decimal::try_from_i128_with_scale(digits, scale).map_or_else(|_| too_large(), Raw::Number)
}

fn number(value: f64) -> Raw<'static> {
    if value.is_nan() {
        return Raw::Empty;
    }
    Decimal::try_from(value).map_or_else(|_| Raw::Text(Cow::Owned(value.to_string())), Raw::Number)
}

fn day(days: i64) -> Raw<'static> {
    match i32::try_from(days).map(date_of_day) {
        Ok(date) if (1980..=2100).contains(&date.year()) => Raw::Day(date),
        _ => Raw::Broken(Box::new(Unread {
            code: "impossible-date",
            says: format!("the day {days} after 1970-01-01 lies outside the years 1980 to 2100"),
            remedy: "check the unit of the column's dates".to_owned(),
        })),
    }
}
