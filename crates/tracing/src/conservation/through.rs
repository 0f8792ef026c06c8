//! TRACE-THROUGH: goods that only pass.

use std::collections::VecDeque;

use tidewaiter_model::{Evidence, Severity};

use super::site_book::{SiteBook, chips, numbers};
use super::{About, Case, Check, Found, Outcome, days, median};
use crate::Role;

pub(super) struct Through;

/// Of what came in, the hundredth parts that must have left.
const PASSED_PERCENT: u128 = 90;
/// The greatest median of days between coming in and leaving.
const DWELL_DAYS: i64 = 30;
/// Fewer chips tell nothing: a server or two, resold.
const LEAST: u64 = 16;

static ABOUT: About = About {
    code: "TRACE-THROUGH",
    title: "Goods that only pass through",
    what: "Raised for a site between the origins and the destinations that received 16 chips or more and shipped on 90 % of them or more, half of them within 30 days (first in, first out). A review where at least half of what left went to another country than the site's, else a note.",
    why: "A party that buys accelerators to use them keeps them. What comes in and leaves soon after was bought for somebody else, who is then the one to ask about. Of charged routes it is known that goods were sent on within weeks; the bars are a rule of thumb.",
    innocent: "this is what distributors, forwarders and merchants do for a living, and so does a company that consolidates deliveries or returns goods for repair.",
    example: "Raised: 100 in, 98 out after a median of 9 days, to another country. Not raised: 100 in, 40 out.",
    needs: "consignments into and out of the site, with days",
    cite: "An inference; in about equals out, as in Li and others, FlowScope, AAAI 2020",
    settle: "For whom the party bought: the order behind each delivery, and the end user's own confirmation.",
};

impl Check for Through {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn look(&self, case: &Case<'_>, book: &SiteBook) -> Outcome {
        let between = numbers(case).filter(|site| case.sides.role(*site) == Role::Between);
        Outcome::Found(between.filter_map(|site| passed(case, book, site)).collect())
    }
}

/// How many days each chip stayed that came in and left, first in, first out, with the number of chips.
pub(super) fn dwell(case: &Case<'_>, book: &SiteBook, site: u32) -> Vec<(i64, u64)> {
    let mut stock: VecDeque<_> = book.into(case, site).map(|s| (s.arrives.first(), s.chips)).collect();
    let mut stays = Vec::new();
    for leaving in book.out(case, site) {
        let (mut left, day) = (leaving.chips, leaving.departs.last());
        while left > 0
            && let Some((arrived, there)) = stock.front_mut().filter(|(arrived, _)| *arrived <= day)
        {
            let taken = left.min(*there);
            stays.push((days(*arrived, day), taken));
            left = left.saturating_sub(taken);
            *there = there.saturating_sub(taken);
            if *there == 0 {
                stock.pop_front();
            }
        }
    }
    stays
}

fn passed(case: &Case<'_>, book: &SiteBook, site: u32) -> Option<Found> {
    let (into, out) = (chips(book.into(case, site)), chips(book.out(case, site)));
    let enough = u128::from(out).saturating_mul(100) >= u128::from(into).saturating_mul(PASSED_PERCENT);
    if into < LEAST || !enough {
        return None;
    }
    let stays = dwell(case, book, site);
    let matched = stays.iter().fold(0u64, |sum, (_, chips)| sum.saturating_add(*chips));
    let typical = median(stays)?;
    let soon = u128::from(matched).saturating_mul(100) >= u128::from(into).saturating_mul(PASSED_PERCENT);
    if typical > DWELL_DAYS || !soon {
        return None;
    }
    let here = case.country(site);
    let abroad =
        chips(book.out(case, site).filter(|s| here.is_some() && case.country(s.to).is_some_and(|to| Some(to) != here)));
    let percent = u128::from(matched).saturating_mul(100).checked_div(u128::from(into))?;
    let says = format!(
        "{}: {into} chips came in and {out} left; {matched} of those that came in left after them ({percent} %), half within {typical} \
         days by first in, first out; {abroad} went to another country.",
        case.site(site)
    );
    let mut evidence = vec![
        Evidence::new("left of what came in", format!("{percent} %"), "the records")
            .against(&format!("{PASSED_PERCENT} %")),
        Evidence::new("median stay", format!("{typical} days"), "the records").against(&format!("{DWELL_DAYS} days")),
    ];
    evidence.extend(book.out(case, site).map(|s| case.row(s, format!("{} chips out", s.chips))));
    let review = abroad.saturating_mul(2) >= out;
    Some(Found { weight: into, severity: if review { Severity::Review } else { Severity::Note }, says, evidence })
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;

    fn world(left: &str, to: &'static str, chips: u64) -> Vec<String> {
        World::new().moves("A/US", "B/SG", "2025-05-01", 20).moves("B/SG", to, left, chips).told("TRACE-THROUGH")
    }

    #[test]
    fn soon_and_nearly_all() {
        assert_eq!(
            world("2025-05-10", "C/CN", 19),
            [
                "review: B (SG): 20 chips came in and 19 left; 19 of those that came in left after them (95 %), half within 9 \
              days by first in, first out; 19 went to another country."
            ]
        );
        assert!(world("2025-05-10", "C/SG", 18)[0].starts_with("note"));
        assert!(world("2025-05-10", "C/CN", 17).is_empty());
        assert_eq!(world("2025-05-31", "C/CN", 20).len(), 1);
        assert!(world("2025-06-01", "C/CN", 20).is_empty(), "31 days");
        assert!(world("2025-04-30", "C/CN", 20).is_empty(), "it left before");
    }

    #[test]
    fn neither_origins_nor_destinations_nor_few() {
        let world = World::new().moves("A/US", "B/SG", "2025-05-01", 15).moves("B/SG", "C/CN", "2025-05-02", 15);
        assert!(world.told("TRACE-THROUGH").is_empty());
        let world = World::new().moves("A/US", "B/SG", "2025-05-01", 20).moves("B/SG", "C/CN", "2025-05-02", 20);
        assert!(world.role("B/SG", Role::Origin).told("TRACE-THROUGH").is_empty());
    }
}
