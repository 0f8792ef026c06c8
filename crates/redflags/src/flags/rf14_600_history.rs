//! RF-14: 600-series items: no licence history.

use super::concerns::other_items;
use crate::{About, Assessment, Case, Flag};

pub(super) struct SixHundredHistory;

static ABOUT: About = About {
    code: "RF-14",
    title: "600-series items: no licence history",
    what: "Concerns military items of the 600 series only: a buyer whose country or business does not fit them. Accelerators and their memory do not raise it.",
    why: "One of the 29 red flags; named here so that silence about it is not taken for an answer.",
    example: "Not raised: an H100 card.",
    unknown: "a line whose item is not read, or is none of the catalogue.",
    needs: "the item",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 14",
    settle: "Classify the item; where it is one of these, read the red flag and ask the customer.",
    since: None,
    status: "in force",
};

const NEEDS: &str = "the item's classification (concerns 600-series items)";

impl Flag for SixHundredHistory {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        other_items(case, "concerns 600-series items; accelerators and their memory are none", NEEDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    #[test]
    fn concerns_other_items_only() {
        assert!(
            matches!(Order::ordinary().assess(&SixHundredHistory), Assessment::NotRaised(why) if why.starts_with("concerns"))
        );
        let unread = Order::ordinary().with(|o| o.good = tidewaiter_model::Good::unresolved("", ""));
        assert_eq!(unread.lacks(&SixHundredHistory), [NEEDS]);
        let cable = Order::ordinary().with(|o| o.good.resolution = tidewaiter_model::Resolution::NotAccelerator);
        assert_eq!(cable.lacks(&SixHundredHistory), [NEEDS]);
    }
}
