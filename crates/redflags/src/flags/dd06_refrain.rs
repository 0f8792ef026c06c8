//! DD-6: refrain while red flags are open, and tell BIS where it is called for.

use tidewaiter_model::{Date, Severity, Truth};

use crate::{About, Answer, Assessment, Case, Flag, Question, Subject, Topic};

pub(super) struct Refrain;

static ABOUT: About = About {
    code: "DD-6",
    title: "Refrain while red flags are open",
    what: "A due-diligence action. Where another flag of the line asks for review: done where a person answers that the flags were resolved, open (a note) where the answer is no. A line without such a flag does not raise it.",
    why: "Who goes on past an open red flag is taken to know what asking would have told; what cannot be resolved may be put to BIS.",
    example: "Open: RF-10 is raised and the officer answers that it is not resolved. Done: resolved, with a note how; a line without a flag for review.",
    unknown: "RF-10 is raised, and nobody has answered.",
    needs: "the line's other flags; where one asks for review, an answer",
    cite: "15 CFR part 732, Supplement No. 3, (a)(3) and (a)(5); BIS guidance of 13 May 2025, due diligence (DD-6)",
    settle: "Resolve each flag and record how; else refrain, or ask BIS by an application or advisory opinion.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

static QUESTION: Question =
    Question::new(&ABOUT, Topic::Order, "the red flags of this order were resolved, and it is recorded how", Truth::No);

impl Flag for Refrain {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn question(&self) -> Option<&'static Question> {
        Some(&QUESTION)
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        case.ask(&ABOUT, &QUESTION, &[Subject::Order])
    }

    fn assess_after(&self, case: &Case<'_>, before: &[Answer]) -> Assessment {
        let asks = |answer: &Answer| answer.assessment.finding().is_some_and(|f| f.severity == Severity::Review);
        if before.iter().any(asks) {
            self.assess(case)
        } else {
            Assessment::not_raised("no flag of the line asks for review")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess_all;
    use crate::testing::Order;

    fn last(order: &Order) -> Assessment {
        assess_all(&order.case()).into_iter().find(|answer| answer.code == "DD-6").unwrap().assessment
    }

    #[test]
    fn a_person_answers_where_a_flag_is_open() {
        assert_eq!(Order::ordinary().answered(&Refrain, "DD-6"), ["open", "not raised", "raised"]);
        assert!(matches!(last(&Order::ordinary().end_use("")), Assessment::NotAssessable(_)));
        assert!(matches!(last(&Order::ordinary().end_use("").replied("DD-6", Truth::No)), Assessment::Raised(_)));
    }

    #[test]
    fn not_raised_without_an_open_flag() {
        assert!(matches!(last(&Order::ordinary()), Assessment::NotRaised(_)));
    }
}
