//! JSON Lines: one record a line.

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::FETCH_AGAIN;
use crate::ListFault;

/// Bytes of a record, at most: a party with all its names and papers has some ten thousand.
const LINE_MAX: usize = 8 * 1024 * 1024;

/// The formats that come as JSON Lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Ofac,
    FollowTheMoney,
    Senzing,
}

/// The keys by which a record's format is told. Their values are passed over, however large.
#[derive(Deserialize)]
struct Keys {
    #[serde(rename = "sourceList")]
    source_list: Option<IgnoredAny>,
    #[serde(rename = "recordId")]
    record_id: Option<IgnoredAny>,
    schema: Option<IgnoredAny>,
    properties: Option<IgnoredAny>,
    #[serde(rename = "DATA_SOURCE")]
    data_source: Option<IgnoredAny>,
    #[serde(rename = "RECORD_ID")]
    senzing_id: Option<IgnoredAny>,
}

/// The format of a file whose first line is a whole record of one; `None` for any other JSON.
pub(super) fn format(text: &str) -> Option<Format> {
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    let keys: Keys = serde_json::from_str(first).ok()?;
    if keys.source_list.is_some() && keys.record_id.is_some() {
        Some(Format::Ofac)
    } else if keys.schema.is_some() && keys.properties.is_some() {
        Some(Format::FollowTheMoney)
    } else if keys.data_source.is_some() || keys.senzing_id.is_some() {
        Some(Format::Senzing)
    } else {
        None
    }
}

/// Hand over each record with its row, from 1. One that cannot be read refuses the file.
pub(super) fn each<R: DeserializeOwned>(
    file: &str,
    text: &str,
    mut take: impl FnMut(R, u64) -> Result<(), ListFault>,
) -> Result<(), ListFault> {
    let mut lines = (1u64..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).peekable();
    while let Some((row, line)) = lines.next() {
        if line.len() > LINE_MAX {
            let says = "is one record that is larger than any party's: it was not read";
            return Err(ListFault::new(file, says, FETCH_AGAIN).at_row(row));
        }
        let record = serde_json::from_str(line).map_err(|error| {
            let fault = if error.is_eof() && lines.peek().is_none() {
                ListFault::new(file, "ends in the middle of a record: it is cut off", FETCH_AGAIN)
            } else {
                ListFault::new(file, format!("is not readable as JSON Lines ({error})"), FETCH_AGAIN)
            };
            fault.at_row(row)
        })?;
        take(record, row)?;
    }
    Ok(())
}
