//! Rows that a workbook hides: a filter may stand over them, and they are orders all the same.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom};

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use zip::ZipArchive;

/// How many rows of a sheet are hidden, and the first of them; `None` where there are none or it cannot be told.
pub(crate) fn hidden_rows(file: &mut File, sheet: &str) -> Option<(u64, u64)> {
    file.seek(SeekFrom::Start(0)).ok()?;
    let mut archive = ZipArchive::new(BufReader::new(file)).ok()?;
    let mut id = None;
    each_element(&mut archive, "xl/workbook.xml", "sheet", |element| {
        if attribute(element, "name").as_deref() == Some(sheet) {
            id = attribute(element, "id");
        }
    })?;
    let id = id?;
    let mut path = None;
    each_element(&mut archive, "xl/_rels/workbook.xml.rels", "Relationship", |element| {
        if attribute(element, "Id").as_ref() == Some(&id) {
            path = attribute(element, "Target");
        }
    })?;
    let path = path?;
    let path = path.strip_prefix('/').map_or_else(|| format!("xl/{path}"), str::to_owned);
    let (mut number, mut count, mut first) = (0_u64, 0_u64, 0_u64);
    each_element(&mut archive, &path, "row", |element| {
        number = attribute(element, "r").and_then(|r| r.parse().ok()).unwrap_or(number.saturating_add(1));
        if attribute(element, "hidden").is_some_and(|hidden| hidden == "1" || hidden == "true") {
            count = count.saturating_add(1);
            if count == 1 {
                first = number;
            }
        }
    })?;
    (count > 0).then_some((count, first))
}

/// An attribute by its name without prefix.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name).map(|attribute| {
        let raw: &str = attribute.value.as_ref();
        quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned)
    })
}

fn each_element(
    archive: &mut ZipArchive<BufReader<&mut File>>,
    part: &str,
    name: &str,
    mut take: impl FnMut(&BytesStart<'_>),
) -> Option<()> {
    let part: Box<dyn BufRead + '_> = Box::new(BufReader::new(archive.by_name(part).ok()?));
    let mut reader = Reader::from_reader(part);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == name => take(&element),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}
