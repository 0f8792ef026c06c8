//! The officer: one line in, one answer out.

use std::sync::Arc;

use tidewaiter_goods::Catalogue;
use tidewaiter_law::{Answers, Law, PartyFact};
use tidewaiter_model::finding::verdict_of;
use tidewaiter_model::{
    Classification, Control, Country, Date, Exposure, Form, Good, Ground, Headquarters, Licence, Line, LineAnswer,
    Resolution, Role, Truth, Verdict,
};
use tidewaiter_redflags::shells::{Assessment, Lift, LiftError};
use tidewaiter_redflags::{Asked, Listing, Question, Topic};
use tidewaiter_screening::{Answer, GoodGuys, Options, Query, Screener};

use crate::cache::Memo;
use crate::dossier::{Dossier, Past};
use crate::exposure::exposure;
use crate::history::{Load, Noted};
use crate::known::Known;
use crate::owners::{Asking, Owned, Owners};
use crate::place_key::PlaceKey;
use crate::replies::Replies;
use crate::steps::{self, Case, ScreenedParty};

/// Name and version of the shape of a line's answer.
const SCHEMA: &str = "tidewaiter/check/1";
/// Distinct parties and items remembered; beyond it they are asked again.
const REMEMBERED_MAX: usize = 400_000;
/// Hits kept for one party.
const HITS_MAX: usize = 5;
/// Characters shown of what a sheet says of a good that was not read.
const WRITTEN_MAX: usize = 200;
/// Parties whose owners are kept worked out; each may hold thousands of statements.
const OWNED_REMEMBERED_MAX: usize = 20_000;

/// The experts, each already holding its own snapshot.
pub struct Experts {
    /// Reads goods.
    pub catalogue: Catalogue,
    /// Reads the law.
    pub law: Law,
    /// Knows the lists.
    pub screener: Screener,
    /// Which matches were cleared before.
    pub good_guys: GoodGuys,
    /// Who owns whom, where registers or a table of stakes were given.
    pub stakes: Option<Owners>,
}

/// Which day's law a line is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// One day for the whole book: today, or a day to replay.
    Day(Date),
    /// Each line's own date; the day given stands in where a line has none.
    OrderDate(Date),
}

/// What the caller decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day whose law is asked.
    pub as_of: AsOf,
    /// The snapshot id, from [`crate::snapshot_id`].
    pub snapshot: String,
    /// Program and version.
    pub engine: String,
    /// Score from which a name on a list counts as a possible match, 0 to 1.
    pub bar: f64,
}

/// Questions of a line's red flags that only a person can answer, of one topic about one party or the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuestion {
    /// Whom or what it is about, as it stands in an id behind the code: [`Asked::key`].
    pub about: String,
    /// The party that it is about; empty where it is about the order.
    pub party: String,
    /// The party's country.
    pub country: Option<Country>,
    /// The topic.
    pub topic: Topic,
    /// What is asked.
    pub questions: Vec<&'static Question>,
}

/// What a line asks of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuestions {
    /// The line's verdict so far.
    pub verdict: Verdict,
    /// Could an answer change what becomes of the line? Not where it is held on other grounds, nor while it is open what
    /// the item is.
    pub matters: bool,
    /// The questions.
    pub questions: Vec<OpenQuestion>,
}

/// Decides order lines.
pub struct Officer {
    pub(crate) experts: Experts,
    pub(crate) settings: Settings,
    answers: Answers,
    replies: Replies,
    known: Option<Known>,
    screened: Memo<Answer>,
    listed: Memo<Vec<Listing>>,
    goods: Memo<Good>,
    owners: Memo<Option<Owned>>,
    book: Option<BookWide>,
    keys: Memo<String>,
    places: Memo<Option<PlaceKey>>,
    marks: Memo<Option<Vec<Assessment>>>,
}

/// What is known of the whole book beside its single lines.
struct BookWide {
    dossier: Dossier,
    /// The weights of the marks of companies that stand in for others; `None` where these are not looked for.
    lift: Option<Lift>,
}

impl Officer {
    /// An officer with its experts.
    #[must_use]
    pub fn new(experts: Experts, settings: Settings) -> Self {
        Self {
            experts,
            settings,
            answers: Answers::default(),
            replies: Replies::default(),
            known: None,
            listed: Memo::new(REMEMBERED_MAX),
            screened: Memo::new(REMEMBERED_MAX),
            goods: Memo::new(REMEMBERED_MAX),
            owners: Memo::new(OWNED_REMEMBERED_MAX),
            book: None,
            keys: Memo::new(REMEMBERED_MAX),
            places: Memo::new(REMEMBERED_MAX),
            marks: Memo::new(REMEMBERED_MAX),
        }
    }

    /// What a history keeps of a line. Of no account for the line itself.
    #[must_use]
    pub fn note(&self, line: &Line) -> Noted {
        let good = self.good(line);
        let count = accelerators(line, &good).unwrap_or_default();
        let each = good.spec.as_ref().and_then(|spec| self.experts.catalogue.watts(&spec.id)).unwrap_or_default();
        // Cards that are not for data centres make no large volume.
        let for_datacentres = good.spec.as_ref().filter(|spec| !spec.datacenter.is_no());
        let tpp = for_datacentres.and_then(|spec| u64::try_from(spec.tpp.value.upper()?).ok()).unwrap_or_default();
        let load =
            Load { accelerators: count, watts: count.saturating_mul(u64::from(each)), tpp: count.saturating_mul(tpp) };
        Noted::new(
            line,
            load,
            |name| self.key(name),
            |text, country| {
                let code = country.map(|c| c.code().to_owned()).unwrap_or_default();
                self.places.get_or(&format!("{code}|{text}"), || PlaceKey::of(text, country))
            },
        )
    }

    /// The key of a party's name.
    fn key(&self, name: &str) -> Arc<String> {
        self.keys.get_or(name, || crate::registry::key(name))
    }

    /// The same experts told of the whole book, with the snapshot id that covers it too. The book's history serves the red
    /// flags; `marks` asks for the marks of companies that stand in for others as well.
    ///
    /// # Errors
    /// Where the table of lifts does not read; a test sees to it that it does.
    pub fn told_of_book(mut self, dossier: Dossier, marks: bool, snapshot: String) -> Result<Self, LiftError> {
        let lift = if marks { Some(Lift::builtin()?) } else { None };
        self.book = Some(BookWide { dossier, lift });
        self.settings.snapshot = snapshot;
        Ok(self)
    }

    /// The same experts asked about another day.
    #[must_use]
    pub fn on(mut self, as_of: AsOf) -> Self {
        self.settings.as_of = as_of;
        self
    }

    /// The same experts told answers that hold for every line, with the snapshot id that covers them too.
    #[must_use]
    pub fn told(mut self, answers: Answers, snapshot: String) -> Self {
        self.answers = answers;
        self.settings.snapshot = snapshot;
        self
    }

    /// The same experts told what persons answered on a questionnaire, with the snapshot id that covers it too.
    #[must_use]
    pub fn answered(mut self, replies: Replies, snapshot: String) -> Self {
        self.replies = replies;
        self.settings.snapshot = snapshot;
        self
    }

    /// The same experts with registers to look parties up in, for the red flags.
    #[must_use]
    pub fn knowing(mut self, known: Known) -> Self {
        self.known = Some(known);
        self
    }

    /// What of a line only a person can answer, for its red flags; nothing for a line without a controlled item, or one
    /// that may be.
    #[must_use]
    pub fn questions(&self, line: &Line) -> OpenQuestions {
        let as_of = self.day_for(line);
        let (answer, open) = self.decide_fully(line, as_of, &self.experts.law, self.ground(as_of));
        let mut questions: Vec<OpenQuestion> = Vec::new();
        for (question, subject) in open.questions {
            for asked in tidewaiter_redflags::asked(line, subject) {
                let (about, topic) = (asked.key(), question.topic);
                match questions.iter_mut().find(|open| open.about == about && open.topic == topic) {
                    Some(open) if open.questions.contains(&question) => {}
                    Some(open) => open.questions.push(question),
                    None => {
                        let (party, country) = match asked {
                            Asked::Party(party) => (party.name.clone(), party.country),
                            Asked::Order(_) => (String::new(), None),
                        };
                        questions.push(OpenQuestion { about, party, country, topic, questions: vec![question] });
                    }
                }
            }
        }
        let read = self.good(line).resolution != Resolution::Unresolved;
        OpenQuestions { verdict: answer.verdict, matters: read && answer.verdict != Verdict::Hold, questions }
    }

    /// The experts.
    #[must_use]
    pub fn experts(&self) -> &Experts {
        &self.experts
    }

    /// The ground of an answer as of a day.
    #[must_use]
    pub fn ground(&self, as_of: Date) -> Ground {
        Ground {
            as_of,
            snapshot: self.settings.snapshot.clone(),
            engine: self.settings.engine.clone(),
            rules: self.experts.law.version().to_owned(),
        }
    }

    /// The day whose law a line is held against.
    #[must_use]
    pub fn day_for(&self, line: &Line) -> Date {
        match self.settings.as_of {
            AsOf::Day(day) => day,
            AsOf::OrderDate(otherwise) => line.date.unwrap_or(otherwise),
        }
    }

    /// Decide one line.
    #[must_use]
    pub fn decide(&self, line: &Line) -> LineAnswer {
        let mut answer = self.decide_on(line, self.day_for(line));
        self.say_undated(line, &mut answer);
        answer
    }

    /// Say that a line has no date of its own, where its own was asked for.
    fn say_undated(&self, line: &Line, answer: &mut LineAnswer) {
        if let (AsOf::OrderDate(otherwise), None) = (self.settings.as_of, line.date) {
            answer.not_checked.push(format!("The law of the order's date: it has none, so {otherwise} was asked."));
        }
    }

    /// Decide one line under the law of a day.
    #[must_use]
    pub fn decide_on(&self, line: &Line, as_of: Date) -> LineAnswer {
        self.decide_in(line, as_of, &self.experts.law, self.ground(as_of))
    }

    /// Decide one line under another law than the officer's own, such as a scenario's, with the ground to state, but for
    /// its day, which is the line's. What else the officer knows (goods, lists, stakes) is the same.
    #[must_use]
    pub fn decide_under(&self, line: &Line, law: &Law, ground: &Ground) -> LineAnswer {
        let as_of = self.day_for(line);
        let mut answer = self.decide_in(line, as_of, law, Ground { as_of, ..ground.clone() });
        self.say_undated(line, &mut answer);
        answer
    }

    /// Does another law say anything else of a line than the officer's own, be it that both leave the licence open?
    #[must_use]
    pub fn is_touched(&self, line: &Line, law: &Law) -> bool {
        let as_of = self.day_for(line);
        let good = self.good(line);
        let behind = self.behind(line, as_of);
        let parties = party_facts(line, &behind, &self.experts.law, as_of);
        let route: Vec<Country> = line.route.iter().filter_map(|p| p.country).collect();
        let question = steps::question(line, &good, destination(line), &route, &parties, as_of, &self.answers);
        let (was, is) = (self.experts.law.classify(&question), law.classify(&question));
        // A rule added tries clauses of its own, which say nothing here; one tried before and no more was moved.
        let moved = || was.clauses.iter().any(|clause| !is.clauses.contains(clause));
        (was.control, was.licence, &was.applied, &was.exceptions)
            != (is.control, is.licence, &is.applied, &is.exceptions)
            || (is.control == Control::Unknown && moved())
    }

    /// How much hangs on a line: accelerators, money and total processing performance.
    #[must_use]
    pub fn exposure(&self, line: &Line) -> Exposure {
        exposure(line, &self.good(line))
    }

    fn decide_in(&self, line: &Line, as_of: Date, law: &Law, ground: Ground) -> LineAnswer {
        self.decide_fully(line, as_of, law, ground).0
    }

    /// The answer, and what its red flags leave open.
    fn decide_fully(&self, line: &Line, as_of: Date, law: &Law, ground: Ground) -> (LineAnswer, steps::flags::Open) {
        let good = self.good(line);
        let behind = self.behind(line, as_of);
        let parties = party_facts(line, &behind, law, as_of);
        let destination = destination(line);
        let screened = self.screen(line, as_of);
        let answers = steps::owners::told(steps::lists::told(&self.answers, &screened), &behind, law, as_of);
        let classification = classify_line(law, line, &good, destination, &parties, (as_of, &answers));
        let case = Case {
            law,
            line,
            good: &good,
            destination,
            parties: &parties,
            behind: self.experts.stakes.is_some().then_some(behind.as_slice()),
            classification: &classification,
            screened: &screened,
            accelerators: accelerators(line, &good),
            as_of,
            answers: &answers,
        };
        let mut findings = Vec::new();
        let mut not_checked = Vec::new();
        steps::input::find(&case, &mut findings);
        steps::goods::find(&case, &mut findings);
        steps::licence::find(&case, &mut findings, &mut not_checked);
        steps::lists::find(&case, &mut findings, &mut not_checked);
        steps::owners::find(&case, &mut findings, &mut not_checked);
        let listed =
            |name: &str| self.listed.get_or(name, || steps::lists::bearing(name, &self.experts.screener)).to_vec();
        let key = |name: &str| self.key(name);
        let past = self.book.as_ref().map(|book| Past { dossier: &book.dossier, key: &key });
        let knowledge = steps::flags::Knowledge {
            known: self.known.as_ref(),
            history: past.as_ref().map(|past| past as _),
            replies: &self.replies,
            listed: &listed,
        };
        let mut open = steps::flags::find(&case, knowledge, &mut findings, &mut not_checked);
        let of = |name: &str| self.marks_of(name);
        let lift = self.book.as_ref().and_then(|book| book.lift.as_ref());
        let marks = lift.map(|lift| steps::shells::Marks { lift, of: &of });
        steps::shells::find(&case, marks.as_ref(), &mut findings, &mut not_checked);
        steps::input::not_checked(&case, &mut not_checked);
        // Heaviest first; within a weight by code, so that the order of parties in the sheet is not the order of answers.
        findings.sort_by(|a, b| {
            b.severity.cmp(&a.severity).then_with(|| a.code.cmp(&b.code)).then_with(|| a.says.cmp(&b.says))
        });
        findings.dedup();
        let answer = LineAnswer {
            schema: SCHEMA,
            order: line.order.clone(),
            line: line.line.clone(),
            verdict: verdict_of(&findings),
            findings,
            not_checked,
            not_assessable: std::mem::take(&mut open.lacks),
            row: line.position.row.unwrap_or_default(),
            good: describe(line, &good),
            control: classification.control.as_str().to_owned(),
            paragraphs: classification.paragraphs.clone(),
            licence: classification.licence.as_str().to_owned(),
            destination: destination.map_or_else(|| "unknown".to_owned(), |c| c.code().to_owned()),
            accelerators: case.accelerators.map_or_else(|| "unknown".to_owned(), |n| n.to_string()),
            ground,
        };
        (answer, open)
    }

    /// Who is behind each party, in their order; `None` where no statement names it.
    fn behind(&self, line: &Line, as_of: Date) -> Vec<Arc<Option<Owned>>> {
        let Some(owners) = &self.experts.stakes else { return Vec::new() };
        let ground = self.ground(as_of);
        let Experts { law, screener, .. } = &self.experts;
        let asking = Asking { law, screener, ground: &ground };
        let ask = |party: &tidewaiter_model::Party| {
            let key = format!("{}\u{1f}{}\u{1f}{as_of}", party.name, party.identifier);
            self.owners.get_or(&key, || {
                let by_id = Some(party.identifier.trim()).filter(|id| !id.is_empty());
                by_id.and_then(|id| owners.known(id, &asking)).or_else(|| owners.known(&party.name, &asking))
            })
        };
        line.parties.iter().map(ask).collect()
    }

    fn marks_of(&self, name: &str) -> Arc<Option<Vec<Assessment>>> {
        self.marks.get_or(name, || self.book.as_ref().and_then(|book| book.dossier.assess(name)))
    }

    fn good(&self, line: &Line) -> Arc<Good> {
        let key = format!("{}\u{1f}{}", line.description, line.part_number);
        self.goods.get_or(&key, || self.experts.catalogue.read(&line.description, &line.part_number))
    }

    fn screen(&self, line: &Line, as_of: Date) -> Vec<ScreenedParty> {
        let screened = list_questions(line).into_iter().filter_map(|asked| {
            let found = self.found(&asked, as_of);
            let ListQuestion { role, query, is_place } = asked;
            // Where the goods go may be an address of nobody who is named.
            if is_place && found.hits.is_empty() {
                return None;
            }
            let name = if is_place {
                format!("The ship-to address {}", steps::short(query.address, 80))
            } else {
                query.name.to_owned()
            };
            Some(ScreenedParty { role, name, country: query.country, found })
        });
        screened.collect()
    }

    fn found(&self, asked: &ListQuestion<'_>, as_of: Date) -> Arc<Answer> {
        let options = Options { as_of: Some(as_of), ..Options::matches_only(self.settings.bar, HITS_MAX) };
        let Query { name, country, address, identifier, .. } = asked.query;
        let code = country.map(|c| c.code().to_owned()).unwrap_or_default();
        let key = format!("{name}\u{1f}{code}\u{1f}{address}\u{1f}{identifier}\u{1f}{as_of}");
        let (screener, good_guys) = (&self.experts.screener, &self.experts.good_guys);
        self.screened.get_or(&key, || screener.ask_with(&asked.query, &options, good_guys))
    }
}

/// A party of a line, or the place that it goes to, as it is held against the lists.
#[derive(Clone, Copy, Debug)]
pub struct ListQuestion<'a> {
    /// What it does.
    pub role: Role,
    /// The question.
    pub query: Query<'a>,
    /// Is it the ship-to place, which has no name?
    pub is_place: bool,
}

/// What of a line is held against the lists: its parties, and its ship-to address where no party has that.
#[must_use]
pub fn list_questions(line: &Line) -> Vec<ListQuestion<'_>> {
    let party = |p: &'_ tidewaiter_model::Party| {
        // An address or a register number alone may stand on a list.
        [&p.name, &p.address, &p.identifier].iter().any(|text| !text.trim().is_empty())
    };
    let mut asked: Vec<ListQuestion<'_>> = line
        .parties
        .iter()
        .filter(|p| party(p))
        .map(|p| {
            let (name, address, identifier) = (p.name.as_str(), p.address.as_str(), p.identifier.as_str());
            let query = Query { name, country: p.country, address, identifier, ..Query::default() };
            ListQuestion { role: p.role, query, is_place: false }
        })
        .collect();
    if let Some(place) = &line.ship_to
        && line.parties.iter().all(|p| p.address != place.text)
    {
        let query = Query { country: place.country, address: &place.text, ..Query::default() };
        asked.push(ListQuestion { role: Role::UltimateConsignee, query, is_place: true });
    }
    asked
}

fn classify_line(
    law: &Law,
    line: &Line,
    good: &Good,
    to: Option<Country>,
    parties: &[PartyFact],
    (as_of, answers): (Date, &Answers),
) -> Classification {
    let route: Vec<Country> = line.route.iter().filter_map(|p| p.country).collect();
    let question = steps::question(line, good, to, &route, parties, as_of, answers);
    let short = law.classify_in_short(&question);
    // The clauses cost the most, and only these answers show them as evidence.
    if short.licence == Licence::Required || short.control == Control::Unknown {
        law.classify(&question)
    } else {
        short
    }
}

/// What the law room needs to know of the parties.
fn party_facts(line: &Line, behind: &[Arc<Option<Owned>>], law: &Law, as_of: Date) -> Vec<PartyFact> {
    let in_scope = |country| law.in_group(country, "D:5+MACAU", as_of);
    let fact = |(at, party): (usize, &tidewaiter_model::Party)| PartyFact {
        role: party.role,
        name: party.name.clone(),
        country: party.country,
        headquarters: crate::owners::headquarters_of(party, behind.get(at).and_then(|b| b.as_ref().as_ref()), in_scope),
    };
    line.parties.iter().enumerate().map(fact).collect()
}

/// Where the line goes: the ship-to place, else the ultimate consignee's country, else the end user's. Where they
/// differ, `steps::licence` asks the law about the others too.
fn destination(line: &Line) -> Option<Country> {
    line.ship_to
        .as_ref()
        .and_then(|p| p.country)
        .or_else(|| line.in_role(Role::UltimateConsignee).find_map(|p| p.country))
        .or_else(|| line.in_role(Role::EndUser).find_map(|p| p.country))
}

/// Accelerators on the line: units sold × accelerators a unit.
///
/// A sheet says "quantity 2, 8x H200": the text then names what one unit holds. Only where the sheet gives no
/// quantity does the text's own number of units count.
pub(crate) fn accelerators(line: &Line, good: &Good) -> Option<u64> {
    if matches!(good.resolution, Resolution::NotAccelerator | Resolution::Memory) {
        return Some(0);
    }
    let per_line_unit = good.count()?;
    match line.quantity {
        Some(quantity) => quantity.checked_mul(per_line_unit),
        None => None,
    }
}

fn describe(line: &Line, good: &Good) -> String {
    let written = || {
        let text = if line.description.is_empty() { &line.part_number } else { &line.description };
        if text.is_empty() { "(no description)".to_owned() } else { steps::short(text, WRITTEN_MAX) }
    };
    match (good.resolution, &good.spec) {
        (Resolution::Accelerator, Some(spec)) => {
            let form = match good.form {
                Form::Other => String::new(),
                form => format!(" ({})", form.as_str()),
            };
            match accelerators(line, good) {
                Some(n) => format!("{n} × {}{form}", spec.name),
                None => format!("{}{form}, count unknown", spec.name),
            }
        }
        (Resolution::NotAccelerator, _) => format!("{} (no accelerator)", written()),
        (Resolution::Memory, _) => {
            let name = good.memory.as_ref().map_or_else(written, |memory| memory.name.clone());
            match line.quantity.zip(good.count()).and_then(|(lines, stacks)| lines.checked_mul(stacks)) {
                Some(n) => format!("{n} × {name} (memory sold by itself)"),
                None => format!("{name} (memory sold by itself), count unknown"),
            }
        }
        _ => written(),
    }
}

/// Is the accelerator itself in doubt or controlled, or licensed by a letter: does the line deserve the red flags?
pub(crate) fn of_concern(case: &Case<'_>) -> bool {
    let c = case.classification;
    c.control != Control::NotControlled
        || c.licence == Licence::Required
        || c.applied.iter().any(|a| a.kind == "letter" && a.result != Truth::No)
}

/// The headquarters that an address alone suggests, taken as if they were asserted.
pub(crate) fn taken_as_asserted(parties: &[PartyFact]) -> Vec<PartyFact> {
    parties
        .iter()
        .map(|p| PartyFact {
            headquarters: match p.headquarters {
                Headquarters::Likely(country) => Headquarters::Asserted(country),
                other => other,
            },
            ..p.clone()
        })
        .collect()
}
