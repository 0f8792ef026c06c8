//! A folder of rule packs, kept whole or not at all.
//!
//! Under `rules/` of the home folder stands `manifest.json`, which names the one file that holds all packs, or none
//! where the built-in rules are used. That file is named by its content and never changed; the manifest is replaced in
//! one step. A packs file without a manifest is damage, never the built-in rules: an officer who installed rules must
//! not be answered by others unseen.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tidewaiter_model::Date;

use crate::StoreError;
use crate::manifest::{AtStep, Step, sha256, write_file};

const SCHEMA: &str = "tidewaiter/rules/1";
const ENDING: &str = ".rules.json";

/// The rule packs of one home folder.
#[derive(Clone, Debug)]
pub struct RuleStore {
    folder: PathBuf,
}

/// Rule packs that are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRules {
    /// The folder that they were installed from.
    pub origin: String,
    /// Path from that folder, and text.
    pub files: BTreeMap<String, String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    schema: String,
    /// None where the built-in rules are used.
    kept: Option<Kept>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// The file beside the manifest.
    file: String,
    /// Of that file.
    sha256: String,
    origin: String,
    installed: Option<Date>,
}

impl RuleStore {
    /// The rule packs under a home folder. Nothing is read or made yet.
    #[must_use]
    pub fn at(home: &Path) -> Self {
        Self { folder: home.join("rules") }
    }

    /// The rule packs kept; `None` where the built-in ones are used.
    ///
    /// # Errors
    /// Where what is kept cannot be read or is not as it was written.
    pub fn load(&self) -> Result<Option<KeptRules>, StoreError> {
        // Between the manifest and its file another program may have installed others and swept these away.
        self.load_once().or_else(|_| self.load_once())
    }

    fn load_once(&self) -> Result<Option<KeptRules>, StoreError> {
        let Some(kept) = self.manifest()?.and_then(|manifest| manifest.kept) else { return Ok(None) };
        let path = self.folder.join(&kept.file);
        let damaged =
            |says: &dyn std::fmt::Display| StoreError::DamagedRules { path: path.clone(), says: says.to_string() };
        let bytes = fs::read(&path).map_err(|error| damaged(&error))?;
        if sha256(&bytes) != kept.sha256 {
            return Err(damaged(&"its content has changed since it was written"));
        }
        let files = serde_json::from_slice(&bytes).map_err(|error| damaged(&error))?;
        Ok(Some(KeptRules { origin: kept.origin, files }))
    }

    /// Keep these packs instead of what was kept. They are taken as they are: whoever calls has read them.
    ///
    /// # Errors
    /// Where they cannot be written; what was kept before is kept still.
    pub fn install(&self, rules: &KeptRules, today: Option<Date>) -> Result<(), StoreError> {
        self.replace(Some(rules), today, &mut |_| Ok(()))
    }

    /// Go back to the built-in rules.
    ///
    /// # Errors
    /// Where that cannot be written down.
    pub fn forget(&self) -> Result<(), StoreError> {
        self.replace(None, None, &mut |_| Ok(()))
    }

    fn replace(&self, rules: Option<&KeptRules>, today: Option<Date>, at: AtStep<'_>) -> Result<(), StoreError> {
        fs::create_dir_all(&self.folder).map_err(StoreError::io(&self.folder))?;
        let lock = self.folder.join("lock");
        let locked = || {
            let file = File::options().create(true).truncate(false).write(true).open(&lock)?;
            file.lock().map(|()| file)
        };
        let _lock = locked().map_err(StoreError::io(&lock))?;
        let Some(rules) = rules else {
            self.write_manifest(None, at)?;
            self.sweep("");
            return Ok(());
        };
        // Packs without a manifest are damage, so there is one before the first packs are written.
        if !self.manifest_path().exists() && !self.holds_packs() {
            self.write_manifest(None, at)?;
        }
        let bytes = serde_json::to_vec(&rules.files).map_err(io::Error::from).map_err(StoreError::io(&self.folder))?;
        let hash = sha256(&bytes);
        let file = format!("{}{ENDING}", hash.chars().take(16).collect::<String>());
        let path = self.folder.join(&file);
        write_file(&self.folder, &path, &bytes, (Step::RulesWritten, Step::RulesRenamed), at)
            .map_err(StoreError::io(&path))?;
        let kept = Kept { file: file.clone(), sha256: hash, origin: rules.origin.clone(), installed: today };
        self.write_manifest(Some(kept), at)?;
        self.sweep(&file);
        Ok(())
    }

    fn manifest_path(&self) -> PathBuf {
        self.folder.join("manifest.json")
    }

    fn manifest(&self) -> Result<Option<Manifest>, StoreError> {
        let path = self.manifest_path();
        let damaged = |says: String| StoreError::DamagedRules { path: path.clone(), says };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return if self.holds_packs() { Err(damaged("it is missing".to_owned())) } else { Ok(None) };
            }
            Err(error) => return Err(StoreError::Io { path, source: error }),
        };
        let manifest: Manifest = serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
        if manifest.schema != SCHEMA {
            return Err(damaged(format!("it is of schema `{}`, and this version reads {SCHEMA}", manifest.schema)));
        }
        Ok(Some(manifest))
    }

    fn write_manifest(&self, kept: Option<Kept>, at: AtStep<'_>) -> Result<(), StoreError> {
        let path = self.manifest_path();
        let manifest = Manifest { schema: SCHEMA.to_owned(), kept };
        let bytes = serde_json::to_vec_pretty(&manifest).map_err(io::Error::from).map_err(StoreError::io(&path))?;
        write_file(&self.folder, &path, &bytes, (Step::ManifestWritten, Step::ManifestRenamed), at)
            .map_err(StoreError::io(&path))
    }

    fn packs(&self) -> impl Iterator<Item = PathBuf> + use<> {
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.path());
        files.filter(|path| path.to_string_lossy().ends_with(ENDING))
    }

    fn holds_packs(&self) -> bool {
        self.packs().next().is_some()
    }

    /// Remove what no longer stands in the manifest. Nothing depends on it, so errors are not told.
    fn sweep(&self, keep: &str) {
        for path in self.packs().filter(|path| path.file_name().is_none_or(|name| name != keep)) {
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> KeptRules {
        KeptRules { origin: "mine".to_owned(), files: [("us/A.toml".to_owned(), text.to_owned())].into() }
    }

    #[test]
    fn whoever_is_stopped_leaves_the_old_rules_or_the_new_ones() {
        let steps = [Step::ManifestWritten, Step::ManifestRenamed, Step::RulesWritten, Step::RulesRenamed];
        for old in [None, Some(rules("old"))] {
            for new in [None, Some(rules("new"))] {
                for stop in steps {
                    let home = tempfile::tempdir().unwrap();
                    let store = RuleStore::at(home.path());
                    if let Some(old) = &old {
                        store.install(old, None).unwrap();
                    }
                    let stopped = store.replace(new.as_ref(), None, &mut |step| {
                        if step == stop { Err(io::Error::other("the plug is pulled")) } else { Ok(()) }
                    });
                    let kept = store.load().unwrap();
                    assert!(kept == old || kept == new, "{stop:?}: {kept:?}");
                    assert!(stopped.is_err() || kept == new);
                    store.replace(new.as_ref(), None, &mut |_| Ok(())).unwrap();
                    assert_eq!(store.load().unwrap(), new);
                }
            }
        }
    }

    #[test]
    fn damage_is_told_and_never_passed_over() {
        for harm in ["cut", "gone", "manifest gone", "manifest cut"] {
            let home = tempfile::tempdir().unwrap();
            let store = RuleStore::at(home.path());
            assert_eq!(store.load().unwrap(), None);
            store.install(&rules("text"), None).unwrap();
            assert_eq!(store.load().unwrap(), Some(rules("text")));
            let packs = store.packs().next().unwrap();
            match harm {
                "cut" => fs::write(packs, b"{").unwrap(),
                "gone" => fs::remove_file(packs).unwrap(),
                "manifest gone" => fs::remove_file(store.manifest_path()).unwrap(),
                _ => fs::write(store.manifest_path(), b"{").unwrap(),
            }
            let told = store.load().unwrap_err().to_string();
            assert!(told.contains("are damaged") && told.contains("law install --builtin"), "{harm}: {told}");
            store.forget().unwrap();
            assert_eq!(store.load().unwrap(), None, "{harm}");
        }
    }
}
