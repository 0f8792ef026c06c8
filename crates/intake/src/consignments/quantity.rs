//! Quantities of consignments: units, and packages that hold a number of units nobody tells.

use tidewaiter_model::Decimal;

use crate::value::{self, Unread, quoted};

/// Words for packages that one number of units can hold for.
const BOXES: [&str; 20] = [
    "box", "boxes", "bx", "carton", "cartons", "ctn", "ctns", "case", "cases", "cs", "crate", "crates", "package",
    "packages", "pkg", "pkgs", "pk", "箱", "盒", "包",
];
/// Words for what holds boxes.
const LARGER: [&str; 12] =
    ["pallet", "pallets", "plt", "plts", "skid", "skids", "container", "containers", "teu", "托盘", "托", "柜"];

/// Read a quantity, and the unit where it stands in a column of its own.
pub(crate) fn quantity(text: &str, unit: &str, per_box: Option<u64>) -> Result<u64, Unread> {
    let whole = if unit.is_empty() { text.to_owned() } else { format!("{text} {unit}") };
    let unread = match (value::quantity(&whole), value::quantity(text)) {
        (Ok(units), _) => return Ok(units),
        (_, Err(unread)) if unread.code == "quantity-not-positive" => unread,
        (Err(unread), _) => unread,
    };
    if unread.code == "quantity-not-positive" {
        if whole.contains(['-', '\u{2212}', '(', '－']) {
            return Err(Unread {
                code: "quantity-negative",
                says: format!(
                    "{} is negative: a correction or a return, which is not read as a movement",
                    quoted(&whole)
                ),
                remedy: "if goods came back, write a row from their holder to their sender with a positive quantity"
                    .to_owned(),
            });
        }
        return Ok(0);
    }
    let (number, word) = parted(&whole);
    let word = word.to_lowercase();
    if BOXES.contains(&word.as_str())
        && let Ok(boxes) = value::quantity(number)
    {
        let Some(each) = per_box else {
            return Err(Unread {
                code: "quantity-in-boxes",
                says: format!("{} counts packages, and nothing says how many units are in one", quoted(&whole)),
                remedy: "write the number of units, or give the units in a box: --per-box 8".to_owned(),
            });
        };
        return boxes.checked_mul(each).ok_or(Unread {
            code: "unread-quantity",
            says: format!("{} is too large a number of units", quoted(&whole)),
            remedy: "check the units in a box".to_owned(),
        });
    }
    if LARGER.contains(&word.as_str()) {
        return Err(Unread {
            code: "quantity-in-boxes",
            says: format!(
                "{} counts pallets or containers, and nothing says how many units are in one",
                quoted(&whole)
            ),
            remedy: "write the number of units".to_owned(),
        });
    }
    Err(unread)
}

/// A number and the word behind it.
fn parted(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let (number, word) = text.split_at_checked(end).unwrap_or((text, ""));
    (number.trim(), word.trim().trim_end_matches(['.', ')', ' ']).trim_end_matches("(s"))
}

/// Read a gross weight as kilograms.
pub(crate) fn weight(text: &str) -> Result<Decimal, Unread> {
    let (number, unit) = parted(text);
    let unread = |says: &str| Unread {
        code: "unread-weight",
        says: format!("{} {says}", quoted(text)),
        remedy: "write kilograms as a plain number, such as 1250.5".to_owned(),
    };
    // Thousandths of a gram and pound are exact.
    let (digits, scale) = match unit.to_lowercase().as_str() {
        "" | "kg" | "kgs" | "kgm" | "kilogram" | "kilograms" | "公斤" | "千克" => (1, 0),
        "g" | "gram" | "grams" | "克" => (1, 3),
        "t" | "mt" | "ton" | "tons" | "tonne" | "tonnes" | "吨" => (1000, 0),
        "lb" | "lbs" | "pound" | "pounds" => (45_359_237, 8),
        _ => return Err(unread("is no weight in a unit that is known")),
    };
    let number = value::price(number).map_err(|cause| match cause.code {
        "price-negative" => unread("is negative"),
        "ambiguous-number" => cause,
        _ => unread("is not read as a weight"),
    })?;
    number.value.checked_mul(Decimal::new(digits, scale)).ok_or_else(|| unread("is too large a weight"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_of_units_and_packages() {
        for (text, unit, per_box, expected) in [
            ("1,000", "", None, Ok(1000)),
            ("8", "PCS", None, Ok(8)),
            ("0", "", None, Ok(0)),
            ("12 boxes", "", None, Err("quantity-in-boxes")),
            ("12 boxes", "", Some(4), Ok(48)),
            ("12", "CTNS", Some(4), Ok(48)),
            ("12 carton(s)", "", Some(4), Ok(48)),
            ("2 pallets", "", Some(4), Err("quantity-in-boxes")),
            ("-4", "", None, Err("quantity-negative")),
            ("(4)", "pcs", None, Err("quantity-negative")),
            ("2.5", "", None, Err("quantity-not-whole")),
            ("8", "KG", None, Err("unread-quantity")),
            ("some", "", None, Err("unread-quantity")),
            ("18446744073709551615 boxes", "", Some(2), Err("unread-quantity")),
        ] {
            assert_eq!(quantity(text, unit, per_box).map_err(|unread| unread.code), expected, "{text} {unit}");
        }
    }

    #[test]
    fn weights() {
        let read = |text: &str| weight(text).map(|kg| kg.normalize().to_string()).map_err(|unread| unread.code);
        assert_eq!(read("1250.5"), Ok("1250.5".to_owned()));
        assert_eq!(read("1,250 kg"), Ok("1250".to_owned()));
        assert_eq!(read("2.5 t"), Ok("2500".to_owned()));
        assert_eq!(read("100 lbs"), Ok("45.359237".to_owned()));
        assert_eq!(read("3 stone"), Err("unread-weight"));
        assert_eq!(read("-3"), Err("unread-weight"));
    }
}
