//! `tidewaiter law history`: one chip, every day.

use std::io::Write;

use anyhow::bail;
use tidewaiter_goods::Catalogue;
use tidewaiter_law::{Answers, RuleChange, Stretch};
use tidewaiter_model::{Ground, Resolution};
use tidewaiter_report::{self as report, HistoryView, StretchView, TurnView};

use super::classify::{parties, question, read};
use crate::Outcome;
use crate::args::{Global, HistoryFormat, LawHistory};
use crate::output::{Sink, Terminal};
use crate::world;

pub(crate) fn run(args: &LawHistory, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let until = args.until.unwrap_or_else(world::today);
    if until < args.since {
        bail!("--until {until} is before the first day {}; give a later one, or an earlier --since", args.since);
    }
    let rules = world::rules(global)?;
    let catalogue = Catalogue::builtin()?;
    let text = args.text.join(" ");
    let good = read(&catalogue, &text, None);
    if good.resolution == Resolution::Unresolved {
        terminal.warn(format!("`{text}` could not be read, so every answer is open. {}", good.ask));
    }
    let parties = parties(args.way.party_hq, args.way.to);
    let question = question(&good, &args.way, &parties, until, Answers::none());
    let stretches = rules.law.history(&question, args.since, until);
    let ground = Ground { as_of: until, ..world::ground(&rules, &[]) };
    let ways = [
        args.way.ship_from.map(|c| format!("from {c}")),
        args.way.to.map(|c| format!("to {c}")),
        args.way.party_hq.map(|c| format!("party headquartered in {c}")),
    ];
    let view = HistoryView {
        input: text,
        good: &good,
        way: ways.into_iter().flatten().collect::<Vec<_>>().join(", "),
        stretches: stretches.iter().map(stretch).collect(),
        ground: &ground,
    };
    let mut out = Sink::open(&args.output)?;
    match args.format {
        HistoryFormat::Table => out.write_all(report::table::history(&view, &terminal.style).as_bytes())?,
        HistoryFormat::Json => report::json::history(&view, &mut out)?,
        HistoryFormat::Svg => out.write_all(report::svg::history(&view).as_bytes())?,
    }
    out.finish()?;
    Ok(Outcome::Quiet)
}

fn stretch(stretch: &Stretch) -> StretchView<'_> {
    StretchView {
        from: stretch.from,
        to: stretch.to,
        classification: &stretch.answer,
        unverified: &stretch.unverified,
        changes: stretch.changes.iter().map(turn).collect(),
    }
}

fn turn(change: &RuleChange) -> TurnView {
    let status = |s: Option<tidewaiter_law::Status>| s.map_or("none", tidewaiter_law::Status::as_str).to_owned();
    TurnView {
        code: change.code.clone(),
        says: change.says.clone(),
        before: status(change.before),
        after: status(change.after),
        cite: change.cite.clone(),
    }
}
