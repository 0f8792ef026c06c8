//! The definition as an integer program: variables are the coloured units on a movement, drawn for a serial chain, and in
//! a site's stock at the end of a day.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use proptest::prelude::*;
use tidewaiter_tracing::{Certificate, Counted, CutTerm, Extreme, Movement, Role};

use crate::World;

/// A sum of variables and a constant.
#[derive(Clone, Debug, Default)]
struct Sum {
    variables: Vec<(usize, f64)>,
    constant: f64,
}

impl Sum {
    fn plus(&mut self, other: &Self, sign: f64) {
        self.variables.extend(other.variables.iter().map(|(variable, factor)| (*variable, sign * factor)));
        self.constant += sign * other.constant;
    }
}

#[derive(Clone, Debug)]
pub struct Program {
    /// The greatest value of each variable; the least is 0.
    ranges: Vec<u64>,
    /// A sum that is 0 or, where so marked, at least 0.
    rules: Vec<(Sum, ComparisonOp)>,
    certain: Sum,
    possible: Sum,
    on: Vec<Sum>,
    ends: BTreeMap<u32, Sum>,
    stocks: BTreeMap<(u32, i32), u64>,
    short: BTreeMap<(u32, i32), u64>,
    units: Vec<u64>,
    pooled: Vec<u64>,
    world: World,
}

/// What comes to and leaves the stock of a site on a day that is not followed by serial number.
#[derive(Clone, Debug, Default)]
struct Day {
    coming: (u64, Sum),
    leaving: (u64, Sum),
}

impl Program {
    pub fn of(world: &World, unrecorded: u64, missing_may_be_coloured: bool) -> Self {
        let movements = world.flow.movements();
        let units: Vec<u64> = movements.iter().map(|m| u64::from(m.units)).collect();
        let mut program = Self {
            ranges: Vec::new(),
            rules: Vec::new(),
            certain: Sum::default(),
            possible: Sum::default(),
            on: vec![Sum::default(); movements.len()],
            ends: BTreeMap::new(),
            stocks: BTreeMap::new(),
            short: BTreeMap::new(),
            pooled: units.clone(),
            units,
            world: world.clone(),
        };
        let mut days: BTreeMap<(u32, i32), Day> = BTreeMap::new();
        program.chains(&mut days);
        for (place, movement) in movements.iter().enumerate() {
            let units = program.pooled[place];
            let coloured = program.coloured(movement, units);
            program.enter(movement, &coloured);
            program.on[place].plus(&coloured, 1.0);
            leave(&mut days, movement, units, &coloured);
            come(&mut days, movement, units, &coloured);
        }
        program.stocks(&days, unrecorded, missing_may_be_coloured);
        program
    }

    fn role(&self, site: u32) -> Role {
        self.world.sides.role(site)
    }

    fn variable(&mut self, most: u64) -> Sum {
        self.ranges.push(most);
        Sum { variables: vec![(self.ranges.len() - 1, 1.0)], constant: 0.0 }
    }

    /// Units from an origin are coloured, from a destination they are not, and from between, who knows.
    fn coloured(&mut self, movement: &Movement, units: u64) -> Sum {
        match self.role(movement.from) {
            Role::Origin => Sum { variables: Vec::new(), constant: units as f64 },
            Role::Destination => Sum::default(),
            Role::Between => self.variable(units),
        }
    }

    /// A unit with a number keeps its colour from sighting to sighting.
    fn chains(&mut self, days: &mut BTreeMap<(u32, i32), Day>) {
        for chain in self.world.serials.clone().chains() {
            let units = u64::from(chain.units);
            let seen: Vec<Movement> =
                chain.movements.iter().map(|m| self.world.flow.movements()[*m as usize]).collect();
            let mut followed: Option<Sum> = None;
            for (sighting, movement) in seen.iter().enumerate() {
                let between = self.role(movement.from) == Role::Between;
                let coloured = match followed.take().filter(|_| between) {
                    Some(coloured) => coloured,
                    None => {
                        let coloured = self.coloured(movement, units);
                        leave(days, movement, units, &coloured);
                        coloured
                    }
                };
                let place = chain.movements[sighting] as usize;
                self.on[place].plus(&coloured, 1.0);
                self.pooled[place] -= units;
                self.enter(movement, &coloured);
                let on = seen.get(sighting + 1).is_some_and(|next| self.role(next.from) == Role::Between);
                if on && self.role(movement.to) == Role::Between {
                    followed = Some(coloured);
                } else {
                    come(days, movement, units, &coloured);
                }
            }
        }
    }

    /// Count what comes into a destination from elsewhere.
    fn enter(&mut self, movement: &Movement, coloured: &Sum) {
        if self.role(movement.to) != Role::Destination || self.role(movement.from) == Role::Destination {
            return;
        }
        let doubtful = self.world.assumed.doubtful.contains(&movement.record);
        if doubtful || self.world.sides.counts(movement.arrives) {
            self.possible.plus(coloured, 1.0);
            if !doubtful {
                self.certain.plus(coloured, 1.0);
            }
        }
    }

    fn stocks(&mut self, days: &BTreeMap<(u32, i32), Day>, unrecorded: u64, missing_may_be_coloured: bool) {
        let mut stock: BTreeMap<u32, (u64, Sum)> = BTreeMap::new();
        for (site, day) in days.keys().copied() {
            if self.role(site) != Role::Between {
                continue;
            }
            let (mut units, mut coloured) = stock.remove(&site).unwrap_or_else(|| {
                let initial = self
                    .world
                    .assumed
                    .initial
                    .iter()
                    .filter(|(at, _)| *at == site)
                    .map(|(_, units)| u64::from(*units))
                    .sum();
                (initial, if unrecorded > 0 { self.variable(unrecorded) } else { Sum::default() })
            });
            let Day { coming, leaving } = &days[&(site, day)];
            units += coming.0;
            coloured.plus(&coming.1, 1.0);
            let short = leaving.0.saturating_sub(units);
            if short > 0 {
                self.short.insert((site, day), short);
                if missing_may_be_coloured {
                    let missing = self.variable(short);
                    coloured.plus(&missing, 1.0);
                }
            }
            units = units + short - leaving.0;
            coloured.plus(&leaving.1, -1.0);
            let after = self.variable(units + unrecorded);
            coloured.plus(&after, -1.0);
            self.rules.push((coloured, ComparisonOp::Eq));
            self.stocks.insert((site, day), units);
            self.ends.insert(site, after.clone());
            stock.insert(site, (units, after));
        }
    }

    fn solve(&self, goal: &Sum, direction: OptimizationDirection) -> Option<u64> {
        let mut problem = Problem::new(direction);
        let mut factors = vec![0.0; self.ranges.len()];
        for (variable, factor) in &goal.variables {
            factors[*variable] += factor;
        }
        let variables: Vec<Variable> = factors
            .iter()
            .zip(&self.ranges)
            .map(|(factor, most)| problem.add_integer_var(*factor, (0, *most as i32)))
            .collect();
        for (sum, operator) in &self.rules {
            let mut factors: BTreeMap<usize, f64> = BTreeMap::new();
            for (variable, factor) in &sum.variables {
                *factors.entry(*variable).or_default() += factor;
            }
            let terms: Vec<(Variable, f64)> =
                factors.into_iter().map(|(variable, factor)| (variables[variable], factor)).collect();
            if terms.is_empty() {
                let holds =
                    if matches!(operator, ComparisonOp::Eq) { sum.constant == 0.0 } else { sum.constant >= 0.0 };
                if !holds {
                    return None;
                }
                continue;
            }
            problem.add_constraint(terms, *operator, -sum.constant);
        }
        let solution = problem.solve().ok()?.into_solution().ok()?;
        let value = solution.objective() + goal.constant;
        assert!((value - value.round()).abs() < 1e-6);
        Some(value.round() as u64)
    }

    pub fn least(&self) -> u64 {
        self.solve(&self.certain, OptimizationDirection::Minimize).unwrap()
    }

    pub fn most(&self) -> u64 {
        self.solve(&self.possible, OptimizationDirection::Maximize).unwrap()
    }

    pub fn reached(&self, extreme: Extreme) -> Option<u64> {
        match extreme {
            Extreme::Least => self.solve(&self.certain, OptimizationDirection::Minimize),
            Extreme::Most => self.solve(&self.possible, OptimizationDirection::Maximize),
        }
    }

    pub fn missing(&self) -> u64 {
        self.short.values().sum()
    }

    /// With at least so many coloured units on each movement.
    pub fn with(&self, assignment: &[u32]) -> Self {
        let mut program = self.clone();
        for (sum, units) in self.on.iter().zip(assignment) {
            let mut sum = sum.clone();
            sum.constant -= f64::from(*units);
            program.rules.push((sum, ComparisonOp::Ge));
        }
        program
    }

    /// The interval with as many, or as few, coloured units as can be left at a site.
    pub fn with_stock(&self, site: u32, all: bool) -> (u64, u64) {
        let direction = if all { OptimizationDirection::Maximize } else { OptimizationDirection::Minimize };
        let mut left = self.ends[&site].clone();
        left.constant -= self.solve(&left, direction).unwrap() as f64;
        let mut program = self.clone();
        program.rules.push((left, ComparisonOp::Eq));
        (program.least(), program.most())
    }

    /// Do the terms say what the records say?
    pub fn assert_true(&self, certificate: &Certificate) -> Result<(), TestCaseError> {
        for CutTerm { counted, units } in certificate.plus.iter().chain(&certificate.minus) {
            let recorded = match counted {
                Counted::Movement(place) => self.pooled[*place as usize],
                Counted::Chain(chain) => u64::from(self.world.serials.chains()[*chain as usize].units),
                Counted::Stock { site, day } => self.stocks[&(*site, *day)],
                Counted::Missing { site, day } => self.short[&(*site, *day)],
                Counted::Initial { site } => self
                    .world
                    .assumed
                    .initial
                    .iter()
                    .filter(|(at, _)| at == site)
                    .map(|(_, units)| u64::from(*units))
                    .sum(),
            };
            prop_assert_eq!(*units, recorded);
        }
        prop_assert!(self.pooled.iter().zip(&self.units).all(|(pooled, all)| pooled <= all));
        Ok(())
    }
}

fn leave(days: &mut BTreeMap<(u32, i32), Day>, movement: &Movement, units: u64, coloured: &Sum) {
    let day = days.entry((movement.from, movement.departs)).or_default();
    day.leaving.0 += units;
    day.leaving.1.plus(coloured, 1.0);
}

fn come(days: &mut BTreeMap<(u32, i32), Day>, movement: &Movement, units: u64, coloured: &Sum) {
    let day = days.entry((movement.to, movement.arrives)).or_default();
    day.coming.0 += units;
    day.coming.1.plus(coloured, 1.0);
}
