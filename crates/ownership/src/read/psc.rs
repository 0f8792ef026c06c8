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
            controller(data, &kind, &owned, (&mut faults, &mut notes), entities, stakes);
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
    (faults, notes): (&mut Faults<'_>, &mut Notes),
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
    if name.is_empty() && kind.starts_with("super-secure") {
        name = "a person whose details the registrar protects (super-secure person)".to_owned();
    } else if name.is_empty() {
        name = format!("no owner named ({})", if kind.is_empty() { "no kind given" } else { kind });
    }
    let (from, to) = dates(data, faults);
    if to.is_none() && is_true(data, "ceased") {
        let says = "a controller has ceased on a day that the register does not give; nothing of it is counted";
        notes.add("ceased-undated", says, faults.row());
        return;
    }
    let nationality = text(data, "nationality");
    entities.push(Entity {
        id: id.clone(),
        kind: kind_of(kind),
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

/// What a controller is, by the register's kind: of a company (`-person-with-significant-control`) or of an overseas
/// entity (`-beneficial-owner`).
fn kind_of(kind: &str) -> EntityKind {
    if kind.starts_with("individual") || kind.starts_with("super-secure") {
        EntityKind::Person
    } else if kind.starts_with("corporate-entity") {
        EntityKind::Company
    } else if kind.starts_with("legal-person") {
        EntityKind::PublicBody
    } else {
        EntityKind::Unknown
    }
}

/// A flag, as `true` or as 1.
fn is_true(data: &Value, key: &str) -> bool {
    data.get(key).is_some_and(|value| value.as_bool() == Some(true) || value.as_u64() == Some(1))
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
    // An overseas entity that holds land as nominee for somebody acts for them; it is not theirs by that.
    if nature.starts_with("registered-owner-as-nominee-") {
        return Some((Interest::Representation, Share::default()));
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
        assert_eq!(
            read("registered-owner-as-nominee-person-scotland-registered-overseas-entity"),
            is(Interest::Representation, "unknown")
        );
        assert_eq!(read("ownership-of-shares-10-to-25-percent"), None, "never guessed");
        assert_eq!(read("ownership"), None);
    }

    /// Every right, band, capacity and kind of company that the register combines.
    #[test]
    fn every_combination_of_the_register_is_read() {
        let bands = [
            ("25-to-50-percent", ">25-50"),
            ("50-to-75-percent", ">50-<75"),
            ("75-to-100-percent", ">=75"),
            ("more-than-25-percent", ">25"),
        ];
        let capacities = ["", "-as-trust", "-as-firm", "-as-control-over-trust", "-as-control-over-firm"];
        let forms = ["", "-limited-liability-partnership", "-registered-overseas-entity"];
        for (capacity, form) in capacities.iter().flat_map(|capacity| forms.map(|form| (capacity, form))) {
            let tail = format!("{capacity}{form}");
            for (right, interest) in [
                ("ownership-of-shares", Interest::Ownership),
                ("voting-rights", Interest::Votes),
                ("right-to-share-surplus-assets", Interest::Ownership),
                ("part-right-to-share-surplus-assets", Interest::Ownership),
            ] {
                for (band, share) in bands {
                    let nature = format!("{right}-{band}{tail}");
                    let (found, of) = nature_of(&nature).expect(&nature);
                    let expected = if tail.contains("control-over") { Interest::Control } else { interest };
                    let written = crate::share::written(&of.range, of.above, of.below);
                    assert_eq!((found, written.as_str()), (expected, share), "{nature}");
                }
            }
            for right in [
                "right-to-appoint-and-remove-directors",
                "right-to-appoint-and-remove-members",
                "right-to-appoint-and-remove-person",
                "significant-influence-or-control",
            ] {
                let nature = format!("{right}{tail}");
                assert_eq!(nature_of(&nature), Some((Interest::Control, Share::default())), "{nature}");
            }
        }
    }

    fn read_all(lines: &str) -> Register {
        crate::read_register("psc.txt", lines.as_bytes())
    }

    #[test]
    fn kinds_of_controllers_and_their_ends() {
        let line = |kind: &str, more: &str| {
            format!(
                r#"{{"company_number":"OE000001","data":{{"kind":"{kind}","name":"N","natures_of_control":["ownership-of-shares-more-than-25-percent-registered-overseas-entity"]{more}}}}}"#
            )
        };
        for (kind, of) in [
            ("individual-person-with-significant-control", EntityKind::Person),
            ("individual-beneficial-owner", EntityKind::Person),
            ("super-secure-beneficial-owner", EntityKind::Person),
            ("corporate-entity-person-with-significant-control", EntityKind::Company),
            ("corporate-entity-beneficial-owner", EntityKind::Company),
            ("legal-person-person-with-significant-control", EntityKind::PublicBody),
            ("legal-person-beneficial-owner", EntityKind::PublicBody),
        ] {
            let register = read_all(&line(kind, ""));
            assert_eq!(register.entities[0].kind, of, "{kind}");
            assert_eq!((register.stakes.len(), register.faults.len()), (1, 0), "{kind}");
        }
        let individual = "individual-person-with-significant-control";
        let ended = read_all(&line(individual, r#","notified_on":"2016-04-06","ceased_on":"2020-02-01""#));
        assert_eq!(ended.stakes[0].to, Some(tidewaiter_model::Date::constant(2020, 2, 1)));
        for flag in ["true", "1"] {
            let undated = read_all(&line(individual, &format!(r#","ceased":{flag}"#)));
            assert_eq!((undated.stakes.len(), undated.faults[0].code.as_str()), (0, "ceased-undated"));
        }
    }

    /// Whose details are protected is somebody all the same: an owner of an unknown share.
    #[test]
    fn super_secure_persons() {
        let register = read_all(
            r#"{"company_number":"1","data":{"kind":"super-secure-person-with-significant-control","description":"super-secure-persons-with-significant-control","links":{"self":"/company/1/psc/super-secure/x"}}}"#,
        );
        assert_eq!((register.entities[0].kind, register.stakes.len()), (EntityKind::Person, 1));
        assert!(register.stakes[0].share.is_unknown() && register.stakes[0].owner.contains("super-secure"));
    }
}
