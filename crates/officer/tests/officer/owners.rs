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
        ("Perhaps Ltd", "2025-10-01", "review", "leaves it open"),
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

/// The lists that decide on licence exceptions, and the product rule of a footnote, where ownership passes them on.
#[test]
fn what_a_listed_owner_leaves_and_brings() {
    const LISTED: &str = "name,list,licence_requirement,programs
Alder Holdings Ltd,us-entity-list,For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)4,
Birch Holdings Ltd,us-military-end-user,For any item subject to the EAR listed in supplement no. 2 to part 744.,
Cedar Holdings Ltd,us-sdn,,NPWMD
Dogwood Holdings Ltd,us-sdn,,LEBANON
Elder Holdings Ltd,us-sdn,,
";
    const OWNED: &str = "owner,owned,share,from,to,source
Alder Holdings Ltd,By Alder Ltd,30,,,register
Birch Holdings Ltd,By Alder Ltd,20,,,register
Birch Holdings Ltd,By Birch Ltd,50,,,register
Cedar Holdings Ltd,By Cedar Ltd,25,,,register
Alder Holdings Ltd,By Cedar Ltd,25,,,register
Dogwood Holdings Ltd,By Dogwood Ltd,25,,,register
Birch Holdings Ltd,By Dogwood Ltd,25,,,register
Elder Holdings Ltd,By Elder Ltd,25,,,register
Birch Holdings Ltd,By Elder Ltd,25,,,register
";
    let says = |party: &str, day: &str| {
        let (stakes, _) = tidewaiter_ownership::read_stakes("stakes.csv", OWNED);
        let party = Party {
            role: Role::EndUser,
            name: party.to_owned(),
            address: "1 Quay Road, Singapore".to_owned(),
            country: "SG".parse().ok(),
            headquarters: "SG".parse().ok(),
            identifier: String::new(),
        };
        let answer = decide(LISTED, Some(stakes), day.parse().unwrap(), party, "Singapore");
        let found: Vec<String> = answer
            .findings
            .iter()
            .filter(|f| f.code == "OWNED-50")
            .map(|f| {
                let evidence: Vec<String> =
                    f.evidence.iter().map(|e| format!("{}: {} [{}]", e.what, e.value, e.source)).collect();
                format!("{}: {}\n{}\n{}", weight(f.severity), f.says, evidence.join("\n"), f.settle)
            })
            .collect();
        found.join("\n")
    };
    let alder = says("By Alder Ltd", "2025-10-15");
    assert!(alder.contains("hold: "), "{alder}");
    assert!(alder.contains("Licence exceptions left to it: none, unless the owner's own entry allows one;"), "{alder}");
    assert!(alder.contains("which is stricter than Birch Holdings Ltd: 15 CFR 744.21(c)"), "{alder}");
    assert!(alder.contains("Entity List footnote 4 of Alder Holdings Ltd: Foreign-made direct products"), "{alder}");
    let birch = says("By Birch Ltd", "2025-10-15");
    assert!(birch.contains("Licence exceptions left to it: GOV only"), "{birch}");
    assert!(!birch.contains("footnote"), "{birch}");
    let cedar = says("By Cedar Ltd", "2025-10-15");
    assert!(cedar.contains("Licence exceptions left to it: none;"), "{cedar}");
    // Under another programme a blocked owner counts for OFAC's rule alone; without one it is asked.
    assert_eq!(says("By Dogwood Ltd", "2025-10-15"), "");
    let elder = says("By Elder Ltd", "2025-10-15");
    assert!(elder.starts_with("review: By Elder Ltd (end user) may be owned"), "{elder}");
    assert!(elder.contains("under which sanctions programme Elder Holdings Ltd is on us-sdn (the list data gives no programme; 15 CFR 744.8(a)(1)"), "{elder}");
    // After the stay's own end, what to do is said.
    let after = says("By Alder Ltd", "2026-11-24");
    assert!(
        after.contains("no extension was read: the line counts it as binding. Look in the Federal Register"),
        "{after}"
    );
    assert!(!says("By Alder Ltd", "2026-01-10").contains("Licence exceptions left to it"), "stayed");
}
