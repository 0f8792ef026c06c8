//! Checked access to columns by number. A number outside a column reads as the default and writes nothing: all numbers
//! here come from the columns' own lengths, so neither happens, and nothing can stop the program.

/// A column read and written by `u32` numbers.
pub(crate) trait Cells<T: Copy + Default> {
    /// The value, or the default outside.
    fn at(&self, place: u32) -> T;
    /// Put a value.
    fn put(&mut self, place: u32, value: T);
}

impl<T: Copy + Default> Cells<T> for [T] {
    #[inline]
    fn at(&self, place: u32) -> T {
        self.get(place as usize).copied().unwrap_or_default()
    }

    #[inline]
    fn put(&mut self, place: u32, value: T) {
        if let Some(cell) = self.get_mut(place as usize) {
            *cell = value;
        }
    }
}

/// Add to a cell, up to the greatest number that it can hold.
#[inline]
pub(crate) fn add(column: &mut [u64], place: u32, units: u64) {
    if let Some(cell) = column.get_mut(place as usize) {
        *cell = cell.saturating_add(units);
    }
}

/// A length as a number; more than `u32::MAX` does not fit into memory here.
#[inline]
pub(crate) fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The number in a cell, which is then one more.
#[inline]
pub(crate) fn take(column: &mut [u32], place: u32) -> u32 {
    let number = column.at(place);
    column.put(place, number.saturating_add(1));
    number
}
