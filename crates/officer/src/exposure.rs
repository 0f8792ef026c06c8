//! How much hangs on a line.

use tidewaiter_model::{Decimal, Exposure, Good, Line, Range, Resolution};

use crate::officer::accelerators;

/// Accelerators, money and total processing performance of a line. What the sheet does not say stays unknown.
#[must_use]
pub fn exposure(line: &Line, good: &Good) -> Exposure {
    let accelerators = accelerators(line, good);
    let each = match (good.resolution, &good.spec) {
        (Resolution::NotAccelerator | Resolution::Memory, _) => Range::exactly(Decimal::ZERO),
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tidewaiter_model::{Accelerator, Figure, Form, Position, Truth};

    use super::*;

    fn good(tpp: Range, per_unit: Option<u64>) -> Good {
        let spec = Accelerator {
            id: "a".to_owned(),
            name: "A".to_owned(),
            maker: "M".to_owned(),
            designer_country: None,
            tpp: Figure { value: tpp, ..Figure::unknown() },
            die_area_mm2: Figure::unknown(),
            dram_bandwidth_gbs: Figure::unknown(),
            io_bandwidth_gbs: Figure::unknown(),
            dram_capacity_gb: Figure::unknown(),
            datacenter: Truth::Unknown,
            datacenter_source: String::new(),
            fabrication: tidewaiter_model::Fabrication::default(),
        };
        Good {
            resolution: Resolution::Accelerator,
            spec: Some(Arc::new(spec)),
            per_unit,
            form: Form::Board,
            ..Good::unresolved("", "")
        }
    }

    fn line(quantity: Option<u64>, price: Option<&str>) -> Line {
        Line {
            order: String::new(),
            line: String::new(),
            position: Position::default(),
            date: None,
            description: String::new(),
            part_number: String::new(),
            quantity,
            unit_price: price.map(|p| p.parse().unwrap()),
            currency: "EUR".to_owned(),
            ship_from: None,
            ship_to: None,
            route: Vec::new(),
            end_use: String::new(),
            made_in: None,
            parties: Vec::new(),
            faults: Vec::new(),
        }
    }

    #[test]
    fn units_multiply_and_what_is_not_known_stays_unknown() {
        let bounds = Range::between(12_032.into(), 12_800.into());
        let known = exposure(&line(Some(3), Some("0.10")), &good(bounds, Some(8)));
        assert_eq!((known.accelerators, known.value), (Some(24), Some("0.30".parse().unwrap())));
        assert_eq!(known.tpp, Range::between((24 * 12_032).into(), (24 * 12_800).into()));

        let no_count = exposure(&line(Some(3), Some("5")), &good(bounds, None));
        assert_eq!((no_count.accelerators, no_count.value), (None, Some(15.into())));
        assert!(no_count.tpp.is_unknown());

        let no_quantity = exposure(&line(None, Some("5")), &good(bounds, Some(8)));
        assert_eq!((no_quantity.accelerators, no_quantity.value), (None, None));

        let unread = exposure(&line(Some(3), None), &Good::unresolved("", ""));
        assert_eq!((unread.accelerators, unread.value), (None, None));
        assert!(unread.tpp.is_unknown());

        let cable = Good { resolution: Resolution::NotAccelerator, ..Good::unresolved("", "") };
        let cable = exposure(&line(Some(3), Some("5")), &cable);
        assert_eq!((cable.accelerators, cable.tpp), (Some(0), Range::exactly(Decimal::ZERO)));
    }

    /// Sums too large to hold are unknown, not wrong.
    #[test]
    fn nothing_overflows() {
        let most =
            exposure(&line(Some(u64::MAX), Some("79228162514264337593543950335")), &good(Range::UNKNOWN, Some(2)));
        assert_eq!((most.accelerators, most.value), (None, None));
    }
}
