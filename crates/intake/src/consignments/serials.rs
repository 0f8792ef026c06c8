//! Serial numbers of one cell.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::value::{Unread, quoted};

/// The most numbers that one range may stand for.
const LONGEST: u64 = 10_000;

/// The serial numbers of a cell, parted by `;`, `,`, `|` or line breaks. `SN001-SN010` is a range of ten, as is
/// `001..010`; `001-010` may be one number and is taken for one. Each number is given once.
pub(crate) fn serials<'a>(text: &'a str, into: &mut Vec<Cow<'a, str>>) -> Result<(), Unread> {
    let before = into.len();
    for part in text.split([';', ',', '|', '\n', '\r', '；', '，', '、']) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        match range(part) {
            None => into.push(Cow::Borrowed(part)),
            Some((prefix, width, first, last)) if last.saturating_sub(first) < LONGEST => {
                into.extend((first..=last).map(|number| Cow::Owned(format!("{prefix}{number:0width$}"))));
            }
            Some((_, _, first, last)) => {
                into.truncate(before);
                return Err(Unread {
                    code: "serial-range-too-long",
                    says: format!("{} stands for {} serial numbers", quoted(part), last.saturating_sub(first)),
                    remedy: format!("give at most {LONGEST} a range, or list them"),
                });
            }
        }
        if into.len() > 1_000_000 {
            break;
        }
    }
    if into.len() > 1 {
        let mut seen = HashSet::with_capacity(into.len());
        into.retain(|serial| seen.insert(serial.clone()));
    }
    Ok(())
}

/// Prefix, number of digits, first and last number.
fn range(part: &str) -> Option<(&str, usize, u64, u64)> {
    let plain = ["..", " - ", " to ", "–", "~"].iter().find_map(|mark| part.split_once(mark));
    let (from, to) = match plain {
        Some(ends) => ends,
        None => {
            let (from, to) = part.split_once('-')?;
            // Digits on both sides alone may be one number with a hyphen in it.
            if from.bytes().all(|b| b.is_ascii_digit()) || to.contains('-') {
                return None;
            }
            (from, to)
        }
    };
    let (prefix, first) = head(from.trim())?;
    let (other, last) = head(to.trim())?;
    // Without leading zeros `S8..S11` is as plain.
    let counted = plain.is_some() && (first.len() == 1 || !first.starts_with('0'));
    if prefix != other || (first.len() != last.len() && !counted) {
        return None;
    }
    let (start, end) = (first.parse::<u64>().ok()?, last.parse::<u64>().ok()?);
    (start <= end).then_some((prefix, first.len(), start, end))
}

/// A text as what stands before its last digits, and these.
fn head(text: &str) -> Option<(&str, &str)> {
    let digits = text.len().checked_sub(text.bytes().rev().take_while(u8::is_ascii_digit).count())?;
    text.split_at_checked(digits).filter(|(_, digits)| !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ranges() {
        let read = |text: &str| {
            let mut found = Vec::new();
            serials(text, &mut found).map(|()| found.join(" ")).map_err(|unread| unread.code)
        };
        for (text, expected) in [
            ("A1; A2,A3", "A1 A2 A3"),
            ("A1;A1", "A1"),
            ("SN008-SN011", "SN008 SN009 SN010 SN011"),
            ("008..010", "008 009 010"),
            ("1650-0121", "1650-0121"),
            ("S8..S11", "S8 S9 S10 S11"),
            ("SN1-SN10", "SN1-SN10"),
            ("AB12-CD14", "AB12-CD14"),
            ("SN9-SN8", "SN9-SN8"),
            ("", ""),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
        assert_eq!(read("S000000..S999999"), Err("serial-range-too-long"));
    }
}
