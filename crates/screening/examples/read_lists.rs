//! What is read of list files, and how long it takes:
//! `cargo run --release -p tidewaiter-screening --example read_lists -- FILE…` (parts of one list in one call; `.gz` is unpacked).
#![expect(clippy::print_stdout, reason = "a program that prints what it measured")]

use std::error::Error;
use std::io::Read;
use std::time::Instant;

use tidewaiter_screening::{Entry, ListData, is_part, parse, parse_parts};

fn main() -> Result<(), Box<dyn Error>> {
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for path in std::env::args().skip(1) {
        let mut bytes = std::fs::read(&path)?;
        if bytes.starts_with(&[0x1f, 0x8b]) {
            let mut unpacked = Vec::new();
            flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked)?;
            bytes = unpacked;
        }
        if is_part(&bytes) {
            parts.push((path, bytes));
            continue;
        }
        let start = Instant::now();
        let lists = parse(&path, &bytes)?;
        println!("{path}: {:.0?}, {:.1} MB", start.elapsed(), megabytes(bytes.len()));
        tell(&lists);
    }
    if !parts.is_empty() {
        let files: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let start = Instant::now();
        let lists = parse_parts(&files)?;
        println!("{} parts: {:.0?}", files.len(), start.elapsed());
        tell(&lists);
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a size for people")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn tell(lists: &[ListData]) {
    for list in lists {
        let sum = |count: fn(&Entry) -> usize| list.entries.iter().map(count).sum::<usize>();
        let (aliases, numbers) = (sum(|e| e.aliases.len()), sum(|e| e.identifiers.len()));
        let date = list.date.map_or("undated".to_owned(), |date| date.to_string());
        println!("  {} {date}: {} entries, {aliases} aliases, {numbers} numbers", list.id, list.entries.len());
    }
}
