//! A fresh workbook.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};
use tidewaiter_model::{BookAnswer, Severity, Verdict};

use super::{XlsxError, cell_text, why};
use crate::table::evidence_words;
use crate::text::{codes, not_checked, one_line, words};

/// The most data rows of a sheet, below its headings.
const ROWS: usize = 1_048_575;

/// Excel's number for A4 paper.
const A4: u8 = 9;

/// The answer as a workbook with the sheets Lines, Findings, Orders and About.
///
/// The day in the file's properties is the day whose law was asked, so the same answer gives the same bytes.
///
/// # Errors
/// [`XlsxError::Full`] where the answer has more lines or findings than a sheet has rows; [`XlsxError::Pack`] where the
/// workbook could not be written.
pub fn book(answer: &BookAnswer) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let as_of = answer.ground.as_of;
    let year = u16::try_from(as_of.year()).unwrap_or_default();
    let (month, day) = (u8::try_from(as_of.month()).unwrap_or(1), u8::try_from(as_of.day()).unwrap_or(1));
    // Excel counts days from 1900; an earlier day is not one that a question is asked of.
    let created = ExcelDateTime::from_ymd(year.clamp(1900, 9999), month, day)?;
    let properties = DocProperties::new()
        .set_title(cell_text(&one_line(&answer.file)))
        .set_comment(cell_text(&answer.ground.engine))
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    let looks = Looks::new();
    lines(workbook.add_worksheet(), answer, &looks)?;
    findings(workbook.add_worksheet(), answer, &looks)?;
    orders(workbook.add_worksheet(), answer, &looks)?;
    about(workbook.add_worksheet(), answer, &looks)?;
    Ok(workbook.save_to_buffer()?)
}

struct Looks {
    head: Format,
    text: Format,
    number: Format,
    hold: Format,
    review: Format,
    clear: Format,
}

impl Looks {
    fn new() -> Self {
        let filled = |ink: u32, paper: u32| {
            Format::new()
                .set_bold()
                .set_align(FormatAlign::Top)
                .set_font_color(Color::RGB(ink))
                .set_background_color(Color::RGB(paper))
        };
        Self {
            head: filled(0x00FF_FFFF, 0x0028_3440),
            text: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            number: Format::new().set_align(FormatAlign::Top).set_align(FormatAlign::Right).set_indent(1),
            hold: filled(0x008F_1414, 0x00FB_E6E4),
            review: filled(0x006F_4400, 0x00FD_F0D0),
            clear: filled(0x001B_5A2C, 0x00E3_F3E6),
        }
    }

    fn of(&self, verdict: Verdict) -> &Format {
        match verdict {
            Verdict::Hold => &self.hold,
            Verdict::Review => &self.review,
            Verdict::Clear => &self.clear,
        }
    }
}

/// A cell of a fresh sheet.
enum Content {
    Text(String),
    /// A number where it is one that a cell holds exactly, else text.
    Count(String),
    Verdict(Verdict),
    /// A severity, coloured as the verdict that it gives.
    Severity(Severity),
}

impl Content {
    fn text(text: &str) -> Self {
        Self::Text(one_line(text))
    }

    /// The lines that its text takes in a column of so many characters.
    fn lines(&self, width: u16) -> u32 {
        let (Self::Text(text) | Self::Count(text)) = self else { return 1 };
        // Proportional digits and letters differ; two characters of slack keep a last word from being cut off.
        let width = usize::from(width).saturating_sub(2).max(1);
        let lines = text.lines().map(|line| match textwrap::core::display_width(line) {
            short if short <= width => 1,
            _ => textwrap::wrap(line, width).len(),
        });
        u32::try_from(lines.sum::<usize>().max(1)).unwrap_or(u32::MAX)
    }

    fn count(count: &dyn std::fmt::Display) -> Self {
        Self::Count(count.to_string())
    }
}

/// Height of a line of text, and the most lines that a row can be high, in points.
const LINE_HEIGHT: f64 = 15.0;
const MOST_LINES: u32 = 27;

fn write(sheet: &mut Worksheet, place: (u32, u16), cell: &Content, looks: &Looks) -> Result<(), XlsxError> {
    let (row, column) = place;
    match cell {
        Content::Text(text) => sheet.write_string_with_format(row, column, cell_text(text), &looks.text)?,
        Content::Count(count) => match count.parse::<u32>() {
            Ok(number) => sheet.write_number_with_format(row, column, f64::from(number), &looks.number)?,
            Err(_) => sheet.write_string_with_format(row, column, cell_text(&one_line(count)), &looks.text)?,
        },
        Content::Verdict(verdict) => {
            sheet.write_string_with_format(row, column, verdict.as_str(), looks.of(*verdict))?
        }
        Content::Severity(severity) => {
            let look = if *severity == Severity::Note { &looks.text } else { looks.of(severity.verdict()) };
            sheet.write_string_with_format(row, column, severity.as_str(), look)?
        }
    };
    Ok(())
}

/// A sheet with a frozen head and a filter.
fn fill(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[(&str, u16)],
    rows: impl ExactSizeIterator<Item = Vec<Content>>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    if rows.len() > ROWS {
        return Err(XlsxError::Full {
            what: "rows",
            used: u64::try_from(rows.len()).unwrap_or(u64::MAX),
            limit: u64::try_from(ROWS).unwrap_or(u64::MAX),
            remedy: "ask for JSON Lines, or give the orders in several files",
        });
    }
    sheet.set_name(name)?;
    for (at, (heading, width)) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, at, *heading, &looks.head)?;
        sheet.set_column_width(at, f64::from(*width))?;
    }
    let mut last = 0;
    for (row, cells) in (1_u32..).zip(rows) {
        last = row;
        let mut lines = 1;
        for ((column, cell), (_, width)) in (0_u16..).zip(cells).zip(columns) {
            write(sheet, (row, column), &cell, looks)?;
            lines = lines.max(cell.lines(*width));
        }
        // Excel fits the height of a row to wrapped text by itself, other programs do not.
        sheet.set_row_height(row, f64::from(lines.min(MOST_LINES)) * LINE_HEIGHT)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let right = u16::try_from(columns.len()).unwrap_or(1).saturating_sub(1);
    sheet.autofilter(0, 0, last, right)?;
    sheet.set_paper_size(A4);
    sheet.set_landscape();
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn lines(sheet: &mut Worksheet, answer: &BookAnswer, looks: &Looks) -> Result<(), XlsxError> {
    let columns = [
        ("Order", 16),
        ("Line", 8),
        ("Row", 7),
        ("Verdict", 10),
        ("Good", 36),
        ("Accelerators", 13),
        ("To", 8),
        ("Control", 15),
        ("Paragraphs", 20),
        ("Licence", 14),
        ("Findings", 26),
        ("Why", 70),
        ("Not checked", 44),
    ];
    let rows = answer.lines.iter().map(|line| {
        vec![
            Content::text(&line.order),
            Content::text(&line.line),
            Content::count(&line.row),
            Content::Verdict(line.verdict),
            Content::text(&line.good),
            Content::count(&line.accelerators),
            Content::text(&line.destination),
            Content::text(&words(&line.control)),
            Content::text(&line.paragraphs.join(", ")),
            Content::text(&words(&line.licence)),
            Content::text(&codes(line, Severity::Note).join(", ")),
            Content::text(&why(line)),
            Content::text(&line.not_checked.join("; ")),
        ]
    });
    fill(sheet, "Lines", &columns, rows, looks)
}

fn findings(sheet: &mut Worksheet, answer: &BookAnswer, looks: &Looks) -> Result<(), XlsxError> {
    let columns = [
        ("Order", 16),
        ("Line", 8),
        ("Row", 7),
        ("Verdict", 10),
        ("Finding", 24),
        ("Weight", 10),
        ("Says", 60),
        ("Rule", 36),
        ("Evidence", 60),
        ("To settle", 50),
    ];
    let found: Vec<_> =
        answer.lines.iter().flat_map(|line| line.findings.iter().map(move |finding| (line, finding))).collect();
    let rows = found.into_iter().map(|(line, finding)| {
        let evidence: Vec<String> = finding.evidence.iter().map(evidence_words).collect();
        vec![
            Content::text(&line.order),
            Content::text(&line.line),
            Content::count(&line.row),
            Content::Verdict(line.verdict),
            Content::text(&finding.code),
            Content::Severity(finding.severity),
            Content::text(&finding.says),
            Content::text(&finding.cite),
            Content::Text(evidence.join("\n")),
            Content::text(&finding.settle),
        ]
    });
    fill(sheet, "Findings", &columns, rows, looks)
}

fn orders(sheet: &mut Worksheet, answer: &BookAnswer, looks: &Looks) -> Result<(), XlsxError> {
    let columns = [("Order", 24), ("Verdict", 10), ("Lines", 8), ("Which lines", 40)];
    let rows = answer.orders.iter().map(|order| {
        vec![
            Content::text(&order.order),
            Content::Verdict(order.verdict),
            Content::count(&order.lines.len()),
            Content::text(&order.lines.join(", ")),
        ]
    });
    fill(sheet, "Orders", &columns, rows, looks)
}

fn about(sheet: &mut Worksheet, answer: &BookAnswer, looks: &Looks) -> Result<(), XlsxError> {
    let ground = &answer.ground;
    let tally = answer.tally;
    let mut facts: Vec<(&str, String)> = vec![
        ("File", answer.file.clone()),
        ("Law of", ground.as_of.to_string()),
        ("Rules", ground.rules.clone()),
        ("Snapshot", ground.snapshot.clone()),
        ("Engine", ground.engine.clone()),
        ("Covered and not", ground.coverage()),
        ("Lines", tally.lines.to_string()),
        ("Hold", tally.hold.to_string()),
        ("Review", tally.review.to_string()),
        ("Clear", tally.clear.to_string()),
    ];
    let total = answer.lines.len();
    facts.extend(answer.faults.iter().map(|fault| ("Fault in the input", fault.to_string())));
    facts.extend(
        not_checked(&answer.lines)
            .into_iter()
            .map(|(says, lines)| ("Not checked", format!("{says} ({lines} of {total} lines)"))),
    );
    facts.extend(answer.lists.iter().map(|list| ("Screened against", list.clone())));
    facts.extend(answer.caveats.iter().map(|caveat| ("To bear in mind", caveat.clone())));
    let rows = facts.into_iter().map(|(name, value)| vec![Content::text(name), Content::count(&one_line(&value))]);
    fill(sheet, "About", &[("What", 22), ("Value", 110)], rows, looks)
}
