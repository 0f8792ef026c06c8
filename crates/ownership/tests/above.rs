//! What stands above one party: cut out of many statements, it gives the same answers as the whole; and the ultimate
//! parent by every kind of statement.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tidewaiter_model::{Date, Entity, Headquarters, Stake, Statement};
use tidewaiter_ownership::{Above, Found, Parent, StakeTable, Stakes, Statements, read_register, seat};

const DAY: Date = Date::constant(2025, 10, 15);
const HEADER: &str = "owner,owned,share,interest,owner_id,owned_id,from,to,source\n";

fn read(rows: &str) -> Vec<Stake> {
    read_register("stakes.csv", format!("{HEADER}{rows}").as_bytes()).stakes
}

fn statements(rows: &str) -> Statements {
    let mut table = StakeTable::default();
    read(rows).iter().for_each(|stake| table.push(stake));
    Statements::new(table, |name| name.trim().to_lowercase())
}

fn above(rows: &str, party: &str) -> Above {
    let statements = statements(rows);
    // A party that is not found has nothing above it, which no test expects.
    let Found::One(found) = statements.find(party) else { return Above::default() };
    statements.above(found, DAY, 1000)
}

fn parent(rows: &str) -> String {
    let above = above(rows, "P");
    let person = |at: usize| above.parties.get(at).is_some_and(|p| p.name.starts_with("Person"));
    let said = |statements: &[Statement]| {
        statements.iter().map(|s| format!("{}>{}", s.owner, s.owned)).collect::<Vec<_>>().join(" ")
    };
    match above.ultimate_parent(person) {
        Parent::Known { name, chain } => format!("{name} by {}", said(&chain)),
        Parent::NoneStated => "none stated".to_owned(),
        Parent::Open { name, may, .. } => format!("open at {name}: {}", said(&may)),
        Parent::NotUnique { name, rivals, .. } => format!("not unique at {name}: {}", said(&rivals)),
        Parent::Cycle { chain } => format!("cycle {}", said(&chain)),
    }
}

#[test]
fn ultimate_parents_by_every_kind_of_statement() {
    for (rows, expected) in [
        // More than half of the shares, twice; half is not more than half.
        ("A,P,51\nB,A,100\n", "B by A>P B>A"),
        ("A,P,50\n", "none stated"),
        ("A,P,50-75\n", "open at P: A>P"),
        // Votes control whatever the shares say.
        ("A,P,30\nA,P,60,votes\n", "A by A>P A>P"),
        ("A,P,60\nB,P,60,votes\n", "not unique at P: A>P B>P"),
        // A right to appoint directors may be control; a director is none.
        ("A,P,,control\n", "open at P: A>P"),
        ("A,P,,director\n", "none stated"),
        // A register that names the direct and the ultimate parent side by side: both are one chain.
        ("A,P,,consolidation\nB,P,,consolidation\nB,A,,consolidation\n", "B by A>P B>A"),
        // A natural person is no parent company.
        ("A,P,100\nPerson X,A,100\n", "A by A>P"),
        ("Person X,P,100\n", "none stated"),
        ("A,P,60\nP,A,60\n", "cycle A>P P>A"),
        ("P,P,100\n", "none stated"),
        // An unknown share beside one that leaves no room is no control.
        ("A,P,40\nB,P,30\nC,P,\n", "none stated"),
        ("A,P,40\nC,P,\n", "open at P: C>P"),
        // The others leave an owner of unknown share less than half, also a step up.
        ("X,A,60\nA,P,>50\nQ,P,\n", "X by A>P X>A"),
        ("A,P,60\nX,A,25-75\n", "open at A: X>A"),
        ("X,P,60\nY,P,70\n", "not unique at P: X>P Y>P"),
        ("A,P,60\nB,A,60\nP,B,60\n", "cycle A>P B>A P>B"),
        // Statements of other days.
        ("A,P,100,,,,2026-01-01\nB,P,100,,,,,2025-10-14\n", "none stated"),
    ] {
        assert_eq!(parent(rows), expected, "{rows}");
    }
}

#[test]
fn ids_tell_parties_of_one_name_apart() {
    let rows = "Twin Ltd,P,30,,T1,\nTwin Ltd,P,40,,T2,\nX,Twin Ltd,100,,,T2\nLone Ltd,P,5,,L1,\nLone Ltd,P,6\n";
    let above = above(rows, "P");
    let names: Vec<&str> = above.parties.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["P", "Lone Ltd", "Twin Ltd (T1)", "Twin Ltd (T2)", "X"]);
    let statements = statements(rows);
    assert_eq!(statements.find("Twin Ltd"), Found::Several(vec!["T1".to_owned(), "T2".to_owned()]));
    assert_eq!(statements.find("T2"), statements.with_id("T2").map_or(Found::Nobody, Found::One));
    assert_ne!(statements.find("T2"), statements.find("T1"));
    assert_eq!(statements.find("Twinn Ltd"), Found::Nobody);
    assert_eq!(statements.near("Twinn Ltd"), ["Twin Ltd", "Lone Ltd"]);
}

#[test]
fn what_contradicts_itself_is_the_widest_interval() {
    let above = above("A,P,10\nA,P,22\nB,P,20-30\nB,P,25\nC,P,\nC,P,5\nD,P,60,votes\n", "P");
    let said: Vec<(String, bool)> = above.holdings.iter().map(|h| (h.share(), h.conflict())).collect();
    let said: Vec<(&str, bool)> = said.iter().map(|(share, conflict)| (share.as_str(), *conflict)).collect();
    assert_eq!(said, [("10-22", true), ("20-30", false), ("5", false), ("none", false)]);
}

#[test]
fn headquarters_are_asserted_or_likely() {
    let entity = |country: &str, headquarters: &str, source: &str| Entity {
        country: country.parse().ok(),
        headquarters: headquarters.parse().ok(),
        source: source.to_owned(),
        ..Entity::default()
    };
    let (sg, cn, de) = (entity("SG", "", "ACRA"), entity("SG", "CN", "exchange"), entity("", "DE", "report"));
    assert_eq!(seat(&[]).words(), "unknown");
    assert_eq!(seat(&[&sg]).words(), "unknown, likely SG");
    assert_eq!(seat(&[&sg, &cn]).place, Headquarters::Asserted("CN".parse().unwrap()));
    let contradicted = seat(&[&cn, &de]);
    assert_eq!(
        (contradicted.words().as_str(), contradicted.why.as_str()),
        ("unknown", "registers contradict each other: CN by exchange, DE by report")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The part above a party gives the same answer as all statements, in whatever order they come.
    #[test]
    fn the_part_above_answers_as_the_whole(
        edges in proptest::collection::vec((0u32..8, 0u32..8, prop::sample::select(vec!["", "10", "25", "50", "60", "25-50", ">25-50", "<50", "100"])), 1..24),
        listed in proptest::collection::btree_set(0u32..8, 0..=3),
        turn in 0usize..24,
    ) {
        let row = |(owner, owned, share): &(u32, u32, &str)| format!("n{owner},n{owned},{share},,,,,,s\n");
        // A row that stands twice is one statement here.
        let rows: Vec<String> = edges.iter().map(row).collect::<BTreeSet<String>>().into_iter().collect();
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        let listed: BTreeSet<String> = listed.iter().map(|n| format!("n{n}")).collect();
        let whole = Stakes::new(read(&rows.concat()), DAY, str::to_owned);
        let whole = whole.restricted(&listed);
        for party in edges.iter().map(|(_, owned, _)| format!("n{owned}")) {
            let part = above(&rows.concat(), &party);
            prop_assert_eq!(&part, &above(&turned.concat(), &party));
            let stakes = Stakes::new(part.ownership(), DAY, str::to_owned);
            prop_assert_eq!(stakes.restricted(&listed).answer(&party), whole.answer(&party));
        }
    }
}
