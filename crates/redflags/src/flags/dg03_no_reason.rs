//! DG-03: no business reason for chips of this performance.

use tidewaiter_model::{Date, Role};

use super::concerns::for_datacentres;
#[cfg(test)]
use super::person::ASKS;
use super::person::PersonFlag;
use crate::{About, Subject};

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &super::rf02_business::QUESTION,
    of: |case| vec![Subject::Party(Role::Purchaser), Subject::Party(case.user_role())],
    settled: for_datacentres,
    #[cfg(test)]
    cases: &[(|o| o, ASKS), (|o| o.cable(), "not raised: the item is not for data centres")],
};

static ABOUT: About = About {
    code: "DG-03",
    title: "No business reason for chips of this performance",
    what: "Raised where a person answers that the item does not fit what the buyer or user does, or that it has given no reason to need chips of this performance. The question is that of RF-02. Items that are not for data centres do not raise it.",
    why: "The guidance names customers that have no business reason for high-performance chips.",
    example: "Raised: the officer answers no to the question of RF-02. Not raised: yes, with the use named.",
    unknown: "nobody has answered the question of RF-02.",
    needs: "an answer of a person (the question of RF-02)",
    cite: "BIS guidance of 13 May 2025, flag DG-03",
    settle: "Ask which work needs the performance, and why fewer or slower chips would not do.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};
