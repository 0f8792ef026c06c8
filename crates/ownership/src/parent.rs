//! The ultimate parent: the end of a chain of majority control.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::graph::{Edge, Node};
use crate::share::HALF;
use crate::stakes::{Link, Stakes};

/// What the stakes say about a party's ultimate parent.
///
/// Control is a share of more than 50 percent. Shares in a company that is controlled are not multiplied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum Parent {
    /// Every step has one owner of more than half, and the last company has none, as far as stated.
    Known {
        /// The ultimate parent.
        name: String,
        /// From the party up.
        chain: Vec<Link>,
    },
    /// No owner of more than half is stated, nor possible in what is stated.
    NoneStated,
    /// The chain leads to `name`, of which somebody may hold more than half: a band or an unknown share leaves it open.
    Open {
        /// How far the chain is sure; the party itself where its first step is open.
        name: String,
        /// From the party up to `name`.
        chain: Vec<Link>,
        /// The stakes that may be more than half.
        may: Vec<Link>,
    },
    /// Statements name several owners of more than half of one company; not all can be true.
    NotUnique {
        /// The company.
        name: String,
        /// From the party up to `name`.
        chain: Vec<Link>,
        /// The statements that exclude each other.
        rivals: Vec<Link>,
    },
    /// The chain of control closes on itself.
    Cycle {
        /// From the party up, once around.
        chain: Vec<Link>,
    },
}

impl Stakes {
    /// The end of a party's chain of majority control, by name or id. Control is by votes where statements about an owner
    /// and a company are about votes, else by shares. A name that stands for several parties with different ends is
    /// open, with the stakes of more than half in each.
    ///
    /// # Examples
    /// ```
    /// use tidewaiter_model::Date;
    /// use tidewaiter_ownership::{Parent, Stakes, read_stakes};
    ///
    /// let table = "owner,owned,share\nAlder Ltd,Birch Ltd,>50\nBirch Ltd,Cedar Ltd,100\n";
    /// let stakes = Stakes::new(read_stakes("s.csv", table).0, Date::constant(2025, 10, 1), str::to_lowercase);
    /// assert!(matches!(stakes.ultimate_parent("Cedar Ltd"), Parent::Known { name, .. } if name == "Alder Ltd"));
    /// ```
    #[must_use]
    pub fn ultimate_parent(&self, party: &str) -> Parent {
        let mut parents: Vec<(Node, Parent)> =
            self.nodes(party).into_iter().map(|node| (node, self.parent_of(node))).collect();
        let Some((first, parent)) = parents.pop() else { return Parent::NoneStated };
        if parents.iter().all(|(_, other)| *other == parent) {
            return parent;
        }
        let nodes = parents.iter().map(|(node, _)| *node).chain([first]);
        Parent::Open {
            name: self.name(first).to_owned(),
            chain: Vec::new(),
            may: nodes.flat_map(|n| self.may(n)).collect(),
        }
    }

    fn parent_of(&self, mut node: Node) -> Parent {
        let graph = &self.votes().graph;
        let mut chain: Vec<Link> = Vec::new();
        let mut seen = BTreeSet::from([node]);
        loop {
            let sure: Vec<(u32, Edge)> = graph.owners(node).filter(|(_, e)| e.lower > HALF).collect();
            match sure.as_slice() {
                [(number, edge)] => {
                    chain.extend(self.links_of(self.votes(), *number));
                    node = edge.owner;
                    if !seen.insert(node) {
                        return Parent::Cycle { chain };
                    }
                }
                [] => return self.end_of_chain(node, chain),
                _ => {
                    let mut rivals: Vec<Link> =
                        sure.iter().flat_map(|(number, _)| self.links_of(self.votes(), *number)).collect();
                    rivals.sort();
                    return Parent::NotUnique { name: self.name(node).to_owned(), chain, rivals };
                }
            }
        }
    }

    fn end_of_chain(&self, node: Node, chain: Vec<Link>) -> Parent {
        let name = self.name(node).to_owned();
        let may = self.may(node);
        if !may.is_empty() {
            Parent::Open { name, chain, may }
        } else if chain.is_empty() {
            Parent::NoneStated
        } else {
            Parent::Known { name, chain }
        }
    }

    /// Statements by which somebody may control a company.
    fn may(&self, node: Node) -> Vec<Link> {
        let graph = &self.votes().graph;
        let may: Vec<u32> =
            graph.owners(node).filter(|(_, edge)| graph.most(edge) > HALF).map(|(number, _)| number).collect();
        let mut links: Vec<Link> = may.into_iter().flat_map(|number| self.links_of(self.votes(), number)).collect();
        links.sort();
        links
    }
}
