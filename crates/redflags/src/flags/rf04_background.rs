//! RF-04: the customer has little or no business background.

use tidewaiter_model::{Date, Evidence, Finding, Party, Role, Severity, Truth};

use crate::{About, Asked, Assessment, Case, Flag, Need, Question, Subject, Topic};

pub(super) struct LittleBackground;

static ABOUT: About = About {
    code: "RF-04",
    title: "The customer has little or no business background",
    what: "Raised where a register says that the purchaser, or whoever uses the item, was founded less than a year before the order, or had ended by then; in countries of group A:1 it is a note. Where no register knows the party, an answer of a person decides. A person who answers that its background is known makes the register's finding a note.",
    why: "Companies set up for one purchase have served as buyers of accelerators that were then shipped on.",
    example: "Raised: a purchaser founded in August 2025 orders in October 2025. Not raised: one founded in 1998.",
    unknown: "a purchaser that no register given names, and of which nobody has answered.",
    needs: "a register of companies with dates, or an answer of a person",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 4; BIS guidance of 13 May 2025",
    settle: "Ask for a register extract, accounts and references; compare its age and size with the order's value.",
    since: None,
    status: "in force",
};

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Company,
    "its business background is known: years of trade, accounts, references, staff",
    Truth::No,
);

/// Younger than this at the order, a company has no background to speak of.
const DAYS_YOUNG: i32 = 365;

/// What the register says of a party: odd, ordinary, or nothing that decides.
enum Background {
    Odd(String, Vec<Evidence>),
    Ordinary,
    Open,
}

fn background(case: &Case<'_>, party: &Party) -> Background {
    let Some(company) = case.beside.companies.company(party) else { return Background::Open };
    let day = case.line.date.unwrap_or(case.as_of);
    if let Some(ended) = company.dissolved.filter(|ended| *ended <= day) {
        let says = format!("{} ended on {ended}", party.name);
        return Background::Odd(
            says,
            vec![Evidence::new("end by the register", ended.to_string(), company.source.clone())],
        );
    }
    match company.incorporated.map(|founded| (founded, days_between(founded, day))) {
        Some((founded, days)) if days < DAYS_YOUNG => {
            let says = format!("{} was founded on {founded}, {} days before the order", party.name, days.max(0));
            let fact = Evidence::new("founded by the register", founded.to_string(), company.source.clone());
            Background::Odd(says, vec![fact.against(&format!("{DAYS_YOUNG} days before {day}"))])
        }
        Some(_) => Background::Ordinary,
        None => Background::Open,
    }
}

/// Whole days from one day to another; the longest span where there are more than fit.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

fn raise(case: &Case<'_>, parties: &[&Party]) -> Option<Finding> {
    let odd: Vec<(&Party, String, Vec<Evidence>)> = parties
        .iter()
        .filter_map(|party| match background(case, party) {
            Background::Odd(says, evidence) => Some((*party, says, evidence)),
            Background::Ordinary | Background::Open => None,
        })
        .collect();
    let reply = |party| case.beside.replies.reply(QUESTION.code, Asked::Party(party));
    let known: Vec<_> = odd.iter().filter_map(|(party, ..)| reply(*party).filter(|r| r.answer.is_yes())).collect();
    let home = odd.iter().all(|(party, ..)| party.country.is_some_and(|c| case.member(c, "A:1")));
    let answered = known.len() == odd.len();
    let mut says: Vec<&str> = Vec::new();
    for (_, words, _) in &odd {
        if !says.contains(&words.as_str()) {
            says.push(words);
        }
    }
    let said = if answered { " A person answered that its background is known." } else { "" };
    let says = format!("By the register, {}.{said}", says.join("; "));
    let mut evidence: Vec<Evidence> = odd.iter().flat_map(|(.., evidence)| evidence.clone()).collect();
    evidence.dedup();
    if answered {
        evidence.extend(known.iter().map(|reply| reply.evidence(&QUESTION)));
    }
    let severity = if home || answered { Severity::Note } else { Severity::Review };
    ABOUT.finding(severity, says, evidence)
}

impl Flag for LittleBackground {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn question(&self) -> Option<&'static Question> {
        Some(&QUESTION)
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        let roles = [Role::Purchaser, case.user_role()];
        let parties: Vec<&Party> = roles.iter().flat_map(|role| case.line.in_role(*role)).collect();
        if let Some(finding) = raise(case, &parties) {
            return Assessment::Raised(finding);
        }
        let known = |role: &Role| {
            let mut named = case.line.in_role(*role).peekable();
            named.peek().is_some() && named.all(|party| matches!(background(case, party), Background::Ordinary))
        };
        let open: Vec<Subject> = roles.iter().filter(|role| !known(role)).map(|role| Subject::Party(*role)).collect();
        if open.is_empty() {
            return Assessment::not_raised("");
        }
        match case.ask(&ABOUT, &QUESTION, &open) {
            Assessment::NotAssessable(mut needs) => {
                needs.push(Need::Data("a register of companies with dates of foundation"));
                Assessment::NotAssessable(needs)
            }
            answered => answered,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    fn founded(day: Option<Date>, country: &str) -> Order {
        Order::ordinary()
            .party(Role::Purchaser, "Kestrel Compute", "1 Quay Rd", country)
            .party(Role::EndUser, "Kestrel Compute", "1 Quay Rd", country)
            .registered("Kestrel Compute", |entity| entity.incorporated = day)
    }

    #[test]
    fn raised_by_young_and_ended_companies() {
        let finding = founded(Some(Date::constant(2025, 8, 1)), "MY").raises(&LittleBackground).unwrap();
        assert_eq!(finding.severity, Severity::Review);
        assert_eq!(
            finding.says,
            "By the register, Kestrel Compute was founded on 2025-08-01, 75 days before the order."
        );
        assert_eq!(finding.evidence.len(), 1);
        let home = founded(Some(Date::constant(2025, 8, 1)), "DE").raises(&LittleBackground).unwrap();
        assert_eq!(home.severity, Severity::Note);
        let ended = founded(Some(Date::constant(1998, 8, 1)), "MY")
            .registered("Kestrel Compute", |entity| entity.dissolved = Some(Date::constant(2020, 1, 1)));
        assert!(ended.raises(&LittleBackground).unwrap().says.contains("ended on 2020-01-01"));
        let answered = founded(Some(Date::constant(2025, 8, 1)), "MY").replied("RF-04", Truth::Yes);
        assert_eq!(answered.raises(&LittleBackground).unwrap().severity, Severity::Note);
    }

    #[test]
    fn not_raised_by_old_companies_and_not_assessable_without_a_register() {
        let old = founded(Some(Date::constant(1998, 8, 1)), "MY");
        assert_eq!(old.assess(&LittleBackground), Assessment::not_raised(""));
        for open in [founded(None, "MY"), Order::ordinary()] {
            assert_eq!(open.answered(&LittleBackground, "RF-04"), ["open", "not raised", "raised"]);
            assert!(open.lacks(&LittleBackground).contains(&"a register of companies with dates of foundation"));
        }
    }
}
