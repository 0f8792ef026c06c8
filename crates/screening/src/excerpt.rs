//! The part of the Entity List that is built in, so that the first command works offline.

use crate::{ListData, ListFault, parse};

const TABLE: &str = include_str!("../../../data/lists/entity-list-excerpt.csv");

/// The day on which the table was last held against the official list.
const AS_OF: jiff::civil::Date = jiff::civil::date(2026, 7, 31);

/// The built-in excerpt of the Entity List: parties of the advanced-computing, supercomputing and AI notices.
///
/// # Errors
/// None, unless the table in `data/lists/` was broken; a test reads it.
pub fn builtin_excerpt() -> Result<ListData, ListFault> {
    let mut lists = parse("entity-list-excerpt.csv", TABLE.as_bytes())?;
    let Some(list) = lists.pop().filter(|_| lists.is_empty()) else {
        return Err(ListFault::new("entity-list-excerpt.csv", "holds more than one list", "mend the table"));
    };
    let source = format!(
        "EXCERPT of the Entity List (15 CFR part 744, supplement no. 4): {} parties of the advanced-computing, \
         supercomputing and AI notices, and of Huawei. A name that is not found here may be on the whole list: load it with \
         `tidewaiter lists update` or `tidewaiter lists add FILE`",
        list.entries.len()
    );
    Ok(ListData { source, date: Some(AS_OF), excerpt: true, ..list })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{Options, Query, Screener};

    #[test]
    fn every_row_is_whole() {
        let list = builtin_excerpt().unwrap();
        assert_eq!(list.id, "us-entity-list");
        assert!(list.excerpt && list.source.contains("lists add FILE"));
        let ids: BTreeSet<&str> = list.entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), list.entries.len(), "each id once");
        for entry in &list.entries {
            assert!(entry.citation.contains(" FR ") && !entry.countries.is_empty(), "{}", entry.name);
            assert!(entry.licence_requirement.contains("744.11") && !entry.licence_policy.is_empty(), "{}", entry.name);
            assert_eq!(entry.footnote, crate::footnote(&entry.licence_requirement), "{}", entry.name);
        }
    }

    #[test]
    fn every_name_finds_its_entry() {
        let list = builtin_excerpt().unwrap();
        let names: Vec<(String, String)> = list
            .entries
            .iter()
            .flat_map(|e| {
                std::iter::once(&e.name).chain(e.aliases.iter().map(|a| &a.name)).map(|n| (n.clone(), e.id.clone()))
            })
            .collect();
        let screener = Screener::new(vec![list]);
        for (name, id) in names {
            let hits = screener.screen(&Query { name: &name, ..Query::default() }, &Options::matches_only(0.7, 20));
            assert!(hits.iter().any(|hit| hit.entry == id), "{name}");
        }
    }
}
