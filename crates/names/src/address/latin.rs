//! Addresses in Latin letters: words are taken by what they say, floor and unit first, place names last.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::gazetteer::GAZETTEER;
use super::street::{KINDS, KINDS_BEFORE, Numbers, Street, ordinal};
use super::{Address, squeezed};

/// Words after which a unit's number stands.
const UNIT: [&str; 15] = [
    "flat",
    "room",
    "unit",
    "suite",
    "shop",
    "office",
    "workshop",
    "apartment",
    "flats",
    "rooms",
    "units",
    "suites",
    "offices",
    "phong",
    "kv",
];
const FLOOR: [&str; 7] = ["floor", "storey", "level", "tingkat", "lantai", "tang", "etage"];
/// Words after which the number of a block of an estate stands.
const BLOCK: [&str; 6] = ["block", "tower", "phase", "wing", "building", "stage"];
/// Words that end a building's name.
const BUILDING: [&str; 21] = [
    "building",
    "centre",
    "tower",
    "towers",
    "plaza",
    "house",
    "mansion",
    "mansions",
    "court",
    "square",
    "arcade",
    "complex",
    "hotel",
    "garden",
    "gardens",
    "estate",
    "park",
    "mall",
    "exchange",
    "factory",
    "warehouse",
];
/// Words that begin one.
const BUILDING_BEFORE: [&str; 6] = ["menara", "wisma", "kompleks", "bangunan", "gedung", "toa nha"];
/// Words that tell no building from another.
const PLAIN: [&str; 31] = [
    "technology",
    "science",
    "tech",
    "hi",
    "high",
    "hitech",
    "park",
    "industrial",
    "commercial",
    "office",
    "business",
    "factory",
    "building",
    "centre",
    "tower",
    "towers",
    "plaza",
    "house",
    "mansion",
    "mansions",
    "the",
    "complex",
    "trade",
    "international",
    "comm",
    "industry",
    "no",
    "of",
    "and",
    "godown",
    "estate",
];
/// Words of administration, which stand beside a place's own name.
const ADMINISTRATION: [&str; 26] = [
    "district",
    "city",
    "province",
    "county",
    "town",
    "township",
    "village",
    "state",
    "region",
    "prefecture",
    "municipality",
    "zone",
    "area",
    "subdistrict",
    "new",
    "shi",
    "qu",
    "sheng",
    "xian",
    "zhen",
    "khwaeng",
    "khet",
    "kecamatan",
    "phuong",
    "quan",
    "tambon",
];

/// The spelling in which an abbreviated word is read.
fn expanded(word: &str) -> &str {
    match word {
        "rm" | "rms" => "room",
        "flt" => "flat",
        "ste" => "suite",
        "apt" | "apts" | "kvartira" => "apartment",
        "bldg" | "blg" | "bld" | "bldgs" | "blding" | "buildg" => "building",
        "ctr" | "center" | "cntr" | "cen" => "centre",
        "twr" => "tower",
        "blk" | "blks" => "block",
        "hse" => "house",
        "mans" | "mansn" => "mansion",
        "ind" | "indl" | "indus" => "industrial",
        "coml" | "comml" => "commercial",
        "fty" | "fact" => "factory",
        "rd" => "road",
        "st" | "str" => "street",
        "ave" | "av" | "aven" => "avenue",
        "ln" => "lane",
        "blvd" | "bvd" | "boul" => "boulevard",
        "dr" => "drive",
        "cres" => "crescent",
        "hwy" => "highway",
        "flr" | "fl" | "flrs" | "floors" => "floor",
        "lvl" | "lv" => "level",
        "dist" => "district",
        "prov" => "province",
        "est" => "estate",
        "gdn" | "gdns" => "gardens",
        "sq" => "square",
        "nos" | "nr" | "num" | "number" | "dom" => "no",
        "sec" => "section",
        "ext" => "extension",
        other => other,
    }
}

struct Token {
    text: String,
    /// The part between commas.
    segment: u32,
    used: bool,
}

/// Read the Latin part of an address.
pub(super) fn read(text: &str, address: &mut Address) {
    let mut reader = Reader { tokens: tokens(text), address };
    // What the Chinese part did not say.
    let before = (reader.address.units.len(), reader.address.blocks.len());
    reader.boxes();
    reader.floors();
    if before.0 == 0 {
        reader.units();
    }
    if before.1 == 0 {
        reader.blocks();
    }
    reader.streets();
    reader.buildings();
    if reader.address.units.is_empty() {
        reader.bare_unit();
    }
    reader.codes();
    reader.places();
}

fn is_latin(c: char) -> bool {
    c.is_alphanumeric() && (u32::from(c) < 0x2e80 || u32::from(c) > 0x1_ffff) && !('\u{ac00}'..='\u{d7af}').contains(&c)
}

fn tokens(text: &str) -> Vec<Token> {
    let plain: Vec<char> =
        text.nfkd().flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c) && !"'’`".contains(*c)).collect();
    let mut all: Vec<Token> = Vec::new();
    let (mut word, mut segment) = (String::new(), 0u32);
    let mut han_beside = false;
    for (at, &c) in plain.iter().enumerate() {
        let next = plain.get(at.saturating_add(1)).copied().unwrap_or(' ');
        let after = |wanted: fn(char) -> bool| word.chars().last().is_some_and(wanted);
        let keeps = match c {
            _ if is_latin(c) => true,
            '-' | '–' | '—' | '/' => after(char::is_alphanumeric) && is_latin(next),
            '(' => after(|c| c.is_ascii_digit()) && plain.get(at.saturating_add(2)) == Some(&')'),
            '#' => word.is_empty(),
            _ => false,
        };
        if keeps {
            word.push(if matches!(c, '–' | '—') { '-' } else { c });
            continue;
        }
        // `N.T.` is one word, `Rm.5` two.
        if c == '.' && word.len() == 1 && next.is_ascii_alphabetic() || c == ')' && word.contains('(') {
            continue;
        }
        let han = c.is_alphanumeric();
        if !word.is_empty() {
            // A number that stands right beside Chinese belongs to the Chinese part.
            if !han && !han_beside {
                push(&mut all, &word, segment);
            }
            word.clear();
        }
        han_beside = han;
        match c {
            '&' => push(&mut all, "&", segment),
            ',' | ';' | '(' | ')' | '\n' | '、' | '。' | ':' => segment = segment.saturating_add(1),
            _ => {}
        }
    }
    if !word.is_empty() && !han_beside {
        push(&mut all, &word, segment);
    }
    all
}

fn push(all: &mut Vec<Token>, word: &str, segment: u32) {
    let mut add = |text: &str| {
        let text = if text.is_ascii() || text.starts_with('#') { text.to_owned() } else { crate::clean(text) };
        if !text.is_empty() {
            all.push(Token { text: expanded(&text).to_owned(), segment, used: false });
        }
    };
    // `Flat/Rm`, and `Rm3403`, `No15`.
    let letters = word.chars().take_while(char::is_ascii_alphabetic).count();
    let (head, tail) = word.split_at_checked(letters).unwrap_or((word, ""));
    if word.contains('/') && word.chars().all(|c| c.is_ascii_alphabetic() || c == '/') && glued_floor(word).is_none() {
        word.split('/').for_each(add);
    } else if letters >= 2 && tail.starts_with(|c: char| c.is_ascii_digit()) && takes_number(expanded(head)) {
        add(head);
        add(tail);
    } else {
        add(word);
    }
}

fn takes_number(word: &str) -> bool {
    word == "no" || UNIT.contains(&word) || BLOCK.contains(&word)
}

/// `12/f`, `12f`, `9th/f`, `g/f`, `b1/f`.
fn glued_floor(word: &str) -> Option<String> {
    let head = ["/floor", "/fl", "/f", "floor", "f"].iter().find_map(|end| word.strip_suffix(end))?;
    let number = head.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let named = ["g", "ug", "lg", "m", "b", "b1", "b2", "r"].contains(&head) && word.contains('/');
    let counted = !number.is_empty()
        && ordinal(head).is_some()
        && number.len() <= 3
        && head.chars().all(|c| c.is_ascii_alphanumeric());
    let pair = head.contains('-') && head.chars().all(|c| c.is_ascii_digit() || c == '-');
    if counted {
        Some(number.to_owned())
    } else if named || pair {
        Some(head.to_owned())
    } else {
        None
    }
}

fn has_digit(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit())
}

fn is_one_letter(word: &str) -> bool {
    word.len() == 1 && word.chars().all(|c| c.is_ascii_alphabetic())
}

/// A unit's number: digits, with letters perhaps, or one letter.
fn is_unit(word: &str) -> bool {
    is_one_letter(word) || (has_digit(word) && word.len() <= 10 && !word.starts_with('#'))
}

struct Reader<'a> {
    tokens: Vec<Token>,
    address: &'a mut Address,
}

impl Reader<'_> {
    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    /// The word at a place if nothing has taken it yet.
    fn free(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).filter(|token| !token.used).map(|token| token.text.as_str())
    }

    fn segment(&self, at: usize) -> Option<u32> {
        self.tokens.get(at).map(|token| token.segment)
    }

    fn take(&mut self, from: usize, to: usize) {
        self.tokens.iter_mut().take(to.saturating_add(1)).skip(from).for_each(|token| token.used = true);
    }

    fn beside(&self, a: usize, b: usize) -> bool {
        self.segment(a).is_some() && self.segment(a) == self.segment(b)
    }

    /// `P.O. Box 12345`.
    fn boxes(&mut self) {
        for at in 0..self.tokens.len() {
            let number = at.saturating_add(1);
            if self.text(at) == "box" && has_digit(self.text(number)) {
                self.address.po_box = Some(self.text(number).to_owned());
                let mut from = at;
                while from > 0 && ["po", "p", "o", "office", "post"].contains(&self.text(from.saturating_sub(1))) {
                    from = from.saturating_sub(1);
                }
                self.take(from, number);
            }
        }
    }

    fn floors(&mut self) {
        for at in 0..self.tokens.len() {
            let (before, after) = (at.checked_sub(1), at.saturating_add(1));
            let word = self.text(at).to_owned();
            if let Some(floor) = glued_floor(&word) {
                self.address.set_floor(&floor);
                self.take(at, at);
            } else if let Some((floor, unit)) = word.strip_prefix('#').and_then(|rest| rest.split_once('-')) {
                // Singapore: `#12-03`.
                self.address.set_floor(floor);
                self.address.push_unit(unit);
                self.take(at, at);
            } else if FLOOR.contains(&word.as_str()) {
                let named = |word: &str| match word {
                    "ground" => Some("g".to_owned()),
                    "basement" => Some("b".to_owned()),
                    other => ordinal(other).map(|number| number.to_string()),
                };
                let number_before = before.filter(|&i| self.beside(i, at)).and_then(|i| named(self.free(i)?));
                let number_after = || named(self.free(after)?).filter(|_| self.beside(at, after));
                if let Some((floor, from)) = number_before.zip(before) {
                    self.address.set_floor(&floor);
                    self.take(from, at);
                    // `12th Floor C`.
                    let letter = self.free(after).filter(|word| is_one_letter(word) && self.beside(at, after));
                    if let Some(unit) = letter.map(str::to_owned) {
                        self.address.push_unit(&unit);
                        self.take(after, after);
                    }
                } else if let Some(floor) = number_after() {
                    self.address.set_floor(&floor);
                    self.take(at, after);
                }
            }
        }
    }

    fn units(&mut self) {
        for at in 0..self.tokens.len() {
            if !self.free(at).is_some_and(|word| UNIT.contains(&word)) {
                continue;
            }
            let mut value = at.saturating_add(1);
            while self.free(value).is_some_and(|word| word == "no" || UNIT.contains(&word)) {
                value = value.saturating_add(1);
            }
            if !self.beside(at, value) || !self.free(value).is_some_and(is_unit) {
                continue;
            }
            let mut last = value;
            loop {
                let unit = self.text(last).to_owned();
                self.address.push_unit(&unit);
                let (and, next) = (last.saturating_add(1), last.saturating_add(2));
                let more = ["&", "and"].contains(&self.text(and)) && self.free(next).is_some_and(is_unit);
                if !more || !self.beside(last, next) {
                    break;
                }
                last = next;
            }
            self.take(at, last);
        }
    }

    fn blocks(&mut self) {
        for at in 0..self.tokens.len() {
            if !self.free(at).is_some_and(|word| BLOCK.contains(&word)) {
                continue;
            }
            let (before, after) = (at.checked_sub(1), at.saturating_add(1));
            let id = |word: &str| -> Option<String> {
                let short = is_one_letter(word) || (has_digit(word) && word.len() <= 3);
                let counted = || ordinal(word).filter(|number| *number < 100).map(|number| number.to_string());
                if short && !word.ends_with("th") { Some(word.to_owned()) } else { counted() }
            };
            let named = before.is_some_and(|i| self.beside(i, at) && self.free(i).is_some_and(|w| !has_digit(w)));
            let street_follows = has_digit(self.text(after)) && self.street_follows(after);
            // `Example Building 16, Shing Yip Street` is number 16 of the street, `Building 5, …` the fifth building.
            let usable = self.beside(at, after) && !(named && street_follows);
            if let Some(block) = self.free(after).and_then(id).filter(|_| usable) {
                self.address.blocks.push(block);
                // `Example Building B` still names the building.
                let from = if named && BUILDING.contains(&self.text(at)) { after } else { at };
                self.take(from, after);
            } else if let Some(i) = before.filter(|&i| self.beside(i, at) && has_digit(self.text(i)))
                && let Some(block) = self.free(i).and_then(ordinal)
            {
                // `No. 5 Building`, `7th Building`.
                self.address.blocks.push(block.to_string());
                let from = i.checked_sub(1).filter(|&no| self.text(no) == "no").unwrap_or(i);
                self.take(from, at);
            }
        }
    }

    /// Does a street's name follow this number, before another number?
    fn street_follows(&self, number: usize) -> bool {
        let words = (number.saturating_add(1)..number.saturating_add(7)).map_while(|at| self.free(at));
        words.take_while(|word| !has_digit(word)).any(|word| KINDS.contains(&word) || KINDS_BEFORE.contains(&word))
    }

    fn streets(&mut self) {
        for at in 0..self.tokens.len() {
            let Some(word) = self.free(at) else { continue };
            if KINDS_BEFORE.contains(&word) && self.beside(at, at.saturating_add(1)) {
                self.street_after(at);
            } else if KINDS.contains(&word) {
                self.street_before(at);
            }
        }
    }

    /// `Jalan Ampang`: the name follows.
    fn street_after(&mut self, kind: usize) {
        let mut last = kind;
        while last.saturating_sub(kind) < 3 {
            let next = last.saturating_add(1);
            let goes_on = self.beside(kind, next)
                && self.free(next).is_some_and(|word| word != "no" && (!has_digit(word) || last == kind));
            if !goes_on {
                break;
            }
            last = next;
        }
        if last > kind {
            self.push_street(kind, last);
        }
    }

    /// `Shing Yip Street`: the name stands before, up to the number, a comma or the end of a building's name.
    fn street_before(&mut self, kind: usize) {
        let mut first = kind;
        while let Some(before) = first.checked_sub(1) {
            let goes_on = kind.saturating_sub(before) <= 4
                && self.beside(before, kind)
                && self.free(before).is_some_and(|word| {
                    !BUILDING.contains(&word) && word != "no" && word != "&" && (!has_digit(word) || ordinal_word(word))
                });
            if !goes_on {
                break;
            }
            first = before;
        }
        // A place name before the street's own: `Kwun Tong Shing Yip Street`, but not `Kwun Tong Road`.
        let words: Vec<&str> = (first..kind).map(|at| self.text(at)).collect();
        if let Some((place, length)) = GAZETTEER.place_at(&words)
            && length < words.len()
        {
            self.address.push_place(place);
            let start = first;
            first = first.saturating_add(length);
            self.take(start, first.saturating_sub(1));
        }
        if first == kind && self.text(kind) != "queensway" {
            return;
        }
        let mut last = kind;
        let turn = kind.saturating_add(1);
        let turned = |word: &str| super::street::turn(word).is_some() && word != "dong" && word != "nan";
        if self.beside(kind, turn) && self.free(turn).is_some_and(turned) {
            last = turn;
        }
        self.push_street(first, last);
    }

    fn push_street(&mut self, first: usize, last: usize) {
        let words: Vec<&str> = (first..=last).map(|at| self.text(at)).collect();
        let mut street = Street::from_words(&words);
        self.take(first, last);
        // Taiwan: `Sec. 5, Xinyi Road` or `Xinyi Road Section 5`.
        for at in first.saturating_sub(3)..last.saturating_add(3) {
            let number = self.free(at.saturating_add(1)).and_then(ordinal);
            if self.free(at) == Some("section") && number.is_some() {
                street.section = number;
                self.take(at, at.saturating_add(1));
            }
        }
        let mut before = first.checked_sub(1);
        while before.is_some_and(|at| {
            self.text(at) == "section"
                || (self.tokens.get(at).is_some_and(|t| t.used) && self.text(at.saturating_sub(1)) == "section")
        }) {
            before = before.and_then(|at| at.checked_sub(1));
        }
        let free_number = |at: usize| self.free(at).and_then(Numbers::read);
        if let Some((at, numbers)) = before.and_then(|at| Some((at, free_number(at)?))) {
            street.numbers = Some(numbers);
            let from = at.checked_sub(1).filter(|&no| self.text(no) == "no").unwrap_or(at);
            self.take(from, at);
        } else {
            // Or after it: `ulitsa Lenina, d. 5`, `Nathan Road 610`, `Xinyi Road, No. 5`.
            let mut after = last.saturating_add(1);
            while ["no", "d", "#", "section"].contains(&self.text(after)) {
                after = after.saturating_add(1);
            }
            if let Some(numbers) = free_number(after)
                && self.text(after).len() <= 7
                && !self.street_follows(after)
            {
                street.numbers = Some(numbers);
                self.take(last, after);
            }
        }
        self.address.streets.push(street);
    }

    fn buildings(&mut self) {
        for at in 0..self.tokens.len() {
            let Some(word) = self.free(at) else { continue };
            let mut span = None;
            if BUILDING_BEFORE.contains(&word) {
                let mut last = at;
                while last.saturating_sub(at) < 3
                    && self.beside(at, last.saturating_add(1))
                    && self.free(last.saturating_add(1)).is_some_and(|word| !has_digit(word))
                {
                    last = last.saturating_add(1);
                }
                span = (last > at).then_some((at, last));
            } else if BUILDING.contains(&word) {
                let mut first = at;
                while let Some(before) = first.checked_sub(1) {
                    let goes_on = at.saturating_sub(before) <= 6
                        && self.beside(before, at)
                        && self.free(before).is_some_and(|word| word != "no" && word != "&" && !has_digit(word));
                    if !goes_on {
                        break;
                    }
                    first = before;
                }
                span = (first < at).then_some((first, at));
            }
            let Some((first, last)) = span else { continue };
            let words: Vec<&str> = (first..=last).map(|at| self.text(at)).collect();
            let own: String =
                words.iter().filter(|word| !PLAIN.contains(word) && !BUILDING_BEFORE.contains(word)).copied().collect();
            if own.len() >= 3 {
                let key = own;
                self.address.buildings.push(key);
                self.take(first, last);
            }
        }
    }

    /// `1A, Example Building`, `705, Ho King …`: the first word of an address that names a building or a street, or one
    /// that stands alone between commas.
    fn bare_unit(&mut self) {
        if self.address.buildings.is_empty() && self.address.streets.is_empty() {
            return;
        }
        for at in 0..self.tokens.len() {
            let apart = |other: Option<usize>| other.is_none_or(|other| !self.beside(at, other));
            let alone = apart(at.checked_sub(1)) && apart(at.checked_add(1));
            let is_code = |word: &str| word.len() >= 5 && word.bytes().all(|b| b.is_ascii_digit());
            let unit =
                self.free(at).filter(|word| has_digit(word) && is_unit(word) && word.len() <= 6 && !is_code(word));
            if let Some(unit) = unit.filter(|_| at == 0 || alone).map(str::to_owned) {
                self.address.push_unit(&unit);
                self.take(at, at);
                return;
            }
        }
    }

    /// Post codes: Singapore's stand for a building, all others tell nothing that is needed.
    fn codes(&mut self) {
        let singapore = self.address.country.is_some_and(|country| country.code() == "SG")
            || self.tokens.iter().any(|token| token.text == "singapore" || token.text == "s'pore");
        for at in 0..self.tokens.len() {
            let Some(word) = self.free(at) else { continue };
            let code = word.strip_prefix('s').unwrap_or(word);
            if (4..=6).contains(&code.len()) && code.chars().all(|c| c.is_ascii_digit()) {
                if singapore && code.len() == 6 {
                    self.address.building_code = Some(code.to_owned());
                }
                self.take(at, at);
            }
        }
    }

    /// What is left: known places, and between commas and words of administration all others.
    fn places(&mut self) {
        let mut name: Vec<String> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let words: Vec<&str> = (at..at.saturating_add(5)).map_while(|i| self.free(i)).collect();
            let place = GAZETTEER.place_at(&words);
            let new_part = at > 0 && !self.beside(at.saturating_sub(1), at);
            let plain = self.free(at).filter(|word| !has_digit(word) && word.len() >= 2);
            let plain = plain.filter(|word| !ADMINISTRATION.contains(word)).map(str::to_owned);
            if new_part || place.is_some() || plain.is_none() {
                self.push_area(&mut name);
            }
            if let Some((place, length)) = place {
                self.address.push_place(place);
                at = at.saturating_add(length);
                continue;
            }
            name.extend(plain);
            at = at.saturating_add(1);
        }
        self.push_area(&mut name);
    }

    fn push_area(&mut self, name: &mut Vec<String>) {
        let area = squeezed(&name.concat());
        name.clear();
        if area.len() >= 3 && !PLAIN.contains(&area.as_str()) && !UNIT.contains(&area.as_str()) {
            self.address.areas.insert(area);
        }
    }
}

fn ordinal_word(word: &str) -> bool {
    word.ends_with(|c: char| c.is_ascii_alphabetic()) && ordinal(word).is_some()
}
