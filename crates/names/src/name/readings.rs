//! The ways to read one name: as written, in English, and by its sounds.

use super::legal::strip_legal;
use super::tokens::{mend_common_words, push_spaced, push_word};
use super::{Kind, READINGS_MAX, Reading, TOKENS_MAX, Token};
use crate::scripts::cut::{Part, cut};
use crate::scripts::meaning::{meaning, spoken};
use crate::scripts::romanise::romanise;
use crate::scripts::sound::{Japanese, Romanisation, has_cantonese, is_japanese_word, japanese, spell};
use crate::scripts::{Unspaced, script_of};
use crate::tables::{Han, LegalForm, TABLES};

/// How the parts of a name become tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Generic words in English; brands and other telling words in their own script.
    Written,
    /// Every word that the tables know in English, the rest in its own script.
    Translated,
    /// Every word that the tables know in English, the rest by its Mandarin or own sound.
    English,
    /// Every word that the tables know in English, in its further translation of this number where it has several, and
    /// brands by what their characters mean; the rest by its sound.
    Meaning(usize),
    /// Generic words in English, the rest by its sound, spelt so.
    Sound(Romanisation),
    /// Every word that the tables know in English, the rest as a Japanese name.
    Japanese,
    /// As [`Style::English`], in the other customary spelling of the script.
    OtherSpelling,
}

/// The words of a name without its legal form, and runs without spaces cut.
pub(super) struct Parts<'a> {
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
pub(super) fn in_latin(words: &[String]) -> Vec<Reading> {
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
    if parts.has_han() {
        styles.extend([Style::Meaning(0), Style::Meaning(1)]);
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
    pub fn new(mut words: Vec<&'a str>) -> Self {
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
        self.has(Unspaced::Hangul)
    }

    fn has_han(&self) -> bool {
        self.has(Unspaced::Han)
    }

    fn has(&self, script: Unspaced) -> bool {
        self.words.iter().any(|word| matches!(word, Word::Run(of, _) if *of == script))
    }

    fn has_cantonese(&self) -> bool {
        self.brands().any(has_cantonese)
    }

    /// What a name says in English that is written in pinyin throughout, where that is none of the readings known.
    pub fn in_pinyin(&self, words: &[String], known: &[Reading]) -> Option<Reading> {
        let spaced = |word: &Word<'a>| if let Word::Spaced(word) = word { Some(*word) } else { None };
        let rest: Vec<&str> = self.words.iter().filter_map(spaced).collect();
        let mut reading = Reading { legal_form: self.legal_form, transliterated: true, ..Reading::default() };
        push_spaced(&spoken(words, &rest)?, &mut reading.tokens);
        reading.tokens.truncate(TOKENS_MAX);
        known.iter().all(|other| other.tokens != reading.tokens).then_some(reading)
    }

    /// Read into tokens: numbers and generic words in one spelling. Says, too, whether tokens were left out.
    pub fn read(&self, style: Style) -> (Reading, bool) {
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
        let further = match style {
            Style::Meaning(choice) => choice.checked_sub(1).and_then(|at| TABLES.translations.get(text)?.get(at)),
            _ => None,
        };
        let words = further.unwrap_or(words).iter();
        return reading.tokens.extend(words.map(|&(kind, read_as)| Token { text: read_as.to_owned(), kind }));
    }
    if let (Style::Meaning(choice), Unspaced::Han) = (style, script)
        && let Some(words) = meaning(text, choice)
    {
        return words.into_iter().for_each(|word| push_word(word, &mut reading.tokens));
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
