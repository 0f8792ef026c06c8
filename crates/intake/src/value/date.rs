//! Dates as people write them.

use tidewaiter_model::Date;

use super::{Unread, plain, quoted};

const REMEDY: &str = "write the date as 2025-04-03";
const MONTHS: [&str; 12] = [
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
/// The years an order may bear; outside them a typing error is likelier.
const YEARS: std::ops::RangeInclusive<i64> = 1980..=2100;

/// Read a date.
///
/// `03/04/2025` is asked about, since it is April in London and March in New York; so is a year of two digits.
pub(crate) fn date(text: &str) -> Result<Date, Unread> {
    let plain = plain(text);
    let parts = split(&plain);
    let unreadable = || Unread::new("unread-date", format!("{} is not read as a date", quoted(text)), REMEDY);
    match parts.as_slice() {
        [Part::Number(digits)] if digits.len() == 8 => {
            let (year, rest) = digits.split_at_checked(4).ok_or_else(unreadable)?;
            let (month, day) = rest.split_at_checked(2).ok_or_else(unreadable)?;
            build(text, number(year), number(month), number(day))
        }
        [Part::Number(digits)] if digits.len() == 5 => Err(Unread::new(
            "unread-date",
            format!("{} is a number, perhaps a date that lost its cell format", quoted(text)),
            "format the cell as a date, or write it as 2025-04-03",
        )),
        [Part::Number(y), Part::Number(m), Part::Number(d)] if y.len() == 4 => {
            build(text, number(y), number(m), number(d))
        }
        [Part::Number(a), Part::Number(b), Part::Number(y)] if y.len() == 4 && a.len() <= 2 && b.len() <= 2 => {
            day_and_month(text, number(a), number(b), number(y))
        }
        [Part::Number(d), Part::Month(m), Part::Number(y)] | [Part::Month(m), Part::Number(d), Part::Number(y)]
            if y.len() == 4 && d.len() <= 2 =>
        {
            build(text, number(y), Some(*m), number(d))
        }
        [Part::Number(y), Part::Month(m), Part::Number(d)] if y.len() == 4 && d.len() <= 2 => {
            build(text, number(y), Some(*m), number(d))
        }
        [Part::Number(a), Part::Number(b), Part::Number(c)] if [a, b, c].iter().all(|part| part.len() <= 2) => {
            Err(two_digits(text))
        }
        [Part::Number(a), Part::Month(_), Part::Number(b)] | [Part::Month(_), Part::Number(a), Part::Number(b)]
            if a.len() <= 2 && b.len() == 2 =>
        {
            Err(two_digits(text))
        }
        _ => Err(unreadable()),
    }
}

fn two_digits(text: &str) -> Unread {
    Unread::new("two-digit-year", format!("{} has a year of two digits", quoted(text)), REMEDY)
}

/// `a/b/year`, of which one is the day.
fn day_and_month(text: &str, a: Option<i64>, b: Option<i64>, year: Option<i64>) -> Result<Date, Unread> {
    let (Some(first), Some(second)) = (a, b) else { return build(text, year, b, a) };
    if first != second
        && let Ok(day_first) = build(text, year, b, a)
        && let Ok(month_first) = build(text, year, a, b)
    {
        return Err(Unread::new(
            "ambiguous-date",
            format!("{} may be {} or {}", quoted(text), in_words(day_first), in_words(month_first)),
            format!("write {day_first} or {month_first}"),
        ));
    }
    if second > 12 { build(text, year, a, b) } else { build(text, year, b, a) }
}

fn in_words(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

fn build(text: &str, year: Option<i64>, month: Option<i64>, day: Option<i64>) -> Result<Date, Unread> {
    let impossible = || Unread::new("impossible-date", format!("{} is no day of the calendar", quoted(text)), REMEDY);
    let year = year.ok_or_else(impossible)?;
    if !YEARS.contains(&year) {
        return Err(Unread::new(
            "impossible-date",
            format!("{} lies outside the years {} to {}", quoted(text), YEARS.start(), YEARS.end()),
            REMEDY,
        ));
    }
    let small = |value: Option<i64>| value.and_then(|v| i8::try_from(v).ok()).ok_or_else(impossible);
    Date::new(i16::try_from(year).map_err(|_| impossible())?, small(month)?, small(day)?).map_err(|_| impossible())
}

enum Part<'a> {
    Number(&'a str),
    Month(i64),
    /// Anything else, which makes the text unreadable.
    Other,
}

fn number(digits: &str) -> Option<i64> {
    digits.parse().ok()
}

/// Take a text apart into numbers and months; a time of day after the date and a weekday before it are dropped.
fn split(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same_kind = |c: char| if first.is_ascii_digit() { c.is_ascii_digit() } else { c.is_alphabetic() };
        let end = rest.find(|c: char| !same_kind(c)).unwrap_or(rest.len()).max(first.len_utf8());
        let Some((token, after)) = rest.split_at_checked(end) else { break };
        rest = after;
        if first.is_ascii_digit() {
            parts.push(Part::Number(token));
        } else if first.is_alphabetic() {
            if parts.len() == 3 && token.eq_ignore_ascii_case("t") {
                break;
            }
            parts.extend(word(token, parts.len()));
        } else if parts.len() == 3 && first.is_whitespace() {
            // What follows a whole date and a blank is dropped where it is a time of day.
            if is_time(rest) {
                break;
            }
        } else if !matches!(first, '-' | '/' | '.' | ',' | ' ' | '\u{2010}'..='\u{2015}' | '\'' | '(' | ')') {
            parts.push(Part::Other);
        }
    }
    parts
}

fn is_time(text: &str) -> bool {
    text.contains(':') && text.chars().all(|c| c.is_ascii_digit() || ":.+-ZzAaPpMm ".contains(c))
}

/// What a word stands for; `None` for one that says nothing (a weekday, `年`, `th`).
fn word(token: &str, parts_before: usize) -> Option<Part<'static>> {
    const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let lower = token.to_lowercase();
    let starts = |full: &&str| lower.len() >= 3 && full.starts_with(lower.as_str());
    if let Some(index) = MONTHS.iter().position(|month| starts(month) || (lower == "sept" && *month == "september")) {
        return Some(i64::try_from(index).map_or(Part::Other, |index| Part::Month(index.saturating_add(1))));
    }
    let says_nothing = match parts_before {
        0 => WEEKDAYS.iter().any(starts),
        1 => matches!(lower.as_str(), "年" | "st" | "nd" | "rd" | "th" | "of" | "de"),
        2 => matches!(lower.as_str(), "月" | "st" | "nd" | "rd" | "th"),
        3 => matches!(lower.as_str(), "日" | "号" | "號"),
        _ => false,
    };
    if says_nothing { None } else { Some(Part::Other) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ways_of_writing() {
        for text in [
            "2025-04-03",
            "2025/4/3",
            "2025.04.03",
            "2025年4月3日",
            "２０２５年４月３日",
            "20250403",
            "3 Apr 2025",
            "Apr 3, 2025",
            "3-APR-2025",
            "April 3rd, 2025",
            "Thu, 3 April 2025",
            "2025-04-03T00:00:00Z",
            "2025-04-03 14:05",
            "2025-Apr-03",
            "3rd of April 2025",
        ] {
            assert_eq!(date(text), Ok(day(2025, 4, 3)), "{text}");
        }
        assert_eq!(date("13/04/2025"), Ok(day(2025, 4, 13)));
        assert_eq!(date("04/13/2025"), Ok(day(2025, 4, 13)));
        assert_eq!(date("04.04.2025"), Ok(day(2025, 4, 4)));
    }

    #[test]
    fn what_is_asked_about() {
        for (text, code) in [
            ("03/04/2025", "ambiguous-date"),
            ("3.4.2025", "ambiguous-date"),
            ("03/04/25", "two-digit-year"),
            ("3 Apr 25", "two-digit-year"),
            ("2025-02-29", "impossible-date"),
            ("31/02/2025", "impossible-date"),
            ("13/13/2025", "impossible-date"),
            ("0205-04-03", "impossible-date"),
            ("45750", "unread-date"),
            ("soon", "unread-date"),
            ("April 2025", "unread-date"),
            ("Q2 2025", "unread-date"),
            ("2025-04-03 or later", "unread-date"),
            ("2025-04-03/2025-05-01", "unread-date"),
        ] {
            assert_eq!(date(text).unwrap_err().code, code, "{text}");
        }
    }

    proptest! {
        /// Every day reads back from every form that cannot be mistaken.
        #[test]
        fn every_day_reads_back(y in 1980i16..=2100, m in 1i8..=12, d in 1i8..=31) {
            prop_assume!(Date::new(y, m, d).is_ok());
            let expected = day(y, m, d);
            for form in ["%Y-%m-%d", "%Y/%-m/%-d", "%-d %b %Y", "%B %-d, %Y", "%Y年%-m月%-d日", "%Y%m%d", "%A, %-d %B %Y"] {
                prop_assert_eq!(date(&expected.strftime(form).to_string()), Ok(expected));
            }
            let slashed = date(&expected.strftime("%d/%m/%Y").to_string());
            if d > 12 || d == m {
                prop_assert_eq!(slashed, Ok(expected));
            } else {
                prop_assert_eq!(slashed.unwrap_err().code, "ambiguous-date");
            }
        }

        #[test]
        fn nothing_panics(text in "\\PC*") {
            let _ = date(&text);
        }
    }
}
