//! The house stands as ARCHITECTURE.md says: a room imports only rooms on lower floors.

use std::path::Path;

/// Room and floor, as in ARCHITECTURE.md.
const FLOORS: [(&str, u8); 14] = [
    ("model", 0),
    ("goods", 1),
    ("law", 1),
    ("names", 1),
    ("ownership", 1),
    ("tracing", 1),
    ("screening", 2),
    ("redflags", 2),
    ("officer", 3),
    ("simulator", 3),
    ("intake", 4),
    ("store", 4),
    ("report", 4),
    ("cli", 6),
];

fn floor(room: &str) -> u8 {
    FLOORS.iter().find(|(name, _)| *name == room).unwrap_or_else(|| panic!("{room} is not in ARCHITECTURE.md")).1
}

fn crates() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

#[test]
fn rooms_import_only_lower_floors() {
    let mut seen = 0;
    for entry in std::fs::read_dir(crates()).unwrap() {
        let folder = entry.unwrap().path();
        let room = folder.file_name().unwrap().to_string_lossy().into_owned();
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let dependencies = manifest.split("[dependencies]").nth(1).unwrap().split("[dev-dependencies]").next().unwrap();
        for line in dependencies.lines() {
            let Some(import) = line.strip_prefix("tidewaiter-") else { continue };
            let import = import.split('.').next().unwrap();
            assert!(floor(import) < floor(&room), "{room} imports {import}, which is not on a lower floor");
        }
        seen += 1;
    }
    assert_eq!(seen, FLOORS.len(), "a room is missing");
}

#[test]
fn experts_read_no_file_clock_or_environment() {
    let forbidden = [
        "std::fs",
        "std::net",
        "std::env",
        "SystemTime",
        "Instant::now",
        "DateTime::now",
        "Timestamp::now",
        "std::process",
    ];
    for (room, _) in FLOORS.iter().filter(|(_, floor)| *floor <= 3) {
        let mut folders = vec![crates().join(room).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let code = text.split("#[cfg(test)]").next().unwrap();
                    for word in forbidden {
                        assert!(!code.contains(word), "{} uses {word}", path.display());
                    }
                }
            }
        }
    }
}

#[test]
fn every_room_is_on_the_map() {
    let map = std::fs::read_to_string(crates().parent().unwrap().join("ARCHITECTURE.md")).unwrap();
    for (room, floor) in FLOORS {
        assert!(map.contains(&format!("| {floor} | `{room}` |")), "{room} on floor {floor} is not on the map");
    }
}
