//! Names the engine by its own source: an index on disk is used only by the very code that wrote it, with the very
//! versions of the crates it stands on.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    for folder in ["src", "../names/src", "../model/src"] {
        println!("cargo::rerun-if-changed={folder}");
        collect(&here.join(folder), &mut files)?;
    }
    // Where the crate is built inside another workspace there is no such file.
    let lock = here.join("../../Cargo.lock");
    if lock.is_file() {
        println!("cargo::rerun-if-changed=../../Cargo.lock");
        files.push(lock);
    }
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for file in &files {
        let name = file.file_name().unwrap_or_default().as_encoded_bytes().to_vec();
        for byte in name.into_iter().chain(fs::read(file)?) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    println!("cargo::rustc-env=TIDEWAITER_INDEX_ENGINE={hash:016x}");
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
