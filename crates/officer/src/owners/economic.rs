//! With whom the value of a party ends, and who holds more than half of its votes. Neither decides a 50 percent rule.

use std::collections::BTreeMap;

use tidewaiter_model::{Decimal, IntegratedInterest, Interest, Method, OwnersAnswer, Statement, VotingControl};
use tidewaiter_ownership::{Above, Controller, Held, statement};

/// Statements told of one controller, the nearest to the party first: a long chain repeats in that of everybody on it.
const CHAIN_MAX: usize = 40;

const NO_RULE: &str = "No 50 percent rule counts it: those add shares up and multiply nothing.";

/// Put both into the answer.
pub(super) fn add(answer: &mut OwnersAnswer, above: &Above) {
    interests(answer, above);
    control(answer, above);
}

fn interests(answer: &mut OwnersAnswer, above: &Above) {
    let ends = above.ultimate_owners();
    let mut owners: Vec<_> = ends.owners.iter().collect();
    // The greatest first.
    owners.sort_by_key(|owner| std::cmp::Reverse((owner.interest.lower, owner.interest.upper)));
    answer.interests = owners
        .into_iter()
        .map(|owner| IntegratedInterest {
            owner: name(above, owner.party),
            party: owner.party,
            lower: plain(owner.interest.lower),
            upper: plain(owner.interest.upper),
            settled: owner.interest.settled,
        })
        .collect();
    answer.interests_open = plain(ends.open);
    let party = &answer.party;
    let mut says = vec![match (answer.interests.len(), ends.open.is_zero()) {
        (0, _) => format!("No ultimate owner of {party} is stated."),
        (_, true) => format!("All of {party} ends with the ultimate owners stated."),
        (_, false) => {
            format!("Of at most {} % of {party} it is open with whom it ends.", up(ends.open))
        }
    }];
    let sure: Decimal =
        ends.owners.iter().map(|owner| owner.interest.lower).fold(Decimal::ZERO, Decimal::saturating_add);
    if sure > Decimal::new(100_000_001, 6) {
        says.push("Together they have more than 100 %, so not all of the statements can be true.".to_owned());
    }
    if ends.unbounded {
        says.push(
            "Companies above it may hold all of one another in a circle, as far as stated: nothing then bounds what ends \
             outside the circle, and an upper bound is only what the other owners leave."
                .to_owned(),
        );
    }
    if answer.interests.iter().any(|interest| !interest.settled) {
        says.push(
            "Where a circle holds nearly all of itself the bounds are wider than the statements allow.".to_owned(),
        );
    }
    if above.cut {
        says.push("Parties farther away were left out, so some who stand here have owners themselves.".to_owned());
    }
    answer.interests_why = Method {
        says: says.join(" "),
        method: format!(
            "The sum, over all paths up to the owner and around all circles, of the products of the shares (x = d + xA), \
             once with the least and once with the greatest that is stated. {NO_RULE}"
        ),
        cite: "Brioschi, Buzzacchi and Colombo (1989); Chapelle and Szafarz (2005)".to_owned(),
    };
}

fn control(answer: &mut OwnersAnswer, above: &Above) {
    let mut holders: BTreeMap<usize, Basis> = BTreeMap::new();
    for held in &above.holdings {
        holders.entry(held.owner).or_default().add(held);
    }
    let none = Basis::default();
    let own = |found: &Controller| holders.get(&found.party).unwrap_or(&none);
    answer.control = above.controllers().iter().map(|found| of(above, found, own(found))).collect();
    let party = &answer.party;
    let with = |wanted: &str| -> Vec<&str> {
        answer.control.iter().filter(|c| c.answer == wanted).map(|c| c.owner.as_str()).collect()
    };
    let (yes, possible) = (with("yes"), with("possible"));
    let says = match (yes.as_slice(), possible.as_slice()) {
        ([], []) => format!("Nobody stated holds more than half of the votes in {party}."),
        ([], _) => format!("Who holds more than half of the votes in {party} is open."),
        ([one], _) => format!("{one} controls more than half of the votes in {party}."),
        (several, _) => format!(
            "{} parties control more than half of the votes in {party}: one through the other, or by statements of which \
             not all can be true.",
            several.len()
        ),
    };
    let by_votes = above.holdings.iter().any(Held::by_votes);
    let basis = if by_votes {
        "Where statements about an owner and a company are about votes, these count, else its shares."
    } else {
        "No statement is about votes, so shares count as votes."
    };
    answer.control_why = Method {
        says,
        method: format!(
            "The votes of companies that one party controls by more than half count as its own, step by step. {basis} \
             The right to appoint directors, contracts and family are not counted. {}",
            NO_RULE.split(':').next().unwrap_or_default()
        ) + ".",
        cite: "Chapelle and Szafarz (2005)".to_owned(),
    };
}

/// What counts as votes in some holdings.
#[derive(Default)]
struct Basis {
    votes: bool,
    shares: bool,
}

impl Basis {
    fn add(&mut self, held: &Held) {
        let by_votes = held.by_votes();
        self.votes |= by_votes;
        self.shares |= !by_votes;
    }

    fn words(&self) -> &'static str {
        match (self.votes, self.shares) {
            (true, true) => "votes and ownership",
            (true, false) => "votes",
            (false, _) => "ownership",
        }
    }
}

/// `own` is what counts in all that the controller holds itself, for one who controls nothing.
fn of(above: &Above, found: &Controller, own: &Basis) -> VotingControl {
    let held: Vec<&Held> = found.holdings.iter().filter_map(|at| above.holdings.get(*at)).collect();
    let mut basis = Basis::default();
    held.iter().for_each(|held| basis.add(held));
    VotingControl {
        owner: name(above, found.party),
        party: found.party,
        answer: found.answer.as_str().to_owned(),
        lower: found.lower.clone(),
        upper: found.upper.clone(),
        basis: if held.is_empty() { own.words() } else { basis.words() }.to_owned(),
        chain: held.into_iter().flat_map(counted).take(CHAIN_MAX).collect(),
    }
}

/// The statements of a holding that count as votes.
fn counted(held: &Held) -> Vec<Statement> {
    let kind = if held.by_votes() { Interest::Votes } else { Interest::Ownership };
    held.stakes.iter().filter(|stake| stake.interest == kind).map(statement).collect()
}

fn name(above: &Above, party: usize) -> String {
    above.parties.get(party).map(|party| party.name.clone()).unwrap_or_default()
}

/// Rounded up to the second place.
fn up(percent: Decimal) -> String {
    let cut = percent.trunc_with_scale(2);
    plain(if cut < percent { cut.saturating_add(Decimal::new(1, 2)) } else { cut })
}

fn plain(percent: Decimal) -> String {
    percent.normalize().to_string()
}
