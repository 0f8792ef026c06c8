//! Registers of companies and their owners, each format told apart by its content.

mod bods;
mod cells;
mod companies;
mod ftm;
mod gleif;
mod json;
mod psc;
mod stakes;
mod table;

use serde_json::Value;
use tidewaiter_model::{Fault, Position, Register};

pub use stakes::read_stakes;
pub(crate) use stakes::stream_stakes;

/// Codes of faults that only say how a file was read: nothing is lost or in doubt.
const NOTES: [&str; 5] = ["ignored-kind", "not-ownership", "counted-once", "replaced-statement", "ceased-undated"];

/// Does a fault of [`read_register`] only say how the file was read?
///
/// ```
/// use tidewaiter_model::{Fault, Position};
/// use tidewaiter_ownership::is_note;
/// assert!(is_note(&Fault::new("ignored-kind", Position::file("f"), "2 vessels", "nothing")));
/// ```
#[must_use]
pub fn is_note(fault: &Fault) -> bool {
    NOTES.contains(&fault.code.as_str())
}

/// Read a register, whatever its format:
///
/// | format | recognised by |
/// |---|---|
/// | FollowTheMoney, JSON Lines | objects with `schema` and `properties` |
/// | Beneficial Ownership Data Standard 0.4, array or lines | objects with `recordType` |
/// | the same, 0.1 to 0.3 | objects with `statementType` |
/// | UK register of people with significant control, JSON Lines | objects with `company_number` and `data` |
/// | GLEIF golden copy, CSV: LEI-CDF, relationship records, reporting exceptions | their headers |
/// | stakes, CSV: `owner, owned, share, from, to, source`, also `interest, owner_id, owned_id` | its header |
/// | companies, CSV: `id, name, other_names, country, headquarters, address, …` | its header |
///
/// Every fault names file and line. What has a fault is kept wherever it still says something: an unreadable share is
/// unknown, a missing owner is an unnamed one. Statements of one source that name parties by id get the parties' names
/// where the same file gives them; [`Records`](crate::Records) does the same across files.
///
/// # Examples
/// ```
/// use tidewaiter_model::Interest;
/// use tidewaiter_ownership::read_register;
///
/// let lines = concat!(
///     r#"{"id":"a","schema":"Company","properties":{"name":["Alder Holdings Ltd"],"jurisdiction":["sg"]}}"#, "\n",
///     r#"{"id":"b","schema":"Company","properties":{"name":["Kestrel Compute Sdn Bhd"]}}"#, "\n",
///     r#"{"id":"o","schema":"Ownership","properties":{"owner":["a"],"asset":["b"],"percentage":["> 50 %"]}}"#, "\n",
/// );
/// let register = read_register("entities.ftm.json", lines.as_bytes());
/// assert_eq!(register.entities.len(), 2);
/// assert_eq!((register.stakes[0].owner.as_str(), register.stakes[0].owner_id.as_str()), ("Alder Holdings Ltd", "a"));
/// assert_eq!(register.stakes[0].interest, Interest::Ownership);
/// assert_eq!(register.faults, []);
/// ```
#[must_use]
pub fn read_register(file_name: &str, bytes: &[u8]) -> Register {
    let mut register = Register::default();
    let text = text_of(file_name, bytes, &mut register.faults);
    let text = text.trim_start_matches('\u{feff}');
    let start = text.trim_start();
    if start.is_empty() {
        let says = "there is nothing in it";
        register.faults.push(Fault::new("empty-file", Position::file(file_name), says, FORMATS));
    } else if start.starts_with(['{', '[']) {
        read_json(file_name, text, &mut register);
    } else {
        read_table(file_name, text, &mut register);
    }
    name_parties(&mut register);
    register
}

/// Give the stakes that know a party only by its id the party's name, where the register holds an entity of that id.
fn name_parties(register: &mut Register) {
    let names: std::collections::BTreeMap<&str, &str> =
        register.entities.iter().filter(|e| !e.id.is_empty()).map(|e| (e.id.as_str(), e.name.as_str())).collect();
    let give = |name: &mut String, id: &str| {
        if (name.is_empty() || name == id)
            && let Some(found) = names.get(id).filter(|found| !found.is_empty())
        {
            *name = (*found).to_owned();
        }
        if name.is_empty() {
            id.clone_into(name);
        }
    };
    for stake in &mut register.stakes {
        give(&mut stake.owner, &stake.owner_id);
        give(&mut stake.owned, &stake.owned_id);
    }
}

/// Does a file that begins so hold a table of stakes, and not one of the other formats?
pub(crate) fn is_stakes_table(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    !head.is_empty() && !head.starts_with(['{', '[', '<']) && kind_of(&table::Table::new("", head)).is_none()
}

const FORMATS: &str =
    "give FollowTheMoney or BODS JSON, a UK PSC snapshot, GLEIF CSV, or a CSV with the columns owner, owned, share";

fn text_of<'a>(file_name: &str, bytes: &'a [u8], faults: &mut Vec<Fault>) -> std::borrow::Cow<'a, str> {
    if let Err(error) = std::str::from_utf8(bytes) {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = u64::try_from(before.iter().filter(|b| **b == b'\n').count()).unwrap_or(u64::MAX);
        faults.push(Fault::new(
            "not-utf-8",
            Position::file(file_name).at_row(line.saturating_add(1)),
            "it is not UTF-8 from here on; letters that could not be read are kept as \u{fffd}",
            "save the file as UTF-8",
        ));
    }
    String::from_utf8_lossy(bytes)
}

fn read_json(file_name: &str, text: &str, register: &mut Register) {
    let items = json::items(text);
    let kind = items.iter().take(1000).find_map(|item| {
        let value: Value = serde_json::from_str(item.text).ok()?;
        let has = |key: &str| value.get(key).is_some();
        if has("recordType") && (has("recordDetails") || has("recordId")) {
            Some(bods::read as fn(&str, &[(u64, Value)], &mut Register))
        } else if has("statementType") {
            Some(bods::read_old as _)
        } else if has("schema") && has("properties") {
            Some(ftm::read as _)
        } else if has("company_number") && has("data") {
            Some(psc::read as _)
        } else {
            None
        }
    });
    let Some(read) = kind else {
        let says = "it is JSON of no register known here";
        register.faults.push(Fault::new("unknown-format", Position::file(file_name), says, FORMATS));
        return;
    };
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        match serde_json::from_str::<Value>(item.text) {
            Ok(value) if value.is_object() => values.push((item.line, value)),
            other => {
                let why = other.err().map_or("it is no object".to_owned(), |e| e.to_string());
                register.faults.push(Fault::new(
                    "unread-row",
                    Position::file(file_name).at_row(item.line),
                    format!("this is no sound JSON ({why}); nothing of it is read"),
                    "mend the line; all others are read",
                ));
            }
        }
    }
    read(file_name, &values, register);
}

type ReadTable = for<'t> fn(table::Table<'t>, &mut Register);

/// What reads a table of this header; `None` where it is taken for a table of stakes.
fn kind_of(table: &table::Table<'_>) -> Option<ReadTable> {
    let has = |name: &str| table.header.iter().any(|cell| cell.trim().eq_ignore_ascii_case(name));
    if has("Relationship.StartNode.NodeID") {
        Some(gleif::relationships)
    } else if has("Exception.Category") || has("Exception.Reason.1") {
        Some(gleif::exceptions)
    } else if has("LEI") && has("Entity.LegalName") {
        Some(gleif::entities)
    } else if companies::recognises(&table.header) {
        Some(companies::read)
    } else {
        None
    }
}

fn read_table(file_name: &str, text: &str, register: &mut Register) {
    if text.trim_start().starts_with('<') {
        let says = "it is XML, and no XML of a register is read here; GLEIF gives the same data as CSV";
        register.faults.push(Fault::new("unknown-format", Position::file(file_name), says, FORMATS));
        return;
    }
    let table = table::Table::new(file_name, text);
    if let Some(read) = kind_of(&table) {
        return read(table, register);
    }
    let (stakes, faults) = stakes::read_stakes(file_name, text);
    register.stakes.extend(stakes);
    register.faults.extend(faults);
}

#[cfg(test)]
mod tests;
