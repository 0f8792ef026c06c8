//! SHELL-13: always the same one counterparty.

use tidewaiter_model::Evidence;

use super::{About, Answer, Indicator, Subject};

pub(super) struct OneCounterparty;

/// Orders from which one counterparty is a pattern.
const ORDERS: u32 = 2;

const ONE: &str = "one other party on all of 2 or more orders";
const SEVERAL: &str = "several other parties";
const ALONE: &str = "no other party";

static ABOUT: About = About {
    code: "SHELL-13",
    title: "One counterparty only",
    what: "The other parties on its orders, forwarders left out. Raised where two or more orders name one other party and never another.",
    why: "A company that stands in for another buys for it alone.",
    innocent: "many firms buy through one purchasing company, and a reseller's customer may have no other supplier.",
    example: "Raised: six orders as purchaser, all for one end user. Not raised: a reseller with ten end users; a company that buys for itself.",
    settle: "Ask both what the one does for the other, and why the end user does not buy itself.",
    bands: (&[ONE, SEVERAL, ALONE], 1, 1),
};

impl Indicator for OneCounterparty {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, subject: &Subject<'_>) -> Answer {
        let trade = subject.trade;
        if trade.orders < ORDERS {
            return Answer::NotAssessable("two or more of its orders");
        }
        match trade.counterparties {
            0 => Answer::fine(ALONE),
            1 => Answer::band(
                ONE,
                format!("its {} orders name one other party only.", trade.orders),
                vec![Evidence::new("other parties on its orders", "1", subject.book)],
            ),
            _ => Answer::fine(SEVERAL),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shells::testing::Company;

    #[test]
    fn by_number() {
        let with = |orders, others| {
            Company::ordinary()
                .with(|c| (c.trade.orders, c.trade.counterparties) = (orders, others))
                .band(&OneCounterparty)
        };
        assert_eq!(with(2, 1), ONE);
        assert_eq!(with(1, 1), "");
        assert_eq!(with(6, 2), SEVERAL);
        assert_eq!(with(6, 0), ALONE);
    }
}
