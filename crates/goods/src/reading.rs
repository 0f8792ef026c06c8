//! What a description, or a part number, was read as; and both of one line together.

use std::collections::BTreeSet;

use tidewaiter_model::{Form, Good, Resolution};

use crate::catalogue::Catalogue;
use crate::combine::{self, Candidates};
use crate::memory;

/// What one source of words (the description, or the part number) was read as.
#[derive(Clone, Debug)]
pub struct Reading {
    pub resolution: Resolution,
    pub set: Candidates,
    /// Memory stacks, by index, where it is read as memory.
    pub stacks: BTreeSet<usize>,
    pub per_unit: Option<u64>,
    pub units: u64,
    pub form: Form,
    pub z_family: String,
    pub why: Vec<String>,
    pub ask: Vec<String>,
    /// Nothing of it meant anything: silent, not contradicting.
    pub silent: bool,
    /// Unresolved, and not because an accelerator is surely sold: it may be an accessory, or no name at all.
    pub perhaps_none: bool,
}

impl Reading {
    pub fn unresolved(why: impl Into<String>, ask: impl Into<String>) -> Self {
        Self {
            resolution: Resolution::Unresolved,
            set: Candidates::new(),
            stacks: BTreeSet::new(),
            per_unit: None,
            units: 1,
            form: Form::Other,
            z_family: String::new(),
            why: vec![why.into()],
            ask: vec![ask.into()],
            silent: false,
            perhaps_none: false,
        }
    }

    pub fn silent() -> Self {
        Self {
            silent: true,
            ..Self::unresolved(
                "the text names no accelerator, board or server that the catalogue knows",
                "Which accelerator (maker, model, memory, form) does it contain, and how many?",
            )
        }
    }

    pub fn not_accelerator(why: impl Into<String>) -> Self {
        Self { resolution: Resolution::NotAccelerator, ask: Vec::new(), ..Self::unresolved(why, "") }
    }

    pub fn good(self, catalogue: &Catalogue) -> Good {
        let spec = if self.resolution == Resolution::Accelerator { combine::hull(catalogue, &self.set) } else { None };
        let memory = if self.resolution == Resolution::Memory { memory::hull(catalogue, &self.stacks) } else { None };
        let candidates = match self.resolution {
            Resolution::Memory => memory::ids(catalogue, &self.stacks),
            _ => combine::ids(catalogue, &self.set),
        };
        Good {
            resolution: self.resolution,
            spec,
            memory,
            candidates,
            per_unit: self.per_unit,
            units: self.units,
            form: self.form,
            z_family: self.z_family,
            why: self.why.join("; "),
            ask: self.ask.into_iter().filter(|a| !a.is_empty()).collect::<Vec<_>>().join(" "),
        }
    }
}

/// Two readings of the same line: what both allow; a contradiction is said, never settled by preference.
pub fn merge(catalogue: &Catalogue, text: Reading, number: Reading) -> Reading {
    use Resolution::{Accelerator, Memory, NotAccelerator, Unresolved};
    if number.silent {
        return text;
    }
    if text.silent {
        return number;
    }
    let names = |r: &Reading| match r.resolution {
        NotAccelerator => "no accelerator".to_owned(),
        Memory => memory::name(catalogue, &r.stacks),
        _ => combine::name(&combine::chips(catalogue, &r.set)),
    };
    let conflict = |text: &Reading, number: &Reading, says: String| {
        let mut out = Reading::unresolved(
            says,
            "Which of the two is right? Put the item as invoiced and its part number on one line.",
        );
        out.set = text.set.union(&number.set).copied().collect();
        out.why.extend(text.why.iter().chain(&number.why).cloned());
        out
    };
    match (text.resolution, number.resolution) {
        (NotAccelerator, NotAccelerator) | (NotAccelerator, Unresolved) if number.set.is_empty() => text,
        // A family of part numbers without accelerators settles what the words left open.
        (Unresolved, NotAccelerator) if text.perhaps_none => {
            let mut out = number;
            out.why.extend(text.why);
            out
        }
        (Unresolved, Unresolved) => {
            if text.set.is_empty() {
                number
            } else {
                text
            }
        }
        (Accelerator, Unresolved) => {
            // A product code that the catalogue lacks may well be what the words say, if the family is of that form.
            let both_empty = text.set.intersection(&number.set).next().is_none();
            if both_empty && !number.set.is_empty() && text.form != number.form {
                return conflict(
                    &text,
                    &number,
                    format!("the description names {}, the part number another family", names(&text)),
                );
            }
            text
        }
        (Unresolved, Accelerator) => {
            let both: Candidates = text.set.intersection(&number.set).copied().collect();
            if text.set.is_empty() || both.is_empty() {
                return conflict(
                    &text,
                    &number,
                    format!("the description does not name {}, the part number does", names(&number)),
                );
            }
            text
        }
        (Accelerator, Accelerator) => {
            let both: Candidates = text.set.intersection(&number.set).copied().collect();
            if both.is_empty() {
                let says = format!("the description names {}, the part number {}", names(&text), names(&number));
                return conflict(&text, &number, says);
            }
            let mut out = text.clone();
            out.set = both;
            out.why.extend(number.why);
            if text.per_unit != number.per_unit && text.units == 1 && text.per_unit.is_none() {
                out.per_unit = number.per_unit;
            } else if let (Some(a), Some(b)) = (text.per_unit, number.per_unit)
                && a != b
                && b != 1
            {
                out.per_unit = None;
                out.ask.push(format!("The description says {a} accelerators in a unit, the part number {b}: which?"));
            }
            if matches!(number.form, Form::Board | Form::System | Form::Card) && text.form != Form::System {
                out.form = number.form;
            }
            if out.z_family.is_empty() {
                out.z_family = number.z_family;
            }
            out
        }
        (Memory, Memory) => {
            let both: BTreeSet<usize> = text.stacks.intersection(&number.stacks).copied().collect();
            let mut out = text;
            // A generation of whatever maker is narrowed by the maker's number; where the two differ both stay open.
            out.stacks = if both.is_empty() { number.stacks } else { both };
            out.why.extend(number.why);
            out
        }
        (Memory, Unresolved) if number.set.is_empty() => text,
        (Unresolved, Memory) if text.set.is_empty() => {
            let mut out = number;
            out.why.extend(text.why);
            out
        }
        _ => {
            let says =
                format!("the description and the part number disagree: {} against {}", names(&text), names(&number));
            conflict(&text, &number, says)
        }
    }
}
