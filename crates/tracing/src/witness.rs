//! Movements that stand in several documents, each counted once.

use std::collections::BTreeMap;

use crate::records::{Records, Span, index};

/// Days that may lie between two documents of one movement where nothing but its terms are equal.
const NEAR: i32 = 10;
/// Days that may lie between two documents of one number, or with a serial number in common: numbers begin anew, and
/// goods go the same way twice.
const FAR: i32 = 90;

/// A second record of a movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Witness {
    /// The record that is counted.
    pub counted: u32,
    /// The other record.
    pub other: u32,
    /// Is it asserted (the same document number or a serial in common)? Otherwise equal terms and near days speak for it.
    pub asserted: bool,
}

/// What is compared: one record of the item, with its ends joined.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub record: u32,
    pub from: u32,
    pub to: u32,
    pub units: u32,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// Sorted.
    pub witnesses: Vec<Witness>,
    /// Rows that stand twice in one source, sorted: the row counted, and the other.
    pub doubled: Vec<(u32, u32)>,
    /// Movements whose documents state different quantities: the record counted, the larger and the smaller sum.
    pub conflicts: Vec<(u32, u64, u64)>,
}

/// Find the records that tell of one movement. `inferred`: also by equal terms.
pub(crate) fn find(records: &Records, candidates: &[Candidate], inferred: bool) -> Found {
    let mut search = Search {
        records,
        candidates,
        groups: BTreeMap::new(),
        group_of: vec![NONE; candidates.len()],
        doubled: vec![false; candidates.len()],
        found: Found::default(),
    };
    search.by_document();
    search.by_serial();
    if inferred && search.several_sources() {
        search.by_terms();
    }
    search.finish()
}

const NONE: u32 = u32::MAX;

struct Search<'a> {
    records: &'a Records,
    candidates: &'a [Candidate],
    /// Members by group, and whether the group is asserted.
    groups: BTreeMap<u32, (Vec<u32>, bool)>,
    group_of: Vec<u32>,
    doubled: Vec<bool>,
    found: Found,
}

impl Search<'_> {
    fn candidate(&self, at: u32) -> Candidate {
        self.candidates.get(index(at)).copied().unwrap_or(Candidate { record: NONE, from: NONE, to: NONE, units: 0 })
    }

    fn source(&self, at: u32) -> u32 {
        self.records.witness(self.candidate(at).record)
    }

    fn span(&self, at: u32) -> Span {
        self.records.span(self.candidate(at).record).unwrap_or(Span { departs: (0, 0), arrives: (0, 0) })
    }

    fn places(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.candidates.len()).unwrap_or(NONE)
    }

    fn several_sources(&self) -> bool {
        let mut sources = self.places().map(|at| self.source(at));
        let first = sources.next();
        sources.any(|source| Some(source) != first)
    }

    /// Equal document numbers between the same ends.
    fn by_document(&mut self) {
        let mut by: Vec<(u32, u32)> = self
            .places()
            .map(|at| (self.records.document(self.candidate(at).record), at))
            .filter(|(document, _)| !self.records.texts().get(*document).is_empty())
            .collect();
        by.sort_unstable();
        for run in by.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
            let mut ends: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
            for (_, at) in run {
                let Candidate { from, to, .. } = self.candidate(*at);
                ends.entry((from, to)).or_default().push(*at);
            }
            for members in ends.into_values() {
                let members = self.without_doubles(members);
                self.group_near(&members, FAR);
            }
        }
    }

    /// Leave out rows of one source that say the same in every cell.
    fn without_doubles(&mut self, members: Vec<u32>) -> Vec<u32> {
        let mut kept: Vec<u32> = Vec::with_capacity(members.len());
        // Rows with one document number are few; where they are not, a doubled row lies near the other.
        const LOOKED_AT: usize = 64;
        for at in members {
            let record = self.candidate(at).record;
            let twin = kept.iter().rev().take(LOOKED_AT).map(|before| self.candidate(*before).record);
            match twin.into_iter().find(|before| self.records.same(*before, record)) {
                Some(before) => {
                    self.found.doubled.push((before, record));
                    if let Some(flag) = self.doubled.get_mut(index(at)) {
                        *flag = true;
                    }
                }
                None => kept.push(at),
            }
        }
        kept
    }

    /// Put together what lies within some days of the first and comes from more than one source.
    fn group_near(&mut self, members: &[u32], days: i32) {
        let mut rest: Vec<u32> = members.to_vec();
        rest.sort_by_key(|at| (self.span(*at).first(), *at));
        while let Some(first) = rest.first().copied() {
            let until = self.span(first).last().saturating_add(days);
            let (near, far): (Vec<u32>, Vec<u32>) = rest.into_iter().partition(|at| self.span(*at).first() <= until);
            let source = self.source(first);
            if near.iter().any(|at| self.source(*at) != source) {
                for at in near {
                    self.unite(first, at, true);
                }
            }
            rest = far;
        }
    }

    fn unite(&mut self, one: u32, other: u32, asserted: bool) {
        let group = |search: &Self, at: u32| match search.group_of.get(index(at)).copied() {
            Some(NONE) | None => at,
            Some(group) => group,
        };
        let (a, b) = (group(self, one), group(self, other));
        let (into, from) = (a.min(b), a.max(b));
        let mut moved = match self.groups.remove(&from) {
            _ if into == from => (Vec::new(), asserted),
            Some(moved) => moved,
            None => (vec![from], asserted),
        };
        let group = self.groups.entry(into).or_insert_with(|| (vec![into], asserted));
        group.1 = group.1 && moved.1 && asserted;
        group.0.append(&mut moved.0);
        for at in &group.0 {
            if let Some(slot) = self.group_of.get_mut(index(*at)) {
                *slot = into;
            }
        }
    }

    /// A serial number in common between the same ends.
    fn by_serial(&mut self) {
        let mut by: Vec<(u32, u32)> = Vec::new();
        for at in self.places().filter(|at| self.doubled.get(index(*at)) == Some(&false)) {
            by.extend(self.records.serials(self.candidate(at).record).iter().map(|serial| (*serial, at)));
        }
        by.sort_unstable();
        by.dedup();
        for run in by.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
            let mut ends: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
            for (_, at) in run {
                let Candidate { from, to, .. } = self.candidate(*at);
                ends.entry((from, to)).or_default().push(*at);
            }
            for members in ends.into_values() {
                let Some((first, rest)) = members.split_first() else { continue };
                let group = self.group_of.get(index(*first)).copied().unwrap_or(NONE);
                let together = |at: &u32| group != NONE && self.group_of.get(index(*at)) == Some(&group);
                if !rest.iter().all(together) {
                    self.group_near(&members, FAR);
                }
            }
        }
    }

    /// The same ends and quantity on near days in records of different sources, each with each once.
    fn by_terms(&mut self) {
        let mut by: Vec<((u32, u32, u32), i32, u32)> = self
            .places()
            .filter(|at| self.doubled.get(index(*at)) == Some(&false) && self.group_of.get(index(*at)) == Some(&NONE))
            .map(|at| {
                let Candidate { from, to, units, .. } = self.candidate(at);
                ((from, to, units), self.span(at).first(), at)
            })
            .collect();
        by.sort_unstable();
        for run in by.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
            self.match_terms(run);
        }
    }

    /// Each row goes to the earliest near movement that its own source has not told of. For one source that movement
    /// only ever moves on, so a run takes time in proportion to its rows and sources.
    fn match_terms(&mut self, run: &[((u32, u32, u32), i32, u32)]) {
        struct Open {
            first: u32,
            sources: Vec<u32>,
            until: i32,
        }
        let mut open: Vec<Open> = Vec::with_capacity(run.len());
        let mut next: BTreeMap<u32, usize> = BTreeMap::new();
        for (_, day, at) in run {
            let source = self.source(*at);
            let place = next.entry(source).or_insert(0);
            while open.get(*place).is_some_and(|group| group.until < *day || group.sources.contains(&source)) {
                *place = place.saturating_add(1);
            }
            if let Some(group) = open.get_mut(*place) {
                group.sources.push(source);
                let first = group.first;
                self.unite(first, *at, false);
            } else {
                let until = self.span(*at).last().saturating_add(NEAR);
                open.push(Open { first: *at, sources: vec![source], until });
            }
        }
    }

    /// Of each group one source is counted, that with the greatest sum; the records of the others are its witnesses.
    fn finish(mut self) -> Found {
        for (members, asserted) in std::mem::take(&mut self.groups).into_values() {
            let mut by_source: BTreeMap<u32, (u64, Vec<u32>)> = BTreeMap::new();
            let mut members = members;
            members.sort_unstable();
            for at in members {
                let (sum, rows) = by_source.entry(self.source(at)).or_default();
                *sum = sum.saturating_add(u64::from(self.candidate(at).units));
                rows.push(at);
            }
            let best = by_source.iter().max_by_key(|(_, (sum, rows))| (*sum, std::cmp::Reverse(rows.first().copied())));
            let Some((best, (most, counted))) = best.map(|(source, found)| (*source, found.clone())) else { continue };
            let least = by_source.values().map(|(sum, _)| *sum).min().unwrap_or(most);
            let first = counted.first().map_or(NONE, |at| self.candidate(*at).record);
            if least < most {
                self.found.conflicts.push((first, most, least));
            }
            for (_, (_, rows)) in by_source.into_iter().filter(|(source, _)| *source != best) {
                for (place, at) in rows.into_iter().enumerate() {
                    let counted = counted.get(place).or(counted.last()).map_or(NONE, |at| self.candidate(*at).record);
                    self.found.witnesses.push(Witness { counted, other: self.candidate(at).record, asserted });
                }
            }
        }
        self.found.witnesses.sort_unstable();
        self.found.doubled.sort_unstable();
        self.found.conflicts.sort_unstable();
        self.found
    }
}
