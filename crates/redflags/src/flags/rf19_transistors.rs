//! RF-19: over 50 billion transistors with high-bandwidth memory, for a company of D:5 or Macau.

use tidewaiter_model::{Date, Decimal, Resolution, Role, Severity, Truth};

use super::concerns::of_concern;
use crate::assess::{lacks, need};
use crate::{About, Assessment, Case, Flag};

pub(super) struct ManyTransistors;

static ABOUT: About = About {
    code: "RF-19",
    title: "Over 50 billion transistors with high-bandwidth memory, for a company of D:5 or Macau",
    what: "Raised where the catalogue says that the circuit has more than 50 billion transistors and high-bandwidth memory, and the purchaser, ultimate consignee or end user is stated to be headquartered in China, Hong Kong, Macau or a country of group D:5, or has its address there and states no other headquarters.",
    why: "Such a circuit is presumed to exceed the limits of 3A090; the flag speaks above all to those who make chips for others.",
    example: "Raised: an H100 for a company headquartered in China. Not raised: the same for one headquartered in Germany; an RTX A2000.",
    unknown: "an H100 for a company in Malaysia that states no headquarters; an item whose transistors are not known.",
    needs: "the catalogue's count of transistors and memory, and the headquarters of the parties",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 19",
    settle: "Ask for the number of transistors and the total processing performance, and for the headquarters and ultimate parent.",
    since: Some(Date::constant(2023, 11, 17)),
    status: "in force",
};

/// Billions of transistors from which the flag speaks.
const TRANSISTORS_BN: i64 = 50;

impl Flag for ManyTransistors {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        let Some(spec) = case.good.spec.as_ref() else {
            return Assessment::unless(lacks([(case.good.resolution == Resolution::Unresolved, need::ITEM)]));
        };
        let made = &spec.fabrication;
        let large = made.transistors_bn.value.above(Decimal::from(TRANSISTORS_BN)).and(made.hbm);
        let parties: Vec<_> = case.parties(&[Role::Purchaser, Role::UltimateConsignee, Role::EndUser]).collect();
        let there = |party: &&tidewaiter_model::Party| match (party.headquarters, party.country) {
            (Some(seat), _) => Truth::from(of_concern(case, seat)),
            (None, Some(country)) if of_concern(case, country) => Truth::Yes,
            // In A:1 an address with nothing against it is taken for the headquarters, as the officer does.
            (None, Some(country)) if case.member(country, "A:1") => Truth::No,
            (None, _) => Truth::Unknown,
        };
        let for_whom = Truth::any(parties.iter().map(there));
        if large.is_no() || (for_whom.is_no() && !parties.is_empty()) {
            return Assessment::not_raised("");
        }
        if !large.is_yes() || !for_whom.is_yes() {
            return Assessment::unless(lacks([
                (parties.is_empty(), need::USERS),
                (!large.is_yes(), "the number of transistors and the kind of memory, from the maker"),
                (for_whom.is_unknown(), "the headquarters of the parties (column headquarters)"),
            ]));
        }
        let transistors =
            case.cell("transistors by the catalogue, in billions", &made.transistors_bn.value.to_string());
        let mut evidence = vec![transistors.against(&TRANSISTORS_BN)];
        evidence.extend(parties.iter().filter(|party| there(party).is_yes()).map(|party| {
            let place = party.headquarters.or(party.country).map_or_else(String::new, |c| c.to_string());
            case.party_cell(party, if party.headquarters.is_some() { "headquarters" } else { "country" }, &place)
        }));
        let says = "The circuit has over 50 billion transistors and high-bandwidth memory, and goes to a company of China, Macau or a country of group D:5.";
        Assessment::of(ABOUT.finding(Severity::Review, says, evidence), Vec::new)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tidewaiter_model::{Country, Figure, Good, Origin, Range};

    use super::*;
    use crate::testing::Order;

    fn with_transistors(billions: Option<i64>, hbm: Truth) -> Order {
        Order::ordinary().with(|o| {
            let mut spec = o.good.spec.as_deref().unwrap().clone();
            spec.fabrication.hbm = hbm;
            if let Some(billions) = billions {
                let value = Range::exactly(billions.into());
                spec.fabrication.transistors_bn =
                    Figure { value, origin: Origin::Maker, source: "datasheet".to_owned() };
            }
            o.good.spec = Some(Arc::new(spec));
        })
    }

    fn seat(order: Order, country: Country) -> Order {
        order.with(|o| o.line.parties.iter_mut().for_each(|p| p.headquarters = Some(country)))
    }

    #[test]
    fn raised_for_large_circuits_of_companies_headquartered_there() {
        let finding = seat(with_transistors(Some(80), Truth::Yes), Country::CN).raises(&ManyTransistors).unwrap();
        assert_eq!(finding.evidence[0].limit, "50");
        assert_eq!(finding.evidence[1].what, "purchaser headquarters");
    }

    #[test]
    fn not_raised_where_either_is_ruled_out() {
        let home = with_transistors(Some(80), Truth::Yes);
        assert_eq!(home.assess(&ManyTransistors), Assessment::not_raised(""));
        for small in [with_transistors(Some(50), Truth::Yes), with_transistors(Some(80), Truth::No)] {
            assert_eq!(seat(small, Country::CN).assess(&ManyTransistors), Assessment::not_raised(""));
        }
        let cable = Order::ordinary().with(|o| {
            o.good.spec = None;
            o.good.resolution = tidewaiter_model::Resolution::NotAccelerator;
        });
        assert_eq!(cable.assess(&ManyTransistors), Assessment::not_raised(""));
    }

    #[test]
    fn not_assessable_without_transistors_or_headquarters() {
        let open = seat(with_transistors(None, Truth::Yes), Country::CN);
        assert_eq!(open.lacks(&ManyTransistors), ["the number of transistors and the kind of memory, from the maker"]);
        let abroad =
            with_transistors(Some(80), Truth::Yes).party(Role::EndUser, "Kestrel Compute", "1 Jalan Lotus", "MY");
        assert_eq!(abroad.lacks(&ManyTransistors), ["the headquarters of the parties (column headquarters)"]);
        let unread = Order::ordinary().with(|o| o.good = Good::unresolved("", ""));
        assert_eq!(unread.lacks(&ManyTransistors), [need::ITEM]);
    }
}
