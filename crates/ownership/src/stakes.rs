//! Stakes in force on a day, with names told apart by the caller's own comparison.

use std::collections::HashMap;

use serde::Serialize;
use tidewaiter_model::{Date, Fault, Interest, Position, Stake};

use crate::graph::{Edge, Graph, Node};
use crate::share::{self, FULL};

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
    pub(crate) graph: Graph,
    /// Keys of the parties, sorted; a party's place is its node.
    keys: Vec<String>,
    /// Names of the parties as first written, in the order of the alphabet.
    names: Vec<String>,
    /// Statements, sorted by company owned, then owner.
    statements: Vec<Stake>,
    /// Where the statements of an edge start; one more at the end.
    statements_at: Vec<usize>,
    same: Box<dyn Fn(&str) -> String + Send + Sync>,
}

impl std::fmt::Debug for Stakes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stakes").field("parties", &self.keys.len()).field("statements", &self.statements.len()).finish()
    }
}

impl Stakes {
    /// Take the stakes of ownership that are in force on `as_of`; a stake without dates always is. `same` gives the key by which two
    /// names are one party; where it gives nothing, the name itself is the key.
    #[must_use]
    pub fn new(stakes: Vec<Stake>, as_of: Date, same: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        let in_force = |s: &Stake| s.from.is_none_or(|d| d <= as_of) && s.to.is_none_or(|d| d >= as_of);
        let counts = |s: &Stake| s.interest == Interest::Ownership && in_force(s);
        let stakes: Vec<Stake> = stakes.into_iter().filter(counts).collect();
        let (keys, names, nodes_of) = parties(&stakes, &same);
        let mut rows: Vec<((Node, Node), Stake)> = nodes_of.into_iter().zip(stakes).collect();
        rows.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| order(x).cmp(&order(y))));
        let (mut edges, mut statements_at): (Vec<Edge>, Vec<usize>) = (Vec::new(), Vec::new());
        for run in rows.chunk_by(|(a, _), (b, _)| a == b) {
            let Some(((owned, owner), _)) = run.first() else { continue };
            let (lower, upper) = widest(run.iter().map(|(_, stake)| stake));
            edges.push(Edge { owner: *owner, owned: *owned, lower, upper });
            let at = statements_at.last().copied().unwrap_or(0);
            if statements_at.is_empty() {
                statements_at.push(0);
            }
            statements_at.push(run.len().saturating_add(at));
        }
        let statements = rows.into_iter().map(|(_, stake)| stake).collect();
        Self { graph: Graph::new(keys.len(), edges), keys, names, statements, statements_at, same: Box::new(same) }
    }

    /// Companies whose owners' least shares add up to more than 100 percent: not all statements about them can be
    /// true. Their lower bounds still count, and none is used to rule out another.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let over = |node: &Node| self.graph.lower_total(*node) > FULL;
        (0..self.count())
            .filter(over)
            .map(|node| {
                let (sum, _) = share::percent(self.graph.lower_total(node));
                let owners = self.graph.owners(node).flat_map(|(edge, _)| self.statements_of(edge));
                let mut sources: Vec<&str> = owners.map(|s| s.source.as_str()).collect();
                sources.sort_unstable();
                sources.dedup();
                let says = format!("the shares of {} add up to at least {sum} percent", self.name(node));
                let remedy = "check these statements; not all of them can hold on one day";
                Fault::new("over-100-percent", Position::file(sources.join("; ")), says, remedy)
            })
            .collect()
    }

    pub(crate) fn count(&self) -> u32 {
        u32::try_from(self.keys.len()).unwrap_or(u32::MAX)
    }

    /// The party of this name, where any stake names it.
    pub(crate) fn node(&self, name: &str) -> Option<Node> {
        let key = key_of(name, &self.same);
        self.keys.binary_search(&key).ok().and_then(|at| u32::try_from(at).ok())
    }

    pub(crate) fn key(&self, name: &str) -> String {
        key_of(name, &self.same)
    }

    pub(crate) fn name(&self, node: Node) -> &str {
        usize::try_from(node).ok().and_then(|at| self.names.get(at)).map_or("", String::as_str)
    }

    /// What was stated about an edge.
    pub(crate) fn statements_of(&self, edge: u32) -> &[Stake] {
        let Ok(edge) = usize::try_from(edge) else { return &[] };
        match (self.statements_at.get(edge), self.statements_at.get(edge.saturating_add(1))) {
            (Some(&from), Some(&to)) => self.statements.get(from..to).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The same, as links of an answer.
    pub(crate) fn links_of(&self, edge: u32) -> impl Iterator<Item = Link> {
        self.statements_of(edge).iter().map(|s| Link {
            owner: s.owner.clone(),
            owned: s.owned.clone(),
            share: share::written(&s.share, s.above, s.below),
            source: s.source.clone(),
        })
    }
}

type Parties = (Vec<String>, Vec<String>, Vec<(Node, Node)>);

/// Sorted keys, a name for each, and for every stake the company owned and the owner.
fn parties(stakes: &[Stake], same: impl Fn(&str) -> String) -> Parties {
    let mut found: HashMap<String, (u32, &str)> = HashMap::new();
    let mut number = |name| {
        let next = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let entry = found.entry(key_of(name, &same)).or_insert((next, name));
        entry.1 = entry.1.min(name);
        entry.0
    };
    let found_of: Vec<(u32, u32)> = stakes.iter().map(|s| (number(&s.owned), number(&s.owner))).collect();
    let mut sorted: Vec<(String, (u32, &str))> = found.into_iter().collect();
    sorted.sort_unstable();
    let mut place = vec![0u32; sorted.len()];
    for (new, (_, (old, _))) in (0u32..).zip(&sorted) {
        if let Some(slot) = usize::try_from(*old).ok().and_then(|old| place.get_mut(old)) {
            *slot = new;
        }
    }
    let new_of = |old: u32| usize::try_from(old).ok().and_then(|old| place.get(old)).copied().unwrap_or(u32::MAX);
    let nodes = found_of.into_iter().map(|(owned, owner)| (new_of(owned), new_of(owner))).collect();
    let names = sorted.iter().map(|(_, (_, name))| (*name).to_owned()).collect();
    (sorted.into_iter().map(|(key, _)| key).collect(), names, nodes)
}

fn key_of(name: &str, same: impl Fn(&str) -> String) -> String {
    let key = same(name);
    if key.is_empty() { name.trim().to_owned() } else { key }
}

/// The widest interval of several statements about one owner and one company. A statement without any share is silent
/// where another gives one.
fn widest<'a>(statements: impl Iterator<Item = &'a Stake> + Clone) -> (share::Units, share::Units) {
    let said = statements.filter(|s| !s.share.is_unknown()).map(|s| share::units(&s.share, s.above, s.below));
    said.reduce(|(l, u), (l2, u2)| (l.min(l2), u.max(u2))).unwrap_or((0, FULL))
}

/// What statements about one pair are sorted by, so that the order of rows does not reach the output.
fn order(stake: &Stake) -> impl Ord + '_ {
    let share = share::units(&stake.share, stake.above, stake.below);
    (&stake.owner, &stake.owned, share, &stake.source, stake.from, stake.to)
}
