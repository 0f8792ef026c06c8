//! List files to lists, by content and never by name.

mod csl;
mod table;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use tidewaiter_model::{Country, Date};

use crate::{Entry, ListData, ListFault};

const FETCH_AGAIN: &str = "fetch the file again; the list kept before stays in use";

/// Read a list file: the Consolidated Screening List as JSON or CSV, or a plain table with a `name` column.
///
/// The Consolidated Screening List holds many lists; each comes out as its own [`ListData`], sorted by id.
///
/// # Errors
/// One [`ListFault`] for a file that is empty, cut off, a web page, of another format, or has a record without a name.
/// A list is read whole or not at all: a list that lost entries unseen is worse than an old one.
pub fn parse(file_name: &str, bytes: &[u8]) -> Result<Vec<ListData>, ListFault> {
    let fault = |says: &str, remedy: &str| ListFault::new(file_name, says, remedy);
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
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = text.trim_start();
    let sha256 = hex(&Sha256::digest(bytes));
    let lists = match start.chars().next() {
        None => return Err(fault("is empty", FETCH_AGAIN)),
        Some('<') => {
            let head: String = start.chars().take(200).collect::<String>().to_ascii_lowercase();
            return Err(if head.contains("<html") || head.contains("<!doctype html") {
                fault("is a web page, not a list (often an error page)", FETCH_AGAIN)
            } else {
                fault("is XML, which this version does not read", "use the list's JSON or CSV file")
            });
        }
        Some('{' | '[') => csl::json(file_name, text)?,
        Some(_) => table::read(file_name, text)?,
    };
    let entries: usize = lists.iter().map(|list| list.entries.len()).sum();
    if entries == 0 {
        return Err(fault("holds no entries", FETCH_AGAIN));
    }
    Ok(lists.into_iter().map(|list| ListData { sha256: sha256.clone(), ..list }).collect())
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
struct Lists(BTreeMap<String, (String, Vec<Entry>)>);

impl Lists {
    fn push(&mut self, id: &str, source: &str, mut entry: Entry) {
        if entry.id.is_empty() {
            entry.id = made_id(&entry);
        }
        entry.list = id.to_owned();
        entry.footnote = entry.footnote.or_else(|| crate::footnote(&entry.licence_requirement));
        entry.countries.sort_unstable();
        entry.countries.dedup();
        let (_, entries) = self.0.entry(id.to_owned()).or_insert_with(|| (source.to_owned(), Vec::new()));
        entries.push(entry);
    }

    fn finish(self, date: Option<Date>, excerpt: bool) -> Vec<ListData> {
        let list = |(id, (source, entries))| ListData { id, source, date, sha256: String::new(), excerpt, entries };
        self.0.into_iter().map(list).collect()
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
