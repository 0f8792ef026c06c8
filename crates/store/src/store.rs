//! Adding, loading, showing and updating lists.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tidewaiter_model::Date;
use tidewaiter_screening::{ListData, parse};

use crate::StoreError;
use crate::fetch::{FetchOptions, Source, fetch};
use crate::manifest::{AtStep, Kept, Manifest, read_list, sha256, write_list};
use crate::unpack::{UNPACKED_MAX, read_file, unpack};

/// A list is called stale when it is older than this many days. The Consolidated Screening List comes out every day.
pub const STALE_DAYS: i32 = 30;

/// The lists of one home folder.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// How to add.
#[derive(Clone, Copy, Debug, Default)]
pub struct AddOptions {
    /// Take a file in which a list lost more than a tenth of its entries or is missing.
    pub accept_drop: bool,
    /// Take a file that is older than the one kept.
    pub accept_older: bool,
    /// Today, to note when the list was added.
    pub today: Option<Date>,
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
    /// SHA-256 over ids and hashes of the lists, in hex: the same lists give the same snapshot.
    pub snapshot: String,
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

    /// Add a list file, packed with gzip or not.
    ///
    /// # Errors
    /// Where the file cannot be read or is refused; nothing is changed then.
    pub fn add(&self, file: &Path, options: &AddOptions) -> Result<Added, StoreError> {
        let bytes = read_file(file, UNPACKED_MAX)?;
        let name =
            file.file_name().map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned());
        self.add_unpacked(&name, &bytes, options, &mut |_| Ok(()))
    }

    /// Add a list file from bytes, packed with gzip or not.
    ///
    /// # Errors
    /// As [`Store::add`].
    pub fn add_bytes(&self, name: &str, bytes: &[u8], options: &AddOptions) -> Result<Added, StoreError> {
        let bytes = unpack(name, bytes.to_vec(), UNPACKED_MAX)?;
        self.add_unpacked(name, &bytes, options, &mut |_| Ok(()))
    }

    pub(crate) fn add_unpacked(
        &self,
        name: &str,
        bytes: &[u8],
        options: &AddOptions,
        at: AtStep<'_>,
    ) -> Result<Added, StoreError> {
        let lists = parse(name, bytes)?;
        let _lock = self.lock()?;
        let mut manifest = Manifest::read(&self.folder)?;
        let missing = missing(&manifest, &lists);
        let mut added = Added { origin: name.to_owned(), lists: Vec::new(), notes: Vec::new() };
        for list in &lists {
            let kept = manifest.get(&list.id);
            if let Some(kept) = kept {
                check(kept, list, options)?;
            }
            added.lists.push(AddedList {
                id: list.id.clone(),
                entries: list.entries.len(),
                before: kept.map(|kept| kept.entries),
                unchanged: kept.is_some_and(|kept| kept.sha256 == list.sha256),
            });
        }
        for gone in missing {
            if !options.accept_drop {
                return Err(StoreError::Shrunk { list: gone.id.clone(), before: gone.entries, after: 0 });
            }
            added.notes.push(format!(
                "{}: the new file no longer has it; the {} entries kept before stay in use",
                gone.id, gone.entries
            ));
        }
        for list in &lists {
            let kept = write_list(&self.folder, list, name, options.today, at)?;
            manifest.put(kept);
        }
        manifest.write(&self.folder, at)?;
        manifest.sweep(&self.folder);
        Ok(added)
    }

    /// Load all lists kept; none kept gives none.
    ///
    /// # Errors
    /// Where a kept list is damaged: screening against a part would miss parties unseen.
    pub fn load(&self) -> Result<Loaded, StoreError> {
        let manifest = Manifest::read(&self.folder)?;
        let lists = manifest.lists.iter().map(|kept| read_list(&self.folder, kept)).collect::<Result<Vec<_>, _>>()?;
        let identity: String = manifest.lists.iter().map(|kept| format!("{}\n{}\n", kept.id, kept.sha256)).collect();
        Ok(Loaded { lists, snapshot: sha256(identity.as_bytes()) })
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
        let update = |source: &Source| {
            let bytes = fetch(source, fetching)?;
            self.add_unpacked(&source.url, &bytes, options, &mut |_| Ok(()))
        };
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

/// Kept lists that came in one file with a list of this file, and are not in this file.
fn missing(manifest: &Manifest, lists: &[ListData]) -> Vec<Kept> {
    let replaced: Vec<&Kept> = lists.iter().filter_map(|list| manifest.get(&list.id)).collect();
    let came_along = |kept: &&Kept| replaced.iter().any(|other| other.sha256 == kept.sha256);
    let is_new = |kept: &&Kept| lists.iter().all(|list| list.id != kept.id);
    manifest.lists.iter().filter(came_along).filter(is_new).cloned().collect()
}

/// Refuse a file that lost too much or is older.
fn check(kept: &Kept, list: &ListData, options: &AddOptions) -> Result<(), StoreError> {
    let (before, after) = (kept.entries, list.entries.len());
    if after.saturating_mul(10) < before.saturating_mul(9) && !options.accept_drop {
        return Err(StoreError::Shrunk { list: list.id.clone(), before, after });
    }
    if let (Some(new), Some(old)) = (list.date, kept.date)
        && new < old
        && !options.accept_older
    {
        return Err(StoreError::Older { list: list.id.clone(), new, kept: old });
    }
    Ok(())
}

fn stale(kept: &Kept, today: Option<Date>) -> Option<String> {
    let today = today?;
    let Some(date) = kept.date.or(kept.added) else {
        return Some("the file says no date: its age is unknown".to_owned());
    };
    let days = today.since(date).ok()?.get_days();
    (days > STALE_DAYS).then(|| format!("stale: {days} days old; fetch it again with `tidewaiter lists update`"))
}

#[cfg(test)]
mod tests;
