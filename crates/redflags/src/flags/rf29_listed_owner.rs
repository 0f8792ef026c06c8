//! RF-29: a known owner is on the Entity List or the Military End-User List.

use tidewaiter_model::{Date, Evidence, Role, Severity};

use crate::{About, Assessment, Case, Flag, Need};

pub(super) struct ListedOwned;

static ABOUT: About = About {
    code: "RF-29",
    title: "A known owner is listed: its percentage must be determined",
    what: "Raised where the stakes given name an owner of a party, directly or through others, that stands on the Entity List or the Military End-User List: for review where its share is not known, and a note where it is (`OWNED-50` decides the half).",
    why: "From 2025-09-29 to 2025-11-09 an exporter who knows of such an owner had to determine its percentage or get a licence. The rule is stayed until 2026-11-09 and by its text applies again after that (unconfirmed); the ownership is worth knowing all the same.",
    example: "Raised: a listed company owns an unknown share of the purchaser. Note: it owns 12 %. Not raised: the stakes name owners, and none is listed.",
    unknown: "no stakes are given, or they do not name the party.",
    needs: "a table of stakes (--stakes), and the lists",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 29; 90 FR 47201; stayed by 90 FR 50857",
    settle: "Get the complete shareholder register on the day, or a licence.",
    since: Some(Date::constant(2025, 9, 29)),
    status: "stayed until 2026-11-09; after that scheduled, unconfirmed",
};

const OWNERS: &str = "the owners of the parties (--stakes)";

impl Flag for ListedOwned {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        let mut evidence: Vec<Evidence> = Vec::new();
        let (mut open, mut unknown, mut any) = (false, false, false);
        for party in case.parties(&Role::ALL) {
            any = true;
            let Some(owners) = case.beside.owners.listed_owners(party) else {
                open = true;
                continue;
            };
            for owner in owners {
                unknown = unknown || !owner.known;
                let what = format!("share that {} ({}) holds of {}", owner.owner, owner.list, party.name);
                let fact = Evidence::new(what, owner.share, owner.source);
                if !evidence.contains(&fact) {
                    evidence.push(fact);
                }
            }
        }
        let severity = if unknown { Severity::Review } else { Severity::Note };
        let says = if unknown {
            "A listed company owns an unknown share of a party; it must be determined."
        } else {
            "A listed company owns a part of a party."
        };
        Assessment::of(ABOUT.finding(severity, says, evidence), || {
            if open || !any { vec![Need::Data(OWNERS)] } else { Vec::new() }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ListedOwner;
    use crate::testing::Order;

    fn owner(share: &str, known: bool) -> ListedOwner {
        let text = |text: &str| text.to_owned();
        ListedOwner {
            owner: text("Heron Circuits"),
            share: text(share),
            known,
            list: text("us-entity-list"),
            source: text("register"),
        }
    }

    #[test]
    fn raised_by_a_listed_owner() {
        let open = Order::ordinary().owned(vec![owner("unknown", false)]).raises(&ListedOwned).unwrap();
        assert_eq!((open.severity, open.evidence[0].value.as_str()), (Severity::Review, "unknown"));
        let known = Order::ordinary().owned(vec![owner("12 %", true)]).raises(&ListedOwned).unwrap();
        assert_eq!(known.severity, Severity::Note);
    }

    #[test]
    fn not_raised_by_other_owners_and_not_assessable_without_any() {
        assert_eq!(Order::ordinary().owned(Vec::new()).assess(&ListedOwned), Assessment::not_raised(""));
        assert_eq!(Order::ordinary().lacks(&ListedOwned), [OWNERS]);
    }
}
