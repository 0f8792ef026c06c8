//! What three customary rules of attribution say: first in first out, last in first out, and in proportion.

mod circulation;
mod lots;
mod timeline;

use std::collections::BTreeMap;

pub(crate) use lots::{First, Lots};
pub(crate) use timeline::Timeline;
use timeline::{Happens, Step};

use crate::flow::place;
use crate::{Flow, Movement, Role, Sides};

/// What a rule of attribution does with units that come in and go out.
///
/// All that leaves an origin is coloured; what leaves a destination is not; what is missing when units leave a site came
/// in unrecorded, and is not coloured.
pub(crate) trait Rule {
    /// What a consignment carries.
    type Load: Default;

    /// Fill an empty load at an origin.
    fn load_at_origin(&mut self, m: &Movement, units: u32, load: &mut Self::Load);

    /// Fill an empty load from a site's stock. `None` where it cannot go on.
    fn load_from_stock(&mut self, m: &Movement, units: u32, load: &mut Self::Load) -> Option<()>;

    /// Let a load come in at a site between, and empty it.
    fn unload_to_stock(&mut self, m: &Movement, load: &mut Self::Load) -> Option<()>;

    /// Count a load that came in at a destination in time, and empty it.
    fn unload_counted(&mut self, m: &Movement, load: &mut Self::Load) -> Option<()>;

    /// Empty a load that ends at an origin, or at a destination when it does not count.
    fn unload_uncounted(&mut self, load: &mut Self::Load);
}

/// Let a rule follow all movements.
pub(crate) fn follow<R: Rule>(flow: &Flow, sides: &Sides, timeline: &Timeline, rule: &mut R) -> Option<()> {
    let mut load = R::Load::default();
    match timeline {
        Timeline::AsTheyStand => {
            for m in flow.movements() {
                leave(sides, m, m.units, rule, &mut load)?;
                come(sides, m, rule, &mut load)?;
            }
        }
        Timeline::Steps(steps) => {
            let mut on_the_way: BTreeMap<u32, R::Load> = BTreeMap::new();
            for Step { movement, units, happens } in steps {
                let Some(m) = flow.movements().get(place(*movement)) else { continue };
                match happens {
                    Happens::Whole => {
                        leave(sides, m, *units, rule, &mut load)?;
                        come(sides, m, rule, &mut load)?;
                    }
                    Happens::Leaves => {
                        leave(sides, m, *units, rule, on_the_way.entry(*movement).or_default())?;
                    }
                    Happens::Comes => come(sides, m, rule, &mut on_the_way.remove(movement).unwrap_or_default())?,
                }
            }
        }
    }
    Some(())
}

fn leave<R: Rule>(sides: &Sides, m: &Movement, units: u32, rule: &mut R, load: &mut R::Load) -> Option<()> {
    match sides.role(m.from) {
        Role::Origin => rule.load_at_origin(m, units, load),
        // Not coloured: nothing to carry, but it takes up room in the next stock.
        Role::Between | Role::Destination => rule.load_from_stock(m, units, load)?,
    }
    Some(())
}

fn come<R: Rule>(sides: &Sides, m: &Movement, rule: &mut R, load: &mut R::Load) -> Option<()> {
    match sides.role(m.to) {
        Role::Between => rule.unload_to_stock(m, load)?,
        Role::Destination if sides.counts(m.arrives) => rule.unload_counted(m, load)?,
        Role::Origin | Role::Destination => rule.unload_uncounted(load),
    }
    Some(())
}

/// The three rules over one flow: how many of the units that arrive at the destinations in the window are from the origins?
///
/// * **First in, first out** (FIFO; *Devaynes v Noble*, Clayton's Case, 1816): what came in first leaves first.
/// * **Last in, first out** (LIFO).
/// * **In proportion** (pro rata, haircut): what leaves is mixed as the stock is.
///
/// What each site has at the beginning is not from the origins and came in before all else; nor is what came in unrecorded,
/// which is as much as is missing when units leave. Whatever arrives at an origin ends there, and at a destination; what a
/// destination ships on is not counted again. On one day all arrivals at a site come before its departures; where goods can
/// have gone round in a circle that day, each movement happens as soon as its sender has the units, and units that nobody
/// has and that only go round are nobody's. A movement whose record gives a range happens when its goods are needed where
/// it leads, at the latest on its last day.
///
/// Each is an assignment that the records allow, and so lies within the bounds. `None` is unknown: with ranges, where in this
/// order more would be missing than if every movement came in on its first day and left on its last, as the bounds have it;
/// and where stock falls into so many lots that following them would take for ever.
///
/// # Examples
/// ```
/// use tidewaiter_tracing::{Attribution, Flow, Movement, Role, Sides};
///
/// let on = |day, from, to, units| Movement { departs: day, arrives: day, from, to, units, record: 0 };
/// // A hub (1) receives 100 from the origin (0), then 60 from elsewhere (3), then ships 90 to the destination (2).
/// let flow = Flow::new(vec![on(1, 0, 1, 100), on(2, 3, 1, 60), on(3, 1, 2, 90)]);
/// let sides = Sides::new(vec![Role::Origin, Role::Between, Role::Destination], 0..=9);
/// let rules = Attribution::new(&flow, &sides, &[]);
/// assert_eq!((rules.fifo(), rules.lifo()), (Some(90), Some(30)));
/// assert_eq!(rules.pro_rata(), Some(56.25));
/// ```
#[derive(Clone, Debug)]
pub struct Attribution<'a> {
    flow: &'a Flow,
    sides: &'a Sides,
    initial: &'a [(u32, u32)],
    timeline: Option<Timeline>,
}

impl<'a> Attribution<'a> {
    /// Find an order in which the movements can have happened. `initial` is what sites have before the first movement:
    /// (site, units).
    #[must_use]
    pub fn new(flow: &'a Flow, sides: &'a Sides, initial: &'a [(u32, u32)]) -> Self {
        Self { flow, sides, initial, timeline: Timeline::of(flow, sides, initial) }
    }

    /// Units from the origins by first in, first out.
    #[must_use]
    pub fn fifo(&self) -> Option<u64> {
        self.queue(First::In)
    }

    /// Units from the origins by last in, first out.
    #[must_use]
    pub fn lifo(&self) -> Option<u64> {
        self.queue(First::Out)
    }

    fn queue(&self, first: First) -> Option<u64> {
        let mut rule = Queue::new(self.flow, self.initial, first);
        follow(self.flow, self.sides, self.timeline.as_ref()?, &mut rule)?;
        Some(rule.counted)
    }

    /// Units from the origins in proportion to the stock. A sum of fractions in floating point: good to one part in 10⁹,
    /// so that it may pass a bound by as much.
    #[must_use]
    pub fn pro_rata(&self) -> Option<f64> {
        let mut rule = Mixture::new(self.flow, self.initial);
        follow(self.flow, self.sides, self.timeline.as_ref()?, &mut rule)?;
        Some(rule.counted)
    }
}

/// Units that are not from the origins.
const PLAIN: u32 = 0;
/// Units from the origins.
const COLOURED: u32 = 1;

/// More lots than this for each movement, and stock is held to be split up to take for ever.
const LOTS_EACH: u64 = 1 << 10;

/// First in or last in, first out.
struct Queue {
    stock: Vec<Lots>,
    first: First,
    counted: u64,
    work_left: u64,
}

impl Queue {
    fn new(flow: &Flow, initial: &[(u32, u32)], first: First) -> Self {
        let mut stock = vec![Lots::default(); place(flow.sites())];
        for (site, units) in initial {
            if let Some(lots) = stock.get_mut(place(*site)) {
                lots.add(u64::from(*units), PLAIN);
            }
        }
        let movements = u64::try_from(flow.movements().len()).unwrap_or(u64::MAX);
        Self { stock, first, counted: 0, work_left: movements.saturating_mul(LOTS_EACH) }
    }
}

impl Rule for Queue {
    type Load = Lots;

    fn load_at_origin(&mut self, _: &Movement, units: u32, load: &mut Lots) {
        load.add(u64::from(units), COLOURED);
    }

    fn load_from_stock(&mut self, m: &Movement, units: u32, load: &mut Lots) -> Option<()> {
        let units = u64::from(units);
        if let Some(stock) = self.stock.get_mut(place(m.from)) {
            self.work_left = self.work_left.checked_sub(stock.take(units, self.first, load))?;
        }
        load.add(units.saturating_sub(load.units()), PLAIN);
        Some(())
    }

    fn unload_to_stock(&mut self, m: &Movement, load: &mut Lots) -> Option<()> {
        if let Some(stock) = self.stock.get_mut(place(m.to)) {
            self.work_left = self.work_left.checked_sub(stock.put(load))?;
        }
        Some(())
    }

    fn unload_counted(&mut self, _: &Movement, load: &mut Lots) -> Option<()> {
        let coloured = load.iter().filter(|lot| lot.mark == COLOURED).map(|lot| lot.units).sum::<u64>();
        self.counted = self.counted.saturating_add(coloured);
        load.clear();
        Some(())
    }

    fn unload_uncounted(&mut self, load: &mut Lots) {
        load.clear();
    }
}

/// Units, and how many of them are from the origins.
#[derive(Clone, Copy, Debug, Default)]
struct Mixed {
    /// Whole numbers, so exact.
    units: f64,
    coloured: f64,
}

/// In proportion to the stock.
struct Mixture {
    stock: Vec<Mixed>,
    counted: f64,
}

impl Mixture {
    fn new(flow: &Flow, initial: &[(u32, u32)]) -> Self {
        let mut stock = vec![Mixed::default(); place(flow.sites())];
        for (site, units) in initial {
            if let Some(mixed) = stock.get_mut(place(*site)) {
                mixed.units += f64::from(*units);
            }
        }
        Self { stock, counted: 0.0 }
    }
}

impl Rule for Mixture {
    type Load = Mixed;

    fn load_at_origin(&mut self, _: &Movement, units: u32, load: &mut Mixed) {
        *load = Mixed { units: f64::from(units), coloured: f64::from(units) };
    }

    fn load_from_stock(&mut self, m: &Movement, units: u32, load: &mut Mixed) -> Option<()> {
        let units = f64::from(units);
        *load = Mixed { units, coloured: 0.0 };
        if let Some(stock) = self.stock.get_mut(place(m.from)) {
            if units < stock.units {
                load.coloured = stock.coloured * (units / stock.units);
                stock.units -= units;
                stock.coloured = (stock.coloured - load.coloured).max(0.0);
            } else {
                load.coloured = stock.coloured;
                *stock = Mixed::default();
            }
        }
        Some(())
    }

    fn unload_to_stock(&mut self, m: &Movement, load: &mut Mixed) -> Option<()> {
        if let Some(stock) = self.stock.get_mut(place(m.to)) {
            stock.units += load.units;
            stock.coloured += load.coloured;
        }
        Some(())
    }

    fn unload_counted(&mut self, _: &Movement, load: &mut Mixed) -> Option<()> {
        self.counted += load.coloured;
        Some(())
    }

    fn unload_uncounted(&mut self, _: &mut Mixed) {}
}

#[cfg(test)]
mod tests;
