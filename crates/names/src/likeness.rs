//! How alike two words are: misspelt, misread by a scanner, without their vowels, or written otherwise.

use crate::person::same_family;
use crate::scripts::sound::is_pinyin;
use crate::scripts::transcription::transcription_likeness;
use crate::sound::sounds;

/// In what way two words found each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// The same word.
    Equal,
    /// One is the others joined.
    Joined,
    /// Letters more, less, other or swapped.
    Misspelt,
    /// Signs that scanners take for each other: 0 and O, 1 and l, rn and m.
    Misread,
    /// The same consonants, one without vowels.
    Vowels,
    /// The same coarse sound, or a foreign name in Han characters and its Latin spelling.
    Sound,
    /// Another spelling of the same person's name: Li and Lee, William and Bill.
    Family,
    /// A single letter for a word that begins with it.
    Initial,
    /// The initials of several words.
    Acronym,
    /// The last word cut off.
    CutOff,
}

/// The likeness of a word that a scanner misread: all its letters are accounted for.
const MISREAD: f64 = 0.96;
/// Of a word without its vowels: several words may have these three consonants, few these four.
const VOWELS: f64 = 0.80;
const VOWELS_LONG: f64 = 0.88;
/// Of spellings of one person's name.
const FAMILY: f64 = 0.90;
/// Of persons' names with the same three sounds or more, and with the same two.
const SOUND_LONG: f64 = 0.84;
const SOUND_SHORT: f64 = 0.82;
/// The least share of letters two words of the same sound must have in common: the key is coarse.
const SOUND_SHARE: f64 = 0.50;
/// A share of letters counts to this power: one letter is a large part of what tells a short word apart.
const STEEPNESS: f64 = 2.0;

/// How alike two words are: 1 for equal, 0 for different words, between for a likely misspelling.
///
/// The share of letters that stay, steepened: in a short word one letter is a large part of what tells it apart, so
/// that a misspelt brand needs the rest of the name to agree. Letters that are often mixed up (c and k, s and z, a
/// doubled letter) cost less. Words of one or two letters and words with digits must be equal; two edits and more need
/// the same first letter. [`compare`](crate::compare()) knows more ways to be alike, see [`By`].
///
/// ```
/// use tidewaiter_names::token_similarity;
/// assert!(token_similarity("biren", "birren") > 0.6);
/// assert_eq!(token_similarity("f16", "f18"), 0.0);
/// ```
#[must_use]
pub fn token_similarity(a: &str, b: &str) -> f64 {
    let has_digit = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    if a == b {
        1.0
    } else if has_digit(a) || has_digit(b) {
        0.0
    } else {
        by_letters(a, b).unwrap_or(0.0)
    }
}

/// How alike two words are and in what way; `None` for different words. Persons' names are spelt more freely.
pub(crate) fn likeness(a: &str, b: &str, personal: bool) -> Option<(f64, By)> {
    if a == b {
        return Some((1.0, By::Equal));
    }
    if a.is_ascii() != b.is_ascii() {
        let similarity = transcription_likeness(a, b);
        return (similarity > 0.0).then_some((similarity, By::Sound));
    }
    let has_digit = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    if has_digit(a) || has_digit(b) {
        return (is_misread(a, b)).then_some((MISREAD, By::Misread));
    }
    if personal && same_family(a, b) {
        return Some((FAMILY, By::Family));
    }
    let by_letters = by_letters(a, b);
    let long = a.len().min(b.len()) > 3;
    // Three letters and a fourth are two abbreviations rather than a word and its consonants.
    let may_be_bare = long || a.len().abs_diff(b.len()) > 1;
    if may_be_bare && by_letters.is_none_or(|similarity| similarity < VOWELS) && (is_bare(a, b) || is_bare(b, a)) {
        return Some((if long { VOWELS_LONG } else { VOWELS }, By::Vowels));
    }
    if by_letters.is_none_or(|similarity| similarity < MISREAD) && is_misread(a, b) {
        return Some((MISREAD, By::Misread));
    }
    if personal && let Some(similarity) = by_sound(a, b).filter(|&sound| by_letters.is_none_or(|known| known < sound)) {
        return Some((similarity, By::Sound));
    }
    by_letters.map(|similarity| (similarity, By::Misspelt))
}

/// How alike two words are in all ways in which [`compare`](crate::compare()) takes one word for one other; 0 for
/// different words. In persons' names (`personal`) spellings and sounds count, too.
///
/// ```
/// assert!(tidewaiter_names::word_likeness("qaddafi", "gadhafi", true) > 0.8);
/// assert_eq!(tidewaiter_names::word_likeness("quorvex", "tarnum", true), 0.0);
/// ```
#[must_use]
pub fn word_likeness(a: &str, b: &str, personal: bool) -> f64 {
    likeness(a, b, personal).map_or(0.0, |(similarity, _)| similarity)
}

/// Texts under which a word is kept so that all words without its vowels, and all that a scanner takes for it, find it:
/// two that are alike so share one, or one of them is a text of the other.
///
/// ```
/// use tidewaiter_names::likeness_keys;
/// assert!(likeness_keys("electric").contains(&"elctrc".to_owned()));
/// assert_eq!(likeness_keys("g0odwill"), likeness_keys("goodwi11"));
/// ```
#[must_use]
pub fn likeness_keys(word: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let is_vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let has_digit = word.bytes().any(|b| b.is_ascii_digit());
    if word.is_ascii() && !has_digit {
        let bare: String = word.chars().filter(|c| !is_vowel(c)).collect();
        if bare.len() >= 2 && bare.len() < word.len() {
            keys.extend(word.chars().next().filter(is_vowel).map(|first| format!("{first}{bare}")));
            keys.push(bare);
        }
    }
    keys.extend(unscanned(word).filter(|read| read != word));
    keys.retain(|key| key != word && key.len() >= 3);
    keys
}

fn by_letters(a: &str, b: &str) -> Option<f64> {
    let (a_length, b_length) = (length(a), length(b));
    let same_start = a.chars().next() == b.chars().next();
    let allowed = edits_allowed(a_length.min(b_length), same_start);
    if allowed == 0 || a_length.abs_diff(b_length) > allowed {
        return None;
    }
    if !may_be_near(a, b, allowed) {
        return None;
    }
    edits(a, b, allowed)?;
    let tenths = cost(a, b, allowed.saturating_mul(10))?.saturating_add(first_letters(a, b));
    let share = 1.0 - f64::from(tenths) / 10.0 / f64::from(a_length.max(b_length));
    (share > 0.0).then(|| share.powf(STEEPNESS))
}

/// An edit takes away one letter at most and brings in one at most: a look at which letters there are rules most words
/// out.
fn may_be_near(a: &str, b: &str, allowed: u32) -> bool {
    if !a.is_ascii() || !b.is_ascii() {
        return true;
    }
    let set = |word: &str| word.bytes().fold(0u64, |bits, b| bits | 1u64.wrapping_shl(u32::from(b)));
    let (a, b) = (set(a), set(b));
    (a & !b).count_ones() <= allowed && (b & !a).count_ones() <= allowed
}

/// Letters from which on one of them may be a slip of the pen, and those from which on two may.
const SLIP_MIN: u32 = 5;
const TWO_SLIPS_MIN: u32 = 9;

/// May the one word be the other with a slip of the pen? A letter makes another word of pinyin (`Huaxin`, `Huaxing`): two
/// such are two words, where `words` says that neither is a place or another word that is known.
pub(crate) fn is_slip(a: &str, b: &str, words: bool) -> bool {
    let shorter = length(a).min(length(b));
    let same_start = a.as_bytes().first() == b.as_bytes().first();
    let most = if shorter >= TWO_SLIPS_MIN && same_start { 2 } else { 1 };
    shorter >= SLIP_MIN
        && a.is_ascii()
        && b.is_ascii()
        && edits(a, b, most).is_some()
        && !(words && is_pinyin_word(a, PINYIN_SYLLABLES) && is_pinyin_word(b, PINYIN_SYLLABLES))
}

/// Syllables of a brand in pinyin at most.
const PINYIN_SYLLABLES: u32 = 4;
/// Letters of a syllable of pinyin at most.
const SYLLABLE_MAX: usize = 6;

/// Is it so many syllables of pinyin at most?
fn is_pinyin_word(word: &str, most: u32) -> bool {
    let Some(left) = most.checked_sub(1) else { return false };
    is_pinyin(word)
        || (1..=SYLLABLE_MAX.min(word.len())).any(|at| {
            word.split_at_checked(at).is_some_and(|(start, rest)| is_pinyin(start) && is_pinyin_word(rest, left))
        })
}

fn by_sound(a: &str, b: &str) -> Option<f64> {
    if a.len().abs_diff(b.len()) > 4 {
        return None;
    }
    if !sounds(a).eq(sounds(b)) {
        return None;
    }
    let heard = sounds(a).count();
    if heard < 2 {
        return None;
    }
    let longest = length(a).max(length(b));
    let edits = edits(a, b, longest)?;
    let share = 1.0 - f64::from(edits) / f64::from(longest);
    (share >= SOUND_SHARE).then_some(if heard >= 3 { SOUND_LONG } else { SOUND_SHORT })
}

/// Is `bare` the other word without its vowels? At least three consonants must be left.
pub(crate) fn is_bare(bare: &str, full: &str) -> bool {
    let is_vowel = |b: u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u');
    if bare.len() < 3 || bare.len() >= full.len() || !bare.is_ascii() || !full.is_ascii() {
        return false;
    }
    let (start, rest) = bare.as_bytes().split_first().map_or((0, &[][..]), |(start, rest)| (*start, rest));
    if rest.iter().any(|&b| is_vowel(b)) {
        return false;
    }
    // A vowel at the start may have stayed.
    let full = full.as_bytes();
    let consonants = full.iter().copied().filter(|&b| !is_vowel(b));
    if is_vowel(start) {
        full.first() == Some(&start) && rest.iter().copied().eq(consonants)
    } else {
        bare.bytes().eq(consonants)
    }
}

/// The sign that stands for all those which scanners mix up with it.
fn scanned(letter: u8) -> u8 {
    match letter {
        b'0' => b'o',
        b'1' | b'l' => b'i',
        b'5' => b's',
        b'8' => b'b',
        _ => letter,
    }
}

/// A word as a scanner may have meant it: one spelling for all that it mixes up. `None` where nothing could be mixed up.
pub(crate) fn unscanned(word: &str) -> Option<String> {
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    if !word.is_ascii() || letters < 3 || letters.saturating_mul(2) <= word.len() {
        return None;
    }
    Some(word.replace("rn", "m").bytes().map(|b| char::from(scanned(b))).collect())
}

fn is_misread(a: &str, b: &str) -> bool {
    // One of them must be free of digits: two codes that differ are two codes.
    let has_digit = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    if (has_digit(a) && has_digit(b)) || a.len().abs_diff(b.len()) > 2 {
        return false;
    }
    let may_be = |word: &str| word.bytes().any(|b| matches!(b, b'0' | b'1' | b'5' | b'8')) || word.contains("rn");
    (may_be(a) || may_be(b)) && unscanned(a).is_some_and(|read| Some(read) == unscanned(b))
}

/// Edits that a word of this many characters may differ by and still count as the same word misspelt. An edit is a
/// letter more, less or other, or two neighbours swapped.
#[must_use]
pub fn edits_allowed(length: u32, same_start: bool) -> u32 {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        _ if !same_start => 1,
        6..=9 => 2,
        _ => 3,
    }
}

pub(crate) fn length(text: &str) -> u32 {
    if text.is_ascii() {
        return u32::try_from(text.len()).unwrap_or(u32::MAX);
    }
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// Edits between two words (optimal string alignment), or `None` where they are more than `most`.
pub(crate) fn edits(a: &str, b: &str, most: u32) -> Option<u32> {
    distance(a, b, most, &Costs { other: |a, b| u32::from(a != b), more: |_, _| 1, swapped: 1 })
}

/// The cost of the edits between two words in tenths of an edit, or `None` where it is more than `most`.
fn cost(a: &str, b: &str, most: u32) -> Option<u32> {
    distance(a, b, most, &Costs { other: substitution, more: insertion, swapped: 9 })
}

/// What other first letters cost beyond their edit, in tenths: words are seldom misspelt there.
fn first_letters(a: &str, b: &str) -> u32 {
    match (a.chars().next(), b.chars().next()) {
        (Some(a), Some(b)) if a != b && substitution(a, b) > 5 => 4,
        _ => 0,
    }
}

/// What a letter for another costs, in tenths: less where the two are often mixed up.
fn substitution(a: char, b: char) -> u32 {
    const MIXED: [(char, char); 13] = [
        ('c', 'k'),
        ('s', 'z'),
        ('i', 'y'),
        ('k', 'q'),
        ('c', 's'),
        ('f', 'v'),
        ('v', 'w'),
        ('j', 'y'),
        ('g', 'k'),
        ('b', 'p'),
        ('d', 't'),
        ('s', 'x'),
        ('k', 'x'),
    ];
    if a == b {
        0
    } else if MIXED.contains(&(a.min(b), a.max(b))) {
        5
    } else {
        10
    }
}

/// What a letter more costs, in tenths: a doubled letter little.
fn insertion(letter: char, neighbour: Option<char>) -> u32 {
    match neighbour {
        Some(before) if before == letter => 4,
        // Often the plural.
        _ if letter == 's' => 6,
        _ if letter == 'h' => 7,
        _ => 10,
    }
}

struct Costs {
    other: fn(char, char) -> u32,
    /// Of a letter more, after this letter.
    more: fn(char, Option<char>) -> u32,
    swapped: u32,
}

fn distance(a: &str, b: &str, most: u32, costs: &Costs) -> Option<u32> {
    // The ends that agree need no edit (a doubled letter at their border costs as much either way round).
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let starts_alike = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let ends_alike = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let ends_alike = ends_alike.min(a.len().min(b.len()).saturating_sub(starts_alike));
    let before = starts_alike.checked_sub(1).and_then(|at| a.get(at)).copied();
    let a = a.get(starts_alike..a.len().saturating_sub(ends_alike))?;
    let b = b.get(starts_alike..b.len().saturating_sub(ends_alike))?;
    let previous = |word: &[char], at: usize| at.checked_sub(1).map_or(before, |at| word.get(at).copied());
    let mut before_last: Vec<u32> = Vec::new();
    let mut last: Vec<u32> = Vec::with_capacity(b.len().saturating_add(1));
    last.push(0);
    for (j, &y) in b.iter().enumerate() {
        let cell = last.last().copied().unwrap_or(0).saturating_add((costs.more)(y, previous(b, j)));
        last.push(cell);
    }
    for (i, &x) in a.iter().enumerate() {
        let mut next = Vec::with_capacity(last.len());
        let dropped = (costs.more)(x, previous(a, i));
        next.push(last.first().copied().unwrap_or(0).saturating_add(dropped));
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[u32], place: usize| row.get(place).copied().unwrap_or(u32::MAX);
            let changed = at(&last, j).saturating_add((costs.other)(x, y));
            let shorter = at(&last, j.saturating_add(1)).saturating_add(dropped);
            let longer = at(&next, j).saturating_add((costs.more)(y, previous(b, j)));
            let mut least = changed.min(shorter).min(longer);
            if let (Some(i_before), Some(j_before)) = (i.checked_sub(1), j.checked_sub(1))
                && a.get(i_before) == Some(&y)
                && b.get(j_before) == Some(&x)
            {
                least = least.min(at(&before_last, j_before).saturating_add(costs.swapped));
            }
            next.push(least);
        }
        if next.iter().chain(&last).all(|&cell| cell > most) {
            return None;
        }
        before_last = std::mem::replace(&mut last, next);
    }
    last.last().copied().filter(|&edits| edits <= most)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn short_words_are_strict() {
        assert!(token_similarity("bae", "bwe") < 0.5);
        assert!(token_similarity("ag", "ab") <= 0.0);
        assert!(token_similarity("dawn", "down") < 0.6);
        assert!(token_similarity("huawei", "huawai") > 0.6);
        assert!(token_similarity("inspur", "inspire") < 0.6);
        assert!(token_similarity("mig29", "mig31") <= 0.0);
        assert!(token_similarity("rd5000", "rd5001") <= 0.0);
    }

    #[test]
    fn each_way_is_told() {
        for (a, b, by) in [
            ("sahel", "5ahel", By::Misread),
            ("modern", "modem", By::Misread),
            ("islmc", "islamic", By::Vowels),
            ("elctrc", "electric", By::Vowels),
            ("zahel", "sahel", By::Misspelt),
            ("lee", "li", By::Family),
            ("bill", "william", By::Family),
            ("qaddafi", "gadhafi", By::Sound),
            ("krtm", "kortuma", By::Vowels),
            ("krt", "korot", By::Vowels),
        ] {
            let found = likeness(a, b, matches!(by, By::Family | By::Sound));
            assert_eq!(found.map(|(_, by)| by), Some(by), "{a} {b}: {found:?}");
        }
        assert_eq!(likeness("lee", "li", false), None);
        // Three letters and a fourth are two abbreviations.
        assert_ne!(likeness("krt", "krti", false).map(|(_, by)| by), Some(By::Vowels));
    }

    #[test]
    fn a_slip_is_in_a_long_word_and_makes_no_other_word() {
        for (a, b) in [("bellorin", "belorin"), ("tarnum", "tranum"), ("quorvexton", "qorvextan")] {
            assert!(is_slip(a, b, true), "{a} {b}");
        }
        for (a, b) in [("tarn", "torn"), ("huaren", "huaen"), ("tarnum", "ternom"), ("quorvexton", "worvextan")] {
            assert!(!is_slip(a, b, true), "{a} {b}");
        }
        // A place that is misspelt may be pinyin.
        assert!(is_slip("chila", "china", false));
    }

    proptest! {
        #[test]
        fn edits_are_counted_as_strsim_does(a in "[a-d]{0,9}", b in "[a-d]{0,9}", most in 0u32..5) {
            let known = u32::try_from(strsim::osa_distance(&a, &b)).unwrap();
            prop_assert_eq!(edits(&a, &b, most), (known <= most).then_some(known));
        }

        #[test]
        fn likeness_is_a_share_and_the_same_both_ways(a in "[a-h015]{0,9}", b in "[a-h015]{0,9}", personal in any::<bool>()) {
            let (one, other) = (likeness(&a, &b, personal), likeness(&b, &a, personal));
            prop_assert_eq!(one, other);
            prop_assert!(one.is_none_or(|(similarity, _)| similarity > 0.0 && similarity <= 1.0));
        }
    }
}
