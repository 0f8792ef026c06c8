//! Movements that stand in several documents, each counted once.

use std::collections::BTreeMap;

use crate::records::{Records, Span, index};

/// Days that may lie between two documents of one movement where its terms are equal, or a serial number is on both: a
/// unit that comes back from repair goes the same way twice.
const NEAR: i32 = 10;
/// Days that may lie between two documents of one number: numbers begin anew.
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
        if into == from {
            return;
        }
        let mut moved = self.groups.remove(&from).unwrap_or_else(|| (vec![from], asserted));
        let group = self.groups.entry(into).or_insert_with(|| (vec![into], asserted));
        group.1 = group.1 && moved.1 && asserted;
        for at in moved.0.iter().chain([&into]) {
            if let Some(slot) = self.group_of.get_mut(index(*at)) {
                *slot = into;
            }
        }
        group.0.append(&mut moved.0);
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
                    self.group_near(&members, NEAR);
                }
            }
            self.registrations(run);
        }
    }

    /// A warranty register says who has a unit, and not from whom: it bears witness to the last movement of that serial
    /// number to that holder.
    fn registrations(&mut self, run: &[(u32, u32)]) {
        // A number on more rows than this is no serial number.
        const ROWS: usize = 1000;
        let run = run.get(..ROWS).unwrap_or(run);
        for (_, at) in run {
            if self.has_sender(*at) {
                continue;
            }
            let (to, day, source) = (self.candidate(*at).to, self.span(*at).last(), self.source(*at));
            let brought = run
                .iter()
                .map(|(_, other)| *other)
                .filter(|other| {
                    self.has_sender(*other) && self.candidate(*other).to == to && self.source(*other) != source
                })
                .filter(|other| self.span(*other).first() <= day)
                .max_by_key(|other| (self.span(*other).last(), *other));
            if let Some(brought) = brought {
                self.unite(brought, *at, true);
            }
        }
    }

    fn has_sender(&self, at: u32) -> bool {
        let spelling = self.records.spellings().get(index(self.records.from(self.candidate(at).record)));
        spelling.is_some_and(|spelling| !self.records.texts().get(spelling.name).is_empty())
    }

    /// The same ends and quantity on near days in records of different sources, each with each once. Two sources that
    /// tell of the same movements do so as a rule: where fewer than half of the smaller one's rows find a row of the
    /// other, those that do are alike by chance.
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
        let mut alike: Vec<(u32, u32)> = Vec::new();
        for run in by.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
            self.match_terms(run, &mut alike);
        }
        let mut rows: BTreeMap<u32, usize> = BTreeMap::new();
        for (_, _, at) in &by {
            let count = rows.entry(self.source(*at)).or_default();
            *count = count.saturating_add(1);
        }
        let sources = |search: &Self, (one, other): (u32, u32)| {
            let (a, b) = (search.source(one), search.source(other));
            (a.min(b), a.max(b))
        };
        let mut shared: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for pair in &alike {
            let count = shared.entry(sources(self, *pair)).or_default();
            *count = count.saturating_add(1);
        }
        for (one, other) in alike {
            let both = sources(self, (one, other));
            let smaller = rows.get(&both.0).min(rows.get(&both.1)).copied().unwrap_or_default();
            if shared.get(&both).is_some_and(|count| count.saturating_mul(2) >= smaller) {
                self.unite(one, other, false);
            }
        }
    }

    /// Each row goes to the earliest near movement that its own source has not told of. For one source that movement
    /// only ever moves on, so a run takes time in proportion to its rows and sources.
    fn match_terms(&self, run: &[((u32, u32, u32), i32, u32)], alike: &mut Vec<(u32, u32)>) {
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
            let first = open.get(*place).map(|group| group.first).filter(|first| !self.both_numbered(*first, *at));
            if let (Some(first), Some(group)) = (first, open.get_mut(*place)) {
                group.sources.push(source);
                alike.push((first, *at));
            } else {
                let until = self.span(*at).last().saturating_add(NEAR);
                open.push(Open { first: *at, sources: vec![source], until });
            }
        }
    }

    /// Do both list serial numbers? Where they had one in common they would be together already, so these are two.
    fn both_numbered(&self, one: u32, other: u32) -> bool {
        [one, other].iter().all(|at| !self.records.serials(self.candidate(*at).record).is_empty())
    }

    /// Of each group one source is counted, that with the greatest sum; the records of the others are its witnesses.
    fn finish(mut self) -> Found {
        for (members, asserted) in std::mem::take(&mut self.groups).into_values() {
            let mut by_source: BTreeMap<(bool, u32), (u64, Vec<u32>)> = BTreeMap::new();
            let mut members = members;
            members.sort_unstable();
            for at in members {
                let (sum, rows) = by_source.entry((self.has_sender(at), self.source(at))).or_default();
                *sum = sum.saturating_add(u64::from(self.candidate(at).units));
                rows.push(at);
            }
            let best = by_source
                .iter()
                .max_by_key(|((sent, _), (sum, rows))| (*sent, *sum, std::cmp::Reverse(rows.first().copied())));
            let Some((best, (most, counted))) = best.map(|(source, found)| (*source, found.clone())) else { continue };
            // A register need not know all units of a consignment.
            let stated = by_source.iter().filter(|((sent, _), _)| *sent == best.0).map(|(_, (sum, _))| *sum);
            let least = stated.min().unwrap_or(most);
            let first = counted.first().map_or(NONE, |at| self.candidate(*at).record);
            if least < most {
                self.found.conflicts.push((first, most, least));
            }
            for (_, (_, rows)) in by_source.into_iter().filter(|((_, source), _)| *source != best.1) {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tidewaiter_model::{Consignment, Days};

    use super::*;
    use crate::records::date_of_day;
    use crate::{Counting, Items, Joins, Picked};

    /// Day, sender, receiver, units, document, serials, source.
    type Row = (i32, &'static str, &'static str, u64, &'static str, &'static str, &'static str);

    fn records(rows: &[Row]) -> Records {
        let mut records = Records::default();
        for ((day, from, to, units, document, serials, source), row) in rows.iter().zip(1..) {
            let day = Days::on(date_of_day(20_000 + day));
            records.push(&Consignment {
                departs: day,
                arrives: day,
                from: (*from).into(),
                from_country: None,
                to: (*to).into(),
                to_country: None,
                item: "H100".into(),
                quantity: Some(*units),
                unit_value: None,
                currency: "".into(),
                weight_kg: None,
                hs_code: "".into(),
                document: (*document).into(),
                serials: serials.split_whitespace().map(Into::into).collect(),
                source: (*source).into(),
                row,
            });
        }
        records
    }

    fn picked(rows: &[Row], inferred: bool) -> (Records, Picked) {
        let records = records(rows);
        let items = Items::read(&records, |_| Counting::Chips(1));
        let picked = Picked::new(&records, &items, &Joins::default().sites(&records, true), inferred);
        (records, picked)
    }

    fn witnesses(rows: &[Row]) -> Vec<(u32, u32, bool)> {
        picked(rows, true).1.witnesses.iter().map(|w| (w.counted, w.other, w.asserted)).collect()
    }

    #[test]
    fn a_document_in_two_sources_is_one_movement() {
        assert_eq!(witnesses(&[(1, "A", "B", 8, "D", "", "x"), (4, "A", "B", 8, "D", "", "y")]), [(0, 1, true)]);
        // Goods on their way under one number, and a number used again, are not.
        assert_eq!(witnesses(&[(1, "A", "B", 8, "D", "", "x"), (4, "B", "C", 8, "D", "", "y")]), []);
        assert_eq!(witnesses(&[(1, "A", "B", 8, "D", "", "x"), (300, "A", "B", 8, "D", "", "y")]), []);
    }

    #[test]
    fn the_greater_quantity_counts_and_is_noted() {
        let rows = [(1, "A", "B", 8, "D", "", "x"), (1, "A", "B", 10, "D", "", "y")];
        let (_, found) = picked(&rows, true);
        assert_eq!(found.flow.movements().iter().map(|m| m.units).collect::<Vec<_>>(), [10]);
        assert!(found.notes.iter().any(|note| note.contains("10 and 8")), "{:?}", found.notes);
        // Two lines of an invoice are together what the bill of lading has on one.
        let rows = [(1, "A", "B", 4, "D", "", "x"), (1, "A", "B", 6, "D", "", "x"), (1, "A", "B", 10, "D", "", "y")];
        let (_, found) = picked(&rows, true);
        assert_eq!(found.flow.movements().iter().map(|m| m.units).sum::<u32>(), 10);
        assert_eq!(found.notes, Vec::<String>::new());
    }

    #[test]
    fn equal_terms_on_near_days_are_inferred_between_sources_only() {
        let near = [(1, "A", "B", 8, "", "", "x"), (9, "A", "B", 8, "", "", "y")];
        assert_eq!(witnesses(&near), [(0, 1, false)]);
        assert_eq!(picked(&near, false).1.witnesses, []);
        assert_eq!(witnesses(&[(1, "A", "B", 8, "", "", "x"), (1, "A", "B", 8, "", "", "x")]), []);
        assert_eq!(witnesses(&[(1, "A", "B", 8, "", "", "x"), (12, "A", "B", 8, "", "", "y")]), []);
        // Other serial numbers are other units.
        assert_eq!(witnesses(&[(1, "A", "B", 8, "", "S1", "x"), (9, "A", "B", 8, "", "S2", "y")]), []);
        // Each with each once.
        let rows = [
            (1, "A", "B", 8, "", "", "x"),
            (2, "A", "B", 8, "", "", "y"),
            (3, "A", "B", 8, "", "", "x"),
            (4, "A", "B", 8, "", "", "y"),
            (5, "A", "B", 8, "", "", "y"),
        ];
        assert_eq!(witnesses(&rows), [(0, 1, false), (2, 3, false)]);
    }

    #[test]
    fn sources_that_tell_of_other_movements_are_alike_by_chance() {
        let rows = [
            (1, "A", "B", 8, "", "", "x"),
            (5, "A", "B", 8, "", "", "y"),
            (30, "A", "B", 4, "", "", "x"),
            (31, "A", "C", 4, "", "", "y"),
            (60, "A", "D", 6, "", "", "x"),
            (61, "A", "E", 6, "", "", "y"),
        ];
        assert_eq!(witnesses(&rows), []);
        // Two rows in four of the smaller source are no chance.
        assert_eq!(witnesses(&rows[..4]), [(0, 1, false)]);
    }

    #[test]
    fn a_row_copied_within_a_source_is_left_out_where_it_bears_a_number() {
        let (_, with) = picked(&[(1, "A", "B", 8, "D", "", "x"), (1, "A", "B", 8, "D", "", "x")], true);
        assert_eq!((with.flow.movements().len(), with.left_out.len()), (1, 1));
        let (_, without) = picked(&[(1, "A", "B", 8, "", "", "x"), (1, "A", "B", 8, "", "", "x")], true);
        assert_eq!((without.flow.movements().len(), without.left_out.len()), (2, 0));
    }

    #[test]
    fn a_registration_bears_witness_to_what_brought_the_unit() {
        let rows = [
            (200, "", "B", 1, "", "S2", "warranty"),
            (1, "A", "B", 3, "D", "S1 S2 S3", "customs"),
            (90, "B", "C", 1, "", "S1", "customs"),
        ];
        let (records, picked) = picked(&rows, true);
        assert_eq!(picked.witnesses, [Witness { counted: 1, other: 0, asserted: true }]);
        assert!(picked.flow.movements().iter().all(|m| !m.is_vague()));
        assert_eq!(picked.notes, Vec::<String>::new());
        let seen: Vec<(&str, u32)> =
            picked.sightings.iter().map(|s| (records.texts().get(s.serial), s.record)).collect();
        assert_eq!(seen, [("S2", 1), ("S1", 1), ("S1", 2), ("S3", 1)]);
    }

    proptest! {
        /// Every record is counted, a witness, doubled, or moves nothing; a movement has one witness row a source at most
        /// where it is inferred; and without second sources nothing is put together.
        #[test]
        fn every_record_has_one_place(
            rows in prop::collection::vec(
                (0i32..30, 0usize..2, 0usize..2, 1u64..3, 0usize..3, 0usize..3, 0usize..3), 0..14,
            ),
        ) {
            let rows: Vec<Row> = rows
                .into_iter()
                .map(|(day, from, to, units, document, serial, source)| {
                    (day, ["A", ""][from], ["B", "C"][to], units, ["", "D1", "D2"][document], ["", "S1", "S2"][serial], ["x", "y", "z"][source])
                })
                .collect();
            let (records, found) = picked(&rows, true);
            let mut places: Vec<u32> = found.flow.movements().iter().map(|m| m.record).collect();
            places.extend(found.witnesses.iter().map(|w| w.other));
            let left: u64 = found.left_out.iter().map(|left| left.records).sum();
            places.sort_unstable();
            let before = places.len();
            places.dedup();
            prop_assert_eq!(before, places.len());
            prop_assert_eq!(places.len() as u64 + left, records.len() as u64);
            for witness in &found.witnesses {
                prop_assert!(found.flow.movements().iter().any(|m| m.record == witness.counted));
                prop_assert_ne!(records.witness(witness.counted), records.witness(witness.other));
            }
            let one: Vec<Row> = rows.iter().map(|row| (row.0, row.1, row.2, row.3, row.4, row.5, "x")).collect();
            prop_assert_eq!(picked(&one, true).1.witnesses, vec![]);
        }
    }
}
