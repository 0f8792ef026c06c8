//! What can go wrong, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use tidewaiter_model::Date;
use tidewaiter_screening::ListFault;

/// An error of the store. Whatever it says, the lists kept before are still kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk or its rights.
    #[error("{path}: {source}; check that the folder exists, is yours to write and has room")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The list file cannot be read.
    #[error("{path}: {}", unreadable(.source))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The list file was refused.
    #[error(transparent)]
    List(#[from] ListFault),
    /// The file is too large.
    #[error(
        "{name}: more than {limit} bytes unpacked; no list or register of its size holds so much, so it was not read"
    )]
    TooLarge {
        /// The file or address.
        name: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// The file is packed and cannot be unpacked.
    #[error("{name}: is packed and does not unpack ({source}): cut off or damaged; fetch it again")]
    Packed {
        /// The file or address.
        name: String,
        /// What the unpacker said.
        source: io::Error,
    },
    /// A list lost more of its entries than is taken without asking.
    #[error(
        "{list}: the new file has {after} entries and the kept one {before}; a loss of more than {percent} % is mostly a \
         broken file, so nothing was changed; compare both (`tidewaiter lists diff current FILE`), and add the file again \
         with --allow-drop if it is right"
    )]
    Shrunk {
        /// The list's id.
        list: String,
        /// Entries kept.
        before: usize,
        /// Entries in the new file; 0 where the list is missing.
        after: usize,
        /// Loss in percent up to which a file is taken.
        percent: u8,
    },
    /// The file is older than the one kept.
    #[error(
        "{list}: the file is of {new} and the kept one of {kept}; nothing was changed; use --accept-older to go back"
    )]
    Older {
        /// The list's id.
        list: String,
        /// Date of the new file.
        new: Date,
        /// Date of the kept one.
        kept: Date,
    },
    /// No snapshot has such an id, or several have.
    #[error("`{wanted}` names {found} snapshots of the lists; `tidewaiter lists history` shows them all")]
    Snapshot {
        /// What was asked for.
        wanted: String,
        /// How many ids begin so.
        found: usize,
    },
    /// A workbook whose sheets cannot be read.
    #[error("{name}: is a workbook that cannot be read ({says}); save its sheet as CSV and add that")]
    Workbook {
        /// The file or address.
        name: String,
        /// What is wrong.
        says: String,
    },
    /// A kept file is not as it was written.
    #[error("{path}: the kept list {list} is damaged ({says}); add the list again")]
    Damaged {
        /// The list's id, or `manifest`.
        list: String,
        /// The file.
        path: PathBuf,
        /// What is wrong.
        says: String,
    },
    /// The kept rule packs are not as they were written.
    #[error(
        "{path}: the kept rule packs are damaged ({says}), and no other rules stand in for them; install the folder \
         again with `tidewaiter law install DIR`, or go back to the built-in rules with `tidewaiter law install \
         --builtin`"
    )]
    DamagedRules {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        says: String,
    },
    /// The kept clearings are not as they were written.
    #[error(
        "{path}: the kept good-guy entries are damaged ({says}), so it is not known what was cleared; put the folder back \
         from a copy, or move it away and take in what was exported (`tidewaiter goodguy import FILE`): without the \
         folder every match is open"
    )]
    DamagedGoodGuys {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        says: String,
    },
    /// No clearing has such an id, or several have.
    #[error("`{wanted}` names {found} good-guy entries that stand; `tidewaiter goodguy show` lists their ids")]
    GoodGuy {
        /// What was asked for.
        wanted: String,
        /// How many ids begin so.
        found: usize,
    },
    /// The download failed.
    #[error("{url}: {says}; the list kept before stays in use; try again later, or fetch the file by hand and add it")]
    Fetch {
        /// The address.
        url: String,
        /// What went wrong.
        says: String,
    },
    /// No folder to keep things in.
    #[error("no home folder is known; set TIDEWAITER_HOME to a folder of your choice")]
    NoHome,
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file; check the name and the folder".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder; name a file in it".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not read the file; ask for the right to read it".to_owned(),
        _ => format!("the file cannot be read ({error}); check the disk or network, and try again"),
    }
}

impl StoreError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
