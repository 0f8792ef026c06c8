//! What the indicators look at. Put together by the caller from a book of orders, a register and a table of sites.

use std::collections::BTreeMap;

use tidewaiter_model::{Date, Decimal, Entity};

/// The first day of a licence requirement, from the law packs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ControlDay {
    /// The day.
    pub on: Date,
    /// The rule's code.
    pub code: String,
    /// Its title.
    pub title: String,
}

/// What a book of orders says of one party, as purchaser, consignee or end user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trade {
    /// The day of its first order.
    pub first: Option<Date>,
    /// The day of its last.
    pub last: Option<Date>,
    /// Orders.
    pub orders: u32,
    /// Lines.
    pub lines: u32,
    /// Units of whatever was ordered.
    pub units: u64,
    /// Accelerators among them, as far as they were read.
    pub accelerators: u64,
    /// Watts by the catalogue of the accelerators of lines on which it is ultimate consignee or end user.
    pub watts: u64,
    /// Value ordered, currency by currency.
    pub value: Vec<(String, Decimal)>,
    /// Lines whose value is not known.
    pub unpriced: u32,
    /// Other parties of its orders, forwarders left out; the count is a lower bound from 32 on.
    pub counterparties: u32,
    /// Places shipped to; a lower bound from 32 on.
    pub ship_tos: u32,
    /// Forwarders; a lower bound from 32 on.
    pub forwarders: u32,
}

/// Whether a register knows the party.
#[derive(Clone, Copy, Debug, Default)]
pub enum Registered<'a> {
    /// No register was given.
    #[default]
    NoRegister,
    /// The register has nobody of this name, or several that cannot be told apart.
    NotFound,
    /// This is what it says.
    Found(&'a Entity),
}

impl<'a> Registered<'a> {
    /// The entry, or what is needed to have one.
    pub(crate) fn entity(self) -> Result<&'a Entity, &'static str> {
        match self {
            Self::Found(entity) => Ok(entity),
            Self::NoRegister => Err("a register of companies"),
            Self::NotFound => Err("a register that has the party"),
        }
    }
}

/// How many companies are at a party's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crowd {
    /// The address as written.
    pub address: String,
    /// Companies of the register and the book in the same suite; `None` where the address names none.
    pub suite: Option<u32>,
    /// Companies in the same building.
    pub building: u32,
}

/// What two buyers may share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SharedKind {
    /// One suite of one building.
    Suite,
    /// A telephone number.
    Phone,
    /// A director.
    Director,
    /// A domain of e-mail or web.
    Domain,
    /// A freight forwarder.
    Forwarder,
}

impl SharedKind {
    /// Buyers up to which sharing it says something; with more it is an agent's, a provider's or everybody's.
    #[must_use]
    pub const fn users_max(self) -> u32 {
        match self {
            Self::Suite | Self::Phone | Self::Director | Self::Domain => 20,
            Self::Forwarder => 5,
        }
    }
}

/// Something that an earlier buyer has as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// What.
    pub kind: SharedKind,
    /// Its value, such as the number.
    pub value: String,
    /// The earlier buyer.
    pub with: String,
    /// The day of the earlier buyer's first order.
    pub since: Option<Date>,
    /// How many buyers of the book share it, both included.
    pub users: u32,
}

/// A data centre that a party claims, with the watts ordered for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteClaim {
    /// Its name.
    pub name: String,
    /// Power, in megawatts.
    pub power_mw: Option<Decimal>,
    /// Cooling, in megawatts.
    pub cooling_mw: Option<Decimal>,
    /// The table and row, and who confirmed it.
    pub source: String,
    /// Watts of the accelerators ordered for it, whoever bought them.
    pub watts: u64,
}

/// One party, with everything known of it.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its name as written.
    pub name: &'a str,
    /// Its addresses, of its orders and of the register.
    pub addresses: &'a [String],
    /// What the register says.
    pub registered: Registered<'a>,
    /// What the book says.
    pub trade: &'a Trade,
    /// First and last day of the whole book.
    pub span: Option<(Date, Date)>,
    /// The name of the book.
    pub book: &'a str,
    /// First days of licence requirements, by day.
    pub controls: &'a [ControlDay],
    /// Who else is at its address; `None` where no address can be read so far.
    pub crowd: Option<&'a Crowd>,
    /// What of each kind it has at all.
    pub has: &'a [SharedKind],
    /// What it shares with earlier buyers.
    pub shared: &'a [Shared],
    /// The sites it claims; `None` without a table of sites.
    pub sites: Option<&'a [SiteClaim]>,
    /// Units of each currency for one US dollar; only equal currencies are compared without it.
    pub rates: &'a BTreeMap<String, Decimal>,
}
