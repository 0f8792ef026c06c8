//! The tables of a world, row by row.

mod consignments;
mod market;
mod orders;
mod register;

use crate::world::World;

/// A table of a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// The book of orders, with the columns that `tidewaiter template` writes.
    Orders,
    /// The registers of companies.
    Companies,
    /// Owners, shares and directors.
    Stakes,
    /// Movements of goods, as far as records hold them.
    Consignments,
    /// Market offers.
    Listings,
    /// Data centres as their operators claim them.
    Sites,
    /// The invented list.
    Lists,
    /// Truth: each line of the book.
    TruthOrders,
    /// Truth: each company.
    TruthParties,
    /// Truth: each consignment, recorded or not.
    TruthConsignments,
    /// Truth: serial numbers that records hold.
    TruthSerials,
    /// Truth: each offer.
    TruthListings,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 12] = [
        Self::Orders,
        Self::Companies,
        Self::Stakes,
        Self::Consignments,
        Self::Listings,
        Self::Sites,
        Self::Lists,
        Self::TruthOrders,
        Self::TruthParties,
        Self::TruthConsignments,
        Self::TruthSerials,
        Self::TruthListings,
    ];

    /// The file that holds it, relative to the world's folder: `truth/orders.csv`.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            Self::Orders => "orders.csv",
            Self::Companies => "companies.csv",
            Self::Stakes => "stakes.csv",
            Self::Consignments => "consignments.csv",
            Self::Listings => "listings.csv",
            Self::Sites => "sites.csv",
            Self::Lists => "lists.csv",
            Self::TruthOrders => "truth/orders.csv",
            Self::TruthParties => "truth/parties.csv",
            Self::TruthConsignments => "truth/consignments.csv",
            Self::TruthSerials => "truth/serials.csv",
            Self::TruthListings => "truth/listings.csv",
        }
    }

    /// What it holds, for a reader.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::Orders => "the book of orders: `tidewaiter check orders.csv --stakes stakes.csv --as-of order-date`",
            Self::Companies => "the registers: companies with founding, capital, address, telephone, web site",
            Self::Stakes => "who owns and directs whom; `interest` tells ownership from directors",
            Self::Consignments => "movements of goods, those that records hold; the exporters' stock has no end",
            Self::Listings => "market offers",
            Self::Sites => "data centres as their operators claim them, with power and cooling",
            Self::Lists => "an invented list of parties, for `--lists lists.csv`; never take it among real lists",
            Self::TruthOrders => "truth: each line, diverted or not, by which pattern, to where",
            Self::TruthParties => "truth: each company, shell or not, and who is behind it",
            Self::TruthConsignments => {
                "truth: each consignment, recorded or not, its true item, and how many of its units end elsewhere"
            }
            Self::TruthSerials => "truth: each serial number on record, and the country in which the unit ends",
            Self::TruthListings => "truth: each offer, and the diverted order that it comes from",
        }
    }
}

/// Where tables go, row by row.
pub trait Sink {
    /// What can go wrong there.
    type Error;

    /// Take a row of a table; the first of each is its header.
    ///
    /// # Errors
    /// When the row cannot be taken.
    fn row(&mut self, table: Table, cells: &[&str]) -> Result<(), Self::Error>;
}

/// What a world holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Orders.
    pub orders: usize,
    /// Lines of orders.
    pub lines: usize,
    /// Lines that are diverted.
    pub diverted: usize,
    /// Companies in the registers.
    pub companies: usize,
    /// Of them, those set up for a scheme.
    pub shells: usize,
}

/// Write all tables of a world.
pub(crate) fn write<S: Sink>(world: &World, sink: &mut S) -> Result<Summary, S::Error> {
    let mut summary = Summary::default();
    register::companies(world, sink, &mut summary)?;
    register::stakes(world, sink)?;
    register::lists(world, sink)?;
    orders::write(world, sink, &mut summary)?;
    consignments::write(world, sink)?;
    market::listings(world, sink)?;
    market::sites(world, sink)?;
    Ok(summary)
}

/// An order's id by its number.
fn order_id(number: u32) -> String {
    format!("SO-{:07}", number + 1)
}

/// `yes` or `no`.
fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}
