//! What registers say of companies and people: who they are, and how they hang together.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::{Country, Date, Fault, Stake};

/// What kind of thing a register speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// A company or other organisation with a legal form.
    Company,
    /// A natural person.
    Person,
    /// A trust, fund, nomination or other arrangement without legal personality.
    Arrangement,
    /// A state, ministry or other public body.
    PublicBody,
    /// The register does not say.
    #[default]
    Unknown,
}

/// A company, person or arrangement as a register gives it. What the register does not give is empty or `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// The register's own id (a company number, an LEI, a statement's record id); empty where it gives none: then the
    /// name tells it apart.
    pub id: String,
    /// What it is.
    pub kind: EntityKind,
    /// Its name as written.
    pub name: String,
    /// Its other names.
    pub other_names: Vec<String>,
    /// Where it is registered; of a person, a nationality.
    pub country: Option<Country>,
    /// Its headquarters, where the register asserts them; never inferred from an address.
    pub headquarters: Option<Country>,
    /// Its addresses as written.
    pub addresses: Vec<String>,
    /// Its numbers in other registers, as written.
    pub identifiers: Vec<String>,
    /// The day it was founded.
    pub incorporated: Option<Date>,
    /// The day it ended.
    pub dissolved: Option<Date>,
    /// Its registered or paid-up capital.
    pub capital: Option<Decimal>,
    /// ISO 4217 code of the capital; empty where not given.
    pub currency: String,
    /// Its telephone numbers as written.
    pub phones: Vec<String>,
    /// Its e-mail addresses as written.
    pub emails: Vec<String>,
    /// Its web sites as written.
    pub websites: Vec<String>,
    /// The register or document, with the place in it where that is known.
    pub source: String,
}

/// Everything read from one or more registers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// Companies, people and arrangements.
    pub entities: Vec<Entity>,
    /// What they hold of one another, and other links between them.
    pub stakes: Vec<Stake>,
    /// What could not be read, or is in doubt.
    pub faults: Vec<Fault>,
}

impl Register {
    /// Add what another register says. Statements that contradict each other are both kept.
    pub fn extend(&mut self, other: Self) {
        self.entities.extend(other.entities);
        self.stakes.extend(other.stakes);
        self.faults.extend(other.faults);
    }
}
