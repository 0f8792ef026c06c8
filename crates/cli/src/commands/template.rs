//! `tidewaiter template`: an empty workbook to fill in.

use std::io::Write;

use anyhow::bail;

use crate::Outcome;
use crate::args::Template;
use crate::output::{Sink, Terminal};

pub(crate) fn run(args: &Template, terminal: &Terminal) -> anyhow::Result<Outcome> {
    if args.file.exists() && !args.force {
        bail!("{} is there already; choose another name, or say --force to write over it", args.file.display());
    }
    let mut out = Sink::open(&args.file)?;
    out.write_all(&tidewaiter_intake::template()?)?;
    out.finish()?;
    terminal.say(format!("wrote {}; fill it in, then: tidewaiter check {}", args.file.display(), args.file.display()));
    Ok(Outcome::Quiet)
}
