//! What went from country to country, and when: for the map.

use std::collections::BTreeMap;

use tidewaiter_model::trace::TraceAnswer;
use tidewaiter_model::{Country, Date};

use super::words;

/// Arcs drawn at most; more is no map that a person reads.
const MOST: usize = 14;

/// Chips recorded, and of these from the origins.
#[derive(Clone, Copy, Default)]
pub(super) struct Chips {
    pub units: u64,
    pub at_most: u64,
    pub at_least: u64,
}

impl Chips {
    fn add(&mut self, other: Self) {
        self.units = self.units.saturating_add(other.units);
        self.at_most = self.at_most.saturating_add(other.at_most);
        self.at_least = self.at_least.saturating_add(other.at_least);
    }
}

/// All legs from one country to another.
pub(super) struct Arc {
    pub from: Country,
    pub to: Country,
    pub chips: Chips,
    pub inferred: bool,
    /// By first and last day: months, or the whole stretch of a leg that no one split.
    pub spans: BTreeMap<(Date, Date), Chips>,
}

/// Arcs, the greatest first, and what is not among them.
pub(super) struct Arcs {
    pub drawn: Vec<Arc>,
    /// Pairs of countries beyond those drawn, with their chips.
    pub more: (usize, u64),
    /// Chips that stayed in their country.
    pub within: u64,
    /// Chips with an end whose country is not known.
    pub nowhere: u64,
}

impl Arcs {
    pub(super) fn of(answer: &TraceAnswer) -> Self {
        let mut all: BTreeMap<(Country, Country), Arc> = BTreeMap::new();
        let (mut within, mut nowhere) = (0_u64, 0_u64);
        for (leg, from, to) in words::legs(answer).filter(|(leg, _, _)| leg.units > 0) {
            let (Some(from), Some(to)) = (from.country, to.country) else {
                nowhere = nowhere.saturating_add(leg.units);
                continue;
            };
            if from == to {
                within = within.saturating_add(leg.units);
                continue;
            }
            let arc = all.entry((from, to)).or_insert_with(|| Arc {
                from,
                to,
                chips: Chips::default(),
                inferred: true,
                spans: BTreeMap::new(),
            });
            let whole = Chips { units: leg.units, at_most: leg.at_most, at_least: leg.at_least };
            arc.chips.add(whole);
            arc.inferred &= leg.inferred;
            if leg.months.is_empty() {
                arc.spans.entry((leg.first, leg.last)).or_default().add(whole);
            }
            for part in &leg.months {
                let chips = Chips { units: part.units, at_most: part.at_most, at_least: part.at_least };
                arc.spans.entry((part.month.first_of_month(), part.month.last_of_month())).or_default().add(chips);
            }
        }
        let mut drawn: Vec<Arc> = all.into_values().collect();
        drawn.sort_by_key(|arc| std::cmp::Reverse((arc.chips.at_most, arc.chips.units)));
        let rest = if drawn.len() > MOST { drawn.split_off(MOST) } else { Vec::new() };
        let more = (rest.len(), rest.iter().fold(0_u64, |sum, arc| sum.saturating_add(arc.chips.units)));
        Self { drawn, more, within, nowhere }
    }

    /// The first and last day of anything drawn.
    pub(super) fn time(&self) -> Option<(Date, Date)> {
        let spans = || self.drawn.iter().flat_map(|arc| arc.spans.keys());
        Some((spans().map(|(first, _)| *first).min()?, spans().map(|(_, last)| *last).max()?))
    }
}
