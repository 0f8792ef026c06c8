//! Which listed names are worth comparing: gathered by all that they share with the query, ranked by it, and cut at a
//! stated number.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use tidewaiter_names::{
    Kind, LegalForm, edits_allowed, likeness_keys, spellings, token_similarity, transcription_likeness, word_likeness,
};

use super::format::hash;
use super::{Probe, View, number, place, spelling};

/// Names compared at most for one reading of a query. What is left out then has less in common with the query than any
/// that is compared, and the answer says that it was cut.
pub(crate) const COMPARED_MAX: usize = 1000;
/// Names compared though what was found of them does not reach the floor: what is found is an estimate.
const COMPARED_BELOW: usize = 100;
/// What a weight without a partner costs at least, see [`tidewaiter_names::Outline`].
const ALONE: f32 = 0.75;
const PERSON_ALONE: f32 = 0.42;
/// Names that share less than this are not compared, whatever the room.
const WORTH: f32 = 0.15;
/// How far a word that only sounds alike, or begins alike, counts as the same.
const SOUND: f64 = 0.55;
const START: f64 = 0.45;
const CHARACTERS: f64 = 0.80;
/// Initials of the whole name: how much of it they stand for.
const INITIALS: f64 = 0.75;
/// Letters of the beginning of a word that is found by it.
const START_LETTERS: usize = 5;
/// The fewest bytes of a word that may be one cut off, and how alike it is at most.
const CUT_MIN: usize = 4;
const CUT_OFF: f64 = 0.95;
/// Words with the same beginning or sound looked at, at most: more say nothing.
const LIKE_MAX: usize = 200;
/// A word on more rows than this, and of less than this share of the query's weight, only ranks what others found.
const COMMON_ROWS: usize = 2000;
const COMMON_SHARE: f64 = 0.15;
/// A place, line of business or pair of such words on more rows than this ranks nothing: it is on too many.
const QUIET_ROWS: usize = 1000;
/// Likewise a word that only sounds or begins alike.
const LIKE_ROWS: usize = 300;

/// How alike two words are.
#[derive(Clone, Copy)]
enum Like {
    /// As the comparison would say.
    Is(f64),
    /// Not one word for the comparison; a hint all the same.
    Merely(f64),
}

impl Like {
    fn share(self) -> f64 {
        match self {
            Self::Is(share) | Self::Merely(share) => share,
        }
    }
}

/// Rows worth comparing.
#[derive(Default)]
pub(crate) struct Found {
    /// The best first.
    pub rows: Vec<u32>,
    /// Were there more than [`COMPARED_MAX`]?
    pub truncated: bool,
}

/// Room to count in, used again from query to query.
#[derive(Default)]
pub(crate) struct Scratch {
    /// For each row the weight of distinctive words found in the query and in the row, and of all else that they share;
    /// zero between queries.
    sums: Vec<[f32; 3]>,
    touched: Vec<u32>,
}

impl Scratch {
    fn add(&mut self, row: u32, left: f64, right: f64) {
        self.count(row, [left, right, 0.0]);
    }

    /// What says little by itself: it only ranks.
    fn add_quiet(&mut self, row: u32, weight: f64) {
        self.count(row, [0.0, 0.0, weight]);
    }

    fn count(&mut self, row: u32, weights: [f64; 3]) {
        let Some(sums) = self.sums.get_mut(place(row)) else { return };
        if sums.iter().all(|&sum| sum <= 0.0) {
            self.touched.push(row);
        }
        for (sum, weight) in sums.iter_mut().zip(weights) {
            #[expect(clippy::cast_possible_truncation, reason = "a rank needs no more digits")]
            let weight = weight as f32;
            *sum += weight;
        }
    }

    fn take(&mut self) -> Vec<(u32, [f32; 3])> {
        let mut all = Vec::with_capacity(self.touched.len());
        for row in self.touched.drain(..) {
            if let Some(sums) = self.sums.get_mut(place(row)) {
                all.push((row, std::mem::take(sums)));
            }
        }
        all
    }
}

impl View<'_> {
    /// The rows most worth comparing with the probe; all that share enough for `floor`, unless they are very many.
    pub fn candidates(&self, probe: &Probe<'_>, floor: f64, scratch: &mut Scratch) -> Found {
        scratch.sums.resize(self.rows.len(), [0.0; 3]);
        let quiet = self.gather(probe, scratch);
        let same = probe.same.clone();
        let query_weight: f64 = probe.tokens.iter().map(|token| token.weight).sum();
        #[expect(clippy::cast_possible_truncation, reason = "a rank needs no more digits")]
        let [query_weight, quiet, floor] = [query_weight as f32, quiet as f32, floor as f32];
        // What is sure to be compared, and what may be.
        let (mut sure, mut rest) = (Vec::new(), Vec::new());
        for (row, [left, right, beside]) in scratch.take() {
            let (all, row_quiet) = self.weights(row);
            let both = query_weight + all;
            // The most that the comparison can give: all that was found, and all that was not looked for.
            let most = (left + quiet).min(query_weight) + (right + row_quiet).min(all);
            let alone = if probe.personal && self.is_personal(row) { PERSON_ALONE } else { ALONE };
            let found = (left + beside).min(query_weight) + (right + beside).min(all);
            if left > 0.0 && most + 1e-4 >= floor * (most + alone * (both - most)) {
                sure.push((row, found / both));
            } else if found >= WORTH * both {
                rest.push((row, found / both));
            }
        }
        let room = COMPARED_MAX.saturating_sub(same.len());
        let truncated = sure.len() > room;
        best(&mut sure, room);
        let room = COMPARED_BELOW.saturating_sub(sure.len());
        best(&mut rest, room.saturating_mul(4));
        for (row, share) in &mut rest {
            *share += self.quiet_in_common(*row, probe) / (query_weight + self.weights(*row).0);
        }
        self.best_of_entries(&mut rest, room);
        let mut rows = same;
        rows.extend(sure.into_iter().chain(rest).map(|(row, _)| row));
        rows.sort_unstable();
        rows.dedup();
        Found { rows, truncated }
    }

    /// The weight of the places, lines of business and the like that a row and the probe share.
    fn quiet_in_common(&self, row: u32, probe: &Probe<'_>) -> f32 {
        let Some(row) = self.row(row) else { return 0.0 };
        let (start, length) = row.tokens;
        let tokens = self.row_tokens.range(place(start)..place(start.saturating_add(length)));
        let quiet =
            probe.tokens.iter().zip(&probe.words).filter(|(token, _)| !matches!(token.kind, Kind::Word | Kind::Number));
        let shared =
            |word: u32| quiet.clone().find(|(_, own)| **own == Some(word)).map_or(0.0, |(token, _)| token.weight);
        let sum: f64 = tokens.map(shared).sum();
        #[expect(clippy::cast_possible_truncation, reason = "a rank needs no more digits")]
        let sum = (2.0 * sum) as f32;
        sum
    }

    /// Keep the best row of each entry, and of those the best `room`; of equal ones, the first.
    fn best_of_entries(&self, rows: &mut Vec<(u32, f32)>, room: usize) {
        rows.sort_unstable_by(order);
        let mut seen = BTreeSet::new();
        rows.retain(|(row, _)| seen.len() < room && self.row(*row).is_some_and(|row| seen.insert(row.entry)));
    }

    /// Sum up what each row shares with the probe. Gives the query's weight that was not looked for.
    fn gather(&self, probe: &Probe<'_>, scratch: &mut Scratch) -> f64 {
        let all: f64 = probe.tokens.iter().map(|token| token.weight).sum();
        let mut quiet = 0.0;
        let bare = probe.tokens.iter().all(|token| token.kind != Kind::Word);
        for (i, (token, own)) in probe.tokens.iter().zip(&probe.words).enumerate() {
            self.joins_of_query(probe, i, scratch);
            if token.kind != Kind::Word {
                quiet += token.weight;
                let rows = own.map(|word| self.rows_with(word));
                for row in rows.filter(|rows| rows.len() <= QUIET_ROWS).into_iter().flatten() {
                    scratch.add_quiet(row, token.weight);
                }
                // Without a distinctive word of its own the query may be a listed name whose place is misspelt.
                let misspelt = if bare { self.misspelt(token.text, *own) } else { Vec::new() };
                for (word, similarity) in misspelt {
                    let weight = self.word_facts(word).map_or(0.0, |(_, weight)| weight);
                    let (left, right) = (token.weight * similarity, weight * similarity);
                    self.rows_with(word).for_each(|row| scratch.add(row, left, right));
                }
                continue;
            }
            let is_end = i.saturating_add(1) == probe.tokens.len() && probe.legal_form == LegalForm::None;
            for (word, like) in self.similar(token.text, *own, probe.personal, is_end) {
                let (kind, weight) = self.word_facts(word).unwrap_or((Kind::Word, 0.0));
                let rows = self.rows_with(word);
                // A misspelt word of business looks like a rare word: what it weighs then is the lesser weight.
                let share = if kind == Kind::Word { like.share() } else { 1.0 };
                let (left, right) = (token.weight * share, weight * share);
                let merely = matches!(like, Like::Merely(_)) && rows.len() > LIKE_ROWS;
                if merely || (rows.len() > COMMON_ROWS && left < COMMON_SHARE * all) {
                    quiet += if merely { 0.0 } else { left };
                    continue;
                }
                match like {
                    Like::Is(_) => rows.for_each(|row| scratch.add(row, left, right)),
                    Like::Merely(_) => rows.for_each(|row| scratch.add_quiet(row, left.min(right))),
                }
            }
            for row in self.joined.of(hash([token.text])) {
                scratch.add(row, token.weight, self.weights(row).0.into());
            }
        }
        for row in probe.initials.iter().flat_map(|&hash| self.keys.of(hash)) {
            scratch.add(row, INITIALS * all, INITIALS * f64::from(self.weights(row).0));
        }
        for &(hash, weight) in &probe.neighbours {
            let rows = self.keys.of(hash);
            if rows.len() <= QUIET_ROWS {
                rows.for_each(|row| scratch.add_quiet(row, weight));
            }
        }
        quiet
    }

    /// Rows with a word that is this token and its neighbours joined.
    fn joins_of_query(&self, probe: &Probe<'_>, start: usize, scratch: &mut Scratch) {
        for length in [2usize, 3] {
            let Some(run) = probe.tokens.get(start..start.saturating_add(length)) else { return };
            let text: String = run.iter().map(|token| token.text).collect();
            if let Some(word) = self.find(Kind::Word, &text) {
                let left = run.iter().map(|token| token.weight).sum();
                let right = self.word_facts(word).map_or(0.0, |(_, weight)| weight);
                self.rows_with(word).for_each(|row| scratch.add(row, left, right));
            }
        }
    }

    /// Words like `text`, itself included, each once with how alike it is at most. Sorted by word.
    ///
    /// All that [`word_likeness`] takes for alike are among them; those that merely sound or begin alike stand beside
    /// them as [`Like::Merely`].
    fn similar(&self, text: &str, own: Option<u32>, personal: bool, is_end: bool) -> Vec<(u32, Like)> {
        let mut all: Vec<(u32, Like)> =
            self.misspelt(text, own).into_iter().map(|(word, s)| (word, Like::Is(s))).collect();
        all.extend(self.of_text(text).map(|word| (word, Like::Is(1.0))));
        let mut heard: Vec<u32> = Vec::new();
        for key in spelling::alike(text).into_iter().chain([spelling::alike_as(text)]) {
            heard.extend(self.sounds.of(key));
        }
        // The word without its vowels, and as a scanner would have meant it, may be listed themselves.
        heard.extend(likeness_keys(text).iter().flat_map(|key| self.of_text(key)));
        if personal {
            heard.extend(spellings(text).flat_map(|name| self.of_text(name)));
        }
        let sound = spelling::sound(text).into_iter().flat_map(|sound| self.sounds.of(sound));
        if personal {
            heard.extend(sound);
        } else {
            // The comparison does not go by sound here: what is like by its letters is found already.
            all.extend(sound.take(LIKE_MAX).map(|word| (word, Like::Merely(SOUND))));
        }
        heard.sort_unstable();
        heard.dedup();
        for word in heard {
            let likeness = word_likeness(text, self.words.text(place(word)), personal);
            all.push((word, if likeness > 0.0 { Like::Is(likeness) } else { Like::Merely(SOUND) }));
        }
        if let Some(start) = text.get(..START_LETTERS).filter(|start| start.is_ascii()) {
            let from = self.first_from(start);
            let words = (from..number(self.words.len())).take(LIKE_MAX);
            let alike = words.take_while(|&word| self.words.bytes(place(word)).starts_with(start.as_bytes()));
            let alike = alike.filter(|&word| matches!(self.word_facts(word), Some((Kind::Word, _))));
            all.extend(alike.map(|word| (word, Like::Merely(START))));
        }
        self.cut_off(text, is_end, &mut all);
        self.transcribed(text, &mut all);
        self.same_characters(text, &mut all);
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.share().total_cmp(&a.1.share())));
        all.dedup_by_key(|(word, _)| *word);
        all
    }

    /// Words of which `text` is the beginning, where the query may be cut off behind it, and words with which a listed name
    /// may have been cut off.
    fn cut_off(&self, text: &str, is_end: bool, all: &mut Vec<(u32, Like)>) {
        let starts = (CUT_MIN..text.len()).filter_map(|end| text.get(..end));
        all.extend(starts.flat_map(|start| self.of_text(start)).map(|word| (word, Like::Is(CUT_OFF))));
        if is_end && text.len() >= CUT_MIN {
            let longer = self.first_from(text)..number(self.words.len());
            let longer = longer.take_while(|&word| self.words.bytes(place(word)).starts_with(text.as_bytes()));
            all.extend(longer.map(|word| (word, Like::Is(CUT_OFF))));
        }
    }

    /// Words that are `text` misspelt.
    fn misspelt(&self, text: &str, own: Option<u32>) -> Vec<(u32, f64)> {
        let bits = self.spelling_starts.0.len().saturating_sub(1).max(1).trailing_zeros();
        let mut near: Vec<u32> = Vec::new();
        for key in spelling::keys(text) {
            let bounds = self.spelling_starts.bounds(spelling::bucket(key, bits)).unwrap_or_default();
            near.extend(self.spellings.range(bounds));
        }
        near.sort_unstable();
        near.dedup();
        let length = number(text.chars().count());
        let mut all = Vec::new();
        for word in near {
            let other = self.outlined(word).and_then(|word| word.gist.length());
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

    /// Foreign names in Han characters that sound like `text`, or the other way round.
    fn transcribed(&self, text: &str, all: &mut Vec<(u32, Like)>) {
        let mut near: Vec<u32> = spelling::transcribed(text).iter().flat_map(|&key| self.sounds.of(key)).collect();
        near.sort_unstable();
        near.dedup();
        for word in near {
            let likeness = transcription_likeness(text, self.words.text(place(word)));
            if likeness > 0.0 {
                all.push((word, Like::Is(likeness)));
            }
        }
    }

    /// Words of another script that share neighbouring characters.
    fn same_characters(&self, text: &str, all: &mut Vec<(u32, Like)>) {
        let own = spelling::characters(text);
        if own.is_empty() {
            return;
        }
        let mut words: Vec<u32> = own.iter().flat_map(|&hash| self.characters.of(hash)).collect();
        words.sort_unstable();
        for same in words.chunk_by(|a, b| a == b) {
            let Some(&word) = same.first() else { continue };
            let others = spelling::characters(self.words.text(place(word))).len();
            let count = |n: usize| f64::from(number(n));
            let share = CHARACTERS * 2.0 * count(same.len()) / count(own.len().saturating_add(others));
            all.push((word, Like::Merely(share)));
        }
    }

    /// The first word that is not before `text`.
    pub(super) fn first_from(&self, text: &str) -> u32 {
        let (mut low, mut high) = (0, self.words.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.words.bytes(middle) < text.as_bytes() {
                low = middle.saturating_add(1);
            } else {
                high = middle;
            }
        }
        number(low)
    }
}

fn order(a: &(u32, f32), b: &(u32, f32)) -> Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

/// Keep the best `room`; of equal ones, the first.
fn best(rows: &mut Vec<(u32, f32)>, room: usize) {
    if rows.len() > room {
        if room > 0 {
            rows.select_nth_unstable_by(room.saturating_sub(1), order);
        }
        rows.truncate(room);
    }
}
