//! DG-09: where the end user's headquarters are is not resolved.

use tidewaiter_model::{Country, Date, Finding, Role, Severity};

use crate::assess::{lacks, need};
use crate::case::Standing;
use crate::{About, Assessment, Case, Flag};

pub(super) struct OpenHeadquarters;

static ABOUT: About = About {
    code: "DG-09",
    title: "The headquarters of the end user are not resolved",
    what: "Raised where the ultimate consignee or end user is outside country group A:1, or in no known country, and nothing states where it, or its ultimate parent, is headquartered. An address alone states nothing. Where the headquarters are stated, the law itself decides and this flag is silent.",
    why: "An advanced chip needs a licence anywhere in the world for a party headquartered in, or with an ultimate parent headquartered in, Macau or a country of group D:5; the guidance asks to resolve it.",
    example: "Raised: a consignee in Malaysia without a headquarters cell. Not raised: the same with headquarters SG; a consignee in Germany.",
    unknown: "neither an ultimate consignee nor an end user is named.",
    needs: "the ultimate consignee and end user, their countries and headquarters",
    cite: "BIS guidance of 13 May 2025, flag DG-09; 15 CFR 744.23(a)(3)",
    settle: "Put into the headquarters column what a register or the party itself states about its ultimate parent, and keep the document; or check its owners with `tidewaiter own`.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

impl Flag for OpenHeadquarters {
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
    let open: Vec<_> = case
        .parties(&[Role::UltimateConsignee, Role::EndUser])
        .filter(|p| p.headquarters.is_none() && !p.country.is_some_and(|c| case.member(c, "A:1")))
        .collect();
    let mut names: Vec<&str> = Vec::new();
    for party in &open {
        if !names.contains(&party.name.as_str()) {
            names.push(&party.name);
        }
    }
    let near = |country: Option<Country>| country.is_some_and(|c| case.standing(c) > Standing::Open);
    let places: Vec<&str> =
        open.iter().filter_map(|p| p.country.as_ref()).filter(|c| near(Some(**c))).map(Country::code).fold(
            Vec::new(),
            |mut seen, code| {
                if !seen.contains(&code) {
                    seen.push(code);
                }
                seen
            },
        );
    let names = crate::case::listed(&names);
    let says = if places.is_empty() {
        format!("Nothing states where {names}, or the ultimate parent, is headquartered.")
    } else {
        format!(
            "Nothing states where {names}, or the ultimate parent, is headquartered; the address is in {}, a country of concern for the chip rules.",
            crate::case::listed(&places)
        )
    };
    let cell = |p: &&tidewaiter_model::Party| {
        let country = p.country.map_or("unknown".to_owned(), |c| c.to_string());
        case.party_cell(p, "headquarters", &format!("empty ({}, country {country})", p.name))
    };
    ABOUT.finding(Severity::Review, says, open.iter().map(cell).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Order, country};

    #[test]
    fn raised_outside_a1_without_stated_headquarters() {
        let order = Order::ordinary().party(Role::EndUser, "Kestrel Compute Sdn Bhd", "1 Jalan Lotus", "MY");
        let finding = order.raises(&OpenHeadquarters).unwrap();
        assert_eq!(
            finding.says,
            "Nothing states where Kestrel Compute Sdn Bhd, or the ultimate parent, is headquartered."
        );
        let nowhere = Order::ordinary().party(Role::UltimateConsignee, "Kestrel Compute", "1 Quay Rd", "");
        assert!(nowhere.raises(&OpenHeadquarters).is_some());
        let near = Order::ordinary().party(Role::EndUser, "Kestrel Compute", "1 Quay Rd", "HK");
        assert!(near.raises(&OpenHeadquarters).unwrap().says.contains("the address is in HK"));
    }

    #[test]
    fn not_raised_where_stated_or_in_a1() {
        assert_eq!(Order::ordinary().raises(&OpenHeadquarters), None);
        let stated =
            Order::ordinary().party(Role::EndUser, "Kestrel Compute Sdn Bhd", "1 Jalan Lotus", "MY").with(|o| {
                o.line.parties.iter_mut().for_each(|p| p.headquarters = country("SG"));
            });
        assert_eq!(stated.raises(&OpenHeadquarters), None);
        let buyer = Order::ordinary().party(Role::Purchaser, "Kestrel Compute Sdn Bhd", "1 Jalan Lotus", "MY");
        assert_eq!(buyer.raises(&OpenHeadquarters), None);
    }

    #[test]
    fn not_assessable_without_a_user() {
        let open = Order::ordinary().without(Role::UltimateConsignee).without(Role::EndUser);
        assert_eq!(open.lacks(&OpenHeadquarters), ["the name of the ultimate consignee or end user"]);
    }
}
