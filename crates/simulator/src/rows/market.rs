//! Market offers, and the sites that operators claim.

use std::collections::BTreeMap;

use super::{Sink, Table, yes};
use crate::company::Company;
use crate::draw::{Draw, Stream, WHOLE};
use crate::goods::{self, Class};
use crate::world::{Of, World};
use crate::{Kind, lands};

const LISTINGS: [&str; 11] =
    ["date", "site", "seller", "item", "quantity", "price", "currency", "place", "phone", "text", "id"];

/// An offer before it is written.
struct Offer<'a> {
    day: i32,
    seller: &'a Company,
    item: u8,
    units: u32,
    premium: i32,
    phone: String,
    order: Option<u32>,
}

/// Offers of ordinary resellers, and of those who sell on what was diverted, by day.
pub(super) fn listings<S: Sink>(world: &World, sink: &mut S) -> Result<(), S::Error> {
    sink.row(Table::Listings, &LISTINGS)?;
    sink.row(Table::TruthListings, &["id", "diverted", "pattern", "order"])?;
    let mut offers = ordinary(world);
    offers.extend(onward(world));
    offers.sort_by_key(|offer| offer.day);
    for (number, offer) in (0_u32..).zip(&offers) {
        let mut draw = world.draw(Stream::Offer, number);
        write_offer(world, sink, offer, number, &mut draw)?;
    }
    Ok(())
}

fn ordinary(world: &World) -> Vec<Offer<'_>> {
    let sellers: Vec<&Company> = world
        .companies
        .iter()
        .filter(|c| matches!(c.kind, Kind::Distributor | Kind::Integrator) && c.pattern.is_none())
        .collect();
    let count = u32::try_from(world.orders.len() / 20).unwrap_or(0);
    let offer = |number: u32| {
        let mut draw = world.draw(Stream::Listing, number);
        let seller = *sellers.get(draw.below(u32::try_from(sellers.len()).unwrap_or(0)) as usize)?;
        let day = draw.days(world.calendar.first, world.calendar.last);
        let class = draw.weighted(&[(0_u8, 60), (1, 24), (2, 13), (3, 3)]);
        let class = match class {
            1 => Class::Small,
            2 => Class::Card,
            3 => Class::Server,
            _ => Class::Desk,
        };
        let premium = draw.days(-2_500, 600) + if world.noise(&mut draw) { draw.days(500, 4_000) } else { 0 };
        let item = draw.pick(&goods::sold(day, &[class]));
        Some(Offer { day, seller, item, units: draw.heavy(1, 64), premium, phone: seller.phone.clone(), order: None })
    };
    (0..count).filter_map(offer).collect()
}

/// Offers over the border some time after a diverted line; the telephone is now and then that of the shell.
fn onward(world: &World) -> Vec<Offer<'_>> {
    let mut offers = Vec::new();
    for (number, order) in (0_u32..).zip(&world.orders) {
        let Some(scheme) = order.scheme.and_then(|s| world.schemes.get(s as usize)) else { continue };
        let mut draw = world.draw(Stream::Listing, u32::MAX - number);
        for bought in order.lines.iter().filter(|line| line.diverted) {
            if !world.shows(&mut draw, 4_000) {
                continue;
            }
            let Some(seller) = world.company(scheme.receiver) else { continue };
            let shell = world.company(order.purchaser).filter(|_| world.shows(&mut draw, 3_000));
            let phone = shell.map_or_else(|| format!("{} 1{}", seller.land.dial, draw.digits(10)), |c| c.phone.clone());
            let day = order.day + draw.days(12, 150);
            let units = draw.between(1, bought.units);
            let premium = draw.days(1_500, 7_000);
            offers.push(Offer { day, seller, item: bought.item, units, premium, phone, order: Some(number) });
        }
    }
    offers
}

fn write_offer<S: Sink>(
    world: &World,
    sink: &mut S,
    offer: &Offer<'_>,
    number: u32,
    draw: &mut Draw,
) -> Result<(), S::Error> {
    let item = goods::of(offer.item);
    let land = offer.seller.land;
    let chinese = matches!(land.code, "CN" | "HK" | "TW");
    let premium = u64::try_from(i64::from(WHOLE) + i64::from(offer.premium)).unwrap_or(0);
    let price = item.price * premium / u64::from(WHOLE) * land.rate / 100;
    let site = if chinese {
        draw.pick(&["market.chip-exchange.example", "forum.suanli.example", "b2b.dianzi.example"])
    } else {
        draw.pick(&["used-servers.example", "gpu-market.example", "b2b.it-surplus.example"])
    };
    let text = if chinese {
        draw.pick(&["现货 全新未拆 含税可谈", "库存有限，支持验货，量大优惠", "当天发货 深圳提货", "整机出，送保修"])
    } else {
        draw.pick(&[
            "In stock, sealed, invoice included",
            "Refurbished, tested, 90 days",
            "Surplus from a closed project",
            "New, ships within two days",
        ])
    };
    let seller = if chinese && !offer.seller.native.is_empty() { &offer.seller.native } else { &offer.seller.name };
    let phone = if draw.chance(world.settings.missing) { "" } else { offer.phone.as_str() };
    let id = format!("L-{:07}", number + 1);
    let place = offer.seller.city.split(", ").next().unwrap_or_default();
    let row: [&str; 11] = [
        world.calendar.text(offer.day),
        site,
        seller,
        if draw.chance(4_000) { item.also } else { item.name },
        &offer.units.to_string(),
        &price.to_string(),
        land.currency,
        place,
        phone,
        text,
        &id,
    ];
    sink.row(Table::Listings, &row)?;
    let order = offer.order.map(super::order_id).unwrap_or_default();
    let scheme = offer.order.and_then(|o| world.orders.get(o as usize)).and_then(|o| o.scheme);
    let pattern = scheme.and_then(|s| world.schemes.get(s as usize)).map_or("", |s| s.pattern.word());
    sink.row(Table::TruthListings, &[&id, yes(offer.order.is_some()), pattern, &order])
}

const SITES: [&str; 9] =
    ["name", "operator", "address", "country", "power_mw", "cooling_mw", "confirmed_by", "date", "source"];

/// Sites as their operators claim them. Power is measured by what the operator has bought: an ordinary site can run it,
/// one in ten or twenty seems not to (it is one of several, or the figure is old); one that is staged mostly cannot.
pub(super) fn sites<S: Sink>(world: &World, sink: &mut S) -> Result<(), S::Error> {
    sink.row(Table::Sites, &SITES)?;
    let mut bought: BTreeMap<Of, (u64, i32)> = BTreeMap::new();
    for order in &world.orders {
        let watts: u64 = order.lines.iter().map(|line| goods::of(line.item).watts * u64::from(line.units)).sum();
        let user = order.end_user.unwrap_or(order.consignee);
        let at = bought.entry(user).or_insert((0, order.day));
        at.0 += watts;
    }
    for (of, (watts, first)) in bought {
        let Some(company) = world.company(of) else { continue };
        let mut draw = world.draw(Stream::Site, of);
        let staged = world.staged.contains(&of);
        let claims = staged
            || (company.kind.has_site() && company.kind != Kind::Bank)
            || company.kind == Kind::Bank && draw.chance(3_000);
        if !claims || (draw.chance(world.settings.missing) && !staged) {
            continue;
        }
        let front = company.pattern.is_some() && world.shows(&mut draw, if staged { 9_000 } else { 5_000 });
        let small = front || world.noise(&mut draw);
        let share = if small { draw.between(8, 70) } else { draw.between(130, 500) };
        // Servers draw about 1.3 times what their accelerators do, with cooling.
        let kilowatts = (watts * 13 / 10 * u64::from(share) / 100 / 1000).max(20);
        site(world, sink, company, kilowatts, first, front, &mut draw)?;
    }
    Ok(())
}

fn site<S: Sink>(
    world: &World,
    sink: &mut S,
    company: &Company,
    kilowatts: u64,
    first: i32,
    front: bool,
    draw: &mut Draw,
) -> Result<(), S::Error> {
    let megawatts = |kw: u64| format!("{}.{:03}", kw / 1000, kw % 1000);
    let cooling = megawatts(kilowatts * u64::from(draw.between(60, 110)) / 100);
    let cooling = if draw.chance(world.settings.missing * 2) { String::new() } else { cooling };
    let confirmed = if front {
        draw.pick(&["", "the operator's own statement", "photographs", "the forwarder"])
    } else {
        draw.pick(&["grid operator", "landlord's contract", "site visit", "the operator's own statement", ""])
    };
    let brand = company.name.split(' ').next().unwrap_or_default();
    let place = company.city.split(',').next().unwrap_or_default();
    let name =
        format!("{brand} {} {}", draw.pick(&["Data Centre", "Hall", "Campus", "Machine Room"]), draw.between(1, 4));
    let power = megawatts(kilowatts);
    let address = format!(
        "{}, {place}",
        draw.pick(&["Industrial Park Plot 7", "Technology Park 3", "Campus East", "Free Zone Block C"])
    );
    let land = lands::of(company.land.code);
    let row: [&str; 9] = [
        &name,
        &company.name,
        &address,
        land.code,
        &power,
        &cooling,
        confirmed,
        world.calendar.text(first - draw.days(10, 90)),
        "questionnaire (simulated)",
    ];
    sink.row(Table::Sites, &row)
}
