//! What the rules say of one good, on one day, on one way: the shape that `classify` prints.

use serde::Serialize;

use crate::{Country, Range, Truth};

/// Is the item controlled under the advanced-computing paragraphs?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Control {
    /// A paragraph is met.
    Controlled,
    /// No paragraph is met, and nothing that would decide is missing.
    NotControlled,
    /// Something that decides is missing.
    #[default]
    Unknown,
}

/// Is a licence needed?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Licence {
    /// By a rule in force.
    Required,
    /// By none of the rules that are modelled.
    NotRequired,
    /// Something that decides is missing.
    #[default]
    Unknown,
}

impl Control {
    /// As in every output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Controlled => "controlled",
            Self::NotControlled => "not_controlled",
            Self::Unknown => "unknown",
        }
    }
}

impl Licence {
    /// As in every output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::NotRequired => "not_required",
            Self::Unknown => "unknown",
        }
    }
}

impl From<Truth> for Control {
    fn from(met: Truth) -> Self {
        match met {
            Truth::Yes => Self::Controlled,
            Truth::No => Self::NotControlled,
            Truth::Unknown => Self::Unknown,
        }
    }
}

impl From<Truth> for Licence {
    fn from(needed: Truth) -> Self {
        match needed {
            Truth::Yes => Self::Required,
            Truth::No => Self::NotRequired,
            Truth::Unknown => Self::Unknown,
        }
    }
}

/// Where a party's headquarters, or its ultimate parent's, are.
///
/// Source: 15 CFR 744.23(a)(3) asks for headquarters *or* ultimate parent's headquarters. An address alone never
/// asserts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case", tag = "basis", content = "country")]
pub enum Headquarters {
    /// A register or the party says so.
    Asserted(Country),
    /// Not said; the address suggests it.
    Likely(Country),
    /// Nothing suggests it.
    #[default]
    Unknown,
}

impl Headquarters {
    /// The country, where a register or the party asserts it.
    #[must_use]
    pub fn asserted(self) -> Option<Country> {
        match self {
            Self::Asserted(country) => Some(country),
            Self::Likely(_) | Self::Unknown => None,
        }
    }
}

/// One clause that was tried, with the arithmetic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// Its label, such as `3A090.b.1`; parts of a clause carry a suffix, such as `3A090.b.1 (TPP)`.
    pub id: String,
    /// The citation.
    pub cite: String,
    /// The test in the rule pack's own words, such as `tpp >= 2400`.
    pub test: String,
    /// The value found: a number, bounds in words, a text, or `"unknown"`.
    pub value: Value,
    /// What it was held against.
    pub limit: Value,
    /// Value less limit, where both are numbers.
    pub margin: Value,
    /// Is it met?
    pub result: Truth,
}

/// A value in a clause: a number with bounds, or words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A number, perhaps only bounds; `"unknown"` where nothing is known.
    Number(Range),
    /// Words, such as a country or `yes`.
    Text(String),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(range) => std::fmt::Display::fmt(range, f),
            Self::Text(text) => f.pad(text),
        }
    }
}

/// One condition of an exception or a review policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// The id by which an answer names it; absent in output where the facts of the question decide it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The condition in plain words.
    pub condition: String,
    /// Is it met, as far as the question tells?
    pub met: Truth,
    /// What is missing, where it is unknown; empty where the facts given decide.
    pub why: String,
}

/// A licence exception and whether its conditions are met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exception {
    /// Its symbol, such as `NAC`.
    pub code: String,
    /// Are its conditions met?
    pub met: Truth,
    /// Which condition fails or is unknown, in plain words.
    pub why: String,
    /// The citation.
    pub cite: String,
    /// Its conditions one by one; absent in output where the rule lists none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checklist: Vec<Condition>,
}

/// A rule other than the control list that speaks to this item on this way: a licence requirement, a letter, a permit
/// of another country, a review policy, a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// The rule's code, which `tidewaiter explain` prints.
    pub rule: String,
    /// What kind of rule: `licence`, `permit`, `review`, `exception`, `notice`.
    pub kind: String,
    /// Whose rule: `US`, `MY`.
    pub regime: String,
    /// Does it apply here?
    pub result: Truth,
    /// `in force`, `not enforced`, `stayed`, `published`, `announced`, `unverified`, `scheduled, unconfirmed`.
    pub status: String,
    /// Plain words: what follows from it, or what is missing.
    pub says: String,
    /// The citation.
    pub cite: String,
    /// What would settle it, where the result is unknown or a requirement applies.
    pub settle: String,
    /// What an applicant must show besides, one by one; absent in output where the rule lists nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checklist: Vec<Condition>,
}

/// Is the item subject to the Export Administration Regulations in this transaction? Three-valued: `no` only where every
/// way in is ruled out, by what the order or a person told.
///
/// Source: 15 CFR 734.3, 734.4, 734.9.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Jurisdiction {
    /// Is it?
    pub subject: Truth,
    /// The paragraphs that make it so, such as `734.9(h)`; those left open where it is unknown; empty where it is not.
    pub basis: Vec<String>,
    /// The reason in plain words: what each of these rests on, what is open with the ids of the questions, or what rules
    /// each way out.
    pub why: String,
}

/// What the rules say of one good. Printed with the common fields as `tidewaiter/classification/1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Classification {
    /// Is it controlled under the advanced-computing paragraphs?
    pub control: Control,
    /// Every paragraph met, such as `3A090.a.1`.
    pub paragraphs: Vec<String>,
    /// The classification in the family of the form sold, such as `4A090.a`; `EAR99 or other` where no paragraph is
    /// met, `unknown` where that is open.
    pub eccn: String,
    /// Is a licence needed, by the rules in force?
    pub licence: Licence,
    /// The review policy for an application, in plain words; empty where no licence is needed.
    pub review: String,
    /// `export`, `reexport`, `transfer (in-country)`, `domestic` or `unknown`, from the places alone.
    pub movement: String,
    /// Why it is that movement, or what leaves it open, with the citation.
    pub movement_why: String,
    /// Is the item subject to the Export Administration Regulations in this transaction, and why?
    pub jurisdiction: Jurisdiction,
    /// The licence exceptions tried.
    pub exceptions: Vec<Exception>,
    /// Every rule that speaks to the case, those in doubt included.
    pub applied: Vec<Applied>,
    /// Every clause tried.
    pub clauses: Vec<Clause>,
    /// What an officer must know before leaning on this: unverified facts, nearness to a limit, what is not modelled.
    pub caveats: Vec<String>,
    /// The missing facts that would change an `unknown`, in plain words.
    pub missing: Vec<String>,
}
