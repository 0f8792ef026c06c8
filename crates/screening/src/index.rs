//! Every name of every list, ready to be found: an inverted index in memory.
//!
//! A name is found by any distinctive word that it shares with the query (equal or misspelt as far as
//! [`tidewaiter_names::token_similarity`] allows), by words joined or split, and by the whole name in any order or
//! spacing. That is every way in which the comparison can reach the bar, so nothing above it is missed; a property
//! test holds the index against a scan of all names.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use tidewaiter_names::{Kind, LegalForm, Name, Reading, Weighted, edits_allowed, rarity, token_similarity, weight};

use crate::variants::variants;
use crate::{Entry, ListData};

/// Where a listed name stands.
#[derive(Clone, Debug)]
pub(crate) enum Written {
    Primary,
    Alias(usize),
    /// Found inside the name; the text, and whether it is weak.
    Inside(String, bool),
}

/// One reading of one listed name.
pub(crate) struct Row {
    pub entry: u32,
    pub written: Written,
    pub legal_form: LegalForm,
    pub transliterated: bool,
    pub by_sound: bool,
    /// One word of at most four Latin letters, such as `HMC`.
    pub short: bool,
    tokens: (u32, u32),
    /// Weight of all tokens, and of those by which a row is not found.
    all_weight: f64,
    quiet_weight: f64,
}

/// What rules most words out before their letters are compared.
#[derive(Clone, Copy)]
struct Shape {
    set: u64,
    first: Option<char>,
    word: u32,
}

struct Word {
    text: String,
    kind: Kind,
    weight: f64,
}

#[derive(Default)]
pub(crate) struct Index {
    pub rows: Vec<Row>,
    row_tokens: Vec<u32>,
    /// Sorted by text, then kind.
    words: Vec<Word>,
    /// For each word, where its rows begin in `postings`; one more than words.
    posting_starts: Vec<u32>,
    postings: Vec<u32>,
    /// Distinctive words by their length in characters, each by its shape, in order of text.
    by_length: Vec<Vec<Shape>>,
    /// Hashes of whole names (squashed, joined, as a bag of words) and their rows, sorted.
    whole: Vec<(u64, u32)>,
    /// Hashes of two and three neighbouring words joined, and their rows, sorted.
    joined: Vec<(u64, u32)>,
    entries: u32,
}

/// The query's tokens, weighed by this index.
pub(crate) struct Probe<'q> {
    pub tokens: Vec<Weighted<'q>>,
    pub legal_form: LegalForm,
    pub transliterated: bool,
    whole: [u64; 3],
}

const LENGTHS: usize = 40;
/// A short list says little about how rare a word is: counted as if it were this long.
const RARITY_MIN: u32 = 20_000;

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn hash(text: &str) -> u64 {
    // Fixed keys: the same in every run.
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The set of its characters, one bit each (some share one).
fn signature(text: &str) -> u64 {
    text.chars().fold(0, |bits, c| bits | 1u64.wrapping_shl(u32::from(c).wrapping_mul(0x9E37) % 64))
}

fn whole_hashes(name: &Name, reading: &Reading) -> [u64; 3] {
    let [joined, bag] = if reading.tokens.is_empty() {
        // Nothing but legal words: only the whole name as written can be equal.
        [0, 0]
    } else {
        [hash(&format!("j{}", reading.joined())), hash(&format!("b{}", reading.bag()))]
    };
    [hash(&format!("s{}", name.squashed())), joined, bag]
}

/// What is gathered before word weights are known.
#[derive(Default)]
struct Gathered {
    ids: HashMap<(Kind, String), u32>,
    texts: Vec<(Kind, String)>,
    /// Entries in which a word occurs, and the last entry counted.
    entries_with: Vec<(u32, u32)>,
}

impl Gathered {
    fn id(&mut self, kind: Kind, text: &str, entry: u32) -> u32 {
        let key = (kind, text.to_owned());
        let id = match self.ids.get(&key) {
            Some(&id) => id,
            None => {
                let id = number(self.texts.len());
                self.texts.push(key.clone());
                self.entries_with.push((0, u32::MAX));
                self.ids.insert(key, id);
                id
            }
        };
        if let Some((count, last)) = self.entries_with.get_mut(place(id))
            && *last != entry
        {
            *count = count.saturating_add(1);
            *last = entry;
        }
        id
    }
}

impl Index {
    pub fn new<'l>(lists: impl Iterator<Item = &'l ListData>) -> Self {
        let mut index = Self::default();
        let mut gathered = Gathered::default();
        for entry in lists.flat_map(|list| &list.entries) {
            index.add_entry(entry, &mut gathered);
            index.entries = index.entries.saturating_add(1);
        }
        index.weigh(gathered);
        index.post();
        index.whole.sort_unstable();
        index.whole.dedup();
        index.joined.sort_unstable();
        index.joined.dedup();
        index
    }

    fn add_entry(&mut self, entry: &Entry, gathered: &mut Gathered) {
        let aliases = entry.aliases.iter().enumerate().map(|(i, alias)| (alias.name.as_str(), Written::Alias(i)));
        let written: Vec<_> = std::iter::once((entry.name.as_str(), Written::Primary)).chain(aliases).collect();
        for (text, place) in written {
            self.add_name(text, &place, gathered);
            for variant in variants(text) {
                self.add_name(&variant.name, &Written::Inside(variant.name.clone(), variant.weak), gathered);
            }
        }
    }

    fn add_name(&mut self, text: &str, written: &Written, gathered: &mut Gathered) {
        let name = Name::new(text);
        for reading in &name.readings {
            let row = number(self.rows.len());
            let start = number(self.row_tokens.len());
            for token in &reading.tokens {
                self.row_tokens.push(gathered.id(token.kind, &token.text, self.entries));
            }
            self.whole
                .extend(whole_hashes(&name, reading).into_iter().filter(|&hash| hash != 0).map(|hash| (hash, row)));
            for length in [2, 3] {
                for run in reading.tokens.windows(length) {
                    let text: String = run.iter().map(|token| token.text.as_str()).collect();
                    self.joined.push((hash(&text), row));
                }
            }
            self.rows.push(Row {
                entry: self.entries,
                written: written.clone(),
                legal_form: reading.legal_form,
                transliterated: reading.transliterated,
                by_sound: reading.by_sound,
                short: is_short(reading),
                tokens: (start, number(reading.tokens.len())),
                all_weight: 0.0,
                quiet_weight: 0.0,
            });
        }
    }

    /// Give each word its weight and its final number, in order of text.
    fn weigh(&mut self, gathered: Gathered) {
        let mut order: Vec<(String, Kind, u32, u32)> = gathered
            .texts
            .into_iter()
            .zip(gathered.entries_with)
            .zip(0u32..)
            .map(|(((kind, text), (entries, _)), old)| (text, kind, entries, old))
            .collect();
        order.sort_unstable();
        let mut renumbered = vec![0u32; order.len()];
        self.by_length = vec![Vec::new(); LENGTHS];
        for (new, (text, kind, entries, old)) in (0u32..).zip(order) {
            if let Some(slot) = renumbered.get_mut(place(old)) {
                *slot = new;
            }
            if kind == Kind::Word {
                let length = text.chars().count().min(LENGTHS.saturating_sub(1));
                if let Some(bucket) = self.by_length.get_mut(length) {
                    bucket.push(Shape { set: signature(&text), first: text.chars().next(), word: new });
                }
            }
            let weight = weight(kind, rarity(entries, self.entries.max(RARITY_MIN)));
            self.words.push(Word { text, kind, weight });
        }
        for token in &mut self.row_tokens {
            *token = renumbered.get(place(*token)).copied().unwrap_or(0);
        }
        let weights: Vec<(f64, f64)> = (0..self.rows.len()).map(|row| self.row_weight(row)).collect();
        for (row, (all, quiet)) in self.rows.iter_mut().zip(weights) {
            row.all_weight = all;
            row.quiet_weight = quiet;
        }
    }

    fn row_weight(&self, row: usize) -> (f64, f64) {
        let words = self.rows.get(row).into_iter().flat_map(|row| self.row_words(row));
        words.fold((0.0, 0.0), |(all, quiet), word| {
            (all + word.weight, if word.kind == Kind::Word { quiet } else { quiet + word.weight })
        })
    }

    fn row_words<'i>(&'i self, row: &Row) -> impl Iterator<Item = &'i Word> + use<'i> {
        let (start, length) = row.tokens;
        let tokens = self.row_tokens.get(place(start)..place(start.saturating_add(length))).unwrap_or_default();
        tokens.iter().filter_map(|&token| self.words.get(place(token)))
    }

    /// The rows of each distinctive word.
    fn post(&mut self) {
        let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(self.row_tokens.len());
        for (row, at) in self.rows.iter().zip(0u32..) {
            let (start, length) = row.tokens;
            let tokens = self.row_tokens.get(place(start)..place(start.saturating_add(length))).unwrap_or_default();
            let is_word = |token: u32| self.words.get(place(token)).is_some_and(|word| word.kind == Kind::Word);
            pairs.extend(tokens.iter().filter(|&&token| is_word(token)).map(|&token| (token, at)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        self.posting_starts = Vec::with_capacity(self.words.len().saturating_add(1));
        let mut at = 0;
        for word in 0..number(self.words.len()) {
            self.posting_starts.push(number(at));
            while pairs.get(at).is_some_and(|pair| pair.0 == word) {
                at = at.saturating_add(1);
            }
        }
        self.posting_starts.push(number(at));
        self.postings = pairs.into_iter().map(|(_, row)| row).collect();
    }

    fn rows_with(&self, word: u32) -> &[u32] {
        let bound = |at: usize| self.posting_starts.get(at).map_or(0, |&start| place(start));
        let at = place(word);
        self.postings.get(bound(at)..bound(at.saturating_add(1))).unwrap_or_default()
    }

    fn find(&self, kind: Kind, text: &str) -> Option<u32> {
        self.words.binary_search_by(|word| word.text.as_str().cmp(text).then(word.kind.cmp(&kind))).ok().map(number)
    }

    /// The weight of a word as this index knows it; a word on no list is as rare as can be.
    fn weight_of(&self, kind: Kind, text: &str) -> f64 {
        match self.find(kind, text).and_then(|word| self.words.get(place(word))) {
            Some(word) => word.weight,
            None => weight(kind, 1.0),
        }
    }

    pub fn probe<'q>(&self, name: &Name, reading: &'q Reading) -> Probe<'q> {
        let weighed = |token: &'q tidewaiter_names::Token| Weighted {
            text: token.text.as_str(),
            kind: token.kind,
            weight: self.weight_of(token.kind, &token.text),
        };
        Probe {
            tokens: reading.tokens.iter().map(weighed).collect(),
            legal_form: reading.legal_form,
            transliterated: reading.transliterated,
            whole: whole_hashes(name, reading),
        }
    }

    /// The tokens of a row, into a buffer that is used again.
    pub fn fill<'i>(&'i self, row: &Row, tokens: &mut Vec<Weighted<'i>>) {
        tokens.clear();
        tokens.extend(self.row_words(row).map(|w| Weighted { text: &w.text, kind: w.kind, weight: w.weight }));
    }

    /// Rows whose whole name is the probe's, in any order and spacing.
    pub fn same_name(&self, probe: &Probe<'_>) -> Vec<u32> {
        let mut rows: Vec<u32> = probe
            .whole
            .iter()
            .filter(|&&hash| hash != 0)
            .flat_map(|&hash| slice(&self.whole, hash))
            .map(|pair| pair.1)
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Is this row's whole name the probe's as written, but for spaces and signs?
    pub fn is_squashed(&self, probe: &Probe<'_>, row: u32) -> bool {
        probe.whole.first().is_some_and(|&hash| self.whole.binary_search(&(hash, row)).is_ok())
    }

    /// Is this row's whole name the probe's, in any order and spacing and without its legal form?
    pub fn has_whole(&self, probe: &Probe<'_>, row: u32) -> bool {
        probe.whole.iter().any(|&hash| hash != 0 && self.whole.binary_search(&(hash, row)).is_ok())
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
                let weight = self.words.get(place(word)).map_or(0.0, |word| word.weight);
                let (left, right) = (token.weight * similarity, weight * similarity);
                found.extend(self.rows_with(word).iter().map(|&row| (row, left, right)));
            }
            for &(_, row) in slice(&self.joined, hash(token.text)) {
                let all = self.rows.get(place(row)).map_or(0.0, |row| row.all_weight);
                found.push((row, token.weight, all));
            }
        }
        found.sort_unstable_by_key(|&(row, ..)| row);
        let query_weight: f64 = probe.tokens.iter().map(|token| token.weight).sum();
        let mut rows = self.same_name(probe);
        for group in found.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(at, ..)) = group.first() else { continue };
            let Some(row) = self.rows.get(place(at)) else { continue };
            let (left, right) = group.iter().fold((0.0, 0.0), |(l, r), &(_, left, right)| (l + left, r + right));
            // The most that the comparison can give: all that was found, and all that was not looked for.
            let most = (left + quiet).min(query_weight) + (right + row.quiet_weight).min(row.all_weight);
            if most + 1e-9 >= floor * (query_weight + row.all_weight) {
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
                let right = self.words.get(place(word)).map_or(0.0, |word| word.weight);
                found.extend(self.rows_with(word).iter().map(|&row| (row, left, right)));
            }
        }
    }

    /// Distinctive words like `text`, itself included, each with how alike it is.
    fn similar(&self, text: &str) -> Vec<(u32, f64)> {
        let length = text.chars().count();
        let mut all: Vec<(u32, f64)> = self.find(Kind::Word, text).into_iter().map(|word| (word, 1.0)).collect();
        let most = edits_allowed(number(length), true);
        if most == 0 {
            return all;
        }
        let (set, first) = (signature(text), text.chars().next());
        let last = LENGTHS.saturating_sub(1);
        for (bucket_length, bucket) in self.by_length.iter().enumerate() {
            // The last bucket holds all longer words.
            let apart = if bucket_length == last { 0 } else { number(bucket_length.abs_diff(length)) };
            let shorter = number(bucket_length.min(length));
            let (same_start, other_start) = (edits_allowed(shorter, true), edits_allowed(shorter, false));
            if apart > same_start {
                continue;
            }
            let start = bucket.partition_point(|shape| shape.first < first);
            let (before, rest) = bucket.split_at_checked(start).unwrap_or_default();
            let (alike, after) =
                rest.split_at_checked(rest.partition_point(|shape| shape.first == first)).unwrap_or_default();
            // An edit takes away one character at most and brings in one at most.
            let near = |other: u64| (set & !other).count_ones().max((other & !set).count_ones()) <= same_start;
            self.push_similar(text, alike.iter().filter(|shape| near(shape.set)), &mut all);
            if apart <= other_start {
                let at_most_one = |bits: u64| bits & bits.wrapping_sub(1) == 0;
                let near = |other: u64| at_most_one(set & !other) && at_most_one(other & !set);
                self.push_similar(text, before.iter().chain(after).filter(|shape| near(shape.set)), &mut all);
            }
        }
        all
    }

    fn push_similar<'s>(&self, text: &str, shapes: impl Iterator<Item = &'s Shape>, all: &mut Vec<(u32, f64)>) {
        for shape in shapes {
            let Some(other) = self.words.get(place(shape.word)) else { continue };
            let similarity = token_similarity(text, &other.text);
            if similarity > 0.0 && other.text != text {
                all.push((shape.word, similarity));
            }
        }
    }
}

fn is_short(reading: &Reading) -> bool {
    match reading.tokens.as_slice() {
        [only] => only.kind == Kind::Word && only.text.is_ascii() && only.text.len() <= 4,
        _ => false,
    }
}

fn slice(pairs: &[(u64, u32)], hash: u64) -> &[(u64, u32)] {
    let start = pairs.partition_point(|pair| pair.0 < hash);
    let end = start.saturating_add(pairs.get(start..).unwrap_or_default().partition_point(|pair| pair.0 == hash));
    pairs.get(start..end).unwrap_or_default()
}
