//! A name read as tokens with kinds, and its legal form split off.

mod legal;
mod readings;
mod tokens;
mod words;

use self::readings::{Parts, Style, in_latin};
use self::words::{merge_letters, part_numerals};
use crate::clean::clean;
use crate::person::strip_titles;
use crate::tables::LegalForm;

/// A name's characters beyond this many are not read into tokens; equality still sees all of them.
pub const CHARACTERS_MAX: usize = 2000;
/// Tokens beyond this many are left out of comparisons.
pub const TOKENS_MAX: usize = 48;

/// Readings of one name at most.
pub const READINGS_MAX: usize = 8;

/// What a token tells about whose name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Any other word: it can tell one name from another.
    Word,
    /// A line of business: electronics, shipping, bank.
    Generic,
    /// A word of structure, or one that every other company uses: group, holdings, international, technology.
    Structure,
    /// A city, country or region.
    Place,
    /// A number, also where written as a word: 14, 14th, fourteenth, 第十四.
    Number,
    /// and, of, the.
    Particle,
    /// A single letter.
    Initial,
}

/// A word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As it is compared: cleaned, and read in its one spelling where a table knows several (`intl` = international).
    pub text: String,
    /// What it tells.
    pub kind: Kind,
}

/// One way to read a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Tokens in the order of the name; a token's index is its position. Legal forms are left out.
    pub tokens: Vec<Token>,
    /// The legal form, where one is written.
    pub legal_form: LegalForm,
    /// Is this a transliteration into Latin letters?
    pub transliterated: bool,
    /// Is part of it the sound of Han characters, which many characters share?
    pub by_sound: bool,
}

impl Reading {
    /// All tokens joined without spaces, so that `Speed Matrix` and `Speedmatrix` are equal.
    #[must_use]
    pub fn joined(&self) -> String {
        self.tokens.iter().filter(|t| t.kind != Kind::Particle).map(|t| t.text.as_str()).collect()
    }

    /// All tokens sorted, so that word order does not count.
    #[must_use]
    pub fn bag(&self) -> String {
        let mut words: Vec<&str> =
            self.tokens.iter().filter(|t| t.kind != Kind::Particle).map(|t| t.text.as_str()).collect();
        words.sort_unstable();
        words.join(" ")
    }

    /// Is there a word or number that can tell this name from another?
    #[must_use]
    pub fn is_distinctive(&self) -> bool {
        self.tokens.iter().any(|t| t.kind == Kind::Word)
    }
}

/// A name as written and as read.
///
/// ```
/// use tidewaiter_names::{Kind, LegalForm, Name};
/// let name = Name::new("Shanghai Example Intell. Tech. Co., Ltd.");
/// let words: Vec<_> = name.readings[0].tokens.iter().map(|t| (t.text.as_str(), t.kind)).collect();
/// assert_eq!(words, [
///     ("shanghai", Kind::Place),
///     ("example", Kind::Word),
///     ("intelligent", Kind::Generic),
///     ("technology", Kind::Structure),
/// ]);
/// assert_eq!(name.readings[0].legal_form, LegalForm::Limited);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The whole name cleaned, legal form included.
    pub cleaned: String,
    /// As written first; then, for a name that is not in Latin letters, what it says in English and how it sounds (Han
    /// characters in pinyin, Cantonese and Wade–Giles). Never empty, at most [`READINGS_MAX`].
    pub readings: Vec<Reading>,
    /// Was the name too long to be read whole?
    pub truncated: bool,
}

impl Name {
    /// Read a name.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let cleaned = clean(text);
        let (head, mut truncated) = match cleaned.char_indices().nth(CHARACTERS_MAX) {
            Some((end, _)) => (cleaned.get(..end).unwrap_or_default(), true),
            None => (cleaned.as_str(), false),
        };
        let mut words = merge_letters(head);
        part_numerals(&mut words);
        strip_titles(&mut words);
        let as_written = Parts::new(words.iter().map(String::as_str).collect());
        let (first, cut) = as_written.read(Style::Written);
        truncated |= cut;
        let mut readings = vec![first];
        if head.is_ascii() {
            readings.extend(as_written.in_pinyin(&words, &readings));
        } else {
            readings.extend(in_latin(&words));
        }
        Self { cleaned, readings, truncated }
    }

    /// The whole name cleaned and without spaces, legal form included: `JSC ARGUMENT` and `JSCARGUMENT` are equal.
    #[must_use]
    pub fn squashed(&self) -> String {
        self.cleaned.chars().filter(|&c| c != ' ').collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> String {
        let name = Name::new(text);
        let last = name.readings.get(1).unwrap_or(&name.readings[0]);
        let tokens: Vec<String> = last.tokens.iter().map(|t| format!("{}/{:?}", t.text, t.kind)).collect();
        format!("{} [{:?}]", tokens.join(" "), last.legal_form)
    }

    #[test]
    fn a_misspelt_legal_form_is_no_brand() {
        for (written, right) in [
            ("Example Engineering Limted Liability Company", "Example Engineering Limited Liability Company"),
            ("Limited Liabilty Company Example", "Limited Liability Company Example"),
            ("Aktionernoe Obshchestvo Example", "Aktsionernoe Obshchestvo Example"),
        ] {
            assert_eq!(words(written), words(right));
        }
        // Without its neighbour a word of the form may be a brand.
        assert_eq!(words("Liabilty Example"), "liabilty/Word example/Word [None]");
    }

    #[test]
    fn company_names_fall_into_their_parts() {
        insta::assert_snapshot!(words("Example Group Co., Ltd."), @"example/Word group/Structure [Limited]");
        insta::assert_snapshot!(words("OJSC EXAMPLE WORKS"), @"example/Word factory/Generic [Stock]");
        insta::assert_snapshot!(words("A.B.C. Company"), @"abc/Word [Corporation]");
        insta::assert_snapshot!(words("上海壁仞智能科技有限公司"), @"shanghai/Place biren/Word intelligent/Generic technology/Structure [Limited]");
        insta::assert_snapshot!(words("ООО \"Радиоавтоматика\""), @"radioavtomatika/Word [Limited]");
        insta::assert_snapshot!(words("บริษัท หัวเว่ย จำกัด"), @"huawoei/Word [Limited]");
        insta::assert_snapshot!(words("Example Sp. z o.o."), @"example/Word [Limited]");
        insta::assert_snapshot!(words("P.T. Example Tbk."), @"example/Word [Stock]");
    }

    #[test]
    fn places_of_two_words_are_one() {
        insta::assert_snapshot!(words("Quorvex (Hong Kong) Limited"), @"quorvex/Word hongkong/Place [Limited]");
        assert_eq!(words("Quorvex Hongkong Ltd"), words("Quorvex Hong Kong Ltd"));
    }

    #[test]
    fn common_words_are_known_when_misspelt() {
        assert_eq!(words("Quorvex Tehnology Co., Limitd"), words("Quorvex Technology Co., Limited"));
        insta::assert_snapshot!(words("Digitel"), @"digitel/Word [None]");
        insta::assert_snapshot!(words("Limite"), @"limite/Word [None]");
    }

    #[test]
    fn numbers_are_one_spelling_and_kept_apart() {
        insta::assert_snapshot!(words("14th Research Institute"), @"14/Number institute/Generic [None]");
        assert_eq!(words("Fourteenth Research Institute"), words("14th Research Institute"));
        assert_eq!(words("No. 14 Research Inst."), words("No.014 Research Inst"));
        insta::assert_snapshot!(words("第五十四研究所"), @"54/Number institute/Generic [None]");
        insta::assert_snapshot!(words("Brigade Forty-Four"), @"brigade/Word 44/Number [None]");
        insta::assert_snapshot!(words("Example Fund XII"), @"example/Word fund/Generic 12/Number [None]");
        insta::assert_snapshot!(words("Example Fund V L.P."), @"example/Word fund/Generic 5/Number [Partnership]");
        insta::assert_snapshot!(words("Example Fund XI"), @"example/Word fund/Generic 11/Number [None]");
        insta::assert_snapshot!(words("Example Xi V"), @"example/Word xi/Word v/Initial [None]");
    }

    #[test]
    fn nothing_but_legal_words_leaves_nothing() {
        for name in ["Co Ltd", "CORP", "有限公司", "LLC", ""] {
            let name = Name::new(name);
            assert!(name.readings.iter().all(|r| r.tokens.is_empty()), "{name:?}");
        }
    }

    #[test]
    fn a_huge_name_is_bounded() {
        let name = Name::new(&"word ".repeat(20_000));
        assert!(name.truncated);
        assert_eq!(name.readings[0].tokens.len(), TOKENS_MAX);
    }

    #[test]
    fn hostile_names_are_bounded() {
        for text in
            ["上海壁仞科技与".repeat(5_000), "\u{200b}".repeat(10_000), "삼성전자".repeat(9_000), "ก".repeat(30_000)]
        {
            let name = Name::new(&text);
            assert!((1..=READINGS_MAX).contains(&name.readings.len()));
            assert!(name.readings.iter().all(|reading| reading.tokens.len() <= TOKENS_MAX));
        }
    }

    #[test]
    fn brands_of_one_sound_stay_apart_as_written() {
        let name = Name::new("中芯国际集成电路制造有限公司");
        let brand = |reading: &Reading| reading.tokens.iter().find(|t| t.kind == Kind::Word).map(|t| t.text.clone());
        assert_eq!(brand(&name.readings[0]).as_deref(), Some("中芯"));
        assert!(!name.readings[0].by_sound);
        assert!(name.readings.iter().filter(|r| brand(r).as_deref() == Some("zhongxin")).all(|r| r.by_sound));
    }

    proptest! {
        #[test]
        fn any_run_is_read(text in "[上海壁仞科技株式会社与川崎삼성전자หัวเว่ยア a-c]{0,40}") {
            let name = Name::new(&text);
            prop_assert!((1..=READINGS_MAX).contains(&name.readings.len()));
            prop_assert!(name.readings.iter().flat_map(|r| &r.tokens).all(|t| !t.text.is_empty()));
        }

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let name = Name::new(&text);
            prop_assert!(!name.readings.is_empty());
            prop_assert!(name.readings.iter().flat_map(|r| &r.tokens).all(|t| !t.text.is_empty()));
        }

        #[test]
        fn case_and_spacing_do_not_count(text in "[A-Za-z0-9.,&()' -]{0,60}") {
            let spaced = format!("  {}  ", text.to_uppercase().replace(' ', "   "));
            prop_assert_eq!(Name::new(&text), Name::new(&spaced));
        }
    }
}
