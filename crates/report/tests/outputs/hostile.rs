//! Whatever strangers write into an order, every output stays what it is: well-formed, one answer, nothing forged.

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use tidewaiter_model::{BookAnswer, Explanation};
use tidewaiter_report::{ClassificationView, HitsView, Style, html, json, sarif, table, xlsx};

use crate::sample;

/// Elements of HTML that have no end tag.
const VOID: [&str; 3] = ["br", "input", "meta"];

/// Text of the kind that breaks things: markup, quotes, control characters, wide and combining characters, long words.
pub fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[a-z ]{0,20}",
        "[A-Z0-9-]{0,90}",
        Just("</style></td><script>alert(1)</script>".to_owned()),
        Just("]]>&lt;<!-- \"' onload='x".to_owned()),
        Just("\u{1b}]0;title\u{7}\u{1b}[2J\r\n\u{202e}\u{0}\u{fffe}".to_owned()),
        Just("英伟达八卡模组，液冷服务器。ﾊﾝｶｸ e\u{301}👩‍💻".to_owned()),
        Just("=cmd|' /C calc'!A0".to_owned()),
        Just("_x0041_".to_owned()),
    ];
    proptest::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

/// The sample with strangers' text in every place that holds text.
fn hostile_book(texts: &[String]) -> BookAnswer {
    let mut texts = texts.iter().cycle().cloned();
    let mut next = || texts.next().unwrap_or_default();
    let mut book = sample::book();
    book.file = next();
    book.lists = vec![next()];
    book.caveats = vec![next()];
    for fault in &mut book.faults {
        (fault.says, fault.remedy, fault.position.column) = (next(), next(), Some(next()));
    }
    for (line, order) in book.lines.iter_mut().zip(["a", "a", "b", "c", "d", "e"]) {
        (line.order, line.line) = (format!("{order}{}", next()), next());
        (line.good, line.destination, line.accelerators) = (next(), next(), next());
        (line.paragraphs, line.not_checked) = (vec![next()], vec![next()]);
        for finding in &mut line.findings {
            (finding.code, finding.says, finding.cite, finding.settle) = (next(), next(), next(), next());
            for evidence in &mut finding.evidence {
                (evidence.what, evidence.value) = (next(), next());
                (evidence.limit, evidence.source) = (next(), next());
            }
        }
    }
    book
}

fn hostile_rules(book: &BookAnswer, texts: &[String]) -> Vec<Explanation> {
    let text = |at: usize| texts.get(at % texts.len().max(1)).cloned().unwrap_or_default();
    let findings = book.lines.iter().flat_map(|line| &line.findings);
    findings
        .map(|finding| Explanation {
            code: finding.code.clone(),
            title: text(0),
            what: text(1),
            cite: text(2),
            settle: text(3),
            ..Explanation::default()
        })
        .collect()
}

/// Every element is closed in order, no element or attribute is there that the program did not write.
pub fn check_page(page: &str) {
    let mut reader = Reader::from_str(page);
    reader.config_mut().check_end_names = false;
    let (mut open, mut styles) = (Vec::new(), 0);
    loop {
        match reader.read_event().unwrap() {
            // Only elements of a drawing close themselves.
            Event::Empty(element) => {
                let name = element.name().as_ref().to_owned();
                assert!(["path", "rect", "circle"].contains(&name.as_str()), "{name}");
                for attribute in element.html_attributes() {
                    assert!(!attribute.unwrap().key.as_ref().starts_with("on"));
                }
            }
            Event::Start(element) => {
                let name = element.name().as_ref().to_owned();
                assert!(!["script", "img", "iframe", "link", "object", "form"].contains(&name.as_str()), "{name}");
                styles += usize::from(name == "style");
                for attribute in element.html_attributes() {
                    let attribute = attribute.unwrap();
                    let key = attribute.key.as_ref();
                    assert!(!key.starts_with("on") && !["style", "src"].contains(&key), "{key}");
                    if key == "href" {
                        assert!(attribute.value.starts_with("https://") || attribute.value.starts_with("#rule-"));
                    }
                }
                if !VOID.contains(&name.as_str()) {
                    open.push(name);
                }
            }
            Event::End(element) => assert_eq!(open.pop().as_deref(), Some(element.name().as_ref())),
            Event::Comment(_) | Event::CData(_) | Event::PI(_) => panic!("not written by the program"),
            Event::Text(text) => {
                assert!(!text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')), "{text:?}");
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!((open.len(), styles), (0, 1));
}

/// The parts of SARIF 2.1.0 that a log must have (sections 3.13 to 3.51 of the standard), and that its parts fit.
fn check_sarif(text: &str, book: &BookAnswer) {
    let log: Value = serde_json::from_str(text).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert!(driver["name"].as_str().is_some_and(|name| !name.is_empty()));
    let rules = driver["rules"].as_array().unwrap();
    for rule in rules {
        assert!(rule["id"].is_string());
        for message in ["shortDescription", "fullDescription", "help"] {
            assert!(rule.get(message).is_none_or(|m| m["text"].is_string()), "{message}");
        }
        assert!(rule.get("helpUri").is_none_or(|uri| uri.as_str().unwrap().starts_with("https://")));
    }
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), book.lines.iter().map(|line| line.findings.len()).sum::<usize>());
    let mut prints = std::collections::BTreeSet::new();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&b)), "{uri}");
        let print = result["partialFingerprints"]["orderLineCode/v1"].as_str().unwrap();
        prints.insert(print);
        assert_eq!(print.len(), 32);
    }
    assert_eq!(prints.len(), results.len(), "each finding has its own identity");
    for note in run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap() {
        assert!(note["message"]["text"].is_string());
    }
}

/// Nothing wider than the terminal, nothing that a terminal would obey.
pub fn check_text(text: &str, width: usize) {
    for line in text.lines() {
        assert!(!line.chars().any(|c| c.is_control() || c == '\u{202e}'), "{line:?}");
        assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{width}: {line}");
    }
}

pub fn written(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The text without its colours.
fn unpainted(text: &str) -> String {
    let mut plain = String::new();
    for (at, piece) in text.split("\u{1b}[").enumerate() {
        plain.push_str(if at == 0 { piece } else { piece.split_once('m').unwrap().1 });
    }
    plain
}

#[test]
fn the_sample_is_well_formed_everywhere() {
    let (book, rules) = (sample::book(), sample::rules());
    check_page(&html::book(&book, &rules));
    check_page(&html::comparison(&sample::comparison()));
    check_sarif(&written(|out| sarif::book(&book, &rules, out)), &book);
}

#[test]
fn moving_a_row_keeps_a_findings_identity() {
    let prints = |book: &BookAnswer| {
        let log: Value = serde_json::from_str(&written(|out| sarif::book(book, &[], out))).unwrap();
        let mut prints: Vec<_> = log["runs"][0]["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|result| result["partialFingerprints"].to_string())
            .collect();
        prints.sort();
        prints
    };
    let (before, mut after) = (sample::book(), sample::book());
    after.lines.reverse();
    for line in &mut after.lines {
        line.row += 10;
        for finding in &mut line.findings {
            finding.says.push_str(" Said otherwise.");
        }
    }
    assert_eq!(prints(&before), prints(&after));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn strangers_text_breaks_no_book(texts in proptest::collection::vec(nasty(), 1..12), width in 60usize..200, unicode: bool) {
        let book = hostile_book(&texts);
        let rules = hostile_rules(&book, &texts);
        check_page(&html::book(&book, &rules));
        check_sarif(&written(|out| sarif::book(&book, &rules, out)), &book);

        let object: Value = serde_json::from_str(&written(|out| json::book(&book, out))).unwrap();
        prop_assert_eq!(object["lines"][0]["good"].as_str(), Some(book.lines[0].good.as_str()));
        prop_assert_eq!(object["as_of"].as_str(), Some("2026-11-23"));
        for line in &book.lines {
            let text = written(|out| json::line(line, out));
            prop_assert_eq!(text.matches('\n').count(), 1);
            let object: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(object["order"].as_str(), Some(line.order.as_str()));
            prop_assert_eq!(object["findings"].as_array().map(Vec::len), Some(line.findings.len()));
        }

        let plain = Style { width, colour: false, unicode };
        for verbose in [false, true] {
            let text = table::book(&book, &plain, verbose);
            check_text(&text, width);
            let painted = table::book(&book, &Style { colour: true, ..plain }, verbose);
            prop_assert_eq!(unpainted(&painted), text);
        }
        xlsx::book(&book).unwrap();
    }

    #[test]
    fn strangers_text_breaks_no_other_answer(text in nasty(), width in 60usize..200) {
        let style = Style { width, colour: false, unicode: true };
        let (mut good, mut answer) = (sample::good(), sample::classification());
        (good.why, good.ask) = (text.clone(), text.clone());
        good.candidates = vec![text.clone(), text.clone()];
        (answer.eccn, answer.review, answer.caveats) = (text.clone(), text.clone(), vec![text.clone()]);
        for clause in &mut answer.clauses {
            (clause.test, clause.cite) = (text.clone(), text.clone());
        }
        for rule in &mut answer.applied {
            (rule.rule, rule.says, rule.status) = (text.clone(), text.clone(), text.clone());
        }
        let ground = sample::ground("2025-04-01");
        let view = ClassificationView { input: text.clone(), good: &good, classification: &answer, ground: &ground, other_day: None };
        check_text(&table::classification(&view, &style), width);
        let object: Value = serde_json::from_str(&written(|out| json::classification_line(&view, out))).unwrap();
        prop_assert_eq!(object["input"].as_str(), Some(text.as_str()));

        let mut comparison = sample::comparison();
        comparison.file.clone_from(&text);
        for change in &mut comparison.changes {
            (change.after.order, change.because) = (text.clone(), vec![text.clone()]);
        }
        check_text(&table::comparison(&comparison, &style), width);
        check_page(&html::comparison(&comparison));

        let mut hits = sample::hits();
        for hit in &mut hits.hits {
            (hit.name, hit.list, hit.entry) = (text.clone(), text.clone(), text.clone());
        }
        check_text(&table::hits(&HitsView { query: text.clone(), ..hits }, &style), width);
        let mut lists = sample::list_rows();
        (lists[0].id, lists[0].alarm) = (text.clone(), text.clone());
        check_text(&table::lists(&lists, &style), width);
        check_text(&table::explanation(&Explanation { code: text.clone(), title: text.clone(), what: text, ..Explanation::default() }, &style), width);
    }
}
