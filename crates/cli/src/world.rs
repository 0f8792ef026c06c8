//! The world as the experts see it: catalogue, law and lists, put together once at start.

use std::sync::Arc;

use anyhow::Context;
use jiff::ZonedDateTime;
use tidewaiter_goods::Catalogue;
use tidewaiter_law::{Law, Packs};
use tidewaiter_model::{Date, Ground};
use tidewaiter_officer::{Experts, Known, Officer, Owners, Registry, Replies, Settings, snapshot_id};
use tidewaiter_screening::{GoodGuys, ListData, ListSummary, Screener};
use tidewaiter_store::{GoodGuyStore, KeptRules, RuleStore, Store, StoreError};

use crate::args::Global;
use crate::output::Terminal;

/// Program and version, as in every answer.
pub(crate) const ENGINE: &str = concat!("tidewaiter ", env!("CARGO_PKG_VERSION"));

/// Today, where this machine is. The only clock in the program.
pub(crate) fn today() -> Date {
    ZonedDateTime::now().date()
}

/// The home folder asked for, or the platform's.
fn home(global: &Global) -> Result<std::path::PathBuf, StoreError> {
    global.home.clone().map_or_else(tidewaiter_store::home, Ok)
}

/// The store under the home folder.
pub(crate) fn store(global: &Global) -> anyhow::Result<Store> {
    Ok(Store::open(&home(global)?)?)
}

/// The rule packs kept under the home folder.
pub(crate) fn rule_store(global: &Global) -> anyhow::Result<RuleStore> {
    Ok(RuleStore::at(&home(global)?))
}

/// The clearings kept under the home folder.
pub(crate) fn good_guy_store(global: &Global) -> anyhow::Result<GoodGuyStore> {
    Ok(GoodGuyStore::at(&home(global)?))
}

/// The clearings that stand, asked on a day: today, or the later day whose law is asked.
pub(crate) fn good_guys(global: &Global, day: Date) -> anyhow::Result<GoodGuys> {
    // Where no home folder is known nothing can have been cleared.
    match home(global) {
        Ok(home) => Ok(GoodGuys::new(GoodGuyStore::at(&home).load()?.standing, day)),
        Err(StoreError::NoHome) => Ok(GoodGuys::default()),
        Err(error) => Err(error.into()),
    }
}

/// The name under which the system knows who asks.
pub(crate) fn who() -> Option<String> {
    let named = |name: &str| std::env::var(name).ok().map(|who| who.trim().to_owned()).filter(|who| !who.is_empty());
    named("USER").or_else(|| named("USERNAME"))
}

/// The snapshot of the lists that are asked, as `lists history` calls it.
pub(crate) fn lists_snapshot(global: &Global) -> anyhow::Result<String> {
    if let Some(named) = &global.lists {
        return Ok(named.clone());
    }
    let current = store(global)?.history()?.into_iter().next();
    Ok(current.map_or_else(|| "built-in excerpt".to_owned(), |row| row.id))
}

/// The rules that answer.
pub(crate) struct Rules {
    pub(crate) packs: Packs,
    pub(crate) law: Law,
}

/// The rules of the folder that `--rules` names, else those installed, else the built-in ones.
pub(crate) fn rules(global: &Global) -> anyhow::Result<Rules> {
    if let Some(folder) = &global.rules {
        let packs = Packs::of(crate::folder::packs(folder)?);
        let law = packs.law(&crate::folder::shown(folder))?;
        return Ok(Rules { packs, law });
    }
    // Where no home folder is known nothing can have been installed.
    let kept = match home(global) {
        Ok(home) => RuleStore::at(&home).load()?,
        Err(StoreError::NoHome) => None,
        Err(error) => return Err(error.into()),
    };
    let Some(KeptRules { origin, files }) = kept else {
        let packs = Packs::builtin();
        return Ok(Rules { law: packs.law("")?, packs });
    };
    let packs = Packs::of(files);
    let law = packs.law("installed").with_context(|| {
        format!(
            "the rule packs installed from {origin} do not go with this version; mend the folder and install it again \
             with `tidewaiter law install DIR`, or go back with `tidewaiter law install --builtin`"
        )
    })?;
    Ok(Rules { packs, law })
}

/// The lists that a person names: a file, or a snapshot of those kept.
pub(crate) fn named_lists(global: &Global, name: &str) -> anyhow::Result<Vec<ListData>> {
    let path = std::path::Path::new(name);
    if path.is_file() {
        return Ok(tidewaiter_store::read_lists(path)?);
    }
    let looks_like_file = name.contains(['.', '/', '\\']);
    store(global)?
        .load_snapshot(name)
        .map(|loaded| loaded.lists)
        .with_context(|| if looks_like_file { format!("there is no file {name}") } else { format!("--lists {name}") })
}

/// The lists kept on this machine, or those that `--lists` names, indexed, and the built-in excerpt as long as the list
/// that it is taken from is not among them: adding some other list must not lose its parties.
pub(crate) fn screener(global: &Global, terminal: &Terminal) -> anyhow::Result<Screener> {
    screener_of(global, global.lists.as_deref(), terminal)
}

/// The lists that a person names, with the built-in excerpt where it is screened beside them.
pub(crate) fn screened_lists(global: &Global, name: &str) -> anyhow::Result<Vec<ListData>> {
    let mut lists = named_lists(global, name)?;
    let excerpt = tidewaiter_screening::builtin_excerpt()?;
    if lists.iter().all(|list| list.id != excerpt.id) {
        lists.push(excerpt);
    }
    Ok(lists)
}

/// As [`screener`], of the lists that a person names: a file, or a snapshot of those kept.
pub(crate) fn screener_of(global: &Global, name: Option<&str>, terminal: &Terminal) -> anyhow::Result<Screener> {
    let excerpt = tidewaiter_screening::builtin_excerpt()?;
    let opened = match name {
        None => store(global)?.screener(&excerpt)?,
        Some(name) if std::path::Path::new(name).is_file() => {
            return Ok(Screener::new(screened_lists(global, name)?));
        }
        Some(name) => store(global)?.screener_at(name, &excerpt)?,
    };
    for note in opened.notes {
        terminal.say(format!("note: {note}"));
    }
    Ok(opened.screener)
}

/// Say that a list is an excerpt only, or older than it should be.
pub(crate) fn say_excerpts(lists: &[ListSummary], terminal: &Terminal) {
    let age = |list: &ListSummary| today().since(list.date?).ok().map(|span| span.get_days());
    let stale: Vec<&ListSummary> = lists
        .iter()
        .filter(|list| !list.excerpt && age(list).is_some_and(|days| days > tidewaiter_store::STALE_DAYS))
        .collect();
    if let Some(oldest) = stale.iter().min_by_key(|list| list.date) {
        let date = oldest.date.map(|date| date.to_string()).unwrap_or_default();
        let others = match stale.len() {
            1 => String::new(),
            count => format!(" and {} more", count.saturating_sub(1)),
        };
        terminal.warn(format!(
            "lists older than {} days are screened against: {} of {date}{others}; `tidewaiter lists show` says how to fetch \
             them again",
            tidewaiter_store::STALE_DAYS,
            oldest.id
        ));
    }
    for excerpt in lists.iter().filter(|list| list.excerpt) {
        terminal.say(format!("note: {} is screened in part only: {}", excerpt.id, excerpt.source));
    }
}

/// The snapshot id of what is the officer's, and of a scenario on top.
pub(crate) fn snapshot_with(snapshot: &str, scenario: &str) -> String {
    snapshot_id([("snapshot", snapshot), ("scenario", scenario)])
}

/// The snapshot id of what is held already, and of what a person told on top.
pub(crate) fn snapshot_told(snapshot: &str, answers: &str) -> String {
    snapshot_id([("snapshot", snapshot), ("answers", answers)])
}

/// The snapshot id of what is held already, and of what persons answered; the same where nothing was.
pub(crate) fn snapshot_answered(snapshot: &str, replies: &Replies) -> String {
    if replies.is_empty() {
        return snapshot.to_owned();
    }
    snapshot_id([("snapshot", snapshot), ("questionnaire", replies.identity().as_str())])
}

/// The snapshot id of what is held already, of registers and sites, and of the history of the book.
pub(crate) fn snapshot_beside(snapshot: &str, files: &str, history: &str) -> String {
    snapshot_id([("snapshot", snapshot), ("beside", files), ("history", history)])
}

/// The snapshot id of what is held already, and of what was cleared before; the same where nothing was.
pub(crate) fn snapshot_cleared(snapshot: String, good_guys: &GoodGuys) -> String {
    if good_guys.is_empty() {
        return snapshot;
    }
    snapshot_id([("snapshot", snapshot.as_str()), ("good guys", good_guys.identity().as_str())])
}

/// The ground of an answer that asks these lists and what was cleared before.
pub(crate) fn ground_cleared(rules: &Rules, lists: &[ListSummary], good_guys: &GoodGuys) -> Ground {
    let ground = ground(rules, lists);
    Ground { snapshot: snapshot_cleared(ground.snapshot, good_guys), ..ground }
}

/// The snapshot id over these rule packs, the catalogue and these lists.
pub(crate) fn snapshot(rules: &Rules, lists: &[ListSummary]) -> String {
    let packs = rules.packs.files();
    let packs = packs.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let hashes = lists.iter().map(|l| (l.id.as_str(), l.sha256.as_str()));
    snapshot_id(packs.chain(tidewaiter_goods::builtin_files()).chain(hashes))
}

/// The ground of an answer that asks these lists, or none, and no day but today's.
pub(crate) fn ground(rules: &Rules, lists: &[ListSummary]) -> Ground {
    Ground {
        as_of: today(),
        snapshot: snapshot(rules, lists),
        engine: ENGINE.to_owned(),
        rules: rules.law.version().to_owned(),
    }
}

/// An officer with everything loaded.
pub(crate) fn officer(
    global: &Global,
    terminal: &Terminal,
    registry: Option<&Arc<Registry>>,
    as_of: tidewaiter_officer::AsOf,
    bar: f64,
) -> anyhow::Result<Officer> {
    let rules = rules(global)?;
    let screener = screener(global, terminal)?;
    say_excerpts(screener.lists(), terminal);
    let day = match as_of {
        tidewaiter_officer::AsOf::Day(day) | tidewaiter_officer::AsOf::OrderDate(day) => day.max(today()),
    };
    let good_guys = good_guys(global, day)?;
    let snapshot = snapshot_cleared(snapshot(&rules, screener.lists()), &good_guys);
    let settings = Settings { as_of, snapshot, engine: ENGINE.to_owned(), bar };
    let known = registry.cloned().map(Known::new);
    let stakes = registry.cloned().map(|registry| Owners::new(registry, &[]));
    let experts = Experts { catalogue: Catalogue::builtin()?, law: rules.law, screener, good_guys, stakes };
    let officer = Officer::new(experts, settings);
    Ok(match known {
        Some(known) => officer.knowing(known),
        None => officer,
    })
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
