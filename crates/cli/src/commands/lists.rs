//! `tidewaiter lists`: take lists in, show them, fetch them anew.

use std::io::Write;

use anyhow::bail;
use tidewaiter_report::{self as report, ListRow};
use tidewaiter_store::{AddOptions, Added, FetchOptions};

use crate::Outcome;
use crate::args::{Global, ListsCommand, ShortFormat};
use crate::output::{Sink, Terminal};
use crate::world;

pub(crate) fn run(command: &ListsCommand, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    match command {
        ListsCommand::Add { files, accept_drop, accept_older } => {
            let store = world::store(global)?;
            let mut failed = 0usize;
            for file in files {
                match store.add(file, &options(*accept_drop, *accept_older)) {
                    Ok(added) => tell(&added, terminal),
                    Err(error) => {
                        terminal.error(error);
                        failed = failed.saturating_add(1);
                    }
                }
            }
            if failed > 0 {
                bail!("{failed} of {} files were not taken; the lists kept before are unchanged by them", files.len());
            }
            Ok(Outcome::Quiet)
        }
        ListsCommand::Show { format } => show(global, *format, terminal),
        ListsCommand::Update { url, accept_drop, accept_older } => {
            let store = world::store(global)?;
            let sources = tidewaiter_store::official_sources(url.as_deref());
            let mut failed = 0usize;
            for result in store.update(&sources, &FetchOptions::default(), &options(*accept_drop, *accept_older)) {
                match result {
                    Ok(added) => tell(&added, terminal),
                    Err(error) => {
                        terminal.error(error);
                        failed = failed.saturating_add(1);
                    }
                }
            }
            if failed > 0 {
                bail!("{failed} of {} sources could not be taken; the lists kept before stay in use", sources.len());
            }
            Ok(Outcome::Quiet)
        }
    }
}

fn options(accept_drop: bool, accept_older: bool) -> AddOptions {
    AddOptions { accept_drop, accept_older, today: Some(world::today()) }
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
