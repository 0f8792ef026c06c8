//! What does not add up in the records of one item: goods that came in and are nowhere, prices, weights, serial numbers
//! and routes that ask for an explanation.
//!
//! A finding here is an observation about papers. Each has ordinary causes, and says one; it accuses nobody, is at most a
//! [`Review`](Severity::Review), shows its arithmetic and the rows that it rests on, and says what settles it. Whatever
//! cannot be assessed for want of a record is said too ([`Looked::lacks`]): it never counts as in order.
//!
//! The bars are rules of thumb with the reason beside each; nobody has published how often honest trade passes them.
//!
//! To add a finding: write its file beside this one ([`About`], [`Check`], tests that raise it and that do not) and name
//! it in [`ALL`].

mod before;
mod circle;
mod gap;
mod lane;
mod margin;
mod renamed;
mod serials;
mod short_life;
mod site_book;
mod split;
mod through;
mod weight;

use std::collections::{BTreeMap, BTreeSet};

use site_book::SiteBook;
use tidewaiter_model::{Country, Date, Days, Decimal, Evidence, Explanation, Finding, Severity};

use crate::Sides;

/// A party at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The party; sites of one name are one party.
    pub name: &'a str,
    /// Where it is, where that is known.
    pub country: Option<Country>,
}

/// One movement with what its papers say, once however many papers tell of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shipment<'a> {
    /// The site that it left, as a position among [`Case::sites`].
    pub from: u32,
    /// The site that it reached.
    pub to: u32,
    /// When it left.
    pub departs: Days,
    /// When it came in.
    pub arrives: Days,
    /// Chips of the item; 0 where it is not, or may not be, of the item.
    pub chips: u64,
    /// Units as described: a system of eight chips is one.
    pub units: u64,
    /// The item in the source's words.
    pub item: &'a str,
    /// The price of one unit as described.
    pub unit_value: Option<Decimal>,
    /// ISO 4217, or empty.
    pub currency: &'a str,
    /// Gross weight of the whole, in kilograms.
    pub weight_kg: Option<Decimal>,
    /// The heading of the Harmonized System, or empty.
    pub hs_code: &'a str,
    /// Serial numbers.
    pub serials: Vec<&'a str>,
    /// The record that tells of it, as [`Case::label`] knows it.
    pub record: u32,
}

impl Shipment<'_> {
    /// The price of one chip.
    fn chip_value(&self) -> Option<Decimal> {
        let all = self.unit_value?.checked_mul(Decimal::from(self.units))?;
        all.checked_div(Decimal::from(self.chips))
    }

    /// Kilograms a chip.
    fn chip_weight(&self) -> Option<Decimal> {
        self.weight_kg?.checked_div(Decimal::from(self.chips))
    }
}

/// Chips that somebody told to be at a site on a day: installed, in store, or there before the records begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The site.
    pub site: u32,
    /// How many chips.
    pub chips: u64,
    /// The day on which they were there; `None` for the day on which the records end.
    pub day: Option<Date>,
    /// Who says so.
    pub source: String,
}

/// A fact about the item, with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// The fact.
    pub value: T,
    /// Who says so.
    pub source: String,
}

/// A day on which a control of the item took effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// The day.
    pub day: Date,
    /// What it is called.
    pub name: String,
    /// Citation.
    pub cite: String,
}

/// An amount below which less is asked of a consignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Chips.
    pub chips: u64,
    /// What is asked from there on.
    pub name: String,
    /// Citation.
    pub cite: String,
}

/// What is known beside the records. Nothing, unless handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Stock before the first record, by site. None means none known, which is told.
    pub stock: Vec<Told>,
    /// Chips accounted for: installed or in store.
    pub accounted: Vec<Told>,
    /// The first day on which a chip of the item can have been shipped.
    pub launched: Option<Fact<Date>>,
    /// The least that a chip weighs in any form in which it is shipped, in kilograms.
    pub least_weight_kg: Option<Fact<Decimal>>,
    /// Days on which controls of the item took effect.
    pub controls: Vec<Control>,
    /// Amounts from which more is asked of a consignment.
    pub limits: Vec<Limit>,
}

/// The records of one item, with what is known beside them.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The sites.
    pub sites: &'a [Place<'a>],
    /// Every movement of the item, in any order.
    pub shipments: &'a [Shipment<'a>],
    /// Other movements of the same sites, not read as of the item: goods renamed on the way are found among them.
    pub others: &'a [Shipment<'a>],
    /// Which sites are origins and destinations.
    pub sides: &'a Sides,
    /// What is known beside the records.
    pub known: &'a Known,
    /// Where a record stands, such as `records.csv, row 4, document B-17`.
    pub label: &'a dyn Fn(u32) -> String,
}

/// A finding's metadata.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The code, such as `TRACE-GAP`.
    pub code: &'static str,
    /// One line.
    pub title: &'static str,
    /// What it looks at and when it is raised.
    pub what: &'static str,
    /// Why it is there, and why the bar is where it is.
    pub why: &'static str,
    /// The ordinary reason for the same picture.
    pub innocent: &'static str,
    /// What raises it and what does not.
    pub example: &'static str,
    /// The data it needs.
    pub needs: &'static str,
    /// What its rule of thumb comes from.
    pub cite: &'static str,
    /// What settles it.
    pub settle: &'static str,
}

impl About {
    fn explanation(&self) -> Explanation {
        Explanation {
            code: self.code.to_owned(),
            title: self.title.to_owned(),
            what: self.what.to_owned(),
            why: format!("{} An innocent explanation: {}", self.why, self.innocent),
            example: self.example.to_owned(),
            needs: self.needs.to_owned(),
            cite: self.cite.to_owned(),
            effective: String::new(),
            status: "inference".to_owned(),
            settle: self.settle.to_owned(),
        }
    }
}

/// What one look finds, before it is joined with its metadata.
#[derive(Clone, Debug)]
struct Found {
    /// Chips that it concerns: the greatest are told first.
    weight: u64,
    severity: Severity,
    /// What was found, as a sentence with its arithmetic.
    says: String,
    evidence: Vec<Evidence>,
}

/// What a look at the records gives.
#[derive(Clone, Debug)]
enum Outcome {
    /// The data were there.
    Found(Vec<Found>),
    /// Nothing can be said, for want of this.
    Lacks(&'static str),
}

/// One kind of finding.
trait Check: Sync {
    /// Its metadata.
    fn about(&self) -> &'static About;

    /// All that there is of it.
    fn look(&self, case: &Case<'_>, book: &SiteBook) -> Outcome;
}

/// Every kind, in the order of their codes.
static ALL: &[&dyn Check] = &[
    &before::Before,
    &circle::Circle,
    &gap::Gap,
    &lane::Lane,
    &short_life::ShortLife,
    &margin::Margin,
    &renamed::Renamed,
    &serials::Count,
    &split::Split,
    &through::Through,
    &serials::Twice,
    &weight::Value,
    &weight::Weight,
];

/// Findings of one kind that are told in full; the rest are counted.
const TOLD: usize = 10;
/// Rows of evidence that a finding shows; the rest are counted.
const ROWS: usize = 6;

/// What was found in the records of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// The findings: by code, and of one code those of most chips first.
    pub findings: Vec<Finding>,
    /// Of each code, how many findings more there are.
    pub further: Vec<(&'static str, usize)>,
    /// What could not be looked for, by code, and what is missing.
    pub lacks: Vec<(&'static str, &'static str)>,
}

/// Look for everything that does not add up.
///
/// # Examples
/// ```
/// use tidewaiter_model::{Date, Days};
/// use tidewaiter_tracing::conservation::{Case, Fact, Known, Place, Shipment, look};
/// use tidewaiter_tracing::Sides;
///
/// let day = Days::on(Date::constant(2024, 3, 1));
/// let shipment = Shipment {
///     from: 0, to: 1, departs: day, arrives: day, chips: 8, units: 1, item: "HGX H200", unit_value: None, currency: "",
///     weight_kg: None, hs_code: "", serials: Vec::new(), record: 2,
/// };
/// let known = Known {
///     launched: Some(Fact { value: Date::constant(2024, 11, 18), source: "the maker".to_owned() }),
///     ..Known::default()
/// };
/// let sites = [Place { name: "Alder Ltd", country: None }, Place { name: "Birch Ltd", country: None }];
/// let sides = Sides::new(Vec::new(), i32::MIN..=i32::MAX);
/// let label = |record| format!("records.csv, row {record}");
/// let case =
///     Case { sites: &sites, shipments: &[shipment], others: &[], sides: &sides, known: &known, label: &label };
/// let looked = look(&case);
/// assert_eq!(looked.findings[0].code, "TRACE-BEFORE");
/// ```
#[must_use]
pub fn look(case: &Case<'_>) -> Looked {
    let book = SiteBook::new(case);
    let mut looked = Looked::default();
    for check in ALL {
        let about = check.about();
        let mut found = match check.look(case, &book) {
            Outcome::Found(found) => found,
            Outcome::Lacks(what) => {
                looked.lacks.push((about.code, what));
                continue;
            }
        };
        found.sort_by(|a, b| {
            b.severity.cmp(&a.severity).then(b.weight.cmp(&a.weight)).then_with(|| a.says.cmp(&b.says))
        });
        if let Some(more) = found.len().checked_sub(TOLD).filter(|more| *more > 0) {
            looked.further.push((about.code, more));
        }
        looked.findings.extend(found.into_iter().take(TOLD).map(|found| Finding {
            code: about.code.to_owned(),
            severity: found.severity.min(Severity::Review),
            says: format!("{} An innocent explanation: {}", found.says, about.innocent),
            cite: about.cite.to_owned(),
            evidence: shortened(found.evidence),
            settle: about.settle.to_owned(),
        }));
    }
    looked
}

fn shortened(mut evidence: Vec<Evidence>) -> Vec<Evidence> {
    let more = evidence.split_off(evidence.len().min(ROWS));
    if !more.is_empty() {
        evidence.push(Evidence::new(number(length(&more), "further row"), "", "the same records"));
    }
    evidence
}

/// What a finding is, by its code (`trace-gap` does as well).
///
/// # Examples
/// ```
/// assert!(tidewaiter_tracing::conservation::explain("TRACE-GAP").is_some_and(|e| e.why.contains("innocent")));
/// ```
#[must_use]
pub fn explain(code: &str) -> Option<Explanation> {
    let wanted = |check: &&&dyn Check| check.about().code.eq_ignore_ascii_case(code.trim());
    ALL.iter().find(wanted).map(|check| check.about().explanation())
}

/// The codes of all findings, sorted.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    ALL.iter().map(|check| check.about().code).collect()
}

impl Case<'_> {
    /// A site in words, such as `Alder Ltd (SG)`.
    fn site(&self, site: u32) -> String {
        match self.place(site) {
            Some(Place { name, country: Some(country) }) => format!("{name} ({country})"),
            Some(Place { name, country: None }) => (*name).to_owned(),
            None => format!("site {site}"),
        }
    }

    fn place(&self, site: u32) -> Option<&Place<'_>> {
        self.sites.get(usize::try_from(site).ok()?)
    }

    fn country(&self, site: u32) -> Option<Country> {
        self.place(site)?.country
    }

    /// A movement as evidence.
    fn row(&self, shipment: &Shipment<'_>, value: impl Into<String>) -> Evidence {
        let what = format!("{}: {} to {}", shipment.departs, self.site(shipment.from), self.site(shipment.to));
        Evidence::new(what, value, (self.label)(shipment.record))
    }
}

/// Days from one day to a later one; negative where it is earlier.
fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The median of values with weights: the least value that half the weight does not lie above. `None` for no weight.
fn median<T: Ord + Copy>(mut values: Vec<(T, u64)>) -> Option<T> {
    values.retain(|(_, weight)| *weight > 0);
    values.sort_unstable();
    let all: u128 = values.iter().map(|(_, weight)| u128::from(*weight)).sum();
    let mut below = 0u128;
    values.into_iter().find_map(|(value, weight)| {
        below = below.saturating_add(u128::from(weight));
        (below.saturating_mul(2) >= all).then_some(value)
    })
}

/// Counts joined by `key`, as sums of chips.
fn sum_by<K: Ord>(items: impl Iterator<Item = (K, u64)>) -> BTreeMap<K, u64> {
    let mut sums: BTreeMap<K, u64> = BTreeMap::new();
    for (key, chips) in items {
        let sum = sums.entry(key).or_default();
        *sum = sum.saturating_add(chips);
    }
    sums
}

/// A number with its noun: `1 chip`, `2 chips`.
fn number(count: impl Into<u64>, noun: &str) -> String {
    match count.into() {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    }
}

/// How many there are, for [`number`].
fn length<T>(items: &[T]) -> u64 {
    u64::try_from(items.len()).unwrap_or(u64::MAX)
}

/// Distinct texts, joined for reading.
fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let distinct: BTreeSet<&str> = texts.into_iter().collect();
    distinct.into_iter().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
