//! Country groups by date.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tidewaiter_model::{Country, Truth};
use toml::de::DeTable;

use crate::error::{PackError, Source};
use crate::pack;
use crate::table::Reader;

/// A set of countries, one bit for each pair of letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CountrySet([u64; 11]);

impl CountrySet {
    fn slot(country: Country) -> (usize, u64) {
        let index = country
            .code()
            .bytes()
            .fold(0_usize, |n, b| n.saturating_mul(26).saturating_add(usize::from(b.saturating_sub(b'A')).min(25)));
        (index / 64, 1_u64 << (index % 64))
    }

    pub(crate) fn contains(&self, country: Country) -> bool {
        let (word, bit) = Self::slot(country);
        self.0.get(word).is_some_and(|w| w & bit != 0)
    }

    pub(crate) fn insert(&mut self, country: Country) {
        let (word, bit) = Self::slot(country);
        if let Some(w) = self.0.get_mut(word) {
            *w |= bit;
        }
    }

    pub(crate) fn unite(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a |= b);
    }

    pub(crate) fn intersect(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a &= b);
    }

    pub(crate) fn subtract(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a &= !b);
    }
}

/// A country's membership for a time.
#[derive(Clone, Debug)]
pub(crate) struct Membership {
    pub(crate) country: Country,
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    pub(crate) cite: String,
    /// What was not read in a document; empty where all was.
    pub(crate) unverified: String,
}

impl Membership {
    fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) members: Vec<Membership>,
    union: Vec<String>,
    minus: Vec<String>,
}

/// A territory that a regime counts as part of another.
#[derive(Clone, Debug)]
struct Alias {
    country: Country,
    counts_as: Country,
    from: Option<Date>,
}

/// All country groups of one regime.
#[derive(Clone, Debug, Default)]
pub(crate) struct Groups {
    /// The regime whose rules the aliases hold for.
    regime: String,
    known_from: Option<Date>,
    groups: BTreeMap<String, Group>,
    aliases: Vec<Alias>,
}

impl Groups {
    pub(crate) fn read(source: Source<'_>, errors: &mut Vec<PackError>) -> Option<Self> {
        let document = pack::document(source, errors)?;
        let found_before = errors.len();
        let mut r = Reader::new(source, document.get_ref(), 0, errors);
        let regime = r.needed("regime");
        let known_from = r.date("known_from");
        let mut groups = BTreeMap::new();
        for (table, at) in r.tables("group") {
            if let Some(group) = group(source, table, at, r.errors())
                && let Some(twice) = groups.insert(group.name.clone(), group)
            {
                r.error(at, format!("the group {} is there twice", twice.name));
            }
        }
        let mut aliases = Vec::new();
        for (table, at) in r.tables("alias") {
            let mut a = Reader::new(source, table, at, r.errors());
            let (country, counts_as) = (country(&mut a, at, "country"), country(&mut a, at, "counts_as"));
            let from = a.date("from");
            a.needed("cite");
            a.finish();
            if let (Some(country), Some(counts_as)) = (country, counts_as) {
                aliases.push(Alias { country, counts_as, from });
            }
        }
        r.finish();
        let all = Self { regime, known_from, groups, aliases };
        for group in all.groups.values() {
            for name in group.union.iter().chain(&group.minus) {
                match all.groups.get(name) {
                    Some(other) if other.union.is_empty() => {}
                    _ => errors.push(source.error(
                        0,
                        format!("the group {} is made from `{name}`, which is no group with members", group.name),
                    )),
                }
            }
        }
        (errors.len() == found_before).then_some(all)
    }

    /// Let a country join a group from a day on, by a scenario. Refused, in words, where that would change nothing.
    pub(crate) fn join(&mut self, name: &str, member: Membership) -> Result<(), String> {
        let (country, day) = (member.country, member.from.unwrap_or(Date::MIN));
        if self.members(name, day).contains(country) {
            return Err(format!("{country} is in {name} on {day} already"));
        }
        let Some(group) = self.groups.get_mut(name) else {
            let names: Vec<&str> = self.groups.keys().map(String::as_str).collect();
            return Err(format!("there is no country group `{name}`; there are {}", names.join(", ")));
        };
        group.members.push(member);
        if self.members(name, day).contains(country) {
            return Ok(());
        }
        let minus = self.groups.get(name).map(|g| g.minus.join(", ")).unwrap_or_default();
        Err(format!("{name} leaves out what is in {minus}, and {country} is"))
    }

    /// Let a country leave a group on some days, by a scenario that `mark` names. Refused, in words, where that would
    /// change nothing.
    pub(crate) fn leave(
        &mut self,
        name: &str,
        country: Country,
        (from, to): (Date, Option<Date>),
        mark: &str,
    ) -> Result<(), String> {
        let was_in = self.members(name, from).contains(country);
        let Some(group) = self.groups.get_mut(name) else {
            let names: Vec<&str> = self.groups.keys().map(String::as_str).collect();
            return Err(format!("there is no country group `{name}`; there are {}", names.join(", ")));
        };
        if !group.members.iter().any(|m| m.country == country && m.holds(from)) {
            return Err(if was_in {
                format!("{country} is in {name} only through {}; remove it there", group.union.join(", "))
            } else {
                format!("{country} is not in {name} on {from}")
            });
        }
        let mut members = Vec::with_capacity(group.members.len());
        for member in group.members.drain(..) {
            let before = member.to.is_some_and(|last| last < from);
            let after = member.from.zip(to).is_some_and(|(first, to)| first > to);
            if member.country != country || before || after {
                members.push(member);
                continue;
            }
            let marked =
                Membership { cite: format!("{mark}; {}", member.cite), unverified: mark.to_owned(), ..member.clone() };
            if member.from.is_none_or(|first| first < from) {
                members.push(Membership { to: from.yesterday().ok(), ..marked.clone() });
            }
            if let Some(next) = to.and_then(|to| to.tomorrow().ok())
                && member.to.is_none_or(|last| last >= next)
            {
                members.push(Membership { from: Some(next), ..marked });
            }
        }
        group.members = members;
        Ok(())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Group> {
        self.groups.get(name)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Group> {
        self.groups.values()
    }

    /// Does a membership of this country in this group rest on something unverified?
    pub(crate) fn unverified(&self, name: &str, country: Country) -> Vec<&Membership> {
        let Some(group) = self.groups.get(name) else { return Vec::new() };
        let parts = std::iter::once(group)
            .chain(group.union.iter().chain(&group.minus).filter_map(|part| self.groups.get(part)));
        parts.flat_map(|g| &g.members).filter(|m| m.country == country && !m.unverified.is_empty()).collect()
    }

    /// The days on which a membership or alias begins, or first no longer holds.
    pub(crate) fn boundaries(&self) -> Vec<Date> {
        let members = self.groups.values().flat_map(|g| &g.members);
        let mut days: Vec<Date> =
            members.flat_map(|m| [m.from, m.to.and_then(|to| to.tomorrow().ok())]).flatten().collect();
        days.extend(self.aliases.iter().filter_map(|a| a.from));
        days
    }

    /// The members on a day, aliases not yet counted in.
    pub(crate) fn members(&self, name: &str, day: Date) -> CountrySet {
        let mut set = CountrySet::default();
        let Some(group) = self.groups.get(name) else { return set };
        group.members.iter().filter(|m| m.holds(day)).for_each(|m| set.insert(m.country));
        group.union.iter().for_each(|part| set.unite(&self.members(part, day)));
        group.minus.iter().for_each(|part| set.subtract(&self.members(part, day)));
        set
    }

    /// Count in what a regime counts as part of a member.
    pub(crate) fn widen(&self, set: &mut CountrySet, regime: &str, day: Date) {
        if regime != self.regime {
            return;
        }
        for alias in self.aliases.iter().filter(|a| a.from.is_none_or(|from| from <= day)) {
            if set.contains(alias.counts_as) {
                set.insert(alias.country);
            }
        }
    }

    /// What the regime counts a territory as.
    pub(crate) fn counted(&self, country: Country, day: Date) -> Country {
        let alias = self.aliases.iter().find(|a| a.country == country && a.from.is_none_or(|from| from <= day));
        alias.map_or(country, |a| a.counts_as)
    }

    pub(crate) fn in_group(&self, country: Country, name: &str, day: Date) -> Truth {
        if !self.groups.contains_key(name) || self.known_from.is_some_and(|from| day < from) {
            return Truth::Unknown;
        }
        let mut set = self.members(name, day);
        self.widen(&mut set, &self.regime, day);
        set.contains(country).into()
    }
}

fn country(r: &mut Reader<'_, '_, '_>, at: usize, key: &'static str) -> Option<Country> {
    let text = r.needed(key);
    let country = text.parse().ok();
    if country.is_none() && !text.is_empty() {
        r.error(at, format!("`{text}` is no ISO 3166-1 alpha-2 country code"));
    }
    country
}

fn group(source: Source<'_>, table: &DeTable<'_>, at: usize, errors: &mut Vec<PackError>) -> Option<Group> {
    let mut r = Reader::new(source, table, at, errors);
    let (name, title, cite) = (r.needed("name"), r.needed("title"), r.needed("cite"));
    let members_at = r.get("members").map_or(at, |v| v.span().start);
    let mut members = Vec::new();
    for code in r.text("members").split_whitespace() {
        match code.parse() {
            Ok(country) => members.push(Membership {
                country,
                from: None,
                to: None,
                cite: cite.clone(),
                unverified: String::new(),
            }),
            Err(error) => r.error(members_at, format!("{error}")),
        }
    }
    for (table, at) in r.tables("dated") {
        let mut d = Reader::new(source, table, at, r.errors());
        let country = country(&mut d, at, "country");
        let (from, to, cite, unverified) = (d.date("from"), d.date("to"), d.needed("cite"), d.text("unverified"));
        d.finish();
        if let Some(country) = country {
            members.push(Membership { country, from, to, cite, unverified });
        }
    }
    let union = r.texts("union").into_iter().map(|(name, _)| name).collect();
    let minus = r.texts("minus").into_iter().map(|(name, _)| name).collect();
    r.finish();
    Some(Group { name, title, members, union, minus })
}
