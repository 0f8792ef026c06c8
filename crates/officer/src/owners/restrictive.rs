//! Which listed owner is the most restrictive, by the words of the list entries.
//!
//! The Affiliates rule passes on the most restrictive of the owners' licence requirements and the most restrictive of
//! their review policies; the two may come from different owners. No text of the rule ranks the words, so the order
//! here is ours, stated openly, and each answer says who decided against whom. Of a text that says several things the
//! strictest counts: its milder part is about food, medicine or other items than chips.
//!
//! Source: 90 FR 47201 (15 CFR 744.11(a)(1), 744.21 and 744.8 as amended).

use tidewaiter_law::{Exceptions, Law};
use tidewaiter_model::{Deciding, Listing};

/// Ranks with the words they are known by, the strictest first.
type Order = [(u8, &'static str, &'static [&'static str]); 4];

/// How far a licence requirement reaches. The second rank is tried first: its words contain the first's.
const REQUIREMENTS: Order = [
    (
        3,
        "all items subject to the EAR with exceptions",
        &[
            "subject to the ear, except",
            "subject to the ear except",
            "other than",
            "when used in",
            "apart from",
            "excluding",
        ],
    ),
    (
        4,
        "all items subject to the EAR",
        &["all items subject to the ear", "any item subject to the ear", "items subject to the ear"],
    ),
    (2, "listed items", &["supplement no. 2", "commerce control list", "ccl", "eccn"]),
    (1, "as a section of the EAR says", &["§", "section"]),
];

/// How an application is reviewed.
const POLICIES: Order = [
    (4, "policy of denial", &["policy of denial"]),
    (3, "presumption of denial", &["presumption of denial", "presumption for denial", "presumptive denial"]),
    (2, "case by case", &["case-by-case", "case by case"]),
    (1, "presumption of approval", &["presumption of approval"]),
];

/// Rank and name of a text; rank 0 where its words are not known.
fn rank(order: &Order, text: &str) -> (u8, &'static str) {
    let text = text.to_lowercase();
    let named = order.iter().find(|(.., words)| words.iter().any(|word| text.contains(word)));
    named.map_or((0, "not ranked"), |(rank, name, _)| (*rank, *name))
}

fn requirement_rank(text: &str) -> (u8, &'static str) {
    let lower = text.to_lowercase();
    // The Military End-User List asks for the items of a supplement, and calls them any item subject to the EAR.
    if lower.contains("supplement no. 2 to part 744") {
        return (2, "listed items");
    }
    rank(&REQUIREMENTS, text)
}

/// The requirement and the policy that apply, of all listed owners with their entries; one each, more where several are
/// equally strict, and one that says so where an owner's words are not known.
pub(super) fn most_restrictive(owners: &[(&str, &Listing)]) -> (Vec<Deciding>, Vec<Deciding>) {
    (
        strictest(owners, |listing| &listing.licence_requirement, |l| named(requirement_rank(&l.licence_requirement))),
        strictest(owners, |listing| &listing.licence_policy, |l| named(rank(&POLICIES, &l.licence_policy))),
    )
}

/// The licence exceptions that are left, of the owner whose list leaves the fewest.
pub(super) fn fewest_exceptions(owners: &[(&str, &Listing)], law: &Law) -> Vec<Deciding> {
    let found = |list: &str| law.exceptions_left(list);
    let left = |listing: &Listing| found(&listing.list).map_or("unknown", |found| &found.left);
    let rank = |listing: &Listing| {
        let rank = |found: &Exceptions| (u8::MAX.saturating_sub(found.rank), found.cite.clone());
        found(&listing.list).map_or_else(|| (0, "not known".to_owned()), rank)
    };
    let mut decided = strictest(owners, left, rank);
    for deciding in &mut decided {
        if let Some(found) = found(&deciding.list).filter(|found| !found.unverified.is_empty()) {
            deciding.why = format!("{}; {}", deciding.why, found.unverified);
        }
    }
    decided
}

fn named((rank, name): (u8, &str)) -> (u8, String) {
    (rank, name.to_owned())
}

/// One owner for whom a text decides: the highest rank; rank 0 where it is not known. `rank` names the ground too.
fn strictest<'a>(
    owners: &[(&'a str, &'a Listing)],
    text: impl Fn(&'a Listing) -> &'a str,
    rank: impl Fn(&Listing) -> (u8, String),
) -> Vec<Deciding> {
    let ranked: Vec<(u8, String, &str, &Listing)> = owners
        .iter()
        .map(|(owner, listing)| {
            let (rank, name) = rank(listing);
            (rank, name, *owner, *listing)
        })
        .collect();
    let top = ranked.iter().map(|(rank, ..)| *rank).max().unwrap_or_default();
    let milder: Vec<String> = ranked
        .iter()
        .filter(|(rank, ..)| *rank < top && *rank > 0)
        .map(|(_, name, owner, _)| format!("{owner}: {name}"))
        .collect();
    let decided =
        ranked.iter().filter(|(rank, ..)| *rank == top && *rank > 0).map(|(_, name, owner, listing)| Deciding {
            owner: (*owner).to_owned(),
            list: listing.list.clone(),
            text: text(listing).to_owned(),
            why: match milder.as_slice() {
                [] => format!("{name}: no listed owner's words are stricter"),
                milder => format!("{name}, which is stricter than {}", milder.join(", ")),
            },
        });
    let open = ranked.iter().filter(|(rank, ..)| *rank == 0).map(|(_, _, owner, listing)| Deciding {
        owner: (*owner).to_owned(),
        list: listing.list.clone(),
        text: text(listing).to_owned(),
        why: "not known from the list data, so it may be the strictest: read the entry".to_owned(),
    });
    let mut all: Vec<Deciding> = decided.chain(open).collect();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(requirement: &str, policy: &str) -> Listing {
        Listing {
            list: "us-entity-list".to_owned(),
            entry: "1".to_owned(),
            name: "A".to_owned(),
            certain: true,
            why: String::new(),
            licence_requirement: requirement.to_owned(),
            licence_policy: policy.to_owned(),
            citation: String::new(),
            programs: Vec::new(),
            footnote: None,
            affiliates: tidewaiter_model::Truth::Yes,
        }
    }

    /// The words as the lists have them.
    #[test]
    fn words_of_the_lists_are_ranked() {
        for (text, rank) in [
            ("For all items subject to the EAR. (See §744.11 of the EAR)", 4),
            ("For all items subject to the EAR when used in projects specified in § 746.8(a)(4) of the EAR", 3),
            ("For any item subject to the EAR listed in supplement no. 2 to part 744.", 2),
            ("See § 744.11 of the EAR", 1),
            ("unknown", 0),
        ] {
            assert_eq!(requirement_rank(text).0, rank, "{text}");
        }
        for (text, rank) in [
            (
                "Policy of denial for all items subject to the EAR apart from food and medicine, reviewed on a case-by-case basis.",
                4,
            ),
            ("Presumption for denial.", 3),
            ("Case-by-case for all items listed on the CCL. Presumption of approval for EAR99 items", 2),
            ("See §744.2(d) of the EAR.", 0),
        ] {
            assert_eq!(super::rank(&POLICIES, text).0, rank, "{text}");
        }
    }

    #[test]
    fn requirement_and_policy_may_come_from_different_owners() {
        let (a, b, c) = (
            listing("For all items subject to the EAR.", "Presumption of denial"),
            listing("For any item subject to the EAR listed in supplement no. 2 to part 744.", "Policy of denial"),
            listing("unknown", "unknown"),
        );
        let (requirement, policy) = most_restrictive(&[("Alder", &a), ("Birch", &b), ("Cedar", &c)]);
        let said = |all: &[Deciding]| all.iter().map(|d| format!("{}: {}", d.owner, d.why)).collect::<Vec<_>>();
        assert_eq!(
            said(&requirement),
            [
                "Alder: all items subject to the EAR, which is stricter than Birch: listed items",
                "Cedar: not known from the list data, so it may be the strictest: read the entry"
            ]
        );
        assert_eq!(
            said(&policy),
            [
                "Birch: policy of denial, which is stricter than Alder: presumption of denial",
                "Cedar: not known from the list data, so it may be the strictest: read the entry"
            ]
        );
    }
}
