//! Lists of Japan and China, as tables.

use super::build::{kind, tidy};
use super::table::{Each, Row, nameless, several, slug};
use super::{Lists, dates};
use crate::{Entry, ListData, ListFault};

/// The End User List of Japan's Ministry of Economy, Trade and Industry (METI), with the headers of its English edition:
/// No., Country or Region, Company or Organization, Also Known As, Type of WMD.
///
/// Its numbers change with every edition, so they are cited and no id: the id is made from name and country.
pub(super) fn meti(file: &str, above: &[String], each: Each<'_>) -> Result<Vec<ListData>, ListFault> {
    let mut lists = Lists::of("jp-meti");
    each(&mut |row| {
        let (name, japanese) = in_japanese(&tidy(row.under("company_or_organization")));
        let number = row.cell(&["no", "number"]);
        if name.is_empty() {
            // Notes stand below the table.
            return if number.parse::<u32>().is_ok() { Err(nameless(file, row.line)) } else { Ok(()) };
        }
        let mut entry = Entry { citation: format!("METI End User List, no. {number}"), ..Entry::named("", &name) };
        // In Japanese and in English, on lines of their own.
        row.under("country").lines().for_each(|country| entry.add_country(country));
        entry.add_alias(&japanese, false, false);
        // A bullet stands before each name, and a long one goes on in the next line; without bullets, one name a line.
        let aliases = row.under("also_known_as");
        let bulleted = aliases.contains(BULLETS);
        for alias in aliases.split(|c| c == ';' || if bulleted { BULLETS.contains(&c) } else { c == '\n' }) {
            let (alias, japanese) = in_japanese(&tidy(alias));
            entry.add_alias(&alias, false, false);
            entry.add_alias(&japanese, false, false);
        }
        for weapon in row.under("wmd").split(|c: char| !c.is_alphanumeric()) {
            entry.add_program(weapon);
        }
        lists.push("jp-meti-end-user", "End User List - Ministry of Economy, Trade and Industry of Japan", entry);
        Ok(())
    })?;
    Ok(lists.finish(above.iter().find_map(|line| dates::day_first(line.trim_matches([',', ' '])))))
}

/// What stands before each of several names in a cell of METI's list.
const BULLETS: [char; 3] = ['・', '•', '●'];

/// A name, and the one that METI's list gives in brackets beside it in Japanese or Chinese letters: `Nila Works (ニラ工場)`.
fn in_japanese(name: &str) -> (String, String) {
    let is_han = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff66}'..='\u{ff9f}');
    let (open, close) = (['(', '（'], [')', '）']);
    let bracketed = name.split_once(open).and_then(|(before, rest)| {
        let (inside, behind) = rest.split_once(close)?;
        (!before.trim().is_empty() && inside.contains(is_han)).then(|| (format!("{before}{behind}"), inside.to_owned()))
    });
    bracketed.unwrap_or_else(|| (name.to_owned(), String::new()))
}

/// China's lists (export control list, watch list, unreliable entities, countermeasures) as a table of their notices:
/// Type, Name, Alias, Chinese name, Country, Topics, Body, List, Date, End date, Source URL, Address.
pub(super) fn china(file: &str, each: Each<'_>) -> Result<Vec<ListData>, ListFault> {
    let mut lists = Lists::of("cn");
    each(&mut |row| {
        let entry = chinese(row);
        if entry.name.is_empty() {
            return Err(nameless(file, row.line));
        }
        let (list, body) = (row.cell(&["list"]), row.cell(&["body"]));
        let (id, source) = chinese_list(list, body);
        lists.push(&id, &source, entry);
        Ok(())
    })?;
    Ok(lists.finish(None))
}

/// A list's id and full name. A notice under no list is of its body.
fn chinese_list(list: &str, body: &str) -> (String, String) {
    const KNOWN: [(&str, &str); 4] = [
        ("List of Export Controls", "cn-export-control"),
        ("Export Control Watch List", "cn-export-watch"),
        ("UEL", "cn-unreliable-entities"),
        ("AFSL", "cn-anti-foreign-sanctions"),
    ];
    let name = format!("{} - {body} of China", if list.is_empty() { "Notices" } else { list });
    let known = KNOWN.iter().find(|(words, _)| *words == list).map(|(_, id)| (*id).to_owned());
    let made = || {
        let words = slug([list, body, "notices"].into_iter().find(|words| !words.is_empty()).unwrap_or_default());
        format!("cn-{}", words.split('-').take(6).collect::<Vec<_>>().join("-"))
    };
    (known.unwrap_or_else(made), name)
}

fn chinese(row: &Row<'_>) -> Entry {
    let cell = |name: &str| row.cell(&[name]);
    let chinese = cell("chinese_name");
    let name = if cell("name").is_empty() { chinese } else { cell("name") };
    let mut entry = Entry { kind: kind(cell("type")), ..Entry::named("", name) };
    several(cell("alias")).for_each(|alias| entry.add_alias(alias, false, false));
    several(chinese).for_each(|alias| entry.add_alias(alias, false, false));
    several(cell("country")).for_each(|country| entry.add_country(country));
    several(cell("topics")).for_each(|topic| entry.topics.push(topic.to_owned()));
    several(cell("address")).for_each(|address| entry.add_address([address], ""));
    entry.add_program(cell("list"));
    entry.start = dates::day_first(cell("date"));
    entry.end = dates::day_first(cell("end_date"));
    cell("source_url").clone_into(&mut entry.source_url);
    cell("date").clone_into(&mut entry.citation);
    if !entry.citation.is_empty() {
        entry.citation = format!("{}, notice of {}", cell("body"), entry.citation);
    }
    entry
}
