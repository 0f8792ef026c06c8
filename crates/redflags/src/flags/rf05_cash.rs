//! RF-05: cash for a costly item.

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
    cases: &[
        (|o| o, ASKS),
        (|o| o.without(tidewaiter_model::Role::Purchaser), "needs the purchaser's name (column purchaser)"),
    ],
};

static ABOUT: About = About {
    code: "RF-05",
    title: "Cash for a costly item",
    what: "Raised where a person answers that the buyer pays, or offers to pay, in cash, or on unusually favourable terms, for an item that is usually financed.",
    why: "A buyer who wants no trace of a payment, or to whom the price does not matter, may buy for somebody else.",
    example: "Raised: the officer answers that eight boards were offered to be paid in notes. Not raised: paid by bank transfer after 30 days.",
    unknown: "nobody has said how the buyer pays.",
    needs: "an answer of a person",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 5",
    settle: "Ask for payment by bank transfer from an account in the buyer's own name and country; ask who finances it.",
    since: None,
    status: "in force",
};

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Dealing,
    "it pays as is usual for such an item: not in cash, and not on unusually good terms",
    Truth::Yes,
);
