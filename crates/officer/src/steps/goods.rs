//! What the goods room could not read.

use tidewaiter_model::{Control, Evidence, Finding, Good, Resolution, Severity};

use super::{Case, short};

pub(crate) fn find(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let written = || {
        [case.line.description.as_str(), case.line.part_number.as_str()]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(" / ")
    };
    match case.good.resolution {
        Resolution::Unresolved => findings.push(Finding {
            code: "GOOD-UNRESOLVED".to_owned(),
            severity: Severity::Review,
            says: format!("What is sold could not be read: {}", case.good.why),
            cite: "15 CFR 732.3(b)".to_owned(),
            evidence: vec![Evidence::new(
                "as written",
                short(&written(), 120),
                "the order, description and part number",
            )],
            settle: case.good.ask.clone(),
        }),
        Resolution::Accelerator | Resolution::Memory if case.classification.control == Control::Unknown => {
            let spec_name = name(case.good).unwrap_or_default();
            findings.push(Finding {
                code: "CONTROL-UNKNOWN".to_owned(),
                severity: Severity::Review,
                says: format!(
                    "Whether {spec_name} is controlled under 3A090 cannot be decided: {}.",
                    list_or(&case.classification.missing, "a figure that decides is missing")
                ),
                cite: "15 CFR 774 Supp. 1, 3A090".to_owned(),
                evidence: super::licence::decisive_clauses(case.classification),
                settle: if case.good.ask.is_empty() {
                    "Give the maker's figure, or the exact model.".to_owned()
                } else {
                    case.good.ask.clone()
                },
            });
        }
        _ => {}
    }
}

/// What the accelerator or the memory is called; `None` where neither was read.
pub(crate) fn name(good: &Good) -> Option<String> {
    let accelerator = good.spec.as_ref().map(|spec| spec.name.clone());
    accelerator.or_else(|| good.memory.as_ref().map(|memory| memory.name.clone()))
}

/// The parts joined, or what to say when there are none.
pub(crate) fn list_or(parts: &[String], otherwise: &str) -> String {
    if parts.is_empty() { otherwise.to_owned() } else { parts.join("; ") }
}
