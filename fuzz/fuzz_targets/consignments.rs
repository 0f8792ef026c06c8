//! The readers of consignments: whatever the bytes, no harm, the same again, and no row lost.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidewaiter_intake::{ConsignmentOptions, join_parties, read_consignments};
use tidewaiter_tracing::{Counting, Items, Picked, Records};

fn read(path: &std::path::Path) -> Option<(Records, u64)> {
    let mut records = Records::default();
    records.begin_file("fuzz");
    let read = read_consignments(path, "fuzz", &ConsignmentOptions::default(), |consignment| {
        assert!(consignment.departs.first() <= consignment.arrives.last());
        records.push(consignment);
    })
    .ok()?;
    let left: u64 = read.left_out.iter().map(|left| left.records).sum();
    assert_eq!(u64::try_from(records.len()).unwrap_or(0) + left, read.rows);
    Some((records, read.rows))
}

fuzz_target!(|data: &[u8]| {
    let folder = std::env::temp_dir();
    let path = folder.join(format!("tidewaiter-fuzz-{}", std::process::id()));
    if std::fs::write(&path, data).is_err() {
        return;
    }
    let (Some((records, rows)), Some((again, _))) = (read(&path), read(&path)) else { return };
    assert!(rows > 0 || records.is_empty());
    assert_eq!(records.len(), again.len());
    for record in 0..u32::try_from(records.len()).unwrap_or(0) {
        assert_eq!(records.get(record), again.get(record), "the same bytes, the same record");
    }
    let sites = join_parties(&records).joins.sites(&records, true);
    let items = Items::read(&records, |_| Counting::Chips(1));
    let picked = Picked::new(&records, &items, &sites, true);
    let left: u64 = picked.left_out.iter().map(|left| left.records).sum();
    let counted = picked.flow.movements().len() + picked.witnesses.len();
    // What moves no unit is neither counted nor left out.
    assert!(u64::try_from(counted).unwrap_or(0) + left <= u64::try_from(records.len()).unwrap_or(0));
});
