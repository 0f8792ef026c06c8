//! Where did the goods go, at least and at most?
//!
//! [`Movement`]s of one fungible item between sites make a [`Flow`]; [`Sides`] say which sites are origins and which
//! destinations, and when an arrival counts. Goods wait in stock; none leaves before it arrives.
//!
//! [`Records`] hold consignments as they were read; [`Joins`] say which spellings of a party are one [`Sites`] entry,
//! [`Items`] what each text says of the item asked about, and [`Picked`] is the flow of that item with what it rests on.
//!
//! The definitions of the bounds, with their certificates, stand in `docs/tracing.md`.

pub mod conservation;
mod flow;
mod items;
mod join;
mod records;
mod witness;

pub use flow::{Flow, Movement, Role, Sides};
pub use items::{Counting, Items, Picked, Sighting};
pub use join::{Joins, SiteSpellings, Sites};
pub use records::{Records, Spelling, date_of_day, day_number};
pub use witness::Witness;
