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

/// Lists whose parties pass their requirement on to what they own by half, by the BIS Affiliates rule.
///
/// Source: 90 FR 47201 (Entity List, Military End-User List, and parties of 15 CFR 744.8(a)(1), which are on the SDN
/// List). The Denied Persons List is not among them.
const AFFILIATES: [&str; 3] = ["us-entity-list", "us-military-end-user", "us-sdn"];
/// The same by OFAC's rule, on every day.
///
/// Source: OFAC, revised guidance of 13 August 2014; FAQ 398 to 402.
const OFAC: [&str; 1] = ["us-sdn"];
/// No rule passes a denial order on by ownership alone, though BIS may name related persons (15 CFR 766.23): asked.
const DENIED: [&str; 1] = ["us-denied-persons"];

/// Which companies listed parties own by half or more, worked out for one day over all stakes that were given.
pub(crate) struct Owners {
    affiliates: BTreeMap<String, Answer>,
    ofac: BTreeMap<String, Answer>,
    denied: BTreeMap<String, Answer>,
}

impl Owners {
    /// Screen every name in the stakes, and let the listed ones' ownership spread.
    pub(crate) fn new(stakes: &[Stake], screener: &Screener, as_of: Date) -> Self {
        let names: BTreeSet<&str> = stakes.iter().flat_map(|s| [s.owner.as_str(), s.owned.as_str()]).collect();
        let stakes = Stakes::new(stakes.to_vec(), as_of, key);
        let answers = |lists: &[&str]| {
            let listed: BTreeSet<String> =
                names.iter().filter(|name| is_listed(name, screener, lists)).map(|name| (*name).to_owned()).collect();
            let restricted = stakes.restricted(&listed);
            names.iter().map(|name| (key(name), restricted.answer(name))).collect()
        };
        Self { affiliates: answers(&AFFILIATES), ofac: answers(&OFAC), denied: answers(&DENIED) }
    }
}

/// Does the name equal one on any of the lists?
fn is_listed(name: &str, screener: &Screener, lists: &[&str]) -> bool {
    let query = Query { name, ..Query::default() };
    screener.screen(&query, &Options::matches_only(0.95, 10)).iter().any(|hit| {
        lists.iter().any(|id| hit.list.starts_with(id))
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
        let name = key(&party.name);
        match owners.affiliates.get(&name) {
            Some(answer) => {
                let role = party.role.words();
                let by_ofac = owners.ofac.get(&name).filter(|a| !a.listed && a.answer == Standing::Yes);
                if let Some(answer) = by_ofac {
                    findings.push(ofac(&party.name, role, answer));
                } else if !answer.listed && answer.answer != Standing::No {
                    findings.push(affiliates(case, &party.name, role, answer));
                } else if let Some(answer) = owners.denied.get(&name).filter(|a| !a.listed && a.answer != Standing::No)
                {
                    findings.push(denied(&party.name, role, answer));
                }
            }
            None if of_concern(case) => {
                not_checked
                    .push(format!("Owners of {} ({}): the stakes file does not name it.", party.name, party.role));
            }
            None => {}
        }
    }
}

/// The shares that decide, as evidence.
fn shares(answer: &Answer) -> Vec<Evidence> {
    let mut evidence = vec![Evidence::new(
        "percent held by listed parties, at least and at most",
        format!("{}..{}", answer.lower.normalize(), answer.upper.normalize()),
        "the stakes file",
    )];
    evidence.extend(answer.chain.iter().map(|Link { owner, owned, share, source }| {
        Evidence::new(format!("{owner} owns {owned}"), share.clone(), source.clone())
    }));
    evidence
}

fn finding(severity: Severity, says: String, cite: &str, evidence: Vec<Evidence>) -> Finding {
    Finding {
        code: "OWNED-50".to_owned(),
        severity,
        says,
        cite: cite.to_owned(),
        evidence,
        settle: "The complete shareholder register on the day.".to_owned(),
    }
}

/// Owned by parties on the SDN List: blocked, on every day.
fn ofac(name: &str, role: &str, answer: &Answer) -> Finding {
    let says = format!(
        "{name} ({role}) is owned 50 % or more by parties on the SDN List. By OFAC's rule it counts as blocked, though no list names it."
    );
    finding(Severity::Hold, says, "OFAC, guidance of 2014-08-13; FAQ 398-402", shares(answer))
}

/// Owned, or perhaps owned, by parties under a denial order.
fn denied(name: &str, role: &str, answer: &Answer) -> Finding {
    let may = if answer.answer == Standing::Yes { "is" } else { "may be" };
    let says = format!(
        "{name} ({role}) {may} owned 50 % or more by parties on the Denied Persons List. Ownership alone does not extend the order, but BIS may name related persons."
    );
    finding(Severity::Review, says, "15 CFR 764.2(k); 15 CFR 766.23", shares(answer))
}

/// Owned by parties whose requirement the BIS Affiliates rule passes on, on the days when that rule binds.
fn affiliates(case: &Case<'_>, name: &str, role: &str, answer: &Answer) -> Finding {
    let status = case.law.status("AFF50", case.as_of);
    let stands = case.law.standing("AFF50", case.as_of).unwrap_or_else(|| "not yet made".to_owned());
    let binds = status.is_some_and(tidewaiter_law::Status::binds);
    let mut evidence = shares(answer);
    evidence.push(Evidence::new(
        "the BIS Affiliates rule (AFF50) on that day",
        stands.clone(),
        "90 FR 47201; 90 FR 50857",
    ));
    let sure = answer.answer == Standing::Yes;
    let says = match (sure, binds) {
        (true, true) => format!(
            "{name} ({role}) is owned 50 % or more by listed parties and carries its most restrictive owner's requirements (BIS Affiliates rule, {stands})."
        ),
        (true, false) => format!(
            "{name} ({role}) is owned 50 % or more by listed parties. The BIS Affiliates rule does not bind on that day ({stands}); the ownership is a red flag all the same."
        ),
        (false, _) => format!(
            "{name} ({role}) may be owned 50 % or more by listed parties: the shares given leave it open (BIS Affiliates rule, {stands})."
        ),
    };
    let severity = if sure && binds { Severity::Hold } else { Severity::Review };
    finding(severity, says, "15 CFR 744.11(a)(1); 90 FR 47201; 90 FR 50857", evidence)
}
