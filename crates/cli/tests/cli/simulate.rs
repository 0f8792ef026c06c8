//! A simulated world as files.

use std::collections::BTreeMap;
use std::path::Path;

use crate::desk::Desk;

/// Every file of a folder by its name, with its bytes.
fn files(folder: &Path, under: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = format!("{under}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
}

fn world(desk: &Desk, out: &str, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let mut args = vec!["simulate", "--seed", "11", "--orders", "300", "--out", out, "--quiet"];
    args.extend(more);
    let (code, _, err) = desk.run(&args);
    assert_eq!(code, 0, "{err}");
    let mut found = BTreeMap::new();
    files(&desk.path().join(out), "", &mut found);
    found
}

/// FNV-1a over names and bytes.
fn hash(files: &BTreeMap<String, Vec<u8>>) -> u64 {
    let bytes = files.iter().flat_map(|(name, bytes)| name.bytes().chain([0]).chain(bytes.iter().copied()));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn a_seed_gives_the_same_folder_on_every_run_and_machine() {
    let desk = Desk::new();
    let (one, two) = (world(&desk, "one", &[]), world(&desk, "two", &[]));
    assert!(one == two, "two runs of one seed differ");
    let other = world(&desk, "other", &["--hiding", "90"]);
    assert_ne!(hash(&other), hash(&one));
    let toml = String::from_utf8(one["world.toml"].clone()).unwrap();
    // Who changes a byte of a world raises the simulator's version with it.
    insta::assert_snapshot!(format!("{} files, {:016x}\n{toml}", one.len(), hash(&one)));
}
