//! RF-24: the leadership of a new customer overlaps that of a listed entity.

use tidewaiter_model::{Date, Evidence, Party, Role, Severity};

use crate::words::plain;
use crate::{About, Assessment, Case, Flag, Need};

pub(super) struct ListedLeadership;

static ABOUT: About = About {
    code: "RF-24",
    title: "The leadership of a customer overlaps that of a listed entity",
    what: "Raised where a register names a director of the purchaser, ultimate consignee or end user whose name equals a listed one, or who directs, or has directed, another company that is listed. Names alone are compared: people share names, so the flag asks, and asserts nothing.",
    why: "After a listing, the same people have gone on under a new company.",
    example: "Raised: the register gives the purchaser and a listed company the same director. Not raised: its directors direct nothing that is listed.",
    unknown: "no register with directors is given, or it gives none of the party.",
    needs: "a register with directors (stakes with interest director), and the lists",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 24; 15 CFR 744.11",
    settle: "Compare dates of birth, addresses and dates of office; ask the customer how the two companies hang together.",
    since: Some(Date::constant(2024, 12, 2)),
    status: "in force",
};

const DIRECTORS: &str = "a register with the directors of the parties";
const LISTS: &str = "lists that were asked";

/// What a director leads to: evidence where a listed name is found; what lacks where it cannot be said.
fn overlap(case: &Case<'_>, party: &Party, evidence: &mut Vec<Evidence>) -> Option<&'static str> {
    let day = case.line.date.unwrap_or(case.as_of);
    let Some(directors) = case.beside.companies.directors(party, day).filter(|d| !d.is_empty()) else {
        return Some(DIRECTORS);
    };
    for director in directors {
        let Some(own) = case.beside.lists.listed(director) else { return Some(LISTS) };
        evidence.extend(own.into_iter().map(|entry| {
            let what = format!("director of {} with the name of entry {} on {}", party.name, entry.entry, entry.list);
            Evidence::new(what, director, entry.cite)
        }));
        let others = case.beside.companies.seats(director).into_iter().filter(|c| plain(c) != plain(&party.name));
        for company in others {
            let listed = case.beside.lists.listed(company).unwrap_or_default();
            evidence.extend(listed.into_iter().map(|entry| {
                let what = format!("{director} directs {} and {company}", party.name);
                Evidence::new(what, format!("entry {} on {}: {}", entry.entry, entry.list, entry.name), entry.cite)
            }));
        }
    }
    None
}

impl Flag for ListedLeadership {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        let mut evidence = Vec::new();
        let mut needs: Vec<Need> = Vec::new();
        for party in case.parties(&[Role::Purchaser, Role::UltimateConsignee, Role::EndUser]) {
            if let Some(lack) = overlap(case, party, &mut evidence).map(Need::Data)
                && !needs.contains(&lack)
            {
                needs.push(lack);
            }
        }
        if case.parties(&[Role::Purchaser, Role::UltimateConsignee, Role::EndUser]).next().is_none() {
            needs.push(Need::Data(crate::assess::need::USERS));
        }
        evidence.dedup();
        let says = "By the register, a director of a party bears a listed name or directs a listed company too.";
        Assessment::of(ABOUT.finding(Severity::Review, says, evidence), || needs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    fn led() -> Order {
        let buyer = "Universität Lindenhof";
        Order::ordinary()
            .directed(buyer, "M. Beispiel")
            .directed("Heron Circuits Ltd", "M. Beispiel")
            .listing("Somebody Else Ltd")
    }

    #[test]
    fn raised_by_a_director_of_a_listed_company() {
        let finding = led().listing("Heron Circuits Ltd").raises(&ListedLeadership).unwrap();
        assert_eq!(finding.evidence.len(), 1);
        assert_eq!(finding.evidence[0].what, "M. Beispiel directs Universität Lindenhof and Heron Circuits Ltd");
        assert!(led().listing("M. Beispiel").raises(&ListedLeadership).is_some());
    }

    #[test]
    fn not_raised_by_other_directors() {
        assert_eq!(led().assess(&ListedLeadership), Assessment::not_raised(""));
    }

    #[test]
    fn not_assessable_without_directors_or_lists() {
        assert_eq!(Order::ordinary().listing("x").lacks(&ListedLeadership), [DIRECTORS]);
        let unlisted = Order::ordinary().directed("Universität Lindenhof", "M. Beispiel");
        assert_eq!(unlisted.lacks(&ListedLeadership), [LISTS]);
    }
}
