//! Leaves of a clause tree: CEL expressions, compiled once into a small typed form.
//!
//! The `cel` crate parses; its interpreter is not used, since it knows no unknown.
//!
//! Source of the language: Common Expression Language, <https://cel.dev>.

use std::str::FromStr;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators};
use cel::parser::Parser;
use tidewaiter_model::{Country, Decimal, Truth};

use crate::answers;

/// Longest leaf read, in bytes: a leaf says one thing.
const LONGEST: usize = 400;

/// Most brackets and signs in a leaf: the parser goes one level deeper for each.
const DEEPEST: usize = 24;

/// A number that rules compare. Units: TPP in TOPS × bits, PD per mm², bandwidths in GB/s, area in mm², notice in days,
/// memory density in GB/s per mm².
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Number {
    Tpp,
    Pd,
    Io,
    Dram,
    DieArea,
    MemoryDensity,
    NoticeDays,
    UsContent,
    /// Billions of the whole circuit.
    Transistors,
    /// The smallest process node, in nm by its name.
    NodeNm,
}

impl Number {
    pub(crate) const ALL: [Self; 10] = [
        Self::Tpp,
        Self::Pd,
        Self::Io,
        Self::Dram,
        Self::DieArea,
        Self::MemoryDensity,
        Self::NoticeDays,
        Self::UsContent,
        Self::Transistors,
        Self::NodeNm,
    ];

    /// Is it stated by a person, not measured on the chip? Then no figure is near its limit.
    pub(crate) fn is_stated(self) -> bool {
        matches!(self, Self::NoticeDays | Self::UsContent | Self::Transistors | Self::NodeNm)
    }

    /// Its place in [`Number::ALL`].
    pub(crate) fn index(self) -> usize {
        match self {
            Self::Tpp => 0,
            Self::Pd => 1,
            Self::Io => 2,
            Self::Dram => 3,
            Self::DieArea => 4,
            Self::MemoryDensity => 5,
            Self::NoticeDays => 6,
            Self::UsContent => 7,
            Self::Transistors => 8,
            Self::NodeNm => 9,
        }
    }

    /// The name in rule packs.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Tpp => "tpp",
            Self::Pd => "pd",
            Self::Io => "io",
            Self::Dram => "dram",
            Self::DieArea => "die_area",
            Self::MemoryDensity => "memory_density",
            Self::NoticeDays => "notice_days",
            Self::UsContent => "us_content",
            Self::Transistors => "transistors",
            Self::NodeNm => "node_nm",
        }
    }

    /// Short, for a clause's id.
    pub(crate) fn short(self) -> &'static str {
        match self {
            Self::Tpp => "TPP",
            Self::Pd => "PD",
            Self::Io => "I/O",
            Self::Dram => "DRAM",
            Self::DieArea => "die area",
            Self::MemoryDensity => "memory density",
            Self::NoticeDays => "notice",
            Self::UsContent => "US content",
            Self::Transistors => "transistors",
            Self::NodeNm => "process node",
        }
    }

    /// In full, for sentences.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Tpp => "the total processing performance (TPP)",
            Self::Pd => "the performance density (PD: TPP by area of the logic dies)",
            Self::Io => "the bidirectional transfer rate over all inputs and outputs, in GB/s",
            Self::Dram => "the total DRAM bandwidth, in GB/s",
            Self::DieArea => "the area of the logic dies, in mm²",
            Self::MemoryDensity => "the memory bandwidth density, in GB/s per mm²",
            Self::NoticeDays => "how many days' notice was given to BIS",
            Self::UsContent => "the controlled US content, in per cent of its value [us-content-percent]",
            Self::Transistors => "the number of its transistors, in billions",
            Self::NodeNm => "the smallest process node of its logic dies, in nm",
        }
    }
}

/// A fact that is so, is not, or is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Flag {
    Datacenter,
    MemoryStack,
    PurchaseOrder,
    /// A logic die is on a node with non-planar transistors.
    NonPlanar,
    /// The package holds high-bandwidth memory.
    Hbm,
}

impl Flag {
    pub(crate) const ALL: [Self; 5] =
        [Self::Datacenter, Self::MemoryStack, Self::PurchaseOrder, Self::NonPlanar, Self::Hbm];

    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Datacenter => "datacenter",
            Self::MemoryStack => "memory_stack",
            Self::PurchaseOrder => "purchase_order",
            Self::NonPlanar => "non_planar",
            Self::Hbm => "hbm",
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Datacenter => "whether it is designed or marketed for use in data centres",
            Self::MemoryStack => "whether it is a stack of high-bandwidth memory sold by itself",
            Self::PurchaseOrder => "whether there is a written purchase order",
            Self::NonPlanar => "whether a logic die is on a node with non-planar transistors",
            Self::Hbm => "whether its package holds high-bandwidth memory",
        }
    }
}

/// A place that rules look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PlaceOf {
    From,
    To,
    /// Any place on the route.
    Via,
    /// Headquarters, or the ultimate parent's, of any party other than a freight forwarder.
    AnyPartyHq,
    /// Where any end user is.
    EndUser,
    /// Where the chip's designer is headquartered.
    Designer,
    /// Where the item was made.
    MadeIn,
}

impl PlaceOf {
    pub(crate) const ALL: [Self; 7] =
        [Self::From, Self::To, Self::Via, Self::AnyPartyHq, Self::EndUser, Self::Designer, Self::MadeIn];

    /// Is it one place, not one of several?
    pub(crate) fn is_single(self) -> bool {
        matches!(self, Self::From | Self::To | Self::Designer | Self::MadeIn)
    }

    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
            Self::Via => "via",
            Self::AnyPartyHq => "any_party_hq",
            Self::EndUser => "end_user",
            Self::Designer => "designer",
            Self::MadeIn => "made_in",
        }
    }

    pub(crate) fn short(self) -> &'static str {
        match self {
            Self::From => "shipped from",
            Self::To => "destination",
            Self::Via => "route",
            Self::AnyPartyHq => "headquarters",
            Self::EndUser => "end user",
            Self::Designer => "designer",
            Self::MadeIn => "made in",
        }
    }
}

/// A word that rules look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WordOf {
    Form,
    Maker,
    /// The catalogue's id of the chip, for letters that name chips.
    Chip,
    ZFamily,
    Movement,
}

impl WordOf {
    pub(crate) const ALL: [Self; 5] = [Self::Form, Self::Maker, Self::Chip, Self::ZFamily, Self::Movement];

    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Maker => "maker",
            Self::Chip => "chip",
            Self::ZFamily => "z_family",
            Self::Movement => "movement",
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Form => "in what form it is sold: integrated circuit, card, board or system",
            Self::Maker => "who makes it",
            Self::Chip => "which chip it is",
            Self::ZFamily => "whether it also carries an encryption or other listed function",
            Self::Movement => "where it is shipped from and to",
        }
    }

    /// What this word may be; `None` where anything may.
    pub(crate) fn vocabulary(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Form => Some(&["ic", "card", "board", "system"]),
            Self::Movement => Some(&crate::facts::MOVEMENTS),
            Self::Maker | Self::Chip | Self::ZFamily => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Op {
    AtLeast,
    Above,
    Below,
    AtMost,
}

/// One member of a set of countries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    Country(Country),
    Group(String),
}

/// A compiled leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    /// The sum of the numbers against a limit.
    Compare {
        numbers: Vec<Number>,
        op: Op,
        limit: Decimal,
    },
    Flag(Flag),
    Place {
        place: PlaceOf,
        members: Vec<Member>,
    },
    Word {
        word: WordOf,
        options: Vec<String>,
    },
    /// The result of another rule or labelled clause.
    Rule(String),
    /// A question that only a person can answer: its id and its words.
    Ask {
        id: String,
        words: String,
    },
    /// Was the same question answered this way? `no` while nobody answers: for rules that bind only whoever says so, and
    /// for what another rule raises.
    Told {
        id: String,
        words: String,
        wanted: Truth,
    },
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
}

impl Test {
    /// Every leaf test, depth first.
    pub(crate) fn leaves(&self) -> Vec<&Self> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::leaves).collect(),
            Self::Not(part) => part.leaves(),
            _ => vec![self],
        }
    }
}

/// Why a leaf cannot be used, and the byte offset in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadLeaf {
    pub(crate) offset: usize,
    pub(crate) says: String,
}

/// Parse and type a leaf.
pub(crate) fn compile(source: &str) -> Result<Test, BadLeaf> {
    if source.len() > LONGEST {
        return Err(BadLeaf { offset: 0, says: format!("longer than {LONGEST} bytes; split it into several clauses") });
    }
    if source.bytes().filter(|b| b"([{!?-".contains(b)).count() > DEEPEST {
        return Err(BadLeaf { offset: 0, says: format!("more than {DEEPEST} brackets and signs; split it") });
    }
    let parsed = Parser::new().max_recursion_depth(24).parse_with_source_info(source).map_err(|errors| {
        let first = errors.errors.first();
        let line = source.split_inclusive('\n').map(str::len);
        let (row, column) = first.map_or((1, 1), |e| e.pos);
        let lines_before = usize::try_from(row.saturating_sub(1)).unwrap_or(0);
        let start: usize = line.take(lines_before).sum();
        BadLeaf {
            offset: start.saturating_add(usize::try_from(column.saturating_sub(1)).unwrap_or(0)).min(source.len()),
            says: format!("no CEL expression: {}", first.map_or("cannot be read", |e| e.msg.as_str())),
        }
    })?;
    let (expr, info) = parsed;
    let typing = Typing { source, offset_of: &|id| info.offset_for(id).map_or(0, |(start, _)| start) };
    typing.test(&expr)
}

struct Typing<'a> {
    source: &'a str,
    offset_of: &'a dyn Fn(u64) -> u32,
}

impl Typing<'_> {
    fn fail<T>(&self, at: &IdedExpr, says: impl Into<String>) -> Result<T, BadLeaf> {
        // CEL counts characters of an ASCII text; a stray offset is held to the text.
        let offset = usize::try_from((self.offset_of)(at.id)).unwrap_or(0).min(self.source.len());
        Err(BadLeaf { offset, says: says.into() })
    }

    fn test(&self, at: &IdedExpr) -> Result<Test, BadLeaf> {
        match &at.expr {
            Expr::Ident(name) => match Flag::ALL.into_iter().find(|flag| flag.field() == name) {
                Some(flag) => Ok(Test::Flag(flag)),
                None if is_field(name) => self.fail(at, format!("`{name}` is no yes-or-no field; compare it")),
                None => self.fail(at, unknown_field(name)),
            },
            Expr::Call(call) => self.call(at, call),
            _ => self.fail(at, "expected a comparison such as `tpp >= 4800`, or a yes-or-no field"),
        }
    }

    fn call(&self, at: &IdedExpr, call: &CallExpr) -> Result<Test, BadLeaf> {
        let name = call.func_name.as_str();
        match (name, call.target.as_deref(), call.args.as_slice()) {
            (operators::LOGICAL_AND, None, args) => Ok(Test::All(self.tests(args)?)),
            (operators::LOGICAL_OR, None, args) => Ok(Test::Any(self.tests(args)?)),
            (operators::LOGICAL_NOT, None, [part]) => Ok(Test::Not(Box::new(self.test(part)?))),
            (operators::IN, None, [left, right]) => self.membership(left, right),
            (operators::EQUALS, None, [left, right]) => self.equality(left, right),
            (operators::NOT_EQUALS, None, [left, right]) => Ok(Test::Not(Box::new(self.equality(left, right)?))),
            ("rule", None, [code]) => Ok(Test::Rule(self.string(code)?)),
            ("ask" | "told" | "ruled_out", None, [id, words]) => {
                let (asked, words) = (self.string(id)?, self.string(words)?);
                match answers::bad_id(&asked) {
                    None if name == "ask" => Ok(Test::Ask { id: asked, words }),
                    None => Ok(Test::Told { id: asked, words, wanted: Truth::from(name == "told") }),
                    Some(why) => self.fail(id, why),
                }
            }
            ("ask" | "told" | "ruled_out", None, _) => {
                self.fail(at, format!("write {name}('an-id', 'whether …'): the id is what an answer names"))
            }
            (operators::GREATER_EQUALS, None, [left, right]) => self.compare(left, Op::AtLeast, right),
            (operators::GREATER, None, [left, right]) => self.compare(left, Op::Above, right),
            (operators::LESS, None, [left, right]) => self.compare(left, Op::Below, right),
            (operators::LESS_EQUALS, None, [left, right]) => self.compare(left, Op::AtMost, right),
            _ => self.fail(
                at,
                format!(
                    "`{}` is not used in rules; there are >= > < <= == != in && || ! + and the functions rule, \
                     group, ask, told and ruled_out",
                    name.trim_matches('_')
                ),
            ),
        }
    }

    fn tests(&self, parts: &[IdedExpr]) -> Result<Vec<Test>, BadLeaf> {
        parts.iter().map(|part| self.test(part)).collect()
    }

    fn string(&self, at: &IdedExpr) -> Result<String, BadLeaf> {
        match &at.expr {
            Expr::Literal(LiteralValue::String(text)) => Ok(text.inner().to_owned()),
            _ => self.fail(at, "expected a text in quotes"),
        }
    }

    fn compare(&self, left: &IdedExpr, op: Op, right: &IdedExpr) -> Result<Test, BadLeaf> {
        Ok(Test::Compare { numbers: self.numbers(left)?, op, limit: self.limit(right)? })
    }

    fn numbers(&self, at: &IdedExpr) -> Result<Vec<Number>, BadLeaf> {
        match &at.expr {
            Expr::Ident(name) => match Number::ALL.into_iter().find(|number| number.field() == name) {
                Some(number) => Ok(vec![number]),
                None if is_field(name) => self.fail(at, format!("`{name}` is no number")),
                None => self.fail(at, unknown_field(name)),
            },
            Expr::Call(call) if call.func_name == operators::ADD => {
                let parts: Result<Vec<_>, _> = call.args.iter().map(|part| self.numbers(part)).collect();
                Ok(parts?.concat())
            }
            _ => self.fail(at, "the left side of a comparison is a field that is a number, or a sum of such fields"),
        }
    }

    fn limit(&self, at: &IdedExpr) -> Result<Decimal, BadLeaf> {
        match &at.expr {
            Expr::Literal(LiteralValue::Int(value)) => Ok(Decimal::from(*value.inner())),
            Expr::Literal(LiteralValue::UInt(value)) => Ok(Decimal::from(*value.inner())),
            // The shortest text of a double is the text that was written, up to 15 digits.
            Expr::Literal(LiteralValue::Double(value)) => match Decimal::from_str(&value.inner().to_string()) {
                Ok(limit) => Ok(limit),
                Err(_) => self.fail(at, "the limit is out of range"),
            },
            _ => self.fail(at, "the right side of a comparison is a number"),
        }
    }

    fn equality(&self, left: &IdedExpr, right: &IdedExpr) -> Result<Test, BadLeaf> {
        self.subject(left, right, vec![self.string(right)?])
    }

    fn membership(&self, left: &IdedExpr, right: &IdedExpr) -> Result<Test, BadLeaf> {
        match &right.expr {
            Expr::List(list) => {
                let words: Result<Vec<_>, _> = list.elements.iter().map(|word| self.string(word)).collect();
                self.subject(left, right, words?)
            }
            Expr::Call(call) if call.func_name == "group" => match call.args.as_slice() {
                [name] => {
                    Ok(Test::Place { place: self.place(left)?, members: vec![Member::Group(self.string(name)?)] })
                }
                _ => self.fail(right, "write group(\"D:5\")"),
            },
            _ => self.fail(right, "expected a list such as [\"CN\", \"MO\"] or group(\"D:5\")"),
        }
    }

    fn place(&self, at: &IdedExpr) -> Result<PlaceOf, BadLeaf> {
        match &at.expr {
            Expr::Ident(name) => match PlaceOf::ALL.into_iter().find(|place| place.field() == name) {
                Some(place) => Ok(place),
                None if is_field(name) => self.fail(at, format!("`{name}` is no place")),
                None => self.fail(at, unknown_field(name)),
            },
            _ => self.fail(at, "expected a field that is a place"),
        }
    }

    /// A place or a word, held against texts.
    fn subject(&self, left: &IdedExpr, right: &IdedExpr, texts: Vec<String>) -> Result<Test, BadLeaf> {
        if let Expr::Ident(name) = &left.expr
            && let Some(word) = WordOf::ALL.into_iter().find(|word| word.field() == name)
        {
            let stranger = texts.iter().find(|text| word.vocabulary().is_some_and(|v| !v.contains(&text.as_str())));
            return match stranger {
                Some(text) => self.fail(right, format!("`{name}` is never `{text}`")),
                None => Ok(Test::Word { word, options: texts }),
            };
        }
        let place = self.place(left)?;
        let members: Result<Vec<_>, BadLeaf> = texts
            .iter()
            .map(|text| match Country::from_str(text) {
                Ok(country) if country.code() == text => Ok(Member::Country(country)),
                _ => self.fail(right, format!("`{text}` is no ISO 3166-1 alpha-2 country code in capitals")),
            })
            .collect();
        Ok(Test::Place { place, members: members? })
    }
}

fn fields() -> Vec<&'static str> {
    let mut all: Vec<_> = Number::ALL.iter().map(|n| n.field()).collect();
    all.extend(Flag::ALL.iter().map(|f| f.field()));
    all.extend(PlaceOf::ALL.iter().map(|p| p.field()));
    all.extend(WordOf::ALL.iter().map(|w| w.field()));
    all.sort_unstable();
    all
}

fn is_field(name: &str) -> bool {
    fields().contains(&name)
}

fn unknown_field(name: &str) -> String {
    format!("unknown field `{name}`; there are {}", fields().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2000))]
        /// Whatever stands in a leaf, there is an answer, and a fault's offset lies in the text.
        #[test]
        fn any_text_is_answered(parts in proptest::collection::vec(proptest::sample::select(&[
            "tpp", "pd", " >= ", " < ", "4800", "5.92", "1e999", "(", ")", "[", "]", "{", "}", " && ", " || ", "!", "-",
            "to", " in ", "group", "'D:5'", "\"", "'", "\\", "rule", ",", ".", "?", ":", "\n", "ä", "中", "b''", "`",
            "99999999999999999999", "0x", "u", "has", "all", "null", "true", " ", "//", "\u{0}", "_", "exists", "map",
        ][..]), 0..24)) {
            let text: String = parts.concat();
            if let Err(bad) = compile(&text) {
                proptest::prop_assert!(bad.offset <= text.len());
            }
        }
    }

    #[test]
    fn limits_are_exact() {
        let Ok(Test::Compare { limit, .. }) = compile("pd < 5.92") else { panic!("a comparison") };
        assert_eq!(limit, Decimal::new(592, 2));
    }

    #[test]
    fn faults_name_their_place() {
        let at = |text: &str| compile(text).unwrap_err().offset;
        assert_eq!(at("tpp >= 4800 && speed > 3"), 15);
        assert_eq!(at("form == 'brick'"), 8);
        assert_eq!(at("to in ['China']"), 6);
        assert!(compile("tpp >= ").unwrap_err().says.starts_with("no CEL expression"));
        assert!(compile("tpp * 2 >= 4800").is_err());
        assert!(compile(&"!".repeat(300)).is_err());
        assert!(compile(&"(".repeat(300)).is_err());
        assert!(compile(&format!("{}tpp >= 1", "tpp + ".repeat(65))).is_ok());
        assert!(compile(&"datacenter && ".repeat(28)).is_err());
        assert!(compile(&format!("tpp{} >= 1", ".x".repeat(190))).is_err());
    }
}
