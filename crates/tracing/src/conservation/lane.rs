//! TRACE-LANE: a new way for goods right after a control took effect.

use std::collections::BTreeMap;

use tidewaiter_model::{Country, Date, Evidence, Severity};

use super::site_book::SiteBook;
use super::{About, Case, Check, Control, Found, Outcome, Shipment, days};

pub(super) struct Lane;

/// Days of records before the control without the lane, and after it within which it begins.
const DAYS: i64 = 180;
/// Fewer chips tell nothing.
const LEAST: u64 = 16;

static ABOUT: About = About {
    code: "TRACE-LANE",
    title: "A new way for goods right after a control took effect",
    what: "Raised for two countries between which 16 chips or more moved within 180 days after a control of the item took effect, the first of them after it, where the records reach back 180 days or more before it and show none between the two.",
    why: "When a way is closed goods look for another. The half year is about what it takes to set up a company and a line of supply; it is a rule of thumb.",
    innocent: "new data centres, a distributor that moved its store, a product that was launched then, or records that begin to cover the country then.",
    example: "Raised: the first consignments from Singapore to Malaysia six weeks after a control, in records of two years. Not raised: a lane that was used before.",
    needs: "days on which controls took effect, and records from 180 days before",
    cite: "An inference; guidance of the Bureau of Industry and Security of 13 May 2025 on diversion names companies that began after 2022",
    settle: "Who the new receivers are, since when, and for what the chips are used.",
};

impl Check for Lane {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn look(&self, case: &Case<'_>, book: &SiteBook) -> Outcome {
        let Some((begin, _)) = book.span else { return Outcome::Found(Vec::new()) };
        let covered: Vec<&Control> =
            case.known.controls.iter().filter(|control| days(begin, control.day) >= DAYS).collect();
        if covered.is_empty() {
            return Outcome::Lacks("a control of the item with records from 180 days before it");
        }
        let mut lanes: BTreeMap<(Country, Country), Vec<&Shipment<'_>>> = BTreeMap::new();
        for shipment in case.shipments {
            if let (Some(from), Some(to)) = (case.country(shipment.from), case.country(shipment.to))
                && from != to
            {
                lanes.entry((from, to)).or_default().push(shipment);
            }
        }
        Outcome::Found(lanes.into_iter().filter_map(|(lane, all)| opened(case, lane, &all, &covered, begin)).collect())
    }
}

fn opened(
    case: &Case<'_>,
    (from, to): (Country, Country),
    all: &[&Shipment<'_>],
    controls: &[&Control],
    begin: Date,
) -> Option<Found> {
    let first = all.iter().map(|s| s.departs.first()).min()?;
    let control =
        controls.iter().filter(|control| (0..=DAYS).contains(&days(control.day, first))).max_by_key(|c| c.day)?;
    let soon: Vec<_> = all.iter().copied().filter(|s| days(control.day, s.departs.first()) <= DAYS).collect();
    let chips = super::site_book::chips(soon.iter().copied());
    if chips < LEAST {
        return None;
    }
    let says = format!(
        "From {from} to {to} {chips} chips moved within {DAYS} days after {} of {}, the first {} days after it; the records \
         begin on {begin} and show none before.",
        control.name,
        control.day,
        days(control.day, first)
    );
    let mut evidence = vec![Evidence::new(control.name.clone(), control.day.to_string(), control.cite.clone())];
    evidence.extend(soon.iter().map(|s| case.row(s, format!("{} chips", s.chips))));
    Some(Found { weight: chips, severity: Severity::Review, says, evidence })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, day};
    use super::*;

    fn world(begins: &str, first: &str, chips: u64) -> World {
        let control = Control { day: day("2025-05-13"), name: "the rule".into(), cite: "an invented rule".into() };
        World::new()
            .moves("A/US", "B/SG", begins, 8)
            .moves("B/SG", "C/MY", first, chips)
            .known(|k| k.controls.push(control))
    }

    #[test]
    fn first_used_after_it() {
        let code = "TRACE-LANE";
        assert_eq!(
            world("2024-01-01", "2025-06-12", 16).told(code),
            [
                "review: From SG to MY 16 chips moved within 180 days after the rule of 2025-05-13, the first 30 days after it; the \
              records begin on 2024-01-01 and show none before."
            ]
        );
        assert!(world("2024-01-01", "2025-06-12", 15).told(code).is_empty());
        assert!(world("2024-01-01", "2025-05-12", 16).told(code).is_empty(), "the day before");
        assert!(world("2024-01-01", "2025-11-10", 16).told(code).is_empty(), "181 days after");
        assert!(world("2025-01-01", "2025-06-12", 16).lack(code).starts_with("a control of the item"));
    }
}
