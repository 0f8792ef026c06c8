//! Which token of one name is which token of the other.
//!
//! First what is equal, then what is joined or split, then what is misspelt (the most alike first), then initials,
//! acronyms and a last word cut off. A token finds one partner at most.

use crate::compare::{Pair, Side, Weighted};
use crate::initials::{form_letters, letters};
use crate::likeness::{By, likeness};
use crate::{Kind, LegalForm};

/// Tokens joined at most.
const JOIN_MAX: usize = 3;
/// The least likeness of a joined word and its parts where they are not letter by letter the same.
const JOIN_LIKENESS: f64 = 0.65;
/// Letters of an acronym; of persons' first names two are enough.
pub(crate) const ACRONYM: std::ops::RangeInclusive<usize> = 3..=8;
/// From this many letters on, an acronym may pass one word over.
const SKIP_FROM: usize = 4;
const ACRONYM_TWO: f64 = 0.60;
const ACRONYM_THREE: f64 = 0.80;
const ACRONYM_FOUR: f64 = 0.92;
const ACRONYM_LONG: f64 = 0.95;
/// What an acronym loses that passes a word over, and one whose last letters stand for the legal form.
const ACRONYM_SKIPPED: f64 = 0.10;
const ACRONYM_FORM: f64 = 0.03;
/// What is left of the likeness where all words are distinctive.
const ACRONYM_OF_BRANDS: f64 = 0.65;
/// A single letter stands for a name: how alike.
const INITIAL: f64 = 0.83;
/// The fewest letters of a word that may be the beginning of one cut off.
const CUT_MIN: usize = 4;

pub(crate) fn bit(index: usize) -> u64 {
    u32::try_from(index).ok().and_then(|shift| 1u64.checked_shl(shift)).unwrap_or(0)
}

pub(crate) fn mask(start: usize, length: usize) -> u64 {
    (start..start.saturating_add(length)).map(bit).fold(0, |all, one| all | one)
}

/// The outcome.
pub(crate) struct Alignment<'s, 'a> {
    sides: [&'s Side<'a>; 2],
    /// May both be persons' names?
    personal: bool,
    /// Bits of the tokens that have a partner, query and candidate.
    pub used: [u64; 2],
    /// Bits of the tokens that stand behind the end of the other side's cut-off name.
    pub cut: [u64; 2],
    /// Bits of the tokens without a partner that are the initials of their own name: `CSSC` in brackets behind it.
    pub own_initials: [u64; 2],
    pub pairs: Vec<Pair>,
}

impl<'s, 'a> Alignment<'s, 'a> {
    pub fn new(query: &'s Side<'a>, candidate: &'s Side<'a>, personal: bool) -> Self {
        let mut alignment = Self {
            sides: [query, candidate],
            personal,
            used: [0; 2],
            cut: [0; 2],
            own_initials: [0; 2],
            pairs: Vec::new(),
        };
        alignment.equal_words();
        if alignment.has_free_word(0) || alignment.has_free_word(1) {
            alignment.joined_words();
            for side in [0, 1] {
                alignment.own_initials(side);
            }
            alignment.misspelt_words();
            alignment.acronyms();
            for side in [0, 1] {
                alignment.cut_off(side);
            }
        }
        for side in [0, 1] {
            alignment.single_letters(side);
        }
        alignment
    }

    fn tokens(&self, side: usize) -> &'s [Weighted<'a>] {
        self.sides.get(side).map_or(&[], |side| side.tokens)
    }

    fn form(&self, side: usize) -> LegalForm {
        self.sides.get(side).map_or(LegalForm::None, |side| side.legal_form)
    }

    /// Has this token a meaning of its own, and is it not the initials of its name?
    fn is_telling(&self, side: usize, index: usize) -> bool {
        self.own_initials.get(side).is_none_or(|bits| bits & bit(index) == 0)
    }

    fn is_free(&self, side: usize, index: usize) -> bool {
        self.used.get(side).is_some_and(|bits| bits & bit(index) == 0)
    }

    fn free(&self, side: usize) -> impl Iterator<Item = (usize, &'s Weighted<'a>)> + use<'s, 'a> {
        let used = self.used.get(side).copied().unwrap_or(u64::MAX);
        self.tokens(side).iter().enumerate().filter(move |(i, _)| used & bit(*i) == 0)
    }

    fn has_free_word(&self, side: usize) -> bool {
        self.free(side).any(|(_, token)| token.kind == Kind::Word)
    }

    /// One token of a side and a run of the other.
    fn take(&mut self, side: usize, one: usize, start: usize, length: usize, similarity: f64, by: By) {
        let (query, candidate) = if side == 0 { ((one, 1), (start, length)) } else { ((start, length), (one, 1)) };
        let [left, right] = &mut self.used;
        *left |= mask(query.0, query.1);
        *right |= mask(candidate.0, candidate.1);
        self.pairs.push(Pair {
            query: query.0,
            query_tokens: query.1,
            candidate: candidate.0,
            candidate_tokens: candidate.1,
            similarity,
            by,
        });
    }

    fn equal_words(&mut self) {
        for (i, a) in self.tokens(0).iter().enumerate() {
            let partner = self.free(1).find(|(_, b)| a.text == b.text);
            if let Some((j, _)) = partner {
                self.take(0, i, j, 1, 1.0, By::Equal);
            }
        }
    }

    /// `speed matrix` and `speedmatrix`, either way round. The joined word must be a distinctive one.
    fn joined_words(&mut self) {
        for side in [0usize, 1] {
            let other = 1usize.saturating_sub(side);
            for (i, word) in self.free(side) {
                if word.kind == Kind::Word
                    && let Some((start, length, similarity)) = self.joined_run(word.text, other)
                {
                    let by = if similarity < 1.0 { By::Misspelt } else { By::Joined };
                    self.take(side, i, start, length, similarity, by);
                }
            }
        }
    }

    /// The run of free tokens that is this word when joined, or nearly.
    fn joined_run(&self, word: &str, other: usize) -> Option<(usize, usize, f64)> {
        let parts = self.tokens(other);
        let mut near: Option<(usize, usize, f64)> = None;
        for (start, first) in self.free(other) {
            for length in 2..=JOIN_MAX {
                let Some(run) = parts.get(start..start.saturating_add(length)) else { break };
                if !(start..start.saturating_add(length)).all(|j| self.is_free(other, j)) {
                    break;
                }
                if is_joined(word, run) {
                    return Some((start, length, 1.0));
                }
                let letters: usize = run.iter().map(|part| part.text.len()).sum();
                let may_be = letters.abs_diff(word.len()) <= 2 && word.len() >= 6;
                if may_be && word.as_bytes().first() == first.text.as_bytes().first() {
                    let joined: String = run.iter().map(|part| part.text).collect();
                    let similarity = likeness(word, &joined, self.personal).map_or(0.0, |(similarity, _)| similarity);
                    if similarity >= near.map_or(JOIN_LIKENESS, |(_, _, known)| known) {
                        near = Some((start, length, similarity));
                    }
                }
            }
        }
        near
    }

    /// Misspelt words, the most alike first. One of the two must be a distinctive word.
    fn misspelt_words(&mut self) {
        let mut found: Vec<(f64, By, usize, usize)> = Vec::new();
        for (i, a) in self.free(0).filter(|(i, _)| self.is_telling(0, *i)) {
            for (j, b) in self.free(1).filter(|(j, _)| self.is_telling(1, *j)) {
                let is_word = |token: &Weighted<'_>| token.kind == Kind::Word;
                let spelt = |token: &Weighted<'_>| !matches!(token.kind, Kind::Particle | Kind::Initial | Kind::Number);
                let may_be = (is_word(a) && (spelt(b) || is_code(b))) || (is_word(b) && (spelt(a) || is_code(a)));
                if may_be && let Some((similarity, by)) = likeness(a.text, b.text, self.personal) {
                    found.push((similarity, by, i, j));
                }
            }
        }
        // The most alike first; then those that stand at the same place, from the start, so that both ways agree.
        found.sort_by(|a, b| {
            let places = |&(.., i, j): &(f64, By, usize, usize)| (i.abs_diff(j), i.saturating_add(j), i.min(j));
            b.0.total_cmp(&a.0).then_with(|| places(a).cmp(&places(b)))
        });
        for (similarity, by, i, j) in found {
            if self.is_free(0, i) && self.is_free(1, j) {
                self.take(0, i, j, 1, similarity, by);
            }
        }
    }

    /// Words that are the initials of a run of the other side, the likest first.
    fn acronyms(&mut self) {
        let mut found: Vec<(f64, usize, usize, usize, usize)> = Vec::new();
        for side in [0usize, 1] {
            let other = 1usize.saturating_sub(side);
            let least = if self.personal { 2 } else { *ACRONYM.start() };
            for (i, word) in self.free(side) {
                let letters = word.text.as_bytes();
                let may_be = word.kind == Kind::Word && (least..=*ACRONYM.end()).contains(&letters.len());
                if !may_be || !letters.iter().all(u8::is_ascii_alphabetic) || !self.is_telling(side, i) {
                    continue;
                }
                let run =
                    self.free(other).find_map(|(start, _)| Some((start, self.acronym_run(letters, other, start)?)));
                if let Some((start, run)) = run {
                    let tokens = self.tokens(other).get(start..start.saturating_add(run.length)).unwrap_or_default();
                    let likeness =
                        acronym_likeness(letters.len(), &run, tokens, self.personal && !self.pairs.is_empty());
                    found.push((likeness, side, i, start, run.length));
                }
            }
        }
        // Last by the letters, so that both ways agree.
        found.sort_by(|a, b| {
            let places = |&(_, side, i, start, length): &(f64, usize, usize, usize, usize)| {
                let letters = self.tokens(side).get(i).map(|word| word.text);
                (length, i.abs_diff(start), i.saturating_add(start), letters)
            };
            b.0.total_cmp(&a.0).then_with(|| places(a).cmp(&places(b)))
        });
        for (similarity, side, i, start, length) in found {
            let other = 1usize.saturating_sub(side);
            if self.is_free(side, i) && (start..start.saturating_add(length)).all(|j| self.is_free(other, j)) {
                self.take(side, i, start, length, similarity, By::Acronym);
            }
        }
    }

    /// Words without a partner that say what the rest of their name says.
    fn own_initials(&mut self, side: usize) {
        for (i, word) in self.free(side) {
            let letters = word.text.as_bytes();
            let may_be = word.kind == Kind::Word && ACRONYM.contains(&letters.len());
            if may_be && letters.iter().all(u8::is_ascii_alphabetic) {
                let mut runs = (0..i).filter_map(|start| self.initials_run(letters, side, start, bit(i)));
                let run = runs.any(|run| !run.skipped || run.of_structure || letters.len() > SKIP_FROM);
                if let Some(bits) = self.own_initials.get_mut(side).filter(|_| run) {
                    *bits |= bit(i);
                }
            }
        }
    }

    /// How many tokens from `start` on give the letters, and whether one was passed over.
    fn acronym_run(&self, acronym: &[u8], side: usize, start: usize) -> Option<Initials> {
        let used = self.used.get(side).copied().unwrap_or(u64::MAX);
        self.initials_run(acronym, side, start, used)
    }

    /// The same among the tokens that are not `used`.
    fn initials_run(&self, acronym: &[u8], side: usize, start: usize, used: u64) -> Option<Initials> {
        let tokens = self.tokens(side);
        let (mut rest, mut words, mut at) = (acronym, 0u32, start);
        let (mut skipped, mut of_structure) = (false, false);
        while let Some(token) = tokens.get(at) {
            if rest.is_empty() || used & bit(at) != 0 || token.kind == Kind::Number {
                break;
            }
            if token.kind != Kind::Particle {
                if let Some(after) =
                    rest.strip_prefix(letters(token.text).as_bytes()).filter(|_| !token.text.is_empty())
                {
                    rest = after;
                    words = words.saturating_add(1);
                } else if words > 0 && !skipped && acronym.len() >= SKIP_FROM {
                    skipped = true;
                    of_structure = token.kind == Kind::Structure;
                } else {
                    break;
                }
            }
            at = at.saturating_add(1);
        }
        let at_end = tokens.get(at).is_none_or(|token| token.kind == Kind::Number || used & bit(at) != 0);
        let is_form = at_end && form_letters(self.form(side)).iter().any(|form| form.as_bytes() == rest);
        let enough = words >= 2 && (rest.is_empty() || is_form);
        enough.then_some(Initials {
            length: at.saturating_sub(start),
            skipped,
            of_structure,
            with_form: !rest.is_empty(),
        })
    }

    /// The last word of a side without legal form, where it is the beginning of a word of the other.
    fn cut_off(&mut self, side: usize) {
        let other = 1usize.saturating_sub(side);
        if self.form(side) != LegalForm::None || self.pairs.is_empty() {
            return;
        }
        let last = self.tokens(side).len().saturating_sub(1);
        let Some((i, word)) = self.free(side).last().filter(|(i, _)| *i == last) else { return };
        if word.kind == Kind::Number || word.text.len() < CUT_MIN {
            return;
        }
        let found = self.free(other).find(|(_, token)| {
            token.text.len() > word.text.len() && token.kind != Kind::Number && token.text.starts_with(word.text)
        });
        if let Some((j, token)) = found {
            let (short, long) = (crate::likeness::length(word.text), crate::likeness::length(token.text));
            let similarity = 0.70 + 0.25 * f64::from(short) / f64::from(long.max(1));
            self.take(side, i, j, 1, similarity, By::CutOff);
            let behind = self.tokens(other).len().saturating_sub(j);
            if let Some(cut) = self.cut.get_mut(other) {
                *cut |= mask(j, behind);
            }
        }
    }

    /// A single letter for a word that begins with it, in order.
    fn single_letters(&mut self, side: usize) {
        let other = 1usize.saturating_sub(side);
        for (i, letter) in self.free(side) {
            if letter.kind != Kind::Initial {
                continue;
            }
            let word = self.free(other).find(|(_, word)| word.kind == Kind::Word && word.text.starts_with(letter.text));
            if let Some((j, _)) = word {
                self.take(side, i, j, 1, INITIAL, By::Initial);
            }
        }
    }
}

/// How alike initials of so many letters are to the words. Few letters are shared by many names; and names that are
/// made of ordinary words are shortened so, while those with a brand go by the brand.
fn acronym_likeness(letters: usize, run: &Initials, tokens: &[Weighted<'_>], personal: bool) -> f64 {
    let whole = match letters {
        0..=2 => ACRONYM_TWO,
        3 => ACRONYM_THREE,
        4 => ACRONYM_FOUR,
        _ => ACRONYM_LONG,
    };
    let mut likeness = whole;
    if run.skipped {
        likeness -= ACRONYM_SKIPPED;
    }
    if run.with_form {
        likeness -= ACRONYM_FORM;
    }
    let count = |ordinary: bool| {
        let kinds = tokens.iter().filter(|t| t.kind != Kind::Particle && (t.kind != Kind::Word) == ordinary);
        kinds.fold(0.0, |sum, _| sum + 1.0)
    };
    let (ordinary, brands) = (count(true), count(false));
    let share: f64 = if personal { 1.0 } else { ordinary / f64::max(ordinary + brands, 1.0) };
    likeness * (ACRONYM_OF_BRANDS + (1.0 - ACRONYM_OF_BRANDS) * share)
}

/// A run of tokens whose initials a word is.
struct Initials {
    length: usize,
    /// Was a token passed over?
    skipped: bool,
    /// Was that a word of structure, such as "group"?
    of_structure: bool,
    /// Do the last letters stand for the legal form?
    with_form: bool,
}

/// A short word of letters and digits that may be a word misread.
fn is_code(token: &Weighted<'_>) -> bool {
    token.kind == Kind::Number && token.text.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Is `whole` the texts of `parts` one after the other?
fn is_joined(whole: &str, parts: &[Weighted<'_>]) -> bool {
    let mut rest = whole;
    for part in parts {
        match rest.strip_prefix(part.text) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.is_empty()
}
