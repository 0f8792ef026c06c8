//! RF-23: service for an item altered after export.

use tidewaiter_model::{Date, Truth};

use super::concerns::{order, services};
#[cfg(test)]
use super::person::ASKS;
use super::person::PersonFlag;
use crate::{About, Question, Topic};

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &QUESTION,
    of: order,
    settled: services,
    #[cfg(test)]
    cases: &[
        (|o| o.described("used H100 boards"), ASKS),
        (|o| o, "not raised: the line is neither for service nor for second-hand goods"),
        (|o| o.described(""), "needs the description (column description)"),
    ],
};

static ABOUT: About = About {
    code: "RF-23",
    title: "Service for an item altered after export",
    what: "Asked where the description or end use speaks of service, repair, return or second-hand goods. Raised where a person answers that an item was changed after its export so that it now meets a control.",
    why: "Service for an item that was raised above a limit after export helps what the limit forbids.",
    example: "Raised: memory was added to boards sent in for repair, so the officer answers. Not raised: a line of new boards; boards as they left the maker.",
    unknown: "\"repair of H100 boards\" of which nobody has answered.",
    needs: "the description and end use; for service and second-hand goods an answer",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 23",
    settle: "Inspect the item before work begins, and compare firmware, memory and interconnect with those it was sold with.",
    since: Some(Date::constant(2024, 12, 2)),
    status: "in force",
};

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Order,
    "no item to be serviced or sold on was altered after its export, in performance, memory or interconnect",
    Truth::Yes,
);
