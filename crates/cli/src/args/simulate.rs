//! The command line of `simulate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::percent;

/// Make a world of invented companies and orders, with the truth of who diverts beside it, to measure on
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter simulate --seed 1 --orders 10000 --out world
  tidewaiter check world/orders.csv --stakes world/stakes.csv --lists world/lists.csv --as-of order-date
  tidewaiter simulate --seed 1000 --difficulty hard --out judged

The same seed and settings give the same files. docs/simulator.md tells the patterns and what was measured.")]
pub(crate) struct Simulate {
    /// Any number; below 1000 for tuning, from 1000 on for judging
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many orders
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    pub(crate) orders: u32,
    /// The folder to write to
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// How hard the diverted orders are to tell from the others
    #[arg(long, value_enum, default_value_t = Hardness::Medium)]
    pub(crate) difficulty: Hardness,
    /// The share of lines that are diverted, in percent [default: 0.6]
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) share_diverted: Option<u32>,
    /// How often an ordinary buyer bears a trace that shells bear, in percent [default: by difficulty]
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) noise: Option<u32>,
    /// How often a cell is empty that need not be filled, in percent [default: by difficulty]
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) missing: Option<u32>,
    /// How often a shell hides a trace, in percent [default: by difficulty]
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) hiding: Option<u32>,
    /// Write over a world that is there
    #[arg(long)]
    pub(crate) force: bool,
}

/// How hard the diverted orders are to tell from the others
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Hardness {
    Easy,
    Medium,
    Hard,
}
