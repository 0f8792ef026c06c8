//! How much hangs on a line.

use tidewaiter_model::{Decimal, Exposure, Good, Line, Range, Resolution};

use crate::officer::accelerators;

/// Accelerators, money and total processing performance of a line. What the sheet does not say stays unknown.
#[must_use]
pub fn exposure(line: &Line, good: &Good) -> Exposure {
    let accelerators = accelerators(line, good);
    let each = match (good.resolution, &good.spec) {
        (Resolution::NotAccelerator, _) => Range::exactly(Decimal::ZERO),
        (_, Some(spec)) => spec.tpp.value,
        _ => Range::UNKNOWN,
    };
    Exposure {
        accelerators,
        value: line.quantity.zip(line.unit_price).and_then(|(units, price)| Decimal::from(units).checked_mul(price)),
        currency: line.currency.clone(),
        tpp: accelerators.map_or(Range::UNKNOWN, |n| each.times(&Range::exactly(Decimal::from(n)))),
    }
}
