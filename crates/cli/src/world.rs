//! The world as the experts see it: catalogue, law and lists, put together once at start.

use jiff::ZonedDateTime;
use tidewaiter_goods::Catalogue;
use tidewaiter_law::Law;
use tidewaiter_model::{Date, Ground};
use tidewaiter_officer::{Experts, Officer, Settings, snapshot_id};
use tidewaiter_screening::{ListData, Screener};
use tidewaiter_store::Store;

use crate::args::Global;
use crate::output::Terminal;

/// Program and version, as in every answer.
pub(crate) const ENGINE: &str = concat!("tidewaiter ", env!("CARGO_PKG_VERSION"));

/// Today, where this machine is. The only clock in the program.
pub(crate) fn today() -> Date {
    ZonedDateTime::now().date()
}

/// The store under the folder asked for, or the platform's.
pub(crate) fn store(global: &Global) -> anyhow::Result<Store> {
    let home = match &global.home {
        Some(home) => home.clone(),
        None => tidewaiter_store::home()?,
    };
    Ok(Store::open(&home)?)
}

/// The lists kept on this machine, and the built-in excerpt as long as the list that it is taken from is not kept:
/// adding some other list must not lose its parties.
pub(crate) fn lists(global: &Global) -> anyhow::Result<Vec<ListData>> {
    let mut lists = store(global)?.load()?.lists;
    let excerpt = tidewaiter_screening::builtin_excerpt()?;
    if lists.iter().all(|kept| kept.id != excerpt.id) {
        lists.push(excerpt);
    }
    Ok(lists)
}

/// Say that a list is an excerpt only.
pub(crate) fn say_excerpts(lists: &[ListData], terminal: &Terminal) {
    for excerpt in lists.iter().filter(|list| list.excerpt) {
        terminal.say(format!("note: {} is screened in part only: {}", excerpt.id, excerpt.source));
    }
}

/// The catalogue and the law, which are built in.
pub(crate) fn builtin() -> anyhow::Result<(Catalogue, Law)> {
    Ok((Catalogue::builtin()?, Law::builtin()?))
}

/// The snapshot id of what is the officer's, and of a scenario on top.
pub(crate) fn snapshot_with(snapshot: &str, scenario: &str) -> String {
    snapshot_id([("snapshot", snapshot), ("scenario", scenario)])
}

/// The snapshot id of what is held already, and of what a person told on top.
pub(crate) fn snapshot_told(snapshot: &str, answers: &str) -> String {
    snapshot_id([("snapshot", snapshot), ("answers", answers)])
}

/// The snapshot id over rule packs, catalogue and these lists.
pub(crate) fn snapshot(lists: &[ListData]) -> String {
    let hashes: Vec<(&str, &str)> = lists.iter().map(|l| (l.id.as_str(), l.sha256.as_str())).collect();
    snapshot_id(tidewaiter_law::builtin_files().into_iter().chain(tidewaiter_goods::builtin_files()).chain(hashes))
}

/// The ground of an answer that asks no list and no day but today's.
pub(crate) fn rules_ground(law: &Law) -> Ground {
    Ground { as_of: today(), snapshot: snapshot(&[]), engine: ENGINE.to_owned(), rules: law.version().to_owned() }
}

/// The ground of an answer that asks lists and no rule.
pub(crate) fn lists_ground(lists: &[ListData]) -> Ground {
    let version = tidewaiter_law::builtin_files().into_iter().find(|(path, _)| *path == "VERSION");
    Ground {
        as_of: today(),
        snapshot: snapshot(lists),
        engine: ENGINE.to_owned(),
        rules: version.map(|(_, text)| text.trim().to_owned()).unwrap_or_default(),
    }
}

/// An officer with everything loaded.
pub(crate) fn officer(
    global: &Global,
    terminal: &Terminal,
    stakes: Option<Vec<tidewaiter_model::Stake>>,
    as_of: tidewaiter_officer::AsOf,
    bar: f64,
) -> anyhow::Result<Officer> {
    let (catalogue, law) = builtin()?;
    let lists = lists(global)?;
    say_excerpts(&lists, terminal);
    let settings = Settings { as_of, snapshot: snapshot(&lists), engine: ENGINE.to_owned(), bar };
    let screener = Screener::new(lists);
    Ok(Officer::new(Experts { catalogue, law, screener, stakes }, settings))
}

/// The lists in words, for the foot of a report.
pub(crate) fn lists_in_words(screener: &Screener) -> Vec<String> {
    screener
        .lists()
        .iter()
        .map(|l| {
            let date = l.date.map(|d| format!(" of {d}")).unwrap_or_default();
            if l.excerpt { format!("{}: {}", l.id, l.source) } else { format!("{}{date}: {} parties", l.id, l.entries) }
        })
        .collect()
}
