//! Addresses and register numbers of an order's parties, held against the lists.

use tidewaiter_model::{Party, Role};

use crate::cable::{decide, weight};

const LISTS: &str = "name,list,country,address,identifier\n\
Address 01,us-entity-list,HK,\"Unit 7, 9/F, Brindle Commercial Centre, 610 Nathan Road, Mong Kok, Kowloon\",\n\
Kestrelmere Trading Limited,us-entity-list,HK,\"Room 3, 4/F, Heron Building, 16 Shing Yip Street, Kwun Tong\",91350100M000100Y43\n";

/// The findings about lists and numbers: code, severity and sentence.
fn findings(address: &str, identifier: &str, ship_to: &str) -> Vec<String> {
    let party = Party {
        role: Role::EndUser,
        name: "Merrowby Electronics Ltd".to_owned(),
        address: address.to_owned(),
        country: "HK".parse().ok(),
        headquarters: "HK".parse().ok(),
        identifier: identifier.to_owned(),
    };
    let answer = decide(LISTS, None, "2026-03-02".parse().unwrap(), party, ship_to);
    let wanted = ["LISTED-PARTY", "LISTED-PARTY-OTHER", "POSSIBLE-MATCH", "IDENTIFIER-CHECK"];
    let about = answer.findings.iter().filter(|f| wanted.contains(&f.code.as_str()));
    about.map(|f| format!("{} {}: {}", f.code, weight(f.severity), f.says)).collect()
}

#[test]
fn a_listed_address_holds_whatever_the_name() {
    insta::assert_debug_snapshot!(findings("九龍旺角彌敦道610號9樓7室", "", "Hong Kong"), @r#"
    [
        "LISTED-PARTY hold: Merrowby Electronics Ltd (end user) is at an address that itself stands on us-entity-list, as Address 01: Unit 7, 9/F, Brindle Commercial Centre, 610 Nathan Road, Mong Kok, Kowloon.",
    ]
    "#);
    assert!(findings("Unit 8, 9/F, 610 Nathan Road, Mong Kok", "", "Hong Kong").is_empty());
}

#[test]
fn an_address_shared_with_a_listed_party_is_a_question() {
    insta::assert_debug_snapshot!(findings("Rm 3, 4th Floor, 16 Shing Yip St, Kwun Tong", "", "Hong Kong"), @r#"
    [
        "POSSIBLE-MATCH review: Merrowby Electronics Ltd (end user) is at the address of Kestrelmere Trading Limited, listed on us-entity-list.",
    ]
    "#);
}

#[test]
fn the_ship_to_address_is_held_against_the_lists_too() {
    let ship_to = "Unit 7, 9/F, 610 Nathan Road, Mong Kok, Kowloon, Hong Kong";
    insta::assert_debug_snapshot!(findings("1 Harbour Road, Hong Kong", "", ship_to), @r#"
    [
        "LISTED-PARTY hold: The ship-to address Unit 7, 9/F, 610 Nathan Road, Mong Kok, Kowloon, Hong Kong (ultimate consignee) is at an address that itself stands on us-entity-list, as Address 01: Unit 7, 9/F, Brindle Commercial Centre, 610 Nathan Road, Mong Kok, Kowloon.",
    ]
    "#);
}

#[test]
fn numbers_decide_and_wrong_check_digits_are_told() {
    insta::assert_debug_snapshot!(findings("", "USCC 91350100M000100Y43", "Hong Kong"), @r#"
    [
        "LISTED-PARTY hold: Merrowby Electronics Ltd (end user) has the register number of Kestrelmere Trading Limited, listed on us-entity-list.",
    ]
    "#);
    insta::assert_debug_snapshot!(findings("", "91350100M000190Y43", "Hong Kong"), @r#"
    [
        "IDENTIFIER-CHECK note: The Unified Social Credit Code of Merrowby Electronics Ltd has wrong check digits.",
    ]
    "#);
}
