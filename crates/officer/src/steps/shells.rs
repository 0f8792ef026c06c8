//! Marks of companies that stand in for others, in the light of the whole book.

use std::collections::{BTreeMap, BTreeSet};

use tidewaiter_model::Finding;
use tidewaiter_redflags::shells::{Assessment, Lift, State, findings as findings_of};

use super::{Case, short};
use crate::history::BUYERS;
use crate::officer::of_concern;

/// What the officer was told of the whole book.
pub(crate) struct Marks<'a> {
    pub(crate) lift: &'a Lift,
    /// What the indicators say of a party, by its name.
    pub(crate) of: &'a dyn Fn(&str) -> std::sync::Arc<Option<Vec<Assessment>>>,
}

pub(crate) fn find(
    case: &Case<'_>,
    marks: Option<&Marks<'_>>,
    findings: &mut Vec<Finding>,
    not_checked: &mut Vec<String>,
) {
    if !of_concern(case) {
        return;
    }
    let Some(marks) = marks else {
        not_checked.push(
            "Marks of companies that stand in for others: no register of companies was given (--companies), so they \
             were not looked for."
                .to_owned(),
        );
        return;
    };
    let mut seen = BTreeSet::new();
    let mut open: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<String>)> = BTreeMap::new();
    for party in case.line.parties.iter().filter(|p| BUYERS.contains(&p.role) && !p.name.trim().is_empty()) {
        if !seen.insert(crate::registry::key(&party.name)) {
            continue;
        }
        let name = short(&party.name, 80);
        let Some(assessments) = &*(marks.of)(&party.name) else { continue };
        findings.extend(findings_of(&format!("The {} {name}", party.role), assessments, marks.lift));
        for assessment in assessments.iter().filter(|a| a.state == State::NotAssessable) {
            let (codes, names) = open.entry(assessment.needs()).or_default();
            codes.insert(assessment.about.code);
            names.insert(name.clone());
        }
    }
    if !open.is_empty() {
        let needs = open.into_iter().map(|(needs, (codes, names))| {
            let listed = |list: Vec<&str>| list.join(", ");
            let names = listed(names.iter().map(String::as_str).collect());
            format!("{} of {names} (needs {needs})", listed(codes.into_iter().collect()))
        });
        not_checked.push(format!(
            "Marks of companies that stand in for others that could not be assessed: {}.",
            needs.collect::<Vec<_>>().join("; ")
        ));
    }
}
