//! The most that two names can score, told from twelve bytes a word and without their letters: what cannot reach a bar
//! need not be compared.
//!
//! [`Outline::most`] is never below the score of [`compare`](crate::compare()): each word is held to match the likest word
//! that its length, beginning, sound and set of letters leave possible, and only what certainly finds no partner speaks
//! against. Where words may be joined, shortened to initials or cut off, it gives 1.

use crate::align::ACRONYM;
use crate::compare::{Side, WITHOUT_BRAND_MAX};
use crate::likeness::edits_allowed;
use crate::name::{Kind, TOKENS_MAX};
use crate::person::{has_family, may_be_person};
use crate::score::{LONG_DIGITS, LONG_NUMBER, ONE_SLIP, OWN_INITIALS, least_costs};
use crate::sound::sounds;
use crate::tables::LegalForm;

/// What is kept of a word: enough to rule out that two words are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gist {
    /// Characters, 255 for more.
    length: u8,
    flags: u8,
    /// Its sounds hashed.
    sound: u16,
    /// Its first four bytes.
    head: [u8; 4],
    /// Which letters there are: a bit for each of a to z and for what scanners misread, one for all other digits, one
    /// for all other signs; characters of other scripts share the bits.
    letters: u32,
}

const FAMILY: u8 = 1;
const OTHER_SCRIPT: u8 = 2;
const CODE: u8 = 4;

const fn letter(letter: u8) -> u32 {
    1u32.wrapping_shl((letter.wrapping_sub(b'a')) as u32)
}

const VOWELS: u32 = letter(b'a') | letter(b'e') | letter(b'i') | letter(b'o') | letter(b'u');
const ZERO: u32 = 1 << 26;
const ONE: u32 = 1 << 27;
const FIVE: u32 = 1 << 28;
const EIGHT: u32 = 1 << 29;
const DIGITS: u32 = ZERO | ONE | FIVE | EIGHT | 1 << 30;
const RN: u32 = letter(b'r') | letter(b'n');
/// The most a word can be alike that is not the same: the ways of [`By`](crate::By) that have one likeness.
const FIXED_MOST: f64 = 0.96;
const FAMILY_MOST: f64 = 0.90;
/// What an edit costs at least, in edits: of a letter more, and of one that is nowhere in the other word.
const EDIT_LEAST: f64 = 0.4;
const OTHER_LETTER_LEAST: f64 = 0.5;

impl Gist {
    /// Of a word.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut gist = Self { length: 0, flags: 0, sound: 0, head: [0; 4], letters: 0 };
        for c in text.chars() {
            gist.length = gist.length.saturating_add(1);
            gist.letters |= match c {
                'a'..='z' => u8::try_from(c).map_or(0, letter),
                '0' => ZERO,
                '1' => ONE,
                '5' => FIVE,
                '8' => EIGHT,
                '2'..='9' => 1 << 30,
                _ if c.is_ascii() => 1 << 31,
                _ => 1u32.wrapping_shl(u32::from(c)),
            };
        }
        for (slot, byte) in gist.head.iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
        let heard = sounds(text).fold(0u32, |hash, sound| hash.wrapping_mul(31).wrapping_add(u32::from(sound)));
        gist.sound = u16::try_from(heard.wrapping_mul(0x9E37_79B1) >> 16).unwrap_or(0);
        let flag = |on: bool, flag: u8| if on { flag } else { 0 };
        gist.flags = flag(has_family(text), FAMILY)
            | flag(!text.is_ascii(), OTHER_SCRIPT)
            | flag(text.bytes().any(|b| b.is_ascii_alphabetic()), CODE);
        gist
    }

    /// As it stands in a file.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 12] {
        let ([s, t], [a, b, c, d], [w, x, y, z]) = (self.sound.to_le_bytes(), self.head, self.letters.to_le_bytes());
        [self.length, self.flags, s, t, a, b, c, d, w, x, y, z]
    }

    /// What [`Gist::to_bytes`] wrote.
    #[must_use]
    pub fn from_bytes([length, flags, s, t, a, b, c, d, w, x, y, z]: [u8; 12]) -> Self {
        let (sound, letters) = (u16::from_le_bytes([s, t]), u32::from_le_bytes([w, x, y, z]));
        Self { length, flags, sound, head: [a, b, c, d], letters }
    }

    /// Characters; `None` for more than are counted.
    #[must_use]
    pub fn length(self) -> Option<u32> {
        (self.length < u8::MAX).then_some(u32::from(self.length))
    }

    fn is(self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    fn first(self) -> u8 {
        self.head.first().copied().unwrap_or(0)
    }

    /// Letters that one of the two lacks, whichever lacks more, without those of `but`.
    fn apart(self, other: Self, but: u32) -> u32 {
        let lacks = |a: u32, b: u32| (a & !b & !but).count_ones();
        lacks(self.letters, other.letters).max(lacks(other.letters, self.letters))
    }

    /// The letters as a scanner may have meant them; r, n and m, which it joins and parts, left out.
    fn unscanned(self) -> u32 {
        let mut letters = self.letters & !(DIGITS & !(1 << 30)) & !(RN | letter(b'm'));
        for (from, to) in [(ZERO, b'o'), (ONE | letter(b'l'), b'i'), (FIVE, b's'), (EIGHT, b'b')] {
            if self.letters & from != 0 {
                letters |= letter(to);
            }
        }
        letters & !letter(b'l')
    }

    /// The most that two words which are both spelt out, or one of them a code, can be alike.
    fn alike_most(self, other: Self, personal: bool) -> f64 {
        let (short, long) = (self.length.min(other.length), self.length.max(other.length));
        if self.is(OTHER_SCRIPT) != other.is(OTHER_SCRIPT) || long == u8::MAX {
            return 1.0;
        }
        let by_length = u32::from(long.abs_diff(short));
        let may_misread = |gist: Self| gist.letters & DIGITS != 0 || gist.letters & RN == RN;
        let misread =
            by_length <= 2 && (may_misread(self) || may_misread(other)) && self.unscanned() == other.unscanned();
        if misread {
            return FIXED_MOST;
        }
        if (self.letters | other.letters) & DIGITS != 0 {
            return 0.0;
        }
        let mut most: f64 = 0.0;
        if personal {
            let sounds_alike = self.sound == other.sound && by_length <= 4;
            if sounds_alike || (self.is(FAMILY) && other.is(FAMILY)) {
                most = FAMILY_MOST;
            }
        }
        // Only the vowels may differ where one is without them.
        if short >= 3 && by_length > 0 && (self.letters ^ other.letters) & !VOWELS == 0 {
            most = FAMILY_MOST;
        }
        let allowed = edits_allowed(u32::from(short), self.first() == other.first());
        let apart = self.apart(other, 0);
        if allowed > 0 && by_length <= allowed && apart <= allowed {
            let edits = (OTHER_LETTER_LEAST * f64::from(apart)).max(EDIT_LEAST * f64::from(by_length)).max(EDIT_LEAST);
            let share = 1.0 - edits / f64::from(long);
            most = most.max(share * share);
        }
        most
    }

    fn may_be_equal(self, other: Self) -> bool {
        self == other
    }

    /// May this word be the initials of words that begin with these letters?
    fn may_be_initials(self, initials: u32) -> bool {
        let length = usize::from(self.length);
        (2..=*ACRONYM.end()).contains(&length) && self.letters & !initials == 0
    }
}

/// A word's gist, kind and weight.
#[derive(Clone, Copy, Debug)]
pub struct Outlined {
    /// Its gist.
    pub gist: Gist,
    /// What it tells.
    pub kind: Kind,
    /// How much it weighs.
    pub weight: f64,
}

impl Outlined {
    fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// The letters that it may bring into initials.
    fn initials(&self) -> u32 {
        let gist = self.gist;
        if gist.length <= 3 {
            return gist.letters;
        }
        let more = match &gist.head {
            b"hong" => letter(b'k'),
            b"impo" => letter(b'e'),
            b"inte" | b"nort" | b"supp" => letter(b'c'),
            _ => 0,
        };
        let first = gist.first();
        if first.is_ascii_lowercase() { letter(first) | more } else { 0 }
    }

    /// The most that the two can be alike; 1 also where they would not count with all their weight.
    fn most(&self, other: &Self, personal: bool) -> f64 {
        if self.gist.may_be_equal(other.gist) {
            return 1.0;
        }
        let spelt = |one: &Self| match one.kind {
            Kind::Word | Kind::Generic | Kind::Structure | Kind::Place => true,
            Kind::Number => one.gist.is(CODE),
            Kind::Particle | Kind::Initial => false,
        };
        if !(self.is_word() || other.is_word()) || !spelt(self) || !spelt(other) {
            return 0.0;
        }
        let most = self.gist.alike_most(other.gist, personal);
        if most > 0.0 && self.is_word() != other.is_word() { 1.0 } else { most }
    }
}

/// Neighbouring words joined.
#[derive(Clone, Copy, Debug)]
struct Run {
    first: u8,
    length: u32,
    letters: u32,
}

impl Run {
    fn of(tokens: &[Outlined]) -> impl Iterator<Item = Self> {
        let runs = tokens.windows(2).chain(tokens.windows(3));
        runs.map(|run| {
            run.iter().fold(Self { first: 0, length: 0, letters: 0 }, |all, token| Self {
                first: if all.length == 0 { token.gist.first() } else { all.first },
                length: all.length.saturating_add(u32::from(token.gist.length)),
                letters: all.letters | token.gist.letters,
            })
        })
    }

    /// May it be this word?
    fn may_be(&self, word: &Outlined, personal: bool) -> bool {
        let gist = word.gist;
        let lacks = |a: u32, b: u32| (a & !b & !VOWELS).count_ones() <= 3;
        word.is_word()
            && self.first == gist.first()
            && self.length.abs_diff(u32::from(gist.length)) <= 3
            && (personal || (lacks(self.letters, gist.letters) && lacks(gist.letters, self.letters)))
    }
}

/// One side's shape.
#[derive(Clone, Copy, Debug)]
struct Shape {
    personal: bool,
    /// Is there a place or a word of business?
    context: bool,
    /// Letters with which its words begin, and those that its legal form may bring in.
    initials: u32,
    /// Is there a single letter, or a word too long to be told?
    beyond: bool,
}

impl Shape {
    fn of(tokens: &[Outlined], form: LegalForm) -> Self {
        let forms = match form {
            LegalForm::None | LegalForm::Other | LegalForm::Partnership => 0,
            _ => letter(b'l') | letter(b'c') | letter(b'i'),
        };
        Self {
            personal: may_be_person(tokens.iter().map(|t| t.kind), form),
            context: tokens.iter().any(|t| matches!(t.kind, Kind::Generic | Kind::Structure | Kind::Place)),
            initials: tokens.iter().fold(forms, |all, token| all | token.initials()),
            beyond: tokens.len() > TOKENS_MAX || tokens.iter().any(|token| token.gist.length == u8::MAX),
        }
    }
}

/// One of the two names, outlined once and held against many.
#[derive(Clone, Debug)]
pub struct Outline {
    tokens: Vec<Outlined>,
    form: LegalForm,
    shape: Shape,
    runs: Vec<Run>,
}

impl Outline {
    /// Of a name's tokens.
    #[must_use]
    pub fn new(side: &Side<'_>) -> Self {
        let outlined = side.tokens.iter();
        let tokens: Vec<Outlined> =
            outlined.map(|t| Outlined { gist: Gist::new(t.text), kind: t.kind, weight: t.weight }).collect();
        let shape = Shape::of(&tokens, side.legal_form);
        let runs = Run::of(&tokens).collect();
        Self { tokens, form: side.legal_form, shape, runs }
    }

    /// The most that [`compare`](crate::compare()) can give with a name of these tokens and legal form.
    #[must_use]
    pub fn most(&self, others: &[Outlined], form: LegalForm) -> f64 {
        let shape = Shape::of(others, form);
        let personal = self.shape.personal && shape.personal;
        if self.shape.beyond || shape.beyond || self.may_be_otherwise(others, form, &shape, personal) {
            return 1.0;
        }
        let mut best = [0.0f64; TOKENS_MAX];
        let mut sums = Sums::default();
        let mut brand = false;
        for other in others {
            let mut own = 0.0f64;
            for (token, best) in self.tokens.iter().zip(&mut best) {
                let most = token.most(other, personal);
                if most > 0.0 {
                    own = own.max(most);
                    *best = best.max(most);
                    brand |= (token.is_word() && other.is_word()) || token.kind == Kind::Number;
                }
            }
            sums.add(other, own, other.gist.may_be_initials(shape.initials), 1);
        }
        for (token, &best) in self.tokens.iter().zip(&best) {
            sums.add(token, best, token.gist.may_be_initials(self.shape.initials), 0);
        }
        sums.most(brand, personal, !(self.shape.context && shape.context))
    }

    /// May words find each other in another way than one by one?
    fn may_be_otherwise(&self, others: &[Outlined], form: LegalForm, shape: &Shape, personal: bool) -> bool {
        let joined = |run: &Run, words: &[Outlined]| words.iter().any(|word| run.may_be(word, personal));
        let initials = |words: &[Outlined], initials: u32| {
            let least = if personal { 2 } else { 3 };
            words.iter().any(|w| w.is_word() && w.gist.length >= least && w.gist.may_be_initials(initials))
        };
        let cut = |ends: Option<&Outlined>, form: LegalForm, others: &[Outlined]| {
            let last = ends.filter(|last| form == LegalForm::None && last.kind != Kind::Number);
            last.is_some_and(|last| {
                let [.., end] = last.gist.head;
                let longer = |other: &Outlined| {
                    other.gist.length > last.gist.length
                        && other.gist.head == last.gist.head
                        && last.gist.letters & !other.gist.letters == 0
                };
                end != 0 && others.iter().any(longer)
            })
        };
        let single = |letters: &[Outlined], words: &[Outlined]| {
            let mut letters = letters.iter().filter(|token| token.kind == Kind::Initial);
            letters.any(|letter| words.iter().any(|word| word.is_word() && word.gist.first() == letter.gist.first()))
        };
        let (own, ends) = (self.tokens.as_slice(), others.last());
        initials(others, self.shape.initials)
            || initials(own, shape.initials)
            || self.runs.iter().any(|run| joined(run, others))
            || Run::of(others).any(|run| joined(&run, own))
            || cut(own.last(), self.form, others)
            || cut(ends, form, own)
            || single(own, others)
            || single(others, own)
    }
}

/// What may speak for two names, and what must speak against.
#[derive(Default)]
struct Sums {
    found: f64,
    /// What is lacking of distinctive words, of words of business, and of places and numbers.
    lacking: [f64; 3],
    /// Distinctive words that certainly have no partner, of either side.
    alone: [f64; 2],
    /// Is a word other than a particle not the same as one of the other side?
    unlike: bool,
    /// Has one certainly no partner, so that more than a slip of the pen keeps the names apart?
    left: bool,
}

impl Sums {
    fn add(&mut self, token: &Outlined, most: f64, own_initials: bool, side: usize) {
        let is_long = token.kind == Kind::Number && usize::from(token.gist.length) >= LONG_DIGITS;
        self.found += most * token.weight * if is_long { LONG_NUMBER } else { 1.0 };
        let counts = if own_initials { OWN_INITIALS } else { 1.0 };
        let lacks = counts * (1.0 - most) * token.weight;
        let group = match token.kind {
            Kind::Word | Kind::Initial | Kind::Particle => 0usize,
            Kind::Generic | Kind::Structure => 1,
            Kind::Place | Kind::Number => 2,
        };
        if let Some(sum) = self.lacking.get_mut(group) {
            *sum += lacks;
        }
        if most <= 0.0
            && group == 0
            && let Some(sum) = self.alone.get_mut(side)
        {
            *sum += lacks;
        }
        self.unlike |= most < 1.0 && token.kind != Kind::Particle;
        self.left |= most <= 0.0 && token.kind != Kind::Particle;
    }

    fn most(&self, brand: bool, personal: bool, bare: bool) -> f64 {
        if !self.unlike {
            return 1.0;
        }
        let costs = least_costs(personal, bare);
        let lacking: f64 = self.lacking.iter().zip(costs.each).map(|(weight, cost)| weight * cost).sum();
        let [query, candidate] = self.alone;
        let against = lacking + costs.conflict * query.min(candidate);
        // A hair more, for what rounding takes.
        let most = self.found / (self.found + against).max(f64::MIN_POSITIVE) + 1e-9;
        let least = if self.left { 0.0 } else { ONE_SLIP };
        if brand { most.max(least) } else { (most * most).min(WITHOUT_BRAND_MAX).max(least) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::{Weighted, compare, weight};
    use crate::name::Reading;
    use crate::{DEFAULT_BAR, Name};

    /// Weighed as by a list on which some words are common.
    fn weighed(reading: &Reading, seed: u64) -> Vec<Weighted<'_>> {
        let rarity = |text: &str| {
            let mixed = text.bytes().fold(seed, |hash, b| hash.wrapping_mul(31).wrapping_add(u64::from(b)));
            [1.0, 0.9, 0.6, 0.3][usize::try_from(mixed % 4).unwrap()]
        };
        let tokens = reading.tokens.iter();
        tokens.map(|t| Weighted { text: &t.text, kind: t.kind, weight: weight(t.kind, rarity(&t.text)) }).collect()
    }

    fn outlined(side: &Side<'_>) -> Vec<Outlined> {
        let tokens = side.tokens.iter();
        tokens.map(|t| Outlined { gist: Gist::new(t.text), kind: t.kind, weight: t.weight }).collect()
    }

    fn word() -> impl Strategy<Value = String> {
        let fixed = |words: &'static [&'static str]| proptest::sample::select(words).prop_map(str::to_owned);
        prop_oneof![
            4 => "(zhong|hua|xin|tek|nor|lin|da|mo|ha|mmed){1,3}",
            2 => "[a-h015]{1,9}",
            2 => fixed(&["shenzhen", "shanghai", "hong kong", "china", "iran"]),
            3 => fixed(&["technology", "trading", "group", "international", "electric", "institute", "bank", "fund", "trust"]),
            2 => fixed(&["li", "lee", "william", "bill", "bin", "q", "j.", "huang", "wong", "qaddafi", "gadhafi"]),
            1 => fixed(&["14th", "no 2", "702", "2014", "xi", "v", "of", "and", "al"]),
            1 => fixed(&["华为", "中信", "科技", "上海", "газ", "ооо"]),
        ]
    }

    fn name() -> impl Strategy<Value = String> {
        let legal = prop_oneof![2 => Just(""), 1 => Just(" co ltd"), 1 => Just(" jsc"), 1 => Just(" corp")];
        (proptest::collection::vec(word(), 1..7), legal)
            .prop_map(|(words, legal)| format!("{}{legal}", words.join(" ")))
    }

    /// As people and scanners spoil names.
    fn spoilt(name: &str, ways: &[(usize, usize)]) -> String {
        let mut letters: Vec<char> = name.chars().collect();
        for &(way, at) in ways {
            let at = at % letters.len().max(1);
            let first = letters.first().copied().unwrap_or('a');
            let text: String = letters.iter().collect();
            let words: Vec<&str> = text.split(' ').collect();
            match way {
                0 if letters.len() > 1 => drop(letters.remove(at)),
                1 if at + 1 < letters.len() => letters.swap(at, at + 1),
                2 => letters.insert(at, letters[at]),
                3 => letters[at] = first,
                4 => letters.truncate(letters.len().max(6) - at % 3),
                5 => letters = letters.iter().map(|&c| if c == 'o' { '0' } else { c }).collect(),
                6 => letters.retain(|&c| !"eiou".contains(c)),
                7 => letters.retain(|&c| c != ' '),
                8 => letters = words.iter().rev().copied().collect::<Vec<_>>().join(" ").chars().collect(),
                _ => letters = words.iter().filter_map(|word| word.chars().next()).collect(),
            }
            if letters.is_empty() {
                letters.push('a');
            }
        }
        letters.into_iter().collect()
    }

    fn check(a: &str, b: &str, seed: u64) -> Result<(), TestCaseError> {
        let (a, b) = (Name::new(a), Name::new(b));
        for left in &a.readings {
            for right in &b.readings {
                let (one, other) = (weighed(left, seed), weighed(right, seed));
                let query = Side { tokens: &one, legal_form: left.legal_form };
                let listed = Side { tokens: &other, legal_form: right.legal_form };
                let most = Outline::new(&query).most(&outlined(&listed), listed.legal_form);
                let compared = compare(&query, &listed);
                prop_assert!(most >= compared.score, "{most} {left:?} {right:?} {compared:?}");
            }
        }
        Ok(())
    }

    #[test]
    fn other_names_are_ruled_out() {
        for (a, b) in [
            ("Quorvex Technology Ltd", "Tarnum Technology Ltd"),
            ("Shanghai Quorvex Trading", "Shanghai Bellorin Trading"),
            ("Quentin Tarnumov", "Boris Tarnumov"),
            ("China Trading", "China Institute of Shipping"),
        ] {
            let (a, b) = (Name::new(a), Name::new(b));
            let sides = [&a, &b].map(|name| name.readings.first().unwrap());
            let [one, other] = sides.map(|side| {
                let tokens = side.tokens.iter();
                let weigh = |t: &'_ crate::Token| weight(t.kind, 1.0);
                tokens.map(|t| Weighted { text: &t.text, kind: t.kind, weight: weigh(t) }).collect::<Vec<_>>()
            });
            let [query, listed] = [(&one, sides[0]), (&other, sides[1])]
                .map(|(tokens, reading)| Side { tokens, legal_form: reading.legal_form });
            let most = Outline::new(&query).most(&outlined(&listed), listed.legal_form);
            assert!(most < DEFAULT_BAR, "{a:?} {b:?} {most}");
        }
    }

    #[test]
    fn a_gist_is_read_as_written() {
        for word in ["quorvex", "g0odwill", "华为", ""] {
            let gist = Gist::new(word);
            assert_eq!(Gist::from_bytes(gist.to_bytes()), gist);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// Never below the score, for names spoilt and for names that have nothing to do with each other.
        #[test]
        fn no_score_is_above_it(
            a in name(),
            b in name(),
            ways in proptest::collection::vec((0usize..10, 0usize..40), 0..4),
            seed in any::<u64>(),
        ) {
            check(&a, &b, seed)?;
            check(&spoilt(&a, &ways), &a, seed)?;
            check(&a, &spoilt(&format!("{a} {b}"), &ways), seed)?;
        }
    }
}
