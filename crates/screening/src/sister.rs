//! Names that an entry's sisters have and it lacks.
//!
//! A list writes one brand in two ways ("Example Kestrel Electronics", also known as "Hongzun Electronics"), but not on
//! every company of the group. Where two names of one entry are the same but for the brand, the two brands are taken as
//! one, and the group's other companies are found by either. What is found so is an inference from the list: it is a
//! likeness, never an equal name, and the hit says which entries it rests on.

use std::collections::{BTreeMap, BTreeSet};

use tidewaiter_names::{Kind, Name, Reading, token_similarity};

use crate::{Entry, ListData, PartyKind};

/// Entries that must write a pair of brands as one; a single one is enough where the names have more in common.
const ENTRIES_MIN: usize = 2;
/// Words beside the brand that two names must share where one entry alone writes both brands.
const SHARED_MIN: usize = 2;
/// A brand on more entries than this is a word of the language, or a group too wide to infer anything from.
const COMPANIES_MAX: usize = 12;
/// Letters of a Latin brand at least: shorter ones are initials.
const LETTERS_MIN: usize = 3;
/// Names added to one entry at most.
const ADDED_MAX: usize = 12;

/// Brands that the lists themselves use for one another.
#[derive(Debug, Default)]
pub(crate) struct Sisters {
    /// For each brand the others, with the name of an entry that writes both.
    other: BTreeMap<String, BTreeMap<String, String>>,
}

/// A name that the list does not write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Inferred {
    pub name: String,
    /// Why it is taken for a name of the entry.
    pub because: String,
}

/// What is known of a pair of brands.
#[derive(Default)]
struct Pair<'l> {
    entries: BTreeSet<(&'l str, &'l str, &'l str)>,
    shared: usize,
}

impl Sisters {
    /// The pairs of brands in these lists.
    pub(crate) fn of<'l>(lists: impl IntoIterator<Item = &'l ListData>) -> Self {
        let mut pairs: BTreeMap<(String, String), Pair<'l>> = BTreeMap::new();
        let mut companies: BTreeMap<String, usize> = BTreeMap::new();
        for entry in lists.into_iter().flat_map(|list| &list.entries).filter(|entry| is_company(entry)) {
            let names = read(entry);
            let brands: BTreeSet<&str> = names.iter().map(|name| name.brand.as_str()).collect();
            for brand in brands {
                *companies.entry(brand.to_owned()).or_default() += 1;
            }
            for (at, a) in names.iter().enumerate() {
                for b in names.iter().skip(at.saturating_add(1)) {
                    if let Some(key) = a.also(b) {
                        let pair = pairs.entry(key).or_default();
                        pair.entries.insert((&entry.list, &entry.id, &entry.name));
                        pair.shared = pair.shared.max(a.rest.len());
                    }
                }
            }
        }
        let rare = |brand: &String| companies.get(brand).is_none_or(|&count| count <= COMPANIES_MAX);
        let mut sisters = Self::default();
        for ((a, b), pair) in pairs {
            let enough = pair.entries.len() >= ENTRIES_MIN || pair.shared >= SHARED_MIN;
            let Some((_, _, entry)) = pair.entries.first().filter(|_| enough && rare(&a) && rare(&b)) else { continue };
            for (one, other) in [(&a, &b), (&b, &a)] {
                sisters.other.entry(one.clone()).or_default().insert(other.clone(), (*entry).to_owned());
            }
        }
        sisters
    }

    /// The names that an entry's own suggest and that it does not have, in order.
    pub(crate) fn names_of(&self, entry: &Entry) -> Vec<Inferred> {
        if self.other.is_empty() || !is_company(entry) {
            return Vec::new();
        }
        let names = read(entry);
        let has: BTreeSet<&str> = names.iter().map(|name| name.brand.as_str()).collect();
        let mut added: BTreeMap<String, String> = BTreeMap::new();
        for name in &names {
            for (other, from) in self.other.get(&name.brand).into_iter().flatten() {
                if !has.contains(other.as_str()) {
                    let because = format!("the list also writes `{}` as `{other}`, for {from}", name.brand);
                    added.entry(name.with_brand(other)).or_insert(because);
                }
            }
        }
        let named = |(name, because)| Inferred { name, because };
        added.into_iter().map(named).take(ADDED_MAX).collect()
    }
}

fn is_company(entry: &Entry) -> bool {
    matches!(entry.kind, PartyKind::Company | PartyKind::Unknown)
}

/// A company's name as brand and rest.
struct Branded {
    brand: String,
    /// All other words but particles, sorted.
    rest: Vec<(Kind, String)>,
    /// The words in order, with nothing where the brand stands.
    words: Vec<Option<String>>,
}

impl Branded {
    /// `None` where the name has no brand, more than one, or nothing beside it that says what company it is.
    fn of(reading: &Reading) -> Option<Self> {
        if reading.transliterated || reading.by_sound {
            return None;
        }
        let mut brands = reading.tokens.chunk_by(|a, b| (a.kind == Kind::Word) == (b.kind == Kind::Word));
        let mut brands = brands.by_ref().filter(|run| run.iter().all(|token| token.kind == Kind::Word));
        let (run, another) = (brands.next()?, brands.next());
        let brand = run.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ");
        if another.is_some() || run.len() > 2 || (brand.is_ascii() && brand.len() < LETTERS_MIN) {
            return None;
        }
        let beside = reading.tokens.iter().filter(|token| !matches!(token.kind, Kind::Word | Kind::Particle));
        let mut rest: Vec<(Kind, String)> = beside.map(|token| (token.kind, token.text.clone())).collect();
        rest.sort_unstable();
        rest.iter().any(|(kind, _)| matches!(kind, Kind::Generic | Kind::Place | Kind::Structure)).then_some(())?;
        let mut words: Vec<Option<String>> =
            reading.tokens.iter().map(|token| (token.kind != Kind::Word).then(|| token.text.clone())).collect();
        words.dedup_by(|a, b| a.is_none() && b.is_none());
        Some(Self { brand, rest, words })
    }

    /// The two brands in order, where all else is the same and they are not one brand misspelt.
    fn also(&self, other: &Self) -> Option<(String, String)> {
        let alike = self.rest == other.rest
            && self.brand != other.brand
            && token_similarity(&self.brand, &other.brand) <= 0.0
            && !self.brand.contains(&other.brand)
            && !other.brand.contains(&self.brand);
        let (a, b) = (self.brand.clone(), other.brand.clone());
        alike.then(|| if a < b { (a, b) } else { (b, a) })
    }

    fn with_brand(&self, brand: &str) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| word.as_deref().unwrap_or(brand)).collect();
        words.join(" ")
    }
}

/// The entry's names that are brand and rest; weak aliases are no ground for an inference.
fn read(entry: &Entry) -> Vec<Branded> {
    let aliases = entry.aliases.iter().filter(|alias| !alias.weak).map(|alias| alias.name.as_str());
    let names = std::iter::once(entry.name.as_str()).chain(aliases).map(Name::new);
    names.filter_map(|name| name.readings.first().and_then(Branded::of)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Alias;

    fn entry(id: &str, names: &[&str]) -> Entry {
        let (name, aliases) = names.split_first().unwrap();
        let alias = |name: &&str| Alias { name: (*name).to_owned(), ..Alias::default() };
        Entry {
            id: id.to_owned(),
            list: "list-a".to_owned(),
            name: (*name).to_owned(),
            aliases: aliases.iter().map(alias).collect(),
            kind: PartyKind::Company,
            ..Entry::default()
        }
    }

    fn inferred(entries: Vec<Entry>, of: &str) -> Vec<String> {
        let list = ListData { entries, ..ListData::default() };
        let sisters = Sisters::of([&list]);
        let entry = list.entries.iter().find(|entry| entry.id == of).unwrap();
        sisters.names_of(entry).into_iter().map(|name| name.name).collect()
    }

    #[test]
    fn a_sister_has_the_other_brand_too() {
        let all = || {
            vec![
                entry("1", &["Kestrola Electronics Trading Co., Ltd.", "Hongzun Electronics Trading Co., Ltd."]),
                entry("2", &["Kestrola Software Co., Ltd."]),
                entry("3", &["Hongzun (Shanghai) Semiconductor Ltd"]),
                entry("4", &["Alderway Software Co., Ltd."]),
            ]
        };
        assert_eq!(inferred(all(), "2"), ["hongzun software"]);
        assert_eq!(inferred(all(), "3"), ["kestrola shanghai semiconductor"]);
        assert_eq!(inferred(all(), "1"), [""; 0], "it has both");
        assert_eq!(inferred(all(), "4"), [""; 0], "another brand");
    }

    #[test]
    fn one_shared_word_asks_for_two_entries() {
        let one = entry("1", &["Kestrola Electronics Ltd", "Hongzun Electronics Ltd"]);
        let other = entry("2", &["Kestrola Logistics Ltd", "Hongzun Logistics Ltd"]);
        let sister = entry("3", &["Kestrola Optics Ltd"]);
        assert_eq!(inferred(vec![one.clone(), sister.clone()], "3"), [""; 0]);
        assert_eq!(inferred(vec![one, other, sister], "3"), ["hongzun optical"]);
    }

    #[test]
    fn misspelt_brands_common_words_and_other_lines_of_business_are_no_ground() {
        let sister = || entry("9", &["Kestrola Optics Ltd"]);
        let misspelt = entry("1", &["Kestrola Electronics Trading Ltd", "Kestrolla Electronics Trading Ltd"]);
        assert_eq!(inferred(vec![misspelt, sister()], "9"), [""; 0]);
        let other_line = entry("1", &["Kestrola Electronics Trading Ltd", "Hongzun Shipping Trading Ltd"]);
        assert_eq!(inferred(vec![other_line, sister()], "9"), [""; 0]);
        let pair = entry("1", &["Kestrola Electronics Trading Ltd", "Hongzun Electronics Trading Ltd"]);
        let many = (10..30).map(|n| entry(&n.to_string(), &["Hongzun Electronics Ltd"]));
        assert_eq!(inferred([pair, sister()].into_iter().chain(many).collect(), "9"), [""; 0]);
    }

    #[test]
    fn the_order_of_entries_changes_nothing() {
        let mut all = vec![
            entry("1", &["Kestrola Electronics Trading Ltd", "Hongzun Electronics Trading Ltd"]),
            entry("2", &["Kestrola Marine Trading Ltd", "Hongzun Marine Trading Ltd"]),
            entry("3", &["Kestrola Optics Ltd"]),
        ];
        let list = |entries: &[Entry]| ListData { entries: entries.to_vec(), ..ListData::default() };
        let first = Sisters::of([&list(&all)]);
        all.reverse();
        assert_eq!(first.names_of(&all[0]), Sisters::of([&list(&all)]).names_of(&all[0]));
    }
}
