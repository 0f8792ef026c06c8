//! What is no longer as it was compared, in plain words.

use std::collections::{BTreeMap, BTreeSet};

use tidewaiter_model::Country;

use super::{ComparedParty, plain};
use crate::{Alias, Entry, PartyKind};

/// What of a party differs from what was compared.
pub(super) fn party_changes(was: &ComparedParty, is: &ComparedParty) -> Vec<String> {
    let code = |country: Option<Country>| country.map(|c| c.code().to_owned()).unwrap_or_default();
    let kind = |kind: PartyKind| if kind == PartyKind::Unknown { "" } else { kind.word() };
    let (was_country, is_country) = (code(was.country), code(is.country));
    let numbers = |party: &ComparedParty| party.read.identifiers.join(" ");
    let fields: [(&str, bool, &str, &str); 6] = [
        ("name", was.read.name == is.read.name, &was.name, &is.name),
        ("country", was.country == is.country, &was_country, &is_country),
        ("address", was.read.address == is.read.address, &was.address, &is.address),
        ("register number", numbers(was) == numbers(is), &was.identifier, &is.identifier),
        ("date", was.date == is.date, &was.date, &is.date),
        ("type", was.kind == is.kind, kind(was.kind), kind(is.kind)),
    ];
    let changed = fields.into_iter().filter(|(_, same, ..)| !same);
    changed
        .map(|(field, _, was, is)| match (was.is_empty(), is.is_empty()) {
            (true, _) => format!("the party's {field} is `{is}` now and was not given at the clearing"),
            (_, true) => format!("the party's {field}, `{was}` at the clearing, is not given now"),
            _ => format!("the party's {field} changed from `{was}` to `{is}`"),
        })
        .collect()
}

/// What of the compared fields of a list entry differs from what it was, in plain words. Capitals, signs and order make no
/// difference.
///
/// ```
/// use tidewaiter_screening::{Alias, Entry, entry_changes};
/// let was = Entry { name: "Example Institute".into(), ..Entry::default() };
/// let alias = Alias { name: "EXIN".into(), weak: true, former: false };
/// let is = Entry { aliases: vec![alias], ..was.clone() };
/// assert_eq!(entry_changes(&was, &is), ["the list entry has a new weak alias `EXIN`"]);
/// ```
#[must_use]
pub fn entry_changes(was: &Entry, is: &Entry) -> Vec<String> {
    let mut changes = Vec::new();
    if plain(&was.name) != plain(&is.name) {
        changes.push(format!("the list entry's name changed from `{}` to `{}`", was.name, is.name));
    }
    aliases(&was.aliases, &is.aliases, &mut changes);
    let texts = |texts: &[String]| -> Lines { texts.iter().map(|text| (plain(text), text.clone())).collect() };
    let countries = |entry: &Entry| -> Lines {
        entry.countries.iter().map(|c| (c.code().to_owned(), c.code().to_owned())).collect()
    };
    let numbers = |entry: &Entry| -> Lines {
        let number = |(kind, number): (&str, &str)| {
            let told = if kind.is_empty() { number.to_owned() } else { format!("{kind} {number}") };
            (plain(&told), told)
        };
        entry.numbers().map(number).collect()
    };
    lines("address", &texts(&was.addresses), &texts(&is.addresses), &mut changes);
    lines("register number", &numbers(was), &numbers(is), &mut changes);
    lines("country", &countries(was), &countries(is), &mut changes);
    lines("date", &texts(&was.dates), &texts(&is.dates), &mut changes);
    if was.kind != is.kind {
        changes.push(format!("the list entry's type changed from {} to {}", was.kind.word(), is.kind.word()));
    }
    changes
}

/// By what they are compared by: as written.
type Lines = BTreeMap<String, String>;

fn lines(what: &str, was: &Lines, is: &Lines, changes: &mut Vec<String>) {
    for (_, written) in is.iter().filter(|(key, _)| !was.contains_key(*key)) {
        changes.push(format!("the list entry has a new {what} `{written}`"));
    }
    for (_, written) in was.iter().filter(|(key, _)| !is.contains_key(*key)) {
        changes.push(format!("the list entry no longer has the {what} `{written}`"));
    }
}

/// How a list means a name: one may stand there twice.
type Kinds = BTreeSet<&'static str>;

fn aliases(was: &[Alias], is: &[Alias], changes: &mut Vec<String>) {
    let kinds = |aliases: &[Alias]| {
        let mut kinds: BTreeMap<String, (String, Kinds)> = BTreeMap::new();
        for alias in aliases {
            let place = kinds.entry(plain(&alias.name)).or_insert_with(|| (alias.name.clone(), Kinds::new()));
            place.1.insert(kind(alias));
        }
        kinds
    };
    let (was, is) = (kinds(was), kinds(is));
    let told = |kinds: &Kinds| kinds.iter().copied().collect::<Vec<_>>().join(" and ");
    for (key, (written, now)) in &is {
        match was.get(key) {
            None => changes.push(format!("the list entry has a new {} `{written}`", told(now))),
            Some((_, before)) if before != now => {
                changes.push(format!("the list entry's {} `{written}` is now its {}", told(before), told(now)));
            }
            Some(_) => {}
        }
    }
    for (_, (written, before)) in was.iter().filter(|(key, _)| !is.contains_key(*key)) {
        changes.push(format!("the list entry no longer has the {} `{written}`", told(before)));
    }
}

fn kind(alias: &Alias) -> &'static str {
    match (alias.weak, alias.former) {
        (false, false) => "alias",
        (true, false) => "weak alias",
        (false, true) => "former name",
        (true, true) => "weak former name",
    }
}
