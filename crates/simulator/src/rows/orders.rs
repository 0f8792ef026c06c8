//! The book of orders, and the truth about each line.

use tidewaiter_model::Role;

use super::{Sink, Summary, Table, yes};
use crate::buyers::EXPORTERS;
use crate::company::Company;
use crate::draw::{Draw, Stream, WHOLE};
use crate::flows;
use crate::goods::{self, Class};
use crate::world::{Bought, Order, World};

const SINGLES: [&str; 13] = [
    "order",
    "line",
    "date",
    "description",
    "part number",
    "quantity",
    "unit price",
    "currency",
    "ship-from",
    "ship-to",
    "route",
    "end use",
    "made in",
];
/// How often a company that has a name in its own script is written so, throughout the book.
const OWN_SCRIPT: u32 = 1_000;
const FIELDS: [&str; 4] = ["address", "country", "identifier", "headquarters"];

fn header() -> Vec<String> {
    let party = |role: Role| {
        std::iter::once(role.words().to_owned()).chain(FIELDS.map(|field| format!("{} {field}", role.words())))
    };
    SINGLES.iter().map(|single| (*single).to_owned()).chain(Role::ALL.into_iter().flat_map(party)).collect()
}

pub(super) fn write<S: Sink>(world: &World, sink: &mut S, summary: &mut Summary) -> Result<(), S::Error> {
    let names = header();
    sink.row(Table::Orders, &names.iter().map(String::as_str).collect::<Vec<_>>())?;
    sink.row(Table::TruthOrders, &["order", "line", "diverted", "pattern", "destination"])?;
    for (number, order) in (0_u32..).zip(&world.orders) {
        let mut draw = world.draw(Stream::Order, number);
        let id = super::order_id(number);
        let head = Head::of(world, order, number, &mut draw);
        for (line, bought) in (1..).zip(&order.lines) {
            let cells = head.cells(world, order, bought, &id, &line.to_string(), &mut draw);
            sink.row(Table::Orders, &cells.iter().map(String::as_str).collect::<Vec<_>>())?;
            let scheme = bought.diverted.then_some(order.scheme).flatten().and_then(|s| world.schemes.get(s as usize));
            let (pattern, destination) = scheme.map_or(("", ""), |s| (s.pattern.word(), s.destination));
            sink.row(Table::TruthOrders, &[&id, &line.to_string(), yes(bought.diverted), pattern, destination])?;
            summary.lines += 1;
            summary.diverted += usize::from(bought.diverted);
        }
        summary.orders += 1;
    }
    Ok(())
}

/// What is the same on all lines of an order.
struct Head {
    ship_from: &'static str,
    ship_to: String,
    parties: Vec<String>,
}

impl Head {
    fn of(world: &World, order: &Order, number: u32, draw: &mut Draw) -> Self {
        let to = world.company(order.consignee);
        let ship_to = to.map_or_else(String::new, |company| {
            let city = company.city.split(", ").next().unwrap_or_default();
            if city == company.land.name { city.to_owned() } else { format!("{city}, {}", company.land.name) }
        });
        let by_role =
            [Some(order.purchaser), order.intermediate, Some(order.consignee), order.end_user, order.forwarder];
        let mut parties = Vec::with_capacity(25);
        for of in by_role {
            match of.and_then(|of| world.company(of)) {
                Some(company) => {
                    let own = of.is_some_and(|of| world.draw(Stream::Script, of).chance(OWN_SCRIPT));
                    parties.extend(party(world, company, own, draw));
                }
                None => parties.extend(std::iter::repeat_n(String::new(), 5)),
            }
        }
        let exporter = flows::exporter(world, number);
        let at = world.exporters.iter().position(|of| *of == exporter);
        let ship_from = at.and_then(|at| EXPORTERS.get(at)).map_or("", |(_, place)| place);
        Self { ship_from, ship_to, parties }
    }

    fn cells(
        &self,
        world: &World,
        order: &Order,
        bought: &Bought,
        id: &str,
        line: &str,
        draw: &mut Draw,
    ) -> Vec<String> {
        let item = goods::of(bought.item);
        let part = !item.part.is_empty() && (bought.plain || draw.chance(5_000));
        let description = match (bought.plain && part, draw.chance(2_000)) {
            (true, _) => draw.pick(&["adapter, computer accessories", "PCIe controller card", "server spare parts"]),
            (false, true) => item.also,
            (false, false) => item.name,
        };
        let premium = u64::try_from(i64::from(WHOLE) + i64::from(bought.premium)).unwrap_or(0);
        let cents = item.price * 100 * premium / u64::from(WHOLE);
        let made_in = if item.class == Class::Other || draw.chance(7_000) { "" } else { "TW" };
        let mut cells: Vec<String> = [
            id,
            line,
            world.calendar.text(order.day),
            description,
            if part { item.part } else { "" },
            &bought.units.to_string(),
            &format!("{}.{:02}", cents / 100, cents % 100),
            "USD",
            self.ship_from,
            &self.ship_to,
            order.route,
            order.end_use,
            made_in,
        ]
        .map(str::to_owned)
        .into();
        cells.extend(self.parties.iter().cloned());
        cells
    }
}

/// Name, address, country, identifier and headquarters of a party, as far as the book has them.
fn party(world: &World, company: &Company, own_script: bool, draw: &mut Draw) -> [String; 5] {
    let missing = world.settings.missing;
    let mut known = |text: &str, chance: u32| if draw.chance(chance) { String::new() } else { text.to_owned() };
    [
        if own_script && !company.native.is_empty() { &company.native } else { &company.name }.clone(),
        known(&company.address, missing / 2),
        known(company.land.code, missing / 4),
        known(&company.number, 3_000 + missing),
        known(company.headquarters, missing),
    ]
}
