//! What two snapshots of the lists differ in.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::{Entry, ListData};

/// What is new, gone or changed on one list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ListDiff {
    /// The list's id.
    pub id: String,
    /// Entries before; `None` where the list was not there.
    #[serde(serialize_with = "or_missing")]
    pub before: Option<usize>,
    /// Entries after; `None` where the list is not there.
    #[serde(serialize_with = "or_missing")]
    pub after: Option<usize>,
    /// Parties that are new, by id.
    pub added: Vec<PartyRef>,
    /// Parties that are gone, by id.
    pub removed: Vec<PartyRef>,
    /// Parties that changed, by id.
    pub changed: Vec<PartyDiff>,
}

fn or_missing<S: serde::Serializer>(count: &Option<usize>, serializer: S) -> Result<S::Ok, S::Error> {
    match count {
        Some(count) => count.serialize(serializer),
        None => serializer.serialize_str("missing"),
    }
}

/// A party of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartyRef {
    /// The list's own id.
    pub entry: String,
    /// Its name.
    pub name: String,
}

/// How a party changed. Names include aliases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartyDiff {
    /// The list's own id, afterwards.
    pub entry: String,
    /// Its name, afterwards.
    pub name: String,
    /// Names that are new.
    pub names_added: Vec<String>,
    /// Names that are gone.
    pub names_removed: Vec<String>,
    /// Addresses that are new.
    pub addresses_added: Vec<String>,
    /// Addresses that are gone.
    pub addresses_removed: Vec<String>,
    /// What else differs, by the names of the fields of [`Entry`]: `identifiers`, `licence_policy` …
    pub fields: Vec<&'static str>,
}

impl ListDiff {
    /// Is nothing different?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.before.is_some()
            && self.after.is_some()
            && self.added.is_empty()
            && self.removed.is_empty()
            && self.changed.is_empty()
    }
}

/// What differs between two snapshots, list by list in the order of ids; lists that are the same are left out.
///
/// A party is the same where its id is. Lists without ids of their own have ids made from what they say, and one list has
/// other ids in another publication; so of the parties that are left over on both sides, one of a name that occurs once on
/// each is taken to be the same, whatever its capitals, signs and order of words.
#[must_use]
pub fn diff(before: &[ListData], after: &[ListData]) -> Vec<ListDiff> {
    let ids: BTreeSet<&str> = before.iter().chain(after).map(|list| list.id.as_str()).collect();
    let of = |lists: &'_ [ListData], id: &str| lists.iter().position(|list| list.id == id);
    let pair = |id: &str| {
        let old = of(before, id).and_then(|at| before.get(at));
        let new = of(after, id).and_then(|at| after.get(at));
        lists(id, old, new)
    };
    ids.into_iter().map(pair).filter(|diff| !diff.is_empty()).collect()
}

fn lists(id: &str, before: Option<&ListData>, after: Option<&ListData>) -> ListDiff {
    let count = |list: Option<&ListData>| list.map(|list| list.entries.len());
    let empty = ListDiff { id: id.to_owned(), before: count(before), after: count(after), ..ListDiff::default() };
    // A list that is on one side only is told as that, not party by party.
    let (Some(before), Some(after)) = (before, after) else { return empty };
    let refer = |entry: &Entry| PartyRef { entry: entry.id.clone(), name: entry.name.clone() };
    let mut diff = empty;
    for pair in pairs(&before.entries, &after.entries) {
        match (pair.before, pair.after) {
            (None, Some(come)) => diff.added.push(refer(come)),
            (Some(gone), None) => diff.removed.push(refer(gone)),
            (Some(old), Some(new)) => diff.changed.extend(parties(old, new)),
            (None, None) => {}
        }
    }
    diff.changed.sort_by(|a, b| a.entry.cmp(&b.entry));
    diff
}

/// An entry that differs between two snapshots: new, gone or changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EntryPair<'a> {
    /// As it was; `None` where it is new.
    pub before: Option<&'a Entry>,
    /// As it is; `None` where it is gone.
    pub after: Option<&'a Entry>,
}

impl EntryPair<'_> {
    /// What differs, in plain words; never empty where both are there and differ.
    #[must_use]
    pub fn changes(&self) -> Vec<String> {
        let (old, new) = match (self.before, self.after) {
            (Some(old), Some(new)) => (old, new),
            (None, Some(_)) => return vec!["the list entry is new".to_owned()],
            (Some(_), None) => return vec!["the list entry is gone".to_owned()],
            (None, None) => return Vec::new(),
        };
        let mut changes = crate::entry_changes(old, new);
        let told = ["name", "alias_strength", "countries", "identifiers", "dates", "kind"];
        for field in parties(old, new).into_iter().flat_map(|diff| diff.fields) {
            if field == "id" {
                changes.push(format!("the list entry's id changed from `{}` to `{}`", old.id, new.id));
            } else if !told.contains(&field) {
                changes.push(format!("the list entry's {} changed", field.replace('_', " ")));
            }
        }
        if changes.is_empty() {
            changes.push("the list entry is written otherwise".to_owned());
        }
        changes
    }
}

/// The entries in which two snapshots differ, list by list: also those of lists that are on one side only. Which entry is
/// which, [`diff`] tells.
#[must_use]
pub fn differing<'a>(before: &'a [ListData], after: &'a [ListData]) -> Vec<EntryPair<'a>> {
    let ids: BTreeSet<&str> = before.iter().chain(after).map(|list| list.id.as_str()).collect();
    let of = |lists: &'a [ListData], id: &str| -> &'a [Entry] {
        lists.iter().find(|list| list.id == id).map(|list| list.entries.as_slice()).unwrap_or_default()
    };
    ids.into_iter().flat_map(|id| pairs(of(before, id), of(after, id))).collect()
}

/// The entries of one list that differ: those that stand under an id on both sides, then those of another id and the same
/// name, then the new ones and the gone ones, each in the order of ids.
fn pairs<'a>(before: &'a [Entry], after: &'a [Entry]) -> Vec<EntryPair<'a>> {
    let old: BTreeMap<&str, &Entry> = before.iter().map(|entry| (entry.id.as_str(), entry)).collect();
    let new: BTreeMap<&str, &Entry> = after.iter().map(|entry| (entry.id.as_str(), entry)).collect();
    let mut gone: Vec<&Entry> = old.iter().filter(|(id, _)| !new.contains_key(*id)).map(|(_, entry)| *entry).collect();
    let mut come: Vec<&Entry> = new.iter().filter(|(id, _)| !old.contains_key(*id)).map(|(_, entry)| *entry).collect();
    let both = |(old, new): (&'a Entry, &'a Entry)| EntryPair { before: Some(old), after: Some(new) };
    let kept = new.iter().filter_map(|(id, entry)| Some((*old.get(id)?, *entry)));
    let mut pairs: Vec<EntryPair<'a>> = kept.filter(|(old, new)| old != new).map(both).collect();
    let renamed = same_names(&gone, &come);
    let ids: BTreeSet<(&str, &str)> = renamed.iter().map(|(old, new)| (old.id.as_str(), new.id.as_str())).collect();
    let (old_ids, new_ids): (BTreeSet<&str>, BTreeSet<&str>) = ids.into_iter().unzip();
    gone.retain(|entry| !old_ids.contains(entry.id.as_str()));
    come.retain(|entry| !new_ids.contains(entry.id.as_str()));
    pairs.extend(renamed.into_iter().map(both));
    pairs.extend(come.into_iter().map(|entry| EntryPair { before: None, after: Some(entry) }));
    pairs.extend(gone.into_iter().map(|entry| EntryPair { before: Some(entry), after: None }));
    pairs
}

/// Pairs of one name that occurs once on each side.
fn same_names<'a>(gone: &[&'a Entry], come: &[&'a Entry]) -> Vec<(&'a Entry, &'a Entry)> {
    let single = |entries: &[&'a Entry]| {
        let mut by_name: BTreeMap<String, Vec<&'a Entry>> = BTreeMap::new();
        for entry in entries {
            by_name.entry(words(&entry.name)).or_default().push(entry);
        }
        by_name
    };
    let (gone, come) = (single(gone), single(come));
    let pair = |(name, old): (&String, &Vec<&'a Entry>)| match (old.as_slice(), come.get(name)?.as_slice()) {
        ([old], [new]) => Some((*old, *new)),
        _ => None,
    };
    gone.iter().filter_map(pair).collect()
}

/// The words of a name in small letters, sorted.
fn words(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}

/// How one party changed; `None` where it did not.
fn parties(before: &Entry, after: &Entry) -> Option<PartyDiff> {
    if before == after {
        return None;
    }
    let names = |entry: &'_ Entry| -> BTreeSet<String> {
        std::iter::once(entry.name.clone()).chain(entry.aliases.iter().map(|alias| alias.name.clone())).collect()
    };
    let set = |lines: &[String]| -> BTreeSet<String> { lines.iter().cloned().collect() };
    let less = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect();
    // A name in other capitals is no other name.
    let new = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
        let known: BTreeSet<String> = b.iter().map(|name| name.to_lowercase()).collect();
        a.iter().filter(|name| !known.contains(&name.to_lowercase())).cloned().collect()
    };
    let (old_names, new_names) = (names(before), names(after));
    let (old_places, new_places) = (set(&before.addresses), set(&after.addresses));
    let fields = [
        ("id", before.id != after.id),
        ("name", before.name != after.name),
        ("alias_strength", old_names == new_names && before.aliases != after.aliases && before.name == after.name),
        ("countries", before.countries != after.countries),
        ("identifiers", before.identifiers != after.identifiers || before.identifier_kinds != after.identifier_kinds),
        ("dates", before.dates != after.dates),
        ("topics", before.topics != after.topics),
        ("kind", before.kind != after.kind),
        ("programs", before.programs != after.programs),
        ("citation", before.citation != after.citation),
        ("licence_requirement", before.licence_requirement != after.licence_requirement),
        ("licence_policy", before.licence_policy != after.licence_policy),
        ("footnote", before.footnote != after.footnote),
        ("start", before.start != after.start),
        ("end", before.end != after.end),
        ("source_url", before.source_url != after.source_url),
    ];
    Some(PartyDiff {
        entry: after.id.clone(),
        name: after.name.clone(),
        names_added: new(&new_names, &old_names),
        names_removed: new(&old_names, &new_names),
        addresses_added: less(&new_places, &old_places),
        addresses_removed: less(&old_places, &new_places),
        fields: fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn list(rows: &str) -> Vec<ListData> {
        parse("mine.csv", format!("id,name,aliases,country,address\n{rows}").as_bytes()).unwrap()
    }

    #[test]
    fn what_is_new_gone_and_changed_is_told() {
        let before =
            list("1,Quillfeather,QF; Quill,CN,1 Nowhere Road\n2,Brackwater,,US,\n3,Same,,SG,\n,Kestrelmere,,CN,\n");
        let after = list("1,Quillfeather,QF; Feather,CN,2 Other Road\n3,Same,,SG,\n4,New,,MY,\n,Kestrelmere,,HK,\n");
        let diffs = diff(&before, &after);
        let [list] = diffs.as_slice() else { panic!("{diffs:?}") };
        assert_eq!((list.before, list.after), (Some(4), Some(4)));
        assert_eq!(list.added, [PartyRef { entry: "4".to_owned(), name: "New".to_owned() }]);
        assert_eq!(list.removed, [PartyRef { entry: "2".to_owned(), name: "Brackwater".to_owned() }]);
        assert_eq!(
            list.changed[0],
            PartyDiff {
                entry: "1".to_owned(),
                name: "Quillfeather".to_owned(),
                names_added: vec!["Feather".to_owned()],
                names_removed: vec!["Quill".to_owned()],
                addresses_added: vec!["2 Other Road".to_owned()],
                addresses_removed: vec!["1 Nowhere Road".to_owned()],
                fields: Vec::new(),
            }
        );
        // The id is made from name and country: the same party with a new id.
        assert_eq!(
            (list.changed[1].name.as_str(), list.changed[1].fields.as_slice()),
            ("Kestrelmere", ["id", "countries"].as_slice())
        );
        assert_eq!(list.changed.len(), 2);
        assert!(diff(&before, &before).is_empty());
        assert_eq!(diff(&before, &[])[0].after, None);
    }
}
