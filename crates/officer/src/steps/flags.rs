//! Red flags.

use tidewaiter_law::Law;
use tidewaiter_model::{Country, Date, Finding, Lack, Truth};
use tidewaiter_redflags::{Answer, Assessment, Groups};

use super::Case;
use crate::officer::of_concern;

/// The law room's dated country groups, in the shape that the flags ask for.
struct DatedGroups<'a> {
    law: &'a Law,
    as_of: Date,
}

impl Groups for DatedGroups<'_> {
    fn member(&self, country: Country, group: &str) -> Truth {
        self.law.in_group(country, group, self.as_of)
    }
}

/// The flag that asks for headquarters.
const OPEN_HEADQUARTERS: &str = "DG-09";

/// Findings of the flags that are raised; what lacks for those that could not be assessed, also told in one sentence.
pub(crate) fn find(case: &Case<'_>, findings: &mut Vec<Finding>, not_checked: &mut Vec<String>) -> Vec<Lack> {
    let groups = DatedGroups { law: case.law, as_of: case.as_of };
    // Where the licence is decided, or its finding already asks for headquarters, the flag would ask a second time.
    let asked = findings.iter().any(|f| f.code == "LICENCE-REQUIRED" || f.code == "LICENCE-UNKNOWN");
    let case = tidewaiter_redflags::Case {
        line: case.line,
        good: case.good,
        control: case.classification.control,
        concern: of_concern(case),
        destination: case.destination,
        accelerators: case.accelerators,
        as_of: case.as_of,
        groups: &groups,
        beside: tidewaiter_redflags::Beside::default(),
    };
    let mut lacks: Vec<Lack> = Vec::new();
    for Answer { code, assessment } in tidewaiter_redflags::assess_all(&case) {
        match assessment {
            Assessment::Raised(finding) if !(asked && code == OPEN_HEADQUARTERS) => findings.push(finding),
            Assessment::NotAssessable(needs) if case.asks() => needs.iter().for_each(|need| {
                lack(&mut lacks, need.words(), code);
            }),
            Assessment::Raised(_) | Assessment::NotRaised(_) | Assessment::NotAssessable(_) => {}
        }
    }
    if !lacks.is_empty() {
        let words: Vec<String> = lacks.iter().map(|l| format!("{}: {}", l.needs, l.flags.join(", "))).collect();
        not_checked.push(format!("Red flags that could not be assessed, by what they need: {}.", words.join("; ")));
    }
    lacks
}

/// Note that a flag needs something.
fn lack(lacks: &mut Vec<Lack>, needs: &'static str, code: &'static str) {
    match lacks.iter_mut().find(|lack| lack.needs == needs) {
        Some(lack) if lack.flags.contains(&code) => {}
        Some(lack) => lack.flags.push(code),
        None => lacks.push(Lack { needs, flags: vec![code] }),
    }
}
