//! How much each indicator weighs: the table that `bench/shells/` learns.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use super::Assessment;

/// The table of `data/shells/lift.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct Lift {
    /// The program whose worlds it was learnt on, with its version.
    pub simulator: String,
    /// Which worlds, such as `0-199`.
    pub seeds: String,
    /// Orders of each world.
    pub orders: u64,
    /// Parties in these worlds.
    pub parties: u64,
    /// Those among them that stand in for others.
    pub shells: u64,
    /// What the sum begins with: the weight of a company of which nothing is known.
    pub begin: f64,
    /// The sum from which a review is asked for.
    pub bar: f64,
    /// Of the shells, the share at or above the bar, in worlds not learnt on.
    pub recall: f64,
    /// Of those at or above the bar, the share that are shells, in worlds not learnt on.
    pub precision: f64,
    /// The worlds that these two were measured on.
    pub judged_on: String,
    /// One row a band.
    #[serde(default, rename = "band")]
    pub bands: Vec<Band>,
    #[serde(skip)]
    index: BTreeMap<(String, String), usize>,
}

/// A band of an indicator, as measured.
#[derive(Clone, Debug, Deserialize)]
pub struct Band {
    /// The indicator's code.
    pub indicator: String,
    /// The band's words.
    pub band: String,
    /// How many times as common among shells as among others, of those that could be assessed.
    pub lift: f64,
    /// The interval of 95 %.
    pub low: f64,
    /// The interval of 95 %.
    pub high: f64,
    /// Shells in the band.
    pub shells: u64,
    /// Others in the band.
    pub others: u64,
    /// What it adds to the sum.
    pub weight: f64,
}

/// What is wrong with a table.
#[derive(Debug, Error)]
pub enum LiftError {
    /// It is no TOML of this shape.
    #[error("data/shells/lift.toml: {0}")]
    Toml(#[from] toml::de::Error),
    /// A number is none, or a band stands twice.
    #[error("data/shells/lift.toml: {0}")]
    Row(String),
}

impl Lift {
    /// The table that comes with the program.
    ///
    /// # Errors
    /// Where it does not read; a test sees to it that it does.
    pub fn builtin() -> Result<Self, LiftError> {
        Self::parse(include_str!("../../../../data/shells/lift.toml"))
    }

    /// A table from its text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, LiftError> {
        let mut lift: Self = toml::from_str(text)?;
        for (at, row) in lift.bands.iter().enumerate() {
            if ![row.lift, row.low, row.high, row.weight].iter().all(|n| n.is_finite()) {
                return Err(LiftError::Row(format!("{} {}: a number is missing", row.indicator, row.band)));
            }
            if lift.index.insert((row.indicator.clone(), row.band.clone()), at).is_some() {
                return Err(LiftError::Row(format!("{} {} stands twice", row.indicator, row.band)));
            }
        }
        Ok(lift)
    }

    fn row(&self, indicator: &str, band: &str) -> Option<&Band> {
        self.index.get(&(indicator.to_owned(), band.to_owned())).and_then(|at| self.bands.get(*at))
    }

    /// What a band adds to the sum; nothing where it was not measured.
    #[must_use]
    pub fn weight(&self, indicator: &str, band: &str) -> f64 {
        self.row(indicator, band).map_or(0.0, |row| row.weight)
    }

    /// The sum for a party: the beginning and the weights of what could be assessed.
    #[must_use]
    pub fn score(&self, assessments: &[Assessment]) -> f64 {
        assessments.iter().fold(self.begin, |sum, a| sum + self.weight(a.about.code, a.band()))
    }

    /// The measured lift of a band as a sentence.
    #[must_use]
    pub fn in_words(&self, indicator: &str, band: &str) -> String {
        let Some(row) = self.row(indicator, band) else {
            return "How common that is among shells was not measured.".to_owned();
        };
        let n = row.shells.saturating_add(row.others);
        if row.low <= 1.0 {
            return format!(
                "In simulated worlds that tells shells and others not apart (lift {:.1}, 95 % {:.1} to {:.1}, n = {n}).",
                row.lift, row.low, row.high
            );
        }
        format!(
            "In simulated worlds it is {:.1} times more common among shells (95 % {:.1} to {:.1}, n = {n}).",
            row.lift, row.low, row.high
        )
    }

    /// What the bar comes to, as a sentence.
    #[must_use]
    pub fn sum_in_words(&self) -> String {
        format!(
            "in simulated worlds ({}, seeds {}) {:.0} % of the companies with a sum this high stand in for others, and \
             {:.0} % of those that do reach it. Real shares are not known and lower where such companies are rarer.",
            self.simulator,
            self.judged_on,
            self.precision * 100.0,
            self.recall * 100.0
        )
    }
}
