//! The owners above a party as a tree: each party stands once, where it is nearest; other holdings point to it.

use std::collections::{BTreeMap, BTreeSet};

use tidewaiter_model::{Decimal, Holding, Interest, OwnerParty, OwnersAnswer};

use crate::text::one_line;

/// A party in the tree, with the holding by which it stands there.
pub(super) struct Branch<'a> {
    /// Its position among the answer's parties.
    pub at: usize,
    /// What it holds of the one below; `None` for the root.
    pub holding: Option<&'a Holding>,
    /// Its owners, the greatest share first.
    pub owners: Vec<Branch<'a>>,
    /// Holdings of the same party by owners that stand elsewhere.
    pub elsewhere: Vec<&'a Holding>,
    /// Owners that the drawing leaves out.
    pub left_out: usize,
}

/// A tree of at most `most` parties and `deepest` steps.
pub(super) fn tree(answer: &OwnersAnswer, most: usize, deepest: usize) -> Branch<'_> {
    let mut of: BTreeMap<usize, Vec<&Holding>> = BTreeMap::new();
    for holding in &answer.holdings {
        of.entry(holding.owned).or_default().push(holding);
    }
    for holdings in of.values_mut() {
        holdings.sort_by(|a, b| weight(b).cmp(&weight(a)).then(a.owner.cmp(&b.owner)));
    }
    // Where each party stands: under the nearest below it. Parties come nearest first, so the first holding met is it.
    let mut placed: BTreeSet<usize> = BTreeSet::from([0]);
    let mut under: BTreeMap<usize, usize> = BTreeMap::new();
    for at in 0..answer.parties.len() {
        if !placed.contains(&at) {
            continue;
        }
        for holding in of.get(&at).into_iter().flatten() {
            if placed.len() < most && placed.insert(holding.owner) {
                under.insert(holding.owner, at);
            }
        }
    }
    branch(0, None, &of, &under, &placed, deepest)
}

fn branch<'a>(
    at: usize,
    holding: Option<&'a Holding>,
    of: &BTreeMap<usize, Vec<&'a Holding>>,
    under: &BTreeMap<usize, usize>,
    placed: &BTreeSet<usize>,
    deeper: usize,
) -> Branch<'a> {
    let mut this = Branch { at, holding, owners: Vec::new(), elsewhere: Vec::new(), left_out: 0 };
    for held in of.get(&at).into_iter().flatten().copied() {
        if !placed.contains(&held.owner) || deeper == 0 {
            this.left_out = this.left_out.saturating_add(1);
        } else if under.get(&held.owner) == Some(&at) {
            this.owners.push(branch(held.owner, Some(held), of, under, placed, deeper.saturating_sub(1)));
        } else {
            this.elsewhere.push(held);
        }
    }
    this
}

/// What a holding is sorted by: the first number of its share, in thousandths of a percent.
fn weight(holding: &Holding) -> u64 {
    let digits: String = holding
        .share
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
    let thousandths: String = part.chars().chain("000".chars()).take(3).collect();
    whole
        .parse::<u64>()
        .unwrap_or_default()
        .saturating_mul(1000)
        .saturating_add(thousandths.parse().unwrap_or_default())
}

/// The share in words: `25 %`, `share unknown`, `votes 60 %, no ownership stated`.
pub(super) fn share(holding: &Holding) -> String {
    let others: BTreeSet<String> = holding
        .statements
        .iter()
        .filter(|s| s.interest != Interest::Ownership)
        .map(|s| match (s.interest, s.share.as_str()) {
            (interest, "unknown") => word(interest).to_owned(),
            (interest, share) => format!("{} {share} %", word(interest)),
        })
        .collect();
    let owned = match holding.share.as_str() {
        "none" => None,
        "unknown" => Some("share unknown".to_owned()),
        share => Some(format!("{share} %")),
    };
    let conflict = holding.conflict.then(|| "in conflict".to_owned());
    owned.into_iter().chain(conflict).chain(others).collect::<Vec<_>>().join(", ")
}

/// A kind of link in a word or two.
pub(super) fn word(interest: Interest) -> &'static str {
    match interest {
        Interest::Ownership => "ownership",
        Interest::Votes => "votes",
        Interest::Control => "other control",
        Interest::Consolidation => "consolidates (no share)",
        Interest::Directorship => "director",
        Interest::Representation => "represents",
    }
}

/// Dates and sources of a holding, each once.
pub(super) fn ground(holding: &Holding) -> String {
    let mut seen: Vec<String> = Vec::new();
    for s in &holding.statements {
        let days = match (s.from, s.to) {
            (None, None) => "undated".to_owned(),
            (Some(from), None) => format!("since {from}"),
            (None, Some(to)) => format!("until {to}"),
            (Some(from), Some(to)) => format!("{from} to {to}"),
        };
        let source = if s.source.is_empty() { "no source".to_owned() } else { one_line(&s.source) };
        let words =
            if holding.conflict { format!("{} %: {source}, {days}", s.share) } else { format!("{source}, {days}") };
        if !seen.contains(&words) {
            seen.push(words);
        }
    }
    seen.join("; ")
}

/// Is the line drawn whole: is a share asserted, as one number or a band?
pub(super) fn is_asserted(holding: &Holding) -> bool {
    !matches!(holding.share.as_str(), "unknown" | "none") && !holding.conflict
}

/// What marks a party: its lists, or that it counts whole.
pub(super) fn marks(party: &OwnerParty) -> Vec<String> {
    let mut marks: Vec<String> = party
        .listed
        .iter()
        .map(|l| {
            let list = if l.list == "told" { "told to be listed" } else { &l.list };
            if l.certain { format!("LISTED: {list}") } else { format!("PERHAPS LISTED: {list}") }
        })
        .collect();
    marks.dedup();
    if party.listed.is_empty() && party.depth > 0 {
        match party.counts_whole.as_str() {
            "yes" => marks.push("HELD >= 50 % BY LISTED: counts whole".to_owned()),
            "possible" => marks.push("PERHAPS HELD >= 50 % BY LISTED".to_owned()),
            _ => {}
        }
    }
    marks
}

/// What a drawing says of a party beside its name: its part of the value, and whether it controls the votes.
pub(super) fn figures(answer: &OwnersAnswer, at: usize) -> Vec<String> {
    let interest = answer.interests.iter().find(|interest| interest.party == at);
    let control = answer.control.iter().find(|control| control.party == at).and_then(|c| match c.answer.as_str() {
        "yes" => Some("controls > 50 % of votes"),
        "possible" => Some("may control > 50 % of votes"),
        _ => None,
    });
    let part = interest.map(|interest| format!("economic interest {}", span(&interest.lower, &interest.upper)));
    part.into_iter().chain(control.map(str::to_owned)).collect()
}

/// Two bounds in percent, to the second place, each rounded to its own side: `15 %`, `0-30 %`, `≈33.33 %`.
pub(super) fn span(lower: &str, upper: &str) -> String {
    let (Ok(low), Ok(high)) = (lower.parse::<Decimal>(), upper.parse::<Decimal>()) else {
        return format!("{lower}-{upper} %");
    };
    let plain = |value: Decimal| value.normalize().to_string();
    if low == high {
        let near = low.round_dp(2);
        if near.is_zero() && !low.is_zero() {
            return "<0.01 %".to_owned();
        }
        return format!("{}{} %", if near == low { "" } else { "≈" }, plain(near));
    }
    let (low, cut) = (low.trunc_with_scale(2), high.trunc_with_scale(2));
    let high = if cut < high { cut.saturating_add(Decimal::new(1, 2)) } else { cut };
    format!("{}-{} %", plain(low), plain(high))
}

/// The name with the country, where that is known.
pub(super) fn called(party: &OwnerParty) -> String {
    let name = one_line(&party.name);
    if party.country == "unknown" { name } else { format!("{name} ({})", party.country) }
}

/// The part of which no statement names an owner, where there is one to speak of.
pub(super) fn unstated(party: &OwnerParty, has_owners: bool) -> Option<String> {
    match party.unstated.as_str() {
        "0" => None,
        // Of a party at the top nothing is stated; that is said once, not drawn for each.
        _ if !has_owners => None,
        rest => Some(format!("up to {rest} % not stated")),
    }
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn spans_round_to_their_own_sides() {
        let of = |lower, upper| span(lower, upper);
        assert_eq!(of("15", "15"), "15 %");
        assert_eq!(of("33.33333333", "33.33333333"), "≈33.33 %");
        assert_eq!(of("0.0031", "0.0031"), "<0.01 %");
        assert_eq!(of("0", "0"), "0 %");
        assert_eq!(of("12.519", "26.251"), "12.51-26.26 %");
        assert_eq!(of("0", "90"), "0-90 %");
    }
}
