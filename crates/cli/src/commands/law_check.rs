//! `tidewaiter law check`: are these rule packs sound?

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tidewaiter_law::Law;

use crate::Outcome;
use crate::output::Sink;

/// Most files and deepest folder read: a folder named by mistake is not walked to its end.
const MOST: usize = 10_000;
const DEEPEST: usize = 8;

pub(crate) fn run(folder: Option<&Path>) -> anyhow::Result<Outcome> {
    let (law, place) = match folder {
        Some(folder) => {
            let files = packs(folder)?;
            let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
            (Law::check(texts)?, folder.display().to_string())
        }
        None => (Law::check(tidewaiter_law::builtin_files())?, "the built-in rule packs".to_owned()),
    };
    let rules = law.rules();
    let mut out = Sink::open("-".as_ref())?;
    writeln!(out, "{place}: {rules} {} read, no fault found", if rules == 1 { "rule" } else { "rules" })?;
    out.finish()?;
    Ok(Outcome::Quiet)
}

/// The rule packs in a folder and those below it, by path.
fn packs(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut paths = Vec::new();
    walk(folder, 0, &mut paths)?;
    paths.sort();
    if !paths.iter().any(|path| path.extension().is_some()) {
        bail!("{}: there is no rule pack in it; a rule pack is a file that ends in .toml", folder.display());
    }
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let line = error.as_bytes().iter().take(error.utf8_error().valid_up_to()).filter(|b| **b == b'\n').count();
            anyhow::anyhow!("{}:{}: no UTF-8 text; save it as UTF-8", path.display(), line.saturating_add(1))
        })?;
        Ok((path.display().to_string().replace('\\', "/"), text))
    };
    paths.into_iter().map(read).collect()
}

fn walk(folder: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if depth > DEEPEST {
        bail!("{}: folders stand in one another more than {DEEPEST} deep", folder.display());
    }
    let entries = std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("{} cannot be read", folder.display()))?;
        let (path, kind) = (entry.path(), entry.file_type().context("its kind cannot be told")?);
        if kind.is_dir() {
            walk(&path, depth.saturating_add(1), paths)?;
        } else if path.extension().is_some_and(|e| e == "toml") || path.file_name().is_some_and(|n| n == "VERSION") {
            paths.push(path);
        }
        if paths.len() > MOST {
            bail!("{}: more than {MOST} files", folder.display());
        }
    }
    Ok(())
}
