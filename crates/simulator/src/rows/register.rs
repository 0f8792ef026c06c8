//! What registers and lists say.

use std::collections::BTreeSet;

use super::{Sink, Summary, Table, yes};
use crate::draw::Stream;
use crate::world::World;

const COMPANIES: [&str; 16] = [
    "id",
    "type",
    "name",
    "other_names",
    "country",
    "headquarters",
    "address",
    "incorporated",
    "dissolved",
    "capital",
    "currency",
    "phone",
    "email",
    "website",
    "identifier",
    "source",
];

/// The register of companies and of the persons who own them, and the truth about each company.
pub(super) fn companies<S: Sink>(world: &World, sink: &mut S, summary: &mut Summary) -> Result<(), S::Error> {
    sink.row(Table::Companies, &COMPANIES)?;
    sink.row(Table::TruthParties, &["name", "shell", "pattern", "behind"])?;
    for (number, company) in (0..).zip(&world.companies) {
        let mut draw = world.draw(Stream::Register, number);
        let mut known = |text: &str| if draw.chance(world.settings.missing) { String::new() } else { text.to_owned() };
        let text = |day: i32| world.calendar.text(day).to_owned();
        let incorporated = known(&text(company.incorporated));
        let capital = known(&company.capital.to_string());
        let (phone, email, website) = (known(&company.phone), known(&company.email), known(&company.website));
        let currency = if capital.is_empty() { "" } else { company.land.currency };
        let dissolved = company.dissolved.map(text).unwrap_or_default();
        let source = format!("simulated register of {}", company.land.code);
        let row: [&str; 16] = [
            &company.number,
            "company",
            &company.name,
            &company.native,
            company.land.code,
            company.headquarters,
            &company.address,
            &incorporated,
            &dissolved,
            &capital,
            currency,
            &phone,
            &email,
            &website,
            &company.number,
            &source,
        ];
        sink.row(Table::Companies, &row)?;
        let pattern = company.pattern.map_or("", crate::Pattern::word);
        sink.row(Table::TruthParties, &[&company.name, yes(company.shell), pattern, &company.behind])?;
        summary.companies += 1;
        summary.shells += usize::from(company.shell);
    }
    persons(world, sink)
}

/// The persons who own, as far as registers tell that they are persons.
fn persons<S: Sink>(world: &World, sink: &mut S) -> Result<(), S::Error> {
    let owners: BTreeSet<&str> =
        world.holdings.iter().filter(|h| h.interest == "ownership").map(|h| h.owner_id.as_str()).collect();
    for (number, person) in (0..).zip(&world.people) {
        let mut draw = world.draw(Stream::Person, number);
        if !owners.contains(person.id.as_str()) || draw.chance(world.settings.missing) {
            continue;
        }
        let source = format!("simulated register of {}", person.country);
        let mut row = [""; 16];
        let told = [(0, person.id.as_str()), (1, "person"), (2, &person.name), (4, person.country), (15, &source)];
        for (at, text) in told {
            if let Some(cell) = row.get_mut(at) {
                *cell = text;
            }
        }
        sink.row(Table::Companies, &row)?;
    }
    Ok(())
}

/// Who owns and directs whom.
pub(super) fn stakes<S: Sink>(world: &World, sink: &mut S) -> Result<(), S::Error> {
    let header = ["owner", "owned", "share", "from", "to", "source", "interest", "owner_id", "owned_id"];
    sink.row(Table::Stakes, &header)?;
    for holding in &world.holdings {
        let Some(owned) = world.company(holding.owned) else { continue };
        let to = holding.to.map_or("", |day| world.calendar.text(day));
        let source = format!("simulated register of {}", owned.land.code);
        let row: [&str; 9] = [
            &holding.owner,
            &owned.name,
            &holding.share,
            world.calendar.text(holding.from),
            to,
            &source,
            holding.interest,
            &holding.owner_id,
            &owned.number,
        ];
        sink.row(Table::Stakes, &row)?;
    }
    Ok(())
}

/// The id of the invented list. It begins as the Entity List's does, so that rules about owners on that list hold.
const LIST: &str = "us-entity-list-simulated";

/// The invented list.
pub(super) fn lists<S: Sink>(world: &World, sink: &mut S) -> Result<(), S::Error> {
    let header = [
        "id",
        "name",
        "aliases",
        "country",
        "address",
        "identifier",
        "type",
        "program",
        "licence_requirement",
        "licence_policy",
        "start",
        "list",
        "list_name",
    ];
    sink.row(Table::Lists, &header)?;
    for (number, listed) in (1..).zip(&world.listed) {
        let company = &listed.company;
        let row: [&str; 13] = [
            &format!("SIM-{number:04}"),
            &company.name,
            &company.native,
            company.land.code,
            &company.address,
            &company.number,
            "company",
            "simulated",
            "For all items subject to the EAR",
            "Presumption of denial",
            world.calendar.text(listed.since),
            LIST,
            "Entity List (simulated)",
        ];
        sink.row(Table::Lists, &row)?;
    }
    Ok(())
}
