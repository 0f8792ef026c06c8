//! Small worlds for the tests of the findings.

use tidewaiter_model::{Country, Date, Days, Finding};

use super::{Case, Known, Looked, Place, Shipment, look};
use crate::{Role, Sides};

/// Sites by name, the movements between them, and what is known.
#[derive(Default)]
pub(super) struct World {
    sites: Vec<(&'static str, Option<Country>)>,
    roles: Vec<Role>,
    shipments: Vec<Shipment<'static>>,
    others: Vec<Shipment<'static>>,
    known: Known,
}

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

impl World {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// A site by name, such as `A` or `A/SG`.
    pub(super) fn site(&mut self, name: &'static str) -> u32 {
        let (party, country) = match name.split_once('/') {
            Some((party, country)) => (party, country.parse().ok()),
            None => (name, None),
        };
        let known = self.sites.iter().position(|site| *site == (party, country));
        let at = known.unwrap_or_else(|| {
            self.sites.push((party, country));
            self.roles.push(Role::Between);
            self.sites.len() - 1
        });
        u32::try_from(at).unwrap()
    }

    pub(super) fn role(mut self, name: &'static str, role: Role) -> Self {
        let at = usize::try_from(self.site(name)).unwrap();
        self.roles[at] = role;
        self
    }

    pub(super) fn moves(self, from: &'static str, to: &'static str, departs: &str, chips: u64) -> Self {
        self.move_with(from, to, departs, chips, |_| ())
    }

    pub(super) fn move_with(
        mut self,
        from: &'static str,
        to: &'static str,
        departs: &str,
        chips: u64,
        change: impl FnOnce(&mut Shipment<'static>),
    ) -> Self {
        let days = match departs.split_once("..") {
            Some((first, last)) => Days::between(day(first), day(last)),
            None => Days::on(day(departs)),
        };
        let mut shipment = Shipment {
            from: self.site(from),
            to: self.site(to),
            departs: days,
            arrives: days,
            chips,
            units: chips,
            item: "H200 NVL",
            unit_value: None,
            currency: "USD",
            weight_kg: None,
            hs_code: "847330",
            serials: Vec::new(),
            record: u32::try_from(self.shipments.len() + self.others.len() + 2).unwrap(),
        };
        change(&mut shipment);
        if shipment.chips == 0 {
            self.others.push(shipment);
        } else {
            self.shipments.push(shipment);
        }
        self
    }

    pub(super) fn known(mut self, change: impl FnOnce(&mut Known)) -> Self {
        change(&mut self.known);
        self
    }

    pub(super) fn looked(&self) -> Looked {
        let sites: Vec<Place<'_>> =
            self.sites.iter().map(|(name, country)| Place { name, country: *country }).collect();
        let sides = Sides::new(self.roles.clone(), i32::MIN..=i32::MAX);
        let label = |record| format!("r.csv, row {record}");
        look(&Case {
            sites: &sites,
            shipments: &self.shipments,
            others: &self.others,
            sides: &sides,
            known: &self.known,
            label: &label,
        })
    }

    /// The findings of a code.
    pub(super) fn found(&self, code: &str) -> Vec<Finding> {
        self.looked().findings.into_iter().filter(|finding| finding.code == code).collect()
    }

    /// What the findings of a code say, each after its severity, without the innocent explanation.
    pub(super) fn told(&self, code: &str) -> Vec<String> {
        let told = |f: Finding| {
            let (says, innocent) = f.says.split_once(" An innocent explanation: ").unwrap();
            assert!(!innocent.is_empty() && !f.evidence.is_empty());
            format!("{}: {says}", f.severity)
        };
        self.found(code).into_iter().map(told).collect()
    }

    /// What is missing to look for a code.
    pub(super) fn lack(&self, code: &str) -> &'static str {
        self.looked().lacks.into_iter().find(|(lacking, _)| *lacking == code).map(|(_, what)| what).unwrap_or_default()
    }
}
