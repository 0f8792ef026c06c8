//! What the scripts of the world need before names in them can be compared.

pub(crate) mod cut;
pub(crate) mod meaning;
pub(crate) mod romanise;
pub(crate) mod sound;
pub(crate) mod transcription;
pub(crate) mod variants;

/// Scripts that are written without spaces between words: a run of them is cut by a table of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unspaced {
    Han,
    Kana,
    Hangul,
    Thai,
}

/// The script of a character where it is one of those written without spaces.
pub(crate) fn unspaced(c: char) -> Option<Unspaced> {
    match c {
        '\u{3005}'
        | '\u{3007}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' => Some(Unspaced::Han),
        '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' => Some(Unspaced::Kana),
        '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}' => Some(Unspaced::Hangul),
        '\u{0e00}'..='\u{0e7f}' => Some(Unspaced::Thai),
        _ => None,
    }
}

/// The script of a word that is one run, as [`unspaced`].
pub(crate) fn script_of(word: &str) -> Option<Unspaced> {
    word.chars().next().and_then(unspaced)
}
