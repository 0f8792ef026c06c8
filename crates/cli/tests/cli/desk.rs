//! The real binary in a temporary folder.

use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The day on which tests ask: results must not depend on the day they run.
pub const DAY: &str = "2026-10-31";

/// A temporary home and working folder.
pub struct Desk {
    folder: tempfile::TempDir,
}

/// How a run ended.
pub struct Run {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Write a file into the working folder.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The example book, copied into the working folder, so that its name is the same everywhere.
    pub fn orders(&self) -> &'static str {
        self.file("orders.csv", std::fs::read(example("orders.csv")).unwrap());
        "orders.csv"
    }

    /// What a file of the working folder holds.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path().join(name)).unwrap()
    }

    /// The command, with nothing of this machine's environment that could change its answer.
    pub fn tidewaiter(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("tidewaiter").unwrap();
        command
            .current_dir(self.path())
            .env_clear()
            .env("TIDEWAITER_HOME", self.path().join("home"))
            .env("COLUMNS", "100")
            .args(args);
        command
    }

    /// Run to the end: exit code, standard output, standard error.
    pub fn run(&self, args: &[&str]) -> (i32, String, String) {
        let Run { code, out, err } = self.done(&mut self.tidewaiter(args));
        (code, out, err)
    }

    /// Run a command prepared with [`Desk::tidewaiter`].
    pub fn done(&self, command: &mut Command) -> Run {
        let output = command.output().unwrap();
        let text =
            |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(&self.path().display().to_string(), "[folder]");
        Run { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// A file of the repository's `examples` folder.
pub fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name).display().to_string()
}

/// The header row of a small book.
pub const HEADERS: &str = "order,line,date,description,quantity,ship from,ship to,end use,purchaser,purchaser country,\
    purchaser headquarters,end user,end user address,end user country,end user headquarters";

/// A row of a small book that clears: a cell may be put in the place of the one that stands there.
pub fn row(order: &str, changes: &[(&str, &str)]) -> String {
    let cells = [
        order,
        "1",
        "2026-10-01",
        "NVIDIA L4 24GB",
        "2",
        "\"San Jose, US\"",
        "\"Munich, Germany\"",
        "radiology",
        "Rheinlicht Labor GmbH",
        "DE",
        "DE",
        "Rheinlicht Labor GmbH",
        "\"Lichtweg 4, 80331 Munich\"",
        "DE",
        "DE",
    ];
    let known: Vec<&str> = HEADERS.split(',').collect();
    for (column, _) in changes {
        assert!(known.contains(column), "{column} is no column of the small book");
    }
    known
        .iter()
        .zip(cells)
        .map(|(column, cell)| changes.iter().find(|(c, _)| c == column).map_or(cell, |(_, new)| new))
        .collect::<Vec<_>>()
        .join(",")
}

/// A book of rows under [`HEADERS`].
pub fn book(rows: &[String]) -> String {
    let mut text = HEADERS.to_owned();
    for row in rows {
        text.push('\n');
        text.push_str(row);
    }
    text.push('\n');
    text
}
