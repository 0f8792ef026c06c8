//! Addresses read into parts, and compared part by part.
//!
//! An address is read into unit, floor, block, building, streets with house numbers, place names and post codes, in
//! Latin letters or in Chinese; a bilingual one in both. Chinese street names of Hong Kong are read in English by a
//! table, all others by their sound, so that `九龍觀塘成業街16號` and `16 Shing Yip Street, Kwun Tong, Kowloon` are one.

mod gazetteer;
mod han;
mod latin;
mod same;
mod street;

use std::collections::BTreeSet;

use tidewaiter_model::Country;

pub use same::{AddressMatch, Sameness};
pub use street::{Numbers, Street};

/// Characters of an address that are read; nobody's is longer.
const LONGEST: usize = 600;
/// House numbers of one range that are searched by at most.
const NUMBERS_MAX: u32 = 24;

/// An address in parts, each in the one spelling in which it is compared.
///
/// ```
/// use tidewaiter_names::Address;
/// let address = Address::read("Rm. 1203, 12/F., Example Ind. Bldg, 16-18 Shing Yip St, Kwun Tong, Kowloon, HK", None);
/// assert_eq!(address.units, ["1203"]);
/// assert_eq!(address.floor.as_deref(), Some("12"));
/// assert_eq!(address.buildings, ["example"]);
/// assert_eq!(address.streets[0].key, "shingyip");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Units: flat, room, suite, shop, in small letters without noughts before; a range is written out.
    pub units: Vec<String>,
    /// The floor: `12`, `g` for the ground floor, `b` for a basement.
    pub floor: Option<String>,
    /// Block, tower or phase of an estate; building numbers of a compound.
    pub blocks: Vec<String>,
    /// Buildings by the words that tell them apart (`Ho King Commercial Centre` is `hoking`).
    pub buildings: Vec<String>,
    /// What holds many buildings or is none: parks, estates, complexes, squares; a shared one proves nothing by itself.
    pub estates: Vec<String>,
    /// Streets with their house numbers.
    pub streets: Vec<Street>,
    /// Cities that a table knows.
    pub cities: BTreeSet<String>,
    /// Districts, towns, villages and all other words that name a place.
    pub areas: BTreeSet<String>,
    /// A post code that stands for one building: Singapore's.
    pub building_code: Option<String>,
    /// A post-office box.
    pub po_box: Option<String>,
    /// The country, where it is known.
    pub country: Option<Country>,
    /// All of it cleaned, without spaces.
    text: String,
}

impl Address {
    /// Read an address. The country, where known, says how to read what is ambiguous.
    #[must_use]
    pub fn read(text: &str, country: Option<Country>) -> Self {
        let head: String = text.chars().take(LONGEST).collect();
        let mut address = Self { country, text: squeezed(&crate::clean(&head)), ..Self::default() };
        han::read(&head, &mut address);
        latin::read(&head, &mut address);
        if address.cities.contains("hong kong") {
            address.country = Some(Country::HK);
        }
        for list in [&mut address.units, &mut address.blocks, &mut address.buildings, &mut address.estates] {
            list.sort_unstable();
            list.dedup();
        }
        address
    }

    /// Does it name a building, a house number or a box, and so more than a street or a town?
    #[must_use]
    pub fn is_precise(&self) -> bool {
        !self.buildings.is_empty()
            || !(self.estates.is_empty() || self.units.is_empty() && self.blocks.is_empty())
            || self.building_code.is_some()
            || self.po_box.is_some()
            || self.streets.iter().any(|street| street.numbers.is_some())
    }

    /// What an index finds this address by: two addresses of one building share a key, but for misspellings that change
    /// the consonants. Sharing a key proves nothing.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        for street in &self.streets {
            let Some(numbers) = &street.numbers else { continue };
            let last = numbers.last.min(numbers.first.saturating_add(NUMBERS_MAX));
            for number in numbers.first..=last {
                let turned = street.turned();
                let names = std::iter::once(street).chain(&turned);
                keys.extend(names.map(|street| format!("s{}{number}", skeleton(&street.key))));
                // However the street is misspelt after its first letter: the number in its city.
                let first = street.key.chars().next().unwrap_or(' ');
                keys.extend(self.cities.iter().map(|city| format!("c{city}{number}{first}")));
            }
        }
        keys.extend(self.buildings.iter().chain(&self.estates).map(|name| format!("b{}", skeleton(name))));
        keys.extend(self.building_code.iter().map(|code| format!("p{code}")));
        keys.extend(self.po_box.iter().map(|number| format!("o{number}")));
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// How far two addresses are the same.
    #[must_use]
    pub fn compare(&self, other: &Self) -> AddressMatch {
        same::compare(self, other)
    }

    /// Add units as written: `801-803`, `A-506D`, `2111-13`.
    fn push_unit(&mut self, written: &str) {
        if let Some(numbers) = Numbers::read(written)
            && numbers.last > numbers.first
            && numbers.last.saturating_sub(numbers.first) <= 20
        {
            self.units.extend((numbers.first..=numbers.last).map(|number| number.to_string()));
            return;
        }
        let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        let written = match written.split_once('-') {
            // `12-03` ascends to nothing: unit 3 on floor 12, as `#12-03`.
            Some((floor, unit)) if self.floor.is_none() && digits(floor) && digits(unit) && unit.starts_with('0') => {
                self.set_floor(floor);
                unit
            }
            _ => written,
        };
        let plain: String = written.chars().filter(|c| c.is_alphanumeric()).collect();
        let plain = plain.trim_start_matches('0');
        if !plain.is_empty() {
            self.units.push(plain.to_owned());
        }
    }

    fn set_floor(&mut self, floor: &str) {
        let floor = floor.trim_start_matches('0');
        if self.floor.is_none() && !floor.is_empty() {
            self.floor = Some(floor.to_owned());
        }
    }

    /// Add a place name; regions that hold many cities tell nothing.
    fn push_place(&mut self, place: gazetteer::Place) {
        match place.level {
            gazetteer::Level::Region => {}
            gazetteer::Level::City => {
                self.cities.insert(place.key.to_owned());
            }
            gazetteer::Level::HongKong => {
                self.cities.insert("hong kong".to_owned());
                self.areas.insert(squeezed(place.key));
            }
        }
    }
}

/// The first letter and the consonants after it, doubled ones once: `kweitei` and `kwaitei` are `kwt`.
fn skeleton(key: &str) -> String {
    let mut out = String::new();
    for c in key.chars() {
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h');
        if out.is_empty() || (!vowel && !out.ends_with(c)) {
            out.push(c);
        }
    }
    out
}

/// Are both of mainland China, Hong Kong and Macau? Their addresses are often written under each other's country.
fn is_greater_china(a: Country, b: Country) -> bool {
    let all = [Country::CN, Country::HK, Country::MO];
    all.contains(&a) && all.contains(&b)
}

/// Without spaces.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| *c != ' ').collect()
}

#[cfg(test)]
mod tests;
