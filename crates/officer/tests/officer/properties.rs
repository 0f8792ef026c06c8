//! What must hold of every answer, whatever the orders and lists.

use std::sync::LazyLock;

use proptest::prelude::*;
use tidewaiter_model::{Country, Date, Line, Party, Place, Position, Role, Verdict, place};
use tidewaiter_officer::{AsOf, Experts, Officer, Settings};
use tidewaiter_screening::{ListData, Screener};

const GOODS: [&str; 12] = [
    "NVIDIA H100 PCIe 80GB",
    "8x HGX H200 141GB",
    "NVIDIA L20 48GB PCIe",
    "英伟达 H100 八卡模组",
    "GeForce RTX 4090 24GB",
    "RTX PRO 4500",
    "NVIDIA H20 96GB",
    "AMD Instinct MI300X",
    "AI server, 8 GPU",
    "ConnectX-7 adapter card",
    "",
    "Huawei Ascend 910C",
];
const NAMES: [&str; 7] = [
    "Brackwater University",
    "Sophgo Technologies Ltd.",
    "Sofgo Technology",
    "Kestrelmere Trading Pte Ltd",
    "Inspur Group Co., Ltd.",
    "",
    "星澜算力有限公司",
];
const COUNTRIES: [&str; 9] = ["US", "DE", "SG", "MY", "CN", "HK", "AE", "VN", ""];

fn country(code: &str) -> Option<Country> {
    code.parse().ok()
}

pub(crate) fn officer(lists: Vec<ListData>) -> Officer {
    let experts = Experts {
        catalogue: tidewaiter_goods::Catalogue::builtin().unwrap(),
        law: tidewaiter_law::Law::builtin().unwrap(),
        screener: Screener::new(lists),
        good_guys: tidewaiter_screening::GoodGuys::default(),
        stakes: None,
    };
    let settings = Settings {
        as_of: AsOf::Day(Date::constant(2026, 9, 29)),
        snapshot: "test".to_owned(),
        engine: "test".to_owned(),
        bar: 0.7,
    };
    Officer::new(experts, settings)
}

fn listed(name: &str) -> ListData {
    let csv = format!("name,list\n{name},us-entity-list\n");
    tidewaiter_screening::parse("extra.csv", csv.as_bytes()).unwrap().remove(0)
}

static EXCERPT: LazyLock<Officer> = LazyLock::new(|| officer(vec![tidewaiter_screening::builtin_excerpt().unwrap()]));
static NO_LIST: LazyLock<Officer> = LazyLock::new(|| officer(Vec::new()));
static MORE: LazyLock<Officer> = LazyLock::new(|| {
    officer(vec![tidewaiter_screening::builtin_excerpt().unwrap(), listed("Kestrelmere Trading Pte Ltd")])
});
static OTHER_WAY_ROUND: LazyLock<Officer> = LazyLock::new(|| {
    officer(vec![listed("Kestrelmere Trading Pte Ltd"), tidewaiter_screening::builtin_excerpt().unwrap()])
});

prop_compose! {
    fn party()(role in 0usize..5, name in 0usize..NAMES.len(), at in 0usize..COUNTRIES.len(), hq in 0usize..COUNTRIES.len(), stated in any::<bool>()) -> Party {
        Party {
            role: Role::ALL[role],
            name: NAMES[name].to_owned(),
            address: String::new(),
            country: country(COUNTRIES[at]),
            headquarters: if stated { country(COUNTRIES[hq]) } else { None },
            identifier: String::new(),
        }
    }
}

prop_compose! {
    fn line()(good in 0usize..GOODS.len(), from in 0usize..COUNTRIES.len(), to in 0usize..COUNTRIES.len(), parties in proptest::collection::vec(party(), 0..4), quantity in 1u64..100, row in 2u64..1000) -> Line {
        let at = |code: &str| (!code.is_empty()).then(|| Place { text: code.to_owned(), country: country(code) });
        Line {
            order: format!("O{row}"),
            line: "1".to_owned(),
            position: Position::file("test.csv").at_row(row),
            date: Some(Date::constant(2026, 9, 1)),
            description: GOODS[good].to_owned(),
            part_number: String::new(),
            quantity: Some(quantity),
            unit_price: None,
            currency: String::new(),
            ship_from: at(COUNTRIES[from]),
            ship_to: at(COUNTRIES[to]),
            route: Vec::new(),
            end_use: "Public cloud".to_owned(),
            made_in: None,
            parties,
            faults: Vec::new(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Loading a list can only add: the verdict never falls.
    #[test]
    fn a_list_never_lightens_a_verdict(line in line()) {
        let (none, excerpt, more) = (NO_LIST.decide(&line).verdict, EXCERPT.decide(&line).verdict, MORE.decide(&line).verdict);
        prop_assert!(none <= excerpt && excerpt <= more, "{none} {excerpt} {more}");
    }

    /// The order in which lists are loaded never changes an answer.
    #[test]
    fn order_of_lists_changes_nothing(line in line()) {
        prop_assert_eq!(MORE.decide(&line), OTHER_WAY_ROUND.decide(&line));
    }

    /// A party on the Entity List holds the line, whatever is sold and wherever it goes.
    #[test]
    fn a_listed_party_always_holds(mut line in line(), role in 0usize..5) {
        line.parties.push(Party { role: Role::ALL[role], name: "SOPHGO Technologies Ltd".to_owned(), address: String::new(), country: country("CN"), headquarters: None, identifier: String::new() });
        prop_assert_eq!(EXCERPT.decide(&line).verdict, Verdict::Hold);
    }

    /// A data-centre chip above every limit, sent to China from anywhere by anybody, is held.
    #[test]
    fn a_controlled_chip_to_china_is_always_held(mut line in line(), which in 0usize..2) {
        line.description = ["NVIDIA H100 SXM5", "HGX B200 8-GPU"][which].to_owned();
        line.ship_to = Some(place::read("Shenzhen, China"));
        line.ship_from = Some(place::read("US"));
        let answer = EXCERPT.decide(&line);
        prop_assert_eq!(answer.verdict, Verdict::Hold, "{:?}", answer.findings);
    }

    /// What cannot be read is never cleared.
    #[test]
    fn the_unread_is_never_clear(mut line in line()) {
        line.description = "AI server, 8 GPU".to_owned();
        prop_assert_ne!(EXCERPT.decide(&line).verdict, Verdict::Clear);
    }

    /// Every finding that is not a note says what would settle it, and every code is explained.
    #[test]
    fn findings_are_complete(line in line()) {
        for finding in EXCERPT.decide(&line).findings {
            prop_assert!(!finding.says.is_empty());
            if finding.severity > tidewaiter_model::Severity::Note {
                prop_assert!(!finding.settle.is_empty(), "{}", finding.code);
            }
            let explained = tidewaiter_officer::explain(&finding.code).is_some()
                || tidewaiter_redflags::explain(&finding.code).is_some()
                || EXCERPT.experts().law.explain(&finding.code).is_some();
            prop_assert!(explained, "{} is not explained", finding.code);
        }
    }
}

proptest! {
    // Each case raises a fresh officer, which takes a while.
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Neither what was asked before nor the order of the rows changes an answer.
    #[test]
    fn order_of_rows_changes_nothing(lines in proptest::collection::vec(line(), 1..6)) {
        let fresh = officer(vec![tidewaiter_screening::builtin_excerpt().unwrap()]);
        let mut backwards: Vec<_> = lines.iter().rev().map(|l| fresh.decide(l)).collect();
        backwards.reverse();
        let forwards: Vec<_> = lines.iter().map(|l| EXCERPT.decide(l)).collect();
        prop_assert_eq!(forwards, backwards);
    }
}
