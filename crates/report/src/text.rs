//! Text of strangers, made fit to print.

use tidewaiter_model::{Good, LineAnswer, Resolution, Severity};

/// Does the character change how its neighbours are shown, or is it no character at all?
///
/// The directional formatting characters (Unicode Standard Annex 9, section 2) can make `fdp.exe` read as `exe.pdf`;
/// U+FFFE and U+FFFF are outside XML 1.0.
fn misleads(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
}

/// The text with line breaks kept and other control or misleading characters shown as U+FFFD.
pub(crate) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\r' => '\n',
            c if c.is_control() || misleads(c) => '\u{FFFD}',
            c => c,
        })
        .collect()
}

/// The text on one line: as [`clean`], each run of white space made one space.
pub(crate) fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `1 line`, `2 lines`.
pub(crate) fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// `not_controlled` in words: `not controlled`.
pub(crate) fn words(symbol: &str) -> String {
    symbol.replace('_', " ")
}

/// The codes of a line's findings of at least this weight, each once, the heaviest first.
pub(crate) fn codes(line: &LineAnswer, lightest: Severity) -> Vec<String> {
    let mut seen = Vec::new();
    for finding in line.findings.iter().filter(|finding| finding.severity >= lightest) {
        let code = one_line(&finding.code);
        if !seen.contains(&code) {
            seen.push(code);
        }
    }
    seen
}

/// What was not checked, each statement once in the order first met, with the number of lines it holds for.
pub(crate) fn not_checked(lines: &[LineAnswer]) -> Vec<(String, usize)> {
    let mut position = std::collections::BTreeMap::new();
    let mut counted: Vec<(String, usize)> = Vec::new();
    for statement in lines.iter().flat_map(|line| &line.not_checked) {
        let statement = one_line(statement);
        let at = *position.entry(statement.clone()).or_insert(counted.len());
        match counted.get_mut(at) {
            Some((_, lines)) => *lines = lines.saturating_add(1),
            None => counted.push((statement, 1)),
        }
    }
    counted
}

/// A good in a few words: `8 x NVIDIA H200 SXM (board)`.
pub(crate) fn good(good: &Good) -> String {
    match (&good.spec, good.resolution) {
        (_, Resolution::NotAccelerator) => "no accelerator".to_owned(),
        (Some(spec), Resolution::Accelerator) => {
            let count = good.count().map_or_else(|| "unknown number of".to_owned(), |n| format!("{n} x"));
            format!("{count} {} ({})", spec.name, good.form.as_str())
        }
        (_, Resolution::Memory) => {
            let name = good.memory.as_ref().map_or("high-bandwidth memory", |memory| memory.name.as_str());
            let count = good.count().map_or_else(|| "unknown number of".to_owned(), |n| format!("{n} x"));
            format!("{count} {name} (memory sold by itself)")
        }
        _ => "could not be read".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_direction_marks_are_shown_not_obeyed() {
        assert_eq!(one_line("a\u{1b}[31mb\r\nc\u{202e}d"), "a\u{fffd}[31mb c\u{fffd}d");
        assert_eq!(clean("a\r\nb\rc\0"), "a\nb\nc\u{fffd}");
    }
}
