//! TRACE-RENAMED: goods come in as one thing and leave as another.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use tidewaiter_model::{Evidence, Severity};

use super::site_book::{SiteBook, numbers};
use super::{About, Case, Check, Found, Outcome, Shipment, days, list, number};
use crate::Role;

pub(super) struct Renamed;

/// Days after its coming in within which an equal number counts as perhaps the same goods.
const WITHIN: i64 = 60;
/// Fewer units are equal by chance too often.
const LEAST: u64 = 4;

static ABOUT: About = About {
    code: "TRACE-RENAMED",
    title: "Goods that come in as one thing and leave as another",
    what: "Raised for a site where a serial number comes in on papers of the item and leaves on papers that name something else; where 4 units or more leave as something else, which the site never received, within 60 days after as many of the item came in and were not seen to leave; and where the item leaves under another heading (four digits) of the Harmonized System than any under which it came in. A serial number and an equal number raise a review, another heading a note.",
    why: "A name on a paper is the cheapest thing to change; number, serial and date are not.",
    innocent: "boards built into servers, kits taken apart, countries that classify otherwise, and equal numbers by chance.",
    example: "Raised: 32 H200 in on 3 May, 32 “cooling parts” out on 12 May, from a site that never received cooling parts. Not raised: 8473.30 in, 8473.50 out.",
    needs: "other consignments of the same sites; serial numbers and headings where the records have them",
    cite: "An inference; 15 CFR part 732, Supplement No. 3, asks whether the goods fit their description",
    settle: "What was in the crates: packing list with serial numbers, pictures, the receiver's book.",
};

impl Check for Renamed {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn look(&self, case: &Case<'_>, book: &SiteBook) -> Outcome {
        let others = Others::of(case);
        let sites = numbers(case).filter(|site| case.sides.role(*site) != Role::Origin);
        let found = sites.flat_map(|site| {
            let out = others.out.get(&site).map_or(&[][..], Vec::as_slice);
            let serial = by_serial(case, book, site, out);
            let number = if serial.is_none() { by_number(case, book, site, out, &others) } else { None };
            [serial, number, by_heading(case, book, site)].into_iter().flatten()
        });
        Outcome::Found(found.collect())
    }
}

/// Other movements by the site that they leave, and what each site received.
struct Others<'a> {
    out: BTreeMap<u32, Vec<&'a Shipment<'a>>>,
    received: BTreeSet<(u32, &'a str)>,
}

impl<'a> Others<'a> {
    fn of(case: &Case<'a>) -> Self {
        let mut out: BTreeMap<u32, Vec<&'a Shipment<'a>>> = BTreeMap::new();
        for shipment in case.others.iter().filter(|s| s.from != s.to) {
            out.entry(shipment.from).or_default().push(shipment);
        }
        Self { out, received: case.others.iter().map(|s| (s.to, s.item)).collect() }
    }
}

fn by_serial<'a>(case: &Case<'a>, book: &'a SiteBook, site: u32, out: &[&Shipment<'_>]) -> Option<Found> {
    if out.iter().all(|s| s.serials.is_empty()) {
        return None;
    }
    let mut came: BTreeMap<&str, &Shipment<'a>> = BTreeMap::new();
    for shipment in book.into(case, site) {
        came.extend(shipment.serials.iter().map(|serial| (*serial, shipment)));
    }
    let mut evidence = Vec::new();
    let (mut chips, mut words) = (0u64, Vec::new());
    for leaving in out {
        let known = || leaving.serials.iter().filter_map(|serial| Some((*serial, *came.get(serial)?)));
        let known = || known().filter(|(_, came)| came.arrives.first() <= leaving.departs.last());
        let Some((serial, first)) = known().next() else { continue };
        chips = chips.saturating_add(u64::try_from(known().count()).unwrap_or(u64::MAX));
        words.push(leaving.item);
        evidence.push(case.row(first, format!("serial {serial} came in as “{}”", first.item)));
        evidence.push(case.row(leaving, format!("serial {serial} left as “{}”", leaving.item)));
    }
    let says = format!(
        "{}: {} came in on papers of the item and left on papers that name “{}”.",
        case.site(site),
        number(chips, "serial number"),
        list(words)
    );
    (chips > 0).then_some(Found { weight: chips, severity: Severity::Review, says, evidence })
}

/// What leaves a site, by its number of units and then by day.
struct Leaving<'a> {
    by_units: BTreeMap<u64, VecDeque<&'a Shipment<'a>>>,
}

impl<'a> Leaving<'a> {
    fn of(shipments: impl Iterator<Item = &'a Shipment<'a>>) -> Self {
        let mut by_units: BTreeMap<u64, VecDeque<&Shipment<'_>>> = BTreeMap::new();
        for shipment in shipments {
            by_units.entry(shipment.units).or_default().push_back(shipment);
        }
        for list in by_units.values_mut() {
            list.make_contiguous().sort_by_key(|s| s.departs.last());
        }
        Self { by_units }
    }

    /// Take out the first that leaves with as many units soon after these came in. What comes in is asked for by day, so
    /// that what left before it is of no more use.
    fn take(&mut self, came: &Shipment<'_>) -> Option<&'a Shipment<'a>> {
        let list = self.by_units.get_mut(&came.units)?;
        while list.front().is_some_and(|s| s.departs.last() < came.arrives.first()) {
            list.pop_front();
        }
        let soon = list.front().is_some_and(|s| days(came.arrives.first(), s.departs.last()) <= WITHIN);
        if soon { list.pop_front() } else { None }
    }
}

fn by_number<'a>(
    case: &Case<'a>,
    book: &'a SiteBook,
    site: u32,
    out: &[&'a Shipment<'a>],
    others: &Others<'_>,
) -> Option<Found> {
    let unknown: Vec<_> =
        out.iter().copied().filter(|s| s.units >= LEAST && !others.received.contains(&(site, s.item))).collect();
    if unknown.is_empty() {
        return None;
    }
    let mut left = Leaving::of(book.out(case, site));
    let mut unknown = Leaving::of(unknown.into_iter());
    let (mut chips, mut evidence, mut words) = (0u64, Vec::new(), Vec::new());
    for came in book.into(case, site) {
        // What left under its own name explains itself.
        if left.take(came).is_some() {
            continue;
        }
        let Some(leaving) = unknown.take(came) else { continue };
        chips = chips.saturating_add(came.chips);
        words.push(leaving.item);
        evidence.push(case.row(came, format!("{} units came in as “{}”", came.units, came.item)));
        evidence.push(case.row(leaving, format!("{} units left as “{}”", leaving.units, leaving.item)));
    }
    let says = format!(
        "{}: {chips} chips came in under the item's name and did not leave under it; as many units left within {WITHIN} days \
         as “{}”, which it never received.",
        case.site(site),
        list(words)
    );
    (chips > 0).then_some(Found { weight: chips, severity: Severity::Review, says, evidence })
}

/// The first four digits; `None` where there are not so many.
fn heading(shipment: &Shipment<'_>) -> Option<String> {
    let digits: String = shipment.hs_code.chars().filter(char::is_ascii_digit).take(4).collect();
    (digits.len() == 4).then_some(digits)
}

fn by_heading(case: &Case<'_>, book: &SiteBook, site: u32) -> Option<Found> {
    let came: BTreeSet<String> = book.into(case, site).filter_map(heading).collect();
    let new = |s: &&Shipment<'_>| heading(s).is_some_and(|heading| !came.contains(&heading));
    let changed: Vec<_> = book.out(case, site).filter(new).collect();
    if came.is_empty() || changed.is_empty() {
        return None;
    }
    let chips = super::site_book::chips(changed.iter().copied());
    let left: BTreeSet<String> = changed.iter().filter_map(|s| heading(s)).collect();
    let says = format!(
        "{}: the item came in under heading {} and {chips} chips left under {}.",
        case.site(site),
        list(came.iter().map(String::as_str)),
        list(left.iter().map(String::as_str))
    );
    let mut evidence = vec![Evidence::new("headings in", list(came.iter().map(String::as_str)), "the records")];
    evidence.extend(changed.iter().map(|s| case.row(s, format!("{} chips under {}", s.chips, s.hs_code))));
    Some(Found { weight: chips, severity: Severity::Note, says, evidence })
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    const CODE: &str = "TRACE-RENAMED";

    fn other(world: World, day: &str, units: u64, serial: Option<&'static str>) -> World {
        world.move_with("B", "C", day, 0, |s| {
            s.units = units;
            s.item = "cooling parts";
            s.serials.extend(serial);
        })
    }

    fn world() -> World {
        World::new().move_with("A", "B", "2025-05-03", 32, |s| s.serials = vec!["S1", "S2"])
    }

    #[test]
    fn by_an_equal_number() {
        let told = other(world(), "2025-05-12", 32, None).told(CODE);
        assert!(told[0].starts_with("review: B: 32 chips came in") && told[0].contains("“cooling parts”"), "{told:?}");
        assert!(other(world(), "2025-05-12", 31, None).told(CODE).is_empty());
        assert!(other(world(), "2025-05-02", 32, None).told(CODE).is_empty(), "it left before");
        assert!(other(world(), "2025-07-03", 32, None).told(CODE).is_empty(), "61 days");
        let itself = other(world(), "2025-05-12", 32, None).moves("B", "D", "2025-05-20", 32);
        assert!(itself.told(CODE).is_empty(), "they left under their name");
        let trader =
            other(world(), "2025-05-12", 32, None).move_with("X", "B", "2025-04-01", 0, |s| s.item = "cooling parts");
        assert!(trader.told(CODE).is_empty(), "it deals in them");
    }

    #[test]
    fn by_a_serial_number() {
        let told = other(world(), "2025-05-12", 1, Some("S2")).told(CODE);
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with("review: B: 1 serial number came in"), "{told:?}");
        assert!(other(world(), "2025-05-02", 1, Some("S2")).told(CODE).is_empty(), "it left before");
    }

    #[test]
    fn by_a_heading() {
        let heading = |code| world().move_with("B", "C", "2025-06-01", 4, move |s| s.hs_code = code).told(CODE);
        assert_eq!(heading("8415.90"), ["note: B: the item came in under heading 8473 and 4 chips left under 8415."]);
        assert!(heading("8473.50").is_empty() && heading("").is_empty() && heading("84").is_empty());
    }
}
