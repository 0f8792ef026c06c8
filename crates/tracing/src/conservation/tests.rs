//! What holds for every finding.

use proptest::prelude::*;
use tidewaiter_model::Severity;

use super::testing::World;
use super::*;

#[test]
fn every_finding_is_explained() {
    let codes = codes();
    assert!(codes.is_sorted());
    for code in codes {
        let told = explain(&code.to_lowercase()).unwrap();
        for part in [&told.title, &told.what, &told.why, &told.example, &told.needs, &told.cite, &told.settle] {
            assert!(!part.is_empty(), "{code}");
        }
        assert!(told.example.contains("Raised: ") && told.example.contains("Not raised: "), "{code}");
    }
    assert!(explain("TRACE-NOTHING").is_none());
}

#[test]
fn many_are_counted_and_the_greatest_told() {
    let names = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"];
    let world = (16u64..).zip(names).fold(World::new(), |world, (chips, name)| {
        world.moves("O/US", name, "2025-05-01", chips).moves(name, "Z/CN", "2025-05-02", chips)
    });
    let looked = world.looked();
    assert_eq!(looked.further, [("TRACE-THROUGH", 2)]);
    assert!(looked.findings[0].says.starts_with("L: 27 chips came in"), "{}", looked.findings[0].says);
    assert_eq!(world.found("TRACE-THROUGH").len(), TOLD);
}

proptest! {
    /// Whatever the records are: nothing holds, everything has its arithmetic, a way to settle it, and an innocent
    /// explanation; the order of the records changes nothing.
    #[test]
    fn nothing_accuses(
        moves in prop::collection::vec((0usize..5, 0usize..5, 0i32..500, 0u64..40, any::<bool>(), 0usize..4), 0..25),
        turned in any::<bool>(),
    ) {
        let names = ["A/US", "B/SG", "C/MY", "D/CN", "E"];
        let serials: [&[&'static str]; 4] = [&[], &["1"], &["1", "2"], &["2", "3", "4", "5"]];
        let make = |moves: &[(usize, usize, i32, u64, bool, usize)]| {
            let mut world = World::new();
            for name in names {
                world.site(name);
            }
            for (from, to, day, chips, priced, numbers) in moves {
                let date = Date::constant(2024, 1, 1) + jiff_days(*day);
                world = world.move_with(names[*from], names[*to], &date.to_string(), *chips, |s| {
                    s.serials = serials[*numbers].to_vec();
                    if *priced {
                        s.unit_value = Some(Decimal::from(chips * 1000));
                        s.weight_kg = Some(Decimal::from(*day));
                    }
                    s.record = 0;
                });
            }
            world.known(|k| {
                k.launched = Some(Fact { value: Date::constant(2024, 3, 1), source: "maker".into() });
                k.accounted = vec![Told { site: 1, chips: 10, day: None, source: "visit".into() }];
                k.limits = vec![Limit { chips: 30, name: "n".into(), cite: "c".into() }];
                k.controls = vec![Control { day: Date::constant(2024, 9, 1), name: "n".into(), cite: "c".into() }];
                k.least_weight_kg = Some(Fact { value: Decimal::ONE, source: "sheet".into() });
            })
        };
        let looked = make(&moves).looked();
        for finding in &looked.findings {
            prop_assert!(finding.severity < Severity::Hold);
            prop_assert!(!finding.evidence.is_empty() && !finding.settle.is_empty());
            prop_assert!(finding.evidence.len() <= ROWS + 1);
            prop_assert!(finding.says.contains(". An innocent explanation: ") && finding.says.ends_with('.'));
            prop_assert!(explain(&finding.code).is_some());
        }
        if turned {
            let mut other = moves.clone();
            other.reverse();
            let says = |looked: &Looked| looked.findings.iter().map(|f| f.code.clone()).collect::<Vec<_>>();
            prop_assert_eq!(says(&looked), says(&make(&other).looked()));
        }
    }
}

fn jiff_days(days: i32) -> std::time::Duration {
    std::time::Duration::from_secs(u64::try_from(days).unwrap() * 86_400)
}
