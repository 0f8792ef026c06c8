//! Integrated (economic) interest: which share of a company's value ends with whom, through every path and circle.
//!
//! With A the matrix of direct shares, the sum over all paths is A (I − A)⁻¹. Where an owner stands in a circle itself, what
//! flows back to it is not counted again: its share in a company is the sum over the paths that do not return to it,
//! which is the same as dividing by the diagonal of (I − A)⁻¹. So no share exceeds 100 percent.
//!
//! The owners of [`Above::ultimate_owners`] have nothing above them, so nothing flows back to them, and their interest is
//! the solution of x = d + xA, with d their direct shares.
//!
//! Sources: Brioschi, Buzzacchi and Colombo, "Risk capital financing and the separation of ownership and control in
//! business groups", Journal of Banking and Finance 13 (1989); Chapelle and Szafarz, "Controlling firms through the
//! majority voting rule", Physica A 355 (2005); Rohwer and Pötter (2005); Vitali, Glattfelder and Battiston,
//! "The network of global corporate control", PLoS ONE 6 (2011).

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::Serialize;
use tidewaiter_model::Interest;

use crate::above::{Above, Held};
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

/// With whom the value of a party ends, as far as stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ends {
    /// The ultimate owners.
    pub owners: Vec<UltimateOwner>,
    /// Percent of the party, at most, that ends with nobody named: the part that no statement names, and what circles of
    /// companies hold of themselves.
    pub open: Decimal,
    /// A circle above may hold all of itself: then nothing inside the statements bounds what ends outside of it from
    /// above, and an upper bound is no more than what the other owners leave.
    pub unbounded: bool,
}

/// An owner of whom no owner is stated, with its part of the party's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UltimateOwner {
    /// Its position among [`Above::parties`].
    pub party: usize,
    /// Its interest in the party.
    pub interest: Integrated,
}

/// Multiplications after which the work ends, for all owners of an answer together.
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
            for (company, lower, upper, settled) in interests(&self.ownership.graph, *owner, &companies, WORK) {
                let found = if company == *owner { (FULL, FULL, true) } else { (lower, upper, settled) };
                widest = Some(widest.map_or(found, |w| (w.0.min(found.0), w.1.max(found.1), w.2 && found.2)));
            }
        }
        integrated(widest.unwrap_or((0, 0, true)))
    }
}

fn integrated((lower, upper, settled): (Units, Units, bool)) -> Integrated {
    Integrated { lower: share::percent(lower).0, upper: share::percent(upper).0, settled }
}

impl Above {
    /// Everybody above the first party of whom no owner is stated, with the part of its value that ends with each; by
    /// position. It decides no 50 percent rule. What a company holds of itself makes it no owner of its own.
    ///
    /// Where the parties above were cut off, those at the edge are no ends in truth; what they hold is right.
    ///
    /// # Examples
    /// ```
    /// use tidewaiter_model::{Date, Decimal};
    /// use tidewaiter_ownership::{Found, Records, Statements};
    ///
    /// // Alder holds 60 percent of Birch, Birch 50 of Cedar and Cedar 40 of Birch: all that is stated of Cedar is Alder's.
    /// let table = "owner,owned,share\nAlder,Birch,60\nBirch,Cedar,50\nCedar,Birch,40\n";
    /// let mut records = Records::default();
    /// records.read("stakes.csv", table.as_bytes());
    /// let statements = Statements::new(records.stakes, str::to_lowercase);
    /// let Found::One(cedar) = statements.find("cedar") else { panic!("it is there") };
    /// let ends = statements.above(cedar, Date::constant(2025, 10, 1), 100).ultimate_owners();
    /// assert_eq!((ends.owners.len(), ends.owners[0].interest.lower), (1, "37.5".parse().unwrap()));
    /// assert_eq!((ends.open, ends.unbounded), ("62.5".parse().unwrap(), false));
    /// ```
    #[must_use]
    pub fn ultimate_owners(&self) -> Ends {
        let graph = self.graph(|held| held.interval(Interest::Ownership));
        let ends = ends(&graph, 0);
        let work = WORK.checked_div(ends.len()).unwrap_or(WORK);
        let mut sure: Units = 0;
        let mut owners = Vec::new();
        for end in &ends {
            for (_, lower, upper, settled) in interests(&graph, *end, &[0], work) {
                sure = sure.saturating_add(lower);
                let party = usize::try_from(*end).unwrap_or(usize::MAX);
                owners.push(UltimateOwner { party, interest: integrated((lower, upper, settled)) });
            }
        }
        let open = share::percent(FULL.saturating_sub(sure).max(0)).0;
        Ends { owners, open, unbounded: may_close(&graph, &ends) }
    }

    /// The parties above by what is to be counted of each holding: least and most, in units.
    pub(crate) fn graph(&self, of: impl Fn(&Held) -> Option<(Units, Units)>) -> Graph {
        let node = |at: usize| Node::try_from(at).unwrap_or(Node::MAX);
        let mut edges: Vec<(Node, Node, (Units, Units))> = self
            .holdings
            .iter()
            .filter_map(|held| Some((node(held.owned), node(held.owner), of(held)?)))
            .filter(|(_, _, (_, upper))| *upper > 0)
            .collect();
        edges.sort_unstable();
        let owned: Vec<Node> = edges.iter().map(|(owned, _, _)| *owned).collect();
        let owners = edges.iter().zip(0u32..).map(|((_, owner, _), at)| (*owner, at)).collect();
        Graph::new(self.parties.len(), &owned, owners, edges.into_iter().map(|(_, _, bounds)| bounds).collect())
    }
}

/// All above a node who have no owner but themselves, sorted; not the node itself.
pub(crate) fn ends(graph: &Graph, node: Node) -> Vec<Node> {
    let mut seen = BTreeSet::from([node]);
    let mut queue = vec![node];
    let mut found = Vec::new();
    while let Some(at) = queue.pop() {
        let owners = || graph.owners(at).map(|(_, edge)| edge.owner).filter(|owner| *owner != at);
        if at != node && owners().next().is_none() {
            found.push(at);
        }
        queue.extend(owners().filter(|owner| seen.insert(*owner)));
    }
    found.sort_unstable();
    found
}

/// May companies above the first node hold all of one another, by the greatest shares, so that nothing of them ends with
/// an owner outside?
fn may_close(graph: &Graph, ends: &[Node]) -> bool {
    let outside: BTreeSet<&Node> = ends.iter().collect();
    let nodes = Node::try_from(graph.nodes()).unwrap_or(Node::MAX);
    // From the farthest to the nearest, the way that values take.
    let place = |node: Node| usize::try_from(nodes.saturating_sub(1).saturating_sub(node)).ok();
    let of = |node: Node| -> Vec<(Option<usize>, Units)> {
        let owners = graph.owners(node).map(|(_, edge)| edge).filter(|edge| !outside.contains(&edge.owner));
        owners.map(|edge| (place(edge.owner), graph.most(&edge))).collect()
    };
    let shares: Vec<_> = (0..nodes).rev().map(of).collect();
    // What falls to nothing has an end outside.
    let (left, _) = settle(&shares, FULL, WORK);
    left.last().is_some_and(|left| *left > share::UNSEEN.saturating_mul(1 << 16))
}

/// The interests of one owner in each of the companies: least, most, and whether both are worked out.
fn interests(graph: &Graph, owner: Node, companies: &[Node], work: usize) -> Vec<(Node, Units, Units, bool)> {
    let reached = reached(graph, owner);
    let place: BTreeMap<Node, usize> = reached.iter().copied().zip(0..).collect();
    // For each company the shares of its owners, as the place of the owner (none for the owner in question).
    let shares = |bound: &dyn Fn(&Edge) -> Units| -> Vec<Vec<(Option<usize>, Units)>> {
        let mut shares = vec![Vec::new(); reached.len()];
        for node in std::iter::once(&owner).chain(&reached) {
            for edge in graph.holdings(*node) {
                let slot = place.get(&edge.owned).and_then(|at| shares.get_mut(*at));
                if let (Some(slot), share @ 1..) = (slot, bound(&edge)) {
                    slot.push((place.get(node).copied(), share));
                }
            }
        }
        shares
    };
    let (low, low_done) = settle(&shares(&|e| e.lower), 0, work);
    let (high, high_done) = settle(&shares(&|e| graph.most(e)), FULL, work);
    let at = |values: &[Units], node: &Node| place.get(node).and_then(|at| values.get(*at)).copied().unwrap_or(0);
    companies.iter().map(|node| (*node, at(&low, node), at(&high, node), low_done && high_done)).collect()
}

/// Every company below an owner, the nearest first; without itself.
fn reached(graph: &Graph, owner: Node) -> Vec<Node> {
    let mut found = vec![owner];
    let mut seen = BTreeSet::from([owner]);
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
fn settle(shares: &[Vec<(Option<usize>, Units)>], start: Units, work: usize) -> (Vec<Units>, bool) {
    let up = start > 0;
    let mut values = vec![start; shares.len()];
    let each = shares.iter().map(Vec::len).sum::<usize>().max(1);
    for _ in 0..work.checked_div(each).unwrap_or(1).clamp(1, 100_000) {
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
            for (of, lower, upper, settled) in interests(&graph_of(5, &points), node, &all, WORK) {
                if of == node { continue; }
                let value = truth[of as usize];
                prop_assert!(settled);
                prop_assert!((as_part(lower) - value).abs() < 1e-9 && (as_part(upper) - value).abs() < 1e-9, "{} {} {}", as_part(lower), as_part(upper), value);
            }
            for (of, lower, upper, _) in interests(&graph_of(5, &banded), node, &all, WORK) {
                if of == node { continue; }
                let value = truth[of as usize];
                prop_assert!(as_part(lower) <= value + 1e-9 && value <= as_part(upper) + 1e-9);
                prop_assert!(lower <= upper && upper <= FULL);
            }
        }
    }

    fn above(percent: &[(usize, usize, i64, i64)]) -> Above {
        let rows = percent.iter().map(|(owner, owned, l, u)| format!("p{owner},p{owned},{l}-{u}\n"));
        let table = format!("owner,owned,share\n{}", rows.collect::<String>());
        let (stakes, faults) = crate::read_stakes("s.csv", &table);
        assert!(faults.iter().all(|f| f.code == "self-owned"), "{faults:?}");
        crate::statements::above_p0(&stakes, tidewaiter_model::Date::constant(2025, 10, 1))
    }

    fn shown(ends: &Ends, above: &Above) -> String {
        let owner = |o: &UltimateOwner| {
            let name = above.parties.get(o.party).map_or("", |p| p.name.as_str());
            format!("{name} {}..{}", o.interest.lower, o.interest.upper)
        };
        let owners: Vec<String> = ends.owners.iter().map(owner).collect();
        format!("{}; open {}; unbounded {}", owners.join(", "), ends.open, ends.unbounded)
    }

    #[test]
    fn ultimate_owners_and_what_stays_open() {
        for (percent, wanted) in [
            // Nobody is stated.
            (&[(0, 1, 50, 50)][..], "; open 100; unbounded false"),
            // Own shares make nobody its own owner.
            (&[(0, 0, 20, 20), (1, 0, 80, 80), (1, 1, 10, 10)], "p1 100..100; open 0; unbounded false"),
            // A closed circle has no end.
            (&[(1, 0, 100, 100), (2, 1, 100, 100), (1, 2, 100, 100)], "; open 100; unbounded true"),
            // A circle that may hold all of itself leaves no upper bound but all.
            (
                &[(1, 0, 100, 100), (2, 1, 0, 10), (3, 1, 90, 100), (1, 3, 100, 100)],
                "p2 0..100; open 100; unbounded true",
            ),
            // One that surely leaks does not.
            (
                &[(1, 0, 100, 100), (2, 1, 10, 10), (3, 1, 90, 90), (1, 3, 100, 100)],
                "p2 100..100; open 0; unbounded false",
            ),
            (&[(1, 0, 30, 60), (2, 1, 50, 100), (3, 0, 20, 20)], "p3 20..20, p2 15..60; open 65; unbounded false"),
        ] {
            let above = above(percent);
            assert_eq!(shown(&above.ultimate_owners(), &above), wanted, "{percent:?}");
        }
    }

    proptest! {
        /// The interests of all ultimate owners, out of a table of stakes, are those of the series summed step by step.
        #[test]
        fn ultimate_owners_get_what_the_series_sums_to(
            edges in proptest::collection::btree_map((0usize..7, 0usize..5), 1i64..=16, 1..16),
        ) {
            // Five companies of at most 7 x 14 percent each; 5 and 6 can only own.
            let exact: Vec<(usize, usize, i64, i64)> =
                edges.iter().filter(|((a, b), _)| a != b).map(|((a, b), p)| (*a, *b, *p, *p)).collect();
            prop_assume!(exact.iter().any(|(_, owned, _, _)| *owned == 0));
            let above = above(&exact);
            let ends = above.ultimate_owners();
            prop_assert!(!ends.unbounded);
            let mut sum = 0.0;
            for owner in &ends.owners {
                let name = &above.parties[owner.party].name;
                let node: usize = name.trim_start_matches('p').parse().unwrap();
                prop_assert!(exact.iter().all(|(_, owned, _, _)| *owned != node), "{} has owners", name);
                // What reaches p0 after one step, after two, and so on.
                let mut step = [0.0; 7];
                step[node] = 1.0;
                let mut series = 0.0;
                for _ in 0..400 {
                    let mut next = [0.0; 7];
                    for (a, b, percent, _) in &exact {
                        next[*b] += step[*a] * f64::from(u8::try_from(*percent).unwrap()) / 100.0;
                    }
                    series += next[0];
                    step = next;
                }
                let percent = |d: Decimal| d.to_f64().unwrap();
                prop_assert!(owner.interest.settled);
                prop_assert!((percent(owner.interest.lower) - 100.0 * series).abs() < 1e-6);
                prop_assert!((percent(owner.interest.upper) - 100.0 * series).abs() < 1e-6);
                sum += series;
            }
            prop_assert!((ends.open.to_f64().unwrap() - 100.0 * (1.0 - sum)).abs() < 1e-5);
        }
    }
}
