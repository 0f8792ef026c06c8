//! From the text of a cell to what it means; never by guessing.

mod currency;
mod date;
mod number;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

pub(crate) use currency::{CODES as CURRENCY_CODES, Sign, currency};
pub(crate) use date::date;
pub(crate) use number::{Price, price, quantity};

/// Why a cell could not be read, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    pub code: &'static str,
    pub says: String,
    pub remedy: String,
}

impl Unread {
    fn new(code: &'static str, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { code, says: says.into(), remedy: remedy.into() }
    }
}

/// Full-width letters, digits and signs as their plain forms.
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text.trim())
    } else {
        Cow::Owned(text.nfkc().collect::<String>().trim().to_owned())
    }
}

/// A cell's text for a message: cut where it is long.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    format!("`{short}`")
}
