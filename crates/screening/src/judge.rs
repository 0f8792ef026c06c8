//! One listed name judged against one reading of the query: the comparison of the names, and what else raises or lowers
//! the score.

use tidewaiter_names::{Comparison, FUZZY_MAX, LegalForm, Name, Reading, Side, Weighted, clean, compare};

use crate::index::{Probe, Row, View};
use crate::qualify::{QueryFacts, RAISED_MAX, qualify};
use crate::screener::Session;
use crate::{Entry, PartyKind, Strength};

const WEAK: f64 = 0.90;
const SOUND_ONLY: f64 = 0.80;
const SOUND_MAX: f64 = 0.88;
const OTHER_KIND: f64 = 0.85;
/// What the list does not write itself is never as good as a name that it does.
const INFERRED_MAX: f64 = 0.85;
/// Identical names stay above every sensible bar, whatever lowers them.
const SAME_NAME_MIN: f64 = 0.75;

/// What an alias counts less than the name under which the entry is listed, and what a name counts less that leaves much
/// of the listed one unwritten: as little as orders entries that are else alike.
const ALIAS: f64 = 0.0004;
const UNWRITTEN: f64 = 0.0020;

impl<'i> Session<'i> {
    /// Score one listed name. The entry is read only where the names are like enough for the floor.
    pub(crate) fn judge(
        &self,
        asked: &Asked<'_, '_>,
        at: u32,
        row: &Row<'i>,
        tokens: &mut Vec<Weighted<'i>>,
        notes: Option<Vec<String>>,
    ) -> (f64, Strength, Judgement) {
        let mut judged = Judgement { notes, ..Judgement::default() };
        self.index.fill(row, tokens);
        let probe = asked.probe;
        let query = Side { tokens: &probe.tokens, legal_form: probe.legal_form };
        let listed = Side { tokens, legal_form: row.legal_form };
        judged.comparison = compare(&query, &listed);
        let squashed = self.index.is_squashed(probe, at);
        let mut score = judged.comparison.score;
        let mut strength =
            if judged.comparison.same_words && !asked.name.truncated { Strength::Normalised } else { Strength::Fuzzy };
        if (asked.reading.by_sound || row.by_sound) && score > 0.0 {
            // Characters are compared by their sound, which many share; more so where both sides are.
            judged.sound_only = true;
            strength = Strength::Fuzzy;
            score = if asked.reading.by_sound && row.by_sound { score * SOUND_ONLY } else { score.min(SOUND_MAX) };
        }
        if squashed {
            let exact = clean(row.written) == asked.name.cleaned;
            strength = if exact { Strength::Exact } else { Strength::Normalised };
            score = if exact { 1.0 } else { score.max(0.98) };
        } else if strength == Strength::Fuzzy && !judged.sound_only && asked.is_whole_name(&self.index, at) {
            strength = Strength::Normalised;
            score = score.max(0.97);
        } else if strength == Strength::Fuzzy {
            score = score.min(FUZZY_MAX);
        }
        if row.inferred.is_some() {
            strength = Strength::Fuzzy;
            score = score.min(INFERRED_MAX);
        }
        if score <= 0.0 || (strength == Strength::Fuzzy && score + RAISED_MAX < asked.floor) {
            return (0.0, strength, judged);
        }
        let Some(entry) = self.entry(row.entry) else { return (0.0, Strength::Fuzzy, judged) };
        let score = score - fine(&asked.name.cleaned, &entry, row);
        (judged.adjust(score, strength, &entry, row, asked.facts), strength, judged)
    }
}

/// What orders entries that are alike by all else: their own name before an alias, and the name that is written as long.
fn fine(query: &str, entry: &Entry, row: &Row<'_>) -> f64 {
    let length = |text: &str| text.chars().fold(0.0, |sum, c| if c.is_alphanumeric() { sum + 1.0 } else { sum });
    let (asked, listed) = (length(query), length(row.written));
    let unwritten = f64::abs(asked - listed) / f64::max(f64::max(asked, listed), 1.0);
    let alias = if entry.name == row.written { 0.0 } else { ALIAS };
    alias + UNWRITTEN * unwritten
}

/// One reading of the query.
pub(crate) struct Asked<'a, 'q> {
    pub name: &'a Name,
    pub probe: &'a Probe<'q>,
    pub reading: &'a Reading,
    pub facts: &'a QueryFacts,
    /// Lower scores are of no interest.
    pub floor: f64,
}

impl Asked<'_, '_> {
    pub fn side(&self) -> Side<'_> {
        Side { tokens: &self.probe.tokens, legal_form: self.probe.legal_form }
    }

    fn is_whole_name(&self, index: &View<'_>, row: u32) -> bool {
        !self.name.truncated && self.reading.is_distinctive() && index.has_whole(self.probe, row)
    }

    pub fn in_latin(&self) -> String {
        let latin = self.name.readings.last().unwrap_or(self.reading);
        latin.tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// A comparison and what else raised or lowered it.
#[derive(Default)]
pub(crate) struct Judgement {
    pub comparison: Comparison,
    pub sound_only: bool,
    /// What raised or lowered the score; kept only for the hits that are shown.
    pub notes: Option<Vec<String>>,
}

impl Judgement {
    fn note(&mut self, words: impl FnOnce() -> String) {
        if let Some(notes) = &mut self.notes {
            notes.push(words());
        }
    }

    fn adjust(&mut self, score: f64, strength: Strength, entry: &Entry, row: &Row<'_>, query: &QueryFacts) -> f64 {
        let mut adjusted = score;
        let written = row.written;
        if self.sound_only {
            self.note(|| "Han characters were compared by their Mandarin sound, which many share: lowered".to_owned());
        }
        if let Some(because) = row.inferred {
            self.note(|| format!("`{written}` is inferred: {because}; lowered"));
        }
        if row.weak {
            adjusted *= WEAK;
            self.note(|| format!("`{written}` is a weak alias, shared by many: lowered"));
        } else if row.short {
            adjusted *= WEAK;
            self.note(|| format!("`{written}` is short, and many names are: lowered"));
        }
        let not_a_company = matches!(entry.kind, PartyKind::Person | PartyKind::Vessel | PartyKind::Aircraft);
        if strength == Strength::Fuzzy && not_a_company && query.has_legal_form && row.legal_form == LegalForm::None {
            adjusted *= OTHER_KIND;
            self.note(|| "the query has a company's legal form and the entry is no company: lowered".to_owned());
        }
        let qualifiers = qualify(entry, row.entry, query, self.notes.is_some());
        // Nothing lifts a name that has no distinctive word in common.
        if !self.comparison.without_brand {
            adjusted += qualifiers.raised;
        }
        adjusted -= qualifiers.lowered;
        if let Some(notes) = &mut self.notes {
            notes.extend(qualifiers.lines.into_iter().flatten());
        }
        let (least, most) = match strength {
            Strength::Identifier | Strength::Exact => (SAME_NAME_MIN, 1.0),
            Strength::Normalised => (SAME_NAME_MIN, 0.99),
            Strength::Fuzzy | Strength::ListedAddress | Strength::SharedAddress => (0.0, 0.98),
        };
        adjusted.clamp(least, most)
    }
}
