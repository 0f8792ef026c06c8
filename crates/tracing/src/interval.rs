//! How many units can have come from the origins, at least and at most, in every assignment that the records allow.

use crate::cells::{Cells, add};
use crate::certificate::Certificate;
use crate::maxflow::{Flows, MaxFlow};
use crate::network::{Assumed, End, Missing, NONE, Network};
use crate::serials::{Pooled, Source};
use crate::{Flow, Movement, Serials, Sides};

/// One of the two ends of the interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extreme {
    /// As few as can be come from the origins.
    Least,
    /// As many as can be.
    Most,
}

/// One end of the interval, in units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Units {
    /// Where only that inflow is unrecorded which the records show to be missing, and none of it is from the origins.
    pub units: u64,
    /// At most: also if all that inflow is from the origins. At least: by direct movements and serial numbers alone.
    pub whatever_is_missing: u64,
    /// With the unrecorded units that [`Assumed::unrecorded`] allows every site.
    pub allowing_unrecorded: u64,
}

/// What the interval would be, were the final stock of a site counted by origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The site.
    pub site: u32,
    /// What the records say is left there at the end.
    pub stock: u64,
    /// The interval, were as many of these as can be from the origins.
    pub if_all: (u64, u64),
    /// The interval, were as few as can be.
    pub if_none: (u64, u64),
}

/// The interval, with what it takes to explain it.
///
/// # Examples
/// ```
/// use tidewaiter_tracing::{Assumed, Flow, Interval, Movement, Role, Serials, Sides};
///
/// let on = |day, from, to, units| Movement { departs: day, arrives: day, from, to, units, record: 0 };
/// // A hub (1) receives 100 from the origin (0), then 60 from elsewhere (2), then ships 90 to the destination (3).
/// let flow = Flow::new(vec![on(1, 0, 1, 100), on(2, 2, 1, 60), on(3, 1, 3, 90)]);
/// let sides = Sides::new(vec![Role::Origin, Role::Between, Role::Between, Role::Destination], 0..=9);
/// let interval = Interval::of(&flow, &sides, &Serials::default(), &Assumed::default());
/// assert_eq!((interval.at_least().units, interval.at_most().units), (30, 90));
/// ```
#[derive(Clone, Debug)]
pub struct Interval {
    pooled: Option<Pooled>,
    network: Network,
    sums: Sums,
    least: MaxFlow,
    most: MaxFlow,
    at_least: Units,
    at_most: Units,
}

/// Sums over movements.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    /// Came into the destinations in the window for sure, from anywhere else.
    arrived: u64,
    /// Of these straight from an origin, or seen by serial number all the way.
    direct: u64,
    /// The same, perhaps outside the window.
    doubtful_direct: u64,
    /// Left the origins for elsewhere.
    left: u64,
    by_serial: u64,
}

impl Interval {
    /// Work out both bounds, on two threads.
    ///
    /// Sites in no movement are ignored, as are serials' movements that the flow does not have.
    #[must_use]
    pub fn of(flow: &Flow, sides: &Sides, serials: &Serials, assumed: &Assumed) -> Self {
        let pooled = (!serials.chains().is_empty()).then(|| Pooled::of(flow, sides, serials));
        let movements = pooled.as_ref().map_or(flow.movements(), |pooled| &pooled.movements);
        let network = Network::of(movements, sides, assumed);
        let sums = Sums::of(movements, pooled.as_ref(), &network);
        let unrecorded = u64::from(assumed.unrecorded);
        let work_out_least = || at_least(movements, &network, sums, unrecorded);
        let (elsewhere, (at_most, most)) = std::thread::scope(|scope| {
            let least = std::thread::Builder::new().spawn_scoped(scope, work_out_least);
            let most = at_most(movements, &network, sums, unrecorded);
            (least.ok().and_then(|thread| thread.join().ok()), most)
        });
        // Where no second thread is to be had, this one does both.
        let (at_least, least) = elsewhere.unwrap_or_else(work_out_least);
        Self { pooled, network, sums, least, most, at_least, at_most }
    }

    /// The least.
    #[must_use]
    pub const fn at_least(&self) -> Units {
        self.at_least
    }

    /// The most.
    #[must_use]
    pub const fn at_most(&self) -> Units {
        self.at_most
    }

    /// Units that came into the destinations in the window for sure, from anywhere but another destination.
    #[must_use]
    pub const fn arrived(&self) -> u64 {
        self.sums.arrived
    }

    /// Units that left the origins for elsewhere.
    #[must_use]
    pub const fn left(&self) -> u64 {
        self.sums.left
    }

    /// Units seen by serial number all the way from an origin into a destination in the window.
    #[must_use]
    pub const fn by_serial(&self) -> u64 {
        self.sums.by_serial
    }

    /// Units that left a site between which the records do not show there, by day.
    #[must_use]
    pub fn shortages(&self) -> &[Missing] {
        &self.network.shortages
    }

    /// What the records say is left at a site between at the end.
    #[must_use]
    pub fn final_stock(&self, site: u32) -> u64 {
        self.network.stocks.at(site)
    }

    /// Why a bound cannot be passed: of the cuts nearest to the destinations and to the origins the one with fewer terms.
    /// `flow` is the one that the interval was worked out for, as below.
    #[must_use]
    pub fn certificate(&self, extreme: Extreme, flow: &Flow) -> Certificate {
        let (movements, pooled) = (self.movements(flow), self.pooled.as_ref());
        let [near, far] = match extreme {
            Extreme::Least => {
                self.least.sides().map(|side| Certificate::least(movements, pooled, &self.network, &side))
            }
            Extreme::Most => self.most.sides().map(|side| Certificate::most(movements, pooled, &self.network, &side)),
        };
        near.shorter(far)
    }

    /// An assignment that reaches a bound: for each movement of the flow the units on it that come from the origins and
    /// go on to be counted at the destinations. Of a unit followed by serial number all sighted movements are meant.
    #[must_use]
    pub fn assignment(&self, extreme: Extreme, flow: &Flow) -> Vec<u32> {
        let movements = self.movements(flow);
        let certain = extreme == Extreme::Least;
        let found = match extreme {
            Extreme::Most => self.most.flows(arcs(movements, &self.network, 0)),
            Extreme::Least => {
                // Where the others cannot be, and still come in, are those from the origins.
                let mut demand = demands(movements, &self.network, true);
                let others = self.least.flows(arcs(movements, &self.network, 0));
                let rest = arcs(movements, &self.network, 0)
                    .zip(others.arcs.iter().copied())
                    .map(|((from, to, units), others)| (from, to, units - others));
                for (demand, met) in demand.iter_mut().zip(&others.met) {
                    *demand -= *met;
                }
                MaxFlow::new(rest.clone(), self.network.coloured.clone(), demand).flows(rest)
            }
        };
        self.spread(movements, flow.movements().len(), certain, &found)
    }

    /// From arcs and nodes back to the flow's movements.
    fn spread(&self, movements: &[Movement], length: usize, certain: bool, found: &Flows) -> Vec<u32> {
        let mut result: Vec<u32> = vec![0; length];
        let mut give = |position: u32, units: u64| {
            // No more than the movement's own units, which fit.
            let units = u32::try_from(units).unwrap_or(u32::MAX);
            let sum = result.at(position).saturating_add(units);
            result.put(position, sum);
        };
        let (mut supply, mut met) = (found.used.clone(), found.met.clone());
        let mut inner = found.arcs.iter().copied();
        for (position, (movement, ends)) in (0..).zip(movements.iter().zip(&self.network.ends)) {
            let all = u64::from(movement.units);
            let units = match ends {
                (End::Node(_), End::Node(_)) => inner.next().unwrap_or_default(),
                (End::Origin, End::Node(node)) => part(&mut supply, *node, all),
                (End::Node(node), End::Counted) => part(&mut met, *node, all),
                (End::Node(node), End::Doubtful) if !certain => part(&mut met, *node, all),
                (End::Origin, End::Counted) => all,
                (End::Origin, End::Doubtful) if !certain => all,
                _ => 0,
            };
            match source(self.pooled.as_ref(), position) {
                Source::Movement(position) => give(position, units),
                Source::Chain { sightings, .. } => {
                    for position in self.pooled.iter().flat_map(|pooled| pooled.sightings(sightings)) {
                        give(*position, units);
                    }
                }
            }
        }
        result
    }

    /// What a count of a site's final stock by origin would narrow the interval to: for the sites that would tell most,
    /// at most `limit`, the widest first.
    #[must_use]
    pub fn narrowing(&self, flow: &Flow, limit: usize) -> Vec<Count> {
        if self.at_least.units == self.at_most.units {
            return Vec::new();
        }
        let mut through = vec![0; self.network.stocks.len()];
        for (movement, units) in flow.movements().iter().zip(self.assignment(Extreme::Most, flow)) {
            add(&mut through, movement.to, u64::from(units));
        }
        let mut sites: Vec<(u64, u32)> = through
            .iter()
            .zip(&self.network.stocks)
            .zip(0..)
            .map(|((through, stock), site)| (*through.min(stock), site))
            .filter(|(slack, site)| *slack > 0 && self.network.lasts.at(*site) != 0)
            .collect();
        sites.sort_unstable_by_key(|(slack, site)| (std::cmp::Reverse(*slack), *site));
        sites.truncate(limit);
        let mut counts: Vec<Count> = sites.into_iter().map(|(_, site)| self.count(flow, site)).collect();
        let open = |count: &Count| {
            count.if_all.1.saturating_sub(count.if_all.0) + count.if_none.1.saturating_sub(count.if_none.0)
        };
        counts.sort_by_key(|count| (open(count), count.site));
        counts
    }

    /// Fill a site's final stock first with as many units of one kind as can be; the destinations get what is left.
    fn count(&self, flow: &Flow, site: u32) -> Count {
        let movements = self.movements(flow);
        let mut ends: Vec<(u32, u64)> = Vec::new();
        if let Some(last) = self.network.lasts.at(site).checked_sub(1)
            && let Some(node) = self.network.nodes.get(last as usize)
        {
            ends.push((last, node.stock));
        }
        for (movement, ends_of) in movements.iter().zip(&self.network.ends) {
            if let (End::Node(tail), End::Away) = ends_of
                && movement.to == site
            {
                ends.push((*tail, u64::from(movement.units)));
            }
        }
        let after_stock = |solved: &MaxFlow, supply: Vec<u64>| {
            let mut both = solved.clone();
            both.raise(std::iter::empty(), ends.iter().copied());
            let mut demand = vec![0; supply.len()];
            for (node, units) in &ends {
                add(&mut demand, *node, *units);
            }
            both.value() - MaxFlow::new(arcs(movements, &self.network, 0), supply, demand).value()
        };
        let coloured = after_stock(&self.most, self.network.coloured.clone());
        let others = after_stock(&self.least, others(&self.network));
        Count {
            site,
            stock: self.network.stocks.at(site),
            if_all: (self.at_least.units, self.sums.direct + self.sums.doubtful_direct + coloured),
            if_none: (self.sums.arrived - others, self.at_most.units),
        }
    }

    /// The movements that the interval was worked out for: those of the flow, and where units are followed by serial number
    /// what is left of them without these, with one movement for each stretch that these went.
    #[must_use]
    pub fn movements<'a>(&'a self, flow: &'a Flow) -> &'a [Movement] {
        self.pooled.as_ref().map_or(flow.movements(), |pooled| &pooled.movements)
    }
}

impl Sums {
    fn of(movements: &[Movement], pooled: Option<&Pooled>, network: &Network) -> Self {
        let mut sums = Self::default();
        for (position, (movement, ends)) in (0..).zip(movements.iter().zip(&network.ends)) {
            let units = u64::from(movement.units);
            match ends {
                (End::Origin, End::Counted) => {
                    sums.direct += units;
                    if matches!(source(pooled, position), Source::Chain { .. }) {
                        sums.by_serial += units;
                    }
                }
                (End::Origin, End::Doubtful) => sums.doubtful_direct += units,
                _ => {}
            }
            if ends.1 == End::Counted {
                sums.arrived += units;
            }
            if ends.0 == End::Origin {
                sums.left += units;
            }
        }
        sums
    }
}

/// What a pooled movement stands for; without serials, for itself.
pub(crate) fn source(pooled: Option<&Pooled>, position: u32) -> Source {
    pooled.and_then(|pooled| pooled.sources.get(position as usize)).copied().unwrap_or(Source::Movement(position))
}

fn part(column: &mut [u64], node: u32, all: u64) -> u64 {
    let units = column.at(node).min(all);
    column.put(node, column.at(node) - units);
    units
}

/// Movements between nodes, in order, then what stays in stock from a node to the next.
fn arcs(movements: &[Movement], network: &Network, unrecorded: u64) -> impl Iterator<Item = (u32, u32, u64)> + Clone {
    let moved = movements.iter().zip(&network.ends).filter_map(|(movement, ends)| match ends {
        (End::Node(from), End::Node(to)) => Some((*from, *to, u64::from(movement.units))),
        _ => None,
    });
    let stayed = (0..).zip(&network.nodes).filter_map(move |(from, node)| {
        let units = node.stock.saturating_add(unrecorded);
        (node.next != NONE && units > 0).then_some((from, node.next, units))
    });
    moved.chain(stayed)
}

fn demands(movements: &[Movement], network: &Network, certain: bool) -> Vec<u64> {
    let mut demand = vec![0; network.nodes.len()];
    for (movement, ends) in movements.iter().zip(&network.ends) {
        match ends {
            (End::Node(from), End::Counted) => add(&mut demand, *from, u64::from(movement.units)),
            (End::Node(from), End::Doubtful) if !certain => add(&mut demand, *from, u64::from(movement.units)),
            _ => {}
        }
    }
    demand
}

/// What is not from the origins.
fn others(network: &Network) -> Vec<u64> {
    network.plain.iter().zip(&network.missing).map(|(plain, missing)| plain.saturating_add(*missing)).collect()
}

/// The same supply with some units more at the first node of every site.
fn with_unrecorded(mut supply: Vec<u64>, network: &Network, unrecorded: u64) -> Vec<u64> {
    for node in &network.firsts {
        add(&mut supply, *node, unrecorded);
    }
    supply
}

/// All arrivals, less the greatest number of others that can be among them.
fn at_least(movements: &[Movement], network: &Network, sums: Sums, unrecorded: u64) -> (Units, MaxFlow) {
    let demand = demands(movements, network, true);
    let allowing = (unrecorded > 0).then(|| {
        let supply = with_unrecorded(others(network), network, unrecorded);
        MaxFlow::new(arcs(movements, network, unrecorded), supply, demand.clone()).value()
    });
    let solved = MaxFlow::new(arcs(movements, network, 0), others(network), demand);
    let units = sums.arrived - solved.value();
    let allowing_unrecorded = allowing.map_or(units, |others| sums.arrived - others);
    (Units { units, whatever_is_missing: sums.direct, allowing_unrecorded }, solved)
}

/// Direct arrivals and the greatest number of units from the origins that can be among the others.
fn at_most(movements: &[Movement], network: &Network, sums: Sums, unrecorded: u64) -> (Units, MaxFlow) {
    let demand = demands(movements, network, false);
    let direct = sums.direct + sums.doubtful_direct;
    let allowing = (unrecorded > 0).then(|| {
        let supply = with_unrecorded(network.coloured.clone(), network, unrecorded);
        direct + MaxFlow::new(arcs(movements, network, unrecorded), supply, demand.clone()).value()
    });
    let solved = MaxFlow::new(arcs(movements, network, 0), network.coloured.clone(), demand);
    let units = direct + solved.value();
    let whatever_is_missing = if network.shortages.is_empty() {
        units
    } else {
        let mut with_missing = solved.clone();
        with_missing
            .raise((0..).zip(network.missing.iter().copied()).filter(|(_, units)| *units > 0), std::iter::empty());
        direct + with_missing.value()
    };
    (Units { units, whatever_is_missing, allowing_unrecorded: allowing.unwrap_or(units) }, solved)
}
