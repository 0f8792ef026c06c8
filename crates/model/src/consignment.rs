//! What went from whom to whom: one row of a customs file, bill of lading, invoice or warranty register.

use std::borrow::Cow;
use std::fmt;

use rust_decimal::Decimal;

use crate::{Country, Date};

/// The days within which something happened; one day where the record is exact.
///
/// # Examples
/// ```
/// use tidewaiter_model::{Date, Days};
/// let may = Days::between(Date::constant(2025, 5, 1), Date::constant(2025, 5, 31));
/// assert!(!may.is_exact());
/// assert_eq!(may.to_string(), "2025-05-01..2025-05-31");
/// assert_eq!(Days::on(Date::constant(2025, 5, 3)).to_string(), "2025-05-03");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days {
    first: Date,
    last: Date,
}

impl Days {
    /// One day.
    #[must_use]
    pub const fn on(day: Date) -> Self {
        Self { first: day, last: day }
    }

    /// From one day to another, both included, in either order.
    #[must_use]
    pub fn between(a: Date, b: Date) -> Self {
        Self { first: a.min(b), last: a.max(b) }
    }

    /// The first day on which it can have happened.
    #[must_use]
    pub const fn first(&self) -> Date {
        self.first
    }

    /// The last day on which it can have happened.
    #[must_use]
    pub const fn last(&self) -> Date {
        self.last
    }

    /// Is it one day?
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.first == self.last
    }

    /// Is a day among them?
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// Is there a day in both?
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_exact() { write!(f, "{}", self.first) } else { write!(f, "{}..{}", self.first, self.last) }
    }
}

/// One record of a movement, as its source writes it. The same movement may stand in several records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consignment<'a> {
    /// When it left, and when it came in where no other day is stated.
    pub departs: Days,
    /// When it came in.
    pub arrives: Days,
    /// Who sent it.
    pub from: Cow<'a, str>,
    /// Where it was sent from.
    pub from_country: Option<Country>,
    /// Who received it.
    pub to: Cow<'a, str>,
    /// Where it was received.
    pub to_country: Option<Country>,
    /// The item in the source's words.
    pub item: Cow<'a, str>,
    /// How many, in units of the item as described (a system of eight is one); `None` where it cannot be read.
    pub quantity: Option<u64>,
    /// The price of one unit as described.
    pub unit_value: Option<Decimal>,
    /// ISO 4217, or empty.
    pub currency: Cow<'a, str>,
    /// Gross weight of the whole, in kilograms.
    pub weight_kg: Option<Decimal>,
    /// The heading of the Harmonized System, or empty.
    pub hs_code: Cow<'a, str>,
    /// The document's number, or empty.
    pub document: Cow<'a, str>,
    /// Serial numbers of the units, where known.
    pub serials: Vec<Cow<'a, str>>,
    /// What kind of record, or whose.
    pub source: Cow<'a, str>,
    /// The row in the file, from 1; 0 where it has none.
    pub row: u64,
}
