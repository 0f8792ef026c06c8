//! SITE-ELSEWHERE: the goods go to another country than that of the party they are for.

use tidewaiter_model::{Country, Finding, Party, Role, Severity};

use crate::assess::{lacks, need};
use crate::{About, Assessment, Case, Flag};

pub(super) struct SiteElsewhere;

static ABOUT: About = About {
    code: "SITE-ELSEWHERE",
    title: "The goods go to another country than the party's",
    what: "Raised where the ship-to country is not that of the ultimate consignee, or not that of the end user. Where the ultimate consignee is in the ship-to country and the end user is in country group A:1, it is a note: a company of one country that runs a data centre in another is ordinary.",
    why: "The licence follows where the item goes and who is behind it. A reseller in one country with a site in another leaves open who holds the goods there, and on which licence they cross the next border.",
    example: "Raised: ultimate consignee in Singapore, ship-to Johor in Malaysia. Note: end user in the United States, ultimate consignee and ship-to in Ireland. Not raised: all in Germany.",
    unknown: "the country of ship-to cannot be read.",
    needs: "the countries of ship-to, ultimate consignee and end user",
    cite: "15 CFR part 732, Supplement No. 3, (a)(2) and (b), red flag 10; 15 CFR 748.5",
    settle: "Ask who runs the site in the ship-to country and by which lease or contract, and name that party as ultimate consignee.",
    since: None,
    status: "in force",
};

impl Flag for SiteElsewhere {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        Assessment::of(raise(case), || {
            lacks([
                (case.line.ship_to.as_ref().is_none_or(|p| p.country.is_none()), need::SHIP_TO),
                (
                    ![Role::UltimateConsignee, Role::EndUser]
                        .into_iter()
                        .flat_map(|role| case.line.in_role(role))
                        .any(|p| p.country.is_some()),
                    "the country of the ultimate consignee or end user",
                ),
            ])
        })
    }
}

/// The finding, where the line raises the flag.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let place = case.line.ship_to.as_ref()?;
    let to = place.country?;
    let elsewhere = |p: &&Party| p.country.is_some_and(|country| country != to);
    let received_there = case.line.in_role(Role::UltimateConsignee).any(|p| p.country == Some(to));
    let away: Vec<&Party> = [Role::UltimateConsignee, Role::EndUser]
        .into_iter()
        .flat_map(|role| case.line.in_role(role))
        .filter(elsewhere)
        .collect();
    let ordinary = |p: &Party| {
        let open = p.country.is_some_and(|c| case.member(c, "A:1"));
        p.role == Role::EndUser && received_there && open
    };
    let severity = if away.iter().all(|p| ordinary(p)) { Severity::Note } else { Severity::Review };
    let mut who: Vec<String> = Vec::new();
    for party in &away {
        who.push(format!("the {} is in {}", party.role, party.country.as_ref().map_or("?", Country::code)));
    }
    let mut evidence = Vec::new();
    if !away.is_empty() {
        evidence.push(case.cell("ship-to", &place.text));
        evidence.extend(away.iter().map(|p| {
            case.party_cell(p, "country", &format!("{} ({})", p.country.as_ref().map_or("?", Country::code), p.name))
        }));
    }
    ABOUT.finding(severity, format!("The goods go to {to}, but {}.", who.join(" and ")), evidence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Order, place};

    fn order(to: &str, consignee: &str, user: &str) -> Option<Finding> {
        Order::ordinary()
            .party(Role::UltimateConsignee, "Kestrel Compute", "1 Quay Rd", consignee)
            .party(Role::EndUser, "Kestrel Compute", "1 Quay Rd", user)
            .with(|o| o.line.ship_to = Some(place("the site", to)))
            .raises(&SiteElsewhere)
    }

    #[test]
    fn raised_by_a_reseller_with_a_site_next_door() {
        let finding = order("MY", "SG", "SG").unwrap();
        assert_eq!(finding.severity, Severity::Review);
        assert_eq!(finding.says, "The goods go to MY, but the ultimate consignee is in SG and the end user is in SG.");
        assert_eq!(order("MY", "MY", "SG").unwrap().severity, Severity::Review);
        assert_eq!(order("NL", "DE", "NL").unwrap().severity, Severity::Review);
        assert_eq!(order("NL", "NL", "US").unwrap().severity, Severity::Note);
    }

    #[test]
    fn not_raised_where_all_is_in_one_country_or_unknown() {
        assert_eq!(Order::ordinary().raises(&SiteElsewhere), None);
        assert_eq!(order("MY", "MY", "MY"), None);
        assert_eq!(order("MY", "", ""), None, "countries that are not known do not differ");
        assert_eq!(order("", "SG", "SG"), None);
    }

    #[test]
    fn not_assessable_without_countries() {
        let open = Order::ordinary().with(|o| o.line.ship_to = None);
        assert_eq!(open.lacks(&SiteElsewhere), ["the place of delivery (column ship-to)"]);
        let bare = Order::ordinary().with(|o| o.line.parties.iter_mut().for_each(|p| p.country = None));
        assert_eq!(bare.lacks(&SiteElsewhere), ["the country of the ultimate consignee or end user"]);
    }
}
