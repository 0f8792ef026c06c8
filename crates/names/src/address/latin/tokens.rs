//! An address cut into words, abbreviations written out.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{BLOCK, UNIT, glued_floor};

/// A word of an address.
pub(super) struct Token {
    /// In small letters, written out.
    pub text: String,
    /// The part between commas.
    pub segment: u32,
    /// Did a part of the address take it?
    pub used: bool,
}

/// The spelling in which an abbreviated word is read.
fn expanded(word: &str) -> &str {
    match word {
        "rm" | "rms" => "room",
        "flt" => "flat",
        "ste" => "suite",
        "apt" | "apts" | "kvartira" => "apartment",
        "bldg" | "blg" | "bld" | "bldgs" | "blding" | "buildg" => "building",
        "ctr" | "center" | "cntr" | "cen" => "centre",
        "twr" => "tower",
        "blk" | "blks" => "block",
        "hse" => "house",
        "mans" | "mansn" => "mansion",
        "ind" | "indl" | "indus" => "industrial",
        "coml" | "comml" => "commercial",
        "fty" | "fact" => "factory",
        "rd" => "road",
        "st" | "str" => "street",
        "ave" | "av" | "aven" => "avenue",
        "ln" => "lane",
        "blvd" | "bvd" | "boul" => "boulevard",
        "dr" => "drive",
        "cres" => "crescent",
        "hwy" => "highway",
        "flr" | "fl" | "flrs" | "floors" => "floor",
        "lvl" | "lv" => "level",
        "dist" => "district",
        "prov" => "province",
        "est" => "estate",
        "gdn" | "gdns" => "gardens",
        "sq" => "square",
        "nos" | "nr" | "num" | "number" | "dom" => "no",
        "sec" => "section",
        "ext" => "extension",
        other => other,
    }
}

fn is_latin(c: char) -> bool {
    c.is_alphanumeric() && (u32::from(c) < 0x2e80 || u32::from(c) > 0x1_ffff) && !('\u{ac00}'..='\u{d7af}').contains(&c)
}

/// The words of an address.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let plain: Vec<char> =
        text.nfkd().flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c) && !"'’`".contains(*c)).collect();
    let mut all: Vec<Token> = Vec::new();
    let (mut word, mut segment) = (String::new(), 0u32);
    let mut han_beside = false;
    for (at, &c) in plain.iter().enumerate() {
        let next = plain.get(at.saturating_add(1)).copied().unwrap_or(' ');
        let after = |wanted: fn(char) -> bool| word.chars().last().is_some_and(wanted);
        let keeps = match c {
            _ if is_latin(c) => true,
            '-' | '–' | '—' | '/' => after(char::is_alphanumeric) && is_latin(next),
            '(' => after(|c| c.is_ascii_digit()) && plain.get(at.saturating_add(2)) == Some(&')'),
            '#' => word.is_empty(),
            _ => false,
        };
        if keeps {
            word.push(if matches!(c, '–' | '—') { '-' } else { c });
            continue;
        }
        // `N.T.` is one word, `Rm.5` two.
        if c == '.' && word.len() == 1 && next.is_ascii_alphabetic() || c == ')' && word.contains('(') {
            continue;
        }
        let han = c.is_alphanumeric();
        if !word.is_empty() {
            // A number that stands right beside Chinese belongs to the Chinese part.
            if !han && !han_beside {
                push(&mut all, &word, segment);
            }
            word.clear();
        }
        han_beside = han;
        match c {
            '&' => push(&mut all, "&", segment),
            ',' | ';' | '(' | ')' | '\n' | '、' | '。' | ':' => segment = segment.saturating_add(1),
            _ => {}
        }
    }
    if !word.is_empty() && !han_beside {
        push(&mut all, &word, segment);
    }
    all
}

fn push(all: &mut Vec<Token>, word: &str, segment: u32) {
    let mut add = |text: &str| {
        let text = if text.is_ascii() || text.starts_with('#') { text.to_owned() } else { crate::clean(text) };
        if !text.is_empty() {
            all.push(Token { text: expanded(&text).to_owned(), segment, used: false });
        }
    };
    // `Flat/Rm`, and `Rm3403`, `No15`.
    let letters = word.chars().take_while(char::is_ascii_alphabetic).count();
    let (head, tail) = word.split_at_checked(letters).unwrap_or((word, ""));
    if word.contains('/') && word.chars().all(|c| c.is_ascii_alphabetic() || c == '/') && glued_floor(word).is_none() {
        word.split('/').for_each(add);
    } else if letters >= 2 && tail.starts_with(|c: char| c.is_ascii_digit()) && takes_number(expanded(head)) {
        add(head);
        add(tail);
    } else {
        add(word);
    }
}

fn takes_number(word: &str) -> bool {
    word == "no" || UNIT.contains(&word) || BLOCK.contains(&word)
}
