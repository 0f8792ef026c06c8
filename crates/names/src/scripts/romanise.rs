//! Scripts other than Han in Latin letters, as their names are customarily written abroad.

use crate::scripts::sound::to_latin;
use crate::scripts::{Unspaced, script_of};

/// A word in Latin letters: ASCII, lower case.
///
/// `other` asks for the other customary spelling: Korean `u` for `eo` (Samsung, where the official romanisation has
/// Samseong), Cyrillic `h` for `kh`. Equal to the first where there is none.
pub(crate) fn romanise(word: &str, other: bool) -> String {
    match script_of(word) {
        Some(Unspaced::Thai) => thai(word),
        Some(Unspaced::Hangul) => {
            let official = to_latin(word);
            if other { official.replace("eo", "u").replace("eu", "u").replace("dae", "dai") } else { official }
        }
        Some(Unspaced::Kana) => kana(word),
        Some(Unspaced::Han) => to_latin(word),
        None if word.chars().any(is_arabic) => arabic(word),
        None => {
            let latin = to_latin(word);
            let cyrillic = word.chars().any(|c| matches!(c, '\u{0400}'..='\u{04ff}'));
            if cyrillic && other { latin.replace("kh", "h").replace("ks", "x").replace("dzh", "j") } else { latin }
        }
    }
}

/// Katakana lengthens a vowel with a sign, and doubles a consonant with a small tsu, which `any_ascii` gives as letters.
fn kana(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars().filter(|c| *c != 'ー') {
        let sound = to_latin(c.encode_utf8(&mut [0; 4]));
        match c {
            'ャ' | 'ュ' | 'ョ' | 'ゃ' | 'ゅ' | 'ょ' if out.ends_with('i') => {
                out.pop();
                let soft = ["sh", "ch", "j"].iter().any(|end| out.ends_with(end));
                out.push_str(if soft { sound.trim_start_matches('y') } else { &sound });
            }
            'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' if out.ends_with(is_vowel) => {
                out.pop();
                out.push_str(&sound);
            }
            'ッ' | 'っ' => {}
            _ => out.push_str(&sound),
        }
    }
    out
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{06ff}' | '\u{0750}'..='\u{077f}')
}

/// Arabic letters one by one; waw and ya are vowels but where a vowel stands beside them. The article goes.
fn arabic(word: &str) -> String {
    let mut rest = word;
    for article in ["لل", "ال"] {
        if let Some(after) = word.strip_prefix(article)
            && after.chars().count() >= 3
        {
            rest = after;
            break;
        }
    }
    let mut out = String::with_capacity(rest.len());
    let mut letters = rest.chars().peekable();
    while let Some(c) = letters.next() {
        let after_vowel = out.chars().last().is_none_or(is_vowel);
        let ends = letters.peek().is_none();
        match c {
            'و' => out.push(if after_vowel && !ends { 'w' } else { 'u' }),
            'ي' | 'ى' | 'ی' => out.push(if after_vowel && !ends { 'y' } else { 'i' }),
            'ا' | 'آ' | 'أ' => out.push('a'),
            'إ' => out.push('i'),
            'ة' | 'ه' if ends => out.push('a'),
            'ع' | 'ء' => {}
            _ => out.push_str(&to_latin(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out
}

/// A Thai consonant where it begins a syllable. Source: the Royal Thai General System of Transcription.
fn thai_consonant(c: char) -> Option<&'static str> {
    Some(match c {
        'ก' => "k",
        'ข' | 'ฃ' | 'ค' | 'ฅ' | 'ฆ' => "kh",
        'ง' => "ng",
        'จ' => "ch",
        'ฉ' | 'ช' | 'ฌ' => "ch",
        'ซ' | 'ศ' | 'ษ' | 'ส' => "s",
        'ญ' | 'ย' => "y",
        'ฎ' | 'ด' => "d",
        'ฏ' | 'ต' => "t",
        'ฐ' | 'ฑ' | 'ฒ' | 'ถ' | 'ท' | 'ธ' => "th",
        'ณ' | 'น' => "n",
        'บ' => "b",
        'ป' => "p",
        'ผ' | 'พ' | 'ภ' => "ph",
        'ฝ' | 'ฟ' => "f",
        'ม' => "m",
        'ร' => "r",
        'ล' | 'ฬ' => "l",
        'ว' => "w",
        'ห' | 'ฮ' => "h",
        'อ' => "",
        _ => return None,
    })
}

/// Thai roughly as the Royal system writes it: vowels before a consonant are said after it; vowels that are not written
/// are left out, and tones with them.
fn thai(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let at = |i: usize| letters.get(i).copied().unwrap_or(' ');
    let mut out = String::with_capacity(word.len());
    let mut i = 0usize;
    while i < letters.len() {
        let c = at(i);
        let next = i.saturating_add(1);
        let (consonant, lead) = match c {
            'เ' | 'แ' | 'โ' | 'ไ' | 'ใ' => (at(next), Some(c)),
            _ => (c, None),
        };
        let Some(sound) = thai_consonant(consonant) else {
            // A consonant with this sign is not said.
            match c {
                'ะ' | 'า' => out.push('a'),
                _ if c.is_ascii_alphanumeric() => out.push(c),
                _ => {}
            }
            i = next;
            continue;
        };
        let after = if lead.is_some() { i.saturating_add(2) } else { next };
        if at(after) == '\u{0e4c}' {
            i = after.saturating_add(1);
            continue;
        }
        out.push_str(sound);
        let (one, two) = (at(after), at(after.saturating_add(1)));
        let (vowel, used) = match (lead, one, two) {
            (Some('เ'), 'ี', 'ย') => ("ia", 2),
            (Some('เ'), 'ื', 'อ') => ("uea", 2),
            (Some('เ'), 'า', _) => ("ao", 1),
            (Some('เ'), 'อ', _) => ("oe", 1),
            (Some('เ'), 'ย', _) => ("oei", 1),
            (Some('เ'), 'ิ', _) => ("oe", 1),
            (Some('เ'), '็', _) => ("e", 1),
            (Some('เ'), _, _) => ("e", 0),
            (Some('แ'), _, _) => ("ae", 0),
            (Some('โ'), _, _) => ("o", 0),
            (Some(_), 'ย', _) => ("ai", 1),
            (Some(_), _, _) => ("ai", 0),
            (None, 'ั', 'ว') => ("ua", 2),
            (None, 'ั', 'ย') => ("ai", 2),
            (None, 'ั', _) => ("a", 1),
            (None, '\u{0e4d}', 'า') => ("am", 2),
            (None, 'ะ' | 'า', _) => ("a", 1),
            (None, 'ิ' | 'ี', _) => ("i", 1),
            (None, 'ึ' | 'ื', _) => ("ue", 1),
            (None, 'ุ' | 'ู', _) => ("u", 1),
            (None, 'อ', _) if !sound.is_empty() => ("o", 1),
            _ => ("", 0),
        };
        out.push_str(vowel);
        i = after.saturating_add(used);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_spelt_as_abroad() {
        let read = |word: &str| romanise(&crate::clean(word), false);
        insta::assert_snapshot!(read("หัวเว่ย"), @"huawoei");
        insta::assert_snapshot!(read("เทคโนโลยี"), @"thekhnoloyi");
        insta::assert_snapshot!(read("هواوي"), @"huawi");
        insta::assert_snapshot!(read("삼성"), @"samseong");
        insta::assert_snapshot!(romanise("삼성", true), @"samsung");
        insta::assert_snapshot!(romanise("хуавэи", true), @"huavei");
        insta::assert_snapshot!(read("エレクトロニクス"), @"erekutoronikusu");
        insta::assert_snapshot!(read("シャープ"), @"shapu");
    }

    proptest! {
        #[test]
        fn any_word_is_spelt(word in any::<String>(), other in any::<bool>()) {
            prop_assert!(romanise(&crate::clean(&word), other).is_ascii());
        }

        #[test]
        fn any_thai_is_spelt(word in "[\u{0e01}-\u{0e4e}]{0,20}") {
            prop_assert!(romanise(&word, false).is_ascii());
        }
    }
}
