use proptest::prelude::*;

use super::*;
use crate::{Alias, Hit, Options, Screener, differing, parse};

const HOUSE: &str = "id,name,aliases,country,address,identifier,date_of_birth,type\n\
17,Quillfeather Systems Ltd,QF Systems,CN,\"1 Nowhere Road, Shenzhen\",91350100M000100Y43,,company\n\
18,Quillfeather Systems Holding,,CN,,,,\n";

fn day() -> Date {
    "2026-11-23".parse().unwrap()
}

fn decision() -> Decision {
    Decision { because: "other owners".to_owned(), by: "an officer".to_owned(), on: day(), until: None }
}

fn country(code: &str) -> Option<Country> {
    Some(code.parse().unwrap())
}

fn entry(house: &str, id: &str) -> Entry {
    let lists = parse("house.csv", house.as_bytes()).unwrap();
    lists.into_iter().flat_map(|list| list.entries).find(|entry| entry.id == id).unwrap()
}

/// The party that is cleared of entry 17.
const PARTY: Query<'static> = Query {
    name: "Quillfeather Systems",
    country: None,
    address: "2 Other Road, Singapore",
    identifier: "",
    date: "",
    kind: PartyKind::Unknown,
};

fn cleared(query: &Query<'_>) -> GoodGuys {
    GoodGuys::new(vec![GoodGuy::new(query, &entry(HOUSE, "17"), decision(), "snapshot")], day())
}

/// The hit of an entry of the house.
fn hit(house: &str, query: &Query<'_>, good_guys: &GoodGuys, id: &str) -> Hit {
    let screener = Screener::new(parse("house.csv", house.as_bytes()).unwrap());
    let hits = screener.ask_with(query, &Options::default(), good_guys).hits;
    hits.iter().find(|hit| hit.entry == id).unwrap_or_else(|| panic!("{hits:?}")).clone()
}

fn changes(house: &str, query: &Query<'_>, good_guys: &GoodGuys) -> Vec<String> {
    let hit = hit(house, query, good_guys, "17");
    assert!(hit.is_match && hit.cleared.is_none(), "{hit:?}");
    hit.reopened.map(|was| was.changes).unwrap_or_default()
}

#[test]
fn a_cleared_match_is_shown_and_is_no_match_and_others_stay() {
    let query = Query { country: country("SG"), ..PARTY };
    let good_guys = cleared(&query);
    let found = hit(HOUSE, &query, &good_guys, "17");
    assert!(!found.is_match && found.reopened.is_none());
    assert_eq!(found.cleared.unwrap().because, "other owners");
    let other = hit(HOUSE, &query, &good_guys, "18");
    assert!(other.is_match && other.cleared.is_none() && other.reopened.is_none(), "{other:?}");
    // Written otherwise it is the same party.
    let same = Query { name: "QUILLFEATHER  SYSTEMS.", address: "2, Other Road; SINGAPORE", ..query };
    assert!(hit(HOUSE, &same, &good_guys, "17").cleared.is_some());
    // Another party of another name has nothing to do with it.
    let another = Query { name: "Quillfeather Systems Limited", ..query };
    assert_eq!(changes(HOUSE, &another, &good_guys), Vec::<String>::new());
}

#[test]
fn a_field_of_the_party_that_changes_goes_or_comes_opens_it_again() {
    let query = Query { country: country("SG"), identifier: "UEN 201912345K", ..PARTY };
    let good_guys = cleared(&query);
    for (asked, says) in [
        (Query { country: country("CN"), ..query }, "the party's country changed from `SG` to `CN`"),
        (Query { country: None, ..query }, "the party's country, `SG` at the clearing, is not given now"),
        (
            Query { address: "3 New Road, Singapore", ..query },
            "the party's address changed from `2 Other Road, Singapore` to `3 New Road, Singapore`",
        ),
        (
            Query { address: "", ..query },
            "the party's address, `2 Other Road, Singapore` at the clearing, is not given now",
        ),
        (
            Query { identifier: "", ..query },
            "the party's register number, `UEN 201912345K` at the clearing, is not given now",
        ),
        (Query { date: "2001", ..query }, "the party's date is `2001` now and was not given at the clearing"),
        (
            Query { kind: PartyKind::Company, ..query },
            "the party's type is `company` now and was not given at the clearing",
        ),
        (
            Query { name: "Quillfeather System", ..query },
            "the party's name changed from `Quillfeather Systems` to `Quillfeather System`",
        ),
    ] {
        assert_eq!(changes(HOUSE, &asked, &good_guys), [says]);
    }
}

#[test]
fn an_equal_number_that_was_not_compared_is_never_silenced() {
    let good_guys = cleared(&PARTY);
    let asked = Query { identifier: "91350100M000100Y43", ..PARTY };
    let found = hit(HOUSE, &asked, &good_guys, "17");
    assert!(found.is_match && found.score >= 1.0);
    let says = "the party's register number is `91350100M000100Y43` now and was not given at the clearing";
    assert_eq!(found.reopened.unwrap().changes, [says]);
    // Compared and cleared all the same: that is a person's decision.
    assert!(hit(HOUSE, &asked, &cleared(&asked), "17").cleared.is_some());
    // And where the list comes to know the party's number.
    let known = Query { identifier: "UEN 201912345K", ..PARTY };
    let house = HOUSE.replace("91350100M000100Y43", "91350100M000100Y43; 201912345K");
    assert_eq!(changes(&house, &known, &cleared(&known)), ["the list entry has a new register number `201912345K`"]);
}

#[test]
fn a_compared_field_of_the_entry_that_changes_opens_it_again() {
    let good_guys = cleared(&PARTY);
    for (from, to, says) in [
        ("QF Systems,", "QF Systems; Quill Labs,", "the list entry has a new alias `Quill Labs`"),
        ("QF Systems,", ",", "the list entry no longer has the alias `QF Systems`"),
        (
            "Systems Ltd",
            "Systems Inc",
            "the list entry's name changed from `Quillfeather Systems Ltd` to `Quillfeather Systems Inc`",
        ),
        ("Shenzhen\"", "Shenzhen; 9 Far Road\"", "the list entry has a new address `9 Far Road`"),
        (",CN,\"1", ",CN;SG,\"1", "the list entry has a new country `SG`"),
        (",company", ",person", "the list entry's type changed from company to person"),
        ("Y43,,", "Y43,1999,", "the list entry has a new date `1999`"),
    ] {
        assert_eq!(changes(&HOUSE.replacen(from, to, 1), &PARTY, &good_guys), [says]);
    }
    // Capitals and signs are no change.
    let same = HOUSE.replace("QF Systems", "QF SYSTEMS.");
    assert!(hit(&same, &PARTY, &good_guys, "17").cleared.is_some());
    // Nor is what the listing means.
    let mut listed = entry(HOUSE, "17");
    listed.citation = "99 FR 1".to_owned();
    assert_eq!(entry_changes(&entry(HOUSE, "17"), &listed), Vec::<String>::new());
}

#[test]
fn what_a_list_thinks_of_a_name_is_compared_too() {
    let with =
        |weak, former| Entry { aliases: vec![Alias { name: "QF".to_owned(), weak, former }], ..Entry::default() };
    assert_eq!(
        entry_changes(&with(true, false), &with(false, false)),
        ["the list entry's weak alias `QF` is now its alias"]
    );
    assert_eq!(
        entry_changes(&with(false, false), &with(false, true)),
        ["the list entry's alias `QF` is now its former name"]
    );
}

#[test]
fn an_entry_under_another_id_is_another_until_a_person_says_so() {
    let good_guys = cleared(&PARTY);
    let found = hit(&HOUSE.replace("\n17,", "\n99,"), &PARTY, &good_guys, "99");
    assert!(found.is_match);
    assert_eq!(found.reopened.unwrap().changes, ["the list entry's id changed from `17` to `99`"]);
    // Two entries of one name: the other one is not cleared with it.
    let twice = format!("{HOUSE}99,Quillfeather Systems Ltd,,MY,,,,\n");
    let found = hit(&twice, &PARTY, &good_guys, "99");
    assert!(found.is_match && found.reopened.is_none(), "{found:?}");
    assert!(hit(&twice, &PARTY, &good_guys, "17").cleared.is_some());
}

#[test]
fn a_clearing_ends_after_its_last_day() {
    let until = Some(day());
    let good = GoodGuy::new(&PARTY, &entry(HOUSE, "17"), Decision { until, ..decision() }, "snapshot");
    let on = GoodGuys::new(vec![good.clone()], day());
    let after = GoodGuys::new(vec![good], "2026-11-24".parse().unwrap());
    assert!(hit(HOUSE, &PARTY, &on, "17").cleared.is_some());
    assert_eq!(changes(HOUSE, &PARTY, &after), ["the clearing ended on 2026-11-23"]);
    assert_ne!(on.identity(), after.identity());
}

#[test]
fn of_several_clearings_one_that_holds_decides_else_the_nearest() {
    let of = |code| Query { country: country(code), ..PARTY };
    let make = |query: &Query<'_>| GoodGuy::new(query, &entry(HOUSE, "17"), decision(), "snapshot");
    let bare = Query { name: PARTY.name, ..Query::default() };
    let good_guys = GoodGuys::new(vec![make(&of("SG")), make(&of("MY")), make(&bare)], day());
    for code in ["SG", "MY"] {
        assert!(hit(HOUSE, &of(code), &good_guys, "17").cleared.is_some());
    }
    assert!(hit(HOUSE, &bare, &good_guys, "17").cleared.is_some());
    let changed = changes(HOUSE, &of("TH"), &good_guys);
    assert_eq!(changed.len(), 1, "{changed:?}");
}

#[test]
fn a_cleared_hit_takes_no_place_of_another() {
    let mut house = "id,name,country\n".to_owned();
    for id in 0..8 {
        house.push_str(&format!("{id},Quillfeather Systems,CN\n"));
    }
    let screener = Screener::new(parse("house.csv", house.as_bytes()).unwrap());
    let query = Query { name: "Quillfeather Systems", ..Query::default() };
    let make = |id: i32| GoodGuy::new(&query, &entry(&house, &id.to_string()), decision(), "snapshot");
    let good_guys = GoodGuys::new((0..6).map(make).collect(), day());
    let answer = screener.ask_with(&query, &Options::matches_only(0.7, 5), &good_guys);
    let open: Vec<&str> = answer.hits.iter().filter(|hit| hit.is_match).map(|hit| hit.entry.as_str()).collect();
    assert_eq!((open.as_slice(), answer.hits.len()), (["6", "7"].as_slice(), 5));
    assert_eq!(answer.notes, ["3 more that are cleared or no longer listed are not shown: there are too many hits"]);
}

#[test]
fn the_id_is_of_the_decision_and_its_ground() {
    let good = GoodGuy::new(&PARTY, &entry(HOUSE, "17"), decision(), "snapshot");
    assert_eq!(good.id, good.made_id());
    let read: GoodGuy = serde_json::from_str(&serde_json::to_string(&good).unwrap()).unwrap();
    assert_eq!(read, good);
    let other = GoodGuy { because: "another reason".to_owned(), ..good.clone() };
    assert_ne!(other.made_id(), good.id);
}

/// Few values, so that fields are often equal.
fn few(values: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(values).prop_map(str::to_owned)
}

prop_compose! {
    fn parties()(
        name in few(&["Quillfeather", "quillfeather.", "Brackwater", "Quillfeather Systems"]),
        country in prop::option::of(few(&["SG", "CN"])),
        address in few(&["", "1 Nowhere Road", "2 Other Road"]),
        identifier in few(&["", "91350100M000100Y43", "201912345K"]),
    ) -> ComparedParty {
        let country = country.map(|code| code.parse().unwrap());
        ComparedParty { name, country, address, identifier, ..ComparedParty::default() }.read_again()
    }
}

prop_compose! {
    fn entries()(
        id in few(&["1", "2"]),
        name in few(&["Quillfeather", "QUILLFEATHER", "Brackwater"]),
        aliases in prop::collection::vec((few(&["Quill", "Feather"]), any::<bool>(), any::<bool>()), 0..3),
        addresses in prop::collection::btree_set(few(&["1 Nowhere Road", "2 Other Road"]), 0..2),
        identifiers in prop::collection::btree_set(few(&["91350100M000100Y43", "9000001"]), 0..2),
        citation in few(&["", "99 FR 1"]),
    ) -> Entry {
        let alias = |(name, weak, former)| Alias { name, weak, former };
        Entry {
            id, list: "mine".to_owned(), name, citation,
            aliases: aliases.into_iter().map(alias).collect(),
            addresses: addresses.into_iter().collect(),
            identifiers: identifiers.into_iter().collect(),
            ..Entry::default()
        }
    }
}

/// What the comparison sees of a party and of an entry, made without the code under test: small letters, no full stops.
fn seen(party: &ComparedParty, entry: &Entry) -> String {
    let text = |text: &str| text.to_lowercase().replace('.', "");
    let mut aliases: Vec<_> = entry.aliases.iter().map(|a| (text(&a.name), a.weak, a.former)).collect();
    aliases.sort();
    aliases.dedup();
    let party = (text(&party.name), party.country, text(&party.address), &party.identifier);
    format!("{party:?} {:?}", (&entry.id, text(&entry.name), aliases, &entry.addresses, &entry.identifiers))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// A hit is cleared where, and only where, some clearing saw the very same; and who is told what changed is told
    /// something. Whatever is cleared, the hits are those without clearings.
    #[test]
    fn cleared_is_what_is_unchanged(
        decided in prop::collection::vec((parties(), entries()), 0..6),
        party in parties(),
        mut listed in prop::collection::vec(entries(), 1..3),
    ) {
        listed.dedup_by(|a, b| a.id == b.id);
        let good = |(party, entry): &(ComparedParty, Entry)| {
            GoodGuy::new(&party.query(), entry, decision(), "snapshot")
        };
        let good_guys = GoodGuys::new(decided.iter().map(good).collect(), day());
        let list = crate::ListData { id: "mine".to_owned(), entries: listed.clone(), ..crate::ListData::default() };
        let screener = Screener::new(vec![list]);
        let options = Options::matches_only(0.7, 10);
        let (plain, with) = (screener.screen(&party.query(), &options), screener.ask_with(&party.query(), &options, &good_guys).hits);
        prop_assert_eq!(plain.len(), with.len());
        for (plain, hit) in plain.iter().zip(&with) {
            let entry = listed.iter().find(|entry| entry.id == hit.entry).unwrap();
            let known = decided.iter().any(|(was, of)| seen(was, of) == seen(&party, entry));
            prop_assert_eq!(hit.cleared.is_some(), known, "{:?}", hit);
            prop_assert_eq!(hit.is_match, plain.is_match && !known);
            prop_assert!(hit.reopened.as_ref().is_none_or(|was| !known && !was.changes.is_empty()));
            let bare = Hit { cleared: None, reopened: None, is_match: plain.is_match, ..hit.clone() };
            prop_assert_eq!(&bare, plain);
        }
    }

    /// What two snapshots differ in: every entry of either side that has not the very same on the other, each once, and
    /// with something to say.
    #[test]
    fn differing_entries_are_all_that_differ(
        mut before in prop::collection::vec(entries(), 0..3),
        mut after in prop::collection::vec(entries(), 0..3),
    ) {
        for entries in [&mut before, &mut after] {
            entries.sort_by(|a, b| a.id.cmp(&b.id));
            entries.dedup_by(|a, b| a.id == b.id);
        }
        let list = |entries: &[Entry]| {
            vec![crate::ListData { id: "mine".to_owned(), entries: entries.to_vec(), ..crate::ListData::default() }]
        };
        let (before, after) = (list(&before), list(&after));
        let pairs = differing(&before, &after);
        let old: Vec<&Entry> = pairs.iter().filter_map(|pair| pair.before).collect();
        let new: Vec<&Entry> = pairs.iter().filter_map(|pair| pair.after).collect();
        let same = |side: &[crate::ListData], entry: &Entry| side[0].entries.contains(entry);
        for (told, here, there) in [(&old, &before, &after), (&new, &after, &before)] {
            for entry in &here[0].entries {
                let count = told.iter().filter(|other| ***other == *entry).count();
                prop_assert_eq!(count, usize::from(!same(there, entry)));
            }
        }
        prop_assert!(pairs.iter().all(|pair| !pair.changes().is_empty()));
    }
}
