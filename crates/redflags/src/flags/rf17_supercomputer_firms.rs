//! RF-17: the customer makes items for supercomputer firms of D:5 or Macau.

use tidewaiter_model::{Date, Truth};

use super::concerns::{open, user};
#[cfg(test)]
use super::person::ASKS;
use super::person::PersonFlag;
use crate::{About, Question, Topic};

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &QUESTION,
    of: user,
    settled: open,
    #[cfg(test)]
    cases: &[(|o| o, ASKS)],
};

static ABOUT: About = About {
    code: "RF-17",
    title: "The customer makes items for supercomputer firms of D:5 or Macau",
    what: "Raised where a person answers that the customer designs or makes items for companies that build supercomputers and are headquartered in Macau or a country of group D:5. By the summary of the guidance; its full text decides.",
    why: "Items for a supercomputer in or bound for China or Macau need a licence, also by way of others who build it.",
    example: "Raised: the customer's site names such a company as its client, so the officer answers. Not raised: its clients are hospitals.",
    unknown: "nobody has said for whom the customer works.",
    needs: "an answer of a person",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 17; 15 CFR 744.23(a)(1)",
    settle: "Ask for whom the customer designs or makes, and whether the item is used in that.",
    since: Some(Date::constant(2023, 11, 17)),
    status: "in force",
};

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Use,
    "it designs and makes nothing for companies that build supercomputers and are headquartered in Macau or a country of group D:5",
    Truth::Yes,
);
