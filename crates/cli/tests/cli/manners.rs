//! How a command behaves among others: colour, width, pipes, files, help.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::desk::{DAY, Desk, book, example, row};

const ESCAPE: char = '\x1b';

#[test]
fn colour_only_where_it_is_wanted() {
    let desk = Desk::new();
    desk.file("orders.csv", book(&[row("SO-1", &[]), row("SO-2", &[("ship to", "CN")])]));
    let args = |more: &[&'static str]| [&["check", "orders.csv", "--as-of", DAY][..], more].concat();
    let coloured = |more: &[&'static str], variables: &[(&str, &str)]| {
        let mut command = desk.tidewaiter(&args(more));
        command.envs(variables.iter().copied());
        desk.done(&mut command).out.contains(ESCAPE)
    };
    assert!(!coloured(&[], &[]), "a pipe is no terminal");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]), "what is asked for comes first");
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    for format in ["json", "jsonl", "sarif", "html"] {
        assert!(!coloured(&["--color", "always", "--format", format], &[]), "{format}");
    }
}

#[test]
fn a_file_is_written_without_colour() {
    let desk = Desk::new();
    let orders = example("orders.csv");
    let (code, out, _) = desk.run(&["check", &orders, "--as-of", DAY, "-o", "answer.txt"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(!String::from_utf8(desk.read("answer.txt")).unwrap().contains(ESCAPE));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let desk = Desk::new();
    let rows: Vec<String> = (0..400).map(|n| row(&format!("SO-{n}"), &[])).collect();
    desk.file("orders.csv", book(&rows));
    for (args, at_once) in [
        (&["check", "orders.csv", "--format", "jsonl"][..], false),
        (&["check", "orders.csv"], false),
        (&["check", "orders.csv", "--format", "json"], true),
        (&["explain"], true),
        (&["check", "--help"], true),
    ] {
        let prepared = desk.tidewaiter(args);
        let mut child = Command::new(prepared.get_program())
            .args(prepared.get_args())
            .current_dir(desk.path())
            .env("TIDEWAITER_HOME", desk.path().join("home"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        if !at_once {
            reader.read_line(&mut String::new()).unwrap();
        }
        drop(reader);
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
        assert!(!said.contains("error") && !said.contains("panic"), "{args:?}: {said}");
    }
}

#[test]
fn quiet_says_nothing_but_data_and_warnings() {
    let desk = Desk::new();
    desk.file("orders.csv", book(&[row("SO-1", &[])]));
    let (code, loud, said) = desk.run(&["check", "orders.csv", "--as-of", DAY]);
    assert_eq!(code, 0);
    assert!(said.starts_with("note: us-entity-list is screened in part only"), "{said}");
    let (code, quiet, silent) = desk.run(&["check", "orders.csv", "--as-of", DAY, "--quiet"]);
    assert_eq!((code, silent.as_str()), (0, ""));
    assert_eq!(quiet, loud);
}

#[test]
fn two_runs_give_the_same_bytes() {
    let desk = Desk::new();
    let orders = example("orders.csv");
    for format in ["table", "json", "jsonl", "sarif", "html", "xlsx"] {
        let run = || desk.tidewaiter(&["check", &orders, "--as-of", DAY, "--format", format]).output().unwrap();
        let (first, second) = (run(), run());
        assert!(first.stdout.len() > 1000 && first.stdout == second.stdout, "{format}");
    }
    let compare = ["check", "--compare", "2025-04-01", DAY, &orders, "--format", "html"];
    assert_eq!(desk.run(&compare).1, desk.run(&compare).1);
}

#[test]
fn the_order_of_rows_changes_no_answer() {
    let desk = Desk::new();
    let text = std::fs::read_to_string(example("orders.csv")).unwrap();
    let mut rows: Vec<&str> = text.lines().collect();
    rows[1..].reverse();
    desk.file("orders.csv", &text);
    desk.file("reversed.csv", rows.join("\n"));
    let answers = |file: &str| {
        let (_, out, _) = desk.run(&["check", file, "--as-of", DAY, "--format", "jsonl"]);
        let mut answers: Vec<String> = out
            .lines()
            .map(|line| {
                let answer: serde_json::Value = serde_json::from_str(line).unwrap();
                let findings = answer["findings"].as_array().unwrap().iter();
                let codes: Vec<&str> = findings.map(|f| f["code"].as_str().unwrap()).collect();
                format!("{} {} {} {codes:?}", answer["order"], answer["line"], answer["verdict"])
            })
            .collect();
        answers.sort();
        answers
    };
    assert_eq!(answers("orders.csv"), answers("reversed.csv"));
}

#[test]
fn paths_may_hold_spaces_and_any_script() {
    let desk = Desk::new();
    let folder = desk.path().join("十月 Bestellungen");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("订单 – März.csv"), book(&[row("SO-1", &[])])).unwrap();
    let (from, to) = ("十月 Bestellungen/订单 – März.csv", "十月 Bestellungen/Antwort 1.html");
    let (code, out, err) = desk.run(&["check", from, "--as-of", DAY, "--format", "html", "-o", to]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(String::from_utf8(desk.read(to)).unwrap().contains("订单 – März.csv"));
    let (code, out, _) = desk.run(&["check", from, "--as-of", DAY, "--format", "json", "--home", "my lists"]);
    assert!(code == 0 && out.contains("订单 – März.csv"));
    assert!(desk.path().join("my lists").is_dir());
}

#[cfg(unix)]
#[test]
fn what_is_written_is_as_readable_as_any_file() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.file("orders.csv", book(&[row("SO-1", &[])]));
    let mode = |name: &str| std::fs::metadata(desk.path().join(name)).unwrap().permissions().mode() & 0o777;
    let write = |to: &str| assert_eq!(desk.run(&["check", "orders.csv", "--as-of", DAY, "-o", to]).0, 0);
    write("answer.txt");
    assert_eq!(mode("answer.txt"), mode("orders.csv"));
    // A file that is there keeps its rights, and a link its target.
    std::fs::set_permissions(desk.path().join("answer.txt"), std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("answer.txt", desk.path().join("link.txt")).unwrap();
    desk.file("answer.txt", "old");
    write("link.txt");
    assert_eq!(mode("answer.txt"), 0o640);
    assert!(std::fs::symlink_metadata(desk.path().join("link.txt")).unwrap().is_symlink());
    assert_ne!(desk.read("answer.txt"), b"old");
    write("/dev/null");
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file(), "a device is written to, not replaced");
}

#[test]
fn help_of_every_command_reads_well() {
    let desk = Desk::new();
    let mut all = String::new();
    for command in [
        &[][..],
        &["check"],
        &["classify"],
        &["screen"],
        &["lists"],
        &["lists", "add"],
        &["lists", "show"],
        &["lists", "update"],
        &["explain"],
        &["template"],
        &["law"],
        &["law", "coverage"],
        &["law", "changes"],
    ] {
        let run = desk.done(desk.tidewaiter(&[command, &["--help"]].concat()).env("COLUMNS", "80"));
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert!(run.out.lines().all(|line| console::measure_text_width(line) <= 80), "{}", run.out);
        if command != ["law", "coverage"] && command != ["law", "changes"] {
            assert!(run.out.contains("Examples:"), "{command:?} has no example");
        }
        all += &format!("$ tidewaiter {} --help\n{}\n", command.join(" "), run.out);
    }
    insta::assert_snapshot!("help", all);
    let (code, version, _) = desk.run(&["--version"]);
    assert!(code == 0 && version.starts_with("tidewaiter "), "{version}");
}

#[cfg(unix)]
#[test]
fn a_home_that_cannot_be_made_is_told_once() {
    let desk = Desk::new();
    desk.file("orders.csv", book(&[row("SO-1", &[])]));
    desk.file("taken", "a file where the home should be");
    let (code, out, err) = desk.run(&["check", "orders.csv", "--home", "taken"]);
    assert_eq!((code, out.as_str(), err.lines().count()), (2, "", 1), "{err}");
    assert!(err.starts_with("error: taken/lists: ") && err.contains("check that the folder exists"), "{err}");
}
