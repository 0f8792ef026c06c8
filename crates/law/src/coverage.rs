//! What the rules cover and what they do not: silence about a rule means that nothing was analysed.

use serde::Serialize;

use crate::error::{PackError, Source};
use crate::pack;
use crate::table::Reader;

/// What is modelled, what is only raised, what is not looked at; sentences from `rules/coverage.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Answered with a result.
    pub modelled: Vec<String>,
    /// Raised as a question or notice; a person answers.
    pub raised: Vec<String>,
    /// Not looked at.
    pub not_looked_at: Vec<String>,
}

impl Coverage {
    pub(crate) fn read(source: Source<'_>, errors: &mut Vec<PackError>) -> Option<Self> {
        let document = pack::document(source, errors)?;
        let mut r = Reader::new(source, document.get_ref(), 0, errors);
        let mut list = |key| r.texts(key).into_iter().map(|(text, _)| text).collect();
        let (modelled, raised, not_looked_at) = (list("modelled"), list("raised"), list("not_looked_at"));
        r.finish();
        Some(Self { modelled, raised, not_looked_at })
    }
}
