//! Consignments in every format: what is written is read, and each fault is named.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

#[cfg(feature = "parquet")]
mod parquet_file;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;
use tempfile::TempDir;
use tidewaiter_intake::{ConsignmentOptions, ConsignmentsRead, read_consignments};
use tidewaiter_model::{Consignment, Country, Date, Days, Decimal, Fault};
use tidewaiter_tracing::Records;

fn read_file(path: &Path, options: &ConsignmentOptions) -> Result<(Records, ConsignmentsRead), Vec<Fault>> {
    let mut records = Records::default();
    records.begin_file("file");
    let read = read_consignments(path, "file", options, |consignment| {
        records.push(consignment);
    })?;
    Ok((records, read))
}

fn read_text(text: &str, options: &ConsignmentOptions) -> Result<(Records, ConsignmentsRead), Vec<Fault>> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, text).unwrap();
    read_file(&path, options)
}

/// Everything that was read, for a person to check.
fn told(result: Result<(Records, ConsignmentsRead), Vec<Fault>>) -> String {
    let mut told = String::new();
    let (records, read) = match result {
        Ok(read) => read,
        Err(faults) => {
            for fault in faults {
                writeln!(told, "refused [{}] {fault}", fault.code).unwrap();
            }
            return told;
        }
    };
    for record in 0..u32::try_from(records.len()).unwrap() {
        let c = records.get(record).unwrap();
        let place = |country: Option<Country>| country.map_or("??".to_owned(), |c| c.to_string());
        let shown = |d: Option<Decimal>| d.map_or("-".to_owned(), |d| d.normalize().to_string());
        writeln!(
            told,
            "{}: {} > {} {} ({}) > {} ({}) {:?} x {:?} at {} {} {} kg hs {} serials {} source {}",
            records.label(record),
            c.departs,
            c.arrives,
            c.from,
            place(c.from_country),
            c.to,
            place(c.to_country),
            c.item,
            c.quantity,
            shown(c.unit_value),
            c.currency,
            shown(c.weight_kg),
            c.hs_code,
            c.serials.join(" "),
            c.source,
        )
        .unwrap();
    }
    for left in read.left_out {
        writeln!(told, "left out: {} x {} ({} units)", left.records, left.why, left.quantity).unwrap();
    }
    for fault in read.faults {
        writeln!(told, "[{}] {fault}", fault.code).unwrap();
    }
    told
}

#[test]
fn every_fault_is_named_and_the_row_kept() {
    let rows = "\
date,arrives,from,from_country,to,to_country,item,quantity,unit_value,currency,weight_kg,hs_code,document,serials,source
2025-05-03,2025-05-09,Alder Ltd,SG,Birch Sdn Bhd,Malaysia,H200,\"1,024\",30000,USD,1.5 t,8473.30,BL-1,SN001-SN003,waybill
2025-05,,Alder Ltd,SG,Birch Sdn Bhd,MY,H200,8,\"US$ 30,000\",,,,BL-2,,
2025-05-01..2025-05-10,,Alder Ltd,SG,Birch Sdn Bhd,MY,H200,12 boxes,,,,,,,
03/04/2025,,Alder Ltd,SG,Birch Sdn Bhd,MY,H200,8,,,,,,,
2025-05-09,2025-05-03,Alder Ltd,Atlantis,Birch Sdn Bhd,NA,H200,-4,$5,,heavy,,4.50001E+09,,
,,,,,,,,,,,,BL-3,,
2025-05-03,,Alder Ltd,SG,,MY,,2.5,,,,,,S0..S999999,
";
    insta::assert_snapshot!(told(read_text(rows, &ConsignmentOptions::default())));
}

#[test]
fn boxes_count_where_the_user_says_how_many_they_hold() {
    let rows = "shipper,consignee,description,qty,uom,ship date\nAlder,Birch,H200,12,CTNS,2025-05-03\nAlder,Birch,H200,2,pallets,2025-05-03\n";
    let options = ConsignmentOptions { per_box: Some(4), ..ConsignmentOptions::default() };
    let (records, read) = read_text(rows, &options).unwrap();
    assert_eq!([0, 1].map(|record| records.quantity(record)), [Some(48), None]);
    assert_eq!(read.faults.iter().map(|fault| fault.code.as_str()).collect::<Vec<_>>(), ["quantity-in-boxes"]);
}

#[test]
fn documents_of_many_kinds() {
    let mut shown = String::new();
    for (kind, text) in [
        (
            "bill of lading",
            "B/L No.;On board date;Shipper;Port of Lading;Consignee;Port of Discharge;Description of goods;No. of packages;Package type;Gross Weight (kg)\nMAEU1;2025-05-03;Alder Ltd;Singapore;Birch Sdn Bhd;Port Klang, Malaysia;H200 141GB;4;PCS;12,5\n",
        ),
        (
            "invoice",
            "Invoice No.\tInvoice date\tSeller\tBuyer\tBuyer country\tProduct\tQty\tTotal price\tCurrency\nINV-1\t3 May 2025\tAlder Ltd\tBirch Sdn Bhd\tMY\tH200\t4\t120000\tUSD\n",
        ),
        (
            "warranty register",
            "Serial Number,Registered on,Registrant,Country of registration,Model,Units\n1650121,2025-05-03,Birch Sdn Bhd,Malaysia,H200,1\n",
        ),
        (
            "customs",
            "报关日期,发货人,起运国,收货人,目的国,品名,数量,单价,币种,报关单号\n2025-05-03,甲公司,新加坡,乙公司,马来西亚,H200,4,30000,USD,D-1\n",
        ),
        (
            "JSON Lines",
            "{\"date\":\"2025-05-03\",\"from\":\"Alder Ltd\",\"to\":\"Birch\",\"item\":\"H200\",\"quantity\":4,\"serials\":[\"A\",\"B\"],\"note\":1}\n{\"date\":\n",
        ),
        (
            "FollowTheMoney",
            concat!(
                "{\"id\":\"e1\",\"schema\":\"EconomicActivity\",\"properties\":{\"sender\":[\"a\"],\"receiver\":[\"b\"],\"startDate\":[\"2025-05-03\"],",
                "\"goodsDescription\":[\"H200\"],\"departureCountry\":[\"sg\"],\"ccdNumber\":[\"D-9\"],\"quantity\":[\"4\"],\"vedCode\":[\"847330\"]}}\n",
                "{\"id\":\"e2\",\"schema\":\"EconomicActivity\",\"properties\":{\"sender\":[\"b\"],\"receiver\":[\"c\"],\"date\":[\"2025-06\"],\"goodsDescription\":[\"H200\"]}}\n",
                "{\"id\":\"a\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Alder Ltd\"]}}\n",
                "{\"id\":\"b\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Birch Sdn Bhd\"],\"country\":[\"my\"]}}\n",
            ),
        ),
        ("no consignments", "name,colour\nAlder,green\n"),
        ("headers only", "date,from,to,item,quantity\n"),
        ("without a date", "from,to,item,quantity\nA,B,H200,1\n"),
        ("nothing", ""),
    ] {
        writeln!(shown, "== {kind}").unwrap();
        shown.push_str(&told(read_text(text, &ConsignmentOptions::default())));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_fault_on_every_row_is_told_a_thousand_times_and_counted() {
    let mut rows = "date,from,to,item,quantity\n".to_owned();
    for _ in 0..1500 {
        rows.push_str("2025-05-03,A,B,H200,few\n");
    }
    let (records, read) = read_text(&rows, &ConsignmentOptions::default()).unwrap();
    assert_eq!((records.len(), read.rows, read.faults.len()), (1500, 1500, 1001));
    assert!(read.faults.last().unwrap().says.contains("500 rows more"));
}

#[cfg(feature = "parquet")]
#[test]
fn a_damaged_parquet_file_is_refused_and_cut_columns_are_told() {
    use parquet_file::{Values, Writer};
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file");
    let columns = [
        ("date", Values::Day(vec![Some(20_211), Some(-1_000_000), None])),
        ("from", Values::Text(vec![Some("Alder".into()), None, Some("-".into())])),
        ("to", Values::Text(vec![Some("Birch".into()); 3])),
        ("item", Values::Text(vec![Some("H200".into()); 3])),
        ("quantity", Values::Double(vec![Some(8.0), Some(2.5), Some(4.0)])),
        ("unit_value", Values::Whole(vec![Some(30_000), Some(-1), None])),
        ("serials", Values::List(vec![vec!["A".into(), "B".into()], vec![], vec!["C".into()]])),
    ];
    let mut writer = Writer::create(&path, &columns);
    writer.group(&columns);
    writer.close();
    let whole = std::fs::read(&path).unwrap();
    let mut shown = told(read_file(&path, &ConsignmentOptions::default()));
    for cut in [whole.len() / 2, whole.len() - 1, 8] {
        std::fs::write(&path, &whole[..cut]).unwrap();
        assert!(read_file(&path, &ConsignmentOptions::default()).is_err());
    }
    // Bytes turned over: refused or read, never a crash.
    for at in 0..whole.len() {
        let mut turned = whole.clone();
        turned[at] ^= 0x55;
        std::fs::write(&path, &turned).unwrap();
        let _ = read_file(&path, &ConsignmentOptions::default());
    }
    let wrong = [("colour", Values::Text(vec![Some("green".into())]))];
    let mut writer = Writer::create(&path, &wrong);
    writer.group(&wrong);
    writer.close();
    shown.push_str(&told(read_file(&path, &ConsignmentOptions::default())));
    insta::assert_snapshot!(shown);
}

fn text() -> impl Strategy<Value = String> {
    // A word that says nothing, such as `tba`, is no name; none begins with this letter.
    "Q[A-Za-z0-9 ,;'\"&é林]{0,12}[A-Za-z林]"
}

fn day() -> impl Strategy<Value = Days> {
    (2000i16..2030, 1i8..13, 1i8..29, 0i8..28).prop_map(|(year, month, day, more)| {
        Days::between(Date::constant(year, month, day), Date::constant(year, month, (day + more).min(28)))
    })
}

fn consignment() -> impl Strategy<Value = Consignment<'static>> {
    let country =
        || prop::option::of(prop::sample::select(vec!["SG", "CN", "US", "TW", "MO"]).prop_map(|c| c.parse().unwrap()));
    let id = || "[A-Z]{2}-[0-9]{1,6}";
    let number =
        || prop::option::of((0i64..100_000_000, 0u32..4).prop_map(|(digits, scale)| Decimal::new(digits, scale)));
    let ends = (text(), country(), text(), country(), text());
    let sums = (prop::option::of(0u64..1_000_000), number(), number());
    let rest = (prop::option::of(id()), prop::collection::btree_set("[A-Z]{1,3}[0-9]{1,5}", 0..4), text());
    (day(), day(), ends, sums, rest).prop_map(|(a, b, ends, sums, rest)| Consignment {
        departs: if a.first() <= b.last() { a } else { b },
        arrives: if a.first() <= b.last() { b } else { a },
        from: ends.0.into(),
        from_country: ends.1,
        to: ends.2.into(),
        to_country: ends.3,
        item: ends.4.into(),
        quantity: sums.0,
        unit_value: sums.1,
        currency: Cow::Borrowed(if sums.1.is_some() { "USD" } else { "" }),
        weight_kg: sums.2,
        hs_code: "8471.80".into(),
        document: rest.0.unwrap_or_default().into(),
        serials: rest.1.into_iter().map(Cow::Owned).collect(),
        source: rest.2.into(),
        row: 0,
    })
}

const HEADER: [&str; 15] = [
    "departs",
    "arrives",
    "from",
    "from_country",
    "to",
    "to_country",
    "item",
    "quantity",
    "unit_value",
    "currency",
    "weight_kg",
    "hs_code",
    "document",
    "serials",
    "source",
];

fn cells(c: &Consignment<'_>) -> [String; 15] {
    let country = |c: Option<Country>| c.map_or(String::new(), |c| c.to_string());
    let number = |d: Option<Decimal>| d.map_or(String::new(), |d| format!("{d:.4}"));
    [
        c.departs.to_string(),
        c.arrives.to_string(),
        c.from.to_string(),
        country(c.from_country),
        c.to.to_string(),
        country(c.to_country),
        c.item.to_string(),
        c.quantity.map_or(String::new(), |n| n.to_string()),
        number(c.unit_value),
        c.currency.to_string(),
        number(c.weight_kg),
        c.hs_code.to_string(),
        c.document.to_string(),
        c.serials.join("; "),
        c.source.to_string(),
    ]
}

fn check(path: &Path, expected: &[Consignment<'_>]) -> Result<(), TestCaseError> {
    let (records, read) = read_file(path, &ConsignmentOptions::default()).unwrap();
    prop_assert_eq!(records.len(), expected.len());
    prop_assert_eq!(read.rows, u64::try_from(expected.len()).unwrap());
    for (record, expected) in (0..).zip(expected) {
        let mut found = records.get(record).unwrap();
        found.row = 0;
        let mut expected = expected.clone();
        expected.unit_value = expected.unit_value.map(|d| d.normalize());
        expected.weight_kg = expected.weight_kg.map(|d| d.normalize());
        found.unit_value = found.unit_value.map(|d| d.normalize());
        found.weight_kg = found.weight_kg.map(|d| d.normalize());
        prop_assert_eq!(found, expected);
    }
    let lost: Vec<&Fault> = read.faults.iter().filter(|f| f.code != "missing-quantity").collect();
    prop_assert!(lost.is_empty(), "{:?}", lost);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read_in_every_format(all in prop::collection::vec(consignment(), 1..12)) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("file");
        let rows: Vec<[String; 15]> = all.iter().map(cells).collect();

        let mut csv = format!("{}\n", HEADER.join(","));
        for row in &rows {
            let quoted: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            writeln!(csv, "{}", quoted.join(",")).unwrap();
        }
        std::fs::write(&path, &csv).unwrap();
        check(&path, &all)?;

        let mut json = String::new();
        for row in &rows {
            let object: serde_json::Map<String, serde_json::Value> =
                HEADER.iter().zip(row).map(|(key, cell)| ((*key).to_owned(), cell.clone().into())).collect();
            writeln!(json, "{}", serde_json::Value::Object(object)).unwrap();
        }
        std::fs::write(&path, &json).unwrap();
        check(&path, &all)?;

        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (row, cells) in (0..).zip(std::iter::once(HEADER.map(str::to_owned)).chain(rows.iter().cloned())) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
        book.save(&path).unwrap();
        check(&path, &all)?;

        #[cfg(feature = "parquet")]
        {
            let columns: Vec<(&str, parquet_file::Values)> = HEADER
                .iter()
                .enumerate()
                .map(|(at, name)| {
                    let column = rows.iter().map(|row| Some(row[at].clone()).filter(|cell| !cell.is_empty())).collect();
                    (*name, parquet_file::Values::Text(column))
                })
                .collect();
            let mut writer = parquet_file::Writer::create(&path, &columns);
            writer.group(&columns);
            writer.close();
            check(&path, &all)?;
        }
    }

    /// Rows of anything under known headers: no panic, and each row is kept or counted as left out.
    #[test]
    fn no_row_is_lost(rows in prop::collection::vec(prop::collection::vec("[-0-9A-Za-z./ ]{0,9}", 5), 0..8)) {
        let mut text = "date,from,to,item,quantity\n".to_owned();
        for row in &rows {
            writeln!(text, "{}", row.join(",")).unwrap();
        }
        let blank = rows.iter().filter(|row| row.iter().all(|cell| cell.trim().is_empty())).count();
        let (records, read) = read_text(&text, &ConsignmentOptions::default()).unwrap();
        let left: u64 = read.left_out.iter().map(|left| left.records).sum();
        prop_assert_eq!(records.len() + usize::try_from(left).unwrap(), rows.len() - blank);
    }
}
