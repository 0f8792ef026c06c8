//! The units of an assignment, followed from site to site.

use std::collections::BTreeMap;

use crate::flow::place;
use crate::points::{First, Lots, Rule, Timeline, follow};
use crate::{Flow, Movement, Role, Sides};

/// Units of an assignment that took one route.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Carried {
    /// From an origin to a destination; a site may stand in it twice.
    pub sites: Vec<u32>,
    /// How many units.
    pub units: u64,
    /// The first day on which any of them left the origin.
    pub departs: i32,
    /// The last day on which any of them came in at the destination.
    pub arrives: i32,
}

/// All that an assignment carries from the origins to the destinations in the window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carriage {
    /// The routes, the one with most units first; with equally many, by their sites.
    pub routes: Vec<Carried>,
    /// Units that arrive by a route that cannot be told: with ranges, where the days leave it open.
    pub untold: u64,
}

impl Carriage {
    /// Follow the units of an assignment: `carried` holds, for each movement of the flow in its order, how many of its units
    /// are from the origins. They leave a site as they came in, first in first out, which is one way of several; the
    /// units between two sites are as in the assignment.
    ///
    /// # Examples
    /// ```
    /// use tidewaiter_tracing::{Carriage, Flow, Movement, Role, Sides};
    ///
    /// let on = |day, from, to, units| Movement { departs: day, arrives: day, from, to, units, record: 0 };
    /// let flow = Flow::new(vec![on(1, 0, 2, 9), on(2, 3, 2, 9), on(3, 2, 1, 12)]);
    /// let sides = Sides::new(vec![Role::Origin, Role::Destination], 0..=9);
    /// // At least three of the twelve are from the origin.
    /// let carriage = Carriage::of(&flow, &sides, &[9, 0, 3]);
    /// assert_eq!((carriage.routes[0].sites.as_slice(), carriage.routes[0].units), ([0, 2, 1].as_slice(), 3));
    /// ```
    #[must_use]
    pub fn of(flow: &Flow, sides: &Sides, carried: &[u32]) -> Self {
        let coloured = flow.movements().iter().zip(carried).map(|(m, units)| Movement { units: *units, ..*m });
        // What a destination ships on is not from the origins, whatever an assignment says.
        let coloured = Flow::new(coloured.filter(|m| sides.role(m.from) != Role::Destination).collect());
        let mut rule = Stops::new(&coloured);
        let followed =
            Timeline::of(&coloured, sides, &[]).and_then(|timeline| follow(&coloured, sides, &timeline, &mut rule));
        if followed.is_none() {
            let counts = |m: &&Movement| sides.role(m.to) == Role::Destination && sides.counts(m.arrives);
            let untold = coloured.movements().iter().filter(counts).map(|m| u64::from(m.units)).sum();
            return Self { routes: Vec::new(), untold };
        }
        rule.into_carriage()
    }
}

/// Units whose way no record shows.
const UNTOLD: u32 = 0;

/// How far units have come: the way before, and the last site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stop {
    /// Place of the way before, or [`UNTOLD`] at the origin.
    before: u32,
    site: u32,
    /// The day on which it left the origin, so that lots of several days stay apart.
    since: i32,
}

/// First in, first out, with the way that units took as their mark.
struct Stops {
    stock: Vec<Lots>,
    /// The stop of each mark but the first, which is [`UNTOLD`].
    stops: Vec<Stop>,
    marks: BTreeMap<Stop, u32>,
    /// Units by the mark with which they came in, and the last day.
    counted: BTreeMap<u32, (u64, i32)>,
    untold: u64,
    work_left: u64,
}

impl Stops {
    fn new(flow: &Flow) -> Self {
        let work_left = u64::try_from(flow.movements().len()).unwrap_or(u64::MAX).saturating_mul(1 << 10);
        Self {
            stock: vec![Lots::default(); place(flow.sites())],
            stops: Vec::new(),
            marks: BTreeMap::new(),
            counted: BTreeMap::new(),
            untold: 0,
            work_left,
        }
    }

    fn mark(stops: &mut Vec<Stop>, marks: &mut BTreeMap<Stop, u32>, stop: Stop) -> u32 {
        *marks.entry(stop).or_insert_with(|| {
            stops.push(stop);
            u32::try_from(stops.len()).unwrap_or(UNTOLD)
        })
    }

    fn stop(&self, mark: u32) -> Option<Stop> {
        self.stops.get(place(mark.checked_sub(1)?)).copied()
    }

    /// Mark a load as having come to a site.
    fn come_to(&mut self, site: u32, load: &mut Lots) -> Option<()> {
        let (stops, marks) = (&mut self.stops, &mut self.marks);
        load.mark_anew(|before| match stops.get(place(before.wrapping_sub(1))).map(|stop| stop.since) {
            Some(since) => Self::mark(stops, marks, Stop { before, site, since }),
            None => UNTOLD,
        });
        let lots = u64::try_from(load.iter().count()).unwrap_or(u64::MAX);
        self.work_left = self.work_left.checked_sub(lots)?;
        Some(())
    }

    fn into_carriage(self) -> Carriage {
        let mut by_sites: BTreeMap<Vec<u32>, Carried> = BTreeMap::new();
        for (mark, (units, arrives)) in &self.counted {
            let (mut sites, mut departs, mut next) = (Vec::new(), *arrives, *mark);
            while let Some(stop) = self.stop(next) {
                sites.push(stop.site);
                departs = stop.since;
                next = stop.before;
            }
            sites.reverse();
            by_sites
                .entry(sites.clone())
                .and_modify(|carried| {
                    carried.units = carried.units.saturating_add(*units);
                    carried.departs = carried.departs.min(departs);
                    carried.arrives = carried.arrives.max(*arrives);
                })
                .or_insert(Carried { sites, units: *units, departs, arrives: *arrives });
        }
        let mut routes: Vec<Carried> = by_sites.into_values().collect();
        routes.sort_by(|a, b| b.units.cmp(&a.units).then_with(|| a.cmp(b)));
        Carriage { routes, untold: self.untold }
    }
}

impl Rule for Stops {
    type Load = Lots;

    fn load_at_origin(&mut self, m: &Movement, units: u32, load: &mut Lots) {
        let stop = Stop { before: UNTOLD, site: m.from, since: m.departs };
        load.add(u64::from(units), Self::mark(&mut self.stops, &mut self.marks, stop));
    }

    fn load_from_stock(&mut self, m: &Movement, units: u32, load: &mut Lots) -> Option<()> {
        if let Some(stock) = self.stock.get_mut(place(m.from)) {
            self.work_left = self.work_left.checked_sub(stock.take(u64::from(units), First::In, load))?;
        }
        load.add(u64::from(units).saturating_sub(load.units()), UNTOLD);
        Some(())
    }

    fn unload_to_stock(&mut self, m: &Movement, load: &mut Lots) -> Option<()> {
        self.come_to(m.to, load)?;
        if let Some(stock) = self.stock.get_mut(place(m.to)) {
            self.work_left = self.work_left.checked_sub(stock.put(load))?;
        }
        Some(())
    }

    fn unload_counted(&mut self, m: &Movement, load: &mut Lots) -> Option<()> {
        self.come_to(m.to, load)?;
        for lot in load.iter() {
            if lot.mark == UNTOLD {
                self.untold = self.untold.saturating_add(lot.units);
            } else {
                let (units, arrives) = self.counted.entry(lot.mark).or_insert((0, m.arrives));
                *units = units.saturating_add(lot.units);
                *arrives = m.arrives.max(*arrives);
            }
        }
        load.clear();
        Some(())
    }

    fn unload_uncounted(&mut self, load: &mut Lots) {
        load.clear();
    }
}
