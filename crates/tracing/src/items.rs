//! From records to the movements of one item.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tidewaiter_model::trace::LeftOut;

use crate::flow::{Flow, Movement};
use crate::join::Sites;
use crate::records::{Records, index};
use crate::witness::{Candidate, Witness, find};

/// What a text says of the item that is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counting {
    /// It is the item, and one unit as described holds so many chips of it.
    Chips(u64),
    /// It is something else.
    No,
    /// It may be the item: why this is not known.
    MayBe(Cow<'static, str>),
}

/// What each text says of the item, asked once a text.
#[derive(Clone, Debug)]
pub struct Items {
    of: Vec<Option<Counting>>,
}

impl Items {
    /// Ask about every text that stands as an item in the records, in the order in which they first come.
    pub fn read(records: &Records, mut count: impl FnMut(&str) -> Counting) -> Self {
        let mut of: Vec<Option<Counting>> = vec![None; records.texts().len()];
        for record in 0..u32::try_from(records.len()).unwrap_or(u32::MAX) {
            let text = records.item(record);
            if let Some(slot @ None) = of.get_mut(index(text)) {
                *slot = Some(count(records.texts().get(text)));
            }
        }
        Self { of }
    }

    /// What a text says; `None` for one that is no item's.
    #[must_use]
    pub fn of(&self, text: u32) -> Option<&Counting> {
        self.of.get(index(text)).and_then(Option::as_ref)
    }
}

/// A serial number on a movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sighting {
    /// The number's text among [`Records::texts`].
    pub serial: u32,
    /// The [`Movement::record`] of the movement.
    pub record: u32,
    /// How many chips the number stands for: a system's number stands for all chips in it.
    pub chips: u32,
}

/// The movements of one item, each counted once, and what they rest on.
///
/// # Examples
/// ```
/// use tidewaiter_model::{Consignment, Date, Days};
/// use tidewaiter_tracing::{Counting, Items, Joins, Picked, Records};
///
/// let on = |month| Days::on(Date::constant(2025, month, 3));
/// let row = |days: Days, document: &'static str, source: &'static str| Consignment {
///     departs: days, arrives: days, from: "Alder Ltd".into(), from_country: "SG".parse().ok(),
///     to: "Birch Sdn Bhd".into(), to_country: "MY".parse().ok(), item: "8-GPU board".into(), quantity: Some(2),
///     unit_value: None, currency: "".into(), weight_kg: None, hs_code: "".into(), document: document.into(),
///     serials: vec![], source: source.into(), row: 1,
/// };
/// let mut records = Records::default();
/// records.push(&row(on(5), "INV-1", "customs"));
/// records.push(&row(on(5), "INV-1", "seller"));
/// records.push(&row(on(9), "INV-2", "seller"));
/// let items = Items::read(&records, |_| Counting::Chips(8));
/// let sites = Joins::default().sites(&records, true);
/// let picked = Picked::new(&records, &items, &sites, true);
/// assert_eq!(picked.flow.movements().iter().map(|m| m.units).collect::<Vec<_>>(), [16, 16]);
/// assert_eq!(picked.records_of(0).collect::<Vec<_>>(), [0, 1]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Picked {
    /// The movements in order.
    pub flow: Flow,
    /// Serial numbers on them, sorted by number and then in the order of the flow.
    pub sightings: Vec<Sighting>,
    /// Records that tell of a movement again, sorted by the record counted.
    pub witnesses: Vec<Witness>,
    /// Records left out, by reason.
    pub left_out: Vec<LeftOut>,
    /// What the reader must know besides, in plain words.
    pub notes: Vec<String>,
}

/// Why a record is left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    MayBe(Cow<'static, str>),
    NoQuantity,
    TooMany,
    Doubled,
    SameSite,
    Another,
}

impl Picked {
    /// The movements of an item between sites. `inferred`: records of different sources with equal terms on near days
    /// are taken for one movement as well, not only those with a document number or a serial number in common.
    #[must_use]
    pub fn new(records: &Records, items: &Items, sites: &Sites, inferred: bool) -> Self {
        let mut left = Left::default();
        let mut candidates = Vec::new();
        for record in 0..u32::try_from(records.len()).unwrap_or(u32::MAX) {
            let quantity = records.quantity(record);
            let per_unit = match items.of(records.item(record)) {
                Some(Counting::Chips(chips)) => *chips,
                Some(Counting::MayBe(why)) => {
                    left.add(Why::MayBe(why.clone()), quantity);
                    continue;
                }
                Some(Counting::No) | None => {
                    left.add(Why::Another, quantity);
                    continue;
                }
            };
            let (from, to) = (sites.of(records.from(record)), sites.of(records.to(record)));
            match quantity.map(|quantity| u32::try_from(quantity.saturating_mul(per_unit))) {
                None => left.add(Why::NoQuantity, None),
                Some(Err(_)) => left.add(Why::TooMany, quantity),
                Some(Ok(_)) if from == to => left.add(Why::SameSite, quantity),
                Some(Ok(units)) => candidates.push(Candidate { record, from, to, units }),
            }
        }
        let found = find(records, &candidates, inferred);
        for (_, other) in &found.doubled {
            left.add(Why::Doubled, records.quantity(*other));
        }
        let mut picked = Self { witnesses: found.witnesses, ..Self::default() };
        picked.say_conflicts(records, &found.conflicts);
        picked.count(records, items, sites, &candidates, &found.doubled);
        picked.left_out = left.told();
        picked
    }

    /// The record counted, then its witnesses.
    pub fn records_of(&self, counted: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::once(counted).chain(self.witnesses_of(counted).iter().map(|witness| witness.other))
    }

    /// The witnesses of a record counted.
    #[must_use]
    pub fn witnesses_of(&self, counted: u32) -> &[Witness] {
        let from = self.witnesses.partition_point(|witness| witness.counted < counted);
        let to = self.witnesses.partition_point(|witness| witness.counted <= counted);
        self.witnesses.get(from..to).unwrap_or_default()
    }

    fn say_conflicts(&mut self, records: &Records, conflicts: &[(u32, u64, u64)]) {
        const SHOWN: usize = 10;
        for (record, most, least) in conflicts.iter().take(SHOWN) {
            self.notes.push(format!(
                "documents of one movement state {most} and {least} chips; {most} are counted ({})",
                records.label(*record)
            ));
        }
        if conflicts.len() > SHOWN {
            let more = conflicts.len().saturating_sub(SHOWN);
            self.notes
                .push(format!("of {more} more movements documents state different quantities; the larger is counted"));
        }
    }

    fn count(
        &mut self,
        records: &Records,
        items: &Items,
        sites: &Sites,
        candidates: &[Candidate],
        doubled: &[(u32, u32)],
    ) {
        let mut others: Vec<u32> = self.witnesses.iter().map(|witness| witness.other).collect();
        others.extend(doubled.iter().map(|(_, other)| *other));
        others.sort_unstable();
        let mut movements = Vec::with_capacity(candidates.len().saturating_sub(others.len()));
        let mut serials = Serials::default();
        for each in candidates {
            if others.binary_search(&each.record).is_ok() {
                continue;
            }
            let Some(mut span) = records.span(each.record) else { continue };
            let witnesses = self.witnesses_of(each.record);
            for witness in witnesses {
                // A register that names no sender tells who has the goods later, not when they moved.
                let same = sites.of(records.from(witness.other)) == each.from;
                if let Some(other) = records.span(witness.other).filter(|_| same) {
                    span = span.with(&other);
                }
            }
            let units = serials.take(records, items, each, witnesses);
            let (departs, arrives) = (span.departs.1, span.arrives.0);
            movements.push(Movement { departs, arrives, from: each.from, to: each.to, units, record: each.record });
        }
        self.flow = Flow::new(movements);
        serials.say(records, &mut self.notes);
        let Serials { mut sightings, .. } = serials;
        if !sightings.is_empty() {
            let mut order: Vec<(u32, u32)> = self.flow.movements().iter().map(|m| m.record).zip(0..).collect();
            order.sort_unstable();
            let place = |record: u32| {
                let at = order.binary_search_by_key(&record, |(record, _)| *record).ok()?;
                order.get(at).map(|(_, place)| *place)
            };
            sightings.retain(|sighting| place(sighting.record).is_some());
            sightings.sort_by_cached_key(|sighting| (sighting.serial, place(sighting.record)));
        }
        self.sightings = sightings;
    }
}

/// Serial numbers while they are gathered.
#[derive(Default)]
struct Serials {
    sightings: Vec<Sighting>,
    /// Records with more serial numbers than chips: the first, and how many.
    more_than_chips: Option<(u32, u64)>,
}

impl Serials {
    /// The serial numbers of a movement; its chips, which are as many as it has numbers at least.
    fn take(&mut self, records: &Records, items: &Items, each: &Candidate, witnesses: &[Witness]) -> u32 {
        let mut numbers: Vec<u32> = records.serials(each.record).to_vec();
        for witness in witnesses {
            numbers.extend_from_slice(records.serials(witness.other));
        }
        if numbers.is_empty() {
            return each.units;
        }
        numbers.sort_unstable();
        numbers.dedup();
        let count = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        let quantity = records.quantity(each.record).unwrap_or(0);
        // As many numbers as systems, of several chips each: the numbers are the systems'.
        let chips = match items.of(records.item(each.record)) {
            Some(Counting::Chips(chips)) if u64::from(count) <= quantity => u32::try_from(*chips).unwrap_or(1),
            _ => 1,
        };
        if chips == 0 || each.units == 0 {
            return each.units;
        }
        if count > each.units {
            let (_, times) = self.more_than_chips.get_or_insert((each.record, 0));
            *times = times.saturating_add(1);
        }
        self.sightings.extend(numbers.into_iter().map(|serial| Sighting { serial, record: each.record, chips }));
        each.units.max(count)
    }

    fn say(&self, records: &Records, notes: &mut Vec<String>) {
        if let Some((first, times)) = self.more_than_chips {
            notes.push(format!(
                "{times} records list more serial numbers than chips, the first in {}; as many chips are counted as numbers",
                records.label(first)
            ));
        }
    }
}

/// Records left out, while they are counted.
#[derive(Default)]
struct Left {
    by: BTreeMap<Why, (u64, u64)>,
}

impl Left {
    fn add(&mut self, why: Why, quantity: Option<u64>) {
        let (records, units) = match self.by.get_mut(&why) {
            Some(found) => (&mut found.0, &mut found.1),
            None => {
                let found = self.by.entry(why).or_default();
                (&mut found.0, &mut found.1)
            }
        };
        *records = records.saturating_add(1);
        *units = units.saturating_add(quantity.unwrap_or(0));
    }

    fn told(self) -> Vec<LeftOut> {
        self.by
            .into_iter()
            .map(|(why, (records, quantity))| {
                let (why, may_widen) = match why {
                    Why::MayBe(why) => (why.into_owned(), true),
                    Why::NoQuantity => ("the quantity is not stated as a number of units".to_owned(), true),
                    Why::TooMany => ("more chips than four thousand million in one record".to_owned(), true),
                    Why::Doubled => ("the row stands twice in one source".to_owned(), false),
                    Why::SameSite => ("it moved nothing from one site to another".to_owned(), false),
                    Why::Another => ("another item".to_owned(), false),
                };
                LeftOut { why, records, quantity, may_widen }
            })
            .collect()
    }
}
