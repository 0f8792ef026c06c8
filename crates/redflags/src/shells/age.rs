//! SHELL-1: how old a company was when it first ordered.

use tidewaiter_model::Evidence;

use super::{About, Answer, Indicator, Subject, days};

pub(super) struct Age;

const BEFORE: &str = "ordered before it was founded";
const MONTHS_3: &str = "up to 90 days";
const MONTHS_6: &str = "91 to 180 days";
const YEAR: &str = "181 to 365 days";
const YEARS_2: &str = "1 to 2 years";
const YEARS_5: &str = "2 to 5 years";
const OLDER: &str = "over 5 years";

static ABOUT: About = About {
    code: "SHELL-1",
    title: "Young at its first order",
    what: "The days from the company's foundation, by the register, to its first order in the book; raised up to a year, and where the order is older than the company.",
    why: "In the measured re-routings of chips after February 2022 new sellers were registered within weeks of the shock.",
    innocent: "every company is young once, and new clouds and laboratories buy their machines first.",
    example: "Raised: founded on 2023-10-02, first order on 2023-11-20. Not raised: founded in 2009.",
    settle: "A register extract; who founded it, with what business and what money.",
    bands: (&[BEFORE, MONTHS_3, MONTHS_6, YEAR, YEARS_2, YEARS_5, OLDER], 4, 5),
};

impl Indicator for Age {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, subject: &Subject<'_>) -> Answer {
        let entity = match subject.registered.entity() {
            Ok(entity) => entity,
            Err(needs) => return Answer::NotAssessable(needs),
        };
        let Some(founded) = entity.incorporated else {
            return Answer::NotAssessable("the day the company was founded");
        };
        let Some(first) = subject.trade.first else { return Answer::NotAssessable("dates of its orders") };
        let age = days(founded, first);
        let band = match age {
            ..0 => BEFORE,
            0..=90 => MONTHS_3,
            91..=180 => MONTHS_6,
            181..=365 => YEAR,
            366..=730 => YEARS_2,
            731..=1826 => YEARS_5,
            _ => OLDER,
        };
        let says = if age < 0 {
            format!("its first order, of {first}, is {} days older than the company.", age.unsigned_abs())
        } else {
            format!("it first ordered {age} days after it was founded.")
        };
        let evidence = vec![
            Evidence::new("founded", founded.to_string(), entity.source.clone()),
            Evidence::new("first order", first.to_string(), subject.book),
        ];
        Answer::band(band, says, evidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shells::testing::Company;

    #[test]
    fn by_the_day() {
        let aged = |founded: &str| {
            let company = Company::ordinary().with(|c| c.entity.incorporated = Some(founded.parse().unwrap()));
            company.band(&Age)
        };
        // Its first order is of 2023-06-01.
        assert_eq!(aged("2023-06-02"), BEFORE);
        assert_eq!(aged("2023-06-01"), MONTHS_3);
        assert_eq!(aged("2023-03-03"), MONTHS_3);
        assert_eq!(aged("2023-03-02"), MONTHS_6);
        assert_eq!(aged("2009-01-01"), OLDER);
    }

    #[test]
    fn not_assessable_without_register_or_date() {
        assert_eq!(Company::ordinary().with(|c| c.entity.incorporated = None).band(&Age), "");
        assert_eq!(Company::ordinary().with(|c| c.registered = false).band(&Age), "");
        assert_eq!(Company::ordinary().with(|c| c.trade.first = None).band(&Age), "");
    }
}
