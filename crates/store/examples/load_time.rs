//! How long a kept list takes to load: `cargo run --release -p tidewaiter-store --example load_time -- LIST.json.gz`.
#![expect(clippy::print_stdout, reason = "a program that prints what it measured")]

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use tidewaiter_screening::Screener;
use tidewaiter_store::{AddOptions, Store};

fn main() -> Result<(), Box<dyn Error>> {
    let file = PathBuf::from(std::env::args().nth(1).ok_or("give a list file")?);
    let home = tempfile::TempDir::new()?;
    let store = Store::open(home.path())?;
    let start = Instant::now();
    store.add(&file, &AddOptions::default())?;
    println!("add {:?}", start.elapsed());
    let start = Instant::now();
    let loaded = store.load()?;
    let load = start.elapsed();
    let screener = Screener::new(&loaded.lists);
    println!("load {load:?}, load and index {:?}, {} lists", start.elapsed(), screener.lists().len());
    Ok(())
}
