//! The ownership graph in numbers: who holds how much of whom, and what follows when some owners are restricted.
//!
//! Nothing here knows a name or a date. Every step is a loop over a worklist, each edge is looked at a constant number
//! of times, and cycles need no care: a least fixpoint over a monotone rule is unique.

use crate::share::{FULL, HALF, Units};

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

/// All edges, by the company owned and then by owner; and by owner.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    edges: Vec<Edge>,
    /// Where the owners of a node start in `edges`.
    owners_at: Vec<u32>,
    /// Indices of edges by owner, and where those of a node start.
    held: Vec<u32>,
    held_at: Vec<u32>,
    /// Per node, the sum of the lower bounds of its owners.
    lower_total: Vec<Units>,
}

/// Which of the two fixpoints: what must be so, or what may be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Lower,
    Upper,
}

/// The parties that are in, each with its turn (the seeds have turn 0), and per node the aggregate held by those in.
#[derive(Debug)]
pub(crate) struct Spread {
    turn: Vec<Option<u32>>,
    aggregate: Vec<Units>,
}

impl Spread {
    pub(crate) fn turn(&self, node: Node) -> Option<u32> {
        self.turn.get(index(node)).copied().flatten()
    }

    pub(crate) fn has(&self, node: Node) -> bool {
        self.turn(node).is_some()
    }

    /// The greatest (for `Side::Upper`) or least share that those who are in may hold of the node.
    pub(crate) fn aggregate(&self, node: Node) -> Units {
        self.aggregate.get(index(node)).copied().unwrap_or_default()
    }
}

fn index(node: u32) -> usize {
    usize::try_from(node).unwrap_or(usize::MAX)
}

impl Graph {
    /// A graph of `nodes` nodes. `edges` are sorted by company owned, then owner, with one edge a pair; an edge to or
    /// from a node that is not there is left out. Holds up to 2³² − 1 edges.
    pub(crate) fn new(nodes: usize, mut edges: Vec<Edge>) -> Self {
        edges.retain(|e| index(e.owner) < nodes && index(e.owned) < nodes);
        edges.truncate(index(u32::MAX));
        let owners_at = starts(nodes, edges.iter().map(|e| e.owned));
        let held_at = starts(nodes, edges.iter().map(|e| e.owner));
        let mut next = held_at.clone();
        let mut held = vec![0u32; edges.len()];
        let mut lower_total = vec![0; nodes];
        for (number, edge) in (0u32..).zip(&edges) {
            if let Some(total) = lower_total.get_mut(index(edge.owned)) {
                *total = edge.lower.saturating_add(*total);
            }
            if let Some(slot) = next.get_mut(index(edge.owner)) {
                if let Some(place) = held.get_mut(index(*slot)) {
                    *place = number;
                }
                *slot = slot.saturating_add(1);
            }
        }
        Self { edges, owners_at, held, held_at, lower_total }
    }

    pub(crate) fn nodes(&self) -> usize {
        self.lower_total.len()
    }

    /// The edges into a node with their numbers: its owners.
    pub(crate) fn owners(&self, node: Node) -> impl Iterator<Item = (u32, &Edge)> {
        let (from, to) = span(&self.owners_at, node);
        (from..to).filter_map(|number| Some((number, self.edges.get(index(number))?)))
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

    /// The least set that holds the seeds and every node of which those in the set hold 50 percent or more: on the
    /// lower side at least, on the upper side possibly.
    pub(crate) fn spread(&self, seeds: &[Node], side: Side) -> Spread {
        let nodes = self.nodes();
        let mut turn: Vec<Option<u32>> = vec![None; nodes];
        // Of each node, what those in the set hold by their lower and by their upper bounds.
        let mut low = vec![0; nodes];
        let mut high = vec![0; if side == Side::Upper { nodes } else { 0 }];
        let mut queue: Vec<Node> = Vec::new();
        let join = |turn: &mut Vec<Option<u32>>, node: Node, at: u32, queue: &mut Vec<Node>| {
            if let Some(slot) = turn.get_mut(index(node))
                && slot.is_none()
            {
                *slot = Some(at);
                queue.push(node);
            }
        };
        for &seed in seeds {
            join(&mut turn, seed, 0, &mut queue);
        }
        let (mut next, mut round) = (0, 0u32);
        while let Some(&owner) = queue.get(next) {
            next = next.saturating_add(1);
            let (from, to) = span(&self.held_at, owner);
            for &number in self.held.get(index(from)..index(to)).unwrap_or_default() {
                let Some(edge) = self.edges.get(index(number)) else { continue };
                let at = index(edge.owned);
                let held_low = add(&mut low, at, edge.lower);
                let held = match side {
                    Side::Lower => held_low,
                    Side::Upper => {
                        let held_high = add(&mut high, at, edge.upper);
                        self.capped(edge.owned, held_low, held_high)
                    }
                };
                if held >= HALF {
                    round = round.saturating_add(1);
                    join(&mut turn, edge.owned, round, &mut queue);
                }
            }
        }
        let aggregate = match side {
            Side::Lower => low,
            Side::Upper => (0u32..).zip(low.iter().zip(&high)).map(|(n, (&l, &h))| self.capped(n, l, h)).collect(),
        };
        Spread { turn, aggregate }
    }

    /// The most that a group of owners may hold of a node: the sum of their upper bounds, but no more than what the
    /// lower bounds of the other owners leave, as in [`Graph::most`].
    fn capped(&self, node: Node, group_low: Units, group_high: Units) -> Units {
        let total = self.lower_total(node);
        if total > FULL { group_high } else { group_high.min(FULL.saturating_sub(total.saturating_sub(group_low))) }
    }
}

fn add(sums: &mut [Units], at: usize, what: Units) -> Units {
    sums.get_mut(at).map_or(0, |sum| {
        *sum = sum.saturating_add(what);
        *sum
    })
}

/// For each node, where its run starts among the keys counted; one more at the end.
fn starts(nodes: usize, keys: impl Iterator<Item = Node>) -> Vec<u32> {
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
        let mut list: Vec<Edge> = edges
            .iter()
            .zip(bounds)
            .map(|(&(owner, owned), &(lower, upper))| Edge { owner, owned, lower, upper })
            .collect();
        list.sort_by_key(|e| (e.owned, e.owner));
        Graph::new(nodes as usize, list)
    }

    fn agrees(
        graph: &Graph,
        nodes: u32,
        seeds: &[Node],
        truth: Option<(Vec<bool>, Vec<bool>)>,
    ) -> Result<(), TestCaseError> {
        let Some((all, any)) = truth else { return Ok(()) };
        let (lower, upper) = (graph.spread(seeds, Side::Lower), graph.spread(seeds, Side::Upper));
        for node in 0..nodes {
            prop_assert_eq!(lower.has(node), all[node as usize], "node {} for sure", node);
            prop_assert_eq!(upper.has(node), any[node as usize], "node {} possibly", node);
            prop_assert!(lower.aggregate(node) <= upper.aggregate(node));
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
        let mut edges: Vec<Edge> =
            (0..nodes).map(|n| Edge { owner: n, owned: (n + 1) % nodes, lower: HALF, upper: HALF }).collect();
        edges.sort_by_key(|e| (e.owned, e.owner));
        let graph = Graph::new(nodes as usize, edges);
        let spread = graph.spread(&[7], Side::Lower);
        assert!((0..nodes).all(|n| spread.has(n)));
        assert_eq!(spread.turn(7), Some(0));
    }
}
