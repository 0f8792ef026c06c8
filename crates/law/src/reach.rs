//! Clauses that can never be met, whatever is asked.
//!
//! Only what is certain is told: tests that must all hold and exclude each other on every day of their version. What
//! several parties may share (headquarters of any party), and what other rules test, is taken to be possible.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use tidewaiter_model::Decimal;

use crate::error::PackError;
use crate::expr::{Flag, Member, Number, Op, PlaceOf, Test, WordOf};
use crate::groups::{CountrySet, Groups};
use crate::pack::{Node, Part, Rule, Version};

/// Tests that must hold together: each with whether it must be so or must not be so.
type Together<'a> = Vec<(&'a Test, bool)>;

/// The clauses that can never be met, with their places.
pub(crate) fn unreachable(rules: &[Rule], groups: &Groups) -> Vec<PackError> {
    let standing = Standing::of(rules);
    let mut errors = Vec::new();
    for rule in rules {
        for version in &rule.versions {
            let days = standing.days(version, groups);
            let walk = Walk { rule, groups, standing: &standing, days: &days };
            version.clauses.iter().for_each(|clause| walk.clause(clause, &Vec::new(), &mut errors));
        }
    }
    errors.sort();
    errors
}

/// When rules and labels stand, and which labels are referred to.
struct Standing {
    spans: BTreeMap<String, Vec<(Date, Option<Date>)>>,
    referred: BTreeSet<String>,
}

impl Standing {
    fn of(rules: &[Rule]) -> Self {
        let mut spans: BTreeMap<String, Vec<(Date, Option<Date>)>> = BTreeMap::new();
        let mut referred = BTreeSet::new();
        for rule in rules {
            for version in rule.versions.iter().filter(|v| !v.clauses.is_empty()) {
                let span = (version.from, version.to);
                spans.entry(rule.code.to_ascii_lowercase()).or_default().push(span);
                for node in version.clauses.iter().flat_map(Node::nodes) {
                    if !node.label.is_empty() {
                        spans.entry(node.label.to_ascii_lowercase()).or_default().push(span);
                    }
                    for part in node.parts() {
                        if let Part::Leaf(leaf) = part {
                            referred.extend(leaf.test.leaves().into_iter().filter_map(|test| match test {
                                Test::Rule(code) => Some(code.to_ascii_lowercase()),
                                _ => None,
                            }));
                        }
                    }
                }
            }
        }
        Self { spans, referred }
    }

    fn stands(&self, code: &str, day: Date) -> bool {
        let spans = self.spans.get(&code.to_ascii_lowercase());
        spans.is_some_and(|all| all.iter().any(|(from, to)| *from <= day && to.is_none_or(|to| day <= to)))
    }

    /// One day of each stretch of the version's days in which no rule and no group changes.
    fn days(&self, version: &Version, groups: &Groups) -> Vec<Date> {
        let begins = |(from, to): &(Date, Option<Date>)| [Some(*from), to.and_then(|to| to.tomorrow().ok())];
        let mut days: Vec<Date> = self.spans.values().flatten().flat_map(begins).flatten().collect();
        days.extend(groups.boundaries());
        days.retain(|day| version.from < *day && version.to.is_none_or(|to| *day <= to));
        days.push(version.from);
        days.sort_unstable();
        days.dedup();
        days
    }
}

struct Walk<'a> {
    rule: &'a Rule,
    groups: &'a Groups,
    standing: &'a Standing,
    days: &'a [Date],
}

impl Walk<'_> {
    /// A clause, within what must hold about it.
    fn clause<'t>(&self, node: &'t Node, about: &Together<'t>, errors: &mut Vec<PackError>) {
        // What others refer to is tested by itself too.
        let by_itself = self.standing.referred.contains(&node.label.to_ascii_lowercase());
        let mut together = if by_itself { Vec::new() } else { about.clone() };
        conjuncts(node, &mut together);
        if let Some(why) = self.never(&together) {
            errors.push(self.error(node.line, node.column, &why));
            return;
        }
        for part in node.all.iter().chain(&node.any) {
            match part {
                Part::Node(below) => self.clause(below, &together, errors),
                Part::Leaf(leaf) => {
                    let mut with = together.clone();
                    flatten(&leaf.test, true, &mut with);
                    if let Some(why) = self.never(&with) {
                        errors.push(self.error(leaf.line, leaf.column, &why));
                    }
                }
            }
        }
        // What must not be so may well be impossible within its clause, and only then; it is looked at by itself.
        for part in &node.none {
            if let Part::Node(below) = part {
                self.clause(below, &Vec::new(), errors);
            }
        }
    }

    fn error(&self, line: usize, column: usize, why: &str) -> PackError {
        PackError {
            file: self.rule.file.clone(),
            line,
            column,
            says: format!("this clause of {} can never be met: {why}", self.rule.code),
        }
    }

    /// Why the tests exclude each other on every day; `None` where they may all hold on some day.
    fn never(&self, together: &Together<'_>) -> Option<String> {
        let timeless = figures(together).or_else(|| opposites(together)).or_else(|| vocabulary(together));
        timeless.or_else(|| {
            let on = |day: &Date| self.absent(together, *day).or_else(|| self.places(together, *day));
            let mut why = None;
            for day in self.days {
                why = Some(on(day)?);
            }
            why
        })
    }

    fn absent(&self, together: &Together<'_>, day: Date) -> Option<String> {
        together.iter().find_map(|(test, wanted)| match test {
            Test::Rule(code) if *wanted && !self.standing.stands(code, day) => {
                Some(format!("rule('{code}') does not stand on its days, or tests nothing"))
            }
            _ => None,
        })
    }

    fn places(&self, together: &Together<'_>, day: Date) -> Option<String> {
        PlaceOf::ALL.into_iter().find_map(|place| {
            let sets = |wanted: bool| {
                let tests = together.iter().filter(move |(_, w)| *w == wanted);
                tests.filter_map(|(test, _)| match test {
                    Test::Place { place: of, members } if *of == place => Some(self.set(members, day)),
                    _ => None,
                })
            };
            let mut outside = CountrySet::default();
            sets(false).for_each(|set| outside.unite(&set));
            let excluded = if place.is_single() {
                let mut inside = sets(true);
                let first = inside.next();
                first.is_some_and(|mut set| {
                    inside.for_each(|other| set.intersect(&other));
                    set.subtract(&outside);
                    set == CountrySet::default()
                })
            } else {
                sets(true).any(|mut set| {
                    set.subtract(&outside);
                    set == CountrySet::default()
                })
            };
            excluded.then(|| format!("no country is left for `{}`", place.field()))
        })
    }

    fn set(&self, members: &[Member], day: Date) -> CountrySet {
        let mut set = CountrySet::default();
        for member in members {
            match member {
                Member::Country(country) => set.insert(*country),
                Member::Group(name) => set.unite(&self.groups.members(name, day)),
            }
        }
        self.groups.widen(&mut set, &self.rule.regime, day);
        set
    }
}

/// What must hold for a clause to be met, as far as it is no choice.
fn conjuncts<'t>(node: &'t Node, into: &mut Together<'t>) {
    let mut each = |part: &'t Part, wanted: bool| match part {
        Part::Leaf(leaf) => flatten(&leaf.test, wanted, into),
        Part::Node(below) if wanted => conjuncts(below, into),
        Part::Node(_) => {}
    };
    node.all.iter().for_each(|part| each(part, true));
    node.none.iter().for_each(|part| each(part, false));
    // A choice of one is none.
    if let [only] = node.any.as_slice() {
        each(only, true);
    }
}

fn flatten<'t>(test: &'t Test, wanted: bool, into: &mut Together<'t>) {
    match (test, wanted) {
        (Test::All(parts), true) | (Test::Any(parts), false) => parts.iter().for_each(|p| flatten(p, wanted, into)),
        (Test::All(_), false) | (Test::Any(_), true) => {}
        (Test::Not(part), _) => flatten(part, !wanted, into),
        _ => into.push((test, wanted)),
    }
}

/// Bounds of one figure, or of one sum of figures, that leave nothing between them.
fn figures(together: &Together<'_>) -> Option<String> {
    // Lower and upper bound, each with whether it is excluded.
    type Bounds = (Option<(Decimal, bool)>, Option<(Decimal, bool)>);
    let mut bounds: BTreeMap<Vec<Number>, Bounds> = BTreeMap::new();
    for (test, wanted) in together {
        let Test::Compare { numbers, op, limit } = test else { continue };
        let mut key = numbers.clone();
        key.sort_unstable();
        let (lower, upper) = bounds.entry(key).or_default();
        match (op, wanted) {
            (Op::AtLeast, true) | (Op::Below, false) => *lower = (*lower).max(Some((*limit, false))),
            (Op::Above, true) | (Op::AtMost, false) => *lower = (*lower).max(Some((*limit, true))),
            (Op::AtMost, true) | (Op::Above, false) => *upper = tighter(*upper, (*limit, false)),
            (Op::Below, true) | (Op::AtLeast, false) => *upper = tighter(*upper, (*limit, true)),
        }
    }
    bounds.into_iter().find_map(|(numbers, bounds)| {
        let (Some((lower, above)), Some((upper, below))) = bounds else { return None };
        let empty = lower > upper || (lower == upper && (above || below));
        let name = numbers.iter().map(|n| n.field()).collect::<Vec<_>>().join(" + ");
        empty.then(|| format!("no value of `{name}` is both above {lower} and below {upper}"))
    })
}

fn tighter(old: Option<(Decimal, bool)>, new: (Decimal, bool)) -> Option<(Decimal, bool)> {
    match old {
        Some(old) if old.0 < new.0 || (old.0 == new.0 && old.1) => Some(old),
        _ => Some(new),
    }
}

/// A flag, rule or question that must be so and must not.
fn opposites(together: &Together<'_>) -> Option<String> {
    let wanted = |wanted: bool| together.iter().filter(move |(_, w)| *w == wanted).map(|(test, _)| *test);
    wanted(true).find(|test| wanted(false).any(|other| other == *test)).and_then(|test| match test {
        Test::Flag(flag) => Some(format!("`{}` must be so and must not", Flag::field(*flag))),
        Test::Rule(code) => Some(format!("rule('{code}') must be met and must not")),
        _ => None,
    })
}

/// Words that one thing cannot be at once.
fn vocabulary(together: &Together<'_>) -> Option<String> {
    WordOf::ALL.into_iter().find_map(|word| {
        let of = |wanted: bool| {
            let tests = together.iter().filter(move |(_, w)| *w == wanted);
            tests.filter_map(move |(test, _)| match test {
                Test::Word { word: of, options } if *of == word => Some(options),
                _ => None,
            })
        };
        let has = |options: &[String], text: &str| options.iter().any(|o| o.eq_ignore_ascii_case(text));
        let all: Vec<String> = match word.vocabulary() {
            Some(vocabulary) => vocabulary.iter().map(ToString::to_string).collect(),
            None => of(true).next()?.clone(),
        };
        let left = |text: &&String| of(true).all(|o| has(o, text)) && !of(false).any(|o| has(o, text));
        let open = of(true).next().is_none() && of(false).next().is_none();
        (!open && !all.iter().any(|text| left(&text))).then(|| format!("nothing is left for `{}`", word.field()))
    })
}
