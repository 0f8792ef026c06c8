//! Countries and cities in which parties are, with how names, addresses and telephones look there.

use crate::words::Tongue;

/// A country.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Land {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) currency: &'static str,
    /// Units of its currency for a US dollar, in hundredths; fixed, as only sizes matter.
    pub(crate) rate: u64,
    pub(crate) dial: &'static str,
    pub(crate) tongue: Tongue,
    /// What a company's name ends in.
    pub(crate) form: &'static str,
    pub(crate) cities: &'static [&'static str],
    /// How many ordinary buyers come from here.
    pub(crate) weight: u32,
    /// Where shells are set up: how many of them, by weight.
    pub(crate) relay: u32,
}

#[expect(clippy::too_many_arguments, reason = "one row of a table")]
const fn land(
    code: &'static str,
    name: &'static str,
    currency: (&'static str, u64),
    dial: &'static str,
    tongue: Tongue,
    form: &'static str,
    cities: &'static [&'static str],
    weights: (u32, u32),
) -> Land {
    Land {
        code,
        name,
        currency: currency.0,
        rate: currency.1,
        dial,
        tongue,
        form,
        cities,
        weight: weights.0,
        relay: weights.1,
    }
}

use Tongue::{
    Arabic, Chinese, English, German, Indian, Japanese, Korean, Malay, Nordic, Romance, Russian, Slavic, Thai, Turkish,
    Vietnamese,
};

/// The countries of a world.
pub(crate) const LANDS: [Land; 44] = [
    land(
        "US",
        "United States",
        ("USD", 100),
        "+1",
        English,
        "Inc.",
        &["Austin, TX", "San Jose, CA", "Columbus, OH", "Ashburn, VA", "Seattle, WA", "Denver, CO"],
        (300, 4),
    ),
    land("CA", "Canada", ("CAD", 137), "+1", English, "Inc.", &["Toronto", "Montréal", "Vancouver"], (40, 0)),
    land(
        "GB",
        "United Kingdom",
        ("GBP", 79),
        "+44",
        English,
        "Ltd",
        &["London", "Manchester", "Cambridge", "Leeds"],
        (70, 2),
    ),
    land("IE", "Ireland", ("EUR", 93), "+353", English, "Limited", &["Dublin", "Cork"], (14, 0)),
    land(
        "DE",
        "Germany",
        ("EUR", 93),
        "+49",
        German,
        "GmbH",
        &["Berlin", "Hamburg", "München", "Frankfurt am Main"],
        (75, 0),
    ),
    land("AT", "Austria", ("EUR", 93), "+43", German, "GmbH", &["Wien", "Graz"], (10, 0)),
    land("CH", "Switzerland", ("CHF", 89), "+41", German, "AG", &["Zürich", "Genève"], (20, 0)),
    land("FR", "France", ("EUR", 93), "+33", Romance, "SAS", &["Paris", "Lyon", "Toulouse"], (50, 0)),
    land("IT", "Italy", ("EUR", 93), "+39", Romance, "S.r.l.", &["Milano", "Torino", "Bologna"], (30, 0)),
    land("ES", "Spain", ("EUR", 93), "+34", Romance, "S.L.", &["Madrid", "Barcelona"], (25, 0)),
    land("PT", "Portugal", ("EUR", 93), "+351", Romance, "Lda", &["Lisboa", "Porto"], (8, 0)),
    land("NL", "Netherlands", ("EUR", 93), "+31", German, "B.V.", &["Amsterdam", "Rotterdam", "Eindhoven"], (30, 1)),
    land("BE", "Belgium", ("EUR", 93), "+32", German, "NV", &["Brussels", "Antwerp"], (10, 0)),
    land("SE", "Sweden", ("SEK", 1050), "+46", Nordic, "AB", &["Stockholm", "Göteborg"], (20, 0)),
    land("NO", "Norway", ("NOK", 1070), "+47", Nordic, "AS", &["Oslo", "Trondheim"], (15, 0)),
    land("DK", "Denmark", ("DKK", 690), "+45", Nordic, "A/S", &["Copenhagen", "Aarhus"], (12, 0)),
    land("FI", "Finland", ("EUR", 93), "+358", Nordic, "Oy", &["Helsinki", "Tampere"], (12, 0)),
    land("PL", "Poland", ("PLN", 400), "+48", Slavic, "Sp. z o.o.", &["Warszawa", "Kraków"], (18, 1)),
    land("CZ", "Czechia", ("CZK", 2300), "+420", Slavic, "s.r.o.", &["Praha", "Brno"], (12, 1)),
    land("EE", "Estonia", ("EUR", 93), "+372", Nordic, "OÜ", &["Tallinn"], (4, 3)),
    land("TR", "Türkiye", ("TRY", 3200), "+90", Turkish, "Ltd. Şti.", &["İstanbul", "Ankara"], (15, 8)),
    land("IL", "Israel", ("ILS", 370), "+972", English, "Ltd.", &["Tel Aviv", "Haifa"], (20, 0)),
    land(
        "AE",
        "United Arab Emirates",
        ("AED", 367),
        "+971",
        Arabic,
        "FZE",
        &["Dubai", "Abu Dhabi", "Sharjah"],
        (20, 18),
    ),
    land("SA", "Saudi Arabia", ("SAR", 375), "+966", Arabic, "LLC", &["Riyadh", "Jeddah"], (12, 1)),
    land("EG", "Egypt", ("EGP", 4700), "+20", Arabic, "S.A.E.", &["Cairo"], (3, 1)),
    land(
        "IN",
        "India",
        ("INR", 8300),
        "+91",
        Indian,
        "Private Limited",
        &["Bengaluru", "Hyderabad", "Mumbai", "Pune"],
        (55, 6),
    ),
    land("JP", "Japan", ("JPY", 15000), "+81", Japanese, "K.K.", &["Tokyo", "Osaka", "Sapporo", "Fukuoka"], (70, 3)),
    land("KR", "South Korea", ("KRW", 134_000), "+82", Korean, "Co., Ltd.", &["Seoul", "Busan", "Daejeon"], (45, 2)),
    land("TW", "Taiwan", ("TWD", 3200), "+886", Chinese, "Co., Ltd.", &["Taipei", "Hsinchu", "Taichung"], (50, 8)),
    land("SG", "Singapore", ("SGD", 135), "+65", Chinese, "Pte. Ltd.", &["Singapore"], (45, 22)),
    land(
        "MY",
        "Malaysia",
        ("MYR", 460),
        "+60",
        Malay,
        "Sdn. Bhd.",
        &["Kuala Lumpur", "Johor Bahru", "George Town", "Cyberjaya"],
        (30, 26),
    ),
    land("ID", "Indonesia", ("IDR", 1_600_000), "+62", Malay, "PT", &["Jakarta", "Batam", "Surabaya"], (15, 8)),
    land("TH", "Thailand", ("THB", 3500), "+66", Thai, "Co., Ltd.", &["Bangkok", "Chonburi"], (16, 14)),
    land(
        "VN",
        "Vietnam",
        ("VND", 2_500_000),
        "+84",
        Vietnamese,
        "JSC",
        &["Hanoi", "Ho Chi Minh City", "Da Nang"],
        (8, 8),
    ),
    land("PH", "Philippines", ("PHP", 5700), "+63", English, "Inc.", &["Manila", "Cebu"], (8, 2)),
    land("AU", "Australia", ("AUD", 152), "+61", English, "Pty Ltd", &["Sydney", "Melbourne", "Canberra"], (35, 0)),
    land("NZ", "New Zealand", ("NZD", 165), "+64", English, "Limited", &["Auckland", "Wellington"], (6, 0)),
    land("BR", "Brazil", ("BRL", 510), "+55", Romance, "Ltda.", &["São Paulo", "Campinas"], (15, 0)),
    land("MX", "Mexico", ("MXN", 1750), "+52", Romance, "S.A. de C.V.", &["Ciudad de México", "Monterrey"], (10, 1)),
    land("ZA", "South Africa", ("ZAR", 1850), "+27", English, "(Pty) Ltd", &["Johannesburg", "Cape Town"], (8, 0)),
    land("HK", "Hong Kong", ("HKD", 780), "+852", Chinese, "Limited", &["Hong Kong"], (6, 26)),
    land("RU", "Russia", ("RUB", 9000), "+7", Russian, "OOO", &["Moscow", "Saint Petersburg", "Novosibirsk"], (0, 0)),
    land("KZ", "Kazakhstan", ("KZT", 47_000), "+7", Russian, "LLP", &["Almaty", "Astana"], (3, 7)),
    land(
        "CN",
        "China",
        ("CNY", 720),
        "+86",
        Chinese,
        "Co., Ltd.",
        &["Shenzhen", "Beijing", "Shanghai", "Hangzhou"],
        (6, 0),
    ),
];

/// The country of a code.
pub(crate) fn of(code: &str) -> Land {
    LANDS.iter().find(|land| land.code == code).copied().unwrap_or_default()
}

/// Countries to which an accelerator of the strictest kind may be sold without a licence for its destination, as
/// ordinary buyers know: they ask for others in the rest.
pub(crate) fn open(code: &str) -> bool {
    !matches!(code, "HK" | "CN" | "VN" | "EG" | "SA" | "AE" | "KZ" | "KG" | "RU")
}
