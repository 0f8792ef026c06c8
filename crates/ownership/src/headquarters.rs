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
    let of_address = || party.address.rsplit([',', '，', '\n']).next().and_then(|last| country_named(last.trim()));
    party.country.or_else(of_address).map_or(Headquarters::Unknown, Headquarters::Likely)
}
