//! The command line of `trace`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tidewaiter_model::Date;

use super::words;

/// Where the goods went: at least and at most how many, with the reason, the routes and what does not add up
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  How many H200 went from the United States to China, as far as these records go?
    tidewaiter trace records.csv --from US --to CN --item H200
  Those that came in between May and August 2025:
    tidewaiter trace records.csv --from US --to CN --item H200 --window 2025-05..2025-08
  From one party to another, by several files; the same movement in two documents counts once:
    tidewaiter trace customs.csv invoices.csv --from \"Alder Ltd\" --to \"Cedar Ltd\" --item H200
  With what was counted on the spot, and what a site held before the records begin:
    tidewaiter trace records.csv --from US --to CN --item H200 --inventory counts.csv --stock before.csv
  If every party between may have held 50 chips that no record shows:
    tidewaiter trace records.csv --from US --to CN --item H200 --unrecorded 50

Records are tables with date, from, from_country, to, to_country, item, quantity and, where known, unit_value, currency,
weight_kg, hs_code, document, serials, source. Counts and stocks are tables with site, item, units, date, source.
Exit code 1 where any chip can have arrived, 0 where none can by these records: what is not recorded is not counted.
docs/tracing.md says how to read the answer.")]
pub(crate) struct Trace {
    /// Consignments
    #[arg(required = true, value_name = "RECORDS")]
    pub(crate) records: Vec<PathBuf>,
    /// Where the goods came from: a country, or a party as the records name it; may be given several times
    #[arg(long, required = true, value_name = "ORIGIN", value_parser = words)]
    pub(crate) from: Vec<String>,
    /// Where they went: a country, or a party as the records name it; may be given several times
    #[arg(long, required = true, value_name = "DESTINATION", value_parser = words)]
    pub(crate) to: Vec<String>,
    /// The accelerator, such as H200 or H20; `any` takes all accelerators as one item
    #[arg(long, value_name = "ITEM", default_value = "any", value_parser = words)]
    pub(crate) item: String,
    /// The days of arrival that count: 2025-05..2025-08, 2025-05-03, 2025, or open as 2025-05.. [default: all]
    #[arg(long, value_name = "DAYS", value_parser = window, default_value = "..", hide_default_value = true)]
    pub(crate) window: Window,
    /// Which column is which, where the headers do not say: `from=Exporter name`; may be given several times
    #[arg(long, value_name = "COLUMN=HEADER")]
    pub(crate) map: Vec<String>,
    /// The sheet of a workbook
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// Units in a box, carton or crate; without it quantities in boxes are not read
    #[arg(long, value_name = "N")]
    pub(crate) per_box: Option<u64>,
    /// What sites held before their first record: a table with site, item, units, date, source
    #[arg(long, value_name = "FILE")]
    pub(crate) stock: Option<PathBuf>,
    /// What was found installed or in store: a table with site, item, units, date, source
    #[arg(long, value_name = "FILE")]
    pub(crate) inventory: Option<PathBuf>,
    /// Show also the interval if every site between may at any time have held so many chips that no record shows
    #[arg(long, value_name = "CHIPS", default_value_t = 0)]
    pub(crate) unrecorded: u32,
    /// Leave out joins of parties and of documents that are inferred only
    #[arg(long)]
    pub(crate) asserted_only: bool,
    /// How many routes to print
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) routes: usize,
    /// What to print
    #[arg(long, value_enum, default_value_t = TraceFormat::Table)]
    pub(crate) format: TraceFormat,
    /// Where to write; a dash is standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TraceFormat {
    /// For a terminal
    Table,
    /// One JSON object
    Json,
    /// The same on one line
    Jsonl,
    /// One page, with the drawings
    Html,
    /// The routes, a row each
    Csv,
    /// The sites and what went between them, for graph programs
    Graphml,
    /// The same as entities of FollowTheMoney
    Ftm,
    /// The flow as a drawing
    SvgSankey,
    /// The flow on a map, by month
    SvgMap,
}

/// The days that count; open where `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) since: Option<Date>,
    pub(crate) until: Option<Date>,
}

fn window(text: &str) -> Result<Window, String> {
    let wrong =
        || format!("`{text}` is no window; give days as 2025-05..2025-08, 2025-05-03, 2025, 2025-05.. or ..2025-08");
    let (since, until) = text.split_once("..").unwrap_or((text, text));
    let side = |text: &str, last: bool| match text.trim() {
        "" => Ok(None),
        text => day(text, last).map(Some).ok_or_else(wrong),
    };
    let window = Window { since: side(since, false)?, until: side(until, true)? };
    if window.since.zip(window.until).is_some_and(|(since, until)| since > until) {
        return Err(format!("`{text}` ends before it begins"));
    }
    if text.trim().is_empty() { Err(wrong()) } else { Ok(window) }
}

/// The first or last day of a year, a month or a day.
fn day(text: &str, last: bool) -> Option<Date> {
    let parts: Vec<i16> = text.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let small = |part: i16| i8::try_from(part).ok();
    match parts.as_slice() {
        [year] => Date::new(*year, if last { 12 } else { 1 }, if last { 31 } else { 1 }).ok(),
        [year, month] => {
            let first = Date::new(*year, small(*month)?, 1).ok()?;
            Some(if last { first.last_of_month() } else { first })
        }
        [year, month, day] => Date::new(*year, small(*month)?, small(*day)?).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows() {
        let read = |text| window(text).map(|w| format!("{:?} {:?}", w.since, w.until));
        assert_eq!(read("2025-05..2025-08").unwrap(), "Some(2025-05-01) Some(2025-08-31)");
        assert_eq!(read("2024-02").unwrap(), "Some(2024-02-01) Some(2024-02-29)");
        assert_eq!(read("2025").unwrap(), "Some(2025-01-01) Some(2025-12-31)");
        assert_eq!(read("..2025-08-03").unwrap(), "None Some(2025-08-03)");
        assert_eq!(read("..").unwrap(), "None None");
        for wrong in ["", "May", "2025-13", "2025-08..2025-05", "2025-02-30", "2025-05-01-01"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
