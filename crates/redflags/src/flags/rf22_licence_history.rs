//! RF-22: the licence history of an item is uncertain.

use super::concerns::{order, services};
use super::person::PersonFlag;
use crate::{About, Question};
use tidewaiter_model::{Date, Truth};

pub(super) static FLAG: PersonFlag = PersonFlag { about: &ABOUT, question: &QUESTION, of: order, settled: services };

static ABOUT: About = About {
    code: "RF-22",
    title: "The licence history of an item is uncertain",
    what: "Asked where the description or end use speaks of service, repair, return or second-hand goods. Raised where a person answers that it is not known under which licence, exception or rule the item got to where it is.",
    why: "An item that was exported unlawfully may be neither serviced nor sold on.",
    example: "Raised: \"used H100 boards\" of which the seller shows no papers, so the officer answers. Not raised: a line of new boards from the maker; used boards with their export papers.",
    unknown: "\"repair of H100 boards\" of which nobody has answered.",
    needs: "the description and end use; for service and second-hand goods an answer",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 22; 15 CFR 764.2(e)",
    settle: "Ask for the export papers and serial numbers, and compare them with the maker's records.",
    since: Some(Date::constant(2024, 12, 2)),
    status: "in force",
};

/// What is asked.
static QUESTION: Question = Question {
    code: "RF-22",
    text: "Is it known, with papers, under which licence or exception each item to be serviced or sold on was exported?",
    why: "An item that was exported unlawfully may be neither serviced nor sold on.",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 22; 15 CFR 764.2(e)",
    raised_by: Truth::No,
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
        assert_eq!(serviced().answered(&FLAG, "RF-22"), ["open", "not raised", "raised"]);
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
