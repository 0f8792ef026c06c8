//! DG-05: the customer has next to no presence on the web.

use tidewaiter_model::{Date, Role, Truth};

use crate::{About, Assessment, Case, Flag, Question, Subject, Topic};

pub(super) struct NoWeb;

static ABOUT: About = About {
    code: "DG-05",
    title: "The customer has next to no presence on the web",
    what: "Raised where a person answers that no presence of the purchaser on the web was found that tells what it does. Not raised where a register gives a web site, or the answer is that there is one. Nothing is looked up by the program.",
    why: "Shells have been found by web sites that are empty, copied or not there.",
    example: "Raised: the officer found no site. Not raised: the register of companies gives one.",
    unknown: "a purchaser of which no register gives a site and nobody has answered.",
    needs: "a register of companies with web sites, or an answer of a person",
    cite: "BIS guidance of 13 May 2025, flag DG-05",
    settle: "Search for the company's site, its staff and its customers; look how old the pages are.",
    since: Some(Date::constant(2025, 5, 13)),
    status: "unverified",
};

static QUESTION: Question = Question::new(
    &ABOUT,
    Topic::Company,
    "it has a presence on the web that tells what it does (site, staff, customers)",
    Truth::No,
);

impl Flag for NoWeb {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn question(&self) -> Option<&'static Question> {
        Some(&QUESTION)
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        let has_site = |party| case.beside.companies.company(party).is_some_and(|c| !c.websites.is_empty());
        let mut buyers = case.parties(&[Role::Purchaser]).peekable();
        let answered = case.ask(&ABOUT, &QUESTION, &[Subject::Party(Role::Purchaser)]);
        if !matches!(answered, Assessment::Raised(_)) && buyers.peek().is_some() && buyers.all(has_site) {
            return Assessment::not_raised("the register gives a web site");
        }
        answered
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    #[test]
    fn a_person_answers() {
        assert_eq!(Order::ordinary().answered(&NoWeb, "DG-05"), ["open", "not raised", "raised"]);
    }

    #[test]
    fn a_site_in_the_register_is_one_unless_a_person_says_otherwise() {
        let known = Order::ordinary()
            .registered("Universität Lindenhof", |entity| entity.websites = vec!["lindenhof.example".to_owned()]);
        assert_eq!(known.answered(&NoWeb, "DG-05"), ["not raised", "not raised", "raised"]);
    }
}
