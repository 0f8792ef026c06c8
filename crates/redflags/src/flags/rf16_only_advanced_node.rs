//! RF-16: the item serves only advanced-node plants.

use tidewaiter_model::Date;

use super::concerns::other_items;
use crate::{About, Assessment, Case, Flag};

pub(super) struct OnlyAdvancedNode;

static ABOUT: About = About {
    code: "RF-16",
    title: "The item serves only advanced-node plants",
    what: "Concerns tools, materials and parts that serve only to make chips of advanced nodes. Accelerators and their memory, which serve much else, do not raise it.",
    why: "One of the 29 red flags; named here so that silence about it is not taken for an answer.",
    example: "Not raised: an H100 card.",
    unknown: "a line whose item is not read, or is none of the catalogue.",
    needs: "the item",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 16",
    settle: "Classify the item; where it is one of these, read the red flag and ask the customer.",
    since: Some(Date::constant(2023, 11, 17)),
    status: "in force",
};

const NEEDS: &str = "the item's classification (concerns items for making chips)";

impl Flag for OnlyAdvancedNode {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        other_items(case, "concerns items that serve only to make chips; accelerators and their memory do not", NEEDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    #[test]
    fn concerns_other_items_only() {
        assert!(
            matches!(Order::ordinary().assess(&OnlyAdvancedNode), Assessment::NotRaised(why) if why.starts_with("concerns"))
        );
        let unread = Order::ordinary().with(|o| o.good = tidewaiter_model::Good::unresolved("", ""));
        assert_eq!(unread.lacks(&OnlyAdvancedNode), [NEEDS]);
        let cable = Order::ordinary().with(|o| o.good.resolution = tidewaiter_model::Resolution::NotAccelerator);
        assert_eq!(cable.lacks(&OnlyAdvancedNode), [NEEDS]);
    }
}
