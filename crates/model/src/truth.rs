//! Three-valued logic.

use serde::{Deserialize, Serialize};

/// Kleene's three values: `No` < `Unknown` < `Yes`.
///
/// "And" is the least of its parts, "or" the greatest, so a rule with one unmet part is `No` even where other parts
/// are unknown, and missing data never becomes `No` by itself.
///
/// ```
/// use tidewaiter_model::Truth;
/// assert_eq!(Truth::No.and(Truth::Unknown), Truth::No);
/// assert_eq!(Truth::Yes.and(Truth::Unknown), Truth::Unknown);
/// assert_eq!(Truth::Yes.or(Truth::Unknown), Truth::Yes);
/// assert_eq!(!Truth::Unknown, Truth::Unknown);
/// ```
///
/// Source: S. C. Kleene, *Introduction to Metamathematics* (1952), § 64 (strong tables).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Truth {
    /// It is not so.
    No,
    /// Not known; what is missing is said beside the answer.
    #[default]
    Unknown,
    /// It is so.
    Yes,
}

impl Truth {
    /// The least of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// The greatest of both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// The conjunction of all; `Yes` for none.
    #[must_use]
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().min().unwrap_or(Self::Yes)
    }

    /// The disjunction of all; `No` for none.
    #[must_use]
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().max().unwrap_or(Self::No)
    }

    /// Is it `Yes`?
    #[must_use]
    pub fn is_yes(self) -> bool {
        self == Self::Yes
    }

    /// Is it `No`?
    #[must_use]
    pub fn is_no(self) -> bool {
        self == Self::No
    }

    /// Is it `Unknown`?
    #[must_use]
    pub fn is_unknown(self) -> bool {
        self == Self::Unknown
    }

    /// `yes`, `no` or `unknown`, as in every output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Unknown => "unknown",
            Self::Yes => "yes",
        }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;
    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

impl From<Option<bool>> for Truth {
    fn from(value: Option<bool>) -> Self {
        value.map_or(Self::Unknown, Self::from)
    }
}

impl std::fmt::Display for Truth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{No, Unknown, Yes};
    use super::*;

    #[test]
    fn tables_are_kleenes() {
        for a in [No, Unknown, Yes] {
            for b in [No, Unknown, Yes] {
                assert_eq!(!(a.and(b)), (!a).or(!b), "De Morgan for {a} and {b}");
            }
        }
        assert_eq!(Truth::all([]), Yes);
        assert_eq!(Truth::any([]), No);
    }
}
