//! Answers of other rooms, in the shape in which they are printed.

use serde::{Serialize, Serializer};
use tidewaiter_model::{Classification, Date, Good, Ground};

/// One good classified, to be printed.
#[derive(Clone, Debug)]
pub struct ClassificationView<'a> {
    /// What was asked, as given.
    pub input: String,
    /// What it was read as.
    pub good: &'a Good,
    /// What the rules say.
    pub classification: &'a Classification,
    /// What the answer rests on.
    pub ground: &'a Ground,
    /// The same question under another day's law, to be shown beside.
    pub other_day: Option<OtherDay<'a>>,
}

/// The answer to the same question on another day.
#[derive(Clone, Copy, Debug)]
pub struct OtherDay<'a> {
    /// What the rules say on that day.
    pub classification: &'a Classification,
    /// What that answer rests on.
    pub ground: &'a Ground,
}

/// One loaded list, as `lists show` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListRow {
    /// Its short name, such as `us-csl`.
    pub id: String,
    /// Where it comes from.
    pub source: String,
    /// The day the list itself bears; `"unknown"` in JSON where it bears none.
    #[serde(serialize_with = "date_or_unknown")]
    pub date: Option<Date>,
    /// Entries in it.
    pub entries: u64,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// What looks wrong with it (shrunk, stale, truncated, an excerpt); empty where nothing does, `"none"` in JSON.
    #[serde(serialize_with = "alarm_or_none")]
    pub alarm: String,
}

fn alarm_or_none<S: serde::Serializer>(alarm: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(if alarm.is_empty() { "none" } else { alarm })
}

/// One entry of a list that a name was compared with, as `screen` prints it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HitView {
    /// The list's id.
    pub list: String,
    /// The entry's id on that list.
    pub entry: String,
    /// The entry's main name.
    pub name: String,
    /// The name or alias of the entry that was matched.
    pub matched: String,
    /// From 0 to 1.
    pub score: f64,
    /// Does the score reach the bar, nobody has cleared it, and the listing has not ended?
    #[serde(rename = "match")]
    pub is_match: bool,
    /// The clearing that holds for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cleared: Option<ClearedView>,
    /// The clearing that held for it, and what has changed since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopened: Option<ReopenedView>,
    /// The last day of the listing, where that has passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Date>,
    /// On what the hit rests: `identifier`, `exact`, `normalised`, `listed-address`, `fuzzy`, `shared-address`.
    pub strength: String,
    /// How the score came about, in plain words.
    pub explain: String,
}

/// A clearing that holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClearedView {
    /// Its id, which `goodguy remove` takes.
    pub id: String,
    /// Who decided.
    pub by: String,
    /// On which day.
    pub on: Date,
    /// Why.
    pub because: String,
}

/// A clearing that holds no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReopenedView {
    /// Its id.
    pub id: String,
    /// What is no longer as it was compared, in plain words.
    pub changes: Vec<String>,
    /// Who had decided.
    pub by: String,
    /// On which day.
    pub on: Date,
    /// Why.
    pub because: String,
}

/// One good-guy entry, as `goodguy show` prints it. What is not known is the word `unknown`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GoodGuyView {
    /// Its id.
    pub id: String,
    /// `cleared`, `reopened` (the entry has changed), `ended`, `gone` (the lists in use do not have the entry), or `removed`.
    pub state: String,
    /// What changed, or why and by whom it was removed.
    pub changes: Vec<String>,
    /// The party's name as it was compared.
    pub name: String,
    /// Its country.
    pub country: String,
    /// Its address.
    pub address: String,
    /// Its register number.
    pub identifier: String,
    /// Its birth or founding.
    pub date: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// The list's id.
    pub list: String,
    /// The entry's id on it.
    pub entry: String,
    /// The entry's name on that day.
    pub entry_name: String,
    /// Why the party is not the entry.
    pub because: String,
    /// Who decided.
    pub by: String,
    /// On which day.
    pub on: Date,
    /// The last day on which it holds; `none` where it is not limited.
    pub until: String,
    /// The snapshot of the lists from which the entry was read.
    pub lists: String,
}

/// A match that differs between two snapshots of the lists.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RescreenView {
    /// The party: its name, or without one its register number or address.
    pub query: String,
    /// Where it stands in the file; of a party in many orders the first few.
    pub places: Vec<String>,
    /// `new`, `changed` or `gone`.
    pub change: &'static str,
    /// What changed in the entry, in plain words; never empty.
    pub changes: Vec<String>,
    /// The list's id.
    pub list: String,
    /// The entry's id on that list; of one that is gone as it was before.
    pub entry: String,
    /// Its name.
    pub name: String,
    /// The name or alias that was matched.
    pub matched: String,
    /// The score against the snapshot before; `none` where it was no match.
    #[serde(serialize_with = "score_or_none")]
    pub score_before: Option<f64>,
    /// The score against the snapshot after; `none` where it is no match.
    #[serde(serialize_with = "score_or_none")]
    pub score: Option<f64>,
    /// Does a person have to decide: is it a match now, and not cleared?
    #[serde(rename = "match")]
    pub is_match: bool,
    /// The clearing that holds for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cleared: Option<ClearedView>,
    /// The clearing that held for it, and what has changed since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopened: Option<ReopenedView>,
    /// How the score came about, in plain words.
    pub explain: String,
}

fn score_or_none<S: Serializer>(score: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match score {
        Some(score) => serializer.serialize_f64(*score),
        None => serializer.serialize_str("none"),
    }
}

/// What one name was compared with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HitsView {
    /// The name asked for, as given; without one the register number, else the address.
    pub query: String,
    /// The entries found, best first.
    pub hits: Vec<HitView>,
    /// What of the row asked for could not be read, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// What to bear in mind beside: that there was no name to ask, or that not all could be compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// Unknown is the word `unknown`, never null.
#[expect(clippy::ref_option, reason = "serde hands in a reference to the field")]
fn date_or_unknown<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => serializer.collect_str(date),
        None => serializer.serialize_str("unknown"),
    }
}

/// What the rules cover and what they do not, as `law coverage` prints it.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageView<'a> {
    /// What it rests on; its day is the one whose rules are listed.
    #[serde(flatten)]
    pub ground: &'a Ground,
    /// Answered with a result.
    pub modelled: &'a [String],
    /// Raised as a question or notice; a person answers.
    pub raised: &'a [String],
    /// Not looked at.
    pub not_looked_at: &'a [String],
    /// The rules that have a version for the day, by code.
    pub rules_on_the_day: Vec<RuleStanding>,
}

/// How a rule stands on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleStanding {
    /// Its code, which `explain` takes.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its status, such as `in force`.
    pub status: String,
}

/// The answers to one question over time, as `law history` prints them.
#[derive(Clone, Debug)]
pub struct HistoryView<'a> {
    /// What was asked, as given.
    pub input: String,
    /// What it was read as.
    pub good: &'a Good,
    /// The way asked about, in words, such as `to CN`; empty where none was named.
    pub way: String,
    /// Stretches of days, in order and without gap.
    pub stretches: Vec<StretchView<'a>>,
    /// What the answer rests on; its day is the last of the last stretch.
    pub ground: &'a Ground,
}

/// Days with the same answer.
#[derive(Clone, Debug)]
pub struct StretchView<'a> {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The answer.
    pub classification: &'a Classification,
    /// What it leans on that is unverified, or scheduled and unconfirmed.
    pub unverified: &'a [String],
    /// What changed on the first day.
    pub changes: Vec<TurnView>,
}

impl HistoryView<'_> {
    /// What to bear in mind of the last stretch beside what is unverified, such as the day up to which the law was read.
    #[must_use]
    pub fn caveats(&self) -> Vec<&str> {
        let last = self.stretches.last();
        let unverified = last.map(|s| s.unverified).unwrap_or_default();
        let all = last.map(|s| s.classification.caveats.as_slice()).unwrap_or_default();
        all.iter().filter(|c| !unverified.contains(c)).map(String::as_str).collect()
    }
}

impl StretchView<'_> {
    /// The statuses to warn of: `unverified` and `scheduled, unconfirmed`, where the answer leans on such a rule.
    #[must_use]
    pub fn marks(&self) -> Vec<&str> {
        let speak = self.classification.applied.iter().map(|a| a.status.as_str());
        let mut marks: Vec<&str> = ["unverified", "scheduled, unconfirmed"]
            .into_iter()
            .filter(|mark| speak.clone().any(|s| s == *mark))
            .collect();
        // Parts of a rule in force may be unverified too.
        if marks.is_empty() && !self.unverified.is_empty() {
            marks.push("unverified");
        }
        marks
    }
}

/// A rule or membership that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TurnView {
    /// The rule's code, or a country group's name.
    pub code: String,
    /// In words: `begins (in force)`, `AE joins A:5`.
    pub says: String,
    /// Its status before; `none` where it did not stand.
    pub before: String,
    /// Its status after; `none` where it does not stand.
    pub after: String,
    /// The citation.
    pub cite: String,
}
