use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Address {
    Address::read(text, None)
}

fn sameness(a: &str, b: &str) -> Sameness {
    read(a).compare(&read(b)).sameness
}

/// Invented units of real streets.
const HOME: &str = "Room 1203, 12/F, Heron Industrial Building, 16-18 Shing Yip Street, Kwun Tong, Kowloon, Hong Kong";

#[test]
fn parts_are_read() {
    insta::assert_debug_snapshot!(read(HOME));
    insta::assert_debug_snapshot!(read("九龍觀塘成業街16-18號怡隆工業大廈十二樓1203室"));
    insta::assert_debug_snapshot!(read("广东省深圳市南山区粤海街道科技中二路18号5栋12层1203室"));
}

#[test]
fn one_unit_however_it_is_written() {
    for other in [
        "Rm. 1203, 12th Floor, Heron Ind. Bldg., No.16-18 Shing Yip St., Kwuntong, KLN, HK",
        "RM1203 12F HERON INDUSTRIAL BLDG 16/18 SHING YIP STREET KWUN TONG KOWLOON HONG KONG HONG KONG",
        "1203, Heron Industrial Building, 16 Shing Yip Street, Hong Kong",
        "Unit 3, 12/F, Heron Industrial Bldg, Shing Yip Street, Kwun Tong, Hong Kong",
        "16 Shing Yip Street, Heron Industrial Building, Twelfth Floor, Room 1203, Kowloon, Hong Kong",
        "九龍觀塘成業街16-18號怡隆工業大廈12樓1203室",
        "香港九龙观塘成业街16号十二楼1203室",
    ] {
        assert_eq!(sameness(HOME, other), Sameness::Unit, "{other}\n{:?}", read(other));
    }
}

#[test]
fn other_units_floors_and_streets_are_told_apart() {
    for (other, expected) in [
        ("Room 1204, 12/F, Heron Industrial Building, 16-18 Shing Yip Street, Kwun Tong", Sameness::Building),
        ("Room 3, 11/F, Heron Industrial Building, 16-18 Shing Yip Street, Kwun Tong", Sameness::Building),
        ("12/F, Heron Industrial Building, 16-18 Shing Yip Street, Kwun Tong", Sameness::Floor),
        ("Heron Industrial Building, Kwun Tong, Hong Kong", Sameness::Building),
        ("Room 1203, 12/F, 40 Shing Yip Street, Kwun Tong, Kowloon, Hong Kong", Sameness::Street),
        ("Room 1203, 12/F, 16 Hing Yip Street, Kwun Tong, Kowloon, Hong Kong", Sameness::Nothing),
        ("Kwun Tong, Kowloon, Hong Kong", Sameness::Nothing),
        ("Room 1203, 12/F, 16 Shing Yip Street, Singapore", Sameness::Nothing),
        ("", Sameness::Nothing),
    ] {
        assert_eq!(sameness(HOME, other), expected, "{other}\n{:?}", read(other));
    }
    assert_eq!(
        sameness("1 Renmin Road, Shenzhen, Guangdong", "1 Renmin Road, Guangzhou, Guangdong"),
        Sameness::Nothing
    );
    assert_eq!(
        sameness("Room 2, Unit A, 9/F, 5 Java Road, HK", "Room 3, Unit A, 9/F, 5 Java Road, HK"),
        Sameness::Building
    );
    assert_eq!(sameness("5 Queen's Road Central, Hong Kong", "5 Queens Road East, Hong Kong"), Sameness::Nothing);
    assert_eq!(sameness("5 Keji 2nd Road, Shenzhen", "5 Keji 3rd Road, Shenzhen"), Sameness::Nothing);
}

#[test]
fn forms_of_other_places() {
    for (a, b) in [
        (
            "Room 1203, Building 5, No. 18 Keji Middle 2nd Road, Nanshan District, Shenzhen, Guangdong, China",
            "广东省深圳市南山区科技中二路18号5栋1203室",
        ),
        ("Rm 501, No. 88 Renmin East Road, Kunshan, Jiangsu", "江苏省昆山市人民东路88号501室"),
        ("10 Example Drive, #12-03 Heron Tower, Singapore 068898", "#12-03, 10 Example Dr, S068898 Singapore"),
        ("Rm 6, No. 5, Sec. 5, Xinyi Road, Taipei", "台北市信義路五段5號6室"),
        ("Unit 12-3, No. 8, Jalan Ampang, 50450 Kuala Lumpur", "No 8 Jalan Ampang, Unit 12-3, Kuala Lumpur, Malaysia"),
        ("Suite 7, 12 Nguyen Trai Street, Ha Noi", "Suite 7, 12 Nguyễn Trãi Street, Hanoi, Vietnam"),
    ] {
        assert_eq!(sameness(a, b), Sameness::Unit, "{a} | {b}\n{:?}\n{:?}", read(a), read(b));
    }
    for (a, b) in [
        ("P.O. Box 12345, Dubai, UAE", "PO Box 12345, Dubai"),
        ("123/45 Sukhumvit Road, Bangkok", "123/45 Sukhumvit Rd., Khlong Toei, Bangkok 10110"),
        ("ulitsa Lenina, d. 5, Moscow", "5 Lenina Street, Moscow, Russia"),
        ("8 Renmindong Road, Kunshan", "8 Renmin East Road, Kunshan, Jiangsu"),
        ("8 Lingbei Street, Shenyang", "8 Linbei Street, Huanggu District, Shenyang"),
        ("No. 1036 Langchao Road, Jinan, Shandong", "山东省济南市浪潮路1036号"),
    ] {
        assert_eq!(sameness(a, b), Sameness::Premises, "{a} | {b}\n{:?}\n{:?}", read(a), read(b));
    }
    assert_eq!(sameness("123/45 Sukhumvit Road, Bangkok", "123/46 Sukhumvit Road, Bangkok"), Sameness::Street);
    assert_eq!(sameness("P.O. Box 12345, Dubai, UAE", "P.O. Box 12346, Dubai, UAE"), Sameness::Nothing);
}

#[test]
fn long_and_odd_texts_are_read() {
    for text in
        ["", "号", "#", "12/F", "No. no. no.", "Street", "路路路路", "Room", "🚢", "\u{202e}Road 5", "1-", "-/-"]
    {
        let address = read(text);
        assert!(address.keys().len() <= 2, "{text}");
    }
    let _ = read(&"Room 5, 12 Example Road, ".repeat(50_000));
    let _ = read(&"九龍觀塘成業街16號".repeat(50_000));
}

/// Parts from which addresses are put together.
fn parts() -> impl Strategy<Value = (u32, u32, u32, usize, usize)> {
    (1u32..60, 1u32..40, 1u32..500, 0usize..STREETS.len(), 0usize..BUILDINGS.len())
}

const STREETS: [(&str, &str); 6] = [
    ("Shing Yip Street, Kwun Tong, Kowloon", "九龍觀塘成業街"),
    ("Nathan Road, Mong Kok, Kowloon", "九龍旺角彌敦道"),
    ("Des Voeux Road Central, Central", "中環德輔道中"),
    ("Tai Lin Pai Road, Kwai Chung, N.T.", "新界葵涌大連排道"),
    ("Queen's Road East, Wan Chai", "灣仔皇后大道東"),
    ("Hung To Road, Kwun Tong", "觀塘鴻圖道"),
];
const BUILDINGS: [&str; 4] = ["Heron Industrial Building", "Quorvex Commercial Centre", "Zelmo Tower", "Brindle House"];

proptest! {
    /// An address equals itself in the other language, and no other unit, floor or number.
    #[test]
    fn english_and_chinese_are_one((unit, floor, number, street, building) in parts()) {
        let (english, chinese) = STREETS[street];
        let a = read(&format!("Room {unit}, {floor}/F, {}, {number} {english}, Hong Kong", BUILDINGS[building]));
        let b = read(&format!("香港{chinese}{number}號{floor}樓{unit}室"));
        prop_assert_eq!(a.compare(&b).sameness, Sameness::Unit, "{:?} {:?}", a, b);
        prop_assert_eq!(b.compare(&a).sameness, Sameness::Unit);
        let shared = a.keys().iter().any(|key| b.keys().contains(key));
        prop_assert!(shared, "{:?} {:?}", a.keys(), b.keys());
        let other = read(&format!("香港{chinese}{}號{floor}樓{unit}室", number + 1));
        prop_assert_eq!(a.compare(&other).sameness, Sameness::Street);
        let upstairs = read(&format!("香港{chinese}{number}號{}樓{unit}室", floor + 1));
        prop_assert_eq!(a.compare(&upstairs).sameness, Sameness::Building);
    }

    #[test]
    fn any_text_is_read(text in any::<String>(), other in "[A-Za-z0-9 ,./#-]{0,60}") {
        let (a, b) = (read(&text), read(&other));
        prop_assert_eq!(a.compare(&b).sameness, b.compare(&a).sameness);
        if b.is_precise() {
            prop_assert!(b.compare(&b).sameness >= Sameness::Floor || b.compare(&b).sameness == Sameness::Unit, "{:?}", b);
        }
    }
}
