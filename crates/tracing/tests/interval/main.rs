//! On thousands of random small worlds both bounds equal those of an integer program written from the definition:
//! coloured units on every movement and in every stock, conserved, with the least and the greatest number counted.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "helpers of tests, and small numbers"
)]

mod program;

use std::collections::BTreeSet;

use program::Program;
use proptest::prelude::*;
use tidewaiter_tracing::{Assumed, Extreme, Flow, Interval, Movement, Role, Serials, Sides};

/// A world with everything at once.
#[derive(Clone, Debug)]
pub struct World {
    flow: Flow,
    sides: Sides,
    serials: Serials,
    assumed: Assumed,
}

fn role() -> impl Strategy<Value = Role> {
    prop_oneof![3 => Just(Role::Between), 1 => Just(Role::Origin), 1 => Just(Role::Destination)]
}

/// Goods on the way for up to two days, some by records that give a range (they may come in before they left).
fn movement(sites: u32, exact: bool) -> impl Strategy<Value = Movement> {
    let days = if exact { 0..3 } else { -2..3 };
    (0..6, days, 0..sites, 0..sites, 1..6_u32).prop_map(|(departs, way, from, to, units)| Movement {
        departs,
        arrives: departs + way,
        from,
        to,
        units,
        record: 0,
    })
}

fn world() -> impl Strategy<Value = World> {
    (3..8_u32, any::<bool>(), any::<bool>()).prop_flat_map(|(sites, exact, plain)| {
        let most = usize::from(!plain);
        (
            prop::collection::vec(role(), sites as usize),
            prop::collection::vec(movement(sites, exact), 3..15),
            (0..4, 3..8),
            prop::collection::vec((0..3_u32, 0..15_u32), 0..=8 * most),
            prop::collection::vec((0..sites, 1..5_u32), 0..=2 * most),
            (0..4_u32, prop::collection::btree_set(0..15_u32, 0..=3 * most)),
        )
            .prop_map(|(mut roles, mut movements, window, sightings, initial, (unrecorded, doubtful))| {
                // One of each, so that there is something to ask; the last sites are between more often.
                roles.splice(0..2, [Role::Origin, Role::Destination]);
                for (movement, record) in movements.iter_mut().zip(0..) {
                    movement.record = record;
                }
                let flow = Flow::new(movements);
                let serials = Serials::of(&flow, sightings);
                let assumed = Assumed { initial, unrecorded, doubtful };
                World { flow, sides: Sides::new(roles, window.0..=window.1), serials, assumed }
            })
    })
}

fn check(world: &World) -> Result<(), TestCaseError> {
    let World { flow, sides, serials, assumed } = world;
    let interval = Interval::of(flow, sides, serials, assumed);
    let (least, most) = (interval.at_least(), interval.at_most());

    let program = Program::of(world, 0, false);
    prop_assert_eq!(least.units, program.least());
    prop_assert_eq!(most.units, program.most());
    prop_assert_eq!(most.whatever_is_missing, Program::of(world, 0, true).most());
    let allowing = Program::of(world, u64::from(assumed.unrecorded), false);
    prop_assert_eq!(least.allowing_unrecorded, allowing.least());
    prop_assert_eq!(most.allowing_unrecorded, allowing.most());
    prop_assert!(least.whatever_is_missing <= least.allowing_unrecorded);
    prop_assert!(interval.by_serial() <= least.whatever_is_missing);
    prop_assert_eq!(interval.shortages().iter().map(|missing| missing.units).sum::<u64>(), program.missing());

    // A stranger adds up the same; and both assignments exist, with just these units counted.
    for (extreme, units) in [(Extreme::Least, least.units), (Extreme::Most, most.units)] {
        let certificate = interval.certificate(extreme, flow);
        prop_assert_eq!(certificate.sum(), units);
        program.assert_true(&certificate)?;
        let assignment = interval.assignment(extreme, flow);
        prop_assert_eq!(program.with(&assignment).reached(extreme), Some(units));
    }
    for count in interval.narrowing(flow, 2) {
        prop_assert_eq!(count.if_all, program.with_stock(count.site, true));
        prop_assert_eq!(count.if_none, program.with_stock(count.site, false));
        prop_assert!(least.units <= count.if_all.0 && count.if_all.1 <= most.units);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bounds_equal_the_integer_program(world in world()) {
        check(&world)?;
    }
}

/// The example of the definition: a hub ships 90 after 100 from the origin and 60 others came in.
#[test]
fn ninety_from_a_hub() {
    let on = |day, from, to, units| Movement { departs: day, arrives: day, from, to, units, record: 0 };
    let flow = Flow::new(vec![on(1, 0, 1, 100), on(2, 2, 1, 60), on(3, 1, 3, 90)]);
    let sides = Sides::new(vec![Role::Origin, Role::Between, Role::Between, Role::Destination], 0..=9);
    let serials = Serials::of(&flow, vec![(1, 0), (1, 2), (2, 0), (2, 2), (3, 1)]);
    let assumed = Assumed { unrecorded: 7, doubtful: BTreeSet::new(), ..Assumed::default() };
    let unknown = Interval::of(&flow, &sides, &Serials::default(), &assumed);
    assert_eq!((unknown.at_least().units, unknown.at_most().units), (30, 90));
    // Site 2 may have held 7 more, which change nothing, and the hub too.
    assert_eq!((unknown.at_least().allowing_unrecorded, unknown.at_most().allowing_unrecorded), (23, 90));
    let certificate = unknown.certificate(Extreme::Least, &flow);
    assert_eq!(certificate.plus.iter().map(|term| term.units).collect::<Vec<_>>(), [90]);
    assert_eq!(certificate.minus.iter().map(|term| term.units).collect::<Vec<_>>(), [60]);
    let count = unknown.narrowing(&flow, 1);
    assert_eq!(count.iter().map(|c| (c.site, c.if_all, c.if_none)).collect::<Vec<_>>(), [(1, (30, 30), (90, 90))]);
    // Two units are seen all the way: the other 88 can hold all 60.
    let known = Interval::of(&flow, &sides, &serials, &Assumed::default());
    assert_eq!((known.at_least().units, known.at_least().whatever_is_missing, known.by_serial()), (30, 2, 2));
}
