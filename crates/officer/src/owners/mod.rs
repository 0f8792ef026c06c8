//! Who is behind a party, held against the lists and the law of a day.

mod doubts;
mod economic;
mod listed;
mod restrictive;
mod rules;
mod seats;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tidewaiter_law::Law;
use tidewaiter_model::{
    Country, Entity, EntityKind, Fault, Ground, Headquarters, Holding, Method, OwnerParty, OwnersAnswer, Truth,
};
use tidewaiter_ownership::{Above, Found, Named, Stakes, Standing, Statements};
use tidewaiter_screening::Screener;

use crate::registry::{Registry, key};
use listed::Rule;

pub(crate) use rules::Standings;
pub(crate) use seats::headquarters_of;

/// Parties above one party that are looked at; what is left out is said, and leaves a `no` open.
const ABOVE_MAX: usize = 20_000;

/// What registers say of owners, with the parties that a person says are listed.
pub struct Owners {
    registry: Arc<Registry>,
    /// Keys of the names told to be listed, with the name as told.
    told: BTreeMap<String, String>,
}

/// The experts of the day who are asked.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// Reads the law.
    pub law: &'a Law,
    /// Knows the lists.
    pub screener: &'a Screener,
    /// What the answer rests on, with the day that is asked about.
    pub ground: &'a Ground,
}

/// The answer about one party, and what a decision needs of it.
#[derive(Clone, Debug)]
pub struct Owned {
    /// The answer.
    pub answer: OwnersAnswer,
    /// Where the party's own headquarters are by the registers.
    pub seat: Headquarters,
    /// Where its ultimate parent's are; unknown where the parent is.
    pub parent_seat: Headquarters,
    /// Is the ultimate parent settled: known by name, or no room for one?
    pub parent_settled: bool,
    /// Held by half or more by parties on the Denied Persons List, on which no rule binds by ownership alone.
    pub(crate) denied: Standings,
    /// What of the files is in doubt about it and those above, in words.
    pub(crate) doubts: Vec<String>,
}

/// No statement names the party.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// Nobody bears the name.
    #[error("no statement names `{party}`{}", near_words(.near))]
    Nobody {
        /// As asked.
        party: String,
        /// The names nearest to it.
        near: Vec<String>,
    },
    /// Several do.
    #[error("several parties bear the name `{party}`; ask by id: {}", .ids.join(", "))]
    Several {
        /// As asked.
        party: String,
        /// Their ids.
        ids: Vec<String>,
    },
}

fn near_words(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!("; near it: {}", near.join(", ")) }
}

impl Owners {
    /// Everything that registers say, and the names of parties that a person says are listed.
    #[must_use]
    pub fn new(registry: Arc<Registry>, told: &[String]) -> Self {
        let told = told.iter().map(|name| (key(name), name.clone())).collect();
        Self { registry, told }
    }

    fn statements(&self) -> &Statements {
        self.registry.statements()
    }

    /// What of the registers could not be read or is in doubt.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        self.registry.faults()
    }

    /// The names told to be listed that no statement bears.
    #[must_use]
    pub fn told_in_vain(&self) -> Vec<String> {
        let found = |name: &&String| self.statements().find(name) != Found::Nobody;
        self.told.values().filter(|name| !found(name)).cloned().collect()
    }

    /// Who is behind a party, by its name or a register's id.
    ///
    /// # Errors
    /// [`NotFound`] where no statement names it, or several parties bear the name.
    pub fn ask(&self, party: &str, asking: &Asking<'_>) -> Result<Owned, NotFound> {
        self.found(party).map(|found| self.answer(found, asking))
    }

    /// As [`Owners::ask`], with the interests of all ultimate owners and who controls the votes, which decide no rule
    /// and cost more.
    ///
    /// # Errors
    /// [`NotFound`] as there.
    pub fn ask_in_full(&self, party: &str, asking: &Asking<'_>) -> Result<OwnersAnswer, NotFound> {
        let found = self.found(party)?;
        let (mut owned, above) = self.as_written(found, asking);
        self.perhaps_the_same(&mut owned, &above, found, asking);
        economic::add(&mut owned.answer, &above);
        Ok(owned.answer)
    }

    fn found(&self, party: &str) -> Result<Named, NotFound> {
        match self.find(party) {
            Found::One(found) => Ok(found),
            Found::Several(ids) => Err(NotFound::Several { party: party.to_owned(), ids }),
            Found::Nobody => Err(NotFound::Nobody { party: party.to_owned(), near: self.statements().near(party) }),
        }
    }

    /// The same where the names near one that is not found are not asked for, which looks at every name.
    #[must_use]
    pub fn known(&self, party: &str, asking: &Asking<'_>) -> Option<Owned> {
        match self.find(party) {
            Found::One(found) => Some(self.answer(found, asking)),
            Found::Several(_) | Found::Nobody => None,
        }
    }

    /// The party that statements name so, or that a register knows by this id or number where statements name it
    /// otherwise.
    fn find(&self, party: &str) -> Found {
        match self.statements().find(party) {
            Found::Nobody => self.known_as(party).map_or(Found::Nobody, Found::One),
            found => found,
        }
    }

    fn known_as(&self, party: &str) -> Option<Named> {
        let wanted = party.trim();
        let entity = self.registry.with_id(wanted).into_iter().next().or_else(|| self.registry.numbered(wanted))?;
        let names = std::iter::once(&entity.id).chain([&entity.name]).chain(&entity.other_names);
        names.filter(|name| !name.is_empty()).find_map(|name| match self.statements().find(name) {
            Found::One(found) => Some(found),
            _ => None,
        })
    }

    fn answer(&self, party: Named, asking: &Asking<'_>) -> Owned {
        let (mut owned, above) = self.as_written(party, asking);
        self.perhaps_the_same(&mut owned, &above, party, asking);
        owned
    }

    /// The answer where parties are those of the same key and no others.
    fn as_written(&self, party: Named, asking: &Asking<'_>) -> (Owned, Above) {
        let as_of = asking.ground.as_of;
        let above = self.statements().above(party, as_of, ABOVE_MAX);
        let mut notes = Vec::new();
        let entities: Vec<Vec<&Entity>> =
            above.parties.iter().map(|party| self.entities_of(party, &mut notes)).collect();
        let listed = self.listed(&above, &entities, asking);
        let stakes = Stakes::new(above.ownership(), as_of, str::to_owned);
        let work = rules::Work { above: &above, stakes: &stakes, listed: &listed, asking };
        let (affiliates, ofac, denied) =
            (work.standings(Rule::Affiliates), work.standings(Rule::Ofac), work.standings(Rule::Denied));
        let rules = vec![work.affiliates(&affiliates), work.ofac(&ofac)];
        let is_person = |at: usize| entities.get(at).is_some_and(|of| of.iter().any(|e| e.kind == EntityKind::Person));
        let seats = seats::find(&above, &entities, &is_person, |country| in_scope(asking, country));
        if above.cut {
            notes.push(format!(
                "More than {ABOVE_MAX} parties stand above; those farther away were left out, so a `no` is open."
            ));
        }
        notes.extend(contradictions(&above));
        let mut doubts = doubts::in_words(&above, self.faults());
        notes.extend(doubts.iter().cloned());
        doubts.extend(stakes.faults().iter().map(|fault| format!("In doubt: {} ({}).", fault.says, fault.position)));
        let parties = above.parties.iter().enumerate().map(|(at, party)| OwnerParty {
            name: party.name.clone(),
            id: or_unknown(&party.id),
            kind: entities
                .get(at)
                .and_then(|of| of.iter().map(|e| e.kind).find(|k| *k != EntityKind::Unknown))
                .unwrap_or_default(),
            country: or_unknown(
                entities.get(at).and_then(|of| of.iter().find_map(|e| e.country.as_ref())).map_or("", Country::code),
            ),
            depth: party.depth,
            listed: listed.get(at).cloned().unwrap_or_default(),
            counts_whole: heavier(affiliates.of(at), ofac.of(at)).as_str().to_owned(),
            unstated: affiliates.answers.get(at).map(|a| a.unstated.normalize().to_string()).unwrap_or_default(),
        });
        let holdings = above.holdings.iter().map(|held| Holding {
            owner: held.owner,
            owned: held.owned,
            share: held.share(),
            conflict: held.conflict(),
            statements: held.statements(),
        });
        let answer = OwnersAnswer {
            schema: "tidewaiter/own/1",
            ground: asking.ground.clone(),
            party: above.parties.first().map(|p| p.name.clone()).unwrap_or_default(),
            rules,
            ultimate_parent: seats.parent_name,
            headquarters: seats.headquarters,
            ultimate_parent_why: seats.parent,
            headquarters_why: seats.seats,
            parties: parties.collect(),
            holdings: holdings.collect(),
            interests: Vec::new(),
            interests_open: "unknown".to_owned(),
            interests_why: Method::default(),
            control: Vec::new(),
            control_why: Method::default(),
            notes,
            faults: stakes.faults(),
        };
        let owned = Owned {
            answer,
            seat: seats.seat,
            parent_seat: seats.parent_seat,
            parent_settled: seats.parent_settled,
            denied,
            doubts,
        };
        (owned, above)
    }

    /// What registers say of a party: by its id; else by a name that one party bears.
    fn entities_of(&self, party: &tidewaiter_ownership::Owner, notes: &mut Vec<String>) -> Vec<&Entity> {
        let with_id = self.registry.with_id(&party.id);
        if !with_id.is_empty() {
            return with_id;
        }
        let found: Vec<&Entity> = party.written.iter().flat_map(|name| self.registry.named(name)).collect();
        let ids: BTreeSet<&str> = found.iter().map(|e| e.id.as_str()).collect();
        // A name that two registered companies bear says nothing of either.
        if ids.len() > 1 {
            let ids: Vec<&str> = ids.into_iter().filter(|id| !id.is_empty()).collect();
            notes.push(format!(
                "Several registered companies bear the name {} ({}); which one the statements mean is open, so nothing \
                 registered of them was used.",
                party.name,
                ids.join(", ")
            ));
            return Vec::new();
        }
        found
    }
}

/// Is a country Macau or in Country Group D:5 on the day?
fn in_scope(asking: &Asking<'_>, country: Country) -> Truth {
    asking.law.in_group(country, "D:5+MACAU", asking.ground.as_of)
}

fn heavier(a: Standing, b: Standing) -> Standing {
    [Standing::Yes, Standing::Possible].into_iter().find(|s| a == *s || b == *s).unwrap_or(Standing::No)
}

fn or_unknown(text: &str) -> String {
    if text.is_empty() { "unknown".to_owned() } else { text.to_owned() }
}

/// Pairs of which statements contradict each other, in words.
fn contradictions(above: &Above) -> Vec<String> {
    let name = |at: usize| above.parties.get(at).map_or("", |p| p.name.as_str());
    let words = |held: &tidewaiter_ownership::Held| {
        let said: Vec<String> = held
            .statements()
            .into_iter()
            .filter(|s| s.interest == tidewaiter_model::Interest::Ownership)
            .map(|s| format!("{} % ({})", s.share, or_unknown(&s.source)))
            .collect();
        format!(
            "Statements contradict each other on what {} owns of {}: {}. The widest interval counts: {} %.",
            name(held.owner),
            name(held.owned),
            said.join(", "),
            held.share()
        )
    };
    above.holdings.iter().filter(|held| held.conflict()).map(words).collect()
}
