//! What is known beside a book of orders: registers, sites, and the book's own history.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};
use tidewaiter_officer::{Beside, Dossier, History, Officer, Registry};
use tidewaiter_redflags::shells::{read_sites, rough_rates};

use super::check::{Input, each_chunk, open, tell_faults};
use crate::args::Check;
use crate::output::Terminal;
use crate::world;

/// Registers and sites with a hash of their files; `None` where neither companies nor sites were given, so that the book
/// need not be read twice. `register` is what the files of registers say, read already.
pub(super) fn read(
    args: &Check,
    register: Option<Arc<Registry>>,
    terminal: &Terminal,
) -> anyhow::Result<Option<(Beside, String)>> {
    if args.book.registers.companies.is_empty() && args.sites.is_none() {
        return Ok(None);
    }
    let mut hash = Sha256::new();
    for path in args.book.registers.files() {
        hash.update(hash_of(path)?);
    }
    let mut beside = Beside { register, rates: rough_rates(), ..Beside::default() };
    if let Some(path) = &args.sites {
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
    let hash: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Some((beside, hash)))
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

/// Read the book once for its history, and tell the officer of it.
pub(super) fn knowing(
    officer: Officer,
    (beside, files): (Beside, String),
    input: &Input,
    args: &Check,
    terminal: &Terminal,
) -> anyhow::Result<Officer> {
    let mut book = open(input, &args.book.map, args.book.sheet.as_deref(), terminal)?;
    let mut history = History::new(&input.name);
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
    Ok(officer.told_of_book(dossier, snapshot)?)
}
