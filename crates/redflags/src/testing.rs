//! An ordinary order to vary in tests: a German university buys data-centre accelerators for its own machine room.

use std::collections::BTreeMap;
use std::sync::Arc;

use tidewaiter_model::{
    Accelerator, Control, Country, Date, Entity, Figure, Finding, Form, Good, Line, Origin, Party, Place, Position,
    Range, Resolution, Role, Truth,
};

use crate::{
    Asked, Beside, Case, Companies, Flag, Groups, History, ListedOwner, Listing, Lists, Ordered, Owners, Replies,
    Reply, Sharing, StatedUse,
};

/// A case that owns its parts.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub line: Line,
    pub good: Good,
    pub control: Control,
    pub concern: bool,
    pub accelerators: Option<u64>,
    pub as_of: Date,
    pub told: Told,
}

/// What is known beside the order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// Answers, by the flag's code, whoever is asked about.
    pub replies: BTreeMap<&'static str, Reply>,
    /// Companies, by name.
    pub companies: BTreeMap<String, Entity>,
    /// Company and director.
    pub directors: Vec<(String, String)>,
    /// Listed names; `None` where no list was asked.
    pub listed: Option<Vec<String>>,
    /// What every party resembles.
    pub like: Vec<Listing>,
    /// Listed owners of every party.
    pub owners: Option<Vec<ListedOwner>>,
    /// The first day of the orders known, and that of every party's first.
    pub since: Option<Date>,
    pub first: Option<Date>,
    /// What every party ordered, whenever; `None` where no earlier orders are known.
    pub ordered: Option<Ordered>,
    /// The end use that another order states for every party.
    pub stated: Option<String>,
    /// What every party shares with an earlier one.
    pub shared: Sharing,
}

/// An entry of a list with this name.
pub(crate) fn entry(name: &str) -> Listing {
    let text = |text: &str| text.to_owned();
    Listing { list: text("us-entity-list"), entry: text("1"), name: text(name), alike: "name", cite: text("89 FR 1") }
}

impl Replies for Told {
    fn reply(&self, code: &str, _asked: Asked<'_>) -> Option<&Reply> {
        self.replies.get(code)
    }
}

impl Companies for Told {
    fn company(&self, party: &Party) -> Option<&Entity> {
        self.companies.get(&party.name)
    }

    fn directors(&self, party: &Party, _on: Date) -> Option<Vec<&str>> {
        let of = self.directors.iter().filter(|(company, _)| *company == party.name);
        (!self.directors.is_empty()).then(|| of.map(|(_, who)| who.as_str()).collect())
    }

    fn seats(&self, person: &str) -> Vec<&str> {
        self.directors.iter().filter(|(_, who)| who == person).map(|(company, _)| company.as_str()).collect()
    }
}

impl Lists for Told {
    fn listed(&self, name: &str) -> Option<Vec<Listing>> {
        Some(self.listed.as_ref()?.iter().filter(|listed| *listed == name).map(|name| entry(name)).collect())
    }

    fn like(&self, _party: &Party) -> Option<Vec<Listing>> {
        self.listed.is_some().then(|| self.like.clone())
    }
}

impl Owners for Told {
    fn listed_owners(&self, _party: &Party) -> Option<Vec<ListedOwner>> {
        self.owners.clone()
    }

    fn known(&self, _party: &Party) -> bool {
        self.owners.is_some()
    }
}

impl History for Told {
    fn since(&self) -> Option<Date> {
        self.since
    }

    fn first_order(&self, _party: &Party) -> Option<Date> {
        self.first
    }

    fn ordered(&self, _party: &Party, _from: Date, _to: Date) -> Option<Ordered> {
        self.ordered
    }

    fn stated_use(&self, _party: &Party) -> Option<StatedUse> {
        self.stated.clone().map(|text| StatedUse { text, source: "orders.csv, order SO-7".to_owned() })
    }

    fn sharing(&self, _party: &Party, _before: Date) -> Option<Sharing> {
        (self.since.is_some() || self.ordered.is_some()).then(|| self.shared.clone())
    }
}

/// Enough of the country groups of October 2025 for the tests.
pub(crate) struct TestGroups;

impl Groups for TestGroups {
    fn member(&self, country: Country, group: &str) -> Truth {
        let members = match group {
            "A:1" => "AU CA DE FR GB JP KR NL NO US",
            "A:5" => "AU CA DE FR GB IN JP KR NL NO",
            "A:6" => "IL SG TW ZA",
            "D:1" => "CN HK KH KZ LA MO RU VN",
            "D:4" => "AE BH CN HK IL KW MO QA SA",
            "D:5" => "CN HK CU IR KP RU",
            _ => "",
        };
        Truth::from(members.split(' ').any(|code| code == country.code()))
    }
}

pub(crate) fn country(code: &str) -> Option<Country> {
    code.parse().ok()
}

pub(crate) fn party(role: Role, name: &str, address: &str, code: &str) -> Party {
    Party {
        role,
        name: name.to_owned(),
        address: address.to_owned(),
        country: country(code),
        headquarters: None,
        identifier: String::new(),
    }
}

pub(crate) fn place(text: &str, code: &str) -> Place {
    Place { text: text.to_owned(), country: country(code) }
}

/// H100 cards, as far as the flags look.
pub(crate) fn accelerator(name: &str, tpp: i64, datacenter: Truth) -> Good {
    let figure = |value: Range| Figure { value, origin: Origin::Maker, source: "datasheet".to_owned() };
    let spec = Accelerator {
        id: name.to_lowercase().replace(' ', "-"),
        name: name.to_owned(),
        maker: "NVIDIA".to_owned(),
        designer_country: Some(Country::US),
        tpp: figure(Range::exactly(tpp.into())),
        die_area_mm2: Figure::unknown(),
        dram_bandwidth_gbs: Figure::unknown(),
        io_bandwidth_gbs: Figure::unknown(),
        dram_capacity_gb: Figure::unknown(),
        datacenter,
        datacenter_source: "datasheet".to_owned(),
        fabrication: tidewaiter_model::Fabrication::default(),
    };
    Good {
        resolution: Resolution::Accelerator,
        candidates: vec![spec.id.clone()],
        spec: Some(Arc::new(spec)),
        memory: None,
        per_unit: Some(1),
        units: 1,
        form: Form::Card,
        z_family: String::new(),
        why: String::new(),
        ask: String::new(),
    }
}

impl Order {
    pub(crate) fn ordinary() -> Self {
        let site = "Hafenstrasse 12, 20457 Hamburg";
        let buyer = |role| party(role, "Universität Lindenhof", site, "DE");
        Self {
            line: Line {
                order: "O-1".to_owned(),
                line: "1".to_owned(),
                position: Position::file("orders.csv").at_row(2),
                date: None,
                description: "NVIDIA H100 PCIe 80GB".to_owned(),
                part_number: "900-21010-0000-000".to_owned(),
                quantity: Some(8),
                unit_price: None,
                currency: String::new(),
                ship_from: Some(place("Rotterdam", "NL")),
                ship_to: Some(place("Hamburg, Germany", "DE")),
                route: Vec::new(),
                end_use: "training of climate models in the university's own machine room".to_owned(),
                made_in: None,
                parties: vec![
                    buyer(Role::Purchaser),
                    buyer(Role::UltimateConsignee),
                    buyer(Role::EndUser),
                    party(Role::FreightForwarder, "Nordwind Spedition GmbH", "Kai 4, Hamburg", "DE"),
                ],
                faults: Vec::new(),
            },
            good: accelerator("NVIDIA H100 PCIe 80GB", 12_104, Truth::Yes),
            control: Control::Controlled,
            concern: false,
            accelerators: Some(8),
            as_of: Date::constant(2025, 10, 15),
            told: Told::default(),
        }
    }

    /// The same, with a change.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The same, with this party instead of those in its role.
    pub(crate) fn party(self, role: Role, name: &str, address: &str, code: &str) -> Self {
        self.with(|order| {
            order.line.parties.retain(|p| p.role != role);
            order.line.parties.push(party(role, name, address, code));
            order.line.parties.sort_by_key(|p| p.role);
        })
    }

    /// The same, with this name for a party in its place.
    pub(crate) fn name(self, role: Role, name: &str) -> Self {
        self.party(role, name, "Hafenstrasse 12, 20457 Hamburg", "DE")
    }

    pub(crate) fn without(self, role: Role) -> Self {
        self.with(|order| order.line.parties.retain(|p| p.role != role))
    }

    /// The same, with a person's answer to a flag's question.
    pub(crate) fn replied(self, code: &'static str, answer: Truth) -> Self {
        let reply = Reply {
            answer,
            note: String::new(),
            who: "A. Officer".to_owned(),
            when: "2025-10-14".to_owned(),
            source: "questions.csv, row 2".to_owned(),
        };
        self.with(|order| {
            order.told.replies.insert(code, reply);
        })
    }

    /// The same, with a register's entry of a company changed.
    pub(crate) fn registered(self, name: &str, change: impl FnOnce(&mut Entity)) -> Self {
        self.with(|order| change(order.told.companies.entry(name.to_owned()).or_default()))
    }

    /// The same, with a director of a company.
    pub(crate) fn directed(self, company: &str, director: &str) -> Self {
        self.with(|order| order.told.directors.push((company.to_owned(), director.to_owned())))
    }

    /// The same, with a listed name.
    pub(crate) fn listing(self, name: &str) -> Self {
        self.with(|order| order.told.listed.get_or_insert_default().push(name.to_owned()))
    }

    /// The same, with these listed owners of every party.
    pub(crate) fn owned(self, owners: Vec<ListedOwner>) -> Self {
        self.with(|order| order.told.owners = Some(owners))
    }

    /// The same, with orders known from a day on, and every party's first.
    pub(crate) fn known(self, since: Date, first: Option<Date>) -> Self {
        self.with(|order| (order.told.since, order.told.first) = (Some(since), first))
    }

    /// The same, for Malaysia.
    pub(crate) fn abroad(self) -> Self {
        self.with(|order| order.line.ship_to = Some(place("Johor Bahru, Malaysia", "MY")))
    }

    /// The same, with another description.
    pub(crate) fn described(self, text: &str) -> Self {
        self.with(|order| order.line.description = text.to_owned())
    }

    /// The same, with an item that could not be read.
    pub(crate) fn unread(self) -> Self {
        self.with(|order| order.good = Good::unresolved("", ""))
    }

    /// The same, for what is no accelerator.
    pub(crate) fn cable(self) -> Self {
        self.with(|order| order.good.resolution = Resolution::NotAccelerator)
    }

    pub(crate) fn end_use(self, text: &str) -> Self {
        self.with(|order| order.line.end_use = text.to_owned())
    }

    pub(crate) fn case(&self) -> Case<'_> {
        Case {
            line: &self.line,
            good: &self.good,
            control: self.control,
            concern: self.concern,
            destination: self.line.ship_to.as_ref().and_then(|p| p.country),
            accelerators: self.accelerators,
            as_of: self.as_of,
            groups: &TestGroups,
            beside: Beside {
                history: &self.told,
                companies: &self.told,
                lists: &self.told,
                owners: &self.told,
                replies: &self.told,
            },
        }
    }

    pub(crate) fn raises(&self, flag: &dyn Flag) -> Option<Finding> {
        flag.assess(&self.case()).finding().cloned()
    }

    pub(crate) fn assess(&self, flag: &dyn Flag) -> crate::Assessment {
        flag.assess(&self.case())
    }

    /// What the flag answers where its question is not answered, answered by yes, and by no.
    pub(crate) fn answered(&self, flag: &dyn Flag, code: &'static str) -> [&'static str; 3] {
        [None, Some(Truth::Yes), Some(Truth::No)].map(|answer| {
            let order = match answer {
                Some(answer) => self.clone().replied(code, answer),
                None => self.clone(),
            };
            match order.assess(flag) {
                crate::Assessment::Raised(_) => "raised",
                crate::Assessment::NotRaised(_) => "not raised",
                crate::Assessment::NotAssessable(_) => "open",
            }
        })
    }

    /// What the flag lacks, in words; empty where it is assessable.
    pub(crate) fn lacks(&self, flag: &dyn Flag) -> Vec<&'static str> {
        match self.assess(flag) {
            crate::Assessment::NotAssessable(needs) => {
                let mut words: Vec<&str> = needs.iter().map(crate::Need::words).collect();
                words.dedup();
                words
            }
            crate::Assessment::Raised(_) | crate::Assessment::NotRaised(_) => Vec::new(),
        }
    }
}
