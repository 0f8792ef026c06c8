//! RF-21: who uses or owns the item in the end is uncertain.

use std::sync::LazyLock;

use tidewaiter_model::{Date, Finding, Role, Severity};

use super::trades::reseller;
use crate::assess::{lacks, need};
use crate::words::{Words, says_nothing};
use crate::{About, Assessment, Case, Flag};

pub(super) struct UncertainUser;

static ABOUT: About = About {
    code: "RF-21",
    title: "Who uses the item in the end is uncertain",
    what: "Raised where the end user's name is that of a firm that sells on (trading, distribution, 贸易, 进出口), where no end user is named and the purchaser or ultimate consignee is such a firm, or where the stated end use is resale or stock. Firms that trade on financial markets do not raise it.",
    why: "Red flag 21 names orders for advanced computing items whose ultimate owner or user is uncertain, a distributor's above all.",
    example: "Raised: end user \"Blue Heron Trading Ltd\"; end use \"for resale\". Not raised: purchaser \"Blue Heron Trading Ltd\" with a university as end user; end user \"Blue Heron Quantitative Trading LLP\".",
    unknown: "the end use is empty.",
    needs: "the names of end user, ultimate consignee and purchaser, and the stated end use",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 21",
    settle: "Ask the seller in between for the end user's name, address and signed end-use statement; a distributor's stock needs its undertaking to report each sale.",
    since: Some(Date::constant(2024, 12, 2)),
    status: "in force",
};

static SELLING_ON: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "resale; re sale; resell; reselling; re export; reexport; for stock; stock order; stocking; inventory;
         for distribution; onward sale; onward sales; for sale to; sale to customers; jualan semula; bán lại;
         จำหน่ายต่อ; 转售; 轉售; 转卖; 轉賣; 备货; 備貨; 库存; 庫存; 分销; 销售给客户;",
    )
});

/// Uses that speak of stock or inventory as their subject.
static SUBJECT: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "inventory management; inventory optimisation; inventory optimization; inventory forecasting;
         inventory planning; stocking levels; not for resale; no resale; not for re export; no re export;
         not resale; 库存管理; 不转售; 非转售;",
    )
});

impl Flag for UncertainUser {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        Assessment::of(raise(case), || {
            lacks([
                (says_nothing(&case.line.end_use), need::END_USE),
                (case.parties(&[Role::EndUser]).next().is_none(), need::END_USER),
            ])
        })
    }
}

/// The finding, where the line raises the flag.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let mut reasons = Vec::new();
    let mut evidence = Vec::new();
    let named = case.parties(&[Role::EndUser]).next().is_some();
    let roles: &'static [Role] = if named { &[Role::EndUser] } else { &[Role::Purchaser, Role::UltimateConsignee] };
    for party in case.parties(roles) {
        if let Some(word) = reseller(&party.name) {
            reasons.push(if named {
                format!("the end user's name is that of a firm that sells on ({word})")
            } else {
                format!("no end user is named, and the {} is by its name a firm that sells on ({word})", party.role)
            });
            evidence.push(case.name_cell(party));
        }
    }
    if let Some(word) = SELLING_ON.find(&case.line.end_use).filter(|_| !SUBJECT.has(&case.line.end_use)) {
        reasons.push(format!("the stated end use is to sell on ({word})"));
        evidence.push(case.cell("end use", &case.line.end_use));
    }
    ABOUT.finding(
        Severity::Review,
        format!("It is open who uses the item in the end: {}.", reasons.join("; ")),
        evidence,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    #[test]
    fn raised_where_the_last_named_sells_on() {
        for name in
            ["Blue Heron Trading Ltd", "Kestrel Distribution Sdn Bhd", "某某商贸有限公司", "Heron Import & Export"]
        {
            assert!(Order::ordinary().name(Role::EndUser, name).raises(&UncertainUser).is_some(), "{name}");
            let behind = Order::ordinary().without(Role::EndUser).name(Role::Purchaser, name);
            assert!(behind.raises(&UncertainUser).is_some(), "{name}");
        }
        for text in ["For resale in the region", "re-export", "备货"] {
            assert!(Order::ordinary().end_use(text).raises(&UncertainUser).is_some(), "{text}");
        }
    }

    #[test]
    fn not_raised_by_ordinary_sales() {
        assert_eq!(Order::ordinary().raises(&UncertainUser), None);
        assert_eq!(Order::ordinary().name(Role::Purchaser, "Kestrel Distribution GmbH").raises(&UncertainUser), None);
        for name in
            ["Blue Heron Quantitative Trading LLP", "Heron Securities Trading", "University Trading Research Lab"]
        {
            assert_eq!(Order::ordinary().name(Role::EndUser, name).raises(&UncertainUser), None, "{name}");
        }
        for text in ["inventory management models", "own use, not for resale", "livestock recognition"] {
            assert_eq!(Order::ordinary().end_use(text).raises(&UncertainUser), None, "{text}");
        }
    }

    #[test]
    fn not_assessable_without_an_end_use() {
        let open = Order::ordinary().end_use("n/a");
        assert_eq!(open.lacks(&UncertainUser), ["the end use (column end use)"]);
    }
}
