//! Register numbers: which scheme a number belongs to, whether its check digits are right, and one spelling of it.

mod checks;
mod shapes;

use tidewaiter_model::Country;

pub use shapes::{identify, identify_all, identify_in};

/// Who issues a number, and under what rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// China: Unified Social Credit Code, 18 characters, check character modulo 31 (GB 32100-2015).
    Uscc,
    /// China: organisation code, 9 characters, check character modulo 11 (GB 11714-1997); the 9th to 17th of a USCC.
    OrganisationCode,
    /// China: number of a natural person's identity card, check character modulo 11 (GB 11643-1999).
    ChinaResident,
    /// Legal Entity Identifier, 20 characters, check digits modulo 97 (ISO 17442).
    Lei,
    /// Singapore: Unique Entity Number, three forms, each with its check letter (ACRA).
    Uen,
    /// Malaysia: company registration number since October 2019, 12 digits: year, kind, number; no check digit (SSM).
    SsmNew,
    /// Malaysia: company registration number before, up to eight digits and a letter (SSM keeps the letter's rule to itself).
    SsmOld,
    /// Hong Kong: business registration number, 8 digits and a branch; since 2023 the Unique Business Identifier.
    HongKongBr,
    /// Hong Kong: number at the Companies Registry, 7 digits.
    HongKongCr,
    /// Taiwan: unified business number, 8 digits, check by digit sums modulo 5 (Ministry of Finance, 2023).
    TaiwanUbn,
    /// Japan: corporate number, 13 digits, the first of them checks modulo 9 (National Tax Agency).
    JapanCorporate,
    /// South Korea: business registration number, 10 digits, the last checks modulo 10 (National Tax Service).
    KoreaBrn,
    /// Vietnam: tax code, which is the enterprise number, 10 digits and 3 of a branch, check modulo 11.
    VietnamTax,
    /// Thailand: juristic person or tax number, 13 digits, the last checks modulo 11.
    ThailandTax,
    /// A ship, or with letters a shipping company: 7 digits, the last checks modulo 10 (IMO resolution A.1117(30)).
    Imo,
    /// United Kingdom: number at Companies House, 8 characters, no check digit.
    UkCompany,
    /// Russia: taxpayer number, 10 or 12 digits, one or two of them check modulo 11.
    RussiaInn,
    /// Russia: register number, 13 or 15 digits, the last checks modulo 11 or 13.
    RussiaOgrn,
    /// India: Corporate Identity Number, 21 characters, no check digit.
    IndiaCin,
    /// India: goods and services tax number, 15 characters, check character modulo 36.
    IndiaGstin,
    /// Dun & Bradstreet's number, 9 digits; no check digit since 2006.
    Duns,
    /// Another number, or one whose scheme its form does not tell.
    Other,
}

impl Scheme {
    /// The scheme's name, for explanations.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Uscc => "Unified Social Credit Code",
            Self::OrganisationCode => "Chinese organisation code",
            Self::ChinaResident => "Chinese identity card number",
            Self::Lei => "LEI",
            Self::Uen => "Singapore UEN",
            Self::SsmNew => "Malaysian company number",
            Self::SsmOld => "Malaysian company number (old form)",
            Self::HongKongBr => "Hong Kong business registration number",
            Self::HongKongCr => "Hong Kong company number",
            Self::TaiwanUbn => "Taiwan unified business number",
            Self::JapanCorporate => "Japanese corporate number",
            Self::KoreaBrn => "Korean business registration number",
            Self::VietnamTax => "Vietnamese tax code",
            Self::ThailandTax => "Thai registration number",
            Self::Imo => "IMO number",
            Self::UkCompany => "UK company number",
            Self::RussiaInn => "Russian taxpayer number (INN)",
            Self::RussiaOgrn => "Russian register number (OGRN)",
            Self::IndiaCin => "Indian CIN",
            Self::IndiaGstin => "Indian GSTIN",
            Self::Duns => "D-U-N-S number",
            Self::Other => "identifier",
        }
    }
}

/// Are the check digits right?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Checked {
    /// They are.
    Yes,
    /// They are not: a slip of the pen, or no such number. A question to be asked, never a reason to drop the number.
    No,
    /// The scheme has none, or the scheme is not known.
    Unknown,
}

/// A number read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier {
    /// Whose it is.
    pub scheme: Scheme,
    /// Capitals and digits only, without the label and without the number of a branch: equal texts are equal numbers.
    pub normalised: String,
    /// Are its check digits right?
    pub checked: Checked,
}

impl Identifier {
    /// May an equal number decide by itself that two parties are one? Not where it is so short that another register
    /// may have given it to somebody else.
    #[must_use]
    pub fn decides(&self) -> bool {
        self.normalised.len() >= if self.scheme == Scheme::Other { OTHER_MIN } else { KNOWN_MIN }
    }

    /// The organisation code that a Unified Social Credit Code contains, or the number itself if it is one.
    ///
    /// ```
    /// use tidewaiter_names::identify;
    /// let code = identify("91350100M000100Y43").unwrap();
    /// assert_eq!(code.organisation_code(), Some("M000100Y4"));
    /// ```
    #[must_use]
    pub fn organisation_code(&self) -> Option<&str> {
        match self.scheme {
            Scheme::Uscc => self.normalised.get(8..17),
            Scheme::OrganisationCode => Some(&self.normalised),
            _ => None,
        }
    }

    /// Do both name the same party, as far as the numbers say? A USCC and the organisation code in it do.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.normalised == other.normalised
            || self.organisation_code().is_some_and(|code| other.organisation_code() == Some(code))
    }

    /// The scheme and what its check digits say, in words: `Unified Social Credit Code, check digits right`.
    #[must_use]
    pub fn proof(&self) -> String {
        let check = match self.checked {
            Checked::Yes => ", check digits right",
            Checked::No => ", check digits wrong: ask for the register extract",
            Checked::Unknown => "",
        };
        format!("{}{check}", self.scheme.words())
    }
}

/// Characters from which a number of no known scheme may decide.
const OTHER_MIN: usize = 5;
const KNOWN_MIN: usize = 6;

/// Capitals and digits only: `91 4403-00…` and `914403 00…` are equal.
///
/// ```
/// assert_eq!(tidewaiter_names::identifier(" 5493-001k jtiigc8y1r12 "), "5493001KJTIIGC8Y1R12");
/// ```
#[must_use]
pub fn identifier(text: &str) -> String {
    crate::clean(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Which of two countries' numbers may be meant by a bare row of digits.
fn is_of(country: Option<Country>, code: &str) -> bool {
    country.is_some_and(|country| country.code() == code)
}

#[cfg(test)]
mod tests;
