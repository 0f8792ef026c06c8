//! What holds for all indicators together.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tidewaiter_model::{Date, Decimal, Entity};

use super::testing::Company;
use super::*;

fn bare(company: &Company) -> Company {
    company.clone().with(|c| {
        c.registered = false;
        c.trade = Trade::default();
        c.addresses.clear();
        c.crowd = None;
        c.has.clear();
        c.sites = None;
    })
}

#[test]
fn an_ordinary_company_raises_nothing() {
    let company = Company::ordinary();
    for a in assess(&company.subject()) {
        assert_eq!(a.state, State::NotRaised, "{}: {}", a.about.code, a.band());
    }
}

#[test]
fn of_a_company_of_which_nothing_is_known_nothing_is_said() {
    let company = bare(&Company::ordinary());
    for a in assess(&company.subject()) {
        assert_eq!(a.state, State::NotAssessable, "{}", a.about.code);
        assert!(!a.needs().is_empty(), "{}", a.about.code);
    }
}

#[test]
fn codes_are_unique_and_explained() {
    let codes = codes();
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
    for code in codes {
        let e = explain(&code.to_lowercase()).unwrap();
        assert_eq!(e.code, code);
        for text in [&e.title, &e.what, &e.why, &e.example, &e.settle] {
            assert!(!text.is_empty(), "{code}");
        }
    }
    assert!(explain("SHELL-99").is_none());
}

#[test]
fn every_band_of_the_table_is_one_of_an_indicator() {
    let lift = Lift::builtin().unwrap();
    for row in &lift.bands {
        let about = ALL.iter().map(|i| i.about()).find(|about| about.code == row.indicator).unwrap();
        assert!(about.bands.0.contains(&row.band.as_str()), "{} {}", row.indicator, row.band);
        assert!(row.low <= row.lift && row.lift <= row.high, "{} {}", row.indicator, row.band);
    }
}

fn table(weight: f64) -> Lift {
    Lift::parse(&format!(
        "simulator = 'test 1'\nseeds = '0-9'\norders = 1\nparties = 1000\nshells = 10\nbegin = -4.5\nbar = 0.0\n\
         recall = 0.7\nprecision = 0.2\njudged_on = '1000-1009'\n\
         [[band]]\nindicator = 'SHELL-1'\nband = 'up to 90 days'\nlift = 12.0\nlow = 9.0\nhigh = 16.0\nshells = 6\n\
         others = 30\nweight = {weight}\n\
         [[band]]\nindicator = 'SHELL-10'\nband = 'orders over 1000 times its capital'\nlift = 8.0\nlow = 6.0\nhigh = 10.5\n\
         shells = 5\nothers = 50\nweight = {weight}\n"
    ))
    .unwrap()
}

fn young_and_poor() -> Company {
    Company::ordinary().with(|c| {
        c.entity.incorporated = Some(Date::constant(2023, 4, 20));
        c.entity.capital = Some(Decimal::ONE);
    })
}

#[test]
fn one_mark_is_a_note_and_only_their_sum_asks_for_a_review() {
    let (lift, company) = (table(2.3), young_and_poor());
    let found = findings("The purchaser Kestrel Compute", &assess(&company.subject()), &lift);
    let codes: Vec<_> = found.iter().map(|f| (f.code.as_str(), f.severity)).collect();
    use Severity::{Note, Review};
    assert_eq!(codes, [("SHELL-1", Note), ("SHELL-10", Note), ("SHELL", Review)]);
    assert!(found[0].says.contains("12.0 times more common among shells (95 % 9.0 to 16.0, n = 36)"));
    insta::assert_debug_snapshot!(found);

    let below = findings("", &assess(&company.subject()), &table(2.2));
    assert_eq!(below.len(), 2, "below the bar");
    let one = company.with(|c| c.entity.capital = Some(Decimal::from(5_000_000)));
    assert_eq!(
        findings("", &assess(&one.subject()), &table(9.0)).len(),
        1,
        "one mark alone is a note whatever it weighs"
    );
}

proptest! {
    #[test]
    fn never_a_hold_and_never_a_panic(
        days in proptest::collection::vec(proptest::option::of(-20_000i32..20_000), 4),
        numbers in proptest::collection::vec(any::<u64>(), 6),
        address in "\\PC{0,40}",
    ) {
        let day = |at: usize| days[at].and_then(some_day);
        let small = |at: usize| u32::try_from(numbers[at] % 40).unwrap();
        let company = Company::ordinary().with(|c| {
            c.entity = Entity { incorporated: day(0), dissolved: day(1), capital: Some(numbers[0].into()), ..c.entity.clone() };
            (c.trade.first, c.trade.last) = (day(2), day(3));
            (c.trade.orders, c.trade.counterparties, c.trade.unpriced) = (small(1), small(2), small(3));
            c.trade.value = vec![("USD".to_owned(), numbers[4].into())];
            c.addresses = vec![address];
            c.sites.iter_mut().flatten().for_each(|site| site.watts = numbers[5]);
        });
        let assessments = assess(&company.subject());
        for a in &assessments {
            prop_assert!(a.state == State::NotAssessable || a.about.bands.0.contains(&a.band()));
        }
        let found = findings("x", &assessments, &table(1.0));
        prop_assert!(found.iter().all(|f| f.severity < Severity::Hold));
        prop_assert!(found.iter().all(|f| f.severity == Severity::Note || f.code == SUM));
    }

    #[test]
    fn taking_data_away_never_says_not_raised_of_what_was_not_assessable(at in 0usize..6) {
        let full = Company::ordinary();
        let less = full.clone().with(|c| match at {
            0 => c.registered = false,
            1 => c.trade.first = None,
            2 => c.addresses.clear(),
            3 => c.crowd = None,
            4 => c.has.clear(),
            _ => c.sites = None,
        });
        let (full, less) = (assess(&full.subject()), assess(&less.subject()));
        for (a, b) in full.iter().zip(&less) {
            prop_assert!(b.state == State::NotAssessable || a.band() == b.band(), "{}", a.about.code);
        }
    }
}

/// So many days after 2020 began, or before.
fn some_day(n: i32) -> Option<Date> {
    let year = i16::try_from(2020 + n / 365).ok()?;
    let (month, day) = (i8::try_from(n.rem_euclid(12) + 1).ok()?, i8::try_from(n.rem_euclid(28) + 1).ok()?);
    Date::new(year, month, day).ok()
}
