use proptest::prelude::*;

use super::*;
use crate::reach::tests::{AT_ONCE, SLOW, VAGUE, movements};

/// Two origins, one destination; arrivals on days 0 to 4 count.
fn sides() -> Sides {
    Sides::new(vec![Role::Origin, Role::Destination, Role::Between, Role::Between, Role::Between, Role::Origin], 0..=4)
}

const EVERYTHING: Bounds = Bounds { since: 0, legs: 9, routes: 10_000 };

/// The greatest flow over the movements of a sequence of sites, one unit after another by augmenting paths; each movement is
/// a node with its units as capacity, and leads to those of the next leg that leave when it has come in.
fn greatest(legs: &[Vec<Movement>], since: i32) -> u64 {
    let nodes: Vec<(usize, Movement)> =
        legs.iter().enumerate().flat_map(|(leg, moves)| moves.iter().map(move |m| (leg, *m))).collect();
    // Two nodes a movement, in and out; then source and sink.
    let (source, sink) = (2 * nodes.len(), 2 * nodes.len() + 1);
    let mut room = vec![vec![0u64; sink + 1]; sink + 1];
    for (a, (leg, m)) in nodes.iter().enumerate() {
        room[2 * a][2 * a + 1] = u64::from(m.units);
        if *leg == 0 && since <= m.departs {
            room[source][2 * a] = 1000;
        }
        if leg + 1 == legs.len() {
            room[2 * a + 1][sink] = 1000;
        }
        for (b, (next, other)) in nodes.iter().enumerate() {
            if leg + 1 == *next && m.arrives <= other.departs {
                room[2 * a + 1][2 * b] = 1000;
            }
        }
    }
    let mut flow = 0;
    loop {
        let mut from = vec![None; sink + 1];
        let mut next = vec![source];
        while let Some(node) = next.pop() {
            for to in 0..=sink {
                if room[node][to] > 0 && from[to].is_none() && to != source {
                    from[to] = Some(node);
                    next.push(to);
                }
            }
        }
        let mut node = sink;
        let Some(_) = from[sink] else { return flow };
        while let Some(before) = from[node] {
            room[before][node] -= 1;
            room[node][before] += 1;
            node = before;
        }
        flow += 1;
    }
}

/// Every sequence of sites, tried.
fn all_routes(flow: &Flow, sides: &Sides, bounds: &Bounds) -> Vec<Route> {
    let mut found = Vec::new();
    let mut paths: Vec<Vec<u32>> =
        (0..flow.sites()).filter(|s| sides.role(*s) == Role::Origin).map(|s| vec![s]).collect();
    while let Some(path) = paths.pop() {
        let last = *path.last().unwrap();
        if sides.role(last) == Role::Destination {
            let legs: Vec<Vec<Movement>> = path
                .windows(2)
                .map(|leg| {
                    let counts = |m: &&Movement| sides.role(m.to) != Role::Destination || sides.counts(m.arrives);
                    flow.movements().iter().filter(|m| [m.from, m.to] == *leg).filter(counts).copied().collect()
                })
                .collect();
            let arrives = legs.iter().try_fold(bounds.since, |day, leg| {
                leg.iter().filter(|m| day <= m.departs).map(|m| m.arrives.max(day)).min()
            });
            if let Some(arrives) = arrives {
                found.push(Route { units: greatest(&legs, bounds.since), sites: path, arrives });
            }
            continue;
        }
        for to in 0..flow.sites() {
            if !path.contains(&to) && sides.role(to) != Role::Origin && path.len() <= bounds.legs {
                paths.push([path.clone(), vec![to]].concat());
            }
        }
    }
    found.sort_by_key(|route| (route.sites.len(), route.sites.clone()));
    found
}

#[test]
fn a_bound_that_is_met_is_told() {
    let on = |day, from, to| Movement { departs: day, arrives: day, from, to, units: 1, record: 0 };
    let flow = Flow::new(vec![on(1, 0, 2), on(2, 2, 1), on(2, 2, 3), on(3, 3, 1), on(1, 0, 1)]);
    let sites = |bounds: Bounds| {
        let found = routes(&flow, &sides(), &bounds);
        (found.routes.into_iter().map(|route| route.sites).collect::<Vec<_>>(), found.complete)
    };
    let all = vec![vec![0, 1], vec![0, 2, 1], vec![0, 2, 3, 1]];
    assert_eq!(sites(EVERYTHING), (all.clone(), true));
    assert_eq!(sites(Bounds { legs: 2, ..EVERYTHING }), (all[..2].to_vec(), true));
    assert_eq!(sites(Bounds { routes: 2, ..EVERYTHING }), (all[..2].to_vec(), false));
    assert_eq!(sites(Bounds { since: 2, ..EVERYTHING }), (vec![], true));
}

#[test]
fn what_is_carried_is_told_by_route() {
    let on = |day, from, to, units| Movement { departs: day, arrives: day, from, to, units, record: 0 };
    let flow = Flow::new(vec![on(1, 0, 2, 5), on(2, 5, 2, 5), on(3, 2, 3, 8), on(3, 2, 1, 2), on(4, 3, 1, 8)]);
    let carriage = Carriage::of(&flow, &sides(), &[5, 5, 8, 2, 8]);
    let told: Vec<_> = carriage.routes.iter().map(|r| (r.sites.as_slice(), r.units, r.departs, r.arrives)).collect();
    assert_eq!(
        told,
        [([0, 2, 3, 1].as_slice(), 5, 1, 4), ([5, 2, 3, 1].as_slice(), 3, 2, 4), ([5, 2, 1].as_slice(), 2, 2, 3)]
    );
    assert_eq!(carriage.untold, 0);
    // An assignment that carries more than came in: the rest is said to be untold.
    assert_eq!(Carriage::of(&flow, &sides(), &[5, 0, 5, 2, 5]).untold, 2);
}

#[test]
fn a_bottleneck_wastes_nothing() {
    let slow = |departs, arrives, from, to| Movement { departs, arrives, from, to, units: 1, record: 0 };
    let units = |moves: Vec<Movement>| routes(&Flow::new(moves), &sides(), &EVERYTHING).routes[0].units;
    // The one that is there on day 2 takes the quick ship, so that the slow one of day 1 carries the other.
    assert_eq!(units(vec![slow(1, 1, 0, 2), slow(2, 2, 0, 2), slow(1, 3, 2, 1), slow(2, 2, 2, 1)]), 2);
    // The ship that leaves later comes in first, in time for the last leg of day 3; that of day 4 carries what came late.
    let late = vec![
        slow(1, 1, 0, 2),
        slow(4, 4, 0, 2),
        slow(1, 4, 2, 3),
        slow(2, 2, 2, 3),
        slow(4, 4, 2, 3),
        slow(3, 3, 3, 1),
        slow(4, 4, 3, 1),
    ];
    assert_eq!(units(late), 2);
}

/// Movements on the legs of one route, in parallel.
fn chain() -> impl Strategy<Value = Vec<Movement>> {
    movements(4, SLOW).prop_map(|moves| {
        let leg = |m: &Movement| [(0, 2), (2, 3), (3, 1), (3, 1)][place(m.from)];
        moves.iter().map(|m| Movement { from: leg(m).0, to: leg(m).1, ..*m }).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// The routes are all there are, with the first day and the bottleneck of each.
    #[test]
    fn all_and_no_others(moves in prop_oneof![movements(6, AT_ONCE), chain(), movements(6, VAGUE)], since in 0i32..3, legs in 1usize..6) {
        let (flow, bounds) = (Flow::new(moves), Bounds { since, legs, ..EVERYTHING });
        let found = routes(&flow, &sides(), &bounds);
        prop_assert!(found.complete);
        let mut all = all_routes(&flow, &sides(), &bounds);
        if flow.is_vague() {
            // The oracle takes every movement by its first and last day alone; fewer than that can be right, none cannot.
            for (route, widest) in found.routes.iter().zip(&mut all) {
                prop_assert!((1..=widest.units).contains(&route.units), "{route:?} of {widest:?}");
                widest.units = route.units;
            }
        }
        prop_assert_eq!(found.routes, all);
    }

    /// By route as many units come in as the assignment says, each site on a route stands there in time, and no pair of sites
    /// carries more than the assignment has between them.
    #[test]
    fn carried_is_what_was_assigned(moves in movements(6, AT_ONCE)) {
        let sides = sides();
        let flow = Flow::new(moves);
        // An assignment: everything that leaves an origin goes on as far as it can.
        let mut stock = [0u32; 6];
        let carried: Vec<u32> = flow.movements().iter().map(|m| {
            let units = match sides.role(m.from) {
                Role::Origin => m.units,
                Role::Between => m.units.min(stock[place(m.from)]),
                Role::Destination => 0,
            };
            if sides.role(m.from) == Role::Between {
                stock[place(m.from)] -= units;
            }
            stock[place(m.to)] += units;
            units
        }).collect();
        let arrived: u64 = flow.movements().iter().zip(&carried)
            .filter(|(m, _)| sides.role(m.to) == Role::Destination && sides.counts(m.arrives))
            .map(|(_, units)| u64::from(*units)).sum();
        let carriage = Carriage::of(&flow, &sides, &carried);
        prop_assert_eq!(carriage.untold, 0);
        prop_assert_eq!(carriage.routes.iter().map(|route| route.units).sum::<u64>(), arrived);
        prop_assert!(carriage.routes.is_sorted_by_key(|route| std::cmp::Reverse(route.units)));
        let mut between: BTreeMap<(u32, u32), u64> = BTreeMap::new();
        for (m, units) in flow.movements().iter().zip(&carried) {
            *between.entry((m.from, m.to)).or_default() += u64::from(*units);
        }
        for route in &carriage.routes {
            prop_assert!(route.departs <= route.arrives && route.sites.len() > 1);
            for leg in route.sites.windows(2) {
                let left = between[&(leg[0], leg[1])].checked_sub(route.units);
                prop_assert!(left.is_some(), "too many from {} to {}", leg[0], leg[1]);
                between.insert((leg[0], leg[1]), left.unwrap());
            }
        }
    }
}
