//! The hash under which an answer can be asked for again.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// SHA-256 over named parts (rule packs, catalogue, lists), in hex, shortened to 16 digits. Names and texts are
/// length-prefixed, so no two different sets of parts give the same input to the hash.
///
/// ```
/// let a = tidewaiter_officer::snapshot_id([("rules/a.toml", "x"), ("list", "y")]);
/// assert_eq!(a.len(), 16);
/// assert_ne!(a, tidewaiter_officer::snapshot_id([("rules/a.toml", "xy"), ("list", "")]));
/// ```
#[must_use]
pub fn snapshot_id<'a>(parts: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut hash = Sha256::new();
    for (name, text) in parts {
        for piece in [name, text] {
            hash.update((piece.len() as u64).to_be_bytes());
            hash.update(piece.as_bytes());
        }
    }
    let mut id = String::with_capacity(16);
    for byte in hash.finalize().iter().take(8) {
        // Writing to a string cannot fail.
        let _ = write!(id, "{byte:02x}");
    }
    id
}
