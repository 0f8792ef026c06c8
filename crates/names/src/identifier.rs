//! Register numbers and addresses in one spelling.

/// What is known about an identifier from its own form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// A Chinese Unified Social Credit Code whose check character is right (GB 32100-2015).
    Uscc,
    /// A Legal Entity Identifier whose check digits are right (ISO 17442).
    Lei,
    /// Anything else.
    Other,
}

/// Capitals and digits only: `91 4403-00…` and `914403 00…` are equal.
///
/// ```
/// assert_eq!(tidewaiter_names::identifier(" 5493-001k jtiigc8y1r12 "), "5493001KJTIIGC8Y1R12");
/// ```
#[must_use]
pub fn identifier(text: &str) -> String {
    crate::clean(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// The scheme of a normalised identifier, where its check digits prove one.
///
/// ```
/// use tidewaiter_names::{Scheme, scheme};
/// assert_eq!(scheme("5493001KJTIIGC8Y1R12"), Scheme::Lei);
/// assert_eq!(scheme("5493001KJTIIGC8Y1R13"), Scheme::Other);
/// ```
#[must_use]
pub fn scheme(identifier: &str) -> Scheme {
    if is_lei(identifier) {
        Scheme::Lei
    } else if is_uscc(identifier) {
        Scheme::Uscc
    } else {
        Scheme::Other
    }
}

/// ISO 7064 MOD 97-10 over the letters read as 10 to 35.
fn is_lei(text: &str) -> bool {
    if text.len() != 20 || !text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
        return false;
    }
    let remainder = text.chars().filter_map(|c| c.to_digit(36)).fold(0u32, |sum, digit| {
        let shift = if digit > 9 { 100 } else { 10 };
        sum.wrapping_mul(shift).wrapping_add(digit) % 97
    });
    remainder == 1
}

/// GB 32100-2015: base 31 without I, O, S, V, Z; weights are powers of 3.
fn is_uscc(text: &str) -> bool {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    if text.len() != 18 {
        return false;
    }
    let mut sum = 0u32;
    let mut weight = 1u32;
    let mut last = None;
    for (place, c) in text.chars().enumerate() {
        let Some(value) = ALPHABET.chars().position(|known| known == c).and_then(|n| u32::try_from(n).ok()) else {
            return false;
        };
        if place < 17 {
            sum = sum.wrapping_add(value.wrapping_mul(weight));
            weight = weight.wrapping_mul(3) % 31;
        } else {
            last = Some(value);
        }
    }
    last == Some((31 - sum % 31) % 31)
}

/// An address cleaned, with the commonest short forms written out, so that equal addresses are mostly equal texts.
///
/// ```
/// use tidewaiter_names::address;
/// assert_eq!(address("Rm. 5, 12/F., Example Bldg., Main Rd"), address("Room 5 12/F Example Building, Main Road"));
/// ```
#[must_use]
pub fn address(text: &str) -> String {
    let cleaned = crate::clean(text);
    let written_out = cleaned.split(' ').map(|word| match word {
        "rd" => "road",
        "st" | "str" => "street",
        "ave" | "av" => "avenue",
        "bldg" | "blg" | "bld" => "building",
        "rm" => "room",
        "flr" | "fl" | "floor" => "f",
        "dist" => "district",
        "ctr" | "centre" => "center",
        "prov" => "province",
        other => other,
    });
    written_out.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_characters_decide() {
        // The example of GB 32100-2015, annex.
        assert_eq!(scheme("91350100M000100Y43"), Scheme::Uscc);
        assert_eq!(scheme("91350100M000100Y44"), Scheme::Other);
        assert_eq!(scheme("91350100M00010OY43"), Scheme::Other);
        assert_eq!(scheme(""), Scheme::Other);
        assert_eq!(identifier("９１３５０１００ｍ０００１００ｙ４３"), "91350100M000100Y43");
    }
}
