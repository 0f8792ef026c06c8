//! The real binary in a temporary folder.

use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The day on which tests ask: results must not depend on the day they run.
pub const DAY: &str = "2026-10-31";

/// A temporary home and working folder.
pub struct Desk {
    folder: tempfile::TempDir,
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
        let output = self.tidewaiter(args).output().unwrap();
        let text =
            |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(&self.path().display().to_string(), "[folder]");
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }
}

/// A file of the repository's `examples` folder.
pub fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name).display().to_string()
}
