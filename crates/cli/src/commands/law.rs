//! `tidewaiter law`: what the rule packs hold.

use std::io::Write;

use tidewaiter_law::Law;
use tidewaiter_model::Date;

use crate::Outcome;
use crate::args::{Global, LawSubcommand};
use crate::output::{Sink, Terminal};

pub(crate) fn run(command: &LawSubcommand, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    match command {
        LawSubcommand::Coverage => coverage(),
        LawSubcommand::Changes { from, to } => changes(*from, *to, terminal),
        LawSubcommand::History(args) => super::history::run(args, terminal),
        LawSubcommand::Check { folder } => super::law_check::run(folder.as_deref()),
        LawSubcommand::Whatif(args) => super::whatif::run(args, global, terminal),
    }
}

fn coverage() -> anyhow::Result<Outcome> {
    let law = Law::builtin()?;
    let coverage = law.coverage();
    let mut out = Sink::open("-".as_ref())?;
    for (title, parts) in [
        ("Modelled", &coverage.modelled),
        ("Only raised as a question", &coverage.raised),
        ("Not looked at", &coverage.not_looked_at),
    ] {
        writeln!(out, "{title}")?;
        for part in parts {
            writeln!(out, "  - {part}")?;
        }
    }
    out.finish()?;
    Ok(Outcome::Quiet)
}

fn changes(from: Date, to: Date, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let changes = Law::builtin()?.changes_between(from, to);
    let mut out = Sink::open("-".as_ref())?;
    if changes.is_empty() {
        terminal.say(format!("note: no rule begins, ends or changes between {from} and {to}"));
    }
    for change in changes {
        writeln!(out, "{}  {}: {} [{}]", change.on, change.code, change.says, change.cite)?;
    }
    out.finish()?;
    Ok(Outcome::Quiet)
}
