//! What every shell indicator says of every buyer of accelerators, in worlds whose truth is known: the table that
//! `bench/shells/learn.py` learns from.
//!
//! `cargo run --release -p tidewaiter-officer --example shell_marks -- WORLD... > marks.tsv`
//!
//! A world is a folder as `tidewaiter simulate` writes it. One row a party: world, party, shell, pattern, then for each
//! indicator the band, or `?` where it cannot be assessed. Parties are matched with the truth by name.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use tidewaiter_goods::Catalogue;
use tidewaiter_law::Law;
use tidewaiter_model::Date;
use tidewaiter_officer::{AsOf, Beside, Dossier, Experts, History, Officer, Registry, Settings};
use tidewaiter_ownership::Records;
use tidewaiter_redflags::shells::{codes, read_sites, rough_rates};
use tidewaiter_screening::{GoodGuys, Screener};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let codes: Vec<&str> = codes().into_iter().filter(|code| code.contains('-')).collect();
    writeln!(out, "world\tparty\tshell\tpattern\t{}", codes.join("\t"))?;
    for world in std::env::args().skip(1) {
        let known = marks(Path::new(&world), &mut out)?;
        out.flush()?;
        writeln!(std::io::stderr(), "{world}: {known}")?;
    }
    Ok(())
}

fn marks(world: &Path, out: &mut impl std::io::Write) -> Result<String, Failure> {
    let experts = Experts {
        catalogue: Catalogue::builtin()?,
        law: Law::builtin()?,
        screener: Screener::new(Vec::new()),
        good_guys: GoodGuys::default(),
        stakes: None,
    };
    let settings = Settings {
        as_of: AsOf::Day(Date::constant(2026, 9, 29)),
        snapshot: String::new(),
        engine: String::new(),
        bar: 0.7,
    };
    let officer = Officer::new(experts, settings);
    let started = std::time::Instant::now();
    let mut history = History::new("orders.csv");
    let book = tidewaiter_intake::open(&world.join("orders.csv"), &tidewaiter_intake::Options::default());
    let book = book.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    for line in book {
        history.add(&officer.note(&line));
    }
    let (lines, read) = (history.lines(), started.elapsed());
    let mut records = Records::default();
    for name in ["companies.csv", "stakes.csv"] {
        records.read(name, std::fs::File::open(world.join(name))?);
    }
    let register = Some(Arc::new(Registry::new(records.finished())));
    let (sites, _) = read_sites("sites.csv", &std::fs::read_to_string(world.join("sites.csv"))?);
    let beside = Beside { register, sites: Some(sites), rates: rough_rates() };
    let dossier = Dossier::new(history, beside, &officer.experts().law);
    let truth = truth(world)?;
    let (mut parties, mut without) = (0u64, 0u64);
    for (name, _) in dossier.parties().filter(|(_, accelerators)| *accelerators > 0) {
        let Some((shell, pattern)) = truth.get(name) else {
            without += 1;
            continue;
        };
        let Some(assessments) = dossier.assess(name) else { continue };
        let bands = assessments.iter().map(|a| if a.band().is_empty() { "?" } else { a.band() });
        let bands = bands.collect::<Vec<_>>().join("\t");
        writeln!(out, "{}\t{}\t{shell}\t{pattern}\t{bands}", world.display(), name.replace('\t', " "))?;
        parties += 1;
    }
    Ok(format!(
        "{lines} lines read in {:.1} s, {parties} buyers of accelerators in {:.1} s, {without} not in the truth",
        read.as_secs_f64(),
        started.elapsed().as_secs_f64()
    ))
}

/// Each party's name: is it a shell, and of which pattern?
fn truth(world: &Path) -> Result<BTreeMap<String, (String, String)>, Failure> {
    let mut reader = csv::Reader::from_path(world.join("truth").join("parties.csv"))?;
    let header = reader.headers()?.clone();
    let column = |name: &str| header.iter().position(|cell| cell == name).ok_or(format!("no column {name}"));
    let (name, shell, pattern) = (column("name")?, column("shell")?, column("pattern")?);
    let mut truth = BTreeMap::new();
    for record in reader.records() {
        let record = record?;
        let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
        truth.insert(cell(name), (cell(shell), cell(pattern)));
    }
    Ok(truth)
}
