//! RF-03: the item is beyond the destination's technical level.

use super::concerns::{outside_a1, user};
use super::person::PersonFlag;
use crate::{About, Question};
use tidewaiter_model::Truth;

pub(super) static FLAG: PersonFlag = PersonFlag { about: &ABOUT, question: &QUESTION, of: user, settled: outside_a1 };

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

/// What is asked.
static QUESTION: Question = Question {
    code: "RF-03",
    text: "Can the item be used where it goes: are there the engineers, the power and the like machines for it?",
    why: "An item that nobody can use where it is bound for is likely to go on.",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 3",
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
        assert_eq!(abroad().answered(&FLAG, "RF-03"), ["open", "not raised", "raised"]);
        assert_eq!(abroad().lacks(&FLAG), ["answers of a person (`tidewaiter questionnaire`)"]);
    }

    #[test]
    fn not_raised_by_what_the_line_settles() {
        let answer = Order::ordinary().assess(&FLAG);
        assert_eq!(answer, crate::Assessment::not_raised("the destination is in country group A:1"));
    }
}
