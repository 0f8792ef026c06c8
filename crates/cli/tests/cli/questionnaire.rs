//! Questions to a person: written, filled in, read back.

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::desk::{DAY, Desk, book, row};

/// A book with a controlled item for Malaysia in two orders of one party, and one that nothing controls.
fn orders() -> String {
    let abroad = |order| {
        row(
            order,
            &[
                ("description", "NVIDIA H100 PCIe 80GB"),
                ("ship to", "\"Johor Bahru, Malaysia\""),
                ("purchaser", "Kestrel Compute Sdn Bhd"),
                ("purchaser country", "MY"),
                ("purchaser headquarters", "MY"),
                ("end user", "Kestrel Compute Sdn Bhd"),
                ("end user country", "MY"),
                ("end user headquarters", "MY"),
                ("end user address", "\"1 Jalan Lotus, Johor Bahru\""),
            ],
        )
    };
    let cable = row("SO-3", &[("description", "HDMI cable"), ("purchaser", "Heron Cables GmbH")]);
    book(&[abroad("SO-1"), abroad("SO-2"), cable])
}

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let range = workbook.worksheet_range("Questions").unwrap();
    range.rows().map(|cells| cells.iter().map(Data::to_string).collect()).collect()
}

/// The workbook with these answers by flag, saved by a person.
fn filled(bytes: &[u8], answers: &[(&str, &str)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Questions").unwrap();
    for (at, cells) in (0_u32..).zip(rows(bytes)) {
        for (column, cell) in (0_u16..).zip(&cells) {
            sheet.write(at, column, cell.as_str()).unwrap();
        }
        if let Some((_, answer)) = answers.iter().find(|(flag, _)| *flag == cells[4]) {
            for (column, cell) in [(8, *answer), (9, "by telephone"), (10, "A. Officer"), (11, "2026-10-30")] {
                sheet.write(at, column, cell).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn answers(desk: &Desk, more: &[&str]) -> Vec<Value> {
    let args = [&["check", "orders.csv", "--as-of", DAY, "--format", "jsonl"], more].concat();
    let (_, out, err) = desk.run(&args);
    assert!(!out.is_empty(), "{err}");
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn finding<'a>(answer: &'a Value, code: &str) -> Option<&'a Value> {
    answer["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == code)
}

/// Is the flag among those that could not be assessed?
fn is_open(answer: &Value, code: &str) -> bool {
    let lacks = answer["not_assessable"].as_array().cloned().unwrap_or_default();
    lacks.iter().any(|lack| lack["flags"].as_array().unwrap().contains(&Value::from(code)))
}

#[test]
fn a_round_trip() {
    let desk = Desk::new();
    desk.file("orders.csv", orders());
    let (code, out, err) = desk.run(&["questionnaire", "orders.csv", "--as-of", DAY]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    let written = desk.read("questions.xlsx");
    let short: Vec<String> =
        rows(&written).iter().map(|cells| [&cells[0], &cells[3], &cells[5]].map(String::as_str).join(" | ")).collect();
    insta::assert_snapshot!(short.join("\n"));

    let before = answers(&desk, &[]);
    assert!(is_open(&before[0], "RF-05") && is_open(&before[0], "DG-11") && finding(&before[0], "RF-05").is_none());
    assert_eq!(before[2]["not_assessable"], Value::Null, "a cable asks nothing");

    desk.file("filled.xlsx", filled(&written, &[("RF-05", "yes"), ("RF-06", "yes"), ("RF-07", "perhaps")]));
    let (_, _, err) = desk.run(&["check", "orders.csv", "--as-of", DAY, "--questionnaire", "filled.xlsx"]);
    assert!(err.contains("filled.xlsx, sheet Questions, row ") && err.contains("`perhaps` is no answer"), "{err}");
    let after = answers(&desk, &["--questionnaire", "filled.xlsx"]);
    for answer in &after[..2] {
        let cash = finding(answer, "RF-05").unwrap();
        assert_eq!(cash["severity"], "review");
        let source = cash["evidence"][0]["source"].as_str().unwrap();
        assert!(source.starts_with("A. Officer on 2026-10-30 (filled.xlsx, sheet Questions, row "), "{source}");
        assert!(finding(answer, "RF-06").is_none() && !is_open(answer, "RF-06"), "a person said that it is not so");
        assert!(is_open(answer, "RF-07"), "what could not be read is unknown");
    }
    assert_ne!(before[0]["snapshot"], after[0]["snapshot"]);
    assert_eq!(after, answers(&desk, &["--questionnaire", "filled.xlsx"]));

    // What is answered is not asked again.
    let again = ["questionnaire", "orders.csv", "--as-of", DAY, "--questionnaire", "filled.xlsx", "-o", "open.csv"];
    assert_eq!(desk.run(&again).0, 0);
    let open = String::from_utf8(desk.read("open.csv")).unwrap();
    assert!(!open.contains("\"RF-05 ") && open.contains("\"RF-07 "), "{open}");
}

#[test]
fn csv_gives_the_same_answer_and_the_same_snapshot() {
    let desk = Desk::new();
    desk.file("orders.csv", orders());
    desk.run(&["questionnaire", "orders.csv", "--as-of", DAY]);
    desk.file("filled.xlsx", filled(&desk.read("questions.xlsx"), &[("RF-05", "yes")]));
    let id = rows(&desk.read("questions.xlsx")).into_iter().find(|cells| cells[4] == "RF-05").unwrap().remove(0);
    let text = format!("answer,id,who,date,note\nyes,{id},A. Officer,2026-10-30,by telephone\n");
    desk.file("filled.csv", text);
    let (xlsx, csv) =
        (answers(&desk, &["--questionnaire", "filled.xlsx"]), answers(&desk, &["--questionnaire", "filled.csv"]));
    assert_eq!(xlsx[0]["snapshot"], csv[0]["snapshot"]);
    for answer in [&xlsx[0], &csv[0]] {
        assert_eq!(finding(answer, "RF-05").unwrap()["evidence"][0]["value"], "yes: by telephone");
    }
}

#[test]
fn what_cannot_be_done_is_said() {
    let desk = Desk::new();
    desk.file("orders.csv", orders());
    desk.file("questions.xlsx", "answers");
    let (code, _, err) = desk.run(&["questionnaire", "orders.csv"]);
    assert!(code == 2 && err.contains("may hold answers"), "{err}");
    let (code, _, err) = desk.run(&["questionnaire", "orders.csv", "-o", "questions.txt"]);
    assert!(code == 2 && err.contains(".xlsx"), "{err}");
    let (code, _, err) = desk.run(&["check", "orders.csv", "--questionnaire", "orders.csv"]);
    assert!(code == 2 && err.contains("no sheet has the columns id and answer"), "{err}");
    let (code, _, err) = desk.run(&["check", "orders.csv", "--questionnaire", "absent.xlsx"]);
    assert!(code == 2 && err.contains("there is no such file"), "{err}");
}
