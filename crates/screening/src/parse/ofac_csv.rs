//! OFAC's delimited files, which have no header and come in parts: parties (`SDN.CSV`), other names (`ALT.CSV`), addresses
//! (`ADD.CSV`) and, where there are any, remarks that go on behind their thousandth character (`SDN_COMMENTS.CSV`); and the
//! same for the lists beside the SDN list. `-0-` stands for an empty cell.
//!
//! Source: OFAC, data specification of the SDN list.

use std::collections::BTreeMap;

use super::build::{kind, tidy};
use super::ofac::{PUBLICATION, Parties};
use super::{FETCH_AGAIN, Lists};
use crate::{Entry, ListData, ListFault, PartyKind};

/// One of the files that make up the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Parties,
    Names,
    Addresses,
    Remarks,
}

/// Which part is it? Told by the number of cells, the number in the first, and the mark for empty ones.
pub(super) fn part(text: &str) -> Option<Part> {
    let mut reader = reader(text);
    let mut cells = csv::StringRecord::new();
    let mut part = None;
    // A row or two may have no empty cell.
    for _ in 0..5 {
        if !matches!(reader.read_record(&mut cells), Ok(true)) || cells.get(0)?.trim().parse::<u64>().is_err() {
            break;
        }
        let now = match cells.len() {
            12 => Part::Parties,
            5 => Part::Names,
            6 => Part::Addresses,
            // It has no empty cells; remarks are divided by semicolons.
            2 if cells.get(1)?.contains(';') => return Some(Part::Remarks),
            _ => return None,
        };
        if part.is_some_and(|known| known != now) {
            return None;
        }
        part = Some(now);
        if cells.iter().any(|cell| cell.trim() == EMPTY) {
            return part;
        }
    }
    None
}

const EMPTY: &str = "-0-";

fn reader(text: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// Read the parts together. Each file of parties takes the names and addresses of the other files by number.
pub(super) fn read(files: &[(&str, &str)]) -> Result<Vec<ListData>, ListFault> {
    let of = |wanted: Part| files.iter().filter(move |(_, text)| part(text) == Some(wanted));
    let first = files.first().map_or("", |(name, _)| *name);
    for (wanted, words) in [
        (Part::Parties, "parties (SDN.CSV)"),
        (Part::Names, "other names (ALT.CSV)"),
        (Part::Addresses, "addresses (ADD.CSV)"),
    ] {
        if of(wanted).next().is_none() {
            let says = format!("is one part of OFAC's delimited list, and the part with {words} is missing");
            return Err(ListFault::new(first, says, "add SDN.CSV, ALT.CSV and ADD.CSV in one command, or sdn.xml"));
        }
    }
    let mut names: BTreeMap<u64, Vec<(String, bool)>> = BTreeMap::new();
    for (file, text) in of(Part::Names) {
        rows(file, text, 5, |number, cell| {
            names.entry(number).or_default().push((cell(3), cell(2).trim() == "fka"));
        })?;
    }
    let mut addresses: BTreeMap<u64, Vec<[String; 3]>> = BTreeMap::new();
    for (file, text) in of(Part::Addresses) {
        rows(file, text, 6, |number, cell| {
            addresses.entry(number).or_default().push([cell(2), cell(3), cell(4)]);
        })?;
    }
    let mut more: BTreeMap<u64, String> = BTreeMap::new();
    for (file, text) in of(Part::Remarks) {
        rows(file, text, 2, |number, cell| more.entry(number).or_default().push_str(&cell(1)))?;
    }
    let mut lists = Lists::of(PUBLICATION);
    for (file, text) in of(Part::Parties) {
        let mut parties = Parties::new();
        let mut nameless = None;
        rows(file, text, 12, |number, cell| {
            let remarks = cell(11) + more.get(&number).map_or("", String::as_str);
            let mut entry = party(number, &remarks, cell);
            for (name, former) in names.get(&number).into_iter().flatten() {
                entry.add_alias(name, false, *former);
            }
            for [street, city, country] in addresses.get(&number).into_iter().flatten() {
                entry.add_address([street.as_str(), city.as_str()], country);
            }
            if entry.name.is_empty() {
                nameless = nameless.or(Some(number));
            }
            parties.push(entry, remarks.split(';').map(tidy).collect());
        })?;
        if let Some(number) = nameless {
            return Err(ListFault::new(file, format!("the party {number} has no name"), FETCH_AGAIN));
        }
        parties.by_list(&mut lists);
    }
    Ok(lists.finish(None))
}

/// Hand over each row: its number, and what gives a cell (from 0) without the mark for empty ones.
fn rows(
    file: &str,
    text: &str,
    width: usize,
    mut take: impl FnMut(u64, &dyn Fn(usize) -> String),
) -> Result<(), ListFault> {
    let mut reader = reader(text);
    let mut cells = csv::StringRecord::new();
    loop {
        let fault = |says: String, row| ListFault::new(file, says, FETCH_AGAIN).at_row(row);
        match reader.read_record(&mut cells) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                return Err(fault(format!("is not readable as a table ({error})"), line));
            }
        }
        let line = cells.position().map_or(0, csv::Position::line);
        // The files end with a sign of old systems, alone on its line.
        if cells.len() == 1 && cells.get(0).is_some_and(|cell| cell.trim_matches(['\u{1a}', ' ']).is_empty()) {
            continue;
        }
        let number = cells.get(0).and_then(|cell| cell.trim().parse::<u64>().ok());
        let (Some(number), true) = (number, cells.len() == width) else {
            return Err(fault(format!("this row has {} cells of {width}, or no number: cut off", cells.len()), line));
        };
        // As written: a text that goes on in another file may be cut beside a space.
        let cell = |at: usize| cells.get(at).filter(|text| text.trim() != EMPTY).unwrap_or_default().to_owned();
        take(number, &cell);
    }
}

fn party(number: u64, remarks: &str, cell: &dyn Fn(usize) -> String) -> Entry {
    let mut entry = Entry::named(&number.to_string(), &cell(1));
    entry.kind = match cell(2).trim() {
        "" => PartyKind::Company,
        written => kind(written),
    };
    // Several programmes are written `SDGT] [IFSR`.
    for program in cell(3).split(['[', ']']) {
        entry.add_program(program);
    }
    entry.add_identifier("Call sign", &cell(5));
    entry.add_country(&cell(9));
    for remark in remarks.trim().trim_end_matches('.').split(';') {
        add_remark(&mut entry, &tidy(remark));
    }
    entry
}

/// What the remarks say in their fixed words: `DOB 12 Mar 1967`, `nationality Iran`, `Passport A12 (Iran)`,
/// `a.k.a. 'ABC'` (so the weak names are given).
fn add_remark(entry: &mut Entry, remark: &str) {
    let remark = remark.strip_prefix("alt. ").unwrap_or(remark);
    if let Some(date) = remark.strip_prefix("DOB ") {
        entry.add_date(date);
    } else if let Some(country) = remark.strip_prefix("nationality ").or_else(|| remark.strip_prefix("citizen ")) {
        entry.add_country(country);
    } else if let Some(name) = remark.strip_prefix("a.k.a. ") {
        entry.add_alias(name.trim_matches(['\'', '"', '‘', '’', '“', '”']), true, false);
    } else if let Some((kind, number)) = numbered(remark) {
        entry.add_identifier(kind, number);
    }
}

/// Kind and number in `Tax ID No. 12345 (Iran)`: the number is the last word before the country and has a digit.
fn numbered(remark: &str) -> Option<(&str, &str)> {
    let before = remark.strip_suffix(')').and_then(|open| open.rsplit_once(" (")).map_or(remark, |(before, _)| before);
    let (kind, number) = before.rsplit_once(' ')?;
    let is_kind = ["no.", "number", "passport", "identification", "#", "code", "lei", "registration"]
        .iter()
        .any(|word| kind.to_lowercase().contains(word));
    (is_kind && number.chars().any(|c| c.is_ascii_digit())).then_some((kind, number))
}
