//! The sheet of a stack of high-bandwidth memory sold by itself.

use std::sync::Arc;

use tidewaiter_model::{Form, Good, MemoryStack, Resolution};

use super::sheet::{Limits, Sheet, Table};
use super::{BANDWIDTH, Head, MOST_IN_A_UNIT, not_in_the_sheet};
use crate::memory;

/// Twice what the fastest stack announced reaches; a rate in bits is eight times too great.
const STACK: Limits = Limits { zero: false, most: 6_000, ..BANDWIDTH };
/// Far more than any stack or package of memory takes: stacks are near 110.
const AREA: Limits = Limits {
    unit: "mm²",
    zero: false,
    most: 2_000,
    remedy: "give square millimetres of one package, or of one stack where there is no package",
};

/// Read the table `[memory]` and what stands beside it.
pub(super) fn read(head: Head, mut row: Table<'_, '_>, table: &mut Table<'_, '_>, sheet: &mut Sheet<'_>) -> Good {
    let bandwidth = row.range(sheet, "bandwidth_gbs", STACK);
    let area = row.range(sheet, "area_mm2", AREA);
    let origin = row.origin(sheet, "origin").unwrap_or(head.origin);
    if row.truth(sheet, "copackaged").is_yes() {
        let remedy = "give the sheet of the processor: memory packaged with it is judged as a part of it";
        row.fault(sheet, "copackaged", "memory packaged with a processor is no stack by itself", remedy);
    }
    row.finish(sheet);
    let per_unit = table.whole(sheet, "count", MOST_IN_A_UNIT).unwrap_or(1);
    let (bandwidth_gbs, area_mm2) = (head.figure(bandwidth, origin), head.figure(area, origin));
    let density = memory::density(&bandwidth_gbs, &area_mm2);
    let missing = [
        (bandwidth.lower().is_none(), "the bandwidth of one stack or package (memory.bandwidth_gbs)"),
        (area.upper().is_none(), "the area of the package, or of the stack (memory.area_mm2)"),
        (head.designer_country.is_none(), "where its designer is headquartered (designer_country)"),
    ];
    let ask: Vec<String> = missing.into_iter().filter(|(open, _)| *open).map(|(_, what)| what.to_owned()).collect();
    let why = format!("{}; bandwidth {bandwidth} GB/s by {area} mm² is {} GB/s per mm²", head.words, density.value);
    let stack = MemoryStack {
        id: head.id.clone(),
        name: head.name,
        maker: head.maker,
        designer_country: head.designer_country,
        bandwidth_gbs,
        area_mm2,
        density,
    };
    Good {
        resolution: Resolution::Memory,
        memory: Some(Arc::new(stack)),
        candidates: vec![head.id],
        per_unit: Some(per_unit),
        form: Form::Ic,
        ask: not_in_the_sheet(&ask),
        ..Good::unresolved(why, "")
    }
}
