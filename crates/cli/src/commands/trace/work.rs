//! From records to the interval.

use std::collections::{BTreeMap, BTreeSet};

use tidewaiter_tracing::{
    Assumed, Flow, Interval, Items, Picked, Records, Role, Serials, Sides, Sighting, Sites, day_number,
};

/// Everything that the answer is told from.
pub(super) struct Work<'a> {
    pub(super) records: &'a Records,
    pub(super) sites: Sites,
    pub(super) sides: Sides,
    pub(super) picked: Picked,
    pub(super) serials: Serials,
    pub(super) interval: Interval,
    /// Do records leave open whether goods came in within the window?
    pub(super) doubtful: bool,
}

impl<'a> Work<'a> {
    /// `inferred`: with joins of documents that are inferred only.
    pub(super) fn new(
        records: &'a Records,
        items: &Items,
        (sites, sides): (Sites, Sides),
        stock: &[(u32, u32)],
        unrecorded: u32,
        inferred: bool,
    ) -> Self {
        let picked = Picked::new(records, items, &sites, inferred);
        let serials = serials(&picked.flow, &picked.sightings);
        let doubtful = doubtful(records, &picked, &sides);
        let assumed = Assumed { initial: stock.to_vec(), unrecorded, doubtful };
        let interval = Interval::of(&picked.flow, &sides, &serials, &assumed);
        Self { records, sites, sides, picked, serials, interval, doubtful: !assumed.doubtful.is_empty() }
    }
}

/// Sightings as the chains take them: one number a chip, also where one number stands for a system of several.
fn serials(flow: &Flow, sightings: &[Sighting]) -> Serials {
    let place: BTreeMap<u32, u32> = flow.movements().iter().map(|m| m.record).zip(0..).collect();
    let mut pairs = Vec::with_capacity(sightings.len());
    let mut base = 0u32;
    for serial in sightings.chunk_by(|a, b| a.serial == b.serial) {
        let most = serial.iter().map(|s| s.chips).max().unwrap_or(0);
        for sighting in serial {
            if let Some(at) = place.get(&sighting.record) {
                pairs.extend((0..sighting.chips).map(|chip| (base.saturating_add(chip), *at)));
            }
        }
        base = base.saturating_add(most);
    }
    Serials::of(flow, pairs)
}

/// Records whose goods may have come in within the window or outside.
fn doubtful(records: &Records, picked: &Picked, sides: &Sides) -> BTreeSet<u32> {
    if sides.counts(i32::MIN) && sides.counts(i32::MAX) {
        return BTreeSet::new();
    }
    let into = picked.flow.movements().iter().filter(|m| sides.role(m.to) == Role::Destination);
    let open = into.filter(|m| {
        let last = picked.records_of(m.record).filter_map(|record| records.get(record)).map(|c| c.arrives.last()).max();
        // The window is one stretch: it holds all of the days where it holds the first and the last, and none of them
        // where it holds no day between.
        last.is_some_and(|last| {
            let last = day_number(last);
            let all = sides.counts(m.arrives) && sides.counts(last);
            !all && (m.arrives..=last).any(|day| sides.counts(day))
        })
    });
    open.map(|m| m.record).collect()
}
