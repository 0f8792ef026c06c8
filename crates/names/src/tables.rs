//! The word lists: legal forms, and words that tell little.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::Kind;

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
    /// All forms, for `forms_by_end`.
    pub all: Vec<(Vec<&'static str>, LegalForm, Place)>,
    /// A word as written to what it is and how it is read.
    pub words: BTreeMap<&'static str, (Kind, &'static str)>,
    /// Two words that are one: `hong kong`.
    pub phrases: BTreeMap<(&'static str, &'static str), (Kind, &'static str)>,
    /// Words in Han characters, company forms included (as `Kind::Legal`), to what they are.
    pub han: BTreeMap<&'static str, Han>,
    /// Characters of the longest Han word.
    pub han_longest: usize,
    /// Latin words long enough to be told when misspelt, sorted, each with the set of its letters.
    pub long_words: Vec<(u32, &'static str)>,
}

/// A word in Han characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Han {
    Word(Kind, &'static str),
    Legal(LegalForm),
}

pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(load);

fn rows(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?, cells.next()?))
    })
}

fn load() -> Tables {
    let mut tables = Tables {
        forms: BTreeMap::new(),
        forms_by_end: BTreeMap::new(),
        all: Vec::new(),
        words: BTreeMap::new(),
        phrases: BTreeMap::new(),
        han: BTreeMap::new(),
        han_longest: 1,
        long_words: Vec::new(),
    };
    for (words, kind, place) in rows(include_str!("tables/legal_forms.tsv")) {
        let form = match kind {
            "limited" => LegalForm::Limited,
            "stock" => LegalForm::Stock,
            "partnership" => LegalForm::Partnership,
            "corporation" => LegalForm::Corporation,
            _ => LegalForm::Other,
        };
        let place = match place {
            "h" => {
                tables.han.insert(words, Han::Legal(form));
                continue;
            }
            "s" => Place::Start,
            "b" => Place::Both,
            "a" => Place::Anywhere,
            _ => Place::End,
        };
        let words: Vec<&str> = words.split(' ').collect();
        if let (Some(first), Some(last)) = (words.first(), words.last()) {
            tables.forms_by_end.entry(last).or_default().push(tables.all.len());
            tables.all.push((words.clone(), form, place));
            tables.forms.entry(first).or_default().push(Form { words, form, place });
        }
    }
    for forms in tables.forms.values_mut() {
        forms.sort_by_key(|form| std::cmp::Reverse(form.words.len()));
    }
    let lengths: Vec<usize> = tables.all.iter().map(|(words, ..)| words.len()).collect();
    for forms in tables.forms_by_end.values_mut() {
        forms.sort_by_key(|&index| std::cmp::Reverse(lengths.get(index).copied().unwrap_or(0)));
    }
    for (kind, read_as, written) in rows(include_str!("tables/words.tsv")) {
        let kind = match kind {
            "p" => Kind::Place,
            "k" => Kind::Particle,
            "s" => Kind::Structure,
            _ => Kind::Generic,
        };
        for word in written.split(' ') {
            if let Some(pair) = word.split_once('_') {
                tables.phrases.entry(pair).or_insert((kind, read_as));
            } else if word.is_ascii() {
                tables.words.entry(word).or_insert((kind, read_as));
            } else {
                tables.han.entry(word).or_insert(Han::Word(kind, read_as));
                tables.words.entry(word).or_insert((kind, read_as));
            }
        }
    }
    tables.han_longest = tables.han.keys().map(|word| word.chars().count()).max().unwrap_or(1);
    let long = |word: &&'static str| word.is_ascii() && word.len() >= LONG_WORD;
    tables.long_words = tables.words.keys().copied().filter(long).map(|word| (letters(word), word)).collect();
    tables
}

/// Letters from which a word is long enough that one of them may be wrong and it is still told.
const LONG_WORD: usize = 7;

/// The set of a word's letters, one bit each.
fn letters(word: &str) -> u32 {
    word.bytes()
        .filter(u8::is_ascii_lowercase)
        .fold(0, |set, b| set | 1u32.wrapping_shl(u32::from(b.wrapping_sub(b'a'))))
}

/// What a long word is that the tables do not know but for one edit: `tehnology`.
pub(crate) fn misspelt_word(word: &str) -> Option<(Kind, &'static str)> {
    if word.len() < LONG_WORD || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let set = letters(word);
    let near = |known: u32| (set & !known).count_ones() <= 1 && (known & !set).count_ones() <= 1;
    let same = |known: &str| crate::likeness::edits(word, known, 1).is_some();
    let found = TABLES.long_words.iter().find(|(known, text)| near(*known) && same(text));
    found.and_then(|(_, text)| TABLES.words.get(text).copied())
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
    let same = |known: &str| word.is_ascii() && word.len() >= 6 && crate::likeness::edits(word, known, 1).is_some();
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
        let words = TABLES.words.keys().chain(TABLES.han.keys()).map(|word| (*word).to_owned());
        for word in forms.chain(words) {
            assert_eq!(crate::clean(&word), word);
        }
    }
}
