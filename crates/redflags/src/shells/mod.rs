//! Does a buyer look like a company that stands in for somebody else?
//!
//! Every indicator here is an inference: it can be raised by an honest company, and often is. Alone it is a
//! [`Note`](Severity::Note); only the sum of what was found, above a stated bar, asks for a
//! [`Review`](Severity::Review); nothing here ever holds an order. Each indicator answers *raised*, *not raised* or
//! *not assessable* with what it needs, and shows its evidence with the innocent explanation beside it.
//!
//! How much an indicator weighs is measured, not believed: [`Lift`] is learnt on worlds whose truth is known (the
//! simulator) by the command in `bench/shells/`, and each finding prints the measured lift with its interval.
//!
//! To add an indicator: write its file beside this one (metadata, [`Indicator::assess`], its cases), name it in
//! [`ALL`], and learn the table again.

mod age;
mod capital;
mod control;
mod counterparty;
mod crowd;
mod facts;
mod lift;
mod residential;
mod shared;
mod short_life;
mod site;
mod sites;

pub use capital::rough_rates;
pub use facts::{ControlDay, Crowd, Registered, Shared, SharedKind, SiteClaim, Subject, Trade};
pub use lift::{Band, Lift, LiftError};
pub use sites::{Site, read_sites};
use tidewaiter_model::{Evidence, Explanation, Finding, Severity};

/// An indicator's metadata.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The code, such as `SHELL-1`.
    pub code: &'static str,
    /// One line.
    pub title: &'static str,
    /// What it looks at and when it is raised.
    pub what: &'static str,
    /// Why it is there.
    pub why: &'static str,
    /// The ordinary reason for the same picture.
    pub innocent: &'static str,
    /// A company that raises it and one that does not.
    pub example: &'static str,
    /// What settles it.
    pub settle: &'static str,
    /// The bands that it may answer: those that raise it, then those that are part of a mark and do not raise it, then
    /// the clean ones; with the places of the first that does not raise it and of the first clean one.
    pub bands: (&'static [&'static str], usize, usize),
}

/// One indicator.
pub trait Indicator: Sync {
    /// Its metadata.
    fn about(&self) -> &'static About;

    /// What it says of a party.
    fn assess(&self, subject: &Subject<'_>) -> Answer;
}

/// What an indicator says, before it is joined with its metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The data were there: which band, in a sentence where that raises it, on what evidence.
    Band {
        /// One of [`About::bands`].
        band: &'static str,
        /// What was found, as a sentence.
        says: String,
        /// What it rests on.
        evidence: Vec<Evidence>,
    },
    /// Nothing can be said; what would be needed.
    NotAssessable(&'static str),
}

impl Answer {
    fn band(band: &'static str, says: impl Into<String>, evidence: Vec<Evidence>) -> Self {
        Self::Band { band, says: says.into(), evidence }
    }

    fn fine(band: &'static str) -> Self {
        Self::band(band, "", Vec::new())
    }
}

/// How an indicator stands for a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It is there.
    Raised,
    /// It was looked for in data that would show it, and is not there.
    NotRaised,
    /// The data that would show it are missing.
    NotAssessable,
}

/// An indicator's answer about one party.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The indicator.
    pub about: &'static About,
    /// How it stands.
    pub state: State,
    /// Its answer.
    pub answer: Answer,
}

impl Assessment {
    /// The band it fell in; empty where it cannot be assessed.
    #[must_use]
    pub fn band(&self) -> &'static str {
        match &self.answer {
            Answer::Band { band, .. } => band,
            Answer::NotAssessable(_) => "",
        }
    }

    /// What is needed to assess it; empty where it was.
    #[must_use]
    pub fn needs(&self) -> &'static str {
        match &self.answer {
            Answer::Band { .. } => "",
            Answer::NotAssessable(needs) => needs,
        }
    }
}

/// Every indicator, in the order of their codes.
pub(crate) static ALL: &[&dyn Indicator] = &[
    &age::Age,
    &control::AfterControl,
    &crowd::MassAddress,
    &residential::Residential,
    &shared::SUITE,
    &shared::PHONE,
    &shared::DIRECTOR,
    &shared::DOMAIN,
    &shared::FORWARDER,
    &capital::Capital,
    &site::Power,
    &short_life::ShortLife,
    &counterparty::OneCounterparty,
];

/// What every indicator says of a party, in the order of their codes.
#[must_use]
pub fn assess(subject: &Subject<'_>) -> Vec<Assessment> {
    ALL.iter()
        .map(|indicator| {
            let about = indicator.about();
            let answer = indicator.assess(subject);
            let (bands, raising, _) = about.bands;
            let state = match &answer {
                Answer::NotAssessable(_) => State::NotAssessable,
                Answer::Band { band, .. } if bands.iter().take(raising).any(|b| b == band) => State::Raised,
                Answer::Band { .. } => State::NotRaised,
            };
            Assessment { about, state, answer }
        })
        .collect()
}

/// The code of the sum of all indicators.
pub const SUM: &str = "SHELL";

const CITE: &str = "an inference, no rule; its measured lift: docs/shells.md";

/// The findings about a party: a note for each indicator that is raised, and one for their sum, which asks for a review
/// from the bar on. `who` names the party with its role: `The purchaser Kestrel Compute`.
#[must_use]
pub fn findings(who: &str, assessments: &[Assessment], lift: &Lift) -> Vec<Finding> {
    let mut found = Vec::new();
    for assessment in assessments.iter().filter(|a| a.state == State::Raised) {
        let Answer::Band { band, says, evidence } = &assessment.answer else { continue };
        let about = assessment.about;
        let measured = lift.in_words(about.code, band);
        found.push(Finding {
            code: about.code.to_owned(),
            severity: Severity::Note,
            says: format!("{who}: {says} {measured} An innocent explanation: {}", about.innocent),
            cite: CITE.to_owned(),
            evidence: evidence.clone(),
            settle: about.settle.to_owned(),
        });
    }
    if found.len() > 1 {
        found.extend(sum_finding(who, assessments, lift));
    }
    found
}

/// The finding about the sum; `None` below the bar.
fn sum_finding(who: &str, assessments: &[Assessment], lift: &Lift) -> Option<Finding> {
    let score = lift.score(assessments);
    if score < lift.bar {
        return None;
    }
    let raised: Vec<&Assessment> = assessments.iter().filter(|a| a.state == State::Raised).collect();
    let names: Vec<&str> = raised.iter().map(|a| a.about.code).collect();
    let weights = raised.iter().map(|a| {
        let weight = lift.weight(a.about.code, a.band());
        Evidence::new(
            format!("{} ({})", a.about.title.to_lowercase(), a.band()),
            format!("{weight:+.2}"),
            "data/shells/lift.toml",
        )
    });
    let rest: f64 =
        assessments.iter().filter(|a| a.state == State::NotRaised).map(|a| lift.weight(a.about.code, a.band())).sum();
    let mut evidence: Vec<Evidence> = weights.collect();
    evidence.push(Evidence::new("what was looked for and not found", format!("{rest:+.2}"), "data/shells/lift.toml"));
    evidence.push(
        Evidence::new(
            "sum of weights, with what all companies begin with",
            format!("{score:+.2}"),
            "data/shells/lift.toml",
        )
        .against(&format!("{:+.2}", lift.bar)),
    );
    Some(Finding {
        code: SUM.to_owned(),
        severity: Severity::Review,
        says: format!(
            "{who} has several marks of a company that stands in for somebody else ({}). Each has innocent explanations; \
             {}",
            names.join(", "),
            lift.sum_in_words()
        ),
        cite: CITE.to_owned(),
        evidence,
        settle:
            "Ask who will use the items and where, who owns and directs the company, and for a register extract and \
                 the lease of the site; see whether the answers explain the marks."
                .to_owned(),
    })
}

/// What an indicator is, by its code (`shell-1` does as well; `SHELL` for the sum).
#[must_use]
pub fn explain(code: &str) -> Option<Explanation> {
    let code = code.trim();
    if code.eq_ignore_ascii_case(SUM) {
        return Some(explain_sum(&Lift::builtin().ok()?));
    }
    let about = ALL.iter().map(|i| i.about()).find(|about| about.code.eq_ignore_ascii_case(code))?;
    let lift = Lift::builtin().ok()?;
    let (bands, raising, _) = about.bands;
    let measured: Vec<String> =
        bands.iter().take(raising).map(|band| format!("{band}: {}", lift.in_words(about.code, band))).collect();
    Some(Explanation {
        code: about.code.to_owned(),
        title: about.title.to_owned(),
        what: format!("{}\n{}", about.what, measured.join("\n")),
        why: format!("{} An innocent explanation: {}", about.why, about.innocent),
        example: about.example.to_owned(),
        cite: CITE.to_owned(),
        effective: String::new(),
        status: "inference".to_owned(),
        settle: about.settle.to_owned(),
        needs: NEEDS.to_owned(),
    })
}

/// What all indicators need beside the orders.
const NEEDS: &str = "a register of companies (--companies), with directors where shared ones are looked for (--stakes), and for the power of a site a table of sites (--sites)";

fn explain_sum(lift: &Lift) -> Explanation {
    Explanation {
        code: SUM.to_owned(),
        title: "Several marks of a company that stands in for somebody else".to_owned(),
        what: format!(
            "Each indicator SHELL-1 to SHELL-{} that could be assessed has a weight, learnt on simulated worlds; the \
             finding is raised where two or more are raised and the weights add up to {:+.2} or more. What cannot be \
             assessed weighs nothing.",
            ALL.len(),
            lift.bar
        ),
        why: "No single mark tells such companies from honest ones; several together do so better. It accuses nobody: \
              it says where a question is worth an officer's time."
            .to_owned(),
        example: "Raised: founded six weeks before its first order, in a suite shared with an earlier buyer, with a \
                  capital a thousandth of the order. Not raised: a young company with none of the other marks."
            .to_owned(),
        cite: CITE.to_owned(),
        effective: String::new(),
        status: "inference".to_owned(),
        settle: lift.sum_in_words(),
        needs: NEEDS.to_owned(),
    }
}

/// The codes of all indicators, and of their sum.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    std::iter::once(SUM).chain(ALL.iter().map(|indicator| indicator.about().code)).collect()
}

/// Days from one day to a later one; negative where it is earlier.
fn days(from: tidewaiter_model::Date, to: tidewaiter_model::Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
