//! SHELL-2: founded, or first ordering, soon after a control took effect.

use tidewaiter_model::Evidence;

use super::{About, Answer, Indicator, Subject, days};

pub(super) struct AfterControl;

/// Days after a control within which a foundation or first order counts as soon.
const SOON: i64 = 180;
/// Days from the book's first on which a customer may have ordered before: nothing says that it is new.
const OPENING: i64 = 90;

const FOUNDED: &str = "founded and first ordering within 180 days of a control";
const FIRST: &str = "first ordering within 90 days of a control";
const LATER: &str = "first ordering within 91 to 180 days of a control";
const NEITHER: &str = "neither";

static ABOUT: About = About {
    code: "SHELL-2",
    title: "New soon after a control took effect",
    what: "The days from the last licence requirement that had begun (by the law packs) to the first order of the party in the book, and to its foundation by the register. Raised within 180 days, or 90 where the company is older than the control. Not assessable in the first 90 days of a book, where every customer looks new.",
    why: "The guidance of May 2025 names buyers that began only after October 2022; 37 of 39 new shippers on one measured route had never been seen before the shock.",
    innocent: "controls come twice a year, so many honest first orders follow one by chance, and sellers tell customers to buy in time.",
    example: "Raised: founded on 2023-12-01 and first ordering on 2024-02-10, after the rule of 2023-11-17. Not raised: a customer since 2019.",
    settle: "Earlier business of the company or its owners; whom it supplied or served before.",
    bands: (&[FOUNDED, FIRST, LATER, NEITHER], 2, 3),
};

impl Indicator for AfterControl {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, subject: &Subject<'_>) -> Answer {
        let Some(first) = subject.trade.first else { return Answer::NotAssessable("dates of its orders") };
        if subject.controls.is_empty() {
            return Answer::NotAssessable("the days of licence requirements");
        }
        let Some(control) = subject.controls.iter().rev().find(|control| control.on <= first) else {
            return Answer::fine(NEITHER);
        };
        let since = days(control.on, first);
        let founded = subject.registered.entity().ok().and_then(|entity| entity.incorporated);
        let new = founded.filter(|founded| (0..=SOON).contains(&days(control.on, *founded)));
        let opening = subject.span.is_some_and(|(begin, _)| days(begin, first) < OPENING);
        if opening && new.is_none() {
            return Answer::NotAssessable("orders from before the book begins");
        }
        let band = match since {
            _ if since > SOON => NEITHER,
            _ if new.is_some() => FOUNDED,
            ..=90 => FIRST,
            _ => LATER,
        };
        let mut evidence = vec![
            Evidence::new(format!("{} ({})", control.title, control.code), control.on.to_string(), "law packs"),
            Evidence::new("first order", first.to_string(), subject.book),
        ];
        let mut says = format!("its first order came {since} days after {} began", control.code);
        if let Some(founded) = new {
            says.push_str(&format!(", and it was founded {} days after it", days(control.on, founded)));
            evidence.push(Evidence::new("founded", founded.to_string(), "register"));
        }
        says.push('.');
        Answer::band(band, says, evidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shells::testing::Company;

    fn company(founded: &str, first: &str) -> Company {
        Company::ordinary().with(|c| {
            c.entity.incorporated = Some(founded.parse().unwrap());
            c.trade.first = Some(first.parse().unwrap());
        })
    }

    #[test]
    fn after_the_rule_of_november_2023() {
        assert_eq!(company("2023-12-01", "2024-02-10").band(&AfterControl), FOUNDED);
        assert_eq!(company("2010-12-01", "2024-02-10").band(&AfterControl), FIRST);
        assert_eq!(company("2010-12-01", "2024-03-10").band(&AfterControl), LATER);
        assert_eq!(company("2010-12-01", "2024-08-10").band(&AfterControl), NEITHER);
        assert_eq!(company("2023-12-01", "2024-08-10").band(&AfterControl), NEITHER);
    }

    #[test]
    fn not_assessable_where_the_book_begins() {
        assert_eq!(company("2010-12-01", "2022-10-20").band(&AfterControl), "", "the book begins 2022-10-01");
        assert_eq!(company("2022-10-10", "2022-10-20").band(&AfterControl), FOUNDED, "it cannot have ordered before");
        assert_eq!(company("2010-12-01", "2024-02-10").with(|c| c.controls.clear()).band(&AfterControl), "");
    }
}
