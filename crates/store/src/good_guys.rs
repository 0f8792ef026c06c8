//! Cleared matches kept on this machine, with all that was ever decided.
//!
//! Under `goodguys/` stand `log.jsonl`, to which each decision is added as a line and in which no line is ever changed, and
//! `manifest.json`, which says how far the log is valid and what it hashes to. A decision counts when the manifest says
//! so, which it does in one step: whoever stops the program while it writes leaves all of a change or nothing of it, and
//! what stands behind the valid part is taken away by the next change. A log without a manifest, or one that is not as
//! it was written, is damage, never an empty set: neither a clearing nor its removal may be lost unseen.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tidewaiter_model::Date;
use tidewaiter_screening::GoodGuy;

use crate::StoreError;
use crate::manifest::{AtStep, Step, sha256, write_file};

const SCHEMA: &str = "tidewaiter/goodguys/1";

/// The clearings of one home folder.
#[derive(Clone, Debug)]
pub struct GoodGuyStore {
    folder: PathBuf,
}

/// A decision that was written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "lowercase")]
pub enum Decided {
    /// A match was cleared.
    Cleared {
        /// With all that was compared.
        good_guy: Box<GoodGuy>,
    },
    /// A clearing was taken back, or replaced by one about the same.
    Removed(Removal),
}

/// A clearing taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// The clearing's id.
    pub id: String,
    /// Why.
    pub because: String,
    /// Who decided.
    pub by: String,
    /// On which day.
    pub on: Date,
}

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptGoodGuys {
    /// The clearings that stand, in the order in which they were made.
    pub standing: Vec<GoodGuy>,
    /// All decisions, the first first.
    pub history: Vec<Decided>,
}

/// What a change did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Clearings that are new.
    pub added: Vec<GoodGuy>,
    /// Ids of clearings about the same party and entry that gave way.
    pub replaced: Vec<String>,
    /// How many stood already, word for word.
    pub known: usize,
}

#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    schema: String,
    /// So many bytes of the log are valid.
    bytes: u64,
    /// Of these.
    sha256: String,
}

impl KeptGoodGuys {
    fn of(history: Vec<Decided>) -> Self {
        let mut standing: Vec<GoodGuy> = Vec::new();
        for decided in &history {
            match decided {
                Decided::Cleared { good_guy } => standing.push((**good_guy).clone()),
                Decided::Removed(removal) => standing.retain(|good| good.id != removal.id),
            }
        }
        Self { standing, history }
    }

    /// The clearing that stands under an id, of which the first letters may be given.
    ///
    /// # Errors
    /// Where no id or more than one begins so.
    pub fn find(&self, wanted: &str) -> Result<&GoodGuy, StoreError> {
        let found: Vec<&GoodGuy> = self.standing.iter().filter(|good| good.id.starts_with(wanted)).collect();
        match found.as_slice() {
            [only] if !wanted.is_empty() => Ok(only),
            several => Err(StoreError::GoodGuy { wanted: wanted.to_owned(), found: several.len() }),
        }
    }
}

impl GoodGuyStore {
    /// The clearings under a home folder. Nothing is read or made yet.
    #[must_use]
    pub fn at(home: &Path) -> Self {
        Self { folder: home.join("goodguys") }
    }

    /// All that is kept; nothing kept gives nothing.
    ///
    /// # Errors
    /// Where what is kept cannot be read or is not as it was written.
    pub fn load(&self) -> Result<KeptGoodGuys, StoreError> {
        Ok(self.read()?.0)
    }

    /// Keep further clearings: all of them or none. One about the same party and entry as a clearing that stands takes its
    /// place; one that stands word for word is left as it is.
    ///
    /// # Errors
    /// Where they cannot be written, or what is kept is damaged; nothing is changed then.
    pub fn add(&self, new: &[GoodGuy], by: &str, today: Date) -> Result<Taken, StoreError> {
        self.add_step_by_step(new, by, today, &mut |_| Ok(()))
    }

    fn add_step_by_step(&self, new: &[GoodGuy], by: &str, today: Date, at: AtStep<'_>) -> Result<Taken, StoreError> {
        let mut taken = Taken::default();
        self.change(at, |kept| {
            let mut decided = Vec::new();
            let mut standing = kept.standing.clone();
            for good in new {
                if standing.iter().any(|known| known.id == good.id) {
                    taken.known = taken.known.saturating_add(1);
                    continue;
                }
                for old in standing.iter().filter(|known| known.is_about_the_same(good)) {
                    let because = format!("replaced by {}", good.id);
                    let removal = Removal { id: old.id.clone(), because, by: by.to_owned(), on: today };
                    taken.replaced.push(old.id.clone());
                    decided.push(Decided::Removed(removal));
                }
                standing.retain(|known| !known.is_about_the_same(good));
                standing.push(good.clone());
                decided.push(Decided::Cleared { good_guy: Box::new(good.clone()) });
                taken.added.push(good.clone());
            }
            Ok(decided)
        })?;
        Ok(taken)
    }

    /// Take a clearing back, by the first letters of its id in `removal`. It stays in the history.
    ///
    /// # Errors
    /// Where no clearing that stands or more than one has such an id, or the change cannot be written.
    pub fn remove(&self, removal: &Removal) -> Result<GoodGuy, StoreError> {
        let mut gone = None;
        self.change(&mut |_| Ok(()), |kept| {
            let found = kept.find(&removal.id)?;
            gone = Some(found.clone());
            Ok(vec![Decided::Removed(Removal { id: found.id.clone(), ..removal.clone() })])
        })?;
        gone.ok_or_else(|| StoreError::GoodGuy { wanted: removal.id.clone(), found: 0 })
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log.jsonl")
    }

    fn manifest_path(&self) -> PathBuf {
        self.folder.join("manifest.json")
    }

    fn damaged(path: &Path) -> impl Fn(&dyn std::fmt::Display) -> StoreError + use<> {
        let path = path.to_owned();
        move |says| StoreError::DamagedGoodGuys { path: path.clone(), says: says.to_string() }
    }

    /// What is kept, and the valid part of the log.
    fn read(&self) -> Result<(KeptGoodGuys, Vec<u8>), StoreError> {
        let (path, log) = (self.manifest_path(), self.log());
        let damaged = Self::damaged(&path);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return if log.exists() { Err(damaged(&"it is missing")) } else { Ok(Default::default()) };
            }
            Err(error) => return Err(StoreError::Io { path, source: error }),
        };
        let manifest: Manifest = serde_json::from_str(&text).map_err(|error| damaged(&error))?;
        if manifest.schema != SCHEMA {
            let says = format!("it is of schema `{}`, and this version reads {SCHEMA}", manifest.schema);
            return Err(damaged(&says));
        }
        let damaged = Self::damaged(&log);
        let mut bytes = Vec::new();
        match File::open(&log) {
            Ok(file) => file.take(manifest.bytes).read_to_end(&mut bytes).map_err(StoreError::io(&log))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound && manifest.bytes == 0 => 0,
            Err(error) => return Err(damaged(&error)),
        };
        if sha256(&bytes) != manifest.sha256 {
            return Err(damaged(&"its content is not what was written"));
        }
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let history: Result<Vec<Decided>, _> = lines.map(serde_json::from_slice).collect();
        Ok((KeptGoodGuys::of(history.map_err(|error| damaged(&error))?), bytes))
    }

    /// Add decisions to the log, all or none.
    fn change(
        &self,
        at: AtStep<'_>,
        decide: impl FnOnce(&KeptGoodGuys) -> Result<Vec<Decided>, StoreError>,
    ) -> Result<(), StoreError> {
        fs::create_dir_all(&self.folder).map_err(StoreError::io(&self.folder))?;
        let lock = self.folder.join("lock");
        let locked = || {
            let file = File::options().create(true).truncate(false).write(true).open(&lock)?;
            file.lock().map(|()| file)
        };
        let _lock = locked().map_err(StoreError::io(&lock))?;
        let (kept, mut bytes) = self.read()?;
        let decided = decide(&kept)?;
        if decided.is_empty() {
            return Ok(());
        }
        // A log without a manifest is damage, so there is one before the log begins.
        if bytes.is_empty() && !self.manifest_path().exists() {
            self.write_manifest(&bytes, at)?;
        }
        let log = self.log();
        let valid = bytes.len();
        for decision in &decided {
            serde_json::to_writer(&mut bytes, decision).map_err(io::Error::from).map_err(StoreError::io(&log))?;
            bytes.push(b'\n');
        }
        let mut append = || {
            let mut file = File::options().create(true).truncate(false).write(true).open(&log)?;
            // What a write that was cut short has left.
            file.set_len(valid as u64)?;
            io::Seek::seek(&mut file, io::SeekFrom::Start(valid as u64))?;
            file.write_all(bytes.get(valid..).unwrap_or_default())?;
            at(Step::GoodGuysWritten)?;
            file.sync_all()
        };
        append().map_err(StoreError::io(&log))?;
        self.write_manifest(&bytes, at)
    }

    fn write_manifest(&self, bytes: &[u8], at: AtStep<'_>) -> Result<(), StoreError> {
        let path = self.manifest_path();
        let manifest = Manifest { schema: SCHEMA.to_owned(), bytes: bytes.len() as u64, sha256: sha256(bytes) };
        let text = serde_json::to_vec_pretty(&manifest).map_err(io::Error::from).map_err(StoreError::io(&path))?;
        write_file(&self.folder, &path, &text, (Step::ManifestWritten, Step::ManifestRenamed), at)
            .map_err(StoreError::io(&path))
    }
}

#[cfg(test)]
mod tests {
    use tidewaiter_screening::{Decision, Entry, Query};

    use super::*;

    fn day() -> Date {
        "2026-11-23".parse().unwrap()
    }

    fn good(name: &str, because: &str) -> GoodGuy {
        let entry =
            Entry { id: "1".to_owned(), list: "mine".to_owned(), name: "Quillfeather".to_owned(), ..Entry::default() };
        let decision = Decision { because: because.to_owned(), by: "an officer".to_owned(), on: day(), until: None };
        GoodGuy::new(&Query { name, ..Query::default() }, &entry, decision, "snapshot")
    }

    fn store() -> (tempfile::TempDir, GoodGuyStore) {
        let home = tempfile::tempdir().unwrap();
        let store = GoodGuyStore::at(home.path());
        (home, store)
    }

    fn ids(store: &GoodGuyStore) -> Vec<String> {
        store.load().unwrap().standing.into_iter().map(|good| good.id).collect()
    }

    #[test]
    fn what_was_decided_is_kept_replaced_and_removed_with_its_history() {
        let (_home, store) = store();
        assert_eq!(store.load().unwrap(), KeptGoodGuys::default());
        let (first, other) = (good("Quill Feather", "one"), good("Quilly", "two"));
        store.add(&[first.clone(), other.clone()], "an officer", day()).unwrap();
        assert_eq!(ids(&store), [first.id.clone(), other.id.clone()]);
        assert_eq!(store.add(std::slice::from_ref(&first), "an officer", day()).unwrap().known, 1);
        let again = good("QUILL FEATHER", "read the register again");
        let taken = store.add(std::slice::from_ref(&again), "an officer", day()).unwrap();
        assert_eq!((taken.replaced, taken.added.len()), (vec![first.id.clone()], 1));
        assert_eq!(ids(&store), [other.id.clone(), again.id.clone()]);
        let removal = Removal { id: other.id.clone(), because: "an error".into(), by: "another".into(), on: day() };
        assert_eq!(store.remove(&removal).unwrap(), other);
        assert_eq!(ids(&store), std::slice::from_ref(&again.id));
        assert!(store.remove(&removal).unwrap_err().to_string().contains("goodguy show"));
        let history = store.load().unwrap().history;
        assert_eq!(history.len(), 5, "{history:?}");
        assert_eq!(history.last(), Some(&Decided::Removed(removal)));
    }

    #[test]
    fn whoever_is_stopped_leaves_all_of_a_change_or_nothing() {
        for old in [false, true] {
            for stop in [Step::ManifestWritten, Step::ManifestRenamed, Step::GoodGuysWritten] {
                let (_home, store) = store();
                let (first, new) = (good("Quill Feather", "one"), [good("Quilly", "two"), good("Feathery", "three")]);
                if old {
                    store.add(std::slice::from_ref(&first), "an officer", day()).unwrap();
                }
                let before = ids(&store);
                let stopped = store.add_step_by_step(&new, "an officer", day(), &mut |step| {
                    if step == stop { Err(io::Error::other("the plug is pulled")) } else { Ok(()) }
                });
                assert!(stopped.is_err());
                let after = ids(&store);
                let whole: Vec<String> = before.iter().chain(new.iter().map(|good| &good.id)).cloned().collect();
                assert!(after == before || after == whole, "{stop:?}: {after:?}");
                store.add(&new, "an officer", day()).unwrap();
                assert_eq!(ids(&store), whole, "{stop:?}");
            }
        }
    }

    #[test]
    fn a_log_cut_anywhere_behind_its_valid_part_is_whole_and_within_it_damaged() {
        let (_home, store) = store();
        store.add(&[good("Quill Feather", "one")], "an officer", day()).unwrap();
        let (manifest, first) = (fs::read(store.manifest_path()).unwrap(), fs::read(store.log()).unwrap());
        let before = ids(&store);
        store.add(&[good("Quilly", "two")], "an officer", day()).unwrap();
        let whole = fs::read(store.log()).unwrap();
        fs::write(store.manifest_path(), &manifest).unwrap();
        for length in [first.len(), first.len() + 1, whole.len() - 1, whole.len()] {
            fs::write(store.log(), &whole[..length]).unwrap();
            assert_eq!(ids(&store), before, "{length}");
        }
        store.add(&[good("Feathery", "three")], "an officer", day()).unwrap();
        assert_eq!(ids(&store).len(), 2, "what was not valid is gone");
        for harm in ["cut", "changed", "gone", "manifest gone", "manifest cut"] {
            fs::write(store.manifest_path(), &manifest).unwrap();
            fs::write(store.log(), &first).unwrap();
            match harm {
                "cut" => fs::write(store.log(), &first[..first.len() - 1]).unwrap(),
                "changed" => {
                    fs::write(store.log(), String::from_utf8(first.clone()).unwrap().replace("one", "two")).unwrap();
                }
                "gone" => fs::remove_file(store.log()).unwrap(),
                "manifest gone" => fs::remove_file(store.manifest_path()).unwrap(),
                _ => fs::write(store.manifest_path(), "{").unwrap(),
            }
            let told = store.load().unwrap_err().to_string();
            assert!(told.contains("are damaged") && told.contains("goodguy import"), "{harm}: {told}");
        }
    }
}
