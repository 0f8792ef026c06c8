//! Rows of JSON Lines, or of one JSON array of objects.

use std::collections::BTreeSet;
use std::io::{self, BufRead};

use serde_json::{Map, Value};
use tidewaiter_model::Role;

use crate::cell::{Broken, Cell, Problem, Row};
use crate::column::{COLUMNS, Column, Columns, PartyField, key};
use crate::text::{LineEnd, Lines};

/// Rows of a JSON file.
pub(crate) struct JsonRows<C> {
    pub lines: Lines,
    row_bytes: usize,
    array: bool,
    number: u64,
    /// Keys by the officer's own names.
    map: Vec<(C, String)>,
    /// Keys that are no column.
    pub unknown: BTreeSet<String>,
}

/// A row without cells, for its number and problems, and the object of its line.
type Parsed = (Row, Option<Map<String, Value>>);

/// Unknown keys that are remembered.
const UNKNOWN_KEPT: usize = 50;

impl<C: Columns> JsonRows<C> {
    pub(crate) fn new(lines: Lines, array: bool, row_bytes: usize, map: Vec<(C, String)>) -> Self {
        Self { lines, row_bytes, array, number: if array { 1 } else { 0 }, map, unknown: BTreeSet::new() }
    }

    /// The next object as a row with its cells by [`Columns::slot`].
    ///
    /// # Errors
    /// Those of reading the file.
    pub(crate) fn next_row(&mut self) -> io::Result<Option<Row>> {
        let Some((mut row, object)) = self.next_object()? else { return Ok(None) };
        row.cells = vec![Cell::Empty; C::COUNT];
        if let Some(object) = object {
            C::fill(self, &mut row, object);
        }
        Ok(Some(row))
    }

    /// The next object, with a row for its number and what is wrong with it; no object where the line holds none.
    ///
    /// # Errors
    /// Those of reading the file.
    pub(crate) fn next_object(&mut self) -> io::Result<Option<Parsed>> {
        let mut text = Vec::new();
        let (end, number) = if self.array { self.element(&mut text)? } else { self.line(&mut text)? };
        let mut row = Row { number, ..Row::default() };
        match end {
            LineEnd::Eof => return Ok(None),
            LineEnd::Cut => {
                row.problems.push(Problem::TooLong { limit: self.row_bytes });
                return Ok(Some((row, None)));
            }
            LineEnd::Whole => {}
        }
        if text.iter().all(u8::is_ascii_whitespace) {
            return Ok(Some((row, None)));
        }
        let mut object = None;
        match serde_json::from_slice::<Value>(text.trim_ascii_end()) {
            Ok(Value::Object(found)) => object = Some(found),
            Ok(other) => {
                row.problems.push(Problem::Json { says: format!("the line holds {}, not an object", kind(&other)) });
            }
            Err(error) => {
                let says = error.to_string();
                let reason = says.split(" at line ").next().unwrap_or(&says);
                let says = if error.line() > 1 {
                    format!("no JSON: {reason}, on line {} of the object at character {}", error.line(), error.column())
                } else {
                    format!("no JSON: {reason}, at character {}", error.column())
                };
                row.problems.push(Problem::Json { says });
            }
        }
        if self.lines.input.broken && String::from_utf8_lossy(&text).contains('\u{fffd}') {
            row.problems.push(Problem::Undecodable { encoding: self.lines.input.encoding() });
        }
        Ok(Some((row, object)))
    }

    fn line(&mut self, text: &mut Vec<u8>) -> io::Result<(LineEnd, u64)> {
        let end = self.lines.next_into(text)?;
        self.number = self.number.saturating_add(1);
        Ok((end, self.number))
    }

    /// The next element of the array, and the line on which it begins.
    fn element(&mut self, text: &mut Vec<u8>) -> io::Result<(LineEnd, u64)> {
        let (mut depth, mut in_string, mut escaped, mut cut) = (0_u32, false, false, false);
        let mut begins = self.number;
        loop {
            let ready = self.lines.input.fill_buf()?;
            if ready.is_empty() {
                let end = if text.is_empty() { LineEnd::Eof } else { LineEnd::Whole };
                return Ok((end, begins));
            }
            let mut used = 0;
            let mut done = false;
            for &byte in ready {
                used += 1;
                if byte == b'\n' {
                    self.number = self.number.saturating_add(1);
                }
                let outside = text.is_empty() && depth == 0;
                if outside && (byte.is_ascii_whitespace() || matches!(byte, b'[' | b']' | b',')) {
                    continue;
                }
                if !in_string && depth == 0 && matches!(byte, b',' | b']') {
                    done = true;
                    break;
                }
                if outside {
                    begins = self.number;
                }
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    b'{' | b'[' if !in_string => depth = depth.saturating_add(1),
                    b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if text.len() < self.row_bytes {
                    text.push(byte);
                } else {
                    cut = true;
                }
            }
            self.lines.input.consume(used);
            if done {
                return Ok((if cut { LineEnd::Cut } else { LineEnd::Whole }, begins));
            }
        }
    }

    /// The column that a key names.
    pub(crate) fn column(&self, name: &str) -> Option<C> {
        let wanted = key(name);
        let mapped = self.map.iter().find(|(_, header)| key(header) == wanted).map(|(column, _)| *column);
        mapped.or_else(|| C::recognise(name).map(|(column, _)| column))
    }

    pub(crate) fn unknown(&mut self, name: String) {
        if self.unknown.len() < UNKNOWN_KEPT {
            self.unknown.insert(name);
        }
    }
}

impl JsonRows<Column> {
    pub(crate) fn fill(&mut self, row: &mut Row, object: Map<String, Value>) {
        let mut by = vec![None; COLUMNS];
        for (name, value) in object {
            if let Some(column) = self.column(&name) {
                match (column, value) {
                    (Column::Party(role, PartyField::Name), Value::Object(party)) => {
                        self.party(row, &mut by, role, &name, party);
                    }
                    (column, value) => set(row, &mut by, column, &name, value),
                }
            } else if key(&name) == "parties" {
                self.parties(row, &mut by, &name, value);
            } else {
                self.unknown(name);
            }
        }
    }

    fn parties(&mut self, row: &mut Row, by: &mut [Option<String>], name: &str, value: Value) {
        let Value::Array(parties) = value else {
            row.problems.push(parties_problem(format!("`{name}` is {}, not a list of objects", kind(&value))));
            return;
        };
        for party in parties {
            let Value::Object(mut party) = party else {
                row.problems.push(parties_problem(format!("`{name}` holds {}, not an object", kind(&party))));
                continue;
            };
            let role = party.shift_remove("role");
            match role.as_ref().and_then(Value::as_str).and_then(Column::named) {
                Some(Column::Party(role, PartyField::Name)) => self.party(row, by, role, name, party),
                _ => {
                    let roles: Vec<String> = Role::ALL.iter().map(|role| role.words().replace(' ', "_")).collect();
                    row.problems.push(parties_problem(format!(
                        "a party in `{name}` has no role that is known ({})",
                        roles.join(", ")
                    )));
                }
            }
        }
    }

    fn party(&mut self, row: &mut Row, by: &mut [Option<String>], role: Role, at: &str, party: Map<String, Value>) {
        for (name, value) in party {
            match Column::named(&format!("{} {name}", role.words())) {
                Some(column @ Column::Party(of, _)) if of == role => {
                    set(row, by, column, &format!("{at}.{name}"), value);
                }
                _ => self.unknown(format!("{at}.{name}")),
            }
        }
    }
}

/// Put a value in its column's cell. Two values for one column are told, and the first is kept.
pub(crate) fn set<C: Columns>(row: &mut Row, by: &mut [Option<String>], column: C, name: &str, value: Value) {
    let cell = cell(column, value);
    let (Some(slot), Some(by)) = (row.cells.get_mut(column.slot()), by.get_mut(column.slot())) else { return };
    if cell.is_empty() {
        return;
    }
    if let Some(before) = by {
        if *slot != cell {
            row.problems.push(Problem::InJson {
                code: "two-values",
                says: format!("`{before}` and `{name}` both give the {}, and differ", column.name()),
                remedy: "keep one of them",
            });
        }
        return;
    }
    *by = Some(name.to_owned());
    *slot = cell;
}

fn cell<C: Columns>(column: C, value: Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::String(text) => match Cell::from_text(&text) {
            // In JSON a text that begins with = is a text.
            Cell::Broken(Broken::Formula(text)) => Cell::Text(text),
            cell => cell,
        },
        Value::Number(number) => Cell::Number(number.to_string()),
        Value::Array(stops) if column.is_list() && stops.iter().all(Value::is_string) => {
            let stops: Vec<&str> = stops.iter().filter_map(Value::as_str).collect();
            Cell::from_text(&stops.join("; "))
        }
        Value::Bool(_) => Cell::Broken(Broken::Shape("true or false")),
        Value::Array(_) => Cell::Broken(Broken::Shape("a list")),
        Value::Object(_) => Cell::Broken(Broken::Shape("an object")),
    }
}

fn parties_problem(says: String) -> Problem {
    let remedy = "write [{\"role\": \"end_user\", \"name\": \"...\"}]";
    Problem::InJson { code: "json-parties", says, remedy }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
