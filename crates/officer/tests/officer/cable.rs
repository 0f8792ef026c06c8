//! An order of an adapter card, which no rule holds: what is found is about its party.

use std::sync::Arc;

use tidewaiter_model::{Date, Line, LineAnswer, Party, Position, Register, Severity, Stake, place};
use tidewaiter_officer::{AsOf, Experts, Officer, Owners, Registry, Settings};
use tidewaiter_ownership::Records;
use tidewaiter_screening::Screener;

/// The answer of one day to the order of one party, held against a table of lists.
pub fn decide(lists: &str, stakes: Option<Vec<Stake>>, day: Date, party: Party, ship_to: &str) -> LineAnswer {
    let experts = Experts {
        catalogue: tidewaiter_goods::Catalogue::builtin().unwrap(),
        law: tidewaiter_law::Law::builtin().unwrap(),
        screener: Screener::new(tidewaiter_screening::parse("lists.csv", lists.as_bytes()).unwrap()),
        good_guys: tidewaiter_screening::GoodGuys::default(),
        stakes: stakes.map(|stakes| Owners::new(registry(Register { stakes, ..Register::default() }), &[])),
    };
    let settings = Settings { as_of: AsOf::Day(day), snapshot: String::new(), engine: String::new(), bar: 0.7 };
    let line = Line {
        order: "1".to_owned(),
        line: "1".to_owned(),
        position: Position::file("test.csv").at_row(2),
        date: Some(day),
        description: "NVIDIA ConnectX-7 adapter card".to_owned(),
        part_number: String::new(),
        quantity: Some(1),
        unit_price: None,
        currency: String::new(),
        ship_from: Some(place::read("US")),
        ship_to: Some(place::read(ship_to)),
        route: Vec::new(),
        end_use: "Network".to_owned(),
        made_in: None,
        parties: vec![party],
        faults: Vec::new(),
    };
    Officer::new(experts, settings).decide(&line)
}

/// A severity in a word.
pub fn weight(severity: Severity) -> &'static str {
    match severity {
        Severity::Hold => "hold",
        Severity::Review => "review",
        Severity::Note => "note",
    }
}

/// What a register says, indexed.
pub fn registry(register: Register) -> Arc<Registry> {
    Arc::new(Registry::new(Records::from(register)))
}
