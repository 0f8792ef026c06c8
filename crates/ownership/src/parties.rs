//! Who is who among the parties of a table: told apart by id, or by the caller's own comparison of names.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use rayon::prelude::*;

use crate::graph::Node;
use crate::table::{NONE, Party, StakeTable, index};

/// The key by which two names are one party.
pub(crate) type Same = Box<dyn Fn(&str) -> String + Send + Sync>;

/// Which parties of a table are one, and how each is found.
pub(crate) struct Parties {
    /// A party of the table for each node, the first by name.
    party_of: Vec<u32>,
    /// The node of each id, by the place of its text; sorted.
    by_id: Vec<(u32, Node)>,
    /// Hash of a name's key, node and text; sorted.
    by_name: Vec<(u64, Node, u32)>,
    same: Same,
}

impl Parties {
    /// Who is who, and the node of each party of the table.
    pub(crate) fn of(table: &StakeTable, same: Same) -> (Self, Vec<Node>) {
        let all = table.parties();
        let key = |party: &Party| key_of(table.texts().get(party.name), &same);
        let mut hashed: Vec<(u64, u32)> = all
            .par_iter()
            .zip(0..u32::try_from(all.len()).unwrap_or(NONE))
            .map(|(p, at)| (hash_of(&key(p)), at))
            .collect();
        hashed.par_sort_unstable();
        // The first party of each: of an id, and of a key without an id.
        let mut first: Vec<u32> = vec![NONE; all.len()];
        let mut of_id: HashMap<u32, u32> = HashMap::new();
        for (at, party) in (0u32..).zip(all).filter(|(_, party)| party.id != NONE) {
            let leader = *of_id.entry(party.id).or_insert(at);
            if let Some(slot) = first.get_mut(index(at)) {
                *slot = leader;
            }
        }
        for run in hashed.chunk_by(|(a, _), (b, _)| a == b) {
            let mut open: Vec<u32> = run.iter().map(|(_, at)| *at).collect();
            while !open.is_empty() {
                let group = take_group(&mut open, |at| all.get(index(at)).map(&key));
                join(&group, all, &mut first);
            }
        }
        let mut node_of = vec![NONE; all.len()];
        let mut count = 0u32;
        for at in 0..all.len() {
            let Some(leader) = first.get(at).map(|l| index(*l)) else { continue };
            if node_of.get(leader) == Some(&NONE)
                && let Some(slot) = node_of.get_mut(leader)
            {
                *slot = count;
                count = count.saturating_add(1);
            }
            let node = node_of.get(leader).copied().unwrap_or(NONE);
            if let Some(slot) = node_of.get_mut(at) {
                *slot = node;
            }
        }
        let node = |at: u32| node_of.get(index(at)).copied().unwrap_or(NONE);
        let mut by_id: Vec<(u32, Node)> = of_id.into_iter().map(|(id, at)| (id, node(at))).collect();
        by_id.sort_unstable();
        let name = |at: u32| all.get(index(at)).map_or(NONE, |p| p.name);
        let mut by_name: Vec<(u64, Node, u32)> =
            hashed.into_iter().map(|(hash, at)| (hash, node(at), name(at))).collect();
        by_name.par_sort_unstable();
        by_name.dedup_by_key(|(hash, node, _)| (*hash, *node));
        by_name.shrink_to_fit();
        let party_of = mains(table, &node_of, index(count));
        (Self { party_of, by_id, by_name, same }, node_of)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.party_of.len()
    }

    /// Every name's key as a hash, with the node that bears it and the place of its text; sorted.
    pub(crate) fn by_name(&self) -> &[(u64, Node, u32)] {
        &self.by_name
    }

    /// The key of a name; the name itself where it has none.
    pub(crate) fn key(&self, name: &str) -> String {
        key_of(name, &self.same)
    }

    /// The party of this id.
    pub(crate) fn with_id(&self, table: &StakeTable, id: &str) -> Option<Node> {
        let id = table.id(id.trim())?;
        let at = self.by_id.binary_search_by_key(&id, |(text, _)| *text).ok()?;
        self.by_id.get(at).map(|(_, node)| *node)
    }

    /// The parties of this name; sorted by id.
    pub(crate) fn named(&self, table: &StakeTable, name: &str) -> Vec<Node> {
        let key = self.key(name);
        let hash = hash_of(&key);
        let from = self.by_name.partition_point(|(h, _, _)| *h < hash);
        let run = self.by_name.get(from..).unwrap_or_default().iter().take_while(|(h, _, _)| *h == hash);
        let nodes =
            run.filter(|(_, _, name)| self.key(table.texts().get(*name)) == key).map(|(_, node, _)| *node).collect();
        self.sorted(table, nodes)
    }

    /// The party of this id and the parties of this name; sorted by id.
    pub(crate) fn nodes(&self, table: &StakeTable, text: &str) -> Vec<Node> {
        let mut nodes = self.named(table, text);
        nodes.extend(self.with_id(table, text));
        self.sorted(table, nodes)
    }

    fn sorted(&self, table: &StakeTable, mut nodes: Vec<Node>) -> Vec<Node> {
        nodes.sort_unstable();
        nodes.dedup();
        nodes.sort_by_key(|node| (self.id(table, *node), self.name(table, *node)));
        nodes
    }

    /// A node's main name.
    pub(crate) fn name<'t>(&self, table: &'t StakeTable, node: Node) -> &'t str {
        self.party_of.get(index(node)).map_or("", |party| table.name(*party))
    }

    /// A node's id; empty where it has none.
    pub(crate) fn id<'t>(&self, table: &'t StakeTable, node: Node) -> &'t str {
        self.party_of.get(index(node)).map_or("", |party| table.id_of(*party))
    }
}

/// The first party of each node: with an id, in the order of the alphabet.
fn mains(table: &StakeTable, node_of: &[Node], count: usize) -> Vec<u32> {
    let mut party_of = vec![NONE; count];
    let first = |p: u32| (table.id_of(p).is_empty(), table.name(p));
    for (party, node) in (0u32..).zip(node_of) {
        if let Some(slot) = party_of.get_mut(index(*node))
            && (*slot == NONE || first(party) < first(*slot))
        {
            *slot = party;
        }
    }
    party_of
}

/// Take those parties out that have the first one's key.
fn take_group(open: &mut Vec<u32>, key: impl Fn(u32) -> Option<String>) -> Vec<u32> {
    if open.len() == 1 {
        return std::mem::take(open);
    }
    let wanted = open.first().and_then(|at| key(*at));
    let (group, rest) = std::mem::take(open).into_iter().partition(|at| key(*at) == wanted);
    *open = rest;
    group
}

/// Parties of one name: those without an id are one, and are the one with an id where there is one only.
fn join(group: &[u32], all: &[Party], first: &mut [u32]) {
    let party = |at: u32| all.get(index(at));
    let mut leaders: Vec<u32> = group
        .iter()
        .filter(|at| party(**at).is_some_and(|p| p.id != NONE))
        .filter_map(|at| first.get(index(*at)).copied())
        .collect();
    leaders.sort_unstable();
    leaders.dedup();
    let plain: Vec<u32> = group.iter().copied().filter(|at| party(*at).is_some_and(|p| p.id == NONE)).collect();
    let leader = match leaders.as_slice() {
        [one] => Some(*one),
        _ => plain.iter().min().copied(),
    };
    for at in plain {
        if let (Some(slot), Some(leader)) = (first.get_mut(index(at)), leader) {
            *slot = leader;
        }
    }
}

/// The same on every run: no order may depend on it, but speed should not either.
fn hash_of(key: &str) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(key)
}

fn key_of(name: &str, same: impl Fn(&str) -> String) -> String {
    let key = same(name);
    if key.is_empty() { name.trim().to_owned() } else { key }
}
