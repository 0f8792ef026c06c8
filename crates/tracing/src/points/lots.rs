//! Units in the order in which they came in, with a mark for where they are from.

use std::collections::VecDeque;

/// Units that came in together and bear one mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lot {
    pub units: u64,
    pub mark: u32,
}

/// Stock, or a consignment: the oldest units first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lots {
    lots: VecDeque<Lot>,
    units: u64,
}

/// Which units leave first?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum First {
    /// Those that came in first.
    In,
    /// Those that came in last.
    Out,
}

impl Lots {
    /// Add units that come in after all others.
    pub(crate) fn add(&mut self, units: u64, mark: u32) {
        if units == 0 {
            return;
        }
        self.units = self.units.saturating_add(units);
        match self.lots.back_mut() {
            Some(last) if last.mark == mark => last.units = last.units.saturating_add(units),
            _ => self.lots.push_back(Lot { units, mark }),
        }
    }

    /// Take up to so many units out and put them, in the same order, into an empty load. Returns how many lots were handled.
    pub(crate) fn take(&mut self, units: u64, first: First, load: &mut Self) -> u64 {
        if units >= self.units {
            std::mem::swap(self, load);
            return 1;
        }
        let (mut missing, mut handled) = (units, 0u64);
        self.units = self.units.saturating_sub(units);
        load.units = units;
        while missing > 0 {
            let end = if first == First::In { self.lots.front_mut() } else { self.lots.back_mut() };
            let Some(lot) = end else { break };
            let taken = Lot { units: lot.units.min(missing), mark: lot.mark };
            lot.units = lot.units.saturating_sub(taken.units);
            missing = missing.saturating_sub(taken.units);
            let empty = lot.units == 0;
            if first == First::In {
                load.lots.push_back(taken);
                if empty {
                    self.lots.pop_front();
                }
            } else {
                load.lots.push_front(taken);
                if empty {
                    self.lots.pop_back();
                }
            }
            handled = handled.saturating_add(1);
        }
        handled
    }

    /// Let a load come in after all others; it is empty then. Returns how many lots were handled.
    pub(crate) fn put(&mut self, load: &mut Self) -> u64 {
        let handled = load.lots.len().min(self.lots.len()).saturating_add(1);
        if self.lots.len() < load.lots.len() {
            // Shorter to put our own before theirs.
            while let Some(lot) = self.lots.pop_back() {
                match load.lots.front_mut() {
                    Some(next) if next.mark == lot.mark => next.units = next.units.saturating_add(lot.units),
                    _ => load.lots.push_front(lot),
                }
            }
            load.units = load.units.saturating_add(self.units);
            self.units = 0;
            std::mem::swap(self, load);
        } else {
            for lot in load.lots.drain(..) {
                self.add(lot.units, lot.mark);
            }
            load.units = 0;
        }
        u64::try_from(handled).unwrap_or(u64::MAX)
    }

    /// Let go of everything.
    pub(crate) fn clear(&mut self) {
        self.lots.clear();
        self.units = 0;
    }

    pub(crate) fn units(&self) -> u64 {
        self.units
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Lot> {
        self.lots.iter()
    }

    /// Change every mark.
    pub(crate) fn mark_anew(&mut self, mut mark: impl FnMut(u32) -> u32) {
        for lot in &mut self.lots {
            lot.mark = mark(lot.mark);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one_by_one(lots: &Lots) -> Vec<u32> {
        lots.iter().flat_map(|lot| std::iter::repeat_n(lot.mark, usize::try_from(lot.units).unwrap())).collect()
    }

    proptest! {
        /// The same as a list of single units.
        #[test]
        fn as_single_units(
            ours in prop::collection::vec((0u64..4, 0u32..3), 0..8),
            theirs in prop::collection::vec((0u64..4, 0u32..3), 0..8),
            units in 0u64..12,
            last in any::<bool>(),
        ) {
            let (mut stock, mut other) = (Lots::default(), Lots::default());
            ours.iter().for_each(|(units, mark)| stock.add(*units, *mark));
            theirs.iter().for_each(|(units, mark)| other.add(*units, *mark));
            let (mut list, theirs) = (one_by_one(&stock), one_by_one(&other));
            let mut load = Lots::default();
            let count = usize::try_from(units).unwrap().min(list.len());
            let out: Vec<u32> =
                if last { list.split_off(list.len() - count) } else { list.drain(..count).collect() };
            stock.take(units, if last { First::Out } else { First::In }, &mut load);
            prop_assert_eq!(one_by_one(&stock), list);
            prop_assert_eq!(one_by_one(&load), out.clone());
            other.put(&mut load);
            prop_assert_eq!(one_by_one(&other), [theirs, out].concat());
            prop_assert_eq!((load.units(), load.lots.len()), (0, 0));
            prop_assert_eq!(usize::try_from(other.units()).unwrap(), one_by_one(&other).len());
        }
    }
}
