//! DG-11: an end-user statement is refused.

use tidewaiter_model::{Date, Truth};

use super::concerns::{outside_a1, user};
#[cfg(test)]
use super::person::ASKS;
use super::person::PersonFlag;
use crate::{About, Question, Topic};

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &QUESTION,
    of: user,
    settled: outside_a1,
    #[cfg(test)]
    cases: &[(|o| o.abroad(), ASKS), (|o| o, "not raised: the destination is in country group A:1")],
};

static ABOUT: About = About {
    code: "DG-11",
    title: "An end-user statement is refused",
    what: "Raised where the goods go outside country group A:1 and a person answers that the end user has neither signed nor agreed to sign a statement on end use and end user.",
    why: "Who means to use an item can say so over a signature.",
    example: "Raised: an order for Malaysia whose end user declines to sign, so the officer answers. Not raised: the same with a signed statement; an order for Germany.",
    unknown: "an order for Malaysia of which nobody has said whether a statement was signed.",
    needs: "the destination; outside country group A:1 an answer",
    cite: "BIS guidance of 13 May 2025, flag DG-11",
    settle: "Ask for the signed statement: who, where, for what, and that nothing is reexported without a licence.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

pub(super) static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Papers,
    "it has signed, or agreed to sign, a statement on end use and end user that covers these orders",
    Truth::No,
);
