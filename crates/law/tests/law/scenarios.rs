//! Scenarios: what each operation does, and which are refused, with line and column.

use proptest::prelude::*;
use tidewaiter_law::{Law, Scenario};
use tidewaiter_model::{Control, Date, Licence, Origin, Range, Truth};

use crate::chips::{LAW, chip, question};

const HEAD: &str = "title = \"A test\"\nwhat = \"Hypothetical: a test.\"\nsource = \"invented\"\n";

fn with(operations: &str) -> Law {
    let scenario = Scenario::parse("s.toml", &format!("{HEAD}{operations}")).unwrap();
    LAW.with(&scenario).unwrap()
}

/// The faults of a scenario; its operations begin on line 4.
fn refused(operations: &str) -> Vec<String> {
    let errors = match Scenario::parse("s.toml", &format!("{HEAD}{operations}")) {
        Ok(scenario) => LAW.with(&scenario).map(|_| ()),
        Err(errors) => Err(errors),
    };
    errors.err().map(|e| e.0.iter().map(ToString::to_string).collect()).unwrap_or_default()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn status(law: &Law, rule: &str, on: &str) -> String {
    law.status(rule, day(on)).map(|s| s.to_string()).unwrap_or_default()
}

/// A data-centre chip of so much TPP on a large die.
fn licence(law: &Law, tpp: u32, on: &str, to: &str) -> (Control, Licence) {
    let n = |value: u32| Range::exactly(value.into());
    let good = chip(n(tpp), n(800), n(900), n(3000), Truth::Yes, Origin::Maker);
    let mut question = question(&good, on, Some(to));
    question.from = Some("US".parse().unwrap());
    let decision = law.decide(&question);
    (decision.control, decision.licence)
}

#[test]
fn a_country_joins_a_group_for_some_days() {
    let law = with("[[add_to_group]]\ncountry = \"MY\"\ngroup = \"D:1\"\nfrom = 2027-01-01\nto = 2027-12-31\n");
    for (on, joined) in [("2026-12-31", false), ("2027-01-01", true), ("2027-12-31", true), ("2028-01-01", false)] {
        assert_eq!(law.in_group("MY".parse().unwrap(), "D:1", day(on)), Truth::from(joined), "{on}");
        // What is made from D:1 follows, and so does the licence.
        assert_eq!(licence(&law, 15_840, on, "MY").1 == Licence::Required, joined, "{on}");
        assert_ne!(licence(&LAW, 15_840, on, "MY").1, Licence::Required, "{on}");
    }
}

#[test]
fn a_country_leaves_a_group_for_some_days() {
    let law = with("[[remove_from_group]]\ncountry = \"VN\"\ngroup = \"D:1\"\nfrom = 2027-01-01\nto = 2027-12-31\n");
    for (on, out) in [("2026-12-31", false), ("2027-01-01", true), ("2027-12-31", true), ("2028-01-01", false)] {
        assert_eq!(law.in_group("VN".parse().unwrap(), "D:1", day(on)), Truth::from(!out), "{on}");
        assert_eq!(licence(&law, 15_840, on, "VN").1 != Licence::Required, out, "{on}");
        assert_eq!(licence(&LAW, 15_840, on, "VN").1, Licence::Required, "{on}");
        // Nobody else is touched.
        assert_eq!(licence(&law, 15_840, on, "KH").1, Licence::Required, "{on}");
    }
    let changes = law.changes_between(day("2026-12-31"), day("2027-01-01"));
    let left = changes.iter().find(|change| change.says == "VN leaves D:1").unwrap();
    assert!(left.cite.starts_with("hypothetical, by the scenario “A test”"), "{}", left.cite);
    // Leaving a group that makes an exception lets the rule in again, to the last day there is.
    let law = with("[[remove_from_group]]\ncountry = \"IL\"\ngroup = \"A:6\"\nfrom = 2027-01-01\n");
    assert_ne!(licence(&law, 15_840, "2026-12-31", "IL").1, Licence::Required);
    assert_eq!(licence(&law, 15_840, "2040-01-01", "IL").1, Licence::Required);
}

const RULE: &str = r#"[[rule]]
code = "EXTRA"
title = "An extra licence"
kind = "licence"
regime = "US"
what = "Asks one more."
why = "To test."

[[rule.version]]
from = 2027-01-01
status = "in force"
cite = "none"
says = "One more licence is required."

[[rule.version.clause]]
all = ["to in ['TH']", "rule('3A090.a')"]
"#;

#[test]
fn a_rule_is_added_and_says_that_it_is_hypothetical() {
    let law = with(RULE);
    assert_eq!(law.rules(), LAW.rules() + 1);
    assert_eq!(licence(&law, 15_840, "2027-01-01", "TH").1, Licence::Required);
    assert_ne!(licence(&law, 15_840, "2026-12-31", "TH").1, Licence::Required);
    assert_ne!(licence(&law, 15_840, "2027-01-01", "MY").1, Licence::Required);
    let told = law.explain("EXTRA").unwrap();
    assert!(told.title.ends_with("(hypothetical)") && told.cite.contains("hypothetical, by the scenario “A test”"));
    assert!(law.version().ends_with("hypothetical, by the scenario “A test”"), "{}", law.version());

    let n = |value: u32| Range::exactly(value.into());
    let good = chip(n(15_840), n(800), n(900), n(3000), Truth::Yes, Origin::Maker);
    let mut question = question(&good, "2027-01-01", Some("TH"));
    question.from = Some("US".parse().unwrap());
    let caveats = law.classify(&question).caveats;
    assert!(caveats.iter().any(|c| c.contains("EXTRA: hypothetical")), "{caveats:?}");
}

#[test]
fn a_limit_moves_in_its_clause_alone() {
    let moved = "clause = \"3A090.a.1\"\nwas = \"tpp >= 4800\"\nnow = \"tpp >= 20000\"\nfrom = 2027-01-01\n";
    let law = with(&format!(
        "[[set_limit]]\n{moved}[[set_limit]]\nclause = \"3A090.a.2\"\nwas = \"pd >= 5.92\"\nnow = \"pd >= 30\"\nfrom = 2027-01-01\n"
    ));
    for (tpp, before, after) in [
        (15_840, Control::Controlled, Control::NotControlled),
        (25_000, Control::Controlled, Control::Controlled),
        (1_000, Control::NotControlled, Control::NotControlled),
    ] {
        assert_eq!(licence(&law, tpp, "2026-12-31", "CN").0, before, "{tpp}");
        assert_eq!(licence(&law, tpp, "2027-01-01", "CN").0, after, "{tpp}");
    }
    let told = law.explain("3A090.a.1").unwrap().what;
    assert!(told.contains("2027-01-01 on: TPP of 4800 or more. Hypothetically `tpp >= 20000`."), "{told}");
    // The note tests the same limit and is left alone.
    assert_eq!(law.explain("3A090 Note 2").unwrap().what, LAW.explain("3A090 Note 2").unwrap().what);
}

#[test]
fn a_rule_is_suspended_and_resumed() {
    let law = with("[[suspend]]\nrule = \"ACS23\"\nfrom = 2027-01-01\nto = 2027-06-30\n");
    for (on, stands) in [
        ("2026-12-31", "in force"),
        ("2027-01-01", "stayed"),
        ("2027-06-30", "stayed"),
        ("2027-07-01", "in force"),
        ("2023-11-16", ""),
    ] {
        assert_eq!(status(&law, "ACS23", on), stands, "{on}");
    }
    // The rule by headquarters is left, and no party is named.
    assert_eq!(licence(&law, 15_840, "2027-03-01", "VN").1, Licence::Unknown);
    assert_eq!(licence(&LAW, 15_840, "2027-03-01", "VN").1, Licence::Required);

    let law = with("[[resume]]\nrule = \"aff50\"\nfrom = 2026-03-01\nto = 2026-12-31\n");
    for (on, stands) in [
        ("2026-02-28", "stayed"),
        ("2026-03-01", "in force"),
        ("2026-11-10", "in force"),
        ("2027-01-01", "scheduled, unconfirmed"),
    ] {
        assert_eq!(status(&law, "AFF50", on), stands, "{on}");
    }
}

#[test]
fn what_ends_may_last_longer_and_what_follows_gives_way() {
    let law = with("[[extend]]\nrule = \"AFF50\"\nends = 2026-11-09\nuntil = 2027-11-09\n");
    for (on, stands) in [
        ("2025-11-09", "in force"),
        ("2026-11-09", "stayed"),
        ("2026-11-10", "stayed"),
        ("2027-11-09", "stayed"),
        ("2027-11-10", "scheduled, unconfirmed"),
    ] {
        assert_eq!(status(&law, "AFF50", on), stands, "{on}");
    }
    // A whole version is passed over.
    let law = with("[[extend]]\nrule = \"AFF50\"\nends = 2025-11-09\nuntil = 2027-11-09\n");
    assert_eq!(status(&law, "AFF50", "2026-05-01"), "in force");
    assert_eq!(status(&law, "AFF50", "2027-11-10"), "scheduled, unconfirmed");
}

/// The status operations work one after another, in the order of the file.
#[test]
fn operations_on_one_rule_follow_the_file() {
    let (suspend, resume) =
        ("[[suspend]]\nrule = \"ACS23\"\nfrom = 2027-01-01\n", "[[resume]]\nrule = \"ACS23\"\nfrom = 2028-01-01\n");
    assert_eq!(status(&with(&format!("{suspend}{resume}")), "ACS23", "2028-01-01"), "in force");
    assert_eq!(refused(&format!("{resume}{suspend}")), ["s.toml:5:8: ACS23 is in force from 2028-01-01 on already"]);
}

#[test]
fn refusals_name_line_and_column() {
    let limit = |clause: &str, was: &str, now: &str| {
        format!("[[set_limit]]\nclause = \"{clause}\"\nwas = \"{was}\"\nnow = \"{now}\"\nfrom = 2027-01-01\n")
    };
    let join = |country: &str, group: &str| {
        format!("[[add_to_group]]\ncountry = \"{country}\"\ngroup = \"{group}\"\nfrom = 2027-01-01\n")
    };
    let leave = |country: &str, group: &str| join(country, group).replace("add_to_group", "remove_from_group");
    let cases: Vec<(String, &str)> = vec![
        (leave("MY", "D:9"), "s.toml:6:9: there is no country group `D:9`; there are A:1, "),
        (leave("MY", "D:1"), "s.toml:6:9: MY is not in D:1 on 2027-01-01"),
        (leave("HK", "D:1"), "s.toml:6:9: HK is not in D:1 on 2027-01-01"),
        (leave("VN", "AC"), "s.toml:6:9: VN is in AC only through "),
        (join("MY", "D:9"), "s.toml:6:9: there is no country group `D:9`; there are A:1, "),
        (join("Malaysia", "D:1"), "s.toml:5:11: `Malaysia` is no ISO 3166-1 alpha-2 country code"),
        (join("CN", "D:1"), "s.toml:6:9: CN is in D:1 on 2027-01-01 already"),
        (join("SG", "AC"), "s.toml:6:9: AC leaves out what is in A:5, A:6, and SG is"),
        ("[[suspend]]\nrule = \"NONE\"\nfrom = 2027-01-01\n".into(), "s.toml:5:8: there is no rule `NONE`"),
        ("[[suspend]]\nrule = \"ACS23\"\n".into(), "s.toml:4:1: `from` is missing"),
        ("[[suspend]]\nrule = \"ACS23\"\nfrom = \"2027\"\n".into(), "s.toml:6:8: `from` must be a date without quotes"),
        (
            "[[suspend]]\nrule = \"ACS23\"\nfrom = 2027-01-02\nto = 2027-01-01\n".into(),
            "s.toml:4:1: it ends (2027-01-01) before it begins (2027-01-02)",
        ),
        ("[[suspend]]\nrule = \"ACS23\"\nfrom = 2027-01-01\nuntil = 2028-01-01\n".into(), "s.toml:7:1: unknown key"),
        ("[[suspends]]\nrule = \"ACS23\"\nfrom = 2027-01-01\n".into(), "s.toml:4:3: unknown key `suspends`"),
        (
            "[[resume]]\nrule = \"AFF50\"\nfrom = 2024-01-01\n".into(),
            "s.toml:5:8: AFF50 has no version on 2024-01-01; add a [[rule]]",
        ),
        (
            "[[extend]]\nrule = \"AFF50\"\nends = 2026-11-08\nuntil = 2027-11-09\n".into(),
            "s.toml:5:8: no version of AFF50 ends on 2026-11-08; they end 2025-11-09, 2026-11-09",
        ),
        (
            "[[extend]]\nrule = \"AFF50\"\nends = 2026-11-09\nuntil = 2026-11-09\n".into(),
            "s.toml:4:1: `until` (2026-11-09), the new last day, must come after",
        ),
        (limit("3A090.x", "tpp >= 4800", "tpp >= 1"), "s.toml:5:10: there is no rule or clause `3A090.x`"),
        (
            limit("3A090.a.1", "tpp >= 4801", "tpp >= 1"),
            "s.toml:6:7: 3A090.a.1 does not test `tpp >= 4801` from 2027-01-01 on; it tests `tpp >= 4800`",
        ),
        (limit("3A090.a.1", "tpp >= 4800", "tpp > 1"), "s.toml:7:7: `now` compares another figure, or in another way"),
        (limit("3A090.a.1", "tpp >= 4800", "pd >= 1"), "s.toml:7:7: `now` compares another figure, or in another way"),
        (limit("3A090.a.1", "tpp >= 4800", "tpp >= 4800"), "s.toml:7:7: `now` has the same limit as `was`"),
        (limit("3A090.a.1", "datacenter", "tpp >= 4800"), "s.toml:6:7: `datacenter` is no comparison with a limit"),
        (limit("3A090.a.1", "tpp >= 4800", "speed >= 1"), "s.toml:7:8: in `speed >= 1`: unknown field `speed`"),
        (RULE.replace("\"EXTRA\"", "\"acs23\""), "s.toml:5:8: the code acs23 is used in us/ACS23.toml already"),
        (RULE.replace("all = [", "label = \"3A090.a\"\nall = ["), "s.toml:18:1: the label 3A090.a is used already"),
        (RULE.replace("3A090.a", "9X999"), "s.toml:19:24: in `rule('9X999')`: there is no rule or clause `9X999`"),
        (RULE.replace("kind = \"licence\"", "kind = \"wish\""), "s.toml:7:8: unknown kind `wish`"),
        (RULE.replace("status = \"in force\"\n", ""), "s.toml:12:1: `status` is missing or empty"),
        ("[[suspend\n".into(), "s.toml:4:10: no TOML: "),
    ];
    for (operations, wanted) in cases {
        let told = refused(&operations);
        assert!(told.iter().any(|fault| fault.starts_with(wanted)), "{operations}\nwanted {wanted}\ntold {told:#?}");
    }
    let nameless = Scenario::parse("s.toml", "title = \"A test\"\n").unwrap_err().to_string();
    assert!(nameless.contains("s.toml:1:1: `what` is missing") && nameless.contains("`source` is missing"));
}

/// Every fault is told at once.
#[test]
fn several_faults_are_told_together() {
    let told = refused(
        "[[suspend]]\nrule = \"NONE\"\nfrom = 2027-01-01\n[[resume]]\nrule = \"NIL\"\nfrom = 2027-01-01\n[[add_to_group]]\ncountry = \"MY\"\ngroup = \"Z\"\nfrom = 2027-01-01\n",
    );
    assert_eq!(told.len(), 3, "{told:?}");
}

#[test]
fn the_shipped_scenarios_are_taken() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let scenario = Scenario::parse(&path.display().to_string(), &std::fs::read_to_string(&path).unwrap()).unwrap();
        assert!(scenario.what().starts_with("Hypothetical"), "{}", path.display());
        assert!(!scenario.operations().is_empty());
        LAW.with(&scenario).unwrap();
        seen += 1;
    }
    assert_eq!(seen, 3);
}

/// The example of docs/whatif.md does what its title says.
#[test]
fn the_documented_scenario_is_taken() {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/whatif.md");
    let page = std::fs::read_to_string(page).unwrap();
    let example = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let law = LAW.with(&Scenario::parse("example.toml", example).unwrap()).unwrap();
    assert!(law.in_group("MY".parse().unwrap(), "D:1", day("2027-06-01")).is_yes());
    assert!(law.explain("3A090.a.1").unwrap().what.contains("tpp >= 6000"));
    assert_eq!(licence(&law, 15_840, "2027-06-01", "MY").1, Licence::Required);
}

proptest! {
    #[test]
    fn a_scenario_without_operations_changes_nothing(
        tpp in 100u32..60_000, die in 50u32..2000, days in 0i32..3000,
        to in proptest::sample::select(&["CN", "HK", "MO", "VN", "MY", "TH", "SG", "AE", "IR", "DE", "US"][..]),
    ) {
        let same = with("");
        let on = day("2021-01-01").checked_add(jiff::Span::new().days(days)).unwrap().to_string();
        let n = |value: u32| Range::exactly(value.into());
        let good = chip(n(tpp), n(die), n(600), n(3000), Truth::Yes, Origin::Maker);
        let question = question(&good, &on, Some(to));
        prop_assert_eq!(LAW.classify(&question), same.classify(&question));
    }

    /// A suspension never adds a requirement, and outside its days nothing changes.
    #[test]
    fn a_suspension_only_frees_and_only_on_its_days(
        tpp in 100u32..60_000, days in 0i32..1500,
        to in proptest::sample::select(&["CN", "VN", "MY", "AE", "DE"][..]),
    ) {
        let law = with("[[suspend]]\nrule = \"ACS23\"\nfrom = 2025-03-01\nto = 2025-12-31\n");
        let on = day("2023-11-17").checked_add(jiff::Span::new().days(days)).unwrap();
        let (was, is) = (licence(&LAW, tpp, &on.to_string(), to), licence(&law, tpp, &on.to_string(), to));
        if (day("2025-03-01")..=day("2025-12-31")).contains(&on) {
            prop_assert!(is.1 != Licence::Required || was.1 == Licence::Required);
        } else {
            prop_assert_eq!(was, is);
        }
    }
}
