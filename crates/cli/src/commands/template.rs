//! `tidewaiter template`: an empty workbook to fill in.

use std::io::Write;

use anyhow::bail;

use crate::Outcome;
use crate::args::Template;
use crate::output::{Sink, Terminal};

pub(crate) fn run(args: &Template, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let ends_in = |wanted: &str| args.file.extension().is_some_and(|end| end.eq_ignore_ascii_case(wanted));
    let csv = ends_in("csv");
    if !csv && !ends_in("xlsx") {
        bail!("{}: give a name that ends in .xlsx, for a workbook, or in .csv", args.file.display());
    }
    if args.file.exists() && !args.force {
        bail!("{} is there already; choose another name, or say --force to write over it", args.file.display());
    }
    let mut out = Sink::open(&args.file)?;
    if csv {
        out.write_all(tidewaiter_intake::template_csv().as_bytes())?;
    } else {
        out.write_all(&tidewaiter_intake::template()?)?;
    }
    out.finish()?;
    terminal.say(format!("wrote {}; fill it in, then: tidewaiter check {}", args.file.display(), args.file.display()));
    Ok(Outcome::Quiet)
}
