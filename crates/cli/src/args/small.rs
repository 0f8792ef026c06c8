//! The command line of `explain` and `template`: the small ones.

use std::path::PathBuf;

use clap::Args;

use super::ShortFormat;

/// Explain a rule, a red flag or a finding by its code; without one, list all codes
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter explain 3A090.a.1
  tidewaiter explain RF-10
  tidewaiter explain                 every code with its title")]
pub(crate) struct Explain {
    /// Such as 3A090.a.1, AFF50, RF-10, LICENCE-REQUIRED
    pub(crate) code: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t = ShortFormat::Table)]
    pub(crate) format: ShortFormat,
}

/// Write an empty workbook with the columns that `check` reads, drop-downs and an explanation of each
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter template orders.xlsx
  tidewaiter template orders.csv     the header row alone")]
pub(crate) struct Template {
    /// Where to write: a name that ends in .xlsx, or in .csv
    pub(crate) file: PathBuf,
    /// Write over a file that is there
    #[arg(long)]
    pub(crate) force: bool,
}
