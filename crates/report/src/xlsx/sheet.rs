//! Surgery on one sheet's XML: result cells at the right, everything else as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

use super::package::attribute;
use super::survey::{COLUMNS, Cursor, Part, ROWS, SheetError, Survey, column_of, each_event, hidden, span};

/// A result column.
pub(super) struct Column {
    /// Its heading.
    pub(super) heading: &'static str,
    /// Its width in characters.
    pub(super) width: u8,
}

/// What is added to a sheet.
pub(super) struct Addition<'a> {
    pub(super) columns: &'a [Column],
    pub(super) header_row: u32,
    /// The texts of the new cells, by row.
    pub(super) rows: &'a BTreeMap<u32, Vec<String>>,
    pub(super) survey: &'a Survey,
}

/// Write the sheet anew with the addition.
pub(super) fn rewrite(read: impl BufRead, out: impl Write, addition: &Addition<'_>) -> Result<(), SheetError> {
    let mut rewriter =
        Rewriter { out: Writer::new(out), addition, cursor: Cursor::default(), state: State::Outside, widths: 0 };
    each_event(read, |event| rewriter.event(event))
}

/// Where the rewriter stands.
enum State {
    /// Outside rows, or in a row that gets no results.
    Outside,
    /// In a row; its new cells are still to be written, with the styles of the empty cells whose places they take.
    Before(BTreeMap<u32, String>),
    /// In an empty cell that a new cell replaces.
    Replacing(BTreeMap<u32, String>),
    /// In a row whose new cells are written.
    After,
}

struct Rewriter<'a, W: Write> {
    out: Writer<W>,
    addition: &'a Addition<'a>,
    cursor: Cursor,
    state: State,
    /// New columns whose width is dealt with.
    widths: usize,
}

impl<W: Write> Rewriter<'_, W> {
    fn event(&mut self, event: Event<'_>) -> Result<(), SheetError> {
        let part = self.cursor.part;
        self.cursor.follow(&event);
        if let Event::Start(element) | Event::Empty(element) = &event {
            let empty = matches!(event, Event::Empty(_));
            match (part, element.local_name().as_ref()) {
                (Part::Head, "dimension") => return self.dimension(element, empty),
                (Part::Head, "col") => return self.column(element),
                (Part::Head, "sheetData") => return self.data(element, empty),
                (Part::Data, "row") => return self.row(element, empty),
                (Part::Data, "c") => return self.cell(&event, element, empty),
                _ => {}
            }
        }
        if let Event::End(element) = &event {
            match (part, element.local_name().as_ref()) {
                (Part::Head, "cols") => self.widths(COLUMNS)?,
                (Part::Head, "col") => return Ok(()),
                (Part::Data, "sheetData") => self.absent_rows(ROWS)?,
                (Part::Data, "row") => self.end_row()?,
                (Part::Data, "c") => {
                    if let State::Replacing(styles) = &mut self.state {
                        self.state = State::Before(std::mem::take(styles));
                        return Ok(());
                    }
                }
                _ => {}
            }
        }
        if matches!(self.state, State::Replacing(_)) {
            return Ok(());
        }
        Ok(self.out.write_event(event)?)
    }

    fn last_column(&self) -> u32 {
        let added = u32::try_from(self.addition.columns.len()).unwrap_or(u32::MAX);
        self.addition.survey.first_free.saturating_add(added).saturating_sub(1)
    }

    /// The texts for a row: the headings, or an answer.
    fn texts(&self, row: u32) -> Option<Vec<&str>> {
        if row == self.addition.header_row {
            return Some(self.addition.columns.iter().map(|column| column.heading).collect());
        }
        self.addition.rows.get(&row).map(|texts| texts.iter().map(String::as_str).collect())
    }

    /// The used range as the file states it, with the new columns.
    fn dimension(&mut self, element: &BytesStart<'_>, empty: bool) -> Result<(), SheetError> {
        let reference = attribute(element, "ref").unwrap_or_default();
        let (start, end) = reference.split_once(':').unwrap_or((&reference, &reference));
        let stated = end.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse::<u32>().unwrap_or(0);
        let last_row = stated
            .max(self.addition.survey.last_row)
            .max(self.addition.header_row)
            .max(self.addition.rows.keys().next_back().copied().unwrap_or(0));
        let last_column = self.last_column().max(column_of(end).unwrap_or(0));
        let start = if column_of(start).is_some() { start } else { "A1" };
        let range = format!("{start}:{}{last_row}", letters(last_column));
        let changed = with_attribute(element, "ref", Some(&range));
        self.start(changed, empty)
    }

    fn start(&mut self, element: BytesStart<'_>, empty: bool) -> Result<(), SheetError> {
        Ok(self.out.write_event(if empty { Event::Empty(element) } else { Event::Start(element) })?)
    }

    fn data(&mut self, element: &BytesStart<'_>, empty: bool) -> Result<(), SheetError> {
        if !self.addition.survey.has_widths {
            let name = self.name("cols");
            self.out.write_event(Event::Start(BytesStart::new(name.as_str())))?;
            self.widths(COLUMNS)?;
            self.out.write_event(Event::End(BytesEnd::new(name.as_str())))?;
        }
        self.out.write_event(Event::Start(element.borrow()))?;
        if empty {
            self.absent_rows(ROWS)?;
            self.out.write_event(Event::End(element.to_end()))?;
        }
        Ok(())
    }

    fn name(&self, local: &str) -> String {
        format!("{}{local}", self.addition.survey.prefix)
    }

    /// A stated width, after those of the new columns that stand before it. Officers hide all columns right of their
    /// table: of a hidden range the new columns are cut out, so that the results can be seen.
    fn column(&mut self, element: &BytesStart<'_>) -> Result<(), SheetError> {
        let (first, last) = (self.addition.survey.first_free, self.last_column());
        let stated = span(element).filter(|(min, max)| hidden(element) && *min <= last && *max >= first);
        let Some((min, max)) = stated else {
            self.widths(span(element).map_or(0, |(min, _)| min.saturating_sub(1)))?;
            return self.start(element.borrow(), true);
        };
        if min < first {
            let before = with_attribute(element, "max", Some(&first.saturating_sub(1).to_string()));
            self.start(before, true)?;
        }
        self.widths(last)?;
        if max > last {
            let after = with_attribute(element, "min", Some(&last.saturating_add(1).to_string()));
            self.start(after, true)?;
        }
        Ok(())
    }

    /// Widths of the new columns up to one, where the file states none for them. They must stand in order.
    fn widths(&mut self, up_to: u32) -> Result<(), SheetError> {
        let (survey, columns) = (self.addition.survey, self.addition.columns);
        for (at, column) in (survey.first_free..=up_to).zip(columns).skip(self.widths) {
            self.widths = self.widths.saturating_add(1);
            if survey.widths.iter().any(|(min, max)| (*min..=*max).contains(&at)) {
                continue;
            }
            let name = self.name("col");
            let (at, width) = (at.to_string(), column.width.to_string());
            let element = BytesStart::new(name.as_str()).with_attributes([
                ("min", at.as_str()),
                ("max", at.as_str()),
                ("width", width.as_str()),
                ("customWidth", "1"),
            ]);
            self.out.write_event(Event::Empty(element))?;
        }
        Ok(())
    }

    /// Rows that get results but have no element in the file, up to this row.
    fn absent_rows(&mut self, before: u32) -> Result<(), SheetError> {
        let from = self.cursor.row.saturating_add(1);
        let header = std::iter::once(self.addition.header_row).filter(|row| (from..=before).contains(row));
        let absent: BTreeSet<u32> = if from > before {
            BTreeSet::new()
        } else {
            self.addition.rows.range(from..=before).map(|(row, _)| *row).chain(header).collect()
        };
        for row in absent.difference(&self.addition.survey.rows) {
            let name = self.name("row");
            let number = row.to_string();
            let element = BytesStart::new(name.as_str()).with_attributes([("r", number.as_str())]);
            self.out.write_event(Event::Start(element))?;
            self.cells(*row, &BTreeMap::new())?;
            self.out.write_event(Event::End(BytesEnd::new(name.as_str())))?;
        }
        Ok(())
    }

    fn row(&mut self, element: &BytesStart<'_>, empty: bool) -> Result<(), SheetError> {
        let before = self.cursor.row;
        let row = Cursor { row: before, ..Cursor::default() }.enter_row(element)?;
        self.absent_rows(row.saturating_sub(1))?;
        self.cursor.enter_row(element)?;
        if self.texts(row).is_none() {
            self.state = State::Outside;
            return self.start(element.borrow(), empty);
        }
        // `spans` only hints at the columns used; it may be left out, and would be wrong now.
        let changed = with_attribute(element, "spans", None);
        self.state = State::Before(BTreeMap::new());
        self.start(changed.borrow(), false)?;
        if empty {
            self.end_row()?;
            self.out.write_event(Event::End(changed.to_end()))?;
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), SheetError> {
        if let State::Before(styles) = std::mem::replace(&mut self.state, State::Outside) {
            self.cells(self.cursor.row, &styles)?;
        }
        Ok(())
    }

    /// A cell of the file. At the new cells' places there are at most empty ones, of which the style is kept.
    fn cell(&mut self, event: &Event<'_>, element: &BytesStart<'_>, empty: bool) -> Result<(), SheetError> {
        let column = self.cursor.enter_cell(element)?;
        let last = self.last_column();
        match std::mem::replace(&mut self.state, State::Outside) {
            State::Before(mut styles) if column >= self.addition.survey.first_free && column <= last => {
                styles.extend(attribute(element, "s").map(|style| (column, style)));
                self.state = if empty { State::Before(styles) } else { State::Replacing(styles) };
                return Ok(());
            }
            State::Before(styles) if column > last => {
                self.cells(self.cursor.row, &styles)?;
                self.state = State::After;
            }
            state => self.state = state,
        }
        Ok(self.out.write_event(event.borrow())?)
    }

    /// The new cells of a row, as inline strings.
    fn cells(&mut self, row: u32, styles: &BTreeMap<u32, String>) -> Result<(), SheetError> {
        let survey = self.addition.survey;
        let texts: Vec<String> = self.texts(row).unwrap_or_default().into_iter().map(str::to_owned).collect();
        let header_style = survey.header_style.as_ref().filter(|_| row == self.addition.header_row);
        let (c, is, t) = (self.name("c"), self.name("is"), self.name("t"));
        for (column, text) in (survey.first_free..).zip(texts) {
            let reference = format!("{}{row}", letters(column));
            let mut cell = BytesStart::new(c.as_str()).with_attributes([("r", reference.as_str())]);
            if let Some(style) = header_style.or_else(|| styles.get(&column)) {
                cell.push_attribute(("s", style.as_str()));
            }
            if text.is_empty() {
                self.out.write_event(Event::Empty(cell))?;
                continue;
            }
            cell.push_attribute(("t", "inlineStr"));
            let inner = BytesStart::new(t.as_str()).with_attributes([("xml:space", "preserve")]);
            self.out.write_event(Event::Start(cell))?;
            self.out.write_event(Event::Start(BytesStart::new(is.as_str())))?;
            self.out.write_event(Event::Start(inner))?;
            self.out.write_event(Event::Text(BytesText::new(&literal(&text))))?;
            for name in [&t, &is, &c] {
                self.out.write_event(Event::End(BytesEnd::new(name.as_str())))?;
            }
        }
        Ok(())
    }
}

/// The element with one attribute set or taken away, the others as they were.
fn with_attribute<'e>(element: &'e BytesStart<'_>, name: &str, value: Option<&str>) -> BytesStart<'e> {
    let mut changed = BytesStart::new(element.name().into_inner());
    for attribute in element.attributes().flatten().filter(|attribute| attribute.key.as_ref() != name) {
        changed.push_attribute(attribute);
    }
    if let Some(value) = value {
        changed.push_attribute((name, value));
    }
    changed
}

/// Excel reads `_x0041_` in a text as the letter A (ECMA-376 Part 1, 22.9.2.19); its own way to write it literally is
/// to escape the underscore.
fn literal(text: &str) -> String {
    text.replace("_x", "_x005F_x")
}

/// The letters of a column counted from 1.
fn letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        column = column.saturating_sub(1);
        letters.push(char::from(b'A'.saturating_add(u8::try_from(column % 26).unwrap_or(0))));
        column /= 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xlsx::survey::survey;

    /// A sheet with an answer in rows 2 and 4, two result columns.
    fn rewritten(sheet: &str) -> String {
        let columns = [Column { heading: "Verdict", width: 10 }, Column { heading: "Why", width: 70 }];
        let rows = BTreeMap::from([
            (2, vec!["hold".to_owned(), "=1+1 <&> _x0041_".to_owned()]),
            (4, vec![String::new(), "b".to_owned()]),
        ]);
        let survey = survey(sheet.as_bytes(), 1, 2).unwrap();
        let mut out = Vec::new();
        rewrite(
            sheet.as_bytes(),
            &mut out,
            &Addition { columns: &columns, header_row: 1, rows: &rows, survey: &survey },
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cells_go_to_the_right_and_everything_else_stays() {
        let sheet = concat!(
            r#"<?xml version="1.0"?><worksheet xmlns:a="x"><dimension ref="A1:B3"/><cols><col min="1" max="2" width="9"/></cols>"#,
            r#"<sheetData><row r="1" spans="1:2" a:dy="0.2"><c r="A1" s="4" t="s"><v>0</v></c></row>"#,
            r#"<row  r="2"  ht='15'><c r="A2"><f>SUM(1,2)</f><v>3</v></c><c r="C2" s="7"/><c r="E2" s="8"></c></row>"#,
            r#"<row r="3"/><row r="5"><c r="B5" s="1"/></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>"#,
        );
        insta::assert_snapshot!(rewritten(sheet).replace("><", ">\n<"));
    }

    #[test]
    fn a_sheet_without_references_or_widths_and_with_a_prefix() {
        let sheet = concat!(
            "<x:worksheet xmlns:x=\"y\"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>",
            "<x:row><x:c/></x:row></x:sheetData></x:worksheet>"
        );
        insta::assert_snapshot!(rewritten(sheet).replace("><", ">\n<"));
        insta::assert_snapshot!(rewritten("<worksheet><sheetData/></worksheet>").replace("><", ">\n<"));
    }

    #[test]
    fn widths_stay_in_order_and_results_are_not_hidden() {
        let widths = |cols: &str| {
            let sheet =
                format!(r#"<a><cols>{cols}</cols><sheetData><row><c r="B1"><v>1</v></c></row></sheetData></a>"#);
            let rewritten = rewritten(&sheet);
            rewritten.split("cols>").nth(1).unwrap().trim_end_matches("</").to_owned()
        };
        let (c, d) = (
            r#"<col min="3" max="3" width="10" customWidth="1"/>"#,
            r#"<col min="4" max="4" width="70" customWidth="1"/>"#,
        );
        let right = r#"<col min="5" max="9" width="2"/>"#;
        assert_eq!(widths(right), format!("{c}{d}{right}"));
        let covers = r#"<col min="2" max="3" width="2"/>"#;
        assert_eq!(widths(covers), format!("{covers}{d}"));
        assert_eq!(
            widths(r#"<col min="2" max="16384" hidden="1"></col>"#),
            format!(r#"<col min="2" hidden="1" max="2"/>{c}{d}<col max="16384" hidden="1" min="5"/>"#)
        );
        assert_eq!(widths(r#"<col min="4" max="4" hidden="true"/>"#), format!("{c}{d}"));
    }

    #[test]
    fn what_stands_after_the_cells_is_no_cell() {
        let tail = concat!(
            r#"<controls><anchor><xdr:col>3</xdr:col><xdr:row>1</xdr:row></anchor></controls>"#,
            r#"<extLst><xm:f>A1</xm:f><cols/><c r="Q1"/></extLst></worksheet>"#
        );
        let head = r#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row></sheetData>"#;
        let rewritten = rewritten(&format!("{head}{tail}"));
        assert!(rewritten.ends_with(tail), "{rewritten}");
        assert!(rewritten.contains(r#"<c r="B1" t="inlineStr">"#), "{rewritten}");
        assert!(rewritten.contains(r#"</c><c r="XFD1" s="1"/></row>"#), "{rewritten}");
    }

    #[test]
    fn a_damaged_sheet_is_an_error() {
        for sheet in [
            "",
            "<a/>",
            "<sheetData>",
            "<sheetData><row r=\"0\"/></sheetData>",
            "<sheetData><row r=\"1\"><c r=\"7\"/></row></sheetData>",
            "<sheetData></row>",
        ] {
            assert!(matches!(survey(sheet.as_bytes(), 1, 2), Err(SheetError::Damaged(_))), "{sheet}");
        }
        let full = "<sheetData><row><c r=\"XFC1\"><v>1</v></c></row></sheetData>";
        assert!(matches!(survey(full.as_bytes(), 1, 2), Err(SheetError::Full { used: 16_385 })));
    }

    #[test]
    fn columns_have_letters() {
        for (column, name) in [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")] {
            assert_eq!(letters(column), name);
            assert_eq!(column_of(&format!("{name}7")), Some(column));
        }
        assert_eq!(column_of("XFE1"), None);
        assert_eq!(column_of("12"), None);
    }
}
