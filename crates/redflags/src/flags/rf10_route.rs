//! RF-10: the route is abnormal for the item and the destination.

use std::collections::BTreeSet;

use tidewaiter_model::{Country, Evidence, Finding, Role, Severity};

use crate::assess::lacks;
use crate::case::{Standing, listed};
use crate::{About, Assessment, Case, Flag};

pub(super) struct AbnormalRoute;

static ABOUT: About = About {
    code: "RF-10",
    title: "The route leads through a country of concern",
    what: "Raised where a place on the route, or an intermediate consignee, is in a country of more concern than the one that the goods are bound for: China, Hong Kong, Macau and group D:5 before D:1, D:1 before the rest. A stop in a country that is in D:4 only is a note: the hubs of the Gulf are among them. Countries of A:5 and A:6 raise nothing, nor does the country that the goods leave from or go to.",
    why: "Accelerators bound for an open destination have been unloaded on the way. What passes through a country of concern can stay there.",
    example: "Raised: San Jose to Kuala Lumpur with an intermediate consignee in Hong Kong. Not raised: San Jose to Kuala Lumpur through Taipei; Rotterdam to Hamburg.",
    unknown: "no place on the way is named, or one that cannot be read.",
    needs: "the route, or an intermediate consignee, with countries",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 10",
    settle: "Ask why the goods go that way and who holds them there; ask for a through bill of lading, or for another route.",
    since: None,
    status: "in force",
};

impl Flag for AbnormalRoute {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        Assessment::of(raise(case), || {
            let stops = || case.line.route.iter().map(|p| p.country);
            let held = case.parties(&[Role::IntermediateConsignee]).map(|p| p.country);
            let known: Vec<bool> = stops().chain(held).map(|country| country.is_some()).collect();
            lacks([
                (known.is_empty(), "the route (column route, or an intermediate consignee)"),
                (known.contains(&false), "the country of each place on the route"),
            ])
        })
    }
}

/// The finding, where the line raises the flag.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let ends: Vec<Country> = case
        .destination
        .into_iter()
        .chain([&case.line.ship_from, &case.line.ship_to].into_iter().flatten().filter_map(|place| place.country))
        .collect();
    let bound_for = case.destination.map_or(Standing::Open, |to| case.standing(to));
    let places = case.line.route.iter().filter_map(|p| p.country.map(|c| (c, case.cell("route", &p.text))));
    let holders = case
        .line
        .in_role(Role::IntermediateConsignee)
        .filter_map(|p| p.country.map(|c| (c, case.party_cell(p, "country", &format!("{} ({})", c, p.name)))));
    let stops: Vec<(Country, Standing, Evidence)> = places
        .chain(holders)
        .filter(|(country, _)| !ends.contains(country))
        .map(|(country, evidence)| (country, case.standing(country), evidence))
        .filter(|(_, standing, _)| *standing > bound_for)
        .collect();
    let worst = stops.iter().map(|(_, standing, _)| *standing).max()?;
    let countries: BTreeSet<&str> = stops.iter().map(|(country, _, _)| country.code()).collect();
    let countries: Vec<&str> = countries.into_iter().collect();
    let to = case.destination.map_or("an unknown destination".to_owned(), |to| to.to_string());
    let says = format!("On the way to {to} the goods pass through {}.", listed(&countries));
    let severity = if worst > Standing::Hub { Severity::Review } else { Severity::Note };
    ABOUT.finding(severity, says, stops.into_iter().map(|(_, _, evidence)| evidence).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Order, place};

    fn through(stops: &[(&str, &str)], to: (&str, &str)) -> Option<Finding> {
        Order::ordinary()
            .with(|o| {
                o.line.route = stops.iter().map(|(text, code)| place(text, code)).collect();
                o.line.ship_to = Some(place(to.0, to.1));
            })
            .raises(&AbnormalRoute)
    }

    #[test]
    fn raised_by_a_stop_in_a_country_of_concern() {
        for code in ["HK", "CN", "MO", "VN", "RU"] {
            assert_eq!(
                through(&[("stop", code)], ("Kuala Lumpur", "MY")).unwrap().severity,
                Severity::Review,
                "{code}"
            );
        }
        assert!(through(&[("Hong Kong", "HK")], ("somewhere", "")).is_some(), "the destination is not known");
        assert!(through(&[("Hong Kong", "HK")], ("Hanoi", "VN")).is_some(), "D:5 before D:1");
        assert_eq!(through(&[("Doha", "QA")], ("Johannesburg", "ZA")).unwrap().severity, Severity::Note);
    }

    #[test]
    fn raised_by_an_intermediate_consignee_in_hong_kong() {
        let order = Order::ordinary().party(Role::IntermediateConsignee, "Swift Heron Ltd", "1 Quay Rd", "HK");
        let finding = order.raises(&AbnormalRoute).unwrap();
        assert_eq!(finding.says, "On the way to DE the goods pass through HK.");
        assert_eq!(finding.evidence[0].value, "HK (Swift Heron Ltd)");
    }

    #[test]
    fn not_raised_by_ordinary_routes() {
        assert_eq!(through(&[("Taipei", "TW"), ("Singapore", "SG")], ("Kuala Lumpur", "MY")), None);
        assert_eq!(through(&[("Tel Aviv", "IL")], ("Hamburg", "DE")), None, "A:6 takes it out of D:4");
        assert_eq!(through(&[("?", "")], ("Hamburg", "DE")), None, "a stop that cannot be read");
        assert_eq!(through(&[("Hong Kong", "HK")], ("Shenzhen", "CN")), None, "bound there anyway");
        assert_eq!(through(&[("Phnom Penh", "KH")], ("Hanoi", "VN")), None, "no more concern there than at the end");
        let from = Order::ordinary().with(|o| {
            o.line.ship_from = Some(place("Hong Kong", "HK"));
            o.line.route = vec![place("Hong Kong airport", "HK")];
        });
        assert_eq!(from.raises(&AbnormalRoute), None, "that is where they leave from");
    }

    #[test]
    fn not_assessable_without_a_route() {
        assert_eq!(Order::ordinary().lacks(&AbnormalRoute), ["the route (column route, or an intermediate consignee)"]);
        let unread = Order::ordinary().with(|o| o.line.route = vec![place("Taipei", "TW"), place("?", "")]);
        assert_eq!(unread.lacks(&AbnormalRoute), ["the country of each place on the route"]);
        let read = Order::ordinary().with(|o| o.line.route = vec![place("Taipei", "TW")]);
        assert!(read.lacks(&AbnormalRoute).is_empty());
    }
}
