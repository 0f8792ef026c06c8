//! Words in names, addresses and stated uses, in any script.

use aho_corasick::AhoCorasick;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// A table of words and phrases to look for.
///
/// In scripts that part words by spaces a phrase matches whole words only ("inn" is not in "Innovation"); in Chinese,
/// Japanese, Korean, Thai and others it matches anywhere. Letter case, width (Ａ and A) and punctuation do not matter.
pub(crate) struct Words {
    terms: Vec<&'static str>,
    patterns: Vec<String>,
    automaton: Option<AhoCorasick>,
}

impl Words {
    /// A table from its text: words and phrases ended by semicolons or lines; lines that start with `#` are remarks.
    pub(crate) fn new(table: &'static str) -> Self {
        let lines = table.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let terms: Vec<&str> =
            lines.flat_map(|line| line.split(';')).map(str::trim).filter(|term| !term.is_empty()).collect();
        let patterns: Vec<String> = terms.iter().map(|term| pattern(term)).collect();
        // Building fails only beyond limits that tables of this size are far from; then the words are looked for one
        // by one.
        let automaton = AhoCorasick::new(&patterns).ok();
        Self { terms, patterns, automaton }
    }

    /// The first of the words in the text; of several that start at one place the one that ends first.
    pub(crate) fn find(&self, text: &str) -> Option<&'static str> {
        self.find_plain(&plain(text))
    }

    /// The same in a text that is [`plain`] already.
    pub(crate) fn find_plain(&self, text: &str) -> Option<&'static str> {
        let at = match &self.automaton {
            Some(automaton) => automaton.find_iter(text).next().map(|found| found.pattern().as_usize()),
            None => self.patterns.iter().position(|pattern| text.contains(pattern)),
        };
        at.and_then(|at| self.terms.get(at)).copied()
    }

    pub(crate) fn has(&self, text: &str) -> bool {
        self.find(text).is_some()
    }
}

/// Lower case, full-width forms made plain, punctuation as single spaces, a space at either end.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(2));
    out.push(' ');
    // Most cells need no normalising, and asking is much cheaper than doing it.
    if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        text.chars().for_each(|c| push_plain(&mut out, c));
    } else {
        text.nfkc().for_each(|c| push_plain(&mut out, c));
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    // An apostrophe taken out may leave combining marks side by side that belong in another order.
    if is_nfkc_quick(out.chars()) == IsNormalized::Yes { out } else { out.nfkc().collect() }
}

fn push_plain(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric() {
        out.push(c.to_ascii_lowercase());
    } else if !c.is_ascii() && (c.is_alphanumeric() || is_combining_mark(c)) {
        out.extend(c.to_lowercase());
    } else if !out.ends_with(' ') && !matches!(c, '\'' | '’') {
        out.push(' ');
    }
}

fn pattern(term: &str) -> String {
    let plain = plain(term);
    if term.chars().any(runs_together) { plain.trim().to_owned() } else { plain }
}

/// Letters of scripts that do not part words by spaces, or that join endings to them.
pub(crate) fn runs_together(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x11FF | 0x1780..=0x17FF | 0x2E80..=0xD7FF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Is there nothing in this cell: empty, or a word that says that nothing is known yet?
///
/// # Examples
/// ```
/// assert!(tidewaiter_redflags::says_nothing("t.b.d."));
/// assert!(!tidewaiter_redflags::says_nothing("radiology"));
/// ```
#[must_use]
pub fn says_nothing(text: &str) -> bool {
    const NOTHING: [&str; 29] = [
        "",
        "na",
        "nil",
        "none",
        "no",
        "null",
        "unknown",
        "notknown",
        "notstated",
        "notspecified",
        "notavailable",
        "notprovided",
        "notdisclosed",
        "undisclosed",
        "unspecified",
        "confidential",
        "tbd",
        "tba",
        "tbc",
        "tobedetermined",
        "tobeadvised",
        "tobeannounced",
        "tobeconfirmed",
        "pending",
        "various",
        "无",
        "未知",
        "待定",
        "不详",
    ];
    // Nothing said is said shortly; a long cell need not be looked at. Most cells are ASCII, and need no text of their own.
    if text.len() <= 40 && text.is_ascii() {
        let letters = || text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase());
        return NOTHING.iter().any(|word| word.bytes().eq(letters()));
    }
    text.len() <= 40 && NOTHING.contains(&plain(text).replace(' ', "").as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whole_words_or_anywhere_by_script() {
        let words = Words::new("inn; real estate; 房地产; ขนส่ง; vận tải;");
        for (text, found) in [
            ("Lotus INN Sdn. Bhd.", Some("inn")),
            ("Innovation Labs", None),
            ("Golden-Palm Ｒｅａｌ Estate", Some("real estate")),
            ("Surreal estates", None),
            ("海南某某房地产开发有限公司", Some("房地产")),
            ("บริษัท ดาวเหนือขนส่ง จำกัด", Some("ขนส่ง")),
            ("Công ty Vận Tải Sao Mai", Some("vận tải")),
            ("", None),
        ] {
            assert_eq!(words.find(text), found, "{text}");
        }
    }

    #[test]
    fn cells_that_say_nothing() {
        for text in ["", " - ", "N/A", "T.B.D.", "To be advised", "待定", "/"] {
            assert!(says_nothing(text), "{text}");
        }
        for text in ["AI training", "Nina", "0"] {
            assert!(!says_nothing(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn plain_cells_are_asked_as_others_are(text in "[a-dnotubNA0-9 ./'-]{0,16}|(t[. ]?b[. ]?[adc]|n ?/ ?a|NO(NE)?)[ .-]?") {
            // The ideographic space takes the other way and says no more.
            prop_assert_eq!(says_nothing(&text), says_nothing(&format!("{text}\u{3000}")));
        }

        #[test]
        fn plain_is_stable_and_never_fails(text in "\\PC{0,40}") {
            let once = plain(&text);
            prop_assert_eq!(plain(&once), once);
        }
    }
}
