//! What is known beside the records: counts, stocks, and what the program knows of the item.

use std::path::Path;

use anyhow::bail;
use tidewaiter_law::Law;
use tidewaiter_model::{Date, Decimal, Fault, Position, place};
use tidewaiter_tracing::conservation::{Control, Fact, Known, Limit, Told};
use tidewaiter_tracing::{Records, Sites};

use super::question::{Item, numbers};

/// When accelerators were announced.
const LAUNCHES: &str = include_str!("../../../../../data/tracing/launches.csv");
/// The first controls of advanced computing items.
const CONTROLS_SINCE: Date = Date::constant(2022, 10, 1);
/// TPP a consignee and year from which an amount is no longer low.
const LOW_TPP: i64 = 26_900_000;
const LOW_TPP_CITE: &str = "15 CFR 740.29 (90 FR 4544), figure unverified";

const COLUMNS: [&str; 5] = ["site", "item", "units", "date", "source"];

/// A table of what was at sites: `site, item, units, date, source`. A site is a party as the records spell it, with its
/// country in brackets or after a slash where the party has several: `Alder Ltd (SG)`.
pub(super) fn counts(
    path: &Path,
    records: &Records,
    sites: &Sites,
    chips_of: impl Fn(&str) -> Option<u64>,
    faults: &mut Vec<Fault>,
) -> anyhow::Result<Vec<Told>> {
    let name = path.display().to_string();
    let text = super::super::small_text(path, "table")?;
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers()?.clone();
    let place = COLUMNS.map(|column| header.iter().position(|cell| cell.eq_ignore_ascii_case(column)));
    let [Some(site), item, Some(units), date, source] = place else {
        bail!("{name}: the columns site and units are missing; give a table with {}", COLUMNS.join(", "));
    };
    let mut told = Vec::new();
    for (row, record) in (2u64..).zip(reader.records()) {
        let at = Position::file(&name).at_row(row);
        let Ok(record) = record else {
            faults.push(Fault::new("unread-row", at, "the row could not be read", "check its quotes"));
            continue;
        };
        let cell = |column: Option<usize>| column.and_then(|c| record.get(c)).unwrap_or_default();
        let mut fault = |column: &str, says: String, remedy: &str| {
            faults.push(Fault::new("unread-count", at.clone().in_column(column), says, remedy));
        };
        let per_unit = match cell(item) {
            "" => Some(1),
            text => chips_of(text),
        };
        let Some(per_unit) = per_unit else { continue };
        let Ok(number) = cell(Some(units)).replace(',', "").parse::<u64>() else {
            fault("units", format!("`{}` is no number of units", cell(Some(units))), "write a whole number");
            continue;
        };
        let Some(found) = find(cell(Some(site)), records, sites) else {
            let says = format!("the records name no single site `{}`", cell(Some(site)));
            fault("site", says, "write the party as a record does, with its country in brackets where it has several");
            continue;
        };
        let day = match cell(date) {
            "" => None,
            text => match text.parse::<Date>() {
                Ok(day) => Some(day),
                Err(_) => {
                    fault("date", format!("`{text}` is no day; the count is left out"), "write it as 2025-05-03");
                    continue;
                }
            },
        };
        let source = if cell(source).is_empty() { at.to_string() } else { format!("{}, {at}", cell(source)) };
        told.push(Told { site: found, chips: number.saturating_mul(per_unit), day, source });
    }
    Ok(told)
}

/// The one site that a text names.
fn find(text: &str, records: &Records, sites: &Sites) -> Option<u32> {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let (name, country) = match text.trim_end().strip_suffix(')').and_then(|t| t.rsplit_once('(')) {
        Some((name, country)) => match place::country_named(country) {
            Some(country) => (name, Some(country)),
            None => (text, None),
        },
        None => (text, None),
    };
    let wanted = fold(name);
    let is = |at: &u32| {
        let spelling = usize::try_from(*at).ok().and_then(|at| records.spellings().get(at));
        spelling.is_some_and(|s| fold(records.texts().get(s.name)) == wanted)
    };
    let mut found = numbers(sites).filter(|site| {
        sites.get(*site).is_some_and(|s| (country.is_none() || s.country == country) && s.spellings.iter().any(is))
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// What is known of the item itself.
pub(super) fn known(item: &Item, law: &Law) -> Known {
    let controls = law.control_days(CONTROLS_SINCE).into_iter();
    let chips = item.tpp().1.filter(|tpp| *tpp > Decimal::ZERO).and_then(|tpp| {
        let chips = Decimal::from(LOW_TPP).checked_div(tpp)?.ceil();
        u64::try_from(chips).ok()
    });
    Known {
        launched: launched(item),
        controls: controls.map(|(day, name, cite)| Control { day, name, cite }).collect(),
        limits: chips
            .map(|chips| Limit { chips, name: format!("{LOW_TPP} TPP"), cite: LOW_TPP_CITE.to_owned() })
            .into_iter()
            .collect(),
        ..Known::default()
    }
}

/// The first day on which any of the accelerators was announced; `None` where it is not known of all.
fn launched(item: &Item) -> Option<Fact<Date>> {
    let of = |id: &String| {
        let row = LAUNCHES
            .lines()
            .map(|line| line.splitn(3, ',').collect::<Vec<_>>())
            .find(|row| row.first() == Some(&id.as_str()))?;
        let [_, day, source] = row.as_slice() else { return None };
        Some(Fact { value: day.parse().ok()?, source: (*source).to_owned() })
    };
    let all: Vec<Fact<Date>> = item.candidates().iter().map(of).collect::<Option<_>>()?;
    all.into_iter().min_by_key(|fact| fact.value)
}

#[cfg(test)]
mod tests {
    use tidewaiter_goods::Catalogue;

    use super::*;

    #[test]
    fn launches_name_accelerators_of_the_catalogue() {
        let catalogue = Catalogue::builtin().unwrap();
        for line in LAUNCHES.lines().skip(1) {
            let (id, rest) = line.split_once(',').unwrap();
            assert!(catalogue.accelerator(id).is_some(), "{id}");
            assert!(rest.split(',').next().unwrap().parse::<Date>().is_ok(), "{line}");
        }
    }
}
