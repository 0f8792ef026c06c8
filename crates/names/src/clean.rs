//! From text as written to plain lower-case letters, digits and single spaces.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::scripts::variants::fold;

/// Lower case, compatibility forms resolved (full-width letters, ligatures), diacritics and invisible characters
/// removed, `&` read as "and", every other sign a space. Han characters are read in one of their forms, mostly the
/// simplified one; letters of other scripts stay as they are.
///
/// Apostrophes and the like vanish (`Xi’an` is `xian`), so that `Int'l` stays one word. In a word that mixes Latin with
/// look-alike Cyrillic or Greek letters the look-alikes are read as the Latin letters that they imitate.
///
/// ```
/// use tidewaiter_names::clean;
/// assert_eq!(clean("Ｈｕａｗｅｉ Tech\u{200b}nologies Co., Ltd."), "huawei technologies co ltd");
/// assert_eq!(clean("Société Générale & Cie"), "societe generale and cie");
/// assert_eq!(clean("Ниawei"), "huawei");
/// assert_eq!(clean("華為技術"), "华为技术");
/// ```
#[must_use]
pub fn clean(text: &str) -> String {
    if text.is_ascii() {
        return clean_ascii(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    // NFKD first, so that a diacritic stands alone and can be left out; what remains is composed again at the end,
    // which Hangul and the kana need.
    for c in text.nfkd().flat_map(char::to_lowercase).nfkd().map(fold) {
        if is_dropped(c) {
            continue;
        }
        if let Some(plain) = special_letter(c) {
            push(&mut out, &mut gap, plain);
        } else if c.is_alphanumeric() || is_combining_mark(c) {
            let mut buffer = [0u8; 4];
            push(&mut out, &mut gap, c.encode_utf8(&mut buffer));
        } else if c == '&' || c == '＆' {
            gap = true;
            push(&mut out, &mut gap, "and");
            gap = true;
        } else {
            gap = true;
        }
    }
    let composed: String = out.nfc().collect();
    unmask(&composed)
}

fn clean_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => {
                if std::mem::take(&mut gap) && !out.is_empty() {
                    out.push(' ');
                }
                out.push(char::from(byte));
            }
            b'A'..=b'Z' => {
                if std::mem::take(&mut gap) && !out.is_empty() {
                    out.push(' ');
                }
                out.push(char::from(byte.to_ascii_lowercase()));
            }
            b'\'' | b'`' => {}
            b'&' => {
                gap = true;
                push(&mut out, &mut gap, "and");
                gap = true;
            }
            _ => gap = true,
        }
    }
    out
}

fn push(out: &mut String, gap: &mut bool, text: &str) {
    if std::mem::take(gap) && !out.is_empty() {
        out.push(' ');
    }
    out.push_str(text);
}

/// Invisible characters, diacritics of Latin, Greek and Cyrillic, Arabic vowel signs, Thai tone marks, and apostrophes.
fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}'
        | '\u{00ad}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
        | '\u{064b}'..='\u{0652}' | '\u{0640}' | '\u{0e48}'..='\u{0e4b}'
        | '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{02bc}' | '\u{02b9}' | '\u{02bb}' | '\u{00b4}' | '\u{2032}')
}

/// Latin letters that no decomposition resolves.
fn special_letter(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŋ' => "n",
        'ə' => "a",
        _ => return None,
    })
}

/// Read look-alikes as Latin in words that mix them with Latin letters.
fn unmask(text: &str) -> String {
    if !text.chars().any(|c| lookalike(c).is_some()) {
        return text.to_owned();
    }
    let word = |word: &str| -> String {
        let mixes = word.chars().any(|c| c.is_ascii_alphabetic()) && word.chars().any(|c| lookalike(c).is_some());
        if mixes { word.chars().map(|c| lookalike(c).unwrap_or(c)).collect() } else { word.to_owned() }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The Latin letter that a lower-case Cyrillic or Greek letter, or its capital, looks like.
fn lookalike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'ɡ' => 'g',
        'н' | 'һ' | 'η' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' | 'μ' => 'm',
        'ν' => 'n',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'и' | 'υ' => 'u',
        'ѵ' => 'v',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'ζ' => 'z',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn signs_case_and_invisible_characters_do_not_count() {
        assert_eq!(clean("  A.B.C.  Co.,Ltd "), "a b c co ltd");
        assert_eq!(clean("摩尔线程智能科技（北京）有限责任公司"), "摩尔线程智能科技 北京 有限责任公司");
        assert_eq!(clean("Xi’an \u{202e}Int'l\u{200d}"), "xian intl");
        assert_eq!(clean("삼성전자"), "삼성전자");
        assert_eq!(clean("Łódź Straße"), "lodz strasse");
        assert_eq!(clean("\u{feff}🚢 №5"), "no5");
        assert_eq!(clean(""), "");
    }

    #[test]
    fn a_wholly_cyrillic_word_is_left_alone() {
        assert_eq!(clean("ООО Рост"), "ооо рост");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once);
        }

        #[test]
        fn both_paths_agree_on_ascii(text in "[ -~]{0,40}") {
            // The zero-width character sends the same text down the general path.
            prop_assert_eq!(clean(&format!("{text}\u{200b}")), clean(&text));
        }
    }
}
