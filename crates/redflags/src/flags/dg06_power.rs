//! DG-06: the data centre cannot confirm its power and cooling.

use tidewaiter_model::{Date, Truth};

use super::concerns::{for_datacentres, user};
#[cfg(test)]
use super::person::ASKS;
use super::person::PersonFlag;
use crate::{About, Question, Topic};

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &QUESTION,
    of: user,
    settled: for_datacentres,
    #[cfg(test)]
    cases: &[(|o| o, ASKS), (|o| o.cable(), "not raised: the item is not for data centres")],
};

static ABOUT: About = About {
    code: "DG-06",
    title: "The data centre cannot confirm its power and cooling",
    what: "Raised where a person answers that the data centre has not confirmed, by a document, that its power and cooling can run the items. Items that are not for data centres do not raise it.",
    why: "Staged data centres have stood in for buyers elsewhere; an H100 server draws about 10 kW, which a real site can show.",
    example: "Raised: 512 accelerators for an address whose operator shows no power contract, so the officer answers. Not raised: with a power contract or a letter of the operator; a card for games.",
    unknown: "nobody has asked the data centre.",
    needs: "an answer of a person",
    cite: "BIS guidance of 13 May 2025, flag DG-06",
    settle: "Ask the operator for the power contract, the hall's rated load and a photograph of the racks, and compare with the items' rated power.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

pub(super) static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Papers,
    "the data centre where the items will run has confirmed, by a document, that its power and cooling can run them",
    Truth::No,
);
