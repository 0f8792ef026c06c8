//! Red flags that look beside the order: registers, stakes, lists, earlier orders, answers.

use std::sync::Arc;

use tidewaiter_model::{
    Date, Entity, Finding, Interest, Line, LineAnswer, Party, Position, Range, Register, Role, Severity, Stake, Truth,
    place,
};
use tidewaiter_officer::{AsOf, Experts, Known, Officer, Replies, Settings};
use tidewaiter_redflags::{History, Reply, Shared};
use tidewaiter_screening::Screener;

const DAY: Date = Date::constant(2025, 10, 15);
const LISTS: &str = "list,id,name,country,citation\nus-entity-list,1,Heron Circuits Ltd,CN,89 FR 1\n";

fn officer() -> Officer {
    let experts = Experts {
        catalogue: tidewaiter_goods::Catalogue::builtin().unwrap(),
        law: tidewaiter_law::Law::builtin().unwrap(),
        screener: Screener::new(tidewaiter_screening::parse("lists.csv", LISTS.as_bytes()).unwrap()),
        good_guys: tidewaiter_screening::GoodGuys::default(),
        stakes: None,
    };
    let settings = Settings { as_of: AsOf::Day(DAY), snapshot: String::new(), engine: String::new(), bar: 0.7 };
    Officer::new(experts, settings)
}

/// A hundred H100 for a company in Malaysia that nobody knows.
fn line() -> Line {
    let party = |role| Party {
        role,
        name: "Kestrel Compute Sdn Bhd".to_owned(),
        address: "1 Jalan Lotus, Johor Bahru".to_owned(),
        country: "MY".parse().ok(),
        headquarters: "MY".parse().ok(),
        identifier: String::new(),
    };
    Line {
        order: "SO-1".to_owned(),
        line: "1".to_owned(),
        position: Position::file("test.csv").at_row(2),
        date: Some(DAY),
        description: "NVIDIA H100 PCIe 80GB".to_owned(),
        part_number: String::new(),
        quantity: Some(100),
        unit_price: None,
        currency: String::new(),
        ship_from: Some(place::read("US")),
        ship_to: Some(place::read("Johor Bahru, Malaysia")),
        route: Vec::new(),
        end_use: "training of weather models".to_owned(),
        made_in: None,
        parties: [Role::Purchaser, Role::UltimateConsignee, Role::EndUser].map(party).to_vec(),
        faults: Vec::new(),
    }
}

fn stake(owner: &str, owned: &str, interest: Interest, share: Range) -> Stake {
    Stake {
        owner: owner.to_owned(),
        owner_id: String::new(),
        owned: owned.to_owned(),
        owned_id: String::new(),
        interest,
        share,
        above: false,
        below: false,
        from: None,
        to: None,
        source: "register extract".to_owned(),
    }
}

fn found<'a>(answer: &'a LineAnswer, code: &str) -> Option<&'a Finding> {
    answer.findings.iter().find(|finding| finding.code == code)
}

fn is_open(answer: &LineAnswer, code: &str) -> bool {
    answer.not_assessable.iter().any(|lack| lack.flags.contains(&code))
}

#[test]
fn nothing_known_is_not_assessable() {
    let answer = officer().decide(&line());
    for code in ["RF-04", "RF-05", "RF-24", "RF-29", "DG-01", "DG-05", "DG-12", "DD-1"] {
        assert!(is_open(&answer, code) && found(&answer, code).is_none(), "{code}");
    }
    let told: Vec<&String> = answer.not_checked.iter().filter(|told| told.starts_with("Red flags")).collect();
    assert_eq!(told.len(), 1, "one sentence, whatever lacks");
}

#[test]
fn registers_raise_and_settle_flags() {
    let kestrel = "Kestrel Compute Sdn Bhd";
    let register = |share| Register {
        entities: vec![Entity {
            name: kestrel.to_owned(),
            country: "MY".parse().ok(),
            incorporated: Some(Date::constant(2025, 9, 1)),
            websites: vec!["kestrel.example".to_owned()],
            source: "register extract".to_owned(),
            ..Entity::default()
        }],
        stakes: vec![
            stake("Heron Circuits Ltd", "Middle Ltd", Interest::Ownership, share),
            stake("Middle Ltd", kestrel, Interest::Ownership, share),
            stake("M. Beispiel", kestrel, Interest::Directorship, Range::UNKNOWN),
            stake("M. Beispiel", "Heron Circuits Ltd.", Interest::Directorship, Range::UNKNOWN),
        ],
        faults: Vec::new(),
    };
    let answer = officer().knowing(Known::new(crate::cable::registry(register(Range::UNKNOWN)))).decide(&line());
    let owner = found(&answer, "RF-29").unwrap();
    assert_eq!(
        owner.evidence[0].what,
        "share that Heron Circuits Ltd (us-entity-list) holds of Kestrel Compute Sdn Bhd"
    );
    assert_eq!(
        (owner.severity, owner.evidence[0].value.as_str()),
        (Severity::Review, "not known exactly, of Middle Ltd")
    );
    assert!(found(&answer, "RF-24").unwrap().evidence[0].what.starts_with("M. Beispiel directs"));
    assert_eq!(found(&answer, "RF-04").unwrap().severity, Severity::Review);
    assert_eq!(found(&answer, "DG-01").unwrap().severity, Severity::Note);
    for code in ["RF-04", "RF-24", "RF-29", "DG-01", "DG-05", "DD-1"] {
        assert!(!is_open(&answer, code), "{code}");
    }
    assert!(is_open(&answer, "DG-12"), "earlier orders are still not known");
}

struct Earlier;

impl History for Earlier {
    fn since(&self) -> Option<Date> {
        Some(Date::constant(2020, 1, 1))
    }

    fn first_order(&self, _party: &Party) -> Option<Date> {
        Some(Date::constant(2021, 1, 1))
    }

    fn sharing(&self, _party: &Party, _before: Date) -> Option<Vec<Shared>> {
        let text = |text: &str| text.to_owned();
        let (value, with, source) = (text("+60 7 000"), text("Heron Circuits Ltd"), text("orders.csv, row 9"));
        Some(vec![Shared { what: "telephone", value, with, source }])
    }
}

#[test]
fn earlier_orders_raise_and_settle_flags() {
    let answer = officer().remembering(Arc::new(Earlier)).decide(&line());
    assert_eq!(found(&answer, "DG-12").unwrap().severity, Severity::Review, "the earlier buyer is listed");
    assert!(!is_open(&answer, "DG-01") && found(&answer, "DG-01").is_none());
}

#[test]
fn likeness_to_a_listed_party_is_noted() {
    let mut like = line();
    like.parties.iter_mut().for_each(|party| party.name = "Heron Circuit Ltd".to_owned());
    let answer = officer().decide(&like);
    assert!(found(&answer, "POSSIBLE-MATCH").is_some());
    assert_eq!(found(&answer, "DG-08").map(|f| f.severity), Some(Severity::Note));
    assert!(found(&officer().decide(&line()), "DG-08").is_none());
}

#[test]
fn questions_once_a_party_and_none_where_answered() {
    let questions = officer().questions(&line());
    let ids: Vec<&str> = questions.iter().map(|q| q.id.as_str()).collect();
    assert!(ids.contains(&"RF-05 kestrel compute sdn bhd MY") && ids.contains(&"DG-11 order SO-1"), "{ids:?}");
    let distinct: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len());
    let mut replies = Replies::default();
    for question in &questions {
        let text = |text: &str| text.to_owned();
        let answer = if question.question.raised_by.is_yes() { Truth::No } else { Truth::Yes };
        let (who, when) = (text("A. Officer"), text("2025-10-14"));
        replies.add(&question.id, Reply { answer, note: String::new(), who, when, source: text("q.csv, row 2") });
    }
    let told = officer().answered(replies, "told".to_owned());
    assert_eq!(told.questions(&line()), []);
    let before = officer().decide(&line());
    let after = told.decide(&line());
    // Answers that settle everything lift nothing that the order itself shows.
    let heavy = |answer: &LineAnswer| -> Vec<String> {
        answer.findings.iter().filter(|f| f.severity > Severity::Note).map(|f| f.code.clone()).collect()
    };
    assert_eq!(heavy(&before), heavy(&after));
    let mut cable = line();
    cable.description = "HDMI cable".to_owned();
    assert_eq!(officer().questions(&cable), []);
}
