use proptest::prelude::*;

use super::*;

fn code(text: &str) -> String {
    read(text).country.map_or_else(|| "unknown".to_owned(), |country| country.code().to_owned())
}

#[test]
fn every_row_of_the_tables_is_read() {
    let countries = include_str!("../../../../data/places/countries.csv");
    assert_eq!(rows(countries).len(), CODES.split(' ').count());
    assert_eq!(rows(countries).len(), countries.lines().count() - 1);
    for (table, what) in [
        (include_str!("../../../../data/places/places.csv"), 0),
        (include_str!("../../../../data/places/codes.csv"), 1),
    ] {
        let rows = rows_of::<2>(table);
        assert_eq!(rows.len(), table.lines().count() - 1);
        for row in rows {
            let allows = allows(&row[what]);
            assert_eq!(allows.countries.len(), row[what].split(' ').count(), "{row:?}");
        }
    }
}

/// A name in two rows would silently be both; each such case must be one row that says so.
#[test]
fn no_name_stands_in_two_rows() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut add = |spellings: &str, row: String| {
        for spelling in spellings.split('|') {
            assert!(!name_of(spelling).is_empty(), "{row}");
            // `JO* HK: Jordan` may say more of a country's name.
            if let Some(other) = seen.insert(name_of(spelling), row.clone()) {
                let says_more = row.starts_with(&format!("{other}* ")) || other == row;
                assert!(says_more, "{spelling} stands in {other} and in {row}");
            }
        }
    };
    for [code, _, _, spellings] in rows(include_str!("../../../../data/places/countries.csv")) {
        add(&spellings, code);
    }
    for [countries, spellings] in rows_of(include_str!("../../../../data/places/places.csv")) {
        add(&spellings, format!("{countries}: {spellings}"));
    }
}

#[test]
fn countries_by_every_spelling() {
    for [code, three, _, spellings] in rows(include_str!("../../../../data/places/countries.csv")) {
        for spelling in spellings.split('|').chain([code.as_str(), three.as_str()]) {
            assert_eq!(country_named(spelling).unwrap().code(), code, "{spelling}");
            assert_eq!(country_named(&spelling.to_uppercase()).unwrap().code(), code, "{spelling}");
        }
    }
    for (text, expected) in [
        ("U.S.A.", "US"),
        ("usa", "US"),
        ("Korea, Republic of", "KR"),
        ("the Netherlands", "NL"),
        ("TURKIYE", "TR"),
        ("Viet  Nam", "VN"),
        ("Cote d'Ivoire", "CI"),
        ("Ｓｉｎｇａｐｏｒｅ", "SG"),
        ("Hong Kong SAR", "HK"),
    ] {
        assert_eq!(country_named(text).unwrap().code(), expected, "{text}");
    }
    for text in ["", "Shenzhen", "Europe", "Asia Pacific", "XX", "ZZZ", "Chinatown", "Singaporean"] {
        assert_eq!(country_named(text), None, "{text}");
    }
}

#[test]
fn places() {
    for (text, expected) in [
        ("Johor Bahru, Malaysia", "MY"),
        ("JOHOR BAHRU", "MY"),
        ("深圳市南山区科技园", "CN"),
        ("中国香港九龙", "HK"),
        ("Kowloon, Hong Kong, China", "HK"),
        ("Hsinchu, Taiwan (R.O.C.)", "TW"),
        ("台北市南京東路三段", "TW"),
        ("12 Canton Road, Tsim Sha Tsui, Hong Kong", "HK"),
        ("88 Nanjing East Road, Taipei", "TW"),
        ("San Jose", "unknown"),
        ("San Jose, CA 95134", "US"),
        ("San José, Costa Rica", "CR"),
        ("Georgia", "unknown"),
        ("Georgia, USA", "US"),
        ("Tbilisi, Georgia", "GE"),
        ("Atlanta, Georgia", "US"),
        ("Santa Clara, CA", "US"),
        ("Springfield, CA", "unknown"),
        ("Toronto, ON, CA", "CA"),
        ("Bangalore, IN", "IN"),
        ("London", "GB"),
        ("London, Ontario", "CA"),
        ("London, ON", "CA"),
        ("Paris, Texas", "US"),
        ("Seoul, Korea", "KR"),
        ("Pyongyang, Korea", "KP"),
        ("Shanghai, Malaysia", "unknown"),
        ("Singapore to Hanoi", "unknown"),
        ("SZX", "CN"),
        ("hkg", "HK"),
        ("CAN", "unknown"),
        ("CNSHA", "CN"),
        ("CN SZX", "CN"),
        ("SGSIN - Singapore", "SG"),
        ("Jebel Ali FZ, Dubai, U.A.E.", "AE"),
        ("Ho Chi Minh City (Cat Lai)", "VN"),
        ("İstanbul", "TR"),
        ("Almaty / Алматы", "KZ"),
        ("São Paulo", "BR"),
        ("Santo Domingo, Dominican Republic", "DO"),
        ("Sydney NSW 2000", "AU"),
        ("San Juan, Puerto Rico, USA", "PR"),
        ("New Mexico", "US"),
        ("Papua New Guinea", "PG"),
        ("warehouse 4", "unknown"),
        ("", "unknown"),
        ("上海市浦东新区", "CN"),
        ("台灣新竹科學園區", "TW"),
        ("Singapura", "SG"),
    ] {
        assert_eq!(code(text), expected, "{text}");
    }
}

proptest! {
    /// Case, width and accents never change the answer.
    #[test]
    fn case_and_width_do_not_matter(index in 0usize..1400, upper: bool) {
        let rows = rows_of::<2>(include_str!("../../../../data/places/places.csv"));
        let name = rows[index][1].split('|').next().unwrap().to_owned();
        let cased = if upper { name.to_uppercase() } else { name.to_lowercase() };
        let wide: String = cased
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { char::from_u32(u32::from(c) + 0xfee0).unwrap() } else { c })
            .collect();
        prop_assert_eq!(read(&cased).country, read(&name).country);
        prop_assert_eq!(read(&wide).country, read(&name).country);
    }

    /// A second, different country in the text leaves it unknown.
    #[test]
    fn two_countries_are_unknown(a in 0usize..250, b in 0usize..250) {
        let rows = rows(include_str!("../../../../data/places/countries.csv"));
        let (x, y) = (&rows[a], &rows[b]);
        prop_assume!(x[0] != y[0] && x[0] != y[2] && y[0] != x[2]);
        let text = format!("{}; {}", x[3].split('|').next().unwrap(), y[3].split('|').next().unwrap());
        prop_assert_eq!(read(&text).country, None, "{}", text);
    }

    #[test]
    fn nothing_panics(text in "\\PC*") {
        let _ = (read(&text), country_named(&text));
    }
}
