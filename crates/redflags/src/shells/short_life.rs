//! SHELL-12: a short active life.

use tidewaiter_model::Evidence;

use super::{About, Answer, Indicator, Subject, days};

pub(super) struct ShortLife;

/// Days of silence up to the book's end after which a buyer counts as gone.
const SILENT: i64 = 180;
/// Days within which all its orders lie.
const BURST: i64 = 60;

const ENDED: &str = "dissolved within 2 years of its first order";
const BURST_BAND: &str = "several orders within 60 days, then none for 180";
const ONCE: &str = "a single order, then none for 180 days";
const ACTIVE: &str = "longer, or too early to say";

static ABOUT: About = About {
    code: "SHELL-12",
    title: "A short active life",
    what: "Raised where the company was dissolved, by the register, within two years of its first order; and where two or more orders lie within 60 days with none in the 180 days or more up to the end of the book.",
    why: "The sellers on the measured routes were active for a median of 40 days and were listed only after they had gone.",
    innocent: "a machine room is bought once; most honest buyers of machines order seldom.",
    example: "Raised: first order 2024-02-10, dissolved 2024-12-01. Not raised: orders every quarter for two years.",
    settle: "Whether the company still trades, and where its machines are now.",
    bands: (&[ENDED, BURST_BAND, ONCE, ACTIVE], 2, 3),
};

impl Indicator for ShortLife {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, subject: &Subject<'_>) -> Answer {
        let (Some(first), Some(last)) = (subject.trade.first, subject.trade.last) else {
            return Answer::NotAssessable("dates of its orders");
        };
        let mut evidence = vec![
            Evidence::new("first order", first.to_string(), subject.book),
            Evidence::new("last order", last.to_string(), subject.book),
        ];
        if let Ok(entity) = subject.registered.entity()
            && let Some(dissolved) = entity.dissolved
            && days(first, dissolved) <= 730
        {
            evidence.push(Evidence::new("dissolved", dissolved.to_string(), entity.source.clone()));
            let says = format!("it was dissolved {} days after its first order.", days(first, dissolved));
            return Answer::band(ENDED, says, evidence);
        }
        let silent = subject.span.is_some_and(|(_, end)| days(last, end) >= SILENT);
        let active = days(first, last);
        if !silent || active > BURST {
            return Answer::fine(ACTIVE);
        }
        if subject.trade.orders < 2 {
            return Answer::fine(ONCE);
        }
        let says = format!("its {} orders lie within {active} days, and none came since.", subject.trade.orders);
        Answer::band(BURST_BAND, says, evidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shells::testing::Company;

    fn company(last: &str, orders: u32, dissolved: &str) -> &'static str {
        // Its first order is of 2023-06-01; the book ends 2025-12-31.
        let company = Company::ordinary().with(|c| {
            c.trade.last = last.parse().ok();
            c.trade.orders = orders;
            c.entity.dissolved = dissolved.parse().ok();
        });
        company.band(&ShortLife)
    }

    #[test]
    fn by_its_end_or_its_silence() {
        assert_eq!(company("2024-06-01", 5, "2025-05-31"), ENDED);
        assert_eq!(company("2024-06-01", 5, "2025-06-01"), ACTIVE, "731 days");
        assert_eq!(company("2023-07-31", 2, ""), BURST_BAND);
        assert_eq!(company("2023-08-01", 2, ""), ACTIVE);
        assert_eq!(company("2023-06-01", 1, ""), ONCE);
        assert_eq!(Company::ordinary().with(|c| c.trade.first = None).band(&ShortLife), "");
    }
}
