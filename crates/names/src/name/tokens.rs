//! Words read as tokens: common words and numbers in one spelling.

use super::words::series_numeral;
use super::{Kind, Token};
use crate::compare::SERIES;
use crate::scripts::sound::is_pinyin;
use crate::tables::{Read, TABLES, misspelt_word, number_word, roman, stem};

/// Add words that were written apart: phrases and syllables as one, known words in their one spelling.
pub(super) fn push_spaced(words: &[&str], tokens: &mut Vec<Token>) {
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

/// Read a misspelt common word as what it is, else it would pass for a brand. The last distinctive word is left: it may
/// be a brand that looks like a common word.
pub(super) fn mend_common_words(tokens: &mut [Token]) {
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

/// Is it a short code of letters and digits (`x1`, `31m`), which tells companies apart as a number does, and no more?
fn is_code(word: &str) -> bool {
    let any = |of: fn(&u8) -> bool| word.as_bytes().iter().any(of);
    word.len() <= 3 && word.is_ascii() && any(u8::is_ascii_digit) && any(u8::is_ascii_alphabetic)
}

/// Add a word that is not Han: numbers as digits, known words in their one spelling.
pub(super) fn push_word(word: &str, tokens: &mut Vec<Token>) {
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
