//! `tidewaiter law`: what the rule packs hold.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use tidewaiter_law::Answered;
use tidewaiter_model::{Date, Ground};
use tidewaiter_report::{self as report, CoverageView, RuleStanding};

use crate::Outcome;
use crate::args::{Global, LawSubcommand, ShortFormat};
use crate::output::{Sink, Terminal};
use crate::world;

pub(crate) fn run(command: &LawSubcommand, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let by_folder = |folder: &Option<PathBuf>| folder.is_some() && global.rules.is_some();
    match command {
        LawSubcommand::Coverage { as_of, format } => coverage(*as_of, *format, global, terminal),
        LawSubcommand::Changes { from, to } => changes(*from, *to, global, terminal),
        LawSubcommand::History(args) => super::history::run(args, global, terminal),
        LawSubcommand::Questions { format } => questions(*format, global),
        LawSubcommand::Check { folder } | LawSubcommand::Install { folder, .. } if by_folder(folder) => {
            bail!("name the folder once: as DIR or with --rules")
        }
        LawSubcommand::Check { folder } => super::packs::check(folder.as_deref().or(global.rules.as_deref())),
        LawSubcommand::Install { folder, builtin } => {
            let folder = folder.as_deref().or(global.rules.as_deref());
            if *builtin && folder.is_some() {
                bail!("--builtin goes back to the built-in rules, so there is no folder to install");
            }
            super::packs::install(folder, global, terminal)
        }
        LawSubcommand::Export { folder } => super::packs::export(folder, terminal),
        LawSubcommand::Whatif(args) => super::whatif::run(args, global, terminal),
    }
}

fn coverage(as_of: Option<Date>, format: ShortFormat, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let rules = world::rules(global)?;
    let ground = world::ground(&rules, &[]);
    let ground = Ground { as_of: as_of.unwrap_or(ground.as_of), ..ground };
    let law = &rules.law;
    let coverage = law.coverage();
    let standing = law.codes().into_iter().filter_map(|code| {
        let status = law.status(&code, ground.as_of)?;
        Some(RuleStanding { status: status.to_string(), title: law.explain(&code)?.title, rule: code })
    });
    let view = CoverageView {
        ground: &ground,
        modelled: &coverage.modelled,
        raised: &coverage.raised,
        not_looked_at: &coverage.not_looked_at,
        rules_on_the_day: standing.collect(),
    };
    let mut out = Sink::open("-".as_ref())?;
    match format {
        ShortFormat::Table => out.write_all(report::table::coverage(&view, &terminal.style).as_bytes())?,
        ShortFormat::Json => report::json::coverage(&view, &mut out)?,
        ShortFormat::Jsonl => report::json::coverage_line(&view, &mut out)?,
    }
    out.finish()?;
    Ok(Outcome::Quiet)
}

/// The ids that an answers file may name.
fn questions(format: ShortFormat, global: &Global) -> anyhow::Result<Outcome> {
    let rules = world::rules(global)?;
    let law = &rules.law;
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

fn changes(from: Date, to: Date, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let changes = world::rules(global)?.law.changes_between(from, to);
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
