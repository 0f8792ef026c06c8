//! All statements of one or more registers, to be asked about one party after the other.
//!
//! An answer about a party depends on what stands above it and on nothing else, so that part alone is cut out, held
//! against the lists and decided: a few statements of millions.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;
use tidewaiter_model::{Date, Interest, Stake};

use crate::above::{Above, Held, Owner};
use crate::graph::{Node, starts};
use crate::parties::Parties;
use crate::share;
use crate::table::{NONE, StakeTable, index};

/// All statements of one or more registers, to be asked about one party after the other.
pub struct Statements {
    table: StakeTable,
    parties: Parties,
    /// The node of each party of the table.
    node_of: Vec<Node>,
    /// Stakes by company owned, and where those of a company start.
    by_owned: Vec<u32>,
    owned_at: Vec<u32>,
    /// Directors with their stakes, sorted.
    seats: Vec<(Node, u32)>,
}

/// A party that statements name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named(Node);

/// Who is meant by a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One party.
    One(Named),
    /// Several parties bear the name: the ids by which to ask.
    Several(Vec<String>),
    /// Nobody: [`Statements::near`] tells the names nearest to it.
    Nobody,
}

/// Names told where one is not found.
const NEAR: usize = 5;

impl std::fmt::Debug for Statements {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (parties, statements) = (self.parties.count(), self.table.len());
        f.debug_struct("Statements").field("parties", &parties).field("statements", &statements).finish()
    }
}

impl Statements {
    /// All statements. `same` gives the key by which two names are one party; where it gives nothing, the name itself
    /// is the key. Who is who: see [`Stakes`](crate::Stakes).
    #[must_use]
    pub fn new(mut table: StakeTable, same: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        table.shrink();
        let (parties, node_of) = Parties::of(&table, Box::new(same));
        let node = |party: u32| node_of.get(index(party)).copied().unwrap_or(NONE);
        let stakes = || 0..u32::try_from(table.len()).unwrap_or(NONE);
        let owned_at = starts(parties.count(), stakes().map(|stake| node(table.ends(stake).1)));
        let mut next = owned_at.clone();
        let mut by_owned = vec![0; table.len()];
        for stake in stakes() {
            if let Some(slot) = next.get_mut(index(node(table.ends(stake).1))) {
                if let Some(place) = by_owned.get_mut(index(*slot)) {
                    *place = stake;
                }
                *slot = slot.saturating_add(1);
            }
        }
        let directs = |stake: &u32| table.interest(*stake) == Interest::Directorship;
        let mut seats: Vec<(Node, u32)> =
            stakes().filter(directs).map(|stake| (node(table.ends(stake).0), stake)).collect();
        seats.sort_unstable();
        Self { table, parties, node_of, by_owned, owned_at, seats }
    }

    /// The number of statements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Is there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Who is meant by a register's id or by a name.
    #[must_use]
    pub fn find(&self, party: &str) -> Found {
        if let Some(node) = self.parties.with_id(&self.table, party) {
            return Found::One(Named(node));
        }
        match self.parties.named(&self.table, party).as_slice() {
            [] => Found::Nobody,
            [one] => Found::One(Named(*one)),
            several => {
                let id = |node: &Node| match self.parties.id(&self.table, *node) {
                    "" => "the one without an id".to_owned(),
                    id => id.to_owned(),
                };
                Found::Several(several.iter().map(id).collect())
            }
        }
    }

    /// All parties that bear a name, sorted by id.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<Named> {
        self.parties.named(&self.table, name).into_iter().map(Named).collect()
    }

    /// The parties without an id that bear a name.
    #[must_use]
    pub fn without_id(&self, name: &str) -> Vec<Named> {
        let mut named = self.named(name);
        named.retain(|party| self.parties.id(&self.table, party.0).is_empty());
        named
    }

    /// The party of a register's id.
    #[must_use]
    pub fn with_id(&self, id: &str) -> Option<Named> {
        self.parties.with_id(&self.table, id).map(Named)
    }

    /// The names most like one that nobody bears, at most five. It looks at every name.
    #[must_use]
    pub fn near(&self, party: &str) -> Vec<String> {
        let wanted = pairs(&self.parties.key(party));
        let mut like: Vec<(usize, String, Node)> = self
            .parties
            .by_name()
            .par_iter()
            .filter_map(|(_, node, text)| {
                let key = self.parties.key(self.table.texts().get(*text));
                let has = pairs(&key);
                // Dice's coefficient in thousandths, of pairs of characters.
                let common = has.iter().filter(|pair| wanted.binary_search(pair).is_ok()).count();
                let score = common.saturating_mul(2000).checked_div(wanted.len().saturating_add(has.len()))?;
                (score >= 350).then_some((score, key, *node))
            })
            .collect();
        like.par_sort_unstable_by(|a, b| (b.0, &b.1).cmp(&(a.0, &a.1)));
        like.dedup_by(|a, b| a.1 == b.1);
        like.into_iter().take(NEAR).map(|(_, _, node)| self.name(node).to_owned()).collect()
    }

    fn name(&self, node: Node) -> &str {
        self.parties.name(&self.table, node)
    }

    fn node(&self, party: u32) -> Node {
        self.node_of.get(index(party)).copied().unwrap_or(NONE)
    }

    /// The stakes in a company.
    fn stakes_in(&self, node: Node) -> &[u32] {
        let at = |node: Node| self.owned_at.get(index(node)).copied().map(index);
        match (at(node), at(node.saturating_add(1))) {
            (Some(from), Some(to)) => self.by_owned.get(from..to).unwrap_or_default(),
            _ => &[],
        }
    }

    /// What is stated of a company by statements of one kind, sorted; those that hold on a day, where one is given.
    #[must_use]
    pub fn in_company(&self, company: Named, interest: Interest, on: Option<Date>) -> Vec<(Named, Stake)> {
        let wanted = |stake: &&u32| {
            self.table.interest(**stake) == interest && on.is_none_or(|day| self.table.holds(**stake, day))
        };
        let owner = |stake: u32| Named(self.node(self.table.ends(stake).0));
        let found = self.stakes_in(company.0).iter().filter(wanted);
        let mut found: Vec<(Named, Stake)> = found.map(|stake| (owner(*stake), self.table.stake(*stake))).collect();
        found.sort_by(|(_, a), (_, b)| order(a).cmp(&order(b)));
        found
    }

    /// Does any statement name a director?
    #[must_use]
    pub fn names_directors(&self) -> bool {
        !self.seats.is_empty()
    }

    /// The directors of a company on a day as statements write them, sorted.
    #[must_use]
    pub fn directors(&self, company: Named, on: Date) -> Vec<&str> {
        let directs =
            |stake: &&u32| self.table.interest(**stake) == Interest::Directorship && self.table.holds(**stake, on);
        let found = self.stakes_in(company.0).iter().filter(directs);
        sorted(found.map(|stake| self.table.name(self.table.ends(*stake).0)))
    }

    /// The companies that somebody directs or directed, as statements write them, sorted.
    #[must_use]
    pub fn seats(&self, director: Named) -> Vec<&str> {
        let from = self.seats.partition_point(|(node, _)| *node < director.0);
        let run = self.seats.get(from..).unwrap_or_default().iter().take_while(|(node, _)| *node == director.0);
        sorted(run.map(|(_, stake)| self.table.name(self.table.ends(*stake).1)))
    }

    /// Whatever is stated, and in force on a day, of a party and of everybody above it, breadth first, up to `most`
    /// parties. A statement without dates always holds. Cycles end where they meet a party already there.
    #[must_use]
    pub fn above(&self, party: Named, as_of: Date, most: usize) -> Above {
        let mut nodes: Vec<(Node, usize)> = vec![(party.0, 0)];
        let mut place: HashMap<Node, usize> = HashMap::from([(party.0, 0)]);
        let mut holdings: Vec<Held> = Vec::new();
        let mut written: Vec<BTreeSet<String>> = vec![BTreeSet::new()];
        let mut doubts = Vec::new();
        let (mut next, mut cut) = (0usize, false);
        while let Some((company, depth)) = nodes.get(next).copied() {
            doubts.extend(self.stakes_in(company).iter().flat_map(|stake| self.table.doubts(*stake)).cloned());
            let holds = self.stakes_in(company).iter().filter(|stake| self.table.holds(**stake, as_of));
            let mut stakes: Vec<(Node, Stake)> =
                holds.map(|stake| (self.node(self.table.ends(*stake).0), self.table.stake(*stake))).collect();
            stakes.sort_by(|(_, a), (_, b)| order(a).cmp(&order(b)));
            stakes.dedup();
            let mut pairs: BTreeMap<usize, Vec<Stake>> = BTreeMap::new();
            for (owner, stake) in stakes {
                let at = match place.get(&owner) {
                    Some(at) => *at,
                    None if nodes.len() >= most => {
                        cut = true;
                        continue;
                    }
                    None => {
                        let at = nodes.len();
                        place.insert(owner, at);
                        nodes.push((owner, depth.saturating_add(1)));
                        written.push(BTreeSet::new());
                        at
                    }
                };
                for (at, name) in [(at, &stake.owner), (next, &stake.owned)] {
                    if let Some(names) = written.get_mut(at).filter(|names| !names.contains(name)) {
                        names.insert(name.clone());
                    }
                }
                pairs.entry(at).or_default().push(stake);
            }
            holdings.extend(pairs.into_iter().map(|(owner, stakes)| Held { owner, owned: next, stakes }));
            next = next.saturating_add(1);
        }
        Above { parties: self.owners(&nodes, written), holdings, cut, doubts }
    }

    /// The parties above, each under a name that no other of them bears.
    fn owners(&self, nodes: &[(Node, usize)], written: Vec<BTreeSet<String>>) -> Vec<Owner> {
        let (mut seen, mut twice): (HashSet<&str>, HashSet<&str>) = Default::default();
        for (node, _) in nodes {
            let name = self.name(*node);
            if !seen.insert(name) {
                twice.insert(name);
            }
        }
        let owner = |((node, depth), mut written): (&(Node, usize), BTreeSet<String>)| {
            let (name, id) = (self.name(*node), self.parties.id(&self.table, *node));
            if written.is_empty() {
                written.insert(name.to_owned());
            }
            let name = if id.is_empty() || !twice.contains(name) { name.to_owned() } else { format!("{name} ({id})") };
            Owner { name, written, id: id.to_owned(), depth: *depth }
        };
        nodes.iter().zip(written).map(owner).collect()
    }
}

fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names
}

/// Pairs of neighbouring characters, sorted.
fn pairs(text: &str) -> Vec<(char, char)> {
    let lower = text.to_lowercase();
    let mut pairs: Vec<(char, char)> = lower.chars().zip(lower.chars().skip(1)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// What statements are sorted by, so that the order of rows does not reach the output.
fn order(stake: &Stake) -> impl Ord + '_ {
    let share = share::units(&stake.share, stake.above, stake.below);
    let ids = (&stake.owner_id, &stake.owned_id);
    (&stake.owner, &stake.owned, ids, stake.interest, share, &stake.source, stake.from, stake.to)
}

/// What stands above `p0` by a table of stakes, for the tests of what is worked out from it.
#[cfg(test)]
pub(crate) fn above_p0(stakes: &[Stake], day: Date) -> Above {
    let mut table = StakeTable::default();
    stakes.iter().for_each(|stake| table.push(stake));
    let statements = Statements::new(table, str::to_owned);
    match statements.find("p0") {
        Found::One(found) => statements.above(found, day, 100),
        Found::Several(_) | Found::Nobody => Above::default(),
    }
}
