//! A table of stakes, read by its header.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader, Read};

use csv::{ByteRecord, StringRecord};
use tidewaiter_model::{Date, Fault, Interest, Position, Stake};

use super::cells::Faults;
use super::table::{Table, cell, delimiter};
use crate::share;
use crate::table::{New, StakeTable, Terms};

/// The columns and the words that name them.
const OWNER: &[&str] = &["owner", "shareholder", "股东"];
const OWNED: &[&str] = &["owned", "company", "被投资企业"];
const SHARE: &[&str] = &["share", "share %", "percent", "percentage", "持股比例"];
const FROM: &[&str] = &["from", "start"];
const TO: &[&str] = &["to", "end"];
const SOURCE: &[&str] = &["source", "register"];
const INTEREST: &[&str] = &["interest"];
const OWNER_ID: &[&str] = &["owner_id", "owner id"];
const OWNED_ID: &[&str] = &["owned_id", "owned id"];

const WANTED: &str = "the columns owner, owned, share, from, to, source";

pub(crate) struct Columns {
    owner: Option<usize>,
    owned: Option<usize>,
    owner_id: Option<usize>,
    owned_id: Option<usize>,
    interest: Option<usize>,
    share: Option<usize>,
    from: Option<usize>,
    to: Option<usize>,
    source: Option<usize>,
}

/// One row, its texts borrowed.
pub(crate) struct Statement<'a> {
    pub owner: Cow<'a, str>,
    pub owner_id: &'a str,
    pub owned: &'a str,
    pub owned_id: &'a str,
    pub interest: Interest,
    pub share: share::Share,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// Empty where the row itself is the source.
    pub source: &'a str,
}

/// Read a table of stakes in CSV: `owner, owned, share, from, to, source`, in any order and case; where there, also
/// `interest` (`ownership`, `votes`, `control`, `consolidation`, `director`, `representative`), `owner_id` and
/// `owned_id`; other columns are left alone; commas, semicolons or tabs. Shares in percent as
/// [`read_share`](crate::read_share) reads them, dates ISO (`2025-05-01`, `2025-05` or `2025`).
///
/// Every fault names row and column. A row with a fault is kept wherever it still says something: with an unreadable
/// share it is a stake of unknown share, without an owner's name a stake of an unnamed owner, with unreadable or
/// reversed dates a stake without dates.
///
/// # Examples
/// ```
/// let (stakes, faults) = tidewaiter_ownership::read_stakes(
///     "stakes.csv",
///     "owned,owner,share\nKestrel Compute Sdn Bhd,Alder Holdings Ltd,>50\nKestrel Compute Sdn Bhd,Birch Ltd,most\n",
/// );
/// assert_eq!(stakes.len(), 2);
/// assert_eq!(faults[0].position.to_string(), "stakes.csv, row 3, column share");
/// ```
#[must_use]
pub fn read_stakes(file_name: &str, text: &str) -> (Vec<Stake>, Vec<Fault>) {
    let table = Table::new(file_name, text.trim_start_matches('\u{feff}'));
    let mut faults = Vec::new();
    let mut stakes = Vec::new();
    let Some(columns) = Columns::of(&table.header, file_name, &mut faults) else { return (stakes, faults) };
    table.rows(&mut Faults::new(file_name, &mut faults), |record, faults| {
        if let Some(read) = columns.statement(record, share_of, faults) {
            let source = if read.source.is_empty() { faults.source() } else { read.source.to_owned() };
            stakes.push(Stake {
                owner: read.owner.into_owned(),
                owner_id: read.owner_id.to_owned(),
                owned: read.owned.to_owned(),
                owned_id: read.owned_id.to_owned(),
                interest: read.interest,
                share: read.share.range,
                above: read.share.above,
                below: read.share.below,
                from: read.from,
                to: read.to,
                source,
            });
        }
    });
    (stakes, faults)
}

impl Columns {
    pub(crate) fn of(header: &StringRecord, file_name: &str, faults: &mut Vec<Fault>) -> Option<Self> {
        let file = Position::file(file_name);
        if header.iter().all(str::is_empty) {
            let remedy = format!("give a table with {WANTED}");
            faults.push(Fault::new("empty-file", file, "there is no table in it", remedy));
            return None;
        }
        let find = |names: &[&str]| header.iter().position(|cell| names.contains(&cell.trim().to_lowercase().as_str()));
        let mut missing = |name: &str, what: &str| {
            let says = format!("there is no column {name}{what}");
            let remedy = format!("give a table with {WANTED}");
            faults.push(Fault::new("missing-column", file.clone().at_row(1), says, remedy));
        };
        let columns = Self {
            owner: find(OWNER),
            owned: find(OWNED),
            owner_id: find(OWNER_ID),
            owned_id: find(OWNED_ID),
            interest: find(INTEREST),
            share: find(SHARE),
            from: find(FROM),
            to: find(TO),
            source: find(SOURCE),
        };
        let (owner, owned) = (columns.owner.or(columns.owner_id), columns.owned.or(columns.owned_id));
        if owner.is_none() || owned.is_none() {
            missing(if owner.is_none() { "owner" } else { "owned" }, "");
            return None;
        }
        if columns.share.is_none() {
            missing("share", ": every share is unknown");
        }
        Some(columns)
    }

    /// What a row says, or nothing where it names no company. `share_of` reads the cell of the share.
    pub(crate) fn statement<'a>(
        &self,
        record: &'a StringRecord,
        mut share_of: impl FnMut(&str, &str, &mut Faults<'_>) -> share::Share,
        faults: &mut Faults<'_>,
    ) -> Option<Statement<'a>> {
        let cell = |column| cell(record, column);
        let (owner_id, owned_id) = (cell(self.owner_id), cell(self.owned_id));
        let named = |name: &'a str, id: &'a str| if name.is_empty() { id } else { name };
        let owned = named(cell(self.owned), owned_id);
        if owned.is_empty() {
            let says = "the company owned has no name, so the row says nothing";
            faults.add("missing-name", "owned", says, "name the company owned");
            return None;
        }
        let mut owner = Cow::Borrowed(named(cell(self.owner), owner_id));
        if owner.is_empty() {
            owner = Cow::Owned(format!("unnamed owner ({})", faults.source()));
            let says = format!("the owner of {owned} has no name; kept as {owner}");
            faults.add("missing-name", "owner", says, "name the owner");
        }
        if owner_id == owned_id && (owner == owned || !owner_id.is_empty()) {
            let says = format!("{owned} owns itself");
            faults.add("self-owned", "owner", says, "check the row; it is kept as it stands");
        }
        let (from, to) = faults.dates((cell(self.from), "from"), (cell(self.to), "to"));
        Some(Statement {
            owner,
            owner_id,
            owned,
            owned_id,
            interest: interest(cell(self.interest), faults),
            share: share_of(cell(self.share), "share", faults),
            from,
            to,
            source: cell(self.source),
        })
    }
}

/// A share, or an unknown one and a fault. A word that stands for a share is told too.
pub(super) fn share_of(text: &str, column: &str, faults: &mut Faults<'_>) -> share::Share {
    const REMEDY: &str = "write percent as 25, 25-50, >50, or leave it empty where it is unknown";
    match share::parse(text) {
        Ok(share) => {
            if share::in_words(text) {
                let read = share::written(&share.range, share.above, share.below);
                let says = format!("`{}` is read as {read} percent", text.trim());
                faults.add("share-in-words", column, says, REMEDY);
            }
            share
        }
        Err(error) => {
            faults.add("unread-share", column, format!("{error}; kept as an unknown share"), REMEDY);
            share::Share::default()
        }
    }
}

fn interest(text: &str, faults: &mut Faults<'_>) -> Interest {
    match text.to_lowercase().as_str() {
        "" | "ownership" | "shares" => Interest::Ownership,
        "votes" | "voting" => Interest::Votes,
        "control" => Interest::Control,
        "consolidation" => Interest::Consolidation,
        "director" | "directorship" => Interest::Directorship,
        "representative" | "representation" => Interest::Representation,
        _ => {
            let says = format!("`{text}` is no kind of interest known here; kept as ownership");
            let remedy = "write ownership, votes, control, consolidation, director or representative";
            faults.add("unread-interest", "interest", says, remedy);
            Interest::Ownership
        }
    }
}

/// Of one kind of fault this many are told one by one where the table is read as a stream.
const TOLD: u64 = 1000;

/// Read a table row by row into columns. Bytes that are no UTF-8 are kept as the sign for that.
pub(crate) fn stream_stakes(file_name: &str, reader: impl Read, table: &mut StakeTable) -> Vec<Fault> {
    let mut told = Vec::new();
    let mut reader = BufReader::with_capacity(1 << 20, reader);
    let first = reader.fill_buf().unwrap_or_default();
    let first = String::from_utf8_lossy(first.split(|b| *b == b'\n').next().unwrap_or_default());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&first))
        .buffer_capacity(1 << 18)
        .from_reader(reader);
    let (mut bytes, mut header) = (ByteRecord::new(), StringRecord::new());
    if matches!(reader.read_byte_record(&mut bytes), Ok(true)) {
        header = StringRecord::from_byte_record_lossy(bytes.clone());
        header.trim();
        header = header.iter().map(|cell| cell.trim_start_matches('\u{feff}')).collect();
    }
    let Some(columns) = Columns::of(&header, file_name, &mut told) else { return told };
    let mut shares: HashMap<String, share::Share> = HashMap::new();
    let mut more: BTreeMap<String, (u64, Fault)> = BTreeMap::new();
    let mut fresh = Vec::new();
    loop {
        let mut faults = Faults::new(file_name, &mut fresh);
        let before = table.len();
        match reader.read_byte_record(&mut bytes) {
            Ok(false) => break,
            Ok(true) => {
                faults.at(bytes.position().map_or(0, csv::Position::line));
                if bytes.iter().all(|cell| cell.trim_ascii().is_empty()) {
                    continue;
                }
                let record = StringRecord::from_byte_record(std::mem::take(&mut bytes)).unwrap_or_else(|error| {
                    faults.add(
                        "not-utf-8",
                        "",
                        "the row is not UTF-8; letters that could not be read are kept as \u{fffd}",
                        "save the file as UTF-8",
                    );
                    StringRecord::from_byte_record_lossy(error.into_byte_record())
                });
                let mut share = |text: &str, column: &str, faults: &mut Faults<'_>| match shares.get(text) {
                    Some(share) => *share,
                    None => {
                        let before = faults.all.len();
                        let share = share_of(text, column, faults);
                        if faults.all.len() == before && shares.len() < KEPT {
                            shares.insert(text.to_owned(), share);
                        }
                        share
                    }
                };
                if let Some(read) = columns.statement(&record, &mut share, &mut faults) {
                    let row = if read.source.is_empty() { faults.row() } else { 0 };
                    table.add(&New {
                        owner: &read.owner,
                        owner_id: read.owner_id,
                        owned: read.owned,
                        owned_id: read.owned_id,
                        terms: Terms { interest: read.interest, share: read.share },
                        from: read.from,
                        to: read.to,
                        source: if row > 0 { file_name } else { read.source },
                        row,
                    });
                }
                bytes = record.into_byte_record();
            }
            Err(error) => {
                faults.at(error.position().map_or(0, csv::Position::line));
                faults.add(
                    "unread-row",
                    "",
                    format!("the row could not be read: {error}"),
                    "check the file and its quotes",
                );
                if error.is_io_error() {
                    break;
                }
            }
        }
        for fault in fresh.drain(..) {
            let (count, _) = more
                .entry(fault.code.clone())
                .and_modify(|e| e.0 = e.0.saturating_add(1))
                .or_insert_with(|| (1, fault.clone()));
            if *count <= TOLD {
                if table.len() > before {
                    table.doubt(fault.clone());
                }
                told.push(fault);
            }
        }
    }
    told.append(&mut fresh);
    for (code, (count, first)) in more {
        if let Some(rest) = count.checked_sub(TOLD).filter(|rest| *rest > 0) {
            let says =
                format!("{rest} more faults of this kind, the first in row {}", first.position.row.unwrap_or_default());
            told.push(Fault::new(&code, Position::file(file_name), says, first.remedy));
        }
    }
    told
}

/// How many ways of writing a share are kept in mind.
const KEPT: usize = 100_000;
