//! Many texts, each held once.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Texts, each once, in one buffer: a name that stands in a million rows takes its own length and four bytes a row.
///
/// # Examples
/// ```
/// use tidewaiter_model::Texts;
/// let mut texts = Texts::default();
/// let alder = texts.add("Alder Ltd");
/// assert_eq!(texts.add("Alder Ltd"), alder);
/// assert_eq!((texts.get(alder), texts.find("Birch Ltd")), ("Alder Ltd", None));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Texts {
    buffer: String,
    /// Where each text ends.
    ends: Vec<usize>,
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

/// The text of a number; empty for a number that was not given out.
fn held<'a>(buffer: &'a str, ends: &[usize], number: u32) -> &'a str {
    let at = usize::try_from(number).unwrap_or(usize::MAX);
    let from = at.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(at).and_then(|to| buffer.get(from..*to)).unwrap_or_default()
}

impl Texts {
    /// The text of a number; empty for a number that was not given out.
    #[must_use]
    pub fn get(&self, text: u32) -> &str {
        held(&self.buffer, &self.ends, text)
    }

    /// The number of a text that was put in.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        self.places.find(self.hasher.hash_one(text), |at| self.get(*at) == text).copied()
    }

    /// Put a text in; its number, from 0 in the order in which texts first come. Beyond four thousand million texts
    /// every one gets the last number.
    pub fn add(&mut self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text);
        let (buffer, ends, hasher) = (&self.buffer, &self.ends, &self.hasher);
        if let Some(at) = self.places.find(hash, |at| held(buffer, ends, *at) == text) {
            return *at;
        }
        let Ok(new) = u32::try_from(ends.len()) else { return u32::MAX };
        self.places.insert_unique(hash, new, |at| hasher.hash_one(held(buffer, ends, *at)));
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len());
        new
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Is there no text?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}
