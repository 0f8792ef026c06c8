//! The command line of `law` and its commands.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use tidewaiter_model::Date;

use super::{BookOptions, ShortFormat, Way, words};

/// Look into the rule packs
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter law coverage
  tidewaiter law changes 2025-04-01 2026-11-23
  tidewaiter law whatif scenarios/se-asia-2025-09.toml orders.csv
  tidewaiter law history H20 --to CN
  tidewaiter law questions
  tidewaiter law check my-rules/
  tidewaiter law install my-rules/")]
pub(crate) struct LawCommand {
    #[command(subcommand)]
    pub(crate) command: LawSubcommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LawSubcommand {
    /// What is modelled, what is only raised as a question, and what is not looked at
    Coverage {
        /// The day whose rules are listed [default: today]
        #[arg(long, value_name = "DATE")]
        as_of: Option<Date>,
        /// What to print
        #[arg(long, value_enum, default_value_t = ShortFormat::Table)]
        format: ShortFormat,
    },
    /// Rules that begin, end or change between two days
    Changes {
        /// The first day
        from: Date,
        /// The second day
        to: Date,
    },
    Whatif(WhatIf),
    /// The answers for one chip over time: stretches of days, and what changed at the start of each
    History(LawHistory),
    /// What a person may tell beside an order, by id, and which rules ask it
    Questions {
        /// What to print
        #[arg(long, value_enum, default_value_t = ShortFormat::Table)]
        format: ShortFormat,
    },
    /// Read rule packs and tell every fault with file, line and column
    Check {
        /// The folder of rule packs, read in the context of the built-in ones [default: those built in]
        folder: Option<PathBuf>,
    },
    /// Take a folder of rule packs for every command from now on: the whole folder or nothing of it
    #[command(after_help = "\
Examples:
  tidewaiter law export my-rules     the built-in packs, to start from
  tidewaiter law install my-rules
  tidewaiter law install --builtin   back to the built-in rules")]
    Install {
        /// The folder of rule packs
        #[arg(required_unless_present_any = ["builtin", "rules"])]
        folder: Option<PathBuf>,
        /// Go back to the built-in rules
        #[arg(long)]
        builtin: bool,
    },
    /// Write the built-in rule packs into a new folder
    Export {
        /// The folder
        folder: PathBuf,
    },
}

/// What a proposed rule would change in a book of orders: lines, accelerators, money and TPP by destination
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter law whatif scenarios/se-asia-2025-09.toml orders.csv
  tidewaiter law whatif scenarios/affiliates-extended.toml orders.csv --stakes owners.csv

A scenario is a hypothetical. docs/whatif.md says how to write one.")]
pub(crate) struct WhatIf {
    /// The scenario, a TOML file
    pub(crate) scenario: PathBuf,
    /// CSV, XLSX or JSON Lines; one line item a row; a dash is standard input
    pub(crate) file: PathBuf,
    /// The day whose law is asked, with and without the scenario: a date, or `order-date` for each line's own
    /// [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t = ShortFormat::Table)]
    pub(crate) format: ShortFormat,
    #[command(flatten)]
    pub(crate) book: BookOptions,
}

/// One chip, one way, every day.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter law history H20 --to CN
  tidewaiter law history \"RTX 4090\" --to MY --party-hq CN --format json
  tidewaiter law history H20 --to CN --format svg -o h20.svg")]
pub(crate) struct LawHistory {
    /// Description or part number, as the market writes it
    #[arg(required = true, value_parser = words)]
    pub(crate) text: Vec<String>,
    #[command(flatten)]
    pub(crate) way: Way,
    /// The first day
    #[arg(long, value_name = "DATE", default_value = "2022-08-01")]
    pub(crate) since: Date,
    /// The last day [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<Date>,
    /// What to print
    #[arg(long, value_enum, default_value_t = HistoryFormat::Table)]
    pub(crate) format: HistoryFormat,
    /// Where to write; a dash is standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum HistoryFormat {
    /// For a terminal
    Table,
    /// One JSON object
    Json,
    /// A drawing
    Svg,
}
