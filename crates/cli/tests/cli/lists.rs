//! Lists: taken in whole or not at all, fetched, shown, and never at the cost of what was known before.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::TcpListener;

use crate::desk::{DAY, Desk, book, example, row};
use serde_json::{Value, json};

/// A file in the shape of the Consolidated Screening List, with invented parties.
fn csl(day: &str, parties: usize) -> String {
    let results: Vec<Value> = (0..parties)
        .map(|n| {
            json!({
                "source": "Entity List (EL) - Bureau of Industry and Security",
                "name": format!("Quillfeather Systems {n} Ltd."),
                "alt_names": ["羽管系统"],
                "addresses": [{"address": "1 Nowhere Road", "city": "Shenzhen", "country": "CN"}],
                "federal_register_notice": "90 FR 99999",
                "license_requirement": "All items subject to the EAR",
                "license_policy": "Presumption of denial",
                "id": format!("{n:024}"),
            })
        })
        .collect();
    json!({"search_performed_at": format!("{day}T00:00:00Z"), "total": parties, "sources_used": [], "results": results})
        .to_string()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

/// The entries of every list that is loaded.
fn loaded(desk: &Desk) -> Vec<(String, u64)> {
    let (_, out, err) = desk.run(&["lists", "show", "--format", "json"]);
    let answer: Value = serde_json::from_str(&out).expect(&err);
    answer["lists"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| (l["id"].as_str().unwrap().to_owned(), l["entries"].as_u64().unwrap()))
        .collect()
}

#[test]
fn files_that_are_no_list_are_refused_and_nothing_is_lost() {
    let desk = Desk::new();
    desk.file("kept.json", csl("2026-10-01", 40));
    assert_eq!(desk.run(&["lists", "add", "kept.json"]).0, 0);
    let before = loaded(&desk);
    let whole = csl("2026-10-02", 40);
    desk.file("empty.json", "");
    desk.file("cut.json", &whole.as_bytes()[..whole.len() / 2]);
    desk.file("cut.json.gz", &gzip(&whole)[..200]);
    desk.file("half.json", csl("2026-10-02", 40).replace("\"total\":40", "\"total\":80"));
    desk.file("shrunk.json", csl("2026-10-02", 20));
    desk.file("older.json", csl("2026-09-01", 40));
    desk.file("none.json", csl("2026-10-02", 0));
    desk.file("page.json", "<!DOCTYPE html><html><body>Service unavailable</body></html>");
    desk.file("orders.csv", book(&[row("SO-1", &[])]));
    desk.file("scan.pdf", "%PDF-1.7\n");
    desk.file("noise.json", [0u8, 159, 146, 150]);
    desk.file("deep.json", "[".repeat(200_000));
    std::fs::create_dir(desk.path().join("folder")).unwrap();
    let mut all = String::new();
    for name in [
        "empty.json",
        "cut.json",
        "cut.json.gz",
        "half.json",
        "shrunk.json",
        "older.json",
        "none.json",
        "page.json",
        "orders.csv",
        "scan.pdf",
        "noise.json",
        "deep.json",
        "folder",
        "nowhere.json",
    ] {
        let (code, out, err) = desk.run(&["lists", "add", name]);
        assert_eq!((code, out.as_str()), (2, ""), "{name}: {err}");
        assert_eq!(loaded(&desk), before, "{name}");
        let _ = write!(all, "$ lists add {name}\n{err}\n");
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_loss_or_an_older_file_is_taken_where_it_is_accepted() {
    let desk = Desk::new();
    desk.file("kept.json", csl("2026-10-01", 40));
    desk.file("shrunk.json", csl("2026-10-02", 20));
    desk.file("older.json", csl("2026-09-01", 20));
    assert_eq!(desk.run(&["lists", "add", "kept.json"]).0, 0);
    assert_eq!(desk.run(&["lists", "add", "shrunk.json", "--accept-drop"]).0, 0);
    assert_eq!(loaded(&desk), [("us-entity-list".to_owned(), 20)]);
    assert_eq!(desk.run(&["lists", "add", "older.json"]).0, 2);
    assert_eq!(desk.run(&["lists", "add", "older.json", "--accept-older"]).0, 0);
}

#[test]
fn of_several_files_the_good_ones_are_taken() {
    let desk = Desk::new();
    desk.file("good.json", csl("2026-10-01", 3));
    desk.file("bad.json", "{");
    let (code, _, err) = desk.run(&["lists", "add", "bad.json", "good.json"]);
    assert_eq!(code, 2);
    assert!(err.contains("error: bad.json") && err.contains("us-entity-list: 3 entries"), "{err}");
    assert!(err.contains("1 of 2 files were not taken"), "{err}");
    assert_eq!(loaded(&desk), [("us-entity-list".to_owned(), 3)]);
}

#[test]
fn a_list_of_ones_own_takes_nothing_from_the_built_in_excerpt() {
    let desk = Desk::new();
    let verdicts = || -> Vec<String> {
        let (_, out, _) = desk.run(&["check", &example("orders.csv"), "--as-of", DAY, "--format", "jsonl"]);
        let answers = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        answers.map(|a| a["verdict"].as_str().unwrap().to_owned()).collect()
    };
    let before = verdicts();
    assert_eq!(before.last().map(String::as_str), Some("hold"), "the book ends with a listed party");
    desk.file("watched.csv", "name,country\nQuillfeather Systems,DE\n");
    assert_eq!(desk.run(&["lists", "add", "watched.csv"]).0, 0);
    assert_eq!(verdicts(), before);
    let ids: Vec<String> = loaded(&desk).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["list-watched", "us-entity-list"]);
    // And it is screened itself.
    assert_eq!(desk.run(&["screen", "Quillfeather Systems"]).0, 1);
}

#[test]
fn the_same_lists_in_another_order_give_the_same_bytes() {
    let book = example("orders.csv");
    let answer = |files: [&str; 2]| {
        let desk = Desk::new();
        desk.file("a.csv", "name,country\nQuillfeather Systems,DE\n");
        desk.file("b.csv", "name,country\nBrackwater University,US\n");
        assert_eq!(desk.run(&["lists", "add", files[0], files[1]]).0, 0);
        desk.run(&["check", &book, "--as-of", DAY, "--format", "jsonl"]).1
    };
    assert_eq!(answer(["a.csv", "b.csv"]), answer(["b.csv", "a.csv"]));
}

#[test]
fn lists_show_says_what_is_loaded_and_what_is_wrong_with_it() {
    let desk = Desk::new();
    let (code, out, _) = desk.run(&["lists", "show"]);
    assert_eq!(code, 1, "an excerpt is something to look at");
    insta::assert_snapshot!("lists_show_excerpt", out);
    desk.file("kept.json", csl("2020-10-01", 40));
    assert_eq!(desk.run(&["lists", "add", "kept.json"]).0, 0);
    let (code, out, _) = desk.run(&["lists", "show"]);
    assert_eq!(code, 1);
    assert!(out.contains("stale: "), "{out}");
    // A kept list that was changed behind the program's back is told, and never screened against in part.
    let folder = desk.path().join("home/lists");
    for file in std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().path()) {
        if file.to_string_lossy().ends_with(".list.json") {
            std::fs::write(file, "{}").unwrap();
        }
    }
    let (code, out, _) = desk.run(&["lists", "show"]);
    assert!(code == 1 && out.contains("damaged"), "{out}");
    let (code, out, err) = desk.run(&["screen", "Quillfeather"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("the kept list us-entity-list is damaged") && err.contains("add the list again"), "{err}");
}

/// A server on loopback that answers every request with these bytes, as often as said.
fn serve(answers: Vec<Vec<u8>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(&answer);
        }
    });
    address
}

fn http(status: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

#[test]
fn lists_update_fetches_and_keeps_the_old_list_where_it_fails() {
    let desk = Desk::new();
    let whole = csl("2026-10-02", 30);
    let mut cut = http("200 OK", whole.as_bytes());
    cut.truncate(cut.len() - 500);
    let server = serve(vec![
        http("200 OK", csl("2026-10-01", 25).as_bytes()),
        http("200 OK", &gzip(&whole)),
        http("503 Service Unavailable", b"later"),
        http("200 OK", b"<html>sign in</html>"),
        cut,
        http("200 OK", csl("2026-10-03", 5).as_bytes()),
    ]);
    let update = |url: &str| desk.run(&["lists", "update", "--url", url]);
    let told = |err: &str| err.replace(&server, "[server]");
    assert_eq!(update(&server).0, 0);
    assert_eq!(loaded(&desk), [("us-entity-list".to_owned(), 25)]);
    let (code, out, err) = update(&server);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", "us-entity-list: 30 entries (before: 25)\n"));
    let mut all = String::new();
    for _ in 0..4 {
        let (code, out, err) = update(&server);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert_eq!(loaded(&desk), [("us-entity-list".to_owned(), 30)]);
        let _ = writeln!(all, "{}", told(&err));
    }
    insta::assert_snapshot!(all);
    // Nobody listens there.
    let (code, _, err) = update("http://127.0.0.1:9");
    assert!(code == 2 && err.contains("the list kept before stays in use"), "{err}");
    assert_eq!(loaded(&desk), [("us-entity-list".to_owned(), 30)]);
}

#[test]
fn the_address_may_come_from_the_environment() {
    let desk = Desk::new();
    let server = serve(vec![http("200 OK", csl("2026-10-01", 7).as_bytes())]);
    let run = desk.done(desk.tidewaiter(&["lists", "update"]).env("TIDEWAITER_LISTS_URL", &server));
    assert_eq!((run.code, run.err.as_str()), (0, "us-entity-list: 7 entries\n"));
}

/// The ids of the snapshots, the latest first.
fn snapshots(desk: &Desk) -> Vec<String> {
    let (_, out, err) = desk.run(&["lists", "history", "--format", "json"]);
    let answer: Value = serde_json::from_str(&out).expect(&err);
    assert_eq!(answer["schema"], "tidewaiter/lists-history/1");
    answer["snapshots"].as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn snapshots_are_compared_replayed_and_used_again() {
    let desk = Desk::new();
    assert!(desk.run(&["lists", "history"]).1.contains("No list was added yet"));
    desk.file("one.csv", "id,name,aliases,country\n1,Quillfeather Systems,QF,CN\n2,Brackwater Optics,,CN\n");
    desk.file(
        "two.csv",
        "id,name,aliases,country,list\n1,Quillfeather Systems,羽管,CN,list-one\n3,Kestrelmere Star,,SG,list-one\n",
    );
    assert_eq!(desk.run(&["lists", "add", "one.csv"]).0, 0);
    assert_eq!(desk.run(&["lists", "add", "two.csv"]).0, 0);
    let ids = snapshots(&desk);
    assert_eq!(ids.len(), 2);
    let (code, out, _) = desk.run(&["lists", "diff", &ids[1]]);
    assert_eq!(code, 1);
    insta::assert_snapshot!(out, @r"
    list-one: 2 entries, then 2; 1 added, 1 removed, 1 changed
      + Kestrelmere Star (3)
      - Brackwater Optics (2)
      ~ Quillfeather Systems (1): new name `羽管`; name gone `QF`
    ");
    let (code, out, _) = desk.run(&["lists", "diff", &ids[1], "one.csv"]);
    assert_eq!((code, out.as_str()), (0, format!("No list differs between {} and one.csv.\n", ids[1]).as_str()));
    let (_, out, _) = desk.run(&["lists", "diff", "one.csv", "current", "--format", "jsonl"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["schema"], "tidewaiter/lists-diff/1");
    assert_eq!(answer["lists"][0]["added"][0], json!({"entry": "3", "name": "Kestrelmere Star"}));
    assert!(answer["snapshot"].is_string() && answer["as_of"].is_string());
    // A party that is no longer listed is found where the old lists are asked, from snapshot or file.
    let brackwater = |more: &[&str]| desk.run(&[&["screen", "Brackwater Optics"], more].concat()).0;
    assert_eq!(brackwater(&[]), 0);
    assert_eq!(brackwater(&["--lists", &ids[1]]), 1);
    assert_eq!(brackwater(&["--lists", "one.csv"]), 1);
    let (code, _, err) = desk.run(&["screen", "Brackwater", "--lists", "feedfeed"]);
    assert!(code == 2 && err.contains("lists history"), "{err}");
    assert_eq!(desk.run(&["lists", "use", &ids[1]]).0, 0);
    assert_eq!(brackwater(&[]), 1);
    assert_eq!(snapshots(&desk).len(), 3);
    let (_, out, _) = desk.run(&["lists", "history"]);
    assert!(out.lines().nth(1).unwrap().contains("(in use)"), "{out}");
}

#[test]
fn lists_older_than_they_should_be_are_told_where_they_are_screened_against() {
    let desk = Desk::new();
    desk.file("kept.json", csl("2020-10-01", 3));
    assert_eq!(desk.run(&["lists", "add", "kept.json"]).0, 0);
    let (_, _, err) = desk.run(&["screen", "Quillfeather Systems"]);
    assert!(err.contains("older than 30 days") && err.contains("us-entity-list of 2020-10-01"), "{err}");
    let (_, out, _) = desk.run(&["lists", "show", "--format", "json"]);
    let rows: Value = serde_json::from_str(&out).unwrap();
    assert!(rows["lists"][0]["alarm"].as_str().unwrap().starts_with("stale: "), "{out}");
}

#[test]
fn parts_of_one_list_are_added_in_one_command() {
    let desk = Desk::new();
    desk.file("sdn.csv", "1,\"QUILLFEATHER SYSTEMS\",-0- ,\"NPWMD\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n");
    desk.file("alt.csv", "1,7,\"aka\",\"FEATHERQUILL\",-0- \n");
    desk.file("add.csv", "1,8,-0- ,\"Shenzhen\",\"China\",-0- \n");
    let (code, _, err) = desk.run(&["lists", "add", "sdn.csv"]);
    assert!(code == 2 && err.contains("add SDN.CSV, ALT.CSV and ADD.CSV in one command"), "{err}");
    assert_eq!(desk.run(&["lists", "add", "sdn.csv", "alt.csv", "add.csv"]).0, 0);
    assert_eq!(desk.run(&["screen", "Featherquill"]).0, 1);
}

/// The real program, ended without a word at ever later moments of an update: the lists are the old ones or the new ones,
/// all of them, and the next update goes through.
#[cfg(unix)]
#[test]
fn an_update_killed_at_any_moment_leaves_whole_lists() {
    let desk = Desk::new();
    desk.file("old.json", csl("2026-10-01", 2000));
    desk.file("new.json", csl("2026-10-02", 2001));
    assert_eq!(desk.run(&["lists", "add", "old.json"]).0, 0);
    let old = snapshots(&desk);
    let start = || {
        std::process::Command::new(env!("CARGO_BIN_EXE_tidewaiter"))
            .current_dir(desk.path())
            .env("TIDEWAITER_HOME", desk.path().join("home"))
            .args(["-q", "lists", "add", "new.json"])
            .spawn()
            .unwrap()
    };
    // How long a whole update takes here says when to end the others; what is asserted holds whenever they end.
    let clock = std::time::Instant::now();
    assert!(start().wait().unwrap().success());
    let whole = clock.elapsed();
    let (mut killed, mut went_through) = (0, 0);
    for step in 0..24u32 {
        assert_eq!(desk.run(&["lists", "use", &old[0]]).0, 0);
        let mut child = start();
        std::thread::sleep(whole * step / 20);
        let _ = child.kill();
        if child.wait().unwrap().success() {
            went_through += 1;
        } else {
            killed += 1;
        }
        let (_, out, err) = desk.run(&["lists", "show"]);
        assert!(!out.contains("damaged") && (out.contains(" 2000 ") || out.contains(" 2001 ")), "{out}{err}");
    }
    println!("killed {killed}, went through {went_through}");
    assert!(killed > 0, "the first is killed at once");
    assert_eq!(desk.run(&["lists", "add", "new.json"]).0, 0);
    assert_eq!(loaded(&desk), [("us-entity-list".to_owned(), 2001)]);
}
