//! RF-28: computing service to train a model for an outside entity.

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

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Use,
    "its computing service does not, and may not, train a large model for an entity headquartered outside the allied countries (Supplement No. 5 (a) to part 740)",
    Truth::Yes,
);
