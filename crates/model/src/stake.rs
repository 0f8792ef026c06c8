//! Ownership stakes.

use serde::{Deserialize, Serialize};

use crate::{Date, Range};

/// What kind of link a stake is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Interest {
    /// Shares, or an interest in the capital: the only kind that the 50 percent rules count.
    #[default]
    Ownership,
    /// Votes: control, not ownership.
    Votes,
    /// Another way of control, such as the right to appoint a board.
    Control,
    /// One group's accounts hold the other's (GLEIF level 2): no statement about shares.
    Consolidation,
    /// A director or officer.
    Directorship,
    /// Acts for the other: nominee, agent, representative.
    Representation,
}

/// Who owns how much of whom, from when to when, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stake {
    /// The owner's name as written.
    pub owner: String,
    /// The source's own id of the owner; empty where it has none: then the name tells it apart.
    pub owner_id: String,
    /// The company owned, as written.
    pub owned: String,
    /// The source's own id of the company owned; empty where it has none.
    pub owned_id: String,
    /// What the owner holds.
    pub interest: Interest,
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
