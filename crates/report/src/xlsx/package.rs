//! The parts of a workbook file: which one holds the sheet asked for.

use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::XlsxError;

/// The most bytes that the sheet may unpack to.
pub(super) const SHEET_LIMIT: u64 = 512 << 20;
/// The most bytes that the workbook's own part and its relationships may unpack to.
const INDEX_LIMIT: u64 = 16 << 20;
/// Sheets pack at 5 to 50 to 1; a zip bomb at about 1000 to 1.
const RATIO_LIMIT: u64 = 250;
/// Small parts may be packed tighter without harm.
const RATIO_FLOOR: u64 = 8 << 20;

/// The file's parts, by name.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Open the file's directory of parts.
pub(super) fn open(original: &[u8]) -> Result<Archive<'_>, XlsxError> {
    ZipArchive::new(Cursor::new(original)).map_err(|error| XlsxError::NotAWorkbook { why: error.to_string() })
}

/// A reader over one part that stops at `limit` bytes.
pub(super) fn part<'a>(archive: &'a mut Archive<'_>, name: &str, limit: u64) -> Result<impl Read + 'a, XlsxError> {
    let too_large = || XlsxError::TooLarge { part: name.to_owned(), limit };
    let file = archive.by_name(name).map_err(|error| XlsxError::NotAWorkbook { why: format!("{name}: {error}") })?;
    let (packed, unpacked) = (file.compressed_size(), file.size());
    let tight = unpacked > RATIO_FLOOR && unpacked / packed.max(1) > RATIO_LIMIT;
    if tight || unpacked > limit {
        return Err(too_large());
    }
    // The directory may lie about the size, so reading is bounded too; a part cut here is damaged XML.
    Ok(file.take(limit))
}

/// The name of the part that holds the worksheet called `sheet`.
pub(super) fn sheet_part(archive: &mut Archive<'_>, sheet: &str) -> Result<String, XlsxError> {
    let workbook = related(archive, "_rels/.rels", "", |link| link.kind.ends_with("/officeDocument"))?
        .into_iter()
        .next()
        .map(|link| link.target)
        .ok_or_else(|| XlsxError::NotAWorkbook { why: "it names no main part".to_owned() })?;
    let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let relationships = join(folder, &format!("_rels/{file}.rels"));
    let sheets = related(archive, &relationships, folder, |link| link.kind.ends_with("/worksheet"))?;
    let mut known = Vec::new();
    let mut found = None;
    each_element(archive, &workbook, |element| {
        if element.local_name().as_ref() != "sheet" {
            return;
        }
        let name = attribute(element, "name").unwrap_or_default();
        // The attribute is `r:id`; a file may call the namespace by any prefix.
        let link = attribute(element, "id").and_then(|id| sheets.iter().find(|link| link.id == id));
        if let Some(link) = link {
            if name == sheet && found.is_none() {
                found = Some(link.target.clone());
            }
            known.push(name);
        }
    })?;
    found.ok_or_else(|| XlsxError::NoSuchSheet { sheet: sheet.to_owned(), known })
}

/// A link from one part to another.
struct Link {
    id: String,
    kind: String,
    target: String,
}

/// The links of a part, of the kind asked for, with their targets as names of parts.
fn related(
    archive: &mut Archive<'_>,
    part: &str,
    folder: &str,
    wanted: impl Fn(&Link) -> bool,
) -> Result<Vec<Link>, XlsxError> {
    let mut links = Vec::new();
    each_element(archive, part, |element| {
        if element.local_name().as_ref() == "Relationship" {
            let get = |name| attribute(element, name).unwrap_or_default();
            links.push(Link { id: get("Id"), kind: get("Type"), target: join(folder, &get("Target")) });
        }
    })?;
    links.retain(wanted);
    Ok(links)
}

/// A target as the name of a part: absolute, or relative to a folder.
fn join(folder: &str, target: &str) -> String {
    let path = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

fn each_element(
    archive: &mut Archive<'_>,
    name: &str,
    mut visit: impl FnMut(&BytesStart<'_>),
) -> Result<(), XlsxError> {
    let mut reader = Reader::from_reader(BufReader::new(part(archive, name, INDEX_LIMIT)?));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => visit(&element),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(damaged(name, &error)),
        }
        buffer.clear();
    }
}

pub(super) fn damaged(part: &str, error: &dyn std::fmt::Display) -> XlsxError {
    XlsxError::Damaged { part: part.to_owned(), why: error.to_string() }
}

/// The value of the attribute with this local name.
pub(super) fn attribute(element: &BytesStart<'_>, local: &str) -> Option<String> {
    element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == local).and_then(
        |attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned),
    )
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn targets_are_resolved() {
        assert_eq!(join("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(join("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(join("xl/a", "../../../b.xml"), "b.xml");
        assert_eq!(join("", "xl/workbook.xml"), "xl/workbook.xml");
    }
}
