//! Writes a Parquet file of invented consignments, or reads a file of consignments and tells how long it took:
//! `consignments write 5000000 file.parquet`, `consignments read file.parquet`, `consignments join file.parquet`.
#![expect(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, reason = "a tool for measuring")]

#[path = "../tests/parquet_file/mod.rs"]
mod parquet_file;

use std::path::Path;
use std::time::Instant;

use parquet_file::{Values, Writer};
use tidewaiter_tracing::{Counting, Items, Picked, Records};

const GROUP: u64 = 500_000;
const PLACES: [&str; 6] = ["US", "SG", "MY", "HK", "TW", "CN"];
const ITEMS: [&str; 4] =
    ["NVIDIA H100 SXM5 80GB", "NVIDIA H200 141GB", "8x HGX H200 baseboard", "power supply modules"];

fn rows(from: u64, to: u64) -> Vec<(&'static str, Values)> {
    // A congruential stream is enough to spread names and days.
    let draw = |row: u64, salt: u64| {
        let mut x = row.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ salt.wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x ^= x >> 29;
        x = x.wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 32)
    };
    let party = |row: u64, salt: u64| {
        let wide = draw(row, salt) % 200_000;
        let number = wide * (draw(row, salt + 100) % 1000) / 1000;
        (format!("Tarn{}mere Logistics {} Ltd", number % 977, number), PLACES[usize::try_from(number % 6).unwrap()])
    };
    let text = |f: &dyn Fn(u64) -> String| Values::Text((from..to).map(|row| Some(f(row))).collect());
    let day = |row: u64| i32::try_from(19_000 + draw(row, 1) % 1000).unwrap();
    vec![
        ("date", Values::Day((from..to).map(|row| Some(day(row))).collect())),
        ("from", text(&|row| party(row, 2).0)),
        ("from_country", text(&|row| party(row, 2).1.to_owned())),
        ("to", text(&|row| party(row, 3).0)),
        ("to_country", text(&|row| party(row, 3).1.to_owned())),
        ("item", text(&|row| ITEMS[usize::try_from(draw(row, 4) % 4).unwrap()].to_owned())),
        ("quantity", Values::Whole((from..to).map(|row| i64::try_from(1 + draw(row, 5) % 64).ok()).collect())),
        (
            "unit_value",
            Values::Double((from..to).map(|row| u32::try_from(draw(row, 6) % 40_000).ok().map(f64::from)).collect()),
        ),
        ("currency", text(&|_| "USD".to_owned())),
        (
            "weight_kg",
            Values::Double((from..to).map(|row| u32::try_from(draw(row, 7) % 900).ok().map(f64::from)).collect()),
        ),
        ("hs_code", text(&|row| format!("8471.{}0", 30 + draw(row, 8) % 3))),
        ("document", text(&|row| format!("BL-{row:09}"))),
        (
            "serials",
            Values::List((from..to).map(|row| if row % 50 == 0 { vec![format!("SN{row}")] } else { vec![] }).collect()),
        ),
        ("source", text(&|row| ["customs", "waybill"][usize::try_from(draw(row, 9) % 2).unwrap()].to_owned())),
    ]
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", number, file] => {
            let number: u64 = number.parse().unwrap();
            let mut writer = Writer::create(Path::new(file), &rows(0, 1));
            let mut from = 0;
            while from < number {
                let to = number.min(from + GROUP);
                writer.group(&rows(from, to));
                from = to;
            }
            writer.close();
        }
        ["read", file] => read(file, false),
        ["join", file] => read(file, true),
        _ => println!("consignments write N FILE | read FILE | join FILE"),
    }
}

fn read(file: &str, join: bool) {
    let start = Instant::now();
    let mut records = Records::default();
    records.begin_file(file);
    let read = tidewaiter_intake::read_consignments(Path::new(file), file, &Default::default(), |consignment| {
        records.push(consignment);
    });
    let read = read.unwrap();
    println!("{} rows, {} faults, read in {:.2?}", read.rows, read.faults.len(), start.elapsed());
    if join {
        let start = Instant::now();
        let joins = tidewaiter_intake::join_parties(&records);
        let sites = joins.joins.sites(&records, true);
        println!("{} spellings, {} sites, joined in {:.2?}", records.spellings().len(), sites.len(), start.elapsed());
        let start = Instant::now();
        let items = Items::read(&records, |text| if text.contains("H200") { Counting::Chips(1) } else { Counting::No });
        let picked = Picked::new(&records, &items, &sites, true);
        let (movements, witnesses) = (picked.flow.movements().len(), picked.witnesses.len());
        println!("{movements} movements, {witnesses} witnesses, picked in {:.2?}", start.elapsed());
    }
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        for line in status.lines().filter(|line| line.starts_with("VmHWM")) {
            println!("{line}");
        }
    }
}
