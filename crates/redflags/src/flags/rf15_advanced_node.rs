//! RF-15: the customer showed advanced-node capability before October 2022.

use tidewaiter_model::{Date, Truth};

use super::concerns::{chip_makers, user};
#[cfg(test)]
use super::person::ASKS;
use super::person::PersonFlag;
use crate::{About, Question, Topic};

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &QUESTION,
    of: user,
    settled: chip_makers,
    #[cfg(test)]
    cases: &[
        (|o| o.name(tidewaiter_model::Role::EndUser, "Kestrel Semiconductor GmbH"), ASKS),
        (|o| o, "needs what the customer makes (asked only where a name or the end use speaks of making chips)"),
    ],
};

static ABOUT: About = About {
    code: "RF-15",
    title: "The customer showed advanced-node capability before October 2022",
    what: "Asked where a name or the end use speaks of making chips. Raised where a person answers that the customer, before October 2022, said in its advertising that it can make chips of advanced nodes and no longer says so. By the summary of the guidance; its full text decides.",
    why: "Facilities that make integrated circuits of advanced nodes need a licence for any item subject to the EAR, whatever they say today.",
    example: "Raised: older pages of a foundry's site offer a 7 nm process, and today's do not, so the officer answers. Not raised: it never offered one.",
    unknown: "a customer that makes chips, of which nobody has answered; a customer of which nothing says what it makes.",
    needs: "what the customer makes, by names and end use; an answer",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 15; 15 CFR 744.23",
    settle: "Look at older copies of the customer's site and at its reports; ask which nodes each facility makes.",
    since: Some(Date::constant(2023, 11, 17)),
    status: "in force",
};

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Use,
    "it did not advertise, before October 2022, that it can make chips of advanced nodes",
    Truth::Yes,
);
