//! Patterns at work: one file a pattern, and what they have in common.

mod front;
mod relabel;
mod relay;
mod reroute;
mod ring;
mod split;
mod staged;

use crate::company::Plan;
use crate::draw::{Draw, Stream, WHOLE};
use crate::goods::{self, Class};
use crate::lands::{self, LANDS, Land};
use crate::world::{Bought, Listed, Of, Order, Scheme, World};
use crate::{Kind, Pattern, buyers};

/// Parties of the invented list.
const LISTED: u32 = 60;
/// How often each pattern is played, where there is room for more than one of each.
const WEIGHTS: [(Pattern, u32); 7] = [
    (Pattern::RelayShell, 34),
    (Pattern::Ring, 9),
    (Pattern::SplitOrders, 10),
    (Pattern::StagedSite, 14),
    (Pattern::Relabelling, 16),
    (Pattern::ForwarderReroute, 18),
    (Pattern::CloudFront, 10),
];
/// Lines of an order on average, in ten-thousandths.
const LINES: u64 = 15_300;

/// Invented companies that the invented list names; some of them are behind schemes.
pub(crate) fn listed(world: &mut World) {
    for number in 0..LISTED {
        let mut draw = world.draw(Stream::Listed, number);
        let land = lands::of(draw.weighted(&[("CN", 75), ("HK", 8), ("RU", 12), ("AE", 3), ("TR", 2)]));
        let kind = draw.pick(&[Kind::Cloud, Kind::Integrator, Kind::Laboratory, Kind::Startup, Kind::Holding]);
        let plan = Plan::new(kind, land, world.calendar.first - draw.days(900, 9_000));
        let company = world.maker.company(&mut draw, &plan, &world.calendar);
        let since = if draw.chance(5_000) {
            draw.pick(&world.calendar.controls)
        } else {
            world.calendar.first + draw.days(-900, 1_400)
        };
        world.listed.push(Listed { company, since });
    }
}

/// Lines to be diverted.
fn lines_wanted(settings: &crate::Settings) -> u32 {
    let whole = u64::from(WHOLE);
    let lines = u64::from(settings.orders) * LINES / whole;
    u32::try_from(lines * u64::from(settings.share_diverted) / whole).unwrap_or(u32::MAX)
}

/// Orders to be left for schemes: those with diverted lines, and harmless ones between them.
pub(crate) fn orders_wanted(settings: &crate::Settings) -> u32 {
    let lines = lines_wanted(settings);
    if lines == 0 { 0 } else { (lines + lines / 3 + 8).min(settings.orders) }
}

/// Schemes one after another, each pattern once, then by weight, until the share of diverted lines is reached.
pub(crate) fn all(world: &mut World, orders: u32) {
    let wanted = lines_wanted(&world.settings);
    let most = world.orders.len() + orders as usize;
    let (mut diverted, mut number) = (0, 0);
    while diverted < wanted && world.orders.len() < most {
        let mut draw = world.draw(Stream::Scheme, number);
        let pattern = match Pattern::ALL.get(number as usize) {
            Some(pattern) => *pattern,
            None => {
                draw.weighted(&WEIGHTS.map(|(pattern, weight)| (Some(pattern), weight))).unwrap_or(Pattern::RelayShell)
            }
        };
        let left = (wanted - diverted).min((wanted / 10).max(2));
        let mut scene = Scene::new(world, draw, pattern, number, left);
        match pattern {
            Pattern::RelayShell => relay::play(&mut scene),
            Pattern::Ring => ring::play(&mut scene),
            Pattern::SplitOrders => split::play(&mut scene),
            Pattern::StagedSite => staged::play(&mut scene),
            Pattern::Relabelling => relabel::play(&mut scene),
            Pattern::ForwarderReroute => reroute::play(&mut scene),
            Pattern::CloudFront => front::play(&mut scene),
        }
        diverted += left - scene.left;
        number += 1;
        if number > wanted.saturating_mul(2) + 20 {
            break;
        }
    }
    world.orders.truncate(most);
    let short = most.saturating_sub(world.orders.len());
    crate::buyers::ordinary(world, u32::try_from(short).unwrap_or(0));
}

/// A scheme being played.
pub(crate) struct Scene<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) draw: Draw,
    pub(crate) pattern: Pattern,
    pub(crate) number: u32,
    /// Lines that it may still divert.
    pub(crate) left: u32,
    pub(crate) behind: String,
    /// The control that it answers to.
    pub(crate) control: i32,
}

impl<'a> Scene<'a> {
    fn new(world: &'a mut World, mut draw: Draw, pattern: Pattern, number: u32, left: u32) -> Self {
        let destination = draw.weighted(&[("CN", 85), ("RU", 12), ("HK", 3)]);
        let receiver = world.receiver(&mut draw, destination);
        let of_list: Vec<usize> = (0..world.listed.len())
            .filter(|at| world.listed.get(*at).is_some_and(|listed| listed.company.land.code == destination))
            .collect();
        let listed = draw.chance(5_000).then(|| world.listed.get(draw.pick(&of_list))).flatten();
        let behind = listed
            .map(|listed| listed.company.name.clone())
            .or_else(|| world.company(receiver).map(|company| company.name.clone()))
            .unwrap_or_default();
        let control = draw.pick(&world.calendar.controls);
        let via = draw.pick(&["HK", "HK", "HK", "SG", "AE", "VN", "KZ"]);
        let hub = world.receiver(&mut draw, via);
        for of in [receiver, hub] {
            world.change(of, |company| {
                company.pattern = Some(pattern);
                company.behind.clone_from(&behind);
            });
        }
        world.schemes.push(Scheme { pattern, destination, receiver, hub });
        Self { world, draw, pattern, number, left, behind, control }
    }

    /// Does a trace show that `base` in ten thousand schemes have?
    pub(crate) fn shows(&mut self, base: u32) -> bool {
        self.world.shows(&mut self.draw, base)
    }

    /// A country for a shell.
    pub(crate) fn relay_land(&mut self) -> Land {
        let by_weight: Vec<(Land, u32)> = LANDS.iter().map(|land| (*land, land.relay)).collect();
        self.draw.weighted(&by_weight)
    }

    /// A company set up for the scheme, with the traces that it does not hide.
    pub(crate) fn shell(&mut self, kind: Kind, land: Land) -> Of {
        let last = self.world.calendar.last;
        let fresh = self.shows(9_500);
        let founded =
            if fresh { self.control + self.draw.days(4, 110) } else { self.control - self.draw.days(500, 4_500) };
        let mut plan = Plan::new(kind, land, founded.min(last - 60));
        plan.tower = self.shows(8_500);
        plan.flat = !plan.tower && self.shows(2_000);
        plan.small_capital = self.shows(9_000);
        plan.web = !self.shows(6_500);
        plan.free_mail = self.shows(4_500);
        let mut company = self.world.maker.company(&mut self.draw, &plan, &self.world.calendar);
        company.pattern = Some(self.pattern);
        company.shell = true;
        company.behind.clone_from(&self.behind);
        // A shell fills in the seller's form as others do.
        if self.draw.chance(buyers::TELLS_HEADQUARTERS) {
            company.headquarters = land.code;
        }
        let from = company.incorporated.max(self.control);
        let of = self.world.add(company);
        let hired = self.shows(5_500).then(|| self.world.nominee(&mut self.draw, &land)).flatten();
        let director = hired.unwrap_or_else(|| self.world.person(&mut self.draw, &land));
        // A company bought off the shelf has a new director and owner since then, and another one before.
        if from > founded {
            let (owner, owner_id) = self.world.person(&mut self.draw, &land);
            self.world.directed(owner, owner_id, of, founded, from);
        }
        self.world.directs(director.clone(), of, from);
        self.owner(of, director, from);
        of
    }

    /// Who holds the shell: mostly its director, now and then a band or nothing, seldom whoever is behind it.
    fn owner(&mut self, of: Of, director: (String, String), from: i32) {
        if self.shows(1_500) {
            let behind = (self.behind.clone(), String::new());
            let share = self.draw.pick(&["25-50", ">50", "100", ""]);
            self.world.owns(behind, of, share, from);
            if share != "100" {
                self.world.owns(director, of, "", from);
            }
        } else {
            let share = self.draw.pick(&["100", "100", "75-100", ""]);
            self.world.owns(director, of, share, from);
        }
    }

    /// The first day on which a company of the scheme buys.
    pub(crate) fn begins(&mut self, of: Of) -> i32 {
        let founded = self.world.company(of).map_or(self.control, |company| company.incorporated);
        let wait = if self.shows(9_000) { self.draw.days(12, 130) } else { self.draw.days(130, 700) };
        let day = founded.max(self.control) + wait;
        day.clamp(self.world.calendar.first, self.world.calendar.last - 45)
    }

    /// What it is all about: a line of accelerators that go on.
    pub(crate) fn haul(&mut self, day: i32, class: Class, units: (u32, u32)) -> Bought {
        self.left = self.left.saturating_sub(1);
        let item = self.draw.pick(&goods::sold(day, &[class]));
        let premium = if self.shows(7_000) { self.draw.days(500, 4_500) } else { self.draw.days(-300, 500) };
        Bought { item, units: self.draw.heavy(units.0, units.1), premium, diverted: true, plain: false }
    }

    /// A line of harmless goods beside it.
    pub(crate) fn filler(&mut self, day: i32) -> Bought {
        let item = self.draw.pick(&goods::sold(day, &[Class::Other, Class::Desk]));
        Bought {
            item,
            units: self.draw.heavy(1, 32),
            premium: self.draw.days(-300, 500),
            diverted: false,
            plain: false,
        }
    }

    /// Lines of an order: one or two of what it is about, as long as there are any left, and perhaps harmless ones.
    pub(crate) fn lines(&mut self, day: i32, units: (u32, u32)) -> Vec<Bought> {
        let mut lines = Vec::new();
        let class = if self.draw.chance(5_500) { Class::Card } else { Class::Server };
        let units = if class == Class::Server { (1, (units.1 / 8).max(1)) } else { units };
        lines.push(self.haul(day, class, units));
        if self.left > 0 && self.draw.chance(1_500) {
            lines.push(self.haul(day, Class::Card, units));
        }
        if self.draw.chance(2_500) {
            lines.push(self.filler(day));
        }
        lines
    }

    /// An end use as a shell states it: nothing, something vague, or what ordinary buyers write.
    pub(crate) fn end_use(&mut self, kind: Kind) -> &'static str {
        if self.shows(6_000) {
            self.draw.pick(&[
                "",
                "",
                "data centre",
                "AI project",
                "commercial use",
                "for own use",
                "technical research",
            ])
        } else {
            self.draw.pick(kind.habit().uses)
        }
    }

    /// An order of the scheme by one company for itself, which callers change before they place it.
    pub(crate) fn order(&mut self, day: i32, of: Of, lines: Vec<Bought>) -> Order {
        let (kind, code) = self.world.company(of).map_or((Kind::Distributor, ""), |c| (c.kind, c.land.code));
        // Forwarders that ask little are known to those who need them: the first two of a country.
        let friendly = self.shows(7_000);
        let forwarders = self.world.forwarders.get(code).map_or(&[][..], Vec::as_slice);
        let forwarder = if friendly { forwarders.get(..2).unwrap_or(forwarders) } else { forwarders };
        let forwarder = (!forwarder.is_empty()).then(|| self.draw.pick(forwarder));
        let via = self.shows(2_000);
        Order {
            day: day.min(self.world.calendar.last),
            purchaser: of,
            consignee: of,
            end_user: Some(of),
            intermediate: None,
            forwarder,
            route: if via { "Hong Kong" } else { "" },
            end_use: self.end_use(kind),
            lines,
            scheme: Some(self.number),
        }
    }

    /// The company falls silent: struck off some time after its last order, or merely without orders.
    pub(crate) fn silent(&mut self, of: Of, last: i32) {
        if self.shows(5_000) {
            let day = last + self.draw.days(30, 400);
            if day < self.world.calendar.last {
                self.world.change(of, |company| company.dissolved = Some(day));
            }
        }
    }
}
