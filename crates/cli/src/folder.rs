//! A folder of rule packs, read into memory.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// Most files and deepest folder read: a folder named by mistake is not walked to its end.
const MOST: usize = 10_000;
const DEEPEST: usize = 8;
/// Most bytes read of one file, which is more than the law takes, and of all.
const FILE_MAX: u64 = 1 << 20;
const ALL_MAX: usize = 1 << 26;

/// A folder as it is named in faults.
pub(crate) fn shown(folder: &Path) -> String {
    folder.display().to_string().replace('\\', "/")
}

/// The rule packs in a folder and those below it, as path from the folder and text, by path.
pub(crate) fn packs(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut paths = Vec::new();
    walk(folder, 0, &mut paths)?;
    paths.sort();
    if !paths.iter().any(|path| path.extension().is_some()) {
        bail!("{}: there is no rule pack in it; a rule pack is a file that ends in .toml", folder.display());
    }
    let mut all = 0usize;
    let read = |path: PathBuf| {
        let text = text(&path)?;
        all = all.saturating_add(text.len());
        if all > ALL_MAX {
            bail!("{}: its rule packs are longer than {ALL_MAX} bytes together", folder.display());
        }
        let below = path.strip_prefix(folder).unwrap_or(&path);
        Ok((shown(below), text))
    };
    paths.into_iter().map(read).collect()
}

fn text(path: &Path) -> anyhow::Result<String> {
    let unread = || format!("{} cannot be read", path.display());
    // What is no file, such as a pipe, might never end.
    if !std::fs::metadata(path).with_context(unread)?.is_file() {
        bail!("{}: it is no regular file", path.display());
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path).with_context(unread)?.take(FILE_MAX).read_to_end(&mut bytes).with_context(unread)?;
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes().iter().take(error.utf8_error().valid_up_to()).filter(|b| **b == b'\n').count();
        anyhow::anyhow!("{}:{}: no UTF-8 text; save it as UTF-8", path.display(), line.saturating_add(1))
    })
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
