//! The 50 % rules on both sides of their dates.

use tidewaiter_model::{Date, Line, Party, Position, Role, Severity, place};
use tidewaiter_officer::{AsOf, Experts, Officer, Settings};
use tidewaiter_screening::Screener;

const LISTS: &str = "name,list\nKestrelmere Trading Pte Ltd,us-entity-list\nMarlowe Sound Holdings,us-sdn\nPitchblende Denied Ltd,us-denied-persons\n";
const STAKES: &str = "owner,owned,share,from,to,source
Kestrelmere Trading Pte Ltd,Half Owned Ltd,50,,,register
Kestrelmere Trading Pte Ltd,Minority Ltd,49,,,register
Someone Else,Minority Ltd,51,,,register
Kestrelmere Trading Pte Ltd,Perhaps Ltd,25-75,,,register
Marlowe Sound Holdings,Blocked Ltd,60,,,register
Pitchblende Denied Ltd,Denied Half Ltd,60,,,register
";

/// What OWNED-50 weighs for a party on a day; `none` where it is not raised.
fn owned(party: &str, day: &str) -> (String, String) {
    let (stakes, faults) = tidewaiter_ownership::read_stakes("stakes.csv", STAKES);
    assert!(faults.is_empty(), "{faults:?}");
    let experts = Experts {
        catalogue: tidewaiter_goods::Catalogue::builtin().unwrap(),
        law: tidewaiter_law::Law::builtin().unwrap(),
        screener: Screener::new(tidewaiter_screening::parse("lists.csv", LISTS.as_bytes()).unwrap()),
        stakes: Some(stakes),
    };
    let day: Date = day.parse().unwrap();
    let settings = Settings { as_of: AsOf::Day(day), snapshot: String::new(), engine: String::new(), bar: 0.7 };
    let line = Line {
        order: "1".to_owned(),
        line: "1".to_owned(),
        position: Position::file("test.csv").at_row(2),
        date: Some(day),
        description: "NVIDIA ConnectX-7 adapter card".to_owned(),
        part_number: String::new(),
        quantity: Some(1),
        unit_price: None,
        currency: String::new(),
        ship_from: Some(place::read("US")),
        ship_to: Some(place::read("Singapore")),
        route: Vec::new(),
        end_use: "Network".to_owned(),
        made_in: None,
        parties: vec![Party {
            role: Role::EndUser,
            name: party.to_owned(),
            address: "1 Quay Road, Singapore".to_owned(),
            country: "SG".parse().ok(),
            headquarters: "SG".parse().ok(),
            identifier: String::new(),
        }],
        faults: Vec::new(),
    };
    let answer = Officer::new(experts, settings).decide(&line);
    let found = answer.findings.iter().find(|f| f.code == "OWNED-50");
    let weight = found.map_or("none", |f| match f.severity {
        Severity::Hold => "hold",
        Severity::Review => "review",
        Severity::Note => "note",
    });
    (weight.to_owned(), found.map(|f| f.says.clone()).unwrap_or_default())
}

#[test]
fn the_affiliates_rule_holds_on_the_days_it_binds() {
    for (party, day, wanted, says) in [
        ("Half Owned Ltd", "2025-09-28", "review", "not yet made"),
        ("Half Owned Ltd", "2025-09-29", "hold", "in force"),
        ("Half Owned Ltd", "2025-11-09", "hold", "in force"),
        ("Half Owned Ltd", "2025-11-10", "review", "does not bind on that day (stayed)"),
        ("Half Owned Ltd", "2026-11-09", "review", "does not bind on that day (stayed)"),
        ("Half Owned Ltd", "2026-11-10", "hold", "scheduled, unconfirmed"),
        ("Minority Ltd", "2025-10-01", "none", ""),
        ("Perhaps Ltd", "2025-10-01", "review", "leave it open"),
        ("Blocked Ltd", "2025-09-28", "hold", "SDN List"),
        ("Blocked Ltd", "2026-06-01", "hold", "SDN List"),
        // The Affiliates rule does not reach what denied persons own.
        ("Denied Half Ltd", "2025-10-01", "review", "Denied Persons List"),
    ] {
        let (weight, words) = owned(party, day);
        assert_eq!(weight, wanted, "{party} {day}: {words}");
        assert!(words.contains(says), "{party} {day}: {words}");
    }
}
