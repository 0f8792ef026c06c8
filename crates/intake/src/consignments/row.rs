//! From the cells of a row to a consignment, whatever the file's format.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use tidewaiter_model::trace::LeftOut;
use tidewaiter_model::{Consignment, Country, Date, Days, Decimal, Fault, Position, place};

use super::columns::{FIELDS, Field};
use super::{ConsignmentsRead, days, quantity, serials};
use crate::cell::{Cell, Problem, Row, letters};
use crate::column::Columns;
use crate::layout::Layout;
use crate::line::{broken_words, is_absent, is_dollar, is_scientific, namibia, words};
use crate::value::{self, Sign, Unread, quoted};

/// A value before it means anything, borrowed from its row or column.
#[derive(Clone, Debug, Default)]
pub(crate) enum Raw<'a> {
    #[default]
    Empty,
    Text(Cow<'a, str>),
    Whole(i64),
    Number(Decimal),
    Day(Date),
    Broken(Box<Unread>),
}

/// The cells of a row by [`Columns::slot`].
pub(crate) type Raws<'a> = [Raw<'a>; FIELDS];

/// Faults of one kind that are told one by one.
const TOLD: u64 = 1000;
/// Texts whose reading is remembered.
const KEPT: usize = 50_000;

/// Turns rows into consignments, and gathers what is wrong with them.
pub(crate) struct RowReader {
    place: Position,
    headers: Vec<String>,
    has: [bool; FIELDS],
    price_currency: Option<&'static str>,
    lettered: Vec<Option<usize>>,
    per_box: Option<u64>,
    days: HashMap<String, Result<(Days, Option<Unread>), Unread>>,
    countries: HashMap<String, Option<Country>>,
    /// The last currency as it is written, and its code.
    currency: Option<(String, &'static str)>,
    told: BTreeMap<String, (u64, Fault)>,
    faults: Vec<Fault>,
    rows: u64,
    undated: (u64, u64),
}

/// A number that the file itself gives as one, where it is not negative.
fn plain(raws: &Raws<'_>, field: Field) -> Option<Decimal> {
    match RowReader::raw(raws, field) {
        Raw::Whole(number) => Some(Decimal::from(*number)),
        Raw::Number(number) => Some(*number),
        _ => None,
    }
    .filter(|number| !number.is_sign_negative())
}

impl RowReader {
    pub(crate) fn new(layout: &Layout<Field>, place: Position, lettered: bool, per_box: Option<u64>) -> Self {
        let mut has = [false; FIELDS];
        for (slot, field) in has.iter_mut().zip(Field::every()) {
            *slot = layout.has(field);
        }
        let at = |field: Field| layout.slots.get(field.slot()).cloned().flatten().map(|(index, _)| index);
        Self {
            place,
            headers: Field::every().map(|field| layout.header(field)).collect(),
            has,
            price_currency: layout.price_currency,
            lettered: Field::every().map(|field| if lettered { at(field) } else { None }).collect(),
            per_box,
            days: HashMap::new(),
            countries: HashMap::new(),
            currency: None,
            told: BTreeMap::new(),
            faults: Vec::new(),
            rows: 0,
            undated: (0, 0),
        }
    }

    /// The raw cells of a row of a table.
    pub(crate) fn raws<'a>(&self, row: &'a Row, layout: &Layout<Field>) -> Raws<'a> {
        let mut raws: Raws<'a> = Default::default();
        for ((raw, slot), lettered) in raws.iter_mut().zip(&layout.slots).zip(&self.lettered) {
            let Some(cell) = slot.as_ref().and_then(|(index, _)| row.cells.get(*index)) else { continue };
            *raw = match cell {
                cell if is_absent(cell) => Raw::Empty,
                Cell::Text(text) | Cell::Number(text) => Raw::Text(Cow::Borrowed(text)),
                Cell::Date(date) => Raw::Day(*date),
                Cell::Empty => Raw::Empty,
                Cell::Broken(broken) => {
                    let at = lettered
                        .map_or("the cell".to_owned(), |index| format!("cell {}{}", letters(index), row.number));
                    Raw::Broken(Box::new(broken_words(broken, &at)))
                }
            };
        }
        raws
    }

    /// The consignment of a table's row; `None` for a blank row and for one that says nothing about when it moved.
    pub(crate) fn of_row<'a>(&mut self, row: &'a Row, raws: &'a Raws<'a>) -> Option<Consignment<'a>> {
        if row.is_blank() {
            return None;
        }
        for problem in &row.problems {
            let (code, says, remedy) = words(problem);
            self.tell(Fault::new(code, self.place.clone().at_row(row.number), says, remedy));
        }
        // One fault, one message: what is wrong with the cells of a row that is not parted rightly follows from that.
        let spoilt = row.problems.iter().any(Problem::spoils_cells);
        let kept = spoilt.then(|| (self.faults.len(), self.told.clone()));
        let consignment = self.consignment(row.number, raws);
        if let Some((faults, told)) = kept {
            self.faults.truncate(faults);
            self.told = told;
        }
        consignment
    }

    /// The consignment of a row's cells; `None` where nothing says when it moved.
    pub(crate) fn consignment<'a>(&mut self, row: u64, raws: &'a Raws<'a>) -> Option<Consignment<'a>> {
        self.rows = self.rows.saturating_add(1);
        let units = self.quantity(row, raws);
        let Some((departs, arrives)) = self.when(row, raws) else {
            let (records, sum) = &mut self.undated;
            *records = records.saturating_add(1);
            *sum = sum.saturating_add(units.unwrap_or(0));
            return None;
        };
        let from = self.text(row, raws, Field::From);
        let to = self.text(row, raws, Field::To);
        let from_country = self.country(row, raws, Field::FromCountry);
        let to_country = self.country(row, raws, Field::ToCountry);
        self.ends(row, &from, &to);
        let item = self.item(row, raws);
        let (unit_value, currency) = self.money(row, raws, units);
        let weight_kg = plain(raws, Field::Weight).or_else(|| self.read(row, raws, Field::Weight, quantity::weight));
        Some(Consignment {
            departs,
            arrives,
            from,
            from_country,
            to,
            to_country,
            item,
            quantity: units,
            unit_value,
            currency: Cow::Borrowed(currency),
            weight_kg,
            hs_code: self.text(row, raws, Field::HsCode),
            document: self.id(row, raws, Field::Document),
            serials: self.serials(row, raws),
            source: self.text(row, raws, Field::Source),
            row,
        })
    }

    fn raw<'a>(raws: &'a Raws<'a>, field: Field) -> &'a Raw<'a> {
        raws.get(field.slot()).unwrap_or(&Raw::Empty)
    }

    fn tell(&mut self, fault: Fault) {
        match self.told.get_mut(&fault.code) {
            Some((times, _)) => {
                *times = times.saturating_add(1);
                if *times <= TOLD {
                    self.faults.push(fault);
                }
            }
            None => {
                self.told.insert(fault.code.clone(), (1, fault.clone()));
                self.faults.push(fault);
            }
        }
    }

    fn fault(&mut self, row: u64, field: Field, unread: &Unread) {
        // Beyond those told one by one a fault is only counted.
        if let Some((times, _)) = self.told.get_mut(unread.code)
            && *times >= TOLD
        {
            *times = times.saturating_add(1);
            return;
        }
        let header = self.headers.get(field.slot()).cloned().unwrap_or_default();
        let position = self.place.clone().at_row(row).in_column(header);
        self.tell(Fault::new(unread.code, position, unread.says.clone(), unread.remedy.clone()));
    }

    fn text<'a>(&mut self, row: u64, raws: &'a Raws<'a>, field: Field) -> Cow<'a, str> {
        match Self::raw(raws, field) {
            Raw::Empty => Cow::Borrowed(""),
            Raw::Text(text) => Cow::Borrowed(text),
            Raw::Whole(number) => Cow::Owned(number.to_string()),
            Raw::Number(number) => Cow::Owned(number.normalize().to_string()),
            Raw::Day(date) => Cow::Owned(date.to_string()),
            Raw::Broken(unread) => {
                self.fault(row, field, unread);
                Cow::Borrowed("")
            }
        }
    }

    fn read<T>(
        &mut self,
        row: u64,
        raws: &Raws<'_>,
        field: Field,
        read: impl Fn(&str) -> Result<T, Unread>,
    ) -> Option<T> {
        let text = self.text(row, raws, field);
        if text.is_empty() {
            return None;
        }
        read(&text).map_err(|unread| self.fault(row, field, &unread)).ok()
    }

    /// Text that identifies something: a number that a spreadsheet has shortened is told.
    fn id<'a>(&mut self, row: u64, raws: &'a Raws<'a>, field: Field) -> Cow<'a, str> {
        let text = self.text(row, raws, field);
        if is_scientific(&text) {
            let says =
                format!("{} is a number that a spreadsheet has shortened; its last digits are lost", quoted(&text));
            let remedy = "format the column as text and enter the number again".to_owned();
            self.fault(row, field, &Unread { code: "digits-lost", says, remedy });
            // Two that were shortened alike are not one document.
            return Cow::Borrowed("");
        }
        text
    }

    fn quantity(&mut self, row: u64, raws: &Raws<'_>) -> Option<u64> {
        if let Raw::Empty = Self::raw(raws, Field::Unit) {
            let units = match Self::raw(raws, Field::Quantity) {
                Raw::Whole(units) => u64::try_from(*units).ok(),
                Raw::Number(units) if units.is_integer() => u64::try_from(units.normalize()).ok(),
                _ => None,
            };
            if units.is_some() {
                return units;
            }
        }
        let unit = self.text(row, raws, Field::Unit);
        let per_box = self.per_box;
        let broken = matches!(Self::raw(raws, Field::Quantity), Raw::Broken(_));
        let text = self.text(row, raws, Field::Quantity);
        if text.is_empty() {
            if !broken {
                let says = "the row does not say how many".to_owned();
                let remedy = "write the number of units, or leave the row out if nothing moved".to_owned();
                self.fault(row, Field::Quantity, &Unread { code: "missing-quantity", says, remedy });
            }
            return None;
        }
        match quantity::quantity(&text, &unit, per_box) {
            Ok(units) => Some(units),
            Err(unread) => {
                self.fault(row, Field::Quantity, &unread);
                None
            }
        }
    }

    fn when(&mut self, row: u64, raws: &Raws<'_>) -> Option<(Days, Days)> {
        let date = self.days(row, raws, Field::Date);
        let (left, came) = (self.days(row, raws, Field::Departs), self.days(row, raws, Field::Arrives));
        let departs = left.or(date).or(came);
        let Some(departs) = departs else {
            let dated = [Field::Date, Field::Departs, Field::Arrives];
            if dated.iter().all(|field| matches!(Self::raw(raws, *field), Raw::Empty)) {
                let says = "the row does not say when it moved, and is left out".to_owned();
                let remedy = "write the day, the month or a range, such as 2025-05-01..2025-05-10".to_owned();
                let named = dated.into_iter().find(|field| self.has.get(field.slot()) == Some(&true));
                self.fault(row, named.unwrap_or(Field::Date), &Unread { code: "missing-date", says, remedy });
            }
            return None;
        };
        let arrives = came.unwrap_or(departs);
        if arrives.last() < departs.first() {
            let says =
                format!("it arrives ({arrives}) before it departs ({departs}); it may have moved on any day between");
            let remedy = "check which of the two days is right".to_owned();
            self.fault(row, Field::Arrives, &Unread { code: "end-before-start", says, remedy });
            let either = Days::between(arrives.first(), departs.last());
            return Some((either, either));
        }
        Some((departs, arrives))
    }

    fn days(&mut self, row: u64, raws: &Raws<'_>, field: Field) -> Option<Days> {
        match Self::raw(raws, field) {
            Raw::Empty => return None,
            Raw::Day(date) => return Some(Days::on(*date)),
            _ => {}
        }
        let text = self.text(row, raws, field);
        if text.is_empty() {
            return None;
        }
        let read = match self.days.get(text.as_ref()) {
            Some(known) => known.clone(),
            None => {
                let read = days::days(&text);
                if self.days.len() < KEPT {
                    self.days.insert(text.clone().into_owned(), read.clone());
                }
                read
            }
        };
        match read {
            Ok((days, doubt)) => {
                if let Some(unread) = doubt {
                    self.fault(row, field, &unread);
                }
                Some(days)
            }
            Err(unread) => {
                self.fault(row, field, &unread);
                None
            }
        }
    }

    fn country(&mut self, row: u64, raws: &Raws<'_>, field: Field) -> Option<Country> {
        let text = self.text(row, raws, field);
        if text.is_empty() {
            return None;
        }
        if text.eq_ignore_ascii_case("na") {
            self.fault(row, field, &namibia());
            return None;
        }
        let country = match self.countries.get(text.as_ref()) {
            Some(known) => *known,
            None => {
                let read = place::country_named(&text).or_else(|| place::read(&text).country);
                if self.countries.len() < KEPT {
                    self.countries.insert(text.clone().into_owned(), read);
                }
                read
            }
        };
        if country.is_none() {
            let says = format!("{} is not read as a country", quoted(&text));
            let remedy = "write the country's name or two-letter code, such as SG".to_owned();
            self.fault(row, field, &Unread { code: "unknown-country", says, remedy });
        }
        country
    }

    /// A row may name one end only, as a warranty register does; it is told once a thousand.
    fn ends(&mut self, row: u64, from: &str, to: &str) {
        for (name, field, what) in [(from, Field::From, "sender"), (to, Field::To, "receiver")] {
            if name.is_empty() && self.has.get(field.slot()) == Some(&true) {
                let says = format!("the row names no {what}; all such rows of a country are taken for one party");
                let remedy = format!("name the {what}, if it is known");
                self.fault(row, field, &Unread { code: "missing-party", says, remedy });
            }
        }
    }

    fn item<'a>(&mut self, row: u64, raws: &'a Raws<'a>) -> Cow<'a, str> {
        let description = self.text(row, raws, Field::Item);
        let part = self.text(row, raws, Field::Part);
        match (description.is_empty(), part.is_empty()) {
            (false, true) => description,
            (true, false) => part,
            (false, false) if description == part => description,
            (false, false) => Cow::Owned(format!("{description}; {part}")),
            (true, true) => {
                let says = "the row does not say what moved".to_owned();
                let remedy = "describe the item, or remove the row".to_owned();
                self.fault(row, Field::Item, &Unread { code: "missing-goods", says, remedy });
                Cow::Borrowed("")
            }
        }
    }

    fn money(&mut self, row: u64, raws: &Raws<'_>, units: Option<u64>) -> (Option<Decimal>, &'static str) {
        let column = self.currency(row, raws);
        let given = column.or(self.price_currency);
        let whole = |field: Field| plain(raws, field).map(|value| value::Price { value, currency: None });
        let unit = whole(Field::UnitValue).or_else(|| self.read(row, raws, Field::UnitValue, value::price));
        let (field, price) = match unit {
            Some(price) => (Field::UnitValue, price),
            None => {
                let total = whole(Field::Value).or_else(|| self.read(row, raws, Field::Value, value::price));
                let each = total.and_then(|total| {
                    let value = total.value.checked_div(Decimal::from(units?))?.round_dp(6);
                    Some(value::Price { value, ..total })
                });
                match each {
                    Some(price) => (Field::Value, price),
                    None => return (None, given.unwrap_or_default()),
                }
            }
        };
        let code = match (price.currency, given) {
            (None, given) => given,
            (Some(Sign::Code(code)), None) => Some(code),
            (Some(Sign::Code(code)), Some(given)) if code == given => Some(given),
            (Some(Sign::Dollar), Some(given)) if is_dollar(given) => Some(given),
            (Some(Sign::Yen), Some(given)) if matches!(given, "CNY" | "JPY" | "TWD" | "HKD") => Some(given),
            (Some(_), given) => {
                let says = "the price bears the sign of another or of several currencies".to_owned();
                let remedy = "add a column `currency` with the three-letter code".to_owned();
                let code = if given.is_some() { "currency-conflict" } else { "ambiguous-currency" };
                self.fault(row, field, &Unread { code, says, remedy });
                return (if given.is_some() { None } else { Some(price.value) }, "");
            }
        };
        (Some(price.value), code.unwrap_or_default())
    }

    fn currency(&mut self, row: u64, raws: &Raws<'_>) -> Option<&'static str> {
        if let (Raw::Text(text), Some((known, code))) = (Self::raw(raws, Field::Currency), &self.currency)
            && known == text.as_ref()
        {
            return Some(code);
        }
        let code = self.read(row, raws, Field::Currency, value::currency)?;
        self.currency = Some((self.text(row, raws, Field::Currency).into_owned(), code));
        Some(code)
    }

    fn serials<'a>(&mut self, row: u64, raws: &'a Raws<'a>) -> Vec<Cow<'a, str>> {
        let mut found = Vec::new();
        let read = match Self::raw(raws, Field::Serials) {
            Raw::Empty => return found,
            Raw::Text(text) => serials::serials(text, &mut found),
            _ => {
                let text = self.text(row, raws, Field::Serials);
                let mut owned = Vec::new();
                let read = serials::serials(&text, &mut owned);
                found.extend(owned.into_iter().map(|serial| Cow::Owned(serial.into_owned())));
                read
            }
        };
        if let Err(unread) = read {
            self.fault(row, Field::Serials, &unread);
        }
        if found.iter().any(|serial| is_scientific(serial)) {
            let says = "a serial number was shortened by a spreadsheet; its last digits are lost".to_owned();
            let remedy = "format the column as text and enter the numbers again".to_owned();
            self.fault(row, Field::Serials, &Unread { code: "digits-lost", says, remedy });
            found.retain(|serial| !is_scientific(serial));
        }
        found
    }

    /// What came of all rows; `notes` were found about the file as a whole.
    pub(crate) fn finish(mut self, notes: Vec<Fault>) -> ConsignmentsRead {
        let mut faults = notes;
        faults.append(&mut self.faults);
        for (code, (times, first)) in &self.told {
            if *times > TOLD {
                let more = times.saturating_sub(TOLD);
                let position = Position { row: None, ..first.position.clone() };
                faults.push(Fault::new(code, position, format!("and {more} rows more with this fault"), "as above"));
            }
        }
        let (records, quantity) = self.undated;
        let mut left_out = Vec::new();
        if records > 0 {
            let why = "no day on which it moved can be read".to_owned();
            left_out.push(LeftOut { why, records, quantity, may_widen: true });
        }
        if self.rows == 0 {
            faults.push(Fault::new(
                "no-consignments",
                self.place,
                "the file has no consignments",
                "write one consignment a row, below the headers",
            ));
        }
        ConsignmentsRead { rows: self.rows, faults, left_out }
    }
}
