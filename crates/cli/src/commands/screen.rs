//! `tidewaiter screen`: a party against all loaded lists.

use std::io::Write;

use rayon::prelude::*;
use tidewaiter_report::{self as report, ClearedView, HitView, HitsView, ReopenedView};
use tidewaiter_screening::{Cleared, GoodGuys, Options, Reopened, Screener};

use super::parties::{self, Party};
use crate::Outcome;
use crate::args::{Comparison, Global, Screen, ShortFormat};
use crate::output::{Sink, Terminal};
use crate::world;

/// Parties screened together.
const CHUNK: usize = 4096;

pub(crate) fn run(args: &Screen, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let parties = parties::asked(args)?;
    let screener = world::screener(global, terminal)?;
    let good_guys = world::good_guys(global, world::today())?;
    let ground = world::ground_cleared(&world::rules(global)?, screener.lists(), &good_guys);
    world::say_excerpts(screener.lists(), terminal);
    let options = Options {
        bar: args.bar,
        floor: args.bar.min(Options::default().floor),
        limit: args.limit.get(),
        as_of: Some(world::today()),
    };
    let mut out = Sink::open("-".as_ref())?;
    let mut matched = false;
    let single = parties.len() == 1;
    let bar = terminal.bar_of_parties(parties.len());
    for chunk in parties.chunks(CHUNK) {
        let answers: Vec<HitsView> =
            chunk.par_iter().map(|party| answer(&screener, party, &options, args.comparison, &good_guys)).collect();
        for answer in answers {
            matched |= answer.hits.iter().any(|h| h.is_match) || answer.fault.is_some();
            if let Some(fault) = &answer.fault {
                terminal.warn(fault);
            }
            match args.format {
                ShortFormat::Table => out.write_all(report::table::hits(&answer, &terminal.style).as_bytes())?,
                ShortFormat::Json if single => report::json::hits(&answer, &ground, &mut out)?,
                ShortFormat::Json | ShortFormat::Jsonl => report::json::hits_line(&answer, &ground, &mut out)?,
            }
        }
        bar.inc(u64::try_from(chunk.len()).unwrap_or_default());
    }
    bar.finish_and_clear();
    out.finish()?;
    Ok(Outcome::found(matched))
}

fn answer(
    screener: &Screener,
    party: &Party,
    options: &Options,
    comparison: Comparison,
    good_guys: &GoodGuys,
) -> HitsView {
    let query = party.query();
    let name = query.name;
    let mut answer = match comparison {
        Comparison::Tidewaiter => screener.ask_with(&query, options, good_guys),
        // What OFAC's search shows knows no clearing.
        Comparison::Ofac => screener.ask_as_ofac(&query, options),
    };
    if comparison == Comparison::Tidewaiter && !name.trim().is_empty() {
        for hit in &mut answer.hits {
            let says = hit.ofac_score(name).map_or_else(|| "not shown".to_owned(), |score| format!("{score:.2}"));
            hit.explain.push(format!("ofac: {says}"));
        }
    }
    let hits = answer
        .hits
        .into_iter()
        .map(|h| HitView {
            list: h.list.to_string(),
            entry: h.entry.to_string(),
            name: h.name.to_string(),
            matched: h.matched.to_string(),
            score: h.score,
            is_match: h.is_match,
            cleared: h.cleared.map(cleared),
            reopened: h.reopened.map(reopened),
            ended: h.ended,
            strength: h.strength.words().to_owned(),
            explain: h.explain.join("; "),
        })
        .collect();
    HitsView { query: party.asked().to_owned(), hits, fault: party.fault.clone(), notes: answer.notes }
}

pub(super) fn cleared(cleared: Cleared) -> ClearedView {
    let Cleared { id, by, on, because } = cleared;
    ClearedView { id, by, on, because }
}

pub(super) fn reopened(reopened: Reopened) -> ReopenedView {
    let Reopened { id, changes, by, on, because } = reopened;
    ReopenedView { id, changes, by, on, because }
}
