//! Shares in percent: how a cell is read, and how bounds are added without losing "just above".

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use tidewaiter_model::Range;

/// The cell holds no share that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnreadShare {
    /// Not a number, band or bound.
    #[error("`{0}` is no share")]
    NotAShare(String),
    /// Below 0 or above 100.
    #[error("`{0}` is not between 0 and 100 percent")]
    OutOfRange(String),
    /// A band whose lower end is above its upper end.
    #[error("`{0}` runs from more to less")]
    Reversed(String),
}

/// A share as a cell gives it: an interval of percent, and whether its ends themselves are excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub range: Range,
    pub above: bool,
    pub below: bool,
}

/// Read a share in percent: `25`, `25%`, `25-50`, `>50`, `>=50`, `<25`, `>25-50`; empty, `?`, `unknown` or `n/a` for
/// unknown. Gives the interval and whether its lower and its upper end are excluded. A band's ends are included unless
/// a sign says otherwise.
///
/// # Errors
/// [`UnreadShare`] where the text is none of these. Of words, `majority` is more than 50, `minority` less than 50 and
/// `wholly owned` 100; no other is guessed at.
///
/// # Examples
/// ```
/// use tidewaiter_model::{Decimal, Range};
/// use tidewaiter_ownership::read_share;
/// assert_eq!(read_share("25-50"), Ok((Range::between(25.into(), 50.into()), false, false)));
/// assert_eq!(read_share("> 50 %"), Ok((Range::between(50.into(), 100.into()), true, false)));
/// assert_eq!(read_share(""), Ok((Range::UNKNOWN, false, false)));
/// assert_eq!(read_share("majority"), read_share(">50"));
/// assert!(read_share("most").is_err());
/// ```
pub fn read_share(text: &str) -> Result<(Range, bool, bool), UnreadShare> {
    parse(text).map(|share| (share.range, share.above, share.below))
}

/// Cells that say that a share is not known.
const UNKNOWN: [&str; 10] = ["", "?", "-", "n/a", "na", "unknown", "not known", "not stated", "未知", "不详"];

/// Words that stand for a share.
const WORDS: [(&str, &str); 8] = [
    ("majority", ">50"),
    ("majority stake", ">50"),
    ("majority shareholder", ">50"),
    ("majority owned", ">50"),
    ("minority", "<50"),
    ("minority stake", "<50"),
    ("minority shareholder", "<50"),
    ("wholly owned", "100"),
];

fn word(text: &str) -> Option<&'static str> {
    let plain = text.trim().to_lowercase().replace('-', " ");
    WORDS.iter().find(|(word, _)| *word == plain).map(|(_, share)| *share)
}

/// Is the share given by a word, which says less than it may seem to?
pub(crate) fn in_words(text: &str) -> bool {
    word(text).is_some()
}

/// A share by its bounds; where a bound is missing it is unknown.
pub(crate) fn one_of(
    lower: Option<Decimal>,
    upper: Option<Decimal>,
    above: bool,
    below: bool,
) -> Result<Share, UnreadShare> {
    let shown = || match (lower, upper) {
        (Some(l), Some(u)) if l == u => l.to_string(),
        (l, u) => format!("{}-{}", l.unwrap_or_default(), u.unwrap_or(Decimal::ONE_HUNDRED)),
    };
    if lower.is_none() && upper.is_none() {
        return Ok(Share::default());
    }
    let (least, most) = (lower.unwrap_or_default(), upper.unwrap_or(Decimal::ONE_HUNDRED));
    let inside = |bound: Decimal| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&bound);
    if !inside(least) || !inside(most) {
        return Err(UnreadShare::OutOfRange(shown()));
    }
    if most < least || (most == least && (above || below)) {
        return Err(UnreadShare::Reversed(shown()));
    }
    Ok(Share { range: Range::between(least, most), above: above && lower.is_some(), below: below && upper.is_some() })
}

pub(crate) fn parse(text: &str) -> Result<Share, UnreadShare> {
    let text = word(text).unwrap_or(text);
    let plain: String = text
        .trim()
        .to_lowercase()
        .replace("percent", "")
        .chars()
        .filter(|c| !matches!(c, '%' | '％'))
        .map(|c| if matches!(c, '–' | '—' | '－' | '~' | '～' | '至') { '-' } else { c })
        .collect();
    let plain = plain.trim();
    if UNKNOWN.contains(&plain) {
        return Ok(Share::default());
    }
    let err = || UnreadShare::NotAShare(text.trim().to_owned());
    let (rest, sign) = sign_of(plain);
    let (first, second) = match rest.split_once('-').or_else(|| rest.split_once(" to ")) {
        Some((first, second)) => (first, Some(second)),
        None => (rest, None),
    };
    let low = number(first).ok_or_else(err)?;
    let (second, second_sign) = second.map_or((None, Sign::None), |s| {
        let (rest, sign) = sign_of(s.trim());
        (Some(rest), sign)
    });
    let share = match (sign, second) {
        (Sign::None, None) => Share { range: Range::exactly(low), above: false, below: false },
        (Sign::Above | Sign::AtLeast, None) => {
            Share { range: Range::between(low, Decimal::ONE_HUNDRED), above: sign == Sign::Above, below: false }
        }
        (Sign::Below | Sign::AtMost, None) => {
            Share { range: Range::between(Decimal::ZERO, low), above: false, below: sign == Sign::Below }
        }
        (Sign::None | Sign::Above | Sign::AtLeast, Some(second)) => {
            let high = number(second).ok_or_else(err)?;
            if high < low || (high == low && (sign == Sign::Above || second_sign == Sign::Below)) {
                return Err(UnreadShare::Reversed(text.trim().to_owned()));
            }
            if matches!(second_sign, Sign::Above | Sign::AtLeast) {
                return Err(err());
            }
            let below = second_sign == Sign::Below;
            Share { range: Range::between(low, high), above: sign == Sign::Above, below }
        }
        (Sign::Below | Sign::AtMost, Some(_)) => return Err(err()),
    };
    let inside = |bound: Option<Decimal>| bound.is_none_or(|b| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&b));
    let empty =
        (share.above && low >= Decimal::ONE_HUNDRED) || (share.below && share.range.upper() <= share.range.lower());
    if inside(share.range.lower()) && inside(share.range.upper()) && inside(Some(low)) && !empty {
        Ok(share)
    } else {
        Err(UnreadShare::OutOfRange(text.trim().to_owned()))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    None,
    Above,
    AtLeast,
    Below,
    AtMost,
}

/// The sign before a number, and the rest.
fn sign_of(text: &str) -> (&str, Sign) {
    const SIGNS: [(&str, Sign); 10] = [
        (">=", Sign::AtLeast),
        ("≥", Sign::AtLeast),
        ("at least ", Sign::AtLeast),
        (">", Sign::Above),
        ("more than ", Sign::Above),
        ("<=", Sign::AtMost),
        ("≤", Sign::AtMost),
        ("at most ", Sign::AtMost),
        ("<", Sign::Below),
        ("less than ", Sign::Below),
    ];
    SIGNS
        .iter()
        .find_map(|(words, sign)| text.strip_prefix(words).map(|rest| (rest, *sign)))
        .unwrap_or((text, Sign::None))
}

fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let digits_only = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    digits_only.then(|| Decimal::from_str_exact(text).ok()).flatten()
}

/// A share as written in a table: `25`, `25-50`, `>50`, `unknown`.
pub(crate) fn written(range: &Range, above: bool, below: bool) -> String {
    let plain = |d: Decimal| d.normalize().to_string();
    match (range.lower(), range.upper()) {
        (None, None) => "unknown".to_owned(),
        (Some(l), Some(u)) if l == u => plain(l),
        (Some(l), u) if u.is_none_or(|u| u == Decimal::ONE_HUNDRED) && (above || l > Decimal::ZERO) => {
            format!("{}{}", if above { ">" } else { ">=" }, plain(l))
        }
        (l, Some(u)) if l.is_none_or(|l| l.is_zero()) && !above => {
            format!("{}{}", if below { "<" } else { "<=" }, plain(u))
        }
        (l, u) => format!(
            "{}{}-{}{}",
            if above { ">" } else { "" },
            plain(l.unwrap_or_default()),
            if below { "<" } else { "" },
            plain(u.unwrap_or(Decimal::ONE_HUNDRED))
        ),
    }
}

/// A bound in units so fine that "just above" is one of them: 10⁻⁸ percent is 2²⁴ units. A company would need sixteen
/// million owners with excluded bounds before these add up to something written.
pub(crate) type Units = i64;

const TINY: Units = 1 << 24;
const PER_PERCENT: i64 = 100_000_000;
/// 100 percent.
pub(crate) const FULL: Units = 100 * PER_PERCENT * TINY;
/// 50 percent.
pub(crate) const HALF: Units = FULL / 2;

/// The lower and upper bound in units; a bound that is not known is 0 or 100 percent. Digits beyond the eighth widen
/// the interval.
pub(crate) fn units(range: &Range, above: bool, below: bool) -> (Units, Units) {
    let scaled = |bound: Option<Decimal>, round: fn(&Decimal) -> Decimal| {
        bound
            .map(|b| b.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED))
            .and_then(|b| b.checked_mul(Decimal::from(PER_PERCENT)))
            .and_then(|b| round(&b).to_i64())
            .map(|b| b.saturating_mul(TINY))
    };
    let lower = scaled(range.lower(), Decimal::floor).unwrap_or(0);
    let upper = scaled(range.upper(), Decimal::ceil).unwrap_or(FULL);
    (if above { lower.saturating_add(1) } else { lower }, if below { upper.saturating_sub(1) } else { upper })
}

/// Percent as written, and whether the bound lies just above (`Greater`) or just below (`Less`) it.
pub(crate) fn percent(units: Units) -> (Decimal, std::cmp::Ordering) {
    let nearest = units.saturating_add(TINY / 2).div_euclid(TINY);
    let rest = units.saturating_sub(nearest.saturating_mul(TINY));
    let value = Decimal::from(nearest).checked_div(Decimal::from(PER_PERCENT)).unwrap_or_default();
    (value.normalize(), rest.cmp(&0))
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shares_as_people_write_them() {
        let read = |text: &str| parse(text).map(|s| written(&s.range, s.above, s.below)).map_err(|e| e.to_string());
        for (text, is) in [
            ("25", "25"),
            ("25.50 %", "25.5"),
            ("25–50％", "25-50"),
            (">50", ">50"),
            ("more than 25% to 50%", ">25-50"),
            (">25 - <50", ">25-<50"),
            (">= 75", ">=75"),
            ("at most 10", "<=10"),
            ("<25", "<25"),
            ("0-25", "<=25"),
            ("0-100", "<=100"),
            ("  Unknown ", "unknown"),
            ("", "unknown"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(is), "{text}");
        }
        for text in ["most", "140", "-5", "50-25", "33,3", "1e2", ">100", "<0", ">50-50", "25-50-75", "--", "９５"] {
            assert!(read(text).is_err(), "{text} must not be read");
        }
    }

    #[test]
    fn just_above_survives_a_sum() {
        let (l, _) = units(&Range::between(25.into(), 50.into()), true, false);
        assert_eq!(percent(l + l), (Decimal::from(50), Ordering::Greater));
        assert!(l + l > HALF && FULL - (l + l) < HALF);
        assert_eq!(percent(FULL - 3), (Decimal::ONE_HUNDRED, Ordering::Less));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,12}") {
            if let Ok(share) = parse(&text) {
                let (l, u) = units(&share.range, share.above, share.below);
                prop_assert!((0..=FULL).contains(&l) && l <= u && u <= FULL);
            }
        }

        /// What is written is read back the same.
        #[test]
        fn written_is_read_back(a in 0u32..=100, b in 0u32..=100, above: bool, below: bool) {
            let (l, u) = (a.min(b), a.max(b));
            prop_assume!(l < u && !(below && u == 100));
            let share = Share { range: Range::between(l.into(), u.into()), above, below };
            let back = parse(&written(&share.range, above, below)).unwrap();
            prop_assert_eq!(units(&back.range, back.above, back.below), units(&share.range, above, below));
        }
    }
}
