//! Lists as tables: the formats told apart by their header, and what they share.

use std::collections::BTreeMap;

use tidewaiter_model::place::country_named;

use super::build::kind;
use super::csl::{aliases, list_id};
use super::dates::iso as day;
use super::{FETCH_AGAIN, Lists, asia, uk};
use crate::{Alias, Entry, ListData, ListFault};

/// Rows that may stand above the header: a title, the day of the report.
const ABOVE_MAX: usize = 15;

/// The headers of a table, in lower case, each run of other signs as one underscore: `Post/Zip Code` is `post_zip_code`.
pub(super) struct Columns(Vec<String>);

impl Columns {
    fn of(row: &csv::StringRecord) -> Self {
        let normal = |header: &str| {
            let lower = header.to_lowercase();
            let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
            words.join("_")
        };
        Self(row.iter().map(normal).collect())
    }

    fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.0.iter().any(|header| header == name))
    }

    /// Is there a header with these words in it?
    fn mentions(&self, words: &str) -> bool {
        self.0.iter().any(|header| header.contains(words))
    }
}

/// One row under its headers.
pub(super) struct Row<'r> {
    columns: &'r Columns,
    cells: &'r csv::StringRecord,
    /// The line of the file, from 1.
    pub line: u64,
}

impl<'r> Row<'r> {
    /// The cell under the first of these headers that the table has; empty where it has none.
    pub fn cell(&self, names: &[&str]) -> &'r str {
        let place = names.iter().find_map(|name| self.columns.0.iter().position(|header| header == name));
        place.and_then(|at| self.cells.get(at)).unwrap_or_default().trim()
    }

    /// The cell under the first header with these words in it.
    pub fn under(&self, words: &str) -> &'r str {
        let place = self.columns.0.iter().position(|header| header.contains(words));
        place.and_then(|at| self.cells.get(at)).unwrap_or_default().trim()
    }
}

/// The tables known here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Csl,
    CslNames,
    UkConsolidated,
    UkSanctions,
    Meti,
    China,
    Plain,
}

/// Which table has such a header?
fn shape(columns: &Columns) -> Option<Shape> {
    if columns.has(&["name", "alt_names", "source"]) {
        Some(Shape::Csl)
    } else if columns.has(&["full_name", "sanction_list", "list_internal_id"]) {
        Some(Shape::CslNames)
    } else if columns.has(&["name_6", "group_id"]) {
        Some(Shape::UkConsolidated)
    } else if columns.has(&["name_6", "unique_id"]) {
        Some(Shape::UkSanctions)
    } else if columns.mentions("company_or_organization") && columns.mentions("also_known_as") {
        Some(Shape::Meti)
    } else if columns.has(&["name", "chinese_name", "body", "list"]) {
        Some(Shape::China)
    } else if NAMES.iter().any(|name| columns.has(&[name])) {
        Some(Shape::Plain)
    } else {
        None
    }
}

/// Headers of the name in plain tables. `company` is not among them: sheets of orders have it.
const NAMES: [&str; 8] = [
    "name",
    "entity_name",
    "company_name",
    "organization_name",
    "organisation_name",
    "party_name",
    "entity",
    "企业名称",
];

pub(super) fn read(file: &str, text: &str) -> Result<Vec<ListData>, ListFault> {
    if ends_in_quotes(text) {
        return Err(ListFault::new(file, "ends inside a quoted cell: it is cut off", FETCH_AGAIN));
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut above: Vec<String> = Vec::new();
    let mut cells = csv::StringRecord::new();
    let (columns, shape) = loop {
        if !reader.read_record(&mut cells).map_err(|error| table_fault(file, &error))? || above.len() > ABOVE_MAX {
            return if above.iter().any(|line| line.contains(SECTION_1260H)) {
                names_only(text)
            } else {
                Err(unknown(file))
            };
        }
        let columns = Columns::of(&cells);
        if let Some(shape) = shape(&columns) {
            break (columns, shape);
        }
        above.push(cells.iter().collect::<Vec<_>>().join(","));
    };
    let mut each = |take: &mut dyn FnMut(&Row<'_>) -> Result<(), ListFault>| -> Result<(), ListFault> {
        while reader.read_record(&mut cells).map_err(|error| table_fault(file, &error))? {
            let line = cells.position().map_or(0, csv::Position::line);
            if cells.len() != columns.0.len() {
                return Err(uneven(file, line, cells.len(), columns.0.len()));
            }
            take(&Row { columns: &columns, cells: &cells, line })?;
        }
        Ok(())
    };
    match shape {
        Shape::Csl => csl(file, &mut each),
        Shape::CslNames => csl_names(file, &mut each),
        Shape::UkConsolidated => uk::consolidated(file, &above, &mut each),
        Shape::UkSanctions => uk::sanctions(file, &above, &mut each),
        Shape::Meti => asia::meti(file, &above, &mut each),
        Shape::China => asia::china(file, &mut each),
        Shape::Plain => plain(file, &above, &mut each),
    }
}

/// What hands over each row under the header.
pub(super) type Each<'e> =
    &'e mut dyn FnMut(&mut dyn FnMut(&Row<'_>) -> Result<(), ListFault>) -> Result<(), ListFault>;

fn unknown(file: &str) -> ListFault {
    let says = "is no list that is known here: neither JSON nor a table with a `name` column in its first row";
    let remedy = "give an official list (`docs/lists.md` names the formats) or a CSV with the columns \
                  name, aliases, country, address, identifier, citation, list";
    ListFault::new(file, says, remedy)
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

fn uneven(file: &str, line: u64, found: usize, expected: usize) -> ListFault {
    let says = format!("this row has {found} cells and the header {expected}: cut off, or a comma without quotes");
    ListFault::new(file, says, "put quotes around cells with commas, or fetch the file again").at_row(line)
}

fn table_fault(file: &str, error: &csv::Error) -> ListFault {
    let fault = ListFault::new(file, format!("is not readable as a table ({error})"), FETCH_AGAIN);
    match error.position() {
        Some(position) => fault.at_row(position.line()),
        None => fault,
    }
}

/// A row that names nobody.
pub(super) fn nameless(file: &str, line: u64) -> ListFault {
    ListFault::new(file, "the name is empty", "fill it in, or delete the row").at_row(line)
}

/// Cells with several values are separated by semicolons.
pub(super) fn several(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|value| !value.is_empty())
}

/// Entries whose names stand in several rows, in the order of their first.
#[derive(Default)]
pub(super) struct Grouped {
    places: BTreeMap<(String, String), usize>,
    entries: Vec<(String, Entry)>,
}

impl Grouped {
    /// The entry of a list's full name and an id, made where this is its first row.
    pub fn entry(&mut self, source: &str, id: &str) -> Option<&mut Entry> {
        let at = *self.places.entry((source.to_owned(), id.to_owned())).or_insert_with(|| {
            self.entries.push((source.to_owned(), Entry::named(id, "")));
            self.entries.len().saturating_sub(1)
        });
        self.entries.get_mut(at).map(|(_, entry)| entry)
    }

    /// The entries with their lists' full names.
    pub fn finish(self) -> impl Iterator<Item = (String, Entry)> {
        self.entries.into_iter()
    }
}

/// The Consolidated Screening List's own CSV: one row a party.
fn csl(file: &str, each: Each<'_>) -> Result<Vec<ListData>, ListFault> {
    let mut lists = Lists::of("us-csl");
    each(&mut |row| {
        let entry = csl_entry(row);
        if entry.name.is_empty() {
            return Err(nameless(file, row.line));
        }
        let source = row.cell(&["source"]);
        lists.push(&list_id(source), source, entry);
        Ok(())
    })?;
    Ok(lists.finish(None))
}

fn csl_entry(row: &Row<'_>) -> Entry {
    let cell = |name: &str| row.cell(&[name]);
    let id = row.cell(&["id"]);
    let mut entry = Entry {
        id: if id.is_empty() { cell("entity_number") } else { id }.to_owned(),
        aliases: aliases([cell("alt_names").to_owned()]),
        name: cell("name").to_owned(),
        kind: kind(cell("type")),
        programs: several(cell("programs")).map(str::to_owned).collect(),
        citation: cell("federal_register_notice").to_owned(),
        licence_requirement: cell("license_requirement").to_owned(),
        licence_policy: cell("license_policy").to_owned(),
        start: day(cell("start_date")),
        end: day(cell("end_date")),
        source_url: row.cell(&["source_information_url", "source_list_url"]).to_owned(),
        ..Entry::default()
    };
    several(cell("addresses")).for_each(|address| add_address(&mut entry, address));
    let further = [cell("citizenships"), cell("nationalities"), cell("vessel_flag")];
    further.into_iter().flat_map(several).for_each(|text| entry.add_country(text));
    for text in several(cell("ids")) {
        let (kind, number) = kind_and_number(text);
        entry.add_identifier(kind, number);
    }
    several(cell("dates_of_birth")).for_each(|date| entry.add_date(date));
    entry
}

/// An address whose last part is the country: `12 Example Road, Shenzhen, CN`.
fn add_address(entry: &mut Entry, address: &str) {
    let (rest, last) = address.rsplit_once(',').unwrap_or(("", address));
    if country_named(last.trim()).is_some() {
        entry.add_address([rest], last.trim());
    } else {
        entry.add_address([address], "");
    }
}

/// Kind and number in `Registration Number, 1234, RU`; the whole is the number where there is no comma.
fn kind_and_number(text: &str) -> (&str, &str) {
    let mut parts = text.split(',');
    match (parts.next(), parts.next()) {
        (Some(kind), Some(number)) => (kind, number),
        _ => ("", text),
    }
}

/// The Consolidated Screening List as a table of names: one row a name and date of birth, with `list_internal_id`.
fn csl_names(file: &str, each: Each<'_>) -> Result<Vec<ListData>, ListFault> {
    let mut grouped = Grouped::default();
    each(&mut |row| {
        let cell = |name: &str| row.cell(&[name]);
        // Names that the list joins with «and» are split before the word.
        let written = cell("full_name");
        let name = written.strip_prefix("and ").unwrap_or(written);
        if name.is_empty() || cell("list_internal_id").is_empty() {
            return Err(nameless(file, row.line));
        }
        let Some(entry) = grouped.entry(cell("sanction_list"), cell("list_internal_id")) else { return Ok(()) };
        if entry.name.is_empty() {
            entry.name = super::build::tidy(name);
            entry.kind = kind(cell("entity_type"));
            entry.start = day(cell("date_added"));
            several(cell("regime")).for_each(|program| entry.add_program(program));
            several(cell("address")).for_each(|address| add_address(entry, address));
            [cell("nationality"), cell("citizenship")]
                .into_iter()
                .flat_map(several)
                .for_each(|text| entry.add_country(text));
            for text in several(cell("personal_id")) {
                // Here the number comes first: `V-17359035, Cedula No., VE`.
                let (number, kind) = kind_and_number(text);
                if number.is_empty() { entry.add_identifier("", kind) } else { entry.add_identifier(kind, number) }
            }
        } else {
            entry.add_alias(name, false, false);
        }
        entry.add_date(cell("dob"));
        Ok(())
    })?;
    let mut lists = Lists::of("us-csl");
    for (source, entry) in grouped.finish() {
        lists.push(&list_id(&source), &source, entry);
    }
    Ok(lists.finish(None))
}

/// The law under which the Department of Defense lists Chinese military companies, as its list is headed.
const SECTION_1260H: &str = "1260H";
const DOD: &str = "us-1260h";

/// The Department of Defense's list of Chinese military companies as a text: a heading, then one name a line.
fn names_only(text: &str) -> Result<Vec<ListData>, ListFault> {
    let mut lists = Lists::of("us-1260h");
    let lines: Vec<&str> = text.lines().map(|line| line.trim().trim_matches('"').trim()).collect();
    let heading = lines.iter().take(ABOVE_MAX).rposition(|line| line.contains(SECTION_1260H)).unwrap_or(0);
    for line in lines.iter().skip(heading.saturating_add(1)) {
        let name = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(');
        if name.chars().any(char::is_alphabetic) {
            let source = "Chinese military companies, section 1260H of Public Law 116-283 - Department of Defense";
            lists.push(DOD, source, Entry { kind: crate::PartyKind::Company, ..Entry::named("", name) });
        }
    }
    Ok(lists.finish(None))
}

/// A table of one's own.
fn plain(file: &str, above: &[String], each: Each<'_>) -> Result<Vec<ListData>, ListFault> {
    let mut lists = Lists::of("table");
    let is_1260h = above.iter().any(|line| line.contains(SECTION_1260H));
    let fallback = if is_1260h { DOD.to_owned() } else { own_id(file) };
    each(&mut |row| {
        let entry = plain_entry(row);
        if entry.name.is_empty() {
            return Err(nameless(file, row.line));
        }
        let list = row.cell(&["list", "list_id"]);
        let id = if list.is_empty() { fallback.clone() } else { slug(list) };
        let source = row.cell(&["source", "list_name"]);
        let name = if source.is_empty() { if list.is_empty() { file } else { list } } else { source };
        lists.push(&id, name, entry);
        Ok(())
    })?;
    Ok(lists.finish(None))
}

fn plain_entry(row: &Row<'_>) -> Entry {
    let cell = |names: &[&str]| row.cell(names);
    let mut all = aliases([cell(&["aliases", "alias", "alt_names", "also_known_as"]).to_owned()]);
    let weak = aliases([cell(&["weak_aliases"]).to_owned()]);
    all.extend(weak.into_iter().map(|alias| Alias { weak: true, ..alias }));
    let former = aliases([cell(&["former_names", "previous_names"]).to_owned()]);
    all.extend(former.into_iter().map(|alias| Alias { former: true, ..alias }));
    let mut entry = Entry {
        id: cell(&["id", "entry"]).to_owned(),
        name: cell(&NAMES).to_owned(),
        aliases: all,
        countries: several(cell(&["country", "countries"])).filter_map(country_named).collect(),
        addresses: several(cell(&["address", "addresses"])).map(str::to_owned).collect(),
        identifiers: several(cell(&["identifier", "identifiers"])).map(str::to_owned).collect(),
        kind: kind(cell(&["kind", "type"])),
        programs: several(cell(&["programs", "program"])).map(str::to_owned).collect(),
        citation: cell(&["citation"]).to_owned(),
        licence_requirement: cell(&["licence_requirement", "license_requirement"]).to_owned(),
        licence_policy: cell(&["licence_policy", "license_policy"]).to_owned(),
        footnote: cell(&["footnote"]).parse().ok(),
        start: day(cell(&["start", "start_date"])),
        end: day(cell(&["end", "end_date"])),
        source_url: cell(&["source_url", "url"]).to_owned(),
        ..Entry::default()
    };
    several(cell(&["date_of_birth", "dates_of_birth", "dob", "dates"])).for_each(|date| entry.add_date(date));
    entry
}

/// The id of a list that has none of its own, from its file's name.
pub(super) fn own_id(file: &str) -> String {
    let base = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = base.split('.').next().unwrap_or(base);
    format!("list-{}", slug(stem))
}

/// Letters and digits in lower case, words joined by hyphens.
pub(super) fn slug(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "unnamed".to_owned() } else { words.join("-") }
}
