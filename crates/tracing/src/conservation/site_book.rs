//! Which movements come into a site and leave it.

use tidewaiter_model::Date;

use super::{Case, Shipment};

/// Positions of movements by site, by the day on which they come in or leave.
#[derive(Clone, Debug, Default)]
pub(super) struct SiteBook {
    into: Vec<Vec<u32>>,
    out: Vec<Vec<u32>>,
    /// The first and last day of all movements.
    pub(super) span: Option<(Date, Date)>,
}

impl SiteBook {
    pub(super) fn new(case: &Case<'_>) -> Self {
        let mut book =
            Self { into: vec![Vec::new(); case.sites.len()], out: vec![Vec::new(); case.sites.len()], span: None };
        let push = |lists: &mut Vec<Vec<u32>>, site: u32, at: u32| {
            if let Some(list) = usize::try_from(site).ok().and_then(|site| lists.get_mut(site)) {
                list.push(at);
            }
        };
        for (at, shipment) in (0u32..).zip(case.shipments) {
            if shipment.from == shipment.to || shipment.chips == 0 {
                continue;
            }
            push(&mut book.into, shipment.to, at);
            push(&mut book.out, shipment.from, at);
            let (first, last) = (shipment.departs.first(), shipment.arrives.last());
            book.span = Some(book.span.map_or((first, last), |(a, b)| (a.min(first), b.max(last))));
        }
        let day = |at: &u32, of: fn(&Shipment<'_>) -> Date| get(case, *at).map(of);
        for list in &mut book.into {
            list.sort_by_key(|at| day(at, |s| s.arrives.first()));
        }
        for list in &mut book.out {
            list.sort_by_key(|at| day(at, |s| s.departs.last()));
        }
        book
    }

    /// What comes in, by day of arrival.
    pub(super) fn into<'a>(&'a self, case: &Case<'a>, site: u32) -> impl Iterator<Item = &'a Shipment<'a>> + Clone {
        listed(&self.into, *case, site)
    }

    /// What leaves, by day of departure.
    pub(super) fn out<'a>(&'a self, case: &Case<'a>, site: u32) -> impl Iterator<Item = &'a Shipment<'a>> + Clone {
        listed(&self.out, *case, site)
    }

    /// What leaves from a day on, in the same order.
    pub(super) fn out_since<'a>(
        &'a self,
        case: &Case<'a>,
        site: u32,
        day: Date,
    ) -> impl Iterator<Item = &'a Shipment<'a>> + Clone {
        let list = usize::try_from(site).ok().and_then(|site| self.out.get(site)).map_or(&[][..], Vec::as_slice);
        let start = list.partition_point(|at| get(case, *at).is_some_and(|s| s.departs.last() < day));
        let case = *case;
        list.get(start..).unwrap_or_default().iter().filter_map(move |at| get(&case, *at))
    }
}

fn listed<'a>(lists: &'a [Vec<u32>], case: Case<'a>, site: u32) -> impl Iterator<Item = &'a Shipment<'a>> + Clone {
    let list = usize::try_from(site).ok().and_then(|site| lists.get(site)).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(move |at| case.shipments.get(usize::try_from(*at).ok()?))
}

fn get<'a>(case: &Case<'a>, at: u32) -> Option<&'a Shipment<'a>> {
    case.shipments.get(usize::try_from(at).ok()?)
}

/// The chips of movements.
pub(super) fn chips<'a>(shipments: impl Iterator<Item = &'a Shipment<'a>>) -> u64 {
    shipments.fold(0, |sum, shipment| sum.saturating_add(shipment.chips))
}

/// All sites by their number.
pub(super) fn numbers(case: &Case<'_>) -> std::ops::Range<u32> {
    0..u32::try_from(case.sites.len()).unwrap_or(u32::MAX)
}
