//! The 50 % rules on both sides of their dates.

use tidewaiter_model::{Party, Role};

use crate::cable::{decide, weight};

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
    let party = Party {
        role: Role::EndUser,
        name: party.to_owned(),
        address: "1 Quay Road, Singapore".to_owned(),
        country: "SG".parse().ok(),
        headquarters: "SG".parse().ok(),
        identifier: String::new(),
    };
    let answer = decide(LISTS, Some(stakes), day.parse().unwrap(), party, "Singapore");
    let found = answer.findings.iter().find(|f| f.code == "OWNED-50");
    let weight = found.map_or("none", |f| weight(f.severity));
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
