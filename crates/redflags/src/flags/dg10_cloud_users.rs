//! DG-10: a computing service does not say where its users are headquartered.

use super::concerns::{computing_services, user};
use super::person::PersonFlag;
use crate::{About, Question};
use tidewaiter_model::{Date, Truth};

pub(super) static FLAG: PersonFlag =
    PersonFlag { about: &ABOUT, question: &QUESTION, of: user, settled: computing_services };

static ABOUT: About = About {
    code: "DG-10",
    title: "A computing service does not say where its users are headquartered",
    what: "Asked where a name or the end use speaks of computing for others (cloud, hosting, rental). Raised where a person answers that the provider does not say, or does not know, whether its users are headquartered in China, Macau or a country of group D:5.",
    why: "Rented compute gives the same as a chip that was shipped; part 744 may ask for a licence to train models for such users.",
    example: "Raised: the provider answers that its users are confidential, so the officer answers. Not raised: a university's own machine room; a provider that checks its users and says so.",
    unknown: "a cloud provider that nobody has asked.",
    needs: "names and the end use; for computing services an answer",
    cite: "BIS guidance of 13 May 2025, flag DG-10; 15 CFR 744.6 and 744.22",
    settle: "Ask for the provider's own checks of its users, and for an undertaking on those headquartered in D:5 or Macau.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

/// Other flags ask it too.
pub(super) static QUESTION: Question = Question {
    code: "DG-10",
    text: "Has the provider of computing services said whether its users are headquartered in China, Macau or a country of group D:5?",
    why: "Rented compute gives the same as a chip that was shipped; part 744 may ask for a licence to train models for such users.",
    cite: "BIS guidance of 13 May 2025, flag DG-10; 15 CFR 744.6 and 744.22",
    raised_by: Truth::No,
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
        assert_eq!(cloud().answered(&FLAG, "DG-10"), ["open", "not raised", "raised"]);
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
