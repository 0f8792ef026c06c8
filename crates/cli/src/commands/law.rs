//! `tidewaiter law`: what the rule packs hold.

use std::io::Write;

use tidewaiter_law::Law;

use crate::Outcome;
use crate::args::LawSubcommand;
use crate::output::{Sink, Terminal};

pub(crate) fn run(command: &LawSubcommand, terminal: &Terminal) -> anyhow::Result<Outcome> {
    match command {
        LawSubcommand::History(args) => return super::history::run(args, terminal),
        LawSubcommand::Check { folder } => return super::law_check::run(folder.as_deref()),
        LawSubcommand::Coverage | LawSubcommand::Changes { .. } => {}
    }
    let law = Law::builtin()?;
    let mut out = Sink::open("-".as_ref())?;
    match command {
        LawSubcommand::Coverage => {
            let coverage = law.coverage();
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
        }
        LawSubcommand::Changes { from, to } => {
            let changes = law.changes_between(*from, *to);
            if changes.is_empty() {
                terminal.say(format!("note: no rule begins, ends or changes between {from} and {to}"));
            }
            for change in changes {
                writeln!(out, "{}  {}: {} [{}]", change.on, change.code, change.says, change.cite)?;
            }
        }
        LawSubcommand::History(_) | LawSubcommand::Check { .. } => {}
    }
    out.finish()?;
    Ok(Outcome::Quiet)
}
