//! Check digits, each by its published rule. Every function takes a normalised number and answers `false` for one of
//! another length or alphabet.

/// The digits of a text of digits alone, in the wanted number.
fn digits<const N: usize>(text: &str) -> Option<[u32; N]> {
    let values: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    values?.try_into().ok()
}

/// Each value times its weight, summed, as far as there are weights.
fn weighted(values: &[u32], weights: &[u32]) -> u32 {
    values.iter().zip(weights).fold(0u32, |sum, (value, weight)| sum.wrapping_add(value.wrapping_mul(*weight)))
}

/// Where a character stands in an alphabet.
fn place(alphabet: &str, c: char) -> Option<u32> {
    alphabet.chars().position(|known| known == c).and_then(|at| u32::try_from(at).ok())
}

/// The character at a place of an alphabet.
fn letter(alphabet: &str, at: u32) -> Option<char> {
    alphabet.chars().nth(usize::try_from(at).ok()?)
}

/// ISO 7064 MOD 97-10 over the letters read as 10 to 35 (ISO 17442).
pub(super) fn lei(text: &str) -> bool {
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
pub(super) fn uscc(text: &str) -> bool {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let values: Option<Vec<u32>> = text.chars().map(|c| place(ALPHABET, c)).collect();
    let Some([body @ .., check]) = values.as_deref() else { return false };
    body.len() == 17 && *check == (31 - weighted(body, &WEIGHTS) % 31) % 31
}

/// GB 11714-1997: eight characters and a check of 0 to 9 or X.
pub(super) fn organisation_code(text: &str) -> bool {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let Some((body, check)) = text.split_at_checked(8) else { return false };
    let upper = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
    if !body.chars().all(upper) {
        return false;
    }
    let values: Vec<u32> = body.chars().filter_map(|c| c.to_digit(36)).collect();
    let expected = match 11 - weighted(&values, &WEIGHTS) % 11 {
        10 => "X".to_owned(),
        11 => "0".to_owned(),
        digit => digit.to_string(),
    };
    check == expected
}

/// GB 11643-1999: 17 digits and a check of 0 to 9 or X.
pub(super) fn china_resident(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let Some((body, check)) = text.split_at_checked(17) else { return false };
    let Some(values) = digits::<17>(body) else { return false };
    let expected = letter("10X98765432", weighted(&values, &WEIGHTS) % 11);
    expected.is_some_and(|expected| check.chars().eq([expected]))
}

/// Singapore's three forms: a business (8 digits), a local company (9 digits) and others (`T08GA0001A`), and a letter.
pub(super) fn uen(text: &str) -> bool {
    const OTHERS: &str = "ABCDEFGHJKLMNPQRSTUVWX0123456789";
    let Some((body, check)) = text.len().checked_sub(1).and_then(|at| text.split_at_checked(at)) else { return false };
    let expected = if let Some(values) = digits::<8>(body) {
        letter("XMKECAWLJDB", weighted(&values, &[10, 4, 9, 3, 8, 2, 7, 1]) % 11)
    } else if let Some(values) = digits::<9>(body) {
        letter("ZKCMDNERGWH", weighted(&values, &[10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11)
    } else {
        let values: Option<Vec<u32>> = body.chars().map(|c| place(OTHERS, c)).collect();
        let sum = values.filter(|values| values.len() == 9).map(|v| weighted(&v, &[4, 3, 5, 3, 10, 2, 2, 5, 7]));
        sum.and_then(|sum| letter(OTHERS, sum.wrapping_add(6) % 11))
    };
    expected.is_some_and(|expected| check.chars().eq([expected]))
}

/// Taiwan: the digits of each product are summed; since April 2023 the sum is a multiple of 5. A seventh digit of 7 may
/// count as 0 or 1.
pub(super) fn taiwan_ubn(text: &str) -> bool {
    let Some(values) = digits::<8>(text) else { return false };
    let products = values.iter().zip([1, 2, 1, 2, 1, 2, 4, 1]).map(|(value, weight)| value.wrapping_mul(weight));
    let sum: u32 = products.map(|product| product / 10 + product % 10).sum();
    sum.is_multiple_of(5) || (values.get(6) == Some(&7) && (sum + 1).is_multiple_of(5))
}

/// Japan: the first digit checks the twelve after it, weighed 1 and 2 in turn from the right, modulo 9.
pub(super) fn japan_corporate(text: &str) -> bool {
    let Some([check, body @ ..]) = digits::<13>(text) else { return false };
    check == 9 - weighted(&body, &[2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]) % 9
}

/// South Korea: weights 1, 3, 7 in turn; the ninth digit counts five times, with its carry.
pub(super) fn korea_brn(text: &str) -> bool {
    let Some(values @ [.., ninth, check]) = digits::<10>(text) else { return false };
    let sum = weighted(&values, &[1, 3, 7, 1, 3, 7, 1, 3, 5]).wrapping_add(ninth.wrapping_mul(5) / 10);
    check == (10 - sum % 10) % 10
}

/// Vietnam: the tenth digit of the tax code.
pub(super) fn vietnam_tax(text: &str) -> bool {
    let Some(values @ [.., check]) = digits::<10>(text) else { return false };
    check == 10 - weighted(&values, &[31, 29, 23, 19, 17, 13, 7, 5, 3]) % 11
}

/// Thailand: weights 13 down to 2.
pub(super) fn thailand_tax(text: &str) -> bool {
    let Some(values @ [.., check]) = digits::<13>(text) else { return false };
    check == (11 - weighted(&values, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 10
}

/// A ship's number: weights 7 down to 2, the sum's last digit.
pub(super) fn imo(text: &str) -> bool {
    let Some(values @ [.., check]) = digits::<7>(text) else { return false };
    check == weighted(&values, &[7, 6, 5, 4, 3, 2]) % 10
}

/// Russia: one check digit for a company, two for a person.
pub(super) fn russia_inn(text: &str) -> bool {
    const WEIGHTS: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
    let check = |values: &[u32], skip: usize| weighted(values, WEIGHTS.get(skip..).unwrap_or_default()) % 11 % 10;
    if let Some(values @ [.., last]) = digits::<10>(text) {
        return last == check(&values, 2);
    }
    let Some(values @ [.., first, second]) = digits::<12>(text) else { return false };
    first == check(values.get(..10).unwrap_or_default(), 1) && second == check(values.get(..11).unwrap_or_default(), 0)
}

/// Russia: the number without its last digit, modulo 11 for a company (13 digits) and 13 for a person (15 digits).
pub(super) fn russia_ogrn(text: &str) -> bool {
    let modulus = match text.len() {
        13 => 11,
        15 => 13,
        _ => return false,
    };
    let Ok(number) = text.parse::<u64>() else { return false };
    number / 10 % modulus % 10 == number % 10
}

/// India: base 36, weights 1 and 2 in turn, the digits of each product summed.
pub(super) fn india_gstin(text: &str) -> bool {
    let values: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(36)).collect();
    let Some([body @ .., check]) = values.as_deref() else { return false };
    let products = body.iter().zip([1u32, 2].into_iter().cycle()).map(|(value, weight)| value.wrapping_mul(weight));
    let sum: u32 = products.map(|product| product / 36 + product % 36).sum();
    body.len() == 14 && *check == (36 - sum % 36) % 36
}
