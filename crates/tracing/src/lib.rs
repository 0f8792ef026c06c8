//! Where did the goods go, at least and at most?
//!
//! [`Movement`]s of one fungible item between sites make a [`Flow`]; [`Sides`] say which sites are origins and which
//! destinations, and when an arrival counts. Goods wait in stock; none leaves before it arrives.
//!
//! The definitions of the bounds, with their certificates, stand in `docs/tracing.md`.

mod flow;
mod points;
mod reach;
mod routes;

pub use flow::{Flow, Movement, Role, Sides};
pub use points::Attribution;
pub use reach::{Direction, Reach, Timetable};
pub use routes::{Bounds, Carriage, Carried, Route, Routes, routes};
