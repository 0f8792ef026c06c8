//! From a row to an order line, each cell that cannot be read named.

use std::collections::HashMap;

use tidewaiter_model::{Country, Date, Decimal, Fault, Line, Party, Place, Position, Role, place};

use crate::cell::{Broken, Cell, Problem, Row, letters};
use crate::column::{Column, PartyField};
use crate::layout::Layout;
use crate::value::{self, Sign, Unread, quoted};

/// Places are few and rows many; beyond this many the memory is not worth it.
const PLACES_KEPT: usize = 20_000;

/// Turns rows into lines.
pub(crate) struct LineReader {
    layout: Layout<Column>,
    place: Position,
    places: HashMap<String, Place>,
    /// Do cells have letters, as in a workbook?
    lettered: bool,
}

impl LineReader {
    pub(crate) fn new(layout: Layout<Column>, place: Position, lettered: bool) -> Self {
        Self { layout, place, places: HashMap::new(), lettered }
    }

    pub(crate) fn layout(&self) -> &Layout<Column> {
        &self.layout
    }

    /// The line of a row; `None` for a blank one.
    pub(crate) fn line(&mut self, row: Row) -> Option<Line> {
        if row.is_blank() {
            return None;
        }
        let cells = Cells { reader: self, number: row.number, cells: row.cells, faults: Vec::new() };
        let whole: Vec<Fault> =
            row.problems.iter().map(|problem| cells.reader.row_fault(row.number, problem)).collect();
        let mut line = cells.line();
        // One fault, one message: what is wrong with the cells of a row that is not parted rightly follows from that.
        if row.problems.iter().any(Problem::spoils_cells) {
            line.faults.clear();
        }
        line.faults.splice(0..0, whole);
        Some(line)
    }

    fn row_fault(&self, row: u64, problem: &Problem) -> Fault {
        let (code, says, remedy) = words(problem);
        Fault::new(code, self.place.clone().at_row(row), says, remedy)
    }

    fn place(&mut self, text: &str) -> Place {
        if let Some(known) = self.places.get(text) {
            return known.clone();
        }
        let read = place::read(text);
        if self.places.len() < PLACES_KEPT {
            self.places.insert(text.to_owned(), read.clone());
        }
        read
    }
}

pub(crate) fn words(problem: &Problem) -> (&'static str, String, String) {
    match problem {
        Problem::Ragged { found, expected } => (
            "ragged-row",
            format!(
                "the row has {found} cells where the header row has {expected}, so cells may stand under the wrong header"
            ),
            "check for a missing or unquoted delimiter, and put text that contains one in quotation marks".to_owned(),
        ),
        Problem::UnclosedQuote => (
            "unclosed-quote",
            "a quotation mark opens a cell of this row and nothing closes it".to_owned(),
            "close or remove the quotation mark; the row was read up to the end of its line".to_owned(),
        ),
        Problem::TooLong { limit } => (
            "row-too-long",
            format!("the row is longer than {limit} bytes; the rest of it was left out"),
            "check that rows are separated by line breaks and that the file is a table".to_owned(),
        ),
        Problem::TooManyColumns { limit } => (
            "too-many-columns",
            format!("the row has more than {limit} cells; those beyond were left out"),
            "check the delimiter, and remove columns that say nothing about the order".to_owned(),
        ),
        Problem::Nul => (
            "nul-byte",
            "the row holds NUL bytes, which no text has; they were left out".to_owned(),
            "export the file again, as UTF-8".to_owned(),
        ),
        Problem::Undecodable { encoding } => (
            "undecodable-text",
            format!("the row holds bytes that are no {encoding}; each stands as \u{fffd}"),
            "export the file again, as UTF-8".to_owned(),
        ),
        Problem::InJson { code, says, remedy } => (code, says.clone(), (*remedy).to_owned()),
        Problem::Json { says } => ("json-syntax", says.clone(), "write one whole JSON object on the line".to_owned()),
    }
}

/// One row while it is being read.
struct Cells<'a> {
    reader: &'a mut LineReader,
    number: u64,
    cells: Vec<Cell>,
    faults: Vec<Fault>,
}

impl Cells<'_> {
    fn line(mut self) -> Line {
        let (order, line) = self.ids();
        let date = self.read(Column::Date, Self::date);
        let before = self.faults.len();
        let description = self.text(Column::Description);
        let part_number = self.text(Column::PartNumber);
        if description.is_empty() && part_number.is_empty() && self.faults.len() == before {
            let says = "the row names neither a description nor a part number";
            self.faults.push(Fault::new("missing-goods", self.position(), says, "say what is sold, or remove the row"));
        }
        let quantity = self.read(Column::Quantity, |_, cell| value::quantity(as_text(cell)));
        let (unit_price, currency) = self.money();
        let ship_from = self.take_place(Column::ShipFrom);
        let ship_to = self.take_place(Column::ShipTo);
        self.destination(ship_to.as_ref());
        let route = self.route();
        let end_use = self.text(Column::EndUse);
        let made_in = self.country(Column::MadeIn);
        let parties = Role::ALL.into_iter().filter_map(|role| self.party(role)).collect();
        Line {
            order,
            line,
            position: self.position(),
            date,
            description,
            part_number,
            quantity,
            unit_price,
            currency,
            ship_from,
            ship_to,
            route,
            end_use,
            made_in,
            parties,
            faults: self.faults,
        }
    }

    fn position(&self) -> Position {
        self.reader.place.clone().at_row(self.number)
    }

    fn fault(&mut self, column: Column, unread: Unread) {
        let position = self.position().in_column(self.reader.layout.header(column));
        self.faults.push(Fault::new(unread.code, position, unread.says, unread.remedy));
    }

    /// The cell of a column, taken out of the row; one without a value leaves a fault and is empty.
    fn take(&mut self, column: Column) -> Cell {
        let Some(Some((index, _))) = self.reader.layout.slots.get(column.slot()) else { return Cell::Empty };
        let index = *index;
        let Some(cell) = self.cells.get_mut(index) else { return Cell::Empty };
        match std::mem::take(cell) {
            Cell::Broken(broken) => {
                let at = if self.reader.lettered {
                    format!("cell {}{}", letters(index), self.number)
                } else {
                    "the cell".to_owned()
                };
                self.fault(column, broken_words(&broken, &at));
                Cell::Empty
            }
            cell => cell,
        }
    }

    fn read<T>(&mut self, column: Column, read: impl Fn(&Self, &Cell) -> Result<T, Unread>) -> Option<T> {
        let cell = self.take(column);
        if is_absent(&cell) {
            return None;
        }
        match read(self, &cell) {
            Ok(value) => Some(value),
            Err(unread) => {
                self.fault(column, unread);
                None
            }
        }
    }

    fn date(&self, cell: &Cell) -> Result<Date, Unread> {
        match cell {
            Cell::Date(date) => Ok(*date),
            cell => value::date(as_text(cell)),
        }
    }

    fn text(&mut self, column: Column) -> String {
        match self.take(column) {
            Cell::Text(text) | Cell::Number(text) => text,
            Cell::Date(date) => date.to_string(),
            Cell::Empty | Cell::Broken(_) => String::new(),
        }
    }

    /// Text that identifies something: a number that a spreadsheet has shortened is told.
    fn id(&mut self, column: Column) -> String {
        let cell = self.take(column);
        let shortened = match &cell {
            // Fifteen digits are what a spreadsheet keeps of a number.
            Cell::Number(number) => number.bytes().filter(u8::is_ascii_digit).count() > 15,
            Cell::Text(text) => is_scientific(text),
            _ => false,
        };
        if shortened {
            let says = format!(
                "{} is a number that a spreadsheet has shortened; its last digits are lost",
                quoted(as_text(&cell))
            );
            let remedy = "format the column as text and enter the number again".to_owned();
            self.fault(column, Unread { code: "digits-lost", says, remedy });
        }
        match cell {
            cell if is_absent(&cell) => String::new(),
            Cell::Text(text) | Cell::Number(text) => text,
            Cell::Date(date) => date.to_string(),
            Cell::Empty | Cell::Broken(_) => String::new(),
        }
    }

    fn ids(&mut self) -> (String, String) {
        let row = self.number.to_string();
        let before = self.faults.len();
        let order = self.id(Column::OrderId);
        if order.is_empty() && self.reader.layout.has(Column::OrderId) && self.faults.len() == before {
            let says = format!("the row has no order id; it is answered as an order of its own, {row}");
            let remedy = "write the order's id on every row of the order".to_owned();
            self.fault(Column::OrderId, Unread { code: "missing-order", says, remedy });
        }
        let line = self.id(Column::Line);
        let or_row = |id: String| if id.is_empty() { row.clone() } else { id };
        (or_row(order), or_row(line))
    }

    fn money(&mut self) -> (Option<Decimal>, String) {
        let price = self.read(Column::UnitPrice, |_, cell| value::price(as_text(cell)));
        let column = self.read(Column::Currency, |_, cell| value::currency(as_text(cell)));
        let given = column.or(self.reader.layout.price_currency);
        let Some(price) = price else { return (None, given.unwrap_or_default().to_owned()) };
        let code = match (price.currency, given) {
            (None, given) => given,
            (Some(Sign::Code(code)), None) => Some(code),
            (Some(Sign::Code(code)), Some(given)) if code == given => Some(given),
            (Some(Sign::Dollar), Some(given)) if is_dollar(given) => Some(given),
            (Some(Sign::Yen), Some(given)) if matches!(given, "CNY" | "JPY" | "TWD" | "HKD") => Some(given),
            (Some(Sign::Dollar | Sign::Yen), None) => {
                let (sign, which) = if price.currency == Some(Sign::Yen) {
                    ("¥", "yuan (CNY) or yen (JPY)")
                } else {
                    ("$", "the dollar of the United States (USD), Hong Kong (HKD), Singapore (SGD) or another")
                };
                let says = format!("the price bears the sign {sign}, which may be {which}");
                let remedy = "add a column `currency` with the three-letter code".to_owned();
                self.fault(Column::UnitPrice, Unread { code: "ambiguous-currency", says, remedy });
                None
            }
            (Some(found), Some(given)) => {
                let found = match found {
                    Sign::Code(code) => code,
                    Sign::Dollar => "$",
                    Sign::Yen => "¥",
                };
                let says = format!("the price says {found} and the currency column {given}");
                let remedy = "let both say the same".to_owned();
                self.fault(Column::UnitPrice, Unread { code: "currency-conflict", says, remedy });
                return (None, String::new());
            }
        };
        (Some(price.value), code.unwrap_or_default().to_owned())
    }

    fn take_place(&mut self, column: Column) -> Option<Place> {
        let cell = self.take(column);
        if is_absent(&cell) {
            return None;
        }
        if is_na(&cell) {
            self.fault(column, namibia());
            return None;
        }
        Some(self.reader.place(as_text(&cell)))
    }

    /// The destination decides the law, so one that is not understood is told.
    fn destination(&mut self, ship_to: Option<&Place>) {
        if let Some(Place { text, country: None }) = ship_to {
            let says = format!("the country of {} is not certain", quoted(text));
            let remedy = "add the country's name or two-letter code, such as SG".to_owned();
            self.fault(Column::ShipTo, Unread { code: "unread-place", says, remedy });
        }
    }

    fn route(&mut self) -> Vec<Place> {
        let cell = self.take(Column::Route);
        if is_absent(&cell) {
            return Vec::new();
        }
        stops(as_text(&cell)).into_iter().map(|stop| self.reader.place(&stop)).collect()
    }

    fn country(&mut self, column: Column) -> Option<Country> {
        let cell = self.take(column);
        if is_absent(&cell) {
            return None;
        }
        if is_na(&cell) {
            self.fault(column, namibia());
            return None;
        }
        let text = as_text(&cell);
        let country = place::country_named(text).or_else(|| self.reader.place(text).country);
        if country.is_none() {
            let says = format!("{} is not read as a country", quoted(text));
            let remedy = "write the country's name or two-letter code, such as SG".to_owned();
            self.fault(column, Unread { code: "unknown-country", says, remedy });
        }
        country
    }

    fn party(&mut self, role: Role) -> Option<Party> {
        let name = match self.take(Column::Party(role, PartyField::Name)) {
            cell if is_absent(&cell) || is_na(&cell) => String::new(),
            cell => as_text(&cell).to_owned(),
        };
        let address = self.text(Column::Party(role, PartyField::Address));
        let faults = self.faults.len();
        let mut country = self.country(Column::Party(role, PartyField::Country));
        if country.is_none() && self.faults.len() == faults && !address.is_empty() {
            country = self.reader.place(&address).country;
        }
        let headquarters = self.country(Column::Party(role, PartyField::Headquarters));
        let identifier = self.id(Column::Party(role, PartyField::Identifier));
        let nothing = name.is_empty()
            && address.is_empty()
            && identifier.is_empty()
            && country.is_none()
            && headquarters.is_none();
        (!nothing).then_some(Party { role, name, address, country, headquarters, identifier })
    }
}

pub(crate) fn broken_words(broken: &Broken, at: &str) -> Unread {
    match broken {
        Broken::Error(error) => Unread {
            code: "error-value",
            says: format!("{at} is the error {error}"),
            remedy: "mend the formula or write the value".to_owned(),
        },
        Broken::Formula(formula) => Unread {
            code: "formula",
            says: format!("{at} holds the formula {} as text", quoted(formula)),
            remedy: "write the value, or export it from the spreadsheet again".to_owned(),
        },
        Broken::NoResult => Unread {
            code: "formula",
            says: format!("{at} holds a formula whose result was not saved"),
            remedy: "open and save the file in a spreadsheet program, or write the value".to_owned(),
        },
        Broken::Merged(range) => Unread {
            code: "merged-cells",
            says: format!("one value stands in the merged cells {range}, and it is not certain how it is shared out"),
            remedy: "unmerge the cells and write a value on each row".to_owned(),
        },
        Broken::Shape(shape) => Unread {
            code: "json-shape",
            says: format!("the value is {shape}"),
            remedy: "write a text or a number".to_owned(),
        },
    }
}

fn as_text(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) | Cell::Number(text) => text,
        _ => "",
    }
}

/// Signs that people put in a cell that has nothing to say.
pub(crate) fn is_absent(cell: &Cell) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Text(text) => says_nothing(text),
        _ => false,
    }
}

/// Is this text a sign for nothing? An empty one is.
pub(crate) fn says_nothing(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '-' | '–' | '—' | '/' | '.' | '?' | '*' | '_'))
        || ["n/a", "n.a.", "nil", "none", "null", "tbd", "tba", "tbc", "无", "無", "不详", "待定", "暂无"]
            .iter()
            .any(|sign| text.eq_ignore_ascii_case(sign))
}

/// `NA` in a country's cell is Namibia or "not available".
fn is_na(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.eq_ignore_ascii_case("na"))
}

pub(crate) fn namibia() -> Unread {
    Unread {
        code: "ambiguous-country",
        says: "`NA` may be Namibia or \"not available\"".to_owned(),
        remedy: "write Namibia, or leave the cell empty".to_owned(),
    }
}

pub(crate) fn is_dollar(code: &str) -> bool {
    matches!(code, "USD" | "HKD" | "SGD" | "TWD" | "AUD" | "CAD" | "NZD" | "BND" | "MXN")
}

/// `4.50001E+09`: what a spreadsheet makes of a long number in a CSV file.
pub(crate) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let Some(exponent) = exponent.strip_prefix('+') else { return false };
    mantissa.contains('.')
        && mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && exponent.len() <= 3
        && exponent.bytes().all(|b| b.is_ascii_digit())
}

/// The stops of a route.
fn stops(text: &str) -> Vec<String> {
    text.replace("->", ";")
        .replace("=>", ";")
        .split([';', '|', '>', '→', '\n', '\r', '；', '、', '＞', '｜', '⇒', '➔'])
        .map(str::trim)
        .filter(|stop| !stop.is_empty())
        .map(str::to_owned)
        .collect()
}
