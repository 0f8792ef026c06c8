//! Keys by which a name can be found: nearly whatever [`compare`](crate::compare()) can score shares one of them.
//!
//! An index keeps the [`listed_keys`] of every listed name; the [`query_keys`] of a question find the names worth a
//! comparison. Keys are plain hashes, the same on every machine and in every run, so that they may stand in a file.

use crate::initials::{initials, letters};
use crate::likeness::length;
use crate::sound::sound_key;
use crate::{Kind, Name, Reading, Token};

/// In what way two names that share a key are alike. A key finds only keys of its own channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Channel {
    /// The whole name, joined and as a bag of words: nearly always a match.
    Whole,
    /// A distinctive word or a number with letters in it.
    Word,
    /// Two or three neighbouring words joined, or one word that may be such.
    Joined,
    /// A word but for one letter (each letter left out in turn): a misspelling.
    Misspelt,
    /// The [`sound_key`] of a word, for other transliterations and words without vowels.
    Sound,
    /// The query's word may be the initials of the listed name: `smic`.
    Acronym,
    /// The listed word may be the initials of the query's name.
    Initials,
    /// The beginning of a long word: a name cut off.
    Start,
    /// Two neighbouring words of whatever kind, in either order: for names without a distinctive word.
    Neighbours,
    /// Two neighbouring characters of a word in a script other than Latin.
    Characters,
}

/// One key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// In what way.
    pub channel: Channel,
    /// The channel's text hashed (FNV-1a, 64 bits), the channel's number first.
    pub hash: u64,
    /// Which of the name's readings it is of.
    pub reading: u8,
    /// The reading's token that it is of, the first of several; 255 for the whole name.
    pub token: u8,
}

/// The token of a key that is of the whole name.
pub const WHOLE_NAME: u8 = u8::MAX;

/// The fewest letters of a word that is found when misspelt, and of one that is found by its sound.
const MISSPELT_MIN: u32 = 3;
/// Letters left out in turn are those of the first part of a very long word only.
const MISSPELT_MAX: usize = 24;
/// Letters of the beginning of a word.
const START: usize = 5;
/// Sounds that a key of sounds must have: fewer are shared by too many words.
const SOUNDS_MIN: usize = 2;
/// Words at which such a run may begin: those behind begin none.
const INNER_MAX: usize = 12;
/// Letters of an acronym.
const ACRONYM: std::ops::RangeInclusive<usize> = 3..=9;

/// The keys under which a listed name is kept, sorted and each once.
#[must_use]
pub fn listed_keys(name: &Name) -> Vec<Key> {
    keys(name, true)
}

/// The keys by which a queried name is looked up, sorted and each once.
///
/// Rank what they find by channel and by how few names share the key: `Whole` first, then `Word`, `Joined`,
/// `Misspelt` and the two of initials, each weighed by the token's rarity; `Sound`, `Start` and `Characters` are
/// weaker, and `Neighbours` is worth asking only where a name has no distinctive word or none was found. Nearly every
/// pair that [`compare`](crate::compare()) scores 0.70 or more shares a key of the first seven, of `Start`,
/// `Neighbours` or `Characters`. Not covered: a common word that is misspelt beyond what the reading mends, in a name
/// that shares nothing else but single common words.
///
/// ```
/// use tidewaiter_names::{Channel, Name, listed_keys, query_keys};
/// let listed = listed_keys(&Name::new("Quorvex Semiconductor Manufacturing Corp"));
/// let shared = |query: &str, channel| {
///     let keys = query_keys(&Name::new(query));
///     keys.iter().any(|q| q.channel == channel && listed.iter().any(|l| (l.channel, l.hash) == (q.channel, q.hash)))
/// };
/// assert!(shared("Quorvex", Channel::Word));
/// assert!(shared("Quorvx Semiconductors", Channel::Misspelt));
/// assert!(shared("Quor Vex", Channel::Joined));
/// assert!(shared("QSMC", Channel::Acronym));
/// assert!(!shared("Tarnum", Channel::Sound));
/// ```
#[must_use]
pub fn query_keys(name: &Name) -> Vec<Key> {
    keys(name, false)
}

fn keys(name: &Name, listed: bool) -> Vec<Key> {
    let mut keys = Keys { all: Vec::new(), reading: 0, listed };
    keys.add(Channel::Whole, &name.squashed(), WHOLE_NAME);
    for (reading, at) in name.readings.iter().zip(0u8..) {
        keys.reading = at;
        if !reading.tokens.is_empty() {
            keys.add(Channel::Whole, &format!("j {}", reading.joined()), WHOLE_NAME);
            keys.add(Channel::Whole, &format!("b {}", reading.bag()), WHOLE_NAME);
        }
        keys.add_words(reading);
        keys.add_runs(reading);
        keys.add_initials(reading);
    }
    keys.all.sort_unstable();
    keys.all.dedup();
    keys.all
}

struct Keys {
    all: Vec<Key>,
    reading: u8,
    listed: bool,
}

impl Keys {
    fn add(&mut self, channel: Channel, text: &str, token: u8) {
        self.all.push(Key { channel, hash: hash(channel, text), reading: self.reading, token });
    }

    fn add_words(&mut self, reading: &Reading) {
        for (token, at) in reading.tokens.iter().zip(0u8..) {
            let text = token.text.as_str();
            let coded = token.kind == Kind::Number && text.bytes().any(|b| b.is_ascii_alphabetic());
            if coded {
                self.add(Channel::Word, text, at);
            }
            if token.kind != Kind::Word {
                continue;
            }
            self.add(Channel::Word, text, at);
            self.add(Channel::Joined, text, at);
            if !text.is_ascii() {
                let characters: Vec<char> = text.chars().collect();
                for pair in characters.windows(2) {
                    self.add(Channel::Characters, &pair.iter().collect::<String>(), at);
                }
                continue;
            }
            self.add_misspelt(text, at);
            let sound = sound_key(text);
            if sound.len() >= SOUNDS_MIN {
                self.add(Channel::Sound, &sound, at);
            }
            if let Some(start) = text.get(..START) {
                self.add(Channel::Start, start, at);
            }
            if ACRONYM.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphabetic()) {
                self.add(if self.listed { Channel::Initials } else { Channel::Acronym }, text, at);
            }
        }
    }

    /// The word itself, so that a letter more is found, and the word without each of its letters.
    fn add_misspelt(&mut self, text: &str, at: u8) {
        if length(text) < MISSPELT_MIN {
            return;
        }
        self.add(Channel::Misspelt, text, at);
        for i in 0..text.len().min(MISSPELT_MAX) {
            let (Some(before), Some(after)) = (text.get(..i), text.get(i.saturating_add(1)..)) else { continue };
            self.add(Channel::Misspelt, &format!("{before}{after}"), at);
        }
    }

    fn add_runs(&mut self, reading: &Reading) {
        let telling: Vec<(u8, &str)> = (0u8..)
            .zip(&reading.tokens)
            .filter(|(_, t)| t.kind != Kind::Particle)
            .map(|(at, t)| (at, t.text.as_str()))
            .collect();
        for pair in telling.windows(2) {
            if let [(at, a), (_, b)] = pair {
                self.add(Channel::Neighbours, &format!("{} {}", a.min(b), a.max(b)), *at);
            }
        }
        for length in [2, 3] {
            for (run, at) in reading.tokens.windows(length).zip(0u8..) {
                let text: String = run.iter().map(|token| token.text.as_str()).collect();
                self.add(Channel::Joined, &text, at);
            }
        }
    }

    fn add_initials(&mut self, reading: &Reading) {
        let channel = if self.listed { Channel::Acronym } else { Channel::Initials };
        let whole = initials(&reading.tokens, reading.legal_form);
        for text in whole.into_iter().chain(inner_initials(reading)) {
            if ACRONYM.contains(&text.len()) {
                self.add(channel, &text, WHOLE_NAME);
            }
        }
    }
}

/// The initials of each run of neighbouring words up to the next number: other words may stand before and behind.
fn inner_initials(reading: &Reading) -> impl Iterator<Item = String> {
    let telling: Vec<&Token> = reading.tokens.iter().filter(|token| token.kind != Kind::Particle).collect();
    let all: Vec<Option<&str>> = telling
        .iter()
        .map(|t| Some(letters(&t.text)).filter(|_| t.kind != Kind::Number && t.text.is_ascii()))
        .collect();
    let mut found = Vec::new();
    for start in 0..all.len().min(INNER_MAX) {
        let mut text = String::new();
        let run = all.get(start..).unwrap_or_default();
        for (length, letters) in (1u32..).zip(run.iter().map_while(|letters| *letters)) {
            text.push_str(letters);
            if text.len() > *ACRONYM.end() {
                break;
            }
            if length >= 2 {
                found.push(text.clone());
            }
        }
    }
    found.into_iter()
}

/// FNV-1a over the channel's number and the text.
fn hash(channel: Channel, text: &str) -> u64 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let number = match channel {
        Channel::Whole => 0u8,
        Channel::Word => 1,
        Channel::Joined => 2,
        Channel::Misspelt => 3,
        Channel::Sound => 4,
        Channel::Acronym => 5,
        Channel::Initials => 6,
        Channel::Start => 7,
        Channel::Neighbours => 8,
        Channel::Characters => 9,
    };
    std::iter::once(number).chain(text.bytes()).fold(START, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn share(query: &str, listed: &str) -> Vec<Channel> {
        let listed = listed_keys(&Name::new(listed));
        let mut channels: Vec<Channel> = query_keys(&Name::new(query))
            .iter()
            .filter(|q| listed.iter().any(|l| (l.channel, l.hash) == (q.channel, q.hash)))
            .map(|q| q.channel)
            .collect();
        channels.dedup();
        channels
    }

    #[test]
    fn each_channel_finds_its_own() {
        for (query, listed, channel) in [
            ("Speed Matrix", "Speedmatrix Sdn Bhd", Channel::Whole),
            ("Quorvex Trading", "Quorvex Electronics", Channel::Word),
            ("Quor Vex Trading", "Quorvex Electronics", Channel::Joined),
            ("Quorvx Trading", "Quorvex Electronics", Channel::Misspelt),
            ("Qrvx Trading", "Quorvex Electronics", Channel::Sound),
            ("SMIC", "Semiconductor Manufacturing International Corporation", Channel::Acronym),
            ("Semiconductor Manufacturing International Corporation", "SMIC", Channel::Initials),
            ("Quorvexin", "Quorvexindale Electronics", Channel::Start),
            ("Ship Scientific Research Center", "China Ship Scientific Research Center", Channel::Neighbours),
            ("华为云", "华为技术有限公司", Channel::Word),
        ] {
            let found = share(query, listed);
            assert!(found.contains(&channel), "{query} | {listed}: {found:?}");
        }
        assert_eq!(share("Quorvex", "Tarnum"), []);
        // Legal words alone share no key but of the whole name.
        assert_eq!(share("Co Ltd", "Tarnum Co Ltd"), []);
    }

    #[test]
    fn keys_are_the_same_in_every_run() {
        // In a file of keys these numbers stand: they may not change unnoticed.
        let keys = query_keys(&Name::new("Xu"));
        let plain: Vec<(Channel, u64)> = keys.iter().map(|key| (key.channel, key.hash)).collect();
        let known = [(Channel::Word, 0xd12b_9418_679a_c58b), (Channel::Joined, 0xea85_0318_75c8_5cd6)];
        assert_eq!(plain.get(3..), Some(known.as_slice()));
    }

    proptest! {
        #[test]
        fn one_letter_off_is_found(word in "[a-z]{4,12}", at in 0usize..12, other in "[a-z]") {
            let mut letters: Vec<char> = word.chars().collect();
            let at = at % letters.len();
            letters[at] = other.chars().next().unwrap();
            let bent: String = letters.into_iter().collect();
            let (a, b) = (Name::new(&word), Name::new(&bent));
            // Words of the tables are read in another spelling (`agri`): they are found by that.
            let is_own = |name: &Name, written: &str| {
                name.readings[0].tokens.iter().all(|t| t.kind == Kind::Word && t.text == written)
            };
            prop_assume!(is_own(&a, &word) && is_own(&b, &bent) && !a.readings[0].tokens.is_empty());
            prop_assume!(!b.readings[0].tokens.is_empty());
            prop_assert!(share(&word, &bent).contains(&Channel::Misspelt), "{} {}", word, bent);
        }

        #[test]
        fn any_name_has_few_keys(text in any::<String>()) {
            prop_assert!(listed_keys(&Name::new(&text)).len() < 6_000);
        }
    }
}
