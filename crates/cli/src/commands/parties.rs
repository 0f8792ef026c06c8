//! Parties to screen: names on the command line, names one a line, or a table with a column `name`.

use std::path::Path;

use anyhow::Context;
use serde_json::Value;
use tidewaiter_model::{Country, place};
use tidewaiter_screening::{PartyKind, Query};

use crate::args::{Screen, Type};

/// A party as it is asked for; empty texts are unknown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Party {
    pub(crate) name: String,
    pub(crate) country: Option<Country>,
    pub(crate) address: String,
    pub(crate) identifier: String,
    pub(crate) date: String,
    pub(crate) kind: PartyKind,
    /// What of its row could not be read, and what to do.
    pub(crate) fault: Option<String>,
}

/// Columns of a table, the first of each its usual name.
const NAME: [&str; 4] = ["name", "party", "company", "名称"];
const COUNTRY: [&str; 3] = ["country", "nationality", "jurisdiction"];
const ADDRESS: [&str; 3] = ["address", "street", "地址"];
const IDENTIFIER: [&str; 5] = ["identifier", "id_number", "registration_number", "tax_number", "uscc"];
const DATE: [&str; 4] = ["date", "birth_date", "date_of_birth", "founded"];
const KIND: [&str; 3] = ["type", "kind", "schema"];

impl Party {
    /// The question about it.
    pub(crate) fn query(&self) -> Query<'_> {
        let Self { name, country, address, identifier, date, kind, .. } = self;
        Query { name, country: *country, address, identifier, date, kind: *kind }
    }

    /// What it is called: its name, or without one its number or address.
    pub(crate) fn asked(&self) -> &str {
        let texts = [&self.name, &self.identifier, &self.address];
        texts.into_iter().find(|text| !text.is_empty()).map(String::as_str).unwrap_or_default()
    }

    /// From the cells of a row, found by their columns' names.
    fn read(row: &str, cell: impl Fn(&[&str]) -> String) -> Self {
        let mut party = Self {
            name: cell(&NAME),
            address: cell(&ADDRESS),
            identifier: cell(&IDENTIFIER),
            date: cell(&DATE),
            ..Self::default()
        };
        let mut faults = Vec::new();
        let country = cell(&COUNTRY);
        party.country = place::country_named(&country);
        if party.country.is_none() && !country.is_empty() {
            faults.push(format!("`{country}` is no country known here; give a two-letter code such as SG"));
        }
        let kind = cell(&KIND);
        party.kind = kind_named(&kind).unwrap_or_default();
        if kind_named(&kind).is_none() && !kind.is_empty() {
            faults.push(format!("`{kind}` is no type; give company, person, vessel or aircraft"));
        }
        if [&party.name, &party.address, &party.identifier].iter().all(|text| text.is_empty()) {
            faults.push("it has no name, address or identifier, so nothing was screened".to_owned());
        }
        party.fault = (!faults.is_empty()).then(|| format!("{row}: {}", faults.join("; ")));
        party
    }
}

fn kind_named(text: &str) -> Option<PartyKind> {
    match text.to_ascii_lowercase().as_str() {
        "company" | "entity" | "organization" | "organisation" | "legalentity" | "publicbody" => {
            Some(PartyKind::Company)
        }
        "person" | "individual" => Some(PartyKind::Person),
        "vessel" | "ship" => Some(PartyKind::Vessel),
        "aircraft" | "airplane" => Some(PartyKind::Aircraft),
        _ => None,
    }
}

/// The type that an argument names.
pub(crate) fn kind_of(kind: Option<Type>) -> PartyKind {
    match kind {
        Some(Type::Company) => PartyKind::Company,
        Some(Type::Person) => PartyKind::Person,
        Some(Type::Vessel) => PartyKind::Vessel,
        Some(Type::Aircraft) => PartyKind::Aircraft,
        None => PartyKind::Unknown,
    }
}

/// The parties that the arguments ask for. What a row leaves open, the arguments fill.
pub(crate) fn asked(args: &Screen) -> anyhow::Result<Vec<Party>> {
    let base = Party {
        country: args.country,
        address: args.address.clone().unwrap_or_default(),
        identifier: args.id.clone().unwrap_or_default(),
        date: args.date.clone().unwrap_or_default(),
        kind: kind_of(args.kind),
        ..Party::default()
    };
    let named = |name: &String| Party { name: name.clone(), ..base.clone() };
    let Some(path) = &args.from else {
        // An address or a number without a name is one question.
        return Ok(if args.name.is_empty() { vec![base] } else { args.name.iter().map(named).collect() });
    };
    let fill = |party: Party| Party {
        country: party.country.or(base.country),
        date: if party.date.is_empty() { base.date.clone() } else { party.date },
        kind: if party.kind == PartyKind::Unknown { base.kind } else { party.kind },
        ..party
    };
    Ok(of_file(path)?.into_iter().map(fill).collect())
}

/// Does a file hold parties, and not orders? Names one a line do, and tables with a column for names and none for what is
/// sold or who buys it.
pub(crate) fn are_parties(path: &Path) -> anyhow::Result<bool> {
    let unread = || format!("{} cannot be read", path.display());
    let headers: Vec<String> = match ending(path).as_str() {
        delimited @ ("csv" | "tsv") => {
            let file = std::fs::File::open(path).with_context(unread)?;
            let delimiter = if delimited == "tsv" { b'\t' } else { b',' };
            let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(file);
            // What is no UTF-8 may be orders, which are read in any encoding.
            reader.headers().map(|headers| headers.iter().map(str::to_owned).collect()).unwrap_or_default()
        }
        "jsonl" | "ndjson" => {
            let first = super::text_lines(path)?.into_iter().next().unwrap_or_default();
            match serde_json::from_str(&first) {
                Ok(Value::Object(fields)) => fields.into_iter().map(|(name, _)| name).collect(),
                _ => Vec::new(),
            }
        }
        "xlsx" | "xls" | "ods" | "html" | "htm" | "json" => return Ok(false),
        _ => return Ok(true),
    };
    let of_orders = |header: &String| {
        let column = tidewaiter_intake::Column::named(header).map(tidewaiter_intake::Column::name).unwrap_or_default();
        ["order", "line", "description", "part number", "quantity", "purchaser", "end user"].contains(&column.as_str())
    };
    let named = |header: &String| NAME.contains(&plain(header).as_str());
    Ok(headers.iter().any(named) && !headers.iter().any(of_orders))
}

fn ending(path: &Path) -> String {
    path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase()
}

/// The parties of a file: a table by its ending, else names one a line.
pub(crate) fn of_file(path: &Path) -> anyhow::Result<Vec<Party>> {
    match ending(path).as_str() {
        "csv" => table(path, b','),
        "tsv" => table(path, b'\t'),
        "jsonl" | "ndjson" => objects(path),
        "xlsx" | "xls" | "ods" => anyhow::bail!("{}: save the sheet as CSV to screen its parties", path.display()),
        _ => Ok(super::text_lines(path)?.into_iter().map(|name| Party { name, ..Party::default() }).collect()),
    }
}

fn table(path: &Path, delimiter: u8) -> anyhow::Result<Vec<Party>> {
    let unread = || format!("{} cannot be read", path.display());
    let file = std::fs::File::open(path).with_context(unread)?;
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(file);
    let headers: Vec<String> = reader.headers().with_context(unread)?.iter().map(plain).collect();
    if !headers.iter().any(|header| NAME.contains(&header.as_str())) {
        let says = "has no column `name` in its first row";
        anyhow::bail!("{} {says}; name the columns name, country, address, identifier, date, type", path.display());
    }
    let mut parties = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let row = format!("{}, row {}", path.display(), index.saturating_add(2));
        let party = match record {
            Ok(record) => Party::read(&row, |names| {
                let at = names.iter().find_map(|name| headers.iter().position(|header| header == name));
                at.and_then(|at| record.get(at)).unwrap_or_default().trim().to_owned()
            }),
            Err(error) => unreadable(&row, &error.to_string()),
        };
        parties.push(party);
    }
    Ok(parties)
}

/// One JSON object a line.
fn objects(path: &Path) -> anyhow::Result<Vec<Party>> {
    let lines = super::text_lines(path)?;
    let read = |(index, line): (usize, &String)| {
        let row = format!("{}, object {}", path.display(), index.saturating_add(1));
        match serde_json::from_str::<Value>(line) {
            Ok(value) => Party::read(&row, |names| {
                let found = names.iter().find_map(|name| value.get(*name));
                found.map(text).unwrap_or_default()
            }),
            Err(error) => unreadable(&row, &error.to_string()),
        }
    };
    Ok(lines.iter().enumerate().map(read).collect())
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn unreadable(row: &str, why: &str) -> Party {
    Party { fault: Some(format!("{row}: it cannot be read ({why}), so nothing was screened")), ..Party::default() }
}

fn plain(header: &str) -> String {
    header.trim_start_matches('\u{feff}').trim().to_lowercase().replace([' ', '-'], "_")
}
