//! What a question asserts, in the form that rules test.

use jiff::civil::Date;
use tidewaiter_model::{Country, Form, Good, Headquarters, Origin, Range, Resolution, Role, Truth};

use crate::answers::Answers;
use crate::expr::{Flag, Number, PlaceOf, WordOf};
use crate::groups::{CountrySet, Groups};

/// What is asked: this good, on this day, on this way, with these parties.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The good, as the goods room read it.
    pub good: &'a Good,
    /// The day whose law is asked.
    pub as_of: Date,
    /// Where it ships from.
    pub from: Option<Country>,
    /// Where it goes.
    pub to: Option<Country>,
    /// Places on the way, in order.
    pub route: &'a [Country],
    /// The parties. A freight forwarder's headquarters do not count, since 15 CFR 744.23(a)(3) asks whom the item is
    /// for. Where neither an end user nor an ultimate consignee is named, headquarters stay unknown.
    pub parties: &'a [PartyFact],
    /// Is there a written purchase order (a condition of NAC and ACA)?
    pub purchase_order: Truth,
    /// Calendar days of notice given to BIS (a condition of NAC); `None` where not said. An answer goes before it.
    pub notice_days: Option<u32>,
    /// Where this very item was made, where the order says so; else [`Answers`] may tell.
    pub made_in: Option<Country>,
    /// What was told beside the order; [`Answers::none`] where nothing was.
    pub answers: &'a Answers,
}

/// What is known of a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyFact {
    /// What it does.
    pub role: Role,
    /// Its name, as written.
    pub name: String,
    /// Where it is.
    pub country: Option<Country>,
    /// Where it, or its ultimate parent, is headquartered.
    pub headquarters: Headquarters,
}

/// The kinds of movement, in the order of their bits.
pub(crate) const MOVEMENTS: [&str; 5] = ["export", "reexport", "transfer (in-country)", "domestic", "import"];
const EXPORT: u8 = 1;
const REEXPORT: u8 = 2;
const TRANSFER: u8 = 4;
const DOMESTIC: u8 = 8;
const IMPORT: u8 = 16;

/// The movements that the places leave possible, one bit each.
///
/// Source: 15 CFR 734.13 (export), 734.14 (reexport), 734.16 (transfer in-country).
fn movements(from: Option<Country>, to: Option<Country>, through_us: bool) -> u8 {
    match (from, to) {
        // Whether what passes through the United States leaves them as an export of its own, the places do not tell.
        (Some(a), Some(b)) if through_us && a != Country::US && b != Country::US => EXPORT | movements(from, to, false),
        (Some(a), None) if through_us && a != Country::US => EXPORT | movements(from, to, false),
        (Some(Country::US), Some(Country::US)) => DOMESTIC,
        (Some(Country::US), Some(_)) => EXPORT,
        (Some(Country::US), None) => EXPORT | DOMESTIC,
        (Some(_), Some(Country::US)) => IMPORT,
        (Some(a), Some(b)) if a == b => TRANSFER,
        (Some(_), Some(_)) => REEXPORT,
        (Some(_), None) => REEXPORT | TRANSFER | IMPORT,
        (None, Some(Country::US)) => DOMESTIC | IMPORT,
        (None, Some(_)) => EXPORT | REEXPORT | TRANSFER,
        (None, None) => EXPORT | REEXPORT | TRANSFER | DOMESTIC | IMPORT,
    }
}

/// The question, ready to be tested.
#[derive(Clone, Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) question: Question<'a>,
    numbers: [(Range, Origin); Number::ALL.len()],
    /// The numbers before any was narrowed: sums of several are made of these, since narrowing cuts at the limits of
    /// single numbers only.
    whole: [(Range, Origin); Number::ALL.len()],
    datacenter: Truth,
    memory_stack: Truth,
    non_planar: Truth,
    hbm: Truth,
    movement: u8,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(question: Question<'a>, groups: &Groups) -> Self {
        let counted = |c: Option<Country>| c.map(|c| groups.counted(c, question.as_of));
        let through_us = question.route.iter().any(|place| counted(Some(*place)) == Some(Country::US));
        let movement = movements(counted(question.from), counted(question.to), through_us);
        let unknown = (Range::UNKNOWN, Origin::Unstated);
        let notice = question
            .answers
            .notice_days()
            .or(question.notice_days)
            .map_or(unknown, |days| (Range::exactly(days.into()), Origin::Maker));
        let content = (question.answers.us_content_percent(), Origin::Maker);
        let mut facts = Self {
            question,
            numbers: [unknown; Number::ALL.len()],
            whole: [unknown; Number::ALL.len()],
            datacenter: Truth::Unknown,
            memory_stack: Truth::Unknown,
            non_planar: Truth::Unknown,
            hbm: Truth::Unknown,
            movement,
        };
        match (question.good.resolution, question.good.spec.as_deref()) {
            (Resolution::Accelerator, Some(spec)) => {
                let pair = |f: &tidewaiter_model::Figure| (f.value, f.origin);
                let (tpp, area) = (pair(&spec.tpp), pair(&spec.die_area_mm2));
                let pd = (tpp.0.over(&area.0), tpp.1.max(area.1));
                let (io, dram) = (pair(&spec.io_bandwidth_gbs), pair(&spec.dram_bandwidth_gbs));
                let made = &spec.fabrication;
                let (transistors, node) = (pair(&made.transistors_bn), pair(&made.node_nm));
                facts.numbers = [tpp, pd, io, dram, area, unknown, notice, content, transistors, node];
                facts.datacenter = spec.datacenter;
                facts.memory_stack = Truth::No;
                // Only dies on non-planar nodes make up the area.
                facts.non_planar =
                    if area.0.lower().is_some_and(|a| !a.is_zero()) { Truth::Yes } else { made.non_planar };
                facts.hbm = made.hbm;
            }
            // A stack of memory by itself performs nothing and reaches no memory; it has a density.
            (Resolution::Memory, _) => {
                let density = question.good.memory.as_ref().map_or(unknown, |m| (m.density.value, m.density.origin));
                let none = (Range::exactly(0.into()), Origin::Maker);
                facts.numbers = [none, none, none, none, none, density, notice, content, unknown, unknown];
                facts.datacenter = Truth::No;
                facts.memory_stack = Truth::Yes;
            }
            // What holds no accelerator performs nothing and has no bandwidth that the paragraphs measure.
            (Resolution::NotAccelerator, _) => {
                let none = (Range::exactly(0.into()), Origin::Maker);
                facts.numbers = [none, none, none, none, none, unknown, notice, content, unknown, unknown];
                facts.datacenter = Truth::No;
                facts.memory_stack = Truth::No;
            }
            _ => {
                facts.numbers =
                    [unknown, unknown, unknown, unknown, unknown, unknown, notice, content, unknown, unknown];
            }
        }
        facts.whole = facts.numbers;
        facts
    }

    pub(crate) fn number(&self, number: Number) -> (Range, Origin) {
        self.numbers.get(number.index()).copied().unwrap_or_default()
    }

    /// The same question with one number narrowed.
    pub(crate) fn with(&self, number: Number, value: Range) -> Self {
        let mut facts = self.clone();
        if let Some((range, _)) = facts.numbers.get_mut(number.index()) {
            *range = value;
        }
        facts
    }

    /// The same question with the figures that are not the maker's own, and close to a limit, as the bounds within
    /// which they may lie.
    pub(crate) fn widened(&self, widen: impl Fn(Number, &Range) -> Range) -> Self {
        let mut facts = self.clone();
        for number in Number::ALL {
            if let Some((range, origin)) = facts.numbers.get_mut(number.index()).filter(|(_, o)| *o != Origin::Maker) {
                *range = widen(number, range);
                *origin = Origin::Maker;
            }
        }
        facts
    }

    /// Have the performance density follow from performance and area.
    pub(crate) fn follow(&mut self) {
        let pd = self.number(Number::Tpp).0.over(&self.number(Number::DieArea).0);
        *self = self.with(Number::Pd, pd);
    }

    /// The sum of several numbers, of the weakest origin.
    pub(crate) fn sum(&self, numbers: &[Number]) -> (Range, Origin) {
        if let [number] = numbers {
            return self.number(*number);
        }
        let mut parts = numbers.iter().map(|n| self.whole.get(n.index()).copied().unwrap_or_default());
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |(sum, origin), (next, from)| (sum.plus(&next), origin.max(from)))
    }

    pub(crate) fn flag(&self, flag: Flag) -> Truth {
        match flag {
            Flag::Datacenter => self.datacenter,
            Flag::MemoryStack => self.memory_stack,
            Flag::NonPlanar => self.non_planar,
            Flag::Hbm => self.hbm,
            Flag::PurchaseOrder => match self.question.purchase_order {
                Truth::Unknown => self.question.answers.purchase_order(),
                shown => shown,
            },
        }
    }

    /// Parties whose headquarters count.
    pub(crate) fn counted_parties(&self) -> impl Iterator<Item = &'a PartyFact> {
        self.question.parties.iter().filter(|p| p.role != Role::FreightForwarder)
    }

    /// Is anybody named for whom the item is?
    pub(crate) fn receiver_named(&self) -> bool {
        self.question.parties.iter().any(|p| matches!(p.role, Role::EndUser | Role::UltimateConsignee))
    }

    pub(crate) fn end_users(&self) -> impl Iterator<Item = &'a PartyFact> {
        self.question.parties.iter().filter(|p| p.role == Role::EndUser)
    }

    fn designer(&self) -> Option<Country> {
        let good = self.question.good;
        match &good.memory {
            Some(memory) => memory.designer_country,
            None => good.spec.as_ref().and_then(|s| s.designer_country),
        }
    }

    fn made_in(&self) -> Option<Country> {
        self.question.made_in.or(self.question.answers.made_in())
    }

    pub(crate) fn place(&self, place: PlaceOf, set: &CountrySet) -> Truth {
        let one = |country: Option<Country>| Truth::from(country.map(|c| set.contains(c)));
        match place {
            PlaceOf::From => one(self.question.from),
            PlaceOf::To => one(self.question.to),
            PlaceOf::Designer => one(self.designer()),
            PlaceOf::MadeIn => one(self.made_in()),
            PlaceOf::Via => Truth::any(self.question.route.iter().map(|c| one(Some(*c)))),
            PlaceOf::AnyPartyHq => {
                let named = Truth::any(self.counted_parties().map(|p| one(p.headquarters.asserted())));
                if self.receiver_named() { named } else { named.or(Truth::Unknown) }
            }
            PlaceOf::EndUser => {
                let mut users = self.end_users().peekable();
                if users.peek().is_none() { Truth::Unknown } else { Truth::any(users.map(|p| one(p.country))) }
            }
        }
    }

    /// The countries that a place test looked at.
    pub(crate) fn countries(&self, place: PlaceOf) -> Vec<Country> {
        match place {
            PlaceOf::From => self.question.from.into_iter().collect(),
            PlaceOf::To => self.question.to.into_iter().collect(),
            PlaceOf::Designer => self.designer().into_iter().collect(),
            PlaceOf::MadeIn => self.made_in().into_iter().collect(),
            PlaceOf::Via => self.question.route.to_vec(),
            PlaceOf::AnyPartyHq => self.counted_parties().filter_map(|p| p.headquarters.asserted()).collect(),
            PlaceOf::EndUser => self.end_users().filter_map(|p| p.country).collect(),
        }
    }

    /// What was found for a place test, for the clause's value.
    pub(crate) fn place_value(&self, place: PlaceOf) -> String {
        let mut words: Vec<String> = match place {
            PlaceOf::AnyPartyHq => self
                .counted_parties()
                .map(|p| match p.headquarters {
                    Headquarters::Asserted(c) => c.to_string(),
                    Headquarters::Likely(c) => format!("unknown, likely {c}"),
                    Headquarters::Unknown => "unknown".to_owned(),
                })
                .collect(),
            _ => self.countries(place).iter().map(ToString::to_string).collect(),
        };
        words.dedup();
        match (words.is_empty(), place) {
            (true, PlaceOf::Via) => "none".to_owned(),
            (true, _) => "unknown".to_owned(),
            (false, _) => words.join(", "),
        }
    }

    pub(crate) fn word(&self, word: WordOf, options: &[String], movement_mask: u8) -> Truth {
        let good = self.question.good;
        let is = |text: &str| Truth::from(options.iter().any(|o| o.eq_ignore_ascii_case(text)));
        // Of several that it may be, all must agree.
        let each = |texts: &mut dyn Iterator<Item = &str>| {
            texts.map(&is).reduce(|a, b| if a == b { a } else { Truth::Unknown }).unwrap_or_default()
        };
        match word {
            WordOf::Form if good.form == Form::Other => Truth::Unknown,
            WordOf::Form => is(good.form.as_str()),
            WordOf::Maker => match maker(good) {
                // Several makers stand as "A or B".
                Some(maker) if !maker.is_empty() => each(&mut maker.split(" or ")),
                _ if good.resolution == Resolution::NotAccelerator => Truth::No,
                _ => Truth::Unknown,
            },
            WordOf::Chip if good.resolution == Resolution::NotAccelerator => Truth::No,
            WordOf::Chip => each(&mut good.candidates.iter().map(String::as_str)),
            WordOf::ZFamily if good.resolution == Resolution::Unresolved => Truth::Unknown,
            WordOf::ZFamily => is(&good.z_family),
            WordOf::Movement if self.movement & movement_mask == 0 => Truth::No,
            WordOf::Movement if self.movement & !movement_mask == 0 => Truth::Yes,
            WordOf::Movement => Truth::Unknown,
        }
    }

    pub(crate) fn word_value(&self, word: WordOf) -> String {
        let good = self.question.good;
        let text = match word {
            WordOf::Form if good.form == Form::Other => "unknown",
            WordOf::Form => good.form.as_str(),
            WordOf::Maker => maker(good).unwrap_or_default(),
            WordOf::Chip => match &good.memory {
                Some(memory) => memory.id.as_str(),
                None => good.spec.as_ref().map_or("", |s| s.id.as_str()),
            },
            WordOf::ZFamily if good.z_family.is_empty() => "none",
            WordOf::ZFamily => &good.z_family,
            WordOf::Movement => self.movement(),
        };
        if text.is_empty() { "unknown".to_owned() } else { text.to_owned() }
    }

    /// Why it is that movement, with the citation.
    pub(crate) fn movement_why(&self) -> String {
        let q = &self.question;
        let way = |from: Country, to: Country| format!("from {from} to {to}");
        match (self.movement(), q.from, q.to) {
            ("export", Some(from), Some(to)) => {
                format!("{}: it leaves the United States, 15 CFR 734.13", way(from, to))
            }
            ("reexport", Some(from), Some(to)) => {
                format!("{}: from one foreign country to another, 15 CFR 734.14", way(from, to))
            }
            ("transfer (in-country)", Some(from), Some(to)) if from != to => {
                format!("{}, which count as one country here, 15 CFR 734.16", way(from, to))
            }
            ("transfer (in-country)", Some(from), Some(to)) => {
                format!("{}: within one foreign country, 15 CFR 734.16", way(from, to))
            }
            ("domestic", ..) => "within the United States".to_owned(),
            ("import", Some(from), _) => format!("from {from} into the United States"),
            (_, Some(from), Some(to)) => format!(
                "{} through the United States: whether it leaves them as an export of its own (15 CFR 734.13) the places \
                 do not tell",
                way(from, to)
            ),
            (_, None, None) => "neither where it ships from nor where it goes is told".to_owned(),
            (_, None, Some(to)) => format!("to {to}, and where it ships from is not told"),
            (_, Some(from), None) => format!("from {from}, and where it goes is not told"),
        }
    }

    /// The movement in words; `unknown` where the places leave several.
    pub(crate) fn movement(&self) -> &'static str {
        let mut possible = MOVEMENTS.iter().enumerate().filter(|(bit, _)| self.movement & (1 << bit) != 0);
        match (possible.next(), possible.next()) {
            (Some((_, only)), None) => only,
            _ => "unknown",
        }
    }
}

/// Who makes the accelerator or the memory.
fn maker(good: &Good) -> Option<&str> {
    let accelerator = good.spec.as_ref().map(|s| s.maker.trim());
    accelerator.or_else(|| good.memory.as_ref().map(|m| m.maker.trim()))
}

/// The bits of the movements named.
pub(crate) fn movement_mask(options: &[String]) -> u8 {
    let bits = MOVEMENTS.iter().enumerate().filter(|(_, name)| options.iter().any(|o| o == *name));
    bits.fold(0, |mask, (bit, _)| mask | (1 << bit))
}
