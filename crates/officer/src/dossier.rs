//! A book's history, a register and a table of sites, joined: what is known of each party.

mod past;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use tidewaiter_model::{Country, Date, Decimal, Entity, EntityKind, Interest};
use tidewaiter_redflags::shells::{
    Assessment, ControlDay, Crowd, Registered, Shared, SharedKind, Site, SiteClaim, Subject, assess,
};

use crate::history::{Entry, History};
use crate::place_key::PlaceKey;
use crate::registry::{Registry, key};

pub(crate) use past::Past;

/// The days from which controls on accelerators are looked at.
const CONTROLS_FROM: Date = Date::constant(2022, 8, 1);

/// What may be known beside a book.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Registers of companies; `None` where none was given.
    pub register: Option<Arc<Registry>>,
    /// A table of sites; `None` where none was given.
    pub sites: Option<Vec<Site>>,
    /// Units of each currency for one US dollar.
    pub rates: BTreeMap<String, Decimal>,
}

/// What is known of each party of a book.
pub struct Dossier {
    history: History,
    beside: Beside,
    controls: Vec<ControlDay>,
    /// What is known of each party, in the order of the history.
    known: Vec<Known>,
}

/// What was looked up for one party.
#[derive(Clone, Debug, Default)]
struct Known {
    /// The place of its entry in the register.
    entity: Option<usize>,
    addresses: Vec<String>,
    crowd: Option<Crowd>,
    has: Vec<SharedKind>,
    shared: Vec<Shared>,
    /// What it shares with few, with the parties that ordered before it.
    earlier: Vec<(SharedKind, String, Vec<usize>)>,
    sites: Vec<SiteClaim>,
}

/// A thing that parties may share, with its key and how it is shown.
type Thing = (SharedKind, String, String);

impl Dossier {
    /// Join them. `control_days` are the law's: [`tidewaiter_law::Law::control_days`].
    #[must_use]
    pub fn new(history: History, beside: Beside, law: &tidewaiter_law::Law) -> Self {
        let controls =
            law.control_days(CONTROLS_FROM).into_iter().map(|(on, code, title)| ControlDay { on, code, title });
        let controls = controls.collect();
        let register = beside.register.as_deref();
        let entities = register.map(|register| entries_of(&history, register.entities())).unwrap_or_default();
        let crowds = Crowds::count(&history, register);
        let directors = register.map(|register| directors(&history, &entities, register)).unwrap_or_default();
        let sites = beside.sites.as_deref().map(|sites| claims(&history, sites)).unwrap_or_default();
        let mut known = Vec::with_capacity(history.entries.len());
        let mut things: Vec<Vec<Thing>> = Vec::with_capacity(history.entries.len());
        for (id, entry) in history.entries.iter().enumerate() {
            let place = entities.get(id).copied().flatten();
            let entity = place.and_then(|at| register.and_then(|register| register.entities().get(at)));
            let mut addresses = entry.addresses.clone();
            addresses.extend(entity.into_iter().flat_map(|entity| entity.addresses.iter().cloned()));
            let mut own = things_of(&history, entry, entity, &addresses);
            own.extend(
                directors
                    .get(id)
                    .into_iter()
                    .flatten()
                    .map(|(key, name)| (SharedKind::Director, key.clone(), format!("a director ({name})"))),
            );
            own.sort();
            own.dedup_by(|a, b| (a.0, &a.1) == (b.0, &b.1));
            let mut has: Vec<SharedKind> = own.iter().map(|thing| thing.0).collect();
            has.dedup();
            known.push(Known {
                entity: place,
                crowd: crowds.at(&addresses, entry.country.or(entity.and_then(|e| e.country))),
                addresses,
                has,
                shared: Vec::new(),
                earlier: Vec::new(),
                sites: sites.get(id).cloned().unwrap_or_default(),
            });
            things.push(if entry.buys { own } else { Vec::new() });
        }
        share(&history, &things, &mut known);
        Self { history, beside, controls, known }
    }

    /// The hash of all lines of the history: what an answer that used it rests on.
    #[must_use]
    pub fn identity(&self) -> String {
        self.history.identity()
    }

    /// The parties that buy or receive: their names as first written, and how many accelerators were on their lines.
    pub fn parties(&self) -> impl Iterator<Item = (&str, u64)> {
        let buyers = self.history.entries.iter().filter(|entry| entry.buys);
        buyers.map(|entry| (entry.name.as_str(), entry.trade.accelerators))
    }

    /// What every indicator says of a party, by name; `None` for one that the book has not.
    #[must_use]
    pub fn assess(&self, name: &str) -> Option<Vec<Assessment>> {
        let id = self.history.find(&key(name))? as usize;
        let (entry, known) = (self.history.entries.get(id)?, self.known.get(id)?);
        let registered = match &self.beside.register {
            None => Registered::NoRegister,
            Some(register) => {
                known.entity.and_then(|at| register.entities().get(at)).map_or(Registered::NotFound, Registered::Found)
            }
        };
        let trade = entry.trade();
        Some(assess(&Subject {
            name: &entry.name,
            addresses: &known.addresses,
            registered,
            trade: &trade,
            span: self.history.span,
            book: &self.history.book,
            controls: &self.controls,
            crowd: known.crowd.as_ref(),
            has: &known.has,
            shared: &known.shared,
            sites: self.beside.sites.as_ref().map(|_| known.sites.as_slice()),
            rates: &self.beside.rates,
        }))
    }
}

/// For each party the place of its entry in the register: the one of its identifier, else the only one of its name in
/// its country.
fn entries_of(history: &History, entities: &[Entity]) -> Vec<Option<usize>> {
    let mut of: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, entity) in entities.iter().enumerate().filter(|(_, e)| e.kind != EntityKind::Person) {
        for name in std::iter::once(&entity.name).chain(&entity.other_names) {
            if let Some(id) = history.find(&key(name)) {
                let list = of.entry(id as usize).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
    }
    let squeezed = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
    history
        .entries
        .iter()
        .enumerate()
        .map(|(id, entry)| {
            let found = of.get(&id)?;
            let entity = |at: &usize| entities.get(*at);
            let wanted = squeezed(&entry.identifier);
            let numbered = |at: &&usize| {
                entity(at).is_some_and(|e| {
                    std::iter::once(&e.id).chain(&e.identifiers).any(|number| squeezed(number) == wanted)
                })
            };
            if !wanted.is_empty()
                && let Some(at) = found.iter().find(numbered)
            {
                return Some(*at);
            }
            let agrees =
                |at: &&usize| entity(at).is_some_and(|e| e.country.zip(entry.country).is_none_or(|(a, b)| a == b));
            let mut agreeing = found.iter().filter(agrees);
            match (agreeing.next(), agreeing.next()) {
                (Some(only), None) => Some(*only),
                _ => None,
            }
        })
        .collect()
}

/// What a party has that another may have as well.
fn things_of(history: &History, entry: &Entry, entity: Option<&Entity>, addresses: &[String]) -> Vec<Thing> {
    let country = entry.country.or(entity.and_then(|e| e.country));
    let mut things: Vec<Thing> = addresses
        .iter()
        .filter_map(|text| PlaceKey::of(text, country)?.suite.map(|suite| (SharedKind::Suite, suite, text.clone())))
        .collect();
    if let Some(entity) = entity {
        things.extend(
            entity.phones.iter().filter_map(|text| {
                phone(text).map(|digits| (SharedKind::Phone, digits, format!("its telephone {text}")))
            }),
        );
        let mails = entity.emails.iter().filter_map(|text| text.rsplit_once('@').map(|(_, domain)| domain));
        let domains = mails.chain(entity.websites.iter().map(String::as_str)).filter_map(domain);
        things.extend(domains.map(|domain| (SharedKind::Domain, domain.clone(), format!("its domain {domain}"))));
    }
    things.extend(entry.forwarders.iter().filter_map(|id| {
        let forwarder = history.entries.get(*id as usize)?;
        let shown = format!("its forwarder {}", forwarder.name);
        Some((SharedKind::Forwarder, forwarder.key.to_string(), shown))
    }));
    things
}

/// The last nine digits of a telephone number, so that a country's code or a nought in front does not matter.
fn phone(text: &str) -> Option<String> {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 7 {
        return None;
    }
    Some(digits.iter().skip(digits.len().saturating_sub(9)).collect())
}

/// Providers of mail for everybody.
const PUBLIC_MAIL: [&str; 24] = [
    "126.com",
    "139.com",
    "163.com",
    "aol.com",
    "foxmail.com",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "mail.com",
    "mail.ru",
    "naver.com",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rediffmail.com",
    "sina.com",
    "yahoo.com",
    "yandex.com",
    "yandex.ru",
    "zoho.com",
];

/// The domain of a mail or web address; `None` for a public provider's.
fn domain(text: &str) -> Option<String> {
    let host = text.trim().to_lowercase();
    let host = host.split_once("://").map_or(host.as_str(), |(_, rest)| rest);
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host).trim_end_matches('.');
    (host.contains('.') && !PUBLIC_MAIL.contains(&host)).then(|| host.to_owned())
}

/// The directors of each party: key and name.
fn directors(history: &History, entities: &[Option<usize>], register: &Registry) -> Vec<Vec<(String, String)>> {
    let statements = register.statements();
    let of = |entry: &Entry, entity: Option<&Entity>| -> Vec<(String, String)> {
        let by_id = entity.filter(|entity| !entity.id.is_empty()).and_then(|entity| statements.with_id(&entity.id));
        // A name alone tells a company that has an id from no other of that name.
        let parties = by_id.map_or_else(|| statements.without_id(&entry.name), |party| vec![party]);
        let stakes = parties.into_iter().flat_map(|party| statements.in_company(party, Interest::Directorship, None));
        let named = stakes.filter(|(_, stake)| !stake.owner.trim().is_empty());
        named
            .map(|(_, stake)| {
                let person = if stake.owner_id.is_empty() { key(&stake.owner) } else { format!("#{}", stake.owner_id) };
                (person, stake.owner)
            })
            .collect()
    };
    let entity = |at: &Option<usize>| at.and_then(|at| register.entities().get(at));
    history.entries.iter().zip(entities).map(|(entry, at)| of(entry, entity(at))).collect()
}

/// Fill in what each party shares with earlier buyers.
fn share(history: &History, things: &[Vec<Thing>], known: &mut [Known]) {
    let mut users: HashMap<(SharedKind, &str), Vec<usize>> = HashMap::new();
    for (id, own) in things.iter().enumerate() {
        for (kind, key, _) in own {
            users.entry((*kind, key)).or_default().push(id);
        }
    }
    let first = |id: usize| history.entries.get(id).and_then(|entry| entry.trade.first);
    for ((id, own), known) in things.iter().enumerate().zip(known) {
        let Some(mine) = first(id) else { continue };
        for (kind, key, shown) in own {
            let all = users.get(&(*kind, key.as_str())).map(Vec::as_slice).unwrap_or_default();
            let before = |other: &usize| first(*other).filter(|day| *day < mine).map(|day| (day, *other));
            let earlier = || all.iter().filter(|other| **other != id).filter_map(before);
            let Some((since, with)) = earlier().min() else { continue };
            if u32::try_from(all.len()).is_ok_and(|users| users <= kind.users_max()) {
                let others = earlier().map(|(_, other)| other).collect();
                known.earlier.push((*kind, shown.clone(), others));
            }
            known.shared.push(Shared {
                kind: *kind,
                value: shown.clone(),
                with: history.entries.get(with).map(|entry| entry.name.clone()).unwrap_or_default(),
                since: Some(since),
                users: u32::try_from(all.len()).unwrap_or(u32::MAX),
            });
        }
        known.shared.sort_by(|a, b| (a.kind, a.users, &a.value).cmp(&(b.kind, b.users, &b.value)));
    }
}

/// How many companies are in each building and suite.
struct Crowds {
    buildings: HashMap<String, u32>,
    suites: HashMap<String, u32>,
}

impl Crowds {
    /// Every company of the register and every buyer of the book counts once in a place.
    fn count(history: &History, register: Option<&Registry>) -> Self {
        let mut crowds = Self { buildings: HashMap::new(), suites: HashMap::new() };
        let mut registered: HashSet<String> = HashSet::new();
        for entity in register.iter().flat_map(|register| register.entities()) {
            if entity.kind == EntityKind::Person {
                continue;
            }
            crowds.add(&entity.addresses, entity.country);
            let name = key(&entity.name);
            if history.find(&name).is_some() {
                registered.insert(name);
            }
        }
        for entry in history.entries.iter().filter(|entry| entry.buys && !registered.contains(entry.key.as_str())) {
            crowds.add(&entry.addresses, entry.country);
        }
        crowds
    }

    fn add(&mut self, addresses: &[String], country: Option<Country>) {
        let keys: Vec<PlaceKey> = addresses.iter().filter_map(|text| PlaceKey::of(text, country)).collect();
        let mut buildings: Vec<String> = keys.iter().map(|key| key.building.clone()).collect();
        let mut suites: Vec<String> = keys.into_iter().filter_map(|key| key.suite).collect();
        for (list, counts) in [(&mut buildings, &mut self.buildings), (&mut suites, &mut self.suites)] {
            list.sort();
            list.dedup();
            for key in list.drain(..) {
                let count = counts.entry(key).or_default();
                *count = count.saturating_add(1);
            }
        }
    }

    /// The fullest of a company's addresses.
    fn at(&self, addresses: &[String], country: Option<Country>) -> Option<Crowd> {
        let crowds = addresses.iter().filter_map(|text| {
            let place = PlaceKey::of(text, country)?;
            let count = |counts: &HashMap<String, u32>, key: &str| counts.get(key).copied().unwrap_or(1);
            Some(Crowd {
                address: text.clone(),
                suite: place.suite.as_deref().map(|key| count(&self.suites, key)),
                building: count(&self.buildings, &place.building),
            })
        });
        crowds.max_by(|a, b| (a.suite, a.building, &b.address).cmp(&(b.suite, b.building, &a.address)))
    }
}

/// For each party the sites that it claims: its own together, and those that it receives at.
fn claims(history: &History, sites: &[Site]) -> Vec<Vec<SiteClaim>> {
    let mut all = vec![Vec::new(); history.entries.len()];
    let mut own: BTreeMap<u32, Vec<&Site>> = BTreeMap::new();
    let mut at: HashMap<u32, &Site> = HashMap::new();
    for site in sites {
        let named = [&site.operator, &site.name].into_iter().filter(|name| !name.is_empty());
        let mut parties: Vec<u32> = named.filter_map(|name| history.find(&key(name))).collect();
        parties.dedup();
        for party in parties {
            own.entry(party).or_default().push(site);
        }
        let place = PlaceKey::of(&site.address, site.country).and_then(|place| history.find_place(&place.building));
        if let Some(place) = place {
            at.entry(place).or_insert(site);
        }
    }
    for (party, sites) in own {
        let sum = |of: fn(&Site) -> Option<Decimal>| {
            sites.iter().try_fold(Decimal::ZERO, |sum, site| sum.checked_add(of(site)?))
        };
        let name = match sites.as_slice() {
            [one] => one.name.clone(),
            many => format!("its {} sites", many.len()),
        };
        let Some(entry) = history.entries.get(party as usize) else { continue };
        let claim = SiteClaim {
            name,
            power_mw: sum(|site| site.power_mw),
            cooling_mw: sum(|site| site.cooling_mw),
            source: sites.iter().map(|site| site.source.as_str()).collect::<Vec<_>>().join("; "),
            watts: entry.trade.watts,
        };
        if let Some(list) = all.get_mut(party as usize) {
            list.push(claim);
        }
    }
    for (entry, claims) in history.entries.iter().zip(&mut all) {
        for place in &entry.places {
            let Some(site) = at.get(place) else { continue };
            let claim = SiteClaim {
                name: site.name.clone(),
                power_mw: site.power_mw,
                cooling_mw: site.cooling_mw,
                source: site.source.clone(),
                watts: history.place_watts.get(*place as usize).copied().unwrap_or_default(),
            };
            claims.push(claim);
        }
    }
    all
}
