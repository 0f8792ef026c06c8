//! Why a bound cannot be passed: a least cut, in numbers that stand in the records.

use crate::Movement;
use crate::cells::{Cells, add};
use crate::interval::source;
use crate::network::{End, NONE, Network};
use crate::serials::{Pooled, Source};

/// What a term counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// The units of a movement without those followed by serial number, by position in the flow.
    Movement(u32),
    /// Units followed by serial number, by the number of their chain.
    Chain(u32),
    /// What a site had in stock at the end of a day, by the records.
    Stock {
        /// The site.
        site: u32,
        /// The day.
        day: i32,
    },
    /// What came to a site unrecorded until a day.
    Missing {
        /// The site.
        site: u32,
        /// The day.
        day: i32,
    },
    /// What a site held before its first record.
    Initial {
        /// The site.
        site: u32,
    },
}

/// One number of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CutTerm {
    /// What it counts.
    pub counted: Counted,
    /// How many units.
    pub units: u64,
}

/// A bound as a sum. At most: all units from the origins that are counted pass one of the terms in `plus`. At least: of
/// the arrivals in `plus`, others can make up no more than the terms in `minus`, which all of them pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// What is added, the greatest first.
    pub plus: Vec<CutTerm>,
    /// What is taken off, the greatest first.
    pub minus: Vec<CutTerm>,
}

impl Certificate {
    /// The bound that the terms add up to.
    #[must_use]
    pub fn sum(&self) -> u64 {
        let sum = |terms: &[CutTerm]| terms.iter().fold(0_u64, |sum, term| sum.saturating_add(term.units));
        sum(&self.plus).saturating_sub(sum(&self.minus))
    }

    pub(crate) fn most(movements: &[Movement], pooled: Option<&Pooled>, network: &Network, side: &[bool]) -> Self {
        let mut plus = crossing_stock(network, side);
        for (position, (movement, (tail, head))) in (0..).zip(movements.iter().zip(&network.ends)) {
            let leaves = match tail {
                End::Origin => true,
                End::Node(node) => !side.at(*node),
                _ => false,
            };
            let enters = match head {
                End::Counted | End::Doubtful => true,
                End::Node(node) => side.at(*node),
                _ => false,
            };
            if leaves && enters {
                plus.push(term(movement, pooled, position));
            }
        }
        Self { plus, minus: Vec::new() }.sorted()
    }

    pub(crate) fn least(movements: &[Movement], pooled: Option<&Pooled>, network: &Network, side: &[bool]) -> Self {
        let mut plus = Vec::new();
        let mut minus = crossing_stock(network, side);
        let mut recorded = vec![0; network.nodes.len()];
        for (position, (movement, ends)) in (0..).zip(movements.iter().zip(&network.ends)) {
            let term = || term(movement, pooled, position);
            match ends {
                (End::Origin, End::Counted) => plus.push(term()),
                (End::Node(from), End::Counted) if side.at(*from) => plus.push(term()),
                (End::Node(from), End::Node(to)) if !side.at(*from) && side.at(*to) => minus.push(term()),
                (End::Spent, End::Node(to)) => {
                    add(&mut recorded, *to, u64::from(movement.units));
                    if side.at(*to) {
                        minus.push(term());
                    }
                }
                _ => {}
            }
        }
        for (number, node) in (0..).zip(&network.nodes) {
            if !side.at(number) {
                continue;
            }
            let (site, day) = (node.site, node.day);
            minus.push(CutTerm { counted: Counted::Missing { site, day }, units: network.missing.at(number) });
            let initial = network.plain.at(number).saturating_sub(recorded.at(number));
            minus.push(CutTerm { counted: Counted::Initial { site }, units: initial });
        }
        minus.retain(|term| term.units > 0);
        Self { plus, minus }.sorted()
    }

    /// The one with fewer terms to look up; of two, the first.
    pub(crate) fn shorter(self, other: Self) -> Self {
        let terms = |certificate: &Self| certificate.plus.len() + certificate.minus.len();
        if terms(&other) < terms(&self) { other } else { self }
    }

    fn sorted(mut self) -> Self {
        for terms in [&mut self.plus, &mut self.minus] {
            terms.sort_unstable_by_key(|term| (std::cmp::Reverse(term.units), term.counted));
        }
        self
    }
}

fn term(movement: &Movement, pooled: Option<&Pooled>, position: u32) -> CutTerm {
    let counted = match source(pooled, position) {
        Source::Movement(position) => Counted::Movement(position),
        Source::Chain { chain, .. } => Counted::Chain(chain),
    };
    CutTerm { counted, units: u64::from(movement.units) }
}

/// Stock kept from this side of the cut to the other.
fn crossing_stock(network: &Network, side: &[bool]) -> Vec<CutTerm> {
    let crosses = |number: u32, next: u32| next != NONE && !side.at(number) && side.at(next);
    (0..)
        .zip(&network.nodes)
        .filter(|(number, node)| node.stock > 0 && crosses(*number, node.next))
        .map(|(_, node)| CutTerm { counted: Counted::Stock { site: node.site, day: node.day }, units: node.stock })
        .collect()
}
