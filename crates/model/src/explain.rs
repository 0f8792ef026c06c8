//! What `tidewaiter explain CODE` prints.

use serde::Serialize;

/// A rule, flag or finding explained for an officer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The code, such as `3A090.a.1`, `RF-10` or `LISTED-PARTY`.
    pub code: String,
    /// One line.
    pub title: String,
    /// What it looks at and says, in plain words.
    pub what: String,
    /// Why it is there.
    pub why: String,
    /// An example of what raises it, and what does not.
    pub example: String,
    /// The data it needs; empty where that is plain.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub needs: String,
    /// The citation.
    pub cite: String,
    /// The days it holds, such as `2023-11-17 on`; empty where it is not dated.
    pub effective: String,
    /// `in force`, `unverified` and so on; empty where not dated.
    pub status: String,
    /// What settles it.
    pub settle: String,
}
