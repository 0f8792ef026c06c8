//! Where a party's headquarters are.

use tidewaiter_model::place::country_named;
use tidewaiter_model::{Headquarters, Party};

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
    let of_address = || {
        let last = party.address.rsplit([',', '，', '\n']).next().unwrap_or_default().trim();
        if STATES.contains(&last.to_ascii_uppercase().as_str()) { None } else { country_named(last) }
    };
    party.country.or_else(of_address).map_or(Headquarters::Unknown, Headquarters::Likely)
}

/// States and provinces of the United States, Canada and Australia whose letters are also a country's: "St. Louis, MO" is
/// not in Macau.
const STATES: [&str; 30] = [
    "AL", "AR", "AZ", "CA", "CO", "DE", "GA", "ID", "IL", "IN", "KY", "LA", "MA", "MD", "ME", "MN", "MO", "MS", "MT",
    "NC", "NE", "NL", "PA", "PE", "SA", "SC", "SD", "SK", "TN", "VA",
];
