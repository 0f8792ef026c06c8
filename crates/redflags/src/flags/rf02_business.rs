//! RF-02: the item does not fit the buyer's line of business.

use std::sync::LazyLock;

use tidewaiter_model::{Finding, Party, Role, Severity, Truth};

use super::trades::USERS;
use crate::words::Words;
use crate::{About, Asked, Assessment, Case, Flag, Question, Subject, Topic};

pub(super) struct OutsideBusiness;

static ABOUT: About = About {
    code: "RF-02",
    title: "The item does not fit the buyer's line of business",
    what: "Raised where the name of the purchaser, ultimate consignee or end user says a trade that has no ordinary use for data-centre accelerators: real estate, furniture, textiles, food, travel and the like, in English, Chinese, Malay, Indonesian, Thai and Vietnamese. Names of universities, data centres, clouds and telephone companies do not raise it, nor do items that are not for data centres. A name that says no trade is not judged.",
    why: "Companies set up for something else, or bought off the shelf, have served as buyers of accelerators that were then shipped on.",
    example: "Raised: \"Golden Palm Real Estate Sdn Bhd\" buys eight H200 boards. Not raised: \"Real Estate Research Institute, University of Lindenhof\"; a furniture maker that buys cards for games.",
    unknown: "\"Kestrel Compute Sdn Bhd\", of which nobody has said what it does.",
    needs: "the names of purchaser, ultimate consignee and end user; for a name that says no trade, an answer",
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

    fn question(&self) -> Option<&'static Question> {
        Some(&QUESTION)
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        if !case.may_be_for_datacentres() {
            return Assessment::not_raised("the item is not for data centres");
        }
        if let Some(finding) = raise(case) {
            return Assessment::Raised(answered(case, finding));
        }
        let by_name = |role: &'static [Role]| {
            case.parties(role).next().is_some() && case.parties(role).all(|p| USERS.has(&p.name))
        };
        let user = case.user_role();
        let of_users: &'static [Role] =
            if user == Role::EndUser { &[Role::EndUser] } else { &[Role::UltimateConsignee] };
        let mut subjects = vec![Subject::Party(Role::Purchaser), Subject::Party(user)];
        if by_name(of_users) {
            // Who uses it runs such machines by its name; a purchaser in between may be anything.
            return Assessment::not_raised("by its name the end user runs such machines itself");
        }
        subjects.dedup();
        case.ask(&ABOUT, &QUESTION, &subjects)
    }
}

/// Does the item fit? DG-03 asks the same.
pub(super) static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Use,
    "the item fits what the company does, and it has said what it needs chips of this performance for",
    Truth::No,
);

/// The finding as a note, where a person answered that the item fits the parties whose names raised it.
fn answered(case: &Case<'_>, mut finding: Finding) -> Finding {
    let traders = || named(case).map(|(party, _)| Asked::Party(party));
    let reply = |asked| case.beside.replies.reply(QUESTION.code, asked).filter(|r| r.answer.is_yes());
    if traders().all(|asked| reply(asked).is_some()) {
        finding.severity = Severity::Note;
        finding.says.push_str(" A person answered that it fits all the same.");
        finding.evidence.extend(traders().filter_map(reply).map(|reply| reply.evidence(&QUESTION)));
    }
    finding
}

/// The parties whose names say another trade, with the word.
fn named<'c>(case: &'c Case<'_>) -> impl Iterator<Item = (&'c Party, &'static str)> {
    case.parties(&[Role::Purchaser, Role::UltimateConsignee, Role::EndUser])
        .filter_map(|party| Some((party, TRADES.find(&party.name).filter(|_| !USERS.has(&party.name))?)))
}

/// The finding, where the line raises the flag.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let mut trades = Vec::new();
    let mut evidence = Vec::new();
    for (party, trade) in named(case) {
        if !trades.contains(&trade) {
            trades.push(trade);
        }
        evidence.push(case.name_cell(party));
    }
    let says = format!(
        "By its name a party is in another line of business ({}) than one that runs data-centre accelerators.",
        trades.join(", ")
    );
    ABOUT.finding(Severity::Review, says, evidence)
}

#[cfg(test)]
mod tests {
    use tidewaiter_model::Resolution;

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

    #[test]
    fn a_person_says_what_the_name_does_not() {
        let open = Order::ordinary().name(Role::EndUser, "Kestrel Compute Sdn Bhd");
        assert_eq!(open.lacks(&OutsideBusiness), ["answers of a person (`tidewaiter questionnaire`)"]);
        let no = open.clone().replied("RF-02", Truth::No);
        let finding = no.raises(&OutsideBusiness).unwrap();
        assert_eq!(finding.evidence[0].source, "A. Officer on 2025-10-14 (questions.csv, row 2)");
        let yes = open.clone().replied("RF-02", Truth::Yes);
        assert!(matches!(yes.assess(&OutsideBusiness), Assessment::NotRaised(why) if why.contains("A. Officer")));
        let unknown = open.replied("RF-02", Truth::Unknown);
        assert!(matches!(unknown.assess(&OutsideBusiness), Assessment::NotAssessable(_)));
    }

    #[test]
    fn an_answer_makes_a_name_a_note() {
        let order = Order::ordinary().name(Role::Purchaser, "Golden Palm Furniture").replied("RF-02", Truth::Yes);
        assert_eq!(order.raises(&OutsideBusiness).unwrap().severity, Severity::Note);
        let no = Order::ordinary().name(Role::Purchaser, "Golden Palm Furniture").replied("RF-02", Truth::No);
        assert_eq!(no.raises(&OutsideBusiness).unwrap().severity, Severity::Review);
    }
}
