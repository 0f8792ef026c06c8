//! Files of any size, packed or not, read as a stream.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufReader, Cursor, ErrorKind, Read, Seek};
use std::path::Path;
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use crate::StoreError;
use crate::unpack::{UNPACKED_MAX, read_file};

/// No register unpacks to more than this: 64 GiB.
const STREAM_MAX: u64 = 64 * 1024 * 1024 * 1024;
/// Text packs to a tenth or a twentieth; what unpacks to more than this many times its size was made to fill a memory.
const RATIO_MAX: u64 = 200;
/// Below this no ratio is asked.
const RATIO_FROM: u64 = 16 * 1024 * 1024;
/// Files of an archive, at most.
const FILES_MAX: usize = 100;

/// Hand the content of a file to `take`, with its name: of a gzip file what is packed in it, of a ZIP archive each file,
/// of a workbook its first sheet as CSV, of any other the file itself. Told apart by content; nothing is held in memory
/// but workbooks.
///
/// # Errors
/// [`StoreError`] where the file cannot be read, is damaged, or unpacks to more than any register: then what `take` has
/// seen is not the whole.
pub fn each_file(path: &Path, mut take: impl FnMut(&str, &mut dyn Read)) -> Result<(), StoreError> {
    let unreadable = |source| StoreError::Unreadable { path: path.to_owned(), source };
    let shown = path.display().to_string();
    let mut file = BufReader::new(File::open(path).map_err(unreadable)?);
    let size = file.get_ref().metadata().ok().filter(std::fs::Metadata::is_file).map_or(u64::MAX, |data| data.len());
    let limit = RATIO_FROM.max(size.saturating_mul(RATIO_MAX)).min(STREAM_MAX);
    let mut start = Vec::new();
    file.by_ref().take(4).read_to_end(&mut start).map_err(unreadable)?;
    if start == *b"PK\x03\x04" {
        if is_workbook(path) {
            for (_, bytes) in read_file(path, UNPACKED_MAX)? {
                take(&shown, &mut bytes.as_slice());
            }
            return Ok(());
        }
        file.rewind().map_err(unreadable)?;
        return each_of_zip(&shown, file, limit, take);
    }
    let whole = Cursor::new(start.clone()).chain(file);
    if start.starts_with(&[0x1f, 0x8b]) {
        let (mut reader, state) = Guarded::new(MultiGzDecoder::new(whole), limit);
        take(&shown, &mut reader);
        state.packed(&shown, limit)
    } else {
        // As large as it is, it is there already.
        let (mut reader, state) = Guarded::new(whole, u64::MAX);
        take(&shown, &mut reader);
        state.0.borrow_mut().take().map_or(Ok(()), |source| Err(unreadable(source)))
    }
}

fn each_of_zip(
    shown: &str,
    file: impl Read + Seek,
    limit: u64,
    mut take: impl FnMut(&str, &mut dyn Read),
) -> Result<(), StoreError> {
    let broken = |error: zip::result::ZipError| StoreError::Packed { name: shown.to_owned(), source: error.into() };
    let mut archive = ZipArchive::new(file).map_err(broken)?;
    if archive.len() > FILES_MAX {
        let source = io::Error::other(format!("it holds more than {FILES_MAX} files"));
        return Err(StoreError::Packed { name: shown.to_owned(), source });
    }
    let mut left = limit;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(broken)?;
        let inner = file.name().map_err(broken)?.into_owned();
        // What macOS adds to every archive is no file of the sender's.
        if file.is_dir() || inner.starts_with("__MACOSX/") {
            continue;
        }
        let name = format!("{shown}/{inner}");
        let (mut reader, state) = Guarded::new(file, left);
        take(&name, &mut reader);
        left = reader.left;
        state.packed(&name, limit)?;
    }
    Ok(())
}

/// Is the archive an Excel workbook? One that cannot be opened is none.
fn is_workbook(path: &Path) -> bool {
    let archive = File::open(path).ok().and_then(|file| ZipArchive::new(BufReader::new(file)).ok());
    archive.is_some_and(|archive| archive.file_names().flatten().any(|name| name.starts_with("xl/workbook.")))
}

/// What went wrong while a file was read, whatever the reader made of it.
struct State(Rc<RefCell<Option<io::Error>>>);

impl State {
    fn packed(&self, name: &str, limit: u64) -> Result<(), StoreError> {
        match self.0.borrow_mut().take() {
            None => Ok(()),
            Some(error) if error.kind() == ErrorKind::FileTooLarge => {
                Err(StoreError::TooLarge { name: name.to_owned(), limit })
            }
            Some(source) => Err(StoreError::Packed { name: name.to_owned(), source }),
        }
    }
}

/// A reader that gives so many bytes and no more, and keeps its error.
struct Guarded<R> {
    inner: R,
    left: u64,
    error: Rc<RefCell<Option<io::Error>>>,
}

impl<R: Read> Guarded<R> {
    fn new(inner: R, limit: u64) -> (Self, State) {
        let error = Rc::new(RefCell::new(None));
        (Self { inner, left: limit, error: Rc::clone(&error) }, State(error))
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer).and_then(|read| {
            let left = self.left.checked_sub(u64::try_from(read).unwrap_or(u64::MAX));
            self.left = left.ok_or_else(|| io::Error::from(ErrorKind::FileTooLarge))?;
            Ok(read)
        });
        read.map_err(|error| {
            if error.kind() == ErrorKind::Interrupted {
                return error;
            }
            let told = io::Error::new(error.kind(), error.to_string());
            self.error.borrow_mut().get_or_insert(error);
            told
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn read(bytes: &[u8]) -> Result<Vec<(String, String)>, StoreError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        std::fs::write(&path, bytes).unwrap();
        let mut found = Vec::new();
        each_file(&path, |name, reader| {
            let mut text = String::new();
            // An error that the taker swallows is told all the same.
            let _ = reader.read_to_string(&mut text);
            let name = name.strip_prefix(&folder.path().display().to_string()).unwrap().to_owned();
            found.push((name, text));
        })?;
        Ok(found)
    }

    #[test]
    fn packed_or_not_the_content_is_the_same() {
        let is = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        for text in ["", "a", "owner,owned\nA,B\n"] {
            assert_eq!(read(text.as_bytes()).unwrap(), [is("/f", text)]);
            assert_eq!(read(&gzip(text.as_bytes())).unwrap(), [is("/f", text)]);
            let two = [("one.csv", text.as_bytes()), ("__MACOSX/._one.csv", b"x"), ("sub/two.csv", b"2")];
            assert_eq!(read(&zip(&two)).unwrap(), [is("/f/one.csv", text), is("/f/sub/two.csv", "2")]);
        }
    }

    #[test]
    fn bombs_and_cut_files_are_refused() {
        let bomb = vec![0u8; 20 * 1024 * 1024];
        assert!(matches!(read(&gzip(&bomb)), Err(StoreError::TooLarge { .. })));
        assert!(matches!(read(&zip(&[("a", &bomb)])), Err(StoreError::TooLarge { .. })));
        let half = bomb.len() / 2 + 8;
        assert!(matches!(read(&zip(&[("a", &bomb[..half]), ("b", &bomb[..half])])), Err(StoreError::TooLarge { .. })));
        for whole in [gzip(b"owner,owned\nA,B\n"), zip(&[("a.csv", b"owner,owned\nA,B\n")])] {
            for length in 4..whole.len() {
                assert!(read(&whole[..length]).is_err(), "{length} of {}", whole.len());
            }
        }
        let many: Vec<(String, &[u8])> = (0..101).map(|n| (n.to_string(), &b"x"[..])).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
        assert!(matches!(read(&zip(&many)), Err(StoreError::Packed { .. })));
        assert!(matches!(each_file(Path::new("/nowhere/at/all"), |_, _| ()), Err(StoreError::Unreadable { .. })));
    }
}
