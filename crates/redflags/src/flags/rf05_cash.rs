//! RF-05: cash for a costly item.

use super::concerns::{customer, open};
use super::person::PersonFlag;
use crate::{About, Question};
use tidewaiter_model::Truth;

pub(super) static FLAG: PersonFlag = PersonFlag { about: &ABOUT, question: &QUESTION, of: customer, settled: open };

static ABOUT: About = About {
    code: "RF-05",
    title: "Cash for a costly item",
    what: "Raised where a person answers that the buyer pays, or offers to pay, in cash, or on unusually favourable terms, for an item that is usually financed.",
    why: "A buyer who wants no trace of a payment, or to whom the price does not matter, may buy for somebody else.",
    example: "Raised: the officer answers that eight boards were offered to be paid in notes. Not raised: paid by bank transfer after 30 days.",
    unknown: "nobody has said how the buyer pays.",
    needs: "an answer of a person",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 5",
    settle: "Ask for payment by bank transfer from an account in the buyer's own name and country; ask who finances it.",
    since: None,
    status: "in force",
};

/// What is asked.
static QUESTION: Question = Question {
    code: "RF-05",
    text: "Does the buyer pay, or offer to pay, in cash or on unusually good terms for what would usually be financed?",
    why: "A buyer who wants no trace of a payment, or to whom the price does not matter, may buy for somebody else.",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 5",
    raised_by: Truth::Yes,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    /// Unanswered, answered yes, answered no.
    #[test]
    fn a_person_answers() {
        assert_eq!(Order::ordinary().answered(&FLAG, "RF-05"), ["open", "raised", "not raised"]);
        assert_eq!(Order::ordinary().lacks(&FLAG), ["answers of a person (`tidewaiter questionnaire`)"]);
    }
}
