use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::manifest::Step;
use crate::official_sources;

/// A Consolidated Screening List with so many invented parties on each of two lists.
fn csl(day: &str, entity_list: usize, sdn: usize) -> Vec<u8> {
    let record = |source: &str, i: usize| serde_json::json!({ "source": source, "name": format!("Invented Party {i} of {source}"), "id": format!("{source}{i}") });
    let entities = (0..entity_list).map(|i| record("Entity List (EL) - Bureau of Industry and Security", i));
    let nationals = (0..sdn).map(|i| record("Specially Designated Nationals (SDN) - Treasury Department", i));
    let results: Vec<_> = entities.chain(nationals).collect();
    let file = serde_json::json!({
        "search_performed_at": format!("{day}T13:15:00+00:00"), "total": results.len(), "results": results
    });
    serde_json::to_vec(&file).unwrap()
}

fn store() -> (TempDir, Store) {
    let home = TempDir::new().unwrap();
    let store = Store::open(home.path()).unwrap();
    (home, store)
}

fn counts(store: &Store) -> Vec<(String, usize)> {
    store.load().unwrap().lists.iter().map(|list| (list.id.clone(), list.entries.len())).collect()
}

fn both(entity_list: usize, sdn: usize) -> Vec<(String, usize)> {
    vec![("us-entity-list".to_owned(), entity_list), ("us-sdn".to_owned(), sdn)]
}

const PLAIN: AddOptions = AddOptions { drop_percent: DROP_PERCENT, accept_older: false, today: None };

#[test]
fn what_is_added_is_loaded_again() {
    let (_home, store) = store();
    assert!(store.load().unwrap().lists.is_empty());
    let empty = store.load().unwrap().snapshot;
    let added = store.add_bytes("csl.json", &csl("2026-07-01", 20, 30), &PLAIN).unwrap();
    assert_eq!(
        added.lists.iter().map(|l| (l.id.as_str(), l.before)).collect::<Vec<_>>(),
        [("us-entity-list", None), ("us-sdn", None)]
    );
    assert_eq!(counts(&store), both(20, 30));
    let direct = tidewaiter_screening::parse("csl.json", &csl("2026-07-01", 20, 30)).unwrap();
    assert_eq!(store.load().unwrap().lists, direct);
    let first = store.load().unwrap().snapshot;
    assert_ne!(first, empty);
    assert!(store.add_bytes("csl.json", &csl("2026-07-01", 20, 30), &PLAIN).unwrap().lists.iter().all(|l| l.unchanged));
    assert_eq!(store.load().unwrap().snapshot, first);
    store.add_bytes("csl.json", &csl("2026-07-02", 21, 30), &PLAIN).unwrap();
    assert_ne!(store.load().unwrap().snapshot, first);
    // The lists of the snapshot before are kept beside them.
    let files = fs::read_dir(&store.folder).unwrap().count();
    assert_eq!(files, 2 * 2 + 3, "two lists of two days, the manifest, the snapshots and the lock");
}

#[test]
fn a_packed_file_is_added_by_content() {
    let (home, store) = store();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&csl("2026-07-01", 2, 3)).unwrap();
    let path = home.path().join("no-telling-name");
    fs::write(&path, encoder.finish().unwrap()).unwrap();
    store.add(&path, &PLAIN).unwrap();
    assert_eq!(counts(&store), both(2, 3));
}

#[test]
fn a_list_that_shrinks_is_refused_whole_unless_accepted() {
    let (_home, store) = store();
    store.add_bytes("csl.json", &csl("2026-07-01", 100, 50), &PLAIN).unwrap();
    // Ninety of a hundred is a tenth less, and still taken; eighty-nine is not.
    let error = store.add_bytes("csl.json", &csl("2026-07-02", 89, 60), &PLAIN).unwrap_err().to_string();
    assert!(error.contains("us-entity-list") && error.contains("89") && error.contains("100"), "{error}");
    assert_eq!(counts(&store), both(100, 50));
    store.add_bytes("csl.json", &csl("2026-07-02", 90, 60), &PLAIN).unwrap();
    let accepting = AddOptions { drop_percent: 100, ..PLAIN };
    store.add_bytes("csl.json", &csl("2026-07-03", 1, 60), &accepting).unwrap();
    assert_eq!(counts(&store), both(1, 60));
}

#[test]
fn a_list_that_vanishes_from_its_file_is_noticed_and_stays() {
    let (_home, store) = store();
    store.add_bytes("csl.json", &csl("2026-07-01", 10, 20), &PLAIN).unwrap();
    let error = store.add_bytes("csl.json", &csl("2026-07-02", 10, 0), &PLAIN).unwrap_err();
    assert!(matches!(&error, StoreError::Shrunk { list, after: 0, .. } if list == "us-sdn"), "{error}");
    let accepting = AddOptions { drop_percent: 100, ..PLAIN };
    let added = store.add_bytes("csl.json", &csl("2026-07-02", 10, 0), &accepting).unwrap();
    assert_eq!(added.notes.len(), 1);
    assert_eq!(counts(&store), both(10, 20));
}

#[test]
fn an_older_file_is_refused_unless_accepted() {
    let (_home, store) = store();
    store.add_bytes("csl.json", &csl("2026-07-02", 10, 20), &PLAIN).unwrap();
    let error = store.add_bytes("csl.json", &csl("2026-07-01", 10, 20), &PLAIN).unwrap_err();
    assert!(matches!(error, StoreError::Older { .. }), "{error}");
    store.add_bytes("csl.json", &csl("2026-07-01", 10, 20), &AddOptions { accept_older: true, ..PLAIN }).unwrap();
}

#[test]
fn broken_files_change_nothing() {
    let (home, store) = store();
    store.add_bytes("csl.json", &csl("2026-07-01", 10, 20), &PLAIN).unwrap();
    let before = store.load().unwrap().snapshot;
    let whole = csl("2026-07-02", 12, 22);
    for length in [0, 1, whole.len() / 2, whole.len() - 1] {
        assert!(store.add_bytes("csl.json", &whole[..length], &PLAIN).is_err(), "cut at {length}");
    }
    assert!(store.add_bytes("csl.json", b"<!DOCTYPE html><html>503</html>", &PLAIN).is_err());
    assert!(store.add(&home.path().join("none.json"), &PLAIN).is_err());
    assert_eq!(store.load().unwrap().snapshot, before);
}

/// Stop the write at each step, as a full disk would: the state is the old one or the new one.
#[test]
fn a_write_that_fails_leaves_the_old_state() {
    for stop in 0..12 {
        let (_home, store) = store();
        store.add_bytes("csl.json", &csl("2026-07-01", 10, 20), &PLAIN).unwrap();
        let mut step = 0;
        let mut renamed = false;
        let result = store.add_unpacked(
            "csl.json",
            &vec![("csl.json".to_owned(), csl("2026-07-02", 11, 21))],
            &PLAIN,
            &mut |at| {
                renamed |= at == Step::ManifestRenamed;
                step += 1;
                if step > stop { Err(std::io::Error::other("stopped")) } else { Ok(()) }
            },
        );
        let expected = if renamed { both(11, 21) } else { both(10, 20) };
        assert_eq!(counts(&store), expected, "stopped after step {stop}");
        assert_eq!(result.is_ok(), stop >= 8, "two lists, the snapshot and the manifest have two steps each");
        // The store still works, and the next add brings the new state.
        store.add_bytes("csl.json", &csl("2026-07-02", 11, 21), &PLAIN).unwrap();
        assert_eq!(counts(&store), both(11, 21));
    }
}

const HOME_OF_CHILD: &str = "TIDEWAITER_TEST_CHILD_HOME";
const STOP_OF_CHILD: &str = "TIDEWAITER_TEST_CHILD_STOP";

/// Not a test of its own: the process that the next test starts and that ends itself without a word in mid-write.
#[test]
fn child_that_is_killed() {
    let (Ok(home), Ok(stop)) = (std::env::var(HOME_OF_CHILD), std::env::var(STOP_OF_CHILD)) else { return };
    let stop: usize = stop.parse().unwrap();
    let store = Store::open(Path::new(&home)).unwrap();
    let mut step = 0;
    store
        .add_unpacked("csl.json", &vec![("csl.json".to_owned(), csl("2026-07-02", 11, 21))], &PLAIN, &mut |_| {
            step += 1;
            if step > stop {
                std::process::abort();
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_process_killed_in_mid_write_leaves_the_old_state_or_the_new() {
    let program = std::env::current_exe().unwrap();
    for stop in 0..8 {
        let (home, store) = store();
        store.add_bytes("csl.json", &csl("2026-07-01", 10, 20), &PLAIN).unwrap();
        let status = std::process::Command::new(&program)
            .args(["--exact", "store::tests::child_that_is_killed", "--test-threads=1"])
            .env(HOME_OF_CHILD, home.path())
            .env(STOP_OF_CHILD, stop.to_string())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .status()
            .unwrap();
        assert!(!status.success(), "the child must not come through step {stop}");
        let expected = if stop == 7 { both(11, 21) } else { both(10, 20) };
        assert_eq!(counts(&store), expected, "killed after step {stop}");
        // The lock of the dead is free, its remains are swept.
        store.add_bytes("csl.json", &csl("2026-07-03", 12, 22), &PLAIN).unwrap();
        assert_eq!(counts(&store), both(12, 22));
        // Two lists for each snapshot of the history, and nothing else.
        let history = store.history().unwrap().len();
        assert_eq!(history, if stop == 7 { 3 } else { 2 });
        assert_eq!(fs::read_dir(&store.folder).unwrap().count(), 2 * history + 3);
        assert_eq!(fs::read_dir(store.folder.join("snapshots")).unwrap().count(), history);
    }
}

#[test]
fn show_tells_age_and_damage() {
    let (_home, store) = store();
    store.add_bytes("csl.json", &csl("2026-07-01", 10, 20), &PLAIN).unwrap();
    let alarms =
        |today: Date| -> Vec<String> { store.show(Some(today)).unwrap().into_iter().map(|row| row.alarm).collect() };
    assert_eq!(alarms("2026-07-31".parse().unwrap()), ["", ""]);
    assert!(
        alarms("2026-11-23".parse().unwrap()).iter().all(|alarm| alarm.contains("stale: 145 days")),
        "age counts whole days"
    );
    assert_eq!(store.show(None).unwrap()[0].date, "2026-07-01");
    let damaged =
        fs::read_dir(&store.folder).unwrap().flatten().find(|f| f.file_name().to_string_lossy().starts_with("us-sdn"));
    fs::write(damaged.unwrap().path(), b"{}").unwrap();
    assert!(alarms("2026-07-02".parse().unwrap())[1].contains("damaged"));
    assert!(matches!(store.load(), Err(StoreError::Damaged { .. })));
    // Adding the same file again mends it.
    store.add_bytes("csl.json", &csl("2026-07-01", 10, 20), &PLAIN).unwrap();
    assert_eq!(counts(&store), both(10, 20));
}

#[test]
fn a_plain_table_is_a_list_of_its_own() {
    let (_home, store) = store();
    store.add_bytes("house list.csv", "name,country\nInvented Trading 7,SG\n".as_bytes(), &PLAIN).unwrap();
    store.add_bytes("csl.json", &csl("2026-07-01", 1, 1), &PLAIN).unwrap();
    assert_eq!(counts(&store)[0], ("list-house-list".to_owned(), 1));
    assert_eq!(counts(&store).len(), 3);
    let rows = store.show(Some("2026-07-02".parse().unwrap())).unwrap();
    assert_eq!(rows[0].date, "unknown");
    assert!(rows[0].alarm.contains("age is unknown"));
}

#[test]
fn old_snapshots_stay_and_can_be_used_again() {
    let (_home, store) = store();
    assert!(store.history().unwrap().is_empty());
    let on = |day: &str| AddOptions { today: Some(day.parse().unwrap()), ..PLAIN };
    store.add_bytes("csl.json", &csl("2026-07-01", 20, 30), &on("2026-07-01")).unwrap();
    let first = store.load().unwrap();
    store.add_bytes("house.csv", b"name\nInvented Trading\n", &on("2026-07-02")).unwrap();
    store.add_bytes("csl.json", &csl("2026-07-03", 21, 30), &on("2026-07-03")).unwrap();
    let latest = store.load().unwrap();
    // The same files again are the same snapshot.
    store.add_bytes("csl.json", &csl("2026-07-03", 21, 30), &on("2026-07-09")).unwrap();
    let history = store.history().unwrap();
    let told: Vec<(&str, usize, &[String], bool)> =
        history.iter().map(|row| (row.taken.as_str(), row.entries, row.changed.as_slice(), row.current)).collect();
    let ids = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let (both, house) = (ids(&["us-entity-list", "us-sdn"]), ids(&["list-house"]));
    assert_eq!(
        told,
        [
            ("2026-07-03", 52, both.as_slice(), true),
            ("2026-07-02", 51, &house, false),
            ("2026-07-01", 50, &both, false)
        ]
    );
    // Replayed as it was.
    let replayed = store.load_snapshot(&history[2].id).unwrap();
    assert_eq!((replayed.lists, replayed.snapshot.as_str()), (first.lists.clone(), first.snapshot.as_str()));
    assert_eq!(store.load_snapshot("current").unwrap().lists, latest.lists);
    for wanted in ["", "0", "zzzz"] {
        let error = store.load_snapshot(wanted).unwrap_err().to_string();
        assert!(error.contains("lists history"), "{error}");
    }
    // And taken into use again: the history grows, nothing is lost.
    let used = store.use_snapshot(&history[2].id, Some("2026-07-10".parse().unwrap())).unwrap();
    assert!(used.current && used.id == history[2].id && used.taken == "2026-07-10");
    assert_eq!(store.load().unwrap().lists, first.lists);
    assert_eq!(store.history().unwrap().len(), 4);
    store.use_snapshot(&history[0].id, None).unwrap();
    assert_eq!(store.load().unwrap().lists, latest.lists);
    assert_eq!(store.history().unwrap().len(), 5);
}

#[test]
fn a_store_of_an_older_version_keeps_its_lists_as_the_first_snapshot() {
    let (_home, store) = store();
    store.add_bytes("csl.json", &csl("2026-07-01", 20, 30), &PLAIN).unwrap();
    let manifest = store.folder.join("manifest.json");
    let mut old: serde_json::Value = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    let fields = old.as_object_mut().unwrap();
    fields.remove("number");
    fields.remove("taken");
    fs::write(&manifest, old.to_string()).unwrap();
    fs::remove_dir_all(store.folder.join("snapshots")).unwrap();
    assert_eq!(counts(&store), both(20, 30));
    store.add_bytes("csl.json", &csl("2026-07-02", 21, 30), &PLAIN).unwrap();
    let history = store.history().unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(store.load_snapshot(&history[1].id).unwrap().lists[0].entries.len(), 20);
}

#[test]
fn an_accepted_loss_stays_in_sight_until_the_next_file() {
    let (_home, store) = store();
    let today: Date = "2026-07-05".parse().unwrap();
    let alarm = || store.show(Some(today)).unwrap()[0].alarm.clone();
    store.add_bytes("csl.json", &csl("2026-07-01", 100, 50), &PLAIN).unwrap();
    let twenty = AddOptions { drop_percent: 20, ..PLAIN };
    assert!(store.add_bytes("csl.json", &csl("2026-07-02", 79, 50), &twenty).is_err());
    store.add_bytes("csl.json", &csl("2026-07-02", 80, 50), &twenty).unwrap();
    assert!(alarm().contains("80 entries, 100 before"), "{}", alarm());
    store.add_bytes("csl.json", &csl("2026-07-02", 80, 50), &PLAIN).unwrap();
    assert!(alarm().contains("80 entries, 100 before"), "{}", alarm());
    store.add_bytes("csl.json", &csl("2026-07-03", 81, 50), &PLAIN).unwrap();
    assert_eq!(alarm(), "");
}

/// The SDN list comes alone as well as within the Consolidated Screening List, which then still holds the others.
#[test]
fn a_list_of_another_publication_takes_no_other_list_away() {
    let (_home, store) = store();
    store.add_bytes("csl.json", &csl("2026-07-01", 10, 2), &PLAIN).unwrap();
    let sdn = "<sdnList><publshInformation><Publish_Date>07/02/2026</Publish_Date><Record_Count>2</Record_Count>\
               </publshInformation><sdnEntry><uid>1</uid><lastName>INVENTED ONE</lastName></sdnEntry>\
               <sdnEntry><uid>2</uid><lastName>INVENTED TWO</lastName></sdnEntry></sdnList>";
    store.add_bytes("sdn.xml", sdn.as_bytes(), &PLAIN).unwrap();
    assert_eq!(counts(&store), both(10, 2));
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const PARTS: [(&str, &[u8]); 3] = [
    ("sdn.csv", b"1,\"INVENTED ONE\",-0- ,\"NPWMD\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n"),
    ("alt.csv", b"1,7,\"aka\",\"INVENTED OTHER\",-0- \n"),
    ("add.csv", b"1,8,\"1 Nowhere Road\",\"Shenzhen\",\"China\",-0- \n"),
];

#[test]
fn archives_and_parts_of_a_list_are_taken_together() {
    let (home, store) = store();
    store.add_bytes("sdn.zip", &zipped(&PARTS), &PLAIN).unwrap();
    let of_zip = store.load().unwrap().lists;
    assert_eq!((of_zip[0].id.as_str(), of_zip[0].entries[0].aliases.len()), ("us-sdn", 1));
    let files: Vec<PathBuf> = PARTS
        .map(|(name, bytes)| {
            let path = home.path().join(name);
            fs::write(&path, bytes).unwrap();
            path
        })
        .to_vec();
    let (_home, other) = self::store();
    let results = other.add_all(&files, &PLAIN);
    assert!(results.len() == 1 && results[0].is_ok(), "{results:?}");
    assert_eq!(other.load().unwrap().lists, of_zip);
    // One part alone has no other names, and is not the list.
    assert!(other.add(&files[0], &PLAIN).unwrap_err().to_string().contains("is missing"));
    let cut = zipped(&PARTS);
    assert!(matches!(other.add_bytes("cut.zip", &cut[..cut.len() / 2], &PLAIN), Err(StoreError::Packed { .. })));
    let zeros = vec![b' '; 3_000_000];
    let bomb = zipped(&[("a.csv", &zeros), ("b.csv", &zeros)]);
    assert!(matches!(unpack("bomb.zip", bomb, 4_000_000), Err(StoreError::TooLarge { .. })));
}

#[test]
fn a_workbook_is_read_as_its_first_sheet() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet();
    let sheet = book.add_worksheet();
    let rows = [
        ["No.", "Country or Region", "Company or Organization", "Also Known As", "Type of WMD"],
        ["1", "China", "Invented, Precision Co., Ltd.", "・Inv A\n・Inv B", "M"],
    ];
    for (row, cells) in (0u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let (_home, store) = store();
    store.add_bytes("list.xlsx", &bytes, &PLAIN).unwrap();
    let lists = store.load().unwrap().lists;
    assert_eq!(lists[0].id, "jp-meti-end-user");
    assert_eq!(
        (lists[0].entries[0].name.as_str(), lists[0].entries[0].aliases.len()),
        ("Invented, Precision Co., Ltd.", 2)
    );
    assert!(store.add_bytes("bad.xlsx", &zipped(&[("xl/workbook.xml", b"<x")]), &PLAIN).is_err());
}

/// A server on loopback that gives each connection the next answer; `None` hangs until the client goes.
fn serve(answers: Vec<Option<Vec<u8>>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for answer in answers {
            let Ok((mut stream, _)) = listener.accept() else { return };
            let mut request = [0u8; 4096];
            let _ = stream.read(&mut request);
            match answer {
                Some(bytes) => drop(stream.write_all(&bytes)),
                None => drop(stream.read_to_end(&mut Vec::new())),
            }
        }
    });
    format!("http://{address}")
}

fn answer(status: &str, announced: usize, body: &[u8]) -> Option<Vec<u8>> {
    let mut bytes =
        format!("HTTP/1.1 {status}\r\ncontent-length: {announced}\r\nconnection: close\r\n\r\n").into_bytes();
    bytes.extend_from_slice(body);
    Some(bytes)
}

#[test]
fn an_update_takes_good_answers_and_refuses_bad_ones() {
    let (_home, store) = store();
    let good = csl("2026-07-01", 100, 50);
    let shrunk = csl("2026-07-02", 10, 50);
    let page = b"<!doctype html><html><body>Service unavailable</body></html>";
    let next = csl("2026-07-03", 101, 50);
    let cut = &next[..next.len() / 2];
    let base = serve(vec![
        answer("200 OK", good.len(), &good),
        answer("404 Not Found", 9, b"not found"),
        answer("200 OK", next.len(), cut),
        answer("200 OK", cut.len(), cut),
        answer("200 OK", page.len(), page),
        answer("200 OK", shrunk.len(), &shrunk),
        answer("200 OK", 0, b""),
        answer("200 OK", next.len(), &next),
    ]);
    let sources = official_sources(Some(&base));
    let fetching = FetchOptions { timeout: Duration::from_secs(20), ..FetchOptions::default() };
    let update = || store.update(&sources, &fetching, &PLAIN).pop().unwrap();
    assert_eq!(update().unwrap().lists.len(), 2);
    for expected in ["404", "broke off", "cut off", "web page", "10 entries", "empty"] {
        let error = update().unwrap_err().to_string();
        assert!(error.contains(expected), "{expected}: {error}");
        assert_eq!(counts(&store), both(100, 50), "{expected}");
    }
    update().unwrap();
    assert_eq!(counts(&store), both(101, 50));
}

#[test]
fn a_server_that_hangs_or_sends_too_much_is_left() {
    let (_home, store) = store();
    let large = csl("2026-07-01", 100, 100);
    let base = serve(vec![None, answer("200 OK", large.len(), &large)]);
    let sources = official_sources(Some(&base));
    let hasty = FetchOptions { timeout: Duration::from_millis(300), ..FetchOptions::default() };
    let error = store.update(&sources, &hasty, &PLAIN).pop().unwrap().unwrap_err().to_string();
    assert!(error.contains("no whole answer within"), "{error}");
    let narrow = FetchOptions { timeout: Duration::from_secs(20), bytes_max: 1000 };
    let error = store.update(&sources, &narrow, &PLAIN).pop().unwrap().unwrap_err().to_string();
    assert!(error.contains("larger than 1000"), "{error}");
    let nowhere = official_sources(Some("http://127.0.0.1:1"));
    assert!(store.update(&nowhere, &narrow, &PLAIN).pop().unwrap().is_err());
}
