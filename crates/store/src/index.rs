//! The index of the kept lists, on the disk.
//!
//! It stands beside the manifest under a name made from what it is of: the program's own reading of names and the
//! content of the lists. So an index of other lists is never taken for theirs, and one that was damaged is made anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tidewaiter_screening::{IndexFault, ListData, Screener};

use crate::manifest::{Manifest, Step, write_file};
use crate::map::map;
use crate::{Store, StoreError};

/// Indexes kept: that of today's lists and a few from before, for replays.
const KEPT: usize = 3;
const ENDING: &str = ".twindex";

/// The kept lists, ready to be asked.
pub struct Opened {
    /// The lists and their index.
    pub screener: Screener,
    /// Was the index made now, because there was none of these lists?
    pub built: bool,
    /// What the officer should know: that the index was damaged, or could not be kept.
    pub notes: Vec<String>,
}

impl Store {
    /// All kept lists, indexed. The index is mapped from the disk where it stands there, and else made and written.
    ///
    /// `builtin` is screened against as long as no list of its id is kept.
    ///
    /// # Errors
    /// Where the index must be made and a kept list is damaged.
    pub fn screener(&self, builtin: &ListData) -> Result<Opened, StoreError> {
        self.screener_of(&Manifest::read(self.folder())?, builtin)
    }

    /// As [`Store::screener`], of the lists of a snapshot: see [`Store::load_snapshot`].
    ///
    /// # Errors
    /// As both.
    pub fn screener_at(&self, snapshot: &str, builtin: &ListData) -> Result<Opened, StoreError> {
        self.screener_of(&self.find(snapshot)?, builtin)
    }

    fn screener_of(&self, manifest: &Manifest, builtin: &ListData) -> Result<Opened, StoreError> {
        let with_builtin = manifest.get(&builtin.id).is_none();
        let mut identity: String =
            manifest.lists.iter().map(|kept| format!("{} {}\n", kept.id, kept.file_sha256)).collect();
        if with_builtin {
            identity.push_str(&format!("{} {} {}\n", builtin.id, builtin.sha256, builtin.source));
        }
        let path = self.folder().join(format!("{}{ENDING}", Screener::index_name(&identity)));
        let mut notes = Vec::new();
        match open(&path, &identity) {
            Ok(Some(screener)) => return Ok(Opened { screener, built: false, notes }),
            Ok(None) => {}
            Err(says) => notes.push(format!("{}: {says}; the index was made anew", path.display())),
        }
        let mut lists = self.load_manifest(manifest)?.lists;
        if with_builtin {
            lists.push(builtin.clone());
        }
        let bytes = Screener::build(&lists, &identity);
        let mut at_step = |_: Step| Ok(());
        match write_file(self.folder(), &path, &bytes, (Step::IndexWritten, Step::IndexRenamed), &mut at_step) {
            Ok(()) => sweep(self.folder(), &path),
            Err(error) => notes.push(format!(
                "{}: the index cannot be kept ({error}), so it is made anew each time; check that the folder is yours \
                 to write and has room",
                path.display()
            )),
        }
        // What was just written is mapped, so that this run has no more memory in use than the next.
        let screener = match open(&path, &identity) {
            Ok(Some(screener)) => screener,
            _ => match Screener::open(bytes, &identity) {
                Ok(screener) => screener,
                Err(_) => Screener::new(lists),
            },
        };
        Ok(Opened { screener, built: true, notes })
    }
}

/// `None` where there is no such file.
fn open(path: &Path, identity: &str) -> Result<Option<Screener>, String> {
    if !path.exists() {
        return Ok(None);
    }
    let opened = match map(path) {
        Ok(bytes) => Screener::open(bytes, identity),
        // Some file systems map nothing.
        Err(_) => Screener::open(fs::read(path).map_err(|error| error.to_string())?, identity),
    };
    opened.map(Some).map_err(|fault: IndexFault| fault.to_string())
}

/// Remove all indexes but the last few. Nothing depends on it, so errors are not told.
fn sweep(folder: &Path, newest: &Path) {
    let Ok(files) = fs::read_dir(folder) else { return };
    let mut by_age: BTreeSet<(SystemTime, PathBuf)> = BTreeSet::new();
    for file in files.flatten() {
        let path = file.path();
        let is_index = file.file_name().to_string_lossy().ends_with(ENDING);
        if is_index && path != newest {
            let written = file.metadata().and_then(|data| data.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
            by_age.insert((written, path));
        }
    }
    let surplus = by_age.len().saturating_sub(KEPT.saturating_sub(1));
    for (_, path) in by_age.iter().take(surplus) {
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;
    use tidewaiter_screening::{Options, Query, parse};

    use super::*;
    use crate::AddOptions;

    fn add(store: &Store, names: &[&str]) {
        let table = format!("name\n{}\n", names.join("\n"));
        let options = AddOptions { drop_percent: 100, ..AddOptions::default() };
        store.add_bytes("house.csv", table.as_bytes(), &options).unwrap();
    }

    fn builtin() -> ListData {
        parse("builtin.csv", b"name\nQuorvex Holdings\n").unwrap().remove(0)
    }

    fn found(opened: &Opened, name: &str) -> Vec<String> {
        let query = Query { name, ..Query::default() };
        opened.screener.screen(&query, &Options::default()).into_iter().map(|hit| hit.name).collect()
    }

    fn indexes(home: &TempDir) -> Vec<PathBuf> {
        let files = fs::read_dir(home.path().join("lists")).unwrap().map(|file| file.unwrap().path());
        let mut all: Vec<_> = files.filter(|path| path.to_string_lossy().ends_with(ENDING)).collect();
        all.sort();
        all
    }

    #[test]
    fn an_index_is_made_once_and_follows_the_lists() {
        let home = TempDir::new().unwrap();
        let store = Store::open(home.path()).unwrap();
        let first = store.screener(&builtin()).unwrap();
        assert!(first.built && first.notes.is_empty());
        assert_eq!(found(&first, "Quorvex Holding Ltd"), ["Quorvex Holdings"]);
        add(&store, &["Zelmotrix Computing Co Ltd"]);
        let second = store.screener(&builtin()).unwrap();
        assert!(second.built);
        assert_eq!(found(&second, "Zelmotrix Computing"), ["Zelmotrix Computing Co Ltd"]);
        let again = store.screener(&builtin()).unwrap();
        assert!(!again.built && again.notes.is_empty());
        assert_eq!(found(&again, "Zelmotrix Computing"), ["Zelmotrix Computing Co Ltd"]);
        assert_eq!(found(&again, "Quorvex"), ["Quorvex Holdings"]);
        assert_eq!(again.screener.lists(), second.screener.lists());
        for i in 0..5 {
            add(&store, &[&format!("Zelmotrix {i}")]);
            store.screener(&builtin()).unwrap();
        }
        assert_eq!(indexes(&home).len(), KEPT);
    }

    #[test]
    fn a_damaged_or_foreign_index_is_made_anew_with_a_note() {
        let home = TempDir::new().unwrap();
        let store = Store::open(home.path()).unwrap();
        add(&store, &["Zelmotrix Computing Co Ltd"]);
        drop(store.screener(&builtin()).unwrap());
        let path = indexes(&home).remove(0);
        let whole = fs::read(&path).unwrap();
        let damages: [Vec<u8>; 5] = [
            Vec::new(),
            b"something else".to_vec(),
            whole[..whole.len() / 2].to_vec(),
            whole.iter().enumerate().map(|(i, &byte)| if i == whole.len() - 3 { !byte } else { byte }).collect(),
            [whole.clone(), vec![0]].concat(),
        ];
        for damaged in damages {
            fs::write(&path, damaged).unwrap();
            let opened = store.screener(&builtin()).unwrap();
            assert!(opened.built && opened.notes.len() == 1, "{:?}", opened.notes);
            assert_eq!(found(&opened, "Zelmotrix Computing"), ["Zelmotrix Computing Co Ltd"]);
            assert_eq!(fs::read(&path).unwrap(), whole);
        }
    }
}
