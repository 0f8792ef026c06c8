//! How names are read: `read_names` prints the readings of each line of standard input; `read_names --speed` prints how
//! many names a second are read, of the lines in Latin letters and of those in other scripts.
#![expect(clippy::print_stdout, reason = "a program that prints answers")]

use std::error::Error;
use std::io::Read;
use std::time::Instant;

use tidewaiter_names::Name;

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    if std::env::args().any(|argument| argument == "--speed") {
        let (latin, other): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.is_ascii());
        for (label, names) in [("ASCII", latin), ("other scripts", other)] {
            if let Some(first) = names.first() {
                // The tables are loaded once.
                let loaded = Name::new(first).readings.len();
                let start = Instant::now();
                let readings: usize = names.iter().map(|name| Name::new(name).readings.len()).sum();
                let seconds = start.elapsed().as_secs_f64();
                let count = u32::try_from(names.len())?;
                println!(
                    "{label}: {:.0} names/s ({count} names, {readings} readings, {loaded})",
                    f64::from(count) / seconds
                );
            }
        }
        return Ok(());
    }
    for line in text.lines() {
        println!("{line}");
        for reading in Name::new(line).readings {
            let tokens: Vec<String> = reading.tokens.iter().map(|t| format!("{}/{:?}", t.text, t.kind)).collect();
            println!(
                "    {} [{:?}]{}",
                tokens.join(" "),
                reading.legal_form,
                if reading.by_sound { " by sound" } else { "" }
            );
        }
    }
    Ok(())
}
