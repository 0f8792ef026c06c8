//! A world before it is written down: companies, who holds what of them, and every order that is placed.

use std::collections::{BTreeMap, BTreeSet};

use crate::company::{Company, Maker};
use crate::day::Calendar;
use crate::draw::{Draw, Stream, WHOLE};
use crate::words::person;
use crate::{Kind, Pattern, Settings, buyers, lands, schemes};

/// A company, by its place in [`World::companies`].
pub(crate) type Of = u32;

/// What is bought on a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bought {
    pub(crate) item: u8,
    pub(crate) units: u32,
    /// Above or below the list price, in ten-thousandths.
    pub(crate) premium: i32,
    pub(crate) diverted: bool,
    /// Described as something plainer than it is.
    pub(crate) plain: bool,
}

/// An order.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) day: i32,
    pub(crate) purchaser: Of,
    pub(crate) consignee: Of,
    pub(crate) end_user: Option<Of>,
    pub(crate) intermediate: Option<Of>,
    pub(crate) forwarder: Option<Of>,
    pub(crate) route: &'static str,
    pub(crate) end_use: &'static str,
    pub(crate) lines: Vec<Bought>,
    /// By which scheme it is placed.
    pub(crate) scheme: Option<u32>,
}

/// Who holds what of a company.
#[derive(Clone, Debug)]
pub(crate) struct Holding {
    pub(crate) owner: String,
    pub(crate) owner_id: String,
    pub(crate) owned: Of,
    pub(crate) share: String,
    pub(crate) interest: &'static str,
    pub(crate) from: i32,
    pub(crate) to: Option<i32>,
}

/// A natural person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) id: String,
    /// Where the register has the person live.
    pub(crate) country: &'static str,
}

/// A pattern at work: some companies, somebody behind them, a place where the goods end.
#[derive(Clone, Debug)]
pub(crate) struct Scheme {
    pub(crate) pattern: Pattern,
    /// The country in which the goods end.
    pub(crate) destination: &'static str,
    /// The company over the border that takes the goods in.
    pub(crate) receiver: Of,
    /// The company on the way there that some of the goods pass.
    pub(crate) hub: Of,
}

/// A party of the invented list.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) company: Company,
    pub(crate) since: i32,
}

/// A world.
pub(crate) struct World {
    pub(crate) settings: Settings,
    pub(crate) calendar: Calendar,
    pub(crate) maker: Maker,
    pub(crate) companies: Vec<Company>,
    pub(crate) holdings: Vec<Holding>,
    pub(crate) orders: Vec<Order>,
    pub(crate) schemes: Vec<Scheme>,
    pub(crate) listed: Vec<Listed>,
    /// Forwarders by country.
    pub(crate) forwarders: BTreeMap<&'static str, Vec<Of>>,
    /// Ordinary buyers by country.
    pub(crate) buyers: BTreeMap<&'static str, Vec<Of>>,
    /// Directors for hire, by country: name and id.
    pub(crate) nominees: BTreeMap<&'static str, Vec<(String, String)>>,
    /// Everybody who directs or owns, in the order of their ids.
    pub(crate) people: Vec<Person>,
    /// Who ships what is ordered, from makers' stock without end.
    pub(crate) exporters: Vec<Of>,
    /// Operators whose site cannot run what they buy.
    pub(crate) staged: BTreeSet<Of>,
    /// How many ordinary buyers were drawn.
    pub(crate) drawn: u32,
}

impl World {
    pub(crate) fn new(settings: &Settings) -> Self {
        let settings = settings.bounded();
        let mut world = Self {
            settings,
            calendar: Calendar::new(),
            maker: Maker::new(settings.seed),
            companies: Vec::new(),
            holdings: Vec::new(),
            orders: Vec::new(),
            schemes: Vec::new(),
            listed: Vec::new(),
            forwarders: BTreeMap::new(),
            buyers: BTreeMap::new(),
            nominees: BTreeMap::new(),
            people: Vec::new(),
            exporters: Vec::new(),
            staged: BTreeSet::new(),
            drawn: 0,
        };
        schemes::listed(&mut world);
        buyers::service_firms(&mut world);
        // Ordinary buyers first: schemes borrow their names, and share suites and telephones with them.
        let diverted = schemes::orders_wanted(&world.settings);
        buyers::ordinary(&mut world, settings.orders.saturating_sub(diverted));
        schemes::all(&mut world, diverted);
        world.orders.truncate(settings.orders as usize);
        // A stable sort: orders of one day stay as they were drawn.
        world.orders.sort_by_key(|order| order.day);
        world
    }

    /// Take a company in.
    pub(crate) fn add(&mut self, company: Company) -> Of {
        self.companies.push(company);
        u32::try_from(self.companies.len() - 1).unwrap_or(u32::MAX)
    }

    /// The company at a place.
    pub(crate) fn company(&self, of: Of) -> Option<&Company> {
        self.companies.get(of as usize)
    }

    /// The same, to change it.
    pub(crate) fn change(&mut self, of: Of, change: impl FnOnce(&mut Company)) {
        if let Some(company) = self.companies.get_mut(of as usize) {
            change(company);
        }
    }

    pub(crate) fn draw(&self, stream: Stream, number: u32) -> Draw {
        Draw::new(self.settings.seed, stream, number)
    }

    /// Does an ordinary buyer bear a trace here?
    pub(crate) fn noise(&self, draw: &mut Draw) -> bool {
        draw.chance(self.settings.noise)
    }

    /// Does a shell show a trace that `base` in ten thousand have?
    pub(crate) fn shows(&self, draw: &mut Draw, base: u32) -> bool {
        draw.chance(base * (WHOLE - self.settings.hiding) / WHOLE)
    }

    /// A new person, with an id.
    pub(crate) fn person(&mut self, draw: &mut Draw, land: &lands::Land) -> (String, String) {
        let name = person(draw, land.tongue);
        let id = format!("P{:07}", self.people.len() + 1);
        self.people.push(Person { name: name.clone(), id: id.clone(), country: land.code });
        (name, id)
    }

    /// A director for hire in that country.
    pub(crate) fn nominee(&self, draw: &mut Draw, land: &lands::Land) -> Option<(String, String)> {
        let of = self.nominees.get(land.code)?;
        of.get(draw.below(u32::try_from(of.len()).unwrap_or(0)) as usize).cloned()
    }

    /// A forwarder of that country.
    pub(crate) fn forwarder(&self, draw: &mut Draw, code: &str) -> Option<Of> {
        self.forwarders.get(code).map(|of| draw.pick(of))
    }

    /// An ordinary buyer of that country that exists on a day.
    pub(crate) fn standing(&self, draw: &mut Draw, code: &str, day: i32) -> Option<Of> {
        let stands = |of: &Of| self.company(*of).is_some_and(|c| c.incorporated + 60 < day && c.dissolved.is_none());
        self.buyer(draw, code).filter(stands)
    }

    /// An ordinary buyer of that country.
    pub(crate) fn buyer(&self, draw: &mut Draw, code: &str) -> Option<Of> {
        self.buyers.get(code).filter(|of| !of.is_empty()).map(|of| draw.pick(of))
    }

    /// Say who directs a company, from its founding or a later day on.
    pub(crate) fn directs(&mut self, (owner, owner_id): (String, String), owned: Of, from: i32) {
        let share = String::new();
        self.holdings.push(Holding { owner, owner_id, owned, share, interest: "director", from, to: None });
    }

    /// Say who directed a company once.
    pub(crate) fn directed(&mut self, owner: String, owner_id: String, owned: Of, from: i32, to: i32) {
        let share = String::new();
        self.holdings.push(Holding { owner, owner_id, owned, share, interest: "director", from, to: Some(to) });
    }

    /// Forget the owners of a company that was made last.
    pub(crate) fn forget_owners(&mut self, owned: Of) {
        while self.holdings.last().is_some_and(|h| h.owned == owned && h.interest == "ownership") {
            self.holdings.pop();
        }
    }

    /// Say who owns a share of a company.
    pub(crate) fn owns(&mut self, (owner, owner_id): (String, String), owned: Of, share: &str, from: i32) {
        let share = share.to_owned();
        self.holdings.push(Holding { owner, owner_id, owned, share, interest: "ownership", from, to: None });
    }

    /// A company over the border, unlisted, that takes goods in.
    pub(crate) fn receiver(&mut self, draw: &mut Draw, code: &str) -> Of {
        let since = self.calendar.first - draw.days(200, 6000);
        let kind = draw.pick(&[Kind::Cloud, Kind::Integrator, Kind::Startup, Kind::Distributor]);
        let plan = crate::company::Plan::new(kind, lands::of(code), since);
        let company = self.maker.company(draw, &plan, &self.calendar);
        self.add(company)
    }
}
