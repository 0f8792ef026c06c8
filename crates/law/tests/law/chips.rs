//! Goods made by hand, for tests.

use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use tidewaiter_law::{Answers, Law, PartyFact, Question};
use tidewaiter_model::{
    Accelerator, Country, Decimal, Figure, Form, Good, Headquarters, Origin, Range, Resolution, Role, Truth,
};

/// The rule packs built in.
pub static LAW: LazyLock<Law> = LazyLock::new(|| match Law::builtin() {
    Ok(law) => law,
    Err(errors) => panic!("{errors}"),
});

/// A question without parties, from the United States.
pub fn question<'a>(good: &'a Good, day: &str, to: Option<&str>) -> Question<'a> {
    Question {
        good,
        as_of: day.parse().unwrap(),
        from: Some(Country::US),
        to: to.map(|c| c.parse().unwrap()),
        route: &[],
        parties: &[],
        purchase_order: Truth::Unknown,
        notice_days: None,
        made_in: None,
        answers: Answers::none(),
    }
}

/// An invented chip by its figures: TPP, die area, I/O and DRAM bandwidth; nothing where `None`.
pub fn chip(tpp: Range, die: Range, io: Range, dram: Range, datacenter: Truth, origin: Origin) -> Good {
    let figure = |value: Range| Figure { value, origin, source: "test".to_owned() };
    let spec = Accelerator {
        id: "test".to_owned(),
        name: "Test".to_owned(),
        maker: "NVIDIA".to_owned(),
        designer_country: Some(Country::US),
        tpp: figure(tpp),
        die_area_mm2: figure(die),
        dram_bandwidth_gbs: figure(dram),
        io_bandwidth_gbs: figure(io),
        dram_capacity_gb: Figure::unknown(),
        datacenter,
        datacenter_source: String::new(),
        fabrication: tidewaiter_model::Fabrication::default(),
    };
    Good {
        resolution: Resolution::Accelerator,
        spec: Some(Arc::new(spec)),
        memory: None,
        candidates: vec!["test".to_owned()],
        per_unit: Some(1),
        units: 1,
        form: Form::Card,
        z_family: String::new(),
        why: String::new(),
        ask: String::new(),
    }
}

/// A number, or nothing.
pub fn number(text: &str) -> Range {
    match text.split_once("..") {
        Some((a, b)) => Range::between(Decimal::from_str(a).unwrap(), Decimal::from_str(b).unwrap()),
        None if text.is_empty() || text == "?" => Range::UNKNOWN,
        None => Range::exactly(Decimal::from_str(text).unwrap()),
    }
}

/// An end user of these headquarters.
pub fn end_user(country: Option<Country>, headquarters: Headquarters) -> PartyFact {
    PartyFact { role: Role::EndUser, name: "Examplar Compute".to_owned(), country, headquarters }
}
