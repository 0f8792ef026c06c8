//! DG-11: an end-user statement is refused.

use super::concerns::{order, outside_a1};
use super::person::PersonFlag;
use crate::{About, Question};
use tidewaiter_model::{Date, Truth};

pub(super) static FLAG: PersonFlag = PersonFlag { about: &ABOUT, question: &QUESTION, of: order, settled: outside_a1 };

static ABOUT: About = About {
    code: "DG-11",
    title: "An end-user statement is refused",
    what: "Raised where the goods go outside country group A:1 and a person answers that the end user has neither signed nor agreed to sign a statement on end use and end user.",
    why: "Who means to use an item can say so over a signature.",
    example: "Raised: an order for Malaysia whose end user declines to sign, so the officer answers. Not raised: the same with a signed statement; an order for Germany.",
    unknown: "an order for Malaysia of which nobody has said whether a statement was signed.",
    needs: "the destination; outside country group A:1 an answer",
    cite: "BIS guidance of 13 May 2025, flag DG-11",
    settle: "Ask for the signed statement: who, where, for what, and that nothing is reexported without a licence.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

/// Other flags ask it too.
pub(super) static QUESTION: Question = Question {
    code: "DG-11",
    text: "Has the end user signed, or agreed to sign, a statement on end use and end user for this order?",
    why: "Who means to use an item can say so over a signature.",
    cite: "BIS guidance of 13 May 2025, flag DG-11",
    raised_by: Truth::No,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    fn abroad() -> Order {
        Order::ordinary().with(|o| o.line.ship_to = Some(crate::testing::place("Johor Bahru, Malaysia", "MY")))
    }

    /// Unanswered, answered yes, answered no.
    #[test]
    fn a_person_answers() {
        assert_eq!(abroad().answered(&FLAG, "DG-11"), ["open", "not raised", "raised"]);
        assert_eq!(abroad().lacks(&FLAG), ["answers of a person (`tidewaiter questionnaire`)"]);
    }

    #[test]
    fn not_raised_by_what_the_line_settles() {
        let answer = Order::ordinary().assess(&FLAG);
        assert_eq!(answer, crate::Assessment::not_raised("the destination is in country group A:1"));
    }
}
