//! TRACE-SERIALS and TRACE-TWICE: more serial numbers than units, and numbers that are in two places.

use std::collections::BTreeMap;

use tidewaiter_model::Severity;

use super::site_book::SiteBook;
use super::{About, Case, Check, Found, Outcome, Shipment, days, length, number};

pub(super) struct Count;
pub(super) struct Twice;

static COUNT: About = About {
    code: "TRACE-SERIALS",
    title: "More serial numbers than units",
    what: "Raised for consignments that list more distinct serial numbers than they have units, and than they have chips.",
    why: "Either the quantity is too small or the numbers are not of these goods; the bounds count units and not numbers.",
    innocent: "numbers of systems beside those of their boards, of packages, or of power supplies and cables.",
    example: "Raised: 8 units and 12 numbers. Not raised: one system of eight chips and 8 numbers.",
    needs: "serial numbers",
    cite: "An inference by counting",
    settle: "The packing list, with what each number is of.",
};

static TWICE: About = About {
    code: "TRACE-TWICE",
    title: "The same serial number in two places",
    what: "Raised where a serial number that came in at one site on one paper leaves another site on the next, in less than a day's time, or leaves again from a site to which nothing brought it back. Where all numbers of a consignment, four or more, were shown before on another, it says that the range was used again.",
    why: "One chip is in one place. Numbers shown for goods that are elsewhere, as on dummy servers set up for an inspection, are how a delivery is made to look as if it had stayed.",
    innocent: "a return that went unrecorded, a copy and paste from an earlier paper, or one movement that stands on two papers with other dates.",
    example: "Raised: numbers 1 to 32 from Alder to Birch in May, and again from Alder to Cedar in June. Not raised: from Alder to Birch, back, and on to Cedar.",
    needs: "serial numbers",
    cite: "An inference; staged sites as in the public charges (docs/simulator.md, staged-site)",
    settle: "Pictures of the labels taken on the spot, with day and place, and the maker's warranty register.",
};

impl Check for Count {
    fn about(&self) -> &'static About {
        &COUNT
    }

    fn look(&self, case: &Case<'_>, _: &SiteBook) -> Outcome {
        if case.shipments.iter().all(|s| s.serials.is_empty()) {
            return Outcome::Lacks("serial numbers");
        }
        let mut rows = Vec::new();
        let mut over = 0u64;
        for shipment in case.shipments {
            let numbers = u64::try_from(distinct(shipment).len()).unwrap_or(u64::MAX);
            let units = shipment.units.max(shipment.chips);
            if numbers > units {
                over = over.saturating_add(numbers.saturating_sub(units));
                rows.push(case.row(shipment, format!("{numbers} numbers")).against(&format!("{units} units")));
            }
        }
        let says =
            format!("{} with more serial numbers than units, {over} too many.", number(length(&rows), "consignment"));
        let found = Found { weight: over, severity: Severity::Review, says, evidence: rows };
        Outcome::Found(if over > 0 { vec![found] } else { Vec::new() })
    }
}

fn distinct<'a>(shipment: &Shipment<'a>) -> Vec<&'a str> {
    let mut serials = shipment.serials.clone();
    serials.sort_unstable();
    serials.dedup();
    serials
}

impl Check for Twice {
    fn about(&self) -> &'static About {
        &TWICE
    }

    fn look(&self, case: &Case<'_>, _: &SiteBook) -> Outcome {
        if case.shipments.iter().all(|s| s.serials.is_empty()) {
            return Outcome::Lacks("serial numbers");
        }
        let mut seen: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, shipment) in case.shipments.iter().enumerate().filter(|(_, s)| s.from != s.to) {
            for serial in distinct(shipment) {
                seen.entry(serial).or_default().push(at);
            }
        }
        // By the two papers: how many numbers, and one of them.
        let mut pairs: BTreeMap<(usize, usize), (u64, &str)> = BTreeMap::new();
        for (serial, mut papers) in seen {
            papers.sort_by_key(|at| case.shipments.get(*at).map(|s| (s.departs, s.arrives, s.from, s.to, s.record)));
            for (one, next) in papers.iter().zip(papers.iter().skip(1)) {
                let both = case.shipments.get(*one).zip(case.shipments.get(*next));
                if both.is_some_and(|(one, next)| conflict(one, next)) {
                    let (numbers, _) = pairs.entry((*one, *next)).or_insert((0, serial));
                    *numbers = numbers.saturating_add(1);
                }
            }
        }
        Outcome::Found(pairs.into_iter().filter_map(|(papers, numbers)| told(case, papers, numbers)).collect())
    }
}

/// Can the two papers, the second dated no earlier, not both tell of one chip whose way was recorded?
fn conflict(one: &Shipment<'_>, next: &Shipment<'_>) -> bool {
    let same = (one.from, one.to, one.chips) == (next.from, next.to, next.chips);
    // Dated apart by the days of one voyage, they may be two papers of one movement.
    let doubled = same && days(one.departs.last(), next.departs.first()) <= 10;
    let before = one.departs == next.departs && next.to == one.from;
    let elsewhere = next.from != one.to && !before;
    elsewhere && !doubled && (next.from == one.from || next.departs.last() <= one.arrives.first())
}

fn told(case: &Case<'_>, (one, next): (usize, usize), (numbers, serial): (u64, &str)) -> Option<Found> {
    let (one, next) = (case.shipments.get(one)?, case.shipments.get(next)?);
    let listed = u64::try_from(distinct(next).len()).unwrap_or(u64::MAX);
    let range = if numbers >= 4 && numbers == listed { "all numbers of a consignment, " } else { "" };
    let how = if next.from == one.from {
        "without a record that brought them back"
    } else {
        "on a day on which they were elsewhere"
    };
    let says = format!(
        "{range}{} that went from {} to {} ({}) left {} for {} ({}) {how}.",
        number(numbers, "serial number"),
        case.site(one.from),
        case.site(one.to),
        one.departs,
        case.site(next.from),
        case.site(next.to),
        next.departs
    );
    let mut says = says;
    if let Some(first) = says.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let evidence = vec![case.row(one, format!("serial {serial}")), case.row(next, format!("serial {serial}"))];
    Some(Found { weight: numbers, severity: Severity::Review, says, evidence })
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    fn with(world: World, from: &'static str, to: &'static str, day: &str, serials: &[&'static str]) -> World {
        world.move_with(from, to, day, 4, |s| s.serials = serials.to_vec())
    }

    #[test]
    fn more_numbers_than_units_or_chips() {
        let code = "TRACE-SERIALS";
        assert!(with(World::new(), "A", "B", "2025-05-01", &["1", "2", "3", "4", "4"]).told(code).is_empty());
        assert_eq!(
            with(World::new(), "A", "B", "2025-05-01", &["1", "2", "3", "4", "5"]).told(code),
            ["review: 1 consignment with more serial numbers than units, 1 too many."]
        );
        assert_eq!(World::new().lack(code), "serial numbers");
    }

    #[test]
    fn sent_again_without_a_return() {
        let code = "TRACE-TWICE";
        let numbers = ["1", "2", "3", "4"];
        let once = || with(World::new(), "A", "B", "2025-05-01", &numbers);
        let again = with(once(), "A", "C", "2025-06-01", &numbers).told(code);
        assert_eq!(
            again,
            ["review: All numbers of a consignment, 4 serial numbers that went from A to B (2025-05-01) left A for C \
              (2025-06-01) without a record that brought them back."]
        );
        let back = with(with(once(), "B", "A", "2025-05-20", &numbers), "A", "C", "2025-06-01", &numbers);
        assert!(back.told(code).is_empty());
        assert!(with(once(), "A", "B", "2025-05-09", &numbers).told(code).is_empty(), "two papers of one movement");
        assert_eq!(with(once(), "A", "B", "2025-08-01", &numbers).told(code).len(), 1);
    }

    #[test]
    fn in_two_places_on_one_day() {
        let code = "TRACE-TWICE";
        let once = || with(World::new(), "A", "B", "2025-05-01", &["1"]);
        let told = with(once(), "X", "Y", "2025-05-01", &["1"]).told(code);
        assert!(
            told[0].starts_with("review: 1 serial number that went")
                && told[0].contains("on a day on which they were elsewhere")
        );
        // Sighted elsewhere weeks later: an unrecorded movement, which the chain of the interval tells.
        assert!(with(once(), "X", "Y", "2025-06-01", &["1"]).told(code).is_empty());
    }
}
