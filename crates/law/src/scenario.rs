//! Scenarios: operations that overlay the law, to ask what a proposed rule would change.

use jiff::civil::Date;
use tidewaiter_model::Country;

use crate::check;
use crate::error::{PackError, PackErrors, Source};
use crate::expr::Test;
use crate::groups::Membership;
use crate::pack::{self, Leaf, Node, Part, Rule, Version};
use crate::status::Status;
use crate::table::Reader;
use crate::{LARGEST, Law, epochs};

/// A hypothetical change of the law, read from one TOML file (`docs/whatif.md` says how to write one).
///
/// ```
/// use tidewaiter_law::{Law, Scenario};
///
/// let text = r#"
/// title = "No licence by destination from 2030"
/// what = "Invented for this example."
/// source = "none"
///
/// [[suspend]]
/// rule = "ACS23"
/// from = 2030-01-01
/// "#;
/// let scenario = Scenario::parse("suspended.toml", text).unwrap();
/// let law = Law::builtin().unwrap().with(&scenario).unwrap();
/// let day = "2030-01-01".parse().unwrap();
/// assert_eq!(law.status("ACS23", day).unwrap().as_str(), "stayed");
/// ```
#[derive(Clone, Debug)]
pub struct Scenario {
    file: String,
    title: String,
    what: String,
    source: String,
    joins: Vec<Move>,
    leaves: Vec<Move>,
    rules: Vec<Rule>,
    limits: Vec<MovedLimit>,
    /// In the order of the file.
    standings: Vec<Standing>,
}

/// The days of an operation: the first, and the last where there is one.
#[derive(Clone, Copy, Debug)]
struct Days {
    from: Date,
    to: Option<Date>,
}

impl std::fmt::Display for Days {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.to {
            Some(to) => write!(f, "from {} to {to}", self.from),
            None => write!(f, "from {} on", self.from),
        }
    }
}

/// How the citation of whatever a scenario changes begins.
const MARK: &str = "hypothetical, by the scenario";

/// Line and column, from 1.
type Place = (usize, usize);

/// A country joins or leaves a country group.
#[derive(Clone, Debug)]
struct Move {
    place: Place,
    country: Country,
    group: String,
    days: Days,
}

/// A limit in a rule or clause becomes another.
#[derive(Clone, Debug)]
struct MovedLimit {
    place: Place,
    was_place: Place,
    /// A rule's code or a clause's label.
    clause: String,
    was: Leaf,
    now: Leaf,
    days: Days,
}

/// A rule's status changes.
#[derive(Clone, Debug)]
struct Standing {
    /// Byte offset, for the order of the file.
    at: usize,
    place: Place,
    rule: String,
    change: Change,
}

#[derive(Clone, Copy, Debug)]
enum Change {
    Suspend(Days),
    Resume(Days),
    /// The version that ends on one day lasts to another.
    Extend {
        ends: Date,
        until: Date,
    },
}

impl Scenario {
    /// Read a scenario. Its operations are held against the law by [`Law::with`].
    ///
    /// # Errors
    /// Every fault found, each with file, line and column; then nothing is taken.
    pub fn parse(file: &str, text: &str) -> Result<Self, PackErrors> {
        let source = Source { file, text };
        let mut errors = Vec::new();
        if text.len() > LARGEST {
            errors.push(source.error(0, format!("longer than {LARGEST} bytes")));
            return Err(PackErrors(errors));
        }
        let scenario = read(source, &mut errors);
        match scenario {
            Some(scenario) if errors.is_empty() => Ok(scenario),
            _ => {
                errors.sort();
                Err(PackErrors(errors))
            }
        }
    }

    /// Its name.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it supposes, in plain words.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Where the supposition comes from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The file as it was named to [`Scenario::parse`].
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Each operation in words, such as `AFF50 is suspended from 2026-11-10 to 2027-11-09`.
    #[must_use]
    pub fn operations(&self) -> Vec<String> {
        let joins = self.joins.iter().map(|j| format!("{} joins {} {}", j.country, j.group, j.days));
        let leaves = self.leaves.iter().map(|j| format!("{} leaves {} {}", j.country, j.group, j.days));
        let rules = self.rules.iter().map(|rule| {
            let days: Vec<String> = rule.versions.iter().map(|v| Days { from: v.from, to: v.to }.to_string()).collect();
            format!("adds {} {}: {}", rule.code, days.join(", "), rule.title)
        });
        let limits = self
            .limits
            .iter()
            .map(|l| format!("in {}, `{}` becomes `{}` {}", l.clause, l.was.source, l.now.source, l.days));
        let standings = self.standings.iter().map(|s| match s.change {
            Change::Suspend(days) => format!("{} is suspended {days}", s.rule),
            Change::Resume(days) => format!("{} is in force {days}", s.rule),
            Change::Extend { ends, until } => format!("{} stands to {until} as it does on {ends}", s.rule),
        });
        joins.chain(leaves).chain(rules).chain(limits).chain(standings).collect()
    }

    fn error(&self, (line, column): Place, says: impl Into<String>) -> PackError {
        PackError { file: self.file.clone(), line, column, says: says.into() }
    }

    /// What stands in the citation and caveat of whatever it changes.
    fn mark(&self) -> String {
        format!("{MARK} “{}”", self.title)
    }

    /// Say of a version that it is as the scenario has it.
    fn marked(&self, version: &mut Version) {
        let mark = self.mark();
        for (text, joint) in [(&mut version.cite, "; "), (&mut version.unverified, "; ")] {
            if text.is_empty() {
                text.clone_from(&mark);
            } else if !text.starts_with(&mark) {
                *text = format!("{mark}{joint}{text}");
            }
        }
    }
}

fn read(source: Source<'_>, errors: &mut Vec<PackError>) -> Option<Scenario> {
    let document = pack::document(source, errors)?;
    let mut r = Reader::new(source, document.get_ref(), 0, errors);
    let (title, what, from) = (r.needed("title"), r.needed("what"), r.needed("source"));
    let mut moves = |key| {
        let tables = r.tables(key).into_iter().filter_map(|(table, at)| {
            let mut r = Reader::new(source, table, at, r.errors());
            membership(source, &mut r, at).inspect(|_| r.finish())
        });
        tables.collect::<Vec<Move>>()
    };
    let (joins, leaves) = (moves("add_to_group"), moves("remove_from_group"));
    let rules = r.tables("rule").into_iter().filter_map(|(table, at)| pack::rule_in(source, table, at, r.errors()));
    let rules = rules.collect();
    let limits = r.tables("set_limit").into_iter().filter_map(|(table, at)| {
        let mut r = Reader::new(source, table, at, r.errors());
        limit(source, &mut r, at).inspect(|_| r.finish())
    });
    let limits = limits.collect();
    let mut standings = Vec::new();
    for key in ["suspend", "resume", "extend"] {
        for (table, at) in r.tables(key) {
            let mut r = Reader::new(source, table, at, r.errors());
            let rule = r.needed("rule");
            let place = place_of(source, &mut r, "rule", at);
            let change = match key {
                "suspend" => days(&mut r, at).map(Change::Suspend),
                "resume" => days(&mut r, at).map(Change::Resume),
                _ => extension(&mut r, at),
            };
            r.finish();
            standings.extend(change.map(|change| Standing { at, place, rule, change }));
        }
    }
    standings.sort_by_key(|s| s.at);
    r.finish();
    Some(Scenario { file: source.file.to_owned(), title, what, source: from, joins, leaves, rules, limits, standings })
}

/// Where a key's value stands, or its table where it is missing.
fn place_of(source: Source<'_>, r: &mut Reader<'_, '_, '_>, key: &'static str, at: usize) -> Place {
    source.place(r.get(key).map_or(at, |v| v.span().start))
}

fn needed_date(r: &mut Reader<'_, '_, '_>, key: &'static str, at: usize) -> Option<Date> {
    if r.get(key).is_none() {
        r.error(at, format!("`{key}` is missing: give a date without quotes, such as 2026-11-10"));
    }
    r.date(key)
}

fn days(r: &mut Reader<'_, '_, '_>, at: usize) -> Option<Days> {
    let (from, to) = (needed_date(r, "from", at), r.date("to"));
    let from = from?;
    if let Some(to) = to.filter(|to| *to < from) {
        r.error(at, format!("it ends ({to}) before it begins ({from})"));
    }
    // The last day there is leaves no day after it.
    Some(Days { from, to: to.filter(|to| *to < Date::MAX) })
}

fn extension(r: &mut Reader<'_, '_, '_>, at: usize) -> Option<Change> {
    let (ends, until) = (needed_date(r, "ends", at), needed_date(r, "until", at));
    let (ends, until) = (ends?, until?);
    if until <= ends || until == Date::MAX {
        r.error(at, format!("`until` ({until}), the new last day, must come after `ends` ({ends}), the present one"));
    }
    Some(Change::Extend { ends, until })
}

fn membership(source: Source<'_>, r: &mut Reader<'_, '_, '_>, at: usize) -> Option<Move> {
    let (code, group, days) = (r.needed("country"), r.needed("group"), days(r, at));
    let country = code.parse().ok();
    if country.is_none() && !code.is_empty() {
        let at = r.get("country").map_or(at, |v| v.span().start);
        r.error(at, format!("`{code}` is no ISO 3166-1 alpha-2 country code"));
    }
    let place = place_of(source, r, "group", at);
    Some(Move { place, country: country?, group, days: days? })
}

fn limit(source: Source<'_>, r: &mut Reader<'_, '_, '_>, at: usize) -> Option<MovedLimit> {
    let clause = r.needed("clause");
    let place = place_of(source, r, "clause", at);
    let days = days(r, at);
    let mut leaf = |key: &'static str| {
        let text = r.needed(key);
        let span = r.get(key).map(toml::Spanned::span)?;
        let leaf = pack::leaf(source, &text, span.clone(), r.errors())?;
        if !matches!(leaf.test, Test::Compare { .. }) {
            r.error(span.start, format!("`{text}` is no comparison with a limit, such as `tpp >= 4800`"));
        }
        Some((leaf, span.start))
    };
    let (was, now) = (leaf("was"), leaf("now"));
    let ((was, was_at), (now, now_at)) = (was?, now?);
    if let (Test::Compare { numbers: a, op: x, limit: l }, Test::Compare { numbers: b, op: y, limit: m }) =
        (&was.test, &now.test)
    {
        if a != b || x != y {
            r.error(now_at, "`now` compares another figure, or in another way, than `was`; only the limit may move");
        } else if l == m {
            r.error(now_at, "`now` has the same limit as `was`");
        }
    }
    Some(MovedLimit { place, was_place: source.place(was_at), clause, was, now, days: days? })
}

/// The law with the scenario's operations: groups, rules and limits first, then how rules stand, as the file has it.
pub(crate) fn overlay(law: &Law, scenario: &Scenario) -> Result<Law, PackErrors> {
    let mut errors = Vec::new();
    let mut groups = law.groups.clone();
    for join in &scenario.joins {
        let member = Membership {
            country: join.country,
            from: Some(join.days.from),
            to: join.days.to,
            cite: scenario.mark(),
            unverified: scenario.mark(),
        };
        if let Err(says) = groups.join(&join.group, member) {
            errors.push(scenario.error(join.place, says));
        }
    }
    for leave in &scenario.leaves {
        let days = (leave.days.from, leave.days.to);
        if let Err(says) = groups.leave(&leave.group, leave.country, days, &scenario.mark()) {
            errors.push(scenario.error(leave.place, says));
        }
    }
    let mut rules = law.rules.clone();
    for rule in &scenario.rules {
        let mut rule = rule.clone();
        rule.title = format!("{} (hypothetical)", rule.title);
        rule.versions.iter_mut().for_each(|version| scenario.marked(version));
        rules.push(rule);
    }
    // The scenario's rules come last, so that a code or label used twice is told at its place.
    check::check(&rules, &groups, &mut errors);
    for limit in &scenario.limits {
        if let Err((place, says)) = move_limit(&mut rules, limit, scenario) {
            errors.push(scenario.error(place, says));
        }
    }
    for standing in &scenario.standings {
        let changed = match rules.iter_mut().find(|rule| rule.code.eq_ignore_ascii_case(&standing.rule)) {
            Some(rule) => change_standing(rule, standing.change, scenario),
            None => Err(format!("there is no rule `{}`", standing.rule)),
        };
        if let Err(says) = changed {
            errors.push(scenario.error(standing.place, says));
        }
    }
    rules.sort_by(|a, b| (&a.code, &a.file).cmp(&(&b.code, &b.file)));
    // What the first check found would be found again.
    let order = if errors.is_empty() { check::check(&rules, &groups, &mut errors) } else { Vec::new() };
    if !errors.is_empty() {
        errors.sort();
        return Err(PackErrors(errors));
    }
    let epochs = epochs(&rules, &groups);
    let version = format!("{}, {}", law.version, scenario.mark());
    Ok(Law {
        rules,
        order,
        groups,
        listed_owners: law.listed_owners.clone(),
        coverage: law.coverage.clone(),
        version,
        read_until: law.read_until,
        epochs,
    })
}

/// How a rule stands on a day, in words.
pub(crate) fn standing(law: &Law, code: &str, day: Date) -> Option<String> {
    let rule = law.rules.iter().find(|rule| rule.code.eq_ignore_ascii_case(code))?;
    let version = rule.versions.iter().find(|v| v.from <= day && v.to.is_none_or(|to| day <= to))?;
    let hypothetically = if version.cite.starts_with(MARK) { ", hypothetically" } else { "" };
    Some(format!("{}{hypothetically}", version.status))
}

/// Begin a new version on a day where one holds across it.
fn cut(versions: &mut Vec<Version>, day: Date) {
    let across = versions.iter().position(|v| v.from < day && v.to.is_none_or(|to| day <= to));
    if let Some(index) = across
        && let Some(before) = versions.get_mut(index)
    {
        let after = Version { from: day, ..before.clone() };
        before.to = day.yesterday().ok();
        versions.insert(index.saturating_add(1), after);
    }
}

/// The versions of some days; those that hold across the first or last day are cut in two.
fn during(versions: &mut Vec<Version>, days: Days) -> impl Iterator<Item = &mut Version> {
    cut(versions, days.from);
    if let Some(after) = days.to.and_then(|to| to.tomorrow().ok()) {
        cut(versions, after);
    }
    versions.iter_mut().filter(move |v| v.from >= days.from && days.to.is_none_or(|to| v.from <= to))
}

fn move_limit(rules: &mut [Rule], limit: &MovedLimit, scenario: &Scenario) -> Result<(), (Place, String)> {
    let named = |label: &str| label.eq_ignore_ascii_case(&limit.clause);
    let whole = rules.iter().position(|rule| named(&rule.code));
    let holds = |rule: &Rule| {
        rule.versions.iter().flat_map(|v| &v.clauses).flat_map(Node::nodes).any(|node| named(&node.label))
    };
    let index = whole.or_else(|| rules.iter().position(holds));
    let Some(rule) = index.and_then(|i| rules.get_mut(i)) else {
        return Err((limit.place, format!("there is no rule or clause `{}`", limit.clause)));
    };
    let mut moved = false;
    let mut tests = Vec::new();
    for version in during(&mut rule.versions, limit.days) {
        let mut here = false;
        for clause in &mut version.clauses {
            here |= move_in(clause, limit, whole.is_some(), &mut tests);
        }
        if here {
            scenario.marked(version);
        }
        moved |= here;
    }
    if moved {
        return Ok(());
    }
    tests.sort_unstable();
    tests.dedup();
    let says = if tests.is_empty() {
        format!("{} tests no limit {}", limit.clause, limit.days)
    } else {
        format!("{} does not test `{}` {}; it tests {}", limit.clause, limit.was.source, limit.days, tests.join(", "))
    };
    Err((limit.was_place, says))
}

/// Move the limit in a clause where it, or what it is part of, is named; what it tests instead is written down.
fn move_in(node: &mut Node, limit: &MovedLimit, inside: bool, tests: &mut Vec<String>) -> bool {
    let inside = inside || node.label.eq_ignore_ascii_case(&limit.clause);
    let (mut here, mut below) = (false, false);
    for part in node.all.iter_mut().chain(&mut node.any).chain(&mut node.none) {
        match part {
            Part::Node(node) => below |= move_in(node, limit, inside, tests),
            Part::Leaf(leaf) if inside && leaf.test == limit.was.test => {
                leaf.source.clone_from(&limit.now.source);
                leaf.test = limit.now.test.clone();
                here = true;
            }
            Part::Leaf(leaf) if inside && matches!(leaf.test, Test::Compare { .. }) => {
                tests.push(format!("`{}`", leaf.source));
            }
            Part::Leaf(_) => {}
        }
    }
    if here {
        // The rule's own words still name the old limit.
        node.text = format!("{} Hypothetically `{}`.", node.text, limit.now.source).trim_start().to_owned();
    }
    here || below
}

fn change_standing(rule: &mut Rule, change: Change, scenario: &Scenario) -> Result<(), String> {
    let (days, status) = match change {
        Change::Suspend(days) => (days, Status::Stayed),
        Change::Resume(days) => (days, Status::InForce),
        Change::Extend { ends, until } => return extend(rule, ends, until, scenario),
    };
    let Days { from, .. } = days;
    if !rule.versions.iter().any(|v| v.from <= from && v.to.is_none_or(|to| from <= to)) {
        return Err(format!("{} has no version on {from}; add a [[rule]] that says what would hold", rule.code));
    }
    let mut changed = false;
    for version in during(&mut rule.versions, days).filter(|v| v.status != status) {
        version.status = status;
        scenario.marked(version);
        changed = true;
    }
    if changed { Ok(()) } else { Err(format!("{} is {status} {days} already", rule.code)) }
}

/// What ends on one day lasts to another; what was to follow gives way.
fn extend(rule: &mut Rule, ends: Date, until: Date, scenario: &Scenario) -> Result<(), String> {
    let Some(index) = rule.versions.iter().position(|v| v.to == Some(ends)) else {
        let ends_on: Vec<String> = rule.versions.iter().filter_map(|v| v.to).map(|to| to.to_string()).collect();
        let there =
            if ends_on.is_empty() { "none ends".to_owned() } else { format!("they end {}", ends_on.join(", ")) };
        return Err(format!("no version of {} ends on {ends}; {there}", rule.code));
    };
    let (Some(version), Ok(first), Ok(next)) = (rule.versions.get(index), ends.tomorrow(), until.tomorrow()) else {
        return Err(format!("{until} leaves no day after it"));
    };
    let mut longer = Version { from: first, to: Some(until), ..version.clone() };
    scenario.marked(&mut longer);
    rule.versions.retain(|v| v.from <= ends || v.to.is_none_or(|to| to > until));
    for later in rule.versions.iter_mut().filter(|v| v.from > ends && v.from <= until) {
        later.from = next;
        scenario.marked(later);
    }
    rule.versions.insert(index.saturating_add(1), longer);
    Ok(())
}
