//! DD-2: screen all parties, the data centre's operator included.

use tidewaiter_model::{Date, Role, Truth};

use super::concerns::user;
#[cfg(test)]
use super::person::ASKS;
use super::person::PersonFlag;
use crate::words::says_nothing;
use crate::{About, Assessment, Need, Question, Topic};

pub(super) static FLAG: PersonFlag = PersonFlag {
    about: &ABOUT,
    question: &QUESTION,
    of: user,
    settled: |case| {
        let named = |role: &Role| case.line.in_role(*role).any(|party| !says_nothing(&party.name));
        let all = [Role::Purchaser, Role::UltimateConsignee, Role::EndUser].iter().all(named);
        (!all).then(|| Assessment::NotAssessable(vec![Need::Data(PARTIES)]))
    },
    #[cfg(test)]
    cases: &[
        (|o| o, ASKS),
        (|o| o.without(Role::EndUser), "needs the names of purchaser, ultimate consignee and end user"),
    ],
};

const PARTIES: &str = "the names of purchaser, ultimate consignee and end user";

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

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Papers,
    "all who take part are named in the orders, whoever runs the data centre included",
    Truth::No,
);
