//! Snapshots of every output.

use tidewaiter_report::{ClassificationView, OtherDay, Style, html, json, sarif, table};

use crate::sample;

const WIDE: Style = Style { width: 110, colour: false, unicode: true };
const PLAIN: Style = Style { width: 80, colour: false, unicode: true };
const NARROW: Style = Style { width: 60, colour: false, unicode: false };

/// What a writer wrote, as text.
fn written(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn book_in_a_terminal() {
    let book = sample::book();
    insta::assert_snapshot!("book_80", table::book(&book, &PLAIN, false));
    insta::assert_snapshot!("book_60_ascii_verbose", table::book(&book, &NARROW, true));
    insta::assert_snapshot!("book_110", table::book(&book, &WIDE, false));
}

#[test]
fn other_answers_in_a_terminal() {
    insta::assert_snapshot!("comparison_80", table::comparison(&sample::comparison(), &PLAIN));
    insta::assert_snapshot!("lists_80", table::lists(&sample::list_rows(), &PLAIN));
    insta::assert_snapshot!("hits_80", table::hits(&sample::hits(), &PLAIN));
    insta::assert_snapshot!("explanation_80", table::explanation(&sample::rules()[0], &PLAIN));
}

#[test]
fn classification_on_two_days() {
    let (good, answer) = (sample::good(), sample::classification());
    let (ground, other) = (sample::ground("2025-04-01"), sample::ground("2026-11-23"));
    let mut later = answer.clone();
    later.licence = tidewaiter_model::Licence::Unknown;
    later.review.clear();
    later.clauses.remove(0);
    later.applied[0].status = "in force".into();
    let other_day = Some(OtherDay { classification: &later, ground: &other });
    let view =
        ClassificationView { input: "H20".into(), good: &good, classification: &answer, ground: &ground, other_day };
    insta::assert_snapshot!("classification_80", table::classification(&view, &PLAIN));
    insta::assert_snapshot!("classification_json", written(|out| json::classification(&view, out)));
}

#[test]
fn book_as_data() {
    let book = sample::book();
    insta::assert_snapshot!("book_json", written(|out| json::book(&book, out)));
    insta::assert_snapshot!("line_jsonl", written(|out| json::line(&book.lines[0], out)));
    insta::assert_snapshot!("book_sarif", written(|out| sarif::book(&book, &sample::rules(), out)));
    insta::assert_snapshot!("comparison_json", written(|out| json::comparison(&sample::comparison(), out)));
    insta::assert_snapshot!("lists_json", written(|out| json::lists(&sample::list_rows(), &book.ground, out)));
    insta::assert_snapshot!("hits_jsonl", written(|out| json::hits_line(&sample::hits(), &book.ground, out)));
    insta::assert_snapshot!(
        "explanations_json",
        written(|out| json::explanations(&sample::rules(), &book.ground, out))
    );
}

#[test]
fn pages() {
    // One tag a line, so that a change can be read.
    let lines = |page: String| page.replace("><", ">\n<");
    insta::assert_snapshot!("book_html", lines(html::book(&sample::book(), &sample::rules())));
    insta::assert_snapshot!("comparison_html", lines(html::comparison(&sample::comparison())));
}
