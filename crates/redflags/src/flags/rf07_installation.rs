//! RF-07: installation, training or service is declined.

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
    code: "RF-07",
    title: "Installation, training or service is declined",
    what: "Raised where a person answers that routine installation, training or maintenance was declined for an item that usually comes with it.",
    why: "An item that nobody may see installed may not be installed there.",
    example: "Raised: a rack is bought and the free installation declined, so the officer answers. Not raised: single cards that are installed by the buyer everywhere, or a service contract.",
    unknown: "nobody has said whether service was offered and declined.",
    needs: "an answer of a person",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 7",
    settle: "Ask why, and for photographs and serial numbers of the installed items.",
    since: None,
    status: "in force",
};

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Dealing,
    "it did not decline installation, training or maintenance that usually comes with such an item",
    Truth::Yes,
);
