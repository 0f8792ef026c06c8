//! RF-02: the item does not fit the buyer's line of business.

use std::sync::LazyLock;

use tidewaiter_model::{Finding, Role, Severity};

use super::trades::USERS;
use crate::words::Words;
use crate::{About, Case, Flag};

pub(super) struct OutsideBusiness;

static ABOUT: About = About {
    code: "RF-02",
    title: "The item does not fit the buyer's line of business",
    what: "Raised where the name of the purchaser, ultimate consignee or end user says a trade that has no ordinary use for data-centre accelerators: real estate, furniture, textiles, food, travel and the like, in English, Chinese, Malay, Indonesian, Thai and Vietnamese. Names of universities, data centres, clouds and telephone companies do not raise it, nor do items that are not for data centres. A name that says no trade is not judged.",
    why: "Companies set up for something else, or bought off the shelf, have served as buyers of accelerators that were then shipped on.",
    example: "Raised: \"Golden Palm Real Estate Sdn Bhd\" buys eight H200 boards. Not raised: \"Real Estate Research Institute, University of Lindenhof\"; a furniture maker that buys cards for games.",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 2; BIS guidance of 13 May 2025, flag DG-03",
    settle: "Ask what the company does with accelerators and who runs them; look up its registered business and its website.",
    since: None,
    status: "in force",
};

static TRADES: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "# Land and buildings.
         real estate; realtor; realtors; property development; property developer; property management; properties;
         housing; interior design; interiors; renovation; landscaping; hartanah; perumahan; bất động sản;
         bat dong san; อสังหาริมทรัพย์; 房地产; 房地產; 地产; 地產; 置业; 置業; 物业; 物業; 装饰; 裝飾; 装修; 裝修;
         园林; 園林;
         # Furniture and household.
         furniture; furnishing; furnishings; mattress; carpet; carpets; kitchenware; perabot; mebel; nội thất;
         noi that; เฟอร์นิเจอร์; 家具; 傢俱; 家居; 家私; 家纺;
         # Textiles and clothing.
         textile; textiles; garment; garments; apparel; clothing; fashion; footwear; shoes; leather; tekstil;
         pakaian; dệt may; det may; may mặc; สิ่งทอ; เสื้อผ้า; 纺织; 紡織; 服装; 服裝; 服饰; 服飾; 制衣; 製衣; 鞋业;
         鞋業; 皮革;
         # Food and drink.
         food; foods; foodstuff; foodstuffs; seafood; restaurant; restaurants; catering; bakery; beverage;
         beverages; winery; brewery; makanan; restoran; thực phẩm; thuc pham; อาหาร; ร้านอาหาร; 食品; 餐饮; 餐飲;
         饮料; 飲料; 酒业; 酒業; 茶叶; 茶葉; 水产; 水產;
         # Farming and timber.
         fishery; fisheries; plantation; plantations; livestock; poultry; timber; perladangan; ladang; ประมง; 养殖;
         養殖; 木业; 木業;
         # Travel, leisure and person.
         travel; travels; tours; tourism; hotel; hotels; resort; resorts; hospitality; wedding; weddings; spa;
         salon; beauty; cosmetics; jewellery; jewelry; toys; florist; karaoke; pelancongan; hotel dan; perhiasan;
         du lịch; du lich; khách sạn; khach san; ท่องเที่ยว; โรงแรม; เครื่องสำอาง; 旅游; 旅遊; 旅行社; 酒店; 美容;
         化妆品; 化妝品; 珠宝; 珠寶; 玩具; 婚庆; 婚慶;
         # Building materials and household services.
         building materials; ceramics; tiles; laundry; cleaning services; car wash; used cars; 建材; 陶瓷; 洗衣;
         二手车;",
    )
});

impl Flag for OutsideBusiness {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn raise(&self, case: &Case<'_>) -> Option<Finding> {
        if !case.may_be_for_datacentres() {
            return None;
        }
        let mut trades = Vec::new();
        let mut evidence = Vec::new();
        for party in case.parties(&[Role::Purchaser, Role::UltimateConsignee, Role::EndUser]) {
            if let Some(trade) = TRADES.find(&party.name).filter(|_| !USERS.has(&party.name)) {
                if !trades.contains(&trade) {
                    trades.push(trade);
                }
                evidence.push(case.name_cell(party));
            }
        }
        let says = format!(
            "By its name a party is in another line of business ({}) than one that runs data-centre accelerators.",
            trades.join(", ")
        );
        ABOUT.finding(Severity::Review, says, evidence)
    }
}

#[cfg(test)]
mod tests {
    use tidewaiter_model::{Resolution, Truth};

    use super::*;
    use crate::testing::{Order, accelerator};

    #[test]
    fn raised_by_names_of_other_trades() {
        for name in [
            "Golden Palm Real Estate Sdn Bhd",
            "海南绿洲置业有限公司",
            "Sinar Perabot Enterprise",
            "Blue Heron Seafood Pte. Ltd.",
            "บริษัท ดาวเหนือ เฟอร์นิเจอร์ จำกัด",
            "Công ty TNHH Dệt May Sao Mai",
            "FOOD&TRAVEL Digital Technology Ltd",
        ] {
            let finding = Order::ordinary().name(Role::Purchaser, name).raises(&OutsideBusiness).unwrap();
            assert_eq!(finding.evidence[0].value, name);
        }
        let unread = Order::ordinary()
            .name(Role::EndUser, "Golden Palm Furniture")
            .with(|o| o.good = tidewaiter_model::Good::unresolved("not read", "say the chip"));
        assert!(unread.raises(&OutsideBusiness).is_some(), "an item that could not be read may be one");
    }

    #[test]
    fn not_raised_by_ordinary_users() {
        assert_eq!(Order::ordinary().raises(&OutsideBusiness), None);
        for name in [
            "Institute of Food Science, University of Lindenhof",
            "Hotelier Software Data Centre GmbH",
            "Kestrel Cloud Pte. Ltd.",
            "Spartan Compute",
            "Toysmith Robotics",
            "Stiftung Wohnungsbau",
            "国立某某大学食品学院",
            "Meridian Telecom",
        ] {
            assert_eq!(Order::ordinary().name(Role::EndUser, name).raises(&OutsideBusiness), None, "{name}");
        }
    }

    #[test]
    fn not_raised_by_items_for_other_places() {
        let shop = Order::ordinary().name(Role::Purchaser, "Golden Palm Furniture");
        let games = shop.with(|o| o.good = accelerator("GeForce RTX 4090", 5285, Truth::No));
        assert_eq!(games.raises(&OutsideBusiness), None);
        let cable = games.with(|o| o.good.resolution = Resolution::NotAccelerator);
        assert_eq!(cable.raises(&OutsideBusiness), None);
    }
}
