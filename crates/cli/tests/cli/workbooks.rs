//! Excel in, Excel out.

use std::io::Cursor;

use calamine::{Data, DataType, Range, Reader, Xlsx, open_workbook_from_rs};
use rust_xlsxwriter::{Formula, Workbook, Worksheet};

use crate::desk::{DAY, Desk, example};
use serde_json::Value;

fn sheets(bytes: Vec<u8>) -> Vec<(String, Range<Data>)> {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    workbook.worksheets()
}

fn texts(range: &Range<Data>) -> Vec<Vec<String>> {
    range.rows().map(|row| row.iter().map(|cell| cell.as_string().unwrap_or_default()).collect()).collect()
}

/// The answers to a book as one JSON object a line.
fn lines(desk: &Desk, file: &str) -> Vec<Value> {
    let (_, out, _) = desk.run(&["check", file, "--as-of", DAY, "--format", "jsonl"]);
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn of_a_text_file_a_fresh_workbook() {
    let desk = Desk::new();
    let book = example("orders.csv");
    let (code, out, err) = desk.run(&["check", &book, "--as-of", DAY, "--format", "xlsx", "-o", "answer.xlsx"]);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    let sheets = sheets(desk.read("answer.xlsx"));
    let first = texts(&sheets[0].1);
    let column = |name: &str| {
        first[0]
            .iter()
            .position(|h| h.eq_ignore_ascii_case(name))
            .unwrap_or_else(|| panic!("no {name} in {:?}", first[0]))
    };
    let (order, line, verdict) = (column("order"), column("line"), column("verdict"));
    let written: Vec<[&str; 3]> =
        first[1..].iter().map(|row| [row[order].as_str(), &row[line], &row[verdict]]).collect();
    let answers = lines(&desk, &book);
    let wanted: Vec<[&str; 3]> =
        answers.iter().map(|a| ["order", "line", "verdict"].map(|field| a[field].as_str().unwrap())).collect();
    assert_eq!(written, wanted);
}

/// The officer's sheet: the template's headers, a column of her own, two rows, and a second sheet.
fn officers_workbook(desk: &Desk) -> Vec<u8> {
    assert_eq!(desk.run(&["template", "orders.xlsx"]).0, 0);
    let template = sheets(desk.read("orders.xlsx"));
    let mut headers = texts(&template[0].1).remove(0);
    headers.insert(3, "Our remark".to_owned());
    let cell = |sheet: &mut Worksheet, row: u32, header: &str, value: &str| {
        let at = headers
            .iter()
            .position(|h| h.eq_ignore_ascii_case(header))
            .unwrap_or_else(|| panic!("no {header} in {headers:?}"));
        sheet.write(row, u16::try_from(at).unwrap(), value).unwrap();
    };
    let mut workbook = Workbook::new();
    let notes = workbook.add_worksheet().set_name("Read me first").unwrap();
    notes.write(0, 0, "Orders stand on the second sheet").unwrap();
    let sheet = workbook.add_worksheet().set_name("Bestellungen 十月").unwrap();
    sheet.write(0, 0, "Orders of October").unwrap();
    for (at, header) in headers.iter().enumerate() {
        sheet.write(2, u16::try_from(at).unwrap(), header).unwrap();
    }
    for (row, item, place, country) in [
        (3, "NVIDIA ConnectX-7 adapter card", "Munich, Germany", "DE"),
        (4, "8x HGX H200 141GB", "Shanghai, China", "CN"),
    ] {
        cell(sheet, row, "order", "SO-7");
        cell(sheet, row, "date", "2026-10-01");
        cell(sheet, row, "description", item);
        cell(sheet, row, "our remark", "ask Ilse");
        cell(sheet, row, "ship-to", place);
        cell(sheet, row, "end user country", country);
        let quantity = headers.iter().position(|h| h.eq_ignore_ascii_case("quantity")).unwrap();
        sheet.write(row, u16::try_from(quantity).unwrap(), Formula::new("=1+1").set_result("2")).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn of_a_workbook_a_copy_with_result_columns() {
    let desk = Desk::new();
    let original = officers_workbook(&desk);
    desk.file("十月 orders.xlsx", &original);
    let args = ["check", "十月 orders.xlsx", "--as-of", DAY, "--format", "xlsx", "-o", "十月 answered.xlsx"];
    let (code, out, err) = desk.run(&args);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert_eq!(desk.read("十月 orders.xlsx"), original, "the officer's own file is changed");
    let (before, after) = (sheets(original), sheets(desk.read("十月 answered.xlsx")));
    assert_eq!(before.iter().map(|(n, _)| n).collect::<Vec<_>>(), after.iter().map(|(n, _)| n).collect::<Vec<_>>());
    assert_eq!(before[0].1, after[0].1, "the other sheet is changed");
    let (before, after) = (texts(&before[1].1), texts(&after[1].1));
    for (row, cells) in before.iter().enumerate() {
        assert_eq!(&after[row][..cells.len()], cells, "row {} is changed", row + 1);
    }
    let width = before[2].len();
    let added = after[2][width..].to_vec();
    assert!(added.iter().any(|h| h.to_lowercase().contains("verdict")), "{added:?}");
    let verdict = width + added.iter().position(|h| h.to_lowercase().contains("verdict")).unwrap();
    assert_eq!([after[3][verdict].as_str(), &after[4][verdict]], ["clear", "hold"]);
}

#[test]
fn the_copy_is_read_again_with_the_same_answers() {
    let desk = Desk::new();
    desk.file("orders.v2.xlsx", officers_workbook(&desk));
    let verdicts = |file: &str| -> Vec<Value> { lines(&desk, file).iter().map(|l| l["verdict"].clone()).collect() };
    let first = verdicts("orders.v2.xlsx");
    let check = |from: &str, to: &str| desk.run(&["check", from, "--as-of", DAY, "--format", "xlsx", "-o", to]).0;
    assert_eq!(check("orders.v2.xlsx", "answered.xlsx"), 1);
    assert_eq!(check("answered.xlsx", "again.xlsx"), 1);
    assert_eq!((verdicts("answered.xlsx"), verdicts("again.xlsx")), (first.clone(), first));
}

#[test]
fn sheets_that_are_not_as_they_should_be() {
    let desk = Desk::new();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Orders").unwrap();
    for (at, header) in (0u16..).zip(["order", "line", "date", "description", "quantity", "ship to"]) {
        sheet.write(1, at, header).unwrap();
    }
    let plain = rust_xlsxwriter::Format::new();
    sheet.merge_range(0, 0, 0, 5, "Orders of October", &plain).unwrap();
    sheet.merge_range(2, 0, 3, 0, "SO-1", &plain).unwrap();
    for (row, line) in (2u32..).zip(["1", "2", "3", "4", "5"]) {
        sheet.write(row, 1, line).unwrap();
        sheet.write(row, 2, "2026-10-01").unwrap();
        sheet.write(row, 3, "NVIDIA ConnectX-7 adapter card").unwrap();
        sheet.write(row, 4, 2).unwrap();
        sheet.write(row, 5, "Munich, Germany").unwrap();
    }
    sheet.write(4, 3, Formula::new("=VLOOKUP(A1,B:C,2)").set_result("#REF!")).unwrap();
    sheet.write(5, 4, Formula::new("=A1*2")).unwrap();
    sheet.write(6, 4, -3).unwrap();
    desk.file("orders.xlsx", workbook.save_to_buffer().unwrap());
    let (code, out, err) = desk.run(&["check", "orders.xlsx", "--as-of", DAY, "--format", "jsonl"]);
    assert_eq!(code, 1);
    let told: Vec<String> = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|a| {
            format!(
                "{}/{}: {}",
                a["order"].as_str().unwrap(),
                a["line"].as_str().unwrap(),
                a["verdict"].as_str().unwrap()
            )
        })
        .collect();
    let said: Vec<&str> = err.lines().filter(|line| line.contains("orders.xlsx")).collect();
    insta::assert_snapshot!(format!("{}\n\n{}", told.join("\n"), said.join("\n")));
    let (code, _, err) = desk.run(&["check", "orders.xlsx", "--sheet", "Nope"]);
    assert_eq!(code, 2);
    assert!(err.contains("Nope") && err.contains("Orders"), "{err}");
}

#[test]
fn the_template_is_never_written_over_a_file() {
    let desk = Desk::new();
    desk.file("orders.xlsx", "mine");
    let (code, _, err) = desk.run(&["template", "orders.xlsx"]);
    assert_eq!((code, desk.read("orders.xlsx")), (2, b"mine".to_vec()));
    assert!(err.contains("orders.xlsx is there already") && err.contains("--force"), "{err}");
    assert_eq!(desk.run(&["template", "orders.xlsx", "--force"]).0, 0);
    assert_ne!(desk.read("orders.xlsx"), b"mine");
    // Empty as it is, it is a file without orders; a text template is text.
    let (code, _, err) = desk.run(&["check", "orders.xlsx"]);
    assert!(code == 2 && err.contains("no order lines"), "{err}");
    assert_eq!(desk.run(&["template", "orders.csv"]).0, 0);
    assert!(String::from_utf8(desk.read("orders.csv")).unwrap().to_lowercase().contains("description"));
    assert_eq!(desk.run(&["template", "orders.doc"]).0, 2);
}
