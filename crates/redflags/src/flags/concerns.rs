//! Which items and customers a flag concerns, where several flags ask.

use std::sync::LazyLock;

use tidewaiter_model::{Country, Resolution, Role};

use crate::words::{Words, says_nothing};
use crate::{About, Assessment, Case, Flag, Need, Subject};

/// The purchaser.
pub(super) fn customer(_case: &Case<'_>) -> Vec<Subject> {
    vec![Subject::Party(Role::Purchaser)]
}

/// Whoever uses the item.
pub(super) fn user(case: &Case<'_>) -> Vec<Subject> {
    vec![Subject::Party(case.user_role())]
}

/// The order.
pub(super) fn order(_case: &Case<'_>) -> Vec<Subject> {
    vec![Subject::Order]
}

/// Nothing of the line settles it.
pub(super) fn open(_case: &Case<'_>) -> Option<Assessment> {
    None
}

/// Not raised for items that are not for data centres.
pub(super) fn for_datacentres(case: &Case<'_>) -> Option<Assessment> {
    (!case.may_be_for_datacentres()).then(|| Assessment::not_raised("the item is not for data centres"))
}

/// Not raised where the goods go to a country of group A:1.
pub(super) fn outside_a1(case: &Case<'_>) -> Option<Assessment> {
    let home = case.destination.is_some_and(|to| case.member(to, "A:1"));
    home.then(|| Assessment::not_raised("the destination is in country group A:1"))
}

/// A flag that concerns other items than accelerators and their memory: these do not raise it, and of what is not read or
/// is another item it cannot be said.
pub struct OtherItems {
    /// Its metadata.
    pub(super) about: &'static About,
    /// Why accelerators do not raise it.
    pub(super) concerns: &'static str,
    /// What is needed of other items.
    pub(super) needs: &'static str,
}

impl Flag for OtherItems {
    fn about(&self) -> &'static About {
        self.about
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        match case.good.resolution {
            Resolution::Accelerator | Resolution::Memory => Assessment::not_raised(self.concerns),
            Resolution::NotAccelerator | Resolution::Unresolved => {
                Assessment::NotAssessable(vec![Need::Data(self.needs)])
            }
        }
    }

    #[cfg(test)]
    fn other_items(&self) -> Option<&OtherItems> {
        Some(self)
    }
}

/// Words of firms and uses that make chips.
static CHIP_MAKING: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "semiconductor; semiconductors; foundry; wafer; wafers; fab; fabs; lithography; integrated circuit manufacturing;
         chip manufacturing; chipmaking; semikonduktor; bán dẫn; เซมิคอนดักเตอร์; 半导体; 半導體; 晶圆; 晶圓; 光刻;
         集成电路制造; 芯片制造; 반도체;",
    )
});

/// What is needed where nothing says that a customer makes chips.
pub(super) const MAKES_CHIPS: &str =
    "what the customer makes (asked only where a name or the end use speaks of making chips)";

/// Open where a name or the end use speaks of making chips; else not known.
pub(super) fn chip_makers(case: &Case<'_>) -> Option<Assessment> {
    let named = case.parties(&[Role::Purchaser, Role::UltimateConsignee, Role::EndUser]);
    let speaks = CHIP_MAKING.has(&case.line.end_use) || named.into_iter().any(|party| CHIP_MAKING.has(&party.name));
    (!speaks).then(|| Assessment::NotAssessable(vec![Need::Data(MAKES_CHIPS)]))
}

/// Words of those who let others compute on their machines.
static COMPUTING_SERVICES: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "cloud; iaas; gpuaas; infrastructure as a service; gpu as a service; computing service; compute rental; gpu rental;
         rental; leasing; colocation; co location; hosting; hosted; data centre; data center; datacentre; datacenter;
         awan; penyewaan; đám mây; cho thuê; คลาวด์; ให้เช่า; 云; 雲; 租赁; 租賃; 算力服务; 算力租赁; 智算中心; 数据中心;
         數據中心;",
    )
});

/// Not raised where the end use is stated and neither it nor a name speaks of computing for others.
pub(super) fn computing_services(case: &Case<'_>) -> Option<Assessment> {
    let named = case.parties(&[Role::Purchaser, Role::UltimateConsignee, Role::EndUser]);
    let speaks =
        COMPUTING_SERVICES.has(&case.line.end_use) || named.into_iter().any(|p| COMPUTING_SERVICES.has(&p.name));
    if speaks {
        None
    } else if says_nothing(&case.line.end_use) {
        Some(Assessment::NotAssessable(vec![Need::Data(crate::assess::need::END_USE)]))
    } else {
        Some(Assessment::not_raised("neither the end use nor a name speaks of computing for others"))
    }
}

/// Words of service, return and second-hand goods.
static SERVICE: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "repair; repairs; repaired; rma; return; returned; returns; service; servicing; maintenance; upgrade; refurbished;
         refurbish; used; second hand; secondhand; pre owned; decommissioned; pulled; warranty; pembaikan; terpakai;
         sửa chữa; bảo hành; ซ่อม; มือสอง; 维修; 維修; 返修; 保修; 二手; 翻新; 拆机; 拆機;",
    )
});

/// Not raised where the description speaks of no service and no second-hand goods.
pub(super) fn services(case: &Case<'_>) -> Option<Assessment> {
    let words = &case.line.description;
    if SERVICE.has(words) || SERVICE.has(&case.line.end_use) {
        None
    } else if words.trim().is_empty() {
        Some(Assessment::NotAssessable(vec![Need::Data("the description (column description)")]))
    } else {
        Some(Assessment::not_raised("the line is neither for service nor for second-hand goods"))
    }
}

/// China, Hong Kong, Macau or group D:5.
pub(super) fn of_concern(case: &Case<'_>, country: Country) -> bool {
    [Country::CN, Country::HK, Country::MO].contains(&country) || case.member(country, "D:5")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    #[test]
    fn flags_of_other_items_are_not_raised_by_accelerators_and_open_for_the_rest() {
        let flags: Vec<&OtherItems> = crate::flags::ALL.iter().filter_map(|flag| flag.other_items()).collect();
        assert_eq!(flags.len(), 5);
        for flag in flags {
            assert_eq!(Order::ordinary().assess(flag), Assessment::not_raised(flag.concerns));
            assert!(flag.concerns.starts_with("concerns"));
            assert_eq!(Order::ordinary().unread().lacks(flag), [flag.needs]);
            assert_eq!(Order::ordinary().cable().lacks(flag), [flag.needs]);
        }
    }
}
