//! A query against all lists.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use tidewaiter_model::Country;
use tidewaiter_names::{
    Comparison, DEFAULT_BAR, FUZZY_MAX, LegalForm, Name, Reading, Side, Weighted, address, clean, compare, identifier,
    identify,
};

use crate::index::{Index, Probe, Row, Written};
use crate::{Entry, ListData, ListSummary, PartyKind};

/// What is asked: a party as an order names it. Empty texts are unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its country.
    pub country: Option<Country>,
    /// Its address.
    pub address: &'a str,
    /// Its register number or the like.
    pub identifier: &'a str,
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
}

impl Default for Options {
    /// The bar at 0.70, near misses from 0.60, five hits.
    fn default() -> Self {
        Self { bar: DEFAULT_BAR, floor: 0.60, limit: 5 }
    }
}

impl Options {
    /// Only matches, as many as there are up to `limit`: what a check of orders needs.
    #[must_use]
    pub fn matches_only(bar: f64, limit: usize) -> Self {
        Self { bar, floor: bar, limit }
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
    /// Like enough.
    Fuzzy,
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
    /// Does the score reach the bar?
    #[serde(rename = "match")]
    pub is_match: bool,
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
pub struct Screener {
    lists: Vec<ListData>,
    summaries: Vec<ListSummary>,
    /// For each entry in order: its list and its place in it.
    places: Vec<(usize, usize)>,
    index: Index,
    /// Normalised identifiers and their entries, sorted.
    identifiers: Vec<(String, u32)>,
}

/// The best row of an entry so far.
struct Best {
    score: f64,
    row: u32,
    probe: usize,
    strength: Strength,
}

const COUNTRY_AGREES: f64 = 0.02;
const COUNTRY_DIFFERS: f64 = 0.05;
const ADDRESS_AGREES: f64 = 0.03;
const WEAK: f64 = 0.90;
const SOUND_ONLY: f64 = 0.80;
const SOUND_MAX: f64 = 0.88;
const OTHER_KIND: f64 = 0.85;
/// Identical names stay above every sensible bar, whatever lowers them.
const SAME_NAME_MIN: f64 = 0.75;
/// Below this two names may reach the floor without a distinctive word in common, which is what the index finds by: then
/// all names are compared. It is above [`tidewaiter_names::WITHOUT_BRAND_MAX`] and all that raises a score.
const INDEX_FLOOR: f64 = 0.60;
/// Identifiers shorter than this are too common to decide.
const IDENTIFIER_MIN: usize = 5;

impl Screener {
    /// Index lists.
    #[must_use]
    pub fn new(lists: Vec<ListData>) -> Self {
        let index = Index::new(lists.iter());
        let summaries = lists.iter().map(ListData::summary).collect();
        let mut places = Vec::new();
        let mut identifiers = Vec::new();
        for (i, list) in lists.iter().enumerate() {
            for (j, entry) in list.entries.iter().enumerate() {
                let at = u32::try_from(places.len()).unwrap_or(u32::MAX);
                identifiers.extend(entry.identifiers.iter().map(|text| (identifier(text), at)));
                places.push((i, j));
            }
        }
        identifiers.retain(|(text, _)| text.len() >= IDENTIFIER_MIN);
        identifiers.sort_unstable();
        identifiers.dedup();
        Self { lists, summaries, places, index, identifiers }
    }

    /// The lists that are screened against.
    #[must_use]
    pub fn lists(&self) -> &[ListSummary] {
        &self.summaries
    }

    /// The hits of a query, best first: by score, then strength, list, entry id and name.
    #[must_use]
    pub fn screen(&self, query: &Query<'_>, options: &Options) -> Vec<Hit> {
        let floor = options.floor.min(options.bar);
        self.run(query, options, floor < INDEX_FLOOR)
    }

    /// As [`Screener::screen`], by comparing every name: slow, and what the index is tested against.
    #[must_use]
    pub fn screen_exhaustively(&self, query: &Query<'_>, options: &Options) -> Vec<Hit> {
        self.run(query, options, true)
    }

    fn run(&self, query: &Query<'_>, options: &Options, all_rows: bool) -> Vec<Hit> {
        let floor = options.floor.min(options.bar);
        let name = Name::new(query.name);
        let probes: Vec<Probe<'_>> = name.readings.iter().map(|reading| self.index.probe(&name, reading)).collect();
        let wanted = QueryFacts {
            country: query.country,
            address: address(query.address),
            has_legal_form: name.readings.iter().any(|reading| reading.legal_form != LegalForm::None),
        };
        let mut best: BTreeMap<u32, Best> = BTreeMap::new();
        let mut tokens = Vec::new();
        for (i, (probe, reading)) in probes.iter().zip(&name.readings).enumerate() {
            let asked = Asked { name: &name, probe, reading, facts: &wanted };
            let rows = if all_rows {
                (0..u32::try_from(self.index.rows.len()).unwrap_or(u32::MAX)).collect()
            } else {
                self.index.candidates(probe, (floor - COUNTRY_AGREES - ADDRESS_AGREES).max(0.0))
            };
            for at in rows {
                let Some(row) = self.row(at) else { continue };
                let (score, strength, _) = self.judge(&asked, at, row, &mut tokens, None);
                if score < floor {
                    continue;
                }
                let better = best.get(&row.entry).is_none_or(|known| score > known.score);
                if better {
                    best.insert(row.entry, Best { score, row: at, probe: i, strength });
                }
            }
        }
        let same_number = self.same_identifier(query.identifier);
        let mut ranked: Vec<(u32, f64, Strength)> =
            best.iter().map(|(&entry, b)| (entry, b.score, b.strength)).collect();
        ranked.retain(|(entry, ..)| !same_number.contains(entry));
        ranked.extend(same_number.iter().map(|&entry| (entry, 1.0, Strength::Identifier)));
        ranked.sort_by(|a, b| {
            let key = |entry: u32| self.entry(entry).map(|e| (&e.list, &e.id, &e.name));
            b.1.total_cmp(&a.1).then(a.2.cmp(&b.2)).then_with(|| key(a.0).cmp(&key(b.0))).then(a.0.cmp(&b.0))
        });
        ranked.truncate(options.limit);
        let hit = |(entry, score, strength): (u32, f64, Strength)| {
            let row = best.get(&entry);
            let asked = row.and_then(|best| {
                let (probe, reading) = (probes.get(best.probe)?, name.readings.get(best.probe)?);
                Some((best.row, Asked { name: &name, probe, reading, facts: &wanted }))
            });
            self.hit(entry, score, strength, asked, query, options)
        };
        ranked.into_iter().filter_map(hit).collect()
    }

    fn row(&self, at: u32) -> Option<&Row> {
        self.index.rows.get(usize::try_from(at).ok()?)
    }

    fn entry(&self, at: u32) -> Option<&Entry> {
        let &(list, place) = self.places.get(usize::try_from(at).ok()?)?;
        self.lists.get(list)?.entries.get(place)
    }

    fn same_identifier(&self, text: &str) -> Vec<u32> {
        let wanted = identifier(text);
        if wanted.len() < IDENTIFIER_MIN {
            return Vec::new();
        }
        let start = self.identifiers.partition_point(|(known, _)| *known < wanted);
        let same = self.identifiers.get(start..).unwrap_or_default().iter().take_while(|(known, _)| *known == wanted);
        same.map(|&(_, entry)| entry).collect()
    }

    /// Score one listed name.
    fn judge<'i>(
        &'i self,
        asked: &Asked<'_, '_>,
        at: u32,
        row: &Row,
        tokens: &mut Vec<Weighted<'i>>,
        notes: Option<Vec<String>>,
    ) -> (f64, Strength, Judgement) {
        let mut judged = Judgement { notes, ..Judgement::default() };
        self.index.fill(row, tokens);
        let probe = asked.probe;
        let query = Side { tokens: &probe.tokens, legal_form: probe.legal_form };
        let listed = Side { tokens, legal_form: row.legal_form };
        judged.comparison = compare(&query, &listed);
        let Some(entry) = self.entry(row.entry) else { return (0.0, Strength::Fuzzy, judged) };
        let written = written(entry, row);
        let squashed = self.index.is_squashed(probe, at);
        let mut score = judged.comparison.score;
        let mut strength =
            if judged.comparison.same_words && !asked.name.truncated { Strength::Normalised } else { Strength::Fuzzy };
        if (asked.reading.by_sound || row.by_sound) && score > 0.0 {
            // Characters are compared by their sound, which many share; more so where both sides are.
            judged.sound_only = true;
            strength = Strength::Fuzzy;
            score = if asked.reading.by_sound && row.by_sound { score * SOUND_ONLY } else { score.min(SOUND_MAX) };
        }
        if squashed {
            let exact = clean(written) == asked.name.cleaned;
            strength = if exact { Strength::Exact } else { Strength::Normalised };
            score = if exact { 1.0 } else { score.max(0.98) };
        } else if strength == Strength::Fuzzy && !judged.sound_only && asked.is_whole_name(&self.index, at) {
            strength = Strength::Normalised;
            score = score.max(0.97);
        } else if strength == Strength::Fuzzy {
            score = score.min(FUZZY_MAX);
        }
        if score <= 0.0 {
            return (0.0, strength, judged);
        }
        (judged.adjust(score, strength, entry, row, written, asked.facts), strength, judged)
    }

    fn hit(
        &self,
        at: u32,
        score: f64,
        strength: Strength,
        best: Option<(u32, Asked<'_, '_>)>,
        query: &Query<'_>,
        options: &Options,
    ) -> Option<Hit> {
        let entry = self.entry(at)?;
        let mut explain = Vec::new();
        let (mut matched, mut weak) = (entry.name.clone(), false);
        if strength == Strength::Identifier {
            let proven = identify(query.identifier).map_or_else(String::new, |id| format!(" ({})", id.proof()));
            explain.push(format!("the same identifier, {}{proven}: it decides", query.identifier.trim()));
        }
        match best {
            Some((row_at, asked)) => {
                let row = self.row(row_at)?;
                let mut tokens = Vec::new();
                let (_, by_name, judged) = self.judge(&asked, row_at, row, &mut tokens, Some(Vec::new()));
                written(entry, row).clone_into(&mut matched);
                weak = is_weak(entry, row);
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
            None => explain.push("the names differ".to_owned()),
        }
        let score = (score * 10_000.0).round() / 10_000.0;
        Some(Hit {
            list: entry.list.clone(),
            entry: entry.id.clone(),
            name: entry.name.clone(),
            matched,
            score,
            is_match: score >= options.bar,
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

/// What is known of the query beside its name.
struct QueryFacts {
    country: Option<Country>,
    address: String,
    has_legal_form: bool,
}

/// One reading of the query.
struct Asked<'a, 'q> {
    name: &'a Name,
    probe: &'a Probe<'q>,
    reading: &'a Reading,
    facts: &'a QueryFacts,
}

impl Asked<'_, '_> {
    fn side(&self) -> Side<'_> {
        Side { tokens: &self.probe.tokens, legal_form: self.probe.legal_form }
    }

    fn is_whole_name(&self, index: &Index, row: u32) -> bool {
        !self.name.truncated && self.reading.is_distinctive() && index.has_whole(self.probe, row)
    }

    fn in_latin(&self) -> String {
        let latin = self.name.readings.last().unwrap_or(self.reading);
        latin.tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// A comparison and what else raised or lowered it.
#[derive(Default)]
struct Judgement {
    comparison: Comparison,
    sound_only: bool,
    /// What raised or lowered the score; kept only for the hits that are shown.
    notes: Option<Vec<String>>,
}

impl Judgement {
    fn note(&mut self, words: impl FnOnce() -> String) {
        if let Some(notes) = &mut self.notes {
            notes.push(words());
        }
    }

    fn adjust(
        &mut self,
        score: f64,
        strength: Strength,
        entry: &Entry,
        row: &Row,
        written: &str,
        query: &QueryFacts,
    ) -> f64 {
        let mut adjusted = score;
        if self.sound_only {
            self.note(|| "Han characters were compared by their Mandarin sound, which many share: lowered".to_owned());
        }
        if is_weak(entry, row) {
            adjusted *= WEAK;
            self.note(|| format!("`{written}` is a weak alias, shared by many: lowered"));
        } else if row.short {
            adjusted *= WEAK;
            self.note(|| format!("`{written}` is short, and many names are: lowered"));
        }
        let not_a_company = matches!(entry.kind, PartyKind::Person | PartyKind::Vessel | PartyKind::Aircraft);
        if strength == Strength::Fuzzy && not_a_company && query.has_legal_form && row.legal_form == LegalForm::None {
            adjusted *= OTHER_KIND;
            self.note(|| "the query has a company's legal form and the entry is no company: lowered".to_owned());
        }
        match query.country {
            Some(country) if entry.countries.contains(&country) => {
                adjusted += COUNTRY_AGREES;
                self.note(|| format!("country {country} agrees: raised"));
            }
            Some(country) if !entry.countries.is_empty() && !entry.countries.iter().any(|&c| is_near(c, country)) => {
                adjusted -= COUNTRY_DIFFERS;
                self.note(|| {
                    let listed: Vec<&str> = entry.countries.iter().map(Country::code).collect();
                    format!("country {country} is not among the listed ({}): lowered", listed.join(", "))
                });
            }
            _ => {}
        }
        if !query.address.is_empty() && entry.addresses.iter().any(|listed| address(listed) == query.address) {
            adjusted += ADDRESS_AGREES;
            self.note(|| "the address agrees: raised".to_owned());
        }
        let (least, most) = match strength {
            Strength::Identifier | Strength::Exact => (SAME_NAME_MIN, 1.0),
            Strength::Normalised => (SAME_NAME_MIN, 0.99),
            Strength::Fuzzy => (0.0, 0.98),
        };
        adjusted.clamp(least, most)
    }
}

/// Places whose listed parties are often written under each other's code: no conflict.
fn is_near(a: Country, b: Country) -> bool {
    let greater_china = [Country::CN, Country::HK, Country::MO];
    a == b || (greater_china.contains(&a) && greater_china.contains(&b))
}

fn written<'e>(entry: &'e Entry, row: &'e Row) -> &'e str {
    match &row.written {
        Written::Primary => &entry.name,
        Written::Alias(at) => entry.aliases.get(*at).map_or(entry.name.as_str(), |alias| alias.name.as_str()),
        Written::Inside(name, _) => name,
    }
}

fn is_weak(entry: &Entry, row: &Row) -> bool {
    match &row.written {
        Written::Primary => false,
        Written::Alias(at) => entry.aliases.get(*at).is_some_and(|alias| alias.weak),
        Written::Inside(_, weak) => *weak,
    }
}

#[cfg(test)]
mod tests;
