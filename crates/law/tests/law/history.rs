//! Rules over time, and their explanation.

use tidewaiter_law::{Law, Question, Status, builtin_files};
use tidewaiter_model::{Country, Date, Headquarters, Truth};

use crate::chips::{LAW, chip, end_user, number, question};
use tidewaiter_model::Origin;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn the_fifty_percent_rule_over_time() {
    let on = |text| LAW.status("aff50", day(text));
    assert_eq!(on("2025-09-28"), None);
    assert_eq!(on("2025-09-29"), Some(Status::InForce));
    assert_eq!(on("2025-11-10"), Some(Status::Stayed));
    assert_eq!(on("2026-11-09"), Some(Status::Stayed));
    assert_eq!(on("2026-11-10"), Some(Status::Scheduled));
    assert_eq!(LAW.status("AIDIFF", day("2025-05-13")), Some(Status::NotEnforced));
    assert_eq!(LAW.status("NO-SUCH-RULE", day("2026-01-01")), None);
}

#[test]
fn every_row_of_the_timeline_is_known() {
    let rows = "OCT22 OCT22-L MACAU ACS23 ACS23-L APR24 NICA DEC24 AIDIFF FDD H20-L GUID25 MYPERMIT H20-OK VEU AFF50 \
                AFF50-STAY H200-ANN CBC26 S232 FDD-EXT HQ-GUID UAE26 EL26";
    for code in rows.split_whitespace() {
        let explanation = LAW.explain(code).unwrap_or_else(|| panic!("{code} is not explained"));
        assert!(!explanation.cite.is_empty() && !explanation.effective.is_empty(), "{code}");
    }
}

#[test]
fn every_code_is_explained() {
    let codes = LAW.codes();
    assert!(codes.is_sorted());
    for code in codes {
        let explanation = LAW.explain(&code.to_lowercase()).unwrap_or_else(|| panic!("{code} is not explained"));
        assert_eq!(explanation.code, code);
        assert!(!explanation.what.is_empty() && !explanation.cite.is_empty(), "{code}");
    }
}

/// The groups as of 2026-09-24, in the sizes that two independent readings agree on.
#[test]
fn country_groups_have_their_sizes() {
    let size = |group: &str, on: &str| {
        let all = ('A'..='Z').flat_map(|a| ('A'..='Z').map(move |b| format!("{a}{b}")));
        let countries =
            all.filter_map(|code| code.parse::<Country>().ok()).filter(|c| !"HK PR GU VI AS MP UM".contains(c.code()));
        countries.filter(|c| LAW.in_group(*c, group, day(on)).is_yes()).count()
    };
    let sizes = [("A:1", 40), ("A:5", 38), ("A:6", 8), ("D:1", 24), ("D:4", 21), ("D:5", 22), ("E:1", 3), ("AC", 45)];
    for (group, wanted) in sizes {
        assert_eq!(size(group, "2026-09-24"), wanted, "{group}");
    }
    assert_eq!(size("A:5", "2026-07-09"), 37);
    assert_eq!(size("D:4", "2026-07-09"), 22);
    assert_eq!(size("AC", "2026-07-09"), 46);
    assert_eq!(size("D:5", "2024-03-14"), 21);
}

#[test]
fn hong_kong_counts_as_china_and_macau_stands_by_itself() {
    let on = day("2026-09-24");
    assert_eq!(LAW.in_group(Country::HK, "D:5", on), Truth::Yes);
    assert_eq!(LAW.in_group(Country::MO, "D:5", on), Truth::No);
    assert_eq!(LAW.in_group(Country::MO, "AC", on), Truth::Yes);
    assert_eq!(LAW.in_group(Country::MO, "CHINA", day("2023-01-16")), Truth::No);
    assert_eq!(LAW.in_group(Country::MO, "CHINA", day("2023-01-17")), Truth::Yes);
    assert_eq!(LAW.in_group(Country::CN, "D:9", on), Truth::Unknown);
    assert_eq!(LAW.in_group(Country::CN, "D:5", day("2015-01-01")), Truth::Unknown);
}

#[test]
fn what_changes_between_two_days() {
    let says = |a: &str, b: &str| -> Vec<String> {
        let changes = LAW.changes_between(day(a), day(b));
        assert!(changes.iter().all(|c| !c.cite.is_empty()));
        changes.iter().map(|c| format!("{} {} {}", c.on, c.code, c.says)).collect()
    };
    assert_eq!(
        says("2026-04-08", "2026-11-10"),
        [
            "2026-05-31 HQ-GUID begins (in force)",
            "2026-07-10 A:5 AE joins A:5",
            "2026-07-10 D:4 AE leaves D:4",
            "2026-07-10 UAE26 begins (in force)",
            "2026-08-24 EL26 begins (in force)",
            "2026-11-10 AFF50 changes from stayed to scheduled, unconfirmed",
            "2026-11-10 AFF50-STAY ends",
        ]
    );
    assert_eq!(says("2026-11-10", "2026-04-08"), says("2026-04-08", "2026-11-10"));
    assert!(says("2026-04-08", "2026-04-08").is_empty());
}

#[test]
fn the_snapshot_hashes_what_is_read() {
    let files = builtin_files();
    assert!(files.is_sorted());
    assert_eq!(LAW.version(), "2026.09.29");
    assert!(Law::parse(files).is_ok());
    assert!(!LAW.coverage().not_looked_at.is_empty());
}

/// The H20 before and after its letter, whole.
#[test]
fn h20_to_china_in_april_2025() {
    let n = number;
    let good = chip(n("2368"), n("814"), n("1028"), n("4000"), Truth::Yes, Origin::Maker);
    for on in ["2025-04-01", "2025-04-20"] {
        insta::assert_json_snapshot!(format!("h20-cn-{on}"), LAW.classify(&question(&good, on, Some("CN"))));
    }
}

#[test]
fn explanations_read_well() {
    for code in ["3A090.b.1", "AFF50", "H20-L"] {
        let explanation = LAW.explain(code).unwrap();
        insta::assert_json_snapshot!(format!("explain-{code}"), explanation);
    }
}

/// The H20 to China since the first rules, in words.
#[test]
fn h20_to_china_over_time() {
    let n = number;
    let good = chip(n("2368"), n("814"), n("1028"), n("4000"), Truth::Yes, Origin::Maker);
    let question = question(&good, "2026-09-24", Some("CN"));
    let told: Vec<String> = LAW
        .history(&question, day("2022-08-01"), day("2026-09-24"))
        .iter()
        .map(|s| {
            let changes: Vec<String> = s.changes.iter().map(|c| format!("{} {}", c.code, c.says)).collect();
            format!(
                "{} to {}: {}, licence {}; {}",
                s.from,
                s.to,
                s.answer.control.as_str(),
                s.answer.licence.as_str(),
                changes.join(", ")
            )
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

/// The January 2026 policy comes with its nine conditions, which no order tells, and NAC with what each fact says.
#[test]
fn conditions_are_listed_one_by_one() {
    let n = number;
    let good = chip(n("15840"), n("814"), n("1036"), n("4800"), Truth::Yes, Origin::Maker);
    let parties = [end_user(Some(Country::CN), Headquarters::Asserted(Country::CN))];
    let asked = Question { parties: &parties, notice_days: Some(30), ..question(&good, "2026-02-01", Some("CN")) };
    let answer = LAW.classify(&asked);
    let policy = answer.applied.iter().find(|a| a.rule == "CBC26").unwrap();
    assert_eq!(policy.result, Truth::Yes);
    assert_eq!(policy.checklist.len(), 9);
    assert!(policy.checklist.iter().all(|c| c.met.is_unknown() && !c.condition.is_empty() && !c.why.is_empty()));
    assert!(answer.applied.iter().filter(|a| a.rule != "CBC26").all(|a| a.checklist.is_empty()));
    let nac = answer.exceptions.iter().find(|e| e.code == "NAC").unwrap();
    let told: Vec<String> = nac.checklist.iter().map(|c| format!("{} ({}): {}", c.met, c.why, c.condition)).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn conditions_need_words_and_a_clause() {
    let said = |more: &str| {
        let text = format!(
            "code = 'T'\ntitle = 't'\nkind = 'review'\nregime = 'US'\nwhat = 'w'\nwhy = 'y'\n[[version]]\n\
             from = 2024-01-01\nstatus = 'in force'\ncite = 'c'\nsays = 's'\n{more}"
        );
        Law::parse([("t.toml", text.as_str())]).unwrap_err().to_string()
    };
    let lonely = said("[[version.condition]]\ntext = 'x'\n");
    assert!(lonely.contains("t.toml:7:1: conditions are told where a clause is met"), "{lonely}");
    let empty = said("[[version.clause]]\nall = ['datacenter']\n[[version.condition]]\nwords = 'x'\n");
    assert!(empty.contains("t.toml:14:1: `text` is missing"), "{empty}");
    assert!(empty.contains("t.toml:15:1: unknown key `words`"), "{empty}");
}
