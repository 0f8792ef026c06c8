//! The command line: every command, flag and example in one place.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use tidewaiter_model::{Country, Date};

const AFTER_HELP: &str = "\
Examples:
  tidewaiter check orders.xlsx                     may each line ship today?
  tidewaiter check orders.csv --as-of 2025-04-01   under another day's law
  tidewaiter classify \"8x HGX H200 141GB\" --to SG  what the rules say of it
  tidewaiter screen \"Inspur (HK) Electronics\"      is this name on a list?
  tidewaiter explain LICENCE-REQUIRED              a rule or finding in words

Exit codes: 0 nothing to look at; 1 something is (held, to review, matched);
2 the command could not do its work.

Tidewaiter shows reasons; it decides nothing for you, and an empty result is never a clearance.";

/// Tells whether an AI-chip sale is lawful, who is behind it, and on what evidence. Offline, on public data.
#[derive(Debug, Parser)]
#[command(name = "tidewaiter", version, after_help = AFTER_HELP, max_term_width = 110, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: Global,
}

/// What holds for every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Folder in which lists and snapshots are kept [default: the platform's data folder]
    #[arg(long, global = true, env = "TIDEWAITER_HOME", hide_env_values = true, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    /// A folder of rule packs, laid over the built-in ones, or in their place where it is complete
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,
    /// Screen against other lists than those in use: a snapshot (`tidewaiter lists history`), or a list file
    #[arg(long, global = true, value_name = "SNAPSHOT")]
    pub(crate) lists: Option<String>,
    /// Colour: auto, always, never (NO_COLOR and CLICOLOR_FORCE are heeded)
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub(crate) color: Colour,
    /// Say nothing but data and errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(Check),
    Classify(Classify),
    Screen(Screen),
    Rescreen(Rescreen),
    Goodguy(GoodGuyArgs),
    Own(Own),
    Lists(Lists),
    Explain(Explain),
    Questionnaire(Questionnaire),
    Template(Template),
    Simulate(Simulate),
    Law(LawCommand),
}

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

/// Files that say who owns whom, and who they are.
#[derive(Debug, Args)]
pub(crate) struct Registers {
    /// Who owns whom: a CSV with owner, owned, share, from, to, source, or a register's own file; may be given several
    /// times
    #[arg(long, value_name = "FILE")]
    pub(crate) stakes: Vec<PathBuf>,
    /// What a register says of companies: a CSV with id, name, country, headquarters, address; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) companies: Vec<PathBuf>,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShortFormat {
    /// For a terminal
    Table,
    /// JSON
    Json,
    /// One JSON object a line
    Jsonl,
}

/// Who is behind a party: the 50 % rules with their sums, the ultimate parent, headquarters
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter own \"Example Compute Pte Ltd\" --stakes owners.csv
  Parties that you know to be listed:
    tidewaiter own \"Example Compute Pte Ltd\" --stakes owners.csv --listed \"Example Holdings Ltd\"
  With where companies are registered and headquartered:
    tidewaiter own \"Example Compute Pte Ltd\" --stakes owners.csv --companies register.csv
  On another day, as a drawing:
    tidewaiter own \"Example Compute Pte Ltd\" --stakes owners.csv --as-of 2025-10-15 --format svg -o owners.svg

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

/// Write the questions that only a person can answer about the parties and orders of a book, once each
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tidewaiter questionnaire orders.xlsx                     writes questions.xlsx
  tidewaiter questionnaire orders.csv -o questions.csv
  Filled in (answer, note, who, date), it goes back:
    tidewaiter check orders.xlsx --questionnaire questions.xlsx
  What is still open:
    tidewaiter questionnaire orders.xlsx --questionnaire questions.xlsx -o open.xlsx

Only lines with a controlled item, or one that may be, raise questions.")]
pub(crate) struct Questionnaire {
    /// Orders, as `check` reads them
    pub(crate) file: PathBuf,
    /// Where to write: a name that ends in .xlsx, or in .csv
    #[arg(long, short, value_name = "FILE", default_value = "questions.xlsx")]
    pub(crate) output: PathBuf,
    /// Write over a file that is there
    #[arg(long)]
    pub(crate) force: bool,
    /// Ask also about lines that are held anyway, and about items that could not be read
    #[arg(long)]
    pub(crate) all: bool,
    /// The day whose law is asked: a date, or `order-date` for each line's own [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Answers that there are already; what they settle is not asked again
    #[arg(long, value_name = "FILE")]
    pub(crate) questionnaire: Option<PathBuf>,
    /// Which header holds a column of orders, as in `check`
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

fn country(text: &str) -> Result<Country, String> {
    tidewaiter_model::place::country_named(text)
        .ok_or_else(|| format!("`{text}` is no country known here; give a two-letter code such as SG, or its name"))
}

/// A blank text would find nothing, which is no answer.
fn words(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("it is blank; give a text".to_owned()) } else { Ok(text.to_owned()) }
}

/// Percent with up to two decimals, in ten-thousandths.
fn percent(text: &str) -> Result<u32, String> {
    let wrong = || format!("`{text}` is no share; give percent from 0 to 100 with up to two decimals, such as 0.7");
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 2 || !digits(whole) || !digits(part) {
        return Err(wrong());
    }
    let whole: u32 = whole.parse().map_err(|_| wrong())?;
    let part: u32 = format!("{part:0<2}").parse().map_err(|_| wrong())?;
    Some(whole * 100 + part).filter(|share| *share <= 10_000).ok_or_else(wrong)
}

fn score(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(score) if (0.0..=1.0).contains(&score) => Ok(score),
        _ => Err(format!("`{text}` is no score; give a number from 0 to 1, such as 0.7")),
    }
}
