//! The ultimate parent: the end of a chain of majority control.

use std::collections::BTreeSet;

use serde::Serialize;
use tidewaiter_model::{Interest, Statement};

use crate::above::{Above, Held};
use crate::share::{FULL, HALF, Units};

/// What the stakes say about a party's ultimate parent.
///
/// Control is a share of more than 50 percent. Shares in a company that is controlled are not multiplied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum Parent {
    /// Every step has one owner of more than half, and the last company has none, as far as stated.
    Known {
        /// The ultimate parent.
        name: String,
        /// From the party up.
        chain: Vec<Statement>,
    },
    /// No owner of more than half is stated, nor possible in what is stated.
    NoneStated,
    /// The chain leads to `name`, of which somebody may hold more than half: a band or an unknown share leaves it open.
    Open {
        /// How far the chain is sure; the party itself where its first step is open.
        name: String,
        /// From the party up to `name`.
        chain: Vec<Statement>,
        /// The stakes that may be more than half.
        may: Vec<Statement>,
    },
    /// Statements name several owners of more than half of one company; not all can be true.
    NotUnique {
        /// The company.
        name: String,
        /// From the party up to `name`.
        chain: Vec<Statement>,
        /// The statements that exclude each other.
        rivals: Vec<Statement>,
    },
    /// The chain of control closes on itself.
    Cycle {
        /// From the party up, once around.
        chain: Vec<Statement>,
    },
}

/// How one owner stands to one company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grip {
    Controls,
    May,
    No,
}

impl Above {
    /// The end of the chain of majority control above the first party, from all that is stated: ownership or votes of
    /// more than half, or a register's own statement that one group's accounts hold the other's (consolidation). A
    /// right to appoint directors leaves it open. A natural person is no parent company: the chain ends below, where
    /// `is_person` says so of the owner's position.
    ///
    /// Source: 15 CFR 744.23(a)(3) speaks of the ultimate parent company and does not define it; see docs/ownership.md.
    #[must_use]
    pub fn ultimate_parent(&self, is_person: impl Fn(usize) -> bool) -> Parent {
        let name = |at: usize| self.parties.get(at).map(|p| p.name.clone()).unwrap_or_default();
        let said = |held: &[&Held]| held.iter().flat_map(|h| h.statements()).filter(of_control).collect::<Vec<_>>();
        let mut at = 0usize;
        let mut chain: Vec<Statement> = Vec::new();
        let mut seen = BTreeSet::from([at]);
        loop {
            let owners: Vec<(&Held, Grip)> =
                self.grips(at).into_iter().filter(|(held, _)| held.owner != at && !is_person(held.owner)).collect();
            let with = |wanted: Grip| owners.iter().filter(move |(_, grip)| *grip == wanted).map(|(held, _)| *held);
            let sure: Vec<&Held> = with(Grip::Controls).collect();
            let nearest = self.nearest(&sure, &is_person);
            match nearest.as_slice() {
                [held] => {
                    chain.extend(said(&[held]));
                    at = held.owner;
                    if !seen.insert(at) {
                        return Parent::Cycle { chain };
                    }
                }
                [] => {
                    let may: Vec<&Held> = with(Grip::May).collect();
                    return match (may.is_empty(), at) {
                        (false, _) => Parent::Open { name: name(at), chain, may: said(&may) },
                        (true, 0) => Parent::NoneStated,
                        (true, _) => Parent::Known { name: name(at), chain },
                    };
                }
                rivals => return Parent::NotUnique { name: name(at), chain, rivals: said(rivals) },
            }
        }
    }

    /// How each owner of a company stands to it.
    fn grips(&self, owned: usize) -> Vec<(&Held, Grip)> {
        let totals =
            [Interest::Ownership, Interest::Votes].map(|interest| (interest, self.lower_total(owned, interest)));
        self.owners_of(owned).map(|held| (held, grip(held, totals))).collect()
    }

    /// The sum of the lower bounds of a party's owners.
    pub(crate) fn lower_total(&self, party: usize, interest: Interest) -> Units {
        let lower = |held: &Held| held.interval(interest).map_or(0, |(lower, _)| lower);
        self.owners_of(party).map(lower).fold(0, Units::saturating_add)
    }

    /// Of several who control a company, those who do not stand above another of them: a register may name the direct
    /// and the ultimate parent side by side.
    fn nearest<'a>(&self, sure: &[&'a Held], is_person: &impl Fn(usize) -> bool) -> Vec<&'a Held> {
        if sure.len() < 2 {
            return sure.to_vec();
        }
        let above_another = |held: &Held| {
            sure.iter()
                .any(|other| other.owner != held.owner && self.controls_above(other.owner, held.owner, is_person))
        };
        let nearest: Vec<&Held> = sure.iter().copied().filter(|held| !above_another(held)).collect();
        if nearest.is_empty() { sure.to_vec() } else { nearest }
    }

    /// Does `top` stand above `from` in a chain of sure control?
    fn controls_above(&self, from: usize, top: usize, is_person: &impl Fn(usize) -> bool) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut queue = vec![from];
        while let Some(at) = queue.pop() {
            let sure = self.grips(at).into_iter().filter(|(_, grip)| *grip == Grip::Controls).map(|(held, _)| held);
            for held in sure.filter(|h| !is_person(h.owner)) {
                if held.owner == top {
                    return true;
                }
                if seen.insert(held.owner) {
                    queue.push(held.owner);
                }
            }
        }
        false
    }
}

/// How one owner stands to a company of which all owners hold at least `totals`.
fn grip(held: &Held, totals: [(Interest, Units); 2]) -> Grip {
    let states = |interest: Interest| held.stakes.iter().any(|s| s.interest == interest);
    let grips = totals.map(|(interest, total)| {
        let Some((lower, upper)) = held.interval(interest) else { return Grip::No };
        if lower > HALF {
            return Grip::Controls;
        }
        let most = if total > FULL { upper } else { upper.min(FULL.saturating_sub(total.saturating_sub(lower))) };
        if most > HALF { Grip::May } else { Grip::No }
    });
    if grips.contains(&Grip::Controls) || states(Interest::Consolidation) {
        Grip::Controls
    } else if grips.contains(&Grip::May) || states(Interest::Control) {
        Grip::May
    } else {
        Grip::No
    }
}

/// Does the statement speak of control? Directors and representatives do not.
fn of_control(statement: &Statement) -> bool {
    !matches!(statement.interest, Interest::Directorship | Interest::Representation)
}
