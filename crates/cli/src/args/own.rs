//! The command line of `own`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tidewaiter_model::Date;

use super::{Registers, words};

/// Who is behind a party: the 50 % rules with their sums, the ultimate parent, headquarters, votes, economic interest
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter own \"Example Compute Pte Ltd\" --stakes owners.csv
  Parties that you know to be listed:
    tidewaiter own \"Example Compute Pte Ltd\" --stakes owners.csv --listed \"Example Holdings Ltd\"
  With where companies are registered and headquartered:
    tidewaiter own \"Example Compute Pte Ltd\" --stakes owners.csv --companies register.csv
  On another day, as a drawing for a browser:
    tidewaiter own \"Example Compute Pte Ltd\" --stakes owners.csv --as-of 2025-10-15 --format svg -o owners.svg
  As a picture made by Graphviz:
    tidewaiter own \"Example Compute Pte Ltd\" --stakes owners.csv --format dot | dot -Tpng -o owners.png
  A UK company, by its number, from the register of people with significant control as downloaded:
    tidewaiter own GB-COH-01234567 --stakes persons-with-significant-control-snapshot.zip

Owners are held against the lists in use by name and register number, as they are: a likeness makes nobody listed.
Exit code 1 where the answer of a rule is yes or possible. docs/ownership.md says how to read the answer.")]
pub(crate) struct Own {
    /// Its name as written, or its id in the register
    #[arg(required = true, value_parser = words)]
    pub(crate) party: Vec<String>,
    #[command(flatten)]
    pub(crate) registers: Registers,
    /// A party to count as listed, by name; may be given several times
    #[arg(long, value_name = "PARTY", value_parser = words)]
    pub(crate) listed: Vec<String>,
    /// The day asked about [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    /// What to print
    #[arg(long, value_enum, default_value_t = OwnFormat::Table)]
    pub(crate) format: OwnFormat,
    /// Where to write; a dash is standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OwnFormat {
    /// For a terminal
    Table,
    /// One JSON object
    Json,
    /// The same on one line
    Jsonl,
    /// A graph for Graphviz
    Dot,
    /// A drawing
    Svg,
}
