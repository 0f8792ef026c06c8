//! What a flag answers: raised, not raised, or not assessable for want of something.

use std::borrow::Cow;

use tidewaiter_model::{Finding, Role, Truth};

use crate::About;

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

/// A question that only a person can answer: is this so? Yes settles its flags, no raises them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// The flag that it belongs to; a question is told by it. Other flags may ask it too.
    pub code: &'static str,
    /// What it belongs to on a questionnaire.
    pub topic: Topic,
    /// What should be so, as part of a sentence.
    pub text: &'static str,
    /// The citation.
    pub cite: &'static str,
    /// The answer that raised the flag on questionnaires which asked each question by itself, some of them the other way
    /// round.
    pub once_raised_by: Truth,
}

impl Question {
    pub(crate) const fn new(about: &About, topic: Topic, text: &'static str, once_raised_by: Truth) -> Self {
        Self { code: about.code, topic, text, cite: about.cite, once_raised_by }
    }
}

/// What questions are about that are asked together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Who the company is.
    Company,
    /// How the buyer deals.
    Dealing,
    /// What the user needs the items for.
    Use,
    /// What the user has shown or signed.
    Papers,
    /// The order.
    Order,
}

impl Topic {
    /// What is asked about, as the head of a question.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Company => "Who the company is",
            Self::Dealing => "How the buyer deals",
            Self::Use => "What it needs the items for",
            Self::Papers => "What it has shown or signed",
            Self::Order => "The order",
        }
    }

    /// Why it is asked.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::Company => "Companies set up for one purchase have bought accelerators that were then shipped on.",
            Self::Dealing => "Who buys for own use knows the item, pays as others do and says where it goes.",
            Self::Use => "An item that does not fit who uses it, or where, is likely to go on.",
            Self::Papers => "A site that exists can show its power, and who means to use an item can sign for it.",
            Self::Order => "Who goes on past an open question is taken to know what asking would have told.",
        }
    }
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
