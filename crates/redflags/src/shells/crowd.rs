//! SHELL-3: many companies at one address.

use tidewaiter_model::Evidence;

use super::{About, Answer, Indicator, Subject};

pub(super) struct MassAddress;

/// Companies in one suite from which it is no office of them all.
const SUITE: u32 = 5;
/// Companies in one building from which it is a place of registration.
const BUILDING: u32 = 30;

const SUITES: &str = "5 or more companies in one suite";
const FEW: &str = "2 to 4 companies in one suite";
const TOWER: &str = "30 or more companies in one building";
const NONE: &str = "neither";

static ABOUT: About = About {
    code: "SHELL-3",
    title: "Many companies at its address",
    what: "The companies of the register and of the book in the same suite and in the same building. Raised from 5 in one suite, from 30 in one building where no suite is named.",
    why: "Companies that stand in for others are made by the dozen at an agent's address.",
    innocent: "towers hold hundreds of honest firms, and serviced offices and company secretaries serve honest start-ups.",
    example: "Raised: suite 1203 of a tower, with eleven other companies. Not raised: suite 1203 alone, in a tower of 200 firms.",
    settle: "The lease; whose office it is; a visit or a photograph of the door.",
    bands: (&[SUITES, TOWER, FEW, NONE], 2, 3),
};

impl Indicator for MassAddress {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, subject: &Subject<'_>) -> Answer {
        let Some(crowd) = subject.crowd else {
            return Answer::NotAssessable(
                "an address with a building and house number, and other companies' addresses",
            );
        };
        let (band, says) = match crowd.suite {
            Some(n) if n >= SUITE => (SUITES, format!("{n} companies are in its suite.")),
            Some(n) if n >= 2 => (FEW, format!("{n} companies are in its suite.")),
            None if crowd.building >= BUILDING => {
                (TOWER, format!("{} companies are at its address, which names no suite.", crowd.building))
            }
            _ => (NONE, String::new()),
        };
        let value = crowd.suite.unwrap_or(crowd.building).to_string();
        let limit = if crowd.suite.is_some() { SUITE } else { BUILDING };
        let evidence =
            Evidence::new(format!("companies at {}", crowd.address), value, "register and book").against(&limit);
        Answer::band(band, says, vec![evidence])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shells::Crowd;
    use crate::shells::testing::Company;

    #[test]
    fn by_suite_first() {
        let at = |suite, building| {
            let crowd = Crowd { address: "Suite 1203, 9 Heron Road".to_owned(), suite, building };
            Company::ordinary().with(|c| c.crowd = Some(crowd)).band(&MassAddress)
        };
        assert_eq!(at(Some(12), 12), SUITES);
        assert_eq!(at(Some(2), 200), FEW);
        assert_eq!(at(Some(1), 200), NONE, "a tower");
        assert_eq!(at(None, 200), TOWER);
        assert_eq!(at(None, 29), NONE);
        assert_eq!(Company::ordinary().with(|c| c.crowd = None).band(&MassAddress), "");
    }
}
