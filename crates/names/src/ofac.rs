//! OFAC's Sanctions List Search, its scores reproduced.
//!
//! An officer who is used to that search can see what it would have said, beside what [`compare`](crate::compare()) says.
//! OFAC publishes no code; its frequently asked question 249 (<https://ofac.treasury.gov/faqs/249>) describes the rule:
//!
//! 1. it "will first look for potential matches based on the first letter" and "at least 50% or more similar based on edit
//!    distance";
//! 2. Jaro–Winkler compares the whole name with the whole listed name;
//! 3. the name is split into parts, each compared with the parts of the listed name by Jaro–Winkler and Soundex, and the
//!    parts make one score;
//! 4. the higher of the two is the score.
//!
//! What it leaves open was reasoned out from scores that the search gave; each is a constant or a line of code below. That
//! the bonus for a common beginning has no threshold was observed before by others
//! (<https://www.opensanctions.org/articles/2026-07-01-ofac-matcher/>). How well it fits is printed by
//! `bench/screening/demands.py`; the tests hold it to five points on 95 % of the scores collected.
//!
//! It is no good way to compare names: the order of the words and one first letter decide much, and it reads no script but
//! Latin. That is why it is shown beside the score and decides nothing.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters at the beginning that earn a bonus when they agree. Winkler's own four are too few: names that share a long
/// first word score higher on OFAC's site.
const PREFIX_MAX: u8 = 5;
/// What each of them takes from what is missing to 1: Winkler's.
const PREFIX_SHARE: f64 = 0.1;
/// Parts of so many letters are left out (`Al`, `De`, `Un`), unless there is no other.
const SHORT_PART: usize = 2;
/// How alike, by edit distance, two parts must be at least (question 249).
const EDITS_ALIKE_MIN: f64 = 0.5;
/// What an equal Soundex code takes from what is missing to 1.
const SOUNDEX_SHARE: f64 = 0.05;
/// Characters of a name that are compared: no listed name is longer, and time grows with the square.
const COMPARED: usize = 500;

/// A name made ready to be compared, so that it can be held against a whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfacName {
    /// Capital letters and hyphens, nothing between words.
    whole: String,
    parts: Vec<Part>,
}

/// What the two ways of comparing say, each 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OfacScore {
    /// Of the whole names, by their letters.
    pub whole: f64,
    /// Of the words asked, each with the listed word that is most alike, on average.
    pub by_words: f64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    text: String,
    length: usize,
    soundex: Option<[u8; 4]>,
}

impl OfacName {
    /// Read a name: capitals without accents; apostrophes, commas and full stops fall away; words end at spaces and
    /// hyphens.
    #[must_use]
    pub fn read(name: &str) -> Self {
        let bare = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_uppercase);
        let plain: String = bare
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'))
            .take(COMPARED)
            .collect();
        let parts = plain.split([' ', '-']).filter(|text| !text.is_empty()).map(Part::new).collect();
        Self { whole: plain.replace(' ', ""), parts }
    }

    /// What OFAC's search says of a listed name when this one is asked, or none where it does not show that name at all.
    /// It is not symmetric: every word of the name asked must find a like.
    ///
    /// ```
    /// use tidewaiter_names::OfacName;
    /// let asked = OfacName::read("Harbour Nila Trading");
    /// let listed = OfacName::read("TRADING HARBOUR NILA LTD");
    /// assert_eq!(asked.compare(&listed).unwrap().score(), 1.0);
    /// assert_eq!(asked.compare(&OfacName::read("Quillon Metals")), None);
    /// ```
    #[must_use]
    pub fn compare(&self, listed: &Self) -> Option<OfacScore> {
        let long = |part: &&Part| part.length > SHORT_PART;
        let any_long = self.parts.iter().any(|part| long(&part));
        let asked = self.parts.iter().filter(|part| !any_long || long(part));
        let (mut sum, mut count, mut candidate) = (0.0, 0.0, false);
        for part in asked {
            let like = listed.parts.iter().filter(|other| part.is_candidate(other));
            let best = like.map(|other| part.likeness(other)).max_by(f64::total_cmp);
            candidate |= best.is_some();
            sum += best.unwrap_or_default();
            count += 1.0;
        }
        candidate.then(|| OfacScore { whole: jaro_winkler(&self.whole, &listed.whole), by_words: sum / count })
    }
}

impl OfacScore {
    /// The higher of the two, 0 to 1. OFAC's site shows it in hundredths.
    #[must_use]
    pub fn score(&self) -> f64 {
        self.whole.max(self.by_words)
    }
}

impl Part {
    fn new(text: &str) -> Self {
        Self { text: text.to_owned(), length: text.chars().count(), soundex: soundex(text) }
    }

    /// Does the search look at the two at all?
    fn is_candidate(&self, other: &Self) -> bool {
        if self.text.chars().next() != other.text.chars().next() {
            return false;
        }
        let longer = self.length.max(other.length);
        let alike = |edits: usize| edits_share(edits, longer) >= EDITS_ALIKE_MIN;
        alike(self.length.abs_diff(other.length)) && alike(strsim::levenshtein(&self.text, &other.text))
    }

    fn likeness(&self, other: &Self) -> f64 {
        let by_letters = jaro_winkler(&self.text, &other.text);
        let same_sound = self.soundex.is_some() && self.soundex == other.soundex;
        if same_sound { by_letters + SOUNDEX_SHARE * (1.0 - by_letters) } else { by_letters }
    }
}

/// How much of so many letters stays after so many edits.
fn edits_share(edits: usize, length: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    1.0 - number(edits) / number(length.max(1))
}

/// Jaro–Winkler whose bonus for a common beginning is given however little the rest agrees.
fn jaro_winkler(a: &str, b: &str) -> f64 {
    let jaro = strsim::jaro(a, b);
    let pairs = a.chars().zip(b.chars()).zip(0..PREFIX_MAX);
    let same = pairs.take_while(|((a, b), _)| a == b).map(|(_, at)| at + 1).last().unwrap_or_default();
    jaro + f64::from(same) * PREFIX_SHARE * (1.0 - jaro)
}

/// The American Soundex code (US National Archives): the first letter and three digits. None for a word that has anything
/// but Latin letters.
fn soundex(word: &str) -> Option<[u8; 4]> {
    if !word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let mut code = [*word.as_bytes().first()?, b'0', b'0', b'0'];
    let mut free = code.iter_mut().skip(1);
    let mut last = None;
    for (at, letter) in word.bytes().enumerate() {
        let digit = match letter {
            b'B' | b'F' | b'P' | b'V' => Some(b'1'),
            b'C' | b'G' | b'J' | b'K' | b'Q' | b'S' | b'X' | b'Z' => Some(b'2'),
            b'D' | b'T' => Some(b'3'),
            b'L' => Some(b'4'),
            b'M' | b'N' => Some(b'5'),
            b'R' => Some(b'6'),
            // Two letters of one digit around an H or W are one, around a vowel two.
            b'H' | b'W' if at > 0 => continue,
            _ => None,
        };
        if at > 0 && digit.is_some() && digit != last {
            let Some(place) = free.next() else { break };
            *place = digit.unwrap_or_default();
        }
        last = digit;
    }
    Some(code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn score(asked: &str, listed: &str) -> Option<f64> {
        OfacName::read(asked).compare(&OfacName::read(listed)).map(|found| found.score())
    }

    #[test]
    fn soundex_as_the_national_archives_publish_it() {
        let codes = [
            ("WASHINGTON", "W252"),
            ("LEE", "L000"),
            ("GUTIERREZ", "G362"),
            ("PFISTER", "P236"),
            ("JACKSON", "J250"),
            ("TYMCZAK", "T522"),
            ("ASHCRAFT", "A261"),
        ];
        for (word, code) in codes {
            assert_eq!(soundex(word).unwrap(), *code.as_bytes(), "{word}");
        }
        assert_eq!(soundex("ПУТИН"), None);
        assert_eq!(soundex(""), None);
    }

    #[test]
    fn order_signs_and_short_words_do_not_count() {
        assert_eq!(score("Omar al-Quill", "AL QUILL, 'Omar"), Some(1.0));
        assert_eq!(score("Nguyễn Vũ Quill", "QUILL, Nguyen Vu"), Some(1.0));
        assert_eq!(score("Bo Quill", "QUILL, Xu"), Some(1.0), "two letters are left out");
        assert_eq!(score("Z", "NILA SP Z O O"), Some(1.0), "unless there is nothing else");
    }

    #[test]
    fn every_word_asked_must_find_a_like() {
        assert_eq!(score("Quill", "QUILL, Omar"), Some(1.0));
        assert!(score("Quill Omar Birren", "QUILL, Omar").unwrap() < 0.95);
        assert_eq!(score("Uquill", "QUILL"), None, "another first letter");
        assert_eq!(score("Квилл", "QUILL"), None);
        assert_eq!(score("", "QUILL"), None);
        assert_eq!(score("QUILL", ""), None);
    }

    proptest! {
        #[test]
        fn a_score_is_between_0_and_1(asked in "\\PC{0,40}", listed in "\\PC{0,40}") {
            if let Some(score) = score(&asked, &listed) {
                prop_assert!((0.0..=1.0 + 1e-9).contains(&score));
            }
        }

        /// A name finds itself in whatever order its words stand.
        #[test]
        fn a_name_finds_itself(mut words in proptest::collection::vec("[A-Za-z]{3,9}", 1..5)) {
            let asked = words.join(" ");
            words.reverse();
            prop_assert_eq!(score(&asked, &words.join(", ")), Some(1.0));
        }
    }
}
