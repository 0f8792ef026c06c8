//! What goes round in circles among movements of one day.

use std::collections::BTreeMap;

/// More steps than this for each movement, and the circles are held to be made to take for ever.
const STEPS_EACH: usize = 1 << 10;

/// A movement: its number, sender, receiver and units.
pub(super) type Edge = (u32, u32, u32, u32);

/// Take circles out until none is left; tell for each movement how many of its units went round. `None` if that takes too
/// many steps.
///
/// Walks against the movements, so that what receives nothing is left behind at once.
pub(super) fn of(edges: &[Edge]) -> Option<Vec<(u32, u32)>> {
    let mut into: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, (_, _, to, _)) in edges.iter().enumerate() {
        into.entry(*to).or_default().push(at);
    }
    let mut left: Vec<u32> = edges.iter().map(|e| e.3).collect();
    let mut steps = edges.len().saturating_mul(STEPS_EACH);
    let receivers: Vec<u32> = into.keys().copied().collect();
    for start in receivers {
        // The site at a place of the path receives the edge at the same place from the next site.
        let mut path = vec![start];
        let mut taken: Vec<usize> = Vec::new();
        let mut places = BTreeMap::from([(start, 0usize)]);
        while let Some(site) = path.last().copied() {
            let Some(edge) = next_into(&mut into, &left, site) else {
                path.pop();
                places.remove(&site);
                // The edge that led here leads nowhere else.
                taken.pop();
                if let Some(edges) = path.last().and_then(|receiver| into.get_mut(receiver)) {
                    edges.pop();
                }
                continue;
            };
            let Some((_, from, ..)) = edges.get(edge).copied() else { continue };
            taken.push(edge);
            if let Some(begin) = places.get(&from).copied() {
                steps = steps.checked_sub(taken.len().saturating_sub(begin))?;
                let keep = take_out(taken.get(begin..).unwrap_or_default(), &mut left).saturating_add(begin);
                taken.truncate(keep);
                for cut in path.drain(keep.saturating_add(1).min(path.len())..) {
                    places.remove(&cut);
                }
            } else {
                places.insert(from, path.len());
                path.push(from);
            }
        }
    }
    let round = edges.iter().zip(left).map(|((at, _, _, units), left)| (*at, units.saturating_sub(left)));
    Some(round.filter(|(_, round)| *round > 0).collect())
}

/// The next edge into a site on which anything is left.
fn next_into(into: &mut BTreeMap<u32, Vec<usize>>, left: &[u32], site: u32) -> Option<usize> {
    let edges = into.get_mut(&site)?;
    while let Some(edge) = edges.last().copied() {
        if left.get(edge).is_some_and(|left| *left > 0) {
            return Some(edge);
        }
        edges.pop();
    }
    None
}

/// Take a circle out as often as it fits; how many of its edges stand before the first on which nothing is left?
fn take_out(circle: &[usize], left: &mut [u32]) -> usize {
    let least = circle.iter().filter_map(|edge| left.get(*edge)).min().copied().unwrap_or_default();
    let mut keep = None;
    for (at, edge) in circle.iter().enumerate() {
        if let Some(left) = left.get_mut(*edge) {
            *left = left.saturating_sub(least);
            if *left == 0 && keep.is_none() {
                keep = Some(at);
            }
        }
    }
    keep.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::flow::place;

    proptest! {
        /// What is taken out balances at every site, and what is left has no circle.
        #[test]
        fn balanced_and_complete(rows in prop::collection::vec((0u32..6, 0u32..6, 1u32..5), 0..20)) {
            let edges: Vec<Edge> =
                (0u32..).zip(rows).filter(|(_, (a, b, _))| a != b).map(|(at, (a, b, units))| (at, a, b, units)).collect();
            let round: BTreeMap<u32, u32> = of(&edges).unwrap().into_iter().collect();
            let taken = |at: u32| round.get(&at).copied().unwrap_or_default();
            let mut balance = [0i64; 6];
            for (at, from, to, units) in &edges {
                prop_assert!(taken(*at) <= *units);
                balance[place(*from)] -= i64::from(taken(*at));
                balance[place(*to)] += i64::from(taken(*at));
            }
            prop_assert_eq!(balance, [0; 6]);
            let mut rest: Vec<&Edge> = edges.iter().filter(|e| taken(e.0) < e.3).collect();
            loop {
                let before = rest.len();
                rest = rest.iter().copied().filter(|e| rest.iter().any(|other| other.2 == e.1)).collect();
                if rest.len() == before {
                    break;
                }
            }
            prop_assert!(rest.is_empty(), "a circle is left: {rest:?}");
        }
    }
}
