//! Stakes in force on a day, with parties told apart by id, or by the caller's own comparison of names.

use std::cmp::Reverse;
use std::collections::HashMap;

use rayon::prelude::*;
use serde::Serialize;
use tidewaiter_model::{Date, Fault, Interest, Position, Stake};

use crate::graph::{Bounds, Graph, Node, starts};
use crate::parties::Parties;
use crate::share::{self, FULL, Units};
use crate::table::{NONE, StakeTable, index};

/// One statement that an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Link {
    /// The owner, as the statement writes it.
    pub owner: String,
    /// The company owned, as the statement writes it.
    pub owned: String,
    /// Percent as a table writes it: `25`, `25-50`, `>50`, `unknown`.
    pub share: String,
    /// The register or document.
    pub source: String,
}

/// The stakes in force on one day.
///
/// Several statements about one owner and one company are taken together as the widest interval, and all of them are
/// shown; a statement without a share says nothing against one that has one. The order of the statements changes no
/// answer.
///
/// Parties with ids are told apart by them; without, by name. A name without an id is the party with an id that bears
/// it, where there is one only. Where one name stands for several parties, every question about that name is answered
/// for all of them together, and says so. Owners of one company who bear one name under several ids may be one owner
/// registered twice: for sure they hold what one of them holds, and possibly the sum.
///
/// # Examples
/// ```
/// use std::collections::BTreeSet;
/// use tidewaiter_model::Date;
/// use tidewaiter_ownership::{Standing, Stakes, read_stakes};
///
/// let (stakes, _) = read_stakes("s.csv", "owner,owned,share\nAlder Ltd,Birch Ltd,>25-50\nCedar Ltd,Birch Ltd,>25-50\n");
/// let stakes = Stakes::new(stakes, Date::constant(2025, 10, 1), |name| name.to_lowercase());
/// let listed = BTreeSet::from(["ALDER LTD".to_owned(), "Cedar Ltd".to_owned()]);
/// assert_eq!(stakes.restricted(&listed).answer("Birch Ltd").answer, Standing::Yes);
/// ```
pub struct Stakes {
    table: StakeTable,
    parties: Parties,
    pub(crate) ownership: Layer,
    /// Who votes: statements about votes, and where there are none about a pair, those about ownership. `None` where no
    /// statement is about votes.
    votes: Option<Layer>,
}

/// The statements of one kind as a graph.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    pub graph: Graph,
    /// Stakes by edge, and where those of an edge start; one more at the end.
    stakes: Vec<u32>,
    stakes_at: Vec<u32>,
}

impl std::fmt::Debug for Stakes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stakes").field("parties", &self.parties()).field("statements", &self.table.len()).finish()
    }
}

impl Stakes {
    /// Take the stakes that are in force on `as_of`; a stake without dates always is. `same` gives the key by which two
    /// names are one party; where it gives nothing, the name itself is the key.
    #[must_use]
    pub fn new(stakes: Vec<Stake>, as_of: Date, same: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        let mut table = StakeTable::default();
        for stake in stakes {
            table.push(&stake);
        }
        Self::of_table(table, as_of, same)
    }

    /// The same of stakes in columns.
    #[must_use]
    pub fn of_table(mut table: StakeTable, as_of: Date, same: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        table.shrink();
        let (parties, node_of) = Parties::of(&table, Box::new(same));
        let count = parties.count();
        let in_force = |interests: &[Interest]| -> Vec<u32> {
            let count = u32::try_from(table.len()).unwrap_or(NONE);
            let counts: Vec<bool> = table.all_terms().iter().map(|t| interests.contains(&t.interest)).collect();
            (0..count)
                .into_par_iter()
                .filter(|stake| {
                    let (from, to) = table.dates(*stake);
                    counts.get(index(table.terms_at(*stake))).is_some_and(|c| *c)
                        && from.is_none_or(|d| d <= as_of)
                        && to.is_none_or(|d| d >= as_of)
                })
                .collect()
        };
        let twice = twins(&parties, &table);
        let ownership = Layer::of(&table, &node_of, count, &in_force(&[Interest::Ownership]), &twice);
        let any_votes = table.all_terms().iter().any(|t| t.interest == Interest::Votes);
        let votes = any_votes
            .then(|| Layer::of(&table, &node_of, count, &in_force(&[Interest::Ownership, Interest::Votes]), &twice));
        Self { table, parties, ownership, votes }
    }

    /// Companies whose owners' least shares add up to more than 100 percent: not all statements about them can be
    /// true. Their lower bounds still count, and none is used to rule out another.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let graph = &self.ownership.graph;
        let over = |node: &Node| graph.lower_total(*node) > FULL;
        let mut nodes: Vec<Node> = (0..u32::try_from(graph.nodes()).unwrap_or(NONE)).filter(over).collect();
        nodes.sort_by_key(|node| (self.name(*node), self.id(*node)));
        nodes
            .into_iter()
            .map(|node| {
                let (sum, _) = share::percent(graph.lower_total(node));
                let mut sources: Vec<String> = graph
                    .owners(node)
                    .flat_map(|(edge, _)| self.ownership.stakes_of(edge))
                    .map(|stake| self.table.source(*stake))
                    .collect();
                sources.sort_unstable();
                sources.dedup();
                let says = format!("the shares of {} add up to at least {sum} percent", self.name(node));
                let remedy = "check these statements; not all of them can hold on one day";
                Fault::new("over-100-percent", Position::file(sources.join("; ")), says, remedy)
            })
            .collect()
    }

    /// The number of parties.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.parties.count()
    }

    /// The number of pairs of owner and company with stakes of ownership in force.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.ownership.graph.edges()
    }

    /// Ids of the parties that bear a name, sorted; an empty text stands for a party without an id. More than one means
    /// that the name alone does not tell them apart.
    ///
    /// ```
    /// use tidewaiter_model::Date;
    /// use tidewaiter_ownership::{Stakes, read_stakes};
    /// let table = "owner,owner_id,owned,share\nAlder Ltd,A1,Birch Ltd,30\nAlder Ltd,A2,Cedar Ltd,30\n";
    /// let stakes = Stakes::new(read_stakes("s.csv", table).0, Date::constant(2025, 10, 1), str::to_lowercase);
    /// assert_eq!(stakes.ids_of("alder ltd"), ["A1", "A2"]);
    /// ```
    #[must_use]
    pub fn ids_of(&self, name: &str) -> Vec<String> {
        let mut ids: Vec<String> = self.nodes(name).into_iter().map(|node| self.id(node).to_owned()).collect();
        ids.sort_unstable();
        ids
    }

    /// The party of this id and the parties of this name; sorted by id.
    pub(crate) fn nodes(&self, text: &str) -> Vec<Node> {
        self.parties.nodes(&self.table, text)
    }

    pub(crate) fn key(&self, name: &str) -> String {
        self.parties.key(name)
    }

    /// A node's main name.
    pub(crate) fn name(&self, node: Node) -> &str {
        self.parties.name(&self.table, node)
    }

    pub(crate) fn id(&self, node: Node) -> &str {
        self.parties.id(&self.table, node)
    }

    /// Who votes: [`Stakes::ownership`] where no statement is about votes.
    pub(crate) fn votes(&self) -> &Layer {
        self.votes.as_ref().unwrap_or(&self.ownership)
    }

    /// What was stated about an edge, sorted.
    pub(crate) fn links_of(&self, layer: &Layer, edge: u32) -> Vec<Link> {
        let mut stakes: Vec<u32> = layer.stakes_of(edge).to_vec();
        stakes.sort_by_cached_key(|stake| {
            let link = self.table.link(*stake);
            let share = self.table.terms_of(*stake).map(|t| units(&t.share)).unwrap_or_default();
            (link.owner, link.owned, share, link.source, self.table.dates(*stake))
        });
        stakes.into_iter().map(|stake| self.table.link(stake)).collect()
    }
}

fn units(share: &share::Share) -> (Units, Units) {
    share::units(&share.range, share.above, share.below)
}

/// A node whose name another node bears too.
struct Twin {
    node: Node,
    /// The hash of the name's key.
    name: u64,
    /// Its place among all twins by id and name, which no order of rows changes.
    rank: u32,
}

/// Nodes that share a name's key with another node, sorted.
fn twins(parties: &Parties, table: &StakeTable) -> Vec<Twin> {
    let mut found: Vec<(Node, u64)> = Vec::new();
    for run in parties.by_name().chunk_by(|a, b| a.0 == b.0) {
        if run.iter().any(|(_, node, _)| run.first().is_some_and(|(_, first, _)| first != node)) {
            found.extend(run.iter().map(|(hash, node, _)| (*node, *hash)));
        }
    }
    found.sort_unstable();
    found.dedup();
    let mut nodes: Vec<Node> = found.iter().map(|(node, _)| *node).collect();
    nodes.dedup();
    nodes.sort_by_cached_key(|node| (parties.id(table, *node), parties.name(table, *node)));
    let ranks: HashMap<Node, u32> = nodes.into_iter().zip(0..).collect();
    let rank = |node: &Node| ranks.get(node).copied().unwrap_or(NONE);
    found.into_iter().map(|(node, name)| Twin { node, name, rank: rank(&node) }).collect()
}

impl Layer {
    pub(crate) fn stakes_of(&self, edge: u32) -> &[u32] {
        let at = |edge: u32| self.stakes_at.get(index(edge)).copied().map(index);
        match (at(edge), at(edge.saturating_add(1))) {
            (Some(from), Some(to)) => self.stakes.get(from..to).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The graph of these stakes. `twice` are nodes whose names other nodes bear too.
    fn of(table: &StakeTable, node_of: &[Node], nodes: usize, stakes: &[u32], twice: &[Twin]) -> Self {
        let node = |party: u32| node_of.get(index(party)).copied().unwrap_or(NONE);
        let at = starts(nodes, stakes.iter().map(|stake| node(table.ends(*stake).1)));
        let mut next = at.clone();
        let mut rows: Vec<(Node, u32)> = vec![(0, 0); stakes.len()];
        for stake in stakes {
            let (owner, owned) = table.ends(*stake);
            if let Some(slot) = next.get_mut(index(node(owned))) {
                if let Some(place) = rows.get_mut(index(*slot)) {
                    *place = (node(owner), *stake);
                }
                *slot = slot.saturating_add(1);
            }
        }
        drop(next);
        let mut intervals = Intervals::of(table);
        let mut layer = Edges { owned: Vec::new(), owners: Vec::new(), stakes_at: vec![0] };
        layer.owned.reserve(stakes.len());
        layer.owners.reserve(stakes.len());
        layer.stakes_at.reserve(stakes.len());
        for (company, ends) in (0u32..).zip(at.windows(2)) {
            let (Some(from), Some(to)) = (ends.first(), ends.last()) else { continue };
            let Some(rows) = rows.get_mut(index(*from)..index(*to)) else { continue };
            rows.sort_unstable();
            layer.company(company, rows, &mut intervals, twice);
        }
        let stakes = rows.into_iter().map(|(_, stake)| stake).collect();
        let Edges { owned, owners, stakes_at } = layer;
        Self { graph: Graph::new(nodes, &owned, owners, intervals.all), stakes, stakes_at }
    }
}

struct Edges {
    owned: Vec<Node>,
    owners: Vec<(Node, Bounds)>,
    stakes_at: Vec<u32>,
}

impl Edges {
    /// The edges into one company, whose statements are sorted by owner.
    fn company(&mut self, company: Node, rows: &[(Node, u32)], intervals: &mut Intervals<'_>, twice: &[Twin]) {
        let first = self.owners.len();
        for run in rows.chunk_by(|(a, _), (b, _)| a == b) {
            let Some((owner, _)) = run.first() else { continue };
            let bounds = intervals.widest(run);
            self.owned.push(company);
            self.owners.push((*owner, bounds));
            let end = self.stakes_at.last().copied().unwrap_or(0);
            self.stakes_at.push(end.saturating_add(u32::try_from(run.len()).unwrap_or(NONE)));
        }
        let Some(edges) = self.owners.get_mut(first..) else { return };
        if twice.is_empty() || edges.len() < 2 {
            return;
        }
        // Owners of one name under several ids: only the one that holds most counts for sure.
        let names = |owner: Node| {
            let from = twice.partition_point(|twin| twin.node < owner);
            twice.get(from..).unwrap_or_default().iter().take_while(move |twin| twin.node == owner)
        };
        let mut most: HashMap<u64, (Units, Reverse<u32>)> = HashMap::new();
        for (owner, bounds) in &*edges {
            for twin in names(*owner) {
                let this = (intervals.get(*bounds).0, Reverse(twin.rank));
                most.entry(twin.name).and_modify(|best| *best = (*best).max(this)).or_insert(this);
            }
        }
        for (owner, bounds) in edges {
            if names(*owner).any(|twin| most.get(&twin.name).is_some_and(|(_, best)| *best != Reverse(twin.rank))) {
                let upper = intervals.get(*bounds).1;
                *bounds = intervals.place((0, upper));
            }
        }
    }
}

/// All different intervals, those of the table's terms first.
struct Intervals<'a> {
    table: &'a StakeTable,
    all: Vec<(Units, Units)>,
    places: HashMap<(Units, Units), Bounds>,
}

impl<'a> Intervals<'a> {
    fn of(table: &'a StakeTable) -> Self {
        let all: Vec<(Units, Units)> = table.all_terms().iter().map(|terms| units(&terms.share)).collect();
        let places = (0u32..).zip(&all).map(|(at, interval)| (*interval, at)).collect();
        Self { table, all, places }
    }

    fn get(&self, at: Bounds) -> (Units, Units) {
        self.all.get(index(at)).copied().unwrap_or((0, FULL))
    }

    fn place(&mut self, interval: (Units, Units)) -> Bounds {
        let next = u32::try_from(self.all.len()).unwrap_or(NONE);
        let place = *self.places.entry(interval).or_insert(next);
        if place == next {
            self.all.push(interval);
        }
        place
    }

    /// The widest interval of several statements about one owner and one company: those about votes where there are
    /// any, and those with a share where there are any.
    fn widest(&mut self, run: &[(Node, u32)]) -> Bounds {
        if let [(_, stake)] = run {
            return self.table.terms_at(*stake);
        }
        let terms = || run.iter().filter_map(|(_, stake)| self.table.terms_of(*stake));
        let votes = terms().any(|t| t.interest == Interest::Votes);
        let said = terms().filter(|t| (t.interest == Interest::Votes) == votes && !t.share.range.is_unknown());
        let widest = said.map(|t| units(&t.share)).reduce(|(l, u), (l2, u2)| (l.min(l2), u.max(u2)));
        self.place(widest.unwrap_or((0, FULL)))
    }
}
