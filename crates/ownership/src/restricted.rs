//! The 50 percent rules: who is in with the listed, for sure or possibly.

use std::cmp::Ordering;
use std::collections::{BTreeSet, VecDeque};

use rust_decimal::Decimal;
use serde::Serialize;

use crate::graph::{Graph, Node, Side, Spread};
use crate::share::{self, FULL, HALF, Units};
use crate::stakes::{Layer, Link, Stakes};

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
    /// Where the name stands for several parties, their ids, sorted (empty for a party without one): the answer is `yes`
    /// or `no` only where it is for all of them, and its bounds hold all of theirs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub same_name: Vec<String>,
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
    /// Who is owned 50 percent or more, in aggregate, by `listed` parties, given by name (all that bear it) or id: two least fixpoints over all stakes in
    /// force, in time linear in the number of stakes.
    ///
    /// A company joins for sure when the least shares of its owners who are in for sure add up to 50 or more. It may
    /// join when the greatest shares of its owners who may be in do, but these can hold no more than the least shares
    /// of its other owners leave. Once in, it counts whole for what it owns.
    #[must_use]
    pub fn restricted(&self, listed: &BTreeSet<String>) -> Restricted<'_> {
        let keys: BTreeSet<String> = listed.iter().map(|name| self.key(name)).collect();
        let seeds: Vec<Node> = listed.iter().flat_map(|name| self.nodes(name)).collect();
        let graph = &self.ownership.graph;
        let (lower, upper) =
            rayon::join(|| graph.spread(&seeds, Side::Lower, HALF), || graph.spread(&seeds, Side::Upper, HALF));
        Restricted { stakes: self, listed: keys, lower, upper }
    }
}

impl Restricted<'_> {
    /// How many parties are in for sure, and how many may be.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        (self.lower.count(), self.upper.count())
    }

    /// The answer for a party, by name or id. A party that no stake names is `no`, with all of it unstated. A name that
    /// stands for several parties is answered for all of them together: see [`Answer::same_name`].
    #[must_use]
    pub fn answer(&self, party: &str) -> Answer {
        let listed = self.listed.contains(&self.stakes.key(party));
        let nodes = self.stakes.nodes(party);
        let answers: Vec<Answer> = nodes.iter().map(|node| self.of(Some(*node), listed)).collect();
        let Some((first, others)) = answers.split_first() else { return self.of(None, listed) };
        if others.is_empty() {
            return first.clone();
        }
        let all = |standing| answers.iter().all(|a| a.answer == standing);
        // Were they one party after all, its owners would be those of all of them.
        let sum: Units =
            nodes.iter().fold(0, |sum: Units, n| sum.saturating_add(self.upper.aggregate(self.graph(), *n)));
        let answer = if all(Standing::Yes) {
            Standing::Yes
        } else if all(Standing::No) && sum < HALF {
            Standing::No
        } else {
            Standing::Possible
        };
        let (least, (most, most_side)) = (
            answers.iter().min_by_key(|a| (a.lower, a.above)).unwrap_or(first),
            share::percent(if listed { FULL } else { sum.min(FULL) }),
        );
        let gravest = answers.iter().rev().max_by_key(|a| (gravity(a.answer), a.upper)).unwrap_or(first);
        Answer {
            answer,
            lower: least.lower,
            above: least.above,
            upper: most,
            below: most_side == Ordering::Less,
            listed: answers.iter().all(|a| a.listed),
            unstated: answers.iter().map(|a| a.unstated).max().unwrap_or_default(),
            same_name: nodes.iter().map(|node| self.stakes.id(*node).to_owned()).collect(),
            chain: gravest.chain.clone(),
        }
    }

    fn graph(&self) -> &Graph {
        &self.stakes.ownership.graph
    }

    fn of(&self, node: Option<Node>, listed: bool) -> Answer {
        let graph = self.graph();
        let listed = listed || node.is_some_and(|n| self.lower.wave(n) == Some(0));
        let known = |f: &dyn Fn(Node) -> Units| node.map_or(0, f);
        let (low, high) = (known(&|n| self.lower.aggregate(graph, n)), known(&|n| self.upper.aggregate(graph, n)));
        let unstated = FULL.saturating_sub(known(&|n| graph.lower_total(n))).max(0);
        let answer = match node {
            _ if listed => Standing::Yes,
            Some(n) if self.lower.has(n) => Standing::Yes,
            Some(n) if self.upper.has(n) => Standing::Possible,
            _ => Standing::No,
        };
        let (lower, low_side) = share::percent(if listed { FULL } else { low });
        let (upper, high_side) = share::percent(if listed { FULL } else { high });
        let chain = match (node, answer) {
            (Some(node), Standing::Yes) if !listed => {
                self.stakes.chain(&self.stakes.ownership, node, &self.lower, HALF)
            }
            (Some(node), Standing::Possible | Standing::No) => {
                self.stakes.chain(&self.stakes.ownership, node, &self.upper, HALF)
            }
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
            same_name: Vec::new(),
            chain,
        }
    }

    /// Every listed party that may stand behind a party, through companies that may be in, whatever its share: the most
    /// restrictive of them decides under the affiliates rule (90 FR 47201). Sorted names, as the stakes write them;
    /// the party itself is left out. Walks all that is above the party, so ask it for parties that are in, not for all.
    #[must_use]
    pub fn listed_behind(&self, party: &str) -> Vec<String> {
        let start = self.stakes.nodes(party);
        let mut names = BTreeSet::new();
        let mut seen: BTreeSet<Node> = start.iter().copied().collect();
        let mut queue: VecDeque<Node> = start.into();
        while let Some(node) = queue.pop_front() {
            for (_, edge) in self.graph().owners(node).filter(|(_, e)| e.upper > 0 && self.upper.has(e.owner)) {
                if seen.insert(edge.owner) {
                    queue.push_back(edge.owner);
                    if self.upper.wave(edge.owner) == Some(0) {
                        names.insert(self.stakes.name(edge.owner).to_owned());
                    }
                }
            }
        }
        names.into_iter().collect()
    }
}

impl Stakes {
    /// From a party up to the seeds of a spread: of each company the heaviest owners who were in before it, until they
    /// make what is needed.
    pub(crate) fn chain(&self, layer: &Layer, party: Node, spread: &Spread, needed: Units) -> Vec<Link> {
        let tie = |owner: Node| (self.name(owner).to_owned(), self.id(owner).to_owned());
        let edges = layer.graph.deciding(party, spread, needed, tie);
        edges.into_iter().flat_map(|(number, _)| self.links_of(layer, number)).collect()
    }
}

fn gravity(standing: Standing) -> u8 {
    match standing {
        Standing::No => 0,
        Standing::Possible => 1,
        Standing::Yes => 2,
    }
}
