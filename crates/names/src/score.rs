//! What an alignment is worth: weights for and against, and the score.

use crate::align::{Alignment, bit};
use crate::compare::{Comparison, FUZZY_MAX, Side, WITHOUT_BRAND_MAX, Weighted};
use crate::likeness::{By, length};
use crate::{Kind, LegalForm};

/// Two different names where one should be, of persons: they are two persons.
const P_CONFLICT: f64 = 2.2;
/// A name that only one side gives, of persons: names are often left out.
const P_EXTRA: f64 = 0.42;
/// Two different distinctive words where one should be.
const C_CONFLICT: f64 = 1.3;
/// A distinctive word that only one side has.
const C_EXTRA: f64 = 0.75;
/// What a misspelt word lacks to be the same: less of persons, whose names are spelt in many ways.
const UNLIKE: f64 = 1.1;
const P_UNLIKE: f64 = 0.70;
/// Two different words of business or structure: sister companies have them.
const B_CONFLICT: f64 = 1.6;
/// What two different words of structure cost less: one party is a group here and a company there.
const S_EASE: f64 = 0.6;
/// A word of business or structure that only one side has.
const B_EXTRA: f64 = 0.7;
/// Two different places or numbers.
const L_CONFLICT: f64 = 1.2;
/// A place or number that only one side has.
const L_EXTRA: f64 = 0.6;
/// What each letter costs that the common words are shorter than twenty: short words are shared by many names.
const LETTERS: f64 = 0.010;
/// The 13th institute is not the 14th.
const OTHER_NUMBER: f64 = 0.60;
/// A number on one side only: of the list's names that differ so, seven in eight are of different bodies. Of persons, and
/// of funds, it says less.
const ONE_NUMBER: f64 = 0.75;
const ONE_NUMBER_MILD: f64 = 0.95;
/// The least of names that a slip of the pen in one long word keeps apart.
pub(crate) const ONE_SLIP: f64 = 0.74;
/// The same words in another order.
const REORDERED: f64 = 0.99;
/// Son and father have changed places.
const OTHER_FATHER: f64 = 0.70;
/// A person's initial on one side, and another name on the other.
const OTHER_INITIAL: f64 = 0.75;
/// Legal forms that contradict each other.
const FORMS: f64 = 0.88;
/// One distinctive word in common, and another line of business each.
const OTHER_BUSINESS: f64 = 0.88;
/// Another place each.
const OTHER_PLACE: f64 = 0.86;
/// A place in front of one name only: often another company of that place, sometimes a branch.
const PLACE_FRONT: f64 = 0.95;
/// A place behind the other words of one name only: of the list's names that differ so, three in five are of sister
/// companies.
const PLACE_BEHIND: f64 = 0.86;
/// The most that one word reaches as the whole of one name and a part of the other, and what each of its letters adds.
const ONE_OF_MANY: f64 = 0.70;
const ONE_OF_MANY_LETTER: f64 = 0.018;
/// How much words behind the end of a cut-off name still count.
const BEHIND_CUT: f64 = 0.3;

/// How much the initials of a name weigh that stand beside it, `(CSSC)`.
pub(crate) const OWN_INITIALS: f64 = 0.10;
/// Words more on both sides, of different kinds: a place here, a business there.
const CROSS: f64 = 0.50;
/// How much a place or word of business counts where the other name has none at all.
const BARE: f64 = 0.52;
/// The same where both have their legal form: a full name leaves less out than one in use.
const BARE_REGISTERED: f64 = 0.90;
/// One is an institute, a bank or the like, and the other is none.
const OTHER_BODY: f64 = 0.96;
/// A distinctive word more where the other name has its legal form.
const WORD_FOR_FORM: f64 = 0.88;
/// The least of the same words, and what is added for the same legal form and for words that weigh much, as
/// many as this.
const SAME_WORDS: f64 = 0.975;
const SAME_FORM: f64 = 0.005;
const SAME_WEIGHT: f64 = 0.01;
const SAME_FOUND: f64 = 4.0;
/// Letters that an acronym counts for: how many names share it, its likeness knows.
const ACRONYM_LETTERS: u32 = 20;
/// How much more than another number one of three digits and more weighs that both have: as much as a distinctive word.
pub(crate) const LONG_NUMBER: f64 = 3.3;
/// Digits of a long number.
pub(crate) const LONG_DIGITS: usize = 3;
/// Letters that a long number counts for.
const NUMBER_LETTERS: u32 = 10;
/// Letters in common from which on a name is not short.
const ENOUGH_LETTERS: u32 = 20;

/// What only one of the two names has, in weights: of the query, of the candidate.
#[derive(Clone, Copy, Debug, Default)]
struct Own {
    query: f64,
    candidate: f64,
}

impl Own {
    fn and(self, other: Self) -> Self {
        Self { query: self.query + other.query, candidate: self.candidate + other.candidate }
    }

    /// What both have, but differently.
    fn both(self) -> f64 {
        2.0 * self.query.min(self.candidate)
    }

    /// What one has more than the other.
    fn more(self) -> f64 {
        (self.query - self.candidate).abs()
    }
}

/// What speaks for two names and what against, in weights.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    found: f64,
    /// Of misspelt and the like: the part that is not alike.
    unlike: f64,
    /// Without a partner: distinctive words, lines of business, words of structure, places and numbers.
    own: [Own; 4],
    /// Distinctive words in common.
    pub brands: u32,
    /// Letters of distinctive words in common; a character of another script counts as three.
    pub letters: u32,
    /// What places, words of business and numbers found each other.
    context: f64,
    /// Has one of the names no place and no word of business at all?
    pub bare: bool,
    /// Have both their legal form?
    registered: bool,
}

/// The kinds that stand for each other.
const KINDS: [&[Kind]; 4] =
    [&[Kind::Word, Kind::Initial, Kind::Particle], &[Kind::Generic], &[Kind::Structure], &[Kind::Place, Kind::Number]];

impl Tally {
    pub fn new(query: &Side<'_>, candidate: &Side<'_>, alignment: &Alignment<'_, '_>) -> Self {
        let mut tally = Self::default();
        for pair in &alignment.pairs {
            let (left, right) = pair.tokens(query.tokens, candidate.tokens);
            tally.add(left, right, pair.by, pair.similarity);
        }
        let free = |side: &Side<'_>, at: usize, kinds: &[Kind]| {
            let bits = |all: &[u64; 2]| all.get(at).copied().unwrap_or(0);
            let (used, cut, own) = (bits(&alignment.used), bits(&alignment.cut), bits(&alignment.own_initials));
            let tokens = side.tokens.iter().enumerate();
            tokens.filter(|(i, token)| used & bit(*i) == 0 && kinds.contains(&token.kind)).fold(
                0.0,
                |sum, (i, token)| {
                    let share = match bit(i) {
                        bit if own & bit != 0 => OWN_INITIALS,
                        bit if cut & bit != 0 => BEHIND_CUT,
                        _ => 1.0,
                    };
                    sum + share * token.weight
                },
            )
        };
        tally.own = KINDS.map(|kinds| Own { query: free(query, 0, kinds), candidate: free(candidate, 1, kinds) });
        let context = |token: &Weighted<'_>| matches!(token.kind, Kind::Generic | Kind::Structure | Kind::Place);
        tally.registered = [query, candidate].into_iter().all(|side| side.legal_form != LegalForm::None);
        tally.bare = [query, candidate].into_iter().any(|side| !side.tokens.iter().any(context));
        tally
    }

    fn add(&mut self, left: &[Weighted<'_>], right: &[Weighted<'_>], by: By, similarity: f64) {
        let total = |tokens: &[Weighted<'_>]| tokens.iter().map(|t| t.weight).sum::<f64>();
        let is_word = |tokens: &[Weighted<'_>]| tokens.iter().any(|t| t.kind == Kind::Word);
        let (l, r) = (total(left), total(right));
        let weight = match by {
            By::Initial => 2.0 * l.min(r) + 0.5 * (l - r).abs(),
            By::Equal if left.iter().any(is_long_number) => LONG_NUMBER * (l + r),
            // A word of business misspelt looks like a rare word, and is none.
            By::Misspelt | By::Misread | By::Vowels | By::CutOff if is_word(left) != is_word(right) => 2.0 * l.min(r),
            _ => l + r,
        };
        self.found += similarity * weight;
        self.unlike += (1.0 - similarity) * weight;
        if !is_word(left) && !is_word(right) {
            self.context += weight;
        }
        if by == By::Equal && left.iter().any(is_long_number) {
            self.brands = self.brands.saturating_add(1);
            self.letters = self.letters.saturating_add(NUMBER_LETTERS);
        }
        if by == By::Acronym {
            self.brands = self.brands.saturating_add(1);
            self.letters = self.letters.saturating_add(ACRONYM_LETTERS);
        } else if (is_word(left) && is_word(right)) || by == By::Joined {
            self.brands = self.brands.saturating_add(1);
            self.letters = self.letters.saturating_add(letters(left).min(letters(right)));
        }
    }

    /// What speaks against, for persons or for companies.
    fn against(&self, personal: bool) -> f64 {
        let [words, business, structure, places] = self.own;
        let ordinary = business.and(structure);
        let (conflict, extra) = if personal { (P_CONFLICT, P_EXTRA) } else { (C_CONFLICT, C_EXTRA) };
        let unlike = if personal { P_UNLIKE } else { UNLIKE };
        let bare = match (self.bare, self.registered) {
            (true, true) => BARE_REGISTERED,
            (true, false) => BARE,
            (false, _) => 1.0,
        };
        let more = |of: fn(&Own) -> f64| [words, ordinary, places].iter().map(|own| of(own).max(0.0)).sum::<f64>();
        let cross = more(|own| own.query - own.candidate).min(more(|own| own.candidate - own.query));
        unlike * self.unlike + conflict * words.both() + extra * words.more() + B_CONFLICT * ordinary.both()
            - S_EASE * structure.both()
            + B_EXTRA * bare * ordinary.more()
            + L_CONFLICT * places.both()
            + L_EXTRA * bare * places.more()
            + CROSS * 2.0 * cross
    }

    /// The score of the same words: a little more where they weigh more and where the legal form is the same, too.
    fn same(&self, query: &Side<'_>, candidate: &Side<'_>) -> f64 {
        let form = if query.legal_form == candidate.legal_form { SAME_FORM } else { 0.0 };
        SAME_WORDS + form + SAME_WEIGHT * (self.found / SAME_FOUND).min(1.0)
    }

    /// The share of places and words of business that found no partner; a half where there are none.
    fn without_context(&self) -> f64 {
        let [_, context @ ..] = self.own;
        let own: f64 = context.into_iter().map(|own| own.both() + own.more()).sum();
        let all = self.context + own;
        if all > 0.0 { own / all } else { 0.5 }
    }
}

/// The least that a weight without a whole partner costs.
pub(crate) struct LeastCosts {
    /// Of distinctive words, words of business, and places and numbers.
    pub each: [f64; 3],
    /// What two distinctive words cost beyond, of the lesser weight.
    pub conflict: f64,
}

/// See [`crate::bound`]: what is misspelt lacks its unlike part, what is alone all of its weight.
pub(crate) fn least_costs(personal: bool, bare: bool) -> LeastCosts {
    let (conflict, extra) = if personal { (P_CONFLICT, P_EXTRA) } else { (C_CONFLICT, C_EXTRA) };
    let unlike = if personal { P_UNLIKE } else { UNLIKE };
    let bare = if bare { BARE } else { 1.0 };
    LeastCosts {
        each: [extra.min(unlike), (B_EXTRA * bare).min(unlike), (L_EXTRA * bare).min(unlike)],
        conflict: 2.0 * (conflict - extra),
    }
}

/// A number of three digits and more is nearly a name: the 702nd institute. A year is none.
fn is_long_number(token: &Weighted<'_>) -> bool {
    let is_year = token.text.len() == 4 && (token.text.starts_with("19") || token.text.starts_with("20"));
    token.kind == Kind::Number && token.text.len() >= LONG_DIGITS && !is_year
}

fn letters(tokens: &[Weighted<'_>]) -> u32 {
    tokens.iter().fold(0, |sum: u32, token| {
        let each = if token.text.is_ascii() { 1 } else { 3 };
        sum.saturating_add(length(token.text).saturating_mul(each))
    })
}

impl Comparison {
    pub(crate) fn scored(&self, tally: &Tally, query: &Side<'_>, candidate: &Side<'_>) -> f64 {
        let all = tally.found + tally.against(self.personal);
        let share = if all > 0.0 { tally.found / all } else { 0.0 };
        let mut score = if self.same_words { tally.same(query, candidate) } else { share.min(FUZZY_MAX) };
        if !self.same_words {
            let lacking = f64::from(ENOUGH_LETTERS.saturating_sub(tally.letters));
            score *= 1.0 - LETTERS * lacking * tally.without_context();
        }
        let mild = self.personal || self.fund_series;
        for (applies, factor) in [
            (self.other_number && !self.fund_series, OTHER_NUMBER),
            (self.one_sided_number && !mild, ONE_NUMBER),
            (self.one_sided_number && mild, ONE_NUMBER_MILD),
            (self.reordered, REORDERED),
            (self.other_father, OTHER_FATHER),
            (self.other_initial, OTHER_INITIAL),
            (self.conflicting_forms, FORMS),
            (self.other_business, OTHER_BUSINESS),
            (self.other_place, OTHER_PLACE),
            (self.place_in_front, PLACE_FRONT),
            (self.place_behind, PLACE_BEHIND),
            (self.word_for_form, WORD_FOR_FORM),
            (self.other_body, OTHER_BODY),
        ] {
            if applies {
                score *= factor;
            }
        }
        if self.without_brand && !self.same_words {
            let least = if self.one_slip { ONE_SLIP } else { 0.0 };
            return (score * score).clamp(least, WITHOUT_BRAND_MAX);
        }
        let most = ONE_OF_MANY + ONE_OF_MANY_LETTER * f64::from(tally.letters.min(ENOUGH_LETTERS));
        if self.one_slip {
            score = score.max(ONE_SLIP);
        }
        if self.one_of_many(query, candidate) { score.min(most) } else { score }
    }

    /// Is one name a single word, which is one of several distinctive words of the other? No more than a hint.
    fn one_of_many(&self, query: &Side<'_>, candidate: &Side<'_>) -> bool {
        let words = |side: &Side<'_>| side.tokens.iter().filter(|t| t.kind == Kind::Word).count();
        let alone = |side: &Side<'_>| side.legal_form == LegalForm::None && side.tokens.len() == 1;
        let [only] = self.pairs.as_slice() else { return false };
        let part = only.by != By::Acronym && only.by != By::Joined && !self.same_words;
        part && ((alone(query) && words(candidate) > 1) || (alone(candidate) && words(query) > 1))
    }
}
