//! What the README shows is what the program prints.

use std::path::Path;

use crate::desk::Desk;

#[test]
fn shows_what_is_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let mut samples = 0;
    for block in readme.split("```text\n$ tidewaiter ").skip(1) {
        let (command, rest) = block.split_once('\n').unwrap();
        let shown = rest.split("```").next().unwrap();
        let args: Vec<&str> = command.split_whitespace().map(|word| word.trim_matches('"')).collect();
        let desk = Desk::new();
        let output = desk.tidewaiter(&args).current_dir(&root).env("COLUMNS", "100").output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        let printed: Vec<&str> = printed.lines().collect();
        for line in shown.lines().filter(|line| *line != "…" && !line.contains("snapshot")) {
            assert!(printed.contains(&line), "`tidewaiter {command}` no longer prints: {line}");
        }
        samples += 1;
    }
    assert_eq!(samples, 3);
}
