//! Units that serial numbers single out: seen again and again, each is followed by itself.

use std::collections::BTreeMap;

use crate::cells::{Cells, number};
use crate::{Flow, Movement, Role, Sides};

/// Units sighted on the same movements, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Positions in [`Flow::movements`], in order.
    pub movements: Vec<u32>,
    /// How many units have just these sightings.
    pub units: u32,
}

/// Where sightings of a serial number leave a step out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// The movement on which it was sighted, by position.
    pub after: u32,
    /// The movement on which it was sighted next, from another site.
    pub before: u32,
    /// How many units.
    pub units: u32,
    /// Did the later movement leave before the earlier one came in? Then no unrecorded movement explains it: the number
    /// is misread or stands on two chips. The two sightings are then followed as two units.
    pub impossible: bool,
}

/// All that serial numbers tell about a flow.
///
/// # Examples
/// ```
/// use tidewaiter_tracing::{Flow, Movement, Serials};
///
/// let on = |day, from, to| Movement { departs: day, arrives: day, from, to, units: 2, record: 0 };
/// let flow = Flow::new(vec![on(1, 0, 1), on(2, 1, 2), on(3, 3, 4)]);
/// // Number 7 went from 0 to 1 to 2, and next from 3, where nothing brings it.
/// let serials = Serials::of(&flow, vec![(7, 0), (7, 1), (7, 2)]);
/// assert_eq!(serials.chains().first().map(|chain| chain.movements.len()), Some(3));
/// assert_eq!(serials.gaps().len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Serials {
    chains: Vec<Chain>,
    gaps: Vec<Gap>,
    surplus: Vec<(u32, u32)>,
}

impl Serials {
    /// From pairs of a serial (any number that stands for it) and the position of a movement it was sighted on.
    #[must_use]
    pub fn of(flow: &Flow, mut sightings: Vec<(u32, u32)>) -> Self {
        sightings.sort_unstable();
        sightings.dedup();
        if sightings.is_empty() {
            return Self::default();
        }
        let mut left: Vec<u32> = flow.movements().iter().map(|movement| movement.units).collect();
        let mut surplus: BTreeMap<u32, u32> = BTreeMap::new();
        let mut chains: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        let mut gaps: BTreeMap<(u32, u32, bool), u32> = BTreeMap::new();
        for serial in sightings.chunk_by(|a, b| a.0 == b.0) {
            let mut chain: Vec<(u32, Movement)> = Vec::new();
            for (_, position) in serial {
                let Some(movement) = flow.movements().get(*position as usize).copied() else { continue };
                let units = left.at(*position);
                if units == 0 {
                    *surplus.entry(*position).or_default() += 1;
                    continue;
                }
                left.put(*position, units - 1);
                if let Some((after, before)) = chain.last()
                    && before.to != movement.from
                {
                    let impossible = movement.departs < before.arrives;
                    *gaps.entry((*after, *position, impossible)).or_default() += 1;
                    if impossible {
                        keep(&mut chains, &mut chain);
                    }
                }
                chain.push((*position, movement));
            }
            keep(&mut chains, &mut chain);
        }
        Self {
            chains: chains.into_iter().map(|(movements, units)| Chain { movements, units }).collect(),
            gaps: gaps
                .into_iter()
                .map(|((after, before, impossible), units)| Gap { after, before, units, impossible })
                .collect(),
            surplus: surplus.into_iter().collect(),
        }
    }

    /// The chains, by their movements.
    #[must_use]
    pub fn chains(&self) -> &[Chain] {
        &self.chains
    }

    /// The steps that sightings leave out, by position.
    #[must_use]
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// Movements with more serials than units, by position, with the number of serials that were left out.
    #[must_use]
    pub fn surplus(&self) -> &[(u32, u32)] {
        &self.surplus
    }
}

fn keep(chains: &mut BTreeMap<Vec<u32>, u32>, chain: &mut Vec<(u32, Movement)>) {
    if !chain.is_empty() {
        *chains.entry(chain.drain(..).map(|(position, _)| position).collect()).or_default() += 1;
    }
}

/// Movements of units that cannot be told apart: what is left of each movement without its sighted units, and from the
/// first to the last sighting of a chain one movement for itself. A chain ends where it comes into an origin or a
/// destination, and begins anew where it leaves one.
#[derive(Clone, Debug)]
pub(crate) struct Pooled {
    /// In an order in which they can have happened.
    pub(crate) movements: Vec<Movement>,
    /// What each stands for.
    pub(crate) sources: Vec<Source>,
    /// Positions of the movements that chains were sighted on, one chain after the other.
    positions: Vec<u32>,
}

/// What a pooled movement stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// What is left of a movement, by position.
    Movement(u32),
    /// Units of a chain, with a range of [`Pooled::positions`].
    Chain { chain: u32, sightings: (u32, u32) },
}

impl Pooled {
    pub(crate) fn of(flow: &Flow, sides: &Sides, serials: &Serials) -> Self {
        let mut left: Vec<u32> = flow.movements().iter().map(|movement| movement.units).collect();
        let mut begun: Vec<(u32, Movement, Source)> = Vec::new();
        let mut before = 0;
        for (chain, place) in serials.chains.iter().zip(0..) {
            for position in &chain.movements {
                let units = left.at(*position).saturating_sub(chain.units);
                left.put(*position, units);
            }
            for Piece { start, movement, first, last } in pieces(flow, sides, chain) {
                let source = Source::Chain { chain: place, sightings: (before + first, before + last + 1) };
                begun.push((start, movement, source));
            }
            before += number(chain.movements.len());
        }
        let positions: Vec<u32> = serials.chains.iter().flat_map(|chain| &chain.movements).copied().collect();
        let mut pooled = Self { movements: Vec::new(), sources: Vec::new(), positions };
        begun.sort_by_key(|(start, ..)| *start);
        let mut begun = begun.into_iter().peekable();
        for ((position, movement), units) in (0..).zip(flow.movements()).zip(left) {
            if units > 0 {
                pooled.movements.push(Movement { units, ..*movement });
                pooled.sources.push(Source::Movement(position));
            }
            while let Some((_, movement, source)) = begun.next_if(|(start, ..)| *start == position) {
                pooled.movements.push(movement);
                pooled.sources.push(source);
            }
        }
        pooled
    }

    /// The positions in a range of sightings.
    pub(crate) fn sightings(&self, range: (u32, u32)) -> &[u32] {
        self.positions.get(range.0 as usize..range.1 as usize).unwrap_or_default()
    }
}

/// A piece of a chain: its sightings `first..=last` as one movement, the first of them on the one at `start`.
struct Piece {
    start: u32,
    movement: Movement,
    first: u32,
    last: u32,
}

/// A chain in pieces that neither come into nor leave an origin or a destination but at their ends.
fn pieces(flow: &Flow, sides: &Sides, chain: &Chain) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut ended = true;
    for (sighting, start) in (0..).zip(chain.movements.iter().copied()) {
        let Some(movement) = flow.movements().get(start as usize).copied() else { continue };
        let begins = ended || sides.role(movement.from) != Role::Between;
        ended = sides.role(movement.to) != Role::Between;
        match pieces.last_mut() {
            Some(piece) if !begins => {
                piece.last = sighting;
                piece.movement = Movement {
                    units: chain.units,
                    from: piece.movement.from,
                    departs: piece.movement.departs,
                    ..movement
                };
            }
            _ => {
                let movement = Movement { units: chain.units, ..movement };
                pieces.push(Piece { start, movement, first: sighting, last: sighting });
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(departs: i32, arrives: i32, from: u32, to: u32, units: u32) -> Movement {
        Movement { departs, arrives, from, to, units, record: 0 }
    }

    #[test]
    fn equal_sightings_are_one_chain_and_more_serials_than_units_are_told() {
        let flow = Flow::new(vec![on(1, 2, 0, 1, 2), on(3, 3, 1, 2, 9)]);
        let serials = Serials::of(&flow, vec![(5, 0), (5, 1), (6, 1), (6, 0), (6, 0), (7, 0), (8, 99)]);
        assert_eq!(serials.chains(), [Chain { movements: vec![0, 1], units: 2 }]);
        assert_eq!(serials.surplus(), [(0, 1)]);
        assert_eq!(serials.gaps(), []);
    }

    #[test]
    fn a_number_in_two_places_at_once_is_two_units() {
        let flow = Flow::new(vec![on(1, 5, 0, 1, 1), on(2, 2, 3, 4, 1), on(9, 9, 5, 6, 1)]);
        let serials = Serials::of(&flow, vec![(1, 0), (1, 1), (1, 2)]);
        let chains = [Chain { movements: vec![0], units: 1 }, Chain { movements: vec![1, 2], units: 1 }];
        assert_eq!(serials.chains(), chains);
        let gap = |after, before, impossible| Gap { after, before, units: 1, impossible };
        assert_eq!(serials.gaps(), [gap(0, 1, true), gap(1, 2, false)]);
    }

    /// Through an origin and a destination a chain falls into pieces; what passes a site between does not stop there.
    #[test]
    fn pieces_end_at_origins_and_destinations() {
        let flow = Flow::new((0..5).map(|day| on(day, day, day.unsigned_abs(), day.unsigned_abs() + 1, 3)).collect());
        let sides = Sides::new(vec![Role::Between, Role::Origin, Role::Between, Role::Destination], 0..=9);
        let serials = Serials::of(&flow, (0..5).map(|position| (1, position)).collect());
        let pooled = Pooled::of(&flow, &sides, &serials);
        let followed: Vec<(u32, u32, &[u32])> = pooled
            .movements
            .iter()
            .zip(&pooled.sources)
            .filter_map(|(movement, source)| match source {
                Source::Chain { sightings, .. } => Some((movement.from, movement.to, pooled.sightings(*sightings))),
                Source::Movement(_) => None,
            })
            .collect();
        assert_eq!(followed, [(0, 1, &[0][..]), (1, 3, &[1, 2]), (3, 5, &[3, 4])]);
        assert_eq!(pooled.movements.iter().map(|movement| movement.units).sum::<u32>(), 3 + 5 * 2);
    }
}
