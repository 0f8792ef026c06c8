//! One order in which the movements can have happened, with the stock that each found.
//!
//! It depends on quantities alone, not on where goods come from, so every rule of attribution runs over the same one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

use super::circulation;
use crate::flow::place;
use crate::{Flow, Movement, Role, Sides};

/// What happens to a movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Happens {
    /// It leaves and comes in at once.
    Whole,
    /// It leaves, and comes in later.
    Leaves,
    /// It comes in.
    Comes,
}

/// A step in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// Place of the movement in the flow.
    pub movement: u32,
    /// Its units, without those that only go round in a circle in which no site has them.
    pub units: u32,
    pub happens: Happens,
}

/// An order of a flow's movements.
#[derive(Clone, Debug)]
pub(crate) enum Timeline {
    /// The order in which the flow holds them; each comes in when it leaves.
    AsTheyStand,
    /// These steps.
    Steps(Vec<Step>),
}

impl Timeline {
    /// Find the order. `initial` is what sites have before the first movement: (site, units).
    ///
    /// A movement with a range happens when its goods are needed where it leads, and at the latest on its last day. `None` if
    /// more then is missing somewhere than with every arrival on its first day and every departure on its last: another
    /// order may do with less, and which is unknown.
    pub(crate) fn of(flow: &Flow, sides: &Sides, initial: &[(u32, u32)]) -> Option<Self> {
        let movements = flow.movements();
        if flow.circular_days().is_empty() && movements.iter().all(|m| m.arrives == m.departs) {
            return Some(Self::AsTheyStand);
        }
        Planner::new(flow, sides, initial).plan(flow)
    }
}

/// So many looks for each movement at others that may bring the goods.
const LOOKS_EACH: usize = 1 << 10;

/// No movement.
const NONE: u32 = u32::MAX;

/// A site while the order is worked out.
#[derive(Clone, Copy, Debug, Default)]
struct Desk {
    stock: u64,
    /// It sends and takes without limit: an origin or a destination.
    open: bool,
    /// Movements of the day that have yet to come in on the day itself.
    awaited: u32,
    /// Units that came in unrecorded so far.
    short: u64,
}

struct Planner<'a> {
    movements: &'a [Movement],
    desks: Vec<Desk>,
    steps: Vec<Step>,
    /// What is on the way, by the day of its arrival.
    due: BTreeMap<i32, Vec<u32>>,
    /// Movements with a range that may happen now but need not yet, by receiver: the first last day first.
    may: BTreeMap<u32, BTreeSet<(i32, u32)>>,
    /// Movements that must happen today, by sender, as recorded.
    must: BTreeMap<u32, Vec<u32>>,
    /// Of a movement with a range: did it happen?
    done: BTreeSet<u32>,
    /// Units of today's movements that go round in a circle without stock.
    idle: BTreeMap<u32, u32>,
    /// Senders to look at: goods came in.
    look: Vec<u32>,
    /// Sites that await nothing more today.
    ready: Vec<u32>,
    /// With ranges: at most how many units can be missing at a site by a day.
    least_short: Option<BTreeMap<(u32, i32), u64>>,
    /// More is missing than need be.
    in_doubt: bool,
    /// Looks at movements that may happen, until that is held to take for ever.
    work_left: usize,
}

impl<'a> Planner<'a> {
    fn new(flow: &'a Flow, sides: &Sides, initial: &[(u32, u32)]) -> Self {
        let desk = |site: u32| Desk { open: sides.role(site) != Role::Between, ..Desk::default() };
        let mut desks: Vec<Desk> = (0..flow.sites()).map(desk).collect();
        for (site, units) in initial {
            if let Some(desk) = desks.get_mut(place(*site)) {
                desk.stock = desk.stock.saturating_add(u64::from(*units));
            }
        }
        let least_short = flow.is_vague().then(|| least_short(flow.movements(), &desks));
        Self {
            movements: flow.movements(),
            desks,
            steps: Vec::with_capacity(flow.movements().len()),
            due: BTreeMap::new(),
            may: BTreeMap::new(),
            must: BTreeMap::new(),
            done: BTreeSet::new(),
            idle: BTreeMap::new(),
            look: Vec::new(),
            ready: Vec::new(),
            least_short,
            in_doubt: false,
            work_left: flow.movements().len().saturating_mul(LOOKS_EACH),
        }
    }

    fn plan(mut self, flow: &Flow) -> Option<Timeline> {
        let movements = self.movements;
        let mut openings: Vec<u32> = indices(movements).filter(|(_, m)| m.is_vague()).map(|(at, _)| at).collect();
        openings.sort_by_key(|at| movements.get(place(*at)).map(|m| m.arrives));
        let mut openings = openings.into_iter().peekable();
        let mut last_in = vec![0u32; place(flow.sites())];
        let mut begin = 0usize;
        loop {
            let departure = movements.get(begin).map(|m| m.departs);
            let opening = openings.peek().and_then(|at| movements.get(place(*at))).map(|m| m.arrives);
            let arrival = self.due.first_key_value().map(|(day, _)| *day);
            let Some(day) = [departure, opening, arrival].into_iter().flatten().min() else { break };
            for at in self.due.remove(&day).unwrap_or_default() {
                self.come(at);
            }
            while let Some(at) = openings.next_if(|at| movements.get(place(*at)).is_some_and(|m| m.arrives <= day)) {
                self.open(at);
            }
            let length = movements.get(begin..).unwrap_or_default().partition_point(|m| m.departs <= day);
            let today = begin..begin.saturating_add(length);
            begin = today.end;
            let tangle = if flow.is_vague() {
                today.start
            } else if flow.circular_days().binary_search(&day).is_ok() {
                tangle(movements, today.clone(), &mut last_in)
            } else {
                today.end
            };
            self.in_order(today.start..tangle);
            self.untangle(tangle..today.end)?;
            if self.in_doubt {
                return None;
            }
        }
        Some(Timeline::Steps(self.steps))
    }

    /// Movements in a row, each after all that its sender receives on the day.
    fn in_order(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        for at in range.filter_map(|at| u32::try_from(at).ok()) {
            self.ship(at);
        }
        // Nothing waits for these goods: only where there are ranges may a movement wait, and then all goes by `untangle`.
        self.look.clear();
    }

    /// A movement with a range may happen from today on.
    fn open(&mut self, at: u32) {
        if let Some(m) = self.movements.get(place(at)) {
            self.may.entry(m.to).or_default().insert((m.departs, at));
        }
    }

    /// Movements in circles, or in a flow with ranges: what its sender has goes at once; then what nothing more is awaited for,
    /// with what may come in today; then circles in which nobody has the units are taken out.
    fn untangle(&mut self, range: Range<usize>) -> Option<()> {
        for at in range.filter_map(|at| u32::try_from(at).ok()).rev() {
            let Some(m) = self.movements.get(place(at)).filter(|_| !self.done.remove(&at)) else { continue };
            if let Some(may) = self.may.get_mut(&m.to) {
                may.remove(&(m.departs, at));
            }
            self.must.entry(m.from).or_default().push(at);
            self.await_more(m, true);
        }
        self.look.extend(self.must.keys().rev());
        self.ready.extend(self.must.keys().rev());
        self.go_round();
        let mut circles = true;
        while !self.must.is_empty() {
            if let Some(site) = self.ready.pop() {
                if self.desk(site).is_some_and(|desk| desk.awaited > 0) {
                    continue;
                }
                for at in self.must.remove(&site).unwrap_or_default().into_iter().rev() {
                    self.pull(site, units(self.movements, &self.idle, at))?;
                    self.ship_today(at);
                }
                self.go_round();
            } else if circles {
                circles = false;
                self.drop_circles()?;
            } else {
                // No circle is left: this cannot be.
                return None;
            }
        }
        self.ready.clear();
        self.idle.clear();
        Some(())
    }

    /// Let everything go that its sender has, until nothing more can.
    fn go_round(&mut self) {
        while let Some(site) = self.look.pop() {
            while let Some(at) = self.next_affordable(site) {
                self.ship_today(at);
            }
        }
    }

    /// The next movement of a sender today, if it has the units.
    fn next_affordable(&mut self, site: u32) -> Option<u32> {
        let desk = *self.desk(site)?;
        let must = self.must.get_mut(&site)?;
        let at = must.last().copied()?;
        if !desk.open && u64::from(units(self.movements, &self.idle, at)) > desk.stock {
            return None;
        }
        must.pop();
        if must.is_empty() {
            self.must.remove(&site);
        }
        Some(at)
    }

    /// Let movements happen that may, while a site has less than so many units: the nearest whose sender has the goods, and
    /// those that bring such a sender its goods. `None` where that takes too long.
    fn pull(&mut self, site: u32, units: u32) -> Option<()> {
        while self.desk(site).is_some_and(|desk| !desk.open && desk.stock < u64::from(units)) {
            let (mut next, mut seen) = (VecDeque::from([site]), BTreeSet::from([site]));
            let mut found = None;
            while let Some(receiver) = next.pop_front()
                && found.is_none()
            {
                for (departs, at) in self.may.get(&receiver).into_iter().flatten() {
                    self.work_left = self.work_left.checked_sub(1)?;
                    let Some(m) = self.movements.get(place(*at)) else { continue };
                    if self.desk(m.from).is_some_and(|desk| desk.open || desk.stock >= u64::from(m.units)) {
                        found = Some((receiver, *departs, *at));
                        break;
                    }
                    if seen.insert(m.from) {
                        next.push_back(m.from);
                    }
                }
            }
            let Some((receiver, departs, at)) = found else { return Some(()) };
            if let Some(may) = self.may.get_mut(&receiver) {
                may.remove(&(departs, at));
            }
            self.done.insert(at);
            self.ship(at);
        }
        Some(())
    }

    /// Take out what goes round in circles among the movements that are left today: no site has these units.
    fn drop_circles(&mut self) -> Option<()> {
        let left: Vec<(u32, u32, u32, u32)> = self
            .must
            .values()
            .flatten()
            .filter_map(|at| self.movements.get(place(*at)).filter(|m| m.arrives <= m.departs).map(|m| (*at, m)))
            .map(|(at, m)| (at, m.from, m.to, m.units))
            .collect();
        for (at, round) in circulation::of(&left)? {
            self.idle.insert(at, round);
        }
        // What goes round wholly is no movement any more.
        let (movements, idle) = (self.movements, &self.idle);
        let mut gone = Vec::new();
        for must in self.must.values_mut() {
            must.retain(|at| {
                let stays = units(movements, idle, *at) > 0;
                if !stays {
                    gone.push(*at);
                }
                stays
            });
        }
        self.must.retain(|_, must| !must.is_empty());
        for at in gone {
            if let Some(m) = movements.get(place(at)) {
                self.await_more(m, false);
            }
        }
        self.look.extend(self.must.keys().rev());
        self.go_round();
        Some(())
    }

    /// Count a movement of today among those that its receiver awaits, or no longer.
    fn await_more(&mut self, m: &Movement, more: bool) {
        if m.arrives <= m.departs
            && let Some(desk) = self.desks.get_mut(place(m.to))
        {
            if more {
                desk.awaited = desk.awaited.saturating_add(1);
            } else {
                desk.awaited = desk.awaited.saturating_sub(1);
                if desk.awaited == 0 {
                    self.ready.push(m.to);
                }
            }
        }
    }

    /// Ship a movement that was among those of a tangle.
    fn ship_today(&mut self, at: u32) {
        if let Some(m) = self.movements.get(place(at)) {
            self.await_more(m, false);
            self.ship(at);
        }
    }

    fn ship(&mut self, at: u32) {
        let Some(m) = self.movements.get(place(at)) else { return };
        let units = units(self.movements, &self.idle, at);
        let mut missing = 0;
        if let Some(desk) = self.desks.get_mut(place(m.from)).filter(|desk| !desk.open) {
            missing = u64::from(units).saturating_sub(desk.stock);
            desk.stock = desk.stock.saturating_sub(u64::from(units));
            desk.short = desk.short.saturating_add(missing);
        }
        if missing > 0 {
            self.compare_shortage(m);
        }
        if m.arrives > m.departs {
            self.due.entry(m.arrives).or_default().push(at);
            self.steps.push(Step { movement: at, units, happens: Happens::Leaves });
        } else {
            self.steps.push(Step { movement: at, units, happens: Happens::Whole });
            self.take_in(m.to, units);
        }
    }

    /// Is more missing at the sender than with the kindest days?
    fn compare_shortage(&mut self, m: &Movement) {
        let Some(least) = &self.least_short else { return };
        let known = least.range((m.from, i32::MIN)..=(m.from, m.departs)).next_back().map_or(0, |(_, short)| *short);
        self.in_doubt |= self.desks.get(place(m.from)).is_some_and(|desk| desk.short > known);
    }

    fn come(&mut self, at: u32) {
        if let Some(m) = self.movements.get(place(at)) {
            let units = m.units;
            self.steps.push(Step { movement: at, units, happens: Happens::Comes });
            self.take_in(m.to, units);
        }
    }

    fn take_in(&mut self, site: u32, units: u32) {
        if let Some(desk) = self.desks.get_mut(place(site)).filter(|desk| !desk.open) {
            desk.stock = desk.stock.saturating_add(u64::from(units));
            self.look.push(site);
        }
    }

    fn desk(&self, site: u32) -> Option<&Desk> {
        self.desks.get(place(site))
    }
}

/// The units that a movement really carries.
fn units(movements: &[Movement], idle: &BTreeMap<u32, u32>, at: u32) -> u32 {
    let units = movements.get(place(at)).map_or(0, |m| m.units);
    if idle.is_empty() { units } else { units.saturating_sub(idle.get(&at).copied().unwrap_or_default()) }
}

fn indices(movements: &[Movement]) -> impl Iterator<Item = (u32, &Movement)> {
    (0..NONE).zip(movements)
}

/// Where on a day do the movements begin whose senders receive after they have sent? `last_in` is kept from day to day.
fn tangle(movements: &[Movement], today: Range<usize>, last_in: &mut [u32]) -> usize {
    let day = movements.get(today.clone()).unwrap_or_default();
    // Counted from one, so that no movement is zero.
    let numbered = || (today.start..).map(|at| u32::try_from(at).unwrap_or(NONE).saturating_add(1)).zip(day);
    for (number, m) in numbered().filter(|(_, m)| m.arrives <= m.departs) {
        if let Some(last) = last_in.get_mut(place(m.to)) {
            *last = number;
        }
    }
    let settled = numbered().take_while(|(number, m)| last_in.get(place(m.from)).is_none_or(|last| last < number));
    today.start.saturating_add(settled.count())
}

/// Units missing at each site by each day on which more is, with every arrival on its first day and every departure on its
/// last.
fn least_short(movements: &[Movement], desks: &[Desk]) -> BTreeMap<(u32, i32), u64> {
    // Arrivals of a day before its departures.
    let mut events: Vec<(u32, i32, bool, u32)> = movements
        .iter()
        .flat_map(|m| [(m.to, m.arrives, false, m.units), (m.from, m.departs, true, m.units)])
        .filter(|(site, ..)| desks.get(place(*site)).is_some_and(|desk| !desk.open))
        .collect();
    events.sort_unstable();
    let mut all = BTreeMap::new();
    for site in events.chunk_by(|a, b| a.0 == b.0) {
        let mut stock = site.first().and_then(|e| desks.get(place(e.0))).map_or(0, |desk| desk.stock);
        let mut short = 0u64;
        for (site, day, leaves, units) in site {
            let units = u64::from(*units);
            if !leaves {
                stock = stock.saturating_add(units);
            } else if units <= stock {
                stock = stock.saturating_sub(units);
            } else {
                short = short.saturating_add(units.saturating_sub(stock));
                stock = 0;
                all.insert((*site, *day), short);
            }
        }
    }
    all
}
