//! RF-28: computing service to train a model for an outside entity.

use super::concerns::{computing_services, user};
use super::person::PersonFlag;
use crate::{About, Question};
use tidewaiter_model::{Date, Truth};

pub(super) static FLAG: PersonFlag =
    PersonFlag { about: &ABOUT, question: &QUESTION, of: user, settled: computing_services };

static ABOUT: About = About {
    code: "RF-28",
    title: "Computing service to train a model for an outside entity",
    what: "Asked where a name or the end use speaks of computing for others (cloud, hosting, rental). Raised where a person answers that the service is, or may be, used to train a model of 4E091 for an entity headquartered outside the countries of Supplement No. 5, paragraph (a), to part 740. The rule stands in the CFR and is not enforced since 2025-05-13.",
    why: "Training on rented accelerators gives the model without the chip leaving the data centre.",
    example: "Raised: a tenant from another country trains a large model and is not named, so the officer answers. Not raised: a university's own machine room.",
    unknown: "a cloud provider of whose tenants nobody has answered.",
    needs: "names and the end use; for computing services an answer",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 28; 90 FR 4544",
    settle: "Ask the provider who its tenants are, where they are headquartered, and what limits of compute it sets.",
    since: Some(Date::constant(2025, 1, 13)),
    status: "in force by text, not enforced",
};

/// What is asked.
static QUESTION: Question = Question {
    code: "RF-28",
    text: "Is the computing service used, or may it be, to train a large model for an entity headquartered outside the allied countries (Supplement No. 5 (a) to part 740)?",
    why: "Training on rented accelerators gives the model without the chip leaving the data centre.",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 28; 90 FR 4544",
    raised_by: Truth::Yes,
};

#[cfg(test)]
mod tests {
    use tidewaiter_model::Role;

    use super::*;
    use crate::testing::Order;

    fn cloud() -> Order {
        Order::ordinary().name(Role::EndUser, "Kestrel Cloud Pte. Ltd.")
    }

    /// Unanswered, answered yes, answered no.
    #[test]
    fn a_person_answers() {
        assert_eq!(cloud().answered(&FLAG, "RF-28"), ["open", "raised", "not raised"]);
        assert_eq!(cloud().lacks(&FLAG), ["answers of a person (`tidewaiter questionnaire`)"]);
    }

    #[test]
    fn not_raised_by_what_the_line_settles() {
        let answer = Order::ordinary().assess(&FLAG);
        assert_eq!(
            answer,
            crate::Assessment::not_raised("neither the end use nor a name speaks of computing for others")
        );
    }

    #[test]
    fn not_assessable_where_the_line_leaves_it_open() {
        assert_eq!(Order::ordinary().end_use("").lacks(&FLAG), ["the end use (column end use)"]);
    }
}
