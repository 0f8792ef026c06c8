//! `tidewaiter law history` and `tidewaiter law check`.

use serde_json::Value;

use crate::desk::Desk;

const H20: [&str; 7] = ["law", "history", "H20", "--to", "CN", "--until", "2026-09-29"];

/// Without what changes with every rule.
fn steady(text: &str) -> String {
    let keep = |line: &&str| !line.contains("snapshot");
    text.lines().filter(keep).map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_history_of_the_h20_to_china() {
    let desk = Desk::new();
    for format in ["table", "json", "svg"] {
        let (status, out, err) = desk.run(&[&H20[..], &["--format", format]].concat());
        assert_eq!((status, err.as_str()), (0, ""), "{format}");
        insta::assert_snapshot!(format!("history_{format}"), steady(&out));
        let again = desk.run(&[&H20[..], &["--format", format, "-o", "out"]].concat());
        assert_eq!((again.0, desk.read("out")), (0, out.into_bytes()), "{format}");
    }
}

#[test]
fn a_history_carries_the_common_fields_and_no_null() {
    let desk = Desk::new();
    let (_, out, _) = desk.run(&[&H20[..], &["--format", "json"]].concat());
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["schema"], "tidewaiter/history/1");
    for field in ["as_of", "snapshot", "engine", "rules"] {
        assert!(json[field].is_string(), "{field}");
    }
    assert!(!out.contains("null"));
}

/// The drawing needs nothing else, and what a stranger wrote stays text.
#[test]
fn a_drawing_stands_alone() {
    let desk = Desk::new();
    let (status, out, err) =
        desk.run(&["law", "history", "<script>alert(1)</script>&\"", "--format", "svg", "--until", "2026-09-29"]);
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("could not be read"), "{err}");
    assert!(!out.contains("<script") && !out.contains("href") && !out.contains("url("), "{out}");
    assert_eq!(out.matches("http").count(), 1, "the name space alone");
}

#[test]
fn days_the_wrong_way_round_are_refused() {
    let (status, out, err) = Desk::new().run(&["law", "history", "H20", "--until", "2020-01-01"]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("--until 2020-01-01 is before the first day 2022-08-01"), "{err}");
}

#[test]
fn rule_packs_are_checked() {
    let desk = Desk::new();
    let (status, out, err) = desk.run(&["law", "check"]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.starts_with("the built-in rule packs: ") && out.ends_with(" rules read, no fault found\n"), "{out}");

    let sound = "code = \"TEST-1\"\ntitle = \"A test\"\nkind = \"licence\"\nregime = \"US\"\nwhat = \"w\"\nwhy = \"y\"\n\n\
                 [[version]]\nfrom = 2024-01-01\nstatus = \"in force\"\ncite = \"0 FR 0\"\nsays = \"s\"\n\n\
                 [[version.clause]]\nall = [\"tpp >= 4800\"]\n";
    std::fs::create_dir_all(desk.path().join("packs/us")).unwrap();
    desk.file("packs/us/test.toml", sound);
    desk.file("packs/notes.md", "passed over");
    let (status, out, err) = desk.run(&["law", "check", "packs"]);
    assert_eq!(
        (status, out.as_str(), err.as_str()),
        (
            0,
            "packs: 1 file read in the context of the built-in rules 2026.09.29; added: us/test.toml, no fault found\n",
            ""
        )
    );

    let later = sound.get(sound.find("[[version]]").unwrap()..).unwrap().replace("2024", "2025");
    let faults = [
        (sound.replace("tpp", "speed"), "packs/us/test.toml:15:9: in `speed >= 4800`: unknown field `speed`"),
        (sound.replace("cite = \"0 FR 0\"\n", ""), "packs/us/test.toml:8:1: `cite` is missing or empty"),
        (format!("{sound}\n{later}"), "packs/us/test.toml:17:1: this version of TEST-1 begins 2025-01-01"),
        (
            sound.replace("4800\"", "4800\", \"tpp < 2400\""),
            "packs/us/test.toml:14:1: this clause of TEST-1 can never be met",
        ),
        (sound.replace("why", "because"), "packs/us/test.toml:6:1: unknown key `because`"),
    ];
    for (text, wanted) in faults {
        desk.file("packs/us/test.toml", &text);
        let (status, out, err) = desk.run(&["law", "check", "packs"]);
        assert_eq!((status, out.as_str()), (2, ""), "{wanted}");
        assert!(err.contains(wanted), "wanted {wanted}: {err}");
    }
    desk.file("packs/us/test.toml", b"code = \"\xff\"");
    let (status, _, err) = desk.run(&["law", "check", "packs"]);
    assert!(status == 2 && err.contains("packs/us/test.toml:1: no UTF-8 text"), "{err}");

    std::fs::create_dir(desk.path().join("empty")).unwrap();
    for (folder, wanted) in [("empty", "there is no rule pack in it"), ("nowhere", "nowhere cannot be read")] {
        let (status, _, err) = desk.run(&["law", "check", folder]);
        assert!(status == 2 && err.contains(wanted), "{err}");
    }
}
