//! Every published example of the 50 percent rules, read from the page that tells them.

use std::collections::BTreeSet;

use tidewaiter_model::Date;
use tidewaiter_ownership::{Stakes, Standing, read_stakes};

const PAGE: &str = include_str!("published-examples.md");

/// One case: its title, its stakes as a table, who is listed, and for each company the answer with its bounds.
#[derive(Default)]
struct Example<'a> {
    title: &'a str,
    told: bool,
    rows: String,
    listed: BTreeSet<String>,
    answers: Vec<(&'a str, &'a str)>,
}

fn examples() -> Vec<Example<'static>> {
    let of_one = |section: &'static str| {
        let mut example = Example { title: section.lines().next().unwrap_or_default().trim(), ..Example::default() };
        for line in section.lines().skip(1) {
            match line.strip_prefix("    ").map(|l| l.split_once(": ").ok_or(l)) {
                None => {
                    example.told |= line.starts_with("Read: ")
                        || line.starts_with("From memory")
                        || line.starts_with("Figures from memory");
                }
                Some(Ok(("listed", names))) => example.listed = names.split(", ").map(str::to_owned).collect(),
                Some(Ok(answer)) => example.answers.push(answer),
                Some(Err(row)) => {
                    let interest = if row.matches(", ").count() == 2 { ", ownership" } else { "" };
                    example.rows.push_str(&format!("{row}{interest}\n").replace(", ", ","));
                }
            }
        }
        example
    };
    PAGE.split("\n## ").skip(1).map(of_one).collect()
}

#[test]
fn every_published_example_is_answered_as_published() {
    let examples = examples();
    assert_eq!(examples.len(), 18, "a case was lost in reading");
    for Example { title, told, rows, listed, answers } in examples {
        assert!(told, "{title}: say whether it was read, and where");
        assert!(!listed.is_empty() && !answers.is_empty(), "{title}");
        let (read, faults) = read_stakes("page.csv", &format!("owner,owned,share,interest\n{rows}"));
        assert_eq!(faults, [], "{title}");
        let stakes = Stakes::new(read, Date::constant(2025, 10, 15), str::to_owned);
        let restricted = stakes.restricted(&listed);
        for (party, wanted) in answers {
            let found = restricted.answer(party);
            let answer = match found.answer {
                Standing::Yes => "yes",
                Standing::Possible => "possible",
                Standing::No => "no",
            };
            let said = format!("{answer}, {} to {}", found.lower.normalize(), found.upper.normalize());
            assert_eq!(said, wanted, "{title}: {party}");
        }
    }
}
