//! A table of stakes, read by its header.

use tidewaiter_model::{Date, Fault, Interest, Position, Stake};

use crate::share;

/// The columns and the words that name them.
const OWNER: &[&str] = &["owner", "shareholder", "股东"];
const OWNED: &[&str] = &["owned", "company", "被投资企业"];
const SHARE: &[&str] = &["share", "share %", "percent", "percentage", "持股比例"];
const FROM: &[&str] = &["from", "start"];
const TO: &[&str] = &["to", "end"];
const SOURCE: &[&str] = &["source", "register"];

struct Columns {
    owner: usize,
    owned: usize,
    share: Option<usize>,
    from: Option<usize>,
    to: Option<usize>,
    source: Option<usize>,
}

/// Read a table of stakes in CSV: `owner, owned, share, from, to, source`, in any order and case, other columns left
/// alone; commas, semicolons or tabs. Shares in percent as [`read_share`](crate::read_share) reads them, dates ISO
/// (`2025-05-01`, `2025-05` or `2025`).
///
/// Every fault names row and column. A row with a fault is kept wherever it still says something: with an unreadable
/// share it is a stake of unknown share, without an owner's name a stake of an unnamed owner, with unreadable or
/// reversed dates a stake without dates.
///
/// # Examples
/// ```
/// let (stakes, faults) = tidewaiter_ownership::read_stakes(
///     "stakes.csv",
///     "owned,owner,share\nKestrel Compute Sdn Bhd,Alder Holdings Ltd,>50\nKestrel Compute Sdn Bhd,Birch Ltd,majority\n",
/// );
/// assert_eq!(stakes.len(), 2);
/// assert_eq!(faults[0].position.to_string(), "stakes.csv, row 3, column share");
/// ```
#[must_use]
pub fn read_stakes(file_name: &str, text: &str) -> (Vec<Stake>, Vec<Fault>) {
    let text = text.trim_start_matches('\u{feff}');
    let mut faults = Vec::new();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let file = Position::file(file_name);
    let Some(Ok(header)) = records.next() else {
        faults.push(Fault::new("empty-file", file, "there is no table in it", format!("give a table with {WANTED}")));
        return (Vec::new(), faults);
    };
    let Some(columns) = columns_of(&header, &file, &mut faults) else { return (Vec::new(), faults) };
    let mut stakes = Vec::new();
    for record in records {
        match record {
            Ok(record) => {
                let row = record.position().map_or(0, csv::Position::line);
                if record.iter().any(|cell| !cell.is_empty()) {
                    stakes.extend(row_of(&record, &columns, &file.clone().at_row(row), &mut faults));
                }
            }
            Err(error) => faults.push(Fault::new(
                "unread-row",
                error.position().map_or_else(|| file.clone(), |p| file.clone().at_row(p.line())),
                format!("the row could not be read: {error}"),
                "check its quotes and its encoding (UTF-8)",
            )),
        }
    }
    (stakes, faults)
}

const WANTED: &str = "the columns owner, owned, share, from, to, source";

/// The separator that the first line holds most of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |c: char| header.matches(c).count();
    let (commas, semicolons, tabs) = (count(','), count(';'), count('\t'));
    if tabs > commas.max(semicolons) {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

fn columns_of(header: &csv::StringRecord, file: &Position, faults: &mut Vec<Fault>) -> Option<Columns> {
    let find = |names: &[&str]| header.iter().position(|cell| names.contains(&cell.trim().to_lowercase().as_str()));
    let missing = |name: &str, what: &str| {
        let says = format!("there is no column {name}{what}");
        Fault::new("missing-column", file.clone().at_row(1), says, format!("give a table with {WANTED}"))
    };
    let (owner, owned, share) = (find(OWNER), find(OWNED), find(SHARE));
    if share.is_none() && owner.is_some() && owned.is_some() {
        faults.push(missing("share", ": every share is unknown"));
    }
    let (Some(owner), Some(owned)) = (owner, owned) else {
        let name = if owner.is_none() { "owner" } else { "owned" };
        faults.push(missing(name, ""));
        return None;
    };
    Some(Columns { owner, owned, share, from: find(FROM), to: find(TO), source: find(SOURCE) })
}

fn row_of(record: &csv::StringRecord, columns: &Columns, at: &Position, faults: &mut Vec<Fault>) -> Option<Stake> {
    let cell = |column: Option<usize>| column.and_then(|c| record.get(c)).unwrap_or_default();
    let mut fault = |code: &str, column: &str, says: String, remedy: &str| {
        faults.push(Fault::new(code, at.clone().in_column(column), says, remedy));
    };
    let owned = cell(Some(columns.owned)).to_owned();
    if owned.is_empty() {
        let says = "the company owned has no name, so the row says nothing".to_owned();
        fault("missing-name", "owned", says, "name the company owned");
        return None;
    }
    let mut owner = cell(Some(columns.owner)).to_owned();
    if owner.is_empty() {
        owner = format!("unnamed owner (row {})", at.row.unwrap_or_default());
        fault("missing-name", "owner", format!("the owner of {owned} has no name; kept as {owner}"), "name the owner");
    }
    if owner == owned {
        fault("self-owned", "owner", format!("{owned} owns itself"), "check the row; it is kept as it stands");
    }
    let share = share::parse(cell(columns.share)).unwrap_or_else(|error| {
        let says = format!("{error}; kept as an unknown share");
        fault("unread-share", "share", says, "write percent as 25, 25-50, >50, or leave it empty where it is unknown");
        share::Share::default()
    });
    let mut date = |column: Option<usize>, name: &str, end: bool| {
        let text = cell(column);
        let read = date_of(text, end);
        if read.is_none() && !text.is_empty() {
            let says = format!("`{text}` is no date; kept as a stake without one");
            fault("unread-date", name, says, "write it as 2025-05-01, 2025-05 or 2025");
        }
        read
    };
    let (mut from, mut to) = (date(columns.from, "from", false), date(columns.to, "to", true));
    if let (Some(start), Some(end)) = (from, to)
        && end < start
    {
        let says = format!("it ends on {end}, before it starts on {start}; kept as a stake without dates");
        fault("reversed-dates", "to", says, "check both dates");
        (from, to) = (None, None);
    }
    let source = match cell(columns.source) {
        "" => at.to_string(),
        named => named.to_owned(),
    };
    Some(Stake {
        owner,
        owner_id: String::new(),
        owned,
        owned_id: String::new(),
        interest: Interest::Ownership,
        share: share.range,
        above: share.above,
        below: share.below,
        from,
        to,
        source,
    })
}

/// A day, or the first or last day of a month or year.
fn date_of(text: &str, end: bool) -> Option<Date> {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &&str| -> Option<i16> {
        (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
    };
    let small = |part: &&str| number(part).and_then(|n| i8::try_from(n).ok());
    match parts.as_slice() {
        [year] if year.len() == 4 => {
            let (month, day) = if end { (12, 31) } else { (1, 1) };
            Date::new(number(year)?, month, day).ok()
        }
        [year, month] if year.len() == 4 => {
            let first = Date::new(number(year)?, small(month)?, 1).ok()?;
            Some(if end { first.last_of_month() } else { first })
        }
        [year, month, day] if year.len() == 4 => Date::new(number(year)?, small(month)?, small(day)?).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn header_in_any_order_with_extra_columns() {
        let text =
            "\u{feff}Source;note;SHARE;Owned;To;From;Owner\nregister A;x;25-50;Kestrel Ltd;2025;2024-02;Alder Ltd\n";
        let (stakes, faults) = read_stakes("s.csv", text);
        assert_eq!(faults, []);
        insta::assert_debug_snapshot!(stakes);
    }

    #[test]
    fn bad_rows_are_reported_and_good_ones_kept() {
        let text = "owner,owned,share,from,to,source\n\
            Alder Ltd,Kestrel Ltd,majority,,,a\n\
            ,Kestrel Ltd,20,,,a\n\
            Alder Ltd,,20,,,a\n\
            Kestrel Ltd,Kestrel Ltd,10,,,a\n\
            Birch Ltd,Kestrel Ltd,140,,,a\n\
            \n\
            Birch Ltd,Heron Ltd,10,03/04/2025,2024-13,a\n\
            Birch Ltd,Heron Ltd,10,2025-02-01,2024-01-01,a\n\
            Cedar Ltd,Heron Ltd\n\
            Cedar Ltd,Heron Ltd,60,,,,,\n";
        let (stakes, faults) = read_stakes("s.csv", text);
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(faults.join("\n"));
        assert_eq!(stakes.len(), 8, "only the row without the company owned says nothing");
        assert_eq!(stakes.last().unwrap().source, "s.csv, row 11");
    }

    #[test]
    fn a_table_without_its_columns_says_so_once() {
        for (text, code) in
            [("", "empty-file"), ("a,b\n1,2\n", "missing-column"), ("owner,share\nx,2\n", "missing-column")]
        {
            let (stakes, faults) = read_stakes("s.csv", text);
            assert!(stakes.is_empty());
            assert_eq!(faults.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), [code], "{text}");
        }
        let (stakes, faults) = read_stakes("s.csv", "owner,owned\nAlder Ltd,Kestrel Ltd\n");
        assert_eq!((stakes.len(), faults.len()), (1, 1), "without shares every share is unknown");
        assert!(stakes[0].share.is_unknown());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(text in "(owner,owned,share,from,to,source\n)?[a-c0-9,\"\n>%.\\-]{0,80}") {
            let rows = text.lines().count();
            let (stakes, _) = read_stakes("s.csv", &text);
            prop_assert!(stakes.len() <= rows);
        }
    }
}
