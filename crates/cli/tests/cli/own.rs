//! Who is behind a party: the real binary on invented companies, from files to every output.

use std::io::Write;

use crate::desk::{Desk, HEADERS, book, row};
use serde_json::Value;

/// A book held against registers of owners and companies.
const CHECK_WITH_OWNERS: [&str; 12] = [
    "check",
    "book.csv",
    "--stakes",
    "stakes.csv",
    "--companies",
    "companies.csv",
    "--lists",
    "lists.csv",
    "--as-of",
    "2026-03-02",
    "--format",
    "jsonl",
];

const LISTS: &str = "\
name,list,country,licence_requirement,licence_policy,citation,programs
Kestrelmere Trading Pte Ltd,us-entity-list,HK,For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)4,Presumption of denial,89 FR 1,
Marlowe Sound Holdings Ltd,us-military-end-user,CN,For any item subject to the EAR listed in supplement no. 2 to part 744.,Policy of denial,85 FR 2,
Pitchblende Shipping Ltd,us-sdn,AE,,,,SDGT
Ravelin Freight Ltd,us-sdn,AE,,,,CUBA
Ostrander Metals Ltd,us-sdn,AE,,,,
";

const STAKES: &str = "\
owner,owned,share,from,to,source
Kestrelmere Trading Pte Ltd,Halfway Compute Sdn Bhd,25,2024-01-01,,SSM extract of 2026-03-01
Marlowe Sound Holdings Ltd,Halfway Compute Sdn Bhd,>25-50,,,SSM extract of 2026-03-01
Someone Else Ltd,Halfway Compute Sdn Bhd,20,,,SSM extract of 2026-03-01
Halfway Compute Sdn Bhd,Brackwater Cloud Pte Ltd,60,2023-05-01,,ACRA
Former Owner Ltd,Brackwater Cloud Pte Ltd,100,2020-01-01,2023-04-30,ACRA
Quillfeather Nominees Ltd,Brackwater Cloud Pte Ltd,,,,annual report
Tarn Hill Fund,Brackwater Cloud Pte Ltd,10,,,ACRA
Tarn Hill Fund,Brackwater Cloud Pte Ltd,22,,,prospectus
Pitchblende Shipping Ltd,Perhaps Data GmbH,25-75,,,Handelsregister
Kestrelmere Trading Pte Ltd,Minority Labs GmbH,30,,,Handelsregister
Linde Familienstiftung,Minority Labs GmbH,70,,,Handelsregister
Rheinlicht Holding AG,Rheinlicht Labor GmbH,100,,,Handelsregister
Jade Terrace Group Ltd,Rheinlicht Holding AG,75,2026-01-10,,share purchase
Jade Terrace Group Ltd,Lichtung Compute GmbH,100,,,Handelsregister
Founder A,Jade Terrace Group Ltd,60,,,register
Ravelin Freight Ltd,Harbour Data GmbH,50,,,Handelsregister
Kestrelmere Trading Pte Ltd,Harbour Data GmbH,25,,,Handelsregister
Ostrander Metals Ltd,Quarry Data GmbH,50,,,Handelsregister
";

const COMPANIES: &str = "\
id,name,type,country,headquarters,address,source
D1,Rheinlicht Labor GmbH,company,DE,DE,\"Lichtweg 4, Munich, Germany\",Handelsregister
D2,Rheinlicht Holding AG,company,DE,,,Handelsregister
J1,Jade Terrace Group Ltd,company,CN,CN,,invented stock exchange
P1,Founder A,person,CN,,,register
H1,Halfway Compute Sdn Bhd,company,MY,,,SSM
";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.file("lists.csv", LISTS);
    desk.file("stakes.csv", STAKES);
    desk.file("companies.csv", COMPANIES);
    desk
}

const FILES: [&str; 8] =
    ["--stakes", "stakes.csv", "--companies", "companies.csv", "--lists", "lists.csv", "--as-of", "2025-10-15"];

fn own(desk: &Desk, party: &str, args: &[&str]) -> (i32, String) {
    let (code, out, err) = desk.run(&[&["own", party][..], &FILES, args].concat());
    assert!(code < 2, "{err}");
    (code, out)
}

fn json(desk: &Desk, party: &str, args: &[&str]) -> Value {
    serde_json::from_str(&own(desk, party, &[&["--format", "json"], args].concat()).1).unwrap()
}

/// Without what changes with every rule pack.
fn steady(text: &str) -> String {
    let ground = |line: &&str| {
        !(line.contains("snapshot")
            || line.contains("coverage")
            || line.contains("\"engine\"")
            || line.contains("\"rules\": \""))
    };
    text.lines().filter(ground).map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_output_of_one_answer() {
    let desk = desk();
    for format in ["table", "json", "dot", "svg"] {
        let (code, out) = own(&desk, "Brackwater Cloud Pte Ltd", &["--format", format]);
        assert_eq!(code, 1);
        insta::assert_snapshot!(format!("own_{format}"), steady(&out));
    }
    let answer = own(&desk, "Brackwater Cloud Pte Ltd", &["--format", "json"]).1;
    assert!(!answer.contains("null"), "unknown is a word: {answer}");
    let (_, line) = own(&desk, "Brackwater Cloud Pte Ltd", &["--format", "jsonl"]);
    assert_eq!(line.lines().count(), 1);
    assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), json(&desk, "Brackwater Cloud Pte Ltd", &[]));
}

#[test]
fn the_table_fits_the_terminal() {
    let desk = desk();
    for columns in ["60", "80", "140"] {
        let args = [&["own", "Brackwater Cloud Pte Ltd"][..], &FILES].concat();
        let run = desk.done(desk.tidewaiter(&args).env("COLUMNS", columns));
        let widest = run.out.lines().map(console::measure_text_width).max().unwrap();
        assert!(widest <= columns.parse().unwrap(), "{columns}: {widest}\n{}", run.out);
    }
}

/// Party, further flags, and per rule: answer and bounds.
#[test]
fn the_three_answers() {
    let desk = desk();
    for (party, args, affiliates, ofac) in [
        ("Brackwater Cloud Pte Ltd", &[][..], "yes 60..60", "no 0..0"),
        ("Perhaps Data GmbH", &[], "possible 25..75", "possible 25..75"),
        ("Minority Labs GmbH", &[], "no 30..30", "no 0..0"),
        ("Minority Labs GmbH", &["--listed", "Linde Familienstiftung"], "yes 100..100", "yes 70..70"),
        ("Kestrelmere Trading Pte Ltd", &[], "yes 100..100", "no 0..0"),
        // 15 CFR 744.8 names terrorism and not Cuba; without a programme it is open.
        ("Pitchblende Shipping Ltd", &[], "yes 100..100", "yes 100..100"),
        ("Harbour Data GmbH", &[], "no 25..25", "yes 50..50"),
        ("Quarry Data GmbH", &[], "possible 0..50", "yes 50..50"),
        ("Ostrander Metals Ltd", &[], "possible 0..100", "yes 100..100"),
        ("Ravelin Freight Ltd", &[], "no 0..0", "yes 100..100"),
    ] {
        let answer = json(&desk, party, args);
        let rules: Vec<String> = answer["rules"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| {
                format!(
                    "{} {}..{}",
                    r["answer"].as_str().unwrap(),
                    r["lower"].as_str().unwrap(),
                    r["upper"].as_str().unwrap()
                )
            })
            .collect();
        assert_eq!(rules, [affiliates, ofac], "{party}");
        let found = !(affiliates.starts_with("no") && ofac.starts_with("no"));
        assert_eq!(own(&desk, party, args).0, i32::from(found), "{party}");
    }
}

#[test]
fn the_affiliates_rule_by_its_days() {
    let desk = desk();
    for (day, force) in [
        ("2025-09-28", "no"),
        ("2025-09-29", "yes"),
        ("2025-11-09", "yes"),
        ("2025-11-10", "no"),
        ("2026-11-09", "no"),
        ("2026-11-10", "unconfirmed"),
    ] {
        let args = [
            "own",
            "Perhaps Data GmbH",
            "--stakes",
            "stakes.csv",
            "--lists",
            "lists.csv",
            "--as-of",
            day,
            "--format",
            "json",
        ];
        let (code, out, err) = desk.run(&args);
        assert_eq!(code, 1, "{err}");
        let answer: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(answer["rules"][0]["in_force"], force, "{day}");
        assert_eq!(answer["rules"][1]["in_force"], "yes", "{day}");
        assert!(answer["rules"][0]["in_force_why"].as_str().unwrap().contains(day));
    }
}

#[test]
fn minority_and_unknown_shares_are_red_flags() {
    let desk = desk();
    let flags = |party: &str| json(&desk, party, &[])["rules"][0]["red_flags"].clone();
    insta::assert_json_snapshot!([flags("Minority Labs GmbH"), flags("Perhaps Data GmbH")]);
}

/// The party asserts Germany; from the day of the purchase its ultimate parent is asserted to sit in China.
#[test]
fn the_ultimate_parent_decides_headquarters_by_day() {
    let desk = desk();
    let on = |day: &str| {
        let args = [
            "own",
            "Rheinlicht Labor GmbH",
            "--stakes",
            "stakes.csv",
            "--companies",
            "companies.csv",
            "--as-of",
            day,
            "--format",
            "json",
        ];
        let answer: Value = serde_json::from_str(&desk.run(&args).1).unwrap();
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        [
            &answer["ultimate_parent"],
            &answer["headquarters"],
            &answer["headquarters_why"]["macau_or_d5"],
            &answer["headquarters_why"]["settle"],
        ]
        .map(word)
    };
    insta::assert_debug_snapshot!([on("2026-01-09"), on("2026-01-10")]);
}

#[test]
fn who_is_not_in_the_stakes_is_no_no() {
    let desk = desk();
    let ask = |args: &[&str]| {
        let (code, out, err) = desk.run(args);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        err.lines().find(|l| l.starts_with("error")).unwrap().to_owned()
    };
    insta::assert_snapshot!(ask(&["own", "Brakwater Cloud", "--stakes", "stakes.csv", "--lists", "lists.csv"]));
    insta::assert_snapshot!(ask(&["own", "Brackwater Cloud Pte Ltd", "--lists", "lists.csv"]));
    insta::assert_snapshot!(ask(&["own", "A", "--stakes", "missing.csv", "--lists", "lists.csv"]));
    let args = [&["own", "Minority Labs GmbH", "--listed", "Nobody At All"][..], &FILES].concat();
    let (_, _, err) = desk.run(&args);
    assert!(err.contains("`Nobody At All`: no statement names it"), "{err}");
}

/// Registers as they come: packed, told apart by content; what is cut off or made to fill a memory is refused.
#[test]
fn packed_registers() {
    let desk = desk();
    let gzip = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("a/stakes.csv", STAKES), ("companies.csv", COMPANIES)] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    desk.file("stakes.gz", gzip(STAKES.as_bytes()));
    desk.file("both.zip", archive.finish().unwrap().into_inner());
    desk.file("cut.gz", &gzip(STAKES.as_bytes())[..200]);
    desk.file("bomb.gz", gzip(&vec![b'a'; 20_000_000]));
    let ask = |files: &[&str]| {
        let args = ["own", "Minority Labs GmbH", "--lists", "lists.csv", "--as-of", "2025-10-15", "--format", "json"];
        desk.run(&[&args[..], files].concat())
    };
    let (_, plain, err) = ask(&["--stakes", "stakes.csv", "--companies", "companies.csv"]);
    assert_eq!(ask(&["--stakes", "stakes.gz", "--companies", "companies.csv"]).1, plain, "{err}");
    assert_eq!(ask(&["--stakes", "both.zip"]).1, plain);
    for file in ["cut.gz", "bomb.gz"] {
        let (code, out, err) = ask(&["--stakes", file]);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        insta::assert_snapshot!(format!("packed_{file}"), err.lines().find(|l| l.starts_with("error")).unwrap());
    }
}

/// Votes, a circle and a band: what ends with whom, and who controls.
#[test]
fn circles_and_votes() {
    let desk = desk();
    desk.file(
        "circle.csv",
        "owner,owned,share,interest,source\nAlder Ltd,Birch Ltd,10,,a\nCedar Ltd,Birch Ltd,90,,a\nBirch Ltd,Cedar Ltd,80,,a\n\
         Dogwood Ltd,Cedar Ltd,<=20,,a\nElm Ltd,Birch Ltd,40-60,votes,b\nElm Ltd,Cedar Ltd,5,votes,b\n",
    );
    let args = ["own", "Birch Ltd", "--stakes", "circle.csv", "--lists", "lists.csv", "--as-of", "2025-10-15"];
    let (_, table, err) = desk.run(&args);
    let (_, below) = table.split_once("Control of more").expect(&err);
    let told = below.split("Owners, from").next().unwrap().trim_end();
    insta::assert_snapshot!(format!("Control of more{told}"));
}

/// The bad input that people have: told, kept, and its effect shown.
#[test]
fn bad_stakes_are_told_and_kept() {
    let desk = desk();
    desk.file(
        "bad.csv",
        "owner,owned,share,from,to,source\nKestrelmere Trading Pte Ltd,Over Full Ltd,80,,,a\nB Ltd,Over Full Ltd,60,,,b\n\
         Loop Ltd,Loop Ltd,100,,,c\nKestrelmere Trading Pte Ltd,Word Ltd,majority,,,d\nC Ltd,Ended Ltd,50,2026-01-01,2025-01-01,e\n",
    );
    let (code, out, err) =
        desk.run(&["own", "Over Full Ltd", "--stakes", "bad.csv", "--lists", "lists.csv", "--as-of", "2025-10-15"]);
    assert_eq!(code, 1, "{err}");
    let told: Vec<&str> = err.lines().filter(|l| l.contains("bad.csv")).collect();
    insta::assert_debug_snapshot!(told);
    assert!(out.contains("140 percent"), "{out}");
    let word = desk.run(&["own", "Word Ltd", "--stakes", "bad.csv", "--lists", "lists.csv", "--format", "json"]).1;
    assert_eq!(serde_json::from_str::<Value>(&word).unwrap()["rules"][0]["answer"], "yes");
}

/// A book with owners: what the law asks changes as the headquarters column would change it.
#[test]
fn check_turns_on_owners_and_parents() {
    let desk = desk();
    let party = |order: &'static str, name: &'static str, hq: &'static str| {
        row(
            order,
            &[
                ("date", "2026-03-02"),
                ("description", "NVIDIA H100 PCIe 80GB"),
                ("purchaser", name),
                ("purchaser headquarters", hq),
                ("end user", name),
                ("end user address", "\"Lichtweg 4, 80331 Munich\""),
                ("end user headquarters", hq),
            ],
        )
    };
    let rows = [
        // Asserted in Germany by the order; the register asserts the ultimate parent in China.
        party("1", "Rheinlicht Labor GmbH", "DE"),
        // The same without a word in the order.
        party("2", "Lichtung Compute GmbH", ""),
        // Owned by half by listed parties.
        party("3", "Brackwater Cloud Pte Ltd", "SG"),
        // A listed owner below half.
        party("4", "Minority Labs GmbH", "DE"),
        // A share that may be half.
        party("5", "Perhaps Data GmbH", "DE"),
    ];
    desk.file("book.csv", format!("{HEADERS}\n{}\n", rows.join("\n")));
    let (code, out, err) = desk.run(&CHECK_WITH_OWNERS);
    assert_eq!(code, 1, "{err}");
    let told: Vec<Vec<String>> = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|line| {
            let findings = line["findings"].as_array().unwrap().iter();
            let about = findings.filter(|f| f["severity"] != "note").map(|f| {
                format!(
                    "{} {}: {} | {}",
                    f["severity"].as_str().unwrap(),
                    f["code"].as_str().unwrap(),
                    f["says"].as_str().unwrap(),
                    f["settle"].as_str().unwrap()
                )
            });
            std::iter::once(format!("{} {}", line["order"].as_str().unwrap(), line["verdict"].as_str().unwrap()))
                .chain(about)
                .collect()
        })
        .collect();
    insta::assert_debug_snapshot!(told);
}

/// A parent that is only registered in China makes it likely: asked, by the document that is missing.
#[test]
fn a_parent_registered_there_asks_for_its_document() {
    let desk = desk();
    desk.file(
        "companies.csv",
        COMPANIES.replace("Jade Terrace Group Ltd,company,CN,CN", "Jade Terrace Group Ltd,company,CN,"),
    );
    let rows = [row("1", &[("description", "NVIDIA H100 PCIe 80GB"), ("date", "2026-03-02")])];
    desk.file("book.csv", format!("{HEADERS}\n{}\n", rows.join("\n")));
    let (_, out, err) = desk.run(&CHECK_WITH_OWNERS);
    let line: Value = serde_json::from_str(&out).expect(&err);
    let open = line["findings"].as_array().unwrap().iter().find(|f| f["code"] == "LICENCE-UNKNOWN").unwrap();
    insta::assert_json_snapshot!([&open["says"], &open["settle"], &open["evidence"]]);
}

/// Two spellings of one legal form are one owner; two forms are two; with and without a form is open.
#[test]
fn a_legal_form_written_otherwise_is_no_other_owner() {
    let desk = desk();
    let stakes = "\
owner,owned,share,source
Pitchblende Shipping Ltd,Wrack Holdings Limited,60,r
Wrack Holdings Ltd.,Spelt Otherwise GmbH,60,r
Wrack Holdings Inc.,Other Form GmbH,60,r
Wrack Holdings,No Form GmbH,60,r
Quiet Holdings,Quiet GmbH,60,r
Quiet Holdings Ltd,Elsewhere GmbH,60,r
";
    desk.file("stakes.csv", stakes);
    let answer = |party: &str| json(&desk, party, &[]);
    let ofac = |answer: &Value| answer["rules"][1]["answer"].as_str().unwrap().to_owned();
    assert_eq!(ofac(&answer("Spelt Otherwise GmbH")), "yes");
    assert_eq!(ofac(&answer("SPELT OTHERWISE Gesellschaft mit beschr\u{e4}nkter Haftung")), "yes", "asked so too");
    assert_eq!(ofac(&answer("Other Form GmbH")), "no");
    let open = answer("No Form GmbH");
    assert_eq!(ofac(&open), "possible");
    assert!(open["notes"].to_string().contains("differ by a legal form only"), "{}", open["notes"]);
    assert!(open["rules"][1]["settle"].as_str().unwrap().contains("are one company"));
    let quiet = answer("Quiet GmbH");
    assert_eq!(ofac(&quiet), "no", "no listed party is behind either");
    assert!(quiet["notes"].to_string().contains("Quiet Holdings Ltd"));
    // Ids tell apart what names do not.
    desk.file(
        "stakes.csv",
        "owner,owner_id,owned,owned_id,share\nPitchblende Shipping Ltd,,Wrack Ltd,w1,60\nWrack Limited,w2,Reef GmbH,r,60\n",
    );
    assert_eq!(ofac(&answer("Reef GmbH")), "no");
}

/// What is wrong in the files is told with its line, kept, and its effect shown: in `own` and in `check`.
#[test]
fn broken_lines_and_their_effect() {
    let desk = desk();
    let stakes = "\
owner,owned,share,from,to,source
Pitchblende Shipping Ltd,Doubtful GmbH,mjority,,,r
Pitchblende Shipping Ltd,Worded GmbH,majority,,,r
Pitchblende Shipping Ltd,Backward GmbH,60,2025-05-01,2024-05-01,r
Pitchblende Shipping Ltd,Over GmbH,70,,,r
Someone Else Ltd,Over GmbH,70,,,r
Ring GmbH,Ring GmbH,60,,,r
Sound Ltd,Sound GmbH,60,,,r
";
    desk.file("stakes.csv", stakes);
    let cases = [
        ("Doubtful GmbH", "possible", "row 2, column share", "at most `possible`"),
        ("Worded GmbH", "yes", "row 3, column share", "counts as read"),
        ("Backward GmbH", "yes", "row 4, column to", "counts on every day"),
        ("Ring GmbH", "no", "row 7, column owner", "brings in nobody"),
    ];
    for (party, expected, line, effect) in cases {
        let answer = json(&desk, party, &[]);
        assert_eq!(answer["rules"][1]["answer"], expected, "{party}");
        let notes = answer["notes"].to_string();
        assert!(notes.contains(line) && notes.contains(effect), "{party}: {notes}");
        let told = answer["faults"].to_string();
        assert!(told.contains("\"row\":"), "{told}");
    }
    let over = json(&desk, "Over GmbH", &[]);
    assert_eq!(over["rules"][1]["answer"], "yes");
    assert!(over["faults"].to_string().contains("add up to at least 140 percent"));
    assert_eq!(json(&desk, "Sound GmbH", &[])["notes"], serde_json::json!([]));
    let parties = ["Doubtful GmbH", "Worded GmbH", "Backward GmbH", "Over GmbH", "Ring GmbH"];
    let chips = ("description", "NVIDIA H100 PCIe 80GB");
    let rows: Vec<String> = parties.iter().map(|party| row("1", &[chips, ("purchaser", party)])).collect();
    desk.file("orders.csv", book(&rows));
    let (_, out, err) =
        desk.run(&[&["check", "orders.csv"][..], &FILES[..2], &FILES[4..], &["--format", "json"]].concat());
    for line in ["row 2, column share", "row 3, column share", "row 4, column to", "row 7, column owner"] {
        assert!(err.contains(line), "{err}");
    }
    assert!(out.contains("at most `possible`") && out.contains("counts on every day"), "{out}");
    assert!(out.contains("at least 140 percent"), "{out}");
}
