//! RF-09: a freight forwarder is named as the last stop.

use tidewaiter_model::{Finding, Party, Role, Severity};

use super::trades;
use crate::assess::{lacks, need};
use crate::words::plain;
use crate::{About, Assessment, Case, Flag};

pub(super) struct ForwarderLast;

static ABOUT: About = About {
    code: "RF-09",
    title: "A freight forwarder is the last stop",
    what: "Raised where the ultimate consignee or end user is the order's own freight forwarder, has the forwarder's address, or by its name moves or stores goods for others (logistics, forwarding, cargo, 货代, 物流, ขนส่ง).",
    why: "A forwarder does not use accelerators; behind it stands somebody whom the order does not name.",
    example: "Raised: ultimate consignee \"Swift Heron Logistics Ltd\". Not raised: the same firm as freight forwarder or intermediate consignee; \"Institute of Logistics, University of Lindenhof\".",
    unknown: "neither an ultimate consignee nor an end user is named.",
    needs: "the names of ultimate consignee, end user and freight forwarder",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 9",
    settle: "Ask who takes the goods over from the forwarder, and where they will be installed; a company that runs accelerators for its own business says so in an end-use statement.",
    since: None,
    status: "in force",
};

impl Flag for ForwarderLast {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        Assessment::of(raise(case), || {
            lacks([(case.parties(&[Role::UltimateConsignee, Role::EndUser]).next().is_none(), need::USERS)])
        })
    }
}

/// The finding, where the line raises the flag.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let forwarders: Vec<&Party> = case.parties(&[Role::FreightForwarder]).collect();
    let mut reasons: Vec<String> = Vec::new();
    let mut evidence = Vec::new();
    for party in case.parties(&[Role::UltimateConsignee, Role::EndUser]) {
        let same_name = forwarders.iter().find(|f| plain(&f.name) == plain(&party.name));
        let address = plain(&party.address);
        let has_place = address.chars().any(char::is_numeric);
        let same_address = forwarders.iter().find(|f| has_place && plain(&f.address) == address);
        if let Some(forwarder) = same_name {
            reasons.push(format!("the {} is also the freight forwarder", party.role));
            evidence.extend([case.name_cell(party), case.name_cell(forwarder)]);
        } else if let Some(word) = trades::forwarder(&party.name) {
            reasons.push(format!("the {}'s name is a forwarder's ({word})", party.role));
            evidence.push(case.name_cell(party));
        } else if let Some(forwarder) = same_address {
            reasons.push(format!("the {} has the freight forwarder's address", party.role));
            evidence.push(case.party_cell(party, "address", &party.address));
            evidence.push(case.party_cell(forwarder, "address", &forwarder.address));
        }
    }
    let says = format!("The goods seem to end with a firm that moves goods for others: {}.", reasons.join("; "));
    ABOUT.finding(Severity::Review, says, evidence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    #[test]
    fn raised_where_the_last_stop_is_a_forwarder() {
        for name in [
            "Swift Heron Logistics Ltd",
            "深圳某某国际货运代理有限公司",
            "Sinar Penghantaran",
            "Nordwind  Spedition GMBH",
        ] {
            assert!(Order::ordinary().name(Role::UltimateConsignee, name).raises(&ForwarderLast).is_some(), "{name}");
        }
        let neighbour = Order::ordinary().party(Role::EndUser, "Kestrel Compute GmbH", "Kai 4, Hamburg", "DE");
        assert_eq!(neighbour.raises(&ForwarderLast).unwrap().evidence.len(), 2);
    }

    #[test]
    fn not_raised_by_forwarders_on_the_way() {
        assert_eq!(Order::ordinary().raises(&ForwarderLast), None);
        let hub = Order::ordinary().party(Role::IntermediateConsignee, "Swift Heron Logistics", "Kai 9, Hamburg", "DE");
        assert_eq!(hub.raises(&ForwarderLast), None);
        let studies = Order::ordinary().name(Role::EndUser, "Institute of Logistics, University of Lindenhof");
        assert_eq!(studies.raises(&ForwarderLast), None);
    }

    #[test]
    fn a_bare_town_is_no_shared_address() {
        let town = |role, name| Order::ordinary().party(role, name, "Hamburg", "DE").line.parties;
        let mut order = Order::ordinary();
        order.line.parties = town(Role::FreightForwarder, "Nordwind Spedition GmbH");
        order = order.party(Role::EndUser, "Kestrel Compute GmbH", "Hamburg", "DE").without(Role::UltimateConsignee);
        assert_eq!(order.raises(&ForwarderLast), None);
    }

    #[test]
    fn not_assessable_without_a_last_stop() {
        let open = Order::ordinary().without(Role::UltimateConsignee).without(Role::EndUser);
        assert_eq!(open.lacks(&ForwarderLast), ["the name of the ultimate consignee or end user"]);
    }
}
