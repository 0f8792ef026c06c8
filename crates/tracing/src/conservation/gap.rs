//! TRACE-GAP: chips in - chips out - chips accounted for.

use std::collections::BTreeMap;

use tidewaiter_model::{Date, Evidence, Severity};

use super::site_book::{SiteBook, chips, numbers};
use super::{About, Case, Check, Found, Outcome, Told, sum_by};
use crate::Role;

pub(super) struct Gap;

/// Of what came in, the hundredth parts that may be missing or too many before a person is asked: spares and units under
/// repair. A rule of thumb.
const SLACK_PERCENT: u128 = 2;

static ABOUT: About = About {
    code: "TRACE-GAP",
    title: "Chips that came in, did not leave, and are not accounted for",
    what: "For each site of which somebody told what is installed or in store: its stock before the records, and what came in up to that day, less what left, less what was told. Raised where the gap is not nought, either way; a note where it is within 2 % of what came in, and where the party's sites together have none.",
    why: "Nothing else shows as plainly that goods left unrecorded, or never came. The 2 % are a rule of thumb for spares and units under repair.",
    innocent: "stock on consignment or in a store that nobody counted, units returned for repair or lent, a count of systems taken for a count of chips, or a delivery on its way.",
    example: "Raised: 136,000 in, 0 out, 86,000 located. Not raised: 100 in, 40 out, 60 installed.",
    needs: "what is installed or in store (--inventory), with its day",
    cite: "An inference by conservation of units",
    settle: "A count on the spot with serial numbers, on a day, by somebody independent; and the store's own book of what came in and left.",
};

/// One site's sum.
struct Sum {
    site: u32,
    day: Option<Date>,
    before: u64,
    into: u64,
    out: u64,
    accounted: u64,
    told: Vec<Evidence>,
}

impl Sum {
    fn of(case: &Case<'_>, book: &SiteBook, site: u32, told: &[&Told]) -> Self {
        let day = told.iter().filter_map(|told| told.day).max();
        let by = |d: Date| day.is_none_or(|day| d <= day);
        let before = case.known.stock.iter().filter(|told| told.site == site);
        Self {
            site,
            day,
            before: before.fold(0, |sum, told| sum.saturating_add(told.chips)),
            into: chips(book.into(case, site).filter(|s| by(s.arrives.first()))),
            out: chips(book.out(case, site).filter(|s| by(s.departs.last()))),
            accounted: told.iter().fold(0, |sum, told| sum.saturating_add(told.chips)),
            told: told.iter().map(|told| evidence(told)).collect(),
        }
    }

    fn gap(&self) -> i128 {
        let [before, into, out, told] = [self.before, self.into, self.out, self.accounted].map(i128::from);
        before.saturating_add(into).saturating_sub(out).saturating_sub(told)
    }
}

fn evidence(told: &Told) -> Evidence {
    let day = told.day.map_or_else(|| "no day stated".to_owned(), |day| day.to_string());
    Evidence::new(format!("accounted for, {day}"), format!("{} chips", told.chips), told.source.clone())
}

impl Check for Gap {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn look(&self, case: &Case<'_>, book: &SiteBook) -> Outcome {
        let mut told: BTreeMap<u32, Vec<&Told>> = BTreeMap::new();
        for count in &case.known.accounted {
            told.entry(count.site).or_default().push(count);
        }
        if told.is_empty() {
            return Outcome::Lacks("what is installed or in store at a site (--inventory)");
        }
        let sums: Vec<Sum> = numbers(case)
            .filter(|site| case.sides.role(*site) != Role::Origin)
            .filter_map(|site| Some(Sum::of(case, book, site, told.get(&site)?)))
            .collect();
        let name = |site: u32| case.place(site).map(|place| place.name);
        let short = sum_by(sums.iter().map(|sum| (name(sum.site), positive(sum.gap()))));
        let over = sum_by(sums.iter().map(|sum| (name(sum.site), positive(sum.gap().saturating_neg()))));
        let evens_out = |site: u32| short.get(&name(site)) == over.get(&name(site));
        let found = sums.iter().filter(|sum| sum.gap() != 0);
        Outcome::Found(found.map(|sum| told_of(case, book, sum, evens_out(sum.site))).collect())
    }
}

fn positive(gap: i128) -> u64 {
    u64::try_from(gap.max(0)).unwrap_or(u64::MAX)
}

fn told_of(case: &Case<'_>, book: &SiteBook, sum: &Sum, evens_out: bool) -> Found {
    let gap = sum.gap();
    let size = gap.unsigned_abs();
    let came = u128::from(sum.before).saturating_add(u128::from(sum.into));
    let small = size.saturating_mul(100) <= came.saturating_mul(SLACK_PERCENT);
    let until = sum.day.map_or_else(String::new, |day| format!(" by {day}"));
    let before = if sum.before > 0 { format!("{} before the records + ", sum.before) } else { String::new() };
    let arithmetic =
        format!("{before}{} in{until} - {} out - {} accounted for = {gap}", sum.into, sum.out, sum.accounted);
    let meaning = if gap > 0 {
        format!("{size} chips are not accounted for")
    } else {
        format!("{size} chips more are accounted for than the records brought in")
    };
    let even = if evens_out { " The party's other sites make up for it." } else { "" };
    let mut evidence = sum.told.clone();
    evidence.extend(book.into(case, sum.site).map(|s| case.row(s, format!("{} chips in", s.chips))));
    evidence.extend(book.out(case, sum.site).map(|s| case.row(s, format!("{} chips out", s.chips))));
    Found {
        weight: u64::try_from(size).unwrap_or(u64::MAX),
        severity: if small || evens_out { Severity::Note } else { Severity::Review },
        says: format!("{}: {arithmetic}: {meaning}.{even}", case.site(sum.site)),
        evidence,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, day};
    use super::*;

    fn world(counts: &[(&'static str, u64, Option<&str>)]) -> World {
        let mut world = World::new().moves("A", "B/SG", "2025-05-01", 100).moves("B/SG", "C", "2025-06-01", 40);
        let told: Vec<Told> = counts
            .iter()
            .map(|(site, chips, on)| Told {
                site: world.site(site),
                chips: *chips,
                day: on.map(day),
                source: "visit".to_owned(),
            })
            .collect();
        world.known(|k| k.accounted = told)
    }

    #[test]
    fn in_less_out_less_accounted_for() {
        let told = world(&[("B/SG", 25, None)]).told("TRACE-GAP");
        assert_eq!(told, ["review: B (SG): 100 in - 40 out - 25 accounted for = 35: 35 chips are not accounted for."]);
        assert!(world(&[("B/SG", 60, None)]).told("TRACE-GAP").is_empty());
        assert!(world(&[("B/SG", 59, None)]).told("TRACE-GAP")[0].starts_with("note"), "within 2 %");
        assert!(world(&[("B/SG", 70, None)]).told("TRACE-GAP")[0].contains("= -10: 10 chips more"));
        assert_eq!(world(&[]).lack("TRACE-GAP"), "what is installed or in store at a site (--inventory)");
    }

    #[test]
    fn as_of_the_day_of_the_count() {
        assert!(world(&[("B/SG", 100, Some("2025-05-31"))]).told("TRACE-GAP").is_empty());
        assert!(
            world(&[("B/SG", 100, Some("2025-06-01"))]).told("TRACE-GAP")[0].contains("100 in by 2025-06-01 - 40 out")
        );
    }

    #[test]
    fn sites_of_one_party_make_up_for_each_other() {
        let told = world(&[("B/SG", 20, None), ("B/MY", 40, None)]).told("TRACE-GAP");
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|t| t.starts_with("note") && t.ends_with("make up for it.")), "{told:?}");
    }
}
