//! A query compared as OFAC's Sanctions List Search compares, with every listed name.

use std::collections::BTreeMap;

use tidewaiter_names::{LegalForm, OfacName, OfacScore};

use crate::screener::{Grounds, Session};
use crate::{Answer, Hit, Options, PartyKind, Query, Screener, Strength};

/// A listed person's name as OFAC's search has it, the surname first. Lists that write it last have it in capitals (`Omar
/// QUILL`), as one of OFAC's own data files does.
fn surname_first(name: &str) -> OfacName {
    let is_surname = |word: &str| {
        word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase) && word.chars().count() > 1
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let given = words.iter().rposition(|word| !is_surname(word)).map_or(0, |at| at.saturating_add(1));
    match words.split_at_checked(given) {
        Some((given, surname @ [_, ..])) if given.iter().all(|word| word.chars().any(char::is_lowercase)) => {
            OfacName::read(&[surname, given].concat().join(" "))
        }
        _ => OfacName::read(name),
    }
}

fn listed(name: &str, may_be_a_person: bool) -> OfacName {
    if may_be_a_person { surname_first(name) } else { OfacName::read(name) }
}

/// The best row of an entry so far.
struct Best<'i> {
    found: OfacScore,
    written: &'i str,
    weak: bool,
}

impl Screener {
    /// What OFAC's Sanctions List Search would show of the loaded lists for this name, best first; equal scores in the
    /// order of the lists. All lists are searched, OFAC's site has OFAC's alone. Only the name is compared.
    #[must_use]
    pub fn ask_as_ofac(&self, query: &Query<'_>, options: &Options) -> Answer {
        let session = self.session();
        let asked = OfacName::read(query.name);
        let floor = options.floor.min(options.bar);
        let mut best: BTreeMap<u32, Best<'_>> = BTreeMap::new();
        let mut last = "";
        for row in (0..session.index.rows()).filter_map(|at| session.index.row(at)) {
            // A name of several readings has a row for each, one after the other.
            if row.written == last {
                continue;
            }
            last = row.written;
            let Some(found) = asked.compare(&listed(row.written, row.legal_form == LegalForm::None)) else { continue };
            let better = best.get(&row.entry).is_none_or(|known| found.score() > known.found.score());
            if found.score() >= floor && better {
                best.insert(row.entry, Best { found, written: row.written, weak: row.weak });
            }
        }
        let mut ranked: Vec<(u32, Best<'_>)> = best.into_iter().collect();
        ranked.sort_by(|(a, left), (b, right)| right.found.score().total_cmp(&left.found.score()).then(a.cmp(b)));
        ranked.truncate(options.limit);
        let hits = ranked.iter().filter_map(|(entry, best)| hit(&session, *entry, best, &asked, options)).collect();
        let mut notes = Vec::new();
        if query.name.trim().is_empty() {
            notes.push("OFAC's search compares names, and there is none: nothing was screened".to_owned());
        }
        if query.says_more_than_a_name() {
            notes.push("only the name was compared, as OFAC's search does".to_owned());
        }
        Answer { hits, notes }
    }
}

fn hit(session: &Session<'_>, entry: u32, best: &Best<'_>, asked: &OfacName, options: &Options) -> Option<Hit> {
    let same = [OfacName::read, surname_first].iter().any(|read| *asked == read(best.written));
    let strength = if same { Strength::Exact } else { Strength::Fuzzy };
    let mut hit = session.hit(entry, (best.found.score(), strength), None, &Grounds::default(), options)?;
    best.written.clone_into(&mut hit.matched);
    hit.weak_alias = best.weak;
    hit.explain = vec![format!(
        "as OFAC's search compares: the whole names {:.2}, word by word {:.2}",
        best.found.whole, best.found.by_words
    )];
    Some(hit)
}

impl Hit {
    /// What OFAC's search would say of this entry's name and of the name that matched, when `asked` is asked of it: the
    /// higher score, 0 to 1, or none where it would show neither.
    #[must_use]
    pub fn ofac_score(&self, asked: &str) -> Option<f64> {
        let asked = OfacName::read(asked);
        let is_name = !matches!(self.strength, Strength::ListedAddress | Strength::SharedAddress);
        let names = std::iter::once(&self.name).chain(is_name.then_some(&self.matched));
        let scores = names
            .filter_map(|name| asked.compare(&listed(name, self.kind == PartyKind::Person)))
            .map(|found| found.score());
        scores.max_by(f64::total_cmp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Alias, Entry, ListData};

    fn screener() -> Screener {
        let entry = |id: &str, name: &str, alias: &str| Entry {
            id: id.to_owned(),
            name: name.to_owned(),
            aliases: vec![Alias { name: alias.to_owned(), ..Alias::default() }],
            ..Entry::default()
        };
        let entries = vec![
            entry("1", "NILA HARBOUR TRADING LLC", "Nila Harbor"),
            entry("2", "QUILLON METALS", "KVILLON METALY"),
            entry("3", "HARBOUR QUILLON", "H.Q."),
        ];
        Screener::new(vec![ListData { id: "made".to_owned(), entries, ..ListData::default() }])
    }

    #[test]
    fn every_listed_name_is_compared_and_the_best_of_an_entry_shown() {
        let query = Query { name: "Harbour Nila", ..Query::default() };
        let options = Options { bar: 0.95, floor: 0.5, limit: 5, ..Options::default() };
        let answer = screener().ask_as_ofac(&query, &options);
        let shown: Vec<_> = answer.hits.iter().map(|hit| (&*hit.entry, &*hit.matched, hit.is_match)).collect();
        assert_eq!(shown, [("1", "NILA HARBOUR TRADING LLC", true), ("3", "HARBOUR QUILLON", false)]);
        assert_eq!(answer.hits[0].explain, ["as OFAC's search compares: the whole names 0.69, word by word 1.00"]);
        assert!(answer.notes.is_empty());
    }

    #[test]
    fn surnames_stand_first() {
        let same = |written: &str, meant: &str| assert_eq!(surname_first(written), OfacName::read(meant), "{written}");
        same("Omar bin Nila QUILL BIRREN", "QUILL BIRREN, Omar bin Nila");
        same("QUILL, Omar", "QUILL, Omar");
        same("QUILLON METALS", "QUILLON METALS");
        same("Omar Q", "Omar Q");
    }

    #[test]
    fn what_is_not_compared_is_said() {
        let answer =
            screener().ask_as_ofac(&Query { address: "1 Example Street", ..Query::default() }, &Options::default());
        assert!(answer.hits.is_empty());
        assert_eq!(answer.notes.len(), 2);
    }

    #[test]
    fn an_ordinary_hit_can_be_held_beside_it() {
        let query = Query { name: "Kvillon Metals", ..Query::default() };
        let hits = screener().screen(&query, &Options::default());
        assert!(hits[0].ofac_score(query.name).unwrap() > 0.9);
        assert_eq!(hits[0].ofac_score("浪潮"), None);
    }
}
