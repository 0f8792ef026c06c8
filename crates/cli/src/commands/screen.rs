//! `tidewaiter screen`: a party against all loaded lists.

use std::io::Write;

use rayon::prelude::*;
use tidewaiter_report::{self as report, HitView, HitsView};
use tidewaiter_screening::{Options, PartyKind, Query, Screener};

use crate::Outcome;
use crate::args::{Global, Screen, ShortFormat, Type};
use crate::output::{Sink, Terminal};
use crate::world;

/// Names screened together.
const CHUNK: usize = 4096;

pub(crate) fn run(args: &Screen, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let names = match &args.from {
        Some(path) => super::text_lines(path)?,
        // An address or a number without a name is one question.
        None if args.name.is_empty() => vec![String::new()],
        None => args.name.clone(),
    };
    let screener = world::screener(global, terminal)?;
    let ground = world::ground(&world::rules(global)?, screener.lists());
    world::say_excerpts(screener.lists(), terminal);
    let options = Options { bar: args.bar, floor: args.bar.min(Options::default().floor), limit: args.limit.get() };
    let mut out = Sink::open("-".as_ref())?;
    let mut matched = false;
    let single = names.len() == 1;
    for chunk in names.chunks(CHUNK) {
        let answers: Vec<HitsView> = chunk.par_iter().map(|name| answer(&screener, name, args, &options)).collect();
        for answer in answers {
            matched |= answer.hits.iter().any(|h| h.is_match);
            match args.format {
                ShortFormat::Table => out.write_all(report::table::hits(&answer, &terminal.style).as_bytes())?,
                ShortFormat::Json if single => report::json::hits(&answer, &ground, &mut out)?,
                ShortFormat::Json | ShortFormat::Jsonl => report::json::hits_line(&answer, &ground, &mut out)?,
            }
        }
    }
    out.finish()?;
    Ok(Outcome::found(matched))
}

fn answer<'a>(screener: &Screener, name: &'a str, args: &'a Screen, options: &Options) -> HitsView {
    let given = |text: &'a Option<String>| text.as_deref().unwrap_or_default();
    let (address, identifier) = (given(&args.address), given(&args.id));
    let kind = match args.kind {
        Some(Type::Company) => PartyKind::Company,
        Some(Type::Person) => PartyKind::Person,
        Some(Type::Vessel) => PartyKind::Vessel,
        Some(Type::Aircraft) => PartyKind::Aircraft,
        None => PartyKind::Unknown,
    };
    let query = Query { name, country: args.country, address, identifier, date: given(&args.date), kind };
    let answer = screener.ask(&query, options);
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
            strength: h.strength.words().to_owned(),
            explain: h.explain.join("; "),
        })
        .collect();
    let asked = [name, identifier, address].into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    HitsView { query: asked.to_owned(), hits, notes: answer.notes }
}
