//! What a match on a list means, and what an answer of the lists says of itself.

use tidewaiter_model::{LineAnswer, Party, Role};

use crate::cable::{decide, weight};

const LISTS: &str = "name,list,country,end\n\
Kestrelmere Trading Limited,eu-fsf,HK,\n\
Kestrelmere Trading Limited,un-sc,HK,\n\
Kestrelmere Trading Limited,cn-export-control,HK,\n\
Brackwater Optics Ltd,us-denied-persons,US,2026-03-01\n";

fn answer(name: &str, day: &str) -> LineAnswer {
    let party = Party {
        role: Role::EndUser,
        name: name.to_owned(),
        address: String::new(),
        country: None,
        headquarters: "HK".parse().ok(),
        identifier: String::new(),
    };
    decide(LISTS, None, day.parse().unwrap(), party, "Hong Kong")
}

fn findings(name: &str, day: &str) -> Vec<String> {
    let wanted = ["LISTED-PARTY", "LISTED-PARTY-OTHER", "POSSIBLE-MATCH", "LISTING-ENDED"];
    let answer = answer(name, day);
    let about = answer.findings.iter().filter(|f| wanted.contains(&f.code.as_str()));
    about.map(|f| format!("{} {}: {} [{}]", f.code, weight(f.severity), f.says, f.cite)).collect()
}

#[test]
fn lists_of_other_keepers_ask_a_person_and_say_under_what_law() {
    insta::assert_debug_snapshot!(findings("Kestrelmere Trading Ltd", "2026-03-02"));
}

#[test]
fn an_entry_holds_on_its_last_day_and_is_a_note_after_it() {
    insta::assert_debug_snapshot!(findings("Brackwater Optics", "2026-03-01"));
    insta::assert_debug_snapshot!(findings("Brackwater Optics", "2026-03-02"));
}

#[test]
fn an_entry_that_has_ended_takes_no_place_of_one_that_has_not() {
    let mut lists = "name,list,country,end\n".to_owned();
    for _ in 0..7 {
        lists.push_str("Brackwater Optics Ltd,us-denied-persons,US,2020-01-01\n");
    }
    lists.push_str("Brackwater Optics Limited,us-sdn,US,\n");
    let party = Party {
        role: Role::EndUser,
        name: "Brackwater Optics Ltd".to_owned(),
        address: String::new(),
        country: None,
        headquarters: None,
        identifier: String::new(),
    };
    let answer = decide(&lists, None, "2026-03-02".parse().unwrap(), party, "Hong Kong");
    assert!(answer.findings.iter().any(|f| f.code == "LISTED-PARTY"), "{:?}", answer.findings);
}

#[test]
fn what_an_answer_says_of_itself_is_told() {
    let told = answer("Co., Ltd.", "2026-03-02").not_checked;
    let about: Vec<&String> = told.iter().filter(|line| line.starts_with("Lists")).collect();
    insta::assert_debug_snapshot!(about);
}
