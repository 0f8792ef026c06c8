//! Parties owned by listed parties.

use std::collections::{BTreeMap, BTreeSet};

use tidewaiter_model::{Date, Evidence, Finding, Severity, Stake};
use tidewaiter_names::Name;
use tidewaiter_ownership::{Answer, Link, Stakes, Standing};
use tidewaiter_screening::{Options, Query, Screener, Strength};

use super::Case;
use crate::officer::of_concern;

/// The key under which two spellings of one company's name are one company.
fn key(name: &str) -> String {
    Name::new(name).squashed()
}

/// Which companies listed parties own by half or more, worked out for one day over all stakes that were given.
pub(crate) struct Owners {
    answers: BTreeMap<String, Answer>,
}

impl Owners {
    /// Screen every name in the stakes, and let the listed ones' ownership spread.
    pub(crate) fn new(stakes: &[Stake], screener: &Screener, as_of: Date) -> Self {
        let names: BTreeSet<&str> = stakes.iter().flat_map(|s| [s.owner.as_str(), s.owned.as_str()]).collect();
        let listed: BTreeSet<String> =
            names.iter().filter(|name| is_listed(name, screener)).map(|name| (*name).to_owned()).collect();
        let stakes = Stakes::new(stakes.to_vec(), as_of, key);
        let restricted = stakes.restricted(&listed);
        Self { answers: names.into_iter().map(|name| (key(name), restricted.answer(name))).collect() }
    }
}

/// Does the name equal one on a list that holds?
fn is_listed(name: &str, screener: &Screener) -> bool {
    let query = Query { name, country: None, address: "", identifier: "" };
    screener.screen(&query, &Options::matches_only(0.95, 10)).iter().any(|hit| {
        super::lists::holds(&hit.list)
            && !hit.weak_alias
            && matches!(hit.strength, Strength::Exact | Strength::Normalised)
    })
}

pub(crate) fn find(
    case: &Case<'_>,
    owners: Option<&Owners>,
    findings: &mut Vec<Finding>,
    not_checked: &mut Vec<String>,
) {
    let Some(owners) = owners else {
        if of_concern(case) {
            not_checked.push(
                "Owners: no stakes file was given (--stakes), so neither the 50 % rules nor ultimate parents were looked at."
                    .to_owned(),
            );
        }
        return;
    };
    for party in case.line.parties.iter().filter(|p| !p.name.trim().is_empty()) {
        match owners.answers.get(&key(&party.name)) {
            Some(answer) if !answer.listed && answer.answer != Standing::No => {
                findings.push(finding(case, &party.name, party.role.words(), answer));
            }
            Some(_) => {}
            None if of_concern(case) => {
                not_checked
                    .push(format!("Owners of {} ({}): the stakes file does not name it.", party.name, party.role));
            }
            None => {}
        }
    }
}

fn finding(case: &Case<'_>, name: &str, role: &str, answer: &Answer) -> Finding {
    let status = case.experts.law.status("AFF50", case.as_of).map(|s| s.to_string()).unwrap_or_default();
    let rule_in_force = status.starts_with("in force");
    let mut evidence = vec![Evidence::new(
        "percent held by listed parties, at least and at most",
        format!("{}..{}", answer.lower.normalize(), answer.upper.normalize()),
        "the stakes file",
    )];
    evidence.extend(answer.chain.iter().map(|Link { owner, owned, share, source }| {
        Evidence::new(format!("{owner} owns {owned}"), share.clone(), source.clone())
    }));
    evidence.push(Evidence::new(
        "the BIS Affiliates rule on that day",
        if status.is_empty() { "not yet made".to_owned() } else { status.clone() },
        "90 FR 47201; 90 FR 50857",
    ));
    let sure = answer.answer == Standing::Yes;
    Finding {
        code: "OWNED-50".to_owned(),
        severity: if sure && rule_in_force { Severity::Hold } else { Severity::Review },
        says: match (sure, rule_in_force) {
            (true, true) => format!(
                "The {role} {name} is owned 50 % or more by listed parties; it carries its most restrictive owner's requirements."
            ),
            (true, false) => format!(
                "The {role} {name} is owned 50 % or more by listed parties. The BIS Affiliates rule does not bind on that day; OFAC's rule does where an owner is on the SDN List."
            ),
            (false, _) => format!(
                "The {role} {name} may be owned 50 % or more by listed parties: the shares given leave it open."
            ),
        },
        cite: "15 CFR 744.11(a)(1); 90 FR 47201; 90 FR 50857".to_owned(),
        evidence,
        settle: "The complete shareholder register on the day.".to_owned(),
    }
}
