//! What beside the name says whether a party is a list's entry: country, address, register numbers, date and kind.
//!
//! | qualifier | agrees | differs |
//! |---|---|---|
//! | country | +0.02 | −0.05 |
//! | address | +0.05 same unit, +0.03 same house or floor, +0.01 same building | nothing: parties move |
//! | register number of one scheme | decides: the score is 1 | −0.10 |
//! | year of birth or founding | +0.02 | −0.05 |
//! | kind (company, person, ship, aircraft) | nothing | −0.10 |
//!
//! What agrees raises a likeness of names, by no more than [`RAISED_MAX`] in all, and never one without a distinctive
//! word. By itself only a register number and an address make a hit.

use std::collections::{BTreeMap, BTreeSet};

use tidewaiter_model::Country;
use tidewaiter_names::{Address, AddressMatch, Checked, Identifier, Sameness, Scheme, identifier, identify_all};

use crate::{Entry, PartyKind, Query};

const COUNTRY_AGREES: f64 = 0.02;
const COUNTRY_DIFFERS: f64 = 0.05;
const UNIT_AGREES: f64 = 0.05;
const HOUSE_AGREES: f64 = 0.03;
const BUILDING_AGREES: f64 = 0.01;
const NUMBER_DIFFERS: f64 = 0.10;
const DATE_AGREES: f64 = 0.02;
const DATE_DIFFERS: f64 = 0.05;
const KIND_DIFFERS: f64 = 0.10;
/// What can be added to the likeness of names.
pub(crate) const RAISED_MAX: f64 = 0.06;

/// The score of a party at an address that itself stands on a list, whatever its name.
const LISTED_ADDRESS: f64 = 0.98;
/// The same where the listed address names a unit and the party's does not, or another floor of the building is meant.
const PART_OF_LISTED_ADDRESS: f64 = 0.65;
/// The scores of a party of another name at the address of a listed party.
const SHARED_UNIT: f64 = 0.78;
const SHARED_HOUSE: f64 = 0.72;
const SHARED_FLOOR: f64 = 0.62;
/// The score of an equal number whose scheme is not known, where the countries differ: chance is possible.
const OTHER_REGISTER: f64 = 0.85;

/// Identifiers shorter than this are too common to decide.
const IDENTIFIER_MIN: usize = 5;

/// What is known of the query beside its name.
#[derive(Default)]
pub(crate) struct QueryFacts {
    pub country: Option<Country>,
    pub kind: PartyKind,
    pub date: String,
    pub numbers: Vec<Identifier>,
    /// Entries at the query's address.
    pub places: BTreeMap<u32, Place>,
    pub has_legal_form: bool,
}

/// An address of an entry that is the query's, wholly or in part.
pub(crate) struct Place {
    /// As the list writes it.
    pub listed: String,
    pub found: AddressMatch,
}

impl QueryFacts {
    /// All but the places, for which the index is asked.
    pub fn new(query: &Query<'_>, has_legal_form: bool) -> Self {
        Self {
            country: query.country,
            kind: query.kind,
            date: query.date.trim().to_owned(),
            numbers: identify_all(query.identifier, query.country),
            places: BTreeMap::new(),
            has_legal_form,
        }
    }
}

/// What the qualifiers add to a score, and why.
#[derive(Default)]
pub(crate) struct Qualifiers {
    pub raised: f64,
    pub lowered: f64,
    /// In words; kept only for the hits that are shown.
    pub lines: Option<Vec<String>>,
}

impl Qualifiers {
    fn agrees(&mut self, by: f64, words: impl FnOnce() -> String) {
        self.raised += by;
        self.say(|| format!("{}: raised by {by:.2}", words()));
    }

    fn differs(&mut self, by: f64, words: impl FnOnce() -> String) {
        self.lowered += by;
        self.say(|| format!("{}: lowered by {by:.2}", words()));
    }

    fn say(&mut self, words: impl FnOnce() -> String) {
        if let Some(lines) = &mut self.lines {
            lines.push(words());
        }
    }
}

/// Hold what is known of the query beside its name against an entry (`at` is its place in the index).
pub(crate) fn qualify(entry: &Entry, at: u32, facts: &QueryFacts, explained: bool) -> Qualifiers {
    let mut found = Qualifiers { lines: explained.then(Vec::new), ..Qualifiers::default() };
    country(entry, facts, &mut found);
    address(at, facts, &mut found);
    numbers(entry, facts, &mut found);
    date(entry, facts, &mut found);
    if is_said(facts.kind) && is_said(entry.kind) && facts.kind != entry.kind {
        found.differs(KIND_DIFFERS, || format!("the entry is {}, the query {}", words(entry.kind), words(facts.kind)));
    }
    found.raised = found.raised.min(RAISED_MAX);
    found
}

fn country(entry: &Entry, facts: &QueryFacts, found: &mut Qualifiers) {
    let Some(country) = facts.country else { return };
    if entry.countries.contains(&country) {
        found.agrees(COUNTRY_AGREES, || format!("country {country} agrees"));
    } else if !entry.countries.is_empty() && !entry.countries.iter().any(|&c| is_near(c, country)) {
        found.differs(COUNTRY_DIFFERS, || {
            let listed: Vec<&str> = entry.countries.iter().map(Country::code).collect();
            format!("country {country} is not among the listed ({})", listed.join(", "))
        });
    }
}

fn address(at: u32, facts: &QueryFacts, found: &mut Qualifiers) {
    let Some(place) = facts.places.get(&at) else { return };
    let by = match place.found.sameness {
        Sameness::Unit => UNIT_AGREES,
        Sameness::Premises | Sameness::Floor => HOUSE_AGREES,
        Sameness::Building => BUILDING_AGREES,
        Sameness::Street | Sameness::Nothing => return,
    };
    found.agrees(by, || place.says());
}

fn numbers(entry: &Entry, facts: &QueryFacts, found: &mut Qualifiers) {
    if facts.numbers.is_empty() {
        return;
    }
    let listed = identifiers(entry);
    for asked in facts.numbers.iter().filter(|asked| asked.checked == Checked::No) {
        if listed.iter().any(|known| known.is_same_as(asked)) {
            continue;
        }
        found.say(|| format!("{} is given as {}", asked.normalised, asked.proof()));
    }
    for asked in facts.numbers.iter().filter(|asked| asked.scheme != Scheme::Other) {
        let same_scheme: Vec<&Identifier> = listed.iter().filter(|known| known.scheme == asked.scheme).collect();
        if let [first, ..] = same_scheme.as_slice()
            && !listed.iter().any(|known| known.is_same_as(asked))
        {
            let words = asked.scheme.words();
            found.differs(NUMBER_DIFFERS, || {
                format!("another {words}: {} here, {} on the list", asked.normalised, first.normalised)
            });
        }
    }
}

/// Dates as far as both are known: `1967` and `1967-03-12` agree.
fn date(entry: &Entry, facts: &QueryFacts, found: &mut Qualifiers) {
    let is_date = |text: &str| text.get(..4).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()));
    let listed: Vec<&String> = entry.dates.iter().filter(|date| is_date(date)).collect();
    let (Some(first), true) = (listed.first(), is_date(&facts.date)) else { return };
    let asked = facts.date.as_str();
    if listed.iter().any(|date| date.starts_with(asked) || asked.starts_with(date.as_str())) {
        found.agrees(DATE_AGREES, || format!("date {asked} agrees"));
    } else {
        found.differs(DATE_DIFFERS, || format!("date {asked} differs from the listed {first}"));
    }
}

fn is_said(kind: PartyKind) -> bool {
    kind != PartyKind::Unknown
}

fn words(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Company => "a company",
        PartyKind::Person => "a person",
        PartyKind::Vessel => "a ship",
        PartyKind::Aircraft => "an aircraft",
        PartyKind::Unknown => "of unknown kind",
    }
}

/// Places whose listed parties are often written under each other's code: no conflict.
fn is_near(a: Country, b: Country) -> bool {
    let greater_china = [Country::CN, Country::HK, Country::MO];
    a == b || (greater_china.contains(&a) && greater_china.contains(&b))
}

/// The entry's numbers, read with the list's own word for each and the entry's country.
fn identifiers(entry: &Entry) -> Vec<Identifier> {
    let country = only_country(entry);
    entry.numbers().flat_map(|(kind, number)| identify_all(&format!("{kind} {number}"), country)).collect()
}

fn only_country(entry: &Entry) -> Option<Country> {
    if let [only] = entry.countries.as_slice() { Some(*only) } else { None }
}

/// What a number is found by: as written, and as its scheme writes it.
pub(crate) fn number_keys(text: &str, country: Option<Country>) -> BTreeSet<String> {
    let read = identify_all(text, country);
    let inner = read.iter().filter_map(Identifier::organisation_code).map(str::to_owned).collect::<Vec<_>>();
    let keys = std::iter::once(identifier(text)).chain(read.into_iter().map(|id| id.normalised)).chain(inner);
    keys.filter(|key| key.len() >= IDENTIFIER_MIN).collect()
}

/// The keys of all numbers of an entry.
pub(crate) fn entry_number_keys(entry: &Entry) -> BTreeSet<String> {
    let country = only_country(entry);
    let labelled = entry.numbers().flat_map(|(kind, number)| number_keys(&format!("{kind} {number}"), country));
    let bare = entry.identifiers.iter().flat_map(|number| number_keys(number, country));
    // A label that no scheme knows would stand in the number: both are kept.
    labelled.chain(bare).collect()
}

/// The score of an entry that has the query's number, and why; `None` where it has not.
pub(crate) fn same_number(entry: &Entry, query: &Query<'_>) -> Option<(f64, String)> {
    let listed = entry_number_keys(entry);
    let asked = identify_all(query.identifier, query.country);
    let equal = |id: &&Identifier| {
        listed.contains(&id.normalised) || id.organisation_code().is_some_and(|code| listed.contains(code))
    };
    let whole = || listed.contains(&identifier(query.identifier)).then(|| asked.first()).flatten();
    let id = asked.iter().find(equal).or_else(whole)?;
    let near =
        query.country.is_none_or(|c| entry.countries.is_empty() || entry.countries.iter().any(|&l| is_near(l, c)));
    if id.scheme == Scheme::Other && !near {
        let says = "its scheme is not known and the countries differ, so two registers may have given it";
        return Some((OTHER_REGISTER, format!("the same number, {}; {says}", id.normalised)));
    }
    let proof = match id.organisation_code() {
        Some(code) if !listed.contains(&id.normalised) => {
            format!("the organisation code in it, {code}, is the entry's; {}", id.proof())
        }
        _ => id.proof(),
    };
    Some((1.0, format!("the same identifier, {} ({proof}): it decides", query.identifier.trim())))
}

/// The addresses of an entry, read.
pub(crate) fn addresses(entry: &Entry) -> impl Iterator<Item = (&str, Address)> {
    let country = only_country(entry);
    entry.addresses.iter().map(move |text| (text.as_str(), Address::read(text, country)))
}

/// Does an entry name an address and no party? The Entity List has such since June 2024 (89 FR 51644): `Address 01`.
pub(crate) fn names_an_address(entry: &Entry) -> bool {
    let name = entry.name.trim().to_ascii_lowercase();
    let number = name.strip_prefix("address").map(str::trim);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// The address of an entry that has most in common with the query's.
pub(crate) fn same_place(entry: &Entry, query: &Address) -> Option<Place> {
    let places =
        addresses(entry).map(|(text, listed)| Place { listed: text.to_owned(), found: query.compare(&listed) });
    // The first of the best.
    let better = |best: Option<Place>, next: Place| match best {
        Some(best) if best.rank() >= next.rank() => Some(best),
        _ => Some(next),
    };
    places.fold(None, better).filter(|place| place.found.sameness > Sameness::Street)
}

impl Place {
    fn rank(&self) -> (Sameness, bool) {
        (self.found.sameness, self.found.whole)
    }

    /// Which part of the address agrees, and what that proves.
    pub fn says(&self) -> String {
        let means = match self.found.sameness {
            Sameness::Unit => "the same unit",
            Sameness::Premises => "the same house, and neither address names a unit",
            Sameness::Floor => "the same floor",
            _ => "the same building, which many firms may share",
        };
        format!("the address agrees, {means} ({})", self.found.says)
    }

    /// The score of this alone, whatever the names.
    pub fn score(&self, entry: &Entry) -> f64 {
        match self.found.sameness {
            _ if names_an_address(entry) && self.found.whole => LISTED_ADDRESS,
            Sameness::Unit => SHARED_UNIT,
            Sameness::Premises => SHARED_HOUSE,
            Sameness::Floor => SHARED_FLOOR,
            Sameness::Building if names_an_address(entry) => PART_OF_LISTED_ADDRESS,
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests;
