//! Text to tokens: the same tokens for the same words however they are spaced, cased or widened.

use unicode_normalization::UnicodeNormalization;

/// What stands between a token and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing: `RTX4090`.
    None,
    /// A hyphen or underscore: `rtx-4090`.
    Hyphen,
    /// White space.
    Space,
    /// Something that separates: a comma, a bracket, a slash, a line end. Names do not reach over it.
    Break,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Latin or other letters, in lower case.
    Letters,
    /// Digits, perhaps with a decimal point.
    Digits,
    /// One Han character (or kana, or hangul syllable).
    Han,
}

/// A token of the normalised text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its characters, normalised.
    pub text: String,
    /// What they are.
    pub kind: Kind,
    /// What stands before it.
    pub gap: Gap,
    /// The character that made the break before it, where there is one.
    pub mark: char,
}

impl Token {
    /// The number, where the token is one that counts things.
    pub fn number(&self) -> Option<u64> {
        if self.kind == Kind::Digits { self.text.parse().ok() } else { None }
    }

    /// Is it this word?
    pub fn is(&self, word: &str) -> bool {
        self.text == word
    }

    /// A single Latin letter?
    pub fn is_letter(&self) -> bool {
        self.kind == Kind::Letters && self.text.len() == 1
    }
}

/// Longest text that is read; the rest of a longer one is left out, so that hostile input stays cheap.
pub const LONGEST: usize = 4096;

/// Splits a text into tokens. Full-width and compatibility forms become plain ones (NFKC), letters lower case,
/// multiplication signs the word `x`; runs of letters and runs of digits are apart even where they touch.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut gap = Gap::Break;
    let mut mark = '\0';
    let mut chars = text
        .chars()
        .filter(|c| !matches!(c, '\u{2122}' | '\u{ae}' | '\u{a9}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}'))
        .nfkc()
        .flat_map(char::to_lowercase)
        .take(LONGEST)
        .peekable();
    while let Some(c) = chars.next() {
        let kind = match c {
            '0'..='9' => Kind::Digits,
            '\u{d7}' | '*' | '\u{2715}' | '\u{2716}' | '\u{22c5}' => {
                push(&mut out, "x".to_owned(), Kind::Letters, gap, mark);
                (gap, mark) = (Gap::None, '\0');
                continue;
            }
            _ if is_han(c) => Kind::Han,
            _ if c.is_alphabetic() => Kind::Letters,
            _ => {
                let wider = match c {
                    '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Gap::Hyphen,
                    _ if c.is_whitespace() && c != '\n' && c != '\r' => Gap::Space,
                    _ => Gap::Break,
                };
                if wider == Gap::Break && gap != Gap::Break {
                    mark = c;
                }
                gap = gap.max(wider);
                continue;
            }
        };
        let mut word = c.to_string();
        match kind {
            Kind::Han => {}
            Kind::Letters => {
                while let Some(next) = chars.next_if(|n| n.is_alphabetic() && !is_han(*n)) {
                    word.push(next);
                }
            }
            Kind::Digits => {
                while let Some(next) = chars.next_if(char::is_ascii_digit) {
                    word.push(next);
                }
            }
        }
        push(&mut out, word, kind, gap, mark);
        (gap, mark) = (Gap::None, '\0');
    }
    join_numbers(out)
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff
        | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x2_0000..=0x3_134f)
}

/// Words that makers' names and chip names are often glued to: `NVIDIAH100`, `RTXPRO6000`, `HGXH200`.
const GLUED: [&str; 12] =
    ["nvidia", "nvida", "geforce", "quadro", "tesla", "rtx", "hgx", "dgx", "ascend", "atlas", "instinct", "amd"];

fn push(out: &mut Vec<Token>, word: String, kind: Kind, gap: Gap, mark: char) {
    if kind == Kind::Letters {
        // "8xHGX" and "8xH100": the letter x after a number counts.
        let after_number = gap == Gap::None && out.last().is_some_and(|t| t.kind == Kind::Digits);
        if after_number
            && word.len() > 1
            && let Some(rest) = word.strip_prefix('x')
            && !rest.starts_with('t')
        {
            out.push(Token { text: "x".to_owned(), kind, gap, mark });
            push(out, rest.to_owned(), kind, Gap::None, '\0');
            return;
        }
        for head in GLUED {
            if let Some(rest) = word.strip_prefix(head)
                && !rest.is_empty()
                && rest.len() <= 8
            {
                out.push(Token { text: head.to_owned(), kind, gap, mark });
                push(out, rest.to_owned(), kind, Gap::None, '\0');
                return;
            }
        }
    }
    out.push(Token { text: word, kind, gap, mark });
}

/// `5.0` and `1,000` are one number each.
fn join_numbers(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        // In "H100,800G" the number is part of a name, so the comma separates.
        let free = out.last().is_some_and(|t| t.gap != Gap::None && t.gap != Gap::Hyphen);
        if token.kind == Kind::Digits
            && token.gap == Gap::Break
            && let Some(last) = out.last_mut()
            && last.kind == Kind::Digits
        {
            if token.mark == '.' && !last.text.contains('.') {
                last.text.push('.');
                last.text.push_str(&token.text);
                continue;
            }
            if token.mark == ',' && free && token.text.len() == 3 && last.text.len() <= 3 && !last.text.starts_with('0')
            {
                last.text.push_str(&token.text);
                continue;
            }
        }
        out.push(token);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|t| t.text).collect()
    }

    #[test]
    fn spacing_case_and_width_do_not_matter() {
        for text in ["RTX4090", "rtx 4090", "Rtx-4090", "ＲＴＸ４０９０", "RTX™ 4090", "RTX_4090"] {
            assert_eq!(words(text), ["rtx", "4090"], "{text}");
        }
    }

    #[test]
    fn counts_are_split_off() {
        assert_eq!(words("8xH100"), ["8", "x", "h", "100"]);
        assert_eq!(words("8×H100"), ["8", "x", "h", "100"]);
        assert_eq!(words("H100*8"), ["h", "100", "x", "8"]);
        assert_eq!(words("8卡H100"), ["8", "卡", "h", "100"]);
        assert_eq!(words("NVIDIAH100"), ["nvidia", "h", "100"]);
        assert_eq!(words("RTXPRO6000"), ["rtx", "pro", "6000"]);
    }

    #[test]
    fn numbers_keep_points_and_thousands() {
        assert_eq!(words("PCIe 5.0 x16, 1,000 pcs"), ["pcie", "5.0", "x", "16", "1000", "pcs"]);
        assert_eq!(words("H100,800"), ["h", "100", "800"]);
    }

    #[test]
    fn only_the_start_of_an_endless_text_is_read() {
        assert!(tokens(&"8".repeat(100_000)).iter().map(|t| t.text.len()).sum::<usize>() <= LONGEST);
    }
}
