//! Movements as a network in which every site stands once for each time that goods came in and then left.

use std::collections::BTreeSet;

use crate::cells::{Cells, add, number, take};
use crate::{Movement, Role, Sides};

/// No node.
pub(crate) const NONE: u32 = u32::MAX;

/// What is taken as given besides the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assumed {
    /// Units that a site between held before its first record, none of them from the origins: (site, units).
    pub initial: Vec<(u32, u32)>,
    /// How many units that no record shows, of any origin, every site between may at any time have held.
    pub unrecorded: u32,
    /// Records (as in [`Movement::record`]) whose goods may have come in within the window or outside: `at_most` counts
    /// them, `at_least` does not.
    pub doubtful: BTreeSet<u32>,
}

/// Units that left a site though the records show none there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// The day on which they left.
    pub day: i32,
    /// The site.
    pub site: u32,
    /// How many came in unrecorded until then, at least.
    pub units: u64,
    /// A record on which they left: the first of that day that the stock does not cover.
    pub record: u32,
}

/// Where a movement comes from or goes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum End {
    /// Nowhere that matters: goods that come in here reach no destination any more, or are not counted.
    #[default]
    Away,
    /// From an origin.
    Origin,
    /// From a destination, where goods lose their colour.
    Spent,
    /// Into a destination, certainly in the window.
    Counted,
    /// Into a destination, perhaps in the window.
    Doubtful,
    /// A node.
    Node(u32),
}

/// A site from an arrival until the last departure before the next one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Node {
    pub(crate) site: u32,
    /// The last departure.
    pub(crate) day: i32,
    /// The same site's next node, or [`NONE`].
    pub(crate) next: u32,
    /// What is in stock after the last departure.
    pub(crate) stock: u64,
}

/// The network.
#[derive(Clone, Debug, Default)]
pub(crate) struct Network {
    pub(crate) nodes: Vec<Node>,
    /// Where each movement comes from and goes to. The goods of a node with an earlier number can go to one with a
    /// later number only, but for dates that are ranges and circles on one day.
    pub(crate) ends: Vec<(End, End)>,
    /// What comes to a node from the origins, for sure not from them, and from where no record shows.
    pub(crate) coloured: Vec<u64>,
    pub(crate) plain: Vec<u64>,
    pub(crate) missing: Vec<u64>,
    /// The first node of every site that has one.
    pub(crate) firsts: Vec<u32>,
    /// The last node of every site that has one, from 1, by site; 0 for none.
    pub(crate) lasts: Vec<u32>,
    /// What a site holds at the end.
    pub(crate) stocks: Vec<u64>,
    pub(crate) shortages: Vec<Missing>,
}

/// A site while time passes over it.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// The node that takes arrivals or sends departures now, as numbered when it began (from 1; 0 for none).
    open: u32,
    /// Its final number once it has sent something, from 1.
    sending: u32,
    /// The final number of the one before, from 1.
    before: u32,
    stock: u64,
    coloured: u64,
    plain: u64,
    /// What leaves on the day in hand.
    leaves: u64,
    /// What of it the stock does not cover.
    short: u64,
}

impl Network {
    pub(crate) fn of(movements: &[Movement], sides: &Sides, assumed: &Assumed) -> Self {
        let mut builder = Builder::new(movements, sides, assumed);
        let by_arrival = by_arrival(movements);
        let mut arrived = by_arrival.iter().copied().peekable();
        let mut position = 0;
        for day in movements.chunk_by(|a, b| a.departs == b.departs) {
            let Some(today) = day.first().map(|m| m.departs) else { continue };
            while let Some(place) =
                arrived.next_if(|place| movements.get(*place as usize).is_some_and(|m| m.arrives <= today))
            {
                builder.arrive(place);
            }
            builder.leave(position, day);
            position += number(day.len());
        }
        for place in arrived {
            builder.arrive(place);
        }
        builder.finish()
    }
}

/// Positions in the order of arrival: counted out by day, as there are few days and many movements; sorted otherwise.
fn by_arrival(movements: &[Movement]) -> Vec<u32> {
    let mut positions: Vec<u32> = (0..number(movements.len())).collect();
    if movements.is_sorted_by_key(|m| m.arrives) {
        return positions;
    }
    let first = movements.iter().map(|m| m.arrives).min().unwrap_or_default();
    let last = movements.iter().map(|m| m.arrives).max().unwrap_or_default();
    if last.abs_diff(first) as usize > movements.len() {
        positions.sort_by_key(|position| movements.get(*position as usize).map(|m| m.arrives));
        return positions;
    }
    let mut starts = vec![0; last.abs_diff(first) as usize + 1];
    for movement in movements {
        take(&mut starts, movement.arrives.abs_diff(first));
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += std::mem::replace(start, sum);
    }
    for (position, movement) in (0..).zip(movements) {
        positions.put(take(&mut starts, movement.arrives.abs_diff(first)), position);
    }
    positions
}

struct Builder<'a> {
    movements: &'a [Movement],
    sides: &'a Sides,
    doubtful: &'a BTreeSet<u32>,
    places: Vec<Place>,
    /// The final number, from 1, of each node as numbered when it began; 0 while it has sent nothing.
    finals: Vec<u32>,
    network: Network,
}

impl<'a> Builder<'a> {
    fn new(movements: &'a [Movement], sides: &'a Sides, assumed: &'a Assumed) -> Self {
        let sites = movements.iter().map(|m| m.from.max(m.to)).max().map_or(0, |site| site as usize + 1);
        let mut places = vec![Place::default(); sites];
        for (site, units) in &assumed.initial {
            if sides.role(*site) == Role::Between
                && let Some(place) = places.get_mut(*site as usize)
            {
                place.stock = place.stock.saturating_add(u64::from(*units));
                place.plain = place.stock;
            }
        }
        let network = Network { ends: vec![(End::Away, End::Away); movements.len()], ..Network::default() };
        Self { movements, sides, doubtful: &assumed.doubtful, places, finals: Vec::new(), network }
    }

    /// Goods come in.
    fn arrive(&mut self, position: u32) {
        let Some(movement) = self.movements.get(position as usize) else { return };
        let from = self.sides.role(movement.from);
        let head = match self.sides.role(movement.to) {
            Role::Origin => End::Away,
            Role::Destination if from == Role::Destination => End::Away,
            Role::Destination if self.doubtful.contains(&movement.record) => End::Doubtful,
            Role::Destination if self.sides.counts(movement.arrives) => End::Counted,
            Role::Destination => End::Away,
            Role::Between => {
                let Some(place) = self.places.get_mut(movement.to as usize) else { return };
                if place.open == 0 || place.sending != 0 {
                    place.begin(&mut self.finals);
                }
                let units = u64::from(movement.units);
                place.stock += units;
                match from {
                    Role::Origin => place.coloured += units,
                    Role::Destination => place.plain += units,
                    Role::Between => {}
                }
                End::Node(place.open)
            }
        };
        if let Some(ends) = self.network.ends.get_mut(position as usize) {
            ends.1 = head;
        }
    }

    /// All that leaves on one day, from a position on.
    fn leave(&mut self, position: u32, day: &[Movement]) {
        for movement in day {
            if self.sides.role(movement.from) == Role::Between
                && let Some(place) = self.places.get_mut(movement.from as usize)
            {
                place.leaves += u64::from(movement.units);
            }
        }
        for (position, movement) in (position..).zip(day) {
            let tail = match self.sides.role(movement.from) {
                Role::Origin => End::Origin,
                Role::Destination => End::Spent,
                Role::Between => End::Node(self.send(movement)),
            };
            if let Some(ends) = self.network.ends.get_mut(position as usize) {
                ends.0 = tail;
            }
        }
    }

    /// Goods leave a site between: from which node?
    fn send(&mut self, movement: &Movement) -> u32 {
        let Some(place) = self.places.get_mut(movement.from as usize) else { return NONE };
        let network = &mut self.network;
        if place.leaves > 0 {
            place.short = place.leaves.saturating_sub(place.stock);
            place.leaves = 0;
            // What comes in unrecorded on this day cannot leave on an earlier one.
            if place.open == 0 || (place.short > 0 && place.sending != 0) {
                place.begin(&mut self.finals);
            }
            if place.sending == 0 {
                place.sending = number(network.nodes.len()).saturating_add(1);
                self.finals.put(place.open - 1, place.sending);
                network.nodes.push(Node { site: movement.from, day: movement.departs, next: NONE, stock: 0 });
                network.coloured.push(place.coloured);
                network.plain.push(place.plain);
                network.missing.push(0);
                (place.coloured, place.plain) = (0, 0);
                match place.before.checked_sub(1).and_then(|before| network.nodes.get_mut(before as usize)) {
                    Some(before) => before.next = place.sending - 1,
                    None => network.firsts.push(place.sending - 1),
                }
            }
            add(&mut network.missing, place.sending - 1, place.short);
        }
        let units = u64::from(movement.units);
        if units > place.stock && place.short > 0 {
            let (day, site, record) = (movement.departs, movement.from, movement.record);
            network.shortages.push(Missing { day, site, units: place.short, record });
            place.short = 0;
        }
        place.stock = place.stock.saturating_sub(units);
        if let Some(node) = network.nodes.get_mut((place.sending - 1) as usize) {
            node.day = movement.departs;
            node.stock = place.stock;
        }
        place.sending - 1
    }

    fn finish(self) -> Network {
        let mut network = self.network;
        for (_, head) in &mut network.ends {
            if let End::Node(began) = *head {
                *head = match self.finals.at(began - 1) {
                    0 => End::Away,
                    node => End::Node(node - 1),
                };
            }
        }
        network.lasts =
            self.places.iter().map(|place| if place.sending == 0 { place.before } else { place.sending }).collect();
        network.stocks = self.places.iter().map(|place| place.stock).collect();
        network
    }
}

impl Place {
    /// A new node takes over.
    fn begin(&mut self, finals: &mut Vec<u32>) {
        finals.push(0);
        if self.sending != 0 {
            self.before = self.sending;
        }
        self.open = number(finals.len());
        self.sending = 0;
    }
}
