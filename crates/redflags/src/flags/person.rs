//! Flags that only a person's answer settles, where several files share the shape.

use crate::{About, Assessment, Case, Flag, Question, Subject};

/// A flag that asks one question.
pub(crate) struct PersonFlag {
    /// Its metadata.
    pub(super) about: &'static About,
    /// What is asked.
    pub(super) question: &'static Question,
    /// About whom.
    pub(super) of: fn(&Case<'_>) -> Vec<Subject>,
    /// What the line itself settles; `None` where the question is open.
    pub(super) settled: fn(&Case<'_>) -> Option<Assessment>,
}

impl Flag for PersonFlag {
    fn about(&self) -> &'static About {
        self.about
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        (self.settled)(case).unwrap_or_else(|| case.ask(self.about, self.question, &(self.of)(case)))
    }
}
