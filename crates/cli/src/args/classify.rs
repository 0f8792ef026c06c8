//! The command line of `classify`, and the way of one item.

use std::path::PathBuf;

use clap::Args;
use tidewaiter_model::{Country, Date};

use super::{ShortFormat, country, words};

/// Classify one item: every clause tried, with value, limit, margin and citation
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter classify \"H20\" --as-of 2025-04-01 --to CN
  tidewaiter classify \"英伟达 H100 八卡模组\" --to MY --party-hq CN
  tidewaiter classify --part 900-21010-0000-000
  tidewaiter classify --spec chip.toml --to VN    by a spec sheet
  tidewaiter classify --format jsonl --from items.txt --to SG    one text a line")]
pub(crate) struct Classify {
    /// Description or part number, as the market writes it
    #[arg(required_unless_present_any = ["from", "part", "spec"], value_parser = words)]
    pub(crate) text: Vec<String>,
    /// The maker's part number
    #[arg(long, value_name = "NUMBER", value_parser = words, conflicts_with = "from")]
    pub(crate) part: Option<String>,
    /// Texts from a file, one a line; a dash is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    pub(crate) from: Option<PathBuf>,
    /// A spec sheet (TOML) of one accelerator; a dash is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["text", "from", "part"])]
    pub(crate) spec: Option<PathBuf>,
    /// The day whose law is asked [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    /// The other day shown beside it [default: in a table today, where --as-of is another day]
    #[arg(long, value_name = "DATE")]
    pub(crate) versus: Option<Date>,
    #[command(flatten)]
    pub(crate) way: Way,
    /// What you know beside it: a TOML file (`tidewaiter law questions` lists what is asked)
    #[arg(long, value_name = "FILE")]
    pub(crate) answers: Option<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = ShortFormat::Table)]
    pub(crate) format: ShortFormat,
}

/// From where, to where and for whom one item goes.
#[derive(Debug, Args)]
pub(crate) struct Way {
    /// Destination, as a two-letter code or a name
    #[arg(long, value_name = "COUNTRY", value_parser = country)]
    pub(crate) to: Option<Country>,
    /// Where it leaves from
    #[arg(long, value_name = "COUNTRY", value_parser = country)]
    pub(crate) ship_from: Option<Country>,
    /// Where the buyer or its ultimate parent is headquartered, as a register asserts it
    #[arg(long, value_name = "COUNTRY", value_parser = country)]
    pub(crate) party_hq: Option<Country>,
}
