//! `tidewaiter law`: what the rule packs hold.

use std::io::Write;

use tidewaiter_law::{Answered, Law};
use tidewaiter_model::Date;

use crate::Outcome;
use crate::args::{Global, LawSubcommand, ShortFormat};
use crate::output::{Sink, Terminal};

pub(crate) fn run(command: &LawSubcommand, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    match command {
        LawSubcommand::Coverage => coverage(),
        LawSubcommand::Changes { from, to } => changes(*from, *to, terminal),
        LawSubcommand::History(args) => super::history::run(args, terminal),
        LawSubcommand::Questions { format } => questions(*format),
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

/// The ids that an answers file may name.
fn questions(format: ShortFormat) -> anyhow::Result<Outcome> {
    let law = Law::builtin()?;
    let questions = law.questions();
    let mut out = Sink::open("-".as_ref())?;
    match format {
        ShortFormat::Table => {
            let width = questions.iter().map(|q| q.id.len()).max().unwrap_or_default();
            for q in &questions {
                let how = match q.answered {
                    Answered::YesOrNo => "",
                    Answered::Percent | Answered::Days => " (a number)",
                    Answered::Country => " (a country code)",
                };
                writeln!(out, "{:width$}  {}{how} [{}]", q.id, q.words, q.rules.join(", "))?;
            }
        }
        ShortFormat::Json => writeln!(
            out,
            "{}",
            serde_json::to_string_pretty(&serde_json::json!({
                "schema": "tidewaiter/questions/1",
                "rules": law.version(),
                "questions": questions,
            }))?
        )?,
        ShortFormat::Jsonl => {
            for q in &questions {
                writeln!(out, "{}", serde_json::to_string(q)?)?;
            }
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
