//! `tidewaiter goodguy`: matches that a person has cleared.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use anyhow::bail;
use tidewaiter_model::{Country, Date};
use tidewaiter_report::{self as report, GoodGuyView};
use tidewaiter_screening::{Decision, Entry, GoodGuy, GoodGuys, Options, PartyKind, Query, Screener};
use tidewaiter_store::{Decided, Removal, Taken};

use super::parties::kind_of;
use crate::Outcome;
use crate::args::{ClearedParty, Global, GoodGuyAdd, GoodGuyCommand, ShortFormat};
use crate::output::{Sink, Terminal};
use crate::world;

/// Ids told where one is not found.
const NEAR: usize = 5;
/// Faults of a file told one by one.
const FAULTS: usize = 20;

pub(crate) fn run(command: &GoodGuyCommand, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    match command {
        GoodGuyCommand::Add(args) => add(args, global, terminal),
        GoodGuyCommand::Show { format, history } => show(*format, *history, global, terminal),
        GoodGuyCommand::Remove { id, because, by } => {
            let (because, by, on) = (because.trim().to_owned(), who(by.as_deref()), world::today());
            let gone = world::good_guy_store(global)?.remove(&Removal { id: id.clone(), because, by, on })?;
            let of = format!("{}/{}", gone.entry.list, gone.entry.id);
            terminal.say(format!("{}: taken back; {} and {of} are a match again", gone.id, called(&gone)));
            Ok(Outcome::Quiet)
        }
        GoodGuyCommand::Export { output } => {
            let mut out = Sink::open(output)?;
            for good in world::good_guy_store(global)?.load()?.standing {
                serde_json::to_writer(&mut out, &good)?;
                writeln!(out)?;
            }
            out.finish()?;
            Ok(Outcome::Quiet)
        }
        GoodGuyCommand::Import { file, by } => import(file, &who(by.as_deref()), global, terminal),
    }
}

/// Who decides: as told, else as the system knows them.
fn who(told: Option<&str>) -> String {
    told.map(|by| by.trim().to_owned()).or_else(world::who).unwrap_or_else(|| "unknown".to_owned())
}

fn called(good: &GoodGuy) -> &str {
    let party = &good.party;
    [&party.name, &party.identifier, &party.address]
        .into_iter()
        .find(|text| !text.is_empty())
        .map_or("", String::as_str)
}

fn query(args: &ClearedParty) -> Query<'_> {
    Query {
        name: args.name.as_deref().unwrap_or_default(),
        country: args.country,
        address: args.address.as_deref().unwrap_or_default(),
        identifier: args.id.as_deref().unwrap_or_default(),
        date: args.date.as_deref().unwrap_or_default(),
        kind: kind_of(args.kind),
    }
}

fn add(args: &GoodGuyAdd, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let today = world::today();
    if let Some(until) = args.until.filter(|until| *until < today) {
        bail!("--until {until} has passed, so the clearing would never hold; give a day from {today} on, or none");
    }
    let Some((list, id)) = args.entry.split_once('/').map(|(list, id)| (list.trim(), id.trim())) else {
        bail!("--entry `{}`: write it as LIST/ENTRY, both as `tidewaiter screen` prints them", args.entry);
    };
    let query = query(&args.party);
    let screener = world::screener(global, terminal)?;
    let key = (list.to_owned(), id.to_owned());
    let Some(entry) = screener.entries(&BTreeSet::from([key.clone()])).remove(&key) else {
        bail!("{}", not_there(&screener, &query, list, id));
    };
    // All hits of the party, with nothing cleared.
    let hits = screener.ask(&query, &Options::matches_only(Options::default().bar, usize::MAX)).hits;
    if !hits.iter().any(|hit| hit.list == list && hit.entry == id) {
        terminal.warn(format!(
            "{} is no match of {list}/{id} ({}) at the default bar; the clearing is kept all the same",
            args.entry_of(&query),
            entry.name
        ));
    }
    let because = args.because.trim().to_owned();
    let decision = Decision { because, by: who(args.by.as_deref()), on: today, until: args.until };
    let good = GoodGuy::new(&query, &entry, decision, &world::lists_snapshot(global)?);
    let by = good.by.clone();
    let taken = world::good_guy_store(global)?.add(std::slice::from_ref(&good), &by, today)?;
    tell(&taken, terminal);
    if taken.known > 0 {
        terminal.say(format!("{}: stands already", good.id));
    } else {
        terminal.say(format!("{}: {} is not {} ({list}/{id})", good.id, called(&good), entry.name));
        terminal.say(bound(&query));
    }
    let good_guys = world::good_guys(global, today)?;
    let open = screener.ask_with(&query, &Options::matches_only(Options::default().bar, NEAR), &good_guys).hits;
    let open: Vec<String> = open
        .iter()
        .filter(|hit| hit.is_match)
        .map(|hit| format!("{}/{} ({})", hit.list, hit.entry, hit.name))
        .collect();
    if !open.is_empty() {
        terminal.say(format!("note: other matches of the party stay open: {}", open.join(", ")));
    }
    Ok(Outcome::Quiet)
}

impl GoodGuyAdd {
    /// The party in words.
    fn entry_of(&self, query: &Query<'_>) -> String {
        let texts = [query.name, query.identifier, query.address];
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned()
    }
}

/// Which fields the clearing is bound to.
fn bound(query: &Query<'_>) -> String {
    let fields = [
        ("name", !query.name.is_empty()),
        ("country", query.country.is_some()),
        ("address", !query.address.is_empty()),
        ("register number", !query.identifier.is_empty()),
        ("date", !query.date.is_empty()),
        ("type", query.kind != PartyKind::Unknown),
    ];
    let (known, open): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(_, known)| *known);
    let words = |fields: Vec<(&str, bool)>, between: &str| {
        fields.into_iter().map(|(field, _)| field).collect::<Vec<_>>().join(between)
    };
    let gives = if open.is_empty() { String::new() } else { format!(", or gives its {}", words(open, " or ")) };
    format!(
        "bound to its {}: the match is open again where an order gives others, leaves one away{gives}",
        words(known, ", ")
    )
}

/// An entry that is not in the lists, and the way out: ids near it, and what the party matches.
fn not_there(screener: &Screener, query: &Query<'_>, list: &str, id: &str) -> String {
    let lists: Vec<&str> = screener.lists().iter().map(|list| list.id.as_str()).collect();
    let mut says = if lists.contains(&list) {
        let wanted = id.to_lowercase();
        let mut near = screener.ids(list);
        near.sort_by_cached_key(|(id, _)| (strsim::levenshtein(&wanted, &id.to_lowercase()), id.clone()));
        let near: Vec<String> = near.into_iter().take(NEAR).map(|(id, name)| format!("{id} ({name})")).collect();
        format!("{list} has no entry `{id}`; near it: {}", near.join(", "))
    } else {
        format!("no list `{list}` is loaded; loaded are {}", lists.join(", "))
    };
    let hits = screener.ask(query, &Options { limit: NEAR, ..Options::default() }).hits;
    let hits: Vec<String> = hits.iter().map(|hit| format!("{}/{} ({})", hit.list, hit.entry, hit.name)).collect();
    if !hits.is_empty() {
        says.push_str(&format!("\n  the party is like {}", hits.join(", ")));
    }
    says
}

fn tell(taken: &Taken, terminal: &Terminal) {
    for old in &taken.replaced {
        terminal.say(format!("{old}: replaced"));
    }
}

fn import(file: &Path, by: &str, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let lines = super::text_lines(file)?;
    let (mut read, mut faults) = (Vec::new(), Vec::new());
    for (index, line) in lines.iter().enumerate() {
        match read_line(line) {
            Ok(good) => read.push(good),
            Err(says) => faults.push(format!("{}, entry {}: {says}", file.display(), index.saturating_add(1))),
        }
    }
    if !faults.is_empty() {
        let more = faults.len().saturating_sub(FAULTS);
        faults.truncate(FAULTS);
        if more > 0 {
            faults.push(format!("and {more} more"));
        }
        bail!("{}\nerror: nothing of the file was taken", faults.join("\nerror: "));
    }
    let taken = world::good_guy_store(global)?.add(&read, by, world::today())?;
    tell(&taken, terminal);
    terminal.say(format!("{} taken, {} stood already", taken.added.len(), taken.known));
    Ok(Outcome::Quiet)
}

/// A clearing as it was exported, or written by another program: then without an id.
fn read_line(line: &str) -> Result<GoodGuy, String> {
    let good: GoodGuy = serde_json::from_str(line)
        .map_err(|error| format!("it is no good-guy entry ({error}); see what `tidewaiter goodguy export` writes"))?;
    let good = GoodGuy { party: good.party.read_again(), entry: good.entry.compared(), ..good };
    let empty = |text: &str| text.trim().is_empty();
    if empty(&good.party.name) && empty(&good.party.address) && empty(&good.party.identifier) {
        return Err("its party has no name, address or identifier; give one".to_owned());
    }
    let needed = [("entry.list", &good.entry.list), ("entry.id", &good.entry.id), ("entry.name", &good.entry.name)];
    let decided = [("because", &good.because), ("by", &good.by)];
    if let Some((field, _)) = needed.into_iter().chain(decided).find(|(_, text)| empty(text)) {
        return Err(format!("its `{field}` is empty; write it"));
    }
    let made = good.made_id();
    if good.id.is_empty() || good.id == made {
        return Ok(GoodGuy { id: made, ..good });
    }
    Err(format!(
        "it was changed since it was exported: its id is {} and its content gives {made}; decide it anew, or leave the id away",
        good.id
    ))
}

fn show(format: ShortFormat, history: bool, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let kept = world::good_guy_store(global)?.load()?;
    let good_guys = GoodGuys::new(kept.standing.clone(), world::today());
    let screener = world::screener(global, terminal)?;
    let wanted = kept.standing.iter().map(|good| (good.entry.list.clone(), good.entry.id.clone())).collect();
    let entries = screener.entries(&wanted);
    let mut views: Vec<GoodGuyView> = kept
        .standing
        .iter()
        .map(|good| {
            let entry = entries.get(&(good.entry.list.clone(), good.entry.id.clone()));
            let (state, changes) = state(&good_guys, good, entry);
            view(good, state, changes)
        })
        .collect();
    if history {
        views.extend(removed(&kept.history));
    }
    let open = views.iter().any(|view| !matches!(view.state.as_str(), "cleared" | "removed"));
    let mut out = Sink::open("-".as_ref())?;
    if format == ShortFormat::Table {
        out.write_all(report::table::good_guys(&views, &terminal.style).as_bytes())?;
    } else {
        let ground = world::ground_cleared(&world::rules(global)?, screener.lists(), &good_guys);
        report::json::good_guys(&views, &ground, format == ShortFormat::Jsonl, &mut out)?;
    }
    out.finish()?;
    Ok(Outcome::found(open))
}

/// How a clearing stands against the lists in use.
fn state(good_guys: &GoodGuys, good: &GoodGuy, entry: Option<&Entry>) -> (&'static str, Vec<String>) {
    let Some(entry) = entry else {
        return ("gone", vec![format!("{} no longer has the entry, or is not loaded", good.entry.list)]);
    };
    let changes = good_guys.changes_since(good, entry);
    let ended = good.until.is_some_and(|until| until < world::today());
    match (changes.is_empty(), ended) {
        (true, _) => ("cleared", changes),
        (false, true) => ("ended", changes),
        (false, false) => ("reopened", changes),
    }
}

/// The clearings that were taken back, each with why.
fn removed(history: &[Decided]) -> Vec<GoodGuyView> {
    let mut cleared: Vec<&GoodGuy> = Vec::new();
    let mut views = Vec::new();
    for decided in history {
        match decided {
            Decided::Cleared { good_guy } => cleared.push(good_guy),
            Decided::Removed(removal) => {
                if let Some(at) = cleared.iter().position(|good| good.id == removal.id) {
                    let says = format!("{} ({} on {})", removal.because, removal.by, removal.on);
                    views.push(view(cleared.remove(at), "removed", vec![says]));
                }
            }
        }
    }
    views
}

fn view(good: &GoodGuy, state: &str, changes: Vec<String>) -> GoodGuyView {
    let known = |text: &str| if text.is_empty() { "unknown".to_owned() } else { text.to_owned() };
    let country = |country: Option<Country>| country.map(|c| c.code().to_owned()).unwrap_or_default();
    let until = |until: Option<Date>| until.map_or_else(|| "none".to_owned(), |until| until.to_string());
    GoodGuyView {
        id: good.id.clone(),
        state: state.to_owned(),
        changes,
        name: known(&good.party.name),
        country: known(&country(good.party.country)),
        address: known(&good.party.address),
        identifier: known(&good.party.identifier),
        date: known(&good.party.date),
        kind: good.party.kind.word().to_owned(),
        list: good.entry.list.clone(),
        entry: good.entry.id.clone(),
        entry_name: good.entry.name.clone(),
        because: good.because.clone(),
        by: good.by.clone(),
        on: good.on,
        until: until(good.until),
        lists: good.snapshot.clone(),
    }
}
