use proptest::prelude::*;

use super::*;
use crate::Movement;

/// There on the day they leave.
pub(crate) const AT_ONCE: Range<i32> = 0..1;
/// Some days on the way.
pub(crate) const SLOW: Range<i32> = 0..4;
/// On the way, or dated to a range.
pub(crate) const VAGUE: Range<i32> = -2..3;

/// Movements of a few sites on a few days, so many days on the way.
pub(crate) fn movements(sites: u32, stay: Range<i32>) -> impl Strategy<Value = Vec<Movement>> {
    prop::collection::vec((0i32..5, stay, 0..sites, 0..sites, 1u32..4), 0..14).prop_map(|rows| {
        let movement = |(record, (departs, stay, from, to, units)): (u32, (i32, i32, u32, u32, u32))| Movement {
            departs,
            arrives: departs.saturating_add(stay),
            from,
            to,
            units,
            record,
        };
        (0u32..).zip(rows).map(movement).collect()
    })
}

/// The definition, repeated until nothing changes.
fn first_days(flow: &Flow, starts: &[u32], day: i32) -> Vec<Option<i32>> {
    let mut days: Vec<Option<i32>> = (0..flow.sites()).map(|site| starts.contains(&site).then_some(day)).collect();
    loop {
        let before = days.clone();
        for m in flow.movements() {
            if let Some(there) = days[place(m.from)].filter(|there| *there <= m.departs) {
                let arrives = m.arrives.max(there);
                days[place(m.to)] = Some(days[place(m.to)].map_or(arrives, |best| best.min(arrives)));
            }
        }
        if days == before {
            return days;
        }
    }
}

/// The same against the movements.
fn last_days(flow: &Flow, starts: &[u32], day: i32) -> Vec<Option<i32>> {
    let mut days: Vec<Option<i32>> = (0..flow.sites()).map(|site| starts.contains(&site).then_some(day)).collect();
    loop {
        let before = days.clone();
        for m in flow.movements() {
            if let Some(there) = days[place(m.to)].filter(|there| *there >= m.arrives) {
                let departs = m.departs.min(there);
                days[place(m.from)] = Some(days[place(m.from)].map_or(departs, |best| best.max(departs)));
            }
        }
        if days == before {
            return days;
        }
    }
}

fn days(reach: &Reach, sites: u32) -> Vec<Option<i32>> {
    (0..sites).map(|site| reach.day(site)).collect()
}

#[test]
fn a_circle_of_one_day_is_gone_round_either_way() {
    let on = |from, to| Movement { departs: 3, arrives: 3, from, to, units: 1, record: 0 };
    let flow = Flow::new(vec![on(2, 1), on(1, 0), on(0, 2), on(0, 3)]);
    assert_eq!(flow.circular_days(), [3]);
    let forward = Timetable::new(&flow, Direction::Forward).reach(&[1], 3);
    assert_eq!(forward.count(), 4);
    let backward = Timetable::new(&flow, Direction::Backward).reach(&[3], 3);
    assert_eq!(backward.sites().collect::<Vec<_>>(), [(0, 3), (1, 3), (2, 3), (3, 3)]);
    assert_eq!(Timetable::new(&flow, Direction::Forward).reach(&[1], 4).count(), 1);
}

#[test]
fn a_site_that_no_movement_names_is_passed_over() {
    let reach = Timetable::new(&Flow::default(), Direction::Forward).reach(&[7], 0);
    assert_eq!((reach.count(), reach.day(7)), (0, None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Both directions are what the definition says, on days in circles and with ranges too.
    #[test]
    fn as_defined(
        moves in prop_oneof![movements(5, AT_ONCE), movements(5, VAGUE), movements(9, AT_ONCE), movements(5, SLOW)],
        starts in prop::collection::vec(0u32..5, 1..3),
        day in -1i32..6,
    ) {
        let flow = Flow::new(moves);
        let forward = Timetable::new(&flow, Direction::Forward).reach(&starts, day);
        prop_assert_eq!(days(&forward, flow.sites()), first_days(&flow, &starts, day));
        let backward = Timetable::new(&flow, Direction::Backward).reach(&starts, day);
        prop_assert_eq!(days(&backward, flow.sites()), last_days(&flow, &starts, day));
        prop_assert_eq!(forward.sites().count(), forward.count());
    }

    /// What is reached forward by a day reaches back to where it came from.
    #[test]
    fn there_and_back(moves in movements(5, VAGUE), start in 0u32..5) {
        let flow = Flow::new(moves);
        let back = Timetable::new(&flow, Direction::Backward);
        for (site, day) in Timetable::new(&flow, Direction::Forward).reach(&[start], 1).sites() {
            prop_assert!(back.reach(&[site], day).day(start).is_some_and(|left| left >= 1));
        }
    }
}
