//! RF-26: a tool of category 3B with an integrated circuit.

use tidewaiter_model::Date;

use super::concerns::other_items;
use crate::{About, Assessment, Case, Flag};

pub(super) struct ToolWithCircuit;

static ABOUT: About = About {
    code: "RF-26",
    title: "A tool of category 3B with an integrated circuit",
    what: "Concerns tools of category 3B that contain an integrated circuit, which by the product rules may be subject to the EAR wherever made. Accelerators and their memory do not raise it.",
    why: "One of the 29 red flags; named here so that silence about it is not taken for an answer.",
    example: "Not raised: an H100 card.",
    unknown: "a line whose item is not read, or is none of the catalogue.",
    needs: "the item",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 26",
    settle: "Classify the item; where it is one of these, read the red flag and ask the customer.",
    since: Some(Date::constant(2024, 12, 2)),
    status: "in force",
};

const NEEDS: &str = "the item's classification (concerns items for making chips)";

impl Flag for ToolWithCircuit {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        other_items(case, "concerns tools of category 3B; accelerators and their memory are none", NEEDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    #[test]
    fn concerns_other_items_only() {
        assert!(
            matches!(Order::ordinary().assess(&ToolWithCircuit), Assessment::NotRaised(why) if why.starts_with("concerns"))
        );
        let unread = Order::ordinary().with(|o| o.good = tidewaiter_model::Good::unresolved("", ""));
        assert_eq!(unread.lacks(&ToolWithCircuit), [NEEDS]);
        let cable = Order::ordinary().with(|o| o.good.resolution = tidewaiter_model::Resolution::NotAccelerator);
        assert_eq!(cable.lacks(&ToolWithCircuit), [NEEDS]);
    }
}
