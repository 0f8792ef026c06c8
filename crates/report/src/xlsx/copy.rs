//! The officer's own workbook with result columns at the right of the used range.

use std::collections::BTreeMap;
use std::io::{BufReader, BufWriter, Cursor, Write};

use tidewaiter_model::{LineAnswer, Severity, Verdict};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::package::{self, SHEET_LIMIT, damaged};
use super::sheet::{self, Column};
use super::survey::{ROWS, survey};
use super::{XlsxError, cell_text, why};
use crate::text::{codes, one_line, words};

/// The result columns: heading and width in characters.
const COLUMNS: [Column; 8] = [
    Column { heading: "Verdict", width: 10 },
    Column { heading: "Control", width: 15 },
    Column { heading: "Paragraphs", width: 22 },
    Column { heading: "Licence", width: 14 },
    Column { heading: "Findings", width: 34 },
    Column { heading: "Why", width: 70 },
    Column { heading: "Not checked", width: 44 },
    Column { heading: "As of", width: 12 },
];

/// The workbook with eight columns added to one sheet: Verdict, Control, Paragraphs, Licence, Findings (codes), Why (in
/// plain words), Not checked, As of.
///
/// `header_row` is the row of the headings, from 1; each answer is written in the row that it names. Every other part
/// of the file (styles, formulas, other sheets, images, macros) is copied in its packed form, so it stays the same byte
/// for byte. In the sheet itself nothing is changed but what the new cells need: the cells, the stated used range, the
/// widths of the new columns. A digital signature over the file, if there is one, no longer holds.
///
/// Text goes in as inline strings, so a text that starts with `=` is no formula.
///
/// # Errors
/// [`XlsxError`]: the bytes are no workbook, there is no such sheet, a part is damaged or suspiciously large, or eight
/// columns more don't fit.
pub fn copy_with_results(
    original: &[u8],
    sheet: &str,
    header_row: u32,
    lines: &[LineAnswer],
) -> Result<Vec<u8>, XlsxError> {
    let mut archive = package::open(original)?;
    let part = package::sheet_part(&mut archive, sheet)?;
    let results = by_row(lines)?;

    let read = BufReader::new(package::part(&mut archive, &part, SHEET_LIMIT)?);
    let found = survey(read, header_row, COLUMNS.len()).map_err(|error| error.in_part(&part))?;
    let addition = sheet::Addition { columns: &COLUMNS, header_row, rows: &results, survey: &found };

    // The changed sheet is packed apart first: one archive cannot be read for two parts at once.
    let mut rewritten = ZipWriter::new(Cursor::new(Vec::new()));
    let pack = |error: &dyn std::fmt::Display| XlsxError::Pack(error.to_string());
    let stamp = archive.by_name(&part).map_err(|error| damaged(&part, &error))?.last_modified();
    let mut options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    if let Some(stamp) = stamp {
        options = options.last_modified_time(stamp);
    }
    let changed = archive.index_for_name(&part);
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(|error| pack(&error))?;
        if changed != Some(index) {
            rewritten.raw_copy_file(file).map_err(|error| pack(&error))?;
            continue;
        }
        drop(file);
        rewritten.start_file(part.as_str(), options).map_err(|error| pack(&error))?;
        let read = BufReader::new(package::part(&mut archive, &part, SHEET_LIMIT)?);
        let mut out = BufWriter::new(&mut rewritten);
        sheet::rewrite(read, &mut out, &addition).map_err(|error| error.in_part(&part))?;
        out.flush().map_err(|error| pack(&error))?;
    }
    Ok(rewritten.finish().map_err(|error| pack(&error))?.into_inner())
}

/// The cells to write, by row. Two answers to one row are written one after the other, under the heavier verdict.
fn by_row(lines: &[LineAnswer]) -> Result<BTreeMap<u32, Vec<String>>, XlsxError> {
    let mut of: BTreeMap<u32, Vec<&LineAnswer>> = BTreeMap::new();
    for line in lines {
        let row = u32::try_from(line.row).ok().filter(|row| (1..=ROWS).contains(row));
        let row = row.ok_or(XlsxError::Full {
            what: "rows",
            used: line.row,
            limit: u64::from(ROWS),
            remedy: "give the orders in several sheets or as CSV",
        })?;
        of.entry(row).or_default().push(line);
    }
    Ok(of.into_iter().map(|(row, lines)| (row, cells(&lines))).collect())
}

fn cells(lines: &[&LineAnswer]) -> Vec<String> {
    let each = |of: &dyn Fn(&LineAnswer) -> String| {
        let mut said: Vec<String> = Vec::new();
        for text in lines.iter().map(|line| of(line)).filter(|text| !text.is_empty()) {
            if !said.contains(&text) {
                said.push(text);
            }
        }
        cell_text(&said.join("; "))
    };
    let verdict = lines.iter().map(|line| line.verdict).max().unwrap_or(Verdict::Review);
    vec![
        verdict.as_str().to_owned(),
        each(&|line| words(&line.control)),
        each(&|line| one_line(&line.paragraphs.join(", "))),
        each(&|line| words(&line.licence)),
        each(&|line| codes(line, Severity::Note).join(", ")),
        each(&why),
        each(&|line| {
            let coverage = format!("what else is not looked at: {}", line.ground.coverage());
            one_line(
                &line.not_checked.iter().map(String::as_str).chain([coverage.as_str()]).collect::<Vec<_>>().join("; "),
            )
        }),
        each(&|line| line.ground.as_of.to_string()),
    ]
}
