use crate::{Hit, Options, PartyKind, Query, Screener, Strength, parse};

/// Invented parties at invented houses of real streets, and listed addresses in the shape that the Entity List has.
const HOUSE: &str = "id,name,country,address,identifier,kind\n\
p1,Quorvex Electronics Limited,HK,\"Room 1203, 12/F, Heron Industrial Building, 16-18 Shing Yip Street, Kwun Tong\",12345678,company\n\
p2,Zelmo Logistics Co. Ltd.,CN,\"No. 1036 Langchao Road, Jinan, Shandong\",91350100M000100Y43,company\n\
p3,Address 01,HK,\"Unit 7, 9/F, Brindle Commercial Centre, 610 Nathan Road, Mong Kok, Kowloon\",,\n\
p4,Address 02,TR,\"Example Mah. Heron Sok. No 5, Istanbul\",,\n\
p5,Ankarovich Torvald,RU,,7827004526,person\n\
p6,Merrow Holdings Sdn Bhd,MY,,202001012345 (1366665-V),company\n";

fn screen(query: &Query<'_>) -> Vec<Hit> {
    let screener = Screener::new(parse("house.csv", HOUSE.as_bytes()).unwrap());
    screener.screen(query, &Options { floor: 0.3, ..Options::default() })
}

fn first(query: &Query<'_>) -> Option<(String, f64, Strength)> {
    screen(query).into_iter().next().map(|hit| (hit.entry, hit.score, hit.strength))
}

#[test]
fn a_listed_address_is_a_hit_whatever_the_name() {
    let address = "香港九龍旺角彌敦道610號9樓7室";
    for name in ["Altogether Different Limited", ""] {
        let hit = screen(&Query { name, address, ..Query::default() }).remove(0);
        assert_eq!((hit.entry.as_str(), hit.strength, hit.is_match), ("p3", Strength::ListedAddress, true));
        assert!(hit.matched.starts_with("Unit 7, 9/F"), "{}", hit.matched);
        assert_eq!(
            hit.explain.first().map(String::as_str),
            Some("the list names this address, whoever is there"),
            "{:?}",
            hit.explain
        );
        assert!(hit.explain.iter().any(|line| line.contains("the same unit (unit 7, floor 9, 610 nathan road)")));
    }
}

#[test]
fn another_unit_of_a_listed_address_is_no_match() {
    for address in ["Unit 8, 9/F, 610 Nathan Road, Mong Kok", "610 Nathan Road, Kowloon, Hong Kong"] {
        let (entry, score, strength) = first(&Query { address, ..Query::default() }).unwrap();
        assert_eq!((entry.as_str(), strength), ("p3", Strength::SharedAddress), "{address}");
        assert!((0.3..0.7).contains(&score), "{address}: {score}");
    }
    assert_eq!(first(&Query { address: "Unit 7, 9/F, 612 Nathan Road, Mong Kok", ..Query::default() }), None);
    assert_eq!(first(&Query { address: "Nathan Road, Kowloon, Hong Kong", ..Query::default() }), None);
}

#[test]
fn an_address_shared_with_a_listed_party_is_a_weaker_match() {
    let address = "Rm 1203, 12th Floor, Heron Ind Bldg, 16 Shing Yip St., Kowloon, Hong Kong";
    let (entry, score, strength) = first(&Query { name: "Merrowby Trading", address, ..Query::default() }).unwrap();
    assert_eq!((entry.as_str(), strength), ("p1", Strength::SharedAddress));
    assert!((0.70..0.90).contains(&score));
    let (entry, score, _) = first(&Query { address: "山东省济南市浪潮路1036号", ..Query::default() }).unwrap();
    assert!(entry == "p2" && score >= 0.70);
}

#[test]
fn an_equal_number_decides_and_another_of_its_scheme_lowers() {
    let ask = |name: &str, identifier: &str| screen(&Query { name, identifier, ..Query::default() }).remove(0);
    for identifier in ["9135 0100 M000 100Y43", "USCC 91350100M000100Y43", "M000100Y-4", "组织机构代码 M000100Y-4"]
    {
        let hit = ask("Wholly Other", identifier);
        assert_eq!((hit.entry.as_str(), hit.score, hit.strength), ("p2", 1.0, Strength::Identifier), "{identifier}");
    }
    assert_eq!(ask("", "1366665-V").entry, "p6");
    assert_eq!(ask("", "SSM 202001012345").entry, "p6");
    assert_eq!(ask("", "BR 12345678-000-11-24-0").entry, "p1");
    let (same, other) = (ask("Zelmo Logistic", ""), ask("Zelmo Logistic", "91440300MA5FLU8M7X"));
    assert!(other.score < same.score, "{} {}", other.score, same.score);
    assert!(
        other.explain.iter().any(|line| line.contains("another Unified Social Credit Code")),
        "{:?}",
        other.explain
    );
    // A slip in the check character is told; the number is no longer that of the list.
    let slip = ask("Zelmo Logistics Co. Ltd.", "91350100M000190Y43");
    assert!(slip.is_match && slip.strength == Strength::Exact, "an equal name stays a match: {slip:?}");
    assert!(slip.explain.iter().any(|line| line.contains("check digits wrong")), "{:?}", slip.explain);
}

#[test]
fn kind_and_country_lower_and_never_hide_an_equal_name() {
    let name = "Torvald Ankarovich";
    let person = first(&Query { name, kind: PartyKind::Person, ..Query::default() }).unwrap();
    let ship = first(&Query { name, kind: PartyKind::Vessel, country: "PA".parse().ok(), ..Query::default() }).unwrap();
    assert!(person.1 > ship.1 && ship.1 >= 0.70, "{person:?} {ship:?}");
}

#[test]
fn nothing_lifts_a_generic_name_over_the_bar() {
    let query = Query {
        name: "Hong Kong Electronics Limited",
        country: "HK".parse().ok(),
        address: "Heron Industrial Building, 16 Shing Yip Street, Kwun Tong, Hong Kong",
        kind: PartyKind::Company,
        ..Query::default()
    };
    assert!(screen(&query).iter().all(|hit| !hit.is_match), "{:?}", screen(&query));
}
