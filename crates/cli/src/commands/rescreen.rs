//! `tidewaiter rescreen`: what an update of the lists changes for the parties of a file.
//!
//! Each distinct party is asked of both snapshots, through their indexes. To look only at the entries that differ would be
//! less work and not the same answer: how rare a word is on the lists weighs in every score, so an entry that did not
//! change may pass the bar when others come or go.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use rayon::prelude::*;
use tidewaiter_model::Line;
use tidewaiter_report::{self as report, RescreenView};
use tidewaiter_screening::{Entry, EntryPair, GoodGuys, Hit, Options, Screener, differing};

use super::check::{Input, each_chunk, in_doubt, open};
use super::parties::{self, Party};
use super::screen::{cleared, reopened};
use crate::Outcome;
use crate::args::{Global, Rescreen, ShortFormat};
use crate::output::{Sink, Terminal};
use crate::world;

/// Of a party that stands in many rows, so many are told.
const PLACES: usize = 5;

/// A distinct party, and where it stands.
struct Asked {
    party: Party,
    places: Vec<String>,
    more: usize,
}

pub(crate) fn run(args: &Rescreen, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let (before_name, after_name) = snapshots(args, global)?;
    let (asked, mut found) = asked(args, terminal)?;
    let (before, after) = (
        world::screener_of(global, Some(&before_name), terminal)?,
        world::screener_of(global, Some(&after_name), terminal)?,
    );
    world::say_excerpts(after.lists(), terminal);
    let (was, is) = (world::screened_lists(global, &before_name)?, world::screened_lists(global, &after_name)?);
    let pairs = differing(&was, &is);
    let good_guys = world::good_guys(global, world::today())?;
    let snapshots = Snapshots {
        before: &before,
        after: &after,
        old: pairs.iter().filter_map(|pair| Some((key(pair.before?), pair))).collect(),
        new: pairs.iter().filter_map(|pair| Some((key(pair.after?), pair))).collect(),
        good_guys: &good_guys,
        options: Options { as_of: Some(world::today()), ..Options::matches_only(args.bar, usize::MAX) },
    };
    let bar = terminal.bar_of_parties(asked.len());
    let differences = |asked| {
        bar.inc(1);
        snapshots.differences(asked)
    };
    let views: Vec<RescreenView> = asked.par_iter().flat_map_iter(differences).collect();
    bar.finish_and_clear();
    found |= views.iter().any(|view| view.is_match);
    let ground = world::ground_cleared(&world::rules(global)?, after.lists(), &good_guys);
    let about =
        report::json::Rescreened { ground: &ground, before: &before_name, after: &after_name, parties: asked.len() };
    let mut out = Sink::open("-".as_ref())?;
    match args.format {
        ShortFormat::Table => out.write_all(report::table::rescreen(&views, &about, &terminal.style).as_bytes())?,
        format => report::json::rescreen(&views, &about, format == ShortFormat::Jsonl, &mut out)?,
    }
    out.finish()?;
    Ok(Outcome::found(found))
}

/// The snapshots to compare: those named, else the one in use and the one before it.
fn snapshots(args: &Rescreen, global: &Global) -> anyhow::Result<(String, String)> {
    let named = args.after.clone().or_else(|| global.lists.clone());
    let history = world::store(global)?.history()?;
    let current = history.first().map(|row| row.id.clone());
    let after = match (named, current) {
        (Some(named), Some(current)) if named == "current" => current,
        (Some(named), _) | (None, Some(named)) => named,
        (None, None) => {
            bail!("no list was added yet, so nothing can have changed; `tidewaiter lists add FILE` adds one")
        }
    };
    if let Some(before) = &args.before {
        return Ok((before.clone(), after));
    }
    let is_file = Path::new(&after).is_file();
    let at = history.iter().position(|row| row.id == after || after.starts_with(&row.id) || row.id.starts_with(&after));
    let before = if is_file { history.first() } else { at.and_then(|at| history.get(at.saturating_add(1))) };
    let before = before.with_context(|| {
        format!("there is no snapshot of the lists before {after}; name one with --before (`tidewaiter lists history` shows them), or a list file")
    })?;
    Ok((before.id.clone(), after))
}

/// The distinct parties of the file, in the order in which they come, and whether any part of it is in doubt.
fn asked(args: &Rescreen, terminal: &Terminal) -> anyhow::Result<(Vec<Asked>, bool)> {
    let mut all = Distinct::default();
    if parties::are_parties(&args.file)? {
        let mut doubt = false;
        for (index, party) in parties::of_file(&args.file)?.into_iter().enumerate() {
            if let Some(fault) = &party.fault {
                doubt = true;
                terminal.warn(fault);
            }
            all.add(party, format!("party {}", index.saturating_add(1)));
        }
        return Ok((all.asked, doubt));
    }
    let input = Input::of(&args.file)?;
    let mut book = open(&input, &args.map, args.sheet.as_deref(), terminal)?;
    let reading = each_chunk(&mut book, terminal, of_line, |chunk| {
        for (party, place) in chunk.into_iter().flatten() {
            all.add(party, place);
        }
        Ok(())
    })?;
    let faults = book.faults();
    reading.tell(&faults, terminal)?;
    Ok((all.asked, in_doubt(&faults)))
}

/// The parties of an order line, as `check` holds them against the lists.
fn of_line(line: &Line) -> Vec<(Party, String)> {
    let party = |asked: tidewaiter_officer::ListQuestion<'_>| {
        let query = asked.query;
        let what = if asked.is_place { "ship-to" } else { asked.role.words() };
        let party = Party {
            name: query.name.to_owned(),
            country: query.country,
            address: query.address.to_owned(),
            identifier: query.identifier.to_owned(),
            ..Party::default()
        };
        (party, format!("{}/{} ({what})", line.order, line.line))
    };
    tidewaiter_officer::list_questions(line).into_iter().map(party).collect()
}

#[derive(Default)]
struct Distinct {
    asked: Vec<Asked>,
    known: BTreeMap<String, usize>,
}

impl Distinct {
    fn add(&mut self, party: Party, place: String) {
        let Party { name, country, address, identifier, date, kind, .. } = &party;
        let key = format!("{name}\u{1f}{country:?}\u{1f}{address}\u{1f}{identifier}\u{1f}{date}\u{1f}{kind:?}");
        let at = *self.known.entry(key).or_insert(self.asked.len());
        match self.asked.get_mut(at) {
            Some(asked) if asked.places.len() < PLACES => asked.places.push(place),
            Some(asked) => asked.more = asked.more.saturating_add(1),
            None => self.asked.push(Asked { party, places: vec![place], more: 0 }),
        }
    }
}

/// List and id.
type Key<'a> = (&'a str, &'a str);

fn key(entry: &Entry) -> Key<'_> {
    (&entry.list, &entry.id)
}

struct Snapshots<'a> {
    before: &'a Screener,
    after: &'a Screener,
    /// The entries that differ, by their key before and after.
    old: BTreeMap<Key<'a>, &'a EntryPair<'a>>,
    new: BTreeMap<Key<'a>, &'a EntryPair<'a>>,
    good_guys: &'a GoodGuys,
    options: Options,
}

impl Snapshots<'_> {
    /// What is new, changed or gone of one party's matches: first those of now, best first, then those that are gone.
    fn differences(&self, asked: &Asked) -> Vec<RescreenView> {
        let query = asked.party.query();
        // What is no longer listed is no match on either side.
        let listed = |hits: Vec<Hit>| hits.into_iter().filter(|hit| hit.ended.is_none()).collect::<Vec<Hit>>();
        let was = listed(self.before.ask(&query, &self.options).hits);
        let is = listed(self.after.ask_with(&query, &self.options, self.good_guys).hits);
        // A match of before is one of now under the key that its entry has now.
        let now = |hit: &'_ Hit| -> Option<(String, String)> {
            match self.old.get(&(hit.list.as_str(), hit.entry.as_str())) {
                Some(pair) => pair.after.map(|entry| (entry.list.clone(), entry.id.clone())),
                None => Some((hit.list.clone(), hit.entry.clone())),
            }
        };
        let mut before: BTreeMap<(String, String), &Hit> = BTreeMap::new();
        let mut views = Vec::new();
        let mut gone: Vec<&Hit> = Vec::new();
        for hit in &was {
            match now(hit) {
                Some(key) => drop(before.insert(key, hit)),
                None => gone.push(hit),
            }
        }
        for hit in is {
            let old = before.remove(&(hit.list.clone(), hit.entry.clone()));
            let pair = self.new.get(&(hit.list.as_str(), hit.entry.as_str()));
            let score = hit.score;
            match (old, pair) {
                (Some(_), None) => {}
                (Some(old), Some(pair)) => {
                    views.push(view(asked, "changed", (Some(old.score), Some(score)), pair.changes(), hit));
                }
                (None, pair) => {
                    let changes = pair.map_or_else(|| rarer("reaches"), |pair| pair.changes());
                    views.push(view(asked, "new", (None, Some(score)), changes, hit));
                }
            }
        }
        gone.extend(before.into_values());
        // In the order of the answer before.
        for hit in was.iter().filter(|hit| gone.contains(hit)) {
            let pair = self.old.get(&(hit.list.as_str(), hit.entry.as_str()));
            let changes = pair.map_or_else(|| rarer("no longer reaches"), |pair| pair.changes());
            views.push(view(asked, "gone", (Some(hit.score), None), changes, Hit { is_match: false, ..hit.clone() }));
        }
        views
    }
}

/// Why an entry that is the same is judged otherwise.
fn rarer(reaches: &str) -> Vec<String> {
    vec![format!("the list entry is the same and {reaches} the bar: how rare its words are on the lists has changed")]
}

fn view(
    asked: &Asked,
    change: &'static str,
    (score_before, score): (Option<f64>, Option<f64>),
    changes: Vec<String>,
    hit: Hit,
) -> RescreenView {
    let mut places = asked.places.clone();
    if asked.more > 0 {
        places.push(format!("and {} more", asked.more));
    }
    RescreenView {
        query: asked.party.asked().to_owned(),
        places,
        change,
        changes,
        list: hit.list,
        entry: hit.entry,
        name: hit.name,
        matched: hit.matched,
        score_before,
        score,
        is_match: hit.is_match,
        cleared: hit.cleared.map(cleared),
        reopened: hit.reopened.map(reopened),
        explain: hit.explain.join("; "),
    }
}
