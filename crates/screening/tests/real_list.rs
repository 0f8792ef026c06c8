//! Against the real Consolidated Screening List, where it stands beside the repository.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests, and reasons for skipping")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read;
use std::path::PathBuf;

use tidewaiter_model::place::country_named;
use tidewaiter_screening::{Entry, ListData, Options, Query, Screener, builtin_excerpt, parse};

/// The path of a file beside the repository, or `None` with the reason printed.
fn shared(file: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(file);
    if std::env::var_os("CI").is_some() {
        println!("skipped: CI is set");
        return None;
    }
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// The lists of a packed file.
fn read(file: &str) -> Option<Vec<ListData>> {
    let path = shared(file)?;
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
    Some(parse(file, &bytes).unwrap())
}

/// Entries, aliases (of them weak, former), addresses, identifiers and dates, list by list.
fn counts(lists: &[ListData]) -> String {
    let mut out = String::new();
    for list in lists {
        let sum = |count: fn(&Entry) -> usize| list.entries.iter().map(count).sum::<usize>();
        let _ = writeln!(
            out,
            "{} {}: {} entries, {} aliases ({} weak, {} former), {} with a country, {} addresses, {} identifiers, {} dates{}",
            list.id,
            list.date.map_or("undated".to_owned(), |date| date.to_string()),
            list.entries.len(),
            sum(|e| e.aliases.len()),
            sum(|e| e.aliases.iter().filter(|a| a.weak).count()),
            sum(|e| e.aliases.iter().filter(|a| a.former).count()),
            sum(|e| usize::from(!e.countries.is_empty())),
            sum(|e| e.addresses.len()),
            sum(|e| e.identifiers.len()),
            sum(|e| e.dates.len()),
            list.notes.iter().map(|note| format!("; {note}")).collect::<String>(),
        );
    }
    out
}

fn consolidated() -> Option<Vec<ListData>> {
    let path = shared("lists/us_csl_2026-07-31.json.gz")?;
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
    Some(parse("us_csl_2026-07-31.json", &bytes).unwrap())
}

#[test]
fn the_whole_list_is_read() {
    let Some(lists) = consolidated() else { return };
    let counts: BTreeMap<&str, usize> = lists.iter().map(|list| (list.id.as_str(), list.entries.len())).collect();
    assert_eq!(counts.values().sum::<usize>(), 25_921);
    let expected = [
        ("us-capta", 1),
        ("us-cmic", 68),
        ("us-denied-persons", 1596),
        ("us-entity-list", 3420),
        ("us-itar-debarred", 787),
        ("us-mbs", 51),
        ("us-military-end-user", 70),
        ("us-nonproliferation", 161),
        ("us-plc", 78),
        ("us-sdn", 19_181),
        ("us-ssi", 286),
        ("us-unverified", 222),
    ];
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
    assert!(lists.iter().all(|list| list.date == Some("2026-07-31".parse().unwrap())));
}

#[test]
fn every_real_file_is_read_whole() {
    for (name, file) in [
        ("ofac_xml", "lists/ofac_sdn_2021-03-10.xml.gz"),
        ("ofac_jsonl", "lists/ofac_sdn_and_consolidated_2026-08-12.jsonl.gz"),
        ("eu", "lists/eu_fsf_2021-03-02.xml.gz"),
        ("un", "lists/un_consolidated_2021-03-12.xml.gz"),
        ("csl_json", "lists/us_csl_2026-07-31.json.gz"),
        ("csl_names", "lists/us_csl_with_addresses_2022-05-05.csv.gz"),
    ] {
        let Some(lists) = read(file) else { return };
        insta::assert_snapshot!(name, counts(&lists));
    }
    let Some(path) = shared("names/cn_mofcom_bilingual.csv") else { return };
    insta::assert_snapshot!("china", counts(&parse("china.csv", &std::fs::read(path).unwrap()).unwrap()));
}

/// OFAC's own file and the Consolidated Screening List, twelve days later, have different ids and forms; party by party they
/// are the same list.
#[test]
fn two_publications_of_one_list_agree() {
    let (Some(before), Some(after)) = (consolidated(), read("lists/ofac_sdn_and_consolidated_2026-08-12.jsonl.gz"))
    else {
        return;
    };
    let both: Vec<ListData> = before.into_iter().filter(|list| after.iter().any(|other| other.id == list.id)).collect();
    let told: Vec<String> = tidewaiter_screening::diff(&both, &after)
        .iter()
        .map(|d| {
            format!("{}: {:?} then {:?}, {} added, {} removed", d.id, d.before, d.after, d.added.len(), d.removed.len())
        })
        .collect();
    insta::assert_snapshot!("publications", told.join("\n"));
}

/// The table built in says what the list says.
#[test]
fn the_excerpt_is_true_to_the_list() {
    let Some(lists) = consolidated() else { return };
    let entity_list = lists.iter().find(|list| list.id == "us-entity-list").unwrap();
    for ours in builtin_excerpt().unwrap().entries {
        let theirs = entity_list.entries.iter().find(|entry| entry.id == ours.id).expect(&ours.name);
        assert_eq!(ours.name, theirs.name.trim());
        assert!(theirs.countries.iter().all(|country| ours.countries.contains(country)), "{}", ours.name);
        assert_eq!(ours.footnote, theirs.footnote, "{}", ours.name);
        let listed: String = theirs.citation.split_whitespace().collect::<Vec<_>>().join(" ");
        let first = ours.citation.split("; ").last().unwrap();
        assert!(listed.contains(first) || ours.citation.contains(&listed), "{}: {listed}", ours.name);
    }
}

#[test]
fn listed_names_find_themselves_and_the_index_agrees_with_a_scan() {
    let Some(lists) = consolidated() else { return };
    let names: Vec<(String, String)> = lists
        .iter()
        .flat_map(|list| &list.entries)
        .flat_map(|e| {
            std::iter::once(&e.name).chain(e.aliases.iter().map(|a| &a.name)).map(|n| (n.clone(), e.id.clone()))
        })
        .collect();
    let screener = Screener::new(lists);
    let options = Options::matches_only(0.70, 200);
    for (name, id) in names.iter().step_by(97) {
        let hits = screener.screen(&Query { name, ..Query::default() }, &options);
        assert!(hits.iter().any(|hit| hit.entry == *id), "{name}");
    }
    for (i, (name, _)) in names.iter().enumerate().step_by(2999) {
        let letters = name.chars().count().max(1);
        let misspelt: String =
            name.chars().enumerate().filter(|(at, _)| *at != (i * 7 + 3) % letters).map(|(_, c)| c).collect();
        let query = Query { name: &misspelt, ..Query::default() };
        assert_eq!(screener.screen(&query, &options), screener.screen_exhaustively(&query, &options), "{misspelt}");
    }
}

/// Alerts on companies listed on Asian exchanges; some of them are on the list by right.
#[test]
fn ordinary_companies_are_mostly_left_alone() {
    let (Some(lists), Some(path)) = (consolidated(), shared("names/asia_listed_companies.csv")) else { return };
    let screener = Screener::new(lists);
    let mut reader = csv::Reader::from_path(path).unwrap();
    let (mut alerts, mut all) = (0u32, 0u32);
    for row in reader.records().step_by(4) {
        let row = row.unwrap();
        let query = Query { name: &row[0], country: country_named(&row[1]), ..Query::default() };
        alerts += u32::from(!screener.screen(&query, &Options::matches_only(0.70, 1)).is_empty());
        all += 1;
    }
    let share = f64::from(alerts) / f64::from(all);
    println!("alerts on {alerts} of {all} listed companies: {:.2} %", share * 100.0);
    assert!(share < 0.06, "{alerts} of {all}");
}
