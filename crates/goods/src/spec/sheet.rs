//! Reading a sheet's keys with the place of each, so that every fault names its line and key.

use std::str::FromStr;

use tidewaiter_model::{Decimal, Fault, Origin, Position, Range, Truth, range::plain};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A text with its name, and the faults found in it.
pub(super) struct Sheet<'s> {
    pub(super) file: &'s str,
    pub(super) text: &'s str,
    pub(super) faults: Vec<Fault>,
}

impl Sheet<'_> {
    /// Where a byte offset stands: its line, from 1, and the key.
    fn place(&self, offset: usize, key: &str) -> Position {
        let before = self.text.get(..self.text.floor_char_boundary(offset)).unwrap_or("");
        let line = u64::try_from(before.matches('\n').count()).unwrap_or(u64::MAX).saturating_add(1);
        let position = Position::file(self.file).at_row(line);
        if key.is_empty() { position } else { position.in_column(key) }
    }

    pub(super) fn fault(&mut self, offset: usize, key: &str, says: impl Into<String>, remedy: impl Into<String>) {
        let position = self.place(offset, key);
        self.faults.push(Fault::new("impossible-spec", position, says, remedy));
    }
}

/// The limits between which a number can be true at all, its unit, and what is likely wrong outside them.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) unit: &'static str,
    /// May it be zero?
    pub(super) zero: bool,
    pub(super) most: u32,
    /// What to do about a number above `most`.
    pub(super) remedy: &'static str,
}

/// A table of the sheet. Each key that is asked for is known; [`Table::finish`] reports the rest.
pub(super) struct Table<'t, 's> {
    table: &'t DeTable<'s>,
    /// Where the table starts, for keys that are missing.
    pub(super) start: usize,
    /// What stands before its keys in a fault: `die.`.
    prefix: &'static str,
    known: Vec<&'static str>,
}

impl<'t, 's> Table<'t, 's> {
    pub(super) fn new(table: &'t DeTable<'s>, start: usize, prefix: &'static str) -> Self {
        Self { table, start, prefix, known: Vec::new() }
    }

    fn name(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'s>>> {
        self.known.push(key);
        self.table.get(key)
    }

    /// Is the key there?
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A fault at a key, or at the table where the key is missing.
    pub(super) fn fault(&self, sheet: &mut Sheet<'_>, key: &str, says: impl Into<String>, remedy: impl Into<String>) {
        let at = self.table.get(key).map_or(self.start, |v| v.span().start);
        sheet.fault(at, &self.name(key), says, remedy);
    }

    /// A text; empty where absent.
    pub(super) fn text(&mut self, sheet: &mut Sheet<'_>, key: &'static str) -> String {
        let Some(value) = self.get(key) else { return String::new() };
        match value.get_ref().as_str() {
            Some(text) if text.trim().is_empty() => self.fault(sheet, key, "it is empty", "give it or leave it out"),
            Some(text) => return text.trim().to_owned(),
            None => self.fault(sheet, key, "it is no text", format!("write it in quotes: {key} = \"...\"")),
        }
        String::new()
    }

    /// One of several words; `None` where absent or none of them.
    pub(super) fn word<T: Copy>(
        &mut self,
        sheet: &mut Sheet<'_>,
        key: &'static str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let value = self.get(key)?;
        let text = match value.get_ref() {
            DeValue::String(text) => text.trim().to_lowercase(),
            DeValue::Boolean(value) => value.to_string(),
            DeValue::Integer(value) => value.as_str().to_owned(),
            _ => String::new(),
        };
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.fault(sheet, key, format!("\"{text}\" is none of its words"), format!("write {}", all.join(", ")));
        }
        found
    }

    /// `yes`, `no`, `unknown`, or `true` and `false`; unknown where absent.
    pub(super) fn truth(&mut self, sheet: &mut Sheet<'_>, key: &'static str) -> Truth {
        let words = [
            ("yes", Truth::Yes),
            ("no", Truth::No),
            ("unknown", Truth::Unknown),
            ("true", Truth::Yes),
            ("false", Truth::No),
        ];
        self.word(sheet, key, &words).unwrap_or_default()
    }

    /// Whose figures these are; `None` where not said.
    pub(super) fn origin(&mut self, sheet: &mut Sheet<'_>, key: &'static str) -> Option<Origin> {
        let words = [("maker", Origin::Maker), ("third-party", Origin::ThirdParty), ("unstated", Origin::Unstated)];
        self.word(sheet, key, &words)
    }

    /// A whole number of at least one; `None` where absent.
    pub(super) fn whole(&mut self, sheet: &mut Sheet<'_>, key: &'static str, most: u64) -> Option<u64> {
        let value = self.get(key)?;
        let number = value.get_ref().as_integer().and_then(|i| u64::from_str(&i.as_str().replace('_', "")).ok());
        let number = number.filter(|n| (1..=most).contains(n));
        if number.is_none() {
            self.fault(sheet, key, format!("it is no whole number from 1 to {most}"), "count again, or leave it out");
        }
        number
    }

    /// A number or a range; unknown where absent.
    pub(super) fn range(&mut self, sheet: &mut Sheet<'_>, key: &'static str, limits: Limits) -> Range {
        let Some(value) = self.get(key) else { return Range::UNKNOWN };
        match range(value.get_ref()).and_then(|range| possible(range, limits)) {
            Ok(range) => range,
            Err((says, remedy)) => {
                self.fault(sheet, key, says, remedy);
                Range::UNKNOWN
            }
        }
    }

    /// An array of tables.
    pub(super) fn tables(
        &mut self,
        sheet: &mut Sheet<'_>,
        key: &'static str,
        prefix: &'static str,
    ) -> Vec<Table<'t, 's>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let mut tables = Vec::new();
        let rows = value.get_ref().as_array().map(|rows| rows.iter().collect::<Vec<_>>());
        for row in rows.unwrap_or_else(|| vec![value]) {
            match row.get_ref().as_table() {
                Some(table) if value.get_ref().is_array() => tables.push(Table::new(table, row.span().start, prefix)),
                _ => self.fault(sheet, key, "it is no list of tables", format!("write [[{key}]] above its keys")),
            }
        }
        tables
    }

    /// A single table; `None` where absent.
    pub(super) fn one(
        &mut self,
        sheet: &mut Sheet<'_>,
        key: &'static str,
        prefix: &'static str,
    ) -> Option<Table<'t, 's>> {
        let value = self.get(key)?;
        let table = value.get_ref().as_table().map(|table| Table::new(table, value.span().start, prefix));
        if table.is_none() {
            self.fault(sheet, key, "it is no table", format!("write [{key}] above its keys"));
        }
        table
    }

    /// Report the keys that nothing asked for: a misspelt key would else be a figure that silently does not count.
    pub(super) fn finish(self, sheet: &mut Sheet<'_>) {
        for key in self.table.keys().filter(|k| !self.known.contains(&k.get_ref().as_ref())) {
            let name = self.name(key.get_ref());
            let remedy = format!("take it out or write one of {}", self.known.join(", "));
            sheet.fault(key.span().start, &name, "no such key", remedy);
        }
    }
}

type Refusal = (String, String);

fn refusal(says: impl Into<String>, remedy: impl Into<String>) -> Refusal {
    (says.into(), remedy.into())
}

/// `814`, `5.2`, `"700..800"`, `">=700"`, `"<=800"`, `"unknown"`.
fn range(value: &DeValue<'_>) -> Result<Range, Refusal> {
    match value {
        DeValue::Integer(n) if n.radix() == 10 => number(n.as_str()).map(Range::exactly),
        DeValue::Float(n) => number(n.as_str()).map(Range::exactly),
        DeValue::String(text) => {
            let text = text.trim();
            if text == "unknown" {
                Ok(Range::UNKNOWN)
            } else if let Some(bound) = text.strip_prefix(">=") {
                Ok(Range::from_bounds(Some(number(bound)?), None))
            } else if let Some(bound) = text.strip_prefix("<=") {
                Ok(Range::from_bounds(None, Some(number(bound)?)))
            } else if let Some((low, high)) = text.split_once("..") {
                let (low, high) = (number(low)?, number(high)?);
                if low > high {
                    return Err(refusal(format!("\"{text}\" runs backwards"), "write the lower bound first"));
                }
                Ok(Range::between(low, high))
            } else {
                number(text).map(Range::exactly)
            }
        }
        _ => {
            Err(refusal("it is no number", "write a number such as 814, or a range such as \"700..800\" or \">=700\""))
        }
    }
}

fn number(text: &str) -> Result<Decimal, Refusal> {
    if let Some(refusal) = other_unit(text.trim()) {
        return Err(refusal);
    }
    let digits = text.trim().replace('_', "");
    Decimal::from_str(&digits).or_else(|_| Decimal::from_scientific(&digits)).map_err(|_| {
        refusal(
            format!("\"{}\" is no number", text.trim()),
            "write a number without its unit, such as 814, or a range such as \"700..800\" or \">=700\"",
        )
    })
}

/// A rate that is written in bits or in transfers, where bytes are meant.
fn other_unit(text: &str) -> Option<Refusal> {
    let start = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (value, unit) = text.split_at_checked(start)?;
    let value = Decimal::from_str(value.trim()).ok()?;
    let lower = unit.to_lowercase();
    // "GB/s" and "Gb/s" differ in one letter's case; "gb/s" may be either.
    let bits = lower.contains("bit") || ["b/s", "bps"].iter().any(|tail| unit.ends_with(tail));
    if bits {
        let eighth = value.checked_div(Decimal::from(8)).filter(|_| lower.starts_with('g')).map(plain);
        let remedy = match eighth {
            Some(eighth) => format!("a byte is 8 bits: write {eighth}, without a unit"),
            None => "a byte is 8 bits: give gigabytes a second, without a unit".to_owned(),
        };
        return Some(refusal(format!("\"{text}\" is in bits, or may be"), remedy));
    }
    let transfers = ["gt/s", "mt/s", "t/s", "gts", "mts"].contains(&lower.as_str());
    let remedy = "multiply by the width of the bus in bits, divide by 8, and write gigabytes a second without a unit";
    transfers.then(|| refusal(format!("\"{text}\" counts transfers, not bytes"), remedy))
}

/// The range, if it can be true.
fn possible(range: Range, limits: Limits) -> Result<Range, Refusal> {
    let unit = limits.unit;
    let unknown = "leave it out where it is not known";
    for bound in [range.lower(), range.upper()].into_iter().flatten() {
        if bound < Decimal::ZERO {
            return Err(refusal(format!("{bound} {unit} is below zero"), unknown));
        }
    }
    // A range may begin at zero, which says nothing; it may not end there.
    if !limits.zero && range.upper().is_some_and(|u| u.is_zero()) {
        return Err(refusal(format!("0 {unit} cannot be"), unknown));
    }
    let most = Decimal::from(limits.most);
    match range.lower().max(range.upper()).filter(|value| *value > most) {
        Some(value) => Err(refusal(format!("{value} {unit} is more than {most} and cannot be"), limits.remedy)),
        None => Ok(range),
    }
}
