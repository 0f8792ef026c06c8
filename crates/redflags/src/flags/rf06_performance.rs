//! RF-06: the buyer does not know the item and wants it all the same.

use tidewaiter_model::Truth;

use super::concerns::{customer, open};
#[cfg(test)]
use super::person::ASKS;
use super::person::PersonFlag;
use crate::{About, Question, Topic};

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &QUESTION,
    of: customer,
    settled: open,
    #[cfg(test)]
    cases: &[(|o| o, ASKS)],
};

static ABOUT: About = About {
    code: "RF-06",
    title: "The buyer does not know the item and wants it all the same",
    what: "Raised where a person answers that the buyer knows little of the item's performance and yet wants it.",
    why: "Who buys for own use knows what the item does.",
    example: "Raised: the buyer asks for \"the fastest ones\" and cannot say for what, so the officer answers. Not raised: it names model, interconnect and software.",
    unknown: "nobody who spoke with the buyer has answered.",
    needs: "an answer of a person",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 6",
    settle: "Speak with the engineers who will run the item.",
    since: None,
    status: "in force",
};

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Dealing,
    "it knows what the item does: its performance, memory and interconnect",
    Truth::No,
);
