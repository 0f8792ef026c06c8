//! How a rule stands on a day.

use serde::Serialize;

/// How a version of a rule stands while it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Status {
    /// It binds.
    #[serde(rename = "in force")]
    InForce,
    /// It stands in the text, and the agency has said that it does not enforce it.
    #[serde(rename = "not enforced")]
    NotEnforced,
    /// It is published, and compliance is not yet due.
    #[serde(rename = "published")]
    Published,
    /// It is published and suspended by a later rule.
    #[serde(rename = "stayed")]
    Stayed,
    /// It was announced, and no text was found.
    #[serde(rename = "announced")]
    Announced,
    /// It is reported to bind, and no document was read that says so. It is applied, with that caveat.
    #[serde(rename = "unverified")]
    Unverified,
    /// By the last text read it binds from that day, and nothing later was read.
    #[serde(rename = "scheduled, unconfirmed")]
    Scheduled,
}

impl Status {
    /// All, in the order of their documentation.
    pub const ALL: [Self; 7] = [
        Self::InForce,
        Self::NotEnforced,
        Self::Published,
        Self::Stayed,
        Self::Announced,
        Self::Unverified,
        Self::Scheduled,
    ];

    /// As in rule packs and in every output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InForce => "in force",
            Self::NotEnforced => "not enforced",
            Self::Published => "published",
            Self::Stayed => "stayed",
            Self::Announced => "announced",
            Self::Unverified => "unverified",
            Self::Scheduled => "scheduled, unconfirmed",
        }
    }

    /// Does a requirement of this status count as required? What is unverified or unconfirmed does, with a caveat: a
    /// needless question costs an officer's day, a missed requirement more.
    #[must_use]
    pub fn binds(self) -> bool {
        matches!(self, Self::InForce | Self::Unverified | Self::Scheduled)
    }

    pub(crate) fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
