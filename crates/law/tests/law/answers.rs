//! What a person tells beside an order: read, refused, and heeded.

use tidewaiter_law::{Answers, Law, Question};
use tidewaiter_model::{Form, Origin, Truth};

use crate::chips::{LAW, chip, end_user, number, question};

fn refused(text: &str) -> Vec<String> {
    match Answers::read(&LAW, "a.toml", text) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.0.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn faults_are_told_with_line_and_column() {
    let cases = [
        ("us-direct-product = 1", "a.toml:2:21: `us-direct-product` is answered with true, false or \"unknown\""),
        ("us-direct-product = \"yes\"", "a.toml:2:21: `us-direct-product` is answered with"),
        ("us-direct-produkt = true", "a.toml:2:1: no rule asks `us-direct-produkt`; did you mean `us-direct-product`?"),
        ("zzz = true", "a.toml:2:1: no rule asks `zzz` (`tidewaiter law questions`"),
        ("made-in = \"Taiwan\"", "a.toml:2:11: `made-in` is answered with a two-letter country code"),
        ("made-in = true", "a.toml:2:11: `made-in` is answered with"),
        ("notice-days = -1", "a.toml:2:15: `notice-days` is answered with a whole number of days"),
        ("notice-days = 2.5", "a.toml:2:15: `notice-days`"),
        ("us-content-percent = 101", "a.toml:2:22: `us-content-percent` is answered with a number from 0 to 100"),
        ("us-content-percent = -1", "a.toml:2:22: `us-content-percent`"),
        ("us-content-percent = nan", "a.toml:2:22: `us-content-percent`"),
        ("us-content-percent = [20, 10]", "a.toml:2:22: `us-content-percent`"),
        ("us-content-percent = \"12\"", "a.toml:2:22: `us-content-percent`"),
        ("cbc26-v = true\ncbc26-v = false", "a.toml:3:1: no TOML: duplicate key"),
        ("cbc26-v = ", "a.toml:2:11: no TOML"),
    ];
    for (line, wanted) in cases {
        let found = refused(&format!("[answers]\n{line}\n"));
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        assert!(found[0].starts_with(wanted), "{line}: wanted {wanted}, found {found:?}");
    }
    for text in ["", "cbc26-v = true"] {
        assert_eq!(refused(text), ["a.toml:1:1: there is no table [answers]; write it above the answers"]);
    }
    assert!(refused("more = 1\n[answers]\n")[0].starts_with("a.toml:1:1: unknown key `more`"));
    let two = refused("[answers]\ncbc26-v = 3\nzzz = true\n");
    assert_eq!(two.len(), 2, "every fault is told at once: {two:?}");
}

#[test]
fn forms_of_a_number_are_read_exactly() {
    let content = |text: &str| {
        Answers::read(&LAW, "a", &format!("[answers]\nus-content-percent = {text}\n")).unwrap().us_content_percent()
    };
    assert_eq!(content("12.5"), number("12.5"));
    assert_eq!(content("10"), number("10"));
    assert_eq!(content("[10, 25.0]"), number("10..25"));
    assert_eq!(content("\"unknown\""), number("?"));
}

#[test]
fn questions_are_sorted_and_name_their_rules() {
    let questions = LAW.questions();
    assert!(questions.windows(2).all(|pair| pair[0].id < pair[1].id), "sorted, each once");
    let nine = questions.iter().filter(|q| q.id.starts_with("cbc26-") && q.rules == ["CBC26"]).count();
    assert_eq!(nine, 9);
    assert!(questions.iter().all(|q| !q.words.is_empty() && !q.rules.is_empty()));
}

/// The conditions of the January 2026 policy, answered: one that fails leaves the presumption of denial.
#[test]
fn answered_conditions_are_met_or_fail() {
    let mut good = chip(number("15824"), number("814"), number("900"), number("4800"), Truth::Yes, Origin::Maker);
    good.form = Form::Card;
    let china = Some("CN".parse().unwrap());
    let parties = [end_user(china, tidewaiter_model::Headquarters::Unknown)];
    let ask = |answers: &Answers| {
        LAW.classify(&Question { parties: &parties, answers, ..question(&good, "2026-09-01", Some("CN")) })
    };
    let open = ask(Answers::none());
    let cbc = open.applied.iter().find(|a| a.rule == "CBC26").unwrap();
    assert!(cbc.checklist.len() == 9 && cbc.checklist.iter().all(|c| c.met.is_unknown() && c.id.starts_with("cbc26-")));
    assert!(open.review.starts_with("Case-by-case"), "{}", open.review);

    let met = ask(&Answers::default().with("cbc26-v", Truth::Yes));
    let cbc = met.applied.iter().find(|a| a.rule == "CBC26").unwrap();
    assert_eq!(cbc.checklist.iter().filter(|c| c.met.is_yes()).count(), 1);

    let failed = ask(&Answers::default().with("cbc26-v", Truth::No));
    assert!(failed.applied.iter().all(|a| a.rule != "CBC26"), "no way is open whose condition fails");
    assert!(failed.review.contains("denial"), "{}", failed.review);
    assert_eq!(failed.licence, open.licence);
}

/// What NAC asks for, answered for an order that shows neither.
#[test]
fn notice_and_purchase_order_are_answered() {
    let good = chip(number("5285"), number("609"), number("64"), number("1008"), Truth::No, Origin::Maker);
    let nac = |text: &str| {
        let answers = Answers::read(&LAW, "a", &format!("[answers]\n{text}")).unwrap();
        let asked = Question { notice_days: Some(0), answers: &answers, ..question(&good, "2026-09-01", Some("CN")) };
        LAW.classify(&asked).exceptions.iter().find(|e| e.code == "NAC").unwrap().met
    };
    assert_eq!(nac(""), Truth::No);
    assert_eq!(nac("notice-days = 25"), Truth::Unknown);
    assert_eq!(nac("notice-days = 24\npurchase-order = true"), Truth::No);
    assert_eq!(nac("notice-days = 25\npurchase-order = true"), Truth::Yes);
    assert_eq!(nac("notice-days = 25\npurchase-order = false"), Truth::No);
}

const EXCEPTION: &str = r#"code = "TEST-EX"
title = "A test"
kind = "exception"
regime = "US"
what = "Opens a way."
why = "To test."
[[version]]
from = 2024-01-01
status = "in force"
cite = "0 FR 0"
says = "It is covered."
[[version.clause]]
all = ["to == 'CN'", "ask('test-fact', 'whether it is so')"]
[[version.condition]]
id = "test-shown"
text = "It is shown."
"#;

/// An exception is met only where every condition is answered so.
#[test]
fn an_exception_needs_its_conditions() {
    let mut files = tidewaiter_law::builtin_files();
    files.push(("us/test.toml", EXCEPTION));
    let law = Law::check(files).unwrap();
    let good = chip(number("15824"), number("814"), number("900"), number("3350"), Truth::Yes, Origin::Maker);
    let truths = [Truth::Yes, Truth::No, Truth::Unknown];
    for (fact, shown) in truths.iter().flat_map(|a| truths.iter().map(move |b| (*a, *b))) {
        let answers = Answers::default().with("test-fact", fact).with("test-shown", shown);
        let answer = law.classify(&Question { answers: &answers, ..question(&good, "2026-09-01", Some("CN")) });
        let exception = answer.exceptions.iter().find(|e| e.code == "TEST-EX").unwrap();
        assert_eq!(exception.met, fact.and(shown), "{fact} {shown}");
        assert_eq!(exception.why.contains("It is shown."), shown == exception.met && !shown.is_yes(), "{exception:?}");
    }
}

#[test]
fn an_id_asks_the_same_everywhere() {
    let says = |text: &str| {
        let other = EXCEPTION.replace("TEST-EX", "TEST-2");
        Law::parse([("a.toml", other.as_str()), ("b.toml", text)])
            .map(|_| String::new())
            .unwrap_or_else(|e| e.to_string())
    };
    assert_eq!(says(EXCEPTION), "");
    let twice = says(&EXCEPTION.replace("whether it is so", "whether it is otherwise"));
    assert!(twice.contains("b.toml:13:22: the id `test-fact` asks something else in a.toml already"), "{twice}");
    let twice = says(&EXCEPTION.replace("test-shown", "test-fact"));
    assert!(twice.contains("b.toml:15:6: the id `test-fact` asks something else"), "{twice}");
    for bad in ["Test-Shown", "test--shown", "-test", "test_shown", "made-in", "us-content-percent"] {
        let found = says(&EXCEPTION.replace("test-shown", bad));
        assert!(found.contains("b.toml:15:6: `"), "{bad}: {found}");
        let found = says(&EXCEPTION.replace("test-fact", bad));
        assert!(found.contains("b.toml:13:"), "{bad}: {found}");
    }
    let old = says(&EXCEPTION.replace("'test-fact', ", ""));
    assert!(old.contains("write ask('an-id', 'whether …')"), "{old}");
}
