//! Orders as an officer's sheet gives them: one line item a row.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Country, Date, Fault, Position};

/// What a party does in a transaction. The words are those of 15 CFR 748.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Buys.
    Purchaser,
    /// Holds the goods on the way.
    IntermediateConsignee,
    /// Receives the goods abroad.
    UltimateConsignee,
    /// Uses the goods.
    EndUser,
    /// Moves the goods.
    FreightForwarder,
}

impl Role {
    /// All roles, in the order of a sheet's columns.
    pub const ALL: [Self; 5] =
        [Self::Purchaser, Self::IntermediateConsignee, Self::UltimateConsignee, Self::EndUser, Self::FreightForwarder];

    /// The role in words: `ultimate consignee`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Purchaser => "purchaser",
            Self::IntermediateConsignee => "intermediate consignee",
            Self::UltimateConsignee => "ultimate consignee",
            Self::EndUser => "end user",
            Self::FreightForwarder => "freight forwarder",
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.words())
    }
}

/// A party of a transaction, as the sheet names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Party {
    /// What it does.
    pub role: Role,
    /// Its name as written.
    pub name: String,
    /// Its address as written; empty where not given.
    pub address: String,
    /// Its country, where given or readable from the cell.
    pub country: Option<Country>,
    /// Its headquarters or ultimate parent's headquarters, where the party or a register asserts it (the optional
    /// column `headquarters`); never inferred from the address.
    pub headquarters: Option<Country>,
    /// Its identifier as written (company number, LEI, USCC); empty where not given.
    pub identifier: String,
}

/// A place as written, with its country where it can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Place {
    /// As written.
    pub text: String,
    /// Its country.
    pub country: Option<Country>,
}

/// One line item of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The order it belongs to; the row's own number where the sheet gives none.
    pub order: String,
    /// The line within the order; the row's own number where the sheet gives none.
    pub line: String,
    /// Where it stands.
    pub position: Position,
    /// The order's date.
    pub date: Option<Date>,
    /// What is sold, in words; empty where only a part number is given.
    pub description: String,
    /// The part number; empty where not given.
    pub part_number: String,
    /// Units sold.
    pub quantity: Option<u64>,
    /// Price of one unit.
    pub unit_price: Option<Decimal>,
    /// ISO 4217 code of the price; empty where not given.
    pub currency: String,
    /// Where it leaves from.
    pub ship_from: Option<Place>,
    /// Where it goes.
    pub ship_to: Option<Place>,
    /// Places on the way, in order.
    pub route: Vec<Place>,
    /// The end use as stated; empty where not.
    pub end_use: String,
    /// Where it was made, where the sheet says so.
    pub made_in: Option<Country>,
    /// Parties, in the order of [`Role::ALL`].
    pub parties: Vec<Party>,
    /// Cells of this row that could not be read. The line is still answered, never `clear`.
    pub faults: Vec<Fault>,
}

impl Line {
    /// The parties in a role.
    pub fn in_role(&self, role: Role) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(move |p| p.role == role)
    }
}
