//! An ordinary company to vary in tests.

use std::collections::BTreeMap;

use tidewaiter_model::{Date, Decimal, Entity};

use super::{ControlDay, Crowd, Indicator, Registered, Shared, SharedKind, SiteClaim, Subject, Trade};

/// A subject that owns its parts.
#[derive(Clone, Debug)]
pub(crate) struct Company {
    pub(crate) entity: Entity,
    pub(crate) registered: bool,
    pub(crate) trade: Trade,
    pub(crate) addresses: Vec<String>,
    pub(crate) controls: Vec<ControlDay>,
    pub(crate) crowd: Option<Crowd>,
    pub(crate) has: Vec<SharedKind>,
    pub(crate) shared: Vec<Shared>,
    pub(crate) sites: Option<Vec<SiteClaim>>,
    pub(crate) rates: BTreeMap<String, Decimal>,
}

impl Company {
    /// Founded in 2009, ordering since 2023-06-01 for itself, with a capital to match.
    pub(crate) fn ordinary() -> Self {
        let address = "Unit 05-11, 1 Science Park Road, Singapore".to_owned();
        Self {
            entity: Entity {
                name: "Kestrel Compute Pte Ltd".to_owned(),
                incorporated: Some(Date::constant(2009, 3, 1)),
                capital: Some(Decimal::from(5_000_000)),
                currency: "USD".to_owned(),
                source: "companies.csv, row 2".to_owned(),
                ..Entity::default()
            },
            registered: true,
            trade: Trade {
                first: Some(Date::constant(2023, 6, 1)),
                last: Some(Date::constant(2025, 10, 1)),
                orders: 6,
                lines: 6,
                units: 48,
                accelerators: 48,
                watts: 33_600,
                value: vec![("USD".to_owned(), Decimal::from(2_000_000))],
                ..Trade::default()
            },
            addresses: vec![address.clone()],
            controls: vec![
                ControlDay {
                    on: Date::constant(2022, 10, 7),
                    code: "OCT22".to_owned(),
                    title: "First rule on advanced chips".to_owned(),
                },
                ControlDay {
                    on: Date::constant(2023, 11, 17),
                    code: "ACS23".to_owned(),
                    title: "Second rule on advanced chips".to_owned(),
                },
            ],
            crowd: Some(Crowd { address, suite: Some(1), building: 40 }),
            has: vec![
                SharedKind::Suite,
                SharedKind::Phone,
                SharedKind::Director,
                SharedKind::Domain,
                SharedKind::Forwarder,
            ],
            shared: Vec::new(),
            sites: Some(vec![SiteClaim {
                name: "Kestrel DC".to_owned(),
                power_mw: Some(Decimal::from(4)),
                cooling_mw: Some(Decimal::from(4)),
                source: "sites.csv, row 2".to_owned(),
                watts: 33_600,
            }]),
            rates: BTreeMap::new(),
        }
    }

    /// The same, with a change.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    pub(crate) fn subject(&self) -> Subject<'_> {
        Subject {
            name: &self.entity.name,
            addresses: &self.addresses,
            registered: if self.registered { Registered::Found(&self.entity) } else { Registered::NoRegister },
            trade: &self.trade,
            span: Some((Date::constant(2022, 10, 1), Date::constant(2025, 12, 31))),
            book: "orders.csv",
            controls: &self.controls,
            crowd: self.crowd.as_ref(),
            has: &self.has,
            shared: &self.shared,
            sites: self.sites.as_deref(),
            rates: &self.rates,
        }
    }

    /// The band an indicator puts it in; empty where it cannot be assessed.
    pub(crate) fn band(&self, indicator: &dyn Indicator) -> &'static str {
        match indicator.assess(&self.subject()) {
            super::Answer::Band { band, .. } => {
                assert!(indicator.about().bands.0.contains(&band), "{band} is not declared");
                band
            }
            super::Answer::NotAssessable(needs) => {
                assert!(!needs.is_empty());
                ""
            }
        }
    }
}
