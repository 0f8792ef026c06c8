//! From which day on can goods be somewhere, and until which day must they have left?

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use crate::Flow;
use crate::flow::place;

/// No day: the site is not reached.
const NEVER: i32 = i32::MAX;

/// What one pass reads of a movement: narrow, since the pass is bound by memory.
#[derive(Clone, Copy, Debug)]
struct Hop {
    departs: i32,
    arrives: i32,
    from: u32,
    to: u32,
}

/// Along the movements, or against them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Where can goods have gone from here, and when were they there first?
    Forward,
    /// From where can goods here have come, and when must they have left at the latest?
    Backward,
}

/// Movements laid out for the question who can have been reached from whom, in one direction.
///
/// Goods wait in stock as long as need be; none leaves before it arrives, and what arrives on a day can leave on that day.
/// One pass over the movements answers a question (Wu and others, "Path problems in temporal graphs", VLDB 2014). The
/// movements of a day on which goods can have gone round in a circle are followed until nothing new is reached. Where a
/// record gives a range (it may arrive before the last day on which it may leave), sites are settled in the order of their
/// days instead, which takes longer and is exact as well: goods leave when they are there, within the range.
///
/// Against the movements the days run backward, otherwise all is the same.
///
/// # Examples
/// ```
/// use tidewaiter_tracing::{Direction, Flow, Movement, Timetable};
///
/// let on = |day, from, to| Movement { departs: day, arrives: day, from, to, units: 1, record: 0 };
/// // 0 sends to 1 on day 3; 1 sends to 2 on days 2 and 5.
/// let flow = Flow::new(vec![on(2, 1, 2), on(3, 0, 1), on(5, 1, 2)]);
/// let forward = Timetable::new(&flow, Direction::Forward).reach(&[0], 0);
/// assert_eq!((forward.day(1), forward.day(2)), (Some(3), Some(5)));
/// // What was at 2 by day 4 cannot have come from 0.
/// let backward = Timetable::new(&flow, Direction::Backward).reach(&[2], 4);
/// assert_eq!((backward.day(1), backward.day(0)), (Some(2), None));
/// ```
#[derive(Clone, Debug)]
pub struct Timetable {
    /// By departure, upstream first; within the ranges of `circles` by sender; all by sender where `vague`.
    hops: Vec<Hop>,
    circles: Vec<Range<usize>>,
    sites: u32,
    vague: bool,
    direction: Direction,
}

impl Timetable {
    /// Lay movements out for one direction: 16 bytes each.
    #[must_use]
    pub fn new(flow: &Flow, direction: Direction) -> Self {
        let along =
            flow.movements().iter().map(|m| Hop { departs: m.departs, arrives: m.arrives, from: m.from, to: m.to });
        let mut hops: Vec<Hop> = match direction {
            Direction::Forward => along.collect(),
            Direction::Backward => {
                along.rev().map(|h| Hop { departs: !h.arrives, arrives: !h.departs, from: h.to, to: h.from }).collect()
            }
        };
        let mut circles = Vec::new();
        if flow.is_vague() {
            hops.sort_by_key(|h| (h.from, h.departs));
        } else {
            // Against the movements, those of one day are downstream first already: the sort is stable.
            hops.sort_by_key(|h| h.departs);
            circles = flow.circular_days().iter().map(|day| Self::hops_of(&hops, direction.turn(*day))).collect();
            circles.sort_by_key(|range| range.start);
            for circle in &circles {
                if let Some(day) = hops.get_mut(circle.clone()) {
                    day.sort_by_key(|h| h.from);
                }
            }
        }
        Self { hops, circles, sites: flow.sites(), vague: flow.is_vague(), direction }
    }

    fn hops_of(hops: &[Hop], day: i32) -> Range<usize> {
        hops.partition_point(|h| h.departs < day)..hops.partition_point(|h| h.departs <= day)
    }

    /// Forward: when goods that are at any of these sites on this day can first be anywhere. Backward: on which last day
    /// goods must be anywhere to be at any of these sites by this day. Sites that no movement names are passed over.
    #[must_use]
    pub fn reach(&self, sites: &[u32], day: i32) -> Reach {
        let day = self.direction.turn(day);
        let mut days = vec![NEVER; place(self.sites)];
        for site in sites {
            if let Some(slot) = days.get_mut(place(*site)) {
                *slot = day;
            }
        }
        if self.vague {
            self.settle(&mut days, sites, day);
            return Reach { days, direction: self.direction };
        }
        let mut at = self.hops.partition_point(|h| h.departs < day);
        for circle in self.circles.iter().skip(self.circles.partition_point(|circle| circle.start < at)) {
            pass(self.hops.get(at..circle.start).unwrap_or_default(), &mut days);
            round(self.hops.get(circle.clone()).unwrap_or_default(), &mut days);
            at = circle.end;
        }
        pass(self.hops.get(at..).unwrap_or_default(), &mut days);
        Reach { days, direction: self.direction }
    }

    /// Dijkstra over sites: with ranges, a movement that stands later may arrive earlier.
    fn settle(&self, days: &mut [i32], sites: &[u32], day: i32) {
        let mut next: BinaryHeap<Reverse<(i32, u32)>> = sites.iter().map(|site| Reverse((day, *site))).collect();
        while let Some(Reverse((day, site))) = next.pop() {
            if days.get(place(site)).is_none_or(|best| *best < day) {
                continue;
            }
            let first = self.hops.partition_point(|h| (h.from, h.departs) < (site, day));
            for hop in self.hops.iter().skip(first).take_while(|h| h.from == site) {
                let arrives = hop.arrives.max(day);
                if let Some(best) = days.get_mut(place(hop.to))
                    && arrives < *best
                {
                    *best = arrives;
                    next.push(Reverse((arrives, hop.to)));
                }
            }
        }
    }
}

impl Direction {
    /// A day in this direction: against the movements, the later day comes first.
    const fn turn(self, day: i32) -> i32 {
        match self {
            Self::Forward => day,
            Self::Backward => !day,
        }
    }
}

/// Follow movements in an order in which they can have happened.
fn pass(hops: &[Hop], days: &mut [i32]) {
    for hop in hops {
        if days.get(place(hop.from)).is_some_and(|day| *day <= hop.departs)
            && let Some(best) = days.get_mut(place(hop.to))
        {
            *best = hop.arrives.min(*best);
        }
    }
}

/// Follow one day's movements, sorted by sender, until nothing new is reached that day.
fn round(hops: &[Hop], days: &mut [i32]) {
    let mut late: Vec<u32> = Vec::new();
    for sender in hops.chunk_by(|a, b| a.from == b.from) {
        let Some(first) = sender.first() else { continue };
        if days.get(place(first.from)).is_some_and(|day| *day <= first.departs) {
            for hop in sender {
                // A site that stands further on is come to anyway.
                if reaches_anew(hop, days) && hop.to < hop.from {
                    late.push(hop.to);
                }
            }
        }
    }
    while let Some(site) = late.pop() {
        let first = hops.partition_point(|h| h.from < site);
        for hop in hops.iter().skip(first).take_while(|h| h.from == site) {
            if reaches_anew(hop, days) {
                late.push(hop.to);
            }
        }
    }
}

/// Follow one movement. Is its receiver reached on the day itself, and was not before?
fn reaches_anew(hop: &Hop, days: &mut [i32]) -> bool {
    let Some(best) = days.get_mut(place(hop.to)) else { return false };
    let anew = hop.arrives <= hop.departs && *best > hop.departs;
    *best = hop.arrives.min(*best);
    anew
}

/// Which sites are reached, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    days: Vec<i32>,
    direction: Direction,
}

impl Reach {
    /// Forward: the first day on which goods can be at a site; backward: the last. `None` where it is not reached.
    #[must_use]
    pub fn day(&self, site: u32) -> Option<i32> {
        self.days.get(place(site)).filter(|day| **day != NEVER).map(|day| self.direction.turn(*day))
    }

    /// The sites that are reached, the ones asked from among them, in order.
    pub fn sites(&self) -> impl Iterator<Item = (u32, i32)> {
        (0u32..).zip(&self.days).filter(|(_, day)| **day != NEVER).map(|(site, day)| (site, self.direction.turn(*day)))
    }

    /// How many sites are reached.
    #[must_use]
    pub fn count(&self) -> usize {
        self.days.iter().filter(|day| **day != NEVER).count()
    }
}

#[cfg(test)]
pub(crate) mod tests;
