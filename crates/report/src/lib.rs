//! The same answer as table, JSON, SARIF, HTML and Excel.
//!
//! Every function here turns an answer of [`tidewaiter_model`] into text or bytes and changes nothing about it: this
//! room decides nothing and reads no clock, file or environment, so the same answer gives the same bytes.
//!
//! * [`table`]: for a terminal, fitted to its width.
//! * [`json`]: one object, or one object a line, in the shapes other programs may rely on.
//! * [`sarif`]: SARIF 2.1.0, for viewers and gates that read findings of other tools.
//! * [`html`]: one page that opens offline and prints.
//! * [`owners`]: who is behind a party, as text, as a graph for Graphviz and as a drawing.
//! * [`trace`]: where the goods went, as text, page, drawings, routes and graphs.
//! * [`svg`]: a drawing that needs nothing else.
//! * [`xlsx`]: a workbook, or the officer's own workbook with result columns.
//!
//! Text of an order is written by strangers. Each format escapes it in its own way, and control characters and
//! characters that reverse the reading direction are made visible, so that no cell can forge the look of an answer.

mod cite;
pub mod html;
pub mod json;
pub mod owners;
pub mod sarif;
pub mod svg;
pub mod table;
mod text;
mod tint;
pub mod trace;
mod view;
pub mod xlsx;

pub use table::Style;
pub use view::{
    ClassificationView, ClearedView, CoverageView, GoodGuyView, HistoryView, HitView, HitsView, ListRow, OtherDay,
    ReopenedView, RescreenView, RuleStanding, StretchView, TurnView,
};
