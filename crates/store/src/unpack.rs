//! Files to bytes, unpacked, within bounds.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{DataRef, Reader, Xlsx};
use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use crate::StoreError;

/// No list is larger than this, unpacked: 512 MiB. The largest official one has about 50.
pub const UNPACKED_MAX: u64 = 512 * 1024 * 1024;

/// Files of an archive, at most.
const FILES_MAX: usize = 100;

/// Files with their names: one, or those of an archive.
pub(crate) type Unpacked = Vec<(String, Vec<u8>)>;

pub(crate) fn read_file(path: &Path, limit: u64) -> Result<Unpacked, StoreError> {
    let unreadable = |source| StoreError::Unreadable { path: path.to_owned(), source };
    let too_large = || StoreError::TooLarge { name: path.display().to_string(), limit };
    let file = File::open(path).map_err(unreadable)?;
    // Of a pipe the length is not known.
    let length = file.metadata().ok().filter(std::fs::Metadata::is_file).map_or(0, |data| data.len());
    if length > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0).saturating_add(1));
    read_into(&mut bytes, file, limit).map_err(unreadable)?.ok_or_else(too_large)?;
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    unpack(&name, bytes, limit)
}

/// Unpack gzip and ZIP and the first sheet of a workbook (to CSV), each recognised by content; other bytes are given back
/// as they are. All that comes out together is at most `limit` bytes.
pub(crate) fn unpack(name: &str, bytes: Vec<u8>, limit: u64) -> Result<Unpacked, StoreError> {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let unpacked = read_up_to(MultiGzDecoder::new(bytes.as_slice()), limit)
            .map_err(|source| StoreError::Packed { name: name.to_owned(), source })?;
        let unpacked = unpacked.ok_or_else(|| StoreError::TooLarge { name: name.to_owned(), limit })?;
        return Ok(vec![(name.to_owned(), unpacked)]);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let files = unzip(name, &bytes, limit)?;
        let is_workbook = files.iter().any(|(file, _)| file.starts_with("xl/workbook."));
        return if is_workbook { Ok(vec![(name.to_owned(), sheet(name, bytes)?)]) } else { Ok(files) };
    }
    Ok(vec![(name.to_owned(), bytes)])
}

fn unzip(name: &str, bytes: &[u8], limit: u64) -> Result<Unpacked, StoreError> {
    let broken = |error: zip::result::ZipError| StoreError::Packed { name: name.to_owned(), source: error.into() };
    let too_large = || StoreError::TooLarge { name: name.to_owned(), limit };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > FILES_MAX {
        return Err(too_large());
    }
    let mut files = Vec::new();
    let mut left = limit;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(broken)?;
        if file.is_dir() {
            continue;
        }
        let inner = file.name().map_err(broken)?.into_owned();
        let read = read_up_to(file, left).map_err(|source| StoreError::Packed { name: name.to_owned(), source })?;
        let unpacked = read.ok_or_else(too_large)?;
        left = left.saturating_sub(u64::try_from(unpacked.len()).unwrap_or(u64::MAX));
        files.push((inner, unpacked));
    }
    Ok(files)
}

/// The first sheet that has cells, as CSV. The caller has seen that the workbook unpacks within bounds.
fn sheet(name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    let broken = |says: String| StoreError::Workbook { name: name.to_owned(), says };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    for sheet in book.sheet_names() {
        let mut cells = Cells::default();
        let mut reader = book.worksheet_cells_reader(&sheet).map_err(|error| broken(error.to_string()))?;
        while let Some(cell) = reader.next_cell().map_err(|error| broken(error.to_string()))? {
            cells.put(cell.get_position(), text(cell.get_value())).map_err(broken)?;
        }
        if !cells.rows.is_empty() {
            return cells.csv().map_err(broken);
        }
    }
    Err(broken("no sheet of it has cells".to_owned()))
}

/// The cells of a sheet that are not empty, by row and column. A sheet may name a cell at its far corner, so no table is
/// spanned between them.
#[derive(Default)]
struct Cells {
    rows: BTreeMap<u32, BTreeMap<u32, String>>,
    columns: u32,
}

impl Cells {
    /// No list has more columns.
    const COLUMNS_MAX: u32 = 1000;

    fn put(&mut self, (row, column): (u32, u32), text: String) -> Result<(), String> {
        if text.is_empty() {
            return Ok(());
        }
        if column >= Self::COLUMNS_MAX {
            return Err(format!("it has more than {} columns", Self::COLUMNS_MAX));
        }
        self.columns = self.columns.max(column.saturating_add(1));
        self.rows.entry(row).or_default().insert(column, text);
        Ok(())
    }

    fn csv(&self) -> Result<Vec<u8>, String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in self.rows.values() {
            let cells = (0..self.columns).map(|column| row.get(&column).map_or("", String::as_str));
            writer.write_record(cells).map_err(|error| error.to_string())?;
        }
        writer.into_inner().map_err(|error| error.to_string())
    }
}

fn text(data: &DataRef<'_>) -> String {
    match data {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(when) => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
    }
}

/// All bytes, or `None` where there are more than `limit`.
fn read_up_to(reader: impl Read, limit: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    Ok(read_into(&mut bytes, reader, limit)?.map(|()| bytes))
}

fn read_into(bytes: &mut Vec<u8>, reader: impl Read, limit: u64) -> std::io::Result<Option<()>> {
    reader.take(limit.saturating_add(1)).read_to_end(bytes)?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    Ok((length <= limit).then_some(()))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_bomb_is_refused_before_it_fills_the_memory() {
        let bomb = packed(&vec![0u8; 4_000_000]);
        assert!(bomb.len() < 10_000);
        assert!(matches!(unpack("bomb", bomb, 1_000_000), Err(StoreError::TooLarge { .. })));
    }

    #[test]
    fn a_packed_file_cut_off_is_refused() {
        let whole = packed(b"name\nExample\n");
        assert_eq!(unpack("x", whole.clone(), 1000).unwrap()[0].1, b"name\nExample\n");
        for length in 2..whole.len() {
            let result = unpack("x", whole[..length].to_vec(), 1000);
            assert!(matches!(result, Err(StoreError::Packed { .. })), "{length} of {}", whole.len());
        }
    }
}
