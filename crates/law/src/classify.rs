//! The stages of an answer: paragraphs, family, licence, exceptions, review, other rules.

use tidewaiter_model::{
    Applied, Classification, Clause, Condition, Control, Exception, Jurisdiction, Licence, Resolution, Truth,
};

use crate::Law;
use crate::answers::Answers;
use crate::facts::{Facts, Question};
use crate::jurisdiction;
use crate::pack::{Kind, Rule, Version};
use crate::program::{Active, Compiled, CompiledPart, Program};
use crate::split;
use crate::status::Status;
use crate::words::{Scribe, extend_new};

/// An answer without its reasons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// As in [`Classification::control`].
    pub control: Control,
    /// As in [`Classification::licence`]: none is required where the item is certainly not subject to the regulations.
    pub licence: Licence,
    /// As in [`Jurisdiction::subject`].
    pub subject: Truth,
    /// Does another country's regime ask for a permit?
    pub permit: Truth,
    /// Does a prohibition speak that no licence requirement states, such as General Prohibition 10?
    pub prohibition: Truth,
}

/// Does this version make a licence necessary, by kind and status?
fn requires(rule: &Rule, version: &Version) -> bool {
    matches!(rule.kind, Kind::Licence | Kind::Letter) && version.status.binds()
}

/// The decision, and the licence as if the item were subject to the regulations.
fn decision(law: &Law, program: &Program, truths: &[Truth]) -> (Decision, Licence) {
    let (mut control, mut licence) = (Truth::No, Truth::No);
    let (mut permit, mut prohibition) = (Truth::No, Truth::No);
    for (active, rule, version) in actives(law, program) {
        let truth = truths.get(active.step).copied().unwrap_or_default();
        let slot = match rule.kind {
            Kind::Paragraph | Kind::Presumption => &mut control,
            Kind::Permit => &mut permit,
            Kind::Prohibition => &mut prohibition,
            _ if requires(rule, version) => &mut licence,
            _ => continue,
        };
        *slot = slot.or(truth);
    }
    let subject = jurisdiction::subject(law, program, truths);
    // Missing data never makes it `no`; where it is open, the answer is given as if it is subject.
    let binding = if subject.is_no() { Truth::No } else { licence };
    let decision = Decision { control: control.into(), licence: binding.into(), subject, permit, prohibition };
    (decision, licence.into())
}

pub(crate) fn actives<'a>(
    law: &'a Law,
    program: &'a Program,
) -> impl Iterator<Item = (&'a Active, &'a Rule, &'a Version)> {
    program.active.iter().filter_map(|active| {
        let rule = law.rules.get(active.rule)?;
        Some((active, rule, rule.versions.get(active.version)?))
    })
}

pub(crate) fn decide(law: &Law, question: &Question<'_>) -> Decision {
    let Some(program) = law.program(question.as_of).map(Program::deciding) else { return Decision::default() };
    let facts = Facts::new(*question, &law.groups);
    let truths = split::truths(program, &facts);
    decision(law, program, &truths).0
}

/// With or without every clause tried.
pub(crate) fn classify(law: &Law, question: &Question<'_>, every_clause: bool) -> Classification {
    answer(law, question, every_clause).0
}

/// The answer, and what it leans on that is unverified or unconfirmed.
pub(crate) fn answer(law: &Law, question: &Question<'_>, every_clause: bool) -> (Classification, Vec<String>) {
    let empty = Program::default();
    let program = law.program(question.as_of).unwrap_or(&empty);
    let facts = Facts::new(*question, &law.groups);
    let truths = split::truths(program, &facts);
    let (decision, if_subject) = decision(law, program, &truths);
    let scribe = Scribe { program, facts: &facts, truths: &truths };
    let jurisdiction = jurisdiction::explain(law, &scribe);
    let mut answer = Answer {
        law,
        scribe,
        decision,
        if_subject,
        jurisdiction,
        every_clause,
        paragraphs: Vec::new(),
        eccns: Vec::new(),
        rest: Rest::default(),
    };
    for (active, rule, version) in actives(law, program) {
        answer.take(active, rule, version);
    }
    let unverified = answer.rest.unverified.clone();
    (answer.finish(question), unverified)
}

/// An answer while it is written.
struct Answer<'a> {
    law: &'a Law,
    scribe: Scribe<'a>,
    decision: Decision,
    /// The licence as if the item were subject to the regulations.
    if_subject: Licence,
    jurisdiction: Jurisdiction,
    every_clause: bool,
    paragraphs: Vec<String>,
    /// Classifications that the form may lead to, with what is known of each.
    eccns: Vec<(Truth, String)>,
    rest: Rest,
}

#[derive(Default)]
struct Rest {
    exceptions: Vec<Exception>,
    applied: Vec<Applied>,
    clauses: Vec<Clause>,
    near: Vec<String>,
    unverified: Vec<String>,
    missing: Vec<String>,
    /// Review policies, with what is known of each and what is missing.
    reviews: Vec<(Truth, String, Vec<String>)>,
}

impl Answer<'_> {
    /// One rule that holds on the day.
    fn take(&mut self, active: &Active, rule: &Rule, version: &Version) {
        if active.clauses.is_empty() {
            return;
        }
        let result = self.scribe.truth(active.step);
        let licence_open = self.decision.licence != Licence::NotRequired;
        match rule.kind {
            Kind::Paragraph | Kind::Note => {
                self.tried(active, version, true);
                self.lean(active, version, rule.kind == Kind::Paragraph);
                if rule.kind == Kind::Paragraph {
                    active.clauses.iter().for_each(|c| paragraphs(&self.scribe, c, Truth::Yes, &mut self.paragraphs));
                    if result.is_yes() && self.paragraphs.is_empty() {
                        let mut open = Vec::new();
                        active.clauses.iter().for_each(|c| paragraphs(&self.scribe, c, Truth::Unknown, &mut open));
                        self.paragraphs.push(open.join(" or "));
                    }
                    self.scribe.missing(active.step, &mut self.rest.missing);
                }
            }
            Kind::Family => {
                for clause in &active.clauses {
                    let eccn = clause.eccn.replace("{z}", &self.scribe.facts.question.good.z_family);
                    self.eccns.push((self.scribe.truth(clause.step), eccn));
                }
            }
            Kind::Presumption if result.is_no() && !self.binds(active) => {}
            Kind::Exception if self.decision.control == Control::NotControlled => {}
            Kind::Review if !licence_open => {}
            Kind::Exception if version.status.binds() && !licence_open => {}
            // What nobody enforces opens nothing: it is told among the rules that speak, beside what it would open.
            Kind::Exception if version.status.binds() => {
                self.tried(active, version, false);
                self.lean(active, version, !result.is_no());
                self.exception(active, rule, version, result);
            }
            _ => {
                self.tried(active, version, !result.is_no());
                // A letter that does not reach the chip, or a requirement that does not reach the place, still
                // carries the answer "no licence".
                let carries = requires(rule, version) || rule.kind == Kind::Jurisdiction;
                // What binds items that are subject to the regulations does not speak to one that is not.
                if requires(rule, version) && self.decision.subject.is_no() {
                    return;
                }
                self.lean(active, version, carries || !result.is_no());
                if rule.kind == Kind::Presumption && result.is_yes() {
                    self.paragraphs.extend(active.clauses.iter().map(|clause| clause.label.clone()));
                }
                if !result.is_no() {
                    self.apply(active, rule, version, result);
                }
            }
        }
    }

    /// Has somebody told that a rule binds him?
    fn binds(&self, active: &Active) -> bool {
        fn any(scribe: &Scribe<'_>, node: &Compiled) -> bool {
            node.parts.iter().any(|part| match part {
                CompiledPart::Leaf { step, .. } => scribe.is_told(*step),
                CompiledPart::Node { node, .. } => any(scribe, node),
            })
        }
        active.clauses.iter().any(|clause| any(&self.scribe, clause))
    }

    /// Write down every clause tried.
    fn tried(&mut self, active: &Active, version: &Version, say_near: bool) {
        for clause in &active.clauses {
            if self.every_clause {
                self.scribe.clauses(version, clause, &clause.label, &mut self.rest.clauses);
            }
            if say_near {
                self.scribe.near(clause, &clause.label, &mut self.rest.near);
            }
        }
    }

    /// Write down what is unverified in a rule that the answer leans on.
    fn lean(&mut self, active: &Active, version: &Version, leans: bool) {
        if !leans {
            return;
        }
        let result = self.scribe.truth(active.step);
        self.scribe.unverified(active.step, &mut self.rest.unverified, &self.law.groups);
        if result.is_yes() {
            let code = self.law.rules.get(active.rule).map_or("", |r| r.code.as_str());
            let mut notes = Vec::new();
            if !version.unverified.is_empty() {
                notes.push(format!("Unverified: {code}: {}", version.unverified));
            } else if version.status == Status::Unverified {
                notes.push(format!("Unverified: {code} ({}) was not read in a document.", version.cite));
            }
            if version.status == Status::Scheduled {
                notes.push(format!("{code} is scheduled, unconfirmed: no later document was read ({}).", version.cite));
            }
            extend_new(&mut self.rest.unverified, notes);
        }
    }

    fn exception(&mut self, active: &Active, rule: &Rule, version: &Version, met: Truth) {
        let mut why = Vec::new();
        active.clauses.iter().for_each(|c| self.scribe.parts_that_are(c, met, &mut why));
        let answers = self.scribe.facts.question.answers;
        let shown = version.conditions.iter().filter(|c| answers.truth(&c.id) == met);
        why.extend(shown.map(|condition| condition.text.clone()));
        let why = why.iter().map(|condition| format!("“{condition}”")).collect::<Vec<_>>().join(", ");
        let why = match met {
            Truth::Yes => version.says.clone(),
            Truth::No => format!("Condition not met: {why}."),
            Truth::Unknown => format!("Condition open: {why}."),
        };
        self.scribe.missing(active.step, &mut self.rest.missing);
        let mut checklist = Vec::new();
        active.clauses.iter().for_each(|c| self.scribe.conditions(c, &mut checklist));
        checklist.extend(shown_by_a_person(version, self.scribe.facts.question.answers));
        let (code, cite) = (rule.code.clone(), version.cite.clone());
        self.rest.exceptions.push(Exception { code, met, why, cite, checklist });
    }

    fn apply(&mut self, active: &Active, rule: &Rule, version: &Version, result: Truth) {
        let mut missing = Vec::new();
        self.scribe.missing(active.step, &mut missing);
        let settle = match (result, rule.settle.is_empty()) {
            (Truth::Unknown, true) => format!("Find out: {}.", missing.join("; ")),
            (Truth::Unknown, false) => format!("Find out: {}. {}", missing.join("; "), rule.settle),
            _ => rule.settle.clone(),
        };
        let says = if result.is_unknown() { format!("Perhaps: {}", version.says) } else { version.says.clone() };
        if rule.kind == Kind::Review {
            self.rest.reviews.push((result, version.says.clone(), missing.clone()));
        }
        // What a notice would need is not what the answer lacks, nor what a second requirement would.
        let open = requires(rule, version) && self.decision.licence == Licence::Unknown;
        if open || matches!(rule.kind, Kind::Review | Kind::Permit | Kind::Prohibition | Kind::Presumption) {
            extend_new(&mut self.rest.missing, missing);
        }
        self.rest.applied.push(Applied {
            rule: rule.code.clone(),
            kind: rule.kind.as_str().to_owned(),
            regime: rule.regime.clone(),
            result,
            status: version.status.to_string(),
            says,
            cite: version.cite.clone(),
            settle,
            checklist: shown_by_a_person(version, self.scribe.facts.question.answers).collect(),
        });
    }

    fn eccn(&self) -> String {
        match self.decision.control {
            Control::NotControlled => "EAR99 or other".to_owned(),
            Control::Unknown => "unknown".to_owned(),
            Control::Controlled => {
                if let Some((_, eccn)) = self.eccns.iter().find(|(truth, _)| truth.is_yes()) {
                    return eccn.clone();
                }
                let open = self.eccns.iter().filter(|(truth, _)| truth.is_unknown());
                let open: Vec<&str> = open.map(|(_, eccn)| eccn.as_str()).collect();
                if open.is_empty() { "unknown".to_owned() } else { open.join(" or ") }
            }
        }
    }

    fn review(&self) -> String {
        if self.decision.licence == Licence::NotRequired {
            return String::new();
        }
        let says = |wanted: Truth| {
            let reviews = self.rest.reviews.iter().filter(move |(truth, ..)| *truth == wanted);
            reviews.map(|(_, says, _)| says.as_str()).collect::<Vec<_>>()
        };
        let (mut words, open) = (says(Truth::Yes).join(" "), says(Truth::Unknown));
        if !open.is_empty() {
            let mut missing: Vec<&str> = Vec::new();
            for text in self.rest.reviews.iter().flat_map(|(_, _, missing)| missing) {
                if !missing.contains(&text.as_str()) {
                    missing.push(text);
                }
            }
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(&format!("Perhaps: {} Open: {}.", open.join(" Or: "), missing.join("; ")));
        }
        words
    }

    fn finish(self, question: &Question<'_>) -> Classification {
        let (eccn, review) = (self.eccn(), self.review());
        let Decision { control, licence, .. } = self.decision;
        let movement = self.scribe.facts.movement().to_owned();
        let movement_why = self.scribe.facts.movement_why();
        let mut caveats = self.rest.near;
        extend_new(&mut caveats, self.rest.unverified);
        let mut say = |text: String| caveats.push(text);
        if let Some(until) = self.law.read_until.filter(|until| question.as_of > *until) {
            say(format!("The law was last read on {until}; what was published since is not known here."));
        }
        if question.good.resolution == Resolution::NotAccelerator {
            let text = "No accelerator was found in it; other entries of the control list, such as 3A090.c for \
                        high-bandwidth memory, were not looked at.";
            say(text.to_owned());
        } else if control == Control::NotControlled {
            let text = "Only 3A090, 4A090 and the .z paragraphs were tested; other entries (such as 4A994, 5A992 or \
                        5A002) and reasons for control were not looked at.";
            say(text.to_owned());
        }
        if self.if_subject != Licence::NotRequired {
            let why = &self.jurisdiction.why;
            match self.jurisdiction.subject {
                Truth::Yes => {}
                Truth::No => say(format!(
                    "No licence of the United States is required because the item is not subject to the EAR in this \
                     transaction. That leans on what was told: {why}"
                )),
                Truth::Unknown => say(format!(
                    "Answered as if the item is subject to the EAR in this transaction, which is not settled. {why} (`tidewaiter \
                     law questions` says what each id asks.)"
                )),
            }
        }
        if licence != Licence::Required {
            say("End users, end uses and lists (15 CFR part 744) are not tested here.".to_owned());
        }
        Classification {
            control,
            paragraphs: self.paragraphs,
            eccn,
            licence,
            review,
            movement,
            movement_why,
            jurisdiction: self.jurisdiction,
            exceptions: self.rest.exceptions,
            applied: self.rest.applied,
            clauses: self.rest.clauses,
            caveats,
            missing: self.rest.missing,
        }
    }
}

/// The conditions that no fact of an order tells, as far as they were answered.
fn shown_by_a_person(version: &Version, answers: &Answers) -> impl Iterator<Item = Condition> {
    version.conditions.iter().map(|condition| {
        let met = answers.truth(&condition.id);
        Condition {
            id: condition.id.clone(),
            condition: condition.text.clone(),
            met,
            why: match met {
                Truth::Unknown => "the order does not tell; the applicant shows it".to_owned(),
                Truth::Yes | Truth::No => "as answered".to_owned(),
            },
        }
    })
}

/// The innermost labelled clauses that are met (or, where asked, open), as long as everything about them is so too.
fn paragraphs(scribe: &Scribe<'_>, node: &Compiled, wanted: Truth, into: &mut Vec<String>) {
    if scribe.truth(node.step) != wanted {
        return;
    }
    let before = into.len();
    for part in &node.parts {
        if let CompiledPart::Node { node, negated: false } = part {
            paragraphs(scribe, node, wanted, into);
        }
    }
    if into.len() == before && !node.label.is_empty() {
        into.push(node.label.clone());
    }
}
