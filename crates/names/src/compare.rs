//! Two readings of names compared token by token.
//!
//! Tokens are aligned (see [`By`]) and weighed: a rare word weighs much, a place or a line of business little. The score
//! is the weight that found a partner over that and what speaks against it: a word on one side only costs less than two
//! different words where one should be. Persons' names and companies' have different scales: a person may leave names
//! out, but two different names are two persons. Without a distinctive word in common two names must agree in nearly
//! every word: place and line of business are shared by thousands.

use crate::align::{Alignment, bit};
use crate::likeness::{By, is_slip};
use crate::person::{SON_OF, may_be_person};
use crate::score::Tally;
use crate::{Kind, LegalForm};

/// A score from which two names count as a match unless the caller says otherwise.
pub const DEFAULT_BAR: f64 = 0.70;
/// The most that names can reach which are not the same words.
pub const FUZZY_MAX: f64 = 0.96;
/// The most that names can reach without a distinctive word in common.
pub const WITHOUT_BRAND_MAX: f64 = 0.90;

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
    /// Both are funds or trusts of one sponsor, which are numbered as they come.
    pub fund_series: bool,
    /// A letter or two of one long word are all that the names differ by.
    pub one_slip: bool,
    /// The same words in another order.
    pub reordered: bool,
    /// Son and father have changed places.
    pub other_father: bool,
    /// A person's initial on one side, and another name on the other.
    pub other_initial: bool,
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
    /// One side names a place behind its other words, and the other names none there.
    pub place_behind: bool,
    /// One is an institute, a bank or the like, and the other is none.
    pub other_body: bool,
    /// One ends with a distinctive word more where the other has its legal form.
    pub word_for_form: bool,
    /// What the names have in common is one short word.
    pub little_in_common: bool,
}

/// Words that say what kind of body a name is of: a company called after an institute's field is not the institute.
const BODIES: [&str; 16] = [
    "institute",
    "university",
    "academy",
    "laboratory",
    "school",
    "college",
    "hospital",
    "bank",
    "fund",
    "foundation",
    "association",
    "society",
    "ministry",
    "bureau",
    "department",
    "committee",
];

/// Words of bodies that one sponsor founds one after the other under one name and a number.
pub(crate) const SERIES: [&str; 4] = ["fund", "trust", "partner", "securities"];

/// Compare two readings.
#[must_use]
pub fn compare(query: &Side<'_>, candidate: &Side<'_>) -> Comparison {
    let kinds = |side: &Side<'_>| may_be_person(side.tokens.iter().map(|t| t.kind), side.legal_form);
    let personal = kinds(query) && kinds(candidate);
    let alignment = Alignment::new(query, candidate, personal);
    let mut result = Comparison {
        conflicting_forms: query.legal_form.conflicts(candidate.legal_form),
        personal,
        ..Comparison::default()
    };
    if alignment.pairs.is_empty() {
        return result;
    }
    let tally = Tally::new(query, candidate, &alignment);
    let [query_used, candidate_used] = alignment.used;
    let left = |kind| (has_free(query.tokens, query_used, kind), has_free(candidate.tokens, candidate_used, kind));
    let pairs = alignment.pairs;
    let telling = Kind::ALL.into_iter().filter(|&kind| kind != Kind::Particle);
    let nothing_left = telling.map(left).all(|(query, candidate)| !query && !candidate);
    result.same_words = nothing_left && pairs.iter().all(|p| p.similarity >= 1.0);
    let (query_number, candidate_number) = left(Kind::Number);
    result.other_number = query_number && candidate_number;
    result.one_sided_number = query_number != candidate_number;
    result.fund_series = !personal && is_series(&pairs, query);
    result.one_slip = !personal && !result.conflicting_forms && nothing_left && is_one_slip(&pairs, query, candidate);
    result.reordered = is_reordered(&pairs);
    let son = |side: &Side<'_>| side.tokens.iter().any(|t| SON_OF.contains(&t.text));
    result.other_father = personal && result.reordered && son(query) && son(candidate);
    let (query_initial, candidate_initial) = left(Kind::Initial);
    let (query_name, candidate_name) = left(Kind::Word);
    result.other_initial =
        personal && ((query_initial && (candidate_initial || candidate_name)) || (candidate_initial && query_name));
    let paired = |kind| pairs.iter().any(|p| query.tokens.get(p.query).is_some_and(|t| t.kind == kind));
    // A short brand alone is shared by companies that have nothing to do with each other.
    result.other_business = tally.brands == 1 && left(Kind::Generic) == (true, true) && !paired(Kind::Generic);
    result.other_place = left(Kind::Place) == (true, true) && !paired(Kind::Place);
    let front = |side: &Side<'_>, other: &Side<'_>| {
        side.tokens.first().is_some_and(|t| t.kind == Kind::Place) && other.tokens.iter().all(|t| t.kind != Kind::Place)
    };
    result.place_in_front = !tally.bare && (front(query, candidate) || front(candidate, query));
    let behind = |side: &Side<'_>, used: u64, other: (bool, bool)| {
        let mut free = side.tokens.iter().enumerate().skip(1).filter(|(i, _)| used & bit(*i) == 0);
        other == (true, false) && free.any(|(_, token)| token.kind == Kind::Place && !NEAR.contains(&token.text))
    };
    let (query_place, candidate_place) = left(Kind::Place);
    let registered = query.legal_form != LegalForm::None && candidate.legal_form != LegalForm::None;
    result.place_behind = registered
        && tally.brands > 0
        && (behind(query, query_used, (query_place, candidate_place))
            || behind(candidate, candidate_used, (candidate_place, query_place)));
    let instead = |side: &Side<'_>, used: u64, other: &Side<'_>, other_left: bool| {
        let last = side.tokens.len().saturating_sub(1);
        let is_left = side.tokens.last().is_some_and(|t| t.kind == Kind::Word) && used & bit(last) == 0;
        is_left && !other_left && side.legal_form == LegalForm::None && other.legal_form != LegalForm::None
    };
    let (query_word, candidate_word) = left(Kind::Word);
    result.word_for_form = !personal
        && (instead(query, query_used, candidate, candidate_word)
            || instead(candidate, candidate_used, query, query_word));
    let body = |side: &Side<'_>, used: u64| {
        let mut free = side.tokens.iter().enumerate().filter(|(i, _)| used & bit(*i) == 0);
        free.any(|(_, token)| BODIES.contains(&token.text))
    };
    result.other_body = !personal && (body(query, query_used) || body(candidate, candidate_used));
    result.without_brand = tally.brands == 0;
    result.little_in_common = !result.same_words && tally.letters < 8;
    result.pairs = pairs;
    result.score = result.scored(&tally, query, candidate);
    result
}

/// Places that firms of China add and leave out as they please: they tell no sister company.
const NEAR: [&str; 3] = ["china", "hongkong", "macau"];

/// Have the names a word in common that says that they are funds?
fn is_series(pairs: &[Pair], query: &Side<'_>) -> bool {
    let mut words = pairs.iter().filter(|p| p.by == By::Equal).filter_map(|p| query.tokens.get(p.query));
    words.any(|token| SERIES.contains(&token.text))
}

/// Is a slip of the pen in one long word all that keeps the names from being the same?
fn is_one_slip(pairs: &[Pair], query: &Side<'_>, candidate: &Side<'_>) -> bool {
    let mut unlike = pairs.iter().filter(|p| p.similarity < 1.0);
    let (Some(pair), None) = (unlike.next(), unlike.next()) else { return false };
    let ([left], [right]) = pair.tokens(query.tokens, candidate.tokens) else { return false };
    let words = left.kind == Kind::Word && right.kind == Kind::Word;
    pair.by == By::Misspelt && is_slip(left.text, right.text, words)
}

fn is_reordered(pairs: &[Pair]) -> bool {
    let mut ordered: Vec<(usize, usize)> = pairs.iter().map(|p| (p.query, p.candidate)).collect();
    ordered.sort_unstable();
    ordered.windows(2).any(|pair| matches!(pair, [a, b] if b.1 < a.1))
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

    #[test]
    fn each_kind_of_evidence_counts_as_it_should() {
        for (a, b) in [
            ("SMIC", "Semiconductor Manufacturing International Corporation"),
            ("CETC 14th Research Institute", "China Electronics Technology Group Corporation 14th Research Institute"),
            (
                "China State Shipbuilding Corporation (CSSC) 912th Research Institute",
                "China Shipbuilding Industry Group (CSIC) 912th Research Institute",
            ),
            ("Q. Tarnumov", "Quentin Tarnumov"),
            ("Quentin Tarnumov", "Quentin Boris Ivanovich Tarnumov"),
            ("Tarnumov, Lee", "Li Tarnumov"),
            ("G0odwill Tarnum Org", "Goodwill Tarnum Organization"),
            ("QRVX Elctrc", "Quorvex Electric"),
            ("Dr. Quentin Tarnumov Jr.", "Quentin Tarnumov"),
        ] {
            assert!(score(a, b) >= DEFAULT_BAR, "{a} | {b}: {}", score(a, b));
        }
        for (a, b) in [
            ("QTB", "Quorvex Tarnum Bellorin"),
            ("Quentin Tarnumov", "Boris Tarnumov"),
            ("Quentin B. Tarnumov", "Quentin W. Tarnumov"),
            ("Quorvex bin Tarnum al-Bello", "Tarnum bin Quorvex al-Bello"),
            ("Tarnum Huaxin Ltd", "Tarnum Bellorin Ltd"),
            ("Tianjin Quorvex Trading", "Shanghai Quorvex Shipping"),
        ] {
            assert!(score(a, b) < DEFAULT_BAR, "{a} | {b}: {}", score(a, b));
        }
    }

    #[test]
    fn funds_of_one_sponsor_are_near_and_numbered_bodies_are_not() {
        for (a, b) in [
            ("Quorvex Tarnum Partners VI L.P.", "Quorvex Tarnum Partners VII L.P."),
            ("Quorvex Growth Fund V L.P.", "Quorvex Growth Fund IV L.P."),
            ("Quorvex Growth Fund X, L.P.", "Quorvex Growth Fund XI, L.P."),
            ("Quorvex Home Loan Trust 2011-3", "Quorvex Home Loan Trust 2011-4"),
        ] {
            assert!(score(a, b) >= DEFAULT_BAR, "{a} | {b}: {}", score(a, b));
        }
        for (a, b) in [
            ("Quorvex Shipping II Ltd", "Quorvex Shipping Ltd"),
            ("Quorvex Shipping 2 Ltd", "Quorvex Shipping 3 Ltd"),
            ("Quorvex 31st Repair Plant", "Quorvex 32nd Repair Plant"),
            ("Bellorin Growth Fund V L.P.", "Quorvex Growth Fund V L.P."),
        ] {
            assert!(score(a, b) < DEFAULT_BAR, "{a} | {b}: {}", score(a, b));
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_found_where_all_else_agrees() {
        for (a, b) in [
            ("Bellrin Inc.", "Bellorin Inc."),
            ("Tranum plc", "Tarnum plc"),
            ("Bank of Chila Ltd", "Bank of Chile Ltd"),
            ("Quorvextonis Holding S.A.", "Quorvextanes Holding S.A."),
        ] {
            assert!(score(a, b) >= DEFAULT_BAR, "{a} | {b}: {}", score(a, b));
        }
        for (a, b) in [
            // Two words of pinyin are two brands.
            ("Huaren Co., Ltd.", "Huaen Co., Ltd."),
            ("Tarnum GmbH", "Tarnym AG"),
            ("Torn Inc.", "Tarn Inc."),
            ("Bellrin Shipping Inc.", "Bellorin Chemicals Inc."),
        ] {
            assert!(score(a, b) < DEFAULT_BAR, "{a} | {b}: {}", score(a, b));
        }
    }

    #[test]
    fn what_is_added_lowers() {
        // Each is nearer than the next.
        let order = |names: &[&str]| {
            let scores: Vec<f64> = names.iter().map(|name| score("Quorvex Shipping Ltd", name)).collect();
            assert!(scores.is_sorted_by(|a, b| a > b), "{names:?}: {scores:?}");
        };
        order(&["Quorvex Shipping Ltd", "Quorvex Shipping (Hong Kong) Ltd", "Quorvex Shipping Chile Ltd"]);
        order(&["Quorvex Shipping", "Quorvex Chemicals Shipping Ltd", "Quorvex Chemicals Ltd"]);
        // A name in use leaves more out than a full one.
        assert!(score("Quorvex", "Quorvex Systems Ltd") > score("Quorvex Ltd", "Quorvex Systems Ltd"));
        // Structure differs more easily than business.
        let conflict = |a, b| score(&format!("Quorvex {a} Ltd"), &format!("Quorvex {b} Ltd"));
        assert!(conflict("Group", "Holdings") > conflict("Logistics", "Securities"));
    }

    #[test]
    fn a_long_number_weighs_as_a_name_and_a_year_does_not() {
        let pair = |number| {
            score(
                &format!("Tarnum Group {number} Research Institute"),
                &format!("Bellorin {number} Research Institute"),
            )
        };
        assert!(pair("713th") > pair("13th"), "{} {}", pair("713th"), pair("13th"));
        assert!(pair("713") > pair("2013"), "{} {}", pair("713"), pair("2013"));
    }

    proptest! {
        #[test]
        fn scores_are_shares_and_symmetric(a in "[a-e ]{0,30}", b in "[a-e ]{0,30}") {
            let s = score(&a, &b);
            prop_assert!((0.0..=1.0).contains(&s));
            prop_assert!((s - score(&b, &a)).abs() <= 0.02);
        }

        #[test]
        fn a_name_with_a_word_is_the_same_as_itself(a in "[a-z]{5,12}( [a-z]{2,9}){0,4}") {
            let name = Name::new(&a);
            prop_assume!(!name.readings[0].tokens.is_empty());
            prop_assert!(score(&a, &a) >= 0.98);
        }
    }
}
