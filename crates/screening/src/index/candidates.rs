//! Which listed names are worth comparing.

use tidewaiter_names::{Kind, edits_allowed, token_similarity};

use super::format::hash;
use super::{Probe, View, number, place, spelling};

impl View<'_> {
    /// Rows whose whole name is the probe's, in any order and spacing.
    fn same_name(&self, probe: &Probe<'_>) -> Vec<u32> {
        probe.whole.iter().filter(|&&hash| hash != 0).flat_map(|&hash| self.whole.of(hash)).collect()
    }

    /// All rows that could score `floor` or more against the probe, sorted.
    pub fn candidates(&self, probe: &Probe<'_>, floor: f64) -> Vec<u32> {
        // (row, weight found in the query, weight found in the row)
        let mut found: Vec<(u32, f64, f64)> = Vec::new();
        let mut quiet = 0.0;
        for (i, token) in probe.tokens.iter().enumerate() {
            self.joins_of_query(probe, i, &mut found);
            if token.kind != Kind::Word {
                quiet += token.weight;
                continue;
            }
            for (word, similarity) in self.similar(token.text) {
                let weight = self.word_facts(word).map_or(0.0, |(_, weight)| weight);
                let (left, right) = (token.weight * similarity, weight * similarity);
                found.extend(self.rows_with(word).map(|row| (row, left, right)));
            }
            for row in self.joined.of(hash([token.text])) {
                found.push((row, token.weight, self.weights(row).0));
            }
        }
        found.sort_unstable_by_key(|&(row, ..)| row);
        let query_weight: f64 = probe.tokens.iter().map(|token| token.weight).sum();
        let mut rows = self.same_name(probe);
        for group in found.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(at, ..)) = group.first() else { continue };
            let (all_weight, quiet_weight) = self.weights(at);
            let (left, right) = group.iter().fold((0.0, 0.0), |(l, r), &(_, left, right)| (l + left, r + right));
            // The most that the comparison can give: all that was found, and all that was not looked for.
            let most = (left + quiet).min(query_weight) + (right + quiet_weight).min(all_weight);
            if most + 1e-4 >= floor * (query_weight + all_weight) {
                rows.push(at);
            }
        }
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Rows with a word that is this token and its neighbours joined.
    fn joins_of_query(&self, probe: &Probe<'_>, start: usize, found: &mut Vec<(u32, f64, f64)>) {
        for length in [2usize, 3] {
            let Some(run) = probe.tokens.get(start..start.saturating_add(length)) else { return };
            let text: String = run.iter().map(|token| token.text).collect();
            if let Some(word) = self.find(Kind::Word, &text) {
                let left = run.iter().map(|token| token.weight).sum();
                let right = self.word_facts(word).map_or(0.0, |(_, weight)| weight);
                found.extend(self.rows_with(word).map(|row| (row, left, right)));
            }
        }
    }

    /// Distinctive words like `text`, itself included, each with how alike it is.
    fn similar(&self, text: &str) -> Vec<(u32, f64)> {
        let own = self.find(Kind::Word, text);
        let mut all: Vec<(u32, f64)> = own.into_iter().map(|word| (word, 1.0)).collect();
        let keys = spelling::keys(text);
        let bits = self.spelling_starts.0.len().saturating_sub(1).max(1).trailing_zeros();
        let mut near: Vec<u32> = Vec::new();
        for key in keys {
            let bounds = self.spelling_starts.bounds(spelling::bucket(key, bits)).unwrap_or_default();
            near.extend(self.spellings.range(bounds));
        }
        near.sort_unstable();
        near.dedup();
        let length = number(text.chars().count());
        for word in near {
            let characters = self.word_facts.get(place(word)).and_then(|facts| facts.get(1)).copied();
            let other = characters.filter(|&c| c < u8::MAX).map(u32::from);
            let far = other.is_some_and(|other| other.abs_diff(length) > edits_allowed(other.min(length), true));
            if far || Some(word) == own {
                continue;
            }
            let similarity = token_similarity(text, self.words.text(place(word)));
            if similarity > 0.0 {
                all.push((word, similarity));
            }
        }
        all
    }
}
