//! RF-23: service for an item altered after export.

use super::concerns::{order, services};
use super::person::PersonFlag;
use crate::{About, Question};
use tidewaiter_model::{Date, Truth};

pub(super) static FLAG: PersonFlag = PersonFlag { about: &ABOUT, question: &QUESTION, of: order, settled: services };

static ABOUT: About = About {
    code: "RF-23",
    title: "Service for an item altered after export",
    what: "Asked where the description or end use speaks of service, repair, return or second-hand goods. Raised where a person answers that an item was changed after its export so that it now meets a control.",
    why: "Service for an item that was raised above a limit after export helps what the limit forbids.",
    example: "Raised: memory was added to boards sent in for repair, so the officer answers. Not raised: a line of new boards; boards as they left the maker.",
    unknown: "\"repair of H100 boards\" of which nobody has answered.",
    needs: "the description and end use; for service and second-hand goods an answer",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 23",
    settle: "Inspect the item before work begins, and compare firmware, memory and interconnect with those it was sold with.",
    since: Some(Date::constant(2024, 12, 2)),
    status: "in force",
};

/// What is asked.
static QUESTION: Question = Question {
    code: "RF-23",
    text: "Was an item to be serviced or sold on altered after its export, in performance, memory or interconnect?",
    why: "Service for an item that was raised above a limit after export helps what the limit forbids.",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 23",
    raised_by: Truth::Yes,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    fn serviced() -> Order {
        Order::ordinary().with(|o| o.line.description = "Repair of NVIDIA H100 boards".to_owned())
    }

    /// Unanswered, answered yes, answered no.
    #[test]
    fn a_person_answers() {
        assert_eq!(serviced().answered(&FLAG, "RF-23"), ["open", "raised", "not raised"]);
        assert_eq!(serviced().lacks(&FLAG), ["answers of a person (`tidewaiter questionnaire`)"]);
    }

    #[test]
    fn not_raised_by_what_the_line_settles() {
        let answer = Order::ordinary().assess(&FLAG);
        assert_eq!(answer, crate::Assessment::not_raised("the line is neither for service nor for second-hand goods"));
    }

    #[test]
    fn not_assessable_where_the_line_leaves_it_open() {
        assert_eq!(
            Order::ordinary().with(|o| o.line.description.clear()).lacks(&FLAG),
            ["the description (column description)"]
        );
    }
}
