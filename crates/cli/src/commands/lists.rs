//! `tidewaiter lists`: take lists in, show them, fetch them anew, compare them, go back to earlier ones.

use std::io::Write;

use anyhow::bail;
use serde::Serialize;
use tidewaiter_model::Ground;
use tidewaiter_report::{self as report, ListRow};
use tidewaiter_screening::{ListDiff, PartyDiff, diff};
use tidewaiter_store::{AddOptions, Added, DROP_PERCENT, FetchOptions, SnapshotRow, StoreError};

use crate::Outcome;
use crate::args::{Accept, Global, ListsCommand, ShortFormat};
use crate::output::{Sink, Terminal};
use crate::world;

pub(crate) fn run(command: &ListsCommand, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    match command {
        ListsCommand::Add { files, accept } => {
            let store = world::store(global)?;
            let results = store.add_all(files, &options(*accept));
            match told(&results, terminal) {
                0 => Ok(Outcome::Quiet),
                failed => bail!(
                    "{failed} of {} files were not taken; the lists kept before are unchanged by them",
                    results.len()
                ),
            }
        }
        ListsCommand::Show { format } => show(global, *format, terminal),
        ListsCommand::Update { url, accept } => {
            let store = world::store(global)?;
            let sources = tidewaiter_store::official_sources(url.as_deref());
            let results = store.update(&sources, &FetchOptions::default(), &options(*accept));
            match told(&results, terminal) {
                0 => Ok(Outcome::Quiet),
                failed => {
                    bail!("{failed} of {} sources could not be taken; the lists kept before stay in use", sources.len())
                }
            }
        }
        ListsCommand::Diff { before, after, format } => compare(global, terminal, before, after, *format),
        ListsCommand::History { format } => history(global, terminal, *format),
        ListsCommand::Use { snapshot } => {
            let used = world::store(global)?.use_snapshot(snapshot, Some(world::today()))?;
            terminal.say(format!("in use: {}, {} lists with {} parties", used.id, used.lists, used.entries));
            Ok(Outcome::Quiet)
        }
    }
}

fn options(accept: Accept) -> AddOptions {
    AddOptions {
        drop_percent: accept.allow_drop.unwrap_or(DROP_PERCENT),
        accept_older: accept.accept_older,
        today: Some(world::today()),
    }
}

/// Say what was taken and what was not; how many were not.
fn told(results: &[Result<Added, StoreError>], terminal: &Terminal) -> usize {
    for result in results {
        match result {
            Ok(added) => tell(added, terminal),
            Err(error) => terminal.error(error),
        }
    }
    results.iter().filter(|result| result.is_err()).count()
}

fn tell(added: &Added, terminal: &Terminal) {
    for list in &added.lists {
        terminal.say(format!(
            "{}: {} entries{}",
            list.id,
            list.entries,
            list.before.map(|n| format!(" (before: {n})")).unwrap_or_default()
        ));
    }
    for note in &added.notes {
        terminal.say(format!("note: {note}"));
    }
}

fn show(global: &Global, format: ShortFormat, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let store = world::store(global)?;
    let mut rows: Vec<ListRow> = store
        .show(Some(world::today()))?
        .into_iter()
        .map(|r| ListRow {
            id: r.id,
            source: r.source,
            date: r.date.parse().ok(),
            entries: r.entries as u64,
            sha256: r.sha256,
            alarm: r.alarm,
        })
        .collect();
    let excerpt = tidewaiter_screening::builtin_excerpt()?;
    if rows.iter().all(|row| row.id != excerpt.id) {
        rows.push(ListRow {
            id: excerpt.id.clone(),
            source: excerpt.source.clone(),
            date: excerpt.date,
            entries: excerpt.entries.len() as u64,
            sha256: excerpt.sha256.clone(),
            alarm: "built-in excerpt only: load the whole list with `tidewaiter lists update` or `tidewaiter lists add FILE`".to_owned(),
        });
    }
    let alarmed = rows.iter().any(|r| !r.alarm.is_empty());
    let mut out = Sink::open("-".as_ref())?;
    match format {
        ShortFormat::Table => out.write_all(report::table::lists(&rows, &terminal.style).as_bytes())?,
        ShortFormat::Json | ShortFormat::Jsonl => {
            let screener = world::screener(global, terminal)?;
            let ground = world::ground(&world::rules(global)?, screener.lists());
            if format == ShortFormat::Jsonl {
                report::json::lists_line(&rows, &ground, &mut out)?;
            } else {
                report::json::lists(&rows, &ground, &mut out)?;
            }
        }
    }
    out.finish()?;
    Ok(Outcome::found(alarmed))
}

#[derive(Serialize)]
struct DiffShape<'a> {
    schema: &'static str,
    #[serde(flatten)]
    ground: &'a Ground,
    before: &'a str,
    after: &'a str,
    lists: &'a [ListDiff],
}

#[derive(Serialize)]
struct HistoryShape<'a> {
    schema: &'static str,
    #[serde(flatten)]
    ground: &'a Ground,
    snapshots: &'a [SnapshotRow],
}

fn compare(
    global: &Global,
    terminal: &Terminal,
    before: &str,
    after: &str,
    format: ShortFormat,
) -> anyhow::Result<Outcome> {
    let lists = diff(&world::named_lists(global, before)?, &world::named_lists(global, after)?);
    let mut out = Sink::open("-".as_ref())?;
    if format == ShortFormat::Table {
        if lists.is_empty() {
            writeln!(out, "No list differs between {before} and {after}.")?;
        }
        for list in &lists {
            write_diff(list, &mut out)?;
        }
    } else {
        let ground = ground(global, terminal)?;
        let shape = DiffShape { schema: "tidewaiter/lists-diff/1", ground: &ground, before, after, lists: &lists };
        write_json(&shape, format, &mut out)?;
    }
    out.finish()?;
    Ok(Outcome::found(!lists.is_empty()))
}

fn ground(global: &Global, terminal: &Terminal) -> anyhow::Result<Ground> {
    Ok(world::ground(&world::rules(global)?, world::screener(global, terminal)?.lists()))
}

fn write_json(shape: &impl Serialize, format: ShortFormat, out: &mut Sink) -> anyhow::Result<()> {
    if format == ShortFormat::Jsonl {
        serde_json::to_writer(&mut *out, shape)?;
    } else {
        serde_json::to_writer_pretty(&mut *out, shape)?;
    }
    Ok(writeln!(out)?)
}

fn write_diff(list: &ListDiff, out: &mut Sink) -> anyhow::Result<()> {
    let (Some(before), Some(after)) = (list.before, list.after) else {
        let (only, count) = if list.before.is_some() { ("before", list.before) } else { ("after", list.after) };
        return Ok(writeln!(out, "{}: only {only}, {} entries", list.id, count.unwrap_or_default())?);
    };
    writeln!(
        out,
        "{}: {before} entries, then {after}; {} added, {} removed, {} changed",
        list.id,
        list.added.len(),
        list.removed.len(),
        list.changed.len()
    )?;
    for party in &list.added {
        writeln!(out, "  + {} ({})", party.name, party.entry)?;
    }
    for party in &list.removed {
        writeln!(out, "  - {} ({})", party.name, party.entry)?;
    }
    for party in &list.changed {
        writeln!(out, "  ~ {} ({}): {}", party.name, party.entry, changes(party))?;
    }
    Ok(())
}

fn changes(party: &PartyDiff) -> String {
    let all = |words: &str, values: &[String]| -> Vec<String> {
        values.iter().map(|value| format!("{words} `{value}`")).collect()
    };
    let mut parts = all("new name", &party.names_added);
    parts.extend(all("name gone", &party.names_removed));
    parts.extend(all("new address", &party.addresses_added));
    parts.extend(all("address gone", &party.addresses_removed));
    if !party.fields.is_empty() {
        parts.push(format!("other {}", party.fields.join(", ")));
    }
    parts.join("; ")
}

fn history(global: &Global, terminal: &Terminal, format: ShortFormat) -> anyhow::Result<Outcome> {
    let snapshots = world::store(global)?.history()?;
    let mut out = Sink::open("-".as_ref())?;
    if format == ShortFormat::Table {
        if snapshots.is_empty() {
            writeln!(out, "No list was added yet.")?;
        } else {
            writeln!(out, "{:<12}  {:<10}  {:>5}  {:>8}  Changed", "Snapshot", "Taken", "Lists", "Parties")?;
        }
        for row in &snapshots {
            let used = if row.current { " (in use)" } else { "" };
            let changed = row.changed.join(", ");
            writeln!(out, "{:<12}  {:<10}  {:>5}  {:>8}  {changed}{used}", row.id, row.taken, row.lists, row.entries)?;
        }
    } else {
        let ground = ground(global, terminal)?;
        let shape = HistoryShape { schema: "tidewaiter/lists-history/1", ground: &ground, snapshots: &snapshots };
        write_json(&shape, format, &mut out)?;
    }
    out.finish()?;
    Ok(Outcome::Quiet)
}
