//! RF-27: the plant is joined to one that makes advanced-node chips.

use super::concerns::{chip_makers, user};
use super::person::PersonFlag;
use crate::{About, Question};
use tidewaiter_model::{Date, Truth};

pub(super) static FLAG: PersonFlag = PersonFlag { about: &ABOUT, question: &QUESTION, of: user, settled: chip_makers };

static ABOUT: About = About {
    code: "RF-27",
    title: "The plant is joined to one that makes advanced-node chips",
    what: "Asked where a name or the end use speaks of making chips. Raised where a person answers that the facility is connected to another that makes chips of advanced nodes, as by a bridge or tunnel.",
    why: "Wafers that cross a bridge make two buildings one facility.",
    example: "Raised: a clean-room bridge joins the two halls, so the officer answers. Not raised: the site stands alone.",
    unknown: "a chip plant of which nobody has answered; a customer of which nothing says what it makes.",
    needs: "what the customer makes, by names and end use; an answer",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 27; 15 CFR 744.23",
    settle: "Look at the site on a map and in the customer's building permits; ask what is made in each building.",
    since: Some(Date::constant(2024, 12, 2)),
    status: "in force",
};

/// What is asked.
static QUESTION: Question = Question {
    code: "RF-27",
    text: "Is the facility joined to another, as by a bridge or tunnel, where chips of advanced nodes are made?",
    why: "Wafers that cross a bridge make two buildings one facility.",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 27; 15 CFR 744.23",
    raised_by: Truth::Yes,
};

#[cfg(test)]
mod tests {
    use tidewaiter_model::Role;

    use super::*;
    use crate::flags::concerns::MAKES_CHIPS;
    use crate::testing::Order;

    /// Unanswered, answered yes, answered no.
    #[test]
    fn a_person_answers() {
        assert_eq!(
            Order::ordinary().name(Role::EndUser, "Kestrel Semiconductor GmbH").answered(&FLAG, "RF-27"),
            ["open", "raised", "not raised"]
        );
        assert_eq!(
            Order::ordinary().name(Role::EndUser, "Kestrel Semiconductor GmbH").lacks(&FLAG),
            ["answers of a person (`tidewaiter questionnaire`)"]
        );
    }

    #[test]
    fn not_assessable_where_the_line_leaves_it_open() {
        assert_eq!(Order::ordinary().lacks(&FLAG), [MAKES_CHIPS]);
    }
}
