//! RF-25: a new customer asks for what was made for one now listed.

use super::concerns::order;
use super::person::PersonFlag;
use crate::{About, Assessment, Question};
use tidewaiter_model::{Date, Resolution, Truth};

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &QUESTION,
    of: order,
    settled: |case| {
        (case.good.resolution == Resolution::Accelerator)
            .then(|| Assessment::not_raised("an accelerator of the catalogue is made for many"))
    },
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

/// What is asked.
static QUESTION: Question = Question {
    code: "RF-25",
    text: "Was this item designed or changed for another customer who has since been put on a list?",
    why: "A listed customer may send a new one for what was made for it.",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 25; 15 CFR 744.11",
    raised_by: Truth::Yes,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    /// Unanswered, answered yes, answered no.
    #[test]
    fn a_person_answers() {
        assert_eq!(
            Order::ordinary().with(|o| o.good = tidewaiter_model::Good::unresolved("", "")).answered(&FLAG, "RF-25"),
            ["open", "raised", "not raised"]
        );
        assert_eq!(
            Order::ordinary().with(|o| o.good = tidewaiter_model::Good::unresolved("", "")).lacks(&FLAG),
            ["answers of a person (`tidewaiter questionnaire`)"]
        );
    }

    #[test]
    fn not_raised_by_what_the_line_settles() {
        let answer = Order::ordinary().assess(&FLAG);
        assert_eq!(answer, crate::Assessment::not_raised("an accelerator of the catalogue is made for many"));
    }
}
