//! Rules name chips by the catalogue's ids: each must be there, or the rule is silent about the chip it is for.

use std::collections::BTreeSet;

use tidewaiter_goods::Catalogue;
use tidewaiter_model::{Resolution, Truth};

use crate::questions::LAW;

/// The words in single quotes of each expression that asks for `chip`.
fn named() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for (_, text) in tidewaiter_law::builtin_files() {
        for rest in text.split("\"chip ").skip(1) {
            let expression = rest.split('"').next().unwrap();
            ids.extend(expression.split('\'').skip(1).step_by(2).map(str::to_owned));
        }
    }
    ids
}

#[test]
fn every_chip_that_a_rule_names_is_in_the_catalogue() {
    let named = named();
    assert!(named.contains("amd-mi308x") && named.contains("nvidia-l20") && named.len() >= 9, "{named:?}");
    let catalogue = Catalogue::builtin().unwrap();
    let missing: Vec<&String> = named.iter().filter(|id| catalogue.accelerator(id).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The guidance names the Ascend 910D, of which no figure is known: the prohibition speaks all the same.
#[test]
fn a_chip_of_which_nothing_but_the_name_is_known_is_still_prohibited() {
    let good = Catalogue::builtin().unwrap().read("8x Huawei Ascend 910D", "");
    assert_eq!(good.resolution, Resolution::Accelerator);
    let question = |day: &str| tidewaiter_law::Question {
        good: &good,
        as_of: day.parse().unwrap(),
        from: "CN".parse().ok(),
        to: "MY".parse().ok(),
        route: &[],
        parties: &[],
        purchase_order: Truth::Unknown,
        notice_days: None,
        made_in: None,
        answers: tidewaiter_law::Answers::none(),
    };
    let decided = |day: &str| LAW.decide(&question(day)).prohibition;
    assert_eq!((decided("2025-05-12"), decided("2025-05-13")), (Truth::No, Truth::Yes));
    assert_eq!(LAW.classify(&question("2025-05-13")).control, tidewaiter_model::Control::Unknown);
}
