//! The command line of `check`, and what other commands over a book of orders share with it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tidewaiter_model::Date;

use super::score;

/// Decide a book of orders, line by line: clear, review or hold, with rule, evidence and what would settle it
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter check orders.csv
  Your own sheet with result columns added:
    tidewaiter check orders.xlsx --format xlsx -o answered.xlsx
  One page that opens offline and prints:
    tidewaiter check orders.csv --format html -o report.html
  Only what changed between two days' law:
    tidewaiter check --compare 2025-04-01 2026-11-23 orders.csv
  Where a header is not understood:
    tidewaiter check orders.csv --map \"end user=Final customer\"
  With who owns whom (50 % rules):
    tidewaiter check orders.csv --stakes owners.csv
  With what persons answered (see tidewaiter questionnaire):
    tidewaiter check orders.xlsx --questionnaire questions.xlsx

A sheet to fill in: tidewaiter template orders.xlsx")]
pub(crate) struct Check {
    /// CSV, XLSX or JSON Lines; one line item a row; a dash is standard input
    pub(crate) file: PathBuf,
    /// The day whose law is asked: a date, or `order-date` for each line's own [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Print only what changes between two days' law
    #[arg(long, num_args = 2, value_names = ["DATE", "DATE"], conflicts_with = "as_of")]
    pub(crate) compare: Option<Vec<Date>>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) book: BookOptions,
    /// What you know beside the orders, for every line: a TOML file (`tidewaiter law questions` lists what is asked)
    #[arg(long, value_name = "FILE")]
    pub(crate) answers: Option<PathBuf>,
    /// What persons answered to the questions of `tidewaiter questionnaire`: the workbook or CSV, filled in
    #[arg(long, value_name = "FILE")]
    pub(crate) questionnaire: Option<PathBuf>,
    /// Data centres claimed as places of end use: a CSV with name, operator, address, country, power_mw, cooling_mw
    #[arg(long, value_name = "FILE")]
    pub(crate) sites: Option<PathBuf>,
    /// The book holds every order from this day on, as you know: then a party without an earlier one had none
    #[arg(long, value_name = "DATE")]
    pub(crate) book_since: Option<Date>,
    /// Show every finding, notes included
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal
    Table,
    /// One JSON object
    Json,
    /// One JSON object a line
    Jsonl,
    /// SARIF 2.1.0, for code-review and pipeline viewers
    Sarif,
    /// One page that opens offline
    Html,
    /// A workbook; of a workbook, a copy with result columns
    Xlsx,
}

/// How a book is read and where its answer goes.
#[derive(Debug, Args)]
pub(crate) struct BookOptions {
    /// Where to write; a dash is standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,
    /// Which header holds a column, such as `ship-to=Delivery country`; may be given several times
    #[arg(long, value_name = "COLUMN=HEADER")]
    pub(crate) map: Vec<String>,
    /// The sheet of a workbook [default: the first that reads as orders]
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    #[command(flatten)]
    pub(crate) registers: Registers,
    /// Likeness from which a name counts as a possible match, 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = 0.70, value_parser = score)]
    pub(crate) bar: f64,
}

/// Files that say who owns whom, and who they are.
#[derive(Debug, Args)]
pub(crate) struct Registers {
    /// Who owns whom: a CSV with owner, owned, share, from, to, source, or a register's own file, packed with gzip or ZIP
    /// or not; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) stakes: Vec<PathBuf>,
    /// What a register says of companies: a CSV with id, name, country, headquarters, address; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) companies: Vec<PathBuf>,
}
