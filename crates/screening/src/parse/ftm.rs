//! FollowTheMoney entities as JSON Lines: OpenSanctions' and OpenAleph's exports, and whatever else speaks it.
//!
//! Source: the FollowTheMoney model. Parties become entries; sanctions, addresses and identity papers that are entities of
//! their own are put to the parties that they belong to. What links two parties names neither and is counted only.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use super::table::{own_id, slug};
use super::{Lists, dates, lines};
use crate::{Entry, ListData, ListFault, PartyKind};

/// Properties that hold countries of the party.
const COUNTRIES: [&str; 7] =
    ["country", "mainCountry", "jurisdiction", "nationality", "citizenship", "flag", "operatingCountry"];

/// Properties that hold dates by which a party is told apart.
const DATES: [&str; 3] = ["birthDate", "incorporationDate", "buildDate"];

/// Properties that hold numbers.
const NUMBERS: [&str; 29] = [
    "registrationNumber",
    "leiCode",
    "uscCode",
    "ogrnCode",
    "innCode",
    "kppCode",
    "okpoCode",
    "bikCode",
    "jibCode",
    "taxNumber",
    "vatCode",
    "idNumber",
    "passportNumber",
    "socialSecurityNumber",
    "uniqueEntityId",
    "dunsCode",
    "swiftBic",
    "cikCode",
    "npiCode",
    "permId",
    "cageCode",
    "licenseNumber",
    "imoNumber",
    "mmsi",
    "callSign",
    "crsNumber",
    "icaoCode",
    "serialNumber",
    "isinCode",
];

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    id: String,
    schema: String,
    #[serde(default)]
    caption: String,
    #[serde(default)]
    properties: BTreeMap<String, Value>,
    #[serde(default)]
    datasets: Vec<String>,
}

impl Record {
    /// The texts of a property, which is a list, or a single text in loose exports.
    fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let value = self.properties.get(name);
        let listed = value.and_then(Value::as_array).into_iter().flatten();
        listed.chain(value).filter_map(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    }

    fn first(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// The ids of a property that points at entities: texts, or whole entities where the export nests them.
    fn pointed<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let nested = self.properties.get(name).and_then(Value::as_array).into_iter().flatten();
        self.all(name).chain(nested.filter_map(|entity| entity.get("id")?.as_str()))
    }

    /// The sanctions, papers and addresses that the export nests in the party, as if they stood on lines of their own.
    fn nested(&self) -> impl Iterator<Item = Self> {
        let values = self.properties.values().filter_map(Value::as_array).flatten().filter(|value| value.is_object());
        values.filter_map(|value| {
            let mut inner = Self::deserialize(value).ok()?;
            let to = match inner.schema.as_str() {
                "Sanction" => "entity",
                "Identification" | "Passport" => "holder",
                "Address" => return Some(inner),
                _ => return None,
            };
            inner.properties.insert(to.to_owned(), Value::String(self.id.clone()));
            Some(inner)
        })
    }

    /// The kind of party, or `None` for a schema that names none.
    fn kind(&self) -> Option<PartyKind> {
        match self.schema.as_str() {
            "Company" | "Organization" | "PublicBody" => Some(PartyKind::Company),
            "Person" => Some(PartyKind::Person),
            "Vessel" => Some(PartyKind::Vessel),
            "Airplane" => Some(PartyKind::Aircraft),
            // A wallet, a security, a vehicle: listed on its own only where a topic says so.
            "LegalEntity" => Some(PartyKind::Unknown),
            _ => {
                (self.all("topics").next().is_some() && self.all("name").next().is_some()).then_some(PartyKind::Unknown)
            }
        }
    }
}

/// What belongs to a party and is an entity of its own.
#[derive(Default)]
struct Attached {
    programs: Vec<String>,
    start: Option<tidewaiter_model::Date>,
    end: Option<tidewaiter_model::Date>,
    /// Is any of its sanctions without an end? Then the party is listed still.
    goes_on: bool,
    numbers: Vec<(String, String)>,
    url: String,
}

#[derive(Default)]
struct Reading {
    entries: Vec<Entry>,
    /// For each entry, the ids of its addresses.
    address_ids: Vec<Vec<String>>,
    addresses: BTreeMap<String, (String, String)>,
    attached: BTreeMap<String, Attached>,
    datasets: BTreeSet<String>,
    /// Records that are no parties, by schema.
    others: BTreeMap<String, usize>,
    nameless: usize,
}

pub(super) fn json_lines(file: &str, text: &str) -> Result<Vec<ListData>, ListFault> {
    let mut reading = Reading::default();
    lines::each(file, text, |record: Record, _| {
        reading.take(&record);
        Ok(())
    })?;
    Ok(reading.finish(file))
}

impl Reading {
    fn take(&mut self, record: &Record) {
        match record.schema.as_str() {
            "Sanction" => {
                for id in record.pointed("entity") {
                    let to = self.attached.entry(id.to_owned()).or_default();
                    let programs = ["programId", "program"].map(|name| record.first(name));
                    to.programs.extend(programs.iter().find(|text| !text.is_empty()).map(|&text| text.to_owned()));
                    let start = ["listingDate", "startDate"].iter().find_map(|name| dates::iso(record.first(name)));
                    to.start = [to.start, start].into_iter().flatten().min();
                    match dates::iso(record.first("endDate")) {
                        Some(end) => to.end = to.end.max(Some(end)),
                        None => to.goes_on = true,
                    }
                    if to.url.is_empty() {
                        record.first("sourceUrl").clone_into(&mut to.url);
                    }
                }
            }
            "Identification" | "Passport" => {
                for id in record.pointed("holder") {
                    let kind = [record.first("type"), record.schema.as_str()];
                    let kind = kind.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
                    let numbers = record.all("number").map(|number| (kind.to_owned(), number.to_owned()));
                    self.attached.entry(id.to_owned()).or_default().numbers.extend(numbers);
                }
            }
            "Address" => {
                let full = match record.first("full") {
                    "" => ["street", "postOfficeBox", "city", "postalCode", "region", "state"]
                        .map(|name| record.first(name))
                        .into_iter()
                        .filter(|part| !part.is_empty())
                        .collect::<Vec<_>>()
                        .join(", "),
                    full => full.to_owned(),
                };
                self.addresses.insert(record.id.clone(), (full, record.first("country").to_owned()));
            }
            _ => match record.kind() {
                Some(kind) => {
                    self.party(record, kind);
                    record.nested().for_each(|inner| self.take(&inner));
                }
                None => {
                    let count = self.others.entry(record.schema.clone()).or_insert(0);
                    *count = count.saturating_add(1);
                }
            },
        }
    }

    fn party(&mut self, record: &Record, kind: PartyKind) {
        let composed = super::build::joined(["firstName", "middleName", "lastName"].map(|name| record.first(name)));
        let is_name = |text: &&str| record.all("name").any(|name| name == *text);
        let name = Some(record.caption.trim())
            .filter(is_name)
            .or_else(|| record.all("name").next())
            .or(Some(composed.as_str()).filter(|name| !name.is_empty()))
            .or_else(|| {
                ["alias", "previousName", "weakAlias", "abbreviation"].iter().find_map(|p| record.all(p).next())
            });
        let Some(name) = name else {
            self.nameless = self.nameless.saturating_add(1);
            return;
        };
        let mut entry = Entry { kind, ..Entry::named(&record.id, name) };
        for name in ["name", "alias", "abbreviation"].iter().flat_map(|property| record.all(property)) {
            entry.add_alias(name, false, false);
        }
        record.all("previousName").for_each(|name| entry.add_alias(name, false, true));
        record.all("weakAlias").for_each(|name| entry.add_alias(name, true, false));
        COUNTRIES.iter().flat_map(|property| record.all(property)).for_each(|country| entry.add_country(country));
        record.all("address").for_each(|address| entry.add_address([address], ""));
        for property in NUMBERS {
            record.all(property).for_each(|number| entry.add_identifier(property, number));
        }
        DATES.iter().flat_map(|property| record.all(property)).for_each(|date| entry.add_date(date));
        entry.topics = record.all("topics").map(str::to_owned).collect();
        record.all("programId").for_each(|program| entry.add_program(program));
        record.first("sourceUrl").clone_into(&mut entry.source_url);
        if !record.datasets.is_empty() {
            entry.citation = format!("datasets: {}", record.datasets.join(", "));
        }
        self.datasets.insert(record.datasets.join(", "));
        self.address_ids.push(record.pointed("addressEntity").map(str::to_owned).collect());
        self.entries.push(entry);
    }

    fn finish(mut self, file: &str) -> Vec<ListData> {
        let mut lists = Lists::of("follow-the-money");
        // A file of one dataset is that list; a collection of several is one of its own.
        let single = self.datasets.pop_first().filter(|name| self.datasets.is_empty() && !name.is_empty());
        let id = single.as_deref().map_or_else(|| own_id(file), |name| format!("ftm-{}", slug(name)));
        let source = format!("{} (FollowTheMoney)", single.as_deref().unwrap_or(file));
        if self.nameless > 0 {
            lists.notes.push(format!("parties without any name, which cannot be screened for: {}", self.nameless));
        }
        if !self.others.is_empty() {
            let told: Vec<String> = self.others.iter().take(12).map(|(schema, n)| format!("{schema} {n}")).collect();
            lists.notes.push(format!("records that name no party: {}", told.join(", ")));
        }
        for (mut entry, addresses) in self.entries.into_iter().zip(self.address_ids) {
            for (full, country) in addresses.iter().filter_map(|id| self.addresses.get(id)) {
                entry.add_country(country);
                if !entry.addresses.contains(full) {
                    entry.add_address([full.as_str()], "");
                }
            }
            if let Some(attached) = self.attached.get(&entry.id) {
                attached.programs.iter().for_each(|program| entry.add_program(program));
                attached.numbers.iter().for_each(|(kind, number)| entry.add_identifier(kind, number));
                (entry.start, entry.end) = (attached.start, attached.end.filter(|_| !attached.goes_on));
                if entry.source_url.is_empty() {
                    attached.url.clone_into(&mut entry.source_url);
                }
            }
            lists.push(&id, &source, entry);
        }
        lists.finish(None)
    }
}
