//! RF-25: a new customer asks for what was made for one now listed.

use tidewaiter_model::{Date, Resolution, Truth};

use super::concerns::order;
#[cfg(test)]
use super::person::ASKS;
use super::person::PersonFlag;
use crate::{About, Assessment, Question, Topic};

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &QUESTION,
    of: order,
    settled: |case| {
        (case.good.resolution == Resolution::Accelerator)
            .then(|| Assessment::not_raised("an accelerator of the catalogue is made for many"))
    },
    #[cfg(test)]
    cases: &[(|o| o.unread(), ASKS), (|o| o, "not raised: an accelerator of the catalogue is made for many")],
};

static ABOUT: About = About {
    code: "RF-25",
    title: "A new customer asks for what was made for one now listed",
    what: "An accelerator of the catalogue is made for many and does not raise it. For other items: raised where a person answers that the item was designed or changed for another customer who has since been listed.",
    why: "A listed customer may send a new one for what was made for it.",
    example: "Raised: a board designed for a company now on the Entity List is ordered by a new one, so the officer answers. Not raised: an H100 as sold to anybody.",
    unknown: "an item that the catalogue does not know, of which nobody has answered.",
    needs: "the item; for what the catalogue does not know an answer",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 25; 15 CFR 744.11",
    settle: "Ask the new customer how it came to need just this item; compare its people and addresses with the listed one's.",
    since: Some(Date::constant(2024, 12, 2)),
    status: "in force",
};

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Order,
    "the item was not designed or changed for another customer who has since been put on a list",
    Truth::Yes,
);
