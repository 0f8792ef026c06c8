//! One file a command.

mod beside;
pub(crate) mod check;
pub(crate) mod classify;
pub(crate) mod explain;
pub(crate) mod goodguy;
pub(crate) mod history;
pub(crate) mod law;
pub(crate) mod lists;
pub(crate) mod own;
pub(crate) mod packs;
pub(crate) mod parties;
pub(crate) mod questionnaire;
pub(crate) mod rescreen;
pub(crate) mod screen;
pub(crate) mod simulate;
pub(crate) mod template;
pub(crate) mod trace;
pub(crate) mod whatif;

use std::io::{BufRead, Read};
use std::path::Path;

use anyhow::Context;
use tidewaiter_law::{Answers, Law};

/// More than any spec sheet or list of answers holds; what is longer is refused by its reader.
const LONGEST_TEXT: u64 = 1 << 21;

/// The text of a small file, or of standard input for a dash; `what` names it in errors.
pub(crate) fn small_text(path: &Path, what: &str) -> anyhow::Result<String> {
    let unread = || format!("{} cannot be read", path.display());
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(path).with_context(unread)?)
    };
    let mut bytes = Vec::new();
    source.take(LONGEST_TEXT).read_to_end(&mut bytes).with_context(unread)?;
    String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("{}: no UTF-8 text; save the {what} as UTF-8", path.display()))
}

/// The answers in a file, and its text for the snapshot id.
pub(crate) fn answers(path: &Path, law: &Law) -> anyhow::Result<(Answers, String)> {
    let text = small_text(path, "answers")?;
    Ok((Answers::read(law, &path.display().to_string(), &text)?, text))
}

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
        let line = line.map_err(|error| match error.kind() {
            std::io::ErrorKind::InvalidData => anyhow::anyhow!(
                "{}, line {}: no UTF-8 text; save the file as UTF-8",
                path.display(),
                index.saturating_add(1)
            ),
            _ => anyhow::Error::new(error).context(format!("{} cannot be read", path.display())),
        })?;
        let line = line.trim_start_matches('\u{feff}').trim();
        if !line.is_empty() {
            lines.push(line.to_owned());
        }
    }
    if lines.is_empty() {
        anyhow::bail!("{}: it holds no text; write one a line", path.display());
    }
    Ok(lines)
}
