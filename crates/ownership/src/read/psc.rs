//! The snapshot of the UK register of people with significant control: one JSON object a line.
//!
//! The register gives bands and, of companies, only their number. Companies are known by `GB-COH-` and the number, as in
//! org-id.guide's list of registers, so that other sources can be joined.
//!
//! Source: Companies Act 2006, Schedule 1A (more than 25, more than 50, 75 percent or more); Companies House,
//! "PSC data product" and `psc_descriptions.yml`.

use rust_decimal::Decimal;
use serde_json::Value;
use tidewaiter_model::{Entity, EntityKind, Interest, Range, Register, Stake};

use super::cells::{Faults, Notes, blank, country};
use super::json::{list, plain, text};
use crate::share::Share;

pub(super) fn read(file_name: &str, values: &[(u64, Value)], register: &mut Register) {
    let Register { entities, stakes, faults } = register;
    let mut faults = Faults::new(file_name, faults);
    let mut notes = Notes::default();
    for (line, value) in values {
        faults.at(*line);
        let data = value.get("data").unwrap_or(&Value::Null);
        let (number, kind) = (text(value, "company_number"), text(data, "kind"));
        if number.is_empty() {
            if !kind.starts_with("totals") {
                faults.add("missing-id", "company_number", "the line names no company", "give the company's number");
            }
            continue;
        }
        let company = company_id(&number);
        let owned =
            Stake { owned: company.clone(), owned_id: company.clone(), ..blank(Interest::Ownership, faults.source()) };
        if kind == "persons-with-significant-control-statement" {
            statement(data, owned, &mut faults, stakes, &mut notes);
        } else if kind.starts_with("exemption") {
            notes.add("ignored-kind", "an exemption from the register of people with significant control", *line);
        } else {
            controller(data, &kind, &owned, &mut faults, entities, stakes);
        }
    }
    notes.tell(file_name, faults.all);
}

/// `GB-COH-` and the number, in eight places.
pub(super) fn company_id(number: &str) -> String {
    let number = number.trim().to_uppercase();
    if number.bytes().all(|b| b.is_ascii_digit()) { format!("GB-COH-{number:0>8}") } else { format!("GB-COH-{number}") }
}

/// Nobody has control, in the register's own spelling.
const NOBODY: &str = "no-individual-or-entity-with-sign";

/// The company says something about its controllers as a whole: that there are none, or that it could not name them.
fn statement(data: &Value, owned: Stake, faults: &mut Faults<'_>, stakes: &mut Vec<Stake>, notes: &mut Notes) {
    let says = text(data, "statement");
    if says.starts_with(NOBODY) {
        notes.add("ignored-kind", "a company's statement that nobody has significant control", faults.row());
        return;
    }
    let (from, to) = dates(data, faults);
    stakes.push(Stake {
        owner: format!("no owner named ({says})"),
        owner_id: format!("{} {}", owned.owned_id, own_path(data, faults)),
        from,
        to,
        ..owned
    });
}

fn own_path(data: &Value, faults: &Faults<'_>) -> String {
    let path = data.get("links").map(|links| text(links, "self")).unwrap_or_default();
    if path.is_empty() { faults.source() } else { path }
}

fn dates(data: &Value, faults: &mut Faults<'_>) -> (Option<tidewaiter_model::Date>, Option<tidewaiter_model::Date>) {
    faults.dates((&text(data, "notified_on"), "notified_on"), (&text(data, "ceased_on"), "ceased_on"))
}

fn controller(
    data: &Value,
    kind: &str,
    owned: &Stake,
    faults: &mut Faults<'_>,
    entities: &mut Vec<Entity>,
    stakes: &mut Vec<Stake>,
) {
    let company = kind.starts_with("corporate-entity") || kind.starts_with("legal-person");
    let identification = data.get("identification").unwrap_or(&Value::Null);
    let number = text(identification, "registration_number");
    let registered = text(identification, "country_registered");
    let british = ["united kingdom", "england", "scotland", "wales", "northern ireland", "great britain", "uk"];
    let at = registered.to_lowercase();
    let british = british.iter().any(|name| at.starts_with(name));
    let id = if company && !number.is_empty() && british { company_id(&number) } else { own_path(data, faults) };
    let mut name = text(data, "name");
    if name.is_empty() {
        name = format!("no owner named ({})", if kind.is_empty() { "no kind given" } else { kind });
    }
    let (from, to) = dates(data, faults);
    let nationality = text(data, "nationality");
    entities.push(Entity {
        id: id.clone(),
        kind: match kind.split("-person").next().unwrap_or_default() {
            "individual" => EntityKind::Person,
            _ if kind.starts_with("corporate-entity") => EntityKind::Company,
            "legal" => EntityKind::PublicBody,
            _ => EntityKind::Unknown,
        },
        name: name.clone(),
        country: if british { "GB".parse().ok() } else { country(&registered).or_else(|| country(&nationality)) },
        addresses: data.get("address").map(address).into_iter().filter(|a| !a.is_empty()).collect(),
        identifiers: Some(number).filter(|n| !n.is_empty()).into_iter().collect(),
        source: faults.source(),
        ..Entity::default()
    });
    let natures: Vec<String> = list(data, "natures_of_control").map(plain).filter(|n| !n.is_empty()).collect();
    if natures.is_empty() {
        stakes.push(Stake { owner: name, owner_id: id, from, to, ..owned.clone() });
        return;
    }
    for nature in natures {
        let (interest, share) = nature_of(&nature).unwrap_or_else(|| {
            let says = format!("`{nature}` is no nature of control known here; kept as an unknown share");
            faults.add("unread-share", "natures_of_control", says, "check the line against the register");
            (Interest::Ownership, Share::default())
        });
        stakes.push(Stake {
            owner: name.clone(),
            owner_id: id.clone(),
            interest,
            share: share.range,
            above: share.above,
            below: share.below,
            from,
            to,
            source: format!("{} ({nature})", owned.source),
            ..owned.clone()
        });
    }
}

/// What a nature of control says. One who controls a firm or trust that holds the shares does not hold them; a partner
/// (`-as-firm`) or trustee (`-as-trust`) does. Surplus assets of a partnership are its capital.
fn nature_of(nature: &str) -> Option<(Interest, Share)> {
    let over = nature.contains("-as-control-over-");
    let kinds = [
        ("ownership-of-shares-", Interest::Ownership),
        ("right-to-share-surplus-assets-", Interest::Ownership),
        ("part-right-to-share-surplus-assets-", Interest::Ownership),
        ("voting-rights-", Interest::Votes),
    ];
    for (prefix, interest) in kinds {
        if let Some(rest) = nature.strip_prefix(prefix) {
            return Some((if over { Interest::Control } else { interest }, band(rest)?));
        }
    }
    let control = ["right-to-appoint-and-remove-", "significant-influence-or-control"];
    control.iter().any(|prefix| nature.starts_with(prefix)).then_some((Interest::Control, Share::default()))
}

fn band(text: &str) -> Option<Share> {
    let between = |low: u32, high: u32, above, below| Share {
        range: Range::between(Decimal::from(low), Decimal::from(high)),
        above,
        below,
    };
    if text.starts_with("25-to-50-percent") {
        Some(between(25, 50, true, false))
    } else if text.starts_with("50-to-75-percent") {
        Some(between(50, 75, true, true))
    } else if text.starts_with("75-to-100-percent") {
        Some(between(75, 100, false, false))
    } else if text.starts_with("more-than-25-percent") {
        Some(between(25, 100, true, false))
    } else {
        None
    }
}

fn address(address: &Value) -> String {
    let parts = [
        "care_of",
        "po_box",
        "premises",
        "address_line_1",
        "address_line_2",
        "locality",
        "region",
        "postal_code",
        "country",
    ];
    let given: Vec<String> = parts.iter().map(|part| text(address, part)).filter(|part| !part.is_empty()).collect();
    given.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn natures_of_control() {
        let read = |nature: &str| {
            nature_of(nature).map(|(interest, s)| (interest, crate::share::written(&s.range, s.above, s.below)))
        };
        let is = |interest, share: &str| Some((interest, share.to_owned()));
        assert_eq!(read("ownership-of-shares-25-to-50-percent"), is(Interest::Ownership, ">25-50"));
        assert_eq!(read("ownership-of-shares-50-to-75-percent"), is(Interest::Ownership, ">50-<75"));
        assert_eq!(read("ownership-of-shares-75-to-100-percent-as-trust"), is(Interest::Ownership, ">=75"));
        assert_eq!(read("ownership-of-shares-75-to-100-percent-as-control-over-trust"), is(Interest::Control, ">=75"));
        assert_eq!(
            read("ownership-of-shares-more-than-25-percent-registered-overseas-entity"),
            is(Interest::Ownership, ">25")
        );
        assert_eq!(read("voting-rights-50-to-75-percent-as-firm"), is(Interest::Votes, ">50-<75"));
        assert_eq!(
            read("right-to-share-surplus-assets-25-to-50-percent-limited-liability-partnership"),
            is(Interest::Ownership, ">25-50")
        );
        assert_eq!(read("right-to-appoint-and-remove-directors"), is(Interest::Control, "unknown"));
        assert_eq!(read("significant-influence-or-control-as-firm"), is(Interest::Control, "unknown"));
        assert_eq!(read("ownership-of-shares-10-to-25-percent"), None, "never guessed");
        assert_eq!(read("ownership"), None);
    }
}
