//! Files that are no good, or good in part: each gets a clear message with file, row, column and the way out; what can
//! be answered is answered; the exit code tells.

use std::fmt::Write as _;
use std::io::Write as _;

use crate::desk::{DAY, Desk, HEADERS, book, row};
use serde_json::Value;

/// Check a file and tell: exit code, what the order lines came to, and every message.
fn check(desk: &Desk, file: &str) -> String {
    told(desk, &[file])
}

fn told(desk: &Desk, args: &[&str]) -> String {
    let mut all = vec!["check", "--as-of", DAY, "--format", "jsonl", "--quiet"];
    all.extend_from_slice(args);
    let (code, out, err) = desk.run(&all);
    let mut told = format!("$ check {}\nexit code {code}\n", args.join(" "));
    for line in out.lines() {
        let answer: Value = serde_json::from_str(line).expect("nothing but data on standard output");
        let codes: Vec<&str> =
            answer["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
        let (order, verdict) = (answer["order"].as_str().unwrap(), answer["verdict"].as_str().unwrap());
        let _ = writeln!(told, "  {order}: {verdict} {}", codes.join(", "));
    }
    told + &err
}

/// A good line, so that the others can be seen to be answered.
fn good(order: &str) -> String {
    row(order, &[])
}

#[test]
fn files_that_hold_no_orders() {
    let desk = Desk::new();
    desk.file("empty.csv", "");
    desk.file("blank.csv", "\n\n  \n");
    desk.file("header.csv", format!("{HEADERS}\n"));
    desk.file("prose.csv", "Dear Ms Lindqvist,\nplease find the orders attached.\n");
    desk.file("missing.csv", "order,quantity\nSO-1,2\n");
    desk.file("noise.csv", [0u8, 159, 146, 150, 1, 2, 3, 0, 0, 255, 254, 7, 0, 9].repeat(300));
    desk.file("scan.pdf", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n");
    desk.file("orders of October.csv", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n");
    desk.file("old.xls", [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600]].concat());
    desk.file("page.csv", "<!DOCTYPE html><html><body><h1>403 Forbidden</h1></body></html>");
    desk.file("archive.xlsx", zip(&[("readme.txt", b"hello".as_slice())]));
    desk.file("cut.xlsx", &zip(&[("xl/workbook.xml", &[b'x'; 5000])])[..60]);
    std::fs::create_dir(desk.path().join("folder")).unwrap();
    let mut all = String::new();
    for name in [
        "empty.csv",
        "blank.csv",
        "header.csv",
        "prose.csv",
        "missing.csv",
        "noise.csv",
        "scan.pdf",
        "orders of October.csv",
        "old.xls",
        "page.csv",
        "archive.xlsx",
        "cut.xlsx",
        "folder",
        "no such file.csv",
    ] {
        let told = check(&desk, name);
        assert!(told.contains("\nexit code 2\nerror: "), "{told}");
        all += &told;
        all.push('\n');
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_file_without_orders_leaves_the_old_answer() {
    let desk = Desk::new();
    desk.file("header.csv", format!("{HEADERS}\n"));
    for format in ["table", "json", "jsonl", "sarif", "html", "xlsx"] {
        desk.file("answer", "of yesterday");
        let (code, out, _) = desk.run(&["check", "header.csv", "--format", format, "-o", "answer"]);
        assert_eq!((code, out.as_str()), (2, ""), "{format}");
        assert_eq!(desk.read("answer"), b"of yesterday", "{format}");
    }
    let left: Vec<_> = std::fs::read_dir(desk.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "a temporary file is left: {left:?}");
}

#[test]
fn cells_that_cannot_be_read() {
    let desk = Desk::new();
    desk.file(
        "orders.csv",
        book(&[
            row("SO-1", &[("date", "03/04/2025")]),
            good("SO-2"),
            row("SO-3", &[("quantity", "-2")]),
            row("SO-4", &[("description", "#REF!")]),
            row("SO-5", &[("description", "=B2&C2")]),
            row("SO-6", &[("quantity", "2.5")]),
            row("SO-7", &[("quantity", "99999999999999999999999")]),
            row("SO-8", &[("end user country", "Wonderland")]),
            row("SO-9", &[("date", "2026-02-30")]),
            row("SO-10", &[("quantity", "")]),
            "SO-11,1,2026-10-01".to_owned(),
            good("SO-12") + ",one,too,many",
            row("SO-13", &[("description", "\"NVIDIA L4 24GB")]),
            row("SO-14", &[("date", "")]),
            good("SO-15"),
        ]),
    );
    let told = check(&desk, "orders.csv");
    insta::assert_snapshot!(told);
    // The rows between are answered, and only they clear.
    let clear: Vec<&str> = told.lines().filter(|line| line.contains(": clear")).collect();
    assert_eq!(clear, ["SO-2", "SO-10", "SO-14", "SO-15"].map(|order| format!("  {order}: clear AIDIFF")));
}

#[test]
fn a_quotation_mark_that_nothing_closes_takes_one_row_only() {
    let desk = Desk::new();
    let plain = [("ship from", "US"), ("ship to", "DE"), ("end user address", "Lichtweg 4 Munich")];
    let open = [&plain[..], &[("description", "\"NVIDIA L4 24GB")]].concat();
    desk.file("orders.csv", book(&[row("SO-1", &plain), row("SO-2", &open), row("SO-3", &plain)]));
    insta::assert_snapshot!(check(&desk, "orders.csv"));
}

#[test]
fn an_empty_quantity_is_told_as_not_checked() {
    let desk = Desk::new();
    desk.file("orders.csv", book(&[row("SO-1", &[("quantity", "")])]));
    let (_, out, _) = desk.run(&["check", "orders.csv", "--as-of", DAY, "--format", "jsonl"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["accelerators"], "unknown");
    assert!(answer["not_checked"].to_string().contains("no quantity is given"), "{answer}");
}

#[test]
fn a_cell_without_end_does_not_fill_the_answer() {
    let desk = Desk::new();
    let endless = "x".repeat(2_000_000);
    desk.file("orders.csv", book(&[good("SO-1"), row("SO-2", &[("description", &endless)]), good("SO-3")]));
    let told = check(&desk, "orders.csv");
    insta::assert_snapshot!(told);
    let (_, out, _) = desk.run(&["check", "orders.csv", "--as-of", DAY, "--format", "json"]);
    assert!(out.len() < 20_000, "{} bytes", out.len());
}

#[test]
fn an_order_without_a_date_says_whose_law_was_asked() {
    let desk = Desk::new();
    desk.file("orders.csv", book(&[good("SO-1"), row("SO-2", &[("date", "")])]));
    let (_, out, _) = desk.run(&["check", "orders.csv", "--as-of", "order-date", "--format", "jsonl"]);
    let answers: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers[0]["as_of"], "2026-10-01");
    assert!(!answers[0]["not_checked"].to_string().contains("order's date"), "{}", answers[0]);
    let told = format!("it has none, so {} was asked", answers[1]["as_of"].as_str().unwrap());
    assert!(answers[1]["not_checked"].to_string().contains(&told), "{}", answers[1]);
}

#[test]
fn the_table_names_the_column_too() {
    let desk = Desk::new();
    desk.file("orders.csv", book(&[row("SO-1", &[("date", "03/04/2025")])]));
    let (code, out, err) = desk.run(&["check", "orders.csv", "--as-of", DAY]);
    assert_eq!(code, 1);
    assert!(out.contains("SO-1 / 1 · REVIEW · row 2"), "{out}");
    assert!(out.contains("Column date: `03/04/2025` may be 3 April 2025 or 4 March 2025"), "{out}");
    assert!(err.contains("warning: orders.csv, row 2, column date: `03/04/2025` may be 3 April"), "{err}");
}

#[test]
fn many_bad_cells_are_counted_not_poured_out() {
    let desk = Desk::new();
    let rows: Vec<String> = (0..100).map(|n| row(&format!("SO-{n}"), &[("quantity", "-1")])).collect();
    desk.file("orders.csv", book(&rows));
    let (code, out, err) = desk.run(&["check", "orders.csv", "--as-of", DAY, "--format", "jsonl", "-q"]);
    assert_eq!((code, out.lines().count(), err.lines().count()), (1, 100, 21));
    assert!(err.ends_with("warning: and 80 more, each told with its line in the answer\n"), "{err}");
}

#[test]
fn texts_in_any_encoding_answer_alike() {
    let desk = Desk::new();
    let chinese = "订单号,行号,日期,产品描述,数量,目的地,买方,最终用户,最终用户国家\n\
        SO-1,1,2026-10-01,英伟达 H100 八卡模组,2,上海,浪潮集团有限公司,浪潮集团有限公司,中国\n";
    let wide = |mark: &[u8], order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        mark.iter().copied().chain(chinese.encode_utf16().flat_map(order)).collect()
    };
    // GBK by hand: what Excel writes on a Chinese desk.
    let gbk = encoding_rs::GBK.encode(chinese).0.into_owned();
    desk.file("utf8.csv", chinese);
    desk.file("utf8-bom.csv", format!("\u{feff}{chinese}"));
    desk.file("gbk.csv", gbk);
    desk.file("utf16.csv", wide(&[0xff, 0xfe], u16::to_le_bytes));
    desk.file("utf16-be.csv", wide(&[0xfe, 0xff], u16::to_be_bytes));
    desk.file("utf16-bare.csv", wide(&[], u16::to_le_bytes));
    let answer = |name: &str| {
        let (code, out, err) = desk.run(&["check", name, "--as-of", DAY, "--format", "jsonl", "--home", "lists"]);
        assert_eq!(code, 1, "{name}: {err}");
        (out.replace(name, "[file]"), err.lines().filter(|l| l.contains(".csv:")).map(str::to_owned).collect())
    };
    let (wanted, silent): (String, Vec<String>) = answer("utf8.csv");
    assert!(
        silent.is_empty() && wanted.contains("\"LISTED-PARTY\"") && wanted.contains("16 × NVIDIA H100"),
        "{wanted}"
    );
    let mut notes = Vec::new();
    for name in ["utf8-bom.csv", "gbk.csv", "utf16.csv", "utf16-be.csv", "utf16-bare.csv"] {
        let (out, told) = answer(name);
        assert_eq!(out, wanted, "{name}");
        notes.extend(told);
    }
    insta::assert_snapshot!(notes.join("\n"));
}

#[test]
fn json_lines_broken_in_the_middle() {
    let desk = Desk::new();
    let order = |id: &str| {
        format!(
            r#"{{"order": "{id}", "date": "2026-10-01", "description": "NVIDIA ConnectX-7 adapter card", "quantity": 2, "ship to": "Munich, DE"}}"#
        )
    };
    let broken = r#"{"order": "SO-2", "description": "H100", "quantity":"#;
    desk.file("orders.jsonl", [&order("SO-1"), broken, &order("SO-3")].join("\n"));
    desk.file("cut.jsonl", format!("{}\n{}", order("SO-1"), order("SO-2").get(..40).unwrap()));
    insta::assert_snapshot!(check(&desk, "orders.jsonl") + "\n" + &check(&desk, "cut.jsonl"));
}

/// A zip file.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_zip_bomb_is_not_opened() {
    let desk = Desk::new();
    let zeros = vec![b' '; 64 << 20];
    let bomb = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", &zeros),
    ]);
    assert!(bomb.len() < 200_000);
    desk.file("bomb.xlsx", bomb);
    insta::assert_snapshot!(check(&desk, "bomb.xlsx"));
}

#[test]
fn wrong_words_on_the_command_line() {
    let desk = Desk::new();
    desk.file("orders.csv", book(&[good("SO-1")]));
    desk.file("stakes.csv", "who,what\nA,B\n");
    let mut all = String::new();
    for args in [
        &["--map", "end user=Final customer"][..],
        &["--map", "buyer=purchaser"],
        &["--map", "purchaser"],
        &["--bar", "7"],
        &["--stakes", "nowhere.csv"],
        &["--stakes", "stakes.csv"],
        &["--sheet", "October"],
        &["-o", "nowhere/answer.jsonl"],
        &["-o", "home"],
        &["-o", "orders.csv"],
        &["-o", "../../../../../../../../../../../../proc/nowhere/x"],
    ] {
        std::fs::create_dir_all(desk.path().join("home")).unwrap();
        all += &told(&desk, &[&["orders.csv"], args].concat());
        all.push('\n');
    }
    assert_eq!(String::from_utf8(desk.read("orders.csv")).unwrap(), book(&[good("SO-1")]), "the orders are lost");
    insta::assert_snapshot!(all);
    for args in [
        &["check", "orders.csv", "--as-of", "yesterday"][..],
        &["check", "orders.csv", "--compare", "2025-04-01"],
        &["check", "orders.csv", "--compare", "2025-04-01", "2026-04-01", "--format", "xlsx"],
        &["check", "orders.csv", "--format", "word"],
        &["check"],
        &["chekc"],
        &[],
        &["classify"],
        &["classify", " "],
        &["classify", "H100", "--to", "Wonderland"],
        &["screen", ""],
        &["screen", "Sophgo", "--limit", "0"],
        &["law", "changes", "2025-04-01"],
        &["law", "changes", "2025-04-01", "2025-13-01"],
    ] {
        let (code, out, err) = desk.run(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}: {err}");
        assert!(!err.is_empty(), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let path = desk.file("orders.csv", book(&[good("SO-1")]));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let told = check(&desk, "orders.csv");
    assert_eq!(
        told,
        "$ check orders.csv\nexit code 2\nerror: orders.csv: you may not read the file; ask for the right to read it, or copy it\n"
    );
}

/// Read by content, whatever it is, with the same answer as the file itself.
#[test]
fn a_book_may_come_on_standard_input() {
    let desk = Desk::new();
    let csv = book(&[row("A", &[]), row("B", &[("ship to", "Tehran")])]);
    let jsonl =
        "{\"order\": \"A\", \"line\": \"1\", \"description\": \"NVIDIA L4 24GB\", \"ship_to\": \"Munich, Germany\"}\n";
    desk.run(&["template", "empty.xlsx"]);
    let mut sheet = rust_xlsxwriter::Workbook::new();
    let cells = sheet.add_worksheet();
    for (at, (header, cell)) in
        [("order", "A"), ("description", "NVIDIA L4 24GB"), ("ship to", "Munich, Germany")].iter().enumerate()
    {
        let column = u16::try_from(at).unwrap();
        cells.write(0, column, *header).unwrap().write(1, column, *cell).unwrap();
    }
    let xlsx = sheet.save_to_buffer().unwrap();
    for (name, bytes) in
        [("book.csv", csv.into_bytes()), ("book.jsonl", jsonl.as_bytes().to_vec()), ("book.xlsx", xlsx)]
    {
        desk.file(name, &bytes);
        let (code, wanted, err) = desk.run(&["check", name, "--as-of", DAY, "--format", "json"]);
        assert!(code < 2, "{name}: {err}");
        let piped =
            desk.done(desk.tidewaiter(&["check", "-", "--as-of", DAY, "--format", "json"]).write_stdin(bytes.clone()));
        assert_eq!((piped.code, piped.out), (code, wanted.replace(name, "standard input")), "{name}: {}", piped.err);
        let copy = ["check", "-", "--as-of", DAY, "--format", "xlsx", "-o", "out.xlsx"];
        let piped = desk.done(desk.tidewaiter(&copy).write_stdin(bytes));
        assert!(piped.code == code && desk.read("out.xlsx").starts_with(b"PK"), "{name}: {}", piped.err);
    }
    let piped = desk.done(desk.tidewaiter(&["check", "-"]).write_stdin(""));
    assert!(piped.code == 2 && piped.err.contains("standard input: the file is empty"), "{}", piped.err);
}

#[test]
fn an_order_and_line_that_come_twice_are_told_and_both_answered() {
    let desk = Desk::new();
    desk.file("twice.csv", book(&[row("A", &[]), row("B", &[]), row("A", &[("quantity", "3")])]));
    let (code, out, err) = desk.run(&["check", "twice.csv", "--as-of", DAY, "--format", "json"]);
    assert_eq!(code, 1);
    assert!(
        err.contains("twice.csv, row 4: order `A`, line `1` stands in row 2 already; both rows are answered"),
        "{err}"
    );
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["tally"]["clear"], 3, "the lines themselves are answered as before");
    assert_eq!(answer["faults"][0]["code"], "duplicate-line");
    let (code, out, err) = desk.run(&["check", "twice.csv", "--as-of", DAY, "--format", "jsonl"]);
    assert!(code == 1 && out.lines().count() == 3 && err.contains("row 4"), "{err}");
    desk.file("once.csv", book(&[row("A", &[]), row("B", &[])]));
    assert_eq!(desk.run(&["check", "once.csv", "--as-of", DAY, "--format", "jsonl", "-q"]).0, 0);
}
