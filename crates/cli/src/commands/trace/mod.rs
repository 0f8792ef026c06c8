//! `tidewaiter trace`: where the goods went.

mod answer;
mod facts;
mod findings;
mod question;
mod work;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;
use tidewaiter_goods::Catalogue;
use tidewaiter_intake::{ConsignmentOptions, PartyJoins};
use tidewaiter_model::trace::{LeftOut, Question, TraceAnswer};
use tidewaiter_model::{Fault, Ground};
use tidewaiter_report as report;
use tidewaiter_tracing::conservation::{Known, Looked, Told};
use tidewaiter_tracing::{Counting, Extreme, Items, Joins, Records, Sites};

use self::question::Item;
use self::work::Work;
use super::check::{as_error, sink, table_options, tell_faults};
use crate::Outcome;
use crate::args::{Global, Trace, TraceFormat};
use crate::output::{Sink, Terminal};
use crate::world::{self, Rules};

pub(crate) fn run(args: &Trace, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let inputs: Vec<Option<&Path>> =
        args.records.iter().chain(&args.stock).chain(&args.inventory).map(|path| Some(path.as_path())).collect();
    let mut out = sink(&args.output, &inputs)?;
    let rules = world::rules(global)?;
    let input = read(args)?;
    let answer = answered(args, &rules, input)?;
    tell_faults(answer.faults.iter(), answer.faults.len(), terminal);
    print(&answer, args.format, terminal, &mut out)?;
    out.finish()?;
    let most = &answer.at_most;
    Ok(Outcome::found(most.amount.units > 0 || most.whatever_is_missing > 0 || most.allowing_unrecorded > 0))
}

/// What was read, and what was wrong with it.
#[derive(Default)]
struct Input {
    records: Records,
    left_out: Vec<LeftOut>,
    faults: Vec<Fault>,
}

/// All records of all files.
fn read(args: &Trace) -> anyhow::Result<Input> {
    let mut input = Input::default();
    let options = ConsignmentOptions { table: table_options(&args.map, args.sheet.as_deref())?, per_box: args.per_box };
    for path in &args.records {
        let name = path.display().to_string();
        input.records.begin_file(&name);
        let read = tidewaiter_intake::read_consignments(path, &name, &options, |consignment| {
            input.records.push(consignment);
        });
        let read = read.map_err(|faults| as_error(&faults))?;
        input.faults.extend(read.faults);
        input.left_out.extend(read.left_out);
    }
    if input.records.is_empty() {
        let first = input.faults.iter().find(|fault| !tidewaiter_intake::is_note(fault));
        bail!("no consignment could be read{}", first.map(|fault| format!("; {fault}")).unwrap_or_default());
    }
    Ok(input)
}

/// What is asked of the records, with what does not change with the joins.
struct Asked<'a> {
    args: &'a Trace,
    records: &'a Records,
    catalogue: Catalogue,
    item: Item,
    items: Items,
    joins: Joins,
    notes: Vec<String>,
}

impl<'a> Asked<'a> {
    fn new(args: &'a Trace, records: &'a Records) -> anyhow::Result<Self> {
        let catalogue = Catalogue::builtin()?;
        let item = Item::read(&catalogue, &args.item)?;
        let items = Items::read(records, |text| item.counting(&catalogue, text));
        let PartyJoins { joins, notes } = tidewaiter_intake::join_parties(records);
        Ok(Self { args, records, item, items, joins, notes, catalogue })
    }

    /// A table of counts, by the sites of one way to join.
    fn counts(&self, path: Option<&PathBuf>, sites: &Sites, faults: &mut Vec<Fault>) -> anyhow::Result<Vec<Told>> {
        let chips_of = |text: &str| match self.item.counting(&self.catalogue, text) {
            Counting::Chips(chips) => Some(chips),
            Counting::No | Counting::MayBe(_) => None,
        };
        path.map_or(Ok(Vec::new()), |path| facts::counts(path, self.records, sites, chips_of, faults))
    }

    /// The interval, with what is inferred only or without.
    fn work(&self, inferred: bool, faults: &mut Vec<Fault>) -> anyhow::Result<(Work<'a>, Vec<Told>)> {
        let Self { args, records, .. } = self;
        let sites = self.joins.sites(records, inferred);
        let sides = question::sides(&args.from, &args.to, args.window, records, &sites)?;
        let stock = self.counts(args.stock.as_ref(), &sites, faults)?;
        let before = pairs(&stock);
        let work = Work::new(records, &self.items, (sites, sides), &before, args.unrecorded, inferred);
        Ok((work, stock))
    }

    /// The interval without what is inferred only; `None` where nothing is.
    fn asserted_only(&self, work: &Work<'_>) -> anyhow::Result<Option<(u64, u64)>> {
        let inferred = work.sites.joins().iter().any(|join| !join.asserted)
            || work.picked.witnesses.iter().any(|witness| !witness.asserted);
        if self.args.asserted_only || !inferred {
            return Ok(None);
        }
        let (without, _) = self.work(false, &mut Vec::new())?;
        Ok(Some((without.interval.at_least().units, without.interval.at_most().units)))
    }
}

/// Stocks as the interval takes them.
fn pairs(stock: &[Told]) -> Vec<(u32, u32)> {
    stock.iter().map(|told| (told.site, u32::try_from(told.chips).unwrap_or(u32::MAX))).collect()
}

fn answered(args: &Trace, rules: &Rules, input: Input) -> anyhow::Result<TraceAnswer> {
    let Input { records, left_out, mut faults } = input;
    let asked = Asked::new(args, &records)?;
    let (work, stock) = asked.work(!args.asserted_only, &mut faults)?;
    let accounted = asked.counts(args.inventory.as_ref(), &work.sites, &mut faults)?;
    let known = Known { stock, accounted, ..facts::known(&asked.item, &rules.law) };
    let looked = findings::findings(&work, &asked.items, &known);
    let asserted_only = asked.asserted_only(&work)?;
    let ground = world::ground(rules, &[]);
    let beside = Beside { looked, asserted_only, ground, left_out, notes: asked.notes.clone(), faults };
    Ok(assembled(&asked, &work, &pairs(&known.stock), beside))
}

/// What was worked out beside the interval.
struct Beside {
    looked: Looked,
    asserted_only: Option<(u64, u64)>,
    ground: Ground,
    left_out: Vec<LeftOut>,
    notes: Vec<String>,
    faults: Vec<Fault>,
}

fn assembled(asked: &Asked<'_>, work: &Work<'_>, stock: &[(u32, u32)], beside: Beside) -> TraceAnswer {
    let Asked { args, item, catalogue, .. } = asked;
    let Beside { looked, asserted_only, ground, left_out, notes: told, faults } = beside;
    let mut named = answer::Named::default();
    let assigned = answer::Assigned::of(work);
    let (legs, more_legs) = answer::legs(work, &assigned, &mut named);
    let (routes, all_routes, untold) = answer::routes(work, &assigned, &legs, &mut named, args.routes);
    let (shortages, missing_besides, missing_elsewhere) = answer::shortages(work, &mut named);
    let mut notes = answer::notes(work);
    notes.extend(told);
    if let Some(more) = all_routes.checked_sub(routes.len()).filter(|more| *more > 0) {
        notes.push(format!("{more} more routes are not told here; --routes {all_routes} tells all"));
    }
    if untold > 0 {
        notes.push(format!("{untold} chips go by routes that the ranges of days leave open"));
    }
    if missing_besides > 0 {
        notes.push(format!("{missing_besides} more chips came in unrecorded in smaller lots than those told"));
    }
    if more_legs > 0 {
        notes.push(format!(
            "{more_legs} more pairs of sites, with fewer chips between them than those told, are left out of legs and drawings; \
             a narrower window, item or destination tells them"
        ));
    }
    if missing_elsewhere > 0 {
        notes.push(format!(
            "{missing_elsewhere} chips left sites that cannot have had them by the records, and cannot have reached the \
             destinations in time from there"
        ));
    }
    notes.extend(looked.further.iter().map(|(code, more)| format!("{more} more findings {code} are not told here")));
    notes.extend(looked.lacks.iter().map(|(code, what)| format!("{code} was not looked for: it needs {what}")));
    TraceAnswer {
        schema: "tidewaiter/trace/1",
        ground,
        question: Question {
            from: args.from.clone(),
            to: args.to.clone(),
            item: item.name(catalogue),
            since: answer::day(args.window.since),
            until: answer::day(args.window.until),
        },
        at_least: answer::bound(work, item, Extreme::Least),
        at_most: answer::bound(work, item, Extreme::Most),
        outer: work.picked.flow.is_vague() || work.doubtful,
        points: answer::points(work, stock),
        certificates: [Extreme::Least, Extreme::Most].map(|extreme| answer::certificate(work, extreme)).into(),
        routes,
        sites: named.told(work),
        legs,
        shortages,
        by_serial: work.interval.by_serial(),
        narrowing: answer::narrowing(work),
        joins: work.sites.joins().to_vec(),
        asserted_only,
        witnessed_again: u64::try_from(work.picked.witnesses.len()).unwrap_or(u64::MAX),
        findings: looked.findings,
        left_out: answer::left_out(work, left_out),
        notes,
        faults,
    }
}

fn print(answer: &TraceAnswer, format: TraceFormat, terminal: &Terminal, out: &mut Sink) -> anyhow::Result<()> {
    let text = match format {
        TraceFormat::Json => return Ok(report::json::trace(answer, false, out)?),
        TraceFormat::Jsonl => return Ok(report::json::trace(answer, true, out)?),
        TraceFormat::Table => report::trace::table(answer, &terminal.style),
        TraceFormat::Html => report::trace::html(answer),
        TraceFormat::Csv => report::trace::routes(answer)?,
        TraceFormat::Graphml => report::trace::graphml(answer),
        TraceFormat::Ftm => report::trace::ftm(answer),
        TraceFormat::SvgSankey => report::trace::sankey(answer),
        TraceFormat::SvgMap => report::trace::map(answer),
    };
    Ok(out.write_all(text.as_bytes())?)
}
