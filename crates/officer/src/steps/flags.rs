//! Red flags.

use tidewaiter_law::Law;
use tidewaiter_model::{Country, Date, Entity, Finding, Lack, Party, Truth};
use tidewaiter_redflags::{
    Answer, Assessment, Beside, Companies, Groups, History, ListedOwner, Listing, Lists, Need, Nothing, Owners,
    Question, Subject,
};

use super::lists::is_certain;
use super::{Case, ScreenedParty};
use crate::known::Known;
use crate::officer::of_concern;
use crate::replies::Replies;

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
/// Lists whose parties the flags on owners ask about.
const OWNER_LISTS: [&str; 2] = ["us-entity-list", "us-military-end-user"];

/// What the officer knows beside the line.
#[derive(Clone, Copy)]
pub(crate) struct Knowledge<'a> {
    /// Registers, where any were given.
    pub(crate) known: Option<&'a Known>,
    /// Earlier orders, where any are known.
    pub(crate) history: Option<&'a (dyn History + Sync)>,
    /// What persons answered.
    pub(crate) replies: &'a Replies,
    /// The entries that bear a name, of lists that restrict exports.
    pub(crate) listed: &'a (dyn Fn(&str) -> Vec<Listing> + Sync),
}

/// That, asked about one line on one day.
struct Asking<'a> {
    knowledge: Knowledge<'a>,
    screened: &'a [ScreenedParty],
    as_of: Date,
}

impl Companies for Asking<'_> {
    fn company(&self, party: &Party) -> Option<&Entity> {
        self.knowledge.known?.company(party)
    }

    fn directors(&self, party: &Party, on: Date) -> Option<Vec<&str>> {
        self.knowledge.known?.directors(&party.name, on)
    }

    fn seats(&self, person: &str) -> Vec<&str> {
        self.knowledge.known.map(|known| known.seats(person)).unwrap_or_default()
    }
}

impl Lists for Asking<'_> {
    fn listed(&self, name: &str) -> Option<Vec<Listing>> {
        Some((self.knowledge.listed)(name))
    }

    fn like(&self, party: &Party) -> Option<Vec<Listing>> {
        let screened = self.screened.iter().find(|s| s.name == party.name && s.country == party.country)?;
        let like = screened.found.hits.iter().filter(|hit| hit.is_match && !is_certain(screened, hit));
        Some(like.map(super::lists::listing).collect())
    }
}

impl Owners for Asking<'_> {
    fn listed_owners(&self, party: &Party) -> Option<Vec<ListedOwner>> {
        let above = self.knowledge.known?.above(&party.name, self.as_of)?;
        let owners = above.into_iter().flat_map(|(stake, direct)| {
            let listings = (self.knowledge.listed)(&stake.owner);
            let on = listings.into_iter().find(|entry| OWNER_LISTS.iter().any(|list| entry.list.starts_with(list)));
            on.map(|entry| {
                let share = stake.share.exact().map(|share| format!("{} %", share.normalize()));
                ListedOwner {
                    owner: stake.owner.clone(),
                    known: direct && share.is_some(),
                    share: match (share, direct) {
                        (Some(share), true) => share,
                        (Some(share), false) => format!("{share} of {}", stake.owned),
                        (None, true) => "not known exactly".to_owned(),
                        (None, false) => format!("not known exactly, of {}", stake.owned),
                    },
                    list: entry.list,
                    source: stake.source.clone(),
                }
            })
        });
        Some(owners.collect())
    }

    fn known(&self, party: &Party) -> bool {
        self.knowledge.known.is_some_and(|known| known.has_owners(&party.name, self.as_of))
    }
}

/// What the flags leave open.
#[derive(Default)]
pub(crate) struct Open {
    /// What lacks, with the flags that need it.
    pub(crate) lacks: Vec<Lack>,
    /// Questions to a person.
    pub(crate) questions: Vec<(&'static Question, Subject)>,
}

/// Findings of the flags that are raised; what lacks for those that could not be assessed, also told in one sentence.
pub(crate) fn find(
    case: &Case<'_>,
    knowledge: Knowledge<'_>,
    findings: &mut Vec<Finding>,
    not_checked: &mut Vec<String>,
) -> Open {
    let groups = DatedGroups { law: case.law, as_of: case.as_of };
    let asking = Asking { knowledge, screened: case.screened, as_of: case.as_of };
    let history: &(dyn History + Sync) = match knowledge.history {
        Some(history) => history,
        None => &Nothing,
    };
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
        beside: Beside { history, companies: &asking, lists: &asking, owners: &asking, replies: knowledge.replies },
    };
    let mut open = Open::default();
    let mut unassessed: Vec<&str> = Vec::new();
    for Answer { code, assessment } in tidewaiter_redflags::assess_all(&case) {
        match assessment {
            Assessment::Raised(finding) if !(asked && code == OPEN_HEADQUARTERS) => findings.push(finding),
            Assessment::NotAssessable(needs) if case.asks() => {
                unassessed.push(code);
                for need in needs {
                    lack(&mut open.lacks, need.words(), code);
                    if let Need::Answer(question, subject) = need
                        && !open.questions.contains(&(question, subject))
                    {
                        open.questions.push((question, subject));
                    }
                }
            }
            Assessment::Raised(_) | Assessment::NotRaised(_) | Assessment::NotAssessable(_) => {}
        }
    }
    if !unassessed.is_empty() {
        not_checked.push(format!(
            "Red flags that could not be assessed ({}): {}. What each needs: `check --verbose`, or `not_assessable` in JSON.",
            unassessed.len(),
            unassessed.join(", ")
        ));
    }
    open
}

/// Note that a flag needs something.
fn lack(lacks: &mut Vec<Lack>, needs: &'static str, code: &'static str) {
    match lacks.iter_mut().find(|lack| lack.needs == needs) {
        Some(lack) if lack.flags.contains(&code) => {}
        Some(lack) => lack.flags.push(code),
        None => lacks.push(Lack { needs, flags: vec![code] }),
    }
}
