//! ADDRESS-COUNTRY: a party's address is in another country than its country cell says.

use tidewaiter_model::place::country_named;
use tidewaiter_model::{Country, Finding, Party, Severity};

use crate::assess::lacks;
use crate::words::says_nothing;
use crate::{About, Assessment, Case, Flag};

pub(super) struct AddressCountry;

static ABOUT: About = About {
    code: "ADDRESS-COUNTRY",
    title: "An address is in another country than the country given",
    what: "Raised where the last part of a party's address names a country, the party's country cell names another, and no other part of the address names that one (\"Kowloon, Hong Kong, China\" is in Hong Kong). Two letters at the end of an address are not read as a country where they are a state or province of the country given (\"San Jose, CA\").",
    why: "The country decides the licence. Where two cells disagree, one of them is wrong.",
    example: "Raised: address \"10 Quay Road, Hong Kong\", country SG. Not raised: address \"San Jose, CA\", country US.",
    unknown: "no party has both an address and a country.",
    needs: "the addresses and countries of the parties",
    cite: "15 CFR part 732, Supplement No. 3, (a)(2); 15 CFR 748.5",
    settle: "Ask the party for its registered address and put both cells right.",
    since: None,
    status: "in force",
};

/// Countries whose addresses end in two letters for a state, province or canton.
const TWO_LETTER_STATES: [&str; 9] = ["AR", "AU", "BR", "CA", "CH", "IN", "IT", "MX", "US"];

fn other_country(party: &Party) -> Option<Country> {
    let given = party.country?;
    let parts = || party.address.rsplit([',', '，', '\n', ';']).map(str::trim).filter(|part| !part.is_empty());
    let last = parts().next()?;
    let is_state = last.len() == 2 && TWO_LETTER_STATES.contains(&given.code());
    // "Atlanta, Georgia" is in the country given, and so is "Kowloon, Hong Kong, China".
    let is_state = is_state || (given == Country::US && last.eq_ignore_ascii_case("Georgia"));
    let named_too = || parts().any(|part| country_named(part) == Some(given));
    country_named(last).filter(|named| *named != given && !is_state && !named_too())
}

impl Flag for AddressCountry {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        Assessment::of(raise(case), || {
            lacks([(
                !case.parties(&tidewaiter_model::Role::ALL).any(|p| p.country.is_some() && !says_nothing(&p.address)),
                "an address and a country of a party",
            )])
        })
    }
}

/// The finding, where the line raises the flag.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let mut says = Vec::new();
    let mut evidence = Vec::new();
    for party in case.parties(&tidewaiter_model::Role::ALL) {
        if let (Some(given), Some(named)) = (party.country, other_country(party)) {
            says.push(format!("that of the {} ends in {named}, its country cell says {given}", party.role));
            evidence.push(case.party_cell(party, "address", &party.address));
            evidence.push(case.party_cell(party, "country", given.code()));
        }
    }
    ABOUT.finding(Severity::Review, format!("An address and a country disagree: {}.", says.join("; ")), evidence)
}

#[cfg(test)]
mod tests {
    use tidewaiter_model::Role;

    use super::*;
    use crate::testing::Order;

    fn at(address: &str, code: &str) -> Option<Finding> {
        Order::ordinary().party(Role::EndUser, "Kestrel Compute", address, code).raises(&AddressCountry)
    }

    #[test]
    fn raised_where_the_cells_disagree() {
        assert_eq!(at("10 Quay Road, HK", "SG").unwrap().evidence.len(), 2);
        assert!(at("1 Jalan Lotus, Johor Bahru, MY,", "SG").is_some());
    }

    #[test]
    fn not_raised_where_they_agree_or_say_nothing() {
        assert_eq!(Order::ordinary().raises(&AddressCountry), None);
        for (address, code) in [
            ("10 Quay Road, SG", "SG"),
            ("100 Main St, San Jose, CA", "US"),
            ("10 Quay Road, HK", ""),
            ("", "SG"),
            ("10 Quay Road, HK, CN", "HK"),
            ("Via Roma 1, Milano, MI", "IT"),
        ] {
            assert_eq!(at(address, code), None, "{address}");
        }
    }

    #[test]
    fn not_assessable_without_an_address_beside_a_country() {
        let bare = Order::ordinary().with(|o| o.line.parties.iter_mut().for_each(|p| p.address.clear()));
        assert_eq!(bare.lacks(&AddressCountry), ["an address and a country of a party"]);
        assert!(Order::ordinary().lacks(&AddressCountry).is_empty());
    }
}
