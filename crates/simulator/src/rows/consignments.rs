//! What the records of movements say, and the truth about each.

use std::collections::BTreeSet;

use super::{Sink, Table, yes};
use crate::draw::{Draw, Stream, WHOLE};
use crate::flows::{self, Leg};
use crate::goods;
use crate::world::World;

const HEADER: [&str; 14] = [
    "date",
    "from",
    "from_country",
    "to",
    "to_country",
    "item",
    "quantity",
    "unit_value",
    "currency",
    "weight_kg",
    "hs_code",
    "document",
    "serials",
    "source",
];
const TRUTH: [&str; 12] =
    ["id", "recorded", "date", "from", "to", "item", "quantity", "coloured", "origin", "destination", "order", "line"];

/// What relabelled goods are called, with the heading of the tariff that goes with it.
const OTHER_NAMES: [(&str, &str); 5] = [
    ("PCIe adapter card", "8536.90"),
    ("computer accessories", "8473.30"),
    ("power supply modules", "8504.40"),
    ("industrial controller boards", "8537.10"),
    ("used server parts", "8473.30"),
];

pub(super) fn write<S: Sink>(world: &World, sink: &mut S) -> Result<(), S::Error> {
    sink.row(Table::Consignments, &HEADER)?;
    sink.row(Table::TruthConsignments, &TRUTH)?;
    sink.row(Table::TruthSerials, &["serial", "item", "order", "line", "destination"])?;
    let mut told = BTreeSet::new();
    for (number, leg) in (0_u32..).zip(flows::all(world)) {
        let mut draw = world.draw(Stream::Document, number);
        let id = format!("{}-{:08}", draw.pick(&["AWB", "BL", "INV"]), number + 1);
        if leg.recorded {
            recorded(world, sink, &leg, &id, &mut draw)?;
        }
        truth(world, sink, &leg, &id)?;
        if leg.serials.is_some() && leg.recorded && told.insert(leg.line) {
            serials_of(world, sink, &leg)?;
        }
    }
    Ok(())
}

fn recorded<S: Sink>(world: &World, sink: &mut S, leg: &Leg, id: &str, draw: &mut Draw) -> Result<(), S::Error> {
    let (Some(from), Some(to)) = (world.company(leg.from), world.company(leg.to)) else { return Ok(()) };
    let item = goods::of(leg.item);
    let (name, hs) = if leg.renamed {
        draw.pick(&OTHER_NAMES)
    } else {
        (if draw.chance(2_000) { item.also } else { item.name }, item.hs)
    };
    let premium = u64::try_from(i64::from(WHOLE) + i64::from(leg.premium)).unwrap_or(0);
    let cents = item.price * 100 * premium / u64::from(WHOLE);
    // What is called an adapter is often valued as one.
    let cents = if leg.renamed && draw.chance(6_000) { cents / u64::from(draw.between(8, 60)) } else { cents };
    let grams = draw.about(item.grams * u64::from(leg.units), 800);
    let weight = format!("{}.{}", grams / 1000, grams % 1000 / 100);
    let weight = if draw.chance(world.settings.missing) { "" } else { weight.as_str() };
    let numbers = leg
        .serials
        .map(|first| (0..u64::from(leg.units)).map(|n| (first + n).to_string()).collect::<Vec<_>>().join(";"));
    let source = if draw.chance(7_000) { "customs declaration (simulated)" } else { "air waybill (simulated)" };
    let row: [&str; 14] = [
        world.calendar.text(leg.day),
        &from.name,
        from.land.code,
        &to.name,
        to.land.code,
        name,
        &leg.units.to_string(),
        &format!("{}.{:02}", cents / 100, cents % 100),
        "USD",
        weight,
        hs,
        id,
        numbers.as_deref().unwrap_or(""),
        source,
    ];
    sink.row(Table::Consignments, &row)
}

fn truth<S: Sink>(world: &World, sink: &mut S, leg: &Leg, id: &str) -> Result<(), S::Error> {
    let (Some(from), Some(to)) = (world.company(leg.from), world.company(leg.to)) else { return Ok(()) };
    let origin = world.company(flows::exporter(world, leg.line.0)).map_or("", |c| c.name.as_str());
    let scheme = leg.scheme.and_then(|s| world.schemes.get(s as usize)).filter(|_| leg.coloured > 0);
    let row: [&str; 12] = [
        id,
        yes(leg.recorded),
        world.calendar.text(leg.day),
        &from.name,
        &to.name,
        goods::of(leg.item).name,
        &leg.units.to_string(),
        &leg.coloured.to_string(),
        if leg.coloured > 0 { origin } else { "" },
        scheme.map_or("", |s| s.destination),
        &super::order_id(leg.line.0),
        &leg.line.1.to_string(),
    ];
    sink.row(Table::TruthConsignments, &row)
}

/// The serial numbers of a line, each with the country in which the unit ends. Of a line that is diverted in part, the
/// first units go on.
fn serials_of<S: Sink>(world: &World, sink: &mut S, leg: &Leg) -> Result<(), S::Error> {
    let Some(first) = leg.serials else { return Ok(()) };
    let Some(order) = world.orders.get(leg.line.0 as usize) else { return Ok(()) };
    let at_home = world.company(order.consignee).map_or("", |c| c.land.code);
    let away = leg.scheme.and_then(|s| world.schemes.get(s as usize)).map_or(at_home, |s| s.destination);
    let item = goods::of(leg.item).name;
    for nth in 0..leg.units {
        let destination = if nth < leg.coloured { away } else { at_home };
        let serial = (first + u64::from(nth)).to_string();
        let row: [&str; 5] = [&serial, item, &super::order_id(leg.line.0), &leg.line.1.to_string(), destination];
        sink.row(Table::TruthSerials, &row)?;
    }
    Ok(())
}
