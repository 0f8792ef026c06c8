//! What does this machine keep? Lists and rule packs, whole or not at all.
//!
//! Under the home folder (see [`home`]) stands `lists/manifest.json`, which names for each list one file beside it.
//! List files are written first under names made from their content and never changed; then the manifest is replaced
//! in one step. Whoever stops the program at any moment leaves the old state or the new one, never a mixture. Each manifest
//! is a snapshot and stays under `lists/snapshots/`, with the list files that it names.
//!
//! A folder of rule packs is kept in the same way under `rules/`, see [`RuleStore`], and what was cleared under `goodguys/`,
//! see [`GoodGuyStore`].
//!
//! The room reads no clock: the caller hands in today's date.

mod error;
mod fetch;
mod good_guys;
mod home;
mod index;
mod manifest;
mod map;
mod packed;
mod rules;
mod store;
mod unpack;

pub use error::StoreError;
pub use fetch::{FetchOptions, Source, official_sources};
pub use good_guys::{Decided, GoodGuyStore, KeptGoodGuys, Removal, Taken};
pub use home::{home, home_from};
pub use index::Opened;
pub use packed::each_file;
pub use rules::{KeptRules, RuleStore};
pub use store::{
    AddOptions, Added, AddedList, DROP_PERCENT, ListRow, Loaded, STALE_DAYS, SnapshotRow, Store, read_lists,
};
pub use unpack::UNPACKED_MAX;
