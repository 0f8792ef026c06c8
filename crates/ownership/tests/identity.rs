//! Who is who: ids, names, and names that stand for several.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tidewaiter_model::{Date, Decimal};
use tidewaiter_ownership::{Answer, Records, StakeTable, Stakes, Standing, read_stakes};

const DAY: Date = Date::constant(2025, 10, 15);

fn stakes(rows: &str) -> Stakes {
    let (read, _) = read_stakes("s.csv", &format!("owner,owner_id,owned,owned_id,share,interest\n{rows}"));
    Stakes::new(read, DAY, |name| name.trim().to_lowercase())
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(ToString::to_string).collect()
}

fn answer(rows: &str, listed: &[&str], party: &str) -> Answer {
    stakes(rows).restricted(&set(listed)).answer(party)
}

#[test]
fn ids_join_what_names_do_not() {
    // The same id under two names is one company.
    let rows = "X,x,Kestrel Ltd,k,60,\nKestrel Limited,k,Heron Ltd,h,60,\n";
    assert_eq!(answer(rows, &["X"], "Heron Ltd").answer, Standing::Yes);
    assert_eq!(answer(rows, &["x"], "h").answer, Standing::Yes, "ids are names too");
    assert_eq!(answer(rows, &["X"], "kestrel limited").answer, Standing::Yes, "by either name");
}

#[test]
fn a_name_without_id_is_the_one_party_that_bears_it() {
    let rows = "X,,Kestrel Ltd,k,60,\nKestrel Ltd,,Heron Ltd,,60,\n";
    assert_eq!(answer(rows, &["X"], "Heron Ltd").answer, Standing::Yes);
    assert_eq!(stakes(rows).ids_of("KESTREL LTD"), ["k"]);
    // With two of them it stays a third, and the question about the name covers all.
    let rows = "X,,Kestrel Ltd,k1,60,\nQ,,Kestrel Ltd,k2,60,\nKestrel Ltd,,Heron Ltd,,60,\n";
    assert_eq!(stakes(rows).ids_of("kestrel ltd"), ["", "k1", "k2"]);
    let found = answer(rows, &["X"], "Kestrel Ltd");
    assert_eq!((found.answer, found.same_name.len()), (Standing::Possible, 3));
    assert_eq!((found.lower, found.upper), (Decimal::ZERO, Decimal::ONE_HUNDRED.min(found.upper)));
    assert_eq!(answer(rows, &["X"], "k1").answer, Standing::Yes);
    assert_eq!(answer(rows, &["X"], "k2").answer, Standing::No);
}

#[test]
fn a_listed_name_means_all_that_bear_it() {
    let rows = "X,x1,A,a,60,\nX,x2,B,b,60,\n";
    assert_eq!(answer(rows, &["X"], "A").answer, Standing::Yes);
    assert_eq!(answer(rows, &["X"], "B").answer, Standing::Yes);
    assert_eq!(answer(rows, &["x1"], "B").answer, Standing::No, "an id means one");
}

/// A text that is one party's id and another's name means both: neither is missed.
#[test]
fn an_id_that_is_also_a_name() {
    let rows = "Q,X,A,a,60,\nX,x9,B,b,60,\n";
    assert_eq!(answer(rows, &["X"], "A").answer, Standing::Yes);
    assert_eq!(answer(rows, &["X"], "B").answer, Standing::Yes);
}

/// One owner registered under two ids is not two: 30 and 30 are 30 for sure, 60 at most.
#[test]
fn one_owner_under_two_ids_is_not_added_up() {
    let found = answer("X,x1,A,a,30,\nX,x2,A,a,30,\n", &["X"], "A");
    assert_eq!((found.answer, found.lower, found.upper), (Standing::Possible, 30.into(), 60.into()));
    // Two names are two owners.
    assert_eq!(answer("X,x1,A,a,30,\nY,x2,A,a,30,\n", &["X", "Y"], "A").answer, Standing::Yes);
    assert_eq!(answer("X,x1,A,a,55,\nX,x2,A,a,30,\n", &["X"], "A").answer, Standing::Yes);
}

/// One company registered under two ids may be one: 30 in one and 30 in the other leave it open.
#[test]
fn one_company_under_two_ids_is_open() {
    let rows = "X,,A,a1,30,\nY,,A,a2,30,\n";
    assert_eq!(answer(rows, &["X", "Y"], "A").answer, Standing::Possible);
    assert_eq!(answer(rows, &["X"], "A").answer, Standing::No);
    assert_eq!(answer(rows, &["X", "Y"], "a1").answer, Standing::No);
}

#[test]
fn only_ownership_counts() {
    for interest in ["votes", "control", "consolidation", "director", "representative"] {
        let rows = format!("X,,A,,100,{interest}\n");
        assert_eq!(answer(&rows, &["X"], "A").answer, Standing::No, "{interest} (FAQ 398)");
    }
    let rows = "X,,A,,30,\nX,,A,,80,votes\nA,,B,,60,\n";
    assert_eq!(answer(rows, &["X"], "A").answer, Standing::No);
}

/// Several registers joined: BODS by ids, a table by name, GLEIF that says nothing of shares.
#[test]
fn registers_are_joined() {
    let ftm = concat!(
        r#"{"id":"a","schema":"Company","properties":{"name":["Alder Holdings Ltd"]}}"#,
        "\n",
        r#"{"id":"b","schema":"Company","properties":{"name":["Birch Ltd"]}}"#,
        "\n",
        r#"{"id":"o","schema":"Ownership","properties":{"owner":["a"],"asset":["b"],"percentage":["75-100"]}}"#,
    );
    let mut records = Records::default();
    records.read("e.json", ftm.as_bytes());
    records.read("s.csv", &b"owner,owned,share\nX Corp,alder holdings LTD,50\nBirch Ltd,Cedar Ltd,50\n"[..]);
    let records = records.finished();
    assert_eq!((records.faults, records.entities.len()), (Vec::new(), 2));
    let stakes = Stakes::of_table(records.stakes, DAY, str::to_lowercase);
    let restricted = stakes.restricted(&set(&["X Corp"]));
    let found = restricted.answer("Cedar Ltd");
    assert_eq!((found.answer, found.chain.len()), (Standing::Yes, 3));
    assert_eq!(restricted.answer("b").answer, Standing::Yes);
}

/// One broken line in many rows is one fault with its row, and changes no other answer.
#[test]
fn a_broken_line_in_many_rows() {
    let mut text = String::from("owner,owned,share\n");
    for at in 0..20_000 {
        text += &if at == 12_345 {
            "Owner 12345,Company 12345,\"broken\n".to_owned()
        } else {
            format!("Owner {at},Company {at},60\n")
        };
    }
    let mut table = StakeTable::default();
    let faults = table.read_csv("s.csv", text.replace("\"broken", "bro\u{fffd}ken").as_bytes());
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults.len(), 1);
    assert!(faults[0].starts_with("s.csv, row 12347, column share: "), "{faults:?}");
    assert_eq!(table.len(), 20_000);
    let stakes = Stakes::of_table(table, DAY, str::to_lowercase);
    let listed: BTreeSet<String> = (0..20_000).map(|at| format!("owner {at}")).collect();
    let restricted = stakes.restricted(&listed);
    assert_eq!(restricted.answer("Company 12345").answer, Standing::Possible, "the effect of the broken share");
    assert_eq!(restricted.answer("Company 12346").answer, Standing::Yes);
    assert_eq!(restricted.count(), (39_999, 40_000));
}

proptest! {
    /// The stream reads what the reader in memory reads, and decides the same.
    #[test]
    fn stream_and_memory_agree(
        rows in proptest::collection::vec(
            ("[A-E]?", "(|1|2)", "[A-E]", "(|1|2)", "(|10|30|50|25-50|>50|majority|140)", "(|votes)", "(|2024|2026-01|x)"), 1..12
        ),
    ) {
        let mut text = "owner,owner_id,owned,owned_id,share,interest,from\n".to_owned();
        for (a, b, c, d, e, f, g) in &rows {
            text += &format!("{a},{b},{c},{d},{e},{f},{g}\n");
        }
        let (read, faults) = read_stakes("s.csv", &text);
        let mut table = StakeTable::default();
        prop_assert_eq!(table.read_csv("s.csv", text.as_bytes()), faults);
        let (one, two) = (Stakes::new(read, DAY, str::to_lowercase), Stakes::of_table(table, DAY, str::to_lowercase));
        let listed = set(&["A", "2"]);
        for party in ["A", "B", "C", "D", "E", "1", "2"] {
            prop_assert_eq!(one.restricted(&listed).answer(party), two.restricted(&listed).answer(party));
        }
    }

    /// The order of rows changes nothing, with ids and shared names too.
    #[test]
    fn order_changes_nothing(
        rows in proptest::collection::vec(
            ("[A-C]", "(|1|2|3)", "[A-Da]", "(|1|2|3)", "(|10|30|50|25-50|>50)", "(|votes)"), 1..10
        ),
        turn in 0usize..10,
    ) {
        let text = |rows: &[(String, String, String, String, String, String)]| -> String {
            rows.iter().map(|(a, b, c, d, e, f)| format!("{a},{b},{c},{d},{e},{f}\n")).collect()
        };
        let mut other = rows.clone();
        other.rotate_left(turn % rows.len());
        other.reverse();
        // Without a source a stake's source is its row, which is another then.
        let table = |rows: &[_]| {
            let (mut read, _) = read_stakes("s.csv", &format!("owner,owner_id,owned,owned_id,share,interest\n{}", text(rows)));
            read.iter_mut().for_each(|s| s.source = "r".to_owned());
            Stakes::new(read, DAY, str::to_lowercase)
        };
        let (one, two) = (table(&rows), table(&other));
        let listed = set(&["A", "2"]);
        for party in ["A", "B", "C", "D", "1", "2", "3"] {
            prop_assert_eq!(one.ids_of(party), two.ids_of(party));
            prop_assert_eq!(one.restricted(&listed).answer(party), two.restricted(&listed).answer(party));
            prop_assert_eq!(one.restricted(&listed).listed_behind(party), two.restricted(&listed).listed_behind(party));
        }
    }
}
