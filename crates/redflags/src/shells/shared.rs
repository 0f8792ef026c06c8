//! SHELL-5 to SHELL-9: something shared with an earlier buyer.

use tidewaiter_model::Evidence;

use super::{About, Answer, Indicator, Shared, SharedKind, Subject};

/// One kind of shared thing.
pub(super) struct SharedThing {
    kind: SharedKind,
    about: &'static About,
    needs: &'static str,
}

const FEW: &str = "shared with an earlier buyer";
const MANY: &str = "shared with many";
const NONE: &str = "not shared";
/// What is shared with many may be an agent's or a provider's: part of a mark.
const BANDS: (&[&str], usize, usize) = (&[FEW, MANY, NONE], 1, 2);

const INNOCENT_GROUP: &str = "companies of one group, or served by one agent, share such things openly.";
const SETTLE: &str =
    "Ask how the two buyers are related, and who directs both; compare what each said of its use and site.";
const WHY: &str = "When one company that stands in for others is found out the next is set up with what is at hand: the same desk, telephone, person, domain or forwarder.";

static ABOUT_SUITE: About = About {
    code: "SHELL-5",
    title: "In the suite of an earlier buyer",
    what: "Another party of the book with an earlier first order is in the same suite (building and unit). Raised where at most 20 buyers are.",
    why: WHY,
    innocent: INNOCENT_GROUP,
    example: "Raised: both in suite 1203 of 9 Heron Road. Not raised: different suites of one tower.",
    settle: SETTLE,
    bands: BANDS,
};

static ABOUT_PHONE: About = About {
    code: "SHELL-6",
    title: "The telephone of an earlier buyer",
    what: "Another party of the book with an earlier first order has the same telephone number in the register. Raised where at most 20 buyers do.",
    why: WHY,
    innocent: INNOCENT_GROUP,
    example: "Raised: +60 3 5550 1234 for both. Not raised: the number of the office provider, with fifty firms.",
    settle: SETTLE,
    bands: BANDS,
};

static ABOUT_DIRECTOR: About = About {
    code: "SHELL-7",
    title: "A director of an earlier buyer",
    what: "Another party of the book with an earlier first order has a director of the same name or id in the register. Raised where at most 20 buyers do: nominee directors serve hundreds.",
    why: WHY,
    innocent: "people direct several companies of one group, and common names are borne by many.",
    example: "Raised: one director id for both. Not raised: an agent's nominee with 300 companies.",
    settle: SETTLE,
    bands: BANDS,
};

static ABOUT_DOMAIN: About = About {
    code: "SHELL-8",
    title: "The e-mail or web domain of an earlier buyer",
    what: "Another party of the book with an earlier first order has the same domain in its e-mail or web address in the register. Domains of public mail providers do not count. Raised where at most 20 buyers do.",
    why: WHY,
    innocent: INNOCENT_GROUP,
    example: "Raised: sales@heron-compute.example for both. Not raised: two addresses at a public provider.",
    settle: SETTLE,
    bands: BANDS,
};

static ABOUT_FORWARDER: About = About {
    code: "SHELL-9",
    title: "The rare forwarder of an earlier buyer",
    what: "Another party of the book with an earlier first order uses the same freight forwarder, which at most 5 buyers of the book use.",
    why: WHY,
    innocent: "small forwarders have few customers, and neighbours use the same one.",
    example: "Raised: a forwarder of two buyers only. Not raised: one of the great forwarders.",
    settle: SETTLE,
    bands: (&[FEW, MANY, NONE], 1, 1),
};

pub(super) static SUITE: SharedThing =
    SharedThing { kind: SharedKind::Suite, about: &ABOUT_SUITE, needs: "an address that names a suite" };
pub(super) static PHONE: SharedThing =
    SharedThing { kind: SharedKind::Phone, about: &ABOUT_PHONE, needs: "its telephone number in a register" };
pub(super) static DIRECTOR: SharedThing =
    SharedThing { kind: SharedKind::Director, about: &ABOUT_DIRECTOR, needs: "its directors in a table of stakes" };
pub(super) static DOMAIN: SharedThing =
    SharedThing { kind: SharedKind::Domain, about: &ABOUT_DOMAIN, needs: "its e-mail or web address in a register" };
pub(super) static FORWARDER: SharedThing =
    SharedThing { kind: SharedKind::Forwarder, about: &ABOUT_FORWARDER, needs: "its freight forwarder" };

impl Indicator for SharedThing {
    fn about(&self) -> &'static About {
        self.about
    }

    fn assess(&self, subject: &Subject<'_>) -> Answer {
        if !subject.has.contains(&self.kind) {
            return Answer::NotAssessable(self.needs);
        }
        let found: Vec<&Shared> = subject.shared.iter().filter(|shared| shared.kind == self.kind).collect();
        match found.iter().find(|shared| shared.users <= self.kind.users_max()) {
            Some(shared) => {
                let since = shared.since.map(|day| format!(", buying since {day}")).unwrap_or_default();
                let says = format!("{} is also that of {}{since}.", shared.value, shared.with);
                let source = if self.kind == SharedKind::Forwarder { subject.book } else { "register and book" };
                let what = self.about.title.to_lowercase();
                Answer::band(FEW, says, vec![Evidence::new(what, &shared.value, source)])
            }
            None if found.is_empty() => Answer::fine(NONE),
            None => Answer::fine(MANY),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shells::testing::Company;

    #[test]
    fn with_few_with_many_and_with_nobody() {
        let with = |kind, users| {
            let shared = Shared {
                kind,
                value: "+60 3 5550 1234".to_owned(),
                with: "Heron Compute Sdn Bhd".to_owned(),
                since: None,
                users,
            };
            Company::ordinary().with(|c| c.shared.push(shared))
        };
        assert_eq!(with(SharedKind::Phone, 2).band(&PHONE), FEW);
        assert_eq!(with(SharedKind::Phone, 21).band(&PHONE), MANY);
        assert_eq!(with(SharedKind::Forwarder, 6).band(&FORWARDER), MANY);
        assert_eq!(with(SharedKind::Phone, 2).band(&DIRECTOR), NONE, "another kind");
        assert_eq!(Company::ordinary().with(|c| c.has.clear()).band(&PHONE), "");
    }
}
