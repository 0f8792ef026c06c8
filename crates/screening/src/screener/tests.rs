use proptest::prelude::*;

use super::*;
use crate::parse;

fn screener(table: &str) -> Screener {
    Screener::new(parse("house.csv", table.as_bytes()).unwrap())
}

/// Invented parties in the shapes that real lists have.
const HOUSE: &str = "id,name,aliases,weak_aliases,country,address,identifier,kind\n\
p1,\"Shanghai Quorvex Intelligent Technology Co., Ltd.\",Quorvex; 上海阔维智能科技有限公司,QX Tech,CN,\"Room 5, 12/F Example Building, Main Road\",91350100M000100Y43,company\n\
p2,\"Parent Zelmo Co., Ltd. (Zelmo). Affiliated Entity: Ningbo Zelmo Computer & Net Co., Ltd.\",,,CN,,,company\n\
p3,National Example Computing Center Changsha (NECC-CS),,,CN,,,company\n\
p4,JSC ARGUMENTIK,АО Аргументик,,RU,,,company\n\
p5,Speedmatrolix Sdn. Bhd.,,,MY,,,company\n\
p6,14th Example Research Institute of Zhongdilan,,,CN,,,company\n\
p7,\"BRINDOVSKY, Torvald Ankarovich\",,,RU,,,person\n\
p8,QUORVEX,,,PA,,9000001,vessel\n\
p9,HMZ,,,CN,,,company\n\
p10,Speedmatrolix Sdn. Bhd.,,,SG,,,company\n\
p11,General Trading Company,,,AE,,,company\n";

fn hits(query: &Query<'_>) -> Vec<(String, f64, Strength)> {
    let all = screener(HOUSE).screen(query, &Options::matches_only(DEFAULT_BAR, 20));
    all.into_iter().map(|hit| (hit.entry, hit.score, hit.strength)).collect()
}

fn ids(name: &str) -> Vec<String> {
    hits(&Query { name, ..Query::default() }).into_iter().map(|hit| hit.0).collect()
}

#[test]
fn names_are_found_however_they_are_written() {
    for (name, id) in [
        ("SHANGHAI QUORVEX INTELLIGENT TECHNOLOGY CO LTD", "p1"),
        ("Quorvex Intell. Tech. (Shanghai) Limited", "p1"),
        ("Shanghai Quorvix Intelligent Technology Co., Ltd.", "p1"),
        ("上海阔维智能科技有限公司", "p1"),
        ("上海闊維智能科技有限公司", "p1"),
        ("Ningbo Zelmo Computer and Net Co., Ltd", "p2"),
        ("National Example Computing Centre Changsha", "p3"),
        ("JSCARGUMENTIK", "p4"),
        ("Argumentik LLC", "p4"),
        ("АО «Аргументик»", "p4"),
        ("SPEED MATROLIX SDN BHD", "p5"),
        ("Zhongdilan Fourteenth Example Research Institute", "p6"),
        ("Torvald Brindovsky", "p7"),
        ("General Trading Co.", "p11"),
    ] {
        assert!(ids(name).iter().any(|found| found == id), "{name}: {:?}", ids(name));
    }
}

#[test]
fn what_only_looks_alike_is_not_found() {
    for name in [
        "CORP",
        "Co Ltd",
        "Ltd.",
        "",
        "Q",
        "Shanghai Technology Co., Ltd.",
        "Shanghai Intelligent Technology Co., Ltd.",
        "54th Example Research Institute of Zhongdilan",
        "Trading Company",
        "HMX",
        "🚢🚢",
        "\u{202e}\u{200b}",
    ] {
        assert_eq!(ids(name), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn two_entries_of_one_name_stay_two_hits_and_country_tells_them_apart() {
    let query = Query { name: "Speedmatrolix Sdn Bhd", ..Query::default() };
    assert_eq!(hits(&query).iter().map(|h| h.0.as_str()).collect::<Vec<_>>(), ["p10", "p5"]);
    let in_malaysia = Query { country: Some("MY".parse().unwrap()), ..query };
    let found = hits(&in_malaysia);
    assert_eq!(found.iter().map(|h| h.0.as_str()).collect::<Vec<_>>(), ["p5", "p10"]);
    assert!(found[0].1 > found[1].1 && found[1].1 >= DEFAULT_BAR, "an exact name stays above the bar: {found:?}");
}

#[test]
fn an_identifier_decides_whatever_the_name() {
    let query = Query { name: "Altogether Different Kft", identifier: "9135-0100 m000100y43", ..Query::default() };
    assert_eq!(hits(&query), [("p1".to_owned(), 1.0, Strength::Identifier)]);
    assert!(hits(&Query { identifier: "9", ..Query::default() }).is_empty());
}

#[test]
fn weak_and_short_names_count_less() {
    let score = |name: &str, id: &str| {
        hits(&Query { name, ..Query::default() }).into_iter().find(|hit| hit.0 == id).map_or(0.0, |hit| hit.1)
    };
    assert!(score("QX Tech", "p1") < score("Quorvex", "p1"));
    assert!(score("HMZ", "p9") < 1.0 && score("HMZ", "p9") >= DEFAULT_BAR);
    assert!(score("NECC-CS", "p3") < 1.0);
}

#[test]
fn a_hit_explains_itself_part_by_part() {
    let query = Query {
        name: "Shanghai Quorvix Intelligent Technology Group Ltd",
        country: Some("SG".parse().unwrap()),
        address: "Rm 5, 12/F, Example Bldg, Main Rd",
        ..Query::default()
    };
    let hit = screener(HOUSE).screen(&query, &Options::default()).remove(0);
    insta::assert_json_snapshot!(hit);
}

#[test]
fn near_misses_are_shown_and_are_no_match() {
    let query = Query { name: "Shanghai Quorbix Trading Co., Ltd.", ..Query::default() };
    let near = Options { floor: 0.3, ..Options::default() };
    let all = screener(HOUSE).screen(&query, &near);
    let p1 = all.iter().find(|hit| hit.entry == "p1").unwrap();
    assert!(!p1.is_match && p1.score < DEFAULT_BAR && p1.score >= 0.3, "{}", p1.score);
    assert_eq!(serde_json::to_value(p1).unwrap()["match"], false);
    // A bar of 0 shows everything that shares anything, and calls it a match.
    let open = screener(HOUSE).screen(&query, &Options { bar: 0.0, floor: 0.0, limit: 100, ..Options::default() });
    assert!(open.len() >= all.len() && open.iter().all(|hit| hit.is_match));
}

#[test]
fn a_name_of_a_hundred_kilobytes_is_answered() {
    assert!(ids(&"Quorvex ".repeat(12_500)).is_empty());
    assert!(ids(&"q".repeat(100_000)).is_empty());
    assert!(ids(&"上".repeat(30_000)).is_empty());
}

#[test]
fn an_answer_says_what_was_not_asked() {
    let notes =
        |name: &str| screener(HOUSE).ask(&Query { name, ..Query::default() }, &Options::default()).notes.join("; ");
    insta::assert_snapshot!(notes(" 🚢 "), @"there is no name: it holds no letter and no digit, so nothing was screened");
    insta::assert_snapshot!(notes("Q."), @"the name is a single letter: only a listed name of the same letter can be found");
    insta::assert_snapshot!(notes("Co., Ltd."), @"the name is nothing but legal words (such as Co., Ltd.): only a listed name written the same can be found");
    insta::assert_snapshot!(notes(&"Quorvex ".repeat(1000)), @"the name is very long: it was compared by its first 2000 characters and 48 words");
    assert_eq!(notes("Quorvex"), "");
    let by_number = Query { identifier: "91350100M000100Y43", ..Query::default() };
    assert_eq!(screener(HOUSE).ask(&by_number, &Options::default()).notes, Vec::<String>::new());
}

#[test]
fn an_answer_says_where_it_was_cut() {
    let names: Vec<String> = (0..1200).map(|i| format!("Quorvex Zelmo {i}")).collect();
    let many = screener(&table(&names));
    let ask = |name| many.ask(&Query { name, ..Query::default() }, &Options::default());
    assert!(ask("Quorvex Zelmo").notes.iter().any(|note| note.starts_with("more than 1000 listed names")));
    assert!(ask("Brindovsky").notes.is_empty());
    assert!(many.candidates("Quorvex Zelmo", 0.6).1);
}

#[test]
fn bytes_are_the_same_and_answer_the_same_in_every_run() {
    let lists = parse("house.csv", HOUSE.as_bytes()).unwrap();
    let bytes = Screener::build(&lists, "house");
    assert_eq!(bytes, Screener::build(&lists, "house"));
    let opened = Screener::open(bytes.clone(), "house").unwrap();
    assert_eq!(opened.lists(), screener(HOUSE).lists());
    assert_eq!(Screener::open(bytes, "other").err(), Some(IndexFault::Stale));
    for name in ["Quorvix Technology", "Argumentik", "Zhongdilan Institute", "上海阔维", "General Trading Co"] {
        let query = Query { name, ..Query::default() };
        let answer = opened.ask(&query, &Options::default());
        assert_eq!(answer, screener(HOUSE).ask(&query, &Options::default()), "{name}");
        // Whatever runs at the same time.
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| opened.ask(&query, &Options::default()))).collect();
            assert!(threads.into_iter().all(|thread| thread.join().unwrap() == answer), "{name}");
        });
    }
}

/// Syllables from which names are made that collide, repeat and misspell each other.
fn name() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "(zhong|hua|xin|tek|nor|lin|da){1,3}",
        1 => "[a-f]{3,6}",
        1 => prop_oneof![Just("shenzhen"), Just("beijing"), Just("hong kong")].prop_map(str::to_owned),
        2 => prop_oneof![Just("technology"), Just("trading"), Just("group"), Just("international")].prop_map(str::to_owned),
        1 => prop_oneof![Just("no 2"), Just("3"), Just("a"), Just("of"), Just("and")].prop_map(str::to_owned),
        1 => prop_oneof![Just("华"), Just("中信"), Just("科技"), Just("ооо")].prop_map(str::to_owned),
    ];
    let legal = prop_oneof![Just(""), Just(" co ltd"), Just(" jsc"), Just(" llc")];
    (proptest::collection::vec(word, 1..5), legal).prop_map(|(words, legal)| format!("{}{legal}", words.join(" ")))
}

/// The name with letters dropped, swapped or joined, or its words in another order.
fn perturbed(name: &str, way: usize, at: usize) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let place = at % letters.len().max(1);
    let mut words: Vec<&str> = name.split(' ').collect();
    match way % 6 {
        0 => drop(letters.remove(place)),
        1 if place + 1 < letters.len() => letters.swap(place, place + 1),
        2 => letters.insert(place, 'e'),
        3 => letters.retain(|&c| c != ' '),
        4 => {
            words.rotate_left(at % name.split(' ').count());
            return words.join(" ");
        }
        _ => return name.to_uppercase(),
    }
    letters.into_iter().collect()
}

fn table(names: &[String]) -> String {
    std::iter::once("name".to_owned()).chain(names.iter().cloned()).collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// The index gives what a scan of every name gives: nothing above the floor is missed, nothing is added.
    #[test]
    fn the_index_misses_nothing(
        names in proptest::collection::vec(name(), 1..25),
        pick in any::<prop::sample::Index>(),
        other in name(),
        way in 0usize..7,
        at in 0usize..40,
    ) {
        let screener = screener(&table(&names));
        let query: String = if way == 6 { other } else { perturbed(pick.get::<String>(&names).as_str(), way, at) };
        let query = Query { name: &query, ..Query::default() };
        for options in [Options::matches_only(DEFAULT_BAR, 100), Options { bar: DEFAULT_BAR, floor: INDEX_FLOOR, limit: 100, ..Options::default() }] {
            prop_assert_eq!(screener.screen(&query, &options), screener.screen_exhaustively(&query, &options));
        }
    }

    /// A name on the list is found, whatever case and signs it is written with.
    #[test]
    fn a_listed_name_is_always_found(names in proptest::collection::vec(name(), 1..25), pick in any::<prop::sample::Index>()) {
        let screener = screener(&table(&names));
        let written = pick.get(&names[..]);
        let query = format!(" {}. ", written.to_uppercase().replace(' ', ",  "));
        let hits = screener.screen(&Query { name: &query, ..Query::default() }, &Options::matches_only(DEFAULT_BAR, 100));
        prop_assert!(hits.iter().any(|hit| hit.name == *written && hit.strength == Strength::Exact), "{query}: {hits:?}");
    }

    /// A changed byte is told, wherever it stands.
    #[test]
    fn damaged_bytes_are_refused(at in any::<prop::sample::Index>(), mask in 1u8.., cut in any::<bool>()) {
        let mut bytes = Screener::build(&parse("house.csv", HOUSE.as_bytes()).unwrap(), "house");
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] ^= mask }
        prop_assert!(Screener::open(bytes, "house").is_err());
    }

    /// The order of entries never changes an answer.
    #[test]
    fn order_of_entries_does_not_count(names in proptest::collection::vec(name(), 1..12), query in name()) {
        let ids = |names: &[String]| -> String {
            let rows: Vec<String> = names.iter().map(|name| format!("{},{name}", name.replace(' ', "-"))).collect();
            format!("id,name\n{}", rows.join("\n"))
        };
        let mut backwards = names.clone();
        backwards.reverse();
        let ask = |table: &str| screener(table).screen(&Query { name: &query, ..Query::default() }, &Options::default());
        prop_assert_eq!(ask(&ids(&names)), ask(&ids(&backwards)));
    }

    #[test]
    fn any_query_is_answered(name in any::<String>(), identifier in any::<String>(), address in any::<String>()) {
        let query = Query { name: &name, identifier: &identifier, address: &address, ..Query::default() };
        let hits = screener(HOUSE).screen(&query, &Options::default());
        prop_assert!(hits.iter().all(|hit| (0.0..=1.0).contains(&hit.score)));
        prop_assert!(hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
    }
}

#[test]
fn a_sister_is_found_by_the_brand_that_others_of_its_group_have() {
    let named = |id: &str, names: &[&str]| Entry {
        id: id.to_owned(),
        list: "list-a".to_owned(),
        name: names[0].to_owned(),
        aliases: names[1..].iter().map(|n| crate::Alias { name: (*n).to_owned(), ..Default::default() }).collect(),
        ..Entry::default()
    };
    let entries = vec![
        named("1", &["Kestrola Electronics Trading Co., Ltd.", "Hongzun Electronics Trading Co., Ltd."]),
        named("2", &["Kestrola Software Co., Ltd."]),
    ];
    let screener = Screener::new(vec![ListData { id: "list-a".to_owned(), entries, ..ListData::default() }]);
    let hits = screener.screen(&Query { name: "Hongzun Software Co., Ltd.", ..Query::default() }, &Options::default());
    let hit = hits.iter().find(|hit| hit.entry == "2").unwrap();
    assert!(hit.is_match && hit.score <= 0.85 && hit.strength == Strength::Fuzzy, "{hit:?}");
    assert!(hit.explain.iter().any(|line| line.contains("`hongzun software` is inferred")), "{:?}", hit.explain);
    let own = screener.screen(&Query { name: "Kestrola Software", ..Query::default() }, &Options::default());
    assert!(own[0].entry == "2" && own[0].score > 0.9);
}
