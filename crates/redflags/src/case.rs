//! The circumstances of one line, as the flags look at them.

use std::borrow::Cow;

use tidewaiter_model::{Control, Country, Date, Evidence, Good, Line, Party, Resolution, Role, Truth};

use crate::assess::need;
use crate::words::says_nothing;
use crate::{About, Asked, Assessment, Beside, Need, Question, Reply, Subject};

/// Country groups on the day asked, as the law has them.
pub trait Groups {
    /// Is the country a member of the group, such as `A:1`, `D:5`? Hong Kong counts as China.
    fn member(&self, country: Country, group: &str) -> Truth;
}

/// One line of an order with what the other experts answered about it.
pub struct Case<'a> {
    /// The line.
    pub line: &'a Line,
    /// What its description was read as.
    pub good: &'a Good,
    /// Is the item controlled?
    pub control: Control,
    /// Another rule than the control list asks for a licence for it here, such as a letter.
    pub concern: bool,
    /// Where it goes; `None` where that cannot be read.
    pub destination: Option<Country>,
    /// Accelerators on the line; `None` where not known.
    pub accelerators: Option<u64>,
    /// The day whose guidance is asked.
    pub as_of: Date,
    /// The country groups of that day.
    pub groups: &'a dyn Groups,
    /// What is known beside the line.
    pub beside: Beside<'a>,
}

/// How a country stands in the country groups, for a place on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// In none of the groups of concern, or taken out by A:5 or A:6.
    Open,
    /// In D:4 only: the Gulf's great hubs are among them.
    Hub,
    /// In D:1 and not in D:5.
    Concern,
    /// China, Hong Kong, Macau or D:5.
    Embargo,
}

impl Case<'_> {
    /// Are flags looked for at all? For an item that is controlled, that may be, or that another rule speaks to.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.concern || self.control != Control::NotControlled
    }

    /// The named parties in these roles, role by role.
    pub(crate) fn parties(&self, roles: &'static [Role]) -> impl Iterator<Item = &Party> {
        roles.iter().flat_map(|role| self.line.in_role(*role)).filter(|party| !says_nothing(&party.name))
    }

    /// May it be an item for data centres? Not for what the catalogue says is none, such as a card for games.
    pub(crate) fn may_be_for_datacentres(&self) -> bool {
        match self.good.resolution {
            Resolution::NotAccelerator => false,
            // Memory of this kind goes into processors for data centres.
            Resolution::Memory | Resolution::Unresolved => true,
            Resolution::Accelerator => self.good.spec.as_ref().is_none_or(|spec| !spec.datacenter.is_no()),
        }
    }

    pub(crate) fn member(&self, country: Country, group: &str) -> bool {
        self.groups.member(country, group).is_yes()
    }

    pub(crate) fn standing(&self, country: Country) -> Standing {
        if [Country::CN, Country::HK, Country::MO].contains(&country) {
            Standing::Embargo
        } else if self.member(country, "A:5") || self.member(country, "A:6") {
            Standing::Open
        } else if self.member(country, "D:5") {
            Standing::Embargo
        } else if self.member(country, "D:1") {
            Standing::Concern
        } else if self.member(country, "D:4") {
            Standing::Hub
        } else {
            Standing::Open
        }
    }

    /// A cell of the line as evidence.
    pub(crate) fn cell(&self, what: &str, value: &str) -> Evidence {
        let value = if value.trim().is_empty() { "empty" } else { value };
        Evidence::new(what, value, self.line.position.to_string())
    }

    /// A cell of a party as evidence: `end user name`.
    pub(crate) fn party_cell(&self, party: &Party, field: &str, value: &str) -> Evidence {
        self.cell(&format!("{} {field}", party.role), value)
    }

    /// Its name as evidence.
    pub(crate) fn name_cell(&self, party: &Party) -> Evidence {
        self.party_cell(party, "name", &party.name)
    }

    /// The role that stands for whoever uses the item: the end user, else the ultimate consignee.
    pub(crate) fn user_role(&self) -> Role {
        let named = self.parties(&[Role::EndUser]).next().is_some();
        if named { Role::EndUser } else { Role::UltimateConsignee }
    }

    /// What a person answered to a question about a party or the order. Answers given to an order, as questionnaires once
    /// asked for, hold for its parties.
    pub(crate) fn reply(&self, question: &Question, asked: Asked<'_>) -> Option<&Reply> {
        let replies = self.beside.replies;
        replies.reply(question.code, asked).or_else(|| replies.reply(question.code, Asked::Order(&self.line.order)))
    }

    /// What persons answered to a question about these: raised by one answer of no; not raised where all are yes; else
    /// not assessable.
    pub(crate) fn ask(&self, about: &About, question: &'static Question, subjects: &[Subject]) -> Assessment {
        let mut open = Vec::new();
        let mut said = String::new();
        let mut evidence = Vec::new();
        for subject in subjects {
            let asked = asked(self.line, *subject);
            if asked.is_empty() {
                open.push(Need::Data(match subject {
                    Subject::Party(Role::Purchaser) => need::PURCHASER,
                    Subject::Party(Role::EndUser) => need::END_USER,
                    Subject::Party(_) | Subject::Order => need::USERS,
                }));
            }
            for asked in asked {
                match self.reply(question, asked) {
                    Some(reply) if reply.answer.is_no() => evidence.push(reply.evidence(question)),
                    Some(reply) if reply.answer != Truth::Unknown => said = reply.words(),
                    Some(_) | None => {
                        let need = Need::Answer(question, *subject);
                        if !open.contains(&need) {
                            open.push(need);
                        }
                    }
                }
            }
        }
        let who: Vec<&str> = evidence.iter().map(|e: &Evidence| e.source.as_str()).collect();
        let says = format!("{}: so {} answered.", about.title, listed(&who));
        match about.finding(about.weight(), says, evidence) {
            Some(finding) => Assessment::Raised(finding),
            None if open.is_empty() => Assessment::NotRaised(Cow::Owned(said)),
            None => Assessment::NotAssessable(open),
        }
    }
}

/// The named parties in a role, or the order, as they are asked about.
#[must_use]
pub fn asked(line: &Line, subject: Subject) -> Vec<Asked<'_>> {
    match subject {
        Subject::Order => vec![Asked::Order(&line.order)],
        Subject::Party(role) => {
            line.in_role(role).filter(|party| !says_nothing(&party.name)).map(Asked::Party).collect()
        }
    }
}

impl Reply {
    /// `no, so A. Officer, 2026-11-20 (questions.xlsx, row 4): "has two halls"`.
    pub(crate) fn words(&self) -> String {
        let note = if self.note.trim().is_empty() { String::new() } else { format!(": \"{}\"", self.note.trim()) };
        format!("{}, so {}{note}", self.answer, self.by())
    }

    /// Who answered, when and where it stands.
    fn by(&self) -> String {
        let who = if self.who.trim().is_empty() { "a person who is not named" } else { self.who.trim() };
        let when = if self.when.trim().is_empty() { String::new() } else { format!(" on {}", self.when.trim()) };
        format!("{who}{when} ({})", self.source)
    }

    /// The answer as a fact.
    pub(crate) fn evidence(&self, question: &Question) -> Evidence {
        let note = if self.note.trim().is_empty() { String::new() } else { format!(": {}", self.note.trim()) };
        Evidence::new(question.text, format!("{}{note}", self.answer), self.by())
    }
}

/// `A and B`, `A, B and C`.
pub(crate) fn listed<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [start @ .., last] => {
            let start: Vec<&str> = start.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", start.join(", "), last.as_ref())
        }
    }
}
