//! Where answers and messages go: data on standard output, messages on standard error.

use std::fs::{File, Metadata};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
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

/// Fewer parties than this are screened before a bar could be read.
const PARTIES_SHOWN: u64 = 5_000;
/// Narrowest and widest that tables are made for.
const WIDTH_MIN: u16 = 60;
const WIDTH_MAX: u16 = 160;
/// The width where nobody looks: files and pipes.
const WIDTH_PIPE: u16 = 100;

impl Terminal {
    /// A bar on standard error for work on so many parts, where somebody watches.
    pub(crate) fn bar(&self, total: u64, template: &str) -> ProgressBar {
        if !self.progress {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::new(total).with_style(style)
    }

    /// The same for parties, where they are many.
    pub(crate) fn bar_of_parties(&self, parties: usize) -> ProgressBar {
        let total = u64::try_from(parties).unwrap_or(u64::MAX);
        if total < PARTIES_SHOWN {
            ProgressBar::hidden()
        } else {
            self.bar(total, "{bar:30} party {pos} of {len}, {eta} left")
        }
    }

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

    /// What went wrong with a part of the work, printed even when quiet.
    pub(crate) fn error(&self, message: impl std::fmt::Display) {
        let _ = writeln!(anstream::stderr(), "error: {message}");
    }

    /// A warning, printed even when quiet: an answer leans on it.
    pub(crate) fn warn(&self, message: impl std::fmt::Display) {
        let _ = writeln!(anstream::stderr(), "warning: {message}");
    }
}

/// Standard output for `-`, else the file, buffered. A file is written beside its place and moved there when
/// [`Sink::finish`] is called, so a run that fails leaves what was there before. What is there and is no regular file,
/// such as a pipe or a device, is written to as it is.
pub(crate) enum Sink {
    Stdout(BufWriter<io::Stdout>),
    Stream(BufWriter<File>),
    File { temporary: BufWriter<tempfile::NamedTempFile>, place: PathBuf },
}

const BUFFER: usize = 1 << 16;

impl Sink {
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        if path == Path::new("-") {
            return Ok(Self::Stdout(BufWriter::with_capacity(BUFFER, io::stdout())));
        }
        let told = path.display();
        let there = std::fs::metadata(path).ok();
        if there.as_ref().is_some_and(Metadata::is_dir) {
            bail!("{told} is a folder; name a file in it");
        }
        if there.as_ref().is_some_and(|m| !m.is_file()) {
            let stream = File::options().write(true).open(path).with_context(|| format!("{told} cannot be written"))?;
            return Ok(Self::Stream(BufWriter::with_capacity(BUFFER, stream)));
        }
        // A link is written through, not replaced.
        let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = place.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        match temporary_in(folder, there.as_ref()) {
            Ok(temporary) => Ok(Self::File { temporary: BufWriter::with_capacity(BUFFER, temporary), place }),
            Err(error) => Err(match error.kind() {
                io::ErrorKind::NotFound => {
                    anyhow::anyhow!("{told} cannot be written: there is no folder {}", folder.display())
                }
                io::ErrorKind::PermissionDenied => {
                    anyhow::anyhow!("{told} cannot be written: you may not write to the folder {}", folder.display())
                }
                _ => anyhow::Error::new(error).context(format!("{told} cannot be written")),
            }),
        }
    }

    pub(crate) fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Stdout(mut out) => Ok(out.flush()?),
            Self::Stream(mut out) => Ok(out.flush()?),
            Self::File { mut temporary, place } => {
                let failed = || format!("{} cannot be written", place.display());
                temporary.flush().with_context(failed)?;
                let temporary = temporary.into_inner().map_err(io::IntoInnerError::into_error).with_context(failed)?;
                temporary.as_file().sync_all().with_context(failed)?;
                temporary.persist(&place).map_err(|error| error.error).with_context(failed)?;
                Ok(())
            }
        }
    }
}

/// A file beside the place, with the rights that the file there has, or else those that any new file gets.
fn temporary_in(folder: &Path, there: Option<&Metadata>) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let temporary = builder.tempfile_in(folder)?;
    if let Some(there) = there {
        temporary.as_file().set_permissions(there.permissions())?;
    }
    Ok(temporary)
}

impl Write for Sink {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(buffer),
            Self::Stream(out) => out.write(buffer),
            Self::File { temporary, .. } => temporary.write(buffer),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Stream(out) => out.flush(),
            Self::File { temporary, .. } => temporary.flush(),
        }
    }
}
