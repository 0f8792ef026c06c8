//! Speed, memory, recall and false alerts against a real list:
//! `cargo run --release -p tidewaiter-screening --example screen_speed -- LIST.json.gz [COMPANIES.csv]`.
#![expect(clippy::print_stdout, reason = "a program that prints a table")]

use std::error::Error;
use std::io::Read;
use std::time::{Duration, Instant};

use tidewaiter_screening::{Options, Query, Screener};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("give a list file")?;
    let mut bytes = Vec::new();
    let raw = std::fs::File::open(&file)?;
    if file.ends_with(".gz") {
        flate2::read::GzDecoder::new(raw).read_to_end(&mut bytes)?;
    } else {
        std::io::BufReader::new(raw).read_to_end(&mut bytes)?;
    }
    let start = Instant::now();
    let lists = tidewaiter_screening::parse(&file, &bytes)?;
    let parsed = start.elapsed();
    drop(bytes);
    let names: Vec<(String, String)> = lists
        .iter()
        .flat_map(|list| &list.entries)
        .flat_map(|e| {
            std::iter::once(&e.name).chain(e.aliases.iter().map(|a| &a.name)).map(|n| (n.clone(), e.id.clone()))
        })
        .collect();
    println!(
        "parse {parsed:?}; {} entries, {} names",
        lists.iter().map(|l| l.entries.len()).sum::<usize>(),
        names.len()
    );
    let start = Instant::now();
    let screener = Screener::new(lists);
    println!("index {:?}; memory {}", start.elapsed(), memory());

    let options = Options::matches_only(0.70, 10);
    let exact: Vec<&(String, String)> = names.iter().step_by(7).collect();
    run("list names as written", &screener, &options, &exact, |name, _| name.to_owned());
    run("list names, one letter dropped", &screener, &options, &exact, dropped);
    // Every so many names misspelt and held against a scan of all names: EVERY=40 takes about a minute.
    if let Some(every) = std::env::var("EVERY").ok().and_then(|every| every.parse::<usize>().ok()) {
        recall(&screener, &names, every.max(1));
    }
    if let Some(companies) = arguments.next() {
        let mut reader = csv::Reader::from_path(&companies)?;
        let mut times = Vec::new();
        let (mut alerted, mut all) = (0u32, 0u32);
        for row in reader.records() {
            let row = row?;
            let (name, country) = (row.get(0).unwrap_or_default(), row.get(1).unwrap_or_default());
            let country = tidewaiter_model::place::country_named(country);
            let start = Instant::now();
            let hits = screener.screen(&Query { name, country, ..Query::default() }, &options);
            times.push(start.elapsed());
            all += 1;
            if let Some(hit) = hits.first() {
                alerted += 1;
                if std::env::var_os("SHOW").is_some() {
                    println!("  {:.2} {:?} {name} | {} | {}", hit.score, hit.strength, hit.matched, hit.list);
                }
            }
        }
        report("listed companies", &mut times);
        println!(
            "alerts on listed companies: {alerted} of {all} = {:.2} %",
            100.0 * f64::from(alerted) / f64::from(all.max(1))
        );
    }
    Ok(())
}

fn dropped(name: &str, i: usize) -> String {
    let letters = name.chars().count().max(1);
    name.chars().enumerate().filter(|(at, _)| *at != (i * 7 + 3) % letters).map(|(_, c)| c).collect()
}

fn recall(screener: &Screener, names: &[(String, String)], every: usize) {
    let options = Options::matches_only(0.70, usize::MAX);
    let (mut found, mut all, mut same) = (0usize, 0usize, 0usize);
    for (i, (name, _)) in names.iter().enumerate().step_by(every) {
        let name = dropped(name, i);
        let query = Query { name: &name, ..Query::default() };
        let (ours, scan) = (screener.screen(&query, &options), screener.screen_exhaustively(&query, &options));
        all += scan.len();
        for hit in &scan {
            if ours.iter().any(|own| own.list == hit.list && own.entry == hit.entry) {
                found += 1;
            } else if std::env::var_os("SHOW").is_some() {
                println!("  missed {:.3} {name} | {}", hit.score, hit.matched);
            }
        }
        same += usize::from(ours == scan);
    }
    let queries = names.len().div_ceil(every);
    println!("index against scan: {found} of {all} matches found; the same answer in {same} of {queries} queries");
}

fn run(
    title: &str,
    screener: &Screener,
    options: &Options,
    names: &[&(String, String)],
    change: impl Fn(&str, usize) -> String,
) {
    let mut times = Vec::with_capacity(names.len());
    let mut found = 0usize;
    for (i, (name, id)) in names.iter().enumerate() {
        let name = change(name, i);
        let start = Instant::now();
        let hits = screener.screen(&Query { name: &name, ..Query::default() }, options);
        times.push(start.elapsed());
        let own = hits.iter().any(|hit| hit.entry == *id);
        if !own && std::env::var_os("SHOW").is_some() {
            println!("  missed {name} | {}", names.get(i).map_or("", |known| known.0.as_str()));
        }
        found += usize::from(own);
    }
    report(title, &mut times);
    println!("  own entry among the first ten matches: {found} of {}", names.len());
}

fn report(title: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let sum: Duration = times.iter().sum();
    let at = |share: usize| times.get(times.len().saturating_mul(share) / 1000).copied().unwrap_or_default();
    let count = u32::try_from(times.len()).unwrap_or(u32::MAX);
    println!(
        "{title}: {count} queries, {:.0}/s, mean {:?}, p50 {:?}, p99 {:?}, most {:?}",
        f64::from(count) / sum.as_secs_f64().max(1e-9),
        sum / count.max(1),
        at(500),
        at(990),
        times.last().copied().unwrap_or_default()
    );
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let lines = status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}
