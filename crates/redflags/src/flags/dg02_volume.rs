//! DG-02: the volume is large.

use std::time::Duration;

use tidewaiter_model::{Date, Decimal, Evidence, Finding, Role, Severity};

use super::rf04_background::days_between;
use crate::assess::lacks;
use crate::{About, Assessment, Case, Flag, Ordered};

pub(super) struct LargeVolume;

static ABOUT: About = About {
    code: "DG-02",
    title: "A large volume",
    what: "Raised where the accelerators of the line together reach 26,900,000 TPP, the amount a consignee and year that the text of 15 CFR 740.29 treats as low processing performance (about 1,700 H100 SXM), or all that the book shows the purchaser to have ordered in the year up to the line does; where the TPP is not known, from 1,700 accelerators. In countries of group A:1 it is a note, and so it is where the orders known show that the purchaser ordered a year before or earlier. Where no earlier orders are known, the buyer may be new.",
    why: "The guidance names first-time buyers who order large volumes.",
    example: "Raised: 2,048 H100 SXM to Malaysia. Note: the same to Germany. Raised on the last: four orders for 512 within a year. Not raised: 512 H100 SXM alone.",
    unknown: "no quantity is given.",
    needs: "the quantity and the item; for the sum of a year the dates of the orders",
    cite: "BIS guidance of 13 May 2025, flag DG-02; threshold by 15 CFR 740.29 (90 FR 4544), figure unverified",
    settle: "Say since when the customer has bought and how much; for a first order ask for its site, its power and cooling, its financing and its users.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

/// TPP a consignee and year that count as low. Source: 15 CFR 740.29 as published at 90 FR 4544; not read.
const TPP: u64 = 26_900_000;
/// The time up to an order whose orders count with it: 365 days.
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
/// The same in accelerators like the H100 SXM, of 15,824 TPP.
const ACCELERATORS: u64 = 1_700;

impl Flag for LargeVolume {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        Assessment::of(raise(case), || {
            lacks([(case.accelerators.is_none() && case.may_be_for_datacentres(), "the quantity (column quantity)")])
        })
    }
}

/// The finding, where the line raises the flag, or the purchaser's orders of a year do.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let count = case.accelerators.filter(|_| case.may_be_for_datacentres())?;
    let tpp_of_one = case.good.spec.as_ref().and_then(|spec| spec.tpp.value.upper());
    let total = tpp_of_one.and_then(|tpp| tpp.checked_mul(Decimal::from(count)));
    let large = match total {
        Some(total) => total >= Decimal::from(TPP),
        None => count >= ACCELERATORS,
    };
    let year = of_a_year(case).filter(|_| count > 0);
    let evidence = match (large, &year) {
        (true, _) => {
            let limit = total.map_or_else(|| format!("{ACCELERATORS} accelerators"), |_| format!("{TPP} TPP"));
            let value = total.map_or_else(String::new, |total| format!(", {} TPP together", total.normalize()));
            Evidence { limit, ..case.cell("accelerators on the line", &format!("{count}{value}")) }
        }
        (false, Some((name, Ordered { accelerators, tpp }))) => {
            let what = format!("ordered by {name} within 365 days up to this order");
            let value = format!("{accelerators} accelerators, {tpp} TPP together");
            Evidence { limit: format!("{TPP} TPP"), ..case.cell(&what, &value) }
        }
        (false, None) => return None,
    };
    let mut says = match &year {
        Some((name, ordered)) if !large || ordered.accelerators > count => format!(
            "The line is for {count} accelerators, one of the orders by which {name} ordered {} within a year",
            ordered.accelerators
        ),
        _ => format!("The line is for {count} accelerators"),
    };
    let known = known_for_a_year(case);
    match &known {
        Some((name, first)) => says.push_str(&format!("; {name} has ordered since {first}.")),
        None => says.push_str(", a large volume if the customer is new."),
    }
    let users = || case.parties(&[Role::UltimateConsignee, Role::EndUser]).map(|party| party.country);
    let home = case.destination.is_some_and(|to| case.member(to, "A:1"))
        && users().all(|country| country.is_none_or(|c| case.member(c, "A:1")));
    let severity = if home || known.is_some() { Severity::Note } else { Severity::Review };
    ABOUT.finding(severity, says, vec![evidence])
}

/// The purchaser and what it ordered in the year up to this order, where that is a large volume.
fn of_a_year(case: &Case<'_>) -> Option<(String, Ordered)> {
    let buyer = case.parties(&[Role::Purchaser]).next()?;
    // Orders without a date cannot be told to be of this year.
    let day = case.line.date?;
    let from = day.checked_sub(YEAR).ok()?;
    let ordered = case.beside.history.ordered(buyer, from, day)?;
    (ordered.tpp >= TPP).then(|| (buyer.name.clone(), ordered))
}

/// The purchaser and the day of its first order, where that lies a year back.
fn known_for_a_year(case: &Case<'_>) -> Option<(String, Date)> {
    let buyer = case.parties(&[Role::Purchaser]).next()?;
    let first = case.beside.history.first_order(buyer)?;
    let day = case.line.date.unwrap_or(case.as_of);
    (days_between(first, day) >= 365).then(|| (buyer.name.clone(), first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Order, accelerator, place};

    fn to(count: u64, code: &str) -> Order {
        Order::ordinary().with(|o| {
            o.good = accelerator("NVIDIA H100 SXM", 15_824, tidewaiter_model::Truth::Yes);
            o.accelerators = Some(count);
            o.line.ship_to = Some(place("there", code));
        })
    }

    #[test]
    fn raised_by_large_volumes_abroad() {
        let finding = to(2048, "MY").raises(&LargeVolume).unwrap();
        assert_eq!(finding.severity, Severity::Review);
        assert_eq!(finding.evidence[0].value, "2048, 32407552 TPP together");
        let unread = to(1700, "MY").with(|o| o.good = tidewaiter_model::Good::unresolved("", ""));
        assert!(unread.raises(&LargeVolume).is_some());
        assert_eq!(to(2048, "DE").raises(&LargeVolume).unwrap().severity, Severity::Note);
    }

    #[test]
    fn not_raised_by_ordinary_volumes() {
        assert_eq!(to(512, "MY").raises(&LargeVolume), None);
        assert_eq!(to(1699, "MY").raises(&LargeVolume), None, "just under: 1699 × 15824 = 26,884,976");
        assert_eq!(to(0, "MY").with(|o| o.accelerators = None).raises(&LargeVolume), None);
        assert!(to(1700, "MY").raises(&LargeVolume).is_some(), "1700 × 15824 = 26,900,800");
    }

    #[test]
    fn not_assessable_without_a_quantity() {
        let open = Order::ordinary().with(|o| o.accelerators = None);
        assert_eq!(open.lacks(&LargeVolume), ["the quantity (column quantity)"]);
    }

    #[test]
    fn raised_by_the_orders_of_a_year() {
        let year = |n: u64| Some(Ordered { accelerators: n, tpp: n * 15_824 });
        let split = |n| {
            to(512, "MY").with(|o| {
                o.line.date = Some(Date::constant(2025, 10, 1));
                o.told.ordered = year(n);
            })
        };
        let finding = split(2048).raises(&LargeVolume).unwrap();
        assert_eq!(
            finding.says,
            "The line is for 512 accelerators, one of the orders by which Universität Lindenhof ordered 2048 within a \
             year, a large volume if the customer is new."
        );
        assert_eq!(split(1699).raises(&LargeVolume), None);
        assert_eq!(split(2048).with(|o| o.line.date = None).raises(&LargeVolume), None, "of which year is not known");
    }

    #[test]
    fn a_note_for_a_customer_known_for_a_year() {
        let since = Date::constant(2020, 1, 1);
        let old = to(2048, "MY").known(since, Some(Date::constant(2024, 10, 14)));
        assert_eq!(old.raises(&LargeVolume).unwrap().severity, Severity::Note);
        let new = to(2048, "MY").known(since, Some(Date::constant(2025, 10, 1)));
        assert_eq!(new.raises(&LargeVolume).unwrap().severity, Severity::Review);
    }
}
