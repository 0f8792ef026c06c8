//! The European Union's consolidated list of financial sanctions (FSF), XML 1.1.
//!
//! Source: the schema `xmlFullSanctionsList_1_1` of the European Commission's Financial Sanctions Database.

use super::build::kind;
use super::xml::{Node, fault_at, records};
use super::{FETCH_AGAIN, Lists, dates};
use crate::{Entry, ListData, ListFault};

const SOURCE: &str = "Consolidated list of persons, groups and entities subject to EU financial sanctions - European \
                      Commission";

pub(super) fn xml(file: &str, text: &str) -> Result<Vec<ListData>, ListFault> {
    let mut lists = Lists::of("eu-fsf");
    let root = records(file, text, &["sanctionEntity"], |node, at| {
        let entry = party(&node);
        if entry.name.is_empty() {
            return Err(fault_at(file, text, at, "this sanctionEntity has no name", FETCH_AGAIN));
        }
        lists.push("eu-fsf", SOURCE, entry);
        Ok(())
    })?;
    Ok(lists.finish(dates::iso(root.attribute("generationDate"))))
}

fn party(node: &Node) -> Entry {
    let mut entry = Entry::named(node.attribute("logicalId"), "");
    entry.kind = node.child("subjectType").map(|subject| kind(subject.attribute("code"))).unwrap_or_default();
    let mut citation = vec![node.attribute("euReferenceNumber").to_owned()];
    for regulation in node.all("regulation") {
        entry.add_program(regulation.attribute("programme"));
        citation.push(regulation.attribute("numberTitle").to_owned());
        entry.start = entry.start.or_else(|| dates::iso(regulation.attribute("entryIntoForceDate")));
        if entry.source_url.is_empty() {
            entry.source_url = regulation.of("publicationUrl").to_owned();
        }
    }
    entry.start = dates::iso(node.attribute("designationDate")).or(entry.start);
    citation.retain(|part| !part.is_empty());
    entry.citation = citation.join("; ");
    for name in node.all("nameAlias") {
        let whole = super::build::tidy(name.attribute("wholeName"));
        if entry.name.is_empty() {
            entry.name = whole;
        } else {
            entry.add_alias(&whole, name.attribute("strong") == "false", false);
        }
    }
    for address in node.all("address") {
        let parts = ["street", "poBox", "place", "city", "zipCode", "region"];
        entry.add_address(parts.map(|part| address.attribute(part)), address.attribute("countryIso2Code"));
    }
    for citizenship in node.all("citizenship") {
        entry.add_country(citizenship.attribute("countryIso2Code"));
    }
    for birth in node.all("birthdate") {
        entry.add_date(&birthdate(birth));
    }
    for id in node.all("identification") {
        // Newer files say the number as it stands in the document in `number`, older ones also in `latinNumber`.
        let number = [id.attribute("number"), id.attribute("latinNumber")].into_iter().find(|text| !text.is_empty());
        entry.add_identifier(id.attribute("identificationTypeDescription"), number.unwrap_or_default());
    }
    entry
}

/// The whole date, or the year or range of years.
fn birthdate(birth: &Node) -> String {
    let part = |name| birth.attribute(name);
    if !part("birthdate").is_empty() {
        return part("birthdate").to_owned();
    }
    match (part("year"), part("yearRangeFrom"), part("yearRangeTo")) {
        ("", "", to) => to.to_owned(),
        ("", from, to) if !to.is_empty() => format!("{from} to {to}"),
        ("", from, _) => from.to_owned(),
        (year, ..) => match part("monthOfYear").parse::<u8>() {
            Ok(month @ 1..=12) => format!("{year}-{month:02}"),
            _ => year.to_owned(),
        },
    }
}
