//! Senzing's JSON records, one a line: flat, or with features in lists.
//!
//! Source: Senzing's generic entity specification. Names of attributes may carry a prefix that says how the value is used
//! (`AKA_NAME_ORG`, `BUSINESS_ADDR_CITY`).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::build::{joined, kind};
use super::table::{own_id, slug};
use super::{FETCH_AGAIN, Lists, lines};
use crate::{Entry, ListData, ListFault, PartyKind};

pub(super) fn json_lines(file: &str, text: &str) -> Result<Vec<ListData>, ListFault> {
    let mut lists = Lists::of("senzing");
    lines::each(file, text, |record: Map<String, Value>, row| {
        let entry = party(&record);
        if entry.name.is_empty() {
            return Err(ListFault::new(file, "this record has no name", FETCH_AGAIN).at_row(row));
        }
        let source = record.get("DATA_SOURCE").and_then(Value::as_str).unwrap_or_default();
        let id = if source.is_empty() { own_id(file) } else { format!("senzing-{}", slug(source)) };
        lists.push(&id, if source.is_empty() { file } else { source }, entry);
        Ok(())
    })?;
    Ok(lists.finish(None))
}

/// The attributes of one use: `AKA_NAME_FIRST` and `AKA_NAME_LAST` are one name.
type Uses<'a> = BTreeMap<(&'a str, usize), BTreeMap<&'a str, String>>;

fn party(record: &Map<String, Value>) -> Entry {
    let text = |name: &str| record.get(name).map(written).unwrap_or_default();
    let mut entry = Entry::named(&text("RECORD_ID"), "");
    let lists = record.values().filter_map(Value::as_array).flatten().filter_map(Value::as_object);
    let objects: Vec<&Map<String, Value>> = std::iter::once(record).chain(lists).collect();
    let (mut names, mut addresses): (Uses<'_>, Uses<'_>) = Default::default();
    for (place, object) in objects.iter().enumerate() {
        for (key, value) in object.iter() {
            let value = written(value);
            if value.is_empty() {
                continue;
            }
            if let Some((usage, part)) = split(key, "NAME_") {
                names.entry((usage, place)).or_default().insert(part, value);
            } else if let Some((usage, part)) = split(key, "ADDR_") {
                addresses.entry((usage, place)).or_default().insert(part, value);
            } else {
                fact(&mut entry, object, key, &value);
            }
        }
    }
    for ((usage, _), parts) in &names {
        add_name(&mut entry, usage, parts);
    }
    for parts in addresses.values() {
        let part = |name: &str| parts.get(name).map_or("", String::as_str);
        let lines = ["FULL", "LINE1", "LINE2", "LINE3", "LINE4", "LINE5", "LINE6", "CITY", "STATE", "POSTAL_CODE"];
        entry.add_address(lines.map(part), part("COUNTRY"));
    }
    if entry.name.is_empty()
        && let Some(first) = entry.aliases.first()
    {
        entry.name.clone_from(&first.name);
    }
    entry
}

/// The use and the part: `AKA_NAME_ORG` is `AKA_` and `ORG`.
fn split<'a>(key: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    if let Some(part) = key.strip_prefix(word) {
        return Some(("", part));
    }
    let (usage, part) = key.split_once(word)?;
    usage.ends_with('_').then_some((usage, part))
}

fn add_name(entry: &mut Entry, usage: &str, parts: &BTreeMap<&str, String>) {
    let part = |name: &str| parts.get(name).map_or("", String::as_str);
    let whole = ["ORG", "FULL"].into_iter().map(part).find(|text| !text.is_empty()).map(str::to_owned);
    let name = whole.unwrap_or_else(|| joined(["PREFIX", "FIRST", "MIDDLE", "LAST", "SUFFIX"].map(part)));
    if entry.kind == PartyKind::Unknown {
        entry.kind = match (part("ORG"), part("LAST")) {
            ("", "") => PartyKind::Unknown,
            ("", _) => PartyKind::Person,
            _ => PartyKind::Company,
        };
    }
    let use_of_name = format!("{usage}{}", part("TYPE")).to_uppercase();
    let former = use_of_name.contains("FORMER") || use_of_name.contains("FKA") || use_of_name.contains("PREVIOUS");
    let other = former || ["AKA", "ALIAS", "WEAK", "DBA"].iter().any(|word| use_of_name.contains(word));
    if entry.name.is_empty() && !other {
        entry.name = super::build::tidy(&name);
    } else {
        entry.add_alias(&name, use_of_name.contains("WEAK"), former);
    }
}

/// An attribute that is neither name nor address.
fn fact(entry: &mut Entry, object: &Map<String, Value>, key: &str, value: &str) {
    match key {
        "RECORD_TYPE" | "ENTITY_TYPE" => entry.kind = kind(value),
        "NATIONALITY" | "CITIZENSHIP" | "COUNTRY_OF_ASSOCIATION" | "REGISTRATION_COUNTRY" => entry.add_country(value),
        "DATE_OF_BIRTH" | "REGISTRATION_DATE" => entry.add_date(value),
        _ => {
            if let Some(stem) = key.strip_suffix("_NUMBER").filter(|stem| !stem.ends_with("PHONE")) {
                let kind = object.get(&format!("{stem}_TYPE")).map(written).filter(|kind| !kind.is_empty());
                entry.add_identifier(&kind.unwrap_or_else(|| stem.replace('_', " ")), value);
            }
        }
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
