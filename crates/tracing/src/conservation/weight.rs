//! TRACE-WEIGHT and TRACE-VALUE: a weight that the goods cannot have, and a price unlike that of their like.

use std::collections::BTreeMap;

use tidewaiter_model::{Decimal, Evidence, Severity};

use super::site_book::SiteBook;
use super::{About, Case, Check, Found, Outcome, Shipment, length, median, number};

pub(super) struct Weight;
pub(super) struct Value;

/// Records of a kind from which a median tells something.
const LEAST: usize = 5;
/// How far from the median of its kind a weight a chip may lie, either way.
const WEIGHT_FACTOR: u32 = 4;
/// The same for a price by kilogram.
const VALUE_FACTOR: u32 = 3;

static WEIGHT: About = About {
    code: "TRACE-WEIGHT",
    title: "A weight that does not go with the number of chips",
    what: "Raised for consignments that weigh less than so many chips weigh in any form; and, where five consignments or more bear the same description, for those that weigh a quarter a chip of their median or less, or four times or more.",
    why: "Weight is what carriers measure themselves, so it is the figure least often wrong by intent. Packing and form (board, server, rack) explain a factor of two or three between descriptions, seldom four within one.",
    innocent: "a net weight, a weight in pounds, the weight of one piece, or one consignment's weight on another's paper.",
    example: "Raised: 100 chips and 3 kg, where none weighs less than 1 kg. Not raised: 100 chips in 25 systems with 1,900 kg.",
    needs: "weights in the records, and for the first the least weight of a chip",
    cite: "An inference; the weight by the maker's sheet where it is named",
    settle: "The carrier's own weight, the packing list, and a look into the crate.",
};

static VALUE: About = About {
    code: "TRACE-VALUE",
    title: "A price by weight unlike that of the same goods",
    what: "Raised, where five consignments or more bear the same description and currency, for those whose value by kilogram is a third of their median or less, or three times or more.",
    why: "Value by weight tells one kind of goods from another whatever the paper calls them: accelerators are worth thousands a kilogram, cables and frames tens. A factor of three is far beyond discounts and freight; a rule of thumb.",
    innocent: "a value for customs only, samples and warranty parts without a price, used goods, or a weight in another unit.",
    example: "Raised: 90 USD a kilogram, where the like are at 6,000. Not raised: 5,000 where they are at 6,000.",
    needs: "unit values and weights, of five consignments with one description",
    cite: "An inference",
    settle: "Invoice, packing list and payment for the same consignment.",
};

impl Check for Weight {
    fn about(&self) -> &'static About {
        &WEIGHT
    }

    fn look(&self, case: &Case<'_>, _: &SiteBook) -> Outcome {
        if case.shipments.iter().all(|s| s.weight_kg.is_none()) {
            return Outcome::Lacks("weights");
        }
        let mut found: Vec<Found> = too_light(case).into_iter().collect();
        let kind = |s: &Shipment<'_>| Some((String::new(), s.chip_weight()?));
        found.extend(unlike(case, kind, WEIGHT_FACTOR, "kg a chip"));
        Outcome::Found(found)
    }
}

impl Check for Value {
    fn about(&self) -> &'static About {
        &VALUE
    }

    fn look(&self, case: &Case<'_>, _: &SiteBook) -> Outcome {
        let by_kilogram = |s: &Shipment<'_>| {
            let value = s.chip_value()?.checked_div(s.chip_weight()?)?;
            // Repairs and samples bear no price, which is no price to compare.
            Some((s.currency.to_owned(), value)).filter(|_| !s.currency.is_empty() && value > Decimal::ZERO)
        };
        if case.shipments.iter().all(|s| by_kilogram(s).is_none()) {
            return Outcome::Lacks("unit values with a currency, and weights");
        }
        Outcome::Found(unlike(case, by_kilogram, VALUE_FACTOR, "a kg"))
    }
}

fn too_light(case: &Case<'_>) -> Option<Found> {
    let least = case.known.least_weight_kg.as_ref()?;
    let light: Vec<&Shipment<'_>> =
        case.shipments.iter().filter(|s| s.chip_weight().is_some_and(|weight| weight < least.value)).collect();
    let chips = super::site_book::chips(light.iter().copied());
    if light.is_empty() {
        return None;
    }
    let says = format!(
        "{} with {} weigh less than {} kg a chip, which is less than the chip weighs in any form.",
        number(length(&light), "consignment"),
        number(chips, "chip"),
        least.value.normalize()
    );
    let mut evidence =
        vec![Evidence::new("least weight of a chip", format!("{} kg", least.value.normalize()), least.source.clone())];
    evidence.extend(light.iter().map(|s| {
        let weight = s.weight_kg.unwrap_or_default();
        case.row(s, format!("{} chips, {} kg", s.chips, weight.normalize()))
    }));
    Some(Found { weight: chips, severity: Severity::Review, says, evidence })
}

/// Consignments whose measure lies far from the median of those with the same description and `kind`.
fn unlike(
    case: &Case<'_>,
    measure: impl Fn(&Shipment<'_>) -> Option<(String, Decimal)>,
    factor: u32,
    unit: &str,
) -> Vec<Found> {
    let mut kinds: BTreeMap<(&str, String), Vec<(&Shipment<'_>, Decimal)>> = BTreeMap::new();
    for shipment in case.shipments {
        if let Some((kind, value)) = measure(shipment) {
            kinds.entry((shipment.item, kind)).or_default().push((shipment, value));
        }
    }
    let factor = Decimal::from(factor);
    let mut found = Vec::new();
    for ((item, currency), all) in kinds {
        let Some(middle) = median(all.iter().map(|(_, value)| (*value, 1)).collect()) else { continue };
        if all.len() < LEAST || middle <= Decimal::ZERO {
            continue;
        }
        let far = |value: Decimal| {
            let times = |a: Decimal, b: Decimal| a.checked_mul(factor).is_some_and(|a| a <= b);
            times(value, middle) || times(middle, value)
        };
        let unlike: Vec<_> = all.iter().filter(|(_, value)| far(*value)).collect();
        let chips = super::site_book::chips(unlike.iter().map(|(s, _)| *s));
        if unlike.is_empty() {
            continue;
        }
        let unit = if currency.is_empty() { unit.to_owned() } else { format!("{currency} {unit}") };
        let typical = middle.round_dp(2).normalize();
        let says = format!(
            "Of {} consignments described as “{item}”, {} with {} lie a factor of {factor} or more from their median of \
             {typical} {unit}.",
            all.len(),
            unlike.len(),
            number(chips, "chip")
        );
        let row = |(s, value): &&(&Shipment<'_>, Decimal)| {
            let told = format!("{} chips, {} {unit}", s.chips, value.round_dp(2).normalize());
            case.row(s, told).against(&format!("median {typical}"))
        };
        let evidence = unlike.iter().map(row).collect();
        found.push(Found { weight: chips, severity: Severity::Review, says, evidence });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;
    use crate::conservation::Fact;

    /// Five consignments of 10 chips with 20 kg and 30,000 USD a chip, and one more.
    fn world(kg: i64, usd: i64) -> World {
        let priced = |world: World, kg: i64, usd: i64| {
            world.move_with("A", "B", "2025-05-01", 10, |s| {
                s.weight_kg = Some(kg.into());
                s.unit_value = Some(usd.into());
            })
        };
        let five = (0..5).fold(World::new(), |world, _| priced(world, 20, 30_000));
        priced(five, kg, usd)
            .known(|k| k.least_weight_kg = Some(Fact { value: Decimal::ONE, source: "sheet".to_owned() }))
    }

    #[test]
    fn by_the_chip_and_by_the_like() {
        let code = "TRACE-WEIGHT";
        let light = world(9, 30_000).told(code);
        assert_eq!(light.len(), 1);
        assert!(light[0].contains("1 consignment with 10 chips weigh less than 1 kg a chip"), "{light:?}");
        assert!(world(10, 30_000).told(code).is_empty());
        assert_eq!(world(5, 30_000).told(code).len(), 2);
        let heavy = world(80, 30_000).told(code);
        assert!(
            heavy[0].contains("Of 6 consignments described as “H200 NVL”, 1 with 10 chips lie a factor of 4 or more"),
            "{heavy:?}"
        );
        assert!(world(79, 30_000).told(code).is_empty());
        assert_eq!(World::new().lack(code), "weights");
    }

    #[test]
    fn value_by_weight() {
        let code = "TRACE-VALUE";
        assert!(world(20, 10_000).told(code)[0].contains("median of 15000 USD a kg"));
        assert!(world(20, 10_001).told(code).is_empty());
        assert_eq!(world(60, 30_000).told(code).len(), 1);
        assert!(world(20, 0).told(code).is_empty(), "no price");
        assert_eq!(World::new().lack(code), "unit values with a currency, and weights");
    }
}
