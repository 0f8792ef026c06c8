//! What a person tells beside an order: answers to the questions that rules ask, by their ids.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::Serialize;
use tidewaiter_model::{Country, Decimal, Range, Truth};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::Law;
use crate::error::{PackError, Source};
use crate::expr::Test;
use crate::pack::{self, Rule, leaves};
use crate::table::Reader;

/// The ids of what is told in another form than yes or no.
pub(crate) const MADE_IN: &str = "made-in";
pub(crate) const US_CONTENT: &str = "us-content-percent";
const NOTICE: &str = "notice-days";
const PURCHASE_ORDER: &str = "purchase-order";

/// Longest id, in bytes.
const LONGEST_ID: usize = 60;

/// Largest file of answers read, in bytes.
const LARGEST: usize = 1 << 20;

/// Ids at least this alike are offered where one is not known (Jaro-Winkler, 0 to 1).
const ALIKE: f64 = 0.75;

static NONE: Answers =
    Answers { truths: BTreeMap::new(), us_content_percent: Range::UNKNOWN, made_in: None, notice_days: None };

/// Answers by id. What is not answered stays unknown.
///
/// ```
/// use tidewaiter_law::{Answers, Law};
/// use tidewaiter_model::Truth;
/// let law = Law::builtin().unwrap();
/// let text = "[answers]\ncbc26-v = true\nmade-in = \"TW\"\nus-content-percent = 12.5\n";
/// let answers = Answers::read(&law, "answers.toml", text).unwrap();
/// assert_eq!(answers.truth("cbc26-v"), Truth::Yes);
/// assert_eq!(answers.truth("cbc26-ix"), Truth::Unknown);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    truths: BTreeMap<String, Truth>,
    us_content_percent: Range,
    made_in: Option<Country>,
    notice_days: Option<u32>,
}

/// Everything wrong with a file of answers, by place. It is refused whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the answers are refused{}", .0.iter().map(|error| format!("\n{error}")).collect::<String>())]
pub struct AnswersRefused(pub Vec<PackError>);

/// In what form something is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// `true`, `false` or `"unknown"`.
    YesOrNo,
    /// A number from 0 to 100, or `[10, 20]` for bounds.
    Percent,
    /// A two-letter country code.
    Country,
    /// A whole number of days.
    Days,
}

/// Something that a person may tell beside an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// What an answer names.
    pub id: String,
    /// The question in plain words, or the condition to be shown.
    pub words: String,
    /// How it is answered.
    pub answered: Answered,
    /// The rules that ask it, sorted.
    pub rules: Vec<String>,
}

impl Answers {
    /// No answers.
    #[must_use]
    pub fn none() -> &'static Self {
        &NONE
    }

    /// Read the table `[answers]` of a TOML text; `file` is its name for errors.
    ///
    /// # Errors
    /// Every fault with line and column: an id that no rule asks (with the nearest that one does), a value of another
    /// type than the question takes, what is no TOML.
    pub fn read(law: &Law, file: &str, text: &str) -> Result<Self, AnswersRefused> {
        let source = Source { file, text };
        let mut errors = Vec::new();
        let answers = if text.len() > LARGEST {
            errors.push(source.error(0, format!("longer than {LARGEST} bytes; answers are a short list")));
            Self::default()
        } else {
            read(source, &law.questions(), &mut errors)
        };
        errors.sort();
        if errors.is_empty() { Ok(answers) } else { Err(AnswersRefused(errors)) }
    }

    /// The same with one question answered. An id that no rule asks changes no answer.
    #[must_use]
    pub fn with(mut self, id: &str, truth: Truth) -> Self {
        self.truths.insert(id.to_owned(), truth);
        self
    }

    /// The same with the place of manufacture told.
    #[must_use]
    pub fn with_made_in(mut self, country: Option<Country>) -> Self {
        self.made_in = country;
        self
    }

    /// The same with the controlled US content told, in per cent of the item's value (0 to 100).
    #[must_use]
    pub fn with_us_content(mut self, percent: Range) -> Self {
        self.us_content_percent = percent;
        self
    }

    /// What was answered; unknown where nothing was.
    #[must_use]
    pub fn truth(&self, id: &str) -> Truth {
        self.truths.get(id).copied().unwrap_or_default()
    }

    /// Was it answered this way? What nobody told was not; what is told to be unknown is.
    pub(crate) fn told(&self, id: &str, wanted: Truth) -> Truth {
        match self.truths.get(id) {
            None => Truth::No,
            Some(Truth::Unknown) => Truth::Unknown,
            Some(told) => Truth::from(*told == wanted),
        }
    }

    /// What was told, for a clause's value: `yes`, `no`, or `unknown` also where nobody told.
    pub(crate) fn told_value(&self, id: &str) -> &'static str {
        self.truth(id).as_str()
    }

    /// A condition is taken to be shown unless it is answered no.
    pub(crate) fn shown(&self, id: &str) -> Truth {
        Truth::from(!self.truth(id).is_no())
    }

    /// The controlled US content in per cent of the item's value, perhaps only bounds.
    #[must_use]
    pub fn us_content_percent(&self) -> Range {
        self.us_content_percent
    }

    /// Where the item was made, as told for everything asked.
    #[must_use]
    pub fn made_in(&self) -> Option<Country> {
        self.made_in
    }

    /// Calendar days of notice given to BIS.
    #[must_use]
    pub fn notice_days(&self) -> Option<u32> {
        self.notice_days
    }

    /// Is there a written purchase order?
    pub(crate) fn purchase_order(&self) -> Truth {
        self.truth(PURCHASE_ORDER)
    }

    /// Was nothing told?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == NONE
    }
}

/// Why a text is no id, in words; `None` where it is one.
pub(crate) fn bad_id(id: &str) -> Option<String> {
    let part = |p: &str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if id.len() > LONGEST_ID || !id.split('-').all(part) {
        return Some(format!(
            "`{id}` is no id; write small letters and digits with hyphens between, at most {LONGEST_ID}, such as \
             us-direct-product"
        ));
    }
    [MADE_IN, US_CONTENT, NOTICE, PURCHASE_ORDER]
        .contains(&id)
        .then(|| format!("`{id}` is told by itself; choose another id"))
}

/// The same id asks the same everywhere.
pub(crate) fn check(rules: &[Rule], errors: &mut Vec<PackError>) {
    let mut known: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for rule in rules {
        for (id, words, line, column) in asked(rule) {
            match known.get(id) {
                Some((other, file)) if *other != words => errors.push(PackError {
                    file: rule.file.clone(),
                    line,
                    column,
                    says: format!("the id `{id}` asks something else in {file} already: {other}"),
                }),
                Some(_) => {}
                None => {
                    known.insert(id, (words, &rule.file));
                }
            }
        }
    }
}

/// What a rule asks: id, words, line and column.
fn asked(rule: &Rule) -> impl Iterator<Item = (&str, &str, usize, usize)> {
    rule.versions.iter().flat_map(|version| {
        let leaves = version.clauses.iter().flat_map(leaves);
        let asks = leaves.flat_map(|leaf| leaf.test.leaves().into_iter().map(move |test| (leaf, test)));
        let asks = asks.filter_map(|(leaf, test)| match test {
            Test::Ask { id, words } | Test::Told { id, words, .. } => {
                Some((id.as_str(), words.as_str(), leaf.line, leaf.column))
            }
            _ => None,
        });
        let shown = version.conditions.iter().map(|c| (c.id.as_str(), c.text.as_str(), c.line, c.column));
        asks.chain(shown)
    })
}

/// Everything asked, sorted by id.
pub(crate) fn questions(rules: &[Rule]) -> Vec<Asked> {
    let mut all: BTreeMap<String, Asked> = BTreeMap::new();
    let mut note = |id: &str, words: &str, answered: Answered, rule: &Rule| {
        let asked = all.entry(id.to_owned()).or_insert_with(|| Asked {
            id: id.to_owned(),
            words: words.to_owned(),
            answered,
            rules: Vec::new(),
        });
        if !asked.rules.contains(&rule.code) {
            asked.rules.push(rule.code.clone());
        }
    };
    for rule in rules {
        asked(rule).for_each(|(id, words, ..)| note(id, words, Answered::YesOrNo, rule));
        let clauses = rule.versions.iter().flat_map(|v| &v.clauses);
        for test in clauses.flat_map(leaves).flat_map(|leaf| leaf.test.leaves()) {
            match test {
                Test::Compare { numbers, .. } if numbers.contains(&crate::expr::Number::UsContent) => {
                    note(US_CONTENT, "the controlled US content, in per cent of its value", Answered::Percent, rule);
                }
                Test::Compare { numbers, .. } if numbers.contains(&crate::expr::Number::NoticeDays) => {
                    note(NOTICE, crate::expr::Number::NoticeDays.words(), Answered::Days, rule);
                }
                Test::Flag(flag @ crate::expr::Flag::PurchaseOrder) => {
                    note(PURCHASE_ORDER, flag.words(), Answered::YesOrNo, rule);
                }
                Test::Place { place: crate::expr::PlaceOf::MadeIn, .. } => {
                    note(MADE_IN, "where it was made", Answered::Country, rule);
                }
                _ => {}
            }
        }
    }
    let mut all: Vec<Asked> = all.into_values().collect();
    all.iter_mut().for_each(|asked| asked.rules.sort());
    all
}

fn read(source: Source<'_>, questions: &[Asked], errors: &mut Vec<PackError>) -> Answers {
    let mut answers = Answers::default();
    let Some(document) = pack::document(source, errors) else { return answers };
    let mut r = Reader::new(source, document.get_ref(), 0, errors);
    let table: Option<(&DeTable<'_>, usize)> = match r.get("answers") {
        Some(value) => match value.get_ref().as_table() {
            Some(table) => Some((table, value.span().start)),
            None => {
                r.error(
                    value.span().start,
                    "`answers` is a table: write [answers] and below it one id = answer a line",
                );
                None
            }
        },
        None => {
            r.error(0, "there is no table [answers]; write it above the answers");
            return answers;
        }
    };
    r.finish();
    for (key, value) in table.into_iter().flat_map(|(table, _)| table) {
        let id = key.get_ref().as_ref();
        let fault = match (id, questions.iter().any(|q| q.id == id)) {
            (MADE_IN, _) => take(country(value), &mut answers.made_in),
            (NOTICE, _) => take(days(value), &mut answers.notice_days),
            (US_CONTENT, _) => take(percent(value), &mut answers.us_content_percent),
            (_, true) => take(truth(value), answers.truths.entry(id.to_owned()).or_default()),
            (_, false) => {
                errors.push(source.error(key.span().start, unknown_id(id, questions)));
                continue;
            }
        };
        if let Err(wanted) = fault {
            errors.push(source.error(value.span().start, format!("`{id}` is answered with {wanted}")));
        }
    }
    answers
}

/// Put what was read where it belongs.
fn take<T>(read: Result<T, &'static str>, into: &mut T) -> Result<(), &'static str> {
    read.map(|value| *into = value)
}

fn truth(value: &Spanned<DeValue<'_>>) -> Result<Truth, &'static str> {
    match value.get_ref() {
        DeValue::Boolean(value) => Ok(Truth::from(*value)),
        DeValue::String(text) if text == "unknown" => Ok(Truth::Unknown),
        _ => Err("true, false or \"unknown\""),
    }
}

fn country(value: &Spanned<DeValue<'_>>) -> Result<Option<Country>, &'static str> {
    let wanted = "a two-letter country code in quotes, such as \"TW\", or \"unknown\"";
    match value.get_ref().as_str() {
        Some("unknown") => Ok(None),
        Some(text) => Country::from_str(text).map(Some).map_err(|_| wanted),
        None => Err(wanted),
    }
}

fn days(value: &Spanned<DeValue<'_>>) -> Result<Option<u32>, &'static str> {
    let wanted = "a whole number of days, or \"unknown\"";
    match value.get_ref() {
        DeValue::String(text) if text == "unknown" => Ok(None),
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().map(Some).map_err(|_| wanted),
        _ => Err(wanted),
    }
}

fn percent(value: &Spanned<DeValue<'_>>) -> Result<Range, &'static str> {
    let wanted = "a number from 0 to 100, two of them as bounds such as [10, 20], or \"unknown\"";
    let number = |value: &DeValue<'_>| {
        let text = match value {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => return Err(wanted),
        };
        let parsed = Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).map_err(|_| wanted)?;
        if (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&parsed) { Ok(parsed) } else { Err(wanted) }
    };
    match value.get_ref() {
        DeValue::String(text) if text == "unknown" => Ok(Range::UNKNOWN),
        DeValue::Array(bounds) => {
            match bounds.iter().map(|b| number(b.get_ref())).collect::<Result<Vec<_>, _>>()?[..] {
                [low, high] if low <= high => Ok(Range::between(low, high)),
                _ => Err(wanted),
            }
        }
        single => number(single).map(Range::exactly),
    }
}

fn unknown_id(id: &str, questions: &[Asked]) -> String {
    let known = questions.iter().map(|q| q.id.as_str()).chain([MADE_IN, US_CONTENT, NOTICE]);
    let near = known
        .map(|known| (strsim::jaro_winkler(id, known), known))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let offer = near.map_or_else(String::new, |(_, known)| format!("; did you mean `{known}`?"));
    format!("no rule asks `{id}`{offer} (`tidewaiter law questions` lists what may be answered)")
}
