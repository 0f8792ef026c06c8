//! Precision, recall and F1 on judged pairs: `cargo run --release -p tidewaiter-screening --example name_bench -- FILE…`
//! where FILE has the columns `name1,name2,is_match,schema` or `query,candidate,truth,class`. `--errors` lists mistakes.
#![expect(clippy::print_stdout, reason = "a program that prints a table")]

use std::collections::BTreeMap;
use std::error::Error;

use tidewaiter_screening::{ListData, Options, Query, Screener};

/// True and false, positive and negative.
#[derive(Clone, Copy, Default)]
struct Tally {
    hit: u32,
    false_alarm: u32,
    miss: u32,
    pass: u32,
}

impl Tally {
    fn line(&self, name: &str) -> String {
        let share = |part: u32, rest: u32| f64::from(part) / f64::from((part + rest).max(1));
        let (precision, recall) = (share(self.hit, self.false_alarm), share(self.hit, self.miss));
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        let all = self.hit + self.false_alarm + self.miss + self.pass;
        format!(
            "| {name} | {all} | {precision:.3} | {recall:.3} | {f1:.3} | {} false of {} |",
            self.false_alarm,
            self.false_alarm + self.pass
        )
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let errors = arguments.iter().any(|a| a == "--errors");
    println!("| set | pairs | precision | recall | F1 | false alarms |\n|---|---|---|---|---|---|");
    for file in arguments.iter().filter(|a| !a.starts_with("--")) {
        let rows: Vec<BTreeMap<String, String>> =
            csv::Reader::from_path(file)?.deserialize().collect::<Result<_, _>>()?;
        let cell = |row: &BTreeMap<String, String>, names: [&str; 2]| {
            names.iter().find_map(|name| row.get(*name)).cloned().unwrap_or_default()
        };
        // Each pair is a query against a list of one: every word is as rare as can be.
        let table = std::iter::once("name".to_owned())
            .chain(rows.iter().map(|row| format!("\"{}\"", cell(row, ["name2", "candidate"]).replace('"', "\"\""))))
            .collect::<Vec<_>>()
            .join("\n");
        let lists = tidewaiter_screening::parse("pairs.csv", table.as_bytes())?;
        let entries: Vec<_> = lists.first().map(|list| list.entries.clone()).unwrap_or_default();
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        for (row, entry) in rows.iter().zip(&entries) {
            let alone = ListData { id: "pairs".into(), entries: vec![entry.clone()], ..ListData::default() };
            let query = cell(row, ["name1", "query"]);
            let options = Options { floor: 0.0, ..Options::default() };
            let hits = Screener::new(vec![alone]).screen(&Query { name: &query, ..Query::default() }, &options);
            let found = hits.first().is_some_and(|hit| hit.is_match);
            let truth = ["true", "1"].contains(&cell(row, ["is_match", "truth"]).as_str());
            let schema = cell(row, ["schema", "none"]);
            let groups = if schema.is_empty() { vec!["all".to_owned()] } else { vec!["all".to_owned(), schema] };
            for group in groups {
                let tally = tallies.entry(group).or_default();
                match (truth, found) {
                    (true, true) => tally.hit += 1,
                    (false, true) => tally.false_alarm += 1,
                    (true, false) => tally.miss += 1,
                    (false, false) => tally.pass += 1,
                }
            }
            if errors && truth != found {
                let score = hits.first().map_or(0.0, |hit| hit.score);
                println!("{} {score:.2}  {query}  |  {}", if truth { "MISS " } else { "FALSE" }, entry.name);
            }
        }
        let base = file.rsplit('/').next().unwrap_or(file);
        for (group, tally) in &tallies {
            println!("{}", tally.line(&format!("{base}: {group}")));
        }
    }
    Ok(())
}
