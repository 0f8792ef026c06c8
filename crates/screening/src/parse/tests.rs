use proptest::prelude::*;

use super::*;
use crate::{Alias, PartyKind};

const JSON: &str = r#"{"search_performed_at": "2026-07-31T13:15:00+00:00", "total": 3, "results": [
 {"id": "e1", "source": "Entity List (EL) - Bureau of Industry and Security", "name": "Invented Chips Co., Ltd.",
  "alt_names": ["Invented Chips", "IC One; IC Two"], "programs": [], "type": null,
  "addresses": [{"address": "1 Example Road", "city": "Shenzhen", "state": null, "postal_code": null, "country": "CN"}],
  "federal_register_notice": "88 FR 71992", "license_requirement": "For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)4",
  "license_policy": "Presumption of denial", "start_date": "2023-10-19"},
 {"id": null, "source": "Entity List (EL) - Bureau of Industry and Security", "name": "Invented Foundry", "addresses": null},
 {"source": "Specially Designated Nationals (SDN) - Treasury Department", "entity_number": 36, "type": "Vessel", "name": "INVENTED STAR",
  "vessel_flag": "PA", "ids": [{"type": "IMO", "number": "9000001"}]}]}"#;

#[test]
fn the_official_json_is_read_list_by_list() {
    let lists = parse("consolidated.json", JSON.as_bytes()).unwrap();
    let ids: Vec<&str> = lists.iter().map(|list| list.id.as_str()).collect();
    assert_eq!(ids, ["us-entity-list", "us-sdn"]);
    assert_eq!(lists[0].date, Some("2026-07-31".parse().unwrap()));
    let first = &lists[0].entries[0];
    assert_eq!(first.id, "e1");
    let aliases: Vec<&str> = first.aliases.iter().map(|alias| alias.name.as_str()).collect();
    assert_eq!(aliases, ["Invented Chips", "IC One", "IC Two"]);
    assert_eq!(first.countries, ["CN".parse().unwrap()]);
    assert_eq!(first.addresses, ["1 Example Road, Shenzhen"]);
    assert_eq!(first.footnote, Some(4));
    assert_eq!(first.start, Some("2023-10-19".parse().unwrap()));
    assert!(lists[0].entries[1].id.starts_with("made-"));
    let ship = &lists[1].entries[0];
    assert_eq!(
        (ship.id.as_str(), ship.kind, ship.identifiers.as_slice()),
        ("36", PartyKind::Vessel, ["9000001".to_owned()].as_slice())
    );
    assert_eq!(ship.countries, ["PA".parse().unwrap()]);
}

#[test]
fn the_official_csv_is_read_alike() {
    let csv = "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,\
standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,\
vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids\n\
e1,Entity List (EL) - Bureau of Industry and Security,,,,\"Invented Chips Co., Ltd.\",,\"1 Example Road, Shenzhen, CN; HK\",88 FR 71992,2023-10-19,,,\
For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)4,Presumption of denial,,,,,,,,,Invented Chips; IC One,,,,,,\"Tax ID No., 12345678, CN\"\n";
    let lists = parse("consolidated.csv", csv.as_bytes()).unwrap();
    let entry = &lists[0].entries[0];
    assert_eq!(lists[0].id, "us-entity-list");
    assert_eq!((entry.id.as_str(), entry.footnote), ("e1", Some(4)));
    assert_eq!(entry.aliases.len(), 2);
    assert_eq!(entry.countries, ["CN".parse().unwrap(), "HK".parse().unwrap()]);
    assert_eq!(entry.addresses, ["1 Example Road, Shenzhen"]);
    assert_eq!(entry.identifiers, ["12345678"]);
}

#[test]
fn a_plain_table_may_say_more() {
    let csv = "\u{feff}Name,Aliases,Weak aliases,Country,Identifier,List\n\
        Invented Holdings,Invented; Inv Hold,IH,CN; HK,9135 0100,House list\n\"Other, Inc.\",,,,,\n";
    let lists = parse("C:\\lists\\mine.csv", csv.as_bytes()).unwrap();
    assert_eq!(lists.iter().map(|list| list.id.as_str()).collect::<Vec<_>>(), ["house-list", "list-mine"]);
    let entry = &lists[0].entries[0];
    assert_eq!(entry.aliases.last(), Some(&Alias { name: "IH".to_owned(), weak: true, former: false }));
    assert_eq!(entry.countries.len(), 2);
    assert_eq!(entry.identifiers, ["9135 0100"]);
}

fn says(name: &str, bytes: &[u8]) -> String {
    parse(name, bytes).unwrap_err().to_string()
}

#[test]
fn every_refusal_says_where_and_what_to_do() {
    let cut = &JSON.as_bytes()[..JSON.len() - 60];
    insta::assert_snapshot!(says("csl.json", cut), @"csl.json, row 3, byte 895: ends in the middle of a record: it is cut off; fetch the file again; the list kept before stays in use");
    insta::assert_snapshot!(says("csl.json", JSON.replace("\"total\": 3", "\"total\": 9").as_bytes()), @"csl.json: says that it holds 9 records and holds 3: it is not whole; fetch the file again; the list kept before stays in use");
    insta::assert_snapshot!(says("csl.json", JSON.replace("\"Invented Foundry\"", "null").as_bytes()), @"csl.json, row 2: this record has no name; fetch the file again; the list kept before stays in use");
    insta::assert_snapshot!(says("csl.json", b"{\"error\": \"quota\"}"), @"csl.json, byte 18: is JSON, but not the Consolidated Screening List (no `results`); give the official consolidated.json, its CSV, or a table with a name column");
    insta::assert_snapshot!(says("csl.json", b"  "), @"csl.json: is empty; fetch the file again; the list kept before stays in use");
    insta::assert_snapshot!(says("csl.json", b"<!DOCTYPE html><html><body>503</body></html>"), @"csl.json: is a web page, not a list (often an error page); fetch the file again; the list kept before stays in use");
    insta::assert_snapshot!(says("sdn.xml", b"<?xml version=\"1.0\"?><sdnList/>"), @"sdn.xml: holds no entries; fetch the file again; the list kept before stays in use");
    insta::assert_snapshot!(says("list.xlsx", b"PK\x03\x04...."), @"list.xlsx: is a ZIP archive or a workbook; unpack it, or save the sheet as CSV");
    insta::assert_snapshot!(says("list.csv", b"name,country\nInvented \xff,CN\n"), @"list.csv, byte 22: is not UTF-8 text here; save it as UTF-8, or fetch the official file again");
    insta::assert_snapshot!(says("list.csv", b"company,country\nInvented,CN\n"), @"list.csv: is no list that is known here: neither JSON nor a table with a `name` column in its first row; give an official list (`docs/lists.md` names the formats) or a CSV with the columns name, aliases, country, address, identifier, citation, list");
    insta::assert_snapshot!(says("list.csv", b"name,country\nInvented,CN\nOther\n"), @"list.csv, row 3: this row has 1 cells and the header 2: cut off, or a comma without quotes; put quotes around cells with commas, or fetch the file again");
    insta::assert_snapshot!(says("list.csv", b"name,country\nInvented,CN\n,SG\n"), @"list.csv, row 3: the name is empty; fill it in, or delete the row");
    insta::assert_snapshot!(says("list.csv", b"name,country\n\"Invented, In"), @"list.csv: ends inside a quoted cell: it is cut off; fetch the file again; the list kept before stays in use");
    insta::assert_snapshot!(says("list.csv", b"name,country\n"), @"list.csv: holds no entries; fetch the file again; the list kept before stays in use");
    insta::assert_snapshot!(says("csl.json", b"{\"results\": [1, 2]}"), @"csl.json, row 1, byte 14: is not readable as JSON (record 1: invalid type: integer `1`, expected struct Record at line 1 column 14); fetch the file again; the list kept before stays in use");
}

#[test]
fn a_quote_inside_a_cell_is_no_open_quote() {
    let lists = parse("list.csv", b"name,country\nInvented 19\" Racks,CN\n\"Other \"\"Best\"\" Racks\",SG\n").unwrap();
    assert_eq!(lists[0].entries[0].name, "Invented 19\" Racks");
    assert_eq!(lists[0].entries[1].name, "Other \"Best\" Racks");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse("any", &bytes);
    }

    #[test]
    fn any_text_like_a_list_is_read_or_refused(text in "(name|source|,|;|\"|\n|\\{|\\}|\\[|\\]|results|:|alt_names| ){0,40}") {
        let _ = parse("any", text.as_bytes());
    }

    /// A file cut anywhere is refused: no entry is lost unseen.
    #[test]
    fn a_cut_json_is_never_taken(share in 0.0f64..0.999) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a short text")]
        let length = (JSON.len() as f64 * share) as usize;
        prop_assert!(parse("csl.json", &JSON.as_bytes()[..length]).is_err());
    }
}
