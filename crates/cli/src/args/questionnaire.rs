//! The command line of `questionnaire`.

use std::path::PathBuf;

use clap::Args;

use super::{Registers, score};

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
