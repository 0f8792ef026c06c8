//! The Beneficial Ownership Data Standard, version 0.4: statements about records of entities, people and relationships.
//! Statements of versions 0.1 to 0.3 are put into the same form first.
//!
//! Of several statements about one record the latest counts. What a relationship says of a party it cannot name (with
//! its reason) is kept as a stake of an owner that no other stake shares; no person is made up for it.
//!
//! Source: Open Ownership, BODS 0.1, 0.2, 0.3 and 0.4 schema reference and codelists (`interestType`, `unspecifiedReason`).

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde_json::{Value, json};
use tidewaiter_model::{Date, Entity, EntityKind, Interest, Range, Register, Stake};

use super::cells::{Faults, Notes, blank, country, date_of};
use super::json::{list, plain, text, texts};
use crate::share::{Share, one_of};

pub(super) fn read(file_name: &str, values: &[(u64, Value)], register: &mut Register) {
    let Register { entities, stakes, faults } = register;
    let mut faults = Faults::new(file_name, faults);
    let mut notes = Notes::default();
    let latest = latest(values, &mut faults, &mut notes);
    let known: BTreeSet<String> = latest.iter().map(|(_, value)| text(value, "recordId")).collect();
    for (line, value) in latest {
        faults.at(line);
        let (id, kind) = (text(value, "recordId"), text(value, "recordType"));
        let details = value.get("recordDetails").unwrap_or(&Value::Null);
        let closed = closed(value, &mut faults);
        match kind.as_str() {
            "entity" | "person" => entities.push(party(id, kind == "person", details, &mut faults)),
            "relationship" => {
                let mut relationship =
                    Relationship { id, details, closed, known: &known, faults: &mut faults, notes: &mut notes };
                stakes.extend(relationship.stakes());
            }
            other => {
                let says = format!("`{other}` is no type of record of BODS 0.4; nothing of it is read");
                faults.add("unread-row", "recordType", says, "write entity, person or relationship");
            }
        }
    }
    notes.tell(file_name, faults.all);
}

/// Statements of versions 0.1 to 0.3: each is about itself, names parties by the ids of statements, and may replace
/// others by their ids.
pub(super) fn read_old(file_name: &str, values: &[(u64, Value)], register: &mut Register) {
    let replaced: BTreeSet<String> =
        values.iter().flat_map(|(_, value)| texts(value, "replacesStatements")).filter(|id| !id.is_empty()).collect();
    let mut notes = Notes::default();
    let mut now = Vec::with_capacity(values.len());
    for (line, value) in values {
        if replaced.contains(&text(value, "statementID")) {
            notes.add("replaced-statement", "a statement that a later one replaces", *line);
        } else {
            now.push((*line, as_record(value)));
        }
    }
    read(file_name, &now, register);
    notes.tell(file_name, &mut register.faults);
}

/// A statement of versions 0.1 to 0.3 in the form of 0.4. What is written the same in both stands as it is.
fn as_record(statement: &Value) -> Value {
    let kind = text(statement, "statementType");
    let kind = match kind.as_str() {
        "entityStatement" => "entity",
        "personStatement" => "person",
        "ownershipOrControlStatement" => "relationship",
        other => other,
    };
    let mut details = statement.as_object().cloned().unwrap_or_default();
    if let Some(place) = details.remove("incorporatedInJurisdiction") {
        details.entry("jurisdiction").or_insert(place);
    }
    if let Some(entity) = details.get("entityType").and_then(Value::as_str).map(str::to_owned) {
        details.insert("entityType".to_owned(), json!({ "type": entity }));
    }
    if let Some(why) = details.remove("missingInfoReason") {
        details.insert("unspecifiedPersonDetails".to_owned(), json!({ "reason": why }));
    }
    if let Some(why) = details.get("interestedParty").and_then(|party| party.get("unspecified")).cloned() {
        details.insert("interestedParty".to_owned(), why);
    }
    if let Some(Value::Array(interests)) = details.get_mut("interests") {
        for interest in interests.iter_mut().filter_map(Value::as_object_mut) {
            if let Some(level) = interest.remove("interestLevel") {
                interest.insert("directOrIndirect".to_owned(), level);
            }
            if let Some(of) = interest.get("type").and_then(Value::as_str).map(in_camel_case) {
                interest.insert("type".to_owned(), Value::String(of));
            }
        }
    }
    json!({
        "recordId": text(statement, "statementID"),
        "recordType": kind,
        "statementDate": text(statement, "statementDate"),
        "recordDetails": details,
    })
}

/// `voting-rights`, as 0.1 and 0.2 write it, as later versions do: `votingRights`.
fn in_camel_case(kind: &str) -> String {
    let mut words = kind.split('-');
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}

/// The day by which a record was closed.
fn closed(value: &Value, faults: &mut Faults<'_>) -> Option<Date> {
    if text(value, "recordStatus") != "closed" {
        return None;
    }
    let day = date_of(&text(value, "statementDate"), true);
    if day.is_none() {
        let says = "the record is closed, but the statement has no date; kept as if it were not";
        faults.add("unread-date", "statementDate", says, "give statementDate as 2025-05-01");
    }
    day
}

/// The latest statement of each record, in the order of the file.
fn latest<'v>(values: &'v [(u64, Value)], faults: &mut Faults<'_>, notes: &mut Notes) -> Vec<(u64, &'v Value)> {
    let mut last: BTreeMap<String, (String, usize)> = BTreeMap::new();
    let mut keep: Vec<Option<(u64, &Value)>> = Vec::with_capacity(values.len());
    for (at, (line, value)) in values.iter().enumerate() {
        keep.push(Some((*line, value)));
        let (id, date) = (text(value, "recordId"), text(value, "statementDate"));
        faults.at(*line);
        if id.is_empty() {
            faults.add("missing-id", "recordId", "the statement has no recordId; kept by itself", "give `recordId`");
            continue;
        }
        let Some((before, place)) = last.get(&id) else {
            last.insert(id, (date, at));
            continue;
        };
        notes.add("replaced-statement", "a later statement about the same record replaces an earlier one", *line);
        let older = if date < *before { at } else { *place };
        if let Some(slot) = keep.get_mut(older) {
            *slot = None;
        }
        if older != at {
            last.insert(id, (date, at));
        }
    }
    keep.into_iter().flatten().collect()
}

fn party(id: String, person: bool, details: &Value, faults: &mut Faults<'_>) -> Entity {
    let mut names: Vec<String> = texts(details, "name");
    names.extend(texts(details, "alternateNames"));
    names.extend(list(details, "names").map(|name| text(name, "fullName")).filter(|name| !name.is_empty()));
    let unspecified = details.get("unspecifiedPersonDetails").or_else(|| details.get("unspecifiedEntityDetails"));
    if names.is_empty() {
        names.push(match unspecified {
            Some(why) => format!("no name given ({})", text(why, "reason")),
            None => id.clone(),
        });
    }
    let kind = details.get("entityType").map(|kind| text(kind, "type")).unwrap_or_default();
    let code = |value: &Value| country(&text(value, "code")).or_else(|| country(&text(value, "name")));
    let places = if person { list(details, "nationalities").next() } else { details.get("jurisdiction") };
    let (incorporated, dissolved) = if person {
        (None, None)
    } else {
        faults.dates(
            (&text(details, "foundingDate"), "foundingDate"),
            (&text(details, "dissolutionDate"), "dissolutionDate"),
        )
    };
    let mut names = names.into_iter();
    Entity {
        id,
        kind: match kind.as_str() {
            _ if person => EntityKind::Person,
            "registeredEntity" | "legalEntity" => EntityKind::Company,
            "arrangement" => EntityKind::Arrangement,
            "state" | "stateBody" => EntityKind::PublicBody,
            _ => EntityKind::Unknown,
        },
        name: names.next().unwrap_or_default(),
        other_names: names.collect(),
        country: places.and_then(code),
        addresses: list(details, "addresses")
            .map(|address| text(address, "address"))
            .filter(|a| !a.is_empty())
            .collect(),
        identifiers: list(details, "identifiers").map(identifier).filter(|i| !i.is_empty()).collect(),
        incorporated,
        dissolved,
        websites: texts(details, "uri"),
        source: faults.source(),
        ..Entity::default()
    }
}

/// `GB-COH-10000001`, as org-id.guide joins a register and a number.
fn identifier(value: &Value) -> String {
    let (scheme, id) = (text(value, "scheme"), text(value, "id"));
    if scheme.is_empty() || id.is_empty() { format!("{scheme}{id}") } else { format!("{scheme}-{id}") }
}

struct Relationship<'r, 'f> {
    id: String,
    details: &'r Value,
    closed: Option<Date>,
    known: &'r BTreeSet<String>,
    faults: &'r mut Faults<'f>,
    notes: &'r mut Notes,
}

impl Relationship<'_, '_> {
    fn stakes(&mut self) -> Vec<Stake> {
        let Some((owned, owned_id)) = self.end("subject", "company") else { return Vec::new() };
        let Some((owner, owner_id)) = self.end("interestedParty", "owner") else { return Vec::new() };
        if owner_id == owned_id {
            self.faults.add(
                "self-owned",
                "interestedParty",
                format!("{owned_id} owns itself"),
                "check it; it is kept as it stands",
            );
        }
        let ends = Stake { owner, owner_id, owned, owned_id, ..blank(Interest::Ownership, self.faults.source()) };
        let interests: Vec<&Value> = list(self.details, "interests").collect();
        if interests.is_empty() {
            return vec![Stake { to: self.closed, ..ends }];
        }
        interests.into_iter().map(|interest| self.stake(interest, &ends)).collect()
    }

    /// A party by its record; of one that is not named, words for it and an id of its own.
    fn end(&mut self, key: &str, what: &str) -> Option<(String, String)> {
        let value = self.details.get(key).unwrap_or(&Value::Null);
        let reason = text(value, "reason");
        if !reason.is_empty() {
            let description = text(value, "description");
            let says = format!(
                "the {what} is not named: {reason}{}{description}",
                if description.is_empty() { "" } else { ". " }
            );
            self.faults.add("undisclosed-party", key, says, "ask the company who it is");
            return (reason != "noBeneficialOwners")
                .then(|| (format!("no {what} named ({reason})"), format!("{} {key}", self.id)));
        }
        let id = [plain(value), text(value, "describedByEntityStatement"), text(value, "describedByPersonStatement")]
            .into_iter()
            .find(|id| !id.is_empty());
        let Some(id) = id else {
            let says = format!("the relationship names no {what}");
            self.faults.add("missing-name", key, says, "give the recordId");
            return (key != "subject").then(|| (format!("no {what} named"), format!("{} {key}", self.id)));
        };
        if !self.known.contains(&id) {
            let says = format!("there is no record {id}; the {what} is known by that id only");
            self.faults.add("missing-record", key, says, "give the statement about that record in the same file");
        }
        Some((String::new(), id))
    }

    fn stake(&mut self, interest: &Value, ends: &Stake) -> Stake {
        let kind = text(interest, "type");
        let mut of = interest_of(&kind);
        let mut source =
            format!("{} ({})", ends.source, if kind.is_empty() { "interest of no type" } else { kind.as_str() });
        let composed =
            ["componentRecords", "componentStatementIDs"].iter().any(|key| list(self.details, key).next().is_some());
        if of == Interest::Ownership && text(interest, "directOrIndirect") == "indirect" && composed {
            // Its components are relationships of their own; counted again, one holding would be two.
            of = Interest::Control;
            source.push_str(", indirect: held through its component records");
            let says = "an indirect interest whose component records are given: these count, not their sum";
            self.notes.add("counted-once", says, self.faults.row());
        }
        let share = interest.get("share").map(|share| self.share(share)).unwrap_or_default();
        let (from, to) =
            self.faults.dates((&text(interest, "startDate"), "startDate"), (&text(interest, "endDate"), "endDate"));
        let to = match (to, self.closed) {
            (Some(to), Some(closed)) => Some(to.min(closed)),
            (to, closed) => to.or(closed),
        };
        // A record may be closed by a statement that is dated before the interest begins: it ends all the same.
        let from = from.filter(|from| to.is_none_or(|to| *from <= to));
        Stake {
            interest: of,
            share: share.range,
            above: share.above,
            below: share.below,
            from,
            to,
            source,
            ..ends.clone()
        }
    }

    fn share(&mut self, share: &Value) -> Share {
        let number = |key: &str| Decimal::from_str_exact(&text(share, key)).ok();
        let flag = |key: &str| share.get(key).and_then(Value::as_bool).unwrap_or(false);
        let exact = number("exact");
        let (least, more) = (number("minimum"), number("exclusiveMinimum"));
        let (most, less) = (number("maximum"), number("exclusiveMaximum"));
        let above = exact.is_none() && (flag("exclusiveMinimum") || (more.is_some() && more >= least));
        let below = exact.is_none() && (flag("exclusiveMaximum") || less.is_some_and(|l| most.is_none_or(|m| l <= m)));
        let lower = exact.or(if above { more.or(least) } else { least });
        let upper = exact.or(if below { less.or(most) } else { most });
        one_of(lower, upper, above, below).unwrap_or_else(|error| {
            let says = format!("{error}; kept as an unknown share");
            self.faults.add("unread-share", "share", says, "give percent from 0 to 100");
            Share { range: Range::UNKNOWN, above: false, below: false }
        })
    }
}

/// What kind of link an interest of BODS's codelist is. Surplus assets are an interest in the capital, as of a
/// partnership, which has no shares; an interest of unknown kind may be ownership.
fn interest_of(kind: &str) -> Interest {
    match kind {
        "shareholding"
        | "rightsToSurplusAssets"
        | "rightsToSurplusAssetsOnDissolution"
        | "unknownInterest"
        | "unpublishedInterest"
        | "" => Interest::Ownership,
        "votingRights" => Interest::Votes,
        "seniorManagingOfficial" | "boardMember" | "boardChair" => Interest::Directorship,
        "nominee" => Interest::Representation,
        _ => Interest::Control,
    }
}
