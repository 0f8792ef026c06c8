//! RF-03: the item is beyond the destination's technical level.

use tidewaiter_model::Truth;

use super::concerns::{outside_a1, user};
#[cfg(test)]
use super::person::ASKS;
use super::person::PersonFlag;
use crate::{About, Question, Topic};

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &QUESTION,
    of: user,
    settled: outside_a1,
    #[cfg(test)]
    cases: &[(|o| o.abroad(), ASKS), (|o| o, "not raised: the destination is in country group A:1")],
};

static ABOUT: About = About {
    code: "RF-03",
    title: "The item is beyond the destination's technical level",
    what: "Raised where a person answers that the item does not fit the technical level of the place that it goes to: no engineers, power or machines there to use it. Countries of group A:1 do not raise it.",
    why: "An item that nobody can use where it is bound for is likely to go on.",
    example: "Raised: a rack of accelerators for a town without the power for it, so the officer answers. Not raised: to Germany; where the officer answers that it fits.",
    unknown: "a delivery to Malaysia of which nobody has answered.",
    needs: "the destination; outside country group A:1 an answer",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 3",
    settle: "Ask who will run the items, with what power and staff; compare with what runs there already.",
    since: None,
    status: "in force",
};

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Use,
    "the item can be used where it goes: there are the engineers, the power and the like machines for it",
    Truth::No,
);
