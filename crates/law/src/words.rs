//! Steps of a program in plain words: as clauses with their arithmetic, and as what is missing.

use std::collections::BTreeMap;

use tidewaiter_model::{Clause, Condition, Decimal, Headquarters, Origin, Range, Truth, Value, range};

use crate::expr::Number;
use crate::facts::Facts;
use crate::pack::Version;
use crate::program::{Comparison, Compiled, CompiledPart, Do, Program, Step};

/// One answer being put in words.
pub(crate) struct Scribe<'a> {
    pub(crate) program: &'a Program,
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) truths: &'a [Truth],
}

impl Scribe<'_> {
    /// Is a step something that somebody told, and not denied?
    pub(crate) fn is_told(&self, step: Step) -> bool {
        matches!(self.program.steps.get(step), Some(Do::Told { .. })) && !self.truth(step).is_no()
    }

    pub(crate) fn truth(&self, step: Step) -> Truth {
        self.truths.get(step).copied().unwrap_or_default()
    }

    /// Every leaf of a clause with value, limit, margin and result.
    pub(crate) fn clauses(&self, version: &Version, node: &Compiled, label: &str, into: &mut Vec<Clause>) {
        let label = if node.label.is_empty() { label } else { &node.label };
        let cite = if node.cite.is_empty() { &version.cite } else { &node.cite };
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for part in &node.parts {
            match part {
                CompiledPart::Node { node, .. } => self.clauses(version, node, label, into),
                CompiledPart::Leaf { source, step, negated } => {
                    let (short, value, limit, margin) = self.arithmetic(*step);
                    let result = self.truth(*step);
                    let nth = seen.entry(short.clone()).or_default();
                    *nth = nth.saturating_add(1);
                    into.push(Clause {
                        id: match (node.parts.len(), *nth) {
                            (1, _) => label.to_owned(),
                            (_, 1) => format!("{label} ({short})"),
                            (_, n) => format!("{label} ({short}, {n})"),
                        },
                        cite: cite.clone(),
                        test: if *negated { format!("not ({source})") } else { source.clone() },
                        value,
                        limit,
                        margin,
                        result: if *negated { !result } else { result },
                    });
                }
            }
        }
    }

    /// Short name, value, limit and margin of a leaf.
    fn arithmetic(&self, step: Step) -> (String, Value, Value, Value) {
        let text = |t: &str| Value::Text(t.to_owned());
        let yes_or_no = |short: &str| (short.to_owned(), text(self.truth(step).as_str()), text("yes"), text("none"));
        match self.program.steps.get(step) {
            Some(Do::Compare(c)) => {
                let (found, _) = self.facts.sum(&c.numbers);
                let less = Range::exactly(-c.limit);
                (
                    shorts(&c.numbers),
                    Value::Number(found),
                    Value::Number(c.limit.into()),
                    Value::Number(found.plus(&less)),
                )
            }
            Some(Do::Flag(flag)) => yes_or_no(flag.field()),
            Some(Do::Place { place, limit, .. }) => {
                (place.short().to_owned(), Value::Text(self.facts.place_value(*place)), text(limit), text("none"))
            }
            Some(Do::Word { word, options, .. }) => {
                let limit =
                    options.iter().map(|o| if o.is_empty() { "none" } else { o }).collect::<Vec<_>>().join(" or ");
                (word.field().to_owned(), Value::Text(self.facts.word_value(*word)), Value::Text(limit), text("none"))
            }
            Some(Do::Not(part)) => {
                let (short, value, limit, margin) = self.arithmetic(*part);
                (short, value, Value::Text(format!("not {limit}")), margin)
            }
            Some(Do::Ask { id, .. } | Do::Told { id, .. } | Do::Shown(id)) => {
                let told = self.facts.question.answers.told_value(id);
                ("question".to_owned(), text(told), text("yes"), text("none"))
            }
            Some(Do::Known(_)) => ("rule".to_owned(), text("not in force"), text("yes"), text("none")),
            _ => yes_or_no("rule"),
        }
    }

    /// The figures that lie within 6 % of a limit of a clause.
    pub(crate) fn near(&self, node: &Compiled, label: &str, into: &mut Vec<String>) {
        let label = if node.label.is_empty() { label } else { &node.label };
        for part in &node.parts {
            match part {
                CompiledPart::Node { node, .. } => self.near(node, label, into),
                CompiledPart::Leaf { step, .. } => {
                    if let Some(text) = self.near_leaf(*step, label).filter(|text| !into.contains(text)) {
                        into.push(text);
                    }
                }
            }
        }
    }

    fn near_leaf(&self, step: Step, label: &str) -> Option<String> {
        let Some(Do::Compare(c)) = self.program.steps.get(step) else { return None };
        let (found, origin) = self.facts.sum(&c.numbers);
        if !c.near(&found, c.bare(&found)) {
            return None;
        }
        let whose = match origin {
            Origin::Maker => "is the maker's own, so it decides",
            Origin::ThirdParty | Origin::Unstated => "is not stated to be the maker's own, so it does not decide",
        };
        let (short, limit) = (shorts(&c.numbers), range::plain(c.limit));
        Some(format!("{short} {found} lies within 6 % of the limit {limit} of {label}; the figure {whose}."))
    }

    /// The facts whose lack leaves a step unknown.
    pub(crate) fn missing(&self, step: Step, into: &mut Vec<String>) {
        if !self.truth(step).is_unknown() {
            return;
        }
        let mut steps = Vec::new();
        self.program.reasons(self.truths, step, &mut steps);
        // One entry a figure, with all its limits.
        let mut figures: Vec<(&Comparison, Vec<Decimal>)> = Vec::new();
        for step in steps {
            if let Some(Do::Compare(c)) = self.program.steps.get(step) {
                match figures.iter_mut().find(|(known, _)| known.numbers == c.numbers) {
                    Some((_, limits)) if limits.contains(&c.limit) => {}
                    Some((_, limits)) => limits.push(c.limit),
                    None => figures.push((c, vec![c.limit])),
                }
            }
            extend_new(into, self.unknown_leaf(step));
        }
        for (comparison, mut limits) in figures {
            limits.sort_unstable();
            extend_new(into, vec![self.unknown_figure(comparison, &limits)]);
        }
    }

    fn unknown_leaf(&self, step: Step) -> Vec<String> {
        use crate::expr::PlaceOf as P;
        match self.program.steps.get(step) {
            Some(Do::Flag(flag)) => vec![flag.words().to_owned()],
            Some(Do::Ask { id, words }) => vec![format!("{words} [{id}]")],
            Some(Do::Word { word, .. }) => vec![word.words().to_owned()],
            Some(Do::Place { place, .. }) => match place {
                P::From => vec!["where it ships from".to_owned()],
                P::To => vec!["the destination".to_owned()],
                P::Via => vec!["the route".to_owned()],
                P::Designer => vec!["where the chip's designer is headquartered".to_owned()],
                P::MadeIn => vec!["where it was made [made-in]".to_owned()],
                P::EndUser => vec!["where the end user is".to_owned()],
                P::AnyPartyHq => self.unknown_headquarters(),
            },
            _ => Vec::new(),
        }
    }

    fn unknown_figure(&self, c: &Comparison, limits: &[Decimal]) -> String {
        let (found, _) = self.facts.sum(&c.numbers);
        let words = c.numbers.iter().map(|n| n.words()).collect::<Vec<_>>().join(" plus ");
        let limits = limits.iter().map(|limit| range::plain(*limit)).collect::<Vec<_>>().join(", ");
        if found.is_unknown() {
            format!("{words} (held against {limits})")
        } else if c.bare(&found).is_unknown() {
            format!("{words}: {found} is known (held against {limits})")
        } else {
            format!("the maker's own figure for {words}: {found} lies within 6 % of a limit (held against {limits})")
        }
    }

    fn unknown_headquarters(&self) -> Vec<String> {
        // A party that stands in several roles is asked for once.
        let mut open: Vec<(&str, Headquarters, Vec<&str>)> = Vec::new();
        for party in self.facts.counted_parties().filter(|p| p.headquarters.asserted().is_none()) {
            match open.iter_mut().find(|(name, at, _)| *name == party.name && *at == party.headquarters) {
                Some((.., roles)) if roles.contains(&party.role.words()) => {}
                Some((.., roles)) => roles.push(party.role.words()),
                None => open.push((&party.name, party.headquarters, vec![party.role.words()])),
            }
        }
        let in_words = open.iter().map(|(name, at, roles)| {
            let who = format!("where {name} ({}) or its ultimate parent is headquartered", roles.join(", "));
            match at {
                Headquarters::Likely(country) => format!("{who}: likely {country}, not asserted"),
                Headquarters::Asserted(_) | Headquarters::Unknown => who,
            }
        });
        let mut words: Vec<String> = in_words.collect();
        if !self.facts.receiver_named() {
            words.push("who the end user is, and where it or its ultimate parent is headquartered".to_owned());
        }
        words
    }

    /// What is unverified on the way to an answer.
    pub(crate) fn unverified(&self, step: Step, into: &mut Vec<String>, groups: &crate::groups::Groups) {
        let mut steps = Vec::new();
        self.program.reasons(self.truths, step, &mut steps);
        for step in steps {
            let mut note = |text: String| {
                if !into.contains(&text) {
                    into.push(text);
                }
            };
            if let Some(text) = self.program.unverified.get(&step) {
                note(format!("Unverified: {text}"));
            }
            if let Some(Do::Place { place, groups: names, .. }) = self.program.steps.get(step) {
                for country in self.facts.countries(*place) {
                    for (name, member) in
                        names.iter().flat_map(|n| groups.unverified(n, country).into_iter().map(move |m| (n, m)))
                    {
                        note(format!("Unverified: {country} in {name}: {} ({})", member.unverified, member.cite));
                    }
                }
            }
        }
    }

    /// The parts of a clause that bear a text, each as a condition.
    pub(crate) fn conditions(&self, node: &Compiled, into: &mut Vec<Condition>) {
        for part in &node.parts {
            let CompiledPart::Node { node, negated } = part else { continue };
            if node.text.is_empty() {
                continue;
            }
            let truth = self.truth(node.step);
            let mut missing = Vec::new();
            self.missing(node.step, &mut missing);
            into.push(Condition {
                id: String::new(),
                condition: node.text.clone(),
                met: if *negated { !truth } else { truth },
                why: missing.join("; "),
            });
        }
    }

    /// The texts of the innermost parts that came out as `target`, for an exception that fails or is open.
    pub(crate) fn parts_that_are(&self, node: &Compiled, target: Truth, into: &mut Vec<String>) {
        for part in &node.parts {
            let (step, negated) = match part {
                CompiledPart::Leaf { step, negated, .. } => (*step, *negated),
                CompiledPart::Node { node, negated } => (node.step, *negated),
            };
            let truth = if negated { !self.truth(step) } else { self.truth(step) };
            if truth != target {
                continue;
            }
            match part {
                CompiledPart::Node { node, .. } if node.text.is_empty() => self.parts_that_are(node, target, into),
                CompiledPart::Node { node, .. } => into.push(node.text.clone()),
                CompiledPart::Leaf { source, .. } if negated => into.push(format!("not ({source})")),
                CompiledPart::Leaf { source, .. } => into.push(source.clone()),
            }
        }
    }
}

/// Append what is not there yet.
pub(crate) fn extend_new(list: &mut Vec<String>, more: Vec<String>) {
    for text in more {
        if !list.contains(&text) {
            list.push(text);
        }
    }
}

fn shorts(numbers: &[Number]) -> String {
    numbers.iter().map(|n| n.short()).collect::<Vec<_>>().join(" + ")
}
