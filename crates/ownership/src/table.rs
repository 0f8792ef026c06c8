//! Statements in columns: what ten million stakes need is a few numbers each, and every text once.

use std::collections::HashMap;
use std::io::Read;

use tidewaiter_model::{Date, Entity, Fault, Interest, Position, Stake, Texts};

use crate::read::stream_stakes;
use crate::share::{self, Share};
use crate::stakes::Link;

pub(crate) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A name under an id, as statements use them. Without an id it stands for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Party {
    pub name: u32,
    /// `NONE` where there is none.
    pub id: u32,
}

/// No text, no place.
pub(crate) const NONE: u32 = u32::MAX;

/// What is held, and how much: shared by all statements that say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Terms {
    pub interest: Interest,
    pub share: Share,
}

/// Stakes in a form that takes some forty bytes each beside their names, for registers too large for a
/// `Vec<Stake>`: [`StakeTable::read_csv`] reads a table row by row.
///
/// # Examples
/// ```
/// use tidewaiter_model::Date;
/// use tidewaiter_ownership::{Stakes, StakeTable};
///
/// let mut table = StakeTable::default();
/// let faults = table.read_csv("s.csv", "owner,owned,share\nAlder Ltd,Birch Ltd,60\n".as_bytes());
/// assert!(faults.is_empty() && table.len() == 1);
/// let stakes = Stakes::of_table(table, Date::constant(2025, 10, 1), str::to_lowercase);
/// let listed = ["alder ltd".to_owned()].into();
/// assert_eq!(stakes.restricted(&listed).answer("Birch Ltd").answer.as_str(), "yes");
/// ```
#[derive(Debug, Default)]
pub struct StakeTable {
    texts: Texts,
    parties: Vec<Party>,
    /// The party of a text without an id, by text; `NONE` where the text is no such party.
    plain: Vec<u32>,
    with_id: HashMap<Party, u32>,
    terms: Vec<Terms>,
    terms_at: HashMap<Terms, u32>,
    owners: Vec<u32>,
    owned: Vec<u32>,
    held: Vec<u32>,
    from: Vec<Option<Date>>,
    to: Vec<Option<Date>>,
    /// A text, or a file's name where `row` is not 0.
    source: Vec<u32>,
    row: Vec<u32>,
    /// Stakes about which a fault was told, with it; sorted by stake.
    doubts: Vec<(u32, Fault)>,
}

/// One statement to be put into the table.
pub(crate) struct New<'a> {
    pub owner: &'a str,
    pub owner_id: &'a str,
    pub owned: &'a str,
    pub owned_id: &'a str,
    pub terms: Terms,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub source: &'a str,
    /// The row of the file `source`, or 0 where `source` says it all.
    pub row: u64,
}

impl StakeTable {
    /// The number of stakes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.owners.len()
    }

    /// Is there no stake?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.owners.is_empty()
    }

    /// Put one stake in.
    pub fn push(&mut self, stake: &Stake) {
        let share = Share { range: stake.share, above: stake.above, below: stake.below };
        self.add(&New {
            owner: &stake.owner,
            owner_id: &stake.owner_id,
            owned: &stake.owned,
            owned_id: &stake.owned_id,
            terms: Terms { interest: stake.interest, share },
            from: stake.from,
            to: stake.to,
            source: &stake.source,
            row: 0,
        });
    }

    /// Read a table of stakes row by row, as [`read_stakes`](crate::read_stakes) reads one that is held in memory.
    /// Of a fault that comes more than a thousand times the first thousand are told, and how many more there are.
    pub fn read_csv(&mut self, file_name: &str, reader: impl Read) -> Vec<Fault> {
        stream_stakes(file_name, reader, self)
    }

    /// Put the stakes of a register in, and note the faults about them.
    pub(crate) fn note(&mut self, stakes: &[Stake], faults: &[Fault]) {
        let place = |fault: &Fault| Position { column: None, ..fault.position.clone() }.to_string();
        let mut by_place: HashMap<String, Vec<&Fault>> = HashMap::new();
        for fault in faults.iter().filter(|fault| fault.position.row.is_some()) {
            by_place.entry(place(fault)).or_default().push(fault);
        }
        for stake in stakes {
            let about = by_place.get(&stake.source).into_iter().flatten().copied().cloned();
            self.push(stake);
            for fault in about {
                self.doubt(fault);
            }
        }
    }

    /// Note a fault about the stake put in last.
    pub(crate) fn doubt(&mut self, fault: Fault) {
        if let Some(last) = self.owners.len().checked_sub(1).and_then(|last| u32::try_from(last).ok()) {
            self.doubts.push((last, fault));
        }
    }

    /// The faults told about a stake.
    pub(crate) fn doubts(&self, stake: u32) -> impl Iterator<Item = &Fault> {
        let from = self.doubts.partition_point(|(at, _)| *at < stake);
        let run = self.doubts.get(from..).unwrap_or_default();
        run.iter().take_while(move |(at, _)| *at == stake).map(|(_, fault)| fault)
    }

    /// Give the parties that statements know by id only the names that a register gives.
    pub(crate) fn name_parties(&mut self, entities: &[Entity]) {
        let names: HashMap<&str, &str> = entities
            .iter()
            .filter(|e| !e.id.is_empty() && !e.name.is_empty())
            .map(|e| (e.id.as_str(), e.name.as_str()))
            .collect();
        if names.is_empty() {
            return;
        }
        for at in 0..self.parties.len() {
            let Some(party) = self.parties.get(at).copied().filter(|party| party.id != NONE) else { continue };
            let (name, id) = (self.texts.get(party.name), self.texts.get(party.id));
            if !name.is_empty() && name != id {
                continue;
            }
            let Some(found) = names.get(id) else { continue };
            let name = self.text(found);
            if let Some(party) = self.parties.get_mut(at) {
                party.name = name;
            }
        }
        // Texts are parties under other names now.
        self.with_id = self.parties.iter().copied().zip(0..).filter(|(party, _)| party.id != NONE).collect();
    }

    pub(crate) fn add(&mut self, new: &New<'_>) {
        // Four thousand million stakes would need 160 GB before this matters.
        if self.owners.len() >= index(NONE) {
            return;
        }
        let owner = self.party(new.owner, new.owner_id);
        let owned = self.party(new.owned, new.owned_id);
        let next = u32::try_from(self.terms.len()).unwrap_or(NONE);
        let terms = *self.terms_at.entry(new.terms).or_insert(next);
        if terms == next {
            self.terms.push(new.terms);
        }
        let source = self.text(new.source);
        self.owners.push(owner);
        self.owned.push(owned);
        self.held.push(terms);
        self.from.push(new.from);
        self.to.push(new.to);
        self.source.push(source);
        self.row.push(u32::try_from(new.row).unwrap_or(NONE));
    }

    fn text(&mut self, text: &str) -> u32 {
        let at = self.texts.add(text);
        if index(at) >= self.plain.len() {
            self.plain.push(NONE);
        }
        at
    }

    fn party(&mut self, name: &str, id: &str) -> u32 {
        let next = u32::try_from(self.parties.len()).unwrap_or(NONE);
        let name = self.text(name);
        if id.is_empty() {
            let party = Party { name, id: NONE };
            match self.plain.get_mut(index(name)) {
                Some(place) if *place == NONE => {
                    self.parties.push(party);
                    *place = next;
                    next
                }
                Some(place) => *place,
                None => next,
            }
        } else {
            let party = Party { name, id: self.text(id) };
            let place = *self.with_id.entry(party).or_insert(next);
            if place == next {
                self.parties.push(party);
            }
            place
        }
    }

    pub(crate) fn parties(&self) -> &[Party] {
        &self.parties
    }

    pub(crate) fn texts(&self) -> &Texts {
        &self.texts
    }

    pub(crate) fn all_terms(&self) -> &[Terms] {
        &self.terms
    }

    /// The parties of a stake: owner, then owned.
    pub(crate) fn ends(&self, stake: u32) -> (u32, u32) {
        let at = index(stake);
        (self.owners.get(at).copied().unwrap_or(NONE), self.owned.get(at).copied().unwrap_or(NONE))
    }

    pub(crate) fn terms_at(&self, stake: u32) -> u32 {
        self.held.get(index(stake)).copied().unwrap_or(NONE)
    }

    pub(crate) fn terms_of(&self, stake: u32) -> Option<&Terms> {
        self.terms.get(index(self.terms_at(stake)))
    }

    pub(crate) fn dates(&self, stake: u32) -> (Option<Date>, Option<Date>) {
        let at = index(stake);
        (self.from.get(at).copied().flatten(), self.to.get(at).copied().flatten())
    }

    /// The text of an id, where any party has it.
    pub(crate) fn id(&self, id: &str) -> Option<u32> {
        self.texts.find(id)
    }

    pub(crate) fn name(&self, party: u32) -> &str {
        self.parties.get(index(party)).map_or("", |p| self.texts.get(p.name))
    }

    /// A party's id; empty where it has none.
    pub(crate) fn id_of(&self, party: u32) -> &str {
        self.parties.get(index(party)).filter(|p| p.id != NONE).map_or("", |p| self.texts.get(p.id))
    }

    /// A statement as it was put in.
    pub(crate) fn stake(&self, stake: u32) -> Stake {
        let (owner, owned) = self.ends(stake);
        let terms = self.terms_of(stake).copied();
        let share = terms.map(|t| t.share).unwrap_or_default();
        let (from, to) = self.dates(stake);
        Stake {
            owner: self.name(owner).to_owned(),
            owner_id: self.id_of(owner).to_owned(),
            owned: self.name(owned).to_owned(),
            owned_id: self.id_of(owned).to_owned(),
            interest: terms.map(|t| t.interest).unwrap_or_default(),
            share: share.range,
            above: share.above,
            below: share.below,
            from,
            to,
            source: self.source(stake),
        }
    }

    /// What kind of link a stake is.
    pub(crate) fn interest(&self, stake: u32) -> Interest {
        self.terms_of(stake).map(|t| t.interest).unwrap_or_default()
    }

    /// Does a stake hold on the day? One without dates always does.
    pub(crate) fn holds(&self, stake: u32, day: Date) -> bool {
        let (from, to) = self.dates(stake);
        from.is_none_or(|d| d <= day) && to.is_none_or(|d| d >= day)
    }

    /// Give back what only building needs.
    pub(crate) fn shrink(&mut self) {
        self.plain = Vec::new();
        self.with_id = HashMap::new();
        self.terms_at = HashMap::new();
    }

    pub(crate) fn source(&self, stake: u32) -> String {
        let at = index(stake);
        let text = self.source.get(at).map_or("", |s| self.texts.get(*s));
        match self.row.get(at) {
            Some(row) if *row > 0 => format!("{text}, row {row}"),
            _ => text.to_owned(),
        }
    }

    pub(crate) fn link(&self, stake: u32) -> Link {
        let (owner, owned) = self.ends(stake);
        let share = self.terms_of(stake).map(|t| t.share).unwrap_or_default();
        Link {
            owner: self.name(owner).to_owned(),
            owned: self.name(owned).to_owned(),
            share: share::written(&share.range, share.above, share.below),
            source: self.source(stake),
        }
    }
}
