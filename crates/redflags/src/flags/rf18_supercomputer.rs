//! RF-18: the stated use is a supercomputer, for a place where that needs a licence.

use std::sync::LazyLock;

use tidewaiter_model::{Country, Date, Finding, Role, Severity};

use crate::assess::{lacks, need};
use crate::words::{Words, says_nothing};
use crate::{About, Assessment, Case, Flag};

pub(super) struct Supercomputer;

static ABOUT: About = About {
    code: "RF-18",
    title: "The stated use is a supercomputer",
    what: "Looked for whatever the item is. Raised where the end use speaks of a supercomputer (超算) and the goods, or a party's stated headquarters, are in Macau or a country of group D:5, or where it cannot be read where they go. Supercomputers elsewhere do not raise it.",
    why: "Any item subject to the EAR needs a licence for a supercomputer in or bound for China or Macau; a customer who says that it means to build one raises the question whether the item is for it.",
    example: "Raised: end use \"第二期超算中心\", ship-to Shenzhen. Not raised: \"extension of the national supercomputer\", ship-to Hamburg.",
    unknown: "the end use is empty.",
    needs: "the stated end use, the destination and the headquarters of the parties",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 18; 15 CFR 744.23(a)(1)",
    settle: "Ask for the machine's peak performance and volume, and compare with the definition of supercomputer in 15 CFR 772.1; for one that meets it apply for a licence.",
    since: Some(Date::constant(2023, 11, 17)),
    status: "in force",
};

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "supercomputer; supercomputers; supercomputing; super computer; super computing; exascale; petascale;
         superkomputer; siêu máy tính; ซูเปอร์คอมพิวเตอร์; 超算; 超级计算; 超級計算; 超級電腦; 百亿亿次; 슈퍼컴퓨터;",
    )
});

impl Flag for Supercomputer {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn for_any_item(&self) -> bool {
        true
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        Assessment::of(raise(case), || lacks([(says_nothing(&case.line.end_use), need::END_USE)]))
    }
}

/// The finding, where the line raises the flag.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let word = WORDS.find(&case.line.end_use)?;
    let of_concern = |c: Country| [Country::CN, Country::HK, Country::MO].contains(&c) || case.member(c, "D:5");
    let users = || case.parties(&[Role::UltimateConsignee, Role::EndUser]);
    let there = case.destination.is_none_or(of_concern)
        || users().any(|p| p.country.is_some_and(of_concern) || p.headquarters.is_some_and(of_concern));
    if !there {
        return None;
    }
    let mut evidence = vec![case.cell("end use", &case.line.end_use)];
    if let Some(to) = &case.line.ship_to {
        evidence.push(case.cell("ship-to", &to.text));
    }
    let says = format!(
        "The stated end use speaks of a supercomputer ({word}), for a place or party where that may need a licence."
    );
    ABOUT.finding(Severity::Review, says, evidence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Order, place};

    #[test]
    fn raised_for_supercomputers_in_places_of_concern() {
        let there =
            Order::ordinary().end_use("第二期超算中心").with(|o| o.line.ship_to = Some(place("Shenzhen", "CN")));
        assert!(there.raises(&Supercomputer).is_some());
        let open = Order::ordinary().end_use("super-computer").with(|o| o.line.ship_to = None);
        assert!(open.raises(&Supercomputer).is_some());
        let owned = Order::ordinary().end_use("Supercomputing").with(|o| {
            o.line.parties.iter_mut().for_each(|p| p.headquarters = Some(Country::CN));
        });
        assert!(owned.raises(&Supercomputer).is_some());
    }

    #[test]
    fn not_raised_elsewhere_or_for_other_uses() {
        assert_eq!(Order::ordinary().end_use("extension of the national supercomputer").raises(&Supercomputer), None);
        let other =
            Order::ordinary().end_use("computer vision").with(|o| o.line.ship_to = Some(place("Shenzhen", "CN")));
        assert_eq!(other.raises(&Supercomputer), None);
    }

    #[test]
    fn not_assessable_without_an_end_use() {
        let open = Order::ordinary().end_use("n/a");
        assert_eq!(open.lacks(&Supercomputer), ["the end use (column end use)"]);
    }
}
