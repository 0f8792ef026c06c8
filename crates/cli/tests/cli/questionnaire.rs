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

/// The workbook with these answers and notes, by a flag of the row, saved by a person.
fn filled(bytes: &[u8], answers: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Questions").unwrap();
    for (at, cells) in (0_u32..).zip(rows(bytes)) {
        for (column, cell) in (0_u16..).zip(&cells) {
            sheet.write(at, column, cell.as_str()).unwrap();
        }
        if let Some((_, answer, note)) =
            answers.iter().find(|(flag, ..)| cells[4].split(", ").any(|code| code == *flag))
        {
            for (column, cell) in [(8, *answer), (9, *note), (10, "A. Officer"), (11, "2026-10-30")] {
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

    let answered = [("RF-05", "no", "RF-05: in notes, by telephone"), ("RF-04", "perhaps", ""), ("DG-11", "yes", "")];
    desk.file("filled.xlsx", filled(&written, &answered));
    let (_, _, err) = desk.run(&["check", "orders.csv", "--as-of", DAY, "--questionnaire", "filled.xlsx"]);
    assert!(err.contains("filled.xlsx, sheet Questions, row ") && err.contains("`perhaps` is no answer"), "{err}");
    let after = answers(&desk, &["--questionnaire", "filled.xlsx"]);
    for answer in &after[..2] {
        let cash = finding(answer, "RF-05").unwrap();
        assert_eq!(cash["severity"], "review");
        let source = cash["evidence"][0]["source"].as_str().unwrap();
        assert!(source.starts_with("A. Officer on 2026-10-30 (filled.xlsx, sheet Questions, row "), "{source}");
        for code in ["RF-06", "RF-07", "RF-12", "DG-11", "DD-3", "DG-06", "DD-4"] {
            assert!(
                finding(answer, code).is_none() && !is_open(answer, code),
                "{code}: a person said that it is not so"
            );
        }
        assert!(is_open(answer, "RF-04") && is_open(answer, "DG-05"), "what could not be read is unknown");
    }
    assert_ne!(before[0]["snapshot"], after[0]["snapshot"]);
    assert_eq!(after, answers(&desk, &["--questionnaire", "filled.xlsx"]));

    // What is answered is not asked again.
    let again = ["questionnaire", "orders.csv", "--as-of", DAY, "--questionnaire", "filled.xlsx", "-o", "open.csv"];
    assert_eq!(desk.run(&again).0, 0);
    let open = String::from_utf8(desk.read("open.csv")).unwrap();
    assert!(!open.contains("RF-05") && open.contains("\"RF-04+"), "{open}");
}

#[test]
fn csv_gives_the_same_answer_and_the_same_snapshot() {
    let desk = Desk::new();
    desk.file("orders.csv", orders());
    desk.run(&["questionnaire", "orders.csv", "--as-of", DAY]);
    desk.file("filled.xlsx", filled(&desk.read("questions.xlsx"), &[("RF-05", "no", "by telephone")]));
    let mut rows = rows(&desk.read("questions.xlsx")).into_iter();
    let id = rows.find(|cells| cells[4].starts_with("RF-05, ")).unwrap().remove(0);
    let text = format!("answer,id,who,date,note\nno,{id},A. Officer,2026-10-30,by telephone\n");
    desk.file("filled.csv", text);
    let (xlsx, csv) =
        (answers(&desk, &["--questionnaire", "filled.xlsx"]), answers(&desk, &["--questionnaire", "filled.csv"]));
    assert_eq!(xlsx[0]["snapshot"], csv[0]["snapshot"]);
    for answer in [&xlsx[0], &csv[0]] {
        assert_eq!(finding(answer, "RF-05").unwrap()["evidence"][0]["value"], "no: by telephone");
    }
}

/// Rows as they were once written, a question each, some asked the other way round and some about the order.
#[test]
fn an_older_questionnaire_is_read_back() {
    let desk = Desk::new();
    desk.file("orders.csv", orders());
    let old = "id,answer,who,date\n\
        RF-05 kestrel compute sdn bhd MY,yes,A. Officer,2026-10-30\n\
        RF-06 kestrel compute sdn bhd MY,yes,A. Officer,2026-10-30\n\
        DG-11 order SO-1,no,A. Officer,2026-10-30\n";
    desk.file("old.csv", old);
    let after = answers(&desk, &["--questionnaire", "old.csv"]);
    assert!(finding(&after[0], "RF-05").is_some(), "yes, in cash");
    assert!(finding(&after[0], "RF-06").is_none() && !is_open(&after[0], "RF-06"), "yes, it knows the item");
    assert!(finding(&after[0], "DG-11").is_some() && is_open(&after[1], "DG-11"), "of one order");
}

#[test]
fn rows_that_contradict_each_other_are_told() {
    let desk = Desk::new();
    desk.file("orders.csv", orders());
    let two = "id,answer,note\n\
        RF-05+RF-06+ kestrel compute sdn bhd MY,yes,\n\
        RF-06+ kestrel compute sdn bhd MY,no,\n";
    desk.file("two.csv", two);
    let (_, _, err) = desk.run(&["check", "orders.csv", "--as-of", DAY, "--questionnaire", "two.csv"]);
    assert!(err.contains("two.csv, row 3: contradicts another row on RF-06"), "{err}");
    let after = answers(&desk, &["--questionnaire", "two.csv"]);
    assert!(is_open(&after[0], "RF-06") && !is_open(&after[0], "RF-05"));
}

/// The example book: a few questions a party, what weighs most first, and none about what is held anyway.
#[test]
fn the_example_book_asks_what_an_officer_can_answer() {
    let desk = Desk::new();
    let asked = |more: &[&str]| {
        let args = [&["questionnaire", desk.orders(), "--as-of", DAY, "--force"], more].concat();
        let (code, _, err) = desk.run(&args);
        assert_eq!(code, 0, "{err}");
        let rows = rows(&desk.read("questions.xlsx"));
        let parties: std::collections::BTreeSet<String> =
            rows[1..].iter().map(|cells| cells[1].clone()).filter(|party| !party.is_empty()).collect();
        (rows.len() - 1, parties.len(), err)
    };
    let (some, parties, err) = asked(&[]);
    assert!(some <= 80 && some <= 4 * parties + 20, "{some} questions about {parties} parties");
    assert!(err.contains("lines are left out"), "{err}");
    let (all, parties, _) = asked(&["--all"]);
    assert!(all > some && all < 130, "{all} questions about {parties} parties");
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
