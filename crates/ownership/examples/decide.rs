//! Read a table of stakes, take those in force on a day, decide the 50 percent rule for all parties; print what each
//! step took. `cargo run --release -p tidewaiter-ownership --example decide -- stakes.csv listed.txt`
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::collections::BTreeSet;
use std::fs::File;
use std::time::Instant;

use tidewaiter_model::Date;
use tidewaiter_ownership::{StakeTable, Stakes};

/// The greatest memory held so far, in MB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().map_or(0, |kb| kb / 1024)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(stakes), Some(listed)) = (arguments.next(), arguments.next()) else {
        return Err("give stakes.csv and a file with a listed name a line".into());
    };
    let listed: BTreeSet<String> = std::fs::read_to_string(listed)?.lines().map(str::to_owned).collect();
    let start = Instant::now();
    let mut table = StakeTable::default();
    let faults = table.read_csv(&stakes, File::open(&stakes)?);
    let (read, stakes) = (start.elapsed(), table.len());
    let start = Instant::now();
    let stakes_on = Stakes::of_table(table, Date::constant(2025, 10, 15), str::to_lowercase);
    let build = start.elapsed();
    let start = Instant::now();
    let restricted = stakes_on.restricted(&listed);
    let decide = start.elapsed();
    let (sure, possible) = restricted.count();
    println!(
        "{{\"stakes\":{stakes},\"faults\":{},\"parties\":{},\"pairs\":{},\"read_s\":{:.3},\"build_s\":{:.3},\"decide_s\":{:.6},\"yes\":{sure},\"yes_or_possible\":{possible},\"peak_mb\":{}}}",
        faults.len(),
        stakes_on.parties(),
        stakes_on.pairs(),
        read.as_secs_f64(),
        build.as_secs_f64(),
        decide.as_secs_f64(),
        peak()
    );
    Ok(())
}
