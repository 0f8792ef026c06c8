//! A file of consignments, read.

use std::path::Path;

use tidewaiter_model::{Consignment, Fault};

use super::columns::Field;
use super::row::RowReader;
use super::{ConsignmentOptions, ConsignmentsRead, consignment_columns, ftm};
use crate::Format;
use crate::table::{Table, open_file, unreadable};

/// Read a file of consignments: CSV, Excel, a web page's table, JSON Lines, FollowTheMoney (customs declarations, schema
/// `EconomicActivity`) or Parquet, told by content and not by name. `name` is what the file is to be called, and `take`
/// gets each consignment in the order of the file.
///
/// A row that cannot be read in full is kept with what can be read of it, and its fault told; one that says nothing
/// about when it moved is left out and counted.
///
/// # Errors
/// What keeps the file as a whole from being read.
///
/// # Examples
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("lading.csv");
/// use tidewaiter_tracing::Records;
/// std::fs::write(&path, "B/L No.,Shipper,Consignee,Goods description,Qty,Departure date\nBL-1,Alder Ltd,Birch Sdn Bhd,H100 SXM,\"1,024\",2025-05\n").unwrap();
/// let mut records = Records::default();
/// records.begin_file("lading.csv");
/// let read = tidewaiter_intake::read_consignments(&path, "lading.csv", &Default::default(), |consignment| {
///     records.push(consignment);
/// }).unwrap();
/// assert_eq!((read.rows, records.get(0).unwrap().quantity), (1, Some(1024)));
/// assert_eq!(records.get(0).unwrap().departs.to_string(), "2025-05-01..2025-05-31");
/// ```
pub fn read_consignments(
    path: &Path,
    name: &str,
    options: &ConsignmentOptions,
    mut take: impl FnMut(&Consignment<'_>),
) -> Result<ConsignmentsRead, Vec<Fault>> {
    let place = tidewaiter_model::Position::file(name);
    let mut file = open_file(path, &place)?;
    let head = crate::sniff::head(&mut file).map_err(|error| vec![unreadable(&place, &error)])?;
    #[cfg(feature = "parquet")]
    if head.starts_with(b"PAR1") {
        return super::parquet::read(&file, &place, options, &mut take);
    }
    if ftm::is_ftm(&head) {
        return ftm::read(&file, &place, options, &mut take);
    }
    let mut table: Table<Field> = Table::open(path, name, &options.table)?;
    let layout = table.layout.clone();
    let lettered = table.format == Format::Xlsx;
    let mut reader = RowReader::new(&layout, table.place.clone(), lettered, options.per_box);
    while let Some(row) = table.next_row() {
        let raws = reader.raws(&row, &layout);
        if let Some(consignment) = reader.of_row(&row, &raws) {
            take(&consignment);
        }
    }
    Ok(reader.finish(std::mem::take(&mut table.faults)))
}

/// An empty table of consignments: the row of headers.
///
/// ```
/// assert!(tidewaiter_intake::consignments_template_csv().starts_with("date,departs,arrives,from,from_country,to,"));
/// ```
#[must_use]
pub fn consignments_template_csv() -> String {
    format!("{}\n", consignment_columns().join(","))
}
