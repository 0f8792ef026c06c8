//! What a whole book says of each of its parties, gathered in one pass before the lines are decided.

use std::collections::HashMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tidewaiter_model::{Country, Date, Decimal, Line, Party, Role};
use tidewaiter_redflags::says_nothing;
use tidewaiter_redflags::shells::Trade;

use crate::place_key::PlaceKey;
use crate::steps::short;

/// Other parties, places and forwarders of one party that are told apart; beyond it their count is a lower bound.
const KEPT: usize = 32;
/// Currencies of one party that are added up.
const CURRENCIES: usize = 8;
/// Addresses of one party that are kept.
const ADDRESSES: usize = 4;

/// Characters kept of a stated end use.
const USE_MAX: usize = 80;

/// Roles in which a party buys or receives.
pub(crate) const BUYERS: [Role; 4] =
    [Role::Purchaser, Role::IntermediateConsignee, Role::UltimateConsignee, Role::EndUser];

/// What was read of a line's good, for the history.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Load {
    /// Accelerators.
    pub(crate) accelerators: u64,
    /// Their rated power in watts.
    pub(crate) watts: u64,
    /// Their total processing performance where they are for data centres; what is not known counts nothing.
    pub(crate) tpp: u64,
}

/// One line as the history keeps it; made by [`Officer::note`](crate::Officer::note), on any thread.
#[derive(Clone, Debug)]
pub struct Noted {
    order: u64,
    date: Option<Date>,
    units: u64,
    load: Load,
    /// Order and end use, where it says one.
    stated: Option<Arc<(String, String)>>,
    value: Option<(String, Decimal)>,
    parties: Vec<NotedParty>,
    place: Option<Arc<Option<PlaceKey>>>,
}

#[derive(Clone, Debug)]
struct NotedParty {
    key: Arc<String>,
    role: Role,
    name: String,
    address: String,
    country: Option<Country>,
    identifier: String,
}

impl Noted {
    /// A line with what was read of its good. `key` tells parties apart by name.
    pub(crate) fn new(
        line: &Line,
        load: Load,
        key: impl Fn(&str) -> Arc<String>,
        place: impl Fn(&str, Option<Country>) -> Arc<Option<PlaceKey>>,
    ) -> Self {
        let stated = Some(line.end_use.trim()).filter(|text| !says_nothing(text));
        let named = |party: &&Party| !party.name.trim().is_empty();
        let parties = line.parties.iter().filter(named).map(|party| NotedParty {
            key: key(&party.name),
            role: party.role,
            name: party.name.clone(),
            address: party.address.clone(),
            country: party.country,
            identifier: party.identifier.clone(),
        });
        let value = line
            .unit_price
            .zip(line.quantity)
            .and_then(|(price, n)| price.checked_mul(Decimal::from(n)))
            .filter(|_| !line.currency.is_empty())
            .map(|value| (line.currency.clone(), value));
        Self {
            order: hash(&line.order),
            date: line.date,
            units: line.quantity.unwrap_or_default(),
            load,
            stated: stated.map(|text| Arc::new((short(&line.order, USE_MAX), short(text, USE_MAX)))),
            value,
            parties: parties.collect(),
            place: line.ship_to.as_ref().map(|to| place(&to.text, to.country)),
        }
    }
}

/// A party of the book.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    /// Its name as first written.
    pub(crate) name: String,
    pub(crate) key: Arc<String>,
    pub(crate) country: Option<Country>,
    pub(crate) identifier: String,
    pub(crate) addresses: Vec<String>,
    pub(crate) trade: Trade,
    pub(crate) others: Vec<u32>,
    pub(crate) forwarders: Vec<u32>,
    /// Buildings that it received at as ultimate consignee or end user.
    pub(crate) places: Vec<u32>,
    /// What it ordered as purchaser or end user, a day each, in the order of the days.
    bought: Vec<Day>,
    /// The first order, with the use, that says what it is for as end user.
    pub(crate) stated: Option<Arc<(String, String)>>,
    last_order: Option<u64>,
    /// It buys or receives, and does not only forward.
    pub(crate) buys: bool,
}

/// What a party ordered on a day.
#[derive(Clone, Copy, Debug)]
struct Day {
    on: Date,
    /// Of those whose performance counts.
    accelerators: u64,
    tpp: u64,
}

/// What a whole book says of each of its parties.
///
/// Parties are told apart by name; an order counts once while its lines follow each other. Memory grows with the number
/// of parties, not of lines: about 1 kB each, and 24 bytes for every day on which one ordered.
#[derive(Debug)]
pub struct History {
    /// The day from which the book is said to hold every order.
    pub(crate) since: Option<Date>,
    pub(crate) book: String,
    ids: HashMap<String, u32>,
    pub(crate) entries: Vec<Entry>,
    places: HashMap<String, u32>,
    /// Watts shipped to each building, in the order in which the buildings came.
    pub(crate) place_watts: Vec<u64>,
    pub(crate) span: Option<(Date, Date)>,
    lines: u64,
    digest: Sha256,
}

impl History {
    /// Nothing yet of a book, which is called by this name.
    #[must_use]
    pub fn new(book: &str) -> Self {
        Self {
            since: None,
            book: book.to_owned(),
            ids: HashMap::new(),
            entries: Vec::new(),
            places: HashMap::new(),
            place_watts: Vec::new(),
            span: None,
            lines: 0,
            digest: Sha256::new(),
        }
    }

    /// The same, said to hold every order from a day on. A book alone cannot tell what came before it.
    #[must_use]
    pub fn complete_since(mut self, since: Option<Date>) -> Self {
        self.since = since;
        self
    }

    /// Add the next line.
    pub fn add(&mut self, noted: &Noted) {
        self.lines = self.lines.saturating_add(1);
        self.hash_in(noted);
        if let Some(date) = noted.date {
            self.span = Some(self.span.map_or((date, date), |(from, to)| (from.min(date), to.max(date))));
        }
        let place = noted.place.as_deref().and_then(Option::as_ref).and_then(|place| self.place(&place.building));
        if let Some(watts) = place.and_then(|at| self.place_watts.get_mut(at as usize)) {
            *watts = watts.saturating_add(noted.load.watts);
        }
        let ids: Vec<u32> = noted.parties.iter().map(|party| self.id(party)).collect();
        let with = || ids.iter().copied().zip(&noted.parties);
        let forwarders: Vec<u32> = with().filter(|(_, p)| p.role == Role::FreightForwarder).map(|(id, _)| id).collect();
        let buyers: Vec<u32> = with().filter(|(_, p)| BUYERS.contains(&p.role)).map(|(id, _)| id).collect();
        let mut counted: Vec<u32> = Vec::with_capacity(buyers.len());
        let mut ordering: Vec<u32> = Vec::with_capacity(2);
        for (id, party) in with().filter(|(_, p)| BUYERS.contains(&p.role)) {
            let uses = matches!(party.role, Role::UltimateConsignee | Role::EndUser);
            let Some(entry) = self.entries.get_mut(id as usize) else { continue };
            entry.buys = true;
            if matches!(party.role, Role::Purchaser | Role::EndUser) && !ordering.contains(&id) {
                ordering.push(id);
                entry.ordered(noted);
            }
            if party.role == Role::EndUser && entry.stated.is_none() {
                entry.stated.clone_from(&noted.stated);
            }
            let first = !counted.contains(&id);
            if first {
                counted.push(id);
                entry.count(noted);
                for other in buyers.iter().filter(|other| **other != id) {
                    keep(&mut entry.others, *other);
                }
                for forwarder in &forwarders {
                    keep(&mut entry.forwarders, *forwarder);
                }
            }
            if uses {
                // A party that is consignee and end user receives the goods once.
                let is_user = |role| matches!(role, Role::UltimateConsignee | Role::EndUser);
                let again = with().find(|(other, p)| *other == id && is_user(p.role)).map(|(_, p)| p.role);
                if again == Some(party.role) {
                    entry.trade.watts = entry.trade.watts.saturating_add(noted.load.watts);
                }
                if let Some(place) = place {
                    keep(&mut entry.places, place);
                }
            }
        }
    }

    /// Lines added.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// A hash over all lines added, in hex: what an answer that used the history rests on.
    #[must_use]
    pub fn identity(&self) -> String {
        let mut digest = self.digest.clone();
        digest.update(self.since.map(|day| day.to_string()).unwrap_or_default());
        let bytes = digest.finalize();
        bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The party of a key.
    pub(crate) fn find(&self, key: &str) -> Option<u32> {
        self.ids.get(key).copied()
    }

    /// A building, where something was shipped to it.
    pub(crate) fn find_place(&self, building: &str) -> Option<u32> {
        self.places.get(building).copied()
    }

    fn place(&mut self, building: &str) -> Option<u32> {
        if let Some(known) = self.places.get(building) {
            return Some(*known);
        }
        let id = u32::try_from(self.place_watts.len()).ok()?;
        self.places.insert(building.to_owned(), id);
        self.place_watts.push(0);
        Some(id)
    }

    fn id(&mut self, party: &NotedParty) -> u32 {
        let next = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let known = self.find(&party.key);
        let id = known.unwrap_or(next);
        if known.is_none() {
            self.ids.insert(party.key.to_string(), id);
            self.entries.push(Entry { name: party.name.clone(), key: Arc::clone(&party.key), ..Entry::default() });
        }
        if let Some(entry) = self.entries.get_mut(id as usize) {
            entry.country = entry.country.or(party.country);
            if entry.identifier.is_empty() {
                entry.identifier.clone_from(&party.identifier);
            }
            let address = party.address.trim();
            if !address.is_empty()
                && entry.addresses.len() < ADDRESSES
                && entry.addresses.iter().all(|known| known != address)
            {
                entry.addresses.push(address.to_owned());
            }
        }
        id
    }

    fn hash_in(&mut self, noted: &Noted) {
        let Load { accelerators, watts, tpp } = noted.load;
        let load = format!("{accelerators} {watts} {tpp}");
        let mut piece = |text: &str| {
            self.digest.update((text.len() as u64).to_be_bytes());
            self.digest.update(text.as_bytes());
        };
        let value = noted.value.as_ref().map(|(currency, value)| format!("{currency}{value}")).unwrap_or_default();
        let date = noted.date.map(|date| date.to_string()).unwrap_or_default();
        piece(&format!("{} {date} {} {load} {value}", noted.order, noted.units));
        if let Some((order, text)) = noted.stated.as_deref() {
            piece(order);
            piece(text);
        }
        for party in &noted.parties {
            piece(&party.key);
            piece(party.role.words());
            piece(&party.address);
            piece(&party.identifier);
        }
    }
}

impl Entry {
    /// Note an order that names it as purchaser or end user. Without a date nothing can be said of when.
    fn ordered(&mut self, noted: &Noted) {
        let Some(on) = noted.date else { return };
        let at = self.bought.partition_point(|day| day.on < on);
        if self.bought.get(at).is_none_or(|day| day.on != on) {
            self.bought.insert(at, Day { on, accelerators: 0, tpp: 0 });
        }
        if let Some(day) = self.bought.get_mut(at).filter(|_| noted.load.tpp > 0) {
            day.accelerators = day.accelerators.saturating_add(noted.load.accelerators);
            day.tpp = day.tpp.saturating_add(noted.load.tpp);
        }
    }

    /// The day of the first order that names it as purchaser or end user.
    pub(crate) fn first_ordered(&self) -> Option<Date> {
        self.bought.first().map(|day| day.on)
    }

    /// Accelerators for data centres, and their TPP, that it ordered from a day up to and with another.
    pub(crate) fn ordered_between(&self, from: Date, to: Date) -> (u64, u64) {
        let start = self.bought.partition_point(|day| day.on < from);
        let days = self.bought.iter().skip(start).take_while(|day| day.on <= to);
        days.fold((0, 0), |(n, tpp), day| (n.saturating_add(day.accelerators), tpp.saturating_add(day.tpp)))
    }

    fn count(&mut self, noted: &Noted) {
        let trade = &mut self.trade;
        if let Some(date) = noted.date {
            trade.first = Some(trade.first.map_or(date, |first| first.min(date)));
            trade.last = Some(trade.last.map_or(date, |last| last.max(date)));
        }
        if self.last_order != Some(noted.order) {
            self.last_order = Some(noted.order);
            trade.orders = trade.orders.saturating_add(1);
        }
        trade.lines = trade.lines.saturating_add(1);
        trade.units = trade.units.saturating_add(noted.units);
        trade.accelerators = trade.accelerators.saturating_add(noted.load.accelerators);
        if noted.value.as_ref().is_none_or(|(currency, value)| add(&mut trade.value, currency, *value).is_none()) {
            trade.unpriced = trade.unpriced.saturating_add(1);
        }
    }

    /// The trade with the counts of others filled in.
    pub(crate) fn trade(&self) -> Trade {
        let count = |list: &Vec<u32>| u32::try_from(list.len()).unwrap_or(u32::MAX);
        Trade {
            counterparties: count(&self.others),
            ship_tos: count(&self.places),
            forwarders: count(&self.forwarders),
            ..self.trade.clone()
        }
    }
}

/// Add to the sum of a currency; `None` where it cannot be.
fn add(sums: &mut Vec<(String, Decimal)>, currency: &str, value: Decimal) -> Option<()> {
    if let Some((_, sum)) = sums.iter_mut().find(|(known, _)| known == currency) {
        *sum = sum.checked_add(value)?;
    } else if sums.len() < CURRENCIES {
        sums.push((currency.to_owned(), value));
    } else {
        return None;
    }
    Some(())
}

fn keep(list: &mut Vec<u32>, id: u32) {
    if list.len() < KEPT && !list.contains(&id) {
        list.push(id);
    }
}

/// FNV-1a, 64 bits: order numbers need only be told from their neighbours.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
