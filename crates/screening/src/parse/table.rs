//! Lists as tables: the Consolidated Screening List's CSV, and plain tables with a `name` column.

use tidewaiter_model::place::country_named;

use super::csl::{aliases, day, kind, list_id};
use super::{FETCH_AGAIN, Lists};
use crate::{Alias, Entry, ListData, ListFault};

/// Where each known column stands.
struct Columns {
    headers: Vec<String>,
}

impl Columns {
    fn cell<'r>(&self, row: &'r csv::StringRecord, names: &[&str]) -> &'r str {
        let place = names.iter().find_map(|name| self.headers.iter().position(|header| header == name));
        place.and_then(|at| row.get(at)).unwrap_or_default().trim()
    }

    fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|header| header == name)
    }
}

pub(super) fn read(file: &str, text: &str) -> Result<Vec<ListData>, ListFault> {
    if ends_in_quotes(text) {
        return Err(ListFault::new(file, "ends inside a quoted cell: it is cut off", FETCH_AGAIN));
    }
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| table_fault(file, &error))?;
    let columns =
        Columns { headers: headers.iter().map(|header| header.trim().to_lowercase().replace(' ', "_")).collect() };
    if !columns.has("name") {
        let says = "is no list that is known here: neither JSON nor a table with a `name` column in its first row";
        let remedy = "give the official Consolidated Screening List (JSON or CSV) or a CSV with the columns \
                      name, aliases, country, address, identifier, citation, list";
        return Err(ListFault::new(file, says, remedy));
    }
    let is_csl = columns.has("alt_names") && columns.has("source");
    let fallback = own_id(file);
    let mut lists = Lists::default();
    for record in reader.records() {
        let record = record.map_err(|error| table_fault(file, &error))?;
        let row = record.position().map_or(0, csv::Position::line);
        let entry = if is_csl { csl_entry(&columns, &record) } else { plain_entry(&columns, &record) };
        if entry.name.is_empty() {
            return Err(ListFault::new(file, "the name is empty", "fill it in, or delete the row").at_row(row));
        }
        let source = columns.cell(&record, &["source", "list_name"]);
        if is_csl {
            lists.push(&list_id(source), source, entry);
        } else {
            let list = columns.cell(&record, &["list", "list_id"]);
            let id = if list.is_empty() { fallback.clone() } else { slug(list) };
            let name = if source.is_empty() { if list.is_empty() { file } else { list } } else { source };
            lists.push(&id, name, entry);
        }
    }
    Ok(lists.finish(None, false))
}

/// Is the last cell begun with a quote that nothing closes? The table reader would take it as it is.
fn ends_in_quotes(text: &str) -> bool {
    let (mut quoted, mut cell_begins) = (false, true);
    for byte in text.bytes() {
        match byte {
            // A doubled quote closes the cell and opens it again.
            b'"' if quoted => quoted = false,
            b'"' if cell_begins => quoted = true,
            _ => {}
        }
        // After a closing quote only a comma or a line's end may follow, or the quote's double.
        cell_begins = !quoted && matches!(byte, b',' | b'\n' | b'\r' | b'"');
    }
    quoted
}

fn table_fault(file: &str, error: &csv::Error) -> ListFault {
    let row = error.position().map(csv::Position::line);
    let fault = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            let says =
                format!("this row has {len} cells and the header {expected_len}: cut off, or a comma without quotes");
            ListFault::new(file, says, "put quotes around cells with commas, or fetch the file again")
        }
        _ => ListFault::new(file, format!("is not readable as a table ({error})"), FETCH_AGAIN),
    };
    match row {
        Some(row) => fault.at_row(row),
        None => fault,
    }
}

/// Cells with several values are separated by semicolons.
fn several(cell: &str) -> impl Iterator<Item = String> {
    cell.split(';').map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
}

fn csl_entry(columns: &Columns, row: &csv::StringRecord) -> Entry {
    let cell = |name: &str| columns.cell(row, &[name]);
    let name = cell("name").to_owned();
    let mut countries = Vec::new();
    let mut addresses = Vec::new();
    for address in several(cell("addresses")) {
        // The country is the last part: "12 Example Road, Shenzhen, CN".
        let (rest, last) = address.rsplit_once(',').unwrap_or(("", &address));
        match country_named(last.trim()) {
            Some(country) => {
                countries.push(country);
                if !rest.trim().is_empty() {
                    addresses.push(rest.trim().to_owned());
                }
            }
            None => addresses.push(address),
        }
    }
    let further = [cell("citizenships"), cell("nationalities"), cell("vessel_flag")];
    countries.extend(further.into_iter().flat_map(several).filter_map(|text| country_named(&text)));
    let id = columns.cell(row, &["_id", "id"]);
    Entry {
        id: if id.is_empty() { cell("entity_number") } else { id }.to_owned(),
        aliases: aliases([cell("alt_names").to_owned()], &name),
        name,
        countries,
        addresses,
        identifiers: several(cell("ids")).map(|text| identifier_in(&text)).collect(),
        kind: kind(cell("type")),
        programs: several(cell("programs")).collect(),
        citation: cell("federal_register_notice").to_owned(),
        licence_requirement: cell("license_requirement").to_owned(),
        licence_policy: cell("license_policy").to_owned(),
        start: day(cell("start_date")),
        end: day(cell("end_date")),
        source_url: columns.cell(row, &["source_information_url", "source_list_url"]).to_owned(),
        ..Entry::default()
    }
}

/// The number in `Registration Number, 1234, RU`: the second part, or the whole where there is no comma.
fn identifier_in(text: &str) -> String {
    text.split(',').nth(1).unwrap_or(text).trim().to_owned()
}

fn plain_entry(columns: &Columns, row: &csv::StringRecord) -> Entry {
    let cell = |names: &[&str]| columns.cell(row, names);
    let name = cell(&["name"]).to_owned();
    let mut all = aliases([cell(&["aliases", "alias", "alt_names"]).to_owned()], &name);
    let weak = aliases([cell(&["weak_aliases"]).to_owned()], &name);
    all.extend(weak.into_iter().map(|alias| Alias { weak: true, ..alias }));
    Entry {
        id: cell(&["id", "_id", "entry"]).to_owned(),
        name,
        aliases: all,
        countries: several(cell(&["country", "countries"])).filter_map(|text| country_named(&text)).collect(),
        addresses: several(cell(&["address", "addresses"])).collect(),
        identifiers: several(cell(&["identifier", "identifiers"])).collect(),
        kind: kind(cell(&["kind", "type"])),
        programs: several(cell(&["programs", "program"])).collect(),
        citation: cell(&["citation"]).to_owned(),
        licence_requirement: cell(&["licence_requirement", "license_requirement"]).to_owned(),
        licence_policy: cell(&["licence_policy", "license_policy"]).to_owned(),
        footnote: cell(&["footnote"]).parse().ok(),
        start: day(cell(&["start", "start_date"])),
        end: day(cell(&["end", "end_date"])),
        source_url: cell(&["source_url", "url"]).to_owned(),
        ..Entry::default()
    }
}

fn own_id(file: &str) -> String {
    let base = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = base.split('.').next().unwrap_or(base);
    format!("list-{}", slug(stem))
}

fn slug(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "unnamed".to_owned() } else { words.join("-") }
}
