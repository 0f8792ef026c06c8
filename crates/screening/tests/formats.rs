//! Each format, with invented parties: what is read of it, and that nothing broken is taken for whole.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use tidewaiter_screening::{Entry, ListData, diff, parse, parse_parts};

fn fixture(file: &str) -> Vec<u8> {
    std::fs::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats")).join(file)).unwrap()
}

/// As JSON, without the hash.
fn shown(lists: Vec<ListData>) -> String {
    let bare: Vec<ListData> = lists.into_iter().map(|list| ListData { sha256: String::new(), ..list }).collect();
    serde_json::to_string_pretty(&bare).unwrap()
}

const WHOLE: [&str; 15] = [
    "china.csv",
    "csl_names.csv",
    "dod_1260h.txt",
    "eu.xml",
    "ftm.jsonl",
    "meti.csv",
    "ofac.jsonl",
    "ofac_advanced.xml",
    "ofac_consolidated.xml",
    "ofac_sdn.xml",
    "plain.csv",
    "senzing.jsonl",
    "uk_consolidated.csv",
    "uk_sanctions_list.csv",
    "un.xml",
];

#[test]
fn every_format_is_read() {
    for file in WHOLE {
        insta::assert_snapshot!(file, shown(parse(file, &fixture(file)).unwrap()));
    }
}

const PARTS: [&str; 3] = ["ofac_sdn.csv", "ofac_alt.csv", "ofac_add.csv"];

#[test]
fn remarks_go_on_in_a_file_of_their_own() {
    let [parties, names, addresses] = PARTS.map(fixture);
    let more = b"900002,\"Nationality of no word; Tax ID No. EX-77 (Iran); a.k.a. 'Q\"\n900002,\"UILL'.\"\n".as_slice();
    let files: Vec<(&str, &[u8])> =
        vec![("alt", &names), ("sdn_comments.csv", more), ("sdn.csv", &parties), ("add", &addresses)];
    let lists = parse_parts(&files).unwrap();
    let entry = lists.iter().flat_map(|list| &list.entries).find(|entry| entry.id == "900002").unwrap();
    assert!(entry.identifiers.contains(&"EX-77".to_owned()), "{entry:?}");
    assert!(entry.aliases.iter().any(|alias| alias.name == "QUILL" && alias.weak), "{entry:?}");
}

#[test]
fn parts_of_a_list_are_read_together_in_any_order_and_never_alone() {
    let bytes = PARTS.map(fixture);
    let with = |order: [usize; 3]| {
        let files: Vec<(&str, &[u8])> = order.iter().map(|&at| (PARTS[at], bytes[at].as_slice())).collect();
        shown(parse_parts(&files).unwrap())
    };
    insta::assert_snapshot!("ofac_csv", with([0, 1, 2]));
    assert_eq!(with([2, 0, 1]), with([0, 1, 2]));
    for (file, bytes) in PARTS.iter().zip(&bytes) {
        let error = parse(file, bytes).unwrap_err().to_string();
        assert!(error.contains("is missing") && error.contains("SDN.CSV, ALT.CSV and ADD.CSV"), "{error}");
    }
}

/// A file that ends anywhere inside a record is refused. Tables and lines that end with a whole row cannot be told from
/// shorter ones; what came before them is held against them when they are added.
#[test]
fn a_file_cut_off_in_a_record_is_never_taken() {
    for file in WHOLE.iter().filter(|file| file.ends_with(".xml")) {
        let whole = fixture(file);
        let end = whole.trim_ascii_end().len();
        for length in 0..end {
            assert!(parse(file, &whole[..length]).is_err(), "{file} cut at {length}");
        }
        assert!(parse(file, &whole[..end]).is_ok());
    }
    for file in WHOLE.iter().filter(|file| file.ends_with(".jsonl")) {
        let whole = fixture(file);
        for length in 1..whole.len() - 1 {
            let at_line_end = whole[length - 1] == b'\n' || whole[length] == b'\n';
            assert!(at_line_end || parse(file, &whole[..length]).is_err(), "{file} cut at {length}");
        }
    }
}

fn says(file: &str, bytes: &[u8]) -> String {
    parse(file, bytes).unwrap_err().to_string()
}

#[test]
fn broken_xml_is_told_with_its_place() {
    let sdn = String::from_utf8(fixture("ofac_sdn.xml")).unwrap();
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>\n\
                <sdnList><sdnEntry><lastName>&b;</lastName></sdnEntry></sdnList>";
    let deep = format!("<sdnList>{}", "<a>".repeat(100_000));
    let wide = format!("<sdnList><sdnEntry>{}</sdnEntry></sdnList>", "<a/>".repeat(200_000));
    let long = format!("<sdnList>\n<sdnEntry><lastName>{}</lastName></sdnEntry></sdnList>", "x".repeat(5_000_000));
    let cases: [(&str, String); 12] = [
        ("bomb.xml", bomb.to_owned()),
        ("entity.xml", "<sdnList><sdnEntry><lastName>&unknown;</lastName></sdnEntry></sdnList>".to_owned()),
        ("deep.xml", deep),
        ("wide.xml", wide),
        ("long.xml", long),
        ("count.xml", sdn.replace("<Record_Count>3<", "<Record_Count>4<")),
        ("nameless.xml", sdn.replace("<lastName>KESTRELMERE STAR</lastName>", "")),
        ("crossed.xml", sdn.replace("</sdnEntry>", "</sdnList>")),
        ("twice.xml", format!("{sdn}{}", sdn.split_once("?>").unwrap().1)),
        ("after.xml", format!("{sdn} and more")),
        ("other.xml", "<catalogue><book/></catalogue>".to_owned()),
        ("cut.xml", "<sdnList><sdnEntry><lastNa".to_owned()),
    ];
    let told: Vec<String> = cases.iter().map(|(file, text)| says(file, text.as_bytes())).collect();
    insta::assert_snapshot!(told.join("\n"));
    let attribute = format!("<sdnList>\n<sdnEntry a=\"{}\"/></sdnList>", "x".repeat(5_000_000));
    assert!(says("attribute.xml", attribute.as_bytes()).contains("line 2, column 1: has an element that is larger"));
    let line = format!(
        "{{\"schema\":\"Company\",\"id\":\"1\",\"properties\":{{\"name\":[{}\"b\"]}}}}",
        "\"a\",".repeat(3_000_000)
    );
    assert!(says("line.jsonl", line.as_bytes()).contains("row 1: is one record that is larger"));
    let name = format!("name\n{}\n", "x".repeat(200_000));
    assert!(says("name.csv", name.as_bytes()).contains("has a name of more than 100000 bytes"));
    let mut bytes = sdn.into_bytes();
    let at = bytes.len() / 2;
    bytes[at] = 0xff;
    assert!(says("bytes.xml", &bytes).contains("is not UTF-8 text here"));
}

#[test]
fn ids_that_occur_twice_or_not_at_all_lose_nobody() {
    let csv =
        "id,name,country\n7,Quillfeather,CN\n7,Brackwater,US\n7,Quillfeather,CN\n7#2,Kestrelmere,SG\n,Nameless Id,MY\n";
    let lists = parse("list.csv", csv.as_bytes()).unwrap();
    let ids: Vec<(&str, &str)> = lists[0].entries.iter().map(|e| (e.id.as_str(), e.name.as_str())).collect();
    assert_eq!(ids[..3], [("7", "Quillfeather"), ("7#2", "Brackwater"), ("7#2#2", "Kestrelmere")]);
    assert!(ids[3].0.starts_with("made-") && ids.len() == 4);
    insta::assert_snapshot!(lists[0].notes.join("\n"), @r"
    entries that stand in it twice, word for word: 1; each is counted once
    ids that stand in it for more than one party: 2 (7, 7#2); the later parties are called ID#2, ID#3 and so on
    ");
}

/// What every list that is taken holds to.
fn hold(lists: &[ListData]) {
    for list in lists {
        let ids: BTreeSet<&str> = list.entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), list.entries.len(), "each id once");
        for entry in &list.entries {
            assert!(!entry.name.is_empty() && !entry.id.is_empty() && entry.list == list.id);
            assert!(entry.identifier_kinds.len() <= entry.identifiers.len());
            assert_eq!(entry.numbers().count(), entry.identifiers.len());
            let names: BTreeSet<&str> = entry.aliases.iter().map(|alias| alias.name.as_str()).collect();
            assert!(names.len() == entry.aliases.len() && !names.contains(entry.name.as_str()));
        }
    }
}

/// One change to a text: what stands at the place (in thousandths of the text) is cut out, and this is put there.
fn change() -> impl Strategy<Value = (usize, usize, Vec<u8>)> {
    let words = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..4),
        prop_oneof![
            Just("\""),
            Just(","),
            Just("\n"),
            Just("<"),
            Just("</"),
            Just("&#65;"),
            Just("{"),
            Just("]"),
            Just("-0- ")
        ]
        .prop_map(|word| word.as_bytes().to_vec()),
    ];
    (0usize..1000, 0usize..12, words)
}

proptest! {
    /// However a file is spoilt, it is refused, or what is taken of it is in order.
    #[test]
    fn a_spoilt_file_is_read_in_order_or_refused(file in 0..WHOLE.len(), changes in proptest::collection::vec(change(), 1..4)) {
        let mut bytes = fixture(WHOLE[file]);
        for (place, cut, put) in changes {
            let at = bytes.len() * place / 1000;
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, put);
        }
        if let Ok(lists) = parse(WHOLE[file], &bytes) {
            hold(&lists);
            prop_assert_eq!(parse(WHOLE[file], &bytes), Ok(lists));
        }
    }

    /// Nobody is lost between two lists: who is new less who is gone is the difference of their lengths, and a list does not
    /// differ from itself.
    #[test]
    fn a_difference_counts_everybody(
        before in proptest::collection::btree_map(0u8..30, "[abc]{1,2}", 1..20),
        after in proptest::collection::btree_map(0u8..30, "[abc]{1,2}", 1..20),
    ) {
        let list = |parties: &std::collections::BTreeMap<u8, String>| {
            let entry = |(id, name): (&u8, &String)| Entry { id: id.to_string(), name: name.clone(), ..Entry::default() };
            vec![ListData { id: "x".to_owned(), entries: parties.iter().map(entry).collect(), ..ListData::default() }]
        };
        let (before, after) = (list(&before), list(&after));
        prop_assert!(diff(&before, &before).is_empty());
        for change in diff(&before, &after) {
            let (old, new) = (before[0].entries.len(), after[0].entries.len());
            prop_assert_eq!(old + change.added.len(), new + change.removed.len());
            let back = diff(&after, &before).remove(0);
            prop_assert_eq!((&back.added, &back.removed), (&change.removed, &change.added));
        }
    }

    /// A date is read alike however it is written.
    #[test]
    fn a_date_is_read_however_it_is_written(year in 1900i16..2030, month in 1usize..13, day in 1u8..29) {
        const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let name = NAMES[month - 1];
        let iso = format!("{year}-{month:02}-{day:02}");
        let forms = [iso.clone(), format!("{day} {name} {year}"), format!("{day:02}/{month:02}/{year}"), format!("{day}.{month}.{year}")];
        for written in forms {
            let csv = format!("name,date of birth\nInvented,{written}\n");
            let lists = parse("list.csv", csv.as_bytes()).unwrap();
            prop_assert_eq!(lists[0].entries[0].dates.as_slice(), std::slice::from_ref(&iso), "{}", written);
        }
    }
}
