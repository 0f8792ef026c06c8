//! RF-12: the buyer is evasive about use, export or reexport.

use super::concerns::{customer, open};
use super::person::PersonFlag;
use crate::{About, Question};
use tidewaiter_model::Truth;

pub(super) static FLAG: PersonFlag = PersonFlag { about: &ABOUT, question: &QUESTION, of: customer, settled: open };

static ABOUT: About = About {
    code: "RF-12",
    title: "The buyer is evasive about use, export or reexport",
    what: "Raised where a person answers that the buyer, when asked, was evasive or unclear on whether the item is for use there, for export or for reexport.",
    why: "The licence follows where the item goes in the end.",
    example: "Raised: the buyer does not answer where the items will run, so the officer answers. Not raised: it names the site and signs that nothing is reexported.",
    unknown: "nobody has asked the buyer.",
    needs: "an answer of a person",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 12",
    settle: "Ask in writing: used there, exported or reexported, and by whom; do not proceed without an answer.",
    since: None,
    status: "in force",
};

/// What is asked.
static QUESTION: Question = Question {
    code: "RF-12",
    text: "When asked whether the item is for use there, for export or for reexport, was the buyer evasive or unclear?",
    why: "The licence follows where the item goes in the end.",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 12",
    raised_by: Truth::Yes,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    /// Unanswered, answered yes, answered no.
    #[test]
    fn a_person_answers() {
        assert_eq!(Order::ordinary().answered(&FLAG, "RF-12"), ["open", "raised", "not raised"]);
        assert_eq!(Order::ordinary().lacks(&FLAG), ["answers of a person (`tidewaiter questionnaire`)"]);
    }
}
