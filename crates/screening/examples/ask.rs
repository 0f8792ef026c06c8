//! Questions in, scores out, for `bench/screening/demands.py`.
//!
//! - `ask pairs` reads `{"query", "names": […]}` a line and prints the best score of the query against an entry of
//!   those names alone on its list, so that every word is as rare as can be.
//! - `ask ofac` reads `{"query", "names": [one]}` a line and prints the score of OFAC's search, 0 where it shows nothing.
//! - `ask list FILE [LIMIT]` reads `{"query"}` a line and prints
//!   `{"hits": [[entry, score], …], "candidates": […], "seconds"}`: the best hits whatever their score, the entries that
//!   the index brought to be compared, and the time of the query alone.
#![expect(clippy::print_stdout, reason = "a program that prints answers")]

use std::error::Error;
use std::io::{BufRead, Read};
use std::time::Instant;

use serde_json::{Value, json};
use tidewaiter_names::OfacName;
use tidewaiter_screening::{Alias, Entry, ListData, Options, Query, Screener};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["pairs"] => pairs(),
        ["ofac"] => ofac(),
        ["list", file] => list(file, 20),
        ["list", file, limit] => list(file, limit.parse()?),
        _ => Err("ask pairs | ask ofac | ask list FILE [LIMIT]".into()),
    }
}

fn text_of(case: &Value) -> &str {
    case.get("query").and_then(Value::as_str).unwrap_or_default()
}

fn pairs() -> Result<(), Box<dyn Error>> {
    for line in std::io::stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line?)?;
        let mut names = case.get("names").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let entry = Entry {
            id: "1".to_owned(),
            list: "pairs".to_owned(),
            name: names.next().unwrap_or_default().to_owned(),
            aliases: names.map(|name| Alias { name: name.to_owned(), ..Alias::default() }).collect(),
            ..Entry::default()
        };
        let alone = ListData { id: "pairs".to_owned(), entries: vec![entry], ..ListData::default() };
        let query = Query { name: text_of(&case), ..Query::default() };
        let hits = Screener::new(vec![alone]).screen(&query, &Options { floor: 0.0, ..Options::default() });
        println!("{}", hits.first().map_or(0.0, |hit| hit.score));
    }
    Ok(())
}

fn ofac() -> Result<(), Box<dyn Error>> {
    for line in std::io::stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line?)?;
        let listed = case.pointer("/names/0").and_then(Value::as_str).unwrap_or_default();
        let found = OfacName::read(text_of(&case)).compare(&OfacName::read(listed));
        println!("{}", found.map_or(0.0, |found| found.score()));
    }
    Ok(())
}

fn list(file: &str, limit: usize) -> Result<(), Box<dyn Error>> {
    let mut bytes = Vec::new();
    let raw = std::fs::File::open(file)?;
    if file.ends_with(".gz") {
        flate2::read::GzDecoder::new(raw).read_to_end(&mut bytes)?;
    } else {
        std::io::BufReader::new(raw).read_to_end(&mut bytes)?;
    }
    let screener = Screener::new(tidewaiter_screening::parse(file, &bytes)?);
    // In the way that a check of orders asks: near misses too, as far as the index brings them.
    let options = Options { floor: 0.60, limit, ..Options::default() };
    for line in std::io::stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line?)?;
        let query = Query { name: text_of(&case), ..Query::default() };
        let start = Instant::now();
        let hits = screener.screen(&query, &options);
        let seconds = start.elapsed().as_secs_f64();
        let hits: Vec<Value> = hits.iter().map(|hit| json!([hit.entry, hit.score])).collect();
        let (entries, truncated) = screener.candidates(query.name, options.floor);
        let candidates: Vec<String> = entries.into_iter().map(|entry| entry.id).collect();
        println!("{}", json!({"hits": hits, "candidates": candidates, "truncated": truncated, "seconds": seconds}));
    }
    Ok(())
}
