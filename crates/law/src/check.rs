//! Rules held against each other: codes and labels, references, groups, circles.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers;
use crate::error::PackError;
use crate::expr::{Member, Test};
use crate::groups::Groups;
use crate::pack::{Leaf, Node, Rule, leaves};

/// Check the rules, and order them so that what a rule refers to comes before it.
pub(crate) fn check(rules: &[Rule], groups: &Groups, errors: &mut Vec<PackError>) -> Vec<usize> {
    let owners = owners(rules, errors);
    let mut references: Vec<BTreeSet<usize>> = Vec::with_capacity(rules.len());
    for rule in rules {
        let mut used = BTreeSet::new();
        for leaf in rule.versions.iter().flat_map(|v| &v.clauses).flat_map(leaves) {
            for test in leaf.test.leaves() {
                match test {
                    Test::Rule(code) => match owners.get(&code.to_ascii_lowercase()) {
                        Some(owner) => {
                            used.insert(*owner);
                        }
                        None => errors.push(at(rule, leaf, &format!("there is no rule or clause `{code}`"))),
                    },
                    Test::Place { members, .. } => {
                        for member in members {
                            if let Member::Group(name) = member
                                && groups.get(name).is_none()
                            {
                                errors.push(at(rule, leaf, &format!("there is no country group `{name}`")));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        references.push(used);
    }
    answers::check(rules, errors);
    order(rules, &references, errors)
}

fn at(rule: &Rule, leaf: &Leaf, says: &str) -> PackError {
    PackError {
        file: rule.file.clone(),
        line: leaf.line,
        column: leaf.column,
        says: format!("in `{}`: {says}", leaf.source),
    }
}

/// Which rule owns each code and label, in lower case. A label may come back in another version of its rule, not in
/// another rule or twice in a version.
fn owners(rules: &[Rule], errors: &mut Vec<PackError>) -> BTreeMap<String, usize> {
    let mut owners: BTreeMap<String, usize> = BTreeMap::new();
    for (index, rule) in rules.iter().enumerate() {
        if let Some(other) = owners.insert(rule.code.to_ascii_lowercase(), index).and_then(|i| rules.get(i)) {
            errors.push(PackError {
                file: rule.file.clone(),
                line: rule.line,
                column: rule.column,
                says: format!("the code {} is used in {} already", rule.code, other.file),
            });
        }
    }
    for (index, rule) in rules.iter().enumerate() {
        for version in &rule.versions {
            let mut seen = BTreeSet::new();
            for node in version.clauses.iter().flat_map(Node::nodes).filter(|n| !n.label.is_empty()) {
                let label = node.label.to_ascii_lowercase();
                let owner = *owners.entry(label.clone()).or_insert(index);
                if !seen.insert(label) || owner != index {
                    errors.push(PackError {
                        file: rule.file.clone(),
                        line: node.line,
                        column: node.column,
                        says: format!("the label {} is used already", node.label),
                    });
                }
            }
        }
    }
    owners
}

/// Rules so that what each refers to comes first; a circle is a fault.
fn order(rules: &[Rule], references: &[BTreeSet<usize>], errors: &mut Vec<PackError>) -> Vec<usize> {
    let mut order = Vec::with_capacity(rules.len());
    let mut done = BTreeSet::new();
    loop {
        let ready: Vec<usize> = (0..rules.len())
            .filter(|i| !done.contains(i) && references.get(*i).is_none_or(|needs| needs.is_subset(&done)))
            .collect();
        if ready.is_empty() {
            break;
        }
        done.extend(&ready);
        order.extend(ready);
    }
    for rule in rules.iter().enumerate().filter(|(i, _)| !done.contains(i)).map(|(_, r)| r) {
        errors.push(PackError {
            file: rule.file.clone(),
            line: rule.line,
            column: rule.column,
            says: format!("{} refers to itself, or to a rule that refers back to it", rule.code),
        });
    }
    order
}
