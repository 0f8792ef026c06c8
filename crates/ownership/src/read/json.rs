//! JSON files as a row of items, so that one broken item loses no other.

use serde_json::Value;

/// One top-level object, with the line it starts on (from 1).
#[derive(Clone, Copy, Debug)]
pub(super) struct Item<'a> {
    pub line: u64,
    pub text: &'a str,
}

/// The objects of a file: one a line where lines hold whole objects, else those of an array or written one after the
/// other. An item need not be sound JSON; what stands between items is left out.
pub(super) fn items(text: &str) -> Vec<Item<'_>> {
    let lines = || {
        (1u64..).zip(text.lines()).filter_map(|(line, text)| {
            // An array may open on the line of its first object and close on that of its last.
            let text = text.trim().trim_end_matches(',');
            let text = if text.ends_with("}]") { text.trim_end_matches(']') } else { text };
            let text = text.strip_prefix('[').map_or(text, str::trim_start);
            (!matches!(text, "" | "[" | "]")).then_some(Item { line, text })
        })
    };
    let whole = |item: &Item<'_>| serde_json::from_str::<Value>(item.text).is_ok_and(|value| value.is_object());
    if lines().take(10).any(|item| item.text.starts_with('{') && whole(&item)) { lines().collect() } else { scan(text) }
}

/// Objects by their braces, strings skipped. One that is never closed runs to the end.
fn scan(text: &str) -> Vec<Item<'_>> {
    let mut found = Vec::new();
    let (mut depth, mut line, mut in_string, mut escaped) = (0u64, 1u64, false, false);
    let mut start = None;
    for (at, byte) in text.bytes().enumerate() {
        if byte == b'\n' {
            line = line.saturating_add(1);
        }
        if in_string {
            (in_string, escaped) = (escaped || byte != b'"', !escaped && byte == b'\\');
            continue;
        }
        match byte {
            b'"' if depth > 0 => in_string = true,
            b'{' => {
                if depth == 0 {
                    start = Some((at, line));
                }
                depth = depth.saturating_add(1);
            }
            b'}' if depth > 0 => {
                depth = depth.saturating_sub(1);
                if depth == 0
                    && let Some((from, line)) = start.take()
                    && let Some(text) = text.get(from..=at)
                {
                    found.push(Item { line, text });
                }
            }
            _ => {}
        }
    }
    if let Some((from, line)) = start
        && let Some(text) = text.get(from..)
    {
        found.push(Item { line, text });
    }
    found
}

/// The text under a key; empty where there is none. Numbers are taken as written.
pub(super) fn text(value: &Value, key: &str) -> String {
    value.get(key).map(plain).unwrap_or_default()
}

/// A string or number as text, the first of a list, the `id` of an object; else empty.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => values.first().map(plain).unwrap_or_default(),
        Value::Object(_) => value.get("id").filter(|id| id.is_string()).map(plain).unwrap_or_default(),
        _ => String::new(),
    }
}

/// All texts under a key, each once, in the order given.
pub(super) fn texts(value: &Value, key: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for text in list(value, key).map(plain) {
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

/// The values under a key: those of a list, or the one.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    let (many, one) = match value.get(key) {
        Some(Value::Array(values)) => (values.as_slice(), None),
        Some(Value::Null) | None => (&[][..], None),
        Some(value) => (&[][..], Some(value)),
    };
    many.iter().chain(one)
}
