//! Files to bytes, unpacked, within bounds.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::StoreError;

/// No list is larger than this, unpacked: 512 MiB. The largest official one has about 50.
pub const UNPACKED_MAX: u64 = 512 * 1024 * 1024;

pub(crate) fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    let unreadable = |source| StoreError::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    let name = path.display().to_string();
    let bytes = read_up_to(file, limit).map_err(unreadable)?;
    unpack(&name, bytes.ok_or(StoreError::TooLarge { name: name.clone(), limit })?, limit)
}

/// Unpack gzip, recognised by content; other bytes are given back as they are.
pub(crate) fn unpack(name: &str, bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, StoreError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let unpacked = read_up_to(MultiGzDecoder::new(bytes.as_slice()), limit)
        .map_err(|source| StoreError::Packed { name: name.to_owned(), source })?;
    unpacked.ok_or_else(|| StoreError::TooLarge { name: name.to_owned(), limit })
}

/// All bytes, or `None` where there are more than `limit`.
fn read_up_to(reader: impl Read, limit: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    Ok((length <= limit).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_bomb_is_refused_before_it_fills_the_memory() {
        let bomb = packed(&vec![0u8; 4_000_000]);
        assert!(bomb.len() < 10_000);
        assert!(matches!(unpack("bomb", bomb, 1_000_000), Err(StoreError::TooLarge { .. })));
    }

    #[test]
    fn a_packed_file_cut_off_is_refused() {
        let whole = packed(b"name\nExample\n");
        assert_eq!(unpack("x", whole.clone(), 1000).unwrap(), b"name\nExample\n");
        for length in 2..whole.len() {
            let result = unpack("x", whole[..length].to_vec(), 1000);
            assert!(matches!(result, Err(StoreError::Packed { .. })), "{length} of {}", whole.len());
        }
    }
}
