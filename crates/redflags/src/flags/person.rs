//! Flags that only a person's answer settles. A file declares what it is, what is asked of whom, and its own cases.

use crate::{About, Assessment, Case, Flag, Question, Subject};

/// A flag that asks one question.
pub struct PersonFlag {
    /// Its metadata.
    pub(super) about: &'static About,
    /// What is asked; of another flag where both ask the same.
    pub(super) question: &'static Question,
    /// About whom.
    pub(super) of: fn(&Case<'_>) -> Vec<Subject>,
    /// What the line itself settles; `None` where the question is open.
    pub(super) settled: fn(&Case<'_>) -> Option<Assessment>,
    /// Its own cases.
    #[cfg(test)]
    pub(super) cases: &'static [OneCase],
}

/// An order, made of the ordinary one, with what a flag answers of it: [`ASKS`], `not raised: ...` or `needs ...`.
#[cfg(test)]
pub(super) type OneCase = (fn(crate::testing::Order) -> crate::testing::Order, &'static str);

/// The flag asks: open without an answer, not raised by yes, raised by no.
#[cfg(test)]
pub(super) const ASKS: &str = "asks";

impl Flag for PersonFlag {
    fn about(&self) -> &'static About {
        self.about
    }

    fn question(&self) -> Option<&'static Question> {
        Some(self.question)
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        (self.settled)(case).unwrap_or_else(|| case.ask(self.about, self.question, &(self.of)(case)))
    }

    #[cfg(test)]
    fn person(&self) -> Option<&PersonFlag> {
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    /// What a flag answers of an order, in the words of its cases.
    fn answers(flag: &PersonFlag, order: &Order) -> String {
        match order.assess(flag) {
            Assessment::Raised(_) => "raised".to_owned(),
            Assessment::NotRaised(why) => format!("not raised: {why}"),
            Assessment::NotAssessable(_) => match order.lacks(flag).as_slice() {
                ["answers of a person (`tidewaiter questionnaire`)"] => ASKS.to_owned(),
                needs => format!("needs {}", needs.join("; ")),
            },
        }
    }

    #[test]
    fn each_flag_answers_its_own_cases() {
        let flags: Vec<&PersonFlag> = crate::flags::ALL.iter().filter_map(|flag| flag.person()).collect();
        assert_eq!(flags.len(), 20);
        for flag in flags {
            let code = flag.about.code;
            assert!(flag.cases.iter().any(|(_, gives)| *gives == ASKS), "{code}: a case that asks");
            for (change, gives) in flag.cases {
                let order = change(Order::ordinary());
                assert_eq!(answers(flag, &order), *gives, "{code}");
                if *gives == ASKS {
                    assert_eq!(order.answered(flag, flag.question.code), ["open", "not raised", "raised"], "{code}");
                }
            }
        }
    }
}
