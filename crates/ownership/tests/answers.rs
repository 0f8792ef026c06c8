//! The answers as a caller gets them: bands, a sale (the published examples stand in `published.rs`), dates, conflicts, parents.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tidewaiter_model::{Country, Date, Decimal, Headquarters, Party, Role};
use tidewaiter_ownership::{Answer, Stakes, Standing, headquarters, read_stakes};

fn stakes(rows: &str) -> Stakes {
    on(rows, Date::constant(2025, 10, 15))
}

fn on(rows: &str, day: Date) -> Stakes {
    let (read, faults) = read_stakes("stakes.csv", &format!("owner,owned,share,from,to,source\n{rows}"));
    assert_eq!(faults, [], "{rows}");
    Stakes::new(read, day, |name| name.trim().to_lowercase())
}

fn answer(rows: &str, listed: &[&str], party: &str) -> Answer {
    stakes(rows).restricted(&set(listed)).answer(party)
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(ToString::to_string).collect()
}

/// FAQ 402: after a sale that leaves less than half, the entity is no longer blocked by the rule; before it, it was.
#[test]
fn ofac_divestment() {
    let rows = "X,A,60,2020-01-01,2025-03-31,r\nX,A,40,2025-04-01,,r\nA,B,50,,,r\n";
    let on_day = |d, party| on(rows, d).restricted(&set(&["X"])).answer(party).answer;
    for party in ["A", "B"] {
        assert_eq!(on_day(Date::constant(2025, 3, 31), party), Standing::Yes);
        assert_eq!(on_day(Date::constant(2025, 4, 1), party), Standing::No);
    }
}

/// The 50 percent itself, by every way to write it.
#[test]
fn exactly_half_and_beside_it() {
    let cases: &[(&str, Standing)] = &[
        ("50", Standing::Yes),
        ("50.0", Standing::Yes),
        (">=50", Standing::Yes),
        (">50", Standing::Yes),
        ("50-75", Standing::Yes),
        ("<50", Standing::No),
        ("<=50", Standing::Possible),
        ("49.9-50", Standing::Possible),
        ("25-<50", Standing::No),
        ("25-50", Standing::Possible),
        ("majority", Standing::Yes),
        ("minority", Standing::No),
        ("wholly-owned", Standing::Yes),
        ("0", Standing::No),
        // Digits beyond the eighth widen: never a yes that is none, nor a no that is none.
        ("49.999999999", Standing::Possible),
        ("50.000000001", Standing::Yes),
    ];
    for (share, expected) in cases {
        let (read, _) = read_stakes("s.csv", &format!("owner,owned,share\nX,A,{share}\n"));
        let stakes = Stakes::new(read, Date::constant(2025, 10, 15), str::to_lowercase);
        assert_eq!(stakes.restricted(&set(&["X"])).answer("A").answer, *expected, "{share}");
    }
    // Bands just above a quarter, and just below a half.
    assert_eq!(answer("X,A,>25-50\nY,A,>25-50\n", &["X", "Y"], "A").answer, Standing::Yes);
    assert_eq!(answer("X,A,<25\nY,A,<25\n", &["X", "Y"], "A").answer, Standing::No);
    assert_eq!(answer("X,A,<25\nY,A,<=25\n", &["X", "Y"], "A").answer, Standing::No);
    assert_eq!(answer("X,A,25\nY,A,<=25\n", &["X", "Y"], "A").answer, Standing::Possible);
    assert_eq!(answer("X,A,>49.99999999\nY,A,<0.00000001\n", &["X", "Y"], "A").answer, Standing::Possible);
}

/// Days: a stake holds on its first and last day, a month or year from its first to its last day.
#[test]
fn first_and_last_days() {
    let holds = |from: &str, to: &str, day| {
        on(&format!("X,A,60,{from},{to},r\n"), day).restricted(&set(&["X"])).answer("A").answer == Standing::Yes
    };
    let day = Date::constant;
    assert!(holds("2024-02-29", "2024-02-29", day(2024, 2, 29)));
    assert!(!holds("2024-02-29", "2024-02-29", day(2024, 3, 1)));
    assert!(holds("2024", "2024", day(2024, 1, 1)) && holds("2024", "2024", day(2024, 12, 31)));
    assert!(holds("2024-02", "2024-02", day(2024, 2, 29)) && !holds("2024-02", "2024-02", day(2024, 3, 1)));
    assert!(
        holds("", "2024-02", day(1999, 1, 1))
            && holds("2024-02", "", day(2099, 1, 1))
            && holds("", "", day(2024, 1, 1))
    );
    // On a day of change both statements hold, so they are in conflict: neither yes nor no.
    let both = on("X,A,60,2020,2025-03-31,r\nX,A,40,2025-03-31,,r\n", day(2025, 3, 31));
    assert_eq!(both.restricted(&set(&["X"])).answer("A").answer, Standing::Possible);
}

#[test]
fn bands_and_unknown_shares_leave_it_open() {
    let cases: &[(&str, &[&str], &str, Standing)] = &[
        ("X,A,>25-50\nY,A,>25-50\n", &["X", "Y"], "A", Standing::Yes),
        ("X,A,>25-50\nY,A,>20-50\n", &["X", "Y"], "A", Standing::Possible),
        ("X,A,25-50\n", &["X"], "A", Standing::Possible),
        ("X,A,<50\n", &["X"], "A", Standing::No),
        ("X,A,\n", &["X"], "A", Standing::Possible),
        // Somebody else holds more than half: X cannot hold half.
        ("X,A,\nQ,A,>50\n", &["X"], "A", Standing::No),
        // Somebody else holds half: X may hold the other half.
        ("X,A,\nQ,A,50\n", &["X"], "A", Standing::Possible),
        // An unknown step on the way.
        ("X,A,unknown\nA,B,60\n", &["X"], "B", Standing::Possible),
        ("X,A,50\nA,B,0-100\n", &["X"], "B", Standing::Possible),
    ];
    for (rows, listed, party, expected) in cases {
        assert_eq!(answer(rows, listed, party).answer, *expected, "{party} in\n{rows}");
    }
}

#[test]
fn the_arithmetic_is_shown() {
    let rows = "X Holdings,Alder Ltd,50,,,register A\n\
        X Holdings,Birch Ltd,>25-50,,,register A\n\
        Alder Ltd,Birch Ltd,>25-50,,,register B\n\
        Quill Ltd,Birch Ltd,10,,,register B\n\
        Birch Ltd,Cedar Ltd,30-60,,,register C\n";
    let stakes = stakes(rows);
    let restricted = stakes.restricted(&set(&["X HOLDINGS"]));
    insta::assert_debug_snapshot!(["Birch Ltd", "Cedar Ltd", "Quill Ltd", "x holdings"].map(|p| restricted.answer(p)));
}

#[test]
fn dates_decide_which_stakes_count() {
    let rows = "X,A,60,2024-01-01,2025-06-30,r\nX,A,20,2025-07,,r\n";
    let on_day = |d| on(rows, d).restricted(&set(&["X"])).answer("A").answer;
    assert_eq!(on_day(Date::constant(2023, 12, 31)), Standing::No);
    assert_eq!(on_day(Date::constant(2024, 1, 1)), Standing::Yes);
    assert_eq!(on_day(Date::constant(2025, 6, 30)), Standing::Yes);
    assert_eq!(on_day(Date::constant(2025, 7, 1)), Standing::No);
}

#[test]
fn conflicting_statements_widen_and_are_both_shown() {
    let rows = "X,A,60,,,register\nX,A,30,,,annual report\n";
    let found = answer(rows, &["X"], "A");
    assert_eq!((found.answer, found.lower, found.upper), (Standing::Possible, Decimal::from(30), Decimal::from(60)));
    assert_eq!(found.chain.iter().map(|l| l.source.as_str()).collect::<Vec<_>>(), ["annual report", "register"]);
    // A statement without a share is silent, not in conflict.
    assert_eq!(answer("X,A,60,,,register\nX,A,,,,news\n", &["X"], "A").answer, Standing::Yes);
    // The same statement twice is one.
    assert_eq!(answer("X,A,30,,,r\nX,A,30,,,r\n", &["X"], "A").answer, Standing::No);
}

#[test]
fn shares_over_a_hundred_are_reported_and_rule_nothing_out() {
    let stakes = stakes("Q,A,90,,,r1\nX,A,50-60,,,r2\nQ,B,50\nX,B,50\n");
    insta::assert_snapshot!(stakes.faults()[0].to_string());
    assert_eq!(stakes.faults().len(), 1);
    assert_eq!(stakes.restricted(&set(&["X"])).answer("A").answer, Standing::Yes);
    assert_eq!(answer("Q,A,90\nX,A,20-60\n", &["X"], "A").answer, Standing::Possible, "Q's 90 may be what is wrong");
    assert_eq!(answer("Q,A,90\nX,A,10-60\n", &["X"], "A").answer, Standing::No);
}

#[test]
fn an_unknown_party_is_said_to_be_unstated() {
    let found = answer("X,A,60\n", &["X"], "Nowhere Ltd");
    assert_eq!((found.answer, found.unstated), (Standing::No, Decimal::ONE_HUNDRED));
    assert!(answer("Y,A,60\n", &["X"], "X").listed, "listed without any stake");
    assert_eq!(answer("X,A,20\nQ,A,30-50\n", &["X"], "A").unstated, Decimal::from(50));
}

#[test]
fn all_listed_behind_a_party_are_named() {
    let stakes = stakes("X,A,60\nY,A,5\nZ,B,50\nA,B,50\nW,C,40\nC,B,\nB,X,1\n");
    let restricted = stakes.restricted(&set(&["X", "Y", "Z", "W"]));
    assert_eq!(restricted.listed_behind("B"), ["X", "Y", "Z"], "C cannot be in: W holds less than half of it");
    assert_eq!(restricted.listed_behind("A"), ["X", "Y", "Z"], "Z through B, which owns some of X");
    assert_eq!(restricted.listed_behind("Nowhere Ltd"), [""; 0]);
}

/// The shape that `own` prints: shares are strings.
#[test]
fn answers_as_json() {
    let stakes = stakes("X,A,>25-50,,,register\nX,A,33.3,,,report\nA,B,51\n");
    let json = |value: serde_json::Value| serde_json::to_string_pretty(&value).unwrap();
    let answer = stakes.restricted(&set(&["X"])).answer("A");
    insta::assert_snapshot!(json(serde_json::json!(answer)));
}

#[test]
fn headquarters_are_asserted_or_only_likely() {
    let party = |country: Option<Country>, address: &str, asserted: Option<Country>| Party {
        role: Role::EndUser,
        name: "Kestrel Compute".to_owned(),
        address: address.to_owned(),
        country,
        headquarters: asserted,
        identifier: String::new(),
    };
    let sg = "SG".parse().ok();
    assert_eq!(headquarters(&party(sg, "", Some(Country::CN))), Headquarters::Asserted(Country::CN));
    assert_eq!(headquarters(&party(Some(Country::HK), "1 Quay Rd", None)), Headquarters::Likely(Country::HK));
    assert_eq!(headquarters(&party(None, "1 Quay Rd, HK", None)), Headquarters::Likely(Country::HK));
    assert_eq!(headquarters(&party(None, "1 Quay Rd", None)), Headquarters::Unknown);
    assert_eq!(
        headquarters(&party(None, "1 Main St, St. Louis, MO", None)),
        Headquarters::Unknown,
        "Missouri, not Macau"
    );
}

proptest! {
    /// The order of the rows changes no answer, chains included.
    #[test]
    fn the_order_of_rows_changes_nothing(
        rows in proptest::collection::vec(("[A-E]", "[A-Ea]", "(|10|30|50|25-50|>50)", "[rs]"), 1..12),
        turn in 0usize..12,
    ) {
        let table = |rows: &[(String, String, String, String)]| -> Stakes {
            let lines: String = rows.iter().map(|(a, b, share, source)| format!("{a},{b},{share},,,{source}\n")).collect();
            let (read, _) = read_stakes("s.csv", &format!("owner,owned,share,from,to,source\n{lines}"));
            Stakes::new(read, Date::constant(2025, 10, 15), str::to_lowercase)
        };
        let mut other = rows.clone();
        other.rotate_left(turn % rows.len());
        other.reverse();
        let (one, two) = (table(&rows), table(&other));
        let listed = set(&["A", "D"]);
        for party in ["A", "B", "C", "D", "E"] {
            prop_assert_eq!(one.restricted(&listed).answer(party), two.restricted(&listed).answer(party));
        }
    }

    /// More listed parties, or one stake more, never turn a yes into less or a possible into a no.
    #[test]
    fn more_listed_never_frees(
        rows in proptest::collection::vec(("[A-E]", "[A-E]", "(|10|30|50|25-50|>50)"), 1..10),
        more in "[A-E]",
    ) {
        let lines: String = rows.iter().map(|(a, b, share)| format!("{a},{b},{share},,,r\n")).collect();
        let (read, _) = read_stakes("s.csv", &format!("owner,owned,share,from,to,source\n{lines}"));
        let stakes = Stakes::new(read, Date::constant(2025, 10, 15), str::to_owned);
        let weight = |answer: Standing| match answer { Standing::No => 0, Standing::Possible => 1, Standing::Yes => 2 };
        let (few, many) = (set(&["A"]), set(&["A", &more]));
        for party in ["A", "B", "C", "D", "E"] {
            let (before, after) = (stakes.restricted(&few).answer(party), stakes.restricted(&many).answer(party));
            prop_assert!(weight(before.answer) <= weight(after.answer));
        }
    }
}
