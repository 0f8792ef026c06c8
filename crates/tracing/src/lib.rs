//! Where did the goods go, at least and at most?
//!
//! [`Movement`]s of one fungible item between sites make a [`Flow`]; [`Sides`] say which sites are origins and which
//! destinations, and when an arrival counts. Goods wait in stock; none leaves before it arrives.
//!
//! [`Records`] hold consignments as they were read; [`Joins`] say which spellings of a party are one [`Sites`] entry,
//! [`Items`] what each text says of the item asked about, and [`Picked`] is the flow of that item with what it rests on.
//!
//! The definitions of the bounds, with their certificates, stand in `docs/tracing.md`.

mod cells;
mod certificate;
pub mod conservation;
mod flow;
mod interval;
mod items;
mod join;
mod maxflow;
mod network;
mod points;
mod reach;
mod records;
mod routes;
mod serials;
mod witness;

pub use certificate::{Certificate, Counted, CutTerm};
pub use flow::{Flow, Movement, Role, Sides};
pub use interval::{Count, Extreme, Interval, Units};
pub use items::{Counting, Items, Picked, Sighting};
pub use join::{Joins, SiteSpellings, Sites};
pub use network::{Assumed, Missing};
pub use points::Attribution;
pub use reach::{Direction, Reach, Timetable};
pub use records::{Records, Spelling, date_of_day, day_number};
pub use routes::{Bounds, Carriage, Carried, Route, Routes, routes};
pub use serials::{Chain, Gap, Serials};
pub use witness::Witness;
