//! Two readings of names compared token by token.
//!
//! Tokens are aligned (equal, joined or split, then misspelt) and weighed: a rare word weighs much, a place or a line
//! of business little. The score is the weight that found a partner, over all weight, on both sides (Dice's measure).
//! Without a distinctive word in common two names never pass: place and line of business are shared by thousands.

use crate::{Kind, LegalForm};

/// A score from which two names count as a match unless the caller says otherwise.
pub const DEFAULT_BAR: f64 = 0.70;
/// The most that names can reach which are not the same words.
pub const FUZZY_MAX: f64 = 0.96;
/// The most that names can reach without a distinctive word in common.
pub const WITHOUT_BRAND_MAX: f64 = 0.54;

const CONFLICTING_FORMS: f64 = 0.95;
const OTHER_NUMBER: f64 = 0.60;
const ONE_SIDED_NUMBER: f64 = 0.92;
const REORDERED: f64 = 0.99;
const OTHER_BUSINESS: f64 = 0.88;
const OTHER_PLACE: f64 = 0.88;

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

/// How much a token weighs: by its kind, and for words by `rarity`, 0 (on every name) to 1 (on one name or none).
#[must_use]
pub fn weight(kind: Kind, rarity: f64) -> f64 {
    match kind {
        Kind::Word => (rarity * rarity).clamp(0.05, 1.0),
        Kind::Number => 0.30,
        Kind::Place => 0.25,
        Kind::Generic | Kind::Structure => 0.15,
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

/// How alike two words are: 1 for equal, 0 for different words, between for a likely misspelling.
///
/// The share of letters that stay, squared: in a short word one letter is a large part of what tells it apart, so that
/// a misspelt brand needs the rest of the name to agree. Words of one or two letters and words with digits must be
/// equal; two edits and more need the same first letter.
///
/// ```
/// use tidewaiter_names::token_similarity;
/// assert!(token_similarity("biren", "birren") > 0.6);
/// assert_eq!(token_similarity("f16", "f18"), 0.0);
/// ```
#[must_use]
pub fn token_similarity(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let has_digit = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    if has_digit(a) || has_digit(b) {
        return 0.0;
    }
    let (a_length, b_length) = (length(a), length(b));
    let same_start = a.chars().next() == b.chars().next();
    let allowed = edits_allowed(a_length.min(b_length), same_start);
    if allowed == 0 || a_length.abs_diff(b_length) > allowed {
        return 0.0;
    }
    let Some(edits) = edits(a, b, allowed) else { return 0.0 };
    let share = 1.0 - f64::from(edits) / f64::from(a_length.max(b_length));
    share * share
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
    // The ends that agree cannot need an edit.
    let starts_alike = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let (a, b): (Vec<char>, Vec<char>) =
        (a.chars().skip(starts_alike).collect(), b.chars().skip(starts_alike).collect());
    let ends_alike = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let a = a.get(..a.len().saturating_sub(ends_alike))?;
    let b = b.get(..b.len().saturating_sub(ends_alike))?;
    let b_length = u32::try_from(b.len()).ok()?;
    let mut before_last: Vec<u32> = Vec::new();
    let mut last: Vec<u32> = (0..=b_length).collect();
    for (i, (&x, row)) in a.iter().zip(1u32..).enumerate() {
        let mut next = Vec::with_capacity(last.len());
        next.push(row);
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[u32], place: usize| row.get(place).copied().unwrap_or(u32::MAX);
            let changed = at(&last, j).saturating_add(u32::from(x != y));
            let shorter = at(&last, j.saturating_add(1)).min(at(&next, j)).saturating_add(1);
            let mut least = changed.min(shorter);
            if let (Some(i_before), Some(j_before)) = (i.checked_sub(1), j.checked_sub(1))
                && a.get(i_before) == Some(&y)
                && b.get(j_before) == Some(&x)
            {
                least = least.min(at(&before_last, j_before).saturating_add(1));
            }
            next.push(least);
        }
        if next.iter().all(|&cell| cell > most) {
            return None;
        }
        before_last = std::mem::replace(&mut last, next);
    }
    last.last().copied().filter(|&edits| edits <= most)
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
}

/// What came out of comparing two readings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// 0 to 1.
    pub score: f64,
    /// Are all words the same, apart from order, joining, particles and legal form?
    pub same_words: bool,
    /// Who found whom.
    pub pairs: Vec<Pair>,
    /// Two different numbers, such as the 13th and the 14th institute.
    pub other_number: bool,
    /// A number on one side only.
    pub one_sided_number: bool,
    /// The same words in another order.
    pub reordered: bool,
    /// Legal forms that contradict each other.
    pub conflicting_forms: bool,
    /// No distinctive word in common.
    pub without_brand: bool,
    /// One distinctive word in common, and each side has a line of business of its own.
    pub other_business: bool,
    /// Each side has a place of its own, and none is in common.
    pub other_place: bool,
}

/// Compare two readings.
#[must_use]
pub fn compare(query: &Side<'_>, candidate: &Side<'_>) -> Comparison {
    let mut alignment = Alignment { query: query.tokens, candidate: candidate.tokens, used: [0; 2], pairs: Vec::new() };
    alignment.equal_words();
    alignment.joined_words();
    alignment.misspelt_words();
    let Alignment { used, pairs, .. } = alignment;

    let mut result =
        Comparison { conflicting_forms: query.legal_form.conflicts(candidate.legal_form), ..Comparison::default() };
    let total = |tokens: &[Weighted<'_>]| tokens.iter().map(|t| t.weight).sum::<f64>();
    let all = total(query.tokens) + total(candidate.tokens);
    let mut found = 0.0;
    let mut brand = false;
    let mut last = 0;
    for pair in &pairs {
        let (left, right) = pair.tokens(query.tokens, candidate.tokens);
        found += pair.similarity * (total(left) + total(right));
        brand |= left.iter().chain(right).any(|t| t.kind == Kind::Word);
    }
    let mut ordered: Vec<(usize, usize)> = pairs.iter().map(|p| (p.query, p.candidate)).collect();
    ordered.sort_unstable();
    for (_, place) in ordered {
        result.reordered |= place < last;
        last = place;
    }
    let [query_used, candidate_used] = used;
    let left = |kind| (has_free(query.tokens, query_used, kind), has_free(candidate.tokens, candidate_used, kind));
    let telling = Kind::ALL.into_iter().filter(|&kind| kind != Kind::Particle);
    let nothing_left = telling.map(left).all(|(query, candidate)| !query && !candidate);
    result.same_words = !pairs.is_empty() && pairs.iter().all(|p| p.similarity >= 1.0) && nothing_left;
    let (query_number, candidate_number) = left(Kind::Number);
    result.other_number = query_number && candidate_number;
    result.one_sided_number = query_number != candidate_number;
    // A short brand alone is shared by companies that have nothing to do with each other.
    let paired = |kind| pairs.iter().filter(|p| query.tokens.get(p.query).is_some_and(|t| t.kind == kind)).count();
    let one_brand = paired(Kind::Word) == 1;
    let both_own = |kind| left(kind) == (true, true) && paired(kind) == 0;
    result.other_business = one_brand && both_own(Kind::Generic);
    result.other_place = both_own(Kind::Place);
    result.without_brand = !brand && !result.same_words;
    result.pairs = pairs;
    result.score = result.scored(if all > 0.0 { found / all } else { 0.0 });
    result
}

impl Comparison {
    fn scored(&self, share: f64) -> f64 {
        let mut score = if self.same_words { 0.99 } else { share.min(FUZZY_MAX) };
        for (applies, factor) in [
            (self.other_number, OTHER_NUMBER),
            (self.one_sided_number, ONE_SIDED_NUMBER),
            (self.reordered, REORDERED),
            (self.conflicting_forms, CONFLICTING_FORMS),
            (self.other_business, OTHER_BUSINESS),
            (self.other_place, OTHER_PLACE),
        ] {
            if applies {
                score *= factor;
            }
        }
        if self.without_brand { score.min(WITHOUT_BRAND_MAX) } else { score }
    }

    /// What was compared, part by part, in plain words.
    #[must_use]
    pub fn explain(&self, query: &Side<'_>, candidate: &Side<'_>) -> Vec<String> {
        let mut lines = Vec::new();
        let mut used = [0u64; 2];
        for pair in &self.pairs {
            let (left, right) = pair.tokens(query.tokens, candidate.tokens);
            let words = |tokens: &[Weighted<'_>]| tokens.iter().map(|t| t.text).collect::<Vec<_>>().join(" ");
            let weight = right.iter().map(|t| t.weight).sum::<f64>();
            let kind = right.first().map_or("word", |t| t.kind.words());
            let (left_words, right_words) = (words(left), words(right));
            let relation = if pair.similarity < 1.0 {
                format!("`{left_words}` is like `{right_words}` ({:.2})", pair.similarity)
            } else if left_words == right_words {
                format!("`{left_words}` is the same")
            } else {
                format!("`{left_words}` is `{right_words}` joined or split")
            };
            lines.push(format!("{relation}: {kind}, weight {weight:.2}"));
            let [left_used, right_used] = &mut used;
            *left_used |= mask(pair.query, pair.query_tokens);
            *right_used |= mask(pair.candidate, pair.candidate_tokens);
        }
        for (side, tokens, whose) in [(0, query.tokens, "the query"), (1, candidate.tokens, "the list entry")] {
            let bits = used.get(side).copied().unwrap_or(0);
            for (_, token) in tokens.iter().enumerate().filter(|(i, t)| bits & bit(*i) == 0 && t.kind != Kind::Particle)
            {
                lines.push(format!(
                    "`{}` only in {whose}: {}, weight {:.2}",
                    token.text,
                    token.kind.words(),
                    token.weight
                ));
            }
        }
        for (applies, words) in [
            (self.other_number, "different numbers: lowered"),
            (self.one_sided_number, "a number on one side only: lowered a little"),
            (self.reordered, "words in another order"),
            (self.conflicting_forms, "different legal forms: lowered a little"),
            (self.other_business, "one distinctive word in common, and each has another line of business: lowered"),
            (self.other_place, "different places: lowered"),
            (self.without_brand, "no distinctive word in common: place and line of business alone never match"),
        ] {
            if applies {
                lines.push(words.to_owned());
            }
        }
        lines
    }
}

impl Kind {
    const ALL: [Self; 7] =
        [Self::Word, Self::Generic, Self::Structure, Self::Place, Self::Number, Self::Particle, Self::Initial];

    /// In words, for explanations.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Word => "distinctive word",
            Self::Generic => "line of business",
            Self::Structure => "word of structure",
            Self::Place => "place",
            Self::Number => "number",
            Self::Particle => "particle",
            Self::Initial => "single letter",
        }
    }
}

impl Pair {
    fn tokens<'t, 'a>(
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

fn bit(index: usize) -> u64 {
    u32::try_from(index).ok().and_then(|shift| 1u64.checked_shl(shift)).unwrap_or(0)
}

/// Is there a token of this kind without a partner?
fn has_free(tokens: &[Weighted<'_>], used: u64, kind: Kind) -> bool {
    tokens.iter().enumerate().any(|(i, token)| token.kind == kind && used & bit(i) == 0)
}

fn mask(start: usize, length: usize) -> u64 {
    (start..start.saturating_add(length)).map(bit).fold(0, |all, one| all | one)
}

/// Tokens joined at most.
const JOIN_MAX: usize = 3;

struct Alignment<'s, 'a> {
    query: &'s [Weighted<'a>],
    candidate: &'s [Weighted<'a>],
    /// Bits of the tokens that have a partner, query and candidate.
    used: [u64; 2],
    pairs: Vec<Pair>,
}

impl Alignment<'_, '_> {
    fn is_free(&self, side: usize, index: usize) -> bool {
        self.used.get(side).is_some_and(|bits| bits & bit(index) == 0)
    }

    fn take(&mut self, query: usize, query_tokens: usize, candidate: usize, candidate_tokens: usize, similarity: f64) {
        let [left, right] = &mut self.used;
        *left |= mask(query, query_tokens);
        *right |= mask(candidate, candidate_tokens);
        self.pairs.push(Pair { query, query_tokens, candidate, candidate_tokens, similarity });
    }

    fn equal_words(&mut self) {
        for (i, a) in self.query.iter().enumerate() {
            let partner = self
                .candidate
                .iter()
                .enumerate()
                .position(|(j, b)| self.is_free(1, j) && a.text == b.text && a.kind == b.kind);
            if let Some(j) = partner {
                self.take(i, 1, j, 1, 1.0);
            }
        }
    }

    /// `speed matrix` and `speedmatrix`, either way round. The joined word must be a distinctive one.
    fn joined_words(&mut self) {
        for side in [0usize, 1] {
            let (whole, parts) = if side == 0 { (self.query, self.candidate) } else { (self.candidate, self.query) };
            let other = 1usize.saturating_sub(side);
            for (i, word) in whole.iter().enumerate() {
                if word.kind != Kind::Word || !self.is_free(side, i) {
                    continue;
                }
                let found = (0..parts.len()).find_map(|start| {
                    (2..=JOIN_MAX).find_map(|length| {
                        let run = parts.get(start..start.checked_add(length)?)?;
                        let free = (start..start.saturating_add(length)).all(|j| self.is_free(other, j));
                        (free && is_joined(word.text, run)).then_some((start, length))
                    })
                });
                if let Some((start, length)) = found {
                    if side == 0 {
                        self.take(i, 1, start, length, 1.0);
                    } else {
                        self.take(start, length, i, 1, 1.0);
                    }
                }
            }
        }
    }

    fn misspelt_words(&mut self) {
        loop {
            let mut best: Option<(usize, usize, f64)> = None;
            for (i, a) in self.query.iter().enumerate() {
                if a.kind != Kind::Word || !self.is_free(0, i) {
                    continue;
                }
                for (j, b) in self.candidate.iter().enumerate() {
                    if b.kind != Kind::Word || !self.is_free(1, j) {
                        continue;
                    }
                    let similarity = token_similarity(a.text, b.text);
                    if similarity > best.map_or(0.0, |(_, _, known)| known) {
                        best = Some((i, j, similarity));
                    }
                }
            }
            let Some((i, j, similarity)) = best else { return };
            self.take(i, 1, j, 1, similarity);
        }
    }
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

    proptest! {
        #[test]
        fn scores_are_shares_and_symmetric(a in "[a-e ]{0,30}", b in "[a-e ]{0,30}") {
            let s = score(&a, &b);
            prop_assert!((0.0..=1.0).contains(&s));
            prop_assert!((s - score(&b, &a)).abs() < 0.2);
        }

        #[test]
        fn edits_are_counted_as_strsim_does(a in "[a-d]{0,9}", b in "[a-d]{0,9}", most in 0u32..5) {
            let known = u32::try_from(strsim::osa_distance(&a, &b)).unwrap();
            prop_assert_eq!(edits(&a, &b, most), (known <= most).then_some(known));
        }

        #[test]
        fn a_name_with_a_word_is_the_same_as_itself(a in "[a-z]{5,12}( [a-z]{2,9}){0,4}") {
            let name = Name::new(&a);
            prop_assume!(!name.readings[0].tokens.is_empty());
            prop_assert!(score(&a, &a) >= 0.98);
        }
    }
}
