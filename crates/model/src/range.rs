//! A number of which perhaps only bounds are known.

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Serialize, Serializer};

use crate::Truth;

/// A closed interval of decimals; a bound that is `None` is not known.
///
/// Comparisons give a [`Truth`]: `Yes` or `No` only where every value in the interval agrees.
///
/// ```
/// use tidewaiter_model::{Decimal, Range, Truth};
/// let limit = Decimal::from(4800);
/// assert_eq!(Range::exactly(Decimal::from(15840)).at_least(limit), Truth::Yes);
/// assert_eq!(Range::between(Decimal::from(4000), Decimal::from(5000)).at_least(limit), Truth::Unknown);
/// assert_eq!(Range::UNKNOWN.at_least(limit), Truth::Unknown);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Range {
    lower: Option<Decimal>,
    upper: Option<Decimal>,
}

impl Range {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { lower: None, upper: None };

    /// One known value.
    #[must_use]
    pub const fn exactly(value: Decimal) -> Self {
        Self { lower: Some(value), upper: Some(value) }
    }

    /// Somewhere between both, ends included. The ends may come in either order.
    #[must_use]
    pub fn between(a: Decimal, b: Decimal) -> Self {
        Self { lower: Some(a.min(b)), upper: Some(a.max(b)) }
    }

    /// An interval from optional bounds.
    #[must_use]
    pub fn from_bounds(lower: Option<Decimal>, upper: Option<Decimal>) -> Self {
        match (lower, upper) {
            (Some(l), Some(u)) => Self::between(l, u),
            _ => Self { lower, upper },
        }
    }

    /// The greatest value known to be reached or exceeded.
    #[must_use]
    pub const fn lower(&self) -> Option<Decimal> {
        self.lower
    }

    /// The least value known not to be exceeded.
    #[must_use]
    pub const fn upper(&self) -> Option<Decimal> {
        self.upper
    }

    /// The value, where both bounds are the same.
    #[must_use]
    pub fn exact(&self) -> Option<Decimal> {
        match (self.lower, self.upper) {
            (Some(l), Some(u)) if l == u => Some(l),
            _ => None,
        }
    }

    /// Is nothing at all known?
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        self.lower.is_none() && self.upper.is_none()
    }

    /// Is the value at least `limit`?
    #[must_use]
    pub fn at_least(&self, limit: Decimal) -> Truth {
        if self.lower.is_some_and(|l| l >= limit) {
            Truth::Yes
        } else if self.upper.is_some_and(|u| u < limit) {
            Truth::No
        } else {
            Truth::Unknown
        }
    }

    /// Is the value above `limit`?
    #[must_use]
    pub fn above(&self, limit: Decimal) -> Truth {
        if self.lower.is_some_and(|l| l > limit) {
            Truth::Yes
        } else if self.upper.is_some_and(|u| u <= limit) {
            Truth::No
        } else {
            Truth::Unknown
        }
    }

    /// Is the value below `limit`?
    #[must_use]
    pub fn below(&self, limit: Decimal) -> Truth {
        !self.at_least(limit)
    }

    /// Is the value at most `limit`?
    #[must_use]
    pub fn at_most(&self, limit: Decimal) -> Truth {
        !self.above(limit)
    }

    /// Is the value equal to `other`?
    #[must_use]
    pub fn equals(&self, other: Decimal) -> Truth {
        self.at_least(other).and(self.at_most(other))
    }

    /// The smallest interval that holds both; a bound unknown in either stays unknown.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        Self {
            lower: self.lower.zip(other.lower).map(|(a, b)| a.min(b)),
            upper: self.upper.zip(other.upper).map(|(a, b)| a.max(b)),
        }
    }

    /// Sum of two intervals; unknown where a bound is unknown or overflows.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let add = |a: Option<Decimal>, b: Option<Decimal>| a.zip(b).and_then(|(a, b)| a.checked_add(b));
        Self { lower: add(self.lower, other.lower), upper: add(self.upper, other.upper) }
    }

    /// Product of two intervals of non-negative numbers.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let mul = |a: Option<Decimal>, b: Option<Decimal>| a.zip(b).and_then(|(a, b)| a.checked_mul(b));
        Self { lower: mul(self.lower, other.lower), upper: mul(self.upper, other.upper) }
    }

    /// Quotient of two intervals of non-negative numbers; a divisor that may be zero leaves the upper bound unknown.
    #[must_use]
    pub fn over(&self, divisor: &Self) -> Self {
        let div = |a: Option<Decimal>, b: Option<Decimal>| a.zip(b).and_then(|(a, b)| a.checked_div(b));
        Self { lower: div(self.lower, divisor.upper), upper: div(self.upper, divisor.lower) }
    }
}

impl From<Decimal> for Range {
    fn from(value: Decimal) -> Self {
        Self::exactly(value)
    }
}

/// A decimal as people write it: no trailing zeros, at most four places.
///
/// ```
/// # use tidewaiter_model::{Decimal, range::plain};
/// assert_eq!(plain(Decimal::new(29091, 4)), "2.9091");
/// assert_eq!(plain(Decimal::new(4800_00, 2)), "4800");
/// ```
#[must_use]
pub fn plain(value: Decimal) -> String {
    value.round_dp(4).normalize().to_string()
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match (self.lower, self.upper) {
            (None, None) => "unknown".to_owned(),
            (Some(l), Some(u)) if l == u => plain(l),
            (Some(l), Some(u)) => format!("{}..{}", plain(l), plain(u)),
            (Some(l), None) => format!(">={}", plain(l)),
            (None, Some(u)) => format!("<={}", plain(u)),
        };
        f.pad(&text)
    }
}

/// A JSON number where the value is exact, else the text of [`Range`]'s `Display` (`"unknown"`, `"1..2"`, `">=1"`).
impl Serialize for Range {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.exact() {
            Some(value) => serialize_number(value, serializer),
            None => serializer.collect_str(self),
        }
    }
}

/// Serialize a decimal as a JSON number: an integer where it is one. For measures, never for money or shares, which
/// are strings in every output.
///
/// # Errors
/// Those of the serializer.
pub fn serialize_number<S: Serializer>(value: Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let rounded = value.round_dp(6).normalize();
    if rounded.is_integer()
        && let Some(integer) = rounded.to_i64()
    {
        return serializer.serialize_i64(integer);
    }
    match rounded.to_f64() {
        Some(float) => serializer.serialize_f64(float),
        None => serializer.collect_str(&rounded),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Every value inside the interval agrees with a decided comparison.
        #[test]
        fn decided_comparisons_hold_for_every_value_inside(a in -500i64..500, b in -500i64..500, limit in -500i64..500) {
            let range = Range::between(a.into(), b.into());
            for value in a.min(b)..=a.max(b) {
                match range.at_least(limit.into()) {
                    Truth::Yes => prop_assert!(value >= limit),
                    Truth::No => prop_assert!(value < limit),
                    Truth::Unknown => {}
                }
                match range.above(limit.into()) {
                    Truth::Yes => prop_assert!(value > limit),
                    Truth::No => prop_assert!(value <= limit),
                    Truth::Unknown => {}
                }
            }
        }

        #[test]
        fn arithmetic_encloses(a in 1i64..500, b in 1i64..500, c in 1i64..500, d in 1i64..500) {
            let (x, y) = (Range::between(a.into(), b.into()), Range::between(c.into(), d.into()));
            for (p, q) in [(a, c), (a, d), (b, c), (b, d)] {
                let (p, q) = (Decimal::from(p), Decimal::from(q));
                prop_assert!(x.over(&y).at_least(p / q) != Truth::No);
                prop_assert!(x.times(&y).at_most(p * q) != Truth::No);
                prop_assert!(x.plus(&y).at_most(p + q) != Truth::No);
                prop_assert!(x.hull(&y).equals(p) != Truth::No);
            }
        }
    }

    #[test]
    fn written_as_number_or_words() {
        let json = |r: Range| serde_json::to_string(&r).unwrap();
        assert_eq!(json(Range::exactly(Decimal::from(4800))), "4800");
        assert_eq!(json(Range::exactly(Decimal::new(592, 2))), "5.92");
        assert_eq!(json(Range::UNKNOWN), "\"unknown\"");
        assert_eq!(json(Range::between(Decimal::ONE, Decimal::TWO)), "\"1..2\"");
    }
}
