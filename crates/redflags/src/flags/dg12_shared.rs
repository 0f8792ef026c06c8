//! DG-12: an address, telephone or director shared with an earlier buyer.

use tidewaiter_model::{Date, Evidence, Role, Severity};

use crate::assess::need;
use crate::{About, Assessment, Case, Flag, Need};

pub(super) struct SharedWithEarlier;

static ABOUT: About = About {
    code: "DG-12",
    title: "An address, telephone or director shared with an earlier buyer",
    what: "A note where the purchaser or end user shares an address, telephone, director, domain or forwarder with a party of another name that ordered earlier; for review where that party is listed. Companies of one group share such things openly.",
    why: "Buyers that were refused or listed have come back under another name from the same room.",
    example: "Raised: the suite of a buyer that was listed since. Note: the telephone of an earlier buyer. Not raised: nothing shared.",
    unknown: "no earlier orders are known.",
    needs: "the earlier orders with addresses and telephones of their buyers (or a register), and the lists",
    cite: "BIS guidance of 13 May 2025, flag DG-12",
    settle: "Ask how the two companies hang together, and why the order comes under another name.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

const HISTORY: &str = "earlier orders and their buyers' addresses, telephones and directors";

impl Flag for SharedWithEarlier {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        let day = case.line.date.unwrap_or(case.as_of);
        let mut evidence: Vec<Evidence> = Vec::new();
        let (mut any, mut open, mut listed) = (false, false, false);
        for party in case.parties(&[Role::Purchaser, Role::EndUser]) {
            any = true;
            let Some(shared) = case.beside.history.sharing(party, day) else {
                open = true;
                continue;
            };
            for detail in shared {
                let entries = case.beside.lists.listed(&detail.with).unwrap_or_default();
                listed = listed || !entries.is_empty();
                let on = entries.first().map(|entry| format!(", now on {}", entry.list)).unwrap_or_default();
                let what = format!("{} that {} shares with {}{on}", detail.what, party.name, detail.with);
                let fact = Evidence::new(what, detail.value, detail.source);
                if !evidence.contains(&fact) {
                    evidence.push(fact);
                }
            }
        }
        let severity = if listed { Severity::Review } else { Severity::Note };
        let says = if listed {
            "A party shares a detail with an earlier buyer that is listed."
        } else {
            "A party shares a detail with an earlier buyer of another name."
        };
        Assessment::of(ABOUT.finding(severity, says, evidence), || {
            let lacks = [(open, HISTORY), (!any, need::PURCHASER)];
            lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| Need::Data(what)).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Shared;
    use crate::testing::Order;

    fn sharing() -> Order {
        let text = |text: &str| text.to_owned();
        Order::ordinary().known(Date::constant(2025, 1, 1), None).with(|o| {
            o.told.shared = vec![Shared {
                what: "telephone",
                value: text("+49 40 000"),
                with: text("Heron Circuits Ltd"),
                source: text("orders.csv, row 9"),
            }];
        })
    }

    #[test]
    fn raised_by_shared_details() {
        assert_eq!(sharing().raises(&SharedWithEarlier).unwrap().severity, Severity::Note);
        let listed = sharing().listing("Heron Circuits Ltd").raises(&SharedWithEarlier).unwrap();
        assert_eq!(listed.severity, Severity::Review);
    }

    #[test]
    fn not_raised_where_nothing_is_shared_and_not_assessable_without_history() {
        let none = Order::ordinary().known(Date::constant(2025, 1, 1), None);
        assert_eq!(none.assess(&SharedWithEarlier), Assessment::not_raised(""));
        assert_eq!(Order::ordinary().lacks(&SharedWithEarlier), [HISTORY]);
    }
}
