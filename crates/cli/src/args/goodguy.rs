//! The command line of `goodguy`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use tidewaiter_model::{Country, Date};

use super::{ShortFormat, Type, country, words};

/// Matches that a person has cleared: they stay cleared until party or list entry changes
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter goodguy add \"Example Labs Pte Ltd\" --country SG --entry us-entity-list/17 --because \"other owners\"
  tidewaiter goodguy show
  tidewaiter goodguy remove gg-3f9a21c04b77 --because \"the register was misread\"")]
pub(crate) struct GoodGuyArgs {
    #[command(subcommand)]
    pub(crate) command: GoodGuyCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum GoodGuyCommand {
    Add(GoodGuyAdd),
    /// Show what was cleared, and whether it still holds against the lists in use
    #[command(after_help = "\
Examples:
  tidewaiter goodguy show
  tidewaiter goodguy show --history          what was taken back or replaced, too
  tidewaiter goodguy show --format jsonl

Exit code 1 where an entry has changed or is gone, or a clearing has ended.")]
    Show {
        /// Show what was taken back or replaced, too
        #[arg(long)]
        history: bool,
        /// What to print
        #[arg(long, value_enum, default_value_t = ShortFormat::Table)]
        format: ShortFormat,
    },
    /// Take a clearing back; the history keeps it
    #[command(after_help = "\
Examples:
  tidewaiter goodguy remove gg-3f9a21c04b77 --because \"the register was misread\"")]
    Remove {
        /// The id, as `goodguy show` prints it, or its first letters
        #[arg(value_parser = words)]
        id: String,
        /// Why
        #[arg(long, value_name = "TEXT", value_parser = words)]
        because: String,
        /// Who decides [default: the name under which you are logged in]
        #[arg(long, value_name = "WHO", value_parser = words)]
        by: Option<String>,
    },
    /// Write all clearings that stand as JSON Lines
    #[command(after_help = "\
Examples:
  tidewaiter goodguy export -o cleared.jsonl")]
    Export {
        /// Where to write; a dash is standard output
        #[arg(long, short, value_name = "FILE", default_value = "-")]
        output: PathBuf,
    },
    /// Take clearings in from JSON Lines, as `goodguy export` writes them: the whole file or nothing of it
    #[command(after_help = "\
Examples:
  tidewaiter goodguy import cleared.jsonl

Each stays bound to the list entry as it was compared: where yours is another, the match is open.")]
    Import {
        /// The file; a dash is standard input
        file: PathBuf,
        /// Who takes them in, noted where one replaces another [default: the name under which you are logged in]
        #[arg(long, value_name = "WHO", value_parser = words)]
        by: Option<String>,
    },
}

/// Record that a party is not a list entry, and why
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter goodguy add \"Example Labs Pte Ltd\" --country SG --address \"1 Example Road, Singapore\" \\
      --entry us-entity-list/17 --because \"founded by others; see extract of 2026-11-02\" --by \"A. Officer\"
  For a year:
    tidewaiter goodguy add \"Example Labs\" --entry us-sdn/4711 --because \"another founder\" --until 2027-11-23

Give all fields that your orders give: name, country, address and register number are compared as a whole. The match is
open again when one of them differs, is missing or was not given here, and when the list entry changes its names,
addresses, numbers, countries, dates or type.")]
pub(crate) struct GoodGuyAdd {
    #[command(flatten)]
    pub(crate) party: ClearedParty,
    /// The list entry that it is not, as `tidewaiter screen` prints list and entry
    #[arg(long, value_name = "LIST/ENTRY", value_parser = words)]
    pub(crate) entry: String,
    /// Why it is not
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub(crate) because: String,
    /// Who decides [default: the name under which you are logged in]
    #[arg(long, value_name = "WHO", value_parser = words)]
    pub(crate) by: Option<String>,
    /// The last day on which it holds [default: until something changes]
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<Date>,
}

/// A party as it was compared.
#[derive(Debug, Args)]
pub(crate) struct ClearedParty {
    /// Its name as written
    #[arg(required_unless_present_any = ["address", "id"], value_parser = words)]
    pub(crate) name: Option<String>,
    /// Its country
    #[arg(long, value_name = "COUNTRY", value_parser = country)]
    pub(crate) country: Option<Country>,
    /// Its address
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub(crate) address: Option<String>,
    /// Its register number
    #[arg(long, value_name = "NUMBER", value_parser = words)]
    pub(crate) id: Option<String>,
    /// When it was born, founded or built: 1967 or 1967-03-12
    #[arg(long, value_name = "DATE", value_parser = words)]
    pub(crate) date: Option<String>,
    /// What it is
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    pub(crate) kind: Option<Type>,
}
