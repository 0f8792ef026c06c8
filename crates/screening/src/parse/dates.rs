//! Dates as lists write them.

use tidewaiter_model::Date;

use super::build::tidy;

/// The day at the start of an ISO date or time.
pub(super) fn iso(text: &str) -> Option<Date> {
    text.trim().get(..10)?.parse().ok()
}

/// A whole date, day before month: `13/02/2021`, `13.02.21`, `13-Feb-2021`, `13 February 2021`, or ISO.
pub(super) fn day_first(text: &str) -> Option<Date> {
    iso(text).or_else(|| match read(text)? {
        (year, Some(month), Some(day)) => Date::new(year, month, day).ok(),
        _ => None,
    })
}

/// A whole date, month before day, as OFAC writes when it published: `02/13/2021`; or ISO.
pub(super) fn month_first(text: &str) -> Option<Date> {
    let mut parts = text.trim().split('/');
    let (Some(month), Some(day), Some(year), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return iso(text);
    };
    Date::new(year.trim().parse().ok()?, month.trim().parse().ok()?, day.trim().parse().ok()?).ok()
}

/// A date as far as it is known, in ISO 8601 (`1967`, `1967-03`, `1967-03-12`); another text as it is.
pub(super) fn partial(text: &str) -> String {
    if let Some(date) = iso(text) {
        return date.to_string();
    }
    match read(text) {
        Some((year, None, _)) => format!("{year:04}"),
        Some((year, Some(month), None)) => format!("{year:04}-{month:02}"),
        Some((year, Some(month), Some(day))) if Date::new(year, month, day).is_ok() => {
            format!("{year:04}-{month:02}-{day:02}")
        }
        _ => tidy(text),
    }
}

/// Year, month and day as far as they are given; a month or day of 0 is not known.
fn read(text: &str) -> Option<(i16, Option<i8>, Option<i8>)> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [year] => Some((full_year(year)?, None, None)),
        [a, b] if full_year(a).is_some() => Some((full_year(a)?, month(b)?, None)),
        [a, b] => Some((full_year(b)?, month(a)?, None)),
        [a, b, c] if full_year(a).is_some() => Some((full_year(a)?, month(b)?, number(c, 31)?)),
        [a, b, c] => Some((year(c)?, month(b)?, number(a, 31)?)),
        _ => None,
    }
}

/// A year of four digits.
fn full_year(word: &str) -> Option<i16> {
    if word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()) { word.parse().ok() } else { None }
}

/// A year of four digits, or of two in this century: no list gives a whole date of birth with two.
fn year(word: &str) -> Option<i16> {
    full_year(word).or_else(|| {
        let short: i16 = word.parse().ok().filter(|_| word.len() == 2)?;
        short.checked_add(2000)
    })
}

/// A month by number or English name; the inner `None` is an unknown one.
fn month(word: &str) -> Option<Option<i8>> {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = word.to_lowercase();
    let named = lower.len() >= 3 && lower.chars().all(char::is_alphabetic);
    if let Some(at) = NAMES.iter().position(|name| named && lower.starts_with(name)) {
        return i8::try_from(at).ok()?.checked_add(1).map(Some);
    }
    number(word, 12)
}

/// A number up to `most`; 0 is unknown.
fn number(word: &str, most: i8) -> Option<Option<i8>> {
    let number: i8 = word.parse().ok().filter(|number| (0..=most).contains(number))?;
    Some((number > 0).then_some(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_far_as_they_are_known() {
        let cases = [
            ("1967", "1967"),
            ("12 Mar 1967", "1967-03-12"),
            ("Mar 1967", "1967-03"),
            ("00/00/1965", "1965"),
            ("00/07/1965", "1965-07"),
            ("13.02.1980", "1980-02-13"),
            ("1964-07-17T00:00:00", "1964-07-17"),
            ("circa 1960", "circa 1960"),
            ("1960 to 1965", "1960 to 1965"),
            ("31 Feb 1970", "31 Feb 1970"),
            ("", ""),
        ];
        for (written, expected) in cases {
            assert_eq!(partial(written), expected, "{written}");
        }
        assert_eq!(day_first("13.07.20"), Date::new(2020, 7, 13).ok());
        assert_eq!(day_first("12-Nov-2025"), Date::new(2025, 11, 12).ok());
        assert_eq!(month_first("03/10/2021"), Date::new(2021, 3, 10).ok());
        assert_eq!(day_first("Nov 2025"), None);
    }
}
