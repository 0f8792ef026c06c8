//! DD-2: screen all parties, the data centre's operator included.

use super::concerns::order;
use super::person::PersonFlag;
use crate::words::says_nothing;
use crate::{About, Assessment, Need, Question};
use tidewaiter_model::{Date, Role, Truth};

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &QUESTION,
    of: order,
    settled: |case| {
        let named = |role: &Role| case.line.in_role(*role).any(|party| !says_nothing(&party.name));
        let all = [Role::Purchaser, Role::UltimateConsignee, Role::EndUser].iter().all(named);
        (!all).then(|| {
            Assessment::NotAssessable(vec![Need::Data("the names of purchaser, ultimate consignee and end user")])
        })
    },
};

static ABOUT: About = About {
    code: "DD-2",
    title: "Screen all parties, the data centre's operator included",
    what: "A due-diligence action. Open (a note) where a person answers that whoever runs the data centre, or another party of the transaction, is not named in the order, so that it was not screened. Done where the answer is yes and purchaser, ultimate consignee and end user are named.",
    why: "Only who is named can be held against the lists.",
    example: "Open: the operator of the hall is not in the sheet, so the officer answers. Done: the operator is the ultimate consignee.",
    unknown: "nobody has said whether all parties are named; no end user is named.",
    needs: "the names of purchaser, ultimate consignee and end user, and an answer",
    cite: "BIS guidance of 13 May 2025, due diligence (DD-2)",
    settle: "Name the operator of the site as ultimate consignee, or screen it by `tidewaiter screen`.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

/// What is asked.
static QUESTION: Question = Question {
    code: "DD-2",
    text: "Are all parties of this transaction named in the order, whoever runs the data centre included?",
    why: "Only who is named can be held against the lists.",
    cite: "BIS guidance of 13 May 2025, due diligence (DD-2)",
    raised_by: Truth::No,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    /// Unanswered, answered yes, answered no.
    #[test]
    fn a_person_answers() {
        assert_eq!(Order::ordinary().answered(&FLAG, "DD-2"), ["open", "not raised", "raised"]);
        assert_eq!(Order::ordinary().lacks(&FLAG), ["answers of a person (`tidewaiter questionnaire`)"]);
    }

    #[test]
    fn not_assessable_where_the_line_leaves_it_open() {
        assert_eq!(
            Order::ordinary().without(Role::EndUser).lacks(&FLAG),
            ["the names of purchaser, ultimate consignee and end user"]
        );
    }
}
