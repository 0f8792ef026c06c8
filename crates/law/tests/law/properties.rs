//! What holds for every chip, with the packs built in.

use proptest::prelude::*;
use tidewaiter_law::{Law, PartyFact, Question, builtin_files};
use tidewaiter_model::{Control, Country, Date, Good, Headquarters, Licence, Origin, Range, Truth};

use crate::chips::{LAW, chip, end_user, question};

const DAYS: [&str; 8] =
    ["2022-09-01", "2023-06-01", "2023-11-01", "2024-02-01", "2024-12-15", "2025-04-20", "2026-02-01", "2026-11-23"];
const PLACES: [&str; 10] = ["CN", "HK", "MO", "VN", "MY", "SG", "AE", "IR", "DE", "US"];

fn exact(value: u32) -> Range {
    Range::exactly(value.into())
}

fn day() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(&DAYS[..])
}

fn place() -> impl Strategy<Value = Option<Country>> {
    proptest::option::weighted(0.8, proptest::sample::select(&PLACES[..])).prop_map(|p| p.map(|c| c.parse().unwrap()))
}

/// Figures about the limits of the rules.
fn tpp() -> impl Strategy<Value = u32> {
    prop_oneof![1u32..60_000, proptest::sample::select(&[1600u32, 2399, 2400, 4799, 4800, 21_000, 17_500][..])]
}

fn truth() -> impl Strategy<Value = Truth> {
    proptest::sample::select(&[Truth::No, Truth::Unknown, Truth::Yes][..])
}

proptest! {
    /// A data-centre chip that is controlled stays so with more performance on the same die.
    #[test]
    fn more_performance_never_frees(a in tpp(), b in tpp(), die in 50u32..2000, io in 0u32..2000, day in day()) {
        let control = |tpp: u32| {
            let good = chip(exact(tpp), exact(die), exact(io), exact(900), Truth::Yes, Origin::Maker);
            LAW.decide(&question(&good, day, Some("CN"))).control
        };
        let (less, more) = (control(a.min(b)), control(a.max(b)));
        prop_assert!(less != Control::Controlled || more == Control::Controlled, "{less:?} {more:?}");
    }

    /// The paragraphs of 2023, written once more by hand.
    #[test]
    fn paragraphs_agree_with_a_second_reading(t in tpp(), die in 50u32..2000, datacenter: bool) {
        let good = chip(exact(t), exact(die), exact(64), exact(900), datacenter.into(), Origin::Maker);
        let (t, die) = (u64::from(t), u64::from(die));
        // PD >= x/100 is 100 t >= x die.
        let pd = |x: u64| 100 * t >= x * die;
        let a = t >= 4800 || (t >= 1600 && pd(592));
        let b = ((2400..4800).contains(&t) && pd(160) && !pd(592)) || (t >= 1600 && pd(320) && !pd(592));
        let controlled = (a || b) && (datacenter || t >= 4800);
        prop_assert_eq!(LAW.decide(&question(&good, "2026-02-01", Some("CN"))).control == Control::Controlled, controlled);
    }

    /// With bounds instead of figures the answer is never `no` where a value within would give `yes`, nor the other way.
    #[test]
    fn bounds_enclose_every_value_within(
        tpps in (tpp(), tpp()), dies in (50u32..2000, 50u32..2000), ios in (0u32..2000, 0u32..2000),
        drams in (100u32..9000, 100u32..9000), datacenter in truth(), day in day(), from in place(), to in place(), half in 0u8..8,
        picks in proptest::collection::vec((0u32..=100, 0u32..=100, 0u32..=100, 0u32..=100, any::<bool>(), 0usize..10, 0usize..10), 8),
    ) {
        let range = |(a, b): (u32, u32)| Range::between(a.into(), b.into());
        let within = |(a, b): (u32, u32), at: u32| a.min(b) + (a.max(b) - a.min(b)) * at / 100;
        let ask = |good: &Good, from, to, parties: &[PartyFact]| {
            let mut q: Question<'_> = question(good, day, None);
            (q.from, q.to) = (from, to);
            LAW.decide(&Question { parties, ..q })
        };
        // Now and then only one bound is known.
        let open = |bounds, bit: u8| match (range(bounds), half & bit != 0) {
            (r, true) if bit == 1 => Range::from_bounds(r.lower(), None),
            (r, true) => Range::from_bounds(None, r.upper()),
            (r, false) => r,
        };
        let (wide_tpp, wide_die) = (open(tpps, 1), open(dies, 2));
        let wide = chip(wide_tpp, wide_die, open(ios, 4), range(drams), datacenter, Origin::Maker);
        let wide = ask(&wide, from, to, &[]);
        for (t, d, i, m, dc, place, hq) in picks {
            let dc = if datacenter.is_unknown() { dc.into() } else { datacenter };
            let good = chip(exact(within(tpps, t)), exact(within(dies, d)), exact(within(ios, i)), exact(within(drams, m)), dc, Origin::Maker);
            let country = |index: usize| PLACES[index].parse::<Country>().unwrap();
            let parties = [end_user(Some(country(hq)), Headquarters::Asserted(country(hq)))];
            let narrow = ask(&good, from.or(Some(country(place))), to.or(Some(country(place))), &parties);
            let opposite = (wide.control == Control::NotControlled && narrow.control == Control::Controlled)
                || (wide.control == Control::Controlled && narrow.control == Control::NotControlled);
            prop_assert!(!opposite, "control {:?} {:?}", wide, narrow);
            let opposite = (wide.licence == Licence::NotRequired && narrow.licence == Licence::Required)
                || (wide.licence == Licence::Required && narrow.licence == Licence::NotRequired);
            prop_assert!(!opposite, "licence {:?} {:?}", wide, narrow);
            prop_assert!(!(wide.permit.is_no() && narrow.permit.is_yes()));
        }
    }

    /// Control grows with performance, so the ends of a range decide it: bounds lose nothing.
    #[test]
    fn the_ends_of_a_range_decide(a in tpp(), b in tpp(), die in 50u32..2000, day in day()) {
        let control = |tpp| {
            let good = chip(tpp, exact(die), exact(700), exact(900), Truth::Yes, Origin::Maker);
            LAW.decide(&question(&good, day, None)).control
        };
        let (least, most) = (control(exact(a.min(b))), control(exact(a.max(b))));
        let wanted = if least == most { least } else { Control::Unknown };
        prop_assert_eq!(control(Range::between(a.into(), b.into())), wanted);
    }

    /// A figure that is not the maker's never frees what the maker's own would not.
    #[test]
    fn a_weaker_origin_only_opens(t in tpp(), die in 50u32..2000, io in 0u32..2000, dc in truth(), day in day()) {
        let control = |origin| LAW.decide(&question(&chip(exact(t), exact(die), exact(io), exact(900), dc, origin), day, None)).control;
        let (maker, other) = (control(Origin::Maker), control(Origin::ThirdParty));
        prop_assert!(other == maker || other == Control::Unknown);
    }

    /// The short answer and the long one are the same, and an unknown says what is missing.
    #[test]
    fn both_answers_agree(
        t in proptest::option::of(tpp()), die in proptest::option::of(50u32..2000), io in 0u32..2000, dc in truth(),
        day in day(), to in place(),
    ) {
        let figure = |v: Option<u32>| v.map_or(Range::UNKNOWN, exact);
        let good = chip(figure(t), figure(die), exact(io), exact(900), dc, Origin::Maker);
        let q = Question { to, ..question(&good, day, None) };
        let (short, long) = (LAW.decide(&q), LAW.classify(&q));
        prop_assert_eq!(short.control, long.control);
        prop_assert_eq!(short.licence, long.licence);
        prop_assert_eq!(long.control == Control::Controlled, !long.paragraphs.is_empty());
        let brief = LAW.classify_in_short(&q);
        prop_assert_eq!(&brief, &tidewaiter_model::Classification { clauses: Vec::new(), ..long.clone() });
        let unknown = long.control == Control::Unknown || long.licence == Licence::Unknown;
        prop_assert!(!unknown || !long.missing.is_empty());
    }
}

/// The order of the files never changes an answer.
#[test]
fn the_order_of_files_does_not_matter() {
    let mut files = builtin_files();
    files.reverse();
    let other = Law::parse(files).unwrap();
    let good = chip(exact(15_840), exact(814), exact(1028), exact(4800), Truth::Yes, Origin::Maker);
    for day in DAYS {
        let q = question(&good, day, Some("CN"));
        assert_eq!(
            serde_json::to_string(&LAW.classify(&q)).unwrap(),
            serde_json::to_string(&other.classify(&q)).unwrap()
        );
    }
    assert_eq!(LAW.codes(), other.codes());
}

/// Goods that hold no accelerator, and goods that could not be read.
#[test]
fn goods_without_figures() {
    let cable = Good { resolution: tidewaiter_model::Resolution::NotAccelerator, ..Good::unresolved("a cable", "") };
    let answer = LAW.classify(&question(&cable, "2026-09-01", Some("DE")));
    assert_eq!((answer.control, answer.licence), (Control::NotControlled, Licence::NotRequired));
    assert!(answer.caveats.iter().any(|c| c.contains("No accelerator")));
    let unread = Good::unresolved("AI server", "which chips?");
    let answer = LAW.classify(&question(&unread, "2026-09-01", Some("CN")));
    assert_eq!((answer.control, answer.licence, answer.eccn.as_str()), (Control::Unknown, Licence::Unknown, "unknown"));
}

/// A day long before any rule, and one far after.
#[test]
fn any_day_is_answered() {
    let good = chip(exact(15_840), exact(814), exact(1028), exact(4800), Truth::Yes, Origin::Maker);
    for day in [Date::MIN, Date::MAX] {
        let answer = LAW.classify(&Question { as_of: day, ..question(&good, "2026-09-01", Some("CN")) });
        assert_eq!(answer.control == Control::Controlled, day == Date::MAX);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// The stretches of a history cover its days in order without gap or overlap, neighbours differ in something, and
    /// a day within a stretch has that stretch's answer.
    #[test]
    fn histories_cover_every_day_once(
        t in tpp(), die in 50u32..2000, dram in 100u32..9000, datacenter in truth(), from in place(), to in place(),
        hq in proptest::option::of(0usize..10), start in 0i32..1600, days in 0i32..1600, at in 0i32..1000,
    ) {
        let good = chip(exact(t), exact(die), exact(600), exact(dram), datacenter, Origin::Maker);
        let party = hq.map(|i| PLACES[i].parse::<Country>().unwrap());
        let parties: Vec<PartyFact> = party.map(|c| end_user(Some(c), Headquarters::Asserted(c))).into_iter().collect();
        let mut asked = question(&good, "2026-01-01", None);
        (asked.from, asked.to, asked.parties) = (from, to, &parties);
        let first = Date::constant(2022, 8, 1).saturating_add(jiff::Span::new().days(start));
        let last = first.saturating_add(jiff::Span::new().days(days));
        let stretches = LAW.history(&asked, last, first);
        prop_assert_eq!(stretches.first().map(|s| s.from), Some(first));
        prop_assert_eq!(stretches.last().map(|s| s.to), Some(last));
        for pair in stretches.windows(2) {
            prop_assert_eq!(pair[0].to.tomorrow().unwrap(), pair[1].from);
            prop_assert!(pair[0].answer != pair[1].answer);
            prop_assert!(!pair[1].changes.is_empty());
        }
        for stretch in &stretches {
            let long = stretch.from.until(stretch.to).unwrap().get_days();
            for offset in [0, long * at / 1000, long] {
                let on = stretch.from.saturating_add(jiff::Span::new().days(offset));
                let decision = LAW.decide(&Question { as_of: on, ..asked });
                prop_assert_eq!(decision.control, stretch.answer.control, "{}", on);
                prop_assert_eq!(decision.licence, stretch.answer.licence, "{}", on);
                let said = |kind: &str| Truth::any(stretch.answer.applied.iter().filter(|a| a.kind == kind).map(|a| a.result));
                prop_assert_eq!(decision.permit, said("permit"), "{}", on);
                prop_assert_eq!(decision.prohibition, said("prohibition"), "{}", on);
            }
        }
    }
}

/// Parts of clauses that exclude each other in many ways.
const PARTS: [&str; 20] = [
    "tpp >= 4800",
    "tpp < 4800",
    "tpp <= 4800",
    "tpp > 2400",
    "!(tpp >= 2400)",
    "pd >= 3.2",
    "pd < 3.2 || tpp > 4800",
    "dram + io >= 1700",
    "io + dram < 1700",
    "datacenter",
    "!datacenter",
    "to in group('D:5')",
    "!(to in group('D:4'))",
    "to in ['CN', 'AE']",
    "any_party_hq in ['CN', 'MO']",
    "any_party_hq == 'DE'",
    "!(any_party_hq in group('D:5+MACAU'))",
    "movement in ['export', 'reexport']",
    "movement != 'export'",
    "rule('H20-L')",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    /// A clause that some question meets is never told to be out of reach: tried by asking.
    #[test]
    fn what_can_be_met_is_never_told_unreachable(
        picks in proptest::collection::vec((0usize..20, 0u8..4), 1..5),
        asks in proptest::collection::vec(
            (tpp(), 50u32..2000, 0u32..2000, 100u32..3000, any::<bool>(), 0usize..10, 0usize..10, 0usize..10, day()), 24),
    ) {
        let of = |kind: u8| picks.iter().filter(move |p| p.1 == kind).map(|p| format!("\"{}\"", PARTS[p.0])).collect::<Vec<_>>().join(", ");
        let nested = match of(3) { parts if parts.is_empty() => String::new(), parts => format!("{{ all = [{parts}] }}, ") };
        let any = match of(1) { parts if parts.is_empty() => String::new(), parts => format!("any = [{parts}]\n") };
        let text = format!(
            "code = \"T\"\ntitle = \"t\"\nkind = \"permit\"\nregime = \"US\"\nwhat = \"w\"\nwhy = \"y\"\n[[version]]\n\
             from = 2022-08-01\nstatus = \"in force\"\ncite = \"c\"\nsays = \"s\"\n[[version.clause]]\n\
             all = [{nested}{}]\n{any}none = [{}]\n", of(0), of(2));
        let mut files: Vec<(&str, &str)> = builtin_files().into_iter().filter(|(path, _)| !path.contains("MYPERMIT")).collect();
        files.push(("t.toml", &text));
        // A clause without tests is refused before.
        let Ok(law) = Law::parse(files.clone()) else { return Ok(()) };
        // A branch of a choice may be out of reach while the clause is not; the clause itself stands on line 12.
        let told = Law::check(files).err().is_some_and(|e| e.0.iter().any(|e| e.line == 12));
        if told {
            for (t, die, io, dram, datacenter, from, to, hq, on) in asks {
                let good = chip(exact(t), exact(die), exact(io), exact(dram), datacenter.into(), Origin::Maker);
                let country = |i: usize| PLACES[i].parse::<Country>().unwrap();
                let parties = [
                    end_user(Some(country(to)), Headquarters::Asserted(country(hq))),
                    end_user(Some(country(to)), Headquarters::Asserted(country(from))),
                ];
                let asked = Question { from: Some(country(from)), parties: &parties, ..question(&good, on, Some(PLACES[to])) };
                prop_assert!(!law.decide(&asked).permit.is_yes(), "{}", text);
            }
        }
    }
}
