//! Workbooks, written and read back by another program's reader.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use calamine::{Data, DataType, Reader, Xlsx, open_workbook_from_rs};
use proptest::prelude::*;
use rust_xlsxwriter::{Color, DataValidation, Format, Formula, Workbook};
use tidewaiter_report::xlsx::{self, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::sample;

/// An officer's workbook: a merged title, headings in row 2, formulas, a drop-down, styles, a second sheet.
fn officers_workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let head = Format::new().set_bold().set_background_color(Color::RGB(0x00DD_EEFF));
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet().set_name("Orders & lines").unwrap();
    sheet.merge_range(0, 0, 0, 3, "Orders of the week", &head).unwrap();
    for (at, heading) in (0u16..).zip(["order id", "description", "quantity", "total"]) {
        sheet.write_with_format(1, at, heading, &head).unwrap();
    }
    for row in 2..8u32 {
        sheet.write(row, 0, format!("PO-{row}")).unwrap();
        sheet.write(row, 1, "8x HGX H200 <b> & \"订单\"").unwrap();
        sheet.write(row, 2, row).unwrap();
        sheet.write_with_format(row, 3, Formula::new(format!("=C{}*100", row + 1)).set_result("300"), &date).unwrap();
    }
    // A cell with a style and no value, where a result column will stand.
    sheet.write_blank(4, 5, &head).unwrap();
    let choices = DataValidation::new().allow_list_strings(&["CN", "SG"]).unwrap();
    sheet.add_data_validation(2, 1, 9, 1, &choices).unwrap();
    sheet.autofilter(1, 0, 7, 3).unwrap();
    sheet.set_freeze_panes(2, 0).unwrap();
    let other = workbook.add_worksheet().set_name("Prices").unwrap();
    other.write(0, 0, "untouched").unwrap();
    other.write(1, 0, Formula::new("='Orders & lines'!C3")).unwrap();
    workbook.define_name("Total", "='Orders & lines'!$D$3").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    // Macros and other parts that nothing here understands, one of them not compressed.
    let mut zip = ZipWriter::new_append(Cursor::new(bytes)).unwrap();
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, options) in [("xl/vbaProject.bin", SimpleFileOptions::default()), ("customXml/é.bin", stored)] {
        zip.start_file(name, options).unwrap();
        zip.write_all(&[0xD0, 0xCF, 0x11, 0xE0, 0, 255]).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn parts(workbook: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn cells(workbook: &[u8], sheet: &str) -> BTreeMap<(u32, u32), Data> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(workbook)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let (top, left) = range.start().unwrap_or_default();
    range
        .used_cells()
        .map(|(row, column, value)| {
            ((u32::try_from(row).unwrap() + top, u32::try_from(column).unwrap() + left), value.clone())
        })
        .collect()
}

fn formulas(workbook: &[u8], sheet: &str) -> Vec<String> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(workbook)).unwrap();
    book.worksheet_formula(sheet).unwrap().used_cells().map(|(_, _, formula)| formula.clone()).collect()
}

fn text(cells: &BTreeMap<(u32, u32), Data>, row: u32, column: u32) -> String {
    cells.get(&(row, column)).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn an_officers_workbook_keeps_all_it_had_and_gains_results() {
    let original = officers_workbook();
    let mut lines = sample::lines();
    for line in &mut lines {
        line.row += 1; // headings stand in row 2
    }
    let copy = xlsx::copy_with_results(&original, "Orders & lines", 2, &lines).unwrap();

    let (before, after) = (parts(&original), parts(&copy));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let changed: Vec<_> = before.iter().filter(|(name, bytes)| after[*name] != **bytes).map(|(name, _)| name).collect();
    assert_eq!(changed, ["xl/worksheets/sheet1.xml"]);

    let (old, new) = (cells(&original, "Orders & lines"), cells(&copy, "Orders & lines"));
    for (place, value) in &old {
        assert_eq!(new.get(place), Some(value), "{place:?}");
    }
    assert_eq!(formulas(&original, "Orders & lines"), formulas(&copy, "Orders & lines"));
    assert_eq!(cells(&original, "Prices"), cells(&copy, "Prices"));

    let headings: Vec<_> = (4..12).map(|column| text(&new, 1, column)).collect();
    assert_eq!(headings, ["Verdict", "Control", "Paragraphs", "Licence", "Findings", "Why", "Not checked", "As of"]);
    for line in &lines {
        let row = u32::try_from(line.row).unwrap() - 1;
        assert_eq!(text(&new, row, 4), line.verdict.as_str());
        assert_eq!(text(&new, row, 6), line.paragraphs.join(", "));
        assert_eq!(text(&new, row, 11), "2026-11-23");
    }
    assert_eq!(text(&new, 2, 8), "LICENCE-REQUIRED, LISTED-PARTY, RF-10");
    // Text that looks like a formula, markup or an escape sequence is text.
    assert!(
        text(&new, 6, 9)
            .contains("<script>alert('1')</script> and =HYPERLINK(\"https://example.org\") ]]> & more \u{fffd}[31m")
    );

    let sheet = String::from_utf8(after["xl/worksheets/sheet1.xml"].clone()).unwrap();
    insta::assert_snapshot!("officers_sheet_xml", sheet.replace("><", ">\n<"));
}

#[test]
fn the_copy_is_the_same_every_time_and_can_be_copied_again() {
    let (original, lines) = (officers_workbook(), sample::lines());
    let once = xlsx::copy_with_results(&original, "Prices", 1, &lines).unwrap();
    assert_eq!(once, xlsx::copy_with_results(&original, "Prices", 1, &lines).unwrap());
    let twice = xlsx::copy_with_results(&once, "Prices", 1, &lines).unwrap();
    let cells = cells(&twice, "Prices");
    assert_eq!(text(&cells, 0, 1), "Verdict");
    assert_eq!(text(&cells, 0, 9), "Verdict");
    // Rows that the sheet did not have are there now.
    assert_eq!(text(&cells, 6, 9), "clear");
}

#[test]
fn two_answers_to_one_row_are_both_told() {
    let mut lines = sample::lines();
    for line in &mut lines {
        line.row = 3;
    }
    let copy = xlsx::copy_with_results(&officers_workbook(), "Orders & lines", 2, &lines).unwrap();
    let cells = cells(&copy, "Orders & lines");
    assert_eq!(text(&cells, 2, 4), "hold");
    assert_eq!(text(&cells, 2, 5), "controlled; unknown; not controlled");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever a sheet holds and wherever: all of it is still there, and each row has its own answer at the right.
    #[test]
    fn any_sheet_keeps_its_cells(
        texts in proptest::collection::btree_map((0u32..40, 0u16..30), "[^\\p{C}]{1,12}", 0..40),
        header_row in 1u32..5,
        rows in proptest::collection::btree_set(5u64..60, 0..12),
    ) {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for ((row, column), text) in &texts {
            sheet.write_string(*row, *column, text).unwrap();
        }
        let original = workbook.save_to_buffer().unwrap();
        let lines: Vec<_> = sample::lines()
            .into_iter()
            .cycle()
            .zip(&rows)
            .map(|(mut line, row)| {
                (line.row, line.paragraphs) = (*row, vec![format!("row {row}")]);
                line
            })
            .collect();
        let copy = xlsx::copy_with_results(&original, "Sheet1", header_row, &lines).unwrap();
        let (old, new) = (cells(&original, "Sheet1"), cells(&copy, "Sheet1"));
        for (place, value) in &old {
            prop_assert_eq!(new.get(place), Some(value));
        }
        let right = old.keys().map(|(_, column)| column + 1).max().unwrap_or(0);
        prop_assert_eq!(text(&new, header_row - 1, right), "Verdict");
        for line in &lines {
            let row = u32::try_from(line.row).unwrap() - 1;
            prop_assert_eq!(text(&new, row, right), line.verdict.as_str());
            prop_assert_eq!(text(&new, row, right + 2), format!("row {}", line.row));
        }
        let written = lines.iter().map(|_| 8).sum::<usize>() + 8;
        let empty = lines.iter().filter(|line| line.findings.is_empty()).count() * 2;
        prop_assert_eq!(new.values().filter(|value| !value.is_empty()).count(), old.len() + written - empty);
    }
}

#[test]
fn what_is_no_workbook_is_refused_with_a_way_out() {
    let lines = sample::lines();
    let refused = |bytes: &[u8], sheet: &str| xlsx::copy_with_results(bytes, sheet, 1, &lines).unwrap_err();
    assert!(matches!(refused(b"order,line\n", "x"), XlsxError::NotAWorkbook { .. }));
    let original = officers_workbook();
    assert!(matches!(refused(&original[..original.len() / 2], "Prices"), XlsxError::NotAWorkbook { .. }));
    let missing = refused(&original, "Sheet9");
    assert_eq!(missing.to_string(), "the workbook has no sheet \"Sheet9\"; it has: Orders & lines, Prices");

    // The same workbook with its first sheet replaced.
    let with_sheet = |bytes: &[u8]| {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        for (name, part) in parts(&original) {
            out.start_file(name.as_str(), options).unwrap();
            out.write_all(if name.ends_with("sheet1.xml") { bytes } else { &part }).unwrap();
        }
        out.finish().unwrap().into_inner()
    };
    let bomb = with_sheet(&vec![b' '; 32 << 20]);
    assert!(matches!(refused(&bomb, "Orders & lines"), XlsxError::TooLarge { .. }));
    let cut = with_sheet(b"<worksheet><sheetData><row r=\"1\">");
    assert!(matches!(refused(&cut, "Orders & lines"), XlsxError::Damaged { .. }));
    let full =
        with_sheet(b"<worksheet><sheetData><row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row></sheetData></worksheet>");
    assert!(matches!(refused(&full, "Orders & lines"), XlsxError::Full { what: "columns", .. }));
}

#[test]
fn a_fresh_workbook_tells_the_whole_answer() {
    let book = sample::book();
    let bytes = xlsx::book(&book).unwrap();
    assert_eq!(bytes, xlsx::book(&book).unwrap(), "the same answer gives the same bytes");
    let lines = cells(&bytes, "Lines");
    assert_eq!(text(&lines, 0, 3), "Verdict");
    for (row, line) in (1..).zip(&book.lines) {
        assert_eq!(text(&lines, row, 3), line.verdict.as_str());
        assert_eq!(text(&lines, row, 2), line.row.to_string());
    }
    assert_eq!(text(&lines, 5, 1), "=1+1");
    assert_eq!(formulas(&bytes, "Lines"), Vec::<String>::new());
    let findings = cells(&bytes, "Findings");
    let found: usize = book.lines.iter().map(|line| line.findings.len()).sum();
    assert_eq!(findings.keys().map(|(row, _)| row).max(), Some(&u32::try_from(found).unwrap()));
    let orders = cells(&bytes, "Orders");
    assert_eq!(text(&orders, 1, 0), "PO-1001");
    let about: Vec<String> = cells(&bytes, "About").values().map(ToString::to_string).collect();
    for told in ["5f1c9a7be0d24413", "2026-11-23", &book.caveats[0], &book.faults[0].to_string()] {
        assert!(about.iter().any(|cell| cell == told), "{told}");
    }
}
