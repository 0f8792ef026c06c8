//! What is known beside a book of orders: registers, sites, and the book's own history.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};
use tidewaiter_model::Date;
use tidewaiter_officer::{Beside, Dossier, History, Officer, Registry};
use tidewaiter_redflags::shells::{read_sites, rough_rates};

use super::check::{Input, each_chunk, open_again, tell_faults};
use crate::args::{BookOptions, Registers};
use crate::output::Terminal;
use crate::world;

/// What the command line says of what is known beside a book.
pub(super) struct Given<'a> {
    pub(super) map: &'a [String],
    pub(super) sheet: Option<&'a str>,
    pub(super) registers: &'a Registers,
    pub(super) sites: Option<&'a Path>,
    /// The day from which the book holds every order.
    pub(super) since: Option<Date>,
}

impl<'a> Given<'a> {
    /// Registers alone.
    pub(super) fn of(options: &'a BookOptions) -> Self {
        let sheet = options.sheet.as_deref();
        Self { map: &options.map, sheet, registers: &options.registers, sites: None, since: None }
    }
}

/// Registers and sites, with a hash of their files, and whether they serve to look for marks of companies that stand in
/// for others: a table of stakes alone tells no more than directors. `registry` is what the files of registers say, read
/// already.
fn read(
    given: &Given<'_>,
    registry: Option<Arc<Registry>>,
    terminal: &Terminal,
) -> anyhow::Result<(Beside, String, bool)> {
    let marks = !given.registers.companies.is_empty() || given.sites.is_some();
    let mut beside = Beside { register: registry, rates: rough_rates(), ..Beside::default() };
    let mut hash = Sha256::new();
    for path in given.registers.files() {
        hash.update(hash_of(path)?);
    }
    if let Some(path) = given.sites {
        let text =
            String::from_utf8(bytes_of(path)?).with_context(|| format!("{}: give a CSV in UTF-8", path.display()))?;
        hash.update(Sha256::digest(text.as_bytes()));
        let (sites, faults) = read_sites(&path.display().to_string(), &text);
        tell_faults(faults.iter(), faults.len(), terminal);
        if sites.is_empty() {
            bail!("{}: no site could be read", path.display());
        }
        beside.sites = Some(sites);
    }
    Ok((beside, hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect(), marks))
}

/// The hash of a file that may be larger than memory.
fn hash_of(path: &Path) -> anyhow::Result<[u8; 32]> {
    let cannot = || format!("{} cannot be read", path.display());
    let mut file = File::open(path).with_context(cannot)?;
    let (mut hash, mut block) = (Sha256::new(), vec![0; 1 << 18]);
    loop {
        match file.read(&mut block).with_context(cannot)? {
            0 => return Ok(hash.finalize().into()),
            length => hash.update(block.get(..length).unwrap_or_default()),
        }
    }
}

fn bytes_of(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Read the book once for its history, and tell the officer of it and of what is known beside it.
pub(super) fn knowing(
    officer: Officer,
    registry: Option<Arc<Registry>>,
    input: &Input,
    given: &Given<'_>,
    terminal: &Terminal,
) -> anyhow::Result<Officer> {
    let (beside, files, marks) = read(given, registry, terminal)?;
    let mut book = open_again(input, given.map, given.sheet)?;
    let mut history = History::new(&input.name).complete_since(given.since);
    each_chunk(
        &mut book,
        terminal,
        |line| officer.note(line),
        |noted| {
            noted.iter().for_each(|line| history.add(line));
            Ok(())
        },
    )?;
    let dossier = Dossier::new(history, beside, &officer.experts().law);
    let before = officer.ground(world::today()).snapshot;
    let snapshot = world::snapshot_beside(&before, &files, &dossier.identity());
    Ok(officer.told_of_book(dossier, marks, snapshot)?)
}
