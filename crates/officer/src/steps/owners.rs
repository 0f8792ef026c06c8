//! Parties owned by listed parties.

use std::collections::BTreeSet;
use std::sync::Arc;

use tidewaiter_law::{Answers, Law, Status};
use tidewaiter_model::{Date, Evidence, Finding, OwnershipRule, Severity, Statement, Truth};
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

/// What owners answer of the law's questions: a company that takes part and is in by the Affiliates rule, on a day on
/// which that rule is in force beyond doubt, brings its owner's footnote 1 or 4 with it.
///
/// Source: 90 FR 47201, which extends 15 CFR 734.9(e) to companies so owned.
pub(crate) fn told(answers: Answers, behind: &[Arc<Option<Owned>>], law: &Law, as_of: Date) -> Answers {
    if law.status("AFF50", as_of) != Some(Status::InForce) {
        return answers;
    }
    let rules = behind.iter().filter_map(|owned| owned.as_ref().as_ref()?.answer.rules.first());
    rules
        .filter(|rule| rule.answer == Standing::Yes.as_str())
        .flat_map(|rule| &rule.product_rules)
        .filter(|owner| owner.certain && matches!(owner.footnote, 1 | 4))
        .fold(answers, |told, owner| told.with(&format!("entity-footnote-{}", owner.footnote), Truth::Yes))
}

fn about(case: &Case<'_>, name: &str, role: &str, owned: &Owned, findings: &mut Vec<Finding>) {
    let [affiliates, ofac] = owned.answer.rules.as_slice() else { return };
    let denied = owned.denied.of(0);
    if !ofac.listed && ofac.answer == Standing::Yes.as_str() {
        findings.push(finding(Severity::Hold, by_ofac(name, role), ofac));
    } else if !affiliates.listed && affiliates.answer != Standing::No.as_str() && !is_itself_open(affiliates, ofac) {
        findings.push(by_affiliates(case, name, role, affiliates));
    } else if denied != Standing::No && !owned.denied.is_listed() {
        findings.push(by_denied(name, role, denied, owned));
    } else if !affiliates.listed {
        findings.extend(minority(case, name, role, affiliates, ofac));
    }
}

/// Is the party itself on the SDN List, and nothing else but its programme leaves the Affiliates rule open? The list's
/// own finding says all of it.
fn is_itself_open(affiliates: &OwnershipRule, ofac: &OwnershipRule) -> bool {
    ofac.listed && affiliates.answer == Standing::Possible.as_str()
}

/// The shares that decide, as evidence.
fn shares(rule: &OwnershipRule) -> Vec<Evidence> {
    let held = "percent held by listed parties, at least and at most";
    let mut evidence = vec![Evidence::new(held, format!("{}..{}", rule.lower, rule.upper), "the stakes given")];
    evidence.extend(rule.arithmetic.iter().map(|sum| Evidence::new("the sum", sum.clone(), rule.cite.clone())));
    evidence.extend(rule.chain.iter().map(|Statement { owner, owned, share, source, .. }| {
        Evidence::new(format!("{owner} owns {owned}"), share.clone(), source.clone())
    }));
    let decides = [
        ("licence requirement", &rule.licence_requirement),
        ("review policy", &rule.licence_policy),
        ("list on licence exceptions left", &rule.licence_exceptions),
    ];
    for (what, deciding) in decides {
        evidence.extend(deciding.iter().map(|d| {
            let which = format!("most restrictive {what}: of {} ({})", d.owner, d.list);
            Evidence::new(which, d.text.clone(), d.why.clone())
        }));
    }
    evidence.extend(rule.product_rules.iter().map(|p| {
        let which = format!("Entity List footnote {} of {}", p.footnote, p.owner);
        Evidence::new(which, p.reach.clone(), p.cite.clone())
    }));
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

/// What is left of licence exceptions, whatever the item's own answer says of them.
fn exceptions(rule: &OwnershipRule) -> String {
    let left: BTreeSet<&str> = rule.licence_exceptions.iter().map(|d| d.text.as_str()).collect();
    if left.is_empty() {
        return String::new();
    }
    let left: Vec<&str> = left.into_iter().collect();
    format!(" Licence exceptions left to it: {}; those told for the item do not help beyond that.", left.join("; or "))
}

/// What to do where no document on the rule's stay was read.
fn unconfirmed(status: Option<Status>) -> &'static str {
    if matches!(status, Some(Status::Scheduled | Status::Unverified)) {
        " The rule's stay ended by its own text on 2026-11-09, and no extension was read: the line counts it as binding. \
         Look in the Federal Register for an extension before you ship, and keep a note."
    } else {
        ""
    }
}

/// Owned by parties whose requirement the BIS Affiliates rule passes on, on the days when that rule binds.
fn by_affiliates(case: &Case<'_>, name: &str, role: &str, rule: &OwnershipRule) -> Finding {
    let status = case.law.status("AFF50", case.as_of);
    let stands = case.law.standing("AFF50", case.as_of).unwrap_or_else(|| "not yet made".to_owned());
    let binds = status.is_some_and(Status::binds);
    let sure = rule.answer == Standing::Yes.as_str();
    let says = match (sure, binds) {
        (true, true) => format!(
            "{name} ({role}) is owned 50 % or more by listed parties and carries its most restrictive owner's requirements (BIS Affiliates rule, {stands}).{}{}",
            exceptions(rule),
            unconfirmed(status)
        ),
        (true, false) => format!(
            "{name} ({role}) is owned 50 % or more by listed parties. The BIS Affiliates rule does not bind on that day ({stands}); the ownership is a red flag all the same."
        ),
        (false, _) => format!(
            "{name} ({role}) may be owned 50 % or more by listed parties: what is given leaves it open (BIS Affiliates rule, {stands}). Determine it, or get a licence.{}",
            unconfirmed(status)
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
