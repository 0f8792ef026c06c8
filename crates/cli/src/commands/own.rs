//! `tidewaiter own`: who is behind a party.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;
use tidewaiter_model::{Fault, Ground};
use tidewaiter_officer::{Asking, NotFound, Owners, Registry};
use tidewaiter_ownership::Records;
use tidewaiter_report as report;

use super::check::{sink, tell_faults};
use crate::Outcome;
use crate::args::{Global, Own, OwnFormat, Registers};
use crate::output::Terminal;
use crate::world;

/// Notes on how a file was read, told one by one.
const NOTES_SHOWN: usize = 5;
/// Faults of the files that an answer repeats.
const FAULTS_KEPT: usize = 100;

pub(crate) fn run(args: &Own, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let party = args.party.join(" ");
    let inputs: Vec<Option<&Path>> = args.registers.files().map(|path| Some(path.as_path())).collect();
    let mut out = sink(&args.output, &inputs)?;
    let Some(registry) = registry(&args.registers, terminal)? else {
        bail!("give who owns whom: --stakes FILE, a CSV with owner, owned, share, from, to, source");
    };
    let owners = Owners::new(registry, &args.listed);
    for name in owners.told_in_vain() {
        terminal.warn(format!("--listed `{name}`: no statement names it, so it changes nothing"));
    }
    let rules = world::rules(global)?;
    let screener = world::screener(global, terminal)?;
    world::say_excerpts(screener.lists(), terminal);
    let day = args.as_of.unwrap_or_else(world::today);
    let ground = Ground { as_of: day, ..world::ground(&rules, screener.lists()) };
    let asking = Asking { law: &rules.law, screener: &screener, ground: &ground };
    let mut answer = match owners.ask_in_full(&party, &asking) {
        Ok(answer) => answer,
        Err(error @ NotFound::Several { .. }) => bail!("{error}"),
        Err(error @ NotFound::Nobody { .. }) => bail!("{error}; the answer is open, which is not a `no`"),
    };
    let lost = || owners.faults().iter().filter(|fault| !tidewaiter_ownership::is_note(fault));
    answer.faults.extend(lost().take(FAULTS_KEPT).cloned());
    if let Some(more) = lost().count().checked_sub(FAULTS_KEPT).filter(|more| *more > 0) {
        answer.notes.push(format!("Of the faults of the files {more} more are not repeated here."));
    }
    match args.format {
        OwnFormat::Table => out.write_all(report::owners::table(&answer, &terminal.style).as_bytes())?,
        OwnFormat::Json => report::json::owners(&answer, false, &mut out)?,
        OwnFormat::Jsonl => report::json::owners(&answer, true, &mut out)?,
        OwnFormat::Dot => out.write_all(report::owners::dot(&answer).as_bytes())?,
        OwnFormat::Svg => out.write_all(report::owners::svg(&answer).as_bytes())?,
    }
    out.finish()?;
    Ok(Outcome::found(answer.rules.iter().any(|rule| rule.answer != "no")))
}

impl Registers {
    /// All files, to be read and not written over.
    pub(crate) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.stakes.iter().chain(&self.companies)
    }
}

/// Everything that the files say; `None` where none was given.
pub(super) fn registry(files: &Registers, terminal: &Terminal) -> anyhow::Result<Option<Arc<Registry>>> {
    if files.files().next().is_none() {
        return Ok(None);
    }
    let mut all = Records::default();
    for path in files.files() {
        let told = all.faults.len();
        // A file, packed or not, or all files of an archive.
        tidewaiter_store::each_file(path, |name, reader| all.read(name, reader))?;
        tell(all.faults.get(told..).unwrap_or_default(), terminal);
    }
    if !files.stakes.is_empty() && all.stakes.is_empty() {
        let names: Vec<String> = files.stakes.iter().map(|path| path.display().to_string()).collect();
        bail!("{}: no stake could be read", names.join(", "));
    }
    Ok(Some(Arc::new(Registry::new(all.finished()))))
}

/// Tell what could not be read, and then how the rest was.
fn tell(faults: &[Fault], terminal: &Terminal) {
    let (notes, lost): (Vec<&Fault>, Vec<&Fault>) = faults.iter().partition(|f| tidewaiter_ownership::is_note(f));
    let all = lost.len();
    tell_faults(lost.into_iter(), all, terminal);
    for note in notes.iter().take(NOTES_SHOWN) {
        terminal.say(format!("note: {note}"));
    }
}
