//! An empty order book to fill in.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, Workbook, XlsxError};
use tidewaiter_model::Role;

use crate::column::{Column, PartyField};
use crate::value::CURRENCY_CODES;

/// Rows below the header that have drop-downs.
const ROWS: u32 = 10_000;

/// The template could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the template could not be made: {0}")]
pub struct TemplateError(#[from] XlsxError);

/// What a column means, and an example.
fn explained(column: Column) -> (String, &'static str) {
    let text = |text: &str| text.to_owned();
    match column {
        Column::OrderId => (text("Which order the row belongs to. The same on every row of the order."), "SO-1001"),
        Column::Line => (text("Which line of the order it is. Empty: the row's number."), "10"),
        Column::Date => (text("The order's date, as a date cell or as year-month-day."), "2025-04-03"),
        Column::Description => {
            (text("What is sold, in words. This or the part number must be given."), "8x HGX H200 141GB")
        }
        Column::PartNumber => (text("The maker's or seller's part number."), "900-21010-0000-000"),
        Column::Quantity => (text("Units of what the line sells, a whole number."), "4"),
        Column::UnitPrice => (text("Price of one unit, without currency."), "30000.00"),
        Column::Currency => (text("The price's currency, three letters."), "USD"),
        Column::ShipFrom => {
            (text("Where the goods leave from: a country, or a place with its country."), "Taoyuan, Taiwan")
        }
        Column::ShipTo => {
            (text("Where the goods go: a country, or a place with its country."), "Johor Bahru, Malaysia")
        }
        Column::Route => (text("Places on the way, in order, parted by semicolons."), "Hong Kong; Singapore"),
        Column::EndUse => (text("The end use as the buyer states it."), "training of weather models"),
        Column::MadeIn => (text("The country in which the goods were made, if known."), "TW"),
        Column::Party(role, field) => party(role, field),
    }
}

fn party(role: Role, field: PartyField) -> (String, &'static str) {
    let does = match role {
        Role::Purchaser => "buys",
        Role::IntermediateConsignee => "holds the goods on the way",
        Role::UltimateConsignee => "receives the goods",
        Role::EndUser => "uses the goods",
        Role::FreightForwarder => "moves the goods",
    };
    match field {
        PartyField::Name => {
            (format!("The party that {does}, in full, in its own script where possible."), "Example Data Sdn. Bhd.")
        }
        PartyField::Address => (format!("The address of the {role}."), "12 Jalan Contoh, 80000 Johor Bahru"),
        PartyField::Country => (format!("The country in which the {role} is located."), "MY"),
        PartyField::Identifier => (format!("A company number, LEI or the like of the {role}."), "202501000001"),
        PartyField::Headquarters => {
            (format!("The country in which the {role}, or its ultimate parent, has its headquarters, if known."), "SG")
        }
    }
}

/// An empty workbook: a header row with drop-downs for countries and currencies, and a sheet that explains each column.
///
/// # Errors
/// When the workbook cannot be put together, which says that the program is at fault.
///
/// # Examples
/// ```
/// let bytes = tidewaiter_intake::template().unwrap();
/// assert!(bytes.starts_with(b"PK"));
/// ```
pub fn template() -> Result<Vec<u8>, TemplateError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap();
    let plain_text = Format::new().set_num_format("@");
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let countries: Vec<&str> = tidewaiter_model::place::country_codes().collect();
    let currencies: Vec<&str> = CURRENCY_CODES.split(' ').collect();

    let orders = workbook.add_worksheet().set_name("Orders")?;
    for (at, column) in (0_u16..).zip(Column::all()) {
        match column {
            Column::Date => orders.set_column_format(at, &date)?,
            Column::Quantity | Column::UnitPrice => orders,
            _ => orders.set_column_format(at, &plain_text)?,
        };
        orders.write_with_format(0, at, column.name(), &bold)?;
        orders.set_column_width(at, 18)?;
        let list = match column {
            Column::MadeIn | Column::Party(_, PartyField::Country | PartyField::Headquarters) => {
                Some(("A", countries.len()))
            }
            Column::Currency => Some(("B", currencies.len())),
            _ => None,
        };
        if let Some((letter, length)) = list {
            let range = format!("=Lists!${letter}$1:${letter}${length}");
            let validation = DataValidation::new()
                .allow_list_formula(range.as_str().into())
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_message("Not in the list. A country's name is understood as well.")?;
            orders.add_data_validation(1, at, ROWS, at, &validation)?;
        }
    }
    orders.set_freeze_panes(1, 0)?;

    let columns = workbook.add_worksheet().set_name("Columns")?;
    for (at, (title, width)) in (0_u16..).zip([("Heading", 32), ("What it says", 70), ("For example", 36)]) {
        columns.write_with_format(0, at, title, &bold)?;
        columns.set_column_width(at, width)?;
    }
    for (row, column) in (1_u32..).zip(Column::all()) {
        let (says, example) = explained(column);
        columns.write(row, 0, column.name())?;
        columns.write_with_format(row, 1, says, &wrapped)?;
        columns.write(row, 2, example)?;
    }

    let lists = workbook.add_worksheet().set_name("Lists")?;
    for (row, code) in (0_u32..).zip(&countries) {
        lists.write(row, 0, *code)?;
    }
    for (row, code) in (0_u32..).zip(&currencies) {
        lists.write(row, 1, *code)?;
    }
    lists.set_hidden(true);
    Ok(workbook.save_to_buffer()?)
}

/// The header row of the template as CSV.
///
/// ```
/// let csv = tidewaiter_intake::template_csv();
/// assert!(csv.starts_with("order,line,date,description,part number,quantity"));
/// ```
#[must_use]
pub fn template_csv() -> String {
    let names: Vec<String> = Column::all().map(Column::name).collect();
    format!("{}\r\n", names.join(","))
}
