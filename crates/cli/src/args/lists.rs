//! The command line of `lists`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::ShortFormat;

/// The lists that names are held against
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter lists update             fetch the official lists
  tidewaiter lists add us_csl.json    or take a file in
  tidewaiter lists show               what is loaded, how old, how long")]
pub(crate) struct Lists {
    #[command(subcommand)]
    pub(crate) command: ListsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ListsCommand {
    /// Take a list in, in any format known, by content: the whole file or nothing of it
    #[command(after_help = "\
Examples:
  tidewaiter lists add consolidated.json
  tidewaiter lists add us_csl.json.gz
  OFAC's delimited list comes in three files:
    tidewaiter lists add sdn.csv alt.csv add.csv
  A list that really has lost a third of its entries:
    tidewaiter lists add sdn.xml --allow-drop=40

The formats are told in docs/lists.md.")]
    Add {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        accept: Accept,
    },
    /// Show the lists that are loaded, how old and how long they are
    #[command(after_help = "\
Examples:
  tidewaiter lists show
  tidewaiter lists show --format json")]
    Show {
        /// What to print
        #[arg(long, value_enum, default_value_t = ShortFormat::Table)]
        format: ShortFormat,
    },
    /// Fetch the official lists anew
    #[command(after_help = "\
Examples:
  tidewaiter lists update
  tidewaiter lists update --url https://mirror.example.org    a mirror of data.trade.gov")]
    Update {
        /// Fetch from this address instead of the official one
        #[arg(long, value_name = "URL", env = "TIDEWAITER_LISTS_URL", hide_env_values = true)]
        url: Option<String>,
        #[command(flatten)]
        accept: Accept,
    },
    /// What is new, gone or changed between two snapshots or list files, list by list
    #[command(after_help = "\
Examples:
  tidewaiter lists diff 3f9a21c04b77                 since that snapshot
  tidewaiter lists diff 3f9a21c04b77 8d01e5aa9c12
  tidewaiter lists diff current consolidated.json    what the file would bring")]
    Diff {
        /// A snapshot of `lists history`, `current`, or a list file
        before: String,
        /// The same
        #[arg(default_value = "current")]
        after: String,
        /// What to print
        #[arg(long, value_enum, default_value_t = ShortFormat::Table)]
        format: ShortFormat,
    },
    /// The snapshots of the lists, the latest first: each add or update makes one, and none is thrown away
    History {
        /// What to print
        #[arg(long, value_enum, default_value_t = ShortFormat::Table)]
        format: ShortFormat,
    },
    /// Use the lists of an earlier snapshot again
    #[command(after_help = "\
Examples:
  tidewaiter lists use 3f9a21c04b77
  For one question only:
    tidewaiter check orders.csv --lists 3f9a21c04b77")]
    Use {
        /// A snapshot of `lists history`
        snapshot: String,
    },
}

/// What is taken though it looks wrong.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Accept {
    /// Take a file in which a list lost up to this share of its entries [default: 10; without a number: any loss]
    #[arg(
        long,
        alias = "accept-drop",
        value_name = "PERCENT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "100",
        value_parser = clap::value_parser!(u8).range(0..=100)
    )]
    pub(crate) allow_drop: Option<u8>,
    /// Take a file that is older than the list now kept
    #[arg(long)]
    pub(crate) accept_older: bool,
}
