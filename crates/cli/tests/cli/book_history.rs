//! What the book itself says of its parties: who came when, how much together, and what is shared with earlier buyers.

use crate::desk::{DAY, Desk};

/// A customer of old, one that begins late and in parts, and one in the suite of the first.
const BOOK: &str = "order,date,description,quantity,ship to,end use,purchaser,purchaser country,purchaser address,\
    end user,end user country\n\
    SO-1,2021-03-01,NVIDIA A100 PCIe 80GB,8,Malaysia,weather,Plover Systems Sdn Bhd,MY,\"Suite 12-03, 9 Jalan Heron, Kuala Lumpur\",Plover Systems Sdn Bhd,MY\n\
    SO-2,2025-02-01,NVIDIA H100 SXM5 80GB,900,Malaysia,language models,Heron Compute Sdn Bhd,MY,\"Suite 7-1, 2 Jalan Lotus, Penang\",Heron Compute Sdn Bhd,MY\n\
    SO-3,2025-05-20,NVIDIA H100 SXM5 80GB,900,Malaysia,language models,Heron Compute Sdn Bhd,MY,\"Suite 7-1, 2 Jalan Lotus, Penang\",Heron Compute Sdn Bhd,MY\n\
    SO-4,2025-06-02,NVIDIA H100 PCIe 80GB,8,Malaysia,weather,Plover Systems Sdn Bhd,MY,\"Suite 12-03, 9 Jalan Heron, Kuala Lumpur\",Plover Systems Sdn Bhd,MY\n\
    SO-5,2025-06-03,NVIDIA H100 PCIe 80GB,8,Malaysia,weather,Kestrel Compute Sdn Bhd,MY,\"Suite 12-03, 9 Jalan Heron, Kuala Lumpur\",Kestrel Compute Sdn Bhd,MY\n";

/// What DG-01, DG-02 and DG-12 say of each order.
fn said(more: &[&str]) -> String {
    let desk = Desk::new();
    desk.file("orders.csv", BOOK);
    let args = [&["check", "orders.csv", "--as-of", DAY, "--format", "jsonl"], more].concat();
    let (_, out, err) = desk.run(&args);
    let mut said = String::new();
    for line in out.lines() {
        let answer: serde_json::Value = serde_json::from_str(line).unwrap();
        let lacks = answer["not_assessable"].as_array().cloned().unwrap_or_default();
        for code in ["DG-01", "DG-02", "DG-12"] {
            let found = answer["findings"].as_array().unwrap().iter().find(|f| f["code"] == code);
            let needs: Vec<&str> = lacks
                .iter()
                .filter(|lack| lack["flags"].as_array().unwrap().iter().any(|flag| flag == code))
                .map(|lack| lack["needs"].as_str().unwrap())
                .collect();
            let words = match found {
                Some(f) => format!("{} {} {}", f["severity"], f["says"], f["evidence"]),
                None if needs.is_empty() => "not raised".to_owned(),
                None => format!("needs {}", needs.join("; ")),
            };
            said.push_str(&format!("{} {code}: {words}\n", answer["order"].as_str().unwrap()));
        }
    }
    assert!(!said.is_empty(), "{err}");
    said
}

#[test]
fn a_book_alone_and_a_book_that_is_said_to_be_complete() {
    insta::assert_snapshot!("book_alone", said(&[]));
    insta::assert_snapshot!("book_since_2020", said(&["--book-since", "2020-01-01"]));
}

#[test]
fn other_lines_and_another_beginning_are_another_snapshot() {
    let desk = Desk::new();
    desk.file("orders.csv", BOOK);
    desk.file("shorter.csv", BOOK.rsplit_once("SO-5").unwrap().0);
    let snapshot = |file, more: &[&str]| {
        let (_, out, _) = desk.run(&[&["check", file, "--as-of", DAY, "--format", "jsonl"], more].concat());
        let answer: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
        answer["snapshot"].clone()
    };
    let whole = snapshot("orders.csv", &[]);
    assert_eq!(whole, snapshot("orders.csv", &[]));
    assert_ne!(whole, snapshot("shorter.csv", &[]));
    assert_ne!(whole, snapshot("orders.csv", &["--book-since", "2020-01-01"]));
}
