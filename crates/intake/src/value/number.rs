//! Quantities and prices as people write them.

use tidewaiter_model::Decimal;

use super::currency::{Sign, sign};
use super::{Unread, plain, quoted};

/// Words after a number that count units of what the line sells.
const UNITS: [&str; 42] = [
    "pcs", "pc", "piece", "pieces", "ea", "each", "unit", "units", "set", "sets", "no", "nos", "x", "card", "cards",
    "board", "boards", "gpu", "gpus", "module", "modules", "server", "servers", "system", "systems", "node", "nodes",
    "rack", "racks", "stk", "台", "片", "张", "張", "套", "个", "個", "件", "块", "塊", "颗", "顆",
];

/// Read how many units are sold: a whole number above zero.
pub(crate) fn quantity(text: &str) -> Result<u64, Unread> {
    const REMEDY: &str = "write a whole number of units, such as 8";
    let plain = plain(text);
    let unread = |says: &str| Unread::new("unread-quantity", format!("{} {says}", quoted(text)), REMEDY);
    let (number, unit) = number_and_unit(&plain);
    let unit = unit.trim().trim_start_matches(')').trim_end_matches('.').to_lowercase();
    if number.is_empty() {
        return Err(unread("is not read as a number of units"));
    }
    if !unit.is_empty() && !UNITS.contains(&unit.as_str()) {
        return Err(unread("is not counted in units that are known here"));
    }
    let bad = |code, says: &str| Unread::new(code, format!("{} {says}", quoted(text)), REMEDY);
    if let Some(positive) = number.strip_prefix(['-', '\u{2212}', '(']) {
        return Err(if positive.chars().any(|c| c.is_ascii_digit()) {
            bad("quantity-not-positive", "is negative")
        } else {
            unread("is not read as a number of units")
        });
    }
    let number = number.strip_prefix('+').unwrap_or(number).trim();
    // A count has no decimals, so `1,00` or `1,0000` is a slip, and not one.
    if let Some((_, after)) = number.split_once(',')
        && !number.contains('.')
        && !after.contains(',')
        && after.trim().len() != 3
    {
        return Err(bad("quantity-not-whole", "is not a whole number"));
    }
    let value = match decimal(number) {
        Written::Exact(value) => value,
        // A comma before three digits parts thousands: nobody writes a count with three decimals.
        Written::Ambiguous(_, large) if number.contains(',') => large,
        Written::Ambiguous(small, large) => {
            return Err(bad("ambiguous-number", &format!("may be {} or {large}", small.normalize())));
        }
        Written::Not => return Err(unread("is not read as a number of units")),
    };
    if value.is_zero() {
        return Err(bad("quantity-not-positive", "is zero"));
    }
    if !value.is_integer() {
        return Err(bad("quantity-not-whole", "is not a whole number"));
    }
    u64::try_from(value.normalize()).map_err(|_| unread("is too large a number"))
}

/// A price and what the cell says of its currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Price {
    pub value: Decimal,
    pub currency: Option<Sign>,
}

/// Read a price, with the currency that stands in the cell.
pub(crate) fn price(text: &str) -> Result<Price, Unread> {
    const REMEDY: &str = "write a plain number such as 30000.00, and the currency in its own column";
    let plain = plain(text);
    let unread = || Unread::new("unread-price", format!("{} is not read as a price", quoted(text)), REMEDY);
    let start = plain.find(|c: char| c.is_ascii_digit()).ok_or_else(unread)?;
    let (before, rest) = plain.split_at_checked(start).ok_or_else(unread)?;
    let (number, after) = number_and_unit(rest);
    let mut before = before.trim().to_owned();
    let mut after = after.trim().to_owned();
    for each in ["/unit", "/each", "/pc", "/ea", "/台", "/片", "/张", "each", "per unit", "/-"] {
        if let Some(cut) = after.to_lowercase().strip_suffix(each) {
            after = cut.trim().to_owned();
        }
    }
    let negative = before.contains(['-', '\u{2212}', '('])
        || after.ends_with(')')
        || after.ends_with('-')
        || number.ends_with('-');
    if negative {
        return Err(Unread::new("price-negative", format!("{} is negative", quoted(text)), REMEDY));
    }
    before.retain(|c| c != '+' && c != ':');
    let mut currency = None;
    for word in [before.trim(), after.trim()] {
        if word.is_empty() {
            continue;
        }
        let found = sign(word).ok_or_else(unread)?;
        currency = match (currency, found) {
            (Some(before @ Sign::Code(_)), Sign::Dollar | Sign::Yen) => Some(before),
            (None | Some(Sign::Dollar | Sign::Yen), found) => Some(found),
            (Some(before), found) if before == found => Some(before),
            _ => return Err(unread()),
        };
    }
    match decimal(number.trim()) {
        Written::Exact(value) => Ok(Price { value, currency }),
        // Prices have two decimals, so a single comma before three digits parts thousands.
        Written::Ambiguous(_, large) if number.contains(',') => Ok(Price { value: large, currency }),
        Written::Ambiguous(small, large) => Err(Unread::new(
            "ambiguous-number",
            format!("{} may be {} or {}", quoted(text), small.normalize(), large),
            format!("write {} or {}", small.normalize(), large),
        )),
        Written::Not => Err(unread()),
    }
}

/// Part a text into the number it begins with and the rest.
fn number_and_unit(text: &str) -> (&str, &str) {
    let mut end = 0;
    for (index, c) in text.char_indices() {
        let part = c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '\u{2019}' | ' ' | '_');
        let sign = index == 0 && matches!(c, '+' | '-' | '\u{2212}' | '(');
        if !(part || sign) {
            break;
        }
        end = index + c.len_utf8();
    }
    let (number, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    // "8 pcs." keeps its full stop in the unit, "8. " has none.
    (number.trim_end_matches([' ', ',', '\'']), rest)
}

enum Written {
    Exact(Decimal),
    /// The smaller and the larger reading.
    Ambiguous(Decimal, Decimal),
    Not,
}

/// A number with thousands and decimal marks in English or continental form.
fn decimal(text: &str) -> Written {
    let exact = |digits: &str| digits.parse::<Decimal>().map_or(Written::Not, Written::Exact);
    if text.is_empty()
        || !text.bytes().any(|b| b.is_ascii_digit())
        || !text.starts_with(|c: char| c.is_ascii_digit() || c == '.')
    {
        return Written::Not;
    }
    let dots = text.matches('.').count();
    let commas = text.matches(',').count();
    let others = text.contains([' ', '\'', '\u{2019}', '_']);
    let (mark, group): (Option<char>, Option<char>) = match (dots, commas) {
        (0, 0) => (None, None),
        // Both stand in the text: the last one is the decimal mark, and it stands once.
        (_, 1) if dots > 0 && text.rfind(',') > text.rfind('.') => (Some(','), Some('.')),
        (1, _) if commas > 0 && text.rfind('.') > text.rfind(',') => (Some('.'), Some(',')),
        (1, 0) | (0, 1) => {
            let mark = if dots == 1 { '.' } else { ',' };
            let (whole, fraction) = text.split_once(mark).unwrap_or((text, ""));
            let could_group = fraction.len() == 3
                && !others
                && (1..=3).contains(&whole.len())
                && !whole.starts_with('0')
                && fraction.bytes().all(|b| b.is_ascii_digit());
            if could_group {
                let small = format!("{whole}.{fraction}").parse::<Decimal>();
                let large = format!("{whole}{fraction}").parse::<Decimal>();
                return match (small, large) {
                    (Ok(small), Ok(large)) => Written::Ambiguous(small, large),
                    _ => Written::Not,
                };
            }
            (Some(mark), None)
        }
        (0, _) => (None, Some(',')),
        (_, 0) => (None, Some('.')),
        _ => return Written::Not,
    };
    let (whole, fraction) = match mark {
        Some(mark) => text.rsplit_once(mark).unwrap_or((text, "")),
        None => (text, ""),
    };
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || fraction.len() > 12 {
        return Written::Not;
    }
    let group = match (group, others) {
        (Some(group), false) => Some(group),
        (None, true) => whole.chars().find(|c| !c.is_ascii_digit()),
        (None, false) => None,
        (Some(_), true) => return Written::Not,
    };
    let digits = match group {
        None => whole.to_owned(),
        Some(group) => match ungroup(whole, group) {
            Some(digits) => digits,
            None => return Written::Not,
        },
    };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Written::Not;
    }
    let digits = if digits.is_empty() { "0" } else { &digits };
    if fraction.is_empty() { exact(digits) } else { exact(&format!("{digits}.{fraction}")) }
}

/// The digits of `1,234,567`: one to three, then threes.
fn ungroup(text: &str, group: char) -> Option<String> {
    let mut parts = text.split(group);
    let first = parts.next()?;
    if !(1..=3).contains(&first.len()) {
        return None;
    }
    let mut digits = first.to_owned();
    for part in parts {
        if part.len() != 3 {
            return None;
        }
        digits.push_str(part);
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quantities() {
        for (text, expected) in [
            ("8", 8),
            ("1,000", 1000),
            ("1 000", 1000),
            ("1'000'000", 1_000_000),
            ("1,234,567", 1_234_567),
            ("8 pcs", 8),
            ("8pcs.", 8),
            ("8台", 8),
            ("８ 张", 8),
            ("１，０００", 1000),
            ("8.0", 8),
            ("8.00", 8),
            ("+8", 8),
            ("16 x", 16),
        ] {
            assert_eq!(quantity(text), Ok(expected), "{text}");
        }
        for (text, code) in [
            ("-4", "quantity-not-positive"),
            ("\u{2212}4", "quantity-not-positive"),
            ("(4)", "quantity-not-positive"),
            ("0", "quantity-not-positive"),
            ("0.0", "quantity-not-positive"),
            ("2.5", "quantity-not-whole"),
            ("1.000", "ambiguous-number"),
            ("8 kg", "unread-quantity"),
            ("2 pallets", "unread-quantity"),
            ("a few", "unread-quantity"),
            ("1,00", "quantity-not-whole"),
            ("1,0000", "quantity-not-whole"),
            ("8-16", "unread-quantity"),
            ("99999999999999999999999", "unread-quantity"),
            ("-", "unread-quantity"),
        ] {
            assert_eq!(quantity(text).map_err(|unread| unread.code), Err(code), "{text}");
        }
    }

    #[test]
    fn prices() {
        let read = |text: &str| {
            price(text).map(|p| (p.value.normalize().to_string(), p.currency)).map_err(|unread| unread.code)
        };
        let is = |value: &str, code: Option<&'static str>| Ok((value.to_owned(), code.map(Sign::Code)));
        assert_eq!(read("30000"), is("30000", None));
        assert_eq!(read("30,000.00"), is("30000", None));
        assert_eq!(read("US$ 30,000.00"), is("30000", Some("USD")));
        assert_eq!(read("30 000,50 EUR"), is("30000.5", Some("EUR")));
        assert_eq!(read("1.234,56"), is("1234.56", None));
        assert_eq!(read("1234,56"), is("1234.56", None));
        assert_eq!(read("1.234.567"), is("1234567", None));
        assert_eq!(read("30,000"), is("30000", None));
        assert_eq!(read("USD 30,000/unit"), is("30000", Some("USD")));
        assert_eq!(read("RMB 220,000元"), is("220000", Some("CNY")));
        assert_eq!(read("HK$99.5"), is("99.5", Some("HKD")));
        assert_eq!(read("0.125"), is("0.125", None));
        assert_eq!(read("¥1,000"), Ok(("1000".to_owned(), Some(Sign::Yen))));
        assert_eq!(read("￥1,000"), Ok(("1000".to_owned(), Some(Sign::Yen))));
        assert_eq!(read("$5"), Ok(("5".to_owned(), Some(Sign::Dollar))));
        assert_eq!(read("30.000"), Err("ambiguous-number"));
        assert_eq!(read("-5"), Err("price-negative"));
        assert_eq!(read("(5.00)"), Err("price-negative"));
        assert_eq!(read("USD 5 EUR"), Err("unread-price"));
        assert_eq!(read("30k"), Err("unread-price"));
        assert_eq!(read("3万"), Err("unread-price"));
        assert_eq!(read("on request"), Err("unread-price"));
        assert_eq!(read("1,23,456.00"), Err("unread-price"));
    }

    proptest! {
        /// The same number in English and in continental form is the same price.
        #[test]
        fn both_forms_agree(whole in 0u64..10_000_000_000, cents in 0u64..100) {
            let digits = whole.to_string();
            let mut grouped = String::new();
            for (index, c) in digits.chars().enumerate() {
                if index > 0 && (digits.len() - index) % 3 == 0 {
                    grouped.push(',');
                }
                grouped.push(c);
            }
            let english = format!("{grouped}.{cents:02}");
            let continental: String =
                english.chars().map(|c| match c { ',' => '.', '.' => ',', c => c }).collect();
            let expected: Decimal = format!("{whole}.{cents:02}").parse().unwrap();
            prop_assert_eq!(price(&english).unwrap().value, expected);
            prop_assert_eq!(price(&continental).unwrap().value, expected);
            prop_assert_eq!(price(&format!("{whole}.{cents:02}")).unwrap().value, expected);
            if whole > 0 {
                prop_assert_eq!(quantity(&grouped).unwrap(), whole);
            }
        }

        #[test]
        fn nothing_panics(text in "\\PC*", digits in "[-+(0-9., ']{0,12}[台a-z$¥]{0,3}") {
            let _ = (quantity(&text), price(&text), quantity(&digits), price(&digits));
        }
    }
}
