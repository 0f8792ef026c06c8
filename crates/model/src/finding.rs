//! What an answer rests on, and what it comes to.

use serde::{Deserialize, Serialize};

/// What may be done with a line or an order. The greatest of its findings decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing was found in what was checked. Never a clearance of what was not.
    #[default]
    Clear,
    /// A person must look: something is unknown or looks wrong.
    Review,
    /// Must not ship as it stands: an asserted fact and a rule forbid it or require a licence.
    Hold,
}

impl Verdict {
    /// `clear`, `review` or `hold`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Review => "review",
            Self::Hold => "hold",
        }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; changes nothing.
    Note,
    /// Raises a question that a person must settle.
    Review,
    /// Holds the order; only asserted facts may do so.
    Hold,
}

impl Severity {
    /// The verdict that this finding alone gives.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        match self {
            Self::Note => Verdict::Clear,
            Self::Review => Verdict::Review,
            Self::Hold => Verdict::Hold,
        }
    }

    /// `note`, `review` or `hold`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Review => "review",
            Self::Hold => "hold",
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// One fact that a finding rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The fact in plain words, such as "total processing performance of the H20".
    pub what: String,
    /// The value found, as text (`2368`, `SG`, a list entry's name).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// The limit it was held against, where there is one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub limit: String,
    /// Where the fact comes from: the order's own cell, a list and entry, a datasheet.
    pub source: String,
}

impl Evidence {
    /// A fact with its source.
    #[must_use]
    pub fn new(what: impl Into<String>, value: impl Into<String>, source: impl Into<String>) -> Self {
        Self { what: what.into(), value: value.into(), limit: String::new(), source: source.into() }
    }

    /// The same fact, held against a limit.
    #[must_use]
    pub fn against(mut self, limit: &impl std::fmt::Display) -> Self {
        self.limit = limit.to_string();
        self
    }
}

/// One thing that was found about a line: what, how much it weighs, on what ground, and what would settle it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// A stable code that `tidewaiter explain CODE` prints, such as `RF-10`, `LISTED-PARTY` or `LICENCE-REQUIRED`.
    pub code: String,
    /// What it weighs.
    pub severity: Severity,
    /// Plain words, one or two sentences.
    pub says: String,
    /// Citation of the rule, such as `15 CFR 744.11; 88 FR 71992`.
    pub cite: String,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// What would settle it.
    pub settle: String,
}

/// The greatest verdict among findings; `Clear` for none.
#[must_use]
pub fn verdict_of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Verdict {
    findings.into_iter().map(|f| f.severity.verdict()).max().unwrap_or_default()
}
