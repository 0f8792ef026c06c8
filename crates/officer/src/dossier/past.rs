//! The book's history in the shape that the red flags ask for.

use std::sync::Arc;

use tidewaiter_model::{Date, Party};
use tidewaiter_redflags::shells::SharedKind;
use tidewaiter_redflags::{History, Ordered, Shared, Sharing, StatedUse};

use super::{Dossier, Known};
use crate::history::Entry;

/// What DG-12 compares, with what is needed to know it of a party.
const COMPARED: [(SharedKind, &str); 3] = [
    (SharedKind::Suite, "an address with its unit, for each party"),
    (SharedKind::Phone, "the telephone numbers of the parties (--companies)"),
    (SharedKind::Director, "the directors of the parties (--stakes)"),
];

/// Earlier orders, by the history of the book and what was given beside it.
pub(crate) struct Past<'a> {
    pub(crate) dossier: &'a Dossier,
    /// Tells parties apart by name.
    pub(crate) key: &'a (dyn Fn(&str) -> Arc<String> + Sync),
}

impl Past<'_> {
    fn find(&self, party: &Party) -> Option<(&Entry, &Known)> {
        let id = self.dossier.history.find(&(self.key)(&party.name))? as usize;
        self.dossier.history.entries.get(id).zip(self.dossier.known.get(id))
    }
}

impl History for Past<'_> {
    fn since(&self) -> Option<Date> {
        self.dossier.history.since
    }

    fn first_order(&self, party: &Party) -> Option<Date> {
        self.find(party)?.0.first_ordered()
    }

    fn ordered(&self, party: &Party, from: Date, to: Date) -> Option<Ordered> {
        let (accelerators, tpp) = self.find(party)?.0.ordered_between(from, to);
        Some(Ordered { accelerators, tpp })
    }

    fn stated_use(&self, party: &Party) -> Option<StatedUse> {
        let (order, text) = self.find(party)?.0.stated.as_deref()?;
        Some(StatedUse { text: text.clone(), source: format!("{}, order {order}", self.dossier.history.book) })
    }

    fn sharing(&self, party: &Party, before: Date) -> Option<Sharing> {
        let (_, known) = self.find(party)?;
        let entries = &self.dossier.history.entries;
        let mut found = Vec::new();
        for (kind, value, earlier) in &known.earlier {
            let value = if *kind == SharedKind::Suite { format!("the suite of {value}") } else { value.clone() };
            let earlier = earlier.iter().filter_map(|id| entries.get(*id));
            found.extend(earlier.filter(|entry| entry.trade.first.is_some_and(|day| day < before)).map(|entry| {
                Shared {
                    value: value.clone(),
                    with: entry.name.clone(),
                    source: format!("{} and the registers given", self.dossier.history.book),
                }
            }));
        }
        let unknown = COMPARED.iter().filter(|(kind, _)| !known.has.contains(kind)).map(|(_, needs)| *needs);
        Some(Sharing { found, unknown: unknown.collect() })
    }
}
