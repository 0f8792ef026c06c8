//! What registers say beside the order, found by name, in the shape that the red flags ask for.

use std::collections::{BTreeMap, BTreeSet};

use tidewaiter_model::{Date, Entity, Interest, Party, Register, Stake};
use tidewaiter_names::Name;

/// Owners of owners that are looked at for one party; beyond it the answer is that its owners are not known.
const OWNERS_MAX: usize = 1_000;

/// The key under which two spellings of one company's name are one company.
fn key(name: &str) -> String {
    Name::new(name).squashed()
}

/// A register with its entries found by name. Entries of one name that differ in country are told apart by it; what
/// cannot be told apart is not known.
#[derive(Debug, Default)]
pub struct Known {
    register: Register,
    entities: BTreeMap<String, Vec<usize>>,
    /// Stakes of ownership by the company owned.
    owners: BTreeMap<String, Vec<usize>>,
    /// Directorships by the company, and by the director.
    directors: BTreeMap<String, Vec<usize>>,
    seats: BTreeMap<String, Vec<usize>>,
}

impl Known {
    /// Index a register.
    #[must_use]
    pub fn new(register: Register) -> Self {
        let mut known = Self::default();
        for (at, entity) in register.entities.iter().enumerate() {
            for name in std::iter::once(&entity.name).chain(&entity.other_names) {
                let places = known.entities.entry(key(name)).or_default();
                if !places.contains(&at) {
                    places.push(at);
                }
            }
        }
        for (at, stake) in register.stakes.iter().enumerate() {
            match stake.interest {
                Interest::Ownership => known.owners.entry(key(&stake.owned)).or_default().push(at),
                Interest::Directorship => {
                    known.directors.entry(key(&stake.owned)).or_default().push(at);
                    known.seats.entry(key(&stake.owner)).or_default().push(at);
                }
                Interest::Votes | Interest::Control | Interest::Consolidation | Interest::Representation => {}
            }
        }
        known.register = register;
        known
    }

    /// The one entry of a party; `None` where there is none or several that cannot be told apart.
    pub(crate) fn company(&self, party: &Party) -> Option<&Entity> {
        let named: Vec<&Entity> =
            self.entities.get(&key(&party.name))?.iter().filter_map(|at| self.register.entities.get(*at)).collect();
        let here: Vec<&Entity> = named
            .into_iter()
            .filter(|e| e.country.is_none() || party.country.is_none() || e.country == party.country)
            .collect();
        match here.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    fn stakes<'s>(&'s self, index: &BTreeMap<String, Vec<usize>>, name: &str) -> Vec<&'s Stake> {
        let places = index.get(&key(name)).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|at| self.register.stakes.get(*at)).collect()
    }

    /// The directors of a company on a day; `None` where no directors are given at all.
    pub(crate) fn directors(&self, name: &str, on: Date) -> Option<Vec<&str>> {
        if self.directors.is_empty() {
            return None;
        }
        let holds = |stake: &&Stake| stake.from.is_none_or(|from| from <= on) && stake.to.is_none_or(|to| to >= on);
        Some(self.stakes(&self.directors, name).into_iter().filter(holds).map(|stake| stake.owner.as_str()).collect())
    }

    /// The companies of which a person is or was a director.
    pub(crate) fn seats(&self, person: &str) -> Vec<&str> {
        self.stakes(&self.seats, person).into_iter().map(|stake| stake.owned.as_str()).collect()
    }

    /// Is any owner of the company given for the day?
    pub(crate) fn has_owners(&self, name: &str, on: Date) -> bool {
        self.stakes(&self.owners, name).into_iter().any(|stake| current(stake, on))
    }

    /// Everybody above a company on a day, each with the stake by which it was reached and whether it is held directly;
    /// `None` where no owner is given, or more than can be looked at.
    pub(crate) fn above(&self, name: &str, on: Date) -> Option<Vec<(&Stake, bool)>> {
        if !self.has_owners(name, on) {
            return None;
        }
        let mut seen: BTreeSet<String> = [key(name)].into();
        let mut found = Vec::new();
        let mut next: Vec<(String, bool)> = vec![(name.to_owned(), true)];
        while let Some((company, direct)) = next.pop() {
            for stake in self.stakes(&self.owners, &company).into_iter().filter(|stake| current(stake, on)) {
                found.push((stake, direct));
                if found.len() > OWNERS_MAX {
                    return None;
                }
                if seen.insert(key(&stake.owner)) {
                    next.push((stake.owner.clone(), false));
                }
            }
        }
        Some(found)
    }
}

fn current(stake: &Stake, on: Date) -> bool {
    stake.from.is_none_or(|from| from <= on) && stake.to.is_none_or(|to| to >= on)
}

#[cfg(test)]
mod tests {
    use tidewaiter_model::{Range, Role};

    use super::*;

    const DAY: Date = Date::constant(2025, 10, 15);

    fn stake(owner: &str, owned: &str, interest: Interest, to: Option<Date>) -> Stake {
        Stake {
            owner: owner.to_owned(),
            owner_id: String::new(),
            owned: owned.to_owned(),
            owned_id: String::new(),
            interest,
            share: Range::UNKNOWN,
            above: false,
            below: false,
            from: None,
            to,
            source: "register".to_owned(),
        }
    }

    fn party(name: &str, country: &str) -> Party {
        Party {
            role: Role::Purchaser,
            name: name.to_owned(),
            address: String::new(),
            country: country.parse().ok(),
            headquarters: None,
            identifier: String::new(),
        }
    }

    #[test]
    fn entries_of_one_name_are_told_apart_by_country_or_not_at_all() {
        let entity = |country: &str| Entity {
            name: "Kestrel Compute Ltd".to_owned(),
            country: country.parse().ok(),
            ..Entity::default()
        };
        let known = Known::new(Register { entities: vec![entity("SG"), entity("GB")], ..Register::default() });
        let country = |found: Option<&Entity>| found.and_then(|e| e.country).map(|c| c.to_string());
        assert_eq!(country(known.company(&party("KESTREL  Compute Ltd.", "GB"))).as_deref(), Some("GB"));
        assert_eq!(country(known.company(&party("Kestrel Compute Ltd", ""))), None);
        assert_eq!(country(known.company(&party("Heron Ltd", "GB"))), None);
    }

    #[test]
    fn owners_above_come_through_others_and_round_a_cycle() {
        let stakes = vec![
            stake("Middle Ltd", "Kestrel Ltd", Interest::Ownership, None),
            stake("Top Ltd", "Middle Ltd", Interest::Ownership, None),
            stake("Kestrel Ltd", "Top Ltd", Interest::Ownership, None),
            stake("Past Ltd", "Kestrel Ltd", Interest::Ownership, Some(Date::constant(2020, 1, 1))),
        ];
        let known = Known::new(Register { stakes, ..Register::default() });
        let above: Vec<(&str, bool)> =
            known.above("Kestrel Ltd", DAY).unwrap().iter().map(|(s, direct)| (s.owner.as_str(), *direct)).collect();
        assert_eq!(above, [("Middle Ltd", true), ("Top Ltd", false), ("Kestrel Ltd", false)]);
        assert_eq!(known.above("Heron Ltd", DAY), None);
    }

    #[test]
    fn directors_of_a_day_and_their_seats() {
        let past = Some(Date::constant(2020, 1, 1));
        let stakes = vec![
            stake("M. Beispiel", "Kestrel Ltd", Interest::Directorship, None),
            stake("M. Beispiel", "Heron Ltd", Interest::Directorship, past),
        ];
        let known = Known::new(Register { stakes, ..Register::default() });
        assert_eq!(known.directors("Kestrel Ltd", DAY), Some(vec!["M. Beispiel"]));
        assert_eq!(known.directors("Heron Ltd", DAY), Some(Vec::new()));
        assert_eq!(known.seats("M. Beispiel"), ["Kestrel Ltd", "Heron Ltd"]);
        assert_eq!(Known::default().directors("Kestrel Ltd", DAY), None);
    }
}
