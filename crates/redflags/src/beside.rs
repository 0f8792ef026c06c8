//! What flags may ask beside the line: the buyer's history, registers, lists, owners and what a person answered.
//!
//! Every trait answers `None` by default: not known. A flag that asks in vain is not assessable, never not raised.

use tidewaiter_model::{Date, Entity, Party, Truth};

use crate::words::plain;

/// A detail that a party shares with another that ordered earlier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shared {
    /// The detail in words: `its telephone +60 3 5550 1234`.
    pub value: String,
    /// The name of the earlier buyer.
    pub with: String,
    /// Where the earlier buyer's detail stands.
    pub source: String,
}

/// What a party shares with parties of other names that ordered earlier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sharing {
    /// The details shared.
    pub found: Vec<Shared>,
    /// Details that are not known of the party, so that they could not be compared, as what is needed to know them.
    pub unknown: Vec<&'static str>,
}

/// What a party ordered in a time: at least so much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ordered {
    /// Accelerators for data centres whose performance is known.
    pub accelerators: u64,
    /// Their total processing performance.
    pub tpp: u64,
}

/// An end use that another order states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedUse {
    /// The use as written, shortened.
    pub text: String,
    /// The book and order.
    pub source: String,
}

/// What is known of earlier orders.
pub trait History {
    /// The first day from which all orders are known, as somebody says who knows: a book alone does not tell what came
    /// before it. A party without an order since then has none since then; what was before is not known.
    fn since(&self) -> Option<Date> {
        None
    }

    /// The day of the first order known that names the party as purchaser or end user.
    fn first_order(&self, _party: &Party) -> Option<Date> {
        None
    }

    /// What the party is known to have ordered from a day up to and with another, the line asked about included where it
    /// is of the history.
    fn ordered(&self, _party: &Party, _from: Date, _to: Date) -> Option<Ordered> {
        None
    }

    /// An end use that an order of the book states for the party as its end user.
    fn stated_use(&self, _party: &Party) -> Option<StatedUse> {
        None
    }

    /// What the party shares with parties of other names that ordered before a day.
    fn sharing(&self, _party: &Party, _before: Date) -> Option<Sharing> {
        None
    }
}

/// What registers of companies say.
pub trait Companies {
    /// The register's entry of a party.
    fn company(&self, _party: &Party) -> Option<&Entity> {
        None
    }

    /// The names of its directors on a day; `None` where no register gives any.
    fn directors(&self, _party: &Party, _on: Date) -> Option<Vec<&str>> {
        None
    }

    /// The companies that a person directs, or has directed, by the registers.
    fn seats(&self, _person: &str) -> Vec<&str> {
        Vec::new()
    }
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listing {
    /// The list's id, such as `us-entity-list`.
    pub list: String,
    /// The entry's id.
    pub entry: String,
    /// The entry's name.
    pub name: String,
    /// What is alike: `name`, `address`.
    pub alike: &'static str,
    /// The entry's citation.
    pub cite: String,
}

/// What the lists say.
pub trait Lists {
    /// Entries of lists that restrict exports which bear exactly this name; `None` where no list was asked.
    fn listed(&self, _name: &str) -> Option<Vec<Listing>> {
        None
    }

    /// Entries that a party resembles in name or address without being them for certain.
    fn like(&self, _party: &Party) -> Option<Vec<Listing>> {
        None
    }
}

/// An owner of a party that stands on a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListedOwner {
    /// The owner's name.
    pub owner: String,
    /// What it holds, directly or through others, in words: `40 %`, `unknown`.
    pub share: String,
    /// Is the share known?
    pub known: bool,
    /// The list that it stands on.
    pub list: String,
    /// Where the stake stands.
    pub source: String,
}

/// Who owns the parties.
pub trait Owners {
    /// The owners of a party that are on the Entity List or the Military End-User List; `None` where its owners are not
    /// known.
    fn listed_owners(&self, _party: &Party) -> Option<Vec<ListedOwner>> {
        None
    }

    /// Are the owners of a party known at all?
    fn known(&self, _party: &Party) -> bool {
        false
    }
}

/// What a person answered to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Yes, no or unknown.
    pub answer: Truth,
    /// What was noted beside it.
    pub note: String,
    /// Who answered.
    pub who: String,
    /// When, as written.
    pub when: String,
    /// Where the answer stands.
    pub source: String,
}

/// What a question is about, with its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked<'a> {
    /// A party.
    Party(&'a Party),
    /// An order, by its id.
    Order(&'a str),
}

impl Asked<'_> {
    /// The id of a question to it: the flag's code with the party's name and country, or the order's id. Letter case and
    /// punctuation of a name make no difference.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(tidewaiter_redflags::Asked::Order("SO-1").id("DG-11"), "DG-11 order SO-1");
    /// ```
    #[must_use]
    pub fn id(&self, code: &str) -> String {
        format!("{code}{}", self.key())
    }

    /// What stands behind the code in an id, a space in front.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Party(party) => {
                let country = party.country.map_or_else(|| "??".to_owned(), |c| c.code().to_owned());
                format!("{}{country}", shortened(&plain(&party.name)))
            }
            Self::Order(order) => format!(" order {}", order.trim()),
        }
    }
}

/// Characters of a name in an id; what is longer ends in a number made of the whole.
const NAME_MAX: usize = 160;

/// A name that fits an id, the same for the same name.
fn shortened(name: &str) -> std::borrow::Cow<'_, str> {
    if name.chars().count() <= NAME_MAX {
        return name.into();
    }
    // FNV-1a, 64 bits: the same on every machine.
    let sum =
        name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("{} {sum:016x} ", name.chars().take(NAME_MAX).collect::<String>()).into()
}

/// What persons answered on a questionnaire.
pub trait Replies {
    /// The answer to a flag's question about a party or order; `None` where there is none.
    fn reply(&self, _code: &str, _asked: Asked<'_>) -> Option<&Reply> {
        None
    }
}

/// Nothing is known beside the line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

impl History for Nothing {}
impl Companies for Nothing {}
impl Lists for Nothing {}
impl Owners for Nothing {}
impl Replies for Nothing {}

/// All that is known beside the line.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// Earlier orders.
    pub history: &'a (dyn History + Sync),
    /// Registers of companies.
    pub companies: &'a (dyn Companies + Sync),
    /// Lists.
    pub lists: &'a (dyn Lists + Sync),
    /// Owners.
    pub owners: &'a (dyn Owners + Sync),
    /// A person's answers.
    pub replies: &'a (dyn Replies + Sync),
}

impl Default for Beside<'_> {
    fn default() -> Self {
        Self { history: &Nothing, companies: &Nothing, lists: &Nothing, owners: &Nothing, replies: &Nothing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::party;

    #[test]
    fn ids_tell_parties_apart_and_stay_short() {
        let id =
            |name: &str, country| Asked::Party(&party(tidewaiter_model::Role::EndUser, name, "", country)).id("RF-05");
        assert_eq!(id("KESTREL Compute, Sdn. Bhd.", "MY"), "RF-05 kestrel compute sdn bhd MY");
        assert_eq!(id("Kestrel", ""), "RF-05 kestrel ??");
        let long = |end: &str| id(&format!("{}{end}", "a".repeat(50_000)), "MY");
        assert_ne!(long("b"), long("c"));
        assert!(long("b").len() < 200);
    }
}
