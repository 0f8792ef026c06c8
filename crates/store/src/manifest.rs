//! The one file that says which lists are kept, and the steps by which it is replaced.

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

/// The lists kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub schema: String,
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
}

/// Where a write can be cut short; tests stop it at each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    ListWritten,
    ListRenamed,
    IndexWritten,
    IndexRenamed,
    RulesWritten,
    RulesRenamed,
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
        let damaged = |says: String| StoreError::Damaged { list: "manifest".to_owned(), path: path.clone(), says };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { schema: SCHEMA.to_owned(), lists: Vec::new() });
            }
            Err(error) => return Err(StoreError::Io { path, source: error }),
        };
        let manifest: Self = serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
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

    /// Make this the manifest of the folder, in one step.
    pub fn write(&self, folder: &Path, at: AtStep<'_>) -> Result<(), StoreError> {
        let path = Self::path(folder);
        let fail = || StoreError::io(&path);
        let bytes = serde_json::to_vec_pretty(self).map_err(io::Error::from).map_err(fail())?;
        write_file(folder, &path, &bytes, (Step::ManifestWritten, Step::ManifestRenamed), at).map_err(fail())
    }

    /// Remove list files that no longer stand in the manifest. Nothing depends on it, so errors are not told.
    pub fn sweep(&self, folder: &Path) {
        let Ok(files) = fs::read_dir(folder) else { return };
        for file in files.flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            let is_list = name.ends_with(".list.json") || name.ends_with(".part");
            if is_list && self.lists.iter().all(|kept| kept.file != name) {
                let _ = fs::remove_file(file.path());
            }
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
