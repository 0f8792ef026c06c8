//! Which spellings in the records are one party, by their names.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use tidewaiter_model::Country;
use tidewaiter_names::{
    Channel, Key, Kind, Name, Reading, Side, Weighted, company_key, compare, listed_keys, rarity, weight,
};
use tidewaiter_tracing::{Joins, Records, Spelling};

/// The likeness from which near names at one country are joined: a name of two words with a letter wrong reaches it
/// (0.84), another line of business under one brand does not (0.69).
const BAR: f64 = 0.82;
/// A key that more names share than this says too little.
const BLOCK_MAX: usize = 24;
/// With fewer names than this, how many bear a word says little about how rare it is.
const RARITY_MIN: u32 = 1000;

/// Spellings joined, and what the reader should know.
#[derive(Clone, Debug, Default)]
pub struct PartyJoins {
    /// The joins.
    pub joins: Joins,
    /// In plain words.
    pub notes: Vec<String>,
}

/// Join the spellings of parties in the records.
///
/// Asserted: the same name, but for case, signs and the spelling of the legal form, at the same country. Inferred: a name
/// without a country whose other records all state one and the same; near names at one country, with equal numbers in
/// them. Parties without a name are joined to nobody.
///
/// # Examples
/// ```
/// use tidewaiter_model::{Consignment, Date, Days};
/// use tidewaiter_tracing::Records;
///
/// let day = Days::on(Date::constant(2025, 5, 3));
/// let mut records = Records::default();
/// for (from, country) in [("Kestrelmere Ltd", "SG"), ("KESTRELMERE LIMITED", "SG"), ("Kestrelmere Ltd", "")] {
///     records.push(&Consignment {
///         departs: day, arrives: day, from: from.into(), from_country: country.parse().ok(),
///         to: "Birch Sdn Bhd".into(), to_country: "MY".parse().ok(), item: "H100".into(), quantity: Some(8),
///         unit_value: None, currency: "".into(), weight_kg: None, hs_code: "".into(), document: "".into(),
///         serials: vec![], source: "".into(), row: 1,
///     });
/// }
/// let found = tidewaiter_intake::join_parties(&records);
/// assert_eq!(found.joins.sites(&records, false).len(), 3);
/// assert_eq!(found.joins.sites(&records, true).len(), 2);
/// ```
#[must_use]
pub fn join_parties(records: &Records) -> PartyJoins {
    let spellings = records.spellings();
    let name = |spelling: &Spelling| records.texts().get(spelling.name);
    let keys: Vec<String> = spellings.par_iter().map(|spelling| company_key(name(spelling))).collect();
    let mut found = PartyJoins::default();
    // By key, the first spelling at each country.
    let mut by_key: BTreeMap<&str, BTreeMap<Option<Country>, u32>> = BTreeMap::new();
    for ((place, spelling), key) in (0_u32..).zip(spellings).zip(&keys) {
        if key.is_empty() {
            continue;
        }
        let first = *by_key.entry(key).or_default().entry(spelling.country).or_insert(place);
        if first != place {
            found.joins.add(first, place, true, "the same name, legal form and country");
        }
    }
    found.without_country(by_key.values());
    let mut first: Vec<u32> = by_key
        .values()
        .flat_map(|countries| countries.iter().filter(|(country, _)| country.is_some()).map(|(_, place)| *place))
        .collect();
    first.sort_unstable();
    let parties: Vec<Party> = first
        .par_iter()
        .filter_map(|place| {
            let spelling = spellings.get(usize::try_from(*place).ok()?)?;
            Some(Party::new(*place, spelling.country?, name(spelling)))
        })
        .collect();
    for (one, other, score) in near(&parties) {
        found.joins.add(one, other, false, format!("near names at one country (likeness {score:.2})"));
    }
    found
}

impl PartyJoins {
    /// A party whose country a record does not state is taken to be where its other records agree that it is.
    fn without_country<'a>(&mut self, parties: impl Iterator<Item = &'a BTreeMap<Option<Country>, u32>>) {
        let (mut nowhere, mut several) = (0_u64, 0_u64);
        for countries in parties {
            let Some(unplaced) = countries.get(&None) else { continue };
            let mut stated = countries.iter().filter_map(|(country, place)| country.map(|_| *place));
            match (stated.next(), stated.next()) {
                (Some(one), None) => {
                    self.joins.add(one, *unplaced, false, "no country is stated, and its other records agree on one");
                }
                (None, _) => nowhere = nowhere.saturating_add(1),
                (Some(_), Some(_)) => several = several.saturating_add(1),
            }
        }
        if nowhere > 0 {
            self.notes.push(format!("no record states where they are of {nowhere} parties: each is a site of its own"));
        }
        if several > 0 {
            self.notes.push(format!(
                "{several} parties stand in records without a country and are at several: what these records tell of is a site of its own"
            ));
        }
    }
}

/// A party at a country, ready to be compared.
struct Party {
    spelling: u32,
    country: Country,
    readings: Vec<Reading>,
    /// The keys by which it is found.
    keys: Vec<(Channel, u64)>,
    /// The words with digits in them.
    numbers: Vec<String>,
}

impl Party {
    fn new(spelling: u32, country: Country, text: &str) -> Self {
        let name = Name::new(text);
        let useful =
            |key: &Key| matches!(key.channel, Channel::Whole | Channel::Word | Channel::Joined | Channel::Misspelt);
        let mut keys: Vec<(Channel, u64)> =
            listed_keys(&name).iter().filter(|key| useful(key)).map(|key| (key.channel, key.hash)).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut numbers: Vec<String> = name
            .cleaned
            .split(' ')
            .filter(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
            .map(|word| word.chars().filter(char::is_ascii_digit).collect())
            .collect();
        numbers.sort_unstable();
        Self { spelling, country, readings: name.readings, keys, numbers }
    }
}

/// Pairs of near names at one country, sorted.
fn near(parties: &[Party]) -> Vec<(u32, u32, f64)> {
    let mut carried: BTreeMap<&str, u32> = BTreeMap::new();
    for party in parties {
        let words: BTreeSet<&str> =
            party.readings.iter().flat_map(|reading| reading.tokens.iter().map(|token| token.text.as_str())).collect();
        for word in words {
            let count = carried.entry(word).or_default();
            *count = count.saturating_add(1);
        }
    }
    let total = u32::try_from(parties.len()).unwrap_or(u32::MAX).max(RARITY_MIN);
    let weigh = |text: &str, kind: Kind| weight(kind, rarity(carried.get(text).copied().unwrap_or(1), total));
    let mut blocks: Vec<(Country, Channel, u64, u32)> = (0_u32..)
        .zip(parties)
        .flat_map(|(place, party)| {
            party.keys.iter().map(move |(channel, hash)| (party.country, *channel, *hash, place))
        })
        .collect();
    blocks.par_sort_unstable();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for block in blocks.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
        if block.len() > BLOCK_MAX {
            continue;
        }
        for (at, (.., one)) in block.iter().enumerate() {
            pairs.extend(block.iter().skip(at.saturating_add(1)).map(|(.., other)| (*one, *other)));
        }
    }
    drop(blocks);
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
        .par_iter()
        .filter_map(|(one, other)| {
            let party = |at: u32| usize::try_from(at).ok().and_then(|at| parties.get(at));
            let (one, other) = (party(*one)?, party(*other)?);
            if one.numbers != other.numbers {
                return None;
            }
            let score = likeness(one, other, &weigh);
            (score >= BAR).then_some((one.spelling, other.spelling, score))
        })
        .collect()
}

/// How near two names are, by the best of their readings.
fn likeness(one: &Party, other: &Party, weigh: &impl Fn(&str, Kind) -> f64) -> f64 {
    let weighted = |reading: &'_ Reading| -> Vec<f64> {
        reading.tokens.iter().map(|token| weigh(&token.text, token.kind)).collect()
    };
    let mut best = 0.0_f64;
    for left in &one.readings {
        let left_weights = weighted(left);
        let left_tokens = tokens(left, &left_weights);
        for right in &other.readings {
            let right_weights = weighted(right);
            let right_tokens = tokens(right, &right_weights);
            let found = compare(
                &Side { tokens: &left_tokens, legal_form: left.legal_form },
                &Side { tokens: &right_tokens, legal_form: right.legal_form },
            );
            best = best.max(found.score);
        }
    }
    best
}

fn tokens<'a>(reading: &'a Reading, weights: &[f64]) -> Vec<Weighted<'a>> {
    let each = reading.tokens.iter().zip(weights);
    each.map(|(token, weight)| Weighted { text: &token.text, kind: token.kind, weight: *weight }).collect()
}

#[cfg(test)]
mod tests {
    use tidewaiter_model::{Consignment, Date, Days};

    use super::*;

    /// The joins between senders, as `one = other` where asserted and `one ~ other` where inferred.
    fn joined(parties: &[(&str, &str)]) -> Vec<String> {
        let day = Days::on(Date::constant(2025, 5, 3));
        let mut records = Records::default();
        for (name, country) in parties {
            records.push(&Consignment {
                departs: day,
                arrives: day,
                from: (*name).into(),
                from_country: country.parse().ok(),
                to: "".into(),
                to_country: None,
                item: "H100".into(),
                quantity: Some(1),
                unit_value: None,
                currency: "".into(),
                weight_kg: None,
                hs_code: "".into(),
                document: "".into(),
                serials: Vec::new(),
                source: "".into(),
                row: 0,
            });
        }
        let sites = join_parties(&records).joins.sites(&records, true);
        let sign = |asserted: bool| if asserted { '=' } else { '~' };
        sites.joins().iter().map(|join| format!("{} {} {}", join.one, sign(join.asserted), join.other)).collect()
    }

    #[test]
    fn equal_names_are_asserted_and_near_ones_inferred() {
        assert_eq!(
            joined(&[("Kestrelmere Ltd", "SG"), ("KESTRELMERE LIMITED", "SG")]),
            ["Kestrelmere Ltd = KESTRELMERE LIMITED"]
        );
        assert_eq!(
            joined(&[("Kestrelmere Logistics Ltd", "SG"), ("Kestrelmre Logistics Ltd", "SG")]),
            ["Kestrelmere Logistics Ltd ~ Kestrelmre Logistics Ltd"]
        );
    }

    #[test]
    fn other_places_numbers_and_names_keep_apart() {
        for pair in [
            [("Kestrelmere Ltd", "SG"), ("Kestrelmere Ltd", "MY")],
            [("Kestrelmere Logistics 12 Ltd", "SG"), ("Kestrelmere Logistics 13 Ltd", "SG")],
            [("Kestrelmere Logistics Ltd", "SG"), ("Tarnholt Logistics Ltd", "SG")],
            [("Kestrelmere Logistics Ltd", "SG"), ("Kestrelmere Holdings Ltd", "SG")],
            [("", "SG"), ("--", "SG")],
        ] {
            assert_eq!(joined(&pair), Vec::<String>::new(), "{pair:?}");
        }
    }

    #[test]
    fn a_country_that_is_missing_is_filled_where_all_others_agree() {
        let ltd = "Kestrelmere Ltd";
        assert_eq!(joined(&[(ltd, "SG"), (ltd, "")]), ["Kestrelmere Ltd ~ Kestrelmere Ltd"]);
        assert_eq!(joined(&[(ltd, "SG"), (ltd, ""), (ltd, "MY")]), Vec::<String>::new());
    }
}
