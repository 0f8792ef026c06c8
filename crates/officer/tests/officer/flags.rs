//! Red flags that look beside the order: registers, stakes, lists, earlier orders, answers.

use tidewaiter_model::{
    Date, Entity, Finding, Interest, Line, LineAnswer, Party, Position, Range, Register, Role, Severity, Stake, Truth,
    place,
};
use tidewaiter_officer::{AsOf, Beside, Dossier, Experts, History, Known, Officer, Replies, Settings};
use tidewaiter_redflags::{Reply, Topic};
use tidewaiter_screening::Screener;

use crate::cable::registry;

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
    let answer = officer().knowing(Known::new(registry(register(Range::UNKNOWN)))).decide(&line());
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

/// An officer told of a book of these lines, which is complete from a day on, with a register of companies.
fn told(lines: &[Line], since: Option<Date>, register: Option<Register>) -> Officer {
    let officer = officer();
    let mut history = History::new("orders.csv").complete_since(since);
    lines.iter().for_each(|line| history.add(&officer.note(line)));
    let beside = Beside { register: register.map(registry), ..Beside::default() };
    let dossier = Dossier::new(history, beside, &officer.experts().law);
    officer.told_of_book(dossier, false, "told".to_owned()).unwrap()
}

/// The same line ordered by another on another day.
fn ordered(name: &str, day: &str, quantity: u64) -> Line {
    let mut line = line();
    (line.order, line.date, line.quantity) = (format!("{name} {day}"), day.parse().ok(), Some(quantity));
    for party in &mut line.parties {
        party.name = name.to_owned();
        party.address = "Suite 12-03, 9 Jalan Heron, Kuala Lumpur".to_owned();
    }
    line
}

const BUYER: &str = "Kestrel Compute Sdn Bhd";

#[test]
fn a_book_that_is_complete_shows_who_came_late() {
    let old = ordered(BUYER, "2021-03-01", 8);
    let new = ordered(BUYER, "2025-09-01", 8);
    let since = Some(Date::constant(2020, 1, 1));
    let of = |lines: &[Line], since| {
        let answer = told(lines, since, None).decide(&new);
        let raised = found(&answer, "DG-01").map(|f| f.evidence[0].value.clone());
        (raised, is_open(&answer, "DG-01"))
    };
    assert_eq!(of(std::slice::from_ref(&new), None), (None, true), "the book may begin anywhere");
    assert_eq!(of(std::slice::from_ref(&new), since), (Some("2025-09-01".to_owned()), false));
    assert_eq!(of(&[new.clone(), old], None), (None, false), "an old order is one, complete or not");
}

#[test]
fn orders_of_a_year_are_a_large_volume_together() {
    let split: Vec<Line> = (1..=6).map(|month| ordered(BUYER, &format!("2025-0{month}-10"), 600)).collect();
    let officer = told(&split, None, None);
    let raised: Vec<bool> = split.iter().map(|line| found(&officer.decide(line), "DG-02").is_some()).collect();
    assert_eq!(raised, [false, false, false, true, true, true]);
    let mut known = split;
    known.push(ordered(BUYER, "2023-01-10", 8));
    let last = told(&known, None, None).decide(&known[5]);
    assert_eq!(found(&last, "DG-02").map(|f| f.severity), Some(Severity::Note), "it has ordered for years");
}

#[test]
fn what_is_shared_with_an_earlier_buyer_is_told() {
    let book = [ordered("Heron Circuits Ltd", "2024-05-01", 8), ordered(BUYER, "2025-09-01", 8)];
    let answer = told(&book, None, None).decide(&book[1]);
    assert_eq!(found(&answer, "DG-12").unwrap().severity, Severity::Review, "the earlier buyer is listed");
    let first = told(&book, None, None).decide(&book[0]);
    assert!(found(&first, "DG-12").is_none() && is_open(&first, "DG-12"), "telephones are not known");
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
    let asked = officer().questions(&line());
    let rows: Vec<(&str, Topic)> = asked.questions.iter().map(|open| (open.about.as_str(), open.topic)).collect();
    let party = " kestrel compute sdn bhd MY";
    assert!(rows.contains(&(party, Topic::Dealing)) && rows.contains(&(party, Topic::Papers)), "{rows:?}");
    assert!(rows.len() <= 4, "one row a topic: {rows:?}");
    assert!(asked.matters);
    let mut replies = Replies::default();
    let text = |text: &str| text.to_owned();
    let (who, when, source) = (text("A. Officer"), text("2025-10-14"), text("q.csv, row 2"));
    let yes = Reply { answer: Truth::Yes, note: String::new(), who, when, source };
    for open in &asked.questions {
        let codes: String = open.questions.iter().map(|question| format!("{}+", question.code)).collect();
        assert!(replies.add(&format!("{codes}{}", open.about), &yes).is_empty());
    }
    let told = officer().answered(replies, "told".to_owned());
    assert_eq!(told.questions(&line()).questions, []);
    let before = officer().decide(&line());
    let after = told.decide(&line());
    // Answers that settle everything lift nothing that the order itself shows.
    let heavy = |answer: &LineAnswer| -> Vec<String> {
        answer.findings.iter().filter(|f| f.severity > Severity::Note).map(|f| f.code.clone()).collect()
    };
    assert_eq!(heavy(&before), heavy(&after));
    let mut cable = line();
    cable.description = "HDMI cable".to_owned();
    assert_eq!(officer().questions(&cable).questions, []);
}

#[test]
fn questions_matter_where_an_answer_can_change_the_line() {
    let mut held = line();
    held.ship_to = Some(place::read("Shanghai, China"));
    let mut unread = line();
    unread.description = "8 GPU server for AI training".to_owned();
    for line in [held, unread] {
        let asked = officer().questions(&line);
        assert!(!asked.matters && !asked.questions.is_empty(), "{:?} {}", asked.verdict, line.description);
    }
}
