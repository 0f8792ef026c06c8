//! What would a world with known truth look like? Invented registers, orders and consignments, and who diverts.
//!
//! A world is made by [`simulate`] from [`Settings`] alone: the same seed gives the same tables, byte for byte. Ordinary
//! buyers are in large majority; a few schemes after the patterns of public cases buy among them. Each [`Table`] is
//! handed to a [`Sink`] row by row; the tables of the truth stand beside the others, for measuring only.
//!
//! Companies and people are put together from syllables; chips, cities and the days of controls are real.

mod buyers;
mod company;
mod day;
mod draw;
mod flows;
mod goods;
mod kinds;
mod lands;
mod rows;
mod schemes;
mod settings;
#[cfg(test)]
mod tests;
mod words;
mod world;

pub(crate) use kinds::Kind;
pub use kinds::Pattern;
pub use rows::{Sink, Summary, Table};
pub use settings::{Difficulty, Settings};

/// The version of the simulator: the same version, seed and settings give the same world.
pub const VERSION: &str = "2";

/// Make a world and hand its tables to a sink, each beginning with its header row.
///
/// # Errors
/// The sink's own.
///
/// # Examples
/// ```
/// use std::collections::BTreeMap;
/// use std::convert::Infallible;
/// use tidewaiter_simulator::{Difficulty, Settings, Sink, Table, simulate};
///
/// #[derive(Default)]
/// struct Rows(BTreeMap<Table, usize>);
/// impl Sink for Rows {
///     type Error = Infallible;
///     fn row(&mut self, table: Table, _cells: &[&str]) -> Result<(), Infallible> {
///         *self.0.entry(table).or_default() += 1;
///         Ok(())
///     }
/// }
/// let mut rows = Rows::default();
/// let summary = simulate(&Settings::new(7, 200, Difficulty::Medium), &mut rows).unwrap();
/// assert_eq!(summary.orders, 200);
/// assert_eq!(rows.0[&Table::Orders], summary.lines + 1);
/// ```
pub fn simulate<S: Sink>(settings: &Settings, sink: &mut S) -> Result<Summary, S::Error> {
    rows::write(&world::World::new(settings), sink)
}
