//! DD-3: get an end-use and end-user certificate.

use tidewaiter_model::Date;

use super::concerns::{open, user};
#[cfg(test)]
use super::person::ASKS;
use super::person::PersonFlag;
use crate::About;

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &super::dg11_statement::QUESTION,
    of: user,
    settled: open,
    #[cfg(test)]
    cases: &[(|o| o, ASKS)],
};

static ABOUT: About = About {
    code: "DD-3",
    title: "Get an end-use and end-user certificate",
    what: "A due-diligence action. Open (a note) where a person answers that no statement on end use and end user was signed; done where one was. The question is that of DG-11.",
    why: "The statement is what the exporter can show later.",
    example: "Open: no statement yet, so the officer answers. Done: signed and kept.",
    unknown: "nobody has said whether a statement was signed.",
    needs: "an answer of a person (the question of DG-11)",
    cite: "BIS guidance of 13 May 2025, due diligence (DD-3)",
    settle: "Ask the end user for the signed statement and keep it with the order.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};
