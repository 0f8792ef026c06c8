//! Part numbers by their structure.
//!
//! NVIDIA writes `900-2G133-0080-000`: a class (900 card or module, 920 system, 935 board, 930 and 980 parts and
//! cables), a board design, a field of customer (two places), product (one place) and revision or cooling (one place),
//! and a suffix. So a customer's own number for the same product differs only in places that say nothing about it.

use crate::catalogue::{Catalogue, Family};

/// What a part number's structure says.
#[derive(Debug)]
pub enum Structure<'a> {
    /// Its family and product are known.
    Known(&'a Family),
    /// Its family is known, but not the product code: one of these, or a product that the catalogue lacks.
    Family(Vec<&'a Family>),
}

/// Does it look like one of NVIDIA's numbers?
pub fn is_structured(text: &str) -> bool {
    let mut fields = text.split('-').map(str::len);
    let hyphens = (fields.next(), fields.next(), fields.next()) == (Some(3), Some(5), Some(4));
    let plain = text.len() == 15 && text.bytes().all(|b| b.is_ascii_alphanumeric());
    text.starts_with('9') && text.get(..3).is_some_and(|c| c.bytes().all(|b| b.is_ascii_digit())) && (hyphens || plain)
}

/// Reads a part number's structure; `None` where it has none that the catalogue knows.
pub fn read<'a>(catalogue: &'a Catalogue, text: &str) -> Option<Structure<'a>> {
    let text = clean(text);
    let numbered =
        is_structured(&text) || text.get(..4).is_some_and(|t| matches!(t, "930-" | "980-" | "920-" | "900-"));
    let plain = text.replace('-', "");
    let family =
        |f: &&Family| plain.starts_with(&f.prefix) && (numbered || !f.prefix.starts_with('9')) && plain.len() >= 10;
    let longest = catalogue.families.iter().filter(family).map(|f| f.prefix.len()).max()?;
    let rows: Vec<&Family> = catalogue.families.iter().filter(family).filter(|f| f.prefix.len() == longest).collect();
    let code = plain.get(10..).unwrap_or_default();
    let known = rows.iter().filter(|f| code.starts_with(&f.code)).max_by_key(|f| f.code.len());
    Some(match known {
        Some(family) => Structure::Known(family),
        None => Structure::Family(rows),
    })
}

/// Capitals, plain hyphens, no spaces around.
pub fn clean(text: &str) -> String {
    let hyphen = |c: char| if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' | '_') { '-' } else { c };
    let half = |c: char| match u32::from(c) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.trim().chars().take(64).map(hyphen).map(half).filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase()
}
