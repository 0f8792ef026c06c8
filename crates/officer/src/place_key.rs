//! The key of a building and of a suite in it.

use tidewaiter_model::Country;
use tidewaiter_names::Address;

/// Two addresses of one building, or of one suite, have the same key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlaceKey {
    pub(crate) building: String,
    /// `None` where the address names no unit.
    pub(crate) suite: Option<String>,
}

impl PlaceKey {
    /// `None` for what names no building, house number or box.
    pub(crate) fn of(text: &str, country: Option<Country>) -> Option<Self> {
        if text.trim().is_empty() {
            return None;
        }
        let address = Address::read(text, country);
        let numbered = || {
            let street = address.streets.iter().find(|street| street.numbers.is_some())?;
            Some(format!("s{}{}", street.key, street.numbers.as_ref()?.first))
        };
        let code = address
            .building_code
            .as_ref()
            .map(|code| format!("p{code}"))
            .or_else(numbered)
            .or_else(|| address.buildings.first().map(|name| format!("b{name}")))
            .or_else(|| address.po_box.as_ref().map(|number| format!("o{number}")))
            .or_else(|| {
                let estate = address.estates.first()?;
                (!address.blocks.is_empty() || !address.units.is_empty()).then(|| format!("e{estate}"))
            })?;
        let country = address.country.map(|c| c.code().to_owned()).unwrap_or_default();
        let city = address.cities.iter().next().map(String::as_str).unwrap_or_default();
        let building = format!("{country}|{city}|{code}");
        let suite = (!address.units.is_empty()).then(|| {
            let floor = address.floor.as_deref().unwrap_or_default();
            format!("{building}|{}|{floor}|{}", address.blocks.join(" "), address.units.join(" "))
        });
        Some(Self { building, suite })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_one_building_and_of_one_suite() {
        let key = |text: &str| PlaceKey::of(text, "MY".parse().ok()).unwrap();
        let a = key("Suite 12-03, 9 Jalan Heron, 50450 Kuala Lumpur");
        assert_eq!(a, key("Suite 12-03, No. 9, Jalan Heron, 50450 Kuala Lumpur, Malaysia"));
        assert_eq!(a, key("9 Jalan Heron #12-03, 50450 Kuala Lumpur"));
        let other_suite = key("Suite 12-04, 9 Jalan Heron, 50450 Kuala Lumpur");
        assert_eq!(a.building, other_suite.building);
        assert_ne!(a.suite, other_suite.suite);
        assert_ne!(a.building, key("11 Jalan Heron, 50450 Kuala Lumpur").building);
        assert_eq!(PlaceKey::of("Kuala Lumpur", None), None);
    }
}
