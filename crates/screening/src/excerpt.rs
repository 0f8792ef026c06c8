//! The part of the Entity List that is built in, so that the first command works offline.

use crate::{ListData, ListFault, parse};

const TABLE: &str = include_str!("../../../data/lists/entity-list-excerpt.csv");

/// The day on which the table was last held against the official list.
const AS_OF: jiff::civil::Date = jiff::civil::date(2026, 7, 31);

/// The built-in excerpt of the Entity List: parties of the advanced-computing, supercomputing and AI notices.
///
/// # Errors
/// None, unless the table in `data/lists/` was broken; a test reads it.
pub fn builtin_excerpt() -> Result<ListData, ListFault> {
    let mut lists = parse("entity-list-excerpt.csv", TABLE.as_bytes())?;
    let Some(list) = lists.pop().filter(|_| lists.is_empty()) else {
        return Err(ListFault::new("entity-list-excerpt.csv", "holds more than one list", "mend the table"));
    };
    let source = format!(
        "EXCERPT of the Entity List (15 CFR part 744, supplement no. 4): {} parties of the advanced-computing, \
         supercomputing and AI notices, and of Huawei. A name that is not found here may be on the whole list: load it with \
         `tidewaiter lists update` or `tidewaiter lists add FILE`",
        list.entries.len()
    );
    Ok(ListData { source, date: Some(AS_OF), excerpt: true, ..list })
}
