//! Parties owned by listed parties.

use tidewaiter_model::{Evidence, Finding, OwnershipRule, Severity, Statement};
use tidewaiter_ownership::Standing;

use super::Case;
use crate::officer::of_concern;
use crate::owners::Owned;

pub(crate) fn find(case: &Case<'_>, findings: &mut Vec<Finding>, not_checked: &mut Vec<String>) {
    let Some(behind) = case.behind else {
        if of_concern(case) {
            not_checked.push(
                "Owners: no stakes file was given (--stakes), so neither the 50 % rules nor ultimate parents were looked at."
                    .to_owned(),
            );
        }
        return;
    };
    for (party, owned) in case.line.parties.iter().zip(behind).filter(|(p, _)| !p.name.trim().is_empty()) {
        match owned.as_ref() {
            Some(owned) => {
                about(case, &party.name, party.role.words(), owned, findings);
                if of_concern(case) {
                    let said = |doubt: &String| format!("Owners of {} ({}): {doubt}", party.name, party.role);
                    not_checked.extend(owned.doubts.iter().map(said));
                }
            }
            None if of_concern(case) => {
                let says = format!("Owners of {} ({}): the stakes file does not name it.", party.name, party.role);
                not_checked.push(says);
            }
            None => {}
        }
    }
}

fn about(case: &Case<'_>, name: &str, role: &str, owned: &Owned, findings: &mut Vec<Finding>) {
    let [affiliates, ofac] = owned.answer.rules.as_slice() else { return };
    let denied = owned.denied.of(0);
    if !ofac.listed && ofac.answer == Standing::Yes.as_str() {
        findings.push(finding(Severity::Hold, by_ofac(name, role), ofac));
    } else if !affiliates.listed && affiliates.answer != Standing::No.as_str() {
        findings.push(by_affiliates(case, name, role, affiliates));
    } else if denied != Standing::No && !owned.denied.is_listed() {
        findings.push(by_denied(name, role, denied, owned));
    } else if !affiliates.listed {
        findings.extend(minority(case, name, role, affiliates, ofac));
    }
}

/// The shares that decide, as evidence.
fn shares(rule: &OwnershipRule) -> Vec<Evidence> {
    let held = "percent held by listed parties, at least and at most";
    let mut evidence = vec![Evidence::new(held, format!("{}..{}", rule.lower, rule.upper), "the stakes given")];
    evidence.extend(rule.arithmetic.iter().map(|sum| Evidence::new("the sum", sum.clone(), rule.cite.clone())));
    evidence.extend(rule.chain.iter().map(|Statement { owner, owned, share, source, .. }| {
        Evidence::new(format!("{owner} owns {owned}"), share.clone(), source.clone())
    }));
    let decides = [("licence requirement", &rule.licence_requirement), ("review policy", &rule.licence_policy)];
    for (what, deciding) in decides {
        evidence.extend(deciding.iter().map(|d| {
            let which = format!("most restrictive {what}: of {} ({})", d.owner, d.list);
            Evidence::new(which, d.text.clone(), d.why.clone())
        }));
    }
    evidence
}

fn finding(severity: Severity, says: String, rule: &OwnershipRule) -> Finding {
    Finding {
        code: "OWNED-50".to_owned(),
        severity,
        says,
        cite: rule.cite.clone(),
        evidence: shares(rule),
        settle: rule.settle.clone(),
    }
}

/// Owned by parties on the SDN List: blocked, on every day.
fn by_ofac(name: &str, role: &str) -> String {
    format!(
        "{name} ({role}) is owned 50 % or more by parties on the SDN List. By OFAC's rule it counts as blocked, though no list names it."
    )
}

/// Owned, or perhaps owned, by parties under a denial order.
fn by_denied(name: &str, role: &str, answer: Standing, owned: &Owned) -> Finding {
    let may = if answer == Standing::Yes { "is" } else { "may be" };
    Finding {
        code: "OWNED-50".to_owned(),
        severity: Severity::Review,
        says: format!(
            "{name} ({role}) {may} owned 50 % or more by parties on the Denied Persons List. Ownership alone does not extend the order, but BIS may name related persons."
        ),
        cite: "15 CFR 764.2(k); 15 CFR 766.23".to_owned(),
        evidence: owned
            .answer
            .holdings
            .iter()
            .flat_map(|holding| &holding.statements)
            .map(|s| Evidence::new(format!("{} owns {}", s.owner, s.owned), s.share.clone(), s.source.clone()))
            .collect(),
        settle: "The complete shareholder register on the day.".to_owned(),
    }
}

/// Owned below half by listed parties: a red flag, on the days when a rule says so.
fn minority(
    case: &Case<'_>,
    name: &str,
    role: &str,
    affiliates: &OwnershipRule,
    ofac: &OwnershipRule,
) -> Option<Finding> {
    let flags: Vec<&str> = affiliates.red_flags.iter().chain(&ofac.red_flags).map(String::as_str).collect();
    let stands = affiliates.in_force != "no" || !ofac.red_flags.is_empty();
    let severity = if stands && of_concern(case) { Severity::Review } else { Severity::Note };
    (!flags.is_empty()).then(|| Finding {
        code: "OWNED-MINORITY".to_owned(),
        severity,
        says: format!("Listed parties stand behind {name} ({role}) with less than half. {}", flags.join(" ")),
        cite: "15 CFR 732, supplement no. 3, red flag 29; OFAC FAQ 398".to_owned(),
        evidence: vec![Evidence::new("how the BIS Affiliates rule stands", affiliates.in_force.clone(), affiliates.in_force_why.clone())],
        settle: "The complete shareholder register on the day, with who controls the company beside the shares; record the decision."
            .to_owned(),
    })
}

/// Owned by parties whose requirement the BIS Affiliates rule passes on, on the days when that rule binds.
fn by_affiliates(case: &Case<'_>, name: &str, role: &str, rule: &OwnershipRule) -> Finding {
    let status = case.law.status("AFF50", case.as_of);
    let stands = case.law.standing("AFF50", case.as_of).unwrap_or_else(|| "not yet made".to_owned());
    let binds = status.is_some_and(tidewaiter_law::Status::binds);
    let sure = rule.answer == Standing::Yes.as_str();
    let says = match (sure, binds) {
        (true, true) => format!(
            "{name} ({role}) is owned 50 % or more by listed parties and carries its most restrictive owner's requirements (BIS Affiliates rule, {stands})."
        ),
        (true, false) => format!(
            "{name} ({role}) is owned 50 % or more by listed parties. The BIS Affiliates rule does not bind on that day ({stands}); the ownership is a red flag all the same."
        ),
        (false, _) => format!(
            "{name} ({role}) may be owned 50 % or more by listed parties: the shares given leave it open (BIS Affiliates rule, {stands}). Determine the percentage, or get a licence."
        ),
    };
    let severity = if sure && binds { Severity::Hold } else { Severity::Review };
    let mut finding = finding(severity, says, rule);
    finding.evidence.push(Evidence::new(
        "the BIS Affiliates rule (AFF50) on that day",
        stands,
        "90 FR 47201; 90 FR 50857",
    ));
    finding
}
