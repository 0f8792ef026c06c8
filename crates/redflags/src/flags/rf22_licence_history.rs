//! RF-22: the licence history of an item is uncertain.

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
        (|o| o.described("Repair of NVIDIA H100 boards"), ASKS),
        (|o| o, "not raised: the line is neither for service nor for second-hand goods"),
        (|o| o.described(""), "needs the description (column description)"),
    ],
};

static ABOUT: About = About {
    code: "RF-22",
    title: "The licence history of an item is uncertain",
    what: "Asked where the description or end use speaks of service, repair, return or second-hand goods. Raised where a person answers that it is not known under which licence, exception or rule the item got to where it is.",
    why: "An item that was exported unlawfully may be neither serviced nor sold on.",
    example: "Raised: \"used H100 boards\" of which the seller shows no papers, so the officer answers. Not raised: a line of new boards from the maker; used boards with their export papers.",
    unknown: "\"repair of H100 boards\" of which nobody has answered.",
    needs: "the description and end use; for service and second-hand goods an answer",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 22; 15 CFR 764.2(e)",
    settle: "Ask for the export papers and serial numbers, and compare them with the maker's records.",
    since: Some(Date::constant(2024, 12, 2)),
    status: "in force",
};

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Order,
    "it is known, with papers, under which licence or exception each item to be serviced or sold on was exported",
    Truth::No,
);
