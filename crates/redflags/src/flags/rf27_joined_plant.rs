//! RF-27: the plant is joined to one that makes advanced-node chips.

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
    code: "RF-27",
    title: "The plant is joined to one that makes advanced-node chips",
    what: "Asked where a name or the end use speaks of making chips. Raised where a person answers that the facility is connected to another that makes chips of advanced nodes, as by a bridge or tunnel.",
    why: "Wafers that cross a bridge make two buildings one facility.",
    example: "Raised: a clean-room bridge joins the two halls, so the officer answers. Not raised: the site stands alone.",
    unknown: "a chip plant of which nobody has answered; a customer of which nothing says what it makes.",
    needs: "what the customer makes, by names and end use; an answer",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 27; 15 CFR 744.23",
    settle: "Look at the site on a map and in the customer's building permits; ask what is made in each building.",
    since: Some(Date::constant(2024, 12, 2)),
    status: "in force",
};

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Use,
    "its facility is joined to no other, as by a bridge or tunnel, where chips of advanced nodes are made",
    Truth::Yes,
);
