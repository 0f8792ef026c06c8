//! TRACE-LIFE: a party that appears, passes goods on, and is gone.

use tidewaiter_model::{Evidence, Severity};

use super::site_book::{SiteBook, chips, numbers};
use super::{About, Case, Check, Found, Outcome, days};
use crate::Role;

pub(super) struct ShortLife;

/// Days of records before it and after it without it.
const SILENT: i64 = 180;
/// Days within which everything that it did lies.
const ACTIVE: i64 = 60;

static ABOUT: About = About {
    code: "TRACE-LIFE",
    title: "A party that appears, passes goods on and is gone",
    what: "Raised for a site between the origins and the destinations that both received and shipped, with all of it within 60 days, and with records of others for at least 180 days before and after.",
    why: "Sellers on measured routes were active for a median of 40 days and were listed only after they had gone. The bars are those of SHELL-12.",
    innocent: "a single project, a forwarder used once, a party renamed, or records that hold only a part of its trade.",
    example: "Raised: 64 chips in on 10 March and out on 2 April, nothing before or since, in records of two years. Not raised: the same in records that end in May.",
    needs: "records of others for 180 days on both sides",
    cite: "An inference; the measure as in SHELL-12 (docs/shells.md)",
    settle: "When the party was founded and whether it still trades, from the register; and who took the goods.",
};

impl Check for ShortLife {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn look(&self, case: &Case<'_>, book: &SiteBook) -> Outcome {
        let Some((begin, end)) = book.span.filter(|(begin, end)| days(*begin, *end) >= 2 * SILENT) else {
            return Outcome::Lacks("records over a year");
        };
        let between = numbers(case).filter(|site| case.sides.role(*site) == Role::Between);
        let brief = |site: u32| {
            let (into, out) = (chips(book.into(case, site)), chips(book.out(case, site)));
            let events = || book.into(case, site).map(|s| s.arrives).chain(book.out(case, site).map(|s| s.departs));
            let (first, last) = (events().map(|d| d.first()).min()?, events().map(|d| d.last()).max()?);
            let active = days(first, last);
            let apart = days(begin, first) >= SILENT && days(last, end) >= SILENT;
            if into == 0 || out == 0 || active > ACTIVE || !apart {
                return None;
            }
            let says = format!(
                "{}: all that is recorded of it lies between {first} and {last} ({active} days), {into} chips in and {out} \
                 out, in records from {begin} to {end}.",
                case.site(site)
            );
            let mut evidence = vec![
                Evidence::new("active", format!("{active} days"), "the records").against(&format!("{ACTIVE} days")),
            ];
            evidence.extend(book.into(case, site).map(|s| case.row(s, format!("{} chips in", s.chips))));
            evidence.extend(book.out(case, site).map(|s| case.row(s, format!("{} chips out", s.chips))));
            Some(Found { weight: into, severity: Severity::Review, says, evidence })
        };
        Outcome::Found(between.filter_map(brief).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    fn world(last: &str, end: &str) -> World {
        World::new()
            .moves("X", "Y", "2024-01-01", 1)
            .moves("A", "B", "2024-07-01", 64)
            .moves("B", "C", last, 64)
            .moves("X", "Y", end, 1)
    }

    #[test]
    fn brief_amid_longer_records() {
        let code = "TRACE-LIFE";
        let told = world("2024-08-30", "2025-06-01").told(code);
        assert!(
            told[0]
                .starts_with("review: B: all that is recorded of it lies between 2024-07-01 and 2024-08-30 (60 days)")
        );
        assert_eq!(told.len(), 1);
        assert!(world("2024-08-31", "2025-06-01").told(code).is_empty());
        assert!(world("2024-08-30", "2025-02-25").told(code).is_empty(), "179 days after");
        assert_eq!(world("2024-08-01", "2024-10-01").lack(code), "records over a year");
    }
}
