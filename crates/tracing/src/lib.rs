//! Where did the goods go, at least and at most?
//!
//! [`Movement`]s of one fungible item between sites make a [`Flow`]; [`Sides`] say which sites are origins and which
//! destinations, and when an arrival counts. Goods wait in stock; none leaves before it arrives.
//!
//! The definitions of the bounds, with their certificates, stand in `docs/tracing.md`.

mod cells;
mod certificate;
mod flow;
mod interval;
mod maxflow;
mod network;
mod serials;

pub use certificate::{Certificate, Counted, CutTerm};
pub use flow::{Flow, Movement, Role, Sides};
pub use interval::{Count, Extreme, Interval, Units};
pub use network::{Assumed, Missing};
pub use serials::{Chain, Gap, Serials};
