//! Where a party's headquarters are.

use std::collections::BTreeSet;

use tidewaiter_model::place::country_named;
use tidewaiter_model::{Country, Entity, Headquarters, Party, Truth};

/// Where the headquarters of a party, or of its ultimate parent, are: asserted where the party or a register says so,
/// else only likely, by the country of its address.
///
/// # Examples
/// ```
/// use tidewaiter_model::{Country, Headquarters, Party, Role};
/// use tidewaiter_ownership::headquarters;
///
/// let mut party = Party {
///     role: Role::EndUser,
///     name: "Lindenhof Compute GmbH".to_owned(),
///     address: "Hafenstrasse 12, Hamburg".to_owned(),
///     country: "DE".parse().ok(),
///     headquarters: None,
///     identifier: String::new(),
/// };
/// assert!(matches!(headquarters(&party), Headquarters::Likely(_)));
/// party.headquarters = Some(Country::CN);
/// assert_eq!(headquarters(&party), Headquarters::Asserted(Country::CN));
/// ```
///
/// Source: 15 CFR 744.23(a)(3); an address alone never asserts headquarters.
#[must_use]
pub fn headquarters(party: &Party) -> Headquarters {
    if let Some(country) = party.headquarters {
        return Headquarters::Asserted(country);
    }
    let of_address = || country_of(&party.address);
    party.country.or_else(of_address).map_or(Headquarters::Unknown, Headquarters::Likely)
}

/// A party's headquarters as registers give them, with the ground.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seat {
    /// Where.
    pub place: Headquarters,
    /// By whose statement, in plain words.
    pub why: String,
}

impl Seat {
    /// `CN`, `unknown, likely CN` or `unknown`.
    #[must_use]
    pub fn words(&self) -> String {
        match self.place {
            Headquarters::Asserted(country) => country.code().to_owned(),
            Headquarters::Likely(country) => format!("unknown, likely {country}"),
            Headquarters::Unknown => "unknown".to_owned(),
        }
    }

    /// Do the headquarters lie where `in_scope` says: `Yes` and `No` only where they are asserted.
    pub fn in_scope(&self, in_scope: impl Fn(Country) -> Truth) -> Truth {
        self.place.asserted().map_or(Truth::Unknown, in_scope)
    }
}

/// The headquarters of a party by what registers say of it. Asserted where a register gives headquarters and none
/// contradicts it; the country of registration, or of an address, makes them likely only.
///
/// Source: 15 CFR 744.23(a)(3); a country of registration alone never asserts headquarters.
#[must_use]
pub fn seat(entities: &[&Entity]) -> Seat {
    let sources = |of: Country| {
        let by: BTreeSet<&str> = entities
            .iter()
            .filter(|e| e.headquarters == Some(of) || e.country == Some(of))
            .map(|e| e.source.as_str())
            .filter(|source| !source.is_empty())
            .collect();
        let by: Vec<&str> = by.into_iter().collect();
        if by.is_empty() { "a register".to_owned() } else { by.join("; ") }
    };
    let asserted: BTreeSet<Country> = entities.iter().filter_map(|e| e.headquarters).collect();
    if let Some(first) = asserted.first() {
        if asserted.len() == 1 {
            return Seat { place: Headquarters::Asserted(*first), why: format!("asserted by {}", sources(*first)) };
        }
        let each: Vec<String> = asserted.iter().map(|c| format!("{c} by {}", sources(*c))).collect();
        return Seat {
            place: Headquarters::Unknown,
            why: format!("registers contradict each other: {}", each.join(", ")),
        };
    }
    if let Some(country) = entities.iter().find_map(|e| e.country) {
        let why = format!("registered in {country} ({}), which asserts no headquarters", sources(country));
        return Seat { place: Headquarters::Likely(country), why };
    }
    let address = entities.iter().flat_map(|e| &e.addresses).find_map(|a| Some((a, country_of(a)?)));
    if let Some((address, country)) = address {
        return Seat {
            place: Headquarters::Likely(country),
            why: format!("its address, {address}, asserts no headquarters"),
        };
    }
    Seat { place: Headquarters::Unknown, why: "no register given says where".to_owned() }
}

/// The country that ends an address.
fn country_of(address: &str) -> Option<Country> {
    let last = address.rsplit([',', '，', '\n']).next().unwrap_or_default().trim();
    if STATES.contains(&last.to_ascii_uppercase().as_str()) { None } else { country_named(last) }
}

/// States and provinces of the United States, Canada and Australia whose letters are also a country's: "St. Louis, MO" is
/// not in Macau.
const STATES: [&str; 30] = [
    "AL", "AR", "AZ", "CA", "CO", "DE", "GA", "ID", "IL", "IN", "KY", "LA", "MA", "MD", "ME", "MN", "MO", "MS", "MT",
    "NC", "NE", "NL", "PA", "PE", "SA", "SC", "SD", "SK", "TN", "VA",
];
