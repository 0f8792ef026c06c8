//! TRACE-MARGIN: what leaves is worth far more, or far less, than what came in.

use tidewaiter_model::{Decimal, Evidence, Severity};

use super::site_book::{SiteBook, numbers};
use super::{About, Case, Check, Found, Outcome, Shipment, list, median};

pub(super) struct Margin;

/// The greatest ratio between the price out and the price in, either way.
const MOST: Decimal = Decimal::from_parts(15, 0, 0, false, 1);

static ABOUT: About = About {
    code: "TRACE-MARGIN",
    title: "A price that jumps between coming in and leaving",
    what: "Raised for a site where the median price of a chip leaving, weighted by chips, is 1.5 times that of a chip coming in, or more, or two thirds of it, or less, in the same currency.",
    why: "Distributors of accelerators earn some percent. A chip that gains half its price at one stop is paid for as something that is hard to get there; one that loses a third has been declared for less than it is worth. Reports of goods resold where controls bind tell premiums of a half and more; the bar is a rule of thumb.",
    innocent: "a board built into a server, service and warranty in the price, a price between affiliates, used goods, or a shortage.",
    example: "Raised: in at 30,000 USD, out at 48,000 USD. Not raised: in at 30,000 USD, out at 33,000 USD.",
    needs: "unit values in one currency on both sides",
    cite: "An inference",
    settle: "The invoices on both sides: what exactly was sold, and what else was in the price.",
};

impl Check for Margin {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn look(&self, case: &Case<'_>, book: &SiteBook) -> Outcome {
        if case.shipments.iter().all(|s| s.unit_value.is_none()) {
            return Outcome::Lacks("unit values");
        }
        Outcome::Found(numbers(case).flat_map(|site| jumps(case, book, site)).collect())
    }
}

fn price<'a>(shipments: impl Iterator<Item = &'a Shipment<'a>>) -> Option<Decimal> {
    median(shipments.filter_map(|s| Some((s.chip_value()?, s.chips))).collect()).filter(|price| *price > Decimal::ZERO)
}

fn jumps(case: &Case<'_>, book: &SiteBook, site: u32) -> Vec<Found> {
    let mut currencies: Vec<&str> =
        book.out(case, site).filter(|s| s.unit_value.is_some()).map(|s| s.currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let of = |currency: &str| {
        let into = price(book.into(case, site).filter(|s| s.currency == currency))?;
        let out = price(book.out(case, site).filter(|s| s.currency == currency))?;
        let ratio = out.checked_div(into)?;
        let greater = if ratio >= Decimal::ONE { ratio } else { into.checked_div(out)? };
        if greater < MOST {
            return None;
        }
        let says = format!(
            "{}: a chip comes in at {} {currency} and leaves at {} {currency}, by the medians: {} times as much.",
            case.site(site),
            into.round_dp(2).normalize(),
            out.round_dp(2).normalize(),
            ratio.round_dp(2).normalize()
        );
        let mut evidence = vec![
            Evidence::new("price out over price in", ratio.round_dp(2).to_string(), "the records")
                .against(&"1.5, or two thirds"),
        ];
        let mut weight = 0u64;
        for (shipments, way) in
            [(book.out(case, site).collect::<Vec<_>>(), "out"), (book.into(case, site).collect(), "in")]
        {
            for s in shipments.into_iter().filter(|s| s.currency == currency) {
                let Some(value) = s.chip_value() else { continue };
                if way == "out" {
                    weight = weight.saturating_add(s.chips);
                }
                evidence.push(
                    case.row(s, format!("{} chips {way} at {} {currency}", s.chips, value.round_dp(2).normalize())),
                );
            }
        }
        Some(Found { weight, severity: Severity::Review, says, evidence })
    };
    let mut found: Vec<Found> = currencies.iter().filter(|c| !c.is_empty()).filter_map(|c| of(c)).collect();
    let items = list(book.into(case, site).chain(book.out(case, site)).map(|s| s.item));
    for found in &mut found {
        found.evidence.insert(1, Evidence::new("described as", items.clone(), "the records"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    fn world(into: i64, out: i64, change: &'static str) -> Vec<String> {
        World::new()
            .move_with("A", "B", "2025-05-01", 20, |s| s.unit_value = Some(into.into()))
            .move_with("B", "C", "2025-05-10", 8, |s| {
                // Written as one system of eight.
                s.units = 1;
                s.unit_value = Some((out * 8).into());
                s.currency = change;
            })
            .told("TRACE-MARGIN")
    }

    #[test]
    fn half_as_much_again_or_a_third_less() {
        assert_eq!(
            world(30_000, 48_000, "USD"),
            ["review: B: a chip comes in at 30000 USD and leaves at 48000 USD, by the medians: 1.6 times as much."]
        );
        assert_eq!(world(30_000, 45_000, "USD").len(), 1);
        assert!(world(30_000, 44_999, "USD").is_empty());
        assert_eq!(world(30_000, 20_000, "USD").len(), 1);
        assert!(world(30_000, 20_001, "USD").is_empty());
        assert!(world(30_000, 300_000, "HKD").is_empty(), "another currency");
        assert_eq!(World::new().lack("TRACE-MARGIN"), "unit values");
    }
}
