//! Red flags.

use tidewaiter_law::Law;
use tidewaiter_model::{Country, Date, Finding, Truth};
use tidewaiter_redflags::Groups;

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

pub(crate) fn find(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let groups = DatedGroups { law: case.law, as_of: case.as_of };
    // Where the licence is decided, or its finding already asks for headquarters, the flag would ask a second time.
    let asked = findings.iter().any(|f| f.code == "LICENCE-REQUIRED" || f.code == "LICENCE-UNKNOWN");
    let raised = tidewaiter_redflags::raise_all(&tidewaiter_redflags::Case {
        line: case.line,
        good: case.good,
        control: case.classification.control,
        concern: of_concern(case),
        destination: case.destination,
        accelerators: case.accelerators,
        as_of: case.as_of,
        groups: &groups,
    });
    findings.extend(raised.into_iter().filter(|f| !(asked && f.code == OPEN_HEADQUARTERS)));
}
