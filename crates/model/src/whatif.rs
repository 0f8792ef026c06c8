//! The same book on the same day under the law as it is and under a hypothetical one.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::{Change, Fault, Ground, Range, Tally, Verdict};

/// How much hangs on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exposure {
    /// Accelerators: units × accelerators a unit; `None` where not known.
    #[serde(serialize_with = "or_unknown")]
    pub accelerators: Option<u64>,
    /// Money: units × price of a unit; `None` where not known.
    #[serde(serialize_with = "or_unknown")]
    pub value: Option<Decimal>,
    /// ISO 4217 code of the money; empty where not given, which JSON says as `unknown`.
    #[serde(serialize_with = "named_or_unknown")]
    pub currency: String,
    /// Total processing performance of all accelerators together, in TOPS × bits; bounds where it is open.
    pub tpp: Range,
}

/// Money is a text, as in every output; unknown is a word.
fn or_unknown<T: Serialize, S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => value.serialize(serializer),
        None => serializer.serialize_str("unknown"),
    }
}

fn named_or_unknown<S: Serializer>(name: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(if name.is_empty() { "unknown" } else { name })
}

/// The sum over lines. What is not known of a line is in no sum: such lines are counted beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// Lines.
    pub lines: u64,
    /// Accelerators on the lines where their number is known.
    pub accelerators: u64,
    /// Lines where it is not.
    pub lines_accelerators_unknown: u64,
    /// Money by currency, of the lines where it is known; `unknown` where a price has no currency.
    pub value: BTreeMap<String, Decimal>,
    /// Lines where it is not.
    pub lines_value_unknown: u64,
    /// Total processing performance of the lines where at least a bound is known.
    pub tpp: Range,
    /// Lines of whose total processing performance nothing is known.
    pub lines_tpp_unknown: u64,
}

impl Default for Sum {
    fn default() -> Self {
        Self {
            lines: 0,
            accelerators: 0,
            lines_accelerators_unknown: 0,
            value: BTreeMap::new(),
            lines_value_unknown: 0,
            tpp: Range::exactly(Decimal::ZERO),
            lines_tpp_unknown: 0,
        }
    }
}

impl Sum {
    /// Count one line in.
    pub fn add(&mut self, exposure: &Exposure) {
        let more = |n: &mut u64| *n = n.saturating_add(1);
        more(&mut self.lines);
        match exposure.accelerators.and_then(|n| self.accelerators.checked_add(n)) {
            Some(sum) => self.accelerators = sum,
            None => more(&mut self.lines_accelerators_unknown),
        }
        let currency = if exposure.currency.is_empty() { "unknown" } else { &exposure.currency };
        let so_far = self.value.get(currency).copied().unwrap_or_default();
        match exposure.value.and_then(|value| so_far.checked_add(value)) {
            Some(sum) => drop(self.value.insert(currency.to_owned(), sum)),
            None => more(&mut self.lines_value_unknown),
        }
        let sum = self.tpp.plus(&exposure.tpp);
        if exposure.tpp.is_unknown() || sum.is_unknown() {
            more(&mut self.lines_tpp_unknown);
        } else {
            self.tpp = sum;
        }
    }
}

/// How a line's answer moves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Move {
    /// `required`, `not_required` or `unknown`, under the law as it is.
    pub licence_before: String,
    /// The same under the scenario.
    pub licence_after: String,
    /// The verdict under the law as it is.
    pub verdict_before: Verdict,
    /// The verdict under the scenario.
    pub verdict_after: Verdict,
}

/// The sum over the lines that move alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MoveSum {
    /// How they move.
    #[serde(flatten)]
    pub by: Move,
    /// Their sum.
    #[serde(flatten)]
    pub sum: Sum,
}

/// The sum over all changed lines, and over those that move alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Total {
    /// All of them.
    #[serde(flatten)]
    pub sum: Sum,
    /// By how they move, sorted.
    pub moves: Vec<MoveSum>,
}

impl Total {
    /// Count one line in.
    pub fn add(&mut self, effect: &Effect) {
        let Effect { change: Change { before, after, .. }, exposure } = effect;
        self.sum.add(exposure);
        let by = Move {
            licence_before: before.licence.clone(),
            licence_after: after.licence.clone(),
            verdict_before: before.verdict,
            verdict_after: after.verdict,
        };
        let at = self.moves.binary_search_by(|other| other.by.cmp(&by)).unwrap_or_else(|at| {
            self.moves.insert(at, MoveSum { by, sum: Sum::default() });
            at
        });
        if let Some(alike) = self.moves.get_mut(at) {
            alike.sum.add(exposure);
        }
    }
}

/// One line whose answer a scenario changes, and how much hangs on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// Before: the law as it is; after: the scenario.
    #[serde(flatten)]
    pub change: Change,
    /// How much hangs on the line.
    pub exposure: Exposure,
}

/// A scenario in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScenarioWords {
    /// Always true: so that no program takes the answer for the law.
    pub hypothetical: bool,
    /// Its name.
    pub name: String,
    /// What it supposes.
    pub what: String,
    /// Where the supposition comes from.
    pub source: String,
    /// The file.
    pub file: String,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// Each of its operations.
    pub operations: Vec<String>,
}

/// A book under the law as it is and under a scenario, each line on one day. `schema` is `tidewaiter/whatif/1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhatIf {
    /// Name and version of this shape.
    pub schema: &'static str,
    /// The ground of the scenario's answers.
    #[serde(flatten)]
    pub ground: Ground,
    /// The ground of the answers under the law as it is.
    pub before: Ground,
    /// Whose day's law was asked, in words: a date, or `each line's own date, else` a date.
    pub law_of: String,
    /// The scenario.
    pub scenario: ScenarioWords,
    /// The file read.
    pub file: String,
    /// Counts under the law as it is.
    pub tally_before: Tally,
    /// Counts under the scenario.
    pub tally_after: Tally,
    /// The lines whose answer changes, in the order of the input.
    pub changes: Vec<Effect>,
    /// Their sum by destination.
    pub by_destination: BTreeMap<String, Total>,
    /// Their sum.
    pub total: Total,
    /// Lines by destination whose answer stays as it is because it is unknown, with and without the scenario, whether
    /// they need a licence, though the scenario has a say in it: it may reach them too, and they are in no sum.
    pub left_open: BTreeMap<String, u64>,
    /// Lines whose destination cannot be read, changed or not: what the scenario says of places could not be asked.
    pub without_destination: u64,
    /// What was wrong with the input.
    pub faults: Vec<Fault>,
}
