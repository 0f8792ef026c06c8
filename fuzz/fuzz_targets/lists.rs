//! Every parser of lists: whatever the bytes, an answer or a refusal, and what is answered is whole.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use tidewaiter_screening::{ListData, is_part, parse, parse_parts};

fn hold(lists: &[ListData]) {
    let mut ids = BTreeSet::new();
    for list in lists {
        assert!(!list.id.is_empty() && list.sha256.len() == 64);
        for entry in &list.entries {
            assert!(!entry.name.is_empty() && entry.list == list.id);
            assert!(ids.insert((list.id.as_str(), entry.id.as_str())), "an id twice");
            assert!(entry.identifier_kinds.len() <= entry.identifiers.len());
            assert!(entry.aliases.iter().all(|alias| alias.name != entry.name));
        }
    }
}

fuzz_target!(|data: &[u8]| {
    if let Ok(lists) = parse("fuzz", data) {
        hold(&lists);
        assert_eq!(parse("fuzz", data).as_ref(), Ok(&lists), "the same bytes, the same lists");
    }
    // Parts of one list, divided by a sign that no list has.
    let parts: Vec<&[u8]> = data.split(|&byte| byte == 0).collect();
    if parts.len() > 1 && parts.iter().all(|part| is_part(part)) {
        let files: Vec<(&str, &[u8])> = parts.iter().map(|part| ("part", *part)).collect();
        if let Ok(lists) = parse_parts(&files) {
            hold(&lists);
        }
    }
});
