//! List files to lists, by content and never by name.

mod asia;
mod build;
mod csl;
mod dates;
mod eu;
mod ftm;
mod lines;
mod ofac;
mod ofac_advanced;
mod ofac_csv;
mod repeats;
mod senzing;
mod table;
mod uk;
mod un;
mod xml;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use tidewaiter_model::{Country, Date};

use crate::{Entry, ListData, ListFault};

const FETCH_AGAIN: &str = "fetch the file again; the list kept before stays in use";

/// Bytes of a name, at most. The longest on the official lists has some five hundred.
const NAME_MAX: usize = 100_000;

/// Read a list file, told by its content: see `docs/lists.md` for the formats.
///
/// A file may hold many lists; each comes out as its own [`ListData`], sorted by id.
///
/// # Errors
/// One [`ListFault`] for a file that is empty, cut off, a web page, of another format, or has a record without a name.
/// A list is read whole or not at all: a list that lost entries unseen is worse than an old one.
pub fn parse(file_name: &str, bytes: &[u8]) -> Result<Vec<ListData>, ListFault> {
    parse_parts(&[(file_name, bytes)])
}

/// Is it a part of a list that comes in several files (OFAC's delimited files)? Such are given to [`parse_parts`] together.
#[must_use]
pub fn is_part(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| ofac_csv::part(text).is_some())
}

/// As [`parse`], of a list that comes in several files. Files of other formats may stand among them and are read alone.
///
/// # Errors
/// As [`parse`], of the first file that is refused; also where a part of a list is missing.
pub fn parse_parts(files: &[(&str, &[u8])]) -> Result<Vec<ListData>, ListFault> {
    let mut lists = Vec::new();
    let mut parts = Vec::new();
    let mut digest = Sha256::new();
    for (file, bytes) in files {
        let text = text_of(file, bytes)?;
        if ofac_csv::part(text).is_some() {
            parts.push((*file, text));
            digest.update(bytes);
        } else {
            lists.extend(whole(lists_of(file, text)?, &hex(&Sha256::digest(bytes)), file)?);
        }
    }
    if let Some((first, _)) = parts.first() {
        lists.extend(whole(ofac_csv::read(&parts)?, &hex(&digest.finalize()), first)?);
    }
    lists.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(lists)
}

/// The lists of one file with its hash, if they hold anybody.
fn whole(lists: Vec<ListData>, sha256: &str, file: &str) -> Result<Vec<ListData>, ListFault> {
    if lists.iter().all(|list| list.entries.is_empty()) {
        return Err(ListFault::new(file, "holds no entries", FETCH_AGAIN));
    }
    let too_long =
        |entry: &&Entry| entry.name.len() > NAME_MAX || entry.aliases.iter().any(|alias| alias.name.len() > NAME_MAX);
    if let Some(entry) = lists.iter().flat_map(|list| &list.entries).find(too_long) {
        let says = format!("the entry {} has a name of more than {NAME_MAX} bytes, as no party has", entry.id);
        return Err(ListFault::new(file, says, FETCH_AGAIN));
    }
    Ok(lists.into_iter().map(|list| ListData { sha256: sha256.to_owned(), ..list }).collect())
}

/// The file's text, without the mark that some systems put before it.
fn text_of<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, ListFault> {
    let fault = |says: &str, remedy: &str| ListFault::new(file, says, remedy);
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(fault("is still packed with gzip", "unpack it first"));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(fault("is a ZIP archive or a workbook", "unpack it, or save the sheet as CSV"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        fault("is not UTF-8 text here", "save it as UTF-8, or fetch the official file again")
            .at_offset(u64::try_from(error.valid_up_to()).unwrap_or(u64::MAX))
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn lists_of(file: &str, text: &str) -> Result<Vec<ListData>, ListFault> {
    let start = text.trim_start();
    match start.chars().next() {
        None => Err(ListFault::new(file, "is empty", FETCH_AGAIN)),
        Some('<') => markup(file, start),
        Some('{' | '[') => match lines::format(start) {
            Some(lines::Format::Ofac) => ofac::json_lines(file, text),
            Some(lines::Format::FollowTheMoney) => ftm::json_lines(file, text),
            Some(lines::Format::Senzing) => senzing::json_lines(file, text),
            None => csl::json(file, text),
        },
        Some(_) => table::read(file, text),
    }
}

/// A file that begins with `<`: by its outermost element.
fn markup(file: &str, text: &str) -> Result<Vec<ListData>, ListFault> {
    let head: String = text.chars().take(200).collect::<String>().to_ascii_lowercase();
    if head.contains("<html") || head.contains("<!doctype html") {
        return Err(ListFault::new(file, "is a web page, not a list (often an error page)", FETCH_AGAIN));
    }
    match xml::root_name(text).as_deref() {
        Some("sdnList") => ofac::xml(file, text),
        Some("Sanctions") => ofac_advanced::xml(file, text),
        Some("export") => eu::xml(file, text),
        Some("CONSOLIDATED_LIST") => un::xml(file, text),
        Some(name) => {
            let name: String = name.chars().take(60).collect();
            let says = format!("is XML, but of no list that is known here (its outermost element is `{name}`)");
            Err(ListFault::new(file, says, "give the XML of OFAC, the EU or the UN, or the list's JSON or CSV"))
        }
        // Read through for the fault's place.
        None => xml::records(file, text, &[], |_, _| Ok(()))
            .and_then(|_| Err(ListFault::new(file, "is not readable as XML", FETCH_AGAIN))),
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(64), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Entries by list id, with each list's full name.
#[derive(Default)]
struct Lists {
    publication: &'static str,
    by_id: BTreeMap<String, (String, Vec<Entry>)>,
    /// What holds for every list of the file.
    notes: Vec<String>,
}

impl Lists {
    /// None yet, of a file of this kind (see [`ListData::publication`]).
    fn of(publication: &'static str) -> Self {
        Self { publication, ..Self::default() }
    }

    fn push(&mut self, id: &str, source: &str, mut entry: Entry) {
        if entry.id.is_empty() {
            entry.id = made_id(&entry);
        }
        id.clone_into(&mut entry.list);
        entry.footnote = entry.footnote.or_else(|| crate::footnote(&entry.licence_requirement));
        entry.countries.sort_unstable();
        entry.countries.dedup();
        build::fold_aliases(&mut entry);
        match self.by_id.get_mut(id) {
            Some((_, entries)) => entries.push(entry),
            None => drop(self.by_id.insert(id.to_owned(), (source.to_owned(), vec![entry]))),
        }
    }

    fn finish(self, date: Option<Date>) -> Vec<ListData> {
        let (publication, file_notes) = (self.publication, self.notes);
        let list = |(id, (source, mut entries)): (String, (String, Vec<Entry>))| {
            let mut notes = file_notes.clone();
            notes.extend(repeats::tell_apart(&mut entries));
            ListData { id, source, date, publication: publication.to_owned(), notes, entries, ..ListData::default() }
        };
        self.by_id.into_iter().map(list).collect()
    }
}

/// An id for an entry without one, which stays the same as long as its name, citation and countries do.
fn made_id(entry: &Entry) -> String {
    let countries: Vec<&str> = entry.countries.iter().map(Country::code).collect();
    let digest = Sha256::digest(format!("{}\n{}\n{}", entry.name, entry.citation, countries.join(",")));
    format!("made-{}", hex(&digest).chars().take(12).collect::<String>())
}

#[cfg(test)]
mod tests;
