//! What is asked: origins, destinations, the item and the days.

use anyhow::bail;
use tidewaiter_goods::Catalogue;
use tidewaiter_model::{Accelerator, Country, Decimal, Good, Resolution};
use tidewaiter_tracing::{Counting, Records, Role, Sides, Sites, day_number};

use crate::args::Window;

/// The item asked about.
pub(super) enum Item {
    /// Every accelerator, taken as one item.
    Any,
    /// One accelerator, or several that the words leave open.
    One(Good),
}

impl Item {
    pub(super) fn read(catalogue: &Catalogue, text: &str) -> anyhow::Result<Self> {
        if text.trim().eq_ignore_ascii_case("any") {
            return Ok(Self::Any);
        }
        let good = catalogue.read(text, "");
        if good.resolution != Resolution::Accelerator || good.candidates.is_empty() {
            bail!("--item `{text}` names no accelerator known here; name one such as H200, or say `any`");
        }
        Ok(Self::One(good))
    }

    /// As it is told in the answer.
    pub(super) fn name(&self, catalogue: &Catalogue) -> String {
        let name = |id: &String| catalogue.accelerator(id).map_or_else(|| id.clone(), |found| found.name.clone());
        match self {
            Self::Any => "any".to_owned(),
            Self::One(good) => good.candidates.iter().map(name).collect::<Vec<_>>().join(" or "),
        }
    }

    pub(super) fn spec(&self) -> Option<&Accelerator> {
        match self {
            Self::Any => None,
            Self::One(good) => good.spec.as_deref(),
        }
    }

    pub(super) fn candidates(&self) -> &[String] {
        match self {
            Self::Any => &[],
            Self::One(good) => &good.candidates,
        }
    }

    /// Total processing performance of a chip, at least and at most.
    pub(super) fn tpp(&self) -> (Option<Decimal>, Option<Decimal>) {
        self.spec().map_or((None, None), |spec| (spec.tpp.value.lower(), spec.tpp.value.upper()))
    }

    /// What a text says of it.
    pub(super) fn counting(&self, catalogue: &Catalogue, text: &str) -> Counting {
        let good = catalogue.read(text, "");
        let among = |id: &String| match self {
            Self::Any => true,
            Self::One(asked) => asked.candidates.contains(id),
        };
        match good.resolution {
            Resolution::NotAccelerator | Resolution::Memory => Counting::No,
            Resolution::Unresolved => Counting::MayBe("the description names no accelerator that is known here".into()),
            Resolution::Accelerator if !good.candidates.iter().any(among) => Counting::No,
            Resolution::Accelerator if !good.candidates.iter().all(among) => {
                Counting::MayBe("the description leaves open whether it is the item".into())
            }
            Resolution::Accelerator => match good.count() {
                Some(chips) => Counting::Chips(chips),
                None => Counting::MayBe("the description leaves open how many chips a unit holds".into()),
            },
        }
    }
}

/// One origin or destination.
pub(super) enum End {
    Country(Country),
    /// A party by a spelling of the records, folded.
    Party(String),
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl End {
    /// A party where the records name one so, else a country.
    fn read(text: &str, records: &Records) -> anyhow::Result<Self> {
        let wanted = folded(text);
        let named = records.spellings().iter().any(|s| folded(records.texts().get(s.name)) == wanted);
        match tidewaiter_model::place::country_named(text) {
            _ if named => Ok(Self::Party(wanted)),
            Some(country) => Ok(Self::Country(country)),
            None => bail!(
                "`{text}` is neither a country nor a party of the records; write the party as a record does, or give a \
                 two-letter code such as US"
            ),
        }
    }

    fn holds(&self, site: u32, records: &Records, sites: &Sites) -> bool {
        let Some(found) = sites.get(site) else { return false };
        match self {
            Self::Country(country) => found.country == Some(*country),
            Self::Party(wanted) => found.spellings.iter().any(|at| spelling(records, *at) == *wanted),
        }
    }
}

fn spelling(records: &Records, at: u32) -> String {
    let found = usize::try_from(at).ok().and_then(|at| records.spellings().get(at));
    found.map(|s| folded(records.texts().get(s.name))).unwrap_or_default()
}

/// Origins and destinations by site, and the window.
pub(super) fn sides(
    from: &[String],
    to: &[String],
    window: Window,
    records: &Records,
    sites: &Sites,
) -> anyhow::Result<Sides> {
    let read = |texts: &[String]| texts.iter().map(|text| End::read(text, records)).collect::<Result<Vec<_>, _>>();
    let (origins, destinations) = (read(from)?, read(to)?);
    let mut roles = Vec::with_capacity(sites.len());
    for site in numbers(sites) {
        let among = |ends: &[End]| ends.iter().any(|end| end.holds(site, records, sites));
        roles.push(match (among(&origins), among(&destinations)) {
            (true, true) => bail!(
                "{} is an origin and a destination at once; ask so that no site is both",
                sites.name(records, site)
            ),
            (true, false) => Role::Origin,
            (false, true) => Role::Destination,
            (false, false) => Role::Between,
        });
    }
    Ok(Sides::new(roles, days(window)))
}

pub(super) fn numbers(sites: &Sites) -> std::ops::Range<u32> {
    0..u32::try_from(sites.len()).unwrap_or(u32::MAX)
}

/// The window in days.
pub(super) fn days(window: Window) -> std::ops::RangeInclusive<i32> {
    window.since.map_or(i32::MIN, day_number)..=window.until.map_or(i32::MAX, day_number)
}
