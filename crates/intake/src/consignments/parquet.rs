//! Consignments in Parquet, column by column.

use std::fs::File;

use tidewaiter_model::{Consignment, Fault, Position};

use super::{ConsignmentOptions, ConsignmentsRead};

pub(crate) fn read(
    _file: &File,
    place: &Position,
    _options: &ConsignmentOptions,
    _take: &mut impl FnMut(&Consignment<'_>),
) -> Result<ConsignmentsRead, Vec<Fault>> {
    Err(vec![Fault::new("unsupported-file", place.clone(), "the file is a Parquet file", "write it out as CSV")])
}
