//! Every format, sound and broken.

use proptest::prelude::*;
use tidewaiter_model::{EntityKind, Interest};

use super::*;
use crate::share::written;

#[test]
fn header_in_any_order_with_extra_columns() {
    let text = "\u{feff}Source;note;SHARE;Owned;To;From;Owner\nregister A;x;25-50;Kestrel Ltd;2025;2024-02;Alder Ltd\n";
    let (stakes, faults) = read_stakes("s.csv", text);
    assert_eq!(faults, []);
    insta::assert_debug_snapshot!(stakes);
}

#[test]
fn bad_rows_are_reported_and_good_ones_kept() {
    let text = "owner,owned,share,from,to,source\n\
        Alder Ltd,Kestrel Ltd,majority,,,a\n\
        ,Kestrel Ltd,20,,,a\n\
        Alder Ltd,,20,,,a\n\
        Kestrel Ltd,Kestrel Ltd,10,,,a\n\
        Birch Ltd,Kestrel Ltd,140,,,a\n\
        \n\
        Birch Ltd,Heron Ltd,10,03/04/2025,2024-13,a\n\
        Birch Ltd,Heron Ltd,10,2025-02-01,2024-01-01,a\n\
        Cedar Ltd,Heron Ltd\n\
        Cedar Ltd,Heron Ltd,60,,,,,\n";
    let (stakes, faults) = read_stakes("s.csv", text);
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(faults.join("\n"));
    assert_eq!(stakes.len(), 8, "only the row without the company owned says nothing");
    assert_eq!(stakes.last().unwrap().source, "s.csv, row 11");
}

#[test]
fn a_table_without_its_columns_says_so_once() {
    for (text, code) in [("", "empty-file"), ("a,b\n1,2\n", "missing-column"), ("owner,share\nx,2\n", "missing-column")]
    {
        let (stakes, faults) = read_stakes("s.csv", text);
        assert!(stakes.is_empty());
        assert_eq!(faults.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), [code], "{text}");
    }
    let (stakes, faults) = read_stakes("s.csv", "owner,owned\nAlder Ltd,Kestrel Ltd\n");
    assert_eq!((stakes.len(), faults.len()), (1, 1), "without shares every share is unknown");
    assert!(stakes[0].share.is_unknown());
}

proptest! {
    #[test]
    fn any_text_is_read_without_harm(text in "(owner,owned,share,from,to,source\n)?[a-c0-9,\"\n>%.\\-]{0,80}") {
        let rows = text.lines().count();
        let (stakes, _) = read_stakes("s.csv", &text);
        prop_assert!(stakes.len() <= rows);
    }
}

fn shown(register: &Register) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for e in &register.entities {
        let country = e.country.map_or_else(|| "-".to_owned(), |c| c.to_string());
        let seat = e.headquarters.map_or_else(|| "-".to_owned(), |c| c.to_string());
        writeln!(
            out,
            "{:?} {} [{}] {} country {country} seat {seat} at {:?} ids {:?} {:?}..{:?}",
            e.kind,
            e.name,
            e.id,
            e.other_names.join("/"),
            e.addresses,
            e.identifiers,
            e.incorporated,
            e.dissolved
        )
        .unwrap();
    }
    for s in &register.stakes {
        let share = written(&s.share, s.above, s.below);
        writeln!(
            out,
            "{:?}: {} [{}] -> {} [{}] {share} {:?}..{:?} {}",
            s.interest, s.owner, s.owner_id, s.owned, s.owned_id, s.from, s.to, s.source
        )
        .unwrap();
    }
    for f in &register.faults {
        writeln!(out, "{}{}: {f}", if is_note(f) { "note " } else { "" }, f.code).unwrap();
    }
    out
}

#[test]
fn stakes_with_ids_and_interests() {
    let text = "owner,owner_id,owned,owned_id,interest,share\n\
        Alder Ltd,a1,Kestrel Ltd,k1,votes,60\n\
        Alder Ltd,a2,Kestrel Ltd,k1,,majority\n\
        ,a3,,k1,Director,\n\
        Alder Ltd,k1,Kestrel Ltd,k1,ownership,minority\n\
        Alder Ltd,a1,Kestrel Ltd,k1,golden share,\n";
    insta::assert_snapshot!(shown(&read_register("s.csv", text.as_bytes())));
}

#[test]
fn companies_with_several_values_a_cell() {
    let text = "id,name,other_names,country,headquarters,address,incorporated,dissolved,capital,currency,phone,email,website,identifier,source\n\
        k1,Kestrel Compute Sdn Bhd,Kestrel; KCSB,MY,Singapore,1 Jalan Satu; 2 Jalan Dua,2024-03,,\"100,000.50\",myr,+60 1;+60 2,a@example.com,example.com,202401000001,register A\n\
        ,,,,,,,,,,,,,,\n\
        k2,Heron Ltd,,Atlantis,,,2025-01-01,2024-01-01,much,,,,,,\n\
        ,,x,,,,,,,,,,,,\n";
    let register = read_register("companies.csv", text.as_bytes());
    assert_eq!(register.entities[0].capital, Some("100000.50".parse().unwrap()));
    assert_eq!((register.entities[0].currency.as_str(), register.entities[0].phones.len()), ("MYR", 2));
    insta::assert_snapshot!(shown(&register));
}

#[test]
fn follow_the_money() {
    let lines = concat!(
        r#"{"id":"a","schema":"Company","properties":{"name":["Alder Holdings Ltd"],"alias":["Alder"],"jurisdiction":["sg"],"addressEntity":["ad"],"incorporationDate":["2019"],"registrationNumber":["201900001A"]}}"#,
        "\n",
        r#"{"id":"b","schema":"LegalEntity","properties":{"name":["Birch Trading"],"country":["us-de"]}}"#,
        "\n",
        r#"{"id":"p","schema":"Person","properties":{"name":["A. Example"],"nationality":["my"]}}"#,
        "\n",
        r#"{"id":"g","schema":"PublicBody","properties":{"name":["Ministry of Examples"]}}"#,
        "\n",
        r#"{"id":"o1","schema":"Ownership","properties":{"owner":["a","p"],"asset":["b"],"percentage":["25-50"],"startDate":["2020-05"],"endDate":["2021"]}}"#,
        "\n",
        r#"{"id":"o2","schema":"Ownership","properties":{"owner":["a"],"asset":["b"],"percentage":["more than 25 %","100%"]}}"#,
        "\n",
        r#"{"id":"o3","schema":"Ownership","properties":{"owner":[],"asset":["b"],"percentage":["140"]}}"#,
        "\n",
        r#"{"id":"o4","schema":"Ownership","properties":{"owner":["b"],"asset":["b"],"sharesType":["voting shares"],"percentage":["10"],"startDate":["2025-01-01"],"endDate":["2024-01-01"]}}"#,
        "\n",
        r#"{"id":"o5","schema":"Ownership","properties":{"owner":["a"]}}"#,
        "\n",
        "{\"id\":\"broken\",\"schema\":\"Ownership\",\"prop\n",
        r#"{"id":"d","schema":"Directorship","properties":{"director":["p"],"organization":["b"],"role":["Director"]}}"#,
        "\n",
        r#"{"id":"r","schema":"Representation","properties":{"agent":["a"],"client":["b"]}}"#,
        "\n",
        r#"{"id":"u","schema":"UnknownLink","properties":{"subject":["a"],"object":["b"]}}"#,
        "\n",
        r#"{"id":"v","schema":"UnknownLink","properties":{}}"#,
        "\n",
        r#"{"id":"ad","schema":"Address","properties":{"full":["1 Quay Road, Singapore"]}}"#,
        "\n",
        r#"{"id":"i","schema":"Identification","properties":{"holder":["a"],"number":["T19LL0001A"]}}"#,
        "\n",
        r#"{"id":"o6","schema":"Ownership","properties":{"owner":[{"id":"n","schema":"Company","properties":{"name":["Nested Ltd"]}}],"asset":["b"]}}"#,
        "\n",
    );
    insta::assert_snapshot!(shown(&read_register("e.json", lines.as_bytes())));
}

#[test]
fn people_with_significant_control() {
    let lines = concat!(
        r#"{"company_number":"01234567","data":{"kind":"individual-person-with-significant-control","name":"Ms A Example","nationality":"British","notified_on":"2016-04-06","ceased_on":"2018-05-14","links":{"self":"/company/01234567/persons-with-significant-control/individual/x1"},"natures_of_control":["ownership-of-shares-50-to-75-percent","voting-rights-50-to-75-percent","right-to-appoint-and-remove-directors"]}}"#,
        "\n",
        r#"{"company_number":"1234567","data":{"kind":"corporate-entity-person-with-significant-control","name":"Alder Holdings Ltd","identification":{"country_registered":"England And Wales","registration_number":"7654321"},"address":{"premises":"1","address_line_1":"Quay Road","country":"England"},"notified_on":"2018-05-15","natures_of_control":["ownership-of-shares-75-to-100-percent"]}}"#,
        "\n",
        r#"{"company_number":"01234567","data":{"kind":"corporate-entity-person-with-significant-control","name":"Birch GmbH","identification":{"country_registered":"Germany","registration_number":"HRB 1"},"links":{"self":"/x"},"natures_of_control":["ownership-of-shares-10-to-25-percent"]}}"#,
        "\n",
        r#"{"company_number":"SC000001","data":{"kind":"persons-with-significant-control-statement","statement":"psc-exists-but-not-identified","links":{"self":"/s"},"notified_on":"2017-01-01"}}"#,
        "\n",
        r#"{"company_number":"SC000002","data":{"kind":"persons-with-significant-control-statement","statement":"no-individual-or-entity-with-signficant-control"}}"#,
        "\n",
        r#"{"company_number":"SC000003","data":{"kind":"super-secure-person-with-significant-control"}}"#,
        "\n",
        r#"{"company_number":"","data":{"kind":"totals#persons-of-significant-control-snapshot"}}"#,
        "\n",
        r#"{"company_number":"","data":{"kind":"individual-person-with-significant-control"}}"#,
        "\n",
    );
    insta::assert_snapshot!(shown(&read_register("psc.txt", lines.as_bytes())));
}

#[test]
fn gleif_levels() {
    let one = "LEI,Entity.LegalName,Entity.OtherEntityNames.OtherEntityName.1,Entity.OtherEntityNames.OtherEntityName.1.type,Entity.LegalAddress.FirstAddressLine,Entity.LegalAddress.City,Entity.LegalAddress.Country,Entity.HeadquartersAddress.FirstAddressLine,Entity.HeadquartersAddress.City,Entity.HeadquartersAddress.Country,Entity.LegalJurisdiction,Entity.EntityCategory,Entity.EntityCreationDate\n\
        5493000000000000KA01,Kestrel Compute Ltd,Kestrel,TRADING_NAME,1 Quay Road,Singapore,SG,2 Harbour St,Macau,MO,SG,GENERAL,2019-01-02T00:00:00Z\n";
    let two = "Relationship.StartNode.NodeID,Relationship.StartNode.NodeIDType,Relationship.EndNode.NodeID,Relationship.EndNode.NodeIDType,Relationship.RelationshipType,Relationship.RelationshipStatus,Relationship.Period.1.startDate,Relationship.Period.1.endDate,Relationship.Period.1.periodType,Relationship.Period.2.startDate,Relationship.Period.2.endDate,Relationship.Period.2.periodType\n\
        5493000000000000KA01,LEI,5493000000000000AL02,LEI,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,2023-01-01T00:00:00Z,2023-12-31T00:00:00Z,ACCOUNTING_PERIOD,2020-06-01T00:00:00Z,,RELATIONSHIP_PERIOD\n\
        5493000000000000KA01,LEI,5493000000000000AL02,LEI,IS_ULTIMATELY_CONSOLIDATED_BY,INACTIVE,,,,,,\n\
        5493000000000000KA01,LEI,,LEI,IS_FUND-MANAGED_BY,ACTIVE,,,,,,\n";
    let exceptions = "LEI,Exception.Category,Exception.Reason.1,Exception.Reference.1\n\
        5493000000000000KA01,ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT,NON_PUBLIC,\n";
    let mut register = Register::default();
    for (name, text) in [("lei2.csv", one), ("rr.csv", two), ("repex.csv", exceptions)] {
        register.extend(read_register(name, text.as_bytes()));
    }
    name_parties(&mut register);
    assert!(register.stakes.iter().all(|s| s.interest == Interest::Consolidation));
    insta::assert_snapshot!(shown(&register));
}

fn bods(statements: &str) -> Register {
    read_register("b.json", statements.as_bytes())
}

#[test]
fn bods_statements_of_every_kind() {
    let entity = |id: &str, name: &str| {
        format!(
            r#"{{"statementId":"s-{id}","recordId":"{id}","recordType":"entity","statementDate":"2024-01-01","recordDetails":{{"entityType":{{"type":"registeredEntity"}},"name":"{name}"}}}}"#
        )
    };
    let relation = |id: &str, status: &str, date: &str, details: &str| {
        format!(
            r#"{{"recordId":"{id}","recordType":"relationship","recordStatus":"{status}","statementDate":"{date}","recordDetails":{{"subject":"k","interestedParty":"a",{details}}}}}"#
        )
    };
    let share =
        |share: &str| format!(r#""interests":[{{"type":"shareholding","directOrIndirect":"direct","share":{share}}}]"#);
    let statements = [
        entity("k", "Kestrel Ltd"),
        entity("a", "Alder Ltd"),
        relation("r1", "new", "2024-01-01", &share(r#"{"exact":60}"#)),
        relation("r1", "updated", "2025-01-01", &share(r#"{"exact":30}"#)),
        relation("r2", "closed", "2025-03-01", &share(r#"{"minimum":25,"exclusiveMaximum":50}"#)),
        relation("r3", "new", "2024-01-01", &share(r#"{"exclusiveMinimum":25,"maximum":50}"#)),
        relation("r4", "new", "2024-01-01", &share(r#"{"minimum":75,"exclusiveMinimum":true,"maximum":100}"#)),
        relation("r5", "new", "2024-01-01", &share(r#"{"exact":140}"#)),
        relation("r6", "new", "2024-01-01", r#""componentRecords":["r1","r2"],"interests":[{"type":"shareholding","directOrIndirect":"indirect","share":{"exact":60}}]"#),
        relation("r7", "new", "2024-01-01", r#""interests":[{"type":"nominee"},{"type":"unknownInterest"},{"type":"boardChair"},{"type":"trustee","startDate":"2024-05","endDate":"2024-01"}]"#),
        r#"{"recordId":"r8","recordType":"relationship","recordDetails":{"subject":"k","interestedParty":{"reason":"noBeneficialOwners"}}}"#.to_owned(),
        r#"{"recordId":"r9","recordType":"relationship","recordDetails":{"subject":"k","interestedParty":"gone"}}"#.to_owned(),
        r#"{"recordId":"r10","recordType":"relationship","recordDetails":{"subject":"k"}}"#.to_owned(),
        r#"{"recordId":"p","recordType":"person","recordDetails":{"personType":"anonymousPerson","unspecifiedPersonDetails":{"reason":"interestedPartyExemptFromDisclosure"}}}"#.to_owned(),
        r#"{"recordId":"x","recordType":"vessel","recordDetails":{}}"#.to_owned(),
    ];
    let array = format!("[\n{}\n]", statements.join(",\n"));
    let register = bods(&array);
    insta::assert_snapshot!(shown(&register));
    // As lines, the same but for the places.
    let lines = bods(&statements.join("\n"));
    assert_eq!((lines.entities.len(), lines.stakes.len()), (register.entities.len(), register.stakes.len()));
    // Spread over several lines, one of them broken.
    let spread = array.replace("{\"recordId\":\"r3\"", "{\n\"recordId\":!\"r3\"").replace(",\"", ",\n\"");
    let broken = bods(&spread);
    assert_eq!(broken.stakes.len() + 1, register.stakes.len());
    assert_eq!(broken.faults.iter().filter(|f| f.code == "unread-row").count(), 2, "r3 and the vessel");
}

/// A later statement counts whatever its place in the file.
#[test]
fn the_latest_statement_counts() {
    let of = |date: &str, share: u8| {
        format!(
            r#"{{"recordId":"r","recordType":"relationship","statementDate":"{date}","recordDetails":{{"subject":"k","interestedParty":"a","interests":[{{"type":"shareholding","share":{{"exact":{share}}}}}]}}}}"#
        )
    };
    for statements in [[of("2024-01-01", 60), of("2025-01-01", 30)], [of("2025-01-01", 30), of("2024-01-01", 60)]] {
        let register = bods(&statements.join("\n"));
        assert_eq!(register.stakes.len(), 1);
        assert_eq!(register.stakes[0].share, tidewaiter_model::Range::exactly(30.into()));
    }
}

/// A closed record ends by the day of the statement that closes it, whatever its interest says.
#[test]
fn closed_records_end() {
    let of = |details: &str| {
        let text = format!(
            r#"{{"recordId":"r","recordType":"relationship","recordStatus":"closed","statementDate":"2025-03-01","recordDetails":{{"subject":"k","interestedParty":"a","interests":[{{"type":"shareholding","share":{{"exact":60}}{details}}}]}}}}"#
        );
        let stakes = bods(&text).stakes;
        (stakes[0].from.map(|d| d.to_string()), stakes[0].to.map(|d| d.to_string()))
    };
    let day = |text: &str| Some(text.to_owned());
    assert_eq!(of(""), (None, day("2025-03-01")));
    assert_eq!(of(r#","endDate":"2024-06-30""#), (None, day("2024-06-30")));
    assert_eq!(of(r#","endDate":"2026-06-30""#), (None, day("2025-03-01")));
    assert_eq!(of(r#","startDate":"2020-01-01""#), (day("2020-01-01"), day("2025-03-01")));
    assert_eq!(of(r#","startDate":"2026-01-01""#), (None, day("2025-03-01")));
}

/// The published fixtures, by the readings that stand beside them.
#[test]
fn bods_fixtures() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/ownership");
    if std::env::var_os("CI").is_some() || !std::path::Path::new(folder).exists() {
        println!("skipped: {folder} is not there");
        return;
    }
    let read = |name: &str| read_register(name, &std::fs::read(format!("{folder}/{name}.json")).unwrap());

    let direct = read("core/01-direct-ownership");
    assert_eq!(direct.faults, []);
    let kinds: Vec<EntityKind> = direct.entities.iter().map(|e| e.kind).collect();
    assert_eq!(kinds, [EntityKind::Company, EntityKind::Person], "one entity, one person");
    assert_eq!(direct.entities[0].identifiers, ["GB-COH-10000001"]);
    let held: Vec<(Interest, &str, &str)> =
        direct.stakes.iter().map(|s| (s.interest, s.owner_id.as_str(), s.owned_id.as_str())).collect();
    let ends = ("rec-jane-smith-1975", "rec-acme-holdings-ltd");
    assert_eq!(held, [(Interest::Ownership, ends.0, ends.1), (Interest::Votes, ends.0, ends.1)], "not made one");
    assert!(direct.stakes.iter().all(|s| s.share.exact() == Some(75.into()) && s.owner == "Jane Smith"));

    let circle = read("edge-cases/10-circular-ownership");
    assert_eq!(circle.faults, []);
    assert_eq!(circle.stakes.len(), 2, "neither side of the circle is dropped");
    let ends: Vec<(&str, &str)> = circle.stakes.iter().map(|s| (s.owner.as_str(), s.owned.as_str())).collect();
    assert_eq!(ends, [("Alpha Corp Ltd", "Beta Corp Ltd"), ("Beta Corp Ltd", "Alpha Corp Ltd")]);

    let opaque = read("edge-cases/11-anonymous-person");
    assert_eq!(opaque.entities.len(), 1, "no person is made up");
    assert_eq!(opaque.stakes.len(), 1, "nor is the relationship dropped");
    let reason = "subjectUnableToConfirmOrIdentifyBeneficialOwner";
    assert!(opaque.stakes[0].owner.contains(reason) && opaque.stakes[0].share.is_unknown());
    let codes: Vec<&str> = opaque.faults.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(codes, ["undisclosed-party"]);
    assert!(opaque.faults[0].says.contains(reason) && opaque.faults[0].says.contains("unable to identify"));
}

#[test]
fn files_of_no_register() {
    for (text, code) in [
        ("", "empty-file"),
        (" \n", "empty-file"),
        ("{\"a\":1}", "unknown-format"),
        ("[1,2]", "unknown-format"),
        ("{\"schema\":", "unknown-format"),
        ("a,b\n1,2\n", "missing-column"),
    ] {
        let register = read_register("f", text.as_bytes());
        let codes: Vec<&str> = register.faults.iter().map(|f| f.code.as_str()).collect();
        assert_eq!((codes, register.stakes.len(), register.entities.len()), (vec![code], 0, 0), "{text}");
    }
    let latin = read_register("s.csv", b"owner,owned,share\nAlder,Caf\xe9 Ltd,60\n");
    assert_eq!(latin.stakes.len(), 1, "kept");
    assert_eq!(latin.faults[0].position.to_string(), "s.csv, row 2");
}

proptest! {
    /// Any JSON-like bytes are read or refused, and no line is lost without a fault.
    #[test]
    fn any_json_is_read_without_harm(text in "[\\[{]?(\\{\"recordId\":\"a\",\"recordType\":\"relationship\",\"recordDetails\":\\{|\\{\"schema\":\"Ownership\",\"properties\":\\{|\\{\"company_number\":\"1\",\"data\":\\{)[a-z0-9\":,{}\\[\\]\n\\\\]{0,60}") {
        let _ = read_register("j", text.as_bytes());
    }

    #[test]
    fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_register("b", &bytes);
    }
}

/// The same facts in the shapes of 0.1, 0.2 and 0.3.
#[test]
fn bods_of_older_versions() {
    for (votes, entity, place) in [
        ("voting-rights", r#""registeredEntity""#, "incorporatedInJurisdiction"),
        ("votingRights", r#"{"type":"registeredEntity"}"#, "jurisdiction"),
    ] {
        let statements = [
            format!(r#"{{"statementID":"e1","statementType":"entityStatement","entityType":{entity},"name":"Kestrel Compute Ltd","{place}":{{"name":"Singapore","code":"SG"}},"identifiers":[{{"scheme":"SG-ACRA","id":"1"}}]}}"#),
            r#"{"statementID":"p0","statementType":"personStatement","personType":"knownPerson","names":[{"type":"individual","fullName":"Old Name"}]}"#.to_owned(),
            r#"{"statementID":"p1","statementType":"personStatement","personType":"knownPerson","replacesStatements":["p0"],"names":[{"type":"individual","fullName":"A. Example"}],"nationalities":[{"code":"MY"}]}"#.to_owned(),
            format!(r#"{{"statementID":"o1","statementType":"ownershipOrControlStatement","statementDate":"2024-01-01","subject":{{"describedByEntityStatement":"e1"}},"interestedParty":{{"describedByPersonStatement":"p1"}},"interests":[{{"type":"shareholding","interestLevel":"direct","share":{{"minimum":25,"maximum":50,"exclusiveMinimum":true}},"startDate":"2020-01-01"}},{{"type":"{votes}","share":{{"exact":60}}}}]}}"#),
            r#"{"statementID":"o2","statementType":"ownershipOrControlStatement","subject":{"describedByEntityStatement":"e1"},"interestedParty":{"unspecified":{"reason":"unknown","description":"not told"}},"interests":[{"type":"appointment-of-board"}]}"#.to_owned(),
        ];
        let register = bods(&format!("[{}]", statements.join(",\n")));
        let shown = shown(&register);
        insta::allow_duplicates! { insta::assert_snapshot!("bods_of_older_versions", shown) };
    }
}

#[test]
fn formats_that_are_not_read_say_so() {
    for text in ["<?xml version=\"1.0\"?><lei:LEIData/>", "{\"a\":1}"] {
        let register = read_register("x", text.as_bytes());
        assert_eq!(register.faults.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), ["unknown-format"], "{text}");
    }
}
