//! What looks wrong? One file a flag.
//!
//! A red flag is an abnormal circumstance that a person must look into before the goods move. It is no rule that was
//! broken and says nothing about anyone: every flag here gives a [`Review`](tidewaiter_model::Severity::Review) or a
//! [`Note`](tidewaiter_model::Severity::Note), never a hold, shows the cells of the order that raised it, and says what
//! settles it.
//!
//! A flag answers one of three: raised, not raised, or not assessable for want of something ([`Assessment`]). What it
//! needs beside the line (a history, a register, lists, owners, a person's answer) comes in by small traits
//! ([`Beside`]) that know nothing by default, and what is not known never counts as not raised.
//!
//! Sources: 15 CFR part 732, Supplement No. 3 ("Know Your Customer" Guidance and Red Flags), whose 29 flags have the
//! codes `RF-01` to `RF-29`; and the guidance of the Bureau of Industry and Security of 13 May 2025 on diversion of
//! advanced computing integrated circuits, whose flags have the codes `DG-01` to `DG-12` and whose due-diligence actions
//! have the codes `DD-1` to `DD-6`.
//!
//! To add a flag: write its file in `src/flags/` (metadata, [`Flag::assess`], tests that raise it, that do not, and that
//! leave it open) and name it in `src/flags/mod.rs`.

mod assess;
mod beside;
mod case;
mod flags;
pub mod shells;
mod words;

pub use assess::{Assessment, Need, Question, Subject, Topic};
pub use beside::{
    Asked, Beside, Companies, History, ListedOwner, Listing, Lists, Nothing, Ordered, Owners, Replies, Reply, Shared,
    Sharing, StatedUse,
};
pub use case::{Case, Groups, asked};
use tidewaiter_model::{Date, Evidence, Explanation, Finding, Severity};
pub use words::says_nothing;

/// A flag's metadata.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The code, such as `RF-10`.
    pub code: &'static str,
    /// One line.
    pub title: &'static str,
    /// What it looks at and when it is raised.
    pub what: &'static str,
    /// Why it is there.
    pub why: &'static str,
    /// An order that raises it and one that does not.
    pub example: &'static str,
    /// An order of which it cannot be said.
    pub unknown: &'static str,
    /// The data it needs.
    pub needs: &'static str,
    /// The citation.
    pub cite: &'static str,
    /// What settles it.
    pub settle: &'static str,
    /// The first day of the guidance it comes from; `None` for what has long been there.
    pub since: Option<Date>,
    /// `in force`, or `unverified` where the text itself was not read.
    pub status: &'static str,
}

impl About {
    fn explanation(&self) -> Explanation {
        Explanation {
            code: self.code.to_owned(),
            title: self.title.to_owned(),
            what: self.what.to_owned(),
            why: self.why.to_owned(),
            example: format!("{} Not assessable: {}", self.example, self.unknown),
            needs: self.needs.to_owned(),
            cite: self.cite.to_owned(),
            effective: self.since.map(|day| format!("{day} on")).unwrap_or_default(),
            status: self.status.to_owned(),
            settle: self.settle.to_owned(),
        }
    }

    /// What an answer weighs that raises it: a due-diligence action that is open is a note.
    fn weight(&self) -> Severity {
        if self.code.starts_with("DD-") { Severity::Note } else { Severity::Review }
    }

    /// A finding of this flag; `None` without evidence.
    fn finding(&self, severity: Severity, says: impl Into<String>, evidence: Vec<Evidence>) -> Option<Finding> {
        (!evidence.is_empty()).then(|| Finding {
            code: self.code.to_owned(),
            severity,
            says: says.into(),
            cite: self.cite.to_owned(),
            evidence,
            settle: self.settle.to_owned(),
        })
    }
}

/// One red flag.
pub trait Flag: Sync {
    /// Its metadata.
    fn about(&self) -> &'static About;

    /// Is it looked for whatever the item is? Otherwise only where [`Case::asks`].
    fn for_any_item(&self) -> bool {
        false
    }

    /// The question that it asks a person, where it asks one.
    fn question(&self) -> Option<&'static Question> {
        None
    }

    /// It as a flag that asks one question, for the test of its cases.
    #[cfg(test)]
    fn person(&self) -> Option<&flags::PersonFlag> {
        None
    }

    /// It as a flag that concerns other items.
    #[cfg(test)]
    fn other_items(&self) -> Option<&flags::OtherItems> {
        None
    }

    /// Raised, not raised, or not assessable.
    fn assess(&self, case: &Case<'_>) -> Assessment;

    /// The same, told what the flags before it answered.
    fn assess_after(&self, case: &Case<'_>, _before: &[Answer]) -> Assessment {
        self.assess(case)
    }
}

/// A flag with what it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The flag's code.
    pub code: &'static str,
    /// What it answers.
    pub assessment: Assessment,
}

/// What every flag answers of the line, in the order of [`codes`]. Flags of guidance that was not yet published on
/// `case.as_of` are left out, as are those that concern controlled items only where the item is not controlled.
#[must_use]
pub fn assess_all(case: &Case<'_>) -> Vec<Answer> {
    let asked = flags::ALL
        .iter()
        .filter(|flag| flag.about().since.is_none_or(|day| day <= case.as_of))
        .filter(|flag| flag.for_any_item() || case.asks());
    let mut answers: Vec<Answer> = Vec::with_capacity(flags::ALL.len());
    for flag in asked {
        let assessment = flag.assess_after(case, &answers);
        answers.push(Answer { code: flag.about().code, assessment });
    }
    answers
}

/// Every flag that the line raises, in the order of [`codes`].
#[must_use]
pub fn raise_all(case: &Case<'_>) -> Vec<Finding> {
    let finding = |answer: Answer| match answer.assessment {
        Assessment::Raised(finding) => Some(finding),
        Assessment::NotRaised(_) | Assessment::NotAssessable(_) => None,
    };
    assess_all(case).into_iter().filter_map(finding).collect()
}

/// What a flag is, by its code (`rf-10` does as well).
///
/// # Examples
/// ```
/// assert!(tidewaiter_redflags::explain("RF-10").is_some_and(|e| e.title.contains("route")));
/// ```
#[must_use]
pub fn explain(code: &str) -> Option<Explanation> {
    let wanted = |flag: &&&dyn Flag| flag.about().code.eq_ignore_ascii_case(code.trim());
    flags::ALL.iter().find(wanted).map(|flag| flag.about().explanation())
}

/// The question of a flag, by the flag's code; `None` for a flag that asks none of its own.
#[must_use]
pub fn question(code: &str) -> Option<&'static Question> {
    flags::ALL.iter().filter_map(|flag| flag.question()).find(|question| question.code == code)
}

/// The codes of the flags that ask a question, its own first.
#[must_use]
pub fn asked_by(question: &Question) -> Vec<&'static str> {
    let others = flags::ALL.iter().filter(|flag| flag.question().is_some_and(|asks| asks.code == question.code));
    let others = others.map(|flag| flag.about().code).filter(|code| *code != question.code);
    std::iter::once(question.code).chain(others).collect()
}

/// The codes of all flags.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    flags::ALL.iter().map(|flag| flag.about().code).collect()
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
