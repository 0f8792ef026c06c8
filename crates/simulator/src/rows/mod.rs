//! The tables of a world, row by row.

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
    /// The invented list.
    Lists,
    /// Truth: each line of the book.
    TruthOrders,
    /// Truth: each company.
    TruthParties,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 6] =
        [Self::Orders, Self::Companies, Self::Stakes, Self::Lists, Self::TruthOrders, Self::TruthParties];

    /// The file that holds it, relative to the world's folder: `truth/orders.csv`.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            Self::Orders => "orders.csv",
            Self::Companies => "companies.csv",
            Self::Stakes => "stakes.csv",
            Self::Lists => "lists.csv",
            Self::TruthOrders => "truth/orders.csv",
            Self::TruthParties => "truth/parties.csv",
        }
    }

    /// What it holds, for a reader.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::Orders => "the book of orders: `tidewaiter check orders.csv --stakes stakes.csv --as-of order-date`",
            Self::Companies => "the registers: companies with founding, capital, address, telephone, web site",
            Self::Stakes => "who owns and directs whom; `interest` tells ownership from directors",
            Self::Lists => "an invented list of parties, for `--lists lists.csv`; never take it among real lists",
            Self::TruthOrders => "truth: each line, diverted or not, by which pattern, to where",
            Self::TruthParties => "truth: each company, shell or not, and who is behind it",
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
    Ok(summary)
}

/// `yes` or `no`.
fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}
