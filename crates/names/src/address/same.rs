//! How far two addresses are the same.

use tidewaiter_model::Country;

use super::Address;
use crate::likeness::edits;

/// How far two addresses are the same, the least first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sameness {
    /// Nothing shows that they are; or only the town is.
    #[default]
    Nothing,
    /// The same street, which proves nothing.
    Street,
    /// The same building. An office tower houses hundreds of firms: little by itself.
    Building,
    /// The same floor of it.
    Floor,
    /// The same house number, building or floor of it, and neither address names anything smaller.
    Premises,
    /// The same unit in it.
    Unit,
}

/// A comparison of two addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressMatch {
    /// How far they are the same.
    pub sameness: Sameness,
    /// Which parts agree, in words.
    pub says: String,
    /// Does the match leave nothing of the second address out: its unit where it names one, its floor where it names one?
    pub whole: bool,
}

/// Are two keys one word, but for a slip of the pen: one letter in five to nine, two in ten and more?
pub(super) fn alike(a: &str, b: &str) -> bool {
    let length = a.len().min(b.len());
    let most = if length >= 10 { 2 } else { 1 };
    a == b || (length >= 5 && a.chars().next() == b.chars().next() && edits(a, b, most).is_some())
}

pub(super) fn compare(a: &Address, b: &Address) -> AddressMatch {
    if a.text == b.text && a.is_precise() {
        let sameness = if a.units.is_empty() { Sameness::Premises } else { Sameness::Unit };
        return AddressMatch { sameness, says: "written alike".to_owned(), whole: true };
    }
    let whole_town = match place(a, b) {
        Place::Other => return AddressMatch::default(),
        known => known,
    };
    let street = a.streets.iter().find_map(|s| b.streets.iter().find(|t| s.is_same_as(t)).map(|t| (s, t)));
    let numbered = a.streets.iter().find_map(|s| {
        let meets = |t: &&super::Street| {
            let met = s.numbers.as_ref().zip(t.numbers.as_ref()).is_some_and(|(x, y)| x.meet(y));
            met && s.is_same_as(t)
        };
        b.streets.iter().find(meets).map(|t| (s, t))
    });
    let building = a.buildings.iter().find(|x| b.buildings.iter().any(|y| alike(x, y)));
    let code = a.building_code.as_ref().filter(|code| b.building_code.as_ref() == Some(code));
    let po_box = a.po_box.as_ref().filter(|number| b.po_box.as_ref() == Some(number));
    let mut parts = Vec::new();
    if let Some((s, t)) = numbered {
        let number = t.numbers.as_ref().map_or_else(String::new, |n| {
            if n.last > n.first { format!("{}-{} ", n.first, n.last) } else { format!("{} ", n.first) }
        });
        let written = if t.written.is_ascii() { &t.written } else { &s.written };
        parts.push(format!("{number}{written}"));
    }
    parts.extend(building.map(|name| format!("building `{name}`")));
    parts.extend(code.map(|code| format!("post code {code}, which is one building's")));
    parts.extend(po_box.map(|number| format!("P.O. box {number}")));
    if parts.is_empty() {
        return match street {
            Some((_, t)) => AddressMatch {
                sameness: Sameness::Street,
                says: format!("the same street, {}, and another or no number", t.written),
                whole: false,
            },
            None => AddressMatch::default(),
        };
    }
    let same_floor = a.floor.is_some() && a.floor == b.floor;
    let other_floor = a.floor.is_some() && b.floor.is_some() && !same_floor;
    let other_block =
        !a.blocks.is_empty() && !b.blocks.is_empty() && !a.blocks.iter().any(|block| b.blocks.contains(block));
    let unit = shared_unit(a, b).filter(|_| !other_floor && !other_block);
    // Where nothing says that both are in one town, number and name must be backed by more.
    if whole_town == Place::Unknown && unit.is_none() && !same_floor && parts.len() < 2 {
        return AddressMatch {
            sameness: Sameness::Street,
            says: format!("{}, and nothing shows that both are in one town", parts.join(", ")),
            whole: false,
        };
    }
    let floor = || a.floor.as_ref().map(|floor| format!("floor {floor}"));
    let no_unit = |address: &Address| address.units.is_empty() && address.floor.is_none();
    let (sameness, inside) = match unit {
        Some(unit) => (Sameness::Unit, Some(format!("unit {unit}"))),
        None if other_block => (Sameness::Building, None),
        None if same_floor && a.units.is_empty() && b.units.is_empty() => (Sameness::Premises, floor()),
        None if same_floor && (a.units.is_empty() || b.units.is_empty()) => (Sameness::Floor, floor()),
        None if no_unit(a) && no_unit(b) => (Sameness::Premises, None),
        None => (Sameness::Building, None),
    };
    let floor =
        a.floor.as_ref().filter(|_| sameness == Sameness::Unit && same_floor).map(|floor| format!("floor {floor}"));
    let whole = match sameness {
        Sameness::Unit | Sameness::Premises => true,
        Sameness::Floor => b.units.is_empty(),
        Sameness::Building => no_unit(b) && !other_block,
        _ => false,
    };
    let says = inside.into_iter().chain(floor).chain(parts).collect::<Vec<_>>().join(", ");
    AddressMatch { sameness, says, whole }
}

/// A unit that both name. `Room 4, 23/F` is also `Room 2304`, `Flat A, 15/F` also `15A`.
fn shared_unit(a: &Address, b: &Address) -> Option<String> {
    let forms = |address: &Address| -> Vec<String> {
        let mut all = address.units.clone();
        if let Some(floor) = &address.floor {
            for unit in &address.units {
                all.push(format!("{floor}{unit}"));
                if unit.len() == 1 {
                    all.push(format!("{floor}0{unit}"));
                }
            }
        }
        all
    };
    // `Room 2, Unit A` and `Room 3, Unit A` are two: with letters among them, one side's units must all be the other's.
    let lettered = a.units.iter().chain(&b.units).any(|unit| unit.chars().all(char::is_alphabetic));
    let within = |x: &Address, y: &Address| x.units.iter().all(|unit| y.units.contains(unit));
    if lettered && a.units.len() > 1 && b.units.len() > 1 && !within(a, b) && !within(b, a) {
        return None;
    }
    let (left, right) = (forms(a), forms(b));
    let both_floors = a.floor.is_some() && b.floor.is_some();
    // Without the floor on both sides only a number that contains the floor is one unit: `1203`, `12a`, not `3`.
    let tells = |unit: &String| both_floors || (a.floor.is_none() && b.floor.is_none()) || unit.len() >= 3;
    left.into_iter().find(|unit| right.contains(unit) && tells(unit))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Same,
    Unknown,
    Other,
}

/// Are both in one town, as far as they say?
fn place(a: &Address, b: &Address) -> Place {
    let far = |x: Country, y: Country| x != y && !super::is_greater_china(x, y);
    let cities = a.cities.intersection(&b.cities).next().is_some();
    // A city that both name tells more than the country that a record says.
    if !cities && a.country.zip(b.country).is_some_and(|(x, y)| far(x, y)) {
        return Place::Other;
    }
    let areas = a.areas.iter().any(|x| b.areas.iter().any(|y| alike(x, y) || holds(x, y) || holds(y, x)));
    if cities || (areas && (a.cities.is_empty() || b.cities.is_empty())) {
        return Place::Same;
    }
    if !a.cities.is_empty() && !b.cities.is_empty() {
        // A district of one name in two cities; or a town that one of them counts to its neighbour.
        return if areas { Place::Unknown } else { Place::Other };
    }
    let silent = |address: &Address| address.cities.is_empty() && address.areas.is_empty();
    if silent(a) || silent(b) || a.building_code.is_some() && a.building_code == b.building_code {
        return Place::Same;
    }
    Place::Unknown
}

/// Is the second a part of the first, where no commas divided place names?
fn holds(whole: &str, part: &str) -> bool {
    part.len() >= 5 && whole.contains(part)
}
