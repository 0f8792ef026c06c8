//! Reads descriptions from standard input, one a line (`description<TAB>part number`), and prints what each was read
//! as. With `--time` it prints only how many it read a second.
//!
//! `echo '8x HGX H200 141GB' | cargo run -p tidewaiter-goods --example read`

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::time::Instant;

use tidewaiter_goods::Catalogue;

fn main() -> Result<(), Box<dyn Error>> {
    let catalogue = Catalogue::builtin()?;
    let lines: Vec<String> = io::stdin().lock().lines().collect::<Result<_, _>>()?;
    let mut out = io::stdout().lock();
    if std::env::args().any(|a| a == "--time") {
        let (start, mut read, mut named) = (Instant::now(), 0_u32, 0_u32);
        while start.elapsed().as_secs() < 3 {
            for line in &lines {
                let (text, part) = line.split_once('\t').unwrap_or((line, ""));
                named += u32::from(catalogue.read(text, part).spec.is_some());
                read += 1;
            }
        }
        writeln!(out, "{:.0} texts/s ({named} of {read} named)", f64::from(read) / start.elapsed().as_secs_f64())?;
        return Ok(());
    }
    for line in &lines {
        let (text, part) = line.split_once('\t').unwrap_or((line, ""));
        let good = catalogue.read(text, part);
        writeln!(
            out,
            "{line}\n    {:?} {} per_unit {:?} units {} {:?} {}\n    why: {}\n    ask: {}",
            good.resolution,
            good.candidates.join("|"),
            good.per_unit,
            good.units,
            good.form,
            good.z_family,
            good.why,
            good.ask
        )?;
    }
    Ok(())
}
