//! What may change an answer: parties that are perhaps the same, and lines of the files that could not be read.

use std::collections::BTreeSet;

use tidewaiter_model::Fault;
use tidewaiter_names::other_forms;
use tidewaiter_ownership::{Above, Named, Standing, is_note};

use super::{Asking, Owned, Owners};

/// Parties of the same name but for a legal form that are looked at for one answer.
const PERHAPS_MAX: usize = 20;
/// Faults told one by one in the notes of an answer.
const DOUBTS_SHOWN: usize = 10;

impl Owners {
    /// Parties whose names differ from one above by a legal form only are not taken for it. Where such a one is held by
    /// listed parties, a `no` is open.
    pub(super) fn perhaps_the_same(&self, owned: &mut Owned, above: &Above, party: Named, asking: &Asking<'_>) {
        let mut seen: BTreeSet<Named> = BTreeSet::from([party]);
        for owner in &above.parties {
            let names = owner.written.iter().flat_map(|name| other_forms(name));
            // Two ids are two parties, whatever their names.
            let bear = |name: String| {
                if owner.id.is_empty() { self.statements().named(&name) } else { self.statements().without_id(&name) }
            };
            for other in names.flat_map(bear) {
                if !seen.insert(other) {
                    continue;
                }
                if seen.len() > PERHAPS_MAX {
                    return;
                }
                let (theirs, _) = self.as_written(other, asking);
                let other = theirs.answer.party.clone();
                let mut open = false;
                for (rule, theirs) in owned.answer.rules.iter_mut().zip(&theirs.answer.rules) {
                    if rule.answer == Standing::No.as_str() && theirs.answer != Standing::No.as_str() {
                        open = true;
                        Standing::Possible.as_str().clone_into(&mut rule.answer);
                        rule.says = format!(
                            "Open: the statements also name {other}, and whether it is {} is not known. {other}: {}",
                            owner.name, theirs.says
                        );
                        rule.settle =
                            format!("Whether {} and {other} are one company: a register extract.", owner.name);
                    }
                }
                let so = if open { "; it is held by listed parties, so the answer is open" } else { "" };
                owned.answer.notes.push(format!(
                    "The statements name {} and {other}, which differ by a legal form only, and are taken for two \
                     parties{so}. If they are one, give both the same id or name.",
                    owner.name
                ));
            }
        }
    }
}

/// The effect of lines that could not be read, or are in doubt.
pub(super) fn in_words(above: &Above, faults: &[Fault]) -> Vec<String> {
    let doubts: Vec<&Fault> = above.doubts.iter().filter(|fault| !is_note(fault)).collect();
    let mut notes: Vec<String> = doubts
        .iter()
        .take(DOUBTS_SHOWN)
        .map(|fault| format!("In doubt: {}, {}. {}", fault.position, fault.says, effect(fault)))
        .collect();
    if let Some(more) = doubts.len().checked_sub(DOUBTS_SHOWN).filter(|more| *more > 0) {
        notes.push(format!("{more} more lines about these parties are in doubt; the list of faults names them."));
    }
    let lost: Vec<&Fault> = faults.iter().filter(|f| LOST.contains(&f.code.as_str())).collect();
    if let Some(first) = lost.first() {
        let lines = if lost.len() == 1 { "1 line".to_owned() } else { format!("{} lines", lost.len()) };
        notes.push(format!(
            "{lines} of the files could not be read at all ({}), so nothing is known of whom they name. If one names a \
             party of this answer, it may add an owner and turn a `no`.",
            first.position
        ));
    }
    notes
}

/// Codes of faults by which a whole row is lost.
const LOST: [&str; 1] = ["unread-row"];

/// What a fault about a statement means for an answer that rests on it.
fn effect(fault: &Fault) -> &'static str {
    match fault.code.as_str() {
        "unread-share" => "It counts as an unknown share, so what it decides is at most `possible`.",
        "share-in-words" => "It counts as read.",
        "reversed-dates" | "unread-date" => {
            "It counts on every day; if it does not hold on this one, its share falls away."
        }
        "self-owned" => "What a company holds of itself brings in nobody.",
        "missing-name" => "An owner without a name is held against no list; if it is listed, its share counts.",
        "unread-interest" => "It counts as ownership; if it is none, its share falls away.",
        _ => "The answer rests on it as it was kept.",
    }
}
