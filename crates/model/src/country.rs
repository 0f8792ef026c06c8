//! Countries by their ISO 3166-1 alpha-2 code.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An ISO 3166-1 alpha-2 code in capitals; Hong Kong is `HK`, Macau `MO`, Taiwan `TW`.
///
/// ```
/// use tidewaiter_model::Country;
/// let sg: Country = "sg".parse().unwrap();
/// assert_eq!(sg.code(), "SG");
/// assert!("Singapore".parse::<Country>().is_err()); // names are read by `place::country_named`
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

impl Country {
    /// China.
    pub const CN: Self = Self(*b"CN");
    /// Hong Kong.
    pub const HK: Self = Self(*b"HK");
    /// Macau.
    pub const MO: Self = Self(*b"MO");
    /// The United States.
    pub const US: Self = Self(*b"US");

    /// The two capitals.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
}

/// The text is no two-letter country code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no two-letter country code (ISO 3166-1 alpha-2, such as SG or CN)")]
pub struct NoCountryCode(String);

impl FromStr for Country {
    type Err = NoCountryCode;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let trimmed = text.trim().to_ascii_uppercase();
        match *trimmed.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() && crate::place::is_country_code(&trimmed) => {
                Ok(Self([a, b]))
            }
            _ => Err(NoCountryCode(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Country {
    type Error = NoCountryCode;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
