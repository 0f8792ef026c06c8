//! The 50 percent rules: who is in with the listed, for sure or possibly.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, VecDeque};

use rust_decimal::Decimal;
use serde::Serialize;

use crate::graph::{Edge, Node, Side, Spread};
use crate::share::{self, FULL, HALF, Units};
use crate::stakes::{Link, Stakes};

/// Is a party owned 50 percent or more, in aggregate, by listed parties and by companies so owned?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// In every reading of the statements, or listed itself.
    Yes,
    /// In none.
    No,
    /// In some: shares that are bands or unknown leave it open.
    Possible,
}

impl Standing {
    /// `yes`, `no` or `possible`, as in every output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Possible => "possible",
        }
    }
}

/// The answer for one party, with its arithmetic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The answer.
    pub answer: Standing,
    /// Percent held for sure by those who are in for sure; 100 where the party is listed itself.
    pub lower: Decimal,
    /// The lower aggregate lies just above `lower` (bands such as "more than 25 %").
    pub above: bool,
    /// Percent that those who may be in hold at most.
    pub upper: Decimal,
    /// The upper aggregate lies just below `upper`.
    pub below: bool,
    /// The party is listed itself.
    pub listed: bool,
    /// Percent, at most, of which no statement names an owner: 100 where nothing is stated about the party. A `no` says
    /// nothing about this part.
    pub unstated: Decimal,
    /// The statements that decide, from the party up to the listed. For `no` those by which listed parties hold less
    /// than half, where there are any.
    pub chain: Vec<Link>,
}

/// The parties that are in with the listed, for sure and possibly.
#[derive(Debug)]
pub struct Restricted<'a> {
    stakes: &'a Stakes,
    listed: BTreeSet<String>,
    lower: Spread,
    upper: Spread,
}

impl Stakes {
    /// Who is owned 50 percent or more, in aggregate, by `listed` parties: two least fixpoints over all stakes in
    /// force, in time linear in the number of stakes.
    ///
    /// A company joins for sure when the least shares of its owners who are in for sure add up to 50 or more. It may
    /// join when the greatest shares of its owners who may be in do, but these can hold no more than the least shares
    /// of its other owners leave. Once in, it counts whole for what it owns.
    #[must_use]
    pub fn restricted(&self, listed: &BTreeSet<String>) -> Restricted<'_> {
        let keys: BTreeSet<String> = listed.iter().map(|name| self.key(name)).collect();
        let seeds: Vec<Node> = listed.iter().filter_map(|name| self.node(name)).collect();
        Restricted {
            stakes: self,
            listed: keys,
            lower: self.graph.spread(&seeds, Side::Lower),
            upper: self.graph.spread(&seeds, Side::Upper),
        }
    }
}

impl Restricted<'_> {
    /// The answer for a party, by name. A party that no stake names is `no`, with all of it unstated.
    #[must_use]
    pub fn answer(&self, party: &str) -> Answer {
        let listed = self.listed.contains(&self.stakes.key(party));
        let node = self.stakes.node(party);
        let known = |f: &dyn Fn(Node) -> Units| node.map_or(0, f);
        let (low, high) = (known(&|n| self.lower.aggregate(n)), known(&|n| self.upper.aggregate(n)));
        let unstated = FULL.saturating_sub(known(&|n| self.stakes.graph.lower_total(n))).max(0);
        let answer = match node {
            _ if listed => Standing::Yes,
            Some(n) if self.lower.has(n) => Standing::Yes,
            Some(n) if self.upper.has(n) => Standing::Possible,
            _ => Standing::No,
        };
        let (lower, low_side) = share::percent(if listed { FULL } else { low });
        let (upper, high_side) = share::percent(if listed { FULL } else { high });
        let chain = match (node, answer) {
            (Some(node), Standing::Yes) if !listed => self.chain(node, &self.lower, |e| e.lower),
            (Some(node), Standing::Possible | Standing::No) => self.chain(node, &self.upper, |e| e.upper),
            _ => Vec::new(),
        };
        Answer {
            answer,
            lower,
            above: low_side == Ordering::Greater,
            upper,
            below: high_side == Ordering::Less,
            listed,
            unstated: share::percent(unstated).0,
            chain,
        }
    }

    /// Every listed party that may stand behind a party, through companies that may be in, whatever its share: the most
    /// restrictive of them decides under the affiliates rule (90 FR 47201). Sorted names, as the stakes write them;
    /// the party itself is left out. Walks all that is above the party, so ask it for parties that are in, not for all.
    #[must_use]
    pub fn listed_behind(&self, party: &str) -> Vec<String> {
        let Some(start) = self.stakes.node(party) else { return Vec::new() };
        let mut names = BTreeSet::new();
        let mut seen = BTreeSet::from([start]);
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            for (_, edge) in self.stakes.graph.owners(node).filter(|(_, e)| e.upper > 0 && self.upper.has(e.owner)) {
                if seen.insert(edge.owner) {
                    queue.push_back(edge.owner);
                    if self.upper.turn(edge.owner) == Some(0) {
                        names.insert(self.stakes.name(edge.owner).to_owned());
                    }
                }
            }
        }
        names.into_iter().collect()
    }

    /// From a party up to the listed: of each company the heaviest owners who were in before it, until they make half.
    fn chain(&self, party: Node, spread: &Spread, weight: impl Fn(&Edge) -> Units) -> Vec<Link> {
        let mut links = Vec::new();
        let mut seen = BTreeSet::from([party]);
        let mut queue = VecDeque::from([party]);
        while let Some(node) = queue.pop_front() {
            let turn = spread.turn(node).unwrap_or(u32::MAX);
            let mut owners: Vec<(u32, &Edge)> = self
                .stakes
                .graph
                .owners(node)
                .filter(|(_, e)| spread.turn(e.owner).is_some_and(|owner_turn| owner_turn < turn) && e.upper > 0)
                .collect();
            owners.sort_by_key(|(number, edge)| (Reverse(weight(edge)), *number));
            let mut sum: Units = 0;
            for (number, edge) in owners {
                if sum >= HALF {
                    break;
                }
                sum = sum.saturating_add(weight(edge));
                links.extend(self.stakes.links_of(number));
                if seen.insert(edge.owner) && spread.turn(edge.owner) != Some(0) {
                    queue.push_back(edge.owner);
                }
            }
        }
        links
    }
}
