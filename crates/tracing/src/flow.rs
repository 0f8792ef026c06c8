//! Movements of one fungible item between sites, in an order in which they can have happened.

use std::ops::RangeInclusive;

/// A site's place in a table by site.
pub(crate) fn place(site: u32) -> usize {
    usize::try_from(site).unwrap_or(usize::MAX)
}

/// One movement of units from a site to another. Days count from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Movement {
    /// The last day on which it can have left.
    pub departs: i32,
    /// The first day on which it can have come in: before `departs` where the record gives a range only.
    pub arrives: i32,
    /// The site that it left.
    pub from: u32,
    /// The site that it reached.
    pub to: u32,
    /// How many units.
    pub units: u32,
    /// The first record that tells of it.
    pub record: u32,
}

impl Movement {
    /// Can it have come in on a day before it left, as the record is dated?
    #[must_use]
    pub const fn is_vague(&self) -> bool {
        self.arrives < self.departs
    }
}

/// What a site is to a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Neither origin nor destination: goods pass, or stay.
    #[default]
    Between,
    /// What leaves it for elsewhere is counted as coming from the origins.
    Origin,
    /// What arrives here counts.
    Destination,
}

/// Which sites are origins and destinations, and on which days an arrival counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sides {
    roles: Vec<Role>,
    window: RangeInclusive<i32>,
}

impl Sides {
    /// Sites by their number; those beyond the given ones lie between.
    #[must_use]
    pub const fn new(roles: Vec<Role>, window: RangeInclusive<i32>) -> Self {
        Self { roles, window }
    }

    /// What a site is.
    #[must_use]
    pub fn role(&self, site: u32) -> Role {
        self.roles.get(place(site)).copied().unwrap_or_default()
    }

    /// The days on which an arrival counts.
    #[must_use]
    pub const fn window(&self) -> &RangeInclusive<i32> {
        &self.window
    }

    /// Does an arrival on this day count?
    #[must_use]
    pub fn counts(&self, day: i32) -> bool {
        self.window.contains(&day)
    }
}

/// All movements of one item, by the day of departure; on one day, those of a sender after those that bring it goods the
/// same day.
///
/// # Examples
/// ```
/// use tidewaiter_tracing::{Flow, Movement};
///
/// let on = |day, from, to, units| Movement { departs: day, arrives: day, from, to, units, record: 0 };
/// // Written the wrong way round: what leaves 1 for 2 came from 0 on the same day.
/// let flow = Flow::new(vec![on(5, 1, 2, 10), on(5, 0, 1, 10)]);
/// assert_eq!(flow.movements().iter().map(|m| m.from).collect::<Vec<_>>(), [0, 1]);
/// assert!(flow.circular_days().is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Flow {
    movements: Vec<Movement>,
    sites: u32,
    circular: Vec<i32>,
    vague: bool,
}

impl Flow {
    /// Put movements in order. Movements from a site to itself and those of no unit are dropped: they move nothing.
    #[must_use]
    pub fn new(mut movements: Vec<Movement>) -> Self {
        movements.retain(|m| m.from != m.to && m.units > 0);
        movements.sort_by_key(|m| (m.departs, m.record));
        let sites = movements.iter().map(|m| m.from.max(m.to)).max().map_or(0, |last| last.saturating_add(1));
        let vague = movements.iter().any(Movement::is_vague);
        let mut circular = Vec::new();
        let mut sorter = Sorter::new(sites);
        for day in movements.chunk_by_mut(|a, b| a.departs == b.departs) {
            if !sorter.upstream_first(day)
                && let Some(first) = day.first()
            {
                circular.push(first.departs);
            }
        }
        Self { movements, sites, circular, vague }
    }

    /// The movements in order.
    #[must_use]
    pub fn movements(&self) -> &[Movement] {
        &self.movements
    }

    /// One more than the greatest number of a site.
    #[must_use]
    pub const fn sites(&self) -> u32 {
        self.sites
    }

    /// Days on which goods can have gone round in a circle, in order: their movements stand as recorded.
    #[must_use]
    pub fn circular_days(&self) -> &[i32] {
        &self.circular
    }

    /// Does a record leave open on which day its goods left or came in?
    #[must_use]
    pub const fn is_vague(&self) -> bool {
        self.vague
    }
}

/// No movement of the day.
const NONE: u32 = u32::MAX;

/// What sorting a day keeps of each site; as new between two days, so that a day costs no more than its movements.
struct Sorter {
    /// How many of the day's movements have yet to come in.
    awaited: Vec<u32>,
    /// The first movement that it has yet to send, by its place in the day.
    first: Vec<u32>,
}

impl Sorter {
    fn new(sites: u32) -> Self {
        Self { awaited: vec![0; place(sites)], first: vec![NONE; place(sites)] }
    }

    /// Sort one day's movements so that a site sends after it has received; those in circles, and after them, keep their
    /// order. Is there no circle?
    fn upstream_first(&mut self, day: &mut [Movement]) -> bool {
        for m in day.iter().filter(|m| same_day(m)) {
            if let Some(count) = self.awaited.get_mut(place(m.to)) {
                *count = count.saturating_add(1);
            }
        }
        let straight = if day.iter().all(|m| self.awaits_nothing(m.from)) { true } else { self.sort(day) };
        for m in day {
            if let Some(count) = self.awaited.get_mut(place(m.to)) {
                *count = 0;
            }
            if let Some(first) = self.first.get_mut(place(m.from)) {
                *first = NONE;
            }
        }
        straight
    }

    fn awaits_nothing(&self, site: u32) -> bool {
        self.awaited.get(place(site)).is_none_or(|count| *count == 0)
    }

    fn sort(&mut self, day: &mut [Movement]) -> bool {
        // Of each movement, the next of its sender.
        let mut next = vec![NONE; day.len()];
        let mut ready: Vec<u32> = Vec::new();
        for ((at, m), next) in day.iter().enumerate().zip(&mut next).rev() {
            if let Some(first) = self.first.get_mut(place(m.from)) {
                *next = std::mem::replace(first, u32::try_from(at).unwrap_or(NONE));
            }
        }
        ready.extend(day.iter().map(|m| m.from).filter(|site| self.awaits_nothing(*site)));
        ready.sort_unstable_by(|a, b| b.cmp(a));
        ready.dedup();
        let mut sorted: Vec<Movement> = Vec::with_capacity(day.len());
        let mut taken = vec![false; day.len()];
        while let Some(site) = ready.pop() {
            let mut at = self.first.get_mut(place(site)).map_or(NONE, |first| std::mem::replace(first, NONE));
            while let Some(m) = day.get(place(at)) {
                sorted.push(*m);
                if let Some(taken) = taken.get_mut(place(at)) {
                    *taken = true;
                }
                if let Some(count) = self.awaited.get_mut(place(m.to)).filter(|_| same_day(m)) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        ready.push(m.to);
                    }
                }
                at = next.get(place(at)).copied().unwrap_or(NONE);
            }
        }
        let straight = sorted.len() == day.len();
        sorted.extend(day.iter().zip(taken).filter(|(_, taken)| !taken).map(|(m, _)| *m));
        day.copy_from_slice(&sorted);
        straight
    }
}

/// Is it there on the day it leaves, as far as the record tells?
const fn same_day(m: &Movement) -> bool {
    m.arrives <= m.departs
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn on(day: i32, from: u32, to: u32) -> Movement {
        Movement { departs: day, arrives: day, from, to, units: 1, record: 0 }
    }

    #[test]
    fn a_circle_on_one_day_is_told() {
        let flow = Flow::new(vec![on(3, 0, 1), on(3, 1, 0), on(4, 1, 2)]);
        assert_eq!(flow.circular_days(), [3]);
        assert_eq!(flow.movements().len(), 3);
    }

    #[test]
    fn goods_on_the_way_over_night_bind_no_order() {
        let slow = Movement { arrives: 6, ..on(5, 0, 1) };
        let flow = Flow::new(vec![on(5, 1, 0), slow]);
        assert!(flow.circular_days().is_empty());
        assert!(!flow.is_vague());
        assert!(Flow::new(vec![Movement { arrives: 2, ..on(5, 0, 1) }]).is_vague());
    }

    proptest! {
        /// Nothing is lost, days ascend, and on a day without a circle no site receives after it has sent.
        #[test]
        fn order_is_possible(moves in prop::collection::vec((0i32..4, 0u32..7, 0u32..7), 0..30)) {
            let movements: Vec<Movement> = moves.into_iter().filter(|(_, a, b)| a != b).map(|(d, a, b)| on(d, a, b)).collect();
            let mut before = movements.clone();
            let flow = Flow::new(movements);
            let mut after = flow.movements().to_vec();
            prop_assert!(after.is_sorted_by_key(|m| m.departs));
            for day in after.chunk_by(|a, b| a.departs == b.departs) {
                if day.first().is_some_and(|m| flow.circular_days().contains(&m.departs)) {
                    continue;
                }
                let mut sent = BTreeSet::new();
                for m in day {
                    sent.insert(m.from);
                    prop_assert!(!sent.contains(&m.to));
                }
            }
            before.sort();
            after.sort();
            prop_assert_eq!(before, after);
        }
    }
}
