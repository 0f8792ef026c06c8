//! DD-4: check the data centre's infrastructure.

use tidewaiter_model::Date;

use super::concerns::{for_datacentres, user};
#[cfg(test)]
use super::person::ASKS;
use super::person::PersonFlag;
use crate::About;

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &super::dg06_power::QUESTION,
    of: user,
    settled: for_datacentres,
    #[cfg(test)]
    cases: &[(|o| o, ASKS), (|o| o.cable(), "not raised: the item is not for data centres")],
};

static ABOUT: About = About {
    code: "DD-4",
    title: "Check the data centre's infrastructure",
    what: "A due-diligence action. Open (a note) where a person answers that power and cooling of the site were not confirmed by a document; done where they were. The question is that of DG-06. (The guidance is said to speak of sites above 10 MW; that figure was not read.)",
    why: "A site that exists can show its power.",
    example: "Open: nothing was shown, so the officer answers. Done: a power contract was seen; an item that is not for data centres.",
    unknown: "nobody has asked the data centre.",
    needs: "an answer of a person (the question of DG-06)",
    cite: "BIS guidance of 13 May 2025, due diligence (DD-4)",
    settle: "Ask the operator for its power contract and rated load.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};
