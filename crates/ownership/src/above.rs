//! Everything that is stated about the owners above one party.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use tidewaiter_model::{Decimal, Fault, Interest, Range, Stake, Statement};

use crate::share;

/// One party and all above it, nearest first; the party itself is the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Above {
    /// The parties.
    pub parties: Vec<Owner>,
    /// What is stated of each pair, by company owned and owner.
    pub holdings: Vec<Held>,
    /// There is more above than was asked for.
    pub cut: bool,
    /// What could not be read, or is in doubt, of the statements about them, also of those that do not hold on the day.
    pub doubts: Vec<Fault>,
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
