//! A file mapped into memory. The only unsafe code of the program.

use std::fs::File;
use std::io;
use std::path::Path;

use memmap2::Mmap;

/// Map a file of this store that is never changed once it has its name.
#[expect(unsafe_code, reason = "mapping a file cannot be checked by the compiler; the reasons stand at the block")]
pub(crate) fn map(path: &Path) -> io::Result<Mmap> {
    let file = File::open(path)?;
    // SAFETY: The bytes must not change or vanish while they are mapped. This program writes an index under another
    // name, brings it to the disk and then gives it its name in one step; it never opens it for writing again, and
    // replaces or removes it only by name, which leaves the mapped file as it is (on Windows the removal fails).
    // Whoever else cuts the file short while it is mapped may stop this process, as with any program that maps files;
    // every byte is checked against checksums when it is opened, read through bounds-checked slices as plain bytes, and
    // no value of it is trusted to be a valid pointer, length or text.
    unsafe { Mmap::map(&file) }
}
