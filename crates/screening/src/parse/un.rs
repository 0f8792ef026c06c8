//! The consolidated list of the United Nations Security Council, XML.
//!
//! Source: the Security Council's schema `sc-sanctions.xsd`.

use super::build::joined;
use super::xml::{Node, fault_at, records};
use super::{FETCH_AGAIN, Lists, dates};
use crate::{Entry, ListData, ListFault, PartyKind};

const SOURCE: &str = "United Nations Security Council Consolidated List";

pub(super) fn xml(file: &str, text: &str) -> Result<Vec<ListData>, ListFault> {
    let mut lists = Lists::of("un-sc");
    let root = records(file, text, &["INDIVIDUAL", "ENTITY"], |node, at| {
        let entry = party(&node);
        if entry.name.is_empty() {
            return Err(fault_at(file, text, at, "this record has no name", FETCH_AGAIN));
        }
        lists.push("un-sc", SOURCE, entry);
        Ok(())
    })?;
    Ok(lists.finish(dates::iso(root.attribute("dateGenerated"))))
}

fn party(node: &Node) -> Entry {
    let is_person = node.name == "INDIVIDUAL";
    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
    let mut entry = Entry::named(node.of("DATAID"), &joined(parts.map(|part| node.of(part))));
    entry.kind = if is_person { PartyKind::Person } else { PartyKind::Company };
    entry.citation = node.of("REFERENCE_NUMBER").to_owned();
    entry.start = dates::iso(node.of("LISTED_ON"));
    entry.add_program(node.of("UN_LIST_TYPE"));
    // Several forms in one field are divided by semicolons.
    for original in node.of("NAME_ORIGINAL_SCRIPT").split(';') {
        entry.add_alias(original, false, false);
    }
    let (alias, address) =
        if is_person { ("INDIVIDUAL_ALIAS", "INDIVIDUAL_ADDRESS") } else { ("ENTITY_ALIAS", "ENTITY_ADDRESS") };
    for alias in node.all(alias) {
        let quality = alias.of("QUALITY").to_lowercase();
        for name in alias.of("ALIAS_NAME").split(';') {
            entry.add_alias(name, quality == "low", quality.starts_with("f.k.a"));
        }
    }
    for address in node.all(address) {
        let parts = ["STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE"];
        entry.add_address(parts.map(|part| address.of(part)), address.of("COUNTRY"));
    }
    for nationality in node.each("NATIONALITY", "VALUE") {
        entry.add_country(nationality.text());
    }
    for birth in node.all("INDIVIDUAL_DATE_OF_BIRTH") {
        match (birth.of("DATE"), birth.of("YEAR"), birth.of("FROM_YEAR"), birth.of("TO_YEAR")) {
            ("", "", from, to) if !from.is_empty() && !to.is_empty() => entry.add_date(&format!("{from} to {to}")),
            ("", "", from, to) => entry.add_date(if from.is_empty() { to } else { from }),
            ("", year, ..) => entry.add_date(year),
            (date, ..) => entry.add_date(date),
        }
    }
    for document in node.all("INDIVIDUAL_DOCUMENT") {
        let kind = [document.of("TYPE_OF_DOCUMENT2"), document.of("TYPE_OF_DOCUMENT")];
        let kind = kind.into_iter().find(|kind| !kind.is_empty()).unwrap_or_default();
        entry.add_identifier(kind, document.of("NUMBER"));
    }
    entry
}
