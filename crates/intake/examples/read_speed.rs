//! How fast a book of orders is read, and in how much memory: `cargo run --release --example read_speed -- FILE`.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let Some(file) = std::env::args().nth(1) else {
        return writeln!(out, "read_speed FILE");
    };
    let start = Instant::now();
    let mut book = match tidewaiter_intake::open(Path::new(&file), &tidewaiter_intake::Options::default()) {
        Ok(book) => book,
        Err(faults) => {
            for fault in faults {
                writeln!(out, "{fault}")?;
            }
            return Ok(());
        }
    };
    let (mut rows, mut faulty) = (0_u32, 0_u32);
    for line in &mut book {
        rows += 1;
        if !line.faults.is_empty() {
            faulty += 1;
            if faulty <= 3 {
                for fault in &line.faults {
                    writeln!(out, "{fault}")?;
                }
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    for fault in book.faults() {
        writeln!(out, "{fault}")?;
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: not known here");
    writeln!(
        out,
        "{rows} rows, {faulty} with faults, in {seconds:.2} s: {:.0} rows/s; {peak}",
        f64::from(rows) / seconds
    )
}
