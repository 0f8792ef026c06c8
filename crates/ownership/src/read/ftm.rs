//! FollowTheMoney entities: companies and people, and the links between them, which are entities too.
//!
//! Source: followthemoney.tech, schemata Company, Organization, LegalEntity, PublicBody, Person, Ownership,
//! Directorship, Representation, Address, Identification.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::Value;
use tidewaiter_model::{Entity, EntityKind, Interest, Register, Stake};

use super::cells::{Faults, Notes, blank};
use super::json::{list, plain, text, texts};
use super::stakes::share_of;

pub(super) fn read(file_name: &str, values: &[(u64, Value)], register: &mut Register) {
    let mut reader = Reader {
        faults: Faults::new(file_name, &mut register.faults),
        notes: Notes::default(),
        entities: Vec::new(),
        stakes: Vec::new(),
        addresses: BTreeMap::new(),
        numbers: BTreeMap::new(),
    };
    for (line, value) in values {
        reader.faults.at(*line);
        reader.one(value, *line, 0);
    }
    reader.finish(&mut register.entities, &mut register.stakes, file_name);
}

struct Reader<'a> {
    faults: Faults<'a>,
    notes: Notes,
    /// Entities with the ids of their `addressEntity`.
    entities: Vec<(Entity, Vec<String>)>,
    stakes: Vec<Stake>,
    /// Texts of Address entities by id.
    addresses: BTreeMap<String, String>,
    /// Numbers of Identification entities by their holder's id.
    numbers: BTreeMap<String, Vec<String>>,
}

/// Entities inside entities are read down to here.
const DEPTH: u8 = 8;

impl Reader<'_> {
    fn one(&mut self, value: &Value, line: u64, depth: u8) {
        let (schema, id) = (text(value, "schema"), text(value, "id"));
        let properties = value.get("properties").unwrap_or(&Value::Null);
        if depth < DEPTH
            && let Value::Object(all) = properties
        {
            for inner in all.keys().flat_map(|key| list(properties, key)).filter(|v| v.get("schema").is_some()) {
                self.one(inner, line, depth.saturating_add(1));
            }
        }
        match schema.as_str() {
            "Company" | "Organization" | "LegalEntity" | "PublicBody" | "Person" => {
                self.entity(&schema, id, properties);
            }
            "Ownership" => self.ownership(properties),
            "Directorship" => {
                self.pairs(&blank(Interest::Directorship, String::new()), ("director", "organization"), properties);
            }
            "Representation" => {
                self.pairs(&blank(Interest::Representation, String::new()), ("agent", "client"), properties);
            }
            "Address" => {
                let full = text(properties, "full");
                let parts = ["street", "street2", "city", "region", "state", "postalCode", "country"];
                let given: Vec<String> =
                    parts.iter().map(|part| text(properties, part)).filter(|p| !p.is_empty()).collect();
                self.addresses.insert(id, if full.is_empty() { given.join(", ") } else { full });
            }
            "Identification" | "Passport" => {
                let numbers = texts(properties, "number");
                for holder in texts(properties, "holder") {
                    self.numbers.entry(holder).or_default().extend(numbers.iter().cloned());
                }
            }
            "" => self.faults.add("unread-row", "schema", "it says no schema, so it is not read", "give `schema`"),
            other => {
                let says = format!("entities of schema {other} say nothing of ownership and are not read");
                self.notes.add("ignored-kind", says, line);
            }
        }
    }

    fn entity(&mut self, schema: &str, id: String, properties: &Value) {
        let mut names = texts(properties, "name");
        for key in ["alias", "previousName", "abbreviation", "weakAlias"] {
            names.extend(texts(properties, key).into_iter().filter(|name| !names.contains(name)).collect::<Vec<_>>());
        }
        if id.is_empty() {
            self.faults.add("missing-id", "id", "it has no id; kept by its name", "give `id`");
        }
        if names.is_empty() {
            self.faults.add("missing-name", "name", format!("{id} has no name; kept by its id"), "give `name`");
            names.push(id.clone());
        }
        let mut names = names.into_iter();
        let person = schema == "Person";
        let keys: &[&str] =
            if person { &["nationality", "country"] } else { &["jurisdiction", "mainCountry", "country"] };
        let country = keys.iter().map(|key| text(properties, key)).find(|c| !c.is_empty()).unwrap_or_default();
        let (incorporated, dissolved) = if person {
            (None, None)
        } else {
            self.faults.dates(
                (&text(properties, "incorporationDate"), "incorporationDate"),
                (&text(properties, "dissolutionDate"), "dissolutionDate"),
            )
        };
        let mut identifiers = Vec::new();
        for key in
            ["registrationNumber", "leiCode", "idNumber", "taxNumber", "vatCode", "uscCode", "ogrnCode", "innCode"]
        {
            identifiers.extend(texts(properties, key));
        }
        let entity = Entity {
            id,
            kind: match schema {
                "Person" => EntityKind::Person,
                "PublicBody" => EntityKind::PublicBody,
                "LegalEntity" => EntityKind::Unknown,
                _ => EntityKind::Company,
            },
            name: names.next().unwrap_or_default(),
            other_names: names.collect(),
            country: self.faults.country(&country, "country"),
            headquarters: None,
            addresses: texts(properties, "address"),
            identifiers,
            incorporated,
            dissolved,
            capital: Decimal::from_str_exact(&text(properties, "capital")).ok(),
            currency: text(properties, "currency").to_uppercase(),
            phones: texts(properties, "phone"),
            emails: texts(properties, "email"),
            websites: texts(properties, "website"),
            source: self.faults.source(),
        };
        self.entities.push((entity, texts(properties, "addressEntity")));
    }

    /// One stake for each owner, asset and percentage: values beside each other are statements in conflict.
    fn ownership(&mut self, properties: &Value) {
        let mut shares = texts(properties, "percentage");
        if shares.is_empty() {
            shares.push(String::new());
        }
        let kind = format!("{} {}", text(properties, "sharesType"), text(properties, "ownershipType")).to_lowercase();
        let interest =
            if kind.contains("voting") || kind.contains("votes") { Interest::Votes } else { Interest::Ownership };
        for share in shares {
            let share = share_of(&share, "percentage", &mut self.faults);
            let mut stake = blank(interest, String::new());
            (stake.share, stake.above, stake.below) = (share.range, share.above, share.below);
            self.pairs(&stake, ("owner", "asset"), properties);
        }
    }

    fn pairs(&mut self, stake: &Stake, (owner, owned): (&str, &str), properties: &Value) {
        let (from, to) =
            self.faults.dates((&text(properties, "startDate"), "startDate"), (&text(properties, "endDate"), "endDate"));
        let named =
            |key: &str| -> Vec<String> { list(properties, key).map(plain).filter(|id| !id.is_empty()).collect() };
        let (mut owners, owneds) = (named(owner), named(owned));
        if owneds.is_empty() {
            let says = format!("it has no {owned}, so it says nothing");
            self.faults.add("missing-name", owned, says, "give the id of the company");
        } else if owners.is_empty() {
            let says = format!("it has no {owner}; kept as a link to somebody unnamed");
            self.faults.add("missing-name", owner, says, "give the id of the owner");
            owners.push(format!("unnamed owner ({})", self.faults.source()));
        }
        let role = text(properties, "role");
        let source = if role.is_empty() { self.faults.source() } else { format!("{} ({role})", self.faults.source()) };
        for owned in &owneds {
            for owner in &owners {
                if owner == owned {
                    self.faults.add(
                        "self-owned",
                        "owner",
                        format!("{owned} owns itself"),
                        "check it; it is kept as it stands",
                    );
                }
                self.stakes.push(Stake {
                    owner_id: owner.clone(),
                    owned_id: owned.clone(),
                    from,
                    to,
                    source: source.clone(),
                    ..stake.clone()
                });
            }
        }
    }

    fn finish(self, entities: &mut Vec<Entity>, stakes: &mut Vec<Stake>, file_name: &str) {
        let Self { faults, notes, entities: read, stakes: links, addresses, mut numbers } = self;
        for (mut entity, ids) in read {
            for address in ids.iter().filter_map(|id| addresses.get(id)).filter(|a| !a.is_empty()) {
                if !entity.addresses.contains(address) {
                    entity.addresses.push(address.clone());
                }
            }
            for number in numbers.remove(&entity.id).unwrap_or_default() {
                if !entity.identifiers.contains(&number) {
                    entity.identifiers.push(number);
                }
            }
            entities.push(entity);
        }
        stakes.extend(links);
        notes.tell(file_name, faults.all);
    }
}
