//! What a flag answers: raised, not raised, or not assessable for want of something.

use std::borrow::Cow;

use tidewaiter_model::{Finding, Role, Truth};

/// What a flag answers of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assessment {
    /// The circumstance is there.
    Raised(Finding),
    /// It was looked for, with what it needs, and is not there. The words say why where that is not plain: the flag
    /// concerns other items, or a person said so.
    NotRaised(Cow<'static, str>),
    /// It cannot be said. Never empty.
    NotAssessable(Vec<Need>),
}

/// What a flag would need to be assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A cell, a file or a register, in plain words: `the route (column route)`.
    Data(&'static str),
    /// An answer of somebody who knows the customer.
    Answer(&'static Question, Subject),
}

/// Who or what a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The parties in this role.
    Party(Role),
    /// The order.
    Order,
}

/// A question that only a person can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// The flag that it belongs to; a question is told by it.
    pub code: &'static str,
    /// The question, to be answered by yes, no or unknown.
    pub text: &'static str,
    /// Why it is asked.
    pub why: &'static str,
    /// The citation.
    pub cite: &'static str,
    /// The answer that raises the flag.
    pub raised_by: Truth,
}

/// What a need for an answer is called beside other needs.
const ANSWER: &str = "answers of a person (`tidewaiter questionnaire`)";

impl Need {
    /// What is needed, in plain words.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self {
            Self::Data(words) => words,
            Self::Answer(..) => ANSWER,
        }
    }
}

impl Assessment {
    /// Raised where something was found; else not assessable where something lacks; else not raised.
    pub(crate) fn of(found: Option<Finding>, lacks: impl FnOnce() -> Vec<Need>) -> Self {
        match found {
            Some(finding) => Self::Raised(finding),
            None => Self::unless(lacks()),
        }
    }

    /// Not raised, unless something lacks.
    pub(crate) fn unless(lacks: Vec<Need>) -> Self {
        if lacks.is_empty() { Self::NotRaised(Cow::Borrowed("")) } else { Self::NotAssessable(lacks) }
    }

    /// Not raised, with the reason.
    pub(crate) fn not_raised(why: &'static str) -> Self {
        Self::NotRaised(Cow::Borrowed(why))
    }

    /// The finding, where it is raised.
    #[must_use]
    pub fn finding(&self) -> Option<&Finding> {
        match self {
            Self::Raised(finding) => Some(finding),
            Self::NotRaised(_) | Self::NotAssessable(_) => None,
        }
    }
}

/// A list of needs: what lacks, of these.
pub(crate) fn lacks<const N: usize>(all: [(bool, &'static str); N]) -> Vec<Need> {
    all.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| Need::Data(what)).collect()
}

/// What several flags need, in one wording each, so that they are told together.
pub(crate) mod need {
    pub(crate) const END_USE: &str = "the end use (column end use)";
    pub(crate) const END_USER: &str = "the end user's name (column end user)";
    pub(crate) const USERS: &str = "the name of the ultimate consignee or end user";
    pub(crate) const PURCHASER: &str = "the purchaser's name (column purchaser)";
    pub(crate) const SHIP_TO: &str = "the place of delivery (column ship-to)";
    pub(crate) const ITEM: &str = "an item that can be read (description or part number)";
}
