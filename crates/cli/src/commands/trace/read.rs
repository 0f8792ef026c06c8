//! Consignments from files.

use std::path::Path;

use anyhow::{Context, bail};
use tidewaiter_model::{Consignment, Country, Date, Days, Decimal, Fault, Position, place};
use tidewaiter_tracing::Records;

const COLUMNS: [&str; 14] = [
    "date",
    "from",
    "from_country",
    "to",
    "to_country",
    "item",
    "quantity",
    "unit_value",
    "currency",
    "weight_kg",
    "hs_code",
    "document",
    "serials",
    "source",
];

/// Read a file into the records; what could not be read is a fault.
pub(super) fn file(path: &Path, records: &mut Records, faults: &mut Vec<Fault>) -> anyhow::Result<()> {
    let name = path.display().to_string();
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_path(path)
        .with_context(|| format!("{name} cannot be read"))?;
    let header = reader.headers().with_context(|| format!("{name} cannot be read"))?.clone();
    let columns = COLUMNS
        .map(|column| header.iter().position(|cell| cell.trim_start_matches('\u{feff}').eq_ignore_ascii_case(column)));
    let missing: Vec<&str> = [0, 1, 3, 5, 6]
        .into_iter()
        .filter(|at| columns.get(*at) == Some(&None))
        .filter_map(|at| COLUMNS.get(at).copied())
        .collect();
    if !missing.is_empty() {
        bail!("{name}: no column {}; give a table with {}", missing.join(", "), COLUMNS.join(", "));
    }
    records.begin_file(&name);
    for record in reader.records() {
        match record {
            Ok(row) => push(&name, &row, &columns, records, faults),
            Err(error) => {
                let at = Position::file(&name).at_row(error.position().map_or(0, csv::Position::line));
                faults.push(Fault::new(
                    "unread-row",
                    at,
                    format!("the row could not be read: {error}"),
                    "check its quotes",
                ));
            }
        }
    }
    Ok(())
}

fn push(
    name: &str,
    row: &csv::StringRecord,
    columns: &[Option<usize>; 14],
    records: &mut Records,
    faults: &mut Vec<Fault>,
) {
    let [
        date,
        from,
        from_country,
        to,
        to_country,
        item,
        quantity,
        value,
        currency,
        weight,
        hs,
        document,
        serials,
        source,
    ] = columns.map(|column| column.and_then(|c| row.get(c)).unwrap_or_default());
    let number = row.position().map_or(0, csv::Position::line);
    let at = Position::file(name).at_row(number);
    let Some(days) = days(date) else {
        let says = format!("`{date}` is no day; the record is left out");
        faults.push(Fault::new(
            "unread-date",
            at.in_column("date"),
            says,
            "write 2025-05-03, 2025-05 or 2025-05-01..2025-05-10",
        ));
        return;
    };
    let units = quantity.replace(',', "").parse::<u64>();
    if units.is_err() {
        let says = format!("`{quantity}` is no number of units");
        faults.push(Fault::new("unread-quantity", at, says, "write a whole number of the item as described"));
    }
    let land = |text: &str| -> Option<Country> { place::country_named(text) };
    records.push(&Consignment {
        departs: days,
        arrives: days,
        from: from.into(),
        from_country: land(from_country),
        to: to.into(),
        to_country: land(to_country),
        item: item.into(),
        quantity: units.ok(),
        unit_value: value.replace(',', "").parse::<Decimal>().ok(),
        currency: currency.into(),
        weight_kg: weight.replace(',', "").parse::<Decimal>().ok(),
        hs_code: hs.into(),
        document: document.into(),
        serials: serials.split([';', ',']).map(str::trim).filter(|s| !s.is_empty()).map(Into::into).collect(),
        source: source.into(),
        row: number,
    });
}

fn days(text: &str) -> Option<Days> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let month = |text: &str| text.parse::<Date>().or_else(|_| format!("{text}-01").parse::<Date>()).ok();
    let end = month(last)?;
    let end = if last.parse::<Date>().is_ok() { end } else { end.last_of_month() };
    Some(Days::between(month(first)?, end))
}
