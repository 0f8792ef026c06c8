//! Place names and the streets of Hong Kong, and the sounds of characters that they teach.

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
    /// How Hong Kong writes a folded character in Latin letters, most often.
    sounds: BTreeMap<char, &'static str>,
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
            sounds: BTreeMap::new(),
        };
        let mut heard: BTreeMap<char, BTreeMap<&'static str, u32>> = BTreeMap::new();
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
                    learn(&mut heard, key, han);
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
            if level == Level::HongKong {
                learn(&mut heard, key, han);
            }
        }
        for (character, sounds) in heard {
            // The commonest, and among equals the first in the alphabet.
            let best = sounds.into_iter().max_by_key(|(sound, count)| (*count, std::cmp::Reverse(*sound)));
            if let Some((sound, _)) = best {
                all.sounds.insert(character, sound);
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

    /// A Chinese name as Hong Kong would write it, where all its characters occur in names of places and streets there.
    pub(super) fn hong_kong_sound(&self, name: &str) -> Option<String> {
        name.chars().map(|c| self.sounds.get(&c).copied()).collect()
    }
}

fn longest<T>(text: &[char], find: impl Fn(&str) -> Option<T>) -> Option<(T, usize)> {
    (2..=text.len().min(CHARACTERS_MAX)).rev().find_map(|length| {
        let name: String = text.get(..length)?.iter().collect();
        find(&name).map(|found| (found, length))
    })
}

/// Words in number equal to the characters before the kind of street: each word is the sound of a character.
fn learn(heard: &mut BTreeMap<char, BTreeMap<&'static str, u32>>, english: &'static str, han: &str) {
    const KINDS: [&str; 12] = [
        "street", "road", "lane", "avenue", "crescent", "circuit", "terrace", "path", "drive", "square", "central",
        "east",
    ];
    let words: Vec<&'static str> = english.split(' ').filter(|word| !KINDS.contains(word)).collect();
    for name in han.split('|') {
        let mut characters: Vec<char> = name.chars().map(fold).collect();
        while characters.len() > words.len() && characters.last().is_some_and(|c| "道路街里圈围坊台径".contains(*c))
        {
            characters.pop();
        }
        if characters.len() == words.len() {
            for (character, word) in characters.into_iter().zip(&words) {
                let count = heard.entry(character).or_default().entry(word).or_default();
                *count = count.saturating_add(1);
            }
        }
    }
}
