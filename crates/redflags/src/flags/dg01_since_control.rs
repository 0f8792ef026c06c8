//! DG-01: the customer began to order advanced chips only after October 2022.

use tidewaiter_model::{Date, Evidence, Role, Severity};

use crate::assess::need;
use crate::{About, Assessment, Case, Flag, Need};

pub(super) struct SinceControl;

static ABOUT: About = About {
    code: "DG-01",
    title: "The customer began to order only after October 2022",
    what: "A note, where the book is said to hold every order from a day before 7 October 2022 on (`--book-since`) and the purchaser's first in it is later, or where a register says that it was founded after that day. Alone it says little: most customers of today are younger than the rule. Not raised where the book has an order of before that day.",
    why: "The guidance names customers that never received exports of advanced chips before the controls.",
    example: "Raised (note): a purchaser founded in 2024; one whose first order, in a book that is complete since 2020, is of 2023. Not raised: one that ordered in 2021.",
    unknown: "nobody says from when on the book is complete, or it is from 2025 on, and no register gives the purchaser's foundation.",
    needs: "a book that is complete from before October 2022 on (--book-since), or a register with dates of foundation",
    cite: "BIS guidance of 13 May 2025, flag DG-01; 87 FR 62186",
    settle: "Ask since when and from whom the customer has bought such chips, and for what.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

/// The day of the first rule. Source: 87 FR 62186.
const CONTROL: Date = Date::constant(2022, 10, 7);
const HISTORY: &str =
    "a book with every order since before October 2022 (--book-since), or the purchaser's date of foundation";

impl Flag for SinceControl {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        let Some(buyer) = case.parties(&[Role::Purchaser]).next() else {
            return Assessment::NotAssessable(vec![Need::Data(need::PURCHASER)]);
        };
        let first = case.beside.history.first_order(buyer).or(case.line.date);
        if first.is_some_and(|day| day < CONTROL) {
            return Assessment::not_raised("an order of before October 2022 is known");
        }
        let complete = case.beside.history.since().filter(|day| *day < CONTROL);
        let company = case.beside.companies.company(buyer);
        let founded = company.and_then(|c| Some((c.incorporated.filter(|day| *day >= CONTROL)?, c.source.clone())));
        let (says, fact) = match (founded, first, complete) {
            (Some((day, source)), ..) => (
                format!("{} was founded after the control of October 2022, on {day}.", buyer.name),
                Evidence::new("founded by the register", day.to_string(), source),
            ),
            (None, Some(day), Some(since)) => (
                format!(
                    "{} has no order from {since} to the control of October 2022; its first is of {day}.",
                    buyer.name
                ),
                case.cell("first order known of the purchaser", &day.to_string()),
            ),
            (None, ..) => return Assessment::NotAssessable(vec![Need::Data(HISTORY)]),
        };
        Assessment::of(ABOUT.finding(Severity::Note, says, vec![fact.against(&CONTROL)]), Vec::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    #[test]
    fn raised_by_customers_younger_than_the_rule() {
        let founded = Order::ordinary()
            .registered("Universität Lindenhof", |entity| entity.incorporated = Some(Date::constant(2024, 1, 2)));
        assert_eq!(founded.raises(&SinceControl).unwrap().severity, Severity::Note);
        let first = Order::ordinary().known(Date::constant(2020, 1, 1), Some(Date::constant(2023, 5, 5)));
        assert_eq!(first.raises(&SinceControl).unwrap().evidence[0].value, "2023-05-05");
    }

    #[test]
    fn not_raised_by_older_customers() {
        let old = Order::ordinary().known(Date::constant(2021, 1, 1), Some(Date::constant(2021, 5, 5)));
        assert!(matches!(old.assess(&SinceControl), Assessment::NotRaised(_)));
    }

    #[test]
    fn not_assessable_by_a_book_that_begins_later() {
        assert_eq!(Order::ordinary().lacks(&SinceControl), [HISTORY]);
        let late = Order::ordinary().known(Date::constant(2025, 1, 1), Some(Date::constant(2025, 5, 5)));
        assert_eq!(late.lacks(&SinceControl), [HISTORY]);
    }
}
