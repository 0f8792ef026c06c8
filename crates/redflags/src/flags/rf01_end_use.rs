//! RF-01: nothing is said about the end use, or about the end user.

use tidewaiter_model::{Finding, Role, Severity};

use crate::words::says_nothing;
use crate::{About, Assessment, Case, Flag};

pub(super) struct NoEndUse;

static ABOUT: About = About {
    code: "RF-01",
    title: "No information on the end use or the end user",
    what: "Raised where the end use is empty or says nothing (\"TBD\", \"n/a\"), or where no end user is named.",
    why: "The chip rules turn on who uses the item and for what. A customer or agent who is reluctant to say is the first of the red flags.",
    example: "Raised: end use \"to be advised\". Not raised: end use \"inference for a hospital's imaging archive\" with an end user's name.",
    unknown: "never: an empty cell raises it.",
    needs: "the cells end use and end user",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 1",
    settle: "Ask the purchaser for an end-use statement signed by the end user: who, where, for what.",
    since: None,
    status: "in force",
};

impl Flag for NoEndUse {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        Assessment::of(raise(case), Vec::new)
    }
}

/// The finding, where the line raises the flag.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let mut evidence = Vec::new();
    let mut missing = Vec::new();
    if says_nothing(&case.line.end_use) {
        missing.push("what the item is for");
        evidence.push(case.cell("end use", &case.line.end_use));
    }
    if case.parties(&[Role::EndUser]).next().is_none() {
        missing.push("who uses it");
        let written = case.line.in_role(Role::EndUser).next().map_or("", |party| party.name.as_str());
        evidence.push(case.cell("end user name", written));
    }
    ABOUT.finding(Severity::Review, format!("The order does not say {}.", missing.join(" or ")), evidence)
}

#[cfg(test)]
mod tests {
    use tidewaiter_model::Role;

    use super::*;
    use crate::testing::Order;

    #[test]
    fn raised_without_end_use_or_end_user() {
        for order in [
            Order::ordinary().end_use(""),
            Order::ordinary().end_use("T.B.D."),
            Order::ordinary().without(Role::EndUser),
            Order::ordinary().name(Role::EndUser, "to be advised"),
        ] {
            let finding = order.raises(&NoEndUse).unwrap();
            assert_eq!(finding.evidence.len(), 1);
        }
        let both = Order::ordinary().end_use("待定").without(Role::EndUser).raises(&NoEndUse).unwrap();
        assert_eq!(both.says, "The order does not say what the item is for or who uses it.");
    }

    #[test]
    fn not_raised_where_both_are_said() {
        assert_eq!(Order::ordinary().raises(&NoEndUse), None);
        assert_eq!(Order::ordinary().end_use("模型训练").raises(&NoEndUse), None);
    }

    #[test]
    fn always_assessable() {
        assert!(Order::ordinary().lacks(&NoEndUse).is_empty());
        let bare = Order::ordinary().end_use("").with(|o| o.line.parties.clear());
        assert!(bare.lacks(&NoEndUse).is_empty() && bare.raises(&NoEndUse).is_some());
    }
}
