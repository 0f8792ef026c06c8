//! Cells that could not be read, and roles that the sheet leaves open.

use tidewaiter_model::{Evidence, Finding, Role, Severity};
use tidewaiter_names::{Checked, identify_all};

use super::Case;
use crate::officer::of_concern;

/// One finding a cell that could not be read: the line is answered, never cleared.
pub(crate) fn find(case: &Case<'_>, findings: &mut Vec<Finding>) {
    for fault in &case.line.faults {
        let (what, says) = match &fault.position.column {
            Some(column) => (format!("column {column}"), format!("Column {column}: {}", fault.says)),
            None => ("the row".to_owned(), fault.says.clone()),
        };
        findings.push(Finding {
            code: "UNREADABLE-CELL".to_owned(),
            severity: Severity::Review,
            says,
            cite: String::new(),
            evidence: vec![Evidence::new(what, fault.code.clone(), fault.position.to_string())],
            settle: fault.remedy.clone(),
        });
    }
    find_numbers(case, findings);
    if case.destination.is_none() {
        findings.push(Finding {
            code: "DESTINATION-UNKNOWN".to_owned(),
            severity: Severity::Review,
            says: "The destination country cannot be read from ship-to, ultimate consignee or end user.".to_owned(),
            cite: "15 CFR 732.3(d)".to_owned(),
            evidence: vec![Evidence::new(
                "ship-to as written",
                case.line.ship_to.as_ref().map_or_else(|| "empty".to_owned(), |p| p.text.clone()),
                "the order",
            )],
            settle: "Give ship-to with its country, such as `Johor Bahru, MY`.".to_owned(),
        });
    }
}

/// One question a register number whose check digits are wrong. The number is screened all the same.
fn find_numbers(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let mut told: Vec<&str> = Vec::new();
    for party in &case.line.parties {
        if told.contains(&party.identifier.as_str()) {
            continue;
        }
        for id in identify_all(&party.identifier, party.country).iter().filter(|id| id.checked == Checked::No) {
            told.push(&party.identifier);
            findings.push(Finding {
                code: "IDENTIFIER-CHECK".to_owned(),
                severity: Severity::Note,
                says: format!("The {} of {} has wrong check digits.", id.scheme.words(), party.name),
                cite: String::new(),
                evidence: vec![Evidence::new(
                    format!("identifier as written ({})", party.role.words()),
                    party.identifier.clone(),
                    "the order",
                )],
                settle: "Ask for the register extract and correct the number; a party is not found by a wrong one."
                    .to_owned(),
            });
        }
    }
}

/// What the sheet leaves open: roles that nobody was screened in, and how many are sold.
pub(crate) fn not_checked(case: &Case<'_>, not_checked: &mut Vec<String>) {
    if !of_concern(case) {
        return;
    }
    if case.line.ship_from.as_ref().and_then(|p| p.country).is_none() {
        not_checked.push(
            "Where it ships from cannot be read, so neither the kind of movement nor that country's own permits were looked at."
                .to_owned(),
        );
    }
    let missing: Vec<&str> = [Role::Purchaser, Role::UltimateConsignee, Role::EndUser]
        .into_iter()
        .filter(|role| !case.line.in_role(*role).any(|p| !p.name.trim().is_empty()))
        .map(Role::words)
        .collect();
    if !missing.is_empty() {
        not_checked.push(format!("No {} is named, so nobody was screened in that role.", missing.join(", no ")));
    }
    if case.accelerators.is_none() {
        not_checked.push(
            "Quantity: no quantity is given that can be read, so nothing that counts accelerators was looked at."
                .to_owned(),
        );
    }
}
