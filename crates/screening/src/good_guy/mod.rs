//! Good-guy entries: matches that a person has cleared, each bound to what was compared.
//!
//! A clearing says "this party is not that list entry". It holds as long as every compared field of the party and of the
//! entry is what it was; otherwise the match is open again, and the answer says what changed. A field that was known and
//! is not given now has changed too, and so has one that was not given and is now: what is unknown is not what it was.
//! It concerns one entry: hits of other entries stay what they are.

mod changes;
mod set;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tidewaiter_model::{Country, Date};
use tidewaiter_names::{clean, identifier, identify_all};

use crate::{Entry, PartyKind, Query};

pub use changes::entry_changes;
pub use set::GoodGuys;
pub(crate) use set::Standing;

/// One cleared match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoodGuy {
    /// Made from all that follows: `gg-` and twelve hexadecimal digits.
    #[serde(default)]
    pub id: String,
    /// Who was cleared.
    pub party: ComparedParty,
    /// Of which entry: its list, its id and its [compared](Entry::compared) fields on that day.
    pub entry: Entry,
    /// Why the party is not the entry, in the officer's words.
    pub because: String,
    /// Who decided.
    pub by: String,
    /// The day of the decision.
    pub on: Date,
    /// The snapshot of the lists that the entry was read from.
    pub snapshot: String,
    /// The last day on which it holds; without one it holds until something changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// The fields of a party that are held against an entry. Empty texts are unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ComparedParty {
    /// Its name as written.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Its address as written.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Its register numbers as written.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub identifier: String,
    /// Its birth or founding.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Company, person, ship, aircraft.
    pub kind: PartyKind,
    /// What its texts were read as on that day, for whoever reads the record: fields are compared by what the program reads
    /// in the texts now.
    pub read: Read,
}

/// Texts of a party as they are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Read {
    /// Small letters without signs, one form of each Han character.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The same.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Capitals and digits only, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<String>,
}

/// A clearing that holds for a hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cleared {
    /// Its id.
    pub id: String,
    /// Who decided.
    pub by: String,
    /// On which day.
    pub on: Date,
    /// Why.
    pub because: String,
}

/// A clearing that holds no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reopened {
    /// Its id.
    pub id: String,
    /// What is no longer as it was compared, in plain words; never empty.
    pub changes: Vec<String>,
    /// Who had decided.
    pub by: String,
    /// On which day.
    pub on: Date,
    /// Why.
    pub because: String,
}

impl ComparedParty {
    /// The fields of a question.
    #[must_use]
    pub fn of(query: &Query<'_>) -> Self {
        let text = |text: &str| text.trim().to_owned();
        Self {
            name: text(query.name),
            country: query.country,
            address: text(query.address),
            identifier: text(query.identifier),
            date: text(query.date),
            kind: query.kind,
            read: Read::default(),
        }
        .read_again()
    }

    /// The question about this party.
    #[must_use]
    pub fn query(&self) -> Query<'_> {
        Query {
            name: &self.name,
            country: self.country,
            address: &self.address,
            identifier: &self.identifier,
            date: &self.date,
            kind: self.kind,
        }
    }

    /// With its texts read as this version of the program reads them.
    #[must_use]
    pub fn read_again(mut self) -> Self {
        self.read = Read {
            name: plain(&self.name),
            address: plain(&self.address),
            identifiers: numbers(&self.identifier, self.country),
        };
        self
    }
}

/// A text without what makes no difference; of a text of signs alone, the text.
fn plain(text: &str) -> String {
    let plain = clean(text);
    if plain.is_empty() { text.trim().to_owned() } else { plain }
}

/// The numbers in a text, each as its scheme writes it, sorted.
fn numbers(text: &str, country: Option<Country>) -> Vec<String> {
    let mut numbers: Vec<String> = identify_all(text, country).into_iter().map(|id| id.normalised).collect();
    if numbers.is_empty() {
        numbers.extend(Some(identifier(text)).filter(|number| !number.is_empty()));
    }
    numbers.sort();
    numbers.dedup();
    numbers
}

impl Entry {
    /// The fields that a party is held against, without what the listing means: programmes, citation, licence policy.
    #[must_use]
    pub fn compared(&self) -> Self {
        Self {
            id: self.id.clone(),
            list: self.list.clone(),
            name: self.name.clone(),
            aliases: self.aliases.clone(),
            countries: self.countries.clone(),
            addresses: self.addresses.clone(),
            identifiers: self.identifiers.clone(),
            identifier_kinds: self.identifier_kinds.clone(),
            dates: self.dates.clone(),
            kind: self.kind,
            ..Self::default()
        }
    }
}

/// Who decided, when, why, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Why the party is not the entry.
    pub because: String,
    /// Who decided.
    pub by: String,
    /// The day of the decision.
    pub on: Date,
    /// The last day on which it holds.
    pub until: Option<Date>,
}

impl GoodGuy {
    /// Clear a party of an entry of the lists of a snapshot.
    #[must_use]
    pub fn new(query: &Query<'_>, entry: &Entry, decision: Decision, snapshot: &str) -> Self {
        let Decision { because, by, on, until } = decision;
        let snapshot = snapshot.to_owned();
        let (party, entry) = (ComparedParty::of(query), entry.compared());
        let new = Self { id: String::new(), party, entry, because, by, on, snapshot, until };
        Self { id: new.made_id(), ..new }
    }

    /// The id that its content gives.
    #[must_use]
    pub fn made_id(&self) -> String {
        // What the texts were read as belongs to the program's version, not to the decision.
        let party = ComparedParty { read: Read::default(), ..self.party.clone() };
        let bare = Self { id: String::new(), party, entry: self.entry.compared(), ..self.clone() };
        let text = serde_json::to_vec(&bare).unwrap_or_default();
        let digest = Sha256::digest(&text);
        let hex: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        format!("gg-{hex}")
    }

    /// Is it a decision about the same fields of the same party and the same entry as another, so that it replaces it?
    #[must_use]
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        self.entry.list == other.entry.list
            && self.entry.id == other.entry.id
            && changes::party_changes(&self.party, &other.party).is_empty()
    }

    fn cleared(&self) -> Cleared {
        let Self { id, by, on, because, .. } = self.clone();
        Cleared { id, by, on, because }
    }

    fn reopened(&self, changes: Vec<String>) -> Reopened {
        let Self { id, by, on, because, .. } = self.clone();
        Reopened { id, changes, by, on, because }
    }

    /// Has its last day passed?
    fn ended(&self, day: Date) -> Option<String> {
        let until = self.until.filter(|until| *until < day)?;
        Some(format!("the clearing ended on {until}"))
    }
}

#[cfg(test)]
mod tests;
