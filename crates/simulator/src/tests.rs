//! A world as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use proptest::prelude::*;

use crate::{Difficulty, Pattern, Settings, Sink, Summary, Table, simulate};

/// All tables in memory, as cells.
#[derive(Default, PartialEq, Debug)]
struct Tables(BTreeMap<Table, Vec<Vec<String>>>);

impl Sink for Tables {
    type Error = Infallible;

    fn row(&mut self, table: Table, cells: &[&str]) -> Result<(), Infallible> {
        self.0.entry(table).or_default().push(cells.iter().map(|cell| (*cell).to_owned()).collect());
        Ok(())
    }
}

fn world(settings: &Settings) -> (Tables, Summary) {
    let mut tables = Tables::default();
    let summary = simulate(settings, &mut tables).unwrap();
    (tables, summary)
}

fn medium(seed: u64, orders: u32) -> (Tables, Summary) {
    world(&Settings::new(seed, orders, Difficulty::Medium))
}

impl Tables {
    /// The rows of a table, each by its header.
    fn rows(&self, table: Table) -> Vec<BTreeMap<&str, &str>> {
        let rows = &self.0[&table];
        let named = |row: &'_ Vec<String>| row.len() == rows[0].len();
        assert!(rows.iter().all(named), "{table:?}");
        rows[1..]
            .iter()
            .map(|row| rows[0].iter().map(String::as_str).zip(row.iter().map(String::as_str)).collect())
            .collect()
    }
}

/// FNV-1a over all cells: what changes when a single byte does.
fn hash(rows: &[Vec<String>]) -> u64 {
    rows.iter()
        .flat_map(|row| row.iter().flat_map(|cell| cell.bytes().chain([0x1f])).chain([0x1e]))
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn a_seed_gives_one_world() {
    let (tables, summary) = medium(1, 400);
    assert_eq!((&tables, summary), (&medium(1, 400).0, summary));
    let lines: Vec<String> = Table::ALL
        .iter()
        .map(|table| {
            let rows = &tables.0[table];
            format!("{:24} {:6} rows {:016x}", table.file(), rows.len() - 1, hash(rows))
        })
        .collect();
    // Who changes this changes every world: raise VERSION with it.
    insta::assert_snapshot!(format!("version {}\n{summary:?}\n{}", crate::VERSION, lines.join("\n")));
    let other = medium(2, 400).0;
    for table in Table::ALL {
        assert_ne!(hash(&other.0[&table]), hash(&tables.0[&table]), "{table:?}");
    }
}

#[test]
fn a_world_reads_well() {
    let (tables, _) = medium(3, 300);
    let shown: Vec<String> = Table::ALL
        .iter()
        .map(|table| {
            let rows = &tables.0[table];
            let middle = rows.len() / 2;
            let some = [&rows[0], &rows[1], &rows[middle], &rows[rows.len() - 1]];
            format!("{}\n{}", table.file(), some.map(|row| format!("  {}", row.join(" | "))).join("\n"))
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n\n"));
}

#[test]
fn ordinary_lines_are_in_large_majority_and_every_pattern_is_there() {
    let (tables, summary) = medium(4, 6_000);
    assert_eq!(summary.orders, 6_000);
    let truth = tables.rows(Table::TruthOrders);
    let diverted: Vec<&str> = truth.iter().filter(|row| row["diverted"] == "yes").map(|row| row["pattern"]).collect();
    assert_eq!(diverted.len(), summary.diverted);
    assert!(diverted.len() * 100 < truth.len(), "{} of {}", diverted.len(), truth.len());
    assert!(diverted.len() * 200 > truth.len(), "{} of {}", diverted.len(), truth.len());
    for pattern in Pattern::ALL {
        assert!(diverted.contains(&pattern.word()), "{}", pattern.word());
    }
    assert!(truth.iter().all(|row| (row["diverted"] == "yes") != row["destination"].is_empty()));
    let countries: BTreeSet<&str> = tables.rows(Table::Orders).iter().map(|r| r["purchaser country"]).collect();
    assert!(countries.len() > 40, "{countries:?}");
}

#[test]
fn the_tables_join() {
    let (tables, _) = medium(5, 1_500);
    let orders = tables.rows(Table::Orders);
    let truth = tables.rows(Table::TruthOrders);
    let key = |row: &BTreeMap<&str, &str>| format!("{}/{}", row["order"], row["line"]);
    assert_eq!(orders.iter().map(key).collect::<Vec<_>>(), truth.iter().map(key).collect::<Vec<_>>());
    assert!(orders.iter().zip(orders.iter().skip(1)).all(|(a, b)| a["date"] <= b["date"]), "by date");

    let mut companies = tables.rows(Table::Companies);
    let persons = companies.iter().filter(|row| row["type"] == "person").count();
    assert!(persons > 50, "{persons}");
    companies.retain(|row| row["type"] == "company");
    let ids: BTreeSet<&str> = companies.iter().map(|row| row["id"]).collect();
    assert_eq!(ids.len(), companies.len(), "no two companies of one number");
    let names: BTreeSet<&str> = companies.iter().map(|row| row["name"]).collect();
    assert_eq!(names.len(), companies.len(), "nor of one name");
    assert!(tables.rows(Table::TruthParties).iter().all(|row| names.contains(row["name"])));
    assert!(tables.rows(Table::Stakes).iter().all(|row| ids.contains(row["owned_id"])));
    let natives: BTreeSet<&str> = companies.iter().map(|row| row["other_names"]).collect();
    for row in &orders {
        for role in ["purchaser", "ultimate consignee", "end user", "freight forwarder"] {
            assert!(row[role].is_empty() || names.contains(row[role]) || natives.contains(row[role]), "{}", row[role]);
        }
    }
    let documents: BTreeSet<&str> = tables.rows(Table::TruthConsignments).iter().map(|row| row["id"]).collect();
    let recorded = tables.rows(Table::Consignments);
    assert!(recorded.iter().all(|row| documents.contains(row["document"])));
    assert!(recorded.len() < documents.len(), "some were not recorded");
    assert!(tables.rows(Table::Sites).iter().all(|row| names.contains(row["operator"])));
    let offers: BTreeSet<&str> = tables.rows(Table::Listings).iter().map(|row| row["id"]).collect();
    assert!(tables.rows(Table::TruthListings).iter().all(|row| offers.contains(row["id"])));
    let serials: BTreeSet<&str> = tables.rows(Table::TruthSerials).iter().map(|row| row["serial"]).collect();
    assert!(recorded.iter().flat_map(|row| row["serials"].split(';')).all(|s| s.is_empty() || serials.contains(s)));
}

/// What each party holds of each item after each day, out of all consignments, recorded or not. The exporters' stock has
/// no end.
fn conserved(tables: &Tables) {
    let mut stock: BTreeMap<(&str, &str), (i64, i64)> = BTreeMap::new();
    let rows = tables.rows(Table::TruthConsignments);
    let sources: BTreeSet<&str> =
        rows.iter().filter(|row| !row["origin"].is_empty()).map(|row| row["origin"]).collect();
    // The four exporters come first in the register.
    let exporters: BTreeSet<&str> = tables.rows(Table::Companies)[..4].iter().map(|row| row["name"]).collect();
    assert!(sources.is_subset(&exporters));
    for row in &rows {
        let number = |name: &str| row[name].parse::<i64>().unwrap();
        let (units, coloured) = (number("quantity"), number("coloured"));
        assert!((0..=units).contains(&coloured) && units > 0, "{row:?}");
        if !exporters.contains(row["from"]) {
            let held = stock.entry((row["from"], row["item"])).or_default();
            *held = (held.0 - units, held.1 - coloured);
            assert!(held.0 >= 0 && held.1 >= 0, "{} ships more than it has: {row:?}", row["from"]);
        }
        let held = stock.entry((row["to"], row["item"])).or_default();
        *held = (held.0 + units, held.1 + coloured);
    }
    // All that is coloured has arrived with a party of a scheme.
    let patterns: BTreeMap<&str, &str> =
        tables.rows(Table::TruthParties).iter().map(|row| (row["name"], row["pattern"])).collect();
    for ((name, item), (_, coloured)) in stock {
        assert!(coloured == 0 || !patterns[name].is_empty(), "{coloured} {item} with {name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_settings_give_a_sound_world(
        seed: u64, orders in 0_u32..400, share in 0_u32..=2_000, noise in 0_u32..=10_000, missing in 0_u32..=10_000,
        hiding in 0_u32..=10_000,
    ) {
        let settings = Settings { seed, orders, share_diverted: share, noise, missing, hiding };
        let (tables, summary) = world(&settings);
        prop_assert_eq!(summary.orders, orders as usize);
        prop_assert!(summary.diverted * 10_000 <= summary.lines.max(orders as usize * 153 / 100) * share as usize);
        prop_assert!(tables.0.values().all(|rows| rows.iter().all(|row| row.len() == rows[0].len())));
        conserved(&tables);
    }
}
