//! `classify --spec`: a chip nobody has seen.

use crate::desk::{DAY, Desk, example};
use serde_json::Value;

fn answer(desk: &Desk, file: &str) -> Value {
    let (_, out, err) = desk.run(&["classify", "--spec", file, "--to", "VN", "--as-of", DAY, "--format", "json"]);
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"))
}

/// The head and the missing facts of the table, without the clauses, which change with every rule.
fn head(desk: &Desk, file: &str) -> String {
    let args = ["classify", "--spec", file, "--as-of", DAY, "--versus", DAY];
    let run = desk.done(desk.tidewaiter(&args).env("COLUMNS", "100"));
    let head = run.out.lines().take_while(|line| !line.starts_with("Clauses")).collect::<Vec<_>>().join("\n");
    let end = run.out.lines().skip_while(|line| !line.starts_with("Missing")).take_while(|line| !line.is_empty());
    format!("exit {}\n{head}\n{}", run.code, end.collect::<Vec<_>>().join("\n"))
}

#[test]
fn the_example_is_decided() {
    let desk = Desk::new();
    desk.file("chip.toml", std::fs::read(example("chip.toml")).unwrap());
    let answer = answer(&desk, "chip.toml");
    assert_eq!(answer["control"], "controlled");
    assert_eq!(answer["eccn"], "4A090.a", "a card");
    assert_eq!(answer["good"]["count"], 1);
    insta::assert_snapshot!("spec_decided", head(&desk, "chip.toml"));
}

#[test]
fn what_is_missing_and_decides_is_said() {
    let desk = Desk::new();
    // 4000 lies under 4800: the density decides, and no die area is given.
    let text = "name = \"Mooring M4\"\nform = \"card\"\ndatacenter = \"yes\"\norigin = \"maker\"\nprecisions = \"all\"\n\
                designer_country = \"US\"\n[[throughput]]\nbits = 8\ndense = 500\n";
    desk.file("m4.toml", text);
    let before = answer(&desk, "m4.toml");
    assert_eq!(before["control"], "unknown");
    assert!(before["good"]["why"].as_str().is_some_and(|why| why.contains("TPP 4000")), "{before}");
    insta::assert_snapshot!("spec_unknown", head(&desk, "m4.toml"));
    desk.file("m4.toml", format!("{text}[[die]]\narea_mm2 = 600\nnode_nm = 5\nlogic = true\n"));
    assert_eq!(answer(&desk, "m4.toml")["control"], "controlled", "4000 by 600 is 6.67");
    desk.file("m4.toml", format!("{text}[[die]]\narea_mm2 = 3000\nnode_nm = 5\nlogic = true\n"));
    assert_eq!(answer(&desk, "m4.toml")["control"], "not_controlled", "4000 by 3000 is 1.33");
    desk.file("m4.toml", format!("{text}[[die]]\narea_mm2 = \"600..3000\"\nnode_nm = 5\nlogic = true\n"));
    assert_eq!(answer(&desk, "m4.toml")["control"], "unknown", "the bounds disagree");
}

#[test]
fn a_list_of_precisions_that_is_not_said_to_be_whole_clears_nothing() {
    let desk = Desk::new();
    let text = "name = \"Mooring M4\"\nform = \"card\"\ndatacenter = \"yes\"\norigin = \"maker\"\n\
                [[throughput]]\nbits = 32\ndense = 40\n[[die]]\narea_mm2 = 600\nnode_nm = 5\nlogic = true\n";
    desk.file("m4.toml", text);
    assert_eq!(answer(&desk, "m4.toml")["control"], "unknown");
    desk.file("m4.toml", format!("precisions = \"all\"\n{text}"));
    assert_eq!(answer(&desk, "m4.toml")["control"], "not_controlled");
}

#[test]
fn what_cannot_be_is_refused_with_its_line() {
    let desk = Desk::new();
    let text = "name = \"Mooring M4\"\nhbm_bandwidth_gbs = 38_400_000\nclock = 2\n[[throughput]]\nbits = 8\n\
                sparse = 4000\n[[die]]\narea_mm2 = 0\n";
    desk.file("m4.toml", text);
    let (code, out, err) = desk.run(&["classify", "--spec", "m4.toml"]);
    assert_eq!((code, out.as_str()), (2, ""));
    insta::assert_snapshot!("spec_refused", err);
}

#[test]
fn files_that_are_no_sheet_are_refused() {
    let desk = Desk::new();
    desk.file("binary.toml", [0xff, 0xfe, 0x00]);
    desk.file("words.toml", "an H100, please");
    for (file, says) in [("binary.toml", "UTF-8"), ("words.toml", "no TOML"), ("none.toml", "cannot be read")] {
        let (code, out, err) = desk.run(&["classify", "--spec", file]);
        assert_eq!((code, out.as_str()), (2, ""), "{file}");
        assert!(err.contains(file) && err.contains(says), "{err}");
    }
    for other in [&["H100"][..], &["--part", "900-21010-0000-000"], &["--from", "words.toml"]] {
        let (code, _, _) = desk.run(&[&["classify", "--spec", "words.toml"], other].concat());
        assert_eq!(code, 2, "{other:?}");
    }
}
