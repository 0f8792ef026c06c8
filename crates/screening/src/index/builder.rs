//! An index made of lists.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use tidewaiter_names::{Channel, Gist, Kind, LegalForm, Name, Reading, listed_keys, may_be_person, rarity, weight};

use super::format::{Key, Layout, PARTS, Part, hash, write};
use super::{kind_code, legal_form_code, number, place, spelling, whole_hashes};
use crate::qualify::{addresses, entry_number_keys};
use crate::sister::Sisters;
use crate::variants::variants;
use crate::{Entry, ListData, ListSummary};

/// A short list says little about how rare a word is: counted as if it were this long.
const RARITY_MIN: u32 = 20_000;

pub(super) const TRANSLITERATED: u8 = 1;
pub(super) const BY_SOUND: u8 = 2;
pub(super) const SHORT: u8 = 4;
pub(super) const WEAK: u8 = 8;
pub(super) const INFERRED: u8 = 16;
/// Parts an inferred name from its reason, where names are kept.
pub(super) const BECAUSE: char = '\u{1f}';
pub(super) const PERSON: u8 = 32;

/// The part that says what lists they are.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Meta {
    pub lists: Vec<ListSummary>,
}

/// One reading of one listed name.
struct Row {
    entry: u32,
    name: u32,
    legal_form: LegalForm,
    flags: u8,
    tokens: (u32, u32),
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

/// Texts one after the other, while they are gathered.
#[derive(Default)]
struct Blob {
    starts: Vec<u8>,
    bytes: Vec<u8>,
}

impl Blob {
    fn mark(&mut self) {
        let at = u64::try_from(self.bytes.len()).unwrap_or(u64::MAX);
        self.starts.extend(at.to_le_bytes());
    }

    fn push(&mut self, bytes: &[u8]) {
        self.mark();
        self.bytes.extend_from_slice(bytes);
    }

    fn close(mut self) -> (Vec<u8>, Vec<u8>) {
        self.mark();
        (self.starts, self.bytes)
    }
}

#[derive(Default)]
pub(super) struct Builder {
    meta: Meta,
    rows: Vec<Row>,
    row_tokens: Vec<u32>,
    entries: Blob,
    names: Blob,
    entry_count: u32,
    name_count: u32,
    gathered: Gathered,
    whole: Vec<(u64, u32)>,
    joined: Vec<(u64, u32)>,
    identifiers: Vec<(u64, u32)>,
    addresses: Vec<(u64, u32)>,
    keys: Vec<(u64, u32)>,
}

impl Builder {
    /// Take in a list; `sisters` are the brands that all lists together use for one another.
    pub fn add(&mut self, list: &ListData, sisters: &Sisters) {
        self.meta.lists.push(list.summary());
        for entry in &list.entries {
            self.add_entry(entry, sisters);
        }
    }

    fn add_entry(&mut self, entry: &Entry, sisters: &Sisters) {
        self.entries.mark();
        // An entry is plain texts and numbers: writing it to memory cannot fail.
        let _ = serde_json::to_writer(&mut self.entries.bytes, entry);
        let names = std::iter::once((entry.name.as_str(), false));
        let aliases = entry.aliases.iter().map(|alias| (alias.name.as_str(), alias.weak));
        for (text, weak) in names.chain(aliases) {
            self.add_name(text, weak, None);
            for variant in variants(text) {
                self.add_name(&variant.name, variant.weak, None);
            }
        }
        for inferred in sisters.names_of(entry) {
            self.add_name(&inferred.name, false, Some(&inferred.because));
        }
        let numbers = entry_number_keys(entry);
        self.identifiers.extend(numbers.iter().map(|key| (hash([key.as_str()]), self.entry_count)));
        let places: BTreeSet<String> = addresses(entry).flat_map(|(_, address)| address.keys()).collect();
        self.addresses.extend(places.iter().map(|key| (hash([key.as_str()]), self.entry_count)));
        self.entry_count = self.entry_count.saturating_add(1);
    }

    fn add_name(&mut self, text: &str, weak: bool, inferred: Option<&str>) {
        let name = Name::new(text);
        match inferred {
            Some(because) => self.names.push(format!("{text}{BECAUSE}{because}").as_bytes()),
            None => self.names.push(text.as_bytes()),
        }
        let first_row = number(self.rows.len());
        for key in listed_keys(&name) {
            if matches!(key.channel, Channel::Acronym | Channel::Initials | Channel::Neighbours) {
                self.keys.push((key.hash, first_row.saturating_add(u32::from(key.reading))));
            }
        }
        for reading in &name.readings {
            let row = number(self.rows.len());
            let start = number(self.row_tokens.len());
            for token in &reading.tokens {
                self.row_tokens.push(self.gathered.id(token.kind, &token.text, self.entry_count));
            }
            let hashes = whole_hashes(&name, reading);
            self.whole.extend(hashes.into_iter().filter(|&hash| hash != 0).map(|hash| (hash, row)));
            for length in [2, 3] {
                for run in reading.tokens.windows(length) {
                    self.joined.push((hash(run.iter().map(|token| token.text.as_str())), row));
                }
            }
            let flag = |on: bool, flag: u8| if on { flag } else { 0 };
            self.rows.push(Row {
                entry: self.entry_count,
                name: self.name_count,
                legal_form: reading.legal_form,
                flags: flag(reading.transliterated, TRANSLITERATED)
                    | flag(reading.by_sound, BY_SOUND)
                    | flag(is_short(reading), SHORT)
                    | flag(weak, WEAK)
                    | flag(inferred.is_some(), INFERRED)
                    | flag(may_be_person(reading.tokens.iter().map(|t| t.kind), reading.legal_form), PERSON),
                tokens: (start, number(reading.tokens.len())),
            });
        }
        self.name_count = self.name_count.saturating_add(1);
    }

    pub fn write(mut self, key: &Key) -> (Vec<u8>, Layout, Meta) {
        let mut parts: [Vec<u8>; PARTS] = std::array::from_fn(|_| Vec::new());
        let mut put = |part: Part, bytes: Vec<u8>| {
            if let Some(slot) = parts.get_mut(part as usize) {
                *slot = bytes;
            }
        };
        let meta = std::mem::take(&mut self.meta);
        put(Part::Meta, serde_json::to_vec(&meta).unwrap_or_default());
        let (starts, bytes) = std::mem::take(&mut self.entries).close();
        put(Part::EntryStarts, starts);
        put(Part::Entries, bytes);
        let (starts, bytes) = std::mem::take(&mut self.names).close();
        put(Part::NameStarts, starts);
        put(Part::Names, bytes);
        put(Part::Whole, pairs(std::mem::take(&mut self.whole)));
        put(Part::Joined, pairs(std::mem::take(&mut self.joined)));
        put(Part::Keys, pairs(std::mem::take(&mut self.keys)));
        put(Part::Identifiers, pairs(std::mem::take(&mut self.identifiers)));
        put(Part::Addresses, pairs(std::mem::take(&mut self.addresses)));

        let words = self.weigh();
        let is_telling = |word: &u32| words.get(place(*word)).is_some_and(|word| word.kind != Kind::Particle);
        let mut texts = Blob::default();
        let mut facts = Vec::new();
        for word in &words {
            texts.push(word.text.as_bytes());
            facts.push(kind_code(word.kind));
            facts.extend(Gist::new(&word.text).to_bytes());
            facts.extend(word.weight.to_le_bytes());
        }
        let (starts, bytes) = texts.close();
        put(Part::WordStarts, starts);
        put(Part::Words, bytes);
        put(Part::WordFacts, facts);
        let distinctive = (0u32..).zip(&words).filter(|(_, word)| word.kind == Kind::Word);
        let distinctive = distinctive.map(|(at, word)| (at, word.text.as_str()));
        // A code may be a word misread.
        let codes = (0u32..).zip(&words).filter(|(_, word)| word.kind == Kind::Number);
        let codes = codes.flat_map(|(at, word)| spelling::alike(&word.text).into_iter().map(move |hash| (hash, at)));
        let of_words =
            distinctive.clone().flat_map(|(at, text)| spelling::sounds(text).into_iter().map(move |h| (h, at)));
        put(Part::Sounds, pairs(of_words.chain(codes).collect()));
        let characters =
            distinctive.flat_map(|(at, text)| spelling::characters(text).into_iter().map(move |h| (h, at)));
        put(Part::Characters, pairs(characters.collect()));
        // A misspelt place or line of business is read as a distinctive word, and must find the right one.
        let spelt = |word: &Word| matches!(word.kind, Kind::Word | Kind::Place | Kind::Generic | Kind::Structure);
        let spelt = (0u32..).zip(&words).filter(|(_, word)| spelt(word));
        let (starts, spellings) = spelling::table(spelt.map(|(at, word)| (at, word.text.as_str())));
        put(Part::SpellingStarts, numbers(&starts));
        put(Part::Spellings, numbers(&spellings));

        let mut rows = Vec::new();
        let mut found: Vec<(u32, u32)> = Vec::with_capacity(self.row_tokens.len());
        for (at, row) in (0u32..).zip(&self.rows) {
            let tokens = self.tokens(row);
            found.extend(tokens.iter().filter(|word| is_telling(word)).map(|&word| (word, at)));
            rows.extend(self.row_bytes(row, tokens, &words));
        }
        put(Part::Rows, rows);
        put(Part::RowTokens, numbers(&self.row_tokens));
        let (starts, postings) = postings(found, words.len());
        put(Part::PostingStarts, numbers(&starts));
        put(Part::Postings, numbers(&postings));
        let (bytes, layout) = write(key, &parts);
        (bytes, layout, meta)
    }

    fn tokens(&self, row: &Row) -> &[u32] {
        let (start, length) = row.tokens;
        self.row_tokens.get(place(start)..place(start.saturating_add(length))).unwrap_or_default()
    }

    fn row_bytes(&self, row: &Row, tokens: &[u32], words: &[Word]) -> impl Iterator<Item = u8> + use<> {
        let weights = tokens.iter().filter_map(|&word| words.get(place(word)));
        let (all, quiet) = weights.fold((0.0, 0.0), |(all, quiet), word| {
            (all + word.weight, if word.kind == Kind::Word { quiet } else { quiet + word.weight })
        });
        // Sums of at most a few dozen weights between 0 and 1: what f32 rounds away is covered where it is used.
        #[expect(clippy::cast_possible_truncation, reason = "the rounding is meant")]
        let [all, quiet] = [all as f32, quiet as f32];
        let length = u8::try_from(row.tokens.1).unwrap_or(u8::MAX);
        let small = [legal_form_code(row.legal_form), row.flags, length, 0];
        let chunks = [
            row.entry.to_le_bytes(),
            row.name.to_le_bytes(),
            row.tokens.0.to_le_bytes(),
            small,
            all.to_le_bytes(),
            quiet.to_le_bytes(),
        ];
        chunks.into_iter().flatten()
    }

    /// Give each word its weight and its final number, in order of text.
    fn weigh(&mut self) -> Vec<Word> {
        let Gathered { texts, entries_with, ids } = std::mem::take(&mut self.gathered);
        drop(ids);
        let counted = texts.into_iter().zip(entries_with).zip(0u32..);
        let mut order: Vec<(String, Kind, u32, u32)> =
            counted.map(|(((kind, text), (entries, _)), old)| (text, kind, entries, old)).collect();
        order.sort_unstable();
        let mut renumbered = vec![0u32; order.len()];
        let mut words = Vec::with_capacity(order.len());
        for (new, (text, kind, entries, old)) in (0u32..).zip(order) {
            if let Some(slot) = renumbered.get_mut(place(old)) {
                *slot = new;
            }
            let weight = weight(kind, rarity(entries, self.entry_count.max(RARITY_MIN)));
            words.push(Word { text, kind, weight });
        }
        for token in &mut self.row_tokens {
            *token = renumbered.get(place(*token)).copied().unwrap_or(0);
        }
        words
    }
}

struct Word {
    text: String,
    kind: Kind,
    weight: f64,
}

/// One word of at most four Latin letters, such as `HMC`.
fn is_short(reading: &Reading) -> bool {
    match reading.tokens.as_slice() {
        [only] => only.kind == Kind::Word && only.text.is_ascii() && only.text.len() <= 4,
        _ => false,
    }
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn pairs(mut pairs: Vec<(u64, u32)>) -> Vec<u8> {
    pairs.sort_unstable();
    pairs.dedup();
    let mut bytes = Vec::with_capacity(pairs.len().saturating_mul(super::format::PAIR));
    for (hash, number) in pairs {
        bytes.extend(hash.to_le_bytes());
        bytes.extend(number.to_le_bytes());
    }
    bytes
}

/// The rows of each word: where they begin, and all of them.
fn postings(mut pairs: Vec<(u32, u32)>, words: usize) -> (Vec<u32>, Vec<u32>) {
    pairs.sort_unstable();
    pairs.dedup();
    let mut starts = Vec::with_capacity(words.saturating_add(1));
    let mut at = 0;
    for word in 0..number(words) {
        starts.push(number(at));
        while pairs.get(at).is_some_and(|pair| pair.0 == word) {
            at = at.saturating_add(1);
        }
    }
    starts.push(number(at));
    (starts, pairs.into_iter().map(|(_, row)| row).collect())
}
