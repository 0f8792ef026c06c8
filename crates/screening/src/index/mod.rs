//! Every name of every list, ready to be found: an inverted index over bytes, in memory or mapped from a file.
//!
//! A name is found by every word that [`tidewaiter_names::word_likeness`] takes for one of the query's, by words joined or
//! split letter by letter, by initials, by a word cut off, and by the whole name in any order or spacing. What was found
//! of a row and what cannot be found give the most that it can score; then [`Outline`] rules out, never wrongly, most of
//! what is left before it is compared. Not found by itself is a word that is joined of two and misspelt besides
//! (`DIV TECHNO` for `Divetechno`) where nothing else is in common; a property test holds the index against a scan.

mod builder;
mod candidates;
mod format;
mod spelling;

use tidewaiter_names::{
    Channel, Gist, Kind, LegalForm, Name, Outline, Outlined, Reading, Side, Weighted, may_be_person, query_keys, weight,
};

use self::builder::{BECAUSE, BY_SOUND, Builder, INFERRED, Meta, PERSON, SHORT, TRANSLITERATED, WEAK};
pub(crate) use self::candidates::{COMPARED_MAX, Scratch};
pub use self::format::IndexFault;
pub(crate) use self::format::Key;
use self::format::{Layout, Pairs, Part, ROW, Texts, U32s, WORD, hash, records};
use crate::sister::Sisters;
use crate::{Entry, ListData, ListSummary};

/// Bytes that stay where they are: a vector, or a file mapped into memory.
type Bytes = Box<dyn AsRef<[u8]> + Send + Sync>;

pub(crate) struct Index {
    bytes: Bytes,
    layout: Layout,
    pub lists: Vec<ListSummary>,
}

/// One reading of one listed name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'i> {
    pub entry: u32,
    /// The listed name: the entry's, an alias, a name found inside one, or one inferred.
    pub written: &'i str,
    /// Why the entry is taken to have this name though the list does not write it.
    pub inferred: Option<&'i str>,
    /// Does the list call it weak, or is it a bare acronym found inside a name?
    pub weak: bool,
    pub legal_form: LegalForm,
    pub transliterated: bool,
    pub by_sound: bool,
    /// One word of at most four Latin letters, such as `HMC`.
    pub short: bool,
    tokens: (u32, u32),
}

#[derive(Clone, Copy)]
struct Word<'i> {
    text: &'i str,
    kind: Kind,
    weight: f64,
}

/// The query's tokens, weighed by this index.
pub(crate) struct Probe<'q> {
    pub tokens: Vec<Weighted<'q>>,
    outline: Outline,
    /// May it be a person's name?
    personal: bool,
    pub legal_form: LegalForm,
    pub transliterated: bool,
    /// Rows with the same whole name as written, but for spaces and signs; and in any order and spacing. Sorted.
    squashed: Vec<u32>,
    same: Vec<u32>,
    /// Where the index has it.
    words: Vec<Option<u32>>,
    /// Hashes of its initials.
    initials: Vec<u64>,
    /// Hashes of two neighbouring words, and the weight of those of them that no name is found by alone.
    neighbours: Vec<(u64, f64)>,
}

/// The parts of an index, cut out once a question.
#[derive(Clone, Copy)]
pub(crate) struct View<'i> {
    entries: Texts<'i>,
    rows: &'i [[u8; ROW]],
    row_tokens: U32s<'i>,
    names: Texts<'i>,
    words: Texts<'i>,
    word_facts: &'i [[u8; WORD]],
    posting_starts: U32s<'i>,
    postings: U32s<'i>,
    whole: Pairs<'i>,
    joined: Pairs<'i>,
    identifiers: Pairs<'i>,
    addresses: Pairs<'i>,
    spelling_starts: U32s<'i>,
    spellings: U32s<'i>,
    sounds: Pairs<'i>,
    characters: Pairs<'i>,
    keys: Pairs<'i>,
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn whole_hashes(name: &Name, reading: &Reading) -> [u64; 3] {
    let [joined, bag] = if reading.tokens.is_empty() {
        // Nothing but legal words: only the whole name as written can be equal.
        [0, 0]
    } else {
        [hash(["j", &reading.joined()]), hash(["b", &reading.bag()])]
    };
    [hash(["s", &name.squashed()]), joined, bag]
}

const KINDS: [Kind; 7] =
    [Kind::Word, Kind::Generic, Kind::Structure, Kind::Place, Kind::Number, Kind::Particle, Kind::Initial];

fn kind_code(kind: Kind) -> u8 {
    match kind {
        Kind::Word => 0,
        Kind::Generic => 1,
        Kind::Structure => 2,
        Kind::Place => 3,
        Kind::Number => 4,
        Kind::Particle => 5,
        Kind::Initial => 6,
    }
}

const LEGAL_FORMS: [LegalForm; 6] = [
    LegalForm::None,
    LegalForm::Limited,
    LegalForm::Stock,
    LegalForm::Partnership,
    LegalForm::Corporation,
    LegalForm::Other,
];

fn legal_form_code(form: LegalForm) -> u8 {
    match form {
        LegalForm::None => 0,
        LegalForm::Limited => 1,
        LegalForm::Stock => 2,
        LegalForm::Partnership => 3,
        LegalForm::Corporation => 4,
        LegalForm::Other => 5,
    }
}

impl Index {
    /// The bytes of an index over these lists.
    pub fn build(lists: &[ListData], key: &Key) -> Vec<u8> {
        Self::built(lists, key).0
    }

    fn built(lists: &[ListData], key: &Key) -> (Vec<u8>, Layout, Meta) {
        let sisters = Sisters::of(lists);
        let mut builder = Builder::default();
        for list in lists {
            builder.add(list, &sisters);
        }
        builder.write(key)
    }

    /// An index in memory.
    pub fn new(lists: &[ListData]) -> Self {
        let (bytes, layout, meta) = Self::built(lists, &Key::of(""));
        Self { bytes: Box::new(bytes), layout, lists: meta.lists }
    }

    /// An index that [`Index::build`] made under the same key.
    pub fn open(bytes: Bytes, key: &Key) -> Result<Self, IndexFault> {
        let all = (*bytes).as_ref();
        let layout = Layout::read(all, key)?;
        let meta: Meta = serde_json::from_slice(layout.part(all, Part::Meta)).map_err(|_| IndexFault::Damaged)?;
        Ok(Self { bytes, layout, lists: meta.lists })
    }

    pub fn view(&self) -> View<'_> {
        let bytes = (*self.bytes).as_ref();
        let part = |part| self.layout.part(bytes, part);
        View {
            entries: Texts::new(part(Part::EntryStarts), part(Part::Entries)),
            rows: records(part(Part::Rows)),
            row_tokens: U32s::new(part(Part::RowTokens)),
            names: Texts::new(part(Part::NameStarts), part(Part::Names)),
            words: Texts::new(part(Part::WordStarts), part(Part::Words)),
            word_facts: records(part(Part::WordFacts)),
            posting_starts: U32s::new(part(Part::PostingStarts)),
            postings: U32s::new(part(Part::Postings)),
            whole: Pairs::new(part(Part::Whole)),
            joined: Pairs::new(part(Part::Joined)),
            identifiers: Pairs::new(part(Part::Identifiers)),
            addresses: Pairs::new(part(Part::Addresses)),
            spelling_starts: U32s::new(part(Part::SpellingStarts)),
            spellings: U32s::new(part(Part::Spellings)),
            sounds: Pairs::new(part(Part::Sounds)),
            characters: Pairs::new(part(Part::Characters)),
            keys: Pairs::new(part(Part::Keys)),
        }
    }
}

impl<'i> View<'i> {
    /// How many readings of names there are.
    pub fn rows(&self) -> u32 {
        number(self.rows.len())
    }

    pub fn row(&self, at: u32) -> Option<Row<'i>> {
        let chunks: &[[u8; 4]] = records(self.rows.get(place(at))?);
        let &[entry, name, start, [legal_form, flags, length, _], ..] = chunks else { return None };
        let text = self.names.text(place(u32::from_le_bytes(name)));
        let inferred = if flags & INFERRED == 0 { None } else { text.split_once(BECAUSE) };
        Some(Row {
            entry: u32::from_le_bytes(entry),
            written: inferred.map_or(text, |(name, _)| name),
            inferred: inferred.map(|(_, because)| because),
            weak: flags & WEAK != 0,
            legal_form: LEGAL_FORMS.get(usize::from(legal_form)).copied().unwrap_or_default(),
            transliterated: flags & TRANSLITERATED != 0,
            by_sound: flags & BY_SOUND != 0,
            short: flags & SHORT != 0,
            tokens: (u32::from_le_bytes(start), u32::from(length)),
        })
    }

    /// Weight of all tokens of a row, and of those by which it is not found.
    fn weights(&self, row: u32) -> (f32, f32) {
        let Some(row) = self.rows.get(place(row)) else { return (0.0, 0.0) };
        let chunks: &[[u8; 4]] = records(row);
        let weight = |at: usize| chunks.get(at).map_or(0.0, |&bytes| f32::from_le_bytes(bytes));
        (weight(4), weight(5))
    }

    /// How many entries there are.
    pub fn entries(&self) -> u32 {
        number(self.entries.len())
    }

    /// May the row be a person's name?
    fn is_personal(&self, row: u32) -> bool {
        let flags = self.rows.get(place(row)).and_then(|row| row.get(13));
        flags.is_some_and(|flags| flags & PERSON != 0)
    }

    /// The entry, read from its bytes.
    pub fn entry(&self, at: u32) -> Option<Entry> {
        serde_json::from_slice(self.entries.bytes(place(at))).ok()
    }

    fn word(&self, at: u32) -> Option<Word<'i>> {
        let (kind, weight) = self.word_facts(at)?;
        Some(Word { text: self.words.text(place(at)), kind, weight })
    }

    fn word_facts(&self, at: u32) -> Option<(Kind, f64)> {
        let facts = self.word_facts.get(place(at))?;
        let kind = KINDS.get(usize::from(*facts.first()?)).copied()?;
        Some((kind, f64::from_le_bytes(*facts.last_chunk()?)))
    }

    fn outlined(&self, word: u32) -> Option<Outlined> {
        let facts = self.word_facts.get(place(word))?;
        let (kind, weight) = self.word_facts(word)?;
        let gist = Gist::from_bytes(*facts.get(1..)?.first_chunk()?);
        Some(Outlined { gist, kind, weight })
    }

    /// May the comparison with this row reach `least`? Told without reading the row's words, see [`Outline`].
    pub fn may_reach(&self, probe: &Probe<'_>, at: u32, row: &Row<'i>, least: f64, room: &mut Vec<Outlined>) -> bool {
        if self.is_squashed(probe, at) || self.has_whole(probe, at) {
            return true;
        }
        room.clear();
        let (start, length) = row.tokens;
        let words = self.row_tokens.range(place(start)..place(start.saturating_add(length)));
        room.extend(words.filter_map(|word| self.outlined(word)));
        probe.outline.most(room, row.legal_form) >= least
    }

    fn rows_with(&self, word: u32) -> impl ExactSizeIterator<Item = u32> + use<'i> {
        self.postings.range(self.posting_starts.bounds(place(word)).unwrap_or_default())
    }

    fn find(&self, kind: Kind, text: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.words.len());
        while low < high {
            let middle = low.midpoint(high);
            let known = self.words.bytes(middle);
            let order = known.cmp(text.as_bytes()).then_with(|| {
                self.word_facts(number(middle)).map_or(std::cmp::Ordering::Less, |(other, _)| other.cmp(&kind))
            });
            match order {
                std::cmp::Ordering::Equal => return Some(number(middle)),
                std::cmp::Ordering::Less => low = middle.saturating_add(1),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Words of this text, of whatever kind.
    fn of_text(&self, text: &str) -> impl Iterator<Item = u32> + use<'i> {
        let first = self.first_from(text);
        let same = |word: &u32| self.words.bytes(place(*word)) == text.as_bytes();
        let count = (first..number(self.words.len())).take_while(same).count();
        first..first.saturating_add(number(count))
    }

    /// The query's readings, weighed by this index: a word on no list is as rare as can be.
    pub fn probes<'q>(&self, name: &'q Name) -> Vec<Probe<'q>> {
        let keys = query_keys(name);
        let of = |at: usize, channels: &'static [Channel]| {
            keys.iter().filter(move |key| usize::from(key.reading) == at && channels.contains(&key.channel))
        };
        let probe = |(at, reading): (usize, &'q Reading)| {
            let words: Vec<Option<u32>> = reading.tokens.iter().map(|t| self.find(t.kind, &t.text)).collect();
            let known = words.iter().map(|word| word.and_then(|word| self.word_facts(word)));
            let tokens = reading.tokens.iter().zip(known).map(|(token, known)| Weighted {
                text: token.text.as_str(),
                kind: token.kind,
                weight: known.map_or_else(|| weight(token.kind, 1.0), |(_, weight)| weight),
            });
            let tokens: Vec<Weighted<'q>> = tokens.collect();
            let quiet = |first: u8| -> f64 {
                let rest = tokens.get(usize::from(first)..).unwrap_or_default();
                let pair = rest.iter().filter(|token| token.kind != Kind::Particle).take(2);
                pair.filter(|token| !matches!(token.kind, Kind::Word | Kind::Number)).map(|token| token.weight).sum()
            };
            let whole = whole_hashes(name, reading);
            let mut same: Vec<u32> =
                whole.iter().filter(|&&hash| hash != 0).flat_map(|&hash| self.whole.of(hash)).collect();
            same.sort_unstable();
            same.dedup();
            let neighbours = of(at, &[Channel::Neighbours]).map(|key| (key.hash, quiet(key.token)));
            let neighbours = neighbours.filter(|(_, weight)| *weight > 0.0).collect();
            let outline = Outline::new(&Side { tokens: &tokens, legal_form: reading.legal_form });
            Probe {
                personal: may_be_person(tokens.iter().map(|t| t.kind), reading.legal_form),
                tokens,
                outline,
                legal_form: reading.legal_form,
                transliterated: reading.transliterated,
                squashed: self.whole.of(whole.first().copied().unwrap_or(0)).collect(),
                same,
                words,
                initials: of(at, &[Channel::Acronym, Channel::Initials]).map(|key| key.hash).collect(),
                neighbours,
            }
        };
        name.readings.iter().enumerate().map(probe).collect()
    }

    /// The tokens of a row, into a buffer that is used again.
    pub fn fill(&self, row: &Row<'i>, tokens: &mut Vec<Weighted<'i>>) {
        tokens.clear();
        let (start, length) = row.tokens;
        let words = self.row_tokens.range(place(start)..place(start.saturating_add(length)));
        let words = words.filter_map(|word| self.word(word));
        tokens.extend(words.map(|word| Weighted { text: word.text, kind: word.kind, weight: word.weight }));
    }

    /// Entries that may have this identifier; their own text tells.
    pub fn with_identifier(&self, identifier: &str) -> impl Iterator<Item = u32> + use<'i> {
        self.identifiers.of(hash([identifier]))
    }

    /// Entries that may have an address of this key; their own text tells.
    pub fn with_address(&self, key: &str) -> impl Iterator<Item = u32> + use<'i> {
        self.addresses.of(hash([key]))
    }

    /// Is this row's whole name the probe's as written, but for spaces and signs?
    pub fn is_squashed(&self, probe: &Probe<'_>, row: u32) -> bool {
        probe.squashed.binary_search(&row).is_ok()
    }

    /// Is this row's whole name the probe's, in any order and spacing and without its legal form?
    pub fn has_whole(&self, probe: &Probe<'_>, row: u32) -> bool {
        probe.same.binary_search(&row).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_places() {
        for (i, kind) in KINDS.into_iter().enumerate() {
            assert_eq!(usize::from(kind_code(kind)), i);
        }
        for (i, form) in LEGAL_FORMS.into_iter().enumerate() {
            assert_eq!(usize::from(legal_form_code(form)), i);
        }
    }
}
