//! By which sites can goods have gone from the origins to the destinations, and by which do those of an assignment go?

mod carried;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub use carried::{Carriage, Carried};

use crate::flow::place;
use crate::{Direction, Flow, Movement, Reach, Role, Sides, Timetable};

/// One stop after another that goods can have taken in time, none of them twice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// From an origin to a destination.
    pub sites: Vec<u32>,
    /// The first day on which goods can come in at the destination this way on a consignment that counts. Where that is dated
    /// to a range which reaches beyond the window, the day may lie there.
    pub arrives: i32,
    /// The most units that can have gone this way, by the quantities of its movements and their days alone, as if nothing
    /// else had shared them: the bottleneck. With ranges it may be too many, never too few.
    pub units: u64,
}

/// How far to look for routes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Goods leave the origin on this day or later.
    pub since: i32,
    /// At most so many consignments one after the other, and no more than 64.
    pub legs: usize,
    /// At most so many routes.
    pub routes: usize,
}

/// Routes found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routes {
    /// Those with the fewest legs first; with equally many, by the numbers of their sites.
    pub routes: Vec<Route>,
    /// Are these all routes with so many legs? Otherwise there are more than were asked for, or looking for them took too long.
    pub complete: bool,
}

/// No route is longer, whatever is asked for.
const MOST_LEGS: usize = 64;

/// So many movements are looked at; a search that needs more stops, and says so.
const MOST_LOOKS: usize = 50_000_000;

/// All routes from the origins to the destinations that respect time, up to the bounds. Goods wait in stock between two
/// legs; a route neither returns to an origin nor passes a destination.
///
/// # Examples
/// ```
/// use tidewaiter_tracing::{Bounds, Flow, Movement, Role, Sides, routes};
///
/// let on = |day, from, to, units| Movement { departs: day, arrives: day, from, to, units, record: 0 };
/// // 0 to 2 to 1 in time; 3 has shipped to 1 before it receives.
/// let flow = Flow::new(vec![on(1, 0, 2, 9), on(2, 2, 1, 4), on(3, 2, 1, 3), on(2, 3, 1, 5), on(4, 0, 3, 5)]);
/// let sides = Sides::new(vec![Role::Origin, Role::Destination], 0..=9);
/// let found = routes(&flow, &sides, &Bounds { since: 0, legs: 5, routes: 100 });
/// assert!(found.complete);
/// let [route] = found.routes.as_slice() else { panic!() };
/// assert_eq!((route.sites.as_slice(), route.arrives, route.units), ([0, 2, 1].as_slice(), 2, 7));
/// ```
#[must_use]
pub fn routes(flow: &Flow, sides: &Sides, bounds: &Bounds) -> Routes {
    let mut search = Search::new(flow, sides, bounds);
    let most_legs = bounds.legs.min(place(flow.sites()));
    let mut found = Routes { routes: Vec::new(), complete: most_legs <= MOST_LEGS };
    let origins: Vec<u32> = search.legs_to.keys().copied().filter(|site| sides.role(*site) == Role::Origin).collect();
    for legs in 1..=most_legs.min(MOST_LEGS) {
        search.legs = legs;
        for origin in &origins {
            let supply = BTreeMap::from([(bounds.since, u64::MAX)]);
            let mut path = vec![*origin];
            if !search.further(&mut path, bounds.since, &supply, &mut found.routes) {
                return Routes { complete: false, ..found };
            }
        }
    }
    found
}

/// Movements between two sites that can lie on a route, by arrival.
type Leg = Vec<u32>;

struct Search<'a> {
    movements: &'a [Movement],
    /// By sender and receiver.
    legs_to: BTreeMap<u32, BTreeMap<u32, Leg>>,
    /// How many legs it is to a destination at least, time apart.
    distance: BTreeMap<u32, usize>,
    most: usize,
    legs: usize,
    looks_left: usize,
}

impl<'a> Search<'a> {
    fn new(flow: &'a Flow, sides: &Sides, bounds: &Bounds) -> Self {
        let movements = flow.movements();
        let of_role = |role| (0..flow.sites()).filter(|site| sides.role(*site) == role).collect::<Vec<u32>>();
        let forward = Timetable::new(flow, Direction::Forward).reach(&of_role(Role::Origin), bounds.since);
        let backward =
            Timetable::new(flow, Direction::Backward).reach(&of_role(Role::Destination), *sides.window().end());
        let mut legs_to: BTreeMap<u32, BTreeMap<u32, Leg>> = BTreeMap::new();
        for (at, m) in (0u32..).zip(movements).filter(|(_, m)| may_lie_on(m, sides, &forward, &backward, bounds.since))
        {
            legs_to.entry(m.from).or_default().entry(m.to).or_default().push(at);
        }
        for leg in legs_to.values_mut().flat_map(BTreeMap::values_mut) {
            leg.sort_by_key(|at| movements.get(place(*at)).map(|m| m.arrives));
        }
        let distance = distances(&legs_to, sides);
        Self { movements, legs_to, distance, most: bounds.routes, legs: 0, looks_left: MOST_LOOKS }
    }

    /// Follow every leg from the end of the path, to routes with exactly `legs` legs. `false` where the search must end.
    fn further(&mut self, path: &mut Vec<u32>, day: i32, supply: &BTreeMap<i32, u64>, found: &mut Vec<Route>) -> bool {
        let left = self.legs.saturating_sub(path.len());
        let Some(legs) = path.last().and_then(|site| self.legs_to.get(site)) else { return true };
        // Few, and borrowed from what the steps below change.
        let receivers: Vec<u32> = legs
            .keys()
            .copied()
            .filter(|to| {
                self.distance.get(to).is_some_and(|far| *far <= left && (*far > 0 || left == 0)) && !path.contains(to)
            })
            .collect();
        for to in receivers {
            let Some(leg) = path.last().and_then(|site| self.legs_to.get(site)).and_then(|legs| legs.get(&to)) else {
                continue;
            };
            let Some(looks_left) = self.looks_left.checked_sub(leg.len()) else { return false };
            self.looks_left = looks_left;
            let (first, arrivals) = self.along(leg, day, supply);
            let Some(first) = first else { continue };
            path.push(to);
            if left == 0 {
                if found.len() >= self.most {
                    return false;
                }
                let units = arrivals.values().fold(0u64, |sum, units| sum.saturating_add(*units));
                found.push(Route { sites: path.clone(), arrives: first, units });
            } else if !self.further(path, first, &arrivals, found) {
                return false;
            }
            path.pop();
        }
        true
    }

    /// Goods that are there from `day`, and units by the day on which they are: when can they first come in at the end of a
    /// leg, and how many by which day?
    ///
    /// The movements that arrive first are filled first, each with the units that came in last before it left: they are of
    /// use to the fewest other movements. So by every day as many have come in as can have.
    fn along(&self, leg: &Leg, day: i32, supply: &BTreeMap<i32, u64>) -> (Option<i32>, BTreeMap<i32, u64>) {
        let mut supply = supply.clone();
        let (mut first, mut arrivals) = (None, BTreeMap::new());
        for m in leg.iter().filter_map(|at| self.movements.get(place(*at))) {
            if day <= m.departs {
                let arrives = m.arrives.max(day);
                first = Some(first.map_or(arrives, |best: i32| best.min(arrives)));
            }
            let mut room = u64::from(m.units);
            while room > 0
                && let Some((day, units)) = supply.range(..=m.departs).next_back().map(|(day, units)| (*day, *units))
            {
                let taken = units.min(room);
                room = room.saturating_sub(taken);
                if units == taken {
                    supply.remove(&day);
                } else {
                    supply.insert(day, units.saturating_sub(taken));
                }
                let sum = arrivals.entry(m.arrives).or_insert(0u64);
                *sum = sum.saturating_add(taken);
            }
        }
        (first, arrivals)
    }
}

/// Can goods from an origin be on a movement, and go on from its end to a destination?
fn may_lie_on(m: &Movement, sides: &Sides, forward: &Reach, backward: &Reach, since: i32) -> bool {
    let comes = match sides.role(m.from) {
        Role::Origin => since <= m.departs,
        Role::Between => forward.day(m.from).is_some_and(|day| day <= m.departs),
        Role::Destination => false,
    };
    comes
        && match sides.role(m.to) {
            Role::Origin => false,
            Role::Between => backward.day(m.to).is_some_and(|day| m.arrives <= day),
            Role::Destination => sides.counts(m.arrives),
        }
}

/// The fewest legs from each site to a destination.
fn distances(legs_to: &BTreeMap<u32, BTreeMap<u32, Leg>>, sides: &Sides) -> BTreeMap<u32, usize> {
    let mut from: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for (sender, legs) in legs_to {
        for receiver in legs.keys() {
            from.entry(*receiver).or_default().insert(*sender);
        }
    }
    let mut next: VecDeque<(u32, usize)> =
        from.keys().copied().filter(|site| sides.role(*site) == Role::Destination).map(|site| (site, 0)).collect();
    let mut distance: BTreeMap<u32, usize> = next.iter().copied().collect();
    while let Some((site, far)) = next.pop_front() {
        for sender in from.get(&site).into_iter().flatten() {
            if !distance.contains_key(sender) {
                let far = far.saturating_add(1);
                distance.insert(*sender, far);
                next.push_back((*sender, far));
            }
        }
    }
    distance
}

#[cfg(test)]
mod tests;
