//! DG-08: a party or address resembles one on a list.

use tidewaiter_model::{Date, Evidence, Role, Severity};

use crate::{About, Assessment, Case, Flag, Need};

pub(super) struct LikeListed;

static ABOUT: About = About {
    code: "DG-08",
    title: "A party or address resembles one on a list",
    what: "A note that names the entries which a party resembles in name or address without being them for certain; the finding POSSIBLE-MATCH asks for the decision. A match that a person cleared does not raise it.",
    why: "The guidance names parties whose name or address is similar to that of a listed party.",
    example: "Raised: a consignee in the building of a listed company. Not raised: no entry resembles any party.",
    unknown: "no list was asked, or no party is named.",
    needs: "the lists, and the names and addresses of the parties",
    cite: "BIS guidance of 13 May 2025, flag DG-08",
    settle: "Compare country, address, identifiers and owners with the entry, and record the decision: `tidewaiter goodguy add`.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

const LISTS: &str = "lists that were asked";

impl Flag for LikeListed {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        let mut evidence: Vec<Evidence> = Vec::new();
        let (mut any, mut unasked) = (false, false);
        for party in case.parties(&Role::ALL) {
            any = true;
            let Some(entries) = case.beside.lists.like(party) else {
                unasked = true;
                continue;
            };
            for entry in entries {
                let what = format!("{} of {} like entry {} on {}", entry.alike, party.name, entry.entry, entry.list);
                let fact = Evidence::new(what, entry.name, entry.cite);
                if !evidence.contains(&fact) {
                    evidence.push(fact);
                }
            }
        }
        let says = "A party or its address resembles one on a list.";
        Assessment::of(ABOUT.finding(Severity::Note, says, evidence), || {
            let lacks = [(unasked, LISTS), (!any, crate::assess::need::USERS)];
            lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| Need::Data(what)).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    #[test]
    fn raised_by_likeness_only() {
        let like = Order::ordinary()
            .listing("Heron Circuits Ltd")
            .with(|o| o.told.like = vec![crate::testing::entry("Heron Circuits Ltd")]);
        let finding = like.raises(&LikeListed).unwrap();
        assert_eq!((finding.severity, finding.evidence[0].value.as_str()), (Severity::Note, "Heron Circuits Ltd"));
        assert_eq!(Order::ordinary().listing("Heron Circuits Ltd").assess(&LikeListed), Assessment::not_raised(""));
    }

    #[test]
    fn not_assessable_without_lists() {
        assert_eq!(Order::ordinary().lacks(&LikeListed), [LISTS]);
    }
}
