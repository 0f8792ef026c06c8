//! A made-up book of orders in all verdicts, with text that tries to break out of every format.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "made-up data for tests; a mistake here fails them")]

use tidewaiter_model::{
    Accelerator, Applied, BookAnswer, Change, Classification, Clause, Comparison, Control, Date, Decimal, Evidence,
    Exception, Explanation, Fault, Figure, Finding, Form, Good, Ground, Jurisdiction, Licence, LineAnswer, OrderAnswer,
    Position, Range, Resolution, Severity, Tally, Truth, Value, Verdict,
};
use tidewaiter_report::{HitView, HitsView, ListRow};

pub mod trace;

pub fn ground(as_of: &str) -> Ground {
    Ground {
        as_of: as_of.parse().unwrap(),
        snapshot: "5f1c9a7be0d24413".into(),
        engine: "tidewaiter 0.1.0".into(),
        rules: "2026.09.29".into(),
    }
}

fn finding(code: &str, severity: Severity, says: &str, cite: &str, evidence: Vec<Evidence>, settle: &str) -> Finding {
    Finding { code: code.into(), severity, says: says.into(), cite: cite.into(), evidence, settle: settle.into() }
}

fn licence_required() -> Finding {
    finding(
        "LICENCE-REQUIRED",
        Severity::Hold,
        "The item meets 3A090.a.1 and goes to China, a destination of Country Group D:5; a licence is required.",
        "15 CFR 742.6(a)(6)(iii); 88 FR 73458",
        vec![
            Evidence::new("total processing performance of the H200", "15832", "maker's datasheet, 2024-11")
                .against(&Range::exactly(Decimal::from(4800))),
            Evidence::new("ship-to country", "CN", "orders.csv, row 2, column ship to"),
        ],
        "Do not ship before a BIS licence names this end user and this item.",
    )
}

fn listed_party() -> Finding {
    finding(
        "LISTED-PARTY",
        Severity::Hold,
        "The ultimate consignee's name is that of an entry on the Entity List.",
        "15 CFR 744.11; 15 CFR 744 Supp. No. 4",
        vec![Evidence::new("name on the list", "Lanternfish Computing (上海灯笼鱼计算有限公司)", "excerpt, entry 17")],
        "Compare address and identifier with the entry; a licence is required if it is the same.",
    )
}

fn open_good() -> Finding {
    finding(
        "GOOD-UNRESOLVED",
        Severity::Review,
        "The description does not say which accelerator the server holds.",
        "",
        vec![Evidence::new("description", "八卡 AI 服务器 (液冷)", "orders.csv, row 4, column description")],
        "Ask the seller for the maker's part number of the accelerator.",
    )
}

fn red_flag() -> Finding {
    finding(
        "RF-10",
        Severity::Review,
        "The buyer's line of business does not fit the goods: a property company buys 64 servers.",
        "15 CFR 732 Supp. No. 3; BIS guidance of 13 May 2025",
        vec![Evidence::new(
            "stated business",
            "property <development> & \"letting\"",
            "orders.csv, row 3, column end use",
        )],
        "Ask who runs the data centre, and for its power contract.",
    )
}

fn hostile() -> Finding {
    finding(
        "RF-<b>",
        Severity::Review,
        "Stated end use reads <script>alert('1')</script>\nand =HYPERLINK(\"https://example.org\") ]]> & more \u{1b}[31mred\u{202e}.",
        "javascript:alert(1); https://example.org/rule?a=1&b=\"2\"",
        vec![Evidence::new("a very long word", "Q".repeat(150), "orders.csv, row 6, column <end use>")],
        "Ask for the end use in plain words.",
    )
}

fn note() -> Finding {
    finding(
        "NEAR-LIMIT",
        Severity::Note,
        "The maker's own figure is 1.3 % below a limit.",
        "15 CFR 774 Supp. No. 1, ECCN 3A090",
        vec![
            Evidence::new("total processing performance", "2368", "maker's datasheet")
                .against(&Range::exactly(Decimal::from(2400))),
        ],
        "",
    )
}

struct Told {
    order: &'static str,
    line: &'static str,
    row: u64,
    good: &'static str,
    to: &'static str,
    accelerators: &'static str,
    control: Control,
    paragraphs: &'static [&'static str],
    licence: Licence,
}

fn line(told: &Told, findings: Vec<Finding>) -> LineAnswer {
    LineAnswer {
        schema: "tidewaiter/check/1",
        order: told.order.into(),
        line: told.line.into(),
        verdict: tidewaiter_model::finding::verdict_of(&findings),
        findings,
        not_assessable: Vec::new(),
        not_checked: vec![
            "ownership: no stakes file was given".into(),
            if told.row.is_multiple_of(2) { "end use: none stated".into() } else { "route: none stated".into() },
        ],
        row: told.row,
        good: told.good.into(),
        control: told.control.as_str().into(),
        paragraphs: told.paragraphs.iter().map(ToString::to_string).collect(),
        licence: told.licence.as_str().into(),
        destination: told.to.into(),
        accelerators: told.accelerators.into(),
        ground: ground("2026-11-23"),
    }
}

pub fn lines() -> Vec<LineAnswer> {
    use Control::{Controlled, NotControlled};
    use Licence::{NotRequired, Required};
    let told = |order, line, row, good, to, accelerators, control, paragraphs, licence| Told {
        order,
        line,
        row,
        good,
        to,
        accelerators,
        control,
        paragraphs,
        licence,
    };
    vec![
        line(
            &told(
                "PO-1001",
                "1",
                2,
                "64 x NVIDIA H200 SXM (board)",
                "CN",
                "64",
                Controlled,
                &["3A090.a.1", "4A090.a"],
                Required,
            ),
            vec![licence_required(), listed_party(), red_flag()],
        ),
        line(
            &told(
                "PO-1001",
                "2",
                3,
                "512 x NVIDIA H100 SXM (system)",
                "MY",
                "512",
                Controlled,
                &["4A090.a"],
                Licence::Unknown,
            ),
            vec![red_flag(), note()],
        ),
        line(
            &told("PO-1002", "1", 4, "八卡 AI 服务器 (液冷)", "SG", "unknown", Control::Unknown, &[], Licence::Unknown),
            vec![open_good()],
        ),
        line(&told("PO-1003", "1", 5, "4 x NVIDIA L4 (card)", "DE", "4", NotControlled, &[], NotRequired), vec![]),
        line(
            &told(
                "PO-1004 <script>alert(1)</script>",
                "=1+1",
                6,
                "2 x AMD \"MI210\" & <cable>\nsecond line",
                "AE",
                "2",
                NotControlled,
                &[],
                NotRequired,
            ),
            vec![hostile()],
        ),
        line(
            &told("PO-1005", "1", 7, "8 x NVIDIA H20 (board)", "JP", "8", NotControlled, &[], NotRequired),
            vec![note()],
        ),
    ]
}

pub fn book() -> BookAnswer {
    let lines = lines();
    let mut tally = Tally::default();
    let mut orders: Vec<OrderAnswer> = Vec::new();
    for line in &lines {
        tally.count(line.verdict);
        match orders.iter_mut().find(|order| order.order == line.order) {
            Some(order) => {
                order.verdict = order.verdict.max(line.verdict);
                order.lines.push(line.line.clone());
            }
            None => orders.push(OrderAnswer {
                order: line.order.clone(),
                verdict: line.verdict,
                lines: vec![line.line.clone()],
            }),
        }
    }
    BookAnswer {
        schema: "tidewaiter/book/1",
        ground: ground("2026-11-23"),
        file: "orders.csv".into(),
        tally,
        lists: vec![
            "us-entity-excerpt: 212 parties named in the advanced-computing rules. An excerpt; load the whole list with `tidewaiter lists update`.".into(),
        ],
        caveats: vec![
            "Only the advanced-computing paragraphs are modelled; other paragraphs may control the item.".into(),
            "A clear line is clear of what was checked, and of nothing else.".into(),
        ],
        orders,
        lines,
        faults: vec![Fault::new(
            "ambiguous-date",
            Position::file("orders.csv").at_row(7).in_column("date"),
            "03/04/2025 may be 3 April or 4 March",
            "write 2025-04-03 or 2025-03-04",
        )],
    }
}

pub fn rules() -> Vec<Explanation> {
    let rule = |code: &str, title: &str, cite: &str| Explanation {
        code: code.into(),
        title: title.into(),
        what: format!("{title}: what it looks at."),
        why: "Why it is there.".into(),
        example: "H200 to CN raises it; L4 to DE does not.".into(),
        cite: cite.into(),
        effective: "2023-11-17 on".into(),
        status: "in force".into(),
        settle: "A licence.".into(),
        ..Explanation::default()
    };
    vec![
        rule("LICENCE-REQUIRED", "A licence is required", "15 CFR 742.6(a)(6)(iii)"),
        rule("LISTED-PARTY", "A party is on a list", "15 CFR 744.11"),
        rule("RF-10", "Business does not fit the goods", "15 CFR 732 Supp. No. 3"),
        rule("RF-99", "Not used by this book", ""),
    ]
}

pub fn comparison() -> Comparison {
    let after = lines();
    let mut before = after.clone();
    for line in &mut before {
        line.ground = ground("2025-04-01");
    }
    before[1].verdict = Verdict::Clear;
    before[1].findings.clear();
    before[1].licence = "not_required".into();
    let change = Change {
        before: before[1].clone(),
        after: after[1].clone(),
        because: vec!["RF-10 came on 2025-05-13 <with the guidance>".into()],
    };
    Comparison {
        schema: "tidewaiter/comparison/1",
        before: ground("2025-04-01"),
        after: ground("2026-11-23"),
        file: "orders.csv".into(),
        tally_before: Tally { lines: 6, hold: 1, review: 2, clear: 3 },
        tally_after: Tally { lines: 6, hold: 1, review: 3, clear: 2 },
        changes: vec![change],
        faults: vec![],
    }
}

pub fn good() -> Good {
    let figure = |value: i64| Figure {
        value: Range::exactly(Decimal::from(value)),
        origin: tidewaiter_model::Origin::Maker,
        source: "maker's datasheet".into(),
    };
    Good {
        resolution: Resolution::Accelerator,
        memory: None,
        spec: Some(std::sync::Arc::new(Accelerator {
            id: "nvidia-h20".into(),
            name: "NVIDIA H20".into(),
            maker: "NVIDIA".into(),
            designer_country: "US".parse().ok(),
            tpp: figure(2368),
            die_area_mm2: figure(814),
            dram_bandwidth_gbs: figure(4000),
            io_bandwidth_gbs: figure(1028),
            dram_capacity_gb: figure(96),
            datacenter: Truth::Yes,
            datacenter_source: "maker's product page".into(),
            fabrication: tidewaiter_model::Fabrication::default(),
        })),
        candidates: vec!["nvidia-h20".into()],
        per_unit: Some(1),
        units: 1,
        form: Form::Board,
        z_family: String::new(),
        why: "\"H20\" names one accelerator of the catalogue".into(),
        ask: String::new(),
    }
}

pub fn classification() -> Classification {
    let number = |text: &str| Value::Number(Range::exactly(text.parse().unwrap()));
    let clause = |id: &str, test: &str, value: Value, limit: Value, margin: Value, result| Clause {
        id: id.into(),
        cite: "15 CFR 774 Supp. No. 1, ECCN 3A090".into(),
        test: test.into(),
        value,
        limit,
        margin,
        result,
    };
    Classification {
        control: Control::NotControlled,
        paragraphs: vec![],
        eccn: "EAR99 or other".into(),
        licence: Licence::Required,
        review: "presumption of denial for a party headquartered in Macau or Country Group D:5".into(),
        movement: "export".into(),
        movement_why: "from US to CN: it leaves the United States, 15 CFR 734.13".into(),
        jurisdiction: Jurisdiction {
            subject: Truth::Yes,
            basis: vec!["734.3(a)(1)".into()],
            why: "734.3(a)(1): in the United States, leaving it, or passing through it (shipped from US).".into(),
        },
        exceptions: vec![Exception {
            code: "NAC".into(),
            met: Truth::No,
            why: "the item is not under 3A090".into(),
            cite: "15 CFR 740.8".into(),
            checklist: vec![],
        }],
        applied: vec![Applied {
            rule: "US-H20-LETTER".into(),
            kind: "licence".into(),
            regime: "US".into(),
            result: Truth::Yes,
            status: "unverified".into(),
            says: "A letter to the maker requires a licence for this chip to China, Hong Kong and Macau.".into(),
            cite: "NVIDIA Form 8-K of 15 April 2025".into(),
            settle: "Ask the maker whether a licence was granted for this order.".into(),
            checklist: vec![],
        }],
        clauses: vec![
            clause("3A090.a.1", "tpp >= 4800", number("2368"), number("4800"), number("-2432"), Truth::No),
            clause("3A090.a.2 (TPP)", "tpp >= 1600", number("2368"), number("1600"), number("768"), Truth::Yes),
            clause("3A090.a.2 (PD)", "density >= 5.92", number("2.9091"), number("5.92"), number("-3.0109"), Truth::No),
            clause("3A090.b.1 (TPP)", "tpp >= 2400", number("2368"), number("2400"), number("-32"), Truth::No),
            clause(
                "Note 2 (data centre)",
                "designed or marketed for data centres",
                Value::Text("yes".into()),
                Value::Text("yes".into()),
                Value::Text("unknown".into()),
                Truth::Unknown,
            ),
        ],
        caveats: vec!["Within 6 % of 3A090.b.1; the figure is the maker's own, so it decides.".into()],
        missing: vec!["the headquarters of the end user".into()],
    }
}

pub fn list_rows() -> Vec<ListRow> {
    let row = |id: &str, date: Option<&str>, entries, alarm: &str| ListRow {
        id: id.into(),
        source: "https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.json".into(),
        date: date.map(|d| d.parse::<Date>().unwrap()),
        entries,
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        alarm: alarm.into(),
    };
    vec![
        row("us-csl", Some("2026-07-31"), 25_921, ""),
        row("us-entity-excerpt", None, 212, "an excerpt: load the whole list"),
    ]
}

pub fn hits() -> HitsView {
    let hit = |name: &str, score, is_match| HitView {
        strength: "fuzzy".to_owned(),
        list: "us-entity-excerpt".into(),
        entry: "17".into(),
        name: name.into(),
        matched: "上海灯笼鱼计算有限公司".into(),
        score,
        is_match,
        cleared: None,
        reopened: None,
        ended: None,
        explain: "same after dropping the legal form".into(),
    };
    HitsView {
        query: "Lanternfish <Computing>".into(),
        hits: vec![hit("Lanternfish Computing", 0.97, true), hit("Lantern Optics", 0.41, false)],
        fault: None,
        notes: Vec::new(),
    }
}
