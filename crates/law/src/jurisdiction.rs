//! Is the item subject to the regulations here, by which way in, and why?
//!
//! The ways in are the clauses of the rules of kind `jurisdiction`. One that is met is enough. It is `no` only where
//! each is ruled out, since missing data leaves a way open.

use tidewaiter_model::{Jurisdiction, Truth};

use crate::Law;
use crate::answers;
use crate::classify::actives;
use crate::expr::{Number, PlaceOf, WordOf};
use crate::pack::Kind;
use crate::program::{Compiled, CompiledPart, Do, Program, Step};
use crate::words::{Scribe, extend_new};

/// Is it subject to them? Unknown on days of which no rule says when it is.
pub(crate) fn subject(law: &Law, program: &Program, truths: &[Truth]) -> Truth {
    let of = actives(law, program).filter(|(active, rule, _)| is_one(rule.kind) && active.tests);
    let truth = of.map(|(active, ..)| truths.get(active.step).copied().unwrap_or_default());
    truth.reduce(Truth::or).unwrap_or_default()
}

fn is_one(kind: Kind) -> bool {
    kind == Kind::Jurisdiction
}

/// The same with its reason.
pub(crate) fn explain(law: &Law, scribe: &Scribe<'_>) -> Jurisdiction {
    let subject = subject(law, scribe.program, scribe.truths);
    let rules = actives(law, scribe.program).filter(|(_, rule, _)| is_one(rule.kind));
    let ways: Vec<&Compiled> = rules.flat_map(|(active, ..)| &active.clauses).collect();
    let same = || ways.iter().filter(|way| scribe.truth(way.step) == subject);
    let words = Words { law, scribe };
    let said: Vec<String> = same()
        .map(|way| match subject {
            Truth::Yes => format!("{}: {}", way.label, words.met(way)),
            Truth::No => format!("{}: no ({})", way.label, words.facts(way.step)),
            Truth::Unknown => format!("{} [{}]", way.label, words.open(way.step)),
        })
        .collect();
    let why = match (subject, said.is_empty()) {
        (_, true) => "No rule that says so was read for that day.".to_owned(),
        (Truth::Yes, _) => format!("{}.", said.join(". ")),
        (Truth::No, _) => format!("Every way is ruled out. {}.", said.join(". ")),
        (Truth::Unknown, _) => format!("Open: {}.", said.join("; ")),
    };
    let basis = same().filter(|_| !subject.is_no()).map(|way| way.label.clone()).collect();
    Jurisdiction { subject, basis, why }
}

struct Words<'a> {
    law: &'a Law,
    scribe: &'a Scribe<'a>,
}

impl Words<'_> {
    /// What is met about a clause: its words, then those of its parts, in the end the facts.
    fn met(&self, node: &Compiled) -> String {
        let mut parts = Vec::new();
        self.parts(node, &mut parts);
        match (parts.is_empty(), node.text.is_empty()) {
            (true, _) => {
                let facts = self.facts(node.step);
                if facts.is_empty() { node.text.clone() } else { format!("{} ({facts})", node.text) }
            }
            (false, true) => parts.join("; "),
            (false, false) => format!("{} – {}", node.text, parts.join("; ")),
        }
    }

    /// The parts with words that are met, those of the notes that it refers to included.
    fn parts(&self, node: &Compiled, into: &mut Vec<String>) {
        for part in &node.parts {
            match part {
                CompiledPart::Node { node, negated: false } if self.scribe.truth(node.step).is_yes() => {
                    if node.text.is_empty() && node.label.is_empty() {
                        self.parts(node, into);
                    } else {
                        let label = if node.text.is_empty() { node.label.as_str() } else { "" };
                        extend_new(into, vec![format!("{label}{}", self.met(node))]);
                    }
                }
                CompiledPart::Leaf { step, negated: false, .. } => {
                    let met = self.note(*step).iter().filter(|c| self.scribe.truth(c.step).is_yes());
                    met.for_each(|clause| self.parts_or_facts(clause, into));
                }
                CompiledPart::Node { .. } | CompiledPart::Leaf { .. } => {}
            }
        }
    }

    fn parts_or_facts(&self, clause: &Compiled, into: &mut Vec<String>) {
        let before = into.len();
        self.parts(clause, into);
        if into.len() == before {
            extend_new(into, vec![self.met(clause)]);
        }
    }

    /// The clauses of the note that a reference leads to.
    fn note(&self, step: Step) -> &[Compiled] {
        let is_note = |rule: usize| self.law.rules.get(rule).is_some_and(|rule| rule.kind == Kind::Note);
        let mut of_step = self.scribe.program.active.iter().filter(|active| active.step == step);
        of_step.find(|active| is_note(active.rule)).map_or(&[], |active| &active.clauses)
    }

    /// The facts that decide a step.
    fn facts(&self, step: Step) -> String {
        let mut steps = Vec::new();
        self.scribe.program.reasons(self.scribe.truths, step, &mut steps);
        let mut words = Vec::new();
        for step in steps {
            extend_new(&mut words, self.fact(step).into_iter().collect());
        }
        words.join(", ")
    }

    /// What would settle a step: the ids of questions, and the facts that an order may tell.
    fn open(&self, step: Step) -> String {
        let mut steps = Vec::new();
        self.scribe.program.reasons(self.scribe.truths, step, &mut steps);
        let mut words: Vec<String> = Vec::new();
        for step in steps.into_iter().filter(|step| self.scribe.truth(*step).is_unknown()) {
            let open = match self.scribe.program.steps.get(step) {
                Some(Do::Ask { id, .. }) => id.clone(),
                Some(Do::Compare(c)) if c.numbers == [Number::UsContent] => answers::US_CONTENT.to_owned(),
                Some(Do::Compare(c)) => c.numbers.iter().map(|n| n.short()).collect::<Vec<_>>().join(" + "),
                Some(Do::Place { place: PlaceOf::MadeIn, .. }) => answers::MADE_IN.to_owned(),
                Some(Do::Place { place, .. }) => place.short().to_owned(),
                Some(Do::Word { word, .. }) => word.field().to_owned(),
                Some(Do::Flag(flag)) => flag.field().to_owned(),
                _ => continue,
            };
            extend_new(&mut words, vec![open]);
        }
        words.join(", ")
    }

    fn fact(&self, step: Step) -> Option<String> {
        let facts = self.scribe.facts;
        Some(match self.scribe.program.steps.get(step)? {
            Do::Compare(c) => {
                let names: Vec<&str> = c.numbers.iter().map(|n| n.short()).collect();
                format!("{} {}", names.join(" + "), facts.sum(&c.numbers).0)
            }
            Do::Place { place, .. } => format!("{} {}", place.short(), facts.place_value(*place)),
            Do::Word { word: WordOf::Movement, .. } => facts.movement().to_owned(),
            Do::Word { word, .. } => format!("{} {}", word.field(), facts.word_value(*word)),
            Do::Ask { id, .. } | Do::Told { id, .. } | Do::Shown(id) => {
                format!("`{id}` answered {}", facts.question.answers.truth(id))
            }
            Do::Flag(flag) => format!("{} {}", flag.field(), self.scribe.truth(step)),
            Do::Known(_) | Do::All(_) | Do::Any(_) | Do::Not(_) => return None,
        })
    }
}
