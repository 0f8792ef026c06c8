//! The steps by which every parser fills an [`Entry`]: tidied, and without deciding what only the list can say.

use std::collections::BTreeMap;

use tidewaiter_model::Country;
use tidewaiter_model::place::country_named;

use super::dates;
use crate::{Alias, Entry, PartyKind};

impl Entry {
    /// An entry of this id and name.
    pub(super) fn named(id: &str, name: &str) -> Self {
        Self { id: id.trim().to_owned(), name: tidy(name), ..Self::default() }
    }

    /// Another name. What is blank is left out; repeats are folded by [`fold_aliases`].
    pub(super) fn add_alias(&mut self, name: &str, weak: bool, former: bool) {
        let name = tidy(name);
        if !name.is_empty() && name != "-" {
            self.aliases.push(Alias { name, weak, former });
        }
    }

    /// A number with its kind. Lists keep remarks, dates and addresses on the web in the same place as numbers: a date of
    /// founding or building goes to the dates, and what identifies nobody (a gender, a website) is left out.
    pub(super) fn add_identifier(&mut self, kind: &str, number: &str) {
        let (kind, number) = (tidy(kind), tidy(number));
        if number.is_empty() || number == "-" {
            return;
        }
        let lower = kind.to_lowercase();
        if DATES.iter().any(|words| lower.contains(words)) {
            self.add_date(&number);
        } else if !NO_IDENTIFIERS.iter().any(|words| lower.contains(words)) {
            // Kinds stand at the same places as their numbers.
            self.identifier_kinds.resize(self.identifiers.len(), String::new());
            self.identifiers.push(number);
            self.identifier_kinds.push(kind);
        }
    }

    /// An address in parts, and its country as the list writes it.
    pub(super) fn add_address<'a>(&mut self, parts: impl IntoIterator<Item = &'a str>, country: &str) {
        let parts: Vec<String> = parts.into_iter().map(tidy).filter(|part| !part.is_empty()).collect();
        self.add_country(country);
        if !parts.is_empty() {
            self.addresses.push(parts.join(", "));
        }
    }

    /// A country by code or name; a text that names none is left out.
    pub(super) fn add_country(&mut self, text: &str) {
        // OFAC writes parts of countries as regions.
        let name = text.trim().trim_start_matches("Region:").trim_start();
        let known = country_named(name).or_else(|| match name {
            "Palestinian" | "West Bank" | "Gaza" => "PS".parse().ok(),
            "Crimea" => "UA".parse().ok(),
            _ => None,
        });
        self.countries.extend(known);
    }

    /// A date of birth, founding or building.
    pub(super) fn add_date(&mut self, text: &str) {
        let date = dates::partial(text);
        if !date.is_empty() && !self.dates.contains(&date) && self.dates.len() < DATES_MAX {
            self.dates.push(date);
        }
    }

    /// A programme, once.
    pub(super) fn add_program(&mut self, text: &str) {
        let program = tidy(text);
        if !program.is_empty() && self.programs.len() < DATES_MAX && !self.programs.contains(&program) {
            self.programs.push(program);
        }
    }
}

/// No entry has as many dates or programmes; more are a broken file.
const DATES_MAX: usize = 1000;

/// Kinds of «identifier» that are dates.
const DATES: [&str; 3] = ["established date", "year of build", "manufacture date"];

/// Kinds of «identifier» that tell no party from another, as OFAC's lists have them.
const NO_IDENTIFIERS: [&str; 29] = [
    "gender",
    "website",
    "email",
    "e-mail",
    "phone",
    "fax",
    "information",
    "sanctions risk",
    "prohibited",
    "determination",
    "directive",
    "organization type",
    "target type",
    "vessel flag",
    "vessel type",
    "vessel class",
    "nationality of registration",
    "registration country",
    "issuer name",
    "equity ticker",
    "aircraft model",
    "aircraft operator",
    "listing date",
    "effective date",
    "divestment date",
    "gazette",
    "locode",
    "chinese commercial code",
    "other sanctions",
];

/// The text with each run of white space as one space, and none at the ends.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Each alias once, in the list's order, and none that is the name. A name that the list gives twice is weak or former
/// only where it says so both times.
pub(super) fn fold_aliases(entry: &mut Entry) {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut folded: Vec<Alias> = Vec::with_capacity(entry.aliases.len());
    for alias in std::mem::take(&mut entry.aliases) {
        if alias.name == entry.name {
            continue;
        }
        match places.get(&alias.name).and_then(|&at| folded.get_mut(at)) {
            Some(known) => {
                known.weak &= alias.weak;
                known.former &= alias.former;
            }
            None => {
                places.insert(alias.name.clone(), folded.len());
                folded.push(alias);
            }
        }
    }
    entry.aliases = folded;
}

/// The country with which an address ends where nothing divides them: `Zweierstrasse 35 Zurich Switzerland`. Two-letter
/// codes are not read so: they are as often a canton or a state.
pub(super) fn country_at_end(address: &str) -> Option<Country> {
    let words: Vec<&str> = address.split_whitespace().collect();
    let ends = (1..=COUNTRY_WORDS_MAX).rev().filter_map(|count| words.get(words.len().checked_sub(count)?..));
    ends.map(|words| words.join(" ")).filter(|end| end.len() > 3).find_map(|end| country_named(&end))
}

/// `Congo, Democratic Republic of the` has five.
const COUNTRY_WORDS_MAX: usize = 5;

/// A person's name as US lists write it: `LAST, First`.
pub(super) fn last_first(last: &str, first: &str) -> String {
    let (last, first) = (tidy(last), tidy(first));
    match (last.is_empty(), first.is_empty()) {
        (false, false) => format!("{last}, {first}"),
        (true, _) => first,
        (false, true) => last,
    }
}

/// Names in their order, with one space between.
pub(super) fn joined<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// What kind of party a list's word means.
pub(super) fn kind(text: &str) -> PartyKind {
    match text.trim().to_lowercase().as_str() {
        "individual" | "person" | "p" => PartyKind::Person,
        "entity" | "enterprise" | "company" | "organization" | "organisation" | "publicbody" | "e" => {
            PartyKind::Company
        }
        "vessel" | "ship" | "vehicle/vessel" => PartyKind::Vessel,
        "aircraft" | "airplane" => PartyKind::Aircraft,
        _ => PartyKind::Unknown,
    }
}
