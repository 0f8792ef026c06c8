use proptest::prelude::*;

use super::*;

fn read(text: &str, country: &str) -> (Scheme, Checked) {
    let found = identify_in(text, country.parse().ok()).unwrap();
    (found.scheme, found.checked)
}

/// Published examples of each scheme: of standards, tax authorities and registers.
const RIGHT: [(&str, &str, Scheme); 26] = [
    ("91350100M000100Y43", "", Scheme::Uscc),
    ("９１３５０１００ｍ０００１００ｙ４３", "", Scheme::Uscc),
    ("统一社会信用代码：91350100M000100Y43", "", Scheme::Uscc),
    ("D2143569-X", "CN", Scheme::OrganisationCode),
    ("11010519491231002X", "", Scheme::ChinaResident),
    ("5493001KJTIIGC8Y1R12", "", Scheme::Lei),
    ("00192200M", "", Scheme::Uen),
    ("197401143C", "", Scheme::Uen),
    ("UEN T01FC6132D", "", Scheme::Uen),
    ("S16FC0121D", "", Scheme::Uen),
    ("統一編號 00501503", "", Scheme::TaiwanUbn),
    ("04595257", "TW", Scheme::TaiwanUbn),
    ("5835678256246", "JP", Scheme::JapanCorporate),
    ("法人番号5835678256246", "", Scheme::JapanCorporate),
    ("116-82-00276", "KR", Scheme::KoreaBrn),
    ("사업자등록번호 116-82-00276", "", Scheme::KoreaBrn),
    ("0100233488", "VN", Scheme::VietnamTax),
    ("MST: 0314409058-002", "", Scheme::VietnamTax),
    ("0 9940 00617 72 1", "TH", Scheme::ThailandTax),
    ("IMO 9319466", "", Scheme::Imo),
    ("IMO9319466", "", Scheme::Imo),
    ("ИНН 7827004526", "", Scheme::RussiaInn),
    ("760307073214", "", Scheme::RussiaInn),
    ("1022200525819", "RU", Scheme::RussiaOgrn),
    ("385768585948949", "RU", Scheme::RussiaOgrn),
    ("27AAPFU0939F1ZV", "", Scheme::IndiaGstin),
];

#[test]
fn published_examples_check() {
    for (text, country, scheme) in RIGHT {
        assert_eq!(read(text, country), (scheme, Checked::Yes), "{text}");
    }
}

#[test]
fn schemes_without_check_digits_are_told_by_form_label_or_country() {
    for (text, country, scheme) in [
        ("202001012345", "", Scheme::SsmNew),
        ("1234567-A", "", Scheme::SsmOld),
        ("SSM 654321-V", "", Scheme::SsmOld),
        ("BR No. 12345678-000", "", Scheme::HongKongBr),
        ("商業登記號碼 12345678", "", Scheme::HongKongBr),
        ("12345678", "HK", Scheme::HongKongBr),
        ("CR No. 1234567", "", Scheme::HongKongCr),
        ("1234567", "HK", Scheme::HongKongCr),
        ("SC123456", "", Scheme::UkCompany),
        ("1234567", "GB", Scheme::UkCompany),
        ("U72200KA2009PTC049889", "", Scheme::IndiaCin),
        ("D-U-N-S 15-048-3782", "", Scheme::Duns),
        ("12345678", "", Scheme::Other),
        ("A 0 B 1", "", Scheme::Other),
    ] {
        assert_eq!(read(text, country), (scheme, Checked::Unknown), "{text}");
    }
    assert_eq!(identify_in("1234567", "GB".parse().ok()).unwrap().normalised, "01234567");
    let certificate = identify("BR No. 12345678-000-03-24-1").unwrap();
    assert_eq!((certificate.scheme, certificate.normalised.as_str()), (Scheme::HongKongBr, "12345678"));
}

#[test]
fn a_wrong_check_digit_is_told_and_the_number_kept() {
    for (text, country, scheme) in [
        ("91350100M000100Y44", "", Scheme::Uscc),
        // A capital O written for a nought.
        ("91350100M00010OY43", "", Scheme::Uscc),
        ("5493001KJTIIGC8Y1R13", "", Scheme::Lei),
        ("T01FC6132E", "", Scheme::Uen),
        ("UBN 04595258", "", Scheme::TaiwanUbn),
        ("IMO 9319467", "", Scheme::Imo),
        ("27AAPFU0939F1ZW", "", Scheme::IndiaGstin),
    ] {
        assert_eq!(read(text, country), (scheme, Checked::No), "{text}");
    }
    let kept = identify("91350100M000100Y44").unwrap();
    assert_eq!(kept.normalised, "91350100M000100Y44");
    assert!(kept.proof().contains("wrong"));
}

#[test]
fn a_credit_code_and_the_organisation_code_in_it_are_one() {
    let whole = identify("91350100M000100Y43").unwrap();
    let inner = identify_in("M000100Y-4", "CN".parse().ok()).unwrap();
    assert_eq!((inner.scheme, inner.checked), (Scheme::OrganisationCode, Checked::Yes));
    assert!(whole.is_same_as(&inner) && inner.is_same_as(&whole));
}

#[test]
fn what_is_no_number_is_none() {
    for text in ["", "none", "n/a", "🚢", "\u{202e}"] {
        assert_eq!(identify(text), None, "{text}");
    }
    assert!(identify_all(&"9".repeat(100_000), None).len() == 1);
}

/// The check digit of a body by trying all: an oracle that shares nothing with the rule but the test of a whole number.
fn completions(country: &str, body: &str, alphabet: &str) -> usize {
    let all = alphabet.chars().map(|check| format!("{body}{check}"));
    all.filter(|text| identify_in(text, country.parse().ok()).is_some_and(|id| id.checked == Checked::Yes)).count()
}

/// Modulo 97 by long division over the decimal text, as ISO 7064 words it.
fn remainder_97(text: &str) -> u32 {
    let decimal: String = text.chars().map(|c| c.to_digit(36).unwrap().to_string()).collect();
    decimal.chars().fold(0, |rest, c| (rest * 10 + c.to_digit(10).unwrap()) % 97)
}

proptest! {
    #[test]
    fn one_check_digit_and_no_other_is_right(body in "[1-9][0-9]{8}", long in "[1-9][0-9]{11}", short in "[1-9][0-9]{5}") {
        const DIGITS: &str = "0123456789";
        prop_assert_eq!(completions("KR", &body, DIGITS), 1);
        prop_assert!(completions("VN", &body, DIGITS) <= 1);
        prop_assert_eq!(completions("TH", &long, DIGITS), 1);
        let imo = DIGITS.chars().filter(|check| read(&format!("IMO {short}{check}"), "").1 == Checked::Yes).count();
        prop_assert_eq!(imo, 1);
        let inn = DIGITS.chars().filter(|check| read(&format!("INN {body}{check}"), "").1 == Checked::Yes).count();
        prop_assert_eq!(inn, 1);
        let ogrn = DIGITS.chars().filter(|check| read(&format!("OGRN {long}{check}"), "").1 == Checked::Yes).count();
        prop_assert_eq!(ogrn, 1);
    }

    #[test]
    fn one_digit_changed_is_seen(at in 0usize..18, by in 1u32..31) {
        const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        let changed = |text: &str, alphabet: &str, by: usize| -> String {
            let place = at % text.len();
            text.chars().enumerate().map(|(i, c)| {
                if i != place { return c }
                let known = alphabet.find(c).unwrap();
                alphabet.chars().nth((known + by) % alphabet.len()).unwrap()
            }).collect()
        };
        let by = usize::try_from(by).unwrap();
        prop_assert!(!checks::uscc(&changed("91350100M000100Y43", ALPHABET, by)));
        prop_assert!(!checks::imo(&changed("9319466", "0123456789", by % 9 + 1)) || ![0, 4, 6].contains(&(at % 7)));
        prop_assert!(!checks::japan_corporate(&changed("5835678256246", "0123456789", by % 8 + 1)) || at % 13 > 0);
        prop_assert!(!checks::russia_ogrn(&changed("1022200525819", "0123456789", by % 9 + 1)) || at % 13 < 12);
    }

    #[test]
    fn lei_by_long_division(body in "[0-9A-Z]{18}") {
        let check = 98 - remainder_97(&format!("{body}00"));
        let right = format!("{body}{check:02}");
        prop_assert_eq!(remainder_97(&right), 1);
        prop_assert!(checks::lei(&right), "{}", right);
        let wrong = format!("{body}{:02}", check % 97 + 2);
        prop_assert_eq!(checks::lei(&wrong), remainder_97(&wrong) == 1);
    }

    /// The credit code's sum by its definition, each weight 3 to the power of its place modulo 31.
    #[test]
    fn uscc_by_definition(body in "9[1-3][0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}") {
        const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        let sum: u64 = body.chars().zip(0u32..)
            .map(|(c, i)| u64::try_from(ALPHABET.find(c).unwrap()).unwrap() * (3u64.pow(i) % 31)).sum();
        for (value, check) in (0u64..).zip(ALPHABET.chars()) {
            let right = (sum + value).is_multiple_of(31);
            prop_assert_eq!(checks::uscc(&format!("{body}{check}")), right);
        }
    }

    #[test]
    fn uen_has_one_letter(body in "(19|20)[0-9]{7}", business in "[0-9]{8}", other in "[ST][0-9]{2}[A-HJ-NP-X]{2}[0-9]{4}") {
        for body in [body, business, other] {
            prop_assert_eq!(('A'..='Z').filter(|check| checks::uen(&format!("{body}{check}"))).count(), 1, "{}", body);
        }
    }

    #[test]
    fn spaces_and_dashes_do_not_count(at in prop::sample::select(RIGHT.as_slice()), places in prop::collection::vec(0usize..20, 0..4)) {
        let (text, country, scheme) = at;
        prop_assume!(text.is_ascii() && !text.contains(' ') && !text.starts_with("IMO"));
        let mut spaced = text.to_owned();
        for place in places {
            spaced.insert(place.min(spaced.len()), if place % 2 == 0 { ' ' } else { '-' });
        }
        prop_assert_eq!(read(&spaced, country), (scheme, Checked::Yes), "{}", spaced);
    }

    #[test]
    fn any_text_is_answered(text in any::<String>(), country in "[A-Z]{2}") {
        let first = identify_all(&text, country.parse().ok());
        for id in &first {
            let again = identify_in(&id.normalised, country.parse().ok());
            prop_assert_eq!(again.map(|again| again.normalised), Some(id.normalised.clone()));
        }
    }
}
