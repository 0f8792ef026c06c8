//! The one file that says which lists are kept, and the steps by which it is replaced.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use tidewaiter_model::Date;
use tidewaiter_screening::ListData;

use crate::StoreError;

pub(crate) const SCHEMA: &str = "tidewaiter/lists/1";
const MANIFEST: &str = "manifest.json";

/// Where the manifests of all snapshots stand, under the folder of lists.
const SNAPSHOTS: &str = "snapshots";
/// Letters of a snapshot's id that stand in its file's name and that people are shown.
pub(crate) const SHORT: usize = 12;

/// The lists kept: a snapshot. Once written it is not changed, but for the days on which its lists were added again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub schema: String,
    /// Snapshots of this store are counted from 1; 0 is none, or one that an older version wrote.
    #[serde(default)]
    pub number: u64,
    /// The file of the snapshot before, under `snapshots/`; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub previous: String,
    /// The day it was taken, where the caller said.
    #[serde(default)]
    pub taken: Option<Date>,
    /// Sorted by id.
    pub lists: Vec<Kept>,
}

/// One list kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub id: String,
    pub source: String,
    pub date: Option<Date>,
    pub entries: usize,
    /// Of the file that the list came in, unpacked.
    pub sha256: String,
    /// The file beside the manifest.
    pub file: String,
    /// Of that file.
    pub file_sha256: String,
    /// The file or address that it was added from.
    pub origin: String,
    /// The day it was added, where the caller said.
    pub added: Option<Date>,
    /// The kind of file that it came in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub publication: String,
    /// What the officer accepted when it was added and should go on seeing: a loss of entries.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alarm: String,
}

/// Where a write can be cut short; tests stop it at each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    ListWritten,
    ListRenamed,
    SnapshotWritten,
    SnapshotRenamed,
    IndexWritten,
    IndexRenamed,
    RulesWritten,
    RulesRenamed,
    GoodGuysWritten,
    ManifestWritten,
    ManifestRenamed,
}

/// Called at each step; an error stops the write there.
pub(crate) type AtStep<'a> = &'a mut dyn FnMut(Step) -> io::Result<()>;

impl Manifest {
    pub fn path(folder: &Path) -> PathBuf {
        folder.join(MANIFEST)
    }

    /// The manifest of a folder; none yet is an empty one.
    pub fn read(folder: &Path) -> Result<Self, StoreError> {
        let path = Self::path(folder);
        match fs::read_to_string(&path) {
            Ok(text) => Self::of(&path, &text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Ok(Self { schema: SCHEMA.to_owned(), ..Self::default() })
            }
            Err(error) => Err(StoreError::Io { path, source: error }),
        }
    }

    fn of(path: &Path, text: &str) -> Result<Self, StoreError> {
        let damaged = |says: String| StoreError::Damaged { list: "manifest".to_owned(), path: path.to_owned(), says };
        let manifest: Self = serde_json::from_str(text).map_err(|error| damaged(error.to_string()))?;
        if manifest.schema != SCHEMA {
            return Err(damaged(format!("it is of schema `{}`, and this version reads {SCHEMA}", manifest.schema)));
        }
        Ok(manifest)
    }

    pub fn get(&self, id: &str) -> Option<&Kept> {
        self.lists.iter().find(|kept| kept.id == id)
    }

    /// Put a list in its place.
    pub fn put(&mut self, new: Kept) {
        self.lists.retain(|kept| kept.id != new.id);
        self.lists.push(new);
        self.lists.sort_by(|a, b| a.id.cmp(&b.id));
    }

    /// SHA-256 over ids and contents of the lists, in hex: the same lists give the same snapshot.
    pub fn id(&self) -> String {
        let identity: String = self.lists.iter().map(|kept| format!("{}\n{}\n", kept.id, kept.file_sha256)).collect();
        sha256(identity.as_bytes())
    }

    /// The file of this snapshot, under `snapshots/`.
    fn file(&self) -> String {
        format!("{:06}.{}.json", self.number, self.id().chars().take(SHORT).collect::<String>())
    }

    /// The snapshots from this one back to the first.
    pub fn back(self, folder: &Path) -> Result<Vec<Self>, StoreError> {
        let mut all = vec![self];
        while let Some(previous) = all.last().map(|last| last.previous.clone()).filter(|file| !file.is_empty()) {
            let path = folder.join(SNAPSHOTS).join(&previous);
            let text = fs::read_to_string(&path).map_err(StoreError::io(&path))?;
            let manifest = Self::of(&path, &text)?;
            // Numbers fall, so that no file, however broken, makes this go on for ever.
            if all.last().is_some_and(|last| manifest.number >= last.number) {
                return Err(StoreError::Damaged {
                    list: "snapshot".to_owned(),
                    path,
                    says: "its number is not below the next one's".to_owned(),
                });
            }
            all.push(manifest);
        }
        Ok(all)
    }

    /// Make the lists of `self`, which follow those of `before`, the lists of the folder: first the snapshot's own file,
    /// then the manifest, each in one step. Where the lists are the same as before, it is the same snapshot still.
    pub fn follow(
        mut self,
        before: &Self,
        taken: Option<Date>,
        folder: &Path,
        at: AtStep<'_>,
    ) -> Result<Self, StoreError> {
        if self.id() == before.id() && before.number > 0 {
            (self.number, self.previous, self.taken) = (before.number, before.previous.clone(), before.taken);
        } else {
            if !before.lists.is_empty() {
                before.keep(folder, &mut |_| Ok(()))?;
                self.previous = before.file();
            }
            self.number = before.number.saturating_add(1);
            self.taken = taken;
        }
        self.keep(folder, at)?;
        self.write(folder, at)?;
        Ok(self)
    }

    /// Write the snapshot's own file, unless it stands.
    fn keep(&self, folder: &Path, at: AtStep<'_>) -> Result<(), StoreError> {
        let snapshots = folder.join(SNAPSHOTS);
        let path = snapshots.join(self.file());
        let fail = || StoreError::io(&path);
        if fs::read_to_string(&path).is_ok_and(|text| Self::of(&path, &text).is_ok()) {
            return Ok(());
        }
        fs::create_dir_all(&snapshots).map_err(fail())?;
        let bytes = serde_json::to_vec_pretty(self).map_err(io::Error::from).map_err(fail())?;
        write_file(&snapshots, &path, &bytes, (Step::SnapshotWritten, Step::SnapshotRenamed), at).map_err(fail())
    }

    /// Make this the manifest of the folder, in one step.
    fn write(&self, folder: &Path, at: AtStep<'_>) -> Result<(), StoreError> {
        let path = Self::path(folder);
        let fail = || StoreError::io(&path);
        let bytes = serde_json::to_vec_pretty(self).map_err(io::Error::from).map_err(fail())?;
        write_file(folder, &path, &bytes, (Step::ManifestWritten, Step::ManifestRenamed), at).map_err(fail())
    }

    /// Remove what no snapshot names: the remains of writes that were cut short. Nothing depends on it, so errors are not
    /// told; where the snapshots cannot all be read, nothing is removed.
    pub fn sweep(&self, folder: &Path) {
        let Ok(snapshots) = self.clone().back(folder) else { return };
        let lists: BTreeSet<&str> = snapshots.iter().flat_map(|s| &s.lists).map(|kept| kept.file.as_str()).collect();
        let own: BTreeSet<String> = snapshots.iter().map(Self::file).collect();
        remove(folder, |name| name.ends_with(".part") || (name.ends_with(".list.json") && !lists.contains(name)));
        remove(&folder.join(SNAPSHOTS), |name| {
            name.ends_with(".part") || (name.ends_with(".json") && !own.contains(name))
        });
    }
}

/// Remove the files of a folder whose names are not wanted.
fn remove(folder: &Path, unwanted: impl Fn(&str) -> bool) {
    let Ok(files) = fs::read_dir(folder) else { return };
    for file in files.flatten() {
        if unwanted(&file.file_name().to_string_lossy()) {
            let _ = fs::remove_file(file.path());
        }
    }
}

/// Write a list beside the manifest under a name made from its content.
pub(crate) fn write_list(
    folder: &Path,
    list: &ListData,
    origin: &str,
    added: Option<Date>,
    at: AtStep<'_>,
) -> Result<Kept, StoreError> {
    let bytes = serde_json::to_vec(list).map_err(io::Error::from).map_err(StoreError::io(folder))?;
    let file_sha256 = sha256(&bytes);
    let short: String = file_sha256.chars().take(16).collect();
    let file = format!("{}.{short}.list.json", list.id);
    let path = folder.join(&file);
    // A file of this name holds this content, unless it was damaged since: then it is written again.
    let is_there = fs::read(&path).is_ok_and(|known| sha256(&known) == file_sha256);
    if !is_there {
        write_file(folder, &path, &bytes, (Step::ListWritten, Step::ListRenamed), at).map_err(StoreError::io(&path))?;
    }
    Ok(Kept {
        id: list.id.clone(),
        source: list.source.clone(),
        date: list.date,
        entries: list.entries.len(),
        sha256: list.sha256.clone(),
        file,
        file_sha256,
        origin: origin.to_owned(),
        added,
        publication: list.publication.clone(),
        alarm: String::new(),
    })
}

/// Read a kept list and hold it against its hash.
pub(crate) fn read_list(folder: &Path, kept: &Kept) -> Result<ListData, StoreError> {
    let path = folder.join(&kept.file);
    let damaged = |says: String| StoreError::Damaged { list: kept.id.clone(), path: path.clone(), says };
    let bytes = fs::read(&path).map_err(|error| damaged(error.to_string()))?;
    if sha256(&bytes) != kept.file_sha256 {
        return Err(damaged("its content is not what was written".to_owned()));
    }
    serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))
}

/// Write to a file of another name, bring it to the disk, and give it its name in one step.
pub(crate) fn write_file(
    folder: &Path,
    path: &Path,
    bytes: &[u8],
    steps: (Step, Step),
    at: AtStep<'_>,
) -> io::Result<()> {
    let mut part: NamedTempFile = tempfile::Builder::new().suffix(".part").tempfile_in(folder)?;
    part.write_all(bytes)?;
    part.as_file().sync_all()?;
    at(steps.0)?;
    part.persist(path).map_err(|error| error.error)?;
    at(steps.1)?;
    sync_folder(folder)
}

/// On Unix a new name is on the disk only when its folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
