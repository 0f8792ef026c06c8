//! One file a command.

pub(crate) mod check;
pub(crate) mod classify;
pub(crate) mod explain;
pub(crate) mod law;
pub(crate) mod lists;
pub(crate) mod screen;
pub(crate) mod template;

use std::io::BufRead;
use std::path::Path;

use anyhow::Context;

/// The lines of a file, or of standard input for a dash; blank lines are left out.
pub(crate) fn text_lines(path: &Path) -> anyhow::Result<Vec<String>> {
    let reader: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        let file = std::fs::File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
        Box::new(std::io::BufReader::new(file))
    };
    let mut lines = Vec::new();
    for (index, line) in reader.lines().enumerate() {
        let line =
            line.with_context(|| format!("{}, line {}: no UTF-8 text", path.display(), index.saturating_add(1)))?;
        let line = line.trim_start_matches('\u{feff}').trim();
        if !line.is_empty() {
            lines.push(line.to_owned());
        }
    }
    Ok(lines)
}
