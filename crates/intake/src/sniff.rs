//! What a file is, by its content and never by its name.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;

use crate::Limits;

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text, perhaps CSV.
    Text,
    /// JSON objects, one a line.
    JsonLines,
    /// One JSON array.
    JsonArray,
    /// An Office Open XML workbook.
    Workbook,
    /// A web page.
    Page,
    /// Nothing but blanks.
    Empty,
    /// Something that is not read: what it is, and what to do.
    Other(&'static str, &'static str),
}

const AS_XLSX: &str = "open it in a spreadsheet program and save it as .xlsx or as CSV (UTF-8)";

/// How a file begins.
///
/// # Errors
/// Those of reading the file.
pub(crate) fn head(file: &mut File) -> io::Result<Vec<u8>> {
    const HEAD: u64 = 64 * 1024;
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// Tell what a file is.
///
/// # Errors
/// Those of reading the file.
pub(crate) fn kind(file: &mut File) -> io::Result<Kind> {
    let head = head(file)?;
    if head.starts_with(b"PK") {
        return in_archive(file);
    }
    if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return in_compound_file(file);
    }
    for (magic, name, remedy) in [
        (&b"%PDF"[..], "a PDF", "ask for the table itself, as .xlsx or CSV"),
        (b"\x1f\x8b", "a gzip archive", "unpack it first"),
        (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
        (b"Rar!", "a RAR archive", "unpack it first"),
        (b"PAR1", "a Parquet file", "write it out as CSV"),
        (b"SQLite format 3", "a database", "write the orders out as CSV"),
        (b"{\\rtf", "a text document (RTF)", "copy the table into a spreadsheet and save it as .xlsx"),
        (b"\x89PNG", "a picture", "ask for the table itself, as .xlsx or CSV"),
        (b"\xff\xd8\xff", "a picture", "ask for the table itself, as .xlsx or CSV"),
    ] {
        if head.starts_with(magic) {
            return Ok(Kind::Other(name, remedy));
        }
    }
    Ok(of_text(&head))
}

fn of_text(head: &[u8]) -> Kind {
    let encoding = encoding_rs::Encoding::for_bom(head).map_or(encoding_rs::UTF_8, |(encoding, _)| encoding);
    let (text, _) = encoding.decode_with_bom_removal(head);
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.chars().all(|c| c == '\0') {
        return if start.is_empty() {
            Kind::Empty
        } else {
            Kind::Other("no table: it holds only NUL bytes", "export it again")
        };
    }
    if start.starts_with('{') {
        return Kind::JsonLines;
    }
    if start.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', ']'])) {
        return Kind::JsonArray;
    }
    let lower: String = start.chars().take(2000).flat_map(char::to_lowercase).collect();
    if lower.starts_with('<') {
        return if lower.contains("<html") || lower.contains("<table") || lower.contains("<!doctype html") {
            Kind::Page
        } else {
            Kind::Other("XML, whatever its name", AS_XLSX)
        };
    }
    // Text has few control characters; encodings other than UTF-8 have their own bytes above these.
    let control = head.iter().filter(|b| matches!(b, 0x01..=0x08 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)).count();
    if control.saturating_mul(20) > head.len() {
        return Kind::Other("no table: it holds bytes that no text has", "give a CSV, .xlsx or JSON Lines file");
    }
    Kind::Text
}

fn in_archive(file: &mut File) -> io::Result<Kind> {
    file.seek(SeekFrom::Start(0))?;
    let archive = match ZipArchive::new(BufReader::new(&mut *file)) {
        Ok(archive) => archive,
        Err(_) => return Ok(Kind::Other("a zip file or workbook that is damaged or cut off", "get or save it again")),
    };
    let has = |name: &str| archive.index_for_name(name).is_some();
    Ok(if has("xl/workbook.xml") || has("xl/worksheets/sheet1.xml") {
        Kind::Workbook
    } else if has("xl/workbook.bin") {
        Kind::Other("a binary Excel workbook (.xlsb)", AS_XLSX)
    } else if has("Index/Document.iwa") || has("Index.zip") {
        Kind::Other("an Apple Numbers document", "in Numbers choose File, Export To, Excel or CSV")
    } else if has("word/document.xml") {
        Kind::Other("a Word document", "copy the table into a spreadsheet and save it as .xlsx")
    } else if has("content.xml") && has("mimetype") {
        Kind::Other("an OpenDocument file (.ods)", AS_XLSX)
    } else {
        Kind::Other("a zip archive that holds no workbook", "unpack it first")
    })
}

/// The container of Office before 2007, and of workbooks with a password.
fn in_compound_file(file: &mut File) -> io::Result<Kind> {
    const DIRECTORY: u64 = 4 * 1024 * 1024;
    file.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    file.take(DIRECTORY).read_to_end(&mut bytes)?;
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let encrypted = bytes.windows(name.len()).any(|window| window == name);
    Ok(if encrypted {
        Kind::Other("a workbook with a password", "open it, remove the password, and save it again")
    } else {
        Kind::Other("a workbook of Excel 97-2003 (.xls) or another old Office file", AS_XLSX)
    })
}

/// Why an archive is not unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Bomb {
    /// It grows beyond the limit.
    TooLarge,
    /// A part of it grows by more than the allowed factor.
    TooDense(String),
    /// A part cannot be unpacked.
    Damaged(String),
}

/// Unpack an archive into nothing, to see that it stays within limits. What it says of its own sizes is not believed.
///
/// # Errors
/// Those of reading the file.
pub(crate) fn measure(file: &mut File, limits: &Limits) -> io::Result<Option<Bomb>> {
    file.seek(SeekFrom::Start(0))?;
    let damaged = |name: &str| Ok(Some(Bomb::Damaged(name.to_owned())));
    let Ok(mut archive) = ZipArchive::new(BufReader::new(file)) else { return damaged("its directory") };
    let mut total = 0_u64;
    let mut buffer = vec![0; 64 * 1024];
    for index in 0..archive.len() {
        let Ok(mut entry) = archive.by_index(index) else { return damaged("a part of it") };
        let packed = entry.compressed_size().max(1);
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let mut size = 0_u64;
        loop {
            let Ok(read) = entry.read(&mut buffer) else { return damaged(&name) };
            if read == 0 {
                break;
            }
            let read = u64::try_from(read).unwrap_or(u64::MAX);
            size = size.saturating_add(read);
            total = total.saturating_add(read);
            if total > limits.unpacked_bytes {
                return Ok(Some(Bomb::TooLarge));
            }
            if size > limits.dense_from && size / packed > limits.ratio {
                return Ok(Some(Bomb::TooDense(name)));
            }
        }
    }
    Ok(None)
}
