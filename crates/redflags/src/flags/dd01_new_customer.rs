//! DD-1: evaluate customers outside country group A:1.

use tidewaiter_model::{Date, Party, Role, Truth};

use crate::assess::need;
use crate::{About, Assessment, Case, Flag, Need, Question, Subject, Topic};

pub(super) struct NewCustomer;

static ABOUT: About = About {
    code: "DD-1",
    title: "Evaluate customers outside country group A:1",
    what: "A due-diligence action, for a purchaser or user outside country group A:1. Done where its date of foundation, its owners and its headquarters are known from the register, stakes and order given, or a person answers that they were established. Open (a note) where the answer is no.",
    why: "The three tell whom an exporter deals with: since when, for whom and from where.",
    example: "Open: a purchaser in Malaysia, and the officer answers that nothing was established. Done: a register, stakes and a stated headquarters; a purchaser in Germany.",
    unknown: "a purchaser in Malaysia whose owners are not given.",
    needs: "date of foundation (register), owners (--stakes) and headquarters of customers outside A:1, or an answer",
    cite: "BIS guidance of 13 May 2025, due diligence (DD-1)",
    settle: "Get a register extract with date, owners and ultimate parent, and keep it.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Company,
    "its date of foundation, its beneficial owners and its ultimate parent's headquarters were established from documents",
    Truth::No,
);

/// What of the three is not known of a party.
fn missing(case: &Case<'_>, party: &Party) -> Vec<Need> {
    let company = case.beside.companies.company(party);
    let lacks = [
        (company.is_none_or(|c| c.incorporated.is_none()), "a register of companies with dates of foundation"),
        (!case.beside.owners.known(party), "the owners of the parties (--stakes)"),
        (
            party.headquarters.or(company.and_then(|c| c.headquarters)).is_none(),
            "the headquarters of the parties (column headquarters)",
        ),
    ];
    lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| Need::Data(what)).collect()
}

impl Flag for NewCustomer {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn question(&self) -> Option<&'static Question> {
        Some(&QUESTION)
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        let roles = [Role::Purchaser, case.user_role()];
        let named = || roles.iter().flat_map(|role| case.line.in_role(*role)).filter(|p| !p.name.trim().is_empty());
        if named().next().is_none() {
            return Assessment::NotAssessable(vec![Need::Data(need::PURCHASER)]);
        }
        let abroad = |party: &&Party| !party.country.is_some_and(|c| case.member(c, "A:1"));
        let mut needs: Vec<Need> = named().filter(abroad).flat_map(|party| missing(case, party)).collect();
        needs.sort();
        needs.dedup();
        if needs.is_empty() {
            return Assessment::not_raised("");
        }
        let of = |role: &&Role| case.line.in_role(**role).any(|p| abroad(&p) && !missing(case, p).is_empty());
        let subjects: Vec<Subject> = roles.iter().filter(of).map(|role| Subject::Party(*role)).collect();
        match case.ask(&ABOUT, &QUESTION, &subjects) {
            Assessment::NotAssessable(asked) => Assessment::NotAssessable(needs.into_iter().chain(asked).collect()),
            answered => answered,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Order, country};

    fn abroad() -> Order {
        Order::ordinary().party(Role::Purchaser, "Kestrel Compute", "1 Jalan Lotus", "MY").party(
            Role::EndUser,
            "Kestrel Compute",
            "1 Jalan Lotus",
            "MY",
        )
    }

    #[test]
    fn a_person_answers_for_customers_abroad() {
        assert_eq!(abroad().answered(&NewCustomer, "DD-1"), ["open", "not raised", "raised"]);
        assert_eq!(abroad().lacks(&NewCustomer).len(), 4);
    }

    #[test]
    fn done_at_home_and_where_all_is_known() {
        assert_eq!(Order::ordinary().assess(&NewCustomer), Assessment::not_raised(""));
        let known = abroad()
            .registered("Kestrel Compute", |entity| entity.incorporated = Some(Date::constant(1999, 1, 2)))
            .owned(Vec::new())
            .with(|o| o.line.parties.iter_mut().for_each(|p| p.headquarters = country("SG")));
        assert_eq!(known.assess(&NewCustomer), Assessment::not_raised(""));
    }
}
