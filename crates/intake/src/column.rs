//! The columns of an order sheet: their names, and the headers by which they are known.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use serde_json::{Map, Value};
use tidewaiter_model::{Fault, Position, Role};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::cell::Row;
use crate::json::JsonRows;
use crate::layout::{self, Layout};
use crate::synonyms::{FIELDS, ROLES, SINGLES};

/// What a sheet may say about a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyField {
    /// Its name. The column bears the role's own words: `end user`.
    Name,
    /// Its address.
    Address,
    /// The country it is located in.
    Country,
    /// A company number, LEI, unified social credit code and the like.
    Identifier,
    /// The country of its headquarters or of its ultimate parent's headquarters, as asserted.
    Headquarters,
}

impl PartyField {
    /// All fields, in the order of a sheet's columns.
    pub const ALL: [Self; 5] = [Self::Name, Self::Address, Self::Country, Self::Identifier, Self::Headquarters];

    const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Address => "address",
            Self::Country => "country",
            Self::Identifier => "identifier",
            Self::Headquarters => "headquarters",
        }
    }
}

/// A column that an order sheet may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Which order the row belongs to.
    OrderId,
    /// Which line of the order it is.
    Line,
    /// The order's date.
    Date,
    /// What is sold, in words.
    Description,
    /// The maker's or seller's part number.
    PartNumber,
    /// Units sold.
    Quantity,
    /// Price of one unit.
    UnitPrice,
    /// The price's currency.
    Currency,
    /// Where it leaves from.
    ShipFrom,
    /// Where it goes.
    ShipTo,
    /// Places on the way.
    Route,
    /// The end use as stated.
    EndUse,
    /// Where it was made.
    MadeIn,
    /// Something about a party.
    Party(Role, PartyField),
}

/// How many different columns there are.
pub(crate) const COLUMNS: usize = 13 + 5 * 5;

/// The columns of one kind of sheet.
pub(crate) trait Columns: Copy + PartialEq + Send + Sized + 'static {
    /// How many there are.
    const COUNT: usize;
    /// What a row is, after `of`: `an order`.
    const OF: &'static str;
    /// What a row is, after `about`: `the order`.
    const THE: &'static str;
    /// What to do about an empty file.
    const START: &'static str;
    /// What to do where no header is known.
    const NAMES: &'static str;
    /// The price of a unit, whose header may name the currency.
    const PRICE: Self;

    /// All of them, by slot.
    fn every() -> impl Iterator<Item = Self>;
    /// Its place in [`Columns::every`].
    fn slot(self) -> usize;
    /// The column as a user names it.
    fn name(self) -> String;
    /// The column that a header names, and how well: the lower the better.
    fn recognise(header: &str) -> Option<(Self, u8)>;
    /// Does a value that is merged over several rows hold for each of them?
    fn is_shared(self) -> bool;
    /// May JSON give it as a list of texts?
    fn is_list(self) -> bool;
    /// Read the headers that say something only beside others.
    fn together(layout: &mut Layout<Self>, used: &mut [bool], headers: &[&str], place: &Position);
    /// What must stand in a sheet and does not.
    fn missing(layout: &Layout<Self>, headers: &[&str], place: &Position) -> Vec<Fault>;
    /// Put a JSON object into the cells of a row.
    fn fill(json: &mut JsonRows<Self>, row: &mut Row, object: Map<String, Value>);
}

impl Columns for Column {
    const COUNT: usize = COLUMNS;
    const OF: &'static str = "an order";
    const THE: &'static str = "the order";
    const START: &'static str =
        "give a file with a header row and an order line a row; `tidewaiter template` writes one";
    const NAMES: &'static str = "name the columns as `tidewaiter template` does, or say which is which: --map description=header --map ship-to=header";
    const PRICE: Self = Self::UnitPrice;

    fn every() -> impl Iterator<Item = Self> {
        Self::all()
    }

    fn slot(self) -> usize {
        Self::slot(self)
    }

    fn name(self) -> String {
        Self::name(self)
    }

    fn recognise(header: &str) -> Option<(Self, u8)> {
        recognise(header).map(|known| (known.column, known.rank))
    }

    fn is_shared(self) -> bool {
        !matches!(self, Self::Quantity | Self::UnitPrice)
    }

    fn is_list(self) -> bool {
        self == Self::Route
    }

    fn together(layout: &mut Layout<Self>, used: &mut [bool], headers: &[&str], place: &Position) {
        layout::item(layout, used, headers);
        layout::beside_a_party(layout, used, headers, place);
    }

    fn missing(layout: &Layout<Self>, headers: &[&str], place: &Position) -> Vec<Fault> {
        layout::missing(layout, headers, place)
    }

    fn fill(json: &mut JsonRows<Self>, row: &mut Row, object: Map<String, Value>) {
        json.fill(row, object);
    }
}

impl Column {
    const SINGLE: [Self; 13] = [
        Self::OrderId,
        Self::Line,
        Self::Date,
        Self::Description,
        Self::PartNumber,
        Self::Quantity,
        Self::UnitPrice,
        Self::Currency,
        Self::ShipFrom,
        Self::ShipTo,
        Self::Route,
        Self::EndUse,
        Self::MadeIn,
    ];

    /// Every column, in the order of the template.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::SINGLE.into_iter().chain(
            Role::ALL
                .into_iter()
                .flat_map(|role| PartyField::ALL.into_iter().map(move |field| Self::Party(role, field))),
        )
    }

    /// Its place in [`Column::all`].
    pub(crate) fn slot(self) -> usize {
        match self {
            Self::OrderId => 0,
            Self::Line => 1,
            Self::Date => 2,
            Self::Description => 3,
            Self::PartNumber => 4,
            Self::Quantity => 5,
            Self::UnitPrice => 6,
            Self::Currency => 7,
            Self::ShipFrom => 8,
            Self::ShipTo => 9,
            Self::Route => 10,
            Self::EndUse => 11,
            Self::MadeIn => 12,
            Self::Party(role, field) => {
                let role = match role {
                    Role::Purchaser => 0,
                    Role::IntermediateConsignee => 1,
                    Role::UltimateConsignee => 2,
                    Role::EndUser => 3,
                    Role::FreightForwarder => 4,
                };
                let field = match field {
                    PartyField::Name => 0,
                    PartyField::Address => 1,
                    PartyField::Country => 2,
                    PartyField::Identifier => 3,
                    PartyField::Headquarters => 4,
                };
                13 + role * 5 + field
            }
        }
    }

    /// The column as a user names it, in the template and in `--map`: `ship-to`, `end user country`.
    ///
    /// ```
    /// use tidewaiter_intake::{Column, PartyField};
    /// use tidewaiter_model::Role;
    /// let column = Column::Party(Role::EndUser, PartyField::Country);
    /// assert_eq!(column.name(), "end user country");
    /// assert_eq!(Column::named("End-User Country"), Some(column));
    /// ```
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::OrderId => "order".to_owned(),
            Self::Line => "line".to_owned(),
            Self::Date => "date".to_owned(),
            Self::Description => "description".to_owned(),
            Self::PartNumber => "part number".to_owned(),
            Self::Quantity => "quantity".to_owned(),
            Self::UnitPrice => "unit price".to_owned(),
            Self::Currency => "currency".to_owned(),
            Self::ShipFrom => "ship-from".to_owned(),
            Self::ShipTo => "ship-to".to_owned(),
            Self::Route => "route".to_owned(),
            Self::EndUse => "end use".to_owned(),
            Self::MadeIn => "made in".to_owned(),
            Self::Party(role, PartyField::Name) => role.words().to_owned(),
            Self::Party(role, field) => format!("{} {}", role.words(), field.word()),
        }
    }

    /// The column that goes by a name, however it is cased, spaced or punctuated.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        recognise(name).map(|known| known.column)
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name())
    }
}

/// The names of all columns, in the order of the template, for help and errors.
#[must_use]
pub fn column_names() -> Vec<String> {
    Column::all().map(Column::name).collect()
}

/// A header recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recognised {
    /// The column meant.
    pub column: Column,
    /// 0 our own name, 1 a plain synonym, 2 one that gives way, 3 and more read from a part of the header.
    pub rank: u8,
}

static KNOWN: LazyLock<HashMap<String, Recognised>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    let mut add = |text: &str, column, rank| {
        known.entry(key(text)).or_insert(Recognised { column, rank });
    };
    for column in Column::all() {
        add(&column.name(), column, 0);
    }
    for (column, plain, weak) in SINGLES {
        for synonym in plain {
            add(synonym, column, 1);
        }
        for synonym in weak {
            add(synonym, column, 2);
        }
    }
    for (role, roles) in ROLES {
        for (field, fields) in FIELDS {
            let column = Column::Party(role, field);
            for role_word in roles {
                for field_word in fields {
                    add(&format!("{role_word}{field_word}"), column, 1);
                    add(&format!("{role_word}的{field_word}"), column, 1);
                    if !field_word.is_empty() {
                        add(&format!("{field_word}of{role_word}"), column, 1);
                        add(&format!("{field_word}ofthe{role_word}"), column, 1);
                    }
                }
            }
        }
    }
    add("ship to name", Column::Party(Role::UltimateConsignee, PartyField::Name), 1);
    known
});

/// A header without case, width, accents, spaces and punctuation.
pub(crate) fn key(header: &str) -> String {
    header.nfkd().filter(|c| c.is_alphanumeric() && !is_combining_mark(*c)).flat_map(char::to_lowercase).nfc().collect()
}

/// The column that a header names: as a whole, or by the one part of it that is understood (`订单号 Order No.`,
/// `Quantity (pcs)`).
pub(crate) fn recognise(header: &str) -> Option<Recognised> {
    by_parts(header, |key| KNOWN.get(key).map(|known| (known.column, known.rank)))
        .map(|(column, rank)| Recognised { column, rank })
}

/// What a header says as a whole, or by the one part of it that is known.
pub(crate) fn by_parts<C: Copy + PartialEq>(header: &str, known: impl Fn(&str) -> Option<(C, u8)>) -> Option<(C, u8)> {
    // Longer text is a note or a title, not a header; it is not worth taking apart.
    if header.len() > 120 {
        return None;
    }
    if let Some(known) = known(&key(header)) {
        return Some(known);
    }
    let without_brackets: String = outside_brackets(header);
    let latin: String = header.chars().filter(|c| !is_han(*c)).collect();
    let han: String = header.chars().filter(|c| is_han(*c)).collect();
    let mut found: Option<(C, u8)> = None;
    for part in [without_brackets.as_str(), latin.as_str(), han.as_str()] {
        if let Some((column, rank)) = known(&key(part)) {
            match found {
                Some((before, _)) if before != column => return None,
                _ => found = Some((column, rank.saturating_add(2))),
            }
        }
    }
    found
}

fn outside_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| match c {
            '(' | '[' | '（' | '【' => {
                depth = depth.saturating_add(1);
                false
            }
            ')' | ']' | '）' | '】' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_follow_the_order_of_all() {
        let slots: Vec<usize> = Column::all().map(Column::slot).collect();
        assert_eq!(slots, (0..COLUMNS).collect::<Vec<_>>());
    }

    #[test]
    fn own_names_are_known_and_distinct() {
        for column in Column::all() {
            assert_eq!(recognise(&column.name()), Some(Recognised { column, rank: 0 }));
            assert_eq!(Column::named(&column.name().to_uppercase().replace([' ', '-'], "_")), Some(column));
        }
    }

    #[test]
    fn no_synonym_stands_for_two_columns() {
        let mut seen: std::collections::BTreeMap<String, Column> = std::collections::BTreeMap::new();
        for (column, plain, weak) in SINGLES {
            for synonym in plain.iter().chain(weak) {
                assert_eq!(key(synonym), *synonym, "written as key() leaves it");
                if let Some(other) = seen.insert((*synonym).to_owned(), column) {
                    assert_eq!(other, column, "{synonym}");
                }
                assert_eq!(Column::named(synonym), Some(column), "{synonym}");
            }
        }
    }

    #[test]
    fn headers_of_other_systems() {
        let party = |role, field| Some(Column::Party(role, field));
        for (header, column) in [
            ("Sold-to party", party(Role::Purchaser, PartyField::Name)),
            ("SHIP-TO PARTY", party(Role::UltimateConsignee, PartyField::Name)),
            ("Ship-to country", Some(Column::ShipTo)),
            ("Material", Some(Column::PartNumber)),
            ("Material Description", Some(Column::Description)),
            ("订单号 Order No.", Some(Column::OrderId)),
            ("Quantity (pcs)", Some(Column::Quantity)),
            ("最终用户国家", party(Role::EndUser, PartyField::Country)),
            ("采购方统一社会信用代码", party(Role::Purchaser, PartyField::Identifier)),
            ("Address of the end-user", party(Role::EndUser, PartyField::Address)),
            ("ｓｈｉｐ　ｔｏ", Some(Column::ShipTo)),
            ("Qty.", Some(Column::Quantity)),
            ("最終用途", Some(Column::EndUse)),
            ("Country of Origin", Some(Column::MadeIn)),
            ("原产地 COO", Some(Column::MadeIn)),
            ("Origin", None),
            ("Remarks", None),
            ("Country", None),
        ] {
            assert_eq!(Column::named(header), column, "{header}");
        }
    }
}
