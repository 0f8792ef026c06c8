//! Questions to a person: a sheet to fill in, and what was filled in.
//!
//! One question a row. The first columns say what is asked of whom and why; `answer`, `note`, `who` and `date` are filled
//! in. A row is told by its id alone, so rows may be sorted, left out or filtered.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, Workbook, XlsxError};
use tidewaiter_model::{Fault, Position, Truth};

use crate::cell::letters;
use crate::sniff::{Kind, kind, measure};
use crate::table::{open_file, refusal, unreadable};
use crate::text::{Decoded, detect};
use crate::value::{date, quoted};
use crate::workbook::damaged;
use crate::{Limits, TemplateError};

/// The sheet that holds the questions.
const SHEET: &str = "Questions";
/// The columns, in the order in which they are written, with their widths.
const COLUMNS: [(&str, u16); 12] = [
    ("id", 26),
    ("party", 30),
    ("country", 9),
    ("orders", 22),
    ("flag", 8),
    ("question", 60),
    ("why", 44),
    ("source", 40),
    ("answer", 10),
    ("note", 36),
    ("who", 18),
    ("date", 12),
];
/// Rows that a sheet of a workbook holds below its header.
const ROWS_MAX: usize = 1_048_575;
/// Characters of a cell; Excel allows 32,767.
const CELL_MAX: usize = 32_000;
/// Rows among which the header is looked for.
const HEADER_ROWS: usize = 10;

/// A question to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionRow {
    /// By which the answer finds back.
    pub id: String,
    /// The party that it is about; empty where it is about an order.
    pub party: String,
    /// The party's country; empty where not known.
    pub country: String,
    /// The orders and lines concerned, in words.
    pub orders: String,
    /// The flag's code.
    pub flag: String,
    /// What is asked.
    pub question: String,
    /// Why it is asked.
    pub why: String,
    /// The citation.
    pub source: String,
}

/// An answer as it was read. One whose cell could not be read is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// The question's id.
    pub id: String,
    /// Yes, no or unknown.
    pub answer: Truth,
    /// What was noted beside it.
    pub note: String,
    /// Who answered.
    pub who: String,
    /// When, as written.
    pub when: String,
    /// Where it stands.
    pub position: Position,
}

/// A questionnaire could not be written.
#[derive(Debug, thiserror::Error)]
pub enum QuestionnaireError {
    /// More questions than a sheet has rows.
    #[error(
        "{0} questions are more than a sheet of a workbook holds; write them as .csv, or ask for a part of the orders"
    )]
    TooMany(usize),
    /// The workbook could not be put together.
    #[error(transparent)]
    Unwritten(#[from] TemplateError),
}

impl From<XlsxError> for QuestionnaireError {
    fn from(error: XlsxError) -> Self {
        Self::Unwritten(error.into())
    }
}

/// What stands in the columns that are not filled in.
fn cells(row: &QuestionRow) -> [&str; 8] {
    [&row.id, &row.party, &row.country, &row.orders, &row.flag, &row.question, &row.why, &row.source]
}

/// A workbook with a row a question, and a drop-down for each answer.
///
/// # Errors
/// More questions than a sheet holds, or when the workbook cannot be put together.
pub fn questionnaire(rows: &[QuestionRow]) -> Result<Vec<u8>, QuestionnaireError> {
    if rows.len() > ROWS_MAX {
        return Err(QuestionnaireError::TooMany(rows.len()));
    }
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap();
    let text = Format::new().set_num_format("@").set_text_wrap();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet().set_name(SHEET)?;
    for (at, (title, width)) in (0_u16..).zip(COLUMNS) {
        match title {
            "date" => sheet.set_column_format(at, &day)?,
            "answer" | "note" | "who" => sheet.set_column_format(at, &text)?,
            _ => sheet.set_column_format(at, &wrapped)?,
        };
        sheet.set_column_width(at, width)?;
        sheet.write_with_format(0, at, title, &bold)?;
    }
    for (at, row) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells(row)) {
            sheet.write_string_with_format(at, column, short(cell), &wrapped)?;
        }
    }
    let last = u32::try_from(rows.len()).unwrap_or(1).max(1);
    let answers = DataValidation::new()
        .allow_list_strings(&["yes", "no", "unknown"])?
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_message("Answer yes, no or unknown; what is more goes into the note.")?;
    sheet.add_data_validation(1, 8, last, 8, &answers)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.autofilter(0, 0, last, 11)?;

    let about = workbook.add_worksheet().set_name("How")?;
    about.set_column_width(0, 100)?;
    let words = [
        "Each row asks whether all of something is so. Answer yes, no or unknown, and say who answers and when. An empty answer is unknown.",
        "Where you answer no, name in the note what is not so by its code, such as RF-05; what you do not name counts as so. Where no code is named, nothing of the row counts as so.",
        "Leave the id as it is: it tells the answers apart. Rows may be sorted, filtered and left out.",
        "A question about a party is asked once for all its orders.",
        "Then: tidewaiter check ORDERS --questionnaire THIS-FILE",
        "An answer settles a red flag or raises it; it never lifts a licence requirement or a match on a list.",
    ];
    for (row, line) in (0_u32..).zip(words) {
        about.write_with_format(row, 0, line, &wrapped)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// A text that a cell can hold.
fn short(text: &str) -> String {
    if text.len() <= CELL_MAX { text.to_owned() } else { text.chars().take(CELL_MAX / 4).chain(['…']).collect() }
}

/// The same rows as CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe.
#[must_use]
pub fn questionnaire_csv(rows: &[QuestionRow]) -> String {
    let titles: Vec<&str> = COLUMNS.iter().map(|(title, _)| *title).collect();
    let mut out = format!("{}\r\n", titles.join(","));
    for row in rows {
        for cell in cells(row) {
            let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
            out.push_str(&format!("\"{guard}{}\",", cell.replace('"', "\"\"")));
        }
        out.push_str(",,,\r\n");
    }
    out
}

/// The answers of a questionnaire, a workbook or CSV by its content, with what could not be read. Rows without an answer
/// are left out; of two rows of one id that contradict each other the answer is unknown.
///
/// # Errors
/// The file cannot be read, or has no columns `id` and `answer`.
pub fn read_questionnaire(path: &Path, name: &str) -> Result<(Vec<AnswerRow>, Vec<Fault>), Vec<Fault>> {
    let place = Position::file(name);
    let mut file = open_file(path, &place)?;
    let failed = |error: &std::io::Error| vec![unreadable(&place, error)];
    let kind = kind(&mut file).map_err(|error| failed(&error))?;
    let mut sheets = match kind {
        Kind::Workbook => {
            let limits = Limits::default();
            match measure(&mut file, &limits) {
                Ok(None) => {}
                Ok(Some(bomb)) => return Err(vec![refusal(&bomb, &place, &limits)]),
                Err(error) => return Err(failed(&error)),
            }
            // Should the reading crate panic over a damaged file, the panic ends the thread and not the program.
            let read = std::thread::spawn(move || sheets_of(file)).join();
            read.unwrap_or_else(|_| Err("it is damaged".to_owned())).map_err(|why| vec![damaged(&place, &why)])?
        }
        Kind::Text => vec![(None, rows_of_text(file).map_err(|error| failed(&error))?)],
        _ => Vec::new(),
    };
    sheets.retain(|(_, rows)| header(rows).is_some());
    let Some((sheet, rows)) = sheets.into_iter().next() else {
        let remedy = "give the workbook or CSV that `tidewaiter questionnaire` wrote, its header row included";
        let says = "no sheet has the columns id and answer in its first rows";
        return Err(vec![Fault::new("no-questionnaire", place, says, remedy)]);
    };
    Ok(Reading { place: Position { sheet, ..place }, answers: Vec::new(), faults: Vec::new() }.read(&rows))
}

/// A row's number as a person sees it, with its cells.
type Cells = (u64, Vec<String>);
/// Sheets by name, each with its rows.
type Sheets = Vec<(Option<String>, Vec<Cells>)>;

fn sheets_of(file: File) -> Result<Sheets, String> {
    let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(|error| error.to_string())?;
    let mut names = workbook.sheet_names();
    names.sort_by_key(|name| name != SHEET);
    let mut sheets = Vec::new();
    for name in names {
        let range = workbook.worksheet_range(&name).map_err(|error| error.to_string())?;
        let first = range.start().map_or(0, |(row, _)| u64::from(row));
        let before = range.start().map_or(0, |(_, column)| usize::try_from(column).unwrap_or(0));
        let rows = (first.saturating_add(1)..).zip(range.rows()).map(|(number, cells)| {
            let blank = std::iter::repeat_n(String::new(), before);
            (number, blank.chain(cells.iter().map(text_of)).collect())
        });
        let rows: Vec<Cells> = rows.collect();
        sheets.push((Some(name), rows));
    }
    Ok(sheets)
}

/// A cell as text; days as 2026-11-20.
fn text_of(cell: &Data) -> String {
    match cell {
        Data::DateTime(when) if when.is_datetime() => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        other => other.to_string().trim().to_owned(),
    }
}

fn rows_of_text(mut file: File) -> std::io::Result<Vec<Cells>> {
    let encoding = detect(&mut file)?.encoding;
    let mut text = String::new();
    std::io::Read::read_to_string(&mut Decoded::new(file, encoding)?, &mut text)?;
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: char| first.matches(delimiter).count();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|d| count(char::from(*d))).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if count(char::from(delimiter)) == 0 { b',' } else { delimiter })
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    // A record's number is that of a spreadsheet's row: line breaks inside a cell do not count.
    for (at, record) in reader.records().enumerate() {
        // The text is UTF-8 and rows may differ in length, so nothing is left that fails.
        if let Ok(record) = record {
            let number = u64::try_from(at).unwrap_or(u64::MAX).saturating_add(1);
            rows.push((number, record.iter().map(|cell| cell.trim().to_owned()).collect()));
        }
    }
    Ok(rows)
}

/// The header row's place, and the columns by title.
fn header(rows: &[Cells]) -> Option<(usize, BTreeMap<&str, usize>)> {
    rows.iter().take(HEADER_ROWS).enumerate().find_map(|(at, (_, cells))| {
        let mut columns = BTreeMap::new();
        for (column, cell) in cells.iter().enumerate() {
            let title = COLUMNS.iter().find(|(title, _)| title.eq_ignore_ascii_case(cell.trim()));
            if let Some((title, _)) = title {
                columns.entry(*title).or_insert(column);
            }
        }
        (columns.contains_key("id") && columns.contains_key("answer")).then_some((at, columns))
    })
}

struct Reading {
    place: Position,
    answers: Vec<AnswerRow>,
    faults: Vec<Fault>,
}

impl Reading {
    fn read(mut self, rows: &[Cells]) -> (Vec<AnswerRow>, Vec<Fault>) {
        let Some((at, columns)) = header(rows) else { return (Vec::new(), Vec::new()) };
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for (number, cells) in rows.iter().skip(at.saturating_add(1)) {
            let cell = |title: &str| {
                let column = columns.get(title).copied();
                column.and_then(|column| cells.get(column)).map(|cell| cell.trim().to_owned()).unwrap_or_default()
            };
            let in_column = |title: &str| {
                let letter = columns.get(title).map(|column| letters(*column)).unwrap_or_default();
                self.place.clone().at_row(*number).in_column(format!("{title} ({letter})"))
            };
            let (id, written) = (cell("id"), cell("answer"));
            if written.is_empty() {
                continue;
            }
            if id.is_empty() {
                let remedy = "copy the id from the questionnaire as it was written";
                self.faults.push(Fault::new("no-question-id", in_column("id"), "the answer has no question", remedy));
                continue;
            }
            let answer = yes_or_no(&written);
            if answer.is_none() {
                let says = format!("{} is no answer, so it is unknown", quoted(&written));
                self.faults.push(Fault::new("unread-answer", in_column("answer"), says, "write yes, no or unknown"));
            }
            let when = cell("date");
            if !when.is_empty() && date(&when).is_err() {
                let says = format!("{} is no day that can be read; it is shown as written", quoted(&when));
                self.faults.push(Fault::new("unread-date", in_column("date"), says, "write the day as 2026-11-20"));
            }
            let position = self.place.clone().at_row(*number);
            let answer = answer.unwrap_or_default();
            let read = AnswerRow { id: id.clone(), answer, note: cell("note"), who: cell("who"), when, position };
            match places.get(&id).and_then(|at| self.answers.get_mut(*at)) {
                Some(before) => {
                    if before.answer != read.answer {
                        let says = format!("the answer contradicts that of {}, so it is unknown", before.position);
                        let remedy = "leave one of the two rows";
                        self.faults.push(Fault::new("answers-contradict", in_column("answer"), says, remedy));
                        before.answer = Truth::Unknown;
                    }
                }
                None => {
                    places.insert(id, self.answers.len());
                    self.answers.push(read);
                }
            }
        }
        (self.answers, self.faults)
    }
}

fn yes_or_no(text: &str) -> Option<Truth> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "ja" | "oui" | "sí" | "ya" | "是" => Some(Truth::Yes),
        "no" | "n" | "false" | "nein" | "non" | "tidak" | "否" => Some(Truth::No),
        "unknown" | "?" | "not known" | "未知" | "不详" => Some(Truth::Unknown),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(id: &str, party: &str) -> QuestionRow {
        let text = |text: &str| text.to_owned();
        QuestionRow {
            id: text(id),
            party: text(party),
            country: text("MY"),
            orders: text("SO-1 / 10"),
            flag: text("RF-05"),
            question: text("In cash?"),
            why: text("Because."),
            source: text("15 CFR part 732"),
        }
    }

    fn read(bytes: &[u8], name: &str) -> Result<(Vec<AnswerRow>, Vec<Fault>), Vec<Fault>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        read_questionnaire(&path, name)
    }

    /// A workbook with these answers, as a person would save it.
    fn filled(answers: &[[&str; 4]]) -> Vec<u8> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet().set_name(SHEET).unwrap();
        for (at, title) in (0_u16..).zip(["id", "answer", "who", "date"]) {
            sheet.write(0, at, title).unwrap();
        }
        for (at, cells) in (1_u32..).zip(answers) {
            for (column, cell) in (0_u16..).zip(cells) {
                sheet.write(at, column, *cell).unwrap();
            }
        }
        workbook.save_to_buffer().unwrap()
    }

    #[test]
    fn an_unfilled_questionnaire_holds_no_answer() {
        let rows = [row("RF-05 kestrel MY", "Kestrel"), row("RF-06 kestrel MY", "=cmd()")];
        assert_eq!(read(&questionnaire(&rows).unwrap(), "q.xlsx").unwrap(), (Vec::new(), Vec::new()));
        let csv = questionnaire_csv(&rows);
        assert!(csv.contains("\"'=cmd()\""));
        assert_eq!(read(csv.as_bytes(), "q.csv").unwrap(), (Vec::new(), Vec::new()));
    }

    #[test]
    fn rows_of_the_workbook() {
        let bytes = questionnaire(&[row("RF-05 kestrel MY", "Kestrel")]).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("q.xlsx");
        std::fs::write(&path, bytes).unwrap();
        let sheets = sheets_of(File::open(path).unwrap()).unwrap();
        let written: Vec<String> =
            sheets[0].1.iter().map(|(row, cells)| format!("{row}: {}", cells.join(" | "))).collect();
        assert_eq!((sheets[0].0.as_deref(), sheets[1].0.as_deref()), (Some("Questions"), Some("How")));
        insta::assert_snapshot!(written.join("\n").replace(" | \n", "\n").trim_end_matches([' ', '|']), @r"
        1: id | party | country | orders | flag | question | why | source | answer | note | who | date
        2: RF-05 kestrel MY | Kestrel | MY | SO-1 / 10 | RF-05 | In cash? | Because. | 15 CFR part 732
        ");
    }

    #[test]
    fn answers_are_read_and_bad_cells_named() {
        let bytes = filled(&[
            ["RF-05 a MY", "Yes", "A. Officer", "2026-11-20"],
            ["RF-05 b MY", "perhaps", "A. Officer", "soon"],
            ["RF-05 c MY", "", "", ""],
            ["", "no", "", ""],
            ["RF-05 a MY", "no", "B. Officer", ""],
        ]);
        let (answers, faults) = read(&bytes, "q.xlsx").unwrap();
        let answers: Vec<(&str, Truth)> = answers.iter().map(|a| (a.id.as_str(), a.answer)).collect();
        assert_eq!(answers, [("RF-05 a MY", Truth::Unknown), ("RF-05 b MY", Truth::Unknown)]);
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(faults.join("\n"), @r"
        q.xlsx, sheet Questions, row 3, column answer (B): `perhaps` is no answer, so it is unknown; write yes, no or unknown
        q.xlsx, sheet Questions, row 3, column date (D): `soon` is no day that can be read; it is shown as written; write the day as 2026-11-20
        q.xlsx, sheet Questions, row 5, column id (A): the answer has no question; copy the id from the questionnaire as it was written
        q.xlsx, sheet Questions, row 6, column answer (B): the answer contradicts that of q.xlsx, sheet Questions, row 2, so it is unknown; leave one of the two rows
        ");
    }

    #[test]
    fn csv_of_other_delimiters_and_encodings() {
        let (answers, _) = read("id;answer;who\r\nRF-05 a;nein;M\u{fc}ller\r\n".as_bytes(), "q.csv").unwrap();
        assert_eq!((answers[0].answer, answers[0].who.as_str()), (Truth::No, "M\u{fc}ller"));
        let (answers, _) = read(b"id,answer,who\r\nRF-05 a,yes,M\xfcller of the export office\r\n", "q.csv").unwrap();
        assert_eq!((answers[0].answer, answers[0].who.as_str()), (Truth::Yes, "M\u{fc}ller of the export office"));
    }

    #[test]
    fn what_is_no_questionnaire_is_said_so() {
        for (bytes, code) in [
            (&b"order,description\n1,H100\n"[..], "no-questionnaire"),
            (b"", "no-questionnaire"),
            (b"%PDF-1.4", "no-questionnaire"),
            (b"PK\x03\x04broken", "no-questionnaire"),
        ] {
            let faults = read(bytes, "q.xlsx").unwrap_err();
            assert!(faults.iter().all(|fault| fault.code == code), "{faults:?}");
        }
        assert_eq!(read_questionnaire(Path::new("absent.xlsx"), "absent.xlsx").unwrap_err()[0].code, "no-such-file");
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer_or_a_fault(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes, "q.csv");
        }

        /// What is written is read back, whatever names the parties bear.
        #[test]
        fn csv_round_trip(party in "\\PC{0,30}", note in "[^\"\r\n]{0,30}") {
            let id = format!("RF-05 {}", party.trim());
            let text = questionnaire_csv(&[row(&id, &party)]);
            let line = format!("yes,\"{note}\",who,2026-11-20\r\n");
            let text = text.replace(",,,\r\n", &line);
            let (answers, faults) = read(text.as_bytes(), "q.csv").unwrap();
            prop_assert!(faults.is_empty());
            prop_assert_eq!((answers[0].id.as_str(), answers[0].answer), (id.trim(), Truth::Yes));
            prop_assert_eq!(&answers[0].note, note.trim());
        }
    }
}
