//! What every reader needs: dates, countries, columns by header, and notes that are said once a file.

use std::collections::BTreeMap;

use tidewaiter_model::place::country_named;
use tidewaiter_model::{Country, Date, Fault, Interest, Position, Range, Stake};

/// A day, or the first or last day of a month or year. What follows a `T` (a time of day) is left out.
pub(super) fn date_of(text: &str, end: bool) -> Option<Date> {
    let text = text.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &&str| -> Option<i16> {
        (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
    };
    let small = |part: &&str| number(part).and_then(|n| i8::try_from(n).ok());
    match parts.as_slice() {
        [year] if year.len() == 4 => {
            let (month, day) = if end { (12, 31) } else { (1, 1) };
            Date::new(number(year)?, month, day).ok()
        }
        [year, month] if year.len() == 4 => {
            let first = Date::new(number(year)?, small(month)?, 1).ok()?;
            Some(if end { first.last_of_month() } else { first })
        }
        [year, month, day] if year.len() == 4 => Date::new(number(year)?, small(month)?, small(day)?).ok(),
        _ => None,
    }
}

/// Where faults of one file go, and where in it the reader stands.
pub(super) struct Faults<'a> {
    file: Position,
    row: u64,
    pub all: &'a mut Vec<Fault>,
}

impl<'a> Faults<'a> {
    pub(super) fn new(file_name: &str, all: &'a mut Vec<Fault>) -> Self {
        Self { file: Position::file(file_name), row: 0, all }
    }

    /// What follows stands in this row.
    pub(super) fn at(&mut self, row: u64) {
        self.row = row;
    }

    pub(super) fn row(&self) -> u64 {
        self.row
    }

    fn here(&self) -> Position {
        if self.row == 0 { self.file.clone() } else { self.file.clone().at_row(self.row) }
    }

    /// The place as a source is written.
    pub(super) fn source(&self) -> String {
        self.here().to_string()
    }

    pub(super) fn add(&mut self, code: &str, column: &str, says: impl Into<String>, remedy: &str) {
        let here = self.here();
        let here = if column.is_empty() { here } else { here.in_column(column) };
        self.all.push(Fault::new(code, here, says, remedy));
    }

    /// A date, or a fault where something else is written.
    pub(super) fn date(&mut self, text: &str, column: &str, end: bool) -> Option<Date> {
        let text = text.trim();
        let read = date_of(text, end);
        if read.is_none() && !text.is_empty() {
            let says = format!("`{text}` is no date; kept without one");
            self.add("unread-date", column, says, "write it as 2025-05-01, 2025-05 or 2025");
        }
        read
    }

    /// Both ends of a stake; where it ends before it starts, neither.
    pub(super) fn dates(&mut self, from: (&str, &str), to: (&str, &str)) -> (Option<Date>, Option<Date>) {
        let (start, end) = (self.date(from.0, from.1, false), self.date(to.0, to.1, true));
        if let (Some(first), Some(last)) = (start, end)
            && last < first
        {
            let says = format!("it ends on {last}, before it starts on {first}; kept without dates");
            self.add("reversed-dates", to.1, says, "check both dates");
            return (None, None);
        }
        (start, end)
    }

    /// A country by code or name, or a fault where something else is written.
    pub(super) fn country(&mut self, text: &str, column: &str) -> Option<Country> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let read = country(text);
        if read.is_none() {
            let says = format!("`{text}` is no country known here; kept as unknown");
            self.add("unread-country", column, says, "write the two-letter code (ISO 3166-1), such as SG");
        }
        read
    }
}

/// A country by its code, by the country part of a subdivision's code (`US-DE`, `us-de`), or by name.
pub(super) fn country(text: &str) -> Option<Country> {
    let code = text.split_once('-').map_or(text, |(country, _)| country);
    code.parse().ok().or_else(|| country_named(text))
}

/// Things that are said once a file, with how often and where first.
#[derive(Default)]
pub(super) struct Notes(BTreeMap<(&'static str, String), (u64, u64)>);

impl Notes {
    pub(super) fn add(&mut self, code: &'static str, what: impl Into<String>, row: u64) {
        let entry = self.0.entry((code, what.into())).or_insert((0, row));
        entry.0 = entry.0.saturating_add(1);
    }

    /// One fault a note. `says` is put after the count.
    pub(super) fn tell(self, file_name: &str, all: &mut Vec<Fault>) {
        for ((code, what), (count, row)) in self.0 {
            let remedy = match code {
                "ignored-kind" => "nothing is to be done unless they should have been",
                "not-ownership" => "give a register of shareholders where the 50 percent rules are to be decided",
                _ => "check the statements named",
            };
            let times = if count == 1 { "once".to_owned() } else { format!("{count} times, here first") };
            all.push(Fault::new(code, Position::file(file_name).at_row(row), format!("{what} ({times})"), remedy));
        }
    }
}

/// A stake that says nothing yet.
pub(super) fn blank(interest: Interest, source: String) -> Stake {
    Stake {
        owner: String::new(),
        owner_id: String::new(),
        owned: String::new(),
        owned_id: String::new(),
        interest,
        share: Range::UNKNOWN,
        above: false,
        below: false,
        from: None,
        to: None,
        source,
    }
}
