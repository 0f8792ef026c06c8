//! The answers to one question over time.

use std::collections::BTreeSet;

use tidewaiter_model::{Classification, Country, Date, Truth};

use crate::Law;
use crate::classify;
use crate::facts::Question;
use crate::history::RuleChange;
use crate::pack::Kind;
use crate::words::extend_new;

/// A stretch of days with the same answer: the same control, paragraphs, classification, licence and review, the same
/// exceptions met, and the same rules applied with the same status. Notices are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The answer in short ([`Classification::clauses`] is empty), without notices. Its caveats, and what is missing, are
    /// those of all its days together.
    pub answer: Classification,
    /// What the answer leans on that is unverified, or scheduled and unconfirmed, in sentences.
    pub unverified: Vec<String>,
    /// The rules and memberships that changed on the first day and that speak to the case before or after; empty for
    /// the first stretch asked for.
    pub changes: Vec<RuleChange>,
}

/// Is it the same answer?
fn same(a: &Classification, b: &Classification) -> bool {
    let heads = |c: &Classification| (c.control, c.licence, c.movement.clone(), c.eccn.clone(), c.review.clone());
    let exceptions =
        |c: &Classification| c.exceptions.iter().map(|e| (e.code.clone(), e.met)).collect::<Vec<(String, Truth)>>();
    let rules =
        |c: &Classification| c.applied.iter().map(|a| (a.rule.clone(), a.result, a.status.clone())).collect::<Vec<_>>();
    heads(a) == heads(b) && a.paragraphs == b.paragraphs && exceptions(a) == exceptions(b) && rules(a) == rules(b)
}

pub(crate) fn history(law: &Law, question: &Question<'_>, from: Date, to: Date) -> Vec<Stretch> {
    let begins = law.epochs.iter().map(|(day, _)| *day).filter(|day| from < *day && *day <= to);
    let days: Vec<Date> = std::iter::once(from).chain(begins).collect();
    let ends = days.iter().skip(1).filter_map(|day| day.yesterday().ok()).chain([to]);
    let mut stretches: Vec<Stretch> = Vec::new();
    for (from, to) in days.iter().copied().zip(ends) {
        // Nothing changes within these days, but that the law may not have been read up to the last.
        let (mut answer, unverified) = classify::answer(law, &Question { as_of: to, ..*question }, false);
        answer.applied.retain(|a| a.kind != Kind::Notice.as_str());
        match stretches.last_mut() {
            Some(last) if same(&last.answer, &answer) => {
                last.to = to;
                extend_new(&mut last.answer.caveats, answer.caveats);
                extend_new(&mut last.answer.missing, answer.missing);
                extend_new(&mut last.unverified, unverified);
            }
            last => {
                let changes = last.map(|last| changes(law, question, &last.answer, &answer, from)).unwrap_or_default();
                stretches.push(Stretch { from, to, answer, unverified, changes });
            }
        }
    }
    stretches
}

/// What changed on a day, as far as it speaks to the case; all of it where nothing can be singled out.
fn changes(
    law: &Law,
    question: &Question<'_>,
    before: &Classification,
    after: &Classification,
    on: Date,
) -> Vec<RuleChange> {
    let all = on.yesterday().map(|yesterday| law.changes_between(yesterday, on)).unwrap_or_default();
    let mut speaks: BTreeSet<&str> = BTreeSet::new();
    for answer in [before, after] {
        speaks.extend(answer.applied.iter().map(|a| a.rule.as_str()));
        speaks.extend(answer.exceptions.iter().map(|e| e.code.as_str()));
    }
    // What is tested on every chip.
    let tested = law.rules.iter().filter(|r| matches!(r.kind, Kind::Paragraph | Kind::Note | Kind::Family));
    speaks.extend(tested.map(|r| r.code.as_str()));
    let places: Vec<Country> = question
        .parties
        .iter()
        .flat_map(|p| [p.country, p.headquarters.asserted()])
        .flatten()
        .chain(question.from)
        .chain(question.to)
        .chain(question.route.iter().copied())
        .collect();
    let concerns = |change: &&RuleChange| match change.country {
        Some(country) => places.iter().any(|place| law.groups.counted(*place, on) == country || *place == country),
        None => speaks.contains(change.code.as_str()),
    };
    let own: Vec<RuleChange> = all.iter().filter(concerns).cloned().collect();
    if own.is_empty() { all } else { own }
}
