//! Made-up answers to where goods went: a hub, worlds of any size, and one in which nothing went.

use tidewaiter_model::trace::{
    Amount, Bound, Certificate, Join, LeftOut, Leg, Monthly, Narrowing, Points, Question, Route, Shortage, Site, Term,
    TraceAnswer,
};
use tidewaiter_model::{Date, Decimal, Evidence, Fault, Finding, Ground, Position, Severity};

fn ground() -> Ground {
    Ground {
        as_of: Date::constant(2026, 11, 24),
        snapshot: "5f1c9a7be0d24413".into(),
        engine: "tidewaiter 0.1.0".into(),
        rules: "2026.09.29".into(),
    }
}

pub fn site(name: &str, country: &str, role: &str) -> Site {
    Site { name: name.into(), country: country.parse().ok(), also: Vec::new(), role: role.into() }
}

fn leg(ends: (usize, usize), units: u64, at_most: u64, at_least: u64, days: (&str, &str)) -> Leg {
    Leg {
        from: ends.0,
        to: ends.1,
        units,
        at_most,
        at_least,
        first: days.0.parse().unwrap(),
        last: days.1.parse().unwrap(),
        months: Vec::new(),
        inferred: false,
        records: vec![format!("records.csv, row {}, document BL-{units}", ends.0 + 2)],
    }
}

fn bound(units: u64, value: &str, whatever_is_missing: u64) -> Bound {
    let tpp = (units * 15832).to_string();
    let amount = Amount { units, value: value.into(), currency: "USD".into(), tpp };
    Bound { amount, whatever_is_missing, allowing_unrecorded: units }
}

/// An answer with these sites and legs and nothing else.
fn bare(sites: Vec<Site>, legs: Vec<Leg>) -> TraceAnswer {
    TraceAnswer {
        schema: "tidewaiter/trace/1",
        ground: ground(),
        question: Question {
            from: vec!["US".into()],
            to: vec!["CN".into()],
            item: "H200".into(),
            since: "unknown".into(),
            until: "unknown".into(),
        },
        at_least: Bound::default(),
        at_most: Bound::default(),
        outer: false,
        points: Points::default(),
        certificates: Vec::new(),
        routes: Vec::new(),
        sites,
        legs,
        shortages: Vec::new(),
        by_serial: 0,
        narrowing: Vec::new(),
        joins: Vec::new(),
        asserted_only: None,
        witnessed_again: 0,
        findings: Vec::new(),
        left_out: Vec::new(),
        notes: Vec::new(),
        faults: Vec::new(),
    }
}

fn term(kind: &str, says: &str, units: u64, records: &[&str]) -> Term {
    Term { kind: kind.into(), says: says.into(), units, records: records.iter().map(|r| (*r).to_owned()).collect() }
}

/// The hub of the definitions: 100 from the origin and 60 others come in, 90 go on; with all that an answer can say.
pub fn hub() -> TraceAnswer {
    let mut sites = vec![
        site("Alder Semiconductor Sales Inc.", "US", "origin"),
        site("Birchwater Trading Sdn. Bhd.", "MY", "between"),
        site("Cinderbrook Components Co., Ltd.", "TW", "between"),
        site("上海灯笼鱼计算有限公司", "CN", "destination"),
        site("Dunlin & <Sons> \"Cloud\"", "SG", "between"),
    ];
    sites[1].also = vec!["BIRCHWATER TRDG".into(), "Birchwater Trading".into()];
    let mut legs = vec![
        leg((0, 1), 100, 90, 30, ("2025-05-03", "2025-05-12")),
        leg((2, 1), 60, 0, 0, ("2025-05-20", "2025-06-02")),
        leg((1, 3), 90, 90, 30, ("2025-06-10", "2025-08-03")),
        leg((0, 4), 12, 12, 0, ("2025-05-05", "2025-05-09")),
        leg((4, 3), 12, 12, 0, ("2025-07-01", "2025-07-04")),
        leg((1, 0), 4, 0, 0, ("2025-06-20", "2025-06-25")),
    ];
    legs[4].inferred = true;
    let month = |month: i8, units, at_most, at_least| Monthly {
        month: Date::constant(2025, month, 1),
        units,
        at_most,
        at_least,
    };
    legs[0].months = vec![month(5, 100, 90, 30)];
    legs[1].months = vec![month(5, 40, 0, 0), month(6, 20, 0, 0)];
    legs[2].months = vec![month(6, 50, 50, 10), month(7, 25, 25, 20), month(8, 15, 15, 0)];
    let mut answer = bare(sites, legs);
    answer.question.since = "2025-05-01".into();
    answer.question.until = "2025-08-31".into();
    (answer.at_least, answer.at_most) = (bound(30, "900000.00", 0), bound(102, "3060000.00", 104));
    answer.outer = true;
    answer.points = Points {
        fifo: Some(Decimal::from(90)),
        lifo: Some(Decimal::from(34)),
        pro_rata: Some(Decimal::new(562_500, 4)),
    };
    answer.certificates = vec![
        Certificate {
            bound: "at_least".into(),
            arithmetic: "100 that left US - 70 that can have stayed outside CN = 30".into(),
            terms: vec![term("stock", "the stock of Birchwater Trading Sdn. Bhd. (MY) after 2025-08-01", 70, &[])],
            further_terms: 0,
            further_units: 0,
            sum: 70,
        },
        Certificate {
            bound: "at_most".into(),
            arithmetic: "90 + 12 that arrived in CN = 102".into(),
            terms: vec![
                term(
                    "consignment",
                    "Birchwater Trading Sdn. Bhd. to 上海灯笼鱼计算有限公司, 2025-06-10",
                    90,
                    &["records.csv, row 7, document BL-7"],
                ),
                term(
                    "consignment",
                    "Dunlin & <Sons> \"Cloud\" to 上海灯笼鱼计算有限公司, 2025-07-01",
                    10,
                    &["records.csv, row 9", "invoices.csv, row 3", "a.csv, row 1", "b.csv, row 2"],
                ),
            ],
            further_terms: 1,
            further_units: 2,
            sum: 102,
        },
    ];
    let route = |sites: &[usize], at_most, at_least, asserted| Route {
        sites: sites.to_vec(),
        at_most,
        at_least,
        departs: Date::constant(2025, 5, 3),
        arrives: Date::constant(2025, 8, 3),
        asserted,
        steps: vec![
            "left on document BL-100 (records.csv, row 2)".into(),
            "arrived on document BL-90 (records.csv, row 7)".into(),
        ],
    };
    answer.routes = vec![route(&[0, 1, 3], 90, 30, true), route(&[0, 4, 3], 12, 0, false)];
    answer.shortages =
        vec![Shortage { site: 4, day: Date::constant(2025, 7, 1), units: 2, record: "records.csv, row 9".into() }];
    answer.by_serial = 6;
    answer.narrowing = vec![Narrowing {
        find_out: "whose goods Birchwater Trading Sdn. Bhd. (MY) still held after 2025-08-01".into(),
        if_all: (30, 42),
        if_none: (90, 102),
    }];
    answer.joins = vec![
        Join {
            one: "Birchwater Trading Sdn. Bhd.".into(),
            other: "BIRCHWATER TRDG".into(),
            asserted: false,
            why: "near in spelling, same country".into(),
        },
        Join {
            one: "Birchwater Trading Sdn. Bhd.".into(),
            other: "Birchwater Trading".into(),
            asserted: true,
            why: "same registration number".into(),
        },
    ];
    answer.asserted_only = Some((30, 90));
    answer.witnessed_again = 3;
    answer.findings = vec![Finding {
        code: "TRACE-GAP".into(),
        severity: Severity::Review,
        says: "Dunlin & <Sons> \"Cloud\" sent on 2 more than the records show it to have received. Often a record is missing, or stock from before.".into(),
        cite: "docs/tracing.md".into(),
        evidence: vec![Evidence::new("chips out less chips in", "2", "records.csv, row 9")],
        settle: "Ask for its stock book of July 2025.".into(),
    }];
    answer.left_out =
        vec![LeftOut { why: "the quantity is in boxes".into(), records: 2, quantity: 14, may_widen: true }];
    answer.notes = vec!["Two records name a month only.".into()];
    answer.faults = vec![Fault::new(
        "month-only",
        Position::file("records.csv").at_row(12).in_column("date"),
        "2025-05 names a month",
        "write the day where it is known",
    )];
    answer
}

/// Nothing went: no legs, no routes, zero at both ends.
pub fn nothing() -> TraceAnswer {
    bare(vec![site("Alder Semiconductor Sales Inc.", "US", "origin"), site("", "", "destination")], Vec::new())
}

/// One consignment straight from origin to destination: both bounds are one number.
pub fn direct() -> TraceAnswer {
    let sites =
        vec![site("Alder Semiconductor Sales Inc.", "US", "origin"), site("Egret Compute", "CN", "destination")];
    let mut answer = bare(sites, vec![leg((0, 1), 1, 1, 1, ("2025-05-03", "2025-05-03"))]);
    (answer.at_least, answer.at_most) = (bound(1, "unknown", 1), bound(1, "30000.00", 1));
    answer.routes = vec![Route {
        sites: vec![0, 1],
        at_most: 1,
        at_least: 1,
        departs: Date::constant(2025, 5, 3),
        arrives: Date::constant(2025, 5, 3),
        asserted: true,
        steps: Vec::new(),
    }];
    answer
}

/// A world of so many sites in three tiers, drawn from a small generator: the same for the same number.
pub fn world(sites: usize) -> TraceAnswer {
    const COUNTRIES: [&str; 16] =
        ["MY", "SG", "TW", "AE", "HK", "TH", "VN", "ID", "IN", "TR", "KZ", "JP", "KR", "NL", "PH", "AU"];
    const NAMES: [&str; 6] = [
        "Heron Trading",
        "海燕科技有限公司",
        "Curlew Systems Sdn Bhd",
        "Plover",
        "翠鳥電子股份有限公司",
        "Godwit International Logistics and Warehousing FZE",
    ];
    let mut state = 0x9e37_79b9_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % limit.max(1)
    };
    let (origins, targets) = (sites / 12 + 1, sites / 6 + 1);
    let made = (0..sites).map(|at| {
        let name = format!("{} {at}", NAMES[below(6)]);
        if at < origins {
            site(&name, "US", "origin")
        } else if at + targets >= sites {
            site(&name, "CN", "destination")
        } else {
            site(&name, COUNTRIES[below(16)], "between")
        }
    });
    let made: Vec<Site> = made.collect();
    let mut legs = Vec::new();
    for at in 0..sites * 2 {
        let (from, to) = (below(sites), below(sites));
        let (from, to) = if at % 9 == 0 { (from, to) } else { (from.min(to), from.max(to)) };
        if from == to || (made[from].role == made[to].role && made[from].role != "between") {
            continue;
        }
        let units = u64::try_from(1 + below(40) * below(40)).unwrap();
        let at_most = if made[from].role == "origin" { units } else { units / 2 };
        let month = 1 + i8::try_from(below(11)).unwrap();
        let first = Date::constant(2025, month, 1);
        let mut leg = leg((from, to), units, at_most, at_most / 3, ("2025-01-01", "2025-01-01"));
        (leg.first, leg.last, leg.inferred) = (first, first.last_of_month(), below(7) == 0);
        leg.months = vec![Monthly { month: first, units, at_most, at_least: at_most / 3 }];
        legs.push(leg);
    }
    let mut answer = bare(made, legs);
    (answer.at_least, answer.at_most) = (bound(12_345, "unknown", 0), bound(67_890, "2036700000.00", 70_000));
    answer
}
