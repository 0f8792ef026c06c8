//! A set of rule packs: the built-in ones, or a folder's, laid over them or in their place.

use std::collections::BTreeMap;

use crate::{Law, PackErrors, builtin_files};

/// How the files of the built-in packs are named where a fault is told.
const BUILTIN: &str = "built-in";
/// Most own files named in the version of a set.
const NAMED_MAX: usize = 3;

/// Rule packs before they are read: what a snapshot hashes and [`Packs::law`] reads.
///
/// A folder's files are laid over the built-in ones: a file with the name of a built-in one stands in its place, others
/// are added. A folder with its own `VERSION`, `coverage.toml` and `country-groups.toml` is complete and stands in the
/// place of all.
///
/// ```
/// use tidewaiter_law::Packs;
///
/// let own = [("mine/coverage.toml".to_owned(), "modelled = []\nraised = []\nnot_looked_at = [\"all\"]".to_owned())];
/// let packs = Packs::of(own);
/// assert_eq!(packs.replaced(), ["coverage.toml"]);
/// assert_eq!(packs.law("").unwrap().version(), "2026.09.29, with own coverage.toml");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packs {
    /// By path from the folder.
    own: BTreeMap<String, String>,
    complete: bool,
}

/// The last part of a path.
fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Is it a file that a set of rule packs is made of?
#[must_use]
pub(crate) fn is_pack(path: &str) -> bool {
    path.ends_with(".toml") || name(path) == "VERSION"
}

impl Packs {
    /// Those built into the program.
    #[must_use]
    pub fn builtin() -> Self {
        Self { own: BTreeMap::new(), complete: false }
    }

    /// A folder's files, as path from the folder (with `/`) and text, laid over the built-in ones or, where they are
    /// complete, in their place. Files that are no rule packs are left out.
    #[must_use]
    pub fn of(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let own: BTreeMap<String, String> = files.into_iter().filter(|(path, _)| is_pack(path)).collect();
        let has = |wanted: &str| own.keys().any(|path| name(path) == wanted);
        let complete = ["VERSION", "coverage.toml", "country-groups.toml"].into_iter().all(has);
        Self { own, complete }
    }

    /// Does it stand in the place of the built-in packs altogether?
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// The folder's files, by path.
    #[must_use]
    pub fn own(&self) -> &BTreeMap<String, String> {
        &self.own
    }

    /// The built-in files that are used.
    fn kept(&self) -> Vec<(&'static str, &'static str)> {
        let mut files = builtin_files();
        files.retain(|(path, _)| !self.complete && !self.own.keys().any(|own| name(own) == name(path)));
        files
    }

    /// The folder's files, by path, that a built-in one gives way to, whether or not they say the same.
    #[must_use]
    pub fn replaced(&self) -> Vec<&str> {
        let builtin = builtin_files();
        let own = self.own.keys().map(String::as_str);
        own.map(name).filter(|own| builtin.iter().any(|(path, _)| name(path) == *own)).collect()
    }

    /// The folder's files that have no built-in counterpart, by path.
    #[must_use]
    pub fn added(&self) -> Vec<&str> {
        let replaced = self.replaced();
        self.own.keys().map(String::as_str).filter(|path| !replaced.contains(&name(path))).collect()
    }

    /// All files used, as path and text, sorted: what a snapshot hashes. Wherever the folder lies, the same files give
    /// the same snapshot, and a folder that changes nothing that of the built-in packs.
    #[must_use]
    pub fn files(&self) -> Vec<(String, String)> {
        let builtin = builtin_files();
        let own = self.own.iter().map(|(path, text)| {
            // A file that says what the built-in one says is that one, wherever it stands in the folder.
            let same = builtin.iter().find(|(other, says)| name(other) == name(path) && *says == text.as_str());
            (same.map_or_else(|| path.clone(), |(other, _)| (*other).to_owned()), text.clone())
        });
        let mut files: Vec<(String, String)> =
            self.kept().into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).chain(own).collect();
        files.sort_unstable();
        files
    }

    /// Read them. A folder's own packs are held to all that [`Law::check`] asks. Faults name the folder's files below
    /// `folder`, the built-in ones below `built-in`; [`Law::version`] names what is not built in.
    ///
    /// # Errors
    /// Every fault found, each with file, line and column; then nothing is taken.
    pub fn law(&self, folder: &str) -> Result<Law, PackErrors> {
        if self.own.is_empty() {
            return Law::builtin();
        }
        let folder = folder.trim_end_matches('/');
        let below = |folder: &str, path: &str| {
            if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
        };
        let kept = self.kept().into_iter().map(|(path, text)| (below(BUILTIN, path), text));
        let own = self.own.iter().map(|(path, text)| (below(folder, path), text.as_str()));
        let files: Vec<(String, &str)> = kept.chain(own).collect();
        let mut law = Law::check(files.iter().map(|(path, text)| (path.as_str(), *text)))?;
        let different = self.different();
        if self.complete && !different.is_empty() {
            law.version = format!("{}, an own set", law.version);
        } else if !different.is_empty() {
            let more = different.len().saturating_sub(NAMED_MAX);
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            let named: Vec<&str> = different.into_iter().take(NAMED_MAX).collect();
            law.version = format!("{}, with own {}{more}", law.version, named.join(", "));
        }
        Ok(law)
    }

    /// What differs from the built-in packs: files that say something else, and, in a complete set, those left out.
    fn different(&self) -> Vec<&str> {
        let builtin = builtin_files();
        let same =
            |path: &str, text: &str| builtin.iter().any(|(other, says)| name(other) == name(path) && *says == text);
        let mut different: Vec<&str> =
            self.own.iter().filter(|(path, text)| !same(path, text)).map(|(path, _)| name(path)).collect();
        if self.complete {
            let gone = builtin.iter().map(|(path, _)| name(path));
            different.extend(gone.filter(|gone| !self.own.keys().any(|own| name(own) == *gone)));
        }
        different
    }
}
