//! The circumstances of one line, as the flags look at them.

use tidewaiter_model::{Control, Country, Date, Evidence, Good, Line, Party, Resolution, Role, Truth};

use crate::words::says_nothing;

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
