//! Days as numbers, and the controls that a world reacts to.

use jiff::civil::Date;

/// Days are counted from here.
const EPOCH: Date = Date::constant(1940, 1, 1);
/// The first day on which a world has orders, and the last.
pub(crate) const FIRST: Date = Date::constant(2022, 1, 3);
pub(crate) const LAST: Date = Date::constant(2026, 9, 25);

/// Days on which controls on accelerators took effect or were told to their makers, as the rule packs date them.
const CONTROLS: [(i16, i8, i8); 9] = [
    (2022, 8, 26),
    (2022, 10, 7),
    (2023, 10, 23),
    (2023, 11, 17),
    (2024, 4, 4),
    (2024, 12, 2),
    (2025, 4, 9),
    (2025, 7, 14),
    (2026, 1, 15),
];

/// The number of a day.
pub(crate) fn number(date: Date) -> i32 {
    date.since(EPOCH).map_or(0, |span| span.get_days())
}

/// Texts of days, made once.
pub(crate) struct Calendar {
    texts: Vec<String>,
    pub(crate) first: i32,
    pub(crate) last: i32,
    pub(crate) controls: Vec<i32>,
}

impl Calendar {
    pub(crate) fn new() -> Self {
        let end = number(Date::constant(2028, 1, 1));
        let texts = EPOCH.series(jiff::Span::new().days(1)).take(usize::try_from(end).unwrap_or(0));
        Self {
            texts: texts.map(|day| day.to_string()).collect(),
            first: number(FIRST),
            last: number(LAST),
            controls: CONTROLS.iter().filter_map(|(y, m, d)| Date::new(*y, *m, *d).ok()).map(number).collect(),
        }
    }

    /// The day as `2024-05-01`.
    pub(crate) fn text(&self, day: i32) -> &str {
        usize::try_from(day).ok().and_then(|at| self.texts.get(at)).map_or("", String::as_str)
    }

    /// The year, four digits.
    pub(crate) fn year(&self, day: i32) -> &str {
        self.text(day).get(..4).unwrap_or("")
    }

    /// The month, 1 to 12.
    pub(crate) fn month(&self, day: i32) -> u32 {
        self.text(day).get(5..7).and_then(|month| month.parse().ok()).unwrap_or(1)
    }
}

/// The number of a day by year, month and day of the month.
pub(crate) fn of(year: i16, month: i8, day: i8) -> i32 {
    Date::new(year, month, day).map_or(0, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_texts() {
        let calendar = Calendar::new();
        assert_eq!(calendar.text(number(FIRST)), "2022-01-03");
        assert_eq!(calendar.text(of(2024, 2, 29)), "2024-02-29");
        assert_eq!((calendar.year(calendar.last), calendar.month(calendar.last)), ("2026", 9));
        assert_eq!(calendar.text(-1), "");
    }
}
