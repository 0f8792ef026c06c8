//! What registers say beside the order, found by name, in the shape that the red flags ask for.

use std::collections::BTreeSet;
use std::sync::Arc;

use tidewaiter_model::{Date, Entity, Interest, Party, Stake};
use tidewaiter_ownership::Named;

use crate::registry::Registry;

/// Owners of owners that are looked at for one party; beyond it the answer is that its owners are not known.
const OWNERS_MAX: usize = 1_000;

/// A register with its entries found by name. Entries of one name that differ in country are told apart by it; what
/// cannot be told apart is not known.
#[derive(Clone, Debug)]
pub struct Known {
    registry: Arc<Registry>,
}

impl Known {
    /// What is known by a registry.
    #[must_use]
    pub fn new(registry: Arc<Registry>) -> Self {
        Self { registry }
    }

    /// The one entry of a party; `None` where there is none or several that cannot be told apart.
    pub(crate) fn company(&self, party: &Party) -> Option<&Entity> {
        let here = |e: &&Entity| e.country.is_none() || party.country.is_none() || e.country == party.country;
        match self.registry.named(&party.name).into_iter().filter(here).collect::<Vec<_>>().as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The statements of one kind about all that bear a name.
    fn stakes(&self, name: &str, interest: Interest, on: Date) -> Vec<(Named, Stake)> {
        let statements = self.registry.statements();
        let of = |company: Named| statements.in_company(company, interest, Some(on));
        statements.named(name).into_iter().flat_map(of).collect()
    }

    /// The directors of a company on a day; `None` where no directors are given at all.
    pub(crate) fn directors(&self, name: &str, on: Date) -> Option<Vec<&str>> {
        let statements = self.registry.statements();
        let of = |company| statements.directors(company, on);
        statements.names_directors().then(|| statements.named(name).into_iter().flat_map(of).collect())
    }

    /// The companies of which a person is or was a director.
    pub(crate) fn seats(&self, person: &str) -> Vec<&str> {
        let statements = self.registry.statements();
        statements.named(person).into_iter().flat_map(|director| statements.seats(director)).collect()
    }

    /// Is any owner of the company given for the day?
    pub(crate) fn has_owners(&self, name: &str, on: Date) -> bool {
        !self.stakes(name, Interest::Ownership, on).is_empty()
    }

    /// Everybody above a company on a day, each with the stake by which it was reached and whether it is held directly;
    /// `None` where no owner is given, or more than can be looked at.
    pub(crate) fn above(&self, name: &str, on: Date) -> Option<Vec<(Stake, bool)>> {
        let statements = self.registry.statements();
        let mut next: Vec<(Named, bool)> = statements.named(name).into_iter().map(|company| (company, true)).collect();
        let mut seen: BTreeSet<Named> = next.iter().map(|(company, _)| *company).collect();
        let mut found = Vec::new();
        while let Some((company, direct)) = next.pop() {
            for (owner, stake) in statements.in_company(company, Interest::Ownership, Some(on)) {
                found.push((stake, direct));
                if found.len() > OWNERS_MAX {
                    return None;
                }
                if seen.insert(owner) {
                    next.push((owner, false));
                }
            }
        }
        (!found.is_empty()).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use tidewaiter_model::{Range, Register, Role};
    use tidewaiter_ownership::Records;

    use super::*;

    fn known_by(register: Register) -> Known {
        Known::new(Arc::new(Registry::new(Records::from(register))))
    }

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
        let known = known_by(Register { entities: vec![entity("SG"), entity("GB")], ..Register::default() });
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
        let known = known_by(Register { stakes, ..Register::default() });
        let above = known.above("Kestrel Ltd", DAY).unwrap();
        let above: Vec<(&str, bool)> = above.iter().map(|(s, direct)| (s.owner.as_str(), *direct)).collect();
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
        let known = known_by(Register { stakes, ..Register::default() });
        assert_eq!(known.directors("Kestrel Ltd", DAY), Some(vec!["M. Beispiel"]));
        assert_eq!(known.directors("Heron Ltd", DAY), Some(Vec::new()));
        assert_eq!(known.seats("M. Beispiel"), ["Heron Ltd", "Kestrel Ltd"]);
        assert_eq!(known_by(Register::default()).directors("Kestrel Ltd", DAY), None);
    }
}
