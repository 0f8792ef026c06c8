//! The US Consolidated Screening List of the International Trade Administration.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, SeqAccess, Visitor};

use super::build::kind;
use super::dates::iso as day;
use super::{FETCH_AGAIN, Lists};
use crate::{Alias, Entry, ListData, ListFault};

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    search_performed_at: Option<String>,
    #[serde(default)]
    total: Option<usize>,
    results: Records,
}

/// The records, with the number of the one that could not be read in the error.
struct Records(Vec<Record>);

impl<'de> Deserialize<'de> for Records {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Records;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of records")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut records: A) -> Result<Records, A::Error> {
                let mut all = Vec::new();
                loop {
                    let place = all.len().saturating_add(1);
                    match records.next_element() {
                        Ok(Some(record)) => all.push(record),
                        Ok(None) => return Ok(Records(all)),
                        Err(error) => return Err(A::Error::custom(format!("record {place}: {error}"))),
                    }
                }
            }
        }
        deserializer.deserialize_seq(All)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Record {
    id: Option<String>,
    source: Option<String>,
    entity_number: Option<Text>,
    #[serde(rename = "type")]
    kind: Option<String>,
    programs: Option<Vec<String>>,
    name: Option<String>,
    alt_names: Option<Vec<String>>,
    addresses: Option<Vec<Address>>,
    federal_register_notice: Option<String>,
    start_date: Option<String>,
    end_date: Option<String>,
    license_requirement: Option<String>,
    license_policy: Option<String>,
    vessel_flag: Option<String>,
    citizenships: Option<Vec<String>>,
    nationalities: Option<Vec<String>>,
    dates_of_birth: Option<Vec<String>>,
    ids: Option<Vec<Id>>,
    source_list_url: Option<String>,
    source_information_url: Option<String>,
}

/// A number or a text: the list has used both.
#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    Text(String),
    Number(u64),
}

impl Text {
    fn into_string(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Address {
    address: Option<String>,
    city: Option<String>,
    state: Option<String>,
    postal_code: Option<String>,
    country: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Id {
    #[serde(rename = "type")]
    kind: Option<String>,
    number: Option<Text>,
}

pub(super) fn json(file: &str, text: &str) -> Result<Vec<ListData>, ListFault> {
    let parsed: File = serde_json::from_str(text).map_err(|error| json_fault(file, text, &error))?;
    let found = parsed.results.0.len();
    if let Some(total) = parsed.total
        && total != found
    {
        let says = format!("says that it holds {total} records and holds {found}: it is not whole");
        return Err(ListFault::new(file, says, FETCH_AGAIN));
    }
    let mut lists = Lists::of("us-csl");
    for (row, record) in (1u64..).zip(parsed.results.0) {
        let source = record.source.clone().unwrap_or_default();
        let entry =
            entry(record).ok_or_else(|| ListFault::new(file, "this record has no name", FETCH_AGAIN).at_row(row))?;
        lists.push(&list_id(&source), &source, entry);
    }
    let date = parsed.search_performed_at.as_deref().and_then(day);
    Ok(lists.finish(date))
}

fn json_fault(file: &str, text: &str, error: &serde_json::Error) -> ListFault {
    let words = error.to_string();
    let line = error.line().saturating_sub(1);
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let offset = u64::try_from(before.saturating_add(error.column())).unwrap_or(u64::MAX);
    let row = words.strip_prefix("record ").and_then(|rest| rest.split(':').next()?.parse().ok());
    let fault = if words.contains("EOF while parsing") {
        ListFault::new(file, "ends in the middle of a record: it is cut off", FETCH_AGAIN)
    } else if words.contains("missing field `results`") || text.trim_start().starts_with('[') {
        let says = "is JSON, but not the Consolidated Screening List (no `results`)";
        ListFault::new(file, says, "give the official consolidated.json, its CSV, or a table with a name column")
    } else {
        ListFault::new(file, format!("is not readable as JSON ({words})"), FETCH_AGAIN)
    };
    let fault = fault.at_offset(offset);
    match row {
        Some(row) => fault.at_row(row),
        None => fault,
    }
}

fn entry(record: Record) -> Option<Entry> {
    let name = tidy(record.name)?;
    let mut countries = Vec::new();
    let mut addresses = Vec::new();
    for address in record.addresses.unwrap_or_default() {
        countries.extend(address.country.as_deref().and_then(tidewaiter_model::place::country_named));
        let parts = [address.address, address.city, address.state, address.postal_code];
        let line = parts.into_iter().filter_map(tidy).collect::<Vec<_>>().join(", ");
        if !line.is_empty() {
            addresses.push(line);
        }
    }
    let further = record.citizenships.into_iter().chain(record.nationalities).flatten().chain(record.vessel_flag);
    countries.extend(further.filter_map(|text| tidewaiter_model::place::country_named(&text)));
    let url = tidy(record.source_information_url).or_else(|| tidy(record.source_list_url));
    let mut entry = Entry {
        id: tidy(record.id).or_else(|| tidy(record.entity_number.map(Text::into_string))).unwrap_or_default(),
        aliases: aliases(record.alt_names.unwrap_or_default()),
        name,
        countries,
        addresses,
        kind: kind(record.kind.as_deref().unwrap_or_default()),
        citation: tidy(record.federal_register_notice).unwrap_or_default(),
        licence_requirement: tidy(record.license_requirement).unwrap_or_default(),
        licence_policy: tidy(record.license_policy).unwrap_or_default(),
        start: record.start_date.as_deref().and_then(day),
        end: record.end_date.as_deref().and_then(day),
        source_url: url.unwrap_or_default(),
        ..Entry::default()
    };
    // Several stand in one text, too: `UKRAINE-EO13662; RUSSIA-EO14024`.
    for programs in record.programs.unwrap_or_default() {
        programs.split(';').for_each(|program| entry.add_program(program));
    }
    for id in record.ids.unwrap_or_default() {
        let number = id.number.map(Text::into_string).unwrap_or_default();
        entry.add_identifier(id.kind.as_deref().unwrap_or_default(), &number);
    }
    for date in record.dates_of_birth.unwrap_or_default() {
        entry.add_date(&date);
    }
    Some(entry)
}

/// Aliases without blanks; one cell that holds several, separated by semicolons, is several.
pub(super) fn aliases(written: impl IntoIterator<Item = String>) -> Vec<Alias> {
    let mut all: Vec<Alias> = Vec::new();
    for cell in written {
        for alias in cell.split(';').map(str::trim) {
            if !alias.is_empty() {
                all.push(Alias { name: alias.to_owned(), ..Alias::default() });
            }
        }
    }
    all
}

fn tidy(text: Option<String>) -> Option<String> {
    let text = text?;
    let trimmed = text.trim();
    match trimmed.len() {
        0 => None,
        length if length == text.len() => Some(text),
        _ => Some(trimmed.to_owned()),
    }
}

/// The id of a list from the name that the file gives it.
///
/// The words are those of the Consolidated Screening List's `source` field; a list that it adds later gets an id made
/// from its name.
pub(super) fn list_id(source: &str) -> String {
    const KNOWN: [(&str, &str); 14] = [
        ("entity list", "us-entity-list"),
        ("military end user", "us-military-end-user"),
        ("unverified", "us-unverified"),
        ("denied persons", "us-denied-persons"),
        ("specially designated", "us-sdn"),
        ("chinese military-industrial", "us-cmic"),
        ("sectoral sanctions", "us-ssi"),
        ("foreign sanctions evaders", "us-fse"),
        ("itar debarred", "us-itar-debarred"),
        ("nonproliferation", "us-nonproliferation"),
        ("palestinian legislative", "us-plc"),
        ("menu-based", "us-mbs"),
        ("capta", "us-capta"),
        ("1260h", "us-1260h"),
    ];
    let lower = source.to_lowercase();
    if let Some((_, id)) = KNOWN.iter().find(|(words, _)| lower.contains(words)) {
        return (*id).to_owned();
    }
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.take(6).collect::<Vec<_>>().join("-");
    if slug.is_empty() { "us-unnamed".to_owned() } else { format!("us-{slug}") }
}
