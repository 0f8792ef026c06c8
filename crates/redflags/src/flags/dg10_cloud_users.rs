//! DG-10: a computing service does not say where its users are headquartered.

use tidewaiter_model::{Date, Truth};

use super::concerns::{computing_services, user};
#[cfg(test)]
use super::person::ASKS;
use super::person::PersonFlag;
use crate::{About, Question, Topic};

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &QUESTION,
    of: user,
    settled: computing_services,
    #[cfg(test)]
    cases: &[
        (|o| o.name(tidewaiter_model::Role::EndUser, "Kestrel Cloud Pte. Ltd."), ASKS),
        (|o| o, "not raised: neither the end use nor a name speaks of computing for others"),
        (|o| o.end_use(""), "needs the end use (column end use)"),
    ],
};

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

pub(super) static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Use,
    "it has said whether the users of its computing services are headquartered in China, Macau or a country of group D:5",
    Truth::No,
);
