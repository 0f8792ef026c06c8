//! Order and line numbers that come more than once in a book.
//!
//! Each row is answered, but whoever joins answers to orders by these numbers cannot tell them apart, and a row that was
//! copied by mistake counts twice.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use tidewaiter_model::{Fault, Position};

use crate::value::quoted;

/// Lines remembered, so that a book without end needs no memory without end.
const REMEMBERED: usize = 1_000_000;
/// Told one by one; the rest are counted.
const TOLD: usize = 20;

/// What was seen so far.
#[derive(Debug, Default)]
pub(crate) struct Doubles {
    /// The row in which a hash over order and line was first seen. Looked up only, never gone through.
    seen: HashMap<u64, u64>,
    told: Vec<Fault>,
    more: u64,
}

impl Doubles {
    /// Look at one line: its order and line, and its row.
    pub(crate) fn see(&mut self, order: &str, line: &str, row: u64, place: &Position) {
        // A hasher without a random seed: the same book is told the same.
        let mut hasher = DefaultHasher::new();
        (order, line).hash(&mut hasher);
        let key = hasher.finish();
        match self.seen.get(&key) {
            Some(_) if self.told.len() >= TOLD => self.more = self.more.saturating_add(1),
            Some(first) => {
                let says = format!(
                    "order {}, line {} stands in row {first} already; both rows are answered",
                    quoted(order),
                    quoted(line)
                );
                let remedy = "remove the row if it was copied by mistake, else number the lines of the order apart";
                self.told.push(Fault::new("duplicate-line", place.clone().at_row(row), says, remedy));
            }
            None if self.seen.len() < REMEMBERED => {
                self.seen.insert(key, row);
            }
            None => {}
        }
    }

    /// Take what was found.
    pub(crate) fn take(&mut self, place: &Position) -> Vec<Fault> {
        let mut faults = std::mem::take(&mut self.told);
        let more = std::mem::take(&mut self.more);
        if more > 0 {
            let says = format!("{more} more rows have an order and line that stand in a row above already");
            faults.push(Fault::new("duplicate-line", place.clone(), says, "number the lines of each order apart"));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_are_told_and_the_rest_counted() {
        let place = Position::file("orders.csv");
        let mut doubles = Doubles::default();
        for row in 2..=40 {
            doubles.see("A", "1", row, &place);
            doubles.see("A", &format!("row {row}"), row, &place);
        }
        let faults = doubles.take(&place);
        assert_eq!(faults.len(), TOLD + 1);
        assert!(faults[0].to_string().starts_with("orders.csv, row 3"), "{}", faults[0]);
        assert!(faults[TOLD].says.starts_with("18 more rows"), "{}", faults[TOLD].says);
        assert!(doubles.take(&place).is_empty());
    }
}
