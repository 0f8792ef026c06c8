//! RF-13: 600-series items: volume and sites.

use super::concerns::other_items;
use crate::{About, Assessment, Case, Flag};

pub(super) struct SixHundredVolume;

static ABOUT: About = About {
    code: "RF-13",
    title: "600-series items: volume and sites",
    what: "Concerns military items of the 600 series only: an order in a volume or for a place that does not fit them. Accelerators and their memory do not raise it.",
    why: "One of the 29 red flags; named here so that silence about it is not taken for an answer.",
    example: "Not raised: an H100 card.",
    unknown: "a line whose item is not read, or is none of the catalogue.",
    needs: "the item",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 13",
    settle: "Classify the item; where it is one of these, read the red flag and ask the customer.",
    since: None,
    status: "in force",
};

const NEEDS: &str = "the item's classification (concerns 600-series items)";

impl Flag for SixHundredVolume {
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
            matches!(Order::ordinary().assess(&SixHundredVolume), Assessment::NotRaised(why) if why.starts_with("concerns"))
        );
        let unread = Order::ordinary().with(|o| o.good = tidewaiter_model::Good::unresolved("", ""));
        assert_eq!(unread.lacks(&SixHundredVolume), [NEEDS]);
        let cable = Order::ordinary().with(|o| o.good.resolution = tidewaiter_model::Resolution::NotAccelerator);
        assert_eq!(cable.lacks(&SixHundredVolume), [NEEDS]);
    }
}
