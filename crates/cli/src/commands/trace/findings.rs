//! What does not add up in the records of the item.

use std::borrow::Cow;
use std::collections::BTreeSet;

use tidewaiter_model::Consignment;
use tidewaiter_tracing::conservation::{Case, Known, Looked, Place, Shipment, look};
use tidewaiter_tracing::{Counting, Items, Records, Sites};

use super::question::numbers;
use super::work::Work;

pub(super) fn findings(work: &Work<'_>, items: &Items, known: &Known) -> Looked {
    let Work { records, sites, sides, picked, .. } = work;
    let places: Vec<Place<'_>> = numbers(sites)
        .map(|site| Place { name: sites.name(records, site), country: sites.get(site).and_then(|s| s.country) })
        .collect();
    let shipments: Vec<Shipment<'_>> = picked
        .flow
        .movements()
        .iter()
        .filter_map(|m| {
            let per_unit = match items.of(records.item(m.record)) {
                Some(Counting::Chips(chips)) => *chips,
                _ => 0,
            };
            let mut shipment = shipment(records, sites, m.record, per_unit)?;
            for witness in picked.witnesses_of(m.record) {
                let numbers = records.serials(witness.other).iter().map(|serial| records.texts().get(*serial));
                shipment.serials.extend(numbers);
            }
            Some(shipment)
        })
        .collect();
    let passed: BTreeSet<u32> = shipments.iter().map(|s| s.to).collect();
    let others: Vec<Shipment<'_>> = (0..u32::try_from(records.len()).unwrap_or(u32::MAX))
        .filter(|record| !matches!(items.of(records.item(*record)), Some(Counting::Chips(_))))
        .filter(|record| {
            passed.contains(&sites.of(records.from(*record))) || passed.contains(&sites.of(records.to(*record)))
        })
        .filter_map(|record| shipment(records, sites, record, 0))
        .collect();
    let label = |record| records.label(record);
    look(&Case { sites: &places, shipments: &shipments, others: &others, sides, known, label: &label })
}

/// A record as the findings look at it.
fn shipment<'a>(records: &'a Records, sites: &Sites, record: u32, per_unit: u64) -> Option<Shipment<'a>> {
    let Consignment { departs, arrives, item, quantity, unit_value, currency, weight_kg, hs_code, serials, .. } =
        records.get(record)?;
    let units = quantity.unwrap_or(0);
    Some(Shipment {
        from: sites.of(records.from(record)),
        to: sites.of(records.to(record)),
        departs,
        arrives,
        chips: units.saturating_mul(per_unit),
        units,
        item: text(&item),
        unit_value,
        currency: text(&currency),
        weight_kg,
        hs_code: text(&hs_code),
        serials: serials.iter().map(text).collect(),
        record,
    })
}

/// The records hold every text, so that nothing is ever owned here.
fn text<'a>(text: &Cow<'a, str>) -> &'a str {
    match text {
        Cow::Borrowed(text) => text,
        Cow::Owned(_) => "",
    }
}
