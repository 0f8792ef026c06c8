//! Where the goods went: as text, as a page, as drawings, and as routes and graphs for other programs.
//!
//! Every piece takes the [`TraceAnswer`](tidewaiter_model::trace::TraceAnswer) and nothing else. The JSON is
//! [`json::trace`](crate::json::trace).

mod arcs;
mod borders;
mod ftm;
mod graphml;
mod html;
mod layout;
mod lifeline;
mod map;
mod routes;
mod sankey;
mod table;
mod words;

pub use ftm::ftm;
pub use graphml::graphml;
pub use html::html;
pub use map::map;
pub use routes::routes;
pub use sankey::sankey;
pub use table::table;
