//! Ownership stakes.

use serde::Serialize;

use crate::{Date, Range};

/// Who owns how much of whom, from when to when, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stake {
    /// The owner's name as written.
    pub owner: String,
    /// The company owned, as written.
    pub owned: String,
    /// Percent, 0 to 100; bounds where a register gives a band, unknown where it gives nothing.
    pub share: Range,
    /// The lower bound itself is excluded, as in "more than 25 %".
    pub above: bool,
    /// The upper bound itself is excluded, as in "less than 25 %".
    pub below: bool,
    /// The first day it holds.
    pub from: Option<Date>,
    /// The last day it holds.
    pub to: Option<Date>,
    /// The register or document.
    pub source: String,
}
