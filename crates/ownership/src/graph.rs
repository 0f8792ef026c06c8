//! The ownership graph in numbers: who holds how much of whom, and what follows when some owners are restricted.
//!
//! Nothing here knows a name or a date. Every step is a loop over a worklist, each edge is looked at a constant number
//! of times, and cycles need no care: a least fixpoint over a monotone rule is unique.

use std::cmp::Reverse;
use std::collections::{BTreeSet, VecDeque};

use crate::share::{FULL, Units};

/// A company or person, as an index.
pub(crate) type Node = u32;

/// What one owner holds of one company: an interval.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub owner: Node,
    pub owned: Node,
    pub lower: Units,
    pub upper: Units,
}

/// An interval's place among all different ones: there are few, and an edge with it takes eight bytes.
pub(crate) type Bounds = u32;

/// All edges, by the company owned and then by owner; and by owner.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    bounds: Vec<(Units, Units)>,
    /// Where the owners of a node start in `owners`: an edge's number is its place there.
    owners_at: Vec<u32>,
    owners: Vec<(Node, Bounds)>,
    /// The same edges by owner, with the company owned.
    held_at: Vec<u32>,
    held: Vec<(Node, Bounds)>,
    /// Per node, the sum of the lower bounds of its owners.
    lower_total: Vec<Units>,
}

/// Which of the two fixpoints: what must be so, or what may be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Lower,
    Upper,
}

/// The parties that are in, each with its wave, and per node the aggregate held by those in.
///
/// The seeds are wave 0; a node is in wave n + 1 when those up to wave n bring it in. So neither waves nor aggregates
/// depend on the order in which edges are looked at.
#[derive(Debug)]
pub(crate) struct Spread {
    side: Side,
    /// Per node: held by the lower and by the upper bounds of those in, and the wave, counted from 1; 0 is not in.
    state: Vec<(Units, Units, u32)>,
}

impl Spread {
    pub(crate) fn wave(&self, node: Node) -> Option<u32> {
        self.state.get(index(node)).and_then(|(_, _, wave)| wave.checked_sub(1))
    }

    pub(crate) fn has(&self, node: Node) -> bool {
        self.wave(node).is_some()
    }

    /// The nodes that are in.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node> {
        (0u32..).zip(&self.state).filter(|(_, (_, _, wave))| *wave != 0).map(|(node, _)| node)
    }

    /// How many nodes are in.
    pub(crate) fn count(&self) -> usize {
        self.state.iter().filter(|(_, _, wave)| *wave != 0).count()
    }

    /// The greatest (for `Side::Upper`) or least share that those who are in may hold of the node.
    pub(crate) fn aggregate(&self, graph: &Graph, node: Node) -> Units {
        let (low, high, _) = self.state.get(index(node)).copied().unwrap_or_default();
        match self.side {
            Side::Lower => low,
            Side::Upper => graph.capped(node, low, high),
        }
    }
}

fn index(node: u32) -> usize {
    usize::try_from(node).unwrap_or(usize::MAX)
}

impl Graph {
    /// A graph of `nodes` nodes. `owned` and `owners` are the edges, sorted by company owned, then owner, with one edge a
    /// pair, all of them nodes of the graph; `bounds` are the intervals that they name by place. Holds up to 2³² − 1
    /// edges.
    pub(crate) fn new(nodes: usize, owned: &[Node], owners: Vec<(Node, Bounds)>, bounds: Vec<(Units, Units)>) -> Self {
        let owners_at = starts(nodes, owned.iter().copied());
        let held_at = starts(nodes, owners.iter().map(|(owner, _)| *owner));
        let mut next = held_at.clone();
        let mut held = vec![(0, 0); owners.len()];
        let mut lower_total = vec![0; nodes];
        for (company, (owner, bound)) in owned.iter().zip(&owners) {
            let lower = bounds.get(index(*bound)).map_or(0, |(lower, _)| *lower);
            if let Some(total) = lower_total.get_mut(index(*company)) {
                *total = lower.saturating_add(*total);
            }
            if let Some(slot) = next.get_mut(index(*owner)) {
                if let Some(place) = held.get_mut(index(*slot)) {
                    *place = (*company, *bound);
                }
                *slot = slot.saturating_add(1);
            }
        }
        Self { bounds, owners_at, owners, held_at, held, lower_total }
    }

    pub(crate) fn nodes(&self) -> usize {
        self.lower_total.len()
    }

    pub(crate) fn edges(&self) -> usize {
        self.owners.len()
    }

    fn bounds(&self, at: Bounds) -> (Units, Units) {
        self.bounds.get(index(at)).copied().unwrap_or((0, FULL))
    }

    /// The edges into a node with their numbers: its owners.
    pub(crate) fn owners(&self, node: Node) -> impl Iterator<Item = (u32, Edge)> {
        let (from, to) = span(&self.owners_at, node);
        let owners = self.owners.get(index(from)..index(to)).unwrap_or_default();
        (from..).zip(owners).map(move |(number, (owner, bound))| {
            let (lower, upper) = self.bounds(*bound);
            (number, Edge { owner: *owner, owned: node, lower, upper })
        })
    }

    /// What a node holds.
    pub(crate) fn holdings(&self, node: Node) -> impl Iterator<Item = Edge> {
        let (from, to) = span(&self.held_at, node);
        self.held.get(index(from)..index(to)).unwrap_or_default().iter().map(move |(owned, bound)| {
            let (lower, upper) = self.bounds(*bound);
            Edge { owner: node, owned: *owned, lower, upper }
        })
    }

    /// What the edges' owner may hold at most, given what the others hold at least. Where the lower bounds already add
    /// up to more than 100 percent, not all of them can be true, and none is used against another.
    pub(crate) fn most(&self, edge: &Edge) -> Units {
        let total = self.lower_total(edge.owned);
        if total > FULL { edge.upper } else { edge.upper.min(FULL.saturating_sub(total.saturating_sub(edge.lower))) }
    }

    /// The sum of the lower bounds of a node's owners.
    pub(crate) fn lower_total(&self, node: Node) -> Units {
        self.lower_total.get(index(node)).copied().unwrap_or_default()
    }

    /// The least set that holds the seeds and every node of which those in the set hold `needed` or more: on the lower
    /// side at least, on the upper side possibly.
    pub(crate) fn spread(&self, seeds: &[Node], side: Side, needed: Units) -> Spread {
        let mut state: Vec<(Units, Units, u32)> = vec![(0, 0, 0); self.nodes()];
        let mut queue: Vec<Node> = Vec::new();
        for &seed in seeds {
            if let Some((_, _, wave)) = state.get_mut(index(seed))
                && *wave == 0
            {
                *wave = 1;
                queue.push(seed);
            }
        }
        let mut next = 0;
        while let Some(&owner) = queue.get(next) {
            next = next.saturating_add(1);
            let after = state.get(index(owner)).map_or(0, |(_, _, wave)| wave.saturating_add(1));
            let (from, to) = span(&self.held_at, owner);
            for &(owned, bound) in self.held.get(index(from)..index(to)).unwrap_or_default() {
                let (lower, upper) = self.bounds(bound);
                let Some((low, high, wave)) = state.get_mut(index(owned)) else { continue };
                *low = low.saturating_add(lower);
                *high = high.saturating_add(upper);
                if *wave != 0 {
                    continue;
                }
                let held = match side {
                    Side::Lower => *low,
                    Side::Upper if *high < needed => continue,
                    Side::Upper => self.capped(owned, *low, *high),
                };
                if held >= needed {
                    *wave = after;
                    queue.push(owned);
                }
            }
        }
        Spread { side, state }
    }

    /// From a node up to the seeds of a spread, the edges that bring it in: of each node the heaviest owners who were in
    /// before it, until they make what is needed. `tie` orders owners of one weight.
    pub(crate) fn deciding<K: Ord>(
        &self,
        node: Node,
        spread: &Spread,
        needed: Units,
        tie: impl Fn(Node) -> K,
    ) -> Vec<(u32, Edge)> {
        let weight = |edge: &Edge| if spread.side == Side::Lower { edge.lower } else { edge.upper };
        let mut found = Vec::new();
        let mut seen = BTreeSet::from([node]);
        let mut queue = VecDeque::from([node]);
        while let Some(node) = queue.pop_front() {
            let wave = spread.wave(node).unwrap_or(u32::MAX);
            let before = |edge: &Edge| spread.wave(edge.owner).is_some_and(|before| before < wave) && edge.upper > 0;
            let mut owners: Vec<(u32, Edge)> = self.owners(node).filter(|(_, edge)| before(edge)).collect();
            owners.sort_by_cached_key(|(_, edge)| (Reverse(weight(edge)), tie(edge.owner)));
            let mut sum: Units = 0;
            for (number, edge) in owners {
                if sum >= needed {
                    break;
                }
                sum = sum.saturating_add(weight(&edge));
                found.push((number, edge));
                if seen.insert(edge.owner) && spread.wave(edge.owner) != Some(0) {
                    queue.push_back(edge.owner);
                }
            }
        }
        found
    }

    /// The most that a group of owners may hold of a node: the sum of their upper bounds, but no more than what the
    /// lower bounds of the other owners leave, as in [`Graph::most`].
    fn capped(&self, node: Node, group_low: Units, group_high: Units) -> Units {
        let total = self.lower_total(node);
        if total > FULL { group_high } else { group_high.min(FULL.saturating_sub(total.saturating_sub(group_low))) }
    }
}

/// For each node, where its run starts among the keys counted; one more at the end.
pub(crate) fn starts(nodes: usize, keys: impl Iterator<Item = Node>) -> Vec<u32> {
    let mut at = vec![0u32; nodes.saturating_add(1)];
    for key in keys {
        if let Some(count) = at.get_mut(index(key).saturating_add(1)) {
            *count = count.saturating_add(1);
        }
    }
    let mut sum = 0u32;
    for slot in &mut at {
        sum = sum.saturating_add(*slot);
        *slot = sum;
    }
    at
}

fn span(at: &[u32], node: Node) -> (u32, u32) {
    let node = index(node);
    let from = at.get(node).copied().unwrap_or_default();
    (from, at.get(node.saturating_add(1)).copied().unwrap_or(from))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::share::HALF;

    /// A share in the oracle's own coarse steps: `whole` of 4 quarters, `above` and `below` in steps of one thousandth.
    #[derive(Clone, Copy, Debug)]
    struct Band {
        low: i64,
        high: i64,
    }

    /// The restricted set for one assignment of exact shares, by repeating the rule until nothing changes.
    fn restricted(nodes: u32, edges: &[(Node, Node)], shares: &[i64], full: i64, seeds: &[Node]) -> Vec<bool> {
        let mut is_in: Vec<bool> = (0..nodes).map(|n| seeds.contains(&n)).collect();
        loop {
            let before = is_in.clone();
            for node in 0..nodes {
                let sum: i64 = edges
                    .iter()
                    .zip(shares)
                    .filter(|((owner, owned), _)| *owned == node && is_in[*owner as usize])
                    .map(|(_, share)| share)
                    .sum();
                is_in[node as usize] |= 2 * sum >= full;
            }
            if is_in == before {
                return is_in;
            }
        }
    }

    /// For each node whether it is restricted in all, and in any, assignment of shares that the bands and 100 percent a
    /// company allow. `None` where they allow none.
    fn oracle(
        nodes: u32,
        edges: &[(Node, Node)],
        choices: &[Vec<i64>],
        full: i64,
        seeds: &[Node],
    ) -> Option<(Vec<bool>, Vec<bool>)> {
        let mut all = vec![true; nodes as usize];
        let mut any = vec![false; nodes as usize];
        let mut found = false;
        let mut digits = vec![0usize; edges.len()];
        loop {
            let shares: Vec<i64> = digits.iter().zip(choices).map(|(&d, c)| c[d]).collect();
            let fits = (0..nodes).all(|node| {
                edges.iter().zip(&shares).filter(|((_, owned), _)| *owned == node).map(|(_, s)| s).sum::<i64>() <= full
            });
            if fits {
                found = true;
                for (node, is) in restricted(nodes, edges, &shares, full, seeds).into_iter().enumerate() {
                    all[node] &= is;
                    any[node] |= is;
                }
            }
            let Some(turn) = (0..digits.len()).find(|&i| digits[i] + 1 < choices[i].len()) else { break };
            digits[turn] += 1;
            digits[..turn].fill(0);
        }
        found.then_some((all, any))
    }

    fn graph_of(nodes: u32, edges: &[(Node, Node)], bounds: &[(Units, Units)]) -> Graph {
        let mut list: Vec<(Node, Node, Bounds)> =
            (0u32..).zip(edges).map(|(bound, &(owner, owned))| (owned, owner, bound)).collect();
        list.sort_unstable();
        let owned: Vec<Node> = list.iter().map(|(owned, _, _)| *owned).collect();
        let owners = list.iter().map(|(_, owner, bound)| (*owner, *bound)).collect();
        Graph::new(nodes as usize, &owned, owners, bounds.to_vec())
    }

    fn agrees(
        graph: &Graph,
        nodes: u32,
        seeds: &[Node],
        truth: Option<(Vec<bool>, Vec<bool>)>,
    ) -> Result<(), TestCaseError> {
        let Some((all, any)) = truth else { return Ok(()) };
        let (lower, upper) = (graph.spread(seeds, Side::Lower, HALF), graph.spread(seeds, Side::Upper, HALF));
        for node in 0..nodes {
            prop_assert_eq!(lower.has(node), all[node as usize], "node {} for sure", node);
            prop_assert_eq!(upper.has(node), any[node as usize], "node {} possibly", node);
            prop_assert!(lower.aggregate(graph, node) <= upper.aggregate(graph, node));
        }
        Ok(())
    }

    fn pairs(nodes: u32, most: usize) -> impl Strategy<Value = Vec<(Node, Node)>> {
        proptest::collection::btree_set((0..nodes, 0..nodes), 1..=most).prop_map(|set| set.into_iter().collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        /// Bands and unknown shares on graphs with cycles and self-ownership, against every assignment in steps of an
        /// eighth.
        #[test]
        fn agrees_with_every_assignment(
            (edges, bands) in pairs(5, 5).prop_flat_map(|edges| {
                let count = edges.len();
                (Just(edges), proptest::collection::vec((0i64..=8, 0i64..=8), count))
            }),
            seeds in proptest::collection::vec(0u32..5, 0..=2),
        ) {
            let bands: Vec<Band> = bands.into_iter().map(|(a, b)| Band { low: a.min(b), high: a.max(b) }).collect();
            let choices: Vec<Vec<i64>> = bands.iter().map(|b| (b.low..=b.high).collect()).collect();
            let bounds: Vec<_> = bands.iter().map(|b| (b.low * (FULL / 8), b.high * (FULL / 8))).collect();
            agrees(&graph_of(5, &edges, &bounds), 5, &seeds, oracle(5, &edges, &choices, 8, &seeds))?;
        }

        /// The same with excluded bounds ("more than 25", "less than 50"): steps of a quarter, and up to three
        /// thousandths beside each step.
        #[test]
        fn agrees_where_bounds_are_excluded(
            (edges, bands) in pairs(4, 3).prop_flat_map(|edges| {
                let count = edges.len();
                (Just(edges), proptest::collection::vec((0i64..=4, 0i64..=4, any::<bool>(), any::<bool>()), count))
            }),
            seeds in proptest::collection::vec(0u32..4, 0..=2),
        ) {
            let bounds: Vec<(i64, i64)> = bands
                .iter()
                .map(|&(a, b, above, below)| {
                    let (low, high) = (a.min(b), a.max(b));
                    (1000 * low + i64::from(above && low < high), 1000 * high - i64::from(below && low < high))
                })
                .collect();
            let choices: Vec<Vec<i64>> = bounds
                .iter()
                .map(|&(low, high)| {
                    let near = (0..=4).flat_map(|quarter| (-3..=3).map(move |step| 1000 * quarter + step));
                    near.filter(|share| (low..=high).contains(share)).collect()
                })
                .collect();
            let exact: Vec<_> = bounds.iter().map(|&(low, high)| (steps(low), steps(high))).collect();
            agrees(&graph_of(4, &edges, &exact), 4, &seeds, oracle(4, &edges, &choices, 4000, &seeds))?;
        }
    }

    /// Thousandths of a quarter as quarters and units just beside them.
    fn steps(share: i64) -> Units {
        let quarter = (share + 500).div_euclid(1000);
        quarter * (FULL / 4) + (share - 1000 * quarter)
    }

    /// A chain of a million companies, closed to a ring, is walked without recursion.
    #[test]
    fn a_long_ring_is_no_danger() {
        let nodes = 1_000_000u32;
        let owned: Vec<Node> = (0..nodes).collect();
        let owners = owned.iter().map(|n| ((n + 1) % nodes, 0)).collect();
        let graph = Graph::new(nodes as usize, &owned, owners, vec![(HALF, HALF)]);
        let spread = graph.spread(&[7], Side::Lower, HALF);
        assert!((0..nodes).all(|n| spread.has(n)));
        assert_eq!(spread.wave(7), Some(0));
    }
}
