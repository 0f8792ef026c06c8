//! DD-5: evaluate the users of computing services.

use tidewaiter_model::Date;

use super::concerns::{computing_services, user};
#[cfg(test)]
use super::person::ASKS;
use super::person::PersonFlag;
use crate::About;

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &super::dg10_cloud_users::QUESTION,
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
    code: "DD-5",
    title: "Evaluate the users of computing services",
    what: "A due-diligence action, where a name or the end use speaks of computing for others. Open (a note) where a person answers that the provider has not said where its users are headquartered; done where it has. The question is that of DG-10.",
    why: "Users headquartered in country group D:5 may train models for which part 744 asks for a licence.",
    example: "Open: the provider has not answered, so the officer answers. Done: it has; a university's own machine room.",
    unknown: "a cloud provider that nobody has asked.",
    needs: "names and the end use; for computing services an answer (the question of DG-10)",
    cite: "BIS guidance of 13 May 2025, due diligence (DD-5); 15 CFR 744.6 and 744.22",
    settle: "Ask the provider which users train models, and where they are headquartered.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};
