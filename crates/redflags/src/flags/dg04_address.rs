//! DG-04: an address is residential, vague or missing.

use std::sync::LazyLock;

use tidewaiter_model::{Country, Date, Evidence, Finding, Party, Role, Severity};

use crate::assess::lacks;
use crate::words::{Words, plain, runs_together, says_nothing};
use crate::{About, Assessment, Case, Flag};

pub(super) struct VagueAddress;

static ABOUT: About = About {
    code: "DG-04",
    title: "A residential, vague or missing address",
    what: "Raised where the address of the purchaser, ultimate consignee or end user names a home (apartment, 住宅, 公寓, pangsapuri), a mail box, a virtual office or a place in care of somebody else (c/o); where the address of the ultimate consignee or end user is only a town or country; or where none is given and the ship-to cell gives no street either. A flat in an industrial or commercial building does not raise it, nor does a post-office box in countries where mail goes to boxes, nor one beside a street address.",
    why: "The guidance names addresses that are residential or cannot be determined. Accelerators for data centres run in neither homes nor boxes.",
    example: "Raised: \"Apt 4B, Lotus Residences, Penang\"; \"Kuala Lumpur\". Not raised: \"Flat A, 5/F, Heron Industrial Building, Kwun Tong\"; \"Hafenstrasse 12, Hamburg\".",
    unknown: "an end user whose address cell is empty, where ship-to names a street.",
    needs: "the addresses of purchaser, ultimate consignee and end user",
    cite: "BIS guidance of 13 May 2025, flag DG-04",
    settle: "Ask for the registered address and for that of the site where the item will be installed, with a register extract or lease; look at the place on a map.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

static HOMES: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "residential; residence; residences; apartment; apartments; apt; condominium; condominiums; condo;
         dormitory; housing estate; pangsapuri; kondominium; apartemen; rumah pangsa; rumah teres; chung cư;
         chung cu; căn hộ; can ho; คอนโด; อพาร์ตเมนต์; อพาร์ทเมนท์; หมู่บ้าน; 住宅; 小区; 小區; 公寓; 宿舍; 家属院;
         屋苑; 屋邨; 花苑; 村民小组; 아파트;",
    )
});

static BOXES: LazyLock<Words> =
    LazyLock::new(|| Words::new("po box; p o box; post office box; peti surat; ตู้ ปณ; 邮政信箱; 郵政信箱; 信箱;"));

static OFFICES: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "virtual office; mailbox; mail box; mail drop; private mail bag; pmb; registered agent; 虚拟办公; 虛擬辦公;
         代收; 集群注册;",
    )
});

static BUSINESS_BUILDINGS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "industrial; industry; building; bldg; centre; center; tower; plaza; factory; commercial; office; offices;
         data centre; data center; 工业; 工業; 大厦; 大廈; 工厂; 商业; 中心; 广场;",
    )
});

/// Words by which a short address without a number still names a place: a campus, a street, a park.
static SITES: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "university; universität; campus; institute; hospital; park; house; street; road; avenue; lane; square;
         jalan; lorong; strasse; straße; rue; via; calle; platz; 路; 街; 道; 巷; 弄; 园区; 園區; 大学; 大學; ถนน;
         đường;",
    )
});

/// Countries where mail goes to boxes, so that a box is the ordinary address of a company.
const BOX_COUNTRIES: [&str; 24] = [
    "AE", "BH", "BW", "ET", "GH", "JO", "KE", "KW", "LS", "MU", "MW", "NA", "OM", "PG", "QA", "RW", "SA", "SC", "SZ",
    "TZ", "UG", "YE", "ZM", "ZW",
];

/// What is odd about an address, if anything.
fn odd(party: &Party) -> Option<&'static str> {
    odd_address(&party.address, party.country)
}

/// The same of an address alone, with the country that it is in.
pub(crate) fn odd_address(address: &str, country: Option<Country>) -> Option<&'static str> {
    let text = plain(address);
    let business = BUSINESS_BUILDINGS.find_plain(&text).is_some();
    let flat = !business && text.contains(" flat ");
    // 3号楼2单元501室: the entrance of a block of flats. Offices write 单元 for a suite, without a block's number.
    let entrance = !business && text.contains("号楼") && text.contains("单元");
    let boxed = || {
        let in_box_country = country.is_some_and(|c| BOX_COUNTRIES.contains(&c.code()));
        let street = street_beside_box(&text) || SITES.find_plain(&text).is_some();
        BOXES.find_plain(&text).is_some() && !in_box_country && !street
    };
    if flat || entrance || (HOMES.find_plain(&text).is_some() && !business) {
        Some("reads like that of a home")
    } else if OFFICES.find_plain(&text).is_some() {
        Some("reads like a mail address or a virtual office")
    } else if address.to_lowercase().contains("c/o ") {
        Some("is in care of somebody else")
    } else if boxed() {
        Some("is a post-office box")
    } else {
        None
    }
}

/// Is there a number other than the box's own?
fn street_beside_box(plain: &str) -> bool {
    plain.split(' ').filter(|word| word.chars().any(char::is_numeric)).count() > 1
}

/// Only a town or country: no number, no street, three words at most.
fn only_a_town(address: &str) -> bool {
    let text = plain(address);
    let words = text.split_whitespace().count();
    let long = text.chars().filter(|c| runs_together(*c)).count() > 8 || words > 3;
    !long
        && !text.chars().any(char::is_numeric)
        && !SITES.has(address)
        && BUSINESS_BUILDINGS.find_plain(&text).is_none()
}

impl VagueAddress {
    /// The ultimate consignee or the end user, where neither they nor the ship-to cell give an address.
    fn missing(case: &Case<'_>) -> Option<Evidence> {
        let mut users = case.parties(&[Role::UltimateConsignee, Role::EndUser]).peekable();
        let first = *users.peek()?;
        let given = users.any(|party| !says_nothing(&party.address));
        let delivered =
            case.line.ship_to.as_ref().is_some_and(|place| !only_a_town(&place.text) && !says_nothing(&place.text));
        (!given && !delivered).then(|| case.party_cell(first, "address", &first.address))
    }
}

impl Flag for VagueAddress {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        Assessment::of(raise(case), || {
            lacks([(
                [Role::Purchaser, Role::UltimateConsignee, Role::EndUser]
                    .into_iter()
                    .any(|role| case.line.in_role(role).all(|p| says_nothing(&p.address))),
                "the addresses of purchaser, ultimate consignee and end user",
            )])
        })
    }
}

/// The finding, where the line raises the flag.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let mut reasons = Vec::new();
    let mut evidence = Vec::new();
    for party in case.parties(&[Role::Purchaser, Role::UltimateConsignee, Role::EndUser]) {
        if says_nothing(&party.address) {
            continue;
        }
        let town =
            || (party.role != Role::Purchaser && only_a_town(&party.address)).then_some("names no street or site");
        if let Some(reason) = odd(party).or_else(town) {
            reasons.push(format!("that of the {} {reason}", party.role));
            evidence.push(case.party_cell(party, "address", &party.address));
        }
    }
    if let Some(cell) = VagueAddress::missing(case) {
        reasons.push("none is given of where the goods end".to_owned());
        evidence.push(cell);
    }
    ABOUT.finding(
        Severity::Review,
        format!("An address does not show a place of business: {}.", reasons.join("; ")),
        evidence,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    fn at(address: &str, code: &str) -> Option<Finding> {
        Order::ordinary().party(Role::UltimateConsignee, "Kestrel Compute", address, code).raises(&VagueAddress)
    }

    #[test]
    fn raised_by_homes_boxes_and_bare_towns() {
        for (address, code) in [
            ("Apt 4B, Lotus Residences, Penang", "MY"),
            ("Flat 5A, 12/F, Block 3, Heron Garden", "HK"),
            ("深圳市某某区幸福小区3号楼2单元501室", "CN"),
            ("B-3-2, Pangsapuri Seri Melati, Johor Bahru", "MY"),
            ("P.O. Box 957, Tortola", "VG"),
            ("c/o Heron Secretaries, 10 Quay Rd", "SG"),
            ("Virtual Office 12, 10 Quay Rd", "SG"),
            ("Kuala Lumpur, Malaysia", "MY"),
            ("新加坡", "SG"),
        ] {
            assert!(at(address, code).is_some(), "{address}");
        }
    }

    #[test]
    fn raised_where_no_address_is_given_at_all() {
        let mut order = Order::ordinary();
        order.line.parties.iter_mut().for_each(|p| p.address.clear());
        assert!(order.raises(&VagueAddress).is_some(), "ship-to names only a town");
        order.line.ship_to = Some(crate::testing::place("Hafenstrasse 12, 20457 Hamburg", "DE"));
        assert_eq!(order.raises(&VagueAddress), None, "ship-to names the street");
    }

    #[test]
    fn not_raised_by_ordinary_addresses() {
        for (address, code) in [
            ("Flat A, 5/F, Heron Industrial Building, Kwun Tong", "HK"),
            ("P.O. Box 12345, Dubai", "AE"),
            ("PO Box 100, 12 Harbour Street, Sydney", "AU"),
            ("Hafenstrasse 12, 20457 Hamburg", "DE"),
            ("Unit 05-11, 1 Science Park Road", "SG"),
            ("University of Lindenhof", "DE"),
            ("Harbour Street, P.O. Box 2330, Colombo", "LK"),
            ("上海市浦东新区某某路100号A座1203单元", "CN"),
            ("Room 1203, Heron Tower, 9 Queen's Road", "HK"),
            ("Platform 3, Flatiron Works, 7 Mill Lane", "GB"),
        ] {
            assert_eq!(at(address, code), None, "{address}");
        }
        let buyer_in_town = Order::ordinary().party(Role::Purchaser, "Kestrel Compute", "Hamburg", "DE");
        assert_eq!(buyer_in_town.raises(&VagueAddress), None, "goods do not end with the purchaser");
    }

    #[test]
    fn not_assessable_where_an_address_lacks() {
        let open = Order::ordinary().party(Role::Purchaser, "Kestrel Compute", "", "DE");
        assert_eq!(open.lacks(&VagueAddress), ["the addresses of purchaser, ultimate consignee and end user"]);
        assert!(Order::ordinary().lacks(&VagueAddress).is_empty());
    }
}
