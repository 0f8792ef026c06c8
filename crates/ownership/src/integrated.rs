//! Integrated (economic) interest: which share of a company's value ends with whom, through every path and circle.
//!
//! With A the matrix of direct shares, the sum over all paths is A (I − A)⁻¹. Where an owner stands in a circle itself, what
//! flows back to it is not counted again: its share in a company is the sum over the paths that do not return to it,
//! which is the same as dividing by the diagonal of (I − A)⁻¹. So no share exceeds 100 percent.
//!
//! Sources: Brioschi, Buzzacchi and Colombo, "Risk capital financing and the separation of ownership and control in
//! business groups", Journal of Banking and Finance 13 (1989); Rohwer and Pötter (2005); Vitali, Glattfelder and Battiston,
//! "The network of global corporate control", PLoS ONE 6 (2011).

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::graph::{Edge, Graph, Node};
use crate::share::{self, FULL, Units};
use crate::stakes::Stakes;

/// An integrated interest in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Integrated {
    /// At least this, to the eighth place.
    pub lower: Decimal,
    /// At most this, to the eighth place.
    pub upper: Decimal,
    /// Both are worked out to that place. Where a circle holds nearly all of itself the work may end before: the bounds
    /// hold all the same, but are wider than the statements allow.
    pub settled: bool,
}

/// Multiplications after which the work ends.
const WORK: usize = 400_000_000;

impl Stakes {
    /// The share of `company` that is economically `owner`'s, by products along all paths. It decides no 50 percent rule,
    /// which multiplies nothing.
    ///
    /// Bands give a lower and an upper bound: no path loses when a share grows. The lower bound is reached from below,
    /// the upper from above, each rounded to its own side in steps of 10⁻¹⁵ percent, so every step holds the truth. Of a
    /// name that stands for several parties the widest bounds.
    ///
    /// # Examples
    /// ```
    /// use tidewaiter_model::{Date, Decimal};
    /// use tidewaiter_ownership::{Stakes, read_stakes};
    ///
    /// // Alder holds half of Birch; Birch holds the other half of itself, through Cedar.
    /// let table = "owner,owned,share\nAlder,Birch,50\nCedar,Birch,50\nBirch,Cedar,100\n";
    /// let stakes = Stakes::new(read_stakes("s.csv", table).0, Date::constant(2025, 10, 1), str::to_lowercase);
    /// let found = stakes.integrated("Alder", "Birch");
    /// assert_eq!((found.lower, found.upper, found.settled), (Decimal::from(100), Decimal::from(100), true));
    /// ```
    #[must_use]
    pub fn integrated(&self, owner: &str, company: &str) -> Integrated {
        let (owners, companies) = (self.nodes(owner), self.nodes(company));
        let mut widest: Option<(Units, Units, bool)> = None;
        for owner in &owners {
            for (company, lower, upper, settled) in interests(&self.ownership.graph, *owner, &companies) {
                let found = if company == *owner { (FULL, FULL, true) } else { (lower, upper, settled) };
                widest = Some(widest.map_or(found, |w| (w.0.min(found.0), w.1.max(found.1), w.2 && found.2)));
            }
        }
        let (lower, upper, settled) = widest.unwrap_or((0, 0, true));
        Integrated { lower: share::percent(lower).0, upper: share::percent(upper).0, settled }
    }
}

/// The interests of one owner in each of the companies: least, most, and whether both are worked out.
fn interests(graph: &Graph, owner: Node, companies: &[Node]) -> Vec<(Node, Units, Units, bool)> {
    let reached = reached(graph, owner);
    let place: BTreeMap<Node, usize> = reached.iter().copied().zip(0..).collect();
    // For each company the shares of its owners, as the place of the owner (none for the owner in question).
    let shares = |bound: &dyn Fn(&Edge) -> Units| -> Vec<Vec<(Option<usize>, Units)>> {
        let of = |node: &Node| {
            let owners = graph.owners(*node).map(|(_, edge)| edge);
            let known = owners.filter(|e| e.owner == owner || place.contains_key(&e.owner));
            known.map(|e| (place.get(&e.owner).copied(), bound(&e))).filter(|(_, share)| *share > 0).collect()
        };
        reached.iter().map(of).collect()
    };
    let (low, low_done) = settle(&shares(&|e| e.lower), 0);
    let (high, high_done) = settle(&shares(&|e| graph.most(e)), FULL);
    let at = |values: &[Units], node: &Node| place.get(node).and_then(|at| values.get(*at)).copied().unwrap_or(0);
    companies.iter().map(|node| (*node, at(&low, node), at(&high, node), low_done && high_done)).collect()
}

/// Every company below an owner, the nearest first; without itself.
fn reached(graph: &Graph, owner: Node) -> Vec<Node> {
    let mut found = vec![owner];
    let mut seen = std::collections::BTreeSet::from([owner]);
    let mut next = 0;
    while let Some(&node) = found.get(next) {
        next = next.saturating_add(1);
        for edge in graph.holdings(node).filter(|edge| edge.upper > 0) {
            if seen.insert(edge.owned) {
                found.push(edge.owned);
            }
        }
    }
    found.remove(0);
    found
}

/// The values that fit the shares, from one end: 0 climbs to the least, `FULL` falls to the greatest. The second says
/// whether the last round changed nothing that shows.
fn settle(shares: &[Vec<(Option<usize>, Units)>], start: Units) -> (Vec<Units>, bool) {
    let up = start > 0;
    let mut values = vec![start; shares.len()];
    let each = shares.iter().map(Vec::len).sum::<usize>().max(1);
    for _ in 0..WORK.checked_div(each).unwrap_or(1).clamp(1, 100_000) {
        let mut change: Units = 0;
        for (at, owners) in shares.iter().enumerate() {
            let mut sum: Units = 0;
            for (owner, share) in owners {
                let value = owner.map_or(FULL, |place| values.get(place).copied().unwrap_or(0));
                sum = sum.saturating_add(part(value, *share, up));
            }
            if let Some(slot) = values.get_mut(at) {
                let new = sum.min(FULL);
                change = change.max(slot.saturating_sub(new).saturating_abs());
                *slot = new;
            }
        }
        if change <= share::UNSEEN {
            return (values, true);
        }
    }
    (values, false)
}

/// A part of a part, rounded to the side that keeps the bound one.
fn part(value: Units, share: Units, up: bool) -> Units {
    let (value, share, full) = (i128::from(value), i128::from(share), i128::from(FULL));
    let product = value.saturating_mul(share);
    let rounded = if up { product.saturating_add(full.saturating_sub(1)) } else { product };
    rounded.checked_div(full).and_then(|part| Units::try_from(part).ok()).unwrap_or(FULL)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::prelude::ToPrimitive;

    use super::*;

    /// Gauss elimination over fractions of 64-bit floats is enough to judge eight places: the systems are small.
    fn oracle(nodes: usize, shares: &[Vec<f64>], owner: usize) -> Option<Vec<f64>> {
        // x_j = a(owner, j) + sum over k other than the owner of x_k a(k, j); row j of (I - A')x = a.
        let mut rows: Vec<Vec<f64>> = (0..nodes)
            .map(|j| {
                let mut row: Vec<f64> = (0..nodes)
                    .map(|k| f64::from(u8::from(j == k)) - if k == owner || j == owner { 0.0 } else { shares[k][j] })
                    .collect();
                row.push(if j == owner { 0.0 } else { shares[owner][j] });
                row
            })
            .collect();
        for at in 0..nodes {
            let best = (at..nodes).max_by(|a, b| rows[*a][at].abs().total_cmp(&rows[*b][at].abs())).unwrap();
            rows.swap(at, best);
            if rows[at][at].abs() < 1e-9 {
                return None;
            }
            for other in 0..nodes {
                if other != at {
                    let factor = rows[other][at] / rows[at][at];
                    let pivot = rows[at].clone();
                    for (cell, by) in rows[other].iter_mut().zip(&pivot) {
                        *cell -= factor * by;
                    }
                }
            }
        }
        Some((0..nodes).map(|at| rows[at][nodes] / rows[at][at]).collect())
    }

    fn graph_of(nodes: usize, percent: &[(usize, usize, i64, i64)]) -> Graph {
        let mut list: Vec<(Node, Node, u32)> = (0u32..)
            .zip(percent)
            .map(|(at, (owner, owned, _, _))| (u32::try_from(*owned).unwrap(), u32::try_from(*owner).unwrap(), at))
            .collect();
        list.sort_unstable();
        let owned: Vec<Node> = list.iter().map(|(owned, _, _)| *owned).collect();
        let owners = list.iter().map(|(_, owner, at)| (*owner, *at)).collect();
        let bounds = percent.iter().map(|(_, _, l, u)| (l * (FULL / 100), u * (FULL / 100))).collect();
        Graph::new(nodes, &owned, owners, bounds)
    }

    fn as_part(units: Units) -> f64 {
        let float = |units: Units| Decimal::from(units).to_f64().unwrap();
        float(units) / float(FULL)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(800))]

        /// Exact shares, circles and self-ownership included, against the solved system; and bands hold every choice
        /// of shares inside them.
        #[test]
        fn agrees_with_the_solved_system(
            edges in proptest::collection::btree_map((0usize..5, 0usize..5), (0i64..=24, 0i64..=24), 0..12),
            owner in 0usize..5,
            pick in 0usize..3,
        ) {
            // At most four owners of less than 25 each and one more: no company is wholly its own.
            let mut exact = vec![vec![0.0; 5]; 5];
            let (mut banded, mut points) = (Vec::new(), Vec::new());
            for ((from, to), (a, b)) in &edges {
                let (low, high) = ((*a).min(*b) * 4 / 5, (*a).max(*b) * 4 / 5);
                let point = match pick { 0 => low, 1 => high, _ => (low + high) / 2 };
                exact[*from][*to] = f64::from(u8::try_from(point).unwrap()) / 100.0;
                banded.push((*from, *to, low, high));
                points.push((*from, *to, point, point));
            }
            let Some(truth) = oracle(5, &exact, owner) else { return Ok(()) };
            let all: Vec<Node> = (0..5).collect();
            let node = u32::try_from(owner).unwrap();
            for (of, lower, upper, settled) in interests(&graph_of(5, &points), node, &all) {
                if of == node { continue; }
                let value = truth[of as usize];
                prop_assert!(settled);
                prop_assert!((as_part(lower) - value).abs() < 1e-9 && (as_part(upper) - value).abs() < 1e-9, "{} {} {}", as_part(lower), as_part(upper), value);
            }
            for (of, lower, upper, _) in interests(&graph_of(5, &banded), node, &all) {
                if of == node { continue; }
                let value = truth[of as usize];
                prop_assert!(as_part(lower) <= value + 1e-9 && value <= as_part(upper) + 1e-9);
                prop_assert!(lower <= upper && upper <= FULL);
            }
        }
    }
}
