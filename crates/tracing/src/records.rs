//! Consignments in columns: five million of them with their documents take half a gigabyte, and every text once.

use std::borrow::Cow;
use std::time::Duration;

use hashbrown::HashMap;
use tidewaiter_model::{Consignment, Country, Date, Days, Decimal, Texts};

const EPOCH: Date = Date::constant(1970, 1, 1);
const SECONDS_A_DAY: u64 = 86_400;
/// No quantity.
const UNREAD: u64 = u64::MAX;

/// A day as the number of days since 1970-01-01, as [`Movement`](crate::Movement) counts them.
///
/// # Examples
/// ```
/// use tidewaiter_model::Date;
/// use tidewaiter_tracing::{date_of_day, day_number};
/// let day = Date::constant(2025, 5, 3);
/// assert_eq!(day_number(day), 20_211);
/// assert_eq!(date_of_day(20_211), day);
/// ```
#[must_use]
pub fn day_number(date: Date) -> i32 {
    i32::try_from(date.duration_since(EPOCH).as_hours() / 24).unwrap_or(0)
}

/// The day of a number that [`day_number`] gave; a number beyond the calendar gives its first or last day.
#[must_use]
pub fn date_of_day(day: i32) -> Date {
    let distance = Duration::from_secs(u64::from(day.unsigned_abs()).saturating_mul(SECONDS_A_DAY));
    if day < 0 {
        EPOCH.checked_sub(distance).unwrap_or(Date::MIN)
    } else {
        EPOCH.checked_add(distance).unwrap_or(Date::MAX)
    }
}

pub(crate) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A column of numbers that may be missing: the digits and the scale apart, which takes nine bytes for sixteen.
#[derive(Clone, Debug, Default)]
struct Decimals {
    digits: Vec<i64>,
    scales: Vec<u8>,
    /// Numbers of more than eighteen digits, of which `digits` holds the place.
    large: Vec<Decimal>,
}

const NO_NUMBER: u8 = u8::MAX;
const LARGE: u8 = u8::MAX - 1;

impl Decimals {
    fn push(&mut self, number: Option<Decimal>) {
        let (digits, scale) = match number {
            None => (0, NO_NUMBER),
            Some(number) => match (i64::try_from(number.mantissa()), u8::try_from(number.scale())) {
                (Ok(digits), Ok(scale)) => (digits, scale),
                _ => {
                    self.large.push(number);
                    (i64::try_from(self.large.len()).unwrap_or(i64::MAX) - 1, LARGE)
                }
            },
        };
        self.digits.push(digits);
        self.scales.push(scale);
    }

    fn get(&self, at: usize) -> Option<Decimal> {
        let digits = *self.digits.get(at)?;
        match *self.scales.get(at)? {
            NO_NUMBER => None,
            LARGE => self.large.get(usize::try_from(digits).ok()?).copied(),
            scale => Some(Decimal::from_i128_with_scale(i128::from(digits), u32::from(scale))),
        }
    }
}

/// A party's name as a record writes it, and where the party was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spelling {
    /// The number of the name among [`Records::texts`].
    pub name: u32,
    /// Where, so far as the record says.
    pub country: Option<Country>,
}

/// The days of a record: from the first on which it can have left to the last on which it can have come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Span {
    pub departs: (i32, i32),
    pub arrives: (i32, i32),
}

impl Span {
    pub(crate) fn first(&self) -> i32 {
        self.departs.0.min(self.arrives.0)
    }

    pub(crate) fn last(&self) -> i32 {
        self.departs.1.max(self.arrives.1)
    }

    /// Both taken together: what either says may be so.
    pub(crate) fn with(&self, other: &Self) -> Self {
        let hull = |a: (i32, i32), b: (i32, i32)| (a.0.min(b.0), a.1.max(b.1));
        Self { departs: hull(self.departs, other.departs), arrives: hull(self.arrives, other.arrives) }
    }
}

/// Consignments in columns. A record is known by its number, from 0 in the order of [`Records::push`].
///
/// # Examples
/// ```
/// use tidewaiter_model::{Consignment, Date, Days};
/// use tidewaiter_tracing::Records;
///
/// let day = Days::on(Date::constant(2025, 5, 3));
/// let consignment = Consignment {
///     departs: day, arrives: day, from: "Alder Ltd".into(), from_country: "SG".parse().ok(),
///     to: "Birch Sdn Bhd".into(), to_country: "MY".parse().ok(), item: "H100".into(), quantity: Some(8),
///     unit_value: None, currency: "".into(), weight_kg: None, hs_code: "".into(), document: "BL-7".into(),
///     serials: vec!["S1".into()], source: "bill of lading".into(), row: 2,
/// };
/// let mut records = Records::default();
/// records.begin_file("lading.csv");
/// assert_eq!(records.push(&consignment), Some(0));
/// assert_eq!(records.get(0), Some(consignment));
/// assert_eq!(records.label(0), "lading.csv, row 2, document BL-7");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Records {
    texts: Texts,
    /// The first record of each file, and the file's name.
    files: Vec<(u32, u32)>,
    spellings: Vec<Spelling>,
    spelling_at: HashMap<Spelling, u32>,
    spans: Vec<Span>,
    from: Vec<u32>,
    to: Vec<u32>,
    items: Vec<u32>,
    quantities: Vec<u64>,
    values: Decimals,
    currencies: Vec<u32>,
    weights: Decimals,
    headings: Vec<u32>,
    documents: Vec<u32>,
    sources: Vec<u32>,
    rows: Vec<u64>,
    serials: Vec<u32>,
    /// Where the serials of each record end.
    serials_end: Vec<usize>,
}

impl Records {
    /// The records pushed from here on stand in this file.
    pub fn begin_file(&mut self, name: &str) {
        let name = self.texts.add(name);
        let first = u32::try_from(self.len()).unwrap_or(u32::MAX);
        self.files.push((first, name));
    }

    /// Put a record in; its number. `None`, and nothing is put in, where there are four thousand million already.
    pub fn push(&mut self, consignment: &Consignment<'_>) -> Option<u32> {
        let number = u32::try_from(self.len()).ok().filter(|number| *number < u32::MAX)?;
        let days = |days: &Days| {
            let first = day_number(days.first());
            (first, if days.is_exact() { first } else { day_number(days.last()) })
        };
        let departs = days(&consignment.departs);
        let arrives = if consignment.arrives == consignment.departs { departs } else { days(&consignment.arrives) };
        self.spans.push(Span { departs, arrives });
        let from = self.spelling(&consignment.from, consignment.from_country);
        let to = self.spelling(&consignment.to, consignment.to_country);
        self.from.push(from);
        self.to.push(to);
        self.items.push(self.texts.add(&consignment.item));
        self.quantities.push(consignment.quantity.map_or(UNREAD, |units| units.min(UNREAD - 1)));
        self.values.push(consignment.unit_value);
        self.currencies.push(self.texts.add(&consignment.currency));
        self.weights.push(consignment.weight_kg);
        self.headings.push(self.texts.add(&consignment.hs_code));
        self.documents.push(self.texts.add(&consignment.document));
        self.sources.push(self.texts.add(&consignment.source));
        self.rows.push(consignment.row);
        for serial in &consignment.serials {
            self.serials.push(self.texts.add(serial));
        }
        self.serials_end.push(self.serials.len());
        Some(number)
    }

    fn spelling(&mut self, name: &str, country: Option<Country>) -> u32 {
        let spelling = Spelling { name: self.texts.add(name), country };
        let next = u32::try_from(self.spellings.len()).unwrap_or(u32::MAX);
        let number = *self.spelling_at.entry(spelling).or_insert(next);
        if number == next {
            self.spellings.push(spelling);
        }
        number
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Is there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// A record as it was put in; `None` for a number that none has.
    #[must_use]
    pub fn get(&self, record: u32) -> Option<Consignment<'_>> {
        let at = index(record);
        let span = self.spans.get(at)?;
        let days = |(first, last): (i32, i32)| Days::between(date_of_day(first), date_of_day(last));
        let text = |column: &[u32]| Cow::Borrowed(column.get(at).map_or("", |text| self.texts.get(*text)));
        let (from, to) = (self.spellings.get(index(self.from(record)))?, self.spellings.get(index(self.to(record)))?);
        Some(Consignment {
            departs: days(span.departs),
            arrives: days(span.arrives),
            from: Cow::Borrowed(self.texts.get(from.name)),
            from_country: from.country,
            to: Cow::Borrowed(self.texts.get(to.name)),
            to_country: to.country,
            item: text(&self.items),
            quantity: self.quantity(record),
            unit_value: self.unit_value(record),
            currency: text(&self.currencies),
            weight_kg: self.weights.get(at),
            hs_code: text(&self.headings),
            document: text(&self.documents),
            serials: self.serials(record).iter().map(|serial| Cow::Borrowed(self.texts.get(*serial))).collect(),
            source: text(&self.sources),
            row: self.rows.get(at).copied().unwrap_or(0),
        })
    }

    /// Where a record stands: `file, row N, document X`.
    #[must_use]
    pub fn label(&self, record: u32) -> String {
        let before = self.files.partition_point(|(first, _)| *first <= record);
        let file =
            before.checked_sub(1).and_then(|at| self.files.get(at)).map_or("", |(_, name)| self.texts.get(*name));
        let mut label = file.to_owned();
        let mut add = |text: &str| {
            if !label.is_empty() {
                label.push_str(", ");
            }
            label.push_str(text);
        };
        match self.rows.get(index(record)) {
            Some(row) if *row > 0 => add(&format!("row {row}")),
            _ => {}
        }
        match self.texts.get(self.document(record)) {
            "" => {}
            document => add(&format!("document {document}")),
        }
        label
    }

    /// All texts, each once.
    #[must_use]
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// All spellings of parties, each once; [`Records::from`] and [`Records::to`] give places here.
    #[must_use]
    pub fn spellings(&self) -> &[Spelling] {
        &self.spellings
    }

    /// The sender's spelling.
    #[must_use]
    pub fn from(&self, record: u32) -> u32 {
        self.from.get(index(record)).copied().unwrap_or(u32::MAX)
    }

    /// The receiver's spelling.
    #[must_use]
    pub fn to(&self, record: u32) -> u32 {
        self.to.get(index(record)).copied().unwrap_or(u32::MAX)
    }

    /// The text of the item.
    #[must_use]
    pub fn item(&self, record: u32) -> u32 {
        self.items.get(index(record)).copied().unwrap_or(u32::MAX)
    }

    /// The text of the document's number; that of an empty text where it has none.
    #[must_use]
    pub fn document(&self, record: u32) -> u32 {
        self.documents.get(index(record)).copied().unwrap_or(u32::MAX)
    }

    /// Units of the item as described.
    #[must_use]
    pub fn quantity(&self, record: u32) -> Option<u64> {
        self.quantities.get(index(record)).copied().filter(|units| *units != UNREAD)
    }

    /// The price of one unit as described.
    #[must_use]
    pub fn unit_value(&self, record: u32) -> Option<Decimal> {
        self.values.get(index(record))
    }

    /// The price's currency, or empty.
    #[must_use]
    pub fn currency(&self, record: u32) -> &str {
        self.currencies.get(index(record)).map_or("", |text| self.texts.get(*text))
    }

    /// The texts of the serial numbers.
    #[must_use]
    pub fn serials(&self, record: u32) -> &[u32] {
        let at = index(record);
        let start = at.checked_sub(1).and_then(|before| self.serials_end.get(before)).copied().unwrap_or(0);
        self.serials_end.get(at).and_then(|end| self.serials.get(start..*end)).unwrap_or_default()
    }

    pub(crate) fn span(&self, record: u32) -> Option<Span> {
        self.spans.get(index(record)).copied()
    }

    /// Whose record it is: the source that it names, else its file.
    pub(crate) fn witness(&self, record: u32) -> u32 {
        let source = self.sources.get(index(record)).copied().unwrap_or(u32::MAX);
        if !self.texts.get(source).is_empty() {
            return source;
        }
        let before = self.files.partition_point(|(first, _)| *first <= record);
        before.checked_sub(1).and_then(|at| self.files.get(at)).map_or(source, |(_, name)| *name)
    }

    /// Do two records say the same in every cell?
    pub(crate) fn same(&self, one: u32, other: u32) -> bool {
        let (a, b) = (index(one), index(other));
        let column = |values: &[u32]| values.get(a) == values.get(b);
        self.spans.get(a) == self.spans.get(b)
            && [&self.from, &self.to, &self.items, &self.currencies, &self.headings, &self.documents, &self.sources]
                .into_iter()
                .all(|values| column(values))
            && self.quantities.get(a) == self.quantities.get(b)
            && self.values.get(a) == self.values.get(b)
            && self.weights.get(a) == self.weights.get(b)
            && self.serials(one) == self.serials(other)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day() -> impl Strategy<Value = Days> {
        (0i64..40_000, 0i64..40).prop_map(|(start, length)| {
            let date = |n: i64| EPOCH.checked_add(Duration::from_secs(n.unsigned_abs() * SECONDS_A_DAY)).unwrap();
            Days::between(date(start), date(start + length))
        })
    }

    fn number() -> impl Strategy<Value = Option<Decimal>> {
        prop::option::of((any::<i64>(), any::<bool>(), 0u32..12).prop_map(|(digits, large, scale)| {
            let digits = if large { i128::from(digits) * 1_000_000 } else { i128::from(digits) };
            Decimal::from_i128_with_scale(digits, scale)
        }))
    }

    fn consignment() -> impl Strategy<Value = Consignment<'static>> {
        let text = || "[a-c]{0,2}".prop_map(Cow::Owned);
        let country =
            || prop::option::of(prop::sample::select(vec!["SG", "CN", "US"]).prop_map(|c| c.parse().unwrap()));
        let ends = (text(), country(), text(), country(), text());
        let sums = (prop::option::of(0u64..u64::MAX), number(), number(), any::<u64>());
        let rest = (text(), text(), text(), prop::collection::vec(text(), 0..4), text());
        (day(), day(), ends, sums, rest).prop_map(|(departs, arrives, ends, sums, rest)| Consignment {
            departs,
            arrives,
            from: ends.0,
            from_country: ends.1,
            to: ends.2,
            to_country: ends.3,
            item: ends.4,
            quantity: sums.0.map(|units| units.min(UNREAD - 1)),
            unit_value: sums.1,
            weight_kg: sums.2,
            row: sums.3,
            currency: rest.0,
            hs_code: rest.1,
            document: rest.2,
            serials: rest.3,
            source: rest.4,
        })
    }

    proptest! {
        #[test]
        fn what_is_put_in_comes_out(all in prop::collection::vec(consignment(), 0..20)) {
            let mut records = Records::default();
            for each in &all {
                records.push(each);
            }
            prop_assert_eq!(records.len(), all.len());
            for (number, each) in (0..).zip(&all) {
                let got = records.get(number);
                prop_assert_eq!(got.as_ref(), Some(each));
            }
            prop_assert_eq!(records.get(u32::try_from(all.len()).unwrap()), None);
        }

        #[test]
        fn days_there_and_back(day in -700_000i32..2_900_000) {
            prop_assert_eq!(day_number(date_of_day(day)), day);
        }
    }
}
