//! RF-12: the buyer is evasive about use, export or reexport.

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
    code: "RF-12",
    title: "The buyer is evasive about use, export or reexport",
    what: "Raised where a person answers that the buyer, when asked, was evasive or unclear on whether the item is for use there, for export or for reexport.",
    why: "The licence follows where the item goes in the end.",
    example: "Raised: the buyer does not answer where the items will run, so the officer answers. Not raised: it names the site and signs that nothing is reexported.",
    unknown: "nobody has asked the buyer.",
    needs: "an answer of a person",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 12",
    settle: "Ask in writing: used there, exported or reexported, and by whom; do not proceed without an answer.",
    since: None,
    status: "in force",
};

pub(super) static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Dealing,
    "asked what the item is for, and whether it stays there or is exported or reexported, it was neither reluctant nor evasive",
    Truth::Yes,
);
