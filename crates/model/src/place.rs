//! Country and place names to country codes, from a gazetteer of our own (`data/places/`).
//!
//! Every name that is found in a text says which countries it may lie in; the text's country is the one that they
//! all allow. So `San Jose` alone is unknown (California or Costa Rica), `San Jose, CA` is the United States, and
//! `Shanghai, Malaysia` is unknown, since nothing satisfies both. A starred country of `data/places/places.csv` is
//! taken where nothing else decides (`London` is in the United Kingdom unless Ontario is named beside it).

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::{Country, Place};

const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Which pairs of letters are codes: one bit a second letter, one word a first letter.
const ASSIGNED: [u32; 26] = {
    let bytes = CODES.as_bytes();
    let mut table = [0_u32; 26];
    let mut at = 0;
    while at + 1 < bytes.len() {
        #[expect(clippy::indexing_slicing, reason = "computed when compiling; out of bounds would not compile")]
        {
            table[(bytes[at] - b'A') as usize] |= 1 << (bytes[at + 1] - b'A');
        }
        at += 3;
    }
    table
};

/// Is this, in capitals, an assigned ISO 3166-1 alpha-2 code (or XK, as used for Kosovo)?
#[must_use]
pub fn is_country_code(code: &str) -> bool {
    let [a @ b'A'..=b'Z', b @ b'A'..=b'Z'] = *code.as_bytes() else { return false };
    ASSIGNED.get(usize::from(a - b'A')).is_some_and(|seconds| seconds >> (b - b'A') & 1 == 1)
}

/// All codes that [`is_country_code`] knows, in alphabetical order.
pub fn country_codes() -> impl Iterator<Item = &'static str> {
    CODES.split(' ')
}

/// The country that a cell names: a two- or three-letter code, or a name in English, Chinese or another common form.
/// The cell must name a country and nothing else; [`read`] finds the country of a town or an address.
///
/// # Examples
/// ```
/// use tidewaiter_model::{Country, place::country_named};
/// assert_eq!(country_named("CN"), Some(Country::CN));
/// assert_eq!(country_named("P.R. China"), Some(Country::CN));
/// assert_eq!(country_named("hkg"), Some(Country::HK));
/// assert_eq!(country_named("马来西亚").unwrap().code(), "MY");
/// assert_eq!(country_named("Shenzhen"), None);
/// ```
#[must_use]
pub fn country_named(text: &str) -> Option<Country> {
    let text = text.trim();
    if let Ok(code) = text.parse() {
        return Some(code);
    }
    let index = &*INDEX;
    if text.len() == 3
        && let Some(country) = index.alpha3.get(text.to_ascii_uppercase().as_str())
    {
        return Some(*country);
    }
    let words = Words::of(text);
    let name = words.norm.trim();
    index.countries.get(name).or_else(|| index.countries.get(name.strip_prefix("the ")?)).copied()
}

/// A place as written, with its country where the text names one ("Johor Bahru, Malaysia", "深圳", "HKG").
/// Two different countries in one text leave the country unknown.
///
/// # Examples
/// ```
/// use tidewaiter_model::place::read;
/// let code = |text: &str| read(text).country.map(|country| country.code().to_owned());
/// assert_eq!(code("Johor Bahru, Malaysia").as_deref(), Some("MY"));
/// assert_eq!(code("深圳市南山区").as_deref(), Some("CN"));
/// assert_eq!(code("San Jose"), None);
/// assert_eq!(code("San Jose, CA 95134").as_deref(), Some("US"));
/// assert_eq!(code("Singapore via Hanoi"), None);
/// ```
#[must_use]
pub fn read(text: &str) -> Place {
    Place { text: text.trim().to_owned(), country: country_of(text) }
}

fn country_of(text: &str) -> Option<Country> {
    let text = text.trim();
    if let Ok(code) = text.parse() {
        return Some(code);
    }
    let index = &*INDEX;
    let words = Words::of(text);
    let mut evidence = Evidence::default();
    let taken = index.names_in(&words, &mut evidence);
    index.codes_in(&words, &taken, &mut evidence);
    evidence.country()
}

/// The countries that a name allows, and the one meant where nothing else decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Allows {
    countries: Vec<Country>,
    usual: Option<Country>,
}

/// What the names found so far allow together.
#[derive(Default)]
struct Evidence {
    allowed: Option<Vec<Country>>,
    usual: Vec<Country>,
}

impl Evidence {
    fn add(&mut self, name: &Allows) {
        match &mut self.allowed {
            None => self.allowed = Some(name.countries.clone()),
            Some(allowed) => allowed.retain(|country| name.countries.contains(country)),
        }
        self.usual.extend(name.usual);
    }

    fn country(&self) -> Option<Country> {
        let allowed = self.allowed.as_deref()?;
        if let [only] = allowed {
            return Some(*only);
        }
        let mut usual = self.usual.iter().filter(|country| allowed.contains(country));
        let first = usual.next()?;
        usual.all(|country| country == first).then_some(*first)
    }
}

/// A text in lower case without accents, one blank between words, and where its words stand.
struct Words {
    norm: String,
    words: Vec<Word>,
    segments: usize,
}

#[derive(Clone, Copy)]
struct Word {
    from: usize,
    to: usize,
    /// The part of the text between commas and the like.
    segment: usize,
    /// Written in capitals, or digits?
    capitals: bool,
    /// Written without blanks between words?
    dense: bool,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut words =
            Self { norm: String::with_capacity(text.len().saturating_add(8)), words: Vec::new(), segments: 0 };
        if text.is_ascii() {
            words.read(text.chars());
        } else {
            words.read(text.nfkd().filter(|c| !is_combining_mark(*c)));
        }
        words
    }

    fn read(&mut self, chars: impl Iterator<Item = char>) {
        let mut open: Option<Word> = None;
        let mut before = ' ';
        let mut dash = false;
        for c in chars {
            if c.is_alphanumeric() {
                if std::mem::take(&mut dash) && before == ' ' {
                    self.segments = self.segments.saturating_add(1);
                }
                let dense = is_dense(c);
                if open.as_ref().is_some_and(|word| word.dense != dense) {
                    self.close(&mut open);
                }
                let from = self.norm.len();
                let word = open.get_or_insert(Word { from, to: from, segment: self.segments, capitals: true, dense });
                word.capitals &= c.is_uppercase() || c.is_ascii_digit();
                push_folded(&mut self.norm, c);
            } else {
                self.close(&mut open);
                if matches!(c, ',' | ';' | '/' | '|' | '(' | ')' | '[' | ']' | '>' | '→' | '\n' | '、' | '。' | ':')
                {
                    self.segments = self.segments.saturating_add(1);
                }
                dash = c == '-' && before == ' ' || dash && c == ' ';
            }
            before = if c.is_whitespace() { ' ' } else { c };
        }
        self.close(&mut open);
    }

    fn close(&mut self, open: &mut Option<Word>) {
        if let Some(mut word) = open.take() {
            word.to = self.norm.len();
            self.norm.push(' ');
            self.words.push(word);
        }
    }

    /// The words from one to another, both included, as they stand in a name of the gazetteer.
    fn phrase(&self, first: usize, last: usize) -> &str {
        match (self.words.get(first), self.words.get(last)) {
            (Some(first), Some(last)) => self.norm.get(first.from..last.to).unwrap_or_default(),
            _ => "",
        }
    }
}

fn push_folded(norm: &mut String, c: char) {
    match c {
        'ø' | 'Ø' => norm.push('o'),
        'ł' | 'Ł' => norm.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => norm.push('d'),
        'ı' | 'İ' => norm.push('i'),
        'ß' => norm.push_str("ss"),
        'æ' | 'Æ' => norm.push_str("ae"),
        'œ' | 'Œ' => norm.push_str("oe"),
        c if c.is_ascii() => norm.push(c.to_ascii_lowercase()),
        c => norm.extend(c.to_lowercase()),
    }
}

/// Chinese characters and kana.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

/// Two letters that stand for a state or province after a town, beside any country they are the code of.
const STATES: &str = "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC";
const PROVINCES: &str = "AB BC MB NB NL NS NT NU ON PE QC SK YT";

/// Words that make the place name before them part of a street's or building's: `Canton Road`.
const STREETS: [&str; 26] = [
    "road",
    "rd",
    "street",
    "st",
    "avenue",
    "ave",
    "lane",
    "ln",
    "drive",
    "dr",
    "boulevard",
    "blvd",
    "highway",
    "hwy",
    "tower",
    "towers",
    "building",
    "bldg",
    "plaza",
    "mansion",
    "house",
    "hotel",
    "square",
    "jalan",
    "court",
    "terrace",
];
const DIRECTIONS: [&str; 6] = ["east", "west", "north", "south", "central", "middle"];

struct Index {
    /// Names as [`Words`] leaves them, those in Chinese characters included.
    names: HashMap<Box<str>, Allows>,
    /// Names of countries alone.
    countries: HashMap<Box<str>, Country>,
    alpha3: HashMap<Box<str>, Country>,
    /// Country codes of three letters, airports and UN/LOCODE, in capitals.
    codes: HashMap<Box<str>, Allows>,
    /// How many words the longest name has that begins with this one.
    longest: HashMap<Box<str>, usize>,
    /// How many characters the longest name has that begins with this one.
    longest_dense: HashMap<char, usize>,
}

static INDEX: LazyLock<Index> = LazyLock::new(Index::build);

impl Index {
    fn build() -> Self {
        let mut names: BTreeMap<String, Allows> = BTreeMap::new();
        let mut countries = HashMap::new();
        let mut alpha3: HashMap<Box<str>, Country> = HashMap::new();
        let mut codes: BTreeMap<String, Allows> = BTreeMap::new();
        let mut within: BTreeMap<Country, Vec<Country>> = BTreeMap::new();
        let rows = rows(include_str!("../../../data/places/countries.csv"));
        for [code, _, whole, _] in &rows {
            if let (Ok(code), Ok(whole)) = (code.parse::<Country>(), whole.parse::<Country>()) {
                within.entry(whole).or_default().push(code);
            }
        }
        for [code, three, _, spellings] in &rows {
            let Ok(country) = code.parse::<Country>() else { continue };
            // "Hong Kong, China" is in Hong Kong: a country's name allows the territories that have their own code.
            let mut allowed = vec![country];
            allowed.extend(within.get(&country).into_iter().flatten());
            let allows = Allows { countries: allowed, usual: Some(country) };
            for spelling in spellings.split('|') {
                let name = name_of(spelling);
                countries.insert(name.clone().into_boxed_str(), country);
                names.insert(name, allows.clone());
            }
            codes.insert(code.clone(), allows.clone());
            codes.insert(three.clone(), allows);
            alpha3.insert(three.clone().into_boxed_str(), country);
        }
        for [allowed, spellings] in rows_of(include_str!("../../../data/places/places.csv")) {
            let allows = allows(&allowed);
            for spelling in spellings.split('|') {
                merge(&mut names, name_of(spelling), &allows);
            }
        }
        for [code, allowed] in rows_of(include_str!("../../../data/places/codes.csv")) {
            codes.insert(code, allows(&allowed));
        }
        for (states, country) in [(STATES, "US"), (PROVINCES, "CA")] {
            for state in states.split(' ') {
                // Beside a town it may be either, so it decides nothing by itself.
                merge(&mut codes, state.to_owned(), &allows(country));
                codes.entry(state.to_owned()).and_modify(|entry| entry.usual = None);
            }
        }
        // A cell that holds a country and nothing else is no American state.
        for (name, code) in [("georgia", "GE"), ("korea", "KR"), ("jordan", "JO"), ("chad", "TD"), ("jersey", "JE")] {
            if let Ok(country) = code.parse() {
                countries.insert(name.into(), country);
            }
        }
        let mut longest: HashMap<Box<str>, usize> = HashMap::new();
        let mut longest_dense: HashMap<char, usize> = HashMap::new();
        for name in names.keys() {
            let Some(first) = name.chars().next() else { continue };
            if is_dense(first) {
                let length = longest_dense.entry(first).or_default();
                *length = name.chars().count().max(*length);
            } else {
                let length = longest.entry(name.split(' ').next().unwrap_or_default().into()).or_default();
                *length = name.split(' ').count().max(*length);
            }
        }
        Self {
            names: names.into_iter().map(|(name, allows)| (name.into_boxed_str(), allows)).collect(),
            countries,
            alpha3,
            codes: codes.into_iter().map(|(code, allows)| (code.into_boxed_str(), allows)).collect(),
            longest,
            longest_dense,
        }
    }

    /// Find the longest names from left to right; which words were part of one is the answer.
    fn names_in(&self, words: &Words, evidence: &mut Evidence) -> Vec<bool> {
        let mut taken = vec![false; words.words.len()];
        let mut at = 0;
        while let Some(word) = words.words.get(at) {
            if word.dense {
                let run = words.phrase(at, at);
                if self.dense_names_in(run, evidence)
                    && let Some(slot) = taken.get_mut(at)
                {
                    *slot = true;
                }
                at += 1;
                continue;
            }
            let most = self.longest.get(words.phrase(at, at)).copied().unwrap_or(0);
            let found = (1..=most).rev().find_map(|length| {
                let last = at.saturating_add(length).saturating_sub(1);
                Some((last, self.names.get(words.phrase(at, last))?))
            });
            let Some((last, allows)) = found else {
                at += 1;
                continue;
            };
            if !is_street(words, last.saturating_add(1)) {
                evidence.add(allows);
            }
            taken.iter_mut().take(last.saturating_add(1)).skip(at).for_each(|slot| *slot = true);
            at = last.saturating_add(1);
        }
        taken
    }

    fn dense_names_in(&self, run: &str, evidence: &mut Evidence) -> bool {
        let mut any = false;
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let most = self.longest_dense.get(&first).copied().unwrap_or(0);
            let found = (1..=most).rev().find_map(|length| {
                let end = rest.char_indices().nth(length).map_or(rest.len(), |(end, _)| end);
                let (name, after) = rest.split_at_checked(end)?;
                Some((self.names.get(name)?, after))
            });
            match found {
                Some((allows, after)) => {
                    if !is_dense_street(after) {
                        evidence.add(allows);
                    }
                    any = true;
                    rest = after;
                }
                None => rest = rest.split_at_checked(first.len_utf8()).map_or("", |(_, after)| after),
            }
        }
        any
    }

    /// Codes that fill a part of the text: `Fremont, CA 94538`, `SGSIN`, `Johor Bahru, MY`.
    fn codes_in(&self, words: &Words, taken: &[bool], evidence: &mut Evidence) {
        let alone = words.words.len() == 1;
        for segment in 0..=words.segments {
            let own: Vec<usize> =
                (0..words.words.len()).filter(|i| words.words.get(*i).is_some_and(|w| w.segment == segment)).collect();
            if own.is_empty() || own.len() > 2 || own.iter().any(|i| taken.get(*i) == Some(&true)) {
                continue;
            }
            let capitals = own.iter().all(|i| words.words.get(*i).is_some_and(|word| word.capitals));
            if !(capitals || alone) {
                continue;
            }
            let parts: Vec<String> = own.iter().map(|i| words.phrase(*i, *i).to_ascii_uppercase()).collect();
            if let Some(allows) = self.code(&parts) {
                evidence.add(&allows);
            }
        }
    }

    fn code(&self, parts: &[String]) -> Option<Allows> {
        match parts {
            [code] if code.len() <= 3 => self.codes.get(code.as_str()).cloned(),
            [code] if code.len() == 5 => self.locode(code),
            [state, zip] if state.len() == 2 && zip.len() == 5 && zip.bytes().all(|b| b.is_ascii_digit()) => {
                STATES.split(' ').any(|known| known == state).then(|| allows("US"))
            }
            [country, place] if country.len() == 2 && place.len() == 3 => self.locode(&format!("{country}{place}")),
            _ => None,
        }
    }

    /// A UN/LOCODE: listed, or made of a country and an airport of it.
    fn locode(&self, code: &str) -> Option<Allows> {
        if let Some(known) = self.codes.get(code) {
            return Some(known.clone());
        }
        let (country, place) = code.split_at_checked(2)?;
        let country: Country = country.parse().ok()?;
        let airport = self.codes.get(place)?;
        airport.countries.contains(&country).then(|| Allows { countries: vec![country], usual: None })
    }
}

fn is_street(words: &Words, next: usize) -> bool {
    let word = |at: usize| words.phrase(at, at);
    let at = if DIRECTIONS.contains(&word(next)) { next.saturating_add(1) } else { next };
    STREETS.contains(&word(at))
}

/// `南京東路`: a street, not the town.
fn is_dense_street(after: &str) -> bool {
    let rest = after.trim_start_matches(['东', '東', '西', '南', '北', '中', '一', '二', '三']);
    ["路", "街", "道", "大道", "巷", "大厦", "大廈", "大楼"].iter().any(|street| rest.starts_with(street))
}

fn name_of(spelling: &str) -> String {
    Words::of(spelling).norm.trim_end().to_owned()
}

fn allows(countries: &str) -> Allows {
    let mut allows = Allows::default();
    for code in countries.split(' ') {
        let starred = code.ends_with('*');
        if let Ok(country) = code.trim_end_matches('*').parse() {
            allows.countries.push(country);
            if starred {
                allows.usual = Some(country);
            }
        }
    }
    allows
}

/// A name that stands twice allows what either does.
fn merge(names: &mut BTreeMap<String, Allows>, name: String, allows: &Allows) {
    let entry = names.entry(name).or_default();
    for country in &allows.countries {
        if !entry.countries.contains(country) {
            entry.countries.push(*country);
        }
    }
    entry.usual = entry.usual.or(allows.usual);
}

fn rows(table: &str) -> Vec<[String; 4]> {
    rows_of(table)
}

/// The rows of one of our own tables, without its header.
fn rows_of<const N: usize>(table: &str) -> Vec<[String; N]> {
    csv::Reader::from_reader(table.as_bytes())
        .records()
        .filter_map(|record| {
            let cells: Vec<String> = record.ok()?.iter().map(str::to_owned).collect();
            cells.try_into().ok()
        })
        .collect()
}

#[cfg(test)]
mod tests;
