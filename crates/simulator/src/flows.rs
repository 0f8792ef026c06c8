//! How the goods of an order move: from the exporter to the consignee, and on from there where they are diverted.

use crate::Pattern;
use crate::draw::{Draw, Stream};
use crate::goods::{self, Class};
use crate::world::{Bought, Of, Order, World};

/// Units up to which a consignment's papers list serial numbers.
const SERIALS_MOST: u32 = 32;

/// For how many days after the last order there are records.
const RECORDS: i32 = 50;

/// A consignment.
#[derive(Clone, Debug)]
pub(crate) struct Leg {
    pub(crate) day: i32,
    pub(crate) from: Of,
    pub(crate) to: Of,
    pub(crate) item: u8,
    pub(crate) units: u32,
    /// Of them, those that end with whoever is behind a scheme.
    pub(crate) coloured: u32,
    /// Above or below the list price, in ten-thousandths.
    pub(crate) premium: i32,
    /// Called something else than it is.
    pub(crate) renamed: bool,
    /// The first serial number, where the papers list them.
    pub(crate) serials: Option<u64>,
    /// Do the records hold it?
    pub(crate) recorded: bool,
    /// Order and line, by number.
    pub(crate) line: (u32, u32),
    pub(crate) scheme: Option<u32>,
}

/// The exporter of an order: one of a few, by its number.
pub(crate) fn exporter(world: &World, number: u32) -> Of {
    world.draw(Stream::Origin, number).pick(&world.exporters)
}

/// All consignments of a world, by day.
pub(crate) fn all(world: &World) -> Vec<Leg> {
    let mut legs = Vec::with_capacity(world.orders.len() * 2);
    for (number, order) in (0_u32..).zip(&world.orders) {
        let mut draw = world.draw(Stream::Consignment, number);
        for (line, bought) in (1_u32..).zip(&order.lines) {
            Path { world, order, bought, number: (number, line) }.walk(&mut draw, &mut legs);
        }
    }
    legs.sort_by_key(|leg| leg.day);
    legs
}

struct Path<'a> {
    world: &'a World,
    order: &'a Order,
    bought: &'a Bought,
    number: (u32, u32),
}

impl Path<'_> {
    /// All legs of one line of an order, each leaving after the one before has come in: so no party ships what it has
    /// not.
    fn walk(&self, draw: &mut Draw, legs: &mut Vec<Leg>) {
        let settings = &self.world.settings;
        let onward = if self.bought.diverted { self.onward(draw) } else { 0 };
        let few = self.bought.units <= SERIALS_MOST && goods::of(self.bought.item).class != Class::Other;
        let serials = (few && draw.chance(3_500)).then(|| self.first_serial(draw));
        let mut stops = vec![exporter(self.world, self.number.0)];
        let by_forwarder = draw.chance(1_500);
        stops.extend(self.order.intermediate.or(self.order.forwarder.filter(|_| by_forwarder)));
        stops.push(self.order.consignee);
        stops.dedup();
        let mut day = self.order.day + draw.days(2, 30);
        for (from, to) in stops.iter().zip(stops.iter().skip(1)) {
            let recorded = !draw.chance(settings.missing / 3);
            let leg = Leg {
                day,
                from: *from,
                to: *to,
                item: self.bought.item,
                units: self.bought.units,
                coloured: onward,
                premium: self.bought.premium,
                renamed: false,
                serials,
                recorded,
                line: self.number,
                scheme: self.order.scheme.filter(|_| self.bought.diverted),
            };
            legs.push(leg);
            day += draw.days(1, 12);
        }
        if onward > 0 {
            self.diverted(draw, legs, day, onward, serials);
        } else if few && draw.chance(100) {
            self.returned(draw, legs, day, serials);
        }
    }

    /// Units that go on.
    fn onward(&self, draw: &mut Draw) -> u32 {
        if draw.chance(6_000) { self.bought.units } else { (self.bought.units * draw.between(6, 9)).div_ceil(10) }
    }

    /// The first of as many serial numbers as there are units, the same for the same line: 13 digits. Those who stage a
    /// site show the serial numbers of an earlier delivery again.
    fn first_serial(&self, draw: &mut Draw) -> u64 {
        let (order, line) = self.number;
        let scheme =
            self.order.scheme.and_then(|s| self.world.schemes.get(s as usize).map(|scheme| (s, scheme.pattern)));
        if let Some((s, Pattern::StagedSite)) = scheme
            && self.bought.diverted
            && self.world.shows(draw, 6_000)
        {
            return 1_900_000_000_000 + u64::from(s) * 1_000;
        }
        1_300_000_000_000 + u64::from(order) * 4_096 + u64::from(line) * 512 + u64::from(draw.below(400))
    }

    /// From the consignee on: perhaps through a hub, and over the border.
    fn diverted(&self, draw: &mut Draw, legs: &mut Vec<Leg>, arrived: i32, units: u32, serials: Option<u64>) {
        let Some((number, scheme)) =
            self.order.scheme.and_then(|s| self.world.schemes.get(s as usize).map(|scheme| (s, scheme)))
        else {
            return;
        };
        let shows = |draw: &mut Draw, base| self.world.shows(draw, base);
        let renamed = if scheme.pattern == Pattern::Relabelling { shows(draw, 9_000) } else { shows(draw, 2_500) };
        let mut stops = vec![self.order.consignee];
        if draw.chance(5_000) {
            stops.push(scheme.hub);
        }
        stops.push(scheme.receiver);
        let mut day = arrived;
        let mut premium = self.bought.premium;
        for (from, to) in stops.iter().zip(stops.iter().skip(1)) {
            let dwell = if shows(draw, 8_000) { draw.days(2, 25) } else { draw.days(25, 150) };
            // A leg leaves when the one before has come in, and before the records end.
            day = (day + dwell).min(arrived.max(self.world.calendar.last + RECORDS));
            premium += draw.days(800, 2_500);
            // The last leg is the one least often on paper.
            let recorded =
                if *to == scheme.receiver { shows(draw, 6_500) } else { !draw.chance(self.world.settings.missing) };
            legs.push(Leg {
                day,
                from: *from,
                to: *to,
                item: self.bought.item,
                units,
                coloured: units,
                premium,
                renamed,
                serials: serials.filter(|_| shows(draw, 3_000)),
                recorded,
                line: self.number,
                scheme: Some(number),
            });
        }
    }

    /// A unit goes back for repair, and its replacement comes.
    fn returned(&self, draw: &mut Draw, legs: &mut Vec<Leg>, arrived: i32, serials: Option<u64>) {
        let source = exporter(self.world, self.number.0);
        let back = Leg {
            day: arrived + draw.days(40, 400),
            from: self.order.consignee,
            to: source,
            item: self.bought.item,
            units: 1,
            coloured: 0,
            premium: 0,
            renamed: false,
            serials,
            recorded: true,
            line: self.number,
            scheme: None,
        };
        let again = Leg { day: back.day + draw.days(7, 40), from: source, to: self.order.consignee, ..back.clone() };
        let ends = self.world.calendar.last + RECORDS;
        legs.extend([back, again].into_iter().filter(|leg| leg.day <= ends));
    }
}
