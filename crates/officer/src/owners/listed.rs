//! Which of the parties above stand on a list.

use std::collections::BTreeSet;

use tidewaiter_model::{Entity, Listing, Truth};
use tidewaiter_ownership::Above;
use tidewaiter_screening::{Hit, Options, Query, Strength};

use super::{Asking, Owners, key, or_unknown};

/// OFAC's list of blocked parties.
pub(crate) const SDN: &str = "us-sdn";
/// Lists whose parties pass their requirement on to what they own by half, by the BIS Affiliates rule.
///
/// Source: 90 FR 47201 (Entity List, Military End-User List, and of the SDN List the parties of 15 CFR 744.8(a)(1), told
/// by their programmes). The Denied Persons List is not among them.
pub(crate) const AFFILIATES: [&str; 3] = ["us-entity-list", "us-military-end-user", SDN];
/// The same by OFAC's rule, on every day.
///
/// Source: OFAC, revised guidance of 13 August 2014; FAQ 398 to 402.
pub(crate) const OFAC: [&str; 1] = [SDN];
/// No rule passes a denial order on by ownership alone, though BIS may name related persons (15 CFR 766.23): asked.
pub(crate) const DENIED: [&str; 1] = ["us-denied-persons"];
/// The list of those that a person says are listed.
pub(crate) const TOLD: &str = "told";

/// A rule by which ownership counts, with the listings that it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The BIS Affiliates rule.
    Affiliates,
    /// OFAC's.
    Ofac,
    /// Of parties on the Denied Persons List; no rule, but asked.
    Denied,
}

impl Rule {
    /// Does the rule take a listing of this kind?
    pub(super) fn takes(self, listing: &Listing) -> Truth {
        let list = listing.list.as_str();
        match self {
            Self::Affiliates => listing.affiliates,
            Self::Ofac => Truth::from(OFAC.contains(&list) || list == TOLD),
            Self::Denied => Truth::from(DENIED.contains(&list)),
        }
    }

    /// Does the rule count a party with this listing? Not known where the party only may be the one listed.
    pub(super) fn counts(self, listing: &Listing) -> Truth {
        self.takes(listing).and(if listing.certain { Truth::Yes } else { Truth::Unknown })
    }
}

/// Names are compared as they are: a likeness makes no owner listed.
const LIKENESS: f64 = 0.95;
/// Hits looked at for one name.
const HITS_MAX: usize = 10;

impl Owners {
    /// The list entries of each party above, in their order.
    pub(super) fn listed(&self, above: &Above, entities: &[Vec<&Entity>], asking: &Asking<'_>) -> Vec<Vec<Listing>> {
        let of = |(party, entities): (&tidewaiter_ownership::Owner, &Vec<&Entity>)| {
            let mut found: BTreeSet<Listing> = BTreeSet::new();
            let names: BTreeSet<&str> = party
                .written
                .iter()
                .chain(entities.iter().map(|e| &e.name))
                .chain(entities.iter().flat_map(|e| &e.other_names))
                .map(String::as_str)
                .filter(|name| !name.trim().is_empty())
                .collect();
            for name in &names {
                if let Some(told) = self.told.get(&key(name)) {
                    found.insert(told_listed(told));
                }
                let query = Query { name, ..Query::default() };
                self.hits(&query, entities, asking, &mut found);
            }
            let country = entities.iter().find_map(|e| e.country);
            for identifier in entities.iter().flat_map(|e| &e.identifiers) {
                let query = Query { identifier, country, ..Query::default() };
                self.hits(&query, entities, asking, &mut found);
            }
            // What is certain of an entry by one name or number is not told as uncertain by another.
            let certain: BTreeSet<(String, String)> =
                found.iter().filter(|l| l.certain).map(|l| (l.list.clone(), l.entry.clone())).collect();
            let mut kept: Vec<Listing> = Vec::new();
            for listing in found {
                let key = (listing.list.clone(), listing.entry.clone());
                let known = kept.iter().any(|k| k.list == listing.list && k.entry == listing.entry);
                if (listing.certain || !certain.contains(&key)) && !known {
                    kept.push(listing);
                }
            }
            kept
        };
        above.parties.iter().zip(entities).map(of).collect()
    }

    fn hits(&self, query: &Query<'_>, entities: &[&Entity], asking: &Asking<'_>, found: &mut BTreeSet<Listing>) {
        let options = Options { as_of: Some(asking.ground.as_of), ..Options::matches_only(LIKENESS, HITS_MAX) };
        // No clearing of an order's party takes an owner off a list.
        let answer = asking.screener.ask(query, &options);
        let counted =
            |hit: &&Hit| [&AFFILIATES[..], &OFAC, &DENIED].iter().any(|lists| lists.contains(&hit.list.as_str()));
        for hit in answer.hits.iter().filter(counted) {
            let named = matches!(hit.strength, Strength::Exact | Strength::Normalised) && !hit.weak_alias;
            let numbered = hit.strength == Strength::Identifier && hit.score >= 1.0;
            if !(named || numbered) {
                continue;
            }
            if !hit.is_match {
                continue;
            }
            let countries: BTreeSet<_> = entities.iter().filter_map(|e| e.country).collect();
            let elsewhere = !countries.is_empty()
                && !hit.countries.is_empty()
                && hit.countries.iter().all(|country| !countries.contains(country));
            let why = match (numbered, elsewhere) {
                (true, _) => "the same register number".to_owned(),
                (false, false) => "the same name".to_owned(),
                (false, true) => {
                    let listed: Vec<&str> = hit.countries.iter().map(tidewaiter_model::Country::code).collect();
                    let here: Vec<&str> = countries.iter().map(tidewaiter_model::Country::code).collect();
                    format!("the same name, listed in {} and registered in {}", listed.join(", "), here.join(", "))
                }
            };
            found.insert(Listing {
                list: hit.list.clone(),
                entry: hit.entry.clone(),
                name: hit.name.clone(),
                certain: numbered || !elsewhere,
                why,
                licence_requirement: or_unknown(&hit.licence_requirement),
                licence_policy: or_unknown(&hit.licence_policy),
                citation: hit.citation.clone(),
                programs: hit.programs.clone(),
                footnote: hit.footnote,
                affiliates: passed_on(hit, asking),
            });
        }
    }
}

/// Does the BIS Affiliates rule pass the entry on?
fn passed_on(hit: &Hit, asking: &Asking<'_>) -> Truth {
    match hit.list.as_str() {
        SDN => asking.law.sdn_of_744_8(&hit.programs, asking.ground.as_of),
        list if AFFILIATES.contains(&list) => Truth::Yes,
        _ => Truth::No,
    }
}

fn told_listed(name: &str) -> Listing {
    Listing {
        list: TOLD.to_owned(),
        entry: "unknown".to_owned(),
        name: name.to_owned(),
        certain: true,
        why: "told to be listed (--listed)".to_owned(),
        licence_requirement: "unknown".to_owned(),
        licence_policy: "unknown".to_owned(),
        citation: String::new(),
        programs: Vec::new(),
        footnote: None,
        affiliates: Truth::Yes,
    }
}
