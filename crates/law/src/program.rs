//! The rules of one stretch of days, compiled to a list of small steps.
//!
//! Every step's parts come before it, so that one pass over the list answers everything. Steps that test the same are
//! shared.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tidewaiter_model::{Decimal, Origin, Range, Truth};

use crate::expr::{Flag, Member, Number, Op, PlaceOf, Test, WordOf};
use crate::facts::{Facts, movement_mask};
use crate::groups::{CountrySet, Groups};
use crate::pack::{Kind, Leaf, Node, Part, Rule, Version};

/// Place of a step in the list.
pub(crate) type Step = usize;

/// One step.
#[derive(Clone, Debug)]
pub(crate) enum Do {
    Compare(Comparison),
    Flag(Flag),
    /// `limit` is the set in words.
    Place {
        place: PlaceOf,
        set: CountrySet,
        groups: Vec<String>,
        limit: String,
    },
    Word {
        word: WordOf,
        options: Vec<String>,
        movements: u8,
    },
    /// A told fact: its id and the question's words.
    Ask {
        id: String,
        words: String,
    },
    /// Was it answered so?
    Told {
        id: String,
        wanted: Truth,
    },
    /// A condition that a person shows: `no` where it is answered so, else taken to be shown.
    Shown(String),
    Known(Truth),
    All(Vec<Step>),
    Any(Vec<Step>),
    Not(Step),
}

/// A sum of figures against a limit, with the band of 6 % about the limit.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    pub(crate) numbers: Vec<Number>,
    pub(crate) op: Op,
    pub(crate) limit: Decimal,
    low: Decimal,
    high: Decimal,
}

/// Within this part of a limit only the maker's own figure decides: published and computed TPP differ by up to that.
const NEAR: Decimal = Decimal::from_parts(6, 0, 0, false, 2);

fn band(limit: Decimal) -> (Decimal, Decimal) {
    let band = limit.checked_mul(NEAR).unwrap_or_default();
    (limit.saturating_sub(band), limit.saturating_add(band))
}

/// Does a figure lie within 6 % of a limit?
pub(crate) fn near(limit: Decimal, figure: Decimal) -> bool {
    let (low, high) = band(limit);
    low <= figure && figure <= high
}

impl Comparison {
    fn new(numbers: &[Number], op: Op, limit: Decimal) -> Self {
        let (low, high) = band(limit);
        Self { numbers: numbers.to_vec(), op, limit, low, high }
    }

    /// What the range alone says.
    pub(crate) fn bare(&self, range: &Range) -> Truth {
        match self.op {
            Op::AtLeast => range.at_least(self.limit),
            Op::Above => range.above(self.limit),
            Op::Below => range.below(self.limit),
            Op::AtMost => range.at_most(self.limit),
        }
    }

    /// Does the figure lie within 6 % of the limit? Of a range, the end next to the limit counts.
    pub(crate) fn near(&self, range: &Range, bare: Truth) -> bool {
        // A count of days or a stated share is no measurement.
        if self.numbers.iter().all(|number| number.is_stated()) {
            return false;
        }
        let above = match self.op {
            Op::AtLeast | Op::Above => bare,
            Op::Below | Op::AtMost => !bare,
        };
        let end = match above {
            Truth::Yes => range.lower(),
            Truth::No => range.upper(),
            Truth::Unknown => None,
        };
        end.is_some_and(|v| self.low <= v && v <= self.high)
    }

    fn run(&self, facts: &Facts<'_>) -> Truth {
        let (range, origin) = facts.sum(&self.numbers);
        let bare = self.bare(&range);
        if origin != Origin::Maker && self.near(&range, bare) { Truth::Unknown } else { bare }
    }
}

/// A clause as compiled.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    /// Where it stands in the pack, to take label, text and citation from.
    pub(crate) label: String,
    pub(crate) text: String,
    pub(crate) cite: String,
    pub(crate) eccn: String,
    pub(crate) step: Step,
    /// Its parts, in the order of the pack.
    pub(crate) parts: Vec<CompiledPart>,
}

#[derive(Clone, Debug)]
pub(crate) enum CompiledPart {
    Leaf { source: String, step: Step, negated: bool },
    Node { node: Compiled, negated: bool },
}

/// A rule of this stretch of days.
#[derive(Clone, Debug)]
pub(crate) struct Active {
    /// Its index among all rules.
    pub(crate) rule: usize,
    /// Its version.
    pub(crate) version: usize,
    pub(crate) step: Step,
    /// Has it clauses? A rule without is history.
    pub(crate) tests: bool,
    pub(crate) clauses: Vec<Compiled>,
}

/// The rules of one stretch of days.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    pub(crate) steps: Vec<Do>,
    /// What is unverified about the clause whose step this is, to find what is unverified on the way to an answer.
    pub(crate) unverified: BTreeMap<Step, String>,
    pub(crate) active: Vec<Active>,
    /// The same without what only tells reasons: exceptions, review, notices, and the clauses of all. `None` in itself.
    deciding: Option<Box<Self>>,
}

impl Program {
    /// The shortest program that decides.
    pub(crate) fn deciding(&self) -> &Self {
        self.deciding.as_deref().unwrap_or(self)
    }

    /// What the rules of these kinds need, renumbered.
    fn pruned(&self, keep: impl Fn(&Active) -> bool) -> Self {
        let mut needed: std::collections::BTreeSet<Step> =
            self.active.iter().filter(|a| keep(a)).map(|a| a.step).collect();
        // A step's parts come before it.
        for (step, what) in self.steps.iter().enumerate().rev() {
            if needed.contains(&step) {
                match what {
                    Do::All(parts) | Do::Any(parts) => needed.extend(parts),
                    Do::Not(part) => needed.extend([*part]),
                    _ => {}
                }
            }
        }
        let places: BTreeMap<Step, Step> = needed.iter().enumerate().map(|(to, from)| (*from, to)).collect();
        let place = |step: &Step| places.get(step).copied().unwrap_or_default();
        let moved = |step: &Step| {
            Some(match self.steps.get(*step)? {
                Do::All(parts) => Do::All(parts.iter().map(place).collect()),
                Do::Any(parts) => Do::Any(parts.iter().map(place).collect()),
                Do::Not(part) => Do::Not(place(part)),
                other => other.clone(),
            })
        };
        let active = self.active.iter().filter(|a| keep(a)).map(|a| Active {
            rule: a.rule,
            version: a.version,
            step: place(&a.step),
            tests: a.tests,
            clauses: Vec::new(),
        });
        Self {
            steps: needed.iter().filter_map(moved).collect(),
            unverified: BTreeMap::new(),
            active: active.collect(),
            deciding: None,
        }
    }

    /// Compile the versions in force on a day. `order` lists the rules so that what one refers to comes before it.
    pub(crate) fn compile(rules: &[Rule], order: &[usize], groups: &Groups, day: Date) -> Self {
        let mut compiler = Compiler {
            day,
            groups,
            regime: "",
            shared: BTreeMap::new(),
            labels: BTreeMap::new(),
            program: Self::default(),
        };
        for (index, rule) in order.iter().filter_map(|i| rules.get(*i).map(|r| (*i, r))) {
            let holds = |v: &crate::pack::Version| v.from <= day && v.to.is_none_or(|to| day <= to);
            if let Some((version, v)) = rule.versions.iter().enumerate().find(|(_, v)| holds(v)) {
                compiler.regime = &rule.regime;
                let clauses: Vec<Compiled> = v.clauses.iter().map(|c| compiler.node(c)).collect();
                let met = compiler.one_of(clauses.iter().map(|c| c.step).collect());
                let step = compiler.conditions(rule.kind, v, met);
                compiler.labels.insert(rule.code.to_ascii_lowercase(), step);
                compiler.program.active.push(Active {
                    rule: index,
                    version,
                    step,
                    tests: !clauses.is_empty(),
                    clauses,
                });
            }
        }
        compiler.program.active.sort_by(|a, b| {
            let code = |x: &Active| rules.get(x.rule).map(|r| (r.kind, r.code.as_str()));
            code(a).cmp(&code(b))
        });
        let mut program = compiler.program;
        let decides = |active: &Active| rules.get(active.rule).is_some_and(|rule| rule.kind.decides());
        program.deciding = Some(Box::new(program.pruned(decides)));
        program
    }

    /// The truth of every step.
    pub(crate) fn run(&self, facts: &Facts<'_>, truths: &mut Vec<Truth>) {
        truths.clear();
        truths.reserve(self.steps.len());
        for step in &self.steps {
            let of = |part: &Step| truths.get(*part).copied().unwrap_or_default();
            let truth = match step {
                Do::Compare(comparison) => comparison.run(facts),
                Do::Flag(flag) => facts.flag(*flag),
                Do::Place { place, set, .. } => facts.place(*place, set),
                Do::Word { word, options, movements } => facts.word(*word, options, *movements),
                Do::Ask { id, .. } => facts.question.answers.truth(id),
                Do::Told { id, wanted } => facts.question.answers.told(id, *wanted),
                Do::Shown(id) => facts.question.answers.shown(id),
                Do::Known(truth) => *truth,
                Do::All(parts) => Truth::all(parts.iter().map(of)),
                Do::Any(parts) => Truth::any(parts.iter().map(of)),
                Do::Not(part) => !of(part),
            };
            truths.push(truth);
        }
    }

    /// The steps that an answer rests on: what made it `yes` or `no`, or what leaves it `unknown`. Where one of
    /// several would do, one that rests on nothing unverified is taken.
    pub(crate) fn reasons(&self, truths: &[Truth], step: Step, into: &mut Vec<Step>) {
        if into.contains(&step) {
            return;
        }
        into.push(step);
        let of = |part: &Step| truths.get(*part).copied().unwrap_or_default();
        let (parts, one_decides) = match self.steps.get(step) {
            Some(Do::All(parts)) => (parts.as_slice(), Truth::No),
            Some(Do::Any(parts)) => (parts.as_slice(), Truth::Yes),
            Some(Do::Not(part)) => return self.reasons(truths, *part, into),
            _ => return,
        };
        let result = of(&step);
        let same = parts.iter().filter(|part| of(part) == result);
        if result == one_decides {
            let mut ways: Vec<Vec<Step>> = same
                .map(|part| {
                    let mut way = Vec::new();
                    self.reasons(truths, *part, &mut way);
                    way
                })
                .collect();
            ways.sort_by_key(|way| (way.iter().filter(|s| self.unverified.contains_key(*s)).count(), way.len()));
            into.extend(ways.into_iter().next().unwrap_or_default());
        } else {
            same.for_each(|part| self.reasons(truths, *part, into));
        }
    }
}

struct Compiler<'a> {
    day: Date,
    groups: &'a Groups,
    regime: &'a str,
    /// Steps by what they test, in words that name the regime where it matters.
    shared: BTreeMap<String, Step>,
    labels: BTreeMap<String, Step>,
    program: Program,
}

impl Compiler<'_> {
    fn push(&mut self, step: Do) -> Step {
        self.program.steps.push(step);
        self.program.steps.len().saturating_sub(1)
    }

    /// A rule with what a person must show besides. An exception covers only what is shown; other rules speak on
    /// condition, and are silent where a condition is answered no.
    fn conditions(&mut self, kind: Kind, version: &Version, met: Step) -> Step {
        if version.conditions.is_empty() || version.clauses.is_empty() {
            return met;
        }
        let mut steps = vec![met];
        for condition in &version.conditions {
            let id = condition.id.clone();
            steps.push(match kind {
                Kind::Exception => self.push(Do::Ask { id, words: condition.text.clone() }),
                _ => self.push(Do::Shown(id)),
            });
        }
        self.push(Do::All(steps))
    }

    /// At least one; a choice of one is none.
    fn one_of(&mut self, steps: Vec<Step>) -> Step {
        match steps.as_slice() {
            [only] => *only,
            _ => self.push(Do::Any(steps)),
        }
    }

    fn node(&mut self, node: &Node) -> Compiled {
        let mut parts = Vec::new();
        let all = self.parts(&node.all, false, &mut parts);
        let any = self.parts(&node.any, false, &mut parts);
        let none = self.parts(&node.none, true, &mut parts);
        let mut steps = all;
        if !any.is_empty() {
            steps.push(self.one_of(any));
        }
        for part in none {
            steps.push(self.push(Do::Not(part)));
        }
        // What is unverified is told by step, so a clause with such words has one of its own.
        let step = match steps.as_slice() {
            [only] if node.unverified.is_empty() => *only,
            _ => self.push(Do::All(steps)),
        };
        if !node.label.is_empty() {
            self.labels.insert(node.label.to_ascii_lowercase(), step);
        }
        if !node.unverified.is_empty() {
            self.program.unverified.insert(step, node.unverified.clone());
        }
        Compiled {
            label: node.label.clone(),
            text: node.text.clone(),
            cite: node.cite.clone(),
            eccn: node.eccn.clone(),
            step,
            parts,
        }
    }

    fn parts(&mut self, parts: &[Part], negated: bool, compiled: &mut Vec<CompiledPart>) -> Vec<Step> {
        let mut steps = Vec::with_capacity(parts.len());
        for part in parts {
            let step = match part {
                Part::Leaf(Leaf { source, test, .. }) => {
                    let step = self.test(test);
                    compiled.push(CompiledPart::Leaf { source: source.clone(), step, negated });
                    step
                }
                Part::Node(node) => {
                    let node = self.node(node);
                    let step = node.step;
                    compiled.push(CompiledPart::Node { node, negated });
                    step
                }
            };
            steps.push(step);
        }
        steps
    }

    fn test(&mut self, test: &Test) -> Step {
        // What a label means may differ from day to day, never within one; so a test in words is a key.
        let key = format!("{} {test:?}", self.regime);
        if let Some(step) = self.shared.get(&key) {
            return *step;
        }
        let what = match test {
            Test::Compare { numbers, op, limit } => Do::Compare(Comparison::new(numbers, *op, *limit)),
            Test::Flag(flag) => Do::Flag(*flag),
            Test::Place { place, members } => {
                let (set, groups) = self.set(members);
                let names = members.iter().map(|member| match member {
                    Member::Country(country) => country.to_string(),
                    Member::Group(name) => name.clone(),
                });
                let limit = names.collect::<Vec<_>>().join(", ");
                Do::Place { place: *place, set, groups, limit }
            }
            Test::Word { word, options } => {
                Do::Word { word: *word, options: options.clone(), movements: movement_mask(options) }
            }
            // A rule that does not stand on this day asks nothing.
            Test::Rule(label) => match self.labels.get(&label.to_ascii_lowercase()) {
                Some(step) => return *step,
                None => Do::Known(Truth::No),
            },
            Test::Told { id, wanted, .. } => Do::Told { id: id.clone(), wanted: *wanted },
            Test::Ask { id, words } => Do::Ask { id: id.clone(), words: words.clone() },
            Test::All(parts) => Do::All(parts.iter().map(|p| self.test(p)).collect()),
            Test::Any(parts) => Do::Any(parts.iter().map(|p| self.test(p)).collect()),
            Test::Not(part) => Do::Not(self.test(part)),
        };
        let step = self.push(what);
        self.shared.insert(key, step);
        step
    }

    fn set(&self, members: &[Member]) -> (CountrySet, Vec<String>) {
        let (mut set, mut names) = (CountrySet::default(), Vec::new());
        for member in members {
            match member {
                Member::Country(country) => set.insert(*country),
                Member::Group(name) => {
                    set.unite(&self.groups.members(name, self.day));
                    names.push(name.clone());
                }
            }
        }
        self.groups.widen(&mut set, self.regime, self.day);
        (set, names)
    }
}
