//! A folder of awkward inputs, made here: what each gives, with every fault in full.
#![expect(clippy::unwrap_used, clippy::string_slice, reason = "helpers of tests")]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use tidewaiter_intake::{Limits, Options, is_note, open};

const HEADER: &str = "order,line,date,description,quantity,unit price,currency,ship-to,end user,end user country\n";

/// What a file gives: its lines in short, their faults, and those of the file.
fn outcome(name: &str, bytes: &[u8], options: &Options) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut said = String::new();
    match open(&path, options) {
        Err(faults) => {
            for fault in faults {
                writeln!(said, "refused [{}] {fault}", fault.code).unwrap();
            }
        }
        Ok(mut book) => {
            let mut faults = book.faults();
            for line in book.by_ref() {
                let date = line.date.map_or_else(|| "-".to_owned(), |date| date.to_string());
                let quantity = line.quantity.map_or_else(|| "-".to_owned(), |quantity| quantity.to_string());
                let price = line.unit_price.map_or_else(|| "-".to_owned(), |price| price.to_string());
                let to = line.ship_to.as_ref().map_or_else(
                    || "-".to_owned(),
                    |place| place.country.map_or_else(|| "?".to_owned(), |country| country.to_string()),
                );
                let parties: Vec<String> = line
                    .parties
                    .iter()
                    .map(|p| format!("{}={}({})", p.role, p.name, p.country.map_or("?".to_owned(), |c| c.to_string())))
                    .collect();
                writeln!(
                    said,
                    "{} {}/{} {date} `{}{}` {quantity} {price}{} to {to} {}",
                    line.position.row.unwrap(),
                    line.order,
                    line.line,
                    line.description.replace('\n', "⏎"),
                    line.part_number,
                    line.currency,
                    parties.join(" ")
                )
                .unwrap();
                for fault in &line.faults {
                    writeln!(said, "    [{}] {fault}", fault.code).unwrap();
                }
            }
            faults.extend(book.faults());
            for fault in faults {
                let kind = if is_note(&fault) { "note" } else { "file" };
                writeln!(said, "{kind} [{}] {fault}", fault.code).unwrap();
            }
        }
    }
    said.replace(&path.display().to_string(), name).replace(&folder.path().display().to_string(), "FOLDER")
}

fn csv(rows: &str) -> String {
    outcome("orders.csv", format!("{HEADER}{rows}").as_bytes(), &Options::default())
}

/// A workbook of one sheet from the XML inside its `sheetData`, and what follows that.
fn workbook(sheet_data: &str, after: &str) -> Vec<u8> {
    workbook_of(&[("Orders", "", sheet_data, after)])
}

fn workbook_of(sheets: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let ns = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let pkg = "http://schemas.openxmlformats.org/package/2006";
    let doc = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    part(
        "[Content_Types].xml",
        &format!(
            "<Types xmlns=\"{pkg}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/></Types>"
        ),
    );
    part(
        "_rels/.rels",
        &format!(
            "<Relationships xmlns=\"{pkg}/relationships\"><Relationship Id=\"rId1\" Type=\"{doc}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    let mut names = String::new();
    let mut rels = String::new();
    for (at, (name, state, data, after)) in sheets.iter().enumerate() {
        let id = at + 1;
        write!(names, "<sheet name=\"{name}\" sheetId=\"{id}\" {state} r:id=\"rId{id}\"/>").unwrap();
        write!(rels, "<Relationship Id=\"rId{id}\" Type=\"{doc}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>")
            .unwrap();
        part(
            &format!("xl/worksheets/sheet{id}.xml"),
            &format!("<worksheet {ns}><sheetData>{data}</sheetData>{after}</worksheet>"),
        );
    }
    part("xl/workbook.xml", &format!("<workbook {ns}><sheets>{names}</sheets></workbook>"));
    let id = sheets.len() + 1;
    write!(rels, "<Relationship Id=\"rId{id}\" Type=\"{doc}/styles\" Target=\"styles.xml\"/>").unwrap();
    part("xl/_rels/workbook.xml.rels", &format!("<Relationships xmlns=\"{pkg}/relationships\">{rels}</Relationships>"));
    part(
        "xl/styles.xml",
        &format!(
            "<styleSheet {ns}><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
        ),
    );
    zip.finish().unwrap().into_inner()
}

/// A row of the sheet, hidden if its order is SO-3: texts as they are, `#n` numbers, `@n` dates, anything else with `<` raw.
fn row(number: usize, cells: &[&str]) -> String {
    let hidden = if cells.first() == Some(&"SO-3") { " hidden=\"1\"" } else { "" };
    let mut xml = format!("<row r=\"{number}\"{hidden}>");
    for (at, cell) in cells.iter().enumerate() {
        let at = format!("{}{number}", char::from(b'A' + u8::try_from(at).unwrap()));
        match cell.chars().next() {
            None => {}
            Some('<') => xml.push_str(&cell.replace("AT", &at)),
            Some('#') => write!(xml, "<c r=\"{at}\"><v>{}</v></c>", &cell[1..]).unwrap(),
            Some('@') => write!(xml, "<c r=\"{at}\" s=\"1\"><v>{}</v></c>", &cell[1..]).unwrap(),
            Some(_) => write!(xml, "<c r=\"{at}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>").unwrap(),
        }
    }
    xml.push_str("</row>");
    xml
}

const SHEET_HEADER: [&str; 7] = ["Order No.", "Date", "Description", "Qty", "Unit price", "Currency", "Ship-to"];

#[test]
fn cells_that_cannot_be_read() {
    let said = csv(concat!(
        "SO-1,10,2025-04-03,H200,8,30000,USD,Singapore,Example Lab,SG\n",
        "SO-1,20,03/04/2025,H200,8,30000,USD,Singapore,Example Lab,SG\n",
        "SO-1,30,3 Apr 25,H200,8,30000,USD,Singapore,Example Lab,SG\n",
        "SO-1,40,2025-02-30,H200,8,30000,USD,Singapore,Example Lab,SG\n",
        "SO-1,50,45750,H200,8,30000,USD,Singapore,Example Lab,SG\n",
        "SO-1,60,2025-04-03,H200,-4,30000,USD,Singapore,Example Lab,SG\n",
        "SO-1,70,2025-04-03,H200,0,30000,USD,Singapore,Example Lab,SG\n",
        "SO-1,80,2025-04-03,H200,2.5,30000,USD,Singapore,Example Lab,SG\n",
        "SO-1,90,2025-04-03,H200,1.000,30000,USD,Singapore,Example Lab,SG\n",
        "SO-1,100,2025-04-03,H200,8 kg,30.000,USD,Singapore,Example Lab,SG\n",
        "SO-1,110,2025-04-03,H200,#REF!,on request,USD,Singapore,Example Lab,SG\n",
        "SO-1,120,2025-04-03,H200,=B2*2,-30000,USD,Singapore,Example Lab,SG\n",
        "SO-1,130,2025-04-03,H200,8,30000,doubloons,Atlantis,Example Lab,Middle East\n",
        "SO-1,140,2025-04-03,H200,8,¥1000,,San Jose,Example Lab,NA\n",
        "SO-1,150,2025-04-03,H200,8,€1000,USD,\"Shanghai, Malaysia\",TBD,\n",
        ",160,2025-04-03,H200,8,1000,$,Singapore,-,\n",
        "4.50001E+09,170,2025-04-03,,8,1000,USD,Singapore,Example Lab,SG\n",
    ));
    insta::assert_snapshot!(said);
}

#[test]
fn rows_that_are_broken() {
    let long = "x".repeat(5000);
    let options =
        Options { limits: Limits { row_bytes: 4000, columns: 20, ..Limits::default() }, ..Options::default() };
    let rows = format!(
        "{HEADER}\
         SO-1,10,2025-04-03,\"H200, \"\"SXM\"\",\nin two lines\",8,30000,USD,Singapore,Example Lab,SG\n\
         \n\
         SO-2,10,2025-04-03,H200, 141GB,8,30000,USD,Singapore,Example Lab,SG\n\
         SO-3,10,2025-04-03,H200,8\n\
         SO-4,10,2025-04-03,\"H200,8,30000,USD,Singapore,Example Lab,SG\n\
         SO-5,10,2025-04-03,\"H200\",8,30000,USD,Singapore,Example Lab,SG\n\
         SO-6,10,2025-04-03,{long},8,30000,USD,Singapore,Example Lab,SG\n\
         SO-7,10,2025-04-03,H\02\000,8,30000,USD,Singapore,Example Lab,SG\n\
         SO-8,10,2025-04-03,H200,8,30000,USD,Singapore,Example Lab,SG,,,,,,,,,,,,,,,,,,,\n\
         SO-9,10,2025-04-03,H200,8,30000,USD,Singapore,Example Lab,SG,,,\n\
         SO-10,10,2025-04-03,\"H200,8,30000,USD,Singapore,Example Lab,SG\n"
    );
    let said = outcome("orders.csv", rows.as_bytes(), &options);
    insta::assert_snapshot!(said.replace(&"x".repeat(100), ""));
}

#[test]
fn a_quotation_mark_never_swallows_the_file() {
    let mut rows = format!("{HEADER}SO-0,1,2025-04-03,\"H200,8,30000,USD,Singapore,Example Lab,SG\n");
    for row in 1..2000 {
        writeln!(rows, "SO-{row},1,2025-04-03,H200,8,30000,USD,Singapore,Example Lab,SG").unwrap();
    }
    let options = Options { limits: Limits { row_bytes: 20_000, ..Limits::default() }, ..Options::default() };
    let said = outcome("orders.csv", rows.as_bytes(), &options);
    assert_eq!(said.lines().filter(|line| line.contains("[unclosed-quote]")).count(), 1, "{said:.600}");
    for row in 1..2000 {
        assert!(said.contains(&format!(" SO-{row}/1 2025-04-03 `H200` 8 30000USD to SG")), "SO-{row}");
    }
}

#[test]
fn files_that_are_no_order_book() {
    let mut said = String::new();
    let mut try_it = |name: &str, bytes: &[u8]| {
        said.push_str(&outcome(name, bytes, &Options::default()));
    };
    try_it("empty.csv", b"");
    try_it("blank.csv", b"\xef\xbb\xbf \n\n\t\n");
    try_it("nul.csv", &[0; 100]);
    try_it("header-only.csv", HEADER.as_bytes());
    try_it("no-header.csv", b"alpha,beta\n1,2\n");
    try_it("missing.csv", b"Order,Quantity,Remarks\nSO-1,8,none\n");
    try_it("two.csv", b"Order,Description,Destination,Ship-to country\nSO-1,H200,SG,SG\n");
    try_it("same-words.csv", b"Order,Description,Qty,Qty,Ship-to\nSO-1,H200,1,2,SG\n");
    try_it("orders.pdf", b"%PDF-1.7\n...");
    try_it("orders.csv.gz", b"\x1f\x8b\x08\x00\x00");
    try_it("page.xls", b"<html><table><tr><td>order</td></tr></table></html>");
    try_it("page-of-orders.xls", b"<html><table><tr><th>Order<th>Description<th>Qty<th>Ship-to</tr><tr><td>SO-1<td>H200<td>8<td>Hong Kong</tr></table>");
    try_it("old.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old");
    let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    try_it("locked.xlsx", &locked);
    try_it("noise.csv", &(0..2000_u32).map(|i| u8::try_from(i * 7919 % 251 % 32).unwrap()).collect::<Vec<_>>());
    try_it("cut.xlsx", &workbook("", "")[..300]);
    try_it("not-a-workbook.xlsx", &{
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("readme.txt", zip::write::SimpleFileOptions::default()).unwrap();
        zip.finish().unwrap().into_inner()
    });
    try_it("no-cells.xlsx", &workbook("", ""));
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_path_buf(), folder.path().join("nowhere.csv")] {
        for fault in open(&path, &Options::default()).err().unwrap() {
            let text = fault.to_string().replace(&folder.path().display().to_string(), "FOLDER");
            writeln!(said, "refused [{}] {text}", fault.code).unwrap();
        }
    }
    insta::assert_snapshot!(said);
}

#[test]
fn what_map_can_get_wrong() {
    let file = b"Nr,What,How many,Whither,Whither\nSO-1,H200,8,Singapore,Johor\n";
    let mut said = String::new();
    for map in [
        vec![("order", "Nr"), ("description", "what"), ("quantity", "HOW MANY"), ("ship-to", "D")],
        vec![("colour", "Nr"), ("description", "What")],
        vec![("description", "Which"), ("ship-to", "D")],
        vec![("description", "What"), ("ship-to", "Whither")],
    ] {
        let map: Vec<(String, String)> = map.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        writeln!(said, "{map:?}").unwrap();
        said.push_str(&outcome("orders.csv", file, &Options { map, ..Options::default() }));
    }
    insta::assert_snapshot!(said);
}

#[test]
fn headers_of_many_kinds() {
    let mut said = String::new();
    for text in [
        "Quarterly report,,\n\nSold-to party,Material,Order quantity,Ship-to country\nExample GmbH,900-21010,8,DE\n",
        "sep=;\n订单号;品名;数量;单价（人民币）;目的地;最终用户;国家\nA1;英伟达 H100 八卡模组;2台;1.234,50;新加坡;示例公司;新加坡\n",
        "\u{feff}ORDER NO\tPRODUCT\tQTY\tDESTINATION\r\nSO-1\tA100\t1\tHong Kong\r\n",
        "Order,Item,Qty,Ship to,Remarks\rSO-1,B200,4,US,none\rSO-2,B200,4,US,none\r",
        "order|part_number|quantity|ship_to|route\nS|P|1|SG|Dubai -> Jebel Ali > Singapore\n",
    ] {
        said.push_str(&outcome("orders.csv", text.as_bytes(), &Options::default()));
        said.push('\n');
    }
    insta::assert_snapshot!(said);
}

#[test]
fn json_lines_and_arrays() {
    let lines = r#"{"order":"SO-1","line":1,"description":"H200","quantity":8,"unit_price":30000.5,"currency":"USD","ship_to":"Singapore","route":["Dubai","Hong Kong"],"parties":[{"role":"end_user","name":"Example Lab","country":"SG"}],"colour":"red"}
{"order":"SO-2","description":"H200","quantity":8,

{"order":"SO-3","description":["H200"],"quantity":"8","ship_to":"SG","end_user":{"name":"Example","country":"MY"}}
[1,2]
{"order":"SO-4","order_id":"SO-5","description":"H200","parties":[{"role":"friend","name":"x"}],"ship_to":"SG"}
{"order":"SO-6","description":"=H200","quantity":2.5,"ship_to":null}
"#;
    let array = "[\n  {\"order\": \"A\", \"description\": \"x, ]} \\\" y\", \"ship_to\": \"SG\"},\n  {\"order\": \"B\",\n   \"description\" \"H20\"},\n  3,\n  {\"order\": \"C\", \"description\": \"H20\", \"ship_to\": \"CN\"}\n]\n";
    let said = outcome("orders.jsonl", lines.as_bytes(), &Options::default())
        + "\n"
        + &outcome("orders.json", array.as_bytes(), &Options::default())
        + "\n"
        + &outcome("none.json", b"[]", &Options::default());
    insta::assert_snapshot!(said);
}

#[test]
fn workbooks() {
    let header = row(3, &SHEET_HEADER);
    let data = row(1, &["Orders of the week"])
        + &header
        + &row(4, &["#4500012345", "@45750", "H200", "#8", "#30000.1", "USD", "Singapore"])
        + &row(5, &["", "", "A100", "#4", "#0.30000000000000004", "USD", "Singapore"])
        + &row(6, &["SO-2", "#45750", "H20", "8 pcs", "$5", "", "CN"])
        + &row(
            7,
            &["#91110000600037341", "@45750.5", "H20", "<c r=\"AT\" t=\"e\"><v>#REF!</v></c>", "#5", "USD", "CN"],
        )
        + &row(
            8,
            &[
                "SO-3",
                "@45750",
                "H20",
                "<c r=\"AT\"><f>A1*2</f></c>",
                "<c r=\"AT\"><f>A1*2</f><v>12.5</v></c>",
                "USD",
                "CN",
            ],
        )
        + &row(9, &["", "", "", "", "", "", ""])
        + &row(10, &["SO-4", "@0.5", "=H20", "<c r=\"AT\" t=\"b\"><v>1</v></c>", "#5", "USD", "CN"])
        + &row(11, &["SO-5", "@45750", "H20", "#6", "#5", "USD", "CN"])
        + &row(12, &["", "", "H20E", "", "#5", "USD", "CN"]);
    let merges = "<mergeCells count=\"2\"><mergeCell ref=\"A4:B5\"/><mergeCell ref=\"A11:A12\"/><mergeCell ref=\"D11:D12\"/></mergeCells>";
    let mut said = outcome("orders.xlsx", &workbook(&data, merges), &Options::default());
    said.push('\n');
    let small = row(1, &SHEET_HEADER) + &row(2, &["SO-1", "", "H200", "#1", "", "", "SG"]);
    let note = row(1, &["Notes"]) + &row(2, &["nothing here"]);
    let several = workbook_of(&[
        ("Notes", "", &note, ""),
        ("Old", "state=\"hidden\"", &small, ""),
        ("May", "", &small, ""),
        ("June", "", &small, ""),
    ]);
    said.push_str(&outcome("several.xlsx", &several, &Options::default()));
    for sheet in ["june", "Notes", "July"] {
        let options = Options { sheet: Some(sheet.to_owned()), ..Options::default() };
        said.push_str(&outcome("several.xlsx", &several, &options));
    }
    said.push('\n');
    said.push_str(&outcome(
        "really.xlsx",
        format!("{HEADER}SO-1,1,2025-04-03,H200,1,1,USD,SG,,\n").as_bytes(),
        &Options::default(),
    ));
    insta::assert_snapshot!(said);
}

#[test]
fn zip_bombs_are_not_opened() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        for _ in 0..32 {
            zip.write_all(&vec![b' '; 1024 * 1024]).unwrap();
        }
    }
    let bomb = zip.finish().unwrap().into_inner();
    let tight =
        Options { limits: Limits { unpacked_bytes: 8 * 1024 * 1024, ..Limits::default() }, ..Options::default() };
    let said = outcome("bomb.xlsx", &bomb, &Options::default()) + &outcome("bomb.xlsx", &bomb, &tight);
    insta::assert_snapshot!(said);
}

#[test]
fn the_template_is_read_back() {
    let said = outcome("template.xlsx", &tidewaiter_intake::template().unwrap(), &Options::default())
        + &outcome("template.csv", tidewaiter_intake::template_csv().as_bytes(), &Options::default());
    insta::assert_snapshot!(said);
}

#[test]
fn old_encodings_are_told() {
    let text = "订单号,品名,数量,目的地,最终用户\nA1,英伟达 H100 八卡模组,2,新加坡,示例计算机有限公司\n";
    let traditional = "訂單號,品名,數量,目的地,最終用戶\nA1,輝達 H100 八卡模組,2,台灣,範例電腦股份有限公司\n";
    let japanese =
        "order,description,quantity,ship-to,end user\nA1,エヌビディア H100 モジュール,2,日本,例示計算機株式会社\n";
    let western = "order,description,quantity,ship-to,end user\nA1,Grafikmodul für Rechner,2,Österreich,Beispiel Gerätebau Müller\n";
    let mut said = String::new();
    for (name, text, encoding) in [
        ("utf8.csv", text, encoding_rs::UTF_8),
        ("gbk.csv", text, encoding_rs::GBK),
        ("gb18030.csv", text, encoding_rs::GB18030),
        ("big5.csv", traditional, encoding_rs::BIG5),
        ("shift-jis.csv", japanese, encoding_rs::SHIFT_JIS),
        ("latin.csv", western, encoding_rs::WINDOWS_1252),
    ] {
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy, "{name}");
        said.push_str(&outcome(name, &bytes, &Options::default()));
    }
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    said.push_str(&outcome("utf16le-unmarked.csv", &wide, &Options::default()));
    said.push_str(&outcome("utf16le.csv", &[b"\xff\xfe".as_slice(), &wide].concat(), &Options::default()));
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    said.push_str(&outcome("utf16be.csv", &[b"\xfe\xff".as_slice(), &wide].concat(), &Options::default()));
    let mut damaged = text.as_bytes().to_vec();
    damaged.extend(b"A2,H100 \xe5\xbc,2,SG,x\n");
    said.push_str(&outcome("damaged-utf8.csv", &damaged, &Options::default()));
    insta::assert_snapshot!(said);
}
