//! What a listing passes on to what the listed party owns: which programmes count, which licence exceptions are left,
//! what a footnote reaches. Data, from the file `listed-owners.toml` of the rule packs.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use tidewaiter_model::Truth;

use crate::error::{PackError, Source};
use crate::pack;
use crate::table::Reader;

/// Tags of parties that are blocked while they are looked into bear this before their programme's own tag.
const PENDING: &str = "BPI-";

/// Which licence exceptions a list leaves for its parties, and for what they own by half.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exceptions {
    /// Which are left, in words: `none`.
    pub left: String,
    /// The smaller, the less is left: what the most restrictive owner is told by.
    pub rank: u8,
    /// The section.
    pub cite: String,
    /// What was not read in a document; empty where all was.
    pub unverified: String,
}

/// What a footnote of the Entity List reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FootnoteReach {
    /// In words.
    pub reach: String,
    /// The product rule.
    pub cite: String,
    from: Date,
}

/// Everything that listings pass on.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListedOwners {
    programmes_from: Option<Date>,
    programmes_cite: String,
    named: BTreeSet<String>,
    other: BTreeSet<String>,
    lists: BTreeMap<String, Exceptions>,
    footnotes: BTreeMap<u8, FootnoteReach>,
}

impl ListedOwners {
    pub(crate) fn read(source: Source<'_>, errors: &mut Vec<PackError>) -> Option<Self> {
        let document = pack::document(source, errors)?;
        let found_before = errors.len();
        let mut r = Reader::new(source, document.get_ref(), 0, errors);
        r.needed("regime");
        let mut all = Self {
            programmes_from: r.date("programmes_from"),
            programmes_cite: r.needed("programmes_cite"),
            other: r.text("other").split(';').map(tag).filter(|tag| !tag.is_empty()).collect(),
            ..Self::default()
        };
        for (table, at) in r.tables("programme") {
            let mut p = Reader::new(source, table, at, r.errors());
            let named = tag(&p.needed("tag"));
            p.text("title");
            if all.other.contains(&named) || !all.named.insert(named.clone()) {
                p.error(at, format!("the programme {named} is there twice"));
            }
            p.finish();
        }
        for (table, at) in r.tables("list") {
            let mut l = Reader::new(source, table, at, r.errors());
            let id = l.needed("id");
            let exceptions = Exceptions {
                left: l.needed("exceptions"),
                rank: l.number("left").unwrap_or_default(),
                cite: l.needed("cite"),
                unverified: l.text("unverified"),
            };
            if all.lists.insert(id.clone(), exceptions).is_some() {
                l.error(at, format!("the list {id} is there twice"));
            }
            l.finish();
        }
        for (table, at) in r.tables("footnote") {
            let mut f = Reader::new(source, table, at, r.errors());
            let (number, from) = (f.number("number"), f.date("from"));
            let (cite, reach) = (f.needed("cite"), f.needed("reach"));
            if f.get("from").is_none() {
                f.error(at, "`from` is missing");
            }
            if let (Some(number), Some(from)) = (number, from)
                && all.footnotes.insert(number, FootnoteReach { reach, cite, from }).is_some()
            {
                f.error(at, format!("footnote {number} is there twice"));
            }
            f.finish();
        }
        r.finish();
        (errors.len() == found_before).then_some(all)
    }

    pub(crate) fn programmes(&self, tags: &[String], day: Date) -> Truth {
        if tags.is_empty() || self.programmes_from.is_none_or(|from| day < from) {
            return Truth::Unknown;
        }
        let of_one = |text: &String| {
            let tag = tag(text);
            match tag.strip_prefix(PENDING) {
                Some(pending) if self.named.contains(pending) => Truth::Unknown,
                _ if self.named.contains(&tag) => Truth::Yes,
                _ if self.other.contains(&tag) => Truth::No,
                _ => Truth::Unknown,
            }
        };
        tags.iter().map(of_one).max().unwrap_or_default()
    }

    pub(crate) fn programmes_cite(&self) -> &str {
        &self.programmes_cite
    }

    pub(crate) fn exceptions(&self, list: &str) -> Option<&Exceptions> {
        self.lists.get(list)
    }

    pub(crate) fn footnote(&self, number: u8, day: Date) -> Option<&FootnoteReach> {
        self.footnotes.get(&number).filter(|footnote| footnote.from <= day)
    }
}

/// A programme's tag as OFAC writes it, without the brackets of the printed list.
fn tag(text: &str) -> String {
    text.trim().trim_matches(['[', ']']).trim().to_uppercase()
}
