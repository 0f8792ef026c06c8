//! Any table, however written, reads back the same; any bytes are read without panic.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "helpers of tests")]

use encoding_rs::{BIG5, Encoding, GB18030, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use proptest::prelude::*;
use tidewaiter_intake::{Format, Options, open};
use tidewaiter_model::Line;

/// One row of an order book.
#[derive(Clone, Debug)]
struct Order {
    order: String,
    description: String,
    quantity: u64,
    ship_to: &'static str,
    end_user: String,
}

const COLUMNS: [(&str, &str); 5] = [
    ("order", "订单号"),
    ("description", "品名"),
    ("quantity", "数量"),
    ("ship-to", "目的地"),
    ("end user", "最终用户"),
];

fn cell(order: &Order, column: usize) -> String {
    match column {
        0 => order.order.clone(),
        1 => order.description.clone(),
        2 => order.quantity.to_string(),
        3 => order.ship_to.to_owned(),
        _ => order.end_user.clone(),
    }
}

fn same(line: &Line, order: &Order) -> bool {
    line.order == order.order
        && line.description == order.description
        && line.quantity == Some(order.quantity)
        && line.ship_to.as_ref().and_then(|place| place.country).is_some_and(|country| country.code() == order.ship_to)
        && line.parties.first().map(|party| party.name.as_str()) == Some(order.end_user.as_str())
        && line.faults.is_empty()
}

/// A text that is not one of those that stand for an empty cell, such as `Na`.
fn text(pattern: &str) -> impl Strategy<Value = String> + use<> {
    let empty =
        |text: &String| !["na", "nil", "none", "null", "tbd", "tba", "tbc"].contains(&text.to_lowercase().as_str());
    prop::string::string_regex(pattern).unwrap().prop_filter("stands for an empty cell", empty)
}

prop_compose! {
    fn orders(letters: &'static str)(rows in prop::collection::vec(
        (
            "SO-[0-9]{1,5}",
            text(&format!("[A-Z{letters}][A-Za-z0-9 ,;|\"\n{letters}]{{0,20}}[a-z{letters}]")),
            1u64..1_000_000,
            prop::sample::select(vec!["CN", "SG", "MY", "US", "DE"]),
            text(&format!("[A-Z{letters}][A-Za-z0-9 ,.;\"{letters}]{{0,20}}[a-z{letters}]")),
        ),
        1..20,
    )) -> Vec<Order> {
        rows.into_iter()
            .map(|(order, description, quantity, ship_to, end_user)| Order { order, description, quantity, ship_to, end_user })
            .collect()
    }
}

/// How the file is written.
#[derive(Clone, Debug)]
struct Writing {
    delimiter: u8,
    crlf: bool,
    quote_all: bool,
    chinese: bool,
    upper: bool,
    columns: Vec<usize>,
}

prop_compose! {
    fn writing(chinese: bool)(
        delimiter in prop::sample::select(b",;\t|".to_vec()),
        crlf: bool,
        quote_all: bool,
        upper: bool,
        columns in Just((0..5).collect::<Vec<usize>>()).prop_shuffle(),
    ) -> Writing {
        Writing { delimiter, crlf, quote_all, chinese, upper, columns }
    }
}

/// The table as the `csv` crate writes it.
fn write(orders: &[Order], how: &Writing) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(how.delimiter)
        .terminator(if how.crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
        .quote_style(if how.quote_all { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary })
        .from_writer(Vec::new());
    let header = |column: &usize| {
        let (english, chinese) = COLUMNS[*column];
        let name = if how.chinese { chinese } else { english };
        if how.upper { name.to_uppercase() } else { name.to_owned() }
    };
    writer.write_record(how.columns.iter().map(header)).unwrap();
    for order in orders {
        writer.write_record(how.columns.iter().map(|column| cell(order, *column))).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn encode(text: &str, encoding: &'static Encoding, mark: bool) -> Vec<u8> {
    let marked = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
    if encoding == UTF_16LE {
        marked.encode_utf16().flat_map(u16::to_le_bytes).collect()
    } else if encoding == UTF_16BE {
        marked.encode_utf16().flat_map(u16::to_be_bytes).collect()
    } else {
        let (bytes, _, lossy) = encoding.encode(&marked);
        assert!(!lossy);
        bytes.into_owned()
    }
}

fn read(bytes: &[u8]) -> Option<(Vec<Line>, Format)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("orders");
    std::fs::write(&path, bytes).unwrap();
    let mut book = open(&path, &Options::default()).ok()?;
    let lines: Vec<Line> = book.by_ref().collect();
    book.faults();
    Some((lines, book.format()))
}

fn reads_back(orders: &[Order], bytes: &[u8]) -> Result<(), TestCaseError> {
    let (lines, format) = read(bytes).ok_or_else(|| TestCaseError::fail("refused"))?;
    prop_assert_eq!(lines.len(), orders.len(), "{:?}", format);
    for (line, order) in lines.iter().zip(orders) {
        prop_assert!(same(line, order), "{:?}: {:?} is not {:?}", format, line, order);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn unicode(orders in orders("é中文数据한국"), how in writing(false), wide in 0u8..4) {
        let text = write(&orders, &how);
        let (encoding, mark) = [(UTF_8, false), (UTF_8, true), (UTF_16LE, true), (UTF_16BE, true)][usize::from(wide)];
        reads_back(&orders, &encode(&text, encoding, mark))?;
    }

    #[test]
    fn simplified_chinese(orders in orders("英伟达模组示例公司"), how in writing(true)) {
        reads_back(&orders, &encode(&write(&orders, &how), GB18030, false))?;
    }

    /// Row numbers are those a spreadsheet shows: blank lines count, line breaks in cells don't.
    #[test]
    fn rows_are_counted_as_seen(orders in orders("é"), blanks in prop::collection::vec(0usize..3, 20)) {
        let how = Writing { delimiter: b',', crlf: false, quote_all: true, chinese: false, upper: false, columns: (0..5).collect() };
        let mut text = write(&[], &how);
        let header = text.len();
        let mut expected = Vec::new();
        let mut row = 1;
        for (order, blanks) in orders.iter().zip(&blanks) {
            text.push_str(&"\n".repeat(*blanks));
            row += u64::try_from(*blanks).unwrap() + 1;
            expected.push(row);
            text.push_str(&write(std::slice::from_ref(order), &how)[header..]);
        }
        let (lines, _) = read(text.as_bytes()).unwrap();
        let rows: Vec<u64> = lines.iter().map(|line| line.position.row.unwrap()).collect();
        prop_assert_eq!(rows, expected);
    }

    /// A workbook with the same cells gives the same lines.
    #[test]
    fn workbooks(orders in orders("é中文"), columns in Just((0..5).collect::<Vec<usize>>()).prop_shuffle()) {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        for (at, column) in (0_u16..).zip(&columns) {
            sheet.write(0, at, COLUMNS[*column].0).unwrap();
            for (row, order) in (1_u32..).zip(&orders) {
                sheet.write(row, at, cell(order, *column)).unwrap();
            }
        }
        reads_back(&orders, &workbook.save_to_buffer().unwrap())?;
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000), after_header: bool) {
        let mut file = if after_header { b"order,description,quantity,ship-to\n".to_vec() } else { Vec::new() };
        file.extend(&bytes);
        read(&file);
    }

    /// Text made of what parts cells and rows, below a good header: every line break or fewer gives a row, none is lost.
    #[test]
    fn any_marks(text in "[\",\n\r;a \u{e9}]{0,400}") {
        let file = format!("order,description,quantity,ship-to\n{text}\nlast,H200,8,SG\n");
        let (lines, _) = read(file.as_bytes()).unwrap();
        let kept = lines.iter().any(|line| format!("{line:?}").contains("H200"));
        prop_assert!(kept);
    }

    #[test]
    fn any_json(text in "[\\[\\]{}\",:a1 \n\\\\]{0,200}") {
        read(format!("{{\"order\":\"A\"}}\n{text}").as_bytes());
        read(format!("[{{\"order\":\"A\"}},{text}").as_bytes());
    }

    /// Bytes flipped in a real workbook.
    #[test]
    fn damaged_workbooks(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), cut in any::<prop::sample::Index>(), cuts: bool) {
        let mut bytes = tidewaiter_intake::template().unwrap();
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        read(&bytes);
    }
}

/// The other old encodings, with enough text to tell them apart.
#[test]
fn other_encodings() {
    for (encoding, letters, header) in [
        (BIG5, "輝達範例電腦股份有限公司的八卡模組伺服器", true),
        (SHIFT_JIS, "エヌビディアの加速器モジュールです", false),
        (WINDOWS_1252, "Grafikkarten für große Rechner und Geräte", false),
    ] {
        let orders: Vec<Order> = (1..30)
            .map(|row| Order {
                order: format!("SO-{row}"),
                description: format!("H100 {letters}"),
                quantity: row,
                ship_to: "SG",
                end_user: format!("{letters} {row}"),
            })
            .collect();
        let how = Writing {
            delimiter: b',',
            crlf: true,
            quote_all: false,
            chinese: false,
            upper: false,
            columns: (0..5).collect(),
        };
        let mut text = write(&orders, &how);
        if header {
            text = text.replacen("description", "品名", 1);
        }
        reads_back(&orders, &encode(&text, encoding, false)).unwrap();
    }
}
