//! Misspelt words found without looking at every word: two words that few edits part have, with few letters left out of
//! each, the same rest (symmetric deletes). Only the first letters are treated so; what is found is compared whole.

use tidewaiter_names::{edits_allowed, likeness_keys, sound_key, transcription_keys};

use super::format::hash;
use super::{number, place};

/// Letters from which some are left out. An edit further behind leaves these as they are.
const PREFIX: usize = 7;
/// Sounds that a word must have to be found by them: fewer are shared by too many.
const SOUNDS_MIN: usize = 2;

/// Hashes of what is left of a word when up to as many letters go as edits are allowed in it, sorted, each once.
/// None for a word that must be spelt as it is.
pub(super) fn keys(word: &str) -> Vec<u64> {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let characters = word.chars().count();
    let most = edits_allowed(number(characters), true);
    if most == 0 {
        return Vec::new();
    }
    let letters: Vec<char> = word.chars().take(PREFIX).collect();
    let mut keys = Vec::new();
    let all = 1u32.checked_shl(number(letters.len())).unwrap_or(0);
    for left_out in (0..all).filter(|bits| bits.count_ones() <= most) {
        let rest: String = letters
            .iter()
            .zip(0u32..)
            .filter(|(_, bit)| left_out & 1u32.wrapping_shl(*bit) == 0)
            .map(|(&letter, _)| letter)
            .collect();
        keys.push(hash([rest.as_str()]));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The hash of how a word in Latin letters sounds, where that says enough.
pub(super) fn sound(word: &str) -> Option<u64> {
    let key = sound_key(word);
    (key.len() >= SOUNDS_MIN).then(|| hash([key.as_str()]))
}

/// Hashes under which a distinctive word is kept by its sounds: as [`sound`], and where a foreign name in Han characters
/// and its Latin spelling meet, each under a mark of its script.
pub(super) fn sounds(word: &str) -> Vec<u64> {
    let mut all: Vec<u64> = sound(word).into_iter().collect();
    all.extend(transcriptions(word, word.is_ascii()));
    all.extend(alike(word));
    all
}

/// Hashes under which a word is kept for those without its vowels and those that a scanner takes for it.
pub(super) fn alike(word: &str) -> Vec<u64> {
    likeness_keys(word).iter().map(|key| alike_as(key)).collect()
}

/// The hash of a word that may itself be such a text.
pub(super) fn alike_as(word: &str) -> u64 {
    hash(["alike ", word])
}

/// Hashes of the keys by which a word finds those of the other script that it may transcribe.
pub(super) fn transcribed(word: &str) -> Vec<u64> {
    transcriptions(word, !word.is_ascii())
}

fn transcriptions(word: &str, latin: bool) -> Vec<u64> {
    let mark = if latin { "latin " } else { "han " };
    transcription_keys(word).iter().map(|key| hash([mark, key.as_str()])).collect()
}

/// Hashes of each two neighbouring characters of a word that is not in Latin letters, or of its only one.
pub(super) fn characters(word: &str) -> Vec<u64> {
    if word.is_ascii() {
        return Vec::new();
    }
    let following = word.char_indices().skip(1).map(|(at, _)| at);
    let ends = word.char_indices().map(|(at, c)| at.saturating_add(c.len_utf8())).skip(1);
    let starts = word.char_indices().map(|(at, _)| at);
    let mut all: Vec<u64> =
        starts.zip(ends).filter_map(|(start, end)| word.get(start..end)).map(|two| hash([two])).collect();
    if following.count() == 0 {
        all.push(hash([word]));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// How many bits of a hash choose the bucket, for so many keys: about two keys a bucket.
pub(super) fn bucket_bits(keys: usize) -> u32 {
    (keys / 2).max(2).next_power_of_two().trailing_zeros()
}

pub(super) fn bucket(hash: u64, bits: u32) -> usize {
    usize::try_from(hash.checked_shr(64u32.saturating_sub(bits)).unwrap_or(0)).unwrap_or(0)
}

/// The table: where each bucket begins, and the words of all buckets.
pub(super) fn table<'w>(words: impl Iterator<Item = (u32, &'w str)>) -> (Vec<u32>, Vec<u32>) {
    let mut pairs: Vec<(u64, u32)> = Vec::new();
    for (word, text) in words {
        pairs.extend(keys(text).into_iter().map(|key| (key, word)));
    }
    pairs.sort_unstable();
    let bits = bucket_bits(pairs.len());
    let mut starts = Vec::with_capacity(place(1u32.wrapping_shl(bits)).saturating_add(1));
    let mut at = 0;
    for this in 0..place(1u32.wrapping_shl(bits)) {
        starts.push(number(at));
        while pairs.get(at).is_some_and(|pair| bucket(pair.0, bits) == this) {
            at = at.saturating_add(1);
        }
    }
    starts.push(number(at));
    (starts, pairs.into_iter().map(|pair| pair.1).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tidewaiter_names::token_similarity;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        /// Words that pass for each other's misspelling share a key.
        #[test]
        fn alike_words_share_a_key(word in "[a-d]{3,14}", edits in proptest::collection::vec((0usize..14, 0u8..4, "[a-d]"), 0..4)) {
            let mut letters: Vec<char> = word.chars().collect();
            for (at, way, letter) in edits {
                let at = at % letters.len().max(1);
                let letter = letter.chars().next().unwrap();
                match way {
                    0 if letters.len() > 1 => drop(letters.remove(at)),
                    1 => letters.insert(at, letter),
                    2 if at + 1 < letters.len() => letters.swap(at, at + 1),
                    _ => letters[at] = letter,
                }
            }
            let other: String = letters.into_iter().collect();
            if word != other && token_similarity(&word, &other) > 0.0 {
                let (a, b) = (keys(&word), keys(&other));
                prop_assert!(a.iter().any(|key| b.contains(key)), "{} {}", word, other);
            }
        }
    }
}
