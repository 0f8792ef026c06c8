//! A plain table of companies.

use csv::StringRecord;
use rust_decimal::Decimal;
use tidewaiter_model::{Entity, EntityKind, Register};

use super::cells::Faults;
use super::table::{Table, cell};

/// A header with a name, of no table of stakes.
pub(super) fn recognises(header: &StringRecord) -> bool {
    let has = |name: &str| header.iter().any(|cell| cell.trim().eq_ignore_ascii_case(name));
    has("name") && !has("owner") && !has("owned") && !has("owner_id") && !has("owned_id")
}

/// `id, name, other_names, country, headquarters, address, incorporated, dissolved, capital, currency, phone, email,
/// website, identifier, source`, several values of a cell separated by `;`.
pub(super) fn read(table: Table<'_>, register: &mut Register) {
    let file_name = table.file_name;
    let column = |names: &[&str]| table.column(names);
    let id = column(&["id"]);
    let name = column(&["name"]);
    let other_names = column(&["other_names", "other names"]);
    let kind = column(&["kind", "type"]);
    let country = column(&["country"]);
    let headquarters = column(&["headquarters"]);
    let address = column(&["address", "addresses"]);
    let incorporated = column(&["incorporated"]);
    let dissolved = column(&["dissolved"]);
    let capital = column(&["capital"]);
    let currency = column(&["currency"]);
    let phone = column(&["phone", "phones"]);
    let email = column(&["email", "emails"]);
    let website = column(&["website", "websites"]);
    let identifier = column(&["identifier", "identifiers"]);
    let source = column(&["source"]);
    let Register { entities, faults, .. } = register;
    table.rows(faults, |row, record, faults| {
        let mut faults = Faults::new(file_name, faults);
        faults.at(row);
        let one = |column| cell(record, column).to_owned();
        let many = |column| several(cell(record, column));
        let id = one(id);
        let name = one(name);
        if name.is_empty() && id.is_empty() {
            faults.add("missing-name", "name", "the company has neither name nor id", "name the company");
            return;
        }
        let text = cell(record, capital);
        let capital = Decimal::from_str_exact(&text.replace([',', ' ', '_'], "")).ok();
        if capital.is_none() && !text.is_empty() {
            let says = format!("`{text}` is no amount; kept as unknown");
            faults.add("unread-amount", "capital", says, "write it as 100000 or 100000.00");
        }
        let (incorporated, dissolved) =
            faults.dates((cell(record, incorporated), "incorporated"), (cell(record, dissolved), "dissolved"));
        entities.push(Entity {
            id,
            kind: kind_of(cell(record, kind)),
            name,
            other_names: many(other_names),
            country: faults.country(cell(record, country), "country"),
            headquarters: faults.country(cell(record, headquarters), "headquarters"),
            addresses: many(address),
            identifiers: many(identifier),
            incorporated,
            dissolved,
            capital,
            currency: one(currency).to_uppercase(),
            phones: many(phone),
            emails: many(email),
            websites: many(website),
            source: Some(one(source)).filter(|s| !s.is_empty()).unwrap_or_else(|| faults.source()),
        });
    });
}

fn several(cell: &str) -> Vec<String> {
    cell.split([';', '；']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn kind_of(text: &str) -> EntityKind {
    match text.to_lowercase().as_str() {
        "" | "company" => EntityKind::Company,
        "person" => EntityKind::Person,
        "trust" | "fund" | "arrangement" => EntityKind::Arrangement,
        "state" | "public body" | "public_body" => EntityKind::PublicBody,
        _ => EntityKind::Unknown,
    }
}
