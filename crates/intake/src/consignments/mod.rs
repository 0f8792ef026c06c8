//! Records of movements: customs lines, bills of lading, invoices, warranty registers, each row one consignment.

mod columns;
mod days;
mod ftm;
mod parties;
mod quantity;
mod read;
mod row;
mod serials;

#[cfg(feature = "parquet")]
mod parquet;

use tidewaiter_model::Fault;
use tidewaiter_model::trace::LeftOut;

use crate::Options;

pub(crate) use columns::Field;
pub use columns::consignment_columns;
pub use parties::{PartyJoins, join_parties};
pub use read::{consignments_template_csv, read_consignments};

/// How a file of consignments is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsignmentOptions {
    /// Columns by header, the sheet, and how large things may be.
    pub table: Options,
    /// Units in a box, carton, case, crate or package, where the user knows it. Without it quantities in boxes are not
    /// read.
    pub per_box: Option<u64>,
}

/// What came of reading a file of consignments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsignmentsRead {
    /// Rows that tell of a consignment, those left out included.
    pub rows: u64,
    /// What was wrong, and how the file was read ([`crate::is_note`]). Of one fault the first thousand are told, then
    /// how many more there are.
    pub faults: Vec<Fault>,
    /// Rows left out, since nothing says when they moved.
    pub left_out: Vec<LeftOut>,
}
