//! DG-07: the purchaser is a forwarder or a trader not normally in semiconductors.

use tidewaiter_model::{Date, Finding, Role, Severity};

use super::trades::{forwarder, general_trader};
use crate::assess::{lacks, need};
use crate::{About, Assessment, Case, Flag};

pub(super) struct UnusualPurchaser;

static ABOUT: About = About {
    code: "DG-07",
    title: "The purchaser is a forwarder or a general trader",
    what: "Raised where the purchaser's name is that of a firm that moves goods for others. A purchaser that by its name trades in anything (general trading, 商贸, 进出口) is a note where an end user is named; where none is, RF-21 is raised. Distributors of computers do not raise it.",
    why: "The guidance names forwarders and resellers that do not normally deal in advanced semiconductors.",
    example: "Raised: purchaser \"Swift Heron Cargo Ltd\". Note: purchaser \"Heron General Trading LLC\". Not raised: purchaser \"Kestrel IT Distribution GmbH\".",
    unknown: "no purchaser is named.",
    needs: "the purchaser's name",
    cite: "BIS guidance of 13 May 2025, flag DG-07",
    settle: "Ask on whose behalf the purchaser buys and who pays; ask for its earlier business in accelerators.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

impl Flag for UnusualPurchaser {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        Assessment::of(raise(case), || lacks([(case.parties(&[Role::Purchaser]).next().is_none(), need::PURCHASER)]))
    }
}

/// The finding, where the line raises the flag.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let buyers = || case.parties(&[Role::Purchaser]);
    if let Some((party, word)) = buyers().find_map(|p| forwarder(&p.name).map(|word| (p, word))) {
        let says = format!("By its name the purchaser moves goods for others ({word}).");
        return ABOUT.finding(Severity::Review, says, vec![case.name_cell(party)]);
    }
    case.parties(&[Role::EndUser]).next()?;
    let (party, word) = buyers().find_map(|p| general_trader(&p.name).map(|word| (p, word)))?;
    let says = format!("By its name the purchaser trades in goods of any kind ({word}).");
    ABOUT.finding(Severity::Note, says, vec![case.name_cell(party)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    fn bought_by(name: &str) -> Option<Severity> {
        Order::ordinary().name(Role::Purchaser, name).raises(&UnusualPurchaser).map(|f| f.severity)
    }

    #[test]
    fn raised_by_forwarders_and_noted_for_traders() {
        assert_eq!(bought_by("Swift Heron Cargo Ltd"), Some(Severity::Review));
        assert_eq!(bought_by("某某供应链管理有限公司"), Some(Severity::Review));
        assert_eq!(bought_by("Heron General Trading LLC"), Some(Severity::Note));
    }

    #[test]
    fn not_raised_by_ordinary_purchasers() {
        for name in [
            "Kestrel IT Distribution GmbH",
            "Universität Lindenhof",
            "Heron Quantitative Trading LLP",
            "Cargotec Systems",
        ] {
            assert_eq!(bought_by(name), None, "{name}");
        }
    }

    #[test]
    fn not_assessable_without_a_purchaser() {
        let open = Order::ordinary().without(Role::Purchaser);
        assert_eq!(open.lacks(&UnusualPurchaser), ["the purchaser's name (column purchaser)"]);
    }
}
