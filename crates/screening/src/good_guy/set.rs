//! All clearings, ready to be asked.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use tidewaiter_model::Date;
use tidewaiter_names::{Scheme, identify_all};

use super::changes::{entry_changes, party_changes};
use super::{Cleared, ComparedParty, GoodGuy, Reopened, plain};
use crate::Entry;

/// All clearings, as of a day.
#[derive(Clone, Debug, Default)]
pub struct GoodGuys {
    all: Vec<GoodGuy>,
    day: Option<Date>,
    by_key: BTreeMap<String, Vec<usize>>,
}

/// What a clearing says of a hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Cleared(Cleared),
    Reopened(Reopened),
}

impl GoodGuys {
    /// These clearings, asked on a day: those that ended before it hold no longer.
    #[must_use]
    pub fn new(all: Vec<GoodGuy>, day: Date) -> Self {
        let mut all: Vec<GoodGuy> =
            all.into_iter().map(|good| GoodGuy { party: good.party.read_again(), ..good }).collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.dedup_by(|a, b| a.id == b.id);
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, good) in all.iter().enumerate() {
            for key in keys(&good.party) {
                by_key.entry(key).or_default().push(at);
            }
        }
        Self { all, day: Some(day), by_key }
    }

    /// Is there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The clearings, by id.
    #[must_use]
    pub fn all(&self) -> &[GoodGuy] {
        &self.all
    }

    /// A text that differs where other clearings stand or other ones have ended: a part of the snapshot id of answers.
    #[must_use]
    pub fn identity(&self) -> String {
        let line = |good: &GoodGuy| format!("{}{}\n", good.id, if self.ended(good).is_some() { " ended" } else { "" });
        self.all.iter().map(line).collect()
    }

    /// What a clearing's last day says, where that has passed.
    fn ended(&self, good: &GoodGuy) -> Option<String> {
        self.day.and_then(|day| good.ended(day))
    }

    /// What holds no longer of a clearing, beside the party: its last day has passed, or the entry is not as it was.
    #[must_use]
    pub fn changes_since(&self, good: &GoodGuy, entry: &Entry) -> Vec<String> {
        self.ended(good).into_iter().chain(entry_changes(&good.entry, entry)).collect()
    }

    /// The clearings of a party: those of its name, or of a register number of its own.
    pub(crate) fn about(&self, party: &ComparedParty) -> Vec<&GoodGuy> {
        let found: BTreeSet<usize> =
            keys(party).into_iter().filter_map(|key| self.by_key.get(&key)).flatten().copied().collect();
        found.into_iter().filter_map(|at| self.all.get(at)).collect()
    }

    /// What the clearings of a party say of one entry. `is_found` tells of an entry's id on the same list whether it is found
    /// for the party too.
    ///
    /// Of several clearings one that holds decides, else the one of which the least has changed, the latest first.
    pub(crate) fn standing(
        &self,
        about: &[&GoodGuy],
        party: &ComparedParty,
        entry: &Entry,
        is_found: impl Fn(&str) -> bool,
    ) -> Option<Standing> {
        let judged = about.iter().filter(|good| good.entry.list == entry.list).filter_map(|good| {
            let mut changes = party_changes(&good.party, party);
            if good.entry.id != entry.id {
                // Lists without ids of their own give another one to the same party.
                if plain(&good.entry.name) != plain(&entry.name) || is_found(&good.entry.id) {
                    return None;
                }
                changes.push(format!("the list entry's id changed from `{}` to `{}`", good.entry.id, entry.id));
            }
            changes.extend(self.changes_since(good, entry));
            Some((*good, changes))
        });
        let (good, changes) = judged.min_by_key(|(good, changes)| (changes.len(), Reverse(good.on), &good.id))?;
        Some(if changes.is_empty() {
            Standing::Cleared(good.cleared())
        } else {
            Standing::Reopened(good.reopened(changes))
        })
    }
}

/// By what a party's clearings are found: its name, each of its numbers, and where it has neither its address. A number of
/// no known scheme is taken together with the country, which alone says whose it is.
fn keys(party: &ComparedParty) -> Vec<String> {
    let mut keys = Vec::new();
    if !party.read.name.is_empty() {
        keys.push(format!("name {}", party.read.name));
    }
    for number in identify_all(&party.identifier, party.country).iter().filter(|number| number.decides()) {
        let country = party.country.filter(|_| number.scheme == Scheme::Other);
        let whose = country.as_ref().map_or("", |country| country.code());
        keys.push(format!("number {whose} {}", number.normalised));
    }
    if keys.is_empty() && !party.read.address.is_empty() {
        keys.push(format!("address {}", party.read.address));
    }
    keys
}
