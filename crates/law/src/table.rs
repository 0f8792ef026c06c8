//! Reading TOML with the place of every key, so that each fault names its line and column.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{PackError, Source};

/// A table being read. Each key that is read is ticked off; [`Reader::finish`] reports the rest as unknown.
pub(crate) struct Reader<'t, 's, 'e> {
    source: Source<'s>,
    table: &'t DeTable<'s>,
    /// Where the table starts, for keys that are missing.
    start: usize,
    known: Vec<&'static str>,
    errors: &'e mut Vec<PackError>,
}

impl<'t, 's, 'e> Reader<'t, 's, 'e> {
    pub(crate) fn new(
        source: Source<'s>,
        table: &'t DeTable<'s>,
        start: usize,
        errors: &'e mut Vec<PackError>,
    ) -> Self {
        Self { source, table, start, known: Vec::new(), errors }
    }

    pub(crate) fn error(&mut self, offset: usize, says: impl Into<String>) {
        let error = self.source.error(offset, says);
        self.errors.push(error);
    }

    pub(crate) fn errors(&mut self) -> &mut Vec<PackError> {
        self.errors
    }

    pub(crate) fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'s>>> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        self.table.get(key)
    }

    /// A text; empty where absent.
    pub(crate) fn text(&mut self, key: &'static str) -> String {
        let Some(value) = self.get(key) else { return String::new() };
        match value.get_ref().as_str() {
            Some(text) => text.trim().to_owned(),
            None => {
                self.error(value.span().start, format!("`{key}` must be a text in quotes"));
                String::new()
            }
        }
    }

    /// A text that must be there.
    pub(crate) fn needed(&mut self, key: &'static str) -> String {
        let text = self.text(key);
        if text.is_empty() && self.table.get(key).is_none_or(|v| v.get_ref().is_str()) {
            let at = self.table.get(key).map_or(self.start, |v| v.span().start);
            self.error(at, format!("`{key}` is missing or empty"));
        }
        text
    }

    /// A small whole number, 0 to 255, that must be there.
    pub(crate) fn number(&mut self, key: &'static str) -> Option<u8> {
        let Some(value) = self.get(key) else {
            self.error(self.start, format!("`{key}` is missing"));
            return None;
        };
        let number = value.get_ref().as_integer().and_then(|n| n.as_str().parse().ok());
        if number.is_none() {
            self.error(value.span().start, format!("`{key}` must be a whole number from 0 to 255, without quotes"));
        }
        number
    }

    /// A date.
    pub(crate) fn date(&mut self, key: &'static str) -> Option<Date> {
        let value = self.get(key)?;
        let date = value.get_ref().as_datetime().filter(|d| d.time.is_none()).and_then(|d| d.date).and_then(|d| {
            let month = i8::try_from(d.month).ok()?;
            let day = i8::try_from(d.day).ok()?;
            Date::new(i16::try_from(d.year).ok()?, month, day).ok()
        });
        if date.is_none() {
            self.error(value.span().start, format!("`{key}` must be a date without quotes, such as 2023-11-17"));
        }
        date
    }

    /// An array, with the place of each element.
    pub(crate) fn array(&mut self, key: &'static str) -> Vec<&'t Spanned<DeValue<'s>>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref().as_array() {
            Some(array) => array.iter().collect(),
            None => {
                self.error(value.span().start, format!("`{key}` must be an array"));
                Vec::new()
            }
        }
    }

    /// An array of texts.
    pub(crate) fn texts(&mut self, key: &'static str) -> Vec<(String, usize)> {
        let mut texts = Vec::new();
        for value in self.array(key) {
            match value.get_ref().as_str() {
                Some(text) => texts.push((text.to_owned(), value.span().start)),
                None => self.error(value.span().start, format!("`{key}` holds texts in quotes")),
            }
        }
        texts
    }

    /// An array of tables, with the place of each.
    pub(crate) fn tables(&mut self, key: &'static str) -> Vec<(&'t DeTable<'s>, usize)> {
        let mut tables = Vec::new();
        for value in self.array(key) {
            match value.get_ref().as_table() {
                Some(table) => tables.push((table, value.span().start)),
                None => self.error(value.span().start, format!("`{key}` holds tables")),
            }
        }
        tables
    }

    /// Report the keys that nothing read.
    pub(crate) fn finish(self) {
        for key in self.table.keys() {
            if !self.known.contains(&key.get_ref().as_ref()) {
                let says = format!("unknown key `{}`; there are {}", key.get_ref(), self.known.join(", "));
                self.errors.push(self.source.error(key.span().start, says));
            }
        }
    }
}
