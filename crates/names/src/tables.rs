//! The word lists: legal forms, and words that tell little.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hasher};
use std::sync::LazyLock;

use crate::Kind;
use crate::likeness::is_bare;
use crate::scripts::sound::pinyin;
use crate::scripts::{Unspaced, script_of};

/// What a legal form says about a company's constitution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LegalForm {
    /// None written.
    #[default]
    None,
    /// Members' liability is limited: Ltd, LLC, GmbH, 有限公司.
    Limited,
    /// Capital in shares: JSC, AG, PLC, 股份有限公司.
    Stock,
    /// A partnership: LP, LLP, KG.
    Partnership,
    /// A corporation or company of no said kind: Inc, Corp, Company.
    Corporation,
    /// Another form.
    Other,
}

impl LegalForm {
    /// Do two forms contradict each other? Absent and unsaid forms agree with everything.
    #[must_use]
    pub fn conflicts(self, other: Self) -> bool {
        let said = |form| matches!(form, Self::Limited | Self::Stock | Self::Partnership);
        said(self) && said(other) && self != other
    }
}

/// Where in a name a legal form may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    End,
    Start,
    Both,
    Anywhere,
    /// At the end, behind another word.
    Tail,
}

/// One legal form: its words, what it says and where it may stand.
pub(crate) struct Form {
    pub words: Vec<&'static str>,
    pub form: LegalForm,
    pub place: Place,
}

pub(crate) struct Tables {
    /// Legal forms by their first word, the longest first.
    pub forms: BTreeMap<&'static str, Vec<Form>>,
    /// Legal forms by their last word, the longest first.
    pub forms_by_end: BTreeMap<&'static str, Vec<usize>>,
    /// Long words that stand side by side in a legal form: for each its neighbours, and whether they stand behind it.
    pub legal_neighbours: BTreeMap<&'static str, Vec<(&'static str, bool)>>,
    /// All forms, for `forms_by_end`.
    pub all: Vec<(Vec<&'static str>, LegalForm, Place)>,
    /// A word as written to what it is and how it is read.
    pub words: HashMap<String, Read>,
    /// Several words that are one (`hong kong`): by the first, the rest of each, the longest first.
    pub phrases: BTreeMap<&'static str, Vec<(Vec<&'static str>, Read)>>,
    /// Words in Han characters, company forms included.
    pub han: HashMap<&'static str, Han>,
    /// Further translations of Han words, behind the one of `han`.
    pub translations: HashMap<&'static str, Vec<Vec<Read>>>,
    /// Characters of the longest Han word.
    pub han_longest: usize,
    /// Common words long enough to be told when misspelt, by what is left of them when one letter is taken out.
    shortened: HashMap<u64, Vec<&'static str>>,
}

/// Ordinary words in Han characters.
pub(crate) const HAN: &str = include_str!("tables/han.tsv");

/// What a word is and how it is read.
pub(crate) type Read = (Kind, &'static str);

/// Letters from which on a word of a legal form can be told when it is misspelt.
const LEGAL_WORD_MIN: usize = 7;

/// A word in Han characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Han {
    /// Its English words.
    Words(Vec<Read>),
    /// A form of company.
    Legal(LegalForm),
}

impl Han {
    /// Is it a word that may be part of a brand?
    pub fn is_telling(&self) -> bool {
        matches!(self, Self::Words(words) if words.iter().any(|(kind, _)| *kind == Kind::Word))
    }

    /// Does it say nothing but "and" or "of"?
    pub fn is_particle(&self) -> bool {
        matches!(self, Self::Words(words) if words.iter().all(|(kind, _)| *kind == Kind::Particle))
    }
}

pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(load);

/// The lines of a table that are no comment, each as its cells.
fn rows(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut cells = line.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        (next(), next(), next())
    })
}

fn load() -> Tables {
    let mut tables = Tables {
        forms: BTreeMap::new(),
        forms_by_end: BTreeMap::new(),
        legal_neighbours: BTreeMap::new(),
        all: Vec::new(),
        words: HashMap::new(),
        phrases: BTreeMap::new(),
        han: HashMap::new(),
        translations: HashMap::new(),
        han_longest: 1,
        shortened: HashMap::new(),
    };
    tables.load_forms();
    tables.load_words();
    tables.load_places();
    tables.load_han();
    for phrases in tables.phrases.values_mut() {
        phrases.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
    }
    tables
}

impl Tables {
    fn load_forms(&mut self) {
        let common = rows(include_str!("tables/legal_forms.tsv"));
        for (words, kind, place) in common.chain(rows(include_str!("tables/legal_forms_world.tsv"))) {
            let form = match kind {
                "limited" => LegalForm::Limited,
                "stock" => LegalForm::Stock,
                "partnership" => LegalForm::Partnership,
                "corporation" => LegalForm::Corporation,
                _ => LegalForm::Other,
            };
            let place = match place {
                "h" => {
                    self.add_han(words, Han::Legal(form));
                    continue;
                }
                "s" => Place::Start,
                "b" => Place::Both,
                "a" => Place::Anywhere,
                "t" => Place::Tail,
                _ => Place::End,
            };
            if script_of(words).is_some() && !words.contains(' ') {
                self.add_han(words, Han::Legal(form));
            }
            let words: Vec<&str> = words.split(' ').collect();
            for pair in words.windows(2) {
                if let [before, behind] = pair
                    && pair.iter().all(|word| word.is_ascii() && word.len() >= LEGAL_WORD_MIN)
                {
                    self.legal_neighbours.entry(before).or_default().push((behind, true));
                    self.legal_neighbours.entry(behind).or_default().push((before, false));
                }
            }
            if let (Some(first), Some(last)) = (words.first(), words.last()) {
                self.forms_by_end.entry(last).or_default().push(self.all.len());
                self.all.push((words.clone(), form, place));
                self.forms.entry(first).or_default().push(Form { words, form, place });
            }
        }
        for neighbours in self.legal_neighbours.values_mut() {
            neighbours.sort_unstable();
            neighbours.dedup();
        }
        for forms in self.forms.values_mut() {
            forms.sort_by_key(|form| std::cmp::Reverse(form.words.len()));
        }
        let lengths: Vec<usize> = self.all.iter().map(|(words, ..)| words.len()).collect();
        for forms in self.forms_by_end.values_mut() {
            forms.sort_by_key(|&index| std::cmp::Reverse(lengths.get(index).copied().unwrap_or(0)));
        }
    }

    fn load_words(&mut self) {
        for (kind, read_as, written) in rows(include_str!("tables/words.tsv")) {
            let kind = match kind {
                "k" => Kind::Particle,
                "s" => Kind::Structure,
                "w" => Kind::Word,
                _ => Kind::Generic,
            };
            for word in written.split(' ') {
                self.add_word(word, (kind, read_as));
            }
        }
    }

    fn load_places(&mut self) {
        for (read_as, han, latin) in rows(include_str!("tables/places.tsv")) {
            for word in han.split(' ').filter(|word| !matches!(*word, "" | "-")) {
                let is_han = script_of(word) == Some(Unspaced::Han);
                let place = match read_as {
                    // Read by its sound: the text is made once and kept as long as the program runs.
                    "*" | "+" => Box::leak(pinyin(word).into_boxed_str()),
                    _ => read_as,
                };
                if read_as == "*" {
                    self.add_word(place, (Kind::Place, place));
                } else if !is_han {
                    self.add_word(word, (Kind::Place, place));
                }
                self.add_han(word, Han::Words(vec![(Kind::Place, place)]));
            }
            for word in latin.split(' ').filter(|word| !matches!(*word, "" | "-")) {
                self.add_word(word, (Kind::Place, read_as));
                if script_of(word).is_some() {
                    self.add_han(word, Han::Words(vec![(Kind::Place, read_as)]));
                }
            }
        }
    }

    fn load_han(&mut self) {
        let mut sounds: Vec<(String, Read)> = Vec::new();
        let han = rows(HAN).chain(rows(include_str!("tables/exonyms.tsv")));
        for (gloss, han, _) in han.chain(rows(include_str!("tables/scripts.tsv"))) {
            let mut all: Vec<Vec<Read>> = gloss.split('|').map(|words| self.read_gloss(words)).collect();
            let further = all.split_off(1.min(all.len()));
            let words = all.pop().unwrap_or_default();
            for word in han.split(' ') {
                if !further.is_empty() {
                    self.translations.entry(word).or_insert_with(|| further.clone());
                }
                if script_of(word) == Some(Unspaced::Han)
                    && let [only] = words.as_slice()
                    && only.0 != Kind::Word
                    && only.0 != Kind::Particle
                {
                    sounds.push((pinyin(word), *only));
                }
                self.add_han(word, Han::Words(words.clone()));
            }
        }
        // Generic words written by their sound (`jishu`), where the sound says one thing only.
        sounds.sort_unstable();
        for group in sounds.chunk_by(|a, b| a.0 == b.0) {
            if let [(sound, read), others @ ..] = group
                && sound.len() >= SOUND_MIN
                && others.iter().all(|(_, other)| other == read)
            {
                self.words.entry(sound.clone()).or_insert(*read);
            }
        }
    }

    /// English words as the words of any name are read; those that no table knows are telling ones from now on.
    fn read_gloss(&mut self, words: &'static str) -> Vec<Read> {
        let read = |word| self.words.get(word).copied().unwrap_or((Kind::Word, word));
        let words: Vec<Read> = words.split(' ').map(read).collect();
        for &(kind, word) in words.iter().filter(|(kind, _)| *kind == Kind::Word) {
            self.add_word(word, (kind, word));
        }
        words
    }

    fn add_word(&mut self, word: &'static str, read: Read) {
        if let Some((first, rest)) = word.split_once('_') {
            self.phrases.entry(first).or_default().push((rest.split('_').collect(), read));
            return;
        }
        if is_long(word) && matches!(read.0, Kind::Generic | Kind::Structure) {
            for key in shortenings(word) {
                self.shortened.entry(key).or_default().push(word);
            }
        }
        self.words.entry(word.to_owned()).or_insert(read);
    }

    fn add_han(&mut self, word: &'static str, han: Han) {
        self.han_longest = self.han_longest.max(word.chars().count());
        self.han.entry(word).or_insert(han);
    }
}

/// Letters from which the sound of a Han word is long enough to be told from a brand.
const SOUND_MIN: usize = 5;

/// Hashes of a word as it is and without each one of its letters.
fn shortenings(word: &str) -> impl Iterator<Item = u64> {
    let without = |at: usize| {
        let mut hasher = DefaultHasher::new();
        for (_, byte) in word.bytes().enumerate().filter(|(i, _)| *i != at) {
            hasher.write_u8(byte);
        }
        hasher.finish()
    };
    (0..=word.len()).map(without)
}

fn is_long(word: &str) -> bool {
    word.len() >= LONG_WORD && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// Letters from which a word is long enough that one of them may be wrong and it is still told.
const LONG_WORD: usize = 7;
/// No common word is longer.
const LONGEST_WORD: usize = 40;

/// What a long word is that the tables do not know but for one edit: `tehnology`.
pub(crate) fn misspelt_word(word: &str) -> Option<Read> {
    if !is_long(word) || word.len() > LONGEST_WORD {
        return None;
    }
    let mut near: Vec<&'static str> =
        shortenings(word).filter_map(|key| TABLES.shortened.get(&key)).flatten().copied().collect();
    near.sort_unstable();
    let found = near.into_iter().find(|known| crate::likeness::edits(word, known, 1).is_some());
    found.and_then(|known| TABLES.words.get(known).copied())
}

/// The telling word of the tables of which this is a plural or another form: `javelins`.
pub(crate) fn stem(word: &str) -> Option<Read> {
    let stems = ["s", "es", "ed", "ing", "al"].iter().filter_map(|end| word.strip_suffix(end));
    let mut stems = stems.filter(|stem| stem.len() >= 4);
    stems.find_map(|stem| TABLES.words.get(stem).copied().filter(|(kind, _)| *kind == Kind::Word))
}

/// The legal form that a last word is but for one edit: `limitd`.
pub(crate) fn misspelt_form(word: &str) -> Option<LegalForm> {
    const LONG: [(&str, LegalForm); 5] = [
        ("limited", LegalForm::Limited),
        ("company", LegalForm::Corporation),
        ("corporation", LegalForm::Corporation),
        ("incorporated", LegalForm::Corporation),
        ("aktiengesellschaft", LegalForm::Stock),
    ];
    let same = |known: &str| {
        word.is_ascii()
            && word.len() >= 4
            && ((word.len() >= 6 && crate::likeness::edits(word, known, 1).is_some()) || is_bare(word, known))
    };
    LONG.into_iter().find(|(known, _)| same(known)).map(|(_, form)| form)
}

/// A number written as a word, up to ninety; `true` where another digit may follow (`forty` + `four`).
pub(crate) fn number_word(word: &str) -> Option<(u32, bool)> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const ORDINALS: [&str; 20] = [
        "",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
    ];
    const TENS: [(&str, &str); 8] = [
        ("twenty", "twentieth"),
        ("thirty", "thirtieth"),
        ("forty", "fortieth"),
        ("fifty", "fiftieth"),
        ("sixty", "sixtieth"),
        ("seventy", "seventieth"),
        ("eighty", "eightieth"),
        ("ninety", "ninetieth"),
    ];
    let at = |words: &[&str]| words.iter().position(|&known| known == word).and_then(|n| u32::try_from(n).ok());
    if let Some(n) = at(&ONES).or_else(|| at(&ORDINALS)) {
        return Some((n, false));
    }
    (2u32..).zip(TENS).find_map(|(n, (ten, tenth))| match word {
        _ if word == ten => Some((n.saturating_mul(10), true)),
        _ if word == tenth => Some((n.saturating_mul(10), false)),
        _ => None,
    })
}

/// Roman numerals from II to XIX that are no common word or initial.
pub(crate) fn roman(word: &str) -> Option<u32> {
    const ROMAN: [&str; 20] = [
        "", "", "ii", "iii", "iv", "", "vi", "vii", "viii", "ix", "", "", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
        "xviii", "xix",
    ];
    if word.len() < 2 {
        return None;
    }
    ROMAN.iter().position(|&known| known == word).and_then(|n| u32::try_from(n).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word that is not in cleaned spelling would never be found.
    #[test]
    fn the_tables_are_in_cleaned_spelling() {
        let forms = TABLES.all.iter().map(|(words, ..)| words.join(" "));
        let mut words: Vec<String> = TABLES.words.keys().cloned().collect();
        words.extend(TABLES.han.keys().map(|word| (*word).to_owned()));
        words.sort_unstable();
        for word in forms.chain(words) {
            assert_eq!(crate::clean(&word), word);
        }
    }
}
