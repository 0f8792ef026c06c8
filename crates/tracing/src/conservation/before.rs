//! TRACE-BEFORE: shipped before the chip existed.

use tidewaiter_model::{Evidence, Severity};

use super::site_book::SiteBook;
use super::{About, Case, Check, Found, Outcome, length, number};

pub(super) struct Before;

static ABOUT: About = About {
    code: "TRACE-BEFORE",
    title: "Shipped before the chip existed",
    what: "Raised for consignments that had left, on their last possible day, before the first day on which the item was sold.",
    why: "A paper that names a chip before it existed names the wrong chip or the wrong day, and every bound that rests on it is in doubt.",
    innocent: "engineering samples go to partners before the launch, and a clerk may have used the later name or a wrong year.",
    example: "Raised: 64 H200 on 2024-03-01, launched 2024-11-18. Not raised: a record dated 2024-11.",
    needs: "the day on which the item was launched",
    cite: "An inference; the maker's announcement gives the day",
    settle: "The document itself: its date, the part number, and who issued it.",
};

impl Check for Before {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn look(&self, case: &Case<'_>, _: &SiteBook) -> Outcome {
        let Some(launched) = &case.known.launched else {
            return Outcome::Lacks("the day on which the item was launched");
        };
        let early: Vec<_> =
            case.shipments.iter().filter(|s| s.chips > 0 && s.departs.last() < launched.value).collect();
        let Some(first) = early.iter().map(|s| s.departs.last()).min() else { return Outcome::Found(Vec::new()) };
        let chips = super::site_book::chips(early.iter().copied());
        let mut evidence = vec![Evidence::new("launched", launched.value.to_string(), launched.source.clone())];
        evidence.extend(early.iter().map(|s| case.row(s, format!("{} chips", s.chips)).against(&launched.value)));
        let says = format!(
            "{} with {} left before the item was launched on {}, the first on {first}.",
            number(length(&early), "consignment"),
            number(chips, "chip"),
            launched.value
        );
        Outcome::Found(vec![Found { weight: chips, severity: Severity::Review, says, evidence }])
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use crate::conservation::Fact;

    #[test]
    fn by_the_last_possible_day() {
        let world = |departs: &str| {
            World::new()
                .move_with("A", "B", departs, 64, |_| ())
                .known(|k| k.launched = Some(Fact { value: "2024-11-18".parse().unwrap(), source: "maker".into() }))
        };
        assert_eq!(world("2024-11-17").told("TRACE-BEFORE").len(), 1);
        assert!(world("2024-11-18").told("TRACE-BEFORE").is_empty());
        assert!(world("2024-11-01..2024-11-30").told("TRACE-BEFORE").is_empty());
        assert_eq!(World::new().lack("TRACE-BEFORE"), "the day on which the item was launched");
    }
}
