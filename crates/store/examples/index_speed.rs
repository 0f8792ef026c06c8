//! How fast the mapped index starts and answers, and in how much memory:
//!
//! ```text
//! cargo run --release -p tidewaiter-store --example index_speed -- real LIST.json.gz COMPANIES.csv
//! cargo run --release -p tidewaiter-store --example index_speed -- made [ENTITIES]
//! ```
//!
//! `real` adds a list to a store of its own and asks company names of it; `made` invents entities (seeded; 1,000,000
//! unless said) and asks misspelt ones. The index is made in one process; another one opens it, so that the memory
//! printed is what a start of the program needs.
#![expect(clippy::print_stdout, reason = "a program that prints what it measured")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tidewaiter_screening::{ListData, Options, Query, parse};
use tidewaiter_store::{AddOptions, Store};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["real", list, companies] => {
            let home = tempfile::TempDir::new()?;
            let start = Instant::now();
            Store::open(home.path())?.add(Path::new(list), &AddOptions::default())?;
            println!("add {:?}", start.elapsed());
            make_and_ask(home.path(), companies)
        }
        ["made"] => made(1_000_000),
        ["made", entities] => made(entities.parse()?),
        ["open", home, queries] => open(Path::new(home), queries),
        _ => Err("index_speed real LIST COMPANIES | made [ENTITIES]".into()),
    }
}

/// Nothing is built in here: what is measured is the list.
fn nothing() -> Result<ListData, Box<dyn Error>> {
    Ok(parse("nothing.csv", b"name\nquorvexatilon\n")?.remove(0))
}

fn make_and_ask(home: &Path, queries: &str) -> Outcome {
    let start = Instant::now();
    let opened = Store::open(home)?.screener(&nothing()?)?;
    println!("make the index {:?}; memory while making it {}", start.elapsed(), memory("VmHWM"));
    for note in opened.notes {
        println!("note: {note}");
    }
    drop(opened.screener);
    for file in std::fs::read_dir(home.join("lists"))?.flatten() {
        if file.path().extension().is_some_and(|ending| ending == "twindex") {
            println!("index on the disk {} MB", file.metadata()?.len() / 1_000_000);
        }
    }
    let status = Command::new(std::env::current_exe()?).arg("open").arg(home).arg(queries).status()?;
    if status.success() { Ok(()) } else { Err("the second process failed".into()) }
}

fn open(home: &Path, queries: &str) -> Outcome {
    let start = Instant::now();
    let opened = Store::open(home)?.screener(&nothing()?)?;
    let entries: usize = opened.screener.lists().iter().map(|list| list.entries).sum();
    println!("open {:?}, {entries} entries, made anew: {}, memory {}", start.elapsed(), opened.built, memory("VmRSS"));
    let options = Options::default();
    let mut reader = csv::Reader::from_path(queries)?;
    let mut times = Vec::new();
    let mut found = 0usize;
    let busy = processor_time();
    for row in reader.records() {
        let row = row?;
        let query = Query { name: row.get(0).unwrap_or_default(), ..Query::default() };
        let start = Instant::now();
        let hits = opened.screener.screen(&query, &options);
        times.push(start.elapsed());
        found += usize::from(hits.iter().any(|hit| hit.is_match));
    }
    times.sort_unstable();
    let sum: Duration = times.iter().sum();
    let at = |share: usize| times.get(times.len() * share / 1000).copied().unwrap_or_default();
    println!(
        "{} queries one at a time on one core: {:.0} a second, median {:?}, p99 {:?}, slowest {:?}; {found} with a match",
        times.len(),
        f64::from(u32::try_from(times.len())?) / sum.as_secs_f64(),
        at(500),
        at(990),
        times.last().copied().unwrap_or_default(),
    );
    if let (Some(before), Some(after)) = (busy, processor_time()) {
        let seconds = after.saturating_sub(before).as_secs_f64();
        println!(
            "{:.0} a second of processor time, whatever else the machine does",
            f64::from(u32::try_from(times.len())?) / seconds
        );
    }
    println!("memory after all queries {}", memory("VmRSS"));
    Ok(())
}

/// What this thread has used of a processor, where the system tells.
fn processor_time() -> Option<Duration> {
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    schedule.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

fn memory(field: &str) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap_or("unknown");
    line.trim_start_matches(field).trim_start_matches(':').trim().to_owned()
}

/// Entities whose words are spread as in names: few are everywhere, most are nowhere else.
fn made(entities: usize) -> Outcome {
    let home = tempfile::TempDir::new()?;
    let mut random = Random(20_260_731);
    let mut table = String::from("id,name,aliases,country,kind\n");
    let mut queries = String::from("name\n");
    for id in 0..entities {
        let name = random.name();
        let alias = if random.below(3) == 0 { random.respelt(&name) } else { String::new() };
        let country = random.pick(&["CN", "HK", "SG", "MY", "RU", "IR", "AE", "TR"]);
        let kind = if id % 3 == 0 { "person" } else { "company" };
        writeln!(table, "{id},{name},{alias},{country},{kind}")?;
        if id % (entities / 5000).max(1) == 0 {
            // Half of the questions are about entities, misspelt; half about nobody.
            writeln!(queries, "{}", if random.below(2) == 0 { random.respelt(&name) } else { random.name() })?;
        }
    }
    let start = Instant::now();
    Store::open(home.path())?.add_bytes("made.csv", table.as_bytes(), &AddOptions::default())?;
    println!("add {:?}", start.elapsed());
    drop(table);
    let path = home.path().join("queries.csv");
    std::fs::write(&path, queries)?;
    make_and_ask(home.path(), &path.to_string_lossy())
}

/// SplitMix64: the same entities in every run.
struct Random(u64);

const SYLLABLES: &[&str] = &[
    "zhong", "hua", "xin", "tek", "nor", "lin", "da", "shan", "ka", "mu", "ra", "bel", "so", "vor", "qua", "ti", "el",
    "jian", "guo", "wei", "ming", "ali", "has", "ab", "dul", "ov", "sky", "iva", "pet", "ro", "san", "tos", "kim",
    "par", "chen", "li", "wang", "tra", "mex", "ondo", "fu", "ji", "hai", "yun", "bo", "ren", "dar", "mal", "ik", "us",
];
const COMMON: &[&str] = &[
    "technology",
    "trading",
    "international",
    "electronics",
    "group",
    "holdings",
    "shipping",
    "industrial",
    "logistics",
    "information",
    "systems",
    "engineering",
    "Shenzhen",
    "Shanghai",
    "Hong Kong",
    "Singapore",
    "Beijing",
    "Dubai",
];
const FORMS: &[&str] = &["Co Ltd", "Sdn Bhd", "Pte Ltd", "LLC", "JSC", "Limited"];

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(1).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts.get(self.below(texts.len())).copied().unwrap_or_default()
    }

    /// Short words come again and again, long ones hardly ever.
    fn word(&mut self) -> String {
        let syllables = [1, 2, 2, 3, 3, 3, 4].get(self.below(7)).copied().unwrap_or(2);
        (0..syllables).map(|_| self.pick(SYLLABLES)).collect()
    }

    fn name(&mut self) -> String {
        let mut words: Vec<String> = (0..1 + self.below(3)).map(|_| self.word()).collect();
        if self.below(3) != 0 {
            words.extend((0..1 + self.below(2)).map(|_| self.pick(COMMON).to_owned()));
            words.push(self.pick(FORMS).to_owned());
        } else {
            words.push(self.word());
        }
        words.join(" ")
    }

    /// A letter left out.
    fn respelt(&mut self, name: &str) -> String {
        let out = self.below(name.chars().count().max(1));
        name.chars().enumerate().filter(|(at, _)| *at != out).map(|(_, letter)| letter).collect()
    }
}
