//! Are listed addresses found again, and no others?
//!
//! `cargo run --release -p tidewaiter-screening --example addresses -- CSL_WITH_ADDRESSES.csv.gz` takes the addresses of
//! a list (column `address`, separated by semicolons), writes each in other ways, and asks who is listed there; then it
//! changes unit, floor, number or street, and asks again. `SHOW=1` prints what was missed or wrongly found.
#![expect(clippy::print_stdout, reason = "a program that prints a table")]

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Read;
use std::time::{Duration, Instant};

use tidewaiter_names::Address;
use tidewaiter_screening::{Entry, ListData, Options, Query, Screener};

/// A way to write an address, or to change it; `None` where it does not apply.
type Way = (&'static str, bool, fn(&str) -> Option<String>);

/// A region and whether an address belongs to it.
type Region<'a> = (&'a str, &'a dyn Fn(&str) -> bool);

const WAYS: [Way; 13] = [
    ("as written", true, |text| Some(text.to_owned())),
    ("capitals, no commas", true, |text| Some(text.replace(',', " ").to_uppercase())),
    ("abbreviated", true, abbreviated),
    ("written out", true, written_out),
    ("parts in reverse", true, |text| Some(text.split(',').rev().map(str::trim).collect::<Vec<_>>().join(", "))),
    ("a letter of a long word dropped", true, |text| dropped(text, 6)),
    ("without the building", true, |text| without(text, &["Building", "Centre", "Center", "Tower", "Plaza", "House"])),
    ("street only joined: `Shing Yip` to `Shingyip`", true, joined),
    ("another unit", false, |text| raised(text, &["Room", "Unit", "Flat", "Rm", "Suite"], 1)),
    ("another floor and unit", false, other_floor),
    ("another house number", false, other_number),
    ("another street", false, other_street),
    ("another city", false, other_city),
];

fn replaced(text: &str, pairs: &[(&str, &str)]) -> Option<String> {
    let out = pairs.iter().fold(format!("{text},"), |text, (from, to)| {
        text.replace(&format!("{from} "), &format!("{to} ")).replace(&format!("{from},"), &format!("{to},"))
    });
    let out = out.trim_end_matches(',').to_owned();
    (out != text).then_some(out)
}

const SHORT: [(&str, &str); 12] = [
    ("Room", "Rm"),
    ("Building", "Bldg."),
    ("Street", "St."),
    ("Road", "Rd."),
    ("Industrial", "Ind."),
    ("Commercial", "Comm."),
    ("Centre", "Ctr"),
    ("Center", "Ctr"),
    ("Kowloon", "KLN"),
    ("New Territories", "N.T."),
    ("Avenue", "Ave"),
    ("District", "Dist."),
];

fn abbreviated(text: &str) -> Option<String> {
    replaced(text, &SHORT)
}

fn written_out(text: &str) -> Option<String> {
    let floors = text.replace("/F.", "/F");
    let words: Vec<String> = floors
        .split(' ')
        .map(|word| {
            let plain = word.trim_end_matches(',');
            let comma = if plain.len() < word.len() { "," } else { "" };
            match plain.strip_suffix("/F") {
                Some(number) if number.bytes().all(|b| b.is_ascii_digit()) => format!("Floor {number}{comma}"),
                _ => word.to_owned(),
            }
        })
        .collect();
    let backwards: Vec<(&str, &str)> = SHORT.iter().map(|(long, short)| (*short, *long)).collect();
    let out = words.join(" ");
    let long = replaced(&out, &backwards).unwrap_or(out);
    (long != text).then_some(long)
}

/// A letter from the middle of the last long word before the place names.
fn dropped(text: &str, length: usize) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let at = words.iter().position(|word| word.len() >= length && word.bytes().all(|b| b.is_ascii_alphabetic()))?;
    let out = words.iter().enumerate().map(|(i, word)| {
        let cut = word.len() / 2;
        if i == at {
            word.char_indices().filter(|(place, _)| *place != cut).map(|(_, c)| c).collect()
        } else {
            (*word).to_owned()
        }
    });
    Some(out.collect::<Vec<_>>().join(" "))
}

/// Without the part between commas that ends in one of these words, where a street and number remain.
fn without(text: &str, ends: &[&str]) -> Option<String> {
    let kept: Vec<&str> = text.split(',').filter(|part| !ends.iter().any(|end| part.trim().ends_with(end))).collect();
    let out = kept.join(",");
    let street = Address::read(&out, None).streets.iter().any(|street| street.numbers.is_some());
    (out != text && street).then_some(out)
}

fn joined(text: &str) -> Option<String> {
    let at = text.find(" Street").or_else(|| text.find(" Road"))?;
    let (head, tail) = text.split_at_checked(at)?;
    let (first, last) = head.rsplit_once(' ')?;
    let before = first.rsplit(' ').next()?;
    let words = [before, last];
    let plain = |word: &&str| word.len() >= 3 && word.bytes().all(|b| b.is_ascii_alphabetic());
    words.iter().all(plain).then(|| format!("{first}{}{tail}", last.to_lowercase()))
}

fn numbered(word: &str, by: u32) -> Option<String> {
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    let number: u32 = digits.parse().ok()?;
    Some(format!("{}{}", number.checked_add(by)?, word.get(digits.len()..)?))
}

/// The number after one of these words raised.
fn raised(text: &str, words: &[&str], by: u32) -> Option<String> {
    let mut parts: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let at = parts.iter().position(|word| words.contains(&word.as_str()))?.checked_add(1)?;
    let next = numbered(parts.get(at)?.trim_end_matches(','), by)?;
    let comma = if parts.get(at)?.ends_with(',') { "," } else { "" };
    *parts.get_mut(at)? = format!("{next}{comma}");
    Some(parts.join(" "))
}

fn other_floor(text: &str) -> Option<String> {
    let at = text.find("/F")?;
    let (head, tail) = text.split_at_checked(at)?;
    let start = head.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at.saturating_add(1));
    let (head, number) = head.split_at_checked(start)?;
    let changed = format!("{head}{}{tail}", numbered(number, 2)?);
    Some(raised(&changed, &["Room", "Unit", "Flat", "Rm", "Suite"], 200).unwrap_or(changed))
}

fn other_number(text: &str) -> Option<String> {
    // The house number stands before the street's name.
    let kind = text.find(" Street").or_else(|| text.find(" Road"))?;
    let head = text.get(..kind)?;
    let at = head.rfind(|c: char| c.is_ascii_digit())?.checked_add(1)?;
    let start = head.get(..at)?.rfind(' ').map_or(0, |at| at.saturating_add(1));
    let number = numbered(text.get(start..at)?.split('-').next()?, 501)?;
    // Without the building, which would be right still.
    let out = format!("{}{number}{}", text.get(..start)?, text.get(at..)?);
    let kept = out.split(',').filter(|part| {
        !["Building", "Centre", "Center", "Tower", "Plaza", "House"].iter().any(|word| part.contains(word))
    });
    Some(kept.collect::<Vec<_>>().join(","))
}

fn other_street(text: &str) -> Option<String> {
    let kind = text.find(" Street").or_else(|| text.find(" Road"))?;
    let head = text.get(..kind)?;
    let number = head.rfind(|c: char| c.is_ascii_digit())?.checked_add(1)?;
    let kept = format!("{} Quorvex Heron{}", text.get(..number)?, text.get(kind..)?);
    let kept = kept.split(',').filter(|part| {
        !["Building", "Centre", "Center", "Tower", "Plaza", "House", "Bldg"].iter().any(|word| part.contains(word))
    });
    Some(kept.collect::<Vec<_>>().join(","))
}

fn other_city(text: &str) -> Option<String> {
    let cities = [("Shenzhen", "Chengdu"), ("Beijing", "Wuhan"), ("Shanghai", "Xiamen"), ("Dubai", "Sharjah")];
    let (from, to) = cities.iter().find(|(from, _)| text.contains(from))?;
    Some(text.replace(from, to))
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("give a list file")?;
    let show = std::env::var_os("SHOW").is_some();
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(file)?).read_to_string(&mut text)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let column = reader.headers()?.iter().position(|name| name == "address").ok_or("no column `address`")?;
    let mut all: BTreeSet<String> = BTreeSet::new();
    for row in reader.records() {
        let row = row?;
        let cell = row.get(column).unwrap_or_default();
        all.extend(cell.split(';').map(|part| part.trim().trim_start_matches("and ").to_owned()));
    }
    let read = Instant::now();
    let precise: Vec<String> = all.iter().filter(|text| Address::read(text, None).is_precise()).cloned().collect();
    let read = read.elapsed();
    println!(
        "{} addresses, {} name a house or building; {:?} each to read",
        all.len(),
        precise.len(),
        read / u32::try_from(all.len()).unwrap_or(1).max(1)
    );
    let entries = precise.iter().zip(0u32..).map(|(text, i)| Entry {
        id: i.to_string(),
        name: format!("Firm {i}"),
        addresses: vec![text.clone()],
        ..Entry::default()
    });
    let list = ListData { id: "addresses".to_owned(), entries: entries.collect(), ..ListData::default() };
    let screener = Screener::new(vec![list]);
    let hong_kong = |text: &str| text.contains("Hong Kong") || text.ends_with(", HK") || text.contains("Kowloon");
    let mainland = |text: &str| text.ends_with(", CN") && !hong_kong(text);
    let regions: [Region<'_>; 3] = [
        ("Hong Kong", &hong_kong),
        ("mainland China", &mainland),
        ("elsewhere", &|text: &str| !hong_kong(text) && !mainland(text)),
    ];
    println!(
        "| addresses of | written or changed | asked | own entry matched | of {} others, a query |",
        precise.len()
    );
    println!("|---|---|---|---|---|");
    let mut times = Vec::new();
    for (region, belongs) in regions {
        for (way, same, change) in WAYS {
            let (mut asked, mut own, mut others) = (0u32, 0u32, 0u32);
            for (text, i) in precise.iter().zip(0u32..).filter(|(text, _)| belongs(text)) {
                let Some(query) = change(text) else { continue };
                let start = Instant::now();
                let options = Options { bar: 0.70, floor: 0.70, limit: 100, ..Options::default() };
                let hits = screener.screen(&Query { address: &query, ..Query::default() }, &options);
                times.push(start.elapsed());
                asked += 1;
                let found = hits.iter().any(|hit| hit.entry == i.to_string());
                own += u32::from(found);
                others += u32::try_from(hits.len()).unwrap_or(0).saturating_sub(u32::from(found));
                // Which addresses are taken for one: read them, since most are one, written in two ways.
                for hit in hits.iter().filter(|hit| show && way == "as written" && hit.entry != i.to_string()) {
                    println!("  one: {query}  |  {}  |  {}", hit.matched, hit.score);
                }
                if show && found != same {
                    println!("  {region}, {way}: {query}  |  {text}");
                }
            }
            let share = |part: u32| f64::from(part) / f64::from(asked.max(1));
            println!("| {region} | {way} | {asked} | {:.3} | {:.2} |", share(own), share(others));
        }
    }
    times.sort_unstable();
    let sum: Duration = times.iter().sum();
    let at = times.len().saturating_mul(99) / 100;
    println!(
        "{} queries, mean {:?}, p99 {:?}",
        times.len(),
        sum / u32::try_from(times.len()).unwrap_or(1).max(1),
        times.get(at).copied().unwrap_or_default()
    );
    Ok(())
}
