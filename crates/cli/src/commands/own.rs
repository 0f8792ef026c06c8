//! `tidewaiter own`: who is behind a party.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tidewaiter_model::{Ground, Register};
use tidewaiter_officer::{Asking, NotFound, Owners};
use tidewaiter_report as report;

use super::check::{sink, tell_faults};
use crate::Outcome;
use crate::args::{Global, Own, OwnFormat, Registers};
use crate::output::Terminal;
use crate::world;

pub(crate) fn run(args: &Own, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let party = args.party.join(" ");
    let inputs: Vec<Option<&Path>> = args.registers.files().map(|path| Some(path.as_path())).collect();
    let mut out = sink(&args.output, &inputs)?;
    let Some(register) = register(&args.registers, terminal)? else {
        bail!("give who owns whom: --stakes FILE, a CSV with owner, owned, share, from, to, source");
    };
    let owners = Owners::new(register, &args.listed);
    for name in owners.told_in_vain() {
        terminal.warn(format!("--listed `{name}`: no statement names it, so it changes nothing"));
    }
    let rules = world::rules(global)?;
    let screener = world::screener(global, terminal)?;
    world::say_excerpts(screener.lists(), terminal);
    let day = args.as_of.unwrap_or_else(world::today);
    let good_guys = world::good_guys(global, day.max(world::today()))?;
    let ground = Ground { as_of: day, ..world::ground_cleared(&rules, screener.lists(), &good_guys) };
    let asking = Asking { law: &rules.law, screener: &screener, good_guys: &good_guys, ground: &ground };
    let answer = match owners.ask(&party, &asking) {
        Ok(owned) => owned.answer,
        Err(error @ NotFound::Several { .. }) => bail!("{error}"),
        Err(error @ NotFound::Nobody { .. }) => bail!("{error}; the answer is open, which is not a `no`"),
    };
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
pub(super) fn register(files: &Registers, terminal: &Terminal) -> anyhow::Result<Option<Register>> {
    let mut all = Register::default();
    for path in files.files() {
        let read = read(path)?;
        tell_faults(read.faults.iter(), read.faults.len(), terminal);
        all.extend(read);
    }
    if files.files().next().is_none() {
        return Ok(None);
    }
    if !files.stakes.is_empty() && all.stakes.is_empty() {
        let names: Vec<String> = files.stakes.iter().map(|path| path.display().to_string()).collect();
        bail!("{}: no stake could be read", names.join(", "));
    }
    Ok(Some(all))
}

fn read(path: &Path) -> anyhow::Result<Register> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read; give a CSV in UTF-8", path.display()))?;
    let (stakes, faults) = tidewaiter_ownership::read_stakes(&path.display().to_string(), &text);
    Ok(Register { stakes, faults, ..Register::default() })
}

/// Who owns whom, where any file says so.
pub(super) fn owners(files: &Registers, terminal: &Terminal) -> anyhow::Result<Option<Owners>> {
    Ok(register(files, terminal)?.map(|register| Owners::new(register, &[])))
}
