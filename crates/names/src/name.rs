//! A name read as tokens with kinds, and its legal form split off.

use crate::clean::{clean, to_latin};
use crate::tables::{Han, LegalForm, Place, TABLES, misspelt_form, misspelt_word, number_word, roman};

/// A name's characters beyond this many are not read into tokens; equality still sees all of them.
pub const CHARACTERS_MAX: usize = 2000;
/// Tokens beyond this many are left out of comparisons.
pub const TOKENS_MAX: usize = 48;

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
    /// Is part of it the Mandarin sound of Han characters, which many characters share?
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
    /// As written first; then, for a name that is not in Latin letters, its transliteration. Never empty.
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
        let words = merge_letters(head);
        let (first, cut) = read(words.iter().map(String::as_str).collect(), false);
        truncated |= cut;
        let mut readings = vec![first];
        if !head.is_ascii() {
            let latin = transliterate(&words);
            readings.push(latin);
        }
        Self { cleaned, readings, truncated }
    }

    /// The whole name cleaned and without spaces, legal form included: `JSC ARGUMENT` and `JSCARGUMENT` are equal.
    #[must_use]
    pub fn squashed(&self) -> String {
        self.cleaned.chars().filter(|&c| c != ' ').collect()
    }
}

/// Split at spaces and at borders between Han and other characters, and join runs of single letters: `a b c` is `abc`.
fn merge_letters(cleaned: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut run_open = false;
    let mut letters = 0u32;
    for word in cleaned.split(' ').filter(|word| !word.is_empty()) {
        let single = word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
        match words.last_mut() {
            Some(last) if single && run_open => {
                last.push_str(word);
                letters = letters.saturating_add(1);
            }
            _ => {
                split_scripts(word, &mut words);
                letters = 1;
            }
        }
        run_open = single;
    }
    words
}

fn split_scripts(word: &str, out: &mut Vec<String>) {
    if word.is_ascii() {
        out.push(word.to_owned());
        return;
    }
    let mut run = String::new();
    let mut run_is_han = None;
    for c in word.chars() {
        let han = Some(is_han(c));
        if run_is_han.is_some() && run_is_han != han {
            out.push(std::mem::take(&mut run));
        }
        run_is_han = han;
        run.push(c);
    }
    if !run.is_empty() {
        out.push(run);
    }
}

pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Read words into tokens: legal forms off, Han runs cut, numbers and generic words in one spelling.
fn read(mut words: Vec<&str>, transliterated: bool) -> (Reading, bool) {
    let legal_form = strip_legal(&mut words);
    let mut reading = Reading { tokens: Vec::with_capacity(words.len()), legal_form, transliterated, by_sound: false };
    let mut rest = words.as_slice();
    while let [word, after @ ..] = rest {
        let phrase = after.first().and_then(|next| TABLES.phrases.get(&(*word, *next)));
        rest = after;
        if let Some(&(kind, read_as)) = phrase {
            reading.tokens.push(Token { text: read_as.to_owned(), kind });
            rest = after.get(1..).unwrap_or_default();
        } else if word.chars().next().is_some_and(is_han) {
            cut_han(word, &mut reading, false);
        } else {
            push_word(word, &mut reading.tokens);
        }
    }
    mend_common_words(&mut reading.tokens);
    let cut = reading.tokens.len() > TOKENS_MAX;
    reading.tokens.truncate(TOKENS_MAX);
    (reading, cut)
}

/// Read a misspelt common word as what it is, else it would pass for a brand. The last distinctive word is left: it may
/// be a brand that looks like a common word.
fn mend_common_words(tokens: &mut [Token]) {
    let mut brands = tokens.iter().filter(|token| token.kind == Kind::Word).count();
    for token in tokens.iter_mut().rev().filter(|token| token.kind == Kind::Word) {
        if brands > 1
            && let Some((kind, read_as)) = misspelt_word(&token.text)
        {
            *token = Token { text: read_as.to_owned(), kind };
            brands = brands.saturating_sub(1);
        }
    }
}

/// The reading in Latin letters. Han words that the tables know are read in English, the rest by sound.
fn transliterate(words: &[String]) -> Reading {
    // Legal forms are taken off before the sound replaces the script: the tables know them as written.
    let mut as_written: Vec<&str> = words.iter().map(String::as_str).collect();
    let legal_form = strip_legal(&mut as_written);
    let mut han = Reading { legal_form, ..Reading::default() };
    let mut latin: Vec<String> = Vec::new();
    for word in as_written {
        if word.chars().next().is_some_and(is_han) {
            cut_han(word, &mut han, true);
            latin.extend(han.tokens.drain(..).map(|t| t.text));
        } else if word.is_ascii() {
            latin.push(word.to_owned());
        } else if let Some((_, read_as)) = TABLES.words.get(word) {
            latin.push((*read_as).to_owned());
        } else {
            let sound = to_latin(word);
            if !sound.is_empty() {
                latin.push(sound);
            }
        }
    }
    let (mut reading, _) = read(latin.iter().map(String::as_str).collect(), true);
    if reading.legal_form == LegalForm::None {
        reading.legal_form = han.legal_form;
    }
    reading.by_sound = han.by_sound;
    reading
}

/// Cut a run of Han characters into the words that the tables know (the longest first) and what is left between.
fn cut_han(run: &str, reading: &mut Reading, in_latin: bool) {
    let chars: Vec<char> = run.chars().collect();
    let mut rest = String::new();
    let mut at = 0;
    let flush = |rest: &mut String, reading: &mut Reading| {
        if !rest.is_empty() {
            reading.by_sound |= in_latin;
            let text = if in_latin { to_latin(rest) } else { std::mem::take(rest) };
            rest.clear();
            if !text.is_empty() {
                reading.tokens.push(Token { text, kind: Kind::Word });
            }
        }
    };
    while at < chars.len() {
        if let Some((number, length)) = han_number(chars.get(at..).unwrap_or_default()) {
            flush(&mut rest, reading);
            reading.tokens.push(Token { text: number.to_string(), kind: Kind::Number });
            at = at.saturating_add(length);
            continue;
        }
        let known = (1..=TABLES.han_longest).rev().find_map(|length| {
            let word: String = chars.get(at..at.checked_add(length)?)?.iter().collect();
            TABLES.han.get(word.as_str()).map(|&known| (length, known, word))
        });
        match known {
            // One character alone means little inside a brand: 厂 ends a name, it does not begin one.
            Some((1, ..)) if at.saturating_add(1) != chars.len() => {
                rest.extend(chars.get(at));
                at = at.saturating_add(1);
            }
            Some((length, known, _)) => {
                flush(&mut rest, reading);
                match known {
                    Han::Word(kind, read_as) => reading.tokens.push(Token { text: read_as.to_owned(), kind }),
                    Han::Legal(form) => reading.legal_form = form,
                }
                at = at.saturating_add(length);
            }
            None => {
                rest.extend(chars.get(at));
                at = at.saturating_add(1);
            }
        }
    }
    flush(&mut rest, reading);
}

/// An ordinal such as 第十四 at the start of a run: its value and its length in characters.
fn han_number(chars: &[char]) -> Option<(u32, usize)> {
    if chars.first() != Some(&'第') {
        return None;
    }
    let digit = |c: char| "零一二三四五六七八九".chars().position(|d| d == c).and_then(|n| u32::try_from(n).ok());
    let (mut total, mut ones, mut length) = (0u32, None::<u32>, 1usize);
    for &c in chars.get(1..)? {
        match c {
            '十' => total = total.checked_add(ones.take().unwrap_or(1).checked_mul(10)?)?,
            '百' => total = total.checked_add(ones.take().unwrap_or(1).checked_mul(100)?)?,
            _ => match digit(c) {
                Some(d) => ones = Some(ones.unwrap_or(0).checked_mul(10)?.checked_add(d)?),
                None => break,
            },
        }
        length = length.checked_add(1)?;
    }
    (length > 1).then_some((total.checked_add(ones.unwrap_or(0))?, length))
}

/// Take legal forms off both ends, and the unmistakable ones anywhere; the last one on the right counts. A name of
/// nothing but legal words is left with none.
fn strip_legal(words: &mut Vec<&str>) -> LegalForm {
    let mut found = LegalForm::None;
    loop {
        if let Some((length, form)) = form_at_end(words) {
            words.truncate(words.len().saturating_sub(length));
            found = if found == LegalForm::None { form } else { found };
        } else if let Some((length, form)) = form_at(words, 0, true) {
            words.drain(..length.min(words.len()));
            found = if found == LegalForm::None { form } else { found };
        } else if found == LegalForm::None
            && words.len() > 1
            && let Some(form) = words.last().and_then(|word| misspelt_form(word))
        {
            words.pop();
            found = form;
        } else {
            break;
        }
    }
    let mut at = 1;
    while at < words.len() {
        if let Some((length, form)) = form_at(words, at, false) {
            words.drain(at..at.saturating_add(length).min(words.len()));
            found = if found == LegalForm::None { form } else { found };
        } else {
            at = at.saturating_add(1);
        }
    }
    found
}

fn form_at_end(words: &[&str]) -> Option<(usize, LegalForm)> {
    TABLES.forms_by_end.get(words.last()?)?.iter().find_map(|&index| {
        let (form_words, form, place) = TABLES.all.get(index)?;
        (*place != Place::Start && words.ends_with(form_words)).then_some((form_words.len(), *form))
    })
}

fn form_at(words: &[&str], at: usize, start: bool) -> Option<(usize, LegalForm)> {
    let rest = words.get(at..)?;
    TABLES.forms.get(rest.first()?)?.iter().find_map(|form| {
        let fits = form.place == Place::Anywhere || (start && matches!(form.place, Place::Start | Place::Both));
        (fits && rest.starts_with(&form.words)).then_some((form.words.len(), form.form))
    })
}

/// Is it a short code of letters and digits (`x1`, `31m`), which tells companies apart as a number does, and no more?
fn is_code(word: &str) -> bool {
    let any = |of: fn(&u8) -> bool| word.as_bytes().iter().any(of);
    word.len() <= 3 && word.is_ascii() && any(u8::is_ascii_digit) && any(u8::is_ascii_alphabetic)
}

/// Add a word that is not Han: numbers as digits, known words in their one spelling.
fn push_word(word: &str, tokens: &mut Vec<Token>) {
    let mut add = |text: String, kind| tokens.push(Token { text, kind });
    if let Some(number) = digits(word) {
        // "No. 2", "No2": the sign for number says nothing itself.
        if tokens.last().is_some_and(|last| last.kind == Kind::Particle && last.text == "no") {
            tokens.pop();
        }
        return tokens.push(Token { text: number, kind: Kind::Number });
    }
    if let Some((value, open)) = number_word(word) {
        let after_ten = tokens.last().is_some_and(|last| last.kind == Kind::Number && last.text.ends_with('0'));
        let tens = tokens.last().and_then(|last| last.text.parse::<u32>().ok()).filter(|n| (20..=90).contains(n));
        if let (true, false, Some(tens), 1..=9) = (after_ten, open, tens, value) {
            tokens.pop();
            let sum = tens.saturating_add(value);
            return tokens.push(Token { text: sum.to_string(), kind: Kind::Number });
        }
        return tokens.push(Token { text: value.to_string(), kind: Kind::Number });
    }
    if let Some(value) = roman(word) {
        return add(value.to_string(), Kind::Number);
    }
    match TABLES.words.get(word) {
        Some(&(kind, read_as)) => add(read_as.to_owned(), kind),
        None if word.chars().nth(1).is_none() && word.is_ascii() => add(word.to_owned(), Kind::Initial),
        None if is_code(word) => add(word.to_owned(), Kind::Number),
        None => add(word.to_owned(), Kind::Word),
    }
}

/// The digits of `14`, `014`, `14th` and `no14`; zeros in front do not count.
fn digits(word: &str) -> Option<String> {
    let bare = word.strip_prefix("no").filter(|rest| !rest.is_empty()).unwrap_or(word);
    let number = ["st", "nd", "rd", "th"].iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(bare);
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let trimmed = number.trim_start_matches('0');
    Some(if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> String {
        let name = Name::new(text);
        let last = name.readings.last().unwrap();
        let tokens: Vec<String> = last.tokens.iter().map(|t| format!("{}/{:?}", t.text, t.kind)).collect();
        format!("{} [{:?}]", tokens.join(" "), last.legal_form)
    }

    #[test]
    fn company_names_fall_into_their_parts() {
        insta::assert_snapshot!(words("Example Group Co., Ltd."), @"example/Word group/Structure [Limited]");
        insta::assert_snapshot!(words("OJSC EXAMPLE WORKS"), @"example/Word factory/Generic [Stock]");
        insta::assert_snapshot!(words("A.B.C. Company"), @"abc/Word [Corporation]");
        insta::assert_snapshot!(words("上海壁仞智能科技有限公司"), @"shanghai/Place biren/Word intelligent/Generic technology/Structure [Limited]");
        insta::assert_snapshot!(words("ООО \"Радиоавтоматика\""), @"radioavtomatika/Word [Limited]");
        insta::assert_snapshot!(words("บริษัท หัวเว่ย จำกัด"), @"hawewy/Word [Limited]");
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
        insta::assert_snapshot!(words("14th Research Institute"), @"14/Number research/Generic institute/Generic [None]");
        assert_eq!(words("Fourteenth Research Institute"), words("14th Research Institute"));
        assert_eq!(words("No. 14 Research Inst."), words("No.014 Research Inst"));
        insta::assert_snapshot!(words("第五十四研究所"), @"54/Number institute/Generic [None]");
        insta::assert_snapshot!(words("Brigade Forty-Four"), @"brigade/Word 44/Number [None]");
        insta::assert_snapshot!(words("Example Fund XII"), @"example/Word fund/Generic 12/Number [None]");
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

    proptest! {
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
