//! Bounds cut at the limits of the rules.
//!
//! In three values "PD of 5.92 or more" and "PD below 5.92" are both unknown for a PD of 4.8 to 9.6, and so is "one of
//! both", although one of both holds for certain. So where bounds leave an answer open, they are cut into the limits
//! inside them and the values between; what comes out the same in all of these is the answer.

use tidewaiter_model::{Decimal, Range, Truth};

use crate::expr::Number;
use crate::facts::Facts;
use crate::program::{Do, Program, near};

/// Most combinations tried; beyond that the answer stays open.
const MOST: usize = 512;

/// The truth of every step, as exact as the bounds allow.
pub(crate) fn truths(program: &Program, facts: &Facts<'_>) -> Vec<Truth> {
    let mut truths = Vec::new();
    program.run(facts, &mut truths);
    narrow(program, facts, &mut truths, true);
    // A figure that is not the maker's own may lie on either side of a limit within 6 % of it: "4800 or more" and
    // "below 4800" are both unknown, and one of both still holds.
    let widened = facts.widened(|number, range| widen(range, &limits(program, number)));
    narrow(program, &widened, &mut truths, false);
    truths
}

/// Settle what is open and comes out the same wherever within the bounds the figures lie.
fn narrow(program: &Program, facts: &Facts<'_>, truths: &mut [Truth], density_follows: bool) {
    let bounded = |n: &Number| facts.number(*n).0.exact().is_none() && !facts.number(*n).0.is_unknown();
    let cut: Vec<Number> = [Number::Tpp, Number::Io, Number::Dram, Number::Pd].into_iter().filter(bounded).collect();
    let open = |active: &crate::program::Active| truths.get(active.step).is_some_and(|t| t.is_unknown());
    if cut.is_empty() || !program.active.iter().any(open) {
        return;
    }
    for (truth, agreed) in truths.iter_mut().zip(agreed(program, facts, &cut, density_follows).unwrap_or_default()) {
        if truth.is_unknown() {
            *truth = agreed;
        }
    }
}

/// A range that also holds a value on the far side of each limit within 6 % of its ends.
fn widen(range: &Range, limits: &[Decimal]) -> Range {
    let near = |end: Decimal| limits.iter().copied().filter(move |limit| near(*limit, end));
    let beyond = |limit: &Decimal| limit.saturating_add(Decimal::new(1, 6));
    let before = |limit: &Decimal| limit.saturating_sub(Decimal::new(1, 6)).max(Decimal::ZERO);
    let lower = range.lower().map(|end| near(end).map(|l| before(&l)).fold(end, Decimal::min));
    let upper = range.upper().map(|end| near(end).map(|l| beyond(&l)).fold(end, Decimal::max));
    Range::from_bounds(lower, upper)
}

/// What comes out the same in every combination; `None` where there are too many.
fn agreed<'a>(program: &Program, facts: &Facts<'a>, cut: &[Number], density_follows: bool) -> Option<Vec<Truth>> {
    // Performance density follows from the performance where the area is known.
    let area = facts.number(Number::DieArea).0.exact().filter(|area| density_follows && !area.is_zero());
    let mut cases = vec![facts.clone()];
    for number in cut.iter().filter(|n| **n != Number::Pd || area.is_none()) {
        let mut limits = limits(program, *number);
        if let (Number::Tpp, Some(area)) = (number, area) {
            limits.extend(limits_times(program, area));
        }
        let points = points(&facts.number(*number).0, limits);
        if cases.len().checked_mul(points.len())? > MOST {
            return None;
        }
        let each = |case: Facts<'a>| points.iter().map(|p| case.with(*number, Range::exactly(*p))).collect::<Vec<_>>();
        cases = cases.into_iter().flat_map(each).collect();
    }
    if area.is_some() {
        cases.iter_mut().for_each(Facts::follow);
    }
    let mut agreed: Option<Vec<Truth>> = None;
    let mut found = Vec::new();
    for case in &cases {
        program.run(case, &mut found);
        match &mut agreed {
            None => agreed = Some(found.clone()),
            Some(all) => {
                all.iter_mut().zip(&found).filter(|(a, b)| a != b).for_each(|(a, _)| *a = Truth::Unknown);
            }
        }
    }
    agreed
}

/// The limits that a number alone is held against.
fn limits(program: &Program, number: Number) -> Vec<Decimal> {
    let limit = |step: &Do| match step {
        Do::Compare(c) if c.numbers == [number] => Some(c.limit),
        _ => None,
    };
    program.steps.iter().filter_map(limit).collect()
}

/// The performances at which the density reaches one of its limits.
fn limits_times(program: &Program, area: Decimal) -> Vec<Decimal> {
    limits(program, Number::Pd).into_iter().filter_map(|limit| limit.checked_mul(area)).collect()
}

/// The ends of the bounds, the limits within, and a value between each two. Without a lower bound it is zero; without
/// an upper one the last limit passed stands for all beyond.
fn points(range: &Range, mut limits: Vec<Decimal>) -> Vec<Decimal> {
    let lower = range.lower().unwrap_or_default();
    let beyond = limits.iter().copied().max().unwrap_or_default().max(lower).saturating_add(Decimal::ONE_THOUSAND);
    let upper = range.upper().unwrap_or_else(|| beyond.saturating_mul(Decimal::TWO));
    limits.retain(|limit| lower < *limit && *limit < upper);
    limits.extend([lower, upper]);
    limits.sort_unstable();
    limits.dedup();
    let between = limits.windows(2).filter_map(|pair| match pair {
        [a, b] => a.checked_add(*b).and_then(|sum| sum.checked_div(Decimal::TWO)),
        _ => None,
    });
    let mut points: Vec<Decimal> = between.collect();
    points.extend(limits);
    points
}
