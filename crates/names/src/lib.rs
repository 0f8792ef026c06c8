//! Are these two names or addresses the same, in any script?
//!
//! A [`Name`] is read as tokens ([`Kind`]: brand, line of business, place, number) with its legal form split off;
//! [`compare`] aligns two readings and weighs what found a partner. How rare a word is on the lists is handed in
//! ([`rarity`], [`weight`]): this room knows no list.
//!
//! Runs of Han, kana, Hangul and Thai are cut by a lexicon of ordinary words, places and company forms and read in English
//! where it knows the word. What is left, the brand, is kept in its own script and read by its sound besides: pinyin,
//! Wade–Giles, Cantonese as Hong Kong spells it, Japanese where the name says that it is ([`Reading::by_sound`]); foreign
//! names in Han transcription are compared by [`transcription_likeness`]. Traditional, simplified and regional forms of a
//! character are one.

mod address;
mod align;
mod bound;
mod clean;
mod company;
mod compare;
mod explain;
mod identifier;
mod initials;
mod keys;
mod likeness;
mod name;
mod ofac;
mod person;
mod score;
mod scripts;
mod sound;
mod tables;

pub use address::{Address, AddressMatch, Numbers, Sameness, Street};
pub use bound::{Gist, Outline, Outlined};
pub use clean::clean;
pub use company::{company_key, other_forms};
pub use compare::{
    Comparison, DEFAULT_BAR, FUZZY_MAX, Pair, Side, WITHOUT_BRAND_MAX, Weighted, compare, rarity, weight,
};
pub use identifier::{Checked, Identifier, Scheme, identifier, identify, identify_all, identify_in};
pub use keys::{Channel, Key, WHOLE_NAME, listed_keys, query_keys};
pub use likeness::{By, edits_allowed, likeness_keys, token_similarity, word_likeness};
pub use name::{CHARACTERS_MAX, Kind, Name, READINGS_MAX, Reading, TOKENS_MAX, Token};
pub use ofac::{OfacName, OfacScore};
pub use person::{may_be_person, spellings};
pub use scripts::transcription::{transcription_keys, transcription_likeness};
pub use sound::sound_key;
pub use tables::LegalForm;
