//! TRACE-CIRCLE: goods back where they were.

use std::collections::BTreeMap;

use tidewaiter_model::Severity;

use super::site_book::{SiteBook, numbers};
use super::{About, Case, Check, Found, Outcome, Shipment, days};
use crate::Role;

pub(super) struct Circle;

/// Days from leaving to coming back.
const WITHIN: i64 = 90;
/// Fewer units go back for repair every day.
const LEAST: u64 = 4;
/// Of what left, the hundredth parts that come back.
const BACK_PERCENT: u128 = 50;
/// Onward movements looked at from one, and in all, so that hubs with thousands do not hold up the answer.
const LOOKED_AT: usize = 200;
const LOOKS: usize = 20_000_000;

static ABOUT: About = About {
    code: "TRACE-CIRCLE",
    title: "Goods that come back to where they were",
    what: "Raised where 4 chips or more leave a site and at least half as many, and no more, come back to it within 90 days from the site that they went to, or from a third that had them from there. Of a site with very many consignments only the next 200 after each are looked at. A note where they come back to an origin.",
    why: "Sales in a circle make trade where there is none, and move goods past a count. Ninety days is a quarter's books; a rule of thumb.",
    innocent: "repair and exchange, goods on loan or on show, a cancelled order, processing for hire.",
    example: "Raised: 40 from Alder to Birch, 40 from Birch to Cedar, 38 from Cedar to Alder within two months. Not raised: 2 back for repair.",
    needs: "consignments with days",
    cite: "An inference",
    settle: "Payments on each leg, and whether the same serial numbers came back.",
};

impl Check for Circle {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn look(&self, case: &Case<'_>, book: &SiteBook) -> Outcome {
        // One finding for the sites of a circle, however often it is gone round.
        let mut circles: BTreeMap<Vec<u32>, Found> = BTreeMap::new();
        let mut looks = LOOKS;
        for site in numbers(case) {
            for out in book.out(case, site).filter(|s| s.chips >= LEAST) {
                let Some(way) = back(case, book, site, out, &mut looks) else { continue };
                let mut sites: Vec<u32> = way.iter().map(|s| s.from).collect();
                sites.sort_unstable();
                let found = told(case, site, &way);
                let known = circles.get(&sites);
                if known.is_none_or(|known| (known.severity, known.weight) < (found.severity, found.weight)) {
                    circles.insert(sites, found);
                }
            }
        }
        if looks == 0 && circles.is_empty() {
            return Outcome::Lacks("fewer records, or a narrower question: the search was broken off");
        }
        Outcome::Found(circles.into_values().collect())
    }
}

/// How the goods of a movement can have come back, by the fewest and then the earliest steps.
fn back<'a>(
    case: &Case<'a>,
    book: &'a SiteBook,
    site: u32,
    out: &'a Shipment<'a>,
    looks: &mut usize,
) -> Option<Vec<&'a Shipment<'a>>> {
    let alike = |units: u64| {
        units <= out.chips
            && u128::from(units).saturating_mul(100) >= u128::from(out.chips).saturating_mul(BACK_PERCENT)
    };
    let in_time = |next: &Shipment<'_>| days(out.departs.last(), next.arrives.first()) <= WITHIN;
    let mut onward = |one: &'a Shipment<'a>| -> Vec<&'a Shipment<'a>> {
        let next = book.out_since(case, one.to, one.arrives.first()).take(LOOKED_AT.min(*looks));
        let next: Vec<_> = next.take_while(|next| days(out.departs.last(), next.departs.last()) <= WITHIN).collect();
        *looks = looks.saturating_sub(next.len().saturating_add(1));
        next.into_iter().filter(|next| in_time(next) && alike(next.chips)).collect()
    };
    let first = onward(out);
    if let Some(home) = first.iter().find(|next| next.to == site) {
        return Some(vec![out, home]);
    }
    first.into_iter().find_map(|next| {
        let home = onward(next).into_iter().find(|home| home.to == site)?;
        Some(vec![out, next, home])
    })
}

fn told(case: &Case<'_>, site: u32, way: &[&Shipment<'_>]) -> Found {
    let steps: Vec<String> =
        way.iter().map(|s| format!("{} to {} on {}", s.chips, case.site(s.to), s.departs)).collect();
    let chips = way.last().map_or(0, |home| home.chips);
    let origin = way.iter().any(|s| case.sides.role(s.from) == Role::Origin);
    Found {
        weight: chips,
        severity: if origin { Severity::Note } else { Severity::Review },
        says: format!("From {} and back: {}.", case.site(site), steps.join(", ")),
        evidence: way.iter().map(|s| case.row(s, format!("{} chips", s.chips))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;

    const CODE: &str = "TRACE-CIRCLE";

    #[test]
    fn over_one_or_two_others() {
        let there = || World::new().moves("A", "B", "2025-05-01", 40);
        assert_eq!(
            there().moves("B", "A", "2025-07-30", 20).told(CODE),
            ["review: From A and back: 40 to B on 2025-05-01, 20 to A on 2025-07-30."]
        );
        assert!(there().moves("B", "A", "2025-07-31", 20).told(CODE).is_empty(), "91 days");
        assert!(there().moves("B", "A", "2025-07-30", 19).told(CODE).is_empty());
        assert!(there().moves("B", "A", "2025-04-30", 20).told(CODE).is_empty(), "it came back before it went");
        let round = there().moves("B", "C", "2025-05-20", 40).moves("C", "A", "2025-06-10", 38);
        assert_eq!(round.told(CODE).len(), 1);
        assert!(round.role("A", Role::Origin).told(CODE)[0].starts_with("note"));
        assert!(there().moves("B", "C", "2025-05-20", 40).moves("C", "D", "2025-06-10", 38).told(CODE).is_empty());
    }
}
