//! The bytes of an index: a header, a table of parts, and the parts one after the other.
//!
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 8 | `TWINDEX\n` |
//! | 8 | 4 | [`VERSION`] |
//! | 12 | 4 | how many parts |
//! | 16 | 32 | [`Key`]: SHA-256 of the engine and the lists |
//! | 48 | 8 | length of the whole |
//! | 56 | 24 each | a part: start, length, CRC-32, zero |
//! | then | 4 | CRC-32 of all before |
//!
//! Numbers are little-endian and stand at any address. Everything is read by bounds-checked slices, so that even bytes
//! made to deceive give at worst a wrong answer, never a crash; bytes damaged by accident are told by their checksum.

use std::ops::Range;

use sha2::{Digest, Sha256};

const MAGIC: &[u8; 8] = b"TWINDEX\n";
/// Grows with every change of this layout; what the names are read as is in the engine's own hash.
const VERSION: u32 = 3;
const HEADER: usize = 56;
const PART: usize = 24;

/// The parts, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// What lists they are: JSON.
    Meta,
    /// u64 each, one more than entries.
    EntryStarts,
    /// JSON each.
    Entries,
    /// [`ROW`] bytes each.
    Rows,
    /// u32 each: words of rows.
    RowTokens,
    /// u64 each, one more than names.
    NameStarts,
    Names,
    /// u64 each, one more than words.
    WordStarts,
    /// Texts of words, sorted by text, then kind.
    Words,
    /// [`WORD`] bytes each: kind, gist, weight.
    WordFacts,
    /// u32 each, one more than words.
    PostingStarts,
    /// u32 each: rows of words.
    Postings,
    /// [`PAIR`] bytes each, sorted: hash of a whole name, row.
    Whole,
    /// Likewise: hash of neighbouring words joined, row.
    Joined,
    /// Likewise: hash of an identifier, entry.
    Identifiers,
    /// Likewise: hash of what an address is found by, entry.
    Addresses,
    /// u32 each, one more than a power of two: where the words of a bucket begin.
    SpellingStarts,
    /// u32 each: words by the hash of what is left of them when letters go.
    Spellings,
    /// [`PAIR`] bytes each, sorted: hash of how a word sounds, word.
    Sounds,
    /// Likewise: hash of two neighbouring characters of a word that is not in Latin letters, word.
    Characters,
    /// Likewise: hash of initials or of two neighbouring words, row.
    Keys,
}

pub(crate) const PARTS: usize = 21;
pub(crate) const ROW: usize = 24;
pub(crate) const WORD: usize = 21;
pub(crate) const PAIR: usize = 12;

/// What an index is of: the engine that made it and the lists that it was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key([u8; 32]);

impl Key {
    pub fn of(identity: &str) -> Self {
        let engine = env!("TIDEWAITER_INDEX_ENGINE");
        Self(Sha256::digest(format!("{VERSION}\n{engine}\n{identity}")).into())
    }

    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Why bytes are not used as an index. What to do is always the same: build it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IndexFault {
    /// No index at all.
    #[error("it is no index")]
    Foreign,
    /// Of other lists or of another version of the program.
    #[error("it was made of other lists or by another version")]
    Stale,
    /// Its length or a checksum is wrong.
    #[error("it is damaged")]
    Damaged,
}

/// Where the parts stand.
#[derive(Clone, Debug)]
pub(crate) struct Layout([Range<usize>; PARTS]);

impl Layout {
    pub fn part<'a>(&self, bytes: &'a [u8], part: Part) -> &'a [u8] {
        self.0.get(part as usize).and_then(|range| bytes.get(range.clone())).unwrap_or_default()
    }

    /// Read the header, and hold every part against its checksum.
    pub fn read(bytes: &[u8], key: &Key) -> Result<Self, IndexFault> {
        if bytes.get(..MAGIC.len()) != Some(MAGIC) {
            return Err(IndexFault::Foreign);
        }
        if u32_at(bytes, 8) != Some(VERSION) || bytes.get(16..48) != Some(&key.0) {
            return Err(IndexFault::Stale);
        }
        let table_end = HEADER.saturating_add(PARTS.saturating_mul(PART));
        let head = bytes.get(..table_end).ok_or(IndexFault::Damaged)?;
        let right = u32_at(bytes, 12).and_then(|parts| usize::try_from(parts).ok()) == Some(PARTS)
            && size_at(bytes, 48) == Some(bytes.len())
            && u32_at(bytes, table_end) == Some(crc32fast::hash(head));
        if !right {
            return Err(IndexFault::Damaged);
        }
        let mut layout = Self(std::array::from_fn(|_| 0..0));
        let mut expected = table_end.saturating_add(4);
        for (i, range) in layout.0.iter_mut().enumerate() {
            let at = HEADER.saturating_add(i.saturating_mul(PART));
            let (Some(start), Some(length)) = (size_at(bytes, at), size_at(bytes, at.saturating_add(8))) else {
                return Err(IndexFault::Damaged);
            };
            let end = start.checked_add(length).ok_or(IndexFault::Damaged)?;
            let part = bytes.get(start..end).ok_or(IndexFault::Damaged)?;
            if start != expected || u32_at(bytes, at.saturating_add(16)) != Some(crc32fast::hash(part)) {
                return Err(IndexFault::Damaged);
            }
            *range = start..end;
            expected = end;
        }
        if expected == bytes.len() { Ok(layout) } else { Err(IndexFault::Damaged) }
    }
}

/// The parts put together.
pub(crate) fn write(key: &Key, parts: &[Vec<u8>; PARTS]) -> (Vec<u8>, Layout) {
    let table_end = HEADER.saturating_add(PARTS.saturating_mul(PART));
    let mut layout = Layout(std::array::from_fn(|_| 0..0));
    let mut at = table_end.saturating_add(4);
    let mut table = Vec::with_capacity(PARTS.saturating_mul(PART));
    for (part, range) in parts.iter().zip(&mut layout.0) {
        let end = at.saturating_add(part.len());
        *range = at..end;
        table.extend(size(at));
        table.extend(size(part.len()));
        table.extend(crc32fast::hash(part).to_le_bytes());
        table.extend([0; 4]);
        at = end;
    }
    let mut bytes = Vec::with_capacity(at);
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(u32::try_from(PARTS).unwrap_or_default().to_le_bytes());
    bytes.extend(key.0);
    bytes.extend(size(at));
    bytes.extend(table);
    bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
    for part in parts {
        bytes.extend(part);
    }
    (bytes, layout)
}

fn size(size: usize) -> [u8; 8] {
    u64::try_from(size).unwrap_or(u64::MAX).to_le_bytes()
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

fn size_at(bytes: &[u8], at: usize) -> Option<usize> {
    let size = bytes.get(at..)?.first_chunk().copied().map(u64::from_le_bytes)?;
    usize::try_from(size).ok()
}

/// A run of records of `N` bytes.
pub(crate) fn records<const N: usize>(bytes: &[u8]) -> &[[u8; N]] {
    bytes.as_chunks().0
}

/// A run of u32.
#[derive(Clone, Copy)]
pub(crate) struct U32s<'a>(pub &'a [[u8; 4]]);

impl<'a> U32s<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(records(bytes))
    }

    pub fn get(&self, at: usize) -> Option<u32> {
        self.0.get(at).copied().map(u32::from_le_bytes)
    }

    pub fn range(&self, range: Range<usize>) -> impl ExactSizeIterator<Item = u32> + use<'a> {
        self.0.get(range).unwrap_or_default().iter().copied().map(u32::from_le_bytes)
    }

    /// The bounds that stand at `at` and behind it.
    pub fn bounds(&self, at: usize) -> Option<Range<usize>> {
        let end = self.get(at.checked_add(1)?)?;
        Some(usize::try_from(self.get(at)?).ok()?..usize::try_from(end).ok()?)
    }
}

/// Texts one after the other, and where each begins.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'a> {
    starts: &'a [[u8; 8]],
    bytes: &'a [u8],
}

impl<'a> Texts<'a> {
    pub fn new(starts: &'a [u8], bytes: &'a [u8]) -> Self {
        Self { starts: records(starts), bytes }
    }

    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub fn bytes(&self, at: usize) -> &'a [u8] {
        let start = |at: usize| usize::try_from(u64::from_le_bytes(*self.starts.get(at)?)).ok();
        let range = start(at).zip(at.checked_add(1).and_then(start));
        range.and_then(|(start, end)| self.bytes.get(start..end)).unwrap_or_default()
    }

    pub fn text(&self, at: usize) -> &'a str {
        std::str::from_utf8(self.bytes(at)).unwrap_or_default()
    }
}

/// Pairs of a hash and a number, sorted.
#[derive(Clone, Copy)]
pub(crate) struct Pairs<'a>(&'a [[u8; PAIR]]);

impl<'a> Pairs<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(records(bytes))
    }

    /// The numbers that go with a hash, sorted.
    pub fn of(&self, hash: u64) -> impl ExactSizeIterator<Item = u32> + use<'a> {
        let near = self.near(hash);
        let from = near.start;
        let before = self.0.get(near).unwrap_or_default().partition_point(|pair| hash_of(pair) < hash);
        let rest = self.0.get(from.saturating_add(before)..).unwrap_or_default();
        // Nearly always there are few.
        let few = rest.iter().take(4).take_while(|pair| hash_of(pair) == hash).count();
        let end = if few < 4 { few } else { rest.partition_point(|pair| hash_of(pair) == hash) };
        rest.get(..end).unwrap_or_default().iter().map(number_of)
    }

    /// Where the first pair of a hash is, or would be. Hashes are spread evenly, so it is about where its share of all
    /// hashes says: looked for from there outwards, that little memory is touched.
    fn near(&self, hash: u64) -> Range<usize> {
        let pairs = self.0;
        let share = (u128::from(hash)).wrapping_mul(u128::try_from(pairs.len()).unwrap_or(0)) >> 64;
        let guess = usize::try_from(share).unwrap_or(0);
        let is_before = |at: usize| pairs.get(at).is_some_and(|pair| hash_of(pair) < hash);
        let mut step = 32usize;
        if is_before(guess) {
            let mut low = guess;
            loop {
                let high = low.saturating_add(step);
                if !is_before(high) {
                    return low..high.saturating_add(1).min(pairs.len());
                }
                (low, step) = (high, step.saturating_mul(2));
            }
        }
        let mut high = guess;
        loop {
            let low = high.saturating_sub(step);
            if low == 0 || is_before(low) {
                return low..high.saturating_add(1).min(pairs.len());
            }
            (high, step) = (low, step.saturating_mul(2));
        }
    }
}

fn hash_of(pair: &[u8; PAIR]) -> u64 {
    pair.first_chunk().copied().map_or(0, u64::from_le_bytes)
}

fn number_of(pair: &[u8; PAIR]) -> u32 {
    pair.last_chunk().copied().map_or(0, u32::from_le_bytes)
}

/// FNV-1a over texts one after the other, stirred at the end: the same on every machine and in every version.
pub(crate) fn hash<'t>(texts: impl IntoIterator<Item = &'t str>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in texts.into_iter().flat_map(str::bytes) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let stirred = (hash ^ (hash >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    stirred ^ (stirred >> 29)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample() -> Vec<u8> {
        let parts = std::array::from_fn(|i| vec![u8::try_from(i).unwrap(); i * 3 % 7]);
        write(&Key::of("sample"), &parts).0
    }

    #[test]
    fn what_was_written_is_read() {
        let bytes = sample();
        let layout = Layout::read(&bytes, &Key::of("sample")).unwrap();
        assert_eq!(layout.part(&bytes, Part::Entries), [2; 6]);
        assert_eq!(Layout::read(&bytes, &Key::of("other")).unwrap_err(), IndexFault::Stale);
        assert_eq!(Layout::read(b"PK", &Key::of("sample")).unwrap_err(), IndexFault::Foreign);
        assert_eq!(Layout::read(b"", &Key::of("sample")).unwrap_err(), IndexFault::Foreign);
    }

    proptest! {
        /// Any byte changed, and any cut, is told.
        #[test]
        fn damage_is_told(at in any::<prop::sample::Index>(), mask in 1u8.., cut in any::<bool>()) {
            let mut bytes = sample();
            let at = at.index(bytes.len());
            if cut { bytes.truncate(at) } else { bytes[at] ^= mask }
            prop_assert!(Layout::read(&bytes, &Key::of("sample")).is_err());
        }

        #[test]
        fn any_bytes_are_refused(mut bytes in proptest::collection::vec(any::<u8>(), 0..600), own in any::<bool>()) {
            if own {
                let head = sample();
                let length = bytes.len().min(64);
                bytes[..length].copy_from_slice(&head[..length]);
            }
            prop_assert!(Layout::read(&bytes, &Key::of("sample")).is_err());
        }
    }
}
