//! Rule files as read: checked one by one, not yet held against each other.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::answers;
use crate::error::{PackError, Source};
use crate::expr::{self, Test};
use crate::status::Status;
use crate::table::Reader;

/// What a rule is for; decides at which stage of an answer it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A paragraph of the control list, tested on the chip.
    Paragraph,
    /// A note or definition that other rules refer to.
    Note,
    /// Which entry of the control list the form sold falls under.
    Family,
    /// Is the item subject to the regulations in this transaction?
    Jurisdiction,
    /// A licence requirement.
    Licence,
    /// A licence requirement by letter to single companies.
    Letter,
    /// A licence exception.
    Exception,
    /// A review policy.
    Review,
    /// A permit of another country.
    Permit,
    /// A prohibition that no classification decides.
    Prohibition,
    /// What a chip is taken to be by whom a rule binds, until something else is shown: it counts as a paragraph met,
    /// and is silent where it does not bind.
    Presumption,
    /// A customs duty.
    Duty,
    /// A rule on who may receive; decided by screening and ownership.
    EndUser,
    /// Guidance, announcements and history.
    Notice,
}

impl Kind {
    const ALL: [Self; 14] = [
        Self::Paragraph,
        Self::Note,
        Self::Family,
        Self::Jurisdiction,
        Self::Licence,
        Self::Letter,
        Self::Exception,
        Self::Review,
        Self::Permit,
        Self::Prohibition,
        Self::Presumption,
        Self::Duty,
        Self::EndUser,
        Self::Notice,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Note => "note",
            Self::Family => "family",
            Self::Jurisdiction => "jurisdiction",
            Self::Licence => "licence",
            Self::Letter => "letter",
            Self::Exception => "exception",
            Self::Review => "review",
            Self::Permit => "permit",
            Self::Prohibition => "prohibition",
            Self::Presumption => "presumption",
            Self::Duty => "duty",
            Self::EndUser => "end-user",
            Self::Notice => "notice",
        }
    }

    /// Does it bear on whether an item is controlled, subject to the regulations, licensed, permitted or prohibited?
    pub(crate) fn decides(self) -> bool {
        use Kind::{Jurisdiction, Letter, Licence, Paragraph, Permit, Presumption, Prohibition};
        matches!(self, Paragraph | Presumption | Jurisdiction | Licence | Letter | Permit | Prohibition)
    }

    /// Do its clauses speak for themselves (paragraph labels), or does the rule need a sentence of its own?
    fn needs_says(self) -> bool {
        !matches!(self, Self::Paragraph | Self::Note | Self::Family)
    }
}

/// One rule, over time.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) kind: Kind,
    pub(crate) regime: String,
    pub(crate) what: String,
    pub(crate) why: String,
    pub(crate) example: String,
    pub(crate) settle: String,
    pub(crate) versions: Vec<Version>,
}

/// The rule as it stood from one day to another.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) from: Date,
    /// The last day; `None` while no end is known.
    pub(crate) to: Option<Date>,
    pub(crate) status: Status,
    pub(crate) cite: String,
    pub(crate) url: String,
    /// What follows where it applies, in one or two sentences.
    pub(crate) says: String,
    /// What was not read in a document; empty where all was.
    pub(crate) unverified: String,
    pub(crate) clauses: Vec<Node>,
    /// What a person must show besides, which no clause tests.
    pub(crate) conditions: Vec<Shown>,
}

/// A condition that no clause tests: a person shows it.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// What an answer names.
    pub(crate) id: String,
    pub(crate) text: String,
}

/// A clause: all of `all`, one of `any` (where given) and none of `none`.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// Its label, the rule's code where it is the rule's one clause; empty for an unnamed part of another clause.
    pub(crate) label: String,
    /// The rule's words in short.
    pub(crate) text: String,
    pub(crate) cite: String,
    /// What a family clause classifies as; `{z}` stands for the entry of the `.z` paragraph.
    pub(crate) eccn: String,
    pub(crate) unverified: String,
    pub(crate) all: Vec<Part>,
    pub(crate) any: Vec<Part>,
    pub(crate) none: Vec<Part>,
}

impl Node {
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Part> {
        self.all.iter().chain(&self.any).chain(&self.none)
    }

    /// This node and every node below it.
    pub(crate) fn nodes(&self) -> Vec<&Self> {
        let below = self.parts().filter_map(|part| if let Part::Node(node) = part { Some(node.nodes()) } else { None });
        std::iter::once(self).chain(below.flatten()).collect()
    }
}

/// Every expression of a clause.
pub(crate) fn leaves(node: &Node) -> Vec<&Leaf> {
    fn of(part: &Part) -> Vec<&Leaf> {
        match part {
            Part::Leaf(leaf) => vec![leaf],
            Part::Node(node) => leaves(node),
        }
    }
    node.parts().flat_map(of).collect()
}

#[derive(Clone, Debug)]
pub(crate) enum Part {
    Leaf(Leaf),
    Node(Node),
}

/// A small expression.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// As written.
    pub(crate) source: String,
    pub(crate) test: Test,
}

/// Parse the TOML of a pack.
pub(crate) fn document<'s>(source: Source<'s>, errors: &mut Vec<PackError>) -> Option<Spanned<DeTable<'s>>> {
    match DeTable::parse(source.text) {
        Ok(table) => Some(table),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            errors.push(source.error(at, format!("no TOML: {}", error.message())));
            None
        }
    }
}

/// Read one rule file.
pub(crate) fn rule(source: Source<'_>, errors: &mut Vec<PackError>) -> Option<Rule> {
    let document = document(source, errors)?;
    rule_in(source, document.get_ref(), 0, errors)
}

/// Read a rule from a table that starts at a byte offset.
pub(crate) fn rule_in(source: Source<'_>, table: &DeTable<'_>, at: usize, errors: &mut Vec<PackError>) -> Option<Rule> {
    let found_before = errors.len();
    let mut r = Reader::new(source, table, at, errors);
    let code = r.needed("code");
    let (line, column) = source.place(r.get("code").map_or(at, |v| v.span().start));
    let kind_at = r.get("kind").map_or(at, |v| v.span().start);
    let kind_text = r.needed("kind");
    let kind = Kind::ALL.into_iter().find(|k| k.as_str() == kind_text);
    if kind.is_none() && !kind_text.is_empty() {
        let kinds = Kind::ALL.map(Kind::as_str).join(", ");
        r.error(kind_at, format!("unknown kind `{kind_text}`; there are {kinds}"));
    }
    let (title, regime) = (r.needed("title"), r.needed("regime"));
    let (what, why) = (r.needed("what"), r.needed("why"));
    let (example, settle) = (r.text("example"), r.text("settle"));
    let tables = r.tables("version");
    if tables.is_empty() {
        r.error(at, "a rule has at least one [[version]] with its first day, status and citation");
    }
    let kind = kind.unwrap_or(Kind::Notice);
    let mut versions: Vec<Version> =
        tables.into_iter().filter_map(|(table, at)| version(source, table, at, (kind, &code), r.errors())).collect();
    r.finish();
    versions.sort_by_key(|v| v.from);
    overlaps(source, &code, &versions, errors);
    (errors.len() == found_before).then_some(Rule {
        file: source.file.to_owned(),
        line,
        column,
        code,
        title,
        kind,
        regime,
        what,
        why,
        example,
        settle,
        versions,
    })
}

/// Two versions of one rule never hold on the same day.
fn overlaps(source: Source<'_>, code: &str, versions: &[Version], errors: &mut Vec<PackError>) {
    for pair in versions.windows(2) {
        if let [earlier, later] = pair
            && earlier.to.is_none_or(|to| to >= later.from)
        {
            errors.push(PackError {
                file: source.file.to_owned(),
                line: later.line,
                column: later.column,
                says: format!(
                    "this version of {code} begins {}, while the one from {} still holds; give that one a `to`",
                    later.from, earlier.from
                ),
            });
        }
    }
}

fn version(
    source: Source<'_>,
    table: &DeTable<'_>,
    at: usize,
    (kind, code): (Kind, &str),
    errors: &mut Vec<PackError>,
) -> Option<Version> {
    let (line, column) = source.place(at);
    let mut r = Reader::new(source, table, at, errors);
    let from = r.date("from");
    if from.is_none() && r.get("from").is_none() {
        r.error(at, "`from`, the first day, is missing");
    }
    let to = r.date("to");
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        r.error(at, format!("it ends ({to}) before it begins ({from})"));
    }
    let status_at = r.get("status").map_or(at, |v| v.span().start);
    let status_text = r.needed("status");
    let status = Status::named(&status_text);
    if status.is_none() && !status_text.is_empty() {
        let all = Status::ALL.map(Status::as_str).join(" | ");
        r.error(status_at, format!("unknown status `{status_text}`; there are {all}"));
    }
    let cite = r.needed("cite");
    let (url, unverified) = (r.text("url"), r.text("unverified"));
    let says = r.text("says");
    let mut conditions = Vec::new();
    for (table, at) in r.tables("condition") {
        let mut c = Reader::new(source, table, at, r.errors());
        let (id, text) = (c.needed("id"), c.needed("text"));
        let id_at = c.get("id").map_or(at, |v| v.span().start);
        if let Some(why) = answers::bad_id(&id).filter(|_| !id.is_empty()) {
            c.error(id_at, why);
        }
        c.finish();
        let (line, column) = source.place(id_at);
        conditions.push(Shown { line, column, id, text });
    }
    let tables = r.tables("clause");
    let mut clauses: Vec<Node> =
        tables.iter().filter_map(|(table, at)| node(source, table, *at, 0, r.errors())).collect();
    match clauses.as_mut_slice() {
        // The one clause of a rule bears the rule's code.
        [only] if only.label.is_empty() => code.clone_into(&mut only.label),
        many => {
            let nameless = many.iter().filter(|clause| clause.label.is_empty());
            for (line, column) in nameless.map(|clause| (clause.line, clause.column)) {
                r.errors().push(PackError {
                    file: source.file.to_owned(),
                    line,
                    column,
                    says: "one of several clauses needs a `label`".to_owned(),
                });
            }
        }
    }
    if kind.needs_says() && !clauses.is_empty() && says.is_empty() {
        r.error(at, "`says` is missing: what follows where these clauses are met?");
    }
    if !conditions.is_empty() && clauses.is_empty() {
        r.error(at, "conditions are told where a clause is met; there is no [[version.clause]]");
    }
    r.finish();
    Some(Version { line, column, from: from?, to, status: status?, cite, url, says, unverified, clauses, conditions })
}

/// How deep clauses may stand in one another.
const DEEPEST: usize = 8;

fn node(source: Source<'_>, table: &DeTable<'_>, at: usize, depth: usize, errors: &mut Vec<PackError>) -> Option<Node> {
    if depth > DEEPEST {
        errors.push(source.error(at, format!("clauses stand in one another more than {DEEPEST} deep")));
        return None;
    }
    let (line, column) = source.place(at);
    let mut r = Reader::new(source, table, at, errors);
    let label = r.text("label");
    let (text, cite, eccn, unverified) = (r.text("text"), r.text("cite"), r.text("eccn"), r.text("unverified"));
    let mut tests = 0_usize;
    let mut parts = |key: &'static str| -> Vec<Part> {
        let values = r.array(key);
        tests = tests.saturating_add(values.len());
        values.into_iter().filter_map(|value| part(source, value, depth, r.errors())).collect()
    };
    let (all, any, none) = (parts("all"), parts("any"), parts("none"));
    if tests == 0 {
        r.error(at, "a clause needs `all`, `any` or `none` with at least one test");
    }
    r.finish();
    Some(Node { line, column, label, text, cite, eccn, unverified, all, any, none })
}

fn part(source: Source<'_>, value: &Spanned<DeValue<'_>>, depth: usize, errors: &mut Vec<PackError>) -> Option<Part> {
    let at = value.span().start;
    match value.get_ref() {
        DeValue::Table(table) => node(source, table, at, depth.saturating_add(1), errors).map(Part::Node),
        DeValue::String(text) => leaf(source, text, value.span(), errors).map(Part::Leaf),
        _ => {
            errors.push(source.error(at, "expected an expression in quotes or a table { all = […] }"));
            None
        }
    }
}

/// Read an expression; `span` is its place in the source, quotes included.
pub(crate) fn leaf(
    source: Source<'_>,
    text: &str,
    span: std::ops::Range<usize>,
    errors: &mut Vec<PackError>,
) -> Option<Leaf> {
    let (line, column) = source.place(span.start);
    match expr::compile(text) {
        Ok(test) => Some(Leaf { line, column, source: text.to_owned(), test }),
        Err(bad) => {
            // Within a plain one-line string the fault's own column can be told; else the string's start.
            let inner = source.text.get(span.start.saturating_add(1)..span.end.saturating_sub(1));
            let offset = if inner == Some(text) { bad.offset.saturating_add(1) } else { 0 };
            errors.push(source.error(span.start.saturating_add(offset), format!("in `{text}`: {}", bad.says)));
            None
        }
    }
}
