//! What do the rules say, on that day, and why?
//!
//! Rules are data: one TOML file a rule under `rules/`, each a labelled clause tree whose leaves are small CEL
//! expressions (`docs/law.md` says how to write one). [`Law`] reads them, refuses a faulty set whole with line and
//! column, and answers a [`Question`] about one good on one day with every clause tried. Comparisons are made in three
//! values over figures of which perhaps only bounds are known, so missing data gives `unknown`, never `no`.
//!
//! This room reads no file, clock or environment; the packs are embedded when it is compiled.

mod answers;
mod check;
mod classify;
mod coverage;
mod error;
mod expr;
mod facts;
mod groups;
mod history;
mod jurisdiction;
mod listed_owners;
mod pack;
mod packs;
mod program;
mod reach;
mod scenario;
mod split;
mod status;
mod table;
mod timeline;
mod words;

use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use tidewaiter_model::{Classification, Country, Date, Explanation, Truth};

pub use answers::{Answered, Answers, AnswersRefused, Asked};
pub use classify::Decision;
pub use coverage::Coverage;
pub use error::{PackError, PackErrors};
pub use facts::{PartyFact, Question};
pub use history::RuleChange;
pub use listed_owners::{Exceptions, FootnoteReach};
pub use packs::Packs;
pub use scenario::Scenario;
pub use status::Status;
pub use timeline::Stretch;

use error::Source;
use groups::Groups;
use listed_owners::ListedOwners;
use pack::Rule;
use program::Program;

static RULES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../rules");

/// The rule packs built into the program, as path and text, sorted by path: what a snapshot hashes.
///
/// ```
/// assert!(tidewaiter_law::builtin_files().iter().any(|(path, _)| *path == "us/3A090.toml"));
/// ```
#[must_use]
pub fn builtin_files() -> Vec<(&'static str, &'static str)> {
    fn collect(dir: &Dir<'static>, files: &mut Vec<(&'static str, &'static str)>) {
        files.extend(dir.files().filter_map(|f| Some((f.path().to_str()?, f.contents_utf8()?))));
        dir.dirs().for_each(|d| collect(d, files));
    }
    let mut files = Vec::new();
    collect(&RULES, &mut files);
    files.retain(|(path, _)| packs::is_pack(path));
    files.sort_unstable();
    files
}

/// Longest file read, in bytes.
const LARGEST: usize = 256 * 1024;

/// The rules of every day, ready to answer.
#[derive(Debug)]
pub struct Law {
    /// Sorted by code.
    rules: Vec<Rule>,
    /// Indices of the rules, so that what a rule refers to comes before it.
    order: Vec<usize>,
    groups: Groups,
    listed_owners: ListedOwners,
    coverage: Coverage,
    version: String,
    /// The last day whose law was read.
    read_until: Option<Date>,
    /// The stretches of days in which no rule changes, by their first day, compiled when first asked.
    epochs: Vec<(Date, OnceLock<Program>)>,
}

impl Law {
    /// The rule packs built into the program.
    ///
    /// # Errors
    /// Those of [`Law::parse`]; a test holds that there are none.
    pub fn builtin() -> Result<Self, PackErrors> {
        Self::parse(builtin_files())
    }

    /// Read rule packs from pairs of path and text. A file named `VERSION` holds the packs' version (`2026.09.29`, the
    /// last day whose law was read), `country-groups.toml` the country groups, `coverage.toml` what is not modelled,
    /// `listed-owners.toml` what listings pass on to what their parties own; each other `.toml` file one rule. Files of other names are passed over. The order of files does not matter.
    ///
    /// # Errors
    /// Every fault found, each with file, line and column; then nothing is taken. What files say of each other is looked
    /// at only where each can be read by itself.
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, PackErrors> {
        let mut files: Vec<_> = files.into_iter().collect();
        files.sort_unstable();
        let mut errors = Vec::new();
        let mut rules = Vec::new();
        // Where a file is lost, references to it would be told as faults of every other file.
        let mut lost = false;
        let (mut groups, mut coverage, mut listed_owners) = (None, None, None);
        let (mut version, mut read_until) = (String::new(), None);
        for (file, text) in files {
            let source = Source { file, text };
            if text.len() > LARGEST {
                errors.push(source.error(0, format!("longer than {LARGEST} bytes; a file holds one rule")));
                lost = true;
                continue;
            }
            match file.rsplit('/').next().unwrap_or(file) {
                "VERSION" => {
                    version = text.trim().to_owned();
                    read_until = version.replace('.', "-").parse().ok();
                    if read_until.is_none() {
                        errors.push(source.error(0, "the version is a date such as 2026.09.29"));
                    }
                }
                "country-groups.toml" if groups.is_some() => {
                    errors.push(source.error(0, "there are country groups in another file already"));
                }
                "country-groups.toml" => {
                    let read = Groups::read(source, &mut errors);
                    lost |= read.is_none();
                    groups = Some(read);
                }
                "coverage.toml" if coverage.is_some() => {
                    errors.push(source.error(0, "there is a coverage file already"));
                }
                "listed-owners.toml" if listed_owners.is_some() => {
                    errors.push(source.error(0, "there is another file on listed owners already"));
                }
                "listed-owners.toml" => listed_owners = Some(ListedOwners::read(source, &mut errors)),
                "coverage.toml" => coverage = Some(Coverage::read(source, &mut errors)),
                name if name.ends_with(".toml") => {
                    let rule = pack::rule(source, &mut errors);
                    lost |= rule.is_none();
                    rules.extend(rule);
                }
                _ => {}
            }
        }
        rules.sort_by(|a, b| (&a.code, &a.file).cmp(&(&b.code, &b.file)));
        let groups = groups.flatten().unwrap_or_default();
        let order = if lost { Vec::new() } else { check::check(&rules, &groups, &mut errors) };
        if !errors.is_empty() {
            errors.sort();
            return Err(PackErrors(errors));
        }
        let epochs = epochs(&rules, &groups);
        let listed_owners = listed_owners.flatten().unwrap_or_default();
        let coverage = coverage.flatten().unwrap_or_default();
        Ok(Self { rules, order, groups, listed_owners, coverage, version, read_until, epochs })
    }

    /// This law as a scenario would have it: a hypothetical, and said to be one in its version and in the citation and
    /// caveats of everything changed. A scenario without operations answers as this law does.
    ///
    /// # Errors
    /// Every operation that names an unknown rule, group or clause or would change nothing, and whatever
    /// [`Law::parse`] refuses in the rules it adds, each with the scenario's file, line and column.
    pub fn with(&self, scenario: &Scenario) -> Result<Self, PackErrors> {
        scenario::overlay(self, scenario)
    }

    /// As [`Law::parse`], and also refuse clauses that can never be met: what an author wants to know before use.
    ///
    /// # Errors
    /// Every fault found, each with file, line and column.
    pub fn check<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, PackErrors> {
        let law = Self::parse(files)?;
        let errors = reach::unreachable(&law.rules, &law.groups);
        if errors.is_empty() { Ok(law) } else { Err(PackErrors(errors)) }
    }

    /// What the rules say of one good.
    #[must_use]
    pub fn classify(&self, question: &Question<'_>) -> Classification {
        classify::classify(self, question, true)
    }

    /// The same answer without the clauses tried ([`Classification::clauses`] is empty), for books of orders: about
    /// four times as fast.
    #[must_use]
    pub fn classify_in_short(&self, question: &Question<'_>) -> Classification {
        classify::classify(self, question, false)
    }

    /// The same answer without its reasons, for many questions: control, licence and other permits.
    #[must_use]
    pub fn decide(&self, question: &Question<'_>) -> Decision {
        classify::decide(self, question)
    }

    /// How a rule stands on a day; `None` where there is no such rule or it has no version for that day.
    #[must_use]
    pub fn status(&self, code: &str, day: Date) -> Option<Status> {
        history::status(self, code, day)
    }

    /// As [`Law::status`], in words; where a scenario made it so, it says that it is hypothetical.
    #[must_use]
    pub fn standing(&self, code: &str, day: Date) -> Option<String> {
        scenario::standing(self, code, day)
    }

    /// A rule or labelled clause in plain words; upper and lower case are the same.
    #[must_use]
    pub fn explain(&self, code: &str) -> Option<Explanation> {
        history::explain(self, code)
    }

    /// Every code that [`Law::explain`] knows, sorted.
    #[must_use]
    pub fn codes(&self) -> Vec<String> {
        history::codes(self)
    }

    /// The number of rules.
    #[must_use]
    pub fn rules(&self) -> usize {
        self.rules.len()
    }

    /// The version of the rule packs, such as `2026.09.29`: the last day whose law was read.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Is the country in the country group on that day? Unknown for a group not known, and for days before those that
    /// the groups were read for. Hong Kong counts as China (15 CFR 740, supplement no. 1).
    #[must_use]
    pub fn in_group(&self, country: Country, group: &str, day: Date) -> Truth {
        self.groups.in_group(country, group, day)
    }

    /// Are SDN parties under these programmes (OFAC's tags, such as `SDGT`) among those of 15 CFR 744.8(a)(1), whose
    /// restrictions the BIS Affiliates rule passes on to what they own by half? Unknown without a programme, for a tag
    /// that the rule packs do not know, and before the first day of the table.
    ///
    /// ```
    /// use tidewaiter_law::Law;
    /// use tidewaiter_model::{Date, Truth};
    ///
    /// let (law, day) = (Law::builtin().unwrap(), Date::constant(2025, 10, 15));
    /// let of = |tag: &str| law.sdn_of_744_8(&[tag.to_owned()], day);
    /// assert_eq!((of("SDGT"), of("CUBA"), of("MARS")), (Truth::Yes, Truth::No, Truth::Unknown));
    /// ```
    #[must_use]
    pub fn sdn_of_744_8(&self, programmes: &[String], day: Date) -> Truth {
        self.listed_owners.programmes(programmes, day)
    }

    /// Where the programmes of [`Law::sdn_of_744_8`] are named.
    #[must_use]
    pub fn sdn_of_744_8_cite(&self) -> &str {
        self.listed_owners.programmes_cite()
    }

    /// The licence exceptions that a list leaves for its parties and what they own by half; `None` for a list of which
    /// the rule packs say nothing.
    #[must_use]
    pub fn exceptions_left(&self, list: &str) -> Option<&Exceptions> {
        self.listed_owners.exceptions(list)
    }

    /// What a footnote of the Entity List reaches on a day.
    #[must_use]
    pub fn footnote_reach(&self, footnote: u8, day: Date) -> Option<&FootnoteReach> {
        self.listed_owners.footnote(footnote, day)
    }

    /// The rules and memberships that begin, end or change their status after `a` up to and including `b` (the days
    /// may come in either order), by day.
    #[must_use]
    pub fn changes_between(&self, a: Date, b: Date) -> Vec<RuleChange> {
        history::changes_between(self, a, b)
    }

    /// The first day of every rule that asks for a licence (by item, by letter or by end user), from the day given on,
    /// with the rule's code and title, by day.
    #[must_use]
    pub fn control_days(&self, from: Date) -> Vec<(Date, String, String)> {
        history::control_days(self, from)
    }

    /// The answers to one question over time: stretches of days from `from` to `to` (both included; they may come in
    /// either order), in order and without gap, neighbours different. The question's own day does not matter.
    #[must_use]
    pub fn history(&self, question: &Question<'_>, from: Date, to: Date) -> Vec<Stretch> {
        timeline::history(self, question, from.min(to), from.max(to))
    }

    /// Everything that a person may tell beside an order ([`Answers`]), sorted by id.
    #[must_use]
    pub fn questions(&self) -> Vec<Asked> {
        answers::questions(&self.rules)
    }

    /// What is modelled, what is only raised as a question, and what is not looked at.
    #[must_use]
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    fn program(&self, day: Date) -> Option<&Program> {
        let index = self.epochs.partition_point(|(from, _)| *from <= day).checked_sub(1)?;
        let (from, cell) = self.epochs.get(index)?;
        Some(cell.get_or_init(|| Program::compile(&self.rules, &self.order, &self.groups, *from)))
    }
}

/// The days on which something begins, or first no longer holds.
fn epochs(rules: &[Rule], groups: &Groups) -> Vec<(Date, OnceLock<Program>)> {
    let versions = rules.iter().flat_map(|r| &r.versions);
    let mut days: Vec<Date> =
        versions.flat_map(|v| [Some(v.from), v.to.and_then(|to| to.tomorrow().ok())]).flatten().collect();
    days.extend(groups.boundaries());
    days.push(Date::MIN);
    days.sort_unstable();
    days.dedup();
    days.into_iter().map(|day| (day, OnceLock::new())).collect()
}
