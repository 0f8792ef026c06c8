//! Customs declarations of FollowTheMoney: entities of schema `EconomicActivity`, whose sender and receiver are ids of
//! other entities. The file is read twice, first for the names.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io;

use serde_json::{Map, Value};
use tidewaiter_model::{Consignment, Fault, Position};

use super::columns::Field;
use super::row::{Raw, Raws, RowReader};
use super::{ConsignmentOptions, ConsignmentsRead};
use crate::column::Columns;
use crate::json::JsonRows;
use crate::layout::Layout;
use crate::table::unreadable;
use crate::text::{Decoded, Lines, detect};
use crate::value::quoted;

/// Does a file that begins so hold entities of FollowTheMoney?
pub(crate) fn is_ftm(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let first = text.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty());
    // A long first line may be cut off.
    first.is_some_and(|line| {
        line.trim_start().starts_with('{')
            && match serde_json::from_str::<Value>(line) {
                Ok(value) => value.get("schema").is_some() && value.get("properties").is_some(),
                Err(_) => line.contains("\"schema\"") && line.contains("\"properties\""),
            }
    })
}

/// A sender or receiver.
#[derive(Default)]
struct Party {
    name: String,
    country: String,
}

pub(crate) fn read(
    file: &File,
    place: &Position,
    options: &ConsignmentOptions,
    take: &mut impl FnMut(&Consignment<'_>),
) -> Result<ConsignmentsRead, Vec<Fault>> {
    let failed = |error: io::Error| vec![unreadable(place, &error)];
    let mut names: HashMap<String, Party> = HashMap::new();
    let mut others: BTreeMap<String, u64> = BTreeMap::new();
    each(file, options, &mut |_, entity| {
        let schema = entity.get("schema").and_then(Value::as_str).unwrap_or_default();
        if schema == "EconomicActivity" {
            return;
        }
        let (Some(id), name) = (entity.get("id").and_then(Value::as_str), first(&entity, "name")) else { return };
        match name {
            Some(name) => {
                let country = ["country", "jurisdiction", "mainCountry"].iter().find_map(|key| first(&entity, key));
                names.insert(id.to_owned(), Party { name, country: country.unwrap_or_default() });
            }
            None => {
                let times = others.entry(schema.to_owned()).or_default();
                *times = times.saturating_add(1);
            }
        }
    })
    .map_err(failed)?;
    let layout: Layout<Field> = Layout::of_names();
    let mut reader = RowReader::new(&layout, place.clone(), false, options.per_box);
    let problems = each(file, options, &mut |row, entity| {
        if entity.get("schema").and_then(Value::as_str) == Some("EconomicActivity") {
            let raws = raws(&entity, &names);
            if let Some(consignment) = reader.consignment(row, &raws) {
                take(&consignment);
            }
        }
    })
    .map_err(failed)?;
    let mut notes: Vec<Fault> = problems
        .into_iter()
        .map(|(row, says)| {
            let remedy = "mend the line; all others are read";
            Fault::new("json-syntax", place.clone().at_row(row), says, remedy)
        })
        .collect();
    if !others.is_empty() {
        let kinds: Vec<String> = others.iter().map(|(schema, times)| format!("{} ({times})", quoted(schema))).collect();
        let says = format!("entities that are neither a customs declaration nor a named party: {}", kinds.join(", "));
        notes.push(Fault::new("column-not-read", place.clone(), says, "nothing to do"));
    }
    Ok(reader.finish(notes))
}

/// Hand over each object of the file with its line; what is wrong with others.
fn each(
    file: &File,
    options: &ConsignmentOptions,
    take: &mut impl FnMut(u64, Map<String, Value>),
) -> io::Result<Vec<(u64, String)>> {
    const PROBLEMS: usize = 1000;
    let mut copy = file.try_clone()?;
    let encoded = detect(&mut copy)?;
    let limits = &options.table.limits;
    let lines = Lines::new(Decoded::new(copy, encoded.encoding)?, b'\n', limits.row_bytes);
    let mut rows: JsonRows<Field> = JsonRows::new(lines, false, limits.row_bytes, Vec::new());
    let mut problems = Vec::new();
    while let Some((row, object)) = rows.next_object()? {
        for problem in &row.problems {
            if problems.len() < PROBLEMS {
                problems.push((row.number, crate::line::words(problem).1));
            }
        }
        if let Some(object) = object {
            take(row.number, object);
        }
    }
    Ok(problems)
}

/// The first value of a property, as text.
fn first(entity: &Map<String, Value>, property: &str) -> Option<String> {
    let values = entity.get("properties")?.get(property)?;
    let value = match values {
        Value::Array(values) => values.first()?,
        value => value,
    };
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        // A nested entity.
        Value::Object(nested) => nested.get("id")?.as_str()?.to_owned(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn raws(entity: &Map<String, Value>, names: &HashMap<String, Party>) -> Raws<'static> {
    let mut raws: Raws<'static> = Default::default();
    let mut put = |field: Field, text: Option<String>| {
        if let (Some(slot), Some(text)) = (raws.get_mut(field.slot()), text) {
            *slot = Raw::Text(Cow::Owned(text));
        }
    };
    let property = |names: &[&str]| names.iter().find_map(|name| first(entity, name));
    put(Field::Date, property(&["date"]));
    put(Field::Departs, property(&["startDate"]));
    put(Field::Arrives, property(&["endDate"]));
    for (party, country, end, stated) in [
        (Field::From, Field::FromCountry, "sender", "departureCountry"),
        (Field::To, Field::ToCountry, "receiver", "destinationCountry"),
    ] {
        let id = property(&[end]);
        let known = id.as_ref().and_then(|id| names.get(id));
        let home = known.map(|party| party.country.clone()).filter(|country| !country.is_empty());
        put(country, property(&[stated]).or(home));
        put(party, known.map(|party| party.name.clone()).or(id));
    }
    put(Field::Item, property(&["goodsDescription", "summary", "description", "vedCodeDescription"]));
    put(Field::HsCode, property(&["vedCode"]));
    put(Field::Document, property(&["ccdNumber", "recordId"]));
    put(Field::Value, property(&["invoiceAmount", "customsAmount"]));
    // No standard property holds these; publishers add them.
    put(Field::Quantity, property(&["quantity"]));
    put(Field::Currency, property(&["currency"]));
    put(Field::Weight, property(&["weight", "grossWeight"]));
    put(Field::Serials, property(&["serialNumber"]));
    put(Field::Source, property(&["publisher"]));
    raws
}
