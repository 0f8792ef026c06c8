//! A query against all lists.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use serde::{Serialize, Serializer};
use tidewaiter_model::{Country, Date};
use tidewaiter_names::{Address, CHARACTERS_MAX, DEFAULT_BAR, LegalForm, Name, Side, TOKENS_MAX};

use crate::good_guy::Standing;
use crate::index::{COMPARED_MAX, Index, IndexFault, Key, Scratch, View};
use crate::judge::Asked;
use crate::qualify::{Place, QueryFacts, RAISED_MAX, names_an_address, number_keys, same_number, same_place};
use crate::{Cleared, ComparedParty, Entry, GoodGuys, ListData, ListSummary, PartyKind, Reopened};

/// What is asked: a party as an order names it. Empty texts are unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its country.
    pub country: Option<Country>,
    /// Its address.
    pub address: &'a str,
    /// Its register number or the like; what is not known of its scheme, the country tells.
    pub identifier: &'a str,
    /// A person's birth or a company's founding, as far as known: `1967`, `1967-03`, `1967-03-12`.
    pub date: &'a str,
    /// Company, person, ship, aircraft.
    pub kind: PartyKind,
}

impl Query<'_> {
    /// What can be added to the likeness of names: nothing where only the name is given.
    fn raised_max(&self) -> f64 {
        if self.says_more_than_a_name() { RAISED_MAX } else { 0.0 }
    }

    /// Is there anything beside the name that the party can be told by?
    pub(crate) fn says_more_than_a_name(&self) -> bool {
        let texts = [self.address, self.identifier, self.date];
        self.country.is_some() || texts.iter().any(|text| !text.trim().is_empty())
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The entries that the query may be, best first.
    pub hits: Vec<Hit>,
    /// What the officer must know beside: that there was no name to ask, that it was too long or shared by too many to
    /// be compared with all. Empty in most answers.
    pub notes: Vec<String>,
}

/// How to ask.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The score from which a hit is a match.
    pub bar: f64,
    /// The score from which a hit is shown at all; the bar where it is higher than that.
    pub floor: f64,
    /// Hits at most.
    pub limit: usize,
    /// The day that is asked about: an entry whose last day lies before it is shown and is no match. Without a day all
    /// entries are taken as they stand.
    pub as_of: Option<Date>,
}

impl Default for Options {
    /// The bar at 0.70, near misses from 0.60, five hits.
    fn default() -> Self {
        Self { bar: DEFAULT_BAR, floor: 0.60, limit: 5, as_of: None }
    }
}

impl Options {
    /// Only matches, as many as there are up to `limit`: what a check of orders needs.
    #[must_use]
    pub fn matches_only(bar: f64, limit: usize) -> Self {
        Self { bar, floor: bar, limit, as_of: None }
    }
}

/// On what a hit rests, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// The same register number.
    Identifier,
    /// The same name, but for case, spaces and signs.
    Exact,
    /// The same words, but for order, joining, spelling variants that a table knows, script and legal form.
    Normalised,
    /// The address itself stands on the list, and the party is at it.
    ListedAddress,
    /// Like enough.
    Fuzzy,
    /// Another name, at an address of the entry.
    SharedAddress,
}

impl Strength {
    /// As it is written in outputs.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Identifier => "identifier",
            Self::Exact => "exact",
            Self::Normalised => "normalised",
            Self::ListedAddress => "listed-address",
            Self::Fuzzy => "fuzzy",
            Self::SharedAddress => "shared-address",
        }
    }
}

/// One list entry that the query may be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// The list's id.
    pub list: String,
    /// The list's own id of the entry.
    pub entry: String,
    /// The entry's name.
    pub name: String,
    /// The listed name that matched: the name or an alias.
    pub matched: String,
    /// 0 to 1, rounded to four places.
    pub score: f64,
    /// Does the score reach the bar, nobody has cleared it, and the listing has not ended?
    #[serde(rename = "match")]
    pub is_match: bool,
    /// The clearing that holds for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cleared: Option<Cleared>,
    /// The clearing that held for it, and what has changed since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopened: Option<Reopened>,
    /// The last day of the listing, where that lies before the day asked about: then it is no match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Date>,
    /// On what it rests.
    pub strength: Strength,
    /// What was compared and what raised or lowered the score, in plain words.
    pub explain: Vec<String>,
    /// Does the list call the alias weak, or is it a bare acronym found inside a name?
    pub weak_alias: bool,
    /// Company, person, vessel …
    pub kind: PartyKind,
    /// Countries of the entry.
    pub countries: Vec<Country>,
    /// Sanctions programmes.
    pub programs: Vec<String>,
    /// Federal Register notices.
    pub citation: String,
    /// The licence requirement in the list's words.
    pub licence_requirement: String,
    /// The licence review policy in the list's words.
    pub licence_policy: String,
    /// The Entity List footnote, 1 to 5, or `"unknown"` where none is marked.
    #[serde(serialize_with = "number_or_unknown")]
    pub footnote: Option<u8>,
    /// Where the list can be read.
    pub source_url: String,
}

fn number_or_unknown<S: Serializer>(number: &Option<u8>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) => serializer.serialize_u8(*number),
        None => serializer.serialize_str("unknown"),
    }
}

/// All lists, indexed. Built once, asked many times, also from several threads.
///
/// The index is bytes, in memory or mapped from a file: see [`Screener::build`] and [`Screener::open`].
pub struct Screener {
    index: Index,
    /// Room that queries count in, one for each that runs at the same time. It is empty between queries, so it never
    /// reaches an answer.
    scratches: Mutex<Vec<Scratch>>,
}

/// One question's look at the index: its parts cut out, and the entries read so far.
pub(crate) struct Session<'i> {
    pub index: View<'i>,
    entries: RefCell<BTreeMap<u32, Rc<Entry>>>,
}

/// What makes a hit beside the name.
#[derive(Default)]
pub(crate) struct Grounds<'a> {
    /// Why the numbers are one.
    number: Option<&'a str>,
    place: Option<&'a Place>,
    /// Did the query give a name?
    named: bool,
}

/// The best row of an entry so far.
struct Best {
    score: f64,
    row: u32,
    probe: usize,
    strength: Strength,
}

/// Below this two names may reach the floor without a distinctive word in common, which is what the index finds by: then
/// all names are compared. It is above [`tidewaiter_names::WITHOUT_BRAND_MAX`] and all that raises a score.
const INDEX_FLOOR: f64 = 0.60;

impl Screener {
    /// Index lists, in memory.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "whoever asks for an index in memory has no more use for the lists"
    )]
    pub fn new(lists: Vec<ListData>) -> Self {
        Self { index: Index::new(&lists), scratches: Mutex::default() }
    }

    /// The bytes of an index over these lists, for [`Screener::open`]. `identity` says which lists they are, such as
    /// their hashes; what reads the names is known by itself.
    #[must_use]
    pub fn build(lists: &[ListData], identity: &str) -> Vec<u8> {
        Index::build(lists, &Key::of(identity))
    }

    /// Open bytes that [`Screener::build`] made of lists of this identity. Nothing is copied: bytes may be a mapped file.
    ///
    /// # Errors
    /// Where they are of other lists, of another version of the program, or damaged: build them again.
    pub fn open(bytes: impl AsRef<[u8]> + Send + Sync + 'static, identity: &str) -> Result<Self, IndexFault> {
        Index::open(Box::new(bytes), &Key::of(identity)).map(|index| Self { index, scratches: Mutex::default() })
    }

    /// A name for the index of lists of this identity, 64 hexadecimal digits; another version of the program gives
    /// another.
    #[must_use]
    pub fn index_name(identity: &str) -> String {
        Key::of(identity).hex()
    }

    /// The lists that are screened against.
    #[must_use]
    pub fn lists(&self) -> &[ListSummary] {
        &self.index.lists
    }

    /// The hits of a query, best first: by score, then strength, list, entry id and name; and what was not asked.
    #[must_use]
    pub fn ask(&self, query: &Query<'_>, options: &Options) -> Answer {
        self.ask_with(query, options, &GoodGuys::default())
    }

    /// As [`Screener::ask`], with what was cleared before. A cleared hit is shown and is no match, and no other hit gives way
    /// to it.
    #[must_use]
    pub fn ask_with(&self, query: &Query<'_>, options: &Options, good_guys: &GoodGuys) -> Answer {
        let floor = options.floor.min(options.bar);
        self.run(query, options, floor < INDEX_FLOOR, good_guys)
    }

    /// The entries of these lists and ids, as far as they are there. All entries are read for it.
    #[must_use]
    pub fn entries(&self, wanted: &BTreeSet<(String, String)>) -> BTreeMap<(String, String), Entry> {
        let view = self.index.view();
        let all = (0..view.entries()).filter_map(|at| view.entry(at));
        let keyed = all.map(|entry| ((entry.list.clone(), entry.id.clone()), entry));
        keyed.filter(|(key, _)| wanted.contains(key)).collect()
    }

    /// The ids and names of the entries of a list, in its order. All entries are read for it.
    #[must_use]
    pub fn ids(&self, list: &str) -> Vec<(String, String)> {
        let view = self.index.view();
        let all = (0..view.entries()).filter_map(|at| view.entry(at));
        all.filter(|entry| entry.list == list).map(|entry| (entry.id, entry.name)).collect()
    }

    /// The hits alone of [`Screener::ask`].
    #[must_use]
    pub fn screen(&self, query: &Query<'_>, options: &Options) -> Vec<Hit> {
        self.ask(query, options).hits
    }

    /// As [`Screener::screen`], by comparing every name: slow, and what the index is tested against.
    #[must_use]
    pub fn screen_exhaustively(&self, query: &Query<'_>, options: &Options) -> Vec<Hit> {
        self.run(query, options, true, &GoodGuys::default()).hits
    }

    /// The entries that are compared with the name when it is screened from `floor`, in the order of the lists, and
    /// whether there were more than are compared.
    #[must_use]
    pub fn candidates(&self, name: &str, floor: f64) -> (Vec<Entry>, bool) {
        let name = Name::new(name);
        let view = self.index.view();
        let mut truncated = false;
        let mut entries = BTreeSet::new();
        for probe in view.probes(&name) {
            let found = self.counted(|scratch| view.candidates(&probe, floor, scratch));
            truncated |= found.truncated;
            entries.extend(found.rows.into_iter().filter_map(|row| view.row(row)).map(|row| row.entry));
        }
        (entries.into_iter().filter_map(|at| view.entry(at)).collect(), truncated)
    }

    fn counted<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        let pool = || self.scratches.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = pool().pop().unwrap_or_default();
        let answer = work(&mut scratch);
        pool().push(scratch);
        answer
    }

    pub(crate) fn session(&self) -> Session<'_> {
        Session { index: self.index.view(), entries: RefCell::default() }
    }

    fn run(&self, query: &Query<'_>, options: &Options, all_rows: bool, good_guys: &GoodGuys) -> Answer {
        let floor = options.floor.min(options.bar);
        let name = Name::new(query.name);
        let session = self.session();
        let probes = session.index.probes(&name);
        let has_legal_form = name.readings.iter().any(|reading| reading.legal_form != LegalForm::None);
        let mut wanted = QueryFacts::new(query, has_legal_form);
        wanted.places = session.same_places(query);
        let mut best: BTreeMap<u32, Best> = BTreeMap::new();
        let (mut tokens, mut outlined) = (Vec::new(), Vec::new());
        let least = (floor - query.raised_max()).max(0.0);
        let mut truncated = false;
        for (i, (probe, reading)) in probes.iter().zip(&name.readings).enumerate() {
            let asked = Asked { name: &name, probe, reading, facts: &wanted, floor };
            let rows = if all_rows {
                (0..session.index.rows()).collect()
            } else {
                let found = self.counted(|scratch| session.index.candidates(probe, least, scratch));
                truncated |= found.truncated;
                found.rows
            };
            for at in rows {
                let Some(row) = session.index.row(at) else { continue };
                if !all_rows && !session.index.may_reach(probe, at, &row, least, &mut outlined) {
                    continue;
                }
                let (score, strength, _) = session.judge(&asked, at, &row, &mut tokens, None);
                if score < floor {
                    continue;
                }
                let better = best.get(&row.entry).is_none_or(|known| score > known.score);
                if better {
                    best.insert(row.entry, Best { score, row: at, probe: i, strength });
                }
            }
        }
        let same_number = session.same_numbers(query);
        let mut ranked: BTreeMap<u32, (f64, Strength)> =
            best.iter().map(|(&entry, b)| (entry, (b.score, b.strength))).collect();
        for (&entry, place) in &wanted.places {
            let Some((score, strength)) = session.at_place(entry, place) else { continue };
            if score >= floor && ranked.get(&entry).is_none_or(|(by_name, _)| score > *by_name) {
                ranked.insert(entry, (score, strength));
            }
        }
        ranked.extend(same_number.iter().map(|(&entry, (score, _))| (entry, (*score, Strength::Identifier))));
        let mut ranked: Vec<(u32, f64, Strength)> =
            ranked.into_iter().map(|(entry, (score, strength))| (entry, score, strength)).collect();
        ranked.sort_by(|a, b| {
            let by_text = || match (session.entry(a.0), session.entry(b.0)) {
                (Some(a), Some(b)) => (&a.list, &a.id, &a.name).cmp(&(&b.list, &b.id, &b.name)),
                (a, b) => a.is_none().cmp(&b.is_none()),
            };
            b.1.total_cmp(&a.1).then(a.2.cmp(&b.2)).then_with(by_text).then(a.0.cmp(&b.0))
        });
        let mut notes = notes(query, &name, truncated);
        let standings = session.standings(&ranked, query, good_guys);
        let ended = session.ended(&ranked, options);
        cut(&mut ranked, options, |entry| ended.contains(&entry) || is_cleared(&standings, entry), &mut notes);
        let hit = |(entry, score, strength): (u32, f64, Strength)| {
            let row = best.get(&entry);
            let asked = row.and_then(|best| {
                let (probe, reading) = (probes.get(best.probe)?, name.readings.get(best.probe)?);
                Some((best.row, Asked { name: &name, probe, reading, facts: &wanted, floor: 0.0 }))
            });
            let grounds = Grounds {
                number: same_number.get(&entry).map(|(_, says)| says.as_str()),
                place: wanted.places.get(&entry),
                named: !query.name.trim().is_empty(),
            };
            let hit = session.hit(entry, (score, strength), asked, &grounds, options)?;
            Some(match standings.get(&entry) {
                Some(Standing::Cleared(cleared)) => Hit { is_match: false, cleared: Some(cleared.clone()), ..hit },
                Some(Standing::Reopened(reopened)) => Hit { reopened: Some(reopened.clone()), ..hit },
                None => hit,
            })
        };
        Answer { hits: ranked.into_iter().filter_map(hit).collect(), notes }
    }
}

fn is_cleared(standings: &BTreeMap<u32, Standing>, entry: u32) -> bool {
    matches!(standings.get(&entry), Some(Standing::Cleared(_)))
}

/// Keep as many hits as are asked for: matches first, then what would be one if it were not settled (cleared, or no longer
/// listed), then near misses; so a settled hit takes no other's place. The order stays.
fn cut(
    ranked: &mut Vec<(u32, f64, Strength)>,
    options: &Options,
    is_settled: impl Fn(u32) -> bool,
    notes: &mut Vec<String>,
) {
    let class = |&(entry, score, _): &(u32, f64, Strength)| match (score >= options.bar, is_settled(entry)) {
        (true, false) => 0,
        (true, true) => 1,
        (false, _) => 2,
    };
    if ranked.len() <= options.limit || !ranked.iter().any(|hit| is_settled(hit.0)) {
        return ranked.truncate(options.limit);
    }
    let mut places: Vec<(i32, usize)> = ranked.iter().enumerate().map(|(at, hit)| (class(hit), at)).collect();
    places.sort_unstable();
    let left_out = places.iter().skip(options.limit).filter(|(class, _)| *class == 1).count();
    if left_out > 0 {
        notes.push(format!(
            "{left_out} more that are cleared or no longer listed are not shown: there are too many hits"
        ));
    }
    let kept: BTreeSet<usize> = places.into_iter().take(options.limit).map(|(_, at)| at).collect();
    let mut at = 0_usize;
    ranked.retain(|_| {
        let keep = kept.contains(&at);
        at = at.saturating_add(1);
        keep
    });
}

/// What an officer must know of an answer beside its hits.
fn notes(query: &Query<'_>, name: &Name, truncated: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let letters = name.cleaned.chars().filter(|c| c.is_alphanumeric()).count();
    let elsewhere = !query.address.trim().is_empty() || !query.identifier.trim().is_empty();
    if letters == 0 && !elsewhere {
        notes.push("there is no name: it holds no letter and no digit, so nothing was screened".to_owned());
    } else if letters == 1 {
        notes.push("the name is a single letter: only a listed name of the same letter can be found".to_owned());
    } else if letters > 0 && name.readings.iter().all(|reading| reading.tokens.is_empty()) {
        notes.push(
            "the name is nothing but legal words (such as Co., Ltd.): only a listed name written the same can be found"
                .to_owned(),
        );
    }
    if name.truncated {
        notes.push(format!(
            "the name is very long: it was compared by its first {CHARACTERS_MAX} characters and {TOKENS_MAX} words"
        ));
    }
    if truncated {
        notes.push(format!(
            "more than {COMPARED_MAX} listed names share much with this one; the {COMPARED_MAX} that share most were \
             compared: give a fuller name"
        ));
    }
    notes
}

impl Session<'_> {
    /// The entry, read once.
    pub(crate) fn entry(&self, at: u32) -> Option<Rc<Entry>> {
        if let Some(known) = self.entries.borrow().get(&at) {
            return Some(Rc::clone(known));
        }
        let entry = Rc::new(self.index.entry(at)?);
        self.entries.borrow_mut().insert(at, Rc::clone(&entry));
        Some(entry)
    }

    /// Those of these entries whose listing ended before the day asked about.
    fn ended(&self, ranked: &[(u32, f64, Strength)], options: &Options) -> BTreeSet<u32> {
        let Some(day) = options.as_of else { return BTreeSet::new() };
        let is_over = |at: u32| self.entry(at).is_some_and(|entry| entry.end.is_some_and(|end| end < day));
        ranked.iter().map(|hit| hit.0).filter(|at| is_over(*at)).collect()
    }

    /// What was decided before of these entries for this party.
    fn standings(
        &self,
        ranked: &[(u32, f64, Strength)],
        query: &Query<'_>,
        good_guys: &GoodGuys,
    ) -> BTreeMap<u32, Standing> {
        if good_guys.is_empty() || ranked.is_empty() {
            return BTreeMap::new();
        }
        let party = ComparedParty::of(query);
        let about = good_guys.about(&party);
        if about.is_empty() {
            return BTreeMap::new();
        }
        let entries: Vec<(u32, Rc<Entry>)> =
            ranked.iter().filter_map(|&(at, ..)| Some((at, self.entry(at)?))).collect();
        let standing = |(at, entry): &(u32, Rc<Entry>)| {
            let is_found = |id: &str| entries.iter().any(|(_, other)| other.list == entry.list && other.id == id);
            Some((*at, good_guys.standing(&about, &party, entry, is_found)?))
        };
        entries.iter().filter_map(standing).collect()
    }

    /// Entries with the query's register number, each with its score and why.
    fn same_numbers(&self, query: &Query<'_>) -> BTreeMap<u32, (f64, String)> {
        let keys = number_keys(query.identifier, query.country);
        let found = keys.iter().flat_map(|key| self.index.with_identifier(key));
        found.filter_map(|at| Some((at, same_number(&*self.entry(at)?, query)?))).collect()
    }

    /// Entries at the query's address.
    fn same_places(&self, query: &Query<'_>) -> BTreeMap<u32, Place> {
        if query.address.trim().is_empty() {
            return BTreeMap::new();
        }
        let address = Address::read(query.address, query.country);
        let found: BTreeSet<u32> = address.keys().iter().flat_map(|key| self.index.with_address(key)).collect();
        found.into_iter().filter_map(|at| Some((at, same_place(&*self.entry(at)?, &address)?))).collect()
    }

    /// What being at an entry's address scores by itself.
    fn at_place(&self, at: u32, place: &Place) -> Option<(f64, Strength)> {
        let entry = self.entry(at)?;
        let listed = names_an_address(&entry) && place.found.whole;
        Some((place.score(&entry), if listed { Strength::ListedAddress } else { Strength::SharedAddress }))
    }

    pub(crate) fn hit(
        &self,
        at: u32,
        (score, strength): (f64, Strength),
        best: Option<(u32, Asked<'_, '_>)>,
        grounds: &Grounds<'_>,
        options: &Options,
    ) -> Option<Hit> {
        let entry = self.entry(at)?;
        let mut explain = Vec::new();
        let (mut matched, mut weak) = (entry.name.clone(), false);
        explain.extend(grounds.number.map(str::to_owned));
        let by_address = matches!(strength, Strength::ListedAddress | Strength::SharedAddress);
        if let Some(place) = grounds.place.filter(|_| by_address || best.is_none()) {
            if strength == Strength::ListedAddress {
                explain.push("the list names this address, whoever is there".to_owned());
            }
            explain.push(format!("{}; the list writes `{}`", place.says(), place.listed));
        }
        match best {
            Some((row_at, asked)) => {
                if by_address {
                    explain.push("the names are less alike:".to_owned());
                }
                let row = self.index.row(row_at)?;
                let mut tokens = Vec::new();
                let (_, by_name, judged) = self.judge(&asked, row_at, &row, &mut tokens, Some(Vec::new()));
                row.written.clone_into(&mut matched);
                weak = row.weak;
                if by_name == Strength::Exact {
                    explain.push("the same name, but for case, spaces and signs".to_owned());
                }
                if row.transliterated || asked.probe.transliterated {
                    explain.push(format!("read in Latin letters as `{}`", asked.in_latin()));
                }
                let listed = Side { tokens: &tokens, legal_form: row.legal_form };
                explain.extend(judged.comparison.explain(&asked.side(), &listed));
                explain.extend(judged.notes.into_iter().flatten());
            }
            None if strength == Strength::ListedAddress || !grounds.named => {}
            None => explain.push("the names differ".to_owned()),
        }
        if by_address && let Some(place) = grounds.place {
            place.listed.clone_into(&mut matched);
        }
        let score = (score * 10_000.0).round() / 10_000.0;
        let ended = entry.end.filter(|end| options.as_of.is_some_and(|day| *end < day));
        Some(Hit {
            list: entry.list.clone(),
            entry: entry.id.clone(),
            name: entry.name.clone(),
            matched,
            score,
            is_match: score >= options.bar && ended.is_none(),
            cleared: None,
            reopened: None,
            ended,
            strength,
            explain,
            weak_alias: weak,
            kind: entry.kind,
            countries: entry.countries.clone(),
            programs: entry.programs.clone(),
            citation: entry.citation.clone(),
            licence_requirement: entry.licence_requirement.clone(),
            licence_policy: entry.licence_policy.clone(),
            footnote: entry.footnote,
            source_url: entry.source_url.clone(),
        })
    }
}

#[cfg(test)]
mod tests;
