//! Which spellings of a party are one site.

use std::borrow::Cow;

use tidewaiter_model::Country;
use tidewaiter_model::trace::Join;

use crate::records::{Records, Spelling, index};

/// Spellings taken for one party, as the caller found them.
///
/// # Examples
/// ```
/// use tidewaiter_model::{Consignment, Date, Days};
/// use tidewaiter_tracing::{Joins, Records};
///
/// let day = Days::on(Date::constant(2025, 5, 3));
/// let mut records = Records::default();
/// records.push(&Consignment {
///     departs: day, arrives: day, from: "Alder Ltd".into(), from_country: "SG".parse().ok(),
///     to: "ALDER LIMITED".into(), to_country: "SG".parse().ok(), item: "H100".into(), quantity: Some(8),
///     unit_value: None, currency: "".into(), weight_kg: None, hs_code: "".into(), document: "".into(),
///     serials: vec![], source: "".into(), row: 1,
/// });
/// let mut joins = Joins::default();
/// joins.add(0, 1, false, "near names");
/// assert_eq!(joins.sites(&records, true).len(), 1);
/// assert_eq!(joins.sites(&records, false).len(), 2);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Joins {
    pairs: Vec<Pair>,
}

#[derive(Clone, Debug)]
struct Pair {
    one: u32,
    other: u32,
    asserted: bool,
    why: Cow<'static, str>,
}

/// A party at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteSpellings {
    /// Its spellings, that of most records first.
    pub spellings: Vec<u32>,
    /// Where it is.
    pub country: Option<Country>,
    /// Does it rest on a join that is inferred only?
    pub inferred: bool,
}

/// The site of every spelling.
#[derive(Clone, Debug, Default)]
pub struct Sites {
    of: Vec<u32>,
    sites: Vec<SiteSpellings>,
    joins: Vec<Join>,
}

impl Joins {
    /// Two spellings, by their places among [`Records::spellings`], are one party, and why.
    pub fn add(&mut self, one: u32, other: u32, asserted: bool, why: impl Into<Cow<'static, str>>) {
        self.pairs.push(Pair { one, other, asserted, why: why.into() });
    }

    /// The sites, with the inferred joins or without. Asserted joins come first; within each kind the order of
    /// [`Joins::add`] holds. A join that would make one site of two countries is not made: a site is a party at a place.
    #[must_use]
    pub fn sites(&self, records: &Records, inferred: bool) -> Sites {
        let spellings = records.spellings();
        let mut groups = Groups::new(spellings);
        let mut joins = Vec::new();
        let asserted = self.pairs.iter().filter(|pair| pair.asserted);
        for pair in asserted.chain(self.pairs.iter().filter(|pair| inferred && !pair.asserted)) {
            if groups.join(pair.one, pair.other, pair.asserted) {
                let name = |spelling: u32| spellings.get(index(spelling)).map_or("", |s| records.texts().get(s.name));
                joins.push(Join {
                    one: name(pair.one).to_owned(),
                    other: name(pair.other).to_owned(),
                    asserted: pair.asserted,
                    why: pair.why.clone().into_owned(),
                });
            }
        }
        let mut rows = vec![0_u32; spellings.len()];
        for record in 0..u32::try_from(records.len()).unwrap_or(u32::MAX) {
            for end in [records.from(record), records.to(record)] {
                if let Some(rows) = rows.get_mut(index(end)) {
                    *rows = rows.saturating_add(1);
                }
            }
        }
        groups.into_sites(&rows, joins)
    }
}

/// Spellings while they are being put together.
struct Groups {
    above: Vec<u32>,
    countries: Vec<Option<Country>>,
    inferred: Vec<bool>,
}

impl Groups {
    fn new(spellings: &[Spelling]) -> Self {
        Self {
            above: (0..u32::try_from(spellings.len()).unwrap_or(u32::MAX)).collect(),
            countries: spellings.iter().map(|spelling| spelling.country).collect(),
            inferred: vec![false; spellings.len()],
        }
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while let Some(above) = self.above.get(index(at)).copied().filter(|above| *above != at) {
            let next = self.above.get(index(above)).copied().unwrap_or(above);
            if let Some(slot) = self.above.get_mut(index(at)) {
                *slot = next;
            }
            at = next;
        }
        at
    }

    /// Were they two sites, and are they one now?
    fn join(&mut self, one: u32, other: u32, asserted: bool) -> bool {
        let known = self.above.len();
        if index(one) >= known || index(other) >= known {
            return false;
        }
        let (a, b) = (self.root(one), self.root(other));
        let country = |of: u32| self.countries.get(index(of)).copied().flatten();
        let together = match (country(a), country(b)) {
            _ if a == b => return false,
            (Some(a), Some(b)) if a != b => return false,
            (a, b) => a.or(b),
        };
        let (root, leaf) = (a.min(b), a.max(b));
        let inferred = !asserted || [a, b].iter().any(|at| self.inferred.get(index(*at)) == Some(&true));
        if let Some(above) = self.above.get_mut(index(leaf)) {
            *above = root;
        }
        if let Some(slot) = self.countries.get_mut(index(root)) {
            *slot = together;
        }
        if let Some(slot) = self.inferred.get_mut(index(root)) {
            *slot = inferred;
        }
        true
    }

    fn into_sites(mut self, rows: &[u32], joins: Vec<Join>) -> Sites {
        let mut sites: Vec<SiteSpellings> = Vec::new();
        let mut of = vec![u32::MAX; self.above.len()];
        for spelling in 0..u32::try_from(self.above.len()).unwrap_or(u32::MAX) {
            let root = self.root(spelling);
            let mut site = of.get(index(root)).copied().unwrap_or(u32::MAX);
            if site == u32::MAX {
                site = u32::try_from(sites.len()).unwrap_or(u32::MAX);
                sites.push(SiteSpellings {
                    spellings: Vec::new(),
                    country: self.countries.get(index(root)).copied().flatten(),
                    inferred: self.inferred.get(index(root)).copied().unwrap_or(false),
                });
            }
            for at in [root, spelling] {
                if let Some(slot) = of.get_mut(index(at)) {
                    *slot = site;
                }
            }
            if let Some(site) = sites.get_mut(index(site)) {
                site.spellings.push(spelling);
            }
        }
        for site in &mut sites {
            site.spellings.sort_by_key(|at| (std::cmp::Reverse(rows.get(index(*at)).copied().unwrap_or(0)), *at));
        }
        Sites { of, sites, joins }
    }
}

impl Sites {
    /// The site of a spelling.
    #[must_use]
    pub fn of(&self, spelling: u32) -> u32 {
        self.of.get(index(spelling)).copied().unwrap_or(u32::MAX)
    }

    /// A site; `None` for a number that none has.
    #[must_use]
    pub fn get(&self, site: u32) -> Option<&SiteSpellings> {
        self.sites.get(index(site))
    }

    /// The name of a site that most records use; empty for a number that none has.
    #[must_use]
    pub fn name<'a>(&self, records: &'a Records, site: u32) -> &'a str {
        let spelling = self.get(site).and_then(|site| site.spellings.first());
        spelling.and_then(|at| records.spellings().get(index(*at))).map_or("", |s| records.texts().get(s.name))
    }

    /// All sites, by number.
    #[must_use]
    pub fn all(&self) -> &[SiteSpellings] {
        &self.sites
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sites.len()
    }

    /// Is there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty()
    }

    /// The joins that were made, in the order in which they were.
    #[must_use]
    pub fn joins(&self) -> &[Join] {
        &self.joins
    }
}
