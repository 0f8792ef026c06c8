//! Days of a movement: a day, a month, a year, or from one to another.

use tidewaiter_model::{Date, Days};

use crate::value::{self, Unread, quoted};

/// Read the days of a cell: `2025-05-03`, `2025-05`, `May 2025`, `2025`, `2025-05-01..2025-05-10`. The second value tells
/// what is doubtful about them: a range that ends before it starts is read the other way round, and `03/04/2025` is any
/// day from 4 March to 3 April.
pub(crate) fn days(text: &str) -> Result<(Days, Option<Unread>), Unread> {
    let parted = text.split_once("..").or_else(|| text.split_once(" to ")).or_else(|| text.split_once('~'));
    let Some((from, to)) = parted else {
        return match one(text) {
            Err(unread) if unread.code == "ambiguous-date" => {
                either(text).map(|days| (days, Some(unread.clone()))).ok_or(unread)
            }
            read => read.map(|days| (days, None)),
        };
    };
    let (from, to) = (one(from.trim())?, one(to.trim())?);
    let days = Days::between(from.first().min(to.first()), from.last().max(to.last()));
    let doubt = (to.last() < from.first()).then(|| Unread {
        code: "end-before-start",
        says: format!("{} ends before it starts; it is read as {days}", quoted(text)),
        remedy: "check which of the two days is right".to_owned(),
    });
    Ok((days, doubt))
}

/// From the one to the other of two days that a date may be.
fn either(text: &str) -> Option<Days> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (a, b, year) = (numbers.next()?, numbers.next()?, numbers.next().filter(|year| year.len() == 4)?);
    let (a, b, year) = (a.parse().ok()?, b.parse().ok()?, year.parse().ok()?);
    Some(Days::between(Date::new(year, a, b).ok()?, Date::new(year, b, a).ok()?))
}

fn one(text: &str) -> Result<Days, Unread> {
    match month_or_year(text) {
        Some(Some(days)) => Ok(days),
        Some(None) => Err(Unread {
            code: "impossible-date",
            says: format!("{} is no month of the calendar from 1980 to 2100", quoted(text)),
            remedy: "write the month as 2025-05".to_owned(),
        }),
        None => value::date(text).map(Days::on),
    }
}

/// The days of a month or year; `None` where the text is neither, `Some(None)` where there is no such month.
fn month_or_year(text: &str) -> Option<Option<Days>> {
    let text = text.trim();
    let number = |part: &str, most: usize| -> Option<i16> {
        let part = part.trim();
        (!part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse().ok())?
    };
    if text.len() == 4
        && let Some(year) = number(text, 4)
    {
        return Some(span(year, 1, 12));
    }
    let chinese = text.strip_suffix('月').and_then(|rest| rest.split_once('年'));
    let parts = chinese.or_else(|| text.split_once(['-', '/', '.']));
    if let Some((a, b)) = parts {
        if let (Some(year), Some(month)) = (number(a, 4).filter(|_| a.trim().len() == 4), number(b, 2)) {
            return Some(span(year, month, month));
        }
        if let (Some(month), Some(year)) = (number(a, 2), number(b, 4).filter(|_| b.trim().len() == 4)) {
            return Some(span(year, month, month));
        }
    }
    let (word, year) = text.split_once([' ', '-', ','])?;
    let year = number(year.trim_start_matches([',', ' ']), 4).filter(|year| *year >= 1000)?;
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.').to_lowercase();
    let month = MONTHS.iter().zip(NAMES).position(|(short, long)| word == *short || word == long)?;
    let month = i16::try_from(month).ok()?.saturating_add(1);
    Some(span(year, month, month))
}

fn span(year: i16, first: i16, last: i16) -> Option<Days> {
    if !(1980..=2100).contains(&year) {
        return None;
    }
    let month = |month: i16| Date::new(year, i8::try_from(month).ok()?, 1).ok();
    Some(Days::between(month(first)?, month(last)?.last_of_month()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_people_write_them() {
        for (text, expected) in [
            ("2025-05-03", "2025-05-03"),
            ("2025-05-03T10:15:00Z", "2025-05-03"),
            ("20250503", "2025-05-03"),
            ("2025-05", "2025-05-01..2025-05-31"),
            ("2024/02", "2024-02-01..2024-02-29"),
            ("02/2024", "2024-02-01..2024-02-29"),
            ("May 2025", "2025-05-01..2025-05-31"),
            ("2025年5月", "2025-05-01..2025-05-31"),
            ("2025", "2025-01-01..2025-12-31"),
            ("2025-05-01..2025-05-10", "2025-05-01..2025-05-10"),
            ("2025-05..2025-06", "2025-05-01..2025-06-30"),
            ("3 May 2025 to 9 May 2025", "2025-05-03..2025-05-09"),
        ] {
            assert_eq!(
                days(text).map(|(days, doubt)| (days.to_string(), doubt)),
                Ok((expected.to_owned(), None)),
                "{text}"
            );
        }
        for (text, expected, code) in [
            ("2025-05-10..2025-05-01", "2025-05-01..2025-05-10", "end-before-start"),
            ("03/04/2025", "2025-03-04..2025-04-03", "ambiguous-date"),
        ] {
            let read = days(text).map(|(days, doubt)| (days.to_string(), doubt.map(|unread| unread.code)));
            assert_eq!(read, Ok((expected.to_owned(), Some(code))), "{text}");
        }
        for (text, code) in [
            ("03/04/25", "two-digit-year"),
            ("2025-13", "impossible-date"),
            ("2025-00", "impossible-date"),
            ("1776", "impossible-date"),
            ("soon", "unread-date"),
            ("2025-05-01..", "unread-date"),
        ] {
            assert_eq!(days(text).map_err(|unread| unread.code), Err(code), "{text}");
        }
    }
}
