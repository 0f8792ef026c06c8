use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::reach::tests::{AT_ONCE, SLOW, VAGUE, movements};

fn on(day: i32, from: u32, to: u32, units: u32) -> Movement {
    Movement { departs: day, arrives: day, from, to, units, record: 0 }
}

/// 0 is the origin, 1 the destination, all else between; arrivals on days 1 to 4 count.
fn sides() -> Sides {
    Sides::new(vec![Role::Origin, Role::Destination], 1..=4)
}

fn rules(moves: Vec<Movement>, initial: &[(u32, u32)]) -> (Option<u64>, Option<u64>, Option<f64>) {
    let (flow, sides) = (Flow::new(moves), sides());
    let rules = Attribution::new(&flow, &sides, initial);
    (rules.fifo(), rules.lifo(), rules.pro_rata())
}

/// Stock of a site after each day on which it moves anything, and what was missing in all: every arrival on its first day
/// and every departure on its last, arrivals of a day first.
fn stocks(flow: &Flow, site: u32, initial: u64) -> (BTreeMap<i32, i64>, i64) {
    let mut days = BTreeMap::new();
    for m in flow.movements() {
        if m.to == site {
            *days.entry(m.arrives).or_insert(0i64) += i64::from(m.units);
        }
        if m.from == site {
            *days.entry(m.departs).or_insert(0i64) -= i64::from(m.units);
        }
    }
    let (mut stock, mut missing) = (i64::try_from(initial).unwrap(), 0);
    for change in days.values_mut() {
        stock += *change;
        missing += (-stock).max(0);
        stock = stock.max(0);
        *change = stock;
    }
    (days, missing)
}

/// What a site has in the beginning.
fn held(initial: &[(u32, u32)], site: u32) -> u64 {
    initial.iter().filter(|(at, _)| *at == site).map(|(_, units)| u64::from(*units)).sum()
}

/// The bounds by trying every number of coloured units on every movement.
fn bounds(flow: &Flow, sides: &Sides, initial: &[(u32, u32)]) -> (u64, u64) {
    let moves = flow.movements();
    let range = |m: &Movement| match sides.role(m.from) {
        Role::Origin => (m.units, m.units),
        Role::Destination => (0, 0),
        Role::Between => (0, m.units),
    };
    let between: Vec<(u32, BTreeMap<i32, i64>)> = (0..flow.sites())
        .filter(|site| sides.role(*site) == Role::Between)
        .map(|site| (site, stocks(flow, site, held(initial, site)).0))
        .collect();
    let mut x: Vec<u32> = moves.iter().map(|m| range(m).0).collect();
    let (mut least, mut most) = (u64::MAX, 0);
    loop {
        let possible = between.iter().all(|(site, days)| {
            days.iter().all(|(day, stock)| {
                let coloured: i64 = moves
                    .iter()
                    .zip(&x)
                    .map(|(m, x)| {
                        let came = if m.to == *site && m.arrives <= *day { i64::from(*x) } else { 0 };
                        let left = if m.from == *site && m.departs <= *day { i64::from(*x) } else { 0 };
                        came - left
                    })
                    .sum();
                (0..=*stock).contains(&coloured)
            })
        });
        if possible {
            let counts = |m: &Movement| sides.role(m.to) == Role::Destination && sides.counts(m.arrives);
            let counted = moves.iter().zip(&x).filter(|(m, _)| counts(m)).map(|(_, x)| u64::from(*x)).sum::<u64>();
            (least, most) = (least.min(counted), most.max(counted));
        }
        let Some(next) = moves.iter().zip(&x).position(|(m, x)| *x < range(m).1) else { return (least, most) };
        for (slot, m) in x.iter_mut().zip(moves).take(next) {
            *slot = range(m).0;
        }
        x[next] += 1;
    }
}

#[test]
fn what_was_there_before_lies_at_the_bottom() {
    let moves = || vec![on(1, 0, 2, 10), on(2, 2, 1, 10)];
    assert_eq!(rules(moves(), &[]), (Some(10), Some(10), Some(10.0)));
    assert_eq!(rules(moves(), &[(2, 10)]), (Some(0), Some(10), Some(5.0)));
}

#[test]
fn what_came_in_unrecorded_is_not_coloured() {
    assert_eq!(rules(vec![on(1, 0, 2, 4), on(2, 2, 1, 10)], &[]), (Some(4), Some(4), Some(4.0)));
}

#[test]
fn arrivals_at_an_origin_end_and_a_destination_ships_nothing_coloured() {
    let moves = vec![on(1, 0, 2, 4), on(2, 2, 0, 4), on(2, 0, 1, 1), on(3, 1, 3, 1), on(3, 3, 1, 1)];
    assert_eq!(rules(moves, &[]), (Some(1), Some(1), Some(1.0)));
}

#[test]
fn goods_on_the_way_are_in_no_stock() {
    let slow = Movement { arrives: 3, ..on(1, 0, 2, 5) };
    // On day 2 they are at sea: what 2 ships then is something else.
    assert_eq!(rules(vec![slow, on(2, 2, 1, 5)], &[]), (Some(0), Some(0), Some(0.0)));
    assert_eq!(rules(vec![slow, on(3, 2, 1, 5)], &[]), (Some(5), Some(5), Some(5.0)));
    let late = Movement { arrives: 5, ..on(4, 0, 1, 5) };
    assert_eq!(rules(vec![late], &[]), (Some(0), Some(0), Some(0.0)));
}

#[test]
fn on_a_day_in_a_circle_what_is_there_goes_round_and_what_is_not_does_not() {
    // 2 has the goods: 2 to 3 to 2, and on to the destination.
    let there = vec![on(1, 0, 2, 10), on(2, 3, 2, 10), on(2, 2, 3, 10), on(2, 2, 1, 10)];
    assert_eq!(rules(there, &[]), (Some(10), Some(10), Some(10.0)));
    // Nobody has them: a day's circulation of paper brings nothing to 1; what 2 ships there came in unrecorded.
    let paper = vec![on(2, 2, 3, 10), on(2, 3, 2, 10), on(2, 2, 1, 3), on(3, 0, 2, 10)];
    assert_eq!(rules(paper, &[]), (Some(0), Some(0), Some(0.0)));
    // Both have some, and exchange them: 2 first, which has what is coloured.
    let both = vec![on(1, 0, 2, 10), on(1, 4, 3, 10), on(2, 3, 2, 10), on(2, 2, 3, 10), on(3, 2, 1, 10)];
    assert_eq!(rules(both, &[]), (Some(0), Some(10), Some(5.0)));
    // One has some, but not all: what goes round is left out, and the 4 stay.
    let some = vec![on(1, 0, 2, 4), on(2, 2, 3, 10), on(2, 3, 2, 10), on(3, 2, 1, 4)];
    assert_eq!(rules(some, &[]), (Some(4), Some(4), Some(4.0)));
}

#[test]
fn a_range_is_used_as_the_stock_allows_or_the_answer_is_unknown() {
    let month = |from, to, units| Movement { departs: 4, arrives: 1, from, to, units, record: 0 };
    // 0 sends to 2 some day of the month, 2 sends on on day 3: it went before.
    assert_eq!(rules(vec![month(0, 2, 5), on(3, 2, 1, 5)], &[]), (Some(5), Some(5), Some(5.0)));
    // Sent on in the month too: in what order follows from the stock.
    assert_eq!(rules(vec![month(2, 1, 5), month(3, 2, 5), on(2, 0, 3, 5)], &[]), (Some(5), Some(5), Some(5.0)));
    // It can wait: on day 2 the goods are for 1, what comes on day 3 is for 3.
    let moves = vec![on(1, 0, 2, 5), month(2, 3, 5), on(2, 2, 1, 5), on(3, 0, 2, 5)];
    assert_eq!(rules(moves, &[]), (Some(5), Some(5), Some(5.0)));
    // 2 ships on day 2 what 3, from whom it comes, has on day 3 only: each for itself is within the range, together they are not.
    let moves = vec![on(3, 0, 3, 5), month(3, 2, 5), on(2, 2, 1, 5)];
    assert_eq!(rules(moves, &[]), (None, None, None));
}

/// Is the order one in which no goods travel back in time, and everything happens once?
fn assert_possible(flow: &Flow, steps: &[Step]) {
    let mut clock = i32::MIN;
    let (mut left, mut came) = (BTreeSet::new(), BTreeSet::new());
    for step in steps {
        let m = &flow.movements()[place(step.movement)];
        let days = match step.happens {
            Happens::Whole => m.arrives.min(m.departs)..=m.departs,
            Happens::Leaves => m.departs..=m.departs,
            Happens::Comes => m.arrives..=m.arrives,
        };
        clock = clock.max(*days.start());
        assert!(days.contains(&clock), "{step:?} on day {clock}");
        assert!(
            step.units <= m.units && (step.units == m.units || !flow.circular_days().is_empty() || flow.is_vague())
        );
        if step.happens != Happens::Comes {
            assert!(left.insert(step.movement));
        }
        if step.happens != Happens::Leaves {
            assert!(left.contains(&step.movement) && came.insert(step.movement));
        }
    }
    assert_eq!(left, came);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// Every rule gives a number that some assignment gives, and every site ends with the stock that the records say.
    #[test]
    fn within_the_bounds_and_conserved(
        moves in prop_oneof![movements(4, AT_ONCE), movements(5, AT_ONCE), movements(4, SLOW), movements(5, VAGUE)],
        stock in prop::collection::vec((0u32..5, 0u32..3), 0..4),
    ) {
        let mut moves = moves;
        moves.truncate(9);
        let (flow, sides) = (Flow::new(moves), sides());
        let rules = Attribution::new(&flow, &sides, &stock);
        let Some(timeline) = rules.timeline.as_ref() else {
            prop_assert!(flow.is_vague(), "only ranges leave the order unknown");
            return Ok(());
        };
        let (least, most) = bounds(&flow, &sides, &stock);
        for first in [First::In, First::Out] {
            let mut rule = Queue::new(&flow, &stock, first);
            follow(&flow, &sides, timeline, &mut rule).unwrap();
            prop_assert!((least..=most).contains(&rule.counted), "{} in {least}..{most}", rule.counted);
            for (site, lots) in (0u32..).zip(&rule.stock).filter(|(site, _)| sides.role(*site) == Role::Between) {
                let (days, _) = stocks(&flow, site, held(&stock, site));
                if let Some(last) = days.values().last() {
                    prop_assert_eq!(i64::try_from(lots.units()).unwrap(), *last, "stock of {}", site);
                }
                prop_assert_eq!(lots.iter().map(|lot| lot.units).sum::<u64>(), lots.units());
            }
        }
        let mut rule = Mixture::new(&flow, &stock);
        follow(&flow, &sides, timeline, &mut rule).unwrap();
        let (low, high) = (f64::from(u32::try_from(least).unwrap()), f64::from(u32::try_from(most).unwrap()));
        prop_assert!(rule.counted >= low - 1e-9 && rule.counted <= high + 1e-9, "{} in {low}..{high}", rule.counted);
        prop_assert!(rule.stock.iter().all(|mixed| mixed.coloured >= 0.0 && mixed.coloured <= mixed.units + 1e-9));
        if let Timeline::Steps(steps) = timeline {
            assert_possible(&flow, steps);
        }
    }

    /// Without ranges the order is always known; and the coloured units are all somewhere.
    #[test]
    fn coloured_units_are_all_somewhere(moves in movements(6, AT_ONCE)) {
        // Back at the origin is the one place where they are not counted.
        let moves = moves.into_iter().filter(|m| m.to != 0).collect();
        let (flow, sides) = (Flow::new(moves), Sides::new(vec![Role::Origin, Role::Destination], i32::MIN..=i32::MAX));
        let rules = Attribution::new(&flow, &sides, &[]);
        let mut rule = Queue::new(&flow, &[], First::In);
        follow(&flow, &sides, rules.timeline.as_ref().unwrap(), &mut rule).unwrap();
        let mut mixture = Mixture::new(&flow, &[]);
        follow(&flow, &sides, rules.timeline.as_ref().unwrap(), &mut mixture).unwrap();
        let supply: u32 = flow.movements().iter().filter(|m| m.from == 0).map(|m| m.units).sum();
        let kept: u64 = rule.stock.iter().flat_map(Lots::iter).filter(|lot| lot.mark == COLOURED).map(|lot| lot.units).sum();
        prop_assert_eq!(kept + rule.counted, u64::from(supply));
        let kept: f64 = mixture.stock.iter().map(|mixed| mixed.coloured).sum();
        prop_assert!((kept + mixture.counted - f64::from(supply)).abs() < 1e-9);
    }
}
