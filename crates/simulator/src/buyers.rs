//! Ordinary buyers, and the firms that serve everybody: forwarders and directors for hire.

use crate::company::Plan;
use crate::draw::{Draw, Stream};
use crate::goods::{self, Class};
use crate::kinds::Want;
use crate::lands::{LANDS, Land};
use crate::world::{Bought, Of, Order, World};
use crate::{Kind, lands};

/// Forwarders, and directors for hire, in each country.
const FORWARDERS: u32 = 6;
const NOMINEES: u32 = 8;

/// How often a buyer has told the seller where its headquarters are; a guess.
pub(crate) const TELLS_HEADQUARTERS: u32 = 6_500;

/// Where exporters ship from, as the book writes it.
pub(crate) const EXPORTERS: [(&str, &str); 4] =
    [("TW", "Taoyuan, Taiwan"), ("US", "San Jose, US"), ("NL", "Rotterdam, Netherlands"), ("SG", "Singapore")];

pub(crate) fn service_firms(world: &mut World) {
    for (number, (code, _)) in (0..).zip(EXPORTERS) {
        let mut draw = world.draw(Stream::Places, 2000 + number);
        let since = world.calendar.first - draw.days(4_000, 12_000);
        let plan = Plan::new(Kind::Distributor, lands::of(code), since);
        let company = world.maker.company(&mut draw, &plan, &world.calendar);
        let of = world.add(company);
        world.exporters.push(of);
    }
    for (number, land) in (0..).zip(&LANDS) {
        let mut draw = world.draw(Stream::Places, 1000 + number);
        for _ in 0..FORWARDERS {
            let since = world.calendar.first - draw.days(700, 12_000);
            let plan = Plan::new(Kind::Forwarder, *land, since);
            let company = world.maker.company(&mut draw, &plan, &world.calendar);
            let of = world.add(company);
            world.forwarders.entry(land.code).or_default().push(of);
        }
        for _ in 0..NOMINEES {
            let person = world.person(&mut draw, land);
            world.nominees.entry(land.code).or_default().push(person);
        }
    }
}

/// Ordinary buyers, until they have placed as many orders.
pub(crate) fn ordinary(world: &mut World, orders: u32) {
    let by_weight: Vec<(Land, u32)> = LANDS.iter().map(|land| (*land, land.weight)).collect();
    let mut placed = 0;
    while placed < orders {
        let mut draw = world.draw(Stream::Buyer, world.drawn);
        world.drawn += 1;
        let land = draw.weighted(&by_weight);
        let kind = draw.weighted(&Kind::BUYERS);
        let (of, first) = company(world, &mut draw, kind, land);
        let (low, high) = kind.habit().orders;
        let count = draw.heavy(low, high).min(orders - placed);
        place(world, &mut draw, of, first, count);
        world.buyers.entry(land.code).or_default().push(of);
        placed += count;
    }
}

/// An ordinary company, and the day on which it first buys.
fn company(world: &mut World, draw: &mut Draw, kind: Kind, land: Land) -> (Of, i32) {
    let (start, end) = (world.calendar.first, world.calendar.last);
    let young = draw.chance(if kind == Kind::Startup { 8_000 } else { 500 });
    // Half of the buyers were customers already when the book begins.
    let known = !young && draw.chance(5_500);
    let first = if known { draw.days(start, start + 120) } else { draw.days(start, end - 10) };
    let oldest = if draw.chance(3_000) { 28_000 } else { 9_000 };
    let age = if young { draw.days(25, 900) } else { draw.days(1_100, oldest) };
    let startup = kind == Kind::Startup;
    let mut plan = Plan::new(kind, land, first - age);
    plan.tower = world.noise(draw) || (startup && draw.chance(3_000));
    plan.flat = !plan.tower && draw.chance(world.settings.noise / 4);
    plan.small_capital = world.noise(draw) || (startup && draw.chance(3_500));
    plan.web = !(world.noise(draw) || (startup && draw.chance(800)));
    plan.free_mail = draw.chance(world.settings.noise / 2);
    let mut company = world.maker.company(draw, &plan, &world.calendar);
    let group = draw.chance(world.settings.noise / 3);
    if let Some(other) = group.then(|| world.buyer(draw, land.code)).flatten().and_then(|of| world.company(of)) {
        company.phone.clone_from(&other.phone);
        if draw.chance(5_000) {
            company.email.clone_from(&other.email);
        }
    }
    if world.noise(draw) && draw.chance(3_000) && first + 300 < end {
        company.dissolved = Some(draw.days(first + 200, end));
    }
    let of = world.add(company);
    owners(world, draw, of, kind, land, young);
    (of, first)
}

/// Who owns and directs an ordinary company.
fn owners(world: &mut World, draw: &mut Draw, of: Of, kind: Kind, land: Land, young: bool) {
    let Some(founded) = world.company(of).map(|c| c.incorporated) else { return };
    for _ in 0..draw.between(1, 4) {
        let person = world.person(draw, &land);
        world.directs(person, of, founded + draw.days(0, 400));
    }
    let hired = world.noise(draw) || (young && draw.chance(1_500));
    if let Some(nominee) = hired.then(|| world.nominee(draw, &land)).flatten() {
        world.directs(nominee, of, founded);
    }
    if matches!(kind, Kind::University | Kind::Hospital | Kind::Laboratory) {
        if draw.chance(TELLS_HEADQUARTERS) {
            world.change(of, |company| company.headquarters = land.code);
        }
        return;
    }
    // A parent over the border that is told: ordinary too.
    let abroad = draw.chance(1_200);
    let chinese = abroad && draw.chance(1_500) && land.code != "CN";
    if abroad || draw.chance(2_500) {
        let home = if chinese {
            lands::of("CN")
        } else if abroad {
            draw.pick(&LANDS)
        } else {
            land
        };
        let plan = Plan::new(Kind::Holding, home, founded - draw.days(30, 5_000));
        let mut parent = world.maker.company(draw, &plan, &world.calendar);
        if draw.chance(TELLS_HEADQUARTERS) {
            parent.headquarters = home.code;
        }
        let named = (parent.name.clone(), parent.number.clone());
        let since = parent.incorporated;
        let parent = world.add(parent);
        let share = draw.pick(&["100", "100", "100", "75-100", ">50", "51", "60", "80"]);
        world.owns(named, of, share, founded);
        if chinese || draw.chance(TELLS_HEADQUARTERS) {
            world.change(of, |company| company.headquarters = home.code);
        }
        // Above it are persons, or many small holders of whom the register names a few, or it says nothing.
        let shares: &[&str] = match draw.below(10) {
            0..=3 => &["100"],
            4..=5 => &["60", "40"],
            6..=7 => &["6", "4", "3"],
            _ => &[],
        };
        for share in shares {
            let person = world.person(draw, &home);
            world.owns(person, parent, share, since);
        }
    } else {
        let shares: &[&str] = match draw.below(5) {
            0 => &["100"],
            1 => &["50", "50"],
            2 => &["60", "25", "15"],
            3 => &["25-50", "25-50"],
            _ => &["40", "30", ""],
        };
        for share in shares {
            let person = world.person(draw, &land);
            world.owns(person, of, share, founded);
        }
        if draw.chance(TELLS_HEADQUARTERS) {
            world.change(of, |company| company.headquarters = land.code);
        }
    }
}

/// The orders of an ordinary buyer.
fn place(world: &mut World, draw: &mut Draw, of: Of, first: i32, count: u32) {
    let Some((kind, land, headquarters, gone)) =
        world.company(of).map(|c| (c.kind, c.land, c.headquarters, c.dissolved))
    else {
        return;
    };
    let habit = kind.habit();
    let last = gone.unwrap_or(world.calendar.last).max(first + 1);
    let usual = world.forwarder(draw, land.code);
    let strict = !lands::open(land.code) || headquarters == "CN";
    for nth in 0..count {
        let mut day = if nth == 0 { first } else { draw.days(first, last) };
        // Buyers with a season wait for it, mostly.
        for _ in 0..3 {
            if habit.season.is_empty() || habit.season.contains(&world.calendar.month(day)) || nth == 0 {
                break;
            }
            day = draw.days(first, last);
        }
        let spot = world.noise(draw);
        let bargain = draw.days(-400, 400) + if spot { draw.days(300, 2_000) } else { 0 };
        let lines = (0..draw.weighted(&[(1, 6_200_u32), (2, 2_600), (3, 900), (4, 300)]))
            .map(|_: u32| line(world, draw, kind, day, strict, bargain))
            .collect();
        let sells_on = matches!(kind, Kind::Distributor | Kind::Integrator) && draw.chance(8_500);
        let user = if sells_on { end_user(world, draw, &land, day).unwrap_or(of) } else { of };
        // Some have their forwarder's store take the goods in, for want of a ramp of their own.
        let store = usual.filter(|_| draw.chance(world.settings.noise / 5));
        let order = Order {
            day,
            purchaser: of,
            consignee: store.unwrap_or(user),
            end_user: (user != of || !draw.chance(world.settings.missing / 3)).then_some(user),
            intermediate: (sells_on && draw.chance(2_500)).then_some(of),
            forwarder: draw.chance(6_000).then_some(()).and(if draw.chance(8_000) {
                usual
            } else {
                world.forwarder(draw, land.code)
            }),
            route: route(world, draw, &land),
            end_use: if draw.chance(world.settings.missing) { "" } else { draw.pick(habit.uses) },
            lines,
            scheme: None,
        };
        world.orders.push(order);
    }
}

/// Places on the way. Hong Kong is a hub for all of Asia, for ordinary goods as well.
fn route(world: &World, draw: &mut Draw, land: &Land) -> &'static str {
    let asia = matches!(land.code, "SG" | "MY" | "TH" | "VN" | "PH" | "ID" | "KR" | "JP" | "TW" | "IN" | "AU");
    if asia && world.noise(draw) && draw.chance(3_000) {
        "Hong Kong"
    } else if draw.chance(600) {
        draw.pick(&[
            "Frankfurt, Germany",
            "Singapore",
            "Anchorage, US",
            "Taipei, Taiwan",
            "Dubai, United Arab Emirates",
        ])
    } else {
        ""
    }
}

/// For whom a reseller buys: mostly somebody of its own country, now and then of another, openly.
fn end_user(world: &World, draw: &mut Draw, land: &Land, day: i32) -> Option<Of> {
    let code = if draw.chance(700) { draw.pick(&LANDS).code } else { land.code };
    world.standing(draw, code, day)
}

fn line(world: &World, draw: &mut Draw, kind: Kind, day: i32, strict: bool, bargain: i32) -> Bought {
    let habit = kind.habit();
    let mut want = draw.weighted(habit.classes);
    if strict && matches!(want, Want::Card | Want::Server) && !draw.chance(800) {
        want = draw.pick(&[Want::Small, Want::Desk, Want::Other]);
    }
    let class = Class::from(want);
    let item = draw.pick(&goods::sold(day, &[class]));
    let (low, high) = habit.units;
    let high = match class {
        Class::Server => high / 8,
        Class::Other => high * 4,
        _ => high,
    };
    // Once in a while somebody orders a whole cluster.
    let high = if draw.chance(150) { high * 4 } else { high };
    let plain = draw.chance(world.settings.noise / 10);
    Bought { item, units: draw.heavy(low.min(high.max(1)), high.max(1)), premium: bargain, diverted: false, plain }
}
