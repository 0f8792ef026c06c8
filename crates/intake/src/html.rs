//! Rows of a web page's tables: what many systems export under the name `.xls`.

use crate::cell::{Cell, Row};

/// The rows of all tables of a page, in order; each `tr` counts as one row.
pub(crate) fn rows(page: &str, columns: usize) -> Vec<Row> {
    let mut table = Table { columns, ..Table::default() };
    let mut rest = page;
    while let Some((text, tag_on)) = rest.split_once('<') {
        table.text(text);
        if let Some(comment) = tag_on.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((tag, after)) = tag_on.split_once('>') else { break };
        let name: String =
            tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect::<String>().to_ascii_lowercase();
        rest = match name.as_str() {
            "script" | "style" => past(after, &name),
            _ => after,
        };
        table.tag(&name, tag);
    }
    table.end_row();
    table.rows
}

/// What follows the end of an element that holds no text for people.
fn past<'a>(text: &'a str, name: &str) -> &'a str {
    let end = format!("</{name}");
    let at = text.as_bytes().windows(end.len()).position(|window| window.eq_ignore_ascii_case(end.as_bytes()));
    at.and_then(|at| text.get(at..)).unwrap_or_default()
}

#[derive(Default)]
struct Table {
    columns: usize,
    rows: Vec<Row>,
    number: u64,
    cells: Vec<Cell>,
    /// The text of the open cell, and how many columns it covers.
    cell: Option<(String, usize)>,
}

impl Table {
    fn tag(&mut self, name: &str, tag: &str) {
        match name {
            "td" | "th" => {
                self.end_cell();
                self.cell = Some((String::new(), span(tag)));
            }
            "/td" | "/th" => self.end_cell(),
            "tr" | "/table" => self.end_row(),
            "/tr" => self.end_cell(),
            "br" | "br/" | "/p" | "/div" => {
                if let Some((text, _)) = &mut self.cell {
                    text.push('\n');
                }
            }
            _ => {}
        }
        if name == "tr" {
            self.number = self.number.saturating_add(1);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((cell, _)) = &mut self.cell {
            let text = text.replace("&nbsp;", " ");
            // Line breaks of the source mean nothing in a page.
            let text = text.replace(['\r', '\n', '\t'], " ");
            match quick_xml::escape::unescape(&text) {
                Ok(plain) => cell.push_str(&plain),
                Err(_) => cell.push_str(&text),
            }
        }
    }

    fn end_cell(&mut self) {
        if let Some((text, span)) = self.cell.take() {
            let room = self.columns.saturating_sub(self.cells.len());
            let words: Vec<String> =
                text.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            if room > 0 {
                self.cells.push(Cell::from_text(&words.join("\n")));
                self.cells.extend(std::iter::repeat_n(Cell::Empty, span.min(room).saturating_sub(1)));
            }
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if !self.cells.is_empty() {
            let row = Row { number: self.number.max(1), cells: std::mem::take(&mut self.cells), ..Row::default() };
            if !row.is_blank() {
                self.rows.push(row);
            }
        }
    }
}

/// The `colspan` of a cell.
fn span(tag: &str) -> usize {
    let lower = tag.to_ascii_lowercase();
    let value = lower.split_once("colspan").and_then(|(_, value)| value.trim_start().strip_prefix('='));
    let digits: String = value
        .unwrap_or_default()
        .trim_start_matches([' ', '"', '\''])
        .chars()
        .take_while(char::is_ascii_digit)
        .take(4)
        .collect();
    digits.parse().unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_as_exported() {
        let page = "<html><style>td{x:'<'}</style><!-- <td>no</td> --><TABLE><tr><th>Order</th><th colspan=\"2\">Description</th><th>Ship&nbsp;to\n</th></tr>\
                    <tr><td>SO-1<td> H200 &amp; <b>board</b></td><td></td><td>Hong<br>Kong</td></tr><tr></tr></table>after";
        let text = |text: &str| Cell::Text(text.to_owned());
        let rows = rows(page, 100);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].cells, [text("Order"), text("Description"), Cell::Empty, text("Ship to")]);
        assert_eq!(rows[1].cells, [text("SO-1"), text("H200 & board"), Cell::Empty, text("Hong\nKong")]);
        assert_eq!((rows[0].number, rows[1].number), (1, 2));
    }

    proptest! {
        #[test]
        fn nothing_panics(page in "(<|>|td|/td|tr|!--|-->|&|;|script|é|colspan=9|\"| ){0,60}") {
            for row in rows(&page, 20) {
                prop_assert!(row.cells.len() <= 20);
            }
        }
    }
}
