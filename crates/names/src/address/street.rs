//! Streets and house numbers.

use super::gazetteer::GAZETTEER;
use crate::tables::number_word;

/// House numbers: one, or a range such as `16-18`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// The first.
    pub first: u32,
    /// The last; the first again where there is only one.
    pub last: u32,
    /// What follows a stroke, `45` in `123/45`, as Thailand and Vietnam number houses of a plot.
    pub plot: String,
}

impl Numbers {
    /// Read `177`, `16-18`, `16/18`, `721-25`, `12A`, `123/45`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(['-', '/']);
        let value = |part: &str| -> Option<u32> {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            // At most a letter may follow.
            (!digits.is_empty() && digits.len() <= 5 && part.len() <= digits.len().saturating_add(1))
                .then(|| digits.parse().ok())
                .flatten()
        };
        let head = parts.next()?;
        let first = value(head)?;
        let (mut last, mut plot) = (first, String::new());
        if let Some(tail) = parts.next() {
            // `721-25` ends at 725.
            let kept = head.len().saturating_sub(tail.len());
            let whole = format!("{}{tail}", head.get(..kept).unwrap_or_default());
            match value(tail)
                .and_then(|tail| if tail >= first || text.contains('/') { Some(tail) } else { value(&whole) })
            {
                Some(end) if end >= first && end.saturating_sub(first) <= 60 => last = end,
                _ => tail.clone_into(&mut plot),
            }
        }
        Some(Self { first, last, plot })
    }

    /// Do the ranges meet, and the plots not differ?
    pub(super) fn meet(&self, other: &Self) -> bool {
        self.first <= other.last
            && other.first <= self.last
            && (self.plot == other.plot || self.plot.is_empty() || other.plot.is_empty())
    }
}

/// A street as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Street {
    /// Its own words joined, without the kind of street, points of the compass and numbers: `Queen's Road East` is
    /// `queens`.
    pub key: String,
    /// Points of the compass and the middle: `e`, `w`, `n`, `s`, `c`.
    pub turn: String,
    /// Its number where streets of one name are numbered: 2 in `Keji Middle 2nd Road`.
    pub ordinal: Option<u32>,
    /// The section of a long street, as Taiwan writes.
    pub section: Option<u32>,
    /// House numbers.
    pub numbers: Option<Numbers>,
    /// As written, in small letters.
    pub written: String,
}

/// Words for streets.
pub(super) const KINDS: [&str; 36] = [
    "street",
    "road",
    "avenue",
    "lane",
    "drive",
    "boulevard",
    "crescent",
    "terrace",
    "path",
    "way",
    "close",
    "circuit",
    "highway",
    "strand",
    "praya",
    "alley",
    "expressway",
    "row",
    "place",
    "quay",
    "lu",
    "jie",
    "dadao",
    "ulitsa",
    "ul",
    "prospekt",
    "prospect",
    "shosse",
    "caddesi",
    "cad",
    "sokak",
    "sokagi",
    "bulvari",
    "queensway",
    "link",
    "rise",
];

/// Words for streets that stand before the name.
pub(super) const KINDS_BEFORE: [&str; 22] = [
    "jalan",
    "jln",
    "jl",
    "lorong",
    "persiaran",
    "lebuh",
    "lebuhraya",
    "leboh",
    "duong",
    "pho",
    "rue",
    "calle",
    "via",
    "avenida",
    "soi",
    "thanon",
    "rua",
    "ulitsa",
    "ul",
    "prospekt",
    "shosse",
    "cong",
];

/// The point of the compass or the middle that a word names.
pub(super) fn turn(word: &str) -> Option<char> {
    Some(match word {
        "east" | "e" | "dong" => 'e',
        "west" | "w" | "xi" => 'w',
        "north" | "n" | "bei" => 'n',
        "south" | "s" | "nan" => 's',
        "central" | "middle" | "c" | "zhong" => 'c',
        _ => return None,
    })
}

/// A number written as digits, as an ordinal or as a word.
pub(super) fn ordinal(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word.get(digits.len()..).unwrap_or_default();
    match digits.parse() {
        Ok(number) if ["", "st", "nd", "rd", "th"].contains(&ending) && digits.len() <= 3 => Some(number),
        _ => number_word(word).map(|(number, _)| number),
    }
}

impl Street {
    /// From the words of its name, kind of street included.
    pub(super) fn from_words(words: &[&str]) -> Self {
        let mut street = Self { written: words.join(" "), ..Self::default() };
        let mut own: Vec<&str> = Vec::new();
        for word in words {
            if KINDS.contains(word) && *word != "queensway" || KINDS_BEFORE.contains(word) || *word == "main" {
                continue;
            }
            if let Some(point) = turn(word) {
                street.turn.push(point);
            } else if let Some(number) = ordinal(word) {
                street.ordinal = Some(number);
            } else {
                own.push(word);
            }
        }
        street.key = own.concat();
        if street.key.is_empty() {
            street.key = words.concat();
            street.turn.clear();
        }
        street
    }

    /// Is one name a misspelling of the other? Not where both are streets that the table knows: Hing Yip Street and
    /// Shing Yip Street are two.
    fn is_misspelt(&self, other: &Self) -> bool {
        let known = |street: &Self| GAZETTEER.is_street(&street.key);
        super::same::alike(&self.key, &other.key) && !(known(self) && known(other))
    }

    /// The name without a point of the compass that is written as part of it: `Renmindong Road` is Renmin Road East.
    fn turned(&self) -> Option<Self> {
        const POINTS: [(&str, char); 10] = [
            ("dong", 'e'),
            ("east", 'e'),
            ("west", 'w'),
            ("xi", 'w'),
            ("north", 'n'),
            ("bei", 'n'),
            ("south", 's'),
            ("nan", 's'),
            ("zhong", 'c'),
            ("middle", 'c'),
        ];
        let (key, point) = POINTS.iter().find_map(|(word, point)| Some((self.key.strip_suffix(word)?, point)))?;
        let alone = self.turn.is_empty() && key.len() >= 4;
        alone.then(|| Self { key: key.to_owned(), turn: point.to_string(), ..self.clone() })
    }

    /// Are both one street, as far as their names tell?
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.agrees(other)
            || self.turned().is_some_and(|turned| !other.turn.is_empty() && turned.agrees(other))
            || other.turned().is_some_and(|turned| !self.turn.is_empty() && self.agrees(&turned))
    }

    fn agrees(&self, other: &Self) -> bool {
        let differ = |a: Option<u32>, b: Option<u32>| a.is_some() && b.is_some() && a != b;
        let turned = !self.turn.is_empty() && !other.turn.is_empty() && self.turn != other.turn;
        self.ordinal == other.ordinal
            && !turned
            && !differ(self.section, other.section)
            && (self.key == other.key || self.is_misspelt(other))
    }
}
