//! Everything that is stated about the owners above one party.
//!
//! An answer about a party depends on what stands above it and on nothing else, so that part alone is cut out, held
//! against the lists and decided: a few statements of millions.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use tidewaiter_model::{Date, Decimal, Interest, Range, Stake, Statement};

use crate::share;

/// All statements of one or more registers, to be asked about one party after the other.
pub struct Statements {
    stakes: Vec<Stake>,
    /// Positions of the statements about a company, by its key.
    by_owned: HashMap<String, Vec<usize>>,
    /// Names and ids as keys, by the comparable form of a name; a name that two ids bear stands for two parties.
    by_name: BTreeMap<String, BTreeSet<String>>,
    /// A name for each key, as first written in the order of the alphabet.
    names: HashMap<String, String>,
    same: Box<dyn Fn(&str) -> String + Send + Sync>,
}

/// Who is meant by a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One party; its key.
    One(String),
    /// Several parties bear the name: the ids by which to ask.
    Several(Vec<String>),
    /// Nobody: the names nearest to it, at most five.
    Nobody(Vec<String>),
}

/// One party and all above it, nearest first; the party itself is the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Above {
    /// The parties.
    pub parties: Vec<Owner>,
    /// What is stated of each pair, by company owned and owner.
    pub holdings: Vec<Held>,
    /// There is more above than was asked for.
    pub cut: bool,
}

/// One of the parties above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Its name; with its id where another party above bears the same name.
    pub name: String,
    /// Its names as the statements write them.
    pub written: BTreeSet<String>,
    /// The register's id; empty where it has none.
    pub id: String,
    /// Steps up from the party asked about.
    pub depth: usize,
}

/// What is stated about one owner and one company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Position of the owner.
    pub owner: usize,
    /// Position of the company owned.
    pub owned: usize,
    /// The statements, sorted.
    pub stakes: Vec<Stake>,
}

/// Names told where one is not found.
const NEAR: usize = 5;

/// What tells a party apart: its id where a register gives one, else its name.
fn id_key(id: &str) -> String {
    format!("#{}", id.trim())
}

impl Statements {
    /// All statements. `same` gives the key by which two names are one party; where it gives nothing, the name itself
    /// is the key. Statements with ids are joined by id. A name without an id is the one party of that name that has an
    /// id, where there is exactly one; else it is a party of its own.
    #[must_use]
    pub fn new(stakes: Vec<Stake>, same: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        let mut this = Self {
            stakes: Vec::new(),
            by_owned: HashMap::new(),
            by_name: BTreeMap::new(),
            names: HashMap::new(),
            same: Box::new(same),
        };
        // To compare names costs far more than to look one up, and names come again and again.
        let mut of_names: HashMap<&str, String> = HashMap::new();
        for stake in &stakes {
            for (name, id) in [(&stake.owner, &stake.owner_id), (&stake.owned, &stake.owned_id)] {
                let key = of_names.entry(name).or_insert_with(|| this.key(name));
                if !id.trim().is_empty() {
                    this.by_name.entry(key.clone()).or_default().insert(id_key(id));
                }
            }
        }
        for (at, stake) in stakes.iter().enumerate() {
            for (name, id) in [(&stake.owner, &stake.owner_id), (&stake.owned, &stake.owned_id)] {
                let of_name = of_names.get(name.as_str()).map_or("", String::as_str);
                let key = this.key_with(of_name, id);
                if !this.by_name.get(of_name).is_some_and(|keys| keys.contains(&key)) {
                    this.by_name.entry(of_name.to_owned()).or_default().insert(key.clone());
                }
                let known = this.names.entry(key).or_insert_with(|| name.clone());
                if name < known {
                    name.clone_into(known);
                }
            }
            let of_name = of_names.get(stake.owned.as_str()).map_or("", String::as_str);
            this.by_owned.entry(this.key_with(of_name, &stake.owned_id)).or_default().push(at);
        }
        drop(of_names);
        this.stakes = stakes;
        this
    }

    fn key(&self, name: &str) -> String {
        let key = (self.same)(name);
        if key.is_empty() { name.trim().to_owned() } else { key }
    }

    fn key_of(&self, name: &str, id: &str) -> String {
        self.key_with(&self.key(name), id)
    }

    /// The key of a party by the comparable form of its name, and its id.
    fn key_with(&self, of_name: &str, id: &str) -> String {
        if !id.trim().is_empty() {
            return id_key(id);
        }
        let mut ids = self.by_name.get(of_name).into_iter().flatten().filter(|known| known.starts_with('#'));
        match (ids.next(), ids.next()) {
            (Some(one), None) => one.clone(),
            _ => of_name.to_owned(),
        }
    }

    /// Who is meant by a name or by a register's id.
    #[must_use]
    pub fn find(&self, party: &str) -> Found {
        match self.meant(party).as_slice() {
            [one] => Found::One(one.clone()),
            [] => Found::Nobody(self.near(party)),
            several => Found::Several(
                several.iter().map(|key| key.strip_prefix('#').unwrap_or("the one without an id").to_owned()).collect(),
            ),
        }
    }

    /// The key of the one party meant by a name or by a register's id; `None` where there is none, or several. Looks for
    /// no near names, which costs as much as there are names.
    #[must_use]
    pub fn find_one(&self, party: &str) -> Option<String> {
        let mut meant = self.meant(party);
        if meant.len() == 1 { meant.pop() } else { None }
    }

    /// Does a statement bear this name or id?
    #[must_use]
    pub fn bears(&self, party: &str) -> bool {
        !self.meant(party).is_empty()
    }

    /// The keys of the parties that a name or a register's id may mean.
    fn meant(&self, party: &str) -> Vec<String> {
        let id = id_key(party);
        if self.names.contains_key(&id) {
            return vec![id];
        }
        self.by_name.get(&self.key(party)).map(|keys| keys.iter().cloned().collect()).unwrap_or_default()
    }

    /// The names most like one that nobody bears.
    fn near(&self, party: &str) -> Vec<String> {
        let wanted = pairs(&self.key(party));
        let mut like: Vec<(usize, &String)> = self
            .by_name
            .keys()
            .filter_map(|key| {
                let has = pairs(key);
                let common = wanted.intersection(&has).count();
                let most = wanted.len().max(has.len());
                // Dice's coefficient in thousandths, of pairs of characters.
                let score = common.saturating_mul(2000).checked_div(wanted.len().saturating_add(has.len()))?;
                (most > 0 && score >= 350).then_some((score, key))
            })
            .collect();
        like.sort_by(|a, b| b.cmp(a));
        let names = like.into_iter().filter_map(|(_, key)| {
            self.by_name.get(key).and_then(|keys| keys.iter().next()).and_then(|key| self.names.get(key)).cloned()
        });
        names.take(NEAR).collect()
    }

    fn name_of<'a>(&'a self, key: &'a str) -> &'a str {
        self.names.get(key).map_or(key, String::as_str)
    }

    /// Whatever is stated, and in force on a day, of a party and of everybody above it, breadth first, up to `most`
    /// parties. A statement without dates always holds. Cycles end where they meet a party already there.
    #[must_use]
    pub fn above(&self, key: &str, as_of: Date, most: usize) -> Above {
        let mut keys: Vec<(String, usize)> = vec![(key.to_owned(), 0)];
        let mut place: BTreeMap<String, usize> = BTreeMap::from([(key.to_owned(), 0)]);
        let mut pairs: BTreeMap<(usize, usize), Vec<Stake>> = BTreeMap::new();
        let mut written: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        let (mut next, mut cut) = (0usize, false);
        while let Some((owned, depth)) = keys.get(next).cloned() {
            let mut stakes: Vec<&Stake> = self
                .by_owned
                .get(&owned)
                .into_iter()
                .flatten()
                .filter_map(|at| self.stakes.get(*at))
                .filter(|s| s.from.is_none_or(|d| d <= as_of) && s.to.is_none_or(|d| d >= as_of))
                .collect();
            stakes.sort_by(|a, b| order(a).cmp(&order(b)));
            stakes.dedup();
            for stake in stakes {
                let owner = self.key_of(&stake.owner, &stake.owner_id);
                let at = match place.get(&owner) {
                    Some(at) => *at,
                    None if keys.len() >= most => {
                        cut = true;
                        continue;
                    }
                    None => {
                        let at = keys.len();
                        place.insert(owner.clone(), at);
                        keys.push((owner, depth.saturating_add(1)));
                        at
                    }
                };
                written.entry(at).or_default().insert(stake.owner.clone());
                written.entry(next).or_default().insert(stake.owned.clone());
                pairs.entry((next, at)).or_default().push(stake.clone());
            }
            next = next.saturating_add(1);
        }
        let holdings = pairs.into_iter().map(|((owned, owner), stakes)| Held { owner, owned, stakes }).collect();
        let mut bear: BTreeMap<&str, usize> = BTreeMap::new();
        for (key, _) in &keys {
            let count: &mut usize = bear.entry(self.name_of(key)).or_default();
            *count = count.saturating_add(1);
        }
        let parties = keys.iter().enumerate().map(|(at, (key, depth))| {
            let (name, id) = (self.name_of(key), key.strip_prefix('#').unwrap_or_default());
            let alone = bear.get(name).is_none_or(|count| *count < 2);
            Owner {
                name: if alone || id.is_empty() { name.to_owned() } else { format!("{name} ({id})") },
                written: written.remove(&at).unwrap_or_else(|| BTreeSet::from([name.to_owned()])),
                id: id.to_owned(),
                depth: *depth,
            }
        });
        Above { parties: parties.collect(), holdings, cut }
    }
}

impl Above {
    /// What is stated as ownership, each party under the one name that it has here: for
    /// [`Stakes::new`](crate::Stakes::new) with names compared as they are.
    #[must_use]
    pub fn ownership(&self) -> Vec<Stake> {
        let name = |at: usize| self.parties.get(at).map(|p| p.name.clone()).unwrap_or_default();
        let renamed = |held: &Held, stake: &Stake| Stake {
            owner: name(held.owner),
            owned: name(held.owned),
            owner_id: String::new(),
            owned_id: String::new(),
            ..stake.clone()
        };
        let of = |held: &Held| {
            let stakes = held.stakes.iter().filter(|s| s.interest == Interest::Ownership);
            stakes.map(|stake| renamed(held, stake)).collect::<Vec<_>>()
        };
        self.holdings.iter().flat_map(of).collect()
    }

    /// Percent of a party, at most, of which no statement names an owner.
    #[must_use]
    pub fn unstated(&self, party: usize) -> Decimal {
        let stated = self.lower_total(party, Interest::Ownership);
        share::percent(share::FULL.saturating_sub(stated).max(0)).0
    }

    /// The holdings of those who are stated to hold something of a party.
    pub fn owners_of(&self, party: usize) -> impl Iterator<Item = &Held> {
        // They are sorted by company owned.
        let from = self.holdings.partition_point(|held| held.owned < party);
        self.holdings.get(from..).unwrap_or_default().iter().take_while(move |held| held.owned == party)
    }
}

impl Held {
    /// The widest interval that the statements of a kind leave, in units; `None` where none is of that kind. A
    /// statement without a share is silent where another gives one.
    pub(crate) fn interval(&self, interest: Interest) -> Option<(share::Units, share::Units)> {
        let mut of_kind = self.stakes.iter().filter(|s| s.interest == interest).peekable();
        of_kind.peek()?;
        let said = of_kind.filter(|s| !s.share.is_unknown()).map(|s| share::units(&s.share, s.above, s.below));
        Some(said.reduce(|(l, u), (l2, u2)| (l.min(l2), u.max(u2))).unwrap_or((0, share::FULL)))
    }

    /// What is owned, in words: `25`, `>25-50`, `unknown`; `none` where nothing stated is ownership.
    #[must_use]
    pub fn share(&self) -> String {
        match self.interval(Interest::Ownership) {
            None => "none".to_owned(),
            Some((0, share::FULL)) => "unknown".to_owned(),
            Some((lower, upper)) => words(lower, upper),
        }
    }

    /// Do statements about the ownership contradict each other: do two of their intervals not meet?
    #[must_use]
    pub fn conflict(&self) -> bool {
        let said: Vec<_> = self
            .stakes
            .iter()
            .filter(|s| s.interest == Interest::Ownership && !s.share.is_unknown())
            .map(|s| share::units(&s.share, s.above, s.below))
            .collect();
        let most_lower = said.iter().map(|(lower, _)| *lower).max();
        let least_upper = said.iter().map(|(_, upper)| *upper).min();
        most_lower > least_upper
    }

    /// The statements, to be shown.
    #[must_use]
    pub fn statements(&self) -> Vec<Statement> {
        self.stakes.iter().map(statement).collect()
    }
}

/// A stake, to be shown.
#[must_use]
pub fn statement(stake: &Stake) -> Statement {
    Statement {
        owner: stake.owner.clone(),
        owned: stake.owned.clone(),
        interest: stake.interest,
        share: share::written(&stake.share, stake.above, stake.below),
        from: stake.from,
        to: stake.to,
        source: stake.source.clone(),
    }
}

/// An interval in units, as a table writes it.
fn words(lower: share::Units, upper: share::Units) -> String {
    let ((low, low_side), (high, high_side)) = (share::percent(lower), share::percent(upper));
    share::written(&Range::between(low, high), low_side == Ordering::Greater, high_side == Ordering::Less)
}

/// Pairs of neighbouring characters.
fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let lower: Vec<char> = text.to_lowercase().chars().collect();
    lower.iter().copied().zip(lower.iter().copied().skip(1)).collect()
}

/// What statements are sorted by, so that the order of rows does not reach the output.
fn order(stake: &Stake) -> impl Ord + '_ {
    let share = share::units(&stake.share, stake.above, stake.below);
    let ids = (&stake.owner_id, &stake.owned_id);
    (&stake.owner, &stake.owned, ids, stake.interest, share, &stake.source, stake.from, stake.to)
}
