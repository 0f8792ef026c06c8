//! A name read as tokens with kinds, and its legal form split off.

use unicode_normalization::char::is_combining_mark;

use crate::clean::clean;
use crate::compare::SERIES;
use crate::person::strip_titles;
use crate::scripts::cut::{Part, cut};
use crate::scripts::romanise::romanise;
use crate::scripts::sound::{Japanese, Romanisation, has_cantonese, is_japanese_word, is_pinyin, japanese, spell};
use crate::scripts::{Unspaced, script_of, unspaced};
use crate::tables::{Han, LegalForm, Place, Read, TABLES, misspelt_form, misspelt_word, number_word, roman, stem};

/// A name's characters beyond this many are not read into tokens; equality still sees all of them.
pub const CHARACTERS_MAX: usize = 2000;
/// Tokens beyond this many are left out of comparisons.
pub const TOKENS_MAX: usize = 48;

/// Readings of one name at most.
pub const READINGS_MAX: usize = 6;

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
    /// characters in pinyin, Cantonese and Wade–Giles). Never empty, at most six.
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
        if !head.is_ascii() {
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

/// Part a Roman numeral of one letter from the legal form that it ran into: `Example Fund V L.P.`.
fn part_numerals(words: &mut Vec<String>) {
    let mut at = 1;
    while at < words.len() {
        let parted = match (at.checked_sub(1).and_then(|before| words.get(before)), words.get(at)) {
            (Some(before), Some(word)) if says_series(before) => word.split_at_checked(1).filter(|(numeral, rest)| {
                series_numeral(numeral).is_some() && form_at_end(&["", rest]).is_some_and(|(length, _)| length == 1)
            }),
            _ => None,
        };
        if let Some((numeral, form)) = parted.map(|(numeral, form)| (numeral.to_owned(), form.to_owned()))
            && let Some(slot) = words.get_mut(at)
        {
            *slot = form;
            words.insert(at, numeral);
        }
        at = at.saturating_add(1);
    }
}

/// Is it a word behind which funds of one sponsor are numbered?
fn says_series(word: &str) -> bool {
    TABLES.words.get(word).is_some_and(|(_, read_as)| SERIES.contains(read_as))
}

/// Roman numerals that are a letter or a name of their own where no fund is numbered.
fn series_numeral(word: &str) -> Option<u32> {
    match word {
        "i" => Some(1),
        "v" => Some(5),
        "x" => Some(10),
        "xi" => Some(11),
        "xx" => Some(20),
        _ => None,
    }
}

fn split_scripts(word: &str, out: &mut Vec<String>) {
    if word.is_ascii() {
        out.push(word.to_owned());
        return;
    }
    let mut run = String::new();
    let mut run_script = None;
    for c in word.chars() {
        // A mark belongs to the letter before it.
        let script = if is_combining_mark(c) { run_script.flatten() } else { unspaced(c) };
        if run_script.is_some_and(|known| known != script) {
            out.push(std::mem::take(&mut run));
        }
        run_script = Some(script);
        run.push(c);
    }
    if !run.is_empty() {
        out.push(run);
    }
}

/// How the parts of a name become tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// Generic words in English; brands and other telling words in their own script.
    Written,
    /// Every word that the tables know in English, the rest in its own script.
    Translated,
    /// Every word that the tables know in English, the rest by its Mandarin or own sound.
    English,
    /// Generic words in English, the rest by its sound, spelt so.
    Sound(Romanisation),
    /// Every word that the tables know in English, the rest as a Japanese name.
    Japanese,
    /// As [`Style::English`], in the other customary spelling of the script.
    OtherSpelling,
}

/// The words of a name without its legal form, and runs without spaces cut.
struct Parts<'a> {
    words: Vec<Word<'a>>,
    legal_form: LegalForm,
    /// Does it say that it is Japanese, by its legal form or by kana?
    japanese: bool,
}

enum Word<'a> {
    Spaced(&'a str),
    Run(Unspaced, Vec<Part<'a>>),
}

/// The readings in other words and letters, each but once.
fn in_latin(words: &[String]) -> Vec<Reading> {
    // What no table knows is read by its sound first: the sound may be a legal form or a common word.
    let spelt = |other: bool| -> Vec<String> {
        let spell = |word: &String| {
            let known = word.is_ascii() || script_of(word).is_some() || TABLES.words.contains_key(word.as_str());
            if known { word.clone() } else { romanise(word, other) }
        };
        words.iter().map(spell).filter(|word| !word.is_empty()).collect()
    };
    let latin = spelt(false);
    // Legal forms are known as written, too.
    let mut as_written: Vec<&str> = words.iter().map(String::as_str).collect();
    let legal_form = strip_legal(&mut as_written);
    let mut parts = Parts::new(latin.iter().map(String::as_str).collect());
    if parts.legal_form == LegalForm::None {
        parts.legal_form = legal_form;
    }
    let mut readings: Vec<Reading> = Vec::new();
    let mut add = |parts: &Parts<'_>, style: Style| {
        let (mut reading, _) = parts.read(style);
        reading.transliterated = true;
        if readings.iter().all(|known| known.tokens != reading.tokens) {
            readings.push(reading);
        }
    };
    let mut styles = vec![Style::English];
    if parts.has_brand_in_han() {
        styles.push(Style::Translated);
        styles.push(Style::Sound(Romanisation::Pinyin));
        if parts.japanese {
            styles.push(Style::Japanese);
        } else {
            if parts.has_cantonese() {
                styles.push(Style::Sound(Romanisation::Cantonese));
            }
            styles.push(Style::Sound(Romanisation::WadeGiles));
        }
    }
    for style in styles {
        add(&parts, style);
    }
    let other = spelt(true);
    let mut parts = Parts { legal_form: parts.legal_form, ..Parts::new(other.iter().map(String::as_str).collect()) };
    if other != latin || parts.has_hangul() {
        parts.japanese = false;
        add(&parts, Style::OtherSpelling);
    }
    readings.truncate(READINGS_MAX.saturating_sub(1));
    readings
}

impl<'a> Parts<'a> {
    fn new(mut words: Vec<&'a str>) -> Self {
        let mut legal_form = strip_legal(&mut words);
        let mut parts = Vec::with_capacity(words.len());
        let mut japanese = false;
        for word in words {
            let Some(script) = script_of(word) else {
                parts.push(Word::Spaced(word));
                continue;
            };
            let mut run = cut(word);
            japanese |= script == Unspaced::Kana;
            run.retain(|part| match part {
                Part::Known(text, Han::Legal(form)) => {
                    legal_form = *form;
                    japanese |= text.ends_with("会社");
                    false
                }
                _ => true,
            });
            parts.push(Word::Run(script, run));
        }
        Self { words: parts, legal_form, japanese }
    }

    /// The parts in Han characters that may be a brand.
    fn brands(&self) -> impl Iterator<Item = &'a str> {
        self.words
            .iter()
            .filter_map(|word| match word {
                Word::Run(Unspaced::Han, parts) => Some(parts),
                _ => None,
            })
            .flatten()
            .filter_map(|part| match part {
                Part::Unknown(text) => Some(*text),
                Part::Known(text, word) if word.is_telling() => Some(*text),
                _ => None,
            })
    }

    fn has_brand_in_han(&self) -> bool {
        self.brands().next().is_some()
    }

    fn has_hangul(&self) -> bool {
        self.words.iter().any(|word| matches!(word, Word::Run(Unspaced::Hangul, _)))
    }

    fn has_cantonese(&self) -> bool {
        self.brands().any(has_cantonese)
    }

    /// Read into tokens: numbers and generic words in one spelling. Says, too, whether tokens were left out.
    fn read(&self, style: Style) -> (Reading, bool) {
        let mut reading = Reading { legal_form: self.legal_form, ..Reading::default() };
        let mut spaced: Vec<&str> = Vec::new();
        for word in &self.words {
            match word {
                Word::Spaced(word) => spaced.push(word),
                Word::Run(script, parts) => {
                    push_spaced(&spaced, &mut reading.tokens);
                    spaced.clear();
                    for part in parts {
                        push_part(part, *script, style, &mut reading);
                    }
                }
            }
        }
        push_spaced(&spaced, &mut reading.tokens);
        // A sound that is nearly a common word is another name.
        if !reading.by_sound {
            mend_common_words(&mut reading.tokens);
        }
        let cut = reading.tokens.len() > TOKENS_MAX;
        reading.tokens.truncate(TOKENS_MAX);
        (reading, cut)
    }
}

/// Add words that were written apart: phrases and syllables as one, known words in their one spelling.
fn push_spaced(words: &[&str], tokens: &mut Vec<Token>) {
    let mut rest = words;
    while let [word, after @ ..] = rest {
        let phrase = TABLES.phrases.get(word).and_then(|all| all.iter().find(|(next, _)| after.starts_with(next)));
        rest = after;
        if let Some((next, (kind, read_as))) = phrase {
            tokens.push(Token { text: (*read_as).to_owned(), kind: *kind });
            rest = after.get(next.len()..).unwrap_or_default();
        } else if let Some((length, (kind, read_as))) = syllables(word, after) {
            tokens.push(Token { text: read_as.to_owned(), kind });
            rest = after.get(length..).unwrap_or_default();
        } else {
            push_word(word, tokens);
        }
    }
}

/// A common word written in syllables, `ke ji`: how many of the words after the first belong to it, and the word.
fn syllables(first: &str, after: &[&str]) -> Option<(usize, Read)> {
    const SYLLABLE_MAX: usize = 6;
    const SYLLABLES_MAX: usize = 4;
    let syllable = |word: &str| (2..=SYLLABLE_MAX).contains(&word.len()) && is_pinyin(word);
    if !syllable(first) || !after.first().is_some_and(|next| syllable(next)) {
        return None;
    }
    let more = after.iter().take(SYLLABLES_MAX.saturating_sub(1)).take_while(|word| syllable(word)).count();
    (1..=more).rev().find_map(|length| {
        let joined: String = std::iter::once(&first).chain(after.iter().take(length)).copied().collect();
        let &(kind, read_as) = TABLES.words.get(joined.as_str())?;
        (kind != Kind::Word).then_some((length, (kind, read_as)))
    })
}

fn push_part(part: &Part<'_>, script: Unspaced, style: Style, reading: &mut Reading) {
    let (text, word) = match part {
        Part::Number(number) => {
            return reading.tokens.push(Token { text: number.to_string(), kind: Kind::Number });
        }
        Part::Unknown(text) => (*text, None),
        Part::Known(text, word) => (*text, Some(*word)),
    };
    if style == Style::Japanese && script == Unspaced::Han && push_japanese(text, word, reading) {
        return;
    }
    if let Some(word @ Han::Words(words)) = word
        && (!matches!(style, Style::Written | Style::Sound(_)) || !word.is_telling())
    {
        let tokens = words.iter().map(|&(kind, read_as)| Token { text: read_as.to_owned(), kind });
        return reading.tokens.extend(tokens);
    }
    // The sign of ordinals before digits that are written in their own script: 第14.
    if text == "第" {
        return;
    }
    let text = match (style, script) {
        (Style::Written | Style::Translated, _) => text.to_owned(),
        (Style::Sound(romanisation), Unspaced::Han) => spell(text, romanisation),
        _ => romanise(text, style == Style::OtherSpelling),
    };
    if text.is_empty() {
        return;
    }
    reading.by_sound |= !matches!(style, Style::Written | Style::Translated) && script == Unspaced::Han;
    reading.tokens.push(Token { text, kind: Kind::Word });
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

/// Add a part of a Japanese name: what no table knows, and company words that Japan says otherwise than China. Says
/// whether it was either.
fn push_japanese(text: &str, word: Option<&Han>, reading: &mut Reading) -> bool {
    let read_as = japanese(text);
    if word.is_some()
        && !matches!(read_as.as_slice(), [Japanese::Words(_)])
        && !matches!(read_as.as_slice(), [Japanese::Sound(_)] if is_japanese_word(text))
    {
        return false;
    }
    for part in read_as {
        match part {
            Japanese::Words(words) => push_spaced(&words.split(' ').collect::<Vec<_>>(), &mut reading.tokens),
            Japanese::Sound(text) => {
                reading.by_sound = true;
                push_spaced(&[text.as_str()], &mut reading.tokens);
            }
        }
    }
    true
}

/// Take legal forms off both ends, and the unmistakable ones anywhere; the last one on the right counts. A name of
/// nothing but legal words is left with none.
fn strip_legal(words: &mut Vec<&str>) -> LegalForm {
    mend_legal(words);
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

/// Read a misspelt word of a legal form as what it is, where its neighbour in the form stands beside it (`limted
/// liability`): left alone it would pass for a brand.
fn mend_legal(words: &mut [&str]) {
    for at in 0..words.len() {
        let neighbours = words.get(at).and_then(|word| TABLES.legal_neighbours.get(word));
        for &(known, behind) in neighbours.into_iter().flatten() {
            let beside = if behind { at.checked_add(1) } else { at.checked_sub(1) };
            let Some((beside, word)) = beside.and_then(|beside| Some((beside, *words.get(beside)?))) else { continue };
            if !word.is_ascii() || word == known || crate::likeness::edits(word, known, 1).is_none() {
                continue;
            }
            // Only where a whole form comes out.
            if let Some(slot) = words.get_mut(beside) {
                *slot = known;
            }
            if form_at_end(words).is_none_or(|(length, _)| length < 2)
                && form_at(words, 0, true).is_none_or(|(length, _)| length < 2)
                && let Some(slot) = words.get_mut(beside)
            {
                *slot = word;
            }
        }
    }
}

fn form_at_end(words: &[&str]) -> Option<(usize, LegalForm)> {
    TABLES.forms_by_end.get(words.last()?)?.iter().find_map(|&index| {
        let (form_words, form, place) = TABLES.all.get(index)?;
        let alone = *place == Place::Tail && words.len() == form_words.len();
        (*place != Place::Start && !alone && words.ends_with(form_words)).then_some((form_words.len(), *form))
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
        return tokens.push(Token { text: value.to_string(), kind: Kind::Number });
    }
    if let Some(value) = series_numeral(word)
        && tokens.last().is_some_and(|last| SERIES.contains(&last.text.as_str()))
    {
        return tokens.push(Token { text: value.to_string(), kind: Kind::Number });
    }
    let mut add = |text: String, kind| tokens.push(Token { text, kind });
    match TABLES.words.get(word) {
        Some(&(kind, read_as)) => add(read_as.to_owned(), kind),
        None if word.chars().nth(1).is_none() && word.is_ascii() => add(word.to_owned(), Kind::Initial),
        None if is_code(word) => add(word.to_owned(), Kind::Number),
        None => match stem(word) {
            Some((kind, read_as)) => add(read_as.to_owned(), kind),
            None => add(word.to_owned(), Kind::Word),
        },
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
