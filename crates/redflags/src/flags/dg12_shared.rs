//! DG-12: an address, telephone or director shared with an earlier buyer.

use tidewaiter_model::{Date, Evidence, Role, Severity};

use crate::assess::need;
use crate::{About, Assessment, Case, Flag, Need, Sharing};

pub(super) struct SharedWithEarlier;

static ABOUT: About = About {
    code: "DG-12",
    title: "An address, telephone or director shared with an earlier buyer",
    what: "A note where the purchaser or end user shares a suite, telephone, director, domain or forwarder with a party of another name that ordered earlier in the book; for review where that party is listed. What more than twenty buyers share (a forwarder: five) is an agent's or everybody's and does not count. Companies of one group share such things openly. Not raised only where the book is said to be complete from some day on (`--book-since`) and suite, telephone and directors are known.",
    why: "Buyers that were refused or listed have come back under another name from the same room.",
    example: "Raised: the suite of a buyer that was listed since. Note: the telephone of an earlier buyer. Not raised: nothing shared.",
    unknown: "nothing shared is found, but the telephone of the buyer is not known, or nobody says from when on the book is complete.",
    needs: "addresses in the book, telephones (--companies), directors (--stakes), and from when on the book is complete (--book-since)",
    cite: "BIS guidance of 13 May 2025, flag DG-12",
    settle: "Ask how the two companies hang together, and why the order comes under another name.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

const SINCE: &str = "from which day on the book holds every order (--book-since)";

impl Flag for SharedWithEarlier {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        let day = case.line.date.unwrap_or(case.as_of);
        let mut evidence: Vec<Evidence> = Vec::new();
        let mut needs: Vec<&str> = Vec::new();
        let (mut any, mut listed) = (false, false);
        for party in case.parties(&[Role::Purchaser, Role::EndUser]) {
            any = true;
            let Sharing { found, unknown } = case
                .beside
                .history
                .sharing(party, day)
                .unwrap_or_else(|| Sharing { found: Vec::new(), unknown: vec![SINCE] });
            needs.extend(unknown);
            for detail in found {
                let entries = case.beside.lists.listed(&detail.with).unwrap_or_default();
                listed = listed || !entries.is_empty();
                let on = entries.first().map(|entry| format!(", now on {}", entry.list)).unwrap_or_default();
                let what = format!("{} shares with {}{on}", party.name, detail.with);
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
            needs.extend(case.beside.history.since().is_none().then_some(SINCE));
            needs.extend((!any).then_some(need::PURCHASER));
            needs.sort_unstable();
            needs.dedup();
            needs.into_iter().map(Need::Data).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;
    use crate::{Ordered, Shared};

    fn sharing() -> Order {
        let text = |text: &str| text.to_owned();
        Order::ordinary().known(Date::constant(2025, 1, 1), None).with(|o| {
            o.told.shared.found = vec![Shared {
                value: text("its telephone +49 40 000"),
                with: text("Heron Circuits Ltd"),
                source: text("orders.csv"),
            }];
        })
    }

    #[test]
    fn raised_by_shared_details() {
        let finding = sharing().raises(&SharedWithEarlier).unwrap();
        assert_eq!(finding.severity, Severity::Note);
        assert_eq!(finding.evidence[0].what, "Universität Lindenhof shares with Heron Circuits Ltd");
        let listed = sharing().listing("Heron Circuits Ltd").raises(&SharedWithEarlier).unwrap();
        assert_eq!(listed.severity, Severity::Review);
        let partly = sharing().with(|o| o.told.shared.unknown = vec!["a telephone"]);
        assert!(partly.raises(&SharedWithEarlier).is_some(), "what is found is found");
    }

    #[test]
    fn not_raised_where_nothing_is_shared_of_what_is_known() {
        let none = Order::ordinary().known(Date::constant(2025, 1, 1), None);
        assert_eq!(none.assess(&SharedWithEarlier), Assessment::not_raised(""));
    }

    #[test]
    fn not_assessable_where_the_book_or_the_party_is_known_in_part() {
        assert_eq!(Order::ordinary().lacks(&SharedWithEarlier), [SINCE]);
        let known = Order::ordinary().known(Date::constant(2025, 1, 1), None);
        let bare = known.clone().with(|o| o.told.shared.unknown = vec!["a telephone"]);
        assert_eq!(bare.lacks(&SharedWithEarlier), ["a telephone"]);
        let open = known.with(|o| (o.told.since, o.told.ordered) = (None, Some(Ordered::default())));
        assert_eq!(open.lacks(&SharedWithEarlier), [SINCE]);
    }
}
