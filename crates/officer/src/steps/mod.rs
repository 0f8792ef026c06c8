//! The steps of a decision, one file each. Every step looks at the same [`Case`] and adds findings; none undoes
//! another's, so adding a list or a rule never turns a hold into a clear.

pub(crate) mod flags;
pub(crate) mod goods;
pub(crate) mod input;
pub(crate) mod licence;
pub(crate) mod lists;
pub(crate) mod owners;
pub(crate) mod shells;

use std::sync::Arc;

use tidewaiter_law::{Answers, Law, PartyFact, Question};
use tidewaiter_model::{Classification, Country, Date, Good, Line, Role, Truth};
use tidewaiter_screening::Answer;

use crate::owners::Owned;

/// One line with what the experts said of it.
pub(crate) struct Case<'a> {
    pub(crate) law: &'a Law,
    pub(crate) line: &'a Line,
    pub(crate) good: &'a Good,
    pub(crate) destination: Option<Country>,
    pub(crate) parties: &'a [PartyFact],
    /// Who is behind each party, in the order of `parties`; `None` where nothing was given about owners.
    pub(crate) behind: Option<&'a [Arc<Option<Owned>>]>,
    pub(crate) classification: &'a Classification,
    pub(crate) screened: &'a [ScreenedParty],
    pub(crate) accelerators: Option<u64>,
    pub(crate) as_of: Date,
    pub(crate) answers: &'a Answers,
}

impl Case<'_> {
    /// Who is behind a party, by its place among the parties.
    pub(crate) fn owned(&self, at: usize) -> Option<&Owned> {
        self.behind?.get(at)?.as_ref().as_ref()
    }

    /// Where the headquarters of a party are taken from: the order, or what registers say.
    pub(crate) fn seat_source(&self, at: usize) -> String {
        let told = self.line.parties.get(at).map(tidewaiter_ownership::headquarters);
        let known = self.parties.get(at).map(|p| p.headquarters);
        match self.owned(at) {
            Some(owned) if told != known => owned.answer.headquarters_why.why.clone(),
            _ => "the order".to_owned(),
        }
    }
}

/// A party with what the lists said of it.
pub(crate) struct ScreenedParty {
    pub(crate) role: Role,
    pub(crate) name: String,
    pub(crate) country: Option<Country>,
    pub(crate) found: Arc<Answer>,
}

/// The question for the law room. An order line shows neither the written purchase order nor a notice to BIS: the
/// first is left unknown, the second counts as not given, since shipping before the notice period is what 15 CFR
/// 740.8 forbids.
pub(crate) fn question<'a>(
    line: &Line,
    good: &'a Good,
    to: Option<Country>,
    route: &'a [Country],
    parties: &'a [PartyFact],
    as_of: Date,
    answers: &'a Answers,
) -> Question<'a> {
    Question {
        good,
        as_of,
        from: line.ship_from.as_ref().and_then(|p| p.country),
        to,
        route,
        parties,
        purchase_order: Truth::Unknown,
        notice_days: Some(0),
        made_in: line.made_in,
        answers,
    }
}

/// A text shortened for a sentence.
pub(crate) fn short(text: &str, characters_max: usize) -> String {
    if text.chars().count() <= characters_max {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(characters_max.saturating_sub(1)).collect();
    cut.push('…');
    cut
}
