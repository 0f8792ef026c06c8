//! `tidewaiter law check`, `install` and `export`: are these rule packs sound, and take them or give them.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use tidewaiter_law::{Law, Packs};
use tidewaiter_store::KeptRules;

use crate::Outcome;
use crate::args::Global;
use crate::output::{Sink, Terminal};
use crate::{folder, world};

pub(crate) fn check(folder: Option<&Path>) -> anyhow::Result<Outcome> {
    let mut out = Sink::open("-".as_ref())?;
    match folder {
        Some(folder) => {
            let packs = Packs::of(folder::packs(folder)?);
            let law = packs.law(&folder::shown(folder))?;
            writeln!(out, "{}: {}, no fault found", folder.display(), read(&packs, &law))?;
        }
        None => {
            let law = Law::check(tidewaiter_law::builtin_files())?;
            writeln!(out, "the built-in rule packs: {} rules read, no fault found", law.rules())?;
        }
    }
    out.finish()?;
    Ok(Outcome::Quiet)
}

/// How much was read, and in whose context.
fn read(packs: &Packs, law: &Law) -> String {
    let files = |n: usize| if n == 1 { "1 file".to_owned() } else { format!("{n} files") };
    if packs.is_complete() {
        return format!("{} rules read as a complete set of {}", law.rules(), files(packs.own().len()));
    }
    let mut words =
        format!("{} read in the context of the built-in rules {}", files(packs.own().len()), builtin_version());
    for (what, names) in [("in the place of", packs.replaced()), ("added", packs.added())] {
        if !names.is_empty() {
            words.push_str(&format!("; {what}: {}", names.join(", ")));
        }
    }
    words
}

/// The version of the packs that are built in.
fn builtin_version() -> String {
    let files = tidewaiter_law::builtin_files();
    files.iter().find(|(path, _)| *path == "VERSION").map(|(_, text)| text.trim().to_owned()).unwrap_or_default()
}

pub(crate) fn install(folder: Option<&Path>, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let store = world::rule_store(global)?;
    let Some(folder) = folder else {
        store.forget()?;
        terminal.say(format!("the built-in rules {} answer from now on", builtin_version()));
        return Ok(Outcome::Quiet);
    };
    let packs = Packs::of(folder::packs(folder)?);
    let law = packs
        .law(&folder::shown(folder))
        .with_context(|| format!("{} is not installed; the rules used before stay in use", folder.display()))?;
    store.install(&KeptRules { origin: folder::shown(folder), files: packs.own().clone() }, Some(world::today()))?;
    terminal.say(format!("{}: {}; they answer from now on", folder.display(), read(&packs, &law)));
    Ok(Outcome::Quiet)
}

/// Write the built-in packs into a folder that holds none, so that nobody's own are written over.
pub(crate) fn export(folder: &Path, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let unwritten = || format!("{} cannot be written", folder.display());
    if folder.exists() && std::fs::read_dir(folder).with_context(unwritten)?.next().is_some() {
        bail!("{} is not empty, so nothing was written; name a new folder", folder.display());
    }
    let mut files = tidewaiter_law::builtin_files();
    // Last what makes a folder complete, so that one that was cut short is never taken for a whole set.
    files.sort_by_key(|(path, _)| *path == "VERSION");
    for (path, text) in &files {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent).with_context(unwritten)?;
        }
        std::fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    terminal.say(format!("{}: {} files of the built-in rules written", folder.display(), files.len()));
    Ok(Outcome::Quiet)
}
