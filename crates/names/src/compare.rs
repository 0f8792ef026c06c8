//! Two readings of names compared token by token.
//!
//! Tokens are aligned (see [`By`]) and weighed: a rare word weighs much, a place or a line of business little. The score
//! is the weight that found a partner over that and what speaks against it: a word on one side only costs less than two
//! different words where one should be. Persons' names and companies' have different scales: a person may leave names
//! out, but two different names are two persons. Without a distinctive word in common two names must agree in nearly
//! every word: place and line of business are shared by thousands.

use crate::align::{Alignment, bit};
use crate::likeness::By;
use crate::person::{SON_OF, may_be_person};
use crate::{Kind, LegalForm};

/// A score from which two names count as a match unless the caller says otherwise.
pub const DEFAULT_BAR: f64 = 0.70;
/// The most that names can reach which are not the same words.
pub const FUZZY_MAX: f64 = 0.96;
/// The most that names can reach without a distinctive word in common.
pub const WITHOUT_BRAND_MAX: f64 = 0.90;

/// Two different names where one should be, of persons: they are two persons.
const P_CONFLICT: f64 = 2.2;
/// A name that only one side gives, of persons: names are often left out.
const P_EXTRA: f64 = 0.45;
/// Two different distinctive words where one should be.
const C_CONFLICT: f64 = 1.3;
/// A distinctive word that only one side has.
const C_EXTRA: f64 = 0.8;
/// What a misspelt word lacks to be the same.
const UNLIKE: f64 = 1.1;
/// Two different words of business or structure.
const B_CONFLICT: f64 = 1.2;
/// A word of business or structure that only one side has.
const B_EXTRA: f64 = 0.7;
/// Two different places or numbers.
const L_CONFLICT: f64 = 1.2;
/// A place or number that only one side has.
const L_EXTRA: f64 = 0.6;
/// What each letter costs that the common words are shorter than twenty: short words are shared by many names.
const LETTERS: f64 = 0.008;
/// The 13th institute is not the 14th.
const OTHER_NUMBER: f64 = 0.60;
/// A number on one side only.
const ONE_NUMBER: f64 = 0.90;
/// The same words in another order.
const REORDERED: f64 = 0.99;
/// Son and father have changed places.
const OTHER_FATHER: f64 = 0.70;
/// Legal forms that contradict each other.
const FORMS: f64 = 0.95;
/// One distinctive word in common, and another line of business each.
const OTHER_BUSINESS: f64 = 0.88;
/// Another place each.
const OTHER_PLACE: f64 = 0.86;
/// A place in front of one name only: often another company of that place, sometimes a branch.
const PLACE_FRONT: f64 = 0.95;
/// The most that one word reaches as the whole of one name and a part of the other.
const ONE_OF_MANY: f64 = 0.72;
/// How much words behind the end of a cut-off name still count.
const BEHIND_CUT: f64 = 0.3;

/// A token with its weight.
#[derive(Clone, Copy, Debug)]
pub struct Weighted<'a> {
    /// The token's text.
    pub text: &'a str,
    /// What it tells.
    pub kind: Kind,
    /// How much it weighs, from [`weight`].
    pub weight: f64,
}

/// One of the two names.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Its tokens in order.
    pub tokens: &'a [Weighted<'a>],
    /// Its legal form.
    pub legal_form: LegalForm,
}

/// How much a token weighs: by its kind, and by `rarity`, 0 (on every name) to 1 (on one name or none). Rare words of
/// business and rare places tell a little more than common ones.
#[must_use]
pub fn weight(kind: Kind, rarity: f64) -> f64 {
    match kind {
        Kind::Word => (rarity * rarity).clamp(0.05, 1.0),
        Kind::Number => 0.30,
        Kind::Place => 0.20 + 0.08 * rarity,
        Kind::Generic | Kind::Structure => 0.10 + 0.10 * rarity,
        Kind::Initial => 0.05,
        Kind::Particle => 0.02,
    }
}

/// How many of `total` names carry a word, as rarity: 1 for one or none, 0 for all.
///
/// ```
/// use tidewaiter_names::rarity;
/// assert_eq!(rarity(0, 50_000), 1.0);
/// assert!(rarity(1000, 50_000) < 0.5);
/// ```
#[must_use]
pub fn rarity(names_with: u32, total: u32) -> f64 {
    let total = f64::from(total.max(2));
    let with = f64::from(names_with).clamp(1.0, total);
    (total / with).ln() / total.ln()
}

/// Tokens of the query and of the candidate that found each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Index of the first token of the query.
    pub query: usize,
    /// How many tokens of the query, joined.
    pub query_tokens: usize,
    /// Index of the first token of the candidate.
    pub candidate: usize,
    /// How many tokens of the candidate, joined.
    pub candidate_tokens: usize,
    /// How alike, above 0 to 1.
    pub similarity: f64,
    /// In what way.
    pub by: By,
}

impl Pair {
    pub(crate) fn tokens<'t, 'a>(
        &self,
        query: &'t [Weighted<'a>],
        candidate: &'t [Weighted<'a>],
    ) -> (&'t [Weighted<'a>], &'t [Weighted<'a>]) {
        let cut = |tokens: &'t [Weighted<'a>], at: usize, length: usize| -> &'t [Weighted<'a>] {
            tokens.get(at..at.saturating_add(length)).unwrap_or_default()
        };
        (cut(query, self.query, self.query_tokens), cut(candidate, self.candidate, self.candidate_tokens))
    }
}

/// What came out of comparing two readings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// 0 to 1.
    pub score: f64,
    /// Are all words the same, apart from order, joining, particles and legal form?
    pub same_words: bool,
    /// Were they compared as persons' names?
    pub personal: bool,
    /// Who found whom.
    pub pairs: Vec<Pair>,
    /// Two different numbers, such as the 13th and the 14th institute.
    pub other_number: bool,
    /// A number on one side only.
    pub one_sided_number: bool,
    /// The same words in another order.
    pub reordered: bool,
    /// Son and father have changed places.
    pub other_father: bool,
    /// Legal forms that contradict each other.
    pub conflicting_forms: bool,
    /// No distinctive word in common.
    pub without_brand: bool,
    /// One distinctive word in common, and each side has a line of business of its own.
    pub other_business: bool,
    /// Each side has a place of its own, and none is in common.
    pub other_place: bool,
    /// One side begins with a place, and the other names none.
    pub place_in_front: bool,
    /// What the names have in common is one short word.
    pub little_in_common: bool,
}

/// Compare two readings.
#[must_use]
pub fn compare(query: &Side<'_>, candidate: &Side<'_>) -> Comparison {
    let kinds = |side: &Side<'_>| may_be_person(side.tokens.iter().map(|t| t.kind), side.legal_form);
    let personal = kinds(query) && kinds(candidate);
    let Alignment { used, cut, pairs, .. } = Alignment::new(query, candidate, personal);
    let mut result = Comparison {
        conflicting_forms: query.legal_form.conflicts(candidate.legal_form),
        personal,
        ..Comparison::default()
    };
    if pairs.is_empty() {
        return result;
    }
    let tally = Tally::new(query, candidate, &pairs, used, cut);
    let [query_used, candidate_used] = used;
    let left = |kind| (has_free(query.tokens, query_used, kind), has_free(candidate.tokens, candidate_used, kind));
    let telling = Kind::ALL.into_iter().filter(|&kind| kind != Kind::Particle);
    let nothing_left = telling.map(left).all(|(query, candidate)| !query && !candidate);
    result.same_words = nothing_left && pairs.iter().all(|p| p.similarity >= 1.0);
    let (query_number, candidate_number) = left(Kind::Number);
    result.other_number = query_number && candidate_number;
    result.one_sided_number = query_number != candidate_number;
    result.reordered = is_reordered(&pairs);
    let son = |side: &Side<'_>| side.tokens.iter().any(|t| SON_OF.contains(&t.text));
    result.other_father = personal && result.reordered && son(query) && son(candidate);
    let paired = |kind| pairs.iter().any(|p| query.tokens.get(p.query).is_some_and(|t| t.kind == kind));
    // A short brand alone is shared by companies that have nothing to do with each other.
    result.other_business = tally.brands == 1 && left(Kind::Generic) == (true, true) && !paired(Kind::Generic);
    result.other_place = left(Kind::Place) == (true, true) && !paired(Kind::Place);
    let front = |side: &Side<'_>, other: &Side<'_>| {
        side.tokens.first().is_some_and(|t| t.kind == Kind::Place) && other.tokens.iter().all(|t| t.kind != Kind::Place)
    };
    result.place_in_front = front(query, candidate) || front(candidate, query);
    result.without_brand = tally.brands == 0;
    result.little_in_common = !result.same_words && tally.letters < 8;
    result.pairs = pairs;
    result.score = result.scored(&tally, query, candidate);
    result
}

fn is_reordered(pairs: &[Pair]) -> bool {
    let mut ordered: Vec<(usize, usize)> = pairs.iter().map(|p| (p.query, p.candidate)).collect();
    ordered.sort_unstable();
    ordered.windows(2).any(|pair| matches!(pair, [a, b] if b.1 < a.1))
}

/// What speaks for two names and what against, in weights.
#[derive(Debug, Default)]
struct Tally {
    found: f64,
    /// Of misspelt and the like: the part that is not alike.
    unlike: f64,
    /// Of each kind (distinctive words, words of business, places): what both sides have of their own, and what only
    /// one has more.
    own: [(f64, f64); 3],
    /// Distinctive words in common.
    brands: u32,
    /// Letters of distinctive words in common; a character of another script counts as three.
    letters: u32,
    /// What places, words of business and numbers found each other.
    context: f64,
}

impl Tally {
    /// The share of places and words of business that found no partner; a half where there are none.
    fn without_context(&self, own: f64) -> f64 {
        let all = self.context + own;
        if all > 0.0 { own / all } else { 0.5 }
    }

    fn new(query: &Side<'_>, candidate: &Side<'_>, pairs: &[Pair], used: [u64; 2], cut: [u64; 2]) -> Self {
        let mut tally = Self::default();
        let total = |tokens: &[Weighted<'_>]| tokens.iter().map(|t| t.weight).sum::<f64>();
        for pair in pairs {
            let (left, right) = pair.tokens(query.tokens, candidate.tokens);
            let is_word = |tokens: &[Weighted<'_>]| tokens.iter().any(|t| t.kind == Kind::Word);
            let (l, r) = (total(left), total(right));
            let weight = match pair.by {
                By::Initial => 2.0 * l.min(r) + 0.5 * (l - r).abs(),
                // A word of business misspelt looks like a rare word, and is none.
                By::Misspelt | By::Misread | By::CutOff if is_word(left) != is_word(right) => 2.0 * l.min(r),
                _ => l + r,
            };
            tally.found += pair.similarity * weight;
            tally.unlike += (1.0 - pair.similarity) * weight;
            if !is_word(left) && !is_word(right) {
                tally.context += weight;
            }
            if (is_word(left) && is_word(right)) || matches!(pair.by, By::Joined | By::Acronym) {
                tally.brands = tally.brands.saturating_add(1);
                let letters = |tokens: &[Weighted<'_>]| {
                    tokens.iter().fold(0u32, |sum, t| {
                        let each = if t.text.is_ascii() { 1 } else { 3 };
                        sum.saturating_add(crate::likeness::length(t.text).saturating_mul(each))
                    })
                };
                tally.letters = tally.letters.saturating_add(letters(left).min(letters(right)));
            }
        }
        let [query_used, candidate_used] = used;
        let [query_cut, candidate_cut] = cut;
        let free = |tokens: &[Weighted<'_>], used: u64, cut: u64, kinds: &[Kind]| {
            tokens
                .iter()
                .enumerate()
                .filter(|(i, t)| used & bit(*i) == 0 && kinds.contains(&t.kind))
                .fold(0.0, |sum, (i, token)| {
                    sum + if cut & bit(i) == 0 { token.weight } else { token.weight * BEHIND_CUT }
                })
        };
        const KINDS: [&[Kind]; 3] = [
            &[Kind::Word, Kind::Initial, Kind::Particle],
            &[Kind::Generic, Kind::Structure],
            &[Kind::Place, Kind::Number],
        ];
        tally.own = KINDS.map(|kinds| {
            let left = free(query.tokens, query_used, query_cut, kinds);
            let right = free(candidate.tokens, candidate_used, candidate_cut, kinds);
            (2.0 * left.min(right), (left - right).abs())
        });
        tally
    }
}

impl Comparison {
    fn scored(&self, tally: &Tally, query: &Side<'_>, candidate: &Side<'_>) -> f64 {
        let [words, business, places] = tally.own;
        let (conflict, extra) = if self.personal { (P_CONFLICT, P_EXTRA) } else { (C_CONFLICT, C_EXTRA) };
        let against = UNLIKE * tally.unlike
            + conflict * words.0
            + extra * words.1
            + B_CONFLICT * business.0
            + B_EXTRA * business.1
            + L_CONFLICT * places.0
            + L_EXTRA * places.1;
        let all = tally.found + against;
        let share = if all > 0.0 { tally.found / all } else { 0.0 };
        let mut score = if self.same_words { 0.99 } else { share.min(FUZZY_MAX) };
        if !self.same_words {
            let lacking = f64::from(20u32.saturating_sub(tally.letters.min(20)));
            score *= 1.0 - LETTERS * lacking * tally.without_context(business.0 + business.1 + places.0 + places.1);
        }
        for (applies, factor) in [
            (self.other_number, OTHER_NUMBER),
            (self.one_sided_number, ONE_NUMBER),
            (self.reordered, REORDERED),
            (self.other_father, OTHER_FATHER),
            (self.conflicting_forms, FORMS),
            (self.other_business, OTHER_BUSINESS),
            (self.other_place, OTHER_PLACE),
            (self.place_in_front, PLACE_FRONT),
        ] {
            if applies {
                score *= factor;
            }
        }
        if self.without_brand && !self.same_words {
            return (score * score).min(WITHOUT_BRAND_MAX);
        }
        // One name of a person who has several is no more than a hint.
        let names = |side: &Side<'_>| side.tokens.iter().filter(|t| t.kind == Kind::Word).count();
        let one_of_many = |a: usize, b: usize| a == 1 && b > 1;
        let (left, right) = (names(query), names(candidate));
        if self.pairs.len() == 1 && !self.same_words && (one_of_many(left, right) || one_of_many(right, left)) {
            let bare = |side: &Side<'_>| side.legal_form == LegalForm::None && side.tokens.len() == 1;
            if bare(query) || bare(candidate) {
                return score.min(ONE_OF_MANY);
            }
        }
        score
    }
}

pub(crate) fn has_free(tokens: &[Weighted<'_>], used: u64, kind: Kind) -> bool {
    tokens.iter().enumerate().any(|(i, token)| token.kind == kind && used & bit(i) == 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Name;

    /// Every word as rare as can be.
    fn score(a: &str, b: &str) -> f64 {
        let (a, b) = (Name::new(a), Name::new(b));
        let mut best = 0.0f64;
        for left in &a.readings {
            for right in &b.readings {
                let (l, r) = (weigh(left), weigh(right));
                let side = |tokens, reading: &crate::Reading| Side { tokens, legal_form: reading.legal_form };
                best = best.max(compare(&side(&l, left), &side(&r, right)).score);
            }
        }
        best
    }

    fn weigh(reading: &crate::Reading) -> Vec<Weighted<'_>> {
        reading.tokens.iter().map(|t| Weighted { text: &t.text, kind: t.kind, weight: weight(t.kind, 1.0) }).collect()
    }

    #[test]
    fn the_brand_decides() {
        for (a, b) in [
            ("Shanghai Biren Intelligent Technology Co., Ltd.", "Shanghai Birren Intelligent Technology Co Ltd"),
            ("Shanghai Biren Intell. Tech. Co Ltd", "Shanghai Biren Intelligent Technology Co., Ltd."),
            ("Speed Matrix Sdn Bhd", "Speedmatrix Sendirian Berhad"),
            ("Inspur", "Inspur Group Co., Ltd."),
            ("Technologies Huawei Ltd Co", "Huawei Technologies Co., Ltd."),
            ("上海壁仞智能科技有限公司", "Shanghai Biren Intelligent Technology Co., Ltd."),
            ("Huawei Technologies (Thailand) Co., Ltd.", "Huawei Technologies Co., Ltd."),
            ("Ниawei Technologies", "Huawei Technologies Co., Ltd."),
        ] {
            assert!(score(a, b) >= DEFAULT_BAR, "{a} | {b}: {}", score(a, b));
        }
        for (a, b) in [
            ("Shenzhen Technology Co., Ltd.", "Shenzhen Example Technology Co., Ltd."),
            ("Shanghai Intelligent Technology Co., Ltd.", "Shanghai Biren Intelligent Technology Co., Ltd."),
            ("Inspire Electronic Information Industry", "Inspur Electronic Information Industry"),
            ("Saigon Information Industry Co., Ltd.", "Sugon Information Industry Co., Ltd."),
            ("Beijing Huada Technology Co., Ltd.", "Beijing Huawei Technology Co., Ltd."),
            ("CORP", "Example Corp"),
            ("Co Ltd", "Co Ltd Trading"),
            ("A. Example", "A. Sample"),
            ("Group 54th Research Institute Zhongdian", "Group 14th Research Institute Zhongdian"),
            ("Huaxin Trading No. 2 Ltd", "Huaxin Trading No. 3 Ltd"),
        ] {
            assert!(score(a, b) < DEFAULT_BAR, "{a} | {b}: {}", score(a, b));
        }
    }

    proptest! {
        #[test]
        fn scores_are_shares_and_symmetric(a in "[a-e ]{0,30}", b in "[a-e ]{0,30}") {
            let s = score(&a, &b);
            prop_assert!((0.0..=1.0).contains(&s));
            prop_assert!((s - score(&b, &a)).abs() < 0.2);
        }

        #[test]
        fn a_name_with_a_word_is_the_same_as_itself(a in "[a-z]{5,12}( [a-z]{2,9}){0,4}") {
            let name = Name::new(&a);
            prop_assume!(!name.readings[0].tokens.is_empty());
            prop_assert!(score(&a, &a) >= 0.98);
        }
    }
}
