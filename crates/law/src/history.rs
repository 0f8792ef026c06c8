//! Rules over time: their status on a day, what changes between two days, and their explanation.

use std::collections::BTreeSet;

use serde::Serialize;
use tidewaiter_model::{Country, Date, Explanation};

use crate::Law;
use crate::pack::{Kind, Leaf, Node, Part, Rule, Version};
use crate::status::Status;

/// Something that changed in the law.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RuleChange {
    /// The first day of the new state.
    pub on: Date,
    /// The rule's code, or a country group's name.
    pub code: String,
    /// The country that joins or leaves a country group; `None` for a rule.
    #[serde(skip)]
    pub country: Option<Country>,
    /// The rule's or group's title.
    pub title: String,
    /// How it stood before; `None` where it did not.
    pub before: Option<Status>,
    /// How it stands after; `None` where it does not.
    pub after: Option<Status>,
    /// In words: `begins (in force)`, `changes from stayed to scheduled, unconfirmed`, `AE joins A:5`.
    pub says: String,
    /// The citation.
    pub cite: String,
}

fn find<'a>(law: &'a Law, code: &str) -> Option<&'a Rule> {
    law.rules.iter().find(|rule| rule.code.eq_ignore_ascii_case(code))
}

fn version_on(rule: &Rule, day: Date) -> Option<&Version> {
    rule.versions.iter().find(|v| v.from <= day && v.to.is_none_or(|to| day <= to))
}

pub(crate) fn status(law: &Law, code: &str, day: Date) -> Option<Status> {
    find(law, code).and_then(|rule| version_on(rule, day)).map(|version| version.status)
}

pub(crate) fn codes(law: &Law) -> Vec<String> {
    let mut codes: BTreeSet<String> = law.rules.iter().map(|rule| rule.code.clone()).collect();
    codes.extend(law.rules.iter().flat_map(nodes).map(|node| node.label.clone()).filter(|label| !label.is_empty()));
    codes.into_iter().collect()
}

fn nodes(rule: &Rule) -> impl Iterator<Item = &Node> {
    rule.versions.iter().flat_map(|v| &v.clauses).flat_map(Node::nodes)
}

pub(crate) fn explain(law: &Law, code: &str) -> Option<Explanation> {
    if let Some(rule) = find(law, code) {
        return Some(of_rule(rule));
    }
    law.rules.iter().find_map(|rule| {
        let named = |node: &&Node| node.label.eq_ignore_ascii_case(code);
        let with: Vec<(&Version, &Node)> = rule
            .versions
            .iter()
            .filter_map(|v| v.clauses.iter().flat_map(Node::nodes).find(named).map(|node| (v, node)))
            .collect();
        let (_, newest) = with.last()?;
        let mut explanation = of_rule(rule);
        explanation.code = newest.label.clone();
        explanation.title = format!("{} of {}: {}", newest.label, rule.code, rule.title);
        explanation.what = wordings(&with).join("\n");
        explanation.effective = with.iter().map(|(v, _)| days(v)).collect::<Vec<_>>().join("; ");
        explanation.status = with.last().map(|(v, _)| v.status.to_string()).unwrap_or_default();
        explanation.cite = cites(with.iter().map(|(v, node)| if node.cite.is_empty() { &v.cite } else { &node.cite }));
        Some(explanation)
    })
}

/// The wordings of a clause over time; versions in a row that say the same are one.
fn wordings(with: &[(&Version, &Node)]) -> Vec<String> {
    let mut wordings: Vec<(Date, Option<Date>, String)> = Vec::new();
    for (version, node) in with {
        let text = if node.text.is_empty() { String::new() } else { format!("{} ", node.text) };
        let words = format!("{text}Tested as: {}.", tests(node));
        match wordings.last_mut() {
            Some((_, to, before)) if *before == words => *to = version.to,
            _ => wordings.push((version.from, version.to, words)),
        }
    }
    wordings.into_iter().map(|(from, to, words)| format!("{}: {words}", span(from, to))).collect()
}

fn of_rule(rule: &Rule) -> Explanation {
    let unverified = rule.versions.iter().filter(|v| !v.unverified.is_empty());
    let unverified: Vec<String> = unverified.map(|v| format!("Unverified ({}): {}", days(v), v.unverified)).collect();
    let mut what = rule.what.clone();
    for more in unverified {
        what.push('\n');
        what.push_str(&more);
    }
    let standing = |v: &Version| format!("{} {}", days(v), v.status);
    Explanation {
        code: rule.code.clone(),
        title: rule.title.clone(),
        what,
        why: rule.why.clone(),
        example: rule.example.clone(),
        cite: cites(rule.versions.iter().flat_map(|v| [&v.cite, &v.url])),
        effective: rule.versions.iter().map(standing).collect::<Vec<_>>().join("; "),
        status: rule.versions.last().map(|v| v.status.to_string()).unwrap_or_default(),
        settle: rule.settle.clone(),
        ..Explanation::default()
    }
}

/// Citations joined, each once.
fn cites<'a>(all: impl Iterator<Item = &'a String>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for cite in all {
        if !cite.is_empty() && !seen.contains(&cite.as_str()) {
            seen.push(cite);
        }
    }
    seen.join("; ")
}

fn days(version: &Version) -> String {
    span(version.from, version.to)
}

fn span(from: Date, to: Option<Date>) -> String {
    match to {
        Some(to) => format!("{from} to {to}"),
        None => format!("{from} on"),
    }
}

/// A clause's tests in one line.
pub(crate) fn tests(node: &Node) -> String {
    let list = |parts: &[Part], joint: &str| {
        let words: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Part::Leaf(Leaf { source, .. }) => source.clone(),
                Part::Node(node) if node.label.is_empty() => format!("({})", tests(node)),
                Part::Node(node) => node.label.clone(),
            })
            .collect();
        words.join(joint)
    };
    let mut words = Vec::new();
    if !node.all.is_empty() {
        words.push(list(&node.all, " and "));
    }
    if !node.any.is_empty() {
        words.push(format!("one of: {}", list(&node.any, " or ")));
    }
    if !node.none.is_empty() {
        words.push(format!("none of: {}", list(&node.none, " or ")));
    }
    words.join("; ")
}

pub(crate) fn control_days(law: &Law, from: Date) -> Vec<(Date, String, String)> {
    let asks = |rule: &&Rule| matches!(rule.kind, Kind::Licence | Kind::Letter | Kind::EndUser);
    let mut days: Vec<(Date, String, String)> = law
        .rules
        .iter()
        .filter(asks)
        .filter_map(|rule| rule.versions.iter().map(|v| v.from).min().map(|on| (on, rule)))
        .filter(|(on, _)| *on >= from)
        .map(|(on, rule)| (on, rule.code.clone(), rule.title.clone()))
        .collect();
    days.sort();
    days
}

pub(crate) fn changes_between(law: &Law, a: Date, b: Date) -> Vec<RuleChange> {
    let (earlier, later) = (a.min(b), a.max(b));
    let within = |day: &Date| *day > earlier && *day <= later;
    let mut changes = Vec::new();
    for rule in &law.rules {
        let begins = rule.versions.iter().map(|v| v.from);
        let ends = rule.versions.iter().filter_map(|v| v.to.and_then(|to| to.tomorrow().ok()));
        let days: BTreeSet<Date> = begins.chain(ends).filter(within).collect();
        for on in days {
            let before = on.yesterday().ok().and_then(|day| version_on(rule, day));
            let after = version_on(rule, on);
            let Some(cited) = after.or(before) else { continue };
            changes.push(RuleChange {
                on,
                code: rule.code.clone(),
                country: None,
                title: rule.title.clone(),
                before: before.map(|v| v.status),
                after: after.map(|v| v.status),
                says: match (before, after) {
                    (None, Some(v)) => format!("begins ({})", v.status),
                    (Some(_), None) => "ends".to_owned(),
                    (Some(x), Some(y)) if x.status != y.status => {
                        format!("changes from {} to {}", x.status, y.status)
                    }
                    _ => "is amended".to_owned(),
                },
                cite: cited.cite.clone(),
            });
        }
    }
    for group in law.groups.iter() {
        for member in &group.members {
            let moves = [(member.from, "joins"), (member.to.and_then(|to| to.tomorrow().ok()), "leaves")];
            for (on, verb) in
                moves.into_iter().filter_map(|(day, verb)| day.map(|d| (d, verb))).filter(|(d, _)| within(d))
            {
                changes.push(RuleChange {
                    on,
                    code: group.name.clone(),
                    country: Some(member.country),
                    title: group.title.clone(),
                    before: None,
                    after: None,
                    says: format!("{} {verb} {}", member.country, group.name),
                    cite: member.cite.clone(),
                });
            }
        }
    }
    changes.sort();
    changes
}
