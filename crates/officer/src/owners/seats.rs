//! The ultimate parent, and where headquarters are.

use tidewaiter_model::{
    Country, Decimal, Entity, Headquarters, Interest, Party, Seats, Statement, Truth, UltimateParent,
};
use tidewaiter_ownership::{Above, Parent, Seat, headquarters, seat};

use super::Owned;

/// What was found.
pub(super) struct Behind {
    pub(super) parent_name: String,
    pub(super) headquarters: String,
    pub(super) parent: UltimateParent,
    pub(super) seats: Seats,
    pub(super) seat: Headquarters,
    pub(super) parent_seat: Headquarters,
    pub(super) parent_settled: bool,
}

const CITE: &str = "15 CFR 744.23(a)(3); 15 CFR 742.6(a)(6)(iii)";

/// The ultimate parent of the first party, and the headquarters of both.
pub(super) fn find(
    above: &Above,
    entities: &[Vec<&Entity>],
    is_person: &impl Fn(usize) -> bool,
    in_scope: impl Fn(Country) -> Truth,
) -> Behind {
    let party = above.parties.first().map(|p| p.name.as_str()).unwrap_or_default();
    let none = Vec::new();
    let of = |at: usize| seat(entities.get(at).unwrap_or(&none));
    let own = of(0);
    let found = above.ultimate_parent(is_person);
    let named = match &found {
        Parent::Known { name, .. } => above.parties.iter().position(|p| p.name == *name),
        _ => None,
    };
    let no_room = matches!(found, Parent::NoneStated) && no_room_above(above, 0, is_person);
    // Somebody of whom no statement speaks may stand above the last company of the chain.
    let closed = named.is_none_or(|at| no_room_above(above, at, is_person));
    let parent = in_words(found, party, no_room);
    let parent_seat = named.map_or_else(Seat::default, of);
    let parent_scope = match (named, no_room) {
        (Some(_), _) if closed || parent_seat.in_scope(&in_scope).is_yes() => parent_seat.in_scope(&in_scope),
        (Some(_), _) => Truth::Unknown,
        (None, true) => Truth::No,
        (None, false) => Truth::Unknown,
    };
    let scope = own.in_scope(&in_scope).or(parent_scope);
    let parent_name = match (named.and_then(|at| above.parties.get(at)), no_room) {
        (Some(parent), _) => parent.name.clone(),
        (None, true) => "none".to_owned(),
        (None, false) => "unknown".to_owned(),
    };
    let likely_in = |seat: &Seat| matches!(seat.place, Headquarters::Likely(c) if !in_scope(c).is_no());
    let asserted_in = |seat: &Seat| seat.in_scope(&in_scope).is_yes();
    // The one that puts the party in scope, or may; else the parent's, where there is one.
    let decides = [&parent_seat, &own]
        .into_iter()
        .find(|s| asserted_in(s))
        .or_else(|| [&parent_seat, &own].into_iter().find(|s| likely_in(s)));
    let decides = decides.unwrap_or(if named.is_some() { &parent_seat } else { &own });
    let headquarters = match (scope, decides.place) {
        (Truth::Unknown, Headquarters::Asserted(country)) => format!("unknown, likely {country}"),
        _ => decides.words(),
    };
    let parent_words = match (named, no_room) {
        (Some(_), _) => parent_seat.words(),
        (None, true) => "none".to_owned(),
        (None, false) => "unknown".to_owned(),
    };
    let mut why = vec![format!("{party}: {}.", ground(&own))];
    match named {
        Some(_) => {
            let steps: Vec<String> = parent.chain.iter().map(step).collect();
            why.push(format!("Ultimate parent {parent_name}: {}; {}.", ground(&parent_seat), steps.join(", ")));
        }
        None => why.push(parent.says.clone()),
    }
    if !closed {
        why.push(format!("No statement rules out that somebody holds more than half of {parent_name}."));
    }
    let settle = if scope == Truth::Unknown {
        documents(party, &own, named.map(|_| (parent_name.as_str(), &parent_seat)), &parent, closed)
    } else {
        String::new()
    };
    let seats = Seats {
        party: own.words(),
        ultimate_parent: parent_words,
        macau_or_d5: scope.as_str().to_owned(),
        why: why.join(" "),
        settle,
        cite: CITE.to_owned(),
    };
    Behind {
        parent_name,
        headquarters,
        parent,
        seats,
        seat: own.place,
        parent_seat: parent_seat.place,
        parent_settled: (named.is_some() && closed) || no_room,
    }
}

/// Where the headquarters of an order's party or of its ultimate parent are, by the order and by the registers. What is
/// asserted in Macau or Country Group D:5 goes first, then what is likely there; an assertion elsewhere settles it where
/// the order makes it, or where registers assert it of the party and of its ultimate parent.
pub(crate) fn headquarters_of(
    party: &Party,
    owned: Option<&Owned>,
    in_scope: impl Fn(Country) -> Truth,
) -> Headquarters {
    let told = headquarters(party);
    let Some(owned) = owned else { return told };
    let all = [told, owned.parent_seat, owned.seat];
    let asserted_in = |h: &Headquarters| h.asserted().is_some_and(|c| in_scope(c).is_yes());
    let likely_in = |h: &Headquarters| matches!(h, Headquarters::Likely(c) if in_scope(*c).is_yes());
    if let Some(inside) = all.into_iter().find(asserted_in) {
        return inside;
    }
    if let Some(inside) = [owned.parent_seat, told].into_iter().find(likely_in) {
        return inside;
    }
    if told.asserted().is_some() {
        return told;
    }
    if likely_in(&owned.seat) {
        return owned.seat;
    }
    match (owned.seat, owned.parent_seat) {
        (Headquarters::Asserted(_), parent) if owned.parent_settled && !matches!(parent, Headquarters::Likely(_)) => {
            owned.seat
        }
        (_, Headquarters::Asserted(c) | Headquarters::Likely(c)) => Headquarters::Likely(c),
        (Headquarters::Asserted(c) | Headquarters::Likely(c), Headquarters::Unknown) => Headquarters::Likely(c),
        (Headquarters::Unknown, Headquarters::Unknown) => told,
    }
}

/// One step of the chain of control, in words.
fn step(s: &Statement) -> String {
    let source = if s.source.is_empty() { String::new() } else { format!(" ({})", s.source) };
    match (s.interest, s.share.as_str()) {
        (Interest::Consolidation, _) => format!("{} consolidates {}{source}", s.owner, s.owned),
        (Interest::Votes, share) => format!("{} holds {share} % of the votes in {}{source}", s.owner, s.owned),
        (_, share) => format!("{} holds {share} % of {}{source}", s.owner, s.owned),
    }
}

fn ground(seat: &Seat) -> String {
    if seat.why.is_empty() { seat.words() } else { format!("{}, {}", seat.words(), seat.why) }
}

/// Do the stated owners leave no room for one of more than half?
fn no_room_above(above: &Above, party: usize, is_person: &impl Fn(usize) -> bool) -> bool {
    let by_person = above.owners_of(party).any(|held| {
        is_person(held.owner)
            && held
                .stakes
                .iter()
                .any(|s| s.interest == Interest::Ownership && s.share.above(Decimal::from(50)).is_yes())
    });
    by_person || above.unstated(party) <= Decimal::from(50)
}

/// What a person must ask for.
fn documents(party: &str, own: &Seat, parent: Option<(&str, &Seat)>, found: &UltimateParent, closed: bool) -> String {
    let extract = |name: &str| format!("a register extract or signed statement of where {name} is headquartered");
    let mut asks = Vec::new();
    if own.place.asserted().is_none() {
        asks.push(extract(party));
    }
    match parent {
        Some((name, seat)) if seat.place.asserted().is_none() => asks.push(extract(name)),
        Some(_) => {}
        None => asks.push(found.settle.trim_end_matches('.').to_owned()),
    }
    if let (Some((name, _)), false) = (parent, closed) {
        asks.push(format!("a register extract or statement of who owns {name}, or that nobody holds more than half"));
    }
    asks.retain(|ask| !ask.is_empty());
    let text = asks.join("; ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

fn in_words(found: Parent, party: &str, no_room: bool) -> UltimateParent {
    let shareholders =
        |name: &str| format!("The complete shareholder register of {name} on the day, with voting rights.");
    match found {
        Parent::Known { name, chain } => UltimateParent {
            answer: "known".to_owned(),
            says: format!(
                "{name} is the ultimate parent: each step up from {party} is control of more than half, and no statement names one of {name}."
            ),
            chain,
            open: Vec::new(),
            settle: String::new(),
        },
        Parent::NoneStated if no_room => UltimateParent {
            answer: "none".to_owned(),
            says: format!(
                "{party} has no parent: no company is stated to hold more than half, and the stated owners leave no room for one."
            ),
            chain: Vec::new(),
            open: Vec::new(),
            settle: String::new(),
        },
        Parent::NoneStated => UltimateParent {
            answer: "none_stated".to_owned(),
            says: format!("No statement names who holds more than half of {party}."),
            chain: Vec::new(),
            open: Vec::new(),
            settle: shareholders(party),
        },
        Parent::Open { name, chain, may } => UltimateParent {
            answer: "open".to_owned(),
            says: format!(
                "Who holds more than half of {name} is open: a band, an unknown share or a right to appoint directors may be control."
            ),
            chain,
            open: may,
            settle: shareholders(&name),
        },
        Parent::NotUnique { name, chain, rivals } => UltimateParent {
            answer: "not_unique".to_owned(),
            says: format!(
                "Statements name several who hold more than half of {name}; not all can be true, or votes and shares lie with different owners."
            ),
            chain,
            open: rivals,
            settle: shareholders(&name),
        },
        Parent::Cycle { chain } => UltimateParent {
            answer: "cycle".to_owned(),
            says: format!("The chain of control above {party} closes on itself, so it has no end."),
            chain,
            open: Vec::new(),
            settle: shareholders(party),
        },
    }
}
