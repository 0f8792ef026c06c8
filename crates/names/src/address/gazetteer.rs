//! Place names, and the streets of Hong Kong.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::street::Street;
use crate::scripts::variants::fold;

/// How much a place name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// Too wide to tell two addresses apart: a country, a province.
    Region,
    /// A city.
    City,
    /// A district of Hong Kong: their borders are loose, and a building is often written under its neighbour's.
    HongKong,
}

/// A place by its first Latin spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub level: Level,
    pub key: &'static str,
}

/// What the tables hold.
pub(super) struct Gazetteer {
    /// Places by Latin spelling.
    latin: BTreeMap<&'static str, Place>,
    /// Places by folded Chinese name.
    han: BTreeMap<String, Place>,
    /// Streets of Hong Kong by folded Chinese name, in English.
    streets: BTreeMap<String, &'static str>,
    /// The keys of those streets.
    street_keys: BTreeSet<String>,
}

/// Words and characters of the longest place or street name.
const WORDS_MAX: usize = 5;
const CHARACTERS_MAX: usize = 9;

pub(super) static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::load);

fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

impl Gazetteer {
    fn load() -> Self {
        let mut all = Self {
            latin: BTreeMap::new(),
            han: BTreeMap::new(),
            streets: BTreeMap::new(),
            street_keys: BTreeSet::new(),
        };
        let tables = [include_str!("cities.tsv"), include_str!("hongkong.tsv")];
        for line in tables.iter().flat_map(|table| table.lines()).filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (kind, latin, han) = (cells.next(), cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
            let key = latin.split('|').next().unwrap_or_default();
            let level = match kind {
                Some("r") => Level::Region,
                Some("c") => Level::City,
                Some("p") => Level::HongKong,
                _ => {
                    for name in han.split('|').filter(|name| !name.is_empty()) {
                        all.streets.insert(folded(name), key);
                    }
                    for name in latin.split('|') {
                        let words: Vec<&str> = name.split(' ').collect();
                        all.street_keys.insert(Street::from_words(&words).key);
                    }
                    continue;
                }
            };
            // The city itself stands among the districts too, as a city.
            for spelling in latin.split('|') {
                all.latin.entry(spelling).or_insert(Place { level, key });
            }
            for name in han.split('|').filter(|name| !name.is_empty()) {
                all.han.entry(folded(name)).or_insert(Place { level, key });
            }
        }
        all
    }

    /// Is this the key of a street of Hong Kong?
    pub(super) fn is_street(&self, key: &str) -> bool {
        self.street_keys.contains(key)
    }

    /// The longest place name that begins with the first of these words, and its length in words.
    pub(super) fn place_at(&self, words: &[&str]) -> Option<(Place, usize)> {
        (1..=words.len().min(WORDS_MAX)).rev().find_map(|length| {
            let name = words.get(..length)?.join(" ");
            self.latin.get(name.as_str()).map(|&place| (place, length))
        })
    }

    /// The longest Chinese place name at the beginning, and its length in characters.
    pub(super) fn han_place_at(&self, text: &[char]) -> Option<(Place, usize)> {
        longest(text, |name| self.han.get(name).copied())
    }

    /// The longest street of Hong Kong at the beginning, in English, and its length in characters.
    pub(super) fn han_street_at(&self, text: &[char]) -> Option<(&'static str, usize)> {
        longest(text, |name| self.streets.get(name).copied())
    }
}

fn longest<T>(text: &[char], find: impl Fn(&str) -> Option<T>) -> Option<(T, usize)> {
    (2..=text.len().min(CHARACTERS_MAX)).rev().find_map(|length| {
        let name: String = text.get(..length)?.iter().collect();
        find(&name).map(|found| (found, length))
    })
}
