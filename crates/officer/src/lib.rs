//! What should be done about this order?
//!
//! The one room that knows every expert. [`Officer::decide`] asks each of them about one order line, in a fixed order,
//! and turns what they answer into [`tidewaiter_model::Finding`]s; the heaviest finding is the verdict. It holds a
//! line only on asserted facts; whatever is inferred or unknown raises a question.
//!
//! The room is pure: no file, socket, clock or environment. Same snapshot + same line = the same answer.

mod cache;
mod compare;
mod dossier;
mod explain;
mod exposure;
mod history;
mod known;
mod officer;
mod owners;
mod place_key;
mod registry;
mod replies;
mod snapshot;
mod steps;

pub use compare::compare;
pub use dossier::{Beside, Dossier};
pub use explain::{codes, explain};
pub use exposure::exposure;
pub use history::{History, Noted};
pub use known::Known;
pub use officer::{AsOf, Experts, ListQuestion, Officer, OpenQuestion, OpenQuestions, Settings, list_questions};
pub use owners::{Asking, NotFound, Owned, Owners};
pub use registry::Registry;
pub use replies::Replies;
pub use snapshot::snapshot_id;
