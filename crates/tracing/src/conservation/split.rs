//! TRACE-SPLIT: several consignments just below an amount.

use std::collections::BTreeMap;

use tidewaiter_model::{Evidence, Severity};

use super::site_book::SiteBook;
use super::{About, Case, Check, Found, Limit, Outcome, Shipment, days};

pub(super) struct Split;

/// Consignments that make a row of them.
const LEAST: usize = 3;
/// Days within which they leave.
const WITHIN: i64 = 30;
/// Hundredth parts of the limit from which a consignment is just below it.
const NEAR_PERCENT: u128 = 60;

static ABOUT: About = About {
    code: "TRACE-SPLIT",
    title: "Several consignments just below an amount",
    what: "Raised where three or more consignments from one site to another leave within 30 days, each with 60 % or more of an amount from which more is asked, none with all of it, and together with more than it.",
    why: "Where more is asked from an amount on, a delivery may be cut to stay below. Three in a month, each near the amount, are seldom chance; small consignments, which any shop sends, are left out by the 60 %. The bars are a rule of thumb.",
    innocent: "standing orders of an equal size, the capacity of a crate, a maker's allocation, or payment by instalments.",
    example: "Raised: four consignments of 1,600 within two weeks, where 1,700 are the amount. Not raised: twenty of 8.",
    needs: "the amount and the rule that it comes from",
    cite: "An inference; the evidence names the rule of the amount",
    settle: "The order behind them: one or several, and who set the lots.",
};

impl Check for Split {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn look(&self, case: &Case<'_>, _: &SiteBook) -> Outcome {
        if case.known.limits.is_empty() {
            return Outcome::Lacks("an amount from which more is asked of a consignment");
        }
        Outcome::Found(case.known.limits.iter().flat_map(|limit| under(case, limit)).collect())
    }
}

fn under(case: &Case<'_>, limit: &Limit) -> Vec<Found> {
    let near = |s: &&Shipment<'_>| {
        s.chips < limit.chips
            && u128::from(s.chips).saturating_mul(100) >= u128::from(limit.chips).saturating_mul(NEAR_PERCENT)
    };
    let mut pairs: BTreeMap<(u32, u32), Vec<&Shipment<'_>>> = BTreeMap::new();
    for shipment in case.shipments.iter().filter(near) {
        pairs.entry((shipment.from, shipment.to)).or_default().push(shipment);
    }
    let mut found = Vec::new();
    for ((from, to), mut shipments) in pairs {
        shipments.sort_by_key(|s| (s.departs.last(), s.record));
        let Some(run) = longest(&shipments) else { continue };
        let all = super::site_book::chips(run.iter().copied());
        if all < limit.chips {
            continue;
        }
        let says = format!(
            "{} sent {} {} consignments within {WITHIN} days, each below {} chips ({}), with {all} chips together.",
            case.site(from),
            case.site(to),
            run.len(),
            limit.chips,
            limit.name
        );
        let mut evidence =
            vec![Evidence::new(limit.name.clone(), format!("{} chips", limit.chips), limit.cite.clone())];
        evidence.extend(run.iter().map(|s| case.row(s, format!("{} chips", s.chips)).against(&limit.chips)));
        found.push(Found { weight: all, severity: Severity::Review, says, evidence });
    }
    found
}

/// The longest run within the days; `None` where it is too short.
fn longest<'a, 'b>(shipments: &'b [&'a Shipment<'a>]) -> Option<&'b [&'a Shipment<'a>]> {
    let run = |(at, first): (usize, &&Shipment<'_>)| {
        let rest = shipments.get(at..)?;
        let length = rest.partition_point(|s| days(first.departs.last(), s.departs.last()) <= WITHIN);
        rest.get(..length)
    };
    let best = shipments.iter().enumerate().filter_map(run).rev().max_by_key(|run| run.len())?;
    (best.len() >= LEAST).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;

    fn world(days: [&str; 3], chips: u64) -> Vec<String> {
        let limit = Limit { chips: 100, name: "a notice".into(), cite: "an invented rule".into() };
        days.into_iter()
            .fold(World::new(), |world, day| world.moves("A", "B", day, chips))
            .moves("A", "B", "2025-05-02", 100)
            .moves("A", "B", "2025-05-02", 8)
            .known(|k| k.limits.push(limit))
            .told("TRACE-SPLIT")
    }

    #[test]
    fn three_near_it_within_a_month() {
        assert_eq!(
            world(["2025-05-01", "2025-05-20", "2025-05-31"], 60),
            [
                "review: A sent B 3 consignments within 30 days, each below 100 chips (a notice), with 180 chips together."
            ]
        );
        assert!(world(["2025-05-01", "2025-05-20", "2025-06-01"], 60).is_empty());
        assert!(world(["2025-05-01", "2025-05-02", "2025-05-03"], 59).is_empty());
        assert_eq!(World::new().lack("TRACE-SPLIT"), "an amount from which more is asked of a consignment");
    }
}
