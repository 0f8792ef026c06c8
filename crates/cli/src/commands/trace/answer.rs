//! The answer in words and numbers.

use std::collections::BTreeMap;

use tidewaiter_model::trace::{
    Amount, Bound, Certificate, LeftOut, Leg, Monthly, Narrowing, Points, Route, Shortage, Site, Term,
};
use tidewaiter_model::{Date, Decimal, range};
use tidewaiter_tracing::{
    Attribution, Carriage, Counted, CutTerm, Direction, Extreme, Flow, Missing, Movement, Role, Timetable, Units,
    date_of_day,
};

use super::question::Item;
use super::work::Work;

/// Terms of a certificate, sites to count, and records of a leg that are told in full.
const TERMS: usize = 12;
const ROWS: usize = 10;
/// Shortages that are told one by one.
const SHORTAGES: usize = 20;
const COUNTS: usize = 3;

/// The sites that the answer names, in the order in which they were first named.
#[derive(Default)]
pub(super) struct Named {
    order: Vec<u32>,
    at: BTreeMap<u32, usize>,
}

impl Named {
    fn position(&mut self, site: u32) -> usize {
        let next = self.order.len();
        *self.at.entry(site).or_insert_with(|| {
            self.order.push(site);
            next
        })
    }

    pub(super) fn told(&self, work: &Work<'_>) -> Vec<Site> {
        self.order.iter().map(|site| told_site(work, *site)).collect()
    }
}

fn told_site(work: &Work<'_>, site: u32) -> Site {
    let found = work.sites.get(site);
    let name = work.sites.name(work.records, site).to_owned();
    let spellings = found.map_or(&[][..], |found| &found.spellings).iter();
    let mut also: Vec<String> = spellings
        .filter_map(|at| work.records.spellings().get(usize::try_from(*at).ok()?))
        .map(|spelling| work.records.texts().get(spelling.name).to_owned())
        .filter(|spelling| *spelling != name)
        .collect();
    also.sort();
    also.dedup();
    let role = match work.sides.role(site) {
        Role::Origin => "origin",
        Role::Destination => "destination",
        Role::Between => "between",
    };
    Site { name, country: found.and_then(|found| found.country), also, role: role.to_owned() }
}

/// A site in words.
pub(super) fn words(work: &Work<'_>, site: u32) -> String {
    let Site { name, country, .. } = told_site(work, site);
    country.map_or_else(|| name.clone(), |country| format!("{name} ({country})"))
}

/// An end of the interval with what it is worth and can compute.
pub(super) fn bound(work: &Work<'_>, item: &Item, extreme: Extreme) -> Bound {
    let (units, tpp) = match extreme {
        Extreme::Least => (work.interval.at_least(), item.tpp().0),
        Extreme::Most => (work.interval.at_most(), item.tpp().1),
    };
    let Units { units, whatever_is_missing, allowing_unrecorded } = units;
    let (value, currency) = value(work, units, extreme).unwrap_or_else(|| ("unknown".to_owned(), "unknown".to_owned()));
    let tpp = tpp.and_then(|tpp| tpp.checked_mul(Decimal::from(units)));
    Bound {
        amount: Amount { units, value, currency, tpp: tpp.map_or_else(|| "unknown".to_owned(), range::plain) },
        whatever_is_missing,
        allowing_unrecorded,
    }
}

/// What so many of the chips that came in are worth: the cheapest, or the dearest, of what can have carried them.
fn value(work: &Work<'_>, units: u64, extreme: Extreme) -> Option<(String, String)> {
    let records = work.records;
    let mut lots: Vec<(Decimal, u64)> = Vec::new();
    let mut currency: Option<&str> = None;
    let arrivals = work
        .picked
        .flow
        .movements()
        .iter()
        .filter(|m| work.sides.role(m.to) == Role::Destination && work.sides.role(m.from) != Role::Destination);
    for movement in arrivals.filter(|m| work.doubtful || work.sides.counts(m.arrives)) {
        let value =
            records.unit_value(movement.record)?.checked_mul(Decimal::from(records.quantity(movement.record)?))?;
        lots.push((value.checked_div(Decimal::from(movement.units))?, u64::from(movement.units)));
        let its = records.currency(movement.record);
        if its.is_empty() || currency.is_some_and(|known| known != its) {
            return None;
        }
        currency = Some(its);
    }
    lots.sort_unstable();
    if extreme == Extreme::Most {
        lots.reverse();
    }
    let (mut left, mut sum) = (units, Decimal::ZERO);
    for (price, there) in lots {
        let taken = left.min(there);
        left = left.saturating_sub(taken);
        sum = sum.checked_add(price.checked_mul(Decimal::from(taken))?)?;
    }
    (left == 0).then(|| (range::plain(sum.round_dp(2)), currency.unwrap_or("unknown").to_owned()))
}

/// Why a bound cannot be passed.
pub(super) fn certificate(work: &Work<'_>, extreme: Extreme) -> Certificate {
    let cut = work.interval.certificate(extreme, &work.picked.flow);
    let sum = |terms: &[CutTerm]| terms.iter().fold(0u64, |sum, term| sum.saturating_add(term.units));
    let (plus, minus) = (sum(&cut.plus), sum(&cut.minus));
    let least = extreme == Extreme::Least;
    let arithmetic = if least {
        format!("{plus} that came in - {minus} that can have come from elsewhere = {}", cut.sum())
    } else {
        format!("{plus}: all that passes these consignments and stocks")
    };
    let added = cut.plus.iter().map(|t| term(work, t, least, false));
    let mut terms: Vec<Term> = added.chain(cut.minus.iter().map(|t| term(work, t, least, true))).collect();
    let further = terms.split_off(terms.len().min(TERMS));
    Certificate {
        bound: if least { "at_least" } else { "at_most" }.to_owned(),
        arithmetic,
        terms,
        further_terms: further.len(),
        further_units: further.iter().fold(0, |sum, term| sum.saturating_add(term.units)),
        sum: cut.sum(),
    }
}

fn term(work: &Work<'_>, term: &CutTerm, least: bool, taken_off: bool) -> Term {
    let on = |day: i32| date_of_day(day);
    let (kind, says, records) = match term.counted {
        Counted::Movement(at) => ("consignment", consignment(work, at), rows(work, at)),
        Counted::Chain(chain) => {
            let movements = usize::try_from(chain).ok().and_then(|at| work.serials.chains().get(at));
            let sightings = movements.map_or(&[][..], |chain| &chain.movements);
            let told: Vec<String> = sightings.iter().map(|at| consignment(work, *at)).collect();
            let rows = sightings.iter().flat_map(|at| rows(work, *at)).take(ROWS).collect();
            ("consignment", format!("followed by serial number: {}", told.join("; then ")), rows)
        }
        Counted::Stock { site, day } => {
            ("stock", format!("left at {} after {}", words(work, site), on(day)), Vec::new())
        }
        Counted::Missing { site, day } => {
            ("stock", format!("came to {} unrecorded by {}", words(work, site), on(day)), Vec::new())
        }
        Counted::Initial { site } => ("stock", format!("at {} before its first record", words(work, site)), Vec::new()),
    };
    let says = match (least, taken_off) {
        (true, true) => format!("less {says}"),
        _ => says,
    };
    Term { kind: kind.to_owned(), says, units: term.units, records }
}

fn consignment(work: &Work<'_>, at: u32) -> String {
    let Some(m) = usize::try_from(at).ok().and_then(|at| work.picked.flow.movements().get(at)) else {
        return String::new();
    };
    format!("{} {} to {}, {} chips", date_of_day(m.departs), words(work, m.from), words(work, m.to), m.units)
}

/// Where a movement is recorded.
fn rows(work: &Work<'_>, at: u32) -> Vec<String> {
    let movement = usize::try_from(at).ok().and_then(|at| work.picked.flow.movements().get(at));
    let records = movement.into_iter().flat_map(|m| work.picked.records_of(m.record));
    records.take(ROWS).map(|record| work.records.label(record)).collect()
}

/// Units between two sites, while they are added up.
#[derive(Default)]
struct Sum {
    units: u64,
    most: u64,
    least: u64,
    first: Option<i32>,
    last: Option<i32>,
    /// By the first day of the month: recorded, at most, at least.
    months: BTreeMap<Date, [u64; 3]>,
    rows: Vec<u32>,
}

impl Sum {
    fn add(&mut self, m: &Movement, at: u32, most: u64, least: u64) {
        self.first = Some(self.first.map_or(m.departs.min(m.arrives), |first| first.min(m.departs.min(m.arrives))));
        self.last = Some(self.last.map_or(m.departs.max(m.arrives), |last| last.max(m.departs.max(m.arrives))));
        let month = self.months.entry(date_of_day(m.arrives).first_of_month()).or_default();
        for (sum, units) in
            [&mut self.units, &mut self.most, &mut self.least].into_iter().zip([u64::from(m.units), most, least])
        {
            *sum = sum.saturating_add(units);
        }
        for (sum, units) in month.iter_mut().zip([u64::from(m.units), most, least]) {
            *sum = sum.saturating_add(units);
        }
        if self.rows.len() < ROWS && (most > 0 || least > 0) {
            self.rows.push(at);
        }
    }
}

/// Assignments that reach the bounds: of each movement the units from the origins that are counted in the end.
pub(super) struct Assigned {
    most: Vec<u32>,
    least: Vec<u32>,
}

impl Assigned {
    pub(super) fn of(work: &Work<'_>) -> Self {
        let flow = &work.picked.flow;
        Self {
            most: work.interval.assignment(Extreme::Most, flow),
            least: work.interval.assignment(Extreme::Least, flow),
        }
    }
}

/// Pairs of sites that an answer tells of: as many as a person or a drawing can hold a hundred times over.
const LEGS: usize = 20_000;

/// The consignments between sites on which chips from the origins can have gone to the destinations, the largest first,
/// and how many smaller ones are left out.
pub(super) fn legs(work: &Work<'_>, assigned: &Assigned, named: &mut Named) -> (Vec<Leg>, usize) {
    let mut sums: BTreeMap<(u32, u32), Sum> = BTreeMap::new();
    let movements = work.picked.flow.movements().iter().zip(assigned.most.iter().zip(&assigned.least));
    for (at, (m, (most, least))) in (0u32..).zip(movements) {
        sums.entry((m.from, m.to)).or_default().add(m, at, u64::from(*most), u64::from(*least));
    }
    let mut kept: Vec<_> = sums.into_iter().filter(|(_, sum)| sum.most > 0 || sum.least > 0).collect();
    kept.sort_by_key(|(ends, sum)| (std::cmp::Reverse(sum.most), *ends));
    let month = |(month, [units, at_most, at_least]): (Date, [u64; 3])| Monthly { month, units, at_most, at_least };
    let more = kept.len().saturating_sub(LEGS);
    let legs = kept
        .into_iter()
        .take(LEGS)
        .map(|((from, to), sum)| Leg {
            from: named.position(from),
            to: named.position(to),
            units: sum.units,
            at_most: sum.most,
            at_least: sum.least,
            first: date_of_day(sum.first.unwrap_or_default()),
            last: date_of_day(sum.last.unwrap_or_default()),
            inferred: [from, to].iter().any(|site| is_inferred(work, *site)),
            records: sum.rows.iter().flat_map(|at| rows(work, *at)).take(ROWS).collect(),
            months: sum.months.into_iter().map(month).collect(),
        })
        .collect();
    (legs, more)
}

fn is_inferred(work: &Work<'_>, site: u32) -> bool {
    work.sites.get(site).is_some_and(|site| site.inferred)
}

/// The routes of both assignments, those of most units first; how many there are, and how many units go by a route that
/// the dates leave open.
pub(super) fn routes(
    work: &Work<'_>,
    assigned: &Assigned,
    legs: &[Leg],
    named: &mut Named,
    limit: usize,
) -> (Vec<Route>, usize, u64) {
    let carried = |units: &[u32]| Carriage::of(&work.picked.flow, &work.sides, units);
    let (most, least) = (carried(&assigned.most), carried(&assigned.least));
    let mut by_sites: BTreeMap<Vec<u32>, (u64, u64, i32, i32)> = BTreeMap::new();
    for route in most.routes {
        by_sites.insert(route.sites, (route.units, 0, route.departs, route.arrives));
    }
    for route in least.routes {
        let found = by_sites.entry(route.sites).or_insert((0, 0, route.departs, route.arrives));
        *found = (found.0, route.units, found.2.min(route.departs), found.3.max(route.arrives));
    }
    let all = by_sites.len();
    let mut routes: Vec<_> = by_sites.into_iter().collect();
    routes.sort_by(|(a, (am, al, ..)), (b, (bm, bl, ..))| (bm, bl).cmp(&(am, al)).then_with(|| a.cmp(b)));
    let told = routes.into_iter().take(limit).map(|(sites, (at_most, at_least, departs, arrives))| Route {
        asserted: !sites.iter().any(|site| is_inferred(work, *site)),
        sites: sites.iter().map(|site| named.position(*site)).collect(),
        at_most,
        at_least,
        departs: date_of_day(departs),
        arrives: date_of_day(arrives),
        steps: sites.iter().zip(sites.iter().skip(1)).map(|(from, to)| step(work, legs, named, *from, *to)).collect(),
    });
    (told.collect(), all, most.untold.max(least.untold))
}

/// What a step of a route rests on.
fn step(work: &Work<'_>, legs: &[Leg], named: &mut Named, from: u32, to: u32) -> String {
    let (at, next) = (named.position(from), named.position(to));
    let ends = format!("{} to {}", words(work, from), words(work, to));
    match legs.iter().find(|leg| (leg.from, leg.to) == (at, next)) {
        Some(leg) => {
            let days =
                if leg.first == leg.last { leg.first.to_string() } else { format!("{} to {}", leg.first, leg.last) };
            let shown = leg.records.iter().take(3).cloned().collect::<Vec<_>>().join("; ");
            format!("{ends}: {} chips recorded, {days} ({shown})", leg.units)
        }
        None => ends,
    }
}

/// What is missing at sites from which it can have gone on to the destinations, the most first; how many chips are
/// missing beside these, and at sites from which it cannot.
pub(super) fn shortages(work: &Work<'_>, named: &mut Named) -> (Vec<Shortage>, u64, u64) {
    let flow = &work.picked.flow;
    let destinations: Vec<u32> = (0..flow.sites()).filter(|site| work.sides.role(*site) == Role::Destination).collect();
    let until = *work.sides.window().end();
    let reach = Timetable::new(flow, Direction::Backward).reach(&destinations, until);
    let reaches = |missing: &&Missing| reach.day(missing.site).is_some_and(|day| missing.day <= day);
    let (mut kept, elsewhere): (Vec<&Missing>, Vec<&Missing>) = work.interval.shortages().iter().partition(reaches);
    kept.sort_by_key(|missing| (std::cmp::Reverse(missing.units), **missing));
    let further = kept.split_off(kept.len().min(SHORTAGES));
    let told = kept.into_iter().map(|missing| Shortage {
        site: named.position(missing.site),
        day: date_of_day(missing.day),
        units: missing.units,
        record: work.records.label(missing.record),
    });
    let sum = |all: &[&Missing]| all.iter().fold(0u64, |sum, missing| sum.saturating_add(missing.units));
    (told.collect(), sum(&further), sum(&elsewhere))
}

pub(super) fn narrowing(work: &Work<'_>) -> Vec<Narrowing> {
    let known = (work.interval.at_least().units, work.interval.at_most().units);
    let counts = work.interval.narrowing(&work.picked.flow, COUNTS).into_iter();
    counts
        .filter(|count| count.if_all != known || count.if_none != known)
        .map(|count| Narrowing {
            find_out: format!(
                "Of the {} chips that the records leave at {}: how many came from the origins, by serial number",
                count.stock,
                words(work, count.site)
            ),
            if_all: count.if_all,
            if_none: count.if_none,
        })
        .collect()
}

/// What the reader must know besides.
pub(super) fn notes(work: &Work<'_>) -> Vec<String> {
    let mut notes = work.picked.notes.clone();
    let placeless = |site: u32| work.sites.get(site).is_some_and(|site| site.country.is_none());
    let arrivals = work.picked.flow.movements().iter().filter(|m| {
        placeless(m.to) && work.sides.role(m.to) == Role::Between && (m.is_vague() || work.sides.counts(m.arrives))
    });
    let chips = arrivals.fold(0u64, |sum, m| sum.saturating_add(u64::from(m.units)));
    if chips > 0 {
        notes.push(format!(
            "{chips} chips came in at parties whose country no record names, and are not counted there: where a party is at \
             the destination, more than the greatest number can have arrived"
        ));
    }
    for day in work.picked.flow.circular_days().iter().take(COUNTS) {
        notes.push(format!(
            "goods can have gone round in a circle on {}; the interval allows any order",
            date_of_day(*day)
        ));
    }
    let (missed, impossible): (Vec<_>, Vec<_>) = work.serials.gaps().iter().partition(|gap| !gap.impossible);
    let units =
        |gaps: &[&tidewaiter_tracing::Gap]| gaps.iter().fold(0u64, |sum, gap| sum.saturating_add(u64::from(gap.units)));
    if !missed.is_empty() {
        let chips = units(&missed);
        notes.push(format!(
            "{chips} serial numbers were seen next elsewhere than where they had come in: a movement is not recorded"
        ));
    }
    if !impossible.is_empty() {
        let chips = units(&impossible);
        notes.push(format!("{chips} serial numbers were in two places at once; each sighting is followed by itself"));
    }
    notes
}

/// What the customary rules say, of units that serial numbers do not single out and of those together.
pub(super) fn points(work: &Work<'_>, stock: &[(u32, u32)]) -> Points {
    let apart;
    let flow = if work.serials.chains().is_empty() {
        &work.picked.flow
    } else {
        apart = Flow::new(work.interval.movements(&work.picked.flow).to_vec());
        &apart
    };
    let rules = Attribution::new(flow, &work.sides, stock);
    let pro_rata = rules.pro_rata().and_then(|units| Decimal::try_from(units).ok());
    Points {
        fifo: rules.fifo().map(Decimal::from),
        lifo: rules.lifo().map(Decimal::from),
        pro_rata: pro_rata.map(|units| units.round_dp(3).normalize()),
    }
}

/// Records left out while reading and after, those that may widen the interval first.
pub(super) fn left_out(work: &Work<'_>, mut left: Vec<LeftOut>) -> Vec<LeftOut> {
    left.extend(work.picked.left_out.iter().cloned());
    left.sort_by(|a, b| b.may_widen.cmp(&a.may_widen).then(b.records.cmp(&a.records)).then_with(|| a.why.cmp(&b.why)));
    left
}

/// A day or `unknown`.
pub(super) fn day(day: Option<Date>) -> String {
    day.map_or_else(|| "unknown".to_owned(), |day| day.to_string())
}
