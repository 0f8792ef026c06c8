//! The greatest flow from nodes with a supply to nodes with a demand, by pushing excess (Goldberg and Tarjan 1988): a
//! greedy pass in the order of the nodes first, then the active node of highest label, labels made exact again from time
//! to time (Cherkassky and Goldberg 1997). Numbered so that most arcs lead to a higher node, the greedy pass alone finds
//! nearly all of the flow; nothing but speed rests on that order.

use crate::cells::{Cells, add, number, take};

/// No node, or no label from which a demand can be reached.
const NONE: u32 = u32::MAX;

/// A direction of an arc: what may still be pushed that way.
#[derive(Clone, Copy, Debug, Default)]
struct Half {
    to: u32,
    twin: u32,
    left: u64,
}

/// A flow.
#[derive(Clone, Debug)]
pub(crate) struct Flows {
    /// On each arc, in the order in which they were given.
    pub(crate) arcs: Vec<u64>,
    /// From the supply of each node.
    pub(crate) used: Vec<u64>,
    /// Into the demand of each node.
    pub(crate) met: Vec<u64>,
}

/// A network with a flow on it.
#[derive(Clone, Debug)]
pub(crate) struct MaxFlow {
    /// The halves of node `v` are `start[v]..start[v + 1]`: those of arcs that leave it, then from `middle[v]` on those
    /// of arcs that come in.
    start: Vec<u32>,
    middle: Vec<u32>,
    halves: Vec<Half>,
    supply: Vec<u64>,
    /// Units that have come to a node and not left it.
    excess: Vec<u64>,
    /// What a node can still take.
    demand: Vec<u64>,
    /// What it has taken.
    met: Vec<u64>,
    /// At most the number of arcs to a node with a demand that is not met.
    label: Vec<u32>,
    value: u64,
    /// Is all turned round, demands being pushed to supplies? What cannot be placed is the trouble: of two sides the one
    /// with less leaves less of it.
    turned: bool,
}

impl MaxFlow {
    /// The greatest flow over arcs (from, to, capacity) with a supply and a demand at every node.
    pub(crate) fn new(
        arcs: impl Iterator<Item = (u32, u32, u64)> + Clone,
        mut supply: Vec<u64>,
        mut demand: Vec<u64>,
    ) -> Self {
        let sum = |column: &[u64]| column.iter().fold(0_u64, |sum, units| sum.saturating_add(*units));
        let turned = sum(&supply) > sum(&demand);
        if turned {
            std::mem::swap(&mut supply, &mut demand);
            supply.reverse();
            demand.reverse();
        }
        let nodes = number(supply.len());
        let arcs = arcs.map(|arc| turn(turned, nodes, arc));
        let mut start = vec![0_u32; supply.len() + 1];
        let mut middle = vec![0_u32; supply.len()];
        for (from, to, _) in arcs.clone() {
            take(&mut middle, from);
            take(&mut start, to);
        }
        let mut sum = 0;
        for (first, middle) in start.iter_mut().zip(&mut middle) {
            let (coming, leaving) = (*first, *middle);
            *first = sum;
            *middle = sum + leaving;
            sum += leaving + coming;
        }
        if let Some(last) = start.last_mut() {
            *last = sum;
        }
        let mut halves = vec![Half::default(); sum as usize];
        let (mut leaving, mut coming) = (start.clone(), middle.clone());
        for (from, to, left) in arcs {
            let (forth, back) = (take(&mut leaving, from), take(&mut coming, to));
            halves.put(forth, Half { to, twin: back, left });
            halves.put(back, Half { to: from, twin: forth, left: 0 });
        }
        let label = vec![NONE; supply.len()];
        let mut flow = Self {
            start,
            middle,
            halves,
            excess: supply.clone(),
            met: vec![0; supply.len()],
            supply,
            demand,
            label,
            value: 0,
            turned,
        };
        flow.greedy();
        flow.push_on();
        flow
    }

    /// The greatest flow.
    pub(crate) const fn value(&self) -> u64 {
        self.value
    }

    /// Which nodes lie on the demand's side of a least cut: as few as can be, those that still reach a demand that is not
    /// met, and as many as can be, those that no supply that is left can reach.
    pub(crate) fn sides(&self) -> [Vec<bool>; 2] {
        let pushing: Vec<u32> = (0..self.nodes()).filter(|node| self.excess.at(*node) > 0).collect();
        let mut unreached = vec![true; self.label.len()];
        for node in &pushing {
            unreached.put(*node, false);
        }
        let mut waiting = pushing;
        while let Some(node) = waiting.pop() {
            for place in self.start.at(node)..self.start.at(node + 1) {
                let half = self.halves.at(place);
                if half.left > 0 && unreached.at(half.to) {
                    unreached.put(half.to, false);
                    waiting.push(half.to);
                }
            }
        }
        let reaching: Vec<bool> = self.label.iter().map(|label| *label != NONE).collect();
        if self.turned {
            let mirror = |side: Vec<bool>| side.iter().rev().map(|here| !here).collect();
            [mirror(unreached), mirror(reaching)]
        } else {
            [reaching, unreached]
        }
    }

    /// Raise supplies and demands, and flow on.
    pub(crate) fn raise(&mut self, supply: impl Iterator<Item = (u32, u64)>, demand: impl Iterator<Item = (u32, u64)>) {
        let supply = supply.map(|(node, units)| (true, node, units));
        for (is_supply, node, units) in supply.chain(demand.map(|(node, units)| (false, node, units))) {
            let place = if self.turned { self.nodes() - 1 - node } else { node };
            if is_supply == self.turned {
                add(&mut self.demand, place, units);
            } else {
                add(&mut self.supply, place, units);
                add(&mut self.excess, place, units);
            }
        }
        self.push_on();
    }

    /// The flow itself, with the arcs as they were given: what reaches no demand is sent back to where it came from.
    pub(crate) fn flows(&self, arcs: impl Iterator<Item = (u32, u32, u64)>) -> Flows {
        let mut placed = self.clone();
        placed.send_back();
        let mut coming = placed.middle;
        let halves = placed.halves;
        let nodes = number(placed.supply.len());
        let arcs = arcs.map(|arc| halves.at(take(&mut coming, turn(self.turned, nodes, arc).1)).left).collect();
        let (mut used, mut met) = (placed.supply, placed.met);
        if self.turned {
            std::mem::swap(&mut used, &mut met);
            used.reverse();
            met.reverse();
        }
        Flows { arcs, used, met }
    }

    fn send_back(&mut self) {
        let mut waiting: Vec<u32> = (0..self.nodes()).filter(|node| self.excess.at(*node) > 0).collect();
        while let Some(node) = waiting.pop() {
            let mut rest = self.excess.at(node);
            let own = rest.min(self.supply.at(node));
            let supply = self.supply.at(node) - own;
            self.supply.put(node, supply);
            rest -= own;
            for place in self.middle.at(node)..self.start.at(node + 1) {
                if rest == 0 {
                    break;
                }
                let half = self.halves.at(place);
                let units = rest.min(half.left);
                if units > 0 {
                    self.push(place, half, units);
                    rest -= units;
                    if self.excess.at(half.to) == 0 {
                        waiting.push(half.to);
                    }
                    add(&mut self.excess, half.to, units);
                }
            }
            self.excess.put(node, rest);
        }
    }

    fn nodes(&self) -> u32 {
        number(self.middle.len())
    }

    /// Move units over a half, from its capacity to its twin's. The excess at both ends is the caller's.
    #[inline]
    fn push(&mut self, place: u32, half: Half, units: u64) {
        if let Some(cell) = self.halves.get_mut(place as usize) {
            cell.left -= units;
        }
        if let Some(cell) = self.halves.get_mut(half.twin as usize) {
            cell.left += units;
        }
    }

    /// Let a node meet its own demand.
    #[inline]
    fn meet(&mut self, node: u32) -> u64 {
        let (excess, demand) = (self.excess.at(node), self.demand.at(node));
        let units = excess.min(demand);
        self.demand.put(node, demand - units);
        add(&mut self.met, node, units);
        self.value += units;
        excess - units
    }

    /// One pass in the order of the nodes, each giving on no more than may be taken beyond: no more than the demands
    /// behind it, nor than the arcs to them carry.
    fn greedy(&mut self) {
        let mut room = self.demand.clone();
        for node in (0..self.nodes()).rev() {
            let mut sum = room.at(node);
            for place in self.start.at(node)..self.middle.at(node) {
                let half = self.halves.at(place);
                if half.to > node {
                    sum = sum.saturating_add(half.left.min(room.at(half.to)));
                }
            }
            room.put(node, sum);
        }
        for node in 0..self.nodes() {
            if self.excess.at(node) == 0 {
                continue;
            }
            let mut excess = self.meet(node);
            for place in self.start.at(node)..self.middle.at(node) {
                if excess == 0 {
                    break;
                }
                let half = self.halves.at(place);
                let there = self.excess.at(half.to);
                if half.to > node {
                    let units = excess.min(half.left).min(room.at(half.to).saturating_sub(there));
                    if units > 0 {
                        self.push(place, half, units);
                        self.excess.put(half.to, there + units);
                        excess -= units;
                    }
                }
            }
            self.excess.put(node, excess);
        }
    }

    /// Push excess until none can reach a demand.
    fn push_on(&mut self) {
        let mut work = Work::new(self.nodes(), self.halves.len());
        self.relabel_all(&mut work);
        while let Some(node) = work.highest() {
            self.discharge(node, &mut work);
            if work.steps > work.patience {
                self.relabel_all(&mut work);
            }
        }
        self.relabel_all(&mut work);
    }

    /// Make all labels exact, backward from the demands that are not met, and line up the nodes that have something to
    /// push.
    fn relabel_all(&mut self, work: &mut Work) {
        work.clear();
        self.label.fill(NONE);
        let mut queue: Vec<u32> = (0..self.nodes()).filter(|node| self.demand.at(*node) > 0).collect();
        for node in &queue {
            self.label.put(*node, 0);
        }
        let mut done = 0;
        while let Some(node) = queue.get(done).copied() {
            done += 1;
            let label = self.label.at(node);
            work.count(label);
            if self.excess.at(node) > 0 {
                work.line_up(node, label);
            }
            for place in self.start.at(node)..self.start.at(node + 1) {
                let half = self.halves.at(place);
                if self.label.at(half.to) == NONE && self.halves.at(half.twin).left > 0 {
                    self.label.put(half.to, label + 1);
                    queue.push(half.to);
                }
            }
        }
    }

    /// Give on what a node has, raising its label where no arc leads down.
    fn discharge(&mut self, node: u32, work: &mut Work) {
        let mut excess = self.meet(node);
        let mut label = self.label.at(node);
        while excess > 0 && label != NONE {
            let mut lowest = NONE;
            for place in self.start.at(node)..self.start.at(node + 1) {
                let half = self.halves.at(place);
                if half.left == 0 {
                    continue;
                }
                let there = self.label.at(half.to);
                if there < label {
                    let units = excess.min(half.left);
                    self.push(place, half, units);
                    let had = self.excess.at(half.to);
                    if had == 0 {
                        work.line_up(half.to, there);
                    }
                    self.excess.put(half.to, had + units);
                    excess -= units;
                    if excess == 0 {
                        break;
                    }
                    if units == half.left {
                        continue;
                    }
                }
                lowest = lowest.min(there);
            }
            work.steps += u64::from(self.start.at(node + 1) - self.start.at(node)) + 12;
            if excess > 0 {
                let raised = if lowest == NONE { NONE } else { lowest + 1 };
                label = work.lift(label, raised);
                self.label.put(node, label);
            }
        }
        self.excess.put(node, excess);
    }
}

/// An arc, or where all is turned round its mirror image.
fn turn(turned: bool, nodes: u32, (from, to, units): (u32, u32, u64)) -> (u32, u32, u64) {
    if turned { (nodes - 1 - to, nodes - 1 - from, units) } else { (from, to, units) }
}

/// The nodes with something to push, by label, and how many nodes have which label.
struct Work {
    first: Vec<u32>,
    next: Vec<u32>,
    counts: Vec<u32>,
    top: u32,
    steps: u64,
    patience: u64,
}

impl Work {
    fn new(nodes: u32, halves: usize) -> Self {
        Self {
            first: Vec::new(),
            next: vec![NONE; nodes as usize],
            counts: Vec::new(),
            top: 0,
            steps: 0,
            patience: u64::from(number(halves)).saturating_add(u64::from(nodes).saturating_mul(6)).saturating_mul(5),
        }
    }

    fn clear(&mut self) {
        self.first.clear();
        self.counts.clear();
        self.top = 0;
        self.steps = 0;
    }

    fn grow(&mut self, label: u32) {
        if self.counts.len() <= label as usize {
            self.counts.resize(label as usize + 1, 0);
            self.first.resize(label as usize + 1, NONE);
        }
    }

    fn count(&mut self, label: u32) {
        self.grow(label);
        take(&mut self.counts, label);
    }

    fn line_up(&mut self, node: u32, label: u32) {
        self.next.put(node, self.first.get(label as usize).copied().unwrap_or(NONE));
        self.first.put(label, node);
        self.top = self.top.max(label);
    }

    /// A node of the highest label, taken out.
    fn highest(&mut self) -> Option<u32> {
        loop {
            let node = self.first.get(self.top as usize).copied().unwrap_or(NONE);
            if node != NONE {
                self.first.put(self.top, self.next.at(node));
                return Some(node);
            }
            self.top = self.top.checked_sub(1)?;
        }
    }

    /// A node's label goes up: to none where it was the last of its label, as then no other leads down past the gap.
    fn lift(&mut self, from: u32, to: u32) -> u32 {
        let left = self.counts.at(from).saturating_sub(1);
        self.counts.put(from, left);
        if left == 0 || to == NONE {
            return NONE;
        }
        self.count(to);
        to
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NODES: u32 = 6;

    fn cut(arcs: &[(u32, u32, u64)], supply: &[u64], demand: &[u64], there: &[bool]) -> u64 {
        let crossing: u64 =
            arcs.iter().filter(|(from, to, _)| !there.at(*from) && there.at(*to)).map(|arc| arc.2).sum();
        (0..NODES).fold(crossing, |sum, node| sum + if there.at(node) { supply.at(node) } else { demand.at(node) })
    }

    /// The least cut, of all there are.
    fn least_cut(arcs: &[(u32, u32, u64)], supply: &[u64], demand: &[u64]) -> u64 {
        let sides =
            (0..1_u32 << NODES).map(|side| (0..NODES).map(|node| side & (1 << node) != 0).collect::<Vec<bool>>());
        sides.map(|there| cut(arcs, supply, demand, &there)).min().unwrap()
    }

    fn column() -> impl Strategy<Value = Vec<u64>> {
        prop::collection::vec(prop_oneof![2 => Just(0_u64), 1 => 1..9_u64], NODES as usize)
    }

    proptest! {
        /// Circles and arcs back are no trouble; neither is more supply or demand that comes later.
        #[test]
        fn the_greatest_flow_is_the_least_cut(
            arcs in prop::collection::vec((0..NODES, 0..NODES, 1..9_u64), 0..20),
            supply in column(), demand in column(), more in column(), later in column(),
        ) {
            let mut flow = MaxFlow::new(arcs.iter().copied(), supply.clone(), demand.clone());
            prop_assert_eq!(flow.value(), least_cut(&arcs, &supply, &demand));
            let sums = |one: &[u64], other: &[u64]| one.iter().zip(other).map(|(a, b)| a + b).collect::<Vec<u64>>();
            flow.raise((0..).zip(more.iter().copied()), (0..).zip(later.iter().copied()));
            let (supply, demand) = (sums(&supply, &more), sums(&demand, &later));
            prop_assert_eq!(flow.value(), least_cut(&arcs, &supply, &demand));

            let [few, many] = flow.sides();
            prop_assert_eq!(cut(&arcs, &supply, &demand, &few), flow.value());
            prop_assert_eq!(cut(&arcs, &supply, &demand, &many), flow.value());
            prop_assert!(few.iter().zip(&many).all(|(few, many)| few <= many));

            let Flows { arcs: flows, used, met } = flow.flows(arcs.iter().copied());
            prop_assert_eq!(used.iter().sum::<u64>(), flow.value());
            prop_assert!(used.iter().zip(&supply).all(|(a, b)| a <= b) && met.iter().zip(&demand).all(|(a, b)| a <= b));
            let mut balance: Vec<i64> = used.iter().zip(&met).map(|(a, b)| a.cast_signed() - b.cast_signed()).collect();
            for ((from, to, most), units) in arcs.iter().zip(&flows) {
                prop_assert!(units <= most);
                balance[*from as usize] -= units.cast_signed();
                balance[*to as usize] += units.cast_signed();
            }
            prop_assert_eq!(balance, vec![0; NODES as usize]);
        }
    }
}
