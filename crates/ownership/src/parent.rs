//! The ultimate parent: the end of a chain of majority control.

use std::collections::BTreeSet;

use serde::Serialize;
use tidewaiter_model::{Interest, Statement};

use crate::above::{Above, Held};
use crate::graph::{Edge, Node};
use crate::share::{FULL, HALF, Units};
use crate::stakes::{Link, Stakes};

/// What the stakes say about a party's ultimate parent.
///
/// Control is a share of more than 50 percent. Shares in a company that is controlled are not multiplied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum Parent<L = Link> {
    /// Every step has one owner of more than half, and the last company has none, as far as stated.
    Known {
        /// The ultimate parent.
        name: String,
        /// From the party up.
        chain: Vec<L>,
    },
    /// No owner of more than half is stated, nor possible in what is stated.
    NoneStated,
    /// The chain leads to `name`, of which somebody may hold more than half: a band or an unknown share leaves it open.
    Open {
        /// How far the chain is sure; the party itself where its first step is open.
        name: String,
        /// From the party up to `name`.
        chain: Vec<L>,
        /// The stakes that may be more than half.
        may: Vec<L>,
    },
    /// Statements name several owners of more than half of one company; not all can be true.
    NotUnique {
        /// The company.
        name: String,
        /// From the party up to `name`.
        chain: Vec<L>,
        /// The statements that exclude each other.
        rivals: Vec<L>,
    },
    /// The chain of control closes on itself.
    Cycle {
        /// From the party up, once around.
        chain: Vec<L>,
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

/// How one owner stands to one company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grip {
    Controls,
    May,
    No,
}

impl Above {
    /// The end of the chain of majority control above the first party, from all that is stated: ownership or votes of
    /// more than half, or a register's own statement that one group's accounts hold the other's (consolidation). A
    /// right to appoint directors leaves it open. A natural person is no parent company: the chain ends below, where
    /// `is_person` says so of the owner's position.
    ///
    /// Source: 15 CFR 744.23(a)(3) speaks of the ultimate parent company and does not define it; see docs/ownership.md.
    #[must_use]
    pub fn ultimate_parent(&self, is_person: impl Fn(usize) -> bool) -> Parent<Statement> {
        let name = |at: usize| self.parties.get(at).map(|p| p.name.clone()).unwrap_or_default();
        let said = |held: &[&Held]| held.iter().flat_map(|h| h.statements()).filter(of_control).collect::<Vec<_>>();
        let mut at = 0usize;
        let mut chain: Vec<Statement> = Vec::new();
        let mut seen = BTreeSet::from([at]);
        loop {
            let owners: Vec<(&Held, Grip)> =
                self.grips(at).into_iter().filter(|(held, _)| held.owner != at && !is_person(held.owner)).collect();
            let with = |wanted: Grip| owners.iter().filter(move |(_, grip)| *grip == wanted).map(|(held, _)| *held);
            let sure: Vec<&Held> = with(Grip::Controls).collect();
            let nearest = self.nearest(&sure, &is_person);
            match nearest.as_slice() {
                [held] => {
                    chain.extend(said(&[held]));
                    at = held.owner;
                    if !seen.insert(at) {
                        return Parent::Cycle { chain };
                    }
                }
                [] => {
                    let may: Vec<&Held> = with(Grip::May).collect();
                    return match (may.is_empty(), at) {
                        (false, _) => Parent::Open { name: name(at), chain, may: said(&may) },
                        (true, 0) => Parent::NoneStated,
                        (true, _) => Parent::Known { name: name(at), chain },
                    };
                }
                rivals => return Parent::NotUnique { name: name(at), chain, rivals: said(rivals) },
            }
        }
    }

    /// How each owner of a company stands to it.
    fn grips(&self, owned: usize) -> Vec<(&Held, Grip)> {
        let totals =
            [Interest::Ownership, Interest::Votes].map(|interest| (interest, self.lower_total(owned, interest)));
        self.owners_of(owned).map(|held| (held, grip(held, totals))).collect()
    }

    /// The sum of the lower bounds of a party's owners.
    pub(crate) fn lower_total(&self, party: usize, interest: Interest) -> Units {
        let lower = |held: &Held| held.interval(interest).map_or(0, |(lower, _)| lower);
        self.owners_of(party).map(lower).fold(0, Units::saturating_add)
    }

    /// Of several who control a company, those who do not stand above another of them: a register may name the direct
    /// and the ultimate parent side by side.
    fn nearest<'a>(&self, sure: &[&'a Held], is_person: &impl Fn(usize) -> bool) -> Vec<&'a Held> {
        if sure.len() < 2 {
            return sure.to_vec();
        }
        let above_another = |held: &Held| {
            sure.iter()
                .any(|other| other.owner != held.owner && self.controls_above(other.owner, held.owner, is_person))
        };
        let nearest: Vec<&Held> = sure.iter().copied().filter(|held| !above_another(held)).collect();
        if nearest.is_empty() { sure.to_vec() } else { nearest }
    }

    /// Does `top` stand above `from` in a chain of sure control?
    fn controls_above(&self, from: usize, top: usize, is_person: &impl Fn(usize) -> bool) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut queue = vec![from];
        while let Some(at) = queue.pop() {
            let sure = self.grips(at).into_iter().filter(|(_, grip)| *grip == Grip::Controls).map(|(held, _)| held);
            for held in sure.filter(|h| !is_person(h.owner)) {
                if held.owner == top {
                    return true;
                }
                if seen.insert(held.owner) {
                    queue.push(held.owner);
                }
            }
        }
        false
    }
}

/// How one owner stands to a company of which all owners hold at least `totals`.
fn grip(held: &Held, totals: [(Interest, Units); 2]) -> Grip {
    let states = |interest: Interest| held.stakes.iter().any(|s| s.interest == interest);
    let grips = totals.map(|(interest, total)| {
        let Some((lower, upper)) = held.interval(interest) else { return Grip::No };
        if lower > HALF {
            return Grip::Controls;
        }
        let most = if total > FULL { upper } else { upper.min(FULL.saturating_sub(total.saturating_sub(lower))) };
        if most > HALF { Grip::May } else { Grip::No }
    });
    if grips.contains(&Grip::Controls) || states(Interest::Consolidation) {
        Grip::Controls
    } else if grips.contains(&Grip::May) || states(Interest::Control) {
        Grip::May
    } else {
        Grip::No
    }
}

/// Does the statement speak of control? Directors and representatives do not.
fn of_control(statement: &Statement) -> bool {
    !matches!(statement.interest, Interest::Directorship | Interest::Representation)
}
