//! The command line of `screen` and `rescreen`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tidewaiter_model::Country;

use super::{ShortFormat, country, score, words};

/// Look a party up in all loaded lists, by name, address or register number
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter screen \"Sophgo Technologies\"
  tidewaiter screen \"浪潮集团有限公司\" --country CN
  tidewaiter screen --address \"Room 1, 2/F, 3 Example Street, Kwun Tong, Hong Kong\"
  tidewaiter screen \"Example Sdn Bhd\" --id 202001012345 --country MY
  tidewaiter screen --from names.txt --format jsonl
  tidewaiter screen --from parties.csv
  What OFAC's Sanctions List Search would show with its slider at 85:
    tidewaiter screen \"Example Trading\" --comparison ofac --bar 0.85 --limit 100

An equal register number decides. An address that itself is listed is a match whatever the name.
Country, address, date and type otherwise raise or lower a score a little; each hit says by how much.
A match asks for a person's decision. No match is no clearance.")]
pub(crate) struct Screen {
    /// A name as written
    #[arg(required_unless_present_any = ["from", "address", "id"], value_parser = words)]
    pub(crate) name: Vec<String>,
    /// Parties from a file: names one a line, or a table (.csv, .tsv, .jsonl) with the columns name, country, address,
    /// identifier, date, type; a dash is standard input, names one a line
    #[arg(long, value_name = "FILE", conflicts_with = "name")]
    pub(crate) from: Option<PathBuf>,
    /// The party's country
    #[arg(long, value_name = "COUNTRY", value_parser = country)]
    pub(crate) country: Option<Country>,
    /// Its address, in English or Chinese; alone it finds who is listed there
    #[arg(long, value_name = "TEXT", value_parser = words, conflicts_with = "from")]
    pub(crate) address: Option<String>,
    /// Its register number: USCC, LEI, UEN, BR, CR, SSM, tax or IMO number
    #[arg(long, value_name = "NUMBER", value_parser = words, conflicts_with = "from")]
    pub(crate) id: Option<String>,
    /// When it was born, founded or built: 1967 or 1967-03-12
    #[arg(long, value_name = "DATE", value_parser = words)]
    pub(crate) date: Option<String>,
    /// What it is
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    pub(crate) kind: Option<Type>,
    /// Score from which a hit matches, 0 to 1; 0 shows all
    #[arg(long, value_name = "SCORE", default_value_t = 0.70, value_parser = score)]
    pub(crate) bar: f64,
    /// How names are compared: as this program does, or as OFAC's Sanctions List Search does, by the name alone
    #[arg(long, value_enum, value_name = "WAY", default_value_t = Comparison::Tidewaiter)]
    pub(crate) comparison: Comparison,
    /// Most hits a name
    #[arg(long, value_name = "N", default_value = "5")]
    pub(crate) limit: std::num::NonZeroUsize,
    /// What to print
    #[arg(long, value_enum, default_value_t = ShortFormat::Table)]
    pub(crate) format: ShortFormat,
}

/// How names are compared
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Comparison {
    Tidewaiter,
    Ofac,
}

/// What a party is
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Type {
    Company,
    Person,
    Vessel,
    Aircraft,
}

/// What an update of the lists changes for your parties: matches that are new, changed or gone
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter rescreen orders.xlsx                         after `lists update`
  tidewaiter rescreen parties.csv --before 3f9a21c04b77   since that snapshot
  tidewaiter rescreen parties.csv --after sdn.xml         what the file would bring

Each `lists add` makes a snapshot of its own: name the one before the first of several.
Exit code 1 where a match is new or changed and not cleared.")]
pub(crate) struct Rescreen {
    /// Parties (a table with a column name, or names one a line) or orders, as `screen --from` and `check` read them
    pub(crate) file: PathBuf,
    /// The snapshot before, of `lists history`, or a list file [default: the one before the other]
    #[arg(long, value_name = "SNAPSHOT")]
    pub(crate) before: Option<String>,
    /// The snapshot after [default: the one in use]
    #[arg(long, value_name = "SNAPSHOT", conflicts_with = "lists")]
    pub(crate) after: Option<String>,
    /// Which header holds a column of orders, as in `check`
    #[arg(long, value_name = "COLUMN=HEADER")]
    pub(crate) map: Vec<String>,
    /// The sheet of a workbook of orders [default: the first that reads as orders]
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// Score from which a hit matches, 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = 0.70, value_parser = score)]
    pub(crate) bar: f64,
    /// What to print
    #[arg(long, value_enum, default_value_t = ShortFormat::Table)]
    pub(crate) format: ShortFormat,
}
