//! Adding, loading, showing and updating lists, and going back to those of another day.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tidewaiter_model::Date;
use tidewaiter_screening::{ListData, is_part, parse_parts};

use crate::StoreError;
use crate::fetch::{FetchOptions, Source, fetch};
use crate::manifest::{AtStep, Kept, Manifest, SHORT, read_list, write_list};
use crate::unpack::{UNPACKED_MAX, Unpacked, read_file, unpack};

/// A list is called stale when it is older than this many days. The Consolidated Screening List comes out every day.
pub const STALE_DAYS: i32 = 30;

/// The lists of one home folder.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// A list may lose so many of a hundred entries from one file to the next without a question. In ordinary years none of the
/// official lists lost more; in the Consolidated Screening List thousands of rows have gone missing unannounced.
pub const DROP_PERCENT: u8 = 10;

/// How to add.
#[derive(Clone, Copy, Debug)]
pub struct AddOptions {
    /// Take a file in which a list lost up to this share of its entries, in percent; 100 takes any, also one in which a list
    /// is missing.
    pub drop_percent: u8,
    /// Take a file that is older than the one kept.
    pub accept_older: bool,
    /// Today, to note when the list was added.
    pub today: Option<Date>,
}

impl Default for AddOptions {
    /// [`DROP_PERCENT`], and nothing older than what is kept.
    fn default() -> Self {
        Self { drop_percent: DROP_PERCENT, accept_older: false, today: None }
    }
}

/// What was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Added {
    /// The file or address.
    pub origin: String,
    /// Its lists.
    pub lists: Vec<AddedList>,
    /// What the officer should know beside: lists that the file no longer has.
    pub notes: Vec<String>,
}

/// One list that was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddedList {
    /// The list's id.
    pub id: String,
    /// Its entries now.
    pub entries: usize,
    /// Its entries before, where it was kept.
    pub before: Option<usize>,
    /// Was the very same file kept already?
    pub unchanged: bool,
}

/// All lists kept.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The lists, by id.
    pub lists: Vec<ListData>,
    /// SHA-256 over ids and contents of the lists, in hex: the same lists give the same snapshot.
    pub snapshot: String,
}

/// A snapshot as `lists history` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SnapshotRow {
    /// The first letters of [`Loaded::snapshot`].
    pub id: String,
    /// The day it was taken; `unknown` where nobody said.
    pub taken: String,
    /// Its lists.
    pub lists: usize,
    /// Their parties.
    pub entries: usize,
    /// Lists that differ from the snapshot before, by id.
    pub changed: Vec<String>,
    /// Is it in use?
    pub current: bool,
}

/// A list as `lists show` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListRow {
    /// The list's id.
    pub id: String,
    /// Its full name and keeper.
    pub source: String,
    /// The day of the file, or `unknown`.
    pub date: String,
    /// Number of parties.
    pub entries: usize,
    /// SHA-256 of the file that it came in, unpacked.
    pub sha256: String,
    /// What is wrong with it, in plain words; empty where nothing is.
    pub alarm: String,
}

impl Store {
    /// Open the store of a home folder, making the folder where it is missing.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn open(home: &Path) -> Result<Self, StoreError> {
        let folder = home.join("lists");
        fs::create_dir_all(&folder).map_err(StoreError::io(&folder))?;
        Ok(Self { folder })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Add a list file, packed or not.
    ///
    /// # Errors
    /// Where the file cannot be read or is refused; nothing is changed then.
    pub fn add(&self, file: &Path, options: &AddOptions) -> Result<Added, StoreError> {
        self.add_unpacked(&shown(file), &read_file(file, UNPACKED_MAX)?, options, &mut |_| Ok(()))
    }

    /// Add list files. Those that are parts of one list (OFAC's delimited files) are added together, any other alone: one
    /// that fails leaves its lists as they were and does not stop the others.
    pub fn add_all(&self, files: &[PathBuf], options: &AddOptions) -> Vec<Result<Added, StoreError>> {
        let mut results = Vec::new();
        let mut parts: Unpacked = Vec::new();
        for file in files {
            match read_file(file, UNPACKED_MAX) {
                Ok(unpacked) if unpacked.iter().all(|(_, bytes)| is_part(bytes)) => parts.extend(unpacked),
                Ok(unpacked) => results.push(self.add_unpacked(&shown(file), &unpacked, options, &mut |_| Ok(()))),
                Err(error) => results.push(Err(error)),
            }
        }
        if !parts.is_empty() {
            let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
            results.push(self.add_unpacked(&names.join(" + "), &parts, options, &mut |_| Ok(())));
        }
        results
    }

    /// Add a list file from bytes, packed or not.
    ///
    /// # Errors
    /// As [`Store::add`].
    pub fn add_bytes(&self, name: &str, bytes: &[u8], options: &AddOptions) -> Result<Added, StoreError> {
        self.add_unpacked(name, &unpack(name, bytes.to_vec(), UNPACKED_MAX)?, options, &mut |_| Ok(()))
    }

    pub(crate) fn add_unpacked(
        &self,
        name: &str,
        files: &Unpacked,
        options: &AddOptions,
        at: AtStep<'_>,
    ) -> Result<Added, StoreError> {
        let lists = lists_of(files)?;
        let _lock = self.lock()?;
        let before = Manifest::read(&self.folder)?;
        let mut after = before.clone();
        let mut added = Added { origin: name.to_owned(), lists: Vec::new(), notes: Vec::new() };
        let mut alarms = Vec::new();
        for list in &lists {
            let kept = before.get(&list.id);
            alarms.push(kept.map(|kept| check(kept, list, options)).transpose()?.unwrap_or_default());
            added.lists.push(AddedList {
                id: list.id.clone(),
                entries: list.entries.len(),
                before: kept.map(|kept| kept.entries),
                unchanged: kept.is_some_and(|kept| kept.sha256 == list.sha256),
            });
            added.notes.extend(list.notes.iter().map(|note| format!("{}: {note}", list.id)));
        }
        for gone in missing(&before, &lists) {
            if options.drop_percent < 100 {
                let percent = options.drop_percent;
                return Err(StoreError::Shrunk { list: gone.id.clone(), before: gone.entries, after: 0, percent });
            }
            added.notes.push(format!(
                "{}: the new file no longer has it; the {} entries kept before stay in use",
                gone.id, gone.entries
            ));
        }
        for (list, alarm) in lists.iter().zip(alarms) {
            let kept = write_list(&self.folder, list, name, options.today, at)?;
            after.put(Kept { alarm, ..kept });
        }
        after.follow(&before, options.today, &self.folder, at)?.sweep(&self.folder);
        Ok(added)
    }

    /// Load all lists kept; none kept gives none.
    ///
    /// # Errors
    /// Where a kept list is damaged: screening against a part would miss parties unseen.
    pub fn load(&self) -> Result<Loaded, StoreError> {
        self.load_manifest(&Manifest::read(&self.folder)?)
    }

    /// Load the lists of a snapshot, by the first letters of its id; `current` is the one in use.
    ///
    /// # Errors
    /// Where no snapshot has such an id or several have, or a list of it is damaged.
    pub fn load_snapshot(&self, wanted: &str) -> Result<Loaded, StoreError> {
        self.load_manifest(&self.find(wanted)?)
    }

    pub(crate) fn load_manifest(&self, manifest: &Manifest) -> Result<Loaded, StoreError> {
        let lists = manifest.lists.iter().map(|kept| read_list(&self.folder, kept)).collect::<Result<Vec<_>, _>>()?;
        Ok(Loaded { lists, snapshot: manifest.id() })
    }

    /// The snapshot whose id begins so; of several with the same lists the latest.
    pub(crate) fn find(&self, wanted: &str) -> Result<Manifest, StoreError> {
        let current = Manifest::read(&self.folder)?;
        if wanted == "current" {
            return Ok(current);
        }
        let mut found: BTreeMap<String, Manifest> = BTreeMap::new();
        for snapshot in current.back(&self.folder)? {
            let id = snapshot.id();
            if id.starts_with(wanted) && wanted.len() >= PREFIX_MIN {
                found.entry(id).or_insert(snapshot);
            }
        }
        let count = found.len();
        match found.pop_first() {
            Some((_, snapshot)) if count == 1 => Ok(snapshot),
            _ => Err(StoreError::Snapshot { wanted: wanted.to_owned(), found: count }),
        }
    }

    /// All snapshots, the latest first.
    ///
    /// # Errors
    /// Where one of their files is damaged.
    pub fn history(&self) -> Result<Vec<SnapshotRow>, StoreError> {
        let current = Manifest::read(&self.folder)?;
        if current.lists.is_empty() {
            return Ok(Vec::new());
        }
        let all = current.back(&self.folder)?;
        let before = all.iter().skip(1).map(Some).chain([None]);
        let row = |(at, (snapshot, before)): (usize, (&Manifest, Option<&Manifest>))| {
            let same = |kept: &&Kept| {
                before.and_then(|b| b.get(&kept.id)).is_some_and(|known| known.file_sha256 == kept.file_sha256)
            };
            let gone = before.into_iter().flat_map(|b| &b.lists).filter(|kept| snapshot.get(&kept.id).is_none());
            let changed = snapshot.lists.iter().filter(|kept| !same(kept)).chain(gone);
            SnapshotRow {
                id: snapshot.id().chars().take(SHORT).collect(),
                taken: snapshot.taken.map_or_else(|| "unknown".to_owned(), |day| day.to_string()),
                lists: snapshot.lists.len(),
                entries: snapshot.lists.iter().map(|kept| kept.entries).sum(),
                changed: changed.map(|kept| kept.id.clone()).collect(),
                current: at == 0,
            }
        };
        Ok(all.iter().zip(before).enumerate().map(row).collect())
    }

    /// Use the lists of an earlier snapshot again. It becomes the latest of the history; nothing is lost.
    ///
    /// # Errors
    /// As [`Store::load_snapshot`].
    pub fn use_snapshot(&self, wanted: &str, today: Option<Date>) -> Result<SnapshotRow, StoreError> {
        {
            let _lock = self.lock()?;
            let snapshot = self.find(wanted)?;
            // What cannot be loaded must not come into use.
            self.load_manifest(&snapshot)?;
            let before = Manifest::read(&self.folder)?;
            let after = Manifest { number: 0, previous: String::new(), taken: None, ..snapshot };
            after.follow(&before, today, &self.folder, &mut |_| Ok(()))?;
        }
        let current = self.history()?.into_iter().next();
        current.ok_or_else(|| StoreError::Snapshot { wanted: wanted.to_owned(), found: 0 })
    }

    /// The lists kept, with what is wrong with each as of `today`.
    ///
    /// # Errors
    /// Where the manifest is damaged.
    pub fn show(&self, today: Option<Date>) -> Result<Vec<ListRow>, StoreError> {
        let manifest = Manifest::read(&self.folder)?;
        let row = |kept: &Kept| {
            let mut alarms = Vec::new();
            if let Err(error) = read_list(&self.folder, kept) {
                alarms.push(error.to_string());
            }
            alarms.extend(Some(kept.alarm.clone()).filter(|alarm| !alarm.is_empty()));
            alarms.extend(stale(kept, today));
            ListRow {
                id: kept.id.clone(),
                source: kept.source.clone(),
                date: kept.date.map_or_else(|| "unknown".to_owned(), |date| date.to_string()),
                entries: kept.entries,
                sha256: kept.sha256.clone(),
                alarm: alarms.join("; "),
            }
        };
        Ok(manifest.lists.iter().map(row).collect())
    }

    /// Fetch and add each source. One that fails leaves its lists as they were and does not stop the others.
    pub fn update(
        &self,
        sources: &[Source],
        fetching: &FetchOptions,
        options: &AddOptions,
    ) -> Vec<Result<Added, StoreError>> {
        let update =
            |source: &Source| self.add_unpacked(&source.url, &fetch(source, fetching)?, options, &mut |_| Ok(()));
        sources.iter().map(update).collect()
    }

    /// One writer at a time. The system frees the lock when the program ends, however it ends.
    fn lock(&self) -> Result<File, StoreError> {
        let path = self.folder.join("lock");
        let open = || {
            let file = File::options().create(true).truncate(false).write(true).open(&path)?;
            file.lock()?;
            Ok(file)
        };
        open().map_err(StoreError::io(&path))
    }
}

/// The lists of files, packed or not, without keeping them: to compare them with what is kept.
///
/// # Errors
/// Where a file cannot be read or is refused.
pub fn read_lists(file: &Path) -> Result<Vec<ListData>, StoreError> {
    lists_of(&read_file(file, UNPACKED_MAX)?)
}

fn lists_of(files: &Unpacked) -> Result<Vec<ListData>, StoreError> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let mut lists = parse_parts(&files)?;
    // Two files of an archive may each have a part of one list.
    lists.dedup_by(|later, first| {
        let same = later.id == first.id;
        if same {
            first.entries.append(&mut later.entries);
            first.notes.append(&mut later.notes);
        }
        same
    });
    Ok(lists)
}

/// The file's name without its folder.
fn shown(file: &Path) -> String {
    file.file_name().map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Letters of a snapshot's id that must be given at least.
const PREFIX_MIN: usize = 4;

/// Kept lists that came in one file with a list of this file, and are not in this file, though it is of the same kind.
fn missing(manifest: &Manifest, lists: &[ListData]) -> Vec<Kept> {
    let replaced: Vec<&Kept> = lists.iter().filter_map(|list| manifest.get(&list.id)).collect();
    let published =
        |kept: &Kept| lists.iter().any(|list| kept.publication.is_empty() || list.publication == kept.publication);
    let came_along = |kept: &&Kept| published(kept) && replaced.iter().any(|other| other.sha256 == kept.sha256);
    let is_new = |kept: &&Kept| lists.iter().all(|list| list.id != kept.id);
    manifest.lists.iter().filter(came_along).filter(is_new).cloned().collect()
}

/// Refuse a file that lost too much or is older; say the loss that was accepted.
fn check(kept: &Kept, list: &ListData, options: &AddOptions) -> Result<String, StoreError> {
    let (before, after) = (kept.entries, list.entries.len());
    let lost =
        |percent: u8| after.saturating_mul(100) < before.saturating_mul(usize::from(100u8.saturating_sub(percent)));
    if lost(options.drop_percent) {
        let percent = options.drop_percent;
        return Err(StoreError::Shrunk { list: list.id.clone(), before, after, percent });
    }
    if let (Some(new), Some(old)) = (list.date, kept.date)
        && new < old
        && !options.accept_older
    {
        return Err(StoreError::Older { list: list.id.clone(), new, kept: old });
    }
    if lost(DROP_PERCENT) {
        return Ok(format!("shrunk: {after} entries, {before} before; the loss was accepted when it was added"));
    }
    // The same file again does not make the loss unseen.
    Ok(if kept.sha256 == list.sha256 { kept.alarm.clone() } else { String::new() })
}

fn stale(kept: &Kept, today: Option<Date>) -> Option<String> {
    let today = today?;
    let Some(date) = kept.date.or(kept.added) else {
        return Some("the file says no date: its age is unknown".to_owned());
    };
    let days = today.since(date).ok()?.get_days();
    // Only the Consolidated Screening List is fetched by the program.
    let remedy = match kept.publication.as_str() {
        "" | "us-csl" => "fetch it again with `tidewaiter lists update`",
        _ => "fetch its file again from its keeper, and add it",
    };
    (days > STALE_DAYS).then(|| format!("stale: {days} days old; {remedy}"))
}

#[cfg(test)]
mod tests;
