//! GLEIF golden copy: LEI-CDF 3.1 (level 1), relationship records 2.1 (level 2) and reporting exceptions 2.1, as CSV.
//!
//! Level 2 says whose accounts consolidate whom. That is no statement about shares: a company may be consolidated at
//! less than half, and owned by half without being consolidated.

use csv::StringRecord;
use tidewaiter_model::{Entity, EntityKind, Interest, Register};

use super::cells::{Faults, Notes, blank};
use super::table::{Table, cell};

/// Level 1. Names in other languages and in other script are other names; the headquarters' country is what the holder
/// of the LEI asserts.
pub(super) fn entities(table: Table<'_>, register: &mut Register) {
    let file_name = table.file_name;
    let column = |name: &str| table.column(&[&name.to_lowercase()]);
    let lei = column("LEI");
    let name = column("Entity.LegalName");
    let others = table.columns(|cell| {
        (cell.starts_with("entity.otherentitynames.otherentityname.")
            || cell.starts_with("entity.transliteratedotherentitynames.transliteratedotherentityname."))
            && cell.ends_with(|c: char| c.is_ascii_digit())
    });
    let lines = |place: &str| -> Vec<usize> {
        let under = format!("entity.{place}.");
        table.columns(|cell| {
            cell.strip_prefix(&under).is_some_and(|part| {
                (part == "firstaddressline" || part.starts_with("additionaladdressline") || part == "city")
                    || matches!(part, "region" | "country" | "postalcode")
            })
        })
    };
    let (legal, seat) = (lines("legaladdress"), lines("headquartersaddress"));
    let seat_country = column("Entity.HeadquartersAddress.Country");
    let jurisdiction = column("Entity.LegalJurisdiction");
    let legal_country = column("Entity.LegalAddress.Country");
    let registered = column("Entity.RegistrationAuthority.RegistrationAuthorityEntityID");
    let category = column("Entity.EntityCategory");
    let created = column("Entity.EntityCreationDate");
    let expired = column("Entity.EntityExpirationDate");
    let Register { entities, faults, .. } = register;
    table.rows(faults, |row, record, faults| {
        let mut faults = Faults::new(file_name, faults);
        faults.at(row);
        let (id, name) = (cell(record, lei), cell(record, name));
        if id.is_empty() {
            faults.add("missing-id", "LEI", "the row has no LEI; kept by its name", "give the LEI");
        }
        let address = |columns: &[usize]| -> String {
            let parts: Vec<&str> = columns.iter().filter_map(|c| record.get(*c)).filter(|p| !p.is_empty()).collect();
            parts.join(", ")
        };
        let mut addresses = vec![address(&legal), address(&seat)];
        addresses.dedup();
        addresses.retain(|a| !a.is_empty());
        let mut identifiers = vec![format!("LEI {id}")];
        identifiers.extend(Some(cell(record, registered)).filter(|r| !r.is_empty()).map(str::to_owned));
        let (incorporated, dissolved) = faults.dates(
            (cell(record, created), "Entity.EntityCreationDate"),
            (cell(record, expired), "Entity.EntityExpirationDate"),
        );
        let country = Some(cell(record, jurisdiction)).filter(|c| !c.is_empty()).unwrap_or(cell(record, legal_country));
        entities.push(Entity {
            id: id.to_owned(),
            kind: match cell(record, category) {
                "FUND" => EntityKind::Arrangement,
                "SOLE_PROPRIETOR" => EntityKind::Person,
                "RESIDENT_GOVERNMENT_ENTITY" => EntityKind::PublicBody,
                _ => EntityKind::Company,
            },
            name: if name.is_empty() { id.to_owned() } else { name.to_owned() },
            other_names: others
                .iter()
                .filter_map(|c| record.get(*c))
                .filter(|n| !n.is_empty())
                .map(str::to_owned)
                .collect(),
            country: faults.country(country, "Entity.LegalJurisdiction"),
            headquarters: faults.country(cell(record, seat_country), "Entity.HeadquartersAddress.Country"),
            addresses,
            identifiers,
            incorporated,
            dissolved,
            source: faults.source(),
            ..Entity::default()
        });
    });
}

/// The days of a `RELATIONSHIP_PERIOD`, among up to a few numbered periods.
struct Periods(Vec<(Option<usize>, Option<usize>, Option<usize>)>);

impl Periods {
    fn of(table: &Table<'_>) -> Self {
        let numbered = |number: u8, part: &str| table.column(&[&format!("relationship.period.{number}.{part}")]);
        let periods =
            (1..=9).map(|n| (numbered(n, "periodtype"), numbered(n, "startdate"), numbered(n, "enddate"))).collect();
        Self(periods)
    }

    fn dates<'r>(&self, record: &'r StringRecord) -> (&'r str, &'r str) {
        self.0
            .iter()
            .find(|(kind, _, _)| cell(record, *kind) == "RELATIONSHIP_PERIOD")
            .map_or(("", ""), |(_, start, end)| (cell(record, *start), cell(record, *end)))
    }
}

/// Level 2: the start node is consolidated by (or is a branch of, or a fund managed by) the end node.
pub(super) fn relationships(table: Table<'_>, register: &mut Register) {
    let file_name = table.file_name;
    let column = |name: &str| table.column(&[&name.to_lowercase()]);
    let child = column("Relationship.StartNode.NodeID");
    let parent = column("Relationship.EndNode.NodeID");
    let kind = column("Relationship.RelationshipType");
    let status = column("Relationship.RelationshipStatus");
    let periods = Periods::of(&table);
    let mut notes = Notes::default();
    let Register { stakes, faults, .. } = register;
    table.rows(faults, |row, record, faults| {
        let mut faults = Faults::new(file_name, faults);
        faults.at(row);
        let (child, parent, kind) = (cell(record, child), cell(record, parent), cell(record, kind));
        if child.is_empty() || parent.is_empty() {
            let says = "one of the two LEIs is missing, so the row says nothing";
            faults.add("missing-id", "Relationship.StartNode.NodeID", says, "give both LEIs");
            return;
        }
        if child == parent {
            let says = format!("{child} consolidates itself");
            faults.add("self-owned", "Relationship.EndNode.NodeID", says, "check the row; it is kept as it stands");
        }
        let interest = match kind {
            "IS_DIRECTLY_CONSOLIDATED_BY" | "IS_ULTIMATELY_CONSOLIDATED_BY" => Interest::Consolidation,
            "IS_INTERNATIONAL_BRANCH_OF" => Interest::Control,
            "IS_FUND-MANAGED_BY" | "IS_SUBFUND_OF" | "IS_FEEDER_TO" => Interest::Representation,
            _ => Interest::Control,
        };
        if interest == Interest::Consolidation {
            notes.add(
                "not-ownership",
                "consolidation of accounts is no statement about shares: no 50 percent rule counts it",
                row,
            );
        }
        let (start, end) = periods.dates(record);
        let (from, to) = faults.dates((start, "Relationship.Period"), (end, "Relationship.Period"));
        if cell(record, status) == "INACTIVE" && to.is_none() {
            notes.add("not-ownership", "an inactive relationship without an end is left out", row);
            return;
        }
        stakes.push(tidewaiter_model::Stake {
            owner: parent.to_owned(),
            owner_id: parent.to_owned(),
            owned: child.to_owned(),
            owned_id: child.to_owned(),
            from,
            to,
            ..blank(interest, format!("{} ({kind})", faults.source()))
        });
    });
    notes.tell(file_name, faults);
}

/// Why an entity names no consolidating parent. Kept as a consolidation by an owner that is not named.
pub(super) fn exceptions(table: Table<'_>, register: &mut Register) {
    let file_name = table.file_name;
    let lei = table.column(&["lei"]);
    let category = table.column(&["exception.category"]);
    let reasons = table.columns(|cell| cell.starts_with("exception.reason."));
    let Register { stakes, faults, .. } = register;
    table.rows(faults, |row, record, faults| {
        let mut faults = Faults::new(file_name, faults);
        faults.at(row);
        let (lei, category) = (cell(record, lei), cell(record, category));
        if lei.is_empty() {
            faults.add("missing-id", "LEI", "the row has no LEI, so it says nothing", "give the LEI");
            return;
        }
        let given: Vec<&str> = reasons.iter().filter_map(|c| record.get(*c)).filter(|r| !r.is_empty()).collect();
        let reason = if given.is_empty() { "no reason given".to_owned() } else { given.join(", ") };
        stakes.push(tidewaiter_model::Stake {
            owner: format!("no parent named ({reason})"),
            owner_id: format!("{lei} {category}"),
            owned: lei.to_owned(),
            owned_id: lei.to_owned(),
            ..blank(Interest::Consolidation, format!("{} ({category})", faults.source()))
        });
    });
}
