//! Who is behind a party, held against the lists and the law of a day.

mod economic;
mod listed;
mod restrictive;
mod rules;
mod seats;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tidewaiter_law::Law;
use tidewaiter_model::{
    Country, Entity, EntityKind, Fault, Ground, Headquarters, Holding, Method, OwnerParty, OwnersAnswer, Register,
    Truth,
};
use tidewaiter_names::clean;
use tidewaiter_ownership::{Above, Found, Stakes, Standing, Statements};
use tidewaiter_screening::Screener;

pub(crate) use rules::Standings;
pub(crate) use seats::headquarters_of;

/// Parties above one party that are looked at; what is left out is said, and leaves a `no` open.
const ABOVE_MAX: usize = 20_000;

/// The key under which two spellings of one company's name are one company: case, spaces and signs are no difference, a
/// legal form written otherwise is one.
fn key(name: &str) -> String {
    clean(name).chars().filter(|c| *c != ' ').collect()
}

/// What registers say of owners, with the parties that a person says are listed.
pub struct Owners {
    statements: Statements,
    entities: Vec<Entity>,
    by_id: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    /// Keys of the names told to be listed, with the name as told.
    told: BTreeMap<String, String>,
    faults: Vec<Fault>,
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
    pub fn new(register: Register, told: &[String]) -> Self {
        let Register { entities, stakes, faults } = register;
        let (mut by_id, mut by_name): (HashMap<String, Vec<usize>>, HashMap<String, Vec<usize>>) = Default::default();
        for (at, entity) in entities.iter().enumerate() {
            if !entity.id.trim().is_empty() {
                by_id.entry(entity.id.trim().to_owned()).or_default().push(at);
            }
            let names: BTreeSet<String> =
                std::iter::once(&entity.name).chain(&entity.other_names).map(|name| key(name)).collect();
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                by_name.entry(name).or_default().push(at);
            }
        }
        let told = told.iter().map(|name| (key(name), name.clone())).collect();
        Self { statements: Statements::new(stakes, key), entities, by_id, by_name, told, faults }
    }

    /// What of the registers could not be read or is in doubt.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The names told to be listed that no statement bears.
    #[must_use]
    pub fn told_in_vain(&self) -> Vec<String> {
        let found = |name: &&String| !matches!(self.statements.find(name), Found::Nobody(_));
        self.told.values().filter(|name| !found(name)).cloned().collect()
    }

    /// Who is behind a party, by its name or a register's id.
    ///
    /// # Errors
    /// [`NotFound`] where no statement names it, or several parties bear the name.
    pub fn ask(&self, party: &str, asking: &Asking<'_>) -> Result<Owned, NotFound> {
        self.find(party).map(|key| self.answer(&key, asking).0)
    }

    /// As [`Owners::ask`], with the interests of all ultimate owners and who controls the votes, which decide no rule
    /// and cost more.
    ///
    /// # Errors
    /// [`NotFound`] as there.
    pub fn ask_in_full(&self, party: &str, asking: &Asking<'_>) -> Result<OwnersAnswer, NotFound> {
        let (Owned { mut answer, .. }, above) = self.answer(&self.find(party)?, asking);
        economic::add(&mut answer, &above);
        Ok(answer)
    }

    fn find(&self, party: &str) -> Result<String, NotFound> {
        match self.statements.find(party) {
            Found::One(key) => Ok(key),
            Found::Several(ids) => Err(NotFound::Several { party: party.to_owned(), ids }),
            Found::Nobody(near) => {
                self.known_as(party).ok_or_else(|| NotFound::Nobody { party: party.to_owned(), near })
            }
        }
    }

    /// The party that a register knows by this id or number, where statements name it by its name.
    fn known_as(&self, party: &str) -> Option<String> {
        let wanted = party.trim();
        let by_number = || self.entities.iter().find(|e| e.identifiers.iter().any(|number| number.trim() == wanted));
        let by_id = self.by_id.get(wanted).and_then(|found| self.entities.get(*found.first()?));
        let entity = by_id.or_else(by_number)?;
        let names = std::iter::once(&entity.id).chain([&entity.name]).chain(&entity.other_names);
        names.filter(|name| !name.is_empty()).find_map(|name| match self.statements.find(name) {
            Found::One(key) => Some(key),
            _ => None,
        })
    }

    fn answer(&self, key: &str, asking: &Asking<'_>) -> (Owned, Above) {
        let as_of = asking.ground.as_of;
        let above = self.statements.above(key, as_of, ABOVE_MAX);
        let mut notes = Vec::new();
        let entities: Vec<Vec<&Entity>> =
            above.parties.iter().map(|party| self.entities_of(party, &mut notes)).collect();
        let listed = self.listed(&above, &entities, asking);
        let stakes = Stakes::new(above.ownership(), as_of, str::to_owned);
        let work = rules::Work { above: &above, stakes: &stakes, listed: &listed, asking };
        let (affiliates, ofac, denied) =
            (work.standings(&listed::AFFILIATES), work.standings(&listed::OFAC), work.standings(&listed::DENIED));
        let rules = vec![work.affiliates(&affiliates), work.ofac(&ofac)];
        let is_person = |at: usize| entities.get(at).is_some_and(|of| of.iter().any(|e| e.kind == EntityKind::Person));
        let seats = seats::find(&above, &entities, &is_person, |country| in_scope(asking, country));
        if above.cut {
            notes.push(format!(
                "More than {ABOVE_MAX} parties stand above; those farther away were left out, so a `no` is open."
            ));
        }
        notes.extend(contradictions(&above));
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
        };
        (owned, above)
    }

    /// What registers say of a party: by its id; else by a name that one party bears.
    fn entities_of(&self, party: &tidewaiter_ownership::Owner, notes: &mut Vec<String>) -> Vec<&Entity> {
        let at = |found: &[usize]| found.iter().filter_map(|at| self.entities.get(*at)).collect::<Vec<_>>();
        if let Some(found) = self.by_id.get(&party.id).filter(|_| !party.id.is_empty()) {
            return at(found);
        }
        let found: Vec<&Entity> =
            party.written.iter().filter_map(|name| self.by_name.get(&key(name))).flat_map(|found| at(found)).collect();
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
