//! OFAC's advanced XML (`SDN_ADVANCED.XML`, `CONS_ADVANCED.XML`): the Advanced Sanctions Data Model, in which a party's
//! names, places, papers and listings stand in different parts of the file and point at each other by number.
//!
//! Source: OFAC, explanatory notes on the Advanced Sanctions Data Standard.

use std::collections::BTreeMap;

use tidewaiter_model::Date;

use super::build::{joined, kind, last_first};
use super::ofac::{PUBLICATION, list_named};
use super::xml::{Node, fault_at, records};
use super::{FETCH_AGAIN, Lists};
use crate::{Entry, ListData, ListFault, PartyKind};

/// Tables of values by number, by the table's name.
type Values = BTreeMap<String, BTreeMap<String, String>>;

/// The parts of the file that are read; what a `Values` table holds is kept whole.
const WANTED: [&str; 14] = [
    "DateOfIssue",
    "AliasTypeValues",
    "CountryValues",
    "DetailReferenceValues",
    "FeatureTypeValues",
    "IDRegDocTypeValues",
    "ListValues",
    "NamePartTypeValues",
    "PartySubTypeValues",
    "PartyTypeValues",
    "Location",
    "IDRegDocument",
    "DistinctParty",
    "SanctionsEntry",
];

/// Kinds of a feature that identify.
const IDENTIFYING: [&str; 12] = [
    "number",
    "no.",
    "code",
    "digital currency",
    "swift",
    "bik",
    "mmsi",
    "imo",
    "call sign",
    "tail",
    "isin",
    "identification",
];

#[derive(Default)]
struct Reading {
    date: Option<Date>,
    values: Values,
    /// The type of which a subtype is one, by number.
    party_types: BTreeMap<String, String>,
    /// Lines of the address, and the country.
    locations: BTreeMap<String, (Vec<String>, String)>,
    /// By identity: kind and number.
    papers: BTreeMap<String, Vec<(String, String)>>,
    /// By profile: with its list's name, programmes and first day.
    listings: BTreeMap<String, Listing>,
    parties: Vec<(Entry, String, Vec<String>)>,
}

#[derive(Default)]
struct Listing {
    list: String,
    programs: Vec<String>,
    start: Option<Date>,
}

pub(super) fn xml(file: &str, text: &str) -> Result<Vec<ListData>, ListFault> {
    let mut reading = Reading::default();
    records(file, text, &WANTED, |node, at| {
        reading.take(&node).map_err(|says| fault_at(file, text, at, says, FETCH_AGAIN))
    })?;
    Ok(reading.finish())
}

impl Reading {
    fn take(&mut self, node: &Node) -> Result<(), &'static str> {
        match node.name.as_str() {
            "DateOfIssue" => self.date = day(node),
            "Location" => self.location(node),
            "IDRegDocument" => {
                let kind = self.value("IDRegDocTypeValues", node.attribute("IDRegDocTypeID")).to_owned();
                let paper = (kind, node.of("IDRegistrationNo").to_owned());
                self.papers.entry(node.attribute("IdentityID").to_owned()).or_default().push(paper);
            }
            "SanctionsEntry" => self.listing(node),
            "DistinctParty" => {
                for profile in node.all("Profile") {
                    let party = self.party(node, profile);
                    if party.0.name.is_empty() {
                        return Err("this DistinctParty has no name");
                    }
                    self.parties.push(party);
                }
            }
            _ => self.table(node),
        }
        Ok(())
    }

    fn table(&mut self, node: &Node) {
        let row = |value: &Node| {
            // A country says its code beside its name.
            let text = if value.text().is_empty() { value.attribute("ISO2") } else { value.text() };
            (value.attribute("ID").to_owned(), text.to_owned())
        };
        self.values.entry(node.name.clone()).or_default().extend(node.children.iter().map(row));
        if node.name == "PartySubTypeValues" {
            let type_of = |value: &Node| (value.attribute("ID").to_owned(), value.attribute("PartyTypeID").to_owned());
            self.party_types.extend(node.children.iter().map(type_of));
        }
    }

    /// What a party is: by its subtype (vessel, aircraft), or where that says `Unknown`, by the type above it.
    fn kind(&self, subtype: &str) -> PartyKind {
        let above = self.party_types.get(subtype).map_or("", String::as_str);
        match kind(self.value("PartySubTypeValues", subtype)) {
            PartyKind::Unknown => kind(self.value("PartyTypeValues", above)),
            known => known,
        }
    }

    fn value(&self, table: &str, id: &str) -> &str {
        self.values.get(table).and_then(|values| values.get(id)).map_or("", String::as_str)
    }

    fn location(&mut self, node: &Node) {
        let parts = node.each("LocationPart", "LocationPartValue").map(|value| value.of("Value").to_owned());
        let parts: Vec<String> = parts.collect();
        let country = node.child("LocationCountry").map_or("", |country| country.attribute("CountryID"));
        let country = self.value("CountryValues", country).to_owned();
        self.locations.insert(node.attribute("ID").to_owned(), (parts, country));
    }

    fn listing(&mut self, node: &Node) {
        let list = self.value("ListValues", node.attribute("ListID")).to_owned();
        let programs: Vec<String> =
            node.all("SanctionsMeasure").map(|measure| measure.of("Comment").to_owned()).collect();
        let start = node.all("EntryEvent").find_map(|event| day(event.child("Date")?));
        let listing = self.listings.entry(node.attribute("ProfileID").to_owned()).or_default();
        listing.programs.extend(programs);
        listing.start = listing.start.or(start);
        if listing.list.is_empty() {
            listing.list = list;
        }
    }

    /// The entry, its profile's number, and the identities whose papers are its own.
    fn party(&self, node: &Node, profile: &Node) -> (Entry, String, Vec<String>) {
        let id = [node.attribute("FixedRef"), profile.attribute("ID")].into_iter().find(|id| !id.is_empty());
        let mut entry = Entry::named(id.unwrap_or_default(), "");
        entry.kind = self.kind(profile.attribute("PartySubTypeID"));
        let mut identities = Vec::new();
        for identity in profile.all("Identity") {
            identities.push(identity.attribute("ID").to_owned());
            self.names(&mut entry, identity);
        }
        for feature in profile.all("Feature") {
            self.feature(&mut entry, feature);
        }
        (entry, profile.attribute("ID").to_owned(), identities)
    }

    fn names(&self, entry: &mut Entry, identity: &Node) {
        let types: BTreeMap<&str, &str> = identity
            .all("NamePartGroups")
            .flat_map(|groups| groups.each("MasterNamePartGroup", "NamePartGroup"))
            .map(|group| (group.attribute("ID"), self.value("NamePartTypeValues", group.attribute("NamePartTypeID"))))
            .collect();
        for alias in identity.all("Alias") {
            let primary = alias.attribute("Primary") == "true";
            let weak = alias.attribute("LowQuality") == "true";
            let former = self.value("AliasTypeValues", alias.attribute("AliasTypeID")).starts_with("F.K.A");
            for documented in alias.all("DocumentedName") {
                let name = whole_name(documented, &types);
                // Further documented names of the primary alias are its forms in other scripts.
                if primary && entry.name.is_empty() {
                    entry.name = name;
                } else {
                    entry.add_alias(&name, weak, former);
                }
            }
        }
    }

    fn feature(&self, entry: &mut Entry, feature: &Node) {
        let kind = self.value("FeatureTypeValues", feature.attribute("FeatureTypeID"));
        let lower = kind.to_lowercase();
        for version in feature.all("FeatureVersion") {
            for location in version.all("VersionLocation") {
                let Some((parts, country)) = self.locations.get(location.attribute("LocationID")) else { continue };
                if lower.contains("place of birth") {
                    continue;
                }
                entry.add_address(parts.iter().map(String::as_str), country);
            }
            for period in version.all("DatePeriod").filter(|_| lower.contains("birthdate")) {
                entry.add_date(&period_text(period));
            }
            for detail in version.all("VersionDetail") {
                let reference = self.value("DetailReferenceValues", detail.attribute("DetailReferenceID"));
                let text = if detail.text().is_empty() { reference } else { detail.text() };
                if lower.ends_with("flag") {
                    entry.add_country(text);
                } else if IDENTIFYING.iter().any(|words| lower.contains(words)) {
                    entry.add_identifier(kind, text);
                }
            }
        }
    }

    fn finish(mut self) -> Vec<ListData> {
        let mut lists = Lists::of(PUBLICATION);
        for (mut entry, profile, identities) in std::mem::take(&mut self.parties) {
            for (kind, number) in identities.iter().filter_map(|id| self.papers.get(id)).flatten() {
                entry.add_identifier(kind, number);
            }
            let listing = self.listings.get(&profile);
            for program in listing.into_iter().flat_map(|listing| &listing.programs) {
                entry.add_program(program);
            }
            entry.start = listing.and_then(|listing| listing.start);
            let (id, source) = list_named(listing.map_or("", |listing| &listing.list), &entry);
            lists.push(id, source, entry);
        }
        lists.finish(self.date)
    }
}

/// The name's parts in US order: `LAST, First Middle`; a company's as they stand.
fn whole_name(documented: &Node, types: &BTreeMap<&str, &str>) -> String {
    let parts = documented.each("DocumentedNamePart", "NamePartValue");
    let (last, first): (Vec<&Node>, Vec<&Node>) = parts
        .partition(|part| types.get(part.attribute("NamePartGroupID")).is_some_and(|kind| kind.starts_with("Last")));
    last_first(&joined(last.iter().map(|part| part.text())), &joined(first.iter().map(|part| part.text())))
}

/// Year, month and day as elements of their own.
fn day(node: &Node) -> Option<Date> {
    Date::new(node.of("Year").parse().ok()?, node.of("Month").parse().ok()?, node.of("Day").parse().ok()?).ok()
}

/// The day, or the years between which it lies.
fn period_text(period: &Node) -> String {
    let edge = |side: &'static str, edge: &'static str| period.child(side).and_then(|side| side.child(edge));
    let (first, last) = (edge("Start", "From"), edge("End", "To").or_else(|| edge("Start", "To")));
    let year = |node: Option<&Node>| node.map_or(String::new(), |node| node.of("Year").to_owned());
    let whole = |node: Option<&Node>| node.and_then(day);
    match (whole(first), whole(last)) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), None) => first.to_string(),
        _ if year(first) == year(last) || year(last).is_empty() => year(first),
        _ => format!("{} to {}", year(first), year(last)),
    }
}
