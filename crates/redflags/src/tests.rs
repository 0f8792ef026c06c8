//! What holds for all flags together.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tidewaiter_model::{Control, Date, Good, Party, Role, Severity};

use crate::testing::{Order, country, place};
use crate::*;

fn codes_of(order: &Order) -> BTreeSet<(String, Severity)> {
    raise_all(&order.case()).into_iter().map(|f| (f.code, f.severity)).collect()
}

#[test]
fn an_ordinary_order_raises_nothing() {
    assert_eq!(raise_all(&Order::ordinary().case()), []);
}

#[test]
fn every_flag_is_explained() {
    let all: Vec<_> = codes().iter().filter_map(|code| explain(code)).collect();
    assert_eq!(all.len(), codes().len());
    assert_eq!(codes().iter().collect::<BTreeSet<_>>().len(), codes().len(), "codes are unique");
    assert_eq!(explain("rf-10"), explain("RF-10"));
    assert_eq!(explain("RF-99"), None);
    for e in &all {
        for text in [&e.title, &e.what, &e.why, &e.example, &e.cite, &e.settle] {
            assert!(!text.is_empty(), "{}", e.code);
        }
    }
    insta::assert_debug_snapshot!(all);
}

#[test]
fn every_published_flag_is_there() {
    let looked_for: BTreeSet<&str> = codes().into_iter().collect();
    let published = (1..=29).map(|n| format!("RF-{n:02}")).chain((1..=12).map(|n| format!("DG-{n:02}")));
    for code in published.chain((1..=6).map(|n| format!("DD-{n}"))) {
        assert!(looked_for.contains(code.as_str()), "{code}");
    }
}

/// A question is told by its flag's code, so no two may have one code.
#[test]
fn questions_belong_to_flags() {
    let order = Order::ordinary()
        .name(Role::EndUser, "Kestrel Semiconductor Cloud Pte. Ltd.")
        .end_use("")
        .with(|o| o.line.description = "repair of H100".to_owned());
    let mut by_code: BTreeMap<&str, &Question> = BTreeMap::new();
    for answer in assess_all(&order.case()) {
        if let Assessment::NotAssessable(needs) = answer.assessment {
            assert!(!needs.is_empty(), "{}", answer.code);
            for need in needs {
                if let Need::Answer(question, _) = need {
                    assert!(std::ptr::eq(*by_code.entry(question.code).or_insert(question), question));
                    assert!(explain(question.code).is_some() && !question.text.ends_with(['?', '.']));
                    assert!(!question.once_raised_by.is_unknown());
                }
            }
        }
    }
    assert!(by_code.len() >= 15, "{:?}", by_code.keys());
}

/// Flags that need more than the line: without it they are never not raised, but for what the line itself settles.
const NEED_MORE: [&str; 25] = [
    "RF-03", "RF-05", "RF-06", "RF-07", "RF-12", "RF-15", "RF-17", "RF-22", "RF-23", "RF-25", "RF-27", "RF-28",
    "DG-03", "DG-06", "DG-10", "DG-11", "DD-2", "DD-3", "DD-4", "DD-5", "DG-05", "RF-02", "DD-6", "RF-04", "RF-24",
];
/// Of these, what no line can settle.
const NEVER_BY_THE_LINE: [&str; 12] =
    ["RF-04", "RF-05", "RF-06", "RF-07", "RF-12", "RF-17", "RF-24", "RF-29", "DG-05", "DG-08", "DG-12", "DD-3"];

#[test]
fn flags_are_asked_only_where_the_item_matters() {
    let odd = |control, concern| {
        let mut order = Order::ordinary().end_use("").without(Role::EndUser);
        (order.control, order.concern) = (control, concern);
        codes_of(&order).len()
    };
    assert_eq!(odd(Control::NotControlled, false), 0);
    assert!(
        odd(Control::NotControlled, true) > 0
            && odd(Control::Unknown, false) > 0
            && odd(Control::Controlled, false) > 0
    );
}

#[test]
fn guidance_is_asked_from_its_day_on() {
    let on = |day| {
        let order = Order::ordinary()
            .party(Role::UltimateConsignee, "Kestrel Compute", "1 Jalan Lotus", "MY")
            .with(|o| o.line.ship_to = Some(place("Johor", "MY")))
            .party(Role::EndUser, "Kestrel Trading", "1 Jalan Lotus", "MY")
            .with(|o| o.as_of = day);
        raise_all(&order.case()).into_iter().map(|f| f.code).collect::<Vec<_>>()
    };
    assert_eq!(on(Date::constant(2024, 12, 1)), Vec::<String>::new());
    assert_eq!(on(Date::constant(2024, 12, 2)), ["RF-21"]);
    assert_eq!(on(Date::constant(2025, 5, 13)), ["RF-21", "DG-09"]);
}

/// Names of the shared data: the values of a JSON list's objects, or a CSV file's first column; `None` where it is absent.
fn shared_names(file: &str) -> Option<Vec<String>> {
    let path = format!("{}/../../../shared/data/names/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::env::var_os("CI").is_none().then(|| std::fs::read_to_string(&path).ok()).flatten();
    if text.is_none() {
        println!("skipped: {path} is absent, or CI is set");
    }
    let json =
        |line: &str| line.trim().split_once(": \"").map(|(_, name)| name.trim_end_matches(['"', ',']).to_owned());
    Some(if file.ends_with(".json") {
        text?.lines().filter_map(json).collect()
    } else {
        text?.lines().skip(1).filter_map(|line| line.split(',').next()).map(|name| name.replace('"', "")).collect()
    })
}

/// What names of buyers alone raise, by flag.
fn raised_by_names(names: &[String]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        let buyers = [Role::Purchaser, Role::UltimateConsignee, Role::EndUser];
        let order = buyers.into_iter().fold(Order::ordinary(), |order, role| order.name(role, name));
        for finding in raise_all(&order.case()) {
            *counts.entry(finding.code).or_default() += 1;
        }
    }
    counts
}

#[test]
fn no_university_raises_a_flag_by_its_name() {
    let Some(names) = shared_names("china_univ_bilingual.json") else { return };
    assert!(names.len() > 100, "{}", names.len());
    assert_eq!(raised_by_names(&names), BTreeMap::new());
}

/// Listed companies of Asia as buyers: few are in trades that the flags name.
#[test]
fn few_listed_companies_raise_a_flag_by_their_name() {
    let Some(names) = shared_names("asia_listed_companies.csv") else { return };
    insta::assert_debug_snapshot!((names.len(), raised_by_names(&names)));
}

/// A real-estate company with a flat for an address buys through Hong Kong.
#[test]
fn a_pattern_of_the_public_cases() {
    let order = Order::ordinary()
        .party(Role::Purchaser, "Golden Palm Real Estate Sdn Bhd", "B-3-2, Pangsapuri Seri Melati, Johor Bahru", "MY")
        .party(Role::UltimateConsignee, "Swift Heron Logistics Pte. Ltd.", "1 Quay Road, Singapore", "SG")
        .without(Role::EndUser)
        .end_use("n/a")
        .with(|o| {
            o.line.ship_to = Some(place("Johor Bahru, Malaysia", "MY"));
            o.line.route = vec![place("Hong Kong", "HK")];
            o.accelerators = Some(4096);
        });
    insta::assert_debug_snapshot!(raise_all(&order.case()));
}

const NAMES: [&str; 9] = [
    "Universität Lindenhof",
    "Golden Palm Real Estate",
    "某某商贸有限公司",
    "Swift Heron Logistics",
    "TBD",
    "",
    "Kestrel Cloud",
    "ขนส่ง",
    "\u{202e}x\0",
];
const ADDRESSES: [&str; 8] =
    ["Hafenstrasse 12", "Apt 4B", "", "Hamburg", "PO Box 1", "深圳市3号楼2单元", "10 Quay Rd, HK", "c/o"];
const COUNTRIES: [&str; 8] = ["DE", "SG", "MY", "HK", "CN", "QA", "", "MO"];
const USES: [&str; 8] = ["climate models", "", "resale", "军用", "not for military use", "超算", "TBD", "...;;"];

fn parties() -> impl Strategy<Value = Vec<Party>> {
    let one = (0..5usize, 0..NAMES.len(), 0..ADDRESSES.len(), 0..COUNTRIES.len(), 0..COUNTRIES.len());
    proptest::collection::vec(one, 0..7).prop_map(|list| {
        list.into_iter()
            .map(|(role, name, address, code, headquarters)| Party {
                role: Role::ALL[role],
                name: NAMES[name].to_owned(),
                address: ADDRESSES[address].to_owned(),
                country: country(COUNTRIES[code]),
                headquarters: country(COUNTRIES[headquarters]),
                identifier: String::new(),
            })
            .collect()
    })
}

fn orders() -> impl Strategy<Value = Order> {
    let places = || proptest::collection::vec((0..COUNTRIES.len(), "\\PC{0,12}"), 0..4);
    (parties(), places(), 0..USES.len(), 0..COUNTRIES.len(), any::<Option<u64>>(), any::<bool>(), "\\PC{0,20}")
        .prop_map(|(parties, route, end_use, to, accelerators, read, description)| {
            Order::ordinary().end_use(&format!("{} {description}", USES[end_use])).with(|o| {
                o.line.route = route.into_iter().map(|(code, text)| place(&text, COUNTRIES[code])).collect();
                o.line.ship_to = Some(place("Hafenstrasse 12", COUNTRIES[to]));
                o.line.parties = parties;
                o.line.description = description;
                o.accelerators = accelerators;
                if !read {
                    o.good = Good::unresolved("", "");
                    o.control = Control::Unknown;
                }
            })
        })
}

proptest! {
    #[test]
    fn no_flag_holds_and_each_has_its_ground(order in orders()) {
        for finding in raise_all(&order.case()) {
            prop_assert!(finding.severity < Severity::Hold);
            prop_assert!(!finding.evidence.is_empty() && !finding.settle.is_empty() && !finding.says.is_empty());
            prop_assert!(finding.evidence.iter().all(|e| e.source == "orders.csv, row 2" && !e.value.is_empty()));
            prop_assert!(explain(&finding.code).is_some());
        }
    }

    #[test]
    fn what_is_not_known_is_never_not_raised(order in orders()) {
        for Answer { code, assessment } in assess_all(&order.case()) {
            if let Assessment::NotRaised(why) = assessment {
                prop_assert!(!NEVER_BY_THE_LINE.contains(&code), "{}", code);
                prop_assert!(!NEED_MORE.contains(&code) || !why.is_empty(), "{}", code);
            }
        }
    }

    /// Every answer turned round turns the flag round, and none holds.
    #[test]
    fn answers_never_hold(order in orders(), yes in any::<bool>()) {
        let answer = if yes { tidewaiter_model::Truth::Yes } else { tidewaiter_model::Truth::No };
        let order = NEED_MORE.iter().fold(order, |order, code| order.replied(code, answer));
        for finding in raise_all(&order.case()) {
            prop_assert!(finding.severity < Severity::Hold && !finding.evidence.is_empty());
        }
    }

    #[test]
    fn order_of_parties_and_route_changes_no_flag(order in orders(), turn in 0usize..7) {
        let before = codes_of(&order);
        let after = codes_of(&order.with(|o| {
            let (parties, route) = (o.line.parties.len().max(1), o.line.route.len().max(1));
            o.line.parties.rotate_left(turn % parties);
            o.line.route.rotate_left(turn % route);
            o.line.parties.reverse();
        }));
        prop_assert_eq!(before, after);
    }

    /// An ordinary forwarder more, an ordinary stop more, identifiers: none takes a flag away or makes it lighter.
    #[test]
    fn ordinary_detail_removes_no_flag(order in orders()) {
        let before = codes_of(&order);
        let after = codes_of(&order.with(|o| {
            o.line.parties.iter_mut().for_each(|p| p.identifier = "HRB 1234".to_owned());
            o.line.parties.push(crate::testing::party(Role::FreightForwarder, "Nordwind Spedition GmbH", "Kai 4", "DE"));
            o.line.route.push(place("Taipei", "TW"));
            o.line.route.extend(o.line.route.clone());
        }));
        prop_assert!(before.is_subset(&after), "{before:?} {after:?}");
    }
}
