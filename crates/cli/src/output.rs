//! Where answers and messages go: data on standard output, messages on standard error.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anyhow::Context;
use tidewaiter_report::Style;

use crate::args::{Colour, Global};

/// What the terminal can show.
pub(crate) struct Terminal {
    /// Width, colour and borders for tables.
    pub(crate) style: Style,
    /// Say nothing but data and errors?
    pub(crate) quiet: bool,
    /// Is standard error looked at by a person?
    pub(crate) progress: bool,
}

/// Narrowest and widest that tables are made for.
const WIDTH_MIN: u16 = 60;
const WIDTH_MAX: u16 = 160;
/// The width where nobody looks: files and pipes.
const WIDTH_PIPE: u16 = 100;

impl Terminal {
    pub(crate) fn new(global: &Global) -> Self {
        let stdout = io::stdout();
        let colour = match global.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
        };
        let width = if stdout.is_terminal() {
            console::Term::stdout().size().1.clamp(WIDTH_MIN, WIDTH_MAX)
        } else {
            std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(WIDTH_PIPE).clamp(WIDTH_MIN, WIDTH_MAX)
        };
        Self {
            style: Style { width: usize::from(width), colour, unicode: true },
            quiet: global.quiet,
            progress: io::stderr().is_terminal() && !global.quiet,
        }
    }

    /// A message for the person, on standard error.
    pub(crate) fn say(&self, message: impl std::fmt::Display) {
        if !self.quiet {
            let _ = writeln!(anstream::stderr(), "{message}");
        }
    }

    /// A warning, printed even when quiet: an answer leans on it.
    pub(crate) fn warn(&self, message: impl std::fmt::Display) {
        let _ = writeln!(anstream::stderr(), "warning: {message}");
    }
}

/// Standard output for `-`, else the file, buffered. A file is written beside its place and moved there when
/// [`Sink::finish`] is called, so a run that fails leaves what was there before.
pub(crate) enum Sink {
    Stdout(BufWriter<io::Stdout>),
    File { temporary: tempfile::NamedTempFile, place: std::path::PathBuf },
}

impl Sink {
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        if path == Path::new("-") {
            return Ok(Self::Stdout(BufWriter::with_capacity(1 << 16, io::stdout())));
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = readable(&mut tempfile::Builder::new()).tempfile_in(folder).with_context(|| {
            format!("{} cannot be written; is the folder there, and may you write to it?", path.display())
        })?;
        Ok(Self::File { temporary, place: path.to_owned() })
    }

    pub(crate) fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Stdout(mut out) => Ok(out.flush()?),
            Self::File { temporary, place } => {
                temporary.as_file().sync_all()?;
                let file: File =
                    temporary.persist(&place).with_context(|| format!("{} cannot be written", place.display()))?;
                drop(file);
                Ok(())
            }
        }
    }
}

/// A report is read by others: what the umask leaves of 0666, not the 0600 of a temporary file.
#[cfg(unix)]
fn readable<'a, 'b>(builder: &'a mut tempfile::Builder<'b, 'b>) -> &'a mut tempfile::Builder<'b, 'b> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn readable<'a, 'b>(builder: &'a mut tempfile::Builder<'b, 'b>) -> &'a mut tempfile::Builder<'b, 'b> {
    builder
}

impl Write for Sink {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(buffer),
            Self::File { temporary, .. } => temporary.write(buffer),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::File { temporary, .. } => temporary.flush(),
        }
    }
}
