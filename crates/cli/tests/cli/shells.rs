//! Marks of companies that stand in for others, from a book with registers and sites beside it.

use serde_json::Value;

use crate::desk::{DAY, Desk};

const COMPANIES: &str = "id,name,country,address,incorporated,dissolved,capital,currency,phone,email\n\
    MY-1,Kestrel Compute Sdn Bhd,MY,\"Suite 12-03, 9 Jalan Heron, Kuala Lumpur\",2023-11-30,2024-11-01,1000,MYR,+60 3 5550 1234,a@kestrel.example\n\
    MY-2,Plover Systems Sdn Bhd,MY,\"Suite 12-03, 9 Jalan Heron, Kuala Lumpur\",2022-01-10,,500000,MYR,+60 3 5550 1234,b@plover.example\n\
    DE-1,Universität Lindenhof,DE,\"Hafenstraße 12, Hamburg\",1919-05-10,,,,+49 40 555 0100,it@lindenhof.example\n";

const STAKES: &str = "owner,owned,share,interest,owner_id,owned_id\n\
    A N Example,Kestrel Compute Sdn Bhd,,director,P1,MY-1\n\
    A N Example,Plover Systems Sdn Bhd,,director,P1,MY-2\n";

const SITES: &str = "name,operator,address,country,power_mw\nHeron DC 1,Kestrel Compute Sdn Bhd,,MY,0.2\n";

fn book() -> String {
    let mut book = "order,date,description,quantity,unit price,currency,ship to,purchaser,purchaser address,\
        purchaser country,end user,end user country,freight forwarder\n"
        .to_owned();
    let mut row = |order: &str, date: &str, what: &str, n: u32, who: &str, at: &str, country: &str| {
        book.push_str(&format!(
            "{order},{date},{what},{n},25000,USD,{country},{who},\"{at}\",{country},{who},{country},\n"
        ));
    };
    let (suite, port) = ("Suite 12-03, 9 Jalan Heron, Kuala Lumpur", "Hafenstraße 12, Hamburg");
    row("SO-1", "2022-02-01", "NVIDIA H100 PCIe 80GB", 4, "Universität Lindenhof", port, "DE");
    row("SO-2", "2023-03-01", "NVIDIA H100 PCIe 80GB", 4, "Plover Systems Sdn Bhd", suite, "MY");
    row("SO-3", "2024-02-05", "NVIDIA H100 SXM5 80GB", 512, "Kestrel Compute Sdn Bhd", suite, "MY");
    row("SO-4", "2024-03-01", "NVIDIA H100 SXM5 80GB", 512, "Kestrel Compute Sdn Bhd", suite, "MY");
    row("SO-5", "2026-01-10", "NVIDIA H100 PCIe 80GB", 4, "Universität Lindenhof", port, "DE");
    book
}

fn check(desk: &Desk, more: &[&str]) -> Vec<Value> {
    let mut args = vec!["check", "orders.csv", "--as-of", DAY, "--format", "jsonl"];
    args.extend(more);
    let (_, out, err) = desk.run(&args);
    let answers: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 5, "{err}");
    answers
}

fn marks(answer: &Value) -> Vec<(&str, &str)> {
    let findings = answer["findings"].as_array().unwrap().iter();
    findings
        .map(|f| (f["code"].as_str().unwrap(), f["severity"].as_str().unwrap()))
        .filter(|(code, _)| code.starts_with("SHELL"))
        .collect()
}

#[test]
fn marks_are_notes_and_their_sum_a_review() {
    let desk = Desk::new();
    desk.file("orders.csv", book());
    desk.file("companies.csv", COMPANIES);
    desk.file("stakes.csv", STAKES);
    desk.file("sites.csv", SITES);
    let bare = check(&desk, &[]);
    let told = check(&desk, &["--companies", "companies.csv", "--stakes", "stakes.csv", "--sites", "sites.csv"]);
    assert!(bare.iter().all(|answer| marks(answer).is_empty()), "nothing is looked for without a register");
    for order in [0, 4] {
        assert_eq!(marks(&told[order]), [], "the university");
    }
    let found = marks(&told[2]);
    for code in ["SHELL-1", "SHELL-2", "SHELL-5", "SHELL-6", "SHELL-7", "SHELL-10", "SHELL-11", "SHELL-12"] {
        assert!(found.contains(&(code, "note")), "{code} in {found:?}");
    }
    assert_eq!(found.first(), Some(&("SHELL", "review")));
    assert_eq!(marks(&told[3]), found, "of both its lines");
    assert!(told.iter().all(|answer| answer["verdict"] == "hold" || marks(answer).iter().all(|m| m.1 != "hold")));
    assert!(bare[0]["snapshot"].is_string());
    assert_ne!(bare[0]["snapshot"], told[0]["snapshot"], "the history is part of the ground");

    let without_sites = check(&desk, &["--companies", "companies.csv"]);
    let open = without_sites[2]["not_checked"].to_string();
    assert!(open.contains("SHELL-11") && open.contains("a table of sites"), "{open}");
    assert!(open.contains("SHELL-7") && open.contains("directors"), "{open}");
}

#[test]
fn what_cannot_be_read_is_said() {
    let desk = Desk::new();
    desk.file("orders.csv", book());
    desk.file("companies.csv", COMPANIES);
    desk.file("sites.csv", "name,operator,power_mw\nHeron DC 1,Kestrel Compute Sdn Bhd,plenty\n");
    let (_, _, err) = desk.run(&["check", "orders.csv", "--companies", "companies.csv", "--sites", "sites.csv"]);
    assert!(err.contains("sites.csv, row 2, column power_mw"), "{err}");
    let (code, _, err) = desk.run(&["check", "orders.csv", "--companies", "none.csv"]);
    assert!(code == 2 && err.contains("none.csv: there is no such file"), "{err}");
}
